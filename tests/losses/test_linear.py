"""The cross entropy of a linear layer: beside that of its logits in long double, PyTorch's gradients, and its memory."""

import itertools
import tracemalloc
from types import SimpleNamespace

import numpy as np
import pytest
from support import truths
from support.cases import BACKENDS, DTYPES, assert_same_bits, public
from support.examples import block

import actkern as ak
from actkern import _policy

pytestmark = pytest.mark.parametrize("backend", BACKENDS)
NAME = "linear_cross_entropy"
OPTIONS = {
    "label_smoothing": (0.0, 0.1),
    "z_loss": (0.0, 1e-2),
    "soft_cap": (None, 4.0),
    "reduction": ("mean", "sum", "none"),
    "weight_of_class": (False, True),
}
EVERY = [dict(zip(OPTIONS, values)) for values in itertools.product(*OPTIONS.values())]


def value_and_grad(backend, *arguments, **keywords):
    return public(backend, NAME, "value_and_grad")(*arguments, **keywords)


def case(dtype="f8", rows=60, features=20, classes=50, seed=0, ignored=True):
    rng = np.random.default_rng([rows, features, classes, seed])
    target = rng.integers(0, classes, rows)
    if ignored:
        target[1::7] = -100
    arrays = rng.normal(0, 1, (rows, features)), rng.normal(0, features**-0.5, (classes, features)), rng.normal(0, 1, classes)
    x, weight, bias = (each.astype(dtype) for each in arrays)
    return SimpleNamespace(x=x, weight=weight, target=target, bias=bias, of_class=rng.uniform(0.5, 2, classes).astype(dtype))


def unfused(x, weight, target, bias=None, *, soft_cap=None, weight_of_class=None, **keywords):
    """(loss, dx, dweight, dbias) by way of the logits of all rows, in long double."""
    x, weight, bias = (np.asarray(0 if each is None else each, np.longdouble) for each in (x, weight, bias))
    logits = x @ weight.T + bias
    slope = 1.0
    if soft_cap is not None:
        below = np.tanh(logits / soft_cap)
        logits, slope = soft_cap * below, (1 - below) * (1 + below)
    loss, dlogits = truths.cross_entropy(logits, target, weight_of_class, **keywords)
    dlogits = dlogits * slope
    return loss, dlogits @ weight, dlogits.T @ x, dlogits.sum(axis=0)


def error(found, expected):
    """In last places of the largest element."""
    exact = np.asarray(expected)
    return np.max(np.abs(found - exact), initial=0) / (np.finfo(found.dtype).eps * np.max(np.abs(exact), initial=0))


def options_of(options, of):
    return options | {"weight_of_class": of.of_class if options["weight_of_class"] else None}


@pytest.mark.parametrize("options", EVERY, ids=lambda each: "-".join(map(str, each.values())))
@pytest.mark.parametrize("dtype", DTYPES)
def test_loss_and_gradients(dtype, options, backend):
    promise = ak.catalog[NAME].promise
    for with_bias, chunk in ((True, None), (False, 7)):
        of = case(dtype)
        given = [of.x, of.weight, of.target, *([of.bias] if with_bias else [])]
        keywords = options_of(options, of)
        with np.errstate(all="raise"):
            found = value_and_grad(backend, *given, chunk=chunk, **keywords)
            value = public(backend, NAME)(*given, chunk=chunk, **keywords)
        assert_same_bits(value, found[0])
        assert_same_bits(public(backend, NAME, "grad")(*given, chunk=chunk, **keywords), found[1:])
        expected = unfused(*given, **keywords)[: len(found)]
        assert len(found) == len(given)
        for one, other, most in zip(found, expected, (promise.ulp, *[promise.slope_ulp] * 3)):
            assert (one.dtype, np.shape(one)) == (dtype, np.shape(other))
            assert error(one, other) <= most[dtype]


