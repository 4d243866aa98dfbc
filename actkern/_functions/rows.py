"""Functions along an axis: axis, masks, temperature and errors around their gufuncs.

a. A gufunc is a kernel (`src_cython/rows`, `_numba/rows`) with the operands that it is given. Each
   function has a plain gufunc, of the array alone, for the common call, and one with all the
   operands that its kernel knows.
b. A mask is a boolean operand of x's shape. A call without one gets True with strides of 0, which
   takes no memory. A causal mask is no array either, but the number of elements that count in each
   row.
c. Arguments are checked (`arguments.py`) before anything is read or written. NumPy checks those
   that are left to it before a loop runs.
d. The elements that a masked array masks take no part, as with `where`, and the result has its mask. NumPy itself would run a
   gufunc over all elements, and mask results one by one.
"""

import inspect
import math
import operator
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .. import _ufunc
from .._environment import in_default_environment
from .._for_dask import is_lazy
from .arguments import (
    FLOATS,
    any_masked,
    checked_array,
    checked_axes,
    checked_axis,
    checked_mask,
    checked_numbers,
    checked_operand,
    checked_out,
    checked_result,
    checked_sink,
    checked_temperature,
    is_bfloat16,
    is_half,
    lengths_of_rows,
    masked_at,
    of_one_shape,
    promoted,
    single,
    unmasked,
    with_mask,
)
from .labels import along, carried, labelled
from .maker import Gufuncs, Maker
from .noise import gumbel_noise

# What NumPy raises about arguments: OverflowError for a Python int that is no float, SyntaxError for a dtype such as ",".
_OF_NUMPY = (TypeError, ValueError, OverflowError, SyntaxError)

_PLAIN = ("x", "out"), "(n)->(n)"
_BLOCKS = ("x", "out"), "(n,k)->(n,k)"
_MASKED = ("x", "mask", "length", "temperature", "out"), "(n),(n),(),()->(n)"
_TEMPERED = ("x", "temperature", "out"), "(n),()->(n)"
_SUNK = ("x", "temperature", "sink", "out"), "(n),(),()->(n)"
_MASKED_SUNK = ("x", "mask", "length", "temperature", "sink", "out"), "(n),(n),(),(),()->(n)"
_SELECTED = ("x", "mask", "out"), "(n),(n)->(n)"
_REDUCED = ("x", "out"), "(n)->()"
_REDUCED_MASKED = ("x", "mask", "out"), "(n),(n)->()"
_REDUCED_SUNK = ("x", "sink", "out"), "(n),()->()"
_REDUCED_MASKED_SUNK = ("x", "mask", "sink", "out"), "(n),(n),()->()"
_MEAN = ("x", "counted", "out"), "(n),()->()"
_MEAN_MASKED = ("x", "mask", "counted", "out"), "(n),(n),()->()"
_BACKWARD = ("dy", "y", "out"), "(n),(n)->(n)"
_BACKWARD_BLOCKS = ("dy", "y", "out"), "(n,k),(n,k)->(n,k)"
_BACKWARD_TEMPERED = ("dy", "y", "temperature", "out"), "(n),(n),()->(n)"


def _explained(error: Exception, name: str, inputs: tuple[Any, ...], axis: Any) -> Exception:
    """NumPy's error about a call, restated where NumPy names neither the argument nor what is accepted."""
    try:
        shapes = [np.asarray(x).shape for x in inputs]
    except _OF_NUMPY:  # of what is no array
        return _named(error, name)
    try:
        operator.index(axis)
    except TypeError:
        return TypeError(f"{name}: axis is an int, not {type(axis).__name__}")
    if any(len(shape) == 0 for shape in shapes):
        return ValueError(f"{name} works along an axis: it takes arrays of one dimension or more, not a scalar")
    if isinstance(error, np.exceptions.AxisError):
        ndim = min(len(shape) for shape in shapes)
        return np.exceptions.AxisError(f"{name}: axis {axis} is out of bounds; accepted is {-ndim} to {ndim - 1}")
    return _named(error, name)


def _named(error: Exception, name: str) -> Exception:
    """NumPy's error with the function's name, which some have not."""
    if name.rpartition(".")[2] in str(error):
        return error
    return (TypeError if isinstance(error, TypeError | SyntaxError) else ValueError)(f"{name}: {error}")


def _explaining(gufunc: np.ufunc, name: str) -> Callable[..., Any]:
    """`gufunc` of (*inputs, out), along the last axis, with its errors explained."""

    def common(*arguments: Any) -> Any:
        try:
            return gufunc(*arguments)
        except _OF_NUMPY as error:
            raise _explained(error, name, arguments[:-1], -1) from None

    return common


