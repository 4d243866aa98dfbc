"""The public functions, each made by the kind of its row: arguments and their checks, around the ufuncs and gufuncs of a backend.

a. A `Maker` has what one form of a function is made of, and one door leads from it to the function, `function`.
b. What is elementwise is a genuine ufunc, and a thin function around it where parameters have defaults (`parametric.py`). Thin
   functions around gufuncs work along an axis (`rows.py`) and reduce losses (`losses.py`, `cross_entropy.py`, and what both need
   in `reductions.py`). Those of `composed.py` stand around other functions.
c. Checks that several of them share are in `arguments.py`.
"""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from .._catalog import Activation, AlongAxis, Cell, Composed, Elementwise, Loss
from .._environment import in_default_environment
from . import composed, losses, parametric, rows
from .maker import Maker as Maker


def _elementwise(maker: Maker) -> Any:
    ufunc = maker.ufunc()
    return parametric.function(maker, ufunc) if maker.row.has_defaults else ufunc


_BY_KIND: Mapping[type[Activation], Callable[[Maker], Any]] = {
    Elementwise: _elementwise,
    Cell: _elementwise,
    AlongAxis: rows.function,
    Loss: losses.function,
    Composed: composed.function,
}


def function(maker: Maker) -> Any:
    """One form of a function, over all that its maker has."""
    row = maker.row
    made = _BY_KIND[type(row)](maker)
    if isinstance(made, np.ufunc):
        return made
    made.__name__ = made.__qualname__ = row.name
    made.__module__ = maker.module
    made.__doc__ = maker.doc
    # What only rounds an argument sees to that itself, in `parametric.py` and `arguments.py`: so most calls take no time for it.
    return in_default_environment(made) if row.computes(maker.form) else made
