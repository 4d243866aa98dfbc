# cython: cdivision=True
"""The cores that activations are made of: exp and log taken apart. The counterpart of `_numba/vecmath.py`.

Coefficients come from `tools/coefficients.sollya`, which prints the bounds given here.
"""

from libc.math cimport INFINITY, NAN
from libc.stdint cimport uint32_t, uint64_t

from machine cimport absolute, bits_of_double, bits_of_float, copysign, double_of_bits, either, float_of_bits, fma, real

cdef inline real unscale(real one) noexcept nogil:
    """2^-64, in the type of `one`: what a scale of reduce_exp is to be multiplied by, last of all."""
    return <real>5.421010862427522e-20


cdef inline real clamp_exp(real x) noexcept nogil:
    """x, but no lower than where 4 exp(x) is 0 after rounding; NaN passes."""
    if real is float:
        return <float>-110.0 if x < <float>-110.0 else x
    else:
        return -750.0 if x < -750.0 else x


cdef inline real reduce_exp(real x, real* scale) noexcept nogil:
    """r with exp(x) = scale * 2^-64 * exp(r), |r| <= ln(2)/2 (1 + 2^-20), for clamped x up to 40.

    k = round(x / ln 2) by adding a number so large that its last place is 1. That number carries the bias of the
    exponent and the 64 as well, so that one shift of its bits makes scale = 2^(k + 64): 2^k itself would leave the
    normal range before exp(x) is 0. ln 2 in two parts: the first
    fma is exact, the second leaves r within 0.51 ULP.
    """
    cdef real shifted, k
    if real is float:
        shifted = fma(x, <float>1.4426950216293335, <float>12583103.0)
        k = shifted - <float>12583103.0
        scale[0] = float_of_bits(bits_of_float(shifted) << 23)
        return fma(k, <float>1.904654323148236e-09, fma(k, <float>-0.6931471824645996, x))
    else:
        shifted = fma(x, 1.4426950408889634, 6755399441056831.0)
        k = shifted - 6755399441056831.0
        scale[0] = double_of_bits(bits_of_double(shifted) << 52)
        return fma(k, -2.319046813846299e-17, fma(k, -0.6931471805599453, x))


cdef inline real expm1_poly(real r) noexcept nogil:
    """exp(r) - 1 = r + r^2 h(r) for |r| <= 0.34662, within a relative 2^-26.0 (float) and 2^-54.9 (double).

    h has degree 4 (float) and 9 (double). It is evaluated in pairs over r^2: as many operations as Horner's
    rule and half the latency, which a Zen 4 core shows (sigmoid .314 against .319 ns).
    """
    cdef real r2 = r * r, h
    if real is float:
        h = fma(r2, <float>0.0013912037247791886, fma(r, <float>0.008366534486413002, <float>0.041666705161333084))
        h = fma(r2, h, fma(r, <float>0.1666654348373413, <float>0.5))
    else:
        h = fma(r, 2.501780661122915e-08, 2.762257854000452e-07)
        h = fma(r2, h, fma(r, 2.755751375692263e-06, 2.4801515433226254e-05))
        h = fma(r2, h, fma(r, 0.00019841269610428248, 0.0013888888921264324))
        h = fma(r2, h, fma(r, 0.008333333333433657, 0.04166666666661804))
        h = fma(r2, h, fma(r, 0.16666666666666533, 0.5))
    return fma(r2, h, r)


cdef inline real exp_difference(real x, real m) noexcept nogil:
    """exp(x - m) for x <= m; 0 for x = -inf beside a finite m; NaN where either is NaN or both are infinite.

    The difference is carried in two parts (Knuth's two-sum): rounding it alone costs |x - m| / 2 ULP of the result,
    45 at -90. The low part is NaN where x is -inf, and not wanted where the result is 0.
    """
    cdef real scale, r, high = x - m
    cdef real back = high - x
    cdef real low = (x - (high - back)) - (m + back)
    cdef real bounded = clamp_exp(high)
    low = low if bounded == high else 0
    r = reduce_exp(bounded, &scale) + low
    return fma(scale, expm1_poly(r), scale) * unscale(x)


