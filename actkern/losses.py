"""The losses of output layers: their arguments, around ufuncs and gufuncs that give loss and gradient in one pass.

a. The kernels of cross entropy take what each row counts (`scale` for its target, `spread` for all classes alike, `square` for
   logsumexp^2) with the reduction's factor in it already, so that the gradient is final when it is written, and a row that is
   ignored is one that counts nothing. They give losses in double.
b. Losses of each element are the elementwise rows logistic_loss and squared_error, whose `weight` has the reduction's factor.
c. A reduction adds the losses in float64, in NumPy's order, which no thread changes.
"""

import math
import operator
from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .composed import checked_axis

Make = Callable[[str, tuple[str, ...], str], np.ufunc]
Get = Callable[[str, str], Any]  # one backend's function, by form and name

REDUCTIONS = ("mean", "sum", "none")
_COUNTED = ("weight", "scale", "spread", "square")


def _checked(value: Any, low: float, high: float, argument: str, name: str) -> float:
    try:
        number = float(value)
    except (TypeError, ValueError):
        raise TypeError(f"{name}: {argument} is a number from {low:g} to {high:g}, not {type(value).__name__}") from None
    if not low <= number <= high:
        raise ValueError(f"{name}: {argument} is from {low:g} to {high:g}; got {value!r}")
    return number


def _unmasked(x: Any, argument: str, name: str) -> NDArray[Any]:
    """x as a plain array, since a loss over a subclass's own idea of shapes and masks would be a silent wrong one."""
    if isinstance(x, np.ma.MaskedArray):
        raise TypeError(f"{name}: {argument} is a plain array, not a masked one; weight and ignore_index leave elements out")
    return np.asarray(x)


def _floats(x: Any, argument: str, name: str) -> NDArray[Any]:
    """x as float32 or float64: float16 is widened to float32, integers and bool to float64."""
    if type(x) is np.ndarray and x.dtype.char in "fd":
        return x
    array: NDArray[Any] = _unmasked(x, argument, name)
    if array.dtype.kind not in "biuf" or array.dtype.itemsize > 8:
        raise TypeError(f"{name}: {argument} is float16, float32, float64, integers or bool, not of dtype {array.dtype}")
    wide = np.float64 if array.dtype.kind != "f" else np.float32 if array.dtype == np.float16 else array.dtype
    widened: NDArray[Any] = array.astype(wide, copy=False)
    return widened


def _check_reduction(reduction: Any, name: str) -> None:
    if reduction not in REDUCTIONS:
        raise ValueError(f"{name}: reduction is one of {', '.join(map(repr, REDUCTIONS))}; got {reduction!r}")


def _check_out(out: Any, x: NDArray[Any], argument: str, name: str) -> None:
    if out is not None and (not isinstance(out, np.ndarray) or out.shape != x.shape):
        raise ValueError(f"{name}: out is an array of the shape of {argument}, {x.shape}, not {getattr(out, 'shape', out)}")


@lru_cache(64)
def _shares(dtype: np.dtype[Any], n: int, smoothing: float, square: float, factor: float) -> tuple[NDArray[Any], ...]:
    """What each row counts, where all count the same, ready for a ufunc: see (a)."""
    return tuple(np.array(value, dtype) for value in ((1 - smoothing) * factor, smoothing / n * factor, square * factor))


@lru_cache(64)
def _ones(n: int, dtype: np.dtype[Any]) -> NDArray[Any]:
    return np.broadcast_to(np.ones((), dtype), (n,))  # of strides 0, and read-only


def _weights(weight: Any, x: NDArray[Any], n: int, name: str) -> NDArray[Any]:
    if weight is None:
        return _ones(n, x.dtype)
    array = _floats(weight, "weight", name)
    if array.shape != (n,):
        raise ValueError(f"{name}: weight has one number for each of the {n} classes, shape ({n},), not {array.shape}")
    if not np.all(array >= 0):
        raise ValueError(f"{name}: weight is at least 0; got {array[~(array >= 0)][0]}")
    return array.astype(x.dtype)


@lru_cache(256, typed=True)
def _plan(
    shape: tuple[int, ...], axis: Any, label_smoothing: Any, z_loss: Any, reduction: Any, name: str
) -> tuple[int, int, tuple[int, ...], float, float]:
    """(axis of the classes, how many, shape of the rows, smoothing, z_loss), checked: the arguments that most calls share."""
    if not shape:
        raise ValueError(f"{name}: logits have one dimension or more, one of them the classes; got a scalar")
    along = checked_axis(axis, len(shape), name)
    if shape[along] == 0:
        raise ValueError(f"{name}: the axis of classes is empty; got logits of shape {shape} and axis {axis}")
    _check_reduction(reduction, name)
    smoothing = _checked(label_smoothing, 0, 1, "label_smoothing", name)
    square = _checked(z_loss, 0, np.inf, "z_loss", name)
    return along, shape[along], shape[:along] + shape[along + 1 :], smoothing, square


