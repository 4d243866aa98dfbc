"""`actkern.choose`: which activation a layer takes, and what goes with it.

a. An answer has the functions themselves, of actkern, actkern.init and NumPy, and words only for reasons. Printed, it is a
   page of text.
b. What is said of a network or of a task stands once, in NETWORKS and TASKS. `docs/choosing.md` is the same in prose.
c. Scalings are learned from the training data alone: `Scaler` is what they leave behind.
"""

import math
import operator
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from . import init
from ._catalog import catalog
from ._namespaces import row_and_form
from ._words import hint

_WIDTH = 80

_GLOROT = "Glorot and Bengio, Understanding the difficulty of training deep feedforward neural networks, 2010"
_HE = "He, Zhang, Ren and Sun, Delving deep into rectifiers, 2015"
_GLOROT_RELU = "Glorot, Bordes and Bengio, Deep sparse rectifier neural networks, 2011"
_LSTM = "Hochreiter and Schmidhuber, Long short-term memory, 1997"
_BISHOP = "Bishop, Neural networks for pattern recognition, 1995, chapter 6"
_LECUN = "LeCun, Bottou, Orr and Müller, Efficient BackProp, 1998"


@dataclass(frozen=True, eq=False)
class Scaler:
    """Columns on another scale: `scaler(x)`, and back by `scaler.inverse(y)`, each of the shape of what it is given."""

    origin: NDArray[Any]  # one number for each column, which goes to `low`
    span: NDArray[Any]  # how far from it the number is that goes to `high`
    low: float
    high: float

    def __call__(self, x: ArrayLike) -> Any:
        """x on the scale: numbers that were not in the training data may be outside of it."""
        return self.low + (np.asarray(x) - self.origin) / self.span * (self.high - self.low)

    def inverse(self, y: ArrayLike) -> Any:
        """What is on the scale at y."""
        return (np.asarray(y) - self.low) / (self.high - self.low) * self.span + self.origin


def _training(train: ArrayLike, name: str) -> NDArray[Any]:
    """`train` as an array of floats, a row for each sample."""
    array = np.asarray(train)
    if array.dtype.kind not in "biuf":
        raise TypeError(f"{name}: train is an array of numbers, a row for each sample, not of dtype {array.dtype}")
    if array.ndim == 0 or len(array) == 0:
        raise ValueError(f"{name}: train has a row for each sample; got shape {array.shape}")
    floats = array if array.dtype.kind == "f" else array.astype(np.float64)
    if not np.isfinite(floats).all():
        raise ValueError(f"{name}: train has NaN or infinities, which no scale has a place for")
    return floats


def _span(of: NDArray[Any]) -> NDArray[Any]:
    """What to divide by: a column of equal numbers is left as wide as it is."""
    return np.where(of > 0, of, of.dtype.type(1))


def normalise(train: ArrayLike, low: float = 0.0, high: float = 1.0) -> Scaler:
    """The scaling of each column from its least and its largest number in `train` to `low` and `high`.

    A column of equal numbers goes to `low`.

    Parameters
    ----------
    train : array_like
        The training data, a row for each sample: finite numbers; integers and bool count as float64.
    low, high : float
        Where to (default 0 and 1).

    Returns
    -------
    Scaler

    Raises
    ------
    TypeError
        For anything but numbers.
    ValueError
        For no samples, NaN and infinities, and for bounds of which the first is not the lower one.
    """
    if not -math.inf < low < high < math.inf:
        raise ValueError(f"normalise: low is below high, and both are finite; got {low} and {high}")
    array = _training(train, "normalise")
    least = array.min(axis=0)
    return Scaler(least, _span(array.max(axis=0) - least), float(low), float(high))


def standardise(train: ArrayLike) -> Scaler:
    """The scaling of each column to the mean 0 and the standard deviation 1, which it has in `train`.

    A column of equal numbers goes to 0. Parameters and errors are those of `normalise`.
    """
    array = _training(train, "standardise")
    return Scaler(array.mean(axis=0), _span(array.std(axis=0)), 0.0, 1.0)


