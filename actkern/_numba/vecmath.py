"""The cores that activations are made of: exp and log taken apart. The counterpart of `src_cython/vecmath.pxd`.

Coefficients come from `tools/coefficients.sollya`, which prints the bounds given here.
"""

import numpy as np
from numba import types
from numba.extending import overload

from .machine import absolute, bitcast, copysign, either, fma, inlined, real


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


@inlined
def reduce_exp_full(x):
    """(r, scale, last) with exp(x) = scale * last * exp(r) for every x, once bounded as by clamp_exp_full.

    reduce_exp for the results that it cannot reach: its scale is 2^(k + 64) below 0 and 2^(k - 64) above, and `last`,
    2^-64 or 2^64, is the factor to multiply by last of all. One comparison and two selects more.
    """
    above = x > real(0, x)
    magic = either(12582975.0, 6755399441056703.0, x) if above else either(12583103.0, 6755399441056831.0, x)
    shifted = fma(x, either(1.4426950216293335, 1.4426950408889634, x), magic)
    k = shifted - magic
    r = fma(k, either(-0.6931471824645996, -0.6931471805599453, x), x)
    r = fma(k, either(1.904654323148236e-09, -2.319046813846299e-17, x), r)
    return r, exponent_of(shifted), (real(18446744073709551616.0, x) if above else unscale(x))


@inlined
def clamp_exp_full(x):
    """x, but no lower than where exp(x) is 0 after rounding, no higher than where it has overflowed; NaN passes."""
    lowest, highest = either(-110.0, -750.0, x), either(89.0, 710.0, x)
    bounded = lowest if x < lowest else x
    return highest if bounded > highest else bounded


@inlined
def exp_full(x):
    """exp(x) for every x: 0.86 ULP in float."""
    r, scale, last = reduce_exp_full(clamp_exp_full(x))
    return fma(scale, expm1_poly(r), scale) * last


@inlined
def expm1_scaled(r, scale):
    """exp(x) - 1 for (r, scale) of reduce_exp(x): s p + (s - 1) with s = scale * 2^-64 and p = exp(r) - 1.

    s - 1 is exact, or the result is -1 as near as it matters. +0 for x = -0.0: take the sign from x.
    """
    s = scale * unscale(r)
    return fma(s, expm1_poly(r), s - real(1, r))


@inlined
def expm1_full(x):
    """exp(x) - 1 for every x. The scale is 2^(k - 64) on both sides: below k = -29 (-57 in double) the result is -1.

    Where k = 0 it is the polynomial itself: a subnormal x would not survive the scaling.
    """
    lowest, highest = either(-20.0, -40.0, x), either(89.0, 710.0, x)
    bounded = lowest if x < lowest else x
    bounded = highest if bounded > highest else bounded
    magic = either(12582975.0, 6755399441056703.0, x)
    shifted = fma(bounded, either(1.4426950216293335, 1.4426950408889634, x), magic)
    k = shifted - magic
    r = fma(k, either(-0.6931471824645996, -0.6931471805599453, x), bounded)
    r = fma(k, either(1.904654323148236e-09, -2.319046813846299e-17, x), r)
    scale = exponent_of(shifted)
    p = expm1_poly(r)
    scaled = fma(scale, p, scale - unscale(x)) * real(18446744073709551616.0, x)
    return copysign(p if k == real(0, x) else scaled, x)


def log1p_unit_poly(e):
    """g with log(1 + e) = e + e g, for e in [0, 1], within a relative 2^-26.9 (float) and 2^-56.2 (double).

    One polynomial over all of [0, 1] (degree 10 and 21 of log1p) converges as fast as one over [sqrt(1/2) - 1,
    sqrt(2) - 1] after a reduction, since both intervals lie equally far from -1 for their width; so nothing is reduced.
    An atanh series has half the degree but needs a division, as slow as ten steps.
    """
    raise TypeError("for compiled code only")


