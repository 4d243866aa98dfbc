"""What can be drawn of a function: lines over x or over the temperature, computed by actkern, and the places where they jump.

a. A function of elements with one input is a line over it, for each combination of parameters. A function of more inputs (a gate)
   is a line over the first one, with the others at their typical number, or at 1.
b. A loss of elements is a line for each of two targets, and a reduced loss is drawn as the loss of elements that it reduces.
   Losses of rows have two classes, of which the logits (nll: their logarithms) are 0 and x.
c. softmax and its kin are a line for each element of a vector. Values are drawn over the temperature that the vector is divided
   by, and with their slopes over its first element. What reduces a vector to one number is a line over x for the vector (0, x).
d. A cell is a line for each output, over its first input, with the others at 1. glu, crelu and maxout are those of (x, 1).
e. A jump is found, not noted by hand: an interval across which a function changes as much after a hundred halvings as before.
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from itertools import product
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

import actkern

from .._catalog import Activation, AlongAxis, Composed, LinearLoss, Loss, catalog
from .._namespaces import row_of

Array = NDArray[np.float64]
Function = Callable[[Array], Array]

KINDS = ("value", "grad", "both")
LOGITS = (2.0, 1.0, 0.0, -1.0)  # the vector of softmax and its kin, where no other is given
TEMPERATURES = (0.1, 10.0)
POINTS = 801
EDGE = 0.05  # the share of the range beside a pole that sets no limit of the picture


class Curve(NamedTuple):
    """A line, and that of its slope."""

    row: Activation
    label: str
    value: Function
    slope: Function | None
    support: tuple[float, float]
    over: str  # what the horizontal axis is: an input's name, or the temperature
    element: int = 0  # which of a vector it is

    @property
    def logarithmic(self) -> bool:
        return self.over == "temperature"


class Line(NamedTuple):
    """Points of a line, with NaN between both sides of a jump, and the lowest and highest y away from poles."""

    x: Array
    y: Array
    pole: bool
    limits: tuple[float, float]


def of_vector(row: Activation) -> bool:
    """Whether a function makes a vector of a vector, as softmax does."""
    return isinstance(row, AlongAxis) and not row.reduces


def curves(given: object, parameters: Mapping[str, Any], kind: str, user: str = "actkern.plot") -> list[Curve]:
    """The lines of a function, with those of `parameters` that it takes."""
    row, label = row_of(given, user)
    mine = {name: value for name, value in parameters.items() if name in taken(row)}
    if isinstance(row, AlongAxis):
        if row.reduces:
            return _of_row(row, label)
        return _over_temperature(row, label, mine) if kind == "value" else _over_element(row, label, mine)
    if isinstance(row, Loss):
        return list(_of_elements(catalog[row.element], row, label, mine)) if row.element else list(_of_classes(row, label, mine))
    if "grad" in row.forms:
        return list(_of_elements(row, row, label, mine))
    return _of_pair(row, label) if isinstance(row, Composed) else _of_cell(row, label)


def taken(row: Activation) -> tuple[str, ...]:
    """The parameters that a picture of a function has."""
    if isinstance(row, AlongAxis):
        return () if row.reduces else ("x",)
    if isinstance(row, Loss):
        return taken(catalog[row.element]) if row.element else ("target",)
    if "grad" not in row.forms:
        return ()
    return tuple(operand.name for operand in (*row.inputs[1:], *row.parameters))


def _numbers(name: str, given: Any, least: int = 1) -> list[float]:
    """One number or several as a list."""
    try:
        found = np.atleast_1d(np.asarray(given, np.float64))
    except (TypeError, ValueError):
        raise TypeError(f"{name} is a number or a sequence of numbers, not {given!r}") from None
    if found.ndim != 1 or len(found) < least or not np.isfinite(found).all():
        raise ValueError(f"{name} is {'one finite number or several' if least == 1 else 'several finite numbers'}, not {given!r}")
    return [float(each) for each in found]


def targets(row: Activation) -> tuple[float, float]:
    """Two targets of a loss of elements: its labels, or the ends of what is accepted, and 0 and 1 where it has none."""
    lowest, highest = -math.inf, math.inf
    for loss in catalog.values():
        if isinstance(loss, Loss):
            if loss.element == row.name:
                lowest, highest = loss.targets
            elif loss.other is not None and loss.other.element == row.name:
                lowest, highest = loss.other.targets
    return lowest if math.isfinite(lowest) else 0.0, highest if math.isfinite(highest) else 1.0


def _of_elements(row: Activation, asked: Activation, label: str, given: Mapping[str, Any]) -> Iterator[Curve]:
    """A line for each combination of what the operands after the first one are.

    `asked` is the function that was asked for: the row, or the loss that reduces it.
    """
    operands = (*row.inputs[1:], *row.parameters)
    choices: list[list[float]] = []
    for operand in operands:
        if operand.name in given:
            choices.append(_numbers(operand.name, given[operand.name]))
        elif operand.name == "target":
            choices.append(list(targets(row)))
        else:
            choices.append([1.0 if operand.sample is None else operand.sample])
    # What is said beside the name: what was chosen by the caller, and what has no default of its own. A bias of 0 is none.
    told = [
        operand.name in given or (operand.default is None and choice != [0.0])
        for operand, choice in zip(operands, choices, strict=True)
    ]
    for numbers in product(*choices):
        named = {operand.name: number for operand, number in zip(operands, numbers, strict=True)}
        said = [f"{name} = {number:g}" for (name, number), tell in zip(named.items(), told, strict=True) if tell]
        yield Curve(
            asked,
            ", ".join([label, *said]),
            _call(row, "value", named),
            _call(row, "grad", named),
            row.facts.support,
            row.inputs[0].name,
        )


def _call(row: Activation, form: str, named: Mapping[str, float]) -> Function:
    """One form of a function as one of its first input alone."""
    function = getattr(actkern if form == "value" else actkern.grad, row.name)
    if isinstance(row, Composed):
        return lambda x: np.asarray(function(x, **named), np.float64)
    ufunc, others = getattr(function, "ufunc", function), tuple(named.values())

    def call(x: Array) -> Array:
        result = ufunc(x, *others)
        return np.asarray(result[0] if isinstance(result, tuple) else result, np.float64)

    return call


def _of_classes(row: Loss, label: str, given: Mapping[str, Any]) -> Iterator[Curve]:
    """A loss of two classes, of which the logits are 0 and x, for either target."""
    weight: tuple[Array, ...] = ()
    if isinstance(row, LinearLoss):  # the logits of x are its products with these
        weight = (np.array([[0.0], [1.0]]),)

    def operands(x: Array, target: int) -> tuple[NDArray[Any], ...]:
        rows = x[:, None] if weight else np.stack((np.zeros_like(x), x), axis=-1)
        return rows, *weight, np.full(x.shape, target)

    for target in _numbers("target", given.get("target", (0, 1))):
        if target not in (0.0, 1.0):
            raise ValueError(f"target of {row.name} is one of two classes, 0 and 1, not {target:g}")

        def value(x: Array, target: int = int(target)) -> Array:
            return np.asarray(getattr(actkern, row.name)(*operands(x, target), reduction="none"), np.float64)

        def slope(x: Array, target: int = int(target)) -> Array:
            found = getattr(actkern.grad, row.name)(*operands(x, target), reduction="none")
            return np.asarray(found[0] if isinstance(found, tuple) else found, np.float64)[..., -1]

        yield Curve(row, f"{label} of (0, x), target = {target:g}", value, slope, row.facts.support, "x")


def _of_row(row: AlongAxis, label: str) -> list[Curve]:
    """What reduces the vector (0, x) to a number, and the slope by x."""

    def pairs(x: Array) -> Array:
        return np.stack((np.zeros_like(x), x), axis=-1)

    def value(x: Array) -> Array:
        return np.asarray(getattr(actkern, row.name)(pairs(x), axis=-1), np.float64)

    def slope(x: Array) -> Array:
        return np.asarray(getattr(actkern.backward, row.name)(np.ones_like(x), pairs(x), axis=-1), np.float64)[..., 1]

    return [Curve(row, f"{label} of (0, x)", value, slope, row.facts.support, "x")]


def _over_temperature(row: AlongAxis, label: str, given: Mapping[str, Any]) -> list[Curve]:
    """The elements of what becomes of a vector that is divided by a temperature.

    A function that draws numbers draws the same at each temperature.
    """
    vector = np.array(_numbers("x", given.get("x", LOGITS), least=2))
    function = getattr(actkern, row.name)

    def element(index: int) -> Function:
        def value(temperature: Array) -> Array:
            if row.random:
                found = [function(vector, axis=-1, temperature=each, rng=0) for each in temperature.tolist()]
                return np.array(found, np.float64)[:, index]
            return np.asarray(function(vector / temperature[:, None], axis=-1), np.float64)[:, index]

        return value

    return [
        Curve(row, f"{label}, x = {logit:g}", element(index), None, (0.0, math.inf), "temperature", index)
        for index, logit in enumerate(vector)
    ]


def _over_element(row: AlongAxis, label: str, given: Mapping[str, Any]) -> list[Curve]:
    """The elements of what becomes of a vector, over its first element, and their slopes by that.

    A function that draws numbers draws the same for each vector.
    """
    others = _numbers("x", given.get("x", LOGITS), least=2)[1:]
    function, back = getattr(actkern, row.name), actkern.backward_from_output

    @cache  # of all elements and their slopes, which want nearly the same vectors
    def drawn(first: float) -> Array:
        return np.asarray(function(np.array([first, *others]), rng=0), np.float64)

    def values(x: Array) -> Array:
        if row.random:
            return np.array([drawn(first) for first in x.tolist()]).reshape(len(x), 1 + len(others))
        vectors = np.stack([x, *(np.full_like(x, other) for other in others)], axis=-1)
        return np.asarray(function(vectors), np.float64)

    def element(index: int) -> tuple[Function, Function]:
        def slope(x: Array) -> Array:
            y = values(x)
            upstream = np.zeros_like(y)
            upstream[:, index] = 1.0
            return np.asarray(getattr(back, row.name)(upstream, y), np.float64)[:, 0]

        return (lambda x: values(x)[:, index]), slope

    of = f"{label} of (x, {', '.join(f'{other:g}' for other in others)})"
    return [
        Curve(row, f"{of}, element {index}", *element(index), row.facts.support, "x", index) for index in range(len(others) + 1)
    ]


def _of_pair(row: Composed, label: str) -> list[Curve]:
    """Those elements of what becomes of the vector (x, 1) that depend on x, and their slopes by it."""
    parameters = [int(parameter.sample) for parameter in row.parameters if parameter.sample is not None]

    def values(x: Array) -> tuple[Array, Array]:
        pairs = np.stack((x, np.ones_like(x)), axis=-1)
        return np.asarray(getattr(actkern, row.name)(pairs, *parameters), np.float64), pairs

    def element(index: int) -> tuple[Function, Function]:
        def slope(x: Array) -> Array:
            y, pairs = values(x)
            upstream = np.zeros_like(y)
            upstream[:, index] = 1.0
            return np.asarray(getattr(actkern.backward, row.name)(upstream, pairs, *parameters), np.float64)[:, 0]

        return (lambda x: values(x)[0][:, index]), slope

    moving = np.flatnonzero(np.ptp(values(np.array([-2.0, 2.0]))[0], axis=0))
    of = f"{label} of (x, 1)"
    return [
        Curve(row, f"{of}, element {index}" if len(moving) > 1 else of, *element(index), row.facts.support, "x", color)
        for color, index in enumerate(moving.tolist())
    ]


def _of_cell(row: Activation, label: str) -> list[Curve]:
    """The outputs of a cell over its first input, and their slopes by it; the other inputs are 1."""

    def operands(x: Array) -> list[Array]:
        return [x, *(np.ones_like(x) for _ in row.inputs[1:])]

    def output(index: int) -> tuple[Function, Function]:
        def value(x: Array) -> Array:
            found = getattr(actkern, row.name)(*operands(x))
            return np.asarray(found[index] if isinstance(found, tuple) else found, np.float64)

        def slope(x: Array) -> Array:
            upstream = [np.full_like(x, float(index == each)) for each in range(len(row.outputs))]
            return np.asarray(getattr(actkern.backward, row.name)(*upstream, *operands(x))[0], np.float64)

        return value, slope

    return [
        Curve(row, f"{name} of {label}", *output(index), row.facts.support, row.inputs[0].name, index)
        for index, name in enumerate(row.outputs)
    ]


def jumps(function: Function, x: Array) -> tuple[Array, Array]:
    """The last points before the jumps of a function, and the first ones after them, between the first x and the last."""
    y = function(x)
    finite = np.isfinite(y)
    span = np.ptp(y[finite]) if finite.any() else 0.0
    low, high, at_low, at_high = x[:-1], x[1:], y[:-1], y[1:]
    with np.errstate(invalid="ignore"):  # of infinities alone
        change = np.abs(at_high - at_low)
    for halvings in range(101):  # 2^-100 of an interval is below the distance of doubles, but beside 0
        left = np.isfinite(change) & (change > 1e-4 * span)
        low, high, at_low, at_high = low[left], high[left], at_low[left], at_high[left]
        if halvings == 100 or not len(low):
            break
        middle = low + (high - low) / 2
        at_middle = function(middle)
        before = np.abs(at_middle - at_low) >= np.abs(at_high - at_middle)
        low, high = np.where(before, low, middle), np.where(before, middle, high)
        at_low, at_high = np.where(before, at_low, at_middle), np.where(before, at_middle, at_high)
        change = np.abs(at_high - at_low)
    return low, high


def default_range(curve: Curve) -> tuple[float, float]:
    """Five on both sides of 0; more where a function has kinks or jumps farther out, or comes to rest later; at most 150."""
    if curve.logarithmic:
        return TEMPERATURES
    lowest, highest = curve.support
    wide = np.linspace(max(lowest, -100.0), min(highest, 100.0), 2001)[1:-1]
    reach = 5.0
    for function in (curve.value, curve.slope):
        if function is not None:
            places = np.abs(jumps(function, wide)[0])
            reach = max(reach, math.ceil(1.3 * places.max(initial=0.0)))
    if math.isinf(lowest) and math.isinf(highest):
        far = curve.value(np.array([-1e4, -1e3, 1e3, 1e4]))
        height = abs(far[3] - far[0])
        if np.isfinite(far).all() and abs(far[1] - far[0]) + abs(far[3] - far[2]) < 0.01 * height:
            y = curve.value(wide)
            moving = np.abs(y - np.where(wide > 0, far[3], far[0])) > 0.1 * height
            reach = max(reach, math.ceil(1.5 * np.abs(wide[moving]).max(initial=0.0)))
    return max(-reach, lowest), min(reach, highest)


def checked_range(given: object, curve: Curve, user: str = "actkern.plot") -> tuple[float, float]:
    """The part of a range in which a curve is defined."""
    ends = list(given) if isinstance(given, (list, tuple, np.ndarray)) else []
    numbers = len(ends) == 2 and all(isinstance(end, (int, float, np.number)) and math.isfinite(end) for end in ends)
    if not numbers or not ends[0] < ends[1]:
        raise ValueError(f"{user}: range is two finite numbers, the lower one first, not {given!r}")
    if curve.logarithmic and ends[0] <= 0:
        raise ValueError(f"{user}: {curve.row.name} is drawn over temperatures above 0: range is not {given!r}")
    lowest, highest = curve.support
    low, high = max(float(ends[0]), lowest), min(float(ends[1]), highest)
    if not low < high:
        raise ValueError(f"{user}: {curve.row.name} is defined from {lowest:g} to {highest:g}, outside of the range {given!r}")
    return low, high


def line(curve: Curve, kind: str, low: float, high: float) -> Line:
    """The points of a curve ("value") or of its slope ("grad") from `low` to `high`."""
    function = curve.value if kind == "value" else curve.slope
    assert function is not None
    if curve.logarithmic:
        x = np.geomspace(low, high, POINTS)
    else:
        # Beside an end of the domain, where a logarithm has its pole, the points become closer and closer.
        near = np.geomspace(1e-8, 1e-2, 60) * (high - low)
        parts = [np.linspace(low, high, POINTS)]
        parts += [low + near] * (low == curve.support[0]) + [high - near] * (high == curve.support[1])
        # A kink of the value is a point of its line, so that the corner is one.
        for each in (curve.value, curve.slope):
            parts += [*jumps(each, parts[0])] if each is not None else []
        x = np.unique(np.concatenate(parts))
    before, after = jumps(function, x) if not curve.logarithmic else (x[:0], x[:0])
    x = np.unique(np.concatenate((x, before, after)))
    y = function(x)
    # Beyond 1e300 there is nothing to see, and matplotlib's own arithmetic would overflow.
    y = np.where(np.abs(y) < 1e300, y, np.nan)
    limits, pole = _limits(function, x, y, [end for end in (low, high) if end in curve.support])
    gaps = np.searchsorted(x, before) + 1
    x, y = np.insert(x, gaps, before), np.insert(y, gaps, np.nan)
    return Line(x, y, pole, limits)


def _limits(function: Function, x: Array, y: Array, ends: Sequence[float]) -> tuple[tuple[float, float], bool]:
    """The lowest and the highest y away from poles, and whether there are any: `ends` of the domain at which a function is
    infinite, or so large that nothing else could be seen."""
    away, pole = np.isfinite(y), False
    for end in ends:
        inside = away & (np.abs(x - end) >= EDGE * (x[-1] - x[0]))
        height = abs(float(function(np.array([end]))[0]))
        if not height <= 10 * np.abs(y[inside]).max(initial=0.0):
            away, pole = inside, True
    return (float(y[away].min(initial=0.0)), float(y[away].max(initial=0.0))), pole
