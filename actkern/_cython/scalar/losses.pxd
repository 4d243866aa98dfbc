# cython: cdivision=True
"""Losses of one element.

The counterpart of `_numba/scalar/losses.py`, operation for operation: both give the same bits. The
docblocks that say how stand there.
"""

from libc.math cimport INFINITY, NAN

from actkern._cython.cores.exponential cimport expm1_poly, expm1_two
from actkern._cython.cores.logarithm cimport log1p_full, log1p_unit_poly, log_of_upscale, log_sum, wants_upscale
from actkern._cython.cores.reduction cimport (
    exponent_of,
    ln2_high,
    ln2_low,
    log2e,
    power_of_2,
    reduce_exp,
    reduce_exp_deep,
    reduce_exp_wide,
    rounder_each,
    unscale,
    upscale,
)
from actkern._cython.machine cimport (
    absolute,
    at_least,
    at_most,
    copysign,
    either,
    fma,
    largest_finite,
    real,
    two_product,
    two_sum,
)


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


cdef inline real times(real factor, real size) noexcept nogil:
    """factor * size, but 0 for a factor of 0 and an infinite size."""
    cdef real zero = 0, product = factor * size
    return zero if (factor == 0) & (size == size) else product


cdef inline real step_of(real d) noexcept nogil:
    """1 above 0, -1 below, d itself elsewhere."""
    cdef real one = 1
    return copysign(one, d) if absolute(d) > 0 else d


cdef inline real absolute_error(real x, real target, real weight, real* dydx) noexcept nogil:
    """absolute_error and its slope."""
    cdef real d = x - target
    dydx[0] = weight * step_of(d)
    return times(weight, absolute(d))


cdef inline real huber_error(real x, real target, real weight, real delta, real* dydx) noexcept nogil:
    """huber_error and its slope."""
    cdef real half = <real>0.5
    cdef real d = x - target
    cdef real a = absolute(d)
    cdef real sum = a + delta
    cdef real beyond = copysign(delta, d) if sum == sum else sum
    cdef bint inside = a <= delta
    cdef real slope = weight * (d if inside else beyond)
    dydx[0] = slope
    return times(slope, half * d if inside else fma(-half, beyond, d))


cdef inline real smooth_l1_error(real x, real target, real weight, real beta, real* dydx) noexcept nogil:
    """smooth_l1_error and its slope."""
    cdef real half = <real>0.5
    cdef real d = x - target
    cdef real a = absolute(d)
    cdef bint inside = a < beta
    cdef real sum = a + beta
    cdef real step = step_of(d) if sum == sum else sum
    cdef real slope = (weight / beta) * d if inside else weight * step
    dydx[0] = slope
    return times(slope, half * d if inside else fma(-half * beta, step, d))


cdef inline real log_of(real x) noexcept nogil:
    """log(x)."""
    cdef real zero = 0
    cdef bint small = wants_upscale(x)
    cdef real raised = x * upscale(x)
    cdef real log = log_sum(raised if small else x, zero)
    return log - (log_of_upscale(x) if small else zero)


cdef inline real log_loss(real x, real target, real weight, real* dydx) noexcept nogil:
    """log_loss and its slope."""
    cdef real zero = 0, one = 1, nan = <real>NAN, minus_infinity = <real>(-INFINITY)
    cdef real positive = weight * target
    cdef real other = one - target
    cdef real negative = weight * other
    cdef real log = log_of(x)
    log = log if x > 0 else minus_infinity
    cdef real y = zero if positive == 0 else fma(-positive, log, zero)
    y = y if negative == 0 else fma(-negative, log1p_full(-x), y)
    cdef real rest = one - x
    cdef real p = absolute(x)
    cdef bint none = target == 0, all = other == 0
    cdef real above = weight * (other - target if none | all else x - target)
    cdef real below = (one if none else p) * (one if all else rest)
    cdef bint inside = (x >= 0) & (x <= 1)
    cdef real slope = zero if above == 0 else above / below
    dydx[0] = slope if inside else nan
    return y if inside else nan


cdef inline real sigmoid_focal_loss(
    real x, real target, real weight, real alpha, real gamma, real* dydx
) noexcept nogil:
    """sigmoid_focal_loss and its slope."""
    cdef real zero = 0, one = 1, scale, last, lost, rounded, less
    cdef real z = x if target > 0 else -x
    cdef real share = weight * (alpha if target > 0 else one - alpha)
    cdef real far = either(<float>-104.0, -746.0, x)
    cdef real a = -absolute(z)
    cdef real bounded = at_least(a, far)
    cdef real r = reduce_exp(bounded, &scale)
    scale = scale * unscale(x) if bounded == a else zero
    cdef real e = fma(scale, expm1_poly(r), scale)
    cdef real g = log1p_unit_poly(e)
    cdef real log = fma(e, g, e)
    cdef real own = one / (one + e)
    cdef bint above = z > 0
    cdef real lead = at_most(z, either(<float>200.0, 1500.0, x)) if above else zero
    gamma = at_most(gamma, either(<float>6.64613997892458e35, 1.0972248137587377e304, x))
    cdef real product = two_product(gamma, lead, &lost)
    cdef real leading = two_sum(product, lead, &rounded)
    cdef real minus = two_sum(leading, fma(gamma, log, lost + rounded), &less)
    cdef real exponent = at_least(-minus, either(<float>-197.0, -1460.0, x))
    r = reduce_exp_deep(exponent, &scale, &last)
    cdef bint near = exponent > -40
    scale = scale * unscale(x) if near else scale
    cdef real later = one if near else unscale(x)
    cdef real focus = share * fma(scale, expm1_poly(r - less), scale)
    cdef real loss = one + g if above else log - z
    cdef real by_z = fma(gamma * (e * own), at_most(loss, largest_finite(x)), own)
    by_z = own * fma(gamma, loss, one) if above else by_z
    cdef real slope = focus * by_z * later * last
    dydx[0] = -slope if target > 0 else slope
    return times(focus, loss) * later * last


