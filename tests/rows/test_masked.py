"""Masked arrays: what is masked takes no part in a row, and the result is masked where what it depends on is."""

import numpy as np
import pytest
from support.cases import BACKENDS, COMPOSED, ROWWISE, assert_same_bits, bits, names, public, seed

import actkern as ak

pytestmark = pytest.mark.parametrize("backend", BACKENDS)
OF_ELEMENTS = [row for row in ROWWISE if not row.reduces]
REDUCTIONS = [row for row in ROWWISE if row.reduces]


def masked_rows(dtype="f8"):
    """Rows with masks of every kind, one of which masks all of it, with numbers under the masks that would spoil a row."""
    rng = np.random.default_rng(0)
    x = rng.normal(0, 2, (6, 40)).astype(dtype)
    mask = rng.random(x.shape) > 0.6
    mask[1], mask[2] = True, False
    x[mask] = np.resize(np.array([np.nan, np.inf, -np.inf, 5], dtype), mask.sum())
    return np.ma.MaskedArray(x, mask)


def test_known_values(backend):
    x = np.ma.array([0.0, 1.0, 2.0], mask=[0, 1, 0])
    y = public(backend, "softmax")(x)
    np.testing.assert_allclose(y.compressed(), [0.1192029220, 0.8807970780])
    np.testing.assert_array_equal(y.mask, x.mask)
    np.testing.assert_allclose(public(backend, "logsumexp")(x), np.log(1 + np.exp(2)))
    np.testing.assert_allclose(public(backend, "logmeanexp")(x), np.log((1 + np.exp(2)) / 2))
    np.testing.assert_array_equal(public(backend, "hardmax")(np.ma.array([1.0, 9.0], mask=[0, 1])).filled(7), [1, 7])


@names(OF_ELEMENTS)
@pytest.mark.parametrize("dtype", ["f2", "f4", "f8"])
def test_masked_elements_take_no_part(name, dtype, backend):
    function, x = public(backend, name), masked_rows(dtype)
    before = x.copy()
    also = np.random.default_rng(1).random(x.shape) > 0.3
    for where in (None, also, also[0]):
        left = ~x.mask if where is None else ~x.mask & where
        expected = function(x.data, where=left, **seed(name))
        with np.errstate(all="raise"):
            y = function(x, where=where, **seed(name))
        assert type(y) is np.ma.MaskedArray
        assert_same_bits(y.data, expected)
        np.testing.assert_array_equal(y.mask, x.mask)
        if not ak.catalog[name].random:
            across = function(x.T, axis=0, where=None if where is None else np.broadcast_to(where, x.shape).T)
            assert_same_bits(across.data.T, expected)
            np.testing.assert_array_equal(across.mask.T, x.mask)
    y.mask[:] = False  # it is the result's own
    np.testing.assert_array_equal(x.mask, before.mask)
    np.testing.assert_array_equal(bits(x.data), bits(before.data))


@names(OF_ELEMENTS)
def test_no_mask_and_out(name, backend):
    function, x = public(backend, name), masked_rows()
    plain = np.random.default_rng(2).normal(0, 2, (4, 10))
    y = function(np.ma.MaskedArray(plain), **seed(name))
    assert type(y) is np.ma.MaskedArray
    assert not np.ma.is_masked(y)
    assert_same_bits(y.data, function(plain, **seed(name)))
    # An out that is masked gets the mask, and loses its own; a plain one has the numbers alone, as from NumPy's ufuncs.
    expected = function(x, **seed(name))
    out = np.ma.MaskedArray(np.zeros(x.shape), x.mask[::-1].copy())
    assert function(x, out=(out,), **seed(name)) is out
    np.testing.assert_array_equal(out.mask, x.mask)
    assert_same_bits(out.data, expected.data)
    bare = np.zeros(x.shape)
    assert function(x, out=bare, **seed(name)) is bare
    assert_same_bits(bare, expected.data)
    assert function(x, out=x, **seed(name)) is x
    assert_same_bits(x.data, expected.data)
    out = np.ma.MaskedArray(np.zeros(plain.shape), True)
    assert function(plain, out=out, **seed(name)) is out
    assert not np.ma.is_masked(out)


@names(OF_ELEMENTS)
def test_gradients(name, backend):
    x = masked_rows()
    y = public(backend, name)(x, **seed(name))
    dy = np.random.default_rng(3).normal(0, 1, x.shape)
    backward = public(backend, name, "backward_from_output")
    with np.errstate(all="raise"):
        expected = backward(np.where(x.mask, 0, dy), y.filled(0))
        dy[x.mask] = np.nan
        for given in ((dy, y), (np.ma.MaskedArray(dy, x.mask), y), (np.ma.MaskedArray(dy, x.mask), y.data)):
            dx = backward(*given)
            np.testing.assert_array_equal(dx.mask, x.mask)
            assert_same_bits(dx.filled(0), np.where(x.mask, 0, expected))
        out = np.ma.MaskedArray(np.zeros(x.shape), True)
        assert backward(dy, y, out=out) is out
    np.testing.assert_array_equal(out.mask, x.mask)


