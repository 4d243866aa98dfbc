# cython: cdivision=True
"""Generated from the catalogue by `python tools/generate.py`; a test fails where it is stale.

Functions of one element, to be inlined and vectorised in a loop of yours: `from actkern.scalar cimport gelu, gelu_grad`.

They take and give float or double, `real`, and need neither Python nor its lock. What a form is called, takes and gives:

    y = gelu(x)
    slope = gelu_grad(x)
    y = gelu_value_and_grad(x, &slope)
    dx = gelu_backward(dy, x)
    dx = tanh_backward_from_output(dy, y)

Parameters follow, and have no defaults here: leaky_relu(x, <float>0.01). The functions promise what those of the same names in
Python promise, limits, accuracy and bits, in the default floating-point environment. The flags that loops need are those of
`actkern.get_cflags()`; docs/embedding.md says what each is for.
"""

cimport actkern._cython.scalar.piecewise as _piecewise
cimport actkern._cython.scalar.algebraic as _algebraic
cimport actkern._cython.scalar.exponential as _exponential
cimport actkern._cython.scalar.logistic as _logistic
cimport actkern._cython.scalar.self_gated as _self_gated
cimport actkern._cython.scalar.normal as _normal
cimport actkern._cython.scalar.circular as _circular
cimport actkern._cython.scalar.gates as _gates
cimport actkern._cython.scalar.cells as _cells
cimport actkern._cython.scalar.losses as _losses
from actkern._cython.machine cimport product_or_0, real


cdef inline real identity(real x) noexcept nogil:
    """Identity."""
    cdef real slope_0
    return _piecewise.identity(x, &slope_0)


cdef inline real identity_grad(real x) noexcept nogil:
    cdef real slope_0
    _piecewise.identity(x, &slope_0)
    return slope_0


cdef inline real identity_value_and_grad(real x, real* dydx) noexcept nogil:
    return _piecewise.identity(x, dydx)


cdef inline real identity_backward(real dy, real x) noexcept nogil:
    cdef real slope_0
    _piecewise.identity(x, &slope_0)
    return dy * slope_0


cdef inline real identity_backward_from_output(real dy, real y) noexcept nogil:
    return dy * _piecewise.identity_from_output(y)


cdef inline real relu(real x) noexcept nogil:
    """Rectified linear unit."""
    cdef real slope_0
    return _piecewise.relu(x, &slope_0)


cdef inline real relu_grad(real x) noexcept nogil:
    cdef real slope_0
    _piecewise.relu(x, &slope_0)
    return slope_0


cdef inline real relu_value_and_grad(real x, real* dydx) noexcept nogil:
    return _piecewise.relu(x, dydx)


cdef inline real relu_backward(real dy, real x) noexcept nogil:
    cdef real slope_0
    _piecewise.relu(x, &slope_0)
    return product_or_0(dy, slope_0)


cdef inline real relu_backward_from_output(real dy, real y) noexcept nogil:
    return product_or_0(dy, _piecewise.relu_from_output(y))


cdef inline real binary_step(real x) noexcept nogil:
    """Binary (Heaviside) step."""
    cdef real slope_0
    return _piecewise.binary_step(x, &slope_0)


cdef inline real binary_step_grad(real x) noexcept nogil:
    cdef real slope_0
    _piecewise.binary_step(x, &slope_0)
    return slope_0


cdef inline real binary_step_value_and_grad(real x, real* dydx) noexcept nogil:
    return _piecewise.binary_step(x, dydx)


cdef inline real binary_step_backward(real dy, real x) noexcept nogil:
    cdef real slope_0
    _piecewise.binary_step(x, &slope_0)
    return product_or_0(dy, slope_0)


cdef inline real relu6(real x) noexcept nogil:
    """Rectified linear unit clipped at 6."""
    cdef real slope_0
    return _piecewise.relu6(x, &slope_0)


cdef inline real relu6_grad(real x) noexcept nogil:
    cdef real slope_0
    _piecewise.relu6(x, &slope_0)
    return slope_0


cdef inline real relu6_value_and_grad(real x, real* dydx) noexcept nogil:
    return _piecewise.relu6(x, dydx)


cdef inline real relu6_backward(real dy, real x) noexcept nogil:
    cdef real slope_0
    _piecewise.relu6(x, &slope_0)
    return product_or_0(dy, slope_0)


cdef inline real relu6_backward_from_output(real dy, real y) noexcept nogil:
    return product_or_0(dy, _piecewise.relu6_from_output(y))


cdef inline real squared_relu(real x) noexcept nogil:
    """Squared rectified linear unit."""
    cdef real slope_0
    return _piecewise.squared_relu(x, &slope_0)


cdef inline real squared_relu_grad(real x) noexcept nogil:
    cdef real slope_0
    _piecewise.squared_relu(x, &slope_0)
    return slope_0


cdef inline real squared_relu_value_and_grad(real x, real* dydx) noexcept nogil:
    return _piecewise.squared_relu(x, dydx)


cdef inline real squared_relu_backward(real dy, real x) noexcept nogil:
    cdef real slope_0
    _piecewise.squared_relu(x, &slope_0)
    return product_or_0(dy, slope_0)


cdef inline real leaky_relu(real x, real negative_slope) noexcept nogil:
    """Leaky rectified linear unit."""
    cdef real slope_0
    return _piecewise.leaky_relu(x, negative_slope, &slope_0)


cdef inline real leaky_relu_grad(real x, real negative_slope) noexcept nogil:
    cdef real slope_0
    _piecewise.leaky_relu(x, negative_slope, &slope_0)
    return slope_0


cdef inline real leaky_relu_value_and_grad(real x, real negative_slope, real* dydx) noexcept nogil:
    return _piecewise.leaky_relu(x, negative_slope, dydx)


cdef inline real leaky_relu_backward(real dy, real x, real negative_slope) noexcept nogil:
    cdef real slope_0
    _piecewise.leaky_relu(x, negative_slope, &slope_0)
    return dy * slope_0


cdef inline real leaky_relu_backward_from_output(real dy, real y, real negative_slope) noexcept nogil:
    return dy * _piecewise.leaky_relu_from_output(y, negative_slope)


cdef inline real thresholded_relu(real x, real theta) noexcept nogil:
    """Thresholded rectified linear unit."""
    cdef real slope_0
    return _piecewise.thresholded_relu(x, theta, &slope_0)


cdef inline real thresholded_relu_grad(real x, real theta) noexcept nogil:
    cdef real slope_0
    _piecewise.thresholded_relu(x, theta, &slope_0)
    return slope_0


cdef inline real thresholded_relu_value_and_grad(real x, real theta, real* dydx) noexcept nogil:
    return _piecewise.thresholded_relu(x, theta, dydx)


cdef inline real thresholded_relu_backward(real dy, real x, real theta) noexcept nogil:
    cdef real slope_0
    _piecewise.thresholded_relu(x, theta, &slope_0)
    return product_or_0(dy, slope_0)


cdef inline real thresholded_relu_backward_from_output(real dy, real y, real theta) noexcept nogil:
    return product_or_0(dy, _piecewise.thresholded_relu_from_output(y, theta))


cdef inline real threshold(real x, real threshold, real value) noexcept nogil:
    """Threshold, small inputs replaced by a constant."""
    cdef real slope_0
    return _piecewise.threshold(x, threshold, value, &slope_0)


cdef inline real threshold_grad(real x, real threshold, real value) noexcept nogil:
    cdef real slope_0
    _piecewise.threshold(x, threshold, value, &slope_0)
    return slope_0


cdef inline real threshold_value_and_grad(real x, real threshold, real value, real* dydx) noexcept nogil:
    return _piecewise.threshold(x, threshold, value, dydx)


cdef inline real threshold_backward(real dy, real x, real threshold, real value) noexcept nogil:
    cdef real slope_0
    _piecewise.threshold(x, threshold, value, &slope_0)
    return product_or_0(dy, slope_0)


cdef inline real hard_sigmoid(real x, real slope, real offset) noexcept nogil:
    """Hard sigmoid, a line clipped to [0, 1]."""
    cdef real slope_0
    return _piecewise.hard_sigmoid(x, slope, offset, &slope_0)


cdef inline real hard_sigmoid_grad(real x, real slope, real offset) noexcept nogil:
    cdef real slope_0
    _piecewise.hard_sigmoid(x, slope, offset, &slope_0)
    return slope_0


cdef inline real hard_sigmoid_value_and_grad(real x, real slope, real offset, real* dydx) noexcept nogil:
    return _piecewise.hard_sigmoid(x, slope, offset, dydx)


cdef inline real hard_sigmoid_backward(real dy, real x, real slope, real offset) noexcept nogil:
    cdef real slope_0
    _piecewise.hard_sigmoid(x, slope, offset, &slope_0)
    return product_or_0(dy, slope_0)


