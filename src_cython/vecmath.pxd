# cython: cdivision=True
"""The cores that activations are made of: exp and log taken apart. The counterpart of `_numba/vecmath.py`.

Coefficients come from `tools/coefficients.sollya`, and those of the normal law from `tools/coefficients_erf.py`; both print
the bounds given here.
"""

from libc.math cimport INFINITY, NAN
from libc.stdint cimport int32_t, int64_t, uint32_t, uint64_t
from machine cimport (
    absolute,
    at_least,
    at_most,
    bits_of_double,
    bits_of_float,
    copysign,
    double_of_bits,
    either,
    float_of_bits,
    fma,
    in_double,
    negative,
    real,
)


cdef inline real unscale(real one) noexcept nogil:
    """2^-64, in the type of `one`: what a scale of reduce_exp is to be multiplied by, last of all."""
    return <real>5.421010862427522e-20


cdef inline real clamp_exp(real x) noexcept nogil:
    """x, but no lower than where 4 exp(x) is 0 after rounding; NaN passes."""
    return at_least(x, either(<float>-110.0, -750.0, x))


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


cdef inline real expm1_curve(real r) noexcept nogil:
    """h with exp(r) - 1 = r + r^2 h(r) for |r| <= 0.34662, within a relative 2^-26.0 (float) and 2^-54.9 (double) of that.

    Degree 4 (float) and 9 (double). It is evaluated in pairs over r^2: as many operations as Horner's
    rule and half the latency, which a Zen 4 core shows (sigmoid .314 against .319 ns).
    """
    cdef real r2 = r * r, h
    if real is float:
        h = fma(r2, <float>0.0013912037247791886, fma(r, <float>0.008366534486413002, <float>0.041666705161333084))
        return fma(r2, h, fma(r, <float>0.1666654348373413, <float>0.5))
    else:
        h = fma(r, 2.501780661122915e-08, 2.762257854000452e-07)
        h = fma(r2, h, fma(r, 2.755751375692263e-06, 2.4801515433226254e-05))
        h = fma(r2, h, fma(r, 0.00019841269610428248, 0.0013888888921264324))
        h = fma(r2, h, fma(r, 0.008333333333433657, 0.04166666666661804))
        return fma(r2, h, fma(r, 0.16666666666666533, 0.5))


cdef inline real expm1_poly(real r) noexcept nogil:
    """exp(r) - 1 for |r| <= 0.34662."""
    return fma(r * r, expm1_curve(r), r)


cdef inline real expm1_two(real t, real low, real r) noexcept nogil:
    """exp(t + low) - 1 for an exact t and r = t + low, rounded, of a range reduction.

    In double rounded once, not twice: without, expm1 is 2.09 ULP off at 0.355, ndtr 2.22 at -0.734. A float has no need of it.
    """
    if real is float:
        return expm1_poly(r)
    else:
        return fma(r * r, expm1_curve(r), low) + t


cdef inline real expm1_terms(real t, real low, real r, real* p_high, real* p_low) noexcept nogil:
    """p of expm1_two, which is p_high + p_low rounded; a float's p_high is p, its p_low 0."""
    cdef real curve, p
    if real is float:
        p = expm1_poly(r)
        p_high[0] = p
        p_low[0] = 0
        return p
    else:
        curve = fma(r * r, expm1_curve(r), low)
        p_high[0] = t
        p_low[0] = curve
        return curve + t


cdef inline real reduce_exp_parts(real x, real* t, real* low, real* scale) noexcept nogil:
    """reduce_exp with the terms of its r, t exact and low rounded."""
    cdef real magic = either(<float>12583103.0, 6755399441056831.0, x)
    cdef real k = fma(x, either(<float>1.4426950216293335, 1.4426950408889634, x), magic) - magic
    t[0] = fma(k, either(<float>-0.6931471824645996, -0.6931471805599453, x), x)
    low[0] = k * either(<float>1.904654323148236e-09, -2.319046813846299e-17, x)
    return reduce_exp(x, scale)


cdef inline real expm1_reduced(real x, real* r, real* scale) noexcept nogil:
    """p = exp(r) - 1 of reduce_exp(x), with r and the scale."""
    cdef real t, low
    r[0] = reduce_exp_parts(x, &t, &low, scale)
    return expm1_two(t, low, r[0])


cdef inline real expm1_lost(real x, real r, real p) noexcept nogil:
    """What the last sum of p in expm1_reduced(x) lost, in double; 0 in float."""
    cdef real magic = either(<float>12583103.0, 6755399441056831.0, x)
    cdef real k = fma(x, either(<float>1.4426950216293335, 1.4426950408889634, x), magic) - magic
    cdef real t = fma(k, either(<float>-0.6931471824645996, -0.6931471805599453, x), x)
    cdef real low = k * either(<float>1.904654323148236e-09, -2.319046813846299e-17, x)
    return in_double((t - p) + fma(r * r, expm1_curve(r), low))


cdef inline real expm1_plus(real x, real rest, real* scale) noexcept nogil:
    """(p, scale) with exp(x + rest) = scale * 2^-64 (1 + p) for clamped x: in double `expm1_sum`."""
    cdef real r = reduce_exp(x, scale)
    cdef real magic = either(<float>12583103.0, 6755399441056831.0, x)
    cdef real k = fma(x, either(<float>1.4426950216293335, 1.4426950408889634, x), magic) - magic
    cdef real t = fma(k, either(<float>-0.6931471824645996, -0.6931471805599453, x), x)
    cdef real low = fma(k, either(<float>1.904654323148236e-09, -2.319046813846299e-17, x), rest)
    return expm1_two(t, low, r + rest)


cdef inline real square_plus_low(real p, real a, real c, real w) noexcept nogil:
    """p a + c - w for w = fma(p, a, c), all of them at least 0."""
    cdef real product = p * a
    cdef real larger = product if product > c else c
    cdef real smaller = c if product > c else product
    return ((larger - w) + smaller) + fma(p, a, -product)


