"""Functions with parameters that have defaults: what their ufuncs, which take every operand, leave to be said in Python."""

from collections.abc import Callable
from inspect import Parameter, Signature
from typing import Any

import numpy as np
from numpy import ndarray

from .. import _ufunc
from .._environment import in_default_environment
from .arguments import learning
from .maker import Maker

# What a ufunc takes by name: https://numpy.org/doc/stable/reference/ufuncs.html
UFUNC_KEYWORDS = ("out", "where", "dtype", "casting", "order", "subok", "signature")


def _alike(operands: tuple[Any, ...]) -> bool:
    return all(type(each) is ndarray and each.dtype == operands[0].dtype for each in operands)


def function(maker: Maker, ufunc: np.ufunc) -> Callable[..., Any]:
    """`ufunc` with the defaults of the row's parameters, which may be given by position or by name.

    The ufunc itself is the attribute `ufunc`: for its methods, and for what wants a genuine ufunc.
    """
    row, full_name = maker.row, maker.name
    taken, produced = row.operands(maker.form)
    names = tuple(parameter.name for parameter in row.optional)
    defaults = tuple(parameter.default for parameter in row.optional)
    required = len(taken) - len(names)
    single = len(produced) == 1
    run = _ufunc.direct(ufunc, defaults) if required == 1 and single else None
    # That a Python number follows the arrays' dtype NumPy finds out anew in each call, which takes
    # a good part of a small one. Numbers that have the dtype already cost nothing.
    rounded = in_default_environment(np.array)
    ready = {np.dtype(code).num: tuple(rounded(default, code) for default in defaults) for code in "efd"}
    call = in_default_environment(ufunc)  # NumPy rounds parameters to the dtype of the array

    def explained(error: RuntimeError, operands: tuple[Any, ...]) -> RuntimeError:
        return next(filter(None, (learning(each, full_name) for each in operands)), error)

    def made(*operands: Any, out: Any = None, **keywords: Any) -> Any:
        if len(operands) == required and not keywords:  # the common call, first
            first = operands[0]
            if run is not None and (result := run(first, out)) is not None:
                return result
            if type(first) is ndarray and (required == 1 or _alike(operands)):
                operands += ready.get(first.dtype.num, defaults)
            else:
                operands += defaults
                try:
                    return call(*operands) if out is None else call(*operands, out=out)
                except RuntimeError as error:
                    raise explained(error, operands) from None
            if out is None:
                return ufunc(*operands)
            return ufunc(*operands, out) if single and type(out) is ndarray else ufunc(*operands, out=out)
        if not required <= len(operands) <= len(taken):
            expected = ", ".join([*taken[:required], *(f"{n}={d:.6g}" for n, d in zip(names, defaults))])
            raise TypeError(f"{full_name} takes {expected} and a ufunc's keywords; got {len(operands)} operands by position")
        given = [*operands[required:], *defaults[len(operands) - required :]]
        for position, name in enumerate(names):
            if name in keywords:
                if required + position < len(operands):
                    raise TypeError(f"{full_name} got {name} by position and by name")
                given[position] = keywords.pop(name)
        for name in keywords:
            if name not in UFUNC_KEYWORDS:
                raise TypeError(f"{full_name} takes no argument {name!r}; it takes {', '.join((*taken, *UFUNC_KEYWORDS))}")
        if out is not None:
            keywords["out"] = out
        try:
            return call(*operands[:required], *given, **keywords)
        except RuntimeError as error:
            raise explained(error, (*operands, *given)) from None

    made.__signature__ = Signature(  # type: ignore[attr-defined]
        [
            *(Parameter(name, Parameter.POSITIONAL_ONLY) for name in taken[:required]),
            *(Parameter(n, Parameter.POSITIONAL_OR_KEYWORD, default=d) for n, d in zip(names, defaults)),
            Parameter("ufunc_keywords", Parameter.VAR_KEYWORD),
        ]
    )
    made.ufunc = ufunc  # type: ignore[attr-defined]
    return made
