"""softmax, log_softmax and logsumexp with SciPy's arguments.

a. Real numbers go to actkern's functions. What those do not take, long double and complex numbers,
   weights and signs, is computed here in NumPy, in the default floating-point environment and
   without warnings.
b. As in SciPy, x may be anything that `numpy.asarray` takes, a masked array is its data, and a
   scalar is an array of one element.
c. float16 and float32 are computed with weights in float64 and rounded once, since terms of both
   signs cancel.
"""

import math
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

import actkern

from .._environment import in_default_environment
from .._functions.arguments import FLOATS, checked_axes

NAMES = ("log_softmax", "logsumexp", "softmax")
_Axis = int | tuple[int, ...] | None
_ACCEPTED = "float16, float32, float64, longdouble, complex numbers, integers"


def _common(x: Any, axis: Any) -> int | None:
    """The axis of a call that is like most, of an array of float32 or float64 that is not empty; None for others.

    The last axis is -1, by which actkern's functions know their own common call.
    """
    if type(x) is not np.ndarray or x.dtype.char not in "fd" or not x.size or type(axis) is not int:
        return None
    if axis == x.ndim - 1:
        return -1
    return axis if -x.ndim <= axis < x.ndim else None


def softmax(x: ArrayLike, axis: _Axis = None) -> Any:
    """softmax, exp(x) / sum(exp(x)), over one axis, several or all: scipy.special.softmax.

    x:          array of any shape, or what numpy.asarray makes one of; float16, float32, float64,
                longdouble, complex numbers and integers
    axis:       int, tuple of ints or None, the axes of a sum (default None: all of them, which makes
                one row of x; actkern.softmax works along the last)
    result:     of the shape of x, a NumPy scalar for a scalar; integers are promoted as by numpy.exp
    limits:     a row with NaN or +inf in it is NaN, a row of -inf alone too; an element -inf beside
                finite ones gives 0; a masked array is its data, as in SciPy; no floating-point
                warning is raised
    accuracy:   that of actkern.softmax, whose bits it has; NumPy's own in longdouble and complex
    raises:     TypeError for bool, strings, dates and objects, and for an axis that is no int;
                ValueError for an axis that x does not have (numpy.exceptions.AxisError), one named
                twice, and for rows without elements
    """
    along = _common(x, axis)
    return _along("softmax", x, axis) if along is None else actkern.softmax(x, along)


def log_softmax(x: ArrayLike, axis: _Axis = None) -> Any:
    """The logarithm of softmax, x - log(sum(exp(x))), over one axis, several or all: scipy.special.log_softmax.

    x:          array of any shape, or what numpy.asarray makes one of; float16, float32, float64,
                longdouble, complex numbers and integers
    axis:       int, tuple of ints or None, the axes of a sum (default None: all of them, which makes
                one row of x; actkern.log_softmax works along the last)
    result:     of the shape of x, a NumPy scalar for a scalar; integers are promoted as by numpy.exp
    limits:     a row with NaN in it is NaN, a row of -inf alone too; in a row with +inf in it that
                element is NaN, and the others are -inf (in actkern.log_softmax all are NaN); an
                element -inf beside finite ones gives -inf; a masked array is its data, as in SciPy;
                no floating-point warning is raised
    accuracy:   that of actkern.log_softmax, whose bits it has; NumPy's own in longdouble and complex
    raises:     what softmax raises
    """
    along = _common(x, axis)
    if along is None:
        return _along("log_softmax", x, axis)
    return _beside_infinity(x, actkern.log_softmax(x, along), (along,))


def _along(function: str, x: Any, axis: Any) -> Any:
    """softmax or log_softmax of what is not like most."""
    name = f"actkern.special.{function}"
    array = np.asarray(x)
    if array.dtype.kind not in "iufc":
        raise TypeError(f"{name} takes {_ACCEPTED}, but no bool; got x of dtype {array.dtype}")
    axes = checked_axes(axis, max(array.ndim, 1), name)
    rows = array.reshape(-1) if array.ndim == 0 else array
    rest = tuple(each for each in range(rows.ndim) if each not in axes)
    length = math.prod(rows.shape[each] for each in axes)
    if not length and math.prod(rows.shape[each] for each in rest):
        raise ValueError(f"{name}: rows have one element or more; got x of shape {array.shape} and axis {axis}")
    if array.dtype.kind == "c" or array.dtype.char == "g":
        y = _by_numpy(rows, axes, function == "log_softmax")
    else:
        moved = rows.transpose(*rest, *axes)
        flat = moved.reshape(*moved.shape[: len(rest)], length)
        y = getattr(actkern, function)(flat).reshape(moved.shape).transpose(np.argsort((*rest, *axes)))
        if function == "log_softmax":
            y = _beside_infinity(rows, y, axes)
    return y.reshape(array.shape)[()]


