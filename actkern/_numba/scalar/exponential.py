"""Functions of exp and log, and the exponential units.

The counterpart of `src_cython/scalar/exponential.pxd`, operation for operation: both give the same bits.
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
from ..cores.logarithm import log1p_full, log_sum
from ..cores.reduction import (
    clamp_exp,
    clamp_exp_low,
    exponent_of,
    ln2_high,
    ln2_low,
    log2e,
    reduce_exp,
    reduce_exp_deep,
    reduce_exp_full,
    rounder,
    unscale,
)
from ..machine import absolute, at_least, at_most, copysign, either, fma, in_double, inlined, real
from ..machine import inlined as scalar


@inlined
def expm1_lost(x, r, p):
    """What the last sum of p in expm1_reduced(x) lost, in double; 0 in float."""
    magic = rounder(x, 64)
    k = fma(x, log2e(x), magic) - magic
    t = fma(k, -ln2_high(x), x)
    low = k * -ln2_low(x)
    return in_double((t - p) + fma(r * r, expm1_curve(r), low))


@inlined
def expm1_full(x):
    """exp(x) - 1 for every x. The scale is 2^(k - 64) on both sides: below k = -29 (-57 in double) the result is -1.

    Where k = 0 it is the polynomial itself: a subnormal x would not survive the scaling.
    """
    lowest, highest = either(-20.0, -40.0, x), either(89.0, 710.0, x)
    bounded = lowest if x < lowest else x
    bounded = highest if bounded > highest else bounded
    magic = rounder(x, -64)
    shifted = fma(bounded, log2e(x), magic)
    k = shifted - magic
    t = fma(k, -ln2_high(x), bounded)
    rest = -ln2_low(x)
    scale = exponent_of(shifted)
    p = expm1_two(t, k * rest, fma(k, rest, t))
    scaled = fma(scale, p, scale - unscale(x)) * real(18446744073709551616.0, x)
    return copysign(p if k == real(0, x) else scaled, x)


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
    """log of 1 - e, e = exp(-x) = s + s p, in two parts: high = (1 - s) - s p, and what its roundings lost.

    Near 0 the high part is -p, as good as expm1; far out the low part is -e itself and log_sum passes it through.
    A subnormal high part is multiplied by 2^64 for log_sum. The slope's quotient, e / high, is corrected in double: 2.86 ULP at
    0.412 without, mostly the last rounding of p.
    """
    zero, one = real(0, x), real(1, x)
    bounded = clamp_exp(-x)
    p, r, scale = expm1_reduced(bounded)
    s = scale * unscale(x)
    rest = one - s
    high = fma(-s, p, rest)
    low = fma(-s, p, (rest - high) + ((one - rest) - s))
    small = high < either(1e-30, 1e-300, x)
    y = log_sum(high * real(18446744073709551616.0, x) if small else high, low)
    y = y - (real(44.3614195558365, x) if small else zero)
    near = x < one
    e = fma(scale, p, scale)
    e_unscale, dydx_unscale = (unscale(x) if near else one), (one if near else unscale(x))
    quotient = e * e_unscale / high
    p_low = expm1_lost(bounded, r, p)
    e_low = (fma(scale, p, scale - e) + scale * p_low) * e_unscale
    residual = fma(-quotient, high, e * e_unscale) + (e_low - quotient * (low - s * p_low))
    # 1 / high is 1 more than the slope.
    correction = zero if small else residual * fma(quotient, dydx_unscale, one)
    dydx = (quotient - in_double(-correction)) * dydx_unscale
    edge = real(np.inf, x) if x == zero else real(np.nan, x)
    return (y if x > zero else -edge), (dydx if x > zero else edge)


@scalar
def elu(x, alpha):
    """The slope's 2^-64 goes to a large alpha, whose product with exp(x) would overflow, and comes last for a small one. A large
    alpha also lets it be a number where exp(x) is none, hence `reduce_exp_deep`.
    """
    zero, one = real(0, x), real(1, x)
    r, scale, last = reduce_exp_deep(at_least(x, either(-197.0, -1460.0, x)))
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
    """x / alpha as a product with 1 / alpha (taken out of the loop for a scalar alpha) and its exact remainder.

    A small alpha is multiplied by 2^64, and x with it: 1 / alpha would overflow, and the remainder be subnormal. One of 0 stands
    for less than any float, so that celu is relu. A negative one makes exp(x / alpha) large: hence `reduce_exp_full`.
    """
    zero, one, grown = real(0, x), real(1, x), real(18446744073709551616.0, x)
    size = grown if absolute(alpha) < either(8.077935669463161e-28, 1.1830521861667747e-271, x) else one
    least = either(1.1754943508222875e-38, 2.2250738585072014e-308, x)
    divisor, scaled_x = (least if alpha == zero else alpha * size), x * size
    inverse = one / divisor
    t = scaled_x * inverse
    bounded = at_most(clamp_exp_low(t), either(89.0, 710.0, x))
    low = fma(-t, divisor, scaled_x) * inverse
    r, scale, last = reduce_exp_full(bounded)
    r = r + (low if bounded == t else zero)
    p = expm1_poly(r)
    y = alpha * (fma(scale, p, scale - (unscale(x) if bounded > zero else grown)) * last)
    dydx = fma(scale, p, scale) * last
    # Nearer to 0 it is x, even where x / alpha is subnormal.
    linear = (x > zero) | (absolute(t) <= either(1e-8, 1e-17, x))
    return (x if linear else y), (one if x > zero else dydx)


@scalar
def celu_from_output(y, alpha):
    return real(1, y) if y >= real(0, y) else y / alpha + real(1, y)


@scalar
def selu(x):
    """Both constants have two parts. The second of `outer` is positive, so that inf stays inf, and too small to change a double:
    outer x rounded once is finite up to where the truth rounds to infinity (rounded to float, outer is 3e-8 too large).
    That of `product` takes the value from 1.89 to 1.78 ULP (float, -0.147 and -0.303). product is multiplied into the power
    of two for the slope: 1.84 ULP as a product with exp.
    """
    zero, one = real(0, x), real(1, x)
    outer, outer_low = either(1.0507009029388428, 1.0507009873554805, x), either(8.441664078873146e-08, 7.703719777548943e-34, x)
    product, product_low = real(1.7580993408473766, x), either(2.3296717444054593e-08, 5.75014648756476e-17, x)
    p, _, scale = expm1_reduced(clamp_exp_low(x))
    s = scale * unscale(x)
    grown = fma(s, p, s - one)
    scaled = product * scale
    y = fma(product, grown, product_low * grown)
    dydx = fma(scaled, p, scaled) * unscale(x)
    return (y if x < zero else fma(x, outer, x * outer_low)), (real(1.0507009873554805, x) if x > zero else dydx)


@scalar
def selu_from_output(y):
    return real(1.0507009873554805, y) if y > real(0, y) else y + real(1.7580993408473766, y)


@scalar
def gaussian(x):
    """exp of -x^2 in two parts: rounding the square alone costs x^2 / 2 ULP, 50 at 10."""
    highest = either(11.0, 27.4, x)
    bounded = absolute(x)
    bounded = highest if bounded > highest else bounded
    square = bounded * bounded
    r, scale = reduce_exp(-square)
    r = r - fma(bounded, bounded, -square)
    e = fma(scale, expm1_poly(r), scale)
    return e * unscale(x), (copysign(real(2, x) * bounded, -x) * e) * unscale(x)


@scalar
def xielu(x, alpha_p, alpha_n, beta):
    """Below 0 alpha_n t + beta x, where t = exp(x) - 1 - x = s (p - r) + (s r + (s - 1) - x) does not cancel near 0.

    The two terms cancel where the function crosses 0 (at -2.43), and errors are kept: t and beta x in two parts, the sum
    too. There the error is about 2^-29 of 1, and no fewer last places of the result near the crossing itself. Large weights are
    multiplied by 2^-64, so that the terms do not overflow, least of all both against each other.
    """
    zero, one = real(0, x), real(1, x)
    lowest = either(-20.0, -40.0, x)
    bounded = lowest if x < lowest else x
    r, scale = reduce_exp(bounded)
    s = scale * unscale(x)
    p_rest = fma(real(0.5, x), r * r, expm1_cubic(r))
    base = (s - one) - bounded
    t = fma(s, r, base)
    t_low = fma(s, p_rest, fma(s, r, base - t))
    large = (absolute(alpha_n) > real(1152921504606846976.0, x)) | (absolute(beta) > real(1152921504606846976.0, x))
    size = unscale(x) if large else one
    weight_n, weight = alpha_n * size, beta * size
    line = weight * bounded
    curve = weight_n * t
    low = fma(weight_n, t_low, fma(weight_n, t, -curve)) + fma(weight, bounded, -line)
    y = (curve + line) + low
    drift = weight - weight_n
    y = y + (zero if drift == zero else drift * (x - bounded))
    y = y * (real(18446744073709551616.0, x) if large else one)
    above = x * (beta if alpha_p == zero else fma(alpha_p, x, beta))
    _, _, q, q_low = expm1_parts(bounded)
    steep = alpha_n * s
    dydx = fma(steep, q, fma(alpha_n, s - one, beta)) + steep * q_low
    rising = real(0.5, x) * beta
    rising = rising if alpha_p == zero else fma(alpha_p, x, rising)
    return (above if x > zero else y), (rising + rising if x > zero else dydx)
