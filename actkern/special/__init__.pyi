"""Generated from the catalogue by `python tools/generate.py`; a test fails where it is stale."""

from typing import Any

import numpy as np

from ._elementwise import softplus as softplus
from ._rows import log_softmax as log_softmax
from ._rows import logsumexp as logsumexp
from ._rows import softmax as softmax

__all__ = [  # noqa: RUF022
    "erf",
    "erfc",
    "expit",
    "log1mexp",
    "log_expit",
    "log_ndtr",
    "logit",
    "ndtr",
    "softplus",
    "log_softmax",
    "logsumexp",
    "softmax",
]

erf: np.ufunc
erfc: np.ufunc
expit: np.ufunc
log1mexp: np.ufunc
log_expit: np.ufunc
log_ndtr: np.ufunc
logit: np.ufunc
ndtr: np.ufunc

def __getattr__(name: str) -> Any: ...
