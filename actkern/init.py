"""Weights to start a layer from, by the rules that fit its activation, and the gain of every activation.

    import actkern as ak
    w = ak.init.he_normal((64, 10), rng=0)  # relu and its kin: a layer x @ w from 64 features to 10
    w = ak.init.xavier_uniform((64, 10), rng=0)  # sigmoid and tanh
    w = ak.init.gain("gelu") * ak.init.lecun_normal((64, 10), rng=0)  # any other activation

Shapes. Without further words the last axis but one is that of the inputs and the last one that of the outputs, as in
`x @ w` with w of shape (features in, features out), and in kernels of convolutions (height, width, channels in, channels out),
which JAX and Keras have. PyTorch's order is (out, in) and (out, in, height, width): `in_axis=1, out_axis=0`, or `**init.TORCH`.
fan_in is the length of the axis of the inputs times that of all axes beside the two, fan_out that of the outputs times the
same: how many numbers a unit adds up, and how many units a number goes to.

Distributions. A normal one is not truncated, as in the papers and in PyTorch; JAX and Keras cut theirs at two standard
deviations and widen what is left. Numbers are drawn in double and rounded to `dtype`: the same seed gives the same weights in
every dtype, up to that rounding. Biases start at 0, by numpy.zeros.
"""

import math
import operator
from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple, TypedDict

import numpy as np
from numpy.typing import DTypeLike, NDArray

from ._catalog import Activation, catalog
from ._functions.arguments import FLOATS, drawing_from
from ._namespaces import row_and_form
from ._words import hint

__all__ = [
    "TORCH",
    "gain",
    "glorot_normal",
    "glorot_uniform",
    "he_normal",
    "he_uniform",
    "kaiming_normal",
    "kaiming_uniform",
    "lecun_normal",
    "xavier_normal",
    "xavier_uniform",
]


class _Axes(TypedDict):
    """Where a shape has its inputs and its outputs."""

    in_axis: int
    out_axis: int


TORCH: _Axes = {"in_axis": 1, "out_axis": 0}


class _Fans(NamedTuple):
    """How many numbers a unit adds up, and how many units a number goes to."""

    inputs: int
    outputs: int


def _checked_shape(shape: Any, name: str) -> tuple[int, ...]:
    try:
        lengths = tuple(operator.index(each) for each in shape)
    except TypeError:
        raise TypeError(f"{name}: shape is a tuple of ints, (features in, features out), not {shape!r}") from None
    if len(lengths) < 2:
        raise ValueError(
            f"{name}: shape has two axes or more, of the inputs and of the outputs, not {lengths}; "
            "a bias starts at 0, by numpy.zeros"
        )
    if min(lengths) < 1:
        raise ValueError(f"{name}: every axis of shape is at least 1 long; got {lengths}")
    return lengths


def _checked_axis(axis: Any, shape: tuple[int, ...], argument: str, name: str) -> int:
    try:
        index = operator.index(axis)
    except TypeError:
        raise TypeError(f"{name}: {argument} is an int, not {axis!r}") from None
    if not -len(shape) <= index < len(shape):
        raise np.exceptions.AxisError(
            f"{name}: {argument} {index} is out of bounds for shape {shape}; accepted is {-len(shape)} to {len(shape) - 1}"
        )
    return index % len(shape)


def _fans(shape: tuple[int, ...], in_axis: Any, out_axis: Any, name: str) -> _Fans:
    taken, given = (_checked_axis(each, shape, of, name) for each, of in ((in_axis, "in_axis"), (out_axis, "out_axis")))
    if taken == given:
        raise ValueError(f"{name}: in_axis and out_axis are two axes; both are {taken} of shape {shape}")
    field = math.prod(length for axis, length in enumerate(shape) if axis not in (taken, given))
    return _Fans(shape[taken] * field, shape[given] * field)


def _checked_dtype(dtype: Any, name: str) -> np.dtype[Any]:
    accepted = f"dtype is float16, float32 or float64, not {dtype!r}"
    try:
        found: np.dtype[Any] = np.dtype(dtype)
    except TypeError:
        raise TypeError(f"{name}: {accepted}") from None
    if dtype is None or found not in FLOATS:
        raise TypeError(f"{name}: {accepted}")
    return found


