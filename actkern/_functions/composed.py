"""Functions made of other rows' ufuncs: they cut or join arrays along an axis, or draw random numbers.

The ufuncs are those of the function's own backend, which `Maker.get` finds by form and name.
"""

import operator
from collections.abc import Callable
from functools import partial, wraps
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .._for_dask import is_lazy
from .arguments import (
    any_masked,
    checked_array,
    checked_axis,
    checked_out,
    drawing_from,
    is_bfloat16,
    of_numpy,
    unmasked,
    with_mask,
)
from .labels import carried, labelled
from .maker import Maker

Forms = dict[str, Callable[..., Any]]


def _of_other_arrays(maker: Maker, functions: Forms, masks: Forms) -> Forms:
    """`functions` for masked arrays, too, for what has labels, and for dask arrays; what depends on a masked element is masked.

    `masks` has for each of them a function that gives the mask of the result for the masks of the
    arrays.
    """

    def value(x: Any, *rest: Any, out: Any = None, **keywords: Any) -> Any:
        if type(x) is np.ndarray and out is None:
            return functions["value"](x, *rest, **keywords)
        if is_lazy(x):
            return maker.lazy(x, *rest, out=out, **keywords)
        if carried(x):
            return labelled(partial(_after, value, rest), maker.name, (x,), out=out, **keywords)
        return masked("value", (x,), rest, out, keywords)

    def backward(dy: Any, x: Any, *rest: Any, out: Any = None, **keywords: Any) -> Any:
        if type(dy) is np.ndarray and type(x) is np.ndarray and out is None:
            return functions["backward"](dy, x, *rest, **keywords)
        if is_lazy(dy, x):
            return maker.lazy(dy, x, *rest, out=out, **keywords)
        if carried(dy, x):
            return labelled(partial(_after, backward, rest), maker.name, (dy, x), 1, out=out, **keywords)
        return masked("backward", (dy, x), rest, out, keywords)

    def masked(form: str, arrays: tuple[Any, ...], rest: tuple[Any, ...], out: Any, keywords: dict[str, Any]) -> Any:
        if not any_masked(*arrays, out):
            return functions[form](*arrays, *rest, out=out, **keywords)
        result = functions[form](*map(unmasked, arrays), *rest, out=unmasked(out), **keywords)
        mask = None
        if any(np.ma.getmask(each) is not np.ma.nomask for each in arrays):
            mask = masks[form](*map(np.ma.getmaskarray, arrays), *rest, **keywords)
        return with_mask(result, mask, out)

    return {"value": wraps(functions["value"])(value), "backward": wraps(functions["backward"])(backward)}


def _after(function: Callable[..., Any], rest: tuple[Any, ...], *arrays: Any, **keywords: Any) -> Any:
    """`function` of arrays, and of the arguments by position that follow them."""
    return function(*arrays, *rest, **keywords)


def _apart(target: NDArray[Any], *sources: NDArray[Any]) -> NDArray[Any]:
    """`target`, or a new array like it where it overlaps what is still to be read."""
    return np.empty_like(target) if any(np.may_share_memory(target, source) for source in sources) else target


def _filled(out: NDArray[Any] | None, target: NDArray[Any]) -> NDArray[Any]:
    if out is None or out is target:
        return target
    out[...] = target
    return out


def _halves(x: NDArray[Any], axis: int) -> tuple[NDArray[Any], NDArray[Any]]:
    middle = x.shape[axis] // 2
    before = (slice(None),) * axis
    return x[(*before, slice(None, middle))], x[(*before, slice(middle, None))]


def _with_length(shape: tuple[int, ...], axis: int, length: int) -> tuple[int, ...]:
    return (*shape[:axis], length, *shape[axis + 1 :])


def _same_shape(dy: NDArray[Any], shape: tuple[int, ...], name: str) -> None:
    if dy.shape != shape:
        raise ValueError(f"{name}: dy has shape {dy.shape}; the result of the forward pass has {shape}")


def _even(x: NDArray[Any], axis: int, name: str) -> None:
    if x.shape[axis] % 2:
        raise ValueError(f"{name} halves x along axis {axis}: it takes an even number of elements there, not {x.shape[axis]}")


def _result_dtype(ufunc: np.ufunc, *arrays: NDArray[Any]) -> np.dtype[Any]:
    resolved: np.dtype[Any] = ufunc.resolve_dtypes((*(array.dtype for array in arrays), *[None] * ufunc.nout))[-1]
    return resolved


