"""Arguments that functions share, checked before anything is read or written, with errors that name function and argument."""

import math
import operator
from functools import lru_cache, reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .._environment import in_default_environment
from .._for_dask import is_lazy
from .._ufunc import ACCEPTED, BFLOAT16, bfloat16

_FLOATS = (np.float16, np.float32, np.float64)
FLOATS = tuple(map(np.dtype, _FLOATS))


def learning(x: Any, name: str) -> RuntimeError | None:
    """The error about a tensor of PyTorch's that requires a gradient, which no function of arrays gives it; None for others."""
    if getattr(x, "requires_grad", False) is not True:
        return None
    return RuntimeError(
        f"{name}: a tensor that requires a gradient gets none through a function of arrays; "
        f"actkern.torch.{name.rpartition('.')[2]} gives it one, and tensor.detach() needs none"
    )


def of_one_shape(x: Any, name: str, argument: str = "x", or_one_row: bool = False) -> Any:
    """x; an awkward array as NumPy's array, or an error where its lists differ in length.

    An awkward array would run a gufunc once, over the elements of all of its lists. That is right
    where it is one row, which `or_one_row` leaves as it is. Such an array is known by its type,
    without an import of a package that may not be there.
    """
    if type(x) is np.ndarray:
        return x
    if error := learning(x, name):
        raise error
    if not any(base.__module__.partition(".")[0] == "awkward" for base in type(x).__mro__):
        return x
    if or_one_row and x.ndim == 1:
        return x
    try:
        return np.asarray(x)
    except ValueError:
        raise TypeError(
            f"{name}: {argument} is an awkward array with lists of several lengths or missing elements, not of one shape; pad it "
            f"to the longest list, awkward.to_numpy(awkward.pad_none({argument}, longest, axis=-1)), a masked array, and "
            "take the padding out of the result, awkward.drop_none(awkward.from_numpy(result))"
        ) from None


def is_accepted(dtype: np.dtype[Any]) -> bool:
    """Whether functions take numbers of a dtype: NumPy's own and bfloat16, not ml_dtypes' float8, whose kind is "f", too."""
    return dtype.kind in "biu" or dtype.type in _FLOATS or is_bfloat16(dtype)  # of either order of bytes


def is_bfloat16(dtype: np.dtype[Any]) -> bool:
    """Whether it is the dtype of ml_dtypes, of either order of bytes."""
    if dtype.char != BFLOAT16:
        return False
    known = bfloat16()
    return known is not None and dtype.type is known.type


def is_half(dtype: np.dtype[Any]) -> bool:
    """Whether numbers of a dtype have 16 bits, which are computed in float32."""
    return dtype.type is np.float16 or is_bfloat16(dtype)


def refuse_lazy(x: Any, argument: str, name: str) -> None:
    """An error for a dask array, which NumPy would compute without a word."""
    if is_lazy(x):
        raise TypeError(f"{name}: {argument} is a dask array beside NumPy's; give all of them as dask arrays, or compute it")


def checked_array(x: Any, name: str, argument: str = "x") -> NDArray[Any]:
    """x as an array of a dtype that functions take."""
    if type(x) is np.ndarray and x.dtype.char in "fd":
        return x
    refuse_lazy(x, argument, name)
    try:
        array: NDArray[Any] = np.asanyarray(of_one_shape(x, name, argument))
    except ValueError as error:  # of lists of several lengths
        raise ValueError(f"{name}: {argument} is an array, or what makes one: {error}") from None
    if not is_accepted(array.dtype):
        raise TypeError(f"{name} takes {ACCEPTED}; got {argument} of dtype {array.dtype}")
    return array


def checked_operand(x: Any, name: str, argument: str = "x") -> Any:
    """x as a gufunc may have it: an awkward array of lists is made NumPy's.

    An empty array of a dtype that is refused is an error here: for rows without elements NumPy
    would call the loop that refuses (`_ufunc`) with an element that is not there, and crash.
    """
    if type(x) is np.ndarray and x.size:
        return x
    x = of_one_shape(x, name, argument, or_one_row=True)
    if getattr(x, "size", 1) == 0:
        checked_array(x, name, argument)
    return x


def _index(axis: Any) -> int:
    if isinstance(axis, bool):  # an integer to Python, and no axis to NumPy
        raise TypeError
    return operator.index(axis)


