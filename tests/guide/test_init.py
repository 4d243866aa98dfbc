"""actkern.init: weights have the distribution that their rule says, and a gain is what its definition gives."""

import math
import re

import mpmath
import numpy as np
import pytest
from support.cases import OF_ONE, names

import actkern as ak
from actkern import init
from actkern.reference import formulas

RULES = {  # the variance over fan_in and fan_out, and whether weights are uniform
    "he_normal": (lambda fan_in, fan_out: 2 / fan_in, False),
    "he_uniform": (lambda fan_in, fan_out: 2 / fan_in, True),
    "xavier_normal": (lambda fan_in, fan_out: 2 / (fan_in + fan_out), False),
    "xavier_uniform": (lambda fan_in, fan_out: 2 / (fan_in + fan_out), True),
    "lecun_normal": (lambda fan_in, fan_out: 1 / fan_in, False),
}
rules = pytest.mark.parametrize("rule", RULES)
ACTIVATIONS = [row for row in OF_ONE if row.family != "losses"]
DEFINED = [row for row in ACTIVATIONS if row.facts.support == (-math.inf, math.inf)]


@rules
@pytest.mark.parametrize(
    ("shape", "axes", "fans"),
    [
        ((300, 200), {}, (300, 200)),
        ((200, 300), init.TORCH, (300, 200)),
        ((3, 5, 40, 60), {}, (600, 900)),  # height, width, channels in, channels out
        ((60, 40, 3, 5), init.TORCH, (600, 900)),
        ((40, 5, 60), {"in_axis": 0, "out_axis": -1}, (200, 300)),
    ],
)
def test_samples_have_the_variance_of_the_definition(rule, shape, axes, fans):
    variance, uniform = RULES[rule]
    weights = getattr(init, rule)(shape, 1, np.float64, **axes)
    assert weights.shape == shape
    n, expected = weights.size, variance(*fans)
    assert abs(weights.mean()) < 5 * math.sqrt(expected / n)
    # Of the second and fourth moment of a sample: within five of their own standard deviations.
    kurtosis = 9 / 5 if uniform else 3
    assert (weights**2).mean() == pytest.approx(expected, rel=5 * math.sqrt((kurtosis - 1) / n))
    assert (weights**4).mean() / expected**2 == pytest.approx(kurtosis, rel=60 / math.sqrt(n))


@pytest.mark.parametrize("rule", [rule for rule, (_, uniform) in RULES.items() if uniform])
@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
def test_uniform_weights_reach_their_bound_and_never_pass_it(rule, dtype):
    shape = 30, 50_000
    bound = math.sqrt(3 * RULES[rule][0](*shape))
    largest = float(np.abs(getattr(init, rule)(shape, 0, dtype)).max())
    assert largest <= bound
    assert largest > bound * (1 - 2 * float(np.finfo(dtype).eps) - 1e-4)


@rules
def test_a_seed_and_a_generator_give_the_same_weights_again(rule):
    make = getattr(init, rule)
    weights = make((20, 30), 7)
    np.testing.assert_array_equal(make((20, 30), rng=7), weights)
    generator = np.random.default_rng(7)
    np.testing.assert_array_equal(make((20, 30), generator), weights)
    assert (make((20, 30), generator) != weights).mean() > 0.99
    assert (make((20, 30)) != make((20, 30))).mean() > 0.99


@rules
@pytest.mark.parametrize("dtype", ["float16", np.float32, float])
def test_weights_have_the_dtype_and_are_the_same_numbers_in_each(rule, dtype):
    make = getattr(init, rule)
    assert make((4, 5), 0).dtype == np.float32
    weights = make((40, 50), 0, dtype)
    assert weights.dtype == np.dtype(dtype)
    np.testing.assert_allclose(weights, make((40, 50), 0, np.float64), rtol=4 * np.finfo(dtype).eps, atol=1e-7)


