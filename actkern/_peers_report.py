"""What `actkern bench --peers` makes of its figures: a table for the documents, a heat map of ratios and a roofline."""

import hashlib
import json
import math
import platform
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import _peers, _runtime
from ._bench import Cell

BEHIND = 0.97  # a ratio below is more than noise
SHORT = {"onnxruntime": "ort", "numpy naive": "numpy", "numpy stable": "numpy"}


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
        others = {name: ns for name, ns in self.ns.items() if name not in _runtime.BACKENDS and not name.startswith(_peers.COPY)}
        return min(others, key=others.__getitem__)

    @property
    def ratio(self) -> float:
        """How many times as fast as the best peer."""
        return self.ns[self.peer] / self.ours

    @property
    def copy(self) -> float:
        """What copying as many bytes takes: two arrays are read or written, three by all forms but the value."""
        fastest = min(ns for name, ns in self.ns.items() if name.startswith(_peers.COPY))
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
        "peers": _peers.versions(),
        "seconds": seconds,
        "unit": "ns per element",
    }
    lines = ",\n".join("  " + json.dumps(cell.__dict__) for cell in compared)
    return json.dumps(head, indent=1)[:-2] + f',\n "cells": [\n{lines}\n ]\n}}\n'


def from_json(text: str) -> tuple[dict[str, Any], list[Comparison]]:
    data = json.loads(text)
    return data, [Comparison(**cell) for cell in data.pop("cells")]


def processor() -> str:
    """The name of the CPU, as Linux has it, or as the platform module does."""
    path = Path("/proc/cpuinfo")
    for line in path.read_text().splitlines() if path.exists() else ():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


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


def title(dtype: str, threads: int) -> str:
    return f"{dtype}, {threads} thread{'s' * (threads > 1)}"


def entry(cell: Comparison | None, mark: str = "") -> str:
    """The ratio of a cell and its best peer, as tables have it; between two `mark`s where we are behind."""
    if cell is None:
        return "-"
    mark = mark if cell.ratio < BEHIND else ""
    return f"{mark}{cell.ratio:.2f}{mark} {SHORT.get(cell.peer, cell.peer)}"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    return [f"| {' | '.join(head)} |", "|---|" + "---:|" * (len(head) - 1), *(f"| {' | '.join(row)} |" for row in rows), ""]


def markdown(head: dict[str, Any], compared: Sequence[Comparison]) -> str:
    """The page docs/peers.md."""
    runtime, peers = head["runtime"], head["peers"]
    versions = ", ".join(f"{name} {version}" for name, version in peers.items() if version)
    missing = ", ".join(name for name, version in peers.items() if not version)
    lines = [
        "# Beside every peer",
        "",
        "How many times as fast as the best of the peers the default backend is, and which peer that is; below",
        f"{BEHIND}, in bold, actkern loses. `ort` is onnxruntime. Medians of one interleaved run of `actkern bench --peers`,",
        "each call in caches that hold its own arrays (`actkern/_peers.py` says how); normal(0, 3) input; softmax and",
        "log_softmax over rows of 1,000. torch's gradient of sigmoid starts from y: beside backward.sigmoid, which starts",
        "from x, torch makes y first; beside backward_from_output.sigmoid it has it.",
        "",
        f"{runtime['processor']}, tier {runtime['tier']}; {versions}{f'; not installed: {missing}' * bool(missing)}.",
        "",
        summary(compared) + ".",
        "",
    ]
    tables = parts(compared)
    rows = []
    for (dtype, threads), part in tables.items():
        ratios = [cell.ratio for cell in part]
        rows.append(
            [
                title(dtype, threads),
                str(len(part)),
                f"{geometric_mean(ratios):.2f}",
                str(sum(ratio < BEHIND for ratio in ratios)),
                f"{min(ratios):.2f}",
            ]
        )
    lines += _table(["", "cells", "geometric mean", f"below {BEHIND}", "lowest"], rows)
    for (dtype, threads), part in tables.items():
        labels, sizes, cells = grid(part)
        lines += [f"## {title(dtype, threads)}", ""]
        rows = [[label, *(entry(cells.get((label, size)), "**") for size in sizes)] for label in labels]
        lines += _table(["", *(f"{size:,}" for size in sizes)], rows)
    largest = max(cell.size for cell in compared)
    lines += [
        "## Distance to a copy",
        "",
        f"The time for {largest:,} elements, in times of `np.copyto` of as many bytes on as many threads.",
        "",
    ]
    labels = list(dict.fromkeys(cell.label for cell in compared))
    at = {(cell.label, cell.dtype, cell.threads): f"{cell.ours / cell.copy:.2f}" for cell in compared if cell.size == largest}
    lines += _table(
        ["", *(title(*part) for part in tables)], [[label, *(at.get((label, *part), "-") for part in tables)] for label in labels]
    )
    return "\n".join(lines)


