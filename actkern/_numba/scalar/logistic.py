"""The logistic function and its kin: tanh, softplus and what is made of them.

The counterpart of `_cython/scalar/logistic.pxd`, operation for operation: both give the same bits.
"""

import numpy as np
from numba import types
from numba.extending import overload

from ..cores.exponential import expm1_poly, expm1_reduced, expm1_scaled, expm1_two, sum_scaled
from ..cores.logarithm import log1p_unit_poly, log_of_upscale, log_sum, wants_upscale
from ..cores.reduction import (
    clamp_exp,
    clamp_exp_deep,
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
    upscale,
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
    largest_finite,
    real,
    signed_as,
    sqrt,
    two_product,
    two_sum,
)
from ..machine import inlined as scalar


def expm1_twice(a):
    """(p, scale) with exp(-2a) = scale (1 + 2p), for functions whose relative error is at most a's.

    Reduction.  -a = k ln(2)/2 + r. A float's r lacks the low part of k ln(2)/2, which is 2.8e-9 a;
                such a function does not feel it.
    Value.      p = (exp(2r) - 1) / 2 = r + r^2 h(r), where the coefficients of h are those of
                expm1_curve times powers of 2. A double's p is rounded once, as in expm1_two:
                rounded twice, tanh is 2.03 ULP off at 0.208.
    Range.      a is from 0 to 43 (float), 354 (double), where scale = 2^k is a normal number.
    """
    raise TypeError("for compiled code only")


def _expm1_twice_float(a):
    magic = rounder(a, 0)
    shifted = fma(a, real(-2, a) * log2e(a), magic)
    k = shifted - magic
    r = fma(k, real(-0.5, a) * ln2_high(a), -a)
    r2 = r * r
    h = fma(r, np.float32(0.13386455178260803), np.float32(0.3333336412906647))
    h = fma(r2, fma(r2, np.float32(0.044518519192934036), h), fma(r, np.float32(0.6666617393493652), np.float32(1.0)))
    return fma(r2, h, r), exponent_of(shifted)


def _expm1_twice_double(a):
    magic = rounder(a, 0)
    shifted = fma(a, -2.0 * log2e(a), magic)
    k = shifted - magic
    t = fma(k, -0.5 * ln2_high(a), -a)
    low = k * (-0.5 * ln2_low(a))
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
    """(p, scale) with exp(x + rest) = scale * 2^-64 (1 + p) for clamped x.

    The rest is at most a few of the last places of x. In double the rest goes into the rounded part
    of r, so that p is rounded once; in float it is added to r.
    """
    r, scale = reduce_exp(x)
    magic = rounder(x, 64)
    k = fma(x, log2e(x), magic) - magic
    t = fma(k, -ln2_high(x), x)
    low = fma(k, -ln2_low(x), rest)
    return expm1_two(t, low, r + rest), scale


@inlined
def reduce_grown(x):
    """(r, scale) with shrunk(x) * exp(x) = scale * exp(r).

    Reduction.  reduce_exp the other way round: scale is 2^(k - 64), in double 2^(k - 80), so that
                exp(x) may be so large that 1 / exp(x) is subnormal.
    Range.      x is from -43 to 132 (float) and from -652 to 764 (double), where scale is a normal
                number.
    """
    magic = rounder_each(x, -64, -80)
    shifted = fma(x, log2e(x), magic)
    k = shifted - magic
    t = fma(k, -ln2_high(x), x)
    return fma(k, -ln2_low(x), t), exponent_of(shifted)


def mirrored(scale):
    """The scale of -x for that of x >= 0 in reduce_grown; 0 where it would be no normal number.

    The exponent fields of the two add up to twice that of `shrunk`.
    """
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
    """(even, odd) with even + r odd = expm1_curve(r), r2 = r^2, for exp(r) and exp(-r) alike."""
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
    """exp(r) - 1 as `expm1_halves` gives it, so that sigmoid_value has the bits of sigmoid."""
    r2 = r * r
    even, odd = expm1_halves(r2)
    return fma(r2, fma(r, odd, even), r)


@inlined
def sum_times(p, q, w):
    """(high, low, total) with high + low = (p + q) w and total = p + q, rounded."""
    total, lost = two_sum(p, q)
    high, product_lost = two_product(total, w)
    return high, product_lost + lost * w, total


