"""The drawn pictures of the documentation: both decision charts, and functions with their slopes.

Run as `python tools/pictures.py` to draw them all; `tools/generate.py` draws those that are stale, and with `--check` names them.
A picture has in it a digest of the sources that it is drawn by. Where they have changed since, it is stale.
"""

import sys
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from actkern import _plotting
from actkern._bench.figures import COLORS, digest

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Node:
    """A question with its answers, or a case, which has one cell of text for each column of the chart."""

    text: str
    answers: tuple[tuple[str, "Node"], ...] = ()  # what is said on the line to each, and where it leads
    cells: tuple[str, ...] = ()

    @property
    def cases(self) -> "list[Node]":
        return [case for _, node in self.answers for case in node.cases] if self.answers else [self]


@dataclass(frozen=True)
class Chart:
    """A decision chart: questions from left to right, and a row for each case at their end."""

    title: str
    root: Node
    heads: tuple[str, ...]  # of the columns; the first one has the function
    widths: tuple[float, ...]  # of the levels of questions and cases, then of the columns, in inches
    row: float = 0.72  # the height of a row
    labels: float = 0.75  # the room for what is said on lines, in inches


HE, XAVIER = "He, normal or uniform", "Xavier (Glorot),\nnormal or uniform"

HIDDEN = Chart(
    "Which activation for the hidden layers?",
    Node(
        "Which network\nis it?",
        (
            ("", Node("Multilayer perceptron", cells=("relu", HE, "0 to 1"))),
            ("", Node("Convolutional network", cells=("relu", HE, "0 to 1"))),
            (
                "",
                Node(
                    "Recurrent network\n(LSTM, GRU)",
                    (
                        ("", Node("state, output", cells=("tanh", XAVIER, "-1 to 1"))),
                        ("", Node("gates", cells=("sigmoid", XAVIER, "-1 to 1, which\nthe tanh reads, too"))),
                    ),
                ),
            ),
            (
                "",
                Node(
                    "Transformer",
                    (
                        ("", Node("feed-forward layer", cells=("gelu", HE, "by normalisation\nlayers within"))),
                        ("", Node("gated layer", cells=("swiglu", "LeCun, normal", "by normalisation\nlayers within"))),
                    ),
                ),
            ),
        ),
    ),
    ("function", "first weights", "inputs scaled to"),
    (1.3, 1.85, 1.5, 1.05, 1.75, 1.65),
    labels=0.4,
)

OUTPUT = Chart(
    "Which activation for the output layer?",
    Node(
        "What is\npredicted?",
        (
            (
                "numbers",
                Node(
                    "Regression",
                    cells=("identity\n(linear)", "one for each number", "mse", "scaled back as the\ntargets were scaled"),
                ),
            ),
            (
                "classes",
                Node(
                    "How many classes\nhas one sample?",
                    (
                        (
                            "one of two",
                            Node(
                                "Binary\nclassification",
                                cells=("sigmoid", "one", "binary_cross_entropy_\nwith_logits", "rounded: 0 or 1"),
                            ),
                        ),
                        (
                            "one of more",
                            Node(
                                "Multiclass\nclassification", cells=("softmax", "one for each class", "cross_entropy", "argmax")
                            ),
                        ),
                        (
                            "any number",
                            Node(
                                "Multilabel\nclassification",
                                cells=("sigmoid", "one for each class", "binary_cross_entropy_\nwith_logits", "each one rounded"),
                            ),
                        ),
                    ),
                ),
            ),
        ),
    ),
    ("function", "nodes", "loss", "prediction or label"),
    (1.1, 1.55, 1.3, 1.05, 1.5, 1.75, 1.6),
    labels=0.95,
)

INK, FAINT = "#222222", "#8a8a8a"
QUESTION, CASE, FUNCTION = "#FFF4DC", "#F2F2F2", COLORS[0]


