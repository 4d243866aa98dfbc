# cython: cdivision=True
"""Functions of roots and quotients.

The counterpart of `_numba/scalar/algebraic.py`, operation for operation: both give the same bits. The
docblocks that say how stand there.
"""

from libc.stdint cimport int32_t, int64_t, uint32_t, uint64_t
from actkern._cython.machine cimport (
    absolute,
    at_most,
    bits_of_double,
    bits_of_float,
    copysign,
    double_of_bits,
    either,
    float_of_bits,
    fma,
    in_double,
    largest_finite,
    real,
    sqrt,
    two_product,
)


cdef inline real square_plus_low(real p, real a, real c, real w) noexcept nogil:
    """p a + c - w for w = fma(p, a, c)."""
    cdef real product_low
    cdef real product = two_product(p, a, &product_low)
    cdef real larger = product if product > c else c
    cdef real smaller = c if product > c else product
    return ((larger - w) + smaller) + product_low


cdef inline real root_scale(real b, real* back) noexcept nogil:
    """A power of two s that brings s^2 b next to 1; back is 1 / s."""
    cdef int32_t field, half, below, above
    cdef int64_t field_, half_, below_, above_
    if real is float:
        field = <int32_t>(bits_of_float(b) >> 23 & 0xFF)
        below = field - 67 if field < 67 else 0
        above = field - 177 if field > 177 else 0
        half = (below + above) >> 1
        back[0] = float_of_bits(<uint32_t>(127 + half) << 23)
        return float_of_bits(<uint32_t>(127 - half) << 23)
    else:
        field_ = <int64_t>(bits_of_double(b) >> 52 & 0x7FF)
        below_ = field_ - 903 if field_ < 903 else 0
        above_ = field_ - 1103 if field_ > 1103 else 0
        half_ = (below_ + above_) >> 1
        back[0] = double_of_bits(<uint64_t>(1023 + half_) << 52)
        return double_of_bits(<uint64_t>(1023 - half_) << 52)


cdef inline real squareplus(real x, real b, real* dydx) noexcept nogil:
    """squareplus and its slope."""
    cdef real half = <real>0.5, quarter = <real>0.25, zero = 0, one = 1
    cdef real far = either(<float>1099511627776.0, 1.1805916207174113e21, x)
    cdef real back, size = root_scale(b, &back)
    cdef real magnitude = absolute(x)
    cdef real a = magnitude * size, c = b * size * size
    cdef real w = fma(a, a, c)
    cdef real root = sqrt(w)
    cdef real d = fma(a, root, w)
    d = a if a > far else d
    d = 1 if b == 0 else d
    cdef real inverse = one / d
    cdef real slope = half * c * inverse
    cdef real y = slope * root
    cdef real larger = y if y > a else a
    cdef real smaller = a if y > a else y
    cdef real residual = fma(-y, smaller, fma(-y, larger, quarter * c))
    y = fma(residual, (a + root) * inverse, y)
    cdef real w_low = square_plus_low(a, a, c, w)
    cdef real root_low = (half * a * (a + root) * inverse) * (fma(-root, root, w) + w_low)
    cdef real d_low = fma(a, root, w - d) + (w_low + root_low)
    slope = fma(slope, fma(-d, inverse, one) - in_double(d_low * inverse), slope)
    cdef real far_y = c * inverse * quarter
    cdef real rest = fma(-d, inverse, one)
    rest = rest if far_y > 0 else zero  # infinity times 0 is NaN
    cdef real far_slope = far_y * inverse
    far_slope = far_slope - in_double(<real>-2 * far_slope * rest)
    y = (fma(far_y, rest, far_y) if a > far else y) * back
    slope = far_slope if a > far else slope
    cdef real above = magnitude + y, slope_above = one - slope
    dydx[0] = slope if x <= 0 else slope_above
    return y if x < 0 else above


cdef inline real softsign(real x, real* dydx) noexcept nogil:
    """softsign and its slope."""
    cdef real one = 1, largest = largest_finite(x)
    cdef real a = absolute(x)
    cdef real d = one + a
    cdef real ratio = a / d
    cdef real inverse = one / d
    cdef real square = inverse * inverse
    cdef real larger = a if a > 1 else one
    cdef real smaller = one if a > 1 else a
    cdef real residual = fma(-d, inverse, one) - (smaller - (d - larger)) * inverse
    cdef real corrected = fma(square, residual + residual, square)
    dydx[0] = square if a > largest else corrected
    return copysign(one if a > largest else ratio, x)


cdef inline real softsign_from_output(real y) noexcept nogil:
    cdef real rest = 1 - absolute(y)
    return rest * rest


cdef inline real inverse_root(real x, real alpha, real* dydx) noexcept nogil:
    """x / r, and 1 / r^3, for r = sqrt(1 + alpha x^2)."""
    cdef real one = 1, half = <real>0.5, largest = largest_finite(x)
    cdef real magnitude = absolute(x)
    cdef real bound = at_most(either(<float>7.205759403792794e16, 2.5822498780869086e120, x) / sqrt(absolute(alpha)), largest)
    cdef real a = at_most(magnitude, bound)
    cdef real product_low
    cdef real product = two_product(alpha, a, &product_low)
    cdef real w = fma(product, a, one)
    cdef real r = sqrt(w)
    cdef real scale = either(<float>5.421010862427522e-20, 3.8725919148493183e-121, x)
    cdef real scaled = scale * w
    cdef real d_low
    cdef real d = two_product(scaled, r, &d_low)
    cdef real rest = fma(half * r, fma(-scale * r, r, scaled), d_low)
    cdef real w_low = square_plus_low(product, a, one, w) + product_low * a
    rest = rest - in_double(<real>-1.5 * (scale * r) * w_low)
    cdef real inverse = one / d
    cdef real residual = fma(-d, inverse, one) - rest * inverse
    dydx[0] = fma(inverse, residual, inverse) * scale
    return copysign((magnitude if alpha == 0 else a) / r, x)


cdef inline real isru(real x, real alpha, real* dydx) noexcept nogil:
    return inverse_root(x, alpha, dydx)


cdef inline real isru_from_output(real y, real alpha) noexcept nogil:
    """(1 - alpha y^2)^(3/2)."""
    cdef real one = 1, largest = largest_finite(y)
    cdef real a = at_most(absolute(y), largest)
    cdef real product = at_most(alpha * a, largest)
    cdef real rest = fma(-product, a, one) - fma(alpha, a, -product) * a
    rest = 0 if rest < 0 else rest
    return rest * sqrt(rest)


cdef inline real isrlu(real x, real alpha, real* dydx) noexcept nogil:
    cdef real slope
    cdef real below = inverse_root(x, alpha, &slope)
    dydx[0] = 1 if x >= 0 else slope
    return below if x < 0 else x


cdef inline real isrlu_from_output(real y, real alpha) noexcept nogil:
    cdef real below = isru_from_output(y, alpha)
    return 1 if y >= 0 else below


cdef inline real bent_identity(real x, real* dydx) noexcept nogil:
    """bent_identity and its slope."""
    cdef real one = 1, half = <real>0.5
    cdef real far = either(<float>4.611686018427388e18, 3.3519519824856493e153, x)
    cdef real far_y = x * (one + copysign(half, x))
    cdef real a = absolute(x)
    cdef real near = far if a > far else a
    cdef real r = sqrt(fma(near, near, one))
    cdef real below = near * near / (r + one), above = r - one
    cdef real near_y = fma(half, below if near < 1 else above, x)
    dydx[0] = fma(half, copysign(near / r, x), one)
    return far_y if a > far else near_y
