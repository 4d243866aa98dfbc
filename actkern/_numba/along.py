"""actkern's functions along an axis inside functions that users compile with Numba, along the last axis: see `inside.py`.

a. A function of a kernel of rows (`rows/`) is that kernel over contiguous rows, on the caller's
   thread. Rows that are not contiguous are copied first.
b. Functions that are made of others (`Composed`) are made of the same ones here.
c. The arguments are those of the public function as far as they are there; masks, `out` and other
   axes are not.
"""

import math
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
from numba import njit, types
from numba.core.errors import NumbaTypeError
from numba.np.numpy_support import as_dtype

from .kinds import OPTIONS, is_nothing, real_of
from .rows.layout import WHAT

ANOTHER_AXIS = "actkern: inside compiled code a function along an axis takes the last axis"
ANOTHER_SHAPE = "actkern: dy has another shape than the function's result"
NOT_POSITIVE = "actkern: a temperature is positive and finite"
ODD = "actkern: glu halves the last axis, which takes an even number of elements"
NO_GROUPS = "actkern: k of maxout is positive and divides the length of the last axis"


def overload_of(row: Any, form: str) -> Callable[..., Any]:
    """The overload of one form of a function along an axis or of one that is made of others."""
    name = f"actkern.{row.name}" if form == "value" else f"actkern.{form}.{row.name}"
    make = _MAKERS.get(row.name)
    if make is None:

        def refused(*operands: Any) -> Any:
            raise NumbaTypeError(f"{name} is not there inside compiled code; docs/embedding.md says which functions are")

        return refused
    return make(name, row, form)


def _check_axis(name: str, axis: Any) -> None:
    """An error where an axis is not one number; that it is the last one is seen when the function runs."""
    if not (isinstance(axis, types.Integer | int) or (isinstance(axis, types.Omitted) and axis.value == -1)):
        raise NumbaTypeError(f"{name} inside compiled code takes the last axis, axis=-1; got {axis}")


@njit
def check_last(axis: int, ndim: int) -> None:
    if axis != -1 and axis != ndim - 1:
        raise ValueError(ANOTHER_AXIS)


@cache
def _row_kernel(real: Any, kernel: str) -> Any:
    """What computes `count` rows of n elements of this type, which lie in memory one after the other.

    x (and y, where it has elements) go to `out`, with `step` bytes from one row's result to the
    next; `temperature` and `counted` have one element, or none. It runs on the caller's thread.
    """
    from .machine import compiled, data_of, pointer, stack_bytes
    from .rows import backward, row, selection
    from .rows.layout import AT, CORE, COUNTED, OUT, OUTER, ROWS_BYTES, ROWS_WHAT, TEMPERATURE, N, X, Y

    what, (of_row, _, of_pass) = WHAT[kernel]
    like = as_dtype(real).type(0)
    itemsize, fields = like.itemsize, ROWS_BYTES // 8
    made = next(getattr(module, of_row) for module in (row, backward, selection) if hasattr(module, of_row))
    if of_pass:
        passes = row.forward_pass if of_pass == "forward_pass" else backward.backward_pass
        one_pass = compiled(passes(like))

        @compiled
        def run_chunks(rows, row, state_at, stage, chunks, threads):
            state = pointer(state_at, np.float64(0))
            for c in range(chunks):
                one_pass(rows, row, state, stage, c)

        run_rows = compiled(made(like, run_chunks))
    else:
        run_rows = compiled(made(like))

    @compiled
    def compute(x, y, temperature, counted, out, count, n, step):
        rows = pointer(stack_bytes(ROWS_BYTES), np.intp(0))
        for i in range(fields):
            rows[i] = 0
        rows[ROWS_WHAT], rows[N] = what, n
        rows[AT + X], rows[OUTER + X], rows[CORE + X] = data_of(x), n * itemsize, itemsize
        rows[AT + OUT], rows[OUTER + OUT], rows[CORE + OUT] = data_of(out), step, itemsize
        if y.size > 0:
            rows[AT + Y], rows[OUTER + Y], rows[CORE + Y] = data_of(y), n * itemsize, itemsize
        if temperature.size > 0:
            rows[AT + TEMPERATURE] = data_of(temperature)
        if counted.size > 0:
            rows[AT + COUNTED] = data_of(counted)
        run_rows(rows, 0, count, 1)

    return compute


