"""Losses of output layers: beside their definition in long double, PyTorch's meaning of each argument, and bad input."""

import inspect
import itertools

import mpmath
import numpy as np
import pytest
from support import truths
from support.cases import BACKENDS, DTYPES, LOSSES, assert_same_bits, get, named, public
from support.halves import BFLOAT16, HALVES, of_halves
from support.inputs import for_keyword, for_loss, magnitudes
from support.truths import error_in_ulp, errors_in_ulp

import actkern as ak
from actkern import reference
from actkern.reference import ulp_error

pytestmark = pytest.mark.parametrize("backend", BACKENDS)
CLASSES = [1, 2, 10, 32, 33, 100, 257, 1000]  # around whole lanes and blocks


def value_and_grad(backend, *arguments, **keywords):
    return public(backend, "cross_entropy", "value_and_grad")(*arguments, **keywords)


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
    expected_loss, expected_gradient = truths.cross_entropy(logits, target, **arguments)
    assert loss.dtype == gradient.dtype == dtype
    eps = np.finfo(dtype).eps
    # Gradients are differences: errors are counted in last places of the largest element, where the result is not larger.
    scale = np.max(np.abs(expected_gradient)) if n > 1 else 1
    promise = ak.catalog["cross_entropy"].promise
    for found, expected, most in ((loss, expected_loss, promise.ulp), (gradient, expected_gradient, promise.slope_ulp)):
        assert np.max(np.abs(found - expected) / (eps * np.maximum(np.abs(expected), scale))) <= most[dtype]
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
    np.testing.assert_allclose(results[0][0], truths.cross_entropy(logits, target)[0].astype(float), rtol=1e-6)


def test_classes_on_the_second_axis_as_in_images(backend):
    rng = np.random.default_rng(1)
    logits, target = rng.normal(0, 2, (2, 7, 4, 5)), rng.integers(0, 7, (2, 4, 5))
    loss, gradient = value_and_grad(backend, logits, target, axis=1, ignore_index=3)
    flat_loss, flat = truths.cross_entropy(np.moveaxis(logits, 1, -1).reshape(-1, 7), target.reshape(-1), ignore_index=3)
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


OF_ELEMENTS = [row.name for row in LOSSES if not row.along_an_axis]


def factors(name):
    """The keywords of a loss of each element that may be arrays beside the weight."""
    row = ak.catalog[name]
    return [each.name for each in row.keywords if each.name not in ("weight", "reduction", *row.flags)]


# Every loss of each element, with each of its flags as it is by default and the other way.
FLAGGED = [
    (name, dict(zip(ak.catalog[name].flags, given)))
    for name in OF_ELEMENTS
    for given in itertools.product([False, True], repeat=len(ak.catalog[name].flags))
]
of_flagged = pytest.mark.parametrize(("name", "flags"), FLAGGED, ids=str)


def for_flags(name, flags, x, target):
    """x and target for a loss with these flags: rates that are above 0, logarithms of targets that are below."""
    if not flags.get("log_input", True):
        x = np.abs(x)
    return x, (-target if flags.get("log_target") else target)


# Every operand that is an array, by loss, with values that fit the others.
OPERANDS = {
    row.name: {row.inputs[0].name: np.eye(3), "target": np.array([0, 1, 2]), "weight": np.ones(3)}
    for row in LOSSES
    if row.along_an_axis
} | {
    name: {ak.catalog[name].inputs[0].name: np.eye(3), "target": np.ones((3, 3)), "weight": np.ones(3)}
    | {each: np.ones((3, 1)) for each in factors(name)}
    for name in OF_ELEMENTS
}
EACH = [(name, operand) for name, operands in OPERANDS.items() for operand in operands]


@pytest.mark.parametrize(("name", "operand"), [*EACH, ("cross_entropy", "probabilities")])
def test_masked_and_ragged_operands_are_refused(name, operand, backend):
    operands = OPERANDS[name] | ({"target": np.eye(3)} if operand == "probabilities" else {})
    operand = "target" if operand == "probabilities" else operand
    function = public(backend, name, "value_and_grad")
    with pytest.raises(TypeError, match=f"{operand} is a plain array, not a masked one"):
        function(**operands | {operand: np.ma.array(operands[operand], mask=operands[operand] == 1)})
    with pytest.raises(TypeError, match=f"{operand} is an array with rows of one length, not a ragged list; pad its rows"):
        function(**operands | {operand: [[1.0, 2.0], [3.0]]})


@pytest.mark.parametrize("name", OPERANDS)
def test_places_that_cannot_take_the_gradient_are_refused(name, backend):
    function = public(backend, name, "value_and_grad")
    with pytest.raises(TypeError, match="out is of a floating-point dtype, not int64"):
        function(**OPERANDS[name], out=np.zeros((3, 3), np.int64))
    with pytest.raises(ValueError, match=r"out is an array of the shape of \w+, \(3, 3\), not MaskedArray"):
        function(**OPERANDS[name], out=np.ma.zeros((3, 3)))


def unaligned(array):
    """The same numbers one byte off."""
    found = np.empty(array.nbytes + 1, np.uint8)[1:].view(array.dtype).reshape(array.shape)
    found[...] = array
    return found


@pytest.mark.parametrize("dtype", [*HALVES, "f4", "f8"], ids=str)
@pytest.mark.parametrize(("name", "operand"), EACH)
def test_byte_orders_and_alignment_do_not_show(name, operand, dtype, backend):
    rng = np.random.default_rng(5)
    operands = OPERANDS[name]
    given = {
        key: rng.uniform(0, 1, each.shape).astype(dtype) if each.dtype.kind == "f" else each for key, each in operands.items()
    }
    if name in OF_ELEMENTS:
        first = ak.catalog[name].inputs[0].name
        given[first], given["target"] = for_loss(name, given[first], given["target"])
    function = public(backend, name, "value_and_grad")
    expected = function(**given)
    one = given[operand]
    for other in (one.astype(one.dtype.newbyteorder(">")), unaligned(one), unaligned(one.astype(one.dtype.newbyteorder(">")))):
        found = function(**given | {operand: other})
        assert_same_bits(found, expected)
        assert found[1].dtype.isnative
    if dtype == "f2" and name == "mse":
        assert function(np.array([300.0], ">f2"), np.array([-300.0], ">f2"))[0] == 360_000


def test_a_slope_overflows_no_sooner_than_its_result(backend):
    assert public(backend, "squared_error", "grad")(np.float32(1e-30), np.float32(0), np.float32(2e38)) == np.float32(4e8)


def test_nothing_counts(backend):
    loss, gradient = value_and_grad(backend, np.ones((2, 3)), np.array([-100, -100]))
    assert np.isnan(loss)
    assert (gradient == 0).all()
    assert value_and_grad(backend, np.ones((2, 3)), np.array([-100, -100]), reduction="sum")[0] == 0


def test_dtypes(backend):
    target = np.array([0, 1])
    for given, computed in (("f2", "f4"), (BFLOAT16, "f4"), ("f4", "f4"), ("f8", "f8"), ("i8", "f8")):
        loss, gradient = value_and_grad(backend, np.eye(2).astype(given), target.astype("u1"))
        assert loss.dtype == gradient.dtype == computed
        np.testing.assert_allclose(loss, np.log1p(np.exp(-1)), rtol=1e-6)


@of_halves
@pytest.mark.parametrize("name", [row.name for row in LOSSES])
def test_losses_of_16_bits_are_those_of_float32(name, dtype, backend):
    given = {key: each.astype(dtype) if each.dtype.kind == "f" else each for key, each in OPERANDS[name].items()}
    wide = {key: each.astype("f4") if each.dtype == dtype else each for key, each in given.items()}
    function = public(backend, name, "value_and_grad")
    loss, gradient = function(**wide)
    assert_same_bits(function(**given), (loss, gradient))
    out = np.empty(gradient.shape, dtype)
    found, into = function(**given, out=out)
    assert into is out
    assert found == loss
    assert_same_bits(out, gradient.astype(dtype))


