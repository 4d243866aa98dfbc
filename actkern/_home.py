"""What the modules for other libraries share: names of functions, their arguments, and the library itself."""

import importlib
from collections.abc import Callable
from inspect import Parameter, Signature
from typing import Any

from ._catalog import Activation, Elementwise, Loss, catalog


def library(module: str, package: str, user: str) -> Any:
    """A module of another library, or an error that says how to get it."""
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise ImportError(f"{user} needs {package}, which cannot be imported: pip install {package} ({error})") from error


def names(*others: str) -> list[str]:
    """The names of the functions of elements and of some others, aliases included."""
    rows = [row for row in catalog.values() if isinstance(row, Elementwise) or row.name in others]
    return [name for row in rows for name in (row.name, *row.aliases)]


def row_of(name: str, known: list[str], module: str) -> Activation:
    """The row of a function that `module` has, by its name."""
    if name in known:
        return catalog[name]
    hint = "" if name.startswith("_") else catalog.hint(name)
    if name in catalog.names():
        hint = f"; actkern.{name} is a function of NumPy's arrays alone"
        row = catalog[name]
        if isinstance(row, Loss) and row.element:
            hint += f", and {module}.{row.element} the loss of each element, which is yet to be reduced"
    raise AttributeError(f"module {module!r} has no attribute {name!r}{hint}")


def signature(row: Activation) -> Signature:
    """The operands of a function of elements, its parameters with their defaults."""
    defaults = {parameter.name: parameter.default for parameter in row.optional}
    taken, of_parameters = row.operands("value")[0], {parameter.name for parameter in row.parameters}
    return Signature(
        [
            Parameter(
                name,
                Parameter.POSITIONAL_OR_KEYWORD if name in of_parameters else Parameter.POSITIONAL_ONLY,
                default=defaults.get(name, Parameter.empty),
            )
            for name in taken
        ]
    )


def named(row: Activation, function: Callable[..., Any]) -> Callable[..., Any]:
    """`function` under the name of a row."""
    function.__name__ = function.__qualname__ = row.name
    return function


def described(function: Any, row: Activation, module: str, what: str) -> Any:
    """A public function of `module`, which pickles by its name, with a docstring that says where to read on."""
    named(row, function)
    function.__module__ = module
    function.__doc__ = f"{row.summary[0].upper()}{row.summary[1:]}: actkern.{row.name} as {what}."
    return function
