"""x times a gate of its own: silu, swish, gelu_tanh, mish and their kin.

The counterpart of `_cython/scalar/self_gated.pxd`, operation for operation: both give the same bits.
"""

import numpy as np
from numba import types
from numba.extending import overload

from ..cores.exponential import expm1_curve, expm1_parts, expm1_poly, expm1_scaled, sum_scaled
from ..cores.reduction import (
    clamp_exp_low,
    exponent_of,
    ln2_high,
    ln2_low,
    log2e,
    power_of_2,
    power_of_2_within,
    reduce_exp,
    reduce_exp_wide,
    rounder,
    rounder_each,
    shrunk,
    unscale,
)
from ..machine import absolute, at_least, at_most, copysign, either, fma, in_double, inlined, negative, real, two_sum
from ..machine import inlined as scalar


@inlined
def reduce_logistic(z, low):
    """(r, scale, one) with one * exp(-z - low) = scale * exp(r), the exponential of a sigmoid.

    Reduction.  `one` is 1 where z is positive, and 2^-64 (float) or 2^-80 (double) where it is
                negative; the scale has the same factor. So x / (one + scale exp(r)), which is to be
                multiplied by `one` last, neither overflows for a large x nor loses places of a
                small one.
    Range.      z may be from -130 (float), -762 (double) to 80, where `scale` is a normal number.
                Beyond 80 exp(-z) is nothing beside 1.
    """
    below = negative(z)
    magic = rounder_each(z, -64, -80) if below else rounder(z, 0)
    shifted = fma(-z, log2e(z), magic)
    k = shifted - magic
    one = shrunk(z) if below else real(1, z)
    exact = fma(k, -ln2_high(z), -z)
    return fma(k, -ln2_low(z), exact) - low, exponent_of(shifted), one


@inlined
def exp2m1_poly(r):
    """2^r - 1 for |r| <= 0.5001, within a relative 2^-26.2, and 2^-27.6 of 2^r.

    Identity.   2^r - 1 = r + r (ln(2) - 1 + r h(r)) with h of degree 4. No rounding but the last is
                of the size of the result, and there is no operation more than in expm1_poly, whose
                first coefficient is 1.
    Rejected.   r ln(2) + r^2 h(r) makes gelu_tanh 2.11 ULP, r (ln(2) + r h(r)) 2.09.
    """
    h = fma(r, np.float32(0.000153771456098184), np.float32(0.0013387729413807392))
    h = fma(r, fma(r, h, np.float32(0.009618322364985943)), np.float32(0.055503666400909424))
    return fma(r, fma(r, fma(r, h, np.float32(0.24022649228572845)), np.float32(-0.3068528175354004)), r)


@inlined
def logistic_unit(z):
    """The `one` of reduce_logistic(z)."""
    return shrunk(z) if negative(z) else real(1, z)


@inlined
def ln2_short(like):
    """The first 42 bits of ln(2), in double: its product with a k below 2^11 is exact."""
    return real(0.6931471805598903, like)


@inlined
def ln2_short_rest(like):
    """What ln2_short lacks of ln(2)."""
    return real(5.497923018708371e-14, like)


def reduce_product(x, q, q_low):
    """(r, scale, excess) with logistic_unit(x) exp(-z) = scale (1 + expm1_of_product(r)).

    z is x (q + q_low), and q is above 0.

    Reduction.  k, a whole number, is taken from x q alone: q_low does not change it. x q itself is
                not rounded before most of it is gone, since an fma takes k away from it.
                In float q and q_low are to be divided by ln(2), which leaves no product with ln(2).
                In double the first part of ln(2) has 42 bits, so that its product with k is exact.
    Range.      That of reduce_logistic, for z.

    `excess` is r less what it stands for, in double; 0 in float.
    """
    raise TypeError("for compiled code only")


def _reduce_product_float(x, q, q_low):
    magic = rounder(x, -64) if negative(x) else rounder(x, 0)
    shifted = fma(-x, q, magic)
    return fma(-x, q_low, fma(-x, q, magic - shifted)), exponent_of(shifted), real(0, x)


