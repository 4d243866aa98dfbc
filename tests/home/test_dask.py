"""actkern's functions of dask arrays: lazy, right, the same whatever computes them, and on a cluster that loses a worker."""

import os
import pickle
import signal
import time

import numpy as np
import pytest
from support import truths
from support.cases import LOSSES, assert_same_bits, cases, operands, outputs, public, whole_numbers
from support.chunks import block
from support.examples import ROOT
from support.halves import BFLOAT16, steps
from support.inputs import for_keyword, for_loss
from support.processes import stdout

import actkern as ak
from actkern._catalog import AlongAxis, Composed, LinearLoss, Loss

da = pytest.importorskip("dask.array")
dask = pytest.importorskip("dask")

EVERY = cases([row for row in ak.catalog.values() if not isinstance(row, LinearLoss)])
SPLITTING = ("softmax", "log_softmax", "softmin")  # and logsumexp, logmeanexp and the losses
NAME = ak.backends.available()[0]
OF_ELEMENTS = [row.name for row in LOSSES if row.element]

of_dtypes = pytest.mark.parametrize("dtype", ["f2", "f4", "f8"])


def never(*arguments, **keywords):
    raise AssertionError("something was computed")


@pytest.fixture(autouse=True)
def nothing_is_computed():
    """Every test computes only where it says so, by `computed`."""
    with dask.config.set(scheduler=never):
        yield


def computed(*arrays, scheduler="sync", **keywords):
    found = dask.compute(*arrays, scheduler=scheduler, **keywords)
    return found if len(found) > 1 else found[0]


def numbers(shape, dtype="f4", seed=0, scale=3):
    return np.random.default_rng(seed).normal(0, scale, shape).astype(dtype)


def call_of(name, form, shape=(12, 10), dtype="f4"):
    """Operands and keywords of one form of any function: arrays, numbers, and what makes noise the same."""
    row, x = ak.catalog[name], numbers(shape, dtype)
    if isinstance(row, Loss):
        target = np.arange(shape[0]) % shape[1] if row.along_an_axis else np.abs(np.sin(x))
        return [*(for_loss(name, x, target) if row.element else (x, target))], {}
    if isinstance(row, AlongAxis):
        y = x if row.reduces else public(NAME, name)(x, **({"rng": 0} if row.random else {}))
        if form == "value":
            return [x], {"rng": 0} if row.random else {}
        return [np.float32(2.0) if row.reduces else np.roll(x, 1), y], {}
    if isinstance(row, Composed):
        wanted = whole_numbers(name)
        if form == "value" or name == "rrelu":
            return [*([np.roll(x, 1)] if form == "backward" else []), x, *wanted], {}
        return [np.roll(public(NAME, name)(x, *wanted), 1), x, *wanted], {}
    given = operands(name, form, x)
    if form == "backward_from_output" and len(given) > 1:
        y = public(NAME, name)(x, *given[2:])
        given[1] = y[0] if isinstance(y, tuple) else y
    return given, {}


def lazily(given, chunks):
    return [da.from_array(each, chunks=chunks[: each.ndim]) if np.ndim(each) else each for each in given]


def of_form(form):
    return ak if form == "value" else getattr(ak, form)


@pytest.mark.parametrize(("name", "form"), EVERY)
def test_every_function_is_lazy_and_gives_actkerns_bits(name, form):
    given, keywords = call_of(name, form)
    function = getattr(of_form(form), name)
    loss = isinstance(ak.catalog[name], Loss)
    if loss:
        keywords["reduction"] = "none"
    expected = outputs(function(*given, **keywords))
    if loss and form == "value_and_grad":
        assert len(expected) == 2
    chunks = (5, 4) if ak.catalog[name].of_elements or name in ("rrelu", *OF_ELEMENTS) else (5, -1)
    if ak.catalog[name].reduces:
        chunks = (-1, -1)
    for space in (ak, ak.dask):
        found = outputs(getattr(space if form == "value" else getattr(space, form), name)(*lazily(given, chunks), **keywords))
        assert len(found) == len(expected)
        for one, other in zip(found, expected):
            assert isinstance(one, da.Array)
            assert (one.shape, one.dtype) == (np.shape(other), other.dtype)
            assert one._meta.dtype == one.dtype
            result = computed(one)
            assert (np.shape(result), result.dtype) == (np.shape(other), other.dtype)
            if ak.catalog[name].random and form == "value":  # each block has noise of its own
                np.testing.assert_allclose(result.sum(axis=-1), 1, rtol=1e-5)
            else:
                assert_same_bits(result, other)


