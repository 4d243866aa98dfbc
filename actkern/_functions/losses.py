"""The losses of output layers: their arguments, around ufuncs and gufuncs that give loss and gradient in one pass.

a. The kernels of cross entropy take what each row counts (`scale` for its target, `spread` for all classes alike, `square` for
   logsumexp^2) with the reduction's factor in it already, so that the gradient is final when it is written, and a row that is
   ignored is one that counts nothing. They give losses in double, from whose sum the rounding of the factor is taken back.
b. Losses of each element are the elementwise rows logistic_loss and squared_error. Of a mean's divisor, `weight` has the power of
   two, which is exact: the sum is no larger than the mean, and the mean of losses that are alike is that loss. What is left of
   the divisor, from 1/2 to 1, goes into the sum in double, and into the gradient in one pass over it: none for 2^k elements.
c. A reduction adds the losses in float64, flat and in C order, whatever threads and memory layouts there are: those of float64
   one half to the other, the last 1,024 by 16, and 64 are left whose sum is rounded once (NumPy's order is 7 ULP off for 100 that
   are alike). A sum so small that its terms may have been subnormal is taken once more, with weights of 2^900.
d. float32 whose weights, or what they are multiplied with, leave its range is computed in double and rounded once: losses and
   gradients are right wherever float32 has them. float64 has no wider type; its rows say how far they go.
"""

import math
import operator
from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .arguments import checked_axis

Make = Callable[[str, tuple[str, ...], str], np.ufunc]
Get = Callable[[str, str], Any]  # one backend's function, by form and name

REDUCTIONS = ("mean", "sum", "none")
_COUNTED = ("weight", "scale", "spread", "square")
_ROWS, _ELEMENTS = 2.0**40, 2.0**90  # by how much the exponentials of float32 kernels reach below its range
_FEW = 64  # terms that are added without rounding in between


def _checked(value: Any, low: float, high: float, argument: str, name: str) -> float:
    try:
        number = float(value)
    except (TypeError, ValueError):
        raise TypeError(f"{name}: {argument} is a number from {low:g} to {high:g}, not {type(value).__name__}") from None
    if not low <= number <= high:
        raise ValueError(f"{name}: {argument} is from {low:g} to {high:g}; got {value!r}")
    return number


class _Weights(NamedTuple):
    """Numbers of at least 0, in their own precision, with the smallest of them that is not 0, and the largest."""

    array: NDArray[Any]
    low: float
    high: float


def _plain(x: Any, argument: str, name: str) -> NDArray[Any]:
    """x as a plain array, since a loss over a subclass's own idea of shapes and masks would be a silent wrong one."""
    if isinstance(x, np.ma.MaskedArray):
        raise TypeError(f"{name}: {argument} is a plain array, not a masked one; weight and ignore_index leave elements out")
    try:
        return np.asarray(x)
    except ValueError as error:  # of lists and arrays of awkward
        raise TypeError(
            f"{name}: {argument} is an array with rows of one length, not a ragged {type(x).__name__}; pad its rows (logits of "
            f"-inf are classes that are not there) or join them to one ({error})"
        ) from None


def _floats(x: Any, argument: str, name: str) -> NDArray[Any]:
    """x as float32 or float64 of native bytes: float16 is widened to float32, integers and bool to float64."""
    if type(x) is np.ndarray and x.dtype.char in "fd" and x.dtype.isnative:
        return x
    array = _plain(x, argument, name)
    if array.dtype.kind not in "biuf" or array.dtype.itemsize > 8:
        raise TypeError(f"{name}: {argument} is float16, float32, float64, integers or bool, not of dtype {array.dtype}")
    wide = np.float32 if array.dtype.kind == "f" and array.dtype.itemsize < 8 else np.float64
    widened: NDArray[Any] = array.astype(wide, copy=False)
    return widened