cdef inline real reduce_exp_full(real x, real* scale, real* last) noexcept nogil:
    """r with exp(x) = scale * last * exp(r) for every x, once bounded as by clamp_exp_full.

    reduce_exp for the results that it cannot reach: its scale is 2^(k + 64) below 0 and 2^(k - 64) above, and `last`,
    2^-64 or 2^64, is the factor to multiply by last of all. One comparison and two selects more.
    """
    cdef real shifted, k, magic
    last[0] = <real>18446744073709551616.0 if x > 0 else unscale(x)
    if real is float:
        magic = <float>12582975.0 if x > 0 else <float>12583103.0
        shifted = fma(x, <float>1.4426950216293335, magic)
        k = shifted - magic
        scale[0] = float_of_bits(bits_of_float(shifted) << 23)
        return fma(k, <float>1.904654323148236e-09, fma(k, <float>-0.6931471824645996, x))
    else:
        magic = 6755399441056703.0 if x > 0 else 6755399441056831.0
        shifted = fma(x, 1.4426950408889634, magic)
        k = shifted - magic
        scale[0] = double_of_bits(bits_of_double(shifted) << 52)
        return fma(k, -2.319046813846299e-17, fma(k, -0.6931471805599453, x))


cdef inline real clamp_exp_full(real x) noexcept nogil:
    """x, but no lower than where exp(x) is 0 after rounding, no higher than where it has overflowed; NaN passes."""
    cdef real lowest = either(<float>-110.0, -750.0, x)
    cdef real highest = either(<float>89.0, 710.0, x)
    cdef real bounded = lowest if x < lowest else x
    return highest if bounded > highest else bounded


cdef inline real exp_full(real x) noexcept nogil:
    """exp(x) for every x: 0.86 ULP in float."""
    cdef real scale, last
    cdef real r = reduce_exp_full(clamp_exp_full(x), &scale, &last)
    return fma(scale, expm1_poly(r), scale) * last


cdef inline real expm1_scaled(real r, real scale) noexcept nogil:
    """exp(x) - 1 for r and scale of reduce_exp(x): s p + (s - 1) with s = scale * 2^-64 and p = exp(r) - 1.

    s - 1 is exact, or the result is -1 as near as it matters. +0 for x = -0.0: take the sign from x.
    """
    cdef real s = scale * unscale(r)
    return fma(s, expm1_poly(r), s - <real>1)


cdef inline real expm1_full(real x) noexcept nogil:
    """exp(x) - 1 for every x. The scale is 2^(k - 64) on both sides: below k = -29 (-57 in double) the result is -1.

    Where k = 0 it is the polynomial itself: a subnormal x would not survive the scaling.
    """
    cdef real lowest = either(<float>-20.0, -40.0, x)
    cdef real highest = either(<float>89.0, 710.0, x)
    cdef real bounded = lowest if x < lowest else x
    cdef real shifted, k, r, scale, p, scaled
    bounded = highest if bounded > highest else bounded
    if real is float:
        shifted = fma(bounded, <float>1.4426950216293335, <float>12582975.0)
        k = shifted - <float>12582975.0
        r = fma(k, <float>1.904654323148236e-09, fma(k, <float>-0.6931471824645996, bounded))
        scale = float_of_bits(bits_of_float(shifted) << 23)
    else:
        shifted = fma(bounded, 1.4426950408889634, 6755399441056703.0)
        k = shifted - 6755399441056703.0
        r = fma(k, -2.319046813846299e-17, fma(k, -0.6931471805599453, bounded))
        scale = double_of_bits(bits_of_double(shifted) << 52)
    p = expm1_poly(r)
    scaled = fma(scale, p, scale - unscale(x)) * <real>18446744073709551616.0
    return copysign(p if k == 0 else scaled, x)


