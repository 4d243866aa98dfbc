"""The oracle: every function and slope from its definition, readable and slow.

    from actkern import reference
    reference.value("sigmoid", x)             # float64 NumPy, by the numerically stable formula
    reference.naive("sigmoid", [x])           # the textbook formula as it stands: what one writes without actkern
    reference.exact("sigmoid", "dydx", 1.5)   # mpmath, correct to 27 digits: the truth that kernels are tested against

The formulas are the text of the catalogue's rows, evaluated over NumPy's or mpmath's functions. Functions
along an axis, which no elementwise formula describes, are written out below.
"""

import importlib
import math
from collections.abc import Sequence
from functools import cache, reduce
from types import CodeType
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ._catalog import Activation, catalog

_SHARED = ("exp", "expm1", "log", "log1p", "tanh", "sqrt", "sin", "cos", "arctan", "maximum", "minimum", "where", "abs")


def _vectorized(name: str) -> Any:
    """scipy.special's function where SciPy is installed, else the standard library's, element by element."""
    try:
        return getattr(importlib.import_module("scipy.special"), name)
    except ImportError:
        return np.vectorize(getattr(math, name), otypes=[float])


# The vocabulary of the catalogue's formulas.
_NUMPY: dict[str, Any] = {name: getattr(np, name) for name in _SHARED} | {
    "erf": lambda x: _vectorized("erf")(x),
    "erfc": lambda x: _vectorized("erfc")(x),
    "pi": math.pi,
    "nan": math.nan,
    "inf": math.inf,
}


def _multiprecision(context: Any) -> dict[str, Any]:
    """The same vocabulary over the numbers of an mpmath context."""
    names = {name: name for name in ("exp", "expm1", "log", "log1p", "tanh", "sqrt", "sin", "cos", "erf")}
    return {name: getattr(context, theirs) for name, theirs in names.items()} | {
        # Of 1e630, a quotient of floats, it takes .2 s; 1e310 is beyond what floats themselves give.
        "erfc": lambda x: context.erfc(max(min(x, context.mpf("1e310")), -context.mpf("1e310"))),
        "arctan": context.atan,
        "maximum": max,
        "minimum": min,
        "abs": abs,
        "where": lambda condition, yes, no: yes if condition else no,
        "pi": +context.pi,
        "nan": context.nan,
        "inf": context.inf,
    }


# Precisions in bits that `exact` climbs until two agree: formulas cancel as many bits as x has zeros after the point.
_PRECISIONS = (120, 240, 480, 1000, 2200, 4600)
_AGREEMENT = 2.0**-90


@cache
def _compiled(formula: str) -> CodeType:
    return compile(formula, f"<formula {formula}>", "eval")


class _Names(dict[str, Any]):
    """Operands and functions by name; beyond those given, every activation, and `grad_NAME` for its slope."""

    def __init__(self, functions: dict[str, Any], operands: dict[str, Any], stable: bool) -> None:
        super().__init__(functions | operands)
        self._functions, self._stable = functions, stable

    def __missing__(self, name: str) -> Any:
        row = catalog[name.removeprefix("grad_")]
        quantity = "dydx" if name.startswith("grad_") else "y"
        formula = _stable(row, quantity) if self._stable else row.quantities[quantity]
        names, _ = row.operands("value")

        def function(*inputs: Any) -> Any:
            return _evaluate(formula, self._functions, _named(row, names, inputs, {}), self._stable)

        return function


def _evaluate(formula: str, functions: dict[str, Any], operands: dict[str, Any], stable: bool) -> Any:
    # The text comes from the catalogue alone, never from a caller.
    return eval(_compiled(formula), {"__builtins__": {}}, _Names(functions, operands, stable))


def _named(row: Activation, names: tuple[str, ...], inputs: tuple[Any, ...], parameters: dict[str, Any]) -> dict[str, Any]:
    defaults = {parameter.name: parameter.default for parameter in row.parameters if parameter.default is not None}
    given = dict(zip((name for name in names if name not in defaults), inputs, strict=True))
    return given | defaults | parameters


def _stable(row: Activation, quantity: str) -> str:
    rewritten = {row.outputs[0]: row.stable_value, "dydx": row.stable_slope}.get(quantity, "")
    return rewritten or row.quantities[quantity]


def _numpy(formula: str, operands: dict[str, Any]) -> NDArray[np.float64]:
    arrays = {name: np.asarray(operand, dtype=np.float64) for name, operand in operands.items()}
    nan = reduce(np.logical_or, (np.isnan(operand) for operand in arrays.values()))
    with np.errstate(all="ignore"):
        return np.where(nan, np.nan, _evaluate(formula, _NUMPY, arrays, stable=True))