def test_naive_reference_agrees(backend):
    logits, target, _ = case(20, "f8", "index", rows=3)
    loss, gradient = value_and_grad(backend, logits, target)
    expected_loss, expected = reference.naive("cross_entropy", [logits, target], "value_and_grad")
    np.testing.assert_allclose(loss, expected_loss, rtol=1e-13)
    np.testing.assert_allclose(gradient, expected, rtol=1e-12, atol=1e-16)


def test_signatures_are_those_of_the_rows(backend):
    for row in LOSSES:
        for form in row.forms:
            keywords = row.keywords_of(form)
            found = inspect.signature(public(backend, row.name, form)).parameters
            assert [*found] == [*row.operands(form)[0], *(keyword.name for keyword in keywords)]
            for keyword in keywords:
                assert repr(found[keyword.name].default) == keyword.default
                assert (found[keyword.name].kind is inspect.Parameter.POSITIONAL_OR_KEYWORD) == keyword.positional


BAD = [
    (ValueError, r"target is a class index from 0 to 2, or ignore_index \(-100\); got 3", {"target": [0, 3]}),
    (ValueError, r"got -1", {"target": [-1, 0]}),
    (ValueError, r"has the shape of the logits without the classes, \(2,\), not \(2, 3\)", {"target": np.zeros((2, 3), int)}),
    (ValueError, r"of floats has probabilities, of the shape of the logits, \(2, 3\), not \(2,\)", {"target": [0.5, 0.5]}),
    (ValueError, r"probabilities, finite and at least 0; got -0.1", {"target": [[1.1, -0.1, 0], [0, 0, 1]]}),
    (ValueError, r"probabilities, finite and at least 0; got nan", {"target": [[np.nan, 0, 0], [0, 0, 1]]}),
    (ValueError, r"class indices are integers, which labels.astype\(np.intp\) makes", {"target": np.ones(2, "f4")}),
    (TypeError, r"target has class indices .* not dtype bool; labels.astype\(np.intp\) makes", {"target": [True, False]}),
    (TypeError, r"target has class indices .* not dtype <U1", {"target": ["a", "b"]}),
    (ValueError, r"reduction is one of 'mean', 'sum', 'none'; got 'average'", {"reduction": "average"}),
    (ValueError, r"label_smoothing is from 0 to 1; got 1.5", {"label_smoothing": 1.5}),
    (TypeError, r"label_smoothing is a number from 0 to 1, not str", {"label_smoothing": "x"}),
    (ValueError, r"z_loss is from 0 to inf; got -1", {"z_loss": -1}),
    (ValueError, r"one number for each of the 3 classes, shape \(3,\), not \(2,\)", {"weight": [1, 2]}),
    (ValueError, r"z_loss is finite; got inf", {"z_loss": np.inf}),
    (ValueError, r"weight is finite and at least 0; got -1.0", {"weight": [1, -1, 1]}),
    (ValueError, r"weight is finite and at least 0; got inf", {"weight": [1, np.inf, 1]}),
    (ValueError, r"weight is finite and at least 0; got nan", {"weight": [1, np.nan, 1]}),
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


def case_of_nll(n, dtype, rows=40):
    logits, target, weight = case(n, dtype, "index", rows)
    return ak.log_softmax(logits), target, weight


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("reduction", ["mean", "sum", "none"])
@pytest.mark.parametrize("rows", [1, 2, 40, 3000])
@pytest.mark.parametrize("dtype", DTYPES)
def test_nll(dtype, rows, reduction, weighted, backend):
    row = ak.catalog["nll"]
    x, target, weight = case_of_nll(10, dtype, rows)
    arguments = {"reduction": reduction} | ({"weight": weight} if weighted else {})
    found = public(backend, "nll", "value_and_grad")(x, target, **arguments)
    for each, expected, most in zip(found, truths.nll(x, target, **arguments), (row.promise.ulp, row.promise.slope_ulp)):
        assert each.dtype == dtype
        assert errors_in_ulp(each, expected, 0) <= most[dtype]
        assert not np.signbit(each)[each == 0].any()
    assert_same_bits(public(backend, "nll")(x, target, **arguments), found[0])
    assert_same_bits(public(backend, "nll", "grad")(x, target, **arguments), found[1])


@pytest.mark.parametrize("reduction", ["mean", "sum", "none"])
def test_layouts_of_nll_do_not_show(reduction, backend):
    function = public(backend, "nll", "value_and_grad")
    x, target, weight = case_of_nll(7, "f4", rows=45)
    loss, gradient = function(x, target, weight=weight, reduction=reduction)
    shaped, of_shape = x.reshape(5, 9, 7), loss.reshape(5, 9) if reduction == "none" else loss
    for axis, moved in itertools.product(range(3), (np.ascontiguousarray, lambda each: each, lambda each: each[::-1][::-1])):
        other, out = moved(np.moveaxis(shaped, -1, axis)), np.full((5, 9, 7), np.nan, "f4")
        out = np.moveaxis(out, -1, axis)
        results = [function(other, target.reshape(5, 9), axis, weight=weight, reduction=reduction)]
        results += [function(other, target.reshape(5, 9), axis, weight=weight, reduction=reduction, out=out)]
        assert results[1][1] is out
        for of_loss, of_gradient in results:
            assert_same_bits(of_loss, of_shape)
            assert_same_bits(np.moveaxis(of_gradient, axis, -1).reshape(gradient.shape), gradient)
    in_place = x.copy()
    assert_same_bits(function(in_place, target, weight=weight, reduction=reduction, out=in_place), (loss, gradient))
    assert in_place.tobytes() == gradient.tobytes()


@pytest.mark.parametrize("dtype", DTYPES)
def test_special_numbers_of_nll(dtype, backend):
    function = public(backend, "nll", "value_and_grad")
    x, target = np.full((5, 3), np.nan, dtype), np.array([0, 1, 2, -100, 0])
    x[[0, 1, 2, 4], [0, 1, 2, 0]] = [-np.inf, -0.0, np.nan, np.inf]
    with np.errstate(all="raise"):
        loss, gradient = function(x, target, reduction="none")
    np.testing.assert_array_equal(loss, np.array([np.inf, 0, np.nan, 0, -np.inf], dtype))
    assert (gradient == -np.array([[1, 0, 0], [0, 1, 0], [0, 0, 1], [0, 0, 0], [1, 0, 0]])).all()
    # A weight of 0 leaves out what is infinite, and no NaN.
    loss, gradient = function(x[:3], target[:3], weight=[0, 1, 0], reduction="none")
    np.testing.assert_array_equal(loss, np.array([0, 0, np.nan], dtype))
    assert (gradient == -np.array([[0, 0, 0], [0, 1, 0], [0, 0, 0]])).all()
    for given in ({"target": [-100, -100]}, {"target": [0, 1], "weight": [0, 0, 3]}):
        loss, gradient = function(np.zeros((2, 3), dtype), **given)
        assert np.isnan(loss)
        assert (gradient == 0).all()
        assert function(np.zeros((2, 3), dtype), **given, reduction="sum")[0] == 0
    assert function(np.array([-2.0, -3.0], dtype), 1) == (3, pytest.approx([0, -1]))


@pytest.mark.parametrize("dtype", DTYPES)
def test_nll_of_every_magnitude(dtype, backend):
    row, function, info = ak.catalog["nll"], public(backend, "nll", "value_and_grad"), np.finfo(dtype)
    numbers = [info.max * 0.99, info.max / 3, info.tiny * 8, *([info.smallest_subnormal] if dtype == "f4" else [])]
    for number, unit in itertools.product(numbers, (None, 1e-300, 1e-60, 1e60, 1e300)):
        weight = None if unit is None else [unit, unit]
        loss, gradient = function(np.full((6, 2), -number), np.zeros(6, int), weight=weight)
        assert error_in_ulp(loss, mpmath.mpf(float(number))) <= row.promise.ulp[dtype]
        assert error_in_ulp(gradient[0, 0], -mpmath.mpf(1) / 6) <= row.promise.slope_ulp[dtype]
        assert_same_bits(gradient, np.repeat([gradient[0]], 6, axis=0))
    for number in (info.tiny, info.smallest_subnormal, info.max):
        assert function(np.full((1, 2), -number), [0], reduction="sum")[0] == number


def test_nll_of_logarithms_is_cross_entropy(backend):
    logits, target, weight = case(33, "f8", "index")
    for arguments in ({}, {"weight": weight}, {"reduction": "none"}):
        loss = public(backend, "nll")(ak.log_softmax(logits), target, **arguments)
        np.testing.assert_allclose(loss, public(backend, "cross_entropy")(logits, target, **arguments), rtol=1e-13)


BAD_OF_NLL = [
    (ValueError, r"target is a class index from 0 to 2, or ignore_index \(-100\); got 3", {"target": [0, 3]}),
    (ValueError, r"the shape of the log_probs without the classes, \(2,\), not \(2, 3\)$", {"target": np.zeros((2, 3), int)}),
    (TypeError, r"target has class indices \(integers\), not dtype float64; labels.astype", {"target": [0.5, 0.5]}),
    (TypeError, r"target has class indices \(integers\), not dtype bool", {"target": [True, False]}),
    (ValueError, r"reduction is one of 'mean', 'sum', 'none'; got 'average'", {"reduction": "average"}),
    (ValueError, r"one number for each of the 3 classes, shape \(3,\), not \(2,\)", {"weight": [1, 2]}),
    (ValueError, r"weight is finite and at least 0; got -1.0", {"weight": [1, -1, 1]}),
    (TypeError, r"ignore_index is an int, not float", {"ignore_index": 0.5}),
    (np.exceptions.AxisError, r"axis 2 is out of bounds; accepted is -2 to 1", {"axis": 2}),
    (TypeError, r"axis is an int, not ndarray", {"axis": np.zeros(2)}),
    (ValueError, r"the axis of classes is empty; got log_probs of shape \(2, 0\)", {"log_probs": np.ones((2, 0))}),
    (ValueError, r"log_probs has one dimension or more", {"log_probs": 1.0}),
    (TypeError, r"log_probs is float16, .* not of dtype complex128", {"log_probs": np.ones((2, 3)) * 1j}),
    (ValueError, r"out is an array of the shape of log_probs, \(2, 3\), not \(3,\)", {"out": np.ones(3)}),
]


@pytest.mark.parametrize(("error", "message", "wrong"), BAD_OF_NLL)
def test_bad_input_of_nll(error, message, wrong, backend):
    arguments = {"log_probs": np.ones((2, 3)), "target": [0, 1]} | wrong
    with pytest.raises(error, match=message):
        public(backend, "nll", "value_and_grad")(**arguments)


def of_labels(name):
    """Whether its targets are labels or probabilities."""
    return ak.catalog[name].targets == (0, 1)


def case_of_elements(name, dtype, kind, shape=(30, 7)):
    rng = np.random.default_rng(len(name))
    x = rng.normal(0, 5, shape).astype(dtype)
    target = rng.random(shape) if of_labels(name) else rng.normal(0, 5, shape)
    if kind == "labels":
        target = target > 0.5
    if kind != "labels" or ak.catalog[name].labels:
        x, target = for_loss(name, x, target.astype(dtype))
    else:
        x, _ = for_loss(name, x, x)
    arguments = {}
    if kind == "weighted":
        arguments["weight"] = rng.uniform(0.1, 3, shape[-1]).astype(dtype)
        arguments |= {each: for_keyword(name, each, rng, shape[-1]).astype(dtype) for each in factors(name)}
    return x, target, arguments


@pytest.mark.parametrize("reduction", ["mean", "sum", "none"])
@pytest.mark.parametrize("kind", ["labels", "numbers", "weighted"])
@pytest.mark.parametrize("dtype", DTYPES)
@of_flagged
def test_losses_of_elements(name, flags, dtype, kind, reduction, backend):
    x, target, arguments = case_of_elements(name, dtype, kind)
    x, target = for_flags(name, flags, x, 1.0 * target if flags else target)
    arguments |= flags
    row = ak.catalog[name]
    loss, gradient = public(backend, name, "value_and_grad")(x, target, reduction=reduction, **arguments)
    expected = truths.loss(name, x, target, reduction=reduction, **arguments)
    assert loss.dtype == gradient.dtype == dtype
    assert gradient.shape == x.shape
    scales = [np.max(np.abs(expected[1]))] * 2
    if row.signed:  # right in units of what cancels
        scales = truths.sizes(name, x, target, reduction=reduction, **arguments)
    promises = row.promise.ulp, row.promise.slope_ulp
    for found, right, promise, scale in zip((loss, gradient), expected, promises, scales):
        assert np.max(np.abs(found - right) / (np.finfo(dtype).eps * np.maximum(np.abs(right), scale + 1e-30))) <= promise[dtype]
    if kind == "labels" and reduction == "none" and not row.signed:  # and no difference of two terms: each is right by itself
        assert ulp_error(loss, expected[0].astype("f8")).max() <= row.promise.ulp[dtype]
        assert ulp_error(gradient, expected[1].astype("f8")).max() <= row.promise.slope_ulp[dtype]
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
    assert np.isnan(loss) == ak.catalog[name].over_weights  # a mean over weights that are all 0
    assert (gradient == 0).all()
    assert function(0.5, 1)[1].shape == ()


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
    (ValueError, r"reduction is one of 'mean', 'sum', 'none'.*; got 'average'", {"reduction": "average"}),
    (ValueError, r"out is an array of the shape of (logits|prediction), \(2, 3\), not \(3,\)", {"out": np.ones(3)}),
]
BAD_FACTORS = [
    ("huber", ValueError, r"delta is finite and above 0; got 0.0", {"delta": 0}),
    ("huber", ValueError, r"delta is finite and above 0; got -1.0", {"delta": [1, -1.0, 1]}),
    ("huber", ValueError, r"delta is finite and above 0; got nan", {"delta": np.nan}),
    ("huber", ValueError, r"delta is finite and above 0; got inf", {"delta": np.inf}),
    ("huber", ValueError, r"delta broadcasts to the shape \(2, 3\); got shape \(4,\)", {"delta": np.ones(4)}),
    ("huber", TypeError, r"delta is float16, .* not of dtype <U1", {"delta": "a"}),
    ("smooth_l1", ValueError, r"beta is finite and at least 0; got -1.0", {"beta": -1}),
    ("poisson_nll", ValueError, r"eps is finite and at least 0; got -1.0", {"eps": -1}),
    ("poisson_nll", ValueError, r"target is at least 0; got -1.0", {"target": -np.ones((2, 3))}),
    ("poisson_nll", ValueError, r"reduction is one of 'mean', 'sum', 'none'; got 'batchmean'", {"reduction": "batchmean"}),
    ("kl_div", ValueError, r"target is at least 0; got -1.0", {"target": -np.ones((2, 3))}),
    ("kl_div", ValueError, r"target is at least 0; got nan", {"target": np.full((2, 3), np.nan)}),
    (
        "kl_div",
        ValueError,
        r"divides by the length of the first axis; got a scalar",
        {"x": 1, "target": 1, "reduction": "batchmean"},
    ),
    ("mae", TypeError, r"actkern.*mae: got an unexpected keyword argument 'delta'; it takes \(prediction, target", {"delta": 1}),
]
BAD_LABELS_OF = [
    ("binary_cross_entropy", ValueError, r"prediction is from 0 to 1; got 1.5", {"x": np.full((2, 3), 1.5)}),
    ("binary_cross_entropy", ValueError, r"prediction is from 0 to 1; got nan", {"x": np.full((2, 3), np.nan)}),
    ("binary_cross_entropy", ValueError, r"target is from 0 to 1; got -1.0", {"target": np.full((2, 3), -1)}),
    ("focal", ValueError, r"target is 0 or 1; got 0.5", {"target": np.full((2, 3), 0.5)}),
    ("focal", ValueError, r"alpha is from 0 to 1; got 1.5", {"alpha": 1.5}),
    ("focal", ValueError, r"alpha is from 0 to 1; got -1.0", {"alpha": -1}),
    ("focal", ValueError, r"gamma is finite and at least 0; got -1.0", {"gamma": -1}),
    ("hinge", ValueError, r"target is -1 or 1; got 0.0", {"target": np.zeros((2, 3))}),
]
BAD_LABELS = [
    (ValueError, r"target is from 0 to 1; got 2.0", {"target": np.full((2, 3), 2)}),
    (ValueError, r"target is from 0 to 1; got nan", {"target": np.full((2, 3), np.nan)}),
    (ValueError, r"pos_weight broadcasts to the shape \(2, 3\); got shape \(4,\)", {"pos_weight": np.ones(4)}),
]


