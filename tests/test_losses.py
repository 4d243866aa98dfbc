"""Losses of output layers: beside their definition in long double, PyTorch's meaning of each argument, and bad input."""

import inspect

import numpy as np
import pytest
from support import BACKENDS, DTYPES, LOSSES, assert_same_bits, public

import actkern as ak
from actkern import reference
from actkern.reference import ulp_error

pytestmark = pytest.mark.parametrize("backend", BACKENDS)
CLASSES = [1, 2, 10, 32, 33, 100, 257, 1000]  # around whole lanes and blocks


def value_and_grad(backend, *arguments, **keywords):
    return public(backend, "cross_entropy", "value_and_grad")(*arguments, **keywords)


def truth(logits, target, weight=None, ignore_index=-100, label_smoothing=0.0, z_loss=0.0, reduction="mean"):
    """(loss, gradient) of rows in long double, from the definitions; target has indices or probabilities."""
    x = logits.astype(np.longdouble)
    n = x.shape[-1]
    m = x.max(axis=-1, keepdims=True)
    first = np.arange(n) == x.argmax(axis=-1)[:, None]
    e = np.exp(x - m)
    log = np.log1p(np.where(first, 0, e).sum(axis=-1, keepdims=True))
    weight = np.ones(n) if weight is None else weight.astype(np.longdouble)
    counted = np.ones(len(x), bool)
    if target.dtype.kind == "f":
        q = target.astype(np.longdouble)
        count = len(x)
    else:
        counted = target != ignore_index
        q = (np.arange(n) == target[:, None]).astype(np.longdouble)
        count = weight[np.where(counted, target, 0)][counted].sum()
    q = weight * ((1 - label_smoothing) * q + np.longdouble(label_smoothing) / n)
    whole = (m + log)[:, 0]
    loss = (q * ((m - x) + log)).sum(axis=-1) + z_loss * whole**2
    gradient = e / e.sum(axis=-1, keepdims=True) * (q.sum(axis=-1) + 2 * z_loss * whole)[:, None] - q
    loss, gradient = np.where(counted, loss, 0), np.where(counted[:, None], gradient, 0)
    if reduction == "none":
        return loss, gradient
    factor = 1 / count if reduction == "mean" else 1
    return loss.sum() * factor, gradient * factor


def case(n, dtype, kind, rows=40, scale=3.0):
    rng = np.random.default_rng([n, rows])
    logits = rng.normal(0, scale, (rows, n)).astype(dtype)
    if kind == "index":
        target = rng.integers(0, n, rows)
        if rows > 3:
            target[[1, 3]] = -100
        return logits, target, rng.uniform(0.5, 2, n).astype(dtype)
    target = rng.dirichlet(np.ones(n), rows).astype(dtype)
    return logits, target, rng.uniform(0.5, 2, n).astype(dtype)


ARGUMENTS = [
    {},
    {"reduction": "sum"},
    {"reduction": "none"},
    {"label_smoothing": 0.1},
    {"z_loss": 1e-2},
    {"label_smoothing": 0.2, "z_loss": 1e-3, "reduction": "none"},
]


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("arguments", ARGUMENTS, ids=str)
@pytest.mark.parametrize("kind", ["index", "probabilities"])
@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("n", CLASSES)
def test_loss_and_gradient(n, dtype, kind, arguments, weighted, backend):
    logits, target, weight = case(n, dtype, kind)
    arguments = arguments | ({"weight": weight} if weighted else {})
    loss, gradient = value_and_grad(backend, logits, target, **arguments)
    expected_loss, expected_gradient = truth(logits, target, **arguments)
    assert loss.dtype == gradient.dtype == dtype
    eps = np.finfo(dtype).eps
    # Gradients are differences: errors are counted in last places of the largest element, where the result is not larger.
    scale = np.max(np.abs(expected_gradient)) if n > 1 else 1
    row = ak.catalog["cross_entropy"]
    for found, expected, promise in ((loss, expected_loss, row.ulp), (gradient, expected_gradient, row.slope_ulp)):
        assert np.max(np.abs(found - expected) / (eps * np.maximum(np.abs(expected), scale))) <= promise[dtype]
    assert_same_bits(public(backend, "cross_entropy")(logits, target, **arguments), loss)
    assert_same_bits(public(backend, "cross_entropy", "grad")(logits, target, **arguments), gradient)
    for other, again in zip(value_and_grad(BACKENDS[-1], logits, target, **arguments), (loss, gradient)):
        assert_same_bits(other, again)