@pytest.mark.parametrize("name", [name for name in ak.catalog.names("value_and_grad") if name in dir(np)])
def test_no_form_is_taken_for_numpys_function_of_that_name(name):
    x = numbers((6, 4))
    found = getattr(ak.value_and_grad, name)(da.from_array(np.abs(x), chunks=2))
    assert len(found) == 2
    assert_same_bits(computed(*found), getattr(ak.value_and_grad, name)(np.abs(x)))


@pytest.mark.parametrize("first", ["actkern", "dask"])
def test_the_order_of_imports_does_not_matter(first):
    imports = ["from actkern.value_and_grad import gelu; import actkern as ak", "import dask.array as da"]
    code = "; ".join(imports if first == "actkern" else imports[::-1])
    assert (
        stdout(f"{code}; y, dydx = gelu(da.ones(3, chunks=2)); print(type(y).__name__, len(ak.value_and_grad.leaky_relu(y)))")
        == "Array 2"
    )


def test_dask_is_not_imported_for_numpys_arrays():
    code = "import sys, numpy as np, actkern as ak; ak.softmax(np.ones((3, 4)), axis=0); ak.value_and_grad.gelu(np.ones(3));"
    assert stdout(f"{code} from actkern import *; print('dask' in sys.modules)") == "False"


@pytest.mark.parametrize("backend", ak.backends.available())
def test_functions_of_backends_take_dask_arrays_too(backend):
    x = numbers((6, 8))
    lazy = da.from_array(x, chunks=4)
    assert_same_bits(computed(*ak.backends[backend].value_and_grad.tanh(lazy)), ak.value_and_grad.tanh(x))
    np.testing.assert_allclose(computed(ak.backends[backend].softmax(lazy)), ak.softmax(x), rtol=1e-6)


def ulp_apart(found, expected, floor=0.0):
    """The largest difference in units in the last place of `expected`, or of `floor` where that is larger."""
    assert found.dtype == expected.dtype
    assert found.shape == expected.shape
    expected_wide, found_wide = (np.asarray(each, np.float64) for each in (expected, found))
    np.testing.assert_array_equal(np.isfinite(found_wide), np.isfinite(expected_wide))
    unlike = ~np.isfinite(expected_wide)
    np.testing.assert_array_equal(found_wide[unlike], expected_wide[unlike])
    unit = np.spacing(np.where(unlike, 1, np.maximum(np.abs(expected), floor)).astype(expected.dtype)).astype(np.float64)
    apart = np.abs(found_wide[~unlike] - expected_wide[~unlike]) / unit[~unlike]
    return float(np.max(apart, initial=0))


# What docs/dask.md promises beyond a row's own promise, in ULP, by the dtype of the result.
MORE = {"f2": 1, "f4": 4, "f8": 24}


@pytest.mark.parametrize("dtype", ["f4", "f8"])
@pytest.mark.parametrize("scale", [0.01, 3, 30, 300])
@pytest.mark.parametrize("name", ["softmax", "log_softmax", "logsumexp"])
def test_rows_across_the_memory(name, scale, dtype):
    """Blocks whose rows are computed side by side."""
    x = numbers((90, 2, 130), dtype, scale=scale)
    x[3, 0, 7], x[5, 1, 8], x[:, 0, 9], x[6, 1, 10], x[:40, 1, 11] = np.nan, np.inf, -np.inf, -np.inf, -np.inf
    found = computed(getattr(ak, name)(da.from_array(x, chunks=(40, 1, 100)), axis=0))
    floor = 1.0 if name == "logsumexp" else 0.0
    assert ulp_apart(found, getattr(ak, name)(x, axis=0), floor) <= promised(name, dtype)


def promised(name, dtype):
    return ak.catalog[name].promise.ulp["f8" if dtype == "f8" else "f4"] + MORE[dtype]


@of_dtypes
@pytest.mark.parametrize("temperature", [1.0, 0.7])
@pytest.mark.parametrize("axis", [0, 1, -1, -2])
@pytest.mark.parametrize("name", SPLITTING)
def test_split_rows_are_within_the_promise(name, axis, temperature, dtype):
    x = numbers((61, 83), dtype)
    found = getattr(ak, name)(da.from_array(x, chunks=(17, 9)), axis=axis, temperature=temperature)
    assert found.chunks == da.from_array(x, chunks=(17, 9)).chunks
    assert ulp_apart(computed(found), getattr(ak, name)(x, axis=axis, temperature=temperature)) <= promised(name, dtype)