cdef inline real hard_sigmoid_backward_from_output(real dy, real y, real slope, real offset) noexcept nogil:
    return product_or_0(dy, _piecewise.hard_sigmoid_from_output(y, slope, offset))


cdef inline real hard_tanh(real x, real min_val, real max_val) noexcept nogil:
    """Hard tanh, the input clipped to an interval."""
    cdef real slope_0
    return _piecewise.hard_tanh(x, min_val, max_val, &slope_0)


cdef inline real hard_tanh_grad(real x, real min_val, real max_val) noexcept nogil:
    cdef real slope_0
    _piecewise.hard_tanh(x, min_val, max_val, &slope_0)
    return slope_0


cdef inline real hard_tanh_value_and_grad(real x, real min_val, real max_val, real* dydx) noexcept nogil:
    return _piecewise.hard_tanh(x, min_val, max_val, dydx)


cdef inline real hard_tanh_backward(real dy, real x, real min_val, real max_val) noexcept nogil:
    cdef real slope_0
    _piecewise.hard_tanh(x, min_val, max_val, &slope_0)
    return product_or_0(dy, slope_0)


cdef inline real hard_tanh_backward_from_output(real dy, real y, real min_val, real max_val) noexcept nogil:
    return product_or_0(dy, _piecewise.hard_tanh_from_output(y, min_val, max_val))


cdef inline real soft_shrink(real x, real lambd) noexcept nogil:
    """Soft shrinkage."""
    cdef real slope_0
    return _piecewise.soft_shrink(x, lambd, &slope_0)


cdef inline real soft_shrink_grad(real x, real lambd) noexcept nogil:
    cdef real slope_0
    _piecewise.soft_shrink(x, lambd, &slope_0)
    return slope_0


cdef inline real soft_shrink_value_and_grad(real x, real lambd, real* dydx) noexcept nogil:
    return _piecewise.soft_shrink(x, lambd, dydx)


cdef inline real soft_shrink_backward(real dy, real x, real lambd) noexcept nogil:
    cdef real slope_0
    _piecewise.soft_shrink(x, lambd, &slope_0)
    return product_or_0(dy, slope_0)


cdef inline real soft_shrink_backward_from_output(real dy, real y, real lambd) noexcept nogil:
    return product_or_0(dy, _piecewise.soft_shrink_from_output(y, lambd))


cdef inline real hard_shrink(real x, real lambd) noexcept nogil:
    """Hard shrinkage."""
    cdef real slope_0
    return _piecewise.hard_shrink(x, lambd, &slope_0)


cdef inline real hard_shrink_grad(real x, real lambd) noexcept nogil:
    cdef real slope_0
    _piecewise.hard_shrink(x, lambd, &slope_0)
    return slope_0


cdef inline real hard_shrink_value_and_grad(real x, real lambd, real* dydx) noexcept nogil:
    return _piecewise.hard_shrink(x, lambd, dydx)


cdef inline real hard_shrink_backward(real dy, real x, real lambd) noexcept nogil:
    cdef real slope_0
    _piecewise.hard_shrink(x, lambd, &slope_0)
    return product_or_0(dy, slope_0)


cdef inline real hard_shrink_backward_from_output(real dy, real y, real lambd) noexcept nogil:
    return product_or_0(dy, _piecewise.hard_shrink_from_output(y, lambd))


cdef inline real shrink(real x, real lambd, real bias) noexcept nogil:
    """Shrinkage with a bias."""
    cdef real slope_0
    return _piecewise.shrink(x, lambd, bias, &slope_0)


cdef inline real shrink_grad(real x, real lambd, real bias) noexcept nogil:
    cdef real slope_0
    _piecewise.shrink(x, lambd, bias, &slope_0)
    return slope_0


cdef inline real shrink_value_and_grad(real x, real lambd, real bias, real* dydx) noexcept nogil:
    return _piecewise.shrink(x, lambd, bias, dydx)


cdef inline real shrink_backward(real dy, real x, real lambd, real bias) noexcept nogil:
    cdef real slope_0
    _piecewise.shrink(x, lambd, bias, &slope_0)
    return product_or_0(dy, slope_0)


cdef inline real hard_silu(real x) noexcept nogil:
    """Hard SiLU (hard swish)."""
    cdef real slope_0
    return _piecewise.hard_silu(x, &slope_0)


cdef inline real hard_silu_grad(real x) noexcept nogil:
    cdef real slope_0
    _piecewise.hard_silu(x, &slope_0)
    return slope_0


cdef inline real hard_silu_value_and_grad(real x, real* dydx) noexcept nogil:
    return _piecewise.hard_silu(x, dydx)


cdef inline real hard_silu_backward(real dy, real x) noexcept nogil:
    cdef real slope_0
    _piecewise.hard_silu(x, &slope_0)
    return product_or_0(dy, slope_0)


cdef inline real sparse_sigmoid(real x) noexcept nogil:
    """Sparse sigmoid, (x + 1) / 2 clipped to [0, 1]."""
    cdef real slope_0
    return _piecewise.sparse_sigmoid(x, &slope_0)


cdef inline real sparse_sigmoid_grad(real x) noexcept nogil:
    cdef real slope_0
    _piecewise.sparse_sigmoid(x, &slope_0)
    return slope_0


cdef inline real sparse_sigmoid_value_and_grad(real x, real* dydx) noexcept nogil:
    return _piecewise.sparse_sigmoid(x, dydx)


cdef inline real sparse_sigmoid_backward(real dy, real x) noexcept nogil:
    cdef real slope_0
    _piecewise.sparse_sigmoid(x, &slope_0)
    return product_or_0(dy, slope_0)


cdef inline real sparse_plus(real x) noexcept nogil:
    """Sparse plus, a softplus that reaches 0."""
    cdef real slope_0
    return _piecewise.sparse_plus(x, &slope_0)


cdef inline real sparse_plus_grad(real x) noexcept nogil:
    cdef real slope_0
    _piecewise.sparse_plus(x, &slope_0)
    return slope_0


cdef inline real sparse_plus_value_and_grad(real x, real* dydx) noexcept nogil:
    return _piecewise.sparse_plus(x, dydx)


cdef inline real sparse_plus_backward(real dy, real x) noexcept nogil:
    cdef real slope_0
    _piecewise.sparse_plus(x, &slope_0)
    return product_or_0(dy, slope_0)


cdef inline real prelu(real x, real slope) noexcept nogil:
    """Parametric rectified linear unit."""
    cdef real slope_0, slope_1
    return _piecewise.prelu(x, slope, &slope_0, &slope_1)


cdef inline void prelu_grad(real x, real slope, real* dydx, real* dydslope) noexcept nogil:
    _piecewise.prelu(x, slope, dydx, dydslope)


cdef inline real prelu_value_and_grad(real x, real slope, real* dydx, real* dydslope) noexcept nogil:
    return _piecewise.prelu(x, slope, dydx, dydslope)


cdef inline void prelu_backward(real dy, real x, real slope, real* dx, real* dslope) noexcept nogil:
    cdef real slope_0, slope_1
    _piecewise.prelu(x, slope, &slope_0, &slope_1)
    dx[0] = dy * slope_0
    dslope[0] = product_or_0(dy, slope_1)


cdef inline real squareplus(real x, real b) noexcept nogil:
    """Squareplus, an algebraic softplus."""
    cdef real slope_0
    return _algebraic.squareplus(x, b, &slope_0)


cdef inline real squareplus_grad(real x, real b) noexcept nogil:
    cdef real slope_0
    _algebraic.squareplus(x, b, &slope_0)
    return slope_0


cdef inline real squareplus_value_and_grad(real x, real b, real* dydx) noexcept nogil:
    return _algebraic.squareplus(x, b, dydx)


cdef inline real squareplus_backward(real dy, real x, real b) noexcept nogil:
    cdef real slope_0
    _algebraic.squareplus(x, b, &slope_0)
    return dy * slope_0


cdef inline real softsign(real x) noexcept nogil:
    """Softsign."""
    cdef real slope_0
    return _algebraic.softsign(x, &slope_0)


cdef inline real softsign_grad(real x) noexcept nogil:
    cdef real slope_0
    _algebraic.softsign(x, &slope_0)
    return slope_0


cdef inline real softsign_value_and_grad(real x, real* dydx) noexcept nogil:
    return _algebraic.softsign(x, dydx)


cdef inline real softsign_backward(real dy, real x) noexcept nogil:
    cdef real slope_0
    _algebraic.softsign(x, &slope_0)
    return dy * slope_0


