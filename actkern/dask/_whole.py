"""Functions along an axis that need whole rows, and those that draw random numbers, by blocks.

Where the axis is split they say how to join it. The numbers of a block are drawn by a generator of
its own, seeded by its place, so that they do not depend on who computes it, or when.
"""

import operator
from collections.abc import Callable
from functools import partial
from typing import Any

import dask.array as da
import numpy as np

from .._catalog import catalog
from .._functions.arguments import checked_axis
from . import _blocks
from ._arrays import as_lazy, blocks, mask_of, no_out


def function(name: str, form: str) -> Callable[..., Any]:
    """One form of a function that needs whole rows; its arguments are those of actkern's own."""
    row = catalog[name]
    full = f"actkern.dask.{'' if form == 'value' else form + '.'}{name}"
    arrays = 1 if form == "value" else 2

    def made(*given: Any, **keywords: Any) -> da.Array:
        operands = [as_lazy(each, full) for each in given[:arrays]]
        if len(operands) < arrays:
            raise TypeError(f"{full} takes {', '.join(row.operands(form)[0][:arrays])} by position; got {len(given)} operands")
        others = list(given[arrays:])
        no_out(keywords.pop("out", None), full)
        x = operands[-1]
        position = len(row.parameters)  # of axis, after the parameters
        if len(others) > position:
            keywords["axis"] = others.pop(position)
        axis = checked_axis(keywords.pop("axis", -1), x.ndim, full)
        keywords["axis"] = axis - x.ndim
        for each in operands:
            if each.ndim != x.ndim:
                raise ValueError(f"{full}: dy has {each.ndim} dimensions, x has {x.ndim}")
            if each.numblocks[axis] > 1:
                raise ValueError(
                    f"{full} takes whole rows, and axis {axis} is split into {each.numblocks[axis]} chunks; "
                    f"x.rechunk({{{axis}: -1}}) joins them"
                )
        mask = mask_of(keywords.pop("where", None), False, x, (axis,), full)
        if isinstance(keywords.get("temperature"), da.Array | np.ndarray):
            raise TypeError(f"{full}: temperature of dask arrays is a number")
        return _mapped(full, name, form, operands, mask, others, keywords, axis)

    return made


def _mapped(
    full: str, name: str, form: str, operands: list[da.Array], mask: Any, others: list[Any], keywords: dict[str, Any], axis: int
) -> da.Array:
    x = operands[-1]
    every = tuple(range(x.ndim))
    if len(operands) > 1:
        rest = [(sizes, other) for each, (sizes, other) in enumerate(zip(operands[0].chunks, x.chunks)) if each != axis]
        if any(sizes != other for sizes, other in rest):
            operands[0] = operands[0].rechunk({each: x.chunks[each] for each in every if each != axis})
    # Dtype, length and errors are those of a call on rows alone.
    small = [np.ones(tuple(_length(each, axis, i) for i in every), each.dtype) for each in operands]
    probe = _blocks.quietly(_blocks.public(name, form))(*small, *others, **keywords)
    places = {}
    if catalog[name].random and form == "value":
        keywords["rng"] = _entropy(keywords.get("rng"), full)
        places = {f"place_{each}": (da.arange(x.numblocks[each], chunks=1), (each,)) for each in every}
    of_block = partial(_run, name=name, form=form, others=tuple(others), keywords=keywords)
    chunks = {axis: probe.shape[axis]} if x.ndim and probe.shape[axis] != small[-1].shape[axis] else None
    named = {"dy": (operands[0], every)} if len(operands) > 1 else {}
    return blocks(of_block, name, {"x": (x, every), **named, "mask": (mask, every), **places}, every, probe.dtype, chunks=chunks)


def _length(array: da.Array, axis: int, each: int) -> int:
    length = array.shape[each]
    return int(length) if each == axis and length == length else 1


def _entropy(rng: Any, name: str) -> int:
    if isinstance(rng, np.random.Generator):
        return int(rng.integers(1 << 62))
    try:
        entropy = np.random.SeedSequence().entropy if rng is None else operator.index(rng)
    except TypeError:
        raise TypeError(f"{name}: rng is a numpy.random.Generator, an int or None, not {rng!r}") from None
    return int(entropy)  # type: ignore[arg-type]


def _run(
    x: Any,
    dy: Any = None,
    mask: Any = None,
    *,
    name: str,
    form: str,
    others: tuple[Any, ...],
    keywords: dict[str, Any],
    **places: Any,
) -> Any:
    keywords = dict(keywords)
    if mask is not None:
        keywords["where"] = mask
    if places:
        keywords["rng"] = np.random.default_rng([keywords["rng"], *(int(each[0]) for each in places.values())])
    return _blocks.public(name, form)(*((x,) if dy is None else (dy, x)), *others, **keywords)
