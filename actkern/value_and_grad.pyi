"""Generated from the catalogue by `python tools/generate.py`; a test fails where it is stale."""

import numpy as np

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