@pytest.mark.parametrize("kind", ["index", "probabilities"])
@pytest.mark.parametrize("n", [3, 10, 33, 300])
def test_layouts_and_threads_do_not_show(n, kind, backend):
    logits, target, weight = case(n, "f4", kind, rows=45)
    for arguments in ({}, {"weight": weight, "label_smoothing": 0.1}):
        for reduction in ("none", "mean"):
            loss, gradient = value_and_grad(backend, logits, target, reduction=reduction, **arguments)
            across = np.ascontiguousarray(logits.T)
            moved = target if kind == "index" else np.ascontiguousarray(target.T)
            other_loss, other = value_and_grad(backend, across, moved, 0, reduction=reduction, **arguments)
            assert_same_bits(other_loss, loss)
            assert_same_bits(other.T, gradient)
            shaped = logits.reshape(5, 9, n)
            shaped_target = target.reshape(5, 9) if kind == "index" else target.reshape(5, 9, n)
            other_loss, other = value_and_grad(backend, shaped, shaped_target, reduction=reduction, **arguments)
            assert_same_bits(other_loss, loss.reshape(5, 9) if reduction == "none" else loss)
            assert_same_bits(other.reshape(gradient.shape), gradient)
            out = np.empty_like(logits)
            with ak.threads(3):
                assert value_and_grad(backend, logits, target, reduction=reduction, out=out, **arguments)[1] is out
            assert_same_bits(out, gradient)
    in_place = logits.copy()
    value_and_grad(backend, in_place, target, reduction="mean", out=in_place, **arguments)
    assert_same_bits(in_place, gradient)


def test_a_vocabulary_on_several_threads(backend):
    rng = np.random.default_rng(0)
    logits = rng.normal(0, 3, (3, 100_000)).astype("f4")
    target = np.array([5, 99_999, 0])
    results = []
    for count in (1, 2, 5):
        with ak.threads(count):
            results.append(value_and_grad(backend, logits, target))
    for other in results[1:]:
        assert_same_bits(other, results[0])
    np.testing.assert_allclose(results[0][0], truth(logits, target)[0].astype(float), rtol=1e-6)


def test_classes_on_the_second_axis_as_in_images(backend):
    rng = np.random.default_rng(1)
    logits, target = rng.normal(0, 2, (2, 7, 4, 5)), rng.integers(0, 7, (2, 4, 5))
    loss, gradient = value_and_grad(backend, logits, target, axis=1, ignore_index=3)
    flat_loss, flat = truth(np.moveaxis(logits, 1, -1).reshape(-1, 7), target.reshape(-1), ignore_index=3)
    np.testing.assert_allclose(loss, float(flat_loss), rtol=1e-14)
    np.testing.assert_allclose(np.moveaxis(gradient, 1, -1).reshape(-1, 7), flat.astype(float), atol=1e-16, rtol=1e-13)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("n", [5, 40])
def test_special_rows(n, dtype, backend):
    logits = np.zeros((6, n), dtype)
    logits[0, 1], logits[1, 1], logits[2], logits[3, 2], logits[4, 0] = np.nan, np.inf, -np.inf, -np.inf, 1e4
    target = np.array([0, 1, 2, 2, 0, -100])
    logits[5] = np.nan
    with np.errstate(all="raise"):
        loss, gradient = value_and_grad(backend, logits, target, reduction="none")
    assert np.isnan(loss[:3]).all()
    assert np.isnan(gradient[:3]).all()
    assert loss[3] == np.inf
    assert gradient[3, 2] == -1
    assert loss[4] == 0
    assert (gradient[4] == 0).all()
    assert loss[5] == 0
    assert (gradient[5] == 0).all()


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("n", [4, 40])
def test_a_logit_of_minus_infinity_that_counts(n, dtype, backend):
    logits = np.zeros((2, n), dtype)
    logits[0, 1] = -np.inf
    for target, arguments in ((np.array([0, 0]), {"label_smoothing": 0.1}), (np.full((2, n), 1 / n, dtype), {})):
        with np.errstate(all="raise"):
            loss, gradient = value_and_grad(backend, logits, target, reduction="none", **arguments)
        assert loss[0] == np.inf
        assert np.isfinite(loss[1])
        assert np.isfinite(gradient).all()


@pytest.mark.parametrize("n", [3, 32, 40, 40_000])
def test_the_gradient_may_take_the_place_of_the_target(n, backend):
    logits, target, _ = case(n, "f4", "probabilities", rows=17)
    loss, gradient = value_and_grad(backend, logits, target)
    other_loss, other = value_and_grad(backend, logits, target, out=target)
    assert other is target
    assert_same_bits((other_loss, other), (loss, gradient))