def _drawn(
    name: str,
    shape: Any,
    rng: Any,
    dtype: DTypeLike,
    in_axis: int,
    out_axis: int,
    variance: Callable[[_Fans], float],
    uniform: bool = False,
) -> NDArray[Any]:
    """Independent numbers of a variance, with the mean 0, after all arguments have been looked at."""
    lengths, kind = _checked_shape(shape, name), _checked_dtype(dtype, name)
    of = variance(_fans(lengths, in_axis, out_axis, name))
    source = drawing_from(rng, name)
    if not uniform:
        weights = source.standard_normal(lengths)
        weights *= math.sqrt(of)
    else:
        # The bound is the largest number of the dtype that is within the rule's, so that no weight is rounded past it.
        exact = math.sqrt(3 * of)
        limit = kind.type(exact)
        bound = float(limit if float(limit) <= exact else np.nextafter(limit, kind.type(0)))
        weights = source.uniform(-1, 1, lengths)
        weights *= bound
    return weights.astype(kind, copy=False)


def he_normal(
    shape: tuple[int, ...],
    rng: Any = None,
    dtype: DTypeLike = np.float32,
    *,
    in_axis: int = -2,
    out_axis: int = -1,
) -> NDArray[Any]:
    """Normal weights of variance 2 / fan_in: for relu and what is like it.

    A relu lets half of the sum of squares through; the 2 makes up for it, so that activations
    neither vanish nor explode with depth.

    Parameters
    ----------
    shape : tuple of int
        Two lengths or more, each at least 1: (features in, features out) for ``x @ w``.
    rng : numpy.random.Generator or int, optional
        What to draw from, or a seed (default: a new generator).
    dtype : dtype
        float16, float32 (default) or float64.
    in_axis, out_axis : int
        The axes of the inputs (default -2) and of the outputs (default -1); all others are a convolution's kernel.
        ``**init.TORCH`` is PyTorch's order.

    Returns
    -------
    numpy.ndarray
        Of that shape and dtype.

    Raises
    ------
    TypeError
        For a shape that is no tuple of ints, another dtype, or an rng that is none.
    ValueError
        For a shape with fewer than two axes or with an empty one, and for one axis named twice.
    numpy.exceptions.AxisError
        For an axis out of bounds.

    References
    ----------
    He, Zhang, Ren and Sun, Delving deep into rectifiers, 2015, equation 10. kaiming_normal is another name for it.
    """
    return _drawn("init.he_normal", shape, rng, dtype, in_axis, out_axis, lambda fans: 2 / fans.inputs)


def he_uniform(
    shape: tuple[int, ...],
    rng: Any = None,
    dtype: DTypeLike = np.float32,
    *,
    in_axis: int = -2,
    out_axis: int = -1,
) -> NDArray[Any]:
    """Uniform weights within sqrt(6 / fan_in), of variance 2 / fan_in: for relu and what is like it.

    Parameters, result and errors are those of `he_normal`. No weight is beyond the bound, whatever
    the dtype.

    References
    ----------
    He, Zhang, Ren and Sun, Delving deep into rectifiers, 2015. kaiming_uniform is another name for it.
    """
    return _drawn("init.he_uniform", shape, rng, dtype, in_axis, out_axis, lambda fans: 2 / fans.inputs, uniform=True)


def xavier_normal(
    shape: tuple[int, ...],
    rng: Any = None,
    dtype: DTypeLike = np.float32,
    *,
    in_axis: int = -2,
    out_axis: int = -1,
) -> NDArray[Any]:
    """Normal weights of variance 2 / (fan_in + fan_out): for sigmoid, tanh and output layers.

    It is between 1 / fan_in, which keeps the size of activations, and 1 / fan_out, which keeps that
    of gradients, where the slope of the activation at 0 is 1.

    Parameters, result and errors are those of `he_normal`.

    References
    ----------
    Glorot and Bengio, Understanding the difficulty of training deep feedforward neural networks, 2010, equation 12.
    glorot_normal is another name for it.
    """
    return _drawn("init.xavier_normal", shape, rng, dtype, in_axis, out_axis, lambda fans: 2 / sum(fans))