def _of_finite(array: NDArray[Any], argument: str, what: str, name: str) -> _Weights:
    """`array` with its extent, where all of it is finite and at least 0."""
    if not array.size:
        return _Weights(array, 0.0, 0.0)
    low, high = float(np.minimum.reduce(array, axis=None)), float(np.maximum.reduce(array, axis=None))
    if not (low >= 0 and high < np.inf):
        raise ValueError(f"{name}: {argument} {what}; got {array[~((array >= 0) & (array < np.inf))].flat[0]}")
    if low == 0 < high:
        low = float(np.minimum.reduce(array, axis=None, where=array > 0, initial=high))
    return _Weights(array, low, high)


def _fits(dtype: np.dtype[Any], highest: float, *factors: tuple[float, float]) -> bool:
    """Whether products of float32 numbers of these extents are normal ones and no more than `highest`; of doubles, always."""
    if dtype.itemsize > 4:
        return True
    low, high = 1.0, 1.0
    for smallest, largest in factors:
        if largest:
            low, high = low * min(smallest, 1.0), high * max(largest, 1.0)
    return low >= 2.0**-100 and high <= highest


def _cast(array: Any, dtype: np.dtype[Any]) -> NDArray[Any]:
    """array in `dtype`, without a warning of what leaves its range."""
    cast: NDArray[Any] = array
    if array.dtype != dtype:
        with np.errstate(all="ignore"):
            cast = array.astype(dtype)
    return cast


def _rounded(number: float, dtype: np.dtype[Any]) -> Any:
    """A sum in `dtype`; NumPy's error state costs more than the cast."""
    if dtype.itemsize == 8 or number == 0 or 2.0**-126 <= number < 2.0**127:
        return dtype.type(number)
    return _cast(np.float64(number), dtype)[()]


def _scaled(array: NDArray[Any], power: int, dtype: np.dtype[Any]) -> NDArray[Any]:
    """array * 2^power, rounded once to `dtype`."""
    if not power:
        return _cast(array, dtype)
    with np.errstate(all="ignore"):
        if abs(power) <= 100:
            scaled: NDArray[Any] = np.multiply(array, 2.0**power, dtype=np.result_type(array, dtype))
        else:
            scaled = np.ldexp(array.astype(np.float64, copy=False), power)
        return scaled.astype(dtype, copy=False)


def _total(terms: NDArray[Any], single: bool) -> float:
    """The sum of numbers of at least 0, in the order of (c), for a result of float32 or float64; the second overwrites them."""
    flat = terms if terms.ndim == 1 else terms.reshape(-1)
    if single:
        return float(np.add.reduce(flat, dtype=np.float64))
    try:
        return math.fsum(flat.tolist() if flat.size <= _FEW else _few(flat))
    except OverflowError:
        return math.inf


def _few(flat: NDArray[Any]) -> list[float]:
    """At most _FEW + 15 partial sums of many numbers, which are overwritten."""
    with np.errstate(all="ignore"):
        while flat.size > 16 * _FEW:
            half = flat.size // 2
            np.add(flat[:half], flat[flat.size - half :], out=flat[:half])
            flat = flat[: flat.size - half]
        whole = flat.size & -16
        sums: list[float] = np.add.reduce(flat[:whole].reshape(-1, 16), axis=1).tolist()
    sums.extend(flat[whole:].tolist())
    return sums


def _check_reduction(reduction: Any, name: str) -> None:
    if reduction not in REDUCTIONS:
        raise ValueError(f"{name}: reduction is one of {', '.join(map(repr, REDUCTIONS))}; got {reduction!r}")


def _check_out(out: Any, x: NDArray[Any], argument: str, name: str) -> None:
    if out is None:
        return
    if type(out) is np.ndarray and out.shape == x.shape and out.dtype == x.dtype:
        return
    if not isinstance(out, np.ndarray) or isinstance(out, np.ma.MaskedArray) or out.shape != x.shape:
        given = type(out).__name__ if isinstance(out, np.ma.MaskedArray) else getattr(out, "shape", out)
        raise ValueError(f"{name}: out is an array of the shape of {argument}, {x.shape}, not {given}")
    if not np.can_cast(x.dtype, out.dtype, "same_kind"):
        raise TypeError(f"{name}: out is of a floating-point dtype, not {out.dtype}")


