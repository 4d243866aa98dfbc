"""pytest-benchmark suite over the catalogue: one group per function, form, dtype and size; its rows are the contenders.

Run as:

    pytest benchmarks -n 0                              # everything
    pytest benchmarks -n 0 -k "sigmoid and 100000"      # part of it
    pytest benchmarks -n 0 --benchmark-json=speed.json  # with the bytes moved and GB/s of each row
"""

import numpy as np
import pytest

import actkern as ak
from actkern._bench.cells import DTYPES, SIZES, make_input, make_operands
from actkern._bench.plain import contender_names, contenders

CASES = [
    pytest.param(name, form, dtype, size, contender, id=f"{name}-{form}-{dtype}-{size}-{contender}")
    for name, row in ak.catalog.items()
    for form in row.forms
    for dtype in DTYPES
    for size in SIZES
    for contender in contender_names(row, form)
]


@pytest.mark.parametrize(("name", "form", "dtype", "size", "contender"), CASES)
def test_speed(benchmark, name, form, dtype, size, contender):
    row = ak.catalog[name]
    x = make_input(row, dtype, size)
    operands = make_operands(row, form, x)
    call = contenders(row, operands, form)[contender]
    benchmark.group = f"{name} {form} {dtype} {size:,}"
    inputs, outputs = row.operands(form)
    moved = (len(inputs) + len(outputs)) * x.nbytes
    with ak.threads(1), np.errstate(all="ignore"):
        benchmark.pedantic(call, rounds=max(5, min(200, 10_000_000 // size)), warmup_rounds=1)
    benchmark.extra_info["bytes"] = moved
    if benchmark.stats is not None:  # None under --benchmark-disable
        benchmark.extra_info["GB/s"] = moved / benchmark.stats.stats.median / 1e9
