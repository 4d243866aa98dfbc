"""One network with two heads on scikit-learn's wines: which cultivar, and how much alcohol.

    python examples/two_heads.py
    python examples/two_heads.py --epochs 50

The data are chemical analyses of 178 real wines from three cultivars. From the 12 figures other than alcohol, 32 shared
tanh units feed three logits, which learn the cultivar by cross entropy, and one linear output, which learns the alcohol by
mean squared error. The sum of both losses is descended, over all training wines at once, with momentum and weight decay.
Beside it: a network for each task alone, and scikit-learn's linear models. Each wine is predicted by a model that has not
seen it (5-fold cross-validation). As the differences are small, all is repeated with other folds and initial weights,
and the table has the mean and the standard deviation of the repeats.
"""

import argparse
import sys
from functools import partial

import numpy as np
from rich.console import Console
from rich.progress import track
from rich.table import Table
from sklearn.datasets import load_wine
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.metrics import r2_score
from sklearn.model_selection import StratifiedKFold
from sklearn.preprocessing import StandardScaler

import actkern as ak

HIDDEN = 32
LEARNING_RATE = 0.05
MOMENTUM = 0.9
DECAY = 0.03
REPEATS = 5
CULTIVAR, ALCOHOL = slice(0, 3), 3  # the outputs of each head: columns of one array
NETWORKS = {"both heads": (1, 1), "cultivar alone": (1, 0), "alcohol alone": (0, 1)}  # how much each head's loss counts


def network(x, cultivar, alcohol, test_x, *, heads: tuple[int, int], epochs: int, seed: int):
    """Train, and give the outputs for the test wines."""
    rng = np.random.default_rng(seed)
    w1 = rng.normal(0, 1 / np.sqrt(x.shape[1]), (x.shape[1], HIDDEN)).astype(np.float32)
    w2 = rng.normal(0, 1 / np.sqrt(HIDDEN), (HIDDEN, 4)).astype(np.float32)
    b1, b2 = np.zeros(HIDDEN, np.float32), np.zeros(4, np.float32)
    weights = (w1, b1, w2, b2)
    speeds = [np.zeros_like(weight) for weight in weights]
    for _ in range(epochs):
        hidden, slope = ak.value_and_grad.tanh(x @ w1 + b1)
        outputs = hidden @ w2 + b2
        # Each head's loss writes its gradient over its own columns; from there on the two are one array.
        for loss, columns, target, counts in (
            (ak.value_and_grad.cross_entropy, CULTIVAR, cultivar, heads[0]),
            (ak.value_and_grad.mse, ALCOHOL, alcohol, heads[1]),
        ):
            head = outputs[:, columns]
            loss(head, target, out=head)
            head *= counts
        d_z = outputs @ w2.T * slope
        gradients = (x.T @ d_z, d_z.sum(axis=0), hidden.T @ outputs, outputs.sum(axis=0))
        for weight, speed, gradient in zip(weights, speeds, gradients, strict=True):
            speed *= MOMENTUM
            speed -= LEARNING_RATE * (gradient + DECAY * weight)
            weight += speed
    return ak.tanh(test_x @ w1 + b1) @ w2 + b2


def linear_models(x, cultivar, alcohol, test_x):
    """The same outputs from scikit-learn."""
    logits = LogisticRegression().fit(x, cultivar).decision_function(test_x)
    return np.column_stack([logits, LinearRegression().fit(x, alcohol).predict(test_x)])


def scores(wines, cultivar, fit, seed: int) -> tuple[float, float]:
    """Accuracy of the cultivar and R² of the alcohol, over all wines, each predicted from the other folds."""
    outputs = np.empty((len(wines), 4), np.float32)
    for train, test in StratifiedKFold(5, shuffle=True, random_state=seed).split(wines, cultivar):
        scaler = StandardScaler().fit(wines[train])
        train_wines, test_wines = scaler.transform(wines[train]), scaler.transform(wines[test])
        outputs[test] = fit(train_wines[:, 1:], cultivar[train], train_wines[:, 0], test_wines[:, 1:])
        outputs[test, ALCOHOL] = outputs[test, ALCOHOL] * scaler.scale_[0] + scaler.mean_[0]
    return np.mean(outputs[:, CULTIVAR].argmax(axis=1) == cultivar), r2_score(wines[:, 0], outputs[:, ALCOHOL])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--epochs", type=int, default=100, help="steps, each over all training wines (default 100)")
    arguments = parser.parse_args()
    if arguments.epochs < 1:
        parser.error(f"--epochs is at least 1, not {arguments.epochs}")
    wines, cultivar = load_wine(return_X_y=True)
    wines = wines.astype(np.float32)  # alcohol is the first column
    results = {name: [] for name in (*NETWORKS, "linear models")}
    for seed in track(range(REPEATS), "training"):
        for name, heads in NETWORKS.items():
            fit = partial(network, heads=heads, epochs=arguments.epochs, seed=seed)
            results[name].append(scores(wines, cultivar, fit, seed))
        results["linear models"].append(scores(wines, cultivar, linear_models, seed))
    table = Table(title=f"178 wines, {REPEATS} times 5-fold cross-validation")
    for title in ("model", "cultivar: accuracy", "alcohol: R²"):
        table.add_column(title)
    for name, repeats in results.items():
        figures = [f"{m:.3f} ± {d:.3f}" for m, d in zip(np.mean(repeats, axis=0), np.std(repeats, axis=0))]
        learned = NETWORKS.get(name, (1, 1))  # a head whose loss does not count has learned nothing to show
        table.add_row(name, *(figure if counts else "" for figure, counts in zip(figures, learned)))
    Console().print(table)
    return 0


if __name__ == "__main__":
    sys.exit(main())
