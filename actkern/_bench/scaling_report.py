"""What `actkern bench --scaling` makes of its figures: a page, a picture of time over elements and one of speed over threads."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from .. import _runtime
from .._catalog import catalog
from . import scaling
from .cells import DTYPES
from .figures import machine, processor, save, style, table, threads_of, versions
from .scaling import Step, Timing
from .timing import COPY

SPEED_UP_AT = (100_000, 1_000_000, 10_000_000)


def to_json(timings: Sequence[Timing], steps: Sequence[Step], threads: Sequence[int], seconds: float, left_out: str = "") -> str:
    """Where it was measured, where the loops change, the steps, and every size, one to a line."""
    functions = dict.fromkeys((timing.function, timing.dtype) for timing in timings)
    head = {
        "runtime": {**_runtime.runtime_info(), "processor": processor()},
        "seconds": seconds,
        "unit": "ns per element: lower quartile, median, upper quartile",
        "threads": list(threads),
        "left out": left_out,
    }
    lists = {
        "changes": [
            {"function": name, "dtype": dtype, "sizes": scaling.changes(catalog[name], dtype, threads)}
            for name, dtype in functions
        ],
        "steps": [step.__dict__ for step in steps],
        "cells": [timing.__dict__ for timing in timings],
    }
    text = json.dumps(head, indent=1)[:-2]
    for name, entries in lists.items():
        text += f',\n "{name}": [' + ",".join("\n  " + json.dumps(entry) for entry in entries) + "\n ]"
    return text + "\n}\n"


def from_json(text: str) -> tuple[dict[str, Any], list[Timing], list[Step]]:
    data = json.loads(text)
    return data, [Timing(**cell) for cell in data.pop("cells")], [Step(**step) for step in data.pop("steps")]


def name_of(contender: str) -> str:
    return threads_of(int(contender)) if contender.isdecimal() else f"np.{COPY}to{contender.removeprefix(COPY)}"


def shown_sizes(timings: Sequence[Timing]) -> list[int]:
    """The sizes that tables show: powers of ten, or all sizes where there are none."""
    sizes = sorted({timing.size for timing in timings})
    return [size for size in sizes if str(size).strip("0") == "1"] or sizes


def rows(timings: Sequence[Timing]) -> list[list[str]]:
    """The table: function, dtype, who, and the median ns per element of `shown_sizes`."""
    sizes = shown_sizes(timings)
    at = {(t.function, t.dtype, t.size, contender): ns[1] for t in timings for contender, ns in t.ns.items()}
    lines = dict.fromkeys((t.function, t.dtype, contender) for t in timings for contender in t.ns)
    return [
        [
            *(name, dtype, name_of(contender)),
            *(f"{at[name, dtype, size, contender]:.3g}" if (name, dtype, size, contender) in at else "-" for size in sizes),
        ]
        for name, dtype, contender in lines
    ]


STEP_COLUMNS = ("function", "dtype", "what changes", "threads", "from", "to", "elements, times", "time, times", "copy, times")


def step_rows(steps: Sequence[Step]) -> list[list[str]]:
    return [
        [
            *(step.function, step.dtype, step.change or "-", str(step.threads), f"{step.before:,}", f"{step.after:,}"),
            *(f"{ratio:.2f}" for ratio in (step.elements, step.time, step.copy)),
        ]
        for step in steps
    ]


def summary(timings: Sequence[Timing], steps: Sequence[Step]) -> str:
    falls = sum(step.time < 1 for step in steps)
    sizes = [timing.size for timing in timings]
    functions = len({timing.function for timing in timings})
    return (
        f"{len(timings)} cells of {functions} function{'s' * (functions > 1)}, {min(sizes):,} to {max(sizes):,} elements; "
        f"steps from {scaling.LEAST:,} on: {falls} where more elements take less time, {len(steps) - falls} where "
        f"the time per element grows by more than {scaling.JUMP} times"
    )


def line(step: Step) -> str:
    """One step, in words."""
    change = f" ({step.change})" * bool(step.change)
    return (
        f"{step.function}, {step.dtype}, {threads_of(step.threads)}, {step.before:,} to {step.after:,}{change}: "
        f"{step.elements:.2f} times the elements, {step.time:.2f} times the time, a copy {step.copy:.2f}"
    )


def page(text: str, picture: str = "") -> str:
    """The page docs/scaling.md, from the JSON's text; with the pictures, the first at `picture`, a path from the page."""
    head, timings, steps = from_json(text)
    runtime = head["runtime"]
    lines = [
        "# How time grows",
        "",
        "The time of a call into a given array, by the number of elements and of threads, beside `np.copyto`: medians of",
        "`actkern bench --scaling`, where all take turns at each size; normal(0, 3) input; softmax has rows of 1,000. Sizes lie",
        "closer together around those from which on the loops do something else (dotted).",
        "",
        f"- Machine: {machine(runtime)}.",
        f"- Versions: {versions(runtime['versions'])}.",
        *([f"- Left out: {head['left out']}."] if head["left out"] else []),
        "",
        "`actkern bench --scaling --json docs/scaling.json --markdown docs/scaling.md --plot docs/scaling.png` makes it all",
        "again; `python tools/generate.py` makes the page and the pictures from `scaling.json`.",
        "",
    ]
    if picture:
        first = Path(picture)
        lines += [
            f"![Time per element by number of elements]({first.as_posix()})",
            "",
            f"![Speed-up by number of threads]({first.with_name(f'{first.stem}-threads{first.suffix}').as_posix()})",
            "",
        ]
    lines += ["## Steps", "", summary(timings, steps) + ".", ""]
    if steps:
        lines += [
            "Neighbouring sizes, each pair timed again in turn: how many times the elements, the time, and the time of a copy.",
            "",
        ]
        lines += table(STEP_COLUMNS, step_rows(steps), texts=3)
    lines += ["## ns per element", ""]
    lines += table(["", "dtype", "", *(f"{size:,}" for size in shown_sizes(timings))], rows(timings), texts=3)
    return "\n".join(lines)


