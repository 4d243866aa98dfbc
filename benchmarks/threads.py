"""Calls on two threads, quiet and disturbed: `python benchmarks/threads.py [--beside busy|onnxruntime] [--against FOLDER]`.

Without options: back to back on one thread and on two. `--against` names the folder of another build of actkern, whose calls are
timed in turn with this one's. `--beside busy` keeps one CPU busy with another process meanwhile, and times torch and onnxruntime
under the same load; `--beside onnxruntime` runs a session on two threads before each call, in the same process, whose threads
then spin for a while.

A contender is a process of its own, and all of them take turns, cell by cell and round by round: each makes a series of calls
while the others sleep. Figures are us: the median of all calls and, behind a slash, the 90th percentile. Ratios are of medians
(and of 90th percentiles, where two are given); below 1 is quicker than what is named.
"""

import argparse
import os
import statistics
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import numpy as np
from turns import Contender, placed, series, serve, sources_of_actkern, take_turns

Cell = tuple[str, str, tuple[int, ...], int]  # function, dtype, shape, axis

LOADED: list[Cell] = [
    ("sigmoid", "float32", (300_000,), -1),
    ("gelu", "float32", (300_000,), -1),
    ("tanh", "float32", (1_000_000,), -1),
    ("softmax", "float32", (96, 1000), -1),
    ("log_softmax", "float32", (32, 50257), -1),
]
SIZES = (3_000, 10_000, 30_000, 100_000, 300_000, 1_000_000, 10_000_000)
QUIET: list[Cell] = [
    *((name, dtype, (size,), -1) for name in ("relu", "sigmoid", "gelu") for dtype in ("float32", "float64") for size in SIZES),
    *(
        (name, "float32", shape, axis)
        for name in ("softmax", "log_softmax")
        for shape, axis in (
            *(((1000, 10), -1), ((128, 128), -1), ((96, 1000), -1), ((64, 32000), -1), ((1, 2_000_000), -1)),
            *(((512, 64, 49), 1), ((4096, 4096), -1)),
        )
    ),
]
SERIES_SECONDS = 0.06
LEAST = 6  # calls of a series that are timed
PAUSE_SECONDS = 0.15  # between two series: onnxruntime's threads spin for some 60 ms, OpenMP's for some ms


def _actkern(cell: Cell, x: Any, threads: int) -> Callable[[], Any]:
    import actkern as ak

    ak.set_num_threads(threads)
    function, out = getattr(ak, cell[0]), placed(x.shape, x.dtype, 2048)
    return (lambda: function(x, axis=cell[3], out=out)) if x.ndim > 1 else (lambda: function(x, out=out))


def _torch(cell: Cell, x: Any, threads: int) -> Callable[[], Any] | None:
    try:
        import torch
    except ImportError:
        return None
    torch.set_num_threads(threads)
    torch.set_grad_enabled(False)
    given, out = torch.from_numpy(x), torch.empty(x.shape, dtype=getattr(torch, cell[1]))
    if x.ndim > 1:
        along = {"softmax": torch.ops.aten._softmax, "log_softmax": torch.ops.aten._log_softmax}[cell[0]].out
        return lambda: along(given, cell[3] % x.ndim, False, out=out)
    if cell[0] == "gelu":
        return lambda: torch.ops.aten.gelu(given, out=out)
    function = getattr(torch, cell[0])
    return lambda: function(given, out=out)


def _onnxruntime(cell: Cell, x: Any, threads: int) -> Callable[[], Any] | None:
    from actkern._bench.peers import run_onnx

    operators = {"sigmoid": "Sigmoid(x)", "gelu": "Gelu(x)", "tanh": "Tanh(x)"}
    along = {"softmax": "Softmax(x, axis=-1)", "log_softmax": "LogSoftmax(x, axis=-1)"}
    return run_onnx((operators | along)[cell[0]], x, threads)


MAKERS = {"actkern": _actkern, "torch": _torch, "onnxruntime": _onnxruntime}


