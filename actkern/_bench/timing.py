"""The clock of every benchmark: calls in turn, round after round, and the copy that they are held beside."""

import math
import random
import statistics
import time
from collections.abc import Callable, Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import numpy as np

from .cells import Array, Call

COPY = "copy"
LEAD = 0.015  # seconds of calls before one that is timed, on several threads
_SAMPLE = 1e-4  # seconds of calls that are timed as one
_HOPELESS = 4.0  # contenders that take so many times as long as the best are timed in three rounds only


def wait_for_pools(longest: float = 0.5) -> None:
    """Return when this process's other threads rest, or after so many seconds.

    Pools go on spinning after a call, onnxruntime's for longer than most calls take, on the
    processors that the next contender's threads are to have (docs/speed/threads.md).
    """
    end = time.perf_counter() + longest
    busy = 1.0
    while busy > 0.1 and time.perf_counter() < end:
        start, used = time.perf_counter(), time.process_time()
        time.sleep(0.004)
        busy = (time.process_time() - used) / (time.perf_counter() - start)


def _took(call: Call, count: int) -> float:
    """Seconds of one of `count` calls; a single one has no loop around it, whose time would be taken for the call's."""
    if count == 1:
        start = time.perf_counter()
        call()
        return time.perf_counter() - start
    start = time.perf_counter()
    for _ in range(count):
        call()
    return (time.perf_counter() - start) / count


def _nothing(contender: str) -> None:
    pass


def interleaved(
    calls: Mapping[str, Call],
    seconds: float,
    least: int = 5,
    lead: float = 0.0,
    *,
    counts: Mapping[str, int] | None = None,
    before: Callable[[str], object] = _nothing,
) -> dict[str, list[float]]:
    """Times in seconds of each call: whole rounds over all of them, until `seconds` have passed and `least` rounds.

    The order is shuffled in each round, since the call before another one leaves its own arrays in
    the caches. With a `lead`, a call waits for the threads of the one before to rest, and is
    repeated for so many seconds before it is timed. With `counts`, so many calls are timed as one,
    and another precedes them. `before` is called with a contender's name first.
    """
    times: dict[str, list[float]] = {contender: [] for contender in calls}
    order = list(calls)
    shuffle = random.Random(0).shuffle
    end = time.perf_counter() + seconds
    with np.errstate(all="ignore"):
        while len(times[order[0]]) < least or time.perf_counter() < end:
            shuffle(order)
            for contender in order:
                if lead:
                    wait_for_pools()
                before(contender)
                call, ready = calls[contender], time.perf_counter() + lead
                if counts:
                    call()
                while time.perf_counter() < ready:
                    call()
                times[contender].append(_took(call, counts[contender] if counts else 1))
    return times


def rounds(
    calls: Mapping[str, Call],
    seconds: float,
    least: int,
    lead: float,
    kept: Collection[str],
    before: Callable[[str], object] = _nothing,
) -> dict[str, list[float]]:
    """As `interleaved`, of calls however short, which are timed many at once, and without waiting for hopeless ones.

    A contender that is not `kept` and takes far longer than the best has three rounds only, the first ones.
    """
    counts: dict[str, int] = {}
    times: dict[str, list[float]] = {}
    with np.errstate(all="ignore"):
        for contender, call in calls.items():
            if lead:
                wait_for_pools()
            before(contender)
            first = _took(call, 1)
            counts[contender] = max(1, math.ceil(_SAMPLE / min(first, _took(call, max(1, int(_SAMPLE / first))))))
            times[contender] = [_took(call, counts[contender]) for _ in range(3)]
    best = min(statistics.median(taken) for contender, taken in times.items() if not contender.startswith(COPY))
    going_on = {each: call for each, call in calls.items() if statistics.median(times[each]) <= _HOPELESS * best or each in kept}
    return times | interleaved(going_on, seconds, least, lead, counts=counts, before=before)


def copies(x: Array, threads: int) -> dict[str, Call]:
    """The roofline: x read and an array like it written; on several threads in parts too."""
    y = np.empty_like(x)
    calls: dict[str, Call] = {COPY: partial(np.copyto, y, x)}
    if threads > 1 and x.size >= 100_000:
        pool = ThreadPoolExecutor(threads)
        parts = list(zip(np.array_split(y.reshape(-1), threads), np.array_split(x.reshape(-1), threads)))
        calls[f"{COPY} in parts"] = lambda: list(pool.map(lambda part: np.copyto(*part), parts))
    return calls
