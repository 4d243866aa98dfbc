"""The pages under docs say what the code does."""

import re
from pathlib import Path

import numpy as np
import pytest
from support import BACKENDS, get, parameters

import actkern as ak
from actkern.reference import exact_ulp_error, ulp_error

ROOT = Path(__file__).resolve().parent.parent
LINE = re.compile(r"\| (\w+) \| (value|slope) \| (float\d+) \| ([\d.]+) \| (\S+) \| ([\d.]+) \| (all|[\d,]+) \|")
WORST = LINE.findall((ROOT / "docs" / "accuracy.md").read_text())


@pytest.mark.parametrize(("name", "what", "dtype", "error", "at", "promise", "inputs"), WORST)
def test_worst_errors_are_what_they_were(name, what, dtype, error, at, promise, inputs):
    row = ak.catalog[name]
    quantity, form, floor = ("y", "value", 0.0) if what == "value" else ("dydx", "grad", row.slope_floor)
    assert float(promise) == row.ulp_of(quantity, "f4" if dtype == "float32" else "f8")
    assert float(error) <= float(promise)
    function = get(BACKENDS[0], name, form)
    if dtype == "float32":
        x, given = np.float32(at), parameters(name, "f4")
        found = float(ulp_error(function(x, *given), function(np.float64(x), *map(np.float64, given)), floor))
    else:
        missing = [parameter.sample for parameter in row.parameters if parameter.default is None]
        found = exact_ulp_error(float(function(float(at), *parameters(name, "f8"))), name, quantity, float(at), *missing)
    assert found == pytest.approx(float(error), abs=6e-4)
