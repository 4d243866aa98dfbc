"""The speed bars, measured: ratios to torch, to a copy and to ourselves, each from one interleaved run.

    pip install torch==2.13.0    # the CPU build
    python benchmarks/bars.py

The script prints each figure beside its bar, and exits with 1 where one is missed. Figures are
medians of interleaved rounds: times of shared machines drift, ratios of one run much less. Without
torch its rows are left out, which is said.
"""

import statistics
import subprocess
import sys
import timeit
from collections.abc import Callable
from functools import partial

import numpy as np

import actkern as ak
from actkern._bench.cells import DTYPES, make_input, make_operands
from actkern._bench.plain import contenders
from actkern._bench.timing import interleaved

try:
    import torch
except ImportError:
    torch = None

SECONDS = 4.0

# The small calls, which `against.py` times, too.
ONE = {"a scalar": np.float64(1), "a float64 array": np.ones(1), "a float32 array": np.ones(1, "f4")}
SMALL_FUNCTIONS = ("relu", "sigmoid", "silu", "tanh")
SMALL_SIZES = (1, 8, 33, 100, 777)
AROUND_SIZE = 10  # elements of the calls of `around_a_ufunc`


def small(size: int, dtype: str) -> np.ndarray:
    return np.random.default_rng(0).normal(0, 3, size).astype(dtype)


def around_a_ufunc() -> list[str]:
    """Functions of one array that stand around a ufunc: those with default parameters, softmax and log_softmax."""
    with_defaults = [row for row in ak.catalog.values() if row.has_defaults and row.of_elements]
    return [row.name for row in with_defaults if len(row.operands("value")[0]) == 1 + len(row.optional)] + [
        "softmax",
        "log_softmax",
    ]


def medians(calls: dict[str, Callable[[], object]], seconds: float = SECONDS) -> dict[str, float]:
    return {name: statistics.median(times) for name, times in interleaved(calls, seconds).items()}


def with_threads(count: int, call: Callable[[], object]) -> Callable[[], object]:
    def run() -> None:
        ak.set_num_threads(count)
        call()

    return run


def beside_peers() -> list[tuple[str, float, str, bool]]:
    """float32, 100,000 elements into a given array, 1 thread."""
    ak.set_num_threads(1)
    x = np.random.default_rng(0).normal(0, 3, 100_000).astype(np.float32)
    y, dydx = np.empty_like(x), np.empty_like(x)
    # relu and the copy in a run of their own: both are as fast as the caches, and other calls empty those.
    moves: dict[str, Callable[[], object]] = {"copy": lambda: np.copyto(y, x)}
    calls: dict[str, Callable[[], object]] = {}
    for backend in ak.backends.available():
        space = ak.backends[backend]
        moves[f"{backend} relu"] = lambda function=space.relu: function(x, out=y)
        for name in ("sigmoid", "tanh"):
            function = getattr(space, name)
            calls[f"{backend} {name}"] = lambda function=function: function(x, out=y)
        both = space.value_and_grad.sigmoid
        calls[f"{backend} value_and_grad"] = lambda function=both: function(x, out=(y, dydx))
        slope = space.grad.sigmoid
        calls[f"{backend} grad"] = lambda function=slope: function(x, out=dydx)
    if torch is not None:
        torch.set_num_threads(1)
        tx, ty = torch.from_numpy(x), torch.from_numpy(y)
        calls["torch sigmoid"] = lambda: torch.sigmoid(tx, out=ty)
        calls["torch tanh"] = lambda: torch.tanh(tx, out=ty)
    took = medians(moves) | medians(calls)
    rows = []
    for backend in ak.backends.available():
        if torch is not None:
            for name, bar in (("sigmoid", 1.0), ("tanh", 0.85)):
                ratio = took[f"torch {name}"] / took[f"{backend} {name}"]
                rows.append((f"{backend} {name}: times as fast as torch", ratio, f">= {bar}", ratio >= bar))
        ratio = took[f"{backend} relu"] / took["copy"]
        rows.append((f"{backend} relu: time of a copy", ratio, "<= 1.15", ratio <= 1.15))
        ratio = took[f"{backend} value_and_grad"] / (took[f"{backend} sigmoid"] + took[f"{backend} grad"])
        rows.append((f"{backend} sigmoid value_and_grad: time of value and slope apart", ratio, "<= 0.9", ratio <= 0.9))
    if len(ak.backends) == 2:
        for name in ("relu", "sigmoid", "tanh", "value_and_grad"):
            ratio = took[f"numba {name}"] / took[f"cython {name}"]
            rows.append((f"numba {name}: time of cython", ratio, "<= 1.3", ratio <= 1.3))
    return rows


# How many times as fast as torch; 1 where nothing stands here. torch's gelu is wrong below -6.
BARS = {"gelu": 0.8, "tanh": 0.8, "mish": 2.0, "softplus": 2.0, "gelu_tanh": 2.0, "selu": 2.0}