cdef inline real softsign_backward_from_output(real dy, real y) noexcept nogil:
    return dy * _algebraic.softsign_from_output(y)


cdef inline real isru(real x, real alpha) noexcept nogil:
    """Inverse square root unit."""
    cdef real slope_0
    return _algebraic.isru(x, alpha, &slope_0)


cdef inline real isru_grad(real x, real alpha) noexcept nogil:
    cdef real slope_0
    _algebraic.isru(x, alpha, &slope_0)
    return slope_0


cdef inline real isru_value_and_grad(real x, real alpha, real* dydx) noexcept nogil:
    return _algebraic.isru(x, alpha, dydx)


cdef inline real isru_backward(real dy, real x, real alpha) noexcept nogil:
    cdef real slope_0
    _algebraic.isru(x, alpha, &slope_0)
    return dy * slope_0


cdef inline real isru_backward_from_output(real dy, real y, real alpha) noexcept nogil:
    return dy * _algebraic.isru_from_output(y, alpha)


cdef inline real isrlu(real x, real alpha) noexcept nogil:
    """Inverse square root linear unit."""
    cdef real slope_0
    return _algebraic.isrlu(x, alpha, &slope_0)


cdef inline real isrlu_grad(real x, real alpha) noexcept nogil:
    cdef real slope_0
    _algebraic.isrlu(x, alpha, &slope_0)
    return slope_0


cdef inline real isrlu_value_and_grad(real x, real alpha, real* dydx) noexcept nogil:
    return _algebraic.isrlu(x, alpha, dydx)


cdef inline real isrlu_backward(real dy, real x, real alpha) noexcept nogil:
    cdef real slope_0
    _algebraic.isrlu(x, alpha, &slope_0)
    return dy * slope_0


cdef inline real isrlu_backward_from_output(real dy, real y, real alpha) noexcept nogil:
    return dy * _algebraic.isrlu_from_output(y, alpha)


cdef inline real bent_identity(real x) noexcept nogil:
    """Bent identity."""
    cdef real slope_0
    return _algebraic.bent_identity(x, &slope_0)


cdef inline real bent_identity_grad(real x) noexcept nogil:
    cdef real slope_0
    _algebraic.bent_identity(x, &slope_0)
    return slope_0


cdef inline real bent_identity_value_and_grad(real x, real* dydx) noexcept nogil:
    return _algebraic.bent_identity(x, dydx)


cdef inline real bent_identity_backward(real dy, real x) noexcept nogil:
    cdef real slope_0
    _algebraic.bent_identity(x, &slope_0)
    return dy * slope_0


cdef inline real exp(real x) noexcept nogil:
    """Exponential."""
    cdef real slope_0
    return _exponential.exp(x, &slope_0)


cdef inline real exp_grad(real x) noexcept nogil:
    cdef real slope_0
    _exponential.exp(x, &slope_0)
    return slope_0


cdef inline real exp_value_and_grad(real x, real* dydx) noexcept nogil:
    return _exponential.exp(x, dydx)


cdef inline real exp_backward(real dy, real x) noexcept nogil:
    cdef real slope_0
    _exponential.exp(x, &slope_0)
    return dy * slope_0


cdef inline real exp_backward_from_output(real dy, real y) noexcept nogil:
    return dy * _exponential.exp_from_output(y)


cdef inline real expm1(real x) noexcept nogil:
    """Exponential less one, accurate near 0."""
    cdef real slope_0
    return _exponential.expm1(x, &slope_0)


cdef inline real expm1_grad(real x) noexcept nogil:
    cdef real slope_0
    _exponential.expm1(x, &slope_0)
    return slope_0


cdef inline real expm1_value_and_grad(real x, real* dydx) noexcept nogil:
    return _exponential.expm1(x, dydx)


cdef inline real expm1_backward(real dy, real x) noexcept nogil:
    cdef real slope_0
    _exponential.expm1(x, &slope_0)
    return dy * slope_0


cdef inline real expm1_backward_from_output(real dy, real y) noexcept nogil:
    return dy * _exponential.expm1_from_output(y)


cdef inline real log1p(real x) noexcept nogil:
    """Logarithm of 1 + x, accurate near 0."""
    cdef real slope_0
    return _exponential.log1p(x, &slope_0)


cdef inline real log1p_grad(real x) noexcept nogil:
    cdef real slope_0
    _exponential.log1p(x, &slope_0)
    return slope_0


cdef inline real log1p_value_and_grad(real x, real* dydx) noexcept nogil:
    return _exponential.log1p(x, dydx)


cdef inline real log1p_backward(real dy, real x) noexcept nogil:
    cdef real slope_0
    _exponential.log1p(x, &slope_0)
    return dy * slope_0


cdef inline real log1mexp(real x) noexcept nogil:
    """Logarithm of 1 - exp(-x)."""
    cdef real slope_0
    return _exponential.log1mexp(x, &slope_0)


cdef inline real log1mexp_grad(real x) noexcept nogil:
    cdef real slope_0
    _exponential.log1mexp(x, &slope_0)
    return slope_0


cdef inline real log1mexp_value_and_grad(real x, real* dydx) noexcept nogil:
    return _exponential.log1mexp(x, dydx)


cdef inline real log1mexp_backward(real dy, real x) noexcept nogil:
    cdef real slope_0
    _exponential.log1mexp(x, &slope_0)
    return dy * slope_0


cdef inline real elu(real x, real alpha) noexcept nogil:
    """Exponential linear unit."""
    cdef real slope_0
    return _exponential.elu(x, alpha, &slope_0)


cdef inline real elu_grad(real x, real alpha) noexcept nogil:
    cdef real slope_0
    _exponential.elu(x, alpha, &slope_0)
    return slope_0


cdef inline real elu_value_and_grad(real x, real alpha, real* dydx) noexcept nogil:
    return _exponential.elu(x, alpha, dydx)


cdef inline real elu_backward(real dy, real x, real alpha) noexcept nogil:
    cdef real slope_0
    _exponential.elu(x, alpha, &slope_0)
    return dy * slope_0


cdef inline real elu_backward_from_output(real dy, real y, real alpha) noexcept nogil:
    return dy * _exponential.elu_from_output(y, alpha)


cdef inline real celu(real x, real alpha) noexcept nogil:
    """Continuously differentiable exponential linear unit."""
    cdef real slope_0
    return _exponential.celu(x, alpha, &slope_0)


cdef inline real celu_grad(real x, real alpha) noexcept nogil:
    cdef real slope_0
    _exponential.celu(x, alpha, &slope_0)
    return slope_0


cdef inline real celu_value_and_grad(real x, real alpha, real* dydx) noexcept nogil:
    return _exponential.celu(x, alpha, dydx)


cdef inline real celu_backward(real dy, real x, real alpha) noexcept nogil:
    cdef real slope_0
    _exponential.celu(x, alpha, &slope_0)
    return dy * slope_0


cdef inline real celu_backward_from_output(real dy, real y, real alpha) noexcept nogil:
    return dy * _exponential.celu_from_output(y, alpha)


cdef inline real selu(real x) noexcept nogil:
    """Scaled exponential linear unit, with the constants that normalize a network by itself."""
    cdef real slope_0
    return _exponential.selu(x, &slope_0)


cdef inline real selu_grad(real x) noexcept nogil:
    cdef real slope_0
    _exponential.selu(x, &slope_0)
    return slope_0


cdef inline real selu_value_and_grad(real x, real* dydx) noexcept nogil:
    return _exponential.selu(x, dydx)


cdef inline real selu_backward(real dy, real x) noexcept nogil:
    cdef real slope_0
    _exponential.selu(x, &slope_0)
    return dy * slope_0


cdef inline real selu_backward_from_output(real dy, real y) noexcept nogil:
    return dy * _exponential.selu_from_output(y)


cdef inline real gaussian(real x) noexcept nogil:
    """Gaussian bell exp(-x^2)."""
    cdef real slope_0
    return _exponential.gaussian(x, &slope_0)


cdef inline real gaussian_grad(real x) noexcept nogil:
    cdef real slope_0
    _exponential.gaussian(x, &slope_0)
    return slope_0


cdef inline real gaussian_value_and_grad(real x, real* dydx) noexcept nogil:
    return _exponential.gaussian(x, dydx)


cdef inline real gaussian_backward(real dy, real x) noexcept nogil:
    cdef real slope_0
    _exponential.gaussian(x, &slope_0)
    return dy * slope_0


cdef inline real xielu(real x, real alpha_p, real alpha_n, real beta) noexcept nogil:
    """Expanded integral of the exponential linear unit."""
    cdef real slope_0
    return _exponential.xielu(x, alpha_p, alpha_n, beta, &slope_0)


