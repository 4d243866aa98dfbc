"""The Cython backend: C loops, compiled once per CPU tier. The counterpart of `actkern._numba`."""

import ctypes
import importlib
from functools import cache
from typing import Any

from .._catalog import catalog
from .._namespaces import install
from .._runtime import choose_tier, settings
from .._ufunc import Loop

__getattr__ = install(__name__, "cython")


@cache
def _module(name: str, tier: str) -> Any:
    return importlib.import_module(f"actkern._cython.{name}_{tier}")


@cache
def _driver(name: str, tier: str) -> Any:
    module = _module(name, tier)
    module.configure(ctypes.addressof(settings))
    return module


def loops(name: str, form: str, tier: str | None = None) -> list[Loop]:
    """The loops of one form of a function, from the best tier for this CPU unless `tier` names one."""
    tier = tier or choose_tier()
    row = catalog[name]
    driver = _driver("elementwise", tier)
    table = _module(f"kernels_{row.family}", tier).table
    nin, nout = (len(operands) for operands in row.operands(form))
    grains = row.grain(4), row.grain(8)
    streamed_from = row.streamed_from(form, 4), row.streamed_from(form, 8)
    scales = form == "backward"
    # The kernel of float, without parameters, whose results are kept.
    tabled = table[row.name, "grad" if scales else form][0][0] if row.looked_up(form) else 0
    of_table = tabled, scales, bool(row.flats[0])
    made = driver.loops(nin, nout, len(row.parameters), grains, table[row.name, form], streamed_from, *of_table)
    return [Loop(*entry) for entry in made]


def on_threads(driver: str, tier: str) -> int:
    """The address of the loop of `elementwise` or `rowwise` that takes the number of threads as one more argument."""
    return int(_driver(driver, tier).on_threads)


def row_loops(kernel: str, operands: tuple[tuple[str, int], ...], grains: tuple[int, int], tier: str | None = None) -> list[Loop]:
    """The loops of one row-wise kernel over `operands`: what each is, and how many core dimensions it has."""
    return [Loop(*entry) for entry in _driver("rowwise", tier or choose_tier()).loops(kernel, operands, grains)]
