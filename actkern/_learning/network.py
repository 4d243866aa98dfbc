"""A multilayer network: linear layers with an activation between them, and the gradients of its weights."""

import math
import operator
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

import actkern

from .. import init
from .._catalog import Activation, Composed, Elementwise, Loss, catalog
from .._namespaces import row_of
from .weights import RULES, USUAL, usual

Array = NDArray[Any]


class Network:
    """Layers of `sizes[i]` inputs and `sizes[i + 1]` outputs; all but the last one, which gives logits, have the activation.

    Biases start at 0, and weights by `rule`: one of `weights.RULES`, or what is usual for the activation. The last layer has
    Xavier's, since no activation follows.
    """

    def __init__(self, sizes: list[int], row: Activation, rng: np.random.Generator, rule: str = USUAL, dtype: str = "float32"):
        hidden = usual(row) if rule == USUAL else rule
        rules = [*[RULES[hidden]] * (len(sizes) - 2), init.xavier_normal]
        shapes = list(pairwise(sizes))
        self.weights = [draw(shape, rng, dtype) for draw, shape in zip(rules, shapes, strict=True)]
        self.biases = [np.zeros(outputs, dtype) for _, outputs in shapes]
        self._value, self._backward = getattr(actkern, row.name), getattr(actkern.backward, row.name)
        self._inputs: list[Array] = []  # of each layer
        self._sums: list[Array] = []  # what each activation is of

    def forward(self, x: Array) -> Array:
        """The logits of a batch, (samples, features); what `backward` needs is kept."""
        self._inputs, self._sums = [x], []
        for weight, bias in zip(self.weights[:-1], self.biases[:-1], strict=True):
            z = self._inputs[-1] @ weight
            z += bias
            self._sums.append(z)
            self._inputs.append(self._value(z))
        logits: Array = self._inputs[-1] @ self.weights[-1] + self.biases[-1]
        return logits

    def backward(self, d_logits: Array) -> tuple[list[Array], list[Array]]:
        """The gradients of weights and of biases of the last batch, of the first layer first."""
        d_weights, d_biases, dz = [], [], d_logits
        for index in reversed(range(len(self.weights))):
            d_weights.append(self._inputs[index].T @ dz)
            d_biases.append(dz.sum(axis=0))
            if index:
                dz = self._backward(dz @ self.weights[index].T, self._sums[index - 1])
        return d_weights[::-1], d_biases[::-1]


def hidden_unit(given: object, user: str) -> tuple[Activation, str]:
    """The row of a function that hidden units can have, and what it was called; an error for any other."""
    row, name = row_of(given, user)
    wants = [operand.name for operand in (*row.inputs[1:], *row.parameters) if operand.default is None]
    if isinstance(row, Loss) or not isinstance(row, (Elementwise, Composed)) or row.along_an_axis:
        raise ValueError(f"{user}: hidden units have a function of each element, such as {_some()}, not {name}")
    if wants:
        raise ValueError(f"{user}: hidden units have a function of one input; {name} takes {' and '.join(wants)} beside")
    if row.facts.support != (-math.inf, math.inf):
        low, high = row.facts.support
        raise ValueError(f"{user}: hidden units take any number; {name} is defined from {low:g} to {high:g} alone")
    return row, name


def _some() -> str:
    return ", ".join(name for name, row in catalog.items() if isinstance(row, Elementwise) and row.common and not row.parameters)


def whole(value: Any, name: str, least: int, user: str) -> int:
    """`value` as an int that is at least `least`."""
    try:
        found = operator.index(value)
    except TypeError:
        raise TypeError(f"{user}: {name} is an int, not {value!r}") from None
    if found < least:
        raise ValueError(f"{user}: {name} is at least {least}, not {found}")
    return found