@rules
@pytest.mark.parametrize(
    ("arguments", "keywords", "error", "message"),
    [
        ((10,), {}, TypeError, "shape is a tuple of ints, (features in, features out), not 10"),
        (((2.0, 3),), {}, TypeError, "shape is a tuple of ints"),
        (((10,),), {}, ValueError, "shape has two axes or more, of the inputs and of the outputs, not (10,); a bias starts at 0"),
        (((0, 3),), {}, ValueError, "every axis of shape is at least 1 long; got (0, 3)"),
        (((2, 3), "zero"), {}, TypeError, "rng is a numpy.random.Generator, a seed or None, not 'zero'"),
        (((2, 3), -1), {}, TypeError, "rng is a numpy.random.Generator, a seed or None, not -1"),
        (((2, 3), 0, "int32"), {}, TypeError, "dtype is float16, float32 or float64, not 'int32'"),
        (((2, 3), 0, "flaot"), {}, TypeError, "dtype is float16, float32 or float64, not 'flaot'"),
        (((2, 3), 0, None), {}, TypeError, "dtype is float16, float32 or float64, not None"),
        (((2, 3),), {"in_axis": 2}, np.exceptions.AxisError, "in_axis 2 is out of bounds for shape (2, 3); accepted is -2 to 1"),
        (((2, 3),), {"out_axis": "x"}, TypeError, "out_axis is an int, not 'x'"),
        (((2, 3),), {"in_axis": 1}, ValueError, "in_axis and out_axis are two axes; both are 1 of shape (2, 3)"),
    ],
)
def test_bad_arguments_are_named(rule, arguments, keywords, error, message):
    with pytest.raises(error, match=re.escape(f"init.{rule}: {message}")):
        getattr(init, rule)(*arguments, **keywords)


def test_other_names():
    assert init.kaiming_normal is init.he_normal
    assert init.kaiming_uniform is init.he_uniform
    assert init.glorot_normal is init.xavier_normal
    assert init.glorot_uniform is init.xavier_uniform
    assert all(getattr(init, name) is not None for name in init.__all__)


def gain_by_mpmath(name, **parameters):
    """1 / sqrt(E[f(z)^2]) by the row's formula, in mpmath, piece by piece between all points where a kink may be."""
    row = ak.catalog[name]
    given = {each.name: mpmath.mpf(parameters.get(each.name, each.sample)) for each in row.parameters}
    context, functions = formulas._context(120)
    ends = {*map(mpmath.mpf, range(-12, 13)), *given.values(), *(-each for each in given.values())}
    if {"slope", "offset"} <= given.keys():
        ends |= {-given["offset"] / given["slope"], (1 - given["offset"]) / given["slope"]}

    def integrand(z):
        value = formulas.evaluate(row.formula.value, functions, {"x": context.mpf(z)} | given, stable=False)
        return value**2 * context.exp(-(context.mpf(z) ** 2) / 2)

    with mpmath.workprec(120):
        inside = sorted(each for each in ends if abs(each) <= 12)
        square = mpmath.quad(integrand, [-38, *inside, 38], method="gauss-legendre", maxdegree=5) / mpmath.sqrt(2 * mpmath.pi)
        return float(1 / mpmath.sqrt(square))


@names(DEFINED)
def test_gain_is_what_its_definition_gives(name):
    typical = {each.name: each.sample for each in ak.catalog[name].parameters if each.default is None}
    assert init.gain(name, **typical) == pytest.approx(gain_by_mpmath(name), rel=1e-13)


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("leaky_relu", {"negative_slope": 0.25}),
        ("elu", {"alpha": 2.0}),
        ("swish", {"beta": 1.702}),
        ("hard_tanh", {"min_val": -0.7, "max_val": 1.3}),
        ("threshold", {"threshold": 0.3, "value": -2.0}),
        ("soft_cap", {"cap": 0.5}),
        ("bias_tanh", {"bias": 1.5}),
        ("snake", {"a": 5.0}),
    ],
)
def test_gain_follows_the_parameters(name, parameters):
    assert init.gain(name, **parameters) == pytest.approx(gain_by_mpmath(name, **parameters), rel=1e-13)
    assert init.gain(name, **parameters) != pytest.approx(init.gain(name, **{key: 2 * p for key, p in parameters.items()}))