def _reduce_product_double(x, q, q_low):
    magic = rounder(x, -80) if negative(x) else rounder(x, 0)
    z = x * q
    shifted = fma(z, -log2e(z), magic)
    k = shifted - magic
    rest = fma(-x, q_low, k * -ln2_short_rest(x))
    minus_k_ln2 = k * -ln2_short(x)
    first = fma(-x, q, minus_k_ln2)
    r = first + rest
    # What the fma rounded, where x q is z and fma(x, q, -z), and what the sum did.
    excess = ((first - (minus_k_ln2 - z)) + fma(x, q, -z)) + ((r - first) - rest)
    return r, exponent_of(shifted), excess


@overload(reduce_product)
def _reduce_product(x, q, q_low):
    return _reduce_product_float if x == types.float32 else _reduce_product_double


def expm1_of_product(r):
    """2^r - 1 in float, exp(r) - 1 in double: what reduce_product leaves to be done."""
    raise TypeError("for compiled code only")


@overload(expm1_of_product)
def _expm1_of_product(r):
    return (lambda r: exp2m1_poly(r)) if r == types.float32 else (lambda r: expm1_poly(r))


def times_logistic(x, bounded, exact, rest, r, scale, unscaled, v, v_low):
    """x sigmoid(z) and its slope by x, for swish; v + v_low is x z'(x), of z's sign.

    `bounded` is x, but finite, where the tails are 0 or x. exp(-|z|) is U exp(-r) for z < 0 and U
    exp(r) for z >= 0, with U = scale * unscaled = 2^k: one polynomial serves both, whose argument
    has taken the sign. Let p = exp(r) - 1; a double has r = exact + rest as well.

    Value.      z <  0:  sigmoid(z) = U / d with d = 1 + p + U
                z >= 0:  sigmoid(z) = 1 / d with d = 1 + U + U p
                Either d is 1 + w, rounded once, and the numerator a power of two, of which
                `unscaled` comes last: a subnormal is rounded once.
                In double d = (1 + U) + (factor p + what 1 + U lost), where factor is 1 or U: one
                rounding instead of two.
    Slope.      N (N + M (1 + v)) / d^2 with the sigmoid N / d and its complement M / d. N is a
                power of two and 1 + v is exact where the bracket cancels (v in [-2, -1/2]), so that
                the zero of the slope costs no accuracy. The quotient is corrected by its residual
                and by what w and 1 + w rounded off; with what 1 + w did alone, silu's is 3.08 ULP
                off at -0.0364. A double has the low parts of p, of 1 + v, of the bracket t and of
                t / d as well.
    Rejected.   In double without these low parts silu is 2.4 ULP off, quick_gelu 2.9 and gelu_tanh
                3.2, which with them are 1.7 for values and 1.9 for slopes (silu and its kin were
                computed in this form before they had logistic_product). Correcting the value by the
                residual, too, gives 1.5 and costs silu a quarter of its time.
    """
    raise TypeError("for compiled code only")


def _times_logistic_float(x, bounded, exact, rest, r, scale, unscaled, v, v_low):
    one, zero = real(1, x), real(0, x)
    below = v < zero
    p = expm1_poly(r)
    u = scale * unscaled
    # The denominator d, and the value.
    factor = one if below else u
    w = fma(factor, p, u)
    d = one + w
    y = (bounded * scale if below else x) / d
    # 1 / d, and how much it is to be corrected by.
    inverse = one / d
    residual = fma(-d, inverse, one) - fma(factor, p, u - (d - one)) * inverse
    # t is the bracket N + M (1 + v), and the slope t / d^2 times N.
    above = one + v
    t = fma(p if below else w, above, (above + u) if below else one)
    t = fma((one + p) if below else w, v_low, t)
    over = t * inverse
    slope = fma(inverse, over, over * (inverse * (residual + residual)))
    return y * (unscaled if below else one), slope * (scale if below else one) * (unscaled if below else one)


