# cython: cdivision=True
"""One function per activation: the value is returned, the slope goes through the pointer.

Loops that need only one of the two leave the other's work to the compiler, which drops it. The counterpart of
`_numba/scalar.py`, operation for operation: both give the same bits. Where a slope can be had from the output, a
function NAME_from_output gives it.
"""

from machine cimport absolute, copysign, either, fma, real, sqrt
from vecmath cimport clamp_exp, expm1_poly, reduce_exp, unscale


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


cdef inline real logistic_tail(real scale, real r, real slope_unscale, real* slope) noexcept nogil:
    """lo = e / (1 + e) for e = exp(a) = scale * 2^-64 * exp(r), a <= 0; and its slope lo * (1 - lo) * slope_unscale * 2^64.

    With p = exp(-r) - 1 and U = scale * 2^-64, e = U / (1 + p) and lo = U / (1 + (p + U)): one division, and
    multiplying by the power of two is exact, so that lo has only the errors of the denominator and of the quotient.
    (1 + U) + p instead would lose U at k = -24, a tie: 2.4 ULP.

    The slope corrects 1/d by its residual e. To first order lo (1 + e) (1 - lo (1 + e)) = lo (1 + e (1 - 2 lo) - lo):
    the error of the quotient cancels where lo is near 1/2, for two operations. Correcting the quotient itself, for
    value and slope alike, gives a value within 1.1 ULP and costs .08 ns: sigmoid .40 against .32, torch .43.
    """
    cdef real p = expm1_poly(-r)
    cdef real d = 1 + fma(scale, unscale(r), p)
    cdef real inverse = 1 / d
    cdef real scaled = scale * inverse
    cdef real lo = scaled * unscale(r)
    cdef real rest = 1 - lo
    cdef real e = fma(-d, inverse, 1)
    slope[0] = fma(scaled, fma(e, rest - lo, -lo), scaled) * slope_unscale
    return lo


cdef inline real sigmoid(real x, real* dydx) noexcept nogil:
    """logistic_tail(-|x|) below 0, and 1 less it above."""
    cdef real scale
    cdef real r = reduce_exp(clamp_exp(-absolute(x)), &scale)
    cdef real lo = logistic_tail(scale, r, unscale(x), dydx)
    return lo if x < 0 else 1 - lo


cdef inline real sigmoid_from_output(real y) noexcept nogil:
    return fma(-y, y, y)


cdef inline real tanh(real x, real* dydx) noexcept nogil:
    """(1 - s - s p) / (1 + s + s p) with exp(-2|x|) = s (1 + p): no cancellation, since 1 - s is exact or s is tiny.

    The slope is four times the logistic one at 2x, with a polynomial and a quotient of its own: from 1 - y^2, or from
    the value's numerator and denominator, it cannot be had within 2 ULP (3.0 at 2.4e-4, 2.07 with error terms).
    """
    cdef real scale
    cdef real r = reduce_exp(clamp_exp(-2 * absolute(x)), &scale)
    cdef real s = scale * unscale(x)
    cdef real p = expm1_poly(r)
    logistic_tail(scale, r, 4 * unscale(x), dydx)
    return copysign(fma(-s, p, 1 - s) / fma(s, p, 1 + s), x)


cdef inline real tanh_from_output(real y) noexcept nogil:
    return fma(-y, y, 1)


cdef inline real bilinear(real gate, real up, real* dydgate, real* dydup) noexcept nogil:
    dydgate[0] = up
    dydup[0] = gate
    return gate * up


cdef inline real reglu(real gate, real up, real* dydgate, real* dydup) noexcept nogil:
    cdef real slope
    cdef real y = relu(gate, &slope)
    dydgate[0] = slope * up
    dydup[0] = y
    return y * up


cdef inline real sigmoid_glu(real gate, real up, real* dydgate, real* dydup) noexcept nogil:
    cdef real slope
    cdef real y = sigmoid(gate, &slope)
    dydgate[0] = slope * up
    dydup[0] = y
    return y * up


