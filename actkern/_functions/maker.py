"""What one form of a function is made of: its row, a backend's loops for it, and the backend's other functions."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, Protocol

import numpy as np

from .. import _for_dask, _ufunc
from .._catalog import Activation
from .._ufunc import Loop

Gufuncs = Callable[[str, tuple[str, ...], str], np.ufunc]  # a gufunc, by its kernel, operands and signature of core dimensions
Get = Callable[[str, str], Any]  # one backend's function, by form and name


class Backend(Protocol):
    """What a backend's package offers: the loops of its kernels."""

    def loops(self, name: str, form: str) -> Sequence[Loop]:
        """The loops of one form of a function."""

    def row_loops(self, kernel: str, operands: tuple[tuple[str, int], ...], grains: tuple[int, int]) -> Sequence[Loop]:
        """The loops of one kernel along an axis over `operands`: what each is, and how many core dimensions it has."""


@dataclass(frozen=True)
class Maker:
    """One form of a row's function, yet to be made. Its ufuncs and gufuncs bear the function's name, module and docstring."""

    row: Activation
    form: str
    backend: Backend
    get: Get
    module: str
    doc: str

    @cached_property
    def lazy(self) -> Any:
        """The function of dask arrays."""
        return _for_dask.lazy(self.form, self.row.name)

    @property
    def name(self) -> str:
        """The function's full name, which errors begin with."""
        return f"{self.module}.{self.row.name}"

    @property
    def path(self) -> tuple[str, str]:
        """(name, module) of a ufunc, such as ("grad.tanh", "actkern").

        The form stands in the name: Dask and Pint take a ufunc for NumPy's if that has one of the
        same name, and the slope of tanh is not tanh. It pickles by that path, too.
        """
        if self.form == "value":
            return self.row.name, self.module
        return f"{self.form}.{self.row.name}", self.module.removesuffix(f".{self.form}")

    def ufunc(self) -> np.ufunc:
        """The ufunc of an elementwise function, which takes every operand."""
        name, module = self.path
        # Where a thin function has the name, the ufunc is its attribute `ufunc`.
        name += ".ufunc" if self.row.has_defaults else ""
        nin, nout = (len(names) for names in self.row.operands(self.form))
        return _ufunc.make(name, module, self.doc, nin, nout, self.backend.loops(self.row.name, self.form))

    @cached_property
    def gufunc(self) -> Gufuncs:
        """What gives the gufunc of a kernel over some of the operands that the kernel knows.

        Each is made once, when a call needs it.
        """

        @cache
        def made(kernel: str, operands: tuple[str, ...], signature: str) -> np.ufunc:
            shapes = signature.replace("->", ",").replace("n,k", "nk").split(",")
            cores = tuple((operand, len(shape) - 2) for operand, shape in zip(operands, shapes, strict=True))
            outputs = signature.partition("->")[2].count("(")
            loops = self.backend.row_loops(kernel, cores, (self.row.grain(4), self.row.grain(8)))
            name, module = self.path
            return _ufunc.make(name, module, self.doc, len(operands) - outputs, outputs, loops, signature)

        return made
