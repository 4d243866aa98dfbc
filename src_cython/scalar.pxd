# cython: cdivision=True
"""One function per activation: the value is returned, the slope goes through the pointer.

Loops that need only one of the two leave the other's work to the compiler, which drops it. The counterpart of
`_numba/scalar.py`, operation for operation: both give the same bits. Where a slope can be had from the output, a
function NAME_from_output gives it.
"""

from libc.math cimport INFINITY, NAN
from machine cimport absolute, at_least, at_most, copysign, either, fma, in_double, negative, real, signed_as, sqrt
from vecmath cimport (
    arctan_poly,
    clamp_exp,
    clamp_exp_low,
    clamp_magnitude,
    cos_lost,
    cos_parts,
    denominator,
    density_parts,
    erf_exponent,
    erfcx,
    exp_full,
    expm1_cubic,
    expm1_curve,
    expm1_full,
    expm1_parts,
    expm1_plus,
    expm1_gauss,
    expm1_gauss_deep,
    expm1_halves,
    expm1_lost,
    expm1_of_product,
    expm1_poly,
    expm1_reduced,
    expm1_square,
    expm1_scaled,
    expm1_shared,
    expm1_twice,
    exponent_of,
    hazard_far,
    in_reach_of_pi,
    log1p_full,
    log1p_unit_poly,
    log_sum,
    logistic_unit,
    mills,
    mills_slope,
    mirrored,
    power_of_2,
    power_of_2_within,
    quotient_of_sums,
    reduce_exp,
    reduce_exp_deep,
    reduce_exp_full,
    reduce_exp_parts,
    reduce_exp_wide,
    reduce_grown,
    reduce_logistic,
    reduce_pi_lost,
    reduce_product,
    root_scale,
    shrunk,
    sin_lost,
    sin_parts,
    sin_squared_plus,
    sinc_slope_near,
    square_plus_low,
    sum_scaled,
    sum_times,
    tail_quotient,
    tail_quotient_parts,
    tanh_shrink_rest,
    third,
    unscale,
)


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


cdef inline real sigmoid_value(real x) noexcept nogil:
    """1 / (1 + exp(-x)) as it stands, scaled by 2^-64 (in double 2^-80) so that the exponential overflows nowhere: the quotient
    is rounded once, a subnormal too. Above 40 it is 1.

    16 operations, 12 of them of the multiplier: .38 ns (float32, `actkern bench --peers`, Zen 3), where exp(-|x|) with the
    scale in the numerator, and 1 less the tail above 0, took .61. The slope's form, below, gives the value in 19 operations.
    """
    cdef real scale
    cdef real bounded = at_most(at_least(x, either(<float>-110.0, -752.0, x)), <real>40)
    cdef real p = expm1_shared(reduce_grown(-bounded, &scale))
    return shrunk(x) / sum_scaled(shrunk(x), scale, p)


cdef inline real sigmoid(real x, real* dydx) noexcept nogil:
    """sigmoid_value, and the slope lo (1 - lo) with lo = 1 / (1 + exp(|x|)).

    The slope corrects 1/d by its residual e. To first order lo (1 + e) (1 - lo (1 + e)) = lo (1 + e (1 - 2 lo) - lo):
    the error of the quotient cancels where lo is near 1/2, for two operations. 1 / (2 + exp(x) + exp(-x)) is two operations
    less, and 2.12 ULP off at -0.026.
    """
    cdef real scale, odd
    cdef real r = reduce_grown(clamp_magnitude(x, either(<float>110.0, 752.0, x)), &scale)
    cdef real r2 = r * r
    cdef real even = expm1_halves(r2, &odd)
    cdef real grown = sum_scaled(shrunk(x), scale, fma(r2, fma(r, odd, even), r))
    cdef real decayed = sum_scaled(shrunk(x), mirrored(scale), fma(r2, fma(-r, odd, even), -r))
    cdef real inverse = 1 / grown
    cdef real lo = inverse * shrunk(x)
    cdef real rest = 1 - lo
    cdef real e = fma(-grown, inverse, 1)
    dydx[0] = fma(inverse, fma(e, rest - lo, -lo), inverse) * shrunk(x)
    return shrunk(x) / (grown if x < 0 else decayed)


cdef inline real sigmoid_from_output(real y) noexcept nogil:
    return fma(-y, y, y)


cdef inline real tanh(real x, real* dydx) noexcept nogil:
    """(1/2 - s/2 - s p) / (1/2 + s/2 + s p) with exp(-2|x|) = s (1 + 2p): no cancellation, since 1 - s is exact or s is tiny.

    The reduction is that of |x| itself, so that neither 2|x| nor a scale that reaches subnormals is needed; beyond the bound the
    result is 1. By the sign of -|x|: the numerator is below 1/2, where it is rounded half as far as beside exp(2|x|).
    What was tried and lost is in docs/speed.md.

    The slope is four times the logistic one at 2x, with a reduction, a polynomial and a quotient of its own: from 1 - y^2, or
    from the value's numerator and denominator, it cannot be had within 2 ULP (3.0 at 2.4e-4, 2.07 with error terms).
    """
    cdef real s, scale
    cdef real half = <real>0.5
    cdef real p = expm1_twice(at_most(absolute(x), either(<float>9.25, 19.5, x)), &s)
    cdef real r = reduce_exp(clamp_exp(-2 * absolute(x)), &scale)
    logistic_tail(scale, r, 4 * unscale(x), dydx)
    return signed_as(fma(-s, p, fma(s, -half, half)) / fma(s, p, fma(s, half, half)), x)


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


cdef inline real sigmoid_glu_value(real gate, real up) noexcept nogil:
    return sigmoid_value(gate) * up


cdef inline real bias_relu(real x, real bias, real* dydx) noexcept nogil:
    return relu(x + bias, dydx)


cdef inline real bias_sigmoid(real x, real bias, real* dydx) noexcept nogil:
    return sigmoid(x + bias, dydx)


cdef inline real bias_sigmoid_value(real x, real bias) noexcept nogil:
    return sigmoid_value(x + bias)


cdef inline real bias_tanh(real x, real bias, real* dydx) noexcept nogil:
    return tanh(x + bias, dydx)


cdef inline void lstm_cell(real i, real f, real g, real o, real c, real* h, real* c_new) noexcept nogil:
    cdef real unused
    cdef real c_sum = fma(sigmoid_value(f), c, sigmoid_value(i) * tanh(g, &unused))
    h[0] = sigmoid_value(o) * tanh(c_sum, &unused)
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
    cdef real candidate = tanh(fma(sigmoid_value(r), n_h, n_x), &unused)
    h_new[0] = fma(sigmoid_value(z), h, sigmoid_value(-z) * candidate)


