# cython: cdivision=True
"""The cores that activations are made of: exp taken apart. The counterpart of `_numba/vecmath.py`.

Coefficients come from `tools/coefficients.sollya`, which prints the bounds given here.
"""

from machine cimport bits_of_double, bits_of_float, double_of_bits, float_of_bits, fma, real

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