cdef inline real log1p_unit_poly(real e) noexcept nogil:
    """g with log(1 + e) = e + e g, for e in [0, 1], within a relative 2^-26.9 (float) and 2^-56.2 (double).

    One polynomial over all of [0, 1] (degree 10 and 21 of log1p) converges as fast as one over [sqrt(1/2) - 1,
    sqrt(2) - 1] after a reduction, since both intervals lie equally far from -1 for their width; so nothing is reduced.
    An atanh series has half the degree but needs a division, as slow as ten steps.
    """
    cdef real e2 = e * e, h
    if real is float:
        h = fma(e, <float>-0.003676354419440031, <float>0.021870791912078857)
        h = fma(e2, h, fma(e, <float>-0.060913510620594025, <float>0.11024400591850281))
        h = fma(e2, h, fma(e, <float>-0.15569154918193817, <float>0.19774210453033447))
        h = fma(e2, h, fma(e, <float>-0.24975080788135529, <float>0.3333224952220917))
    else:
        h = fma(e2, 2.667627993900916e-05, fma(e, -0.00030550240210772936, 0.0016607030058752375))
        h = fma(e2, h, fma(e, -0.005731864433783421, 0.01421576503076235))
        h = fma(e2, h, fma(e, -0.027293445768164892, 0.04290382303793937))
        h = fma(e2, h, fma(e, -0.05801242031171512, 0.07069127117886087))
        h = fma(e2, h, fma(e, -0.08098495254004574, 0.09020106896868983))
        h = fma(e2, h, fma(e, -0.09983189676987421, 0.11108029157031513))
        h = fma(e2, h, fma(e, -0.12499574785895484, 0.142856716687707))
        h = fma(e2, h, fma(e, -0.16666663717868435, 0.19999999869825535))
        h = fma(e2, h, fma(e, -0.24999999996808614, 0.3333333333330176))
    return e * fma(e, h, <real>-0.5)


cdef inline real log1p_unit(real e) noexcept nogil:
    """log(1 + e) for e in [0, 1]."""
    return fma(e, log1p_unit_poly(e), e)


cdef inline real log1p_poly(real f) noexcept nogil:
    """h with log(1 + f) = f + f^2 h(f), for 1 + f from sqrt(1/2) to sqrt(2), within a relative 2^-26.8 and 2^-56.6."""
    cdef real f2 = f * f, h
    if real is float:
        h = fma(f, <float>-0.07235899567604065, <float>0.12537841498851776)
        h = fma(f2, h, fma(f, <float>-0.13219913840293884, <float>0.14244243502616882))
        h = fma(f2, h, fma(f, <float>-0.1662089079618454, <float>0.19998668134212494))
        h = fma(f2, h, fma(f, <float>-0.2500084340572357, <float>0.3333337903022766))
    else:
        h = fma(f2, 0.026149761587870142, fma(f, -0.05981620029900678, 0.06503556905574681))
        h = fma(f2, h, fma(f, -0.05677845798711582, 0.05668371211905876))
        h = fma(f2, h, fma(f, -0.06196663570296953, 0.06684588097131808))
        h = fma(f2, h, fma(f, -0.07149441248065348, 0.07691530074745126))
        h = fma(f2, h, fma(f, -0.08332913429106623, 0.09090923910061921))
        h = fma(f2, h, fma(f, -0.10000015210316948, 0.11111111148409551))
        h = fma(f2, h, fma(f, -0.12499999691362475, 0.14285714280071599))
        h = fma(f2, h, fma(f, -0.1666666666982665, 0.2000000000006685))
        h = fma(f2, h, fma(f, -0.24999999999987974, 0.3333333333333314))
    return fma(f, h, <real>-0.5)


cdef inline real split_log(real x, real* k, real* inverse) noexcept nogil:
    """m with x = 2^k m and m from sqrt(1/2) to sqrt(2), for positive normal x; `inverse` is 2^(1-k), but 0 at k = 128 or 1024.

    Adding to the bits what lies between 1 and sqrt(1/2) carries into the exponent from sqrt(2) on.
    """
    cdef uint32_t bits
    cdef uint64_t wide
    if real is float:
        bits = bits_of_float(x) + <uint32_t>0x004AFB0D
        k[0] = float_of_bits((bits >> 23) | <uint32_t>0x4B000000) - <float>8388735.0
        inverse[0] = float_of_bits(<uint32_t>0x7F800000 - (bits & <uint32_t>0x7F800000))
        return float_of_bits((bits & <uint32_t>0x007FFFFF) + <uint32_t>0x3F3504F3)
    else:
        wide = bits_of_double(x) + <uint64_t>0x00095F619980C433
        k[0] = double_of_bits((wide >> 52) | <uint64_t>0x4330000000000000) - 4503599627371519.0
        inverse[0] = double_of_bits(<uint64_t>0x7FF0000000000000 - (wide & <uint64_t>0x7FF0000000000000))
        return double_of_bits((wide & <uint64_t>0x000FFFFFFFFFFFFF) + <uint64_t>0x3FE6A09E667F3BCD)


