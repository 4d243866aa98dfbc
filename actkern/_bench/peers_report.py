"""What `actkern bench --peers` makes of its figures: a table for the documents, a heat map of ratios and a roofline."""

import json
import math
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .. import _runtime
from . import peers
from .cells import Cell
from .figures import machine, processor, save, style, table, title, versions
from .timing import COPY

BEHIND = 0.97  # a cell with a lower ratio is behind by more than noise
SHORT = {"onnxruntime": "ort", "numpy naive": "numpy", "numpy stable": "numpy"}
# What a page says of peers, where the run had them.
NOTES = {
    "torch.compile": "`torch.compile` is the call of torch, compiled for each shape.",
    "openvino": "`openvino` runs the models of onnxruntime, in float32 alone: it has no other arithmetic for float64.",
    "mkl": "`mkl` is the Vector Mathematics of Intel's MKL in its mode LA, of up to 4 ULP.",
}


@dataclass(frozen=True)
class Comparison:
    """One cell: the default backend beside the best of the peers, and beside the copy."""

    function: str
    form: str
    dtype: str
    size: int
    threads: int
    ns: dict[str, float]  # per element, by contender

    @property
    def ours(self) -> float:
        return next(self.ns[backend] for backend in _runtime.BACKENDS if backend in self.ns)

    @property
    def peer(self) -> str:
        """The best of the peers."""
        others = {name: ns for name, ns in self.ns.items() if name not in _runtime.BACKENDS and not name.startswith(COPY)}
        return min(others, key=others.__getitem__)

    @property
    def ratio(self) -> float:
        """How many times as fast as the best peer."""
        return self.ns[self.peer] / self.ours

    @property
    def copy(self) -> float:
        """The time of copying as many bytes.

        The value reads or writes two arrays, all other forms three.
        """
        fastest = min(ns for name, ns in self.ns.items() if name.startswith(COPY))
        return fastest * (1.0 if self.form == "value" else 1.5)

    @property
    def speed(self) -> float:
        """GB/s, read and written."""
        return (2 if self.form == "value" else 3) * (4 if self.dtype == "float32" else 8) / self.ours

    @property
    def label(self) -> str:
        return self.function if self.form == "value" else f"{self.form}.{self.function}"


def comparisons(cells: Iterable[Sequence[Cell]]) -> list[Comparison]:
    return [
        Comparison(
            *(group[0].function, group[0].form, group[0].dtype, group[0].size, group[0].threads),
            {cell.contender: float(f"{cell.ns_per_element:.4g}") for cell in group},
        )
        for group in cells
    ]


def to_json(compared: Sequence[Comparison], seconds: float) -> str:
    """Where and with what it was measured, and every cell, one to a line."""
    head = {
        "runtime": {**_runtime.runtime_info(), "processor": processor()},
        "peers": peers.versions(),
        "seconds": seconds,
        "unit": "ns per element",
    }
    lines = ",\n".join("  " + json.dumps(cell.__dict__) for cell in compared)
    return json.dumps(head, indent=1)[:-2] + f',\n "cells": [\n{lines}\n ]\n}}\n'


def from_json(text: str) -> tuple[dict[str, Any], list[Comparison]]:
    data = json.loads(text)
    return data, [Comparison(**cell) for cell in data.pop("cells")]


def geometric_mean(ratios: Iterable[float]) -> float:
    return math.exp(statistics.fmean(math.log(ratio) for ratio in ratios))


def summary(compared: Sequence[Comparison]) -> str:
    """One line: cells, geometric mean of their ratios, how many are behind."""
    ratios = [cell.ratio for cell in compared]
    behind = sum(ratio < BEHIND for ratio in ratios)
    worst = min(compared, key=lambda cell: cell.ratio)
    return (
        f"{len(ratios)} cells: {geometric_mean(ratios):.2f} times as fast as the best peer of each (geometric mean); "
        f"{behind} below {BEHIND}, the lowest {worst.ratio:.2f} ({worst.label}, {worst.dtype}, {worst.size:,}, "
        f"threads: {worst.threads}, {worst.peer})"
    )


def parts(compared: Sequence[Comparison]) -> dict[tuple[str, int], list[Comparison]]:
    found: dict[tuple[str, int], list[Comparison]] = {}
    for cell in compared:
        found.setdefault((cell.dtype, cell.threads), []).append(cell)
    return dict(sorted(found.items()))


def grid(compared: Sequence[Comparison]) -> tuple[list[str], list[int], dict[tuple[str, int], Comparison]]:
    labels = list(dict.fromkeys(cell.label for cell in compared))
    sizes = sorted({cell.size for cell in compared})
    return labels, sizes, {(cell.label, cell.size): cell for cell in compared}


