"""The capsule `actkern._C_API`, through which C code that is compiled with `actkern.h` finds the kernels.

It holds the address of an `actkern_api` of that header: a version, and for each function, by its number there, a loop and its
data. A loop is that which NumPy calls, with the number of threads as one more argument.
"""

import ctypes
from typing import Any

from ._generate.header import HEADER, REALS, VERSION, constant, functions, numbers
from ._runtime import available_backends, check_backend, choose_tier

_NAME = ctypes.c_char_p(b"actkern._C_API")


class _Loop(ctypes.Structure):
    _fields_ = (("run", ctypes.c_void_p), ("data", ctypes.c_void_p))


class _Api(ctypes.Structure):
    _fields_ = (("version", ctypes.c_int), ("count", ctypes.c_int), ("loops", ctypes.POINTER(_Loop)))


_kept_alive: list[Any] = []


def make() -> Any:
    """The capsule, once all kernels are loaded. What it points to stays for the life of the process.

    Raises ImportError where the Cython backend was not built.
    """
    check_backend("cython", available_backends)
    from . import _cython

    number, tier = numbers(), choose_tier()
    if not number:
        raise ImportError(f"actkern's C functions are found by their numbers in {HEADER}, which is not there")
    run = {driver: _cython.on_threads(driver, tier) for driver in ("elementwise", "rowwise")}
    loops = (_Loop * len(number))()
    for row, form in functions():
        if row.of_elements:
            found, driver = _cython.loops(row.name, form, tier), "elementwise"
        else:
            inputs, _ = row.operands(form)
            operands = (*((name, 1) for name in inputs), ("out", int(not row.reduces)))
            found, driver = _cython.row_loops(row.kernel.along[form], operands, (row.grain(4), row.grain(8)), tier), "rowwise"
        data = {loop.dtypes[0]: loop.data for loop in found}
        for real, code in REALS:
            loops[number[constant(row, form, code)]] = _Loop(run[driver], data[real[0]])
    api = _Api(VERSION, len(number), loops)
    _kept_alive.extend((loops, api))
    new = ctypes.pythonapi.PyCapsule_New
    new.restype, new.argtypes = ctypes.py_object, (ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p)
    return new(ctypes.addressof(api), _NAME, None)
