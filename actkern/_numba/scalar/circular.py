"""Functions of angles; the reductions by pi above them.

The counterpart of `src_cython/scalar/circular.pxd`, operation for operation: both give the same bits.
"""

import numpy as np
from numba import types
from numba.extending import overload

from ..cores.reduction import to_whole
from ..machine import absolute, bitcast, copysign, either, fma, in_double, inlined, real, two_sum
from ..machine import inlined as scalar


@inlined
def reduce_pi(x, period, phase):
    """(r, low, n) with x = (k + phase) period pi + r + low and |r| about pi/2 period; the last bit of n is that of k.

    `period` is 1 or 1/2, and `phase` a multiple of 1/2. pi has three parts (Cody and Waite), all of one sign so that -0.0
    stays -0.0; the first has two bits less than the type, so that its fma is exact wherever x is near a multiple. What the
    product with the second and its sum lose, and the product with the third, is low: without it sinc is
    2.3 and snake 2.1 ULP off.
    A rounded product of x chooses k: |r| is up to 1.6 for period 1 and 0.81 for 1/2, for |x| up to 2^18 (float) and 2^47
    (double), where `in_reach_of_pi` draws the line, and grows slowly beyond.
    """
    magic = to_whole(x)
    n = fma(x, either(0.31830987334251404, 0.3183098861837907, x) / period, -phase) + magic
    h = (n - magic + phase) * period
    minus_pi_2 = either(-6.278329465203569e-07, -1.224646799147353e-16, x)
    first = fma(h, either(-3.141592025756836, -3.141592653589793, x), x)
    second = h * minus_pi_2
    r, lost = two_sum(first, second)
    low = fma(h, minus_pi_2, -second) + lost
    return r, fma(h, either(-1.078060505991553e-14, -2.1657133478438278e-32, x), low), n


@inlined
def reduce_pi_lost(x, period, phase):
    """What reduce_pi's first sum lost, in double, where x is small beside phase pi: elsewhere that sum is exact."""
    _, _, n = reduce_pi(x, period, phase)
    minus_pi = either(-3.141592025756836, -3.141592653589793, x)
    h = (n - to_whole(x) + phase) * period
    product = h * minus_pi
    lost = ((product - fma(h, minus_pi, x)) + x) + fma(h, minus_pi, -product)
    return in_double(lost if absolute(x) < real(0.5, x) * absolute(product) else real(0, x))


@inlined
def in_reach_of_pi(x):
    """1 where reduce_pi's r is within its interval, NaN beyond: a factor for results that would be wrong.

    A select between a result and NaN would do, but for GCC, which moves the result's work into a branch of it.
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
    """(sin(r) - r - c r^3) / r^5 over u = r^2 for |r| <= 1.6, c being the `cubic` of sin_rest.

    sin(r) is within a relative 2^-27.0 (float, degree 2) and 2^-61.0 (double, degree 6; degree 5 gives 2^-52.5).
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

    sin(r)^2 is within a relative 2^-29.4 (float, degree 3) and 2^-62.3 (double, degree 7; degree 6 gives 2^-55.1).
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

    P is within a relative 2^-25.0 (float, degree 4: the rounding of the first coefficient, 1/3) and 2^-57 (double, degree 7).
    In double x / 3 has two parts and is rounded last: 1.83 ULP as a product with P.
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
    first = x * 0.3333333333333333
    rest = fma(1.850371707708594e-17, x, fma(x, 0.3333333333333333, -first))
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
def sin_rest(r, low):
    """sin(r + low) - r for |r| <= 1.6, with cos(r) as 1 - r^2 / 2 for the low part.

    r^2 has two parts and the cubic term an fma of its own: without them sin(pi/2) comes out as 1 + 2^-23.
    """
    u = r * r
    cubic = either(-0.16666658222675323, -0.16666666666666666, r)
    q = fma(u, cubic, fma(u * u, sin_poly(u), fma(r, r, -u) * cubic))
    return fma(r, q, fma(real(-0.5, r) * u, low, low))


@inlined
def sin_rest_lost(r, low):
    """What the roundings of sin_rest lost, in double; 0 in float."""
    u = r * r
    cubic = either(-0.16666658222675323, -0.16666666666666666, r)
    rest = fma(u * u, sin_poly(u), fma(r, r, -u) * cubic)
    q = fma(u, cubic, rest)
    part = fma(real(-0.5, r) * u, low, low)
    return in_double(fma(r, fma(u, cubic, -q) + rest, fma(r, q, -fma(r, q, part)) + part))


@inlined
def sin_parts(x):
    """sin(x) as a sum, the larger part with the error of the reduction alone: (-1)^k sin(r) for x = k pi + r."""
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
    r, low, n = reduce_pi(x, real(1, x), real(0.5, x))
    return -flip_odd(sin_rest_lost(r, low), n)


