# cython: cdivision=True
"""Functions of straight pieces.

The counterpart of `_numba/scalar/piecewise.py`, operation for operation: both give the same bits. The
docblocks that say how stand there.
"""

from actkern._cython.machine cimport absolute, copysign, either, fma, largest_finite, negative, real, two_sum


cdef inline real identity(real x, real* dydx) noexcept nogil:
    dydx[0] = 1 if x == x else x
    return x


cdef inline real identity_from_output(real y) noexcept nogil:
    return 1 if y == y else y


cdef inline real relu(real x, real* dydx) noexcept nogil:
    cdef real step = 1 if x > 0 else 0
    dydx[0] = step if x == x else x
    return 0 if x < 0 else x


cdef inline real relu_from_output(real y) noexcept nogil:
    cdef real step = 1 if y > 0 else 0
    return step if y == y else y


cdef inline real prelu(real x, real slope, real* dydx, real* dydslope) noexcept nogil:
    """prelu, its slope, and the derivative by the parameter."""
    dydslope[0] = 0 if x > 0 else x
    return leaky_relu(x, slope, dydx)


cdef inline real binary_step(real x, real* dydx) noexcept nogil:
    cdef real zero = 0
    cdef real step = 1 if x >= 0 else 0
    dydx[0] = zero if x == x else x
    return step if x == x else x


cdef inline real relu6(real x, real* dydx) noexcept nogil:
    cdef real below = 0 if x < 0 else x
    cdef real inside = 1 if (x > 0) & (x < 6) else 0
    dydx[0] = inside if x == x else x
    return 6 if below > 6 else below


cdef inline real relu6_from_output(real y) noexcept nogil:
    cdef real inside = 1 if (y > 0) & (y < 6) else 0
    return inside if y == y else y


cdef inline real squared_relu(real x, real* dydx) noexcept nogil:
    cdef real above = 0 if x <= 0 else x
    dydx[0] = 2 * above
    return above * above


cdef inline real leaky_relu(real x, real negative_slope, real* dydx) noexcept nogil:
    """leaky_relu and its slope."""
    cdef real scaled = negative_slope * x
    cdef real below = 0 if (negative_slope == 0) & (x < 0) else scaled
    cdef real slope = 1 if x > 0 else negative_slope
    dydx[0] = slope if x == x else x
    return x if x > 0 else below


cdef inline real leaky_relu_from_output(real y, real negative_slope) noexcept nogil:
    cdef real slope = 1 if y > 0 else negative_slope
    return slope if y == y else y


cdef inline real thresholded_relu(real x, real theta, real* dydx) noexcept nogil:
    cdef real step = 1 if x > theta else 0
    dydx[0] = step if x == x else x
    return 0 if x <= theta else x


cdef inline real thresholded_relu_from_output(real y, real theta) noexcept nogil:
    cdef real step = 0 if y == 0 else 1
    return step if y == y else y


cdef inline real threshold(real x, real threshold, real value, real* dydx) noexcept nogil:
    cdef real step = 1 if x > threshold else 0
    dydx[0] = step if x == x else x
    return value if x <= threshold else x


cdef inline real hard_sigmoid(real x, real slope, real offset, real* dydx) noexcept nogil:
    """hard_sigmoid and its slope."""
    cdef real zero = 0, one = 1
    cdef real line = fma(slope, x, offset)
    line = offset if (slope == 0) & (x == x) else line  # infinity times 0 is NaN
    cdef real above = 0 if line < 0 else line
    cdef real low
    cdef real less = two_sum(offset, -one, &low)
    cdef real under = fma(slope, x, less)
    under = under if low == 0 else under + low
    cdef real inside = slope if negative(fma(-slope, x, zero - offset)) & negative(under) else zero
    dydx[0] = inside if x == x else x
    return 1 if above > 1 else above


cdef inline real hard_sigmoid_from_output(real y, real slope, real offset) noexcept nogil:
    cdef real inside = slope if (y > 0) & (y < 1) else 0
    return inside if y == y else y


cdef inline real hard_tanh(real x, real min_val, real max_val, real* dydx) noexcept nogil:
    cdef real above = min_val if x < min_val else x
    cdef real inside = 1 if (x > min_val) & (x < max_val) else 0
    dydx[0] = inside if x == x else x
    return max_val if above > max_val else above


cdef inline real hard_tanh_from_output(real y, real min_val, real max_val) noexcept nogil:
    cdef real inside = 1 if (y > min_val) & (y < max_val) else 0
    return inside if y == y else y


cdef inline real soft_shrink(real x, real lambd, real* dydx) noexcept nogil:
    cdef real over = absolute(x) - lambd
    cdef real outside = 1 if absolute(x) > lambd else 0
    over = 0 if over < 0 else over
    dydx[0] = outside if x == x else x
    return copysign(over, x)


cdef inline real soft_shrink_from_output(real y, real lambd) noexcept nogil:
    cdef real outside = 0 if y == 0 else 1
    return outside if y == y else y


cdef inline real hard_shrink(real x, real lambd, real* dydx) noexcept nogil:
    """hard_shrink and its slope."""
    cdef real zero = 0, one = 1
    cdef real largest = largest_finite(x)  # infinities pass, NaN too
    cdef real outside = one if absolute(x) > lambd else zero
    dydx[0] = outside if x == x else x
    return x * (zero if absolute(x) <= (largest if lambd > largest else lambd) else one)


cdef inline real hard_shrink_from_output(real y, real lambd) noexcept nogil:
    cdef real outside = 0 if y == 0 else 1
    return outside if y == y else y


cdef inline real shrink(real x, real lambd, real bias, real* dydx) noexcept nogil:
    cdef real zero = 0
    cdef real one = 1
    cdef real moved = x - copysign(one, x) * bias
    cdef real outside = 1 if absolute(x) > lambd else 0
    dydx[0] = outside if x == x else x
    return copysign(zero, x) if absolute(x) <= lambd else moved


cdef inline real sixth(real x) noexcept nogil:
    """x / 6."""
    cdef real high = either(<float>0.1666666716337204, 0.16666666666666666, x)
    cdef real low = either(<float>-4.967053879312289e-09, 9.25185853854297e-18, x)
    return fma(x, high, x * low)


cdef inline real hard_silu(real x, real* dydx) noexcept nogil:
    """hard_silu and its slope."""
    cdef real zero = 0, three = 3
    cdef real t = x + three
    cdef real rest = x - (t - three)
    cdef real inside = sixth(fma(x, t, x * rest))
    cdef real slope = sixth(x + x + three)
    slope = 1 if x >= three else slope
    dydx[0] = 0 if x <= -three else slope
    inside = x if x >= three else inside
    return copysign(zero, x) if x <= -three else inside


cdef inline real sparse_sigmoid(real x, real* dydx) noexcept nogil:
    cdef real half = <real>0.5, quarter = <real>0.25
    cdef real line = fma(half, x, half)
    cdef real above = 0 if line < 0 else line
    cdef real slope = quarter if absolute(x) == 1 else 0
    slope = half if absolute(x) < 1 else slope
    dydx[0] = slope if x == x else x
    return 1 if above > 1 else above


cdef inline real sparse_plus(real x, real* dydx) noexcept nogil:
    """sparse_plus and its slope."""
    cdef real half = <real>0.5
    cdef real s = fma(half, x, half)
    cdef real rest = fma(half, x, half - s)
    cdef real inside = fma(s, s, (s + s) * rest)
    cdef real slope = 1 if x >= 1 else s
    dydx[0] = 0 if x <= -1 else slope
    inside = x if x >= 1 else inside
    return 0 if x <= -1 else inside
