"""Functions of roots and quotients.

The counterpart of `src_cython/scalar/algebraic.pxd`, operation for operation: both give the same bits.
"""

import numpy as np
from numba import types
from numba.extending import overload

from ..machine import absolute, at_most, bitcast, copysign, either, fma, in_double, inlined, real, sqrt
from ..machine import inlined as scalar


@inlined
def square_plus_low(p, a, c, w):
    """p a + c - w for w = fma(p, a, c), all of them at least 0."""
    product = p * a
    larger, smaller = (product if product > c else c), (c if product > c else product)
    return ((larger - w) + smaller) + fma(p, a, -product)


def root_scale(b):
    """(s, 1 / s) with a power of two s for which s^2 b is from 2^-61 to 2^52 (from 2^-121 to 2^82 in double); 1 for a b within.

    For subnormal b, which are not normalised, it is from 2^-81 on (2^-170).
    """
    raise TypeError("for compiled code only")


def _root_scale_float(b):
    field = np.int32(np.uint32(bitcast(b) >> np.uint32(23)) & np.uint32(0xFF))
    half = np.int32(min(field - np.int32(67), np.int32(0)) + max(field - np.int32(177), np.int32(0))) >> np.int32(1)
    return (
        bitcast(np.uint32(np.uint32(np.int32(127) - half) << np.uint32(23))),
        bitcast(np.uint32(np.uint32(np.int32(127) + half) << np.uint32(23))),
    )


def _root_scale_double(b):
    field = np.int64(np.uint64(bitcast(b) >> np.uint64(52)) & np.uint64(0x7FF))
    half = np.int64(min(field - np.int64(903), np.int64(0)) + max(field - np.int64(1103), np.int64(0))) >> np.int64(1)
    return (
        bitcast(np.uint64(np.uint64(np.int64(1023) - half) << np.uint64(52))),
        bitcast(np.uint64(np.uint64(np.int64(1023) + half) << np.uint64(52))),
    )


@overload(root_scale)
def _root_scale(b):
    return _root_scale_float if b == types.float32 else _root_scale_double


@scalar
def squareplus(x, b):
    """With a = |x|, R = sqrt(a^2 + b) and d = a R + a^2 + b: y(-a) = b R / (2 d), y'(-a) = b / (2 d), and above 0
    y(a) = a + y(-a), y'(a) = 1 - y'(-a).

    One division for both, and nothing cancels. The value has one Newton step towards y^2 + a y = b / 4, whose residual
    takes the larger of y^2 and a y off first; the slope has one step of its quotient, in double with what the square, the
    root and d lost (2.55 ULP at -15.9 without). As b / (4 h), h = (a + R) / 2, they were 2.7 and 4.5 ULP. Far out y(-a) is
    b / (4 a), and no square overflows; b = 0 is relu.

    s y(x, b) = y(s x, s^2 b), and a power of two s brings a large or small b to where no product of four overflows or vanishes.
    It is made of bits: with selects GCC vectorised nothing.
    """
    zero, one, half, quarter = real(0, x), real(1, x), real(0.5, x), real(0.25, x)
    size, back = root_scale(b)
    magnitude, far = absolute(x), either(1099511627776.0, 1.1805916207174113e21, x)
    a, c = magnitude * size, b * size * size
    w = fma(a, a, c)
    root = sqrt(w)
    d = fma(a, root, w)
    d = a if a > far else d
    d = one if b == zero else d
    inverse = one / d
    dydx = half * c * inverse
    y = dydx * root
    larger, smaller = (y if y > a else a), (a if y > a else y)
    residual = fma(-y, smaller, fma(-y, larger, quarter * c))
    y = fma(residual, (a + root) * inverse, y)
    w_low = square_plus_low(a, a, c, w)
    root_low = (half * a * (a + root) * inverse) * (fma(-root, root, w) + w_low)
    d_low = fma(a, root, w - d) + (w_low + root_low)
    dydx = fma(dydx, fma(-d, inverse, one) - in_double(d_low * inverse), dydx)
    far_y = c * inverse * quarter
    rest = fma(-d, inverse, one)
    rest = rest if far_y > zero else zero  # infinity times 0 is NaN
    far_dydx = far_y * inverse
    far_dydx = far_dydx - in_double(real(-2, x) * far_dydx * rest)
    y = (fma(far_y, rest, far_y) if a > far else y) * back
    dydx = far_dydx if a > far else dydx
    return (y if x < zero else magnitude + y), (dydx if x <= zero else one - dydx)