def _times_logistic_double(x, bounded, exact, rest, r, scale, unscaled, v, v_low):
    one, zero = real(1, x), real(0, x)
    below = v < zero
    curved = fma(r * r, expm1_curve(r), rest)
    p = curved + exact
    u = scale * unscaled
    # The denominator d = (1 + U) + part, and the value.
    factor = one if below else u
    whole = one + u
    part = fma(factor, p, u - (whole - one))
    d = whole + part
    y = (bounded * scale if below else x) / d
    # 1 / d, and how much it is to be corrected by; p_low is what factor p lacks.
    inverse = one / d
    p_low = factor * (curved - (p - exact))
    residual = fma(-d, inverse, one) - ((part - (d - whole)) + p_low) * inverse
    # t is the bracket N + M (1 + v), in two parts, as is t / d; the slope is t / d^2 times N.
    w = fma(factor, p, u)
    above = one + v
    above_low = (v - (above - one)) + v_low
    first = (above + u) if below else one
    t = fma(p if below else w, above, first)
    t_low = (u - (first - above)) if below else fma(u, p, u - w) * above
    t_low = fma(p_low, above, fma((one + p) if below else w, above_low, t_low))
    over = t * inverse
    over_low = fma(t_low, inverse, fma(t, inverse, -over))
    slope = fma(inverse, over, inverse * fma(over, residual + residual, over_low))
    return y * (unscaled if below else one), slope * (scale if below else one) * (unscaled if below else one)


@overload(times_logistic)
def _times_logistic(x, bounded, exact, rest, r, scale, unscaled, v, v_low):
    return _times_logistic_float if x == types.float32 else _times_logistic_double


def logistic_product(x, p, scale, one, v, v_low, known):
    """x sigmoid(z) and its slope by x; v + v_low is x z'(x), `known` if v_low is 0.

    one * exp(-z) is scale (1 + p), with `one` and scale as of reduce_logistic(z). Let E = exp(-z).

    Value.      x / (1 + E), as x / (one + scale (1 + p)) * one.
    Slope.      (1 + E (1 + v)) / (1 + E)^2, in which 1 + v is exact where the terms cancel (v in
                [-2, -1/2]), so that the zero of the slope costs no accuracy. It is corrected by the
                residual of the quotient and by what the sum 1 + E rounded off: without, silu's is
                3.7 ULP off at 1.26.
                In double the numerator t and t / d have low parts: without that of the quotient
                silu's slope is 2.3 ULP off at 1.03; it is 1.6 so. With what 1 + v, the first fma
                and p round off as well it is .83, which nobody needs.
                In double the greater of the powers of two is added last, as in sum_scaled.
    Rejected.   exp(-|z|) on either side of 0, with seven selects, as times_logistic has it for
                swish: that took silu 1.5 times as long and gelu_tanh 2.3 times (float32). Here
                there is one polynomial, and in float no select but by the sign of z.
    """
    raise TypeError("for compiled code only")


def _logistic_product_float(x, p, scale, one, v, v_low, known):
    unit = real(1, x)
    # The denominator d = one + scale (1 + p), and what its two roundings lost.
    w = fma(scale, p, one)
    d = w + scale
    lost = (w - (d - scale)) + fma(scale, p, one - w)
    inverse = unit / d
    residual = fma(-d, inverse, unit) - lost * inverse
    # The numerator t = one + scale (1 + p) (1 + v).
    above = unit + v
    grown = scale * p
    first = fma(scale, above, one)
    t = fma(grown, above, first)
    if not known:
        t = fma(scale + grown, v_low, t)
    over = t * inverse
    slope = fma(inverse, over, over * (inverse * (residual + residual)))
    return x / d * one, slope * one


