"""The cores that activations are made of: exp and log taken apart. The counterpart of `src_cython/vecmath.pxd`.

Coefficients come from `tools/coefficients.sollya`, and those of the normal law from `tools/coefficients_erf.py`; both print
the bounds given here.
"""

import numpy as np
from numba import types
from numba.extending import overload

from .machine import absolute, bitcast, copysign, either, fma, in_double, inlined, negative, real


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


def expm1_curve(r):
    """h with exp(r) - 1 = r + r^2 h(r) for |r| <= 0.34662, within a relative 2^-26.0 (float) and 2^-54.9 (double) of that.

    Degree 4 (float) and 9 (double). It is evaluated in pairs over r^2: as many operations as Horner's
    rule and half the latency, which a Zen 4 core shows (sigmoid .314 against .319 ns).
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
    """exp(t + low) - 1 for an exact t and r = t + low, rounded, of a range reduction.

    In double rounded once, not twice: without, expm1 is 2.09 ULP off at 0.355, ndtr 2.22 at -0.734. A float has no need of it.
    """
    raise TypeError("for compiled code only")


@overload(expm1_two)
def _expm1_two(t, low, r):
    if r == types.float32:
        return lambda t, low, r: expm1_poly(r)
    return lambda t, low, r: fma(r * r, expm1_curve(r), low) + t


def expm1_twice(a):
    """(p, scale) with exp(-2a) = scale (1 + 2p), for a from 0 to 43 (float), 354 (double): scale is a normal number.

    -a = k ln(2)/2 + r, p = (exp(2r) - 1) / 2 = r + r^2 h(r), the coefficients of h being those of expm1_curve times powers of 2.
    A double's p is rounded once, as in expm1_two: twice, tanh is 2.03 ULP off at 0.208.
    A float's r lacks the low part of k ln(2)/2, which is 2.8e-9 a: for functions whose relative error is no larger than a's.
    """
    raise TypeError("for compiled code only")


def _expm1_twice_float(a):
    shifted = fma(a, np.float32(-2.885390043258667), np.float32(12583039.0))
    k = shifted - np.float32(12583039.0)
    t = fma(k, np.float32(-0.3465735912322998), -a)
    r2 = t * t
    h = fma(t, np.float32(0.13386455178260803), np.float32(0.3333336412906647))
    h = fma(r2, fma(r2, np.float32(0.044518519192934036), h), fma(t, np.float32(0.6666617393493652), np.float32(1.0)))
    return fma(r2, h, t), exponent_of(shifted)


def _expm1_twice_double(a):
    shifted = fma(a, -2.8853900817779268, 6755399441056767.0)
    k = shifted - 6755399441056767.0
    t = fma(k, -0.34657359027997264, -a)
    low = k * -1.1595234069231495e-17
    r = t + low
    r2 = r * r
    h = fma(r, 2.561823396989865e-05, 0.00014142760212482313)
    h = fma(r2, h, fma(r, 0.0007054723521772193, 0.0031745939754529605))
    h = fma(r2, h, fma(r, 0.012698412550674078, 0.04444444454804584))
    h = fma(r2, h, fma(r, 0.13333333333493852, 0.3333333333329443))
    return fma(r2, fma(r2, h, fma(r, 0.6666666666666613, 1.0)), low) + t, exponent_of(shifted)


@overload(expm1_twice)
def _expm1_twice(a):
    return _expm1_twice_float if a == types.float32 else _expm1_twice_double


def expm1_terms(t, low, r):
    """(p, high, low) with p of expm1_two, which is high + low rounded; a float's high is p, its low 0."""
    raise TypeError("for compiled code only")


def _expm1_terms_double(t, low, r):
    curve = fma(r * r, expm1_curve(r), low)
    return curve + t, t, curve


@overload(expm1_terms)
def _expm1_terms(t, low, r):
    if r == types.float32:
        return lambda t, low, r: (expm1_poly(r), expm1_poly(r), np.float32(0.0))
    return _expm1_terms_double


@inlined
def reduce_exp_parts(x):
    """(t, low, r, scale): reduce_exp with the terms of its r, t exact and low rounded."""
    magic = either(12583103.0, 6755399441056831.0, x)
    k = fma(x, either(1.4426950216293335, 1.4426950408889634, x), magic) - magic
    t = fma(k, either(-0.6931471824645996, -0.6931471805599453, x), x)
    r, scale = reduce_exp(x)
    return t, k * either(1.904654323148236e-09, -2.319046813846299e-17, x), r, scale


@inlined
def expm1_reduced(x):
    """(p, r, scale) with p = exp(r) - 1 of reduce_exp(x)."""
    t, low, r, scale = reduce_exp_parts(x)
    return expm1_two(t, low, r), r, scale


@inlined
def expm1_lost(x, r, p):
    """What the last sum of p in expm1_reduced(x) lost, in double; 0 in float."""
    magic = either(12583103.0, 6755399441056831.0, x)
    k = fma(x, either(1.4426950216293335, 1.4426950408889634, x), magic) - magic
    t = fma(k, either(-0.6931471824645996, -0.6931471805599453, x), x)
    low = k * either(1.904654323148236e-09, -2.319046813846299e-17, x)
    return in_double((t - p) + fma(r * r, expm1_curve(r), low))


@inlined
def expm1_plus(x, rest):
    """(p, scale) with exp(x + rest) = scale * 2^-64 (1 + p) for clamped x: in double `expm1_sum`."""
    r, scale = reduce_exp(x)
    magic = either(12583103.0, 6755399441056831.0, x)
    k = fma(x, either(1.4426950216293335, 1.4426950408889634, x), magic) - magic
    t = fma(k, either(-0.6931471824645996, -0.6931471805599453, x), x)
    low = fma(k, either(1.904654323148236e-09, -2.319046813846299e-17, x), rest)
    return expm1_two(t, low, r + rest), scale


