"""What is computed of one block along an axis that is split: statistics of its rows, and results by those of all blocks.

a. Of each row of a block there are a maximum m and a rest r: the sum of exp(x - m) is 1 + r. The
   maximum's own term is left out, so that log1p(r) keeps the digits of a row whose maximum
   outweighs everything. They are double, since a float32 logarithm of a large sum is worth few
   digits of the sum.
b. `merge` puts those of several blocks together, in the order of the blocks.
c. A result is the block's own, by actkern's kernel, times the block's share of the row's sum. A
   share is at most 1, so that nothing is lost where the block's own result is tiny.
d. A block is gone through in pieces that stay in the second cache, so that memory is read once
   (and written once) however many steps there are.
e. Exponentials and logarithms are actkern's, NumPy does the rest with + - * /, and sums have one
   order: workers with different CPUs give the same bits.

No dask is imported here.
"""

import math
from collections.abc import Callable, Iterator
from functools import cache, wraps
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

import actkern

from .._environment import in_default_environment
from .._functions.maker import Gufuncs
from .._namespaces import maker
from .._runtime import default_backend
from . import _across

# Elements of a piece, which stay in the second cache. Half as many take 1.2 times as long for rows
# of 2,500 in float32, an eighth 2 to 3 times.
_PIECE = 1 << 17

# The statistics of a row, by their place along the last axis: maximum, rest (see a), how many
# elements take part. Of a loss also the target's logit, and sum(share (m - x)) and sum(share) of
# the classes' shares in the loss.
PAIR = 3
MAXIMUM, REST, COUNT, HIT, PART, SHARES = range(6)


def quietly(function: Callable[..., Any]) -> Callable[..., Any]:
    """`function` of blocks, without warnings and in the default floating-point environment."""

    @wraps(function)
    def made(*blocks: Any, **keywords: Any) -> Any:
        with np.errstate(all="ignore"):
            return function(*blocks, **keywords)

    return in_default_environment(made)


def public(name: str, form: str) -> Any:
    """actkern's own function."""
    return getattr(actkern if form == "value" else getattr(actkern, form), name)


class Rows(NamedTuple):
    """How the rows of a block are read."""

    axes: tuple[int, ...]
    dtype: str  # float32 or float64, of the computation
    sign: int = 1  # -1 for softmin
    logarithm: bool = False  # whether it is the logarithm of softmax that is wanted


