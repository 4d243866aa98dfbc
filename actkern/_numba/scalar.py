"""One function per activation: it returns value and slope.

Loops that need only one of the two leave the other's work to the compiler, which drops it. The counterpart of
`src_cython/scalar.pxd`, operation for operation: both give the same bits. Where a slope can be had from the output, a
function NAME_from_output gives it.
"""

from .machine import absolute, copysign, fma, real
from .machine import inlined as scalar
from .vecmath import clamp_exp, expm1_poly, reduce_exp, unscale


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
def logistic_tail(scale, r, slope_unscale):
    """lo = e / (1 + e) for e = exp(a) = scale * 2^-64 * exp(r), a <= 0; and its slope lo * (1 - lo) * slope_unscale * 2^64.

    With p = exp(-r) - 1 and U = scale * 2^-64, e = U / (1 + p) and lo = U / (1 + (p + U)): one division, and
    multiplying by the power of two is exact, so that lo has only the errors of the denominator and of the quotient.
    (1 + U) + p instead would lose U at k = -24, a tie: 2.4 ULP.

    The slope corrects 1/d by its residual e. To first order lo (1 + e) (1 - lo (1 + e)) = lo (1 + e (1 - 2 lo) - lo):
    the error of the quotient cancels where lo is near 1/2, for two operations. Correcting the quotient itself, for
    value and slope alike, gives a value within 1.1 ULP and costs .08 ns: sigmoid .40 against .32, torch .43.
    """
    one = real(1, r)
    p = expm1_poly(-r)
    d = one + fma(scale, unscale(r), p)
    inverse = one / d
    scaled = scale * inverse
    lo = scaled * unscale(r)
    rest = one - lo
    e = fma(-d, inverse, one)
    return lo, fma(scaled, fma(e, rest - lo, -lo), scaled) * slope_unscale


@scalar
def sigmoid(x):
    """logistic_tail(-|x|) below 0, and 1 less it above."""
    r, scale = reduce_exp(clamp_exp(-absolute(x)))
    lo, dydx = logistic_tail(scale, r, unscale(x))
    return (lo if x < real(0, x) else real(1, x) - lo), dydx


@scalar
def sigmoid_from_output(y):
    return fma(-y, y, y)


@scalar
def tanh(x):
    """(1 - s - s p) / (1 + s + s p) with exp(-2|x|) = s (1 + p): no cancellation, since 1 - s is exact or s is tiny.

    The slope is four times the logistic one at 2x, with a polynomial and a quotient of its own: from 1 - y^2, or from
    the value's numerator and denominator, it cannot be had within 2 ULP (3.0 at 2.4e-4, 2.07 with error terms).
    """
    one = real(1, x)
    r, scale = reduce_exp(clamp_exp(real(-2, x) * absolute(x)))
    s = scale * unscale(x)
    p = expm1_poly(r)
    _, dydx = logistic_tail(scale, r, real(4, x) * unscale(x))
    return copysign(fma(-s, p, one - s) / fma(s, p, one + s), x), dydx


@scalar
def tanh_from_output(y):
    return fma(-y, y, real(1, y))


@scalar
def bilinear(gate, up):
    return gate * up, up, gate


@scalar
def reglu(gate, up):
    y, slope = relu(gate)
    return y * up, slope * up, y


@scalar
def sigmoid_glu(gate, up):
    y, slope = sigmoid(gate)
    return y * up, slope * up, y


@scalar
def bias_relu(x, bias):
    return relu(x + bias)


@scalar
def bias_sigmoid(x, bias):
    return sigmoid(x + bias)


@scalar
def bias_tanh(x, bias):
    return tanh(x + bias)


@scalar
def lstm_cell(i, f, g, o, c):
    c_new = fma(sigmoid(f)[0], c, sigmoid(i)[0] * tanh(g)[0])
    return sigmoid(o)[0] * tanh(c_new)[0], c_new


@scalar
def lstm_cell_backward(dh, dc_new, i, f, g, o, c):
    """The gradients by i, f, g, o and c. Nothing of the forward pass is read back: computing it again takes less time."""
    input_gate, input_slope = sigmoid(i)
    forget_gate, forget_slope = sigmoid(f)
    candidate, candidate_slope = tanh(g)
    output_gate, output_slope = sigmoid(o)
    c_tanh, c_slope = tanh(fma(forget_gate, c, input_gate * candidate))
    dc = fma(dh * output_gate, c_slope, dc_new)
    di = dc * candidate * input_slope
    return di, dc * c * forget_slope, dc * input_gate * candidate_slope, dh * c_tanh * output_slope, dc * forget_gate


@scalar
def gru_cell(r, z, n_x, n_h, h):
    """(1 - z) n + z h with 1 - z = sigmoid(-z), which does not cancel."""
    candidate = tanh(fma(sigmoid(r)[0], n_h, n_x))[0]
    return (fma(sigmoid(z)[0], h, sigmoid(-z)[0] * candidate),)


@scalar
def gru_cell_backward(dh_new, r, z, n_x, n_h, h):
    reset_gate, reset_slope = sigmoid(r)
    update_gate, update_slope = sigmoid(z)
    candidate, candidate_slope = tanh(fma(reset_gate, n_h, n_x))
    dn = dh_new * sigmoid(-z)[0] * candidate_slope
    return dn * n_h * reset_slope, dh_new * (h - candidate) * update_slope, dn, dn * reset_gate, dh_new * update_gate
