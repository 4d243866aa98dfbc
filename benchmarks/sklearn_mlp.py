"""scikit-learn's MLPClassifier in `actkern.sklearn.accelerate()` beside itself: `python benchmarks/sklearn_mlp.py`.

For digits and for 20,000 random samples of 784 features it prints how many times as fast epochs are, the ratio of the
medians of interleaved runs; which share of the time scikit-learn's own activations, derivatives and losses take; how
many times as fast they are; and what the whole could gain at most if they took no time at all. The rest is matrix
products, the optimizer, and the copy of each batch. The matrix products have one thread, or as many as `--blas` says.
"""

import argparse
import statistics
import time
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import threadpoolctl
from sklearn.datasets import load_digits
from sklearn.neural_network import MLPClassifier, _multilayer_perceptron

import actkern as ak
from actkern._bench.timing import interleaved

TABLES = ("ACTIVATIONS", "DERIVATIVES", "LOSS_FUNCTIONS")
HIDDEN = ((100,), (100, 100, 100))
EPOCHS = {"digits": 10, "random": 1}


def data(name: str, dtype: str) -> tuple[Any, Any]:
    if name == "digits":
        x, y = load_digits(return_X_y=True)
        return (x / 16).astype(dtype), y
    rng = np.random.default_rng(0)
    return rng.normal(size=(20_000, 784)).astype(dtype), rng.integers(0, 10, 20_000)


def in_tables(fit: Callable[[], object]) -> tuple[float, float]:
    """The seconds that `fit` spends in functions of the tables, and their share of all of its time."""
    spent = 0.0

    def timed(function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any) -> Any:
            nonlocal spent
            start = time.perf_counter()
            result = function(*arguments)
            spent += time.perf_counter() - start
            return result

        return call

    tables = [getattr(_multilayer_perceptron, name) for name in TABLES]
    before = [dict(table) for table in tables]
    for table in tables:
        table.update({name: timed(function) for name, function in table.items()})
    start = time.perf_counter()
    try:
        fit()
    finally:
        for table, functions in zip(tables, before):
            table.update(functions)
    return spent, spent / (time.perf_counter() - start)


def medians(*pairs: tuple[float, float]) -> list[float]:
    return [statistics.median(each) for each in zip(*pairs)]


def line(x: Any, y: Any, hidden: tuple[int, ...], activation: str, epochs: int, seconds: float) -> str:
    def theirs() -> list[float]:
        return MLPClassifier(hidden, activation=activation, max_iter=epochs, random_state=0).fit(x, y).loss_curve_

    def ours() -> list[float]:
        with ak.sklearn.accelerate():
            return theirs()

    np.testing.assert_allclose(ours(), theirs(), atol=1e-6 if x.dtype == "f8" else 1e-3)
    times = interleaved({"ours": ours, "theirs": theirs}, seconds)
    of_theirs, share = medians(*(in_tables(theirs) for _ in range(5)))
    with ak.sklearn.accelerate():
        of_ours, _ = medians(*(in_tables(theirs) for _ in range(5)))
    ratio = statistics.median(times["theirs"]) / statistics.median(times["ours"])
    return f"{hidden!s:>16s}{activation:>12s}{ratio:7.2f}{share:7.2f}{of_theirs / of_ours:11.2f}{1 / (1 - share):9.2f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=10.0, help="of each line (default 10)")
    parser.add_argument("--dtype", choices=("float32", "float64"), default="float64")
    parser.add_argument("--blas", type=int, default=1, help="threads of the matrix products (default 1)")
    arguments = parser.parse_args()
    warnings.simplefilter("ignore")  # that it has not converged
    print(f"{'data':8s}{'hidden layers':>16s}{'activation':>12s}{'ratio':>7s}{'share':>7s}{'of tables':>11s}{'at most':>9s}")
    with threadpoolctl.threadpool_limits(arguments.blas, "blas"):
        for name, epochs in EPOCHS.items():
            x, y = data(name, arguments.dtype)
            for hidden in HIDDEN:
                for activation in ("relu", "tanh", "logistic"):
                    print(f"{name:8s}{line(x, y, hidden, activation, epochs, arguments.seconds)}", flush=True)


if __name__ == "__main__":
    main()