def test_gains_that_are_known():
    assert init.gain("identity") == pytest.approx(1, rel=1e-15)
    assert init.gain("relu") == pytest.approx(math.sqrt(2), rel=1e-15)
    for slope in (0.0, 0.01, 0.2, 1.0):
        assert init.gain("leaky_relu", negative_slope=slope) == pytest.approx(math.sqrt(2 / (1 + slope**2)), rel=1e-15)
    assert init.gain("rrelu", lower=0.25, upper=0.25) == init.gain("leaky_relu", negative_slope=0.25)
    assert init.gain("selu") == pytest.approx(1, rel=1e-14)  # its two constants were made for that
    assert init.gain("ndtr") == pytest.approx(math.sqrt(3), rel=1e-14)  # ndtr(z) is uniform
    assert init.gain("exp") == pytest.approx(math.exp(-1), rel=1e-14)
    assert init.gain("binary_step") == pytest.approx(math.sqrt(2), rel=1e-14)
    # Where PyTorch's table has other numbers, as the docstring says: 5/3, 3/4 and 1.
    assert (round(init.gain("tanh"), 2), round(init.gain("gelu"), 2), round(init.gain("sigmoid"), 2)) == (1.59, 1.53, 1.85)
    # A dip of the width 1e-6 is not missed.
    assert init.gain("isru", alpha=1e12) * 1e-6 - 1 == pytest.approx(math.sqrt(math.pi / 2) / 2 * 1e-6, rel=1e-4)


def test_gain_takes_aliases_and_functions():
    assert init.gain("linear") == init.gain(ak.identity) == init.gain("Identity")
    assert init.gain(ak.leaky_relu, negative_slope=0.5) == init.gain(ak.leaky_relu.ufunc, negative_slope=0.5)


def test_a_layer_keeps_the_size_of_what_it_is_given():
    rng = np.random.default_rng(0)
    for name in ("gelu", "tanh", "selu"):
        z = rng.standard_normal((200, 512))
        for _ in range(5):
            y = getattr(ak, name)(z)
            z = y @ (init.gain(name) * init.lecun_normal((512, 512), rng, np.float64))
        assert 0.5 < (z**2).mean() < 2


@names([row for row in ak.catalog.values() if row not in DEFINED and row.name != "rrelu"])
def test_what_has_no_gain_says_why(name):
    row = ak.catalog[name]
    reason = "is a loss" if row.family == "losses" else "has the inputs" if len(row.inputs) > 1 else "is none of each element"
    if row in ACTIVATIONS:
        reason = "has none, as it is not defined for every z: its domain is"
    with pytest.raises(ValueError, match=rf"init\.gain: {name} {reason}"):
        init.gain(name, **{each.name: each.sample for each in row.parameters})


@pytest.mark.parametrize(
    ("name", "parameters", "error", "message"),
    [
        ("rellu", {}, KeyError, "did you mean relu?"),
        (1.5, {}, TypeError, "takes the name of an activation, or a function such as actkern.relu, not 1.5"),
        (np.tanh, {}, TypeError, "takes the name of an activation"),
        (ak.grad.tanh, {}, TypeError, "takes the name of an activation"),
        (
            "leaky_relu",
            {"negative_slop": 0.2},
            TypeError,
            "leaky_relu has no parameter 'negative_slop'; it has negative_slope; did you mean negative_slope?",
        ),
        ("relu", {"alpha": 1}, TypeError, "relu has no parameter 'alpha'; it has none"),
        ("threshold", {}, TypeError, "threshold needs threshold and value, such as threshold=0.1"),
        ("elu", {"alpha": "one"}, TypeError, "alpha is a number, not 'one'"),
        ("elu", {"alpha": math.inf}, ValueError, "alpha is finite, not inf"),
        ("hard_shrink", {"lambd": 1000}, ValueError, "hard_shrink(lambd=1000) has none: its value is 0 for nearly every z"),
        ("smht", {"a": 256}, ValueError, "has none: the mean square of its values is no finite float"),
        ("snake", {"a": 1e9}, ValueError, "is not to be had: it turns too often"),
    ],
)
def test_bad_arguments_of_gain_are_named(name, parameters, error, message):
    with pytest.raises(error, match=re.escape(message)):
        init.gain(name, **parameters)
