# cython: cdivision=True
"""Products with a gate, and activations of x + bias.

The counterpart of `_numba/scalar/gates.py`, operation for operation: both give the same bits. The
docblocks that say how stand there.
"""

from actkern._cython.scalar.logistic cimport sigmoid, sigmoid_value, tanh
from actkern._cython.scalar.normal cimport gelu
from actkern._cython.scalar.piecewise cimport relu
from actkern._cython.scalar.self_gated cimport silu
from actkern._cython.machine cimport real


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


cdef inline real swiglu(real gate, real up, real* dydgate, real* dydup) noexcept nogil:
    cdef real slope
    cdef real y = silu(gate, &slope)
    dydgate[0] = slope * up
    dydup[0] = y
    return y * up


cdef inline real bias_silu(real x, real bias, real* dydx) noexcept nogil:
    return silu(x + bias, dydx)


cdef inline real geglu(real gate, real up, real* dydgate, real* dydup) noexcept nogil:
    cdef real slope
    cdef real y = gelu(gate, &slope)
    dydgate[0] = slope * up
    dydup[0] = y
    return y * up


cdef inline real bias_gelu(real x, real bias, real* dydx) noexcept nogil:
    return gelu(x + bias, dydx)