def _typed(dtype: Any, kinds: tuple[tuple[str, ...], str]) -> dict[str, Any]:
    """`dtype` for a gufunc that has operands of other dtypes beside those of x, which NumPy's own `dtype` would not find."""
    if dtype is None:
        return {}
    others = {"mask": np.bool_, "length": np.intp, "counted": np.intp}
    if is_half(np.dtype(dtype)):
        others["temperature"] = others["sink"] = np.float32
    return {"signature": tuple(others.get(kind, dtype) for kind in kinds[0])}


def _in_blocks(axis: Any, *arrays: Any) -> tuple[NDArray[Any], ...] | None:
    """Contiguous arrays of one shape as (blocks, n, k), where `axis`, of length n, has others on both sides; None for others.

    NumPy would otherwise call a loop for each index of the axes before, which is too little work
    for a second thread.
    """
    first = arrays[0]
    if axis == -1 or type(axis) is not int or type(first) is not np.ndarray or not -first.ndim < axis < first.ndim - 1:
        return None
    along = axis % first.ndim
    if along in (0, first.ndim - 1):
        return None
    for each in arrays:
        if type(each) is not np.ndarray or not each.flags.c_contiguous or each.shape != first.shape or not each.size:
            return None
    shape = math.prod(first.shape[:along]), first.shape[along], -1
    return tuple(each.reshape(shape) for each in arrays)


def _run_blocks(make: Gufuncs, kernel: str, kinds: Any, inputs: Sequence[Any], axis: int, out: Any, dtype: Any) -> Any:
    """The result of a kernel over `inputs` and `out` as blocks (`_in_blocks`); None where there are none."""
    blocks = _in_blocks(axis, *inputs) if out is None else _in_blocks(axis, *inputs, out)
    if blocks is None:
        return None
    result = make(kernel, *kinds)(*blocks[: len(inputs)], out=None if out is None else blocks[-1], dtype=dtype)
    return result.reshape(inputs[0].shape) if out is None else out


def _of_unmasked(function: Callable[..., Any], x: Any, where: Any, out: Any, name: str, **keywords: Any) -> Any:
    """`function` of the elements that a masked array does not mask; the result has its mask."""
    mask, elements = masked_at(x), unmasked(x)
    if mask is not None:
        where = checked_mask(where, elements.shape, name) & ~mask
    return with_mask(function(elements, where=where, out=unmasked(out), **keywords), mask, out)


def _backward_of_unmasked(function: Callable[..., Any], dy: Any, y: Any, out: Any, **keywords: Any) -> Any:
    """The same for a gradient: where dy or y is masked, both are 0, which adds nothing to the sums of a row."""
    mask, dy, y = masked_at(dy, y), unmasked(dy), unmasked(y)
    if mask is not None:
        dy, y = (np.where(mask, np.zeros((), np.asarray(each).dtype), each) for each in (dy, y))
    return with_mask(function(dy, y, out=unmasked(out), **keywords), mask, out)


def _is_common(axis: Any, dtype: Any, out: Any, *inputs: Any) -> bool:
    """Whether a call is like most: NumPy arrays that are not empty, the last axis, no dtype."""
    if not (type(axis) is int and axis == -1 and dtype is None and (out is None or type(out) is np.ndarray)):
        return False
    for each in inputs:  # noqa: SIM110
        if type(each) is not np.ndarray or not each.size:
            return False
    return True


_BFLOAT16_DIGITS = 8
_ONE = 1.0  # the default temperature; that it was not given is known by identity


def _is_one(temperature: Any) -> bool:
    return type(temperature) in (float, int) and temperature == 1