cdef inline real bias_relu(real x, real bias, real* dydx) noexcept nogil:
    return relu(x + bias, dydx)


cdef inline real bias_sigmoid(real x, real bias, real* dydx) noexcept nogil:
    return sigmoid(x + bias, dydx)


cdef inline real bias_tanh(real x, real bias, real* dydx) noexcept nogil:
    return tanh(x + bias, dydx)


cdef inline void lstm_cell(real i, real f, real g, real o, real c, real* h, real* c_new) noexcept nogil:
    cdef real unused
    cdef real c_sum = fma(sigmoid(f, &unused), c, sigmoid(i, &unused) * tanh(g, &unused))
    h[0] = sigmoid(o, &unused) * tanh(c_sum, &unused)
    c_new[0] = c_sum


cdef inline void lstm_cell_backward(
    real dh, real dc_new, real i, real f, real g, real o, real c, real* di, real* df, real* dg, real* do, real* dc
) noexcept nogil:
    """The gradients by i, f, g, o and c. Nothing of the forward pass is read back: computing it again takes less time."""
    cdef real input_slope, forget_slope, candidate_slope, output_slope, c_slope
    cdef real input_gate = sigmoid(i, &input_slope)
    cdef real forget_gate = sigmoid(f, &forget_slope)
    cdef real candidate = tanh(g, &candidate_slope)
    cdef real output_gate = sigmoid(o, &output_slope)
    cdef real c_tanh = tanh(fma(forget_gate, c, input_gate * candidate), &c_slope)
    cdef real through = fma(dh * output_gate, c_slope, dc_new)
    di[0] = through * candidate * input_slope
    df[0] = through * c * forget_slope
    dg[0] = through * input_gate * candidate_slope
    do[0] = dh * c_tanh * output_slope
    dc[0] = through * forget_gate


cdef inline void gru_cell(real r, real z, real n_x, real n_h, real h, real* h_new) noexcept nogil:
    """(1 - z) n + z h with 1 - z = sigmoid(-z), which does not cancel."""
    cdef real unused
    cdef real candidate = tanh(fma(sigmoid(r, &unused), n_h, n_x), &unused)
    h_new[0] = fma(sigmoid(z, &unused), h, sigmoid(-z, &unused) * candidate)


cdef inline void gru_cell_backward(
    real dh_new, real r, real z, real n_x, real n_h, real h, real* dr, real* dz, real* dn_x, real* dn_h, real* dh
) noexcept nogil:
    cdef real unused, reset_slope, update_slope, candidate_slope
    cdef real reset_gate = sigmoid(r, &reset_slope)
    cdef real update_gate = sigmoid(z, &update_slope)
    cdef real candidate = tanh(fma(reset_gate, n_h, n_x), &candidate_slope)
    cdef real dn = dh_new * sigmoid(-z, &unused) * candidate_slope
    dr[0] = dn * n_h * reset_slope
    dz[0] = dh_new * (h - candidate) * update_slope
    dn_x[0] = dn
    dn_h[0] = dn * reset_gate
    dh[0] = dh_new * update_gate


cdef inline real prelu(real x, real slope, real* dydx, real* dydslope) noexcept nogil:
    """leaky_relu, whose slope has a gradient as well."""
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
    """Below 0 a slope of 0 gives 0 at -inf too, where the product would be NaN."""
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
    """One fma, so that nothing is lost where slope x + offset cancels.

    That it is below 1 is seen from slope x + (offset - 1), whose sign is right: the rounded sum is 1 a little before.
    """
    cdef real line = fma(slope, x, offset)
    cdef real above = 0 if line < 0 else line
    cdef real inside = slope if (line > 0) & (fma(slope, x, offset - 1) < 0) else 0
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
    cdef real zero = 0
    cdef real outside = 1 if absolute(x) > lambd else 0
    dydx[0] = outside if x == x else x
    return copysign(zero, x) if absolute(x) <= lambd else x


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
    """x / 6, with 1/6 in two parts: within 0.51 ULP, and cheaper than the division."""
    cdef real high = either(<float>0.1666666716337204, 0.16666666666666666, x)
    cdef real low = either(<float>-4.967053879312289e-09, 9.25185853854297e-18, x)
    return fma(x, high, x * low)


