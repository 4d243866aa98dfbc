"""The normal law: gelu, erf, its distribution function and tails; Mills' ratio above them.

The counterpart of `_cython/scalar/normal.pxd`, operation for operation: both give the same bits.
"""

import numpy as np
from numba import types
from numba.extending import overload

from ..cores.exponential import expm1_curve, expm1_poly
from ..cores.logarithm import log_sum
from ..cores.reduction import clamp_magnitude, exponent_of, ln2_high, ln2_low, log2e, reduce_exp, rounder, unscale
from ..machine import absolute, copysign, either, fma, inlined, real, two_sum
from ..machine import inlined as scalar


@inlined
def phi_0(like):
    """phi(0) = 1 / sqrt(2 pi), the normal law's density at 0."""
    return either(0.3989422917366028, 0.3989422804014327, like)


@inlined
def phi_0_low(like):
    """What phi_0 lacks of it."""
    return either(-1.1335170117e-08, -2.4923272022777433e-17, like)


@inlined
def root_2pi(like):
    """sqrt(2 pi), the C of `mills`."""
    return either(2.5066282749176025, 2.5066282746310007, like)


@inlined
def root_pi(like):
    """sqrt(pi), the C of `erfcx`."""
    return either(1.7724539041519165, 1.772453850905516, like)


@inlined
def two_by_root_pi(like):
    """2 / sqrt(pi), the slope of erf at 0."""
    return either(1.128379225730896, 1.1283791670955126, like)


@inlined
def two_by_root_pi_low(like):
    """What two_by_root_pi lacks of it."""
    return either(-5.8635382771399236e-08, 1.533545961316588e-17, like)


@inlined
def gauss_end(like):
    """The t from which even t exp(-t^2/2) is 0 after rounding: `mills` goes as far."""
    return either(14.8, 38.7, like)


@inlined
def square_end(like):
    """The t from which exp(-t^2) is 0 after rounding: `erfcx` goes as far."""
    return either(10.3, 27.35, like)


@inlined
def deep_end(like):
    """The t from which phi(t) divided by the smallest double is 0 after rounding."""
    return real(54.57, like)


@inlined
def fast_two_sum(a, b):
    """(a + b, what its rounding lost), by Dekker, for |a| >= |b|."""
    sum = a + b
    return sum, b - (sum - a)


def expm1_terms(t, low, r):
    """(p, high, low): p of expm1_two is high + low, rounded; in float high is p, and low 0."""
    raise TypeError("for compiled code only")


def _expm1_terms_double(t, low, r):
    curve = fma(r * r, expm1_curve(r), low)
    return curve + t, t, curve


@overload(expm1_terms)
def _expm1_terms(t, low, r):
    if r == types.float32:
        return lambda t, low, r: (expm1_poly(r), expm1_poly(r), np.float32(0.0))
    return _expm1_terms_double


@inlined
def expm1_sum(high, low):
    """(p, p_high, p_low, scale) with exp(high + low) = scale * 2^-64 * (1 + p).

    p_high and p_low are the parts of p that expm1_terms gives. `low` is at most a last place of
    `high`. To round a sum of -100 to one float alone would cost 50 ULP of its exponential.
    """
    magic = rounder(high, 64)
    shifted = fma(high, log2e(high), magic)
    k = shifted - magic
    t = fma(k, -ln2_high(high), high)
    low = fma(k, -ln2_low(high), low)
    p, p_high, p_low = expm1_terms(t, low, t + low)
    return p, p_high, p_low, exponent_of(shifted)


@inlined
def expm1_gauss(t):
    """expm1_sum of -t^2/2, for t up to 16.2 (float) and 38.8 (double)."""
    half = real(0.5, t) * t
    high = -half * t
    return expm1_sum(high, fma(-half, t, -high))


