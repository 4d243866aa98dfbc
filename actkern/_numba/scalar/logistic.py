"""The logistic function and its kin: tanh, softplus and what is made of them.

The counterpart of `src_cython/scalar/logistic.pxd`, operation for operation: both give the same bits.
"""

import numpy as np
from numba import types
from numba.extending import overload

from ..cores.exponential import expm1_poly, expm1_reduced, expm1_scaled, expm1_two, sum_scaled
from ..cores.logarithm import log1p_unit_poly, log_sum
from ..cores.reduction import (
    clamp_exp,
    clamp_exp_low,
    clamp_magnitude,
    exponent_of,
    ln2_high,
    ln2_low,
    log2e,
    power_of_2,
    power_of_2_within,
    reduce_exp,
    reduce_exp_deep,
    reduce_exp_wide,
    rounder,
    rounder_each,
    shrunk,
    unscale,
)
from ..machine import (
    absolute,
    at_least,
    at_most,
    bitcast,
    copysign,
    either,
    fma,
    in_double,
    inlined,
    real,
    signed_as,
    sqrt,
    two_sum,
)
from ..machine import inlined as scalar


def expm1_twice(a):
    """(p, scale) with exp(-2a) = scale (1 + 2p), for a from 0 to 43 (float), 354 (double): scale is a normal number.

    -a = k ln(2)/2 + r, p = (exp(2r) - 1) / 2 = r + r^2 h(r), the coefficients of h being those of expm1_curve times powers of 2.
    A double's p is rounded once, as in expm1_two: twice, tanh is 2.03 ULP off at 0.208.
    A float's r lacks the low part of k ln(2)/2, which is 2.8e-9 a: for functions whose relative error is no larger than a's.
    """
    raise TypeError("for compiled code only")


def _expm1_twice_float(a):
    shifted = fma(a, np.float32(-2.885390043258667), rounder(a, 0))
    k = shifted - rounder(a, 0)
    t = fma(k, np.float32(-0.3465735912322998), -a)
    r2 = t * t
    h = fma(t, np.float32(0.13386455178260803), np.float32(0.3333336412906647))
    h = fma(r2, fma(r2, np.float32(0.044518519192934036), h), fma(t, np.float32(0.6666617393493652), np.float32(1.0)))
    return fma(r2, h, t), exponent_of(shifted)


def _expm1_twice_double(a):
    shifted = fma(a, -2.8853900817779268, rounder(a, 0))
    k = shifted - rounder(a, 0)
    t = fma(k, -0.34657359027997264, -a)
    low = k * -1.1595234069231495e-17
    r = t + low
    r2 = r * r
    h = fma(r, 2.561823396989865e-05, 0.00014142760212482313)
    h = fma(r2, h, fma(r, 0.0007054723521772193, 0.0031745939754529605))
    h = fma(r2, h, fma(r, 0.012698412550674078, 0.04444444454804584))
    h = fma(r2, h, fma(r, 0.13333333333493852, 0.3333333333329443))
    return fma(r2, fma(r2, h, fma(r, 0.6666666666666613, 1.0)), low) + t, exponent_of(shifted)


@overload(expm1_twice)
def _expm1_twice(a):
    return _expm1_twice_float if a == types.float32 else _expm1_twice_double


@inlined
def expm1_plus(x, rest):
    """(p, scale) with exp(x + rest) = scale * 2^-64 (1 + p) for clamped x: in double `expm1_sum`."""
    r, scale = reduce_exp(x)
    magic = rounder(x, 64)
    k = fma(x, log2e(x), magic) - magic
    t = fma(k, -ln2_high(x), x)
    low = fma(k, -ln2_low(x), rest)
    return expm1_two(t, low, r + rest), scale