def entry(cell: Comparison | None, mark: str = "") -> str:
    """The ratio of a cell and its best peer, as tables have it; between two `mark`s where actkern is behind."""
    if cell is None:
        return "-"
    mark = mark if cell.ratio < BEHIND else ""
    return f"{mark}{cell.ratio:.2f}{mark} {SHORT.get(cell.peer, cell.peer)}"


def _text_of_size(size: int) -> str:
    """1e5 for 100,000, where it is a power of ten that is not short as it stands."""
    text = f"{size:.0e}".replace("e+0", "e").replace("e+", "e")
    return text if size >= 1000 and float(text) == size else f"{size:,}"


def page(text: str, picture: str = "") -> str:
    """The page docs/peers.md, from the JSON's text; with the heat map at `picture`, a path from the page, and the roofline."""
    head, compared = from_json(text)
    runtime, theirs = head["runtime"], head["peers"]
    missing = ", ".join(name for name, version in theirs.items() if not version)
    lines = [
        "# Beside every peer",
        "",
        "How many times as fast as the best of the peers the default backend is, and which peer that is; below",
        f"{BEHIND}, in bold, actkern loses. `ort` is onnxruntime. Medians of one interleaved run of `actkern bench --peers`,",
        "each call in caches that hold its own arrays (`actkern/_bench/peers.py` says how); normal(0, 3) input; softmax and",
        "log_softmax over rows of 1,000. torch's gradient of sigmoid starts from y: beside backward.sigmoid, which starts",
        "from x, torch makes y first; beside backward_from_output.sigmoid it has it.",
        *(note for name, note in NOTES.items() if theirs.get(name)),
        "",
        f"- Machine: {machine(runtime)}.",
        f"- Peers: {versions(theirs)}{f'; not installed: {missing}' * bool(missing)}.",
        f"- actkern: {versions(runtime['versions'])}.",
        "",
        "`actkern bench --peers --json docs/peers.json --markdown docs/peers.md --plot docs/peers.png` makes it all again, and",
        "compiles for most cells anew; `python tools/generate.py` makes the page and the pictures from `peers.json`.",
        "",
        summary(compared) + ".",
        "",
    ]
    by_part = parts(compared)
    rows = []
    for (dtype, threads), part in by_part.items():
        ratios = [cell.ratio for cell in part]
        figures = f"{geometric_mean(ratios):.2f}", str(sum(ratio < BEHIND for ratio in ratios)), f"{min(ratios):.2f}"
        rows.append([title(dtype, threads), str(len(part)), *figures])
    lines += table(["", "cells", "geometric mean", f"below {BEHIND}", "lowest"], rows)
    if picture:
        first = Path(picture)
        lines += [
            f"![How many times as fast as the best peer, by function and number of elements]({first.as_posix()})",
            "",
            f"![Bytes moved per second beside a copy]({first.with_name(f'{first.stem}-roofline{first.suffix}').as_posix()})",
            "",
        ]
    lines += ["## Behind", ""]
    behind = sorted((cell for cell in compared if cell.ratio < BEHIND), key=lambda cell: cell.ratio)
    if behind:
        lines += ["The slowest first; ns per element.", ""]
        lines += table(
            ["", "dtype", "best peer", "threads", "elements", "ratio", "actkern", "peer", "copy"],
            [
                [
                    *(cell.label, cell.dtype, cell.peer, str(cell.threads), f"{cell.size:,}", f"{cell.ratio:.2f}"),
                    *(f"{ns:.3g}" for ns in (cell.ours, cell.ns[cell.peer], cell.copy)),
                ]
                for cell in behind
            ],
            texts=3,
        )
    else:
        lines += ["None.", ""]
    for (dtype, threads), part in by_part.items():
        labels, sizes, cells = grid(part)
        lines += [f"## {title(dtype, threads)}", ""]
        rows = [[label, *(entry(cells.get((label, size)), "**") for size in sizes)] for label in labels]
        lines += table(["", *(f"{size:,}" for size in sizes)], rows)
    largest = max(cell.size for cell in compared)
    lines += [
        "## Distance to a copy",
        "",
        f"The time for {largest:,} elements, in times of `np.copyto` of as many bytes on as many threads; below 1, it takes less",
        "than the copy.",
        "",
    ]
    labels = list(dict.fromkeys(cell.label for cell in compared))
    at = {(cell.label, cell.dtype, cell.threads): f"{cell.ours / cell.copy:.2f}" for cell in compared if cell.size == largest}
    lines += table(
        ["", *(title(*part) for part in by_part)],
        [[label, *(at.get((label, *part), "-") for part in by_part)] for label in labels],
    )
    return "\n".join(lines)


