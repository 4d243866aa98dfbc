"""The functions are genuine ufuncs: NumPy's semantics, limits instead of NaN, and errors that say what was wrong."""

import pickle
import warnings

import numpy as np
import pytest
from support import BACKENDS, DTYPES, ELEMENTWISE, assert_same_bits, cases, get, operands, outputs, sample, specials

import actkern as ak
from actkern import reference

pytestmark = pytest.mark.parametrize("backend", BACKENDS)
NAMES = [row.name for row in ELEMENTWISE]


@pytest.mark.parametrize(("name", "form"), cases())
def test_is_a_ufunc(name, form, backend):
    function = get(backend, name, form)
    assert isinstance(function, np.ufunc)
    assert function.__name__ == name
    inputs, given = ak.catalog[name].operands(form)
    assert (function.nin, function.nout) == (len(inputs), len(given))


@pytest.mark.parametrize("dtype", ["?", "b", "B", "h", "H", "i", "I", "l", "L", "q", "e", "f", "d"])
@pytest.mark.parametrize("name", NAMES)
def test_promotes_as_exp_does(name, dtype, backend):
    function = get(backend, name)
    assert function(np.ones(3, dtype)).dtype == np.exp(np.ones(3, dtype)).dtype
    assert function(1).dtype == np.exp(1).dtype
    assert function(1.0).dtype == np.float64
    assert function(np.float32(1)).dtype == np.float32
    np.testing.assert_allclose(function(np.array([0, 1], dtype)), reference.value(name, [0, 1]), rtol=1e-3)


def test_weak_scalars_keep_float32(backend):
    assert get(backend, "sigmoid", "backward")(2.0, np.ones(2, np.float32)).dtype == np.float32


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("name", NAMES)
def test_limits(name, dtype, backend):
    ends = np.array([-np.inf, np.inf], dtype)
    np.testing.assert_array_equal(get(backend, name)(ends), reference.value(name, ends))
    np.testing.assert_array_equal(get(backend, name, "grad")(ends), reference.slope(name, ends))
    largest = np.array([-np.finfo(dtype).max, np.finfo(dtype).max], dtype)
    np.testing.assert_array_equal(get(backend, name)(largest), reference.value(name, largest))
    np.testing.assert_array_equal(get(backend, name, "grad")(largest), reference.slope(name, largest))


@pytest.mark.parametrize("dtype", ["f2", *DTYPES])
@pytest.mark.parametrize(("name", "form"), cases())
def test_nan_in_nan_out(name, form, dtype, backend):
    function = get(backend, name, form)
    assert all(np.isnan(each) for each in outputs(function(*[np.array(np.nan, dtype)] * function.nin)))
    x = np.full(100, 0.5, dtype)
    x[37] = np.nan
    for result in outputs(function(*[x] * function.nin)):
        assert np.flatnonzero(np.isnan(result)).tolist() == [37]


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize(("name", "form"), cases())
def test_no_floating_point_warning(name, form, dtype, backend):
    function = get(backend, name, form)
    x = np.concatenate([specials(dtype), sample(dtype)])
    with np.errstate(all="raise"), warnings.catch_warnings():
        warnings.simplefilter("error")
        function(*operands(function, x))
        for each in specials(dtype):
            function(*[each] * function.nin)


def test_earlier_floating_point_errors_are_kept(backend):
    # The status is put back as it was found: NumPy's own checks around other operations still work.
    sigmoid = get(backend, "sigmoid")
    with np.errstate(all="raise"), pytest.raises(FloatingPointError):
        np.divide(sigmoid(np.float32(-100.0)), np.float32(0))


@pytest.mark.parametrize("name", NAMES)
def test_zeros_and_kinks(name, backend):
    row = ak.catalog[name]
    zeros = np.array([0.0, -0.0])
    np.testing.assert_array_equal(get(backend, name)(zeros), reference.value(name, zeros))
    np.testing.assert_array_equal(get(backend, name, "grad")(zeros), reference.slope(name, zeros))
    if name in ("tanh", "identity"):
        assert np.signbit(get(backend, name)(-0.0)), row.limits


@pytest.mark.parametrize(("name", "form"), cases())
def test_out_and_where(name, form, backend):
    function = get(backend, name, form)
    x = operands(function, np.linspace(-4, 4, 1001))
    expected = outputs(function(*x))
    for part in (np.arange(1001) % 3 == 0, np.zeros(1001, bool), np.ones(1001, bool)):
        out = tuple(np.full(1001, 7.0) for _ in expected)
        result = outputs(function(*x, out=out, where=part))
        for one, other, whole in zip(result, out, expected):
            assert one is other
            np.testing.assert_array_equal(one, np.where(part, whole, 7.0))


@pytest.mark.parametrize(("name", "form"), cases())
def test_out_may_be_an_input(name, form, backend):
    function = get(backend, name, form)
    for n in (5, 1000, 100_000):
        x = operands(function, np.resize(sample("f4"), n))
        expected = outputs(function(*x))
        for position in range(function.nin):
            inputs = [each.copy() for each in x]
            result = outputs(function(*inputs, out=(inputs[position], *[None] * (function.nout - 1))))
            assert result[0] is inputs[position]
            assert_same_bits(result if len(result) > 1 else result[0], expected if len(expected) > 1 else expected[0])


