"""The public names, made from the catalogue and a backend's loops on first use.

A backend is a namespace of values with one namespace per further form below it: `backends["numba"].grad.sigmoid`.
The default backend's functions are actkern's own: `actkern.grad.sigmoid` is the same object. Namespaces are real
modules, entered in `sys.modules`, so that `import actkern.grad` works and every ufunc pickles by its name.
"""

import importlib
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from types import ModuleType
from typing import Any

from ._catalog import FORMS, Activation, catalog
from ._functions import Maker, function
from ._generate.docstrings import docstring
from ._runtime import available_backends, check_backend, default_backend

Build = Callable[[str, str], Any]

_SUBMODULES = tuple(form for form in FORMS if form != "value")


def _module_name(parent: str, form: str) -> str:
    return parent if form == "value" else f"{parent}.{form}"


def _home(backend: str) -> str:
    """The module whose names the functions of `backend` bear."""
    return "actkern" if backend == default_backend else f"actkern._{backend}"


# By the identity of public functions, which live as long as the process, as `_build` keeps them.
_rows: dict[int, tuple[Activation, str]] = {}


@cache
def maker(backend: str, name: str, form: str) -> Maker:
    """What one form of a function of `backend` is made of."""
    row, module = catalog[name], _module_name(_home(backend), form)
    loops: Any = importlib.import_module(f"actkern._{backend}")
    return Maker(row, form, loops, lambda form, name: _build(backend, name, form), module, docstring(row, form))


@cache
def _build(backend: str, name: str, form: str) -> Any:
    row = catalog[name]
    made = function(maker(backend, name, form))
    for each in (made, getattr(made, "ufunc", made)):
        register(each, row, form)
    return made


def register(function: Any, row: Activation, form: str) -> None:
    """Have `row_and_form` know a function, which lives as long as the process."""
    _rows[id(function)] = row, form


def row_and_form(function: Any) -> tuple[Activation, str] | None:
    """The row and the form of a public function, or of the ufunc beneath one; None for anything else."""
    return _rows.get(id(function))


def row_of(given: object, user: str) -> tuple[Activation, str]:
    """The row of a function that is given by a name or as itself, and what to call it."""
    if isinstance(given, str):
        if given not in catalog:
            raise ValueError(f"{user}: no function {given!r} in the catalogue{catalog.hint(given)}")
        return catalog[given], given
    found = row_and_form(given)
    if found is None:
        what = getattr(given, "__name__", type(given).__name__)
        raise TypeError(f"{user} takes functions of actkern or their names, not {what}")
    row, form = found
    if form != "value":
        kind = " and kind='grad'" if form == "grad" else ""
        raise ValueError(f"{user} takes actkern.{row.name}{kind} instead of actkern.{form}.{row.name}")
    return row, row.name


def _lookup(build: Build, form: str, module: str) -> Callable[[str], Any]:
    def __getattr__(name: str) -> Any:
        if name not in catalog.names():
            hint = "" if name.startswith("_") else catalog.hint(name, form)
            raise AttributeError(f"module {module!r} has no attribute {name!r}{hint}")
        row = catalog[name]
        if form not in row.forms:
            raise AttributeError(f"{name} has no form {form!r}; it has {', '.join(row.forms)}")
        made = build(row.name, form)
        for each in (row.name, *row.aliases):
            setattr(sys.modules[module], each, made)
        return made

    return __getattr__


def install(module: str, backend: str, build: Build | None = None) -> Callable[[str], Any]:
    """Make `module` a namespace of `backend`, and give the `__getattr__` that it is to have.

    Its submodules are entered in `sys.modules`. `build` gives functions by name and form, where
    they are not the backend's own.
    """
    parent = sys.modules[module]
    build = build or partial(_build, backend)
    for form in _SUBMODULES:
        full = _module_name(module, form)
        child = ModuleType(full, f"{form} of every function that has it, on the {backend} backend.")
        names = list(catalog.names(form))
        vars(child).update(__getattr__=_lookup(build, form, full), __all__=names, __dir__=names.copy)
        sys.modules[full] = child
        setattr(parent, form, child)
    return _lookup(build, "value", module)


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
