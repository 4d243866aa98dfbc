"""The promise of each row, held against the truth."""

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.cases import BACKENDS, CELLS, ELEMENTWISE, OF_ONE, get, named, names, operands, outputs, parameters, quantities
from support.inputs import around_edges, of_support, sample

import actkern as ak
from actkern import reference
from actkern.reference import exact_ulp_error, ulp_error

# Both backends give the same bits (test_bits.py), so one is held against the truth.
BACKEND = BACKENDS[0]
SEVERAL = [row for row in ELEMENTWISE if len(row.inputs) > 1]


@names(OF_ONE)
def test_float32_over_all_bit_patterns(name):
    # A prime stride visits every exponent and all last bits; `tools/exhaustive.py` visits every input.
    x = np.arange(0, 1 << 32, 4001, dtype=np.uint64).astype(np.uint32).view(np.float32)
    x = of_support(name, np.concatenate([x, around_edges("f4")]))
    given = parameters(name, "f4")
    for quantity, form, _, floor in quantities(name):
        function = get(BACKEND, name, form)
        error = ulp_error(function(x, *given), function(x.astype(np.float64), *map(np.float64, given)), floor)
        worst = int(np.argmax(error))
        promise = ak.catalog[name].ulp_of(quantity, "f4")
        assert error[worst] <= promise, f"{quantity}: {error[worst]} ULP at {x[worst]!r}"


def of_normal_factors(name, x):
    """Operands for which a gate gives normal numbers, as the rows of gated units demand, within the range of parameters."""
    x = of_support(name, x)
    x = x[np.abs(x) >= np.sqrt(np.finfo(x.dtype).smallest_normal)]
    given = operands(name, "value", x, arrays=True)
    kept = reference.numpy_of(ak.catalog[name].promise.parameter_range or "gate == gate", **named(name, "value", given))
    return [each[kept] for each in given]


@names(SEVERAL)
def test_float32_of_several_inputs(name):
    rng = np.random.default_rng(2)
    given = of_normal_factors(name, np.concatenate([rng.normal(0, 5, 200_000).astype("f4"), sample("f4", 50_000)]))
    for quantity, form, index, floor in quantities(name):
        function = get(BACKEND, name, form)
        result = outputs(function(*given))[index]
        truth = outputs(function(*(each.astype(np.float64) for each in given)))[index]
        assert np.max(ulp_error(result, truth, floor)) <= ak.catalog[name].ulp_of(quantity, "f4"), quantity


