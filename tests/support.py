"""What the tests share: the catalogue as parameters, and inputs worth trying."""

import numpy as np
import pytest

import actkern as ak
from actkern.catalog import FORMS

BACKENDS = ak.backends.available()
ELEMENTWISE = [row for row in ak.catalog.values() if row.kind == "elementwise"]
ROWWISE = [row for row in ak.catalog.values() if row.kind == "rowwise"]
DTYPES = ("f4", "f8")


def get(backend: str, name: str, form: str = "value"):
    """One form of a function of one backend."""
    space = ak.backends[backend]
    return getattr(space if form == "value" else getattr(space, form), name)


def cases(rows=ELEMENTWISE, forms=tuple(FORMS)):
    """(name, form) for every row and every one of `forms` that it has, as pytest parameters."""
    found = [(row.name, form) for row in rows for form in row.forms if form in forms]
    return [pytest.param(name, form, id=f"{name}-{form}") for name, form in found]


def outputs(result) -> tuple:
    """The results of a call as a tuple, whether it gave one or two."""
    return result if isinstance(result, tuple) else (result,)


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


def operands(ufunc, x):
    """x in every input of `ufunc`, each rolled by one more, so that dy differs from x."""
    return [np.roll(x, shift) for shift in range(ufunc.nin)]


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


def sample(dtype, n=2000, seed=0) -> np.ndarray:
    """Specials, normal(0, 3), and floats of every magnitude."""
    rng = np.random.default_rng(seed)
    info = np.finfo(dtype)
    spread = np.ldexp(rng.uniform(-2, 2, n), rng.integers(info.minexp - info.nmant, info.maxexp - 1, n)).astype(dtype)
    return np.concatenate([specials(dtype), rng.normal(0, 3, n).astype(dtype), spread])
