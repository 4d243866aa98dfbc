"""Elementwise functions by SciPy's names: ufuncs over the default backend's loops, with the dtypes of SciPy's loops.

a. float32 and float64 are the loops of actkern's own function, and float64 is the first of them, to
   which float16, integers and bool are cast. SciPy has none for float16, either, and which of the two
   is its first differs from function to function and from release to release: float64 in SciPy 1.16
   and 1.17, float32 of most functions in 1.18, where 16 bits and less give float32
   (`findings/scipy_gives_small_integers_another_dtype.sh`). The wider of them loses nothing.
b. Long double is the row's stable formula in NumPy.
c. Complex numbers are SciPy's own loops, where it is installed: it is imported when such a ufunc
   is first named. Without it they are refused.
"""

import importlib
import inspect
from functools import cache, partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

import actkern

from .. import _ufunc, reference
from .._catalog import Activation, Elementwise, catalog
from .._generate.docstrings import docstring
from .._namespaces import register
from .._runtime import default_backend

_MODULE = "actkern.special"


@cache
def _rows() -> dict[str, Activation]:
    """The elementwise rows of the catalogue by SciPy's name for them, and log1mexp."""
    named = {row.peers.scipy_name: row for row in catalog.values() if isinstance(row, Elementwise) and row.peers.scipy}
    return named | {"log1mexp": catalog["log1mexp"]}


def names() -> tuple[str, ...]:
    """SciPy's names for the elementwise functions."""
    return tuple(_rows())


def make(name: str) -> Any:
    """The function that has this name in scipy.special."""
    if name in APART:
        return APART[name]
    row, loops = _rows()[name], []
    given = _given(row)
    for character in row.peers.scipy_types:
        if character in given:
            loops.append(given[character])
        elif character == "g":
            loops.append(_ufunc.of_arrays("g", partial(_by_formula, row)))
        else:
            loops += _of_scipy(name, character)
    ufunc = _ufunc.make(name, _MODULE, _doc(name, row), 1, 1, loops)
    if row.name != "log1mexp":
        register(ufunc, row, "value")  # so that it works inside @njit
    return ufunc


def _given(row: Activation) -> dict[str, _ufunc.Loop]:
    """The loops of the default backend by their dtypes; of log1mexp loops over -x, since the sign of x is SciPy's."""
    if row.name == "log1mexp":
        return {character: _ufunc.of_arrays(character, _log1mexp) for character in "df"}
    backend = importlib.import_module(f"actkern._{default_backend}")
    return {loop.dtypes: loop for loop in backend.loops(row.name, "value")}


def _log1mexp(x: NDArray[Any]) -> Any:
    # Where exp(x) is far below half a last place of 1, its negative is the result, with the sign of zero that SciPy has.
    return np.where(x < -40, -actkern.exp(x), actkern.log1mexp(-x))


def _by_formula(row: Activation, x: NDArray[Any]) -> Any:
    return reference.naive(row.name, [x], stable=True)


def _of_scipy(name: str, character: str) -> list[_ufunc.Loop]:
    """SciPy's loop over one dtype; none where SciPy is not installed."""
    try:
        special = importlib.import_module("scipy.special")
    except ImportError:
        return []
    # With SCIPY_ARRAY_API a function stands around the ufunc.
    theirs = inspect.unwrap(getattr(special, name))
    return [loop for loop in _ufunc.loops_of(theirs) if loop.dtypes == 2 * character]


_FURTHER = {"g": "longdouble", "F": "complex64", "D": "complex128"}


def _doc(name: str, row: Activation) -> str:
    further = [each for character, each in _FURTHER.items() if character in row.peers.scipy_types]
    refused = [each for character, each in {"g": "longdouble", "D": "complex"}.items() if character not in row.peers.scipy_types]
    accepted = ", ".join(("float32", "float64", *further)) + "; float16, integers and bool give float64"
    note = f"scipy.special.{name}, with its dtypes and the bits of actkern.{row.name}"
    if "D" in row.peers.scipy_types:
        note += "; complex numbers are handed to SciPy, and refused where it is not installed"
    if row.name == "log1mexp":
        note = "log(1 - exp(x)) for x <= 0, as SciPy's private _log1mexp has it: actkern.log1mexp(-x), of which the rest speaks"
    return docstring(row, "value", accepted, f"{', '.join(refused)}, string, date and object input", [("SciPy", note)])


def softplus(x: Any, **kwargs: Any) -> Any:
    """The softplus function, log(1 + exp(x)), of each element: scipy.special.softplus, with the bits of actkern.softplus.

    x:          array of any shape; the dtype of the result is that of numpy.logaddexp(0, x): float16,
                float32, float64 and longdouble have their own, int8 gives float16, int16 float32,
                larger integers and bool float64
    kwargs:     what a ufunc takes by name: out, where, dtype, casting, order, subok
    limits:     f(-inf) = 0, f(inf) = inf; NaN in, NaN out; no floating-point warning is raised
    accuracy:   that of actkern.softplus; of longdouble that of numpy.logaddexp
    raises:     TypeError for complex, string, date and object input

    actkern.softplus has the parameter beta, and gives float64 for all integers.
    """
    given = getattr(x, "dtype", None)
    if not isinstance(given, np.dtype):
        # A Python number has no dtype of its own beside logaddexp's other operand, 0.
        given = type(x) if type(x) in (int, float) else np.asarray(x).dtype
    if given not in _FLOATS and kwargs.get("dtype") is None:
        try:
            kwargs["dtype"] = np.logaddexp.resolve_dtypes((int, given, None))[2]
        except TypeError:
            return actkern.softplus(x)  # which says what it takes
    if "signature" in kwargs or np.dtype(kwargs.get("dtype") or np.float64) not in _FLOATS:
        return np.logaddexp(0, x, **kwargs)
    return actkern.softplus(x, **kwargs)


_FLOATS = tuple(map(np.dtype, "efd"))
softplus.__module__ = _MODULE
APART = {"softplus": softplus}
