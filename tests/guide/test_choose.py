"""actkern.choose gives the answers of the guide: which activation, and what goes with it."""

import copy
import json
import pickle
import re

import numpy as np
import pytest

import actkern as ak
from actkern._choose import NETWORKS, TASKS, normalise, standardise

HE = (ak.init.he_normal, ak.init.he_uniform)
XAVIER = (ak.init.xavier_normal, ak.init.xavier_uniform)


@pytest.mark.parametrize("network", ["mlp", "cnn"])
def test_hidden_layers_of_an_mlp_and_a_cnn_are_relu(network):
    choice = ak.choose(network=network)
    (hidden,) = choice.hidden
    assert choice.output is None
    assert hidden.function is ak.relu
    assert hidden.initialisation == HE
    assert hidden.inputs == (0, 1)


def test_an_rnn_has_tanh_for_the_output_and_sigmoid_for_the_gates():
    output, gates = ak.choose(network="rnn").hidden
    assert (output.function, gates.function) == (ak.tanh, ak.sigmoid)
    assert "output" in output.layers
    assert "gates" in gates.layers
    assert output.initialisation == gates.initialisation == XAVIER
    assert (output.inputs, gates.inputs) == ((-1, 1), (0, 1))


def test_a_transformer_has_gelu_or_swiglu():
    plain, gated = ak.choose(network="transformer").hidden
    assert (plain.function, gated.function) == (ak.gelu, ak.swiglu)
    assert plain.initialisation == HE
    assert gated.initialisation == (ak.init.lecun_normal,)
    assert plain.inputs is gated.inputs is None
    with pytest.raises(ValueError, match="inputs of a transformer are scaled by the normalisation within it"):
        plain.scale([[1.0]])


def test_regression_is_linear_with_one_node():
    output = ak.choose(task="regression").output
    assert output.function is ak.identity is ak.linear
    assert output.nodes == 1
    assert output.loss is ak.mse
    assert output.value_and_grad is ak.value_and_grad.mse
    assert output.loss_takes == "prediction"
    assert output.scale_targets == (normalise, standardise)
    assert output.crisp is None
    assert ak.choose(task="regression", targets=3).output.nodes == 3


def test_binary_is_sigmoid_with_one_node():
    output = ak.choose(task="binary").output
    assert output.function is ak.sigmoid
    assert output.nodes == 1
    assert output.loss is ak.binary_cross_entropy_with_logits
    assert output.value_and_grad is ak.value_and_grad.binary_cross_entropy_with_logits
    assert output.crisp is np.round
    assert ak.choose(task="binary", classes=2).output == output


@pytest.mark.parametrize("classes", [2, 10, np.int64(1000), None])
def test_multiclass_is_softmax_with_one_node_per_class(classes):
    output = ak.choose(task="multiclass", classes=classes).output
    assert output.function is ak.softmax
    assert output.nodes == classes
    assert output.loss is ak.cross_entropy
    assert output.value_and_grad is ak.value_and_grad.cross_entropy
    assert output.crisp([[0.2, 0.5, 0.3]]) == [1]
    assert "one for each class" in str(output)


@pytest.mark.parametrize("classes", [1, 5, None])
def test_multilabel_is_sigmoid_with_one_node_per_class(classes):
    output = ak.choose(task="multilabel", classes=classes).output
    assert output.function is ak.sigmoid
    assert output.nodes == classes
    assert output.loss is ak.binary_cross_entropy_with_logits
    assert output.crisp is np.round
    assert "one for each class" in str(output)


@pytest.mark.parametrize("task", TASKS)
def test_output_layers_start_from_xavier_and_losses_take_what_the_answer_says(task):
    output = ak.choose(task=task).output
    assert output.initialisation == XAVIER
    assert output.loss_takes == ak.catalog[output.loss.__name__].inputs[0].name
    told = "actkern.softmax is applied only to read probabilities" if task == "multiclass" else "actkern.sigmoid is applied only"
    if output.loss_takes == "logits":
        assert told in output.applied
        assert told in re.sub(r"\s+", " ", str(output))
    else:
        assert "can be left out" in output.applied


@pytest.mark.parametrize("task", [task for task in TASKS if task != "regression"])
def test_loss_on_logits_is_the_loss_of_the_activation(task):
    output = ak.choose(task=task, classes=2 if task == "binary" else 4).output
    rng = np.random.default_rng(0)
    logits = rng.normal(0, 2, (50, output.nodes))
    if task == "multiclass":
        target = rng.integers(0, 4, 50)
        expected = -np.log(output.function(logits)[np.arange(50), target]).mean()
        label = target
    else:
        target = label = rng.integers(0, 2, logits.shape)
        p = output.function(logits)
        expected = -np.where(target == 1, np.log(p), np.log(1 - p)).mean()
    loss, _ = output.value_and_grad(logits, target)
    assert loss == output.loss(logits, target) == pytest.approx(expected, rel=1e-12)
    # Descending that gradient ends at the right labels.
    for _ in range(2000):
        logits -= 10 * output.value_and_grad(logits, target)[1]
    np.testing.assert_array_equal(output.crisp(output.function(logits)), label)


def test_both_layers_at_once():
    choice = ak.choose(network="mlp", task="multiclass", classes=3)
    assert [each.name for each in choice] == ["relu", "softmax"]
    assert str(choice) == f"{choice.hidden[0]}\n\n{choice.output}"


EVERY = [{"network": network, "task": task} for network in NETWORKS for task in TASKS]


