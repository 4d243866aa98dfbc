"""Functions of angles; the reductions by pi above them.

The counterpart of `_cython/scalar/circular.pxd`, operation for operation: both give the same bits.
"""

import numpy as np
from numba import types
from numba.extending import overload

from ..cores.reduction import to_whole
from ..machine import absolute, bitcast, copysign, either, fma, in_double, inlined, real, two_sum
from ..machine import inlined as scalar


@inlined
def inverse_pi(like):
    """1 / pi, in the type of `like`."""
    return either(0.31830987334251404, 0.3183098861837907, like)


@inlined
def pi_first(like):
    """The first of three parts of pi, all of one sign. It has two bits less than the type."""
    return either(3.141592025756836, 3.141592653589793, like)


@inlined
def pi_second(like):
    """The second part of pi."""
    return either(6.278329465203569e-07, 1.224646799147353e-16, like)


@inlined
def pi_third(like):
    """The third part of pi."""
    return either(1.078060505991553e-14, 2.1657133478438278e-32, like)


@inlined
def half_pi(like):
    """pi / 2, rounded to the type of `like`."""
    return either(1.5707963705062866, 1.5707963267948966, like)


@inlined
def half_pi_low(like):
    """What half_pi lacks of it."""
    return either(-4.371138828673793e-08, 6.123233995736766e-17, like)


@inlined
def reduce_pi(x, period, phase):
    """(r, low, n) with x = (k + phase) period pi + r + low and |r| up to about pi/2 period.

    The last bit of n is that of k. `period` is 1 or 1/2, and `phase` a multiple of 1/2.

    Reduction.  pi has three parts (Cody and Waite), all of one sign so that -0.0 stays -0.0. The
                first has two bits less than the type, so that its fma is exact wherever x is near a
                multiple. What the product with the second and its sum lose, and the product with
                the third, is `low`: without it sinc is 2.3 and snake 2.1 ULP off.
    Range.      A rounded product of x chooses k: |r| is up to 1.6 for period 1 and 0.81 for 1/2,
                for |x| up to 2^18 (float) and 2^47 (double), where in_reach_of_pi draws the line.
                It grows slowly beyond.
    """
    magic = to_whole(x)
    n = fma(x, inverse_pi(x) / period, -phase) + magic
    # x less h pi, part by part.
    h = (n - magic + phase) * period
    first = fma(h, -pi_first(x), x)
    second = h * -pi_second(x)
    r, lost = two_sum(first, second)
    low = fma(h, -pi_second(x), -second) + lost
    return r, fma(h, -pi_third(x), low), n


@inlined
def reduce_pi_lost(x, period, phase):
    """What reduce_pi's first fma lost, in double.

    It is exact but where x is small beside phase pi.
    """
    _, _, n = reduce_pi(x, period, phase)
    h = (n - to_whole(x) + phase) * period
    product = h * -pi_first(x)
    lost = ((product - fma(h, -pi_first(x), x)) + x) + fma(h, -pi_first(x), -product)
    return in_double(lost if absolute(x) < real(0.5, x) * absolute(product) else real(0, x))


@inlined
def in_reach_of_pi(x):
    """1 where reduce_pi's r is within its interval, NaN beyond: a factor for what would be wrong.

    Rejected.   A select between a result and NaN would do, but for GCC, which moves the result's
                work into a branch of it.
    """
    return real(1, x) if absolute(x) <= either(262144.0, 140737488355328.0, x) else real(np.nan, x)


def flip_odd(y, n):
    """y, negated where the last bit of n's mantissa is set."""
    raise TypeError("for compiled code only")


@overload(flip_odd)
def _flip_odd(y, n):
    if y == types.float32:
        return lambda y, n: bitcast(np.uint32(bitcast(y) ^ np.uint32(bitcast(n) << np.uint32(31))))
    return lambda y, n: bitcast(np.uint64(bitcast(y) ^ np.uint64(bitcast(n) << np.uint64(63))))


def sin_poly(u):
    """(sin(r) - r - c r^3) / r^5 over u = r^2 for |r| <= 1.6, c being sin_cubic.

    sin(r) is within a relative 2^-27.0 (float, degree 2) and 2^-61.0 (double, degree 6; degree 5
    gives 2^-52.5).
    """
    raise TypeError("for compiled code only")


def _sin_poly_float(u):
    u2 = u * u
    h = np.float32(2.599781737444573e-06)
    return fma(u2, h, fma(u, np.float32(-0.00019806953787337989), np.float32(0.008333031088113785)))


