"""Parameters of every size and sign: the promise of each row wherever its `parameter_range` says, and sane results elsewhere."""

import mpmath
import numpy as np
import pytest
from support import truths
from support.cases import BACKENDS, ELEMENTWISE, assert_same_bits, get, named, outputs, quantities
from support.truths import error_in_ulp

import actkern as ak
from actkern import reference

# Gates and their parameters are tried in `test_gates.py`.
ROWS = [row for row in ELEMENTWISE if row.promise.parameter_range and row.inputs[0].name == "x"]
of_rows = pytest.mark.parametrize("name", [row.name for row in ROWS])
of_dtypes = pytest.mark.parametrize("dtype", ["f4", "f8"])


def floats(rng, dtype, n):
    """Of either sign: of every magnitude down to the smallest subnormal, around 1, and the ends of the range, with zeros."""
    info = np.finfo(dtype)
    every = np.ldexp(rng.uniform(1, 2, n), rng.integers(info.minexp - info.nmant, info.maxexp, n))
    usual = np.ldexp(rng.uniform(1, 2, n), rng.integers(-8, 9, n))
    ends = rng.choice([0, info.smallest_subnormal, info.smallest_normal, info.max, info.eps, 0.5, 1, 2], n)
    kind = rng.integers(0, 5, n)
    found = np.select([kind < 2, kind < 4], [every, usual], ends) * rng.choice([-1.0, 1.0], n)
    return np.clip(found, -info.max, info.max).astype(dtype)


def points(name, dtype, n, seed):
    """n values of x, and of each parameter: x of every size, and of the sizes at which a function of the parameters turns."""
    rng = np.random.default_rng(seed)
    row = ak.catalog[name]
    given = [floats(rng, dtype, n) for _ in row.operands("value")[0][1:]]
    for index, other in enumerate(given):  # the same as its neighbour now and then
        given[index] = np.where(rng.integers(0, 8, n) == 0, given[index - 1], other)
    chosen, other = (np.choose(rng.integers(0, len(given), n), given).astype("f8") for _ in range(2))
    t = rng.normal(0, 1, n) * rng.choice([0.01, 1, 10, 100, 500], n)
    steps = 1 + rng.integers(-2, 3, n) * np.finfo(dtype).eps
    with np.errstate(all="ignore"):
        root = np.sqrt(np.abs(chosen))
        tied = [t / chosen, t * chosen, t / root, t * root, chosen * steps, t, other + t * chosen]
        x = np.choose(rng.integers(0, 8, n), [*tied, floats(rng, dtype, n).astype("f8")]).astype(dtype)
    return [np.where(np.isfinite(x), x, floats(rng, dtype, n)), *given]


def last_place(x):
    """In float32, of float64 numbers; times some constant, and at most that of the largest float."""
    return np.exp2(np.floor(np.log2(np.clip(np.abs(x), 2.0**-126, 2.0**127))))


@of_dtypes
@of_rows
def test_promises_hold_for_parameters_of_every_size(name, dtype):
    row = ak.catalog[name]
    given = points(name, dtype, 6000, seed=1)
    inside = reference.numpy_of(row.promise.parameter_range, **named(name, "value", given))
    given = [each[inside][:600] for each in given]
    assert len(given[0]) >= 300
    for quantity, form, index, floor in quantities(name):
        results = outputs(get(BACKENDS[0], name, form)(*given))[index]
        tried = 0
        for result, *point in zip(results, *given):
            exact = truths.quantity(name, quantity, point)
            if exact is None:
                continue
            size = floor
            if quantity in row.promise.terms:
                size = max(floor, reference.exact_of(row.promise.terms[quantity], **named(name, "value", map(float, point))))
            error = error_in_ulp(result, exact, size)
            promise = row.ulp_of(quantity, dtype) * row.promise.elsewhere
            assert error <= promise, f"{quantity}: {error} ULP at {point}, {result} for {mpmath.nstr(exact, 9)}"
            tried += 1
        assert tried >= 290, quantity


@of_rows
def test_float32_of_many_parameters_against_float64(name):
    row = ak.catalog[name]
    given = points(name, "f4", 200_000, seed=7)
    inside = reference.numpy_of(row.promise.parameter_range, **named(name, "value", given))
    given = [each[inside] for each in given]
    wide = [each.astype("f8") for each in given]
    for quantity, form, index, floor in quantities(name):
        function = get(BACKENDS[0], name, form)
        result, exact = (outputs(function(*operands))[index] for operands in (given, wide))
        error = reference.ulp_error(result, exact, floor)
        if quantity in row.promise.terms:
            size = reference.numpy_of(row.promise.terms[quantity], **named(name, "value", wide))
            error *= last_place(exact) / last_place(np.fmax(np.abs(exact), size))
        worst = int(np.argmax(error))
        point = [each[worst] for each in given]
        assert error[worst] <= row.ulp_of(quantity, "f4") * row.promise.elsewhere, f"{quantity}: {error[worst]} ULP at {point}"


