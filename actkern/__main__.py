"""The command line: `actkern bench`, `actkern info`; also as `python -m actkern`."""

import argparse
import importlib.util
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from . import __version__, _runtime
from .catalog import TIMED_FORMS, catalog

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


def _writable(text: str) -> Path:
    path = Path(text)
    if path.is_dir() or not path.resolve().parent.is_dir():
        raise argparse.ArgumentTypeError(f"cannot write {text!r}: it is a folder, or lies in one that does not exist")
    return path


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="actkern", description="Activation functions as fast, accurate NumPy ufuncs.")
    top.add_argument("--version", action="version", version=f"actkern {__version__}")
    commands = top.add_subparsers(dest="command", required=True)
    bench = commands.add_parser("bench", help="time every backend beside plain NumPy and SciPy")
    bench.add_argument(
        "--functions", type=_functions, default=COMMON, help="names, separated by commas, or 'all' (default: the common ones)"
    )
    bench.add_argument(
        "--peers", action="store_true", help="beside torch, onnxruntime, jax, SciPy, numexpr and NumPy: those that are installed"
    )
    bench.add_argument(
        "--threads",
        type=_counts("a number of threads", _runtime.MAX_THREADS),
        help="threads for actkern (default: 1, as NumPy); with --peers, for all, one or more numbers (default: 1,2)",
    )
    bench.add_argument("--sizes", type=_counts("a number of elements", 10**9), help="numbers of elements, separated by commas")
    bench.add_argument("--forms", type=_forms, default=[], help=f"with --peers, of {', '.join(TIMED_FORMS)}")
    bench.add_argument("--quick", action="store_true", help="fewer rounds: under 30 seconds (with --peers: minutes)")
    bench.add_argument("--json", type=_writable, metavar="FILE", help="write the figures to FILE")
    bench.add_argument("--markdown", type=_writable, metavar="FILE", help="write the README's table to FILE")
    bench.add_argument(
        "--plot", type=_writable, metavar="FILE", help="draw to FILE (.png, .svg, .pdf); with --peers, a roofline beside it"
    )
    info = commands.add_parser("info", help="versions, backends, CPU tier and threads")
    info.add_argument("--json", action="store_true", help="as JSON")
    return top


def bench(arguments: argparse.Namespace) -> int:
    from rich import box
    from rich.console import Console
    from rich.progress import Progress
    from rich.table import Table

    from . import _bench

    threads = (arguments.threads or [1])[-1]
    _runtime.set_num_threads(threads)
    seconds, least = (0.08, 3) if arguments.quick else (2.0, 9)
    todo = _bench.plan(arguments.functions, sizes=arguments.sizes or _bench.SIZES)
    cells: list[_bench.Cell] = []
    groups: list[list[_bench.Cell]] = []
    console = Console()
    # Rounds of a warm-up, compilation included, run inside the check; the bar moves by finished cells.
    with Progress(console=console, transient=True) as progress:
        bar = progress.add_task("timing", total=len(todo))
        for group, (name, dtype, size) in zip(_bench.run(todo, seconds, least), todo):
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
            f"{_bench.ratio_to_numpy(group):.2f}",
            end_section=first.size == todo[-1][-1] and first.dtype == _bench.DTYPES[-1],
        )
    console.print(table)
    versions = _runtime.runtime_info()
    tier = f", tier {versions['tier']}" if versions["tier"] else ""
    plural = "s" if threads > 1 else ""
    console.print(f"{threads} thread{plural} for actkern{tier}; results were checked against the reference first")
    if arguments.json:
        arguments.json.write_text(json.dumps(_bench.as_json(cells), indent=1) + "\n")
    if arguments.markdown:
        arguments.markdown.write_text(_bench.markdown(groups))
    if arguments.plot:
        _bench.plot(cells, str(arguments.plot))
    return 0


def bench_peers(arguments: argparse.Namespace) -> int:
    """`actkern bench --peers`."""
    from rich import box
    from rich.console import Console
    from rich.progress import Progress
    from rich.table import Table

    from . import _peers, _peers_report

    seconds = 0.05 if arguments.quick else 0.6
    todo = _peers.plan(arguments.functions, arguments.forms, arguments.sizes or _peers.SIZES, arguments.threads or _peers.THREADS)
    console = Console()
    missing = [name for name, version in _peers.versions().items() if version is None]
    if missing:
        console.print(f"not installed, and left out: {', '.join(missing)} (pip install 'actkern[peers]')", markup=False)
    groups = []
    with Progress(console=console, transient=True) as progress:
        bar = progress.add_task("timing", total=len(todo))
        for group, (name, form, dtype, size, _) in zip(_peers.run(todo, seconds), todo):
            groups.append(group)
            progress.update(bar, advance=1, description=f"{form} of {name} {dtype} {size:,}")
    compared = _peers_report.comparisons(groups)
    for (dtype, threads), part in _peers_report.parts(compared).items():
        labels, sizes, cells = _peers_report.grid(part)
        table = Table(title=_peers_report.title(dtype, threads), box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)
        table.add_column("times as fast as the best peer", no_wrap=True)
        for size in sizes:
            table.add_column(f"{size:,}", justify="right", no_wrap=True)
        for label in labels:
            table.add_row(label, *(_peers_report.entry(cells.get((label, size))) for size in sizes))
        console.print(table)
    console.print(_peers_report.summary(compared))
    text = _peers_report.to_json(compared, seconds)
    if arguments.json:
        arguments.json.write_text(text)
    if arguments.markdown:
        arguments.markdown.write_text(_peers_report.markdown(*_peers_report.from_json(text)))
    if arguments.plot:
        _peers_report.draw(compared, arguments.plot, text)
    return 0


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; gives the exit status."""
    top = parser()
    arguments = top.parse_args(argv)
    if arguments.command == "info":
        if arguments.json:
            sys.stdout.write(json.dumps(_runtime.runtime_info(), indent=1) + "\n")
        else:
            _runtime.show_runtime()
        return 0
    if not arguments.peers and (arguments.forms or len(arguments.threads or [1]) > 1):
        top.error("--forms and several numbers of threads go with --peers")
    if importlib.util.find_spec("rich") is None:
        sys.stderr.write("actkern bench needs rich: pip install 'actkern[cli]'\n")
        return 1
    return bench_peers(arguments) if arguments.peers else bench(arguments)


if __name__ == "__main__":
    sys.exit(main())