@pytest.mark.parametrize("options", EVERY, ids=lambda each: "-".join(map(str, each.values())))
def test_gradients_are_those_of_autograd(options, backend):
    torch = pytest.importorskip("torch")
    of = case()
    found = value_and_grad(backend, of.x, of.weight, of.target, of.bias, chunk=16, **options_of(options, of))
    x, weight, bias = (torch.from_numpy(each).requires_grad_() for each in (of.x, of.weight, of.bias))
    logits, target = x @ weight.T + bias, torch.from_numpy(of.target)
    if options["soft_cap"]:
        logits = options["soft_cap"] * torch.tanh(logits / options["soft_cap"])
    of_class = torch.from_numpy(of.of_class) if options["weight_of_class"] else None
    keywords = {"weight": of_class, "label_smoothing": options["label_smoothing"]}
    counts = target != -100
    losses = torch.nn.functional.cross_entropy(logits, target, reduction="none", **keywords)
    losses = losses + torch.where(counts, options["z_loss"] * torch.logsumexp(logits, -1) ** 2, 0.0)
    divisor = (torch.ones(50) if of_class is None else of_class)[target[counts]].sum()
    loss = {"none": losses, "sum": losses.sum(), "mean": losses.sum() / divisor}[options["reduction"]]
    expected = [loss.detach(), *torch.autograd.grad(loss.sum(), (x, weight, bias))]
    for one, other in zip(found, expected, strict=True):
        np.testing.assert_allclose(one, other.numpy(), rtol=1e-11, atol=1e-13 * float(abs(other).max()))


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("classes", [10, 257])
def test_blocks_and_threads_show_in_last_digits_at_most(classes, dtype, backend):
    of = case(dtype, rows=301, features=33, classes=classes)
    given = of.x, of.weight, of.target, of.bias
    whole = value_and_grad(backend, *given, chunk=10**6, soft_cap=5.0)
    for chunk in (1, 2, 17, 300, 301, None):
        with ak.threads(3):
            found = value_and_grad(backend, *given, chunk=chunk, soft_cap=5.0)
        for one, other in zip(found, whole, strict=True):
            assert error(one, other) <= 2 * ak.catalog[NAME].promise.slope_ulp[dtype]  # each of the two may be off


@pytest.mark.parametrize("dtype", DTYPES)
def test_few_classes_are_as_right_as_in_products_of_numpys(dtype, backend):
    for classes in (2, 10, 31):
        of = case(dtype, rows=500, features=17, classes=classes)
        logits = of.x @ of.weight.T + of.bias
        loss, dlogits = ak.value_and_grad.cross_entropy(logits, of.target)
        plain = loss, dlogits @ of.weight, dlogits.T @ of.x, dlogits.sum(axis=0)
        found = value_and_grad(backend, of.x, of.weight, of.target, of.bias)
        for one, other, exact in zip(found, plain, unfused(of.x, of.weight, of.target, of.bias), strict=True):
            assert error(one, exact) <= error(other, exact) + ak.catalog[NAME].promise.slope_ulp[dtype] / 2


@pytest.mark.parametrize("chunk", [3, 200])
def test_targets_of_many_rows(chunk, backend):
    of = case("f4", rows=400, features=5, classes=200)
    of.target[of.target % 2 == 0] = 6
    found = value_and_grad(backend, of.x, of.weight, of.target, of.bias, chunk=chunk)
    for one, other in zip(found, unfused(of.x, of.weight, of.target, of.bias), strict=True):
        assert error(one, other) <= ak.catalog[NAME].promise.slope_ulp["f4"]


def test_many_classes_and_strips_of_them(backend, monkeypatch):
    of = case("f4", rows=40, features=16, classes=30_011)
    monkeypatch.setattr(_policy, "STRIP_BYTES", 64 * 1000)
    monkeypatch.setattr(_policy, "LOGITS_BYTES", 4 * 30_011 * 9)  # rows of 9 at a time
    monkeypatch.setattr(_policy, "LOGITS_PART", 1 << 30)
    found = value_and_grad(backend, of.x, of.weight, of.target, of.bias)
    for one, other in zip(found, unfused(of.x, of.weight, of.target, of.bias), strict=True):
        assert error(one, other) <= ak.catalog[NAME].promise.slope_ulp["f4"]


def peak(function, *arguments, **keywords):
    """(the result, the most memory that NumPy's arrays had beside those that there were before)."""
    tracemalloc.start()
    try:
        result = function(*arguments, **keywords)
        return result, tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("soft_cap", [None, 30.0])
