"""Errors in units in the last place."""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .._catalog import catalog
from .formulas import exact


def ulp_error(result: ArrayLike, truth: ArrayLike, floor: float = 0.0) -> NDArray[np.float64]:
    """|result - truth| in units in the last place that the dtype of `result` has at max(|truth|, floor), elementwise.

    `truth` is float64. Below the normal range the unit is the smallest subnormal. Equal infinities and NaN for
    NaN are no error; NaN or infinity for anything else is an infinite one.
    """
    found, exact = np.broadcast_arrays(np.asarray(result), np.asarray(truth, dtype=np.float64))
    info = np.finfo(found.dtype)
    # The power of two at or below |exact| is its bits without those of the fraction.
    power = (np.ascontiguousarray(exact).view(np.uint64) & np.uint64(0x7FF0000000000000)).view(np.float64).reshape(exact.shape)
    smallest = 2.0 ** max(int(np.frexp(floor)[1]) - 1 if floor else info.minexp, info.minexp)
    with np.errstate(all="ignore"):
        error = np.asarray(np.abs(found - exact) / np.maximum(power, smallest) * 2.0**info.nmant)
        special = ~np.isfinite(error)
        if special.any():
            found, exact = found[special], exact[special]
            overflow = np.isinf(found) & (exact.astype(found.dtype) == found)
            error[special] = np.where((found == exact) | (np.isnan(found) & np.isnan(exact)) | overflow, 0.0, np.inf)
    return error


def exact_ulp_error(result: float, name: str, quantity: str, *operands: float, **parameters: float) -> float:
    """The error of one float64 result in units in the last place of the truth, as `exact` has it.

    Errors of slopes are in units of max(|truth|, slope_floor of the row). A result that overflows is right where the truth rounds
    to infinity.
    """
    import mpmath

    truth = exact(name, quantity, *operands, **parameters)
    floor = catalog[name].floor_of(quantity)
    if math.isnan(result):
        return 0.0 if mpmath.isnan(truth) else math.inf
    if math.isinf(result):
        return 0.0 if abs(truth) >= mpmath.mpf(2) ** 1024 - mpmath.mpf(2) ** 970 and (truth > 0) == (result > 0) else math.inf
    largest = max(abs(truth), floor)
    exponent = mpmath.frexp(largest)[1] - 1 if largest else -1022
    return float(abs(mpmath.mpf(float(result)) - truth) * mpmath.mpf(2) ** (52 - max(exponent, -1022)))
