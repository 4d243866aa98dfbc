"""autograd's derivatives of actkern's functions."""

import pickle

import numpy as np
import pytest
from support.cases import names
from support.examples import block
from support.processes import python, stdout

import actkern as ak
from actkern._catalog import Elementwise

pytest.importorskip("autograd")

import autograd.numpy as anp
from autograd import elementwise_grad, grad
from autograd.test_util import check_grads

ELEMENTWISE = [row for row in ak.catalog.values() if isinstance(row, Elementwise)]
ALONG_AXIS = ("softmax", "log_softmax", "softmin", "sparsemax", "entmax15", "logsumexp", "logmeanexp")
X = np.random.default_rng(0).normal(0, 2, (3, 4))


def operands(name):
    row = ak.catalog[name]
    lowest = max(row.facts.support[0], -8.0) + 0.01
    x = np.linspace(lowest, min(row.facts.support[1], 8.0) - 0.01, 12).reshape(3, 4)
    return [x, *(np.roll(x, 1 + shift)[0] for shift in range(len(row.inputs) - 1)), *(p.sample for p in row.parameters)]


@names(ELEMENTWISE)
def test_value_and_derivatives_are_actkerns(name):
    given = operands(name)
    function, count = getattr(ak.autograd, name), len(ak.catalog[name].inputs)
    np.testing.assert_array_equal(function(*given), getattr(ak, name)(*given))
    dy = np.linspace(-2, 2, 12).reshape(3, 4)
    expected = getattr(ak.backward, name)(dy, *given)
    for index, dx in enumerate(expected if count > 1 else (expected,)):
        found = grad(lambda *given: anp.sum(dy * function(*given)), index)(*given)
        np.testing.assert_allclose(found, dx.sum(axis=0) if np.ndim(given[index]) == 1 else dx, rtol=1e-14)


@pytest.mark.parametrize("name", ["gelu", "mish", "tanh", "swiglu", "softplus"])
def test_derivatives_are_those_of_differences(name):
    check_grads(getattr(ak.autograd, name), modes=["rev"], order=1)(*operands(name)[: len(ak.catalog[name].inputs)])


@pytest.mark.parametrize("axis", [0, 1, -1])
@pytest.mark.parametrize("name", ALONG_AXIS)
def test_along_an_axis(name, axis):
    function = getattr(ak.autograd, name)
    np.testing.assert_array_equal(function(X, axis=axis), getattr(ak, name)(X, axis=axis))
    for call in (lambda x: function(x, axis), lambda x: function(x, axis=axis)):
        check_grads(call, modes=["rev"], order=1)(X)


def test_masks_temperature_and_causal():
    where = X > -1
    for keywords in ({"where": where}, {"temperature": 2.0}, {"causal": True}):
        check_grads(lambda x, keywords=keywords: ak.autograd.softmax(x, **keywords), modes=["rev"], order=1)(X)
    check_grads(lambda x: ak.autograd.logsumexp(x, axis=1, keepdims=True, where=where), modes=["rev"], order=1)(X)


def test_parameters_by_name_and_float32():
    x = X.astype("f4")
    found = elementwise_grad(lambda x: ak.autograd.leaky_relu(x, negative_slope=0.25))(x)
    assert found.dtype == np.float32
    np.testing.assert_array_equal(found, np.where(x > 0, 1, 0.25))


def test_what_has_no_derivative_is_an_error():
    with pytest.raises(NotImplementedError, match="VJP of leaky_relu wrt argnum"):
        grad(lambda slope: anp.sum(ak.autograd.leaky_relu(X, slope)))(0.1)
    with pytest.raises(NotImplementedError, match="VJP of gelu wrt argnum"):
        grad(grad(ak.autograd.gelu))(1.0)


def test_names():
    for name in ak.catalog["silu"].aliases:
        assert getattr(ak.autograd, name) is ak.autograd.silu
    assert pickle.loads(pickle.dumps(ak.autograd.gelu)) is ak.autograd.gelu
    assert set(dir(ak.autograd)) >= {"gelu", "softmax", "swiglu"}
    with pytest.raises(AttributeError, match="did you mean gelu"):
        _ = ak.autograd.geluu
    with pytest.raises(
        AttributeError, match=r"NumPy's arrays alone, and actkern\.autograd\.huber_error the loss of each element"
    ):
        _ = ak.autograd.huber
    with pytest.raises(AttributeError, match=r"actkern\.maxout is a function of NumPy's arrays alone$"):
        _ = ak.autograd.maxout


def test_without_autograd_the_error_says_how_to_get_it():
    done = python("import sys; sys.modules['autograd'] = None\nimport actkern as ak\nak.autograd.gelu")
    assert "ImportError: actkern.autograd needs autograd, which cannot be imported: pip install autograd" in done.stderr
    assert stdout("import sys, actkern.autograd; print('autograd' in sys.modules)") == "False"


def test_the_example_of_the_page_runs():
    namespace = {}
    exec(block("python", "docs/home.md", "from autograd import"), namespace)
    assert namespace["loss"] < 0.1