@pytest.mark.parametrize(
    ("name", "error", "message", "wrong"),
    [(name, *case) for name in OF_ELEMENTS for case in BAD_OF_ELEMENTS]
    + [("binary_cross_entropy_with_logits", *case) for case in BAD_LABELS]
    + [(name, *case) for name, *case in BAD_FACTORS + BAD_LABELS_OF],
)
def test_bad_input_of_elements(name, error, message, wrong, backend):
    arguments = {"x": np.ones((2, 3)), "target": np.ones((2, 3))} | wrong
    x, target = arguments.pop("x"), arguments.pop("target")
    with pytest.raises(error, match=message):
        public(backend, name, "value_and_grad")(x, target, **arguments)


@pytest.mark.parametrize("reduction", ["mean", "sum", "none"])
@pytest.mark.parametrize("size", [1.0, 1e-200, 1e200])
@pytest.mark.parametrize("name", OF_ELEMENTS)
def test_the_gradient_may_take_the_place_of_any_operand(name, size, reduction, backend):
    """Also where the losses are so small or large that they are computed once more."""
    rng = np.random.default_rng(10)
    function = public(backend, name, "value_and_grad")
    for dtype in DTYPES:
        scale = size if dtype == "f8" else np.sign(size) * abs(size) ** 0.15
        x = (rng.uniform(1, 2, (5, 3)) * scale).astype(dtype)
        target = rng.integers(0, 2, (5, 3)).astype(dtype) if of_labels(name) else np.zeros((5, 3), dtype)
        x, target = for_loss(name, x, target)
        given = [x, target, rng.uniform(1, 2, (5, 3)).astype(dtype)]
        expected = function(*given, reduction=reduction)
        for position in range(3):
            operands = [each.copy() for each in given]
            found = function(*operands, reduction=reduction, out=operands[position])
            assert found[1] is operands[position]
            assert_same_bits(found, expected)


