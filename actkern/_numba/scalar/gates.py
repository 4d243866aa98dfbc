"""Products with a gate, and activations of x + bias.

A scalar of a gate gives y = f(gate) up with the slopes by gate and by up; one of x + bias that of the activation.
NAME_value is for the form that asks for the value alone, where the activation has a shorter way to it.

The counterpart of `_cython/scalar/gates.pxd`, operation for operation: both give the same bits.
"""

from ..machine import inlined as scalar
from .logistic import sigmoid, sigmoid_value, tanh
from .normal import gelu
from .piecewise import relu
from .self_gated import silu


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
def swiglu(gate, up):
    y, slope = silu(gate)
    return y * up, slope * up, y


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
