"""Functions with parameters that have defaults: what their ufuncs, which take every operand, leave to be said in Python."""

from collections.abc import Callable
from inspect import Parameter, Signature
from typing import Any

import numpy as np

from .catalog import Activation

# What a ufunc takes by name: https://numpy.org/doc/stable/reference/ufuncs.html
UFUNC_KEYWORDS = ("out", "where", "dtype", "casting", "order", "subok", "signature")
_KEYWORDS = frozenset(UFUNC_KEYWORDS)


def function(ufunc: np.ufunc, row: Activation, form: str, module: str, doc: str) -> Callable[..., Any]:
    """`ufunc` with the defaults of the row's parameters, which may be given by position or by name.

    The ufunc itself is the attribute `ufunc`: for its methods, and for what wants a genuine ufunc.
    """
    taken, _ = row.operands(form)
    names = tuple(parameter.name for parameter in row.parameters)
    defaults = tuple(parameter.default for parameter in row.parameters)
    required = len(taken) - len(names)
    full_name = f"{module}.{row.name}"

    def made(*operands: Any, **keywords: Any) -> Any:
        if len(operands) == required and _KEYWORDS.issuperset(keywords):  # the common call, first
            return ufunc(*operands, *defaults, **keywords)
        if not required <= len(operands) <= len(taken):
            expected = ", ".join([*taken[:required], *(f"{n}={d:.6g}" for n, d in zip(names, defaults))])
            raise TypeError(f"{full_name} takes {expected} and a ufunc's keywords; got {len(operands)} operands by position")
        parameters = [*operands[required:], *defaults[len(operands) - required :]]
        for position, name in enumerate(names):
            if name in keywords:
                if required + position < len(operands):
                    raise TypeError(f"{full_name} got {name} by position and by name")
                parameters[position] = keywords.pop(name)
        for name in keywords:
            if name not in UFUNC_KEYWORDS:
                raise TypeError(f"{full_name} takes no argument {name!r}; it takes {', '.join((*taken, *UFUNC_KEYWORDS))}")
        return ufunc(*operands[:required], *parameters, **keywords)

    made.__name__ = made.__qualname__ = row.name
    made.__module__ = module
    made.__doc__ = doc
    made.__signature__ = Signature(  # type: ignore[attr-defined]
        [
            *(Parameter(name, Parameter.POSITIONAL_ONLY) for name in taken[:required]),
            *(Parameter(n, Parameter.POSITIONAL_OR_KEYWORD, default=d) for n, d in zip(names, defaults)),
            Parameter("ufunc_keywords", Parameter.VAR_KEYWORD),
        ]
    )
    made.ufunc = ufunc  # type: ignore[attr-defined]
    return made