def tanh_shrink_poly(u):
    """(x - tanh(x) - x^3 / 3) / x^5 over u = x^2 for |x| <= 1.

    It has degree 6 (float) and 14 (double) in u, and x - tanh(x) is within a relative 2^-27.3 and
    2^-55.9.
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
    """1/3, rounded to the type of `like`: the first part of it."""
    return either(0.3333333432674408, 0.3333333333333333, like)


@inlined
def third_low(like):
    """What third lacks of 1/3: the second part."""
    return either(-9.934107758624577e-09, 1.850371707708594e-17, like)


@inlined
def tanh_shrink_rest(a, u):
    """(a - tanh(a)) / a - u third for u = a^2, rounded, a <= 1: a^2 and 1/3 have two parts."""
    rest = fma(u, tanh_shrink_poly(u), third_low(a))
    return fma(u, rest, fma(a, a, -u) * third(a))


@inlined
def logistic_slope(lo, d, inverse, scaled):
    """scaled (1 - lo), where lo and scaled are powers of two times inverse, which is 1 / d, rounded.

    Value.      The residual e = 1 - d inverse corrects the inverse. To first order
                lo (1 + e) (1 - lo (1 + e)) = lo (1 + e (1 - 2 lo) - lo): the error of the quotient
                cancels where lo is near 1/2, for two operations.
    """
    one = real(1, lo)
    rest = one - lo
    e = fma(-d, inverse, one)
    return fma(scaled, fma(e, rest - lo, -lo), scaled)


@inlined
def logistic_denominator(scale, r):
    """d with e / (1 + e) = U / d, for e = U exp(r) <= 1 with U = scale * 2^-64.

    Identity.   With p = exp(-r) - 1, e = U / (1 + p) and d = 1 + (p + U).
    Rejected.   (1 + U) + p loses U at k = -24, a tie: the quotient is 2.4 ULP off.
    """
    return real(1, r) + fma(scale, unscale(r), expm1_poly(-r))


@scalar
def logistic_tail(scale, r, slope_unscale):
    """lo = e / (1 + e) and lo (1 - lo) slope_unscale 2^64, for e = scale * 2^-64 * exp(r) <= 1.

    Identity.   lo = U / d with U = scale * 2^-64 and d of logistic_denominator.
    Value.      There is one division. Multiplying by the power of two is exact, so that lo has only
                the errors of the denominator and of the quotient.
    Slope.      By logistic_slope, from lo as it is before its scale of 2^-64.
    Rejected.   Correcting the quotient itself, for value and slope alike: the value is within 1.1
                ULP, and a sigmoid made of it took 1.25 times as long; torch's took 1.34 times as
                long.
    """
    one = real(1, r)
    d = logistic_denominator(scale, r)
    inverse = one / d
    scaled = scale * inverse
    lo = scaled * unscale(r)
    return lo, logistic_slope(lo, d, inverse, scaled) * slope_unscale


@inlined
def sigmoid_reach(like):
    """From where on exp(-x), and with it sigmoid(-x), is 0 after rounding."""
    return either(110.0, 752.0, like)


@scalar
def sigmoid_value(x):
    """sigmoid: y = 1 / (1 + exp(-x)), without a slope.

    Reduction.  y = shrunk / (shrunk + shrunk exp(-x)), so that the exponential overflows nowhere.
                The quotient is rounded once, a subnormal too.
    Range.      Below -sigmoid_reach it is 0, above 40 it is 1.
    Rejected.   exp(-|x|) with the scale in the numerator, and 1 less the tail above 0: the form
                here takes .62 of its time (float). It has 16 operations, 12 of them of the
                multiplier; `sigmoid`, which also gives the slope, has 19 for the value.
    """
    bounded = at_most(at_least(x, -sigmoid_reach(x)), real(40, x))
    r, scale = reduce_grown(-bounded)
    return shrunk(x) / sum_scaled(shrunk(x), scale, expm1_shared(r))


@scalar
def sigmoid(x):
    """sigmoid: y = 1 / (1 + exp(-x)), with the bits of sigmoid_value, and its slope.

    Identity.   y' = lo (1 - lo) with lo = 1 / (1 + exp(|x|)), the smaller of y and 1 - y.
    Reduction.  exp(|x|) and exp(-|x|) are of one reduction, since -|x| has -r and the `mirrored`
                scale, and of one polynomial, whose halves by parity they share.
    Slope.      By logistic_slope: the inverse, as it is before its scale, is corrected.
    Rejected.   1 / (2 + exp(x) + exp(-x)) as the slope: two operations less, and 2.12 ULP off at
                -0.026.
    """
    one = real(1, x)
    r, scale = reduce_grown(clamp_magnitude(x, sigmoid_reach(x)))
    r2 = r * r
    even, odd = expm1_halves(r2)
    grown = sum_scaled(shrunk(x), scale, fma(r2, fma(r, odd, even), r))
    decayed = sum_scaled(shrunk(x), mirrored(scale), fma(r2, fma(-r, odd, even), -r))
    inverse = one / grown
    lo = inverse * shrunk(x)
    dydx = logistic_slope(lo, grown, inverse, inverse) * shrunk(x)
    return shrunk(x) / (grown if x < real(0, x) else decayed), dydx


@scalar
def sigmoid_from_output(y):
    return fma(-y, y, y)


@scalar
def tanh(x):
    """tanh: y = (1 - exp(-2|x|)) / (1 + exp(-2|x|)) with the sign of x, and its slope.

    Reduction.  exp(-2|x|) = s (1 + 2p) by a reduction of |x| itself, so that neither 2|x| nor a
                scale that reaches subnormals is needed.
    Value.      (1/2 - s/2 - s p) / (1/2 + s/2 + s p). Nothing cancels, since 1 - s is exact or s is
                tiny. The exponential is that of -2|x|, with which the numerator is below 1/2 and is
                rounded half as far as with exp(2|x|).
    Slope.      Four times the logistic slope at 2x, with a reduction, a polynomial and a quotient
                of its own.
    Range.      Above 9.25 (float), 19.5 (double) the value is 1 after rounding.
    Rejected.   1 - y^2 as the slope, or the value's numerator and denominator: not within 2 ULP
                (3.0 at 2.4e-4, 2.07 with error terms). What was tried for the value is in
                docs/speed/elementwise.md.
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
def soft_cap(x, cap):
    """soft_cap: y = cap tanh(z) with z = x / cap, and its slope.

    Value.      |z| <  2^-13 (float), 2^-27 (double):  y = x, whatever the quotient rounds to
                elsewhere tanh takes no more of the rounding of z than z itself has.
    Slope.      That of tanh, where z has a low part in the exponential: rounding z costs 2 |z| ULP.
    """
    half, zero = real(0.5, x), real(0, x)
    z = x / cap
    a = absolute(z)
    low = zero if a > real(400, x) else fma(-z, cap, x) / cap
    p, s = expm1_twice(at_most(a, either(9.25, 19.5, x)))
    t = fma(-s, p, fma(s, -half, half)) / fma(s, p, fma(s, half, half))
    r, scale = reduce_exp(clamp_exp(real(-2, x) * a))
    _, dydx = logistic_tail(scale, fma(real(-2, x), -low if z < zero else low, r), real(4, x) * unscale(x))
    linear = a < either(0.0001220703125, 7.450580596923828e-09, x)
    return (x if linear else signed_as(absolute(cap) * t, x)), dydx