@inlined
def expm1_gauss_deep(t):
    """expm1_gauss for doubles up to deep_end, 54.57, with `last`, a factor of the scale.

    Reduction.  `last` is 1, but 2^-1063 where exp(-t^2/2) is below exp(-750); the scale is 2^1063
                times as large there, and no subnormal number.
    """
    half = 0.5 * t
    high = -half * t
    deep = high < -750.0
    last = 1.0120225e-320 if deep else 1.0
    magic = rounder(high, 1127) if deep else rounder(high, 64)
    shifted = fma(high, log2e(high), magic)
    k = shifted - magic
    exact = fma(k, -ln2_high(high), high)
    low = fma(k, -ln2_low(high), fma(-half, t, -high))
    p, p_high, p_low = expm1_terms(exact, low, exact + low)
    return p, p_high, p_low, exponent_of(shifted), last


@inlined
def expm1_square(t):
    """expm1_sum of -t^2, for t up to square_end."""
    high = -t * t
    return expm1_sum(high, fma(-t, t, -high))


def mills(t):
    """(B, b_low, A, a_low, C) with Q(t) = exp(-t^2/2) B / (C t B + A), the normal law's upper tail.

    Q(t) is erfc(t / sqrt(2)) / 2, and Q(t) / phi(t) is known as Mills' ratio.

    Identity.   B and A are polynomials of t, of degree 5 and 4 (float), 10 and 9 (double), with
                positive coefficients; C is sqrt(2 pi). B stands on both sides, and its errors
                cancel as t grows.
    Value.      B(0) = 11/8 and A(0) = 11/4 rather than 1 and 2: just above a power of two an error
                is the largest share of the number (3.9 ULP near 0, not 3.3).
                b_low and a_low, in double alone, are what the last steps of B and A were rounded
                by, most of their error near 0: without them log_ndtr is 2.4 ULP off at 0.31, its
                slope 2.3 at -0.28.
    Range.      0 <= t <= gauss_end, within a relative 2^-29.3 (float) and 2^-57.1 (double).
    Rejected.   A plain quotient of two polynomials adds the errors of both far out, where every
                step of Horner's rule counts: 6.5 ULP in gelu at -5.5, and as fast.
                In double Q = exp(-t^2/2) / (2 + t (C + V/W)) with V and W of degree 9 and 10, whose
                errors are at most a fifth of the whole, takes 14 products less than all the parts
                above: 3.1 ULP in ndtr at 5.7 as it stands, 2.4 with its sums in two parts.

    Coefficients of this and of what follows up to erf_exponent: `tools/coefficients_erf.py`.
    """
    raise TypeError("for compiled code only")


def _mills_float(t):
    b = fma(t, np.float32(0.00345283), np.float32(0.041233175))
    b = fma(t, fma(t, b, np.float32(0.23565906)), np.float32(0.77995414))
    b = fma(t, fma(t, b, np.float32(1.4945253)), np.float32(1.375))
    a = fma(t, np.float32(0.00865578), np.float32(0.10331479))
    a = fma(t, fma(t, a, np.float32(0.57431275)), np.float32(1.7366191))
    a = fma(t, a, np.float32(2.75))
    return b, np.float32(0.0), a, np.float32(0.0), root_2pi(t)


def _mills_double(t):
    t2 = t * t
    b = fma(t, 7.901817427024616e-07, 2.3698083644997245e-05)
    b = fma(t2, b, fma(t, 0.0003509429857223441, 0.00333108284004401))
    b = fma(t2, b, fma(t, 0.022261023741129017, 0.1089502105702366))
    b = fma(t2, b, fma(t, 0.3947853370972631, 1.0467132283184493))
    b = fma(t2, b, fma(t, 1.9511728913085116, 2.3289942936990014))
    before = b
    b = fma(t, b, 1.375)
    b_low = fma(t, before, 1.375 - b)
    a = fma(t, 1.980691898190891e-06, 5.94022865499827e-05)
    a = fma(t2, a, fma(t, 0.0008757222243655146, 0.008230981994735386))
    a = fma(t2, a, fma(t, 0.05406054645578343, 0.2569922507366375))
    a = fma(t2, a, fma(t, 0.8866277390373634, 2.1566643868684303))
    a = fma(t, a, 3.4055572519882586)
    before = a
    a = fma(t, a, 2.75)
    a_low = fma(t, before, 2.75 - a)
    return b, b_low, a, a_low, root_2pi(t)


@overload(mills)
def _mills(t):
    return _mills_float if t == types.float32 else _mills_double


