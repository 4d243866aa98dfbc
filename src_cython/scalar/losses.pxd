# cython: cdivision=True
"""Losses of one element.

The counterpart of `_numba/scalar/losses.py`, operation for operation: both give the same bits. The
docblocks that say how stand there.
"""

from cores.exponential cimport expm1_poly
from cores.logarithm cimport log1p_unit_poly
from cores.reduction cimport exponent_of, ln2_high, ln2_low, log2e, rounder_each
from machine cimport absolute, at_least, either, fma, real


cdef inline real reduce_exp_weighted(real x, real* scale) noexcept nogil:
    """r with exp(x) = scale * 2^-120 * exp(r) (in double 2^-1000)."""
    cdef real magic = rounder_each(x, 120, 1000)
    cdef real shifted = fma(x, log2e(x), magic)
    cdef real k = shifted - magic
    cdef real r = fma(k, -ln2_high(x), x)
    scale[0] = exponent_of(shifted)
    return fma(k, -ln2_low(x), r)


cdef inline real logistic_loss(real x, real target, real weight, real pos_weight, real* dydx) noexcept nogil:
    """logistic_loss and its slope."""
    cdef real scale
    cdef real negative = weight * (<real>1 - target)
    cdef real positive = weight * pos_weight * target
    cdef real both = negative + positive
    cdef real low = either(<float>7.52316384526264e-37, 9.332636185032189e-302, x)
    cdef real a = -absolute(x)
    cdef real bounded = at_least(a, either(<float>-170.0, -1401.0, x))
    cdef real r = reduce_exp_weighted(bounded, &scale)
    scale = scale if bounded == a else <real>0
    cdef real e = fma(scale, expm1_poly(r), scale)
    cdef real g = log1p_unit_poly(e * low)
    cdef real lo = scale / (<real>1 + fma(scale, low, expm1_poly(-r)))
    cdef bint large = absolute(both) > 1
    cdef real first = both * low if large else both
    cdef real last = <real>1 if large else low
    cdef real share = positive if x < 0 else negative
    cdef real linear = <real>0 if share == 0 else share * absolute(x)
    cdef real slope = fma(lo * first, last, -share)
    dydx[0] = slope if x < 0 else -slope
    return fma(fma(e, g, e) * first, last, linear)


cdef inline real squared_error(real x, real target, real weight, real* dydx) noexcept nogil:
    """squared_error and its slope."""
    cdef real d = x - target
    cdef real weighted = weight * d
    dydx[0] = weighted + weighted
    return weighted * d