def draw(text: str, path: Path) -> list[Path]:
    """The heat map of the JSON's ratios to `path`, and the roofline beside it; gives both paths."""
    import matplotlib

    matplotlib.use("Agg")
    _, compared = from_json(text)
    return [
        save(_heat_map(compared), path, text),
        save(_roofline(compared), path.with_name(f"{path.stem}-roofline{path.suffix}"), text),
    ]


def _heat_map(compared: Sequence[Comparison]) -> Any:
    from matplotlib import pyplot as plt

    by_part = parts(compared)
    labels, sizes, _ = grid(compared)
    limit = math.log2(4)
    figure, axes = plt.subplots(
        1,
        len(by_part),
        figsize=(max(6.0, 2.8 + (0.5 * len(sizes) + 0.2) * len(by_part)), 1.7 + 0.3 * len(labels)),
        sharey=True,
        squeeze=False,
        layout="constrained",
    )
    for panel, ((dtype, threads), part) in zip(axes[0], by_part.items()):
        _, _, cells = grid(part)
        ratios = [[cells[label, size].ratio if (label, size) in cells else math.nan for size in sizes] for label in labels]
        image = panel.imshow(
            [[math.log2(ratio) for ratio in row] for row in ratios], cmap="RdBu", vmin=-limit, vmax=limit, aspect="auto"
        )
        for i, row in enumerate(ratios):
            for j, ratio in enumerate(row):
                if not math.isnan(ratio):
                    color = "white" if abs(math.log2(ratio)) > 0.6 * limit else "black"
                    number = f"{ratio:.2f}" if ratio < 1 else f"{ratio:.1f}" if ratio < 9.95 else f"{ratio:.0f}"
                    weight = "bold" if ratio < BEHIND else "normal"
                    panel.text(j, i, number, ha="center", va="center", fontsize=8, color=color, weight=weight)
        panel.set_title(title(dtype, threads), fontsize=10)
        panel.set_xticks(range(len(sizes)), [_text_of_size(size) for size in sizes])
        panel.set_yticks(range(len(labels)), labels, fontsize=9)
        panel.tick_params(length=0)
        panel.set_xlabel("elements")
    figure.suptitle(f"Times as fast as the best peer (blue: faster; red: slower; bold: below {BEHIND})", fontsize=12)
    bar = figure.colorbar(image, ax=axes[0].tolist(), ticks=[-2, -1, 0, 1, 2], fraction=0.03, pad=0.01, extend="both")
    bar.ax.set_yticklabels(["1/4", "1/2", "1", "2", "4"])
    bar.set_label("time of the best peer / time of actkern")
    return figure


def _roofline(compared: Sequence[Comparison]) -> Any:
    """Values above, gradients below: all in one panel are more lines than can be told apart."""
    from matplotlib import pyplot as plt

    by_part = parts(compared)
    kinds = {
        "values": [cell for cell in compared if cell.form == "value"],
        "gradients": [cell for cell in compared if cell.form != "value"],
    }
    shown = {kind: cells for kind, cells in kinds.items() if cells}
    figure, axes = plt.subplots(
        len(shown),
        len(by_part),
        figsize=(max(7.5, 2.6 + 3.2 * len(by_part)), 0.8 + 3.9 * len(shown)),
        sharex=True,
        sharey=True,
        squeeze=False,
        layout="constrained",
    )
    for line, (kind, of_kind) in zip(axes, shown.items()):
        labels, sizes, _ = grid(of_kind)
        lines: dict[str, Any] = {}
        for panel, (dtype, threads) in zip(line, by_part):
            part = [cell for cell in of_kind if (cell.dtype, cell.threads) == (dtype, threads)]
            _, _, cells = grid(part)
            roof: dict[int, list[float]] = {}
            for cell in part:
                roof.setdefault(cell.size, []).append(cell.speed * cell.ours / cell.copy)
            medians = [statistics.median(roof[size]) for size in sorted(roof)]
            (lines["np.copyto"],) = panel.plot(sorted(roof), medians, color="black", linewidth=3)
            for index, label in enumerate(labels):
                speeds = [(size, cells[label, size].speed) for size in sizes if (label, size) in cells]
                if speeds:
                    (lines[label],) = panel.plot(*zip(*speeds), **style(index))
            panel.set_xscale("log")
            panel.set_yscale("log")
            panel.set_title(f"{kind}: {title(dtype, threads)}", fontsize=10)
            panel.grid(True, which="major", alpha=0.3)
        line[0].set_ylabel("GB/s, read and written")
        line[-1].legend(lines.values(), lines.keys(), loc="center left", bbox_to_anchor=(1.02, 0.5), frameon=False, fontsize=9)
    for panel in axes[-1]:
        panel.set_xlabel("elements")
    figure.suptitle(
        "Bytes moved per second, beside np.copyto of as many bytes on as many threads (higher is better)", fontsize=12
    )
    return figure
