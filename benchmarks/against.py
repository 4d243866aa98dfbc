"""This build of actkern beside another: `python benchmarks/against.py FOLDER [--cells calls|rows|peers|all]`.

FOLDER is another checkout whose extensions were built in place, such as that of the commit before,
and may have another layout: nothing but its public names is used. Each build is imported by
processes of its own, one for each number of threads and pinned to as many processors. In each cell
the two take turns, whose order changes from round to round, and the figure of a build is the median
of its calls. A ratio is of this build's time to the other's: below 1, this one is quicker. Machines
are noisy, so a cell above 1.05 is timed a second time, in twice as many rounds, and its second
ratio counts.

--cells calls   the calls of a few elements that `benchmarks/bars.py` times
--cells rows    the shapes of `benchmarks/rows.py`: softmax and its kin, gradients, cross entropy
--cells peers   the cells of `actkern bench --peers`, on one thread and on two (the default)
--cells all     every function of the catalogue in every form, of 30,000 elements or as many as --elements says
"""

import argparse
import math
import os
import statistics
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import Any

import numpy as np
from turns import Contender, placed, series, serve, sources_of_actkern, take_turns

ALL_SIZES = [30_000]
BEHIND = 1.05  # from here on a cell is timed again
ENOUGH_SECONDS = 1.2  # of a cell, after which no round begins but the second
LEAST = 3  # samples of a series
PAUSE_SECONDS = 0.005  # OpenMP's threads, which an older build may have, spin for some ms
SAMPLE_US = 100.0  # of calls that are timed as one
SERIES_SECONDS = {"calls": 0.03, "rows": 0.04, "peers": 0.03, "all": 0.025}
SIDES = ("before", "now")


@dataclass(frozen=True)
class Cell:
    """A call of one function, by the public names of both builds."""

    label: str
    path: str  # the name below a backend, such as "backward.sigmoid"
    operands: Callable[[], list[Any]]
    keywords: dict[str, Any]
    into: str  # the arrays that results are written into: "results" for all, "gradient" for a loss's alone, "" for none
    threads: int


@dataclass(frozen=True)
class Outcome:
    """The times in us of one call in each build."""

    cell: Cell
    before: float
    now: float
    first_ratio: float | None  # where the cell was timed twice

    @property
    def ratio(self) -> float:
        return self.now / self.before


def _named(name: str, form: str) -> str:
    return name if form == "value" else f"{form}.{name}"


@lru_cache(1)  # cells that differ in nothing but their threads come one after the other
def _operands(name: str, form: str, dtype: str, given: int | tuple[int, ...], axis: int = -1) -> list[Any]:
    """What a form is called with, of a size or of normal(0, 3) numbers of a shape."""
    import actkern as ak
    from actkern._bench.cells import make_input, make_operands

    row = ak.catalog[name]
    if isinstance(given, int):
        return make_operands(row, form, make_input(row, dtype, given))
    rng = np.random.default_rng(0)
    x = rng.normal(0, 3, given).astype(dtype)
    if name == "cross_entropy":
        return [x, rng.integers(0, given[1], given[0])]
    moved = [
        np.moveaxis(each, -1, axis) if each.ndim == x.ndim else each
        for each in make_operands(row, form, np.moveaxis(x, axis, -1))
    ]
    return [np.ascontiguousarray(each) for each in moved]


def _of_the_catalogue(name: str, form: str, dtype: str, size: int, threads: int) -> Cell:
    import actkern as ak
    from actkern._bench.cells import make_keywords
    from actkern._catalog import LinearLoss, Loss

    row = ak.catalog[name]
    into = ("" if form == "value" else "gradient") if isinstance(row, Loss) else "results"
    into = "" if isinstance(row, LinearLoss) else into
    label = f"{_named(name, form)} {dtype} {size:,}"
    return Cell(label, _named(name, form), partial(_operands, name, form, dtype, size), make_keywords(row, form), into, threads)


def cells_of_calls(threads: list[int]) -> Iterator[Cell]:
    import bars

    from actkern._bench.cells import DTYPES

    sized = [(name, size) for name in bars.SMALL_FUNCTIONS for size in bars.SMALL_SIZES]
    sized += [(name, bars.AROUND_SIZE) for name in bars.around_a_ufunc()]
    calls = {f"sigmoid of {label} of one": ("sigmoid", x) for label, x in bars.ONE.items()}
    calls |= {f"{name} of {size} {dtype}": (name, bars.small(size, dtype)) for dtype in DTYPES for name, size in sized}
    for label, (name, x) in calls.items():
        for count in threads:
            yield Cell(label, name, lambda x=x: [x], {}, "", count)