def _called(function: Any) -> str:
    """A function's name with its module, for people: actkern.relu."""
    if isinstance(function, partial):
        given = ", ".join(f"{key}={value!r}" for key, value in function.keywords.items())
        return f"{_called(function.func)}({given})"
    if (known := row_and_form(function)) is not None:
        row, form = known
        return f"actkern.{row.name}" if form == "value" else f"actkern.{form}.{row.name}"
    if function in (normalise, standardise):
        return str(function.__name__)
    return f"{function.__module__}.{function.__name__}"


def _page(title: str, fields: list[tuple[str, str]]) -> str:
    lines = [title]
    for name, text in fields:
        lines += textwrap.wrap(text, _WIDTH, initial_indent=f"  {name:<16}", subsequent_indent=" " * 18, break_on_hyphens=False)
    return "\n".join(lines)


@dataclass(frozen=True, kw_only=True, repr=False)
class Hidden:
    """A hidden layer's activation, and what goes with it. Printed, it is a page of text."""

    network: str  # the kind of network
    layers: str  # which of its layers
    name: str  # the activation's, in the catalogue
    function: Callable[..., Any]  # the activation
    initialisation: tuple[Callable[..., Any], ...]  # of the weights before it: any of these functions of actkern.init
    inputs: tuple[float, float] | None  # the range that the network's inputs are scaled to; None: layers within do it
    why: str
    sources: tuple[str, ...]

    def scale(self, train: ArrayLike) -> Scaler:
        """The scaling of the network's inputs to `inputs`, learned from the training data (see `normalise`)."""
        if self.inputs is None:
            raise ValueError(f"choose: the inputs of a {self.network} are scaled by the normalisation within it")
        return normalise(train, *self.inputs)

    def as_dict(self) -> dict[str, Any]:
        """The same in numbers and words, as JSON has them; functions are their names."""
        return {
            "network": self.network,
            "layers": self.layers,
            "function": _called(self.function),
            "initialisation": [_called(each) for each in self.initialisation],
            "inputs": self.inputs and list(self.inputs),
            "why": self.why,
            "sources": list(self.sources),
        }

    def __repr__(self) -> str:
        return str(self)

    def __str__(self) -> str:
        scaled = "layer normalisation within the network scales them"
        if self.inputs is not None:
            low, high = self.inputs
            scaled = f"scaled to {low:g}..{high:g}: scale(train)"
        fields = [
            ("function", _called(self.function)),
            ("initialisation", " or ".join(map(_called, self.initialisation))),
            ("inputs", scaled),
            ("why", self.why),
            ("reference", "; ".join(self.sources)),
        ]
        return _page(f"hidden layers, {self.network}, {self.layers}: {self.name}", fields)


