"""Functions made of others: they hold against their written-out references, in any layout, and refuse what they cannot do."""

import pickle

import numpy as np
import pytest
from support.cases import BACKENDS, COMPOSED, DTYPES, assert_same_bits, public
from support.inputs import sample

from actkern import reference

pytestmark = pytest.mark.parametrize("backend", BACKENDS)
CASES = [("glu", ()), ("crelu", ()), ("maxout", (2,)), ("maxout", (3,)), ("maxout", (1,))]
SHAPES = [((6,), -1), ((5, 12), 1), ((12, 5), 0), ((3, 6, 4), 1), ((2, 6), -2), ((0, 6), 1)]


@pytest.mark.parametrize("dtype", ["f2", *DTYPES])
@pytest.mark.parametrize(("name", "extra"), CASES)
def test_against_the_reference(name, extra, dtype, backend):
    rng = np.random.default_rng(0)
    tolerance = {"rtol": 8 * np.finfo(dtype).eps, "atol": 8 * np.finfo(dtype).eps}
    for shape, axis in SHAPES:
        x = rng.normal(0, 2, shape).astype(dtype)
        if name != "crelu" and x.shape[axis] % (extra[0] if extra else 2):
            continue
        expected = getattr(reference, name)(x.astype("f8"), *extra, axis=axis)
        y = public(backend, name)(x, *extra, axis)
        assert y.dtype == x.dtype
        np.testing.assert_allclose(y, expected, **tolerance)
        dy = rng.normal(0, 1, y.shape).astype(dtype)
        dx = public(backend, name, "backward")(dy, x, *extra, axis=axis)
        assert dx.dtype == x.dtype
        expected = getattr(reference, f"{name}_backward")(dy.astype("f8"), x.astype("f8"), *extra, axis=axis)
        np.testing.assert_allclose(dx, expected, **tolerance)


@pytest.mark.parametrize(("name", "extra"), CASES)
def test_layout_and_out_do_not_show(name, extra, backend):
    x = np.random.default_rng(1).normal(0, 2, (6, 60)).astype("f4")
    value, backward = public(backend, name), public(backend, name, "backward")
    y = value(x, *extra)
    dy = np.random.default_rng(2).normal(0, 2, y.shape).astype("f4")
    dx = backward(dy, x, *extra)
    for layout in (np.asfortranarray, lambda a: np.repeat(a, 2, axis=1)[:, ::2], lambda a: np.ascontiguousarray(a[::-1])[::-1]):
        assert_same_bits(value(layout(x), *extra), y)
        assert_same_bits(backward(layout(dy), layout(x), *extra), dx)
        out = layout(np.zeros_like(y))
        assert value(x, *extra, out=out) is out
        assert_same_bits(out, y)
    own = x.copy()
    assert backward(dy, own, *extra, out=own) is own
    assert_same_bits(own, dx)
    wide = np.zeros((6, y.shape[1] + 60), "f4")
    wide[:, :60] = x
    overlapping = wide[:, 10 : 10 + y.shape[1]]
    assert_same_bits(value(wide[:, :60], *extra, out=overlapping), y)


def test_nan_and_infinities(backend):
    x = np.array([[np.nan, np.inf, -np.inf, 1.0]])
    every = np.resize(sample("f4"), (10, 100))
    with np.errstate(all="raise"):
        np.testing.assert_array_equal(public(backend, "crelu")(x), [[np.nan, np.inf, 0, 1, np.nan, 0, np.inf, 0]])
        np.testing.assert_array_equal(public(backend, "maxout")(x, 2), [[np.nan, 1]])
        np.testing.assert_array_equal(public(backend, "glu")(np.array([np.inf, 2.0, 0.0, np.inf])), [np.inf, 2.0])
        public(backend, "glu")(every)


def test_integers_and_bool_are_promoted(backend):
    for code in "?bhilefd":
        x = np.ones((2, 4), code)
        for name, extra in CASES[:3]:
            assert public(backend, name)(x, *extra).dtype == np.exp(x).dtype


@pytest.mark.parametrize(("name", "extra"), CASES[:3])
def test_bad_input(name, extra, backend):
    value, backward = public(backend, name), public(backend, name, "backward")
    x = np.ones((2, 6))
    for bad in (x * 1j, x.astype(str), x.astype(object), x.astype(np.longdouble), "word"):
        with pytest.raises(
            TypeError, match=rf"{name} takes float16, .* bfloat16 of ml_dtypes, integers and bool; got x of dtype"
        ):
            value(bad, *extra)
    with pytest.raises(np.exceptions.AxisError, match="axis 2 is out of bounds; accepted is -2 to 1"):
        value(x, *extra, axis=2)
    with pytest.raises(TypeError, match="axis is an int, not float"):
        value(x, *extra, axis=1.0)
    with pytest.raises(ValueError, match="one dimension or more, not a scalar"):
        value(1.0, *extra)
    with pytest.raises(ValueError, match=r"dy has shape \(5,\); the result of the forward pass has"):
        backward(np.ones(5), x, *extra)
    out = np.full((2, 7), 7.0)
    with pytest.raises(ValueError, match=r"out has shape \(2, 7\)"):
        value(x, *extra, out=out)
    with pytest.raises(ValueError, match="and dtype int64"):
        value(x, *extra, out=np.zeros(value(x, *extra).shape, int))
    with pytest.raises(TypeError, match="out is an array, not list"):
        value(x, *extra, out=[1.0])
    assert (out == 7).all()


def test_lengths_that_do_not_divide(backend):
    with pytest.raises(ValueError, match="takes an even number of elements there, not 5"):
        public(backend, "glu")(np.ones((2, 5)))
    with pytest.raises(ValueError, match="k divides the length of x along axis 1, which is 5; got k=2"):
        public(backend, "maxout")(np.ones((2, 5)), 2)
    with pytest.raises(ValueError, match="got k=0"):
        public(backend, "maxout")(np.ones((2, 5)), 0)
    with pytest.raises(TypeError, match="k is an int, not float"):
        public(backend, "maxout")(np.ones((2, 4)), 2.0)


def test_maxout_ties_go_to_the_first(backend):
    np.testing.assert_array_equal(public(backend, "maxout", "backward")([5.0], [1.0, 1.0], 2), [5.0, 0.0])


def test_pickles_by_name(backend):
    for row in COMPOSED:
        for form in row.forms:
            function = public(backend, row.name, form)
            assert pickle.loads(pickle.dumps(function)) is function


def test_rrelu_s_bounds(backend):
    rrelu, x = public(backend, "rrelu"), np.array([-1.0, 2.0])
    with pytest.raises(ValueError, match=r"rrelu: lower is at most upper; got lower=0.5 and upper=0.1"):
        rrelu(x, lower=0.5, upper=0.1)
    with pytest.raises(TypeError, match=r"rrelu: upper is a number or an array of them, not str of dtype <U1"):
        rrelu(x, upper="x", training=True)
    with pytest.raises(ValueError, match=r"rrelu: lower is finite; got -inf"):
        rrelu(x, lower=-np.inf)
    assert rrelu(x, lower=[0.1, 0.1], upper=0.3).tolist() == [-0.2, 2.0]
