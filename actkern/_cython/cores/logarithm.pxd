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
    """h with log(1 + f) = f + f^2 h(f)."""
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
    cdef real rest = fma(f * f, log1p_poly(f), small)
    return fma(k, ln2_high(high), f + rest)


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