def _logistic_product_double(x, p, scale, one, v, v_low, known):
    unit = real(1, x)
    greater, less = (scale if scale > one else one), (one if scale > one else scale)
    # The denominator d = one + scale (1 + p), and what its two roundings lost.
    w = fma(scale, p, less)
    d = w + greater
    lost = (w - (d - greater)) + fma(scale, p, less - w)
    inverse = unit / d
    residual = fma(-d, inverse, unit) - lost * inverse
    # The numerator t = one + scale (1 + p) (1 + v), and what its rounding lost.
    above = unit + v
    grown = scale * p
    first = fma(scale, above, one)
    t = fma(grown, above, first)
    t_low = fma(grown, above, first - t)
    if not known:
        t_low = fma(scale + grown, v_low, t_low)
    over = t * inverse
    slope = fma(inverse, over, inverse * fma(over, residual + residual, fma(t_low, inverse, fma(t, inverse, -over))))
    return x / d * one, slope * one


@overload(logistic_product)
def _logistic_product(x, p, scale, one, v, v_low, known):
    return _logistic_product_float if x == types.float32 else _logistic_product_double


@scalar
def silu(x):
    """silu: y = x sigmoid(x), down to subnormal results, and its slope.

    Range.      Below -110 (float), -752.5 (double) y and y' are 0. Above 80 the sigmoid is 1 and
                y = x; the exponential need not go further.
    """
    lower = at_least(x, either(-110.0, -752.5, x))
    bounded = at_most(lower, real(80, x))
    r, scale, one = reduce_logistic(bounded, real(0, x))
    return logistic_product(lower, expm1_poly(r), scale, one, bounded, real(0, x), True)


@scalar
def quick_gelu(x):
    """quick_gelu: y = x sigmoid(z) with z = 1.702 x, and its slope.

    Reduction.  z is the sum of two floats: rounding it to one costs up to 50 ULP in the tail.
    Range.      Below -65 (float), -442 (double) y and y' are 0. At 47 z is 80, as far as in silu.
    """
    lower = at_least(x, either(-65.0, -442.0, x))
    bounded = at_most(lower, real(47, x))
    factor, factor_low = either(1.7020000219345093, 1.702, x), either(-2.193450927734375e-08, 4.263256414560601e-17, x)
    z = factor * bounded
    low = fma(factor_low, bounded, fma(factor, bounded, -z))
    r, scale, one = reduce_logistic(z, low)
    return logistic_product(lower, expm1_poly(r), scale, one, z, low, False)


@scalar
def steep_silu(x, steepness):
    """x sigmoid(steepness x) and its slope: what gates of a steepness have in place of swish, in half the time.

    Reduction.  z = steepness x is the sum of two floats, as in quick_gelu. A negative steepness is that of -x.
    Range.      Below z = -110 (float), -752.5 (double) y is 0: so it is after rounding if the steepness is 0.5 or more. For
                less, swish goes further. At 1 it has silu's bits.
    """
    zero = real(0, x)
    mirrored, a = steepness < zero, absolute(steepness)
    u = -x if mirrored else x
    lowest = either(-110.0, -752.5, x) / a
    lower = at_least(u, lowest)
    bounded = at_most(lower, real(80, x) / a)
    z = a * bounded
    low = fma(a, bounded, -z)
    r, scale, one = reduce_logistic(z, low)
    y, slope = logistic_product(copysign(zero, u) if u < lowest else u, expm1_poly(r), scale, one, z, low, False)
    return (-y if mirrored else y), slope


def gelu_tanh_argument(v, v_low, excess):
    """v + v_low in two parts, as gelu_tanh's slope needs them.

    In float they are multiplied by ln(2), which reduce_product has them divided by. In double its r
    is too large by `excess`, and so is its exponential E by E excess: v less (1 + v) excess makes up
    for that in the slope's E (1 + v).
    """
    raise TypeError("for compiled code only")


def _gelu_tanh_argument_float(v, v_low, excess):
    ln2 = ln2_high(v)
    whole = v * ln2
    return whole, fma(v_low, ln2, fma(v, ln2_low(v), fma(v, ln2, -whole)))


@overload(gelu_tanh_argument)
def _gelu_tanh_argument(v, v_low, excess):
    if v == types.float32:
        return _gelu_tanh_argument_float
    # Without `excess`, the slope is 2.08 ULP off at -0.68516.
    return lambda v, v_low, excess: (v, v_low - (1.0 + v) * excess)


