"""Ask five yes-or-no questions about each of scikit-learn's digits, and compare with a logistic regression for each.

    python examples/multilabel.py
    python examples/multilabel.py --epochs 10

The data are 1,797 real 8 by 8 images of handwritten digits. The network is 64-64-5 with gelu hidden units and a sigmoid
for each question, so that any number of answers may be yes; it learns by binary cross entropy, in mini-batches of 64
with momentum. Yes and no weigh the same in each question: pos_weight does that here, and class_weight="balanced" in the
logistic regressions. Those are linear in the pixels, and most of the questions are not.
"""

import argparse
import sys

import numpy as np
from rich.console import Console
from rich.table import Table
from sklearn.datasets import load_digits
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, f1_score
from sklearn.model_selection import train_test_split

import actkern as ak

HIDDEN = 64
BATCH = 64
LEARNING_RATE = 0.1
MOMENTUM = 0.9
QUESTIONS = {  # and the digits whose answer is yes
    "even": [0, 2, 4, 6, 8],
    "above 4": [5, 6, 7, 8, 9],
    "prime": [2, 3, 5, 7],
    "closed loop": [0, 6, 8, 9],  # a 4 counts as open, however it is written
    "divisible by 5": [0, 5],
}


class Network:
    """One hidden layer of gelu, and a logit for each question."""

    def __init__(self, inputs: int, outputs: int, rng: np.random.Generator) -> None:
        shapes = [((inputs, HIDDEN), 2 / inputs), ((HIDDEN,), 0), ((HIDDEN, outputs), 1 / HIDDEN), ((outputs,), 0)]
        self.weights = [(rng.normal(0, 1, shape) * np.sqrt(variance)).astype(np.float32) for shape, variance in shapes]
        self.speeds = [np.zeros_like(weight) for weight in self.weights]
        self.hidden, self.slope = np.empty((2, BATCH, HIDDEN), np.float32)  # used again for each batch

    def learn(self, x, target, pos_weight) -> None:
        """One step down the gradient of a batch."""
        w1, b1, w2, b2 = self.weights
        hidden, slope = ak.value_and_grad.gelu(x @ w1 + b1, out=(self.hidden[: len(x)], self.slope[: len(x)]))
        logits = hidden @ w2 + b2
        _, d_logits = ak.value_and_grad.binary_cross_entropy_with_logits(logits, target, pos_weight=pos_weight, out=logits)
        d_z = d_logits @ w2.T
        d_z *= slope
        gradients = (x.T @ d_z, d_z.sum(axis=0), hidden.T @ d_logits, d_logits.sum(axis=0))
        for weight, speed, gradient in zip(self.weights, self.speeds, gradients, strict=True):
            speed *= MOMENTUM
            speed -= LEARNING_RATE * gradient
            weight += speed

    def probabilities(self, x):
        """That the answer is yes, for each image and question."""
        w1, b1, w2, b2 = self.weights
        return ak.sigmoid(ak.gelu(x @ w1 + b1) @ w2 + b2)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--epochs", type=int, default=60, help="passes over the training images (default 60)")
    arguments = parser.parse_args()
    if arguments.epochs < 1:
        parser.error(f"--epochs is at least 1, not {arguments.epochs}")
    images, digits = load_digits(return_X_y=True)
    answers = np.stack([np.isin(digits, yes) for yes in QUESTIONS.values()], axis=1)
    train_x, test_x, train_t, test_t = train_test_split(
        (images / 16).astype(np.float32), answers, test_size=0.25, random_state=0, stratify=digits
    )  # pixels are 0 to 16
    share = train_t.mean(axis=0, dtype=np.float32)
    rng = np.random.default_rng(0)
    network = Network(train_x.shape[1], len(QUESTIONS), rng)
    for _ in range(arguments.epochs):
        order = rng.permutation(len(train_x))
        for first in range(0, len(order), BATCH):
            batch = order[first : first + BATCH]
            network.learn(train_x[batch], train_t[batch], pos_weight=(1 - share) / share)
    predicted = network.probabilities(test_x) > 0.5
    regression = LogisticRegression(class_weight="balanced", max_iter=1000)
    baseline = np.stack([regression.fit(train_x, target).predict(test_x) for target in train_t.T], axis=1)
    table = Table(title="1,797 digits, a quarter of them for the test")
    for title in ("\nquestion", "\nyes", "network:\naccuracy", "\nF1", "regressions:\naccuracy", "\nF1"):
        table.add_column(title)
    for i, question in enumerate(QUESTIONS):
        figures = [f"{s(test_t[:, i], p[:, i]):.4f}" for p in (predicted, baseline) for s in (accuracy_score, f1_score)]
        table.add_row(question, f"{test_t[:, i].mean():.1%}", *figures)
    table.add_section()
    figures = [f"{accuracy_score(test_t, p):.4f}" for p in (predicted, baseline)]  # of rows that are right as a whole
    table.add_row("all five right", "", figures[0], "", figures[1], "")
    Console().print(table)
    return 0


if __name__ == "__main__":
    sys.exit(main())