@inlined
def square_plus_low(p, a, c, w):
    """p a + c - w for w = fma(p, a, c), all of them at least 0."""
    product = p * a
    larger, smaller = (product if product > c else c), (c if product > c else product)
    return ((larger - w) + smaller) + fma(p, a, -product)


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
def reduce_exp_deep(x):
    """(r, scale, last) with exp(x) = scale * 2^-64 * last * exp(r), for x from -197 (float), -1460 (double) to 40.

    reduce_exp for products of exp(x) with anything: where that ends `scale` is 2^120 (2^1022) times what it would be, and
    `last`, elsewhere 1, its inverse. There scale * 2^-64 alone is no more than 2^-39 (2^-60), nothing beside 1.
    """
    deep = x < either(-110.0, -750.0, x)
    last = either(7.52316384526264e-37, 2.2250738585072014e-308, x) if deep else real(1, x)
    magic = either(12583223.0, 6755399441057853.0, x) if deep else either(12583103.0, 6755399441056831.0, x)
    shifted = fma(x, either(1.4426950216293335, 1.4426950408889634, x), magic)
    k = shifted - magic
    r = fma(k, either(-0.6931471824645996, -0.6931471805599453, x), x)
    r = fma(k, either(1.904654323148236e-09, -2.319046813846299e-17, x), r)
    return r, exponent_of(shifted), last


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
    t = fma(k, either(-0.6931471824645996, -0.6931471805599453, x), bounded)
    rest = either(1.904654323148236e-09, -2.319046813846299e-17, x)
    scale = exponent_of(shifted)
    p = expm1_two(t, k * rest, fma(k, rest, t))
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

    k ln 2 + log(1 + f + g), where g is what f = (m - 1) + low lost: without it log_ndtr is 2.9 ULP off in double, at 0.796.
    """
    k, m, inverse = split_log(high)
    exact = m - real(1, high)
    part = real(0.5, high) * low * inverse
    f = exact + part
    g = (exact - f) + part
    small = fma(k, either(-1.904654323148236e-09, 2.319046813846299e-17, high), fma(-f, g, g))
    rest = fma(f * f, log1p_poly(f), small)
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


@inlined
def shrunk(like):
    """What the scales of reduce_grown and reduce_logistic are multiplied by: 2^-64 (float), 2^-80 (double)."""
    return either(5.421010862427522e-20, 8.271806125530277e-25, like)


@inlined
def reduce_grown(x):
    """(r, scale) with shrunk(x) * exp(x) = scale * exp(r), for x from -43 to 132 (float) and from -652 to 764 (double).

    reduce_exp the other way round: its scale is 2^(k - 64), so that 1 / exp(x) may be subnormal.
    """
    magic = either(12582975.0, 6755399441056687.0, x)
    shifted = fma(x, either(1.4426950216293335, 1.4426950408889634, x), magic)
    k = shifted - magic
    exact = fma(k, either(-0.6931471824645996, -0.6931471805599453, x), x)
    return fma(k, either(1.904654323148236e-09, -2.319046813846299e-17, x), exact), exponent_of(shifted)


def mirrored(scale):
    """The scale of -x for that of x >= 0 in reduce_grown; 0 where it would be no normal number."""
    raise TypeError("for compiled code only")


def _mirrored_float(scale):
    bits = np.int32(np.uint32(np.uint32(0x3F000000) - bitcast(scale)))
    return bitcast(np.uint32(bits if bits > np.int32(0) else np.int32(0)))


def _mirrored_double(scale):
    bits = np.int64(np.uint64(np.uint64(0x75E0000000000000) - bitcast(scale)))
    return bitcast(np.uint64(bits if bits > np.int64(0) else np.int64(0)))


@overload(mirrored)
def _mirrored(scale):
    return _mirrored_float if scale == types.float32 else _mirrored_double


def expm1_halves(r2):
    """(even, odd) with even + r odd = expm1_curve(r), for r2 = r^2: so exp(r) and exp(-r) share most of their work."""
    raise TypeError("for compiled code only")


def _expm1_halves_float(r2):
    odd = fma(r2, np.float32(0.008366534486413002), np.float32(0.1666654348373413))
    even = fma(r2, np.float32(0.0013912037247791886), np.float32(0.041666705161333084))
    return fma(r2, even, np.float32(0.5)), odd


def _expm1_halves_double(r2):
    even = fma(r2, 2.762257854000452e-07, 2.4801515433226254e-05)
    even = fma(r2, fma(r2, even, 0.0013888888921264324), 0.04166666666661804)
    odd = fma(r2, 2.501780661122915e-08, 2.755751375692263e-06)
    odd = fma(r2, fma(r2, odd, 0.00019841269610428248), 0.008333333333433657)
    return fma(r2, even, 0.5), fma(r2, odd, 0.16666666666666533)


@overload(expm1_halves)
def _expm1_halves(r2):
    return _expm1_halves_float if r2 == types.float32 else _expm1_halves_double


@inlined
def expm1_shared(r):
    """exp(r) - 1 as `expm1_halves` gives it."""
    r2 = r * r
    even, odd = expm1_halves(r2)
    return fma(r2, fma(r, odd, even), r)


def sum_scaled(one, scale, p):
    """one + scale (1 + p), for powers of two `one` and `scale`.

    In double the greater power is added last, so that no two roundings are of the size of the sum: in the float's order they
    are at E = exp(-x) = 2^-26.5, say, which leaves a sigmoid up to 2.5 ULP. Of floats each was tried.
    """
    raise TypeError("for compiled code only")


@overload(sum_scaled)
def _sum_scaled(one, scale, p):
    if one == types.float32:
        return lambda one, scale, p: fma(scale, p, one) + scale
    return lambda one, scale, p: fma(scale, p, one if scale > one else scale) + (scale if scale > one else one)


@inlined
def reduce_logistic(z, low):
    """(r, scale, one) with one * exp(-z - low) = scale * exp(r), for z from -130 to 80 (float), in double from -762 on.

    `one` is 1 where z is positive, and shrunk where it is negative: so x / (one + scale exp(r)) neither overflows for large x nor
    loses places for small, and one comes last.
    """
    below = negative(z)
    magic = either(12582975.0, 6755399441056687.0, z) if below else either(12583039.0, 6755399441056767.0, z)
    shifted = fma(-z, either(1.4426950216293335, 1.4426950408889634, z), magic)
    k = shifted - magic
    last = either(1.904654323148236e-09, -2.319046813846299e-17, z)
    one = shrunk(z) if below else real(1, z)
    exact = fma(k, either(-0.6931471824645996, -0.6931471805599453, z), -z)
    return fma(k, last, exact) - low, exponent_of(shifted), one


@inlined
def exp2m1_poly(r):
    """2^r - 1 for |r| <= 0.5001, within a relative 2^-26.2, and 2^-27.6 of 2^r.

    r + r (ln(2) - 1 + r h(r)), h of degree 4: no rounding but the last is of the size of the result, and no operation more
    than in expm1_poly, whose first coefficient is 1. r ln(2) + r^2 h(r) makes gelu_tanh 2.11 ULP, r (ln(2) + r h(r)) 2.09.
    """
    h = fma(r, np.float32(0.000153771456098184), np.float32(0.0013387729413807392))
    h = fma(r, fma(r, h, np.float32(0.009618322364985943)), np.float32(0.055503666400909424))
    return fma(r, fma(r, fma(r, h, np.float32(0.24022649228572845)), np.float32(-0.3068528175354004)), r)


@inlined
def logistic_unit(z):
    """The `one` of reduce_logistic(z)."""
    return shrunk(z) if negative(z) else real(1, z)


def reduce_product(x, q, q_low):
    """(r, scale, excess) with logistic_unit(x) * exp(-z) = scale (1 + expm1_of_product(r)) for z = x (q + q_low), q > 0.

    The low part of x q is left out. In float q and q_low are to be divided by ln(2), so that k, a whole number, is taken from
    x q as it stands: no product with ln(2), and x q is rounded once, when most of it is gone. In double the first part of
    ln(2) has 42 bits, so that its product with k is exact; excess is r less what it stands for, in double.
    """
    raise TypeError("for compiled code only")


def _reduce_product_float(x, q, q_low):
    magic = np.float32(12582975.0) if negative(x) else np.float32(12583039.0)
    shifted = fma(-x, q, magic)
    return fma(-x, q_low, fma(-x, q, magic - shifted)), exponent_of(shifted), np.float32(0)


def _reduce_product_double(x, q, q_low):
    magic = 6755399441056687.0 if negative(x) else 6755399441056767.0
    z = x * q
    shifted = fma(z, -1.4426950408889634, magic)
    k = shifted - magic
    rest = fma(-x, q_low, k * -5.497923018708371e-14)
    minus_k_ln2 = k * -0.6931471805598903
    first = fma(-x, q, minus_k_ln2)
    r = first + rest
    excess = ((first - (minus_k_ln2 - z)) + fma(x, q, -z)) + ((r - first) - rest)
    return r, exponent_of(shifted), excess


@overload(reduce_product)
def _reduce_product(x, q, q_low):
    return _reduce_product_float if x == types.float32 else _reduce_product_double


def expm1_of_product(r):
    """2^r - 1 in float, exp(r) - 1 in double: what reduce_product leaves to be done."""
    raise TypeError("for compiled code only")


@overload(expm1_of_product)
def _expm1_of_product(r):
    return (lambda r: exp2m1_poly(r)) if r == types.float32 else (lambda r: expm1_poly(r))


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
    """(scale, r, p, p_low) with exp(x) = scale * 2^-64 (1 + p); scale and r as from reduce_exp.

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


