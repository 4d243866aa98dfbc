# cython: cdivision=True
"""exp, log and their kin, and the exponential units.

The counterpart of `_numba/scalar/exponential.py`, operation for operation: both give the same bits. The
docblocks that say how stand there.
"""

from libc.math cimport INFINITY, NAN
from actkern._cython.cores.exponential cimport (
    exp_full, expm1_cubic, expm1_curve, expm1_parts, expm1_poly, expm1_reduced, expm1_scaled,
    expm1_two,
)
from actkern._cython.cores.logarithm cimport log1p_full, log_of_upscale, log_sum, wants_upscale
from actkern._cython.cores.reduction cimport (
    clamp_exp,
    clamp_exp_deep,
    clamp_exp_high,
    clamp_exp_low,
    clamp_magnitude,
    exponent_of,
    ln2_high,
    ln2_low,
    log2e,
    reduce_exp,
    reduce_exp_deep,
    reduce_exp_full,
    reduce_exp_parts,
    rounder,
    unscale,
    upscale,
)
from actkern._cython.machine cimport absolute, at_least, copysign, either, fma, in_double, real, two_product


cdef inline real expm1_lost(real x, real r, real p) noexcept nogil:
    """What the last sum of p in expm1_reduced(x) lost, in double."""
    cdef real t, low, scale
    reduce_exp_parts(x, &t, &low, &scale)
    return in_double((t - p) + fma(r * r, expm1_curve(r), low))


cdef inline real clamp_expm1(real x) noexcept nogil:
    """x, but no lower than where exp(x) - 1 is -1 after rounding."""
    return at_least(x, either(<float>-20.0, -40.0, x))


cdef inline real expm1_full(real x) noexcept nogil:
    """exp(x) - 1 for every x."""
    cdef real bounded = clamp_exp_high(clamp_expm1(x))
    cdef real magic = rounder(x, -64)
    cdef real shifted = fma(bounded, log2e(x), magic)
    cdef real k = shifted - magic
    cdef real t = fma(k, -ln2_high(x), bounded)
    cdef real rest = -ln2_low(x)
    cdef real scale = exponent_of(shifted)
    cdef real p = expm1_two(t, k * rest, fma(k, rest, t))
    cdef real scaled = fma(scale, p, scale - unscale(x)) * upscale(x)
    return copysign(p if k == 0 else scaled, x)


cdef inline real selu_scale(real like) noexcept nogil:
    return <real>1.0507009873554805


cdef inline real selu_scale_alpha(real like) noexcept nogil:
    return <real>1.7580993408473766


cdef inline real exp(real x, real* dydx) noexcept nogil:
    cdef real y = exp_full(x)
    dydx[0] = y
    return y


cdef inline real exp_from_output(real y) noexcept nogil:
    return y


cdef inline real expm1(real x, real* dydx) noexcept nogil:
    dydx[0] = exp_full(x)
    return expm1_full(x)


cdef inline real expm1_from_output(real y) noexcept nogil:
    return y + <real>1


cdef inline real log1p(real x, real* dydx) noexcept nogil:
    cdef real high = <real>1 + x
    cdef real inverse = <real>1 / high
    dydx[0] = <real>NAN if high < 0 else inverse
    return log1p_full(x)


cdef inline real log1mexp(real x, real* dydx) noexcept nogil:
    """log1mexp and its slope."""
    cdef real zero = 0, one = 1, scale, r
    cdef real bounded = clamp_exp(-x)
    cdef real p = expm1_reduced(bounded, &r, &scale)
    cdef real s = scale * unscale(x)
    cdef real rest = one - s
    cdef real high = fma(-s, p, rest)
    cdef real low = fma(-s, p, (rest - high) + ((one - rest) - s))
    cdef bint small = wants_upscale(high)
    cdef real raised = high * upscale(x)
    cdef real y = log_sum(raised if small else high, low)
    y = y - (log_of_upscale(x) if small else zero)
    cdef bint near = x < 1
    cdef real e = fma(scale, p, scale)
    cdef real e_unscale = unscale(x) if near else one
    cdef real dydx_unscale = one if near else unscale(x)
    cdef real quotient = e * e_unscale / high
    cdef real p_low = expm1_lost(bounded, r, p)
    cdef real e_low = (fma(scale, p, scale - e) + scale * p_low) * e_unscale
    cdef real residual = fma(-quotient, high, e * e_unscale) + (e_low - quotient * (low - s * p_low))
    cdef real correction = residual * fma(quotient, dydx_unscale, one)
    correction = zero if small else correction
    cdef real slope = (quotient - in_double(-correction)) * dydx_unscale
    cdef real edge = <real>INFINITY if x == 0 else <real>NAN
    dydx[0] = slope if x > 0 else edge
    return y if x > 0 else -edge


cdef inline real elu(real x, real alpha, real* dydx) noexcept nogil:
    """elu and its slope."""
    cdef real scale, last, one = 1
    cdef real r = reduce_exp_deep(clamp_exp_deep(x), &scale, &last)
    cdef real y = alpha * expm1_scaled(r, scale)
    cdef bint large = absolute(alpha) >= 1
    cdef real factor = alpha * (unscale(x) if large else one)
    cdef real unscaled = (one if large else unscale(x)) * last
    cdef real slope = factor * fma(scale, expm1_poly(r), scale) * unscaled
    dydx[0] = 1 if x > 0 else slope
    return y if x < 0 else x


