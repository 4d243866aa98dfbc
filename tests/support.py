"""What the tests share: the catalogue as parameters, and inputs worth trying."""

from functools import cache

import numpy as np
import pytest

import actkern as ak
from actkern._catalog import FORMS

BACKENDS = ak.backends.available()
UFUNCS = [row for row in ak.catalog.values() if row.kind in ("elementwise", "cell")]
ELEMENTWISE = [row for row in UFUNCS if row.kind == "elementwise"]
CELLS = [row for row in UFUNCS if row.kind == "cell"]
OF_ONE = [row for row in ELEMENTWISE if len(row.inputs) == 1]  # functions of x alone, beside parameters
ROWWISE = [row for row in ak.catalog.values() if row.kind == "rowwise"]
LOSSES = [row for row in ak.catalog.values() if row.kind == "loss"]
COMPOSED = [row for row in ak.catalog.values() if row.kind == "composed"]
DTYPES = ("f4", "f8")


def public(backend: str, name: str, form: str = "value"):
    """One form of a function of one backend, as users have it."""
    space = ak.backends[backend]
    return getattr(space if form == "value" else getattr(space, form), name)


def get(backend: str, name: str, form: str = "value"):
    """The same as a ufunc, which takes every parameter; for row-wise and composed functions what `public` gives."""
    function = public(backend, name, form)
    return getattr(function, "ufunc", function)


def seed(name, form="value") -> dict[str, int]:
    """What makes a function that draws numbers give the same ones each time; nothing for others."""
    return {"rng": 0} if ak.catalog[name].random and form == "value" else {}


def names(rows):
    return pytest.mark.parametrize("name", [row.name for row in rows])


def cases(rows=UFUNCS, forms=tuple(FORMS)):
    """(name, form) for every row and every one of `forms` that it has, as pytest parameters."""
    found = [(row.name, form) for row in rows for form in row.forms if form in forms]
    return [pytest.param(name, form, id=f"{name}-{form}") for name, form in found]


def outputs(result) -> tuple:
    """The results of a call as a tuple, whether it gave one or several."""
    return result if isinstance(result, tuple) else (result,)


def like(results: tuple):
    """The opposite of `outputs`."""
    return results if len(results) > 1 else results[0]


def bits(array):
    """The bit patterns of floats, every NaN as the same one."""
    array = np.asarray(array)
    array = np.where(np.isnan(array), np.array(np.nan, array.dtype), array)
    return np.ascontiguousarray(array).view(f"u{array.itemsize}")


def assert_same_bits(result, expected):
    for one, other in zip(outputs(result), outputs(expected), strict=True):
        one, other = np.asarray(one), np.asarray(other)
        assert one.dtype == other.dtype
        assert one.shape == other.shape
        np.testing.assert_array_equal(bits(one), bits(other))


def samples(name) -> dict[str, float]:
    """Numbers that make sense for the operands that are not arrays like x."""
    row = ak.catalog[name]
    return {operand.name: operand.sample for operand in (*row.inputs, *row.parameters) if operand.sample is not None}


def parameters(name, dtype) -> list:
    """The parameters of a function as scalars of `dtype`, to which they are rounded."""
    scalar = np.dtype(dtype).type
    return [scalar(parameter.sample) for parameter in ak.catalog[name].parameters]


def operands(name, form, x, arrays=False) -> list:
    """x for every operand that is an array, each rolled by one more, so that dy differs from x; typical numbers for the
    rest, or with `arrays` arrays of numbers around those."""
    taken, _ = ak.catalog[name].operands(form)
    typical = samples(name)
    found = []
    for shift, operand in enumerate(taken):
        if operand not in typical:
            found.append(np.roll(x, shift))
        elif arrays:
            spread = np.random.default_rng(shift).uniform(0.9, 1.1, np.shape(x))
            found.append((typical[operand] * spread).astype(x.dtype))
        else:
            found.append(x.dtype.type(typical[operand]))
    return found


def of_support(name, x) -> np.ndarray:
    """Those of x that the function's promise is about."""
    row = ak.catalog[name]
    limit = row.promise_range.get(f"f{x.itemsize}", np.inf)
    return x[(x >= row.support[0]) & (x <= row.support[1]) & (np.abs(x) <= limit) & np.isfinite(x)]


@cache
def around_edges(dtype) -> np.ndarray:
    """Floats around every multiple of ln(2)/4 up to where results vanish: where range reductions round the other way."""
    limit = 110 if dtype == "f4" else 760
    edges = (np.arange(int(limit / (np.log(2) / 4))) * np.log(2) / 4).astype(dtype)
    steps = [edges]
    for direction in (-np.inf, np.inf):
        near = edges
        for _ in range(6):
            near = np.nextafter(near, np.array(direction, dtype))
            steps.append(near)
    near = np.concatenate(steps)
    return np.concatenate([near, -near])


def specials(dtype) -> np.ndarray:
    info = np.finfo(dtype)
    tiny = [0.0, info.smallest_subnormal, 3 * info.smallest_subnormal, info.smallest_normal, info.eps, 1.0, 20.0, 105.0, 750.0]
    finite = np.array([*tiny, info.max], dtype=dtype)
    return np.concatenate([finite, -finite, np.array([np.nan, np.inf, -np.inf], dtype=dtype)])


@cache
def sample(dtype, n=2000, seed=0) -> np.ndarray:
    """Specials, normal(0, 3), and floats of every magnitude."""
    rng = np.random.default_rng(seed)
    info = np.finfo(dtype)
    spread = np.ldexp(rng.uniform(-2, 2, n), rng.integers(info.minexp - info.nmant, info.maxexp - 1, n)).astype(dtype)
    return np.concatenate([specials(dtype), rng.normal(0, 3, n).astype(dtype), spread])


@cache
def wide_sample(dtype, n) -> np.ndarray:
    """`sample` and `around_edges`, float16 too."""
    wide = "f8" if dtype == "f8" else "f4"
    with np.errstate(over="ignore", under="ignore"):
        return np.concatenate([sample(wide, n), around_edges(wide)]).astype(dtype)
