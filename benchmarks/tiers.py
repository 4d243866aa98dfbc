"""How many times as long every function takes on the lower tiers as on the best one that this CPU runs.

    python benchmarks/tiers.py --dtype float64 --elements 10000 --functions gelu tanh

It prints, by function, ns per element of the value on the best tier and the ratios of the others, as medians of interleaved
rounds on one thread, and at the end the functions in quartiles. With GLIBC_TUNABLES=glibc.cpu.hwcaps=-FMA,-FMA4,-AVX2_Usable the
libm that the baseline tier calls for fma of doubles is that of a CPU without the instruction.
"""

import argparse
import statistics
import sys
from functools import partial
from pathlib import Path

import numpy as np

import actkern as ak
from actkern._bench.timing import interleaved
from actkern._catalog import AlongAxis
from actkern._runtime import available_tiers

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from support.cases import of_tier, operands, seed


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--functions", nargs="+", default=[row.name for row in ak.catalog.values()], metavar="NAME")
    parser.add_argument("--dtype", default="float32", choices=("float16", "float32", "float64"))
    parser.add_argument("--elements", type=int, default=10_000)
    parser.add_argument("--seconds", type=float, default=0.2, help="of each function (default 0.2)")
    given = parser.parse_args()
    best, *others = available_tiers()
    ratios: dict[str, list[float]] = {tier: [] for tier in others}
    x = np.random.default_rng(0).normal(0, 3, given.elements).astype(given.dtype)
    print(f"function, ns per element on {best}, times as long on {', '.join(others)}")
    for name in given.functions:
        row = ak.catalog[name]
        if not (row.of_elements or isinstance(row, AlongAxis)):
            continue
        array = x.reshape(-1, 100) if row.along_an_axis else x
        taken = operands(name, "value", array)
        keywords = {"axis": -1, **seed(name)} if row.along_an_axis else {}
        calls = {tier: partial(of_tier(name, "value", tier), *taken, **keywords) for tier in (best, *others)}
        with ak.threads(1):
            times = interleaved(calls, given.seconds, counts=dict.fromkeys(calls, 3))
        medians = {tier: statistics.median(each) for tier, each in times.items()}
        for tier in others:
            ratios[tier].append(medians[tier] / medians[best])
        shown = "".join(f"{ratios[tier][-1]:9.2f}" for tier in others)
        print(f"{name:28}{1e9 * medians[best] / given.elements:9.3f}{shown}")
    for tier, found in ratios.items():
        quartiles = ", ".join(f"{each:.2f}" for each in (min(found), *statistics.quantiles(found, n=4), max(found)))
        print(f"{tier}: least, quartiles and most {quartiles}; {sum(each <= 4 for each in found)} of {len(found)} up to 4")


if __name__ == "__main__":
    main()