@pytest.mark.skipif(len(BACKENDS) < 2, reason="one backend is installed")
@of_dtypes
@of_rows
def test_backends_are_equal_for_parameters_of_every_size(name, dtype):
    row = ak.catalog[name]
    given = points(name, dtype, 20_000, seed=2)
    y = get(BACKENDS[0], name)(*given)
    for form in row.forms:
        operands = {"backward": [given[0][::-1], *given], "backward_from_output": [given[0][::-1], y, *given[1:]]}.get(
            form, given
        )
        with np.errstate(all="raise"):
            assert_same_bits(*(get(backend, name, form)(*operands) for backend in BACKENDS))


@of_dtypes
@pytest.mark.parametrize("name", [row.name for row in ROWS if row.formula.slope_from_output])
def test_slopes_from_outputs_for_parameters_of_every_size(name, dtype):
    row = ak.catalog[name]
    given = points(name, dtype, 6000, seed=3)
    y = get(BACKENDS[0], name)(*given)
    operands = [np.ones_like(y), y, *given[1:]]
    known = named(name, "backward_from_output", operands)
    reached = np.isfinite(y) & reference.numpy_of(row.promise.parameter_range, **named(name, "value", given))
    reached &= reference.numpy_of(row.promise.output_range, **known)
    operands = [each[reached][:600] for each in operands]
    assert len(operands[0]) >= 300
    results = get(BACKENDS[0], name, "backward_from_output")(*operands)
    for result, *point in zip(results, *operands):
        exact = reference.exact_of(row.formula.slope_from_output, **named(name, "backward_from_output", map(float, point)))
        # Differences from 1 are as good as 1 is.
        error = error_in_ulp(result, exact, 1 if row.promise.slope_ulp[dtype] else 0)
        assert error <= row.promise.slope_ulp[dtype], f"{error} ULP at {point}, {result} for {mpmath.nstr(exact, 9)}"


@of_dtypes
@of_rows
def test_nan_is_for_what_has_no_value(name, dtype):
    # Finite parameters of whatever size give NaN where the formula does: where it is no real number, and at 0/0 at most.
    given = points(name, dtype, 20_000, seed=4)
    if name == "snake":  # its slope is promised, and given, where it can be reduced
        reach = 262144 if dtype == "f4" else 2**47
        with np.errstate(all="ignore"):
            given = [each[np.abs(given[0] * given[1]) <= reach] for each in given]
    for quantity, form in (("y", "value"), ("dydx", "grad")):
        results = outputs(get(BACKENDS[0], name, form)(*given))[0]
        for at in np.flatnonzero(np.isnan(results)):
            if name == "squareplus" and given[1][at] < 0:  # and where x^2 + b is 0: see `outside`
                continue
            point = [each[at] for each in given]
            assert truths.quantity(name, quantity, point) is None, (quantity, point)


@of_dtypes
@of_rows
def test_infinities_give_limits_for_parameters_of_every_size(name, dtype):
    # The limits that the rows state are those of the largest float, wherever that is far enough out.
    row = ak.catalog[name]
    x, *parameters = points(name, dtype, 2000, seed=5)
    inside = reference.numpy_of(row.promise.parameter_range, **named(name, "value", [np.sign(x), *parameters]))
    for sign in (-1, 1):
        infinite = get(BACKENDS[0], name)(np.full_like(x, sign * np.inf), *parameters)
        assert not np.isnan(infinite[inside]).any()


