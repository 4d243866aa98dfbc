"""The Cython backend: C loops, compiled once per CPU tier. The counterpart of `actkern._numba`."""

import ctypes
import importlib
from functools import cache
from typing import Any

from .._namespaces import install
from .._runtime import choose_tier, thread_setting
from .._ufunc import Loop

__getattr__ = install(__name__, "cython")


@cache
def _tables(tier: str) -> dict[tuple[str, str], list[tuple[str, int, int]]]:
    """The loops of one tier: (name, form) -> [(dtype character, address, address of its data)]."""
    tables: dict[tuple[str, str], Any] = {}
    for family in ("elementwise", "rowwise"):
        module = importlib.import_module(f"actkern._cython.{family}_{tier}")
        module.configure(ctypes.addressof(thread_setting))
        tables |= module.table
    return tables


def loops(name: str, form: str, tier: str | None = None) -> list[Loop]:
    """The loops of one form of a function, from the best tier for this CPU unless `tier` names one."""
    return [Loop(*entry) for entry in _tables(tier or choose_tier())[name, form]]