def _log1p_unit_poly_float(e):
    e2 = e * e
    h = fma(e, np.float32(-0.003676354419440031), np.float32(0.021870791912078857))
    h = fma(e2, h, fma(e, np.float32(-0.060913510620594025), np.float32(0.11024400591850281)))
    h = fma(e2, h, fma(e, np.float32(-0.15569154918193817), np.float32(0.19774210453033447)))
    h = fma(e2, h, fma(e, np.float32(-0.24975080788135529), np.float32(0.3333224952220917)))
    return e * fma(e, h, np.float32(-0.5))


def _log1p_unit_poly_double(e):
    e2 = e * e
    h = fma(e2, 2.667627993900916e-05, fma(e, -0.00030550240210772936, 0.0016607030058752375))
    h = fma(e2, h, fma(e, -0.005731864433783421, 0.01421576503076235))
    h = fma(e2, h, fma(e, -0.027293445768164892, 0.04290382303793937))
    h = fma(e2, h, fma(e, -0.05801242031171512, 0.07069127117886087))
    h = fma(e2, h, fma(e, -0.08098495254004574, 0.09020106896868983))
    h = fma(e2, h, fma(e, -0.09983189676987421, 0.11108029157031513))
    h = fma(e2, h, fma(e, -0.12499574785895484, 0.142856716687707))
    h = fma(e2, h, fma(e, -0.16666663717868435, 0.19999999869825535))
    h = fma(e2, h, fma(e, -0.24999999996808614, 0.3333333333330176))
    return e * fma(e, h, -0.5)


@overload(log1p_unit_poly)
def _log1p_unit_poly(e):
    return _log1p_unit_poly_float if e == types.float32 else _log1p_unit_poly_double


@inlined
def log1p_unit(e):
    """log(1 + e) for e in [0, 1]."""
    return fma(e, log1p_unit_poly(e), e)


def log1p_poly(f):
    """h with log(1 + f) = f + f^2 h(f), for 1 + f from sqrt(1/2) to sqrt(2), within a relative 2^-26.8 and 2^-56.6."""
    raise TypeError("for compiled code only")


def _log1p_poly_float(f):
    f2 = f * f
    h = fma(f, np.float32(-0.07235899567604065), np.float32(0.12537841498851776))
    h = fma(f2, h, fma(f, np.float32(-0.13219913840293884), np.float32(0.14244243502616882)))
    h = fma(f2, h, fma(f, np.float32(-0.1662089079618454), np.float32(0.19998668134212494)))
    h = fma(f2, h, fma(f, np.float32(-0.2500084340572357), np.float32(0.3333337903022766)))
    return fma(f, h, np.float32(-0.5))


def _log1p_poly_double(f):
    f2 = f * f
    h = fma(f2, 0.026149761587870142, fma(f, -0.05981620029900678, 0.06503556905574681))
    h = fma(f2, h, fma(f, -0.05677845798711582, 0.05668371211905876))
    h = fma(f2, h, fma(f, -0.06196663570296953, 0.06684588097131808))
    h = fma(f2, h, fma(f, -0.07149441248065348, 0.07691530074745126))
    h = fma(f2, h, fma(f, -0.08332913429106623, 0.09090923910061921))
    h = fma(f2, h, fma(f, -0.10000015210316948, 0.11111111148409551))
    h = fma(f2, h, fma(f, -0.12499999691362475, 0.14285714280071599))
    h = fma(f2, h, fma(f, -0.1666666666982665, 0.2000000000006685))
    h = fma(f2, h, fma(f, -0.24999999999987974, 0.3333333333333314))
    return fma(f, h, -0.5)


@overload(log1p_poly)
def _log1p_poly(f):
    return _log1p_poly_float if f == types.float32 else _log1p_poly_double


def split_log(x):
    """(k, m, 2^(1-k)) with x = 2^k m and m from sqrt(1/2) to sqrt(2), for positive normal x; 0 for 2^(1-k) at k = 128 or 1024.

    Adding to the bits what lies between 1 and sqrt(1/2) carries into the exponent from sqrt(2) on.
    """
    raise TypeError("for compiled code only")


