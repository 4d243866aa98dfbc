# cython: cdivision=True
"""Powers of 2 and what is left: how an argument of exp is taken apart.

The counterpart of `_numba/cores/reduction.py`, operation for operation: both give the same bits. The
docblocks that say how stand there.
"""

from actkern._cython.machine cimport (
    absolute, at_least, at_most, bits_of_double, bits_of_float, double_of_bits, either,
    float_of_bits, fma, real,
)


cdef inline real log2e(real like) noexcept nogil:
    return either(<float>1.4426950216293335, 1.4426950408889634, like)


cdef inline real ln2_high(real like) noexcept nogil:
    return either(<float>0.6931471824645996, 0.6931471805599453, like)


cdef inline real ln2_low(real like) noexcept nogil:
    return either(<float>-1.904654323148236e-09, 2.319046813846299e-17, like)


cdef inline real rounder_each(real like, int of_float, int of_double) noexcept nogil:
    """What rounds to a whole number, for an exponent field."""
    return either(<float>(12583039.0 + of_float), 6755399441056767.0 + of_double, like)


cdef inline real rounder(real like, int bias) noexcept nogil:
    return rounder_each(like, bias, bias)


cdef inline real to_whole(real like) noexcept nogil:
    """What rounds to a whole number."""
    return either(<float>12582912.0, 6755399441055744.0, like)


cdef inline real unscale(real one) noexcept nogil:
    """2^-64, in the type of `one`."""
    return <real>5.421010862427522e-20


cdef inline real upscale(real one) noexcept nogil:
    """2^64, in the type of `one`."""
    return <real>18446744073709551616.0


cdef inline real clamp_exp(real x) noexcept nogil:
    """x, but no lower than where 4 exp(x) is 0 after rounding."""
    return at_least(x, either(<float>-110.0, -750.0, x))


cdef inline real clamp_exp_low(real x) noexcept nogil:
    """x, but no lower than where even 750 exp(x) (or 2^30 exp(x) in float) is 0 after rounding."""
    return at_least(x, either(<float>-125.0, -752.0, x))


cdef inline real clamp_exp_deep(real x) noexcept nogil:
    """x, but no lower than where exp(x) times the largest number is 0 after rounding."""
    return at_least(x, either(<float>-197.0, -1460.0, x))


cdef inline real clamp_exp_high(real x) noexcept nogil:
    """x, but no higher than where exp(x) has overflowed."""
    return at_most(x, either(<float>89.0, 710.0, x))


cdef inline real clamp_exp_full(real x) noexcept nogil:
    """x, between where exp(x) is 0 after rounding and where it has overflowed."""
    return clamp_exp_high(clamp_exp(x))


cdef inline real clamp_magnitude(real x, real largest) noexcept nogil:
    """|x|, but no higher than `largest`; NaN passes."""
    return at_most(absolute(x), largest)


cdef inline real exponent_of(real shifted) noexcept nogil:
    if real is float:
        return float_of_bits(bits_of_float(shifted) << 23)
    else:
        return double_of_bits(bits_of_double(shifted) << 52)


cdef inline real reduce_exp(real x, real* scale) noexcept nogil:
    """r with exp(x) = scale * 2^-64 * exp(r)."""
    cdef real magic = rounder(x, 64)
    cdef real shifted = fma(x, log2e(x), magic)
    cdef real k = shifted - magic
    cdef real r = fma(k, -ln2_high(x), x)
    scale[0] = exponent_of(shifted)
    return fma(k, -ln2_low(x), r)


cdef inline real reduce_exp_parts(real x, real* t, real* low, real* scale) noexcept nogil:
    """reduce_exp with the terms of its r, t exact and low rounded."""
    cdef real magic = rounder(x, 64)
    cdef real k = fma(x, log2e(x), magic) - magic
    t[0] = fma(k, -ln2_high(x), x)
    low[0] = k * -ln2_low(x)
    return reduce_exp(x, scale)


cdef inline real reduce_exp_full(real x, real* scale, real* last) noexcept nogil:
    """r with exp(x) = scale * last * exp(r) for every x, once bounded as by clamp_exp_full."""
    cdef bint above = x > 0
    cdef real magic = rounder(x, -64) if above else rounder(x, 64)
    cdef real shifted = fma(x, log2e(x), magic)
    cdef real k = shifted - magic
    cdef real r = fma(k, -ln2_high(x), x)
    last[0] = upscale(x) if above else unscale(x)
    scale[0] = exponent_of(shifted)
    return fma(k, -ln2_low(x), r)


cdef inline real reduce_exp_deep(real x, real* scale, real* last) noexcept nogil:
    """r with exp(x) = scale * 2^-64 * last * exp(r)."""
    cdef real one = 1
    cdef bint deep = x < either(<float>-110.0, -750.0, x)
    last[0] = either(<float>7.52316384526264e-37, 2.2250738585072014e-308, x) if deep else one
    cdef real magic = rounder(x, 64)
    magic = rounder_each(x, 184, 1086) if deep else magic
    cdef real shifted = fma(x, log2e(x), magic)
    cdef real k = shifted - magic
    cdef real r = fma(k, -ln2_high(x), x)
    scale[0] = exponent_of(shifted)
    return fma(k, -ln2_low(x), r)


cdef inline real reduce_exp_wide(real x, real* t, real* low, real* k) noexcept nogil:
    """r with exp(x) = 2^k exp(r) for |x| <= 197 (float), 1460 (double)."""
    cdef real magic = to_whole(x)
    cdef real k_ = fma(x, log2e(x), magic) - magic
    cdef real rest = -ln2_low(x)
    t[0] = fma(k_, -ln2_high(x), x)
    low[0] = k_ * rest
    k[0] = k_
    return fma(k_, rest, t[0])


cdef inline real shrunk(real like) noexcept nogil:
    """2^-64 (float), 2^-80 (double)."""
    return either(<float>5.421010862427522e-20, 8.271806125530277e-25, like)


cdef inline real power_of_2(real k, real* second) noexcept nogil:
    """2^k for whole |k| <= 250 (float), 2000 (double) as two factors, each a normal number."""
    cdef real biased = rounder(k, 0)
    cdef real shifted = fma(k, <real>0.5, biased)
    cdef real rest = k - (shifted - biased)
    second[0] = exponent_of(rest + biased)
    return exponent_of(shifted)


cdef inline real power_of_2_within(real k) noexcept nogil:
    """2^k for whole |k| <= 126 (float), 1022 (double)."""
    return exponent_of(k + rounder(k, 0))
