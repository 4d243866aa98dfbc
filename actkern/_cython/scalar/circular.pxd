# cython: cdivision=True
"""Functions of angles; the reductions by pi above them.

The counterpart of `_numba/scalar/circular.py`, operation for operation: both give the same bits. The
docblocks that say how stand there.
"""

from libc.math cimport INFINITY, NAN
from actkern._cython.cores.reduction cimport to_whole
from actkern._cython.machine cimport (
    absolute,
    bits_of_double,
    bits_of_float,
    copysign,
    double_of_bits,
    either,
    float_of_bits,
    fma,
    in_double,
    real,
    two_sum,
)


cdef inline real inverse_pi(real like) noexcept nogil:
    """1 / pi."""
    return either(0.31830987334251404, 0.3183098861837907, like)


cdef inline real pi_first(real like) noexcept nogil:
    """The first of three parts of pi."""
    return either(3.141592025756836, 3.141592653589793, like)


cdef inline real pi_second(real like) noexcept nogil:
    """The second part of pi."""
    return either(6.278329465203569e-07, 1.224646799147353e-16, like)


cdef inline real pi_third(real like) noexcept nogil:
    """The third part of pi."""
    return either(1.078060505991553e-14, 2.1657133478438278e-32, like)


cdef inline real half_pi(real like) noexcept nogil:
    """pi / 2."""
    return either(1.5707963705062866, 1.5707963267948966, like)


cdef inline real half_pi_low(real like) noexcept nogil:
    """What half_pi lacks of it."""
    return either(-4.371138828673793e-08, 6.123233995736766e-17, like)


cdef inline real reduce_pi(real x, real period, real phase, real* low, real* n) noexcept nogil:
    """(r, low, n) with x = (k + phase) period pi + r + low and |r| about pi/2 period."""
    cdef real magic = to_whole(x)
    cdef real shifted = fma(x, inverse_pi(x) / period, -phase) + magic
    cdef real h = (shifted - magic + phase) * period
    cdef real first = fma(h, -pi_first(x), x)
    cdef real second = h * -pi_second(x)
    cdef real lost
    cdef real r = two_sum(first, second, &lost)
    cdef real rest = fma(h, -pi_second(x), -second) + lost
    low[0] = fma(h, -pi_third(x), rest)
    n[0] = shifted
    return r


cdef inline real reduce_pi_lost(real x, real period, real phase) noexcept nogil:
    """What reduce_pi's first fma lost, in double."""
    cdef real low, n
    reduce_pi(x, period, phase, &low, &n)
    cdef real h = (n - to_whole(x) + phase) * period
    cdef real product = h * -pi_first(x)
    cdef real lost = ((product - fma(h, -pi_first(x), x)) + x) + fma(h, -pi_first(x), -product)
    return in_double(lost if absolute(x) < <real>0.5 * absolute(product) else <real>0)


cdef inline real in_reach_of_pi(real x) noexcept nogil:
    """1 where reduce_pi's r is within its interval, NaN beyond."""
    return <real>1 if absolute(x) <= either(262144.0, 140737488355328.0, x) else <real>NAN


cdef inline real flip_odd(real y, real n) noexcept nogil:
    """y, negated where n is odd."""
    if real is float:
        return float_of_bits(bits_of_float(y) ^ (bits_of_float(n) << 31))
    else:
        return double_of_bits(bits_of_double(y) ^ (bits_of_double(n) << 63))


cdef inline real sin_poly(real u) noexcept nogil:
    """(sin(r) - r - c r^3) / r^5 over u = r^2 for |r| <= 1.6, c being sin_cubic."""
    cdef real u2 = u * u, h
    if real is float:
        h = <float>2.599781737444573e-06
        h = fma(u2, h, fma(u, <float>-0.00019806953787337989, <float>0.008333031088113785))
    else:
        h = 2.718898046505877e-15
        h = fma(u2, h, fma(u, -7.642790285592294e-13, 1.6058932710312075e-10))
        h = fma(u2, h, fma(u, -2.5052106752761273e-08, 2.755731921010941e-06))
        h = fma(u2, h, fma(u, -0.00019841269841205586, 0.008333333333333194))
    return h


cdef inline real sin_squared_poly(real u) noexcept nogil:
    """(sin(r)^2 - r^2) / r^4 over u = r^2 for |r| <= 0.81."""
    cdef real u2 = u * u, h
    if real is float:
        h = fma(u, <float>0.0001344342017546296, <float>-0.003170986194163561)
        h = fma(u2, h, fma(u, <float>0.04444367438554764, <float>-0.333333283662796))
    else:
        h = fma(u, 1.9812646675749643e-11, -1.5652818706107236e-09)
        h = fma(u2, h, fma(u, 9.3967739638721e-08, -4.275559576091401e-06))
        h = fma(u2, h, fma(u, 0.00014109347436295813, -0.003174603174594014))
        h = fma(u2, h, fma(u, 0.04444444444444377, -0.3333333333333333))
    return h


