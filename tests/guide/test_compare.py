"""`actkern compare`: networks on the digits, few and short."""

import re

import matplotlib as mpl
import numpy as np
import pytest
from support.processes import stdout

import actkern as ak
from actkern.__main__ import main
from actkern._commands import compare as command
from actkern._learning import digits
from actkern._learning.network import hidden_unit
from actkern._plotting.learning import learning_curves

mpl.use("Agg")
from matplotlib import pyplot as plt

SMALL = digits.Settings(epochs=4, seeds=2, width=32)


@pytest.fixture(scope="module")
def data():
    return digits.load("tests")


@pytest.fixture(scope="module")
def outcomes(data):
    return digits.compare([hidden_unit(name, "tests") for name in ("relu", "hardswish", "sigmoid")], data, SMALL)


def test_the_data_are_images_between_0_and_1_and_none_is_in_both_parts(data):
    assert (data.train_x.shape, data.test_x.shape) == ((1347, 64), (450, 64))
    assert (data.train_x.min(), data.train_x.max(), data.train_x.dtype) == (0, 1, np.float32)
    assert np.bincount(data.test_t).min() >= 43
    assert not {image.tobytes() for image in data.train_x} & {image.tobytes() for image in data.test_x}


def test_networks_learn_and_relu_sooner_than_sigmoid(outcomes):
    relu, hard_silu, sigmoid = outcomes
    assert [outcome.name for outcome in outcomes] == ["relu", "hardswish", "sigmoid"]
    assert [outcome.init for outcome in outcomes] == ["he_normal", "he_normal", "xavier_normal"]
    for outcome in outcomes:
        assert outcome.losses.shape == outcome.accuracies.shape == (2, 4)
        assert (outcome.losses[:, -1] < outcome.losses[:, 0]).all()
        assert outcome.diverged == 0
    for outcome in (relu, hard_silu):
        assert (outcome.accuracies[:, -1] > 0.85).all()
        assert (outcome.losses[:, -1] < 0.5 * sigmoid.losses[:, -1]).all()
    assert len(sigmoid.reached) == 0


def test_the_same_seed_gives_the_same_figures_whatever_else_is_compared(outcomes, data):
    (again,) = digits.compare([hidden_unit("sigmoid", "tests")], data, SMALL)
    np.testing.assert_allclose(again.losses, outcomes[2].losses, rtol=1e-5)
    assert np.ptp(again.losses[:, 0]) > 0  # the seeds differ


def test_progress_is_told_after_each_epoch(data):
    told = []
    rows = [hidden_unit(name, "tests") for name in ("relu", "tanh")]
    before = ak.get_num_threads()
    digits.compare(rows, data, digits.Settings(epochs=2, seeds=2, width=4), told.append)
    assert told == ["relu"] * 4 + ["tanh"] * 4
    assert ak.get_num_threads() == before


def test_the_epoch_that_reaches_the_goal_is_counted_from_1():
    accuracies = np.array([[0.2, 0.95, 0.85], [0.9, 0.5, 0.6], [0.1, 0.2, 0.3]])
    assert digits.Outcome("relu", "he_normal", accuracies, accuracies).reached == [2, 1]


def test_the_curves_are_those_of_the_networks(outcomes):
    figure = learning_curves(outcomes, SMALL)
    assert plt.get_fignums() == []
    of_loss, of_accuracy = figure.axes
    for index, outcome in enumerate(outcomes):
        for ax, runs in ((of_loss, outcome.losses), (of_accuracy, 100 * outcome.accuracies)):
            line = ax.lines[index]
            assert line.get_label() == outcome.name
            np.testing.assert_array_equal(line.get_xdata(), [1, 2, 3, 4])
            np.testing.assert_allclose(line.get_ydata(), runs.mean(axis=0))
    figure.draw_without_rendering()


def test_the_command_prints_a_row_for_each_activation_and_draws(tmp_path, capsys):
    picture = tmp_path / "curves.png"
    arguments = ["compare", "relu", "tanh", "relu", "--epochs", "3", "--seeds", "2", "--width", "32", "-o", str(picture)]
    assert main(arguments) == 0
    text = capsys.readouterr().out
    rows = re.findall(r"^ (\w+) +(\w+_normal) +([\d.]+) ± ([\d.]+) +([\d.]+) ± ([\d.]+) +(.*?) *$", text, re.MULTILINE)
    assert {(name, init) for name, init, *_ in rows} == {("relu", "he_normal"), ("tanh", "xavier_normal")}
    assert len(rows) == 2
    for _, _, accuracy, spread, loss, _, _ in rows:
        assert 70 < float(accuracy) <= 100
        assert float(spread) < 20
        assert 0 < float(loss) < 2
    assert "450 test images" in " ".join(text.split())
    assert f"wrote {picture}" in text
    assert picture.read_bytes().startswith(b"\x89PNG")


def test_networks_that_diverge_are_told_of(capsys):
    assert main(["compare", "exp", "--epochs", "1", "--seeds", "1", "--width", "32", "--layers", "4"]) == 0
    text = capsys.readouterr().out
    assert "diverged (1 of 1)" in text
    assert "not reached" in text


def test_help_names_the_defaults():
    import argparse

    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    text = " ".join(parser.format_help().split())
    defaults = digits.Settings()
    assert f"default: {', '.join(digits.NAMES)}" in text
    for value in (defaults.epochs, defaults.seeds, defaults.layers, defaults.width, defaults.rate):
        assert f"(default {value})" in text


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["relo"], "no function 'relo' in the catalogue; did you mean relu?"),
        (["softmax"], "actkern compare: hidden units have a function of each element"),
        (["swiglu"], "a function of one input; swiglu takes up beside"),
        (["log1p"], "log1p is defined from -1 to inf alone"),
        (["--epochs", "0"], "a whole number from 1 to 10000, not '0'"),
        (["--seeds", "x"], "a whole number from 1 to 1000, not 'x'"),
        (["--rate", "-1"], "a number above 0, not '-1'"),
        (["--rate", "nan"], "a number above 0, not 'nan'"),
        (["--init", "he_uniform"], "init is usual, he_normal, xavier_normal, lecun_normal, not 'he_uniform'"),
        (["-o", "/no/such/folder/x.png"], "lies in one that does not exist"),
        (["-o", "x.jpg"], "a picture's name ends in .png, .svg or .pdf"),
    ],
)
def test_bad_arguments(arguments, message, capsys):
    with pytest.raises(SystemExit) as stop:
        main(["compare", *arguments])
    assert stop.value.code == 2
    assert message in capsys.readouterr().err


@pytest.mark.parametrize(
    ("missing", "extra"), [("sklearn", "actkern[examples]"), ("rich", "actkern[cli]"), ("matplotlib", "actkern[cli]")]
)
def test_what_is_missing_is_named_with_how_to_get_it(missing, extra):
    code = f"import sys; sys.modules['{missing}'] = None; sys.modules['{missing}.figure'] = None; sys.stderr = sys.stdout\n"
    code += "from actkern.__main__ import main; assert main(['compare', '--epochs', '1', '-o', '/tmp/x.png']) == 1"
    assert f"pip install '{extra}'" in stdout(code)