@inlined
def reduce_grown(x):
    """(r, scale) with shrunk(x) * exp(x) = scale * exp(r), for x from -43 to 132 (float) and from -652 to 764 (double).

    reduce_exp the other way round: its scale is 2^(k - 64), so that 1 / exp(x) may be subnormal.
    """
    magic = rounder_each(x, -64, -80)
    shifted = fma(x, log2e(x), magic)
    k = shifted - magic
    exact = fma(k, -ln2_high(x), x)
    return fma(k, -ln2_low(x), exact), exponent_of(shifted)


def mirrored(scale):
    """The scale of -x for that of x >= 0 in reduce_grown; 0 where it would be no normal number."""
    raise TypeError("for compiled code only")


def _mirrored_float(scale):
    bits = np.int32(np.uint32(np.uint32(0x3F000000) - bitcast(scale)))
    return bitcast(np.uint32(bits if bits > np.int32(0) else np.int32(0)))


def _mirrored_double(scale):
    bits = np.int64(np.uint64(np.uint64(0x75E0000000000000) - bitcast(scale)))
    return bitcast(np.uint64(bits if bits > np.int64(0) else np.int64(0)))


@overload(mirrored)
def _mirrored(scale):
    return _mirrored_float if scale == types.float32 else _mirrored_double


def expm1_halves(r2):
    """(even, odd) with even + r odd = expm1_curve(r), for r2 = r^2: so exp(r) and exp(-r) share most of their work."""
    raise TypeError("for compiled code only")


def _expm1_halves_float(r2):
    odd = fma(r2, np.float32(0.008366534486413002), np.float32(0.1666654348373413))
    even = fma(r2, np.float32(0.0013912037247791886), np.float32(0.041666705161333084))
    return fma(r2, even, np.float32(0.5)), odd


def _expm1_halves_double(r2):
    even = fma(r2, 2.762257854000452e-07, 2.4801515433226254e-05)
    even = fma(r2, fma(r2, even, 0.0013888888921264324), 0.04166666666661804)
    odd = fma(r2, 2.501780661122915e-08, 2.755751375692263e-06)
    odd = fma(r2, fma(r2, odd, 0.00019841269610428248), 0.008333333333433657)
    return fma(r2, even, 0.5), fma(r2, odd, 0.16666666666666533)


@overload(expm1_halves)
def _expm1_halves(r2):
    return _expm1_halves_float if r2 == types.float32 else _expm1_halves_double


@inlined
def expm1_shared(r):
    """exp(r) - 1 as `expm1_halves` gives it."""
    r2 = r * r
    even, odd = expm1_halves(r2)
    return fma(r2, fma(r, odd, even), r)


@inlined
def sum_times(p, q, w):
    """(high, low, sum) with high + low = (p + q) w and sum = p + q, rounded: what the sum and the product lose is low."""
    total, lost = two_sum(p, q)
    high = total * w
    return high, fma(total, w, -high) + lost * w, total


def tanh_shrink_poly(u):
    """(x - tanh(x) - x^3 / 3) / x^5 over u = x^2 for |x| <= 1.

    x - tanh(x) is within a relative 2^-27.3 (float, degree 6) and 2^-55.9 (double, degree 14).
    """
    raise TypeError("for compiled code only")


def _tanh_shrink_poly_float(u):
    u2 = u * u
    h = np.float32(-0.0001449015544494614)
    h = fma(u2, h, fma(u, np.float32(0.0009314058115705848), np.float32(-0.0032186531461775303)))
    h = fma(u2, h, fma(u, np.float32(0.008706885389983654), np.float32(-0.021833233535289764)))
    return fma(u2, h, fma(u, np.float32(0.05396418273448944), np.float32(-0.13333317637443542)))