cdef inline real expm1_twice(real a, real* scale) noexcept nogil:
    """(p, scale) with exp(-2a) = scale (1 + 2p), for a from 0 to 43 (float), 354 (double): scale is a normal number.

    -a = k ln(2)/2 + r, p = (exp(2r) - 1) / 2 = r + r^2 h(r), the coefficients of h being those of expm1_curve times powers of 2.
    A double's p is rounded once, as in expm1_two: twice, tanh is 2.03 ULP off at 0.208.
    A float's r lacks the low part of k ln(2)/2, which is 2.8e-9 a: for functions whose relative error is no larger than a's.
    """
    cdef real magic = either(<float>12583039.0, 6755399441056767.0, a)
    cdef real shifted = fma(a, either(<float>-2.885390043258667, -2.8853900817779268, a), magic)
    cdef real k = shifted - magic
    cdef real t = fma(k, either(<float>-0.3465735912322998, -0.34657359027997264, a), -a)
    cdef real r, r2, h, low
    scale[0] = exponent_of(shifted)
    if real is float:
        r2 = t * t
        h = fma(t, <float>0.13386455178260803, <float>0.3333336412906647)
        h = fma(r2, fma(r2, <float>0.044518519192934036, h), fma(t, <float>0.6666617393493652, <float>1.0))
        return fma(r2, h, t)
    else:
        low = k * -1.1595234069231495e-17
        r = t + low
        r2 = r * r
        h = fma(r, 2.561823396989865e-05, 0.00014142760212482313)
        h = fma(r2, h, fma(r, 0.0007054723521772193, 0.0031745939754529605))
        h = fma(r2, h, fma(r, 0.012698412550674078, 0.04444444454804584))
        h = fma(r2, h, fma(r, 0.13333333333493852, 0.3333333333329443))
        return fma(r2, fma(r2, h, fma(r, 0.6666666666666613, 1.0)), low) + t


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


cdef inline real reduce_exp_deep(real x, real* scale, real* last) noexcept nogil:
    """r with exp(x) = scale * 2^-64 * last * exp(r), for x from -197 (float), -1460 (double) to 40.

    reduce_exp for products of exp(x) with anything: where that ends `scale` is 2^120 (2^1022) times what it would be, and
    `last`, elsewhere 1, its inverse. There scale * 2^-64 alone is no more than 2^-39 (2^-60), nothing beside 1.
    """
    cdef real one = 1
    cdef bint deep = x < either(<float>-110.0, -750.0, x)
    last[0] = either(<float>7.52316384526264e-37, 2.2250738585072014e-308, x) if deep else one
    cdef real magic = either(<float>12583103.0, 6755399441056831.0, x)
    magic = either(<float>12583223.0, 6755399441057853.0, x) if deep else magic
    cdef real shifted = fma(x, either(<float>1.4426950216293335, 1.4426950408889634, x), magic)
    cdef real k = shifted - magic
    cdef real r = fma(k, either(<float>-0.6931471824645996, -0.6931471805599453, x), x)
    scale[0] = exponent_of(shifted)
    return fma(k, either(<float>1.904654323148236e-09, -2.319046813846299e-17, x), r)


