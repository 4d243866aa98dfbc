"""Hold float32 kernels to their promise over every float32 there is.

    python tools/exhaustive.py sigmoid            # all 2^32 inputs, value and slope, every backend
    python tools/exhaustive.py sigmoid --step 257 # every 257th
    python tools/exhaustive.py sigmoid --peers    # plain NumPy and SciPy as well
    python tools/exhaustive.py sigmoid --float64 100000  # that many float64 inputs, against mpmath

Each result is compared with the float64 kernel, which the tests hold against mpmath to 2 ULP of float64: 4e-9 of
float32. Prints the worst error in ULP and its input; exits with 1 where the row's promise is broken, or where two
backends differ in a bit.
"""

import argparse
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import repeat
from typing import Any

import numpy as np

import actkern as ak
from actkern import _bench
from actkern.catalog import Activation
from actkern.reference import exact_ulp_error, ulp_error

CHUNK = 1 << 20


def worst(
    row: Activation, floor: float, step: int, functions: list[Callable[..., Any]], truth: Callable[..., Any], first: int
) -> tuple[float, float, int]:
    """Over one chunk of bit patterns: (largest error of the first function, its input, how many bits patterns of its
    results another function gives differently)."""
    patterns = np.arange(first, min(first + CHUNK * step, 1 << 32), step, dtype=np.uint64).astype(np.uint32)
    x = patterns.view(np.float32)
    x = x[np.abs(x) <= row.promise_range.get("f4", np.inf)]
    if x.size == 0:
        return 0.0, 0.0, 0
    with np.errstate(all="ignore"):
        results = [function(x) for function in functions]
    error = ulp_error(results[0], truth(x.astype(np.float64)), floor)
    at = int(np.argmax(error))
    # As bits: 0.0 and -0.0 differ too.
    differ = sum(int(np.count_nonzero(each.view(np.uint32) != results[0].view(np.uint32))) for each in results[1:])
    return float(error[at]), float(x[at]), differ


def scan(
    row: Activation, floor: float, step: int, functions: list[Callable[..., Any]], truth: Callable[..., Any]
) -> tuple[float, float, int]:
    """`worst` over all chunks."""
    with ThreadPoolExecutor() as pool:
        found = list(pool.map(partial(worst, row, floor, step, functions, truth), range(0, 1 << 32, CHUNK * step)))
    error, x, _ = max(found)
    return error, x, sum(each[2] for each in found)


def float64_points(count: int) -> np.ndarray:
    """Where results vary, where they vanish, and every magnitude."""
    rng = np.random.default_rng(0)
    quarter = count // 4
    spread = np.ldexp(rng.uniform(-2, 2, quarter), rng.integers(-1074, 1023, quarter))
    parts = [rng.uniform(-760, 760, quarter), rng.uniform(-40, 40, quarter), rng.uniform(-2, 2, count - 3 * quarter), spread]
    return np.concatenate(parts)


def at_defaults(row: Activation, function: Callable[..., Any]) -> Callable[..., Any]:
    """The function at the default parameters, which are rounded to float32 first: that is part of no kernel's error."""
    parameters = [np.float32(parameter.default) for parameter in row.parameters]
    return lambda x: function(x, *(parameter.astype(x.dtype) for parameter in parameters))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("name", help="an elementwise function of the catalogue")
    parser.add_argument("--step", type=int, default=1, help="take every STEP-th bit pattern (default: all)")
    parser.add_argument("--peers", action="store_true", help="measure the values of plain NumPy and SciPy too")
    parser.add_argument("--float64", type=int, default=0, metavar="N", help="hold N float64 results against mpmath instead")
    arguments = parser.parse_args()
    if arguments.name not in ak.catalog or ak.catalog[arguments.name].kind != "elementwise":
        names = ", ".join(name for name, row in ak.catalog.items() if row.kind == "elementwise")
        parser.error(f"{arguments.name!r} is not an elementwise function; there are {names}")
    if arguments.step < 1 or arguments.float64 < 0:
        parser.error(f"--step is at least 1 and --float64 at least 0, not {arguments.step} and {arguments.float64}")
    row = ak.catalog[arguments.name]
    backends = ak.backends.available()
    ak.set_num_threads(1)  # the pool uses the cores
    failed = False
    if arguments.float64:
        x = float64_points(arguments.float64)
        x = x[np.abs(x) <= row.promise_range.get("f8", np.inf)]
        defaults = [parameter.default for parameter in row.parameters]
        for quantity, function in (("y", getattr(ak, row.name)), ("dydx", getattr(ak.grad, row.name))):
            y = function(x, *defaults)
            errors = [exact_ulp_error(*each) for each in zip(y, repeat(row.name), repeat(quantity), map(float, x))]
            at = int(np.argmax(errors))
            promise = row.ulp_of(quantity, "f8")
            failed |= errors[at] > promise
            figure = f"{errors[at]:.4f} ULP at {float(x[at])}"
            print(f"{row.name} {quantity}, float64: worst {figure}, promised {promise:g}; {x.size:,} inputs")
        return 1 if failed else 0
    for quantity, form, promise in (("y", "value", row.ulp["f4"]), ("dydx", "grad", row.slope_ulp["f4"])):
        spaces = [ak.backends[name] if form == "value" else ak.backends[name].grad for name in backends]
        functions = [at_defaults(row, getattr(space, row.name)) for space in spaces]
        floor = row.slope_floor if quantity == "dydx" else 0.0
        start = time.perf_counter()
        error, x, differ = scan(row, floor, arguments.step, functions, functions[0])
        failed |= error > promise or differ > 0
        inputs = (1 << 32) // arguments.step
        print(
            f"{row.name} {quantity}: worst {error:.4f} ULP at {x!r} ({x.hex()}), promised {promise:g}; "
            f"{' and '.join(backends)} differ at {differ}; {inputs:,} inputs in {time.perf_counter() - start:.0f} s"
        )
    if arguments.peers:
        for name, peer in _bench.peers(row).items():
            truth = at_defaults(row, getattr(ak, row.name))
            error, x, _ = scan(row, 0.0, arguments.step, [lambda x, peer=peer: peer([x], np.empty_like(x))], truth)
            print(f"{name}: worst {error:.4g} ULP at {x!r} ({x.hex()})")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