@cache
def _whole_rows(real: Any, kernel: str) -> Any:
    """run(x, temperature): each element's result along the last axis; run(dy, y, temperature) of a kernel of gradients."""
    from .operands import flat_one

    compute, like = _row_kernel(real, kernel), as_dtype(real).type(0)
    itemsize, dtype = like.itemsize, like.dtype

    @njit(**OPTIONS)
    def run(x, temperature):
        out = np.empty(x.size, dtype)
        if x.size > 0:
            n = x.shape[-1]
            rates = np.full(0 if temperature == 1 else 1, temperature, dtype)
            nothing = np.empty(0, dtype)
            counted = np.empty(0, np.intp)
            compute(flat_one(x, x.shape, x.size, like), nothing, rates, counted, out, x.size // n, n, n * itemsize)
        return out.reshape(x.shape)

    @njit(**OPTIONS)
    def run_backward(dy, y, temperature):
        if dy.shape != y.shape:
            raise ValueError(ANOTHER_SHAPE)
        out = np.empty(y.size, dtype)
        if y.size > 0:
            n = y.shape[-1]
            rates = np.full(0 if temperature == 1 else 1, temperature, dtype)
            counted = np.empty(0, np.intp)
            of_dy, of_y = flat_one(dy, y.shape, y.size, like), flat_one(y, y.shape, y.size, like)
            compute(of_dy, of_y, rates, counted, out, y.size // n, n, n * itemsize)
        return out.reshape(y.shape)

    return run_backward if kernel.endswith("_backward") else run


def _softmax(name: str, row: Any, form: str) -> Callable[..., Any]:
    """softmax, log_softmax or softmin, or their gradient from the output, with a temperature that is one number."""
    kernel = "softmax" if row.name == "softmin" else row.name
    sign = -1.0 if row.name == "softmin" else 1.0

    def check(real: Any, axis: Any, temperature: Any) -> None:
        _check_axis(name, axis)
        if not isinstance(temperature, types.Float | types.Integer | types.Omitted | float | int):
            raise NumbaTypeError(f"{name} inside compiled code takes one number as its temperature; got {temperature}")

    @njit
    def checked(temperature):
        if not (temperature > 0 and temperature < math.inf):
            raise ValueError(NOT_POSITIVE)
        return sign * temperature

    def value(x: Any, axis: Any = -1, temperature: Any = 1.0) -> Any:
        real = real_of(name, x)
        check(real, axis, temperature)
        run = _whole_rows(real, kernel)

        def made(x, axis=-1, temperature=1.0):
            check_last(axis, x.ndim)
            return run(x, checked(temperature))

        return made

    def backward(dy: Any, y: Any, axis: Any = -1, temperature: Any = 1.0) -> Any:
        real = real_of(name, dy, y)
        check(real, axis, temperature)
        run = _whole_rows(real, f"{kernel}_backward")

        def made(dy, y, axis=-1, temperature=1.0):
            check_last(axis, y.ndim)
            return run(dy, y, checked(temperature))

        return made

    return value if form == "value" else backward


def _selection(name: str, row: Any, form: str) -> Callable[..., Any]:
    """hardmax, sparsemax or entmax15, or its gradient from the output."""

    def value(x: Any, axis: Any = -1) -> Any:
        run = _whole_rows(real_of(name, x), row.name)
        _check_axis(name, axis)
        if row.name == "hardmax" and not isinstance(x.dtype, types.Float):
            raise NumbaTypeError(f"{name} inside compiled code takes arrays of float32 and float64; got {x}")

        def made(x, axis=-1):
            check_last(axis, x.ndim)
            return run(x, 1.0)

        return made

    def backward(dy: Any, y: Any, axis: Any = -1) -> Any:
        run = _whole_rows(real_of(name, dy, y), "sparsemax_backward" if row.name == "hardmax" else f"{row.name}_backward")
        _check_axis(name, axis)

        def made(dy, y, axis=-1):
            check_last(axis, y.ndim)
            return run(dy, y, 1.0)

        def nothing(dy, y, axis=-1):
            check_last(axis, y.ndim)
            return np.zeros_like(run(dy, y, 1.0))

        return nothing if row.name == "hardmax" else made

    return value if form == "value" else backward


@cache
def _rows_to_numbers(real: Any, mean: bool) -> Any:
    """run(x): logsumexp of each row along the last axis, or with `mean` the logarithm of the mean."""
    from .operands import flat_one, size_of_shape

    compute, like = _row_kernel(real, "logsumexp"), as_dtype(real).type(0)
    itemsize, dtype = like.itemsize, like.dtype
    empty = np.nan if mean else -np.inf

    @njit(**OPTIONS)
    def run(x):
        if x.size == 0:
            return np.full(size_of_shape(x.shape[:-1]) if x.shape[-1] == 0 else 0, empty, dtype)
        n = x.shape[-1]
        out = np.empty(x.size // n, dtype)
        counted = np.full(1 if mean else 0, n, np.intp)
        nothing = np.empty(0, dtype)
        compute(flat_one(x, x.shape, x.size, like), nothing, nothing, counted, out, out.size, n, itemsize)
        return out

    return run


def _reduction(name: str, row: Any, form: str) -> Callable[..., Any]:
    """logsumexp or logmeanexp, or its gradient."""

    def value(x: Any, axis: Any = None) -> Any:
        run = _rows_to_numbers(real_of(name, x), row.name == "logmeanexp")
        over_all = is_nothing(axis)  # as outside, where None is all axes
        if not over_all:
            _check_axis(name, axis)
        elif x.ndim > 1:
            raise NumbaTypeError(f"{name} inside compiled code takes the last axis, axis=-1; got {axis}")
        if over_all:
            return lambda x, axis=None: run(x)[0]

        def of_one(x, axis=None):
            check_last(axis, 1)
            return run(x)[0]

        def of_rows(x, axis=None):
            check_last(axis, x.ndim)
            return run(x).reshape(x.shape[:-1])

        return of_one if x.ndim == 1 else of_rows

    return value if form == "value" else _reduction_backward(name)


def _reduction_backward(name: str) -> Callable[..., Any]:
    """dy times the softmax of x, for one dy of each row."""

    def backward(dy: Any, x: Any, axis: Any = None) -> Any:
        real = real_of(name, x, *([dy] if isinstance(dy, types.Array) and dy.ndim else []))
        dtype, zero, softmax = as_dtype(real), as_dtype(real).type(0), _whole_rows(real_of(name, x), "softmax")
        one = not isinstance(dy, types.Array)
        if not (is_nothing(axis) and x.ndim == 1):
            _check_axis(name, axis)
        if (0 if one else dy.ndim) != x.ndim - 1:
            raise NumbaTypeError(f"{name}: dy has the shape of the result, of {x.ndim - 1} dimensions; got {dy}")
        last = is_nothing(axis)

        @njit(**OPTIONS)
        def times(upstream, weights, x, dx, n):
            for i in range(x.size):
                dy = upstream[i // n]
                weight = weights[i]
                # An infinite dy times a weight that is 0 only because it underflows is infinite.
                if weight == 0 and not np.isfinite(dy):
                    dx[i] = dy if x[i] > -np.inf else zero
                else:
                    dx[i] = weight * dy

        def made(dy, x, axis=None):
            if not last:
                check_last(axis, x.ndim)
            upstream = np.atleast_1d(np.asarray(dy))
            if np.asarray(dy).shape != x.shape[:-1]:
                raise ValueError(ANOTHER_SHAPE)
            dx = np.empty(x.size, dtype)
            if x.size > 0:
                flat = np.ascontiguousarray(x).reshape(x.size)
                times(
                    np.ascontiguousarray(upstream).reshape(upstream.size), softmax(x, 1.0).reshape(x.size), flat, dx, x.shape[-1]
                )
            return dx.reshape(x.shape)

        return made

    return backward


def _public(form: str, name: str) -> Any:
    """A public function that others are made of."""
    import actkern

    return getattr(actkern if form == "value" else getattr(actkern, form), name)


def _glu(name: str, row: Any, form: str) -> Callable[..., Any]:
    gated = _public(form, "sigmoid_glu")

    def value(x: Any, axis: Any = -1) -> Any:
        real_of(name, x)
        _check_axis(name, axis)

        def made(x, axis=-1):
            check_last(axis, x.ndim)
            if x.shape[-1] % 2:
                raise ValueError(ODD)
            half = x.shape[-1] // 2
            return gated(x[..., half:], x[..., :half])

        return made

    def backward(dy: Any, x: Any, axis: Any = -1) -> Any:
        dtype = as_dtype(real_of(name, dy, x))
        _check_axis(name, axis)

        def made(dy, x, axis=-1):
            check_last(axis, x.ndim)
            if x.shape[-1] % 2:
                raise ValueError(ODD)
            half = x.shape[-1] // 2
            if dy.shape != x[..., half:].shape:
                raise ValueError(ANOTHER_SHAPE)
            dx = np.empty(x.shape, dtype)
            gated(dy, x[..., half:], x[..., :half], (dx[..., half:], dx[..., :half]))
            return dx

        return made

    return value if form == "value" else backward


def _crelu(name: str, row: Any, form: str) -> Callable[..., Any]:
    relu = _public(form, "relu")

    def value(x: Any, axis: Any = -1) -> Any:
        dtype = as_dtype(real_of(name, x))
        _check_axis(name, axis)

        def made(x, axis=-1):
            check_last(axis, x.ndim)
            n = x.shape[-1]
            y = np.empty(x.shape[:-1] + (2 * n,), dtype)
            wide = x.astype(dtype)
            relu(wide, y[..., :n])
            relu(-wide, y[..., n:])
            return y

        return made

    def backward(dy: Any, x: Any, axis: Any = -1) -> Any:
        dtype = as_dtype(real_of(name, dy, x))
        _check_axis(name, axis)

        def made(dy, x, axis=-1):
            check_last(axis, x.ndim)
            n = x.shape[-1]
            if dy.shape != x.shape[:-1] + (2 * n,):
                raise ValueError(ANOTHER_SHAPE)
            wide = x.astype(dtype)
            return relu(dy[..., :n], wide) - relu(dy[..., n:], -wide)

        return made

    return value if form == "value" else backward


def _maxout(name: str, row: Any, form: str) -> Callable[..., Any]:
    def check(k: Any, axis: Any) -> None:
        _check_axis(name, axis)
        if not isinstance(k, types.Integer | int):
            raise NumbaTypeError(f"{name}: k is an int; got {k}")

    @njit
    def groups_of(x, k, axis):
        check_last(axis, x.ndim)
        if k < 1 or x.shape[-1] % k:
            raise ValueError(NO_GROUPS)
        return x.shape[:-1] + (x.shape[-1] // k,)

    def value(x: Any, k: Any, axis: Any = -1) -> Any:
        dtype = as_dtype(real_of(name, x))
        check(k, axis)

        def made(x, k, axis=-1):
            shape = groups_of(x, k, axis)
            flat = np.ascontiguousarray(x.astype(dtype)).reshape(x.size)
            y = np.empty(x.size // k, dtype)
            for i in range(y.size):
                y[i] = flat[i * k]
                for j in range(i * k + 1, i * k + k):
                    y[i] = np.maximum(y[i], flat[j])
            return y.reshape(shape)

        return made

    def backward(dy: Any, x: Any, k: Any, axis: Any = -1) -> Any:
        dtype = as_dtype(real_of(name, dy, x))
        check(k, axis)

        def made(dy, x, k, axis=-1):
            if dy.shape != groups_of(x, k, axis):
                raise ValueError(ANOTHER_SHAPE)
            flat, upstream = np.ascontiguousarray(x).reshape(x.size), np.ascontiguousarray(dy).reshape(dy.size)
            dx = np.zeros(x.size, dtype)
            for i in range(dy.size):
                dx[i * k + np.argmax(flat[i * k : i * k + k])] = upstream[i]
            return dx.reshape(x.shape)

        return made

    return value if form == "value" else backward


def _rrelu(name: str, row: Any, form: str) -> Callable[..., Any]:
    """rrelu without training: leaky_relu with the mean slope."""
    leaky = _public(form, "leaky_relu")
    lower_, upper_ = (parameter.default for parameter in row.parameters)

    def value(x: Any, lower: Any = lower_, upper: Any = upper_) -> Any:
        return lambda x, lower=lower_, upper=upper_: leaky(x, lower * 0.5 + upper * 0.5)

    def backward(dy: Any, x: Any, lower: Any = lower_, upper: Any = upper_) -> Any:
        return lambda dy, x, lower=lower_, upper=upper_: leaky(dy, x, lower * 0.5 + upper * 0.5)

    return backward if form == "backward" else value


_MAKERS: dict[str, Callable[[str, Any, str], Callable[..., Any]]] = {
    "softmax": _softmax,
    "log_softmax": _softmax,
    "softmin": _softmax,
    "hardmax": _selection,
    "sparsemax": _selection,
    "entmax15": _selection,
    "logsumexp": _reduction,
    "logmeanexp": _reduction,
    "glu": _glu,
    "crelu": _crelu,
    "maxout": _maxout,
    "rrelu": _rrelu,
}