def quantity(name: str, quantity: str, *operands: ArrayLike, **parameters: Any) -> NDArray[np.float64]:
    """One of the row's `quantities` ("y", "dydx", ...) in float64 NumPy, of the broadcast shape of its operands.

    Limits at the infinities, NaN for NaN. Gradients of cells take the upstream gradients first.
    """
    row = catalog[name]
    names, _ = row.operands("backward" if quantity in row.operands("backward")[1] else "value")
    return _numpy(_stable(row, quantity), _named(row, names, operands, parameters))


def value(name: str, *inputs: ArrayLike, **parameters: Any) -> NDArray[np.float64]:
    """f(x), as `quantity` gives it."""
    return quantity(name, catalog[name].outputs[0], *inputs, **parameters)


def slope(name: str, *inputs: ArrayLike, **parameters: Any) -> NDArray[np.float64]:
    """f'(x), as `quantity` gives it."""
    return quantity(name, catalog[name].operands("grad")[1][0], *inputs, **parameters)


def slope_from_output(name: str, y: ArrayLike, **parameters: Any) -> NDArray[np.float64]:
    """f' as a function of y = f(x), in float64 NumPy, of the shape of y."""
    row = catalog[name]
    return _numpy(row.slope_from_output, _named(row, ("y",), (y,), parameters))


def naive(name: str, operands: Sequence[Any], form: str = "value", *, stable: bool = False) -> Any:
    """One form of a function as plain NumPy has it, in the dtype of its operands; the baseline of the benchmarks.

    `operands` as the form takes them, without its parameters, which have their defaults; with `stable`, the formulas that do not
    overflow. Gives a tuple where the form has several outputs.
    """
    row = catalog[name]
    if (row.name, form) in _WRITTEN:
        return _WRITTEN[row.name, form](*operands, stable)
    taken, given = row.operands(form)
    named = _named(row, taken, tuple(operands), {})
    shape = np.broadcast_shapes(*(np.shape(operand) for operand in operands))

    def of(formula: str) -> Any:
        result = _evaluate(formula, _NUMPY, named, stable)
        return result if np.shape(result) == shape else np.full(shape, result, dtype=operands[0].dtype)

    formulas = {each: (_stable(row, each) if stable else text) for each, text in row.quantities.items()}
    if row.kind == "cell" or not form.startswith("backward"):
        results = [of(formulas[each]) for each in given]
    elif form == "backward":
        results = [operands[0] * of(formulas[each]) for each in row.operands("grad")[1]]
    else:
        results = [operands[0] * of(row.slope_from_output)]
    return results[0] if len(results) == 1 else tuple(results)


def exact(name: str, quantity: str, *operands: Any, **parameters: float) -> Any:
    """One of the row's `quantities` at finite floats or mpmath numbers, as an mpmath number correct to 27 digits.

    The formula is evaluated with more and more bits until two results agree to that; a zero is believed at 4,600 bits, and
    tried there at once: most are no cancellation, but the formula's own.
    """
    row = catalog[name]
    formula = row.quantities[quantity]
    names, _ = row.operands("backward" if quantity in row.operands("backward")[1] else "value")
    named = _named(row, names, operands, parameters)

    def at(bits: int) -> Any:
        context, functions = _context(bits)
        numbers = {key: context.mpf(number) for key, number in named.items()}
        return context.mpf(_evaluate(formula, functions, numbers, stable=False))

    previous = at(_PRECISIONS[0])
    if not previous and not at(_PRECISIONS[-1]):
        return previous
    for bits in _PRECISIONS[1:]:
        result = at(bits)
        if result and abs(result - previous) <= _AGREEMENT * abs(result):
            break
        previous = result
    return result


def numpy_of(formula: str, **operands: ArrayLike) -> NDArray[Any]:
    """A formula or a condition in the catalogue's syntax over float64 NumPy, of the operands' shape."""
    arrays = {key: np.asarray(operand, dtype=np.float64) for key, operand in operands.items()}
    shape = np.broadcast_shapes(*map(np.shape, arrays.values()))
    with np.errstate(all="ignore"):
        return np.broadcast_to(formula == "any" or _evaluate(formula, _NUMPY, arrays, stable=True), shape)


def exact_of(formula: str, **operands: Any) -> Any:
    """A formula over finite floats or mpmath numbers, as an mpmath number of 4,600 bits.

    For operands of every size: `exact` would believe two precisions that agree since 1 + 1e-184 is 1 in both.
    """
    context, functions = _context(_PRECISIONS[-1])
    numbers = {key: context.mpf(number) for key, number in operands.items()}
    return context.mpf(_evaluate(formula, functions, numbers, stable=False))