@inlined
def sin_squared_plus(y, rest, x, x_low, phase):
    """y + rest + sin(x + x_low - phase pi/2)^2; phase is a multiple of 1/2.

    The square has the period pi, and is 1 less itself pi/2 further on: |r| <= pi/4 leaves only small terms to round.
    """
    near, low, n = reduce_pi(x, real(0.5, x), phase)
    r = near + x_low
    low = low + (x_low - (r - near))
    u = r * r
    p = sin_squared_poly(u)
    tail = fma(r, r, -u) + (r + r) * low
    tail = fma(u * u, p, tail * fma(u + u, p, real(1, x)))
    odd = real(0.5, x) - flip_odd(real(0.5, x), n)
    return (y + (odd + flip_odd(u, n))) + (flip_odd(tail, n) + rest)


@scalar
def arctan(x):
    """Of a = |x|: z + z^3 P(z^2) for z = a up to 1, pi/2 (in two parts) less it for z = 1/a above.

    A second reduction, (a - 1) / (a + 1) about 1, halves the polynomial and costs as much in selects; it loses half an ULP.
    The slope is 1 / (1 + x^2); for large x with x 2^-32 (float) or 2^-256 (double), so that the square does not overflow.
    """
    one = real(1, x)
    zero = real(0, x)
    a = absolute(x)
    large = a > one
    z = one / a if large else a
    u = z * z
    low = fma(u * z, arctan_poly(u), either(4.371138828673793e-08, -6.123233995736766e-17, x) if large else zero)
    y = either(1.5707963705062866, 1.5707963267948966, x) - (z + low) if large else z + low
    huge = a > either(1099511627776.0, 1.2676506002282294e30, x)
    s = a * either(2.3283064365386963e-10, 8.636168555094445e-78, x) if huge else a
    back = either(5.421010862427522e-20, 7.458340731200207e-155, x) if huge else one
    return copysign(y, x), one / fma(s, s, zero if huge else one) * back


@scalar
def sin(x):
    """sin and cos, each with a reduction of its own: accurate beside their zeros. The sum of the parts loses -0.0's sign."""
    high, low = sin_parts(x)
    cos_high, cos_low = cos_parts(x)
    return copysign(high + low, high) * in_reach_of_pi(x), (cos_high + cos_low) * in_reach_of_pi(x)


@scalar
def sinc(x):
    """sin(x) / x; the slope is -x P(x^2) up to 1.56, (x cos(x) - sin(x)) / x^2 above.

    The latter is in two parts throughout and corrects its quotient by its residual: in one it is 4.4 ULP off beside its
    zero at 4.49, and uncorrected 3.3 at 4.22. In double the sine and cosine have a third part (2.18 ULP at -34.6 without).
    At the infinities its numerator and the sine are taken to be 0.
    """
    zero = real(0, x)
    one = real(1, x)
    a = absolute(x)
    bounded = zero if a == real(np.inf, x) else x
    base = one if a == real(np.inf, x) else x
    valid = in_reach_of_pi(bounded)
    high, low = sin_parts(bounded)
    cos_high, cos_low = cos_parts(bounded)
    s = high + low
    c = cos_high + cos_low
    first = fma(bounded, c, -s)
    second = fma(bounded, cos_low - (c - cos_high), (s - high) - low) - in_double(sin_lost(bounded) - bounded * cos_lost(bounded))
    numerator = first + second
    u = base * base
    inverse = one / u
    quotient = numerator * inverse
    rest = (first - numerator) + second - quotient * fma(base, base, -u)
    far = fma(fma(-quotient, u, numerator) + rest, inverse, quotient)
    slope = sinc_slope_near(x, u) if a < real(1.5625, x) else far
    return (one if x == zero else s) / (one if x == zero else x) * valid, slope * valid


@scalar
def snake(x, a):
    """(v + sin(v)^2) / a for v = a x, which has two parts. Below zero v and the square cancel down to a quarter.

    Where |v| is tiny or huge x itself is nearest, or next to it: the value is right for all x. Huge is from 2^23 (2^52) on: from
    2^22 the square may be four places of an x just below a power of two, where `a` is no 1. The slope 1 + sin(2v) =
    2 sin(v + pi/4)^2 is accurate beside its (double) zeros, with a reduction of its own; that loses bits of a small v, which
    double puts back: 1.89 ULP at -2e-5 without.
    """
    zero, half = real(0, x), real(0.5, x)
    v = a * x
    rest = fma(a, x, -v)
    y = sin_squared_plus(v, rest, v, rest, zero) / a
    size = absolute(v)
    plain = (a == zero) | (size < either(1e-9, 1e-18, x)) | (size > either(8388608.0, 4503599627370496.0, x))
    slope = real(2, x) * sin_squared_plus(zero, zero, v, rest - in_double(-reduce_pi_lost(v, half, -half)), -half)
    return (x if plain else y), slope * in_reach_of_pi(v)
