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
    "rrelu",
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
    "cross_entropy",
    "nll",
    "nll_loss",
    "linear_cross_entropy",
    "binary_cross_entropy_with_logits",
    "mse",
    "mse_loss",
    "mae",
    "l1_loss",
    "huber",
    "huber_loss",
    "smooth_l1",
    "smooth_l1_loss",
    "binary_cross_entropy",
    "focal",
    "hinge",
    "kl_div",
    "poisson_nll",
    "poisson_nll_loss",
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

def leaky_relu(x: ArrayLike, /, negative_slope: ArrayLike = ..., **ufunc_keywords: Any) -> Any: ...
def thresholded_relu(x: ArrayLike, /, theta: ArrayLike = ..., **ufunc_keywords: Any) -> Any: ...
def hard_sigmoid(x: ArrayLike, /, slope: ArrayLike = ..., offset: ArrayLike = ..., **ufunc_keywords: Any) -> Any: ...
def hardsigmoid(x: ArrayLike, /, slope: ArrayLike = ..., offset: ArrayLike = ..., **ufunc_keywords: Any) -> Any: ...
def hard_tanh(x: ArrayLike, /, min_val: ArrayLike = ..., max_val: ArrayLike = ..., **ufunc_keywords: Any) -> Any: ...
def hardtanh(x: ArrayLike, /, min_val: ArrayLike = ..., max_val: ArrayLike = ..., **ufunc_keywords: Any) -> Any: ...
def soft_shrink(x: ArrayLike, /, lambd: ArrayLike = ..., **ufunc_keywords: Any) -> Any: ...
def softshrink(x: ArrayLike, /, lambd: ArrayLike = ..., **ufunc_keywords: Any) -> Any: ...
def hard_shrink(x: ArrayLike, /, lambd: ArrayLike = ..., **ufunc_keywords: Any) -> Any: ...
def hardshrink(x: ArrayLike, /, lambd: ArrayLike = ..., **ufunc_keywords: Any) -> Any: ...
def shrink(x: ArrayLike, /, lambd: ArrayLike = ..., bias: ArrayLike = ..., **ufunc_keywords: Any) -> Any: ...
def squareplus(x: ArrayLike, /, b: ArrayLike = ..., **ufunc_keywords: Any) -> Any: ...
def isru(x: ArrayLike, /, alpha: ArrayLike = ..., **ufunc_keywords: Any) -> Any: ...
def isrlu(x: ArrayLike, /, alpha: ArrayLike = ..., **ufunc_keywords: Any) -> Any: ...
def elu(x: ArrayLike, /, alpha: ArrayLike = ..., **ufunc_keywords: Any) -> Any: ...
def celu(x: ArrayLike, /, alpha: ArrayLike = ..., **ufunc_keywords: Any) -> Any: ...
def xielu(
    x: ArrayLike, /, alpha_p: ArrayLike = ..., alpha_n: ArrayLike = ..., beta: ArrayLike = ..., **ufunc_keywords: Any
) -> Any: ...
def soft_cap(x: ArrayLike, /, cap: ArrayLike = ..., **ufunc_keywords: Any) -> Any: ...
def softplus(x: ArrayLike, /, beta: ArrayLike = ..., **ufunc_keywords: Any) -> Any: ...
def smht(
    x: ArrayLike, /, a: ArrayLike = ..., b: ArrayLike = ..., c: ArrayLike = ..., d: ArrayLike = ..., **ufunc_keywords: Any
) -> Any: ...
def swish(x: ArrayLike, /, beta: ArrayLike = ..., **ufunc_keywords: Any) -> Any: ...
def laplace(x: ArrayLike, /, mu: ArrayLike = ..., sigma: ArrayLike = ..., **ufunc_keywords: Any) -> Any: ...
def snake(x: ArrayLike, /, a: ArrayLike = ..., **ufunc_keywords: Any) -> Any: ...
def swiglu(gate: ArrayLike, up: ArrayLike, /, alpha: ArrayLike = ..., **ufunc_keywords: Any) -> Any: ...
def clipped_swiglu(gate: ArrayLike, up: ArrayLike, /, limit: ArrayLike = ..., **ufunc_keywords: Any) -> Any: ...
def swiglu_oai(
    gate: ArrayLike, up: ArrayLike, /, alpha: ArrayLike = ..., limit: ArrayLike = ..., **ufunc_keywords: Any
) -> Any: ...
def rrelu(
    x: ArrayLike,
    *,
    lower: ArrayLike = ...,
    upper: ArrayLike = ...,
    training: bool = False,
    rng: Any = None,
    **ufunc_keywords: Any,
) -> Any: ...
def logistic_loss(
    x: ArrayLike, target: ArrayLike, /, weight: ArrayLike = ..., pos_weight: ArrayLike = ..., **ufunc_keywords: Any
) -> Any: ...
def squared_error(x: ArrayLike, target: ArrayLike, /, weight: ArrayLike = ..., **ufunc_keywords: Any) -> Any: ...
def squared_difference(x: ArrayLike, target: ArrayLike, /, weight: ArrayLike = ..., **ufunc_keywords: Any) -> Any: ...
def absolute_error(x: ArrayLike, target: ArrayLike, /, weight: ArrayLike = ..., **ufunc_keywords: Any) -> Any: ...
def huber_error(
    x: ArrayLike, target: ArrayLike, /, weight: ArrayLike = ..., delta: ArrayLike = ..., **ufunc_keywords: Any
) -> Any: ...
def smooth_l1_error(
    x: ArrayLike, target: ArrayLike, /, weight: ArrayLike = ..., beta: ArrayLike = ..., **ufunc_keywords: Any
) -> Any: ...
def log_loss(x: ArrayLike, target: ArrayLike, /, weight: ArrayLike = ..., **ufunc_keywords: Any) -> Any: ...
def sigmoid_focal_loss(
    x: ArrayLike,
    target: ArrayLike,
    /,
    weight: ArrayLike = ...,
    alpha: ArrayLike = ...,
    gamma: ArrayLike = ...,
    **ufunc_keywords: Any,
) -> Any: ...
def hinge_loss(x: ArrayLike, target: ArrayLike, /, weight: ArrayLike = ..., **ufunc_keywords: Any) -> Any: ...
def relative_entropy(x: ArrayLike, target: ArrayLike, /, weight: ArrayLike = ..., **ufunc_keywords: Any) -> Any: ...
def relative_entropy_of_logs(x: ArrayLike, target: ArrayLike, /, weight: ArrayLike = ..., **ufunc_keywords: Any) -> Any: ...
def poisson_loss(
    x: ArrayLike, target: ArrayLike, /, weight: ArrayLike = ..., full: ArrayLike = ..., **ufunc_keywords: Any
) -> Any: ...
def poisson_loss_of_rate(
    x: ArrayLike,
    target: ArrayLike,
    /,
    weight: ArrayLike = ...,
    eps: ArrayLike = ...,
    full: ArrayLike = ...,
    **ufunc_keywords: Any,
) -> Any: ...
def cross_entropy(
    logits: ArrayLike,
    target: ArrayLike,
    axis: int = -1,
    *,
    weight: ArrayLike | None = None,
    ignore_index: int = -100,
    label_smoothing: float = 0.0,
    z_loss: float = 0.0,
    reduction: str = "mean",
    out: NDArray[Any] | None = None,
) -> Any: ...
def nll(
    log_probs: ArrayLike,
    target: ArrayLike,
    axis: int = -1,
    *,
    weight: ArrayLike | None = None,
    ignore_index: int = -100,
    reduction: str = "mean",
    out: NDArray[Any] | None = None,
) -> Any: ...
def nll_loss(
    log_probs: ArrayLike,
    target: ArrayLike,
    axis: int = -1,
    *,
    weight: ArrayLike | None = None,
    ignore_index: int = -100,
    reduction: str = "mean",
    out: NDArray[Any] | None = None,
) -> Any: ...
def linear_cross_entropy(
    x: ArrayLike,
    weight: ArrayLike,
    target: ArrayLike,
    bias: ArrayLike | None = None,
    *,
    weight_of_class: ArrayLike | None = None,
    ignore_index: int = -100,
    label_smoothing: float = 0.0,
    z_loss: float = 0.0,
    soft_cap: float | None = None,
    reduction: str = "mean",
    chunk: int | None = None,
    out: tuple[NDArray[Any] | None, ...] | None = None,
) -> Any: ...
def binary_cross_entropy_with_logits(
    logits: ArrayLike,
    target: ArrayLike,
    weight: ArrayLike | None = None,
    pos_weight: ArrayLike | None = None,
    *,
    reduction: str = "mean",
    out: NDArray[Any] | None = None,
) -> Any: ...
def mse(
    prediction: ArrayLike,
    target: ArrayLike,
    weight: ArrayLike | None = None,
    *,
    reduction: str = "mean",
    out: NDArray[Any] | None = None,
) -> Any: ...
def mse_loss(
    prediction: ArrayLike,
    target: ArrayLike,
    weight: ArrayLike | None = None,
    *,
    reduction: str = "mean",
    out: NDArray[Any] | None = None,
) -> Any: ...
def mae(
    prediction: ArrayLike,
    target: ArrayLike,
    weight: ArrayLike | None = None,
    *,
    reduction: str = "mean",
    out: NDArray[Any] | None = None,
) -> Any: ...
def l1_loss(
    prediction: ArrayLike,
    target: ArrayLike,
    weight: ArrayLike | None = None,
    *,
    reduction: str = "mean",
    out: NDArray[Any] | None = None,
) -> Any: ...
def huber(
    prediction: ArrayLike,
    target: ArrayLike,
    weight: ArrayLike | None = None,
    *,
    delta: ArrayLike = 1.0,
    reduction: str = "mean",
    out: NDArray[Any] | None = None,
) -> Any: ...
def huber_loss(
    prediction: ArrayLike,
    target: ArrayLike,
    weight: ArrayLike | None = None,
    *,
    delta: ArrayLike = 1.0,
    reduction: str = "mean",
    out: NDArray[Any] | None = None,
) -> Any: ...
def smooth_l1(
    prediction: ArrayLike,
    target: ArrayLike,
    weight: ArrayLike | None = None,
    *,
    beta: ArrayLike = 1.0,
    reduction: str = "mean",
    out: NDArray[Any] | None = None,
) -> Any: ...
def smooth_l1_loss(
    prediction: ArrayLike,
    target: ArrayLike,
    weight: ArrayLike | None = None,
    *,
    beta: ArrayLike = 1.0,
    reduction: str = "mean",
    out: NDArray[Any] | None = None,
) -> Any: ...
def binary_cross_entropy(
    prediction: ArrayLike,
    target: ArrayLike,
    weight: ArrayLike | None = None,
    *,
    reduction: str = "mean",
    out: NDArray[Any] | None = None,
) -> Any: ...
def focal(
    logits: ArrayLike,
    target: ArrayLike,
    weight: ArrayLike | None = None,
    *,
    alpha: ArrayLike = 0.25,
    gamma: ArrayLike = 2.0,
    reduction: str = "mean",
    out: NDArray[Any] | None = None,
) -> Any: ...
def hinge(
    prediction: ArrayLike,
    target: ArrayLike,
    weight: ArrayLike | None = None,
    *,
    reduction: str = "mean",
    out: NDArray[Any] | None = None,
) -> Any: ...
def kl_div(
    prediction: ArrayLike,
    target: ArrayLike,
    weight: ArrayLike | None = None,
    *,
    log_target: bool = False,
    reduction: str = "mean",
    out: NDArray[Any] | None = None,
) -> Any: ...
def poisson_nll(
    prediction: ArrayLike,
    target: ArrayLike,
    weight: ArrayLike | None = None,
    *,
    log_input: bool = True,
    full: bool = False,
    eps: ArrayLike = 1e-08,
    reduction: str = "mean",
    out: NDArray[Any] | None = None,
) -> Any: ...
def poisson_nll_loss(
    prediction: ArrayLike,
    target: ArrayLike,
    weight: ArrayLike | None = None,
    *,
    log_input: bool = True,
    full: bool = False,
    eps: ArrayLike = 1e-08,
    reduction: str = "mean",
    out: NDArray[Any] | None = None,
) -> Any: ...
