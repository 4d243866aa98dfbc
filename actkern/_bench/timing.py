"""The clock of every benchmark: calls in turn, round after round, and the copy that they are held beside."""

import math
import random
import statistics
import time
from collections.abc import Callable, Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import numpy as np

from .cells import Array, Call

COPY = "copy"
LEAD = 0.015  # seconds of calls before one that is timed, on several threads
_SAMPLE = 1e-4  # seconds of calls that are timed as one
_HOPELESS = 4.0  # contenders that take so many times as long as the best are timed in three rounds only


def wait_for_pools(longest: float = 0.5) -> None:
    """Return when this process's other threads rest, or after so many seconds.

    Pools go on spinning after a call, on the processors that the next contender's threads are to have: onnxruntime's for more
    than 50 ms (docs/speed.md).
    """
    end = time.perf_counter() + longest
    busy = 1.0
    while busy > 0.1 and time.perf_counter() < end:
        start, used = time.perf_counter(), time.process_time()
        time.sleep(0.004)
        busy = (time.process_time() - used) / (time.perf_counter() - start)


def interleaved(calls: dict[str, Callable[[], Any]], seconds: float, least: int = 5, lead: float = 0.0) -> dict[str, list[float]]:
    """Times in seconds of each call: whole rounds over all of them, until `seconds` have passed and `least` rounds.

    The order is shuffled in each round: what ran before a call has left its arrays in the caches, or put others there. With
    a `lead`, a call waits for the threads of the one before to rest, and is repeated for so many seconds before it is timed.
    """
    times: dict[str, list[float]] = {name: [] for name in calls}
    order = list(calls.items())
    shuffle = random.Random(0).shuffle
    end = time.perf_counter() + seconds
    with np.errstate(all="ignore"):
        while len(times[order[0][0]]) < least or time.perf_counter() < end:
            shuffle(order)
            for name, call in order:
                if lead:
                    wait_for_pools()
                ready = time.perf_counter() + lead
                while time.perf_counter() < ready:
                    call()
                start = time.perf_counter()
                call()
                times[name].append(time.perf_counter() - start)
    return times


def _took(call: Call, count: int) -> float:
    start = time.perf_counter()
    for _ in range(count):
        call()
    return (time.perf_counter() - start) / count


def rounds(
    calls: Mapping[str, Call],
    seconds: float,
    least: int,
    lead: float,
    kept: Collection[str],
    before: Callable[[str], object] = lambda name: None,
) -> dict[str, list[float]]:
    """Times in seconds of each call, timed in turn until `seconds` have passed and `least` rounds.

    A contender that is not `kept` and takes far longer than the best has three rounds only. `before` is called with its name, and
    then the contender for `lead` seconds, or once, before it is timed; with a `lead`, other threads are to rest before that.
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
        order = [each for each in calls if statistics.median(times[each]) <= _HOPELESS * best or each in kept]
        for contender in order:
            times[contender] = []
        shuffle = random.Random(0).shuffle
        end = time.perf_counter() + seconds
        while len(times[order[0]]) < least or time.perf_counter() < end:
            shuffle(order)
            for contender in order:
                if lead:
                    wait_for_pools()
                before(contender)
                call, ready = calls[contender], time.perf_counter() + lead
                call()
                while time.perf_counter() < ready:
                    call()
                times[contender].append(_took(call, counts[contender]))
    return times


def copies(x: Array, threads: int) -> dict[str, Call]:
    """The roofline: x read and an array like it written; on several threads in parts too."""
    y = np.empty_like(x)
    calls: dict[str, Call] = {COPY: partial(np.copyto, y, x)}
    if threads > 1 and x.size >= 100_000:
        pool = ThreadPoolExecutor(threads)
        parts = list(zip(np.array_split(y.reshape(-1), threads), np.array_split(x.reshape(-1), threads)))
        calls[f"{COPY} in parts"] = lambda: list(pool.map(lambda part: np.copyto(*part), parts))
    return calls
