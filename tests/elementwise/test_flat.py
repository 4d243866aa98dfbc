"""Where a slope is 0 on an interval the gradient is 0, whatever comes from upstream: relu'(-1) * inf is not NaN.

torch and JAX select there instead of multiplying, and so do the kernels of rows that say so (`flat`). The rest multiply.
"""

import re
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from support.cases import BACKENDS, ELEMENTWISE, assert_same_bits, get, like, names, outputs, parameters, samples

import actkern as ak
from actkern import reference
from actkern._catalog import FORMS

PAGES = Path(__file__).resolve().parents[2] / "docs" / "functions"
FLAT = [row for row in ELEMENTWISE if any(row.flats)]
FROM_OUTPUT = [row for row in FLAT if row.formula.slope_from_output]
ALL_DTYPES = ("f2", "f4", "f8")

# Between kinks, at quarters and a sixteenth.
GRID = np.arange(-16, 16, 0.25) + 0.0625


@names(ELEMENTWISE)
def test_rows_say_which_slopes_are_0_on_an_interval(name):
    # By the formula in mpmath, where nothing underflows: at two neighbours of the grid, which no crossing of 0 is.
    row = ak.catalog[name]
    missing = [parameter.sample for parameter in row.parameters if parameter.default is None]
    for slope, flat in zip(row.operands("grad")[1], row.flats, strict=True):
        along = []
        for index in range(len(row.inputs)):
            point = [0.37] * len(row.inputs)
            zero = []
            for x in GRID:
                point[index] = float(x)
                zero.append(reference.exact(name, slope, *point, *missing) == 0)
            along.append(any(one and other for one, other in pairwise(zero)))
        assert any(along) == bool(flat), slope


@names(FLAT)
def test_where_a_slope_is_0_is_documented(name):
    row = ak.catalog[name]
    texts = [get(BACKENDS[0], name, form).__doc__ for form in row.forms if form in FORMS]
    for text in (*texts, (PAGES / f"{name}.md").read_text()):
        for gradient, flat in zip(row.operands("backward")[1], row.flats, strict=True):
            assert (f"{gradient} is 0.0 for {flat}" in re.sub(r"\s+", " ", text)) == bool(flat)


def upstream(dtype) -> np.ndarray:
    return np.array([np.inf, -np.inf, np.nan, np.finfo(dtype).max, 1.0, -1.0], dtype)


def points(dtype) -> np.ndarray:
    """The grid, whole numbers and halves, where the kinks are, infinities and NaN."""
    return np.concatenate([GRID, np.arange(-12, 13) / 2, [-0.0, -np.inf, np.inf, np.nan]]).astype(dtype)


def inputs(name, dtype) -> list[np.ndarray]:
    """Points for every input, each with each of `upstream`, of which there is one for each row."""
    row = ak.catalog[name]
    x = points(dtype)
    others = [np.where(np.isinf(np.roll(x, 7)), 1, np.roll(x, 7)).astype(dtype) for _ in row.inputs[1:]]
    shape = (len(upstream(dtype)), x.size)
    return [np.ascontiguousarray(np.broadcast_to(each, shape)) for each in (upstream(dtype)[:, None], x, *others)]


def wide(arrays):
    """float16 as float32, in which it is computed."""
    return [each.astype("f4") if each.dtype == "f2" else each for each in map(np.asarray, arrays)]


