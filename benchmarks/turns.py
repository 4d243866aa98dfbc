"""Processes that take turns at being timed, by which `threads.py` and `against.py` compare two builds.

a. Two builds cannot be imported by one process, so a contender is a process of its own. It serves
   one build, or a peer, and makes a series of calls when it is told to, while the others sleep.
b. Requests and answers are pickled, through the pipes of its standard input and output. A request
   may hold arrays.
c. A contender may have an actkern of another age. What it runs therefore imports nothing of actkern
   but its public names.
"""

import argparse
import contextlib
import io
import os
import pickle
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

HOW_TO_BUILD = "ACTKERN_BUILD_TIERS=... python setup.py build_ext --inplace"
UNTIMED = 2  # samples at the beginning of each series, which find cold caches and sleeping threads


def placed(shape: tuple[int, ...], dtype: Any, offset: int) -> Any:
    """An array at the same place in its page in every process.

    A load soon after a store that is a multiple of 4096 bytes away waits for that store.
    """
    wanted = np.dtype(dtype).itemsize * int(np.prod(shape))
    memory = np.empty(wanted + 2 * 4096, np.uint8)
    first = -memory.ctypes.data % 4096 + offset
    return memory[first : first + wanted].view(dtype).reshape(shape)


def series(
    call: Callable[[], Any], seconds: float, least: int, *, count: int = 1, before: Callable[[], Any] | None = None
) -> list[float]:
    """Times of a call in us, by samples of `count` calls, each of which `before` precedes.

    It ends when so many seconds have passed and there are `least` samples.
    """
    times: list[float] = []
    end = time.perf_counter() + seconds
    while time.perf_counter() < end or len(times) < UNTIMED + least:
        if before is not None:
            before()
        start = time.perf_counter()
        if count == 1:  # a single call has no loop around it, whose time would be taken for the call's
            call()
        else:
            for _ in range(count):
                call()
        times.append((time.perf_counter() - start) / count * 1e6)
    return times[UNTIMED:]


def sources_of_actkern(text: str) -> Path:
    """The type of an argument that is the folder of another build of actkern."""
    folder = Path(text).resolve()
    if not (folder / "actkern" / "__init__.py").is_file():
        what = "has no actkern/__init__.py" if folder.is_dir() else "is no folder"
        raise argparse.ArgumentTypeError(
            f"{text!r} {what}; accepted is a checkout of actkern whose extensions were built in place ({HOW_TO_BUILD})"
        )
    return folder


def _build() -> dict[str, Any]:
    """What this process has of actkern, or the error that its import raises."""
    try:
        import actkern as ak
    except ImportError as error:
        return {"backends": (), "tier": "", "error": str(error)}
    text = io.StringIO()
    with contextlib.redirect_stdout(text):
        ak.show_runtime()
    shown = dict(line.strip().partition(": ")[::2] for line in text.getvalue().splitlines())
    return {"backends": tuple(ak.backends.available()), "tier": shown.get("tier", ""), "error": ""}


class Contender:
    """A process that runs `script` with `arguments`, which then answers requests by `serve`."""

    def __init__(self, script: str, arguments: Sequence[str], folder: Path | str | None = None) -> None:
        """The process imports the actkern in `folder`, or without one the same as this process."""
        self.folder = folder
        environment = dict(os.environ)
        if folder is not None:
            environment["PYTHONPATH"] = str(Path(folder).resolve())
        self.command = [sys.executable, script, *arguments]
        self.process = subprocess.Popen(self.command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def ask(self, request: Any) -> Any:
        to, back = self.process.stdin, self.process.stdout
        assert to is not None
        assert back is not None
        try:
            pickle.dump(request, to, protocol=pickle.HIGHEST_PROTOCOL)
            to.flush()
            return pickle.load(back)
        except (EOFError, BrokenPipeError):
            status = self.process.wait()
            raise RuntimeError(f"{' '.join(self.command)} ended with status {status}: its error is above") from None

    def tier_of(self, backend: str) -> str:
        """The CPU tier of this process's actkern.

        Where that lacks the backend, the program ends with an error.
        """
        build = self.ask(None)
        if backend not in build["backends"]:
            there = ", ".join(build["backends"]) or f"none: {build['error']}"
            raise SystemExit(
                f"{self.folder}: no {backend} backend is built there; its backends are {there}. Accepted is a checkout of "
                f"actkern whose extensions were built in place ({HOW_TO_BUILD})"
            )
        return str(build["tier"]) if backend == "cython" else ""

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                pipe.close()


def serve(answer: Callable[[Any], Any]) -> None:
    """Answer the requests of the process that started this one, until it ends.

    The request None asks what this process has of actkern.

    What libraries print goes to the standard error, since the standard output carries the answers.
    """
    requests = sys.stdin.buffer
    with os.fdopen(os.dup(1), "wb") as answers:
        os.dup2(2, 1)
        while True:
            try:
                request = pickle.load(requests)
            except EOFError:
                return
            pickle.dump(_build() if request is None else answer(request), answers, protocol=pickle.HIGHEST_PROTOCOL)
            answers.flush()


def take_turns(
    contenders: Mapping[str, Contender], requests: Mapping[str, Any], rounds: int, pause: float, enough: float = float("inf")
) -> dict[str, list[float]]:
    """The times that each contender answers its request with, of all rounds together.

    The order is turned around from round to round, and `pause` is how many seconds the threads of
    the one before have to come to rest. No round begins after `enough` seconds but the first two,
    so that slow calls do not take for ever.
    """
    times: dict[str, list[float]] = {name: [] for name in contenders}
    order = list(contenders)
    start = time.perf_counter()
    for turn in range(rounds):
        if turn >= 2 and time.perf_counter() - start > enough:
            break
        for name in order:
            time.sleep(pause)
            times[name] += contenders[name].ask(requests[name])
        order.reverse()
    return times