cdef inline real hard_silu(real x, real* dydx) noexcept nogil:
    """x (x + 3) / 6, with what rounding took from the sum: 1.9 ULP without, 1.0 with it, at the speed of memory.

    The sixth is taken last, so that subnormal results are rounded once.
    """
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
    cdef real half = either(<float>0.5, 0.5, x), quarter = either(<float>0.25, 0.25, x)
    cdef real line = fma(half, x, half)
    cdef real above = 0 if line < 0 else line
    cdef real slope = quarter if absolute(x) == 1 else 0
    slope = half if absolute(x) < 1 else slope
    dydx[0] = slope if x == x else x
    return 1 if above > 1 else above


cdef inline real sparse_plus(real x, real* dydx) noexcept nogil:
    """s^2 for s = (x + 1) / 2, with what rounding took from s: 1.9 ULP without."""
    cdef real half = either(<float>0.5, 0.5, x)
    cdef real s = fma(half, x, half)
    cdef real rest = fma(half, x, half - s)
    cdef real inside = fma(s, s, (s + s) * rest)
    cdef real slope = 1 if x >= 1 else s
    dydx[0] = 0 if x <= -1 else slope
    inside = x if x >= 1 else inside
    return 0 if x <= -1 else inside


cdef inline real squareplus(real x, real b, real* dydx) noexcept nogil:
    """With a = |x|, R = sqrt(a^2 + b) and d = a R + a^2 + b: y(-a) = b R / (2 d), y'(-a) = b / (2 d), and above 0
    y(a) = a + y(-a), y'(a) = 1 - y'(-a).

    One division for both, and nothing cancels. The value has one Newton step towards y^2 + a y = b / 4, whose residual
    takes the larger of y^2 and a y off first; the slope has one step of its quotient. As b / (4 h), h = (a + R) / 2,
    they were 2.7 and 4.5 ULP. Far out y(-a) is b / (4 a), and no square overflows; b = 0 is relu.
    """
    cdef real half = either(<float>0.5, 0.5, x), quarter = either(<float>0.25, 0.25, x), one = 1
    cdef real a = absolute(x), far = either(<float>1099511627776.0, 1.1805916207174113e21, x)
    cdef real w = fma(a, a, b)
    cdef real root = sqrt(w)
    cdef real d = fma(a, root, w)
    d = a if a > far else d
    d = 1 if b == 0 else d
    cdef real inverse = one / d
    cdef real slope = half * b * inverse
    cdef real y = slope * root
    cdef real larger = y if y > a else a
    cdef real smaller = a if y > a else y
    cdef real residual = fma(-y, smaller, fma(-y, larger, quarter * b))
    y = fma(residual, (a + root) * inverse, y)
    slope = fma(slope, fma(-d, inverse, one), slope)
    cdef real far_y = quarter * b * inverse
    cdef real far_slope = far_y * inverse
    y = far_y if a > far else y
    slope = far_slope if a > far else slope
    cdef real above = a + y, slope_above = one - slope
    dydx[0] = slope if x <= 0 else slope_above
    return y if x < 0 else above