@scalar
def soft_cap_from_output(y, cap):
    t = y / cap
    return fma(-t, t, real(1, y))


@scalar
def softplus(x, beta):
    """softplus: y = log(1 + exp(beta x)) / beta, without a threshold, and its slope.

    Identity.   y = max(x, 0) + log(1 + e) / beta with e = exp(-|beta x|), and min(x, 0) for a
                negative beta.
    Reduction.  beta x has two parts, since rounding it would cost |beta x| / 2 ULP. A small beta
                lets e / beta be a number where e is none, hence `reduce_exp_deep`.
    Value.      log(1 + e) = e (1 + g) is formed from e before its scaling, so that neither it nor
                1 / beta meets a subnormal. For a beta below 1 the scale of 2^-64 goes into
                1 / beta, which would overflow. The quotient is corrected by its residual: 2.54 ULP
                at (62.2, -0.194) without.
    Slope.      e / (1 + e) where beta x is negative, and 1 less that elsewhere.
    Range.      Where beta x is 0 the value is log(2) / beta, which is infinite for a beta of 0.
    """
    zero, one = real(0, x), real(1, x)
    # -|beta x| in two parts, a and low; a beta of 0 gives 0 for an infinite x too.
    flat = beta == zero
    t = zero if flat else beta * x
    low = zero if flat else fma(beta, x, -t)
    a = -absolute(t)
    low = low if t < zero else -low
    # e, 2^64 / last times as large as it is, and 0 beyond the bound.
    bounded = clamp_exp_deep(a)
    within = bounded == a
    r, scale, last = reduce_exp_deep(bounded)
    r = r + (low if within else zero)
    scale = scale if within else zero
    e = fma(scale, expm1_poly(r), scale)
    g = log1p_unit_poly(e * unscale(x))
    # Where last is not 1 the slope is 0 after rounding.
    lo, _ = logistic_tail(scale if last == one else zero, r, unscale(x))
    # e (1 + g) over beta, which takes 2^64 to itself where it is small.
    small = absolute(beta) < one
    divisor = beta * (upscale(x) if small else one)
    inverse = one / divisor
    scaled = fma(e, g, e)
    quotient = scaled * inverse
    residual = fma(-quotient, divisor, scaled)
    corrected = fma(residual, inverse, quotient)
    quotient = corrected if absolute(residual) < real(1e15, x) else quotient  # infinite ones have no residual
    y = (zero if t <= zero else x) + quotient * ((one if small else unscale(x)) * last)
    return y, (lo if t < zero else one - lo)