def _sin_poly_double(u):
    u2 = u * u
    h = 2.718898046505877e-15
    h = fma(u2, h, fma(u, -7.642790285592294e-13, 1.6058932710312075e-10))
    h = fma(u2, h, fma(u, -2.5052106752761273e-08, 2.755731921010941e-06))
    return fma(u2, h, fma(u, -0.00019841269841205586, 0.008333333333333194))


@overload(sin_poly)
def _sin_poly(u):
    return _sin_poly_float if u == types.float32 else _sin_poly_double


def sin_squared_poly(u):
    """(sin(r)^2 - r^2) / r^4 over u = r^2 for |r| <= 0.81.

    sin(r)^2 is within a relative 2^-29.4 (float, degree 3) and 2^-62.3 (double, degree 7; degree 6
    gives 2^-55.1).
    """
    raise TypeError("for compiled code only")


def _sin_squared_poly_float(u):
    u2 = u * u
    h = fma(u, np.float32(0.0001344342017546296), np.float32(-0.003170986194163561))
    return fma(u2, h, fma(u, np.float32(0.04444367438554764), np.float32(-0.333333283662796)))


def _sin_squared_poly_double(u):
    u2 = u * u
    h = fma(u, 1.9812646675749643e-11, -1.5652818706107236e-09)
    h = fma(u2, h, fma(u, 9.3967739638721e-08, -4.275559576091401e-06))
    h = fma(u2, h, fma(u, 0.00014109347436295813, -0.003174603174594014))
    return fma(u2, h, fma(u, 0.04444444444444377, -0.3333333333333333))


@overload(sin_squared_poly)
def _sin_squared_poly(u):
    return _sin_squared_poly_float if u == types.float32 else _sin_squared_poly_double


def sinc_slope_near(x, u):
    """The slope of sinc, -x P(u) for u = x^2 and |x| <= 1.6, P = (sin(x) / x - cos(x)) / x^2.

    P is within a relative 2^-25.0 (float, degree 4: the rounding of the first coefficient, 1/3) and
    2^-57 (double, degree 7).

    Value.      In double x / 3 has two parts and is rounded last: 1.83 ULP as a product with P.
    """
    raise TypeError("for compiled code only")


def _sinc_slope_near_float(x, u):
    u2 = u * u
    h = np.float32(2.4434160650343983e-07)
    h = fma(u2, h, fma(u, np.float32(-2.205360578955151e-05), np.float32(0.0011905200080946088)))
    return -x * fma(u2, h, fma(u, np.float32(-0.03333337604999542), np.float32(0.3333333432674408)))


def _sinc_slope_near_double(x, u):
    u2 = u * u
    h = fma(u, -4.3468266661746844e-14, 1.0699635080625075e-11)
    h = fma(u2, h, fma(u, -1.9270710961639768e-09, 2.505210663140097e-07))
    h = fma(u2, h, fma(u, -2.2045855367227562e-05, 0.0011904761904720773))
    h = fma(u, h, -0.03333333333333276)
    third, third_low = 0.3333333333333333, 1.850371707708594e-17
    first = x * third
    rest = fma(third_low, x, fma(x, third, -first))
    return copysign(first + fma(u * x, h, rest), -x)


@overload(sinc_slope_near)
def _sinc_slope_near(x, u):
    return _sinc_slope_near_float if x == types.float32 else _sinc_slope_near_double


def arctan_poly(u):
    """(arctan(z) - z) / z^3 over u = z^2 for |z| <= 1.

    arctan(z) is within a relative 2^-28.5 (float, degree 8) and 2^-57.5 (double, degree 19).
    """
    raise TypeError("for compiled code only")


def _arctan_poly_float(u):
    u2 = u * u
    h = np.float32(-0.0017915019998326898)
    h = fma(u2, h, fma(u, np.float32(0.010904536582529545), np.float32(-0.03115776553750038)))
    h = fma(u2, h, fma(u, np.float32(0.05793580040335655), np.float32(-0.08402056246995926)))
    h = fma(u2, h, fma(u, np.float32(0.10951654613018036), np.float32(-0.14264126121997833)))
    return fma(u2, h, fma(u, np.float32(0.1999853551387787), np.float32(-0.33333298563957214)))