@cache
def _context(bits: int) -> tuple[Any, dict[str, Any]]:
    import mpmath

    context = mpmath.MPContext()
    context.prec = bits
    return context, _multiprecision(context)


def ulp_error(result: ArrayLike, truth: ArrayLike, floor: float = 0.0) -> NDArray[np.float64]:
    """|result - truth| in units in the last place that the dtype of `result` has at max(|truth|, floor), elementwise.

    `truth` is float64. Below the normal range the unit is the smallest subnormal. Equal infinities and NaN for
    NaN are no error; NaN or infinity for anything else is an infinite one.
    """
    found, exact = np.broadcast_arrays(np.asarray(result), np.asarray(truth, dtype=np.float64))
    info = np.finfo(found.dtype)
    # The power of two at or below |exact| is its bits without those of the fraction.
    power = (np.ascontiguousarray(exact).view(np.uint64) & np.uint64(0x7FF0000000000000)).view(np.float64).reshape(exact.shape)
    smallest = 2.0 ** max(int(np.frexp(floor)[1]) - 1 if floor else info.minexp, info.minexp)
    with np.errstate(all="ignore"):
        error = np.asarray(np.abs(found - exact) / np.maximum(power, smallest) * 2.0**info.nmant)
        special = ~np.isfinite(error)
        if special.any():
            found, exact = found[special], exact[special]
            overflow = np.isinf(found) & (exact.astype(found.dtype) == found)
            error[special] = np.where((found == exact) | (np.isnan(found) & np.isnan(exact)) | overflow, 0.0, np.inf)
    return error


def exact_ulp_error(result: float, name: str, quantity: str, *operands: float, **parameters: float) -> float:
    """The error of one float64 result in units in the last place of the truth, as `exact` has it.

    For slopes, of max(|truth|, slope_floor of the row). A result that overflows is right where the truth rounds to infinity.
    """
    import mpmath

    truth = exact(name, quantity, *operands, **parameters)
    floor = 0.0 if quantity in catalog[name].outputs else catalog[name].slope_floor
    if math.isnan(result):
        return 0.0 if mpmath.isnan(truth) else math.inf
    if math.isinf(result):
        return 0.0 if abs(truth) >= mpmath.mpf(2) ** 1024 - mpmath.mpf(2) ** 970 and (truth > 0) == (result > 0) else math.inf
    largest = max(abs(truth), floor)
    exponent = mpmath.frexp(largest)[1] - 1 if largest else -1022
    return float(abs(mpmath.mpf(float(result)) - truth) * mpmath.mpf(2) ** (52 - max(exponent, -1022)))


def softmax(x: NDArray[Any], axis: int = -1, *, stable: bool = True) -> NDArray[Any]:
    """exp(x) / sum(exp(x)) along `axis`; `stable` takes the maximum off first."""
    e: NDArray[Any] = np.exp(x - np.max(x, axis=axis, keepdims=True)) if stable else np.exp(x)
    e /= np.sum(e, axis=axis, keepdims=True)
    return e


def softmax_backward_from_output(dy: NDArray[Any], y: NDArray[Any], axis: int = -1) -> NDArray[Any]:
    """y * (dy - sum(dy * y)): the softmax Jacobian's product with dy."""
    dx: NDArray[Any] = y * (dy - np.sum(dy * y, axis=axis, keepdims=True))
    return dx


def log_softmax(x: NDArray[Any], axis: int = -1, *, stable: bool = True) -> NDArray[Any]:
    """x - log(sum(exp(x))) along `axis`; `stable` takes the maximum off first."""
    shifted = x - np.max(x, axis=axis, keepdims=True) if stable else x
    result: NDArray[Any] = shifted - np.log(np.sum(np.exp(shifted), axis=axis, keepdims=True))
    return result


def log_softmax_backward_from_output(dy: NDArray[Any], y: NDArray[Any], axis: int = -1) -> NDArray[Any]:
    """dy - exp(y) * sum(dy)."""
    dx: NDArray[Any] = dy - np.exp(y) * np.sum(dy, axis=axis, keepdims=True)
    return dx


def logsumexp(x: NDArray[Any], axis: int = -1, *, stable: bool = True) -> NDArray[Any]:
    """log(sum(exp(x))) along `axis`; `stable` takes the maximum off first."""
    m = np.max(x, axis=axis, keepdims=True) if stable else np.zeros((1,) * x.ndim, x.dtype)
    result: NDArray[Any] = np.squeeze(m, axis) + np.log(np.sum(np.exp(x - m), axis=axis))
    return result


