"""Cross entropy and nll: what their kernels along the axis of classes take, and what becomes of the losses that they give.

The kernels are given how much each row counts: `scale` for its target, `spread` for all classes
alike, and `square` for logsumexp^2. The reduction's factor is in these numbers already, so that the
gradient is final when it is written, and a row that is ignored is one that counts 0. The kernels
give losses in double, from whose sum the rounding of the factor is taken back.
"""

import math
import operator
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .._for_dask import is_lazy
from .arguments import checked_axis, checked_number, is_bfloat16
from .maker import Maker
from .reductions import (
    Weights,
    cast,
    check_out,
    check_reduction,
    checked_floats,
    checked_plain,
    finite_weights,
    has_range,
    in_pair,
    one_of_forms,
    placed,
    rounded_sum,
    scaled,
    total_of,
)

COUNTED = ("weight", "scale", "spread", "square")
_SCALED = COUNTED[:2]  # what the kernel of nll takes of them
_ROWS = 2.0**40  # by how much the exponentials of float32 kernels reach below its range


def _checked(value: Any, low: float, high: float, argument: str, name: str) -> float:
    try:
        number = checked_number(value)
    except (TypeError, ValueError):
        raise TypeError(f"{name}: {argument} is a number from {low:g} to {high:g}, not {type(value).__name__}") from None
    if not low <= number <= high:
        raise ValueError(f"{name}: {argument} is from {low:g} to {high:g}; got {value!r}")
    return number


@lru_cache(64)
def _shares(
    dtype: np.dtype[Any], n: int, smoothing: float, square: float, factor: float, low: float, high: float
) -> tuple[tuple[NDArray[Any], ...], bool, float]:
    """How much each row counts where all count the same, as arrays for a gufunc; and two facts about it.

    The second result says whether float32 has the range for it beside weights from `low` to `high`.
    The third is what the sum of losses is multiplied by, to take back the rounding of the first.
    """
    exact = (1 - smoothing) * factor, smoothing / n * factor, square * factor
    with np.errstate(all="ignore"):
        rounded = tuple(np.array(value, dtype) for value in exact)
    of_rows = ((exact[0], low, high), (exact[1], low, high), (exact[2], 1.0, 1.0))
    fits = all(has_range(dtype, _ROWS, (value, value), (least, most)) for value, least, most in of_rows)
    # The kernels divide a row's share by a sum of exponentials that are up to 2^64 in float32.
    fits = fits and (dtype.itemsize > 4 or not factor or max(exact[0], exact[1] * n) * min(low or 1.0, 1.0) >= n * 2.0**-56)
    return rounded, fits, exact[0] / float(rounded[0]) if smoothing == square == 0 and rounded[0] else 1.0


@lru_cache(64)
def _ones(n: int, dtype: np.dtype[Any]) -> NDArray[Any]:
    return np.broadcast_to(np.ones((), dtype), (n,))  # its strides are 0, and it is read-only


def class_weights(weight: Any, n: int, name: str, argument: str = "weight") -> Weights | None:
    if weight is None:
        return None
    array = checked_floats(weight, argument, name)
    if array.shape != (n,):
        raise ValueError(f"{name}: {argument} has one number for each of the {n} classes, shape ({n},), not {array.shape}")
    return finite_weights(array, argument, "is finite and at least 0", name)


@lru_cache(256, typed=True)
def _plan(
    shape: tuple[int, ...], axis: Any, label_smoothing: Any, z_loss: Any, reduction: Any, name: str, first: str
) -> tuple[int, int, tuple[int, ...], float, float]:
    if not shape:
        raise ValueError(f"{name}: {first} has one dimension or more, one of them the classes; got a scalar")
    along = checked_axis(axis, len(shape), name)
    if shape[along] == 0:
        raise ValueError(f"{name}: the axis of classes is empty; got {first} of shape {shape} and axis {axis}")
    check_reduction(reduction, name)
    smoothing = _checked(label_smoothing, 0, 1, "label_smoothing", name)
    square = _checked(z_loss, 0, np.inf, "z_loss", name)
    if square == np.inf:
        raise ValueError(f"{name}: z_loss is finite; got {z_loss!r}")
    return along, shape[along], shape[:along] + shape[along + 1 :], smoothing, square


def plan(
    shape: tuple[int, ...], axis: Any, label_smoothing: Any, z_loss: Any, reduction: Any, name: str, first: str = "logits"
) -> tuple[int, int, tuple[int, ...], float, float]:
    """(axis of the classes, how many there are, shape of the rows, smoothing, z_loss), checked.

    These are the arguments that most calls share, which is why the answer is kept. `first` is the
    operand that has the shape.
    """
    arguments = shape, axis, label_smoothing, z_loss, reduction, name, first
    try:
        return _plan(*arguments)
    except TypeError:  # an error of the check, or of looking up an argument that cannot be, such as an array
        return _plan.__wrapped__(*arguments)


