"""Functions with parameters that have defaults: how they are called, and what wrong calls get."""

import inspect
import pickle

import numpy as np
import pytest
from support.cases import BACKENDS, assert_same_bits, cases, get, like, operands, outputs, public

import actkern as ak

pytestmark = pytest.mark.parametrize("backend", BACKENDS)
WITH_DEFAULTS = [row for row in ak.catalog.values() if row.of_elements and row.has_defaults]


@pytest.mark.parametrize(("name", "form"), cases(WITH_DEFAULTS))
def test_defaults_positions_and_names(name, form, backend):
    row = ak.catalog[name]
    function, ufunc = public(backend, name, form), get(backend, name, form)
    assert isinstance(ufunc, np.ufunc)
    x = np.linspace(-3, 3, 50, dtype="f4")
    count = len(row.optional)
    arrays = operands(name, form, x)[:-count]
    defaults = [parameter.default for parameter in row.optional]
    others = [0.75 * default + 0.2 for default in defaults]
    names = [parameter.name for parameter in row.optional]
    assert_same_bits(function(*arrays), ufunc(*arrays, *defaults))
    expected = ufunc(*arrays, *others)
    assert_same_bits(function(*arrays, *others), expected)
    assert_same_bits(function(*arrays, **dict(zip(names, others))), expected)
    assert_same_bits(function(*arrays, **dict(zip(names[-1:], others[-1:]))), ufunc(*arrays, *defaults[:-1], others[-1]))
    # Python floats are weak: float32 stays.
    assert all(each.dtype == np.float32 for each in outputs(function(*arrays)))
    channels = np.full(50, others[0], "f4")
    assert_same_bits(function(*arrays, channels, *others[1:]), expected)
    out = tuple(np.full_like(each, 7) for each in outputs(expected))
    result = function(*arrays, *others, out=like(out), where=x > 0)
    assert all(one is other for one, other in zip(outputs(result), out))
    for one, whole in zip(out, outputs(expected)):
        np.testing.assert_array_equal(one, np.where(x > 0, whole, 7))


@pytest.mark.parametrize(("name", "form"), cases(WITH_DEFAULTS))
def test_wrong_calls(name, form, backend):
    row = ak.catalog[name]
    function = public(backend, name, form)
    taken, _ = row.operands(form)
    required = len(taken) - len(row.optional)
    with pytest.raises(TypeError, match=rf"{name} takes .*{taken[-1]}=.*; got {required - 1} operands by position"):
        function(*[1.0] * (required - 1))
    with pytest.raises(TypeError, match=rf"got {len(taken) + 1} operands by position"):
        function(*[1.0] * (len(taken) + 1))
    with pytest.raises(TypeError, match=rf"{name} takes no argument 'slop'; it takes .*{taken[-1]}, out"):
        function(*[1.0] * required, slop=1)
    with pytest.raises(TypeError, match=rf"got {taken[required]} by position and by name"):
        function(*[1.0] * (required + 1), **{taken[required]: 1.0})
    with pytest.raises(TypeError, match=r"takes float16, .*; got elements of type"):
        function(*[np.ones(2)] * required, **{taken[-1]: "steep"})
    with pytest.raises(ValueError, match="broadcast"):
        function(*[np.ones(2)] * required, **{taken[-1]: np.ones(3)})


@pytest.mark.parametrize(("name", "form"), cases(WITH_DEFAULTS))
def test_signature_and_pickle(name, form, backend):
    function = public(backend, name, form)
    row = ak.catalog[name]
    signature = inspect.signature(function)
    taken, _ = row.operands(form)
    assert list(signature.parameters) == [*taken, "ufunc_keywords"]
    for parameter in row.optional:
        assert signature.parameters[parameter.name].default == parameter.default
    assert pickle.loads(pickle.dumps(function)) is function


@pytest.mark.parametrize("name", ["rrelu"])
def test_rrelu_evaluates_with_the_mean_slope(name, backend):
    x = np.linspace(-3, 3, 7, dtype="f4")
    for form in ak.catalog[name].forms:
        arrays = [x, x] if form == "backward" else [x]
        result = public(backend, name, form)(*arrays)
        assert_same_bits(result, public(backend, "leaky_relu", form)(*arrays, (1 / 8 + 1 / 3) * 0.5))
        wide = public(backend, name, form)(*arrays, lower=0.0, upper=1.0)
        assert_same_bits(wide, public(backend, "leaky_relu", form)(*arrays, 0.5))
    out = np.zeros_like(x)
    assert public(backend, name)(x, out=out) is out
    with pytest.raises(TypeError, match="rrelu takes x by position and the rest by name; got 2 operands"):
        public(backend, name)(x, 0.1)


@pytest.mark.parametrize("name", ["rrelu"])
def test_rrelu_draws_slopes_in_training(name, backend):
    for dtype in ("f2", "f4", "f8"):
        x = np.full((50, 1000), -1.0, dtype)
        y = public(backend, name)(x, training=True, rng=np.random.default_rng(0))
        assert y.dtype == dtype
        assert 1 / 8 - 1e-3 <= -y.max() < -y.min() <= 1 / 3 + 1e-3
        assert abs(-y.astype("f8").mean() - (1 / 8 + 1 / 3) / 2) < 2e-3
        both, slope = public(backend, name, "value_and_grad")(x, training=True, rng=0)
        assert_same_bits(both, y)
        assert_same_bits(slope, -y)
        assert_same_bits(public(backend, name, "backward")(np.ones_like(x), x, training=True, rng=0), slope)
    assert public(backend, name)(np.ones(3, int), training=True).dtype == np.float64
    assert (public(backend, name)(np.ones((5, 5)), training=True) == 1).all()
    with pytest.raises(TypeError, match="takes float16"):
        public(backend, name)(np.ones(3, complex), training=True)