def root_scale(b):
    """(s, 1 / s) with a power of two s for which s^2 b is from 2^-61 to 2^52 (from 2^-121 to 2^82 in double); 1 for a b within.

    For subnormal b, which are not normalised, it is from 2^-81 on (2^-170).
    """
    raise TypeError("for compiled code only")


def _root_scale_float(b):
    field = np.int32(np.uint32(bitcast(b) >> np.uint32(23)) & np.uint32(0xFF))
    half = np.int32(min(field - np.int32(67), np.int32(0)) + max(field - np.int32(177), np.int32(0))) >> np.int32(1)
    return (
        bitcast(np.uint32(np.uint32(np.int32(127) - half) << np.uint32(23))),
        bitcast(np.uint32(np.uint32(np.int32(127) + half) << np.uint32(23))),
    )


def _root_scale_double(b):
    field = np.int64(np.uint64(bitcast(b) >> np.uint64(52)) & np.uint64(0x7FF))
    half = np.int64(min(field - np.int64(903), np.int64(0)) + max(field - np.int64(1103), np.int64(0))) >> np.int64(1)
    return (
        bitcast(np.uint64(np.uint64(np.int64(1023) - half) << np.uint64(52))),
        bitcast(np.uint64(np.uint64(np.int64(1023) + half) << np.uint64(52))),
    )


@overload(root_scale)
def _root_scale(b):
    return _root_scale_float if b == types.float32 else _root_scale_double


@inlined
def reduce_exp_wide(x):
    """(t, low, r, k) with exp(x) = 2^k exp(r) for |x| <= 197 (float), 1460 (double); 2^k is for `power_of_2`.

    r is the sum of an exact t and a rounded low.
    """
    magic = either(12582912.0, 6755399441055744.0, x)
    k = fma(x, either(1.4426950216293335, 1.4426950408889634, x), magic) - magic
    t = fma(k, either(-0.6931471824645996, -0.6931471805599453, x), x)
    rest = either(1.904654323148236e-09, -2.319046813846299e-17, x)
    return t, k * rest, fma(k, rest, t), k


@inlined
def power_of_2(k):
    """2^k for whole |k| <= 250 (float), 2000 (double) as two factors, each a normal number, to multiply by one by one."""
    biased = either(12583039.0, 6755399441056767.0, k)
    shifted = fma(k, real(0.5, k), biased)
    rest = k - (shifted - biased)
    return exponent_of(shifted), exponent_of(rest + biased)


@inlined
def power_of_2_within(k):
    """2^k for whole |k| <= 126 (float), 1022 (double)."""
    return exponent_of(k + either(12583039.0, 6755399441056767.0, k))


@inlined
def sum_times(p, q, w):
    """(high, low, sum) with high + low = (p + q) w and sum = p + q, rounded: what the sum and the product lose is low."""
    total = p + q
    back = total - p
    lost = (p - (total - back)) + (q - back)
    high = total * w
    return high, fma(total, w, -high) + lost * w, total


