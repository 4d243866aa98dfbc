"""A row's text, evaluated over a vocabulary: NumPy's functions, or mpmath's in as many bits as it takes.

`exact` and `exact_of` give the truth. `quantity`, `value`, `slope` and `slope_from_output` compute
in float64 NumPy, by the formula that neither overflows nor cancels where a row has one. `naive`
computes what one writes without actkern.
"""

import importlib
import math
from collections.abc import Sequence
from functools import cache, reduce
from types import CodeType
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .._catalog import Activation, catalog

_SHARED = ("exp", "expm1", "log", "log1p", "tanh", "sqrt", "sin", "cos", "arctan", "maximum", "minimum", "where", "abs")


def _vectorized(name: str) -> Any:
    """scipy.special's function where SciPy is installed, else the standard library's, element by element."""
    try:
        return getattr(importlib.import_module("scipy.special"), name)
    except ImportError:
        return np.vectorize(getattr(math, name), otypes=[float])


# The vocabulary of the catalogue's formulas.
NUMPY: dict[str, Any] = {name: getattr(np, name) for name in _SHARED} | {
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
        # mpmath takes very long over erfc of numbers such as 1e630, which a quotient of floats can
        # be. 1e310 is beyond all floats.
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


# The precisions in bits that `exact` tries in turn until two agree: formulas cancel as many bits as
# x has zeros after the point.
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
        formula = stable_formula(row, quantity) if self._stable else row.quantities[quantity]
        names, _ = row.operands("value")

        def function(*inputs: Any, **parameters: Any) -> Any:
            return evaluate(formula, self._functions, _named(row, names, inputs, parameters), self._stable)

        return function


def evaluate(formula: str, functions: dict[str, Any], operands: dict[str, Any], stable: bool) -> Any:
    """A formula over the vocabulary `functions`, of operands by name.

    `stable` says by which formulas the activations that it calls by name are evaluated.
    """
    # The text comes from the catalogue alone, never from a caller. Libraries that import a module as they are first
    # called, such as PyTorch, import it by what the formula's frame has for that.
    return eval(_compiled(formula), {"__builtins__": {"__import__": __import__}}, _Names(functions, operands, stable))


def _named(row: Activation, names: tuple[str, ...], inputs: tuple[Any, ...], parameters: dict[str, Any]) -> dict[str, Any]:
    defaults = {parameter.name: parameter.default for parameter in row.parameters if parameter.default is not None}
    given = dict(zip((name for name in names if name not in defaults), inputs, strict=True))
    return given | defaults | parameters


def stable_formula(row: Activation, quantity: str) -> str:
    """The formula of one of the row's `quantities` that neither overflows nor cancels, where the row has one."""
    rewritten = {row.outputs[0]: row.formula.stable_value, "dydx": row.formula.stable_slope}.get(quantity, "")
    return rewritten or row.quantities[quantity]


def _numpy(formula: str, operands: dict[str, Any]) -> NDArray[np.float64]:
    arrays = {name: np.asarray(operand, dtype=np.float64) for name, operand in operands.items()}
    nan = reduce(np.logical_or, (np.isnan(operand) for operand in arrays.values()))
    with np.errstate(all="ignore"):
        return np.where(nan, np.nan, evaluate(formula, NUMPY, arrays, stable=True))


def quantity(name: str, quantity: str, *operands: ArrayLike, **parameters: Any) -> NDArray[np.float64]:
    """One of the row's `quantities` ("y", "dydx", ...) in float64 NumPy, of the broadcast shape of its operands.

    It gives limits at the infinities, and NaN for NaN. Gradients of cells take the upstream
    gradients first.
    """
    row = catalog[name]
    names, _ = row.operands("backward" if quantity in row.operands("backward")[1] else "value")
    return _numpy(stable_formula(row, quantity), _named(row, names, operands, parameters))


def value(name: str, *inputs: ArrayLike, **parameters: Any) -> NDArray[np.float64]:
    """f(x), as `quantity` gives it."""
    return quantity(name, catalog[name].outputs[0], *inputs, **parameters)


def slope(name: str, *inputs: ArrayLike, **parameters: Any) -> NDArray[np.float64]:
    """f'(x), as `quantity` gives it."""
    return quantity(name, catalog[name].operands("grad")[1][0], *inputs, **parameters)


def slope_from_output(name: str, y: ArrayLike, **parameters: Any) -> NDArray[np.float64]:
    """f' as a function of y = f(x), in float64 NumPy, of the shape of y."""
    row = catalog[name]
    return _numpy(row.formula.slope_from_output, _named(row, ("y",), (y,), parameters))


def naive(name: str, operands: Sequence[Any], form: str = "value", *, stable: bool = False) -> Any:
    """One form of an elementwise function by its formulas; `actkern.reference.naive` has all functions."""
    row = catalog[name]
    taken, given = row.operands(form)
    named = _named(row, taken, tuple(operands), {})
    shape = np.broadcast_shapes(*(np.shape(operand) for operand in operands))

    def of(formula: str) -> Any:
        result = evaluate(formula, NUMPY, named, stable)
        return result if np.shape(result) == shape else np.full(shape, result, dtype=operands[0].dtype)

    formulas = {each: (stable_formula(row, each) if stable else text) for each, text in row.quantities.items()}
    if row.has_backward_scalar or not form.startswith("backward"):
        results = [of(formulas[each]) for each in given]
    elif form == "backward":
        results = [operands[0] * of(formulas[each]) for each in row.operands("grad")[1]]
    else:
        results = [operands[0] * of(row.formula.slope_from_output)]
    return results[0] if len(results) == 1 else tuple(results)


def exact(name: str, quantity: str, *operands: Any, **parameters: float) -> Any:
    """One of the row's `quantities` at finite floats or mpmath numbers, as an mpmath number correct to 27 digits.

    The formula is evaluated with more and more bits until two results agree to that. A zero is
    believed at 4,600 bits, which are tried at once where one comes up, since most zeros are no
    cancellation but the formula's own.
    """
    row = catalog[name]
    formula = row.quantities[quantity]
    names, _ = row.operands("backward" if quantity in row.operands("backward")[1] else "value")
    named = _named(row, names, operands, parameters)

    def at(bits: int) -> Any:
        context, functions = _context(bits)
        numbers = {key: context.mpf(number) for key, number in named.items()}
        return context.mpf(evaluate(formula, functions, numbers, stable=False))

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
        return np.broadcast_to(formula == "any" or evaluate(formula, NUMPY, arrays, stable=True), shape)


def exact_of(formula: str, **operands: Any) -> Any:
    """A formula over finite floats or mpmath numbers, as an mpmath number of 4,600 bits.

    It serves for operands of every size. `exact` would believe two precisions that agree because 1
    + 1e-184 is 1 in both.
    """
    context, functions = _context(_PRECISIONS[-1])
    numbers = {key: context.mpf(number) for key, number in operands.items()}
    return context.mpf(evaluate(formula, functions, numbers, stable=False))


@cache
def _context(bits: int) -> tuple[Any, dict[str, Any]]:
    import mpmath

    context = mpmath.MPContext()
    context.prec = bits
    return context, _multiprecision(context)