def xavier_uniform(
    shape: tuple[int, ...],
    rng: Any = None,
    dtype: DTypeLike = np.float32,
    *,
    in_axis: int = -2,
    out_axis: int = -1,
) -> NDArray[Any]:
    """Uniform weights within sqrt(6 / (fan_in + fan_out)), of variance 2 / (fan_in + fan_out): for sigmoid and tanh.

    Parameters, result and errors are those of `he_normal`. No weight is beyond the bound, whatever
    the dtype.

    References
    ----------
    Glorot and Bengio, Understanding the difficulty of training deep feedforward neural networks, 2010, equation 16.
    glorot_uniform is another name for it.
    """
    return _drawn("init.xavier_uniform", shape, rng, dtype, in_axis, out_axis, lambda fans: 2 / sum(fans), uniform=True)


def lecun_normal(
    shape: tuple[int, ...],
    rng: Any = None,
    dtype: DTypeLike = np.float32,
    *,
    in_axis: int = -2,
    out_axis: int = -1,
) -> NDArray[Any]:
    """Normal weights of variance 1 / fan_in: for selu, and times `gain(name)` for any other activation.

    Parameters, result and errors are those of `he_normal`.

    References
    ----------
    LeCun, Bottou, Orr and Müller, Efficient BackProp, 1998, equation 16; Klambauer, Unterthiner, Mayr and Hochreiter,
    Self-normalizing neural networks, 2017.
    """
    return _drawn("init.lecun_normal", shape, rng, dtype, in_axis, out_axis, lambda fans: 1 / fans.inputs)


kaiming_normal, kaiming_uniform = he_normal, he_uniform
glorot_normal, glorot_uniform = xavier_normal, xavier_uniform


def gain(name: Any, /, **parameters: float) -> float:
    """What weights of variance 1 / fan_in are multiplied by, so that an activation keeps the size of what it is given.

    1 / sqrt(E[f(z)^2]) for z of the standard normal distribution: with weights of variance
    gain^2 / fan_in the mean square of a layer's sums is that of the layer before. It is computed from
    the function itself, at its parameters: sqrt(2) for relu, sqrt(2 / (1 + negative_slope^2)) for
    leaky_relu, 1 for identity and selu, 1.59 for tanh, 1.53 for gelu.

    torch.nn.init.calculate_gain is a table of nine names, with the same numbers for relu, leaky_relu
    and the identity. It has 5/3 for tanh, 3/4 for selu (in favour of the gradient, while lecun_normal
    is what selu was made for), and 1 for sigmoid, which is 1.85 here: half of a sigmoid's value is a
    constant, which counts in the mean square.

    Parameters
    ----------
    name : str or function of actkern
        A name or an alias in the catalogue, or the function itself, such as actkern.relu. It works on each element, has one
        input beside its parameters, takes every real number, and is no loss.
    **parameters : float
        Those of the activation, finite numbers (default: its own; those without a default must be given).

    Returns
    -------
    float
        Right to 13 digits for parameters of usual size. It is kept: the same call again costs nothing.

    Raises
    ------
    KeyError
        For an unknown name.
    TypeError
        For other objects, and for parameters that the activation has not, lacks or that are no numbers.
    ValueError
        For activations that are none of elements with one input, or are not defined everywhere, and where the mean square is
        0, beyond the range of floats or not to be had.

    References
    ----------
    He, Zhang, Ren and Sun, Delving deep into rectifiers, 2015, section 2.2, for relu.
    """
    row = _activation(name)
    known = {parameter.name: parameter for parameter in row.parameters}
    for each in parameters.keys() - known.keys():
        raise TypeError(
            f"init.gain: {row.name} has no parameter {each!r}; it has {', '.join(known) or 'none'}{hint(each, known)}"
        )
    missing = [each.name for each in row.parameters if each.default is None and each.name not in parameters]
    if missing:
        raise TypeError(f"init.gain: {row.name} needs {' and '.join(missing)}, such as {missing[0]}={known[missing[0]].sample:g}")
    return _gain(row.name, tuple(_number(parameters.get(each, known[each].default), each) for each in known))


def _number(given: Any, name: str) -> float:
    try:
        number = float(given)
    except (TypeError, ValueError):
        raise TypeError(f"init.gain: {name} is a number, not {given!r}") from None
    if not math.isfinite(number):
        raise ValueError(f"init.gain: {name} is finite, not {number}")
    return number


