"""`actkern.plot`: functions and their slopes over x, and softmax and its kin over the temperature."""

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from .._namespaces import row_of
from .._words import hint, nearest
from . import canvas, curves

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_USER = "actkern.plot"


def plot(
    *names: Any,
    kind: str = "value",
    range: Sequence[float] | None = None,
    ax: "Axes | None" = None,
    **parameters: Any,
) -> "Axes":
    """Draw functions, their slopes, or both, with matplotlib; every point is computed by actkern.

        ak.plot("relu", "gelu", kind="both")
        ak.plot("elu", alpha=[0.5, 1, 2])  # a line for each
        ak.plot(ak.softmax, x=[3, 1, 0])   # the probabilities of a vector as its temperature changes

    A line ends where the function jumps and begins again on the other side. Beside a pole at the end of a domain (logit, log1p)
    the picture is cut at a twentieth of the range.

    Parameters
    ----------
    *names : str or function of actkern
        One function or more, by name, alias or as itself. What is drawn is a function of elements over its input; a gate (swiglu,
        prelu) over its first input, the others at their typical number or 1; a loss of elements, such as mse or logistic_loss,
        over the prediction, for two targets; a loss of rows, such as cross_entropy, of the logits (0, x) for either class (nll:
        of such log-probabilities); softmax and its kin over the temperature, each element of f(x / temperature) for the vector
        x; logsumexp and logmeanexp of (0, x); glu, crelu and maxout of (x, 1); a cell, such as lstm_cell, over its first input,
        the others at 1.
    kind : {"value", "grad", "both"}
        "value" (default), "grad" for the slope, or "both" in the same Axes: the value with a solid line, the slope in the same
        colour with a dashed one. softmax and its kin have slopes over the first element of the vector, and "grad" and "both"
        are drawn over that.
    range : two numbers, optional
        The ends of the horizontal axis (default: -5 to 5, and more for a function that has kinks farther out or comes to rest
        later; temperatures from 0.1 to 10). A function is drawn where it is defined.
    ax : matplotlib.axes.Axes, optional
        Where to draw (default: the Axes of a new figure of pyplot's, which Jupyter shows after the cell, and
        `matplotlib.pyplot.show()` in a script; nothing is shown or written here). Its own title and labels stay.
    **parameters : number or sequence of numbers
        Parameters of the functions, by name, with several numbers for a line each; `target` of losses, the inputs of gates after
        the first, and `x`, the vector of softmax and its kin (default 2, 1, 0, -1). Those functions that have a parameter of that
        name take it.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    ValueError
        For an unknown name, kind or parameter, with the nearest one that there is; for a range that is none or lies outside of
        the domain, and for functions over x beside others over the temperature.
    TypeError
        For what is no function of actkern, no number or no Axes.
    ImportError
        Where there is no matplotlib. All errors come before a figure is made.
    """
    lines = planned(names, kind, range, parameters)
    canvas.checked_axes(ax, _USER)
    return draw(lines, kind, range, canvas.axes_of(ax))


def checked_kind(kind: object) -> None:
    """Raise where `kind` is none."""
    if kind not in curves.KINDS:
        near = nearest(kind, [*curves.KINDS, "slope", "gradient"])
        meant = {"slope": "grad", "gradient": "grad"}.get(near, near)
        asked = f"; did you mean {meant!r}?" if near else ""
        raise ValueError(f"{_USER}: kind is 'value', 'grad' or 'both', not {kind!r}{asked}")


