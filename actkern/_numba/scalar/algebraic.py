"""Functions of roots and quotients.

The counterpart of `_cython/scalar/algebraic.pxd`, operation for operation: both give the same bits.
"""

import numpy as np
from numba import types
from numba.extending import overload

from ..machine import (
    absolute,
    at_most,
    bitcast,
    copysign,
    either,
    fma,
    in_double,
    inlined,
    largest_finite,
    real,
    sqrt,
    two_product,
)
from ..machine import inlined as scalar


@inlined
def square_plus_low(p, a, c, w):
    """p a + c - w for w = fma(p, a, c), all of them at least 0: what w lost."""
    product, product_low = two_product(p, a)
    larger, smaller = (product if product > c else c), (c if product > c else product)
    return ((larger - w) + smaller) + product_low


def root_scale(b):
    """(s, 1 / s) with a power of two s that brings s^2 b next to 1.

    s^2 b is from 2^-60 to 2^52, in double from 2^-120 to 2^82, and s is 1 for a b within. For
    subnormal b, which are not normalised, s^2 b is from 2^-81 (2^-170) on. s is made of the bits of
    b: with selects GCC vectorised nothing.
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
    """squareplus: y = (x + sqrt(x^2 + b)) / 2, and its slope. Let a = |x| and R = sqrt(a^2 + b).

    Identity.   With d = a R + a^2 + b, y(-a) = b R / (2 d) and y'(-a) = b / (2 d). Above 0
                y(a) = a + y(-a) and y'(a) = 1 - y'(-a). There is one division for both, and nothing
                cancels.
    Reduction.  s y(x, b) = y(s x, s^2 b), and a power of two s, of `root_scale`, brings a large or
                small b to where no product of four overflows or vanishes.
    Value.      One Newton step towards y^2 + a y = b / 4, whose residual takes the larger of y^2
                and a y off first; the derivative of the left side is R.
    Slope.      One step of its quotient, in double with what the square, the root and d lost: 2.55
                ULP at -15.9 without.
    Range.      Where s a is beyond 2^40 (float), 2^70 (double), y(-a) is b / (4 a) and y'(-a) is
                b / (4 a^2), and no square overflows. b = 0 is relu.
    Rejected.   y(-a) = b / (4 h) with h = (a + R) / 2: the value had 2.7 ULP and the slope 4.5.
    """
    zero, one, half, quarter = real(0, x), real(1, x), real(0.5, x), real(0.25, x)
    # a, and c for b, scaled; w = R^2 and root = R.
    size, back = root_scale(b)
    magnitude, far = absolute(x), either(1099511627776.0, 1.1805916207174113e21, x)
    a, c = magnitude * size, b * size * size
    w = fma(a, a, c)
    root = sqrt(w)
    d = fma(a, root, w)
    d = a if a > far else d
    d = one if b == zero else d
    inverse = one / d
    # Value and slope at -a, as they come out of the division.
    dydx = half * c * inverse
    y = dydx * root
    # The Newton step: 1 / R is (a + R) / d.
    larger, smaller = (y if y > a else a), (a if y > a else y)
    residual = fma(-y, smaller, fma(-y, larger, quarter * c))
    y = fma(residual, (a + root) * inverse, y)
    # What d lost: by the square, by a times the root, and by its own rounding.
    w_low = square_plus_low(a, a, c, w)
    root_low = (half * a * (a + root) * inverse) * (fma(-root, root, w) + w_low)
    d_low = fma(a, root, w - d) + (w_low + root_low)
    dydx = fma(dydx, fma(-d, inverse, one) - in_double(d_low * inverse), dydx)
    # Far out, where d is a; the quotients are corrected as well.
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
    """softsign: y = x / (1 + |x|), with the limits at the infinities, and its slope.

    Slope.      y' = 1 / (1 + |x|)^2, corrected for what rounding took from the sum and the
                quotient: 3.5 ULP without, 2.96 for the quotient alone.
    """
    one, largest = real(1, x), largest_finite(x)
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
    """isru: y = x / r with r = sqrt(w) and w = 1 + alpha x^2, and its slope. isrlu is that below 0.

    Slope.      y' = 1 / d with d = w r = r^3. d is scaled, by 2^-64 (2^-400 in double), since it
                would overflow before 1 / d is 0. What it lost by the root, which is short by
                w - r^2 over 2 r, and by the product goes into the residual of the quotient: 3.8 ULP
                without. So does what w lost, in double: 1.97 ULP at 513 without.
    Range.      |x| is bounded where no square overflows and the slope is 0: at 2^56 (2^400) of the
                lengths 1 / sqrt(alpha), which takes no operation for each x where alpha is a
                scalar. An alpha of 0 bounds nothing but infinities, and those for the slope alone;
                a negative one nothing that has a root.
    """
    one, half, largest = real(1, x), real(0.5, x), largest_finite(x)
    magnitude = absolute(x)
    bound = at_most(either(7.205759403792794e16, 2.5822498780869086e120, x) / sqrt(absolute(alpha)), largest)
    a = at_most(magnitude, bound)
    product, product_low = two_product(alpha, a)
    w = fma(product, a, one)
    r = sqrt(w)
    # d = w r, scaled, and what it lost: r / 2 (w - r^2) by the root, its own rounding by the product,
    # and 3/2 r w_low by w, of which d is the power of 3/2.
    scale = either(5.421010862427522e-20, 3.8725919148493183e-121, x)
    scaled = scale * w
    d, d_low = two_product(scaled, r)
    rest = fma(half * r, fma(-scale * r, r, scaled), d_low)
    w_low = square_plus_low(product, a, one, w) + product_low * a
    rest = rest - in_double(real(-1.5, x) * (scale * r) * w_low)
    inverse = one / d
    residual = fma(-d, inverse, one) - rest * inverse
    return copysign((magnitude if alpha == real(0, x) else a) / r, x), fma(inverse, residual, inverse) * scale


@scalar
def isru(x, alpha):
    return inverse_root(x, alpha)


@scalar
def isru_from_output(y, alpha):
    """isru's slope by its value: (1 - alpha y^2)^(3/2).

    alpha y has two parts. It is bounded for an alpha y^2 beyond all floats, where the slope is 0.
    """
    largest = largest_finite(y)
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
    """bent_identity: y = x + (r - 1) / 2 with r = sqrt(x^2 + 1), and its slope.

    Value.      From 1 on r - 1 is as it stands. Below 1 it is x^2 / (r + 1): the subtraction would
                be exact, but r is not.
    Slope.      y' = 1 + x / (2 r)
    Range.      Beyond 2^62 (float), 2^510 (double), where the square would overflow, the value is
                x (1 + 1/2) or x (1 - 1/2), which is no difference of infinities.
    """
    one, half, far = real(1, x), real(0.5, x), either(4.611686018427388e18, 3.3519519824856493e153, x)
    far_y = x * (one + copysign(half, x))
    a = absolute(x)
    near = far if a > far else a
    r = sqrt(fma(near, near, one))
    below, above = near * near / (r + one), r - one
    near_y = fma(half, below if near < one else above, x)
    return (far_y if a > far else near_y), fma(half, copysign(near / r, x), one)