@scalar
def gelu_tanh_factor(x):
    """(q, q_low, above) with gelu_tanh = x sigmoid(x (q + q_low)); above is q less its first term.

    Identity.   q = 2 sqrt(2 / pi) (1 + 0.044715 x^2) = a + b x^2, where a and b have low parts. In
                float all of these are divided by ln(2), for reduce_product.
                `a` has so few places that q - a is exact however large q is.
    """
    a, a_low = either(2.3022079467773438, 1.5957691216057341, x), gelu_tanh_rest(x)
    b, b_low = either(0.10294324159622192, 0.07135481627260025, x), either(-2.016198541454628e-09, -6.175149918155315e-19, x)
    square = x * x
    q = fma(b, square, a)
    above = q - a
    # What q, x^2, b and a were rounded by.
    return q, fma(b, square, -above) + fma(b, fma(x, x, -square), fma(b_low, square, a_low)), above


@scalar
def gelu_tanh_rest(x):
    """a_low of gelu_tanh_factor."""
    return either(2.513669699055754e-07, -3.430362161966579e-15, x)


@scalar
def gelu_tanh_from(x):
    """x, but no lower than where the value and the slope of gelu_tanh are 0."""
    return at_least(x, either(-11.0, -21.594, x))


@scalar
def gelu_tanh_to(x):
    """x, but no higher than where gelu_tanh is x: z is 71.2 there, in reduce_logistic's range."""
    return at_most(x, real(9.25, x))


@scalar
def gelu_tanh_first(x):
    """The first of two stages of gelu_tanh's value: the reduction of its exponential."""
    bounded = gelu_tanh_to(gelu_tanh_from(x))
    q, q_low, _ = gelu_tanh_factor(bounded)
    r, scale, _ = reduce_product(bounded, q, q_low)
    return r, scale


@scalar
def gelu_tanh_second(x, r, scale):
    """The second: the exponential and the quotient."""
    lower, one = gelu_tanh_from(x), logistic_unit(x)
    return lower / sum_scaled(one, scale, expm1_of_product(r)) * one


@scalar
def gelu_tanh(x):
    """gelu_tanh: y = x sigmoid(z) with z = x q, q = a + b x^2 of gelu_tanh_factor, and its slope.

    Identity.   z' = a + 3 b x^2 = q + 2 (q - a)
    Reduction.  q and v = x z' are the sums of two floats.
    Range.      Below -11 (float), -21.594 (double) y and y' are 0; above 9.25 y = x and y' = 1.
    """
    lower = gelu_tanh_from(x)
    bounded = gelu_tanh_to(lower)
    q, q_low, above = gelu_tanh_factor(bounded)
    # z' in two parts: three of q's low part, less the two of a's that are too many.
    dz = fma(real(2, x), above, q)
    dz_low = fma(real(2, x), above, q - dz) + fma(real(3, x), q_low, real(-2, x) * gelu_tanh_rest(x))
    v = bounded * dz
    v_low = fma(bounded, dz_low, fma(bounded, dz, -v))
    r, scale, excess = reduce_product(bounded, q, q_low)
    v, v_low = gelu_tanh_argument(v, v_low, excess)
    return logistic_product(lower, expm1_of_product(r), scale, logistic_unit(x), v, v_low, False)


@scalar
def corrected_product(a, a_low, b, c, relative):
    """(a + a_low) b c (1 + relative), where the roundings of both products are kept.

    What is left is the rounding of the result and that of a sum smaller than it.
    """
    ab = a * b
    abc = ab * c
    low = fma(ab, c, -abc) + fma(a_low, b, fma(a, b, -ab)) * c
    return abc + fma(abc, relative, fma(low, relative, low))


@scalar
def fma_parts(a, b, c):
    """a b + c as the sum of two floats."""
    product = a * b
    high, lost = two_sum(product, c)
    return high, fma(a, b, -product) + lost


