"""Losses of dask arrays, and their gradients.

a. cross_entropy goes along an axis of classes that may be split, as softmax does (`_rows.py`).
b. A sum is that of blocks in double, in the order of the blocks, rounded once. What a mean is
   divided by is a number that is computed with the rest, since it depends on the targets.
"""

import math
from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

import dask.array as da
import numpy as np

from .._catalog import Keyword, Loss
from .._functions.arguments import is_half
from .._functions.cross_entropy import class_weights, plan
from .._functions.losses import binder, checked_factor, signature_of
from .._functions.reductions import check_reduction, checked_floats, count_of
from . import _blocks, _loss_blocks
from ._arrays import STATISTIC, alike, as_lazy, blocks, no_out
from ._rows import again, statistics, together

_COLUMNS = 6


def _total(losses: da.Array, divisor: Any, dtype: np.dtype[Any]) -> da.Array:
    every = tuple(range(losses.ndim))
    ones = dict.fromkeys(every, 1)
    sums = blocks(_loss_blocks.total_of, "loss-sums", {"losses": (losses, every)}, every, np.dtype(np.float64), chunks=ones)
    total = together(sums, every, _blocks.add).reshape(()) if losses.ndim else sums
    finish = partial(_loss_blocks.quotient, result=dtype.str)
    return blocks(finish, "loss", {"total": (total, ()), "divisor": (divisor, ())}, (), dtype)


def _number(found: da.Array) -> da.Array:
    """The sum of an array's blocks, which have one element each."""
    return together(found, tuple(range(found.ndim)), _blocks.add).reshape(()) if found.ndim else found


def _floating(x: da.Array) -> np.dtype[Any]:
    """What NumPy's losses compute in."""
    return np.dtype(np.float32 if is_half(x.dtype) or x.dtype.type is np.float32 else np.float64)