def mills_chord(t):
    """K with R(t) - phi(0) t = (t0 - t) (phi(0) + K / (C t B + A)).

    Identity.   R is B / (C t B + A) of `mills`, t0 is the root of R(t) - phi(0) t, about 0.75, and
                K / (C t B + A) the chord (R(t) - R(t0)) / (t0 - t). The root is a factor, so that a
                slope is accurate where it crosses zero, too.
    Range.      That of `mills`. K has degree 5 (float) and 10 (double), within a relative 2^-24.8
                and 2^-55.1 of the whole. A float's first coefficient is such that gelu's slope at 0
                is 1/2.
    """
    raise TypeError("for compiled code only")


def _mills_chord_float(t):
    k = fma(t, np.float32(0.0025958086), np.float32(0.029497424))
    k = fma(t, fma(t, k, np.float32(0.1607053)), np.float32(0.50250703))
    k = fma(t, fma(t, k, np.float32(0.89364654)), np.float32(0.73187315))
    return k


def _mills_chord_double(t):
    t2 = t * t
    k = fma(t, 5.9405193713129e-07, 1.747243990464975e-05)
    k = fma(t2, k, fma(t, 0.00025386756284479927, 0.0023620083620617288))
    k = fma(t2, k, fma(t, 0.015442951865042086, 0.073725349358604))
    k = fma(t2, k, fma(t, 0.25948606887831566, 0.6642817062145283))
    k = fma(t2, k, fma(t, 1.185482026476431, 1.3378104766261867))
    k = fma(t, k, 0.7318732155075044)
    return k


@overload(mills_chord)
def _mills_chord(t):
    return _mills_chord_float if t == types.float32 else _mills_chord_double


def erfcx(x):
    """(B, b_low, A, a_low, C) with erfc(x) = exp(-x^2) B / (C x B + A), for 0 <= x <= square_end.

    The form is that of `mills`, within a relative 2^-28.8 and 2^-57.0. C is sqrt(pi), and
    B(0) = A(0) = 11/8.
    """
    raise TypeError("for compiled code only")


def _erfcx_float(x):
    b = fma(x, np.float32(0.020181004), np.float32(0.16898319))
    b = fma(x, fma(x, b, np.float32(0.6785291)), np.float32(1.5789413))
    b = fma(x, fma(x, b, np.float32(2.1277916)), np.float32(1.375))
    a = fma(x, np.float32(0.01788551), np.float32(0.14971727))
    a = fma(x, fma(x, a, np.float32(0.58419096)), np.float32(1.2421888))
    a = fma(x, a, np.float32(1.375))
    return b, np.float32(0.0), a, np.float32(0.0), root_pi(x)


def _erfcx_double(x):
    x2 = x * x
    b = fma(x, 2.5288899078292233e-05, 0.0005362831413036256)
    b = fma(x2, b, fma(x, 0.0056156018473213516, 0.03768986241348419))
    b = fma(x2, b, fma(x, 0.17810004442396854, 0.6163494891359754))
    b = fma(x2, b, fma(x, 1.5792113734599154, 2.9606520619111367))
    b = fma(x2, b, fma(x, 3.902436458309789, 3.2937359234844057))
    before = b
    b = fma(x, b, 1.375)
    b_low = fma(x, before, 1.375 - b)
    a = fma(x, 2.241170327639687e-05, 0.0004752685597354621)
    a = fma(x2, a, fma(x, 0.004954285841588239, 0.03292650287004455))
    a = fma(x2, a, fma(x, 0.15291637300847308, 0.5140121578163204))
    a = fma(x2, a, fma(x, 1.2539336418506628, 2.1567289088486863))
    a = fma(x, a, 2.4081332332456524)
    before = a
    a = fma(x, a, 1.375)
    a_low = fma(x, before, 1.375 - a)
    return b, b_low, a, a_low, root_pi(x)


@overload(erfcx)
def _erfcx(x):
    return _erfcx_float if x == types.float32 else _erfcx_double


def erf_exponent(t):
    """g with erf(t) = 1 - exp(-t (2/sqrt(pi) + t g)), for 0 <= t <= 3.95 (float) and 5.95 (double).

    It has degree 7 and 23; as an error of erf, it is within a relative 2^-27.7 and 2^-56.3.
    """
    raise TypeError("for compiled code only")