def _tanh_shrink_poly_double(u):
    u2 = u * u
    h = -2.5342775420103713e-08
    h = fma(u2, h, fma(u, 2.6476371097242655e-07, -1.3842804733072617e-06))
    h = fma(u2, h, fma(u, 4.998419548592391e-06, -1.462094327724824e-05))
    h = fma(u2, h, fma(u, 3.840402596144023e-05, -9.64728719417436e-05))
    h = fma(u2, h, fma(u, 0.00023896218920971894, -0.0005899811920856939))
    h = fma(u2, h, fma(u, 0.0014558251946193484, -0.0035921267724830157))
    h = fma(u2, h, fma(u, 0.008863235416170928, -0.021869488530037666))
    return fma(u2, h, fma(u, 0.05396825396808659, -0.13333333333333172))


@overload(tanh_shrink_poly)
def _tanh_shrink_poly(u):
    return _tanh_shrink_poly_float if u == types.float32 else _tanh_shrink_poly_double


@inlined
def third(like):
    return either(0.3333333432674408, 0.3333333333333333, like)


@inlined
def tanh_shrink_rest(a, u):
    """(a - tanh(a)) / a - u `third` for u = a^2, rounded, and 0 <= a <= 1: a^2 and 1/3 have two parts."""
    rest = fma(u, tanh_shrink_poly(u), either(-9.934107758624577e-09, 1.850371707708594e-17, a))
    return fma(u, rest, fma(a, a, -u) * third(a))


@scalar
def logistic_tail(scale, r, slope_unscale):
    """lo = e / (1 + e) for e = exp(a) = scale * 2^-64 * exp(r), a <= 0; and its slope lo * (1 - lo) * slope_unscale * 2^64.

    With p = exp(-r) - 1 and U = scale * 2^-64, e = U / (1 + p) and lo = U / (1 + (p + U)): one division, and
    multiplying by the power of two is exact, so that lo has only the errors of the denominator and of the quotient.
    (1 + U) + p instead would lose U at k = -24, a tie: 2.4 ULP.

    The slope corrects 1/d by its residual e. To first order lo (1 + e) (1 - lo (1 + e)) = lo (1 + e (1 - 2 lo) - lo):
    the error of the quotient cancels where lo is near 1/2, for two operations. Correcting the quotient itself, for
    value and slope alike, gives a value within 1.1 ULP and costs .08 ns: sigmoid .40 against .32, torch .43.
    """
    one = real(1, r)
    p = expm1_poly(-r)
    d = one + fma(scale, unscale(r), p)
    inverse = one / d
    scaled = scale * inverse
    lo = scaled * unscale(r)
    rest = one - lo
    e = fma(-d, inverse, one)
    return lo, fma(scaled, fma(e, rest - lo, -lo), scaled) * slope_unscale


@scalar
def sigmoid_value(x):
    """1 / (1 + exp(-x)) as it stands, scaled by 2^-64 (in double 2^-80) so that the exponential overflows nowhere: the quotient
    is rounded once, a subnormal too. Above 40 it is 1.

    16 operations, 12 of them of the multiplier: .38 ns (float32, `actkern bench --peers`, Zen 3), where exp(-|x|) with the
    scale in the numerator, and 1 less the tail above 0, took .61. The slope's form, below, gives the value in 19 operations.
    """
    bounded = at_most(at_least(x, either(-110.0, -752.0, x)), real(40, x))
    r, scale = reduce_grown(-bounded)
    return shrunk(x) / sum_scaled(shrunk(x), scale, expm1_shared(r))


@scalar
def sigmoid(x):
    """sigmoid_value, and the slope lo (1 - lo) with lo = 1 / (1 + exp(|x|)).

    The slope corrects 1/d by its residual e. To first order lo (1 + e) (1 - lo (1 + e)) = lo (1 + e (1 - 2 lo) - lo):
    the error of the quotient cancels where lo is near 1/2, for two operations. 1 / (2 + exp(x) + exp(-x)) is two operations
    less, and 2.12 ULP off at -0.026.
    """
    one = real(1, x)
    r, scale = reduce_grown(clamp_magnitude(x, either(110.0, 752.0, x)))
    r2 = r * r
    even, odd = expm1_halves(r2)
    grown = sum_scaled(shrunk(x), scale, fma(r2, fma(r, odd, even), r))
    decayed = sum_scaled(shrunk(x), mirrored(scale), fma(r2, fma(-r, odd, even), -r))
    inverse = one / grown
    lo = inverse * shrunk(x)
    rest = one - lo
    e = fma(-grown, inverse, one)
    dydx = fma(inverse, fma(e, rest - lo, -lo), inverse) * shrunk(x)
    return shrunk(x) / (grown if x < real(0, x) else decayed), dydx


