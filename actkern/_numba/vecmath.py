"""The cores that activations are made of: exp taken apart. The counterpart of `src_cython/vecmath.pxd`.

Coefficients come from `tools/coefficients.sollya`, which prints the bounds given here.
"""

import numpy as np
from numba import types
from numba.extending import overload

from .machine import bitcast, either, fma, inlined, real


@inlined
def unscale(one):
    """2^-64, in the type of `one`: what a scale of reduce_exp is to be multiplied by, last of all."""
    return real(5.421010862427522e-20, one)


@inlined
def clamp_exp(x):
    """x, but no lower than where 4 exp(x) is 0 after rounding; NaN passes."""
    lowest = either(-110.0, -750.0, x)
    return lowest if x < lowest else x


@inlined
def reduce_exp(x):
    """(r, scale) with exp(x) = scale * 2^-64 * exp(r), |r| <= ln(2)/2 (1 + 2^-20), for clamped x up to 40.

    k = round(x / ln 2) by adding a number so large that its last place is 1. That number carries the bias of the
    exponent and the 64 as well, so that one shift of its bits makes scale = 2^(k + 64): 2^k itself would leave the
    normal range before exp(x) is 0. ln 2 in two parts: the first fma is exact, the second leaves r within 0.51 ULP.
    """
    magic = either(12583103.0, 6755399441056831.0, x)
    shifted = fma(x, either(1.4426950216293335, 1.4426950408889634, x), magic)
    k = shifted - magic
    r = fma(k, either(-0.6931471824645996, -0.6931471805599453, x), x)
    r = fma(k, either(1.904654323148236e-09, -2.319046813846299e-17, x), r)
    return r, exponent_of(shifted)


def exponent_of(shifted):
    """The float whose exponent field is the last bits of `shifted`."""
    raise TypeError("for compiled code only")


@overload(exponent_of)
def _exponent_of(shifted):
    if shifted == types.float32:
        return lambda shifted: bitcast(np.uint32(bitcast(shifted) << np.uint32(23)))
    return lambda shifted: bitcast(np.uint64(bitcast(shifted) << np.uint64(52)))


def expm1_poly(r):
    """exp(r) - 1 = r + r^2 h(r) for |r| <= 0.34662, within a relative 2^-26.0 (float) and 2^-54.9 (double).

    h has degree 4 (float) and 9 (double). It is evaluated in pairs over r^2: as many operations as Horner's
    rule and half the latency, which a Zen 4 core shows (sigmoid .314 against .319 ns).
    """
    raise TypeError("for compiled code only")


def _expm1_poly_float(r):
    r2 = r * r
    h = fma(r, np.float32(0.008366534486413002), np.float32(0.041666705161333084))
    h = fma(r2, np.float32(0.0013912037247791886), h)
    h = fma(r2, h, fma(r, np.float32(0.1666654348373413), np.float32(0.5)))
    return fma(r2, h, r)


def _expm1_poly_double(r):
    r2 = r * r
    h = fma(r, 2.501780661122915e-08, 2.762257854000452e-07)
    h = fma(r2, h, fma(r, 2.755751375692263e-06, 2.4801515433226254e-05))
    h = fma(r2, h, fma(r, 0.00019841269610428248, 0.0013888888921264324))
    h = fma(r2, h, fma(r, 0.008333333333433657, 0.04166666666661804))
    h = fma(r2, h, fma(r, 0.16666666666666533, 0.5))
    return fma(r2, h, r)


@overload(expm1_poly)
def _expm1_poly(r):
    return _expm1_poly_float if r == types.float32 else _expm1_poly_double


@inlined
def exp_difference(x, m):
    """exp(x - m) for x <= m; 0 for x = -inf beside a finite m; NaN where either is NaN or both are infinite.

    The difference is carried in two parts (Knuth's two-sum): rounding it alone costs |x - m| / 2 ULP of the result,
    45 at -90. The low part is NaN where x is -inf, and not wanted where the result is 0.
    """
    high = x - m
    back = high - x
    low = (x - (high - back)) - (m + back)
    bounded = clamp_exp(high)
    low = low if bounded == high else real(0.0, x)
    r, scale = reduce_exp(bounded)
    return fma(scale, expm1_poly(r + low), scale) * unscale(x)