def gradients(dy, slopes, flats, dtype):
    """What the backward forms promise, by the slopes: dy times each of them, but 0 where a flat one is 0."""
    (dy,) = wide([dy])
    with np.errstate(all="ignore"):
        products = [np.where((slope == 0) & bool(flat), 0, dy * slope) for slope, flat in zip(slopes, flats, strict=True)]
        return like(tuple(product.astype(dtype) for product in products))


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("dtype", ALL_DTYPES)
@names(FLAT)
def test_gradients_are_0_where_slopes_are(name, dtype, backend):
    row = ak.catalog[name]
    dy, *x = inputs(name, dtype)
    given = [*x, *parameters(name, dtype)]
    with np.errstate(all="raise"):
        results = get(backend, name, "backward")(dy, *given)
    slopes = outputs(get(backend, name, "grad")(*wide(given)))
    assert_same_bits(results, gradients(dy, slopes, row.flats, dtype))
    # The same by the formulas, not by the kernels' own slopes: +0.0 where a formula gives 0, and NaN where a slope is.
    doubles = [each.astype("f8") for each in given]
    required = len(doubles) - len(row.optional)
    defaults = dict(zip((p.name for p in row.optional), doubles[required:], strict=True))
    for quantity, flat, slope, result in zip(row.operands("grad")[1], row.flats, slopes, outputs(results), strict=True):
        nan = np.isnan(slope)
        assert np.isnan(result[nan]).all()
        if len(row.inputs) == 1:
            np.testing.assert_array_equal(nan, np.isnan(x[0]))
        if flat:
            zero = reference.quantity(name, quantity, *doubles[:required], **defaults) == 0
            assert zero.sum() >= 6 * dy.shape[0]
            assert (result[zero] == 0).all()
            assert not np.signbit(result[zero]).any()
            assert not np.isnan(result[~nan & ~np.isnan(dy)]).any()


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("dtype", ALL_DTYPES)
@names(FROM_OUTPUT)
def test_gradients_from_the_output_are_0_where_slopes_are(name, dtype, backend):
    row = ak.catalog[name]
    given = parameters(name, dtype)
    dy, x = inputs(name, dtype)
    y = get(backend, name)(x, *given)
    backward = get(backend, name, "backward_from_output")
    with np.errstate(all="raise"):
        result = backward(dy, y, *given)
    slopes = outputs(backward(np.float32(1) if dtype == "f2" else np.ones((), dtype), *wide([y, *given])))
    assert_same_bits(result, gradients(dy, slopes, row.flats, dtype))
    zero = reference.slope_from_output(name, y, **samples(name)) == 0
    assert zero.sum() >= 6 * dy.shape[0]
    assert (result[zero] == 0).all()
    assert not np.signbit(result[zero]).any()
    assert np.isnan(result[np.isnan(x)]).all()
    assert not np.isnan(result[~np.isnan(x) & ~np.isnan(dy)]).any()


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("dtype", ALL_DTYPES)
@pytest.mark.parametrize("form", ["backward", "backward_from_output"])
@names(FLAT)
def test_layout_does_not_show_with_infinite_gradients(name, form, dtype, backend, streaming_of_small_arrays):
    if form not in ak.catalog[name].forms:
        assert name not in [row.name for row in FROM_OUTPUT]
        return
    function = get(backend, name, form)
    arrays = [np.ravel(each) for each in inputs(name, dtype)]
    given = parameters(name, dtype)
    expected = function(*arrays, *given)

    def check(*arrays, given=given, **keywords):
        assert_same_bits(function(*arrays, *given, **keywords), expected)

    check(*(np.repeat(each, 3)[1::3] for each in arrays))
    check(*(each[::-1].copy()[::-1] for each in arrays))
    check(*arrays, given=[np.full(arrays[0].shape, each) for each in given])
    if function.nout == 1:
        in_place = arrays[0].copy()
        check(in_place, *arrays[1:], out=in_place)
    for length in (1, 3, 17):  # the last of them: NaN as well
        part = function(*(each[-length:] for each in arrays), *given)
        assert_same_bits(part, like(tuple(each[-length:] for each in outputs(expected))))
    for dy in upstream(dtype):
        which = arrays[0] == dy if not np.isnan(dy) else np.isnan(arrays[0])
        alone = function(dy, *(each[which] for each in arrays[1:]), *given)
        assert_same_bits(alone, like(tuple(each[which] for each in outputs(expected))))
    large = [np.resize(each, 1 << 16) for each in arrays]  # on threads, and past the caches
    with ak.threads(2):
        results = function(*large, *given)
    assert_same_bits(results, like(tuple(np.resize(each, 1 << 16) for each in outputs(expected))))