@pytest.mark.parametrize("given", EVERY, ids=lambda given: "-".join(given.values()))
def test_answers_print_in_80_columns_with_names_that_are_there(given):
    choice = ak.choose(**given)
    text = str(choice)
    assert repr(choice) == text
    assert max(map(len, text.splitlines())) <= 80
    for name in re.findall(r"actkern\.([\w.]+\w)", text):
        found = ak
        for part in name.split("."):
            found = getattr(found, part)
    for each in choice:
        assert each.function is getattr(ak, each.name)
        assert f": {each.name}\n" in str(each)
        assert each.why in re.sub(r"\s+", " ", str(each))
        assert all(re.search(r", (19|20)\d\d\b", source) for source in each.sources)
    assert json.loads(json.dumps(choice.as_dict()))["output"]["task"] == given["task"]


def test_answers_are_equal_frozen_and_can_be_copied():
    choice = ak.choose(network="rnn", task="binary")
    assert ak.choose(network="rnn", task="binary") == choice
    assert ak.choose(network="rnn", task="multilabel") != choice
    assert pickle.loads(pickle.dumps(choice)) == copy.copy(choice) == choice
    with pytest.raises(AttributeError):
        choice.output.nodes = 3


@pytest.mark.parametrize(
    ("given", "error", "message"),
    [
        ({}, TypeError, "give network, one of mlp, cnn, rnn, transformer, task, one of regression, binary, multiclass, multi"),
        ({"network": "nlp"}, ValueError, "network is one of mlp, cnn, rnn, transformer, not 'nlp'; did you mean mlp?"),
        ({"network": "Transformers"}, ValueError, "not 'Transformers'; did you mean transformer?"),
        ({"network": 3}, TypeError, "network is one of mlp, cnn, rnn, transformer, not 3"),
        ({"task": "multi-class"}, ValueError, "not 'multi-class'; did you mean multiclass?"),
        ({"task": "logistic"}, ValueError, "task is one of regression, binary, multiclass, multilabel, not 'logistic'"),
        ({"task": "multiclass", "classes": 1}, ValueError, "classes is at least 2 for task='multiclass', not 1; for two classes"),
        ({"task": "multilabel", "classes": 0}, ValueError, "classes is at least 1 for task='multilabel', not 0"),
        ({"task": "multiclass", "classes": 2.5}, TypeError, "classes is an int, not 2.5"),
        ({"task": "binary", "classes": 3}, ValueError, "task='binary' has 2 classes, not 3; task='multiclass' has any number"),
        ({"task": "regression", "classes": 3}, ValueError, "task='regression' takes targets"),
        ({"task": "regression", "targets": 0}, ValueError, "targets is at least 1 for task='regression', not 0"),
        ({"task": "binary", "targets": 2}, ValueError, "targets is for task='regression'; task='binary' takes classes"),
        ({"network": "mlp", "classes": 3}, ValueError, "classes goes with a task"),
        ({"network": "mlp", "targets": 3}, ValueError, "targets goes with a task"),
    ],
)
def test_what_is_no_choice_is_an_error_that_says_so(given, error, message):
    with pytest.raises(error, match=re.escape(message)):
        ak.choose(**given)


def test_arguments_are_given_by_name():
    with pytest.raises(TypeError):
        ak.choose("mlp")


def test_scaling_is_to_the_range_of_the_activation_and_back():
    train = np.random.default_rng(0).uniform(-50, 200, (100, 3))
    train[:, 2] = 7
    for network, low, high in (("mlp", 0, 1), ("rnn", -1, 1)):
        scaler = ak.choose(network=network).hidden[0].scale(train)
        scaled = scaler(train)
        assert (scaled[:, :2].min(axis=0) == low).all()
        assert (scaled[:, :2].max(axis=0) == high).all()
        assert (scaled[:, 2] == low).all()
        np.testing.assert_allclose(scaler.inverse(scaled), train, rtol=1e-13, atol=1e-12)
        assert scaler(train[:1] * 10).shape == (1, 3)


def test_targets_are_standardised_by_the_training_data_alone():
    train = np.random.default_rng(0).normal(100, 20, 1000).astype(np.float32)
    scaler = standardise(train)
    scaled = scaler(train)
    assert scaled.dtype == np.float32
    assert scaled.mean() == pytest.approx(0, abs=1e-5)
    assert scaled.std() == pytest.approx(1, abs=1e-5)
    np.testing.assert_allclose(scaler.inverse(scaled), train, rtol=1e-6)
    assert scaler([train.mean()]) == pytest.approx(0, abs=1e-5)


@pytest.mark.parametrize("scale", [normalise, standardise])
@pytest.mark.parametrize(
    ("train", "error", "message"),
    [
        (["a"], TypeError, "train is an array of numbers, a row for each sample, not of dtype <U1"),
        ([1j], TypeError, "not of dtype complex128"),
        (3.0, ValueError, "train has a row for each sample; got shape ()"),
        (np.empty((0, 3)), ValueError, "got shape (0, 3)"),
        ([1.0, np.nan], ValueError, "train has NaN or infinities"),
    ],
)
def test_what_has_no_scale_is_an_error(scale, train, error, message):
    with pytest.raises(error, match=re.escape(message)):
        scale(train)


def test_bounds_of_a_scale():
    np.testing.assert_array_equal(normalise([0, 5, 10])([0, 5, 20]), [0, 0.5, 2])
    for low, high in ((1, 1), (1, 0), (0, np.nan), (-np.inf, 0)):
        with pytest.raises(ValueError, match="low is below high, and both are finite"):
            normalise([0.0, 1.0], low, high)
