"""A sink: one more logit of each row, which gives no result. What softmax and its kin give is that of rows with it joined on."""

import numpy as np
import pytest
from support import truths
from support.cases import BACKENDS, DTYPES, ROWWISE, assert_same_bits, get
from support.environments import MODES, environment
from support.truths import needs_long_double

import actkern as ak
from actkern.reference import ulp_error

pytestmark = pytest.mark.parametrize("backend", BACKENDS)
FORWARD = [row.name for row in ROWWISE if row.takes("sink") and not row.reduces]
LENGTHS = [1, 2, 10, 31, 33, 64, 65, 129, 256, 300, 1000, 5000, 70_000]


def joined(x, sink, sign=1):
    """Rows with their sinks as one more element."""
    return np.concatenate([x, sign * np.broadcast_to(np.asarray(sink, x.dtype), x.shape[:-1])[..., None]], axis=-1)


def rows(n, dtype, seed=0):
    rng = np.random.default_rng([n, seed])
    x = rng.normal(0, 3, (max(3, min(40, 4000 // n)), n)).astype(dtype)
    sink = rng.normal(0, 4, len(x)).astype(dtype)
    sink[:3] = [100, -100, x[2].max()]  # that outweighs its row, that counts for nothing, and one more maximum
    return x, sink


@needs_long_double
@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("n", LENGTHS)
def test_accuracy(n, dtype, backend):
    x, sink = rows(n, dtype)
    for name in FORWARD:
        sign = -1 if name == "softmin" else 1
        expected = truths.row(name, joined(x, sink, sign))[:, :-1]
        found = get(backend, name)(x, sink=sink)
        assert found.dtype == x.dtype
        error = ulp_error(found, expected)
        assert error.max() <= ak.catalog[name].promise.ulp[dtype], name
    expected = truths.logsumexp(joined(x, sink))
    floor = 1.0 if dtype == "f8" else 2.0**-24
    assert ulp_error(get(backend, "logsumexp")(x, axis=-1, sink=sink), expected, floor).max() <= 2


@pytest.mark.parametrize("dtype", ["f2", *DTYPES])
@pytest.mark.parametrize("n", [1, 10, 33, 65, 300, 1025])
def test_layouts_shapes_and_masks_do_not_show(n, dtype, backend):
    rng = np.random.default_rng(n)
    x = rng.normal(0, 3, (3, 17, n)).astype(dtype)
    sink = rng.normal(0, 3, (3, 17)).astype(dtype)
    where = rng.random(x.shape) > 0.3
    for name in FORWARD:
        function = get(backend, name)
        y = function(x, sink=sink)
        assert_same_bits(function(x, sink=sink[..., None]), y)
        assert_same_bits(function(np.asfortranarray(x), sink=sink), y)
        assert_same_bits(function(np.moveaxis(x, -1, 0).copy(), 0, sink=sink), np.moveaxis(y, -1, 0))
        assert_same_bits(function(np.moveaxis(x, -1, 1).copy(), 1, sink=sink[:, None]), np.moveaxis(y, -1, 1))
        assert_same_bits(function(x[1, 4], sink=sink[1, 4]), y[1, 4])
        assert_same_bits(function(x, sink=sink[:, :1]), function(x, sink=np.broadcast_to(sink[:, :1], sink.shape)))
        assert_same_bits(function(x, sink=0), function(x, sink=np.zeros_like(sink)))
        assert_same_bits(function(x, sink=-np.inf), function(x))
        masked = function(x, where=where, sink=sink)
        outside = -np.inf if name == "log_softmax" else 0
        assert (masked[~where] == outside).all()
        lifted = np.where(where, x, np.inf if name == "softmin" else -np.inf).astype(dtype)
        assert_same_bits(masked, function(lifted, sink=sink))
        for temperature in (0.5, rng.uniform(0.5, 2, (3, 17))):
            warm = function(x, sink=sink, temperature=temperature)
            assert_same_bits(function(np.asfortranarray(x), sink=sink, temperature=temperature), warm)
            assert_same_bits(function(x, where=np.ones_like(where), sink=sink, temperature=temperature), warm)
        out = np.empty_like(x)
        assert function(x, sink=sink, out=out) is out
        assert_same_bits(out, y)
        placed = x.copy()
        assert_same_bits(function(placed, sink=sink, out=placed), y)
        assert_same_bits(function(x, sink=sink, causal=n == 17), y)
    logsumexp = get(backend, "logsumexp")
    found = logsumexp(x, -1, sink=sink)
    assert_same_bits(logsumexp(np.asfortranarray(x), -1, sink=sink), found)
    assert_same_bits(logsumexp(x, -1, sink=sink[..., None], keepdims=True)[..., 0], found)
    assert_same_bits(logsumexp(x, -1, sink=sink, where=np.ones_like(where)), found)
    together = logsumexp(x, (0, 2), sink=sink[0])
    np.testing.assert_allclose(together, np.logaddexp(logsumexp(x, (0, 2)), sink[0]), rtol=4 * np.finfo(dtype).eps)


@pytest.mark.skipif(len(BACKENDS) < 2, reason="one backend is installed")
@pytest.mark.parametrize("dtype", ["f2", *DTYPES])
def test_backends_are_equal(dtype, backend):
    for n in LENGTHS:
        x, sink = rows(n, dtype, 5)
        for name in (*FORWARD, "logsumexp"):
            assert_same_bits(*(get(each, name)(x, axis=-1, sink=sink) for each in BACKENDS))


def test_threads_do_not_show(backend):
    x, sink = rows(300_000, "f4")
    results = []
    for count in (1, 2, 5):
        with ak.threads(count):
            results.append([get(backend, name)(x, axis=-1, sink=sink) for name in (*FORWARD, "logsumexp")])
    for other in results[1:]:
        for one, two in zip(other, results[0]):
            assert_same_bits(one, two)


@pytest.mark.parametrize("dtype", DTYPES)
def test_limits(dtype, backend):
    softmax, log_softmax, logsumexp = (get(backend, name) for name in ("softmax", "log_softmax", "logsumexp"))
    nothing, one = np.full((2, 40), -np.inf, dtype), np.ones((2, 40), dtype)
    with np.errstate(all="raise"):
        # A row of -inf beside a sink has no share; without one it is NaN.
        assert (softmax(nothing, sink=0) == 0).all()
        assert (log_softmax(nothing, sink=0) == -np.inf).all()
        assert (logsumexp(nothing, -1, sink=0) == 0).all()
        assert (softmax(one, where=np.zeros(one.shape, bool), sink=0) == 0).all()
        assert np.isnan(softmax(one, sink=np.nan)).all()
        assert np.isnan(softmax(one, sink=np.inf)).all()
        assert (logsumexp(one, -1, sink=np.inf) == np.inf).all()
        assert (softmax(one, sink=np.finfo(dtype).max) == 0).all()
        np.testing.assert_array_equal(logsumexp(np.empty((3, 0), dtype), 1, sink=[1, 2, 3]), [1, 2, 3])
        # "Softmax plus one".
        np.testing.assert_allclose(softmax(np.zeros((1, 3), dtype), sink=0), np.full((1, 3), 0.25))


@pytest.mark.parametrize("name", FORWARD)
@pytest.mark.parametrize("temperature", [1.0, 0.5])
def test_gradients_are_those_of_torch(name, temperature, backend):
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(3)
    x, dy = rng.normal(0, 2, (2, 4, 5, 7))
    sink = rng.normal(0, 2, (1, 5, 1))
    tx, tsink = torch.tensor(x, requires_grad=True), torch.tensor(sink, requires_grad=True)
    logits = torch.cat([-tx if name == "softmin" else tx, tsink.expand(4, 5, 1)], dim=-1) / temperature
    whole = torch.log_softmax(logits, -1) if name == "log_softmax" else torch.softmax(logits, -1)
    whole[..., :-1].backward(torch.tensor(dy))
    y = get(backend, name)(x, sink=sink, temperature=temperature)
    np.testing.assert_allclose(y, whole[..., :-1].detach().numpy(), rtol=1e-11)  # torch loses digits near 0
    dx, dsink = get(backend, name, "backward_from_output")(dy, y, sink=sink, temperature=temperature)
    np.testing.assert_allclose(dx, tx.grad.numpy(), rtol=1e-11, atol=1e-14)
    assert dsink.shape == sink.shape
    np.testing.assert_allclose(dsink, tsink.grad.numpy(), rtol=1e-11, atol=1e-14)
    for shape in ((), (5,), (4, 1)):
        given = np.broadcast_to(0.5, shape)
        _, of_shape = get(backend, name, "backward_from_output")(dy, y, sink=given)
        assert np.shape(of_shape) == shape


def test_gradient_of_logsumexp(backend):
    rng = np.random.default_rng(4)
    x, sink = rng.normal(0, 2, (4, 5, 7)), rng.normal(0, 2, (5,))
    for axis, shape, keepdims in (((0, 2), (5,), False), ((0, 2), (1, 5, 1), True), (2, (4, 5), False)):
        dy = rng.normal(0, 1, shape)
        dx, dsink = get(backend, "logsumexp", "backward")(dy, x, axis, sink=sink, keepdims=keepdims)
        assert dsink.shape == sink.shape

        def total(x, sink, axis=axis, keepdims=keepdims, dy=dy):
            return (get(backend, "logsumexp")(x, axis, sink=sink, keepdims=keepdims) * dy).sum()

        for array, gradient, which in ((x, dx, 0), (sink, dsink, 1)):
            index = tuple(rng.integers(0, each) for each in array.shape)
            step = np.zeros_like(array)
            step[index] = 1e-6
            high, low = (total(*((x + s * step, sink) if which == 0 else (x, sink + s * step))) for s in (1, -1))
            np.testing.assert_allclose(gradient[index], (high - low) / 2e-6, rtol=1e-6, atol=1e-9)


def test_wrong_sinks(backend):
    x = np.zeros((3, 4))
    for name in (*FORWARD, "logsumexp"):
        function = get(backend, name)
        for shape in ((4,), (3, 4), (2, 3, 1), (0,)):
            with pytest.raises(
                ValueError, match=rf"{name}: sink has one number for each row, a shape that broadcasts to \(3,\), or "
            ):
                function(x, axis=-1, sink=np.zeros(shape))
        with pytest.raises(TypeError, match=rf"{name}: sink is a number or an array of them, not str"):
            function(x, axis=-1, sink="0")
        with pytest.raises(ValueError, match=rf"{name}: sink has no masked elements"):
            function(x, axis=-1, sink=np.ma.array([0.0, 1, 2], mask=[1, 0, 0]))
    with pytest.raises(TypeError, match="logmeanexp got an unexpected keyword argument 'sink'"):
        get(backend, "logmeanexp")(x, sink=0)


@pytest.mark.parametrize("mode", [mode for mode in MODES if mode != "traps"])
@pytest.mark.parametrize("name", ["softmax", "log_softmax"])
def test_the_gradient_by_a_sink_does_not_follow_the_environment(backend, name, mode):
    rng = np.random.default_rng(0)
    given = rng.normal(0, 1, (9, 100)), rng.uniform(0.001, 0.009, (9, 100))
    sink, temperature = rng.normal(0, 1, 9), rng.uniform(0.5, 2, 9)
    function = get(backend, name, "backward_from_output")
    expected = function(*given, sink=sink, temperature=temperature)
    with environment(mode):
        result = function(*given, sink=sink, temperature=temperature)
    assert_same_bits(result, expected)
