"""A soak: random calls over all functions in one process, until the time is over, with every result held to kept bits.

    python tools/soak.py --minutes 20

a. A call is one of those of `checksums.py`: any function, form, dtype and layout. It runs in a backend, with a number of threads
   and in a floating-point environment (`tests/support/environments.py`) that are drawn anew. Its results have the bits that the
   first call had, where nothing else had happened yet, and those had been compared with `tests/checksums.txt`.
b. Some calls have their operands repeated to a size that goes to several threads, and give the first results repeated.
c. Some come from four Python threads at once, and some from a forked child, which makes calls of its own.
d. Memory (the process's resident set, after `gc.collect` and glibc's `malloc_trim`) is read every ten seconds. It is flat
   where the mean of its last quarter is within a hundredth of that of the second quarter.

A result that differs is printed with what it was called with, and the exit status is 1, as it is where memory grows or a child
fails.
"""

import argparse
import contextlib
import ctypes
import gc
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

import checksums
from support.environments import MODES, environment

import actkern as ak

ROOT = Path(__file__).resolve().parent.parent
# Where no operation traps: NumPy's own, around a kernel, may meet an infinity.
QUIET = [mode for mode in MODES if mode != "traps"]
LARGE = 1 << 21  # elements of an operand that several threads share


@dataclass(frozen=True)
class Kept:
    """One call, and the digest of what it gives."""

    name: str
    form: str
    dtype: str
    what: str
    operands: tuple[Any, ...]
    keywords: dict[str, Any]
    digest: bytes

    def __str__(self) -> str:
        return f"{'' if self.form == 'value' else f'{self.form}.'}{self.name} {self.dtype}, {self.what}"

    def run(self, backend: str) -> Any:
        space = ak.backends[backend]
        function = getattr(space if self.form == "value" else getattr(space, self.form), self.name)
        keywords = {**self.keywords, **({"rng": checksums.Fixed()} if "rng" in self.keywords else {})}
        with np.errstate(all="ignore"):
            return function(*self.operands, **keywords)

    @property
    def repeatable(self) -> bool:
        """Whether a call on repeated operands gives repeated results: of elements, and of rows without keywords of their own."""
        plain = not set(self.keywords) - {"axis", "reduction"} and self.keywords.get("axis", -1) == -1
        row = ak.catalog[self.name]
        rows = "rows of" in self.what and "," not in self.what and self.keywords.get("reduction", "none") == "none"
        return plain and (rows or (row.of_elements and self.what == "plain"))

    def repeated(self) -> tuple["Kept", int]:
        """The same call on operands that are repeated along their first axis, and how often."""
        arrays = [each for each in self.operands if isinstance(each, np.ndarray) and each.ndim]
        times = LARGE // max(each.size for each in arrays) + 1
        first = max(len(each) for each in arrays)

        def more(operand: Any) -> Any:
            of_rows = isinstance(operand, np.ndarray) and operand.ndim and len(operand) == first
            return np.concatenate([operand] * times) if of_rows else operand

        return Kept(*(self.name, self.form, self.dtype, self.what), tuple(map(more, self.operands)), self.keywords, b""), times


def kept(path: Path) -> Iterator[Kept]:
    """Every call with its digest, which is computed here and compared with the file's, line by line."""
    expected = {line.rpartition(" ")[0]: line.rpartition(" ")[2] for line in path.read_text().splitlines()}
    for row in ak.catalog.values():
        for form in row.forms:
            for dtype in checksums.DTYPES:
                whole = checksums.hashlib.sha256()
                for what, operands, keywords in checksums.calls(row, form, dtype, checksums.public):
                    call = Kept(row.name, form, dtype, what, operands, keywords, b"")
                    found = checksums.digest(call.run(ak.backends.available()[0]))
                    whole.update(found)
                    yield Kept(row.name, form, dtype, what, operands, keywords, found)
                if whole.hexdigest()[:12] != expected[f"{row.name} {form} {dtype}"]:
                    raise SystemExit(f"{row.name} {form} {dtype} differs from {path} before the soak begins")


