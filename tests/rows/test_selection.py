"""hardmax, sparsemax, entmax15, gumbel_softmax and logmeanexp: beside exact arithmetic, in every layout, and of odd rows."""

import numpy as np
import pytest
from scipy import stats
from support import truths
from support.cases import BACKENDS, DTYPES, ROWWISE, assert_same_bits, get
from support.truths import needs_long_double

import actkern as ak
from actkern._functions import noise
from actkern.reference import ulp_error

pytestmark = pytest.mark.parametrize("backend", BACKENDS)
SELECTIONS = [row.name for row in ROWWISE if not (row.reduces or row.takes("temperature"))]  # hardmax, sparsemax and entmax15
SPARSE = [name for name in SELECTIONS if name != "hardmax"]
# Around the 32 elements that are looked at together and the 256 that there is room for.
LENGTHS = [1, 2, 3, 10, 31, 32, 33, 100, 255, 257, 300, 1000]


def assert_exact(name, x, backend):
    """Right to what the row promises, and the bits of the first backend."""
    y = get(backend, name)(x)
    expected = np.array([getattr(truths, name)(row) for row in x])
    assert ulp_error(y, expected).max() <= ak.catalog[name].promise.ulp[x.dtype.str[1:]]
    assert_same_bits(y, get(BACKENDS[0], name)(x))


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("n", LENGTHS)
@pytest.mark.parametrize("scale", [1e-3, 0.3, 3, 300])
@pytest.mark.parametrize("name", SPARSE)
def test_sparse_ones_are_exact_to_rounding(name, scale, n, dtype, backend):
    x = np.random.default_rng(n).normal(0, scale, (5, n)).astype(dtype)
    x[1] += 1000 * scale
    x[2] = x[2, 0]
    assert_exact(name, x, backend)


@pytest.mark.parametrize("name", SPARSE)
def test_rows_of_many_rounds(name, backend):
    # Each element just survives the mean of those above it until the next round.
    assert_exact(name, np.cumsum(1 / np.arange(1, 400))[None] * np.float64(0.05), backend)


@pytest.mark.parametrize("dtype", DTYPES)
def test_elements_that_entmax15_just_keeps(dtype, backend):
    # What they have above the threshold is all in digits that a difference of two numbers does not have.
    tiny = [1e-4, 1e-7, 1e-10, 1e-15, 1e-20, 1e-30, *([1e-100, 1e-160] if dtype == "f8" else ())]
    assert_exact("entmax15", np.array([[2, each] for each in tiny], dtype), backend)
    for others in (1, 7, 300, 1000):
        x = np.full((len(tiny), 1 + others), 2, dtype)
        x[:, 1:] = np.array(tiny)[:, None]
        assert_exact("entmax15", x, backend)
    # (3, 2, 1, 1, 1) / 4 has the norm 1: the threshold is a number, and one of the others is just above it, or on it, or below.
    edge = np.array([1.75, 1.25, 0.75, 0.75, 0.75, 0.25], dtype)
    x = np.tile(edge, (3, 1))
    x[0, -1], x[2, -1] = np.nextafter(edge[-1], dtype_of(dtype, 9)), np.nextafter(edge[-1], dtype_of(dtype, -9))
    assert_exact("entmax15", x, backend)
    y = get(backend, "entmax15")(x)
    assert (y[:, -1] > 0).tolist() == [True, False, False]
    np.testing.assert_array_equal(y[1], np.array([9, 4, 1, 1, 1, 0], dtype) / 16)


def dtype_of(dtype, number):
    return np.dtype(dtype).type(number)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("n", [287, 288, 289, 3000, 100_000])
