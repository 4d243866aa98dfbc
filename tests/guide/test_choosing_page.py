"""docs/choosing.md: its blocks run, in their order, and what it says of them is so."""

import re

import numpy as np
import pytest
from support.examples import ROOT, blocks

import actkern as ak

PAGE = "docs/choosing.md"
HEADING = re.compile(r"^#+ ([A-Z*].*|softmax .*|relu .*)$", re.MULTILINE)  # and no comment in a block
SECTIONS = HEADING.findall((ROOT / PAGE).read_text(encoding="utf-8"))

# What holds after a section's block, by its heading, in the names of the page.
CLAIMS = {
    "Choosing an activation": "relu is ak.relu and softmax is ak.softmax",
    "Hidden layers": "[round(factor[name], 2) for name in factor] == [0.04, 0.46, 1.0] and ten_layers['sigmoid'] < 4e-14 "
    "and round(ten_layers['tanh'], 4) == 5e-4 and 0.9 < ten_layers['relu'] < 1.1",
    "Output layers": "np.isclose(loss, -np.log(probabilities[np.arange(6), target]).mean()) and far == 800 "
    "and gradient.shape == logits.shape and (labels == logits.argmax(axis=-1)).all()",
    "Initialisation": "abs(w1.var() * 32 - 1) < 0.1 and abs(w2.var() * 69 - 1) < 0.1 and abs(kernel.var() * 72 - 1) < 0.1 "
    "and abs(w3.var() * 64 / ak.init.gain('silu') ** 2 - 1) < 0.1 and [round(ak.init.gain(name), 3) for name in "
    "('relu', 'tanh', 'selu')] == [1.414, 1.593, 1]",
    "Scaling": "train_x.min() == 0 and train_x.max() == 1 and test_x.shape == test.shape and np.allclose(predicted, prices) "
    "and abs(of_prices(prices).std() - 1) < 1e-12",
    "An output between 0 and 1 that is no class": "np.isclose(learned, 0.3)",
    "Ratios that sum to one": "np.allclose(mixture, ratios)",
    "An output that is positive": "(positive['softplus'] > 0).all() and (positive['exp'] > 0).all() and "
    "(positive['relu'] >= 0).all() and (positive['relu'] == 0).any() and np.isclose(positive['softplus'][-1], 5, rtol=2e-3) "
    "and not ak.grad.relu(x[:5]).any() and np.isclose(rates, (np.exp(x) - 2 * x).mean())",
    "Several outputs of a regression": "both.nodes == 2 and np.isclose(mean_error, 1)",
    "One network for regression and classification": "gradients.all() and np.isclose(total, ak.cross_entropy(outputs[:, :3], "
    "classes) + ak.mse(outputs[:, 3], numbers))",
    "softmax for two classes beside one sigmoid": "np.allclose(two_nodes, one_node, rtol=1e-15)",
    "relu in an LSTM": "0 < h < 1 and h_relu > 1e12",
    "A linear hidden layer and its derivative": "np.allclose(two_layers, one_layer) and (slope == 1).all()",
    "Multilabel beside multiclass": "which_one.round(3).tolist() == [[0.622, 0.377, 0.001]] and which_ones.round(3).tolist() == "
    "[[0.953, 0.924, 0.018]] and labels_of_photo.tolist() == [[1, 1, 0]]",
    "Does the activation stay in the trained model?": "(by_logits == by_probabilities).all() and "
    "(yes_by_logits == yes_by_probabilities).all()",
    "Why inputs are scaled to the activation's range": "alive[0] < 0.01 and alive[1] == 1",
    "What a dead relu is, and how to see one": "dead.sum() == 5 and dead[:5].all() and not no_gradient.any() and "
    "some_gradient.all()",
}


@pytest.fixture(scope="module")
def after():
    """The names of the page after the block of each section, by its heading."""
    text = (ROOT / PAGE).read_text(encoding="utf-8")
    parts = dict(zip(SECTIONS, HEADING.split(text)[2::2], strict=True))
    namespace, found = {}, {}
    for heading, part in parts.items():
        for code in re.findall(r"```python\n(.*?)```", part, re.DOTALL):
            exec(compile(code, f"{PAGE}, {heading}", "exec"), namespace)
            found[heading] = dict(namespace)
    return found


def test_every_block_has_a_claim(after):
    assert after.keys() == CLAIMS.keys()
    assert len(blocks("python", PAGE)) == len(CLAIMS)


@pytest.mark.parametrize("heading", CLAIMS)
def test_what_the_page_says_is_so(after, heading):
    assert eval(CLAIMS[heading], after[heading])


def test_tables_are_the_answers_of_choose():
    rows = [re.split(r" *\| *", line.strip("| ")) for line in (ROOT / PAGE).read_text().splitlines() if line.startswith("| ")]
    table = {cells[0]: cells[1:] for cells in rows}
    for task in ("regression", "binary", "multiclass", "multilabel"):
        output = ak.choose(task=task).output
        activation, _, loss, label = table[task]
        assert output.name in activation
        assert f"`{ak.catalog[output.loss.__name__].name}`" in loss
        assert ("round" in label, "argmax" in label) == (output.crisp is np.round, task == "multiclass")
    for name, network in (
        ("multilayer perceptron (`mlp`)", "mlp"),
        ("convolutional (`cnn`)", "cnn"),
        ("recurrent (`rnn`)", "rnn"),
    ):
        hidden = ak.choose(network=network).hidden[0]
        activation, weights, inputs = table[name]
        assert hidden.name in activation
        assert re.findall(r"`(\w+)`", weights) == [each.__name__ for each in hidden.initialisation]
        assert inputs == "{:g}..{:g}".format(*hidden.inputs)


def test_files_that_the_page_names_are_there():
    for name in re.findall(r"`(examples/\w+\.py)`", (ROOT / PAGE).read_text()):
        assert (ROOT / name).exists()
