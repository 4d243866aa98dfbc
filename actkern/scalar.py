"""actkern's functions of one element, for other people's compiled code.

Cython inlines them: `from actkern.scalar cimport gelu, gelu_grad`; see `scalar.pxd` beside this file. What takes the
address of a C function finds every one of them here too, as `gelu_f64` and `gelu_f32` (`double (double)`, `float (float)`):

    scipy.LowLevelCallable.from_cython(actkern.scalar, "gelu_f64")

`gelu_line_f64` is the same for scipy.ndimage.generic_filter1d, over the middle of each window. All are compiled for the best
tier that this CPU has (for AVX2 where it has AVX-512, whose vectors one element has no use for), and run in the caller's
floating-point environment.
"""

import importlib.util
from typing import Any

from ._runtime import available_backends, available_tiers, check_backend, choose_tier


def __getattr__(name: str) -> Any:
    # Modules that Cython compiles have this attribute, where others look for what they export.
    if name == "__pyx_capi__":
        check_backend("cython", available_backends)
        tiers = available_tiers()
        names = [f"actkern._cython.scalars_{tier}" for tier in tiers[tiers.index(choose_tier()) :]]
        return importlib.import_module(next(name for name in names if importlib.util.find_spec(name))).__pyx_capi__
    raise AttributeError(
        f"module {__name__!r} has no attribute {name!r}: it is for `cimport` and scipy.LowLevelCallable; Python has actkern.NAME"
    )