def test_memory_is_that_of_a_block(soft_cap, backend):
    of = case("f4", rows=4096, features=8, classes=20_000, ignored=False)
    logits, block = 4096 * 20_000 * 4, _policy.LOGITS_BYTES
    public(backend, NAME)(of.x[:2], of.weight, of.target[:2], of.bias, soft_cap=soft_cap)  # which imports and compiles
    value_and_grad(backend, of.x[:2], of.weight, of.target[:2], of.bias, soft_cap=soft_cap)
    _, taken = peak(public(backend, NAME), of.x, of.weight, of.target, of.bias, soft_cap=soft_cap)
    assert taken < 1.1 * block
    results, taken = peak(value_and_grad, backend, of.x, of.weight, of.target, of.bias, soft_cap=soft_cap)
    assert taken < 1.1 * block + _policy.STRIP_BYTES + sum(each.nbytes for each in results) < logits / 10
    _, taken = peak(value_and_grad, backend, of.x, of.weight, of.target, of.bias, soft_cap=soft_cap, chunk=2, out=results[1:])
    assert taken < 0.2 * block


def test_rows_that_are_ignored_are_not_read(backend):
    of = case()
    ignored = of.target == -100
    x = of.x.copy()
    x[ignored] = np.nan
    with np.errstate(all="raise"):
        loss, dx, dweight, dbias = value_and_grad(backend, x, of.weight, of.target, of.bias, chunk=9)
    some = value_and_grad(backend, of.x[~ignored], of.weight, of.target[~ignored], of.bias, chunk=9)
    assert_same_bits((loss, dx[~ignored], dweight, dbias), some)
    assert not dx[ignored].any()
    each = public(backend, NAME)(x, of.weight, of.target, of.bias, reduction="none")
    assert not each[ignored].any()
    marked = np.where(ignored, 7, of.target)
    other = value_and_grad(backend, of.x, of.weight, marked, of.bias, ignore_index=7)
    counted = marked != 7
    assert_same_bits(other[0], value_and_grad(backend, of.x[counted], of.weight, marked[counted], of.bias)[0])


@pytest.mark.parametrize("dtype", DTYPES)
def test_nothing_counts(dtype, backend):
    of = case(dtype)
    for x, target in ((of.x, np.full(60, -100)), (of.x[:0], of.target[:0])):
        for reduction, expected in (("mean", np.nan), ("sum", 0.0)):
            with np.errstate(all="raise"):
                loss, *gradients = value_and_grad(backend, x, of.weight, target, of.bias, reduction=reduction)
            np.testing.assert_array_equal(loss, expected)
            assert loss.dtype == dtype
            assert [each.shape for each in gradients] == [x.shape, of.weight.shape, of.bias.shape]
            assert not any(each.any() for each in gradients)
        assert value_and_grad(backend, x, of.weight, target, reduction="none")[0].shape == target.shape


def test_shapes(backend):
    of = case(ignored=False)
    flat = value_and_grad(backend, of.x, of.weight, of.target, of.bias, reduction="none")
    loss, dx, *others = value_and_grad(
        backend, of.x.reshape(3, 4, 5, 20), of.weight, of.target.reshape(3, 4, 5), of.bias, reduction="none"
    )
    assert_same_bits((loss.reshape(60), dx.reshape(60, 20), *others), flat)
    loss, dx, dweight = value_and_grad(backend, of.x[0], of.weight, of.target[0], reduction="none")
    assert np.shape(loss) == ()
    assert dx.shape == (20,)
    np.testing.assert_allclose(dweight, unfused(of.x[:1], of.weight, of.target[:1], reduction="sum")[2].astype(float), rtol=1e-12)
    one = value_and_grad(backend, of.x, of.weight[:1], np.zeros(60, int))
    assert not any(each.any() for each in one)
    loss, dx, dweight, dbias = value_and_grad(backend, of.x[:, :0], of.weight[:, :0], of.target, of.bias)
    expected = ak.value_and_grad.cross_entropy(np.broadcast_to(of.bias, (60, 50)), of.target)
    np.testing.assert_allclose(loss, expected[0], rtol=1e-14)
    np.testing.assert_allclose(dbias, expected[1].sum(axis=0), atol=1e-15)
    assert (dx.shape, dweight.shape) == ((60, 0), (50, 0))