cdef inline real hinge_loss(real x, real target, real weight, real* dydx) noexcept nogil:
    """hinge_loss and its slope."""
    cdef real zero = 0, one = 1
    cdef real rest = fma(-target, x, one)
    cdef real slope = -weight * target if rest == rest else rest
    dydx[0] = zero if rest <= 0 else slope
    return zero if rest <= 0 else times(weight, rest)


cdef inline real in_order(real weight, real target, real size, real* b) noexcept nogil:
    """a with a b = weight target size."""
    cdef bint large = target >= 1
    b[0] = size if large else target
    return weight * (target if large else size)


cdef inline real share_in_order(real weight, real target, real size, real* b) noexcept nogil:
    """in_order, and 0 without a share."""
    cdef real zero = 0, last
    cdef bint none = ((target == 0) | (weight == 0)) & (size == size)
    cdef real first = in_order(weight, target, size, &last)
    b[0] = zero if none else last
    return zero if none else first


cdef inline real relative_entropy(real x, real target, real weight, real* dydx) noexcept nogil:
    """relative_entropy and its slope."""
    cdef real nan = <real>NAN, b
    cdef real log = log_of(target)
    log = log if (target > 0) & (target < <real>INFINITY) else target
    log = log if target >= 0 else nan
    cdef real a = share_in_order(-weight, target, x - log, &b)
    cdef real slope = -weight * target
    dydx[0] = slope if x == x else x
    return a * b


cdef inline real weighted_exp(real x, real weight, real* last, real* part, real* p) noexcept nogil:
    """`grown`: see its counterpart."""
    cdef real zero = 0, infinity = <real>INFINITY, t, lower, k
    cdef real low = either(<float>-173.0, -1386.0, x)
    cdef real high = either(<float>173.0, 1386.0, x)
    cdef real bounded = at_most(at_least(x, low), high)
    cdef real r = reduce_exp_wide(bounded, &t, &lower, &k)
    p[0] = expm1_two(t, lower, r)
    cdef real first = power_of_2(k, last)
    cdef real product = weight * first
    product = zero if x < low else product
    part[0] = product
    cdef real grown = fma(product, p[0], product)
    cdef real infinite = product + p[0]
    grown = grown if absolute(product) < infinity else infinite
    cdef real beyond = times(weight, infinity)
    return beyond if x > high else grown


cdef inline real relative_entropy_of_logs(real x, real target, real weight, real* dydx) noexcept nogil:
    """relative_entropy_of_logs and its slope."""
    cdef real zero = 0, last, part, p
    cdef real less = x - (target if target >= either(<float>-173.0, -1386.0, x) else zero)
    cdef real y = weighted_exp(target, times(-weight, less), &last, &part, &p) * last
    cdef real slope = weighted_exp(target, -weight, &last, &part, &p) * last
    dydx[0] = slope if x == x else x
    return y if x == x else x


cdef inline real stirling(real target) noexcept nogil:
    """Stirling's term, 0 for a target up to 1."""
    cdef real zero = 0
    cdef real y = fma(target + <real>0.5, log_of(target), <real>0.9189385332046728 - target)
    return y if (target > 1) & (target < <real>INFINITY) else zero


cdef inline real poisson_loss(real x, real target, real weight, real full, real* dydx) noexcept nogil:
    """poisson_loss and its slope."""
    cdef real infinity = <real>INFINITY, last, part, p, b
    cdef real grown = weighted_exp(x, weight, &last, &part, &p)
    cdef real e = grown * last
    cdef real base = part * last
    cdef real share = weight * target
    cdef real a = share_in_order(-weight, target, x, &b)
    cdef real y = fma(a, b, e)
    y = y if absolute(e) < infinity else e
    cdef bint finite = (absolute(e) < infinity) & (absolute(base) < infinity)
    cdef real slope = fma(base, p, base - share)
    cdef real infinite = e - share
    dydx[0] = slope if finite else infinite
    return fma(weight * full, stirling(target), y)


cdef inline real poisson_loss_of_rate(
    real x, real target, real weight, real eps, real full, real* dydx
) noexcept nogil:
    """poisson_loss_of_rate and its slope."""
    cdef real zero = 0, one = 1, infinity = <real>INFINITY, nan = <real>NAN, low, b
    cdef real high = two_sum(x, eps, &low)
    cdef bint small = wants_upscale(high)
    cdef real size = upscale(x) if small else one
    cdef real log = log_sum(high * size, low * size)
    log = log - (log_of_upscale(x) if small else zero)
    log = log if high > 0 else -infinity
    cdef bint straight = (target == 0) | (weight == 0) | (high == infinity)
    cdef real linear = times(weight, x)
    cdef real a = in_order(-weight, target, log, &b)
    cdef real y = fma(a, b, linear)
    y = linear if straight else y
    cdef real rest = (high - target) + low
    cdef bint early = (absolute(weight) < 1) & (absolute(rest) >= 1)
    cdef real product = weight * rest
    cdef real quotient = (product if early else rest) / absolute(high)
    cdef real slope = weight * quotient
    slope = quotient if early else slope
    slope = weight if straight else slope
    cdef bint inside = high >= 0
    y = fma(weight * full, stirling(target), y)
    dydx[0] = slope if inside else nan
    return y if inside else nan