def draw(text: str, path: Path) -> list[Path]:
    """Time per element over elements to `path`, and speed-up over threads beside it; gives both paths."""
    import matplotlib

    matplotlib.use("Agg")
    head, timings, steps = from_json(text)
    return [
        save(_time_over_elements(head, timings, steps), path, text),
        save(_speed_up(head, timings), path.with_name(f"{path.stem}-threads{path.suffix}"), text),
    ]


def _panels(timings: Sequence[Timing]) -> tuple[Any, dict[tuple[str, str], Any]]:
    """A figure with a column for each function and a row for each dtype, and its panels."""
    from matplotlib import pyplot as plt

    functions = list(dict.fromkeys(timing.function for timing in timings))
    size = max(6.0, 0.6 + 3.1 * len(functions)), 1.4 + 3.0 * len(DTYPES)
    figure, axes = plt.subplots(
        len(DTYPES), len(functions), figsize=size, sharex=True, sharey=True, squeeze=False, layout="constrained"
    )
    panels = {(name, dtype): axes[i][j] for i, dtype in enumerate(DTYPES) for j, name in enumerate(functions)}
    for (name, dtype), panel in panels.items():
        panel.set_title(f"{name}, {dtype}", fontsize=10)
        panel.grid(True, which="major", alpha=0.3)
    return figure, panels


def _finish(figure: Any, panels: dict[tuple[str, str], Any], across: str, up: str, title: str) -> Any:
    handles: dict[str, Any] = {}
    for (name, dtype), panel in panels.items():
        for handle, label in zip(*panel.get_legend_handles_labels()):
            handles.setdefault(label, handle)
        if dtype == DTYPES[-1]:
            panel.set_xlabel(across)
        if name == next(iter(panels))[0]:
            panel.set_ylabel(up)
    figure.legend(handles.values(), handles.keys(), loc="outside lower center", ncols=min(len(handles), 6), frameon=False)
    figure.suptitle(title, fontsize=12)
    return figure


def _time_over_elements(head: dict[str, Any], timings: Sequence[Timing], steps: Sequence[Step]) -> Any:
    figure, panels = _panels(timings)
    lines = list(dict.fromkeys(contender for timing in timings for contender in timing.ns))
    counts = [contender for contender in lines if contender.isdecimal()]
    for (name, dtype), panel in panels.items():
        part = [timing for timing in timings if (timing.function, timing.dtype) == (name, dtype)]
        for contender in lines:
            of = [(timing.size, *timing.ns[contender]) for timing in part if contender in timing.ns]
            if not of:
                continue
            sizes, low, medians, high = zip(*of)
            if contender in counts:
                look = style(counts.index(contender)) | {"markersize": 3}
                panel.fill_between(sizes, low, high, color=look["color"], alpha=0.2, linewidth=0)
            else:
                look = {"color": "black", "linestyle": "-" if contender == COPY else ":", "linewidth": 1.5, "zorder": 1}
            panel.plot(sizes, medians, label=name_of(contender), **look)
        changes = next(each["sizes"] for each in head["changes"] if (each["function"], each["dtype"]) == (name, dtype))
        for size in map(int, changes):
            if part[0].size <= size <= part[-1].size:
                panel.axvline(size, color="0.6", linestyle=(0, (1, 2)), linewidth=1, zorder=0, label="the loops change")
        ends = [
            (step.after, timing.ns[str(step.threads)][1])
            for step in steps
            for timing in part
            if (step.function, step.dtype, step.after) == (name, dtype, timing.size)
        ]
        if ends:
            look = {"facecolors": "none", "edgecolors": "black", "s": 70, "linewidths": 1.2, "zorder": 3}
            panel.scatter(*zip(*ends), label="step", **look)
        panel.set_xscale("log")
        panel.set_yscale("log")
    return _finish(figure, panels, "elements", "ns per element", "Time per element (median; shaded: quartiles); lower is better")


def _speed_up(head: dict[str, Any], timings: Sequence[Timing]) -> Any:
    figure, panels = _panels(timings)
    threads = head["threads"]
    measured = {timing.size for timing in timings}
    sizes = [size for size in SPEED_UP_AT if size in measured] or [max(measured)]
    for key, panel in panels.items():
        panel.plot(threads, [count / threads[0] for count in threads], color="black", linestyle=":", label="as many times")
        for index, size in enumerate(sizes):
            for timing in timings:
                if (timing.function, timing.dtype, timing.size) == (*key, size):
                    speeds = [timing.ns[str(threads[0])][1] / timing.ns[str(count)][1] for count in threads]
                    panel.plot(threads, speeds, label=f"{size:,} elements", **style(index))
        panel.set_xticks(threads)
        panel.margins(x=0.1)
    for panel in panels.values():  # which share the axis: it is fixed once it knows all lines
        panel.set_ylim(bottom=0)
    beside = threads_of(threads[0])
    return _finish(
        figure, panels, "threads", f"times as fast as {beside}", f"Speed-up by threads, beside {beside}; higher is better"
    )
