"""Curves in text: a function's points as the dots of braille characters."""

import numpy as np
from numpy.typing import NDArray

from .._catalog import Activation

# A character has two columns of four dots: the bits of U+2800 by row and column.
_BITS = np.array([[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]])
_SAMPLES = 64  # points in a column of dots: steep curves are drawn through, and jumps stay gaps
_LABELS = 10  # columns, of which the widest number, -9.99e-05, takes nine


def interval(row: Activation) -> tuple[float, float]:
    """Where a function's curve is drawn."""
    low, high = row.facts.support
    if np.isfinite(high):
        return max(low, -5.0), high
    return max(low, -5.0), 5.0


def held(row: Activation) -> dict[str, float]:
    """The operands beside the first one, and the parameters, at the numbers at which a curve is drawn."""
    others = {each.name: 1.0 if each.sample is None else each.sample for each in row.inputs[1:]}
    return others | {each.name: float(each.sample) for each in row.parameters if each.sample is not None}


def values(row: Activation, form: str, x: NDArray[np.float64]) -> NDArray[np.float64]:
    """The value, or the slope by the first input, at x."""
    import actkern

    at = held(row)
    optional = {each.name: at.pop(each.name) for each in row.optional}
    function = getattr(actkern if form == "value" else actkern.grad, row.name)
    with np.errstate(all="ignore"):
        result = function(x, *at.values(), **optional)
    return np.asarray(result[0] if isinstance(result, tuple) else result, np.float64)


def curve(title: str, x: NDArray[np.float64], y: NDArray[np.float64], columns: int, lines: int) -> list[str]:
    """A picture of the points (x, y), `columns` wide, with `lines` of dots between its title and its axis."""
    wide, tall = 2 * (columns - _LABELS), 4 * lines
    drawn = np.isfinite(y)
    low, high = (float(y[drawn].min()), float(y[drawn].max())) if drawn.any() else (0.0, 0.0)
    # Beside a pole nothing else would be seen: the curve leaves the picture there.
    least, most = np.percentile(y[drawn], (3, 97)) if drawn.any() else (low, high)
    if high - low > 8 * (most - least) > 0:
        low, high = max(low, least - (most - least) / 4), min(high, most + (most - least) / 4)
        drawn &= (y >= low) & (y <= high)
    if high - low <= 1e-12 * max(abs(low), abs(high)):
        low, high = low - 1, high + 1
    dots = np.zeros((tall, wide), bool)

    def across(at: NDArray[np.float64]) -> NDArray[np.intp]:
        columns_of: NDArray[np.intp] = np.minimum((at - x[0]) / (x[-1] - x[0]) * wide, wide - 1).astype(np.intp)
        return columns_of

    def down(at: NDArray[np.float64]) -> NDArray[np.intp]:
        return np.rint((high - at) / (high - low) * (tall - 1)).astype(np.intp)

    zero = np.zeros(1)
    if low <= 0 <= high:
        dots[down(zero)[0], ::4] = True
    if x[0] <= 0 <= x[-1]:
        dots[::4, across(zero)[0]] = True
    dots[down(y[drawn]), across(x[drawn])] = True
    cells = (dots.reshape(lines, 4, columns - _LABELS, 2).transpose(0, 2, 1, 3) * _BITS).sum(axis=(2, 3))
    labels = [""] * lines
    labels[0], labels[-1] = f"{high:.3g}", f"{low:.3g}"
    middle = int(down(zero)[0]) // 4 if low < 0 < high else 0
    if 0 < middle < lines - 1:
        labels[middle] = "0"
    picture = [f"{label:>{_LABELS - 1}} {''.join(map(chr, 0x2800 + line))}" for label, line in zip(labels, cells)]
    left, right = f"{x[0]:g}", f"{x[-1]:g}"
    axis = " " * _LABELS + left + right.rjust(columns - _LABELS - len(left))
    return [f"{' ' * _LABELS}{title}", *picture, axis]


def pictures(row: Activation, width: int, bounds: tuple[float, float] | None = None) -> list[str]:
    """Value and slope of a function, side by side where they have the place; no lines for one that has no curve."""
    if not row.formula.slope or len(row.outputs) > 1:
        return []
    low, high = bounds or interval(row)
    beside = width >= 76
    columns = min((width - 2) // 2 if beside else width, 60)
    count = 2 * (columns - _LABELS) * _SAMPLES
    x = low + (high - low) * (np.arange(count) + 0.5) / count
    first = row.inputs[0].name
    drawings = [
        curve(title, x, values(row, form, x), columns, 11)
        for title, form in ((f"value over {first}", "value"), (f"slope over {first}", "grad"))
    ]
    # The first and last points are half a step from the ends, where a function may be infinite: the labels are the ends.
    for drawing in drawings:
        left, right = f"{low:g}", f"{high:g}"
        drawing[-1] = " " * _LABELS + left + right.rjust(columns - _LABELS - len(left))
    if not beside:
        return [*drawings[0], "", *drawings[1]]
    return [f"{one:<{columns}}  {other}".rstrip() for one, other in zip(*drawings)]