cdef inline real clamp_exp_full(real x) noexcept nogil:
    """x, but no lower than where exp(x) is 0 after rounding, no higher than where it has overflowed; NaN passes."""
    return at_most(at_least(x, either(<float>-110.0, -750.0, x)), either(<float>89.0, 710.0, x))


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
    cdef real bounded = at_most(at_least(x, either(<float>-20.0, -40.0, x)), either(<float>89.0, 710.0, x))
    cdef real rest = either(<float>1.904654323148236e-09, -2.319046813846299e-17, x)
    cdef real shifted, k, t, scale, p, scaled
    if real is float:
        shifted = fma(bounded, <float>1.4426950216293335, <float>12582975.0)
        k = shifted - <float>12582975.0
        t = fma(k, <float>-0.6931471824645996, bounded)
        scale = float_of_bits(bits_of_float(shifted) << 23)
    else:
        shifted = fma(bounded, 1.4426950408889634, 6755399441056703.0)
        k = shifted - 6755399441056703.0
        t = fma(k, -0.6931471805599453, bounded)
        scale = double_of_bits(bits_of_double(shifted) << 52)
    p = expm1_two(t, k * rest, fma(k, rest, t))
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

    k ln 2 + log(1 + f + g), where g is what f = (m - 1) + low lost: without it log_ndtr is 2.9 ULP off in double, at 0.796.
    """
    cdef real k, inverse
    cdef real m = split_log(high, &k, &inverse)
    cdef real exact = m - <real>1
    cdef real part = <real>0.5 * low * inverse
    cdef real f = exact + part
    cdef real g = (exact - f) + part
    cdef real small = fma(k, either(<float>-1.904654323148236e-09, 2.319046813846299e-17, high), fma(-f, g, g))
    cdef real rest = fma(f * f, log1p_poly(f), small)
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
    return at_least(x, either(<float>-125.0, -752.0, x))


cdef inline real shrunk(real like) noexcept nogil:
    """What the scales of reduce_grown and reduce_logistic are multiplied by: 2^-64 (float), 2^-80 (double)."""
    return either(<float>5.421010862427522e-20, 8.271806125530277e-25, like)


cdef inline real reduce_grown(real x, real* scale) noexcept nogil:
    """r with shrunk(x) * exp(x) = scale * exp(r), for x from -43 to 132 (float) and from -652 to 764 (double).

    reduce_exp the other way round: its scale is 2^(k - 64), so that 1 / exp(x) may be subnormal.
    """
    cdef real magic = either(<float>12582975.0, 6755399441056687.0, x)
    cdef real shifted = fma(x, either(<float>1.4426950216293335, 1.4426950408889634, x), magic)
    cdef real k = shifted - magic
    cdef real exact = fma(k, either(<float>-0.6931471824645996, -0.6931471805599453, x), x)
    scale[0] = exponent_of(shifted)
    return fma(k, either(<float>1.904654323148236e-09, -2.319046813846299e-17, x), exact)


cdef inline real mirrored(real scale) noexcept nogil:
    """The scale of -x for that of x >= 0 in reduce_grown; 0 where it would be no normal number."""
    cdef int32_t single
    cdef int64_t double_
    if real is float:
        single = <int32_t>(<uint32_t>0x3F000000 - bits_of_float(scale))
        return float_of_bits(<uint32_t>(single if single > 0 else 0))
    else:
        double_ = <int64_t>(<uint64_t>0x75E0000000000000 - bits_of_double(scale))
        return double_of_bits(<uint64_t>(double_ if double_ > 0 else 0))


cdef inline real expm1_halves(real r2, real* odd) noexcept nogil:
    """(even, odd) with even + r odd = expm1_curve(r), for r2 = r^2: so exp(r) and exp(-r) share most of their work."""
    cdef real even
    if real is float:
        odd[0] = fma(r2, <float>0.008366534486413002, <float>0.1666654348373413)
        return fma(r2, fma(r2, <float>0.0013912037247791886, <float>0.041666705161333084), <float>0.5)
    else:
        even = fma(r2, 2.762257854000452e-07, 2.4801515433226254e-05)
        even = fma(r2, fma(r2, even, 0.0013888888921264324), 0.04166666666661804)
        odd[0] = fma(r2, 2.501780661122915e-08, 2.755751375692263e-06)
        odd[0] = fma(r2, fma(r2, odd[0], 0.00019841269610428248), 0.008333333333433657)
        odd[0] = fma(r2, odd[0], 0.16666666666666533)
        return fma(r2, even, 0.5)


cdef inline real expm1_shared(real r) noexcept nogil:
    """exp(r) - 1 as `expm1_halves` gives it."""
    cdef real odd, r2 = r * r
    cdef real even = expm1_halves(r2, &odd)
    return fma(r2, fma(r, odd, even), r)


cdef inline real sum_scaled(real one, real scale, real p) noexcept nogil:
    """one + scale (1 + p), for powers of two `one` and `scale`.

    In double the greater power is added last, so that no two roundings are of the size of the sum: in the float's order they
    are at E = exp(-x) = 2^-26.5, say, which leaves a sigmoid up to 2.5 ULP. Of floats each was tried.
    """
    cdef real greater, less
    if real is float:
        return fma(scale, p, one) + scale
    else:
        greater = scale if scale > one else one
        less = one if scale > one else scale
        return fma(scale, p, less) + greater


cdef inline real reduce_logistic(real z, real low, real* scale, real* one) noexcept nogil:
    """(r, scale, one) with one * exp(-z - low) = scale * exp(r), for z from -130 to 80 (float), in double from -762 on.

    `one` is 1 where z is positive, and shrunk where it is negative: so x / (one + scale exp(r)) neither overflows for large x nor
    loses places for small, and one comes last.
    """
    cdef bint below = negative(z)
    cdef real magic
    if real is float:
        magic = <float>12582975.0 if below else <float>12583039.0
    else:
        magic = 6755399441056687.0 if below else 6755399441056767.0
    cdef real shifted = fma(-z, either(<float>1.4426950216293335, 1.4426950408889634, z), magic)
    cdef real k = shifted - magic
    cdef real last = either(<float>1.904654323148236e-09, -2.319046813846299e-17, z)
    one[0] = shrunk(z) if below else <real>1
    scale[0] = exponent_of(shifted)
    return fma(k, last, fma(k, either(<float>-0.6931471824645996, -0.6931471805599453, z), -z)) - low


cdef inline float exp2m1_poly(float r) noexcept nogil:
    """2^r - 1 for |r| <= 0.5001, within a relative 2^-26.2, and 2^-27.6 of 2^r.

    r + r (ln(2) - 1 + r h(r)), h of degree 4: no rounding but the last is of the size of the result, and no operation more
    than in expm1_poly, whose first coefficient is 1. r ln(2) + r^2 h(r) makes gelu_tanh 2.11 ULP, r (ln(2) + r h(r)) 2.09.
    """
    cdef float h = fma(r, <float>0.000153771456098184, <float>0.0013387729413807392)
    h = fma(r, fma(r, h, <float>0.009618322364985943), <float>0.055503666400909424)
    return fma(r, fma(r, fma(r, h, <float>0.24022649228572845), <float>-0.3068528175354004), r)


cdef inline real logistic_unit(real z) noexcept nogil:
    """The `one` of reduce_logistic(z)."""
    return shrunk(z) if negative(z) else <real>1


cdef inline real reduce_product(real x, real q, real q_low, real* scale, real* excess) noexcept nogil:
    """(r, scale) with logistic_unit(x) * exp(-z) = scale (1 + expm1_of_product(r)) for z = x (q + q_low), q > 0.

    The low part of x q is left out. In float q and q_low are to be divided by ln(2), so that k, a whole number, is taken from
    x q as it stands: no product with ln(2), and x q is rounded once, when most of it is gone. In double the first part of
    ln(2) has 42 bits, so that its product with k is exact; excess is r less what it stands for, in double.
    """
    cdef bint below = negative(x)
    cdef real magic, shifted, k, rest, minus_k_ln2, first, r, z
    if real is float:
        magic = <float>12582975.0 if below else <float>12583039.0
        shifted = fma(-x, q, magic)
        excess[0] = 0
        scale[0] = exponent_of(shifted)
        return fma(-x, q_low, fma(-x, q, magic - shifted))
    else:
        magic = 6755399441056687.0 if below else 6755399441056767.0
        z = x * q
        shifted = fma(z, -1.4426950408889634, magic)
        k = shifted - magic
        rest = fma(-x, q_low, k * -5.497923018708371e-14)
        minus_k_ln2 = k * -0.6931471805598903
        first = fma(-x, q, minus_k_ln2)
        r = first + rest
        excess[0] = ((first - (minus_k_ln2 - z)) + fma(x, q, -z)) + ((r - first) - rest)
        scale[0] = exponent_of(shifted)
        return r


cdef inline real expm1_of_product(real r) noexcept nogil:
    """2^r - 1 in float, exp(r) - 1 in double: what reduce_product leaves to be done."""
    if real is float:
        return exp2m1_poly(r)
    else:
        return expm1_poly(r)


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
    """p with exp(x) = scale * 2^-64 (1 + p); scale and r as from reduce_exp.

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


cdef inline real exponent_of(real shifted) noexcept nogil:
    """The float whose exponent field is the last bits of `shifted`."""
    if real is float:
        return float_of_bits(bits_of_float(shifted) << 23)
    else:
        return double_of_bits(bits_of_double(shifted) << 52)


