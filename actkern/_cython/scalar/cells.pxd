# cython: cdivision=True
"""The cells of recurrent networks.

The counterpart of `_numba/scalar/cells.py`, operation for operation: both give the same bits. The
docblocks that say how stand there.
"""

from actkern._cython.scalar.logistic cimport sigmoid, sigmoid_value, tanh
from actkern._cython.machine cimport fma, real


cdef inline void lstm_cell(real i, real f, real g, real o, real c, real* h, real* c_new) noexcept nogil:
    """lstm_cell: h and c_new."""
    cdef real unused
    cdef real c_sum = fma(sigmoid_value(f), c, sigmoid_value(i) * tanh(g, &unused))
    h[0] = sigmoid_value(o) * tanh(c_sum, &unused)
    c_new[0] = c_sum


cdef inline void lstm_cell_backward(
    real dh, real dc_new, real i, real f, real g, real o, real c, real* di, real* df, real* dg, real* do, real* dc
) noexcept nogil:
    """The gradients by i, f, g, o and c."""
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
    """gru_cell: h_new."""
    cdef real unused
    cdef real candidate = tanh(fma(sigmoid_value(r), n_h, n_x), &unused)
    h_new[0] = fma(sigmoid_value(z), h, sigmoid_value(-z) * candidate)


cdef inline void gru_cell_backward(
    real dh_new, real r, real z, real n_x, real n_h, real h, real* dr, real* dz, real* dn_x, real* dn_h, real* dh
) noexcept nogil:
    """The gradients by r, z, n_x, n_h and h."""
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