cdef inline real xielu_grad(real x, real alpha_p, real alpha_n, real beta) noexcept nogil:
    cdef real slope_0
    _exponential.xielu(x, alpha_p, alpha_n, beta, &slope_0)
    return slope_0


cdef inline real xielu_value_and_grad(real x, real alpha_p, real alpha_n, real beta, real* dydx) noexcept nogil:
    return _exponential.xielu(x, alpha_p, alpha_n, beta, dydx)


cdef inline real xielu_backward(real dy, real x, real alpha_p, real alpha_n, real beta) noexcept nogil:
    cdef real slope_0
    _exponential.xielu(x, alpha_p, alpha_n, beta, &slope_0)
    return dy * slope_0


cdef inline real sigmoid(real x) noexcept nogil:
    """Logistic sigmoid."""
    return _logistic.sigmoid_value(x)


cdef inline real sigmoid_grad(real x) noexcept nogil:
    cdef real slope_0
    _logistic.sigmoid(x, &slope_0)
    return slope_0


cdef inline real sigmoid_value_and_grad(real x, real* dydx) noexcept nogil:
    return _logistic.sigmoid(x, dydx)


cdef inline real sigmoid_backward(real dy, real x) noexcept nogil:
    cdef real slope_0
    _logistic.sigmoid(x, &slope_0)
    return dy * slope_0


cdef inline real sigmoid_backward_from_output(real dy, real y) noexcept nogil:
    return dy * _logistic.sigmoid_from_output(y)


cdef inline real tanh(real x) noexcept nogil:
    """Hyperbolic tangent."""
    cdef real slope_0
    return _logistic.tanh(x, &slope_0)


cdef inline real tanh_grad(real x) noexcept nogil:
    cdef real slope_0
    _logistic.tanh(x, &slope_0)
    return slope_0


cdef inline real tanh_value_and_grad(real x, real* dydx) noexcept nogil:
    return _logistic.tanh(x, dydx)


cdef inline real tanh_backward(real dy, real x) noexcept nogil:
    cdef real slope_0
    _logistic.tanh(x, &slope_0)
    return dy * slope_0


cdef inline real tanh_backward_from_output(real dy, real y) noexcept nogil:
    return dy * _logistic.tanh_from_output(y)


cdef inline real soft_cap(real x, real cap) noexcept nogil:
    """Soft cap, a tanh that grows with slope 1 towards a bound."""
    cdef real slope_0
    return _logistic.soft_cap(x, cap, &slope_0)


cdef inline real soft_cap_grad(real x, real cap) noexcept nogil:
    cdef real slope_0
    _logistic.soft_cap(x, cap, &slope_0)
    return slope_0


cdef inline real soft_cap_value_and_grad(real x, real cap, real* dydx) noexcept nogil:
    return _logistic.soft_cap(x, cap, dydx)


cdef inline real soft_cap_backward(real dy, real x, real cap) noexcept nogil:
    cdef real slope_0
    _logistic.soft_cap(x, cap, &slope_0)
    return dy * slope_0


cdef inline real soft_cap_backward_from_output(real dy, real y, real cap) noexcept nogil:
    return dy * _logistic.soft_cap_from_output(y, cap)


cdef inline real softplus(real x, real beta) noexcept nogil:
    """Smooth approximation of relu."""
    cdef real slope_0
    return _logistic.softplus(x, beta, &slope_0)


cdef inline real softplus_grad(real x, real beta) noexcept nogil:
    cdef real slope_0
    _logistic.softplus(x, beta, &slope_0)
    return slope_0


cdef inline real softplus_value_and_grad(real x, real beta, real* dydx) noexcept nogil:
    return _logistic.softplus(x, beta, dydx)


cdef inline real softplus_backward(real dy, real x, real beta) noexcept nogil:
    cdef real slope_0
    _logistic.softplus(x, beta, &slope_0)
    return dy * slope_0


cdef inline real softplus_backward_from_output(real dy, real y, real beta) noexcept nogil:
    return dy * _logistic.softplus_from_output(y, beta)


cdef inline real log_sigmoid(real x) noexcept nogil:
    """Logarithm of the logistic sigmoid."""
    cdef real slope_0
    return _logistic.log_sigmoid(x, &slope_0)


cdef inline real log_sigmoid_grad(real x) noexcept nogil:
    cdef real slope_0
    _logistic.log_sigmoid(x, &slope_0)
    return slope_0


cdef inline real log_sigmoid_value_and_grad(real x, real* dydx) noexcept nogil:
    return _logistic.log_sigmoid(x, dydx)


cdef inline real log_sigmoid_backward(real dy, real x) noexcept nogil:
    cdef real slope_0
    _logistic.log_sigmoid(x, &slope_0)
    return dy * slope_0


cdef inline real log_sigmoid_backward_from_output(real dy, real y) noexcept nogil:
    return dy * _logistic.log_sigmoid_from_output(y)


cdef inline real sqrtsoftplus(real x) noexcept nogil:
    """Square root of softplus."""
    cdef real slope_0
    return _logistic.sqrtsoftplus(x, &slope_0)


cdef inline real sqrtsoftplus_grad(real x) noexcept nogil:
    cdef real slope_0
    _logistic.sqrtsoftplus(x, &slope_0)
    return slope_0


cdef inline real sqrtsoftplus_value_and_grad(real x, real* dydx) noexcept nogil:
    return _logistic.sqrtsoftplus(x, dydx)


cdef inline real sqrtsoftplus_backward(real dy, real x) noexcept nogil:
    cdef real slope_0
    _logistic.sqrtsoftplus(x, &slope_0)
    return dy * slope_0


cdef inline real logit(real x) noexcept nogil:
    """Inverse of the logistic sigmoid."""
    cdef real slope_0
    return _logistic.logit(x, &slope_0)


cdef inline real logit_grad(real x) noexcept nogil:
    cdef real slope_0
    _logistic.logit(x, &slope_0)
    return slope_0


cdef inline real logit_value_and_grad(real x, real* dydx) noexcept nogil:
    return _logistic.logit(x, dydx)


cdef inline real logit_backward(real dy, real x) noexcept nogil:
    cdef real slope_0
    _logistic.logit(x, &slope_0)
    return dy * slope_0


cdef inline real tanh_shrink(real x) noexcept nogil:
    """Tanh shrinkage."""
    cdef real slope_0
    return _logistic.tanh_shrink(x, &slope_0)


cdef inline real tanh_shrink_grad(real x) noexcept nogil:
    cdef real slope_0
    _logistic.tanh_shrink(x, &slope_0)
    return slope_0


cdef inline real tanh_shrink_value_and_grad(real x, real* dydx) noexcept nogil:
    return _logistic.tanh_shrink(x, dydx)


cdef inline real tanh_shrink_backward(real dy, real x) noexcept nogil:
    cdef real slope_0
    _logistic.tanh_shrink(x, &slope_0)
    return dy * slope_0


cdef inline real lisht(real x) noexcept nogil:
    """Linearly scaled hyperbolic tangent."""
    cdef real slope_0
    return _logistic.lisht(x, &slope_0)


cdef inline real lisht_grad(real x) noexcept nogil:
    cdef real slope_0
    _logistic.lisht(x, &slope_0)
    return slope_0


cdef inline real lisht_value_and_grad(real x, real* dydx) noexcept nogil:
    return _logistic.lisht(x, dydx)


cdef inline real lisht_backward(real dy, real x) noexcept nogil:
    cdef real slope_0
    _logistic.lisht(x, &slope_0)
    return dy * slope_0


cdef inline real smht(real x, real a, real b, real c, real d) noexcept nogil:
    """Soboleva's modified hyperbolic tangent."""
    cdef real slope_0
    return _logistic.smht(x, a, b, c, d, &slope_0)


cdef inline real smht_grad(real x, real a, real b, real c, real d) noexcept nogil:
    cdef real slope_0
    _logistic.smht(x, a, b, c, d, &slope_0)
    return slope_0


cdef inline real smht_value_and_grad(real x, real a, real b, real c, real d, real* dydx) noexcept nogil:
    return _logistic.smht(x, a, b, c, d, dydx)


cdef inline real smht_backward(real dy, real x, real a, real b, real c, real d) noexcept nogil:
    cdef real slope_0
    _logistic.smht(x, a, b, c, d, &slope_0)
    return dy * slope_0


cdef inline real silu(real x) noexcept nogil:
    """Sigmoid linear unit."""
    cdef real slope_0
    return _self_gated.silu(x, &slope_0)


cdef inline real silu_grad(real x) noexcept nogil:
    cdef real slope_0
    _self_gated.silu(x, &slope_0)
    return slope_0


cdef inline real silu_value_and_grad(real x, real* dydx) noexcept nogil:
    return _self_gated.silu(x, dydx)


