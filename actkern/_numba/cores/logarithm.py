"""log(1 + x), and the logarithm of a number in two parts.

The counterpart of `_cython/cores/logarithm.pxd`, operation for operation: both give the same bits.
"""

import numpy as np
from numba import types
from numba.extending import overload

from ..machine import absolute, bitcast, either, fma, inlined, real
from .reduction import ln2_high, ln2_low


def log1p_unit_poly(e):
    """g with log(1 + e) = e + e g, for e in [0, 1].

    Value.      In float a polynomial over all of [0, 1], which converges as fast as one over
                [sqrt(1/2) - 1, sqrt(2) - 1] would after a reduction, since both intervals lie
                equally far from -1 for their width: e + e g has degree 10 and is within a relative
                2^-26.9. In double log(1 + e) = 2 atanh(s) with s = e / (2 + e), and that is
                e - e^2/2 + s (e^2/2 + z P(z)) with z = s^2, within 2^-58.6: e^2/2 is exact where
                s is rounded twice.
    Rejected.   A polynomial of degree 21 in double, of 20 operations where this has 16:
                log_sigmoid took 1.04 times as long. In float the quotient saves nothing.
    """
    raise TypeError("for compiled code only")


def _log1p_unit_poly_float(e):
    e2 = e * e
    h = fma(e, np.float32(-0.003676354419440031), np.float32(0.021870791912078857))
    h = fma(e2, h, fma(e, np.float32(-0.060913510620594025), np.float32(0.11024400591850281)))
    h = fma(e2, h, fma(e, np.float32(-0.15569154918193817), np.float32(0.19774210453033447)))
    h = fma(e2, h, fma(e, np.float32(-0.24975080788135529), np.float32(0.3333224952220917)))
    return e * fma(e, h, np.float32(-0.5))


def _log1p_unit_poly_double(e):
    half = 0.5 * e
    inverse = 1.0 / (2.0 + e)
    s = e * inverse
    z = s * s
    w = z * z
    p = fma(w, fma(z, 0.1700973973185396, 0.08344980217971168), fma(z, 0.12104943046387637, 0.13301121588305811))
    p = fma(w, p, fma(z, 0.1538654837958416, 0.181817444794962))
    p = fma(w, p, fma(z, 0.22222223953642495, 0.2857142854811787))
    p = fma(w, p, fma(z, 0.4000000000015512, 0.6666666666666631))
    return fma(s, fma(s * inverse, p, half), -half)


@overload(log1p_unit_poly)
def _log1p_unit_poly(e):
    return _log1p_unit_poly_float if e == types.float32 else _log1p_unit_poly_double


def log1p_rest(f, small):
    """log(1 + f) - f + small, for 1 + f from sqrt(1/2) to sqrt(2).

    Value.      In float f^2 h(f), with which the logarithm is within a relative 2^-26.8. In double
                log(1 + f) = 2 atanh(s) with s = f / (2 + f), and that is f - s (f - z P(z)) with
                z = s^2, within 2^-59.2: the division takes its turn beside other operations, and P
                has 7 coefficients where h had 18. log1p takes .77 of the time so.
    """
    raise TypeError("for compiled code only")


def _log1p_rest_float(f, small):
    f2 = f * f
    h = fma(f, np.float32(-0.07235899567604065), np.float32(0.12537841498851776))
    h = fma(f2, h, fma(f, np.float32(-0.13219913840293884), np.float32(0.14244243502616882)))
    h = fma(f2, h, fma(f, np.float32(-0.1662089079618454), np.float32(0.19998668134212494)))
    h = fma(f2, h, fma(f, np.float32(-0.2500084340572357), np.float32(0.3333337903022766)))
    return fma(f2, fma(f, h, np.float32(-0.5)), small)