def digest(text: str) -> str:
    """What a picture carries of the figures that it shows, so that a test can tell a stale one."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def draw(compared: Sequence[Comparison], path: Path, source: str = "") -> list[Path]:
    """The heat map of ratios to `path`, and the roofline beside it; gives both paths."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot as plt

    tables = parts(compared)
    labels, sizes, _ = grid(compared)
    metadata = {"Description" if path.suffix == ".png" else "Title": digest(source)}

    limit = math.log2(4)
    figure, axes = plt.subplots(
        1,
        len(tables),
        figsize=(1.6 + (0.62 * len(sizes) + 0.4) * len(tables), 1.6 + 0.3 * len(labels)),
        sharey=True,
        squeeze=False,
        layout="constrained",
    )
    for panel, ((dtype, threads), part) in zip(axes[0], tables.items()):
        _, _, cells = grid(part)
        ratios = [[cells[label, size].ratio if (label, size) in cells else math.nan for size in sizes] for label in labels]
        image = panel.imshow(
            [[math.log2(ratio) for ratio in row] for row in ratios], cmap="RdBu", vmin=-limit, vmax=limit, aspect="auto"
        )
        for i, row in enumerate(ratios):
            for j, ratio in enumerate(row):
                if not math.isnan(ratio):
                    color = "white" if abs(math.log2(ratio)) > 0.7 * limit else "black"
                    text = f"{ratio:.2g}" if ratio < 10 else f"{ratio:.0f}"
                    weight = "bold" if ratio < BEHIND else "normal"
                    panel.text(j, i, text, ha="center", va="center", fontsize=8, color=color, weight=weight)
        panel.set_title(title(dtype, threads), fontsize=10)
        panel.set_xticks(range(len(sizes)), [f"{size:.0e}".replace("e+0", "e") if size >= 1000 else str(size) for size in sizes])
        panel.set_yticks(range(len(labels)), labels, fontsize=9)
        panel.tick_params(length=0)
        panel.set_xlabel("elements")
    figure.suptitle("times as fast as the best peer (red: slower)", fontsize=11)
    bar = figure.colorbar(image, ax=axes[0].tolist(), ticks=[-2, -1, 0, 1, 2], fraction=0.03, pad=0.01)
    bar.ax.set_yticklabels(["1/4", "1/2", "1", "2", "4"])
    figure.savefig(path, dpi=120, metadata=metadata)
    plt.close(figure)

    roofline = path.with_name(f"{path.stem}-roofline{path.suffix}")
    columns = min(2, len(tables))
    lines = -(-len(tables) // columns)
    figure, axes = plt.subplots(
        lines, columns, figsize=(5.6 * columns, 4.2 * lines), sharex=True, squeeze=False, layout="constrained"
    )
    for panel, ((dtype, threads), part) in zip(axes.flat, tables.items()):
        _, _, cells = grid(part)
        roof: dict[int, list[float]] = {}
        for cell in part:
            roof.setdefault(cell.size, []).append(cell.speed * cell.ours / cell.copy)
        panel.plot(sorted(roof), [statistics.median(roof[size]) for size in sorted(roof)], "k-", lw=2.5, label="np.copyto")
        for index, label in enumerate(labels):
            speeds = [(size, cells[label, size].speed) for size in sizes if (label, size) in cells]
            panel.plot(*zip(*speeds), "o-", ms=3, lw=1, color=plt.get_cmap("tab20")(index % 20), label=label)
        panel.set_xscale("log")
        panel.set_yscale("log")
        panel.set_title(title(dtype, threads), fontsize=10)
        panel.grid(True, which="major", alpha=0.3)
    for panel in axes[-1]:
        panel.set_xlabel("elements")
    for row in axes:
        row[0].set_ylabel("GB/s, read and written")
    handles, names = axes[0][0].get_legend_handles_labels()
    figure.legend(handles, names, loc="outside right upper", frameon=False, fontsize=8)
    figure.suptitle("bytes moved, beside a copy on as many threads", fontsize=11)
    figure.savefig(roofline, dpi=120, metadata=metadata)
    plt.close(figure)
    return [path, roofline]
