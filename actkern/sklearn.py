"""scikit-learn's networks on actkern's kernels: `with actkern.sklearn.accelerate(): MLPClassifier().fit(x, y)`.

a. MLPClassifier and MLPRegressor take their activations, derivatives and losses from three dicts of
   their module, by name, each time that they need one. `accelerate` puts functions of actkern there.
b. The dicts are the process's, and the block is not. What stands in them while a block is open asks at
   each call whether its thread is in one, and runs scikit-learn's own function where it is not.
c. In the block are the thread that entered it and those that are started from there, by joblib and by
   executors too. Threads do not inherit context variables before Python 3.14, so that
   `threading.Thread.start` notes what they are started in while a block is open.
d. Layers alternate with matrix products. A worker of actkern's pool that waits for its next call takes
   the CPU from BLAS' threads. So calls have one thread while a block is open.
"""

import contextlib
import importlib
import threading
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from functools import wraps
from typing import Any

import numpy as np
from numpy.typing import NDArray

import actkern

from . import _home
from ._runtime import threads

__all__ = ["accelerate"]

_NETWORKS = "sklearn.neural_network._multilayer_perceptron"
_NAMES = {"relu": "relu", "tanh": "tanh", "logistic": "sigmoid"}
_Table = dict[str, Callable[..., Any]]


def _in_place(name: str) -> Callable[..., Any]:
    function = getattr(actkern, name)
    return lambda X: function(X, out=X)


def _softmax(X: NDArray[Any]) -> None:
    actkern.softmax(X, axis=1, out=X)


def _derivative(name: str) -> Callable[..., Any]:
    function = getattr(actkern.backward_from_output, name)
    return lambda Z, delta: function(delta, Z, out=delta)


def _logits(p: NDArray[Any]) -> Any:
    """The logits of probabilities that are kept from 0 and 1, as scikit-learn keeps them."""
    eps = np.finfo(p.dtype).eps
    return actkern.logit(np.clip(p, eps, 1 - eps))


def _log_loss(y_true: Any, y_prob: NDArray[Any], sample_weight: Any = None) -> Any:
    y_true, y_prob = (np.append(1 - y, y, axis=1) if y.shape[1] == 1 else y for y in (y_true, y_prob))
    if sample_weight is None and y_true.dtype == np.bool_:
        # The common call. All other terms are 0.
        return -actkern.log_sigmoid(_logits(y_prob[y_true])).sum() / len(y_true)
    return -np.average(y_true * actkern.log_sigmoid(_logits(y_prob)), weights=sample_weight, axis=0).sum()


def _binary_log_loss(y_true: Any, y_prob: NDArray[Any], sample_weight: Any = None) -> Any:
    return np.average(actkern.logistic_loss(_logits(y_prob), y_true), weights=sample_weight, axis=0).sum()


def _ours() -> dict[str, _Table]:
    return {
        "ACTIVATIONS": {name: _in_place(ours) for name, ours in _NAMES.items()} | {"softmax": _softmax},
        "DERIVATIVES": {name: _derivative(ours) for name, ours in _NAMES.items()},
        "LOSS_FUNCTIONS": {"log_loss": _log_loss, "binary_log_loss": _binary_log_loss},
    }


def _theirs() -> dict[str, _Table]:
    """The dicts that scikit-learn's networks look into, with an error where this version has none such."""
    sklearn = _home.library("sklearn", "scikit-learn", __name__)
    try:
        networks = importlib.import_module(_NETWORKS)
    except ImportError:
        networks = None
    tables: dict[str, Any] = {}
    for name, ours in _ours().items():
        table = tables[name] = getattr(networks, name, None)
        missing = [key for key in ours if not isinstance(table, dict) or not callable(table.get(key))]
        if missing:
            raise ImportError(
                f"actkern.sklearn puts functions into {_NETWORKS}.{name}, where scikit-learn {sklearn.__version__} has no "
                f"{', '.join(missing)}; it is made for scikit-learn 1.5 to 1.9"
            )
    return tables


class _Block:
    open = True


_entered: ContextVar[tuple[_Block, ...]] = ContextVar("actkern.sklearn", default=())
_STARTED_IN = "_actkern_sklearn_blocks"  # an attribute of threads


def _blocks() -> tuple[_Block, ...]:
    """The blocks that this thread is in, or was started in; some may have ended."""
    started_in: tuple[_Block, ...] = getattr(threading.current_thread(), _STARTED_IN, ())
    return _entered.get() or started_in


def _where_open(ours: Callable[..., Any], theirs: Callable[..., Any]) -> Callable[..., Any]:
    """`ours` in the blocks, `theirs` elsewhere."""

    @wraps(theirs)
    def chosen(*arguments: Any, **keywords: Any) -> Any:
        inside = any(block.open for block in _blocks())
        return (ours if inside else theirs)(*arguments, **keywords)

    return chosen


def _noting_blocks(start: Callable[..., Any]) -> Callable[..., Any]:
    """`threading.Thread.start`, for threads that are in the blocks that they are started in."""

    @wraps(start)
    def noting(self: threading.Thread, *arguments: Any, **keywords: Any) -> Any:
        if blocks := _blocks():
            setattr(self, _STARTED_IN, blocks)
        return start(self, *arguments, **keywords)

    return noting


def _put_back(table: _Table, key: str, put: Callable[..., Any], before: Callable[..., Any]) -> None:
    if table[key] is put:  # what others have put there meanwhile stays
        table[key] = before


def _stop_noting(noting: Callable[..., Any], start: Callable[..., Any]) -> None:
    if threading.Thread.start is noting:
        threading.Thread.start = start  # type: ignore[method-assign]


def _install() -> contextlib.ExitStack:
    """Put into its places what all blocks share. The result, closed, puts everything back."""
    tables, start = _theirs(), threading.Thread.start
    with contextlib.ExitStack() as undo:
        undo.enter_context(threads(1))
        for name, functions in _ours().items():
            for key, ours in functions.items():
                theirs = tables[name][key]
                tables[name][key] = chosen = _where_open(ours, theirs)
                undo.callback(_put_back, tables[name], key, chosen, theirs)
        threading.Thread.start = noting = _noting_blocks(start)  # type: ignore[method-assign]
        undo.callback(_stop_noting, noting, start)
        return undo.pop_all()


_lock = threading.Lock()
_open_blocks: list[_Block] = []
_installed = contextlib.ExitStack()


@contextlib.contextmanager
def accelerate() -> Iterator[None]:
    """Have scikit-learn's MLPClassifier and MLPRegressor compute with actkern's kernels for a block.

        with actkern.sklearn.accelerate():
            MLPClassifier().fit(x, y)

    relu, tanh, logistic, softmax, their derivatives and the log losses are actkern's, in the thread
    that enters the block and in those that are started there, until it ends. All other threads have
    scikit-learn's own, as have processes (loky's), which a function enters a block of its own in. Results
    differ in the last digits alone.

    Blocks may be nested, and open in several threads at once; an exception leaves one like any
    other. While any is open, calls of actkern have one thread in all of the process, since threads of
    theirs hold up those of the matrix products; `actkern.set_num_threads` in the block says otherwise.

    Raises ImportError where scikit-learn is not installed, or is a version without these tables.
    """
    global _installed
    block = _Block()
    with _lock:
        if not _open_blocks:
            _installed = _install()
        _open_blocks.append(block)
    token = _entered.set((*_blocks(), block))
    try:
        yield
    finally:
        block.open = False
        _entered.reset(token)
        with _lock:
            _open_blocks.remove(block)
            if not _open_blocks:
                _installed.close()
