"""actkern: the activation functions of neural networks as fast, accurate NumPy ufuncs.

All that there is, by example:

    import actkern as ak
    ak.sigmoid(x)                    # a numpy.ufunc: out=, where=, dtype=, broadcasting
    ak.grad.sigmoid(x)               # the slope
    ak.value_and_grad.sigmoid(x)     # both, in one pass
    ak.backward.sigmoid(dy, x)       # dy * slope, in one pass
    ak.backward_from_output.sigmoid(dy, y)
    ak.softmax(x, axis=-1)
    ak.backends["numba"].sigmoid(x)  # any backend by name; actkern itself is the default one
    ak.special.expit(x)              # scipy.special's names, arguments and dtypes: import actkern.special as special
    ak.softmax(darr, axis=-1)        # a dask array: lazily, along an axis that is split, too; ak.dask has all forms
    ak.torch.gelu(tensor)            # of PyTorch's tensors, with gradients: import actkern.torch
"""

import importlib
from typing import Any

from . import _for_dask, _modules, _namespaces
from ._building import get_cflags, get_include
from ._catalog import FORMS, catalog
from ._namespaces import backends
from ._runtime import default_backend, get_num_threads, set_num_threads, show_runtime, threads
from ._version import __version__ as __version__

# Functions and the namespaces of forms are made on first use: importing actkern compiles and loads no kernel.
_function = _namespaces.install(__name__, default_backend)
_for_dask.watch()


def __getattr__(name: str) -> Any:
    if name in (*_modules.ALWAYS, *_modules.OF_OTHERS):
        return importlib.import_module(f"actkern.{name}")
    if name in _modules.FUNCTIONS:
        made = getattr(importlib.import_module(f".{_modules.FUNCTIONS[name]}", __name__), name)
        return globals().setdefault(name, made)
    if name == "_C_API":
        globals()[name] = made = importlib.import_module("actkern._c_api").make()
        return made
    return _function(name)


__all__ = [
    "backends",
    "catalog",
    "get_cflags",
    "get_include",
    "get_num_threads",
    "set_num_threads",
    "show_runtime",
    "threads",
    *_modules.ALWAYS,
    *_modules.FUNCTIONS,
    *FORMS.keys() - {"value"},
    *catalog.names(),
]


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
