"""What pictures have in common: matplotlib itself, axes, colours and strokes."""

import importlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .._bench.figures import COLORS

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SIZE = (6.4, 4.4)  # inches

# The first strokes of a value and of a slope, and those of further rounds of colours.
VALUE = ("-", (0, (6, 1, 1, 1)), (0, (1, 1)))
SLOPE = ("--", (0, (3, 2, 1, 2)), (0, (1, 2)))


def matplotlib(module: str, user: str) -> Any:
    """A module of matplotlib, or an error that says how to get it."""
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise ImportError(f"{user} needs matplotlib, which cannot be imported: pip install 'actkern[cli]' ({error})") from error


def checked_axes(ax: object, user: str) -> None:
    """Raise where `ax` is neither None nor Axes, or where there is no matplotlib."""
    axes = matplotlib("matplotlib.axes", user).Axes
    if ax is not None and not isinstance(ax, axes):
        raise TypeError(f"{user}: ax is Axes of matplotlib or None, not {type(ax).__name__}")


def axes_of(ax: "Axes | None") -> "Axes":
    """`ax`, or the Axes of a new figure of pyplot's: Jupyter shows it after the cell, and a script by `pyplot.show()`."""
    if ax is not None:
        return ax
    made: Axes = matplotlib("matplotlib.pyplot", "actkern.plot").subplots(figsize=SIZE, layout="constrained")[1]
    return made


def free_axes() -> "Axes":
    """The Axes of a figure that pyplot does not know: it goes with its last reference, and is shown nowhere."""
    figure = matplotlib("matplotlib.figure", "actkern plot").Figure(figsize=SIZE, layout="constrained")
    made: Axes = figure.add_subplot()
    return made


def save(ax: "Axes", path: Path, digest: str = "") -> None:
    """Write the figure of `ax`; the format is that of the name. `digest` is kept in the file, as of other pictures of docs."""
    figure = ax.get_figure(root=True)
    assert figure is not None
    key = "Description" if path.suffix == ".png" else "Title"
    figure.savefig(path, dpi=120, metadata={key: digest} if digest else None)


def style(index: int, strokes: tuple[Any, ...] = VALUE) -> dict[str, Any]:
    """How the index-th line is drawn: colours that eyes of every kind tell apart, and other strokes once all are used."""
    round_, color = divmod(index, len(COLORS))
    return {"color": COLORS[color], "linestyle": strokes[round_ % len(strokes)], "linewidth": 1.8}


def frame(ax: "Axes", xlabel: str, ylabel: str, title: str) -> None:
    """Grid and labels; those that an Axes has already stay."""
    ax.grid(True, alpha=0.25, linewidth=0.6)
    for side in ("top", "right"):
        ax.spines[side].set_visible(False)
    if not ax.get_xlabel():
        ax.set_xlabel(xlabel)
    if not ax.get_ylabel():
        ax.set_ylabel(ylabel)
    if not ax.get_title():
        ax.set_title(title, fontsize=10)


_ZERO = "actkern: zero"  # the mark of the lines through zero, which an Axes has once


def through_zero(ax: "Axes", x: bool = True) -> None:
    """Lines through y = 0, and x = 0 where that is in sight, behind all others."""
    if any(line.get_gid() == _ZERO for line in ax.lines):
        return
    look: dict[str, Any] = {"color": "0.35", "linewidth": 0.8, "zorder": 1, "gid": _ZERO}
    ax.axhline(0, **look)
    left, right = ax.get_xlim()
    if x and left <= 0 <= right:
        ax.axvline(0, **look)
