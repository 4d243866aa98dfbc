"""A cell of a benchmark: one function, dtype and size; what the function is called with in it, and how results are compared."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from .. import reference
from .._catalog import Activation, AlongAxis, Composed, LinearLoss, Loss

SIZES = (1_000, 100_000, 10_000_000)
QUICK_SIZES = (1_000, 100_000, 1_000_000)  # NumPy's formulas take a second for a round of 10,000,000
DTYPES = ("float32", "float64")
ROW_LENGTH = 1000  # of row-wise functions: n elements are n / 1000 rows
CLASSES = 100  # of a linear layer, which are as much work for each element

Array = np.ndarray[Any, Any]
Call = Callable[[], Any]


@dataclass(frozen=True)
class Cell:
    """One contender's time for one function, dtype and size."""

    function: str
    dtype: str
    size: int
    contender: str
    ns_per_element: float
    rounds: int
    form: str = "value"
    threads: int = 1


def whole(row: Activation, size: int) -> int:
    """The next size that is whole rows, and of a composed function's row, which may be cut in two, whole halves."""
    if not (row.along_an_axis or isinstance(row, LinearLoss)):
        return size
    unit = ROW_LENGTH if size > ROW_LENGTH else 2 if isinstance(row, Composed) else 1
    return -(-size // unit) * unit


def make_input(row: Activation, dtype: str, size: int) -> Array:
    """normal(0, 3) numbers: what pre-activations look like, and what leaves no branch untaken."""
    x = np.random.default_rng(0).standard_normal(size, dtype=np.dtype(dtype).type)
    lowest, highest = row.facts.support
    if math.isfinite(highest):
        x = np.random.default_rng(0).uniform(lowest, highest, size).astype(dtype)
    elif math.isfinite(lowest):
        x = lowest + np.abs(x)
    else:
        x *= 3
    return x.reshape(-1, min(size, ROW_LENGTH)) if row.along_an_axis or isinstance(row, LinearLoss) else x


def make_operands(row: Activation, form: str, x: Array) -> list[Any]:
    """What `row`'s form is called with: x for each array, the typical number for the others; parameters only if they
    have no default. Upstream gradients are normal(0, 1) numbers, and outputs are what the function gives for the rest."""
    if isinstance(row, LinearLoss):
        rng, features = np.random.default_rng(1), x.shape[-1]
        weight = rng.standard_normal((CLASSES, features), dtype=x.dtype.type) / x.dtype.type(math.sqrt(features))
        return [x, weight, rng.integers(0, CLASSES, x.shape[:-1])]
    if isinstance(row, Loss):
        rng = np.random.default_rng(1)
        if row.along_an_axis:
            return [x, rng.integers(0, x.shape[-1], x.shape[:-1])]
        return [x, rng.choice(row.targets, x.shape).astype(x.dtype) if row.labels else rng.random(x.shape, dtype=x.dtype)]
    values: list[Any] = []
    for operand in (*row.inputs, *row.parameters):
        if operand.sample is None:
            values.append(x)
        elif operand.default is None:
            values.append(int(operand.sample) if isinstance(row, Composed) else x.dtype.type(operand.sample))
    if not form.startswith("backward"):
        return values
    y = x
    if row.along_an_axis:
        y = reference.naive(row.name, values, stable=True)
    elif form == "backward_from_output":
        y = reference.value(row.name, *values).astype(x.dtype)
    rng = np.random.default_rng(1)
    upstream = [rng.standard_normal(y.shape, dtype=x.dtype.type) for _ in row.outputs]
    return [*upstream, *(values if form == "backward" else [y, *values[len(row.inputs) :]])]


def make_keywords(row: Activation, form: str) -> dict[str, Any]:
    """What `row`'s form is called with beside its operands."""
    if not isinstance(row, AlongAxis):
        return {}
    return {"axis": -1} | ({"rng": 0} if row.random and form == "value" else {})


def x_of(row: Activation, form: str, operands: list[Any]) -> Array:
    """The x among operands, or the y that a form starts from instead.

    It follows the upstream gradients.
    """
    x: Array = operands[len(row.outputs) if form.startswith("backward") else 0]
    return x


def check(
    what: str,
    calls: Mapping[str, Call],
    expected: Sequence[Array],
    tolerance: Callable[[str], tuple[float, float]],
    some: slice = slice(None),
) -> None:
    """Raise AssertionError, naming the contender, where a result is not what is expected; of arrays, `some` is compared.

    `tolerance` gives how far a contender may be off, relative and absolute.
    """
    for name, call in calls.items():
        relative, absolute = tolerance(name)
        with np.errstate(all="ignore"):
            result = call()
            for each, right in zip(result if isinstance(result, tuple) else (result,), expected, strict=True):
                found = np.asarray(each)
                np.testing.assert_allclose(
                    found[some] if found.ndim else found, right, rtol=relative, atol=absolute, err_msg=f"{name}: {what}"
                )