@pytest.mark.parametrize("shift", [-1000, -17, -1, 1, 16, 999])
@pytest.mark.parametrize("name", NAMES)
def test_out_may_overlap_an_input(name, shift, backend):
    for form in ("value", "backward"):
        function = get(backend, name, form)
        memory = np.random.default_rng(5).normal(0, 3, 100_000 + abs(shift)).astype(np.float32)
        x = memory[max(shift, 0) : max(shift, 0) + 100_000]
        out = memory[max(-shift, 0) : max(-shift, 0) + 100_000]
        inputs = [*[np.ones_like(x)] * (function.nin - 1), x]
        expected = function(*inputs)
        np.testing.assert_array_equal(function(*inputs, out=out), expected)


@pytest.mark.parametrize("name", NAMES)
def test_dtype_casting_and_order(name, backend):
    function = get(backend, name)
    x = np.linspace(-2, 2, 12).reshape(3, 4)
    assert function(x.astype("f4"), dtype="f8").dtype == np.float64
    assert function(x, dtype="f4", casting="same_kind").dtype == np.float32
    assert function(x, order="F").flags.f_contiguous
    out = np.zeros((3, 4), "f4")
    assert function(x, out=out, casting="same_kind") is out
    with pytest.raises(TypeError, match="Cannot cast"):
        function(x, out=np.zeros((3, 4), int))


@pytest.mark.parametrize("name", NAMES)
def test_broadcasting_and_shapes(name, backend):
    backward, function = get(backend, name, "backward"), get(backend, name)
    dy, x = np.random.default_rng(6).normal(0, 2, (2, 3, 1, 5)).astype("f4")
    slope = get(backend, name, "grad")(x)
    np.testing.assert_array_equal(backward(dy[:, :, None], x), dy[:, :, None] * slope)
    np.testing.assert_array_equal(backward(np.float32(2), x), 2 * slope)
    np.testing.assert_array_equal(backward(dy, x[0, 0, 0]), dy * slope[0, 0, 0])
    for shape in ((0,), (3, 0, 2), (1,), ()):
        assert function(np.ones(shape)).shape == shape
    assert function(np.ones((0, 3), "f4"), out=np.ones((0, 3), "f4")).shape == (0, 3)
    assert isinstance(function(np.float64(1)), np.float64)
    with pytest.raises(ValueError, match="broadcast"):
        backward(np.ones(3), np.ones(4))


def test_reduce_and_accumulate_follow_numpy(backend):
    # No one needs the fold of a gradient; but NumPy offers it, over operands that overlap, and it must be right.
    backward = get(backend, "tanh", "backward")
    x = np.random.default_rng(7).normal(0, 0.3, 1000)
    folded = [x[0]]
    for each in x[1:]:
        folded.append(backward(folded[-1], each))
    np.testing.assert_array_equal(backward.accumulate(x), folded)
    assert backward.reduce(x) == folded[-1]
    np.testing.assert_array_equal(backward.outer(x[:3], x[:5]), backward(x[:3, None], x[None, :5]))
    indices = np.array([0, 1, 1, 5])
    at = x.copy()
    get(backend, "relu").at(at, indices)
    expected = x.copy()
    expected[indices] = np.maximum(x[indices], 0)
    np.testing.assert_array_equal(at, expected)


@pytest.mark.parametrize(("name", "form"), cases())
def test_pickles_by_name(name, form, backend):
    function = get(backend, name, form)
    text = pickle.dumps(function)
    assert len(text) < 80
    assert pickle.loads(text) is function


def test_subclasses_and_array_ufunc(backend):
    class Meters(np.ndarray):
        pass

    assert isinstance(get(backend, "relu")(np.ones(2).view(Meters)), Meters)
    masked = get(backend, "sigmoid")(np.ma.array([0.0, 1.0], mask=[False, True]))
    assert isinstance(masked, np.ma.MaskedArray)
    assert masked.mask.tolist() == [False, True]


BAD = {
    "complex64": np.ones(2, np.complex64),
    "complex128": np.ones(2, np.complex128),
    "clongdouble": np.ones(2, np.clongdouble),
    "longdouble": np.ones(2, np.longdouble),
    "str": np.array(["a", "b"]),
    "bytes": np.array([b"a", b"b"]),
    "object": np.array([1.0, None], dtype=object),
    "datetime64": np.array(["2026-01-01", "2026-01-02"], dtype="M8[D]"),
    "timedelta64": np.ones(2, "m8[s]"),
    "structured": np.ones(2, [("a", "f4")]),
}


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD.keys())
@pytest.mark.parametrize(("name", "form"), cases())
def test_refused_dtypes(name, form, bad, backend):
    function = get(backend, name, form)
    good = np.ones(2)
    for position in range(function.nin):
        inputs = [bad if index == position else good for index in range(function.nin)]
        out = tuple(np.full(2, 7.0) for _ in range(function.nout))
        for kwargs in ({}, {"out": out}):
            with pytest.raises(TypeError, match=rf"{name} takes float16, float32, float64, integers and bool; got elements"):
                function(*inputs, **kwargs)
        assert all((each == 7).all() for each in out)
    with pytest.raises(TypeError, match="got elements"):
        function(*[bad] * function.nin)


def test_refused_scalars(backend):
    for bad in (1j, "1", None, object(), np.longdouble(1)):
        with pytest.raises(TypeError, match=r"sigmoid takes .*; got elements of type"):
            get(backend, "sigmoid")(bad)
