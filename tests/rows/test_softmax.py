"""softmax: any axis, any layout, the same bits in each, and the cases that rows can hold."""

import pickle

import numpy as np
import pytest
from support import truths
from support.cases import BACKENDS, DTYPES, assert_same_bits, get

import actkern as ak
from actkern import reference
from actkern.reference import ulp_error

pytestmark = pytest.mark.parametrize("backend", BACKENDS)


def forward(backend):
    return get(backend, "softmax")


def backward(backend):
    return get(backend, "softmax", "backward_from_output")


def test_known_values(backend):
    np.testing.assert_allclose(forward(backend)([1, 3, 2]), [0.09003057, 0.66524096, 0.24472847], atol=5e-9)
    np.testing.assert_array_equal(forward(backend)(np.zeros((2, 4))), 0.25)
    np.testing.assert_array_equal(forward(backend)([3.0]), [1.0])


# Around whole vectors, lanes (32) and blocks (256).
LENGTHS = [1, 2, 3, 10, 15, 16, 17, 31, 32, 33, 63, 64, 65, 100, 255, 256, 257, 511, 512, 513, 1000, 1025, 5000]


@pytest.mark.parametrize("scale", [3, 30])
@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("n", LENGTHS)
def test_accuracy(n, dtype, scale, backend):
    x = np.random.default_rng(n).normal(0, scale, (20, n)).astype(dtype)
    y = forward(backend)(x)
    expected = truths.softmax(x)
    if dtype == "f8" and np.finfo(np.longdouble).nmant <= 52:
        pytest.skip("longdouble is no better than float64 on this machine")
    assert ulp_error(y, expected).max() <= ak.catalog["softmax"].promise.ulp[dtype]


def test_a_long_row_keeps_its_sum(backend):
    x = np.random.default_rng(0).normal(0, 3, 2_000_000).astype("f4")
    y = forward(backend)(x)
    assert abs(y.sum(dtype=np.float64) - 1) <= 4e-7
    assert ulp_error(y, truths.softmax(x)).max() <= ak.catalog["softmax"].promise.ulp["f4"]


@pytest.mark.parametrize("dtype", ["f2", *DTYPES])
@pytest.mark.parametrize("rows", [1, 2, 15, 16, 17, 40])
@pytest.mark.parametrize("n", [1, 10, 32, 33, 513])
def test_layouts_and_axes_do_not_show(n, rows, dtype, backend):
    rng = np.random.default_rng(n)
    x = rng.normal(0, 5, (rows, n)).astype(dtype)
    dy = rng.normal(0, 1, (rows, n)).astype(dtype)
    y = forward(backend)(x)
    dx = backward(backend)(dy, y)
    wide = np.zeros((rows * 2, n * 3), dtype)
    wide[::2, ::3] = x
    assert_same_bits(forward(backend)(wide[::2, ::3]), y)
    assert_same_bits(forward(backend)(np.asfortranarray(x)), y)
    assert_same_bits(forward(backend)(np.ascontiguousarray(x.T), axis=0).T, y)
    assert_same_bits(forward(backend)(np.ascontiguousarray(x[::-1, ::-1])[::-1, ::-1]), y)
    assert_same_bits(backward(backend)(np.asfortranarray(dy), y), dx)
    assert_same_bits(backward(backend)(np.ascontiguousarray(dy.T), np.ascontiguousarray(y.T), axis=0).T, dx)
    out = np.zeros((rows * 2, n * 3), dtype)[::2, ::3]
    assert forward(backend)(x, out=out) is out
    assert_same_bits(np.array(out), y)
    for row in range(rows):
        assert_same_bits(forward(backend)(x[row]), y[row])
    in_place = x.copy()
    forward(backend)(in_place, out=in_place)
    assert_same_bits(in_place, y)


def test_every_axis(backend):
    x = np.random.default_rng(1).normal(0, 3, (3, 4, 5, 6))
    for axis in range(-4, 4):
        np.testing.assert_allclose(forward(backend)(x, axis), reference.softmax(x, axis), rtol=1e-14)
        np.testing.assert_allclose(forward(backend)(x, axis=axis).sum(axis), 1, rtol=1e-14)


