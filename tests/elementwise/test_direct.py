"""The common call past NumPy's machinery: the bits of the ufunc's own call, and what it leaves to NumPy."""

import numpy as np
import pytest

import actkern as ak
from actkern import _ufunc

DIRECT = [
    (row.name, form)
    for row in ak.catalog.values()
    for form in row.forms
    if row.of_elements and row.has_defaults
    if len(row.operands(form)[0]) == 1 + len(row.optional) and len(row.operands(form)[1]) == 1
]

SHAPES = ((1,), (10,), (33,), (777,), (5, 7), (3, 1, 40), (20, 100))


@pytest.fixture
def rng():
    return np.random.default_rng(7)


def form_of(name, form):
    return getattr(ak if form == "value" else getattr(ak, form), name)


def taken(ufunc, x, out, *arguments, **keywords):
    return _ufunc.direct(ufunc, *arguments, **keywords)(x, out)


@pytest.mark.parametrize("dtype", ["f4", "f8"])
@pytest.mark.parametrize(("name", "form"), DIRECT)
def test_parameters_at_their_defaults(name, form, dtype, rng):
    function = form_of(name, form)
    defaults = [parameter.default for parameter in ak.catalog[name].optional]
    for shape in SHAPES:
        x = rng.normal(0, 3, shape).astype(dtype)
        expected = function.ufunc(x, *(np.asarray(each, dtype) for each in defaults))
        result = taken(function.ufunc, x, None, defaults)
        assert (result.dtype, result.shape, result.flags.c_contiguous) == (x.dtype, shape, True)
        assert np.array_equal(result, expected)
        assert np.array_equal(function(x), expected)
        assert function(x, out=x) is x
        assert np.array_equal(x, expected)


@pytest.mark.parametrize("dtype", ["f4", "f8"])
@pytest.mark.parametrize("name", ["softmax", "log_softmax"])
def test_rows(name, dtype, rng):
    function = getattr(ak, name)
    for shape in SHAPES:
        x = rng.normal(0, 3, shape).astype(dtype)
        expected = function(x, axis=x.ndim - 1)  # NumPy's call
        assert np.array_equal(function(x), expected)
        out = np.empty_like(x)
        assert function(x, out=out) is out
        assert np.array_equal(out, expected)
        assert function(x, out=x) is x
        assert np.array_equal(x, expected)


def test_what_is_left_to_numpy(rng):
    ufunc = ak.elu.ufunc
    x = rng.normal(0, 3, (40, 40)).astype("f4")
    assert taken(ufunc, x, None, (1.0,)) is not None
    for array in (x[:, ::2], x.T, x.astype(">f4"), x.astype("f2"), x.astype("i4"), x[0, 0], np.float32(1), x.tolist(), x[:0]):
        assert taken(ufunc, array, None, (1.0,)) is None
    assert taken(ufunc, np.ma.masked_array(x), None, (1.0,)) is None
    assert taken(ufunc, np.frombuffer(b"\0" * 9, np.uint8)[1:].view("f4"), None, (1.0,)) is None  # not aligned
    fixed = np.empty_like(x)
    fixed.flags.writeable = False
    for out in (fixed, np.empty((40, 41), "f4"), np.empty((40, 40), "f8"), np.empty((40, 80), "f4")[:, ::2], [x]):
        assert taken(ufunc, x, out, (1.0,)) is None


def test_arrays_that_overlap_in_part(rng):
    data = rng.normal(0, 3, 2000).astype("f4")
    for function in (ak.elu, ak.softmax):
        for shift in (1, 100, 999):
            memory = data.copy()
            expected = function(data[:1000].copy())
            function(memory[:1000], out=memory[shift : shift + 1000])
            assert np.array_equal(memory[shift : shift + 1000], expected)


def test_errors_are_numpys_and_ours(rng):
    x = rng.normal(0, 3, 10).astype("f4")
    fixed = np.empty_like(x)
    fixed.flags.writeable = False
    for function in (ak.elu, ak.softmax):
        with pytest.raises(ValueError, match="read-only"):
            function(x, out=fixed)
        with pytest.raises((TypeError, ValueError)):
            function(x, out=np.empty(11, "f4"))