def _draw_chart(chart: Chart) -> Any:
    """The figure of a chart; a unit of its axes is an inch."""
    from matplotlib.figure import Figure

    cases = chart.root.cases
    levels = len(chart.widths) - len(chart.heads)
    lefts, x = [], 0.15
    for index, width in enumerate(chart.widths):
        lefts.append(x)
        x += width + (chart.labels if index < levels - 1 else 0.3 if index == levels - 1 else 0.12)
    top = len(cases) * chart.row + 0.1
    figure = Figure(figsize=(x, top + 0.75))
    ax = figure.add_axes((0, 0, 1, 1))
    ax.set_xlim(0, x)
    ax.set_ylim(0, top + 0.75)
    ax.set_axis_off()
    ax.text(lefts[0], top + 0.47, chart.title, fontsize=13, weight="bold", color=INK, va="center")
    for left, width, head in zip(lefts[levels:], chart.widths[levels:], chart.heads, strict=True):
        ax.text(left + width / 2, top + 0.1, head, fontsize=9, color=FAINT, ha="center", va="center")
    rows = {id(case): top - (index + 0.5) * chart.row - 0.05 for index, case in enumerate(cases)}

    def box(left: float, width: float, y: float, text: str, fill: str, **look: Any) -> None:
        from matplotlib.patches import FancyBboxPatch

        height = chart.row * 0.72
        shape = FancyBboxPatch(
            (left + 0.06, y - height / 2),
            width - 0.12,
            height,
            boxstyle="round,pad=0.0,rounding_size=0.08",
            facecolor=fill,
            edgecolor=INK,
            linewidth=0.8,
        )
        ax.add_patch(shape)
        ax.text(left + width / 2, y, text, ha="center", va="center", fontsize=9, **({"color": INK} | look))

    def arrow(points: list[tuple[float, float]]) -> None:
        """A line with corners, and a head at its end."""
        ax.plot(*zip(*points, strict=True), color=INK, linewidth=0.9, solid_joinstyle="round")
        (end, y), size = points[-1], 0.07
        ax.fill([end, end - size * 1.4, end - size * 1.4], [y, y + size * 0.6, y - size * 0.6], color=INK, linewidth=0)

    def place(node: Node, level: int) -> float:
        """Draw a node and what follows; gives its height."""
        left, width = lefts[level], chart.widths[level]
        right = left + width - 0.06
        if node.cells:
            y = rows[id(node)]
            # A case of an early level has the room of those behind it empty, and a line through it.
            box(left, width, y, node.text, CASE)
            start = lefts[levels]
            arrow([(right, y), (start + 0.06, y)])
            box(start, chart.widths[levels], y, node.cells[0], FUNCTION, color="white", weight="bold", family="monospace")
            for index, cell in enumerate(node.cells[1:], levels + 1):
                mono = {"family": "monospace", "fontsize": 8} if chart.heads[index - levels] == "loss" else {"fontsize": 9}
                ax.text(lefts[index] + chart.widths[index] / 2, y, cell, ha="center", va="center", color=INK, **mono)
            return y
        heights = [place(answer, level + 1) for _, answer in node.answers]
        y = sum(heights) / len(heights)
        box(left, width, y, node.text, QUESTION if node is chart.root or "?" in node.text else CASE)
        bend = right + 0.14
        for (said, _), height in zip(node.answers, heights, strict=True):
            arrow([(right, y), (bend, y), (bend, height), (lefts[level + 1] + 0.06, height)])
            if said:
                ax.text(bend + 0.06, height + 0.05, said, fontsize=8.5, color=INK, ha="left", va="bottom", style="italic")
        return y

    place(chart.root, 0)
    for upper, lower in pairwise(cases):
        y = (rows[id(upper)] + rows[id(lower)]) / 2
        ax.plot([lefts[levels + 1], x - 0.15], [y, y], color="#dddddd", linewidth=0.7)
    return figure


def _draw_functions() -> Any:
    """Values on the left, slopes on the right, of the functions that everybody meets first."""
    from matplotlib.figure import Figure

    import actkern as ak

    figure = Figure(figsize=(9, 3.6), layout="constrained")
    for ax, kind, title in zip(figure.subplots(1, 2), ("value", "grad"), ("value", "slope"), strict=True):
        ax.set_title(title, fontsize=11)
        ak.plot("sigmoid", "tanh", "relu", "gelu", kind=kind, range=(-4, 4), ax=ax)
        ax.set_ylim((-1.2, 3.2) if kind == "value" else (-0.25, 1.25))
    return figure


PICTURES = {
    "choosing-hidden.png": lambda: _draw_chart(HIDDEN),
    "choosing-output.png": lambda: _draw_chart(OUTPUT),
    "functions.png": _draw_functions,
}


def mark() -> str:
    """The digest of what pictures are drawn by: this file, and the modules of `actkern.plot`."""
    folder = Path(_plotting.__file__).parent
    paths = [Path(__file__), *(folder / f"{name}.py" for name in ("canvas", "curves", "plot"))]
    return digest("".join(path.read_text(encoding="utf-8") for path in paths))


def stale(docs: Path) -> list[Path]:
    """The pictures in a folder that are missing, or drawn by other sources than those that are there."""
    current = mark().encode()
    return [docs / name for name in PICTURES if not (docs / name).exists() or current not in (docs / name).read_bytes()]


def write(paths: list[Path]) -> None:
    """Draw pictures, each of the name that it has in PICTURES."""
    for path in paths:
        PICTURES[path.name]().savefig(path, dpi=120, metadata={"Description": mark()})


if __name__ == "__main__":
    docs = ROOT / "docs"
    write([docs / name for name in PICTURES])
    sys.stdout.write("".join(f"wrote: docs/{name}\n" for name in PICTURES))