def _arctan_poly_double(u):
    u2 = u * u
    h = fma(u, 1.3230091772371405e-05, -0.00015221219870193814)
    h = fma(u2, h, fma(u, 0.0008315652318609962, -0.002885627889651036))
    h = fma(u2, h, fma(u, 0.00719792575897647, -0.013902640588944897))
    h = fma(u2, h, fma(u, 0.021987149042429332, -0.0299058087635479))
    h = fma(u2, h, fma(u, 0.036643201134804834, -0.042192457555029254))
    h = fma(u2, h, fma(u, 0.047223492737180406, -0.052535270812955864))
    h = fma(u2, h, fma(u, 0.058805298846729526, -0.06666404438129865))
    h = fma(u2, h, fma(u, 0.07692279891000552, -0.09090907008003227))
    h = fma(u2, h, fma(u, 0.1111111100735493, -0.1428571428258855))
    return fma(u2, h, fma(u, 0.19999999999951756, -0.3333333333333307))


@overload(arctan_poly)
def _arctan_poly(u):
    return _arctan_poly_float if u == types.float32 else _arctan_poly_double


@inlined
def sin_cubic(like):
    """The coefficient of r^3 in sin(r): -1/6, in float as fitted with those of sin_poly."""
    return either(-0.16666658222675323, -0.16666666666666666, like)


@inlined
def sin_rest(r, low):
    """sin(r + low) - r for |r| <= 1.6.

    Identity.   r^3 (c + r^2 sin_poly(r^2)) + low cos(r), with cos(r) as 1 - r^2 / 2.
    Value.      r^2 has two parts and the cubic term an fma of its own: without them sin(pi/2) comes
                out as 1 + 2^-23.
    """
    u = r * r
    cubic = sin_cubic(r)
    q = fma(u, cubic, fma(u * u, sin_poly(u), fma(r, r, -u) * cubic))
    return fma(r, q, fma(real(-0.5, r) * u, low, low))


@inlined
def sin_rest_lost(r, low):
    """What the roundings of sin_rest lost, in double; 0 in float."""
    u = r * r
    cubic = sin_cubic(r)
    rest = fma(u * u, sin_poly(u), fma(r, r, -u) * cubic)
    q = fma(u, cubic, rest)
    part = fma(real(-0.5, r) * u, low, low)
    return in_double(fma(r, fma(u, cubic, -q) + rest, fma(r, q, -fma(r, q, part)) + part))


@inlined
def sin_parts(x):
    """sin(x) as a sum, of which the larger part has the error of the reduction alone.

    Identity.   (-1)^k sin(r) for x = k pi + r.
    """
    r, low, n = reduce_pi(x, real(1, x), real(0, x))
    return flip_odd(r, n), flip_odd(sin_rest(r, low), n)


@inlined
def cos_parts(x):
    """cos(x), likewise: -(-1)^k sin(r) for x = (k + 1/2) pi + r, accurate beside its zeros."""
    r, low, n = reduce_pi(x, real(1, x), real(0.5, x))
    return -flip_odd(r, n), -flip_odd(sin_rest(r, low), n)


@inlined
def sin_lost(x):
    """What both of sin_parts(x) lost, in double."""
    r, low, n = reduce_pi(x, real(1, x), real(0, x))
    return flip_odd(sin_rest_lost(r, low), n)


@inlined
def cos_lost(x):
    """What both of cos_parts(x) lost, in double."""
    r, low, n = reduce_pi(x, real(1, x), real(0.5, x))
    return -flip_odd(sin_rest_lost(r, low), n)


@inlined
def sin_squared_plus(y, rest, x, x_low, phase):
    """y + rest + sin(x + x_low - phase pi/2)^2; phase is a multiple of 1/2.

    Identity.   The square has the period pi, and is 1 less itself pi/2 further on: |r| <= pi/4
                leaves only small terms to round.
    Value.      y, the 0 or 1, and u = r^2 or -u are added first; then what is small, `tail` and
                `rest`.
    """
    near, low, n = reduce_pi(x, real(0.5, x), phase)
    r = near + x_low
    low = low + (x_low - (r - near))
    # sin(r + low)^2 = u + tail. What u lacks counts times 1 + 2 u p, the derivative but for p's.
    u = r * r
    p = sin_squared_poly(u)
    tail = fma(r, r, -u) + (r + r) * low
    tail = fma(u * u, p, tail * fma(u + u, p, real(1, x)))
    # 1 less that, where k is odd.
    odd = real(0.5, x) - flip_odd(real(0.5, x), n)
    return (y + (odd + flip_odd(u, n))) + (flip_odd(tail, n) + rest)