@scalar
def softplus_defaults(x):
    """softplus for a beta of 1: the same bits in two thirds of the time.

    Identity.   y = max(x, 0) + log(1 + e) with e = exp(-|x|).
    Value.      log(1 + e) = e (1 + g) is formed from e before its scaling, as in softplus.
    Slope.      e / (1 + e) where x is negative, and 1 less that elsewhere.
    """
    r, scale = reduce_exp(clamp_exp(-absolute(x)))
    e = fma(scale, expm1_poly(r), scale)
    g = log1p_unit_poly(e * unscale(x))
    lo, _ = logistic_tail(scale, r, unscale(x))
    y = fma(fma(e, g, e), unscale(x), real(0, x) if x <= 0 else x)
    return y, (lo if x < 0 else real(1, x) - lo)


@scalar
def softplus_from_output(y, beta):
    r, scale = reduce_exp(clamp_exp(-beta * y))
    return -expm1_scaled(r, scale)


@scalar
def log_sigmoid(x):
    """log_sigmoid: y = -softplus(-x) for a beta of 1, and its slope.

    Slope.      That of softplus at -x.
    """
    y, dydx = softplus_defaults(-x)
    return -y, dydx


@scalar
def log_sigmoid_from_output(y):
    r, scale = reduce_exp(clamp_exp(y))
    return -expm1_scaled(r, scale)


