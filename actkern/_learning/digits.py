"""Several activations on the same task: scikit-learn's digits, 1,797 real images of 8 by 8 pixels in ten classes."""

import importlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

import actkern

from .._catalog import Activation
from .._runtime import threads
from .network import Network
from .weights import USUAL, usual

NAMES = ("relu", "tanh", "sigmoid", "gelu", "silu")
CLASSES = 10
BATCH = 64
MOMENTUM = 0.9
GOAL = 0.9  # the accuracy whose first epoch is told


class Data(NamedTuple):
    """Images as rows of numbers from 0 to 1, and their digits: those that networks are trained on, and those of the test."""

    train_x: NDArray[np.float32]
    test_x: NDArray[np.float32]
    train_t: NDArray[np.int64]
    test_t: NDArray[np.int64]


@dataclass(frozen=True)
class Settings:
    """How the networks are made and trained, all alike."""

    epochs: int = 30
    seeds: int = 3
    layers: int = 1
    width: int = 128
    rate: float = 0.05
    init: str = USUAL


class Outcome(NamedTuple):
    """What became of the networks of one activation."""

    name: str
    init: str
    losses: NDArray[np.float64]  # of shape (seeds, epochs): the mean over an epoch's batches of the cross entropy
    accuracies: NDArray[np.float64]  # of the same shape: on the test images, after the epoch

    @property
    def diverged(self) -> int:
        """How many of the networks have a loss that is not finite in the end."""
        return int((~np.isfinite(self.losses[:, -1])).sum())

    @property
    def reached(self) -> list[int]:
        """The first epoch after which the test accuracy was GOAL or more, of each network that got there."""
        return [int(np.argmax(run >= GOAL)) + 1 for run in self.accuracies if (run >= GOAL).any()]


def load(user: str) -> Data:
    """The images, a quarter of them for the test, of each digit as many; or an error that says how to get scikit-learn."""
    try:
        datasets, selection = (importlib.import_module(f"sklearn.{name}") for name in ("datasets", "model_selection"))
    except ImportError as error:
        raise ImportError(
            f"{user} needs scikit-learn for its digits, which cannot be imported: pip install 'actkern[examples]' ({error})"
        ) from error
    images, targets = datasets.load_digits(return_X_y=True)
    pixels = (images / 16).astype(np.float32)  # from 0 to 16
    return Data(*selection.train_test_split(pixels, targets, test_size=0.25, random_state=0, stratify=targets))


def train(row: Activation, data: Data, seed: int, settings: Settings, advance: Callable[[], Any]) -> tuple[Any, Any]:
    """The loss and the test accuracy of each epoch. A seed has the same batches, and the same draws of weights, for every row."""
    of_weights, of_batches = np.random.default_rng(seed).spawn(2)
    sizes = [data.train_x.shape[1], *[settings.width] * settings.layers, CLASSES]
    network = Network(sizes, row, of_weights, settings.init)
    arrays = [*network.weights, *network.biases]
    speeds = [np.zeros_like(each) for each in arrays]
    losses, accuracies = np.empty((2, settings.epochs))
    for epoch in range(settings.epochs):
        order = of_batches.permutation(len(data.train_x))
        total = 0.0
        for first in range(0, len(order), BATCH):
            batch = order[first : first + BATCH]
            mean, d_logits = actkern.value_and_grad.cross_entropy(network.forward(data.train_x[batch]), data.train_t[batch])
            total += float(mean) * len(batch)
            d_weights, d_biases = network.backward(d_logits)
            for array, speed, gradient in zip(arrays, speeds, [*d_weights, *d_biases], strict=True):
                speed *= MOMENTUM
                speed -= settings.rate * gradient
                array += speed
        losses[epoch] = total / len(order)
        accuracies[epoch] = (network.forward(data.test_x).argmax(axis=1) == data.test_t).mean()
        advance()
    return losses, accuracies


def compare(
    rows: Sequence[tuple[Activation, str]],
    data: Data,
    settings: Settings,
    advance: Callable[[str], Any] = lambda name: None,
) -> list[Outcome]:
    """Train a network of each activation for each seed. `advance` is called with the name after each epoch."""
    outcomes = []
    # The arrays are small, and a thread of actkern's that waits for the next call takes the CPU from those of the products.
    # Functions that grow quickly may overflow, which their losses tell.
    with threads(1), np.errstate(all="ignore"):
        for row, name in rows:
            runs = [train(row, data, seed, settings, partial(advance, name)) for seed in range(settings.seeds)]
            losses, accuracies = (np.array(each) for each in zip(*runs, strict=True))
            outcomes.append(Outcome(name, usual(row) if settings.init == USUAL else settings.init, losses, accuracies))
    return outcomes