def _forward(maker: Maker, kernel: str, sign: int = 1) -> Callable[..., Any]:
    """softmax or log_softmax of sign * x."""
    make, name = maker.gufunc, maker.name
    plain = make(kernel, *_PLAIN)
    run = _ufunc.direct(plain, along_rows=True)

    def masked(x: Any, axis: Any, where: Any, temperature: Any, causal: Any, sink: Any, out: Any, dtype: Any) -> Any:
        x = checked_array(x, name)
        if x.ndim == 0:
            raise ValueError
        temperature = checked_temperature(temperature, (x,), axis, dtype, name)
        rates = temperature if sign > 0 else -temperature
        sinks = () if sink is None else (checked_sink(sink, (x,), axis, dtype, name),)
        if where is None and causal is False:
            kinds: tuple[tuple[str, ...], str] = _SUNK if sinks else _TEMPERED
            gufunc = make(kernel, *kinds)
            return gufunc(x, rates, *sinks, out=out, **({} if axis == -1 else {"axis": axis}), **_typed(dtype, kinds))
        kinds = _MASKED_SUNK if sinks else _MASKED
        gufunc = make(kernel, *kinds)
        mask = checked_mask(where, x.shape, name)
        axes = [(axis,), (axis,), (), (), *[()] * len(sinks), (axis,)]
        if not -x.ndim <= operator.index(axis) < x.ndim:
            raise np.exceptions.AxisError(axis, x.ndim)
        lengths = lengths_of_rows(causal, x.shape, axis, name)
        return gufunc(x, mask, lengths, rates, *sinks, axes=axes, out=out, **_typed(dtype, kinds))

    def made(
        x: Any,
        axis: int = -1,
        *,
        where: Any = None,
        temperature: Any = _ONE,
        causal: bool = False,
        sink: Any = None,
        out: Any = None,
        dtype: Any = None,
    ) -> Any:
        # The common call comes first: NumPy takes longer to make it than a row of a thousand
        # elements takes to compute.
        common = temperature is _ONE and where is None and causal is False and sink is None and dtype is None and sign > 0
        if common and type(axis) is int and axis == -1 and (result := run(x, out)) is not None:
            return result
        if carried(x):
            others = {"where": where, "temperature": temperature, "causal": causal, "sink": sink, "out": out, "dtype": dtype}
            return labelled(made, name, (x,), axis=axis, **others)
        if is_lazy(x, where, temperature, sink):
            _no_sink(sink, name)
            return maker.lazy(x, axis, where=where, temperature=temperature, causal=causal, out=out, dtype=dtype)
        x, out = checked_operand(x, name), single(out)
        try:
            if any_masked(x, out):
                others = {"temperature": temperature, "causal": causal, "sink": sink, "dtype": dtype}
                return _of_unmasked(made, x, where, out, name, axis=axis, **others)
            if where is None and causal is False and sink is None and sign > 0 and _is_one(temperature):
                result = None if axis == -1 else _run_blocks(make, kernel, _BLOCKS, (x,), axis, out, dtype)
                return plain(x, axis=axis, out=out, dtype=dtype) if result is None else result
            return masked(x, axis, where, temperature, causal, sink, out, dtype)
        except _OF_NUMPY as error:
            raise _explained(error, name, (x,), axis) from None

    return made


def _no_sink(sink: Any, name: str, others: bool = True) -> None:
    if sink is not None and others:
        raise TypeError(f"{name} takes a sink beside NumPy's own arrays alone, without masks of theirs")


@in_default_environment
def _product(dy: Any, y: Any) -> NDArray[Any]:
    """dy * y in float64."""
    with np.errstate(all="ignore"):
        product: NDArray[Any] = np.multiply(dy, y, dtype=np.float64)
    return product


@in_default_environment
def _of_sink(
    upstream: NDArray[Any], weights: NDArray[Any], axes: tuple[int, ...], sink: Any, temperature: Any, dtype: Any, name: str
) -> Any:
    """The gradient with respect to a sink, in its shape.

    It is the sink's share, which is what the weights of a row lack of 1, times the sum of `upstream`.
    """
    with np.errstate(all="ignore"):
        share = 1 - _added(weights, axes)
        dsink = -share * _added(upstream, axes)
        if not _is_one(temperature):
            rates = checked_temperature(temperature, (weights,), axes[0], None, name)
            rows = tuple(length for axis, length in enumerate(weights.shape) if axis not in axes)
            dsink = dsink / np.expand_dims(np.broadcast_to(rates, rows), axes)
        return _summed_to(np.ascontiguousarray(dsink), axes, np.shape(sink)).astype(dtype)[()]


def _added(x: NDArray[Any], axes: tuple[int, ...]) -> NDArray[Any]:
    """The sums over some axes, which are kept, in float64.

    NumPy adds in an order that follows the layout, so the rows are brought to one.
    """
    kept = tuple(1 if axis in axes else length for axis, length in enumerate(x.shape))
    last = np.moveaxis(x, axes, range(x.ndim - len(axes), x.ndim))
    rows = np.ascontiguousarray(last, np.float64).reshape(math.prod(kept), math.prod(x.shape[axis] for axis in axes))
    added: NDArray[Any] = np.add.reduce(rows, -1)
    return added.reshape(kept)