@scalar
def sqrtsoftplus(x):
    """sqrtsoftplus: y = sqrt(log(1 + exp(x))), and its slope. Let h = exp(-|x| / 2) and e = h^2.

    Identity.   log(1 + exp(x)) = log(1 + e) below 0, and x + log(1 + e) above.
    Value.      x <  0:  y = h root, root = sqrt(log(1 + e) / e), since the logarithm becomes
                         subnormal long before its root does. h is multiplied in last, its power of
                         two after all else.
                x >= 0:  y = root, root = sqrt(x + log(1 + e))
    Slope.      y' = 1 / (2 root (1 + e)), and below 0 h times that. In double what the root's
                argument, the root, e and the quotient lost is put back, as the residual of the
                quotient: 2.67 ULP at 16.4 without. The loss of e counts times the logarithmic
                derivative of root (1 + e) by e, which below 0 is 0.75 - 0.39 e within 0.07.
    Range.      The residual is left out beyond 1e300, since it is NaN at infinity.
    """
    zero, half, one = real(0, x), real(0.5, x), real(1, x)
    below = x < zero
    # h = scale (1 + p) without its unscale, hu with it.
    p, _, scale = expm1_reduced(clamp_exp_low(-half * absolute(x)))
    h = fma(scale, p, scale)
    hu = h * unscale(x)
    e, e_rest = two_product(hu, hu)
    # The root's argument: 1 + g below 0, x + e (1 + g) above.
    g = log1p_unit_poly(e)
    first, second = (one if below else x), (g if below else fma(e, g, e))
    square, square_low = two_sum(first, second)
    root = sqrt(square)
    # The value below 0: h root.
    y = scale * root
    y = fma(y, p, y) * unscale(x)
    # The slope's denominator, root (1 + e). e is 0 long before x is 1000, and infinity times 0 NaN.
    bounded = root if x < real(1000, x) else zero
    slope_root = fma(bounded, e, root)
    inverse = one / slope_root
    # What the root and e lost; 1 / root is grown * inverse.
    grown = one + e
    root_low = half * grown * inverse * (fma(-root, root, square) + square_low)
    e_low = e_rest + (hu + hu) * fma(scale, p, scale - h) * unscale(x)
    # The logarithmic derivative of root (1 + e) by e. Above 0 it is (1 / (2 root^2) + 1) / (1 + e).
    rate_below = fma(real(-0.39, x), e, real(0.75, x))
    rate_above = fma(half * grown * inverse, inverse, root * inverse)
    # The residual of inverse, by its own rounding and by what its divisor lost.
    residual = fma(-slope_root, inverse, one) - (fma(bounded, e, root - slope_root) + root_low * grown) * inverse
    residual = fma(-(rate_below if below else rate_above), e_low, residual)
    residual = residual if x < either(1e30, 1e300, x) else zero
    # inverse / 2, times h below 0, and its correction in double.
    factor = inverse * (scale if below else one) * half
    p = p if below else zero
    dydx = fma(factor, p, factor)
    dydx = dydx - in_double(-fma(factor, residual, fma(factor, p, factor - dydx)))
    dydx = dydx * unscale(x) if below else dydx
    return (y if below else root), dydx


@scalar
def logit(x):
    """logit: y = log(x / (1 - x)), and its slope.

    Identity.   y = log(1 / d - 1) for d = 1 - x from 1/2 on, and -log(1 / d - 1) for d = x below.
                Both d are exact.
    Value.      1 / d is had in two parts, the quotient and its residual, and taking 1 from the
                quotient is exact where it matters: log_sum of the two is right next to 1/2 too.
    Slope.      y' = 1 / (x (1 - x)), corrected, in double, for what 1 - x and the product lost.
    Range.      A d that may be subnormal is multiplied by 2^64, or its quotient would overflow.
                There 1 - x is 1 and nothing of it is lost, but y' may be infinite: it is not
                corrected. At 0 and 1 the value is -inf and inf, the slope inf; outside both are
                NaN.
    """
    zero, one, half = real(0, x), real(1, x), real(0.5, x)
    lower = x < half
    rest = one - x
    # The value, of 1 / d in two parts.
    d = x if lower else rest
    small = wants_upscale(d)
    d = d * upscale(x) if small else d
    inverse = one / d
    y = log_sum(inverse - one, inverse * fma(-inverse, d, one))
    y = y + (log_of_upscale(x) if small else zero)
    y = -y if lower else y
    # The slope, less what x (1 - x) lost.
    product, product_low = two_product(x, rest)
    dydx = one / product
    correction = dydx * (dydx * fma((one - rest) - x, x, product_low))
    dydx = dydx - in_double(zero if small else correction)
    # What lies outside.
    edge = real(np.inf, x) if (x == zero) | (x == one) else real(np.nan, x)
    inside = (x > zero) & (x < one)
    return (y if inside else (-edge if lower else edge)), (dydx if inside else edge)