def _erf_exponent_float(t):
    g = fma(t, np.float32(-9.331206e-06), np.float32(0.00011829888))
    g = fma(t, fma(t, g, np.float32(-0.00063524646)), np.float32(0.0016717095))
    g = fma(t, fma(t, g, np.float32(-0.00016550429)), np.float32(-0.019149981))
    g = fma(t, fma(t, g, np.float32(0.10277688)), np.float32(0.6366195))
    return g


def _erf_exponent_double(t):
    t2 = t * t
    g = fma(t, 7.866487744945211e-16, -3.866333037704749e-14)
    g = fma(t2, g, fma(t, 8.881407126068674e-13, -1.2661038605971598e-11))
    g = fma(t2, g, fma(t, 1.253237610514222e-10, -9.11642913802274e-10))
    g = fma(t2, g, fma(t, 5.016161993159268e-09, -2.1040334459490164e-08))
    g = fma(t2, g, fma(t, 6.599238505632397e-08, -1.4245185843276938e-07))
    g = fma(t2, g, fma(t, 1.3866020797108376e-07, 3.3381330230236367e-07))
    g = fma(t2, g, fma(t, -1.7380025022309902e-06, 2.831190005605507e-06))
    g = fma(t2, g, fma(t, 3.410772218871167e-06, -2.9726501578013616e-05))
    g = fma(t2, g, fma(t, 6.449319823245546e-05, 2.587804825739874e-05))
    g = fma(t2, g, fma(t, -0.000590125380880661, 0.0016962063475042084))
    g = fma(t2, g, fma(t, -0.00020919468902539127, -0.019128447005633622))
    g = fma(t2, g, fma(t, 0.10277260330181971, 0.6366197723675828))
    return g


@overload(erf_exponent)
def _erf_exponent(t):
    return _erf_exponent_float if t == types.float32 else _erf_exponent_double


def denominator(t, b, b_low, a, a_low, c):
    """(d, d_low) with d + d_low = c t (b + b_low) + a + a_low, the terms of `mills` or `erfcx`."""
    raise TypeError("for compiled code only")


def _denominator_float(t, b, b_low, a, a_low, c):
    tb = t * b
    d = fma(c, tb, a)
    part = d - a
    return d, fma(c, fma(t, b, -tb), (a - (d - part)) + fma(c, tb, -part))


def _denominator_double(t, b, b_low, a, a_low, c):
    tb = t * b
    d = fma(c, tb, a)
    part = d - a
    return d, fma(c, fma(t, b_low, fma(t, b, -tb)), ((a - (d - part)) + fma(c, tb, -part)) + a_low)


@overload(denominator)
def _denominator(t, b, b_low, a, a_low, c):
    return _denominator_float if t == types.float32 else _denominator_double


def tail_quotient_parts(n, n_low, p, p_low, d, d_low):
    """(1 + p + p_low) (n + n_low) / (d + d_low) in two parts.

    In float n_low and p_low are 0 and not used.

    Value.      In double each step's rounding is kept, and p comes as expm1_terms has it: p in one
                part and the quotient times p rounded make log_ndtr 1.99 ULP off at 0.7705.
    """
    raise TypeError("for compiled code only")


def _tail_quotient_parts_float(n, n_low, p, p_low, d, d_low):
    inverse = np.float32(1.0) / d
    quotient = n * inverse
    rest = fma(-quotient, d_low, fma(-quotient, d, n)) * inverse
    return fast_two_sum(quotient, fma(quotient, p, rest))


def _tail_quotient_parts_double(n, n_low, p, p_low, d, d_low):
    inverse = 1.0 / d
    quotient = n * inverse
    rest = fma(-quotient, d_low, fma(-quotient, d, n) + n_low) * inverse
    # (1 + p + p_low) (quotient + rest): `rest` gathers all that is small.
    product = quotient * p
    rest = fma(quotient, p_low, fma(rest, p, fma(quotient, p, -product)) + rest)
    high, lost = fast_two_sum(quotient, product)
    return fast_two_sum(high, lost + rest)


@overload(tail_quotient_parts)
def _tail_quotient_parts(n, n_low, p, p_low, d, d_low):
    return _tail_quotient_parts_float if n == types.float32 else _tail_quotient_parts_double


