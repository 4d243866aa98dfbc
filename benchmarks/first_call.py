"""The first call in a new process: `python benchmarks/first_call.py [--backend numba] [--runs 5] [name ...]`, in seconds.

A name is a function, with its form before a dot if it is not "value": sigmoid, backward.silu. Each is called in a first process
with an empty cache of compiled code, in a directory of its own, and in `--runs` more that find what the first one left there
(medians). "first call" is the attribute and the call, of 64 rows of 100 float32 elements: where code is compiled or read from
the cache, it is there. "other" is a first call of float64 in the same process.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile

DEFAULT = ("sigmoid", "value_and_grad.gelu", "backward.silu", "softmax", "log_softmax", "cross_entropy")

CODE = """
import sys, time
name = sys.argv[1]
times = [time.perf_counter()]
import numpy as np
times.append(time.perf_counter())
import actkern
times.append(time.perf_counter())
def call(dtype):
    x = np.ones((64, 100), dtype)
    function = actkern
    for part in name.split("."):
        function = getattr(function, part)
    if "entropy" in name:
        return function(x, np.zeros(64, int))
    return function(*[x] * (2 if name.startswith("backward") else 1))
for dtype in ("f4", "f4", "f8"):
    call(dtype)
    times.append(time.perf_counter())
print(*(b - a for a, b in zip(times, times[1:])))
"""

COLUMNS = ("import numpy", "import actkern", "first call", "second call", "other")


def run(name: str, backend: str, directory: str) -> list[float]:
    """Seconds of each of COLUMNS in one new process."""
    environment = os.environ | {"ACTKERN_BACKEND": backend, "NUMBA_CACHE_DIR": directory}
    done = subprocess.run([sys.executable, "-c", CODE, name], env=environment, capture_output=True, text=True, check=True)
    return [float(word) for word in done.stdout.split()]


def main() -> None:
    """Print one line for an empty cache and one for a warm one, for each name."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split(":", maxsplit=1)[0])
    parser.add_argument("names", nargs="*", default=DEFAULT)
    parser.add_argument("--backend", default="numba")
    parser.add_argument("--runs", type=int, default=5, help="processes with a warm cache")
    options = parser.parse_args()
    print(f"{'':<32}" + "".join(f"{column:>15}" for column in COLUMNS))
    for name in options.names:
        with tempfile.TemporaryDirectory() as directory:
            empty = run(name, options.backend, directory)
            warm = [run(name, options.backend, directory) for _ in range(options.runs)]
        for label, row in (("empty", empty), ("warm", [statistics.median(column) for column in zip(*warm, strict=True)])):
            print(f"{name:<24}{label:<8}" + "".join(f"{seconds:15.5f}" for seconds in row), flush=True)
    print('"first call" with a warm cache is what a program waits for in each process after the first one of a machine.')


if __name__ == "__main__":
    main()
