"""Logistic and softmax objectives for LightGBM, held against its own: python examples/recipes/lightgbm_objectives.py"""

import lightgbm
import numpy as np
from sklearn.datasets import load_breast_cancer, load_digits

import actkern as ak

SETTINGS = {"num_threads": 1, "deterministic": True, "verbose": -1, "seed": 0}
ROUNDS = 20


def logistic(logits, data):
    """The gradient of the loss by each logit, and its curvature."""
    return ak.grad.logistic_loss(logits, data.get_label()), ak.grad.sigmoid(logits)


def softmax(logits, data):
    """The same of the softmax of several logits; LightGBM's own curvature has the factor K / (K - 1), too."""
    _, gradient = ak.value_and_grad.cross_entropy(logits, data.get_label().astype(int), reduction="none")
    p = ak.softmax(logits)
    classes = logits.shape[1]
    return gradient, classes / (classes - 1) * p * (1 - p)


def logits_of(objective, x, y, **settings):
    """The logits that LightGBM arrives at."""
    settings = SETTINGS | settings | {"objective": objective}
    return lightgbm.train(settings, lightgbm.Dataset(x, y), ROUNDS).predict(x, raw_score=True)


def main():
    x, y = load_breast_cancer(return_X_y=True)
    # With an objective of one's own the first logits are 0, not those of the mean.
    runs = [logits_of(each, x, y, boost_from_average=False) for each in ("binary", logistic)]
    own, ours = (ak.binary_cross_entropy_with_logits(logits, y) for logits in runs)
    print(f"logistic: LightGBM's {own:.9f}, actkern's {ours:.9f}")
    x, y = load_digits(return_X_y=True)
    runs = [logits_of(each, x, y, num_class=10, boost_from_average=False) for each in ("multiclass", softmax)]
    own, ours = (ak.cross_entropy(np.ascontiguousarray(logits), y) for logits in runs)
    print(f"softmax: LightGBM's {own:.9f}, actkern's {ours:.9f}")


if __name__ == "__main__":
    main()
