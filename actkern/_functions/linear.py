"""Cross entropy of a linear layer, block of rows by block of rows, so that the logits of all rows are never in memory.

a. NumPy's matmul writes the logits of a block of rows into one buffer, the kernel of cross_entropy puts their gradient in
   their place, and two products take that into the gradients by x and by the weights. Then the buffer has the next block.
   Logits are computed once: another order of the loops, which finishes the gradient of some weights at a time, would need
   all of them twice, and a third more time.
b. The first block of rows writes the gradient by the weights. What each further one adds to it is computed for a strip of
   classes at a time, which is added while it lies in a cache (`_policy.STRIP_BYTES`).
c. Among many classes the target's own term is the largest of a sum by far, and every term that BLAS adds after it is rounded
   to last places of it. So it is taken out of the products, and added last of all: float32 gradients of 32,000 classes are
   then off by 1 ULP of the largest element, not by 9.
d. Rows that are ignored are left out before anything is computed: they take no time, and what stands in them does not show.
e. Each call of BLAS, and each of a kernel, is done before the next one begins, so that BLAS's threads and those of actkern's
   pool do not work at the same time.
f. Where float32 lacks the range for weights of classes, all is computed in double, of copies of the operands.
g. Last digits are BLAS's: they depend on its version, its threads and the size of blocks, not on the backend.
"""

import math
import operator
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .. import _policy
from .._for_dask import is_lazy
from .arguments import checked_number
from .cross_entropy import COUNTED, class_weights, counting, indices, plan
from .labels import carried, labelled, library_of
from .maker import Maker
from .reductions import cast, check_out, checked_floats, checked_plain, placed, rounded_sum, total_of

_CORE = "(n),(),(n),(),(),()->"
_MANY = 32  # classes, from which on (c) is worth its time


class _Layer(NamedTuple):
    """The layer's operands, of one dtype; x has one row for each target."""

    x: NDArray[Any]
    weight: NDArray[Any]
    bias: NDArray[Any] | None
    cap: Any  # what tanh keeps the logits below, or None

    def logits(self, x: NDArray[Any], out: NDArray[Any]) -> None:
        """The logits of some rows, before they are capped."""
        np.matmul(x, self.weight.T, out=out)
        if self.bias is not None:
            np.add(out, self.bias, out=out)


class _Gradients(NamedTuple):
    """Where the gradients go: contiguous arrays of the layer's dtype."""

    x: NDArray[Any]
    weight: NDArray[Any]
    bias: NDArray[Any] | None


def _checked_operands(x: Any, weight: Any, bias: Any, name: str) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any] | None]:
    """The operands in the dtype that NumPy promotes theirs to, of shapes that belong together."""
    given = [checked_floats(x, "x", name), checked_floats(weight, "weight", name)]
    if bias is not None:
        given.append(checked_floats(bias, "bias", name))
    rows, weights = given[:2]
    if rows.ndim == 0:
        raise ValueError(f"{name}: x has one dimension or more, of which the last one is the features; got a scalar")
    if weights.ndim != 2 or weights.shape[0] == 0 or weights.shape[1] != rows.shape[-1]:
        raise ValueError(
            f"{name}: weight has the shape (classes, features), of one class or more and of the {rows.shape[-1]} features that x "
            f"has; got shape {weights.shape}"
        )
    if bias is not None and given[2].shape != weights.shape[:1]:
        raise ValueError(
            f"{name}: bias has one number for each of the {weights.shape[0]} classes, shape {weights.shape[:1]}, not "
            f"{given[2].shape}"
        )
    dtype = np.result_type(*given)
    rows, weights, *biases = (cast(each, dtype) for each in given)
    return rows, weights, biases[0] if biases else None


def _checked_targets(target: Any, x: NDArray[Any], n: int, ignore_index: Any, name: str) -> tuple[NDArray[Any], Any]:
    """The targets as intp, and which of them count, None for all; both flat."""
    array, rows = checked_plain(target, "target", name), x.shape[:-1]
    if array.dtype.kind not in "iu":
        raise TypeError(
            f"{name}: target has class indices (integers), not dtype {array.dtype}; for probabilities there is "
            "cross_entropy(x @ weight.T, target), and labels.astype(np.intp) makes indices of numbers and bool"
        )
    if array.shape != rows:
        raise ValueError(f"{name}: target has one class index for each row of x, shape {rows}, not {array.shape}")
    index, counted = indices(array, rows, n, ignore_index, name)
    return index.reshape(-1), None if counted is None else counted.reshape(-1)


