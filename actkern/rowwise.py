"""Functions along an axis: what their gufuncs leave to be said in Python."""

import operator
from collections.abc import Callable
from typing import Any

import numpy as np


def _explained(error: Exception, name: str, inputs: tuple[Any, ...], axis: Any) -> Exception:
    """NumPy's error about a call, restated where NumPy names neither the argument nor what is accepted."""
    shapes = [np.shape(x) for x in inputs]
    try:
        operator.index(axis)
    except TypeError:
        return TypeError(f"{name}: axis is an int, not {type(axis).__name__}")
    if any(len(shape) == 0 for shape in shapes):
        return ValueError(f"{name} works along an axis: it takes arrays of one dimension or more, not a scalar")
    if isinstance(error, np.exceptions.AxisError):
        ndim = min(len(shape) for shape in shapes)
        return np.exceptions.AxisError(f"{name}: axis {axis} is out of bounds; accepted is {-ndim} to {ndim - 1}")
    return error


def function(gufunc: np.ufunc, name: str, module: str, doc: str) -> Callable[..., Any]:
    """`gufunc` with the signature of a row-wise function: axis by position, and errors that name it."""
    full_name = f"{module}.{name}"

    def of_one(x: Any, axis: int = -1, *, out: Any = None, dtype: Any = None) -> Any:
        try:
            return gufunc(x, axis=axis, out=out, dtype=dtype)
        except (TypeError, ValueError) as error:
            raise _explained(error, full_name, (x,), axis) from None

    def of_two(dy: Any, y: Any, axis: int = -1, *, out: Any = None, dtype: Any = None) -> Any:
        try:
            return gufunc(dy, y, axis=axis, out=out, dtype=dtype)
        except (TypeError, ValueError) as error:
            raise _explained(error, full_name, (dy, y), axis) from None

    made = of_one if gufunc.nin == 1 else of_two
    made.__name__ = made.__qualname__ = name
    made.__module__ = module
    made.__doc__ = doc
    return made
