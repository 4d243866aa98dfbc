"""Products with a gate, and activations of x + bias.

A scalar of a gate gives y = f(gate) up with the slopes by gate and by up; one of x + bias that of the activation.
NAME_value is for the form that asks for the value alone, where the activation has a shorter way to it.

The counterpart of `_cython/scalar/gates.pxd`, operation for operation: both give the same bits.
"""

from ..machine import absolute, real
from ..machine import inlined as scalar
from .logistic import sigmoid, sigmoid_value, tanh
from .normal import gelu
from .piecewise import relu
from .self_gated import silu, steep_silu


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
def sigmoid_glu_value(gate, up):
    return sigmoid_value(gate) * up


@scalar
def bias_relu(x, bias):
    return relu(x + bias)


@scalar
def bias_sigmoid(x, bias):
    return sigmoid(x + bias)


@scalar
def bias_sigmoid_value(x, bias):
    return sigmoid_value(x + bias)


@scalar
def bias_tanh(x, bias):
    return tanh(x + bias)


@scalar
def swiglu(gate, up, alpha):
    y, slope = steep_silu(gate, alpha)
    return y * up, slope * up, y


@scalar
def swiglu_defaults(gate, up):
    y, slope = silu(gate)
    return y * up, slope * up, y


@scalar
def not_above(x, limit):
    """x, but no higher than a limit, which may be 0; NaN passes."""
    return limit if limit < x else x


@scalar
def within(x, limit):
    return not_above(-limit if x < -limit else x, limit)


@scalar
def cut(y, slope, gate, factor, up, limit):
    """y factor and its slopes: each is 0 where the gate, or up, is beyond the limit, and on it as of torch.clamp."""
    zero = real(0, gate)
    return y * factor, (zero if gate > limit else slope) * factor, (zero if absolute(up) > limit else y)


@scalar
def clipped_swiglu(gate, up, limit):
    y, slope = silu(not_above(gate, limit))
    return cut(y, slope, gate, within(up, limit), up, limit)


@scalar
def swiglu_oai(gate, up, alpha, limit):
    y, slope = steep_silu(not_above(gate, limit), alpha)
    return cut(y, slope, gate, within(up, limit) + real(1, up), up, limit)


@scalar
def swiglu_step(gate, up, limit):
    y, slope = silu(gate)
    return cut(not_above(y, limit), slope, y, within(up, limit), up, limit)


@scalar
def bias_silu(x, bias):
    return silu(x + bias)


@scalar
def geglu(gate, up):
    y, slope = gelu(gate)
    return y * up, slope * up, y


@scalar
def bias_gelu(x, bias):
    return gelu(x + bias)
