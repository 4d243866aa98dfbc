"""The oracle: every function and slope from its definition, readable and slow.

    from actkern import reference
    reference.value("sigmoid", x)             # float64 NumPy, by the numerically stable formula
    reference.naive("sigmoid", [x])           # the textbook formula as it stands: what one writes without actkern
    reference.exact("sigmoid", "dydx", 1.5)   # mpmath, correct to 27 digits: the truth that kernels are tested against

The formulas are the text of the catalogue's rows, evaluated over NumPy's or mpmath's functions (`formulas.py`). Functions
along an axis, which no elementwise formula describes, are written out (`along_axis.py`).
"""

from collections.abc import Sequence
from typing import Any

from .._catalog import catalog
from . import formulas
from .along_axis import (
    WRITTEN,
    crelu,
    crelu_backward,
    cross_entropy,
    cross_entropy_gradient,
    entmax15,
    entmax15_backward_from_output,
    glu,
    glu_backward,
    gumbel_softmax,
    hardmax,
    linear_cross_entropy,
    log_softmax,
    log_softmax_backward_from_output,
    logmeanexp,
    logsumexp,
    loss_of_elements,
    maxout,
    maxout_backward,
    nll,
    nll_gradient,
    softmax,
    softmax_backward_from_output,
    sparsemax,
    sparsemax_backward_from_output,
)
from .formulas import exact, exact_of, numpy_of, quantity, slope, slope_from_output, value
from .ulp import exact_ulp_error, ulp_error

__all__ = [
    "crelu",
    "crelu_backward",
    "cross_entropy",
    "cross_entropy_gradient",
    "entmax15",
    "entmax15_backward_from_output",
    "exact",
    "exact_of",
    "exact_ulp_error",
    "glu",
    "glu_backward",
    "gumbel_softmax",
    "hardmax",
    "linear_cross_entropy",
    "log_softmax",
    "log_softmax_backward_from_output",
    "logmeanexp",
    "logsumexp",
    "loss_of_elements",
    "maxout",
    "maxout_backward",
    "naive",
    "nll",
    "nll_gradient",
    "numpy_of",
    "quantity",
    "slope",
    "slope_from_output",
    "softmax",
    "softmax_backward_from_output",
    "sparsemax",
    "sparsemax_backward_from_output",
    "ulp_error",
    "value",
]


def naive(name: str, operands: Sequence[Any], form: str = "value", *, stable: bool = False) -> Any:
    """One form of a function as plain NumPy has it, in the dtype of its operands; the baseline of the benchmarks.

    `operands` are those that the form takes, without the parameters, which have their defaults.
    With `stable` the formulas are those that do not overflow. The result is a tuple where the form
    has several outputs.
    """
    row = catalog[name]
    if (row.name, form) in WRITTEN:
        return WRITTEN[row.name, form](*operands, stable)
    return formulas.naive(row.name, operands, form, stable=stable)