cdef inline void gru_cell_backward(
    real dh_new, real r, real z, real n_x, real n_h, real h, real* dr, real* dz, real* dn_x, real* dn_h, real* dh
) noexcept nogil:
    cdef real unused, reset_slope, update_slope, candidate_slope
    cdef real reset_gate = sigmoid(r, &reset_slope)
    cdef real update_gate = sigmoid(z, &update_slope)
    cdef real candidate = tanh(fma(reset_gate, n_h, n_x), &candidate_slope)
    cdef real dn = dh_new * sigmoid_value(-z) * candidate_slope
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

    Whether it lies above 0 and below 1 is seen from the signs of slope x + offset and slope x + (offset - 1), the latter in two
    parts: the rounded sum is 1 a little before. A sign outlives a sum that rounds to 0, but +0 is also that of an exact 0: so
    the first has its sign changed.
    """
    cdef real zero = 0, one = 1
    cdef real line = fma(slope, x, offset)
    line = offset if (slope == 0) & (x == x) else line  # infinity times 0 is NaN
    cdef real above = 0 if line < 0 else line
    cdef real less = offset - one
    cdef real back = less - offset
    cdef real low = (offset - (less - back)) - (one + back)
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
    """x times 0 or 1, which reads x twice where a select of x and a signed 0 has GCC read it three times: 10 % of the time."""
    cdef real zero = 0, one = 1
    cdef real largest = either(<float>3.4028234663852886e38, 1.7976931348623157e308, x)  # infinities pass, NaN too
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
    takes the larger of y^2 and a y off first; the slope has one step of its quotient, in double with what the square, the
    root and d lost (2.55 ULP at -15.9 without). As b / (4 h), h = (a + R) / 2, they were 2.7 and 4.5 ULP. Far out y(-a) is
    b / (4 a), and no square overflows; b = 0 is relu.

    s y(x, b) = y(s x, s^2 b), and a power of two s brings a large or small b to where no product of four overflows or vanishes.
    It is made of bits: with selects GCC vectorised nothing.
    """
    cdef real half = either(<float>0.5, 0.5, x), quarter = either(<float>0.25, 0.25, x), zero = 0, one = 1
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

    That is 2^56 (2^400 in double) of the lengths 1 / sqrt(alpha), which takes no operation for each x where alpha is a scalar. An
    alpha of 0 bounds nothing but infinities, and a negative one nothing.

    The slope's divisor d = w r is scaled, since it would overflow before 1 / d is 0; its rounding errors, of the
    root (w - r^2 over 2 r) and of the product, go into the residual of the quotient: 3.8 ULP without. So does what w lost, in
    double: 1.97 ULP at 513 without.
    """
    cdef real one = 1, half = either(<float>0.5, 0.5, x)
    cdef real largest = either(<float>3.4028234663852886e38, 1.7976931348623157e308, x)
    cdef real lengths = either(<float>7.205759403792794e16, 2.5822498780869086e120, x)
    cdef real scale = either(<float>5.421010862427522e-20, 3.8725919148493183e-121, x)
    cdef real magnitude = absolute(x)
    cdef real a = at_most(magnitude, at_most(lengths / sqrt(absolute(alpha)), largest))
    cdef real w = fma(alpha * a, a, one)
    cdef real r = sqrt(w)
    cdef real scaled = scale * w
    cdef real d = scaled * r
    cdef real rest = fma(half * r, fma(-scale * r, r, scaled), fma(scaled, r, -d))
    cdef real w_low = square_plus_low(alpha * a, a, one, w) + fma(alpha, a, -(alpha * a)) * a
    rest = rest - in_double(<real>-1.5 * (scale * r) * w_low)
    cdef real inverse = one / d
    cdef real residual = fma(-d, inverse, one) - rest * inverse
    dydx[0] = fma(inverse, residual, inverse) * scale
    return copysign((magnitude if alpha == 0 else a) / r, x)


cdef inline real isru(real x, real alpha, real* dydx) noexcept nogil:
    return inverse_root(x, alpha, dydx)


cdef inline real isru_from_output(real y, real alpha) noexcept nogil:
    """alpha y is carried in two parts, and bounded for an alpha y^2 beyond all floats, where the slope is 0."""
    cdef real one = 1, largest = either(<float>3.4028234663852886e38, 1.7976931348623157e308, y)
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


cdef inline real times_logistic(
    real x, real bounded, real exact, real rest, real r, real scale, real unscaled, real v, real v_low, real* dydx
) noexcept nogil:
    """x sigmoid(z) and its slope by x; v + v_low is x z'(x), of z's sign; `bounded` is x, but finite, where the tails are 0 or x.

    With exp(-|z|) = U exp(-r) for z < 0 and U exp(r) for z >= 0, U = scale * unscaled = 2^k, sigmoid is U / (1 + p + U) or
    1 / (1 + U + U p), where p = exp(r) - 1: one polynomial, whose argument has taken the sign. Either denominator is
    d = 1 + w, rounded once, and the numerator a power of two, of which `unscaled` comes last: a subnormal is rounded once.

    The slope is N (N + M (1 + v)) / d^2 with the sigmoid N / d and its complement M / d. N is a power of two and 1 + v is exact
    where the bracket cancels (v in [-2, -1/2]), so that the zero of the slope costs no accuracy. The quotient is
    corrected by its residual and by what w and 1 + w rounded off (with the latter alone silu's is 3.08 ULP off at -0.0364).

    A double has the low parts of p, 1 + v, t and t / d as well, with r = exact + rest, and d = (1 + U) + (factor p + what
    1 + U lost), one rounding instead of two: 1.7 ULP for values and 1.9 for slopes, where silu's was 2.4, quick_gelu's 2.9 and
    gelu_tanh's 3.2. Correcting the value by the residual, too, gives 1.5 and costs silu a quarter of its time.
    """
    cdef real one = 1, zero = 0
    cdef bint negative = v < zero
    cdef real u = scale * unscaled, factor = one if negative else u
    cdef real curved, p, p_low, whole, part, w, d, y, inverse, residual, above, above_low, first, t, t_low, over, over_low, slope
    if real is float:
        p = expm1_poly(r)
        w = fma(factor, p, u)
        d = one + w
        y = (bounded * scale if negative else x) / d
        inverse = one / d
        residual = fma(-d, inverse, one) - fma(factor, p, u - (d - one)) * inverse
        above = one + v
        t = fma(p if negative else w, above, (above + u) if negative else one)
        t = fma((one + p) if negative else w, v_low, t)
        over = t * inverse
        slope = fma(inverse, over, over * (inverse * (residual + residual)))
    else:
        curved = fma(r * r, expm1_curve(r), rest)
        p = curved + exact
        whole = one + u
        part = fma(factor, p, u - (whole - one))
        d = whole + part
        y = (bounded * scale if negative else x) / d
        inverse = one / d
        p_low = factor * (curved - (p - exact))
        residual = fma(-d, inverse, one) - ((part - (d - whole)) + p_low) * inverse
        w = fma(factor, p, u)
        above = one + v
        above_low = (v - (above - one)) + v_low
        first = (above + u) if negative else one
        t = fma(p if negative else w, above, first)
        t_low = (u - (first - above)) if negative else fma(u, p, u - w) * above
        t_low = fma(p_low, above, fma((one + p) if negative else w, above_low, t_low))
        over = t * inverse
        over_low = fma(t_low, inverse, fma(t, inverse, -over))
        slope = fma(inverse, over, inverse * fma(over, residual + residual, over_low))
    dydx[0] = slope * (scale if negative else one) * (unscaled if negative else one)
    return y * (unscaled if negative else one)


cdef inline real logistic_product(
    real x, real p, real scale, real one, real v, real v_low, bint known, real* dydx
) noexcept nogil:
    """x sigmoid(z) and its slope by x; v + v_low is x z'(x), `known` if v_low is 0.

    one * exp(-z) = scale (1 + p), with `one` and scale as of reduce_logistic(z).

    With E = exp(-z) the value is x / (1 + E), and the slope (1 + E (1 + v)) / (1 + E)^2, in which 1 + v is exact where the
    terms cancel (v in [-2, -1/2]), so that the zero of the slope costs no accuracy. The slope is corrected by the residual of the
    quotient and by what the sum 1 + E rounded off (without, silu's is 3.7 ULP off at 1.26).

    In double t and t / d have low parts: without that of the quotient silu's slope is 2.3 ULP off at 1.03; it is 1.6 so. With
    what 1 + v, the first fma and p round off as well it is .83, which nobody needs.

    No select but by the sign of z in reduce_logistic, and one polynomial. The earlier form, with exp(-|z|) on either side of 0
    and seven selects (swish still has it), took silu .74 ns and gelu_tanh 2.1 where this took .50 and .90 (float32).
    """
    cdef real greater = scale, less = one
    cdef real w, d, inverse, lost, residual, above, grown, first, t, t_low, over, slope
    if real is double:
        greater = scale if scale > one else one
        less = one if scale > one else scale
    w = fma(scale, p, less)
    d = w + greater
    inverse = 1 / d
    lost = (w - (d - greater)) + fma(scale, p, less - w)
    above = 1 + v
    grown = scale * p
    first = fma(scale, above, one)
    t = fma(grown, above, first)
    residual = fma(-d, inverse, 1) - lost * inverse
    if real is float:
        if not known:
            t = fma(scale + grown, v_low, t)
        over = t * inverse
        slope = fma(inverse, over, over * (inverse * (residual + residual)))
    else:
        t_low = fma(grown, above, first - t)
        if not known:
            t_low = fma(scale + grown, v_low, t_low)
        over = t * inverse
        slope = fma(inverse, over, inverse * fma(over, residual + residual, fma(t_low, inverse, fma(t, inverse, -over))))
    dydx[0] = slope * one
    return x / d * one


cdef inline real silu(real x, real* dydx) noexcept nogil:
    """x sigmoid(x), down to subnormal results."""
    cdef real scale, one
    cdef real lower = at_least(x, either(<float>-110.0, -752.5, x)), bounded = at_most(lower, <real>80)
    cdef real r = reduce_logistic(bounded, <real>0, &scale, &one)
    return logistic_product(lower, expm1_poly(r), scale, one, bounded, <real>0, True, dydx)


cdef inline real quick_gelu(real x, real* dydx) noexcept nogil:
    """x sigmoid(1.702 x), with the product in two parts: rounding it costs up to 50 ULP in the tail."""
    cdef real lower = at_least(x, either(<float>-65.0, -442.0, x)), bounded = at_most(lower, <real>47)
    cdef real factor = either(<float>1.7020000219345093, 1.702, x)
    cdef real factor_low = either(<float>-2.193450927734375e-08, 4.263256414560601e-17, x)
    cdef real z = factor * bounded
    cdef real low = fma(factor_low, bounded, fma(factor, bounded, -z))
    cdef real scale, one
    cdef real r = reduce_logistic(z, low, &scale, &one)
    return logistic_product(lower, expm1_poly(r), scale, one, z, low, False, dydx)


cdef inline real gelu_tanh_factor(real x, real* q_low, real* above) noexcept nogil:
    """(q, q_low, above) with gelu_tanh = x sigmoid(x (q + q_low)): 2 sqrt(2 / pi) (1 + 0.044715 x^2), and q less its first term.

    2 sqrt(2 / pi) = a + a_low, with so few places in `a` that q - a is exact however large q is. In float both, and b, are
    divided by ln(2), for reduce_product.
    """
    cdef real a = either(<float>2.3022079467773438, 1.5957691216057341, x)
    cdef real a_low = gelu_tanh_rest(x)
    cdef real b = either(<float>0.10294324159622192, 0.07135481627260025, x)
    cdef real b_low = either(<float>-2.016198541454628e-09, -6.175149918155315e-19, x)
    cdef real square = x * x
    cdef real q = fma(b, square, a)
    above[0] = q - a
    q_low[0] = fma(b, square, -above[0]) + fma(b, fma(x, x, -square), fma(b_low, square, a_low))
    return q


cdef inline real gelu_tanh_rest(real x) noexcept nogil:
    """a_low of gelu_tanh_factor."""
    return either(<float>2.513669699055754e-07, -3.430362161966579e-15, x)


cdef inline real gelu_tanh_from(real x) noexcept nogil:
    """x, but no lower than where the value and the slope of gelu_tanh are 0."""
    return at_least(x, either(<float>-11.0, -21.594, x))


cdef inline void gelu_tanh_first(real x, real* r, real* scale) noexcept nogil:
    """The first of two stages of gelu_tanh's value: the reduction of its exponential."""
    cdef real above, q_low, excess, bounded = at_most(gelu_tanh_from(x), <real>9.25)
    cdef real q = gelu_tanh_factor(bounded, &q_low, &above)
    r[0] = reduce_product(bounded, q, q_low, scale, &excess)


cdef inline real gelu_tanh_second(real x, real r, real scale) noexcept nogil:
    """The second: the exponential and the quotient."""
    cdef real lower = gelu_tanh_from(x), one = logistic_unit(x)
    return lower / sum_scaled(one, scale, expm1_of_product(r)) * one


cdef inline real gelu_tanh(real x, real* dydx) noexcept nogil:
    """x sigmoid(z) with z = x q, carried in two parts (gelu_tanh_factor), as is x z'."""
    cdef real lower = gelu_tanh_from(x), bounded = at_most(lower, <real>9.25)
    cdef real above, q_low, q = gelu_tanh_factor(bounded, &q_low, &above)
    # z' = a + 3 b x^2 = q + 2 (q - a)
    cdef real dz = fma(<real>2, above, q)
    cdef real dz_low = fma(<real>2, above, q - dz) + fma(<real>3, q_low, -2 * gelu_tanh_rest(x))
    cdef real v = bounded * dz
    cdef real v_low = fma(bounded, dz_low, fma(bounded, dz, -v))
    cdef real scale, excess, r = reduce_product(bounded, q, q_low, &scale, &excess)
    cdef real whole, ln2 = <float>0.6931471824645996
    if real is float:
        whole = v * ln2
        v_low = fma(v_low, ln2, fma(v, <float>-1.904654323148236e-09, fma(v, ln2, -whole)))
        v = whole
    else:
        v_low = v_low - (1 + v) * excess  # without, the slope is 2.08 ULP off at -0.68516
    return logistic_product(lower, expm1_of_product(r), scale, logistic_unit(x), v, v_low, False, dydx)


cdef inline real swiglu(real gate, real up, real* dydgate, real* dydup) noexcept nogil:
    cdef real slope
    cdef real y = silu(gate, &slope)
    dydgate[0] = slope * up
    dydup[0] = y
    return y * up


cdef inline real bias_silu(real x, real bias, real* dydx) noexcept nogil:
    return silu(x + bias, dydx)


cdef inline real exp(real x, real* dydx) noexcept nogil:
    cdef real y = exp_full(x)
    dydx[0] = y
    return y


cdef inline real exp_from_output(real y) noexcept nogil:
    return y


cdef inline real expm1(real x, real* dydx) noexcept nogil:
    dydx[0] = exp_full(x)
    return expm1_full(x)


cdef inline real expm1_from_output(real y) noexcept nogil:
    return y + <real>1


cdef inline real log1p(real x, real* dydx) noexcept nogil:
    cdef real high = <real>1 + x
    cdef real inverse = <real>1 / high
    dydx[0] = <real>NAN if high < 0 else inverse
    return log1p_full(x)


cdef inline real log1mexp(real x, real* dydx) noexcept nogil:
    """log of 1 - e, e = exp(-x) = s + s p, in two parts: high = (1 - s) - s p, and what its roundings lost.

    Near 0 the high part is -p, as good as expm1; far out the low part is -e itself and log_sum passes it through.
    A subnormal high part is multiplied by 2^64 for log_sum. The slope's quotient, e / high, is corrected in double: 2.86 ULP at
    0.412 without, mostly the last rounding of p.
    """
    cdef real scale, r
    cdef real bounded = clamp_exp(-x)
    cdef real p = expm1_reduced(bounded, &r, &scale)
    cdef real s = scale * unscale(x)
    cdef real rest = <real>1 - s
    cdef real high = fma(-s, p, rest)
    cdef real low = fma(-s, p, (rest - high) + ((<real>1 - rest) - s))
    cdef bint small = high < either(<float>1e-30, 1e-300, x)
    cdef real raised = high * <real>18446744073709551616.0
    cdef real y = log_sum(raised if small else high, low)
    cdef real e = fma(scale, p, scale)
    cdef bint near = x < 1
    cdef real e_unscale = unscale(x) if near else <real>1
    cdef real slope_unscale = <real>1 if near else unscale(x)
    cdef real quotient = e * e_unscale / high
    cdef real p_low = expm1_lost(bounded, r, p)
    cdef real e_low = (fma(scale, p, scale - e) + scale * p_low) * e_unscale
    cdef real residual = fma(-quotient, high, e * e_unscale) + (e_low - quotient * (low - s * p_low))
    # 1 / high is 1 more than the slope.
    cdef real correction = residual * fma(quotient, slope_unscale, <real>1)
    correction = <real>0 if small else correction
    cdef real slope = (quotient - in_double(-correction)) * slope_unscale
    cdef real edge = <real>INFINITY if x == 0 else <real>NAN
    y = y - (<real>44.3614195558365 if small else <real>0)
    dydx[0] = slope if x > 0 else edge
    return y if x > 0 else -edge


cdef inline real softplus(real x, real beta, real* dydx) noexcept nogil:
    """max(x, 0) + log(1 + e) / beta with e = exp(-|beta x|), and no threshold; for a negative beta min(x, 0) + log(1 + e) / beta.

    beta x is carried in two parts, since rounding it would cost |beta x| / 2 ULP. A small beta lets e / beta be a number where
    e is none, hence `reduce_exp_deep`. log(1 + e) = e (1 + g) is formed from e before its scaling: then neither it nor 1 / beta
    meets a subnormal, and below a beta of 1 the scale of 2^-64 goes into the latter, which would overflow. Where beta x is 0 the
    result is log(2) / beta, and infinite for a beta of 0. The quotient is corrected: 2.54 ULP at (62.2, -0.194) without.
    """
    cdef real scale, last, r, e, g, lo, unused, zero = 0, one = 1
    cdef bint flat = beta == 0
    cdef real t = zero if flat else beta * x
    cdef real low = zero if flat else fma(beta, x, -t)
    cdef real a = -absolute(t)
    cdef real bounded = at_least(a, either(<float>-197.0, -1460.0, x))
    cdef bint within = bounded == a
    low = low if t < 0 else -low
    r = reduce_exp_deep(bounded, &scale, &last)
    r = r + (low if within else zero)
    scale = scale if within else zero
    e = fma(scale, expm1_poly(r), scale)
    g = log1p_unit_poly(e * unscale(x))
    lo = logistic_tail(scale if last == 1 else zero, r, unscale(x), &unused)
    cdef bint small = absolute(beta) < 1
    cdef real divisor = beta * (one / unscale(x) if small else one)
    cdef real inverse = one / divisor
    cdef real scaled = fma(e, g, e)
    cdef real quotient = scaled * inverse
    cdef real residual = fma(-quotient, divisor, scaled)
    cdef real corrected = fma(residual, inverse, quotient)
    quotient = corrected if absolute(residual) < <real>1e15 else quotient  # infinite ones have no residual
    dydx[0] = lo if t < 0 else one - lo
    return (zero if t <= 0 else x) + quotient * ((one if small else unscale(x)) * last)


cdef inline real softplus_from_output(real y, real beta) noexcept nogil:
    cdef real scale
    cdef real r = reduce_exp(clamp_exp(-beta * y), &scale)
    return -expm1_scaled(r, scale)


cdef inline real log_sigmoid(real x, real* dydx) noexcept nogil:
    """-softplus(-x)."""
    cdef real scale, unused
    cdef real r = reduce_exp(clamp_exp(-absolute(x)), &scale)
    cdef real e = fma(scale, expm1_poly(r), scale)
    cdef real g = log1p_unit_poly(e * unscale(x))
    cdef real lo = logistic_tail(scale, r, unscale(x), &unused)
    dydx[0] = <real>1 - lo if x < 0 else lo
    return -((-x if x < 0 else <real>0) + fma(e, g, e) * unscale(x))


cdef inline real log_sigmoid_from_output(real y) noexcept nogil:
    cdef real scale
    cdef real r = reduce_exp(clamp_exp(y), &scale)
    return -expm1_scaled(r, scale)


cdef inline real reduce_exp_weighted(real x, real* scale) noexcept nogil:
    """r with exp(x) = scale * 2^-120 * exp(r) (in double 2^-1000), for x from -170 (-1401) to 0: reduce_exp for what a large number
    is multiplied by."""
    cdef real magic = either(<float>12583159.0, 6755399441057767.0, x)
    cdef real shifted = fma(x, either(<float>1.4426950216293335, 1.4426950408889634, x), magic)
    cdef real k = shifted - magic
    cdef real r = fma(k, either(<float>-0.6931471824645996, -0.6931471805599453, x), x)
    scale[0] = exponent_of(shifted)
    return fma(k, either(<float>1.904654323148236e-09, -2.319046813846299e-17, x), r)


cdef inline real logistic_loss(real x, real target, real weight, real pos_weight, real* dydx) noexcept nogil:
    """weight ((1 - target) softplus(x) + pos_weight target softplus(-x)).

    Both softplus are L = log(1 + exp(-|x|)), and one of them |x| more: a sum of terms of one sign. A share of 0 takes no part,
    which 0 times an infinite x would. The slope is formed from the smaller of the two sigmoids, lo: the difference of both would
    round five times where it cancels.

    The weights are in the shares from the start, and the scale of exp(-|x|) reaches down to 2^-246 (in double 2^-2022), so that
    L and lo are rounded as parts of the result alone: 1e6 exp(-100) has its digits. Of the factors of both, the one above 1 comes
    with the scale's own, 2^-120: neither order alone would keep shares of 1e30 and of 1e-30 in range.
    """
    cdef real scale
    cdef real negative = weight * (<real>1 - target)
    cdef real positive = weight * pos_weight * target
    cdef real both = negative + positive
    cdef real low = either(<float>7.52316384526264e-37, 9.332636185032189e-302, x)
    cdef real a = -absolute(x)
    cdef real bounded = at_least(a, either(<float>-170.0, -1401.0, x))
    cdef real r = reduce_exp_weighted(bounded, &scale)
    scale = scale if bounded == a else <real>0
    cdef real e = fma(scale, expm1_poly(r), scale)
    cdef real g = log1p_unit_poly(e * low)
    cdef real lo = scale / (<real>1 + fma(scale, low, expm1_poly(-r)))
    cdef bint large = absolute(both) > 1
    cdef real first = both * low if large else both
    cdef real last = <real>1 if large else low
    cdef real share = positive if x < 0 else negative
    cdef real linear = <real>0 if share == 0 else share * absolute(x)
    cdef real slope = fma(lo * first, last, -share)
    dydx[0] = slope if x < 0 else -slope
    return fma(fma(e, g, e) * first, last, linear)


cdef inline real squared_error(real x, real target, real weight, real* dydx) noexcept nogil:
    """weight (x - target)^2; weighted before it is squared, so that neither overflows nor vanishes before the result does."""
    cdef real d = x - target
    cdef real weighted = weight * d
    dydx[0] = weighted + weighted
    return weighted * d


cdef inline real corrected_product(real a, real a_low, real b, real c, real relative) noexcept nogil:
    """(a + a_low) b c (1 + relative), where the roundings of both products are kept.

    What is left is the rounding of the result and that of a sum smaller than it.
    """
    cdef real ab = a * b
    cdef real abc = ab * c
    cdef real low = fma(ab, c, -abc) + fma(a_low, b, fma(a, b, -ab)) * c
    return abc + fma(abc, relative, fma(low, relative, low))


cdef inline real fma_parts(real a, real b, real c, real* low) noexcept nogil:
    """a b + c as the sum of two floats, of which it returns the high one."""
    cdef real product = a * b
    cdef real high = product + c
    cdef real rest = high - product
    low[0] = fma(a, b, -product) + ((product - (high - rest)) + (c - rest))
    return high


cdef inline real mish(real x, real* dydx) noexcept nogil:
    """x - 2 x / d, and below -0.3 x e (1 - e (1 + e) / d), with e = exp(x) = s (1 + p) and d = e (e + 2) + 2.

    That is x tanh(log(1 + e)) = x e (e + 2) / d, which as it stands loses 3.2 ULP, by the roundings of e + 2 and d, and
    46 ULP below -87. Here the terms that carry errors are small, 1 / d is corrected, x s is exact, and what
    x s (1 + p) lost comes back times the derivative 4 (1 + e) / d^2. Above `highest` it is x. The slope is e (4 (1 +
    x) + e (6 + 4 x + 4 e + e^2)) / d^2: next to
    its zero at -1.19 the terms are exact or small (from e (e + 2) d + 4 x e (1 + e): 23 ULP of 2^-6).
    In double 6 + 4 x + 4 e has two parts: 1.92 ULP at -1.085 without.
    """
    cdef real scale, r, p_low
    cdef real highest = either(<float>12.0, 22.0, x)
    cdef bint below = x < <real>-0.3125
    cdef bint above = x > highest
    cdef real bounded = at_most(clamp_exp_low(x), highest)
    cdef real p = expm1_parts(bounded, &scale, &r, &p_low)
    cdef real s = scale * unscale(x)
    cdef real e = fma(s, p, s)
    cdef real t = e + <real>2
    cdef real d = fma(e, t, <real>2)
    cdef real inverse = <real>1 / d
    cdef real d_low = fma(e, t, <real>2 - d) + e * (e - (t - <real>2))
    cdef real error = fma(-d, inverse, <real>1) - d_low * inverse
    cdef real squares = fma(e, e, e)
    cdef real z = (squares if below else <real>2) * inverse
    z = fma(z, error, z)
    cdef real xs = bounded * scale
    cdef real xe = fma(xs, p, xs)
    cdef real lost = fma(xs, p_low, fma(xs, p, xs - xe)) * (<real>4 * (<real>1 + e) * inverse * inverse)
    cdef real lower = (xe + fma(-z, xe, lost)) * unscale(x)
    cdef real upper = fma(-x, z, x)
    cdef real y = copysign(lower if below else upper, x)
    cdef real base = fma(<real>4, bounded, <real>6)
    cdef real line = fma(<real>4, e, base)
    cdef real factor = fma(e, e, line)
    cdef real inner_low
    cdef real inner = fma_parts(e, factor, <real>4 * (bounded + <real>1), &inner_low)
    cdef real e_low = fma(s, p_low, fma(s, p, s - e))
    inner_low = fma(e, fma(e, e, line - factor) - in_double(-fma(<real>4, e, base - line)), inner_low)
    inner_low = fma(e_low, fma(e, fma(<real>3, e, <real>8), base), inner_low)
    error = fma(<real>-2 * e_low, (<real>1 + e) * inverse, error)
    error = error + error
    cdef real relative = fma(p, error, error) + (p + p_low)
    cdef real slope = corrected_product(inner, inner_low, inverse, scale * inverse, relative) * unscale(x)
    dydx[0] = 1 if above else slope
    return x if above else y


cdef inline real elu(real x, real alpha, real* dydx) noexcept nogil:
    """The slope's 2^-64 goes to a large alpha, whose product with exp(x) would overflow, and comes last for a small one. A large
    alpha also lets it be a number where exp(x) is none, hence `reduce_exp_deep`.
    """
    cdef real scale, last, one = 1
    cdef real r = reduce_exp_deep(at_least(x, either(<float>-197.0, -1460.0, x)), &scale, &last)
    cdef real y = alpha * expm1_scaled(r, scale)
    cdef bint large = absolute(alpha) >= 1
    cdef real factor = alpha * (unscale(x) if large else one)
    cdef real unscaled = (one if large else unscale(x)) * last
    cdef real slope = factor * fma(scale, expm1_poly(r), scale) * unscaled
    dydx[0] = 1 if x > 0 else slope
    return y if x < 0 else x


cdef inline real elu_from_output(real y, real alpha) noexcept nogil:
    cdef real slope = y + alpha
    return 1 if y > 0 else slope


cdef inline real celu(real x, real alpha, real* dydx) noexcept nogil:
    """x / alpha as a product with 1 / alpha (taken out of the loop for a scalar alpha) and its exact remainder.

    A small alpha is multiplied by 2^64, and x with it: 1 / alpha would overflow, and the remainder be subnormal. One of 0 stands
    for less than any float, so that celu is relu. A negative one makes exp(x / alpha) large: hence `reduce_exp_full`.
    """
    cdef real scale, last, one = 1, zero = 0, grown = <real>18446744073709551616.0
    cdef bint small = absolute(alpha) < either(<float>8.077935669463161e-28, 1.1830521861667747e-271, x)
    cdef real size = grown if small else one
    cdef real least = either(<float>1.1754943508222875e-38, 2.2250738585072014e-308, x)
    cdef real divisor = least if alpha == 0 else alpha * size
    cdef real scaled_x = x * size
    cdef real inverse = one / divisor
    cdef real t = scaled_x * inverse
    cdef real bounded = at_most(clamp_exp_low(t), either(<float>89.0, 710.0, x))
    cdef real low = fma(-t, divisor, scaled_x) * inverse
    cdef real r = reduce_exp_full(bounded, &scale, &last)
    r = r + (low if bounded == t else zero)
    cdef real p = expm1_poly(r)
    cdef real y = alpha * (fma(scale, p, scale - (unscale(x) if bounded > 0 else grown)) * last)
    cdef real slope = fma(scale, p, scale) * last
    # Nearer to 0 it is x, even where x / alpha is subnormal.
    cdef bint linear = (x > 0) | (absolute(t) <= either(<float>1e-8, 1e-17, x))
    dydx[0] = 1 if x > 0 else slope
    return x if linear else y


cdef inline real celu_from_output(real y, real alpha) noexcept nogil:
    cdef real slope = y / alpha + <real>1
    return 1 if y >= 0 else slope


cdef inline real selu(real x, real* dydx) noexcept nogil:
    """Both constants have two parts. The second of `outer` is positive, so that inf stays inf, and too small to change a double:
    outer x rounded once is finite up to where the truth rounds to infinity (rounded to float, outer is 3e-8 too large).
    That of `product` takes the value from 1.89 to 1.78 ULP (float, -0.147 and -0.303). product is multiplied into the power
    of two for the slope: 1.84 ULP as a product with exp.
    """
    cdef real one = 1
    cdef real outer = either(<float>1.0507009029388428, 1.0507009873554805, x)
    cdef real outer_low = either(<float>8.441664078873146e-08, 7.703719777548943e-34, x)
    cdef real product = <real>1.7580993408473766
    cdef real product_low = either(<float>2.3296717444054593e-08, 5.75014648756476e-17, x)
    cdef real scale, r
    cdef real p = expm1_reduced(clamp_exp_low(x), &r, &scale)
    cdef real s = scale * unscale(x)
    cdef real grown = fma(s, p, s - one)
    cdef real scaled = product * scale
    cdef real y = fma(product, grown, product_low * grown)
    cdef real above = fma(x, outer, x * outer_low)
    cdef real slope = fma(scaled, p, scaled) * unscale(x)
    dydx[0] = <real>1.0507009873554805 if x > 0 else slope
    return y if x < 0 else above


cdef inline real selu_from_output(real y) noexcept nogil:
    cdef real slope = y + <real>1.7580993408473766
    return <real>1.0507009873554805 if y > 0 else slope


cdef inline real sqrtsoftplus(real x, real* dydx) noexcept nogil:
    """Below 0, h sqrt(log(1 + e) / e) with h = exp(x / 2) and e = h^2, since softplus itself becomes subnormal long before
    its root does; h is multiplied in last, as in `mish`. Above, sqrt(x + log(1 + exp(-x))).

    The slope is 1 / (2 root (1 + e)), below 0 times h and the root of the ratio alone. In double what the root's argument, the
    root, e and the quotient lost is put back (2.67 ULP at 16.4 without), e's loss times the logarithmic derivative of
    root (1 + e), which is 0.75 - 0.39 e within 0.07 below 0.
    """
    cdef real zero = 0, half = either(<float>0.5, 0.5, x), one = 1
    cdef real scale, r
    cdef bint below = x < zero
    cdef real p = expm1_reduced(clamp_exp_low(-half * absolute(x)), &r, &scale)
    cdef real h = fma(scale, p, scale)
    cdef real hu = h * unscale(x)
    cdef real e = hu * hu
    cdef real g = log1p_unit_poly(e)
    cdef real log1p_e = fma(e, g, e)
    cdef real first = one if below else x
    cdef real second = g if below else log1p_e
    cdef real square = first + second
    cdef real root = sqrt(square)
    cdef real y = scale * root
    y = fma(y, p, y) * unscale(x)
    # e is 0 long before x is 1000, and infinity times 0 NaN.
    cdef real bounded = root if x < 1000 else zero
    cdef real slope_root = fma(bounded, e, root)
    cdef real inverse = one / slope_root
    cdef real grown = one + e
    cdef real back = square - first
    cdef real square_low = (first - (square - back)) + (second - back)
    cdef real root_low = half * grown * inverse * (fma(-root, root, square) + square_low)
    cdef real e_low = fma(hu, hu, -e) + (hu + hu) * fma(scale, p, scale - h) * unscale(x)
    cdef real rate_below = fma(<real>-0.39, e, <real>0.75)
    cdef real rate_above = fma(half * grown * inverse, inverse, root * inverse)
    cdef real residual = fma(-slope_root, inverse, one) - (fma(bounded, e, root - slope_root) + root_low * grown) * inverse
    residual = fma(-(rate_below if below else rate_above), e_low, residual)
    residual = residual if x < either(<float>1e30, 1e300, x) else zero
    cdef real factor = inverse * (scale if below else one) * half
    p = p if below else zero
    cdef real slope = fma(factor, p, factor)
    slope = slope - in_double(-fma(factor, residual, fma(factor, p, factor - slope)))
    cdef real lower = slope * unscale(x)
    dydx[0] = lower if below else slope
    return y if below else root


cdef inline real logit(real x, real* dydx) noexcept nogil:
    """log(1 / d - 1) with d the smaller of x and 1 - x, both exact.

    1 / d is had in two parts, the quotient and its residual, and taking 1 from the quotient is exact where it matters:
    log_sum of the two is right next to 1/2 too. Below the square root of the smallest number d is multiplied by 2^64,
    or its quotient would overflow. The slope is corrected, in double, for what 1 - x and the product lost.
    """
    cdef bint lower = x < <real>0.5
    cdef real other = <real>1 - x
    cdef real d = x if lower else other
    cdef bint small = d < either(<float>1e-30, 1e-300, x)
    cdef real raised = d * <real>18446744073709551616.0
    d = raised if small else d
    cdef real inverse = <real>1 / d
    cdef real y = log_sum(inverse - <real>1, inverse * fma(-inverse, d, <real>1))
    y = y + (<real>44.3614195558365 if small else <real>0)
    y = -y if lower else y
    cdef real edge = <real>INFINITY if (x == 0) | (x == 1) else <real>NAN
    cdef bint inside = (x > 0) & (x < 1)
    cdef real product = x * other
    cdef real slope = <real>1 / product
    cdef real correction = slope * (slope * fma((<real>1 - other) - x, x, fma(other, x, -product)))
    slope = slope - in_double(<real>0 if small else correction)
    cdef real outside = -edge if lower else edge
    dydx[0] = slope if inside else edge
    return y if inside else outside


cdef inline real elish(real x, real* dydx) noexcept nogil:
    """x / (1 + e) above 0, m e / (1 + e) below, with e = exp(-|x|) and m = e - 1; e is multiplied in last, as in `mish`.

    From -1.2 on that is m (1 + m / (1 + e)) / 2, below it -e (1 - 2 e / (1 + e)), by the same division, with the error
    of e times the slope; as it stands it is 2.7 ULP off. The slope below 0 is e (e^2 + 2 e - 1) / (1 + e)^2, where the
    error of e is put back: 13 ULP of 2^-6 without, at -0.78. Above 0 it is, in double: 2.08 ULP at 1.258 without.
    """
    cdef real scale, r, p_low, crossing_low
    cdef bint below = x < 0
    cdef bint close = x > <real>-1.2
    cdef real bounded = clamp_exp_low(-absolute(x))
    cdef real p = expm1_parts(bounded, &scale, &r, &p_low)
    cdef real s = scale * unscale(x)
    cdef real e = fma(s, p, s)
    cdef real e_scaled = fma(scale, p, scale)
    cdef real d = <real>1 + e
    cdef real inverse = <real>1 / d
    cdef real error = fma(-d, inverse, <real>1) - (e - (d - <real>1)) * inverse
    cdef real grown = fma(s, p, s - <real>1) + s * p_low
    cdef real two_e = e + e
    cdef real numerator = grown if close else two_e
    cdef real y = (numerator if below else -bounded) * inverse
    y = fma(y, error, y)
    cdef real e_low = fma(s, p_low, fma(s, p, s - e))
    cdef real crossing = fma_parts(e, e, e + e - <real>1, &crossing_low)
    cdef real lost = fma(scale, p_low, fma(scale, p, scale - e_scaled)) * (crossing * inverse * inverse)
    cdef real far = (fma(y, e_scaled, lost) - e_scaled) * unscale(x)
    cdef real near = <real>0.5 * fma(grown, y, grown)
    cdef real rising = fma(-bounded, e, d)
    cdef real inner = crossing if below else rising
    cdef real inner_low = fma(e_low, e + e + <real>2, crossing_low)
    cdef real lost_above = (fma(-bounded, e, d - inner) + (e - (d - <real>1))) + e_low * (<real>1 - bounded)
    inner_low = inner_low if below else in_double(lost_above)
    error = fma(-e_low, inverse, error)
    error = error + error
    cdef real relative = fma(p, error, error) + (p + p_low)
    relative = relative if below else error
    cdef real slope = corrected_product(inner, inner_low, inverse, (scale if below else <real>1) * inverse, relative)
    cdef real unscaled = slope * unscale(x)
    cdef real lower = near if close else far
    y = x if x > either(<float>20.0, 40.0, x) else y
    dydx[0] = unscaled if below else slope
    return copysign(lower if below else y, x)


cdef inline real hard_elish(real x, real* dydx) noexcept nogil:
    """The slope below 0, (e (x + 2) - 1) / 2, is taken from e in two parts, for its zero at -0.44: 17 ULP of 2^-6 without."""
    cdef real scale, q, q_low, unused
    cdef real half = <real>0.5
    cdef real bounded = <real>-1 if x < -1 else x
    bounded = <real>1 if bounded > 1 else bounded
    cdef real gate = fma(half, bounded, half)
    cdef real gate_low = fma(half, bounded, half - gate)
    cdef real r = reduce_exp(bounded, &scale)
    cdef real grown = expm1_scaled(r, scale)
    q = expm1_parts(bounded, &scale, &unused, &q_low)
    cdef real s = scale * unscale(x)
    cdef real e = fma(s, q, s)
    cdef real e_low = fma(s, q_low, fma(s, q, s - e))
    cdef real slope = half * fma(e_low, bounded + <real>2, fma(e, bounded, e + e - <real>1))
    cdef real rising = x + half
    slope = slope if x < 0 else rising
    slope = 1 if x >= 1 else slope
    dydx[0] = 0 if x <= -1 else slope
    cdef real lower = fma(grown, gate, grown * gate_low)
    cdef real upper = x * gate
    return lower if x < 0 else upper


cdef inline real gaussian(real x, real* dydx) noexcept nogil:
    """exp of -x^2 in two parts: rounding the square alone costs x^2 / 2 ULP, 50 at 10."""
    cdef real scale
    cdef real highest = either(<float>11.0, 27.4, x)
    cdef real bounded = absolute(x)
    bounded = highest if bounded > highest else bounded
    cdef real square = bounded * bounded
    cdef real r = reduce_exp(-square, &scale)
    r = r - fma(bounded, bounded, -square)
    cdef real e = fma(scale, expm1_poly(r), scale)
    dydx[0] = (copysign(<real>2 * bounded, -x) * e) * unscale(x)
    return e * unscale(x)


cdef inline real xielu(real x, real alpha_p, real alpha_n, real beta, real* dydx) noexcept nogil:
    """Below 0 alpha_n t + beta x, where t = exp(x) - 1 - x = s (p - r) + (s r + (s - 1) - x) does not cancel near 0.

    The two terms cancel where the function crosses 0 (at -2.43), and errors are kept: t and beta x in two parts, the sum
    too. There the error is about 2^-29 of 1, and no fewer last places of the result near the crossing itself. Large weights are
    multiplied by 2^-64, so that the terms do not overflow, least of all both against each other.
    """
    cdef real scale, q, q_low, unused
    cdef real lowest = either(<float>-20.0, -40.0, x)
    cdef real bounded = lowest if x < lowest else x
    cdef real r = reduce_exp(bounded, &scale)
    cdef real s = scale * unscale(x)
    cdef real p_rest = fma(<real>0.5, r * r, expm1_cubic(r))
    cdef real base = (s - <real>1) - bounded
    cdef real t = fma(s, r, base)
    cdef real t_low = fma(s, p_rest, fma(s, r, base - t))
    cdef real one = 1, grown = <real>18446744073709551616.0, limit = <real>1152921504606846976.0
    cdef bint large = (absolute(alpha_n) > limit) | (absolute(beta) > limit)
    cdef real size = unscale(x) if large else one
    cdef real weight_n = alpha_n * size
    cdef real weight = beta * size
    cdef real line = weight * bounded
    cdef real curve = weight_n * t
    cdef real low = fma(weight_n, t_low, fma(weight_n, t, -curve)) + fma(weight, bounded, -line)
    cdef real y = (curve + line) + low
    cdef real zero = 0, drift = weight - weight_n
    cdef real drifted = drift * (x - bounded)
    y = y + (zero if drift == 0 else drifted)
    y = y * (grown if large else one)
    cdef real climb = fma(alpha_p, x, beta)
    cdef real above = x * (beta if alpha_p == 0 else climb)
    q = expm1_parts(bounded, &scale, &unused, &q_low)
    cdef real steep = alpha_n * s
    cdef real slope = fma(steep, q, fma(alpha_n, s - <real>1, beta)) + steep * q_low
    cdef real half_beta = <real>0.5 * beta
    cdef real rising = fma(alpha_p, x, half_beta)
    rising = half_beta if alpha_p == 0 else rising
    rising = rising + rising
    dydx[0] = rising if x > 0 else slope
    return above if x > 0 else y


cdef inline real swish(real x, real beta, real* dydx) noexcept nogil:
    """x sigmoid(beta x), with the product in two parts, as in quick_gelu.

    A small beta lets x be large where the sigmoid is tiny, so that the power of two goes further down than silu's, in three
    factors. The slope has no factor x, and needs but two.
    """
    cdef real zero = 0, one = 1
    cdef real lowest = either(<float>-197.0, -1460.0, x)  # where x exp(z) is 0 for the largest x
    cdef real deepest = either(<float>-250.0, -2000.0, x)
    cdef real z = zero if beta == zero else beta * x
    cdef bint outside = absolute(z) > -lowest
    cdef real low = zero if outside or beta == zero else fma(beta, x, -z)
    cdef real exact, rest, k, second
    z = copysign(-lowest, z) if outside else z
    cdef real r = reduce_exp_wide(-absolute(z), &exact, &rest, &k)
    cdef real reached = deepest if k < deepest else k
    cdef real first = power_of_2(reached, &second)
    cdef real bounded = (copysign(zero, x) if outside else x) * power_of_2_within(k - reached)
    cdef bint negative = z < zero
    exact = -exact if negative else exact
    rest = (-rest if negative else rest) - low
    r = (-r if negative else r) - low
    return times_logistic(x, bounded, exact, rest, r, first, second, z, low, dydx)


cdef inline real tanh_shrink(real x, real* dydx) noexcept nogil:
    """Of a = |x|: a^3 (1/3 + P(a^2)) below 1, (a - 1) + m above, m = 1 - tanh(a) = 2 logistic(-2a).

    The cube has two parts, so that nothing but the sum is rounded to full width: a (a^2 (1/3 + P)) is 2.07 ULP off.
    Above 1 nothing cancels and a - 1 is exact up to 2^24. The slope is tanh^2, with tanh(a) in two parts: the square of a
    rounded tanh has twice its error.
    """
    cdef real one = <real>1
    cdef real a = absolute(x)
    cdef real scale
    cdef real r = reduce_exp(clamp_exp(<real>-2 * a), &scale)
    cdef real m = scale * (one / (one + fma(scale, unscale(x), expm1_poly(-r)))) * (<real>2 * unscale(x))
    cdef real u = a * a
    cdef real cube = a * u
    cdef real s = fma(cube, third(x), fma(a, tanh_shrink_rest(a, u), fma(a, u, -cube) * third(x)))
    cdef bint large = a >= one
    cdef real base = one if large else a
    cdef real minus = m if large else s
    cdef real high = base - minus
    cdef real low = (base - high) - minus
    dydx[0] = fma(high + high, low, high * high)
    return copysign((a - one) + m if large else s, x)


cdef inline real lisht(real x, real* dydx) noexcept nogil:
    """Of a = |x|: u - u h for u = a^2 below 0.75, h = (a - tanh(a)) / a as in tanh_shrink; above it a - 2a logistic(-2a).

    The slope is tanh(a) + a (1 - tanh(a)^2) with tanh(a) = a - a h, or 1 + m (a (2 - m) - 1) with m = 1 - tanh(a).
    """
    cdef real one = <real>1
    cdef real a = absolute(x)
    cdef real t = clamp_exp(<real>-2 * a)
    cdef real scale
    cdef real r = reduce_exp(t, &scale)
    cdef real part = scale * (one / (one + fma(scale, unscale(x), expm1_poly(-r))))
    cdef real m = part * (<real>2 * unscale(x))
    cdef real u = a * a
    cdef real h = fma(u, third(x), tanh_shrink_rest(a, u))
    cdef bint large = a >= <real>0.75
    cdef real th = fma(-h, a, a)
    cdef real slope = fma(m, fma(<real>-0.5 * t, <real>2 - m, -one), one) if large else fma(-(a * th), th, a + th)
    dydx[0] = copysign(slope, x)
    return fma(t * unscale(x), part, a) if large else fma(-h, u, u)


cdef inline real smht(real x, real a, real b, real c, real d, real* dydx) noexcept nogil:
    """Of w = |x|, for w >= 0: exp((a - c) w) (1 - exp(-(a + b) w)) / (1 + exp(-(c + d) w)); a, b and c, d swap below 0.

    No exponential but the first can overflow. Their arguments are carried in two parts. A negative a + b or c + d is made
    positive by exp(a x) - exp(-b x) = -(exp(-b x) - exp(a x)), with max(a, -b) for a, and so on: all finite parameters do.
    The slope is B exp((a - c) w) / (1 + exp(-(c + d) w))^2, where B, a sum of three terms, has only positive ones for a >= c.
    The quotient is corrected by its residual and by what B and the square lost, without which it is 4.2 ULP off; in double by
    what the exponentials lost too, as is the value's (slope 2.49 ULP at 18.37, value 2.03 at -0.208 without). Beyond 2^20 the
    rates that B is made of are multiplied by 2^-100, or their products would overflow against each other.
    """
    cdef real zero = <real>0
    cdef real one = <real>1
    cdef real largest = either(3.4028234663852886e38, 1.7976931348623157e308, x)
    cdef real sign = copysign(one, a + b)
    cdef real a1 = a if a > -b else -b
    cdef real b1 = b if b > -a else -a
    cdef real c1 = c if c > -d else -d
    cdef real d1 = d if d > -c else -c
    cdef real first_two = absolute(a) if absolute(a) > absolute(b) else absolute(b)
    cdef real last_two = absolute(c) if absolute(c) > absolute(d) else absolute(d)
    cdef bint steep = (first_two if first_two > last_two else last_two) > <real>1048576
    cdef real size = <real>7.888609052210118e-31 if steep else one
    cdef bint below = x < zero
    cdef real w = absolute(x)
    w = largest if w > largest else w
    cdef real g_rest
    cdef real rate
    cdef real g = sum_times(b1 if below else a1, -d1 if below else -c1, w, &g_rest, &rate)
    cdef real lowest = either(-124.0, -800.0, x)
    cdef real highest = either(197.0, 1460.0, x)
    cdef real bounded = lowest if g < lowest else g
    bounded = highest if bounded > highest else bounded
    cdef real k
    cdef real g_exact, g_rounded
    cdef real r = reduce_exp_wide(bounded, &g_exact, &g_rounded, &k)
    cdef real growth = expm1_poly(r + (g_rest if bounded == g else zero))
    cdef real g1_rest
    cdef real rate1
    cdef real g1 = sum_times(-a1, -b1, w, &g1_rest, &rate1)
    cdef real bounded1 = clamp_exp_low(g1)
    cdef real scale1
    cdef real p1 = expm1_plus(bounded1, g1_rest if bounded1 == g1 else zero, &scale1)
    cdef real u1 = scale1 * unscale(x)
    cdef real rest = one - u1
    cdef real rise = fma(-u1, p1, rest)
    cdef real g2_rest
    cdef real rate2
    cdef real g2 = sum_times(-c1, -d1, w, &g2_rest, &rate2)
    cdef real bounded2 = clamp_exp_low(g2)
    cdef real scale2
    cdef real p2 = expm1_plus(bounded2, g2_rest if bounded2 == g2 else zero, &scale2)
    cdef real u2 = scale2 * unscale(x)
    cdef real fall = fma(u2, p2, one + u2)
    # What the exponentials and the differences from 1 lost.
    cdef real rise_low = fma(-u1, p1, rest - rise) + ((one - rest) - u1)
    cdef real base = one + u2
    cdef real base_low = u2 - (base - one)
    cdef real fall_low = fma(u2, p2, (base - fall) + base_low)
    cdef real ratio = rise / fall
    ratio = ratio - in_double((fma(ratio, fall, -rise) + fma(ratio, fall_low, -rise_low)) * (one / fall))
    # A third factor for a numerator that is nearly 0.
    cdef real second, reached = at_most(k, either(250.0, 2000.0, x))
    cdef real first = power_of_2(reached, &second)
    cdef real y = fma(ratio, growth, ratio) * first * second * power_of_2_within(k - reached)
    rate = at_most(at_least(rate, -largest), largest) * size
    rate1 = at_least(rate1, -largest) * size
    rate2 = at_least(rate2, -largest) * size
    cdef real e1 = fma(scale1, p1, scale1)
    cdef real e2 = fma(scale2, p2, scale2)
    cdef real loss = e2 * -rate2
    cdef real gain = rate * rise * either(1.8446744073709552e19, 1.8446744073709552e19, x) - e1 * rate1
    cdef real other = loss * rise
    cdef real bracket = fma(gain, fall, other)
    cdef real bracket_low = fma(gain, fall, other - bracket)
    cdef real square = fall * fall
    cdef real square_low = fma(fall, fall, -square) + (fall + fall) * fma(u2, p2, one + u2 - fall)
    cdef real inverse = one / square
    cdef real quotient = bracket * inverse
    cdef real gain_low = -fma(fma(scale1, p1, scale1 - e1), rate1, fma(e1, rate1, -(e1 * rate1)))
    cdef real loss_low = -fma(fma(scale2, p2, scale2 - e2), rate2, fma(e2, rate2, loss))
    cdef real lost = fma(gain_low, fall, gain * fall_low) + fma(loss_low, rise, fma(loss, rise_low, fma(loss, rise, -other)))
    lost = fma(-quotient, (fall + fall) * base_low, lost)
    cdef real residual = fma(-quotient, square, bracket) + ((bracket_low - quotient * square_low) - in_double(-lost))
    quotient = fma(residual, inverse, quotient)
    first = power_of_2(k - <real>64, &second)
    cdef real slope = fma(quotient, growth, quotient) * first * second * (<real>1.2676506002282294e30 if steep else one)
    slope = zero if g < lowest else slope
    # Where a + b overflows, its product with 0 would be NaN.
    cdef real middle = <real>0.5 * a + <real>0.5 * b
    cdef real signed_slope = slope * sign
    y = zero if w == zero else y
    dydx[0] = middle if w == zero else signed_slope
    return copysign(y, x) * sign


cdef inline real arctan(real x, real* dydx) noexcept nogil:
    """Of a = |x|: z + z^3 P(z^2) for z = a up to 1, pi/2 (in two parts) less it for z = 1/a above.

    A second reduction, (a - 1) / (a + 1) about 1, halves the polynomial and costs as much in selects; it loses half an ULP.
    The slope is 1 / (1 + x^2); for large x with x 2^-32 (float) or 2^-256 (double), so that the square does not overflow.
    """
    cdef real one = <real>1
    cdef real zero = <real>0
    cdef real a = absolute(x)
    cdef bint large = a > one
    cdef real z = one / a if large else a
    cdef real u = z * z
    cdef real low = fma(u * z, arctan_poly(u), either(4.371138828673793e-08, -6.123233995736766e-17, x) if large else zero)
    cdef real y = either(1.5707963705062866, 1.5707963267948966, x) - (z + low) if large else z + low
    cdef bint huge = a > either(1099511627776.0, 1.2676506002282294e30, x)
    cdef real s = a * either(2.3283064365386963e-10, 8.636168555094445e-78, x) if huge else a
    cdef real back = either(5.421010862427522e-20, 7.458340731200207e-155, x) if huge else one
    dydx[0] = one / fma(s, s, zero if huge else one) * back
    return copysign(y, x)


cdef inline real sin(real x, real* dydx) noexcept nogil:
    """sin and cos, each with a reduction of its own: accurate beside their zeros. The sum of the parts loses -0.0's sign."""
    cdef real low
    cdef real high = sin_parts(x, &low)
    cdef real cos_low
    cdef real cos_high = cos_parts(x, &cos_low)
    dydx[0] = (cos_high + cos_low) * in_reach_of_pi(x)
    return copysign(high + low, high) * in_reach_of_pi(x)


cdef inline real sinc(real x, real* dydx) noexcept nogil:
    """sin(x) / x; the slope is -x P(x^2) up to 1.56, (x cos(x) - sin(x)) / x^2 above.

    The latter is in two parts throughout and corrects its quotient by its residual: in one it is 4.4 ULP off beside its
    zero at 4.49, and uncorrected 3.3 at 4.22. In double the sine and cosine have a third part (2.18 ULP at -34.6 without).
    At the infinities its numerator and the sine are taken to be 0.
    """
    cdef real zero = <real>0
    cdef real one = <real>1
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
    """(v + sin(v)^2) / a for v = a x, which has two parts. Below zero v and the square cancel down to a quarter.

    Where |v| is tiny or huge x itself is nearest, or next to it: the value is right for all x. Huge is from 2^23 (2^52) on: from
    2^22 the square may be four places of an x just below a power of two, where `a` is no 1. The slope 1 + sin(2v) =
    2 sin(v + pi/4)^2 is accurate beside its (double) zeros, with a reduction of its own; that loses bits of a small v, which
    double puts back: 1.89 ULP at -2e-5 without.
    """
    cdef real zero = <real>0
    cdef real half = <real>0.5
    cdef real v = a * x
    cdef real rest = fma(a, x, -v)
    cdef real y = sin_squared_plus(v, rest, v, rest, zero) / a
    cdef real size = absolute(v)
    cdef bint plain = (a == zero) | (size < either(1e-9, 1e-18, x)) | (size > either(8388608.0, 4503599627370496.0, x))
    cdef real slope = <real>2 * sin_squared_plus(zero, zero, v, rest - in_double(-reduce_pi_lost(v, half, -half)), -half)
    dydx[0] = slope * in_reach_of_pi(v)
    return x if plain else y


cdef inline real gelu(real x, real* dydx) noexcept nogil:
    """max(x, 0) - |x| Q(|x|) with Q(t) = exp(-t^2/2) B / (C t B + A), the normal law's upper tail (see `mills`).

    No cancellation: above 0 at most half of x is taken off. t^2/2 is carried in two parts, and |x| multiplied into the
    numerator before the scale 2^(k+64) is taken back, so that there is one rounding to a subnormal.

    The slope is Q(t) - t phi(t) = exp(-t^2/2) (t0 - t) (phi(0) + K / (C t B + A)) below 0, and 1 less it above (`mills_slope`).

    Tried: a plain quotient of two polynomials, 6.5 ULP at -5.5, as fast (see `mills`); error terms in float, see
    `tail_quotient`. Worst found: 3.7 ULP (float, 2.4e-4), 1.3 (double); slope 3.7 (float, -0.83), 1.6 (double, -1.83).
    """
    cdef real p_high, p_low, scale, b_low, a, a_low, c, d_low
    cdef real t = clamp_magnitude(x, either(<float>14.8, 38.7, x))
    cdef real p = expm1_gauss(t, &p_high, &p_low, &scale)
    cdef real b = mills(t, &b_low, &a, &a_low, &c)
    cdef real d = denominator(t, b, b_low, a, a_low, c, &d_low)
    cdef real tb = t * b
    cdef real tail = scale * tail_quotient(tb, fma(t, b_low, fma(t, b, -tb)), p_high, p_low, d, d_low)
    cdef real s = scale * mills_slope(t, p, d, d_low)
    dydx[0] = s * unscale(x) if x < 0 else fma(-s, unscale(x), <real>1)
    return fma(-unscale(x), tail, <real>0 if x < 0 else x)


cdef inline real erf(real x, real* dydx) noexcept nogil:
    """1 - s - s p, where s (1 + p) = exp(-t g(t)), t = |x|: near 0 that is expm1, and no cancellation.

    g = -log(erfc(t)) / t is a polynomial whose first coefficient, 2/sqrt(pi), comes in two parts. Beyond the bound of t, 1
    is nearest. The slope is an exp of its own, of t^2 in two parts. Worst found: 1.81 ULP at 0.2226 (float), 1.6 (double).
    """
    cdef real p_high, p_low, scale, s, r, p, y
    cdef real t = clamp_magnitude(x, either(<float>3.95, 5.95, x))
    cdef real first = either(<float>1.128379225730896, 1.1283791670955126, x)
    cdef real rest = t * fma(t, erf_exponent(t), either(<float>-5.8635382771399236e-08, 1.533545961316588e-17, x))
    r = reduce_exp(-fma(t, first, rest), &scale)
    s = scale * unscale(x)
    y = copysign(fma(-s, expm1_poly(r), 1 - s), x)
    p = expm1_square(clamp_magnitude(x, either(<float>10.3, 27.35, x)), &p_high, &p_low, &scale)
    s = first * scale
    dydx[0] = fma(s, p, s) * unscale(x)
    return y


cdef inline real erfc(real x, real* dydx) noexcept nogil:
    """exp(-x^2) B / (C x B + A) above 0 (see `erfcx`), 2 less it below.

    Worst found: 3.2 ULP at 6.47 (float), 1.2 (double).
    """
    cdef real p_high, p_low, scale, b_low, a, a_low, c, d_low
    cdef real t = clamp_magnitude(x, either(<float>10.3, 27.35, x))
    cdef real p = expm1_square(t, &p_high, &p_low, &scale)
    cdef real b = erfcx(t, &b_low, &a, &a_low, &c)
    cdef real d = denominator(t, b, b_low, a, a_low, c, &d_low)
    cdef real tail = scale * tail_quotient(b, b_low, p_high, p_low, d, d_low)
    cdef real s = either(<float>-1.128379225730896, -1.1283791670955126, x) * scale
    dydx[0] = fma(s, p, s) * unscale(x)
    return fma(-tail, unscale(x), <real>2) if x < 0 else tail * unscale(x)


cdef inline real ndtr(real x, real* dydx) noexcept nogil:
    """exp(-x^2/2) B / (C |x| B + A) below 0 (see `mills`), 1 less it above.

    Worst found: 3.6 ULP at -0.696 (float), 1.2 (double).
    """
    cdef real p_high, p_low, scale, b_low, a, a_low, c, d_low
    cdef real t = clamp_magnitude(x, either(<float>14.8, 38.7, x))
    cdef real p = expm1_gauss(t, &p_high, &p_low, &scale)
    cdef real b = mills(t, &b_low, &a, &a_low, &c)
    cdef real d = denominator(t, b, b_low, a, a_low, c, &d_low)
    cdef real tail = scale * tail_quotient(b, b_low, p_high, p_low, d, d_low)
    cdef real s = either(<float>0.3989422917366028, 0.3989422804014327, x) * scale
    dydx[0] = fma(s, p, s) * unscale(x)
    return tail * unscale(x) if x < 0 else fma(-tail, unscale(x), <real>1)


cdef inline real gelu_10(real x, real* dydx) noexcept nogil:
    """gelu, which passes 10 where x does (and is never below -0.17)."""
    cdef real slope
    cdef real y = gelu(x, &slope)
    dydx[0] = <real>0 if x > 10 else slope
    return <real>10 if y > 10 else y


cdef inline double laplace_in_double(double x, double mu, double sigma, double* dydx) noexcept nogil:
    """ndtr of z = (x - mu) / sigma in two parts: Q(t + low) = Q(t) - phi(t) low, and phi(t + low) = phi(t) (1 - t low).

    Both quotients by sigma are products with its inverse, whose errors the low parts take up. The bound of t is as far as
    a density goes: a small sigma makes it large. Such a sigma is multiplied by 2^64 or 2^128, or its inverse would overflow, as
    x - mu would beside a large one, which is multiplied by 2^-128. One of 0 stands for less than any float: a step at mu.
    Worst found: 1.2 ULP; slope 1.2 (sigma 1.3e307).
    """
    cdef double p_high, p_low, scale, last, b_low, a, a_low, c, d_low, density_low, tail_low
    cdef double size = absolute(sigma)
    cdef double down = 2.938735877055719e-39 if size > 8.452712498170644e270 else <double>1
    cdef double up = 18446744073709551616.0 if size < 1 else <double>1
    up = 3.402823669209385e38 if size < 1.499696813895631e-241 else up
    cdef double divisor = (5e-324 if sigma == 0 else sigma) * down * up
    cdef double difference = x * down - mu * down
    cdef double back = difference - x * down
    cdef double rest = ((x * down - (difference - back)) - (mu * down + back)) * up
    difference = difference * up
    cdef double inverse = 1 / divisor
    cdef double inverse_low = fma(-inverse, divisor, <double>1) * inverse
    cdef double z = difference * inverse
    cdef double z_low = (fma(-z, divisor, difference) + rest) * inverse
    cdef bint outside = absolute(z) > 54.57
    cdef double t = clamp_magnitude(z, 54.57)
    cdef double low, p, b, d, density, tail, s, s_low
    z_low = <double>0 if outside else z_low
    low = -z_low if z < 0 else z_low
    p = expm1_gauss_deep(t, &p_high, &p_low, &scale, &last)
    b = mills(t, &b_low, &a, &a_low, &c)
    d = denominator(t, b, b_low, a, a_low, c, &d_low)
    density = density_parts(p, &density_low)
    tail = tail_quotient_parts(b, b_low, p_high, p_low, d, d_low, &tail_low)
    tail = scale * (tail + fma(-density, low, tail_low))
    s = density * inverse
    s_low = fma(density, inverse, -s) + fma(density, inverse_low, density_low * inverse)
    s = scale * (s + fma(-s, t * low, s_low)) * (unscale(x) * down * up * last)
    dydx[0] = <double>0 if outside else s
    return tail * (unscale(x) * last) if z < 0 else fma(-tail, unscale(x) * last, <double>1)


cdef inline real laplace(real x, real mu, real sigma, real* dydx) noexcept nogil:
    """laplace_in_double, in float too, which rounds once: in float itself 3.2 ULP, in a third of the time."""
    cdef double slope
    cdef double y = laplace_in_double(x, mu, sigma, &slope)
    dydx[0] = <real>slope
    return <real>y


cdef inline real log_ndtr(real x, real* dydx) noexcept nogil:
    """log(1 - Q(x)) above 0, log(Q(|x|)) from -4 to 0, below that -x^2/2 - log(V) with V = C t + A / B (see `mills`).

    One logarithm serves all three. Q comes in two parts, or near 0 its error would be doubled (5.7 ULP in float). The slope
    is V phi(0) = t + phi(0) A / B below 0, phi(x) / (1 - Q(x)) above. Beyond the range of `mills`, A / B gives way to a
    continued fraction. Worst found: 3.4 ULP at 0.814 (float), 1.6 at 0.81 (double); slope in double 1.7 at -1.53.
    """
    cdef real p_high, p_low, scale, b_low, a, a_low, c, d_low, far_b, tail_low, density_low, zero = 0, one = 1
    cdef real magnitude = absolute(x)
    cdef real largest = either(<float>14.8, 38.7, x)
    cdef real t = clamp_magnitude(x, either(<float>1e6, 1e30, x))
    cdef real near = largest if t > largest else t
    cdef real p = expm1_gauss(near, &p_high, &p_low, &scale)
    cdef real b = mills(near, &b_low, &a, &a_low, &c)
    cdef real d = denominator(near, b, b_low, a, a_low, c, &d_low)
    cdef real u = scale * unscale(x)
    cdef real tail = u * tail_quotient_parts(b, b_low, p_high, p_low, d, d_low, &tail_low)
    cdef real low = u * tail_low
    cdef real upper = one - tail
    cdef real upper_low = ((one - upper) - tail) - low
    cdef real density = density_parts(zero, &density_low)
    cdef real far_a = hazard_far(t, &far_b)
    cdef bint beyond = t > largest
    cdef real n = density * a
    cdef real n_low = fma(density, a, -n) + fma(density, a_low, density_low * a)
    cdef real rest = quotient_of_sums(
        far_a if beyond else n, zero if beyond else n_low, far_b if beyond else b, zero if beyond else b_low
    )
    cdef bint far = x < -4
    cdef real high = tail if x < 0 else upper
    cdef real y, s
    low = low if x < 0 else upper_low
    y = log_sum(c * (t + rest) if far else high, zero if far else low)
    y = -fma(either(<float>0.5, 0.5, x) * magnitude, magnitude, y) if far else y
    density = density_parts(p, &density_low)
    s = scale * quotient_of_sums(density, density_low, upper, upper_low) * unscale(x)
    y = -tail if (tail < either(<float>1e-9, 1e-18, x)) & (x > 0) else y
    dydx[0] = magnitude + rest if x < 0 else s
    return y


cdef inline real geglu(real gate, real up, real* dydgate, real* dydup) noexcept nogil:
    cdef real slope
    cdef real y = gelu(gate, &slope)
    dydgate[0] = slope * up
    dydup[0] = y
    return y * up


cdef inline real bias_gelu(real x, real bias, real* dydx) noexcept nogil:
    return gelu(x + bias, dydx)
