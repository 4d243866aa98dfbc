"""The public functions, each made by the kind of its row: arguments and their checks, around the ufuncs and gufuncs of a backend.

a. A `Maker` has what one form of a function is made of. `function` is the one door that leads from
   it to the public function.
b. A function of elements is a genuine ufunc, or where its parameters have defaults a thin function
   around one (`parametric.py`). Functions along an axis (`rows.py`) and losses (`losses.py`,
   `cross_entropy.py`, and what both need in `reductions.py`) are thin functions around gufuncs.
   Those of `composed.py` stand around other functions, that of `linear.py` around products of matrices, too.
c. Checks that several of them share are in `arguments.py`.
"""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from .._catalog import Activation, AlongAxis, Cell, Composed, Elementwise, LinearLoss, Loss, TakenLoss
from .._environment import in_default_environment
from . import composed, cross_entropy, linear, losses, parametric, rows
from .maker import Maker as Maker


def _elementwise(maker: Maker) -> Any:
    ufunc = maker.ufunc()
    return parametric.function(maker, ufunc) if maker.row.has_defaults else ufunc


_BY_KIND: Mapping[type[Activation], Callable[[Maker], Any]] = {
    Elementwise: _elementwise,
    Cell: _elementwise,
    AlongAxis: rows.function,
    Loss: losses.function,
    TakenLoss: cross_entropy.nll,
    LinearLoss: linear.function,
    Composed: composed.function,
}


def function(maker: Maker) -> Any:
    """The public function of one form, as its kind of row has it made."""
    row = maker.row
    made = _BY_KIND[type(row)](maker)
    if isinstance(made, np.ufunc):
        return made
    made.__name__ = made.__qualname__ = row.name
    made.__module__ = maker.module
    made.__doc__ = maker.doc
    # A function that only rounds an argument sees to that itself, in `parametric.py` and
    # `arguments.py`, so that most calls take no time for it.
    return in_default_environment(made) if row.computes(maker.form) else made
