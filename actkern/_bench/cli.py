"""`actkern bench`: what it takes, prints and writes. What only a run needs is imported when it runs."""

import argparse
import importlib.util
import json
import os
import sys
from collections.abc import Callable, Sequence
from types import ModuleType
from typing import Any, NoReturn

from .. import _runtime
from .._catalog import TIMED_FORMS, catalog
from .._commands.arguments import writable

HELP = "time every backend beside plain NumPy and SciPy"
COMMON = [name for name, row in catalog.items() if row.common]


def _functions(text: str) -> list[str]:
    if text == "all":
        return list(catalog)
    names = [name.strip() for name in text.split(",") if name.strip()]
    unknown = [name for name in names if name not in catalog]
    if unknown or not names:
        raise argparse.ArgumentTypeError(f"unknown function {(unknown or [text])[0]!r}; there are {', '.join(catalog)}")
    return names


def _counts(what: str, most: int) -> Callable[[str], list[int]]:
    """The type of an argument that is whole numbers, separated by commas."""

    def counts(text: str) -> list[int]:
        parts = [part.strip() for part in text.split(",")]
        numbers = [int(part) if part.isdecimal() else 0 for part in parts]
        for part, number in zip(parts, numbers):
            if not 1 <= number <= most:
                raise argparse.ArgumentTypeError(f"{what} is from 1 to {most}, not {part!r}")
        return sorted(set(numbers))

    return counts


def _forms(text: str) -> list[str]:
    names = [name.strip() for name in text.split(",")]
    for name in names:
        if name not in TIMED_FORMS:
            raise argparse.ArgumentTypeError(f"unknown form {name!r}; there are {', '.join(TIMED_FORMS)}")
    return names


def add_arguments(bench: argparse.ArgumentParser) -> None:
    """What `actkern bench` takes."""
    bench.add_argument(
        "--functions",
        type=_functions,
        help="names, separated by commas, or 'all' (default: the common ones; with --scaling, a few)",
    )
    kinds = bench.add_mutually_exclusive_group()
    kinds.add_argument(
        "--peers",
        action="store_true",
        help="beside torch, alone and compiled, onnxruntime, OpenVINO, jax, MKL, SciPy, numexpr and NumPy: those installed",
    )
    kinds.add_argument(
        "--scaling", action="store_true", help="how time grows with elements, 1e1 to 1e8, and with threads, beside a copy"
    )
    bench.add_argument(
        "--threads",
        type=_counts("a number of threads", _runtime.MAX_THREADS),
        help="threads for actkern (default: 1, as NumPy); one or more numbers with --peers, for all (default: 1,2), and with "
        "--scaling (default: 1, 2, 4 and so on to the number of CPUs)",
    )
    bench.add_argument("--sizes", type=_counts("a number of elements", 10**9), help="numbers of elements, separated by commas")
    bench.add_argument("--forms", type=_forms, default=[], help=f"with --peers, of {', '.join(TIMED_FORMS)}")
    quick = "fewer rounds, and no array of 10,000,000: under 30 seconds (with --peers or --scaling: minutes)"
    bench.add_argument("--quick", action="store_true", help=quick)
    bench.add_argument("--json", type=writable, metavar="FILE", help="write the figures to FILE")
    bench.add_argument(
        "--markdown", type=writable, metavar="FILE", help="write the table of docs/speed/README.md to FILE, or the page of docs"
    )
    bench.add_argument(
        "--plot",
        type=writable,
        metavar="FILE",
        help="draw to FILE (.png, .svg, .pdf); beside it, with --peers, a roofline, and with --scaling, speed over threads",
    )


def _console() -> Any:
    """A terminal as wide as it is; a file or a pipe as wide as the widest table, since nobody can draw it wider."""
    from rich.console import Console

    console = Console()
    return console if console.is_terminal else Console(width=160)


def bench_plain(arguments: argparse.Namespace) -> int:
    from rich import box
    from rich.progress import Progress
    from rich.table import Table

    from . import plain
    from .cells import DTYPES, QUICK_SIZES, SIZES, Cell

    threads = (arguments.threads or [1])[-1]
    _runtime.set_num_threads(threads)
    seconds, least = (0.08, 3) if arguments.quick else (2.0, 9)
    todo = plain.plan(arguments.functions or COMMON, sizes=arguments.sizes or (QUICK_SIZES if arguments.quick else SIZES))
    cells: list[Cell] = []
    groups: list[list[Cell]] = []
    console = _console()
    # Rounds of a warm-up, compilation included, run inside the check; the bar moves by finished cells.
    with Progress(console=console, transient=True) as progress:
        bar = progress.add_task("timing", total=len(todo))
        for group, (name, dtype, size) in zip(plain.run(todo, seconds, least), todo):
            groups.append(group)
            cells += group
            progress.update(bar, advance=1, description=f"{name} {dtype} {size:,}")
    names = max(([cell.contender for cell in group] for group in groups), key=len)
    caption = "x: times faster than the best of NumPy and SciPy"
    table = Table(title="ns per element (median)", caption=caption, box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)
    for title in ("function", "dtype"):
        table.add_column(title, no_wrap=True)
    for title in ("elements", *names, "x"):
        table.add_column(title.replace(" ", "\n"), justify="right", no_wrap=True)
    for group in groups:
        by_name = {cell.contender: f"{cell.ns_per_element:.3g}" for cell in group}
        first = group[0]
        table.add_row(
            *(first.function, first.dtype, f"1e{len(str(first.size)) - 1}"),
            *(by_name.get(name, "-") for name in names),
            f"{plain.ratio_to_numpy(group):.2f}",
            end_section=first.size == todo[-1][-1] and first.dtype == DTYPES[-1],
        )
    console.print(table)
    versions = _runtime.runtime_info()
    tier = f", tier {versions['tier']}" if versions["tier"] else ""
    plural = "s" if threads > 1 else ""
    console.print(f"{threads} thread{plural} for actkern{tier}; results were checked against the reference first")
    if arguments.json:
        arguments.json.write_text(json.dumps(plain.as_json(cells), indent=1) + "\n")
    if arguments.markdown:
        arguments.markdown.write_text(plain.markdown(groups))
    if arguments.plot:
        plain.plot(cells, str(arguments.plot))
    return 0