@names(REDUCTIONS)
def test_reductions(name, backend):
    function, x = public(backend, name), masked_rows()
    for axis in (0, 1, -1, (0, 1), (), None):
        for keepdims in (False, True):
            expected = function(x.data, axis, keepdims=keepdims, where=~x.mask)
            with np.errstate(all="raise"):
                y = function(x, axis, keepdims=keepdims)
            np.testing.assert_array_equal(np.ma.getmaskarray(y), x.mask.all(axis, keepdims=keepdims))
            assert_same_bits(np.ma.getdata(y), expected)
    assert function(x[1]) is np.ma.masked
    assert function(x, axis=1).mask.tolist() == [False, True, False, False, False, False]
    # What `where` leaves out is not masked for that: a row of which nothing is left is what it is of plain arrays,
    none = function(np.zeros(3), where=False)
    np.testing.assert_array_equal(function(np.ma.MaskedArray(np.zeros(3)), where=False), none)
    # unless some of it is masked.
    assert function(np.ma.array([1.0, 2.0], mask=[0, 1]), where=[False, True]) is np.ma.masked
    out = np.ma.MaskedArray(np.zeros(6))
    assert function(x, axis=1, out=(out,)) is out
    np.testing.assert_array_equal(out.mask, x.mask.all(axis=1))


@names(REDUCTIONS)
def test_gradients_of_reductions(name, backend):
    backward, x = public(backend, name, "backward"), masked_rows()
    dy = np.random.default_rng(4).normal(0, 1, 6)
    expected = backward(dy, x.data, 1, where=~x.mask)
    with np.errstate(all="raise"):
        dx = backward(dy, x, 1)
        np.testing.assert_array_equal(dx.mask, x.mask)
        assert_same_bits(dx.data, expected)
        # The gradient of a row whose own is masked is masked.
        dx = backward(np.ma.array(np.where(np.arange(6) == 3, np.nan, dy), mask=np.arange(6) == 3), x, 1)
        np.testing.assert_array_equal(dx.mask, x.mask | (np.arange(6) == 3)[:, None])
        dx = backward(public(backend, name)(x, 1, keepdims=True), x, 1, keepdims=True)
    np.testing.assert_array_equal(dx.mask, x.mask)


# Of x masked at 1 and dy masked at 0: where value and gradient are masked.
MASKS = {
    "glu": ((), [0, 1, 0, 0], [0, 1], [1, 1, 1, 1]),
    "crelu": ((), [0, 1, 0, 0], [0, 1, 0, 0, 0, 1, 0, 0], [1, 1, 0, 0]),
    "maxout": ((2,), [0, 1, 0, 0], [1, 0], [1, 1, 0, 0]),
    "rrelu": ((), [0, 1, 0, 0], [0, 1, 0, 0], [1, 1, 0, 0]),
}


@names(COMPOSED)
def test_functions_made_of_others(name, backend):
    extra, mask, of_value, of_gradient = MASKS[name]
    function, backward = public(backend, name), public(backend, name, "backward")
    plain = np.array([[1.0, -2.0, 3.0, -4.0]] * 2)
    x = np.ma.MaskedArray(plain, [mask, [0] * 4])
    y = function(x, *extra)
    np.testing.assert_array_equal(y.mask, [of_value, [0] * len(of_value)])
    assert_same_bits(y.data, function(plain, *extra))
    dy = np.ma.MaskedArray(np.ones(y.shape), False)
    dy[0, 0] = np.ma.masked
    dx = backward(dy, x, *extra)
    np.testing.assert_array_equal(dx.mask, [of_gradient, [0] * 4])
    assert_same_bits(dx.data, backward(dy.data, plain, *extra))
    assert not np.ma.is_masked(function(np.ma.MaskedArray(plain), *extra))
    out = np.ma.MaskedArray(np.zeros(y.shape), True)
    assert function(x, *extra, out=out) is out
    np.testing.assert_array_equal(out.mask, y.mask)
    if not ak.catalog[name].along_an_axis:  # rrelu
        np.testing.assert_array_equal(function(x, training=True, rng=0).mask, y.mask)
    else:
        assert_same_bits(function(x.T, *extra, axis=0).T, y)
        np.testing.assert_array_equal(function(x.T, *extra, axis=0).T.mask, y.mask)
        np.testing.assert_array_equal(backward(dy.T, x.T, *extra, axis=0).T.mask, dx.mask)


def test_a_masked_where_is_no_where_it_is_masked(backend):
    x = np.ma.array([0.0, 1.0, 2.0], mask=[0, 0, 1])
    np.testing.assert_allclose(public(backend, "softmax")(x, where=x > 0).filled(7), [0, 1, 7])
    np.testing.assert_allclose(public(backend, "softmax")(x.data, where=x > 0), [0, 1, 0])