def _summed_to(kept: NDArray[Any], axes: tuple[int, ...], shape: tuple[int, ...]) -> NDArray[Any]:
    """Numbers of rows, with their axes kept, summed to a shape that broadcasts to them, with or without those axes."""
    if len(shape) < kept.ndim or any(shape[each] != 1 for each in axes):
        kept = np.squeeze(kept, axes)
    lead = kept.ndim - len(shape)
    kept = kept.sum(axis=tuple(range(lead))) if lead > 0 else kept
    stretched = tuple(each for each, length in enumerate(shape) if length == 1 and kept.shape[each] != 1)
    result: NDArray[Any] = np.asarray(kept.sum(axis=stretched, keepdims=True) if stretched else kept)
    return result


def _without_sink(function: Callable[..., Any], name: str) -> Callable[..., Any]:
    """`function` of rows that have no sink."""
    function.__name__ = function.__qualname__ = name.rpartition(".")[2]  # for Python's errors about keywords

    def made(*arguments: Any, **keywords: Any) -> Any:
        if "sink" in keywords:
            raise TypeError(f"{name} got an unexpected keyword argument 'sink'")
        return function(*arguments, **keywords)

    signature = inspect.signature(function)
    made.__signature__ = signature.replace(  # type: ignore[attr-defined]
        parameters=[each for each in signature.parameters.values() if each.name != "sink"]
    )
    return made


def _backward(maker: Maker, kernel: str, sign: int = 1) -> Callable[..., Any]:
    make, name = maker.gufunc, maker.name
    plain = make(kernel, *_BACKWARD)
    common = _explaining(plain, name)

    def made(
        dy: Any, y: Any, axis: int = -1, *, temperature: Any = _ONE, sink: Any = None, out: Any = None, dtype: Any = None
    ) -> Any:
        if sink is not None:
            _no_sink(sink, name, carried(dy, y) or is_lazy(dy, y, temperature, sink) or any_masked(dy, y, out))
            dy, y = checked_array(dy, name, "dy"), checked_array(y, name, "y")
            if dy.ndim != y.ndim:
                raise ValueError(f"{name}: beside a sink dy and y have as many dimensions; got shapes {dy.shape} and {y.shape}")
            out = single(out)
            try:
                checked_sink(sink, (dy, y), axis, dtype, name)  # before anything is written
                if out is not None:
                    checked_out(out, np.broadcast_shapes(dy.shape, y.shape), promoted(dy.dtype, y.dtype), name)
            except _OF_NUMPY as error:
                raise _explained(error, name, (dy, y), axis) from None
            dx = made(dy, y, axis, temperature=temperature, out=out, dtype=dtype)
            weights = np.broadcast_to(y, dx.shape)
            if kernel != "softmax_backward":  # NumPy's exp has other bits on other CPUs
                weights = maker.get("value", "exp")(np.asarray(weights, np.float64))
            upstream = _product(dy, weights) if kernel == "softmax_backward" else np.broadcast_to(dy, dx.shape)
            axes = (checked_axis(axis, dx.ndim, name),)
            return dx, _of_sink(upstream, weights, axes, sink, temperature, dx.dtype, name)
        if temperature is _ONE and sign > 0 and _is_common(axis, dtype, out, dy, y):
            return common(dy, y, out)
        if carried(dy, y):
            return labelled(made, name, (dy, y), 1, axis=axis, temperature=temperature, out=out, dtype=dtype)
        if is_lazy(dy, y, temperature):
            return maker.lazy(dy, y, axis, temperature=temperature, out=out, dtype=dtype)
        dy, y, out = checked_operand(dy, name, "dy"), checked_operand(y, name, "y"), single(out)
        try:
            if any_masked(dy, y, out):
                return _backward_of_unmasked(made, dy, y, out, axis=axis, temperature=temperature, dtype=dtype)
            if sign > 0 and _is_one(temperature):
                result = None if axis == -1 else _run_blocks(make, kernel, _BACKWARD_BLOCKS, (dy, y), axis, out, dtype)
                return plain(dy, y, axis=axis, out=out, dtype=dtype) if result is None else result
            dy, y = checked_array(dy, name, "dy"), checked_array(y, name, "y")
            scale = checked_temperature(temperature, (dy, y), axis, dtype, name)
            gufunc = make(kernel, *_BACKWARD_TEMPERED)
            along = {} if axis == -1 else {"axis": axis}
            return gufunc(dy, y, scale if sign > 0 else -scale, out=out, **along, **_typed(dtype, _BACKWARD_TEMPERED))
        except _OF_NUMPY as error:
            raise _explained(error, name, (dy, y), axis) from None

    return made if maker.row.takes("sink", maker.form) else _without_sink(made, name)