@pytest.mark.parametrize("n", [1, 3, 10, 100, 1000, 100_000])
@pytest.mark.parametrize("dtype", DTYPES)
def test_the_mean_of_losses_that_are_alike_is_that_loss(dtype, n, backend):
    for value in (0.3, -7.0, 80.0, -80.0):
        x = np.full(n, value, dtype)
        for name, *given in (
            ("mse", x, np.full(n, 0.1, dtype)),
            ("binary_cross_entropy_with_logits", x, np.ones(n)),
            ("binary_cross_entropy_with_logits", x, np.full(n, 0.3)),
            ("cross_entropy", np.stack([x, -x, x / 2], -1), np.ones(n, int)),
        ):
            mean, _ = public(backend, name, "value_and_grad")(*given)
            each = public(backend, name)(*given, reduction="none")[0]
            assert abs(mean - each) <= (0 if dtype == "f4" else 2) * np.spacing(each)


def test_a_mean_of_losses_that_are_small_has_all_its_digits(backend):
    logits = np.full(1_000_000, 80, np.float32)
    for shape in ((1_000_000,), (1000, 1000)):
        loss, gradient = public(backend, "binary_cross_entropy_with_logits", "value_and_grad")(
            logits.reshape(shape), np.ones(shape, np.float32)
        )
        assert loss == np.float32(np.exp(-80.0))
        promise = ak.catalog["binary_cross_entropy_with_logits"].promise
        assert ulp_error(gradient, -np.exp(-80.0) / 1e6).max() <= promise.slope_ulp["f4"]
    errors = np.full(1000, 1e-153)  # 1e-306 each, a thousandth of which is subnormal
    assert public(backend, "mse")(errors, 0 * errors) == pytest.approx(1e-306, rel=1e-15, abs=0)


@pytest.mark.parametrize("name", ["mse", "cross_entropy"])
@pytest.mark.parametrize("dtype", DTYPES)
def test_a_mean_does_not_change_with_the_unit_of_its_weights(name, dtype, backend):
    rng = np.random.default_rng(6)
    x = rng.normal(0, 3, (20, 7)).astype(dtype)
    target = rng.integers(0, 7, 20) if ak.catalog[name].along_an_axis else rng.normal(0, 3, (20, 7)).astype(dtype)
    weight = rng.uniform(0.5, 2, 7).astype(dtype)
    function = public(backend, name, "value_and_grad")
    expected = function(x, target, weight=weight)
    for power in (-120, -70, 40, 90, 126) if dtype == "f4" else (-1000, -70, 40, 500, 1020):
        found = function(x, target, weight=np.ldexp(weight, power))
        assert_same_bits(found, expected)
        assert_same_bits(public(backend, name)(x, target, weight=np.ldexp(weight, power)), expected[0])
    row = ak.catalog[name]
    for unit in (8.5e37, 3e-30):  # which round
        found = function(x, target, weight=(weight * unit).astype(dtype))
        assert abs(found[0] - expected[0]) <= 2 * row.promise.ulp[dtype] * np.spacing(expected[0])


def test_a_mean_is_finite_where_single_losses_are_not(backend):
    mse = public(backend, "mse", "value_and_grad")
    with np.errstate(all="raise"):
        loss, gradient = mse(np.array([3e19] + [0.0] * 9, "f4"), np.zeros(10, "f4"))
        assert loss == np.float32(np.float64(np.float32(3e19)) ** 2 / 10)
        assert ulp_error(gradient[0], 6e18) <= ak.catalog["mse"].promise.slope_ulp["f4"]
        loss, gradient = mse(np.array([2e38] + [0.0] * 9, "f4"), np.array([-2e38] + [0.0] * 9, "f4"), 1e-39)
        assert loss == np.inf
        assert ulp_error(gradient[0], 8e37) <= ak.catalog["mse"].promise.slope_ulp["f4"]
        loss, gradient = mse(np.full(10, 1e154), np.zeros(10))  # the sum of ten 1e308
        np.testing.assert_allclose(loss, 1e308, rtol=1e-15)
        np.testing.assert_allclose(gradient, 2e153, rtol=1e-15)
        loss, _ = public(backend, "binary_cross_entropy_with_logits", "value_and_grad")(np.full(10, 1e308), np.zeros(10))
        np.testing.assert_allclose(loss, 1e308, rtol=1e-15)
        loss, _ = value_and_grad(backend, np.array([[0, 1.7e308]] * 3), np.zeros(3, int))
        np.testing.assert_allclose(loss, 1.7e308, rtol=1e-15)
        for dtype, large in (("f4", 3e38), ("f8", 1.7e308)):  # and no warning where the sum itself is beyond
            x = np.full((4, 2), [large, 0], dtype)
            assert value_and_grad(backend, x, np.ones(4, int), reduction="sum")[0] == np.inf
            target = np.zeros((4, 2), dtype)
            assert public(backend, "binary_cross_entropy_with_logits")(x, target, reduction="sum") == np.inf
            assert mse(x, target, reduction="sum")[0] == np.inf


