"""The softmax family: masks, temperatures, causal attention, reductions over several axes, and the gradients of all."""

import inspect
import re
from functools import partial

import numpy as np
import pytest
from support import truths
from support.cases import BACKENDS, DTYPES, ROWWISE, assert_same_bits, cases, get, names, public, seed
from support.halves import of_halves
from support.truths import needs_long_double

import actkern as ak
from actkern import reference
from actkern.reference import ulp_error

pytestmark = pytest.mark.parametrize("backend", BACKENDS)
FORWARD = [row.name for row in ROWWISE if row.takes("causal")]
# Around whole lanes (32), tiles (64), blocks (256) and their halves, and vectors.
LENGTHS = [1, 2, 10, 31, 32, 33, 63, 64, 65, 100, 127, 128, 129, 255, 256, 257, 1000, 5000, 100_000]


def rows_of(n, dtype, scale, seed=0):
    return np.random.default_rng([n, seed]).normal(0, scale, (max(4 if n > 5000 else 20, 2000 // n), n)).astype(dtype)


@needs_long_double
@pytest.mark.parametrize("scale", [3, 30])
@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("n", LENGTHS)
def test_accuracy(n, dtype, scale, backend):
    x = rows_of(n, dtype, scale)
    for name in ("softmax", "log_softmax"):
        # The promise is for all rows; on these, no element was found to be further off than 4.
        expected = truths.row(name, x)
        assert ulp_error(get(backend, name)(x), expected).max() <= min(4, ak.catalog[name].promise.ulp[dtype]), name
    logsumexp = truths.logsumexp(x)
    floor = 1.0 if dtype == "f8" else 0.0
    assert ulp_error(get(backend, "logsumexp")(x, axis=-1), logsumexp, floor).max() <= ak.catalog["logsumexp"].promise.ulp[dtype]


@pytest.mark.parametrize("offset", [-1e6, -3000, -300, 300, 3000, 1e6])
@pytest.mark.parametrize("dtype", DTYPES)
def test_far_from_zero(dtype, offset, backend):
    x = (rows_of(100, dtype, 3) + np.dtype(dtype).type(offset)).astype(dtype)
    for name, most in (("softmax", 4), ("log_softmax", 4), ("logsumexp", 2)):
        assert ulp_error(get(backend, name)(x, axis=-1), truths.row(name, x)).max() <= most


def test_log_softmax_keeps_what_the_maximum_would_swallow(backend):
    x = np.array([[0, -50, -60], [2000, 1900, 1950], [3, 3, 3]], np.float32)
    expected = truths.log_softmax(x)
    assert ulp_error(get(backend, "log_softmax")(x), expected).max() <= 2
    assert get(backend, "log_softmax")(x)[0, 0] < 0


@pytest.mark.parametrize("dtype", ["f2", *DTYPES])
@pytest.mark.parametrize("n", [1, 10, 32, 33, 300, 1025])
@pytest.mark.parametrize("rows", [1, 3, 16, 17])
@pytest.mark.parametrize("name", FORWARD)
def test_masks_lengths_and_temperatures_in_every_layout(name, rows, n, dtype, backend):
    rng = np.random.default_rng([rows, n])
    x = rng.normal(0, 5, (rows, n)).astype(dtype)
    where = rng.random((rows, n)) > 0.4
    where[0] = False
    temperature = rng.uniform(0.3, 3, (rows,)).astype(dtype)
    function = get(backend, name)
    y = function(x, where=where, temperature=temperature)
    assert_same_bits(function(np.asfortranarray(x), where=where, temperature=temperature), y)
    assert_same_bits(function(np.ascontiguousarray(x.T), 0, where=where.T, temperature=temperature).T, y)
    assert_same_bits(get(BACKENDS[0], name)(x, where=where, temperature=temperature), y)
    nothing = -np.inf if name == "log_softmax" else 0
    assert (y[~where] == nothing).all()
    for row in range(1, rows):
        # Each row is that of its own elements alone, to rounding: they stand in other lanes of the sum.
        if where[row].any():
            alone = function(x[row][where[row]], temperature=temperature[row])
            tolerance = 2e-3 if dtype == "f2" else 16 * np.finfo(dtype).eps
            np.testing.assert_allclose(y[row][where[row]], alone, rtol=tolerance, atol=1e-7 if dtype == "f2" else 0)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("name", FORWARD)
def test_temperature_divides_before_anything_rounds(name, dtype, backend):
    x = rows_of(50, dtype, 30)
    for temperature in (0.7, 3.0):
        exact = x.astype(np.longdouble) / np.dtype(dtype).type(temperature)
        expected = truths.row(name, exact)
        assert ulp_error(get(backend, name)(x, temperature=temperature), expected).max() <= ak.catalog[name].promise.ulp[dtype]
    assert_same_bits(get(backend, name)(x, temperature=np.ones(1, dtype)), get(backend, name)(x))


def test_temperatures_that_float16_does_not_have(backend):
    softmax, log_softmax = get(backend, "softmax"), get(backend, "log_softmax")
    with np.errstate(all="raise"):
        np.testing.assert_array_equal(softmax(np.float16([1, 2, 3]), temperature=1e-8), [0, 0, 1])
        np.testing.assert_allclose(softmax(np.float16([0, 60000]), temperature=1e5), [0.354, 0.646], rtol=1e-3)
        np.testing.assert_array_equal(log_softmax(np.float16([3, 3]), temperature=1e-8), np.float16(-np.log(2)))
        dx = get(backend, "softmax", "backward_from_output")(np.float16([1, 0]), np.float16([0.5, 0.5]), temperature=1e5)
    np.testing.assert_array_equal(dx, np.float16([2.5e-6, -2.5e-6]))


@of_halves
@pytest.mark.parametrize("n", [1, 10, 33, 300, 5000, 40_000])
@pytest.mark.parametrize("name", FORWARD)
def test_16_bits_round_once(name, n, dtype, backend):
    rng = np.random.default_rng(n)
    rows = 17 if n <= 5000 else 3
    x, dy = rng.normal(0, 5, (2, rows, n)).astype(dtype)
    where = rng.random(x.shape) > 0.3
    backward = get(backend, name, "backward_from_output")
    for temperature in (0.7, 1e-3, 3e5, rng.uniform(0.1, 3, rows)):
        for x_of, dy_of in ((x, dy), (np.asfortranarray(x), np.asfortranarray(dy))):
            with np.errstate(all="ignore"):
                wide = get(backend, name)(x.astype("f4"), where=where, temperature=temperature).astype(dtype)
            y = get(backend, name)(x_of, where=where, temperature=temperature)
            assert_same_bits(y, wide)
            finite = np.where(np.isfinite(y), y, y.dtype.type(-100))  # NumPy 2.0 ends with bfloat16 beside an integer
            with np.errstate(all="ignore"):
                wide = backward(dy.astype("f4"), finite.astype("f4"), temperature=temperature).astype(dtype)
            assert_same_bits(backward(dy_of, finite, temperature=temperature), wide)


@of_halves
@pytest.mark.parametrize("n", [1, 10, 33, 300, 5000])
@pytest.mark.parametrize(("name", "form"), cases(ROWWISE))
def test_all_rows_of_16_bits_round_once(name, form, n, dtype, backend):
    rng = np.random.default_rng(n)
    x, dy = rng.normal(0, 3, (2, 17, n)).astype(dtype)
    function = get(backend, name, form)
    if form == "value":
        operands = [x]
    elif form == "backward":
        operands = [dy[:, 0], x]
    else:
        operands = [dy, get(backend, name)(x, axis=-1, **seed(name))]
    for axis, orient in ((-1, lambda each: each), (0, lambda each: np.ascontiguousarray(each.T)), (-1, lambda each: each[::-1])):
        given = [orient(each) for each in operands]
        result = function(*given, axis=axis, **seed(name, form))
        wide = function(*(each.astype(np.float32) for each in given), axis=axis, **seed(name, form))
        with np.errstate(all="ignore"):
            assert_same_bits(result, wide.astype(dtype))


@of_halves
@pytest.mark.parametrize("n", [*range(65, 99), 200, 232, 255, 256, 257, 777, 1000, 1023, 4095, 4097, 32_769])
def test_gradients_of_softmax_of_16_bits_round_once_at_any_length_and_in_place(n, dtype, backend):
    dy, y = np.random.default_rng(n).normal(0, 3, (2, max(2, 8000 // n), n)).astype(dtype)
    dy[0, n // 2], dy[1, 3] = np.inf, np.nan
    backward = get(backend, "softmax", "backward_from_output")
    with np.errstate(all="ignore"):
        expected = backward(dy.astype(np.float32), y.astype(np.float32)).astype(dtype)
        assert_same_bits(backward(dy, y), expected)
        for place in (0, 1):
            given = [dy.copy(), y.copy()]
            assert_same_bits(backward(*given, out=given[place]), expected)


@pytest.mark.parametrize("dtype", ["f2", *DTYPES])
@pytest.mark.parametrize(("name", "form"), cases(ROWWISE))
def test_temperature_is_one_number_or_one_for_each_row_and_changes_no_dtype(name, form, dtype, backend):
    row = ak.catalog[name]
    if not row.takes("temperature", form):
        return
    x = np.random.default_rng(3).normal(0, 1, (2, 4, 3)).astype(dtype)
    operands = [x] if form == "value" else [x, get(backend, "softmax")(x)]

    def function(temperature, axis=-1, dtype=None):
        return get(backend, name, form)(*operands, axis, temperature=temperature, dtype=dtype, **seed(name, form))

    one = function(0.5)
    for number in (np.float64(0.5), np.float32(0.5), np.array(0.5), np.array([0.5]), [[0.5]], np.full((1, 1, 1), 0.5)):
        assert_same_bits(function(number), one)
    assert_same_bits(function(2), function(np.int8(2)))
    assert function(0.5, dtype="f4").dtype == np.float32
    for axis in (-1, 1, 0):
        kept = np.random.default_rng(4).uniform(0.5, 2, [1 if each == axis % 3 else n for each, n in enumerate(x.shape)])
        of_rows = kept.squeeze(axis)
        y = function(of_rows, axis)
        assert y.dtype == x.dtype
        assert_same_bits(function(of_rows.tolist(), axis), y)
        assert_same_bits(function(kept, axis), y)
        if not row.random:
            first = [np.moveaxis(each, axis, -1)[0, 1] for each in operands]
            alone = get(backend, name, form)(*first, temperature=of_rows[0, 1])
            assert_same_bits(np.moveaxis(y, axis, -1)[0, 1], alone)
    for shape in ((3,), (2, 4, 3), (5, 2, 4), (4, 2), (1, 1, 1, 1), (0,)):
        message = rf"{name}: temperature has one number for each row, a shape that broadcasts to \(2, 4\), or with the axis kept "
        with pytest.raises(ValueError, match=message + rf"to \(2, 4, 1\); got shape {re.escape(str(shape))}"):
            function(np.ones(shape))
    with pytest.raises(ValueError, match=rf"{name}: temperature has no masked elements"):
        function(np.ma.array([1.0, 2.0, 1.0, 1.0], mask=[0, 1, 0, 0]))


@pytest.mark.parametrize("name", [*FORWARD, "gumbel_softmax"])
def test_temperatures_out_of_range(name, backend):
    backward = get(backend, name, "backward_from_output")
    for dtype, computed, out_of_range in (("f2", "f4", 1e-60), ("f4", "f4", 1e60), ("f4", "f4", 1e-39), ("f8", "f8", 1e-308)):
        x = np.ones((2, 3), dtype)
        least = np.finfo(computed).smallest_normal
        wrong = re.escape(str(out_of_range))
        message = rf"{name}: temperature is from .*, computed in float{8 * least.itemsize}; got {wrong}"
        for wrong in (out_of_range, [1.0, out_of_range]):
            with pytest.raises(ValueError, match=message):
                get(backend, name)(x, temperature=wrong)
            with pytest.raises(ValueError, match=message):
                backward(x, x, temperature=wrong)
        # At the ends: all of it to the largest, and evenly.
        ends = np.array([[1, 3, 2], [-np.finfo(dtype).max / 2, 0, np.finfo(dtype).max / 2]], dtype)
        if name in FORWARD:
            with np.errstate(all="raise"):
                cold, hot = (get(backend, name)(ends, temperature=each) for each in (least, 1 / least))
            exact = ends.astype(np.longdouble) * least
            expected = truths.row(name, exact)
            np.testing.assert_allclose(hot, expected.astype("f8"), rtol=4 * np.finfo(dtype).eps)
            first = [0, 0] if name == "softmin" else [1, 2]
            np.testing.assert_array_equal(cold[[0, 1], first], 0 if name == "log_softmax" else 1)
            others = np.delete(cold[0], first[0]).astype("f8")
            assert (others < -1e37).all() if name == "log_softmax" else (others == 0).all()


@pytest.mark.parametrize("shape", [(2, 3, 8, 8), (5, 40), (3, 70, 33), (1, 1)])
@pytest.mark.parametrize("name", FORWARD)
def test_causal_is_the_lower_triangle(name, shape, backend):
    x = np.random.default_rng(1).normal(0, 3, shape).astype("f4")
    triangle = np.tril(np.ones(shape[-2:], bool))
    y = get(backend, name)(x, causal=True)
    assert_same_bits(y, get(backend, name)(x, where=triangle))
    # A mask beside it counts too.
    where = np.random.default_rng(2).random(shape) > 0.3
    assert_same_bits(get(backend, name)(x, causal=True, where=where), get(backend, name)(x, where=where & triangle))


@pytest.mark.parametrize("dtype", DTYPES)
def test_masked_elements_may_be_anything(dtype, backend):
    x = rows_of(40, dtype, 3)
    where = np.ones(x.shape, bool)
    where[:, 3:6] = False
    y = get(backend, "softmax")(x, where=where)
    x[:, 3], x[:, 4], x[:, 5] = np.nan, np.inf, -np.inf
    with np.errstate(all="raise"):
        assert_same_bits(get(backend, "softmax")(x, where=where), y)
        assert (get(backend, "softmax")(x, where=False) == 0).all()
        assert (get(backend, "log_softmax")(x, where=False) == -np.inf).all()
        assert (get(backend, "logsumexp")(x, axis=1, where=False) == -np.inf).all()


@pytest.mark.parametrize("dtype", DTYPES)
def test_logsumexp_of_infinities_and_nan(dtype, backend):
    x = np.zeros((5, 40), dtype)
    x[0], x[1, 2], x[2, 3], x[3, :5] = -np.inf, np.inf, np.nan, -np.inf
    with np.errstate(all="raise"):
        for result in (get(backend, "logsumexp")(x, axis=1), get(backend, "logsumexp")(np.ascontiguousarray(x.T), axis=0)):
            np.testing.assert_allclose(result, [-np.inf, np.inf, np.nan, np.log(35), np.log(40)], rtol=1e-6)


def test_logsumexp_over_axes(backend):
    logsumexp = get(backend, "logsumexp")
    x = np.random.default_rng(3).normal(0, 3, (3, 4, 5))
    where = np.random.default_rng(4).random(x.shape) > 0.5
    for axis in (0, 1, -1, (0, 1), (2, 0), (0, 1, 2), None):
        for keepdims in (False, True):
            for mask in (None, where):
                e = np.exp(x) if mask is None else np.where(mask, np.exp(x), 0)
                with np.errstate(divide="ignore"):
                    expected = np.log(e.sum(axis=axis, keepdims=keepdims))
                result = logsumexp(x, axis, keepdims=keepdims, where=mask)
                np.testing.assert_allclose(result, expected, rtol=1e-13)
                assert result.shape == expected.shape
                out = np.empty(expected.shape)
                assert logsumexp(x, axis, keepdims=keepdims, where=mask, out=out) is out
                assert_same_bits(out, result)
    assert logsumexp(2.5) == 2.5
    assert logsumexp(x.astype("f4"), dtype="f8").dtype == np.float64


@names([row for row in ROWWISE if row.reduces])
def test_over_no_axis_each_element_is_a_row(name, backend):
    function, backward = get(backend, name), get(backend, name, "backward")
    nothing = function(np.zeros(1), where=False)
    x, dy = np.random.default_rng(12).normal(0, 3, (2, 2, 3))
    where = x > 0
    for keepdims in (False, True):
        assert_same_bits(function(x, axis=(), keepdims=keepdims), x)
        assert_same_bits(function(x, (), keepdims=keepdims, where=where), np.where(where, x, nothing))
        np.testing.assert_array_equal(backward(dy, x, (), keepdims=keepdims), dy)
        np.testing.assert_array_equal(backward(dy, x, (), keepdims=keepdims, where=where), np.where(where, dy, 0))
    out = np.empty_like(x)
    assert function(x, (), out=out) is out
    assert_same_bits(out, x)
    assert function(2.5, axis=()) == function(2.5) == 2.5
    assert backward(3.0, 2.5, axis=()) == 3
    with pytest.raises(ValueError, match=rf"{name}: dy has the shape of the result, \(2, 3\), not \(3,\)"):
        backward(dy[0], x, ())


@pytest.mark.parametrize("dtype", ["f2", *DTYPES])
@names([row for row in ROWWISE if row.reduces])
def test_rows_without_elements_are_as_masked_ones(name, dtype, backend):
    function, backward = get(backend, name), get(backend, name, "backward")
    nothing = function(np.zeros(1, dtype), where=False)
    for shape, axis in (((0, 3), 0), ((3, 0), 1), ((0,), None), ((2, 0, 3), 1), ((2, 0, 3), (1, 2)), ((0, 0), 0), ((0, 3), 1)):
        x = np.zeros(shape, dtype)
        for keepdims in (False, True):
            expected = np.full(x.sum(axis, keepdims=keepdims).shape, nothing)
            for where in (None, True, x > 0):
                with np.errstate(all="raise"):
                    assert_same_bits(function(x, axis, keepdims=keepdims, where=where), expected)
            out = np.zeros_like(expected)
            assert function(x, axis, keepdims=keepdims, out=out) is out
            assert_same_bits(out, expected)
            assert backward(expected, x, axis, keepdims=keepdims).shape == shape
    assert function(np.zeros((2, 0), int), 1).dtype == np.float64
    assert function(np.zeros((2, 0), dtype), 1, dtype="f4").dtype == np.float32
    with pytest.raises(TypeError, match=r"dtype is float16, .* or bfloat16 of ml_dtypes, not complex128"):
        function(np.zeros((2, 0), dtype), 1, dtype=complex)


@pytest.mark.parametrize(("name", "form"), cases(ROWWISE))
def test_rows_without_elements_of_a_dtype_that_is_refused(name, form, backend):
    # They ended the process: NumPy reads the first element of each row to refuse it.
    for dtype in (complex, object, "U1", np.longdouble):
        x = np.zeros((2, 0), dtype)
        operands = [np.zeros(2, dtype), x] if form == "backward" else [x] * len(ak.catalog[name].operands(form)[0])
        with pytest.raises(TypeError, match=rf"{name} takes float16, .* bfloat16 of ml_dtypes, integers and bool"):
            get(backend, name, form)(*operands, axis=1)


@pytest.mark.parametrize("n", [2, 3, 10])
def test_logsumexp_where_it_cancels(n, backend):
    # exp(x) sums to nearly 1: from float32 exponentials 27 ULP.
    x = (-np.log(n) + np.random.default_rng(n).normal(0, 0.1, (2000, n))).astype("f4")
    assert ulp_error(get(backend, "logsumexp")(x, axis=1), truths.logsumexp(x)).max() <= 2


def test_more_equal_elements_than_a_float_counts(backend):
    # Rows abreast counted their maxima in a float, which stays at 2^24: log(2^24), where log(2^25) is right.
    x = np.broadcast_to(np.zeros(2, np.float32), (1 << 25, 2))
    with ak.threads(1):
        found = get(backend, "logsumexp")(x, axis=0)
    assert found.tolist() == [np.float32(25 * np.log(2))] * 2


@pytest.mark.parametrize("dtype", DTYPES)
def test_a_row_of_millions_on_any_number_of_threads(dtype, backend):
    x = np.random.default_rng(5).normal(0, 3, (2, 300_000)).astype(dtype)
    where = np.random.default_rng(6).random(x.shape) > 0.1
    results = []
    for count in (1, 2, 5):
        with ak.threads(count):
            softmax, log_softmax = get(backend, "softmax")(x), get(backend, "log_softmax")(x, where=where)
            backward = get(backend, "softmax", "backward_from_output")(x, softmax)
            results.append((softmax, log_softmax, backward, get(backend, "logsumexp")(x, axis=1)))
    for other in results[1:]:
        assert_same_bits(other, results[0])
    np.testing.assert_allclose(results[0][0].sum(axis=1, dtype=np.float64), 1, atol=4e-7 if dtype == "f4" else 1e-13)


def errors_of_gradient(backend, name, dy, y, temperature=1.0):
    """How far a gradient is off, in ULP of the sum of the magnitudes of its terms, which in long double are exact enough."""
    exact, wide = dy.astype(np.longdouble), y.astype(np.longdouble)
    of_sum, factor = (wide, wide) if name != "log_softmax" else (1, np.exp(wide))
    of_dy = wide if name != "log_softmax" else 1
    sign = -1 if name == "softmin" else 1
    rate = sign / np.longdouble(y.dtype.type(temperature))
    expected = (of_dy * exact - factor * (exact * of_sum).sum(axis=-1, keepdims=True)) * rate
    magnitude = (of_dy * abs(exact) + factor * abs(exact * of_sum).sum(axis=-1, keepdims=True)) * abs(rate)
    found = get(backend, name, "backward_from_output")(dy, y, temperature=temperature)
    unit = np.spacing(np.maximum(magnitude, np.finfo(y.dtype).tiny).astype(y.dtype)).astype(np.longdouble)
    return abs(found - expected) / unit


@needs_long_double
@pytest.mark.parametrize("n", LENGTHS)
@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("name", FORWARD)
def test_accuracy_of_gradients(name, dtype, n, backend):
    # The promise is for all rows, of which the worst begin their lanes with what outweighs the rest; on these none was found
    # to be further off than 4.
    most = min(4, ak.catalog[name].promise.slope_ulp[dtype])
    for scale in (1, 30):
        y = get(backend, name)(rows_of(n, dtype, scale))
        # Random, all of one sign, nearly alike (so that the terms cancel), and one that outweighs the rest.
        alike = 1 + rows_of(n, dtype, 1e-5, 2)
        for dy in (rows_of(n, dtype, 1, 1), abs(rows_of(n, dtype, 1, 1)), alike, np.where(np.arange(n) == n // 2, 1e6, alike)):
            for temperature in (1.0, 0.7):
                assert errors_of_gradient(backend, name, dy.astype(dtype), y, temperature).max() <= most


@needs_long_double
@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("name", FORWARD)
def test_accuracy_of_gradients_whose_sums_round_the_same_way_each_time(name, dtype, backend):
    # A lane adds eight elements of a block: one near the end of a binade, and seven of a little less than half its last place.
    n, eps = 256, np.finfo(dtype).eps
    dy = np.full((1, n), 0.49 * eps * (2 - eps))
    dy[:, :32] = 2 - eps
    y = np.full((1, n), 1.0 if name != "log_softmax" else 0.0)
    for sign in (1, -1):
        error = errors_of_gradient(backend, name, (sign * dy).astype(dtype), y.astype(dtype)).max()
        assert 1 < error <= ak.catalog[name].promise.slope_ulp[dtype]


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("n", [2, 40, 300])
def test_gradients_of_the_largest_and_of_infinite_numbers(n, dtype, backend):
    backward = get(backend, "softmax", "backward_from_output")
    largest, half = np.finfo(dtype).max, np.finfo(dtype).max / 2
    y = np.full((20, n), 1 / n, dtype)
    dy = np.full((20, n), half, dtype)
    dy[:, 0] = -largest if dtype == "f4" else -half
    total = (dy.astype(np.longdouble) * y).sum(axis=1, keepdims=True)
    with np.errstate(all="raise"):
        np.testing.assert_allclose(backward(dy, y), (y * (dy - total)).astype(dtype), rtol=1e-5)
        dy[:, 1] = np.inf
        dx = backward(dy, y)
        assert np.isnan(dx[:, 1]).all()
        assert (np.delete(dx, 1, 1) == -np.inf).all()
        np.testing.assert_array_equal(get(backend, "log_softmax", "backward_from_output")(dy, -y)[:, 0], -np.inf)
        assert_same_bits(backward(np.asfortranarray(dy), np.asfortranarray(y)), dx)
        dy[:, 1] = np.nan
        assert np.isnan(backward(dy, y)).all()


@pytest.mark.parametrize("dtype", ["f2", *DTYPES])
@pytest.mark.parametrize("n", [3, 32, 50, 260, 700])
@pytest.mark.parametrize("name", FORWARD)
def test_gradients_in_every_layout_and_with_a_temperature_of_1(name, n, dtype, backend):
    rng = np.random.default_rng(n)
    backward = get(backend, name, "backward_from_output")
    dy, y = rng.normal(0, 1, (2, 37, n)).astype(dtype)
    temperature = np.where(np.arange(37) % 3 == 0, 1, 0.3)
    dx, warm = backward(dy, y), backward(dy, y, temperature=temperature)
    assert_same_bits(warm[::3], dx[::3])
    for order in "CF":
        of_order = [np.asarray(each, order=order) for each in (dy, y)]
        assert_same_bits(backward(*of_order), dx)
        assert_same_bits(backward(*of_order, temperature=temperature), warm)
        for which in (0, 1):
            placed = [each.copy(order) for each in of_order]
            assert_same_bits(backward(*placed, out=placed[which]), dx)
    for row in (0, 1, 36):
        assert_same_bits(backward(dy[row], y[row]), dx[row])
        assert_same_bits(backward(dy[row, ::-1], y[row, ::-1]), backward(dy[row, ::-1].copy(), y[row, ::-1].copy()))


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("temperature", [1.0, 0.5])
@pytest.mark.parametrize("name", FORWARD)
def test_gradients_are_those_of_the_value(name, temperature, dtype, backend):
    rng = np.random.default_rng(7)
    for n in (6, 40):
        x, dy = rng.normal(0, 1, (2, 3, n))
        backward = get(backend, name, "backward_from_output")
        y = get(backend, name)(x, temperature=temperature)
        dx = backward(dy.astype(dtype), y.astype(dtype), temperature=temperature)
        for index in range(n):
            step = np.zeros(n)
            step[index] = 1e-6
            high, low = (get(backend, name)(x + sign * step, temperature=temperature) for sign in (1, -1))
            slope = (dy * (high - low)).sum(axis=1) / 2e-6
            np.testing.assert_allclose(dx[:, index], slope, atol=1e-8 if dtype == "f8" else 2e-5)


def test_gradient_of_logsumexp(backend):
    rng = np.random.default_rng(8)
    x = rng.normal(0, 1, (3, 4, 5))
    where = rng.random(x.shape) > 0.3
    backward = get(backend, "logsumexp", "backward")
    for axis, shape in (((0, 2), (4,)), (None, ()), (1, (3, 5))):
        dy = rng.normal(0, 1, shape)
        for mask in (None, where):
            e = np.exp(x) if mask is None else np.where(mask, np.exp(x), 0)
            kept = e.sum(axis=axis, keepdims=True)
            expected = dy.reshape(kept.shape) * e / kept
            np.testing.assert_allclose(backward(dy, x, axis, where=mask), expected, rtol=1e-13)
            kept_dy = dy.reshape(kept.shape)
            np.testing.assert_allclose(backward(kept_dy, x, axis, keepdims=True, where=mask), expected, rtol=1e-13)


@pytest.mark.parametrize("dtype", ["u1", "f2", "bfloat16", "f4", "f8"])
def test_the_gradient_of_logsumexp_is_of_the_dtype_of_both(dtype, backend):
    pytest.importorskip("ml_dtypes")
    for other in ("u1", "f2", "bfloat16", "f4", "f8"):
        dy, x = np.array([2, 3]).astype(dtype), np.array([[0, 1, 2], [3, 1, 0]]).astype(other)
        gradient = get(backend, "logsumexp", "backward")(dy, x, axis=1)
        assert gradient.dtype == public(backend, "sigmoid", "backward")(dy[:1], x[0, :1]).dtype
        exact = dy[:, np.newaxis].astype("f8") * get(backend, "softmax")(x.astype("f8"), axis=1)
        if gradient.itemsize == 2:  # these, computed in float32, are the nearest
            assert_same_bits(gradient, exact.astype(gradient.dtype))
        else:  # half a unit is the product's, and half one that of rounding what is exact
            ulp = ak.catalog["softmax"].promise.ulp[gradient.dtype.str[1:]] + 1
            np.testing.assert_array_max_ulp(gradient, exact.astype(gradient.dtype), ulp)


def test_naive_references_agree(backend):
    x = np.random.default_rng(9).normal(0, 2, (7, 30))
    for row in ROWWISE:
        y = get(backend, row.name)(x, axis=-1, **seed(row.name))
        given = {"value": [x], "backward": [y, x], "backward_from_output": [x, y]}
        for form in row.forms:
            result = get(backend, row.name, form)(*given[form], axis=-1, **seed(row.name, form))
            np.testing.assert_allclose(result, reference.naive(row.name, given[form], form, stable=True), rtol=1e-11, atol=1e-14)


def test_signatures_are_those_of_the_rows(backend):
    for row in ROWWISE:
        for form, keywords in (("value", row.keywords), (row.forms[-1], row.backward_keywords)):
            found = inspect.signature(public(backend, row.name, form)).parameters
            assert [*found] == [*row.operands(form)[0], *(keyword.name for keyword in keywords)]
            for keyword in keywords:
                assert repr(found[keyword.name].default) == keyword.default


def test_bad_input(backend):
    x = np.ones((2, 3))
    softmax, logsumexp = get(backend, "softmax"), get(backend, "logsumexp")
    for wrong in (0, -1, np.array([1.0, 0.0]), np.nan, np.inf):
        with pytest.raises(ValueError, match=r"softmax: temperature is positive and finite; got"):
            softmax(x, temperature=wrong)
    with pytest.raises(TypeError, match=r"temperature is a positive number or an array of them, not str"):
        softmax(x, temperature="hot")
    with pytest.raises(TypeError, match=r"where is a bool or an array of bool, not of dtype float64"):
        softmax(x, where=x)
    with pytest.raises(ValueError, match=r"where of shape \(4,\) does not broadcast to x's shape \(2, 3\)"):
        softmax(x, where=np.ones(4, bool))
    with pytest.raises(ValueError, match=r"causal works over the last two axes .*; got axis 0 of shape \(2, 3\)"):
        softmax(x, axis=0, causal=True)
    with pytest.raises(TypeError, match=r"causal is a bool, not int"):
        softmax(x, causal=1)
    with pytest.raises(np.exceptions.AxisError, match=r"softmax: axis 2 is out of bounds; accepted is -2 to 1"):
        softmax(x, axis=2, where=True)
    with pytest.raises(ValueError, match=r"one dimension or more, not a scalar"):
        softmax(1.0, where=True)
    with pytest.raises(np.exceptions.AxisError, match=r"logsumexp: axis 2 is out of bounds; accepted is -2 to 1"):
        logsumexp(x, axis=2)
    with pytest.raises(TypeError, match=r"axis is an int, a tuple of them or None, not 'x'"):
        logsumexp(x, axis="x")
    with pytest.raises(ValueError, match=r"axis \(0, -2\) names an axis twice"):
        logsumexp(x, axis=(0, -2))
    with pytest.raises(ValueError, match=r"out is an array of shape \(3,\), not \(2,\)"):
        logsumexp(x, axis=0, out=np.ones(2))
    with pytest.raises(ValueError, match=r"dy has the shape of the result, \(2,\), not \(3,\)"):
        get(backend, "logsumexp", "backward")(np.ones(3), x, axis=1)
    for bad in (x * 1j, x.astype(str), x.astype(object)):
        for refused in (logsumexp, partial(softmax, temperature=2.0)):
            with pytest.raises(TypeError, match=r"takes float16, .*; got x of dtype"):
                refused(bad)


@pytest.mark.parametrize("name", ["logsumexp", "logmeanexp"])
def test_an_infinite_gradient_of_a_reduction(name, backend):
    # What is so small that its share is 0 in floats has one all the same; what is masked or -inf has none.
    backward = public(backend, name, "backward")
    with np.errstate(all="raise"):
        dx = backward(np.inf, np.array([0.0, -2000, -np.inf]))
        assert dx.tolist() == [np.inf, np.inf, 0]
        assert backward(-np.inf, np.array([0.0, 1.0]), where=np.array([True, False])).tolist() == [-np.inf, 0]
