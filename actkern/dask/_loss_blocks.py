"""What losses compute of one block, beside the statistics of rows in `_blocks.py`, whose notes hold here, too.

a. A row's loss is hit (M - x[target] + log(1 + r)) + sum(share (M - x)) + sum(share) log(1 + r) +
   z_loss (M + log(1 + r))^2, whose terms are all at least 0. The sums are over the blocks of the
   axis of classes, and `hit` is the weight of a target given by its index.
b. Its gradient is C softmax(x) - share, with C the sum of all shares, of `hit` and of 2 z_loss
   logsumexp(x). At the target the two nearly cancel where the row is learnt. There it is computed
   as C expm1(-loss) and what the other classes add.
c. Losses are double until they are reduced.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

import actkern

from . import _blocks
from ._blocks import HIT, MAXIMUM, PART, REST, SHARES, Rows, in_front, pieces, quietly, share


class Counting(NamedTuple):
    """How much the classes of a row count."""

    indices: bool  # whether the target has indices, not probabilities
    smoothing: float
    square: float  # z_loss
    ignored: int
    classes: int
    name: str


def _columns(target: NDArray[Any], counting: Counting) -> tuple[Any, Any]:
    """The targets of a block's rows, and which of them count."""
    counted = target != counting.ignored
    wrong = ((target < 0) | (target >= counting.classes)) & counted
    if np.any(wrong):
        raise ValueError(
            f"{counting.name}: target is a class index from 0 to {counting.classes - 1}, or ignore_index ({counting.ignored}); "
            f"got {target[wrong].flat[0]}"
        )
    return target.astype(np.intp, copy=False), counted


def _shares(target: Any, weight: NDArray[Any], counting: Counting) -> Any:
    """What each class of a piece counts, but for the target that is given by its index: in double, broadcast."""
    spread = counting.smoothing / counting.classes
    if counting.indices:
        return weight * spread
    if not np.all((target >= 0) & (target < np.inf)):
        raise ValueError(f"{counting.name}: target has probabilities, finite and at least 0")
    return weight * ((1 - counting.smoothing) * target.astype(np.float64) + spread)


def _weights(weight: Any, first: int, count: int) -> NDArray[Any]:
    """The weights of a block's classes."""
    if weight is None:
        return np.ones(count)
    of_block: NDArray[Any] = weight[first : first + count].astype(np.float64)
    return of_block


@quietly
def statistics(
    x: NDArray[Any], target: NDArray[Any], first: NDArray[Any], weight: Any = None, *, rows: Rows, counting: Counting
) -> NDArray[Any]:
    """The statistics of a block's rows, those of a loss included; `first` is the class that the block begins with."""
    (axis,) = rows.axes
    pair = _blocks.statistics(x, rows=rows)
    found = np.concatenate((pair, np.zeros((*pair.shape[:-1], 3))), axis=-1)
    begin, count = int(first[0]), x.shape[axis]
    if counting.indices:
        targets, _ = _columns(target, counting)
        inside = (targets >= begin) & (targets < begin + count)
        if count:
            hit = np.take_along_axis(x, np.expand_dims(np.where(inside, targets - begin, 0), axis), axis)
            found[..., HIT] = np.where(np.expand_dims(inside, axis), hit, 0)
    if counting.indices and not counting.smoothing:
        return found
    weights = _weights(weight, begin, count)
    moved, probabilities = in_front(x, rows.axes), None if counting.indices else in_front(target, rows.axes)
    maxima = np.squeeze(found[..., MAXIMUM], axis)
    part, shares = np.zeros(maxima.shape), np.zeros(maxima.shape)
    for where in pieces(moved.shape, 1) if x.size else ():
        counts = _shares(None if probabilities is None else probabilities[where], weights, counting)
        below = maxima[where][..., None] - moved[where]
        part[where] = np.add.reduce(np.where(counts == 0, 0, counts * below), axis=-1)
        shares[where] = np.add.reduce(np.broadcast_to(counts, below.shape), axis=-1)
    found[..., PART], found[..., SHARES] = np.expand_dims(part, axis), np.expand_dims(shares, axis)
    return found


class _Of(NamedTuple):
    """What `_terms` gives for each row."""

    counted: Any  # whether it counts
    hit: Any  # the weight of its target, given by its index
    missed: Any  # logsumexp(x) - x[target]
    whole: Any  # logsumexp(x)
    logarithm: Any  # log(1 + r)