def _activation(name: Any) -> Activation:
    """The row that a name or a function is of, where it has a gain."""
    if isinstance(name, str):
        row = catalog[name]
    else:
        found = row_and_form(name)
        if found is None or found[1] != "value":
            raise TypeError(f"init.gain takes the name of an activation, or a function such as actkern.relu, not {name!r}")
        row = found[0]
    if row.family == "losses":
        raise ValueError(f"init.gain: {row.name} is a loss; activations of each element have a gain")
    if len(row.inputs) > 1 or not row.formula.slope:
        several = f"has the inputs {', '.join(each.name for each in row.inputs)}"
        what = several if len(row.inputs) > 1 else "is none of each element"
        raise ValueError(f"init.gain: {row.name} {what}; activations of each element with one input have a gain")
    if row.facts.support != (-math.inf, math.inf):
        raise ValueError(f"init.gain: {row.name} has none, as it is not defined for every z: its domain is {row.facts.domain}")
    return row


# The mean square is an integral over (-40, 40), beyond which the density is below the least float, by Gauss-Legendre rules
# over pieces. A piece is halved until its halves give what it gives itself, so kinks and jumps are closed in wherever they
# are. The first pieces are narrow about 0: there a function such as isru at a large alpha may have a dip of any width.
_POINTS, _WEIGHTS = np.polynomial.legendre.leggauss(16)
_POWERS = 2.0 ** np.arange(-44, 1)
_ENDS = np.concatenate([-np.arange(40.0, 1, -1), -_POWERS[::-1], [0.0], _POWERS, np.arange(2.0, 41)])
_MOST_PIECES = 2**16
_HALVINGS = 64
_EPSILON = 2.0**-52


@lru_cache(1024)
def _gain(name: str, parameters: tuple[float, ...]) -> float:
    import actkern

    row = catalog[name]
    named = dict(zip((each.name for each in row.parameters), parameters, strict=True))
    optional = {each.name: named.pop(each.name) for each in row.optional}
    function = getattr(actkern, name)

    def integral(low: NDArray[Any], high: NDArray[Any]) -> NDArray[Any]:
        half = (high - low) / 2
        z = (low + half)[:, None] + half[:, None] * _POINTS
        # The root of the density, before the square: exp(40) squared is fine, exp(400) squared would not be.
        rooted = function(z, *named.values(), **optional) * np.exp(-z * z / 4)
        summed: NDArray[Any] = (rooted * rooted) @ _WEIGHTS * half
        return summed

    def described() -> str:
        given = ", ".join(f"{each.name}={number:g}" for each, number in zip(row.parameters, parameters))
        return f"{name}({given})" if given else name

    done: list[float] = []
    low, high = _ENDS[:-1], _ENDS[1:]
    with np.errstate(all="ignore"):
        whole = integral(low, high)
        for _ in range(_HALVINGS):
            middle = low + (high - low) / 2
            first, second = integral(low, middle), integral(middle, high)
            halves = first + second
            total = math.fsum(done) + float(halves.sum())
            if not math.isfinite(total):
                raise ValueError(f"init.gain: {described()} has none: the mean square of its values is no finite float")
            # z * z / 4 is rounded before its exponential is taken, an error of z^2 units in the last place.
            noise = _EPSILON * (8 + middle**2) * halves
            settled = abs(whole - halves) <= noise + _EPSILON / 16 * total
            done += halves[settled].tolist()
            open_ = ~settled
            if not open_.any():
                break
            if open_.sum() > _MOST_PIECES:
                raise ValueError(f"init.gain: the mean square of {described()} is not to be had: it turns too often")
            low, high = np.concatenate([low[open_], middle[open_]]), np.concatenate([middle[open_], high[open_]])
            whole = np.concatenate([first[open_], second[open_]])
        else:
            done += whole.tolist()  # pieces so narrow that a jump within them counts nothing
    mean_square = math.fsum(done) / math.sqrt(2 * math.pi)
    if mean_square <= 0:
        raise ValueError(f"init.gain: {described()} has none: its value is 0 for nearly every z")
    return 1 / math.sqrt(mean_square)