def _largest(x: Any, axis: Any, where: Any, dtype: Any, name: str) -> tuple[Any, Any]:
    """What hardmax is called with in the place of x and `dtype`.

    For integers that the dtype of the result would not tell apart, it is booleans that are True
    where the largest stand, and that dtype; else x and `dtype` themselves.

    An object of another library is left to that library, which makes float64 of it.
    """
    if type(x) is np.ndarray and x.dtype.kind == "f":
        return x, dtype
    array = np.asanyarray(x) if isinstance(x, np.ndarray | list | tuple) else None
    if array is None or array.dtype.kind not in "iu" or not array.size:
        return x, dtype
    result = np.dtype(dtype) if dtype is not None else promoted(array.dtype)
    digits = _BFLOAT16_DIGITS if is_bfloat16(result) else np.finfo(result).nmant + 1 if result in FLOATS else None
    if digits is None or np.iinfo(array.dtype).bits <= digits:
        return x, dtype
    along = checked_axis(axis, array.ndim, name)
    least = np.iinfo(array.dtype).min
    largest = np.maximum.reduce(array, axis=along, keepdims=True, where=checked_mask(where, array.shape, name), initial=least)
    return array == largest, result


def _selection(maker: Maker, kernel: str) -> Callable[..., Any]:
    """hardmax, sparsemax or entmax15 of x."""
    make, name = maker.gufunc, maker.name
    plain = make(kernel, *_PLAIN)
    common = _explaining(plain, name)

    def made(x: Any, axis: int = -1, *, where: Any = None, out: Any = None, dtype: Any = None) -> Any:
        if where is None and _is_common(axis, dtype, out, x) and x.dtype.kind == "f":
            return common(x, out)
        if carried(x):
            return labelled(made, name, (x,), axis=axis, where=where, out=out, dtype=dtype)
        if is_lazy(x, where):
            return maker.lazy(x, axis, where=where, out=out, dtype=dtype)
        x, out = checked_operand(x, name), single(out)
        try:
            if any_masked(x, out):
                return _of_unmasked(made, x, where, out, name, axis=axis, dtype=dtype)
            if kernel == "hardmax":
                x, dtype = _largest(x, axis, where, dtype, name)
            if where is None:
                return plain(x, axis=axis, out=out, dtype=dtype)
            x = np.asanyarray(of_one_shape(x, name))
            mask = checked_mask(where, x.shape, name)
            return make(kernel, *_SELECTED)(x, mask, axis=axis, out=out, **_typed(dtype, _SELECTED))
        except _OF_NUMPY as error:
            raise _explained(error, name, (x,), axis) from None

    return made


def _selection_backward(maker: Maker, kernel: str) -> Callable[..., Any]:
    name = maker.name
    plain = maker.gufunc(kernel, *_BACKWARD)
    common = _explaining(plain, name)

    def made(dy: Any, y: Any, axis: int = -1, *, out: Any = None, dtype: Any = None) -> Any:
        if _is_common(axis, dtype, out, dy, y):
            return common(dy, y, out)
        if carried(dy, y):
            return labelled(made, name, (dy, y), 1, axis=axis, out=out, dtype=dtype)
        if is_lazy(dy, y):
            return maker.lazy(dy, y, axis, out=out, dtype=dtype)
        dy, y, out = checked_operand(dy, name, "dy"), checked_operand(y, name, "y"), single(out)
        try:
            if any_masked(dy, y, out):
                return _backward_of_unmasked(made, dy, y, out, axis=axis, dtype=dtype)
            return plain(dy, y, axis=axis, out=out, dtype=dtype)
        except _OF_NUMPY as error:
            raise _explained(error, name, (dy, y), axis) from None

    return made


def _hardmax_backward(maker: Maker) -> Callable[..., Any]:
    """0, which the slope of hardmax is wherever there is one; the checks and the dtype are sparsemax's."""
    of_sparsemax = _selection_backward(maker, "sparsemax_backward")

    def made(dy: Any, y: Any, axis: int = -1, *, out: Any = None, dtype: Any = None) -> Any:
        if carried(dy, y):
            return labelled(made, maker.name, (dy, y), 1, axis=axis, out=out, dtype=dtype)
        if is_lazy(dy, y):
            return maker.lazy(dy, y, axis, out=out, dtype=dtype)
        dx = of_sparsemax(dy, y, axis, out=out, dtype=dtype)
        if not isinstance(dx, np.ndarray):
            return np.fmin(np.fmax(dx, 0), 0)  # 0 by ufuncs, of NaN too, for a pandas frame
        unmasked(dx)[...] = np.zeros((), dx.dtype)  # the 0 of raw bytes, too, which NumPy's ufuncs write to
        return dx

    return made