cdef inline real elu_from_output(real y, real alpha) noexcept nogil:
    cdef real slope = y + alpha
    return 1 if y > 0 else slope


cdef inline real celu(real x, real alpha, real* dydx) noexcept nogil:
    """celu and its slope."""
    cdef real scale, last, one = 1, zero = 0
    cdef bint small = absolute(alpha) < either(<float>8.077935669463161e-28, 1.1830521861667747e-271, x)
    cdef real size = upscale(x) if small else one
    cdef real least = either(<float>1.1754943508222875e-38, 2.2250738585072014e-308, x)
    cdef real divisor = least if alpha == 0 else alpha * size
    cdef real scaled_x = x * size
    cdef real inverse = one / divisor
    cdef real t = scaled_x * inverse
    cdef real low = fma(-t, divisor, scaled_x) * inverse
    cdef real bounded = clamp_exp_high(clamp_exp_low(t))
    cdef real r = reduce_exp_full(bounded, &scale, &last)
    r = r + (low if bounded == t else zero)
    cdef real p = expm1_poly(r)
    cdef real y = alpha * (fma(scale, p, scale - (unscale(x) if bounded > 0 else upscale(x))) * last)
    cdef real slope = fma(scale, p, scale) * last
    cdef bint linear = (x > 0) | (absolute(t) <= either(<float>1e-8, 1e-17, x))
    dydx[0] = 1 if x > 0 else slope
    return x if linear else y


cdef inline real celu_from_output(real y, real alpha) noexcept nogil:
    cdef real slope = y / alpha + <real>1
    return 1 if y >= 0 else slope


cdef inline real selu(real x, real* dydx) noexcept nogil:
    """selu and its slope."""
    cdef real one = 1
    cdef real outer = either(<float>1.0507009029388428, 1.0507009873554805, x)
    cdef real outer_low = either(<float>8.441664078873146e-08, 7.703719777548943e-34, x)
    cdef real product = selu_scale_alpha(x)
    cdef real product_low = either(<float>2.3296717444054593e-08, 5.75014648756476e-17, x)
    cdef real scale, r
    cdef real p = expm1_reduced(clamp_exp_low(x), &r, &scale)
    cdef real s = scale * unscale(x)
    cdef real grown = fma(s, p, s - one)
    cdef real scaled = product * scale
    cdef real y = fma(product, grown, product_low * grown)
    cdef real above = fma(x, outer, x * outer_low)
    cdef real slope = fma(scaled, p, scaled) * unscale(x)
    dydx[0] = selu_scale(x) if x > 0 else slope
    return y if x < 0 else above


cdef inline real selu_from_output(real y) noexcept nogil:
    cdef real slope = y + selu_scale_alpha(y)
    return selu_scale(y) if y > 0 else slope


cdef inline real gaussian(real x, real* dydx) noexcept nogil:
    """gaussian and its slope."""
    cdef real scale, square_low
    cdef real bounded = clamp_magnitude(x, either(<float>11.0, 27.4, x))
    cdef real square = two_product(bounded, bounded, &square_low)
    cdef real r = reduce_exp(-square, &scale)
    r = r - square_low
    cdef real e = fma(scale, expm1_poly(r), scale)
    dydx[0] = (copysign(<real>2 * bounded, -x) * e) * unscale(x)
    return e * unscale(x)


cdef inline real xielu(real x, real alpha_p, real alpha_n, real beta, real* dydx) noexcept nogil:
    """xielu and its slope."""
    cdef real zero = 0, one = 1
    cdef real scale, unused
    cdef real bounded = clamp_expm1(x)
    cdef real r = reduce_exp(bounded, &scale)
    cdef real s = scale * unscale(x)
    cdef real p_rest = fma(<real>0.5, r * r, expm1_cubic(r))
    cdef real base = (s - one) - bounded
    cdef real t = fma(s, r, base)
    cdef real t_low = fma(s, p_rest, fma(s, r, base - t))
    cdef real limit = <real>1152921504606846976.0
    cdef bint large = (absolute(alpha_n) > limit) | (absolute(beta) > limit)
    cdef real size = unscale(x) if large else one
    cdef real weight_n = alpha_n * size
    cdef real weight = beta * size
    cdef real line_low, curve_low
    cdef real line = two_product(weight, bounded, &line_low)
    cdef real curve = two_product(weight_n, t, &curve_low)
    cdef real low = fma(weight_n, t_low, curve_low) + line_low
    cdef real y = (curve + line) + low
    cdef real drift = weight - weight_n
    cdef real drifted = drift * (x - bounded)
    y = y + (zero if drift == 0 else drifted)
    y = y * (upscale(x) if large else one)
    cdef real climb = fma(alpha_p, x, beta)
    cdef real above = x * (beta if alpha_p == 0 else climb)
    cdef real q_low
    cdef real q = expm1_parts(bounded, &scale, &unused, &q_low)
    cdef real steep = alpha_n * s
    cdef real slope = fma(steep, q, fma(alpha_n, s - one, beta)) + steep * q_low
    cdef real half_beta = <real>0.5 * beta
    cdef real rising = fma(alpha_p, x, half_beta)
    rising = half_beta if alpha_p == 0 else rising
    rising = rising + rising
    dydx[0] = rising if x > 0 else slope
    return above if x > 0 else y