@scalar
def arctan(x):
    """arctan: y = arctan(x), of x's sign, and its slope. Let a = |x|.

    Identity.   arctan(z) = z + z^3 P(z^2) for z = a up to 1; above 1, y is pi/2 less that of
                z = 1/a.
    Value.      pi/2 has two parts.
    Slope.      1 / (1 + x^2). For large x it is had with x 2^-32 (float) or 2^-256 (double), so
                that the square does not overflow.
    Rejected.   A second reduction, (a - 1) / (a + 1) about 1, halves the polynomial and costs as
                much in selects; it loses half an ULP.
    """
    zero, one = real(0, x), real(1, x)
    a = absolute(x)
    large = a > one
    z = one / a if large else a
    u = z * z
    # Where x is large, all but z, with what half_pi lacks.
    low = fma(u * z, arctan_poly(u), -half_pi_low(x) if large else zero)
    y = half_pi(x) - (z + low) if large else z + low
    # From 2^40 (float), 2^100 (double) on 1 is nothing beside x^2; `back` is the factor's square.
    huge = a > either(1099511627776.0, 1.2676506002282294e30, x)
    s = a * either(2.3283064365386963e-10, 8.636168555094445e-78, x) if huge else a
    back = either(5.421010862427522e-20, 7.458340731200207e-155, x) if huge else one
    return copysign(y, x), one / fma(s, s, zero if huge else one) * back


@scalar
def sin(x):
    """sin: y = sin(x), and its slope cos(x).

    Reduction.  Each has a reduction of its own, and is accurate beside its zeros.
    Value.      The sum of the parts loses -0.0's sign, which is put back.
    Range.      NaN beyond in_reach_of_pi, at the infinities, too.
    """
    high, low = sin_parts(x)
    cos_high, cos_low = cos_parts(x)
    return copysign(high + low, high) * in_reach_of_pi(x), (cos_high + cos_low) * in_reach_of_pi(x)


@scalar
def sinc(x):
    """sinc: y = sin(x) / x, 1 at 0, and its slope.

    Slope.      |x| < 1.5625:  y' = -x P(x^2), see sinc_slope_near
                else:  y' = (x cos(x) - sin(x)) / x^2
                The latter is in two parts throughout and corrects its quotient by its residual: in
                one it is 4.4 ULP off beside its zero at 4.49, and uncorrected 3.3 at 4.22. In
                double the sine and cosine have a third part: 2.18 ULP at -34.6 without.
    Range.      NaN beyond in_reach_of_pi, but at the infinities the numerator and the sine are
                taken to be 0.
    """
    zero, one = real(0, x), real(1, x)
    a = absolute(x)
    bounded = zero if a == real(np.inf, x) else x
    base = one if a == real(np.inf, x) else x
    valid = in_reach_of_pi(bounded)
    high, low = sin_parts(bounded)
    cos_high, cos_low = cos_parts(bounded)
    s = high + low
    c = cos_high + cos_low
    # The numerator x cos(x) - sin(x) in two parts, with what s, c and the parts of both lost.
    first = fma(bounded, c, -s)
    second = fma(bounded, cos_low - (c - cos_high), (s - high) - low)
    second = second - in_double(sin_lost(bounded) - bounded * cos_lost(bounded))
    numerator = first + second
    # It, divided by x^2, which has two parts as well.
    u = base * base
    inverse = one / u
    quotient = numerator * inverse
    rest = (first - numerator) + second - quotient * fma(base, base, -u)
    far = fma(fma(-quotient, u, numerator) + rest, inverse, quotient)
    slope = sinc_slope_near(x, u) if a < real(1.5625, x) else far
    return (one if x == zero else s) / (one if x == zero else x) * valid, slope * valid


@scalar
def snake(x, a):
    """snake: y = (v + sin(v)^2) / a with v = a x, and its slope by x.

    Reduction.  v is the sum of two floats. Below zero v and the square cancel down to a quarter.
    Slope.      1 + sin(2 v) = 2 sin(v + pi/4)^2 is accurate beside its (double) zeros. It has a
                reduction of its own, which loses bits of a small v; double puts them back: 1.89 ULP
                at -2e-5 without.
    Range.      Where |v| is tiny or huge x itself is nearest, or next to it: the value is right for
                all x. Huge is from 2^23 (2^52) on: from 2^22 the square may be four places of an x
                just below a power of two, where `a` is no 1.
                The slope is NaN where v is beyond in_reach_of_pi.
    """
    zero, half = real(0, x), real(0.5, x)
    v = a * x
    rest = fma(a, x, -v)
    y = sin_squared_plus(v, rest, v, rest, zero) / a
    size = absolute(v)
    plain = (a == zero) | (size < either(1e-9, 1e-18, x)) | (size > either(8388608.0, 4503599627370496.0, x))
    slope = real(2, x) * sin_squared_plus(zero, zero, v, rest - in_double(-reduce_pi_lost(v, half, -half)), -half)
    return (x if plain else y), slope * in_reach_of_pi(v)
