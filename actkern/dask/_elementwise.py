"""Functions of elements, with one output or several, in every form.

a. With one output the ufunc itself is called, which dask maps over blocks by `__array_ufunc__`.
b. With several, dask knows NumPy's own two ufuncs alone. A layer here gives the tuple of a block's
   results, and one layer for each output takes its part of it.
"""

from collections.abc import Callable
from functools import partial
from operator import itemgetter
from typing import Any

import dask.array as da
import numpy as np

from . import _blocks
from ._arrays import as_lazy, blocks


def function(name: str, form: str) -> Callable[..., Any]:
    """One form of a function of elements: its arguments are those of actkern's own."""
    full = f"actkern.dask.{'' if form == 'value' else form + '.'}{name}"
    own = _blocks.public(name, form)
    ufunc = getattr(own, "ufunc", own)

    def made(*operands: Any, **keywords: Any) -> Any:
        operands = tuple(_operand(each, full) for each in operands)
        if not any(isinstance(each, da.Array) for each in operands) and operands:
            operands = (da.asarray(operands[0]), *operands[1:])
        # NumPy's rules, and its errors and actkern's, are those of a call on arrays of one element.
        small = [np.ones((1,), each.dtype) if isinstance(each, da.Array) else each for each in operands]
        known = {key: value for key, value in keywords.items() if key not in ("out", "where")}
        own(*small, **known)
        return own(*operands, **keywords)

    made.ufunc = ufunc  # type: ignore[attr-defined]
    return made


def _operand(operand: Any, name: str) -> Any:
    """Numbers stay numbers, whose dtype follows the arrays'."""
    return (
        operand
        if type(operand) in (int, float, bool) or isinstance(operand, np.generic)
        else as_lazy(operand, name, "an operand")
    )


def several(name: str, form: str, *operands: Any, **keywords: Any) -> tuple[da.Array, ...]:
    """What a ufunc of several outputs gives for all its operands, dask arrays among them; dask calls it (`_for_dask.py`)."""
    full = f"actkern.{'' if form == 'value' else form + '.'}{name}"
    unknown = keywords.keys() - {"dtype", "casting", "subok", "order"}
    if unknown:
        raise TypeError(f"{full} of dask arrays takes no {', '.join(sorted(unknown))}, since it gives several arrays")
    operands = tuple(each if np.ndim(each) == 0 and not isinstance(each, da.Array) else as_lazy(each, full) for each in operands)
    of_block = partial(_several, name=name, form=form, **keywords)
    small = of_block(*(np.ones((1,), each.dtype) if isinstance(each, da.Array) else each for each in operands))
    ndim = max((each.ndim for each in operands if isinstance(each, da.Array)), default=0)
    every = tuple(range(ndim))
    pairs = [(each, every[ndim - each.ndim :] if isinstance(each, da.Array) else None) for each in operands]
    arguments = [each for pair in pairs for each in pair]
    tuples = da.blockwise(
        of_block, every, *arguments, dtype=small[0].dtype, meta=np.empty((0,) * ndim, small[0].dtype), token=full
    )
    return tuple(
        blocks(partial(_part, number), f"{name}-{number}", {"block": (tuples, every)}, every, each.dtype)
        for number, each in enumerate(small)
    )


def _several(*arrays: Any, name: str, form: str, **keywords: Any) -> tuple[Any, ...]:
    own = _blocks.public(name, form)
    found: tuple[Any, ...] = getattr(own, "ufunc", own)(*arrays, **keywords)
    return found


def _part(number: int, block: Any) -> Any:
    return itemgetter(number)(block)
