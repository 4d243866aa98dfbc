"""x times a gate of its own: silu, swish, gelu_tanh, mish and their kin.

The counterpart of `src_cython/scalar/self_gated.pxd`, operation for operation: both give the same bits.
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
    """(r, scale, one) with one * exp(-z - low) = scale * exp(r), for z from -130 to 80 (float), in double from -762 on.

    `one` is 1 where z is positive, and shrunk where it is negative: so x / (one + scale exp(r)) neither overflows for large x nor
    loses places for small, and one comes last.
    """
    below = negative(z)
    magic = rounder_each(z, -64, -80) if below else rounder(z, 0)
    shifted = fma(-z, log2e(z), magic)
    k = shifted - magic
    last = -ln2_low(z)
    one = shrunk(z) if below else real(1, z)
    exact = fma(k, -ln2_high(z), -z)
    return fma(k, last, exact) - low, exponent_of(shifted), one


@inlined
def exp2m1_poly(r):
    """2^r - 1 for |r| <= 0.5001, within a relative 2^-26.2, and 2^-27.6 of 2^r.

    r + r (ln(2) - 1 + r h(r)), h of degree 4: no rounding but the last is of the size of the result, and no operation more
    than in expm1_poly, whose first coefficient is 1. r ln(2) + r^2 h(r) makes gelu_tanh 2.11 ULP, r (ln(2) + r h(r)) 2.09.
    """
    h = fma(r, np.float32(0.000153771456098184), np.float32(0.0013387729413807392))
    h = fma(r, fma(r, h, np.float32(0.009618322364985943)), np.float32(0.055503666400909424))
    return fma(r, fma(r, fma(r, h, np.float32(0.24022649228572845)), np.float32(-0.3068528175354004)), r)


@inlined
def logistic_unit(z):
    """The `one` of reduce_logistic(z)."""
    return shrunk(z) if negative(z) else real(1, z)


def reduce_product(x, q, q_low):
    """(r, scale, excess) with logistic_unit(x) * exp(-z) = scale (1 + expm1_of_product(r)) for z = x (q + q_low), q > 0.

    The low part of x q is left out. In float q and q_low are to be divided by ln(2), so that k, a whole number, is taken from
    x q as it stands: no product with ln(2), and x q is rounded once, when most of it is gone. In double the first part of
    ln(2) has 42 bits, so that its product with k is exact; excess is r less what it stands for, in double.
    """
    raise TypeError("for compiled code only")


def _reduce_product_float(x, q, q_low):
    magic = rounder(x, -64) if negative(x) else rounder(x, 0)
    shifted = fma(-x, q, magic)
    return fma(-x, q_low, fma(-x, q, magic - shifted)), exponent_of(shifted), np.float32(0)


def _reduce_product_double(x, q, q_low):
    magic = rounder(x, -80) if negative(x) else rounder(x, 0)
    z = x * q
    shifted = fma(z, -log2e(z), magic)
    k = shifted - magic
    rest = fma(-x, q_low, k * -5.497923018708371e-14)
    minus_k_ln2 = k * -0.6931471805598903
    first = fma(-x, q, minus_k_ln2)
    r = first + rest
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
    """x sigmoid(z) and its slope by x; v + v_low is x z'(x), of z's sign; `bounded` is x, but finite, where the tails are 0 or x.

    With exp(-|z|) = U exp(-r) for z < 0 and U exp(r) for z >= 0, U = scale * unscaled = 2^k, sigmoid is U / (1 + p + U) or
    1 / (1 + U + U p), where p = exp(r) - 1: one polynomial, whose argument has taken the sign. Either denominator is
    d = 1 + w, rounded once, and the numerator a power of two, of which `unscaled` comes last: a subnormal is rounded once.

    The slope is N (N + M (1 + v)) / d^2 with the sigmoid N / d and its complement M / d. N is a power of two and 1 + v is exact
    where the bracket cancels (v in [-2, -1/2]), so that the zero of the slope costs no accuracy. The quotient is
    corrected by its residual and by what w and 1 + w rounded off (with the latter alone silu's is 3.08 ULP off at -0.0364).

    A double has the low parts of p, 1 + v, t and t / d as well, with r = exact + rest, and d = (1 + U) + (factor p + what
    1 + U lost), one rounding instead of two: 1.7 ULP for values and 1.9 for slopes, where silu's was 2.4, quick_gelu's 2.9 and
    gelu_tanh's 3.2. Correcting the value by the residual, too, gives 1.5 and costs silu a quarter of its time.
    """
    raise TypeError("for compiled code only")


def _times_logistic_float(x, bounded, exact, rest, r, scale, unscaled, v, v_low):
    one, zero = np.float32(1), np.float32(0)
    negative = v < zero
    p = expm1_poly(r)
    u = scale * unscaled
    factor = one if negative else u
    w = fma(factor, p, u)
    d = one + w
    y = ((bounded * scale if negative else x) / d) * (unscaled if negative else one)
    inverse = one / d
    residual = fma(-d, inverse, one) - fma(factor, p, u - (d - one)) * inverse
    above = one + v
    t = fma(p if negative else w, above, (above + u) if negative else one)
    t = fma((one + p) if negative else w, v_low, t)
    over = t * inverse
    slope = fma(inverse, over, over * (inverse * (residual + residual)))
    return y, slope * (scale if negative else one) * (unscaled if negative else one)


def _times_logistic_double(x, bounded, exact, rest, r, scale, unscaled, v, v_low):
    one, zero = np.float64(1), np.float64(0)
    negative = v < zero
    curved = fma(r * r, expm1_curve(r), rest)
    p = curved + exact
    u = scale * unscaled
    factor = one if negative else u
    whole = one + u
    part = fma(factor, p, u - (whole - one))
    d = whole + part
    y = (bounded * scale if negative else x) / d
    inverse = one / d
    p_low = factor * (curved - (p - exact))
    residual = fma(-d, inverse, one) - ((part - (d - whole)) + p_low) * inverse
    w = fma(factor, p, u)
    above = one + v
    above_low = (v - (above - one)) + v_low
    first = (above + u) if negative else one
    t = fma(p if negative else w, above, first)
    t_low = (u - (first - above)) if negative else fma(u, p, u - w) * above
    t_low = fma(p_low, above, fma((one + p) if negative else w, above_low, t_low))
    over = t * inverse
    over_low = fma(t_low, inverse, fma(t, inverse, -over))
    slope = fma(inverse, over, inverse * fma(over, residual + residual, over_low))
    return y * (unscaled if negative else one), slope * (scale if negative else one) * (unscaled if negative else one)


@overload(times_logistic)
def _times_logistic(x, bounded, exact, rest, r, scale, unscaled, v, v_low):
    return _times_logistic_float if x == types.float32 else _times_logistic_double


def logistic_product(x, p, scale, one, v, v_low, known):
    """x sigmoid(z) and its slope by x; v + v_low is x z'(x), `known` if v_low is 0.

    one * exp(-z) = scale (1 + p), with `one` and scale as of reduce_logistic(z).

    With E = exp(-z) the value is x / (1 + E), and the slope (1 + E (1 + v)) / (1 + E)^2, in which 1 + v is exact where the
    terms cancel (v in [-2, -1/2]), so that the zero of the slope costs no accuracy. The slope is corrected by the residual of the
    quotient and by what the sum 1 + E rounded off (without, silu's is 3.7 ULP off at 1.26).

    In double t and t / d have low parts: without that of the quotient silu's slope is 2.3 ULP off at 1.03; it is 1.6 so. With
    what 1 + v, the first fma and p round off as well it is .83, which nobody needs.

    No select but by the sign of z in reduce_logistic, and one polynomial. The earlier form, with exp(-|z|) on either side of 0
    and seven selects (swish still has it), took silu .74 ns and gelu_tanh 2.1 where this took .50 and .90 (float32).
    """
    raise TypeError("for compiled code only")


def _logistic_product_float(x, p, scale, one, v, v_low, known):
    unit = np.float32(1)
    w = fma(scale, p, one)
    d = w + scale
    inverse = unit / d
    lost = (w - (d - scale)) + fma(scale, p, one - w)
    above = unit + v
    grown = scale * p
    t = fma(grown, above, fma(scale, above, one))
    if not known:
        t = fma(scale + grown, v_low, t)
    residual = fma(-d, inverse, unit) - lost * inverse
    over = t * inverse
    slope = fma(inverse, over, over * (inverse * (residual + residual)))
    return x / d * one, slope * one


def _logistic_product_double(x, p, scale, one, v, v_low, known):
    unit = np.float64(1)
    greater, less = (scale if scale > one else one), (one if scale > one else scale)
    w = fma(scale, p, less)
    d = w + greater
    inverse = unit / d
    lost = (w - (d - greater)) + fma(scale, p, less - w)
    above = unit + v
    grown = scale * p
    first = fma(scale, above, one)
    t = fma(grown, above, first)
    residual = fma(-d, inverse, unit) - lost * inverse
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
    """x sigmoid(x), down to subnormal results."""
    lower = at_least(x, either(-110.0, -752.5, x))
    bounded = at_most(lower, real(80, x))
    r, scale, one = reduce_logistic(bounded, real(0, x))
    return logistic_product(lower, expm1_poly(r), scale, one, bounded, real(0, x), True)


@scalar
def quick_gelu(x):
    """x sigmoid(1.702 x), with the product in two parts: rounding it costs up to 50 ULP in the tail."""
    lower = at_least(x, either(-65.0, -442.0, x))
    bounded = at_most(lower, real(47, x))
    factor, factor_low = either(1.7020000219345093, 1.702, x), either(-2.193450927734375e-08, 4.263256414560601e-17, x)
    z = factor * bounded
    low = fma(factor_low, bounded, fma(factor, bounded, -z))
    r, scale, one = reduce_logistic(z, low)
    return logistic_product(lower, expm1_poly(r), scale, one, z, low, False)


def _gelu_tanh_argument(v, v_low, excess):
    """v + v_low in two parts, as gelu_tanh's slope needs them: times ln(2) in float, less what `excess` adds in double."""
    raise TypeError("for compiled code only")


def _gelu_tanh_argument_float(v, v_low, excess):
    ln2 = ln2_high(v)
    whole = v * ln2
    return whole, fma(v_low, ln2, fma(v, ln2_low(v), fma(v, ln2, -whole)))


@overload(_gelu_tanh_argument)
def _gelu_tanh_argument_of(v, v_low, excess):
    if v == types.float32:
        return _gelu_tanh_argument_float
    # Without, the slope is 2.08 ULP off at -0.68516.
    return lambda v, v_low, excess: (v, v_low - (1.0 + v) * excess)


@scalar
def gelu_tanh_factor(x):
    """(q, q_low, above) with gelu_tanh = x sigmoid(x (q + q_low)): 2 sqrt(2 / pi) (1 + 0.044715 x^2), and q less its first term.

    2 sqrt(2 / pi) = a + a_low, with so few places in `a` that q - a is exact however large q is. In float both, and b, are
    divided by ln(2), for reduce_product.
    """
    a, a_low = either(2.3022079467773438, 1.5957691216057341, x), gelu_tanh_rest(x)
    b, b_low = either(0.10294324159622192, 0.07135481627260025, x), either(-2.016198541454628e-09, -6.175149918155315e-19, x)
    square = x * x
    q = fma(b, square, a)
    above = q - a
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
def gelu_tanh_first(x):
    """The first of two stages of gelu_tanh's value: the reduction of its exponential."""
    bounded = at_most(gelu_tanh_from(x), real(9.25, x))
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
    """x sigmoid(z) with z = x q, carried in two parts (gelu_tanh_factor), as is x z'."""
    lower = gelu_tanh_from(x)
    bounded = at_most(lower, real(9.25, x))
    q, q_low, above = gelu_tanh_factor(bounded)
    # z' = a + 3 b x^2 = q + 2 (q - a)
    dz = fma(real(2, x), above, q)
    dz_low = fma(real(2, x), above, q - dz) + fma(real(3, x), q_low, real(-2, x) * gelu_tanh_rest(x))
    v = bounded * dz
    v_low = fma(bounded, dz_low, fma(bounded, dz, -v))
    r, scale, excess = reduce_product(bounded, q, q_low)
    v, v_low = _gelu_tanh_argument(v, v_low, excess)
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
def mish(x):
    """x - 2 x / d, and below -0.3 x e (1 - e (1 + e) / d), with e = exp(x) = s (1 + p) and d = e (e + 2) + 2.

    That is x tanh(log(1 + e)) = x e (e + 2) / d, which as it stands loses 3.2 ULP, by the roundings of e + 2 and d, and
    46 ULP below -87. Here the terms that carry errors are small, 1 / d is corrected, x s is exact, and what
    x s (1 + p) lost comes back times the derivative 4 (1 + e) / d^2. Above `highest` it is x. The slope is e (4 (1 +
    x) + e (6 + 4 x + 4 e + e^2)) / d^2: next to
    its zero at -1.19 the terms are exact or small (from e (e + 2) d + 4 x e (1 + e): 23 ULP of 2^-6).
    In double 6 + 4 x + 4 e has two parts: 1.92 ULP at -1.085 without.
    """
    one, two, four = real(1, x), real(2, x), real(4, x)
    highest = either(12.0, 22.0, x)
    below = x < real(-0.3125, x)
    bounded = clamp_exp_low(x)
    bounded = highest if bounded > highest else bounded
    scale, _, p, p_low = expm1_parts(bounded)
    s = scale * unscale(x)
    e = fma(s, p, s)
    t = e + two
    d = fma(e, t, two)
    inverse = one / d
    d_low = fma(e, t, two - d) + e * (e - (t - two))
    error = fma(-d, inverse, one) - d_low * inverse
    z = (fma(e, e, e) if below else two) * inverse
    z = fma(z, error, z)
    xs = bounded * scale
    xe = fma(xs, p, xs)
    lost = fma(xs, p_low, fma(xs, p, xs - xe)) * (four * (one + e) * inverse * inverse)
    y = (xe + fma(-z, xe, lost)) * unscale(x) if below else fma(-x, z, x)
    base = fma(four, bounded, real(6, x))
    line = fma(four, e, base)
    factor = fma(e, e, line)
    inner, inner_low = fma_parts(e, factor, four * (bounded + one))
    e_low = fma(s, p_low, fma(s, p, s - e))
    inner_low = fma(e, fma(e, e, line - factor) - in_double(-fma(four, e, base - line)), inner_low)
    inner_low = fma(e_low, fma(e, fma(real(3, x), e, real(8, x)), base), inner_low)
    error = fma(real(-2, x) * e_low, (one + e) * inverse, error)
    error = error + error
    relative = fma(p, error, error) + (p + p_low)
    dydx = corrected_product(inner, inner_low, inverse, scale * inverse, relative) * unscale(x)
    above = x > highest
    return (x if above else copysign(y, x)), (one if above else dydx)


@scalar
def elish(x):
    """x / (1 + e) above 0, m e / (1 + e) below, with e = exp(-|x|) and m = e - 1; e is multiplied in last, as in `mish`.

    From -1.2 on that is m (1 + m / (1 + e)) / 2, below it -e (1 - 2 e / (1 + e)), by the same division, with the error
    of e times the slope; as it stands it is 2.7 ULP off. The slope below 0 is e (e^2 + 2 e - 1) / (1 + e)^2, where the
    error of e is put back: 13 ULP of 2^-6 without, at -0.78. Above 0 it is, in double: 2.08 ULP at 1.258 without.
    """
    one = real(1, x)
    below = x < real(0, x)
    bounded = clamp_exp_low(-absolute(x))
    scale, _, p, p_low = expm1_parts(bounded)
    s = scale * unscale(x)
    e = fma(s, p, s)
    e_scaled = fma(scale, p, scale)
    d = one + e
    inverse = one / d
    error = fma(-d, inverse, one) - (e - (d - one)) * inverse
    grown = fma(s, p, s - one) + s * p_low
    close = x > real(-1.2, x)
    y = ((grown if close else e + e) if below else -bounded) * inverse
    y = fma(y, error, y)
    e_low = fma(s, p_low, fma(s, p, s - e))
    crossing, crossing_low = fma_parts(e, e, e + e - one)
    lost = fma(scale, p_low, fma(scale, p, scale - e_scaled)) * (crossing * inverse * inverse)
    far = (fma(y, e_scaled, lost) - e_scaled) * unscale(x)
    near = real(0.5, x) * fma(grown, y, grown)
    inner = crossing if below else fma(-bounded, e, d)
    lost_above = (fma(-bounded, e, d - inner) + (e - (d - one))) + e_low * (one - bounded)
    inner_low = fma(e_low, e + e + real(2, x), crossing_low) if below else in_double(lost_above)
    error = fma(-e_low, inverse, error)
    error = error + error
    relative = (fma(p, error, error) + (p + p_low)) if below else error
    dydx = corrected_product(inner, inner_low, inverse, (scale if below else one) * inverse, relative)
    y = x if x > either(20.0, 40.0, x) else y
    return copysign((near if close else far) if below else y, x), (dydx * unscale(x) if below else dydx)


@scalar
def hard_elish(x):
    """The slope below 0, (e (x + 2) - 1) / 2, is taken from e in two parts, for its zero at -0.44: 17 ULP of 2^-6 without."""
    zero, one, half = real(0, x), real(1, x), real(0.5, x)
    bounded = -one if x < -one else x
    bounded = one if bounded > one else bounded
    gate = fma(half, bounded, half)
    gate_low = fma(half, bounded, half - gate)
    r, scale = reduce_exp(bounded)
    grown = expm1_scaled(r, scale)
    scale, _, q, q_low = expm1_parts(bounded)
    s = scale * unscale(x)
    e = fma(s, q, s)
    e_low = fma(s, q_low, fma(s, q, s - e))
    dydx = half * fma(e_low, bounded + real(2, x), fma(e, bounded, e + e - one))
    dydx = dydx if x < zero else x + half
    dydx = one if x >= one else dydx
    return (fma(grown, gate, grown * gate_low) if x < zero else x * gate), (zero if x <= -one else dydx)


@scalar
def swish(x, beta):
    """x sigmoid(beta x), with the product in two parts, as in quick_gelu.

    A small beta lets x be large where the sigmoid is tiny, so that the power of two goes further down than silu's, in three
    factors. The slope has no factor x, and needs but two.
    """
    zero = real(0, x)
    lowest = either(-197.0, -1460.0, x)  # where x exp(z) is 0 for the largest x
    deepest = either(-250.0, -2000.0, x)
    z = zero if beta == zero else beta * x
    outside = absolute(z) > -lowest
    low = zero if outside or beta == zero else fma(beta, x, -z)
    z = copysign(-lowest, z) if outside else z
    exact, rest, r, k = reduce_exp_wide(-absolute(z))
    reached = deepest if k < deepest else k
    first, second = power_of_2(reached)
    bounded = (copysign(zero, x) if outside else x) * power_of_2_within(k - reached)
    negative = z < zero
    exact, rest, r = (-exact if negative else exact), (-rest if negative else rest) - low, (-r if negative else r) - low
    y, slope = times_logistic(x, bounded, exact, rest, r, first, second, z, low)
    return y, slope