def _terms(total: NDArray[Any], target: Any, weight: Any, counting: Counting) -> _Of:
    logarithm = actkern.log1p(total[..., REST])
    maximum = total[..., MAXIMUM]
    logarithm = np.where(np.isfinite(maximum), logarithm, np.nan)
    if not counting.indices:
        return _Of(True, 0.0, logarithm, maximum + logarithm, logarithm)
    targets, counted = _columns(target, counting)
    hit = np.where(counted, 1 - counting.smoothing, 0)
    if weight is not None:
        hit = hit * weight.astype(np.float64)[np.where(counted, targets, 0)]
    return _Of(counted, hit, maximum - total[..., HIT] + logarithm, maximum + logarithm, logarithm)


@quietly
def losses(total: NDArray[Any], target: Any = None, weight: Any = None, *, axis: int, counting: Counting) -> NDArray[Any]:
    """The loss of each row, in double, from the statistics of the whole rows."""
    total = np.squeeze(total, axis)
    of = _terms(total, target, weight, counting)
    loss = total[..., PART] + np.where(total[..., SHARES] == 0, 0, total[..., SHARES] * of.logarithm)
    loss = loss + np.where(of.hit == 0, of.logarithm * 0, of.hit * of.missed)
    if counting.square:
        loss = loss + counting.square * of.whole * of.whole
    return np.where(of.counted, loss, 0.0)


@quietly
def gradient(
    x: NDArray[Any],
    own: NDArray[Any],
    total: NDArray[Any],
    target: NDArray[Any],
    first: NDArray[Any],
    weight: Any = None,
    divisor: Any = None,
    *,
    rows: Rows,
    counting: Counting,
    result: str,
) -> NDArray[Any]:
    """The gradient of a block, by its own statistics and those of the whole rows, divided by the mean's divisor."""
    (axis,) = rows.axes
    dx = np.empty(x.shape, result)
    moved, into = in_front(x, rows.axes), in_front(dx, rows.axes)
    own, total = np.squeeze(own, axis), np.squeeze(total, axis)
    probabilities = None if counting.indices else in_front(target, rows.axes)
    weights = _weights(weight, int(first[0]), x.shape[axis])
    count = 1.0 if divisor is None else float(divisor)
    factor = 1 / count if count else 0.0
    of = _terms(total, target, weight, counting)
    gain = (total[..., SHARES] + of.hit + 2 * counting.square * of.whole) * factor
    gain = np.where(of.counted, gain, 0)
    scale = gain * share(own, total)
    for where in pieces(moved.shape, 1) if x.size else ():
        read = _blocks.read_rows(moved[where], None, rows)
        found = _blocks.place(into[where], read)
        actkern.softmax(read, out=found)
        of_block, of_all = own[where].reshape(-1, own.shape[-1]), total[where].reshape(-1, own.shape[-1])
        np.multiply(found, scale[where].reshape(-1, 1).astype(found.dtype), out=found)
        found[(of_block[:, MAXIMUM] == -np.inf) & np.isfinite(of_all[:, MAXIMUM])] = 0
        if counting.smoothing or not counting.indices:
            counts = _shares(None if probabilities is None else probabilities[where], weights, counting) * factor
            np.subtract(found, np.broadcast_to(counts, moved[where].shape).reshape(found.shape), out=found, casting="same_kind")
        if counting.indices:
            found[~of.counted[where].reshape(-1)] = 0
        _blocks.write(into[where], found)
    if counting.indices and x.shape[axis]:
        _mend(dx, x, total, target, int(first[0]), weights, of, gain, factor, axis, counting)
    return dx


def _mend(
    dx: NDArray[Any],
    x: NDArray[Any],
    total: NDArray[Any],
    target: NDArray[Any],
    begin: int,
    weights: NDArray[Any],
    of: _Of,
    gain: Any,
    factor: float,
    axis: int,
    counting: Counting,
) -> None:
    """The gradient at the targets that are in this block (see b)."""
    targets = target.astype(np.intp, copy=False)
    inside = (targets >= begin) & (targets < begin + x.shape[axis]) & of.counted
    where = np.where(inside, targets - begin, 0)
    spread = weights[where] * (counting.smoothing / counting.classes)
    others = (total[..., SHARES] - spread + 2 * counting.square * of.whole) * factor
    at_target = gain * actkern.expm1(-of.missed) + others
    index = np.expand_dims(where, axis)
    there = np.take_along_axis(dx, index, axis)
    np.put_along_axis(dx, index, np.where(np.expand_dims(inside, axis), np.expand_dims(at_target, axis), there), axis)


