"""Curves in text: a function's points as the dots of braille characters."""

import numpy as np
from numpy.typing import NDArray

from .._catalog import Activation
from .._plotting.curves import checked_range, curves, default_range

# A character has two columns of four dots: the bits of U+2800 by row and column.
_BITS = np.array([[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]])
_SAMPLES = 64  # points in a column of dots: steep curves are drawn through, and jumps stay gaps
_LABELS = 10  # columns, of which the widest number, -9.99e-05, takes nine


def picture(title: str, x: NDArray[np.float64], y: NDArray[np.float64], columns: int, lines: int) -> list[str]:
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
    drawing = [f"{label:>{_LABELS - 1}} {''.join(map(chr, 0x2800 + line))}" for label, line in zip(labels, cells)]
    left, right = f"{x[0]:g}", f"{x[-1]:g}"
    axis = " " * _LABELS + left + right.rjust(columns - _LABELS - len(left))
    return [f"{' ' * _LABELS}{title}", *drawing, axis]


def pictures(row: Activation, width: int, bounds: tuple[float, float] | None = None) -> list[str]:
    """The first line that there is of a function and that of its slope, side by side where they have the place."""
    first, *others = curves(row.name, {}, "both")
    low, high = checked_range(bounds, first, "actkern show") if bounds else default_range(first)
    beside = width >= 76
    columns = min((width - 2) // 2 if beside else width, 60)
    count = 2 * (columns - _LABELS) * _SAMPLES
    x = low + (high - low) * (np.arange(count) + 0.5) / count
    assert first.slope is not None
    drawings = []
    with np.errstate(all="ignore"):
        for what, function in (("value", first.value), ("slope", first.slope)):
            drawings.append(picture(f"{what} over {first.over}", x, function(x), columns, 11))
    # The first and last points are half a step from the ends, where a function may be infinite: the labels are the ends.
    for drawing in drawings:
        left, right = f"{low:g}", f"{high:g}"
        drawing[-1] = " " * _LABELS + left + right.rjust(columns - _LABELS - len(left))
    drawn = [f"{' ' * _LABELS}{first.label}"] if others or first.label != row.name else []
    if beside:
        return drawn + [f"{one:<{columns}}  {other}".rstrip() for one, other in zip(*drawings)]
    return [*drawn, *drawings[0], "", *drawings[1]]