@scalar
def sigmoid_from_output(y):
    return fma(-y, y, y)


@scalar
def tanh(x):
    """(1/2 - s/2 - s p) / (1/2 + s/2 + s p) with exp(-2|x|) = s (1 + 2p): no cancellation, since 1 - s is exact or s is tiny.

    The reduction is that of |x| itself, so that neither 2|x| nor a scale that reaches subnormals is needed; beyond the bound the
    result is 1. By the sign of -|x|: the numerator is below 1/2, where it is rounded half as far as beside exp(2|x|).
    What was tried and lost is in docs/speed/elementwise.md.

    The slope is four times the logistic one at 2x, with a reduction, a polynomial and a quotient of its own: from 1 - y^2, or
    from the value's numerator and denominator, it cannot be had within 2 ULP (3.0 at 2.4e-4, 2.07 with error terms).
    """
    half = real(0.5, x)
    p, s = expm1_twice(at_most(absolute(x), either(9.25, 19.5, x)))
    r, scale = reduce_exp(clamp_exp(real(-2, x) * absolute(x)))
    _, dydx = logistic_tail(scale, r, real(4, x) * unscale(x))
    return signed_as(fma(-s, p, fma(s, -half, half)) / fma(s, p, fma(s, half, half)), x), dydx


@scalar
def tanh_from_output(y):
    return fma(-y, y, real(1, y))


@scalar
def softplus(x, beta):
    """max(x, 0) + log(1 + e) / beta with e = exp(-|beta x|), and no threshold; for a negative beta min(x, 0) + log(1 + e) / beta.

    beta x is carried in two parts, since rounding it would cost |beta x| / 2 ULP. A small beta lets e / beta be a number where
    e is none, hence `reduce_exp_deep`. log(1 + e) = e (1 + g) is formed from e before its scaling: then neither it nor 1 / beta
    meets a subnormal, and below a beta of 1 the scale of 2^-64 goes into the latter, which would overflow. Where beta x is 0 the
    result is log(2) / beta, and infinite for a beta of 0. The quotient is corrected: 2.54 ULP at (62.2, -0.194) without.
    """
    zero, one = real(0, x), real(1, x)
    flat = beta == zero
    t = zero if flat else beta * x
    low = zero if flat else fma(beta, x, -t)
    a = -absolute(t)
    bounded = at_least(a, either(-197.0, -1460.0, x))
    within = bounded == a
    low = low if t < zero else -low
    r, scale, last = reduce_exp_deep(bounded)
    r = r + (low if within else zero)
    scale = scale if within else zero
    e = fma(scale, expm1_poly(r), scale)
    g = log1p_unit_poly(e * unscale(x))
    lo, _ = logistic_tail(scale if last == one else zero, r, unscale(x))
    small = absolute(beta) < one
    divisor = beta * (one / unscale(x) if small else one)
    inverse = one / divisor
    scaled = fma(e, g, e)
    quotient = scaled * inverse
    residual = fma(-quotient, divisor, scaled)
    corrected = fma(residual, inverse, quotient)
    quotient = corrected if absolute(residual) < real(1e15, x) else quotient  # infinite ones have no residual
    y = (zero if t <= zero else x) + quotient * ((one if small else unscale(x)) * last)
    return y, (lo if t < zero else one - lo)


@scalar
def softplus_from_output(y, beta):
    r, scale = reduce_exp(clamp_exp(-beta * y))
    return -expm1_scaled(r, scale)


