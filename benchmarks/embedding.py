"""A user's own loop over a function, compiled by Numba, beside the function on the whole array: `python benchmarks/embedding.py`.

Of each function it prints the seconds that the loop takes to compile, and the time of both for 100,000 elements on one
thread: the shortest of 30 turns each.
"""

import argparse
import time
from collections.abc import Callable

import numba
import numpy as np

import actkern as ak
from actkern._numba.inside import init

SIZE = 100_000
DEFAULT = ("gelu", "sigmoid", "tanh", "silu", "mish")


def looped(function: Callable[..., np.ndarray]) -> Callable[[np.ndarray, np.ndarray], None]:
    """A loop over numbers, as a user would write it."""

    @numba.njit
    def run(x, y):
        for i in range(x.size):
            y[i] = function(x[i])

    return run


def seconds(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", default=DEFAULT)
    init()  # for sources that are not installed
    print(f"{'function':12s}{'dtype':>9s}{'compiled in':>13s}{'outside, us':>13s}{'inside, us':>12s}{'ratio':>7s}")
    with ak.threads(1):
        for name in parser.parse_args().names:
            for dtype in ("float32", "float64"):
                x = np.random.default_rng(0).normal(0, 3, SIZE).astype(dtype)
                y, function = np.empty_like(x), getattr(ak, name)
                run = looped(function)
                compiled = seconds(lambda run=run, x=x, y=y: run(x, y))
                turns = [
                    (seconds(lambda f=function, x=x, y=y: f(x, out=y)), seconds(lambda r=run, x=x, y=y: r(x, y)))
                    for _ in range(30)
                ]
                outside, inside = (min(each) * 1e6 for each in zip(*turns, strict=True))
                print(f"{name:12s}{dtype:>9s}{compiled:11.2f} s{outside:13.1f}{inside:12.1f}{inside / outside:7.2f}")


if __name__ == "__main__":
    main()
