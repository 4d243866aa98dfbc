"""`actkern bench --scaling`: how the time of a call grows with the elements, from ten to a hundred million, and with threads.

At each size one call into a given array is timed on every number of threads, and beside `np.copyto`, in turn (`timing.rounds`
says how). Sizes lie closer together where the loops change what they do: a change that pays shows as a bend, one that comes too
early or too late as a step, where the time jumps, or where more elements take less. Neighbouring sizes are timed minutes
apart on machines whose speed drifts: what looks like a step is timed again, both sizes in turn, and kept if it shows there too.
"""

import math
import statistics
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from .. import _runtime
from .._catalog import Activation, catalog
from .._policy import ALIGNED_BYTES, FETCHED_PART, GROUPED_BYTES, SHARES, TILE, VECTOR_BYTES
from . import plain
from .cells import DTYPES, ROW_LENGTH, Array, Call, make_input, make_operands, whole
from .timing import COPY, LEAD, copies, rounds

FUNCTIONS = ("relu", "sigmoid", "tanh", "gelu", "softmax")
SIZES = tuple(round(10 ** (quarter / 4)) for quarter in range(4, 33))  # 1e1 to 1e8
JUMP = 1.25  # a time per element that grows by more than this factor is a step
FALL = 0.95  # so is a time that falls below this part of it for more elements
LEAST = 1000  # steps are looked for from so many elements on: of smaller arrays the call itself takes most of the time


@dataclass(frozen=True)
class Timing:
    """One size of one function: ns per element by number of threads, and of the copy: lower quartile, median, upper quartile."""

    function: str
    dtype: str
    size: int
    ns: dict[str, list[float]]


@dataclass(frozen=True)
class Step:
    """Two neighbouring sizes between which the time jumps or falls."""

    function: str
    dtype: str
    threads: int
    before: int
    after: int
    time: float  # for `after` elements, in times of that for `before`
    copy: float  # the same of the copy
    change: str  # what the loops change between the two, as far as is known

    @property
    def elements(self) -> float:
        return self.after / self.before


def default_threads() -> list[int]:
    """1, 2, 4 and so on up to the number of CPUs, and that number itself."""
    cpus = min(_runtime.runtime_info()["cpus"], _runtime.MAX_THREADS)
    return sorted({cpus, *(1 << power for power in range(cpus.bit_length()))})


