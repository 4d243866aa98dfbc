"""exp and exp - 1: the polynomials of a reduced argument, and what is put together of them.

The counterpart of `_cython/cores/exponential.pxd`, operation for operation: both give the same bits.
"""

import numpy as np
from numba import types
from numba.extending import overload

from ..machine import fma, inlined, real, two_product
from .reduction import clamp_exp_full, exponent_of, ln2_high, ln2_low, log2e, reduce_exp_full, reduce_exp_parts, rounder, unscale


def expm1_curve(r):
    """h with exp(r) - 1 = r + r^2 h(r) for |r| <= 0.34662.

    Value.      h has degree 4 (float) and 9 (double), and exp(r) - 1 is within a relative 2^-26.0
                and 2^-54.9. It is evaluated in pairs over r^2, with as many operations as Horner's
                rule has and half the latency: sigmoid takes .98 of the time.
    """
    raise TypeError("for compiled code only")


def _expm1_curve_float(r):
    r2 = r * r
    h = fma(r, np.float32(0.008366534486413002), np.float32(0.041666705161333084))
    h = fma(r2, np.float32(0.0013912037247791886), h)
    return fma(r2, h, fma(r, np.float32(0.1666654348373413), np.float32(0.5)))


def _expm1_curve_double(r):
    r2 = r * r
    h = fma(r, 2.501780661122915e-08, 2.762257854000452e-07)
    h = fma(r2, h, fma(r, 2.755751375692263e-06, 2.4801515433226254e-05))
    h = fma(r2, h, fma(r, 0.00019841269610428248, 0.0013888888921264324))
    h = fma(r2, h, fma(r, 0.008333333333433657, 0.04166666666661804))
    return fma(r2, h, fma(r, 0.16666666666666533, 0.5))


@overload(expm1_curve)
def _expm1_curve(r):
    return _expm1_curve_float if r == types.float32 else _expm1_curve_double


@inlined
def expm1_poly(r):
    """exp(r) - 1 for |r| <= 0.34662."""
    return fma(r * r, expm1_curve(r), r)


def expm1_two(t, low, r):
    """exp(t + low) - 1 for an exact t and r = t + low, rounded, as reduce_exp_parts gives them.

    Value.      In double the result is rounded once, as t + (low + r^2 h(r)). In float it is
                expm1_poly(r), which is enough there.
    Rejected.   expm1_poly(r) in double, which rounds r and the sum: expm1 is 2.09 ULP off at 0.355,
                ndtr 2.22 at -0.734.
    """
    raise TypeError("for compiled code only")


@overload(expm1_two)
def _expm1_two(t, low, r):
    if r == types.float32:
        return lambda t, low, r: expm1_poly(r)
    return lambda t, low, r: fma(r * r, expm1_curve(r), low) + t


def expm1_cubic(r):
    """exp(r) - 1 - r - r^2/2 = r^3 h(r) for |r| <= 0.34662.

    Value.      h has degree 4 (float) and 9 (double). r + r^2/2 + r^3 h(r) is within a relative
                2^-30.9 and 2^-61.5 of exp(r) - 1.
    """
    raise TypeError("for compiled code only")


def _expm1_cubic_float(r):
    r2 = r * r
    h = fma(r2, np.float32(0.00019940317724831402), fma(r, np.float32(0.0013933345908299088), np.float32(0.00833321176469326)))
    h = fma(r2, h, fma(r, np.float32(0.041666481643915176), np.float32(0.1666666716337204)))
    return (r2 * r) * h


def _expm1_cubic_double(r):
    r2 = r * r
    h = fma(r, 2.0883176309399444e-09, 2.5109135283763654e-08)
    h = fma(r2, h, fma(r, 2.755737367168432e-07, 2.7557243891757322e-06))
    h = fma(r2, h, fma(r, 2.480158721304047e-05, 0.00019841269886488938))
    h = fma(r2, h, fma(r, 0.001388888888893592, 0.00833333333332146))
    h = fma(r2, h, fma(r, 0.04166666666666659, 0.16666666666666677))
    return (r2 * r) * h


@overload(expm1_cubic)
def _expm1_cubic(r):
    return _expm1_cubic_float if r == types.float32 else _expm1_cubic_double


@inlined
def expm1_reduced(x):
    """(p, r, scale) with p = exp(r) - 1 of reduce_exp(x)."""
    t, low, r, scale = reduce_exp_parts(x)
    return expm1_two(t, low, r), r, scale


@inlined
def expm1_parts(x):
    """(scale, r, p, p_low) with exp(x) = scale * 2^-64 (1 + p + p_low), scale and r of reduce_exp.

    It is for slopes next to their zeros, where the errors of exp are many last places of the
    difference.

    Value.      p = r + r^2/2 + r^3 h(r), whose polynomial has a degree more than expm1_poly.
                p_low is what the roundings of r, of r^2 and of the two sums lost.
    """
    magic = rounder(x, 64)
    shifted = fma(x, log2e(x), magic)
    k = shifted - magic
    t = fma(k, -ln2_high(x), x)
    r = fma(k, -ln2_low(x), t)
    r_low = fma(k, -ln2_low(x), t - r)
    half = real(0.5, x)
    square, square_low = two_product(r, r)
    linear = fma(half, square, r)
    linear_low = fma(half, square, r - linear) + half * square_low
    cubic = expm1_cubic(r)
    p = linear + cubic
    # exp(r + r_low) - exp(r) is r_low (1 + p) to first order.
    return exponent_of(shifted), r, p, ((linear - p) + cubic) + (linear_low + fma(r_low, p, r_low))


@inlined
def expm1_scaled(r, scale):
    """exp(x) - 1 for (r, scale) of reduce_exp(x): s p + (s - 1), s = scale * 2^-64 and p = exp(r) - 1.

    s - 1 is exact, or the result is -1 as near as it matters. The result is +0 for x = -0.0: take
    its sign from x.
    """
    s = scale * unscale(r)
    return fma(s, expm1_poly(r), s - real(1, r))


def sum_scaled(one, scale, p):
    """one + scale (1 + p), for powers of two `one` and `scale`.

    Value.      In double the greater power is added last, so that no two roundings are of the size
                of the sum. In float scale comes last: every float was tried.
    Rejected.   The float's order in double: at exp(-x) = 2^-26.5, say, it has two such roundings,
                which leaves a sigmoid up to 2.5 ULP.
    """
    raise TypeError("for compiled code only")


@overload(sum_scaled)
def _sum_scaled(one, scale, p):
    if one == types.float32:
        return lambda one, scale, p: fma(scale, p, one) + scale
    return lambda one, scale, p: fma(scale, p, one if scale > one else scale) + (scale if scale > one else one)


@inlined
def exp_full(x):
    """exp(x) for every x: 0.86 ULP in float."""
    r, scale, last = reduce_exp_full(clamp_exp_full(x))
    return fma(scale, expm1_poly(r), scale) * last