@inlined
def reduce_pi(x, period, phase):
    """(r, low, n) with x = (k + phase) period pi + r + low and |r| about pi/2 period; the last bit of n is that of k.

    `period` is 1 or 1/2, and `phase` a multiple of 1/2. pi has three parts (Cody and Waite), all of one sign so that -0.0
    stays -0.0; the first has two bits less than the type, so that its fma is exact wherever x is near a multiple. What the
    product with the second and its sum (Knuth's two-sum) lose, and the product with the third, is low: without it sinc is
    2.3 and snake 2.1 ULP off.
    A rounded product of x chooses k: |r| is up to 1.6 for period 1 and 0.81 for 1/2, for |x| up to 2^18 (float) and 2^47
    (double), where `in_reach_of_pi` draws the line, and grows slowly beyond.
    """
    magic = either(12582912.0, 6755399441055744.0, x)
    n = fma(x, either(0.31830987334251404, 0.3183098861837907, x) / period, -phase) + magic
    h = (n - magic + phase) * period
    minus_pi_2 = either(-6.278329465203569e-07, -1.224646799147353e-16, x)
    first = fma(h, either(-3.141592025756836, -3.141592653589793, x), x)
    second = h * minus_pi_2
    r = first + second
    back = r - first
    lost = (first - (r - back)) + (second - back)
    low = fma(h, minus_pi_2, -second) + lost
    return r, fma(h, either(-1.078060505991553e-14, -2.1657133478438278e-32, x), low), n


@inlined
def reduce_pi_lost(x, period, phase):
    """What reduce_pi's first sum lost, in double, where x is small beside phase pi: elsewhere that sum is exact."""
    _, _, n = reduce_pi(x, period, phase)
    minus_pi = either(-3.141592025756836, -3.141592653589793, x)
    h = (n - either(12582912.0, 6755399441055744.0, x) + phase) * period
    product = h * minus_pi
    lost = ((product - fma(h, minus_pi, x)) + x) + fma(h, minus_pi, -product)
    return in_double(lost if absolute(x) < real(0.5, x) * absolute(product) else real(0, x))


@inlined
def in_reach_of_pi(x):
    """1 where reduce_pi's r is within its interval, NaN beyond: a factor for results that would be wrong.

    A select between a result and NaN would do, but for GCC, which moves the result's work into a branch of it.
    """
    return real(1, x) if absolute(x) <= either(262144.0, 140737488355328.0, x) else real(np.nan, x)


def flip_odd(y, n):
    """y, negated where the last bit of n's mantissa is set."""
    raise TypeError("for compiled code only")


@overload(flip_odd)
def _flip_odd(y, n):
    if y == types.float32:
        return lambda y, n: bitcast(np.uint32(bitcast(y) ^ np.uint32(bitcast(n) << np.uint32(31))))
    return lambda y, n: bitcast(np.uint64(bitcast(y) ^ np.uint64(bitcast(n) << np.uint64(63))))


def tanh_shrink_poly(u):
    """(x - tanh(x) - x^3 / 3) / x^5 over u = x^2 for |x| <= 1.

    x - tanh(x) is within a relative 2^-27.3 (float, degree 6) and 2^-55.9 (double, degree 14).
    """
    raise TypeError("for compiled code only")


def _tanh_shrink_poly_float(u):
    u2 = u * u
    h = np.float32(-0.0001449015544494614)
    h = fma(u2, h, fma(u, np.float32(0.0009314058115705848), np.float32(-0.0032186531461775303)))
    h = fma(u2, h, fma(u, np.float32(0.008706885389983654), np.float32(-0.021833233535289764)))
    return fma(u2, h, fma(u, np.float32(0.05396418273448944), np.float32(-0.13333317637443542)))


def _tanh_shrink_poly_double(u):
    u2 = u * u
    h = -2.5342775420103713e-08
    h = fma(u2, h, fma(u, 2.6476371097242655e-07, -1.3842804733072617e-06))
    h = fma(u2, h, fma(u, 4.998419548592391e-06, -1.462094327724824e-05))
    h = fma(u2, h, fma(u, 3.840402596144023e-05, -9.64728719417436e-05))
    h = fma(u2, h, fma(u, 0.00023896218920971894, -0.0005899811920856939))
    h = fma(u2, h, fma(u, 0.0014558251946193484, -0.0035921267724830157))
    h = fma(u2, h, fma(u, 0.008863235416170928, -0.021869488530037666))
    return fma(u2, h, fma(u, 0.05396825396808659, -0.13333333333333172))


@overload(tanh_shrink_poly)
def _tanh_shrink_poly(u):
    return _tanh_shrink_poly_float if u == types.float32 else _tanh_shrink_poly_double


def sin_poly(u):
    """(sin(r) - r - c r^3) / r^5 over u = r^2 for |r| <= 1.6, c being the `cubic` of sin_rest.

    sin(r) is within a relative 2^-27.0 (float, degree 2) and 2^-61.0 (double, degree 6; degree 5 gives 2^-52.5).
    """
    raise TypeError("for compiled code only")


def _sin_poly_float(u):
    u2 = u * u
    h = np.float32(2.599781737444573e-06)
    return fma(u2, h, fma(u, np.float32(-0.00019806953787337989), np.float32(0.008333031088113785)))


def _sin_poly_double(u):
    u2 = u * u
    h = 2.718898046505877e-15
    h = fma(u2, h, fma(u, -7.642790285592294e-13, 1.6058932710312075e-10))
    h = fma(u2, h, fma(u, -2.5052106752761273e-08, 2.755731921010941e-06))
    return fma(u2, h, fma(u, -0.00019841269841205586, 0.008333333333333194))


@overload(sin_poly)
def _sin_poly(u):
    return _sin_poly_float if u == types.float32 else _sin_poly_double


def sin_squared_poly(u):
    """(sin(r)^2 - r^2) / r^4 over u = r^2 for |r| <= 0.81.

    sin(r)^2 is within a relative 2^-29.4 (float, degree 3) and 2^-62.3 (double, degree 7; degree 6 gives 2^-55.1).
    """
    raise TypeError("for compiled code only")


def _sin_squared_poly_float(u):
    u2 = u * u
    h = fma(u, np.float32(0.0001344342017546296), np.float32(-0.003170986194163561))
    return fma(u2, h, fma(u, np.float32(0.04444367438554764), np.float32(-0.333333283662796)))


def _sin_squared_poly_double(u):
    u2 = u * u
    h = fma(u, 1.9812646675749643e-11, -1.5652818706107236e-09)
    h = fma(u2, h, fma(u, 9.3967739638721e-08, -4.275559576091401e-06))
    h = fma(u2, h, fma(u, 0.00014109347436295813, -0.003174603174594014))
    return fma(u2, h, fma(u, 0.04444444444444377, -0.3333333333333333))


@overload(sin_squared_poly)
def _sin_squared_poly(u):
    return _sin_squared_poly_float if u == types.float32 else _sin_squared_poly_double


