"""Generated from the catalogue by `python tools/generate.py`; a test fails where it is stale."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

identity: np.ufunc
linear: np.ufunc
relu: np.ufunc
sigmoid: np.ufunc
tanh: np.ufunc
bilinear: np.ufunc
reglu: np.ufunc
sigmoid_glu: np.ufunc
bias_relu: np.ufunc
bias_sigmoid: np.ufunc
bias_tanh: np.ufunc
lstm_cell: np.ufunc
gru_cell: np.ufunc

def glu(dy: ArrayLike, x: ArrayLike, axis: int = -1, *, out: NDArray[Any] | None = None) -> Any: ...
def crelu(dy: ArrayLike, x: ArrayLike, axis: int = -1, *, out: NDArray[Any] | None = None) -> Any: ...
def maxout(dy: ArrayLike, x: ArrayLike, k: int, axis: int = -1, *, out: NDArray[Any] | None = None) -> Any: ...
