"""Generated from the catalogue by `python tools/generate.py`; a test fails where it is stale."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

__all__ = [  # noqa: RUF022
    "identity",
    "linear",
    "relu",
    "relu6",
    "leaky_relu",
    "thresholded_relu",
    "hard_sigmoid",
    "hardsigmoid",
    "hard_tanh",
    "hardtanh",
    "soft_shrink",
    "softshrink",
    "hard_shrink",
    "hardshrink",
    "softsign",
    "soft_sign",
    "isru",
    "isrlu",
    "exp",
    "exponential",
    "expm1",
    "elu",
    "celu",
    "selu",
    "sigmoid",
    "expit",
    "tanh",
    "soft_cap",
    "softplus",
    "log_sigmoid",
    "logsigmoid",
    "log_expit",
    "softmax",
    "softmin",
    "log_softmax",
    "hardmax",
    "sparsemax",
    "entmax15",
    "gumbel_softmax",
]

identity: np.ufunc
linear: np.ufunc
relu: np.ufunc
relu6: np.ufunc
softsign: np.ufunc
soft_sign: np.ufunc
exp: np.ufunc
exponential: np.ufunc
expm1: np.ufunc
selu: np.ufunc
sigmoid: np.ufunc
expit: np.ufunc
tanh: np.ufunc
log_sigmoid: np.ufunc
logsigmoid: np.ufunc
log_expit: np.ufunc

def leaky_relu(dy: ArrayLike, y: ArrayLike, /, negative_slope: ArrayLike = ..., **ufunc_keywords: Any) -> Any: ...
def thresholded_relu(dy: ArrayLike, y: ArrayLike, /, theta: ArrayLike = ..., **ufunc_keywords: Any) -> Any: ...
def hard_sigmoid(
    dy: ArrayLike, y: ArrayLike, /, slope: ArrayLike = ..., offset: ArrayLike = ..., **ufunc_keywords: Any
) -> Any: ...
def hardsigmoid(
    dy: ArrayLike, y: ArrayLike, /, slope: ArrayLike = ..., offset: ArrayLike = ..., **ufunc_keywords: Any
) -> Any: ...
def hard_tanh(
    dy: ArrayLike, y: ArrayLike, /, min_val: ArrayLike = ..., max_val: ArrayLike = ..., **ufunc_keywords: Any
) -> Any: ...
def hardtanh(
    dy: ArrayLike, y: ArrayLike, /, min_val: ArrayLike = ..., max_val: ArrayLike = ..., **ufunc_keywords: Any
) -> Any: ...
def soft_shrink(dy: ArrayLike, y: ArrayLike, /, lambd: ArrayLike = ..., **ufunc_keywords: Any) -> Any: ...
def softshrink(dy: ArrayLike, y: ArrayLike, /, lambd: ArrayLike = ..., **ufunc_keywords: Any) -> Any: ...
def hard_shrink(dy: ArrayLike, y: ArrayLike, /, lambd: ArrayLike = ..., **ufunc_keywords: Any) -> Any: ...
def hardshrink(dy: ArrayLike, y: ArrayLike, /, lambd: ArrayLike = ..., **ufunc_keywords: Any) -> Any: ...
def isru(dy: ArrayLike, y: ArrayLike, /, alpha: ArrayLike = ..., **ufunc_keywords: Any) -> Any: ...
def isrlu(dy: ArrayLike, y: ArrayLike, /, alpha: ArrayLike = ..., **ufunc_keywords: Any) -> Any: ...
def elu(dy: ArrayLike, y: ArrayLike, /, alpha: ArrayLike = ..., **ufunc_keywords: Any) -> Any: ...
def celu(dy: ArrayLike, y: ArrayLike, /, alpha: ArrayLike = ..., **ufunc_keywords: Any) -> Any: ...
def soft_cap(dy: ArrayLike, y: ArrayLike, /, cap: ArrayLike = ..., **ufunc_keywords: Any) -> Any: ...
def softplus(dy: ArrayLike, y: ArrayLike, /, beta: ArrayLike = ..., **ufunc_keywords: Any) -> Any: ...
def softmax(
    dy: ArrayLike,
    y: ArrayLike,
    axis: int = -1,
    *,
    temperature: ArrayLike = 1.0,
    sink: ArrayLike | None = None,
    out: NDArray[Any] | None = None,
    dtype: DTypeLike | None = None,
) -> Any: ...
def softmin(
    dy: ArrayLike,
    y: ArrayLike,
    axis: int = -1,
    *,
    temperature: ArrayLike = 1.0,
    sink: ArrayLike | None = None,
    out: NDArray[Any] | None = None,
    dtype: DTypeLike | None = None,
) -> Any: ...
def log_softmax(
    dy: ArrayLike,
    y: ArrayLike,
    axis: int = -1,
    *,
    temperature: ArrayLike = 1.0,
    sink: ArrayLike | None = None,
    out: NDArray[Any] | None = None,
    dtype: DTypeLike | None = None,
) -> Any: ...
def hardmax(
    dy: ArrayLike, y: ArrayLike, axis: int = -1, *, out: NDArray[Any] | None = None, dtype: DTypeLike | None = None
) -> Any: ...
def sparsemax(
    dy: ArrayLike, y: ArrayLike, axis: int = -1, *, out: NDArray[Any] | None = None, dtype: DTypeLike | None = None
) -> Any: ...
def entmax15(
    dy: ArrayLike, y: ArrayLike, axis: int = -1, *, out: NDArray[Any] | None = None, dtype: DTypeLike | None = None
) -> Any: ...
def gumbel_softmax(
    dy: ArrayLike,
    y: ArrayLike,
    axis: int = -1,
    *,
    temperature: ArrayLike = 1.0,
    out: NDArray[Any] | None = None,
    dtype: DTypeLike | None = None,
) -> Any: ...