@scalar
def tanh_shrink(x):
    """tanh_shrink: y = x - tanh(x), and its slope. Let a = |x|.

    Identity.   With m = 1 - tanh(a) = 2 logistic(-2a), a - tanh(a) = (a - 1) + m.
    Value.      a <  1:  s = a^3 (1/3 + P(a^2)), where a^3 has two parts, so that nothing but the
                         sum is rounded to full width.
                a >= 1:  (a - 1) + m. Nothing cancels, and a - 1 is exact up to 2^24 (2^53 in
                         double).
    Slope.      y' = tanh(a)^2 with tanh(a) in two parts, of a - s or 1 - m: the square of a rounded
                tanh has twice its error.
    Rejected.   a (a^2 (1/3 + P)): 2.07 ULP.
    """
    one = real(1, x)
    a = absolute(x)
    # m, for a from 1 on.
    r, scale = reduce_exp(clamp_exp(real(-2, x) * a))
    m = scale * (one / logistic_denominator(scale, r)) * (real(2, x) * unscale(x))
    # s, for a below 1.
    u = a * a
    cube, cube_low = two_product(a, u)
    s = fma(cube, third(x), fma(a, tanh_shrink_rest(a, u), cube_low * third(x)))
    # tanh(a) = high + low.
    large = a >= one
    base = one if large else a
    minus = m if large else s
    high = base - minus
    low = (base - high) - minus
    return copysign((a - one) + m if large else s, x), fma(high + high, low, high * high)


@scalar
def lisht(x):
    """lisht: y = x tanh(x), and its slope. Let a = |x|.

    Identity.   tanh(a) = a - a h = 1 - m with h = (a - tanh(a)) / a and m = 2 logistic(-2a).
    Value.      a <  0.75:  a^2 - a^2 h, with h as in tanh_shrink
                a >= 0.75:  a - a m
    Slope.      a <  0.75:  tanh(a) + a (1 - tanh(a)^2) with tanh(a) = a - a h
                a >= 0.75:  1 + m (a (2 - m) - 1), which is the same
    """
    one = real(1, x)
    a = absolute(x)
    # m, and the logistic without its unscale, for a from 0.75 on. t stands for -2a, but is finite.
    t = clamp_exp(real(-2, x) * a)
    r, scale = reduce_exp(t)
    part = scale * (one / logistic_denominator(scale, r))
    m = part * (real(2, x) * unscale(x))
    # h and tanh(a), for a below 0.75.
    u = a * a
    h = fma(u, third(x), tanh_shrink_rest(a, u))
    th = fma(-h, a, a)
    large = a >= real(0.75, x)
    slope = fma(m, fma(real(-0.5, x) * t, real(2, x) - m, -one), one) if large else fma(-(a * th), th, a + th)
    return (fma(t * unscale(x), part, a) if large else fma(-h, u, u)), copysign(slope, x)


