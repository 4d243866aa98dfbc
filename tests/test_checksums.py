"""Results have the bits that are kept in checksums.txt, in both backends and on every tier that this CPU runs.

`tools/checksums.py` makes the file; `tools/other_builds.sh` compares builds by clang and for AArch64 with it.
"""

import importlib.util
from pathlib import Path

import ml_dtypes
import numpy as np
import pytest
from support.cases import BACKENDS, names, public, public_of_tier

import actkern as ak
from actkern._runtime import available_tiers

TESTS = Path(__file__).parent
BUILDS = [*(("cython", tier) for tier in available_tiers()), ("numba", None)]


def tool():
    spec = importlib.util.spec_from_file_location("checksums", TESTS.parent / "tools" / "checksums.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


checksums = tool()
KEPT = (TESTS / "checksums.txt").read_text().splitlines()


@pytest.mark.parametrize(("backend", "tier"), [build for build in BUILDS if build[0] in BACKENDS])
@names(ak.catalog.values())
def test_results_have_the_bits_that_are_kept(name, backend, tier):
    def get(form, name):
        return public_of_tier(name, form, tier) if tier else public(backend, name, form)

    expected = [line for line in KEPT if line.split()[0] == name]
    assert list(checksums.lines([ak.catalog[name]], get)) == expected


def test_every_function_form_and_dtype_is_kept():
    every = [f"{row.name} {form} {dtype}" for row in ak.catalog.values() for form in row.forms for dtype in checksums.DTYPES]
    assert [line.rpartition(" ")[0] for line in KEPT] == every


def test_a_bit_of_a_result_shows_and_the_sign_of_a_nan_does_not():
    x = np.float32([1, 0, np.nan])
    others = np.float32([np.nextafter(np.float32(1), 2), 0, np.nan]), np.float32([1, -0.0, np.nan])
    assert checksums.digest(x) == checksums.digest(np.copysign(x, [1, 1, -1]).astype(np.float32))
    assert len({checksums.digest(each) for each in (x, *others)}) == 3


@pytest.mark.parametrize("dtype", checksums.DTYPES)
def test_inputs_are_numbers_of_all_kinds(dtype):
    x = checksums.numbers(dtype, checksums.COUNT, 1)
    tiny = ml_dtypes.finfo(np.dtype(dtype)).smallest_normal
    finite = x[np.isfinite(x)]
    assert np.isnan(x).any()
    assert {-np.inf, np.inf} <= set(x[~np.isnan(x)])
    assert np.count_nonzero((np.abs(finite) < tiny) & (finite != 0)) >= 2
    assert {np.signbit(zero) for zero in x[x == 0]} == {True, False}
    assert np.count_nonzero(np.abs(finite) < 1) > 300
    assert np.count_nonzero((np.abs(finite) > 1) & (np.abs(finite) < 20)) > 300
