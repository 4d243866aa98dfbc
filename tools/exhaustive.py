"""Hold float32 kernels to their promise over every float32 there is.

    python tools/exhaustive.py sigmoid            # all 2^32 inputs, value and slope, every backend
    python tools/exhaustive.py sigmoid --step 257 # every 257th

Each result is compared with the float64 kernel, which the tests hold against mpmath to 2 ULP of float64: 4e-9 of
float32. Prints the worst error in ULP and its input; exits with 1 where the row's promise is broken, or where two
backends differ in a bit.
"""

import argparse
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import numpy as np

import actkern as ak
from actkern.reference import ulp_error

CHUNK = 1 << 20


def worst(step: int, functions: list[np.ufunc], first: int) -> tuple[float, float, int]:
    """(largest error, its input, how many inputs two backends differ at) over one chunk of bit patterns."""
    bits = np.arange(first, min(first + CHUNK * step, 1 << 32), step, dtype=np.uint64).astype(np.uint32)
    x = bits.view(np.float32)
    x = x[~np.isnan(x)]
    if x.size == 0:
        return 0.0, 0.0, 0
    results = [function(x) for function in functions]
    error = ulp_error(results[0], functions[0](x.astype(np.float64)))
    at = int(np.argmax(error))
    # As bits: 0.0 and -0.0 differ too.
    differ = sum(int(np.count_nonzero(each.view(np.uint32) != results[0].view(np.uint32))) for each in results[1:])
    return float(error[at]), float(x[at]), differ


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("name", help="an elementwise function of the catalogue")
    parser.add_argument("--step", type=int, default=1, help="take every STEP-th bit pattern (default: all)")
    arguments = parser.parse_args()
    if arguments.name not in ak.catalog or ak.catalog[arguments.name].kind != "elementwise":
        names = ", ".join(name for name, row in ak.catalog.items() if row.kind == "elementwise")
        parser.error(f"{arguments.name!r} is not an elementwise function; there are {names}")
    if arguments.step < 1:
        parser.error(f"--step is at least 1, not {arguments.step}")
    row = ak.catalog[arguments.name]
    backends = ak.backends.available()
    ak.set_num_threads(1)  # the pool below uses the cores
    failed = False
    for quantity, form, promise in (("value", "value", row.ulp["f4"]), ("slope", "grad", row.slope_ulp["f4"])):
        spaces = [ak.backends[name] if form == "value" else ak.backends[name].grad for name in backends]
        functions = [getattr(space, row.name) for space in spaces]
        start = time.perf_counter()
        with ThreadPoolExecutor() as pool:
            starts = range(0, 1 << 32, CHUNK * arguments.step)
            found = list(pool.map(partial(worst, arguments.step, functions), starts))
        error, x, _ = max(found)
        differ = sum(each[2] for each in found)
        failed |= error > promise or differ > 0
        inputs = (1 << 32) // arguments.step
        print(
            f"{row.name} {quantity}: worst {error:.4f} ULP at {x!r} ({x.hex()}), promised {promise:g}; "
            f"{' and '.join(backends)} differ at {differ}; {inputs:,} inputs in {time.perf_counter() - start:.0f} s"
        )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