cdef inline real silu_backward(real dy, real x) noexcept nogil:
    cdef real slope_0
    _self_gated.silu(x, &slope_0)
    return dy * slope_0


cdef inline real quick_gelu(real x) noexcept nogil:
    """Gaussian error linear unit in its sigmoid approximation."""
    cdef real slope_0
    return _self_gated.quick_gelu(x, &slope_0)


cdef inline real quick_gelu_grad(real x) noexcept nogil:
    cdef real slope_0
    _self_gated.quick_gelu(x, &slope_0)
    return slope_0


cdef inline real quick_gelu_value_and_grad(real x, real* dydx) noexcept nogil:
    return _self_gated.quick_gelu(x, dydx)


cdef inline real quick_gelu_backward(real dy, real x) noexcept nogil:
    cdef real slope_0
    _self_gated.quick_gelu(x, &slope_0)
    return dy * slope_0


cdef inline real gelu_tanh(real x) noexcept nogil:
    """Gaussian error linear unit in its tanh approximation."""
    cdef real slope_0
    return _self_gated.gelu_tanh(x, &slope_0)


cdef inline real gelu_tanh_grad(real x) noexcept nogil:
    cdef real slope_0
    _self_gated.gelu_tanh(x, &slope_0)
    return slope_0


cdef inline real gelu_tanh_value_and_grad(real x, real* dydx) noexcept nogil:
    return _self_gated.gelu_tanh(x, dydx)


cdef inline real gelu_tanh_backward(real dy, real x) noexcept nogil:
    cdef real slope_0
    _self_gated.gelu_tanh(x, &slope_0)
    return dy * slope_0


cdef inline real mish(real x) noexcept nogil:
    """X gated by the hyperbolic tangent of softplus."""
    cdef real slope_0
    return _self_gated.mish(x, &slope_0)


cdef inline real mish_grad(real x) noexcept nogil:
    cdef real slope_0
    _self_gated.mish(x, &slope_0)
    return slope_0


cdef inline real mish_value_and_grad(real x, real* dydx) noexcept nogil:
    return _self_gated.mish(x, dydx)


cdef inline real mish_backward(real dy, real x) noexcept nogil:
    cdef real slope_0
    _self_gated.mish(x, &slope_0)
    return dy * slope_0


cdef inline real elish(real x) noexcept nogil:
    """Exponential linear squashing unit."""
    cdef real slope_0
    return _self_gated.elish(x, &slope_0)


cdef inline real elish_grad(real x) noexcept nogil:
    cdef real slope_0
    _self_gated.elish(x, &slope_0)
    return slope_0


cdef inline real elish_value_and_grad(real x, real* dydx) noexcept nogil:
    return _self_gated.elish(x, dydx)


cdef inline real elish_backward(real dy, real x) noexcept nogil:
    cdef real slope_0
    _self_gated.elish(x, &slope_0)
    return dy * slope_0


cdef inline real hard_elish(real x) noexcept nogil:
    """Exponential linear squashing unit with a piecewise linear gate."""
    cdef real slope_0
    return _self_gated.hard_elish(x, &slope_0)


cdef inline real hard_elish_grad(real x) noexcept nogil:
    cdef real slope_0
    _self_gated.hard_elish(x, &slope_0)
    return slope_0


cdef inline real hard_elish_value_and_grad(real x, real* dydx) noexcept nogil:
    return _self_gated.hard_elish(x, dydx)


cdef inline real hard_elish_backward(real dy, real x) noexcept nogil:
    cdef real slope_0
    _self_gated.hard_elish(x, &slope_0)
    return product_or_0(dy, slope_0)


cdef inline real swish(real x, real beta) noexcept nogil:
    """Swish, the sigmoid-weighted linear unit of slope beta."""
    cdef real slope_0
    return _self_gated.swish(x, beta, &slope_0)


cdef inline real swish_grad(real x, real beta) noexcept nogil:
    cdef real slope_0
    _self_gated.swish(x, beta, &slope_0)
    return slope_0


cdef inline real swish_value_and_grad(real x, real beta, real* dydx) noexcept nogil:
    return _self_gated.swish(x, beta, dydx)


cdef inline real swish_backward(real dy, real x, real beta) noexcept nogil:
    cdef real slope_0
    _self_gated.swish(x, beta, &slope_0)
    return dy * slope_0


cdef inline real gelu(real x) noexcept nogil:
    """Gaussian error linear unit."""
    cdef real slope_0
    return _normal.gelu(x, &slope_0)


cdef inline real gelu_grad(real x) noexcept nogil:
    cdef real slope_0
    _normal.gelu(x, &slope_0)
    return slope_0


cdef inline real gelu_value_and_grad(real x, real* dydx) noexcept nogil:
    return _normal.gelu(x, dydx)


cdef inline real gelu_backward(real dy, real x) noexcept nogil:
    cdef real slope_0
    _normal.gelu(x, &slope_0)
    return dy * slope_0


cdef inline real erf(real x) noexcept nogil:
    """Error function."""
    cdef real slope_0
    return _normal.erf(x, &slope_0)


cdef inline real erf_grad(real x) noexcept nogil:
    cdef real slope_0
    _normal.erf(x, &slope_0)
    return slope_0


cdef inline real erf_value_and_grad(real x, real* dydx) noexcept nogil:
    return _normal.erf(x, dydx)


cdef inline real erf_backward(real dy, real x) noexcept nogil:
    cdef real slope_0
    _normal.erf(x, &slope_0)
    return dy * slope_0


cdef inline real erfc(real x) noexcept nogil:
    """Complementary error function, 1 - erf(x)."""
    cdef real slope_0
    return _normal.erfc(x, &slope_0)


cdef inline real erfc_grad(real x) noexcept nogil:
    cdef real slope_0
    _normal.erfc(x, &slope_0)
    return slope_0


cdef inline real erfc_value_and_grad(real x, real* dydx) noexcept nogil:
    return _normal.erfc(x, dydx)


cdef inline real erfc_backward(real dy, real x) noexcept nogil:
    cdef real slope_0
    _normal.erfc(x, &slope_0)
    return dy * slope_0


cdef inline real ndtr(real x) noexcept nogil:
    """Distribution function of the standard normal law."""
    cdef real slope_0
    return _normal.ndtr(x, &slope_0)


cdef inline real ndtr_grad(real x) noexcept nogil:
    cdef real slope_0
    _normal.ndtr(x, &slope_0)
    return slope_0


cdef inline real ndtr_value_and_grad(real x, real* dydx) noexcept nogil:
    return _normal.ndtr(x, dydx)


cdef inline real ndtr_backward(real dy, real x) noexcept nogil:
    cdef real slope_0
    _normal.ndtr(x, &slope_0)
    return dy * slope_0


cdef inline real log_ndtr(real x) noexcept nogil:
    """Logarithm of the distribution function of the standard normal law."""
    cdef real slope_0
    return _normal.log_ndtr(x, &slope_0)


cdef inline real log_ndtr_grad(real x) noexcept nogil:
    cdef real slope_0
    _normal.log_ndtr(x, &slope_0)
    return slope_0


cdef inline real log_ndtr_value_and_grad(real x, real* dydx) noexcept nogil:
    return _normal.log_ndtr(x, dydx)


cdef inline real log_ndtr_backward(real dy, real x) noexcept nogil:
    cdef real slope_0
    _normal.log_ndtr(x, &slope_0)
    return dy * slope_0


cdef inline real laplace(real x, real mu, real sigma) noexcept nogil:
    """Distribution function of a normal law with mean mu and standard deviation sigma."""
    cdef real slope_0
    return _normal.laplace(x, mu, sigma, &slope_0)


cdef inline real laplace_grad(real x, real mu, real sigma) noexcept nogil:
    cdef real slope_0
    _normal.laplace(x, mu, sigma, &slope_0)
    return slope_0


cdef inline real laplace_value_and_grad(real x, real mu, real sigma, real* dydx) noexcept nogil:
    return _normal.laplace(x, mu, sigma, dydx)


cdef inline real laplace_backward(real dy, real x, real mu, real sigma) noexcept nogil:
    cdef real slope_0
    _normal.laplace(x, mu, sigma, &slope_0)
    return dy * slope_0


cdef inline real gelu_10(real x) noexcept nogil:
    """Gaussian error linear unit clipped to [-10, 10]."""
    cdef real slope_0
    return _normal.gelu_10(x, &slope_0)


cdef inline real gelu_10_grad(real x) noexcept nogil:
    cdef real slope_0
    _normal.gelu_10(x, &slope_0)
    return slope_0


cdef inline real gelu_10_value_and_grad(real x, real* dydx) noexcept nogil:
    return _normal.gelu_10(x, dydx)


