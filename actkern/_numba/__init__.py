"""The Numba backend: the loops of `actkern._cython`, compiled when a function is first asked for."""

import contextlib
import ctypes
import importlib
import importlib.machinery
import importlib.util
import sys
from functools import cache
from typing import Any

from .._catalog import catalog
from .._namespaces import install
from .._runtime import settings, use_openmp
from .._ufunc import Loop
from . import tables, units

__getattr__ = install(__name__, "numba")

# The rows of numbers that loops read have to live as long as the ufuncs that hold their addresses.
_kept_alive: list[Any] = []


@cache
def _settings() -> int:
    """The address of the settings, which name threads for the loops: the pool's, else OpenMP's, else none."""
    if not settings.run:
        # Numba's other layers do not serve: workqueue aborts the process when two Python threads enter it.
        with contextlib.suppress(ImportError):  # no OpenMP runtime on this system
            use_openmp(int(_openmp_layer().parallel_for), units.address(("elementwise", "part_by_openmp")))
    return ctypes.addressof(settings)


def _openmp_layer() -> Any:
    """The extension module `numba.np.ufunc.omppool`, without an import of all of Numba, which takes longer."""
    name, folder = "numba.np.ufunc.omppool", units.numba_folder()
    if "numba" in sys.modules or folder is None:
        return importlib.import_module(name)
    spec = importlib.machinery.PathFinder.find_spec("omppool", [str(folder / "np" / "ufunc")])
    if spec is None or spec.loader is None:
        raise ImportError(f"no {name}")
    layer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(layer)
    return layer


def _kept(made: list[tables.Made]) -> list[Loop]:
    _kept_alive.extend(made)
    return [Loop(dtypes, address, data.ctypes.data) for dtypes, address, data in made]


def loops(name: str, form: str) -> list[Loop]:
    """The loops of one form of a function."""
    return _kept(tables.elementwise_loops(catalog[name], form, _settings()))


def row_loops(kernel: str, operands: tuple[tuple[str, int], ...], grains: tuple[int, int]) -> list[Loop]:
    """The loops of one row-wise kernel over `operands`: what each is, and how many core dimensions it has."""
    return _kept(tables.row_loops(kernel, operands, grains, _settings()))