def test_masked_arrays_are_refused(backend):
    masked = np.ma.array(np.eye(2), mask=np.eye(2))
    for name, arguments in (
        ("cross_entropy", (masked, [0, 1])),
        ("cross_entropy", (np.eye(2), np.ma.array([0, 1]))),
        ("mse", (masked, np.eye(2))),
        ("binary_cross_entropy_with_logits", (np.eye(2), masked)),
    ):
        with pytest.raises(TypeError, match="is a plain array, not a masked one"):
            public(backend, name)(*arguments)


def test_a_slope_overflows_no_sooner_than_its_result(backend):
    assert public(backend, "squared_error", "grad")(np.float32(1e-30), np.float32(0), np.float32(2e38)) == np.float32(4e8)


def test_nothing_counts(backend):
    loss, gradient = value_and_grad(backend, np.ones((2, 3)), np.array([-100, -100]))
    assert np.isnan(loss)
    assert (gradient == 0).all()
    assert value_and_grad(backend, np.ones((2, 3)), np.array([-100, -100]), reduction="sum")[0] == 0


def test_dtypes(backend):
    target = np.array([0, 1])
    for given, computed in (("f2", "f4"), ("f4", "f4"), ("f8", "f8"), ("i8", "f8")):
        loss, gradient = value_and_grad(backend, np.eye(2).astype(given), target.astype("u1"))
        assert loss.dtype == gradient.dtype == computed
        np.testing.assert_allclose(loss, np.log1p(np.exp(-1)), rtol=1e-6)


def test_naive_reference_agrees(backend):
    logits, target, _ = case(20, "f8", "index", rows=3)
    loss, gradient = value_and_grad(backend, logits, target)
    expected_loss, expected = reference.naive("cross_entropy", [logits, target], "value_and_grad")
    np.testing.assert_allclose(loss, expected_loss, rtol=1e-13)
    np.testing.assert_allclose(gradient, expected, rtol=1e-12, atol=1e-16)


def test_signatures_are_those_of_the_rows(backend):
    for row in LOSSES:
        for form in row.forms:
            keywords = row.keywords if form == "value" else row.backward_keywords
            found = inspect.signature(public(backend, row.name, form)).parameters
            assert [*found] == [*row.operands(form)[0], *(keyword.name for keyword in keywords)]
            for keyword in keywords:
                assert repr(found[keyword.name].default) == keyword.default
                assert (found[keyword.name].kind is inspect.Parameter.POSITIONAL_OR_KEYWORD) == keyword.positional


BAD = [
    (ValueError, r"target is a class index from 0 to 2, or ignore_index \(-100\); got 3", {"target": [0, 3]}),
    (ValueError, r"got -1", {"target": [-1, 0]}),
    (ValueError, r"has the shape of the logits without the classes, \(2,\), not \(2, 3\)", {"target": np.zeros((2, 3), int)}),
    (ValueError, r"has the shape of the logits, \(2, 3\), not \(2,\)", {"target": [0.5, 0.5]}),
    (ValueError, r"probabilities, finite and at least 0; got -0.1", {"target": [[1.1, -0.1, 0], [0, 0, 1]]}),
    (ValueError, r"probabilities, finite and at least 0; got nan", {"target": [[np.nan, 0, 0], [0, 0, 1]]}),
    (TypeError, r"target has class indices .* not dtype bool", {"target": [True, False]}),
    (TypeError, r"target has class indices .* not dtype <U1", {"target": ["a", "b"]}),
    (ValueError, r"reduction is one of 'mean', 'sum', 'none'; got 'average'", {"reduction": "average"}),
    (ValueError, r"label_smoothing is from 0 to 1; got 1.5", {"label_smoothing": 1.5}),
    (TypeError, r"label_smoothing is a number from 0 to 1, not str", {"label_smoothing": "x"}),
    (ValueError, r"z_loss is from 0 to inf; got -1", {"z_loss": -1}),
    (ValueError, r"one number for each of the 3 classes, shape \(3,\), not \(2,\)", {"weight": [1, 2]}),
    (ValueError, r"weight is at least 0; got -1.0", {"weight": [1, -1, 1]}),
    (TypeError, r"ignore_index is an int, not float", {"ignore_index": 0.5}),
    (np.exceptions.AxisError, r"axis 2 is out of bounds; accepted is -2 to 1", {"axis": 2}),
    (TypeError, r"axis is an int, not str", {"axis": "x"}),
    (ValueError, r"the axis of classes is empty; got logits of shape \(2, 0\) and axis -1", {"logits": np.ones((2, 0))}),
    (ValueError, r"got a scalar", {"logits": 1.0}),
    (TypeError, r"logits is float16, .* not of dtype complex128", {"logits": np.ones((2, 3)) * 1j}),
    (ValueError, r"out is an array of the shape of logits, \(2, 3\), not \(3,\)", {"out": np.ones(3)}),
]


