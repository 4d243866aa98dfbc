# cython: cdivision=True
"""Losses of one element.

The counterpart of `_numba/scalar/losses.py`, operation for operation: both give the same bits. The
docblocks that say how stand there.
"""

from actkern._cython.cores.exponential cimport expm1_poly
from actkern._cython.cores.logarithm cimport log1p_unit_poly
from actkern._cython.cores.reduction cimport exponent_of, ln2_high, ln2_low, log2e, rounder_each
from actkern._cython.machine cimport absolute, at_least, either, fma, real


cdef inline real unscale_weighted(real like) noexcept nogil:
    """2^-120, in double 2^-1000."""
    return either(<float>7.52316384526264e-37, 9.332636185032189e-302, like)


cdef inline real reduce_exp_weighted(real x, real* scale) noexcept nogil:
    """r with exp(x) = scale * unscale_weighted(x) * exp(r)."""
    cdef real magic = rounder_each(x, 120, 1000)
    cdef real shifted = fma(x, log2e(x), magic)
    cdef real k = shifted - magic
    cdef real r = fma(k, -ln2_high(x), x)
    r = fma(k, -ln2_low(x), r)
    scale[0] = exponent_of(shifted)
    return r


cdef inline real logistic_loss(real x, real target, real weight, real pos_weight, real* dydx) noexcept nogil:
    """logistic_loss and its slope."""
    cdef real scale, zero = 0, one = 1
    cdef real negative = weight * (one - target)
    cdef real positive = weight * pos_weight * target
    cdef real both = negative + positive
    cdef real low = unscale_weighted(x)
    cdef real a = -absolute(x)
    cdef real bounded = at_least(a, either(<float>-170.0, -1401.0, x))
    cdef real r = reduce_exp_weighted(bounded, &scale)
    scale = scale if bounded == a else zero
    cdef real e = fma(scale, expm1_poly(r), scale)
    cdef real g = log1p_unit_poly(e * low)
    cdef real lo = scale / (one + fma(scale, low, expm1_poly(-r)))
    cdef bint large = absolute(both) > 1
    cdef real first = both * low if large else both
    cdef real last = one if large else low
    cdef real share = positive if x < 0 else negative
    cdef real linear = zero if share == 0 else share * absolute(x)
    cdef real slope = fma(lo * first, last, -share)
    dydx[0] = slope if x < 0 else -slope
    return fma(fma(e, g, e) * first, last, linear)


cdef inline real squared_error(real x, real target, real weight, real* dydx) noexcept nogil:
    """squared_error and its slope."""
    cdef real d = x - target
    cdef real weighted = weight * d
    dydx[0] = weighted + weighted
    return weighted * d