@pytest.mark.parametrize("chunks", [(5, 10), (5, 4)], ids=str)
@pytest.mark.parametrize("name", ["softmax", "log_softmax", "softmin", "logsumexp", "logmeanexp"])
def test_bfloat16_stays_bfloat16(name, chunks):
    x = np.random.default_rng(8).normal(0, 3, (12, 10)).astype(BFLOAT16)
    result = computed(public(NAME, name)(da.from_array(x, chunks), axis=-1))
    assert steps(result, public(NAME, name)(x, axis=-1)).max() <= 1


@pytest.mark.parametrize("dtype", ["f4", "f8"])
@pytest.mark.parametrize("name", ["softmax", "log_softmax", "softmin", "logsumexp", "logmeanexp"])
@pytest.mark.parametrize("scale", [0.01, 3, 30, 300])
def test_split_rows_beside_long_double(name, scale, dtype):
    if np.finfo(np.longdouble).nmant <= 52:
        pytest.skip("longdouble is no better than float64 on this machine")
    x = numbers((30, 400), dtype, scale=scale)
    exact = getattr(truths, name)(x)
    found = computed(getattr(ak, name)(da.from_array(x, chunks=(13, 50)), axis=-1))
    floor = np.longdouble(1.0 if name in ("logsumexp", "logmeanexp") else 0.0)
    smallest = np.finfo(dtype).smallest_normal
    unit = np.spacing(np.maximum(np.maximum(np.abs(exact), floor), smallest).astype(dtype)).astype(np.longdouble)
    assert np.max(np.abs(found - exact) / unit) <= promised(name, dtype)


@pytest.mark.parametrize("chunks", [(5, 4), (12, 10), (12, 3), (5, 10)])
@pytest.mark.parametrize("keepdims", [False, True])
@pytest.mark.parametrize("axis", [None, 0, 1, -1, (0, 1), ()], ids=str)
@pytest.mark.parametrize("name", ["logsumexp", "logmeanexp"])
def test_reductions(name, axis, keepdims, chunks):
    x = numbers((12, 10))
    where = numbers((12, 10), seed=1) > 0
    for keywords in ({}, {"where": where}):
        expected = getattr(ak, name)(x, axis, keepdims=keepdims, **keywords)
        found = getattr(ak, name)(da.from_array(x, chunks=chunks), axis, keepdims=keepdims, **keywords)
        assert (found.shape, found.dtype) == (expected.shape, expected.dtype)
        assert ulp_apart(computed(found), np.asarray(expected), 1.0) <= promised(name, "f4")
        dy = np.asarray(numbers(np.shape(expected), seed=2))
        backward = getattr(ak.backward, name)
        expected = backward(dy, x, axis, keepdims=keepdims, **keywords)
        found = backward(dy, da.from_array(x, chunks=chunks), axis, keepdims=keepdims, **keywords)
        np.testing.assert_allclose(computed(found), expected, rtol=2e-6)


@pytest.mark.parametrize("name", ["softmax", "log_softmax", "softmin", "logsumexp"])
def test_limits(name):
    """NaN, infinities, and rows that are masked, whole or where they are cut."""
    x = numbers((12, 12))
    x[0, 3], x[1, 5], x[2, 1], x[3, :4], x[4], x[5, :] = np.nan, np.inf, -np.inf, -np.inf, -np.inf, np.inf
    x[6, 2], x[6, 9] = np.inf, np.nan
    where = np.ones((12, 12), bool)
    where[7, :4], where[8], where[9, ::2], where[0, 3], where[1, :4], where[4, 1:6] = (False,) * 6
    for array in (x, -x):
        for keywords in ({}, {"where": where}, {"where": where[9]}, {"where": da.from_array(where, chunks=5)}):
            plain = {key: computed(value) if isinstance(value, da.Array) else value for key, value in keywords.items()}
            expected = getattr(ak, name)(array, axis=1, **plain)
            found = computed(getattr(ak, name)(da.from_array(array, chunks=(5, 4)), axis=1, **keywords))
            np.testing.assert_array_equal(np.isnan(found), np.isnan(expected))
            np.testing.assert_allclose(found, expected, rtol=1e-6, atol=1e-37)


