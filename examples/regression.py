"""Fit scikit-learn's diabetes data by gradient descent: a linear model, held against least squares, and a network.

    python examples/regression.py
    python examples/regression.py --epochs 100

The data are 442 real patients: ten measurements each, and how far their diabetes had progressed a year later. Inputs and
target are standardised by the mean and deviation of the training patients. All models descend the mean squared error of
all training patients at once, with momentum. The linear model has one minimum, and must arrive at the coefficients that
least squares computes directly. The network, 10-16-1 with tanh hidden units, fits the training patients better and the
others worse, unless weight decay holds it back: there is little in these data that is not linear.
"""

import argparse
import sys

import numpy as np
from rich.console import Console
from rich.table import Table
from sklearn.datasets import load_diabetes
from sklearn.linear_model import LinearRegression
from sklearn.metrics import r2_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

import actkern as ak

HIDDEN = 16
LEARNING_RATE = {"linear": 0.2, "network": 0.05}  # linear diverges from 0.46 on: 2 (1 + MOMENTUM) / curvature, 8.3
MOMENTUM = 0.9
DECAY = 0.05


def descend(weights: list[np.ndarray], gradients, epochs: int, learning_rate: float, decay: float = 0.0) -> None:
    """Move the weights down the gradients, which a function of the weights gives."""
    speeds = [np.zeros_like(weight) for weight in weights]
    for _ in range(epochs):
        for weight, speed, gradient in zip(weights, speeds, gradients(*weights), strict=True):
            speed *= MOMENTUM
            speed -= learning_rate * (gradient + decay * weight)
            weight += speed


def fit_linear(x, target, epochs: int):
    """The function that predicts, and its coefficients."""

    def gradients(w, b):
        prediction = x @ w + b
        _, error = ak.value_and_grad.mse(prediction, target, out=prediction)
        return x.T @ error, error.sum(axis=0)

    w, b = weights = [np.zeros((x.shape[1], 1), np.float32), np.zeros(1, np.float32)]
    descend(weights, gradients, epochs, LEARNING_RATE["linear"])
    return lambda x: x @ w + b, w[:, 0]


def fit_network(x, target, epochs: int, decay: float):
    """The function that predicts."""
    hidden, slope = np.empty((2, len(x), HIDDEN), np.float32)

    def gradients(w1, b1, w2, b2):
        ak.value_and_grad.tanh(x @ w1 + b1, out=(hidden, slope))
        prediction = hidden @ w2 + b2
        _, error = ak.value_and_grad.mse(prediction, target, out=prediction)
        d_z = error @ w2.T * slope
        return x.T @ d_z, d_z.sum(axis=0), hidden.T @ error, error.sum(axis=0)

    rng = np.random.default_rng(0)
    matrices = [rng.normal(0, 1 / np.sqrt(rows), (rows, columns)) for rows, columns in ((x.shape[1], HIDDEN), (HIDDEN, 1))]
    w1, w2 = (matrix.astype(np.float32) for matrix in matrices)
    b1, b2 = (np.zeros(w.shape[1], np.float32) for w in (w1, w2))
    descend([w1, b1, w2, b2], gradients, epochs, LEARNING_RATE["network"], decay)
    return lambda x: ak.tanh(x @ w1 + b1) @ w2 + b2


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--epochs", type=int, default=400, help="steps, each over all training patients (default 400)")
    arguments = parser.parse_args()
    if arguments.epochs < 1:
        parser.error(f"--epochs is at least 1, not {arguments.epochs}")
    patients = np.column_stack(load_diabetes(return_X_y=True)).astype(np.float32)  # the target is the last column
    train, test = train_test_split(patients, test_size=0.25, random_state=0)
    scaler = StandardScaler().fit(train)
    (train_x, train_t), (test_x, test_t) = ((part[:, :-1], part[:, -1:]) for part in map(scaler.transform, (train, test)))
    least_squares = LinearRegression().fit(train_x, train_t)
    linear, coefficients = fit_linear(train_x, train_t, arguments.epochs)
    models = {
        "least squares": least_squares.predict,
        "linear, by descent": linear,
        "network": fit_network(train_x, train_t, arguments.epochs, 0),
        "network, weight decay": fit_network(train_x, train_t, arguments.epochs, DECAY),
    }
    table = Table(title=f"{len(train)} patients to learn from, {len(test)} for the test")
    for title in ("model", "train R²", "test R²"):
        table.add_column(title)
    for name, predict in models.items():
        table.add_row(name, *(f"{r2_score(t, predict(x)):.4f}" for x, t in ((train_x, train_t), (test_x, test_t))))
    Console().print(table)
    difference = np.abs(coefficients - least_squares.coef_[0]).max()
    largest = np.abs(least_squares.coef_).max()
    Console().print(f"coefficients: at most {difference:.1e} from least squares, the largest is {largest:.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