def pieces(shape: tuple[int, ...], core: int) -> Iterator[tuple[slice, ...]]:
    """Where the pieces of an array lie whose last `core` axes are not cut."""
    if len(shape) == core:
        yield ()
        return
    inner = math.prod(shape[1:])
    if inner <= _PIECE or len(shape) == core + 1:
        step = max(1, _PIECE // max(inner, 1))
        for start in range(0, shape[0], step):
            yield (slice(start, start + step),)
        return
    for start in range(shape[0]):
        for rest in pieces(shape[1:], core):
            yield (slice(start, start + 1), *rest)


def in_front(array: NDArray[Any], axes: tuple[int, ...]) -> NDArray[Any]:
    """A view with the axes that rows run along behind all others."""
    return np.moveaxis(array, axes, range(array.ndim - len(axes), array.ndim))


def _in_front(array: Any, rows: Rows) -> Any:
    """The same of an operand that may be None or a number for all rows."""
    return array if np.ndim(array) == 0 else in_front(array, rows.axes)


def read_rows(x: NDArray[Any], mask: NDArray[Any] | None, rows: Rows) -> NDArray[Any]:
    """A piece as contiguous rows, -inf where the mask is False; x itself where it is all that already."""
    core = x.shape[x.ndim - len(rows.axes) :]
    if x.strides and x.strides[-1] != x.itemsize:
        x = x.copy(order="K")  # what lies in memory apart is brought together before it is transposed
    flat = x.reshape(-1, math.prod(core)) if x.size else np.empty((math.prod(x.shape[: x.ndim - len(core)]), math.prod(core)))
    plain = mask is None and rows.sign > 0
    read = np.asarray(flat, rows.dtype, order="C") if plain else np.array(flat, rows.dtype, order="C")
    if rows.sign < 0:
        np.negative(read, out=read)
    if mask is not None:
        np.copyto(read, -np.inf, where=~mask.reshape(read.shape))
    return read


@cache
def _entropy() -> Gufuncs:
    return maker(default_backend, "cross_entropy", "value").gufunc


def _of_rows(x: NDArray[Any], temperature: Any, logarithm: bool) -> tuple[Any, Any]:
    """(maximum, rest) of contiguous rows of float32 or float64, with the maximum divided by the temperature."""
    count, n = x.shape
    if not n:
        return np.full(count, -np.inf), np.full(count, -1.0)
    index = x.argmax(axis=-1)
    maximum = x[np.arange(count), index].astype(np.float64)
    if temperature is None:
        one, zero = x.dtype.type(1), x.dtype.type(0)
        operands = "x", "index", "weight", "scale", "spread", "square", "loss"
        kernel = _entropy()("entropy_of_index", operands, "(n),(),(n),(),(),()->()")
        rest = actkern.expm1(kernel(x, index, np.broadcast_to(one, (n,)), one, zero, zero))
    elif logarithm:
        rest = actkern.expm1(-actkern.log_softmax(x, temperature=temperature).max(axis=-1).astype(np.float64))
    else:
        rest = 1 / actkern.softmax(x, temperature=temperature).max(axis=-1).astype(np.float64) - 1
    if temperature is not None:
        maximum = maximum / temperature
    rest = np.where(np.isfinite(maximum), rest, np.where(maximum == -np.inf, -1.0, 0.0))
    return maximum, rest


def _piece_of(array: Any, where: tuple[slice, ...]) -> Any:
    """A piece of an array that may have length 1 where another is cut; None and numbers stay what they are."""
    if np.ndim(array) == 0:
        return array
    return array[tuple(slice(None) if length == 1 else each for each, length in zip(where, array.shape))]


def _flat(numbers: Any, count: int) -> Any:
    """One number for each row of a piece."""
    return None if numbers is None else np.broadcast_to(np.reshape(numbers, -1), (count,))


def _across_of(x: NDArray[Any], mask: Any, temperature: Any, rows: Rows) -> NDArray[Any] | None:
    """x for `_across.py`, where that has what is asked for."""
    if mask is not None or temperature is not None or rows.sign < 0 or len(rows.axes) > 1 or x.dtype != rows.dtype:
        return None
    return _across.side_by_side(x, rows.axes[0])


@quietly
def statistics(x: NDArray[Any], mask: Any = None, temperature: Any = None, *, rows: Rows) -> NDArray[Any]:
    """The maximum, rest and count of each row of a block: its shape with length 1 for the axes, and a last axis for them."""
    across = _across_of(x, mask, temperature, rows)
    if across is not None:
        pair = _across.statistics(across)
        shape = tuple(1 if each in rows.axes else length for each, length in enumerate(x.shape))
        lengths = np.full(pair[0].shape, float(across.shape[1]))
        return np.stack((*pair, lengths), axis=-1).reshape(*shape, PAIR)
    moved = in_front(x, rows.axes)
    masks, temperatures = _in_front(mask, rows), _in_front(temperature, rows)
    found = np.empty((*moved.shape[: x.ndim - len(rows.axes)], PAIR))
    for where in pieces(moved.shape, len(rows.axes)):
        kept = _piece_of(masks, where)
        read = read_rows(moved[where], kept, rows)
        warmth = _flat(_piece_of(temperatures, where), len(read))
        count = np.full(len(read), read.shape[1]) if kept is None else np.count_nonzero(kept.reshape(read.shape), axis=-1)
        of_piece = np.stack((*_of_rows(read, warmth, rows.logarithm), count), axis=-1)
        found[where] = of_piece.reshape(found[where].shape)
    return np.expand_dims(found, tuple(sorted(rows.axes)))


def _below(low: NDArray[Any], high: NDArray[Any]) -> NDArray[Any]:
    """exp(low - high), with the rounding error of the difference taken into account, which grows with the numbers."""
    difference = low - high
    back = difference - low
    lost = (low - (difference - back)) - (high + back)
    result: NDArray[Any] = actkern.exp(difference)
    result += np.where(np.isfinite(lost), result * lost, 0)
    return np.where(low == high, 1.0, result)


def _blocks_first(found: NDArray[Any], axes: tuple[int, ...]) -> NDArray[Any]:
    """Statistics with the axes of blocks joined to one, the first, in the blocks' order."""
    rest = tuple(each for each in range(found.ndim) if each not in axes)
    lengths = [found.shape[each] for each in rest]
    return found.transpose(*axes, *rest).reshape(math.prod(found.shape[each] for each in axes), *lengths)


@quietly
def merge(found: NDArray[Any], axis: tuple[int, ...], keepdims: bool = True) -> NDArray[Any]:
    """The statistics of blocks put together along `axis`, one block after the other."""
    axes = tuple(each % found.ndim for each in axis)
    kept = [1 if each in axes else length for each, length in enumerate(found.shape)]
    blocks = _blocks_first(found, axes)
    maximum = np.maximum.reduce(blocks[..., MAXIMUM], axis=0)
    largest = np.zeros(maximum.shape, bool)  # whether a block with the maximum came already
    result = np.zeros(blocks.shape[1:])
    for block in blocks:
        own = (block[..., MAXIMUM] == maximum) & ~largest
        largest |= own
        result[..., REST] += np.where(own, block[..., REST], (1 + block[..., REST]) * _below(block[..., MAXIMUM], maximum))
        result[..., COUNT] += block[..., COUNT]
        if blocks.shape[-1] > PAIR:
            shares = block[..., SHARES]
            result[..., HIT] += block[..., HIT]
            result[..., PART] += block[..., PART] + np.where(shares == 0, 0, shares * (maximum - block[..., MAXIMUM]))
            result[..., SHARES] += shares
    result[..., MAXIMUM] = maximum
    finite = np.isfinite(maximum) | (maximum == -np.inf)
    result[..., REST] = np.where(finite, result[..., REST], 0)
    return result.reshape(kept)


def share(own: NDArray[Any], total: NDArray[Any]) -> NDArray[Any]:
    """The block's part of the sum of each row: NaN for rows whose result is NaN, 1 for those of -inf alone."""
    low, high = own[..., MAXIMUM], total[..., MAXIMUM]
    part = (1 + own[..., REST]) / (1 + total[..., REST]) * _below(low, high)
    return np.where(high == -np.inf, 1.0, np.where(np.isfinite(high), part, np.nan))


def _log_share(own: NDArray[Any], total: NDArray[Any]) -> NDArray[Any]:
    low, high = own[..., MAXIMUM], total[..., MAXIMUM]
    logarithm = actkern.log1p(own[..., REST]) - actkern.log1p(total[..., REST]) + np.where(low == high, 0, low - high)
    return np.where(high == -np.inf, 0.0, np.where(np.isfinite(high), logarithm, np.nan))


def write(into: NDArray[Any], found: NDArray[Any]) -> None:
    """A piece's rows into its place of a block, unless they were computed there."""
    if not np.may_share_memory(into, found):
        into[...] = found.reshape(into.shape)


def place(into: NDArray[Any], like: NDArray[Any]) -> NDArray[Any]:
    """Where the rows of a piece are computed: in their place of the block, where that is contiguous."""
    if into.dtype == like.dtype and into.flags.c_contiguous:
        return into.reshape(like.shape)
    return np.empty_like(like)


@quietly
def softmax(
    x: NDArray[Any],
    own: NDArray[Any],
    total: NDArray[Any],
    mask: Any = None,
    temperature: Any = None,
    dy: Any = None,
    *,
    rows: Rows,
    result: np.dtype[Any],
) -> NDArray[Any]:
    """softmax of a block, or its logarithm, or dy times it, by the block's statistics and those of the whole rows."""
    y = np.empty(x.shape, result)
    across = _across_of(x, mask, temperature, rows) if dy is None and y.dtype == x.dtype else None
    if across is not None:
        of_rows = total.reshape(len(across), across.shape[2], PAIR)
        _across.softmax(across, y.reshape(across.shape), of_rows[..., MAXIMUM], of_rows[..., REST], rows.logarithm)
        return y
    moved, into = in_front(x, rows.axes), in_front(y, rows.axes)
    masks, temperatures, upstream = (_in_front(each, rows) for each in (mask, temperature, dy))
    own, total = (np.squeeze(each, tuple(sorted(rows.axes))) for each in (own, total))
    for where in pieces(moved.shape, len(rows.axes)) if x.size else ():
        kept = _piece_of(masks, where)
        read = read_rows(moved[where], kept, rows)
        found = place(into[where], read)
        warmth = _flat(_piece_of(temperatures, where), len(read))
        warm = {} if warmth is None else {"temperature": warmth}
        of_block, of_all = (each[where].reshape(-1, PAIR) for each in (own, total))
        if rows.logarithm:
            actkern.log_softmax(read, out=found, **warm)
            shift = _log_share(of_block, of_all)
            np.add(found, shift.astype(found.dtype)[:, None], out=found)
            nothing = -np.inf
        else:
            actkern.softmax(read, out=found, **warm)
            np.multiply(found, share(of_block, of_all).astype(found.dtype)[:, None], out=found)
            nothing = 0.0
        # The kernel has NaN for rows of -inf alone, which the block's row may be, but not the whole row.
        found[(of_block[:, MAXIMUM] == -np.inf) & np.isfinite(of_all[:, MAXIMUM])] = nothing
        if kept is not None:
            np.copyto(found, nothing, where=~kept.reshape(found.shape))
        if upstream is not None:
            _scale(found, _flat(_piece_of(upstream, where), len(found)), read)
        write(into[where], found)
    return y


def _scale(weights: NDArray[Any], dy: NDArray[Any], x: NDArray[Any]) -> None:
    """weights *= dy; an infinite dy times a weight that is 0 only because it underflows is infinite."""
    lost = ~np.isfinite(dy)[:, None]
    underflown = lost & (weights == 0) if lost.any() else None
    np.multiply(weights, dy[:, None], out=weights, casting="same_kind")
    if underflown is not None:
        np.copyto(weights, np.where(x > -np.inf, dy[:, None], 0), where=underflown, casting="same_kind")


@quietly
def logarithm_of_sum(total: NDArray[Any], *, mean: bool, drop: tuple[int, ...], result: np.dtype[Any]) -> NDArray[Any]:
    """logsumexp or logmeanexp, by the statistics of the whole rows, without the axes to `drop`."""
    maximum, rest, count = (total[..., each] for each in (MAXIMUM, REST, COUNT))
    excess = (rest - (count - 1)) / count if mean else rest
    logarithm = np.where(rest == -1, -np.inf, maximum + actkern.log1p(np.maximum(excess, -1)))
    if mean:
        logarithm = np.where(count == 0, np.nan, logarithm)
    found: NDArray[Any] = np.squeeze(np.where(maximum == np.inf, np.inf, logarithm), drop)
    return found.astype(result)


@quietly
def sums_of_gradient(dy: NDArray[Any], y: NDArray[Any], *, rows: Rows) -> NDArray[Any]:
    """sum(dy * y) of each row of a block, or sum(dy) for the logarithm, in double, with the axis kept."""
    terms, other = in_front(dy, rows.axes), in_front(y, rows.axes)
    found = np.empty(terms.shape[:-1])
    for where in pieces(terms.shape, 1):
        wide = np.array(terms[where], np.float64, order="C")
        if not rows.logarithm:
            np.multiply(wide, other[where], out=wide)
        found[where] = np.add.reduce(wide, axis=-1)
    return np.expand_dims(found, rows.axes)


@quietly
def gradient(
    dy: NDArray[Any], y: NDArray[Any], sums: NDArray[Any], temperature: Any = None, *, rows: Rows, result: np.dtype[Any]
) -> NDArray[Any]:
    """The gradient of softmax or of its logarithm, from the output and the sums of the whole rows."""
    dx = np.empty(np.broadcast_shapes(dy.shape, y.shape), result)
    terms, other, into, of_rows = (in_front(each, rows.axes) for each in (dy, y, dx, sums))
    temperatures = _in_front(temperature, rows)
    for where in pieces(terms.shape, 1) if dy.size else ():
        wide = np.array(terms[where], np.float64, order="C")
        if rows.logarithm:
            wide -= actkern.exp(np.ascontiguousarray(other[where])) * of_rows[where]
        else:
            wide -= of_rows[where]
            wide *= other[where]
        if rows.sign < 0:
            np.negative(wide, out=wide)
        if temperatures is not None:
            wide /= _piece_of(temperatures, where)
        into[where] = wide
    return dx


@quietly
def add(found: NDArray[Any], axis: tuple[int, ...], keepdims: bool = True) -> NDArray[Any]:
    """The sum along `axis`, one after the other."""
    axes = tuple(each % found.ndim for each in axis)
    terms = _blocks_first(found, axes)
    total = np.zeros(terms.shape[1:])
    for each in terms:
        total += each
    kept: NDArray[Any] = np.expand_dims(total, axes) if keepdims else total
    return kept


@quietly
def whole(
    x: NDArray[Any], mask: Any = None, temperature: Any = None, dy: Any = None, *, name: str, form: str, **keywords: Any
) -> Any:
    """actkern's own function of a block that has whole rows."""
    given = {"where": mask, "temperature": temperature}
    keywords |= {key: value for key, value in given.items() if value is not None}
    return public(name, form)(*((x,) if dy is None else (dy, x)), **keywords)