def _inside(target: NDArray[Any], first: NDArray[Any], count: int, counting: Counting) -> tuple[Any, Any]:
    """Which targets count and are among the classes of a block, and where in it these are."""
    targets, counted = _columns(target, counting)
    begin = int(first[0])
    inside = counted & (targets >= begin) & (targets < begin + count)
    return inside, np.where(inside, targets - begin, 0)


def _hits(target: NDArray[Any], inside: NDArray[Any], weight: Any, dtype: np.dtype[Any]) -> NDArray[Any]:
    """What the rows whose targets are inside a block count, others 0: in double, of weights in the precision of x."""
    if weight is None:
        return inside.astype(np.float64)
    counts: NDArray[Any] = np.where(inside, weight.astype(dtype)[np.where(inside, target, 0)], 0).astype(np.float64)
    return counts


@quietly
def taken(
    x: NDArray[Any], target: NDArray[Any], first: NDArray[Any], weight: Any = None, *, axis: int, counting: Counting
) -> NDArray[Any]:
    """The loss of each row whose target is in this block, in double; 0 for others."""
    inside, index = _inside(target, first, x.shape[axis], counting)
    if not x.shape[axis]:
        return np.zeros((*x.shape[:axis], 1, *x.shape[axis + 1 :]))
    counts = np.expand_dims(_hits(target, inside, weight, x.dtype), axis)
    found = np.take_along_axis(x, np.expand_dims(index, axis), axis).astype(np.float64)
    return 0.0 - counts * np.where((counts == 0) & ~(np.isnan(found) & np.expand_dims(inside, axis)), 0, found)


@quietly
def taken_gradient(
    x: NDArray[Any],
    target: NDArray[Any],
    first: NDArray[Any],
    weight: Any = None,
    divisor: Any = None,
    *,
    axis: int,
    counting: Counting,
    result: str,
) -> NDArray[Any]:
    """The gradient of a block, divided by the mean's divisor."""
    inside, index = _inside(target, first, x.shape[axis], counting)
    if not x.size:
        return np.empty(x.shape, result)
    dx = np.zeros(x.shape, result)
    count = 1.0 if divisor is None else float(divisor)
    slopes = 0.0 - _hits(target, inside, weight, x.dtype) / count if count else np.zeros(index.shape)
    np.put_along_axis(dx, np.expand_dims(index, axis), np.expand_dims(slopes.astype(result), axis), axis)
    return dx


@quietly
def counted(target: NDArray[Any], weight: Any = None, *, counting: Counting) -> NDArray[Any]:
    """What the targets of a block count in a mean: their weights, in an array of one element."""
    targets, counts = _columns(target, counting)
    if weight is None:
        found = float(np.count_nonzero(counts))
    else:
        found = float(np.add.reduce(np.where(counts, weight.astype(np.float64)[np.where(counts, targets, 0)], 0), axis=None))
    return np.full((1,) * target.ndim, found)


@quietly
def total_of(losses: NDArray[Any]) -> NDArray[Any]:
    """The sum of a block, in double, in an array of one element."""
    return np.add.reduce(losses, axis=None, dtype=np.float64, keepdims=True)


@quietly
def size_of(x: NDArray[Any]) -> NDArray[Any]:
    return np.full((1,) * x.ndim, float(x.size))


@quietly
def quotient(total: NDArray[Any], divisor: Any = None, *, result: str) -> Any:
    """A sum, or a mean, which is NaN where nothing counts."""
    number = total if divisor is None else np.divide(total, divisor)
    return np.asarray(number).astype(result)


@quietly
def of_elements(
    x: NDArray[Any],
    target: NDArray[Any],
    divisor: Any = None,
    *,
    name: str,
    form: str,
    reduction: str,
    flags: Mapping[str, bool],
    **given: Any,
) -> Any:
    """The losses of a block's elements in their own dtype, or the gradient of their sum divided by the mean's divisor."""
    found = _blocks.public(name, form)(x, target, reduction=reduction, **flags, **given)
    if form == "value" or divisor is None:
        return found
    count = float(np.asarray(divisor).reshape(()))
    return np.multiply(found, found.dtype.type(1 / count if count else 0), out=found)
