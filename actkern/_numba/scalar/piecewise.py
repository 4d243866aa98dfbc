"""Functions of straight pieces.

The counterpart of `_cython/scalar/piecewise.pxd`, operation for operation: both give the same bits.
"""

from ..machine import absolute, copysign, either, fma, inlined, largest_finite, negative, real, two_sum
from ..machine import inlined as scalar


@scalar
def identity(x):
    return x, (real(1, x) if x == x else x)


@scalar
def identity_from_output(y):
    return real(1, y) if y == y else y


@scalar
def relu(x):
    step = real(1, x) if x > real(0, x) else real(0, x)
    return (real(0, x) if x < real(0, x) else x), (step if x == x else x)


@scalar
def relu_from_output(y):
    step = real(1, y) if y > real(0, y) else real(0, y)
    return step if y == y else y


@scalar
def prelu(x, slope):
    """prelu: leaky_relu, and the derivative of y by the slope as well, which is x below 0."""
    y, dydx = leaky_relu(x, slope)
    return y, dydx, (real(0, x) if x > real(0, x) else x)


@scalar
def binary_step(x):
    zero = real(0, x)
    return ((real(1, x) if x >= zero else zero) if x == x else x), (zero if x == x else x)


@scalar
def relu6(x):
    below = real(0, x) if x < real(0, x) else x
    inside = real(1, x) if (x > real(0, x)) & (x < real(6, x)) else real(0, x)
    return (real(6, x) if below > real(6, x) else below), (inside if x == x else x)


@scalar
def relu6_from_output(y):
    inside = real(1, y) if (y > real(0, y)) & (y < real(6, y)) else real(0, y)
    return inside if y == y else y


@scalar
def squared_relu(x):
    above = real(0, x) if x <= real(0, x) else x
    return above * above, real(2, x) * above


@scalar
def leaky_relu(x, negative_slope):
    """leaky_relu: x above 0, negative_slope x below; a slope of 0 gives 0 at -inf too, not NaN."""
    zero = real(0, x)
    below = zero if (negative_slope == zero) & (x < zero) else negative_slope * x
    dydx = real(1, x) if x > zero else negative_slope
    return (x if x > zero else below), (dydx if x == x else x)


@scalar
def leaky_relu_from_output(y, negative_slope):
    dydx = real(1, y) if y > real(0, y) else negative_slope
    return dydx if y == y else y


@scalar
def thresholded_relu(x, theta):
    dydx = real(1, x) if x > theta else real(0, x)
    return (real(0, x) if x <= theta else x), (dydx if x == x else x)


@scalar
def thresholded_relu_from_output(y, theta):
    dydx = real(0, y) if y == real(0, y) else real(1, y)
    return dydx if y == y else y


@scalar
def threshold(x, threshold, value):
    dydx = real(1, x) if x > threshold else real(0, x)
    return (value if x <= threshold else x), (dydx if x == x else x)


@scalar
def hard_sigmoid(x, slope, offset):
    """hard_sigmoid: y = slope x + offset, but no lower than 0 and no higher than 1.

    Value.      One fma, so that nothing is lost where the two terms cancel.
    Slope.      `slope` where the line, as it is before it is rounded, lies above 0 and below 1.
                That is seen from the signs of slope x + offset and of slope x + (offset - 1), the
                latter in two parts: the rounded sum is 1 a little before. A sign outlives a sum
                that rounds to 0, but an exact 0 has the sign of a positive number, and there the
                slope is 0. So the first sign is that of -(slope x + offset).
    """
    zero, one = real(0, x), real(1, x)
    line = fma(slope, x, offset)
    line = offset if (slope == zero) & (x == x) else line  # infinity times 0 is NaN
    above = zero if line < zero else line
    less, low = two_sum(offset, -one)
    under = fma(slope, x, less)
    under = under if low == zero else under + low
    inside = slope if negative(fma(-slope, x, zero - offset)) & negative(under) else zero
    return (one if above > one else above), (inside if x == x else x)