@pytest.mark.parametrize("name", SPLITTING)
def test_masks_temperatures_and_causal(name):
    x = numbers((3, 16, 16))
    lazy = da.from_array(x, chunks=(2, 5, 6))
    function = getattr(ak, name)
    temperatures = np.random.default_rng(0).uniform(0.5, 2, (3, 16))
    for keywords in (
        {"causal": True},
        {"causal": True, "where": x > -2},
        {"temperature": temperatures},
        {"temperature": temperatures[..., None].astype("f4"), "where": x > -2},
        {"where": np.arange(16) < 9},
        {"dtype": "f8"},
    ):
        expected = function(x, **keywords)
        found = function(lazy, **keywords)
        assert found.dtype == expected.dtype
        np.testing.assert_allclose(computed(found), expected, rtol=1e-5 if expected.itemsize == 4 else 1e-13, atol=1e-30)
    columns = {"temperature": temperatures[0], "axis": 1}
    np.testing.assert_allclose(computed(function(lazy, **columns)), function(x, **columns), rtol=1e-5, atol=1e-30)
    lazy_ones = {"temperature": da.from_array(temperatures, chunks=2), "where": lazy > -2}
    np.testing.assert_allclose(
        computed(function(lazy, **lazy_ones)), function(x, temperature=temperatures, where=x > -2), rtol=1e-5, atol=1e-30
    )


@pytest.mark.parametrize("temperature", [1.0, 0.5])
@pytest.mark.parametrize("axis", [0, 1, 2])
@pytest.mark.parametrize("name", SPLITTING)
def test_gradients_from_the_output(name, axis, temperature):
    x, dy = numbers((11, 7, 9)), numbers((11, 7, 9), seed=1)
    y = getattr(ak, name)(x, axis=axis, temperature=temperature)
    expected = getattr(ak.backward_from_output, name)(dy, y, axis, temperature=temperature)
    found = getattr(ak.backward_from_output, name)(
        da.from_array(dy, chunks=(3, 2, 4)), da.from_array(y, chunks=(4, 3, 2)), axis, temperature=temperature
    )
    np.testing.assert_allclose(computed(found), expected, rtol=1e-5, atol=1e-6)


LOSSES = [
    {},
    {"label_smoothing": 0.1},
    {"z_loss": 1e-3},
    {"weight": True},
    {"weight": True, "label_smoothing": 0.2, "z_loss": 1e-2},
    {"ignore_index": 3},
]


@pytest.mark.parametrize("chunks", [(7, 5), (7, 19), (20, 4)])
@pytest.mark.parametrize("reduction", ["mean", "sum", "none"])
@pytest.mark.parametrize("keywords", LOSSES, ids=lambda each: "-".join(each) or "plain")
@pytest.mark.parametrize("kind", ["indices", "probabilities"])
@pytest.mark.parametrize("dtype", ["f4", "f8"])
def test_cross_entropy(dtype, kind, keywords, reduction, chunks):
    x = numbers((20, 19), dtype)
    target = np.random.default_rng(1).integers(0, 19, 20)
    x[np.arange(5), target[:5]] += 40 if dtype == "f8" else 20  # rows that are learnt
    if kind == "probabilities":
        target = ak.softmax(numbers((20, 19), dtype, seed=2))
    keywords = keywords | ({"weight": np.random.default_rng(3).random(19)} if "weight" in keywords else {})
    lazy = da.from_array(x, chunks=chunks)
    tolerance = 1e-5 if dtype == "f4" else 1e-12
    for axis, given, of_target in ((-1, x, target), (0, x.T, target.T)):
        lazy = da.from_array(given, chunks=chunks if axis else chunks[::-1])
        lazy_target = da.from_array(of_target, chunks=6)
        expected, slope = ak.value_and_grad.cross_entropy(given, of_target, axis, reduction=reduction, **keywords)
        loss, dx = ak.value_and_grad.cross_entropy(lazy, lazy_target, axis, reduction=reduction, **keywords)
        assert (loss.shape, loss.dtype, dx.shape, dx.dtype) == (expected.shape, expected.dtype, slope.shape, slope.dtype)
        found = computed(loss, dx)
        np.testing.assert_allclose(found[0], expected, rtol=tolerance)
        np.testing.assert_allclose(found[1], slope, rtol=tolerance, atol=tolerance * np.abs(slope).max())
        assert_same_bits(computed(ak.cross_entropy(lazy, of_target, axis, reduction=reduction, **keywords)), found[0])
        assert_same_bits(computed(ak.grad.cross_entropy(lazy, of_target, axis, reduction=reduction, **keywords)), found[1])


