"""Train a small network on scikit-learn's digits, with actkern and with plain NumPy, and compare.

    python examples/digits.py                 # relu, tanh and sigmoid hidden units; writes digits.png
    python examples/digits.py --epochs 10 --plot /tmp/loss.png

The data are 1,797 real 8 by 8 images of handwritten digits. The network is 64-128-10: one hidden layer, a softmax
output, cross entropy, mini-batches of 64 with momentum. Both implementations get the same initial weights and batches,
so they follow the same path to rounding; only the activations and their gradients differ in who computes them.
"""

import argparse
import sys
import time
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.progress import Progress
from rich.table import Table
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

import actkern as ak
from actkern import reference

HIDDEN = 128
BATCH = 64
LEARNING_RATE = {"relu": 0.05, "tanh": 0.05, "sigmoid": 0.2}  # a sigmoid's slope is at most a quarter of the others'
MOMENTUM = 0.9


class Actkern:
    """Activations as ufuncs: value and slope in one pass, written into arrays that are used again."""

    name = "actkern"

    def __init__(self, activation: str, batch: int) -> None:
        self.activate = getattr(ak, activation)
        self.value_and_grad = getattr(ak.value_and_grad, activation)
        self.hidden, self.slope = np.empty((2, batch, HIDDEN), np.float32)

    def forward(self, z):
        n = len(z)
        return self.value_and_grad(z, out=(self.hidden[:n], self.slope[:n]))

    def loss(self, logits, target):
        """The mean cross entropy and its gradient, in place."""
        return ak.value_and_grad.cross_entropy(logits, target, out=logits)


class PlainNumpy:
    """The same from the formulas, in the stable form that one would write by hand."""

    name = "numpy"

    def __init__(self, activation: str, batch: int) -> None:
        self.activation = activation
        self.activate = lambda z: reference.naive(activation, [z], stable=True)

    def forward(self, z):
        y = self.activate(z)
        if self.activation == "relu":
            return y, (z > 0).astype(z.dtype)
        return y, 1 - y * y if self.activation == "tanh" else y * (1 - y)

    def loss(self, logits, target):
        """The gradient is the softmax less the one-hot target."""
        shifted = logits - logits.max(axis=1, keepdims=True)
        e = np.exp(shifted)
        total = e.sum(axis=1)
        rows = np.arange(len(target))
        loss = (np.log(total) - shifted[rows, target]).mean()
        e /= total[:, None]
        e[rows, target] -= 1
        e /= len(target)
        return loss, e


def initial_weights(activation: str, rng: np.random.Generator) -> list[np.ndarray]:
    """He's normal initialisation for relu, Xavier's for tanh and sigmoid, and for the output; no bias."""
    inputs = 64
    hidden_scale = np.sqrt(2 / inputs) if activation == "relu" else np.sqrt(2 / (inputs + HIDDEN))
    output_scale = np.sqrt(2 / (HIDDEN + 10))
    shapes = [((inputs, HIDDEN), hidden_scale), ((HIDDEN,), 0), ((HIDDEN, 10), output_scale), ((10,), 0)]
    return [(rng.normal(0, 1, shape) * scale).astype(np.float32) for shape, scale in shapes]


def train(kind, activation: str, data, epochs: int, advance) -> dict:
    """Train one network; gives the loss of each epoch, the test accuracy and the seconds it took."""
    train_x, test_x, train_t, test_t = data
    rng = np.random.default_rng(0)
    weights = initial_weights(activation, rng)
    speeds = [np.zeros_like(w) for w in weights]
    w1, b1, w2, b2 = weights
    layer = kind(activation, BATCH)
    losses = []
    start = time.perf_counter()
    for _ in range(epochs):
        loss = 0.0
        order = rng.permutation(len(train_x))
        for first in range(0, len(order), BATCH):
            batch = order[first : first + BATCH]
            x, target = train_x[batch], train_t[batch]
            hidden, slope = layer.forward(x @ w1 + b1)
            mean, d_logits = layer.loss(hidden @ w2 + b2, target)
            loss += float(mean) * len(batch)
            d_z = d_logits @ w2.T
            d_z *= slope
            gradients = (x.T @ d_z, d_z.sum(axis=0), hidden.T @ d_logits, d_logits.sum(axis=0))
            for weight, speed, gradient in zip(weights, speeds, gradients, strict=True):
                speed *= MOMENTUM
                speed -= LEARNING_RATE[activation] * gradient
                weight += speed
        losses.append(loss / len(order))
        advance()
    seconds = time.perf_counter() - start
    predicted = (layer.activate(test_x @ w1 + b1) @ w2 + b2).argmax(axis=1)
    return {"losses": losses, "accuracy": float((predicted == test_t).mean()), "seconds": seconds}


def plot(results: dict, path: Path) -> None:
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot as plt

    figure, panel = plt.subplots(figsize=(7, 4.5))
    for (activation, name), result in results.items():
        color = f"C{list(LEARNING_RATE).index(activation)}"
        style = {"actkern": {"linewidth": 4, "alpha": 0.4}, "numpy": {"linewidth": 1.2, "linestyle": "--"}}[name]
        epochs = np.arange(1, len(result["losses"]) + 1)
        panel.plot(epochs, result["losses"], color=color, label=f"{activation}, {name}", **style)
    panel.set_yscale("log")
    panel.set_xlabel("epoch")
    panel.set_ylabel("mean cross entropy on the training images")
    panel.set_title("64-128-10 perceptron on the digits")
    panel.grid(True, alpha=0.3)
    panel.legend()
    figure.tight_layout()
    figure.savefig(path, dpi=120)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--epochs", type=int, default=40, help="passes over the training images (default 40)")
    parser.add_argument("--plot", type=Path, default=Path("digits.png"), help="where to draw the loss curves")
    arguments = parser.parse_args()
    if arguments.epochs < 1:
        parser.error(f"--epochs is at least 1, not {arguments.epochs}")
    if not arguments.plot.resolve().parent.is_dir():
        parser.error(f"--plot: there is no folder {arguments.plot.resolve().parent}")
    images, targets = load_digits(return_X_y=True)
    data = train_test_split(
        (images / 16).astype(np.float32), targets, test_size=0.25, random_state=0, stratify=targets
    )  # pixels are 0 to 16
    results = {}
    with Progress() as progress:
        bar = progress.add_task("training", total=len(LEARNING_RATE) * 2 * arguments.epochs)
        for activation in LEARNING_RATE:
            for kind in (Actkern, PlainNumpy):
                progress.update(bar, description=f"{activation}, {kind.name}")
                results[activation, kind.name] = train(kind, activation, data, arguments.epochs, lambda: progress.advance(bar))
    table = Table(title="1,797 digits, a quarter of them for the test")
    for title in ("hidden units", "computed by", "test accuracy", "last loss", "seconds"):
        table.add_column(title)
    for (activation, name), result in results.items():
        figures = f"{result['accuracy']:.4f}", f"{result['losses'][-1]:.5f}", f"{result['seconds']:.2f}"
        table.add_row(activation, name, *figures)
    Console().print(table)
    plot(results, arguments.plot)
    Console().print(f"loss curves: {arguments.plot}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
