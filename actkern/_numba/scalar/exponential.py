"""exp, log and their kin, and the exponential units.

The counterpart of `_cython/scalar/exponential.pxd`, operation for operation: both give the same bits.
"""

import numpy as np

from ..cores.exponential import (
    exp_full,
    expm1_cubic,
    expm1_curve,
    expm1_parts,
    expm1_poly,
    expm1_reduced,
    expm1_scaled,
    expm1_two,
)
from ..cores.logarithm import log1p_full, log_of_upscale, log_sum, wants_upscale
from ..cores.reduction import (
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
from ..machine import absolute, at_least, copysign, either, fma, in_double, inlined, real, two_product
from ..machine import inlined as scalar


@inlined
def expm1_lost(x, r, p):
    """What the last sum of p in expm1_reduced(x) lost, in double; 0 in float."""
    t, low, _, _ = reduce_exp_parts(x)
    return in_double((t - p) + fma(r * r, expm1_curve(r), low))


@inlined
def clamp_expm1(x):
    """x, but no lower than where exp(x) - 1 is -1 after rounding; NaN passes."""
    return at_least(x, either(-20.0, -40.0, x))


@inlined
def expm1_full(x):
    """exp(x) - 1 for every x.

    Reduction.  exp(x) = 2^k (1 + p). The scale is 2^(k - 64), so that 2^k may overflow before the
                result does; it serves the other side too, since k is no lower than -29 (-58 in
                double), where the result is -1.
    Value.      2^k p + (2^k - 1), and where k = 0 p itself: a subnormal x would not survive the
                scaling.
    """
    bounded = clamp_exp_high(clamp_expm1(x))
    magic = rounder(x, -64)
    shifted = fma(bounded, log2e(x), magic)
    k = shifted - magic
    t = fma(k, -ln2_high(x), bounded)
    rest = -ln2_low(x)
    scale = exponent_of(shifted)
    p = expm1_two(t, k * rest, fma(k, rest, t))
    scaled = fma(scale, p, scale - unscale(x)) * upscale(x)
    return copysign(p if k == real(0, x) else scaled, x)


@inlined
def selu_scale(like):
    """The factor of x above 0 in selu, in the type of `like`."""
    return real(1.0507009873554805, like)


@inlined
def selu_scale_alpha(like):
    """selu_scale times alpha, the factor of exp(x) - 1 below 0, in the type of `like`."""
    return real(1.7580993408473766, like)


@scalar
def exp(x):
    y = exp_full(x)
    return y, y


@scalar
def exp_from_output(y):
    return y


@scalar
def expm1(x):
    return expm1_full(x), exp_full(x)


@scalar
def expm1_from_output(y):
    return y + real(1, y)


@scalar
def log1p(x):
    high = real(1, x) + x
    return log1p_full(x), (real(np.nan, x) if high < real(0, x) else real(1, x) / high)


@scalar
def log1mexp(x):
    """log1mexp: y = log(1 - e) with e = exp(-x), and its slope.

    Reduction.  e = s (1 + p), s a power of two.
    Value.      1 - e has two parts: high = (1 - s) - s p, and low, which its roundings lost. Near 0
                high is -p, as good as expm1; far out low is -e itself, and log_sum passes it
                through. A high that may be subnormal is multiplied by 2^64 for log_sum; there s is
                1, and low is 0.
    Slope.      y' = e / (1 - e), a quotient that is corrected in double: 2.86 ULP at 0.412 without,
                mostly by the last rounding of p. The scale of 2^-64 is applied to e below 1, where
                e / high may be large, and last above, where it may be subnormal.
    Range.      -inf at 0, with an infinite slope; NaN below.
    """
    zero, one = real(0, x), real(1, x)
    # 1 - e = high + low.
    bounded = clamp_exp(-x)
    p, r, scale = expm1_reduced(bounded)
    s = scale * unscale(x)
    rest = one - s
    high = fma(-s, p, rest)
    low = fma(-s, p, (rest - high) + ((one - rest) - s))
    # The value.
    small = wants_upscale(high)
    y = log_sum(high * upscale(x) if small else high, low)
    y = y - (log_of_upscale(x) if small else zero)
    # The slope's quotient, and its residual by what it, e and 1 - e lost.
    near = x < one
    e = fma(scale, p, scale)
    e_unscale, dydx_unscale = (unscale(x) if near else one), (one if near else unscale(x))
    quotient = e * e_unscale / high
    p_low = expm1_lost(bounded, r, p)
    e_low = (fma(scale, p, scale - e) + scale * p_low) * e_unscale
    residual = fma(-quotient, high, e * e_unscale) + (e_low - quotient * (low - s * p_low))
    # The residual over high: 1 / high is 1 more than the slope.
    correction = zero if small else residual * fma(quotient, dydx_unscale, one)
    dydx = (quotient - in_double(-correction)) * dydx_unscale
    # What lies outside.
    edge = real(np.inf, x) if x == zero else real(np.nan, x)
    return (y if x > zero else -edge), (dydx if x > zero else edge)


@scalar
def elu(x, alpha):
    """elu: y = alpha (exp(x) - 1) below 0 and x above, and its slope.

    Reduction.  A large alpha lets the slope alpha exp(x) be a number where exp(x) is none, hence
                `reduce_exp_deep`.
    Slope.      The scale of 2^-64 goes to an alpha of at least 1, whose product with exp(x) would
                overflow, and comes last for a smaller one, whose product may be subnormal. At 0 the
                slope is alpha.
    """
    zero, one = real(0, x), real(1, x)
    r, scale, last = reduce_exp_deep(clamp_exp_deep(x))
    y = alpha * expm1_scaled(r, scale)
    large = absolute(alpha) >= one
    factor, unscaled = (alpha * (unscale(x) if large else one)), (one if large else unscale(x)) * last
    dydx = factor * fma(scale, expm1_poly(r), scale) * unscaled
    return (y if x < zero else x), (one if x > zero else dydx)


@scalar
def elu_from_output(y, alpha):
    return real(1, y) if y > real(0, y) else y + alpha


@scalar
def celu(x, alpha):
    """celu: y = alpha (exp(x / alpha) - 1) below 0 and x above, and its slope.

    Reduction.  x / alpha is a product with 1 / alpha, which is taken out of the loop for a scalar
                alpha, and the remainder of that, which is exact before it is divided. A negative
                alpha makes exp(x / alpha) large: hence `reduce_exp_full`.
    Value.      alpha (s p + (s - 1)) with exp(x / alpha) = s (1 + p).
    Range.      An alpha below 2^-90 (float), 2^-900 (double) is multiplied by 2^64, and x with it:
                1 / alpha would overflow, and the remainder be subnormal. One of 0 stands for less
                than any float, so that celu is relu.
    """
    zero, one = real(0, x), real(1, x)
    # t + low = x / alpha.
    size = upscale(x) if absolute(alpha) < either(8.077935669463161e-28, 1.1830521861667747e-271, x) else one
    least = either(1.1754943508222875e-38, 2.2250738585072014e-308, x)
    divisor, scaled_x = (least if alpha == zero else alpha * size), x * size
    inverse = one / divisor
    t = scaled_x * inverse
    low = fma(-t, divisor, scaled_x) * inverse
    # exp of that is scale * last * (1 + p), and 1 / last is 2^-64 above 0 and 2^64 below.
    bounded = clamp_exp_high(clamp_exp_low(t))
    r, scale, last = reduce_exp_full(bounded)
    r = r + (low if bounded == t else zero)
    p = expm1_poly(r)
    y = alpha * (fma(scale, p, scale - (unscale(x) if bounded > zero else upscale(x))) * last)
    dydx = fma(scale, p, scale) * last
    # Nearer to 0 it is x, even where x / alpha is subnormal.
    linear = (x > zero) | (absolute(t) <= either(1e-8, 1e-17, x))
    return (x if linear else y), (one if x > zero else dydx)


@scalar
def celu_from_output(y, alpha):
    return real(1, y) if y >= real(0, y) else y / alpha + real(1, y)


@scalar
def selu(x):
    """selu: y = scale alpha (exp(x) - 1) below 0 and scale x above, and its slope.

    Value.      Both constants have two parts, `outer` for scale and `product` for scale alpha.
                outer's second part is positive, so that inf stays inf, and too small to change a
                double. outer x, rounded once, is finite up to where the truth rounds to infinity:
                the float next to scale, which is 3e-8 too large, would not be. product's second
                part takes the value from 1.89 to 1.78 ULP (float, at -0.147 and at -0.303).
    Slope.      product is multiplied into the power of two.
    Rejected.   product times exp(x) as the slope: 1.84 ULP.
    """
    zero, one = real(0, x), real(1, x)
    outer, outer_low = either(1.0507009029388428, 1.0507009873554805, x), either(8.441664078873146e-08, 7.703719777548943e-34, x)
    product, product_low = selu_scale_alpha(x), either(2.3296717444054593e-08, 5.75014648756476e-17, x)
    p, _, scale = expm1_reduced(clamp_exp_low(x))
    s = scale * unscale(x)
    grown = fma(s, p, s - one)
    scaled = product * scale
    y = fma(product, grown, product_low * grown)
    dydx = fma(scaled, p, scaled) * unscale(x)
    return (y if x < zero else fma(x, outer, x * outer_low)), (selu_scale(x) if x > zero else dydx)


@scalar
def selu_from_output(y):
    return selu_scale(y) if y > real(0, y) else y + selu_scale_alpha(y)


@scalar
def gaussian(x):
    """gaussian: y = exp(-x^2), and its slope.

    Reduction.  x^2 has two parts: rounding it to one costs x^2 / 2 ULP, 50 at 10.
    Range.      Beyond 11 (float), 27.4 (double) both are 0 after rounding.
    """
    bounded = clamp_magnitude(x, either(11.0, 27.4, x))
    square, square_low = two_product(bounded, bounded)
    r, scale = reduce_exp(-square)
    r = r - square_low
    e = fma(scale, expm1_poly(r), scale)
    return e * unscale(x), (copysign(real(2, x) * bounded, -x) * e) * unscale(x)


@scalar
def xielu(x, alpha_p, alpha_n, beta):
    """xielu: y = beta x + alpha_n (exp(x) - 1 - x) below 0, beta x + alpha_p x^2 above; its slope.

    Reduction.  exp(x) = s (1 + p), p = exp(r) - 1, s a power of two.
    Value.      t = exp(x) - 1 - x = s (p - r) + (s r + (s - 1) - x), which does not cancel near 0.
                Its two parts and those of beta x are kept, since the terms cancel where the
                function crosses 0 (at -2.43). The error there is about 2^-29 of 1: the nearer the
                crossing, the more last places of the result that is.
    Slope.      y' = alpha_n (exp(x) - 1) + beta, with p in two parts, of expm1_parts. Above 0
                2 alpha_p x + beta, of which half is formed first, since 2 alpha_p may overflow
                where the sum does not.
    Range.      Weights above 2^60 are multiplied by 2^-64, so that the terms do not overflow, least
                of all both against each other. Below -20 (-40 in double), where exp(x) is nothing
                beside 1, y goes on as a straight line of the slope beta - alpha_n.
    """
    zero, one = real(0, x), real(1, x)
    # t in two parts.
    bounded = clamp_expm1(x)
    r, scale = reduce_exp(bounded)
    s = scale * unscale(x)
    p_rest = fma(real(0.5, x), r * r, expm1_cubic(r))
    base = (s - one) - bounded
    t = fma(s, r, base)
    t_low = fma(s, p_rest, fma(s, r, base - t))
    # alpha_n t + beta x below 0, in two parts until the end.
    limit = real(1152921504606846976.0, x)
    large = (absolute(alpha_n) > limit) | (absolute(beta) > limit)
    size = unscale(x) if large else one
    weight_n, weight = alpha_n * size, beta * size
    line, line_low = two_product(weight, bounded)
    curve, curve_low = two_product(weight_n, t)
    low = fma(weight_n, t_low, curve_low) + line_low
    y = (curve + line) + low
    # The straight line beyond the bound. A drift of 0 times infinity would be NaN.
    drift = weight - weight_n
    y = y + (zero if drift == zero else drift * (x - bounded))
    y = y * (upscale(x) if large else one)
    above = x * (beta if alpha_p == zero else fma(alpha_p, x, beta))
    # The slope below 0, and half of it above. Of an alpha_p of 0 infinity times it would be NaN.
    _, _, q, q_low = expm1_parts(bounded)
    steep = alpha_n * s
    dydx = fma(steep, q, fma(alpha_n, s - one, beta)) + steep * q_low
    rising = real(0.5, x) * beta
    rising = rising if alpha_p == zero else fma(alpha_p, x, rising)
    return (above if x > zero else y), (rising + rising if x > zero else dydx)