def tail_quotient(n, n_low, p, p_low, d, d_low):
    """tail_quotient_parts in one: an upper tail, of `mills` or `erfcx`, with n = b or t b.

    Rejected.   In float it is a plain quotient: error terms would make 2.5 ULP of 3.3, for a fifth
                of gelu's time. In double the product of the quotient and p, rounded, and `rest`
                without p save two operations of eight and 3 % of ndtr's time, but make 1.9 ULP of
                1.1.
    """
    raise TypeError("for compiled code only")


def _tail_quotient_float(n, n_low, p, p_low, d, d_low):
    quotient = n / d
    return fma(quotient, p, quotient)


def _tail_quotient_double(n, n_low, p, p_low, d, d_low):
    return tail_quotient_parts(n, n_low, p, p_low, d, d_low)[0]


@overload(tail_quotient)
def _tail_quotient(n, n_low, p, p_low, d, d_low):
    return _tail_quotient_float if n == types.float32 else _tail_quotient_double


def quotient_of_sums(n, n_low, d, d_low):
    """(n + n_low) / (d + d_low), rounded once; in float n / d."""
    raise TypeError("for compiled code only")


def _quotient_of_sums_double(n, n_low, d, d_low):
    inverse = 1.0 / d
    quotient = n * inverse
    return fma(fma(-quotient, d_low, fma(-quotient, d, n) + n_low), inverse, quotient)


@overload(quotient_of_sums)
def _quotient_of_sums(n, n_low, d, d_low):
    if n == types.float32:
        return lambda n, n_low, d, d_low: n / d
    return _quotient_of_sums_double


@inlined
def density_parts(p):
    """(n, n_low) with n + n_low = phi(0) (1 + p), the normal law's density."""
    first, rest = phi_0(p), phi_0_low(p)
    n = fma(first, p, first)
    return n, fma(first, p, first - n) + fma(rest, p, rest)


@inlined
def mills_root(like):
    """t0 of mills_chord, where gelu's slope crosses 0 at -t0."""
    return either(0.7517915368080139, 0.7517915246935645, like)


@inlined
def mills_root_low(like):
    """What mills_root lacks of it."""
    return either(-1.211444988769017e-08, -1.4956759177009883e-17, like)


def mills_slope(t, p, d, d_low):
    """(1 + p) (t0 - t) (phi(0) + K / (d + d_low)), with K and t0 of mills_chord.

    Identity.   exp(t^2/2) (Q(t) - t phi(t)), times 1 + p: gelu's slope, but for a scale.
    Value.      In double every step has its rest: 3.6 ULP become 1.6.
    """
    raise TypeError("for compiled code only")


def _mills_slope_float(t, p, d, d_low):
    distance = (mills_root(t) - t) + mills_root_low(t)
    factor = phi_0(t) + mills_chord(t) / d
    s = distance * factor
    return s + fma(s, p, fma(distance, factor, -s))


def _mills_slope_double(t, p, d, d_low):
    # t0 - t in two parts.
    difference, lost = two_sum(mills_root(t), -t)
    distance = difference + mills_root_low(t)
    distance_low = lost + (mills_root_low(t) - (distance - difference))
    # phi(0) + K / d in two parts.
    inverse = 1.0 / d
    k = mills_chord(t)
    quotient = k * inverse
    rest = fma(-quotient, d_low, fma(-quotient, d, k)) * inverse
    factor, lost = fast_two_sum(phi_0(t), quotient)
    factor_low = lost + (rest + phi_0_low(t))
    # Their product, times 1 + p.
    s = distance * factor
    s_low = fma(distance, factor, -s) + fma(distance, factor_low, distance_low * factor)
    return s + fma(s, p, fma(s_low, p, s_low))


@overload(mills_slope)
def _mills_slope(t, p, d, d_low):
    return _mills_slope_float if t == types.float32 else _mills_slope_double


def hazard_far(t):
    """(P, D) with phi(t) / Q(t) = t + P / D, from where `mills` ends.

    Identity.   P / D is the continued fraction 1 / (t + 2 / (t + 3 / (t + ...))), cut off after 3
                (float) and 7 (double).
    Range.      From 14.8 and 38.7 on it is within a relative 2^-26.6 and 2^-69 of the whole.
    """
    raise TypeError("for compiled code only")