cdef inline real softsign(real x, real* dydx) noexcept nogil:
    """|x| / (1 + |x|), and the limits at the infinities.

    The slope is the square of 1 / (1 + |x|), corrected for what rounding took from the sum and the quotient: 3.5 ULP
    without, 2.96 for the quotient alone.
    """
    cdef real one = 1, largest = either(<float>3.4028234663852886e38, 1.7976931348623157e308, x)
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
    """x / r, and 1 / r^3, for w = 1 + alpha x^2, r = sqrt(w); |x| is kept where no square overflows and the slope is 0.

    The slope's divisor d = w r is scaled, since it would overflow before 1 / d is 0; its rounding errors, of the
    root (w - r^2 over 2 r) and of the product, go into the residual of the quotient: 3.8 ULP without.
    """
    cdef real one = 1, half = either(<float>0.5, 0.5, x)
    cdef real largest = either(<float>7.205759403792794e16, 2.5822498780869086e120, x)
    cdef real scale = either(<float>5.421010862427522e-20, 3.8725919148493183e-121, x)
    cdef real a = absolute(x)
    a = largest if a > largest else a
    cdef real w = fma(alpha * a, a, one)
    cdef real r = sqrt(w)
    cdef real scaled = scale * w
    cdef real d = scaled * r
    cdef real rest = fma(half * r, fma(-scale * r, r, scaled), fma(scaled, r, -d))
    cdef real inverse = one / d
    cdef real residual = fma(-d, inverse, one) - rest * inverse
    dydx[0] = fma(inverse, residual, inverse) * scale
    return copysign(a / r, x)


cdef inline real isru(real x, real alpha, real* dydx) noexcept nogil:
    return inverse_root(x, alpha, dydx)


cdef inline real isru_from_output(real y, real alpha) noexcept nogil:
    cdef real one = 1
    cdef real rest = fma(-alpha * y, y, one)
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
    """x + u / 2 for u = r - 1, r = sqrt(x^2 + 1): the subtraction is exact, but r is not; below 1 u is x^2 / (r + 1).

    Far out, where the square would overflow, it is x (1 + 1/2) or x (1 - 1/2): no difference of infinities.
    """
    cdef real one = 1, half = either(<float>0.5, 0.5, x)
    cdef real far = either(<float>4.611686018427388e18, 3.3519519824856493e153, x)
    cdef real far_y = x * (one + copysign(half, x))
    cdef real a = absolute(x)
    cdef real near = far if a > far else a
    cdef real r = sqrt(fma(near, near, one))
    cdef real below = near * near / (r + one), above = r - one
    cdef real near_y = fma(half, below if near < 1 else above, x)
    dydx[0] = fma(half, copysign(near / r, x), one)
    return far_y if a > far else near_y


cdef inline bint logistic_parts(real z, real low, real* scale, real* u, real* p, real* w, real* d) noexcept nogil:
    """(negative, scale, U, p, w, d) of sigmoid(z + low), low being what was rounded off z, at most 2^-20.

    With exp(-|z|) = U exp(r) and U = scale * 2^-64 = 2^k, sigmoid is U / (1 + p + U) for p = exp(-r) - 1 where z is
    negative, and 1 / (1 + U + U p) for p = exp(r) - 1 where it is not: one polynomial, whose argument takes the sign. Either
    denominator is d = 1 + w, rounded once, and the numerator a power of two.
    """
    cdef real one = 1, zero = 0
    cdef bint negative = z < zero
    cdef real bounded = -absolute(z)
    cdef real lowest = either(<float>-110.0, -752.5, z)  # where z exp(z) is 0, and the scale not yet subnormal
    cdef real r = reduce_exp(lowest if bounded < lowest else bounded, scale)
    p[0] = expm1_poly((-r if negative else r) - low)
    u[0] = scale[0] * unscale(z)
    w[0] = fma(one if negative else u[0], p[0], u[0])
    d[0] = one + w[0]
    return negative