def _indices(target: NDArray[Any], rows: tuple[int, ...], n: int, ignore_index: Any, name: str) -> tuple[NDArray[Any], Any]:
    """(targets as intp, which of them count: None for all)."""
    if target.shape != rows:
        raise ValueError(
            f"{name}: a target of class indices has the shape of the logits without the classes, {rows}, not {target.shape}; "
            "a target of probabilities is of a floating-point dtype"
        )
    try:
        index = operator.index(ignore_index)
    except TypeError:
        raise TypeError(f"{name}: ignore_index is an int, not {type(ignore_index).__name__}") from None
    targets = target.astype(np.intp, copy=False)
    # The common case, in one pass: a negative index is a large one without its sign.
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


def _probabilities(target: NDArray[Any], x: NDArray[Any], name: str) -> NDArray[Any]:
    if target.shape != x.shape:
        raise ValueError(f"{name}: a target of probabilities has the shape of the logits, {x.shape}, not {target.shape}")
    if not np.all((target >= 0) & (target < np.inf)):
        wrong = target[~((target >= 0) & (target < np.inf))].flat[0]
        raise ValueError(f"{name}: target has probabilities, finite and at least 0; got {wrong}")
    return target.astype(x.dtype, copy=False)


def _cross_entropy(make: Make, get: Get, form: str, name: str) -> Callable[..., Any]:
    """One form of the cross entropy between the softmax of logits and a target; the arguments mean what they do in PyTorch."""

    def computed(
        logits: Any,
        target: Any,
        axis: Any,
        weight: Any,
        ignore_index: Any,
        label_smoothing: Any,
        z_loss: Any,
        reduction: Any,
        out: Any,
    ) -> tuple[Any, Any]:
        x = _floats(logits, "logits", name)
        arguments = x.shape, axis, label_smoothing, z_loss, reduction, name
        try:
            along, n, rows, smoothing, square = _plan(*arguments)
        except TypeError:  # of the check, or since something cannot be looked up, such as an array
            along, n, rows, smoothing, square = _plan.__wrapped__(*arguments)
        weights = _weights(weight, x, n, name)
        given = _unmasked(target, "target", name)
        counted = None
        if given.dtype.kind in "iu":
            given, counted = _indices(given, rows, n, ignore_index, name)
            kernel, kind = "entropy_of_index", "index"
            value_core, both_core = "(n),(),(n),(),(),()->()", "(n),(),(n),(),(),()->(n),()"
        elif given.dtype.kind == "f" and given.dtype.itemsize <= 8:
            given = _probabilities(given, x, name)
            if out is not None and np.may_share_memory(given, out):
                given = given.copy()  # the gradient's place keeps exponentials before the target is read
            kernel, kind = "entropy", "target"
            value_core, both_core = "(n),(n),(n),(),(),()->()", "(n),(n),(n),(),(),()->(n),()"
        else:
            raise TypeError(f"{name}: target has class indices (integers) or probabilities (floats), not dtype {given.dtype}")
        _check_out(out, x, "logits", name)
        factor = 1.0
        if reduction == "mean":
            # What the loss is divided by: the weights of the targets that count, or the number of rows of probabilities.
            count = float(math.prod(rows))
            if kind == "index" and weight is not None:
                of_rows = weights[given if counted is None else given[counted]]
                count = float(np.sum(of_rows, dtype=np.float64))
            elif counted is not None:
                count = float(np.count_nonzero(counted))
            factor = 1 / count if count else 0.0
        each: Any = _shares(x.dtype, n, smoothing, square, factor)
        if counted is not None:
            each = [np.where(counted, value, 0).astype(x.dtype) for value in each]
        axes = {}
        if along != x.ndim - 1:  # NumPy takes its time over `axes`
            axes["axes"] = [(along,), (along,) if kind == "target" else (), (0,), (), (), ()]
            axes["axes"] += [()] if form == "value" else [(along,), ()]
        dx = None
        if form == "value":
            losses = make(kernel, ("x", kind, *_COUNTED, "loss"), value_core)(x, given, weights, *each, **axes)
        else:
            gufunc = make(kernel, ("x", kind, *_COUNTED, "out", "loss"), both_core)
            dx, losses = gufunc(x, given, weights, *each, out=(out, None), **axes)
        if reduction == "none":
            return losses.astype(x.dtype, copy=False), dx
        if factor == 0:  # nothing counts: 0 / 0, as in PyTorch
            return x.dtype.type(np.nan), dx
        return x.dtype.type(np.add.reduce(losses, axis=None)), dx

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

    return _form(form, value, value_and_grad)