@scalar
def hard_sigmoid_from_output(y, slope, offset):
    inside = slope if (y > real(0, y)) & (y < real(1, y)) else real(0, y)
    return inside if y == y else y


@scalar
def hard_tanh(x, min_val, max_val):
    above = min_val if x < min_val else x
    inside = real(1, x) if (x > min_val) & (x < max_val) else real(0, x)
    return (max_val if above > max_val else above), (inside if x == x else x)


@scalar
def hard_tanh_from_output(y, min_val, max_val):
    inside = real(1, y) if (y > min_val) & (y < max_val) else real(0, y)
    return inside if y == y else y


@scalar
def soft_shrink(x, lambd):
    over = absolute(x) - lambd
    outside = real(1, x) if absolute(x) > lambd else real(0, x)
    return copysign(real(0, x) if over < real(0, x) else over, x), (outside if x == x else x)


@scalar
def soft_shrink_from_output(y, lambd):
    outside = real(0, y) if y == real(0, y) else real(1, y)
    return outside if y == y else y


@scalar
def hard_shrink(x, lambd):
    """hard_shrink: x where |x| is above lambd, and a 0 of its sign elsewhere.

    Value.      x times 0 or 1, which reads x twice.
    Rejected.   A select of x and a signed 0. GCC has it read x three times, which is 10 % of the
                time.
    """
    zero, one = real(0, x), real(1, x)
    largest = largest_finite(x)  # infinities pass, NaN too
    outside = one if absolute(x) > lambd else zero
    y = x * (zero if absolute(x) <= (largest if lambd > largest else lambd) else one)
    return y, (outside if x == x else x)


@scalar
def hard_shrink_from_output(y, lambd):
    outside = real(0, y) if y == real(0, y) else real(1, y)
    return outside if y == y else y


@scalar
def shrink(x, lambd, bias):
    moved = x - copysign(real(1, x), x) * bias
    outside = real(1, x) if absolute(x) > lambd else real(0, x)
    return (copysign(real(0, x), x) if absolute(x) <= lambd else moved), (outside if x == x else x)


@inlined
def sixth(x):
    """x / 6, with 1/6 in two parts: within 0.51 ULP, and cheaper than the division."""
    high, low = either(0.16666667163372040, 0.16666666666666666, x), either(-4.967053879312289e-09, 9.25185853854297e-18, x)
    return fma(x, high, x * low)


@scalar
def hard_silu(x):
    """hard_silu: y = x (x + 3) / 6 between -3 and 3, 0 below and x above, and its slope.

    Value.      What rounding took from the sum is put back: 1.9 ULP without, 1.0 with it, at the
                speed of memory. The sixth is taken last, so that subnormal results are rounded
                once.
    Slope.      y' = (2 x + 3) / 6 between -3 and 3.
    """
    three = real(3, x)
    t = x + three
    rest = x - (t - three)
    inside = sixth(fma(x, t, x * rest))
    dydx = sixth(x + x + three)
    dydx = real(0, x) if x <= -three else (real(1, x) if x >= three else dydx)
    return (copysign(real(0, x), x) if x <= -three else (x if x >= three else inside)), dydx


@scalar
def sparse_sigmoid(x):
    zero, half, one = real(0, x), real(0.5, x), real(1, x)
    line = fma(half, x, half)
    above = zero if line < zero else line
    dydx = half if absolute(x) < one else (real(0.25, x) if absolute(x) == one else zero)
    return (one if above > one else above), (dydx if x == x else x)


@scalar
def sparse_plus(x):
    """sparse_plus: y = s^2 between -1 and 1, 0 below and x above, and its slope, s = (x + 1) / 2.

    What rounding took from s is put back: 1.9 ULP without.
    """
    half, one = real(0.5, x), real(1, x)
    s = fma(half, x, half)
    rest = fma(half, x, half - s)
    inside = fma(s, s, (s + s) * rest)
    dydx = real(0, x) if x <= -one else (one if x >= one else s)
    return (real(0, x) if x <= -one else (x if x >= one else inside)), dydx