@scalar
def log_sigmoid(x):
    """-softplus(-x)."""
    zero = real(0, x)
    r, scale = reduce_exp(clamp_exp(-absolute(x)))
    e = fma(scale, expm1_poly(r), scale)
    g = log1p_unit_poly(e * unscale(x))
    lo, _ = logistic_tail(scale, r, unscale(x))
    y = -((-x if x < zero else zero) + fma(e, g, e) * unscale(x))
    return y, (real(1, x) - lo if x < zero else lo)


@scalar
def log_sigmoid_from_output(y):
    r, scale = reduce_exp(clamp_exp(y))
    return -expm1_scaled(r, scale)


@scalar
def sqrtsoftplus(x):
    """Below 0, h sqrt(log(1 + e) / e) with h = exp(x / 2) and e = h^2, since softplus itself becomes subnormal long before
    its root does; h is multiplied in last, as in `mish`. Above, sqrt(x + log(1 + exp(-x))).

    The slope is 1 / (2 root (1 + e)), below 0 times h and the root of the ratio alone. In double what the root's argument, the
    root, e and the quotient lost is put back (2.67 ULP at 16.4 without), e's loss times the logarithmic derivative of
    root (1 + e), which is 0.75 - 0.39 e within 0.07 below 0.
    """
    zero, half, one = real(0, x), real(0.5, x), real(1, x)
    below = x < zero
    p, _, scale = expm1_reduced(clamp_exp_low(-half * absolute(x)))
    h = fma(scale, p, scale)
    hu = h * unscale(x)
    e = hu * hu
    g = log1p_unit_poly(e)
    first, second = (one if below else x), (g if below else fma(e, g, e))
    square, square_low = two_sum(first, second)
    root = sqrt(square)
    y = scale * root
    y = fma(y, p, y) * unscale(x)
    # e is 0 long before x is 1000, and infinity times 0 NaN.
    bounded = root if x < real(1000, x) else zero
    slope_root = fma(bounded, e, root)
    inverse = one / slope_root
    grown = one + e
    root_low = half * grown * inverse * (fma(-root, root, square) + square_low)
    e_low = fma(hu, hu, -e) + (hu + hu) * fma(scale, p, scale - h) * unscale(x)
    rate = fma(real(-0.39, x), e, real(0.75, x)) if below else fma(half * grown * inverse, inverse, root * inverse)
    residual = fma(-slope_root, inverse, one) - (fma(bounded, e, root - slope_root) + root_low * grown) * inverse
    residual = fma(-rate, e_low, residual) if x < either(1e30, 1e300, x) else zero
    factor = inverse * (scale if below else one) * half
    p = p if below else zero
    dydx = fma(factor, p, factor)
    dydx = dydx - in_double(-fma(factor, residual, fma(factor, p, factor - dydx)))
    dydx = dydx * unscale(x) if below else dydx
    return (y if below else root), dydx


@scalar
def logit(x):
    """log(1 / d - 1) with d the smaller of x and 1 - x, both exact.

    1 / d is had in two parts, the quotient and its residual, and taking 1 from the quotient is exact where it matters:
    log_sum of the two is right next to 1/2 too. Below the square root of the smallest number d is multiplied by 2^64,
    or its quotient would overflow. The slope is corrected, in double, for what 1 - x and the product lost.
    """
    zero, one, half = real(0, x), real(1, x), real(0.5, x)
    d = x if x < half else one - x
    small = d < either(1e-30, 1e-300, x)
    d = d * real(18446744073709551616.0, x) if small else d
    inverse = one / d
    y = log_sum(inverse - one, inverse * fma(-inverse, d, one))
    y = y + (real(44.3614195558365, x) if small else zero)
    y = -y if x < half else y
    edge = real(np.inf, x) if (x == zero) | (x == one) else real(np.nan, x)
    inside = (x > zero) & (x < one)
    rest = one - x
    product = x * rest
    dydx = one / product
    residual = dydx * fma((one - rest) - x, x, fma(rest, x, -product))
    dydx = dydx - in_double(zero if small else dydx * residual)
    return (y if inside else (-edge if x < half else edge)), (dydx if inside else edge)