@scalar
def softsign(x):
    """|x| / (1 + |x|), and the limits at the infinities.

    The slope is the square of 1 / (1 + |x|), corrected for what rounding took from the sum and the quotient: 3.5 ULP
    without, 2.96 for the quotient alone.
    """
    one, largest = real(1, x), either(3.4028234663852886e38, 1.7976931348623157e308, x)
    a = absolute(x)
    d = one + a
    inverse = one / d
    square = inverse * inverse
    larger, smaller = (a if a > one else one), (one if a > one else a)
    residual = fma(-d, inverse, one) - (smaller - (d - larger)) * inverse
    corrected = fma(square, residual + residual, square)
    return copysign(one if a > largest else a / d, x), (square if a > largest else corrected)


@scalar
def softsign_from_output(y):
    rest = real(1, y) - absolute(y)
    return rest * rest


@scalar
def inverse_root(x, alpha):
    """(x / r, 1 / r^3) for w = 1 + alpha x^2, r = sqrt(w); |x| is kept where no square overflows and the slope is 0.

    That is 2^56 (2^400 in double) of the lengths 1 / sqrt(alpha), which takes no operation for each x where alpha is a scalar. An
    alpha of 0 bounds nothing but infinities, and a negative one nothing.

    The slope's divisor d = w r is scaled, since it would overflow before 1 / d is 0; its rounding errors, of the
    root (w - r^2 over 2 r) and of the product, go into the residual of the quotient: 3.8 ULP without. So does what w lost, in
    double: 1.97 ULP at 513 without.
    """
    one, half = real(1, x), real(0.5, x)
    largest = either(3.4028234663852886e38, 1.7976931348623157e308, x)
    bound = at_most(either(7.205759403792794e16, 2.5822498780869086e120, x) / sqrt(absolute(alpha)), largest)
    a = at_most(absolute(x), bound)
    w = fma(alpha * a, a, one)
    r = sqrt(w)
    scale = either(5.421010862427522e-20, 3.8725919148493183e-121, x)
    scaled = scale * w
    d = scaled * r
    rest = fma(half * r, fma(-scale * r, r, scaled), fma(scaled, r, -d))
    w_low = square_plus_low(alpha * a, a, one, w) + fma(alpha, a, -(alpha * a)) * a
    rest = rest - in_double(real(-1.5, x) * (scale * r) * w_low)
    inverse = one / d
    residual = fma(-d, inverse, one) - rest * inverse
    return copysign((absolute(x) if alpha == real(0, x) else a) / r, x), fma(inverse, residual, inverse) * scale


@scalar
def isru(x, alpha):
    return inverse_root(x, alpha)


@scalar
def isru_from_output(y, alpha):
    """alpha y is carried in two parts, and bounded for an alpha y^2 beyond all floats, where the slope is 0."""
    largest = either(3.4028234663852886e38, 1.7976931348623157e308, y)
    a = at_most(absolute(y), largest)
    product = at_most(alpha * a, largest)
    rest = fma(-product, a, real(1, y)) - fma(alpha, a, -product) * a
    rest = real(0, y) if rest < real(0, y) else rest
    return rest * sqrt(rest)


@scalar
def isrlu(x, alpha):
    below, dydx = inverse_root(x, alpha)
    return (below if x < real(0, x) else x), (real(1, x) if x >= real(0, x) else dydx)


@scalar
def isrlu_from_output(y, alpha):
    dydx = isru_from_output(y, alpha)
    return real(1, y) if y >= real(0, y) else dydx


@scalar
def bent_identity(x):
    """x + u / 2 for u = r - 1, r = sqrt(x^2 + 1): the subtraction is exact, but r is not; below 1 u is x^2 / (r + 1).

    Far out, where the square would overflow, it is x (1 + 1/2) or x (1 - 1/2): no difference of infinities.
    """
    one, half, far = real(1, x), real(0.5, x), either(4.611686018427388e18, 3.3519519824856493e153, x)
    far_y = x * (one + copysign(half, x))
    a = absolute(x)
    near = far if a > far else a
    r = sqrt(fma(near, near, one))
    below, above = near * near / (r + one), r - one
    near_y = fma(half, below if near < one else above, x)
    return (far_y if a > far else near_y), fma(half, copysign(near / r, x), one)