def _rich_table(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Any:
    """The columns with numbers are aligned to the right."""
    from rich import box
    from rich.table import Table

    table = Table(title=title, box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)
    for index, column in enumerate(columns):
        number = any(row[index][:1].isdigit() for row in rows)
        table.add_column(column, justify="right" if number else "left", no_wrap=True)
    for row in rows:
        table.add_row(*row)
    return table


def bench_peers(arguments: argparse.Namespace) -> int:
    """`actkern bench --peers`."""
    from rich.progress import Progress

    from . import peers, peers_report
    from .figures import title

    seconds = 0.05 if arguments.quick else 0.6
    names, counts = arguments.functions or COMMON, arguments.threads or peers.THREADS
    todo = peers.plan(names, arguments.forms, arguments.sizes or peers.SIZES, counts)
    console = _console()
    missing = [name for name, version in peers.versions().items() if version is None]
    if missing:
        console.print(f"not installed, and left out: {', '.join(missing)} (pip install 'actkern[peers]')", markup=False)
    groups = []
    with Progress(console=console, transient=True) as progress:
        bar = progress.add_task("timing", total=len(todo))
        for group, (name, form, dtype, size, _) in zip(peers.run(todo, seconds), todo):
            groups.append(group)
            progress.update(bar, advance=1, description=f"{form} of {name} {dtype} {size:,}")
    compared = peers_report.comparisons(groups)
    for (dtype, threads), part in peers_report.parts(compared).items():
        labels, sizes, cells = peers_report.grid(part)
        columns = ["times as fast as the best peer", *(f"{size:,}" for size in sizes)]
        rows = [[label, *(peers_report.entry(cells.get((label, size))) for size in sizes)] for label in labels]
        console.print(_rich_table(title(dtype, threads), columns, rows))
    console.print(peers_report.summary(compared))
    _write(arguments, peers_report.to_json(compared, seconds), peers_report)
    return 0


def bench_scaling(arguments: argparse.Namespace) -> int:
    """`actkern bench --scaling`."""
    from rich.progress import Progress

    from . import scaling, scaling_report

    seconds = 0.02 if arguments.quick else 0.5
    threads = arguments.threads or scaling.default_threads()
    todo = scaling.plan(arguments.functions or scaling.FUNCTIONS, arguments.sizes or (), threads)
    available = scaling.available_bytes()
    fits = [cell for cell in todo if scaling.needed_bytes(*cell[1:]) <= available]
    console = _console()
    left_out = ""
    if len(fits) < len(todo):
        left = sorted(set(todo) - set(fits), key=lambda cell: cell[2])
        least = [next(cell for cell in left if cell[1] == dtype) for dtype in sorted({cell[1] for cell in left})]
        texts = [f"{dtype} from {size:,} elements on" for _, dtype, size in least]
        left_out = f"{' and '.join(texts)}, which do not fit in {available / 1e9:.1f} GB of memory"
        console.print(f"left out: {left_out}", markup=False)
    if not fits:
        return 1
    timings = []
    with Progress(console=console, transient=True) as progress:
        bar = progress.add_task("timing", total=len(fits))
        for timing in scaling.run(fits, threads, seconds):
            timings.append(timing)
            progress.update(bar, advance=1, description=f"{timing.function} {timing.dtype} {timing.size:,}")
        progress.update(bar, description="what looks like steps, again")
        steps = scaling.steps(timings, threads, seconds)
    sizes_shown = [f"{size:,}" for size in scaling_report.shown_sizes(timings)]
    console.print(_rich_table("ns per element (median)", ["function", "dtype", "", *sizes_shown], scaling_report.rows(timings)))
    console.print(scaling_report.summary(timings, steps), markup=False)
    for step in steps:
        console.print(scaling_report.line(step), markup=False)
    _write(arguments, scaling_report.to_json(timings, steps, threads, seconds, left_out), scaling_report)
    return 0


def _write(arguments: argparse.Namespace, text: str, report: ModuleType) -> None:
    """The files that were asked for; page and pictures from the JSON's text, as `tools/generate.py` makes them again."""
    if arguments.json:
        arguments.json.write_text(text)
    if arguments.markdown:
        picture = os.path.relpath(arguments.plot, arguments.markdown.parent) if arguments.plot else ""
        arguments.markdown.write_text(report.page(text, picture))
    if arguments.plot:
        report.draw(text, arguments.plot)


def run(arguments: argparse.Namespace, error: Callable[[str], NoReturn]) -> int:
    """Run what was asked for; gives the exit status. `error` is called with a line on arguments that do not go together."""
    if arguments.forms and not arguments.peers:
        error("--forms go with --peers")
    if len(arguments.threads or [1]) > 1 and not (arguments.peers or arguments.scaling):
        error("several numbers of threads go with --peers or --scaling")
    if importlib.util.find_spec("rich") is None:
        sys.stderr.write("actkern bench needs rich: pip install 'actkern[cli]'\n")
        return 1
    if arguments.scaling:
        return bench_scaling(arguments)
    return bench_peers(arguments) if arguments.peers else bench_plain(arguments)