def _hazard_far_float(t):
    t2 = t * t
    return t2 + np.float32(3.0), t * (t2 + np.float32(5.0))


def _hazard_far_double(t):
    t2 = t * t
    return fma(t2, fma(t2, t2 + 25.0, 141.0), 105.0), t * fma(t2, fma(t2, t2 + 27.0, 185.0), 279.0)


@overload(hazard_far)
def _hazard_far(t):
    return _hazard_far_float if t == types.float32 else _hazard_far_double


@scalar
def gelu(x):
    """gelu: y = max(x, 0) - |x| Q(|x|), and its slope, with the normal law's upper tail Q.

    Identity.   Q(t) = exp(-t^2/2) B / (C t B + A), see `mills`.
    Reduction.  t^2/2 is carried in two parts.
    Value.      Nothing cancels: above 0 at most half of x is taken off. |x| is multiplied into the
                numerator before U, 2^-64, is, so that a subnormal result is rounded once.
    Slope.      Q(t) - t phi(t) = exp(-t^2/2) (t0 - t) (phi(0) + K / (C t B + A)) for t = -x below
                0, and 1 less that of t = x above (mills_slope).
    Range.      t ends at gauss_end: y is 0 below -14.8 (float), -38.7 (double), and x above.
    Rejected.   A plain quotient of two polynomials, see `mills`; error terms in float, see
                tail_quotient.

    Worst found: 3.7 ULP (float, 2.4e-4), 1.3 (double); slope 3.7 (float, -0.83), 1.6 (double,
    -1.83).
    """
    t = clamp_magnitude(x, gauss_end(x))
    p, p_high, p_low, scale = expm1_gauss(t)
    b, b_low, a, a_low, c = mills(t)
    d, d_low = denominator(t, b, b_low, a, a_low, c)
    # |x| Q(|x|), but for U.
    tb = t * b
    tail = scale * tail_quotient(tb, fma(t, b_low, fma(t, b, -tb)), p_high, p_low, d, d_low)
    y = fma(-unscale(x), tail, real(0, x) if x < real(0, x) else x)
    s = scale * mills_slope(t, p, d, d_low)
    return y, (s * unscale(x) if x < real(0, x) else fma(-s, unscale(x), real(1, x)))


@scalar
def erf_first(x):
    """The first of two stages of erf's value: the exponent, and the reduction of its exponential."""
    t = clamp_magnitude(x, either(3.95, 5.95, x))
    rest = t * fma(t, erf_exponent(t), two_by_root_pi_low(x))
    return reduce_exp(-fma(t, two_by_root_pi(x), rest))


@scalar
def erf_second(x, r, scale):
    """The second: the exponential, and what it is less than 1."""
    s = scale * unscale(x)
    return copysign(fma(-s, expm1_poly(r), real(1, x) - s), x)


@scalar
def erf(x):
    """erf: y = 1 - exp(-t (2/sqrt(pi) + t g)) with t = |x|, of x's sign, and its slope.

    Identity.   exp(...) = s (1 + p), and y = (1 - s) - s p: near 0 that is expm1, and nothing
                cancels. g is erf_exponent's polynomial; 2/sqrt(pi) comes in two parts.
    Slope.      2/sqrt(pi) exp(-x^2) has an exponential of its own, of x^2 in two parts.
    Range.      t ends at 3.95 (float), 5.95 (double), beyond which 1 is nearest.

    Worst found: 1.81 ULP at 0.2226 (float), 1.6 (double).
    """
    r, scale = erf_first(x)
    y = erf_second(x, r, scale)
    p, _, _, scale = expm1_square(clamp_magnitude(x, square_end(x)))
    s = two_by_root_pi(x) * scale
    return y, fma(s, p, s) * unscale(x)


