"""What losses share: their arguments, the range of float32, and sums in one order.

a. A reduction adds the losses in float64, flat and in C order, so that neither threads nor memory
   layouts show. Losses of float64 are added one half to the other until 1,024 are left, then 16 to
   one, and the sum of the last 64 is rounded once (NumPy's order is 7 ULP off for 100 losses that
   are alike).
b. Where the weights of float32 losses, or what they are multiplied with, leave its range, all is
   computed in double and rounded once, so that losses and gradients are right wherever float32 has
   them. float64 has no wider type; its rows in the catalogue say for which numbers they promise.
"""

import math
from collections.abc import Callable
from functools import wraps
from inspect import signature
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .arguments import is_accepted, is_half, learning, refuse_lazy
from .labels import along, carried, labelled

REDUCTIONS = ("mean", "sum", "none")
_ACCEPTED = "float16, float32, float64, bfloat16 of ml_dtypes, integers or bool"
_FEW = 64  # terms that are added without rounding in between


class Weights(NamedTuple):
    """Numbers of at least 0, in their own precision, with the smallest of them that is not 0, and the largest."""

    array: NDArray[Any]
    low: float
    high: float


def checked_plain(x: Any, argument: str, name: str) -> NDArray[Any]:
    """x as a plain array: over the shapes and masks of a subclass a loss would be wrong without an error."""
    refuse_lazy(x, argument, name)
    if isinstance(x, np.ma.MaskedArray):
        raise TypeError(
            f"{name}: {argument} is a plain array, not a masked one, or one with missing values; weight and ignore_index leave "
            "elements out"
        )
    if error := learning(x, name):
        raise error
    try:
        return np.asarray(x)
    except ValueError as error:  # of lists and arrays of awkward
        raise TypeError(
            f"{name}: {argument} is an array with rows of one length, not a ragged {type(x).__name__}; pad its rows (logits of "
            f"-inf are classes that are not there) or join them to one ({error})"
        ) from None


def checked_floats(x: Any, argument: str, name: str) -> NDArray[Any]:
    """x as float32 or float64 of native bytes: float16 and bfloat16 are widened to float32, integers and bool to float64."""
    if type(x) is np.ndarray and x.dtype.char in "fd" and x.dtype.isnative:
        return x
    array = checked_plain(x, argument, name)
    if not is_accepted(array.dtype):
        raise TypeError(f"{name}: {argument} is {_ACCEPTED}, not of dtype {array.dtype}")
    wide = np.float32 if is_half(array.dtype) or array.dtype.type is np.float32 else np.float64
    widened: NDArray[Any] = array.astype(wide, copy=False)
    return widened


def finite_weights(array: NDArray[Any], argument: str, what: str, name: str) -> Weights:
    """`array` with its extent; an error where a number is not finite or is below 0."""
    if not array.size:
        return Weights(array, 0.0, 0.0)
    low, high = float(np.minimum.reduce(array, axis=None)), float(np.maximum.reduce(array, axis=None))
    if not (low >= 0 and high < np.inf):
        raise ValueError(f"{name}: {argument} {what}; got {array[~((array >= 0) & (array < np.inf))].flat[0]}")
    if low == 0 < high:
        low = float(np.minimum.reduce(array, axis=None, where=array > 0, initial=high))
    return Weights(array, low, high)


def has_range(dtype: np.dtype[Any], highest: float, *factors: tuple[float, float]) -> bool:
    """Whether products of float32 numbers of these extents are normal and no more than `highest`.

    For doubles it is True.
    """
    if dtype.itemsize > 4:
        return True
    low, high = 1.0, 1.0
    for smallest, largest in factors:
        if largest:
            low, high = low * min(smallest, 1.0), high * max(largest, 1.0)
    return low >= 2.0**-100 and high <= highest


def cast(array: Any, dtype: np.dtype[Any]) -> NDArray[Any]:
    """`array` in `dtype`, without a warning about numbers that leave its range."""
    if array.dtype != dtype:
        with np.errstate(all="ignore"):
            array = array.astype(dtype)
    of_dtype: NDArray[Any] = array
    return of_dtype


def rounded_sum(number: float, dtype: np.dtype[Any]) -> Any:
    """A sum in `dtype`.

    The plain cast comes first where it cannot warn, since setting NumPy's error state takes longer
    than it.
    """
    if dtype.itemsize == 8 or number == 0 or 2.0**-126 <= abs(number) < 2.0**127:
        return dtype.type(number)
    return cast(np.float64(number), dtype)[()]


def scaled(array: NDArray[Any], power: int, dtype: np.dtype[Any]) -> NDArray[Any]:
    """array * 2^power, rounded once to `dtype`."""
    if not power:
        return cast(array, dtype)
    with np.errstate(all="ignore"):
        if abs(power) <= 100:
            product: NDArray[Any] = np.multiply(array, 2.0**power, dtype=np.result_type(array, dtype))
        else:
            product = np.ldexp(array.astype(np.float64, copy=False), power)
        return product.astype(dtype, copy=False)


