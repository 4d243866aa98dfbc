"""Logistic and softmax objectives for CatBoost, held against its own: python examples/recipes/catboost_objectives.py"""

import warnings

import catboost
import numpy as np
from sklearn.datasets import load_breast_cancer, load_wine

import actkern as ak

SETTINGS = {
    **{"iterations": 20, "depth": 4, "learning_rate": 0.1, "random_seed": 0, "thread_count": 1},
    **{"leaf_estimation_method": "Newton", "leaf_estimation_iterations": 1, "leaf_estimation_backtracking": "No"},
    **{"boost_from_average": False, "bootstrap_type": "No", "random_strength": 0},
    **{"verbose": False, "allow_writing_files": False},
}


class Logistic:
    def calc_ders_range(self, logits, targets, weights):
        """The derivatives of the likelihood, which CatBoost climbs: the negatives of the gradient and curvature of the loss."""
        logits = np.array(logits)
        return list(zip(-ak.grad.logistic_loss(logits, np.array(targets)), -ak.grad.sigmoid(logits)))


class Softmax:
    def calc_ders_multi(self, logits, target, weight):
        """The same for the logits of one sample: a gradient and a matrix."""
        _, gradient = ak.value_and_grad.cross_entropy(np.array(logits), int(target))
        p = ak.softmax(np.array(logits))
        return list(-gradient), (np.outer(p, p) - np.diag(p)).tolist()


def logits_of(objective, x, y, metric):
    """The logits that CatBoost arrives at."""
    classes = {} if metric == "Logloss" else {"classes_count": int(y.max()) + 1}
    model = catboost.CatBoost(SETTINGS | {"loss_function": objective, "eval_metric": metric} | classes)
    return model.fit(x, y).predict(x, prediction_type="RawFormulaVal")


def main():
    # CatBoost compiles the methods with Numba where it can, and warns where it cannot, as of these. With what works there,
    # `ak.softmax`, that takes 20 s, which is worth while for large data alone.
    warnings.filterwarnings("ignore", "Failed to (optimize|import)")
    x, y = load_breast_cancer(return_X_y=True)
    own, ours = (ak.binary_cross_entropy_with_logits(logits_of(each, x, y, "Logloss"), y) for each in ("Logloss", Logistic()))
    print(f"logistic: CatBoost's {own:.9f}, actkern's {ours:.9f}")
    x, y = load_wine(return_X_y=True)
    own, ours = (ak.cross_entropy(logits_of(each, x, y, "MultiClass"), y) for each in ("MultiClass", Softmax()))
    print(f"softmax: CatBoost's {own:.9f}, actkern's {ours:.9f}")


if __name__ == "__main__":
    main()