def test_numbers_beyond_float32_beside_float32_data(backend):
    x, target = np.array([[0.5, -1, 2], [3, 0.25, -2]], "f4"), np.array([[0, 1, 0.5], [1, 0, 1]], "f4")
    index = np.array([2, 0])
    for name, arguments in (
        ("mse", {"target": target, "weight": 1e60}),
        ("mse", {"target": target, "weight": [1e60, 1e-60, 1]}),
        ("mse", {"target": target, "weight": 1e-60, "reduction": "sum"}),
        ("mse", {"target": target.astype("f8") * 1e60, "weight": 1e-90, "reduction": "none"}),
        ("mse", {"target": target.astype("f8") * 1e60}),
        ("binary_cross_entropy_with_logits", {"target": target, "weight": 1e60}),
        ("binary_cross_entropy_with_logits", {"target": target, "weight": 1e60, "pos_weight": 1e-60}),
        ("binary_cross_entropy_with_logits", {"target": target, "weight": 1e-60, "pos_weight": 1e60, "reduction": "none"}),
        ("cross_entropy", {"target": index, "weight": [1e60, 1, 1e60]}),
        ("cross_entropy", {"target": index, "weight": [1e-60, 1, 1e-60]}),
        ("cross_entropy", {"target": index, "weight": [1e60, 1, 1e59], "reduction": "sum"}),
        ("cross_entropy", {"target": index, "label_smoothing": 1e-60}),
        ("cross_entropy", {"target": index, "z_loss": 1e60}),
        ("cross_entropy", {"target": index, "z_loss": 1e-60, "weight": [0, 0, 0], "reduction": "sum"}),
        ("cross_entropy", {"target": target.astype("f8") * 1e-60, "weight": [1e60, 1e60, 1e60]}),
    ):
        function = public(backend, name, "value_and_grad")
        with np.errstate(all="raise"):
            found = function(x, **arguments)
            in_place = x.copy()
            again = function(in_place, **arguments, out=in_place)
        assert again[1] is in_place
        assert_same_bits(again, found)
        wide = function(x.astype("f8"), **arguments)
        with np.errstate(all="ignore"):
            expected = tuple(each.astype("f4") for each in wide)
        assert found[0].dtype == found[1].dtype == "f4"
        for one, other, exact in zip(found, expected, wide):
            scale = np.max(np.abs(exact[np.isfinite(exact)]))
            np.testing.assert_array_equal(np.isinf(one), np.isinf(other))
            finite = np.isfinite(other)
            assert np.all(np.abs(one - exact)[finite] <= 4 * 2.0**-23 * np.clip(scale, 2.0**-126, 1e38))


@pytest.mark.parametrize("name", OPERANDS)
@pytest.mark.parametrize("dtype", DTYPES)
def test_a_reduction_has_one_order(name, dtype, backend):
    rng = np.random.default_rng(7)
    x = rng.normal(0, 5, (40, 30, 5)).astype(dtype)
    of_classes = ak.catalog[name].along_an_axis
    target = rng.integers(0, 5, (40, 30)) if of_classes else rng.random((40, 30, 5)).astype(dtype)
    weights = rng.uniform(0.1, 3, 5 if of_classes else (40, 30, 5))
    if not of_classes:
        x, target = for_loss(name, x, target)
    function = public(backend, name, "value_and_grad")
    for reduction in ("mean", "sum"):
        for arguments in ({}, {"weight": weights.astype(dtype)}):
            expected = function(x, target, reduction=reduction, **arguments)
            apart = np.empty((80, 30, 10), dtype)[::2, :, ::2]
            apart[...] = x
            for one in (
                np.asfortranarray(x),
                np.ascontiguousarray(x.transpose(1, 0, 2)).transpose(1, 0, 2),
                apart,
                x[::-1, ::-1],
            ):
                if one.strides[0] < 0:
                    one = np.ascontiguousarray(one)[::-1, ::-1]
                for other in (target, np.asfortranarray(target)):
                    moved = {key: np.asfortranarray(each) for key, each in arguments.items()}
                    with ak.threads(3):
                        assert_same_bits(function(one, other, reduction=reduction, **moved), expected)


@pytest.mark.parametrize("reduction", ["mean", "sum", "none"])
@pytest.mark.parametrize("dtype", ["f2", "f4", "f8"])
@of_flagged
def test_losses_of_elements_of_every_magnitude(name, flags, dtype, reduction, backend):
    row, computed = ak.catalog[name], "f8" if dtype == "f8" else "f4"
    # float32 is right wherever its result is one; float64 in the range that its rows state.
    reach = {"f2": 14, "f4": None, "f8": 250}[dtype]
    for seed in range(150):
        rng = np.random.default_rng([seed, len(name)])
        shape = (3, 4) if seed % 3 else (2, 1, 3)
        x = magnitudes(rng, shape, dtype, reach) * rng.choice([-1, 1], shape).astype(dtype)
        if seed % 4 == 0:
            x = rng.normal(0, 40, shape).astype(dtype)
        target = rng.integers(0, 2, shape).astype(dtype)
        if not of_labels(name):
            target = magnitudes(rng, shape, dtype, reach) * rng.choice([-1, 1], shape).astype(dtype)
        x, target = for_flags(name, flags, *for_loss(name, x, target))
        arguments = dict(flags)
        if seed % 2:
            arguments["weight"] = magnitudes(rng, shape[-1:], "f4" if dtype == "f4" else "f8", None if dtype == "f4" else 250)
            # A number that is 0 has its own tests: losses that divide by it take other formulas.
            for each in factors(name):
                small = each in ("alpha", "gamma")
                number = for_keyword(name, each, rng) if small else magnitudes(rng, (), "f8", 250) or 1.0
                arguments[each] = float(np.float32(number)) if small else number  # a power, which its rounding would show in
        function = public(backend, name, "value_and_grad")
        in_place = x.copy()
        with np.errstate(all="raise"):
            loss, gradient = function(x, target, reduction=reduction, **arguments)
            assert_same_bits(public(backend, name)(x, target, reduction=reduction, **arguments), loss)
            if dtype != "f2":
                assert_same_bits(function(in_place, target, reduction=reduction, out=in_place, **arguments), (loss, gradient))
        assert np.asarray(loss).dtype == gradient.dtype == computed
        with np.errstate(all="ignore"):
            exact_loss, exact = truths.loss(name, x, target, reduction=reduction, **arguments)
            if reduction == "mean" and row.over_weights and not np.any(arguments.get("weight", 1)):
                exact = exact * 0
            size, size_of_gradient = truths.sizes(name, x, target, reduction=reduction, **arguments)
            assert errors_in_ulp(np.asarray(loss), exact_loss, size) <= row.promise.ulp[computed], seed
            assert errors_in_ulp(gradient, exact, size_of_gradient) <= row.promise.slope_ulp[computed], seed


