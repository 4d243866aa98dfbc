"""The default floating-point environment, for functions that compute in Python beside their loops.

Loops set it themselves (`src_cython/environment.h`). What a function computes with NumPy around them, such as the mean of losses,
would otherwise follow the rounding mode of its caller.
"""

import ctypes
import importlib
from collections.abc import Callable
from functools import cache, wraps
from typing import Any

from ._runtime import pool


@cache
def _compiled_by_numba() -> tuple[Any, Any]:
    """Functions that set the default environment, and put back the caller's.

    Between the two the caller's is kept in 64 bytes. They are compiled by Numba, for an
    installation without the compiled pool.
    """
    units = importlib.import_module("actkern._numba.units")
    make = ctypes.CFUNCTYPE(None, ctypes.c_void_p)
    return make(units.address(("elementwise", "enter_in"))), make(units.address(("elementwise", "leave_from")))


def _run_by_numba(function: Callable[..., Any], arguments: Any, keywords: Any) -> Any:
    enter, leave = _compiled_by_numba()
    callers = ctypes.create_string_buffer(64)
    enter(callers)
    try:
        return function(*arguments, **keywords)
    finally:
        leave(callers)


_run: Callable[..., Any] = pool.in_default_environment if pool else _run_by_numba


def in_default_environment(function: Callable[..., Any]) -> Callable[..., Any]:
    """`function`, computed in the default floating-point environment, whatever its caller's is."""

    @wraps(function)
    def made(*arguments: Any, **keywords: Any) -> Any:
        return _run(function, arguments, keywords)

    return made
