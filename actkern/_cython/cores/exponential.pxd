# cython: cdivision=True
"""exp and exp - 1: the polynomials of a reduced argument, and what is put together of them.

The counterpart of `_numba/cores/exponential.py`, operation for operation: both give the same bits. The
docblocks that say how stand there.
"""

from actkern._cython.cores.reduction cimport (
    clamp_exp_full,
    exponent_of,
    ln2_high,
    ln2_low,
    log2e,
    reduce_exp_full,
    reduce_exp_parts,
    rounder,
    unscale,
)
from actkern._cython.machine cimport fma, real, two_product


cdef inline real expm1_curve(real r) noexcept nogil:
    """h with exp(r) - 1 = r + r^2 h(r) for |r| <= 0.34662."""
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
    """exp(t + low) - 1 for an exact t and r = t + low."""
    if real is float:
        return expm1_poly(r)
    else:
        return fma(r * r, expm1_curve(r), low) + t


cdef inline real expm1_cubic(real r) noexcept nogil:
    """exp(r) - 1 - r - r^2/2 for |r| <= 0.34662."""
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


cdef inline real expm1_reduced(real x, real* r, real* scale) noexcept nogil:
    """p = exp(r) - 1 of reduce_exp(x), with r and the scale."""
    cdef real t, low
    r[0] = reduce_exp_parts(x, &t, &low, scale)
    return expm1_two(t, low, r[0])


cdef inline real expm1_parts(real x, real* scale, real* r, real* p_low) noexcept nogil:
    """p with exp(x) = scale * 2^-64 (1 + p + p_low)."""
    cdef real magic = rounder(x, 64)
    cdef real shifted = fma(x, log2e(x), magic)
    cdef real k = shifted - magic
    cdef real t = fma(k, -ln2_high(x), x)
    r[0] = fma(k, -ln2_low(x), t)
    cdef real r_low = fma(k, -ln2_low(x), t - r[0])
    scale[0] = exponent_of(shifted)
    cdef real half = <real>0.5, square_low
    cdef real square = two_product(r[0], r[0], &square_low)
    cdef real linear = fma(half, square, r[0])
    cdef real linear_low = fma(half, square, r[0] - linear) + half * square_low
    cdef real cubic = expm1_cubic(r[0])
    cdef real p = linear + cubic
    p_low[0] = ((linear - p) + cubic) + (linear_low + fma(r_low, p, r_low))
    return p


cdef inline real expm1_scaled(real r, real scale) noexcept nogil:
    """exp(x) - 1 for r and scale of reduce_exp(x)."""
    cdef real s = scale * unscale(r)
    return fma(s, expm1_poly(r), s - <real>1)


cdef inline real sum_scaled(real one, real scale, real p) noexcept nogil:
    """one + scale (1 + p), for powers of two `one` and `scale`."""
    cdef real greater, less
    if real is float:
        return fma(scale, p, one) + scale
    else:
        greater = scale if scale > one else one
        less = one if scale > one else scale
        return fma(scale, p, less) + greater


cdef inline real exp_full(real x) noexcept nogil:
    """exp(x) for every x: 0.86 ULP in float."""
    cdef real scale, last
    cdef real r = reduce_exp_full(clamp_exp_full(x), &scale, &last)
    return fma(scale, expm1_poly(r), scale) * last
