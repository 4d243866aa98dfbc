"""softmax and its kin, logsumexp and logmeanexp, along axes that are split or not.

a. Where no axis is split, blocks go to actkern's own function, which gives its bits.
b. Where one is, a first layer gives the statistics of each block's rows (`_blocks.py`), a tree puts
   those of a row's blocks together in their order, and a last layer gives the blocks of the result.
   The chunks of x are needed twice: see `Again`.
"""

import math
from collections.abc import Callable
from functools import partial
from typing import Any

import dask
import dask.array as da
import numpy as np
from dask.graph_manipulation import bind

from .._functions.arguments import checked_axes, checked_axis, checked_temperature, promoted
from . import _blocks
from ._arrays import STATISTIC, alike, as_lazy, blocks, is_split, mask_of, no_out, result_dtype, wide

# How many blocks' statistics are put together at once. They are small beside blocks.
_TOGETHER = 16


def _axes(x: da.Array) -> tuple[int, ...]:
    return tuple(range(x.ndim))


def statistics(
    function: Callable[..., Any], x: da.Array, operands: dict[str, Any], axes: tuple[int, ...], columns: int
) -> da.Array:
    """The statistics of each block's rows: an array of one more axis, with length 1 for each block along `axes`."""
    return blocks(
        function,
        # dask joins this layer with that of x where x has no other use, under the same key. A
        # cluster warns of a key that means two things.
        "row-statistics-apart" if _reread() else "row-statistics",
        {"x": (x, _axes(x)), **operands},
        (*_axes(x), STATISTIC),
        np.dtype(np.float64),
        chunks=dict.fromkeys(axes, 1),
        new={STATISTIC: columns},
    )


def _as_it_is(found: Any, axis: Any, keepdims: Any) -> Any:
    return found


def together(found: da.Array, axes: tuple[int, ...], merge: Callable[..., Any]) -> da.Array:
    """The statistics of whole rows, with the axes kept: a tree over the blocks along `axes`, in their order."""
    return da.reduction(
        found,
        chunk=_as_it_is,
        combine=merge,
        aggregate=merge,
        axis=axes,
        keepdims=True,
        dtype=np.float64,
        split_every=dict.fromkeys(axes, _TOGETHER),
        concatenate=True,
        meta=np.empty((0,) * found.ndim),
    )


def again(x: da.Array, total: da.Array) -> da.Array:
    """x for the last layer: the same chunks, or with the setting `actkern.reread` chunks that are made anew.

    Chunks that are needed twice stay in memory until the statistics of all blocks of a row are
    known. Those that are made anew, once that is so, take twice the time to make, and no memory.
    """
    return bind(x, total) if _reread() else x


def _reread() -> bool:
    return bool(dask.config.get("actkern.reread", False))


class Call:
    """The checked arguments of a call along axes, as lazy operands of layers."""

    def __init__(
        self, x: da.Array, axes: tuple[int, ...], where: Any, causal: Any, temperature: Any, dtype: Any, name: str
    ) -> None:
        self.x, self.axes, self.name = x, axes, name
        self.dtype = result_dtype(dtype, x, name)
        self.mask = mask_of(where, causal, x, axes, name)
        self.temperature = None
        self.warm: dict[str, Any] = {}
        if isinstance(temperature, da.Array) or np.ndim(temperature):
            if not isinstance(temperature, da.Array):
                # The check looks at the shape of x alone, for which one element stands.
                shape = tuple(1 if math.isnan(length) else length for length in x.shape)
                like = np.broadcast_to(self.dtype.type(1), shape)
                temperature = checked_temperature(temperature, (like,), axes[0], self.dtype, name)
            if temperature.ndim < x.ndim:  # one for each row, without the axis
                missing = (None,) * (x.ndim - 1 - temperature.ndim)
                temperature = temperature[(*missing, ...)]
                temperature = temperature[(*(slice(None),) * axes[0], None)]
            self.temperature = alike(temperature, x, axes, "temperature", name)
        elif not (type(temperature) in (int, float) and temperature == 1):
            self.warm = {"temperature": checked_temperature(temperature, (), axes[0], self.dtype, name)}

    @property
    def operands(self) -> dict[str, Any]:
        every = _axes(self.x)
        return {"mask": (self.mask, every), "temperature": (self.temperature, every)}


def softmax(call: Call, sign: int, logarithm: bool, dy: da.Array | None = None) -> da.Array:
    """softmax of sign * x over axes of which one is split, or its logarithm, or dy (with the axes kept) times it."""
    rows = _blocks.Rows(call.axes, wide(call.dtype), sign, logarithm)
    every = _axes(call.x)
    own = statistics(partial(_blocks.statistics, rows=rows, **call.warm), call.x, call.operands, call.axes, _blocks.PAIR)
    total = together(own, call.axes, _blocks.merge)
    return blocks(
        partial(_blocks.softmax, rows=rows, result=call.dtype, **call.warm),
        call.name.rpartition(".")[2],
        {
            "x": (again(call.x, total), every),
            "own": (own, (*every, STATISTIC)),
            "total": (total, (*every, STATISTIC)),
            **call.operands,
            "dy": (dy, every),
        },
        every,
        call.dtype,
    )


def softmax_like(name: str, sign: int = 1, logarithm: bool = False) -> Callable[..., Any]:
    """softmax, softmin or log_softmax."""
    full = f"actkern.dask.{name}"

    def made(
        x: Any,
        axis: int = -1,
        *,
        where: Any = None,
        temperature: Any = 1.0,
        causal: bool = False,
        out: Any = None,
        dtype: Any = None,
    ) -> da.Array:
        x = as_lazy(x, full)
        no_out(out, full)
        along = checked_axis(axis, x.ndim, full)
        call = Call(x, (along,), where, causal, temperature, dtype, full)
        if is_split(x, call.axes):
            return softmax(call, sign, logarithm)
        of_block = partial(_blocks.whole, name=name, form="value", axis=along - x.ndim, dtype=call.dtype, **call.warm)
        return blocks(of_block, name, {"x": (x, _axes(x)), **call.operands}, _axes(x), call.dtype)

    return made