def catalogue_beside_torch() -> list[tuple[str, float, str, bool]]:
    """Every function that torch has: float32, 100,000 elements into a given array where torch can, 1 thread."""
    if torch is None:
        return []
    ak.set_num_threads(1)
    torch.set_num_threads(1)
    rows = []
    for name, row in ak.catalog.items():
        if not row.peers.torch:
            continue
        x = make_input(row, "float32", 100_000)
        operands = make_operands(row, "value", x)
        calls = {backend: call for backend, call in contenders(row, operands).items() if backend in ak.backends.available()}
        tx, ty = torch.from_numpy(x), torch.from_numpy(np.empty_like(calls[ak.backends.available()[0]]()))
        theirs = eval(f"lambda x, out: {row.peers.torch}", vars(torch))
        calls["torch"] = lambda theirs=theirs, tx=tx, ty=ty: theirs(tx, ty)
        with torch.no_grad():
            np.testing.assert_allclose(calls["torch"](), calls[ak.backends.available()[0]](), rtol=1e-4, atol=1e-5, err_msg=name)
            took = medians(calls, SECONDS / 4)
        bar = BARS.get(name, 1.0)
        for backend in ak.backends.available():
            ratio = took["torch"] / took[backend]
            rows.append(
                (f"{backend} {name}: times as fast as torch ({took[backend] * 1e4:.3f} ns)", ratio, f">= {bar}", ratio >= bar)
            )
    return rows


def scaling() -> list[tuple[str, float, str, bool]]:
    """10,000,000 elements on 2 threads beside 1."""
    rows = []
    for dtype in (np.float32, np.float64):
        x = np.random.default_rng(0).normal(0, 3, 10_000_000).astype(dtype)
        y = np.empty_like(x)
        for backend in ak.backends.available():
            for name in ("sigmoid", "tanh"):
                function = getattr(ak.backends[backend], name)
                call = partial(function, x, out=y)
                took = medians({count: with_threads(count, call) for count in (1, 2)})
                ratio = took[1] / took[2]
                label = f"{backend} {name}, {np.dtype(dtype)}, 1e7: 2 threads, times as fast as 1"
                rows.append((label, ratio, ">= 1.6", ratio >= 1.6))
    return rows


def small_calls() -> list[tuple[str, float, str, bool]]:
    """A call on one element, in microseconds."""
    rows = []
    for backend in ak.backends.available():
        for label, x in ONE.items():
            names = {"f": ak.backends[backend].sigmoid, "x": x}
            took = min(timeit.repeat("f(x)", globals=names, number=20_000, repeat=15)) / 20_000 * 1e6
            exp = min(timeit.repeat("f(x)", globals=names | {"f": np.exp}, number=20_000, repeat=15)) / 20_000 * 1e6
            rows.append((f"{backend} sigmoid of {label} of one: us (np.exp {exp:.2f})", took, "<= 0.35", took <= 0.35))
    return rows


def small_arrays() -> list[tuple[str, float, str, bool]]:
    """Calls on a few elements beside np.exp's, and those of functions around a ufunc, in microseconds."""
    rows = []
    count = 200

    def repeated(function: Callable[..., object], x: np.ndarray) -> Callable[[], object]:
        return lambda: [function(x) for _ in range(count)]

    for dtype in DTYPES:
        for size in SMALL_SIZES:
            x = small(size, dtype)
            calls = {name: repeated(getattr(ak, name), x) for name in SMALL_FUNCTIONS}
            took = medians(calls | {"exp": repeated(np.exp, x)}, 1.0)
            for name in SMALL_FUNCTIONS:
                ratio = took[name] / took["exp"]
                rows.append((f"{name} of {size} {dtype}, times np.exp", ratio, "<= 1", ratio <= 1))
        x = small(AROUND_SIZE, dtype)
        took = medians({name: repeated(getattr(ak, name), x) for name in around_a_ufunc()}, 4.0)
        slowest = max(took, key=took.__getitem__)
        each = took[slowest] / count * 1e6
        label = f"{len(took)} functions of {AROUND_SIZE} {dtype}, the slowest ({slowest}): us"
        rows.append((label, each, "<= 1", each <= 1))
    return rows


def first_call() -> list[tuple[str, float, str, bool]]:
    code = "import numpy, time; t = time.perf_counter(); import actkern; actkern.sigmoid(1.0); print(time.perf_counter() - t)"
    runs = [float(subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout) for _ in range(7)]
    took = statistics.median(runs)
    return [("import actkern and a first call, after numpy: seconds", took, "< 0.15", took < 0.15)]


def main() -> int:
    if torch is None:
        print("torch is not installed: its rows are left out")
    missed = 0
    for part in (beside_peers, catalogue_beside_torch, scaling, small_calls, small_arrays, first_call):
        for label, figure, bar, met in part():
            missed += not met
            print(f"{'ok    ' if met else 'MISSED'} {label:<68} {figure:7.3f}   {bar}", flush=True)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