@pytest.mark.parametrize("dtype", ["f2", *DTYPES])
@pytest.mark.parametrize("shape", [(3, 10, 7), (5, 64, 49), (2, 3, 70, 4, 5), (40, 33, 17), (1, 300, 100), (4, 5, 1)])
def test_axes_between_others_in_blocks(shape, dtype, backend):
    rng = np.random.default_rng(7)
    x, dy = rng.normal(0, 3, (2, *shape)).astype(dtype)
    for axis in range(1, len(shape) - 1):
        moved = np.ascontiguousarray(np.moveaxis(x, axis, -1))
        y = np.moveaxis(forward(backend)(moved), -1, axis)
        dx = np.moveaxis(backward(backend)(np.ascontiguousarray(np.moveaxis(dy, axis, -1)), forward(backend)(moved)), -1, axis)
        for count in (1, 3):
            with ak.threads(count):
                for negative in (0, len(shape)):
                    assert_same_bits(forward(backend)(x, axis - negative), y)
                out = np.empty_like(x)
                assert forward(backend)(x, axis, out=out) is out
                assert_same_bits(out, y)
                assert_same_bits(backward(backend)(dy, out, axis), dx)
                in_place = x.copy()
                forward(backend)(in_place, axis, out=in_place)
                assert_same_bits(in_place, y)
                assert_same_bits(forward(backend)(x, axis, out=np.empty(shape[::-1], dtype).T), y)
        assert forward(backend)(x, axis, dtype="f8").dtype == np.float64
    many = np.tile(x, (100, *[1] * (len(shape) - 1)))  # enough for threads
    with ak.threads(3):
        assert_same_bits(forward(backend)(many, 1), np.tile(forward(backend)(x, 1), (100, *[1] * (len(shape) - 1))))


@pytest.mark.parametrize("dtype", DTYPES)
def test_threads_do_not_show(dtype, backend):
    rng = np.random.default_rng(2)
    for shape, axis in (((20_000, 10), 1), ((1000, 300), 1), ((300, 1000), 0)):
        x = rng.normal(0, 3, shape).astype(dtype)
        with ak.threads(1):
            y, dx = forward(backend)(x, axis), backward(backend)(x, x, axis)
        for count in (2, 5):
            with ak.threads(count):
                assert_same_bits(forward(backend)(x, axis), y)
                assert_same_bits(backward(backend)(x, x, axis), dx)


@pytest.mark.parametrize("dtype", ["f2", *DTYPES])
@pytest.mark.parametrize("n", [3, 40, 600])
def test_backends_are_equal(n, dtype, backend):
    x = np.random.default_rng(3).normal(0, 4, (50, n)).astype(dtype)
    x[0, 0], x[1, 1], x[2, 2], x[3] = np.nan, np.inf, -np.inf, -np.inf
    for axis in (0, 1):
        assert_same_bits(forward(backend)(x, axis), ak.softmax(x, axis))
        assert_same_bits(backward(backend)(x[4:], x[4:], axis), ak.backward_from_output.softmax(x[4:], x[4:], axis))


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("n", [4, 33, 600])
def test_rows_with_infinities_and_nan(n, dtype, backend):
    x = np.tile(np.linspace(-1, 1, n).astype(dtype), (20, 1))
    x[0, 1], x[1, 1], x[2, 1], x[3] = np.nan, np.inf, -np.inf, -np.inf
    x[4], x[5, 1:], x[5, 0] = np.finfo(dtype).max, -np.finfo(dtype).max, np.finfo(dtype).max
    with np.errstate(all="raise"):
        for y in (forward(backend)(x), forward(backend)(np.ascontiguousarray(x.T), 0).T):
            assert np.isnan(y[[0, 1, 3]]).all()
            assert y[2, 1] == 0
            np.testing.assert_allclose(y[[2, *range(4, 20)]].sum(axis=1), 1, rtol=1e-5)
            np.testing.assert_allclose(y[4], 1 / n, rtol=1e-6)
            assert y[5, 0] == 1
            assert (y[5, 1:] == 0).all()