def _glu(maker: Maker) -> Callable[..., Any]:
    get, name = maker.get, maker.name

    def value(x: Any, axis: int = -1, *, out: NDArray[Any] | None = None) -> NDArray[Any]:
        x = checked_array(x, name)
        along = checked_axis(axis, x.ndim, name)
        _even(x, along, name)
        up, gate = _halves(x, along)
        gated = get("value", "sigmoid_glu")
        target = checked_out(out, up.shape, _result_dtype(gated, gate, up), name)
        gated(gate, up, out=target, casting="same_kind")
        return target

    def backward(dy: Any, x: Any, axis: int = -1, *, out: NDArray[Any] | None = None) -> NDArray[Any]:
        dy, x = checked_array(dy, name, "dy"), checked_array(x, name)
        along = checked_axis(axis, x.ndim, name)
        _even(x, along, name)
        up, gate = _halves(x, along)
        _same_shape(dy, up.shape, name)
        gated = get("backward", "sigmoid_glu")
        target = checked_out(out, x.shape, _result_dtype(gated, dy, gate, up), name)
        dx = _apart(target, dy, x)
        dup, dgate = _halves(dx, along)
        gated(dy, gate, up, out=(dgate, dup), casting="same_kind")
        return _filled(out, dx)

    def mask(x: NDArray[Any], axis: int = -1) -> Any:
        return np.logical_or(*_halves(x, axis % x.ndim))

    def backward_mask(dy: NDArray[Any], x: NDArray[Any], axis: int = -1) -> Any:
        either = dy | mask(x, axis)
        return np.concatenate((either, either), axis)

    return _of_other_arrays(maker, {"value": value, "backward": backward}, {"value": mask, "backward": backward_mask})[maker.form]


def _crelu(maker: Maker) -> Callable[..., Any]:
    get, name = maker.get, maker.name

    def value(x: Any, axis: int = -1, *, out: NDArray[Any] | None = None) -> NDArray[Any]:
        x = checked_array(x, name)
        along = checked_axis(axis, x.ndim, name)
        relu = get("value", "relu")
        target = checked_out(out, _with_length(x.shape, along, 2 * x.shape[along]), _result_dtype(relu, x), name)
        y = _apart(target, x)
        positive, negative = _halves(y, along)
        relu(x, out=positive, casting="same_kind")
        np.negative(x.astype(negative.dtype, copy=False), out=negative)
        relu(negative, out=negative)
        return _filled(out, y)

    def backward(dy: Any, x: Any, axis: int = -1, *, out: NDArray[Any] | None = None) -> NDArray[Any]:
        dy, x = checked_array(dy, name, "dy"), checked_array(x, name)
        along = checked_axis(axis, x.ndim, name)
        _same_shape(dy, _with_length(x.shape, along, 2 * x.shape[along]), name)
        positive, negative = _halves(dy, along)
        relu = get("backward", "relu")
        target = checked_out(out, x.shape, _result_dtype(relu, dy, x), name)
        dx = _apart(target, dy, x)
        below = relu(negative, np.negative(x.astype(dx.dtype, copy=False)))
        relu(positive, x, out=dx, casting="same_kind")
        np.subtract(dx, below, out=dx, casting="same_kind")
        return _filled(out, dx)

    def mask(x: NDArray[Any], axis: int = -1) -> Any:
        return np.concatenate((x, x), axis)

    def backward_mask(dy: NDArray[Any], x: NDArray[Any], axis: int = -1) -> Any:
        return np.logical_or(*_halves(dy, axis % dy.ndim)) | x

    return _of_other_arrays(maker, {"value": value, "backward": backward}, {"value": mask, "backward": backward_mask})[maker.form]