def test_layouts_of_the_operands_do_not_show(backend):
    of = case(ignored=False)
    expected = value_and_grad(backend, of.x, of.weight, of.target, of.bias, chunk=13)
    wide = np.zeros((120, 60)), np.zeros((100, 60))
    wide[0][::2, ::3], wide[1][::2, ::3] = of.x, of.weight
    backwards = np.ascontiguousarray(of.weight[::-1, ::-1])[::-1, ::-1]
    for x, weight in (
        (np.asfortranarray(of.x), np.asfortranarray(of.weight)),
        (wide[0][::2, ::3], wide[1][::2, ::3]),
        (of.x, backwards),
        (of.x, np.repeat(of.weight, 2, axis=0)[::2]),
    ):
        for one, other in zip(value_and_grad(backend, x, weight, of.target, of.bias, chunk=13), expected, strict=True):
            assert error(one, other) <= ak.catalog[NAME].promise.slope_ulp["f8"]


def test_out(backend):
    of = case()
    given = of.x, of.weight, of.target, of.bias
    expected = value_and_grad(backend, *given, chunk=11)
    places = tuple(np.full_like(each, 7) for each in expected[1:])
    found = value_and_grad(backend, *given, chunk=11, out=places)
    assert all(one is other for one, other in zip(found[1:], places))
    assert_same_bits(found, expected)
    found = public(backend, NAME, "grad")(*given, chunk=11, out=[None, places[1], None])
    assert found[1] is places[1]
    assert_same_bits(found, expected[1:])
    # Where the operands lie, and where no kernel writes: other layouts and dtypes.
    packed = np.zeros((50, 21))
    others = (np.empty((60, 20), "f4"), packed[:, :-1], packed[:, -1])
    found = value_and_grad(backend, *given, chunk=11, out=others)
    assert_same_bits(found[2:], expected[2:])
    np.testing.assert_array_equal(others[0], expected[1].astype("f4"))
    for positions in ((0,), (1,), (2,), (0, 1, 2)):
        x, weight, bias = of.x.copy(), of.weight.copy(), of.bias.copy()
        out = tuple(each if position in positions else None for position, each in enumerate((x, weight, bias)))
        assert_same_bits(value_and_grad(backend, x, weight, of.target, bias, chunk=11, out=out), expected)
    moved = np.zeros((61, 20))
    moved[1:] = of.x
    assert_same_bits(value_and_grad(backend, moved[1:], *given[1:], chunk=11, out=(moved[:-1], None, None)), expected)


@pytest.mark.parametrize("dtype", DTYPES)
def test_limits(dtype, backend):
    of = case(dtype, ignored=False)
    bias = of.bias.copy()
    bias[[3, 8]] = -np.inf  # which leaves classes out
    target = np.where(np.isin(of.target, (3, 8)), 0, of.target)
    with np.errstate(all="raise"):
        loss, dx, dweight, dbias = value_and_grad(backend, of.x, of.weight, target, bias, chunk=16)
    left = np.setdiff1d(np.arange(50), (3, 8))
    some = value_and_grad(backend, of.x, of.weight[left], np.searchsorted(left, target), bias[left], chunk=16)
    for one, other in zip((loss, dx, dweight[left], dbias[left]), some):
        assert error(one, other) <= ak.catalog[NAME].promise.slope_ulp[dtype]
    assert not dweight[[3, 8]].any()
    assert not dbias[[3, 8]].any()
    x = of.x.copy()
    x[5, 2], x[6, 1] = np.nan, np.inf
    with np.errstate(all="raise"):
        losses, dx, *others = value_and_grad(backend, x, of.weight, of.target, reduction="none")
    assert list(np.flatnonzero(np.isnan(losses))) == list(np.flatnonzero(np.isnan(dx).any(axis=1))) == [5, 6]
    assert np.isnan(others[0]).all()
    # A cap keeps logits finite that have overflowed.
    large = np.zeros((1, 20), dtype)
    large[0, 0] = np.finfo(dtype).max
    weight = np.zeros((2, 20), dtype)
    weight[:, 0] = 10, -10
    with np.errstate(all="raise"):
        loss, dx, dweight = value_and_grad(backend, large, weight, [1], soft_cap=3.0)
    assert loss == pytest.approx(6 + np.log1p(np.exp(-6.0)))
    assert not dx.any()
    assert not dweight.any()