def test_a_shift_of_the_row_costs_nothing(backend):
    x = np.arange(20, dtype="f4")
    # Not in its bits: near 0, x itself is taken apart, and further out x less the maximum.
    assert ulp_error(forward(backend)(x + np.float32(1e6)), truths.softmax(x)).max() <= 4


def test_subnormal_results(backend):
    y = forward(backend)(np.float32([0, -100, -103]))
    assert ulp_error(y, truths.softmax(np.float32([0, -100, -103]))).max() <= 1
    assert 0 < y[2] < np.finfo("f4").smallest_normal


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("n", [1, 10, 100, 1000])
def test_backward_is_the_jacobian(n, dtype, backend):
    rng = np.random.default_rng(4)
    y = truths.softmax(rng.normal(0, 2, (17, n))).astype(np.float64).astype(dtype)
    dy = rng.normal(0, 1, (17, n)).astype(dtype)
    y_exact, dy_exact = y.astype(np.longdouble), dy.astype(np.longdouble)
    expected = y_exact * (dy_exact - (dy_exact * y_exact).sum(axis=1, keepdims=True))
    scale = np.abs(y_exact) * (np.abs(dy_exact) + np.abs(dy_exact * y_exact).sum(axis=1, keepdims=True))
    error = np.abs(backward(backend)(dy, y) - expected) / scale
    assert error.max() <= 4 * np.finfo(dtype).eps


def test_gradient_of_a_finite_difference(backend):
    x, dy = np.random.default_rng(5).normal(0, 1, (2, 6))
    dx = backward(backend)(dy, forward(backend)(x))
    for index in range(6):
        step = np.zeros(6)
        step[index] = 1e-6
        slope = (dy * (forward(backend)(x + step) - forward(backend)(x - step))).sum() / 2e-6
        assert abs(dx[index] - slope) < 1e-8


def test_dtypes(backend):
    for code in "?bhilefd":
        assert forward(backend)(np.ones(3, code)).dtype == np.exp(np.ones(3, code)).dtype
    assert forward(backend)(np.ones(3, "f4"), dtype="f8").dtype == np.float64
    half = np.random.default_rng(6).normal(0, 3, (5, 700)).astype("f2")
    assert_same_bits(forward(backend)(half), forward(backend)(half.astype("f4")).astype("f2"))


def test_shapes(backend):
    assert forward(backend)(np.ones((0, 3))).shape == (0, 3)
    assert forward(backend)(np.ones((3, 0))).shape == (3, 0)
    assert forward(backend)(np.ones((2, 3, 4)), axis=1).shape == (2, 3, 4)


def test_pickles_by_name(backend):
    assert pickle.loads(pickle.dumps(forward(backend))) is forward(backend)
    assert pickle.loads(pickle.dumps(backward(backend))) is backward(backend)


def test_bad_input(backend):
    softmax = forward(backend)
    x = np.ones((2, 3))
    with pytest.raises(np.exceptions.AxisError, match=r"softmax: axis 2 is out of bounds; accepted is -2 to 1"):
        softmax(x, axis=2)
    with pytest.raises(TypeError, match="axis is an int, not float"):
        softmax(x, axis=0.5)
    with pytest.raises(TypeError, match="axis is an int, not NoneType"):
        softmax(x, axis=None)
    with pytest.raises(ValueError, match="one dimension or more, not a scalar"):
        softmax(1.0)
    with pytest.raises(ValueError, match="mismatch"):
        backward(backend)(np.ones(3), np.ones(4))
    for bad in (x * 1j, x.astype(str), x.astype(object), x.astype(np.longdouble)):
        with pytest.raises(TypeError, match=r"softmax takes float16, .*; got elements of type"):
            softmax(bad)
        with pytest.raises(TypeError, match=r"softmax takes float16, .*; got elements of type"):
            backward(backend)(bad, bad)