cdef inline real root_scale(real b, real* back) noexcept nogil:
    """A power of two s for which s^2 b is from 2^-61 to 2^52 (from 2^-121 to 2^82 in double); 1 for a b within. back is 1 / s.

    For subnormal b, which are not normalised, it is from 2^-81 on (2^-170).
    """
    cdef int32_t field, half, below, above
    cdef int64_t field_, half_, below_, above_
    if real is float:
        field = <int32_t>(bits_of_float(b) >> 23 & 0xFF)
        below = field - 67 if field < 67 else 0
        above = field - 177 if field > 177 else 0
        half = (below + above) >> 1
        back[0] = float_of_bits(<uint32_t>(127 + half) << 23)
        return float_of_bits(<uint32_t>(127 - half) << 23)
    else:
        field_ = <int64_t>(bits_of_double(b) >> 52 & 0x7FF)
        below_ = field_ - 903 if field_ < 903 else 0
        above_ = field_ - 1103 if field_ > 1103 else 0
        half_ = (below_ + above_) >> 1
        back[0] = double_of_bits(<uint64_t>(1023 + half_) << 52)
        return double_of_bits(<uint64_t>(1023 - half_) << 52)


cdef inline real reduce_exp_wide(real x, real* t, real* low, real* k) noexcept nogil:
    """r with exp(x) = 2^k exp(r) for |x| <= 197 (float), 1460 (double); 2^k is for `power_of_2`.

    r is the sum of an exact t and a rounded low.
    """
    cdef real magic = either(<float>12582912.0, 6755399441055744.0, x)
    cdef real k_ = fma(x, either(<float>1.4426950216293335, 1.4426950408889634, x), magic) - magic
    cdef real rest = either(<float>1.904654323148236e-09, -2.319046813846299e-17, x)
    t[0] = fma(k_, either(<float>-0.6931471824645996, -0.6931471805599453, x), x)
    low[0] = k_ * rest
    k[0] = k_
    return fma(k_, rest, t[0])


cdef inline real power_of_2(real k, real* second) noexcept nogil:
    """2^k for whole |k| <= 250 (float), 2000 (double) as two factors, each a normal number, to multiply by one by one."""
    cdef real biased = either(12583039.0, 6755399441056767.0, k)
    cdef real shifted = fma(k, <real>0.5, biased)
    cdef real rest = k - (shifted - biased)
    second[0] = exponent_of(rest + biased)
    return exponent_of(shifted)


cdef inline real power_of_2_within(real k) noexcept nogil:
    """2^k for whole |k| <= 126 (float), 1022 (double)."""
    return exponent_of(k + either(12583039.0, 6755399441056767.0, k))


cdef inline real sum_times(real p, real q, real w, real* low, real* total) noexcept nogil:
    """(high, low, sum) with high + low = (p + q) w and sum = p + q, rounded: what the sum and the product lose is low."""
    cdef real total_ = p + q
    cdef real back = total_ - p
    cdef real lost = (p - (total_ - back)) + (q - back)
    cdef real high = total_ * w
    low[0] = fma(total_, w, -high) + lost * w
    total[0] = total_
    return high


cdef inline real reduce_pi(real x, real period, real phase, real* low, real* n) noexcept nogil:
    """(r, low, n) with x = (k + phase) period pi + r + low and |r| about pi/2 period; the last bit of n is that of k.

    `period` is 1 or 1/2, and `phase` a multiple of 1/2. pi has three parts (Cody and Waite), all of one sign so that -0.0
    stays -0.0; the first has two bits less than the type, so that its fma is exact wherever x is near a multiple. What the
    product with the second and its sum (Knuth's two-sum) lose, and the product with the third, is low: without it sinc is
    2.3 and snake 2.1 ULP off.
    A rounded product of x chooses k: |r| is up to 1.6 for period 1 and 0.81 for 1/2, for |x| up to 2^18 (float) and 2^47
    (double), where `in_reach_of_pi` draws the line, and grows slowly beyond.
    """
    cdef real magic = either(12582912.0, 6755399441055744.0, x)
    cdef real n_ = fma(x, either(0.31830987334251404, 0.3183098861837907, x) / period, -phase) + magic
    cdef real h = (n_ - magic + phase) * period
    cdef real minus_pi_2 = either(-6.278329465203569e-07, -1.224646799147353e-16, x)
    cdef real first = fma(h, either(-3.141592025756836, -3.141592653589793, x), x)
    cdef real second = h * minus_pi_2
    cdef real r = first + second
    cdef real back = r - first
    cdef real lost = (first - (r - back)) + (second - back)
    cdef real low_ = fma(h, minus_pi_2, -second) + lost
    low[0] = fma(h, either(-1.078060505991553e-14, -2.1657133478438278e-32, x), low_)
    n[0] = n_
    return r


cdef inline real reduce_pi_lost(real x, real period, real phase) noexcept nogil:
    """What reduce_pi's first sum lost, in double, where x is small beside phase pi: elsewhere that sum is exact."""
    cdef real low
    cdef real n
    reduce_pi(x, period, phase, &low, &n)
    cdef real minus_pi = either(-3.141592025756836, -3.141592653589793, x)
    cdef real h = (n - either(12582912.0, 6755399441055744.0, x) + phase) * period
    cdef real product = h * minus_pi
    cdef real lost = ((product - fma(h, minus_pi, x)) + x) + fma(h, minus_pi, -product)
    return in_double(lost if absolute(x) < <real>0.5 * absolute(product) else <real>0)


cdef inline real in_reach_of_pi(real x) noexcept nogil:
    """1 where reduce_pi's r is within its interval, NaN beyond: a factor for results that would be wrong.

    A select between a result and NaN would do, but for GCC, which moves the result's work into a branch of it.
    """
    return <real>1 if absolute(x) <= either(262144.0, 140737488355328.0, x) else <real>NAN


cdef inline real flip_odd(real y, real n) noexcept nogil:
    """y, negated where the last bit of n's mantissa is set."""
    if real is float:
        return float_of_bits(bits_of_float(y) ^ (bits_of_float(n) << 31))
    else:
        return double_of_bits(bits_of_double(y) ^ (bits_of_double(n) << 63))