def logmeanexp(x: NDArray[Any], axis: int = -1, *, stable: bool = True) -> NDArray[Any]:
    """log(mean(exp(x))) along `axis`."""
    result: NDArray[Any] = logsumexp(x, axis, stable=stable) - np.log(x.dtype.type(x.shape[axis]))
    return result


def hardmax(x: NDArray[Any], axis: int = -1) -> NDArray[Any]:
    """1 for the first of the largest along `axis`, 0 elsewhere."""
    y = np.zeros_like(x)
    np.put_along_axis(y, np.expand_dims(x.argmax(axis=axis), axis), 1, axis)
    return y


def sparsemax(x: NDArray[Any], axis: int = -1) -> NDArray[Any]:
    """maximum(x - tau, 0): the largest k elements are all above tau = (their sum - 1) / k, for the largest such k."""
    z = np.flip(np.sort(x, axis=axis), axis)
    k = np.moveaxis(np.arange(1, x.shape[axis] + 1).reshape(-1, *[1] * (x.ndim - 1)), 0, axis).astype(x.dtype)
    sums = np.cumsum(z, axis=axis) - 1
    size = np.count_nonzero(z * k > sums, axis=axis, keepdims=True)
    tau = np.take_along_axis(sums, size - 1, axis) / size.astype(x.dtype)
    result: NDArray[Any] = np.maximum(x - tau, 0)
    return result


def sparsemax_backward_from_output(dy: NDArray[Any], y: NDArray[Any], axis: int = -1) -> NDArray[Any]:
    """dy less its mean where y is above 0, 0 elsewhere."""
    inside = y > 0
    mean = np.sum(dy, axis=axis, keepdims=True, where=inside) / np.maximum(
        np.sum(inside, axis=axis, keepdims=True, dtype=y.dtype), 1
    )
    result: NDArray[Any] = np.where(inside, dy - mean, np.zeros((), y.dtype))
    return result


def gumbel_softmax(x: NDArray[Any], axis: int = -1, *, rng: Any = 0, stable: bool = True) -> NDArray[Any]:
    """softmax(x - log(e)) for e of the exponential law, which is -log(u)."""
    e = np.random.default_rng(rng).standard_exponential(x.shape, dtype=np.float32 if x.dtype == np.float32 else np.float64)
    return softmax(x - np.log(e), axis, stable=stable)


def cross_entropy(logits: NDArray[Any], target: NDArray[Any]) -> NDArray[Any]:
    """The mean of logsumexp(logits) - logits[target] over rows along the last axis."""
    taken = np.take_along_axis(logits, np.expand_dims(target, -1), -1)[..., 0]
    result: NDArray[Any] = np.mean(logsumexp(logits) - taken)
    return result


def cross_entropy_gradient(logits: NDArray[Any], target: NDArray[Any]) -> NDArray[Any]:
    """(softmax(logits) - one_hot(target)) / rows."""
    gradient = softmax(logits)
    index = np.expand_dims(target, -1)
    np.put_along_axis(gradient, index, np.take_along_axis(gradient, index, -1) - 1, -1)
    gradient /= target.size
    return gradient


def binary_cross_entropy_with_logits(logits: NDArray[Any], target: NDArray[Any], stable: bool = True) -> tuple[Any, NDArray[Any]]:
    """The mean of logistic_loss, and its gradient."""
    loss, slope = naive("logistic_loss", [logits, target], "value_and_grad", stable=stable)
    return np.mean(loss), slope / target.size


def mse(prediction: NDArray[Any], target: NDArray[Any]) -> tuple[Any, NDArray[Any]]:
    """The mean of squared errors, and its gradient."""
    d = prediction - target
    return np.mean(d * d), d * (2 / target.size)


def glu(x: NDArray[Any], axis: int = -1) -> NDArray[Any]:
    """The first half of x along `axis`, times the sigmoid of the second."""
    up, gate = np.split(x, 2, axis=axis)
    result: NDArray[Any] = up * naive("sigmoid", [gate], stable=True)
    return result


def glu_backward(dy: NDArray[Any], x: NDArray[Any], axis: int = -1) -> NDArray[Any]:
    up, gate = np.split(x, 2, axis=axis)
    dup = dy * naive("sigmoid", [gate], stable=True)
    return np.concatenate([dup, naive("sigmoid", [dy * up, gate], "backward", stable=True)], axis=axis)