def _form(form: str, value: Callable[..., Any], value_and_grad: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(value_and_grad)
    def grad(*arguments: Any, **keywords: Any) -> Any:
        return value_and_grad(*arguments, **keywords)[1]

    forms: dict[str, Callable[..., Any]] = {"value": value, "value_and_grad": value_and_grad, "grad": grad}
    return forms[form]


def _like(target: Any, x: NDArray[Any], argument: str, name: str) -> NDArray[Any]:
    """`target`, one for each element of x, in the dtype of x."""
    array = _floats(target, "target", name)
    if array.shape != x.shape:
        raise ValueError(f"{name}: target has the shape of the {argument}, {x.shape}, not {array.shape}")
    return array.astype(x.dtype, copy=False)


def _factors(weight: Any, x: NDArray[Any], argument: str, name: str) -> Any:
    """`weight`, at least 0, in the dtype of x; of any shape that broadcasts to x's."""
    array = _floats(weight, argument, name)
    try:
        np.broadcast_to(array, x.shape)
    except ValueError:
        raise ValueError(f"{name}: {argument} broadcasts to the shape {x.shape}; got shape {array.shape}") from None
    if not np.all((array >= 0) & (array < np.inf)):
        wrong = array[~((array >= 0) & (array < np.inf))].flat[0]
        raise ValueError(f"{name}: {argument} is finite and at least 0; got {wrong}")
    return array.astype(x.dtype, copy=False)


def _reduced(
    get: Get, form: str, kernel: str, x: NDArray[Any], operands: list[Any], weight: Any, reduction: str, count: float, out: Any
) -> Any:
    """Of the losses that `kernel` gives for (x, *operands, weight): their reduction, and the gradient unless `form` is value."""
    if reduction == "mean":
        factor = 1 / count if count else 0.0
        weight = x.dtype.type(factor) if weight is None else (weight * np.float64(factor)).astype(x.dtype)
    elif weight is None:
        weight = x.dtype.type(1)
    # The weight is the third operand of both kernels.
    given = (x, operands[0], weight, *operands[1:])
    dx = None
    if form == "value":
        losses = get("value", kernel).ufunc(*given)
    else:
        losses, dx = get("value_and_grad", kernel).ufunc(*given, out=(None, out))
    if reduction == "none":
        return losses, dx
    if reduction == "mean" and not count:  # 0 / 0, as in PyTorch
        return x.dtype.type(np.nan), dx
    return x.dtype.type(np.add.reduce(losses, axis=None, dtype=np.float64)), dx


def _binary_cross_entropy_with_logits(make: Make, get: Get, form: str, name: str) -> Callable[..., Any]:
    """One form of the logistic loss of logits and targets from 0 to 1; the arguments mean what they do in PyTorch."""

    def computed(logits: Any, target: Any, weight: Any, pos_weight: Any, reduction: Any, out: Any) -> tuple[Any, Any]:
        x = _floats(logits, "logits", name)
        _check_reduction(reduction, name)
        _check_out(out, x, "logits", name)
        targets = _like(target, x, "logits", name)
        if targets.size and not (targets.min() >= 0 and targets.max() <= 1):
            wrong = targets[~((targets >= 0) & (targets <= 1))].flat[0]
            raise ValueError(f"{name}: target is from 0 to 1; got {wrong}")
        weights = None if weight is None else _factors(weight, x, "weight", name)
        positive = x.dtype.type(1) if pos_weight is None else _factors(pos_weight, x, "pos_weight", name)
        result: tuple[Any, Any] = _reduced(get, form, "logistic_loss", x, [targets, positive], weights, reduction, x.size, out)
        return result

    def value(logits: Any, target: Any, weight: Any = None, pos_weight: Any = None, *, reduction: str = "mean") -> Any:
        return computed(logits, target, weight, pos_weight, reduction, None)[0]

    def value_and_grad(
        logits: Any, target: Any, weight: Any = None, pos_weight: Any = None, *, reduction: str = "mean", out: Any = None
    ) -> Any:
        return computed(logits, target, weight, pos_weight, reduction, out)

    return _form(form, value, value_and_grad)


def _mse(make: Make, get: Get, form: str, name: str) -> Callable[..., Any]:
    """One form of the mean of squared errors; the arguments mean what they do in PyTorch."""

    def computed(prediction: Any, target: Any, weight: Any, reduction: Any, out: Any) -> tuple[Any, Any]:
        x = _floats(prediction, "prediction", name)
        _check_reduction(reduction, name)
        _check_out(out, x, "prediction", name)
        targets = _like(target, x, "prediction", name)
        weights, count = None, float(x.size)
        if weight is not None:
            weights = _factors(weight, x, "weight", name)
            count = float(np.add.reduce(np.broadcast_to(weights, x.shape), axis=None, dtype=np.float64))
        result: tuple[Any, Any] = _reduced(get, form, "squared_error", x, [targets], weights, reduction, count, out)
        return result

    def value(prediction: Any, target: Any, weight: Any = None, *, reduction: str = "mean") -> Any:
        return computed(prediction, target, weight, reduction, None)[0]

    def value_and_grad(prediction: Any, target: Any, weight: Any = None, *, reduction: str = "mean", out: Any = None) -> Any:
        return computed(prediction, target, weight, reduction, out)

    return _form(form, value, value_and_grad)


_MAKERS = {
    "cross_entropy": _cross_entropy,
    "binary_cross_entropy_with_logits": _binary_cross_entropy_with_logits,
    "mse": _mse,
}


def function(row_name: str, form: str, make: Make, get: Get, name: str) -> Callable[..., Any]:
    """One form of a loss, over what `make` gives for a kernel along an axis, and `get` for a backend's other functions."""
    return _MAKERS[row_name](make, get, form, name)
