"""The functions are genuine ufuncs: NumPy's semantics, limits instead of NaN, and errors that say what was wrong."""

import pickle
import sys
import types
import warnings

import numpy as np
import pytest
from support.cases import (
    BACKENDS,
    DTYPES,
    ELEMENTWISE,
    OF_ONE,
    assert_same_bits,
    cases,
    get,
    like,
    names,
    operands,
    outputs,
    parameters,
)
from support.inputs import of_support, sample, specials

import actkern as ak
from actkern import reference
from actkern.reference import ulp_error

pytestmark = pytest.mark.parametrize("backend", BACKENDS)


@pytest.mark.parametrize(("name", "form"), cases())
def test_is_a_ufunc(name, form, backend):
    function = get(backend, name, form)
    assert isinstance(function, np.ufunc)
    # The form stands in the name, since other libraries take a ufunc of the name of one of NumPy's for that one.
    assert function.__name__.removesuffix(".ufunc") == (name if form == "value" else f"{form}.{name}")
    inputs, given = ak.catalog[name].operands(form)
    assert (function.nin, function.nout) == (len(inputs), len(given))


@names([row for row in OF_ONE if not row.parameters])  # others: test_parametric.py
def test_promotes_as_exp_does(name, backend):
    function = get(backend, name)
    for dtype in "?bBhHiIlLqefd":
        assert function(np.ones(3, dtype)).dtype == np.exp(np.ones(3, dtype)).dtype
        np.testing.assert_allclose(function(np.array([0, 1], dtype)), reference.value(name, [0, 1]), rtol=1e-3)
    assert function(1).dtype == np.exp(1).dtype
    assert function(1.0).dtype == np.float64
    assert function(np.float32(1)).dtype == np.float32


def test_weak_scalars_keep_float32(backend):
    assert get(backend, "sigmoid", "backward")(2.0, np.ones(2, np.float32)).dtype == np.float32


def assert_near_reference(name, x, backend):
    """Values and slopes at x, near what float64 NumPy has; exact zeros, infinities and NaN."""
    row = ak.catalog[name]
    given = parameters(name, x.dtype)
    missing = [p.sample for p in row.parameters if p.default is None]
    defaults = {p.name: float(each) for p, each in zip(row.parameters, given) if p.default is not None}
    for form, quantity in (("value", "y"), ("grad", "dydx")):
        expected = reference.quantity(name, quantity, x.astype(np.float64), *missing, **defaults)
        result = get(backend, name, form)(x, *given)
        floor = row.promise.slope_floor if quantity == "dydx" else 1e-300  # where SciPy has 0
        # The reference has errors of its own, which show in float64.
        tolerance = row.ulp_of(quantity, "f4") + 1 if x.dtype == np.float32 else 5000  # 1e-12
        assert np.max(ulp_error(result, expected, floor)) <= tolerance, (x, result, expected)
        settled = np.isinf(x) & (expected == 0)
        assert not np.any(result[settled]), (x, result)  # not a subnormal that a clamp left behind


@pytest.mark.parametrize("dtype", DTYPES)
@names(OF_ONE)
def test_limits(name, dtype, backend):
    assert_near_reference(name, np.array([-np.inf, np.inf], dtype), backend)
    largest = np.finfo(dtype).max
    ends = np.array([-largest, largest, -largest / 3, largest / 3], dtype)
    if of_support(name, ends).size:
        assert_near_reference(name, of_support(name, ends), backend)


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
        function(*operands(name, form, x))
        function(*operands(name, form, x, arrays=True))
        for each in specials(dtype):
            function(*[each] * function.nin)


def test_earlier_floating_point_errors_are_kept(backend):
    # The status is put back as it was found: NumPy's own checks around other operations still work.
    sigmoid = get(backend, "sigmoid")
    with np.errstate(all="raise"), pytest.raises(FloatingPointError):
        np.divide(sigmoid(np.float32(-100.0)), np.float32(0))


@names(OF_ONE)
def test_zeros_and_kinks(name, backend):
    kinks = np.array([0.0, -0.0, 1, -1, 3, -3, 6, 0.5, -0.5, 10, -10])
    for dtype in DTYPES:
        assert_near_reference(name, of_support(name, kinks.astype(dtype)), backend)


@names(OF_ONE)
def test_odd_functions_keep_the_sign_of_zero(name, backend):
    given = parameters(name, "f8")
    function = get(backend, name)
    x = np.linspace(0.1, 5, 100)
    if (function(-x, *given) == -function(x, *given)).all():
        falls = function(x[0], *given) < 0
        assert np.signbit(function(-0.0, *given)) != falls
        assert np.signbit(function(0.0, *given)) == falls