@dataclass(frozen=True, kw_only=True, repr=False)
class Output:
    """An output layer's activation, and what goes with it. Printed, it is a page of text."""

    task: str
    name: str  # the activation's, in the catalogue
    function: Callable[..., Any]  # the activation
    nodes: int | None  # how many there are; None where the number of classes was not given
    per: str  # what each node is for
    loss: Callable[..., Any]  # of what `loss_takes` and the targets; `actkern.value_and_grad` has it with its gradient
    loss_takes: str  # "logits", the sums before the activation, or "prediction"
    initialisation: tuple[Callable[..., Any], ...]  # of the weights before it: any of these functions of actkern.init
    targets: str  # what they are
    scale_targets: tuple[Callable[[ArrayLike], Scaler], ...]  # functions of the training targets, any of which scales them
    crisp: Callable[..., Any] | None  # the label of what the activation gives; None where that is the prediction
    label: str  # the same in words
    why: str
    sources: tuple[str, ...]

    @property
    def value_and_grad(self) -> Callable[..., Any]:
        """The loss with its gradient, which training descends: `actkern.value_and_grad.cross_entropy`."""
        import actkern

        row, _ = row_and_form(self.loss) or (None, "")
        assert row is not None
        found: Callable[..., Any] = getattr(actkern.value_and_grad, row.name)
        return found

    @property
    def applied(self) -> str:
        """Where the activation is applied and where not."""
        if self.loss_takes != "logits":
            return f"{_called(self.function)} changes nothing, and can be left out"
        return (
            f"not in training: {_called(self.loss)} takes the logits, the sums before the activation, and has it within, "
            f"exact at any size. {_called(self.function)} is applied only to read probabilities"
        )

    def as_dict(self) -> dict[str, Any]:
        """The same in numbers and words, as JSON has them; functions are their names."""
        return {
            "task": self.task,
            "function": _called(self.function),
            "nodes": self.nodes,
            "per": self.per,
            "loss": _called(self.loss),
            "loss_takes": self.loss_takes,
            "applied": self.applied,
            "initialisation": [_called(each) for each in self.initialisation],
            "targets": self.targets,
            "scale_targets": [_called(each) for each in self.scale_targets],
            "crisp": None if self.crisp is None else _called(self.crisp),
            "why": self.why,
            "sources": list(self.sources),
        }

    def __repr__(self) -> str:
        return str(self)

    def __str__(self) -> str:
        also = [f"actkern.{each}" for each in catalog[self.name].aliases]
        how = f": {' or '.join(map(_called, self.scale_targets))}" if self.scale_targets else ""
        crisp = "" if self.crisp is None else f"{_called(self.crisp)}: "
        fields = [
            ("function", ", also ".join([_called(self.function), *also])),
            ("nodes", self.per if self.nodes is None else f"{self.nodes}, {self.per}"),
            ("loss", f"{_called(self.loss)}, of {self.loss_takes} and targets; with its gradient {_called(self.value_and_grad)}"),
            ("applied", self.applied),
            ("initialisation", " or ".join(map(_called, self.initialisation))),
            ("targets", f"{self.targets}{how}"),
            ("prediction", f"{crisp}{self.label}"),
            ("why", self.why),
            ("reference", "; ".join(self.sources)),
        ]
        return _page(f"output layer, {self.task}: {self.name}", fields)


@dataclass(frozen=True, repr=False)
class Choice:
    """What `choose` answers: the hidden layers' activations, if a network was named, and the output layer's, if a task was."""

    hidden: tuple[Hidden, ...] = ()
    output: Output | None = None

    def __iter__(self) -> Iterator[Hidden | Output]:
        yield from self.hidden
        if self.output is not None:
            yield self.output

    def as_dict(self) -> dict[str, Any]:
        """The same in numbers and words, as JSON has them; functions are their names."""
        return {
            "hidden": [each.as_dict() for each in self.hidden],
            "output": None if self.output is None else self.output.as_dict(),
        }

    def __repr__(self) -> str:
        return str(self)

    def __str__(self) -> str:
        return "\n\n".join(map(str, self))


_HE_RULES = (init.he_normal, init.he_uniform)
_XAVIER_RULES = (init.xavier_normal, init.xavier_uniform)


class _OfNetwork(NamedTuple):
    layers: str
    name: str
    initialisation: tuple[Callable[..., Any], ...]
    inputs: tuple[float, float] | None
    why: str
    sources: tuple[str, ...]


class _OfTask(NamedTuple):
    name: str
    per: str
    loss: str
    targets: str
    scale_targets: tuple[Callable[[ArrayLike], Scaler], ...]
    crisp: Callable[..., Any] | None
    label: str
    why: str
    sources: tuple[str, ...]


_RELU = (
    "its slope is 1 for every input above 0, so that gradients do not vanish with depth, and nothing is cheaper. A unit whose "
    "sums are below 0 for all samples learns no more, a dead relu: lower the learning rate, or try leaky_relu"
)

