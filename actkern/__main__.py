"""The command line: `actkern bench`, `actkern info`; also as `python -m actkern`."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from . import __version__, _runtime
from .catalog import catalog

COMMON = [name for name, row in catalog.items() if row.common]


def _functions(text: str) -> list[str]:
    if text == "all":
        return list(catalog)
    names = [name.strip() for name in text.split(",") if name.strip()]
    unknown = [name for name in names if name not in catalog]
    if unknown or not names:
        raise argparse.ArgumentTypeError(f"unknown function {(unknown or [text])[0]!r}; there are {', '.join(catalog)}")
    return names


def _threads(text: str) -> int:
    try:
        count = int(text)
    except ValueError:
        count = 0
    if not 1 <= count <= _runtime.MAX_THREADS:
        raise argparse.ArgumentTypeError(f"a number of threads is from 1 to {_runtime.MAX_THREADS}, not {text!r}")
    return count


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
    bench.add_argument("--threads", type=_threads, default=1, help="threads for actkern (default: 1, as NumPy)")
    bench.add_argument("--quick", action="store_true", help="fewer rounds: under 30 seconds")
    bench.add_argument("--json", type=_writable, metavar="FILE", help="write the figures to FILE")
    bench.add_argument("--markdown", type=_writable, metavar="FILE", help="write the README's table to FILE")
    bench.add_argument("--plot", type=_writable, metavar="FILE", help="draw the figures to FILE (.png, .svg, .pdf)")
    info = commands.add_parser("info", help="versions, backends, CPU tier and threads")
    info.add_argument("--json", action="store_true", help="as JSON")
    return top


def bench(arguments: argparse.Namespace) -> int:
    try:
        from rich import box
        from rich.console import Console
        from rich.progress import Progress
        from rich.table import Table
    except ImportError:
        sys.stderr.write("actkern bench needs rich: pip install 'actkern[cli]'\n")
        return 1
    from . import _bench

    _runtime.set_num_threads(arguments.threads)
    seconds, least = (0.08, 3) if arguments.quick else (2.0, 9)
    todo = _bench.plan(arguments.functions)
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
            end_section=first.size == _bench.SIZES[-1] and first.dtype == _bench.DTYPES[-1],
        )
    console.print(table)
    versions = _runtime.runtime_info()
    tier = f", tier {versions['tier']}" if versions["tier"] else ""
    plural = "s" if arguments.threads > 1 else ""
    console.print(f"{arguments.threads} thread{plural} for actkern{tier}; results were checked against the reference first")
    if arguments.json:
        arguments.json.write_text(json.dumps(_bench.as_json(cells), indent=1) + "\n")
    if arguments.markdown:
        arguments.markdown.write_text(_bench.markdown(groups))
    if arguments.plot:
        _bench.plot(cells, str(arguments.plot))
    return 0


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; gives the exit status."""
    arguments = parser().parse_args(argv)
    if arguments.command == "info":
        if arguments.json:
            sys.stdout.write(json.dumps(_runtime.runtime_info(), indent=1) + "\n")
        else:
            _runtime.show_runtime()
        return 0
    return bench(arguments)


if __name__ == "__main__":
    sys.exit(main())