def sinc_slope_near(x, u):
    """The slope of sinc, -x P(u) for u = x^2 and |x| <= 1.6, P = (sin(x) / x - cos(x)) / x^2.

    P is within a relative 2^-25.0 (float, degree 4: the rounding of the first coefficient, 1/3) and 2^-57 (double, degree 7).
    In double x / 3 has two parts and is rounded last: 1.83 ULP as a product with P.
    """
    raise TypeError("for compiled code only")


def _sinc_slope_near_float(x, u):
    u2 = u * u
    h = np.float32(2.4434160650343983e-07)
    h = fma(u2, h, fma(u, np.float32(-2.205360578955151e-05), np.float32(0.0011905200080946088)))
    return -x * fma(u2, h, fma(u, np.float32(-0.03333337604999542), np.float32(0.3333333432674408)))


def _sinc_slope_near_double(x, u):
    u2 = u * u
    h = fma(u, -4.3468266661746844e-14, 1.0699635080625075e-11)
    h = fma(u2, h, fma(u, -1.9270710961639768e-09, 2.505210663140097e-07))
    h = fma(u2, h, fma(u, -2.2045855367227562e-05, 0.0011904761904720773))
    h = fma(u, h, -0.03333333333333276)
    first = x * 0.3333333333333333
    rest = fma(1.850371707708594e-17, x, fma(x, 0.3333333333333333, -first))
    return copysign(first + fma(u * x, h, rest), -x)


@overload(sinc_slope_near)
def _sinc_slope_near(x, u):
    return _sinc_slope_near_float if x == types.float32 else _sinc_slope_near_double


def arctan_poly(u):
    """(arctan(z) - z) / z^3 over u = z^2 for |z| <= 1.

    arctan(z) is within a relative 2^-28.5 (float, degree 8) and 2^-57.5 (double, degree 19).
    """
    raise TypeError("for compiled code only")


def _arctan_poly_float(u):
    u2 = u * u
    h = np.float32(-0.0017915019998326898)
    h = fma(u2, h, fma(u, np.float32(0.010904536582529545), np.float32(-0.03115776553750038)))
    h = fma(u2, h, fma(u, np.float32(0.05793580040335655), np.float32(-0.08402056246995926)))
    h = fma(u2, h, fma(u, np.float32(0.10951654613018036), np.float32(-0.14264126121997833)))
    return fma(u2, h, fma(u, np.float32(0.1999853551387787), np.float32(-0.33333298563957214)))


def _arctan_poly_double(u):
    u2 = u * u
    h = fma(u, 1.3230091772371405e-05, -0.00015221219870193814)
    h = fma(u2, h, fma(u, 0.0008315652318609962, -0.002885627889651036))
    h = fma(u2, h, fma(u, 0.00719792575897647, -0.013902640588944897))
    h = fma(u2, h, fma(u, 0.021987149042429332, -0.0299058087635479))
    h = fma(u2, h, fma(u, 0.036643201134804834, -0.042192457555029254))
    h = fma(u2, h, fma(u, 0.047223492737180406, -0.052535270812955864))
    h = fma(u2, h, fma(u, 0.058805298846729526, -0.06666404438129865))
    h = fma(u2, h, fma(u, 0.07692279891000552, -0.09090907008003227))
    h = fma(u2, h, fma(u, 0.1111111100735493, -0.1428571428258855))
    return fma(u2, h, fma(u, 0.19999999999951756, -0.3333333333333307))


@overload(arctan_poly)
def _arctan_poly(u):
    return _arctan_poly_float if u == types.float32 else _arctan_poly_double


@inlined
def third(like):
    return either(0.3333333432674408, 0.3333333333333333, like)


@inlined
def tanh_shrink_rest(a, u):
    """(a - tanh(a)) / a - u `third` for u = a^2, rounded, and 0 <= a <= 1: a^2 and 1/3 have two parts."""
    rest = fma(u, tanh_shrink_poly(u), either(-9.934107758624577e-09, 1.850371707708594e-17, a))
    return fma(u, rest, fma(a, a, -u) * third(a))


@inlined
def sin_rest(r, low):
    """sin(r + low) - r for |r| <= 1.6, with cos(r) as 1 - r^2 / 2 for the low part.

    r^2 has two parts and the cubic term an fma of its own: without them sin(pi/2) comes out as 1 + 2^-23.
    """
    u = r * r
    cubic = either(-0.16666658222675323, -0.16666666666666666, r)
    q = fma(u, cubic, fma(u * u, sin_poly(u), fma(r, r, -u) * cubic))
    return fma(r, q, fma(real(-0.5, r) * u, low, low))


@inlined
def sin_rest_lost(r, low):
    """What the roundings of sin_rest lost, in double; 0 in float."""
    u = r * r
    cubic = either(-0.16666658222675323, -0.16666666666666666, r)
    rest = fma(u * u, sin_poly(u), fma(r, r, -u) * cubic)
    q = fma(u, cubic, rest)
    part = fma(real(-0.5, r) * u, low, low)
    return in_double(fma(r, fma(u, cubic, -q) + rest, fma(r, q, -fma(r, q, part)) + part))


@inlined
def sin_parts(x):
    """sin(x) as a sum, the larger part with the error of the reduction alone: (-1)^k sin(r) for x = k pi + r."""
    r, low, n = reduce_pi(x, real(1, x), real(0, x))
    return flip_odd(r, n), flip_odd(sin_rest(r, low), n)


@inlined
def cos_parts(x):
    """cos(x), likewise: -(-1)^k sin(r) for x = (k + 1/2) pi + r, accurate beside its zeros."""
    r, low, n = reduce_pi(x, real(1, x), real(0.5, x))
    return -flip_odd(r, n), -flip_odd(sin_rest(r, low), n)


@inlined
def sin_lost(x):
    """What both of sin_parts(x) lost, in double."""
    r, low, n = reduce_pi(x, real(1, x), real(0, x))
    return flip_odd(sin_rest_lost(r, low), n)


@inlined
def cos_lost(x):
    r, low, n = reduce_pi(x, real(1, x), real(0.5, x))
    return -flip_odd(sin_rest_lost(r, low), n)


