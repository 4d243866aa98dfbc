"""Losses of each element: their arguments, around ufuncs that give loss and gradient in one pass.

a. A loss of each element reduces an elementwise row, which the catalogue names (`Loss.element`). That
   row takes x, the target, the weight, and what the loss has keywords for. A mean's divisor is taken
   apart. Its power of two goes into `weight`, where it is exact: then the sum is no larger
   than the mean, and the mean of losses that are alike is that loss. The rest of the divisor, from
   1/2 to 1, goes into the sum in double, and into the gradient in one pass over it, which 2^k
   elements do without.
b. A sum so small that its terms may have been subnormal is taken once more, with weights of 2^900.
c. Losses that may be below 0 cancel. Whether their sum is small or large is told by that of their
   magnitudes, and it is right in units of that.
"""

import ast
import math
from collections.abc import Callable
from functools import lru_cache
from inspect import Parameter, Signature
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .._catalog import Keyword, Loss, catalog
from .._for_dask import is_lazy
from .cross_entropy import cross_entropy
from .maker import Get, Maker
from .reductions import (
    Weights,
    cast,
    check_out,
    check_reduction,
    checked_floats,
    count_of,
    finite_weights,
    has_range,
    in_pair,
    one_of_forms,
    placed,
    rounded_sum,
    scaled,
    total_and_size,
    total_of,
)

_ELEMENTS = 2.0**90  # by how much the exponentials of float32 kernels reach below its range
_USUAL = 2.0**-20, 2.0**20  # numbers that leave the range of no product with a usual loss

# What a kernel is given beside x, target and weight: arrays, or a number that is the default or a usual one.
_Others = list[Weights | float]


class _Reduction(NamedTuple):
    """How losses of elements become one."""

    name: str
    divisor: float  # what their sum is divided by
    over_weights: bool  # whether it is divided by the weights instead, where there are some
    signed: bool  # whether losses may be below 0


def _like(target: Any, x: NDArray[Any], argument: str, name: str) -> NDArray[Any]:
    """`target`, one for each element of x."""
    array = checked_floats(target, "target", name)
    if array.shape != x.shape:
        raise ValueError(f"{name}: target has the shape of the {argument}, {x.shape}, not {array.shape}")
    return array


def checked_factor(array: NDArray[Any], keyword: Keyword, name: str) -> Weights:
    """`array` as what `keyword` gives each element: finite, at least 0 or above it, and no more than is accepted."""
    accepted = f"is finite and {'above' if keyword.positive else 'at least'} 0"
    if math.isfinite(keyword.most):
        accepted = f"is from 0 to {keyword.most:g}"
    found = finite_weights(array, keyword.name, accepted, name)
    if (keyword.positive and not np.all(array > 0)) or found.high > keyword.most:
        wrong = (array <= 0) if keyword.positive else (array > keyword.most)
        raise ValueError(f"{name}: {keyword.name} {accepted}; got {array[wrong].flat[0]}")
    return found


def _factors(given: Any, x: NDArray[Any], keyword: Keyword, name: str) -> Weights | None:
    """What `keyword` gives each element, of any shape that broadcasts to x's; None for None."""
    if given is None:
        return None
    array = checked_floats(given, keyword.name, name)
    try:
        np.broadcast_to(array, x.shape)
    except ValueError:
        raise ValueError(f"{name}: {keyword.name} broadcasts to the shape {x.shape}; got shape {array.shape}") from None
    return checked_factor(array, keyword, name)


def _other(given: Any, keyword: Keyword, default: float, x: NDArray[Any], name: str) -> Weights | float:
    """What `keyword` gives the kernel, which has a `default` for it."""
    if given is None:
        return default
    if keyword.annotation == "bool":
        return float(bool(given))
    if type(given) in (float, int) and (given == default or _USUAL[0] <= given <= min(_USUAL[1], keyword.most)):
        return float(given)
    found = _factors(given, x, keyword, name)
    if found is None:
        return default
    if keyword.divides and found.low:
        return found._replace(low=min(found.low, 1 / found.high), high=max(found.high, 1 / found.low))
    return found