def _gumbel_softmax(maker: Maker) -> Callable[..., Any]:
    """softmax of x plus Gumbel noise: a sample of the classes, made smooth."""
    softmax, hardmax, log1p = (maker.get("value", each) for each in ("softmax", "hardmax", "log1p"))
    name = maker.name

    def made(
        x: Any,
        axis: int = -1,
        *,
        hard: bool = False,
        rng: Any = None,
        where: Any = None,
        temperature: Any = 1.0,
        out: Any = None,
        dtype: Any = None,
    ) -> Any:
        if carried(x):
            others = {"hard": hard, "rng": rng, "where": where, "temperature": temperature, "out": out, "dtype": dtype}
            return labelled(made, name, (x,), axis=axis, **others)
        if is_lazy(x, where, temperature):
            others = {"hard": hard, "rng": rng, "temperature": temperature, "dtype": dtype}
            return maker.lazy(x, axis, where=where, out=out, **others)
        out = single(out)
        if any_masked(x, out):
            others = {"hard": hard, "rng": rng, "temperature": temperature, "dtype": dtype}
            return _of_unmasked(made, x, where, out, name, axis=axis, **others)
        array = checked_array(x, name)
        checked_axis(axis, array.ndim, name)
        result = checked_result(dtype, array.dtype, name)
        if not _is_one(temperature):
            temperature = checked_temperature(temperature, (array,), axis, dtype, name)
        mask = None if where is None else checked_mask(where, array.shape, name)
        if not isinstance(hard, bool | np.bool_):
            raise TypeError(f"{name}: hard is a bool, not {type(hard).__name__}")
        target = checked_out(out, array.shape, result, name)
        noise = gumbel_noise(rng, array.shape, np.float64 if result == np.float64 else np.float32, log1p, name)
        with np.errstate(all="ignore"):  # numbers may leave the range of the noise
            np.add(array, noise, out=noise, casting="same_kind")
        # hardmax is taken of x and noise, since their softmax has ties where the temperature is
        # high.
        if hard:
            y = hardmax(noise, axis, where=mask, out=noise)
        else:
            y = softmax(noise, axis, where=mask, temperature=temperature, out=noise)
        with np.errstate(all="ignore"):  # float16 may round to subnormal numbers
            target[...] = y
        return target

    return made


def _in_one(x: NDArray[Any], axes: tuple[int, ...]) -> NDArray[Any]:
    """x with these axes joined to one, the last: a view where strides allow it.

    Without axes the last one has length 1.
    """
    rest = tuple(each for each in range(x.ndim) if each not in axes)
    moved = x.transpose(*rest, *axes)
    return moved if len(axes) == 1 else moved.reshape(*moved.shape[: len(rest)], math.prod(moved.shape[len(rest) :]))


def _sink_of_rows(
    sink: Any, array: NDArray[Any], axes: tuple[int, ...], rest: tuple[int, ...], kept: tuple[int, ...], dtype: Any, name: str
) -> NDArray[Any]:
    """`checked_sink` of rows along several axes."""
    sinks = sink if isinstance(sink, np.ndarray) and sink.ndim else checked_numbers(sink, name, "sink")
    if sinks.ndim == 0:
        return checked_sink(sink, (array,), 0, dtype, name)
    if sinks.ndim == len(kept) and all(sinks.shape[each] == 1 for each in axes):
        sinks = sinks.squeeze(axes)
    if sinks.ndim > len(rest) or any(one not in (1, of) for one, of in zip(sinks.shape[::-1], rest[::-1])):
        raise ValueError(
            f"{name}: sink has one number for each row, a shape that broadcasts to {rest}, or with the axes kept to {kept}; got "
            f"shape {np.shape(sink)}"
        )
    return checked_sink(sinks, (np.empty((*rest, 1), array.dtype),), -1, dtype, name)