@lru_cache(64)
def _shares(
    dtype: np.dtype[Any], n: int, smoothing: float, square: float, factor: float, low: float, high: float
) -> tuple[tuple[NDArray[Any], ...], bool, float]:
    """(what each row counts, where all count the same, ready for a ufunc: see (a); whether float32 has the range for it beside
    weights from `low` to `high`; what the sum of losses is multiplied by)."""
    exact = (1 - smoothing) * factor, smoothing / n * factor, square * factor
    with np.errstate(all="ignore"):
        rounded = tuple(np.array(value, dtype) for value in exact)
    of_rows = ((exact[0], low, high), (exact[1], low, high), (exact[2], 1.0, 1.0))
    fits = all(_fits(dtype, _ROWS, (value, value), (least, most)) for value, least, most in of_rows)
    # The kernels divide a row's share by a sum of exponentials that are up to 2^64 in float32.
    fits = fits and (dtype.itemsize > 4 or not factor or max(exact[0], exact[1] * n) * min(low or 1.0, 1.0) >= n * 2.0**-56)
    return rounded, fits, exact[0] / float(rounded[0]) if smoothing == square == 0 and rounded[0] else 1.0


@lru_cache(64)
def _ones(n: int, dtype: np.dtype[Any]) -> NDArray[Any]:
    return np.broadcast_to(np.ones((), dtype), (n,))  # of strides 0, and read-only


def _weights(weight: Any, n: int, name: str) -> _Weights | None:
    if weight is None:
        return None
    array = _floats(weight, "weight", name)
    if array.shape != (n,):
        raise ValueError(f"{name}: weight has one number for each of the {n} classes, shape ({n},), not {array.shape}")
    return _of_finite(array, "weight", "is finite and at least 0", name)


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
    if square == np.inf:
        raise ValueError(f"{name}: z_loss is finite; got {z_loss!r}")
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


def _probabilities(target: NDArray[Any], x: NDArray[Any], name: str) -> _Weights:
    if target.shape != x.shape:
        raise ValueError(
            f"{name}: a target of floats has probabilities, of the shape of the logits, {x.shape}, not {target.shape}; "
            "class indices are integers, which labels.astype(np.intp) makes of labels kept as floats"
        )
    return _of_finite(_floats(target, "target", name), "target", "has probabilities, finite and at least 0", name)