def checked_axis(axis: Any, ndim: int, name: str) -> int:
    """`axis`, counted from the first."""
    try:
        index = _index(axis)
    except TypeError:
        raise TypeError(f"{name}: axis is an int, not {type(axis).__name__}") from None
    if ndim == 0:
        raise ValueError(f"{name} works along an axis: it takes arrays of one dimension or more, not a scalar")
    if not -ndim <= index < ndim:
        raise np.exceptions.AxisError(f"{name}: axis {axis} is out of bounds; accepted is {-ndim} to {ndim - 1}")
    return index % ndim


def checked_axes(axis: Any, ndim: int, name: str) -> tuple[int, ...]:
    """The axes that `axis` names: an int, several in a tuple, or all for None."""
    if axis is None:
        return tuple(range(ndim))
    try:
        named = tuple(_index(each) for each in (axis if isinstance(axis, tuple) else (axis,)))
    except TypeError:
        raise TypeError(f"{name}: axis is an int, a tuple of them or None, not {axis!r}") from None
    for each in named:
        if not -ndim <= each < ndim:
            raise np.exceptions.AxisError(f"{name}: axis {each} is out of bounds; accepted is {-ndim} to {ndim - 1}")
    found = tuple(each % ndim for each in named)
    if len(set(found)) != len(found):
        raise ValueError(f"{name}: axis {axis} names an axis twice")
    return found


def checked_out(out: Any, shape: tuple[int, ...], dtype: np.dtype[Any], name: str) -> NDArray[Any]:
    """`out` where it fits, else a new array."""
    if out is None:
        return np.empty(shape, dtype)
    if not isinstance(out, np.ndarray):
        raise TypeError(f"{name}: out is an array, not {type(out).__name__}")
    if out.shape != shape or not np.can_cast(dtype, out.dtype, "same_kind"):
        raise ValueError(f"{name}: out has shape {out.shape} and dtype {out.dtype}; the result has {shape} and {dtype}")
    if not out.flags.writeable:
        raise ValueError(f"{name}: out is read-only")
    return out


def single(out: Any) -> Any:
    """`out`, which ufuncs take as a tuple of one as well."""
    return out[0] if isinstance(out, tuple) and len(out) == 1 else out


def checked_mask(where: Any, shape: tuple[int, ...], name: str) -> NDArray[np.bool_]:
    """`where` as booleans of this shape. For None and True they take no memory."""
    try:
        mask = np.ma.filled(True if where is None else where, False)  # a masked array is what x > 0 gives for a masked x
    except ValueError as error:  # of lists of several lengths
        raise ValueError(f"{name}: where is a bool or an array of bool: {error}") from None
    if mask.dtype != np.bool_:
        raise TypeError(f"{name}: where is a bool or an array of bool, not of dtype {mask.dtype}")
    try:
        return np.broadcast_to(mask, shape)
    except ValueError:
        raise ValueError(f"{name}: where of shape {mask.shape} does not broadcast to x's shape {shape}") from None


def checked_number(value: Any) -> float:
    """`value` as a float, with an infinity for an int that is too large; TypeError and ValueError for what is no number."""
    if value is np.ma.masked:  # of which float() makes NaN, with a warning
        raise TypeError
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def lengths_of_rows(causal: Any, shape: tuple[int, ...], axis: Any, name: str) -> Any:
    """How many elements of each row take part: all, or with `causal` the first i + 1 of row i."""
    if not isinstance(causal, bool | np.bool_):
        raise TypeError(f"{name}: causal is a bool, not {type(causal).__name__}")
    if not causal:
        return np.intp(shape[axis])
    if len(shape) < 2 or operator.index(axis) % len(shape) != len(shape) - 1:
        raise ValueError(
            f"{name}: causal works over the last two axes (queries, keys) and along the last; got axis {axis} of shape {shape}"
        )
    return np.arange(1, shape[-2] + 1, dtype=np.intp)


def unmasked(array: Any) -> Any:
    """The elements of a masked array; anything else as it is."""
    return array.data if isinstance(array, np.ma.MaskedArray) else array