def crelu(x: NDArray[Any], axis: int = -1) -> NDArray[Any]:
    """relu(x) and relu(-x), one after the other along `axis`."""
    return np.concatenate([np.maximum(x, 0), np.maximum(-x, 0)], axis=axis)


def crelu_backward(dy: NDArray[Any], x: NDArray[Any], axis: int = -1) -> NDArray[Any]:
    positive, negative = np.split(dy, 2, axis=axis)
    result: NDArray[Any] = positive * (x > 0) - negative * (x < 0)
    return result


def _in_groups(x: NDArray[Any], k: int, axis: int) -> NDArray[Any]:
    axis %= x.ndim
    return x.reshape(*x.shape[:axis], x.shape[axis] // k, k, *x.shape[axis + 1 :])


def maxout(x: NDArray[Any], k: int, axis: int = -1) -> NDArray[Any]:
    """The largest of each k neighbours along `axis`."""
    result: NDArray[Any] = _in_groups(x, k, axis).max(axis=axis % x.ndim + 1)
    return result


def maxout_backward(dy: NDArray[Any], x: NDArray[Any], k: int, axis: int = -1) -> NDArray[Any]:
    """dy where the first of the largest stands, 0 elsewhere."""
    along = axis % x.ndim + 1
    groups = _in_groups(x, k, axis)
    dx = np.zeros_like(groups)
    np.put_along_axis(dx, np.expand_dims(groups.argmax(axis=along), along), np.expand_dims(dy, along), axis=along)
    return dx.reshape(x.shape)


# Of the operands and `stable`, as `naive` calls them.
_WRITTEN: dict[tuple[str, str], Any] = {
    ("softmax", "value"): lambda x, stable: softmax(x, stable=stable),
    ("softmax", "backward_from_output"): lambda dy, y, stable: softmax_backward_from_output(dy, y),
    ("softmin", "value"): lambda x, stable: softmax(-x, stable=stable),
    ("softmin", "backward_from_output"): lambda dy, y, stable: -softmax_backward_from_output(dy, y),
    ("log_softmax", "value"): lambda x, stable: log_softmax(x, stable=stable),
    ("log_softmax", "backward_from_output"): lambda dy, y, stable: log_softmax_backward_from_output(dy, y),
    ("logsumexp", "value"): lambda x, stable: logsumexp(x, stable=stable),
    ("logsumexp", "backward"): lambda dy, x, stable: np.expand_dims(dy, -1) * softmax(x, stable=stable),
    ("logmeanexp", "value"): lambda x, stable: logmeanexp(x, stable=stable),
    ("logmeanexp", "backward"): lambda dy, x, stable: np.expand_dims(dy, -1) * softmax(x, stable=stable),
    ("hardmax", "value"): lambda x, stable: hardmax(x),
    ("hardmax", "backward_from_output"): lambda dy, y, stable: np.zeros_like(dy),
    ("sparsemax", "value"): lambda x, stable: sparsemax(x),
    ("sparsemax", "backward_from_output"): lambda dy, y, stable: sparsemax_backward_from_output(dy, y),
    ("gumbel_softmax", "value"): lambda x, stable: gumbel_softmax(x, stable=stable),
    ("gumbel_softmax", "backward_from_output"): lambda dy, y, stable: softmax_backward_from_output(dy, y),
    ("cross_entropy", "value"): lambda x, target, stable: cross_entropy(x, target),
    ("cross_entropy", "grad"): lambda x, target, stable: cross_entropy_gradient(x, target),
    ("cross_entropy", "value_and_grad"): lambda x, target, stable: (cross_entropy(x, target), cross_entropy_gradient(x, target)),
    **{
        ("binary_cross_entropy_with_logits", form): lambda x, target, stable, part=part: binary_cross_entropy_with_logits(
            x, target, stable
        )[part]
        for form, part in (("value", 0), ("grad", 1), ("value_and_grad", slice(None)))
    },
    **{
        ("mse", form): lambda x, target, stable, part=part: mse(x, target)[part]
        for form, part in (("value", 0), ("grad", 1), ("value_and_grad", slice(None)))
    },
    ("glu", "value"): lambda x, stable: glu(x),
    ("glu", "backward"): lambda dy, x, stable: glu_backward(dy, x),
    ("crelu", "value"): lambda x, stable: crelu(x),
    ("crelu", "backward"): lambda dy, x, stable: crelu_backward(dy, x),
    ("maxout", "value"): lambda x, k, stable: maxout(x, k),
    ("maxout", "backward"): lambda dy, x, k, stable: maxout_backward(dy, x, k),
}
