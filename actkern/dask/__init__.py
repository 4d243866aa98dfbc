"""actkern's functions of dask arrays, in all their forms, computed lazily.

    import actkern as ak
    ak.softmax(x, axis=1)                       # of a dask array: this module's function, by itself
    ak.dask.softmax(x, axis=1)                  # the same of anything that can be a dask array
    y, dydx = ak.value_and_grad.gelu(x)         # two dask arrays
    loss, dx = ak.value_and_grad.cross_entropy(logits, labels)

a. The arguments are those of actkern's own functions but for `out`. Nothing is computed before dask
   is asked to, and what can be known of bad arguments without that is an error at once.
b. Functions of elements (`_elementwise.py`) go block by block. softmax and its kin and logsumexp
   (`_rows.py`), and cross_entropy and nll (`_losses.py`) go along axes that are split, too.
   hardmax, sparsemax, entmax15 and those made of halves of rows (`_whole.py`) take whole rows.
c. What a worker computes of a block is in `_blocks.py` and `_loss_blocks.py`, which know no dask.
"""

from typing import Any

try:
    import dask.array  # noqa: F401
except ImportError as error:
    raise ImportError("actkern.dask needs dask with its arrays: pip install 'actkern[dask]'") from error

from .. import _namespaces
from .._catalog import FORMS, LinearLoss, Loss, TakenLoss, catalog
from .._generate.docstrings import docstring
from .._runtime import default_backend
from . import _elementwise, _losses, _rows, _whole

_ALONG: dict[tuple[str, str], Any] = {
    ("softmax", "value"): _rows.softmax_like("softmax"),
    ("softmin", "value"): _rows.softmax_like("softmin", sign=-1),
    ("log_softmax", "value"): _rows.softmax_like("log_softmax", logarithm=True),
    ("softmax", "backward_from_output"): _rows.softmax_backward("softmax"),
    ("softmin", "backward_from_output"): _rows.softmax_backward("softmin", sign=-1),
    ("log_softmax", "backward_from_output"): _rows.softmax_backward("log_softmax", logarithm=True),
    ("logsumexp", "value"): _rows.reduction("logsumexp", mean=False),
    ("logmeanexp", "value"): _rows.reduction("logmeanexp", mean=True),
    ("logsumexp", "backward"): _rows.reduction_backward("logsumexp"),
    ("logmeanexp", "backward"): _rows.reduction_backward("logmeanexp"),
}


def _build(name: str, form: str) -> Any:
    row = catalog[name]
    if (name, form) in _ALONG:
        made = _ALONG[name, form]
    elif isinstance(row, LinearLoss):
        made = _losses.refused(name, form)
    elif isinstance(row, Loss):
        of_classes = _losses.taken if isinstance(row, TakenLoss) else _losses.cross_entropy
        made = _losses.of_elements(row, form) if row.element else of_classes(form)
    elif row.along_an_axis:
        made = _whole.function(name, form)
    else:
        made = _elementwise.function(name, form)
    made.__name__ = made.__qualname__ = name
    made.__module__ = __name__ if form == "value" else f"{__name__}.{form}"
    made.__doc__ = docstring(row, form)
    return made


__getattr__ = _namespaces.install(__name__, default_backend, _build)
__all__ = [*FORMS.keys() - {"value"}, *catalog.names()]


def __dir__() -> list[str]:
    return sorted(__all__)
