"""Losses of each element: their arguments, around ufuncs that give loss and gradient in one pass.

a. Losses of each element are the elementwise rows logistic_loss and squared_error. A mean's divisor
   is taken apart. Its power of two goes into `weight`, where it is exact: then the sum is no larger
   than the mean, and the mean of losses that are alike is that loss. The rest of the divisor, from
   1/2 to 1, goes into the sum in double, and into the gradient in one pass over it, which 2^k
   elements do without.
b. A sum so small that its terms may have been subnormal is taken once more, with weights of 2^900.
"""

import math
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .._for_dask import is_lazy
from .cross_entropy import cross_entropy
from .maker import Get, Maker
from .reductions import (
    Weights,
    cast,
    check_out,
    check_reduction,
    checked_floats,
    finite_weights,
    has_range,
    in_pair,
    one_of_forms,
    placed,
    rounded_sum,
    scaled,
    total_of,
)

_ELEMENTS = 2.0**90  # by how much the exponentials of float32 kernels reach below its range


def _like(target: Any, x: NDArray[Any], argument: str, name: str) -> NDArray[Any]:
    """`target`, one for each element of x."""
    array = checked_floats(target, "target", name)
    if array.shape != x.shape:
        raise ValueError(f"{name}: target has the shape of the {argument}, {x.shape}, not {array.shape}")
    return array


def _factors(weight: Any, x: NDArray[Any], argument: str, name: str) -> Weights | None:
    """`weight`, finite and at least 0, of any shape that broadcasts to x's."""
    if weight is None:
        return None
    array = checked_floats(weight, argument, name)
    try:
        np.broadcast_to(array, x.shape)
    except ValueError:
        raise ValueError(f"{name}: {argument} broadcasts to the shape {x.shape}; got shape {array.shape}") from None
    return finite_weights(array, argument, "is finite and at least 0", name)