def _check(array: NDArray[Any], accepted: tuple[float, float], labels: bool, argument: str, name: str) -> None:
    """An error where a number is not among the accepted ones: those from the first to the last, or with `labels` these two."""
    low, high = accepted
    if not array.size or (low, high) == (-math.inf, math.inf):
        return
    # The bits of numbers from 0 on, as integers, are in the order of the numbers. Those of all other
    # numbers are larger, of -0 as well, which is checked once more.
    if low == 0 and not labels and array.dtype.char in "fd":
        largest = np.array(high, array.dtype).view(f"u{array.itemsize}")
        if np.maximum.reduce(array.view(largest.dtype), axis=None) <= largest:
            return
    right = (array == low) | (array == high) if labels else (array >= low) & (array <= high)
    wrong = array[~right]
    if wrong.size:
        what = f"from {low:g} to {high:g}" if math.isfinite(high) else f"at least {low:g}"
        raise ValueError(f"{name}: {argument} is {f'{low:g} or {high:g}' if labels else what}; got {wrong.flat[0]}")


@lru_cache(64)
def _split(count: float, dtype: np.dtype[Any]) -> tuple[float, int, Any]:
    """(d, e, 2^-e in `dtype`) with count = d 2^e and d in (1/2, 1]; (1, 0, 1) for a count of 0."""
    divisor, exponent = math.frexp(count) if count else (1.0, 0)
    if divisor == 0.5:
        divisor, exponent = 1.0, exponent - 1
    return divisor, exponent, dtype.type(2.0**-exponent)


@lru_cache(64)
def _number(number: float, dtype: np.dtype[Any]) -> Any:
    return dtype.type(number)


def _attempt(
    get: Get,
    form: str,
    kernel: str,
    x: NDArray[Any],
    target: NDArray[Any],
    weight: Weights | None,
    others: _Others,
    reduction: _Reduction,
    out: Any,
) -> Any:
    """The loss as a number, or losses, and the gradient; None where float32 lacks the range for them.

    `kernel` is called with (x, target, weight, *others).
    """
    dtype, single, reduced = x.dtype, x.dtype.itemsize == 4, reduction.name != "none"
    extents = [(other, other) if isinstance(other, float) else (other.low, other.high) for other in others]
    count, power = reduction.divisor, 0
    if weight is not None and reduction.over_weights and x.size:
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
    operands += [_number(each, dtype) if isinstance(each, float) else cast(each.array, dtype) for each in others]
    read = [x, *operands] if weight is None else [x, *operands, weight.array]
    if out is not None and out.dtype == dtype and not any(np.may_share_memory(out, each) for each in read):
        place = out  # no operand lies there, so that all of it can be computed once more, or in double

    def run(power: int) -> tuple[Any, Any, float, float]:
        if weight is not None:
            weights = scaled(weight.array, power, dtype)
        else:
            weights = alike if power == -exponent else dtype.type(2.0**power)
        given = x, operands[0], weights, *operands[1:]
        if form == "value":
            losses, dx = get("value", kernel).ufunc(*given), None
        else:
            losses, dx = get("value_and_grad", kernel).ufunc(*given, out=(None, place))
        if not (single or reduced):
            return losses, dx, 0.0, 0.0
        return losses, dx, *total_and_size(losses, single, reduction.signed)

    losses, dx, total, size = run(power)
    if single and not size < np.inf:
        return None
    # The sum may be so small that it shows what terms below the normal range lose: up to half of
    # 2^-149 (float64 2^-1074) each.
    raised = 0
    if reduced and size < x.size * (2.0**-120 if single else 2.0**-960):
        if single:
            return None
        raised = 900 - max(math.frexp(high * largest)[1] for largest in (1.0, *(each[1] for each in extents)))
        losses, dx, total, _ = run(power + raised)
    if (raised or divisor != 1) and dx is not None:
        with np.errstate(all="ignore"):
            if raised:
                dx = np.ldexp(np.multiply(dx, 1 / divisor), -raised)
            else:
                into = out if out is not None else dx if isinstance(dx, np.ndarray) else None
                dx = np.multiply(dx, dtype.type(1 / divisor), out=into, casting="same_kind")
    if not reduced:
        return losses, dx
    return math.ldexp(total / divisor, -raised) if count else math.nan, dx  # 0 / 0, as in PyTorch