@inlined
def sin_squared_plus(y, rest, x, x_low, phase):
    """y + rest + sin(x + x_low - phase pi/2)^2; phase is a multiple of 1/2.

    The square has the period pi, and is 1 less itself pi/2 further on: |r| <= pi/4 leaves only small terms to round.
    """
    near, low, n = reduce_pi(x, real(0.5, x), phase)
    r = near + x_low
    low = low + (x_low - (r - near))
    u = r * r
    p = sin_squared_poly(u)
    tail = fma(r, r, -u) + (r + r) * low
    tail = fma(u * u, p, tail * fma(u + u, p, real(1, x)))
    odd = real(0.5, x) - flip_odd(real(0.5, x), n)
    return (y + (odd + flip_odd(u, n))) + (flip_odd(tail, n) + rest)


@inlined
def clamp_magnitude(x, largest):
    """|x|, but no higher than `largest`; NaN passes."""
    magnitude = absolute(x)
    return largest if magnitude > largest else magnitude


@inlined
def expm1_sum(high, low):
    """(p, p_high, p_low, scale) with exp(high + low) = scale * 2^-64 * (1 + p); `low` is at most a last place of `high`.

    Rounding a sum of -100 to one float alone would cost 50 ULP of its exponential.
    """
    magic = either(12583103.0, 6755399441056831.0, high)
    shifted = fma(high, either(1.4426950216293335, 1.4426950408889634, high), magic)
    k = shifted - magic
    t = fma(k, either(-0.6931471824645996, -0.6931471805599453, high), high)
    low = fma(k, either(1.904654323148236e-09, -2.319046813846299e-17, high), low)
    p, p_high, p_low = expm1_terms(t, low, t + low)
    return p, p_high, p_low, exponent_of(shifted)


@inlined
def expm1_gauss(t):
    """expm1_sum of -t^2/2, for t up to 16.2 (float) and 38.8 (double).

    From 14.8 and 38.7 on, even t exp(-t^2/2) is 0 after rounding.
    """
    half = real(0.5, t) * t
    high = -half * t
    return expm1_sum(high, fma(-half, t, -high))


@inlined
def expm1_gauss_deep(t):
    """expm1_gauss for doubles up to 54.57, with `last`: 1, but from exp(-750) on 2^-1063, by which the scale is larger there.

    From 54.57 on exp(-t^2/2) is 0 after rounding even when divided by the smallest number.
    """
    half = 0.5 * t
    high = -half * t
    deep = high < -750.0
    last = 1.0120225e-320 if deep else 1.0
    magic = 6755399441057894.0 if deep else 6755399441056831.0
    shifted = fma(high, 1.4426950408889634, magic)
    k = shifted - magic
    exact = fma(k, -0.6931471805599453, high)
    low = fma(k, -2.319046813846299e-17, fma(-half, t, -high))
    p, p_high, p_low = expm1_terms(exact, low, exact + low)
    return p, p_high, p_low, exponent_of(shifted), last


@inlined
def expm1_square(t):
    """expm1_sum of -t^2, for t up to 10.3 (float) and 27.35 (double), where exp(-t^2) is 0 after rounding."""
    high = -t * t
    return expm1_sum(high, fma(-t, t, -high))


def mills(t):
    """(B, b_low, A, a_low, C) with Q(t) = exp(-t^2/2) B / (C t B + A), the normal law's upper tail erfc(t / sqrt(2)) / 2.

    For 0 <= t <= 14.8 (float) and 38.7 (double), within a relative 2^-29.3 and 2^-57.1. B and A have degree 5 and 4
    (float), 10 and 9 (double), and positive coefficients; C is sqrt(2 pi).

    A plain quotient of two polynomials adds the errors of both far out, where every step of Horner's rule counts (6.5
    ULP in gelu at -5.5). Here B stands on both sides, and its errors cancel as t grows. B(0) = 11/8 and A(0) = 11/4
    rather than 1 and 2: just above a power of two an error is the largest share of the number (3.9 ULP near 0, not 3.3).
    b_low and a_low, in double alone, are what the last steps of B and A were rounded by, most of their error near 0: without
    them log_ndtr is 2.4 ULP off at 0.31, its slope 2.3 at -0.28.
    Coefficients of this and of what follows up to erf_exponent: `tools/coefficients_erf.py`.
    """
    raise TypeError("for compiled code only")


def _mills_float(t):
    b = fma(t, np.float32(0.00345283), np.float32(0.041233175))
    b = fma(t, b, np.float32(0.23565906))
    b = fma(t, b, np.float32(0.77995414))
    b = fma(t, b, np.float32(1.4945253))
    b = fma(t, b, np.float32(1.375))
    a = fma(t, np.float32(0.00865578), np.float32(0.10331479))
    a = fma(t, a, np.float32(0.57431275))
    a = fma(t, a, np.float32(1.7366191))
    a = fma(t, a, np.float32(2.75))
    return b, np.float32(0.0), a, np.float32(0.0), np.float32(2.5066282749176025)


def _mills_double(t):
    b = fma(t, 7.901817427024616e-07, 2.3698083644997245e-05)
    b = fma(t, b, 0.0003509429857223441)
    b = fma(t, b, 0.00333108284004401)
    b = fma(t, b, 0.022261023741129017)
    b = fma(t, b, 0.1089502105702366)
    b = fma(t, b, 0.3947853370972631)
    b = fma(t, b, 1.0467132283184493)
    b = fma(t, b, 1.9511728913085116)
    b = fma(t, b, 2.3289942936990014)
    before = b
    b = fma(t, b, 1.375)
    b_low = fma(t, before, 1.375 - b)
    a = fma(t, 1.980691898190891e-06, 5.94022865499827e-05)
    a = fma(t, a, 0.0008757222243655146)
    a = fma(t, a, 0.008230981994735386)
    a = fma(t, a, 0.05406054645578343)
    a = fma(t, a, 0.2569922507366375)
    a = fma(t, a, 0.8866277390373634)
    a = fma(t, a, 2.1566643868684303)
    a = fma(t, a, 3.4055572519882586)
    before = a
    a = fma(t, a, 2.75)
    return b, b_low, a, fma(t, before, 2.75 - a), 2.5066282746310007


@overload(mills)
def _mills(t):
    return _mills_float if t == types.float32 else _mills_double