NETWORKS: dict[str, tuple[_OfNetwork, ...]] = {
    "mlp": (_OfNetwork("all", "relu", _HE_RULES, (0.0, 1.0), _RELU, (_GLOROT_RELU, _HE)),),
    "cnn": (
        _OfNetwork(
            *("all", "relu", _HE_RULES, (0.0, 1.0), _RELU),
            ("Krizhevsky, Sutskever and Hinton, ImageNet classification with deep convolutional neural networks, 2012", _HE),
        ),
    ),
    "rnn": (
        _OfNetwork(
            "the state, and the output of an LSTM's cell",
            "tanh",
            _XAVIER_RULES,
            (-1.0, 1.0),
            "the state goes through it at every step, so it has to be bounded, and as it is odd, the state stays about 0, where "
            "its slope is 1. A plain recurrent network has it alone",
            (_LSTM, _GLOROT),
        ),
        _OfNetwork(
            "the gates of an LSTM or a GRU",
            "sigmoid",
            _XAVIER_RULES,
            (0.0, 1.0),
            "a gate says which share passes, from 0 to 1. It reads what the tanh of its cell reads, for which inputs of the two "
            "together are scaled: -1..1. actkern.lstm_cell and actkern.gru_cell are a whole step",
            (_LSTM, "Cho et al., Learning phrase representations using RNN encoder-decoder, 2014", _GLOROT),
        ),
    ),
    "transformer": (
        _OfNetwork(
            "feed-forward layers",
            "gelu",
            _HE_RULES,
            None,
            "like relu far from 0 and smooth about it, so that a unit with sums just below 0 still learns: BERT, GPT and vision "
            "transformers have it. Its gain, 1.53, is near the 1.41 of relu, for which He's rules were made",
            (
                "Hendrycks and Gimpel, Gaussian error linear units, 2016",
                "Devlin, Chang, Lee and Toutanova, BERT, 2018",
                _HE,
            ),
        ),
        _OfNetwork(
            "gated feed-forward layers",
            "swiglu",
            (init.lecun_normal,),
            None,
            "swiglu(x @ gate, x @ up) is the better of the two at the same number of weights (8/3 of the width within instead of "
            "4): LLaMA and most language models since have it. T5, in which it was measured, starts from variance 1 / fan_in",
            (
                "Shazeer, GLU variants improve transformer, 2020",
                "Touvron et al., LLaMA: open and efficient foundation language models, 2023",
                _LECUN,
            ),
        ),
    ),
}

_ARGMAX = partial(np.argmax, axis=-1)

TASKS: dict[str, _OfTask] = {
    "regression": _OfTask(
        "identity",
        "one for each number that is predicted",
        "mse",
        "numbers, scaled by what the training data say",
        (normalise, standardise),
        None,
        "what the layer gives, by inverse() of the scaler on the scale of the targets again",
        "a linear output reaches every number, and its slope is 1. The mean squared error is the likelihood of normal errors",
        (_BISHOP, _LECUN),
    ),
    "binary": _OfTask(
        "sigmoid",
        "the probability of the class 1",
        "binary_cross_entropy_with_logits",
        "0 or 1, of the shape of the logits",
        (),
        np.round,
        "1 for a probability above 0.5, which is a logit above 0",
        "it turns a number into a probability, and beside its cross entropy the gradient is probability - target, which "
        "vanishes only where the answer is right. softmax over two classes is the same with a node too many",
        (_BISHOP, _GLOROT),
    ),
    "multiclass": _OfTask(
        "softmax",
        "one for each class",
        "cross_entropy",
        "the index of the class, 0 to classes - 1, or probabilities",
        (),
        _ARGMAX,
        "the most probable class, which is that of the largest logit",
        "exactly one class is right, so the probabilities have the sum 1. Beside its cross entropy the gradient is "
        "probabilities - target",
        (
            "Bridle, Probabilistic interpretation of feedforward classification network outputs, 1990",
            _BISHOP,
            _GLOROT,
        ),
    ),
    "multilabel": _OfTask(
        "sigmoid",
        "one for each class, the probability that it applies",
        "binary_cross_entropy_with_logits",
        "0 or 1 for each class, of the shape of the logits",
        (),
        np.round,
        "1 for each class whose probability is above 0.5, which is a logit above 0",
        "each class is a question of its own, so the probabilities have no common sum",
        (
            "Nam, Kim, Loza Mencía, Gurevych and Fürnkranz, Large-scale multi-label text classification: revisiting neural "
            "networks, 2014",
            _GLOROT,
        ),
    ),
}


def _one_of(given: Any, words: dict[str, Any], argument: str) -> str:
    """`given`, if it is one of the words."""
    accepted = f"choose: {argument} is one of {', '.join(words)}, not {given!r}"
    if not isinstance(given, str):
        raise TypeError(accepted)
    if given not in words:
        raise ValueError(accepted + hint(given, words))
    return given