def _of_alike(
    get: Get, form: str, kernel: str, x: NDArray[Any], target: NDArray[Any], others: list[float], reduction: _Reduction
) -> tuple[Any, Any] | None:
    """The result of `_reduced` for the common call, whose elements all count the same.

    None where a sum needs more care. A hundred elements take less time than `_attempt` takes to
    find that no special case holds.
    """
    dtype, single = x.dtype, x.dtype.itemsize == 4
    divisor, _, weight = _split(reduction.divisor, dtype)
    ufunc, dx = get("value" if form == "value" else "value_and_grad", kernel).ufunc, None
    losses = ufunc(x, target, weight, *(_number(each, dtype) for each in others))
    if form != "value":
        losses, dx = losses
    total, size = total_and_size(losses, single, reduction.signed)
    if not x.size * (2.0**-120 if single else 2.0**-960) <= size < (np.inf if single else 1e300):
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
    others: _Others,
    reduction: _Reduction,
    out: Any,
) -> tuple[Any, Any]:
    """The losses that `kernel` gives for (x, target, weight, *others), reduced, and the gradient unless `form` is value."""
    if out is None and weight is None and reduction.name != "none" and x.size and target.dtype == x.dtype:
        numbers = [each for each in others if isinstance(each, float)]
        common = len(numbers) == len(others)
        found = _of_alike(get, form, kernel, x, target, numbers, reduction) if common else None
        if found is not None:
            return found
    found = _attempt(get, form, kernel, x, target, weight, others, reduction, out)
    if found is None:
        wide = cast(x, np.dtype(np.float64))
        found = _attempt(get, form, kernel, wide, target, weight, others, reduction, None)
    loss, dx = found
    return cast(loss, x.dtype) if reduction.name == "none" else rounded_sum(loss, x.dtype), placed(dx, x, out)


def signature_of(row: Loss, form: str) -> Signature:
    """The arguments of one form of a loss: its operands, and the row's keywords."""
    kinds = {True: Parameter.POSITIONAL_OR_KEYWORD, False: Parameter.KEYWORD_ONLY}
    taken = [Parameter(name, Parameter.POSITIONAL_OR_KEYWORD) for name in row.operands(form)[0]]
    given = [
        Parameter(each.name, kinds[each.positional], default=ast.literal_eval(each.default)) for each in row.keywords_of(form)
    ]
    return Signature(taken + given)


def signature_of_tensors(row: Loss) -> Signature:
    """The arguments of a loss of tensors: input, target and weight may be given by position, as in PyTorch."""
    apart = ("axis", "reduction", "weight")
    found = [each for each in signature_of(row, "value").parameters.values() if each.name not in apart]
    first, target, *rest = found
    weight, reduction = (signature_of(row, "value").parameters[each] for each in ("weight", "reduction"))
    weight = weight.replace(kind=Parameter.POSITIONAL_OR_KEYWORD)
    by_name = [reduction, *(each.replace(kind=Parameter.KEYWORD_ONLY) for each in rest)]
    return Signature([first.replace(name="input"), target, weight, *by_name])