cdef inline real times_logistic(real x, real bounded, real z, real low, real v, real v_low, real* dydx) noexcept nogil:
    """x sigmoid(z + low) and its slope by x; v + v_low is x z'(x), `bounded` is x, but finite, where the tails are 0 or x.

    The slope is N (N + M (1 + v)) / d^2 with the sigmoid N / d and its complement M / d. N is a power of two and 1 + v is exact
    where the bracket cancels (v in [-2, -1/2]), so that the zero of the slope costs no accuracy. The quotient is
    corrected by its residual and by what 1 + w rounded off.
    """
    cdef real one = 1
    cdef real scale, u, p, w, d
    cdef bint negative = logistic_parts(z, low, &scale, &u, &p, &w, &d)
    cdef real inverse = one / d
    cdef real residual = fma(-d, inverse, one) - (w - (d - one)) * inverse
    cdef real above = one + v
    cdef real t = fma(p if negative else w, above, (above + u) if negative else one)
    t = fma((one + p) if negative else w, v_low, t)
    cdef real over = t * inverse
    cdef real slope = fma(inverse, over, over * (inverse * (residual + residual)))
    dydx[0] = slope * (scale if negative else one) * (unscale(x) if negative else one)
    return ((bounded * scale if negative else x) / d) * (unscale(x) if negative else one)


cdef inline real silu(real x, real* dydx) noexcept nogil:
    """x sigmoid(x), down to subnormal results: x goes into the mantissa before the power of two."""
    cdef real zero = 0
    cdef real lowest = either(<float>-110.0, -752.5, x)
    cdef real bounded = lowest if x < lowest else x
    bounded = -lowest if bounded > -lowest else bounded
    return times_logistic(x, bounded, bounded, zero, bounded, zero, dydx)


cdef inline real quick_gelu(real x, real* dydx) noexcept nogil:
    """x sigmoid(1.702 x), with the product in two parts: rounding it costs up to 50 ULP in the tail."""
    cdef real lowest = either(<float>-65.0, -445.0, x)
    cdef real bounded = lowest if x < lowest else x
    bounded = -lowest if bounded > -lowest else bounded
    cdef real factor = either(<float>1.7020000219345093, 1.702, x)
    cdef real rest = either(<float>-2.193450927734375e-08, 4.263256414560601e-17, x)
    cdef real z = factor * bounded
    cdef real low = fma(rest, bounded, fma(factor, bounded, -z))
    return times_logistic(x, bounded, z, low, z, low, dydx)


cdef inline real gelu_tanh(real x, real* dydx) noexcept nogil:
    """x sigmoid(z) with z = 2 sqrt(2 / pi) (x + 0.044715 x^3), carried in two parts, as is x z'."""
    cdef real lowest = either(<float>-12.0, -24.0, x)
    cdef real bounded = lowest if x < lowest else x
    bounded = -lowest if bounded > -lowest else bounded
    cdef real a = either(<float>1.5957691669464111, 1.5957691216057308, x)
    cdef real a_low = either(<float>-4.534068042105272e-08, -9.96930880911092e-17, x)
    cdef real b = either(<float>0.07135481387376785, 0.07135481627260025, x)
    cdef real b_low = either(<float>2.3988323959931355e-09, -6.175149918155315e-19, x)
    cdef real square = bounded * bounded
    cdef real square_low = fma(bounded, bounded, -square)
    cdef real term = b * square
    cdef real term_low = fma(b, square, -term) + fma(b, square_low, b_low * square)
    cdef real q = a + term
    cdef real back = q - a
    cdef real q_low = ((a - (q - back)) + (term - back)) + (term_low + a_low)
    cdef real z = bounded * q
    cdef real low = fma(bounded, q_low, fma(bounded, q, -z))
    # x z' = x (a + 3 b x^2) = z + 2 x b x^2
    cdef real twice = bounded + bounded
    cdef real extra = twice * term
    cdef real v = z + extra
    back = v - z
    cdef real v_low = ((z - (v - back)) + (extra - back)) + (low + fma(twice, term_low, fma(twice, term, -extra)))
    return times_logistic(x, bounded, z, low, v, v_low, dydx)


cdef inline real swiglu(real gate, real up, real* dydgate, real* dydup) noexcept nogil:
    cdef real slope
    cdef real y = silu(gate, &slope)
    dydgate[0] = slope * up
    dydup[0] = y
    return y * up


cdef inline real bias_silu(real x, real bias, real* dydx) noexcept nogil:
    return silu(x + bias, dydx)