@pytest.mark.parametrize("chunks", [(7, 5), (7, 19), (20, 4)])
@pytest.mark.parametrize("reduction", ["mean", "sum", "none"])
@pytest.mark.parametrize("keywords", [{}, {"weight": True}, {"ignore_index": 3, "weight": True}], ids=lambda each: "-".join(each))
@pytest.mark.parametrize("dtype", ["f4", "f8"])
def test_nll(dtype, keywords, reduction, chunks):
    x, target = ak.log_softmax(numbers((20, 19), dtype)), np.random.default_rng(1).integers(0, 19, 20)
    x[2, (target[2] + 1) % 19] = np.nan  # beside a target, where it does not matter
    weight = np.random.default_rng(3).random(19)
    keywords = keywords | ({"weight": weight} if "weight" in keywords else {})
    for axis, given in ((-1, x), (0, x.T)):
        lazy = da.from_array(given, chunks=chunks if axis else chunks[::-1])
        lazy_target = da.from_array(target, chunks=6)
        expected, slope = ak.value_and_grad.nll(given, target, axis, reduction=reduction, **keywords)
        loss, dx = ak.value_and_grad.nll(lazy, lazy_target, axis, reduction=reduction, **keywords)
        assert (loss.shape, loss.dtype, dx.shape, dx.dtype) == (expected.shape, expected.dtype, slope.shape, slope.dtype)
        found = computed(loss, dx)
        if reduction == "mean":
            np.testing.assert_allclose(found[0], expected, rtol=4 * np.finfo(dtype).eps)
            np.testing.assert_allclose(found[1], slope, rtol=4 * np.finfo(dtype).eps)
        else:
            assert_same_bits(found[1], slope)
        if reduction == "none":
            assert_same_bits(found[0], expected)
        assert_same_bits(computed(ak.nll(lazy, target, axis, reduction=reduction, **keywords)), found[0])
        assert_same_bits(computed(ak.grad.nll(lazy, target, axis, reduction=reduction, **keywords)), found[1])


def test_learnt_rows_keep_their_digits():
    """The loss and the gradient at the target are of the other classes alone, far below a last place of 1."""
    x, target = numbers((8, 30)), np.arange(8) * 3
    x[np.arange(8), target] += 25
    loss, dx = ak.value_and_grad.cross_entropy(da.from_array(x, chunks=(4, 7)), da.from_array(target, chunks=4), reduction="none")
    expected, slope = ak.value_and_grad.cross_entropy(x.astype("f8"), target, reduction="none")
    loss, dx = computed(loss, dx)
    np.testing.assert_allclose(loss, expected, rtol=2e-6)
    np.testing.assert_allclose(dx, slope, rtol=2e-6, atol=1e-30)


@pytest.mark.parametrize("reduction", ["mean", "sum", "none"])
@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("name", OF_ELEMENTS)
def test_losses_of_elements(name, weighted, reduction):
    x, target = numbers((13, 8)), np.abs(np.sin(numbers((13, 8), seed=1)))
    x, target = for_loss(name, x, target)
    keywords = {}
    if weighted:
        given = [each.name for each in ak.catalog[name].keywords if each.name not in ("reduction", *ak.catalog[name].flags)]
        keywords = {each: for_keyword(name, each, np.random.default_rng(2), (13, 1)) for each in given}
        keywords |= dict.fromkeys(ak.catalog[name].flags, False)
        x = np.abs(x) if "log_input" in keywords else x
    lazy = [da.from_array(each, chunks=(4, 3)) for each in (x, target)]
    function = getattr(ak.value_and_grad, name)
    for expected, found in zip(
        function(x, target, reduction=reduction, **keywords), function(*lazy, reduction=reduction, **keywords), strict=True
    ):
        assert (found.shape, found.dtype) == (expected.shape, expected.dtype)
        np.testing.assert_allclose(computed(found), expected, rtol=1e-6)


def test_batchmean_divides_by_the_length_of_the_first_axis():
    x, target = numbers((13, 8)), np.abs(np.sin(numbers((13, 8), seed=1)))
    lazy = [da.from_array(each, chunks=(4, 3)) for each in (x, target)]
    for given in ({}, {"log_target": True}):
        expected = ak.value_and_grad.kl_div(x, target, reduction="batchmean", **given)
        for one, other in zip(computed(*ak.value_and_grad.kl_div(*lazy, reduction="batchmean", **given)), expected):
            np.testing.assert_allclose(one, other, rtol=1e-6)
    with pytest.raises(ValueError, match="divides by the length of the first axis; got a scalar"):
        ak.kl_div(lazy[0][0, 0], lazy[1][0, 0], reduction="batchmean")