def test_weights_beyond_the_range_of_float32(backend):
    of = case("f4")
    keywords = {"weight_of_class": of.of_class * np.float32(2.0**-115), "z_loss": 2.0**-120, "reduction": "sum"}
    loss, *gradients = value_and_grad(backend, of.x, of.weight, of.target, of.bias, **keywords)
    expected = unfused(of.x, of.weight, of.target, of.bias, **keywords)
    for one, other in zip((loss, *gradients), expected, strict=True):
        assert one.dtype == np.float32
        assert error(one, other) <= 1  # since all is computed in double
    out = tuple(np.empty_like(each) for each in gradients)
    found = value_and_grad(backend, of.x, of.weight, of.target, of.bias, out=out, **keywords)
    assert all(one is other for one, other in zip(found[1:], out))
    assert_same_bits(out, tuple(gradients))


def test_dtypes(backend):
    of = case("f2")
    found = value_and_grad(backend, of.x, of.weight, of.target, of.bias)
    assert all(each.dtype == np.float32 for each in found)
    wide = [each.astype("f4") for each in (of.x, of.weight, of.bias)]
    assert_same_bits(found, value_and_grad(backend, *wide[:2], of.target, wide[2]))
    mixed = value_and_grad(backend, wide[0], of.weight.astype("f8"), of.target.astype("u1") % 50, ignore_index=0)
    assert all(each.dtype == np.float64 for each in mixed)
    lists = public(backend, NAME)([[1, 2], [3, 4]], [[1, 0], [0, 1], [1, 1]], [0, 2])
    assert lists == public(backend, NAME)(np.array([[1.0, 2], [3, 4]]), np.array([[1.0, 0], [0, 1], [1, 1]]), np.array([0, 2]))


BAD = [
    ({"x": 1.0}, ValueError, "x has one dimension or more, of which the last one is the features; got a scalar"),
    (
        {"x": np.zeros((60, 20), complex)},
        TypeError,
        "x is float16, float32, float64, bfloat16 of ml_dtypes, integers or bool, not of dtype complex128",
    ),
    ({"weight": np.zeros((50, 19))}, ValueError, r"of the 20 features that x has; got shape \(50, 19\)"),
    ({"weight": np.zeros((0, 20))}, ValueError, r"of one class or more .* got shape \(0, 20\)"),
    ({"weight": np.zeros(20)}, ValueError, r"weight has the shape \(classes, features\)"),
    ({"bias": np.zeros(49)}, ValueError, r"bias has one number for each of the 50 classes, shape \(50,\), not \(49,\)"),
    ({"target": np.zeros(60)}, TypeError, "target has class indices .integers., not dtype float64; for probabilities there is"),
    ({"target": np.zeros(59, int)}, ValueError, r"one class index for each row of x, shape \(60,\), not \(59,\)"),
    ({"target": np.full(60, 50)}, ValueError, r"from 0 to 49, or ignore_index \(-100\); got 50"),
    ({"target": np.ma.masked_array(np.zeros(60, int), True)}, TypeError, "target is a plain array, not a masked one"),
    ({"ignore_index": 0.5}, TypeError, "ignore_index is an int, not float"),
    ({"weight_of_class": np.ones(3)}, ValueError, r"weight_of_class has one number for each of the 50 classes"),
    ({"weight_of_class": -np.ones(50)}, ValueError, "weight_of_class is finite and at least 0; got -1"),
    ({"label_smoothing": 2}, ValueError, "label_smoothing is from 0 to 1; got 2"),
    ({"z_loss": np.inf}, ValueError, "z_loss is finite; got inf"),
    ({"soft_cap": 0}, ValueError, "soft_cap is from .* in float64; got 0"),
    ({"soft_cap": np.inf}, ValueError, "soft_cap is from .* in float64; got inf"),
    ({"soft_cap": "high"}, TypeError, "soft_cap is a positive number or None, not str"),
    ({"reduction": "max"}, ValueError, "reduction is one of 'mean', 'sum', 'none'; got 'max'"),
    ({"chunk": 0}, ValueError, "chunk is at least 1; got 0"),
    ({"chunk": 1.5}, TypeError, "chunk is an int, how many rows there are in a block, or None; got 1.5"),
    ({"out": np.zeros((60, 20))}, TypeError, "out is a tuple of an array or None for each of dx, dweight, dbias; got ndarray"),
    ({"out": (None, None)}, TypeError, "out is a tuple of .* dx, dweight, dbias; got 2 of them"),
    ({"out": (None, np.zeros((2, 20)), None)}, ValueError, r"out is an array of the shape of weight, \(50, 20\), not \(2, 20\)"),
    ({"out": (np.zeros((60, 20), int), None, None)}, TypeError, "out is of a floating-point dtype, not int64"),
]