def _reduction(maker: Maker, mean: bool) -> Callable[..., Any]:
    """logsumexp, or with `mean` the logarithm of the mean: one number for each row."""
    make, name = maker.gufunc, maker.name

    def of_unmasked(x: Any, axis: Any, keepdims: Any, where: Any, out: Any, dtype: Any) -> Any:
        mask, elements = masked_at(x), unmasked(x)
        kept, empty = where, None
        if mask is not None:
            kept = checked_mask(where, elements.shape, name) & ~mask
        result = made(elements, axis, keepdims=keepdims, where=kept, out=unmasked(out), dtype=dtype)
        if mask is not None:
            axes = checked_axes(axis, elements.ndim, name)
            empty = ~np.logical_or.reduce(kept, axes, keepdims=keepdims) & np.logical_or.reduce(mask, axes, keepdims=keepdims)
        if out is None and np.ndim(result) == 0:
            return np.ma.masked if empty is not None and empty else result
        return with_mask(result, empty, out)

    def made(
        x: Any,
        axis: Any = None,
        *,
        keepdims: bool = False,
        where: Any = None,
        sink: Any = None,
        out: Any = None,
        dtype: Any = None,
    ) -> Any:
        if sink is not None:
            _no_sink(sink, name, carried(x) or is_lazy(x, where, sink) or any_masked(x, out))
        if carried(x):
            others = {"keepdims": keepdims, "where": where, "out": out, "dtype": dtype}
            return labelled(made, name, (x,), removed=along(axis, name), axis=axis, **others)
        if is_lazy(x, where):
            return maker.lazy(x, axis, keepdims=keepdims, where=where, out=out, dtype=dtype)
        out = single(out)
        if any_masked(x, out):
            return of_unmasked(x, axis, keepdims, where, out, dtype)
        array = checked_array(x, name)
        axes = checked_axes(axis, array.ndim, name)
        if dtype is not None:
            dtype = checked_result(dtype, array.dtype, name)
        if not isinstance(keepdims, bool | np.bool_):
            raise TypeError(f"{name}: keepdims is a bool, not {type(keepdims).__name__}")
        kept = tuple(1 if each in axes else length for each, length in enumerate(array.shape))
        shape = kept if keepdims else tuple(length for each, length in enumerate(array.shape) if each not in axes)
        target = None
        if out is not None:
            if not isinstance(out, np.ndarray) or out.shape != shape:
                raise ValueError(f"{name}: out is an array of shape {shape}, not {getattr(out, 'shape', type(out).__name__)}")
            if not out.flags.writeable:
                raise ValueError(f"{name}: out is read-only")
            target = out.reshape(tuple(length for each, length in enumerate(array.shape) if each not in axes))
            if out.size and not np.shares_memory(target, out):
                raise ValueError(f"{name}: out of strides {out.strides} cannot be written without its kept dimensions")
        inputs: list[Any] = [_in_one(array, axes)]
        kinds: tuple[tuple[str, ...], str] = _MEAN if mean else _REDUCED
        if where is not None:
            mask = checked_mask(where, array.shape, name)
            inputs.append(_in_one(mask, axes))
            kinds = _MEAN_MASKED if mean else _REDUCED_MASKED
        rest = tuple(length for each, length in enumerate(array.shape) if each not in axes)
        if sink is not None:
            inputs.append(_sink_of_rows(sink, array, axes, rest, kept, dtype, name))
            kinds = _REDUCED_SUNK if where is None else _REDUCED_MASKED_SUNK
        if not inputs[0].shape[-1]:
            # Rows without elements give what rows that are masked whole give.
            result = np.full(shape, np.nan if mean else -np.inf, checked_result(dtype, array.dtype, name))
            if sink is not None:
                result[...] = np.broadcast_to(inputs[-1], rest).reshape(shape)
            if out is None:
                return result[()]
            np.copyto(checked_out(out, shape, result.dtype, name), result, casting="same_kind")
            return out
        if mean:
            inputs.append(np.count_nonzero(inputs[1], axis=-1) if where is not None else np.intp(inputs[0].shape[-1]))
        try:
            result = make("logsumexp", *kinds)(*inputs, out=target, **_typed(dtype, kinds))
        except _OF_NUMPY as error:
            raise _named(error, name) from None
        if out is not None:
            return out
        return result.reshape(shape) if keepdims else result

    return made if maker.row.takes("sink") else _without_sink(made, name)


