"""What NumPy asks where no loop of a ufunc has a call's dtypes: a promoter for all of ours, and the dtypes that they refuse.

`setup.py` has Cython compile this text, too, as `actkern._compiled_promotion`, which `_ufunc` takes where it is there: an edit
takes effect with the next build. NumPy 2.0 looks into its cache of loops, asks, and enters what it found; if another thread did
so between, that is a RuntimeError. A compiled promoter gives no other thread its turn, if all that it calls is compiled. NumPy
2.1 takes a second entry for what it is, the same. Beside Numba alone, which has no compiled promoter, NumPy 2.0 needs the first
call of a function for new dtypes not to be made by two threads at once.
"""

import ctypes
import sys
import threading
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

BFLOAT16 = "E"  # the character of bfloat16, as ml_dtypes has it

refused_by: dict[np.ufunc, frozenset[Any]] = {}  # classes of dtypes
loops_to_register: dict[np.ufunc, Sequence[tuple[str, int, int]]] = {}  # those for bfloat16, until a call has it
_PYTHON_NUMBERS = {"_PyLongDType", "_PyFloatDType"}  # what NumPy calls their classes, which it does not export
_registering = threading.Lock()

_incref = ctypes.pythonapi.Py_IncRef
_incref.restype = None
_incref.argtypes = (ctypes.py_object,)


def bfloat16() -> np.dtype[Any] | None:
    """The dtype of ml_dtypes, where that has been imported."""
    module = sys.modules.get("ml_dtypes")
    found = getattr(module, "bfloat16", None)
    return None if found is None else np.dtype(found)


def of_all(characters: str, operands: int) -> str:
    return characters if len(characters) > 1 else characters * operands


def _promote_to_refusal(ufunc: np.ufunc, chosen: Any) -> int:
    for operand in range(ufunc.nargs):
        dtype = np.dtypes.ObjectDType if operand < ufunc.nin else np.dtypes.Float64DType
        _incref(dtype)
        chosen[operand] = id(dtype)
    return 0


def _register(register_loop: Callable[..., Any], ufunc: np.ufunc, dtype: np.dtype[Any]) -> bool:
    """Give a ufunc its loops for bfloat16, which is `dtype`; whether it had none until now."""
    with _registering:  # or another thread would look on, and NumPy remember what it found
        for characters, address, data in loops_to_register.get(ufunc, ()):
            numbers = [dtype.num if each == BFLOAT16 else np.dtype(each).num for each in of_all(characters, ufunc.nargs)]
            register_loop(ufunc, dtype.num, address, (ctypes.c_int * ufunc.nargs)(*numbers), data)
        return loops_to_register.pop(ufunc, None) is not None


def promoter(register_loop: Callable[..., Any]) -> Callable[[np.ufunc, Any, Any, Any], int]:
    """A promoter as NumPy's C API calls it. `register_loop` is that API's function for loops of another library's dtypes."""

    def promote(ufunc: np.ufunc, given: Any, signature: Any, chosen: Any) -> int:
        """Send dtypes that are refused to the refusal, and leave others as they are.

        That tells NumPy to go on by its rules of casting, which find loops that were registered here, too. Python numbers beside
        bfloat16, which NumPy would make float32 of, take its dtype, as beside NumPy's own; and so do all operands where `dtype`
        asks for it.
        """
        # By a buffer: ctypes.cast is Python, and would give other threads their turn.
        found: dict[int, Any] = {
            each: ctypes.py_object.from_buffer(ctypes.c_void_p(each)).value for each in given[: ufunc.nargs] if each
        }
        refused = refused_by[ufunc]
        for i in range(ufunc.nin):
            if found.get(given[i]) in refused:
                return _promote_to_refusal(ufunc, chosen)
        here, taken, again = bfloat16(), False, False
        if here is not None:
            of_ml_dtypes = {
                each for each in found.values() if getattr(getattr(each, "type", None), "__module__", "") == here.type.__module__
            }
            if of_ml_dtypes - {type(here)}:
                return _promote_to_refusal(ufunc, chosen)
            if of_ml_dtypes:
                only = {each.__name__ for each in found.values()} - _PYTHON_NUMBERS == {type(here).__name__}
                again = _register(register_loop, ufunc, here) and only
                taken = only or id(type(here)) in given[ufunc.nin : ufunc.nargs]
        for operand in range(ufunc.nargs):
            dtype = found.get(given[operand])
            if taken and dtype is not None and not signature[operand]:
                dtype = type(here)
            # Where `dtype` named all, and they have loops now, NumPy 2.0 would enter what it finds twice for the same dtypes.
            if again and operand >= ufunc.nin:
                dtype = None
            chosen[operand] = None if dtype is None else id(dtype)
            if dtype is not None:
                _incref(dtype)
        return 0

    return promote