@pytest.mark.parametrize(
    ("changed", "kind", "message"), BAD, ids=lambda each: str(next(iter(each))) if type(each) is dict else ""
)
def test_bad_input(changed, kind, message, backend):
    of = case()
    given = {"x": of.x, "weight": of.weight, "target": of.target, "bias": of.bias}
    out = tuple(np.full_like(each, 7) for each in (of.x, of.weight, of.bias))
    with pytest.raises(kind, match=rf"{NAME}: .*{message}|{NAME} .*{message}"):
        value_and_grad(backend, **(given | {"out": out} | changed))
    assert all((each == 7).all() for each in out)


def test_gradients_that_share_memory_are_refused(backend):
    of, place = case(), np.zeros(1200)
    with pytest.raises(ValueError, match="out has an array of its own for each gradient; two of them share memory"):
        value_and_grad(backend, of.x, of.weight, of.target, out=(place.reshape(60, 20), place[200:].reshape(50, 20)))


def test_arrays_of_other_libraries(backend):
    pandas, torch = pytest.importorskip("pandas"), pytest.importorskip("torch")
    xarray, polars = pytest.importorskip("xarray"), pytest.importorskip("polars")
    of = case()
    expected = value_and_grad(backend, of.x, of.weight, of.target, of.bias)
    tensors = [torch.from_numpy(each) for each in (of.x, of.weight, of.target, of.bias)]
    found = value_and_grad(backend, *tensors)
    assert all(isinstance(each, torch.Tensor) for each in found[1:])
    assert_same_bits(tuple(map(np.asarray, found)), expected)
    with pytest.raises(RuntimeError, match=f"actkern.torch.{NAME} gives it one"):
        public(backend, NAME)(tensors[0].clone().requires_grad_(), *tensors[1:])
    target, bias = pandas.Series(of.target, index=range(5, 65)), pandas.Series(of.bias)
    assert_same_bits(value_and_grad(backend, of.x, of.weight, target, bias=bias), expected)
    for x in (pandas.DataFrame(of.x), polars.DataFrame(of.x), xarray.DataArray(of.x)):
        with pytest.raises(TypeError, match=r"takes plain arrays, not a Data\w+ of \w+: .* give x as an array of NumPy"):
            public(backend, NAME)(x, of.weight, of.target)
    with pytest.raises(AttributeError, match=f"no function '{NAME}' along a dimension$"):
        getattr(ak.xarray, NAME)
    with pytest.raises(TypeError, match="x is a plain array, not a masked one"):
        public(backend, NAME)(np.ma.masked_array(of.x, False), of.weight, of.target)


def test_dask_says_what_to_do(backend):
    da = pytest.importorskip("dask.array")
    of = case()
    for x, weight in ((da.from_array(of.x), of.weight), (of.x, da.from_array(of.weight))):
        with pytest.raises(TypeError, match=f"{NAME} is not there: .* over blocks of rows with reduction='sum'"):
            value_and_grad(backend, x, weight, of.target)


def test_the_example_of_the_documentation_runs(backend):
    namespace = {}
    exec(compile(block("python", "docs/linear_cross_entropy.md", "perplexity"), "linear_cross_entropy.md", "exec"), namespace)
    loss, dx = namespace["loss"], namespace["dx"]
    assert namespace["perplexity"] == pytest.approx(np.exp(loss), rel=1e-6)
    assert [one is other for one, other in zip(namespace["again"], (dx, namespace["dweight"], namespace["dbias"]))] == [True] * 3
    expected = ak.value_and_grad.cross_entropy(namespace["x"] @ namespace["weight"].T, namespace["target"])
    assert loss == pytest.approx(expected[0], rel=1e-6)
    np.testing.assert_allclose(dx, expected[1] @ namespace["weight"], atol=1e-8)
