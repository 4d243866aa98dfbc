"""Losses of one element.

The counterpart of `_cython/scalar/losses.pxd`, operation for operation: both give the same bits.
"""

import numpy as np

from ..cores.exponential import expm1_poly, expm1_two
from ..cores.logarithm import log1p_full, log1p_unit_poly, log_of_upscale, log_sum, wants_upscale
from ..cores.reduction import (
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
from ..machine import absolute, at_least, at_most, copysign, either, fma, largest_finite, real, two_product, two_sum
from ..machine import inlined as scalar


@scalar
def unscale_weighted(like):
    """2^-120 (float), 2^-1000 (double): what reduce_exp_weighted's scale is to be multiplied by."""
    return either(7.52316384526264e-37, 9.332636185032189e-302, like)


@scalar
def reduce_exp_weighted(x):
    """(r, scale) with exp(x) = scale * unscale_weighted(x) * exp(r).

    It is reduce_exp for what a large number is multiplied by.

    Range.      x may be from -170 (float), -1401 (double) to 0: there `scale` is a normal number.
    """
    magic = rounder_each(x, 120, 1000)
    shifted = fma(x, log2e(x), magic)
    k = shifted - magic
    r = fma(k, -ln2_high(x), x)
    r = fma(k, -ln2_low(x), r)
    return r, exponent_of(shifted)


@scalar
def logistic_loss(x, target, weight, pos_weight):
    """logistic_loss: y = n softplus(x) + q softplus(-x), and its slope by x.

    The shares are n = weight (1 - target) and q = weight pos_weight target. Let e = exp(-|x|) and
    L = log(1 + e).

    Identity.   Both softplus are L, and one of them |x| more: y = (n + q) L + share |x|, a sum of
                terms of one sign, where share is n above 0 and q below. A share of 0 takes no part,
                which 0 times an infinite x would.
    Reduction.  The weights are in the shares from the start, and the scale of e reaches down to
                2^-246 (in double 2^-2022), so that L and lo are rounded as parts of the result
                alone: 1e6 exp(-100) has its digits.
                L and lo are had 2^120 (2^1000) times as large, and are multiplied by 2^-120 and by
                n + q: by the product of both where n + q is above 1, elsewhere by one after the
                other. Neither order alone would keep shares of 1e30 and of 1e-30 in range.
    Value.      L = e + e g with g of log1p_unit_poly.
    Slope.      n - (n + q) lo above 0, (n + q) lo - q below, with lo = e / (1 + e) the smaller of
                the two sigmoids: the difference of both would round five times where it cancels.
    Range.      Where |x| is beyond 170 (float), 1401 (double), e is 0.
    """
    zero, one = real(0, x), real(1, x)
    negative = weight * (one - target)
    positive = weight * pos_weight * target
    both = negative + positive
    low = unscale_weighted(x)
    a = -absolute(x)
    bounded = at_least(a, either(-170.0, -1401.0, x))
    r, scale = reduce_exp_weighted(bounded)
    scale = scale if bounded == a else zero
    # e and lo lack the factor `low` from here on.
    e = fma(scale, expm1_poly(r), scale)
    g = log1p_unit_poly(e * low)
    lo = scale / (one + fma(scale, low, expm1_poly(-r)))
    # The factors both * low as first * last.
    large = absolute(both) > one
    first = both * low if large else both
    last = one if large else low
    share = positive if x < zero else negative
    linear = zero if share == zero else share * absolute(x)
    slope = fma(lo * first, last, -share)
    return fma(fma(e, g, e) * first, last, linear), (slope if x < zero else -slope)


@scalar
def squared_error(x, target, weight):
    """squared_error: y = weight (x - target)^2, and its slope by x.

    Value.      It is weighted before it is squared, so that neither overflows nor vanishes before
                the result does.
    """
    d = x - target
    weighted = weight * d
    return weighted * d, weighted + weighted


@scalar
def times(factor, size):
    """factor size, but 0 for a factor of 0 and an infinite size: what has no weight counts nothing. NaN stays NaN."""
    product = factor * size
    return real(0, size) if (factor == real(0, factor)) & (size == size) else product


@scalar
def step_of(d):
    """1 above 0, -1 below; at 0 and for NaN d itself."""
    return copysign(real(1, d), d) if absolute(d) > real(0, d) else d


@scalar
def absolute_error(x, target, weight):
    """absolute_error: y = weight |x - target|, and its slope by x."""
    d = x - target
    return times(weight, absolute(d)), weight * step_of(d)


@scalar
def huber_error(x, target, weight, delta):
    """huber_error: y = weight c (d - c / 2), and its slope weight c.

    Let d = x - target, and c be d between -delta and delta.

    Value.      Up to delta d - c / 2 is d / 2. The slope comes first in the product, so that neither
                overflows before the value does.
    Range.      c is the sum |d| + delta where that is NaN.
    """
    half = real(0.5, x)
    d = x - target
    a = absolute(d)
    sum = a + delta
    beyond = copysign(delta, d) if sum == sum else sum
    inside = a <= delta
    slope = weight * (d if inside else beyond)
    return times(slope, half * d if inside else fma(-half, beyond, d)), slope


@scalar
def smooth_l1_error(x, target, weight, beta):
    """smooth_l1_error: y = weight d^2 / (2 beta) below beta, weight (|d| - beta / 2) from beta on, and its slope by x.

    Let d = x - target.

    Value.      The slope times d / 2 below beta, times d - beta / 2 or d + beta / 2 beyond.
    Slope.      weight / beta is had before it is multiplied by d: what is left is between -weight and
                weight, and rounds once where it is subnormal.
    Range.      |d| + beta takes the place of the sign of d where it is NaN.
    """
    half = real(0.5, x)
    d = x - target
    a = absolute(d)
    inside = a < beta
    sum = a + beta
    step = step_of(d) if sum == sum else sum
    slope = (weight / beta) * d if inside else weight * step
    return times(slope, half * d if inside else fma(-half * beta, step, d)), slope


@scalar
def log_of(x):
    """log(x) for positive finite x."""
    small = wants_upscale(x)
    log = log_sum(x * upscale(x) if small else x, real(0, x))
    return log - log_of_upscale(x) if small else log


@scalar
def log_loss(x, target, weight):
    """log_loss: y = -weight (target log(x) + (1 - target) log(1 - x)) for x from 0 to 1, and its slope by x.

    Value.      Two terms of one sign. One whose share, weight target or weight (1 - target), is 0 takes
                no part, which 0 times an infinite logarithm would.
    Slope.      weight (x - target) / (x (1 - x)), whose difference is exact where it is small. For the
                labels 0 and 1 it is weight / (1 - x) and -weight / x, which have their limits at 0 and 1.
    Range.      Outside 0 to 1 both are NaN.
    """
    zero, one = real(0, x), real(1, x)
    positive = weight * target
    other = one - target  # 0 for the label 1 alone
    negative = weight * other
    log = log_of(x)
    log = log if x > zero else real(-np.inf, x)
    y = zero if positive == zero else fma(-positive, log, zero)  # 0 where the logarithm is, not -0
    y = y if negative == zero else fma(-negative, log1p_full(-x), y)
    rest = one - x
    p = absolute(x)  # -0 is 0, from above
    none, all = target == zero, other == zero
    above = weight * (other - target if none | all else x - target)  # for a label 1 or -1
    below = (one if none else p) * (one if all else rest)
    inside = (x >= zero) & (x <= one)
    nan = real(np.nan, x)
    slope = zero if above == zero else above / below
    return (y if inside else nan), (slope if inside else nan)


@scalar
def sigmoid_focal_loss(x, target, weight, alpha, gamma):
    """sigmoid_focal_loss: y = a s^gamma L, and its slope by x.

    Let z be x for the target 1 and -x for 0, and a be weight alpha or weight (1 - alpha). s = 1 / (1 +
    exp(z)) is the sigmoid of the other label, L = log(1 + exp(-z)) the loss without its focus, and
    e = exp(-|z|).

    Identity.   s^gamma = exp(-gamma log(1 + exp(z))), where log(1 + exp(z)) is log(1 + e), and z more
                above 0. There L = e (1 + g), whose e goes into the same exponential: its argument is
                -gamma log(1 + e) - gamma z - z, in two parts, since its error is one of the result.
    Slope.      By z it is -a s^gamma (s + gamma (1 - s) L), a sum of terms of one sign.
    Range.      `lead` ends where exp(-lead) is 0 beside anything. The power of 2 comes last where it is
                small, so that a subnormal result is rounded once, and first elsewhere.
    """
    zero, one = real(0, x), real(1, x)
    z = x if target > zero else -x
    share = weight * (alpha if target > zero else one - alpha)
    far = either(-104.0, -746.0, x)
    a = -absolute(z)
    bounded = at_least(a, far)
    r, scale = reduce_exp(bounded)
    scale = scale * unscale(x) if bounded == a else zero
    e = fma(scale, expm1_poly(r), scale)
    g = log1p_unit_poly(e)
    log = fma(e, g, e)
    own = one / (one + e)
    above = z > zero
    lead = at_most(z, either(200.0, 1500.0, x)) if above else zero
    gamma = at_most(gamma, either(6.64613997892458e35, 1.0972248137587377e304, x))  # 2^119, 2^1010: no product overflows
    product, lost = two_product(gamma, lead)
    leading, rounded = two_sum(product, lead)
    minus, less = two_sum(leading, fma(gamma, log, lost + rounded))
    exponent = at_least(-minus, either(-197.0, -1460.0, x))
    r, scale, last = reduce_exp_deep(exponent)
    near = exponent > real(-40, x)
    scale = scale * unscale(x) if near else scale
    later = one if near else unscale(x)
    focus = share * fma(scale, expm1_poly(r - less), scale)
    loss = one + g if above else log - z
    by_z = own * fma(gamma, loss, one) if above else fma(gamma * (e * own), at_most(loss, largest_finite(x)), own)
    slope = focus * by_z * later * last
    return times(focus, loss) * later * last, (-slope if target > zero else slope)


@scalar
def hinge_loss(x, target, weight):
    """hinge_loss: y = weight max(0, 1 - target x), and its slope -weight target, 0 where y is 0."""
    zero = real(0, x)
    rest = fma(-target, x, real(1, x))
    y = zero if rest <= zero else times(weight, rest)
    slope = -weight * target if rest == rest else rest
    return y, (zero if rest <= zero else slope)


@scalar
def in_order(weight, target, size):
    """(a, b) with a b = weight target size, of which neither vanishes before the product does."""
    large = target >= real(1, size)
    return weight * (target if large else size), (size if large else target)


@scalar
def share_in_order(weight, target, size):
    """in_order, and 0 and 0 for a weight or a target of 0 and an infinite size. NaN stays NaN."""
    zero = real(0, size)
    none = ((target == zero) | (weight == zero)) & (size == size)
    a, b = in_order(weight, target, size)
    return (zero if none else a), (zero if none else b)


@scalar
def relative_entropy(x, target, weight):
    """relative_entropy: y = weight target (log(target) - x), and its slope by x, -weight target.

    Range.      A target of 0 counts nothing beside an infinite x. The logarithm of 0 is taken to be 0,
                those of infinity and of what has none are their own.
    """
    zero = real(0, x)
    log = log_of(target)
    log = log if (target > zero) & (target < real(np.inf, x)) else target
    log = log if target >= zero else real(np.nan, x)
    a, b = share_in_order(-weight, target, x - log)
    return a * b, (-weight * target if x == x else x)


@scalar
def weighted_exp(x, weight):
    """(grown, last, part, p) with weight exp(x) = grown last = part (1 + p) last.

    Range.      The power of two of exp(x) is the product of two, from 2^-2000 to 2^2000 (float 2^-250
                to 2^250), of which `part` has the first. So a weight makes products finite, or normal
                numbers, where exp(x) is none. Beyond, grown is 0 or infinite, or 0 without a weight.
    """
    low, high = either(-173.0, -1386.0, x), either(173.0, 1386.0, x)
    bounded = at_most(at_least(x, low), high)
    t, lower, r, k = reduce_exp_wide(bounded)
    p = expm1_two(t, lower, r)
    first, last = power_of_2(k)
    part = real(0, x) if x < low else weight * first
    infinity = real(np.inf, x)
    grown = fma(part, p, part) if absolute(part) < infinity else part + p  # which is infinite, or NaN as p is
    return (times(weight, infinity) if x > high else grown), last, part, p


@scalar
def relative_entropy_of_logs(x, target, weight):
    """relative_entropy_of_logs: y = weight exp(target) (target - x), and its slope by x, -weight exp(target).

    Value.      The difference is a part of the weight of exp(target).
    Range.      Where exp(target) is 0 the target takes no part, which would be infinite.
    """
    less = x - (target if target >= either(-173.0, -1386.0, x) else real(0, x))
    grown, last, _, _ = weighted_exp(target, times(-weight, less))
    slope, _, _, _ = weighted_exp(target, -weight)
    y = grown * last
    return (y if x == x else x), (slope * last if x == x else x)


@scalar
def stirling(target):
    """target log(target) - target + log(2 pi target) / 2, 0 for a target up to 1, and for an infinite one."""
    y = fma(target + real(0.5, target), log_of(target), real(0.9189385332046728, target) - target)
    return y if (target > real(1, target)) & (target < real(np.inf, target)) else real(0, target)


@scalar
def poisson_loss(x, target, weight, full):
    """poisson_loss: y = weight (exp(x) - target x), Stirling's term times `full` with it, and its slope by x.

    Slope.      weight exp(x) = base (1 + p) with p between -0.3 and 0.42, and weight target is taken
                from base first: next to where the slope crosses 0 that is exact.
    Range.      Where weight exp(x) is infinite so is y. A target of 0 counts nothing beside an
                infinite x.
    """
    infinity = real(np.inf, x)
    grown, last, part, p = weighted_exp(x, weight)
    e, base = grown * last, part * last
    share = weight * target
    a, b = share_in_order(-weight, target, x)
    y = fma(a, b, e)
    y = y if absolute(e) < infinity else e
    finite = (absolute(e) < infinity) & (absolute(base) < infinity)
    slope = fma(base, p, base - share) if finite else e - share
    return fma(weight * full, stirling(target), y), slope


@scalar
def poisson_loss_of_rate(x, target, weight, eps, full):
    """poisson_loss_of_rate: y = weight (x - target log(x + eps)), Stirling's term times `full` with it, and its slope by x.

    Reduction.  x + eps has two parts, both of which the logarithm takes.
    Slope.      weight (x + eps - target) / (x + eps), whose difference is exact where it is small. A
                weight below 1 comes into it before the division, if the difference is above 1.
    Range.      A target of 0 leaves the straight line, which is all there is at infinity, too. Where
                x + eps is below 0 both are NaN.
    """
    zero, one, infinity, nan = real(0, x), real(1, x), real(np.inf, x), real(np.nan, x)
    high, low = two_sum(x, eps)
    small = wants_upscale(high)
    size = upscale(x) if small else one
    log = log_sum(high * size, low * size)
    log = log - log_of_upscale(x) if small else log
    log = log if high > zero else -infinity
    straight = (target == zero) | (weight == zero) | (high == infinity)
    linear = times(weight, x)
    a, b = in_order(-weight, target, log)
    y = linear if straight else fma(a, b, linear)
    rest = (high - target) + low
    early = (absolute(weight) < one) & (absolute(rest) >= one)
    quotient = (weight * rest if early else rest) / absolute(high)
    slope = quotient if early else weight * quotient
    slope = weight if straight else slope
    inside = high >= zero
    return (fma(weight * full, stirling(target), y) if inside else nan), (slope if inside else nan)