def _beside_infinity(x: Any, y: NDArray[Any], axes: tuple[int, ...]) -> NDArray[Any]:
    """y, the log_softmax of x, where a row that has +inf in it is NaN, with -inf for that row's other numbers."""
    # All of a row is NaN or nothing is, so that one element tells.
    first = y[tuple(slice(1) if each in axes or each - y.ndim in axes else slice(None) for each in range(y.ndim))]
    if np.isnan(first).any():
        infinite = np.maximum.reduce(x, axis=axes, keepdims=True) == np.inf  # a row with NaN in it has that maximum
        np.copyto(y, -np.inf, where=infinite & (x < np.inf))
    return y


@in_default_environment
def _by_numpy(x: NDArray[Any], axes: tuple[int, ...], logarithm: bool) -> NDArray[Any]:
    with np.errstate(all="ignore"):
        if not x.size:
            return x
        largest = np.max(x, axis=axes, keepdims=True)
        if logarithm:
            shifted = x - np.where(np.isfinite(largest), largest, 0)
            of_rows: NDArray[Any] = shifted - np.log(np.sum(np.exp(shifted), axis=axes, keepdims=True))
            return of_rows
        terms = np.exp(x - largest)
        quotient: NDArray[Any] = terms / np.sum(terms, axis=axes, keepdims=True)
        return quotient


def logsumexp(
    a: ArrayLike, axis: _Axis = None, b: ArrayLike | None = None, keepdims: bool = False, return_sign: bool = False
) -> Any:
    """log(sum(b * exp(a))) over one axis, several or all, without overflow: scipy.special.logsumexp.

    a:          array of any shape, or what numpy.asarray makes one of; float16, float32, float64,
                longdouble, complex numbers, integers and bool
    axis:       int, tuple of ints or None, the axes of the sum (default None: all)
    b:          weights of any sign, broadcast with a (default None: all 1). An element whose weight
                is 0 takes no part, infinite or NaN though it be
    keepdims:   whether the axes of the sum stay, with length 1 (default False)
    return_sign: whether the sign of the sum is given too (default False)
    result:     the logarithm of the sum; of a negative sum NaN, or with return_sign the logarithm of
                its absolute value. The dtype is that which a and b promote to, float64 for integers
                and bool
    sign:       with return_sign, 1, 0, -1 or NaN in the dtype of the result; of complex numbers the
                sum divided by its absolute value
    limits:     -inf over -inf alone, over weights of 0 and over nothing; +inf where one element is;
                NaN where one is, or infinities of both signs meet; a masked array is its data, as in
                SciPy; no floating-point warning is raised
    accuracy:   without b that of actkern.logsumexp, whose bits it has. With b the sum has the relative
                error of a sum in float64, for float16 and float32 too, times what its terms cancel
    elsewhere:  SciPy gives NaN where exp(a) overflows and the sum is 0, or an infinity has the weight 0
    raises:     TypeError for strings, dates and objects, and for an axis that is no int; ValueError
                for shapes that do not broadcast, and for an axis that a does not have
                (numpy.exceptions.AxisError) or that is named twice
    """
    if b is None and not return_sign and _common(a, 0 if axis is None else axis) is not None:
        return actkern.logsumexp(a, axis, keepdims=bool(keepdims))
    name = "actkern.special.logsumexp"
    terms, weights, dtype = _promoted(a, b, name)
    axes = checked_axes(axis, terms.ndim, name)
    if not terms.size:
        kept = [1 if each in axes else length for each, length in enumerate(terms.shape)]
        result = np.full(kept, -np.inf, dtype)
        sign = np.sign(result)  # -1 where it could be 0, which is SciPy's
    elif weights is None and dtype in FLOATS:
        result = actkern.logsumexp(terms, axes, keepdims=True, dtype=dtype)
        sign = np.where(np.isnan(result), result, result > -np.inf)
    else:
        result, sign = _weighted(terms, weights, axes, dtype, bool(return_sign))
    if not keepdims:
        result, sign = (np.squeeze(each, axes)[()] for each in (result, sign))
    return (result, sign) if return_sign else result


