"""`actkern bench`: every backend beside plain NumPy and SciPy, checked against the reference, then timed interleaved.

All contenders of a cell run in turn, round after round, in one process; the figure is the median of a contender's
rounds. Whatever can write into a given array does: actkern, SciPy's expit and single NumPy ufuncs. The others allocate
their results and temporaries, as code written with them does.
"""

import statistics
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from functools import partial
from types import ModuleType
from typing import Any

import numpy as np

from .. import _runtime, reference
from .._catalog import Activation, LinearLoss, Loss, catalog
from .._namespaces import backends
from .cells import DTYPES, SIZES, Array, Call, Cell, check, make_input, make_keywords, make_operands, whole
from .timing import interleaved


def _calls(text: str, module: ModuleType) -> Callable[..., Any]:
    """A function of operands and out that runs `text`, a call over x and out of one of `module`'s functions, from a row."""
    function: Callable[..., Any] = eval(f"lambda x, out: {text}", dict(vars(module)))
    return lambda operands, out: function(operands[0], out)


def peers(row: Activation, form: str = "value") -> dict[str, Callable[..., Any]]:
    """What plain NumPy and SciPy have for one form of a function, by the contender's name: f(operands, out) gives the result."""
    calls: dict[str, Callable[..., Any]] = {}
    if row.formula.value != "x":  # the formula "x" gives x itself, and does no work
        calls["numpy naive"] = lambda operands, out: reference.naive(row.name, operands, form)
    if form == "value" and row.peers.numpy:
        calls["numpy stable"] = _calls(row.peers.numpy, np)
    elif row.keywords or row.formula.stable_value:
        calls["numpy stable"] = lambda operands, out: reference.naive(row.name, operands, form, stable=True)
    if form == "value" and row.peers.scipy:
        try:
            import scipy.special
        except ImportError:
            return calls
        if hasattr(scipy.special, row.peers.scipy_name):  # older ones lack softplus
            calls["scipy"] = _calls(row.peers.scipy, scipy.special)
    return calls


def contenders(
    row: Activation, operands: list[Any], form: str = "value", of: Iterable[str] = _runtime.available_backends
) -> dict[str, Call]:
    """What to call for one form of a function, by the contender's name; each gives its result. `of` are the backends."""
    calls: dict[str, Call] = {}
    out: Any = None
    for name in of:
        space = backends[name]
        function = partial(getattr(space if form == "value" else getattr(space, form), row.name), **make_keywords(row, form))
        if isinstance(row, Loss):
            calls[name] = partial(function, *operands)
            if form != "value":
                dx = np.empty_like(operands[0])
                into = (dx, np.empty_like(operands[1])) if isinstance(row, LinearLoss) else dx
                calls[name] = partial(function, *operands, out=into)
            continue
        if out is None:
            out = function(*operands)
        calls[name] = partial(function, *operands, out=out)
    return calls | {name: partial(peer, operands, out) for name, peer in peers(row, form).items()}


def contender_names(row: Activation, form: str) -> list[str]:
    """The names that `contenders` gives, without compiling anything."""
    return [*backends.available(), *peers(row, form)]


