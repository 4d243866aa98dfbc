"""Intel's MKL, as a module: the functions of its Vector Mathematics on contiguous arrays, which ctypes calls.

They are called in the mode LA, up to 4 ULP by Intel's documentation, since no peer is to be slower than it can be: the default,
HA, of less than 1 ULP, is never quicker. EP, of half the digits, would not pass for a result. Subnormal numbers are kept.
"""

import ctypes
import functools
from collections.abc import Callable
from contextlib import suppress
from importlib import metadata

# MKL opens itself and its OpenMP for the whole process. A torch that is imported later is bound to them in place of its own
# matrix products and threads; one that is there already keeps its own, and MKL takes its threads from it.
with suppress(ImportError):
    import torch  # noqa: F401

from .cells import Array

_LA, _KEEP_SUBNORMAL, _RAISE_NOTHING = 0x1, 0x140000, 0x100
_MODE = ctypes.c_int64(_LA | _KEEP_SUBNORMAL | _RAISE_NOTHING)

__version__ = metadata.version("mkl")  # an ImportError where it is not installed
_LIBRARY = ctypes.CDLL(str(next(file for file in metadata.files("mkl") or () if "mkl_rt" in file.name).locate()))


def call(name: str, x: Array, y: Array, threads: int) -> Callable[[], object]:
    """What writes a function of x, named as in `vsExp` without v and the type's letter, into y, an array like it."""
    _LIBRARY.MKL_Set_Num_Threads(threads)
    function = getattr(_LIBRARY, f"vm{'s' if x.itemsize == 4 else 'd'}{name}")
    function.restype = None
    addresses = (ctypes.c_void_p(each.ctypes.data) for each in (x, y))
    return functools.partial(function, ctypes.c_int(x.size), *addresses, _MODE)
