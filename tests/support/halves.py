"""Numbers of 16 bits: their dtypes, all that there are, and float64 rounded to them."""

import ml_dtypes
import numpy as np
import pytest

BFLOAT16 = np.dtype(ml_dtypes.bfloat16)
HALVES = (np.dtype(np.float16), BFLOAT16)

of_halves = pytest.mark.parametrize("dtype", HALVES, ids=str)


def all_of(dtype):
    """Every number of the dtype, each bit pattern once."""
    return np.arange(1 << 16, dtype=np.uint16).view(dtype)


def rounded(exact, dtype):
    """float64 numbers rounded once to the dtype. By way of float32, as ml_dtypes goes, a number beside a tie would become one:
    what float32 has no place for is kept in its last bit."""
    with np.errstate(all="ignore"):
        exact = np.asarray(exact, np.float64)
        if dtype == np.float16:
            return exact.astype(np.float16)
        single = exact.astype(np.float32)
        patterns = single.view(np.uint32)
        inexact = (single != exact) & ~np.isnan(exact)
        outside = inexact & (np.abs(single.astype(np.float64)) > np.abs(exact))
        return ((patterns - outside) | inexact).astype(np.uint32).view(np.float32).astype(dtype)


def steps(result, expected):
    """How many numbers of the dtype each result is away from the one expected; 0 for NaN where that is expected."""
    assert result.dtype == expected.dtype

    def places(x):
        patterns = x.view(np.int16).astype(np.int32)
        return np.where(patterns < 0, -(patterns & 0x7FFF), patterns)

    nan, wanted = np.isnan(result), np.isnan(expected)
    np.testing.assert_array_equal(nan, wanted)
    return np.where(nan, 0, np.abs(places(result) - places(expected)))