@scalar
def tanh_shrink(x):
    """Of a = |x|: a^3 (1/3 + P(a^2)) below 1, (a - 1) + m above, m = 1 - tanh(a) = 2 logistic(-2a).

    The cube has two parts, so that nothing but the sum is rounded to full width: a (a^2 (1/3 + P)) is 2.07 ULP off.
    Above 1 nothing cancels and a - 1 is exact up to 2^24. The slope is tanh^2, with tanh(a) in two parts: the square of a
    rounded tanh has twice its error.
    """
    one = real(1, x)
    a = absolute(x)
    r, scale = reduce_exp(clamp_exp(real(-2, x) * a))
    m = scale * (one / (one + fma(scale, unscale(x), expm1_poly(-r)))) * (real(2, x) * unscale(x))
    u = a * a
    cube = a * u
    s = fma(cube, third(x), fma(a, tanh_shrink_rest(a, u), fma(a, u, -cube) * third(x)))
    large = a >= one
    base = one if large else a
    minus = m if large else s
    high = base - minus
    low = (base - high) - minus
    return copysign((a - one) + m if large else s, x), fma(high + high, low, high * high)


@scalar
def lisht(x):
    """Of a = |x|: u - u h for u = a^2 below 0.75, h = (a - tanh(a)) / a as in tanh_shrink; above it a - 2a logistic(-2a).

    The slope is tanh(a) + a (1 - tanh(a)^2) with tanh(a) = a - a h, or 1 + m (a (2 - m) - 1) with m = 1 - tanh(a).
    """
    one = real(1, x)
    a = absolute(x)
    t = clamp_exp(real(-2, x) * a)
    r, scale = reduce_exp(t)
    part = scale * (one / (one + fma(scale, unscale(x), expm1_poly(-r))))
    m = part * (real(2, x) * unscale(x))
    u = a * a
    h = fma(u, third(x), tanh_shrink_rest(a, u))
    large = a >= real(0.75, x)
    th = fma(-h, a, a)
    slope = fma(m, fma(real(-0.5, x) * t, real(2, x) - m, -one), one) if large else fma(-(a * th), th, a + th)
    return (fma(t * unscale(x), part, a) if large else fma(-h, u, u)), copysign(slope, x)