def test_unknown_and_empty_chunks():
    x = numbers((20, 9))
    lazy = da.from_array(x, chunks=(6, 4))
    kept = x[x[:, 0] > 0]
    unknown = lazy[lazy[:, 0] > 0]
    assert np.isnan(unknown.shape[0])
    for name in SPLITTING:
        np.testing.assert_allclose(computed(getattr(ak, name)(unknown, axis=1)), getattr(ak, name)(kept, axis=1), rtol=1e-6)
        np.testing.assert_allclose(computed(getattr(ak, name)(unknown, axis=0)), getattr(ak, name)(kept, axis=0), rtol=1e-6)
    np.testing.assert_allclose(computed(ak.logsumexp(unknown)), ak.logsumexp(kept), rtol=1e-6)
    assert_same_bits(computed(*ak.value_and_grad.gelu(unknown)), ak.value_and_grad.gelu(kept))
    np.testing.assert_allclose(
        computed(ak.cross_entropy(unknown, unknown[:, 1].astype(int) * 0)),
        ak.cross_entropy(kept, np.zeros(len(kept), int)),
        rtol=1e-6,
    )
    empty = da.concatenate([lazy[:, :0], lazy], axis=1)
    holed = da.from_array(x, chunks=((6, 0, 14), (4, 0, 5)))
    for name in SPLITTING:
        for axis in (0, 1):
            np.testing.assert_allclose(computed(getattr(ak, name)(holed, axis=axis)), getattr(ak, name)(x, axis=axis), rtol=1e-6)
            assert computed(getattr(ak, name)(empty, axis=axis)).shape == x.shape
    nothing = da.from_array(np.zeros((0, 9), "f4"), chunks=(1, 4))
    assert computed(ak.softmax(nothing)).shape == (0, 9)
    assert computed(ak.logsumexp(nothing, axis=1)).shape == (0,)


def test_scalars_and_one_dimension():
    lazy = da.from_array(numbers(30), chunks=7)
    np.testing.assert_allclose(computed(ak.softmax(lazy)), ak.softmax(numbers(30)), rtol=1e-6)
    zero = lazy[0]
    assert_same_bits(computed(*ak.value_and_grad.gelu(zero)), ak.value_and_grad.gelu(numbers(30)[0]))
    with pytest.raises(ValueError, match="not a scalar"):
        ak.softmax(zero)


def test_integers_and_numbers_as_operands():
    x = np.arange(12).reshape(3, 4)
    lazy = da.from_array(x, chunks=2)
    for name in SPLITTING:
        np.testing.assert_allclose(computed(getattr(ak, name)(lazy)), getattr(ak, name)(x), rtol=1e-13)
    for function in (ak.value_and_grad.leaky_relu, ak.value_and_grad.sigmoid):
        found = function(lazy)
        assert found[0].dtype == np.float64
        assert_same_bits(computed(*found), function(x))
    slopes = numbers(4, "f4")
    found = ak.value_and_grad.leaky_relu(da.from_array(numbers((3, 4)), chunks=2), slopes)
    assert_same_bits(computed(*found), ak.value_and_grad.leaky_relu(numbers((3, 4)), slopes))


