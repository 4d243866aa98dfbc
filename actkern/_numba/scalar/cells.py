"""The cells of recurrent networks.

The counterpart of `_cython/scalar/cells.pxd`, operation for operation: both give the same bits.
"""

from ..machine import fma
from ..machine import inlined as scalar
from .logistic import sigmoid, sigmoid_value, tanh


@scalar
def lstm_cell(i, f, g, o, c):
    """lstm_cell: h = sigmoid(o) tanh(c_new), and c_new = sigmoid(f) c + sigmoid(i) tanh(g)."""
    c_new = fma(sigmoid_value(f), c, sigmoid_value(i) * tanh(g)[0])
    return sigmoid_value(o) * tanh(c_new)[0], c_new


@scalar
def lstm_cell_backward(dh, dc_new, i, f, g, o, c):
    """The gradients by i, f, g, o and c.

    Rejected.   Reading the gates of the forward pass back: computing them again takes less time.
    """
    input_gate, input_slope = sigmoid(i)
    forget_gate, forget_slope = sigmoid(f)
    candidate, candidate_slope = tanh(g)
    output_gate, output_slope = sigmoid(o)
    c_tanh, c_slope = tanh(fma(forget_gate, c, input_gate * candidate))
    # The gradient by c_new, from both of the results.
    through = fma(dh * output_gate, c_slope, dc_new)
    di = through * candidate * input_slope
    df = through * c * forget_slope
    dg = through * input_gate * candidate_slope
    do = dh * c_tanh * output_slope
    return di, df, dg, do, through * forget_gate


@scalar
def gru_cell(r, z, n_x, n_h, h):
    """gru_cell: h_new = (1 - u) n + u h with u = sigmoid(z) and n = tanh(n_x + sigmoid(r) n_h).

    Value.      1 - u is sigmoid(-z), which does not cancel.
    """
    candidate = tanh(fma(sigmoid_value(r), n_h, n_x))[0]
    return (fma(sigmoid_value(z), h, sigmoid_value(-z) * candidate),)


@scalar
def gru_cell_backward(dh_new, r, z, n_x, n_h, h):
    """The gradients by r, z, n_x, n_h and h."""
    reset_gate, reset_slope = sigmoid(r)
    update_gate, update_slope = sigmoid(z)
    candidate, candidate_slope = tanh(fma(reset_gate, n_h, n_x))
    dn = dh_new * sigmoid_value(-z) * candidate_slope
    return dn * n_h * reset_slope, dh_new * (h - candidate) * update_slope, dn, dn * reset_gate, dh_new * update_gate