cdef inline real sinc_slope_near(real x, real u) noexcept nogil:
    """The slope of sinc, -x P(u) for u = x^2 and |x| <= 1.6, P = (sin(x) / x - cos(x)) / x^2."""
    cdef real u2 = u * u, h, third, third_low, first, rest
    if real is float:
        h = <float>2.4434160650343983e-07
        h = fma(u2, h, fma(u, <float>-2.205360578955151e-05, <float>0.0011905200080946088))
        return -x * fma(u2, h, fma(u, <float>-0.03333337604999542, <float>0.3333333432674408))
    else:
        h = fma(u, -4.3468266661746844e-14, 1.0699635080625075e-11)
        h = fma(u2, h, fma(u, -1.9270710961639768e-09, 2.505210663140097e-07))
        h = fma(u2, h, fma(u, -2.2045855367227562e-05, 0.0011904761904720773))
        h = fma(u, h, -0.03333333333333276)
        third, third_low = 0.3333333333333333, 1.850371707708594e-17
        first = x * third
        rest = fma(third_low, x, fma(x, third, -first))
        return copysign(first + fma(u * x, h, rest), -x)


cdef inline real arctan_poly(real u) noexcept nogil:
    """(arctan(z) - z) / z^3 over u = z^2 for |z| <= 1."""
    cdef real u2 = u * u, h
    if real is float:
        h = <float>-0.0017915019998326898
        h = fma(u2, h, fma(u, <float>0.010904536582529545, <float>-0.03115776553750038))
        h = fma(u2, h, fma(u, <float>0.05793580040335655, <float>-0.08402056246995926))
        h = fma(u2, h, fma(u, <float>0.10951654613018036, <float>-0.14264126121997833))
        h = fma(u2, h, fma(u, <float>0.1999853551387787, <float>-0.33333298563957214))
    else:
        h = fma(u, 1.3230091772371405e-05, -0.00015221219870193814)
        h = fma(u2, h, fma(u, 0.0008315652318609962, -0.002885627889651036))
        h = fma(u2, h, fma(u, 0.00719792575897647, -0.013902640588944897))
        h = fma(u2, h, fma(u, 0.021987149042429332, -0.0299058087635479))
        h = fma(u2, h, fma(u, 0.036643201134804834, -0.042192457555029254))
        h = fma(u2, h, fma(u, 0.047223492737180406, -0.052535270812955864))
        h = fma(u2, h, fma(u, 0.058805298846729526, -0.06666404438129865))
        h = fma(u2, h, fma(u, 0.07692279891000552, -0.09090907008003227))
        h = fma(u2, h, fma(u, 0.1111111100735493, -0.1428571428258855))
        h = fma(u2, h, fma(u, 0.19999999999951756, -0.3333333333333307))
    return h


cdef inline real sin_cubic(real like) noexcept nogil:
    """The coefficient of r^3 in sin(r)."""
    return either(-0.16666658222675323, -0.16666666666666666, like)


cdef inline real sin_rest(real r, real low) noexcept nogil:
    """sin(r + low) - r."""
    cdef real u = r * r
    cdef real cubic = sin_cubic(r)
    cdef real q = fma(u, cubic, fma(u * u, sin_poly(u), fma(r, r, -u) * cubic))
    return fma(r, q, fma(<real>-0.5 * u, low, low))


cdef inline real sin_rest_lost(real r, real low) noexcept nogil:
    """What the roundings of sin_rest lost, in double."""
    cdef real u = r * r
    cdef real cubic = sin_cubic(r)
    cdef real rest = fma(u * u, sin_poly(u), fma(r, r, -u) * cubic)
    cdef real q = fma(u, cubic, rest)
    cdef real part = fma(<real>-0.5 * u, low, low)
    return in_double(fma(r, fma(u, cubic, -q) + rest, fma(r, q, -fma(r, q, part)) + part))


cdef inline real sin_parts(real x, real* low) noexcept nogil:
    """sin(x) as a sum, the larger part with the error of the reduction alone."""
    cdef real rest, n
    cdef real r = reduce_pi(x, <real>1, <real>0, &rest, &n)
    low[0] = flip_odd(sin_rest(r, rest), n)
    return flip_odd(r, n)


cdef inline real cos_parts(real x, real* low) noexcept nogil:
    """cos(x), likewise."""
    cdef real rest, n
    cdef real r = reduce_pi(x, <real>1, <real>0.5, &rest, &n)
    low[0] = -flip_odd(sin_rest(r, rest), n)
    return -flip_odd(r, n)