def mills_chord(t):
    """K with R(t) - phi(0) t = (t0 - t) (phi(0) + K / (C t B + A)) for R = B / (C t B + A) of `mills`, and t0 its root, 0.75.

    K / (C t B + A) is the chord (R(t) - R(t0)) / (t0 - t). Degree 5 (float) and 10 (double), within a relative 2^-24.8
    and 2^-55.1 of the whole (a float's first coefficient is such that gelu's slope at 0 is 1/2). The root is a factor, so that
    a slope is accurate where it crosses zero, too.
    """
    raise TypeError("for compiled code only")


def _mills_chord_float(t):
    k = fma(t, np.float32(0.0025958086), np.float32(0.029497424))
    k = fma(t, k, np.float32(0.1607053))
    k = fma(t, k, np.float32(0.50250703))
    k = fma(t, k, np.float32(0.89364654))
    k = fma(t, k, np.float32(0.73187315))
    return k


def _mills_chord_double(t):
    k = fma(t, 5.9405193713129e-07, 1.747243990464975e-05)
    k = fma(t, k, 0.00025386756284479927)
    k = fma(t, k, 0.0023620083620617288)
    k = fma(t, k, 0.015442951865042086)
    k = fma(t, k, 0.073725349358604)
    k = fma(t, k, 0.25948606887831566)
    k = fma(t, k, 0.6642817062145283)
    k = fma(t, k, 1.185482026476431)
    k = fma(t, k, 1.3378104766261867)
    k = fma(t, k, 0.7318732155075044)
    return k


@overload(mills_chord)
def _mills_chord(t):
    return _mills_chord_float if t == types.float32 else _mills_chord_double


def erfcx(x):
    """(B, b_low, A, a_low, C) with erfc(x) = exp(-x^2) B / (C x B + A), for 0 <= x <= 10.3 (float) and 27.35 (double).

    The same form as `mills`, within a relative 2^-28.8 and 2^-57.0; B(0) = A(0) = 11/8.
    """
    raise TypeError("for compiled code only")


def _erfcx_float(x):
    b = fma(x, np.float32(0.020181004), np.float32(0.16898319))
    b = fma(x, b, np.float32(0.6785291))
    b = fma(x, b, np.float32(1.5789413))
    b = fma(x, b, np.float32(2.1277916))
    b = fma(x, b, np.float32(1.375))
    a = fma(x, np.float32(0.01788551), np.float32(0.14971727))
    a = fma(x, a, np.float32(0.58419096))
    a = fma(x, a, np.float32(1.2421888))
    a = fma(x, a, np.float32(1.375))
    return b, np.float32(0.0), a, np.float32(0.0), np.float32(1.7724539041519165)


def _erfcx_double(x):
    b = fma(x, 2.5288899078292233e-05, 0.0005362831413036256)
    b = fma(x, b, 0.0056156018473213516)
    b = fma(x, b, 0.03768986241348419)
    b = fma(x, b, 0.17810004442396854)
    b = fma(x, b, 0.6163494891359754)
    b = fma(x, b, 1.5792113734599154)
    b = fma(x, b, 2.9606520619111367)
    b = fma(x, b, 3.902436458309789)
    b = fma(x, b, 3.2937359234844057)
    before = b
    b = fma(x, b, 1.375)
    b_low = fma(x, before, 1.375 - b)
    a = fma(x, 2.241170327639687e-05, 0.0004752685597354621)
    a = fma(x, a, 0.004954285841588239)
    a = fma(x, a, 0.03292650287004455)
    a = fma(x, a, 0.15291637300847308)
    a = fma(x, a, 0.5140121578163204)
    a = fma(x, a, 1.2539336418506628)
    a = fma(x, a, 2.1567289088486863)
    a = fma(x, a, 2.4081332332456524)
    before = a
    a = fma(x, a, 1.375)
    return b, b_low, a, fma(x, before, 1.375 - a), 1.772453850905516


@overload(erfcx)
def _erfcx(x):
    return _erfcx_float if x == types.float32 else _erfcx_double


def erf_exponent(t):
    """g with erf(t) = 1 - exp(-t (2/sqrt(pi) + t g)), for 0 <= t <= 3.95 (float) and 5.95 (double).

    Degree 7 and 23; as an error of erf, within a relative 2^-27.7 and 2^-56.3.
    """
    raise TypeError("for compiled code only")


def _erf_exponent_float(t):
    g = fma(t, np.float32(-9.331206e-06), np.float32(0.00011829888))
    g = fma(t, g, np.float32(-0.00063524646))
    g = fma(t, g, np.float32(0.0016717095))
    g = fma(t, g, np.float32(-0.00016550429))
    g = fma(t, g, np.float32(-0.019149981))
    g = fma(t, g, np.float32(0.10277688))
    g = fma(t, g, np.float32(0.6366195))
    return g


def _erf_exponent_double(t):
    g = fma(t, 7.866487744945211e-16, -3.866333037704749e-14)
    g = fma(t, g, 8.881407126068674e-13)
    g = fma(t, g, -1.2661038605971598e-11)
    g = fma(t, g, 1.253237610514222e-10)
    g = fma(t, g, -9.11642913802274e-10)
    g = fma(t, g, 5.016161993159268e-09)
    g = fma(t, g, -2.1040334459490164e-08)
    g = fma(t, g, 6.599238505632397e-08)
    g = fma(t, g, -1.4245185843276938e-07)
    g = fma(t, g, 1.3866020797108376e-07)
    g = fma(t, g, 3.3381330230236367e-07)
    g = fma(t, g, -1.7380025022309902e-06)
    g = fma(t, g, 2.831190005605507e-06)
    g = fma(t, g, 3.410772218871167e-06)
    g = fma(t, g, -2.9726501578013616e-05)
    g = fma(t, g, 6.449319823245546e-05)
    g = fma(t, g, 2.587804825739874e-05)
    g = fma(t, g, -0.000590125380880661)
    g = fma(t, g, 0.0016962063475042084)
    g = fma(t, g, -0.00020919468902539127)
    g = fma(t, g, -0.019128447005633622)
    g = fma(t, g, 0.10277260330181971)
    g = fma(t, g, 0.6366197723675828)
    return g


@overload(erf_exponent)
def _erf_exponent(t):
    return _erf_exponent_float if t == types.float32 else _erf_exponent_double


def denominator(t, b, b_low, a, a_low, c):
    """(d, d_low) with d + d_low = c t (b + b_low) + a + a_low, from the terms of `mills` or `erfcx`."""
    raise TypeError("for compiled code only")