@lru_cache(64)
def _split(count: float, dtype: np.dtype[Any]) -> tuple[float, int, Any]:
    """(d, e, 2^-e in `dtype`) with count = d 2^e and d in (1/2, 1]; (1, 0, 1) for a count of 0."""
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
    weight: Weights | None,
    others: list[Weights | None],
    over_weights: bool,
    reduction: str,
    out: Any,
) -> Any:
    """The loss as a number, or losses, and the gradient; None where float32 lacks the range for them.

    `kernel` is called with (x, target, weight, *others).
    """
    dtype, single = x.dtype, x.dtype.itemsize == 4
    extents = [(other.low, other.high) for other in others if other is not None]
    count, power = float(x.size) if reduction == "mean" else 1.0, 0
    if weight is not None and reduction == "mean" and over_weights and x.size:
        exponent = math.frexp(weight.high)[1]
        power = -exponent if abs(exponent) > 60 else 0
        counted = scaled(weight.array, power, dtype)
        count = total_of(counted if single else counted.copy(), single) * (x.size // counted.size)
    divisor, exponent, alike = _split(count, dtype)
    power -= exponent
    high = 1.0
    if weight is not None or extents:
        low, high = (1.0, 1.0) if weight is None else (weight.low, weight.high)
        low, high = math.ldexp(low, power), math.ldexp(high, power)
        if not has_range(dtype, _ELEMENTS, (low, high), *extents):
            return None
    place = None
    operands = [cast(target, dtype)]
    operands += [_one(dtype) if other is None else cast(other.array, dtype) for other in others]
    read = [x, *operands] if weight is None else [x, *operands, weight.array]
    if out is not None and out.dtype == dtype and not any(np.may_share_memory(out, each) for each in read):
        place = out  # no operand lies there, so that all of it can be computed once more, or in double

    def run(power: int) -> tuple[Any, Any, float]:
        if weight is not None:
            weights = scaled(weight.array, power, dtype)
        else:
            weights = alike if power == -exponent else dtype.type(2.0**power)
        given = x, operands[0], weights, *operands[1:]
        if form == "value":
            losses, dx = get("value", kernel).ufunc(*given), None
        else:
            losses, dx = get("value_and_grad", kernel).ufunc(*given, out=(None, place))
        return losses, dx, total_of(losses, single) if single or reduction != "none" else 0.0

    losses, dx, total = run(power)
    if single and not total < np.inf:
        return None
    # The sum may be so small that it shows what terms below the normal range lose: up to half of
    # 2^-149 (float64 2^-1074) each.
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
    """The result of `_reduced` for the common call, whose elements all count the same.

    None where a sum needs more care. A hundred elements take less time than `_attempt` takes to
    find that no special case holds. `ones` is how many operands are 1.
    """
    dtype, single = x.dtype, x.dtype.itemsize == 4
    divisor, _, weight = _split(float(x.size) if reduction == "mean" else 1.0, dtype)
    ufunc, dx = get("value" if form == "value" else "value_and_grad", kernel).ufunc, None
    losses = ufunc(x, target, weight, *(_one(dtype),) * ones)
    if form != "value":
        losses, dx = losses
    total = total_of(losses, single)
    if not x.size * (2.0**-120 if single else 2.0**-960) <= total < (np.inf if single else 1e300):
        return None
    if divisor != 1 and dx is not None:
        with np.errstate(all="ignore"):
            dx = np.multiply(dx, dtype.type(1 / divisor), out=dx if isinstance(dx, np.ndarray) else None)
    return rounded_sum(total / divisor, dtype), dx


def _reduced(
    get: Get,
    form: str,
    kernel: str,
    x: NDArray[Any],
    target: NDArray[Any],
    weight: Weights | None,
    others: list[Weights | None],
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
    return cast(loss, x.dtype) if reduction == "none" else rounded_sum(loss, x.dtype), placed(dx, x, out)


def _binary_cross_entropy_with_logits(maker: Maker) -> Callable[..., Any]:
    """One form of the logistic loss of logits and targets from 0 to 1; the arguments mean what they do in PyTorch."""
    get, form, name = maker.get, maker.form, maker.name

    def computed(logits: Any, target: Any, weight: Any, pos_weight: Any, reduction: Any, out: Any) -> tuple[Any, Any]:
        if not type(logits) is type(target) is np.ndarray and is_lazy(logits, target, weight, pos_weight):
            return in_pair(form, maker.lazy(logits, target, weight, pos_weight, reduction=reduction, out=out))
        x = checked_floats(logits, "logits", name)
        check_reduction(reduction, name)
        check_out(out, x, "logits", name)
        targets = cast(_like(target, x, "logits", name), x.dtype)
        # The bits of numbers from 0 to 1, as integers, are in the order of the numbers. Those of
        # all other numbers are larger, of -0 as well, which is checked once more.
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

    return one_of_forms(form, name, value, value_and_grad)


def _mse(maker: Maker) -> Callable[..., Any]:
    """One form of the mean of squared errors; the arguments mean what they do in PyTorch."""
    get, form, name = maker.get, maker.form, maker.name

    def computed(prediction: Any, target: Any, weight: Any, reduction: Any, out: Any) -> tuple[Any, Any]:
        if not type(prediction) is type(target) is np.ndarray and is_lazy(prediction, target, weight):
            return in_pair(form, maker.lazy(prediction, target, weight, reduction=reduction, out=out))
        x = checked_floats(prediction, "prediction", name)
        check_reduction(reduction, name)
        check_out(out, x, "prediction", name)
        targets = _like(target, x, "prediction", name)
        weights = _factors(weight, x, "weight", name)
        return _reduced(get, form, "squared_error", x, targets, weights, [], True, reduction, out)

    def value(prediction: Any, target: Any, weight: Any = None, *, reduction: str = "mean") -> Any:
        return computed(prediction, target, weight, reduction, None)[0]

    def value_and_grad(prediction: Any, target: Any, weight: Any = None, *, reduction: str = "mean", out: Any = None) -> Any:
        return computed(prediction, target, weight, reduction, out)

    return one_of_forms(form, name, value, value_and_grad)


_MAKERS: dict[str, Callable[[Maker], Callable[..., Any]]] = {
    "cross_entropy": cross_entropy,
    "binary_cross_entropy_with_logits": _binary_cross_entropy_with_logits,
    "mse": _mse,
}


def function(maker: Maker) -> Callable[..., Any]:
    """One form of a loss."""
    return _MAKERS[maker.row.name](maker)
