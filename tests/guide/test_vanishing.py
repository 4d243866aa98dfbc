"""`actkern.gradient_norms` and its picture, and the network that both stand on."""

import matplotlib as mpl
import numpy as np
import pytest

import actkern as ak
from actkern._learning.network import Network
from actkern._learning.weights import RULES, usual

mpl.use("Agg")
from matplotlib import pyplot as plt
from matplotlib.figure import Figure


@pytest.fixture(scope="module")
def norms():
    return ak.gradient_norms()


def test_the_gradient_of_sigmoid_vanishes_and_that_of_relu_and_tanh_does_not(norms):
    assert list(norms) == ["sigmoid", "tanh", "relu"]
    assert {each.shape for each in norms.values()} == {(3, 30)}
    mean = {name: each.mean(axis=0) for name, each in norms.items()}
    assert mean["sigmoid"][0] < 1e-15 * mean["sigmoid"][-1]
    # Layer by layer: what is left on the way down is a quarter or less, the largest slope there is.
    assert (mean["sigmoid"][:-1] < 0.3 * mean["sigmoid"][1:]).all()
    for name in ("tanh", "relu"):
        assert mean[name].max() < 5 * mean[name].min()


def test_relu_vanishes_by_a_rule_that_is_for_others(norms):
    (xavier,) = ak.gradient_norms("relu", init="xavier_normal").values()
    assert xavier.mean() < 1e-3 * norms["relu"].mean()


def test_gradients_are_those_of_the_loss():
    rng = np.random.default_rng(3)
    network = Network([5, 7, 6, 4], ak.catalog["gelu"], rng, dtype="float64")
    x, labels = rng.standard_normal((9, 5)), rng.integers(0, 4, 9)
    network.biases[0] += 0.1
    _, d_logits = ak.value_and_grad.cross_entropy(network.forward(x), labels)
    for gradients, arrays in zip(network.backward(d_logits), (network.weights, network.biases)):
        for gradient, array in zip(gradients, arrays, strict=True):
            direction, start = rng.standard_normal(array.shape), array.copy()
            ends = []
            for step in (1e-5, -1e-5):
                array[...] = start + step * direction
                ends.append(ak.cross_entropy(network.forward(x), labels))
            array[...] = start
            assert (gradient * direction).sum() == pytest.approx((ends[0] - ends[1]) / 2e-5, rel=1e-6)


def test_what_is_usual_for_an_activation():
    he = ("relu", "relu6", "leaky_relu", "elu", "gelu", "silu", "softplus")
    xavier = ("sigmoid", "tanh", "identity", "softsign", "soft_cap", "erf")
    assert {usual(ak.catalog[name]) for name in he} == {"he_normal"}
    assert {usual(ak.catalog[name]) for name in xavier} == {"xavier_normal"}


@pytest.mark.parametrize("rule", RULES)
def test_weights_have_the_variance_of_their_rule(rule):
    drawn = RULES[rule]((400, 100), np.random.default_rng(0), "float64")
    expected = {"he_normal": 2 / 400, "xavier_normal": 2 / 500, "lecun_normal": 1 / 400}[rule]
    assert drawn.var() == pytest.approx(expected, rel=0.03)
    assert drawn.mean() == pytest.approx(0, abs=1e-3)


def test_the_picture_has_the_mean_of_each_layer():
    ax = Figure().add_subplot()
    given = {"depth": 4, "width": 16, "seeds": 2, "init": "he_normal"}
    assert ak.plot_vanishing("hardswish", ak.relu, ax=ax, **given) is ax
    assert plt.get_fignums() == []
    expected = ak.gradient_norms("hardswish", "relu", **given)
    assert [line.get_label() for line in ax.lines] == ["hardswish (he_normal)", "relu (he_normal)"]
    for line, name in zip(ax.lines, expected, strict=True):
        x, y = line.get_xydata().T
        assert x.tolist() == [1, 2, 3, 4]
        np.testing.assert_array_equal(y, expected[name].mean(axis=0))
    assert ax.get_yscale() == "log"
    ax.figure.draw_without_rendering()


def test_norms_that_have_no_place_on_the_axis_are_named():
    ax = Figure().add_subplot()
    ak.plot_vanishing("binary_step", "exp", "tanh", depth=20, width=32, seeds=1, ax=ax)
    step, exp, tanh = ax.lines
    assert step.get_label() == "binary_step (xavier_normal): 0"
    assert exp.get_label().endswith(": not finite")
    assert np.isnan(step.get_ydata()).all()
    assert np.isfinite(tanh.get_ydata()).all()
    ax.figure.draw_without_rendering()


@pytest.mark.parametrize(
    ("names", "keywords", "error", "message"),
    [
        (("sigmoyd",), {}, ValueError, r"no function 'sigmoyd' in the catalogue; did you mean sigmoid\?"),
        (("softmax",), {}, ValueError, "hidden units have a function of each element, such as .*relu.*, not softmax"),
        (("mse",), {}, ValueError, "a function of each element"),
        (("glu",), {}, ValueError, "a function of each element"),
        (("swiglu",), {}, ValueError, "a function of one input; swiglu takes up beside"),
        (("threshold",), {}, ValueError, "threshold takes threshold and value beside"),
        (("logistic_loss",), {}, ValueError, "logistic_loss takes target beside"),
        (("logit",), {}, ValueError, "hidden units take any number; logit is defined from 0 to 1 alone"),
        ((), {"init": "he_norm"}, ValueError, r"init is usual, he_normal, .*, not 'he_norm'; did you mean he_normal\?"),
        ((), {"depth": 1}, ValueError, "depth is at least 2, not 1"),
        ((), {"width": 0}, ValueError, "width is at least 1, not 0"),
        ((), {"seeds": 2.5}, TypeError, "seeds is an int, not 2.5"),
    ],
)
def test_what_makes_no_sense_is_an_error(names, keywords, error, message):
    for function in (ak.gradient_norms, ak.plot_vanishing):
        with pytest.raises(error, match=message):
            function(*names, **keywords)
    assert plt.get_fignums() == []