@pytest.mark.parametrize(("error", "message", "wrong"), BAD)
def test_bad_input(error, message, wrong, backend):
    arguments = {"logits": np.ones((2, 3)), "target": [0, 1]} | wrong
    logits, target = arguments.pop("logits"), arguments.pop("target")
    with pytest.raises(error, match=message):
        value_and_grad(backend, logits, target, **arguments)


OF_ELEMENTS = ["binary_cross_entropy_with_logits", "mse"]


def truth_of_elements(name, x, target, weight=1.0, pos_weight=1.0, reduction="mean"):
    """(loss, gradient) in long double, from the definitions; a mean of mse is over its weights."""
    x, target = x.astype(np.longdouble), target.astype(np.longdouble)
    weight, pos_weight = (np.asarray(each, np.longdouble) for each in (weight, pos_weight))
    if name == "mse":
        loss, gradient = weight * (x - target) ** 2, 2 * weight * (x - target)
        count = np.broadcast_to(weight, x.shape).sum()
    else:
        log = np.log1p(np.exp(-np.abs(x)))
        loss = weight * ((1 - target) * (np.maximum(x, 0) + log) + pos_weight * target * (np.maximum(-x, 0) + log))
        low = np.exp(-np.abs(x)) / (1 + np.exp(-np.abs(x)))
        of_x, of_minus_x = np.where(x < 0, low, 1 - low), np.where(x < 0, 1 - low, low)
        gradient = weight * ((1 - target) * of_x - pos_weight * target * of_minus_x)
        count = x.size
    if reduction == "none":
        return loss, gradient
    factor = 1 / np.longdouble(count) if reduction == "mean" else 1
    return loss.sum() * factor, gradient * factor


def case_of_elements(name, dtype, kind, shape=(30, 7)):
    rng = np.random.default_rng(len(name))
    x = rng.normal(0, 5, shape).astype(dtype)
    target = rng.normal(0, 5, shape) if name == "mse" else rng.random(shape)
    if kind == "labels":
        target = target > 0.5
    arguments = {}
    if kind == "weighted":
        arguments["weight"] = rng.uniform(0.1, 3, shape[-1]).astype(dtype)
        if name != "mse":
            arguments["pos_weight"] = rng.uniform(0.1, 5, shape[-1]).astype(dtype)
    return x, target if kind == "labels" else target.astype(dtype), arguments


@pytest.mark.parametrize("reduction", ["mean", "sum", "none"])
@pytest.mark.parametrize("kind", ["labels", "numbers", "weighted"])
@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("name", OF_ELEMENTS)
def test_losses_of_elements(name, dtype, kind, reduction, backend):
    x, target, arguments = case_of_elements(name, dtype, kind)
    row = ak.catalog[name]
    loss, gradient = public(backend, name, "value_and_grad")(x, target, reduction=reduction, **arguments)
    expected = truth_of_elements(name, x, target, reduction=reduction, **arguments)
    assert loss.dtype == gradient.dtype == dtype
    assert gradient.shape == x.shape
    scale = np.max(np.abs(expected[1]))
    for found, right, promise in ((loss, expected[0], row.ulp), (gradient, expected[1], row.slope_ulp)):
        assert np.max(np.abs(found - right) / (np.finfo(dtype).eps * np.maximum(np.abs(right), scale))) <= promise[dtype]
    if kind == "labels" and reduction == "none":  # and no difference of two terms: each is right by itself
        assert ulp_error(loss, expected[0].astype("f8")).max() <= row.ulp[dtype]
        assert ulp_error(gradient, expected[1].astype("f8")).max() <= row.slope_ulp[dtype]
    assert_same_bits(public(backend, name)(x, target, reduction=reduction, **arguments), loss)
    assert_same_bits(public(backend, name, "grad")(x, target, reduction=reduction, **arguments), gradient)
    again = public(BACKENDS[-1], name, "value_and_grad")(x, target, reduction=reduction, **arguments)
    assert_same_bits(again, (loss, gradient))
    across = public(backend, name, "value_and_grad")(np.asfortranarray(x), target, reduction=reduction, **arguments)
    assert_same_bits(across[1], gradient)
    in_place = x.copy()
    found = public(backend, name, "value_and_grad")(in_place, target, reduction=reduction, out=in_place, **arguments)
    assert found[1] is in_place
    assert_same_bits(in_place, gradient)