@scalar
def scaled_parts(s, p, p_low):
    """s (1 + p + p_low) as the sum of two floats, with p and p_low of expm1_parts."""
    whole = fma(s, p, s)
    return whole, fma(s, p_low, fma(s, p, s - whole))


def mish_in_double(x):
    """(mish, its slope) in double, from where `mish` rounds to the type of x."""
    raise TypeError("for compiled code only")


@inlined
def exp_for_float(x):
    """exp(x) for a double |x| <= 700, within a relative 2^-27, which is what a float's functions need.

    Reduction.  One product with ln(2) will do: what it rounds off is nothing beside 2^-27.
    Value.      The polynomial is that of a float's expm1_curve.
    """
    magic = rounder(x, 0)
    shifted = fma(x, log2e(x), magic)
    r = fma(shifted - magic, -ln2_high(x), x)
    r2 = r * r
    h = fma(r, 0.008366534486413002, 0.041666705161333084)
    h = fma(r2, 0.0013912037247791886, h)
    h = fma(r2, h, fma(r, 0.1666654348373413, 0.5))
    scale = exponent_of(shifted)
    return fma(scale, fma(r2, h, r), scale)


def _mish_for_float(x):
    lower = at_least(np.float64(x), -125.0)
    bounded = at_most(lower, 40.0)
    e = exp_for_float(bounded)
    n = e * (e + 2.0)
    inverse = 1.0 / (n + 2.0)
    bracket = fma(e, fma(e, e + 4.0, fma(4.0, bounded, 6.0)), fma(4.0, bounded, 4.0))
    return lower * n * inverse, (e * inverse) * (bracket * inverse)


def _mish_for_double(x):
    below = x < -0.3125
    above = x > 22.0
    bounded = at_most(clamp_exp_low(x), 22.0)
    scale, _, p, p_low = expm1_parts(bounded)
    s = scale * unscale(x)
    e, e_low = scaled_parts(s, p, p_low)
    # d, what its roundings lost, and by how much 1 / d is to be corrected.
    t = e + 2.0
    d = fma(e, t, 2.0)
    d_low = fma(e, t, 2.0 - d) + e * (e - (t - 2.0))
    inverse = 1.0 / d
    error = fma(-d, inverse, 1.0) - d_low * inverse
    # The small term of either side: e (1 + e) / d or 2 / d.
    z = (fma(e, e, e) if below else 2.0) * inverse
    z = fma(z, error, z)
    # Below: x e in two parts, the second of which is multiplied by the derivative.
    xe, xe_low = scaled_parts(bounded * scale, p, p_low)
    lost = xe_low * (4.0 * (1.0 + e) * inverse * inverse)
    y = (xe + fma(-z, xe, lost)) * unscale(x) if below else fma(-x, z, x)
    # The slope's bracket is inner + inner_low = 4 (1 + x) + e factor; factor = 6 + 4 x + 4 e + e^2.
    base = fma(4.0, bounded, 6.0)
    line = fma(4.0, e, base)
    factor = fma(e, e, line)
    inner, inner_low = fma_parts(e, factor, 4.0 * (bounded + 1.0))
    # What the factor lost, times e; what e lost, times the derivative 6 + 4 x + 8 e + 3 e^2.
    inner_low = fma(e, fma(e, e, line - factor) + fma(4.0, e, base - line), inner_low)
    inner_low = fma(e_low, fma(e, fma(3.0, e, 8.0), base), inner_low)
    # What e lost is missing in 1 / d, too, which stands squared. 1 + relative is
    # (1 + p + p_low) (1 + error)^2, but for products of errors.
    error = fma(-2.0 * e_low, (1.0 + e) * inverse, error)
    error = error + error
    relative = fma(p, error, error) + (p + p_low)
    dydx = corrected_product(inner, inner_low, inverse, scale * inverse, relative) * unscale(x)
    return (x if above else copysign(y, x)), (1.0 if above else dydx)


@overload(mish_in_double)
def _mish_in_double(x):
    return _mish_for_float if x == types.float32 else _mish_for_double


