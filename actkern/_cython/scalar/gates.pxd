# cython: cdivision=True
"""Products with a gate, and activations of x + bias.

The counterpart of `_numba/scalar/gates.py`, operation for operation: both give the same bits. The
docblocks that say how stand there.
"""

from actkern._cython.scalar.logistic cimport sigmoid, sigmoid_value, tanh
from actkern._cython.scalar.normal cimport gelu
from actkern._cython.scalar.piecewise cimport relu
from actkern._cython.scalar.self_gated cimport silu, steep_silu
from actkern._cython.machine cimport absolute, real


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


cdef inline real swiglu(real gate, real up, real alpha, real* dydgate, real* dydup) noexcept nogil:
    cdef real slope
    cdef real y = steep_silu(gate, alpha, &slope)
    dydgate[0] = slope * up
    dydup[0] = y
    return y * up


cdef inline real swiglu_defaults(real gate, real up, real* dydgate, real* dydup) noexcept nogil:
    cdef real slope
    cdef real y = silu(gate, &slope)
    dydgate[0] = slope * up
    dydup[0] = y
    return y * up


cdef inline real not_above(real x, real limit) noexcept nogil:
    return limit if limit < x else x


cdef inline real within(real x, real limit) noexcept nogil:
    return not_above(-limit if x < -limit else x, limit)


cdef inline real cut(
    real y, real slope, real gate, real factor, real up, real limit, real* dydgate, real* dydup
) noexcept nogil:
    """y factor and its slopes, of which each is 0 where the gate, or up, is beyond the limit."""
    dydgate[0] = (<real>0 if gate > limit else slope) * factor
    dydup[0] = <real>0 if absolute(up) > limit else y
    return y * factor


cdef inline real clipped_swiglu(real gate, real up, real limit, real* dydgate, real* dydup) noexcept nogil:
    cdef real slope
    cdef real y = silu(not_above(gate, limit), &slope)
    return cut(y, slope, gate, within(up, limit), up, limit, dydgate, dydup)


cdef inline real swiglu_oai(real gate, real up, real alpha, real limit, real* dydgate, real* dydup) noexcept nogil:
    cdef real slope
    cdef real y = steep_silu(not_above(gate, limit), alpha, &slope)
    return cut(y, slope, gate, within(up, limit) + 1, up, limit, dydgate, dydup)


cdef inline real swiglu_step(real gate, real up, real limit, real* dydgate, real* dydup) noexcept nogil:
    cdef real slope
    cdef real y = silu(gate, &slope)
    return cut(not_above(y, limit), slope, y, within(up, limit), up, limit, dydgate, dydup)


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