@pytest.mark.parametrize(("name", "form"), cases())
def test_out_and_where(name, form, backend):
    function = get(backend, name, form)
    x = operands(name, form, np.linspace(-4, 4, 1001))
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
        x = operands(name, form, np.resize(sample("f4"), n), arrays=True)
        expected = outputs(function(*x))
        for position in range(function.nin):
            inputs = [each.copy() for each in x]
            result = outputs(function(*inputs, out=(inputs[position], *[None] * (function.nout - 1))))
            assert result[0] is inputs[position]
            assert_same_bits(like(result), like(expected))


@names(ELEMENTWISE)
def test_out_may_overlap_an_input(name, backend):
    for form in ("value", "backward"):
        function = get(backend, name, form)
        for shift in (-1000, -17, -1, 1, 16, 999):
            memory = np.random.default_rng(5).normal(0, 3, 30_000 + abs(shift)).astype(np.float32)
            x = memory[max(shift, 0) : max(shift, 0) + 30_000]
            out = memory[max(-shift, 0) : max(-shift, 0) + 30_000]
            inputs = operands(name, form, x)
            if form == "backward":
                inputs = [np.ones_like(x), x, *inputs[2:]]
            expected = outputs(function(*inputs))
            first = outputs(function(*inputs, out=(out, *[None] * (function.nout - 1))))[0]
            np.testing.assert_array_equal(first, expected[0])


@names(OF_ONE)
def test_dtype_casting_and_order(name, backend):
    function = get(backend, name)
    x = np.linspace(-2, 2, 12).reshape(3, 4)
    given = [float(each) for each in parameters(name, "f8")]
    assert function(x.astype("f4"), *given, dtype="f8").dtype == np.float64
    assert function(x, *given, dtype="f4", casting="same_kind").dtype == np.float32
    assert function(x, *given, order="F").flags.f_contiguous
    out = np.zeros((3, 4), "f4")
    assert function(x, *given, out=out, casting="same_kind") is out
    with pytest.raises(TypeError, match="Cannot cast"):
        function(x, *given, out=np.zeros((3, 4), int))


@names(OF_ONE)
def test_broadcasting_and_shapes(name, backend):
    backward, function = get(backend, name, "backward"), get(backend, name)
    given = parameters(name, "f4")
    dy, x = np.random.default_rng(6).normal(0, 2, (2, 3, 1, 5)).astype("f4")
    slope = get(backend, name, "grad")(x, *given)
    np.testing.assert_array_equal(backward(dy[:, :, None], x, *given), dy[:, :, None] * slope)
    np.testing.assert_array_equal(backward(np.float32(2), x, *given), 2 * slope)
    np.testing.assert_array_equal(backward(dy, x[0, 0, 0], *given), dy * slope[0, 0, 0])
    for shape in ((0,), (3, 0, 2), (1,), ()):
        assert function(np.ones(shape), *given).shape == shape
    assert function(np.ones((0, 3), "f4"), *given, out=np.ones((0, 3), "f4")).shape == (0, 3)
    assert isinstance(function(np.float64(1), *given), np.float64)
    with pytest.raises(ValueError, match="broadcast"):
        backward(np.ones(3), np.ones(4), *given)


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
    assert len(text) < 130
    assert pickle.loads(text) is function


class Old(types.ModuleType):
    """A module that warns of every name that it is asked for."""

    def __getattr__(self, name):
        warnings.warn(f"{name} is old", DeprecationWarning, stacklevel=2)
        raise AttributeError(name)


def test_a_pickle_asks_no_other_module(backend, monkeypatch):
    # Before NumPy 2.2 pickle would look for a ufunc's name in all modules, the first ones first.
    function, loaded = get(backend, "gelu_tanh"), dict(sys.modules)
    monkeypatch.setattr(sys, "modules", {"old": Old("old"), **loaded})
    assert pickle.loads(pickle.dumps(function)) is function


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


@pytest.mark.parametrize(("name", "form"), cases())
def test_refused_dtypes(name, form, backend):
    function = get(backend, name, form)
    good = np.ones(2)
    for bad in BAD.values():
        for position in range(function.nin):
            inputs = [bad if index == position else good for index in range(function.nin)]
            out = tuple(np.full(2, 7.0) for _ in range(function.nout))
            for kwargs in ({}, {"out": out}):
                with pytest.raises(
                    TypeError, match=rf"{name} takes float16, .* bfloat16 of ml_dtypes, integers and bool; got elements"
                ):
                    function(*inputs, **kwargs)
            assert all((each == 7).all() for each in out)
        with pytest.raises(TypeError, match="got elements"):
            function(*[bad] * function.nin)


def test_refused_scalars(backend):
    for bad in (1j, "1", None, object(), np.longdouble(1)):
        with pytest.raises(TypeError, match=r"sigmoid takes .*; got elements of type"):
            get(backend, "sigmoid")(bad)