def check_values(row: Activation, operands: list[Any], calls: dict[str, Call]) -> None:
    """Raise AssertionError, naming the contender, where a value differs from the reference by more than rounding.

    Of arrays over 100,000 elements every k-th element or row is compared. What is random is not: in float32 the reference
    draws other numbers.
    """
    if row.random:
        return
    x = operands[0]
    some = slice(None, None, 1 if isinstance(row, Loss) else max(1, x.size // 100_000))
    doubles = [each[some].astype(np.float64) if np.ndim(each) and each.dtype.kind == "f" else each for each in operands]
    parameters = {p.name: float(x.dtype.type(p.default)) for p in row.parameters if p.default is not None}
    if isinstance(row, Loss) or row.along_an_axis:
        expected: tuple[Array, ...] = (reference.naive(row.name, doubles, stable=True),)
    else:
        expected = tuple(reference.quantity(row.name, name, *doubles, **parameters) for name in row.outputs)
    eps = float(np.finfo(x.dtype).eps)

    def tolerance(name: str) -> tuple[float, float]:
        # Textbook formulas cancel near 0. They are timed all the same if their errors are small
        # beside the largest value.
        exact = name in _runtime.BACKENDS and row.right_everywhere
        # The reference is float64 NumPy, which is itself a thousand ULP off where a tail squares
        # its argument; and SciPy's erfc is 0 where it should be subnormal.
        smallest = float(np.finfo(x.dtype).smallest_subnormal if x.itemsize == 4 else np.finfo(x.dtype).smallest_normal)
        return max(16 * eps, 1e-12), smallest if exact else 8 * eps

    check(f"{row.name} of {x.dtype}", calls, expected, tolerance, some)


def plan(names: Iterable[str], dtypes: Iterable[str] = DTYPES, sizes: Iterable[int] = SIZES) -> list[tuple[str, str, int]]:
    return [(name, dtype, whole(catalog[name], size)) for name in names for dtype in dtypes for size in sizes]


def run(cells: Iterable[tuple[str, str, int]], seconds: float, least: int = 5) -> Iterator[list[Cell]]:
    """Check and time one (function, dtype, size) after the other; gives the cells of each as it is done."""
    for name, dtype, size in cells:
        row = catalog[name]
        x = make_input(row, dtype, size)
        operands = make_operands(row, "value", x)
        calls = contenders(row, operands)
        check_values(row, operands, calls)
        times = interleaved(calls, seconds, least)
        yield [
            Cell(row.name, dtype, size, contender, statistics.median(taken) / size * 1e9, len(taken))
            for contender, taken in times.items()
        ]


def as_json(cells: list[Cell]) -> dict[str, Any]:
    """What `--json` writes: where and with what it was measured, and every cell."""
    return {"runtime": _runtime.runtime_info(), "unit": "ns per element", "cells": [asdict(cell) for cell in cells]}


def ratio_to_numpy(group: list[Cell]) -> float:
    """How many times faster the best backend is than the best of plain NumPy and SciPy in a group of cells."""
    ours = [cell.ns_per_element for cell in group if cell.contender in _runtime.BACKENDS]
    others = [cell.ns_per_element for cell in group if cell.contender not in _runtime.BACKENDS]
    return min(others) / min(ours)


def markdown(groups: list[list[Cell]]) -> str:
    """The table of docs/speed/README.md: the backends, the better of NumPy's formulas, SciPy, and the ratio."""
    lines = [
        "| function | dtype | elements | Cython | Numba | NumPy | SciPy | times faster |",
        "|---|---|---:|---:|---:|---:|---:|---:|",
    ]
    for group in groups:
        took = {cell.contender: cell.ns_per_element for cell in group}
        plain = min(ns for name, ns in took.items() if name.startswith("numpy"))
        figures = [took.get("cython"), took.get("numba"), plain, took.get("scipy")]
        texts = ["-" if ns is None else f"{ns:.2f}" for ns in figures]
        ratio = ratio_to_numpy(group)
        first = f"| {group[0].function} | {group[0].dtype} | {group[0].size:,} | "
        lines.append(first + " | ".join(texts) + (f" | {ratio:.1f} |" if ratio >= 1.05 else f" | **{ratio:.2f}** |"))
    return "\n".join(lines) + "\n"


def plot(cells: list[Cell], path: str) -> None:
    """A picture of the cells: one panel per function and dtype, time per element over size."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot as plt

    functions = list(dict.fromkeys(cell.function for cell in cells))
    dtypes = list(dict.fromkeys(cell.dtype for cell in cells))
    names = sorted({cell.contender for cell in cells})
    figure, axes = plt.subplots(
        len(dtypes), len(functions), figsize=(3.2 * len(functions), 3 * len(dtypes)), sharex=True, sharey=True, squeeze=False
    )
    for line, dtype in zip(axes, dtypes):
        for panel, function in zip(line, functions):
            for index, name in enumerate(names):
                of = [c for c in cells if (c.function, c.dtype, c.contender) == (function, dtype, name)]
                if of:
                    style = "o-" if name in _runtime.BACKENDS else "s--"
                    panel.plot([c.size for c in of], [c.ns_per_element for c in of], style, color=f"C{index}", label=name)
            panel.set_xscale("log")
            panel.set_yscale("log")
            panel.set_title(f"{function}, {dtype}", fontsize=10)
            panel.grid(True, which="major", alpha=0.3)
        line[0].set_ylabel("ns per element")
    for panel in axes[-1]:
        panel.set_xlabel("elements")
    handles: dict[str, Any] = {}
    for panel in axes.flat:
        for handle, label in zip(*panel.get_legend_handles_labels()):
            handles.setdefault(label, handle)
    figure.legend(handles.values(), handles.keys(), loc="outside lower center", ncols=len(handles), frameon=False)
    threads = _runtime.get_num_threads()
    figure.suptitle(f"actkern beside NumPy and SciPy ({threads} thread{'s' * (threads > 1)})")
    figure.tight_layout(rect=(0, 0.06, 1, 1))
    figure.savefig(path, dpi=120)
    plt.close(figure)