cdef inline real log_sum(real high, real low) noexcept nogil:
    """log(high + low) for positive normal `high` and a `low` of at most a few of its last places.

    k ln 2 + log(1 + f). Where k is 0, f = (high - 1) + low is rounded once, so that the result is right near 1 too.
    """
    cdef real k, inverse
    cdef real m = split_log(high, &k, &inverse)
    cdef real f = fma(<real>0.5 * low, inverse, m - <real>1)
    cdef real rest = fma(f * f, log1p_poly(f), k * either(<float>-1.904654323148236e-09, 2.319046813846299e-17, high))
    return fma(k, either(<float>0.6931471824645996, 0.6931471805599453, high), f + rest)


cdef inline real log1p_full(real x) noexcept nogil:
    """log(1 + x) for every x: -inf at -1, NaN below. 1 + x in two parts, and log_sum of them.

    Next to 0 it is x: half of a subnormal, which log_sum would take, may be no float; and -0.0 is kept.
    """
    cdef real high = <real>1 + x
    cdef real y = log_sum(high, x - (high - <real>1))
    cdef real outside = -<real>INFINITY if high == 0 else <real>NAN
    y = x if absolute(x) < either(<float>1e-9, 1e-18, x) else y
    y = y if x < <real>INFINITY else x
    return y if high > 0 else outside


cdef inline real clamp_exp_low(real x) noexcept nogil:
    """x, but no lower than where even 750 exp(x) (or 2^30 exp(x) in float) is 0 after rounding; NaN passes.

    As low as the scale of reduce_exp goes: for products of x or a parameter with exp(x).
    """
    cdef real lowest = either(<float>-125.0, -752.0, x)
    return lowest if x < lowest else x


cdef inline real expm1_cubic(real r) noexcept nogil:
    """exp(r) - 1 - r - r^2/2 = r^3 h(r) for |r| <= 0.34662, h of degree 4 (float) and 9 (double).

    exp(r) - 1 is then within a relative 2^-30.9 and 2^-61.5.
    """
    cdef real r2 = r * r, h
    if real is float:
        h = fma(r2, <float>0.00019940317724831402, fma(r, <float>0.0013933345908299088, <float>0.00833321176469326))
        h = fma(r2, h, fma(r, <float>0.041666481643915176, <float>0.1666666716337204))
    else:
        h = fma(r, 2.0883176309399444e-09, 2.5109135283763654e-08)
        h = fma(r2, h, fma(r, 2.755737367168432e-07, 2.7557243891757322e-06))
        h = fma(r2, h, fma(r, 2.480158721304047e-05, 0.00019841269886488938))
        h = fma(r2, h, fma(r, 0.001388888888893592, 0.00833333333332146))
        h = fma(r2, h, fma(r, 0.04166666666666659, 0.16666666666666677))
    return (r2 * r) * h


cdef inline real expm1_parts(real x, real* scale, real* r, real* p_low) noexcept nogil:
    """p with exp(x) = scale * 2^-64 (1 + p + p_low); scale and r as from reduce_exp.

    p_low is what the roundings of r and p lost. The polynomial has a degree more than expm1_poly, and r^2 is had in two
    parts: for slopes next to their zeros, where the errors of exp are many last places of the difference.
    """
    cdef real shifted, k, exact, r_low, square, linear, cubic, p, low, half = <real>0.5
    if real is float:
        shifted = fma(x, <float>1.4426950216293335, <float>12583103.0)
        k = shifted - <float>12583103.0
        exact = fma(k, <float>-0.6931471824645996, x)
        r[0] = fma(k, <float>1.904654323148236e-09, exact)
        r_low = fma(k, <float>1.904654323148236e-09, exact - r[0])
        scale[0] = float_of_bits(bits_of_float(shifted) << 23)
    else:
        shifted = fma(x, 1.4426950408889634, 6755399441056831.0)
        k = shifted - 6755399441056831.0
        exact = fma(k, -0.6931471805599453, x)
        r[0] = fma(k, -2.319046813846299e-17, exact)
        r_low = fma(k, -2.319046813846299e-17, exact - r[0])
        scale[0] = double_of_bits(bits_of_double(shifted) << 52)
    square = r[0] * r[0]
    linear = fma(half, square, r[0])
    cubic = expm1_cubic(r[0])
    p = linear + cubic
    low = fma(half, square, r[0] - linear) + half * fma(r[0], r[0], -square)
    p_low[0] = ((linear - p) + cubic) + (low + fma(r_low, p, r_low))
    return p