class Soak:
    def __init__(self, calls: list[Kept], seed: int) -> None:
        self.calls, self.random = calls, random.Random(seed)
        self.large = [call for call in calls if call.repeatable]
        self.count: Counter[str] = Counter()
        self.wrong: list[str] = []

    def _circumstances(self) -> tuple[str, int, str]:
        backend = self.random.choice(ak.backends.available())
        return backend, self.random.choice((1, 2, 4)), self.random.choice(["", *QUIET])

    def one(self, call: Kept, backend: str, threads: int, mode: str) -> None:
        ak.set_num_threads(threads)
        with environment(mode) if mode else contextlib.nullcontext():
            result = call.run(backend)
        if checksums.digest(result) != call.digest:
            self.wrong.append(f"{call}: {backend}, {threads} threads, {mode or 'default environment'}")

    def small(self) -> None:
        self.one(self.random.choice(self.calls), *self._circumstances())
        self.count["calls"] += 1

    def shared(self) -> None:
        """A call of a size that several threads share."""
        call, (backend, threads, mode) = self.random.choice(self.large), self._circumstances()
        ak.set_num_threads(threads)
        expected = call.run(backend)
        more, times = call.repeated()
        with environment(mode) if mode else contextlib.nullcontext():
            result = more.run(backend)
        for one, other in zip(*(each if isinstance(each, tuple) else (each,) for each in (result, expected))):
            if checksums.digest(one) != checksums.digest(np.concatenate([np.asarray(other)] * times)):
                self.wrong.append(f"{call}, {times} times: {backend}, {threads} threads, {mode or 'default environment'}")
        self.count["calls of 2,000,000 elements"] += 1

    def together(self) -> None:
        """Calls from four Python threads at once."""
        with ThreadPoolExecutor(4) as pool:
            chosen = [(self.random.choice(self.calls), *self._circumstances()) for _ in range(16)]
            list(pool.map(lambda each: self.one(*each), chosen))
        self.count["calls from four threads"] += 16

    def child(self) -> None:
        """Calls in a forked child."""
        sys.stdout.flush()
        process = os.fork()
        if process == 0:
            before = len(self.wrong)
            try:
                for _ in range(5):
                    self.small()
                self.shared()
                for line in self.wrong[before:]:
                    print(f"in a child: {line}", flush=True)
            except BaseException as error:
                print(f"in a child: {error!r}", flush=True)
                os._exit(2)
            os._exit(int(len(self.wrong) > before))
        _, status = os.waitpid(process, 0)
        if status:
            self.wrong.append(f"a child ended with status {status}")
        self.count["forked children"] += 1

    def step(self) -> None:
        kind = self.random.random()
        if kind < 0.9:
            self.small()
        elif kind < 0.95:
            self.shared()
        elif kind < 0.98:
            self.together()
        else:
            self.child()


def memory() -> float:
    """The resident set in MB."""
    gc.collect()
    if hasattr(libc := ctypes.CDLL(None), "malloc_trim"):
        libc.malloc_trim(0)
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--minutes", type=float, default=20.0, help="how long calls are made (default: 20)")
    parser.add_argument("--seed", type=int, default=0, help="of the calls' order (default: 0)")
    given = parser.parse_args()
    soak = Soak(list(kept(ROOT / "tests" / "checksums.txt")), given.seed)
    print(f"{len(soak.calls):,} calls have the bits of tests/checksums.txt", flush=True)
    for backend in ak.backends.available():  # all of what is compiled or loaded on first use
        for call in soak.calls:
            soak.one(call, backend, 2, "")
    for _ in range(200):
        soak.step()
    start = time.monotonic()
    readings, due = [memory()], 10.0
    while (passed := time.monotonic() - start) < 60 * given.minutes and not soak.wrong:
        soak.step()
        if passed > due:
            readings.append(memory())
            due += 10.0
    quarters = [float(np.mean(part)) for part in np.array_split(readings, 4) if len(part)]
    grown = quarters[-1] / quarters[min(1, len(quarters) - 1)] - 1
    print(", ".join(f"{number:,} {what}" for what, number in soak.count.items()), f"in {passed / 60:.1f} minutes")
    means = ", ".join(f"{each:.1f}" for each in quarters)
    print(f"memory by quarters of the time, MB: {means}; from the second to the last {100 * grown:+.2f} %")
    for line in soak.wrong:
        print(f"wrong: {line}")
    print(f"{len(soak.wrong)} results were wrong")
    return int(bool(soak.wrong) or abs(grown) > 0.01)


if __name__ == "__main__":
    sys.exit(main())