def _cross_entropy(make: Make, get: Get, form: str, name: str) -> Callable[..., Any]:
    """One form of the cross entropy between the softmax of logits and a target; the arguments mean what they do in PyTorch."""

    def attempt(
        x: NDArray[Any],
        given: NDArray[Any] | _Weights,
        counted: NDArray[Any] | None,
        along: int,
        n: int,
        weight: _Weights | None,
        smoothing: float,
        square: float,
        reduction: str,
        out: Any,
    ) -> Any:
        """(loss as a number, or losses in double; gradient); None where float32 has not the range for it."""
        index = None if isinstance(given, _Weights) else given
        count, power, low, high = 1.0, 0, 1.0, 1.0
        weights = _ones(n, x.dtype)
        of_classes = None
        if reduction == "mean":
            # What the loss is divided by: the weights of the targets that count, or the number of rows of probabilities.
            count = float(x.size // n)
            if index is not None and weight is not None:
                of_classes = np.bincount((index if counted is None else index[counted]).reshape(-1), minlength=n)
                highest = float(np.maximum.reduce(weight.array, where=of_classes > 0, initial=0))
                # The largest of these is about 1 then, and the weights' unit shows nowhere.
                power = min(-math.frexp(highest)[1], 900 - math.frexp(weight.high)[1])
            elif counted is not None:
                count = float(np.count_nonzero(counted))
        if weight is not None:
            low, high = math.ldexp(weight.low, power), math.ldexp(weight.high, power)
            if not _fits(x.dtype, _ROWS, (low, high)):
                return None
            weights = _scaled(weight.array, power, x.dtype)
        if of_classes is not None:
            with np.errstate(all="ignore"):
                count = _total(weights * of_classes.astype(np.float64), False)
        factor = 1 / count if count else 0.0
        each: Any
        if power and square:
            with np.errstate(all="ignore"):
                square = float(np.ldexp(square, power))
        each, fits, correction = _shares(x.dtype, n, smoothing, square, factor, low, high)
        kernel, kind, core = "entropy_of_index", "index", "(n),(),(n),(),(),()->"
        operand = index
        if isinstance(given, _Weights):
            fits = fits and _fits(x.dtype, _ROWS, (1.0, factor * high * given.high))
            kernel, kind, core = "entropy", "target", "(n),(n),(n),(),(),()->"
            operand = _cast(given.array, x.dtype)
            if out is not None and np.may_share_memory(operand, out):
                operand = operand.copy()  # the gradient's place keeps exponentials before the target is read
        if not fits and x.dtype.itemsize == 4:
            return None
        if counted is not None:
            each = [np.where(counted, value, 0).astype(x.dtype) for value in each]
        axes = {}
        if along != x.ndim - 1:  # NumPy takes its time over `axes`
            axes["axes"] = [(along,), (along,) if kind == "target" else (), (0,), (), (), ()]
            axes["axes"] += [()] if form == "value" else [(along,), ()]
        dx = None
        if form == "value":
            losses = make(kernel, ("x", kind, *_COUNTED, "loss"), core + "()")(x, operand, weights, *each, **axes)
        else:
            gufunc = make(kernel, ("x", kind, *_COUNTED, "out", "loss"), core + "(n),()")
            dx, losses = gufunc(x, operand, weights, *each, out=(out, None), **axes)
        if reduction == "none":
            return losses, dx
        if factor == 0:  # nothing counts: 0 / 0, as in PyTorch
            return math.nan, dx
        return _total(losses, x.dtype.itemsize == 4) * correction, dx

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
        weights = _weights(weight, n, name)
        array = _plain(target, "target", name)
        counted = None
        given: NDArray[Any] | _Weights
        if array.dtype.kind in "iu":
            given, counted = _indices(array, rows, n, ignore_index, name)
        elif array.dtype.kind == "f" and array.dtype.itemsize <= 8:
            given = _probabilities(array, x, name)
        else:
            raise TypeError(
                f"{name}: target has class indices (integers) or probabilities (floats), not dtype {array.dtype}; "
                "labels.astype(np.intp) makes indices of numbers and bool"
            )
        _check_out(out, x, "logits", name)
        found = attempt(x, given, counted, along, n, weights, smoothing, square, reduction, out)
        if found is None:
            wide = x.astype(np.float64)
            losses, dx = attempt(wide, given, counted, along, n, weights, smoothing, square, reduction, None)
            found = losses, _placed(dx, x, out)
        loss, dx = found
        return _cast(loss, x.dtype) if reduction == "none" else _rounded(loss, x.dtype), dx

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
    """`target`, one for each element of x."""
    array = _floats(target, "target", name)
    if array.shape != x.shape:
        raise ValueError(f"{name}: target has the shape of the {argument}, {x.shape}, not {array.shape}")
    return array


def _factors(weight: Any, x: NDArray[Any], argument: str, name: str) -> _Weights | None:
    """`weight`, finite and at least 0, of any shape that broadcasts to x's."""
    if weight is None:
        return None
    array = _floats(weight, argument, name)
    try:
        np.broadcast_to(array, x.shape)
    except ValueError:
        raise ValueError(f"{name}: {argument} broadcasts to the shape {x.shape}; got shape {array.shape}") from None
    return _of_finite(array, argument, "is finite and at least 0", name)


def _placed(dx: Any, x: NDArray[Any], out: Any) -> Any:
    """The gradient `dx` in `out`, or in the dtype of x where there is none."""
    if dx is None or dx is out:
        return dx
    if out is None:
        return _cast(dx, x.dtype)
    with np.errstate(all="ignore"):
        np.copyto(out, dx, casting="same_kind")
    return out


@lru_cache(64)
def _split(count: float, dtype: np.dtype[Any]) -> tuple[float, int, Any]:
    """(d, e, 2^-e in `dtype`) with count = d 2^e and d from 1/2 to 1, which 1 is preferred to; (1, 0, 1) for 0."""
    divisor, exponent = math.frexp(count) if count else (1.0, 0)
    if divisor == 0.5:
        divisor, exponent = 1.0, exponent - 1
    return divisor, exponent, dtype.type(2.0**-exponent)


@lru_cache(8)
def _one(dtype: np.dtype[Any]) -> Any:
    return dtype.type(1)


def _attempt(
    get: Get,
    form: str,
    kernel: str,
    x: NDArray[Any],
    target: NDArray[Any],
    weight: _Weights | None,
    others: list[_Weights | None],
    over_weights: bool,
    reduction: str,
    out: Any,
) -> Any:
    """(loss as a number, or losses; gradient) of what `kernel` gives for (x, target, weight, *others); None where float32 has not
    the range for it."""
    dtype, single = x.dtype, x.dtype.itemsize == 4
    extents = [(other.low, other.high) for other in others if other is not None]
    count, power = float(x.size) if reduction == "mean" else 1.0, 0
    if weight is not None and reduction == "mean" and over_weights and x.size:
        exponent = math.frexp(weight.high)[1]
        power = -exponent if abs(exponent) > 60 else 0
        counted = _scaled(weight.array, power, dtype)
        count = _total(counted if single else counted.copy(), single) * (x.size // counted.size)
    divisor, exponent, alike = _split(count, dtype)
    power -= exponent
    high = 1.0
    if weight is not None or extents:
        low, high = (1.0, 1.0) if weight is None else (weight.low, weight.high)
        low, high = math.ldexp(low, power), math.ldexp(high, power)
        if not _fits(dtype, _ELEMENTS, (low, high), *extents):
            return None
    place = None
    operands = [_cast(target, dtype)]
    operands += [_one(dtype) if other is None else _cast(other.array, dtype) for other in others]
    read = [x, *operands] if weight is None else [x, *operands, weight.array]
    if out is not None and out.dtype == dtype and not any(np.may_share_memory(out, each) for each in read):
        place = out  # what is computed once more, or in double, still has its operands

    def run(power: int) -> tuple[Any, Any, float]:
        if weight is not None:
            weights = _scaled(weight.array, power, dtype)
        else:
            weights = alike if power == -exponent else dtype.type(2.0**power)
        given = x, operands[0], weights, *operands[1:]
        if form == "value":
            losses, dx = get("value", kernel).ufunc(*given), None
        else:
            losses, dx = get("value_and_grad", kernel).ufunc(*given, out=(None, place))
        return losses, dx, _total(losses, single) if single or reduction != "none" else 0.0

    losses, dx, total = run(power)
    if single and not total < np.inf:
        return None
    # So small that what its terms lose below the normal range might show: up to half of 2^-149 (float64 2^-1074) each.
    raised = 0
    if reduction != "none" and total < x.size * (2.0**-120 if single else 2.0**-960):
        if single:
            return None
        raised = 900 - max(math.frexp(high * largest)[1] for largest in (1.0, *(each[1] for each in extents)))
        losses, dx, total = run(power + raised)
    if (raised or divisor != 1) and dx is not None:
        with np.errstate(all="ignore"):
            if raised:
                dx = np.ldexp(np.multiply(dx, 1 / divisor), -raised)
            else:
                into = out if out is not None else dx if isinstance(dx, np.ndarray) else None
                dx = np.multiply(dx, dtype.type(1 / divisor), out=into, casting="same_kind")
    if reduction == "none":
        return losses, dx
    return math.ldexp(total / divisor, -raised) if count else math.nan, dx  # 0 / 0, as in PyTorch


def _of_alike(
    get: Get, form: str, kernel: str, x: NDArray[Any], target: NDArray[Any], ones: int, reduction: str
) -> tuple[Any, Any] | None:
    """`_reduced` for the common call, whose elements all count the same, as `_attempt` has it; None where a sum needs more care.

    A hundred elements take less time than `_attempt` takes to see that there is nothing to see to. `ones` is how many operands
    are 1.
    """
    dtype, single = x.dtype, x.dtype.itemsize == 4
    divisor, _, weight = _split(float(x.size) if reduction == "mean" else 1.0, dtype)
    ufunc, dx = get("value" if form == "value" else "value_and_grad", kernel).ufunc, None
    losses = ufunc(x, target, weight, *(_one(dtype),) * ones)
    if form != "value":
        losses, dx = losses
    total = _total(losses, single)
    if not x.size * (2.0**-120 if single else 2.0**-960) <= total < (np.inf if single else 1e300):
        return None
    if divisor != 1 and dx is not None:
        with np.errstate(all="ignore"):
            dx = np.multiply(dx, dtype.type(1 / divisor), out=dx if isinstance(dx, np.ndarray) else None)
    return _rounded(total / divisor, dtype), dx


def _reduced(
    get: Get,
    form: str,
    kernel: str,
    x: NDArray[Any],
    target: NDArray[Any],
    weight: _Weights | None,
    others: list[_Weights | None],
    over_weights: bool,
    reduction: str,
    out: Any,
) -> tuple[Any, Any]:
    """The losses that `kernel` gives for (x, target, weight, *others), reduced, and the gradient unless `form` is value.

    A mean is over the weights with `over_weights`, over the elements without.
    """
    common = out is None and weight is None and reduction != "none" and others.count(None) == len(others)
    if common and x.size and target.dtype == x.dtype:
        found = _of_alike(get, form, kernel, x, target, len(others), reduction)
        if found is not None:
            return found
    found = _attempt(get, form, kernel, x, target, weight, others, over_weights, reduction, out)
    if found is None:
        wide = x.astype(np.float64)
        found = _attempt(get, form, kernel, wide, target, weight, others, over_weights, reduction, None)
    loss, dx = found
    return _cast(loss, x.dtype) if reduction == "none" else _rounded(loss, x.dtype), _placed(dx, x, out)


def _binary_cross_entropy_with_logits(make: Make, get: Get, form: str, name: str) -> Callable[..., Any]:
    """One form of the logistic loss of logits and targets from 0 to 1; the arguments mean what they do in PyTorch."""

    def computed(logits: Any, target: Any, weight: Any, pos_weight: Any, reduction: Any, out: Any) -> tuple[Any, Any]:
        x = _floats(logits, "logits", name)
        _check_reduction(reduction, name)
        _check_out(out, x, "logits", name)
        targets = _cast(_like(target, x, "logits", name), x.dtype)
        # Bits are in the order of the numbers from 0 to 1, and all others above, but for -0.
        bits, one = (np.uint32, 0x3F800000) if targets.itemsize == 4 else (np.uint64, 0x3FF0000000000000)
        if targets.size and np.maximum.reduce(targets.view(bits), axis=None) > one:
            wrong = targets[~((targets >= 0) & (targets <= 1))]
            if wrong.size:
                raise ValueError(f"{name}: target is from 0 to 1; got {wrong.flat[0]}")
        weights, positive = _factors(weight, x, "weight", name), _factors(pos_weight, x, "pos_weight", name)
        return _reduced(get, form, "logistic_loss", x, targets, weights, [positive], False, reduction, out)

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
        weights = _factors(weight, x, "weight", name)
        return _reduced(get, form, "squared_error", x, targets, weights, [], True, reduction, out)

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