def softmax_backward(name: str, sign: int = 1, logarithm: bool = False) -> Callable[..., Any]:
    """The gradient of softmax, softmin or log_softmax, from the output."""
    full = f"actkern.dask.backward_from_output.{name}"

    def made(dy: Any, y: Any, axis: int = -1, *, temperature: Any = 1.0, out: Any = None, dtype: Any = None) -> da.Array:
        dy, y = as_lazy(dy, full, "dy"), as_lazy(y, full, "y")
        no_out(out, full)
        along = checked_axis(axis, y.ndim, full)
        dy, y = same_chunks(dy, y, full)
        given = dtype if dtype is not None else promoted(dy.dtype, y.dtype)
        call = Call(y, (along,), None, False, temperature, given, full)
        every = _axes(y)
        if not is_split(y, call.axes):
            keywords = {"axis": along - y.ndim, "dtype": call.dtype, **call.warm}
            of_block = partial(_blocks.whole, name=name, form="backward_from_output", **keywords)
            return blocks(of_block, name, {"x": (y, every), "dy": (dy, every), **call.operands}, every, call.dtype)
        rows = _blocks.Rows(call.axes, wide(call.dtype), sign, logarithm)
        operands = {"dy": (dy, every), "y": (y, every)}
        of_block = partial(_blocks.sums_of_gradient, rows=rows)
        sums = blocks(of_block, "gradient-sums", operands, every, np.dtype(np.float64), chunks={along: 1})
        total = together(sums, call.axes, _blocks.add)
        operands = {
            "dy": (again(dy, total), every),
            "y": (again(y, total), every),
            "sums": (total, every),
            "temperature": (call.temperature, every),
        }
        finish = partial(_blocks.gradient, rows=rows, result=call.dtype, **call.warm)
        return blocks(finish, f"{name}-gradient", operands, every, call.dtype)

    return made


def same_chunks(dy: da.Array, y: da.Array, name: str) -> tuple[da.Array, da.Array]:
    if dy.ndim != y.ndim or any(a != b for a, b in zip(dy.shape, y.shape) if a == a and b == b):
        raise ValueError(f"{name}: dy has shape {dy.shape}; the result of the forward pass has {y.shape}")
    return alike(dy, y, (), "dy", name), y


def reduction(name: str, mean: bool) -> Callable[..., Any]:
    """logsumexp or logmeanexp."""
    full = f"actkern.dask.{name}"

    def made(
        x: Any, axis: Any = None, *, keepdims: bool = False, where: Any = None, out: Any = None, dtype: Any = None
    ) -> da.Array:
        x = as_lazy(x, full)
        no_out(out, full)
        axes = tuple(sorted(checked_axes(axis, x.ndim, full)))
        if not isinstance(keepdims, bool | np.bool_):
            raise TypeError(f"{full}: keepdims is a bool, not {type(keepdims).__name__}")
        call = Call(x, axes, where, False, 1.0, dtype, full)
        every = _axes(x)
        index = every if keepdims else tuple(each for each in every if each not in axes)
        ones = dict.fromkeys(axes, 1) if keepdims else None
        if not is_split(x, axes):
            keywords = {"axis": axes, "keepdims": bool(keepdims), "dtype": call.dtype}
            of_block = partial(_blocks.whole, name=name, form="value", **keywords)
            return blocks(of_block, name, {"x": (x, every), **call.operands}, index, call.dtype, chunks=ones)
        rows = _blocks.Rows(axes, wide(call.dtype))
        own = statistics(partial(_blocks.statistics, rows=rows), x, call.operands, axes, _blocks.PAIR)
        total = together(own, axes, _blocks.merge)
        drop = () if keepdims else axes
        finish = partial(_blocks.logarithm_of_sum, mean=mean, drop=drop, result=call.dtype)
        return blocks(finish, name, {"total": (total, (*every, STATISTIC))}, index, call.dtype)

    return made


def reduction_backward(name: str) -> Callable[..., Any]:
    """dy times the softmax of x over the axes."""
    full = f"actkern.dask.backward.{name}"

    def made(dy: Any, x: Any, axis: Any = None, *, keepdims: bool = False, where: Any = None, out: Any = None) -> da.Array:
        x, dy = as_lazy(x, full), as_lazy(dy, full, "dy")
        no_out(out, full)
        axes = tuple(sorted(checked_axes(axis, x.ndim, full)))
        kept = tuple(1 if each in axes else length for each, length in enumerate(x.shape))
        expected = kept if keepdims else tuple(length for each, length in enumerate(x.shape) if each not in axes)
        if dy.ndim != len(expected) or any(a != b for a, b in zip(dy.shape, expected) if a == a and b == b):
            raise ValueError(f"{full}: dy has the shape of the result, {expected}, not {dy.shape}")
        if not keepdims:
            dy = dy[tuple(None if each in axes else slice(None) for each in range(x.ndim))]
        dy = alike(dy, x, axes, "dy", full)
        call = Call(x, axes, where, False, 1.0, None, full)
        call.dtype = promoted(call.dtype, dy.dtype)
        if is_split(x, axes):
            return softmax(call, 1, False, dy)
        every = _axes(x)
        of_block = partial(_blocks.whole, name=name, form="backward", axis=axes, keepdims=True)
        return blocks(of_block, name, {"x": (x, every), "dy": (dy, every), **call.operands}, every, call.dtype)

    return made