def cells_of_rows(threads: list[int]) -> Iterator[Cell]:
    import rows

    from actkern._bench.cells import DTYPES

    forms = [(name, form) for name in ("softmax", "log_softmax") for form in ("value", "backward_from_output")]
    forms += [("logsumexp", "value"), ("logsumexp", "backward")]
    shapes = [(name, form, shape, axis) for name, form in forms for shape, axis in rows.SHAPES]
    shapes += [("cross_entropy", form, shape, -1) for form in ("value", "value_and_grad") for shape in rows.LOSSES]
    for name, form, shape, axis in shapes:
        for dtype in DTYPES:
            path, loss = _named(name, form), name == "cross_entropy"
            into = ("" if form == "value" else "gradient") if loss else "results"
            operands = partial(_operands, name, form, dtype, shape, axis)
            label = f"{path} {dtype} {shape}" + ("" if loss else f" axis {axis}")
            for count in threads:
                yield Cell(label, path, operands, {"axis": axis}, into, count)


def cells_of_peers(threads: list[int]) -> Iterator[Cell]:
    from actkern._bench import cli, peers

    return (_of_the_catalogue(*cell) for cell in peers.plan(cli.COMMON, threads=threads))


def cells_of_all(threads: list[int], sizes: list[int]) -> Iterator[Cell]:
    import actkern as ak
    from actkern._bench.cells import DTYPES

    for name, row in ak.catalog.items():
        for form in row.forms:
            for dtype in DTYPES:
                for count in threads:
                    for size in sizes:
                        yield _of_the_catalogue(name, form, dtype, size, count)


CELLS = {"calls": cells_of_calls, "rows": cells_of_rows, "peers": cells_of_peers}


def answers(backend: str, threads: int) -> Callable[[Any], Any]:
    """What answers the requests to a build's process.

    A call, as (path, operands, keywords, into), is prepared, and the answer is why it cannot be
    made, "" if it can. A number of seconds is answered with the times of a series so long.
    """
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:threads])
    held: dict[str, Any] = {}

    @cache
    def space() -> Any:
        import actkern as ak

        ak.set_num_threads(threads)
        return ak.backends[backend]

    def answer(request: tuple[str, list[Any], dict[str, Any], str] | float) -> Any:
        with np.errstate(all="ignore"):
            if isinstance(request, float):
                return series(held["call"], request, LEAST, count=held["count"])
            held.clear()
            try:
                held["call"] = call = prepared(space(), *request)
                call()
            except (AttributeError, ImportError, TypeError, ValueError) as error:
                return f"{type(error).__name__}: {error}"
            held["count"] = 1
            held["count"] = max(1, math.ceil(SAMPLE_US / min(series(call, 0.0, LEAST))))
        return ""

    return answer


def prepared(space: Any, path: str, operands: list[Any], keywords: dict[str, Any], into: str) -> Callable[[], Any]:
    """A call with its operands and results at the same places in their pages in both builds."""
    function = space
    for name in path.split("."):
        function = getattr(function, name)
    step = 256  # inputs in the first half of a page and results in the second, far from each other
    given = []
    for index, operand in enumerate(operands):
        if isinstance(operand, np.ndarray):
            copy = placed(operand.shape, operand.dtype, index * step % 2048)
            copy[...] = operand
            operand = copy
        given.append(operand)
    call = partial(function, *given, **keywords) if keywords else partial(function, *given)
    if not into:
        return call
    results = [given[0]] if into == "gradient" else call()
    outs = [
        placed(each.shape, each.dtype, 2048 + index * step % 2048)
        for index, each in enumerate(results if isinstance(results, tuple | list) else [results])
    ]
    return partial(function, *given, **keywords, out=outs[0] if len(outs) == 1 else tuple(outs))


class Pairs:
    """The two builds' processes, of which there is a pair for each number of threads."""

    def __init__(self, folders: dict[str, Path], backend: str) -> None:
        self.folders, self.backend = folders, backend
        self._started: dict[int, dict[str, Contender]] = {}

    def of(self, threads: int) -> dict[str, Contender]:
        if threads not in self._started:
            arguments = ["--serve", self.backend, str(threads)]
            self._started[threads] = {side: Contender(__file__, arguments, folder) for side, folder in self.folders.items()}
        return self._started[threads]

    def close(self) -> None:
        for pair in self._started.values():
            for contender in pair.values():
                contender.close()


def prepare(pair: dict[str, Contender], cell: Cell) -> str:
    """Have both builds make the call's arrays; gives why it cannot be timed, "" if it can."""
    request = cell.path, cell.operands(), cell.keywords, cell.into
    refused = {side: contender.ask(request) for side, contender in pair.items()}
    return "; ".join(f"{side}: {why}" for side, why in refused.items() if why)


def medians(pair: dict[str, Contender], seconds: float, rounds: int, enough: float) -> tuple[float, float]:
    times = take_turns(pair, dict.fromkeys(SIDES, seconds), rounds, PAUSE_SECONDS, enough)
    return statistics.median(times["before"]), statistics.median(times["now"])