@scalar
def mish(x):
    """mish: y = x tanh(log(1 + e)) with e = exp(x), and its slope. Let n = e (e + 2) and d = n + 2.

    Identity.   tanh(log(1 + e)) = n / d = 1 - 2 / d
    Slope.      y' = e (4 (1 + x) + e (6 + 4 x + 4 e + e^2)) / d^2, whose bracket crosses 0 at
                x = -1.19.
    In float.   Both are computed in double as they stand, and rounded once. In half as many lanes
                that takes .7 of the time that float's own error terms did (docs/speed/faithful.md),
                which left 1.93 ULP. No tail needs a select: from 40 on n / d is 1, and at -125 y and
                y' are 0 after rounding.

    In double:

    Reduction.  e = s (1 + p), s a power of two, of which U, 2^-64, is multiplied in last, so that a
                subnormal result is rounded once.
    Value.      x >= -0.3125:  y = x - x (2 / d)
                x <  -0.3125:  y = x e (1 - e (1 + e) / d)
                On each side the term that carries errors is the small one, and 1 / d is corrected.
                x s is exact; what x s (1 + p) lost comes back times 4 (1 + e) / d^2, the derivative
                of 1 - 2 / d by e.
    Slope.      Where the bracket crosses 0 its terms are exact or small; it is the sum of two
                doubles, and what e lost comes back. 6 + 4 x + 4 e has two parts: 1.92 ULP at -1.085
                without.
    Range.      Above 22: y = x, y' = 1. Both are 0 where clamp_exp_low bounds x.
    Rejected.   In the precision of x itself y = x e (e + 2) / d as it stands loses 3.2 ULP, by the
                roundings of e + 2 and d, and 46 ULP below -87. y' from e (e + 2) d + 4 x e (1 + e)
                is 23 ULP of 2^-6 off at its zero.
    """
    y, dydx = mish_in_double(x)
    return real(y, x), real(dydx, x)


@scalar
def elish(x):
    """elish: y = x / (1 + exp(-x)) for x >= 0, (exp(x) - 1) / (1 + exp(-x)) below, and its slope.

    Let e = exp(-|x|), m = e - 1 and d = 1 + e: y is x / d and m e / d.

    Reduction.  e = s (1 + p), of which U is multiplied in last below 0, as in `mish`.
    Value.      -1.2 < x < 0:  y = m (1 + m / d) / 2
                x <= -1.2:     y = -e (1 - 2 e / d)
                These and x / d have the same division, and its error is put back. What rounding e
                lost is put back far below 0, times (e^2 + 2 e - 1) / d^2, the derivative of m e / d
                by e.
    Slope.      x <  0:  y' = e (e^2 + 2 e - 1) / d^2
                x >= 0:  y' = (1 + e + x e) / d^2
                What rounding e lost is put back: without, y' is 13 ULP of 2^-6 off at -0.78, beside
                its zero. Above 0 the numerator has it in double alone: 2.08 ULP at 1.258 without.
    Range.      Above 20 (float), 40 (double): y = x. y and y' are 0 where clamp_exp_low bounds x
                below.
    Rejected.   m e / d as it stands is 2.7 ULP off.
    """
    one = real(1, x)
    below = x < real(0, x)
    close = x > real(-1.2, x)
    bounded = clamp_exp_low(-absolute(x))
    scale, _, p, p_low = expm1_parts(bounded)
    s = scale * unscale(x)
    e, e_low = scaled_parts(s, p, p_low)
    e_scaled, e_scaled_low = scaled_parts(scale, p, p_low)
    # 1 / d, and by how much it is to be corrected.
    d = one + e
    inverse = one / d
    error = fma(-d, inverse, one) - (e - (d - one)) * inverse
    # The division of all three: m, 2 e or |x| by d.
    grown = fma(s, p, s - one) + s * p_low
    y = ((grown if close else e + e) if below else -bounded) * inverse
    y = fma(y, error, y)
    # The value below 0; `crossing` is e^2 + 2 e - 1.
    crossing, crossing_low = fma_parts(e, e, e + e - one)
    lost = e_scaled_low * (crossing * inverse * inverse)
    far = (fma(y, e_scaled, lost) - e_scaled) * unscale(x)
    near = real(0.5, x) * fma(grown, y, grown)
    # The slope's numerator, but for the factor e below 0, with what it lost, and what e did times
    # its derivative.
    inner = crossing if below else fma(-bounded, e, d)
    lost_above = (fma(-bounded, e, d - inner) + (e - (d - one))) + e_low * (one - bounded)
    inner_low = fma(e_low, e + e + real(2, x), crossing_low) if below else in_double(lost_above)
    # What e lost is missing in 1 / d, too, which stands squared.
    error = fma(-e_low, inverse, error)
    error = error + error
    relative = (fma(p, error, error) + (p + p_low)) if below else error
    dydx = corrected_product(inner, inner_low, inverse, (scale if below else one) * inverse, relative)
    y = x if x > either(20.0, 40.0, x) else y
    return copysign((near if close else far) if below else y, x), (dydx * unscale(x) if below else dydx)


