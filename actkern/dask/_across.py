"""Rows that lie across the memory of a block, along an axis that is not the last, without a mask or a temperature.

Rows are gone through side by side, some elements of all of them at a time, since to bring the
elements of a row together takes longer than to compute them.

The exponential is that of x - M for the largest number M of the whole row. The rounding error e of
that difference is computed, and 1 + e is a factor of the result: it keeps the promise of rows whose
numbers are far apart.
"""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

import actkern

_PIECE = 1 << 16  # elements, of which there are four arrays at a time; half as many take up to 1.5 times as long
_LOWEST = {4: 200.0, 8: 1000.0}  # below the maximum by more, an exponential is 0


def side_by_side(x: NDArray[Any], axis: int) -> NDArray[Any] | None:
    """x as (before, n, after); None where rows are better read one by one."""
    after = math.prod(x.shape[axis + 1 :])
    if after < 64 or not x.size or not x.flags.c_contiguous or x.dtype.char not in "fd" or not x.dtype.isnative:
        return None
    return x.reshape(-1, x.shape[axis], after)


def _added(terms: NDArray[Any]) -> Any:
    """The sum over the first axis, one half to the other; the terms are overwritten."""
    count = len(terms)
    while count > 1:
        half = count // 2
        np.add(terms[:half], terms[count - half : count], out=terms[:half])
        count -= half
    return terms[0]


def statistics(x: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
    """(maximum, rest) of the rows of (before, n, after), each of shape (before, after)."""
    maximum = np.maximum.reduce(x, axis=1)
    rest = np.zeros(maximum.shape)
    step = max(1, _PIECE // x.shape[2])
    for before, rows in enumerate(x):
        ties = np.zeros(x.shape[2])
        for start in range(0, len(rows), step):
            piece = rows[start : start + step]
            terms = piece - maximum[before]
            actkern.exp(terms, out=terms)
            largest = piece == maximum[before]
            np.copyto(terms, 0, where=largest)
            ties += np.count_nonzero(largest, axis=0)
            rest[before] += _added(terms)
        rest[before] += ties - 1
    wide = maximum.astype(np.float64)
    return wide, np.where(np.isfinite(wide), rest, np.where(wide == -np.inf, -1.0, 0.0))


def softmax(x: NDArray[Any], into: NDArray[Any], maximum: NDArray[Any], rest: NDArray[Any], logarithm: bool) -> None:
    """softmax of (before, n, after), or its logarithm, by the statistics of the whole rows."""
    peaks = maximum.astype(x.dtype)
    lost = ~(np.isfinite(maximum) | (maximum == -np.inf))  # rows that are NaN
    scale = np.where(lost, np.nan, actkern.log1p(rest) if logarithm else 1 / (1 + rest)).astype(x.dtype)
    step = max(1, _PIECE // x.shape[2])
    for before, rows in enumerate(x):
        peak, of_rows = peaks[before], scale[before]
        floor = peak - x.dtype.type(_LOWEST[x.itemsize])
        for start in range(0, len(rows), step):
            piece, found = rows[start : start + step], into[before, start : start + step]
            if logarithm:
                np.subtract(piece, peak, out=found)
                np.subtract(found, of_rows, out=found)
                continue
            high = np.maximum(piece, floor)
            difference = high - peak
            back = difference - high
            error = difference - back
            np.subtract(high, error, out=error)
            np.add(peak, back, out=back)
            np.subtract(error, back, out=error)
            actkern.exp(difference, out=difference)
            np.multiply(error, difference, out=error)
            np.add(difference, error, out=difference)
            np.multiply(difference, of_rows, out=found)