def test_rows_with_more_elements_near_the_maximum_than_there_is_room_for(n, dtype, backend):
    entmax15 = get(backend, "entmax15")
    x = np.random.default_rng(n).uniform(0, 0.2, (2, n)).astype(dtype)
    x[1] = 0.1
    x[1, -1] = 0.1 + 1 / np.sqrt(n)
    y = entmax15(x)
    if n <= 3000:
        assert_exact("entmax15", x, backend)
    assert_same_bits(y, get(BACKENDS[0], "entmax15")(x))
    np.testing.assert_allclose(y.sum(axis=1, dtype=np.float64), 1, rtol=1e-6 if dtype == "f4" else 1e-14)
    assert_same_bits(entmax15(np.ascontiguousarray(x.T), axis=0).T, y)
    for place in (0, n // 2, n - 1):
        x[0, place] = np.nan
        assert np.isnan(entmax15(x)[0]).all()
        x[0, place] = 0.1


@pytest.mark.parametrize("dtype", ["f2", *DTYPES])
@pytest.mark.parametrize("n", [1, 10, 33, 300])
@pytest.mark.parametrize("name", SELECTIONS)
def test_layouts_masks_threads_and_backends_do_not_show(name, n, dtype, backend):
    rng = np.random.default_rng(n)
    x, dy = rng.normal(0, 1, (2, 40, n)).astype(dtype)
    where = rng.random(x.shape) > 0.4
    where[0] = False
    function, backward = get(backend, name), get(backend, name, "backward_from_output")
    y, masked = function(x), function(x, where=where)
    dx = backward(dy, y)
    assert_same_bits((y, masked, dx), tuple(self_check(name, x, where, dy)))
    for moved in (np.asfortranarray, lambda a: np.repeat(a, 2, axis=1)[:, ::2], lambda a: a[::-1, ::-1].copy()[::-1, ::-1]):
        assert_same_bits(function(moved(x)), y)
        assert_same_bits(function(moved(x), where=where), masked)
        assert_same_bits(backward(moved(dy), moved(y)), dx)
    assert_same_bits(function(np.ascontiguousarray(x.T), 0).T, y)
    with ak.threads(3):
        assert_same_bits(function(np.tile(x, (50, 1)))[:40], y)
    in_place = x.copy()
    assert function(in_place, out=in_place) is in_place
    assert_same_bits(in_place, y)
    assert (masked[~where] == 0).all()
    for row in np.flatnonzero(where.any(axis=1)):
        assert_same_bits(masked[row][where[row]], function(x[row][where[row]]))


def self_check(name, x, where, dy):
    """What the first backend gives for the same."""
    y = get(BACKENDS[0], name)(x)
    return y, get(BACKENDS[0], name)(x, where=where), get(BACKENDS[0], name, "backward_from_output")(dy, y)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("n", [5, 40, 600])
def test_special_rows(n, dtype, backend):
    x = np.zeros((6, n), dtype)
    x[0, 1], x[1, 1], x[2], x[3, 0] = np.nan, np.inf, -np.inf, -np.inf
    x[4], x[5, 1:] = np.finfo(dtype).max, np.finfo(dtype).min
    with np.errstate(all="raise"):
        hard = get(backend, "hardmax")(x)
    assert np.isnan(hard[0]).all()
    np.testing.assert_array_equal(hard[1:].argmax(axis=1), [1, 0, 1, 0, 0])
    np.testing.assert_array_equal(hard[1:].sum(axis=1), 1)
    for name in SPARSE:
        with np.errstate(all="raise"):
            y = get(backend, name)(x)
        assert np.isnan(y[:3]).all()
        assert y[3, 0] == 0
        np.testing.assert_allclose(y[3, 1:], 1 / (n - 1), rtol=1e-6)
        np.testing.assert_allclose(y[4], 1 / n, rtol=1e-6)
        np.testing.assert_array_equal(y[5], np.arange(n) == 0)
    for name in SELECTIONS:
        assert (get(backend, name)(x, where=False) == 0).all()
        masked = get(backend, name)(x, where=np.isfinite(x))
        assert np.isfinite(masked).all()
        np.testing.assert_allclose(masked.sum(axis=1, dtype=np.float64), [1, 1, 0, 1, 1, 1], rtol=1e-6)
        assert get(backend, name)(np.zeros((3, 0), dtype)).shape == (3, 0)


@pytest.mark.parametrize("name", SPARSE)
def test_gradients_are_those_of_differences(name, backend):
    x, dy = np.random.default_rng(1).normal(0, 0.5, (2, 8))
    function, backward = get(backend, name), get(backend, name, "backward_from_output")
    dx = backward(dy, function(x))
    for index in range(8):
        step = np.zeros(8)
        step[index] = 1e-6
        slope = (dy * (function(x + step) - function(x - step))).sum() / 2e-6
        assert abs(dx[index] - slope) < 1e-8
    assert np.isnan(backward(np.ones(3), np.array([0.5, np.nan, 0.0]))[1])
    # Where y is 0 the gradient is, too, whatever dy is there.
    np.testing.assert_array_equal(backward(np.array([3.0, np.nan, np.inf]), np.array([1.0, 0, 0])), 0)
    np.testing.assert_array_equal(backward(dy, np.zeros(8)), 0)


def test_gradient_of_hardmax_is_0(backend):
    dy, y = np.random.default_rng(1).normal(0, 0.5, (2, 8))
    assert (get(backend, "hardmax", "backward_from_output")(dy, y) == 0).all()


@needs_long_double
@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("n", [1, 2, 10, 33, 1000])
def test_accuracy_of_the_gradient_of_entmax15(n, dtype, backend):
    for scale in (0.1, 1, 10):
        x, dy = np.random.default_rng(n).normal(0, scale, (2, 20, n)).astype(dtype)
        y = get(backend, "entmax15")(x)
        for upstream in (dy, abs(dy), (1 + dy * 1e-5).astype(dtype)):
            s, wide = np.sqrt(y.astype(np.longdouble)), upstream.astype(np.longdouble)
            mean, size = ((each * s).sum(axis=1, keepdims=True) / s.sum(axis=1, keepdims=True) for each in (wide, abs(wide)))
            unit = np.spacing(np.maximum(s * (abs(wide) + size), np.finfo(dtype).tiny).astype(dtype))
            found = get(backend, "entmax15", "backward_from_output")(upstream, y)
            assert (abs(found - s * (wide - mean)) / unit).max() <= ak.catalog["entmax15"].promise.slope_ulp[dtype]


@pytest.mark.parametrize("dtype", DTYPES)
def test_gradient_of_entmax15_of_the_largest_and_of_infinite_numbers(dtype, backend):
    backward, half = get(backend, "entmax15", "backward_from_output"), np.finfo(dtype).max / 2
    y = np.full((1, 300), 1 / 300, dtype)
    dy = np.full(y.shape, half, dtype)
    dy[:, 0] = -half
    with np.errstate(all="raise"):
        dx = backward(dy, y)
        # Of the largest numbers the sum overflows, not the mean.
        expected = np.sqrt(y.astype("f8")) * (dy / half - 298 / 300)
        np.testing.assert_allclose(dx / half, expected, rtol=1e-4, atol=1e-7)
        dy[:, 1] = np.inf
        dx = backward(dy, y)
    assert np.isnan(dx[0, 1])
    assert (np.delete(dx, 1) == -np.inf).all()


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("name", SPARSE)
def test_what_the_package_entmax_gives(name, dtype, backend):
    torch, entmax = pytest.importorskip("torch"), pytest.importorskip("entmax")
    x, dy = np.random.default_rng(3).normal(0, 1, (2, 4, 50, 6)).astype(dtype)
    for axis in (-1, 1):
        given = torch.tensor(x, requires_grad=True)
        theirs = getattr(entmax, name)(given, dim=axis)
        theirs.backward(torch.tensor(dy))
        y = get(backend, name)(x, axis)
        tolerance = 1e-5 if dtype == "f4" else 1e-12
        np.testing.assert_allclose(y, theirs.detach().numpy(), atol=tolerance)
        dx = get(backend, name, "backward_from_output")(dy, y, axis)
        np.testing.assert_allclose(dx, given.grad.numpy(), atol=100 * tolerance)


@needs_long_double
@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("scale", [0.01, 3, 30])
@pytest.mark.parametrize("n", [1, 2, 10, 33, 1000, 5000])
def test_logmeanexp(n, scale, dtype, backend):
    x = np.random.default_rng(n).normal(0, scale, (max(20, 1000 // n), n)).astype(dtype)
    expected = truths.logmeanexp(x)
    floor = 1.0 if dtype == "f8" else 0.0
    promise = ak.catalog["logmeanexp"].promise.ulp[dtype]
    y = get(backend, "logmeanexp")(x, axis=1)
    assert ulp_error(y, expected.astype(np.float64), floor).max() <= promise
    assert_same_bits(y, get(BACKENDS[0], "logmeanexp")(x, axis=1))
    assert_same_bits(get(backend, "logmeanexp")(np.ascontiguousarray(x.T), axis=0), y)


def test_logmeanexp_over_axes_and_masks(backend):
    rng = np.random.default_rng(3)
    x = rng.normal(0, 3, (3, 4, 5))
    where = rng.random(x.shape) > 0.3
    where[:, :, 0] = where[0, 0] = True  # no axis is without any
    logmeanexp, backward = get(backend, "logmeanexp"), get(backend, "logmeanexp", "backward")
    for axis in (0, -1, (0, 1), (2, 0), None):
        for mask in (None, where):
            e = np.exp(x) if mask is None else np.where(mask, np.exp(x), 0)
            counted = np.ones_like(x) if mask is None else mask
            expected = np.log(e.sum(axis=axis, keepdims=True) / counted.sum(axis=axis, keepdims=True))
            result = logmeanexp(x, axis, keepdims=True, where=mask)
            np.testing.assert_allclose(result, expected, rtol=1e-12)
            dx = backward(np.ones_like(expected), x, axis, keepdims=True, where=mask)
            np.testing.assert_allclose(dx, e / e.sum(axis=axis, keepdims=True), rtol=1e-12)
    with np.errstate(all="raise"):
        special = np.array([[-np.inf, -np.inf], [np.inf, 0], [np.nan, 0], [-np.inf, 0]])
        np.testing.assert_allclose(logmeanexp(special, axis=1), [-np.inf, np.inf, np.nan, -np.log(2)])
        assert np.isnan(logmeanexp(special[:, 1], where=False))
    assert logmeanexp(2.5) == 2.5
    assert logmeanexp(np.zeros((0, 3, 4)), axis=(1, 2)).shape == (0,)


@pytest.mark.parametrize("name", ["softmax", "log_softmax", "softmin", *SELECTIONS, "gumbel_softmax", "logsumexp", "logmeanexp"])
def test_dtype_narrows_and_widens(name, backend):
    function = get(backend, name)
    for where in (None, True):
        for given, asked in (("f8", "f4"), ("f4", "f8"), ("f4", "f2"), ("i8", "f4")):
            result = function(np.ones((3, 4), given), axis=1, where=where, dtype=asked)
            assert result.dtype == asked
    for wrong in (int, complex, np.longdouble):
        with pytest.raises(TypeError):
            function(np.ones((3, 4)), axis=1, dtype=wrong)


@pytest.mark.parametrize("dtype", ["f2", *DTYPES])
def test_gumbel_softmax_samples_the_softmax(dtype, backend):
    x = np.log(np.array([0.5, 0.2, 0.15, 0.1, 0.05])).astype(dtype)
    rows = np.broadcast_to(x, (40_000, 5))
    gumbel_softmax = get(backend, "gumbel_softmax")
    y = gumbel_softmax(rows, rng=np.random.default_rng(0), temperature=0.5)
    assert y.dtype == dtype
    np.testing.assert_allclose(y.sum(axis=1, dtype=np.float64), 1, atol=3e-3 if dtype == "f2" else 1e-6)
    # Of n draws, a share p is off by sqrt(p (1 - p) / n), .0025 here.
    shares = np.bincount(y.argmax(axis=1), minlength=5) / len(rows)
    np.testing.assert_allclose(shares, [0.5, 0.2, 0.15, 0.1, 0.05], atol=0.01)
    hard = gumbel_softmax(rows, rng=np.random.default_rng(0), temperature=0.5, hard=True)
    assert hard.dtype == dtype
    np.testing.assert_array_equal(y[hard == 1], y.max(axis=1))  # of x and noise: float16 samples have ties
    even = gumbel_softmax(np.zeros((40_000, 4), dtype), rng=0, hard=True, temperature=np.dtype(dtype).type(6e4))
    np.testing.assert_allclose(even.mean(axis=0, dtype=np.float64), 0.25, atol=0.01)
    assert ((hard == 0) | (hard == 1)).all()
    assert (hard.sum(axis=1) == 1).all()


@pytest.mark.parametrize("dtype", DTYPES)
def test_gumbel_softmax_draws_what_the_seed_says(dtype, backend):
    x = np.random.default_rng(2).normal(0, 1, (30, 50)).astype(dtype)
    gumbel_softmax = get(backend, "gumbel_softmax")
    y = gumbel_softmax(x, rng=7)
    assert_same_bits(get(BACKENDS[0], "gumbel_softmax")(x, rng=7), y)
    assert_same_bits(gumbel_softmax(x, rng=np.random.default_rng(7)), y)
    assert not np.array_equal(gumbel_softmax(x), gumbel_softmax(x))
    out = np.empty_like(x)
    assert gumbel_softmax(x, rng=7, out=out) is out
    assert_same_bits(out, y)
    # The noise is Gumbel: mean .5772, standard deviation pi / sqrt(6).
    e = np.random.default_rng(7).standard_exponential(x.shape)
    np.testing.assert_allclose(y, get(backend, "softmax")(x - np.log(e)), rtol=2e-5 if dtype == "f4" else 1e-13)
    where = x > 0
    masked = gumbel_softmax(x, rng=7, where=where)
    assert (masked[~where] == 0).all()
    backward = get(backend, "gumbel_softmax", "backward_from_output")
    assert_same_bits(backward(x, y, temperature=0.5), get(backend, "softmax", "backward_from_output")(x, y, temperature=0.5))


@pytest.mark.parametrize("dtype", ["f2", *DTYPES])
def test_no_class_wins_that_could_not(dtype, backend):
    x = np.full(2_000_000, -60, dtype)
    x[0] = 0  # each of the others has the probability 9e-27
    assert get(backend, "gumbel_softmax")(x, hard=True, rng=2).argmax() == 0
    assert get(backend, "gumbel_softmax")(x, rng=2)[0] == 1


@pytest.mark.parametrize("dtype", DTYPES)
def test_the_largest_noise_follows_the_law(dtype, backend):
    log1p = get(backend, "log1p")
    # P(max of n draws < t) = exp(-n exp(-t)), which makes these uniform on (0, 1).
    n = 1 << 14
    largest = noise.gumbel_noise(0, (1500, n), np.dtype(dtype), log1p, "").max(axis=1).astype("f8")
    assert stats.kstest(np.exp(-n * np.exp(-largest)), "uniform").pvalue > 1e-3
    # Of millions: below what float32 exponentials can tell apart.
    n = 1 << 21
    largest = np.array([noise.gumbel_noise(seed, (n,), np.dtype(dtype), log1p, "").max() for seed in range(20)], "f8")
    assert stats.kstest(np.exp(-n * np.exp(-largest)), "uniform").pvalue > 1e-3
    assert largest.max() < np.log(n) + 20
    assert_same_bits(
        noise.gumbel_noise(3, (70_000,), np.dtype(dtype), log1p, ""), first_backends_noise(3, (70, 1000), dtype).ravel()
    )


def first_backends_noise(seed, shape, dtype):
    return noise.gumbel_noise(seed, shape, np.dtype(dtype), get(BACKENDS[0], "log1p"), "")


def test_small_draws_are_drawn_again_from_what_is_left_of_the_law(backend):
    numbers = np.zeros(3_000_000)
    numbers[:2] = 0.5, noise.SMALL
    noise.resolve_small(numbers, np.random.default_rng(0))
    assert numbers[:2].tolist() == [0.5, noise.SMALL]
    left = numbers[2:]
    assert left.min() > 0
    assert stats.kstest(np.expm1(-left) / np.expm1(-noise.SMALL), "uniform").pvalue > 1e-3
    # The smallest have all bits too: NumPy's uniform numbers are multiples of 2^-53.
    smallest = np.sort(left)[:2] / noise.SMALL
    assert (smallest < 2.0**-20).all()
    assert (smallest * 2.0**60 % 1 != 0).all()


@pytest.mark.parametrize("dtype", DTYPES)
def test_blocks_of_attention_scores(dtype, backend):
    rng = np.random.default_rng(4)
    x = rng.normal(0, 3, (8, 12, 128, 128)).astype(dtype)
    padding = np.arange(128) < rng.integers(1, 129, (8, 1, 1, 1))  # keys of each sequence that are there
    softmax = get(backend, "softmax")
    rows = softmax(x.reshape(-1, 128)).reshape(x.shape)
    assert_same_bits(softmax(x), rows)
    across = np.ascontiguousarray(np.swapaxes(x, 2, 3))
    assert_same_bits(softmax(np.swapaxes(across, 2, 3)), rows)
    assert_same_bits(np.swapaxes(softmax(across, 2), 2, 3), rows)
    interleaved = np.ascontiguousarray(x.transpose(0, 2, 1, 3)).transpose(0, 2, 1, 3)  # (batch, query, head, key) in memory
    assert_same_bits(softmax(interleaved), rows)
    with ak.threads(3):
        assert_same_bits(softmax(x), rows)
    causal = softmax(x, causal=True, where=padding)
    assert_same_bits(causal, softmax(x, where=padding & np.tri(128, dtype=bool)))
    assert (causal[..., 0, 1:] == 0).all()
    assert (causal[..., 0, 0] == 1).all()
    e = np.where(padding & np.tri(128, dtype=bool), np.exp(x.astype("f8")), 0)
    np.testing.assert_allclose(causal, e / e.sum(axis=-1, keepdims=True), rtol=2e-6 if dtype == "f4" else 1e-13)
    backward = get(backend, "softmax", "backward_from_output")
    assert_same_bits(backward(x, rows), backward(x.reshape(-1, 128), rows.reshape(-1, 128)).reshape(x.shape))


BAD = [
    ("hardmax", {"axis": 2}, np.exceptions.AxisError, r"hardmax: axis 2 is out of bounds; accepted is -2 to 1"),
    ("sparsemax", {"axis": "x"}, TypeError, r"sparsemax: axis is an int, not str"),
    ("entmax15", {"axis": -3}, np.exceptions.AxisError, r"entmax15: axis -3 is out of bounds; accepted is -2 to 1"),
    ("entmax15", {"where": np.ones(4, bool)}, ValueError, r"where of shape \(4,\) does not broadcast to x's shape \(2, 3\)"),
    ("sparsemax", {"where": 1}, TypeError, r"where is a bool or an array of bool, not of dtype int64"),
    ("hardmax", {"where": np.ones(4, bool)}, ValueError, r"where of shape \(4,\) does not broadcast to x's shape \(2, 3\)"),
    ("logmeanexp", {"axis": 5}, np.exceptions.AxisError, r"logmeanexp: axis 5 is out of bounds"),
    ("gumbel_softmax", {"axis": 2}, np.exceptions.AxisError, r"gumbel_softmax: axis 2 is out of bounds"),
    ("gumbel_softmax", {"temperature": 0}, ValueError, r"temperature is positive and finite; got 0"),
    ("gumbel_softmax", {"rng": "x"}, TypeError, r"rng is a numpy.random.Generator, a seed or None, not 'x'"),
    ("gumbel_softmax", {"rng": -1}, TypeError, r"rng is a numpy.random.Generator, a seed or None, not -1"),
    ("gumbel_softmax", {"hard": 1}, TypeError, r"hard is a bool, not int"),
    ("gumbel_softmax", {"out": np.ones(3)}, ValueError, r"out has shape \(3,\)"),
    ("gumbel_softmax", {"where": np.ones(4, bool)}, ValueError, r"where of shape \(4,\) does not broadcast"),
]


@pytest.mark.parametrize(("name", "arguments", "error", "message"), BAD)
def test_bad_input(name, arguments, error, message, backend):
    with pytest.raises(error, match=message):
        get(backend, name)(np.ones((2, 3)), **arguments)


@pytest.mark.parametrize("name", [*SELECTIONS, "gumbel_softmax", "logmeanexp"])
def test_bad_dtypes(name, backend):
    for bad in (np.ones((2, 3)) * 1j, np.full((2, 3), "a"), np.ones((2, 3), object)):
        with pytest.raises(TypeError, match=r"takes float16"):
            get(backend, name)(bad)
    if name != "logmeanexp":
        with pytest.raises(ValueError, match="one dimension or more, not a scalar"):
            get(backend, name)(1.0)


@pytest.mark.parametrize("dtype", ["i2", "i4", "i8", "u8"])
def test_hardmax_compares_integers_as_they_are(dtype, backend):
    hardmax, info = get(backend, "hardmax"), np.iinfo(dtype)
    x = np.array([[1, 0, 1], [0, 3, 2], [info.min] * 3, [0, 0, 7], [info.max, info.min, info.max]], dtype)
    x[:2] += np.dtype(dtype).type(info.max - 3)  # beyond 2^53 floats cannot tell these apart
    expected = np.array([[1, 0, 0], [0, 1, 0], [1, 0, 0], [0, 0, 1], [1, 0, 0]], "f8")
    where = np.array([[0, 1, 1], [1, 0, 1], [0, 1, 1], [0, 0, 0], [0, 1, 1]], bool)
    among = np.array([[0, 0, 1], [0, 0, 1], [0, 1, 0], [0, 0, 0], [0, 0, 1]], "f8")
    for asked in (None, "f2", "f4", "f8"):
        y = hardmax(x, dtype=asked)
        assert y.dtype == (asked or np.exp(np.zeros(1, dtype)).dtype)
        np.testing.assert_array_equal(y, expected)
        np.testing.assert_array_equal(hardmax(x.T, 0, dtype=asked).T, expected)
        np.testing.assert_array_equal(hardmax(x, where=where, dtype=asked), among)
    np.testing.assert_array_equal(hardmax([2**53, 2**53 + 1]), [0, 1])
    out = np.empty(x.shape)
    assert hardmax(x, out=out) is out
    np.testing.assert_array_equal(out, expected)
    np.testing.assert_array_equal(hardmax(np.ma.MaskedArray(x, ~where)).filled(0), among)
    with pytest.raises(np.exceptions.AxisError, match=r"hardmax: axis 2 is out of bounds; accepted is -2 to 1"):
        hardmax(x, axis=2)
    with pytest.raises(TypeError, match=r"hardmax: axis is an int, not str"):
        hardmax(x, axis="x")
    assert hardmax(np.ones((3, 0), dtype)).shape == (3, 0)