def indices(
    target: NDArray[Any], rows: tuple[int, ...], n: int, ignore_index: Any, name: str, first: str = "logits"
) -> tuple[NDArray[Any], Any]:
    """The targets as intp, and which of them count, None for all."""
    if target.shape != rows:
        hint = "; a target of probabilities is of a floating-point dtype" if first == "logits" else ""
        raise ValueError(
            f"{name}: a target of class indices has the shape of the {first} without the classes, {rows}, not "
            f"{target.shape}{hint}"
        )
    try:
        index = operator.index(ignore_index)
    except TypeError:
        raise TypeError(f"{name}: ignore_index is an int, not {type(ignore_index).__name__}") from None
    targets = target.astype(np.intp, copy=False)
    # The common case takes one pass, since a negative index is a large one when its sign is read as
    # a part of the number.
    if not target.size or (not 0 <= index < n and np.maximum.reduce(targets.view(np.uintp), axis=None) < n):
        return targets, None
    ignored = target == index
    wrong = ((target < 0) | (target >= n)) & ~ignored
    if np.any(wrong):
        raise ValueError(
            f"{name}: target is a class index from 0 to {n - 1}, or ignore_index ({ignore_index}); got {target[wrong].flat[0]}"
        )
    counted = ~ignored if np.any(ignored) else None
    return targets, counted


def counting(
    dtype: np.dtype[Any],
    n: int,
    rows: int,
    index: NDArray[Any] | None,
    counted: NDArray[Any] | None,
    weight: Weights | None,
    smoothing: float,
    square: float,
    reduction: str,
) -> tuple[NDArray[Any], tuple[NDArray[Any], ...], float, float, bool, float] | None:
    """(weights of the classes, how much each row counts, factor, highest weight, ...): how `rows` rows count in a reduction.

    `index` has the targets, or is None for probabilities. The factor is what the reduction multiplies
    by, 0 where nothing counts. The last two results are those of `_shares`. The answer is None where
    float32 lacks the range for the weights.
    """
    count, power, low, high = 1.0, 0, 1.0, 1.0
    weights = _ones(n, dtype)
    of_classes = None
    if reduction == "mean":
        # What the loss is divided by: the weights of the targets that count, or the number of rows of probabilities.
        count = float(rows)
        if index is not None and weight is not None:
            of_classes = np.bincount((index if counted is None else index[counted]).reshape(-1), minlength=n)
            highest = float(np.maximum.reduce(weight.array, where=of_classes > 0, initial=0))
            # With this power of two the largest weight that counts is about 1, so that the
            # weights' unit does not matter.
            power = min(-math.frexp(highest)[1], 900 - math.frexp(weight.high)[1])
        elif counted is not None:
            count = float(np.count_nonzero(counted))
    if weight is not None:
        low, high = math.ldexp(weight.low, power), math.ldexp(weight.high, power)
        if not has_range(dtype, _ROWS, (low, high)):
            return None
        weights = scaled(weight.array, power, dtype)
    if of_classes is not None:
        with np.errstate(all="ignore"):
            count = total_of(weights * of_classes.astype(np.float64), False)
    factor = 1 / count if count else 0.0
    if power and square:
        with np.errstate(all="ignore"):
            square = float(np.ldexp(square, power))
    each, fits, correction = _shares(dtype, n, smoothing, square, factor, low, high)
    return weights, each, factor, high, fits, correction


def _probabilities(target: NDArray[Any], x: NDArray[Any], name: str) -> Weights:
    if target.shape != x.shape:
        raise ValueError(
            f"{name}: a target of floats has probabilities, of the shape of the logits, {x.shape}, not {target.shape}; "
            "class indices are integers, which labels.astype(np.intp) makes of labels kept as floats"
        )
    return finite_weights(checked_floats(target, "target", name), "target", "has probabilities, finite and at least 0", name)


