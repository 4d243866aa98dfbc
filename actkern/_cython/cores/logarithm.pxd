# cython: cdivision=True
"""log(1 + x), and the logarithm of a number in two parts.

The counterpart of `_numba/cores/logarithm.py`, operation for operation: both give the same bits. The
docblocks that say how stand there.
"""

from libc.math cimport INFINITY, NAN
from libc.stdint cimport uint32_t, uint64_t
from actkern._cython.cores.reduction cimport ln2_high, ln2_low
from actkern._cython.machine cimport absolute, bits_of_double, bits_of_float, double_of_bits, either, float_of_bits, fma, real


cdef inline real log1p_unit_poly(real e) noexcept nogil:
    """g with log(1 + e) = e + e g."""
    cdef real e2, h, half, inverse, s, z, w, p
    if real is float:
        e2 = e * e
        h = fma(e, <float>-0.003676354419440031, <float>0.021870791912078857)
        h = fma(e2, h, fma(e, <float>-0.060913510620594025, <float>0.11024400591850281))
        h = fma(e2, h, fma(e, <float>-0.15569154918193817, <float>0.19774210453033447))
        h = fma(e2, h, fma(e, <float>-0.24975080788135529, <float>0.3333224952220917))
        return e * fma(e, h, <float>-0.5)
    else:
        half = 0.5 * e
        inverse = 1.0 / (2.0 + e)
        s = e * inverse
        z = s * s
        w = z * z
        p = fma(w, fma(z, 0.1700973973185396, 0.08344980217971168), fma(z, 0.12104943046387637, 0.13301121588305811))
        p = fma(w, p, fma(z, 0.1538654837958416, 0.181817444794962))
        p = fma(w, p, fma(z, 0.22222223953642495, 0.2857142854811787))
        p = fma(w, p, fma(z, 0.4000000000015512, 0.6666666666666631))
        return fma(s, fma(s * inverse, p, half), -half)


cdef inline real log1p_rest(real f, real small) noexcept nogil:
    """log(1 + f) - f + small, for 1 + f from sqrt(1/2) to sqrt(2)."""
    cdef real f2, h, s, z, w, p
    if real is float:
        f2 = f * f
        h = fma(f, <float>-0.07235899567604065, <float>0.12537841498851776)
        h = fma(f2, h, fma(f, <float>-0.13219913840293884, <float>0.14244243502616882))
        h = fma(f2, h, fma(f, <float>-0.1662089079618454, <float>0.19998668134212494))
        h = fma(f2, h, fma(f, <float>-0.2500084340572357, <float>0.3333337903022766))
        return fma(f2, fma(f, h, <float>-0.5), small)
    else:
        s = f / (2.0 + f)
        z = s * s
        w = z * z
        p = fma(w, 0.14795513346609587, fma(z, 0.15314095217157636, 0.18183562539048276))
        p = fma(w, p, fma(z, 0.2222219860834285, 0.28571428742038135))
        p = fma(w, p, fma(z, 0.39999999999416275, 0.6666666666666734))
        return fma(-s, fma(-z, p, f), small)


cdef inline real split_log(real x, real* k, real* inverse) noexcept nogil:
    """m with x = 2^k m and m from sqrt(1/2) to sqrt(2); `inverse` is 2^(1-k)."""
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
    """log(high + low) for positive normal `high` and a `low` of at most a few of its last places."""
    cdef real k, inverse
    cdef real m = split_log(high, &k, &inverse)
    cdef real exact = m - <real>1
    cdef real part = <real>0.5 * low * inverse
    cdef real f = exact + part
    cdef real g = (exact - f) + part
    cdef real small = fma(k, ln2_low(high), fma(-f, g, g))
    return fma(k, ln2_high(high), f + log1p_rest(f, small))


cdef inline real log_of_upscale(real like) noexcept nogil:
    """64 ln(2)."""
    return <real>44.3614195558365


cdef inline bint wants_upscale(real high) noexcept nogil:
    return high < either(<float>1e-30, 1e-300, high)


cdef inline real log1p_full(real x) noexcept nogil:
    """log(1 + x) for every x."""
    cdef real one = 1
    cdef real high = one + x
    cdef real y = log_sum(high, x - (high - one))
    cdef real outside = -<real>INFINITY if high == 0 else <real>NAN
    y = x if absolute(x) < either(<float>1e-9, 1e-18, x) else y
    y = y if x < <real>INFINITY else x
    return y if high > 0 else outside
