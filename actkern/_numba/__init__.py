"""The Numba backend: the loops of `actkern._cython`, compiled when a function is first asked for."""

import ctypes
import importlib
from functools import cache
from typing import Any

from .._namespaces import install
from .._runtime import settings
from .._ufunc import Loop
from ..catalog import catalog

__getattr__ = install(__name__, "numba")

# Kernels and the rows that loops read must live as long as the ufuncs that hold their addresses.
_kept_alive: list[Any] = []


@cache
def _parallel_for() -> int:
    """The address of the function that runs tasks on OpenMP threads; 0, for serial loops, where there is none.

    Numba's other layers do not serve: workqueue aborts the process when two Python threads enter it.
    """
    try:
        layer = importlib.import_module("numba.np.ufunc.omppool")
    except ImportError:  # no OpenMP runtime on this system
        return 0
    return int(layer.parallel_for)


def _kept(made: list[Any]) -> list[Loop]:
    _kept_alive.extend(made)
    return [Loop(dtypes, address, data.ctypes.data) for dtypes, address, data, _ in made]


def loops(name: str, form: str) -> list[Loop]:
    """The loops of one form of a function."""
    from . import elementwise  # here, and not above: it imports Numba

    return _kept(elementwise.loops(catalog[name], form, ctypes.addressof(settings), _parallel_for()))


def row_loops(kernel: str, operands: tuple[tuple[str, int], ...], cost: float) -> list[Loop]:
    """The loops of one row-wise kernel over `operands`: what each is, and how many core dimensions it has."""
    from . import rowwise

    return _kept(rowwise.loops(kernel, operands, cost, ctypes.addressof(settings), _parallel_for()))