def _count(given: Any, argument: str, least: int, task: str) -> int:
    try:
        number = operator.index(given)
    except TypeError:
        raise TypeError(f"choose: {argument} is an int, not {given!r}") from None
    if number < least:
        instead = "; for two classes, task='binary' has one node" if task == "multiclass" else ""
        raise ValueError(f"choose: {argument} is at least {least} for task={task!r}, not {number}{instead}")
    return number


def _nodes(task: str, classes: Any, targets: Any) -> int | None:
    """How many nodes the output layer has; None where that is not said."""
    if targets is not None and task != "regression":
        raise ValueError(f"choose: targets is for task='regression'; task={task!r} takes classes")
    if task == "regression":
        if classes is not None:
            raise ValueError(
                "choose: classes is for tasks of classes; task='regression' takes targets, how many numbers it predicts"
            )
        return 1 if targets is None else _count(targets, "targets", 1, task)
    if task == "binary":
        if classes is not None and _count(classes, "classes", 2, task) != 2:
            raise ValueError(f"choose: task='binary' has 2 classes, not {classes}; task='multiclass' has any number")
        return 1
    return None if classes is None else _count(classes, "classes", 2 if task == "multiclass" else 1, task)


def choose(
    *, network: str | None = None, task: str | None = None, classes: int | None = None, targets: int | None = None
) -> Choice:
    """Which activations a network takes: in its hidden layers by its kind, in its output layer by its task.

        print(actkern.choose(network="mlp", task="multiclass", classes=10))
        output = actkern.choose(task="multiclass", classes=10).output
        loss, gradient = output.value_and_grad(logits, target)
        labels = output.crisp(output.function(logits))

    A network names hidden layers: "mlp" and "cnn" relu; "rnn" tanh, with sigmoid for gates;
    "transformer" gelu, or swiglu. A task names the output layer: "regression" linear, "binary"
    sigmoid, "multiclass" softmax, "multilabel" sigmoid.

    Parameters
    ----------
    network : {"mlp", "cnn", "rnn", "transformer"}, optional
        The kind of network, for the hidden layers.
    task : {"regression", "binary", "multiclass", "multilabel"}, optional
        What is predicted, for the output layer. One of the two must be given.
    classes : int, optional
        How many classes there are, for "multiclass" at least 2, for "multilabel" at least 1 (default: not said, and `nodes` is
        None); for "binary" 2.
    targets : int, optional
        How many numbers a regression predicts (default 1).

    Returns
    -------
    Choice
        Its `hidden` is a tuple with an entry for each function that the network takes, and empty without a network; its
        `output` is None without a task. Each has the function, the initialisation of the weights before it (functions of
        actkern.init), why, and sources. A hidden one has the range for the network's inputs, and `scale(train)`, which scales
        them. The output has the number of nodes, the loss, whether that takes logits, what targets are and how they are
        scaled, and `crisp`, which makes labels of what the activation gives. print() shows all.

    Raises
    ------
    ValueError
        For another word, naming the nearest one, and for numbers that do not go with the task.
    TypeError
        For neither a network nor a task, and for what is no str or int.

    References
    ----------
    Each answer has its own. `docs/choosing.md` tells it at length.
    """
    import actkern

    if network is None and task is None:
        raise TypeError(f"choose: give network, one of {', '.join(NETWORKS)}, task, one of {', '.join(TASKS)}, or both")
    hidden: tuple[Hidden, ...] = ()
    if network is not None:
        kind = _one_of(network, NETWORKS, "network")
        hidden = tuple(Hidden(network=kind, function=getattr(actkern, each.name), **each._asdict()) for each in NETWORKS[kind])
    if task is None:
        for argument, given in (("classes", classes), ("targets", targets)):
            if given is not None:
                raise ValueError(f"choose: {argument} goes with a task, one of {', '.join(TASKS)}")
        return Choice(hidden)
    found = _one_of(task, TASKS, "task")
    of = TASKS[found]
    loss = getattr(actkern, of.loss)
    output = Output(
        task=found,
        nodes=_nodes(found, classes, targets),
        function=getattr(actkern, of.name),
        loss_takes=actkern.catalog[of.loss].inputs[0].name,
        initialisation=_XAVIER_RULES,
        **(of._asdict() | {"loss": loss}),
    )
    return Choice(hidden, output)
