# cython: cdivision=True
"""What C has and Cython does not spell: bits of floats, one-rounding fma, and what follows from them.

The counterpart of `_numba/machine.py`.
"""

from libc.stdint cimport int32_t, int64_t, uint32_t, uint64_t

cdef extern from "actkern/machine.h":
    uint32_t bits_of_float "actkern_bits_f"(float) noexcept nogil
    uint64_t bits_of_double "actkern_bits_d"(double) noexcept nogil
    float float_of_bits "actkern_float_f"(uint32_t) noexcept nogil
    double double_of_bits "actkern_float_d"(uint64_t) noexcept nogil
    float fma_float "actkern_fma_f"(float, float, float) noexcept nogil
    double fma_double "actkern_fma_d"(double, double, double) noexcept nogil
    float fabs_float "__builtin_fabsf"(float) noexcept nogil
    double fabs_double "__builtin_fabs"(double) noexcept nogil
    float sqrt_float "__builtin_sqrtf"(float) noexcept nogil
    double sqrt_double "__builtin_sqrt"(double) noexcept nogil
    float at_least_float "actkern_at_least_f"(float, float) noexcept nogil
    double at_least_double "actkern_at_least_d"(double, double) noexcept nogil
    float at_most_float "actkern_at_most_f"(float, float) noexcept nogil
    double at_most_double "actkern_at_most_d"(double, double) noexcept nogil
    float copysign_float "__builtin_copysignf"(float, float) noexcept nogil
    double copysign_double "__builtin_copysign"(double, double) noexcept nogil

ctypedef fused real:
    float
    double


cdef inline real fma(real a, real b, real c) noexcept nogil:
    """a * b + c, rounded once."""
    if real is float:
        return fma_float(a, b, c)
    else:
        return fma_double(a, b, c)


cdef inline real absolute(real x) noexcept nogil:
    if real is float:
        return fabs_float(x)
    else:
        return fabs_double(x)


cdef inline real copysign(real magnitude, real sign) noexcept nogil:
    if real is float:
        return copysign_float(magnitude, sign)
    else:
        return copysign_double(magnitude, sign)


cdef inline real sqrt(real x) noexcept nogil:
    if real is float:
        return sqrt_float(x)
    else:
        return sqrt_double(x)


cdef inline real at_least(real x, real bound) noexcept nogil:
    """x, but no lower than a literal, which is not 0; NaN passes."""
    if real is float:
        return at_least_float(x, bound)
    else:
        return at_least_double(x, bound)


cdef inline real at_most(real x, real bound) noexcept nogil:
    """x, but no higher than a literal, which is not 0."""
    if real is float:
        return at_most_float(x, bound)
    else:
        return at_most_double(x, bound)


cdef inline real two_sum(real a, real b, real* lost) noexcept nogil:
    """a + b, and what its rounding lost (Knuth)."""
    cdef real sum = a + b
    cdef real back = sum - a
    lost[0] = (a - (sum - back)) + (b - back)
    return sum


cdef inline real two_product(real a, real b, real* lost) noexcept nogil:
    """a * b, and what its rounding lost."""
    cdef real product = a * b
    lost[0] = fma(a, b, -product)
    return product


cdef inline bint negative(real x) noexcept nogil:
    """Whether the sign of x is set."""
    if real is float:
        return <int32_t>bits_of_float(x) < 0
    else:
        return <int64_t>bits_of_double(x) < 0


cdef inline real either(float single, double twice, real like) noexcept nogil:
    """`single` where `like` is a float, `twice` where it is a double."""
    if real is float:
        return single
    else:
        return twice


cdef inline real largest_finite(real like) noexcept nogil:
    return either(<float>3.4028234663852886e38, 1.7976931348623157e308, like)


cdef inline real signed_as(real positive, real sign) noexcept nogil:
    """copysign of a number whose sign bit is 0."""
    if real is float:
        return float_of_bits(bits_of_float(positive) | (bits_of_float(sign) & <uint32_t>0x80000000))
    else:
        return double_of_bits(bits_of_double(positive) | (bits_of_double(sign) & <uint64_t>0x8000000000000000))


cdef inline real in_double(real term) noexcept nogil:
    """`term` in double, 0 in float: x - in_double(term) corrects x in double alone, and costs a float nothing."""
    if real is float:
        return 0
    else:
        return term


cdef inline real product_or_0(real dy, real slope) noexcept nogil:
    """dy * slope, but 0 where the slope is 0: an infinite or NaN dy would give NaN there. A NaN slope gives NaN."""
    cdef real product = dy * slope
    return 0 if slope == 0 else product
