# cython: cdivision=True
"""One function per activation: the value is returned, the slope goes through the pointer.

Loops that need only one of the two leave the other's work to the compiler, which drops it. The counterpart of
`_numba/scalar.py`, operation for operation: both give the same bits. Where a slope can be had from the output, a
function NAME_from_output gives it.
"""

from machine cimport absolute, copysign, fma, real
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