def _split_log_float(x):
    bits = np.uint32(bitcast(x) + np.uint32(0x004AFB0D))
    m = bitcast(np.uint32(np.uint32(bits & np.uint32(0x007FFFFF)) + np.uint32(0x3F3504F3)))
    k = bitcast(np.uint32(np.uint32(bits >> np.uint32(23)) | np.uint32(0x4B000000))) - np.float32(8388735.0)
    inverse = bitcast(np.uint32(np.uint32(0x7F800000) - np.uint32(bits & np.uint32(0x7F800000))))
    return k, m, inverse


def _split_log_double(x):
    bits = np.uint64(bitcast(x) + np.uint64(0x00095F619980C433))
    m = bitcast(np.uint64(np.uint64(bits & np.uint64(0x000FFFFFFFFFFFFF)) + np.uint64(0x3FE6A09E667F3BCD)))
    k = bitcast(np.uint64(np.uint64(bits >> np.uint64(52)) | np.uint64(0x4330000000000000))) - 4503599627371519.0
    inverse = bitcast(np.uint64(np.uint64(0x7FF0000000000000) - np.uint64(bits & np.uint64(0x7FF0000000000000))))
    return k, m, inverse


@overload(split_log)
def _split_log(x):
    return _split_log_float if x == types.float32 else _split_log_double


@inlined
def log_sum(high, low):
    """log(high + low) for positive normal `high` and a `low` of at most a few of its last places.

    k ln 2 + log(1 + f). Where k is 0, f = (high - 1) + low is rounded once, so that the result is right near 1 too.
    """
    k, m, inverse = split_log(high)
    f = fma(real(0.5, high) * low, inverse, m - real(1, high))
    rest = fma(f * f, log1p_poly(f), k * either(-1.904654323148236e-09, 2.319046813846299e-17, high))
    return fma(k, either(0.6931471824645996, 0.6931471805599453, high), f + rest)


@inlined
def log1p_full(x):
    """log(1 + x) for every x: -inf at -1, NaN below. 1 + x in two parts, and log_sum of them.

    Next to 0 it is x: half of a subnormal, which log_sum would take, may be no float; and -0.0 is kept.
    """
    one = real(1, x)
    high = one + x
    y = log_sum(high, x - (high - one))
    y = x if absolute(x) < either(1e-9, 1e-18, x) else y
    y = y if x < real(np.inf, x) else x
    outside = real(-np.inf, x) if high == real(0, x) else real(np.nan, x)
    return y if high > real(0, x) else outside


@inlined
def clamp_exp_low(x):
    """x, but no lower than where even 750 exp(x) (or 2^30 exp(x) in float) is 0 after rounding; NaN passes.

    As low as the scale of reduce_exp goes: for products of x or a parameter with exp(x).
    """
    lowest = either(-125.0, -752.0, x)
    return lowest if x < lowest else x


def expm1_cubic(r):
    """exp(r) - 1 - r - r^2/2 = r^3 h(r) for |r| <= 0.34662, h of degree 4 (float) and 9 (double).

    exp(r) - 1 is then within a relative 2^-30.9 and 2^-61.5.
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
def expm1_parts(x):
    """(scale, r, p, p_low) with exp(x) = scale * 2^-64 (1 + p + p_low); scale and r as from reduce_exp.

    p_low is what the roundings of r and p lost. The polynomial has a degree more than expm1_poly, and r^2 is had in two
    parts: for slopes next to their zeros, where the errors of exp are many last places of the difference.
    """
    magic = either(12583103.0, 6755399441056831.0, x)
    shifted = fma(x, either(1.4426950216293335, 1.4426950408889634, x), magic)
    k = shifted - magic
    exact = fma(k, either(-0.6931471824645996, -0.6931471805599453, x), x)
    r = fma(k, either(1.904654323148236e-09, -2.319046813846299e-17, x), exact)
    r_low = fma(k, either(1.904654323148236e-09, -2.319046813846299e-17, x), exact - r)
    half = real(0.5, x)
    square = r * r
    linear = fma(half, square, r)
    cubic = expm1_cubic(r)
    p = linear + cubic
    low = fma(half, square, r - linear) + half * fma(r, r, -square)
    return exponent_of(shifted), r, p, ((linear - p) + cubic) + (low + fma(r_low, p, r_low))