cdef inline real tanh_shrink_poly(real u) noexcept nogil:
    """(x - tanh(x) - x^3 / 3) / x^5 over u = x^2 for |x| <= 1.

    x - tanh(x) is within a relative 2^-27.3 (float, degree 6) and 2^-55.9 (double, degree 14).
    """
    cdef real u2 = u * u, h
    if real is float:
        h = <float>-0.0001449015544494614
        h = fma(u2, h, fma(u, <float>0.0009314058115705848, <float>-0.0032186531461775303))
        h = fma(u2, h, fma(u, <float>0.008706885389983654, <float>-0.021833233535289764))
        h = fma(u2, h, fma(u, <float>0.05396418273448944, <float>-0.13333317637443542))
    else:
        h = -2.5342775420103713e-08
        h = fma(u2, h, fma(u, 2.6476371097242655e-07, -1.3842804733072617e-06))
        h = fma(u2, h, fma(u, 4.998419548592391e-06, -1.462094327724824e-05))
        h = fma(u2, h, fma(u, 3.840402596144023e-05, -9.64728719417436e-05))
        h = fma(u2, h, fma(u, 0.00023896218920971894, -0.0005899811920856939))
        h = fma(u2, h, fma(u, 0.0014558251946193484, -0.0035921267724830157))
        h = fma(u2, h, fma(u, 0.008863235416170928, -0.021869488530037666))
        h = fma(u2, h, fma(u, 0.05396825396808659, -0.13333333333333172))
    return h


cdef inline real sin_poly(real u) noexcept nogil:
    """(sin(r) - r - c r^3) / r^5 over u = r^2 for |r| <= 1.6, c being the `cubic` of sin_rest.

    sin(r) is within a relative 2^-27.0 (float, degree 2) and 2^-61.0 (double, degree 6; degree 5 gives 2^-52.5).
    """
    cdef real u2 = u * u, h
    if real is float:
        h = <float>2.599781737444573e-06
        h = fma(u2, h, fma(u, <float>-0.00019806953787337989, <float>0.008333031088113785))
    else:
        h = 2.718898046505877e-15
        h = fma(u2, h, fma(u, -7.642790285592294e-13, 1.6058932710312075e-10))
        h = fma(u2, h, fma(u, -2.5052106752761273e-08, 2.755731921010941e-06))
        h = fma(u2, h, fma(u, -0.00019841269841205586, 0.008333333333333194))
    return h


cdef inline real sin_squared_poly(real u) noexcept nogil:
    """(sin(r)^2 - r^2) / r^4 over u = r^2 for |r| <= 0.81.

    sin(r)^2 is within a relative 2^-29.4 (float, degree 3) and 2^-62.3 (double, degree 7; degree 6 gives 2^-55.1).
    """
    cdef real u2 = u * u, h
    if real is float:
        h = fma(u, <float>0.0001344342017546296, <float>-0.003170986194163561)
        h = fma(u2, h, fma(u, <float>0.04444367438554764, <float>-0.333333283662796))
    else:
        h = fma(u, 1.9812646675749643e-11, -1.5652818706107236e-09)
        h = fma(u2, h, fma(u, 9.3967739638721e-08, -4.275559576091401e-06))
        h = fma(u2, h, fma(u, 0.00014109347436295813, -0.003174603174594014))
        h = fma(u2, h, fma(u, 0.04444444444444377, -0.3333333333333333))
    return h


cdef inline real sinc_slope_near(real x, real u) noexcept nogil:
    """The slope of sinc, -x P(u) for u = x^2 and |x| <= 1.6, P = (sin(x) / x - cos(x)) / x^2.

    P is within a relative 2^-25.0 (float, degree 4: the rounding of the first coefficient, 1/3) and 2^-57 (double, degree 7).
    In double x / 3 has two parts and is rounded last: 1.83 ULP as a product with P.
    """
    cdef real u2 = u * u, h, first, rest
    if real is float:
        h = <float>2.4434160650343983e-07
        h = fma(u2, h, fma(u, <float>-2.205360578955151e-05, <float>0.0011905200080946088))
        return -x * fma(u2, h, fma(u, <float>-0.03333337604999542, <float>0.3333333432674408))
    else:
        h = fma(u, -4.3468266661746844e-14, 1.0699635080625075e-11)
        h = fma(u2, h, fma(u, -1.9270710961639768e-09, 2.505210663140097e-07))
        h = fma(u2, h, fma(u, -2.2045855367227562e-05, 0.0011904761904720773))
        h = fma(u, h, -0.03333333333333276)
        first = x * 0.3333333333333333
        rest = fma(1.850371707708594e-17, x, fma(x, 0.3333333333333333, -first))
        return copysign(first + fma(u * x, h, rest), -x)


cdef inline real arctan_poly(real u) noexcept nogil:
    """(arctan(z) - z) / z^3 over u = z^2 for |z| <= 1.

    arctan(z) is within a relative 2^-28.5 (float, degree 8) and 2^-57.5 (double, degree 19).
    """
    cdef real u2 = u * u, h
    if real is float:
        h = <float>-0.0017915019998326898
        h = fma(u2, h, fma(u, <float>0.010904536582529545, <float>-0.03115776553750038))
        h = fma(u2, h, fma(u, <float>0.05793580040335655, <float>-0.08402056246995926))
        h = fma(u2, h, fma(u, <float>0.10951654613018036, <float>-0.14264126121997833))
        h = fma(u2, h, fma(u, <float>0.1999853551387787, <float>-0.33333298563957214))
    else:
        h = fma(u, 1.3230091772371405e-05, -0.00015221219870193814)
        h = fma(u2, h, fma(u, 0.0008315652318609962, -0.002885627889651036))
        h = fma(u2, h, fma(u, 0.00719792575897647, -0.013902640588944897))
        h = fma(u2, h, fma(u, 0.021987149042429332, -0.0299058087635479))
        h = fma(u2, h, fma(u, 0.036643201134804834, -0.042192457555029254))
        h = fma(u2, h, fma(u, 0.047223492737180406, -0.052535270812955864))
        h = fma(u2, h, fma(u, 0.058805298846729526, -0.06666404438129865))
        h = fma(u2, h, fma(u, 0.07692279891000552, -0.09090907008003227))
        h = fma(u2, h, fma(u, 0.1111111100735493, -0.1428571428258855))
        h = fma(u2, h, fma(u, 0.19999999999951756, -0.3333333333333307))
    return h


