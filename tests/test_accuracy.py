"""The promise of each row, held against the truth."""

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import BACKENDS, ELEMENTWISE, around_edges, get, sample

import actkern as ak
from actkern import reference
from actkern.reference import exact_ulp_error, ulp_error

QUANTITIES = [("value", "value"), ("slope", "grad")]
NAMES = [row.name for row in ELEMENTWISE]


def promise(name, quantity, dtype):
    row = ak.catalog[name]
    return (row.ulp if quantity == "value" else row.slope_ulp)[dtype]


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize(("quantity", "form"), QUANTITIES)
@pytest.mark.parametrize("name", NAMES)
def test_float32_over_all_bit_patterns(name, quantity, form, backend):
    # A prime stride visits every exponent and all last bits; `tools/exhaustive.py` visits every input.
    x = np.arange(0, 1 << 32, 2003, dtype=np.uint64).astype(np.uint32).view(np.float32)
    x = np.concatenate([x[~np.isnan(x)], around_edges("f4")])
    function = get(backend, name, form)
    error = ulp_error(function(x), function(x.astype(np.float64)))
    worst = int(np.argmax(error))
    assert error[worst] <= promise(name, quantity, "f4"), f"{error[worst]} ULP at {x[worst]!r}"


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize(("quantity", "form"), QUANTITIES)
@pytest.mark.parametrize("name", NAMES)
def test_float64_against_mpmath(name, quantity, form, backend):
    rng = np.random.default_rng(1)
    edges = around_edges("f8")
    x = np.concatenate([sample("f8", 400), rng.choice(edges, 400), rng.uniform(-750, 750, 400), rng.uniform(-2, 2, 800)])
    x = x[np.isfinite(x)]
    results = get(backend, name, form)(x)
    errors = [exact_ulp_error(result, name, quantity, float(each)) for result, each in zip(results, x)]
    worst = int(np.argmax(errors))
    assert errors[worst] <= promise(name, quantity, "f8"), f"{errors[worst]} ULP at {x[worst]!r}"


@settings(deadline=None)  # a first call may compile
@given(x=st.floats(allow_nan=False, allow_infinity=False), name=st.sampled_from(NAMES))
def test_float64_against_mpmath_where_hypothesis_looks(x, name):
    for quantity, form in QUANTITIES:
        result = get(BACKENDS[0], name, form)(x)
        assert exact_ulp_error(result, name, quantity, x) <= promise(name, quantity, "f8")


@pytest.mark.parametrize("name", NAMES)
def test_the_slope_formula_is_the_derivative_of_the_value_formula(name):
    with mpmath.workdps(60):
        for x in (-30.0, -2.5, -0.3, 0.7, 1.0, 18.0):
            derivative = mpmath.diff(lambda t: reference.exact(name, "value", t), mpmath.mpf(x), h=mpmath.mpf(10) ** -20)
            slope = reference.exact(name, "slope", x)
            assert abs(derivative - slope) <= 1e-15 * (1 + abs(slope)), x


@pytest.mark.parametrize("dtype", ["f4", "f8"])
@pytest.mark.parametrize("name", NAMES)
def test_numpy_reference_agrees_with_the_kernels(name, dtype):
    x = sample(dtype)
    x = x[np.isfinite(x)]
    # The reference is float64 NumPy, with NumPy's own errors.
    tolerance = {"rtol": 1e-6, "atol": 2e-45} if dtype == "f4" else {"rtol": 1e-14, "atol": 2e-323}
    np.testing.assert_allclose(get(BACKENDS[0], name)(x), reference.value(name, x), **tolerance)
    np.testing.assert_allclose(get(BACKENDS[0], name, "grad")(x), reference.slope(name, x), **tolerance)
    y = reference.value(name, x)
    if "backward_from_output" in ak.catalog[name].forms:
        backward = get(BACKENDS[0], name, "backward_from_output")
        np.testing.assert_allclose(backward(1.0, y), reference.slope_from_output(name, y), rtol=1e-15, atol=2e-16)


def test_float16_is_the_float32_result_rounded_once():
    x = np.arange(1 << 16, dtype=np.uint16).view(np.float16)
    for row in ELEMENTWISE:
        for backend in BACKENDS:
            for form in ("value", "grad"):
                function = get(backend, row.name, form)
                with np.errstate(over="ignore"):
                    expected = function(x.astype(np.float32)).astype(np.float16)
                np.testing.assert_array_equal(function(x), expected)


@pytest.mark.parametrize(
    ("name", "quantity", "form", "x"),
    [
        # Where formulas that were tried lost their accuracy (found by tools/exhaustive.py).
        ("sigmoid", "value", "value", -16.6457),  # (1 + U) + p: 2.43 ULP
        ("sigmoid", "value", "value", -0.000344992),  # 1.9991, the worst there is
        ("sigmoid", "slope", "grad", 18.84477996826172),
        ("sigmoid", "slope", "grad", 1.79049),  # from an uncorrected quotient: 2.1
        ("tanh", "value", "value", 0.5196249485015869),
        ("tanh", "value", "value", 8.14453),  # as (1 + p - U) / (1 + p + U): 2.8
        ("tanh", "slope", "grad", 0.000244096),  # from the value's denominator: 3.0
        ("sigmoid", "value", "value", -103.9),  # a subnormal result, which peers flush to 0
    ],
)
@pytest.mark.parametrize("backend", BACKENDS)
def test_worst_float32_inputs_found(backend, name, quantity, form, x):
    x = np.nextafter(np.float32(x), np.float32([-np.inf, x, np.inf]), dtype=np.float32)
    function = get(backend, name, form)
    assert ulp_error(function(x), function(x.astype(np.float64))).max() <= promise(name, quantity, "f4")


def test_ulp_error_counts_units_in_the_last_place():
    one = np.float32(1)
    assert ulp_error(one, 1.0) == 0
    assert ulp_error(np.nextafter(one, np.float32(2)), 1.0) == 1
    assert ulp_error(np.float32(0), float(np.finfo(np.float32).smallest_subnormal)) == 1
    assert ulp_error(np.float32(np.nan), 1.0) == np.inf
    assert ulp_error(np.float32(np.nan), np.nan) == 0
    assert ulp_error(np.float32(np.inf), np.inf) == 0