@scalar
def hard_elish(x):
    """hard_elish: y = x g for x >= 0 and (exp(x) - 1) g below, and its slope.

    g = (x + 1) / 2, within [0, 1], is the gate; let e = exp(x).

    Slope.      x < 0: (e (x + 2) - 1) / 2. e is the sum of two floats, for the zero at -0.44: 17
                ULP of 2^-6 without. x >= 0: x + 1/2.
    Range.      From 1 on y = x, y' = 1, and up to -1 both are 0.
    """
    zero, one, half = real(0, x), real(1, x), real(0.5, x)
    bounded = at_most(at_least(x, -one), one)
    # The gate, in two parts, and the value below 0.
    gate = fma(half, bounded, half)
    gate_low = fma(half, bounded, half - gate)
    r, scale = reduce_exp(bounded)
    grown = expm1_scaled(r, scale)
    lower = fma(grown, gate, grown * gate_low)
    # The slope has an exponential of its own, in two parts.
    scale, _, p, p_low = expm1_parts(bounded)
    e, e_low = scaled_parts(scale * unscale(x), p, p_low)
    dydx = half * fma(e_low, bounded + real(2, x), fma(e, bounded, e + e - one))
    dydx = dydx if x < zero else x + half
    dydx = one if x >= one else dydx
    return (lower if x < zero else x * gate), (zero if x <= -one else dydx)


@scalar
def swish(x, beta):
    """swish: y = x sigmoid(z) with z = beta x, and its slope by x.

    Reduction.  z is the sum of two floats, as in quick_gelu.
                A small beta lets x be large where the sigmoid is tiny, so that the power of two
                goes further down than silu's, in three factors, one of which x takes. The slope has
                no factor x, and needs but two.
    Range.      At z = -197 (float), -1460 (double) x exp(z) is 0 for the largest x: z goes no
                further. Two factors reach 2^-250 (float), 2^-2000 (double).
                With beta = 0 y = x / 2, for an infinite x as well.
    """
    zero = real(0, x)
    lowest = either(-197.0, -1460.0, x)
    deepest = either(-250.0, -2000.0, x)
    z = zero if beta == zero else beta * x
    outside = absolute(z) > -lowest
    low = zero if outside or beta == zero else fma(beta, x, -z)
    z = copysign(-lowest, z) if outside else z
    exact, rest, r, k = reduce_exp_wide(-absolute(z))
    # 2^k as three factors: first, second, and what k has below `deepest`, which goes into x.
    reached = deepest if k < deepest else k
    first, second = power_of_2(reached)
    bounded = (copysign(zero, x) if outside else x) * power_of_2_within(k - reached)
    # times_logistic's argument has z's sign.
    below = z < zero
    exact, rest, r = (-exact if below else exact), (-rest if below else rest) - low, (-r if below else r) - low
    return times_logistic(x, bounded, exact, rest, r, first, second, z, low)
