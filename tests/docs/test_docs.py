"""The pages under docs say what the code does."""

from pathlib import Path

import numpy as np
import pytest
from support.cases import BACKENDS, OF_ONE, get, names, parameters

import actkern as ak
from actkern._bench.peers_report import from_json
from actkern._bench.records import RECORDS
from actkern._generate.pages import worst_errors
from actkern._generate.readme import readme
from actkern.reference import exact_ulp_error, ulp_error

ROOT = Path(__file__).resolve().parents[2]
WORST = worst_errors((ROOT / "docs" / "accuracy.md").read_text())


@pytest.mark.parametrize(("name", "what", "dtype", "error", "at", "promise", "inputs"), WORST)
def test_worst_errors_are_what_they_were(name, what, dtype, error, at, promise, inputs):
    row = ak.catalog[name]
    quantity, form = ("y", "value") if what == "value" else ("dydx", "grad")
    assert float(promise) == row.ulp_of(quantity, "f4" if dtype == "float32" else "f8")
    assert float(error) <= float(promise)
    function = get(BACKENDS[0], name, form)
    if dtype == "float32":
        x, given = np.float32(at), parameters(name, "f4")
        found = float(ulp_error(function(x, *given), function(np.float64(x), *map(np.float64, given)), row.floor_of(quantity)))
    else:
        missing = [parameter.sample for parameter in row.parameters if parameter.default is None]
        found = exact_ulp_error(float(function(float(at), *parameters(name, "f8"))), name, quantity, float(at), *missing)
    assert found == pytest.approx(float(error), abs=6e-4)


@names(OF_ONE)
def test_every_float32_was_tried_where_the_row_says_so(name):
    inputs = {what: inputs for row, what, dtype, *_, inputs in WORST if (row, dtype) == (name, "float32")}
    assert {what for what in inputs if inputs[what] == "all"} == (
        {"value", "slope"} if ak.catalog[name].promise.scanned else set()
    )


def test_every_function_of_one_variable_has_its_figures():
    figures = {(name, what, dtype) for name, what, dtype, *_ in WORST}
    assert figures == {
        (row.name, what, dtype) for row in OF_ONE for what in ("value", "slope") for dtype in ("float32", "float64")
    }


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.name)
def test_page_and_pictures_are_of_the_run_that_is_kept(record):
    assert (ROOT / "docs" / f"{record.name}.json").exists()
    assert record.stale(ROOT / "docs") == []


def test_the_figures_of_the_readme_are_of_the_run_that_is_kept():
    written = (ROOT / "README.md").read_text()
    assert readme(written, (ROOT / "docs" / "peers.json").read_text()) == written


def test_the_figures_of_the_pages_of_functions_are_of_functions():
    """CONTRIBUTING.md has the command that makes docs/functions.json."""
    _, compared = from_json((ROOT / "docs" / "functions.json").read_text())
    timed = {cell.function for cell in compared}
    assert timed <= set(ak.catalog)
    assert len(timed) > 100  # a row may be newer than the run