def _maxout(maker: Maker) -> Callable[..., Any]:
    get, name = maker.get, maker.name

    # NumPy's maximum along an axis is compiled and vectorised, so that a kernel of actkern's would
    # gain nothing.
    def in_groups(x: NDArray[Any], k: Any, axis: Any) -> tuple[NDArray[Any], int]:
        along = checked_axis(axis, x.ndim, name)
        try:
            size = operator.index(k)
        except TypeError:
            raise TypeError(f"{name}: k is an int, not {type(k).__name__}") from None
        if size < 1 or x.shape[along] % size:
            raise ValueError(f"{name}: k divides the length of x along axis {along}, which is {x.shape[along]}; got k={k}")
        return x.reshape(*x.shape[:along], x.shape[along] // size, size, *x.shape[along + 1 :]), along

    def value(x: Any, k: int, axis: int = -1, *, out: NDArray[Any] | None = None) -> NDArray[Any]:
        x = checked_array(x, name)
        groups, along = in_groups(x, k, axis)
        dtype = _result_dtype(get("value", "relu"), x)
        target = checked_out(out, _with_length(x.shape, along, groups.shape[along]), dtype, name)
        # bfloat16 as float32: ml_dtypes' own maximum warns about NaN.
        computed = np.dtype(np.float32) if is_bfloat16(dtype) else dtype
        target[...] = np.maximum.reduce(groups.astype(computed, copy=False), axis=along + 1)
        return target

    def backward(dy: Any, x: Any, k: int, axis: int = -1, *, out: NDArray[Any] | None = None) -> NDArray[Any]:
        dy, x = checked_array(dy, name, "dy"), checked_array(x, name)
        groups, along = in_groups(x, k, axis)
        _same_shape(dy, _with_length(x.shape, along, groups.shape[along]), name)
        target = checked_out(out, x.shape, _result_dtype(get("backward", "relu"), dy, x), name)
        dx = np.zeros(groups.shape, target.dtype)
        largest = np.expand_dims(groups.argmax(axis=along + 1), along + 1)
        np.put_along_axis(dx, largest, np.expand_dims(dy.astype(dx.dtype, copy=False), along + 1), axis=along + 1)
        target[...] = dx.reshape(x.shape)
        return target

    def mask(x: NDArray[Any], k: int, axis: int = -1) -> Any:
        groups, along = in_groups(x, k, axis)
        return np.logical_or.reduce(groups, axis=along + 1)

    def backward_mask(dy: NDArray[Any], x: NDArray[Any], k: int, axis: int = -1) -> Any:
        return np.repeat(dy | mask(x, k, axis), k, axis)

    return _of_other_arrays(maker, {"value": value, "backward": backward}, {"value": mask, "backward": backward_mask})[maker.form]


def _rrelu(maker: Maker) -> Callable[..., Any]:
    form, name = maker.form, maker.name
    leaky = maker.get(form, "leaky_relu").ufunc

    def made(
        *operands: Any,
        lower: Any = 1 / 8,
        upper: Any = 1 / 3,
        training: bool = False,
        rng: np.random.Generator | int | None = None,
        **ufunc_keywords: Any,
    ) -> Any:
        if len(operands) != leaky.nin - 1:
            taken = "dy, x" if form == "backward" else "x"
            raise TypeError(f"{name} takes {taken} by position and the rest by name; got {len(operands)} operands by position")
        if not training and type(lower) is float and type(upper) is float and -np.inf < lower <= upper < np.inf:
            return leaky(*operands, lower * 0.5 + upper * 0.5, **ufunc_keywords)  # halved first, so that no sum overflows
        if training and is_lazy(*operands):
            raise TypeError(f"{name} draws no slopes for a dask array; draw them by dask.array.random, for leaky_relu(x, slopes)")
        arrays = [checked_array(each, name) for each in operands] if training else operands
        shape = np.broadcast_shapes(*(each.shape for each in arrays if isinstance(each, np.ndarray)))
        low, high, shape = _bounds(lower, upper, shape, name)
        if not training:
            slopes = low * 0.5 + high * 0.5
            return leaky(*operands, float(slopes) if np.ndim(slopes) == 0 else slopes, **ufunc_keywords)
        # Slopes have the dtype that the result is to have, which slopes of float64 would widen.
        given = tuple(float if isinstance(each, float) else np.asanyarray(each).dtype for each in operands)
        dtype = leaky.resolve_dtypes((*given, float, *[None] * leaky.nout))[-1]
        slopes = drawing_from(rng, name).uniform(low, high, shape)
        return leaky(*operands, slopes.astype(dtype), **ufunc_keywords)

    return made


def _bounds(lower: Any, upper: Any, shape: tuple[int, ...], name: str) -> tuple[NDArray[Any], NDArray[Any], tuple[int, ...]]:
    """The bounds of slopes, checked, and the shape that they and arrays of `shape` broadcast to."""
    low, high = of_numpy(lower), of_numpy(upper)
    for argument, array, given in (("lower", low, lower), ("upper", high, upper)):
        if array.dtype.kind not in "biuf" or np.ma.is_masked(given):
            kind = "a masked array" if np.ma.is_masked(given) else f"{type(given).__name__} of dtype {array.dtype}"
            raise TypeError(f"{name}: {argument} is a number or an array of them, not {kind}")
        if not np.all(np.isfinite(array)):
            raise ValueError(f"{name}: {argument} is finite; got {given!r}")
    try:
        broadcast = np.broadcast_shapes(low.shape, high.shape, shape)
    except ValueError:
        raise ValueError(
            f"{name}: lower and upper of shapes {low.shape} and {high.shape} do not broadcast with {shape}"
        ) from None
    if not np.all(low <= high):
        raise ValueError(f"{name}: lower is at most upper; got lower={lower!r} and upper={upper!r}")
    return low, high, broadcast


_MAKERS: dict[str, Callable[[Maker], Callable[..., Any]]] = {"glu": _glu, "crelu": _crelu, "maxout": _maxout, "rrelu": _rrelu}


def function(maker: Maker) -> Callable[..., Any]:
    """One form of a function that is made of others."""
    return _MAKERS[maker.row.name](maker)