def _of_classes(maker: Maker, of_logits: bool) -> Callable[..., tuple[Any, Any]]:
    """What gives (loss, gradient) of logits and a target, or of logarithms of probabilities (nll) and indices."""
    make, form, name, first = maker.gufunc, maker.form, maker.name, maker.row.inputs[0].name
    of_index, kinds = ("entropy_of_index", COUNTED) if of_logits else ("nll", _SCALED)
    numbers = len(kinds) - 1  # how much a row counts: each is one number
    cores = {kind: f"(n),{shape},(n){',()' * numbers}->" for kind, shape in (("index", "()"), ("target", "(n)"))}

    def attempt(
        x: NDArray[Any],
        given: NDArray[Any] | Weights,
        counted: NDArray[Any] | None,
        along: int,
        n: int,
        weight: Weights | None,
        smoothing: float,
        square: float,
        reduction: str,
        out: Any,
    ) -> Any:
        """The loss as a number, or losses in double, and the gradient; None where float32 lacks the range."""
        index = None if isinstance(given, Weights) else given
        found = counting(x.dtype, n, x.size // n, index, counted, weight, smoothing, square, reduction)
        if found is None:
            return None
        weights, each, factor, high, fits, correction = found
        each = each[:numbers]
        kernel, kind = of_index, "index"
        operand = index
        if isinstance(given, Weights):
            fits = fits and has_range(x.dtype, _ROWS, (1.0, factor * high * given.high))
            kernel, kind = "entropy", "target"
            operand = cast(given.array, x.dtype)
            if out is not None and np.may_share_memory(operand, out):
                operand = operand.copy()  # the gradient's place keeps exponentials before the target is read
        if not fits and x.dtype.itemsize == 4:
            return None
        if counted is not None:
            each = tuple([np.where(counted, value, 0).astype(x.dtype) for value in each])
        axes = {}
        if along != x.ndim - 1:  # with `axes` NumPy takes longer over a call
            axes["axes"] = [(along,), (along,) if kind == "target" else (), (0,), *[()] * numbers]
            axes["axes"] += [()] if form == "value" else [(along,), ()]
        dx = None
        if form == "value":
            losses = make(kernel, ("x", kind, *kinds, "loss"), cores[kind] + "()")(x, operand, weights, *each, **axes)
        else:
            gufunc = make(kernel, ("x", kind, *kinds, "out", "loss"), cores[kind] + "(n),()")
            dx, losses = gufunc(x, operand, weights, *each, out=(out, None), **axes)
        if reduction == "none":
            return losses, dx
        if factor == 0:  # nothing counts: 0 / 0, as in PyTorch
            return math.nan, dx
        if of_logits:
            return total_of(losses, x.dtype.itemsize == 4) * correction, dx
        with np.errstate(invalid="ignore"):  # of infinities of both signs
            return total_of(losses, x.dtype.itemsize == 4) * correction, dx

    def computed(
        given_x: Any,
        target: Any,
        axis: Any,
        weight: Any,
        ignore_index: Any,
        label_smoothing: Any,
        z_loss: Any,
        reduction: Any,
        out: Any,
    ) -> tuple[Any, Any]:
        if not type(given_x) is type(target) is np.ndarray and is_lazy(given_x, target, weight):
            others = {"ignore_index": ignore_index, "reduction": reduction}
            others |= {"label_smoothing": label_smoothing, "z_loss": z_loss} if of_logits else {}
            return in_pair(form, maker.lazy(given_x, target, axis, weight=weight, out=out, **others))
        x = checked_floats(given_x, first, name)
        along, n, rows, smoothing, square = plan(x.shape, axis, label_smoothing, z_loss, reduction, name, first)
        weights = class_weights(weight, n, name)
        array = checked_plain(target, "target", name)
        counted = None
        given: NDArray[Any] | Weights
        if array.dtype.kind in "iu":
            given, counted = indices(array, rows, n, ignore_index, name, first)
        elif of_logits and ((array.dtype.kind == "f" and array.dtype.itemsize <= 8) or is_bfloat16(array.dtype)):
            given = _probabilities(array, x, name)
        else:
            accepted = "class indices (integers)" + (" or probabilities (floats)" if of_logits else "")
            raise TypeError(
                f"{name}: target has {accepted}, not dtype {array.dtype}; labels.astype(np.intp) makes indices of numbers and "
                "bool"
            )
        check_out(out, x, first, name)
        found = attempt(x, given, counted, along, n, weights, smoothing, square, reduction, out)
        if found is None:
            wide = x.astype(np.float64)
            losses, dx = attempt(wide, given, counted, along, n, weights, smoothing, square, reduction, None)
            found = losses, placed(dx, x, out)
        loss, dx = found
        return cast(loss, x.dtype) if reduction == "none" else rounded_sum(loss, x.dtype), dx

    return computed


def cross_entropy(maker: Maker) -> Callable[..., Any]:
    """One form of the cross entropy between the softmax of logits and a target; the arguments mean what they do in PyTorch."""
    computed = _of_classes(maker, True)

    def value(
        logits: Any,
        target: Any,
        axis: int = -1,
        *,
        weight: Any = None,
        ignore_index: int = -100,
        label_smoothing: float = 0.0,
        z_loss: float = 0.0,
        reduction: str = "mean",
    ) -> Any:
        return computed(logits, target, axis, weight, ignore_index, label_smoothing, z_loss, reduction, None)[0]

    def value_and_grad(
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
        return computed(logits, target, axis, weight, ignore_index, label_smoothing, z_loss, reduction, out)

    return one_of_forms(maker.form, maker.name, value, value_and_grad)


def nll(maker: Maker) -> Callable[..., Any]:
    """One form of the negative log-likelihood; the arguments mean what they do in PyTorch."""
    computed = _of_classes(maker, False)

    def value(
        log_probs: Any,
        target: Any,
        axis: int = -1,
        *,
        weight: Any = None,
        ignore_index: int = -100,
        reduction: str = "mean",
    ) -> Any:
        return computed(log_probs, target, axis, weight, ignore_index, 0.0, 0.0, reduction, None)[0]

    def value_and_grad(
        log_probs: Any,
        target: Any,
        axis: int = -1,
        *,
        weight: Any = None,
        ignore_index: int = -100,
        reduction: str = "mean",
        out: Any = None,
    ) -> Any:
        return computed(log_probs, target, axis, weight, ignore_index, 0.0, 0.0, reduction, out)

    return one_of_forms(maker.form, maker.name, value, value_and_grad)