ERRORS = [
    (lambda x: ak.softmax(x, axis=2), np.exceptions.AxisError, "axis 2 is out of bounds"),
    (lambda x: ak.softmax(x, axis=1.5), TypeError, "axis is an int"),
    (lambda x: ak.softmax(x + 1j), TypeError, "complex"),
    (lambda x: ak.dask.gelu(x + 1j), TypeError, "complex"),
    (lambda x: ak.softmax(x, out=np.empty(3)), TypeError, "out is for NumPy arrays"),
    (lambda x: ak.softmax(x, temperature=0), ValueError, "temperature is positive"),
    (lambda x: ak.softmax(x, where=np.ones(7, bool)), ValueError, "does not broadcast"),
    (lambda x: ak.softmax(x, where=np.ones(10)), TypeError, "where is a bool"),
    (lambda x: ak.softmax(x, axis=0, causal=True), ValueError, "causal works over the last two axes"),
    (lambda x: ak.logsumexp(x, axis=(0, 0)), ValueError, "twice"),
    (lambda x: ak.hardmax(x), ValueError, r"x\.rechunk\(\{1: -1\}\)"),
    (lambda x: ak.glu(x), ValueError, r"x\.rechunk\(\{1: -1\}\)"),
    (lambda x: ak.cross_entropy(x, np.zeros(3, int)), ValueError, "shape of the logits without the classes"),
    (lambda x: ak.cross_entropy(x, np.zeros(12)), ValueError, "a target of floats has probabilities"),
    (lambda x: ak.cross_entropy(x, np.zeros(12, int), reduction="max"), ValueError, "reduction is one of"),
    (lambda x: ak.cross_entropy(x, np.zeros(12, int), label_smoothing=2), ValueError, "label_smoothing is from 0 to 1"),
    (lambda x: ak.cross_entropy(x, np.zeros(12, int), weight=np.ones(3)), ValueError, "one number for each of the 10 classes"),
    (lambda x: ak.mse(x, np.zeros(3)), ValueError, "target has the shape"),
    (lambda x: ak.backward_from_output.softmax(x[:3], x), ValueError, "dy has shape"),
    (lambda x: ak.backward.logsumexp(x, x, 1), ValueError, "shape of the result"),
    (lambda x: ak.rrelu(x, training=True), TypeError, "draws no slopes for a dask array"),
    (lambda x: ak.value_and_grad.gelu(x, where=x > 0), TypeError, "takes no where"),
    (
        lambda x: ak.mse(numbers((12, 10)), numbers((12, 10)), da.ones((12, 10))),
        TypeError,
        "weight is a dask array beside NumPy's",
    ),
    (lambda x: ak.gumbel_softmax(x.rechunk(-1), rng="a"), TypeError, "rng is a numpy.random.Generator"),
]


@pytest.mark.parametrize(("call", "error", "message"), ERRORS)
def test_bad_input_is_an_error_before_anything_is_computed(call, error, message):
    x = da.from_array(numbers((12, 10)), chunks=4)
    with pytest.raises(error, match=message):
        call(x)


def test_a_wrong_class_is_an_error_when_it_is_found():
    x, target = da.from_array(numbers((12, 10)), chunks=4), da.from_array(np.full(12, 10), chunks=4)
    loss = ak.cross_entropy(x, target)
    with pytest.raises(ValueError, match="target is a class index from 0 to 9, or ignore_index"):
        computed(loss)


@pytest.mark.parametrize("scheduler", ["threads", "sync"])
def test_bits_do_not_depend_on_the_scheduler_or_on_threads(scheduler):
    x = numbers((64, 3000))
    lazy, target = da.from_array(x, chunks=(16, 450)), np.arange(64)
    results = [
        ak.softmax(lazy, axis=1),
        ak.log_softmax(lazy, axis=0),
        ak.logsumexp(lazy),
        *ak.value_and_grad.cross_entropy(lazy, target),
    ]
    first = computed(*results)
    for threads in (1, 3):
        with ak.threads(threads):
            for one, other in zip(computed(*results, scheduler=scheduler), first):
                assert_same_bits(one, other)


def test_noise_depends_on_the_seed_and_the_place_alone():
    x = da.zeros((20, 6), chunks=(5, 6))
    first, again, other = (computed(ak.gumbel_softmax(x, rng=seed)) for seed in (1, 1, 2))
    assert_same_bits(first, again)
    assert not np.array_equal(first, other)
    assert len(np.unique(first)) == first.size


def test_names_of_results_follow_from_the_arguments():
    x = da.from_array(numbers((8, 8)), chunks=4)
    names = {ak.softmax(x, axis=axis, temperature=t).name for axis in (0, 1) for t in (1.0, 2.0)}
    assert len(names) == 4
    assert ak.softmax(x, axis=1).name == ak.softmax(x, axis=1).name
    pickle.loads(pickle.dumps(ak.value_and_grad.gelu(x)[0]))


def test_chunks_that_are_read_twice():
    """With actkern.reread no chunk of x is needed by both layers."""
    x = numbers((8, 12))
    reads = []

    def read(block_id):
        reads.append(block_id)
        return x[block_id[0] * 4 :][:4, block_id[1] * 3 :][:, :3]

    lazy = da.map_blocks(read, chunks=((4, 4), (3,) * 4), dtype="f4", meta=np.empty((0, 0), "f4"))
    kept = computed(ak.softmax(lazy, axis=1))
    assert len(reads) == 8
    reads.clear()
    with dask.config.set({"actkern.reread": True}):
        twice = ak.softmax(lazy, axis=1)
    assert_same_bits(computed(twice), kept)
    assert len(reads) == 16