@scalar
def erfc(x):
    """erfc: y = exp(-x^2) B / (C x B + A) for x >= 0, 2 less that of -x below, and its slope.

    Identity.   B, A and C are those of `erfcx`.
    Slope.      -2/sqrt(pi) exp(-x^2)

    Worst found: 3.2 ULP at 6.47 (float), 1.2 (double).
    """
    t = clamp_magnitude(x, square_end(x))
    p, p_high, p_low, scale = expm1_square(t)
    b, b_low, a, a_low, c = erfcx(t)
    d, d_low = denominator(t, b, b_low, a, a_low, c)
    tail = scale * tail_quotient(b, b_low, p_high, p_low, d, d_low)
    s = -two_by_root_pi(x) * scale
    return (fma(-tail, unscale(x), real(2, x)) if x < real(0, x) else tail * unscale(x)), fma(s, p, s) * unscale(x)


@scalar
def ndtr(x):
    """ndtr: y = Q(-x) for x < 0, 1 - Q(x) above, and its slope, with the normal law's upper tail Q.

    Identity.   Q(t) = exp(-t^2/2) B / (C t B + A), see `mills`.
    Slope.      phi(x) = phi(0) exp(-x^2/2).

    Worst found: 3.6 ULP at -0.696 (float), 1.2 (double).
    """
    t = clamp_magnitude(x, gauss_end(x))
    p, p_high, p_low, scale = expm1_gauss(t)
    b, b_low, a, a_low, c = mills(t)
    d, d_low = denominator(t, b, b_low, a, a_low, c)
    tail = scale * tail_quotient(b, b_low, p_high, p_low, d, d_low)
    s = phi_0(x) * scale
    return (tail * unscale(x) if x < real(0, x) else fma(-tail, unscale(x), real(1, x))), fma(s, p, s) * unscale(x)


@scalar
def gelu_10(x):
    """gelu, which passes 10 where x does (and is never below -0.17)."""
    y, dydx = gelu(x)
    return (real(10, x) if y > real(10, x) else y), (real(0, x) if x > real(10, x) else dydx)


@scalar
def laplace_in_double(x, mu, sigma):
    """laplace: y = ndtr(z) with z = (x - mu) / sigma, in double, and its slope by x.

    Identity.   z = t + low in two parts: Q(t + low) = Q(t) - phi(t) low, and phi(t + low) = phi(t)
                (1 - t low).
    Reduction.  Both quotients by sigma are products with its inverse, whose errors the low parts
                take up. A sigma below 1 is multiplied by 2^64 and one below 2^-800 by 2^128, or its
                inverse would overflow. One above 2^900 is multiplied by 2^-128, as are x and mu, or
                x - mu would overflow beside it.
    Range.      t ends at deep_end, which is as far as a density goes: a small sigma makes it large.
                A sigma of 0 stands for less than any float: a step at mu.

    Worst found: 1.2 ULP; slope 1.2 (sigma 1.3e307).
    """
    size = absolute(sigma)
    down = 2.938735877055719e-39 if size > 8.452712498170644e270 else 1.0
    up = 18446744073709551616.0 if size < 1.0 else 1.0
    up = 3.402823669209385e38 if size < 1.499696813895631e-241 else up
    divisor = (5e-324 if sigma == 0.0 else sigma) * down * up
    # (x - mu) / sigma in two parts, z and z_low.
    difference, lost = two_sum(x * down, -(mu * down))
    difference, rest = difference * up, lost * up
    inverse = 1.0 / divisor
    inverse_low = fma(-inverse, divisor, 1.0) * inverse
    z = difference * inverse
    z_low = (fma(-z, divisor, difference) + rest) * inverse
    outside = absolute(z) > deep_end(z)
    t = clamp_magnitude(z, deep_end(z))
    z_low = 0.0 if outside else z_low
    low = -z_low if z < 0.0 else z_low
    # The tail and the density at t, then at t + low.
    p, p_high, p_low, scale, last = expm1_gauss_deep(t)
    b, b_low, a, a_low, c = mills(t)
    d, d_low = denominator(t, b, b_low, a, a_low, c)
    density, density_low = density_parts(p)
    tail, tail_low = tail_quotient_parts(b, b_low, p_high, p_low, d, d_low)
    tail = scale * (tail + fma(-density, low, tail_low))
    y = tail * (unscale(x) * last) if z < 0.0 else fma(-tail, unscale(x) * last, 1.0)
    s = density * inverse
    s_low = fma(density, inverse, -s) + fma(density, inverse_low, density_low * inverse)
    s = scale * (s + fma(-s, t * low, s_low)) * (unscale(x) * down * up * last)
    return y, (0.0 if outside else s)