cdef inline real gelu_10_backward(real dy, real x) noexcept nogil:
    cdef real slope_0
    _normal.gelu_10(x, &slope_0)
    return product_or_0(dy, slope_0)


cdef inline real arctan(real x) noexcept nogil:
    """Arctangent."""
    cdef real slope_0
    return _circular.arctan(x, &slope_0)


cdef inline real arctan_grad(real x) noexcept nogil:
    cdef real slope_0
    _circular.arctan(x, &slope_0)
    return slope_0


cdef inline real arctan_value_and_grad(real x, real* dydx) noexcept nogil:
    return _circular.arctan(x, dydx)


cdef inline real arctan_backward(real dy, real x) noexcept nogil:
    cdef real slope_0
    _circular.arctan(x, &slope_0)
    return dy * slope_0


cdef inline real sin(real x) noexcept nogil:
    """Sine."""
    cdef real slope_0
    return _circular.sin(x, &slope_0)


cdef inline real sin_grad(real x) noexcept nogil:
    cdef real slope_0
    _circular.sin(x, &slope_0)
    return slope_0


cdef inline real sin_value_and_grad(real x, real* dydx) noexcept nogil:
    return _circular.sin(x, dydx)


cdef inline real sin_backward(real dy, real x) noexcept nogil:
    cdef real slope_0
    _circular.sin(x, &slope_0)
    return dy * slope_0


cdef inline real sinc(real x) noexcept nogil:
    """Cardinal sine, unnormalised."""
    cdef real slope_0
    return _circular.sinc(x, &slope_0)


cdef inline real sinc_grad(real x) noexcept nogil:
    cdef real slope_0
    _circular.sinc(x, &slope_0)
    return slope_0


cdef inline real sinc_value_and_grad(real x, real* dydx) noexcept nogil:
    return _circular.sinc(x, dydx)


cdef inline real sinc_backward(real dy, real x) noexcept nogil:
    cdef real slope_0
    _circular.sinc(x, &slope_0)
    return dy * slope_0


cdef inline real snake(real x, real a) noexcept nogil:
    """Snake, the identity with a periodic part."""
    cdef real slope_0
    return _circular.snake(x, a, &slope_0)


cdef inline real snake_grad(real x, real a) noexcept nogil:
    cdef real slope_0
    _circular.snake(x, a, &slope_0)
    return slope_0


cdef inline real snake_value_and_grad(real x, real a, real* dydx) noexcept nogil:
    return _circular.snake(x, a, dydx)


cdef inline real snake_backward(real dy, real x, real a) noexcept nogil:
    cdef real slope_0
    _circular.snake(x, a, &slope_0)
    return dy * slope_0


cdef inline real bilinear(real gate, real up) noexcept nogil:
    """Gated linear unit with identity as its gate."""
    cdef real slope_0, slope_1
    return _gates.bilinear(gate, up, &slope_0, &slope_1)


cdef inline void bilinear_grad(real gate, real up, real* dydgate, real* dydup) noexcept nogil:
    _gates.bilinear(gate, up, dydgate, dydup)


cdef inline real bilinear_value_and_grad(real gate, real up, real* dydgate, real* dydup) noexcept nogil:
    return _gates.bilinear(gate, up, dydgate, dydup)


cdef inline void bilinear_backward(real dy, real gate, real up, real* dgate, real* dup) noexcept nogil:
    cdef real slope_0, slope_1
    _gates.bilinear(gate, up, &slope_0, &slope_1)
    dgate[0] = dy * slope_0
    dup[0] = dy * slope_1


cdef inline real reglu(real gate, real up) noexcept nogil:
    """Gated linear unit with relu as its gate."""
    cdef real slope_0, slope_1
    return _gates.reglu(gate, up, &slope_0, &slope_1)


cdef inline void reglu_grad(real gate, real up, real* dydgate, real* dydup) noexcept nogil:
    _gates.reglu(gate, up, dydgate, dydup)


cdef inline real reglu_value_and_grad(real gate, real up, real* dydgate, real* dydup) noexcept nogil:
    return _gates.reglu(gate, up, dydgate, dydup)


cdef inline void reglu_backward(real dy, real gate, real up, real* dgate, real* dup) noexcept nogil:
    cdef real slope_0, slope_1
    _gates.reglu(gate, up, &slope_0, &slope_1)
    dgate[0] = product_or_0(dy, slope_0)
    dup[0] = product_or_0(dy, slope_1)


cdef inline real geglu(real gate, real up) noexcept nogil:
    """Gated linear unit with gelu as its gate."""
    cdef real slope_0, slope_1
    return _gates.geglu(gate, up, &slope_0, &slope_1)


cdef inline void geglu_grad(real gate, real up, real* dydgate, real* dydup) noexcept nogil:
    _gates.geglu(gate, up, dydgate, dydup)


cdef inline real geglu_value_and_grad(real gate, real up, real* dydgate, real* dydup) noexcept nogil:
    return _gates.geglu(gate, up, dydgate, dydup)


cdef inline void geglu_backward(real dy, real gate, real up, real* dgate, real* dup) noexcept nogil:
    cdef real slope_0, slope_1
    _gates.geglu(gate, up, &slope_0, &slope_1)
    dgate[0] = dy * slope_0
    dup[0] = dy * slope_1


cdef inline real swiglu(real gate, real up, real alpha) noexcept nogil:
    """Gated linear unit with silu as its gate."""
    cdef real slope_0, slope_1
    return _gates.swiglu(gate, up, alpha, &slope_0, &slope_1)


cdef inline void swiglu_grad(real gate, real up, real alpha, real* dydgate, real* dydup) noexcept nogil:
    _gates.swiglu(gate, up, alpha, dydgate, dydup)


cdef inline real swiglu_value_and_grad(real gate, real up, real alpha, real* dydgate, real* dydup) noexcept nogil:
    return _gates.swiglu(gate, up, alpha, dydgate, dydup)


cdef inline void swiglu_backward(real dy, real gate, real up, real alpha, real* dgate, real* dup) noexcept nogil:
    cdef real slope_0, slope_1
    _gates.swiglu(gate, up, alpha, &slope_0, &slope_1)
    dgate[0] = dy * slope_0
    dup[0] = dy * slope_1


cdef inline real sigmoid_glu(real gate, real up) noexcept nogil:
    """Gated linear unit with sigmoid as its gate."""
    return _gates.sigmoid_glu_value(gate, up)


cdef inline void sigmoid_glu_grad(real gate, real up, real* dydgate, real* dydup) noexcept nogil:
    _gates.sigmoid_glu(gate, up, dydgate, dydup)


cdef inline real sigmoid_glu_value_and_grad(real gate, real up, real* dydgate, real* dydup) noexcept nogil:
    return _gates.sigmoid_glu(gate, up, dydgate, dydup)


cdef inline void sigmoid_glu_backward(real dy, real gate, real up, real* dgate, real* dup) noexcept nogil:
    cdef real slope_0, slope_1
    _gates.sigmoid_glu(gate, up, &slope_0, &slope_1)
    dgate[0] = dy * slope_0
    dup[0] = dy * slope_1


cdef inline real clipped_swiglu(real gate, real up, real limit) noexcept nogil:
    """Gated linear unit with silu as its gate, whose inputs are cut at a limit."""
    cdef real slope_0, slope_1
    return _gates.clipped_swiglu(gate, up, limit, &slope_0, &slope_1)


cdef inline void clipped_swiglu_grad(real gate, real up, real limit, real* dydgate, real* dydup) noexcept nogil:
    _gates.clipped_swiglu(gate, up, limit, dydgate, dydup)


cdef inline real clipped_swiglu_value_and_grad(real gate, real up, real limit, real* dydgate, real* dydup) noexcept nogil:
    return _gates.clipped_swiglu(gate, up, limit, dydgate, dydup)


cdef inline void clipped_swiglu_backward(real dy, real gate, real up, real limit, real* dgate, real* dup) noexcept nogil:
    cdef real slope_0, slope_1
    _gates.clipped_swiglu(gate, up, limit, &slope_0, &slope_1)
    dgate[0] = product_or_0(dy, slope_0)
    dup[0] = product_or_0(dy, slope_1)


cdef inline real swiglu_oai(real gate, real up, real alpha, real limit) noexcept nogil:
    """Gated linear unit of gpt-oss: a steeper silu as its gate, inputs cut at a limit, and 1 added to up."""
    cdef real slope_0, slope_1
    return _gates.swiglu_oai(gate, up, alpha, limit, &slope_0, &slope_1)


cdef inline void swiglu_oai_grad(real gate, real up, real alpha, real limit, real* dydgate, real* dydup) noexcept nogil:
    _gates.swiglu_oai(gate, up, alpha, limit, dydgate, dydup)