@pytest.mark.parametrize("kind", ["index", "probabilities"])
@pytest.mark.parametrize("dtype", ["f2", "f4", "f8"])
def test_cross_entropy_with_numbers_of_every_magnitude(dtype, kind, backend):
    row, computed = ak.catalog["cross_entropy"], "f8" if dtype == "f8" else "f4"
    for seed in range(150):
        rng = np.random.default_rng([seed, 8])
        rows, n = int(rng.integers(1, 30)), int(rng.choice([2, 3, 10, 33, 100]))
        logits = rng.normal(0, 3 if seed % 3 else 60, (rows, n)).astype(dtype)
        target = rng.integers(0, n, rows) if kind == "index" else rng.dirichlet(np.ones(n), rows).astype(dtype)
        arguments = {"reduction": str(rng.choice(["mean", "sum", "none"]))}
        if seed % 2:
            arguments["weight"] = magnitudes(rng, n, "f4" if dtype == "f4" else "f8", None if dtype == "f4" else 60)
        if seed % 5 == 0:
            arguments["label_smoothing"] = float(rng.choice([0.1, 1, 1e-30, 1e-60]))
        if seed % 7 == 0:
            arguments["z_loss"] = float(rng.choice([1e-4, 1, 1e-20]))
        if seed % 11 == 0 and kind == "index":
            arguments["ignore_index"] = int(target[0])
        in_place = logits.copy()
        with np.errstate(all="raise"):
            loss, gradient = value_and_grad(backend, logits, target, **arguments)
            assert_same_bits(public(backend, "cross_entropy")(logits, target, **arguments), loss)
            if dtype != "f2":
                assert_same_bits(value_and_grad(backend, in_place, target, out=in_place, **arguments), (loss, gradient))
        assert np.asarray(loss).dtype == gradient.dtype == computed
        with np.errstate(all="ignore"):
            exact_loss, exact = truths.cross_entropy(logits, target, **arguments)
            if np.isnan(exact_loss).any():  # nothing counts
                exact = exact * 0
            largest = np.max(np.abs(np.where(np.isfinite(exact), exact, 0)))
            shares = np.max(arguments.get("weight", np.ones(1)).astype(np.longdouble))
            if arguments["reduction"] == "mean":
                shares = min(shares, 1)
            assert errors_in_ulp(np.asarray(loss), exact_loss, largest) <= row.promise.ulp[computed], seed
            if np.all(np.abs(exact) < np.finfo(computed).max):
                assert errors_in_ulp(gradient, exact, max(largest, shares)) <= row.promise.slope_ulp[computed], seed


@pytest.mark.parametrize("labels", [True, False])
@pytest.mark.parametrize("dtype", DTYPES)
def test_weights_of_the_logistic_loss_against_mpmath(dtype, labels, backend):
    """Values, and slopes in units of the larger share: over the range that the row states."""
    rng = np.random.default_rng(9)
    count, reach, far = 300, 40 if dtype == "f4" else 440, 250 if dtype == "f4" else 1600
    x = np.concatenate([rng.normal(0, 5, count), rng.uniform(-far, far, count), magnitudes(rng, count, dtype, 100)]).astype(dtype)
    target = rng.integers(0, 2, x.size) if labels else np.ldexp(rng.random(x.size), -rng.integers(0, 30, x.size))
    weight, pos_weight = magnitudes(rng, x.size, dtype, reach), magnitudes(rng, x.size, dtype, reach)
    points = [each.astype(dtype) for each in (x, target, weight, pos_weight)]
    value, slope = get(backend, "logistic_loss", "value_and_grad")(*points)
    promise = ak.catalog["logistic_loss"].promise
    with mpmath.workprec(200):
        for y, dydx, *numbers in zip(value, slope, *points):
            exact, derivative, *shares = truths.logistic_loss(*numbers)
            assert error_in_ulp(y, exact) <= promise.ulp[dtype], numbers
            assert error_in_ulp(dydx, derivative, 0 if labels else max(shares)) <= promise.slope_ulp[dtype], numbers


def test_examples_of_weights_of_the_logistic_loss(backend):
    function = public(backend, "logistic_loss", "value_and_grad")
    single = np.float32
    for x, target, weight, pos_weight, expected in (
        (-100, 0, 1e6, 1, 1e6 * np.exp(-100.0)),  # a subnormal number without its weight
        (0, 1, 1, 1e30, 1e30 * np.log(2)),
        (-1000, 1, 1e-30, 1e30, 1000),
        (-1e9, 1, 1e-30, 1e30, 1e9),
        (100, 1, 1e30, 1e-30, np.exp(-100.0)),
        (-np.inf, 0, 1e25, 1, 0),
        (np.inf, 1, 1e25, 1, 0),
        (np.inf, 0, 0, 1, 0),
    ):
        with np.errstate(all="raise"):
            found = function(*map(single, (x, target, weight, pos_weight)))[0]
        assert ulp_error(found, expected) <= ak.catalog["logistic_loss"].promise.ulp["f4"] + 3  # the operands are rounded


def points_of_errors(rng, dtype, n):
    """(x, target, weight, parameter) with errors of every size beside the parameter, on it and next to it too.

    All products that the rows of errors speak of are normal numbers.
    """
    reach = 25 if dtype == "f4" else 200
    parameter, weight = (np.ldexp(rng.uniform(1, 2, n), rng.integers(-reach, reach, n)).astype(dtype) for _ in range(2))
    ratio = np.where(rng.integers(0, 2, n) == 0, np.ldexp(rng.uniform(0.5, 2, n), rng.integers(-reach, reach, n)), 1)
    error = parameter * ratio * (1 + rng.integers(-2, 3, n) * np.finfo(dtype).eps)
    target = np.where(rng.integers(0, 3, n) == 0, 0, error * rng.normal(0, 1, n)).astype(dtype)
    return (target + error * rng.choice([-1, 1], n)).astype(dtype), target, weight, parameter


OF_ERRORS = [row.element for row in LOSSES if row.of_errors]


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("name", OF_ERRORS)
def test_errors_against_mpmath(name, dtype, backend):
    row = ak.catalog[name]
    given = points_of_errors(np.random.default_rng(11), dtype, 1500)[: len(row.parameters) + 1]
    for form, quantity in (("value", "y"), ("grad", "dydx")):
        with np.errstate(all="raise"):
            results = get(backend, name, form)(*given)
        for result, *point in zip(results, *given):
            exact = truths.quantity(name, quantity, point)
            assert error_in_ulp(result, exact) <= row.ulp_of(quantity, dtype), point


@pytest.mark.parametrize("dtype", DTYPES)
def test_which_side_a_kink_is_on(dtype, backend):
    """The slopes that PyTorch has there; on a parabola's end both sides are the same."""
    one = np.dtype(dtype).type
    for delta in map(one, (1, 0.1, 3e15, 1e-15)):
        for factor in map(one, (1, -1)):
            x = factor * delta
            found = get(backend, "huber_error", "value_and_grad")(x, one(0), one(1), delta)
            assert_same_bits(found, (delta * (delta / 2), x))
            assert_same_bits(get(backend, "smooth_l1_error", "value_and_grad")(x, one(0), one(1), delta), (delta / 2, factor))
    zero = one(0)
    for name, *given in (("absolute_error",), ("smooth_l1_error", zero), ("huber_error", one(1)), ("squared_error",)):
        for x in (zero, -zero):
            y, slope = get(backend, name, "value_and_grad")(x, zero, one(1), *given)
            assert (y, slope) == (0, 0)


@pytest.mark.parametrize("dtype", DTYPES)
def test_smooth_l1_is_hubers_error_over_beta_and_that_of_0_the_absolute_error(dtype, backend):
    rng = np.random.default_rng(12)
    x, target = rng.normal(0, 1, (2, 40, 9)).astype(dtype)
    same = public(backend, "smooth_l1", "value_and_grad")(x, target, beta=0)
    assert_same_bits(same, public(backend, "mae", "value_and_grad")(x, target))
    beta = np.array([0.25, 2, 0.5, 1, 4, 0.125, 8, 1, 2], dtype)  # powers of 2, which change no digit
    ours = get(backend, "smooth_l1_error", "value_and_grad")(x, target, x.dtype.type(1), beta)
    theirs = get(backend, "huber_error", "value_and_grad")(x, target, x.dtype.type(1), beta)
    np.testing.assert_allclose(ours, np.array(theirs) / beta, rtol=4 * np.finfo(dtype).eps)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("name", OF_ERRORS[1:])