@scalar
def smht(x, a, b, c, d):
    """smht: y = (exp(a x) - exp(-b x)) / (exp(c x) + exp(-d x)), and its slope. Let w = |x|.

    Identity.   For x >= 0, y = G (1 - E1) / (1 + E2) with G = exp((a - c) w), E1 = exp(-(a + b) w)
                and E2 = exp(-(c + d) w). Below 0 a and b swap, c and d too, and the sign changes. A
                negative a + b is made positive by exp(a x) - exp(-b x) = -(exp(-b x) - exp(a x)),
                which puts max(a, -b) for a and max(b, -a) for b; a negative c + d likewise. So all
                finite parameters have a value, and no exponential but G can overflow.
    Reduction.  Each of the three arguments has two parts, since neither its sum nor its product is
                exact. G = 2^k (1 + growth), and 2^k comes last.
    Value.      rise / fall with rise = 1 - E1 and fall = 1 + E2, in double corrected by what these
                sums lost: 2.03 ULP at -0.208 without.
    Slope.      y' = G B / fall^2 with B = ((a - c) rise + (a + b) E1) fall + (c + d) E2 rise, which
                has no negative term for a >= c. The quotient is corrected by its residual and by
                what B and the square lost, without which it is 4.2 ULP off; in double by what the
                exponentials and the sums lost too: 2.49 ULP at 18.37 without. At 0 it is
                (a + b) / 2.
    Range.      Where a parameter is beyond 2^20 the rates that B is made of are multiplied by
                2^-100, or their products would overflow against each other. (a - c) w is bounded at
                197 (float), 1460 (double), where G has long overflowed, and at -124 (-800), below
                which the slope is 0 for all parameters that the row promises it for.
    """
    zero = real(0, x)
    one = real(1, x)
    largest = largest_finite(x)
    # Parameters for which a1 + b1 >= 0 and c1 + d1 >= 0.
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
    w = clamp_magnitude(x, largest)
    # G = 2^k (1 + growth).
    g, g_rest, rate = sum_times(b1 if below else a1, -d1 if below else -c1, w)
    lowest = either(-124.0, -800.0, x)
    bounded = at_most(at_least(g, lowest), either(197.0, 1460.0, x))
    _, _, r, k = reduce_exp_wide(bounded)
    growth = expm1_poly(r + (g_rest if bounded == g else zero))
    # E1 = u1 (1 + p1) and rise = 1 - E1.
    g1, g1_rest, rate1 = sum_times(-a1, -b1, w)
    bounded1 = clamp_exp_low(g1)
    p1, scale1 = expm1_plus(bounded1, g1_rest if bounded1 == g1 else zero)
    u1 = scale1 * unscale(x)
    rest = one - u1
    rise = fma(-u1, p1, rest)
    # E2 = u2 (1 + p2) and fall = 1 + E2.
    g2, g2_rest, rate2 = sum_times(-c1, -d1, w)
    bounded2 = clamp_exp_low(g2)
    p2, scale2 = expm1_plus(bounded2, g2_rest if bounded2 == g2 else zero)
    u2 = scale2 * unscale(x)
    base = one + u2
    fall = fma(u2, p2, base)
    # What the sums lost.
    rise_low = fma(-u1, p1, rest - rise) + ((one - rest) - u1)
    base_low = u2 - (base - one)
    fall_low = fma(u2, p2, (base - fall) + base_low)
    # The value. The third factor is for a rise that is nearly 0: there G may exceed every float.
    ratio = rise / fall
    ratio = ratio - in_double((fma(ratio, fall, -rise) + fma(ratio, fall_low, -rise_low)) * (one / fall))
    reached = at_most(k, either(250.0, 2000.0, x))
    first, second = power_of_2(reached)
    y = fma(ratio, growth, ratio) * first * second * power_of_2_within(k - reached)
    # B, 2^64 times as large, in two parts: gain * fall + loss * rise. rate is a - c, rate1 -(a + b)
    # and rate2 -(c + d).
    rate = at_most(at_least(rate, -largest), largest) * size
    rate1, rate2 = at_least(rate1, -largest) * size, at_least(rate2, -largest) * size
    e1, e2 = fma(scale1, p1, scale1), fma(scale2, p2, scale2)
    loss = e2 * -rate2
    gain = rate * rise * upscale(x) - e1 * rate1
    other = loss * rise
    bracket = fma(gain, fall, other)
    bracket_low = fma(gain, fall, other - bracket)
    # B / fall^2, and what rounding took from the square but for base_low, which counts in double
    # alone.
    square, square_low = two_product(fall, fall)
    square_low = square_low + (fall + fall) * fma(u2, p2, base - fall)
    inverse = one / square
    quotient = bracket * inverse
    # What the exponentials, and with them gain, loss and other, lost.
    gain_low = -fma(fma(scale1, p1, scale1 - e1), rate1, fma(e1, rate1, -(e1 * rate1)))
    loss_low = -fma(fma(scale2, p2, scale2 - e2), rate2, fma(e2, rate2, loss))
    lost = fma(gain_low, fall, gain * fall_low) + fma(loss_low, rise, fma(loss, rise_low, fma(loss, rise, -other)))
    lost = fma(-quotient, (fall + fall) * base_low, lost)
    # The slope, by the residual of the quotient.
    residual = fma(-quotient, square, bracket) + ((bracket_low - quotient * square_low) - in_double(-lost))
    quotient = fma(residual, inverse, quotient)
    first, second = power_of_2(k - real(64, x))
    slope = fma(quotient, growth, quotient) * first * second * (real(1.2676506002282294e30, x) if steep else one)
    slope = zero if g < lowest else slope
    # Where a + b overflows, its product with 0 would be NaN.
    y = zero if w == zero else y
    middle = real(0.5, x) * a + real(0.5, x) * b
    return copysign(y, x) * sign, (middle if w == zero else slope * sign)
