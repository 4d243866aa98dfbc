"""Losses of one element.

The counterpart of `_cython/scalar/losses.pxd`, operation for operation: both give the same bits.
"""

import numpy as np

from ..cores.exponential import expm1_poly
from ..cores.logarithm import log1p_full, log1p_unit_poly, log_of_upscale, log_sum, wants_upscale
from ..cores.reduction import exponent_of, ln2_high, ln2_low, log2e, reduce_exp, reduce_exp_deep, rounder_each, unscale, upscale
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
    small = wants_upscale(x)
    log = log_sum(x * upscale(x) if small else x, zero)
    log = log - log_of_upscale(x) if small else log
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
