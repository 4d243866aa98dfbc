"""What float32 values below 1 ULP would cost: three ways for each of seven functions, their errors and their times.

    python benchmarks/faithful.py               # some minutes; needs gcc and a CPU with AVX-512
    python benchmarks/faithful.py silu --step 97

The ways are the C functions of `faithful.c`: what actkern computes today, whose bits the first of each function is held to, the
same in float with error terms, and in double. They are compiled with the flags of actkern's tiers. An error is the largest in
ULP, beside the float64 kernel, of all inputs from 2^-40 to 2^8 in magnitude and of every 64th of the others, whose results are
limits or powers of x. A time is that of 16,384 elements of normal(0, 3) which the caches hold,
beside today's: the ratio of the least times of interleaved calls. docs/speed/faithful.md has what it prints.
"""

import argparse
import ctypes
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

import actkern as ak
from actkern.reference import ulp_error

SOURCE = Path(__file__).with_name("faithful.c")
WAYS = dict.fromkeys(("sigmoid", "tanh", "silu", "gelu_tanh", "gelu", "softplus"), ("today", "terms", "double"))
WAYS["mish"] = ("today", "terms")
TIERS = {"v3": "AVX2", "v4": "AVX-512"}
# Bit patterns of positive inputs, from the first on to the second: every how many-th is taken.
ZONES = ((0, 0x2B800000, 64), (0x2B800000, 0x43800000, 1), (0x43800000, 0x7F800000, 64))
CHUNK = 1 << 14  # bit patterns at a time: their arrays stay in the caches
ELEMENTS, ROUNDS = 16_384, 2_000
Loop = Callable[[int, int, int], None]  # addresses of x and y, and their size


def compiled(tier: str, folder: str) -> ctypes.CDLL:
    library = Path(folder) / f"{tier}.so"
    flags = [*ak.get_cflags(tier), f"-I{ak.get_include()}", "-shared", "-fPIC"]
    subprocess.run(["gcc", *flags, "-o", library, SOURCE], check=True)
    return ctypes.CDLL(str(library))


def loop(library: ctypes.CDLL, name: str, way: str) -> Loop:
    function: Any = library[f"{name}_{way}_loop"]
    function.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_long]
    function.restype = None
    return function


def chunks(step: int) -> Iterator[range]:
    """The bit patterns of inputs of both signs."""
    for sign in (0, 1 << 31):
        for start, end, every in ZONES:
            for first in range(sign + start, sign + end, CHUNK * every * step):
                last = min(sign + end, first + CHUNK * every * step)
                yield range(first, last, every * step)


def worst_of_chunk(name: str, loops: dict[str, Loop], patterns: range) -> dict[str, tuple[float, float]]:
    """The largest error of each way and its input; where today's bits are not actkern's, it ends."""
    kernel: Any = getattr(ak, name)
    x = np.arange(patterns.start, patterns.stop, patterns.step, dtype=np.uint32).view(np.float32)
    truth, ours, y = kernel(x.astype(np.float64)), kernel(x), np.empty_like(x)
    found = {}
    for way, call in loops.items():
        call(x.ctypes.data, y.ctypes.data, x.size)
        if way == "today" and not np.array_equal(y.view(np.uint32), ours.view(np.uint32)):
            sys.exit(f"{name}_today in {SOURCE.name} is not what actkern computes today")
        error = ulp_error(y, truth)
        at = int(np.argmax(error))
        found[way] = float(error[at]), float(x[at])
    return found


def worst(name: str, loops: dict[str, Loop], step: int) -> dict[str, tuple[float, float]]:
    with ThreadPoolExecutor() as pool:
        parts = list(pool.map(partial(worst_of_chunk, name, loops), chunks(step)))
    return {way: max(part[way] for part in parts) for way in loops}


def ratios(loops: dict[str, Loop]) -> dict[str, float]:
    """The least time of each way, beside that of the first."""
    x = np.random.default_rng(0).normal(0, 3, ELEMENTS).astype(np.float32)
    y = np.empty_like(x)
    operands = x.ctypes.data, y.ctypes.data, ELEMENTS
    least = dict.fromkeys(loops, float("inf"))
    for _ in range(ROUNDS):
        for way, call in loops.items():
            start = time.perf_counter()
            call(*operands)
            least[way] = min(least[way], time.perf_counter() - start)
    return {way: took / least["today"] for way, took in least.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"functions (default: all of {', '.join(WAYS)})")
    parser.add_argument("--step", type=int, default=1, help="take every STEP-th bit pattern (default: all)")
    arguments = parser.parse_args()
    unknown = [name for name in arguments.names if name not in WAYS]
    if unknown:
        parser.error(f"{unknown[0]!r} is none of {', '.join(WAYS)}")
    ak.set_num_threads(1)  # the pool of threads uses the cores
    with tempfile.TemporaryDirectory() as folder:
        libraries = {tier: compiled(tier, folder) for tier in TIERS}
        print(f"| function | way | worst ULP | at | {' | '.join(TIERS.values())} |")
        print(f"|---|---|---:|---|{'---:|' * len(TIERS)}")
        for name in arguments.names or WAYS:
            loops = {tier: {way: loop(library, name, way) for way in WAYS[name]} for tier, library in libraries.items()}
            times = {tier: ratios(each) for tier, each in loops.items()}
            errors = worst(name, loops["v4"], arguments.step)
            for way, (error, at) in errors.items():
                took = " | ".join(f"{times[tier][way]:.2f}" for tier in TIERS)
                print(f"| {name} | {way} | {error:.3f} | {at!r} | {took} |", flush=True)


if __name__ == "__main__":
    main()
