"""Logistic and softmax objectives for XGBoost, held against its own: python examples/recipes/xgboost_objectives.py"""

import xgboost
from sklearn.datasets import load_breast_cancer, load_digits

import actkern as ak

SETTINGS = {"nthread": 1, "seed": 0, "disable_default_eval_metric": True}
ROUNDS = 20


def logistic(logits, data):
    """The gradient of the loss by each logit, and its curvature."""
    return ak.grad.logistic_loss(logits, data.get_label()), ak.grad.sigmoid(logits)


def softmax(logits, data):
    """The same of the softmax of several logits; XGBoost's own curvature has the factor 2, too."""
    _, gradient = ak.value_and_grad.cross_entropy(logits, data.get_label().astype(int), reduction="none")
    p = ak.softmax(logits)
    return gradient, 2 * p * (1 - p)


def logits_of(objective, data, base_score, **settings):
    """The logits that XGBoost arrives at, from logits of 0 on."""
    settings = SETTINGS | settings | {"base_score": base_score}
    if callable(objective):
        booster = xgboost.train(settings, data, ROUNDS, obj=objective)
    else:
        booster = xgboost.train(settings | {"objective": objective}, data, ROUNDS)
    return booster.predict(data, output_margin=True)


def main():
    x, y = load_breast_cancer(return_X_y=True)
    data = xgboost.DMatrix(x, y)
    # Its own objective is told the first probability, and one of one's own the first logit.
    runs = logits_of("binary:logistic", data, base_score=0.5), logits_of(logistic, data, base_score=0.0)
    own, ours = (ak.binary_cross_entropy_with_logits(logits.astype(float), y) for logits in runs)
    print(f"logistic: XGBoost's {own:.9f}, actkern's {ours:.9f}")
    x, y = load_digits(return_X_y=True)
    data = xgboost.DMatrix(x, y)
    runs = [logits_of(each, data, base_score=0.0, num_class=10) for each in ("multi:softprob", softmax)]
    own, ours = (ak.cross_entropy(logits.astype(float), y) for logits in runs)
    print(f"softmax: XGBoost's {own:.9f}, actkern's {ours:.9f}")


if __name__ == "__main__":
    main()