def any_masked(*arrays: Any) -> bool:
    """Whether any of these is a masked array, with a mask or without."""
    # A generator expression would take longer to make than all of this.
    for each in arrays:  # noqa: SIM110
        if isinstance(each, np.ma.MaskedArray):
            return True
    return False


def masked_at(*arrays: Any) -> NDArray[np.bool_] | None:
    """Where any of these arrays is masked, broadcast; None where none has a mask."""
    masks = [each.mask for each in arrays if isinstance(each, np.ma.MaskedArray) and each.mask is not np.ma.nomask]
    return np.asarray(reduce(np.logical_or, masks)) if masks else None


def with_mask(result: Any, mask: NDArray[np.bool_] | None, out: Any = None) -> Any:
    """`result` as a masked array, or `out` where the result went there.

    A plain `out` gets no mask, as with NumPy's ufuncs.
    """
    if isinstance(out, np.ma.MaskedArray):
        out.mask = np.ma.nomask if mask is None else mask
    if out is not None:
        return out
    return np.ma.MaskedArray(result, np.ma.nomask if mask is None else np.broadcast_to(mask, np.shape(result)).copy())


def drawing_from(rng: Any, name: str) -> np.random.Generator:
    """`rng` as a generator of random numbers."""
    try:
        return np.random.default_rng(rng)
    except (TypeError, ValueError):
        raise TypeError(f"{name}: rng is a numpy.random.Generator, a seed or None, not {rng!r}") from None


def _computed_in(dtype: Any, *operands: Any) -> type[np.floating[Any]] | None:
    """float32 or float64, whichever a loop computes in for a call with this `dtype`; None where there is no loop."""
    if dtype is not None:
        return _loop_of(np.dtype(dtype))
    given = [getattr(each, "dtype", None) for each in operands]
    return _loop_of(*(of if isinstance(of, np.dtype) else np.asarray(each).dtype for of, each in zip(given, operands)))


@lru_cache(256)
def _loop_of(*dtypes: np.dtype[Any]) -> type[np.floating[Any]] | None:
    """The answer of `_computed_in` for arrays of these dtypes."""
    if any(map(is_bfloat16, dtypes)):
        if not all(map(is_accepted, dtypes)):
            return None
        dtypes = tuple(np.dtype(np.float32) if is_bfloat16(each) else each for each in dtypes)
    together = dtypes[0].newbyteorder("=") if len(dtypes) == 1 and dtypes[0].kind == "f" else np.result_type(np.float16, *dtypes)
    if together not in FLOATS:
        return None
    return np.float64 if together == np.float64 else np.float32


def of_numpy(x: Any) -> NDArray[Any]:
    """x as an array of a dtype of NumPy's own, float32 for bfloat16."""
    array = np.asarray(x)
    return array.astype(np.float32) if is_bfloat16(array.dtype) else array


def promoted(*dtypes: np.dtype[Any]) -> np.dtype[Any]:
    """The dtype of results from numbers of dtypes that functions take."""
    first = dtypes[0]
    if first.char in "efd" and first.isnative and all(each is first for each in dtypes):
        return first
    known = next(filter(is_bfloat16, dtypes), None)
    if known is None:
        return np.result_type(np.float16, *dtypes)
    wider = [each for each in dtypes if each.itemsize > 1 and not is_bfloat16(each)]  # bool and 8 bits are numbers of bfloat16
    return np.result_type(np.float32, *wider) if wider else np.dtype(known.type)


def checked_result(dtype: Any, of: np.dtype[Any], name: str) -> np.dtype[Any]:
    """The dtype of results that a call names, or has from its numbers of dtype `of` where `dtype` is None."""
    try:
        result = promoted(of) if dtype is None else np.dtype(dtype)
    except (TypeError, ValueError, SyntaxError):  # of an object that names no dtype
        result = None
    if result is None or (result not in FLOATS and not is_bfloat16(result)):
        given = repr(dtype) if result is None else result
        raise TypeError(f"{name}: dtype is float16, float32, float64 or bfloat16 of ml_dtypes, not {given}")
    return result


def checked_numbers(x: Any, name: str, argument: str) -> NDArray[Any]:
    """`of_numpy` of an argument that is no operand."""
    try:
        return of_numpy(x)
    except ValueError as error:  # of lists of several lengths
        raise ValueError(f"{name}: {argument} is a number or an array of them: {error}") from None


