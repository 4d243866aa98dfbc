"""What the functions of dask arrays share: operands in one grid of chunks, metas, and layers of blocks.

A layer is made by `blocks`. Nothing here looks at an element.
"""

import math
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import dask.array as da
import numpy as np
from dask.base import tokenize

from .._functions.arguments import checked_result, is_accepted
from .._ufunc import ACCEPTED

# One index for each axis of the arrays that a layer is made of. Statistics have one more, behind those of rows.
STATISTIC = -1


def blocks(
    function: Callable[..., Any],
    name: str,
    operands: Mapping[str, tuple[da.Array | None, tuple[int, ...]]],
    out: tuple[int, ...],
    dtype: Any,
    *,
    chunks: Mapping[int, Any] | None = None,
    new: Mapping[int, int] | None = None,
) -> da.Array:
    """`function` of the blocks of `operands`, which are given by name with the index of each axis.

    Those that are None are left out. The arrays need not be of one size along an axis: blocks are
    taken together by their place, and an array of one block along an axis has it for all.
    """
    given = {key: (array, index) for key, (array, index) in operands.items() if array is not None}
    arguments = [each for pair in given.values() for each in pair]
    token = tokenize(name, function, list(given.items()), out, dtype, chunks)
    return da.blockwise(
        partial(_named, function, tuple(given)),
        out,
        *arguments,
        name=f"{name}-{token}",
        dtype=dtype,
        meta=np.empty((0,) * len(out), dtype),
        align_arrays=False,
        adjust_chunks=dict(chunks) if chunks else None,
        new_axes=dict(new) if new else None,
        concatenate=True,
    )


def _named(function: Callable[..., Any], names: tuple[str, ...], *arrays: Any) -> Any:
    return function(**dict(zip(names, arrays)))


def as_lazy(x: Any, name: str, argument: str = "x") -> da.Array:
    """x as a dask array; of a dtype that functions take."""
    array = x if isinstance(x, da.Array) else da.asanyarray(x)
    if not is_accepted(array.dtype):
        raise TypeError(f"{name} takes {ACCEPTED}; got {argument} of dtype {array.dtype}")
    if np.ma.isMaskedArray(array._meta):
        raise TypeError(
            f"{name}: {argument} has masked arrays for chunks; give its data, and its mask as where= where there is one"
        )
    return array


def no_out(out: Any, name: str) -> None:
    if out is not None:
        raise TypeError(f"{name}: out is for NumPy arrays; a dask array is not written into")


def result_dtype(dtype: Any, array: da.Array, name: str) -> np.dtype[Any]:
    """The dtype of a result along an axis, for the argument `dtype`."""
    return checked_result(dtype, array.dtype, name)


def wide(dtype: np.dtype[Any]) -> str:
    """The dtype that results of `dtype` are computed in."""
    return "f8" if dtype.itemsize == 8 else "f4"


def is_split(array: da.Array, axes: tuple[int, ...]) -> bool:
    return any(array.numblocks[each] > 1 for each in axes)


def alike(array: Any, x: da.Array, kept: tuple[int, ...], argument: str, name: str) -> da.Array:
    """`array`, broadcast to the shape of x with length 1 along the axes `kept`, in x's chunks."""
    lazy = array if isinstance(array, da.Array) else da.asarray(array)
    chunks = tuple((1,) if each in kept else sizes for each, sizes in enumerate(x.chunks))
    if lazy.chunks == chunks:
        return lazy
    if any(math.isnan(length) for length in (*x.shape, *lazy.shape)):
        # Sizes that nobody knows can only be trusted: the same array's mask has the same blocks.
        if lazy.ndim == x.ndim and lazy.numblocks == tuple(map(len, chunks)):
            return lazy
        if any(length != 1 for length in lazy.shape):
            raise ValueError(
                f"{name}: {argument} has other chunks than x, whose sizes are unknown; x.compute_chunk_sizes() makes them known"
            )
        return lazy.reshape((1,) * x.ndim)
    shape = tuple(1 if each in kept else length for each, length in enumerate(x.shape))
    try:
        return da.broadcast_to(lazy, shape).rechunk(chunks)
    except ValueError:
        raise ValueError(f"{name}: {argument} of shape {lazy.shape} does not broadcast to {shape}") from None


def mask_of(where: Any, causal: Any, x: da.Array, axes: tuple[int, ...], name: str) -> da.Array | None:
    """`where` and `causal` as one array of booleans in x's chunks; None where all takes part."""
    mask = None
    if where is not None and where is not True:
        lazy = where if isinstance(where, da.Array) else da.asarray(np.ma.filled(where, False))
        if lazy.dtype != np.bool_:
            raise TypeError(f"{name}: where is a bool or an array of bool, not of dtype {lazy.dtype}")
        mask = alike(lazy, x, (), "where", name)
    if not isinstance(causal, bool | np.bool_):
        raise TypeError(f"{name}: causal is a bool, not {type(causal).__name__}")
    if causal:
        if x.ndim < 2 or axes != (x.ndim - 1,):
            raise ValueError(
                f"{name}: causal works over the last two axes (queries, keys) and along the last; got axis {axes[0]} of {x.shape}"
            )
        if any(math.isnan(length) for length in x.shape[-2:]):
            raise ValueError(f"{name}: causal needs to know the sizes of chunks; x.compute_chunk_sizes() makes them known")
        queries, keys = (da.arange(x.shape[each], chunks=(x.chunks[each],)) for each in (-2, -1))
        until = alike(queries[:, None] >= keys[None, :], x, (), "where", name)
        mask = until if mask is None else mask & until
    return mask