def _reduction_backward(maker: Maker) -> Callable[..., Any]:
    """dy times the softmax of x: the gradient of logsumexp, and of logmeanexp."""
    softmax, name = _forward(maker, "softmax"), maker.name

    def of_unmasked(dy: Any, x: Any, axis: Any, keepdims: Any, where: Any, out: Any) -> Any:
        mask, elements = masked_at(x), unmasked(x)
        upstream, of_rows = unmasked(dy), masked_at(dy)
        if mask is not None:
            where = checked_mask(where, elements.shape, name) & ~mask
        if of_rows is not None:
            upstream = np.where(of_rows, np.zeros((), upstream.dtype), upstream)
        result = made(upstream, elements, axis, keepdims=keepdims, where=where, out=unmasked(out))
        if of_rows is not None:
            if not keepdims:
                of_rows = np.expand_dims(of_rows, checked_axes(axis, np.ndim(elements), name))
            mask = np.broadcast_to(of_rows, np.shape(elements)) if mask is None else mask | of_rows
        return with_mask(result, mask, out)

    def made(
        dy: Any, x: Any, axis: Any = None, *, keepdims: bool = False, where: Any = None, sink: Any = None, out: Any = None
    ) -> Any:
        if sink is not None:
            _no_sink(sink, name, carried(dy, x) or is_lazy(dy, x, where, sink) or any_masked(dy, x, out))
        if carried(dy, x):
            return labelled(made, name, (dy, x), 1, axis=axis, keepdims=keepdims, where=where, out=out)
        if is_lazy(dy, x, where):
            return maker.lazy(dy, x, axis, keepdims=keepdims, where=where, out=out)
        out = single(out)
        if any_masked(dy, x, out):
            return of_unmasked(dy, x, axis, keepdims, where, out)
        array, upstream = checked_array(x, name), checked_array(dy, name, "dy")
        axes = checked_axes(axis, array.ndim, name)
        if not isinstance(keepdims, bool | np.bool_):
            raise TypeError(f"{name}: keepdims is a bool, not {type(keepdims).__name__}")
        kept = tuple(1 if each in axes else length for each, length in enumerate(array.shape))
        expected = kept if keepdims else tuple(length for each, length in enumerate(array.shape) if each not in axes)
        if upstream.shape != expected:
            raise ValueError(f"{name}: dy has the shape of the result, {expected}, not {upstream.shape}")
        if out is not None:
            checked_out(out, array.shape, promoted(upstream.dtype, array.dtype), name)
        flat = _in_one(array, axes)
        counted = None if where is None else checked_mask(where, array.shape, name)
        mask = None if counted is None else _in_one(counted, axes)
        rest = tuple(each for each in range(array.ndim) if each not in axes)
        order = np.argsort((*rest, *axes))
        sinks = None if sink is None else _sink_of_rows(sink, array, axes, flat.shape[:-1], kept, None, name)
        # Of 16 bits the weights are float32, so that the product is rounded once.
        result = promoted(upstream.dtype, array.dtype)
        narrow = is_half(result)
        computed = np.dtype(np.float32) if narrow else result
        weights = softmax(flat, where=mask, sink=sinks, dtype=None if computed == array.dtype else computed)
        weights = weights.reshape([array.shape[each] for each in (*rest, *axes)]).transpose(order)
        if narrow or is_bfloat16(upstream.dtype):
            upstream = upstream.astype(np.float32)
        upstream = upstream.reshape(kept)
        lost = ~np.isfinite(upstream)
        with np.errstate(all="ignore"):
            of_sink = promoted(array.dtype)
            dsink = None if sink is None else _of_sink(-upstream.astype(np.float64), weights, axes, sink, 1, of_sink, name)
            if not np.any(lost):
                dx = np.multiply(weights, upstream, out=out)
            else:
                # An infinite dy times a weight that is 0 only because it underflows is infinite.
                # Elements without a share get 0.
                shared = array > -np.inf if counted is None else counted & (array > -np.inf)
                dx = np.where(lost & (weights == 0), np.where(shared, upstream, 0), weights * upstream)[()]
                if out is not None:
                    np.copyto(out, dx, casting="same_kind")
                    dx = out
            if narrow and out is None:
                dx = dx.astype(result)
            return dx if sink is None else (dx, dsink)

    return made if maker.row.takes("sink", maker.form) else _without_sink(made, name)


# The makers of the value and of the backward form of each function.
_MAKERS: dict[str, tuple[Callable[[Maker], Callable[..., Any]], Callable[[Maker], Callable[..., Any]]]] = {
    "softmax": (partial(_forward, kernel="softmax"), partial(_backward, kernel="softmax_backward")),
    "softmin": (partial(_forward, kernel="softmax", sign=-1), partial(_backward, kernel="softmax_backward", sign=-1)),
    "log_softmax": (partial(_forward, kernel="log_softmax"), partial(_backward, kernel="log_softmax_backward")),
    "gumbel_softmax": (_gumbel_softmax, partial(_backward, kernel="softmax_backward")),
    "hardmax": (partial(_selection, kernel="hardmax"), _hardmax_backward),
    "sparsemax": (partial(_selection, kernel="sparsemax"), partial(_selection_backward, kernel="sparsemax_backward")),
    "entmax15": (partial(_selection, kernel="entmax15"), partial(_selection_backward, kernel="entmax15_backward")),
    "logsumexp": (partial(_reduction, mean=False), _reduction_backward),
    "logmeanexp": (partial(_reduction, mean=True), _reduction_backward),
}


def function(maker: Maker) -> Callable[..., Any]:
    """One form of a function along an axis."""
    value, backward = _MAKERS[maker.row.name]
    return (value if maker.form == "value" else backward)(maker)