def _denominator_float(t, b, b_low, a, a_low, c):
    tb = t * b
    d = fma(c, tb, a)
    part = d - a
    return d, fma(c, fma(t, b, -tb), (a - (d - part)) + fma(c, tb, -part))


def _denominator_double(t, b, b_low, a, a_low, c):
    tb = t * b
    d = fma(c, tb, a)
    part = d - a
    return d, fma(c, fma(t, b_low, fma(t, b, -tb)), ((a - (d - part)) + fma(c, tb, -part)) + a_low)


@overload(denominator)
def _denominator(t, b, b_low, a, a_low, c):
    return _denominator_float if t == types.float32 else _denominator_double


def tail_quotient_parts(n, n_low, p, p_low, d, d_low):
    """(1 + p + p_low) (n + n_low) / (d + d_low) in two parts; in float n_low and p_low are 0 and not used.

    In double with what each step was rounded by, and p as expm1_terms has it: p in one part and the quotient times p rounded
    make log_ndtr 1.99 ULP off at 0.7705.
    """
    raise TypeError("for compiled code only")


def _tail_quotient_parts_float(n, n_low, p, p_low, d, d_low):
    inverse = np.float32(1.0) / d
    quotient = n * inverse
    rest = fma(-quotient, d_low, fma(-quotient, d, n)) * inverse
    rest = fma(quotient, p, rest)
    total = quotient + rest
    return total, rest - (total - quotient)


def _tail_quotient_parts_double(n, n_low, p, p_low, d, d_low):
    inverse = 1.0 / d
    quotient = n * inverse
    rest = fma(-quotient, d_low, fma(-quotient, d, n) + n_low) * inverse
    product = quotient * p
    rest = fma(quotient, p_low, fma(rest, p, fma(quotient, p, -product)) + rest)
    high = quotient + product
    rest = (product - (high - quotient)) + rest
    total = high + rest
    return total, rest - (total - high)


@overload(tail_quotient_parts)
def _tail_quotient_parts(n, n_low, p, p_low, d, d_low):
    return _tail_quotient_parts_float if n == types.float32 else _tail_quotient_parts_double


def tail_quotient(n, n_low, p, p_low, d, d_low):
    """tail_quotient_parts in one: an upper tail from the terms of `mills` or `erfcx`, with n = b or t b.

    A plain quotient in float, where error terms would make 2.5 ULP of 3.3, for a fifth of gelu's time (.61 against .50 ns).
    """
    raise TypeError("for compiled code only")


def _tail_quotient_float(n, n_low, p, p_low, d, d_low):
    quotient = n / d
    return fma(quotient, p, quotient)


def _tail_quotient_double(n, n_low, p, p_low, d, d_low):
    return tail_quotient_parts(n, n_low, p, p_low, d, d_low)[0]


@overload(tail_quotient)
def _tail_quotient(n, n_low, p, p_low, d, d_low):
    return _tail_quotient_float if n == types.float32 else _tail_quotient_double


def quotient_of_sums(n, n_low, d, d_low):
    """(n + n_low) / (d + d_low), rounded once; in float n / d."""
    raise TypeError("for compiled code only")


def _quotient_of_sums_double(n, n_low, d, d_low):
    inverse = 1.0 / d
    quotient = n * inverse
    return fma(fma(-quotient, d_low, fma(-quotient, d, n) + n_low), inverse, quotient)


@overload(quotient_of_sums)
def _quotient_of_sums(n, n_low, d, d_low):
    if n == types.float32:
        return lambda n, n_low, d, d_low: n / d
    return _quotient_of_sums_double


@inlined
def density_parts(p):
    """(n, n_low) with n + n_low = phi(0) (1 + p), the normal law's density."""
    first = either(0.3989422917366028, 0.3989422804014327, p)
    rest = either(-1.1335170117e-08, -2.4923272022777433e-17, p)
    n = fma(first, p, first)
    return n, fma(first, p, first - n) + fma(rest, p, rest)


def mills_slope(t, p, d, d_low):
    """(1 + p) (t0 - t) (phi(0) + K / (d + d_low)) with K and t0 of `mills_chord`: exp(t^2/2) (Q(t) - t phi(t)), times 1 + p.

    In double every step has its rest: 3.6 ULP become 1.6.
    """
    raise TypeError("for compiled code only")


def _mills_slope_float(t, p, d, d_low):
    distance = (np.float32(0.7517915368080139) - t) + np.float32(-1.211444988769017e-08)
    factor = np.float32(0.3989422917366028) + mills_chord(t) / d
    s = distance * factor
    return s + fma(s, p, fma(distance, factor, -s))


def _mills_slope_double(t, p, d, d_low):
    difference = 0.7517915246935645 - t
    back = 0.7517915246935645 - difference
    distance = difference - 1.4956759177009883e-17
    distance_low = (0.7517915246935645 - (difference + back)) + (back - t)
    distance_low = distance_low + (-1.4956759177009883e-17 - (distance - difference))
    inverse = 1.0 / d
    k = mills_chord(t)
    quotient = k * inverse
    rest = fma(-quotient, d_low, fma(-quotient, d, k)) * inverse
    factor = 0.3989422804014327 + quotient
    factor_low = ((0.3989422804014327 - factor) + quotient) + (rest - 2.4923272022777433e-17)
    s = distance * factor
    s_low = fma(distance, factor, -s) + fma(distance, factor_low, distance_low * factor)
    return s + fma(s, p, fma(s_low, p, s_low))


@overload(mills_slope)
def _mills_slope(t, p, d, d_low):
    return _mills_slope_float if t == types.float32 else _mills_slope_double


def hazard_far(t):
    """(P, Q) with phi(t) / Q(t) = t + P / Q where `mills` ends: the continued fraction 1 / (t + 2 / (t + 3 / (t + ...))).

    Cut off after 3 (float) and 7 (double): from 14.8 and 38.7 on within a relative 2^-26.6 and 2^-69 of the whole.
    """
    raise TypeError("for compiled code only")


def _hazard_far_float(t):
    t2 = t * t
    return t2 + np.float32(3.0), t * (t2 + np.float32(5.0))


def _hazard_far_double(t):
    t2 = t * t
    return fma(t2, fma(t2, t2 + 25.0, 141.0), 105.0), t * fma(t2, fma(t2, t2 + 27.0, 185.0), 279.0)


@overload(hazard_far)
def _hazard_far(t):
    return _hazard_far_float if t == types.float32 else _hazard_far_double