cdef inline real third(real like) noexcept nogil:
    return either(0.3333333432674408, 0.3333333333333333, like)


cdef inline real tanh_shrink_rest(real a, real u) noexcept nogil:
    """(a - tanh(a)) / a - u `third` for u = a^2, rounded, and 0 <= a <= 1: a^2 and 1/3 have two parts."""
    cdef real rest = fma(u, tanh_shrink_poly(u), either(-9.934107758624577e-09, 1.850371707708594e-17, a))
    return fma(u, rest, fma(a, a, -u) * third(a))


cdef inline real sin_rest(real r, real low) noexcept nogil:
    """sin(r + low) - r for |r| <= 1.6, with cos(r) as 1 - r^2 / 2 for the low part.

    r^2 has two parts and the cubic term an fma of its own: without them sin(pi/2) comes out as 1 + 2^-23.
    """
    cdef real u = r * r
    cdef real cubic = either(-0.16666658222675323, -0.16666666666666666, r)
    cdef real q = fma(u, cubic, fma(u * u, sin_poly(u), fma(r, r, -u) * cubic))
    return fma(r, q, fma(<real>-0.5 * u, low, low))


cdef inline real sin_rest_lost(real r, real low) noexcept nogil:
    """What the roundings of sin_rest lost, in double; 0 in float."""
    cdef real u = r * r
    cdef real cubic = either(-0.16666658222675323, -0.16666666666666666, r)
    cdef real rest = fma(u * u, sin_poly(u), fma(r, r, -u) * cubic)
    cdef real q = fma(u, cubic, rest)
    cdef real part = fma(<real>-0.5 * u, low, low)
    return in_double(fma(r, fma(u, cubic, -q) + rest, fma(r, q, -fma(r, q, part)) + part))


cdef inline real sin_parts(real x, real* low) noexcept nogil:
    """sin(x) as a sum, the larger part with the error of the reduction alone: (-1)^k sin(r) for x = k pi + r."""
    cdef real low_
    cdef real n
    cdef real r = reduce_pi(x, <real>1, <real>0, &low_, &n)
    low[0] = flip_odd(sin_rest(r, low_), n)
    return flip_odd(r, n)


cdef inline real cos_parts(real x, real* low) noexcept nogil:
    """cos(x), likewise: -(-1)^k sin(r) for x = (k + 1/2) pi + r, accurate beside its zeros."""
    cdef real low_
    cdef real n
    cdef real r = reduce_pi(x, <real>1, <real>0.5, &low_, &n)
    low[0] = -flip_odd(sin_rest(r, low_), n)
    return -flip_odd(r, n)


cdef inline real sin_lost(real x) noexcept nogil:
    """What both of sin_parts(x) lost, in double."""
    cdef real low
    cdef real n
    cdef real r = reduce_pi(x, <real>1, <real>0, &low, &n)
    return flip_odd(sin_rest_lost(r, low), n)


cdef inline real cos_lost(real x) noexcept nogil:
    cdef real low
    cdef real n
    cdef real r = reduce_pi(x, <real>1, <real>0.5, &low, &n)
    return -flip_odd(sin_rest_lost(r, low), n)


cdef inline real sin_squared_plus(real y, real rest, real x, real x_low, real phase) noexcept nogil:
    """y + rest + sin(x + x_low - phase pi/2)^2; phase is a multiple of 1/2.

    The square has the period pi, and is 1 less itself pi/2 further on: |r| <= pi/4 leaves only small terms to round.
    """
    cdef real low
    cdef real n
    cdef real near = reduce_pi(x, <real>0.5, phase, &low, &n)
    cdef real r = near + x_low
    low = low + (x_low - (r - near))
    cdef real u = r * r
    cdef real p = sin_squared_poly(u)
    cdef real tail = fma(r, r, -u) + (r + r) * low
    tail = fma(u * u, p, tail * fma(u + u, p, <real>1))
    cdef real odd = <real>0.5 - flip_odd(<real>0.5, n)
    return (y + (odd + flip_odd(u, n))) + (flip_odd(tail, n) + rest)


cdef inline real clamp_magnitude(real x, real largest) noexcept nogil:
    """|x|, but no higher than `largest`; NaN passes."""
    return at_most(absolute(x), largest)


cdef inline real expm1_sum(real high, real low, real* p_high, real* p_low, real* scale) noexcept nogil:
    """p (and its parts) with exp(high + low) = scale * 2^-64 * (1 + p); `low` is at most a last place of `high`.

    Rounding a sum of -100 to one float alone would cost 50 ULP of its exponential.
    """
    cdef real shifted, k, t
    if real is float:
        shifted = fma(high, <float>1.4426950216293335, <float>12583103.0)
        k = shifted - <float>12583103.0
        scale[0] = float_of_bits(bits_of_float(shifted) << 23)
        t = fma(k, <float>-0.6931471824645996, high)
        low = fma(k, <float>1.904654323148236e-09, low)
    else:
        shifted = fma(high, 1.4426950408889634, 6755399441056831.0)
        k = shifted - 6755399441056831.0
        scale[0] = double_of_bits(bits_of_double(shifted) << 52)
        t = fma(k, -0.6931471805599453, high)
        low = fma(k, -2.319046813846299e-17, low)
    return expm1_terms(t, low, t + low, p_high, p_low)


cdef inline real expm1_gauss(real t, real* p_high, real* p_low, real* scale) noexcept nogil:
    """expm1_sum of -t^2/2, for t up to 16.2 (float) and 38.8 (double).

    From 14.8 and 38.7 on, even t exp(-t^2/2) is 0 after rounding.
    """
    cdef real half = either(<float>0.5, 0.5, t) * t
    cdef real high = -half * t
    return expm1_sum(high, fma(-half, t, -high), p_high, p_low, scale)


