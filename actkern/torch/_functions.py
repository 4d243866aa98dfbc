"""The public functions of actkern.torch by the kind of their rows, with their docstrings."""

import importlib
from collections.abc import Callable, Mapping
from typing import Any

from .._catalog import Activation, AlongAxis, Cell, Composed, Elementwise, LinearLoss, Loss, TakenLoss
from . import _elementwise, _linear, _losses, _random, _rows

_RANDOM = ("rrelu", "gumbel_softmax")


def _of_random(row: Activation) -> Callable[..., Any]:
    namespace = importlib.import_module("actkern.torch")
    return _random.function(row, lambda name: getattr(namespace, name))


_BY_KIND: Mapping[type[Activation], Callable[[Activation], Callable[..., Any]]] = {
    Elementwise: _elementwise.function,
    Cell: _elementwise.function,
    AlongAxis: _rows.function,
    Composed: _rows.function,
    Loss: _losses.function,
    TakenLoss: _losses.function,
    LinearLoss: _linear.function,
}


def function(row: Activation) -> Callable[..., Any]:
    """The public function of one row."""
    made = _of_random(row) if row.name in _RANDOM else _BY_KIND[type(row)](row)
    made.__name__ = made.__qualname__ = row.name
    made.__module__ = "actkern.torch"
    made.__doc__ = _doc(row)
    return made


def _doc(row: Activation) -> str:
    operands = [*row.inputs, *row.parameters]
    given = "\n".join(f"    {each.name}: {each.summary}" for each in operands)
    formulas = "\n".join(f"    {each}" for each in row.formulas("value"))
    return (
        f"{row.name}, {row.summary}, of tensors on the CPU, with its gradient.\n\n{formulas}\n\n{given}\n\n"
        f"Tensors are of float16, bfloat16, float32 or float64. The values have the bits of actkern.{row.name}, whose docstring "
        "says what limits, kinks and accuracy are. Inputs get gradients, parameters none."
    )