def _checked_cap(soft_cap: Any, dtype: np.dtype[Any], name: str) -> Any:
    if soft_cap is None:
        return None
    try:
        cap = checked_number(soft_cap)
    except (TypeError, ValueError):
        raise TypeError(f"{name}: soft_cap is a positive number or None, not {type(soft_cap).__name__}") from None
    least, most = float(np.finfo(dtype).tiny), float(np.finfo(dtype).max)
    if not least <= cap <= most:
        raise ValueError(f"{name}: soft_cap is from {least:.6g} to {most:.6g}, in {dtype}; got {soft_cap!r}")
    return dtype.type(cap)


def _checked_chunk(chunk: Any, name: str) -> int | None:
    if chunk is None:
        return None
    try:
        rows = operator.index(chunk)
    except TypeError:
        raise TypeError(f"{name}: chunk is an int, how many rows there are in a block, or None; got {chunk!r}") from None
    if rows < 1:
        raise ValueError(f"{name}: chunk is at least 1; got {chunk!r}")
    return rows


def _checked_outs(out: Any, operands: tuple[NDArray[Any] | None, ...], name: str) -> list[NDArray[Any] | None]:
    """`out` as an array or None for each of x, weight and bias."""
    names = [f"d{of}" for of, each in zip(("x", "weight", "bias"), operands) if each is not None]
    outs = [None] * len(names) if out is None else list(out) if isinstance(out, tuple | list) else None
    if outs is None or len(outs) != len(names):
        given = type(out).__name__ if outs is None else f"{len(outs)} of them"
        raise TypeError(f"{name}: out is a tuple of an array or None for each of {', '.join(names)}; got {given}")
    for place, of, operand in zip(outs, names, operands):
        if operand is not None:
            check_out(place, operand, of.removeprefix("d"), name)
    arrays = [each for each in outs if each is not None]
    if any(np.shares_memory(one, other) for index, one in enumerate(arrays) for other in arrays[:index]):
        raise ValueError(f"{name}: out has an array of its own for each gradient; two of them share memory")
    return [*outs, *[None] * (3 - len(outs))]


def _place(out: Any, like: NDArray[Any], shape: tuple[int, ...], *read: NDArray[Any] | None) -> NDArray[Any]:
    """`out` in this shape where a gradient can be written there while `read` is still needed; a new array otherwise."""
    if out is None or out.dtype != like.dtype or not out.flags.c_contiguous or not out.flags.aligned:
        return np.empty(shape, like.dtype)
    if any(np.may_share_memory(out, each) for each in read if each is not None):
        return np.empty(shape, like.dtype)
    return out.reshape(shape)  # type: ignore[no-any-return]


def _for_blas(matrix: NDArray[Any]) -> NDArray[Any]:
    """`matrix` as BLAS takes it: NumPy multiplies other layouts without BLAS, which takes many times as long."""
    size, inner = matrix.itemsize, (0, 1) if matrix.strides[0] < matrix.strides[1] else (1, 0)
    step, ahead = matrix.strides[inner[0]], matrix.strides[inner[1]]
    taken = step == size and ahead % size == 0 and ahead >= matrix.shape[inner[0]] * size and matrix.flags.aligned
    return matrix if taken else np.ascontiguousarray(matrix)