cdef inline double expm1_gauss_deep(double t, double* p_high, double* p_low, double* scale, double* last) noexcept nogil:
    """expm1_gauss for doubles up to 54.57, with `last`: 1, but from exp(-750) on 2^-1063, by which the scale is larger there.

    From 54.57 on exp(-t^2/2) is 0 after rounding even when divided by the smallest number.
    """
    cdef double half = 0.5 * t
    cdef double high = -half * t
    cdef bint deep = high < -750.0
    last[0] = 1.0120225e-320 if deep else <double>1
    cdef double magic = 6755399441057894.0 if deep else 6755399441056831.0
    cdef double shifted = fma(high, 1.4426950408889634, magic)
    cdef double k = shifted - magic
    cdef double exact = fma(k, -0.6931471805599453, high)
    cdef double low = fma(k, -2.319046813846299e-17, fma(-half, t, -high))
    scale[0] = exponent_of(shifted)
    return expm1_terms(exact, low, exact + low, p_high, p_low)


cdef inline real expm1_square(real t, real* p_high, real* p_low, real* scale) noexcept nogil:
    """expm1_sum of -t^2, for t up to 10.3 (float) and 27.35 (double), where exp(-t^2) is 0 after rounding."""
    cdef real high = -t * t
    return expm1_sum(high, fma(-t, t, -high), p_high, p_low, scale)


cdef inline real mills(real t, real* b_low, real* a, real* a_low, real* c) noexcept nogil:
    """B with Q(t) = exp(-t^2/2) B / (C t B + A), the normal law's upper tail erfc(t / sqrt(2)) / 2; b_low, A, a_low and C.

    For 0 <= t <= 14.8 (float) and 38.7 (double), within a relative 2^-29.3 and 2^-57.1. B and A have degree 5 and 4
    (float), 10 and 9 (double), and positive coefficients; C is sqrt(2 pi).

    A plain quotient of two polynomials adds the errors of both far out, where every step of Horner's rule counts (6.5
    ULP in gelu at -5.5). Here B stands on both sides, and its errors cancel as t grows. B(0) = 11/8 and A(0) = 11/4
    rather than 1 and 2: just above a power of two an error is the largest share of the number (3.9 ULP near 0, not 3.3).
    b_low and a_low, in double alone, are what the last steps of B and A were rounded by, most of their error near 0: without
    them log_ndtr is 2.4 ULP off at 0.31, its slope 2.3 at -0.28.
    Coefficients of this and of what follows up to erf_exponent: `tools/coefficients_erf.py`.
    """
    cdef real b, before, other
    if real is float:
        b = fma(t, <float>0.00345283, <float>0.041233175)
        b = fma(t, b, <float>0.23565906)
        b = fma(t, b, <float>0.77995414)
        b = fma(t, b, <float>1.4945253)
        b = fma(t, b, <float>1.375)
        other = fma(t, <float>0.00865578, <float>0.10331479)
        other = fma(t, other, <float>0.57431275)
        other = fma(t, other, <float>1.7366191)
        other = fma(t, other, <float>2.75)
        b_low[0] = 0
        a_low[0] = 0
        c[0] = <float>2.5066282749176025
    else:
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
        b_low[0] = fma(t, before, 1.375 - b)
        other = fma(t, 1.980691898190891e-06, 5.94022865499827e-05)
        other = fma(t, other, 0.0008757222243655146)
        other = fma(t, other, 0.008230981994735386)
        other = fma(t, other, 0.05406054645578343)
        other = fma(t, other, 0.2569922507366375)
        other = fma(t, other, 0.8866277390373634)
        other = fma(t, other, 2.1566643868684303)
        other = fma(t, other, 3.4055572519882586)
        before = other
        other = fma(t, other, 2.75)
        a_low[0] = fma(t, before, 2.75 - other)
        c[0] = 2.5066282746310007
    a[0] = other
    return b


cdef inline real mills_chord(real t) noexcept nogil:
    """K with R(t) - phi(0) t = (t0 - t) (phi(0) + K / (C t B + A)) for R = B / (C t B + A) of `mills`, and t0 its root, 0.75.

    K / (C t B + A) is the chord (R(t) - R(t0)) / (t0 - t). Degree 5 (float) and 10 (double), within a relative 2^-24.8
    and 2^-55.1 of the whole (a float's first coefficient is such that gelu's slope at 0 is 1/2). The root is a factor, so that
    a slope is accurate where it crosses zero, too.
    """
    cdef real k
    if real is float:
        k = fma(t, <float>0.0025958086, <float>0.029497424)
        k = fma(t, k, <float>0.1607053)
        k = fma(t, k, <float>0.50250703)
        k = fma(t, k, <float>0.89364654)
        k = fma(t, k, <float>0.73187315)
    else:
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


cdef inline real erfcx(real x, real* b_low, real* a, real* a_low, real* c) noexcept nogil:
    """B with erfc(x) = exp(-x^2) B / (C x B + A), for 0 <= x <= 10.3 (float) and 27.35 (double); b_low, A, a_low and C.

    The same form as `mills`, within a relative 2^-28.8 and 2^-57.0; B(0) = A(0) = 11/8.
    """
    cdef real b, before, other
    if real is float:
        b = fma(x, <float>0.020181004, <float>0.16898319)
        b = fma(x, b, <float>0.6785291)
        b = fma(x, b, <float>1.5789413)
        b = fma(x, b, <float>2.1277916)
        b = fma(x, b, <float>1.375)
        other = fma(x, <float>0.01788551, <float>0.14971727)
        other = fma(x, other, <float>0.58419096)
        other = fma(x, other, <float>1.2421888)
        other = fma(x, other, <float>1.375)
        b_low[0] = 0
        a_low[0] = 0
        c[0] = <float>1.7724539041519165
    else:
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
        b_low[0] = fma(x, before, 1.375 - b)
        other = fma(x, 2.241170327639687e-05, 0.0004752685597354621)
        other = fma(x, other, 0.004954285841588239)
        other = fma(x, other, 0.03292650287004455)
        other = fma(x, other, 0.15291637300847308)
        other = fma(x, other, 0.5140121578163204)
        other = fma(x, other, 1.2539336418506628)
        other = fma(x, other, 2.1567289088486863)
        other = fma(x, other, 2.4081332332456524)
        before = other
        other = fma(x, other, 1.375)
        a_low[0] = fma(x, before, 1.375 - other)
        c[0] = 1.772453850905516
    a[0] = other
    return b