@pytest.mark.parametrize("name", OF_ELEMENTS)
def test_losses_of_elements_on_several_threads(name, backend):
    x, target, arguments = case_of_elements(name, "f4", "weighted", (300, 1000))
    with ak.threads(1):
        expected = public(backend, name, "value_and_grad")(x, target, **arguments)
    with ak.threads(3):
        assert_same_bits(public(backend, name, "value_and_grad")(x, target, **arguments), expected)


@pytest.mark.parametrize("dtype", DTYPES)
def test_logits_far_out(dtype, backend):
    x = np.array([np.inf, -np.inf, 1000, -1000, 90, -90, np.nan], dtype)
    function = public(backend, "binary_cross_entropy_with_logits", "value_and_grad")
    with np.errstate(all="raise"):
        loss, gradient = function(x, np.ones(7), reduction="none")
        np.testing.assert_array_equal(loss[[0, 1, 2, 3]], [0, np.inf, 0, 1000])
        np.testing.assert_array_equal(gradient[[0, 1, 3, 5]], [0, -1, -1, -1])
        np.testing.assert_allclose(loss[4:6].astype("f8"), [np.exp(-90.0), 90], rtol=1e-5)  # subnormal in float32
        loss, gradient = function(x, np.zeros(7), reduction="none")
    np.testing.assert_array_equal(loss[[0, 1, 2, 3]], [np.inf, 0, 1000, 0])
    np.testing.assert_array_equal(gradient[[0, 1, 2, 4]], [1, 0, 1, 1])
    assert np.isnan(loss[6])
    assert np.isnan(gradient[6])


@pytest.mark.parametrize("name", OF_ELEMENTS)
def test_nothing_to_reduce(name, backend):
    empty = np.ones((0, 3))
    function = public(backend, name, "value_and_grad")
    assert np.isnan(function(empty, empty)[0])
    assert function(empty, empty, reduction="sum")[0] == 0
    assert function(empty, empty, reduction="none")[1].shape == (0, 3)
    loss, gradient = function(np.ones(3), np.ones(3), np.zeros(3))
    assert np.isnan(loss) == (name == "mse")  # a mean over weights that are all 0
    assert (gradient == 0).all()
    assert function(1.5, 1)[1].shape == ()


@pytest.mark.parametrize("name", OF_ELEMENTS)
def test_naive_references_of_elements_agree(name, backend):
    x, target, _ = case_of_elements(name, "f8", "numbers")
    found = public(backend, name, "value_and_grad")(x, target)
    for one, other in zip(found, reference.naive(name, [x, target], "value_and_grad", stable=True)):
        np.testing.assert_allclose(one, other, rtol=1e-12, atol=1e-16)


BAD_OF_ELEMENTS = [
    (ValueError, r"target has the shape of the (logits|prediction), \(2, 3\), not \(3,\)", {"target": np.ones(3)}),
    (TypeError, r"target is float16, .* not of dtype complex128", {"target": np.ones((2, 3)) * 1j}),
    (TypeError, r"is float16, .* not of dtype <U1", {"x": np.full((2, 3), "a")}),
    (ValueError, r"weight broadcasts to the shape \(2, 3\); got shape \(2,\)", {"weight": np.ones(2)}),
    (ValueError, r"weight is finite and at least 0; got -1.0", {"weight": [1, 1, -1.0]}),
    (ValueError, r"weight is finite and at least 0; got nan", {"weight": np.nan}),
    (ValueError, r"reduction is one of 'mean', 'sum', 'none'; got 'average'", {"reduction": "average"}),
    (ValueError, r"out is an array of the shape of (logits|prediction), \(2, 3\), not \(3,\)", {"out": np.ones(3)}),
]
BAD_LABELS = [
    (ValueError, r"target is from 0 to 1; got 2.0", {"target": np.full((2, 3), 2)}),
    (ValueError, r"target is from 0 to 1; got nan", {"target": np.full((2, 3), np.nan)}),
    (ValueError, r"pos_weight broadcasts to the shape \(2, 3\); got shape \(4,\)", {"pos_weight": np.ones(4)}),
]


@pytest.mark.parametrize(
    ("name", "error", "message", "wrong"),
    [(name, *case) for name in OF_ELEMENTS for case in BAD_OF_ELEMENTS] + [(OF_ELEMENTS[0], *case) for case in BAD_LABELS],
)
def test_bad_input_of_elements(name, error, message, wrong, backend):
    arguments = {"x": np.ones((2, 3)), "target": np.ones((2, 3))} | wrong
    x, target = arguments.pop("x"), arguments.pop("target")
    with pytest.raises(error, match=message):
        public(backend, name, "value_and_grad")(x, target, **arguments)