@scalar
def laplace(x, mu, sigma):
    """laplace_in_double, in float too, which rounds once.

    Rejected.   In float itself it is 3.2 ULP off, in a third of the time.
    """
    y, dydx = laplace_in_double(np.float64(x), np.float64(mu), np.float64(sigma))
    return real(y, x), real(dydx, x)


@scalar
def log_ndtr_parts(x):
    """The argument of log_ndtr's logarithm in two parts, |x|, and what the slope needs of what it comes from."""
    zero, one = real(0, x), real(1, x)
    magnitude = absolute(x)
    largest = gauss_end(x)
    t = clamp_magnitude(x, either(1e6, 1e30, x))
    near = largest if t > largest else t
    # Q and 1 - Q, in two parts each.
    p, p_high, p_low, scale = expm1_gauss(near)
    b, b_low, a, a_low, c = mills(near)
    d, d_low = denominator(near, b, b_low, a, a_low, c)
    u = scale * unscale(x)
    tail, tail_low = tail_quotient_parts(b, b_low, p_high, p_low, d, d_low)
    tail, tail_low = u * tail, u * tail_low
    upper, lost = fast_two_sum(one, -tail)
    upper_low = lost - tail_low
    # rest is phi(0) A / B, or hazard_far's P / D.
    density, density_low = density_parts(zero)
    far_a, far_b = hazard_far(t)
    beyond = t > largest
    n = density * a
    n_low = fma(density, a, -n) + fma(density, a_low, density_low * a)
    rest = quotient_of_sums(far_a if beyond else n, zero if beyond else n_low, far_b if beyond else b, zero if beyond else b_low)
    # The logarithm of V, Q or 1 - Q; C phi(0) is 1.
    far = x < real(-4, x)
    high, low = (tail if x < zero else upper), (tail_low if x < zero else upper_low)
    high, low = (c * (t + rest) if far else high), (zero if far else low)
    return high, low, magnitude, p, scale, upper, upper_low, rest


@scalar
def log_ndtr_first(x):
    """The first of two stages of log_ndtr's value: the logarithm's argument."""
    high, low, _, _, _, _, _, _ = log_ndtr_parts(x)
    return high, low


@scalar
def log_ndtr_second(x, high, low):
    """The second: the logarithm, less x^2/2 far below; where Q is tiny, 1 - Q is 1 and low is -Q."""
    half, y = real(0.5, x) * absolute(x), log_sum(high, low)
    y = -fma(half, absolute(x), y) if x < real(-4, x) else y
    enough = either(-1e-9, -1e-18, x) if high == real(1, x) else high
    return low if low > enough else y


@scalar
def log_ndtr(x):
    """log_ndtr: y = log(1 - Q(x)), and its slope. Let t = |x|, and V = C t + A / B of `mills`.

    Value.      x >= 0:       y = log(1 - Q(x))
                -4 <= x < 0:  y = log(Q(t))
                x < -4:       y = -x^2/2 - log(V)
                One logarithm serves all three. Q comes in two parts, or near 0 its error would be
                doubled (5.7 ULP in float).
                Where Q is tiny, y = -Q: log_sum would halve it, and half of a subnormal may be no
                float.
    Slope.      x < 0:   y' = V phi(0) = t + phi(0) A / B
                x >= 0:  y' = phi(x) / (1 - Q(x))
    Range.      Beyond the range of `mills` A / B gives way to hazard_far's continued fraction,
                whose t ends at 1e6 (float), 1e30 (double): log(V) is nothing beside x^2/2 by then.

    Worst found: 2.97 ULP at 0.775 (float), 1.5 at 0.81 (double); slope in double 1.7 at -1.53.
    """
    high, low, magnitude, p, scale, upper, upper_low, rest = log_ndtr_parts(x)
    # The slope above 0.
    density, density_low = density_parts(p)
    s = scale * quotient_of_sums(density, density_low, upper, upper_low) * unscale(x)
    return log_ndtr_second(x, high, low), (magnitude + rest if x < 0 else s)