def float64_points(name, n):
    """Where results vary, where they vanish, around the edges of range reductions and of the support."""
    rng = np.random.default_rng(1)
    low, high = ak.catalog[name].facts.support
    x = [
        sample("f8", n // 5),
        rng.choice(around_edges("f8"), n // 5),
        rng.uniform(-750, 750, n // 5),
        rng.uniform(-40, 40, n // 5),
    ]
    x += [rng.uniform(-2, 2, n // 5), rng.uniform(max(low, -1e4), min(high, 1e4), n // 5)]
    x += [edge + sign * np.ldexp(1.0, -np.arange(60)) for edge in (low, high) if np.isfinite(edge) for sign in (-1, 1)]
    x = of_support(name, np.concatenate(x))
    far = np.abs(x) > 1e4  # limits are reached there, and mpmath takes very long for exp(-x * x): 40 will do
    return np.concatenate([x[~far], x[far][:40]])


@names(OF_ONE)
def test_float64_against_mpmath(name):
    count = 10_000
    x = float64_points(name, count)
    if x.size < count:  # of a narrow support
        x = float64_points(name, count * count // x.size + count // 5)
    assert x.size >= count
    given = parameters(name, "f8")
    for quantity, form, _, _ in quantities(name):
        results = get(BACKEND, name, form)(x, *given)
        numbers = {p.name: p.sample for p in ak.catalog[name].parameters}
        missing = [p.sample for p in ak.catalog[name].parameters if p.default is None]
        numbers = {key: number for key, number in numbers.items() if ak.catalog[name].has_defaults}
        errors = [exact_ulp_error(y, name, quantity, float(each), *missing, **numbers) for y, each in zip(results, x)]
        worst = int(np.argmax(errors))
        assert errors[worst] <= ak.catalog[name].ulp_of(quantity, "f8"), f"{quantity}: {errors[worst]} ULP at {x[worst]!r}"


@names(SEVERAL)
def test_float64_of_several_inputs_against_mpmath(name):
    given = of_normal_factors(name, float64_points(name, 1500))
    defaults = [each.name for each in ak.catalog[name].optional]
    for quantity, form, index, _ in quantities(name):
        results = outputs(get(BACKEND, name, form)(*given))[index]
        errors = []
        for y, *point in zip(results, *given):
            numbers = named(name, "value", map(float, point))
            optional = {each: numbers.pop(each) for each in defaults}
            errors.append(exact_ulp_error(y, name, quantity, *numbers.values(), **optional))
        worst = int(np.argmax(errors))
        point = [float(each[worst]) for each in given]
        assert errors[worst] <= ak.catalog[name].ulp_of(quantity, "f8"), f"{quantity}: {errors[worst]} ULP at {point}"


@pytest.mark.parametrize("dtype", ["f4", "f8"])
@names(CELLS)
def test_cells_against_mpmath(name, dtype):
    # The results are sums, which cancel: errors are counted in units of the largest term that enters, from which
    # `magnitude` estimates.
    row = ak.catalog[name]
    rng = np.random.default_rng(3)
    for form in row.forms:
        taken, produced = row.operands(form)
        given = [rng.normal(0, 3, 300).astype(dtype) for _ in taken]
        results = outputs(get(BACKEND, name, form)(*given))
        magnitude = np.maximum(1, np.max(np.abs(given), axis=0)) ** (3 if form == "backward" else 1)
        promise = (row.promise.ulp if form == "value" else row.promise.slope_ulp)[dtype]
        for quantity, result in zip(produced, results, strict=True):
            truth = np.array([float(reference.exact(name, quantity, *map(float, point))) for point in zip(*given)])
            error = np.abs(result.astype(np.float64) - truth) / (magnitude * np.finfo(dtype).eps)
            assert error.max() <= promise, quantity


@names(CELLS)
def test_gradients_of_cells_are_the_derivatives(name):
    row = ak.catalog[name]
    rng = np.random.default_rng(4)
    inputs = [operand.name for operand in row.inputs]
    with mpmath.workdps(50):
        for _ in range(5):
            upstream = rng.normal(0, 1, len(row.outputs))
            point = [mpmath.mpf(each) for each in rng.normal(0, 2, len(inputs))]
            for index, gradient in enumerate(row.operands("backward")[1]):

                def total(t, index=index, point=point, upstream=upstream):
                    moved = [*point[:index], t, *point[index + 1 :]]
                    return sum(w * reference.exact(name, y, *moved) for w, y in zip(upstream, row.outputs))

                derivative = mpmath.diff(total, point[index], h=mpmath.mpf(10) ** -20)
                assert abs(derivative - reference.exact(name, gradient, *upstream, *point)) < 1e-15


@settings(deadline=None, max_examples=300)  # a first call may compile
@given(x=st.floats(allow_nan=False, allow_infinity=False), name=st.sampled_from([row.name for row in OF_ONE]))
def test_float64_against_mpmath_where_hypothesis_looks(x, name):
    row = ak.catalog[name]
    if of_support(name, np.array([x])).size:
        numbers = {p.name: p.sample for p in row.parameters if p.default is not None}
        missing = [p.sample for p in row.parameters if p.default is None]
        for quantity, form, _, _ in quantities(name):
            result = get(BACKEND, name, form)(x, *parameters(name, "f8"))
            assert exact_ulp_error(result, name, quantity, x, *missing, **numbers) <= row.ulp_of(quantity, "f8")


@names(ELEMENTWISE)
def test_the_slope_formula_is_the_derivative_of_the_value_formula(name):
    row = ak.catalog[name]
    low, high = row.facts.support
    points = (-30.0, -2.7, -0.31, 0.07, 0.63, 18.0) if np.isinf(high) else (0.01, 0.31, 0.63, 0.97)
    others = [0.37 for _ in row.inputs[1:]]
    missing = [p.sample for p in row.parameters if p.default is None]
    with mpmath.workdps(60):
        for x in points:
            if not low < x < high:
                continue
            point = [mpmath.mpf(each) for each in (x, *others)]
            for index, slope_name in enumerate(row.operands("grad")[1]):

                def value(t, index=index, point=point):
                    return reference.exact(name, "y", *point[:index], t, *point[index + 1 :], *missing)

                derivative = mpmath.diff(value, point[index], h=mpmath.mpf(10) ** -20)
                slope = reference.exact(name, slope_name, *point, *missing)
                assert abs(derivative - slope) <= 1e-15 * (1 + abs(slope)), (slope_name, x)


@pytest.mark.parametrize("dtype", ["f4", "f8"])
@names(ELEMENTWISE)
def test_numpy_reference_agrees_with_the_kernels(name, dtype):
    row = ak.catalog[name]
    x = of_support(name, sample(dtype))
    given = operands(name, "value", x)
    doubles = [np.float64(each) for each in given]
    # The reference is float64 NumPy, with NumPy's own errors.
    tolerance = {"rtol": 2e-6, "atol": 1e-44} if dtype == "f4" else {"rtol": 1e-12, "atol": 1e-300}
    required = len(doubles) - len(row.optional)
    defaults = dict(zip((p.name for p in row.optional), doubles[required:], strict=True))
    doubles = doubles[:required]
    for quantity, form, index, floor in quantities(name):
        result = outputs(get(BACKEND, name, form)(*given))[index]
        with np.errstate(over="ignore"):
            expected = reference.quantity(name, quantity, *doubles, **defaults).astype(dtype)
        tolerance["atol"] = max(tolerance["atol"], floor * tolerance["rtol"])
        np.testing.assert_allclose(result, expected, **tolerance)
    if "backward_from_output" in row.forms:
        y = reference.value(name, *doubles, **defaults)
        y = y[np.isfinite(y)]
        backward = get(BACKEND, name, "backward_from_output")
        expected = reference.slope_from_output(name, y, **defaults)
        np.testing.assert_allclose(backward(1.0, y, *defaults.values()), expected, rtol=1e-14, atol=5e-16)


@names(OF_ONE)
def test_slope_from_output_is_the_slope(name):
    row = ak.catalog[name]
    if row.formula.slope_from_output:
        x = of_support(name, np.linspace(-8, 8, 1001))
        given = parameters(name, "f8")
        y = get(BACKEND, name)(x, *given)
        slope = get(BACKEND, name, "grad")(x, *given)
        from_output = get(BACKEND, name, "backward_from_output")(1.0, y, *given)
        np.testing.assert_allclose(from_output, slope, rtol=1e-9, atol=1e-12)


# Where formulas that were tried lost their accuracy, and where peers do (found by tools/exhaustive.py).
WORST = [
    ("sigmoid", "y", -16.6457),  # (1 + U) + p: 2.43 ULP
    ("sigmoid", "y", -0.000344992),  # 1.9991, the worst there is
    ("sigmoid", "y", -103.9),  # a subnormal result, which peers flush to 0
    ("sigmoid", "dydx", 18.84477996826172),
    ("sigmoid", "dydx", 1.79049),  # from an uncorrected quotient: 2.1
    ("tanh", "y", 0.5196249485015869),
    ("tanh", "y", 8.14453),  # as (1 + p - U) / (1 + p + U): 2.8
    ("tanh", "dydx", 0.000244096),  # from the value's denominator: 3.0
    ("tanh_shrink", "y", 0.39),  # a (a^2 (1/3 + P)): 2.07
    ("smht", "dydx", 0.61),  # from an uncorrected quotient: 4.2
    ("sinc", "dydx", 4.22),  # likewise: 3.3
    ("sinc", "dydx", 4.4934),  # beside its zero; in one part: 4.4
    ("gelu", "y", -5.5),  # by a plain quotient of polynomials: 6.5
    ("gelu", "y", 2.4e-4),
    ("gelu", "dydx", -0.83),
    ("erf", "y", 0.2226),
    ("erfc", "y", 6.47),
    ("ndtr", "y", -0.696),
    ("laplace", "y", 0.511),
    ("log_ndtr", "y", 0.814),
    ("quick_gelu", "y", -50.0),  # a rounded product: 50 in the tail
    ("selu", "y", 3.2386221488365256e38),  # by its rounded constant: inf, where the truth is the largest float
    ("selu", "y", -0.30335572),
]


@pytest.mark.parametrize(("name", "quantity", "x"), WORST)
def test_worst_float32_inputs_found(name, quantity, x):
    x = np.nextafter(np.float32(x), np.float32([-np.inf, x, np.inf]), dtype=np.float32)
    function = get(BACKEND, name, "value" if quantity == "y" else "grad")
    row = ak.catalog[name]
    given = parameters(name, "f4")
    error = ulp_error(function(x, *given), function(x.astype(np.float64), *map(np.float64, given)), row.floor_of(quantity))
    assert error.max() <= row.ulp_of(quantity, "f4")


# torch 2.13 at these inputs: gelu -0.0 for the value, from -6 (float32) and -8.5 (float64) on; silu -0.0 for both. At -inf both
# functions are NaN there, and both slopes at either infinity.
FAR = {
    ("gelu", "f4"): [-5.9, -6.0, -8.0, -13.0, -14.0, -14.3],
    ("gelu", "f8"): [-8.3, -8.5, -12.0, -30.0, -37.0, -38.0, -38.4],
    ("silu", "f4"): [-87.4, -88.8, -90.0, -100.0, -104.0, -107.9],
    ("silu", "f8"): [-708.4, -709.9, -740.0, -745.0, -751.0],
}


@pytest.mark.parametrize(("name", "dtype"), FAR)
def test_far_tails_where_peers_return_zero_or_nan(name, dtype):
    row = ak.catalog[name]
    x = np.array(FAR[name, dtype], dtype)
    for quantity, form in (("y", "value"), ("dydx", "grad")):
        result = get(BACKEND, name, form)(x)
        truth = [reference.exact(name, quantity, float(each)) for each in x]
        assert np.all(ulp_error(result, np.array(truth, float)) <= row.ulp_of(quantity, dtype)), quantity
        assert np.all(result < 0)  # subnormals, but not 0
    infinities = np.array([-np.inf, np.inf], dtype)
    np.testing.assert_array_equal(get(BACKEND, name)(infinities), [0, np.inf])
    np.testing.assert_array_equal(get(BACKEND, name, "grad")(infinities), [0, 1])


@pytest.mark.parametrize(("dtype", "z"), [("f4", [-87.0, -130.0, -170.0, -180.0, -184.0]), ("f8", [-700.0, -1400.0, -1450.0])])
def test_swish_of_a_small_beta_and_a_large_input(dtype, z):
    # The sigmoid alone would be 0; times x it is not.
    x = np.array(z, dtype) * (np.finfo(dtype).max / 2048)
    beta = np.dtype(dtype).type(2048 / np.finfo(dtype).max)
    truth = [float(reference.exact("swish", "y", float(each), beta=float(beta))) for each in x]
    result = get(BACKEND, "swish")(x, beta)
    assert np.all(result < 0)
    assert np.all(ulp_error(result, truth) <= ak.catalog["swish"].promise.ulp[dtype])


@pytest.mark.parametrize("dtype", ["f4", "f8"])
def test_swish_without_steepness_is_half_the_input(dtype):
    x = np.array([-np.inf, -3, -0.0, 0.5, np.inf], dtype)
    np.testing.assert_array_equal(get(BACKEND, "swish")(x, x.dtype.type(0)), x / 2)
    np.testing.assert_array_equal(get(BACKEND, "swish", "grad")(x, x.dtype.type(0)), np.full(5, 0.5))


def test_ulp_error_counts_units_in_the_last_place():
    one = np.float32(1)
    assert ulp_error(one, 1.0) == 0
    assert ulp_error(np.nextafter(one, np.float32(2)), 1.0) == 1
    assert ulp_error(np.float32(0), float(np.finfo(np.float32).smallest_subnormal)) == 1
    assert ulp_error(np.float32(np.nan), 1.0) == np.inf
    assert ulp_error(np.float32(np.nan), np.nan) == 0
    assert ulp_error(np.float32(np.inf), np.inf) == 0
    assert ulp_error(np.float32(np.inf), 3.5e38) == 0
    assert ulp_error(np.float32(np.inf), 3.4e38) == np.inf
    assert ulp_error(np.float32(2.0**-24), 0.0, floor=2.0**-6) == 2.0**-24 / 2.0**-29


def test_exact_climbs_until_results_agree():
    # (exp(x) - exp(-x)) / (exp(x) + exp(-x)) loses 1,000 bits here.
    assert float(reference.exact("tanh", "y", 1e-300)) == 1e-300
    assert reference.exact("relu", "y", -1.0) == 0