def _log1p_rest_double(f, small):
    s = f / (2.0 + f)
    z = s * s
    w = z * z
    p = fma(w, 0.14795513346609587, fma(z, 0.15314095217157636, 0.18183562539048276))
    p = fma(w, p, fma(z, 0.2222219860834285, 0.28571428742038135))
    p = fma(w, p, fma(z, 0.39999999999416275, 0.6666666666666734))
    return fma(-s, fma(-z, p, f), small)


@overload(log1p_rest)
def _log1p_rest(f, small):
    return _log1p_rest_float if f == types.float32 else _log1p_rest_double


def split_log(x):
    """(k, m, 2^(1-k)) with x = 2^k m and m from sqrt(1/2) to sqrt(2), for positive normal x.

    Adding to the bits of x what lies between those of sqrt(1/2) and 1 carries into the exponent
    from sqrt(2) on. The exponent field, put into the last bits of 2^23 (2^52), makes a float
    from which a constant leaves k. Instead of 2^(1-k) there is 0 at k = 128 (1024).
    """
    raise TypeError("for compiled code only")


def _split_log_float(x):
    bits = np.uint32(bitcast(x) + np.uint32(0x004AFB0D))
    m = bitcast(np.uint32(np.uint32(bits & np.uint32(0x007FFFFF)) + np.uint32(0x3F3504F3)))
    k = bitcast(np.uint32(np.uint32(bits >> np.uint32(23)) | np.uint32(0x4B000000))) - np.float32(8388735.0)
    inverse = bitcast(np.uint32(np.uint32(0x7F800000) - np.uint32(bits & np.uint32(0x7F800000))))
    return k, m, inverse


def _split_log_double(x):
    bits = np.uint64(bitcast(x) + np.uint64(0x00095F619980C433))
    m = bitcast(np.uint64(np.uint64(bits & np.uint64(0x000FFFFFFFFFFFFF)) + np.uint64(0x3FE6A09E667F3BCD)))
    k = bitcast(np.uint64(np.uint64(bits >> np.uint64(52)) | np.uint64(0x4330000000000000))) - 4503599627371519.0
    inverse = bitcast(np.uint64(np.uint64(0x7FF0000000000000) - np.uint64(bits & np.uint64(0x7FF0000000000000))))
    return k, m, inverse


@overload(split_log)
def _split_log(x):
    return _split_log_float if x == types.float32 else _split_log_double


@inlined
def log_sum(high, low):
    """log(high + low) for positive normal `high` and a `low` of at most a few of its last places.

    Reduction.  high = 2^k m, and low is taken along: high + low = 2^k (1 + f + g), where g is what
                the sum f = (m - 1) + 2^-k low lost.
    Value.      k ln(2) + log(1 + f) + g (1 - f), the small terms first.
    Rejected.   Without g, log_ndtr is 2.9 ULP off in double, at 0.796.
    """
    k, m, inverse = split_log(high)
    exact = m - real(1, high)
    part = real(0.5, high) * low * inverse  # 2^-k low
    f = exact + part
    g = (exact - f) + part
    small = fma(k, ln2_low(high), fma(-f, g, g))
    return fma(k, ln2_high(high), f + log1p_rest(f, small))


@inlined
def log_of_upscale(like):
    """64 ln(2): what `upscale` of its argument adds to a logarithm."""
    return real(44.3614195558365, like)


@inlined
def wants_upscale(high):
    """Whether `high` may be subnormal, and is multiplied by `upscale` before its log is taken."""
    return high < either(1e-30, 1e-300, high)


@inlined
def log1p_full(x):
    """log(1 + x) for every x: log_sum of 1 + x in two parts.

    Range.      Next to 0 it is x: half of a subnormal, which log_sum would take, may be no float,
                and -0.0 is kept. It is -inf at -1, NaN below, and inf at inf.
    """
    one = real(1, x)
    high = one + x
    y = log_sum(high, x - (high - one))
    y = x if absolute(x) < either(1e-9, 1e-18, x) else y
    y = y if x < real(np.inf, x) else x
    outside = real(-np.inf, x) if high == real(0, x) else real(np.nan, x)
    return y if high > real(0, x) else outside
