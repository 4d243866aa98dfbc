"""Tuples of operands and results inside compiled code, whose types and numbers differ from call to call.

Each function takes the first of a tuple, and leaves the rest to itself: so Numba types it anew for
what is left. Operands are arrays and numbers; `flat` makes arrays of one axis of them, whose loop
LLVM vectorises whatever the layout was.
"""

from typing import Any

import numpy as np
from numba import types
from numba.extending import overload
from numba.np.numpy_support import as_dtype

from .inside import has_axis, is_nothing
from .machine import data_of, real


def one_or_all(results: Any) -> Any:
    """The result, if there is one; else all of them as a tuple."""
    raise TypeError("for compiled code only")


@overload(one_or_all)
def _one_or_all(results):
    return (lambda results: results[0]) if len(results) == 1 else (lambda results: results)


def shape_of(operands: Any) -> Any:
    """The shape that the arrays among the operands are broadcast to."""
    raise TypeError("for compiled code only")


@overload(shape_of)
def _shape_of(operands):
    if len(operands) == 0:
        return lambda operands: ()
    if not has_axis(operands[0]):
        return lambda operands: shape_of(operands[1:])
    if any(has_axis(kind) for kind in tuple(operands)[1:]):
        return lambda operands: np.broadcast_shapes(operands[0].shape, shape_of(operands[1:]))
    return lambda operands: operands[0].shape


def size_of_shape(shape: Any) -> int:
    """How many elements an array of this shape has."""
    raise TypeError("for compiled code only")


@overload(size_of_shape)
def _size_of_shape(shape):
    def product(shape):
        n = 1
        for size in shape:
            n *= size
        return n

    return product if len(shape) > 0 else lambda shape: 1


def flat(operands: Any, shape: Any, n: int, like: Any) -> Any:
    """Each array broadcast to the shape, as n elements that lie side by side, and each number, in the type of `like`."""
    raise TypeError("for compiled code only")


@overload(flat)
def _flat(operands, shape, n, like):
    if len(operands) == 0:
        return lambda operands, shape, n, like: ()
    return lambda operands, shape, n, like: (flat_one(operands[0], shape, n, like), *flat(operands[1:], shape, n, like))


def flat_one(operand: Any, shape: Any, n: int, like: Any) -> Any:
    """`flat` of one operand."""
    raise TypeError("for compiled code only")


@overload(flat_one)
def _flat_one(operand, shape, n, like):
    if not isinstance(operand, types.Array):
        return lambda operand, shape, n, like: real(operand, like)
    if operand.ndim == 0:
        return lambda operand, shape, n, like: real(operand[()], like)
    dtype = as_dtype(like)
    if operand.dtype != like:
        return lambda operand, shape, n, like: np.broadcast_to(operand, shape).astype(dtype).reshape(n)
    if operand.layout != "C" or not operand.mutable or operand.ndim != len(shape):
        return lambda operand, shape, n, like: np.broadcast_to(operand, shape).copy().reshape(n)

    def flat_of_contiguous(operand, shape, n, like):
        if operand.shape == shape:
            return operand.reshape(n)
        return np.broadcast_to(operand, shape).copy().reshape(n)

    return flat_of_contiguous


def at(operands: Any, i: int) -> Any:
    """The i-th element of each of what `flat` gives."""
    raise TypeError("for compiled code only")


@overload(at)
def _at(operands, i):
    if len(operands) == 0:
        return lambda operands, i: ()
    if isinstance(operands[0], types.Array):
        return lambda operands, i: (operands[0][i], *at(operands[1:], i))
    return lambda operands, i: (operands[0], *at(operands[1:], i))


def targets(out: Any, shape: Any, n: int, x: Any, results: Any) -> Any:
    """Arrays of n elements for the results: those of `out` where they lie as they are computed and none of x lies there."""
    raise TypeError("for compiled code only")


@overload(targets)
def _targets(out, shape, n, x, results):
    dtype = as_dtype(results[0])
    if is_nothing(out):
        if len(results) == 1:
            return lambda out, shape, n, x, results: (np.empty(n, dtype),)
        return lambda out, shape, n, x, results: (np.empty(n, dtype), *targets(out, shape, n, x, results[1:]))
    if isinstance(out, types.Array):
        return lambda out, shape, n, x, results: (target(out, shape, n, x, results[0]),)
    if len(results) == 1:
        return lambda out, shape, n, x, results: (target(out[0], shape, n, x, results[0]),)

    def several(out, shape, n, x, results):
        rest = targets(out[1:], shape, n, x, results[1:])
        return (target(out[0], shape, n, x, results[0]), *rest)

    return several


def target(out: Any, shape: Any, n: int, x: Any, like: Any) -> Any:
    """`targets` of one array of `out`."""
    raise TypeError("for compiled code only")


@overload(target)
def _target(out, shape, n, x, like):
    dtype, direct = as_dtype(like), out.layout == "C" and out.dtype == like

    def of_another_shape(out, shape, n, x, like):
        if out.shape != shape:
            raise ValueError("actkern: out has another shape than the result of a function inside compiled code")
        return np.empty(n, dtype)

    def where_it_lies(out, shape, n, x, like):
        if out.shape != shape:
            raise ValueError("actkern: out has another shape than the result of a function inside compiled code")
        place = out.reshape(n)
        return np.empty(n, dtype) if overlaps(x, place) else place

    return where_it_lies if direct else of_another_shape


def overlaps(x: Any, place: Any) -> bool:
    """Whether one of the arrays of x has an element where `place` has one."""
    raise TypeError("for compiled code only")


@overload(overlaps)
def _overlaps(x, place):
    if len(x) == 0:
        return lambda x, place: False
    if not isinstance(x[0], types.Array):
        return lambda x, place: overlaps(x[1:], place)

    def of_first(x, place):
        first, other = data_of(x[0]), data_of(place)
        if first < other + place.size * place.itemsize and other < first + x[0].size * x[0].itemsize:
            return True
        return overlaps(x[1:], place)

    return of_first


def store(y: Any, i: int, values: Any) -> None:
    """The i-th element of each array = the value in its place."""
    raise TypeError("for compiled code only")


@overload(store)
def _store(y, i, values):
    if len(y) == 0:
        return lambda y, i, values: None

    def first_and_rest(y, i, values):
        y[0][i] = values[0]
        store(y[1:], i, values[1:])

    return first_and_rest


def stored(out: Any, y: Any, shape: Any) -> Any:
    """The results in their shape, or in `out`."""
    raise TypeError("for compiled code only")


@overload(stored)
def _stored(out, y, shape):
    if len(y) == 0:
        return lambda out, y, shape: ()
    if is_nothing(out):
        return lambda out, y, shape: (y[0].reshape(shape), *stored(out, y[1:], shape))
    if isinstance(out, types.Array):
        return lambda out, y, shape: (stored_in(out, y[0], shape),)
    return lambda out, y, shape: (stored_in(out[0], y[0], shape), *stored(out[1:], y[1:], shape))


def stored_in(out: Any, y: Any, shape: Any) -> Any:
    """`out`, with y in it."""
    raise TypeError("for compiled code only")


@overload(stored_in)
def _stored_in(out, y, shape):
    def copied(out, y, shape):
        if data_of(out) != data_of(y):
            # Not out[...] = y.reshape(shape), which takes Numba ten times as long to compile.
            for i, index in enumerate(np.ndindex(shape)):
                out[index] = y[i]
        return out

    return copied