@scalar
def smht(x, a, b, c, d):
    """Of w = |x|, for w >= 0: exp((a - c) w) (1 - exp(-(a + b) w)) / (1 + exp(-(c + d) w)); a, b and c, d swap below 0.

    No exponential but the first can overflow. Their arguments are carried in two parts. A negative a + b or c + d is made
    positive by exp(a x) - exp(-b x) = -(exp(-b x) - exp(a x)), with max(a, -b) for a, and so on: all finite parameters do.
    The slope is B exp((a - c) w) / (1 + exp(-(c + d) w))^2, where B, a sum of three terms, has only positive ones for a >= c.
    The quotient is corrected by its residual and by what B and the square lost, without which it is 4.2 ULP off; in double by
    what the exponentials lost too, as is the value's (slope 2.49 ULP at 18.37, value 2.03 at -0.208 without). Beyond 2^20 the
    rates that B is made of are multiplied by 2^-100, or their products would overflow against each other.
    """
    zero = real(0, x)
    one = real(1, x)
    largest = either(3.4028234663852886e38, 1.7976931348623157e308, x)
    sign = copysign(one, a + b)
    a1 = a if a > -b else -b
    b1 = b if b > -a else -a
    c1 = c if c > -d else -d
    d1 = d if d > -c else -c
    first_two = absolute(a) if absolute(a) > absolute(b) else absolute(b)
    last_two = absolute(c) if absolute(c) > absolute(d) else absolute(d)
    steep = (first_two if first_two > last_two else last_two) > real(1048576.0, x)
    size = real(7.888609052210118e-31, x) if steep else one
    below = x < zero
    w = absolute(x)
    w = largest if w > largest else w
    g, g_rest, rate = sum_times(b1 if below else a1, -d1 if below else -c1, w)
    lowest = either(-124.0, -800.0, x)
    highest = either(197.0, 1460.0, x)
    bounded = lowest if g < lowest else g
    bounded = highest if bounded > highest else bounded
    _, _, r, k = reduce_exp_wide(bounded)
    growth = expm1_poly(r + (g_rest if bounded == g else zero))
    g1, g1_rest, rate1 = sum_times(-a1, -b1, w)
    bounded1 = clamp_exp_low(g1)
    p1, scale1 = expm1_plus(bounded1, g1_rest if bounded1 == g1 else zero)
    u1 = scale1 * unscale(x)
    rest = one - u1
    rise = fma(-u1, p1, rest)
    g2, g2_rest, rate2 = sum_times(-c1, -d1, w)
    bounded2 = clamp_exp_low(g2)
    p2, scale2 = expm1_plus(bounded2, g2_rest if bounded2 == g2 else zero)
    u2 = scale2 * unscale(x)
    fall = fma(u2, p2, one + u2)
    # What the exponentials and the differences from 1 lost.
    rise_low = fma(-u1, p1, rest - rise) + ((one - rest) - u1)
    base = one + u2
    base_low = u2 - (base - one)
    fall_low = fma(u2, p2, (base - fall) + base_low)
    ratio = rise / fall
    ratio = ratio - in_double((fma(ratio, fall, -rise) + fma(ratio, fall_low, -rise_low)) * (one / fall))
    # A third factor for a numerator that is nearly 0.
    reached = at_most(k, either(250.0, 2000.0, x))
    first, second = power_of_2(reached)
    y = fma(ratio, growth, ratio) * first * second * power_of_2_within(k - reached)
    rate = at_most(at_least(rate, -largest), largest) * size
    rate1, rate2 = at_least(rate1, -largest) * size, at_least(rate2, -largest) * size
    e1, e2 = fma(scale1, p1, scale1), fma(scale2, p2, scale2)
    loss = e2 * -rate2
    gain = rate * rise * either(1.8446744073709552e19, 1.8446744073709552e19, x) - e1 * rate1
    other = loss * rise
    bracket = fma(gain, fall, other)
    bracket_low = fma(gain, fall, other - bracket)
    square = fall * fall
    square_low = fma(fall, fall, -square) + (fall + fall) * fma(u2, p2, one + u2 - fall)
    inverse = one / square
    quotient = bracket * inverse
    gain_low = -fma(fma(scale1, p1, scale1 - e1), rate1, fma(e1, rate1, -(e1 * rate1)))
    loss_low = -fma(fma(scale2, p2, scale2 - e2), rate2, fma(e2, rate2, loss))
    lost = fma(gain_low, fall, gain * fall_low) + fma(loss_low, rise, fma(loss, rise_low, fma(loss, rise, -other)))
    lost = fma(-quotient, (fall + fall) * base_low, lost)
    residual = fma(-quotient, square, bracket) + ((bracket_low - quotient * square_low) - in_double(-lost))
    quotient = fma(residual, inverse, quotient)
    first, second = power_of_2(k - real(64, x))
    slope = fma(quotient, growth, quotient) * first * second * (real(1.2676506002282294e30, x) if steep else one)
    slope = zero if g < lowest else slope
    # Where a + b overflows, its product with 0 would be NaN.
    y = zero if w == zero else y
    return copysign(y, x) * sign, (real(0.5, x) * a + real(0.5, x) * b if w == zero else slope * sign)
