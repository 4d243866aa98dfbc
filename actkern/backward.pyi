"""Generated from the catalogue by `python tools/generate.py`; a test fails where it is stale."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = [  # noqa: RUF022
    "identity",
    "linear",
    "relu",
    "binary_step",
    "heaviside",
    "relu6",
    "squared_relu",
    "relu2",
    "leaky_relu",
    "thresholded_relu",
    "threshold",
    "hard_sigmoid",
    "hardsigmoid",
    "hard_tanh",
    "hardtanh",
    "soft_shrink",
    "softshrink",
    "hard_shrink",
    "hardshrink",
    "shrink",
    "hard_silu",
    "hard_swish",
    "hardswish",
    "sparse_sigmoid",
    "sparse_plus",
    "prelu",
    "squareplus",
    "softsign",
    "soft_sign",
    "isru",
    "isrlu",
    "bent_identity",
    "exp",
    "exponential",
    "expm1",
    "log1p",
    "log1mexp",
    "elu",
    "celu",
    "selu",
    "gaussian",
    "xielu",
    "sigmoid",
    "expit",
    "tanh",
    "soft_cap",
    "softplus",
    "log_sigmoid",
    "logsigmoid",
    "log_expit",
    "sqrtsoftplus",
    "logit",
    "tanh_shrink",
    "tanhshrink",
    "lisht",
    "smht",
    "silu",
    "quick_gelu",
    "gelu_tanh",
    "gelu_new",
    "gelu_pytorch_tanh",
    "gelu_python_tanh",
    "gelu_fast",
    "gelu_accurate",
    "mish",
    "elish",
    "hard_elish",
    "swish",
    "gelu",
    "gelu_python",
    "erf",
    "erfc",
    "ndtr",
    "log_ndtr",
    "laplace",
    "gelu_10",
    "arctan",
    "atan",
    "sin",
    "sinc",
    "snake",
    "bilinear",
    "reglu",
    "geglu",
    "swiglu",
    "sigmoid_glu",
    "clipped_swiglu",
    "swiglu_oai",
    "swiglu_step",
    "bias_relu",
    "bias_gelu",
    "bias_silu",
    "bias_sigmoid",
    "bias_tanh",
    "lstm_cell",
    "gru_cell",
    "rrelu",
    "glu",
    "crelu",
    "maxout",
    "logsumexp",
    "reduce_logsumexp",
    "logmeanexp",
    "logistic_loss",
    "squared_error",
    "squared_difference",
    "absolute_error",
    "huber_error",
    "smooth_l1_error",
    "log_loss",
    "sigmoid_focal_loss",
    "hinge_loss",
    "relative_entropy",
    "relative_entropy_of_logs",
    "poisson_loss",
    "poisson_loss_of_rate",
]

identity: np.ufunc
linear: np.ufunc
relu: np.ufunc
binary_step: np.ufunc
heaviside: np.ufunc
relu6: np.ufunc
squared_relu: np.ufunc
relu2: np.ufunc
threshold: np.ufunc
hard_silu: np.ufunc
hard_swish: np.ufunc
hardswish: np.ufunc
sparse_sigmoid: np.ufunc
sparse_plus: np.ufunc
prelu: np.ufunc
softsign: np.ufunc
soft_sign: np.ufunc
bent_identity: np.ufunc
exp: np.ufunc
exponential: np.ufunc
expm1: np.ufunc
log1p: np.ufunc
log1mexp: np.ufunc
selu: np.ufunc
gaussian: np.ufunc
sigmoid: np.ufunc
expit: np.ufunc
tanh: np.ufunc
log_sigmoid: np.ufunc
logsigmoid: np.ufunc
log_expit: np.ufunc
sqrtsoftplus: np.ufunc
logit: np.ufunc
tanh_shrink: np.ufunc
tanhshrink: np.ufunc
lisht: np.ufunc
silu: np.ufunc
quick_gelu: np.ufunc
gelu_tanh: np.ufunc
gelu_new: np.ufunc
gelu_pytorch_tanh: np.ufunc
gelu_python_tanh: np.ufunc
gelu_fast: np.ufunc
gelu_accurate: np.ufunc
mish: np.ufunc
elish: np.ufunc
hard_elish: np.ufunc
gelu: np.ufunc
gelu_python: np.ufunc
erf: np.ufunc
erfc: np.ufunc
ndtr: np.ufunc
log_ndtr: np.ufunc
gelu_10: np.ufunc
arctan: np.ufunc
atan: np.ufunc
sin: np.ufunc
sinc: np.ufunc
bilinear: np.ufunc
reglu: np.ufunc
geglu: np.ufunc
sigmoid_glu: np.ufunc
swiglu_step: np.ufunc
bias_relu: np.ufunc
bias_gelu: np.ufunc
bias_silu: np.ufunc
bias_sigmoid: np.ufunc
bias_tanh: np.ufunc
lstm_cell: np.ufunc
gru_cell: np.ufunc

def leaky_relu(dy: ArrayLike, x: ArrayLike, /, negative_slope: ArrayLike = ..., **ufunc_keywords: Any) -> Any: ...
def thresholded_relu(dy: ArrayLike, x: ArrayLike, /, theta: ArrayLike = ..., **ufunc_keywords: Any) -> Any: ...
def hard_sigmoid(
    dy: ArrayLike, x: ArrayLike, /, slope: ArrayLike = ..., offset: ArrayLike = ..., **ufunc_keywords: Any
) -> Any: ...
def hardsigmoid(
    dy: ArrayLike, x: ArrayLike, /, slope: ArrayLike = ..., offset: ArrayLike = ..., **ufunc_keywords: Any
) -> Any: ...
def hard_tanh(
    dy: ArrayLike, x: ArrayLike, /, min_val: ArrayLike = ..., max_val: ArrayLike = ..., **ufunc_keywords: Any
) -> Any: ...
def hardtanh(
    dy: ArrayLike, x: ArrayLike, /, min_val: ArrayLike = ..., max_val: ArrayLike = ..., **ufunc_keywords: Any
) -> Any: ...
def soft_shrink(dy: ArrayLike, x: ArrayLike, /, lambd: ArrayLike = ..., **ufunc_keywords: Any) -> Any: ...
def softshrink(dy: ArrayLike, x: ArrayLike, /, lambd: ArrayLike = ..., **ufunc_keywords: Any) -> Any: ...
def hard_shrink(dy: ArrayLike, x: ArrayLike, /, lambd: ArrayLike = ..., **ufunc_keywords: Any) -> Any: ...
def hardshrink(dy: ArrayLike, x: ArrayLike, /, lambd: ArrayLike = ..., **ufunc_keywords: Any) -> Any: ...
def shrink(dy: ArrayLike, x: ArrayLike, /, lambd: ArrayLike = ..., bias: ArrayLike = ..., **ufunc_keywords: Any) -> Any: ...
def squareplus(dy: ArrayLike, x: ArrayLike, /, b: ArrayLike = ..., **ufunc_keywords: Any) -> Any: ...
def isru(dy: ArrayLike, x: ArrayLike, /, alpha: ArrayLike = ..., **ufunc_keywords: Any) -> Any: ...
def isrlu(dy: ArrayLike, x: ArrayLike, /, alpha: ArrayLike = ..., **ufunc_keywords: Any) -> Any: ...
def elu(dy: ArrayLike, x: ArrayLike, /, alpha: ArrayLike = ..., **ufunc_keywords: Any) -> Any: ...
def celu(dy: ArrayLike, x: ArrayLike, /, alpha: ArrayLike = ..., **ufunc_keywords: Any) -> Any: ...
def xielu(
    dy: ArrayLike,
    x: ArrayLike,
    /,
    alpha_p: ArrayLike = ...,
    alpha_n: ArrayLike = ...,
    beta: ArrayLike = ...,
    **ufunc_keywords: Any,
) -> Any: ...
def soft_cap(dy: ArrayLike, x: ArrayLike, /, cap: ArrayLike = ..., **ufunc_keywords: Any) -> Any: ...
def softplus(dy: ArrayLike, x: ArrayLike, /, beta: ArrayLike = ..., **ufunc_keywords: Any) -> Any: ...
def smht(
    dy: ArrayLike,
    x: ArrayLike,
    /,
    a: ArrayLike = ...,
    b: ArrayLike = ...,
    c: ArrayLike = ...,
    d: ArrayLike = ...,
    **ufunc_keywords: Any,
) -> Any: ...
def swish(dy: ArrayLike, x: ArrayLike, /, beta: ArrayLike = ..., **ufunc_keywords: Any) -> Any: ...
def laplace(dy: ArrayLike, x: ArrayLike, /, mu: ArrayLike = ..., sigma: ArrayLike = ..., **ufunc_keywords: Any) -> Any: ...
def snake(dy: ArrayLike, x: ArrayLike, /, a: ArrayLike = ..., **ufunc_keywords: Any) -> Any: ...
def swiglu(dy: ArrayLike, gate: ArrayLike, up: ArrayLike, /, alpha: ArrayLike = ..., **ufunc_keywords: Any) -> Any: ...
def clipped_swiglu(dy: ArrayLike, gate: ArrayLike, up: ArrayLike, /, limit: ArrayLike = ..., **ufunc_keywords: Any) -> Any: ...
def swiglu_oai(
    dy: ArrayLike, gate: ArrayLike, up: ArrayLike, /, alpha: ArrayLike = ..., limit: ArrayLike = ..., **ufunc_keywords: Any
) -> Any: ...
def rrelu(
    dy: ArrayLike,
    x: ArrayLike,
    *,
    lower: ArrayLike = ...,
    upper: ArrayLike = ...,
    training: bool = False,
    rng: Any = None,
    **ufunc_keywords: Any,
) -> Any: ...
def glu(dy: ArrayLike, x: ArrayLike, axis: int = -1, *, out: NDArray[Any] | None = None) -> Any: ...
def crelu(dy: ArrayLike, x: ArrayLike, axis: int = -1, *, out: NDArray[Any] | None = None) -> Any: ...
def maxout(dy: ArrayLike, x: ArrayLike, k: int, axis: int = -1, *, out: NDArray[Any] | None = None) -> Any: ...
def logsumexp(
    dy: ArrayLike,
    x: ArrayLike,
    axis: int | tuple[int, ...] | None = None,
    *,
    keepdims: bool = False,
    where: ArrayLike | None = None,
    sink: ArrayLike | None = None,
    out: NDArray[Any] | None = None,
) -> Any: ...
def reduce_logsumexp(
    dy: ArrayLike,
    x: ArrayLike,
    axis: int | tuple[int, ...] | None = None,
    *,
    keepdims: bool = False,
    where: ArrayLike | None = None,
    sink: ArrayLike | None = None,
    out: NDArray[Any] | None = None,
) -> Any: ...
def logmeanexp(
    dy: ArrayLike,
    x: ArrayLike,
    axis: int | tuple[int, ...] | None = None,
    *,
    keepdims: bool = False,
    where: ArrayLike | None = None,
    out: NDArray[Any] | None = None,
) -> Any: ...
def logistic_loss(
    dy: ArrayLike, x: ArrayLike, target: ArrayLike, /, weight: ArrayLike = ..., pos_weight: ArrayLike = ..., **ufunc_keywords: Any
) -> Any: ...
def squared_error(dy: ArrayLike, x: ArrayLike, target: ArrayLike, /, weight: ArrayLike = ..., **ufunc_keywords: Any) -> Any: ...
def squared_difference(
    dy: ArrayLike, x: ArrayLike, target: ArrayLike, /, weight: ArrayLike = ..., **ufunc_keywords: Any
) -> Any: ...
def absolute_error(dy: ArrayLike, x: ArrayLike, target: ArrayLike, /, weight: ArrayLike = ..., **ufunc_keywords: Any) -> Any: ...
def huber_error(
    dy: ArrayLike, x: ArrayLike, target: ArrayLike, /, weight: ArrayLike = ..., delta: ArrayLike = ..., **ufunc_keywords: Any
) -> Any: ...
def smooth_l1_error(
    dy: ArrayLike, x: ArrayLike, target: ArrayLike, /, weight: ArrayLike = ..., beta: ArrayLike = ..., **ufunc_keywords: Any
) -> Any: ...
def log_loss(dy: ArrayLike, x: ArrayLike, target: ArrayLike, /, weight: ArrayLike = ..., **ufunc_keywords: Any) -> Any: ...
def sigmoid_focal_loss(
    dy: ArrayLike,
    x: ArrayLike,
    target: ArrayLike,
    /,
    weight: ArrayLike = ...,
    alpha: ArrayLike = ...,
    gamma: ArrayLike = ...,
    **ufunc_keywords: Any,
) -> Any: ...
def hinge_loss(dy: ArrayLike, x: ArrayLike, target: ArrayLike, /, weight: ArrayLike = ..., **ufunc_keywords: Any) -> Any: ...
def relative_entropy(
    dy: ArrayLike, x: ArrayLike, target: ArrayLike, /, weight: ArrayLike = ..., **ufunc_keywords: Any
) -> Any: ...
def relative_entropy_of_logs(
    dy: ArrayLike, x: ArrayLike, target: ArrayLike, /, weight: ArrayLike = ..., **ufunc_keywords: Any
) -> Any: ...
def poisson_loss(
    dy: ArrayLike, x: ArrayLike, target: ArrayLike, /, weight: ArrayLike = ..., full: ArrayLike = ..., **ufunc_keywords: Any
) -> Any: ...
def poisson_loss_of_rate(
    dy: ArrayLike,
    x: ArrayLike,
    target: ArrayLike,
    /,
    weight: ArrayLike = ...,
    eps: ArrayLike = ...,
    full: ArrayLike = ...,
    **ufunc_keywords: Any,
) -> Any: ...