# torch 2.13.0's gradients for dy = inf at these x; for dy = NaN they are NaN where these are infinite, 0 where they are 0. JAX
# 0.10.2 selects likewise in relu, relu6, hard_sigmoid, hard_tanh and sparse_plus; hard_silu and sparse_sigmoid are NaN there. At
# x = NaN torch has 0 (relu6, hard_sigmoid, hard_tanh, both shrinks) or dy (relu, threshold), where here NaN comes through.
TORCH = {
    "relu": {-np.inf: 0, -2: 0, 0: 0, 1: np.inf},
    "relu6": {-2: 0, 0: 0, 1: np.inf, 6: 0, 7: 0},
    "squared_relu": {-1: 0, 0: 0, 1: np.inf},
    "hard_sigmoid": {-4: 0, -3: 0, 1: np.inf, 3: 0, 4: 0},
    "hard_tanh": {-2: 0, -1: 0, 0.5: np.inf, 1: 0, 2: 0},
    "hard_silu": {-4: 0, -3: 0, 1: np.inf, 3: np.inf, 4: np.inf},
    "hard_shrink": {-1: np.inf, -0.5: 0, 0: 0, 0.2: 0, 1: np.inf},
    "soft_shrink": {-1: np.inf, -0.5: 0, 0: 0, 0.2: 0, 1: np.inf},
    "threshold": {-1: 0, 0.1: 0, 0.2: np.inf},
    "gelu_10": {9: np.inf, 10: np.inf, 11: 0},
}


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("dtype", ["f4", "f8"])
@pytest.mark.parametrize("name", TORCH)
def test_infinite_gradients_as_in_torch(name, dtype, backend):
    x, expected = np.array(list(TORCH[name]), dtype), np.array(list(TORCH[name].values()), dtype)
    backward = get(backend, name, "backward")
    for dy, at_slope in ((np.inf, np.inf), (-np.inf, -np.inf), (np.nan, np.nan)):
        assert_same_bits(backward(x.dtype.type(dy), x, *parameters(name, dtype)), np.where(expected == 0, expected, at_slope))


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("dtype", ["f4", "f8"])
def test_infinite_gradients_where_torch_has_nan(dtype, backend):
    # torch multiplies there: hard_silu where its slope crosses 0, by `up` in reglu, by the slope of prelu at x = 0.
    dy, zero, one = np.array([np.inf, 0, 1], dtype)
    assert get(backend, "hard_silu", "backward")(dy, dy.dtype.type(-1.5)) == 0
    assert outputs(get(backend, "reglu", "backward")(dy, -one, one)) == (0, 0)
    assert outputs(get(backend, "reglu", "backward")(dy, one, zero)) == (0, np.inf)
    assert outputs(get(backend, "prelu", "backward")(dy, zero, one)) == (np.inf, 0)


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("dtype", ["f4", "f8"])
def test_a_slope_that_is_no_constant_0_is_multiplied(dtype, backend):
    # As in torch: slopes that underflow, and a parameter of 0.
    dy = np.array(np.inf, dtype)
    for name, x, *given in (("silu", -2000), ("elu", -2000, 1), ("sigmoid", 2000), ("leaky_relu", -1, 0)):
        assert np.isnan(get(backend, name, "backward")(dy, *np.array([x, *given], dtype))), name
    dx, dslope = get(backend, "prelu", "backward")(dy, *np.array([-1, 0], dtype))
    assert np.isnan(dx)
    assert dslope == -np.inf


@pytest.mark.parametrize("backend", BACKENDS)
def test_infinite_gradients_of_functions_made_of_relu(backend):
    x = np.array([-1, 0, 2, np.nan])
    dx = ak.backends[backend].backward.crelu(np.full(8, np.inf), x)
    np.testing.assert_array_equal(dx, [-np.inf, 0, np.inf, np.nan])
    dx = ak.backends[backend].backward.crelu(np.full(8, np.nan), x)
    np.testing.assert_array_equal(dx, [np.nan, 0, np.nan, np.nan])
    dx = ak.backends[backend].backward.maxout([np.inf, np.nan], [1.0, 2.0, 4.0, 3.0], 2)
    np.testing.assert_array_equal(dx, [0, np.inf, np.nan, 0])
