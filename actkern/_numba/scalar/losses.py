"""Losses of one element.

The counterpart of `src_cython/scalar/losses.pxd`, operation for operation: both give the same bits.
"""

from ..cores.exponential import expm1_poly
from ..cores.logarithm import log1p_unit_poly
from ..cores.reduction import exponent_of, ln2_high, ln2_low, log2e, rounder_each
from ..machine import absolute, at_least, either, fma, real
from ..machine import inlined as scalar


@scalar
def reduce_exp_weighted(x):
    """(r, scale) with exp(x) = scale * 2^-120 * exp(r) (in double 2^-1000), for x from -170 (-1401) to 0: reduce_exp for what a
    large number is multiplied by."""
    magic = rounder_each(x, 120, 1000)
    shifted = fma(x, log2e(x), magic)
    k = shifted - magic
    r = fma(k, -ln2_high(x), x)
    return fma(k, -ln2_low(x), r), exponent_of(shifted)


@scalar
def logistic_loss(x, target, weight, pos_weight):
    """weight ((1 - target) softplus(x) + pos_weight target softplus(-x)).

    Both softplus are L = log(1 + exp(-|x|)), and one of them |x| more: a sum of terms of one sign. A share of 0 takes no part,
    which 0 times an infinite x would. The slope is formed from the smaller of the two sigmoids, lo: the difference of both would
    round five times where it cancels.

    The weights are in the shares from the start, and the scale of exp(-|x|) reaches down to 2^-246 (in double 2^-2022), so that
    L and lo are rounded as parts of the result alone: 1e6 exp(-100) has its digits. Of the factors of both, the one above 1 comes
    with the scale's own, 2^-120: neither order alone would keep shares of 1e30 and of 1e-30 in range.
    """
    zero, one = real(0, x), real(1, x)
    negative = weight * (one - target)
    positive = weight * pos_weight * target
    both = negative + positive
    low = either(7.52316384526264e-37, 9.332636185032189e-302, x)
    a = -absolute(x)
    bounded = at_least(a, either(-170.0, -1401.0, x))
    r, scale = reduce_exp_weighted(bounded)
    scale = scale if bounded == a else zero
    e = fma(scale, expm1_poly(r), scale)
    g = log1p_unit_poly(e * low)
    lo = scale / (one + fma(scale, low, expm1_poly(-r)))
    large = absolute(both) > one
    first = both * low if large else both
    last = one if large else low
    share = positive if x < zero else negative
    linear = zero if share == zero else share * absolute(x)
    slope = fma(lo * first, last, -share)
    return fma(fma(e, g, e) * first, last, linear), (slope if x < zero else -slope)


@scalar
def squared_error(x, target, weight):
    """weight (x - target)^2; weighted before it is squared, so that neither overflows nor vanishes before the result does."""
    d = x - target
    weighted = weight * d
    return weighted * d, weighted + weighted