cdef inline real swiglu_oai_value_and_grad(
    real gate, real up, real alpha, real limit, real* dydgate, real* dydup,
) noexcept nogil:
    return _gates.swiglu_oai(gate, up, alpha, limit, dydgate, dydup)


cdef inline void swiglu_oai_backward(
    real dy, real gate, real up, real alpha, real limit, real* dgate, real* dup,
) noexcept nogil:
    cdef real slope_0, slope_1
    _gates.swiglu_oai(gate, up, alpha, limit, &slope_0, &slope_1)
    dgate[0] = product_or_0(dy, slope_0)
    dup[0] = product_or_0(dy, slope_1)


cdef inline real swiglu_step(real gate, real up, real limit) noexcept nogil:
    """Gated linear unit with silu as its gate, whose factors are cut at a limit."""
    cdef real slope_0, slope_1
    return _gates.swiglu_step(gate, up, limit, &slope_0, &slope_1)


cdef inline void swiglu_step_grad(real gate, real up, real limit, real* dydgate, real* dydup) noexcept nogil:
    _gates.swiglu_step(gate, up, limit, dydgate, dydup)


cdef inline real swiglu_step_value_and_grad(real gate, real up, real limit, real* dydgate, real* dydup) noexcept nogil:
    return _gates.swiglu_step(gate, up, limit, dydgate, dydup)


cdef inline void swiglu_step_backward(real dy, real gate, real up, real limit, real* dgate, real* dup) noexcept nogil:
    cdef real slope_0, slope_1
    _gates.swiglu_step(gate, up, limit, &slope_0, &slope_1)
    dgate[0] = product_or_0(dy, slope_0)
    dup[0] = product_or_0(dy, slope_1)


cdef inline real bias_relu(real x, real bias) noexcept nogil:
    """Rectified linear unit, of x + bias."""
    cdef real slope_0
    return _gates.bias_relu(x, bias, &slope_0)


cdef inline real bias_relu_grad(real x, real bias) noexcept nogil:
    cdef real slope_0
    _gates.bias_relu(x, bias, &slope_0)
    return slope_0


cdef inline real bias_relu_value_and_grad(real x, real bias, real* dydx) noexcept nogil:
    return _gates.bias_relu(x, bias, dydx)


cdef inline real bias_relu_backward(real dy, real x, real bias) noexcept nogil:
    cdef real slope_0
    _gates.bias_relu(x, bias, &slope_0)
    return product_or_0(dy, slope_0)


cdef inline real bias_gelu(real x, real bias) noexcept nogil:
    """Gaussian error linear unit, of x + bias."""
    cdef real slope_0
    return _gates.bias_gelu(x, bias, &slope_0)


cdef inline real bias_gelu_grad(real x, real bias) noexcept nogil:
    cdef real slope_0
    _gates.bias_gelu(x, bias, &slope_0)
    return slope_0


cdef inline real bias_gelu_value_and_grad(real x, real bias, real* dydx) noexcept nogil:
    return _gates.bias_gelu(x, bias, dydx)


cdef inline real bias_gelu_backward(real dy, real x, real bias) noexcept nogil:
    cdef real slope_0
    _gates.bias_gelu(x, bias, &slope_0)
    return dy * slope_0


cdef inline real bias_silu(real x, real bias) noexcept nogil:
    """Sigmoid linear unit, of x + bias."""
    cdef real slope_0
    return _gates.bias_silu(x, bias, &slope_0)


cdef inline real bias_silu_grad(real x, real bias) noexcept nogil:
    cdef real slope_0
    _gates.bias_silu(x, bias, &slope_0)
    return slope_0


cdef inline real bias_silu_value_and_grad(real x, real bias, real* dydx) noexcept nogil:
    return _gates.bias_silu(x, bias, dydx)


cdef inline real bias_silu_backward(real dy, real x, real bias) noexcept nogil:
    cdef real slope_0
    _gates.bias_silu(x, bias, &slope_0)
    return dy * slope_0


cdef inline real bias_sigmoid(real x, real bias) noexcept nogil:
    """Logistic sigmoid, of x + bias."""
    return _gates.bias_sigmoid_value(x, bias)


cdef inline real bias_sigmoid_grad(real x, real bias) noexcept nogil:
    cdef real slope_0
    _gates.bias_sigmoid(x, bias, &slope_0)
    return slope_0


cdef inline real bias_sigmoid_value_and_grad(real x, real bias, real* dydx) noexcept nogil:
    return _gates.bias_sigmoid(x, bias, dydx)


cdef inline real bias_sigmoid_backward(real dy, real x, real bias) noexcept nogil:
    cdef real slope_0
    _gates.bias_sigmoid(x, bias, &slope_0)
    return dy * slope_0


cdef inline real bias_tanh(real x, real bias) noexcept nogil:
    """Hyperbolic tangent, of x + bias."""
    cdef real slope_0
    return _gates.bias_tanh(x, bias, &slope_0)


cdef inline real bias_tanh_grad(real x, real bias) noexcept nogil:
    cdef real slope_0
    _gates.bias_tanh(x, bias, &slope_0)
    return slope_0


cdef inline real bias_tanh_value_and_grad(real x, real bias, real* dydx) noexcept nogil:
    return _gates.bias_tanh(x, bias, dydx)


cdef inline real bias_tanh_backward(real dy, real x, real bias) noexcept nogil:
    cdef real slope_0
    _gates.bias_tanh(x, bias, &slope_0)
    return dy * slope_0


cdef inline void lstm_cell(real i, real f, real g, real o, real c, real* h, real* c_new) noexcept nogil:
    """Pointwise part of a step of a long short-term memory."""
    _cells.lstm_cell(i, f, g, o, c, h, c_new)


cdef inline void lstm_cell_backward(
    real dh, real dc_new, real i, real f, real g, real o, real c, real* di, real* df, real* dg, real* do, real* dc,
) noexcept nogil:
    _cells.lstm_cell_backward(dh, dc_new, i, f, g, o, c, di, df, dg, do, dc)


cdef inline real gru_cell(real r, real z, real n_x, real n_h, real h) noexcept nogil:
    """Pointwise part of a step of a gated recurrent unit."""
    cdef real result
    _cells.gru_cell(r, z, n_x, n_h, h, &result)
    return result


cdef inline void gru_cell_backward(
    real dh_new, real r, real z, real n_x, real n_h, real h, real* dr, real* dz, real* dn_x, real* dn_h, real* dh,
) noexcept nogil:
    _cells.gru_cell_backward(dh_new, r, z, n_x, n_h, h, dr, dz, dn_x, dn_h, dh)


cdef inline real logistic_loss(real x, real target, real weight, real pos_weight) noexcept nogil:
    """Logistic loss of a logit and a target from 0 to 1, the binary cross entropy of its sigmoid."""
    cdef real slope_0
    return _losses.logistic_loss(x, target, weight, pos_weight, &slope_0)


cdef inline real logistic_loss_grad(real x, real target, real weight, real pos_weight) noexcept nogil:
    cdef real slope_0
    _losses.logistic_loss(x, target, weight, pos_weight, &slope_0)
    return slope_0


cdef inline real logistic_loss_value_and_grad(real x, real target, real weight, real pos_weight, real* dydx) noexcept nogil:
    return _losses.logistic_loss(x, target, weight, pos_weight, dydx)


cdef inline real logistic_loss_backward(real dy, real x, real target, real weight, real pos_weight) noexcept nogil:
    cdef real slope_0
    _losses.logistic_loss(x, target, weight, pos_weight, &slope_0)
    return dy * slope_0


cdef inline real squared_error(real x, real target, real weight) noexcept nogil:
    """Squared error of a prediction."""
    cdef real slope_0
    return _losses.squared_error(x, target, weight, &slope_0)


cdef inline real squared_error_grad(real x, real target, real weight) noexcept nogil:
    cdef real slope_0
    _losses.squared_error(x, target, weight, &slope_0)
    return slope_0


cdef inline real squared_error_value_and_grad(real x, real target, real weight, real* dydx) noexcept nogil:
    return _losses.squared_error(x, target, weight, dydx)


cdef inline real squared_error_backward(real dy, real x, real target, real weight) noexcept nogil:
    cdef real slope_0
    _losses.squared_error(x, target, weight, &slope_0)
    return dy * slope_0


cdef inline real absolute_error(real x, real target, real weight) noexcept nogil:
    """Absolute error of a prediction."""
    cdef real slope_0
    return _losses.absolute_error(x, target, weight, &slope_0)


cdef inline real absolute_error_grad(real x, real target, real weight) noexcept nogil:
    cdef real slope_0
    _losses.absolute_error(x, target, weight, &slope_0)
    return slope_0