# What was wrong: (name, form, operands), which are rounded to either precision.
FOUND = [
    ("isru", "value", (1e17, 1e5)),
    ("isru", "value", (-1e30, 1e-30)),
    ("isru", "grad", (1e17, 1e5)),
    ("isrlu", "value", (-1e17, 1e5)),
    ("softplus", "value", (0.0, 1e-20)),
    ("softplus", "value", (0.0, -1e-20)),
    ("softplus", "value", (-1.4e32, 1e-30)),
    ("softplus", "value", (-1.0, -2.0)),
    ("softplus", "value", (62.17735, -0.19426963)),
    ("softplus", "grad", (-1.0, -2.0)),
    ("celu", "grad", (0.0, 1e-40)),
    ("celu", "grad", (-1e-40, 1e-40)),
    ("celu", "value", (-0.4968, -1.0)),
    ("celu", "grad", (-0.4968, -1.0)),
    ("celu", "value", (-1000.0, -1.0)),
    ("elu", "grad", (-150.0, 1e12)),
    ("elu", "grad", (-0.5, 1e30)),
    ("squareplus", "value", (0.0, 1e-42)),
    ("squareplus", "grad", (0.0, 1e-42)),
    ("squareplus", "value", (-1e13, 1e30)),
    ("hard_sigmoid", "grad", (1e-30, 1e-30, 0.0)),
    ("hard_sigmoid", "grad", (0.5, 2.0, -1e-30)),
    ("laplace", "grad", (0.0, 0.0, 1e-30)),
    ("laplace", "grad", (4e-29, 0.0, 1e-30)),
    ("snake", "value", (4194304.0, 1.0000001)),
]
IN_DOUBLE = [
    ("laplace", "grad", (0.0, 0.0, 1e-300)),
    ("laplace", "grad", (4e-299, 0.0, 1e-300)),
    ("laplace", "value", (1.5e308, -1.5e308, 1e308)),
]


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize(
    ("name", "form", "operands", "dtype"),
    [(*each, dtype) for each in FOUND for dtype in ("f4", "f8")] + [(*each, "f8") for each in IN_DOUBLE],
)
def test_results_that_were_wrong(name, form, operands, dtype, backend):
    point = [np.dtype(dtype).type(each) for each in operands]
    quantity = "y" if form == "value" else "dydx"
    with np.errstate(all="raise"):
        result = get(backend, name, form)(*point)
    exact = truths.quantity(name, quantity, point)
    promise = ak.catalog[name].ulp_of(quantity, dtype) * ak.catalog[name].promise.elsewhere
    assert error_in_ulp(result, exact) <= promise, f"{result} for {mpmath.nstr(exact, 9)}"


LIMITS = [
    ("isru", "value", (-np.inf, 2.0**-126), -(2.0**63)),
    ("isru", "value", (np.inf, 0.0), np.inf),
    ("isru", "grad", (np.inf, 0.0), 1.0),
    ("softplus", "value", (3.0, 0.0), np.inf),
    ("softplus", "value", (-np.inf, 0.0), np.inf),
    ("softplus", "value", (3.0, -0.0), -np.inf),
    ("softplus", "grad", (-np.inf, 0.0), 0.5),
    ("softplus", "value", (np.inf, -2.0), 0.0),
    ("softplus", "value", (-np.inf, -2.0), -np.inf),
    ("celu", "value", (-3.0, 0.0), -0.0),
    ("celu", "grad", (-3.0, 0.0), 0.0),
    ("celu", "grad", (0.0, 0.0), 1.0),
    ("celu", "value", (-np.inf, -1.0), -np.inf),
    ("celu", "grad", (-np.inf, -1.0), np.inf),
    ("hard_sigmoid", "value", (np.inf, 0.0, 0.25), 0.25),
    ("laplace", "value", (0.5, 0.5, 0.0), 0.5),
    ("laplace", "grad", (0.5, 0.5, 0.0), np.inf),
    ("laplace", "value", (0.75, 0.5, 0.0), 1.0),
    ("laplace", "grad", (0.75, 0.5, 0.0), 0.0),
    ("snake", "value", (np.inf, 0.0), np.inf),
    ("xielu", "value", (-np.inf, 0.5, 0.5, 0.5), -0.5),
    ("xielu", "value", (np.inf, 0.0, 0.5, 0.5), np.inf),
    ("smht", "grad", (0.0, 2.0**127, 2.0**127, 1.0, 1.0), 2.0**127),
]


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize(("name", "form", "operands", "limit"), LIMITS)
def test_limits_in_the_parameters_and_at_infinity(name, form, operands, limit, backend):
    for dtype in ("f4", "f8"):
        scalar = np.dtype(dtype).type
        with np.errstate(all="raise"):
            assert_same_bits(get(backend, name, form)(*map(scalar, operands)), scalar(limit))


@of_dtypes
def test_snake_is_right_where_its_slope_is_not_given(dtype):
    x, a = points("snake", dtype, 600, seed=6)
    results = get(BACKENDS[0], "snake")(x, a)
    for result, *point in zip(results, x, a):
        exact = truths.quantity("snake", "y", point)
        if exact is not None:
            assert error_in_ulp(result, exact) <= ak.catalog["snake"].promise.ulp[dtype], point


def test_other_parameters_are_documented():
    for row in ROWS:
        doc = " ".join(get(BACKENDS[0], row.name).__doc__.split())
        public = " ".join(getattr(ak, row.name).__doc__.split())
        assert row.facts.outside in (public or doc)
        assert row.promise.parameter_range == "any" or row.promise.parameter_range in public
        # What is promised for parameters of one side says what the other gives.
        assert row.promise.parameter_range == "any" or row.facts.outside
        if row.promise.output_range != "any":
            from_output = " ".join(getattr(ak.backward_from_output, row.name).__doc__.split())
            assert f"for {row.promise.output_range}: otherwise y does not tell" in from_output
