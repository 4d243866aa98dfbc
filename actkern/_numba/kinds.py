"""Kinds of arguments, as Numba types them, that functions inside users' code tell apart."""

from typing import Any

from numba import types
from numba.core.errors import NumbaTypeError

OPTIONS = {"error_model": "numpy"}
FLOATS = (types.float32, types.float64)


def has_axis(kind: Any) -> bool:
    """Whether an argument's type is that of an array with an axis; one without is a number."""
    return isinstance(kind, types.Array) and kind.ndim > 0


def is_nothing(kind: Any) -> bool:
    """Whether an argument's type says that it was not given."""
    return kind is None or isinstance(kind, types.Omitted | types.NoneType)


def real_of(name: str, *arrays: Any) -> Any:
    """float32 or float64: what arrays with an axis promote to; an error for anything else."""
    for kind in arrays:
        element = kind.dtype if has_axis(kind) else None
        if not isinstance(element, types.Integer | types.Boolean) and element not in FLOATS:
            raise NumbaTypeError(f"{name} takes an array of float32, float64, integers or bool with an axis; got {kind}")
    return types.float32 if all(kind.dtype == types.float32 for kind in arrays) else types.float64