def test_infinite_errors_have_limits_and_nan_comes_out(name, dtype, backend):
    given = [np.dtype(dtype).type(2)] * (len(ak.catalog[name].parameters) - 2)
    x = np.array([np.inf, -np.inf, np.nan], dtype)
    with np.errstate(all="raise"):
        y, slope = get(backend, name, "value_and_grad")(x, x.dtype.type(1), x.dtype.type(0.5), *given)
        np.testing.assert_array_equal(y, [np.inf, np.inf, np.nan])
        linear = 1.0 if name == "huber_error" else 0.5
        np.testing.assert_array_equal(slope, [linear, -linear, np.nan])
        y, slope = get(backend, name, "value_and_grad")(x, x.dtype.type(1), x.dtype.type(0), *given)
        np.testing.assert_array_equal(y, [0, 0, np.nan])
        np.testing.assert_array_equal(slope, [0, 0, np.nan])
        if given:
            for found in get(backend, name, "value_and_grad")(x.dtype.type(1), *[x.dtype.type(0)] * 2, x[2]):
                assert np.isnan(found)


def test_an_infinite_delta_gives_half_the_squared_error(backend):
    y, slope = get(backend, "huber_error", "value_and_grad")(np.array([3.0, -np.inf]), 0.0, 1.0, np.inf)
    np.testing.assert_array_equal(y, [4.5, np.inf])
    np.testing.assert_array_equal(slope, [3, -np.inf])


def test_one_parameter_for_each_column(backend):
    x, target = np.random.default_rng(13).normal(0, 3, (2, 20, 4))
    delta = np.array([0.5, 1, 2, 1e3])
    each = public(backend, "huber")(x, target, delta=delta, reduction="none")
    for column, one in enumerate(delta):
        assert_same_bits(each[:, column], public(backend, "huber")(x[:, column], target[:, column], delta=one, reduction="none"))


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("name", ["log_loss", "sigmoid_focal_loss", "hinge_loss"])
def test_losses_of_labels_against_mpmath(name, dtype, backend):
    """Where the rows promise, in the tails too; hypothesis' numbers are those of one variable alone."""
    rng = np.random.default_rng(14)
    n, far, end = 1200, *((100, 80) if dtype == "f4" else (750, 690))
    x = np.where(rng.integers(0, 2, n) == 0, rng.normal(0, 4, n), rng.uniform(-far, far, n))
    weight, target = rng.uniform(0.5, 2, n), rng.integers(0, 2, n).astype("f8")
    given = [rng.uniform(0.01, 1, n), rng.choice([0, 0.1, 0.5, 1, 1.5, 2], n)]
    if name == "log_loss":
        near = np.exp(-rng.uniform(0, end, n))
        x = np.choose(rng.integers(0, 3, n), [rng.random(n), near, 1 - np.exp(-rng.uniform(0, 40, n))])
        target = np.choose(rng.integers(0, 3, n), [target, rng.random(n), np.clip(x * rng.uniform(0.99, 1.01, n), 1e-30, 1)])
        given = []
    elif name == "hinge_loss":
        target, given = 2 * target - 1, []
    points = [each.astype(dtype) for each in (x, target, weight, *given)]
    row = ak.catalog[name]
    for form, quantity in (("value", "y"), ("grad", "dydx")):
        with np.errstate(all="raise"):
            results = get(backend, name, form)(*points)
        for result, *point in zip(results, *points):
            exact = truths.quantity(name, quantity, point)
            if exact is not None:  # an infinite loss, of a probability that is rounded to 0 or 1
                assert error_in_ulp(result, exact) <= row.ulp_of(quantity, dtype), point


@pytest.mark.parametrize("dtype", DTYPES)
def test_probabilities_at_the_ends_have_limits_where_torch_cuts_off(dtype, backend):
    x = np.array([0, 0, 0, 1, 1, 1, -0.0, -0.0, -0.0], dtype)
    target = np.array([0, 1, 0.5, 0, 1, 0.5, 0, 1, 0.5], dtype)
    with np.errstate(all="raise"):
        loss, gradient = public(backend, "binary_cross_entropy", "value_and_grad")(x, target, reduction="none")
        assert public(backend, "binary_cross_entropy")(x, target) == np.inf
    inf = np.inf
    assert_same_bits(loss, np.array([0, inf, inf, inf, 0, inf, 0, inf, inf], dtype))
    assert_same_bits(gradient, np.array([1, -inf, -inf, inf, -1, inf, 1, -inf, -inf], dtype))
    with np.errstate(all="raise"):
        found = get(backend, "log_loss", "value_and_grad")(np.array([-0.1, 1.1, np.nan, 0, 1], dtype), *np.array([0.5, 0], dtype))
    np.testing.assert_array_equal(found[0], [np.nan, np.nan, np.nan, 0, 0])
    np.testing.assert_array_equal(found[1], [np.nan, np.nan, np.nan, 0, 0])
    smallest = np.finfo(dtype).smallest_subnormal
    assert public(backend, "binary_cross_entropy")(smallest, 1) == pytest.approx(-np.log(np.longdouble(smallest)), rel=1e-6)


@pytest.mark.parametrize("dtype", DTYPES)
def test_focal_loss_far_out_and_with_a_gamma_of_0(dtype, backend):
    x = np.array([np.inf, -np.inf, np.nan, 1000, -1000, 0.5, -0.5, 80, -80], dtype)
    function = get(backend, "sigmoid_focal_loss", "value_and_grad")
    one, half, quarter = np.array([1, 0.5, 0.25], dtype)
    with np.errstate(all="raise"):
        y, slope = function(x, one, one, quarter, 2 * one)
        np.testing.assert_array_equal(y[:5], [0, np.inf, np.nan, 0, 250])
        np.testing.assert_array_equal(slope[:5], [0, -0.25, np.nan, 0, -0.25])
        mirrored = function(-x, 0 * one, one, 1 - quarter, 2 * one)
        assert_same_bits(mirrored[0], y)
        np.testing.assert_array_equal(mirrored[1], -slope)
        plain = function(x, one, 2 * one, half, 0 * one)
        expected = get(backend, "logistic_loss", "value_and_grad")(x, one, one, one)
        largest = function(x, one, one, quarter, np.finfo(dtype).max)
        np.testing.assert_array_equal(np.isnan(largest), np.isnan([x, x]))
        np.testing.assert_array_equal(largest[0][[0, 1, 3, 4, 5]], [0, np.inf, 0, 250, 0])
        nothing = function(x, one, one, 0 * one, 2 * one)
        np.testing.assert_array_equal(nothing[0], np.where(np.isnan(x), np.nan, 0))
        np.testing.assert_array_equal(nothing[1], np.where(np.isnan(x), np.nan, 0))
    np.testing.assert_allclose(plain, expected, rtol=6 * np.finfo(dtype).eps)


def test_focal_is_torchvisions_formula(backend):
    rng = np.random.default_rng(15)
    x, target = rng.normal(0, 3, (50, 4)), rng.integers(0, 2, (50, 4)).astype("f8")
    p = 1 / (1 + np.exp(-x))
    cross = public(backend, "binary_cross_entropy_with_logits")(x, target, reduction="none")
    for alpha, gamma in ((0.25, 2), (0.75, 0.5), (1, 3)):
        expected = cross * (1 - p * target - (1 - p) * (1 - target)) ** gamma * (alpha * target + (1 - alpha) * (1 - target))
        for reduction, of in (("none", lambda each: each), ("sum", np.sum), ("mean", np.mean)):
            found = public(backend, "focal")(x, target, alpha=alpha, gamma=gamma, reduction=reduction)
            np.testing.assert_allclose(found, of(expected), rtol=1e-12)
    default = public(backend, "focal")(x, target)
    assert_same_bits(public(backend, "focal")(x, target, alpha=0.25, gamma=2), default)


