"""The catalogue as parameters of tests, the operands of a call, and equal bits."""

from functools import partial
from types import SimpleNamespace

import numpy as np
import pytest

import actkern as ak
from actkern import _cython
from actkern._catalog import FORMS, AlongAxis, Cell, Composed, Elementwise, LinearLoss, Loss
from actkern._functions import Maker, function

BACKENDS = ak.backends.available()
UFUNCS = [row for row in ak.catalog.values() if row.of_elements]
ELEMENTWISE = [row for row in UFUNCS if isinstance(row, Elementwise)]
CELLS = [row for row in UFUNCS if isinstance(row, Cell)]
OF_ONE = [row for row in ELEMENTWISE if len(row.inputs) == 1]  # functions of x alone, beside parameters
ROWWISE = [row for row in ak.catalog.values() if isinstance(row, AlongAxis)]
LINEAR = [row for row in ak.catalog.values() if isinstance(row, LinearLoss)]
LOSSES = [row for row in ak.catalog.values() if isinstance(row, Loss) and row not in LINEAR]
COMPOSED = [row for row in ak.catalog.values() if isinstance(row, Composed)]
DTYPES = ("f4", "f8")


def public(backend: str, name: str, form: str = "value"):
    """One form of a function of one backend, as users have it."""
    space = ak.backends[backend]
    return getattr(space if form == "value" else getattr(space, form), name)


def get(backend: str, name: str, form: str = "value"):
    """The ufunc of that form, which takes every parameter; for row-wise and composed functions what `public` gives."""
    function = public(backend, name, form)
    return getattr(function, "ufunc", function)


def public_of_tier(name: str, form: str, tier: str):
    """One form of a function over the loops of one tier of the Cython backend."""
    backend = SimpleNamespace(loops=partial(_cython.loops, tier=tier), row_loops=partial(_cython.row_loops, tier=tier))
    return function(
        Maker(ak.catalog[name], form, backend, lambda form, name: public_of_tier(name, form, tier), f"tier.{tier}", "")
    )


def of_tier(name: str, form: str, tier: str):
    """The same; where parameters have defaults, the ufunc that takes them all."""
    made = public_of_tier(name, form, tier)
    return getattr(made, "ufunc", made)


def quantities(name) -> list[tuple[str, str, int, float]]:
    """(quantity, form, index among the form's outputs, floor of its ULP) of the value and of each slope."""
    row = ak.catalog[name]
    found = [(row.outputs[0], "value", 0), *((slope, "grad", index) for index, slope in enumerate(row.operands("grad")[1]))]
    return [(*each, row.floor_of(each[0])) for each in found]


def seed(name, form="value") -> dict[str, int]:
    """The keywords that make a function that draws numbers give the same ones each time; none for others."""
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
    """The opposite of `outputs`: a tuple of one as that one result."""
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


def whole_numbers(name) -> list[int]:
    """The parameters of a function that are one int, not arrays."""
    return [parameter.typical for parameter in ak.catalog[name].parameters if parameter.whole]


def named(name, form, given) -> dict:
    """The operands of one form by name."""
    return dict(zip(ak.catalog[name].operands(form)[0], given, strict=True))


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
