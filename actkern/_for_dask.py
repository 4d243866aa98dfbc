"""What brings calls on dask arrays to `actkern.dask`, without an import of dask.

a. A thin function sees a dask array itself, off the path of calls on NumPy's (`is_lazy`).
b. A ufunc does not: NumPy asks `dask.array.Array.__array_ufunc__`. That maps a ufunc of one output
   over blocks. For one of several it looks for a function of the ufunc's name in the module
   `dask.array.ufunc`, and where there is none, NumPy raises a TypeError. So ours are put there, by
   their dotted names, as that module is imported: `watch`.
"""

import importlib
import importlib.machinery
import importlib.util
import sys
from collections.abc import Sequence
from functools import partial
from types import ModuleType
from typing import Any

from ._catalog import catalog

_UFUNCS_OF_DASK = "dask.array.ufunc"


def is_lazy(*operands: Any) -> bool:
    """Whether one of these is a dask array."""
    array = getattr(sys.modules.get("dask.array"), "Array", None)
    if array is None:
        return False
    # A generator expression takes half as long again.
    for each in operands:  # noqa: SIM110
        if isinstance(each, array):
            return True
    return False


def lazy(form: str, name: str) -> Any:
    """The function of dask arrays."""
    module = importlib.import_module("actkern.dask")
    return getattr(module if form == "value" else getattr(module, form), name)


def _several(name: str, form: str, *operands: Any, **keywords: Any) -> Any:
    return importlib.import_module("actkern.dask._elementwise").several(name, form, *operands, **keywords)


def _register(module: ModuleType) -> None:
    for row in catalog.values():
        for form in row.forms if row.of_elements else ():
            if len(row.operands(form)[1]) > 1:
                path = row.name if form == "value" else f"{form}.{row.name}"
                vars(module)[f"{path}.ufunc" if row.has_defaults else path] = partial(_several, row.name, form)


class _Watch:
    """Finds nothing itself: it has the loader of dask's module run `_register` after it."""

    def find_spec(self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None) -> Any:
        if fullname != _UFUNCS_OF_DASK:
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(fullname)
        if spec is not None and spec.loader is not None:
            run = spec.loader.exec_module

            def exec_module(module: ModuleType) -> None:
                run(module)
                _register(module)

            spec.loader.exec_module = exec_module  # type: ignore[method-assign]
        return spec


def watch() -> None:
    """Put actkern's ufuncs of several outputs among dask's functions, now or when dask is imported."""
    module = sys.modules.get(_UFUNCS_OF_DASK)
    if module is not None:
        _register(module)
    elif not any(isinstance(each, _Watch) for each in sys.meta_path):
        sys.meta_path.insert(0, _Watch())
