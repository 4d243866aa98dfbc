"""The oracle: every function and slope from its definition, readable and slow.

    from actkern import reference
    reference.value("sigmoid", x)             # float64 NumPy, by the numerically stable formula
    reference.naive("sigmoid", x)             # the textbook formula as it stands: what one writes without actkern
    reference.exact("sigmoid", "slope", 1.5)  # mpmath, correct to 27 digits: the truth that kernels are tested against

The formulas are the text of the catalogue's rows, evaluated over NumPy's or mpmath's functions. Row-wise
functions, which no elementwise formula describes, are written out below.
"""

import importlib
import math
from functools import cache
from types import CodeType
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .catalog import Activation, catalog

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
}


def _multiprecision(context: Any) -> dict[str, Any]:
    """The same vocabulary over the numbers of an mpmath context."""
    names = {name: name for name in ("exp", "expm1", "log", "log1p", "tanh", "sqrt", "sin", "cos", "erf", "erfc")}
    return {name: getattr(context, theirs) for name, theirs in names.items()} | {
        "arctan": context.atan,
        "maximum": max,
        "minimum": min,
        "abs": abs,
        "where": lambda condition, yes, no: yes if condition else no,
        "pi": +context.pi,
    }


# Precisions in bits that `exact` climbs until two agree: formulas cancel as many bits as x has zeros after the point.
_PRECISIONS = (120, 240, 480, 1000, 2200, 4600)
_AGREEMENT = 2.0**-90


@cache
def _compiled(formula: str) -> CodeType:
    return compile(formula, f"<formula {formula}>", "eval")


def _evaluate(formula: str, functions: dict[str, Any], operands: dict[str, Any]) -> Any:
    # The text comes from the catalogue alone, never from a caller.
    return eval(_compiled(formula), {"__builtins__": {}}, {**functions, **operands})


def _operands(row: Activation, first: str, x: Any, parameters: dict[str, Any]) -> dict[str, Any]:
    defaults = {parameter.name: parameter.default for parameter in row.parameters}
    return {first: x, **defaults, **parameters}


def _numpy(formula: str, row: Activation, first: str, x: ArrayLike, parameters: dict[str, Any]) -> NDArray[Any]:
    x = np.asarray(x)
    with np.errstate(all="ignore"):
        result = np.asarray(_evaluate(formula, _NUMPY, _operands(row, first, x, parameters)), dtype=x.dtype)
        return np.where(np.isnan(x), x, result)


def value(name: str, x: ArrayLike, **parameters: Any) -> NDArray[np.float64]:
    """f(x) in float64 NumPy, of the shape of x; limits at the infinities, NaN for NaN."""
    row = catalog[name]
    return _numpy(row.stable_value or row.value, row, "x", np.asarray(x, dtype=np.float64), parameters)


def slope(name: str, x: ArrayLike, **parameters: Any) -> NDArray[np.float64]:
    """f'(x) in float64 NumPy, of the shape of x; limits at the infinities, NaN for NaN."""
    row = catalog[name]
    return _numpy(row.stable_slope or row.slope, row, "x", np.asarray(x, dtype=np.float64), parameters)


def slope_from_output(name: str, y: ArrayLike, **parameters: Any) -> NDArray[np.float64]:
    """f' as a function of y = f(x), in float64 NumPy, of the shape of y."""
    row = catalog[name]
    return _numpy(row.slope_from_output, row, "y", np.asarray(y, dtype=np.float64), parameters)


def naive(name: str, x: NDArray[Any], form: str = "value", *, stable: bool = False, **parameters: Any) -> Any:
    """One form of a function as plain NumPy has it, in the dtype of x; the baseline of the benchmarks.

    With `stable`, the formula that does not overflow. Gives a pair for "value_and_grad"; the upstream
    gradient of the backward forms is taken to be x.
    """
    row = catalog[name]
    if row.kind == "rowwise":
        return _ROWWISE[name, form](x, stable)
    y_formula = (stable and row.stable_value) or row.value
    slope_formula = (stable and row.stable_slope) or row.slope

    def of(formula: str, first: str = "x") -> Any:
        result = _evaluate(formula, _NUMPY, _operands(row, first, x, parameters))
        return result if np.shape(result) else np.full_like(x, result)

    if form == "value":
        return of(y_formula)
    if form == "grad":
        return of(slope_formula)
    if form == "value_and_grad":
        return of(y_formula), of(slope_formula)
    if form == "backward":
        return x * of(slope_formula)
    return x * of(row.slope_from_output, "y")


def exact(name: str, quantity: str, x: Any, **parameters: float) -> Any:
    """`quantity` ("value" or "slope") at one finite float or mpmath number, as an mpmath number correct to 27 digits.

    The formula is evaluated with more and more bits until two results agree to that; a zero is believed at 4,600 bits.
    """
    row = catalog[name]
    formula = getattr(row, quantity)
    operands = _operands(row, "x", x, parameters)
    previous = None
    for bits in _PRECISIONS:
        context, functions = _context(bits)
        numbers = {key: context.mpf(number) for key, number in operands.items()}
        result = context.mpf(_evaluate(formula, functions, numbers))
        if previous is not None and result and abs(result - previous) <= _AGREEMENT * abs(result):
            return result
        previous = result
    return previous


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
    result = np.asarray(result)
    info = np.finfo(result.dtype)
    truth = np.asarray(truth, dtype=np.float64)
    with np.errstate(all="ignore"):
        exponent = np.frexp(np.maximum(np.abs(truth), floor))[1] - 1
        unit = np.ldexp(1.0, np.maximum(exponent, info.minexp) - info.nmant)
        error = np.abs(result.astype(np.float64) - truth) / unit
        overflow = np.isinf(result) & (truth.astype(result.dtype) == result)
    same = (result == truth) | (np.isnan(result) & np.isnan(truth)) | overflow
    return np.where(same, 0.0, np.where(np.isnan(error), np.inf, error))


def exact_ulp_error(result: float, name: str, quantity: str, x: float, **parameters: float) -> float:
    """The error of one float64 result in units in the last place of the truth, as `exact` has it.

    For slopes, of max(|truth|, slope_floor of the row). A result that overflows is right where the truth rounds to infinity.
    """
    import mpmath

    truth = exact(name, quantity, x, **parameters)
    floor = catalog[name].slope_floor if quantity == "slope" else 0.0
    if math.isnan(result):
        return math.inf
    if math.isinf(result):
        return 0.0 if abs(truth) >= 2.0**1024 - 2.0**970 and (truth > 0) == (result > 0) else math.inf
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


# Of (x, stable), as `naive` calls them.
_ROWWISE = {
    ("softmax", "value"): lambda x, stable: softmax(x, stable=stable),
    ("softmax", "backward_from_output"): lambda x, stable: softmax_backward_from_output(x, x),
}