cdef inline real absolute_error_value_and_grad(real x, real target, real weight, real* dydx) noexcept nogil:
    return _losses.absolute_error(x, target, weight, dydx)


cdef inline real absolute_error_backward(real dy, real x, real target, real weight) noexcept nogil:
    cdef real slope_0
    _losses.absolute_error(x, target, weight, &slope_0)
    return dy * slope_0


cdef inline real huber_error(real x, real target, real weight, real delta) noexcept nogil:
    """Huber's error of a prediction: half its square up to delta, linear beyond."""
    cdef real slope_0
    return _losses.huber_error(x, target, weight, delta, &slope_0)


cdef inline real huber_error_grad(real x, real target, real weight, real delta) noexcept nogil:
    cdef real slope_0
    _losses.huber_error(x, target, weight, delta, &slope_0)
    return slope_0


cdef inline real huber_error_value_and_grad(real x, real target, real weight, real delta, real* dydx) noexcept nogil:
    return _losses.huber_error(x, target, weight, delta, dydx)


cdef inline real huber_error_backward(real dy, real x, real target, real weight, real delta) noexcept nogil:
    cdef real slope_0
    _losses.huber_error(x, target, weight, delta, &slope_0)
    return dy * slope_0


cdef inline real smooth_l1_error(real x, real target, real weight, real beta) noexcept nogil:
    """Smooth L1 error of a prediction: absolute_error less beta / 2, but a parabola up to beta."""
    cdef real slope_0
    return _losses.smooth_l1_error(x, target, weight, beta, &slope_0)


cdef inline real smooth_l1_error_grad(real x, real target, real weight, real beta) noexcept nogil:
    cdef real slope_0
    _losses.smooth_l1_error(x, target, weight, beta, &slope_0)
    return slope_0


cdef inline real smooth_l1_error_value_and_grad(real x, real target, real weight, real beta, real* dydx) noexcept nogil:
    return _losses.smooth_l1_error(x, target, weight, beta, dydx)


cdef inline real smooth_l1_error_backward(real dy, real x, real target, real weight, real beta) noexcept nogil:
    cdef real slope_0
    _losses.smooth_l1_error(x, target, weight, beta, &slope_0)
    return dy * slope_0


cdef inline real log_loss(real x, real target, real weight) noexcept nogil:
    """Binary cross entropy of a probability and a target from 0 to 1."""
    cdef real slope_0
    return _losses.log_loss(x, target, weight, &slope_0)


cdef inline real log_loss_grad(real x, real target, real weight) noexcept nogil:
    cdef real slope_0
    _losses.log_loss(x, target, weight, &slope_0)
    return slope_0


cdef inline real log_loss_value_and_grad(real x, real target, real weight, real* dydx) noexcept nogil:
    return _losses.log_loss(x, target, weight, dydx)


cdef inline real log_loss_backward(real dy, real x, real target, real weight) noexcept nogil:
    cdef real slope_0
    _losses.log_loss(x, target, weight, &slope_0)
    return dy * slope_0


cdef inline real sigmoid_focal_loss(real x, real target, real weight, real alpha, real gamma) noexcept nogil:
    """Focal loss of a logit and a label 0 or 1: logistic_loss, and less of it the surer the sigmoid is of the label."""
    cdef real slope_0
    return _losses.sigmoid_focal_loss(x, target, weight, alpha, gamma, &slope_0)


cdef inline real sigmoid_focal_loss_grad(real x, real target, real weight, real alpha, real gamma) noexcept nogil:
    cdef real slope_0
    _losses.sigmoid_focal_loss(x, target, weight, alpha, gamma, &slope_0)
    return slope_0


cdef inline real sigmoid_focal_loss_value_and_grad(
    real x, real target, real weight, real alpha, real gamma, real* dydx,
) noexcept nogil:
    return _losses.sigmoid_focal_loss(x, target, weight, alpha, gamma, dydx)


cdef inline real sigmoid_focal_loss_backward(real dy, real x, real target, real weight, real alpha, real gamma) noexcept nogil:
    cdef real slope_0
    _losses.sigmoid_focal_loss(x, target, weight, alpha, gamma, &slope_0)
    return dy * slope_0


cdef inline real hinge_loss(real x, real target, real weight) noexcept nogil:
    """Hinge loss of a score and a label -1 or 1."""
    cdef real slope_0
    return _losses.hinge_loss(x, target, weight, &slope_0)


cdef inline real hinge_loss_grad(real x, real target, real weight) noexcept nogil:
    cdef real slope_0
    _losses.hinge_loss(x, target, weight, &slope_0)
    return slope_0


cdef inline real hinge_loss_value_and_grad(real x, real target, real weight, real* dydx) noexcept nogil:
    return _losses.hinge_loss(x, target, weight, dydx)


cdef inline real hinge_loss_backward(real dy, real x, real target, real weight) noexcept nogil:
    cdef real slope_0
    _losses.hinge_loss(x, target, weight, &slope_0)
    return product_or_0(dy, slope_0)


cdef inline real relative_entropy(real x, real target, real weight) noexcept nogil:
    """Relative entropy of a target beside a predicted probability, which is given by its logarithm."""
    cdef real slope_0
    return _losses.relative_entropy(x, target, weight, &slope_0)


cdef inline real relative_entropy_grad(real x, real target, real weight) noexcept nogil:
    cdef real slope_0
    _losses.relative_entropy(x, target, weight, &slope_0)
    return slope_0


cdef inline real relative_entropy_value_and_grad(real x, real target, real weight, real* dydx) noexcept nogil:
    return _losses.relative_entropy(x, target, weight, dydx)


cdef inline real relative_entropy_backward(real dy, real x, real target, real weight) noexcept nogil:
    cdef real slope_0
    _losses.relative_entropy(x, target, weight, &slope_0)
    return dy * slope_0


cdef inline real relative_entropy_of_logs(real x, real target, real weight) noexcept nogil:
    """Relative entropy of a target beside a predicted probability, which are given by their logarithms."""
    cdef real slope_0
    return _losses.relative_entropy_of_logs(x, target, weight, &slope_0)


cdef inline real relative_entropy_of_logs_grad(real x, real target, real weight) noexcept nogil:
    cdef real slope_0
    _losses.relative_entropy_of_logs(x, target, weight, &slope_0)
    return slope_0


cdef inline real relative_entropy_of_logs_value_and_grad(real x, real target, real weight, real* dydx) noexcept nogil:
    return _losses.relative_entropy_of_logs(x, target, weight, dydx)


cdef inline real relative_entropy_of_logs_backward(real dy, real x, real target, real weight) noexcept nogil:
    cdef real slope_0
    _losses.relative_entropy_of_logs(x, target, weight, &slope_0)
    return dy * slope_0


cdef inline real poisson_loss(real x, real target, real weight, real full) noexcept nogil:
    """Poisson loss of the logarithm of a rate and a count: its negative log-likelihood, but for a term of the count."""
    cdef real slope_0
    return _losses.poisson_loss(x, target, weight, full, &slope_0)


cdef inline real poisson_loss_grad(real x, real target, real weight, real full) noexcept nogil:
    cdef real slope_0
    _losses.poisson_loss(x, target, weight, full, &slope_0)
    return slope_0


cdef inline real poisson_loss_value_and_grad(real x, real target, real weight, real full, real* dydx) noexcept nogil:
    return _losses.poisson_loss(x, target, weight, full, dydx)


cdef inline real poisson_loss_backward(real dy, real x, real target, real weight, real full) noexcept nogil:
    cdef real slope_0
    _losses.poisson_loss(x, target, weight, full, &slope_0)
    return dy * slope_0


cdef inline real poisson_loss_of_rate(real x, real target, real weight, real eps, real full) noexcept nogil:
    """Poisson loss of a rate and a count: its negative log-likelihood, but for a term of the count."""
    cdef real slope_0
    return _losses.poisson_loss_of_rate(x, target, weight, eps, full, &slope_0)


cdef inline real poisson_loss_of_rate_grad(real x, real target, real weight, real eps, real full) noexcept nogil:
    cdef real slope_0
    _losses.poisson_loss_of_rate(x, target, weight, eps, full, &slope_0)
    return slope_0


cdef inline real poisson_loss_of_rate_value_and_grad(
    real x, real target, real weight, real eps, real full, real* dydx,
) noexcept nogil:
    return _losses.poisson_loss_of_rate(x, target, weight, eps, full, dydx)


cdef inline real poisson_loss_of_rate_backward(real dy, real x, real target, real weight, real eps, real full) noexcept nogil:
    cdef real slope_0
    _losses.poisson_loss_of_rate(x, target, weight, eps, full, &slope_0)
    return dy * slope_0