def answers(disturbed: bool) -> Callable[[Any], list[float]]:
    """What answers a request, (contender, cell, threads), with the times in us of a series of calls.

    There are none where the contender is not installed.
    """
    disturb: Callable[[], Any] | None = None
    if disturbed:
        disturb = _onnxruntime(("tanh", "float32", (200_000,), -1), np.zeros(200_000, "f4"), 2)
        if disturb is None:
            raise SystemExit("--beside onnxruntime: install onnxruntime and onnx")
    made: dict[Any, Callable[[], Any] | None] = {}

    def answer(request: tuple[str, Cell, int]) -> list[float]:
        contender, cell, threads = request
        if request not in made:
            x = placed(cell[2], cell[1], 0)
            x[...] = 3 * np.random.default_rng(0).standard_normal(cell[2])
            made.clear()
            made[request] = MAKERS[contender](cell, x, threads)
        call = made[request]
        if call is None:
            return []
        if contender == "actkern":
            MAKERS[contender](cell, np.zeros((2,) * len(cell[2]), cell[1]), threads)  # sets the number of threads
        return series(call, SERIES_SECONDS, LEAST, before=disturb)

    return answer


def _keep_busy() -> subprocess.Popen[bytes]:
    """A process that keeps the last of this process's CPUs busy."""
    cpu = max(os.sched_getaffinity(0))
    code = f"import os; os.sched_setaffinity(0, {{{cpu}}})\nwhile True: pass"
    return subprocess.Popen([sys.executable, "-c", code])


def _text(times: list[float]) -> str:
    if not times:
        return "-"
    return f"{statistics.median(times):.1f}/{float(np.percentile(times, 90)):.1f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split(":", maxsplit=1)[0])
    parser.add_argument(
        "--against", type=sources_of_actkern, help="another checkout of actkern, built in place", metavar="FOLDER"
    )
    parser.add_argument("--beside", choices=("busy", "onnxruntime"), help="what else runs")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    disturbed = options.beside == "onnxruntime"
    if options.serve:
        serve(answers(disturbed))
        return
    who = {"1 thread": ("actkern", 1, None), "2 threads": ("actkern", 2, None)}
    if options.against:
        who |= {"1 there": ("actkern", 1, options.against), "2 there": ("actkern", 2, options.against)}
    if options.beside == "busy":
        who |= {name: (name, 2, None) for name in ("torch", "onnxruntime")}
    from actkern._runtime import default_backend

    serving = ["--serve", *(["--beside", "onnxruntime"] if disturbed else [])]
    contenders = {label: Contender(__file__, serving, folder) for label, (_, _, folder) in who.items()}
    if options.against:
        for label in ("1 thread", "1 there"):
            contenders[label].tier_of(default_backend)
    cells = LOADED if options.beside else QUIET
    busy = _keep_busy() if options.beside == "busy" else None
    print(
        f"{'':<38}"
        + "".join(f"{name:>20}" for name in contenders)
        + "   2 threads over 1: medians, 90th percentiles; over others"
    )
    ratios: dict[str, list[float]] = {}
    try:
        for cell in cells:
            requests = {label: (name, cell, threads) for label, (name, threads, _) in who.items()}
            times = take_turns(contenders, requests, options.rounds, PAUSE_SECONDS)
            median = {name: statistics.median(found) for name, found in times.items() if found}
            high = {name: float(np.percentile(found, 90)) for name, found in times.items() if found}
            over = median["2 threads"] / median["1 thread"], high["2 threads"] / high["1 thread"]
            found = {"2 threads over 1": over[0]}
            found |= {
                f"2 threads over {name}": median["2 threads"] / median[name]
                for name in median
                if name not in ("1 thread", "2 threads")
            }
            if options.against:
                found["1 thread over 1 there"] = median["1 thread"] / median["1 there"]
            for name, ratio in found.items():
                ratios.setdefault(name, []).append(ratio)
            label = f"{cell[0]} {cell[1]} {'x'.join(map(str, cell[2]))}" + ("" if cell[3] == -1 else f" axis {cell[3]}")
            rest = ", ".join(f"{ratio:.2f} {name.removeprefix('2 threads over ')}" for name, ratio in list(found.items())[1:])
            print(
                f"{label:<38}" + "".join(f"{_text(times[name]):>20}" for name in contenders),
                f"  {over[0]:.2f} {over[1]:.2f}  {rest}",
                flush=True,
            )
    finally:
        if busy is not None:
            busy.kill()
        for contender in contenders.values():
            contender.close()
    for name, each in ratios.items():
        print(f"{name}: geometric mean {statistics.geometric_mean(each):.3f}, {min(each):.2f} to {max(each):.2f}")


if __name__ == "__main__":
    main()