def planned(names: Sequence[Any], kind: str, range: Any, parameters: dict[str, Any]) -> list[curves.Curve]:
    """The lines that were asked for, once all of it makes sense."""
    checked_kind(kind)
    if not names:
        raise ValueError(f"{_USER} takes one function or more, such as actkern.plot('relu', 'gelu')")
    rows = [row_of(name, _USER)[0] for name in names]
    lines = [curve for name in names for curve in curves.curves(name, parameters, kind)]
    known = list(dict.fromkeys(parameter for row in rows for parameter in curves.taken(row)))
    for parameter in parameters:
        if parameter not in known:
            there = f"accepted: {', '.join(known)}" if known else "it has none"
            called = ", ".join(dict.fromkeys(row.name for row in rows))
            raise ValueError(f"{_USER}: no parameter {parameter!r} of {called}; {there}{hint(parameter, known)}")
    over = {curve.logarithmic: curve.row.name for curve in lines}
    if len(over) > 1:
        raise ValueError(f"{_USER}: {over[True]} is drawn over the temperature, and {over[False]} is not: draw them apart")
    if range is not None:
        for curve in lines:
            curves.checked_range(range, curve)
    return lines


def draw(lines: Sequence[curves.Curve], kind: str, range: Any, ax: "Axes") -> "Axes":
    """Draw what was planned."""
    if range is None:
        defaults = [curves.default_range(curve) for curve in lines]
        range = min(low for low, _ in defaults), max(high for _, high in defaults)
    kinds = ("value", "grad") if kind == "both" else (kind,)
    rows = list(dict.fromkeys(curve.row.name for curve in lines))
    ends: list[float] = []
    limits: list[float] = []
    pole = False
    for index, curve in enumerate(lines):
        low, high = curves.checked_range(range, curve)
        ends += [low, high]
        for each in kinds:
            found = curves.line(curve, each, low, high)
            strokes = canvas.SLOPE if each == "grad" and kind == "both" else canvas.VALUE
            look = canvas.style(index, strokes)
            if curve.logarithmic:  # of each function the elements have the same colours
                look = canvas.style(curve.element)
                look["linestyle"] = (*canvas.VALUE, *canvas.SLOPE)[rows.index(curve.row.name) % 6]
            label = f"slope of {curve.label}" if each == "grad" else curve.label
            ax.plot(found.x, found.y, label=label, **look)
            limits += found.limits
            pole = pole or found.pole
    if lines[0].logarithmic:
        ax.set_xscale("log")
        ax.xaxis.set_major_formatter("{x:g}")
    ax.set_xlim(*_united(ax, min(ends), max(ends)))
    if pole:
        margin = 0.05 * ((max(limits) - min(limits)) or 1)
        ax.set_ylim(min(limits) - margin, max(limits) + margin)
    over = list(dict.fromkeys(curve.over for curve in lines))
    canvas.frame(ax, " or ".join(over), {"value": "y", "grad": "slope", "both": "y and slope"}[kind], _title(lines, rows, kind))
    canvas.through_zero(ax, not lines[0].logarithmic)
    ax.legend(fontsize=9, framealpha=0.9)
    return ax


_SPAN = "actkern: span"  # the mark of lines drawn here, whose ends the horizontal axis has


def _united(ax: "Axes", low: float, high: float) -> tuple[float, float]:
    """The ends of the horizontal axis, with those of what was drawn into the Axes before."""
    before = [line.get_gid() for line in ax.lines if str(line.get_gid()).startswith(_SPAN)]
    for each in before:
        one, other = map(float, str(each).removeprefix(_SPAN).split())
        low, high = min(low, one), max(high, other)
    ax.lines[-1].set_gid(f"{_SPAN} {low!r} {high!r}")
    return low, high


def _title(lines: Sequence[curves.Curve], rows: Sequence[str], kind: str) -> str:
    """What the function is, and its formula where that fits into a line; nothing for several functions."""
    if len(rows) > 1:
        return ""
    row = lines[0].row
    formula = f"slope = {row.formula.slope}" if kind == "grad" else f"y = {row.formula.value}"
    if lines[0].logarithmic:
        formula = f"{row.name}(x / temperature)"
    text = "\n".join(textwrap.wrap(f"{row.name}: {row.summary}", 75))
    return f"{text}\n{formula}" if len(formula) <= 75 else text