def changes(row: Activation, dtype: str, threads: Iterable[int]) -> dict[int, str]:
    """The sizes from which on contiguous arrays are worked on in another way, and what that is."""
    itemsize = np.dtype(dtype).itemsize
    stream = _runtime.settings.stream_bytes
    found: dict[int, str] = {}
    if row.along_an_axis:
        found[TILE + 1] = "no tile"
        if GROUPED_BYTES // itemsize < ROW_LENGTH:
            found[GROUPED_BYTES // itemsize + 1] = "no group"
        if itemsize == 4:  # none is streamed: rows are too short
            found[whole(row, stream // FETCHED_PART // itemsize + 1)] = "results fetched"
    else:
        found |= {VECTOR_BYTES // itemsize: "vector", ALIGNED_BYTES // itemsize: "aligned"}
        if share := row.streamed_from("value", itemsize):
            found[stream // SHARES * share // itemsize] = "streamed"
    for count in threads:
        if count > 1:
            first = count * row.grain(itemsize)
            if row.along_an_axis:  # a thread has a row at least
                first = whole(row, max(first, count * ROW_LENGTH))
            found[first] = f"{found[first]}, {count} threads" if first in found else f"{count} threads"
    return dict(sorted(found.items()))


def _around(row: Activation, change: int) -> set[int]:
    below = change - (ROW_LENGTH if row.along_an_axis and change > ROW_LENGTH else 1)
    if change < 100:
        return {below, change, change + 1}
    return {below, change, *(whole(row, round(change * times)) for times in (0.75, 0.9, 1.1, 1.3))}


def available_bytes() -> float:
    """Memory that can be had without swapping; where the system does not say, all that is asked for."""
    path = Path("/proc/meminfo")
    for line in path.read_text().splitlines() if path.exists() else ():
        if line.startswith("MemAvailable:"):
            return 1024.0 * int(line.split()[1])
    return math.inf


def needed_bytes(dtype: str, size: int) -> int:
    """The memory for x and the results of a call and a copy, and for one array more while x is made."""
    return 4 * size * np.dtype(dtype).itemsize


def plan(names: Iterable[str], sizes: Iterable[int] = (), threads: Iterable[int] = (1,)) -> list[tuple[str, str, int]]:
    """The (function, dtype, size) to time; without `sizes`, those of SIZES and around every change."""
    given, threads = tuple(sizes), tuple(threads)
    todo = []
    for name in names:
        row = catalog[name]
        for dtype in DTYPES:
            chosen = given or set(SIZES).union(*(_around(row, change) for change in changes(row, dtype, threads)))
            todo += [
                (name, dtype, size) for size in sorted({whole(row, size) for size in chosen if size <= (max(given or SIZES))})
            ]
    return todo


def _prepare(row: Activation, dtype: str, size: int) -> tuple[Array, Call]:
    """An input, and what calls the default backend's function on it, compared with the reference."""
    backend = _runtime.default_backend
    x = make_input(row, dtype, size)
    operands = make_operands(row, "value", x)
    calls = {backend: plain.contenders(row, operands, of=(backend,))[backend]}
    plain.check_values(row, operands, calls)
    return x, calls[backend]


def _quartiles(times: Sequence[float], size: int) -> list[float]:
    quartiles = statistics.quantiles(times, n=4, method="inclusive")
    return [float(f"{taken / size * 1e9:.4g}") for taken in quartiles]


def time_size(name: str, dtype: str, size: int, threads: Sequence[int], seconds: float, least: int = 5) -> Timing:
    """One size on each number of threads, and the copy."""
    x, call = _prepare(catalog[name], dtype, size)
    calls = {str(count): call for count in threads} | copies(x, max(threads))

    def before(contender: str) -> None:
        if contender.isdecimal():
            _runtime.set_num_threads(int(contender))

    times = rounds(calls, seconds, least, LEAD if max(threads) > 1 else 0.0, calls, before)
    return Timing(name, dtype, size, {contender: _quartiles(taken, size) for contender, taken in times.items()})


def run(todo: Iterable[tuple[str, str, int]], threads: Sequence[int], seconds: float) -> Iterator[Timing]:
    before = _runtime.get_num_threads()
    try:
        for name, dtype, size in todo:
            yield time_size(name, dtype, size, threads, seconds)
    finally:
        _runtime.set_num_threads(before)


def _is_step(before: Sequence[float], after: Sequence[float], elements: float) -> bool:
    """Whether ns per element (three quartiles) rise by a jump, or fall so far that the time for more elements is less.

    The medians have to differ by so much that it is worth naming, and the quartiles not to overlap,
    so that it is no noise.
    """
    jump = after[1] > JUMP * before[1] and after[0] > before[2]
    fall = after[1] * elements < FALL * before[1] and after[2] * elements < before[0]
    return jump or fall


def _looks_like_steps(timings: Iterable[Timing]) -> Iterator[tuple[Timing, Timing, str]]:
    by_function: dict[tuple[str, str], list[Timing]] = {}
    for timing in timings:
        if timing.size >= LEAST:
            by_function.setdefault((timing.function, timing.dtype), []).append(timing)
    for of in by_function.values():
        for before, after in pairwise(of):
            for contender in before.ns:
                if contender.isdecimal() and _is_step(before.ns[contender], after.ns[contender], after.size / before.size):
                    yield before, after, contender


def steps(timings: Sequence[Timing], threads: Sequence[int], seconds: float) -> list[Step]:
    """The steps between neighbouring sizes, each timed again before it is one."""
    found = []
    kept = _runtime.get_num_threads()
    for before, after, contender in _looks_like_steps(timings):
        row, dtype, sizes = catalog[before.function], before.dtype, (before.size, after.size)
        count = int(contender)
        _runtime.set_num_threads(count)
        calls = {str(size): _prepare(row, dtype, size)[1] for size in sizes}
        times = rounds(calls, seconds, 9, LEAD if max(threads) > 1 else 0.0, calls)
        first, second = (_quartiles(times[str(size)], size) for size in sizes)
        elements = after.size / before.size
        if _is_step(first, second, elements):
            between = [what for size, what in changes(row, dtype, threads).items() if before.size < size <= after.size]
            time, copy = second[1] / first[1] * elements, after.ns[COPY][1] / before.ns[COPY][1] * elements
            found.append(Step(row.name, dtype, count, *sizes, float(f"{time:.3g}"), float(f"{copy:.3g}"), ", ".join(between)))
    _runtime.set_num_threads(kept)
    return found