# On a cluster


def made_by_workers(grid, size, wait=0.0):
    chunks = tuple((length,) * count for length, count in zip(size, grid))
    return da.map_blocks(block, size=size, wait=wait, chunks=chunks, dtype="f4", meta=np.empty((0, 0), "f4"))


def whole(grid, size):
    return np.block([[block((i, j), size) for j in range(grid[1])] for i in range(grid[0])])


@pytest.fixture(scope="module")
def distributed():
    return pytest.importorskip("distributed")


@pytest.fixture
def client(distributed):
    """Two worker processes of one thread and 512 MB each, which find `support.chunks`."""
    settings = {
        "scheduler": "sync",  # workers are sent the settings, and do not find `never`
        "distributed.worker.memory.pause": 0.95,
        "distributed.admin.log-format": "%(message)s",
        "logging": {"distributed": "error"},
    }
    with (
        dask.config.set(settings),
        distributed.LocalCluster(
            2,
            threads_per_worker=1,
            memory_limit="512MB",
            dashboard_address=":0",
            silence_logs=50,
            env={"PYTHONPATH": os.pathsep.join(filter(None, (str(ROOT / "tests"), os.environ.get("PYTHONPATH"))))},
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        yield client


def on_cluster(client, *arrays):
    found = [each.result(timeout=240) for each in client.compute(list(arrays))]
    return found if len(found) > 1 else found[0]


def test_two_workers_give_the_bits_of_one_process(client):
    lazy = made_by_workers((2, 5), (40, 300))
    target = da.from_array(np.arange(80), chunks=30)
    results = [
        ak.softmax(lazy, axis=1),
        ak.log_softmax(lazy, axis=0),
        ak.logsumexp(lazy),
        *ak.value_and_grad.cross_entropy(lazy, target),
        *ak.value_and_grad.gelu(lazy),
        ak.sigmoid(lazy),
    ]
    for one, other in zip(on_cluster(client, *results), computed(*results), strict=True):
        assert_same_bits(one, other)
    # Workers of one thread each do not take more for their kernels.
    assert set(client.run(ak.get_num_threads).values()) == {1}


@pytest.mark.parametrize("reread", [False, True])
def test_an_array_larger_than_the_memory_of_a_worker(client, reread):
    grid, size = (4, 10), (1000, 4000)
    lazy = made_by_workers(grid, size)
    assert lazy.nbytes > 1.2 * 512e6
    with dask.config.set({"actkern.reread": reread}):
        y = ak.softmax(lazy, axis=1)
    sums, largest = on_cluster(client, y.sum(axis=1), y.max(axis=0))
    np.testing.assert_allclose(sums, 1, rtol=1e-5)
    # Row by row, so that the test does not need what a worker does not have.
    first = np.concatenate([block((0, j), size) for j in range(grid[1])], axis=1)
    corner = on_cluster(client, y[:5])
    np.testing.assert_allclose(corner, ak.softmax(first[:5]), rtol=2e-6)
    assert (largest[: size[1]] >= ak.softmax(first)[:, : size[1]].max(axis=0) * (1 - 1e-5)).all()


@pytest.mark.parametrize("form", ["softmax", "cross_entropy"])
def test_nothing_is_lost_with_a_worker(client, form):
    grid, size = (4, 8), (50, 200)
    lazy = made_by_workers(grid, size, wait=0.15)
    if form == "softmax":
        wanted = [ak.softmax(lazy, axis=1)]
    else:
        wanted = list(ak.value_and_grad.cross_entropy(lazy, da.from_array(np.arange(200), chunks=50)))
    futures = client.compute(wanted)
    pids = client.run(os.getpid)
    deadline = time.monotonic() + 60
    # In mid-run: some blocks have been made, others not.
    while sum(client.run(lambda dask_worker: len(dask_worker.data)).values()) < 6 and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not any(each.done() for each in futures)
    os.kill(next(iter(pids.values())), signal.SIGKILL)
    found = [each.result(timeout=240) for each in futures]
    for one, other in zip(found, outputs(computed(*wanted)), strict=True):
        assert_same_bits(one, other)
    if form == "softmax":
        assert ulp_apart(found[0], ak.softmax(whole(grid, size))) <= promised("softmax", "f4")
