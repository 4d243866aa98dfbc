"""The public names, made from the catalogue and a backend's loops on first use.

A backend is a namespace of values with one namespace per further form below it: `backends["numba"].grad.sigmoid`.
The default backend's functions are actkern's own: `actkern.grad.sigmoid` is the same object. Namespaces are real
modules, entered in `sys.modules`, so that `import actkern.grad` works and every ufunc pickles by its name.
"""

import importlib
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from types import ModuleType
from typing import Any

from . import _ufunc, composed, parametric, rowwise
from ._catalog import FORMS, catalog
from ._environment import in_default_environment
from ._generate.docstrings import docstring
from ._runtime import available_backends, check_backend, default_backend

_SUBMODULES = tuple(form for form in FORMS if form != "value")


def _module_name(parent: str, form: str) -> str:
    return parent if form == "value" else f"{parent}.{form}"


def _home(backend: str) -> str:
    """The module whose names the functions of `backend` bear."""
    return "actkern" if backend == default_backend else f"actkern._{backend}"


@cache
def _build(backend: str, name: str, form: str) -> Any:
    row = catalog[name]
    module = _module_name(_home(backend), form)
    doc = docstring(row, form)

    def get(form: str, name: str) -> Any:
        return _build(backend, name, form)

    if row.kind == "composed":
        return in_default_environment(composed.function(row, form, get, module, doc))
    if row.kind in ("rowwise", "loss"):
        row_loops = importlib.import_module(f"actkern._{backend}").row_loops
        made = rowwise.function(row, form, row_loops, get, module, doc)
        computes = row.kind == "loss" or row.random or (row.reduces and form == "backward")
        return in_default_environment(made) if computes else made
    nin, nout = (len(names) for names in row.operands(form))
    loops = importlib.import_module(f"actkern._{backend}").loops(name, form)
    # Where the name is a thin function's, the ufunc is its attribute, and says so: it pickles by this path.
    path = f"{name}.ufunc" if row.has_defaults else name
    ufunc = _ufunc.make(path, module, doc, nin, nout, loops)
    return parametric.function(ufunc, row, form, module, doc) if row.has_defaults else ufunc


def _lookup(backend: str, form: str, module: str) -> Callable[[str], Any]:
    def __getattr__(name: str) -> Any:
        if name not in catalog:
            hint = "" if name.startswith("_") else catalog.hint(name, form)
            raise AttributeError(f"module {module!r} has no attribute {name!r}{hint}")
        row = catalog[name]
        if form not in row.forms:
            raise AttributeError(f"{name} has no form {form!r}; it has {', '.join(row.forms)}")
        made = _build(backend, row.name, form)
        for each in (row.name, *row.aliases):
            setattr(sys.modules[module], each, made)
        return made

    return __getattr__


def install(module: str, backend: str) -> Callable[[str], Any]:
    """Make `module` a namespace of `backend`: enters its submodules, and gives the module's own `__getattr__`."""
    parent = sys.modules[module]
    for form in _SUBMODULES:
        full = _module_name(module, form)
        child = ModuleType(full, f"{form} of every function that has it, on the {backend} backend.")
        names = list(catalog.names(form))
        vars(child).update(__getattr__=_lookup(backend, form, full), __all__=names, __dir__=names.copy)
        sys.modules[full] = child
        setattr(parent, form, child)
    return _lookup(backend, "value", module)


class Backends(Mapping[str, ModuleType]):
    """The backends by name, each a namespace of its own: `backends["numba"].sigmoid`."""

    def available(self) -> tuple[str, ...]:
        """Names of the backends that are installed here, the preferred one first."""
        return available_backends

    def __getitem__(self, name: str) -> ModuleType:
        return importlib.import_module(f"actkern._{check_backend(name, available_backends)}")

    def __contains__(self, name: object) -> bool:
        return name in available_backends

    def __iter__(self) -> Iterator[str]:
        return iter(available_backends)

    def __len__(self) -> int:
        return len(available_backends)


backends = Backends()
