"""actkern's functions of PyTorch's tensors on the CPU, with gradients: `import actkern.torch as F`.

    y = ak.torch.gelu(x)                 # a tensor; y.backward(dy) takes one pass over memory
    p = ak.torch.softmax(x, dim=-1)
    loss = ak.torch.cross_entropy(logits, labels, label_smoothing=0.1)

a. Each function is a custom operator of PyTorch (`torch.library.custom_op`), made on first use, so
   that autograd, `torch.compile`, `torch.func.vmap` and `torch.export` know it. The kernels read and
   write the tensors' own memory. The values have the bits of `ak.NAME`, the gradients those of
   `ak.backward.NAME`.
b. `_operators.py` defines operators, and has what stands between a tensor and an array.
   `_elementwise.py`, `_rows.py`, `_losses.py` and `_linear.py` have the operators by kind, `_second.py` the
   gradients of gradients.
c. Functions that draw random numbers draw them from PyTorch's generator, and are made of others.

A call runs on the threads of actkern's pool: `ak.set_num_threads`, not `torch.set_num_threads`.
"""

import importlib
import threading
from typing import Any

from .._catalog import catalog

_LEAST = "2.5"  # the first release whose custom operators take a rule for vmap

try:
    _torch: Any = importlib.import_module("torch")
except ModuleNotFoundError as error:
    if error.name != "torch":
        raise
    raise ImportError("actkern.torch needs PyTorch, which is not installed: pip install torch") from None
if not hasattr(_torch.library, "register_vmap"):
    raise ImportError(f"actkern.torch needs PyTorch {_LEAST} or later; installed is {_torch.__version__}")

__all__ = list(catalog.names())
_LOCK = threading.RLock()


def __getattr__(name: str) -> Any:
    if name not in __all__:
        hint = "" if name.startswith("_") else catalog.hint(name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}{hint}")
    row = catalog[name]
    with _LOCK:  # an operator is defined once, where two threads ask for it
        if row.name not in globals():
            made = importlib.import_module("actkern.torch._functions").function(row)
            globals().update(dict.fromkeys((row.name, *row.aliases), made))
    return globals()[name]


def __dir__() -> list[str]:
    return sorted(__all__)