def binder(signature: Signature, name: str) -> Callable[[tuple[Any, ...], dict[str, Any]], dict[str, Any]]:
    """What gives every argument of a call by its name. `Signature.bind`, which takes longer, words the errors."""
    defaults = {each.name: each.default for each in signature.parameters.values()}
    positional = [each.name for each in signature.parameters.values() if each.kind is Parameter.POSITIONAL_OR_KEYWORD]
    required = [each.name for each in signature.parameters.values() if each.default is Parameter.empty]

    def bound(operands: tuple[Any, ...], keywords: dict[str, Any]) -> dict[str, Any]:
        count = len(operands)
        given = defaults | dict(zip(positional, operands))
        fits = count <= len(positional) and all(each in keywords for each in required[count:])
        if keywords:
            # In words that torch.compile can trace; it knows no methods of keys.
            twice = any(each in keywords for each in positional[:count])
            fits = fits and not twice and all(each in defaults for each in keywords)
            given |= keywords
        if not fits:
            try:
                signature.bind(*operands, **keywords)
            except TypeError as error:
                raise TypeError(f"{name}: {error}; it takes {signature}") from None
        return given

    return bound


def of_elements(maker: Maker, row: Loss) -> Callable[..., Any]:
    """One form of a loss of each element; the arguments mean what they do in PyTorch."""
    get, form, name = maker.get, maker.form, maker.name
    first = row.inputs[0].name
    keywords = {each.name: each for each in row.keywords}
    elements = [catalog[each] for each in (row.element, *([row.other.element] if row.other else []))]
    names_of = {each.name: [p.name for p in each.parameters if p.name not in ("target", "weight")] for each in elements}
    defaults = {p.name: p.default or 0.0 for each in elements for p in each.parameters}
    others = [name for name in defaults if name not in ("target", "weight")]

    def computed(given: dict[str, Any], out: Any) -> tuple[Any, Any]:
        x, target, weight, reduction = given[first], given["target"], given["weight"], given["reduction"]
        for each in row.flags:
            if not isinstance(given[each], bool | np.bool_):
                raise TypeError(f"{name}: {each} is a bool, not {type(given[each]).__name__}")
        element, accepted = row.element_of(given)
        if not type(x) is type(target) is np.ndarray and is_lazy(x, target, weight, *(given[each] for each in others)):
            return in_pair(form, maker.lazy(**given | {"out": out}))
        x = checked_floats(x, first, name)
        check_reduction(reduction, name, row.reductions)
        check_out(out, x, first, name)
        targets = _like(target, x, first, name)
        if math.isfinite(accepted[1]):
            targets = cast(targets, x.dtype)
        _check(x, row.facts.support, False, first, name)
        _check(targets, accepted, row.labels, "target", name)
        weights = _factors(weight, x, keywords["weight"], name)
        found = {each: _other(given[each], keywords[each], defaults[each], x, name) for each in others}
        factors = [found[each] for each in names_of[element]]
        over_weights = row.over_weights and reduction == "mean"
        how = _Reduction(reduction, count_of(x.shape, reduction, name), over_weights, row.signed)
        return _reduced(get, form, element, x, targets, weights, factors, how, out)

    def value(*operands: Any, **keywords: Any) -> Any:
        return computed(of_value(operands, keywords), None)[0]

    def value_and_grad(*operands: Any, **keywords: Any) -> Any:
        given = of_gradient(operands, keywords)
        return computed(given, given.pop("out"))

    of_value, of_gradient = (binder(signature_of(row, each), name) for each in ("value", "value_and_grad"))
    value.__signature__ = signature_of(row, "value")  # type: ignore[attr-defined]
    value_and_grad.__signature__ = signature_of(row, "value_and_grad")  # type: ignore[attr-defined]
    return one_of_forms(form, name, value, value_and_grad)


def function(maker: Maker) -> Callable[..., Any]:
    """One form of a loss."""
    row = maker.row
    if isinstance(row, Loss) and row.element:
        return of_elements(maker, row)
    return cross_entropy(maker)
