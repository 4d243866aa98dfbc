"""actkern.special beside scipy.special: `python benchmarks/special.py`.

It prints how many times as fast as SciPy's functions actkern's are, on one thread: the ratio of the medians of
interleaved calls.
"""

import argparse
import statistics
from functools import partial

import numpy as np
import scipy.special

import actkern as ak
from actkern import special
from actkern._bench.timing import rounds

# A function, the shape of its argument, its keywords, and the ratio that it is held to in float32 (expit) or in both dtypes.
CELLS = (
    ("expit", (100_000,), {}, 5.0),
    ("logsumexp", (1000, 10), {"axis": 1}, 3.0),
    ("logsumexp", (64, 1000), {"axis": 1}, 3.0),
    ("softmax", (1000, 10), {"axis": 1}, 3.0),
    ("softmax", (64, 1000), {"axis": 1}, 3.0),
    ("log_softmax", (1000, 10), {"axis": 1}, None),
    ("log_softmax", (64, 1000), {"axis": 1}, None),
    ("logsumexp", (64, 1000), {"axis": 1, "b": 2.0}, None),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=1.0, help="of each cell (default 1)")
    seconds = parser.parse_args().seconds
    print(f"{'function':12s}{'shape':>14s}{'dtype':>9s}{'actkern, us':>13s}{'SciPy, us':>11s}{'ratio':>7s}{'bar':>6s}")
    with ak.threads(1):
        for name, shape, keywords, bar in CELLS:
            for dtype in ("float32", "float64"):
                x = np.random.default_rng(0).normal(0, 3, shape).astype(dtype)
                calls = {where.__name__: partial(getattr(where, name), x, **keywords) for where in (special, scipy.special)}
                np.testing.assert_allclose(*(call() for call in calls.values()), rtol=1e-4)
                times = rounds(calls, seconds, least=5, lead=0.0, kept=tuple(calls))
                ours, theirs = (statistics.median(each) * 1e6 for each in times.values())
                label = name + (" b" if "b" in keywords else "")
                of_bar = f"{bar:6.1f}" if bar and (dtype == "float32" or name != "expit") else ""
                print(f"{label:12s}{shape!s:>14s}{dtype:>9s}{ours:13.1f}{theirs:11.1f}{theirs / ours:7.2f}{of_bar}")


if __name__ == "__main__":
    main()