def _rows_of_block(layer: _Layer, count: int, buffers: int) -> int:
    """How many of `count` rows have their logits in memory at a time, in blocks of nearly the same size."""
    size = max(_policy.LOGITS_BYTES, layer.weight.nbytes // _policy.LOGITS_PART) // buffers
    rows = min(max(size // (len(layer.weight) * layer.x.itemsize), 1), _policy.LOGITS_ROWS)
    return math.ceil(count / math.ceil(count / rows)) if count else 1


def _blocks(rows: NDArray[Any] | None, count: int, size: int) -> Iterator[Any]:
    """Each block of the rows that count, as an index of an array of all rows."""
    for first in range(0, count, size):
        yield slice(first, min(first + size, count)) if rows is None else rows[first : first + size]


class _WeightSum:
    """The gradient by the weights, to which blocks of rows add their parts."""

    def __init__(self, place: NDArray[Any]) -> None:
        classes, features = place.shape
        fitting = max(_policy.STRIP_BYTES // max(place.itemsize * features, 1), 1)
        self._place, self._classes, self._empty = place, min(fitting, classes), True
        self._strip: NDArray[Any] | None = None
        # Where it is small, a sum in double costs nothing, and hundreds of blocks lose nothing.
        in_double = place.itemsize == 4 and 8 * place.size <= _policy.STRIP_BYTES
        self._total = np.zeros(place.shape) if in_double else place

    def add(self, dlogits: NDArray[Any], x: NDArray[Any]) -> None:
        """Add dlogits.T @ x, for a strip of classes at a time."""
        first = self._empty and self._total is self._place
        if not first and self._strip is None:
            self._strip = np.empty((self._classes, x.shape[1]), x.dtype)
        # The first part is computed strip by strip, too: OpenBLAS copies all of dlogits in a product of all classes.
        for begin in range(0, len(self._total), self._classes):
            some = slice(begin, begin + self._classes)
            into = self._total[some]
            if first or self._strip is None:
                np.matmul(dlogits[:, some].T, x, out=into)
            else:
                np.add(into, np.matmul(dlogits[:, some].T, x, out=self._strip[: len(into)]), out=into)
        self._empty = False

    def add_targets(self, dlogits: NDArray[Any], x: NDArray[Any], index: NDArray[Any]) -> None:
        """Add to the part of each row's target, `index`, what it gets of that row."""
        order = np.argsort(index, kind="stable")
        targets, terms = index[order], x[order]
        np.multiply(terms, dlogits[order, np.newaxis], out=terms)
        firsts = np.flatnonzero(np.concatenate(([True], targets[1:] != targets[:-1])))
        self._total[targets[firsts]] += np.add.reduceat(terms, firsts, axis=0) if len(firsts) < len(targets) else terms

    def finish(self) -> None:
        if self._empty:
            self._place[...] = 0
        elif self._total is not self._place:
            self._place[...] = self._total


class _Sums:
    """The gradients of a call, to which blocks of rows, of `size` at the most, add their parts."""

    def __init__(self, layer: _Layer, places: _Gradients, index: NDArray[Any], size: int) -> None:
        classes = len(layer.weight)
        self._layer, self._places, self._index, self._weight = layer, places, index, _WeightSum(places.weight)
        self._bias = None if places.bias is None else np.zeros(classes)
        # Where each class is a target of several rows of a block, a sum by the weights has no term that is larger by far.
        self._apart, self._apart_of_weight = classes >= _MANY, classes >= max(_MANY, size)
        self._of_targets = np.zeros(len(index) if self._apart else 0, layer.x.dtype)

    def add(self, block: Any, x: NDArray[Any], dlogits: NDArray[Any]) -> None:
        """Add what the rows x of `block` give, and overwrite their `dlogits`."""
        if not self._apart_of_weight:
            self._weight.add(dlogits, x)
        if self._apart:
            targets = np.arange(len(x)), self._index[block]
            self._of_targets[block] = dlogits[targets]
            dlogits[targets] = 0
        if self._apart_of_weight:
            self._weight.add(dlogits, x)
        if self._bias is not None:
            # By BLAS, which adds by several lanes; NumPy's sum over the first axis adds one row after the other.
            np.add(self._bias, np.matmul(np.ones(len(x), x.dtype), dlogits), out=self._bias)
        dx = self._places.x[block] if isinstance(block, slice) else np.empty_like(x)
        np.matmul(dlogits, self._layer.weight, out=dx)
        if self._apart:
            terms = self._layer.weight[self._index[block]]
            np.multiply(terms, self._of_targets[block][:, np.newaxis], out=terms)
            np.add(dx, terms, out=dx)
        if not isinstance(block, slice):
            self._places.x[block] = dx

    def finish(self, blocks: Iterator[Any], counted: NDArray[Any] | None) -> None:
        """Add the terms of targets, and put the sums in their places."""
        if self._apart_of_weight:
            for block in blocks:
                self._weight.add_targets(self._of_targets[block], self._layer.x[block], self._index[block])
        self._weight.finish()
        if counted is not None:
            self._places.x[~counted] = 0
        if self._bias is not None and self._places.bias is not None:
            if self._apart:
                some = slice(None) if counted is None else counted
                self._bias += np.bincount(self._index[some], self._of_targets[some], len(self._bias))
            self._places.bias[...] = self._bias


def function(maker: Maker) -> Callable[..., Any]:
    """One form of the cross entropy of a linear layer; the arguments but for the layer's mean what those of cross_entropy do."""
    make, get, form, name = maker.gufunc, maker.get, maker.form, maker.name

    def run(
        layer: _Layer,
        index: NDArray[Any],
        counted: NDArray[Any] | None,
        counts: tuple[Any, ...],
        chunk: int | None,
        gradients: _Gradients | None,
    ) -> NDArray[Any]:
        """The losses of all rows, in double; and the gradients, where a place is given for them."""
        weights, each = counts[:2]
        rows = None if counted is None else np.flatnonzero(counted)
        count = len(index) if rows is None else len(rows)
        cap = layer.cap
        keeps = cap is not None and gradients is not None
        size = min(chunk or _rows_of_block(layer, count, 1 + keeps), max(count, 1))
        buffer = np.empty((size, len(layer.weight)), layer.x.dtype)
        unlimited = np.empty_like(buffer) if keeps else buffer
        losses = np.zeros(len(index))
        sums = None if gradients is None else _Sums(layer, gradients, index, size)
        for block in _blocks(rows, count, size):
            x = np.ascontiguousarray(layer.x[block])
            logits, before = buffer[: len(x)], unlimited[: len(x)]
            layer.logits(x, before)
            if cap is not None:
                get("value", "soft_cap")(before, cap, out=logits)
            given = logits, index[block], weights, *each
            if sums is None:
                kernel = make("entropy_of_index", ("x", "index", *COUNTED, "loss"), _CORE + "()")
                losses[block] = kernel(*given)
                continue
            kernel = make("entropy_of_index", ("x", "index", *COUNTED, "out", "loss"), _CORE + "(n),()")
            losses[block] = kernel(*given, out=(logits, None))[1]
            if cap is not None:
                get("backward", "soft_cap")(logits, before, cap, out=logits)
            sums.add(block, x, logits)
        if sums is not None:
            sums.finish(_blocks(rows, count, size), counted)
        return losses

    def attempt(
        layer: _Layer, index: NDArray[Any], counted: Any, weight: Any, others: tuple[Any, ...], chunk: int | None, places: Any
    ) -> Any:
        """(loss, or losses in double; gradients); None where float32 lacks the range for how much rows count."""
        smoothing, square, reduction = others
        dtype, classes = layer.x.dtype, len(layer.weight)
        counts = counting(dtype, classes, len(index), index, counted, weight, smoothing, square, reduction)
        single = dtype.itemsize == 4
        if counts is None or (single and not counts[4]):
            return None
        gradients = places(layer) if places else None
        losses = run(layer, index, counted, counts, chunk, gradients)
        if reduction == "none":
            return losses, gradients
        if counts[2] == 0:  # nothing counts: 0 / 0, as in PyTorch
            return math.nan, gradients
        return total_of(losses, single) * counts[5], gradients

    def computed(
        x: Any,
        weight: Any,
        target: Any,
        bias: Any,
        weight_of_class: Any,
        ignore_index: Any,
        label_smoothing: Any,
        z_loss: Any,
        soft_cap: Any,
        reduction: Any,
        chunk: Any,
        out: Any,
    ) -> tuple[Any, ...]:
        if is_lazy(x, weight, target, bias, weight_of_class):
            maker.lazy()  # which says what to do
        given_x, given_weight, given_bias = _checked_operands(x, weight, bias, name)
        dtype, classes = given_x.dtype, len(given_weight)
        rows = given_x.shape[:-1]
        smoothing, square = plan((*rows, classes), -1, label_smoothing, z_loss, reduction, name)[3:]
        weights = class_weights(weight_of_class, classes, name, "weight_of_class")
        index, counted = _checked_targets(target, given_x, classes, ignore_index, name)
        cap, size = _checked_cap(soft_cap, dtype, name), _checked_chunk(chunk, name)
        outs = _checked_outs(out, (given_x, given_weight, given_bias), name)

        def places(layer: _Layer) -> _Gradients:
            of_x, of_weight, of_bias = outs
            read = layer.x, layer.weight, layer.bias, None if weights is None else weights.array
            return _Gradients(
                _place(of_x, layer.x, layer.x.shape, *read),
                _place(of_weight, layer.weight, layer.weight.shape, *read),
                None if layer.bias is None else _place(of_bias, layer.bias, layer.bias.shape, *read),
            )

        flat = given_x.reshape(len(index), given_x.shape[-1])
        layer = _Layer(flat, _for_blas(given_weight), given_bias, cap)
        others = smoothing, square, reduction
        with np.errstate(all="ignore"):
            found = attempt(layer, index, counted, weights, others, size, None if form == "value" else places)
            if found is None:
                wide_bias = None if layer.bias is None else layer.bias.astype(np.float64)
                wide_cap = None if cap is None else np.float64(cap)
                wide = _Layer(flat.astype(np.float64), layer.weight.astype(np.float64), wide_bias, wide_cap)
                found = attempt(wide, index, counted, weights, others, size, None if form == "value" else places)
            loss, gradients = found
            loss = cast(loss, dtype).reshape(rows)[()] if reduction == "none" else rounded_sum(loss, dtype)
            if gradients is None:
                return (loss,)
            like = (given_x, given_weight, given_bias)
            return (loss, *(_finished(one, of, out) for one, of, out in zip(gradients, like, outs) if of is not None))

    def value(
        x: Any,
        weight: Any,
        target: Any,
        bias: Any = None,
        *,
        weight_of_class: Any = None,
        ignore_index: int = -100,
        label_smoothing: float = 0.0,
        z_loss: float = 0.0,
        soft_cap: float | None = None,
        reduction: str = "mean",
        chunk: int | None = None,
    ) -> Any:
        others = weight_of_class, ignore_index, label_smoothing, z_loss, soft_cap, reduction, chunk
        return computed(x, weight, target, bias, *others, None)[0]

    def value_and_grad(
        x: Any,
        weight: Any,
        target: Any,
        bias: Any = None,
        *,
        weight_of_class: Any = None,
        ignore_index: int = -100,
        label_smoothing: float = 0.0,
        z_loss: float = 0.0,
        soft_cap: float | None = None,
        reduction: str = "mean",
        chunk: int | None = None,
        out: Any = None,
    ) -> Any:
        others = weight_of_class, ignore_index, label_smoothing, z_loss, soft_cap, reduction, chunk
        return computed(x, weight, target, bias, *others, out)

    for each in (value, value_and_grad):
        each.__name__ = each.__qualname__ = name.rpartition(".")[2]  # for Python's errors about arguments

    @wraps(value_and_grad)
    def grad(*arguments: Any, **keywords: Any) -> Any:
        return value_and_grad(*arguments, **keywords)[1:]

    forms: dict[str, Callable[..., Any]] = {"value": value, "value_and_grad": value_and_grad, "grad": grad}
    return _without_labels(forms[form], name)


def _finished(found: Any, like: NDArray[Any], out: Any) -> Any:
    """A gradient in the shape of its operand, where the caller wants it."""
    if out is not None and np.shares_memory(found, out):
        return out
    return placed(found.reshape(like.shape), like, out)


def _without_labels(function: Callable[..., Any], name: str) -> Callable[..., Any]:
    """`function` for PyTorch's tensors, too; an error for an x with labels.

    The gradient by the weights has labels of classes and features, which an x has not.
    """

    @wraps(function)
    def made(*operands: Any, **keywords: Any) -> Any:
        if not carried(*operands) and not (keywords and carried(*keywords.values())):
            return function(*operands, **keywords)
        first = operands[0] if operands else keywords.get("x")
        library = library_of(first)
        if library in ("pandas", "polars", "xarray"):
            raise TypeError(
                f"{name} takes plain arrays, not a {type(first).__name__} of {library}: gradients have no labels of rows, "
                "features and classes; give x as an array of NumPy"
            )
        names = ("weight", "target", "bias")
        given = dict(zip(names, operands[1:])) | keywords
        given.pop("x", None)
        return labelled(lambda x, **others: function(x, **others), name, (first,), **given)

    return made