# Normal numbers from the first to the second have an inverse that is a normal number, too.
_LIMITS = {np.float32: (2.0**-126, 2.0**126), np.float64: (2.0**-1022, 2.0**1022)}


def checked_temperature(temperature: Any, operands: tuple[Any, ...], axis: Any, dtype: Any, name: str) -> Any:
    """`temperature`, a positive number or an array of them, one for each row, in the precision of the computation.

    In that precision it changes no result's dtype. 1 / temperature, which loops compute with, is a
    normal number.
    """
    if type(temperature) is float:
        computed = _computed_in(dtype, *operands)
        if computed is not None:
            least, most = _LIMITS[computed]
            if least <= temperature <= most:
                return np.float64(temperature) if computed is np.float64 else _rounded(temperature)
    return _temperatures(temperature, operands, axis, dtype, name)


_rounded = in_default_environment(np.float32)


@in_default_environment  # since they are rounded here
def _temperatures(temperature: Any, operands: tuple[Any, ...], axis: Any, dtype: Any, name: str) -> Any:
    """The same as `checked_temperature` for all that may be given, with the errors."""
    array = checked_numbers(temperature, name, "temperature")
    if array.dtype.kind not in "biuf":
        raise TypeError(f"{name}: temperature is a positive number or an array of them, not {type(temperature).__name__}")
    if np.ma.is_masked(temperature):
        raise ValueError(f"{name}: temperature has no masked elements; got {temperature!r}")
    if not np.all((array > 0) & (array < np.inf)):
        raise ValueError(f"{name}: temperature is positive and finite; got {temperature!r}")
    computed = _computed_in(dtype, *operands)
    if computed is None:
        return array
    with np.errstate(all="ignore"):
        rounded = array.astype(computed)
    least, most = _LIMITS[computed]
    if not np.all((rounded >= least) & (rounded <= most)):
        wrong = array[~((rounded >= least) & (rounded <= most))].flat[0]
        raise ValueError(f"{name}: temperature is from {least:.6g} to {most:.6g}, computed in {computed.__name__}; got {wrong}")
    return rounded if rounded.ndim == 0 else _of_rows(rounded, tuple(np.shape(each) for each in operands), axis, name)


def checked_sink(sink: Any, operands: tuple[Any, ...], axis: Any, dtype: Any, name: str) -> NDArray[Any]:
    """`sink`, a number or an array of them, one for each row, in the precision of the computation, in a shape that broadcasts."""
    array = checked_numbers(sink, name, "sink")
    if array.dtype.kind not in "biuf":
        raise TypeError(f"{name}: sink is a number or an array of them, not {type(sink).__name__}")
    if np.ma.is_masked(sink):
        raise ValueError(f"{name}: sink has no masked elements; got {sink!r}")
    computed = _computed_in(dtype, *operands)
    if computed is not None:
        with np.errstate(all="ignore"):
            array = in_default_environment(array.astype)(computed)
    return array if array.ndim == 0 else _of_rows(array, tuple(np.shape(each) for each in operands), axis, name, "sink")


def _of_rows(
    numbers: NDArray[Any], shapes: tuple[tuple[int, ...], ...], axis: Any, name: str, argument: str = "temperature"
) -> NDArray[Any]:
    """`numbers`, one for each row, in a shape that broadcasts to the rows.

    An axis of length 1 in the place of `axis` is dropped.
    """
    index = operator.index(axis)
    for shape in shapes:
        if not -len(shape) <= index < len(shape):
            raise np.exceptions.AxisError(index, len(shape))
    rows = np.broadcast_shapes(*(shape[: index % len(shape)] + shape[index % len(shape) + 1 :] for shape in shapes))
    along = index % (len(rows) + 1)
    kept = (*rows[:along], 1, *rows[along:])
    given = numbers.shape
    if len(given) == len(kept) and given[along] == 1:
        numbers = numbers.squeeze(along)
    if len(numbers.shape) > len(rows) or any(one not in (1, of) for one, of in zip(numbers.shape[::-1], rows[::-1])):
        raise ValueError(
            f"{name}: {argument} has one number for each row, a shape that broadcasts to {rows}, or with the axis kept "
            f"to {kept}; got shape {given}"
        )
    return numbers