@pytest.mark.parametrize("dtype", DTYPES)
def test_hinge_at_its_kink_and_beyond(dtype, backend):
    one = np.dtype(dtype).type(1)
    below, above = np.nextafter(one, 0 * one), np.nextafter(one, 2 * one)
    x = np.array([below, one, above, np.inf, -np.inf, np.nan, 0], dtype)
    for label in (one, -one):
        with np.errstate(all="raise"):
            y, slope = get(backend, "hinge_loss", "value_and_grad")(label * x, label, one)
        np.testing.assert_array_equal(y, [1 - below, 0, 0, 0, np.inf, np.nan, 1])
        np.testing.assert_array_equal(slope, [-label, 0, 0, 0, -label, np.nan, -label])


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize(
    "name", [each for row in LOSSES if row.signed and row.element for each in (row.element, row.other.element)]
)
def test_losses_with_signs_against_mpmath(name, dtype, backend):
    """In units of the terms that cancel, next to where they do too."""
    rng = np.random.default_rng(16)
    row, n = ak.catalog[name], 1200
    target = np.choose(
        rng.integers(0, 4, n), [rng.poisson(3, n), rng.random(n), rng.exponential(50, n), np.exp(rng.normal(0, 9, n))]
    )
    with np.errstate(all="ignore"):
        x = np.choose(rng.integers(0, 3, n), [rng.normal(0, 4, n), rng.uniform(-80, 80, n), np.log(np.maximum(target, 1e-3))])
    if name == "relative_entropy_of_logs":
        target = np.choose(rng.integers(0, 3, n), [-target, x, np.log(np.maximum(target, 1e-9))])
        target = np.clip(target, -300, 80)
    elif name == "poisson_loss_of_rate":
        x = np.choose(rng.integers(0, 3, n), [target, np.exp(x), rng.random(n)])
    given = [rng.uniform(0.5, 2, n)]
    given += {
        "poisson_loss": [rng.integers(0, 2, n)],
        "poisson_loss_of_rate": [10 ** rng.uniform(-9, 0, n), rng.integers(0, 2, n)],
    }.get(name, [])
    x = x * (1 + rng.integers(-3, 4, n) * np.finfo(dtype).eps)
    points = [each.astype(dtype) for each in (x, target, *given)]
    for form, quantity in (("value", "y"), ("grad", "dydx")):
        with np.errstate(all="raise"):
            results = get(backend, name, form)(*points)
        for result, *point in zip(results, *points):
            exact = truths.quantity(name, quantity, point)
            numbers = named(name, "value", map(float, point))
            size = reference.exact_of(row.promise.terms.get(quantity, "0"), **numbers)
            assert error_in_ulp(result, exact, size) <= row.ulp_of(quantity, dtype), point


@pytest.mark.parametrize("dtype", DTYPES)
def test_relative_entropy_has_limits(dtype, backend):
    inf, nan = np.inf, np.nan
    x = np.array([inf, -inf, nan, 2], dtype)
    one = x.dtype.type(1)
    with np.errstate(all="raise"):
        for name, nothing in (("relative_entropy", 0 * one), ("relative_entropy_of_logs", -inf * one)):
            y, slope = get(backend, name, "value_and_grad")(x, nothing, one)
            np.testing.assert_array_equal(y, [0, 0, nan, 0])
            np.testing.assert_array_equal(slope, [0, 0, nan, 0])
            y, slope = get(backend, name, "value_and_grad")(x, one, 0 * one)
            np.testing.assert_array_equal(y, [0, 0, nan, 0])
            y, slope = get(backend, name, "value_and_grad")(x, one, one)
            np.testing.assert_array_equal(y[:3], [-inf, inf, nan])
        y, slope = get(backend, "relative_entropy", "value_and_grad")(one, np.array([-1, nan, inf], dtype), one)
        np.testing.assert_array_equal(y, [nan, nan, inf])
        y, slope = get(backend, "relative_entropy_of_logs", "value_and_grad")(x, inf * one, one)
        np.testing.assert_array_equal(y, [nan, inf, nan, inf])
        np.testing.assert_array_equal(slope, [-inf, -inf, nan, -inf])
        loss, _ = public(backend, "kl_div", "value_and_grad")(x[[0, 1, 3]], np.array([0, 0, 1], dtype), reduction="sum")
        assert loss == -2
        assert np.isnan(public(backend, "kl_div")(x[:2], np.ones(2, dtype)))  # infinities of both signs


@pytest.mark.parametrize("dtype", DTYPES)
def test_poisson_loss_has_limits(dtype, backend):
    inf, nan = np.inf, np.nan
    x = np.array([inf, -inf, nan], dtype)
    one = x.dtype.type(1)
    with np.errstate(all="raise"):
        function = get(backend, "poisson_loss", "value_and_grad")
        for given, y, slope in (
            ((2 * one, one), [inf, inf, nan], [inf, -2, nan]),
            ((0 * one, one), [inf, 0, nan], [inf, 0, nan]),
            ((2 * one, 0 * one), [0, 0, nan], [0, 0, nan]),
        ):
            found = function(x, *given, 0 * one)
            np.testing.assert_array_equal(found[0], y)
            np.testing.assert_array_equal(found[1], slope)
        function = get(backend, "poisson_loss_of_rate", "value_and_grad")
        x = np.array([inf, 0, nan, -1, -0.0], dtype)
        for given, y, slope in (
            ((2 * one, one), [inf, inf, nan, nan, inf], [1, -inf, nan, nan, -inf]),
            ((0 * one, one), [inf, 0, nan, nan, 0], [1, 1, nan, nan, 1]),
            ((2 * one, 0 * one), [0, 0, nan, nan, 0], [0, 0, nan, nan, 0]),
        ):
            found = function(x, *given, 0 * one, 0 * one)
            np.testing.assert_array_equal(found[0], y)
            np.testing.assert_array_equal(found[1], slope)
        nan_of_ones = np.array([-1], f"i{x.itemsize}").view(dtype)  # every bit of which is set, and goes into powers of 2
        for each in (nan_of_ones, -nan_of_ones):
            assert np.isnan(get(backend, "poisson_loss", "value_and_grad")(each, one, one, one)).all()
        large = function(np.array([1e30, 1e-30], dtype), one, x.dtype.type(1e-20), 0 * one, 0 * one)
        np.testing.assert_allclose(large[1], [1e-20, -1e10], rtol=1e-6)


@pytest.mark.parametrize("dtype", DTYPES)
def test_sums_that_cancel_have_the_digits_of_their_magnitudes(dtype, backend):
    """And those of tiny losses are computed once more, however small their sum is."""
    one = np.dtype(dtype).type(1)
    x = np.array([1, -1, 0.5], dtype)
    for size in (1e-42, 1e-30, 1e-3, 1, 1e30) if dtype == "f4" else (1e-318, 1e-300, 1, 1e200):
        target = np.full(3, size, dtype)
        exact = target.astype(np.longdouble) * (3 * np.log(target.astype(np.longdouble)) - np.longdouble(0.5))
        with np.errstate(all="raise"):
            found = public(backend, "kl_div")(x, target, reduction="sum")
        whole = target[0] * (3 * abs(np.log(np.longdouble(target[0]))) + 2.5)
        assert errors_in_ulp(np.asarray(found), exact[:1].sum(), whole) <= ak.catalog["kl_div"].promise.ulp[dtype]
        assert public(backend, "kl_div")(np.log(one) * x, one + 0 * x, reduction="sum") == 0


@pytest.mark.parametrize("dtype", DTYPES)
def test_batchmean_is_the_sum_over_the_length_of_the_first_axis(dtype, backend):
    rng = np.random.default_rng(17)
    x, target = -rng.exponential(3, (16, 3, 5)).astype(dtype), rng.random((16, 3, 5)).astype(dtype)
    function = public(backend, "kl_div", "value_and_grad")
    for given in ({}, {"log_target": True}, {"weight": np.ones(5, dtype)}):
        whole, slope = function(x, target, reduction="sum", **given)
        mean, of_mean = function(x, target, reduction="batchmean", **given)
        assert_same_bits((mean * 16, of_mean * 16), (whole, slope))
    assert np.isnan(function(x[:0], target[:0], reduction="batchmean")[0])
    assert function(x[:, :0], target[:, :0], reduction="batchmean")[0] == 0
