"""What functions are given: operands, and the keywords of functions along an axis, those that rows share among them."""

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Parameter:
    """One operand of a function: an input, which has no default, or a parameter, which may have one. All broadcast."""

    name: str
    default: float | None
    summary: str
    typical: float | None = None  # for tests and benchmarks, where there is no default
    whole: bool = False  # whether it is one int, not an array

    @property
    def sample(self) -> float | None:
        """A value that makes sense; None for operands that are arrays like x."""
        return self.default if self.default is not None else self.typical


X = Parameter("x", None, "the input")


@dataclass(frozen=True)
class Keyword:
    """One argument of a function along an axis, beside its operands."""

    name: str
    annotation: str
    default: str
    summary: str
    positional: bool = False  # whether it may be given by position too
    positive: bool = False  # of an operand of a loss: whether 0 is refused
    most: float = math.inf  # of an operand of a loss: the largest number that is accepted
    divides: bool = False  # of an operand of a loss: whether losses are divided by it

    @property
    def text(self) -> str:
        """As a stub file has it."""
        return f"{self.name}: {self.annotation} = {self.default}".replace("'", '"')


AXIS = Keyword("axis", "int", "-1", "the axis along which it works (default -1, the last)", positional=True)
AXES = Keyword(
    "axis",
    "int | tuple[int, ...] | None",
    "None",
    "the axis or axes to sum over (default None: all); over none, (), x is itself",
    True,
)
KEEPDIMS = Keyword("keepdims", "bool", "False", "whether the axes summed over stay, with length 1")
WHERE = Keyword(
    "where",
    "ArrayLike | None",
    "None",
    "bool, broadcast to x: what takes part. Other elements count as -inf; a row without any has the sum 0. What a masked array "
    "masks takes no part either, and is masked in the result",
)
TEMPERATURE = Keyword(
    "temperature",
    "ArrayLike",
    "1.0",
    "positive; x is divided by it first. An array has one for each row: it broadcasts to the shape of x without the axis, or "
    "with the axis kept at length 1. It is rounded to the precision of the computation, and changes no dtype",
)
HARD = Keyword(
    "hard",
    "bool",
    "False",
    "whether to give the hardmax of x and the noise. For a gradient straight through it, take the soft sample y, hardmax(y) "
    "forward, and backward_from_output.gumbel_softmax(dy, y)",
)
RNG = Keyword("rng", "Any", "None", "a numpy.random.Generator, or a seed, to draw from (default: a new one)")
SINK = Keyword(
    "sink",
    "ArrayLike | None",
    "None",
    "one more logit of each row, which takes its share of the sum and gives no result (attention sinks; 0 is softmax plus one). "
    "An array has one for each row: it broadcasts to the shape of x without the axis, or with the axis kept at length 1. A "
    "temperature divides it too",
)
SINK_GRADIENT = Keyword(
    "sink",
    "ArrayLike | None",
    "None",
    "the sink of the value; the result is then (dx, dsink), of which dsink has the shape of the sink and is right to some units "
    "of the precision times the largest |dy|",
)
CAUSAL = Keyword(
    "causal",
    "bool",
    "False",
    "over the last two axes, queries and keys, and along the last: row i is of its first i + 1 elements, as in PyTorch's "
    "scaled_dot_product_attention",
)
REDUCTION = Keyword(
    "reduction",
    "str",
    "'mean'",
    "'mean' (over the weights of the targets that count, as in PyTorch), 'sum' or 'none': one for each row",
)
OF_ELEMENTS = Keyword("reduction", "str", "'mean'", "'mean', 'sum' or 'none': one for each element")
OF_BATCHES = Keyword(
    "reduction",
    "str",
    "'mean'",
    "'mean', 'sum', 'none': one for each element, or 'batchmean': the sum, divided by the length of the first axis",
)
GRADIENT = Keyword("out", "NDArray[Any] | None", "None", "an array for the gradient, which may be the first operand")
_IGNORE_INDEX = Keyword("ignore_index", "int", "-100", "targets of this index count nothing: their loss and gradient are 0")
_LABEL_SMOOTHING = Keyword(
    "label_smoothing", "float", "0.0", "from 0 to 1: the share of the target that is spread evenly over all classes"
)
_Z_LOSS = Keyword("z_loss", "float", "0.0", "at least 0: this times logsumexp(logits)^2 is added to the loss of each row")
_OF_CLASSES = "one number for each class, at least 0, which its losses are multiplied by"
_WEIGHT_OF_CLASS = Keyword("weight", "ArrayLike | None", "None", _OF_CLASSES)
OF_TAKEN = (AXIS, _WEIGHT_OF_CLASS, _IGNORE_INDEX, REDUCTION)
OF_CLASSES = (
    AXIS,
    _WEIGHT_OF_CLASS,
    _IGNORE_INDEX,
    _LABEL_SMOOTHING,
    _Z_LOSS,
    REDUCTION,
)
OF_LINEAR = (
    Keyword("bias", "ArrayLike | None", "None", "one number for each class, which is added to its logits", positional=True),
    Keyword("weight_of_class", "ArrayLike | None", "None", f"{_OF_CLASSES}: the weight of cross_entropy"),
    _IGNORE_INDEX,
    _LABEL_SMOOTHING,
    _Z_LOSS,
    Keyword("soft_cap", "float | None", "None", "positive: logits are soft_cap tanh(logits / soft_cap) before the loss"),
    REDUCTION,
    Keyword(
        "chunk",
        "int | None",
        "None",
        "how many rows have their logits in memory at a time (default None: those of 16 MB, or of an eighth of the weight, 512 "
        "at the most)",
    ),
)
GRADIENTS = Keyword(
    "out",
    "tuple[NDArray[Any] | None, ...] | None",
    "None",
    "arrays for the gradients, as many as there are, each an array or None",
)
WEIGHT = Keyword(
    "weight",
    "ArrayLike | None",
    "None",
    "at least 0, broadcast to the first operand: what each loss is multiplied by; a mean is over the elements all the same",
    positional=True,
)
OF_LABELS = (
    Keyword("weight", "ArrayLike | None", "None", "at least 0, broadcast to the logits: what each loss is multiplied by", True),
    Keyword(
        "pos_weight",
        "ArrayLike | None",
        "None",
        "at least 0, broadcast to the logits: what the part of the target is multiplied by, such as one number for each label",
        positional=True,
    ),
)
MEAN_WEIGHT = Keyword(
    "weight",
    "ArrayLike | None",
    "None",
    "at least 0, broadcast to the prediction: what each error is multiplied by; a mean is over the weights, as in PyTorch",
    positional=True,
)
OUT = Keyword("out", "NDArray[Any] | None", "None", "an array for the result")
DTYPE = Keyword("dtype", "DTypeLike | None", "None", "of the computation and the result")