def _axes_of(x: da.Array, along: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """(all axes, those of the rows)."""
    every = tuple(range(x.ndim))
    return every, tuple(each for each in every if each != along)


def _begins(x: da.Array, along: int) -> da.Array:
    """The class that each block begins with."""
    return da.from_array(np.cumsum((0, *x.chunks[along][:-1])), chunks=1)


class _Checked(NamedTuple):
    """The arguments of a loss of rows of classes."""

    x: da.Array
    targets: da.Array  # in the chunks of x
    weights: da.Array | None
    along: int
    counting: _loss_blocks.Counting


def _checked(
    first: Any,
    target: Any,
    axis: Any,
    weight: Any,
    ignore_index: Any,
    label_smoothing: Any,
    z_loss: Any,
    reduction: Any,
    name: str,
    argument: str = "logits",
) -> _Checked:
    """The arguments, of which the first is called `argument`; a target of probabilities makes sense for logits."""
    x = as_lazy(first, name, argument)
    x = x.astype(_floating(x)) if x.dtype != _floating(x) else x
    along, classes, _, smoothing, square = plan(x.shape, axis, label_smoothing, z_loss, reduction, name, argument)
    if math.isnan(classes):
        raise ValueError(f"{name}: the number of classes is unknown; {argument}.compute_chunk_sizes() makes it known")
    targets = as_lazy(target, name, "target")
    indices, of_logits = targets.dtype.kind in "iu", argument == "logits"
    if not indices and not (of_logits and targets.dtype.kind == "f"):
        others = " or probabilities (floats)" if of_logits else ""
        raise TypeError(f"{name}: target has class indices (integers){others}, not dtype {targets.dtype}")
    targets = _targets(targets, x, along, indices, name, argument)
    weights = _checked_weight(weight, classes, name)
    counting = _loss_blocks.Counting(indices, smoothing, square, int(ignore_index), classes, name)
    return _Checked(x, targets, weights, along, counting)


def taken(form: str) -> Callable[..., Any]:
    """One form of nll; its arguments are those of actkern's own. The classes may be split."""
    name = f"actkern.dask.{'' if form == 'value' else form + '.'}nll"

    def made(
        log_probs: Any,
        target: Any,
        axis: int = -1,
        *,
        weight: Any = None,
        ignore_index: int = -100,
        reduction: str = "mean",
        out: Any = None,
    ) -> Any:
        no_out(out, name)
        others = weight, ignore_index, 0.0, 0.0, reduction
        x, targets, weights, along, counting = _checked(log_probs, target, axis, *others, name, "log_probs")
        every, rest = _axes_of(x, along)
        of_weights: dict[str, Any] = {"weight": (weights, (x.ndim,))}
        operands = {"x": (x, every), "target": (targets, rest), "first": (_begins(x, along), (along,)), **of_weights}
        divisor = _divisor(x, targets, rest, of_weights, counting, reduction, along)
        loss = dx = None
        if form != "grad":
            of_block = partial(_loss_blocks.taken, axis=along, counting=counting)
            own = blocks(of_block, "taken-losses", operands, every, np.dtype(np.float64), chunks={along: 1})
            losses = da.squeeze(together(own, (along,), _blocks.add), along)
            loss = losses.astype(x.dtype) if reduction == "none" else _total(losses, divisor, x.dtype)
        if form != "value":
            of_block = partial(_loss_blocks.taken_gradient, axis=along, counting=counting, result=x.dtype.str)
            dx = blocks(of_block, "taken-gradient", {**operands, "divisor": (divisor, ())}, every, x.dtype)
        return {"value": loss, "grad": dx, "value_and_grad": (loss, dx)}[form]

    return made


def cross_entropy(form: str) -> Callable[..., Any]:
    """One form of cross_entropy; its arguments are those of actkern's own."""
    name = f"actkern.dask.{'' if form == 'value' else form + '.'}cross_entropy"

    def made(
        logits: Any,
        target: Any,
        axis: int = -1,
        *,
        weight: Any = None,
        ignore_index: int = -100,
        label_smoothing: float = 0.0,
        z_loss: float = 0.0,
        reduction: str = "mean",
        out: Any = None,
    ) -> Any:
        no_out(out, name)
        others = weight, ignore_index, label_smoothing, z_loss, reduction
        x, targets, weights, along, counting = _checked(logits, target, axis, *others, name)
        indices = counting.indices
        every, rest = _axes_of(x, along)
        of_targets: dict[str, Any] = {"target": (targets, rest if indices else every)}
        of_weights: dict[str, Any] = {"weight": (weights, (x.ndim,))}
        if x.numblocks[along] == 1 and reduction == "none":
            return _by_block(form, x, along, {**of_targets, **of_weights}, rest, counting)
        rows = _blocks.Rows((along,), x.dtype.str[1:])
        per_class = {**of_targets, "first": (_begins(x, along), (along,)), **of_weights}
        of_block = partial(_loss_blocks.statistics, rows=rows, counting=counting)
        own = statistics(of_block, x, per_class, (along,), _COLUMNS)
        total = together(own, (along,), _blocks.merge)
        divisor = _divisor(x, targets, rest, of_weights, counting, reduction, along)
        given = {"total": (total, (*every, STATISTIC)), **(of_targets if indices else {}), **of_weights}
        finish = partial(_loss_blocks.losses, axis=along, counting=counting)
        loss = dx = None
        if form != "grad":
            losses = blocks(finish, "row-losses", given, rest, np.dtype(np.float64))
            loss = losses.astype(x.dtype) if reduction == "none" else _total(losses, divisor, x.dtype)
        if form != "value":
            of_block = partial(_loss_blocks.gradient, rows=rows, counting=counting, result=x.dtype.str)
            operands = {
                "x": (again(x, total), every),
                "own": (own, (*every, STATISTIC)),
                "total": (total, (*every, STATISTIC)),
                **per_class,
                "divisor": (divisor, ()),
            }
            dx = blocks(of_block, "cross_entropy-gradient", operands, every, x.dtype)
        return {"value": loss, "grad": dx, "value_and_grad": (loss, dx)}[form]

    return made


def _targets(targets: da.Array, x: da.Array, along: int, indices: bool, name: str, argument: str) -> da.Array:
    """The targets in the chunks of the logits, or an error where they have another shape."""
    shape = tuple(length for each, length in enumerate(x.shape) if not indices or each != along)
    if targets.ndim != len(shape) or any(a != b for a, b in zip(targets.shape, shape) if a == a and b == b):
        if indices:
            hint = "; a target of probabilities is of a floating-point dtype" if argument == "logits" else ""
            raise ValueError(
                f"{name}: a target of class indices has the shape of the {argument} without the classes, {shape}, not "
                f"{targets.shape}{hint}"
            )
        raise ValueError(
            f"{name}: a target of floats has probabilities, of the shape of the logits, {shape}, not {targets.shape}; class "
            "indices are integers, which labels.astype(np.intp) makes of labels kept as floats"
        )
    like = x if not indices else x[tuple(0 if each == along else slice(None) for each in range(x.ndim))]
    return alike(targets, like, (), "target", name)


def _checked_weight(weight: Any, classes: int, name: str) -> da.Array | None:
    if weight is None:
        return None
    if not isinstance(weight, da.Array):
        checked = class_weights(weight, classes, name)
        return None if checked is None else da.from_array(checked.array, chunks=-1)
    if weight.shape != (classes,):
        raise ValueError(
            f"{name}: weight has one number for each of the {classes} classes, shape ({classes},), not {weight.shape}"
        )
    return as_lazy(weight, name, "weight").rechunk(-1)


def _divisor(
    x: da.Array, targets: da.Array, rest: tuple[int, ...], of_weights: dict[str, Any], counting: Any, reduction: str, along: int
) -> da.Array | None:
    """What the loss and its gradient are divided by."""
    if reduction != "mean":
        return None
    ones = dict.fromkeys(rest, 1)
    double = np.dtype(np.float64)
    if counting.indices:
        of_block = partial(_loss_blocks.counted, counting=counting)
        return _number(blocks(of_block, "counted", {"target": (targets, rest), **of_weights}, rest, double, chunks=ones))
    one = targets[tuple(slice(1) if each == along else slice(None) for each in range(x.ndim))]
    every = tuple(range(x.ndim))
    return _number(blocks(_loss_blocks.size_of, "counted", {"x": (one, every)}, every, double, chunks=dict.fromkeys(every, 1)))


@_blocks.quietly
def _own_losses(x: Any, target: Any, weight: Any = None, *, form: str, keywords: dict[str, Any]) -> Any:
    return _blocks.public("cross_entropy", form)(x, target, weight=weight, **keywords)


def _by_block(form: str, x: da.Array, along: int, operands: dict[str, Any], rest: tuple[int, ...], counting: Any) -> Any:
    """The losses of rows that are in one block each: actkern's own, and its bits."""
    every = tuple(range(x.ndim))
    keywords = {
        "axis": along,
        "ignore_index": counting.ignored,
        "label_smoothing": counting.smoothing,
        "z_loss": counting.square,
        "reduction": "none",
    }
    given = {"x": (x, every), **operands}
    loss = blocks(partial(_own_losses, form="value", keywords=keywords), "row-losses", given, rest, x.dtype)
    dx = blocks(partial(_own_losses, form="grad", keywords=keywords), "cross_entropy-gradient", given, every, x.dtype)
    return {"value": loss, "grad": dx, "value_and_grad": (loss, dx)}[form]


def refused(name: str, form: str) -> Callable[..., Any]:
    """A function that says what to do instead."""
    full = f"actkern.dask.{'' if form == 'value' else form + '.'}{name}"

    def made(*operands: Any, **keywords: Any) -> Any:
        raise TypeError(
            f"{full} is not there: its products of matrices are of arrays in memory. Map actkern's own over blocks of rows with "
            "reduction='sum', and add losses and gradients by weight and bias"
        )

    return made


def of_elements(row: Loss, form: str) -> Callable[..., Any]:
    """A loss of each element."""
    name = row.name
    full = f"actkern.dask.{'' if form == 'value' else form + '.'}{name}"
    first = row.inputs[0].name
    operands_of = {each.name: each for each in row.keywords if each.name not in ("reduction", *row.flags)}
    signature = signature_of(row, "value_and_grad")
    bound = binder(signature, full)

    def made(*arguments: Any, **keywords: Any) -> Any:
        given = bound(arguments, keywords)
        x, target, reduction = given[first], given["target"], given["reduction"]
        no_out(given["out"], full)
        check_reduction(reduction, full, row.reductions)
        x = as_lazy(x, full)
        x = x.astype(_floating(x)) if x.dtype != _floating(x) else x
        targets = as_lazy(target, full, "target")
        if targets.ndim != x.ndim or any(a != b for a, b in zip(targets.shape, x.shape) if a == a and b == b):
            raise ValueError(f"{full}: target has the shape of the first operand, {x.shape}, not {targets.shape}")
        every = tuple(range(x.ndim))
        factors = {key: _factor(given[key], x, each, full) for key, each in operands_of.items()}
        operands = {"x": (x, every), "target": (alike(targets, x, (), "target", full), every)}
        operands |= {key: (each, every) for key, each in factors.items() if each is not None}
        flags = {key: bool(given[key]) for key in row.flags}
        divisor = None
        if reduction == "batchmean":
            if not x.ndim:
                count_of(x.shape, reduction, full)
            first_of_each = x[(slice(None), *[slice(1)] * (x.ndim - 1))]
            sums = blocks(
                _loss_blocks.size_of,
                "counted",
                {"x": (first_of_each, every)},
                every,
                np.dtype(np.float64),
                chunks=dict.fromkeys(every, 1),
            )
            divisor = _number(sums)
        if reduction == "mean":
            ones = dict.fromkeys(every, 1)
            if row.over_weights and factors["weight"] is not None:
                sums = blocks(
                    _loss_blocks.total_of,
                    "counted",
                    {"losses": (factors["weight"], every)},
                    every,
                    np.dtype(np.float64),
                    chunks=ones,
                )
            else:
                sums = blocks(_loss_blocks.size_of, "counted", {"x": (x, every)}, every, np.dtype(np.float64), chunks=ones)
            divisor = _number(sums)
        loss = dx = None
        if form != "grad":
            of_block = partial(_loss_blocks.of_elements, name=name, form="value", reduction="none", flags=flags)
            loss = blocks(of_block, f"{name}-losses", operands, every, x.dtype)
            loss = loss if reduction == "none" else _total(loss, divisor, x.dtype)
        if form != "value":
            summed = "none" if reduction == "none" else "sum"
            of_block = partial(_loss_blocks.of_elements, name=name, form="grad", reduction=summed, flags=flags)
            dx = blocks(of_block, f"{name}-gradient", {**operands, "divisor": (divisor, ())}, every, x.dtype)
        return {"value": loss, "grad": dx, "value_and_grad": (loss, dx)}[form]

    made.__signature__ = signature  # type: ignore[attr-defined]
    return made


def _factor(given: Any, x: da.Array, keyword: Keyword, name: str) -> da.Array | None:
    """What a keyword gives each element."""
    if given is None:
        return None
    if not isinstance(given, da.Array):
        given = checked_factor(checked_floats(given, keyword.name, name), keyword, name).array
    return alike(given, x, (), keyword.name, name)