cdef inline real sin_lost(real x) noexcept nogil:
    """What both of sin_parts(x) lost, in double."""
    cdef real low, n
    cdef real r = reduce_pi(x, <real>1, <real>0, &low, &n)
    return flip_odd(sin_rest_lost(r, low), n)


cdef inline real cos_lost(real x) noexcept nogil:
    """What both of cos_parts(x) lost, in double."""
    cdef real low, n
    cdef real r = reduce_pi(x, <real>1, <real>0.5, &low, &n)
    return -flip_odd(sin_rest_lost(r, low), n)


cdef inline real sin_squared_plus(real y, real rest, real x, real x_low, real phase) noexcept nogil:
    """y + rest + sin(x + x_low - phase pi/2)^2."""
    cdef real low, n
    cdef real near = reduce_pi(x, <real>0.5, phase, &low, &n)
    cdef real r = near + x_low
    low = low + (x_low - (r - near))
    cdef real u = r * r
    cdef real p = sin_squared_poly(u)
    cdef real tail = fma(r, r, -u) + (r + r) * low
    tail = fma(u * u, p, tail * fma(u + u, p, <real>1))
    cdef real odd = <real>0.5 - flip_odd(<real>0.5, n)
    return (y + (odd + flip_odd(u, n))) + (flip_odd(tail, n) + rest)


cdef inline real arctan(real x, real* dydx) noexcept nogil:
    """arctan and its slope."""
    cdef real zero = 0, one = 1
    cdef real a = absolute(x)
    cdef bint large = a > one
    cdef real z = one / a if large else a
    cdef real u = z * z
    cdef real low = fma(u * z, arctan_poly(u), -half_pi_low(x) if large else zero)
    cdef real y = half_pi(x) - (z + low) if large else z + low
    cdef bint huge = a > either(1099511627776.0, 1.2676506002282294e30, x)
    cdef real s = a * either(2.3283064365386963e-10, 8.636168555094445e-78, x) if huge else a
    cdef real back = either(5.421010862427522e-20, 7.458340731200207e-155, x) if huge else one
    dydx[0] = one / fma(s, s, zero if huge else one) * back
    return copysign(y, x)


cdef inline real sin(real x, real* dydx) noexcept nogil:
    """sin and its slope."""
    cdef real low
    cdef real high = sin_parts(x, &low)
    cdef real cos_low
    cdef real cos_high = cos_parts(x, &cos_low)
    dydx[0] = (cos_high + cos_low) * in_reach_of_pi(x)
    return copysign(high + low, high) * in_reach_of_pi(x)


cdef inline real sinc(real x, real* dydx) noexcept nogil:
    """sinc and its slope."""
    cdef real zero = 0, one = 1
    cdef real a = absolute(x)
    cdef real bounded = zero if a == <real>INFINITY else x
    cdef real base = one if a == <real>INFINITY else x
    cdef real valid = in_reach_of_pi(bounded)
    cdef real low
    cdef real high = sin_parts(bounded, &low)
    cdef real cos_low
    cdef real cos_high = cos_parts(bounded, &cos_low)
    cdef real s = high + low
    cdef real c = cos_high + cos_low
    cdef real first = fma(bounded, c, -s)
    cdef real second = fma(bounded, cos_low - (c - cos_high), (s - high) - low)
    second = second - in_double(sin_lost(bounded) - bounded * cos_lost(bounded))
    cdef real numerator = first + second
    cdef real u = base * base
    cdef real inverse = one / u
    cdef real quotient = numerator * inverse
    cdef real rest = (first - numerator) + second - quotient * fma(base, base, -u)
    cdef real far = fma(fma(-quotient, u, numerator) + rest, inverse, quotient)
    cdef real near = sinc_slope_near(x, u)
    cdef real slope = near if a < <real>1.5625 else far
    dydx[0] = slope * valid
    return (one if x == zero else s) / (one if x == zero else x) * valid


cdef inline real snake(real x, real a, real* dydx) noexcept nogil:
    """snake and its slope."""
    cdef real zero = 0, half = 0.5
    cdef real v = a * x
    cdef real rest = fma(a, x, -v)
    cdef real y = sin_squared_plus(v, rest, v, rest, zero) / a
    cdef real size = absolute(v)
    cdef bint plain = (a == zero) | (size < either(1e-9, 1e-18, x)) | (size > either(8388608.0, 4503599627370496.0, x))
    cdef real slope = <real>2 * sin_squared_plus(zero, zero, v, rest - in_double(-reduce_pi_lost(v, half, -half)), -half)
    dydx[0] = slope * in_reach_of_pi(v)
    return x if plain else y