cdef inline real erf_exponent(real t) noexcept nogil:
    """g with erf(t) = 1 - exp(-t (2/sqrt(pi) + t g)), for 0 <= t <= 3.95 (float) and 5.95 (double).

    Degree 7 and 23; as an error of erf, within a relative 2^-27.7 and 2^-56.3.
    """
    cdef real g
    if real is float:
        g = fma(t, <float>-9.331206e-06, <float>0.00011829888)
        g = fma(t, g, <float>-0.00063524646)
        g = fma(t, g, <float>0.0016717095)
        g = fma(t, g, <float>-0.00016550429)
        g = fma(t, g, <float>-0.019149981)
        g = fma(t, g, <float>0.10277688)
        g = fma(t, g, <float>0.6366195)
    else:
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


cdef inline real denominator(real t, real b, real b_low, real a, real a_low, real c, real* d_low) noexcept nogil:
    """d with d + d_low = c t (b + b_low) + a + a_low, from the terms of `mills` or `erfcx`."""
    cdef real tb = t * b
    cdef real d = fma(c, tb, a)
    cdef real part = d - a
    if real is float:
        d_low[0] = fma(c, fma(t, b, -tb), (a - (d - part)) + fma(c, tb, -part))
    else:
        d_low[0] = fma(c, fma(t, b_low, fma(t, b, -tb)), ((a - (d - part)) + fma(c, tb, -part)) + a_low)
    return d


cdef inline real tail_quotient_parts(
    real n, real n_low, real p, real p_low, real d, real d_low, real* total_low
) noexcept nogil:
    """(1 + p + p_low) (n + n_low) / (d + d_low) in two parts; in float n_low and p_low are 0 and not used.

    In double with what each step was rounded by, and p as expm1_terms has it: p in one part and the quotient times p rounded
    make log_ndtr 1.99 ULP off at 0.7705.
    """
    cdef real inverse = 1 / d
    cdef real quotient = n * inverse
    cdef real rest, product, high, total
    if real is float:
        rest = fma(-quotient, d_low, fma(-quotient, d, n)) * inverse
        rest = fma(quotient, p, rest)
        total = quotient + rest
        total_low[0] = rest - (total - quotient)
        return total
    else:
        rest = fma(-quotient, d_low, fma(-quotient, d, n) + n_low) * inverse
        product = quotient * p
        rest = fma(quotient, p_low, fma(rest, p, fma(quotient, p, -product)) + rest)
        high = quotient + product
        rest = (product - (high - quotient)) + rest
        total = high + rest
        total_low[0] = rest - (total - high)
        return total


cdef inline real tail_quotient(real n, real n_low, real p, real p_low, real d, real d_low) noexcept nogil:
    """tail_quotient_parts in one: an upper tail from the terms of `mills` or `erfcx`, with n = b or t b.

    A plain quotient in float, where error terms would make 2.5 ULP of 3.3, for a fifth of gelu's time (.61 against .50 ns).
    """
    cdef real quotient, total_low
    if real is float:
        quotient = n / d
        return fma(quotient, p, quotient)
    else:
        return tail_quotient_parts(n, n_low, p, p_low, d, d_low, &total_low)


cdef inline real quotient_of_sums(real n, real n_low, real d, real d_low) noexcept nogil:
    """(n + n_low) / (d + d_low), rounded once; in float n / d."""
    cdef real inverse, quotient
    if real is float:
        return n / d
    else:
        inverse = 1 / d
        quotient = n * inverse
        return fma(fma(-quotient, d_low, fma(-quotient, d, n) + n_low), inverse, quotient)


cdef inline real density_parts(real p, real* n_low) noexcept nogil:
    """n with n + n_low = phi(0) (1 + p), the normal law's density."""
    cdef real first = either(<float>0.3989422917366028, 0.3989422804014327, p)
    cdef real rest = either(<float>-1.1335170117e-08, -2.4923272022777433e-17, p)
    cdef real n = fma(first, p, first)
    n_low[0] = fma(first, p, first - n) + fma(rest, p, rest)
    return n


cdef inline real mills_slope(real t, real p, real d, real d_low) noexcept nogil:
    """(1 + p) (t0 - t) (phi(0) + K / (d + d_low)) with K and t0 of `mills_chord`: exp(t^2/2) (Q(t) - t phi(t)), times 1 + p.

    In double every step has its rest: 3.6 ULP become 1.6.
    """
    cdef real difference, back, distance, distance_low, inverse, k, quotient, rest, factor, factor_low, s, s_low
    if real is float:
        distance = (<float>0.7517915368080139 - t) + <float>-1.211444988769017e-08
        factor = <float>0.3989422917366028 + mills_chord(t) / d
        s = distance * factor
        return s + fma(s, p, fma(distance, factor, -s))
    else:
        difference = 0.7517915246935645 - t
        back = 0.7517915246935645 - difference
        distance = difference - 1.4956759177009883e-17
        distance_low = (0.7517915246935645 - (difference + back)) + (back - t)
        distance_low = distance_low + (-1.4956759177009883e-17 - (distance - difference))
        inverse = 1 / d
        k = mills_chord(t)
        quotient = k * inverse
        rest = fma(-quotient, d_low, fma(-quotient, d, k)) * inverse
        factor = 0.3989422804014327 + quotient
        factor_low = ((0.3989422804014327 - factor) + quotient) + (rest - 2.4923272022777433e-17)
        s = distance * factor
        s_low = fma(distance, factor, -s) + fma(distance, factor_low, distance_low * factor)
        return s + fma(s, p, fma(s_low, p, s_low))


cdef inline real hazard_far(real t, real* q) noexcept nogil:
    """P, and Q, with phi(t) / Q(t) = t + P / Q where `mills` ends: the continued fraction 1 / (t + 2 / (t + 3 / (t + ...))).

    Cut off after 3 (float) and 7 (double): from 14.8 and 38.7 on within a relative 2^-26.6 and 2^-69 of the whole.
    """
    cdef real t2 = t * t
    if real is float:
        q[0] = t * (t2 + <float>5)
        return t2 + <float>3
    else:
        q[0] = t * fma(t2, fma(t2, t2 + 27.0, 185.0), 279.0)
        return fma(t2, fma(t2, t2 + 25.0, 141.0), 105.0)
