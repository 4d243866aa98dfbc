"""Gradients of gradients: of elementwise functions from the catalogue's formulas, over PyTorch's own functions.

actkern has no kernels for second derivatives. They are PyTorch's derivatives of the formulas that
neither overflow nor cancel, computed in float64, whatever the dtype. actkern's promises of accuracy
are not about them.
"""

import math
from collections.abc import Callable, Sequence
from typing import Any

from .._catalog import Activation
from ..reference.formulas import evaluate, stable_formula
from ._operators import Tensor, torch


def _tensor(x: Any) -> Tensor:
    return x if isinstance(x, torch.Tensor) else torch.tensor(float(x), dtype=torch.float64)


def _of_tensors(function: Callable[..., Any]) -> Callable[..., Any]:
    return lambda *operands: function(*map(_tensor, operands))


_PLAIN = ("exp", "expm1", "log", "log1p", "tanh", "sqrt", "sin", "cos", "arctan", "maximum", "minimum", "abs", "erf", "erfc")
_VOCABULARY: dict[str, Any] = {name: _of_tensors(getattr(torch, name)) for name in _PLAIN} | {
    # A condition on parameters that are numbers is a bool.
    "where": lambda condition, yes, no: torch.where(torch.as_tensor(condition), _tensor(yes), _tensor(no)),
    "pi": math.pi,
    "nan": math.nan,
    "inf": math.inf,
}


def gradients(row: Activation, upstream: Sequence[Tensor], operands: dict[str, Tensor], shape: Sequence[int]) -> list[Tensor]:
    """The gradients that flow back through an elementwise function, by its formulas, of this shape."""
    _, names = row.operands("backward")
    if row.has_backward_scalar:
        named = operands | {f"d{name}": each for name, each in zip(row.outputs, upstream)}
        found = [evaluate(row.quantities[name], _VOCABULARY, named, stable=True) for name in names]
    else:
        slopes = [stable_formula(row, name) for name in row.operands("grad")[1]]
        found = [upstream[0] * evaluate(slope, _VOCABULARY, operands, stable=True) for slope in slopes]
    return [_tensor(each).expand(shape) for each in found]


def pulled_back(function: Callable[..., list[Tensor]], primals: Sequence[Tensor], upstream: Sequence[Tensor]) -> list[Tensor]:
    """The gradients by `primals` of a function that gives several tensors, computed in float64."""

    def wide(*operands: Tensor) -> tuple[Tensor, ...]:
        return tuple(function(*(each.double() for each in operands)))

    _, pull = torch.func.vjp(wide, *primals)
    return list(pull(tuple(each.double() for each in upstream)))