def _promoted(a: Any, b: Any, name: str) -> tuple[NDArray[Any], NDArray[Any] | None, np.dtype[Any]]:
    """a in the shape of the sum's terms, b, which broadcasts to it, each in its own dtype, and the dtype of the result."""
    given = {"a": a} if b is None else {"a": a, "b": b}
    arrays = {argument: np.asarray(each) for argument, each in given.items()}
    for argument, array in arrays.items():
        if array.dtype.kind not in "biufc":
            raise TypeError(f"{name} takes {_ACCEPTED} and bool; got {argument} of dtype {array.dtype}")
    # Python's numbers follow the dtype of an array.
    kinds = [each if type(each) in (int, float, complex) else arrays[argument].dtype for argument, each in given.items()]
    dtype = np.result_type(*kinds, 1.0)
    try:
        shape = np.broadcast_shapes((1,), *(array.shape for array in arrays.values()))
    except ValueError:
        raise ValueError(f"{name}: a and b broadcast; got shapes {arrays['a'].shape} and {arrays['b'].shape}") from None
    if shape != arrays["a"].shape:
        arrays["a"] = np.broadcast_to(arrays["a"], shape)
    return arrays["a"], arrays.get("b"), dtype


@in_default_environment
def _weighted(
    a: NDArray[Any], b: NDArray[Any] | None, axes: tuple[int, ...], dtype: np.dtype[Any], signed: bool
) -> tuple[NDArray[Any], NDArray[Any]]:
    """log(sum(b * exp(a))), and the sign of the sum, with the axes kept.

    All terms are divided by exp(shift), the largest of those that take part. Where that is infinite
    or NaN the shift is 0, so that infinities meet as they do in the sum itself.
    """
    wide = np.result_type(dtype, np.float64)
    real = np.zeros((), wide).real.dtype
    with np.errstate(all="ignore"):
        counted: Any = True if b is None or b.all() else b != 0
        exact = real if a.dtype.kind in "biu" else None  # the maximum of floats is one of them
        largest = np.maximum.reduce(a.real, axes, exact, keepdims=True, initial=-np.inf, where=counted)
        shift = np.where(np.isfinite(largest), largest, 0)
        terms = np.subtract(a, shift, dtype=wide)
        (actkern.exp if wide == np.float64 else np.exp)(terms, out=terms)
        if b is not None:
            np.multiply(terms, b, out=terms)
        if counted is not True:
            np.copyto(terms, 0, where=~counted)
        total = np.add.reduce(terms, axes, keepdims=True)
        if b is not None and wide.kind == "f" and np.isnan(total).any():
            # An infinite weight times a term that is 0 only because it underflows is infinite.
            np.copyto(terms, b, where=np.isinf(b) & np.isfinite(a))
            total = np.add.reduce(terms, axes, keepdims=True)
        if wide.kind == "c":
            result, sign = _of_complex(total, signed)
        else:
            result, sign = np.log(np.abs(total)), np.sign(total)
            near = np.abs(result + shift) < 0.25
            if near.any():
                _mend(result, near, terms, a == shift, axes)
            if not signed:
                np.copyto(result, np.nan, where=sign < 0)
        result = result + shift
        narrow = dtype if result.dtype.kind == dtype.kind else np.zeros((), dtype).real.dtype
        return result.astype(narrow, copy=False), sign.astype(dtype, copy=False)


def _mend(
    logarithm: NDArray[Any], near: NDArray[np.bool_], terms: NDArray[Any], largest: NDArray[Any], axes: tuple[int, ...]
) -> None:
    """Compute again the logarithms that the shift leaves near 0: small terms are lost beside a sum of 1, but not beside 0.

    The largest terms are added apart from the others, which are the argument of log1p.
    """
    most = np.add.reduce(terms, axes, keepdims=True, where=largest)
    others = np.add.reduce(terms, axes, keepdims=True, where=~largest)
    near = near & (np.abs(others) < np.abs(most) / 2)
    np.add(np.log(np.abs(most)), np.log1p(others / most), out=logarithm, where=near)


def _of_complex(total: NDArray[Any], signed: bool) -> tuple[NDArray[Any], NDArray[Any]]:
    """The logarithm of a complex sum, and its sign; with `signed` the logarithm is that of its absolute value."""
    if signed:
        return np.log(np.abs(total)), np.sign(total)
    result = np.log(total)
    np.copyto(result.imag, math.pi, where=result.imag <= -math.pi)  # angles are above -pi, as SciPy's
    return result, total


for _function in (log_softmax, logsumexp, softmax):
    _function.__module__ = "actkern.special"