def time_cell(pair: dict[str, Contender], cell: Cell, seconds: float, rounds: int) -> Outcome:
    """Time a cell that is prepared, and once more, with arrays of its own, where it is behind."""
    before, now = medians(pair, seconds, rounds, ENOUGH_SECONDS)
    if now / before <= BEHIND:
        return Outcome(cell, before, now, None)
    prepare(pair, cell)
    return Outcome(cell, *medians(pair, seconds, 2 * rounds, 2 * ENOUGH_SECONDS), now / before)


def of_threads(threads: int) -> str:
    return f"{threads} thread{'s' * (threads > 1)}"


def report(outcomes: list[Outcome], left_out: dict[str, str], worst: int) -> None:
    write = sys.stdout.write
    write(f"{'cell':<64}{'before, us':>12}{'now, us':>12}{'ratio':>8}{'at first':>10}\n")
    for each in sorted(outcomes, key=lambda outcome: -outcome.ratio)[:worst]:
        first = "" if each.first_ratio is None else f"{each.first_ratio:.3f}"
        label = f"{each.cell.label}, {of_threads(each.cell.threads)}"
        write(f"{label:<64}{each.before:>12.3f}{each.now:>12.3f}{each.ratio:>8.3f}{first:>10}\n")
    for label, why in left_out.items():
        write(f"left out: {label}: {why}\n")
    if not outcomes:
        write("0 cells\n")
        return
    ratios = [outcome.ratio for outcome in outcomes]
    mean, above = statistics.geometric_mean(ratios), sum(ratio > BEHIND for ratio in ratios)
    at_first = sum(outcome.first_ratio is not None for outcome in outcomes)
    write(f"{len(ratios)} cells: {mean:.3f} of the time before in the geometric mean, {min(ratios):.3f} to {max(ratios):.3f}; ")
    write(f"{above} above {BEHIND}, of {at_first} at first\n")


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"accepted is a whole number from 1 on, not {text!r}")
    return int(text)


def main() -> int:
    if sys.argv[1:2] == ["--serve"]:
        serve(answers(sys.argv[2], int(sys.argv[3])))
        return 0
    import actkern as ak
    from actkern._runtime import BACKENDS, default_backend

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=sources_of_actkern, metavar="FOLDER", help="the other build's checkout")
    parser.add_argument("--cells", choices=(*CELLS, "all"), default="peers")
    parser.add_argument("--threads", type=_positive, nargs="+", help="numbers of threads (default: 1, of peers 1 and 2)")
    parser.add_argument("--backend", choices=BACKENDS, default=default_backend, help="of both builds (default: %(default)s)")
    parser.add_argument("--worst", type=_positive, default=20, help="how many cells to show")
    parser.add_argument("--elements", type=_positive, nargs="+", default=ALL_SIZES, help="of the cells of all (default: 30000)")
    parser.add_argument("--rounds", type=_positive, default=5, help="turns of each build in a cell")
    parser.add_argument("--only", default="", help="cells whose label has this text, such as 'softmax float32'")
    options = parser.parse_args()
    threads = sorted(set(options.threads or ((1, 2) if options.cells == "peers" else (1,))))
    made = cells_of_all(threads, options.elements) if options.cells == "all" else CELLS[options.cells](threads)
    cells = [cell for cell in made if options.only in cell.label]
    if not cells:
        parser.error(f"--only: no cell of {options.cells} has {options.only!r} in its label")
    pairs = Pairs({"before": options.folder, "now": Path(ak.__file__).resolve().parents[1]}, options.backend)
    outcomes: list[Outcome] = []
    left_out: dict[str, str] = {}
    try:
        tiers = {side: contender.tier_of(options.backend) for side, contender in pairs.of(threads[0]).items()}
        if len(set(tiers.values())) > 1:
            parser.error(
                f"{options.folder} has tier {tiers['before']}, this build {tiers['now']}: name one of both by ACTKERN_TIER"
            )
        for side, folder in pairs.folders.items():
            sys.stdout.write(f"{side:<8}{folder}, {options.backend} {tiers[side]}\n")
        for index, cell in enumerate(cells):
            if sys.stderr.isatty():
                sys.stderr.write(f"\r{index + 1} of {len(cells)}: {cell.label:<70}")
            pair = pairs.of(cell.threads)
            why = prepare(pair, cell)
            if why:
                left_out[f"{cell.label}, {of_threads(cell.threads)}"] = why
            else:
                outcomes.append(time_cell(pair, cell, SERIES_SECONDS[options.cells], options.rounds))
        if sys.stderr.isatty():
            sys.stderr.write("\r" + " " * 90 + "\r")
    finally:
        pairs.close()
    report(outcomes, left_out, options.worst)
    return 0


if __name__ == "__main__":
    sys.exit(main())