def total_of(terms: NDArray[Any], single: bool) -> float:
    """The sum of numbers in the order of (a), for float32 (`single`) or float64.

    The sum of many numbers for float64 overwrites them.
    """
    flat = terms if terms.ndim == 1 else terms.reshape(-1)
    if single:
        return float(np.add.reduce(flat, dtype=np.float64))
    few = flat.tolist() if flat.size <= _FEW else _few(flat)
    try:
        return math.fsum(few)
    except OverflowError:  # maybe only on the way
        return math.fsum(each * 2.0**-64 for each in few) * 2.0**64
    except ValueError:  # infinities of both signs
        return math.nan


def total_and_size(terms: NDArray[Any], single: bool, signed: bool) -> tuple[float, float]:
    """The sum of numbers, and that of their magnitudes, which tells its range and its accuracy where they are `signed`.

    Both are the latter for float32 where that has no range for it.
    """
    if not signed:
        total = total_of(terms, single)
        return total, total
    with np.errstate(invalid="ignore"):  # of infinities of both signs
        size = total_of(np.abs(terms), single)
        return (size if single and not size < np.inf else total_of(terms, single)), size


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


def check_reduction(reduction: Any, name: str, accepted: tuple[str, ...] = REDUCTIONS) -> None:
    if not (isinstance(reduction, str) and reduction in accepted):
        raise ValueError(f"{name}: reduction is one of {', '.join(map(repr, accepted))}; got {reduction!r}")


def count_of(shape: tuple[int, ...], reduction: str, name: str) -> float:
    """What a sum of losses of elements is divided by: 1 for those that are no mean."""
    if reduction == "batchmean":
        if not shape:
            raise ValueError(f"{name}: reduction 'batchmean' divides by the length of the first axis; got a scalar")
        return float(shape[0])
    return float(math.prod(shape)) if reduction == "mean" else 1.0


def check_out(out: Any, x: NDArray[Any], argument: str, name: str) -> None:
    if out is None:
        return
    if type(out) is np.ndarray and out.shape == x.shape and out.dtype == x.dtype and out.flags.writeable:
        return
    if not isinstance(out, np.ndarray) or isinstance(out, np.ma.MaskedArray) or out.shape != x.shape:
        given = type(out).__name__ if isinstance(out, np.ma.MaskedArray) else getattr(out, "shape", out)
        raise ValueError(f"{name}: out is an array of the shape of {argument}, {x.shape}, not {given}")
    if not np.can_cast(x.dtype, out.dtype, "same_kind"):
        raise TypeError(f"{name}: out is of a floating-point dtype, not {out.dtype}")
    if not out.flags.writeable:
        raise ValueError(f"{name}: out is read-only")


def placed(dx: Any, x: NDArray[Any], out: Any) -> Any:
    """The gradient `dx` in `out`, or in the dtype of x where there is none."""
    if dx is None or dx is out:
        return dx
    if out is None:
        return cast(dx, x.dtype)
    with np.errstate(all="ignore"):
        np.copyto(out, dx, casting="same_kind")
    return out


def in_pair(form: str, found: Any) -> tuple[Any, Any]:
    """What a function of dask arrays gives in this form as (loss, gradient)."""
    if form == "value_and_grad":
        return found[0], found[1]
    return (found, None) if form == "value" else (None, found)


def one_of_forms(form: str, name: str, value: Callable[..., Any], value_and_grad: Callable[..., Any]) -> Callable[..., Any]:
    """The function of a loss in this form; `grad` gives the second result of `value_and_grad`.

    A gradient has the labels of the logits, and so have losses that are not reduced.
    """

    for each in (value, value_and_grad):
        each.__name__ = each.__qualname__ = name.rpartition(".")[2]  # for Python's errors about arguments

    @wraps(value_and_grad)
    def grad(*arguments: Any, **keywords: Any) -> Any:
        return value_and_grad(*arguments, **keywords)[1]

    forms: dict[str, Callable[..., Any]] = {"value": value, "value_and_grad": value_and_grad, "grad": grad}
    function = forms[form]
    axes = signature(value).parameters

    @wraps(function)
    def made(*operands: Any, **keywords: Any) -> Any:
        if not carried(*operands) and not (keywords and carried(*keywords.values())):
            return function(*operands, **keywords)
        given = bound.bind(*operands, **keywords).arguments
        removed = along(given.get("axis", -1), name) if "axis" in axes else along((), name)
        first, *rest = given.items()
        return labelled(lambda x, **others: function(x, **others), name, (first[1],), removed=removed, **dict(rest))

    bound = signature(function)
    return made
