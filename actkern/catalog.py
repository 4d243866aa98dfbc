"""What actkern offers: one row per function, and everything that follows from a row.

a. A row is data. Names, ufuncs, docstrings, the stub, tests and benchmarks are built from it, so
   adding an activation is a row here plus its scalar in `_numba/scalar.py` and `src_cython/scalar.pxd`.
b. `value` and `slope` are the definition, in NumPy's syntax. `reference.py` evaluates the same text with
   mpmath (the truth that tests hold kernels against) and with NumPy, and docstrings print it, so the
   formula a user reads is the one that is tested.
c. `ulp` is a promise: the largest error over every finite input, subnormal results included, in units in
   the last place of the result's dtype. Tests take their tolerances from here and nowhere else.
d. This module imports only the standard library: `setup.py` reads it before anything is installed.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

# What a function can be asked for, with the words that a docstring starts with. `Activation.operands` has what each
# form takes and gives.
FORMS = {
    "value": "",
    "grad": "The slope of",
    "value_and_grad": "Value and slope, in one pass over memory, of",
    "backward": "The gradient that flows back, in one pass over memory, through",
    "backward_from_output": "The gradient that flows back, from the output instead of the input, through",
}


@dataclass(frozen=True)
class Parameter:
    """One operand of a function: an input, which has no default, or a parameter, which may have one. All broadcast."""

    name: str
    default: float | None
    summary: str
    typical: float | None = None  # for tests and benchmarks, where there is no default

    @property
    def sample(self) -> float | None:
        """A value that makes sense; None for operands that are arrays like x."""
        return self.default if self.default is not None else self.typical


X = Parameter("x", None, "the input")


@dataclass(frozen=True)
class Activation:
    """One function: what it is, what it promises, and what the kernels need to know of it."""

    name: str
    summary: str  # a noun phrase, for one line
    value: str  # the definition y = f(x): NumPy syntax over x and the parameters
    slope: str  # dy/dx, likewise; "" for row-wise functions, which have no scalar slope
    domain: str
    range: str
    monotone: bool
    limits: str
    kinks: str  # where the slope jumps and what it is taken to be there; "none" otherwise
    ulp: Mapping[str, float]  # promise for the value, by dtype: {"f4": ..., "f8": ...}
    slope_ulp: Mapping[str, float]  # promise for the slope
    source: str  # who proposed it: paper or standard, and year
    peers: str  # what others call it
    used: str  # where one meets it: networks, layers, models
    cost: float  # ns per float32 element on one core, from `actkern bench`: sets where threads start to pay
    kind: str = "elementwise"  # "cell": elementwise with several outputs; "rowwise": along an axis; "composed": of other rows
    aliases: tuple[str, ...] = ()
    inputs: tuple[Parameter, ...] = (X,)  # what gradients are for
    outputs: tuple[str, ...] = ("y",)
    parameters: tuple[Parameter, ...] = ()  # what is given beside the inputs, and gets no gradient
    other_values: tuple[str, ...] = ()  # formulas of the outputs after the first
    other_slopes: tuple[str, ...] = ()  # of the slopes by the inputs after the first
    gradients: tuple[str, ...] = ()  # of a cell's backward form, over the upstream gradients and the inputs
    stable_value: str = ""  # the same, rewritten so that NumPy's floats neither overflow nor cancel
    stable_slope: str = ""
    slope_from_output: str = ""  # the slope in terms of y, where it can be had from y alone
    numpy_call: str = ""  # NumPy's own function for the value, over x and out, where it has one
    scipy_call: str = ""  # scipy.special's
    torch_call: str = ""  # torch's
    slope_floor: float = 0.0  # the slope's ULP are those of max(|slope|, slope_floor): 2^-6 where it crosses zero off the origin
    support: tuple[float, float] = (-math.inf, math.inf)  # where f is defined; it is NaN outside
    promise_range: Mapping[str, float] = field(default_factory=dict)  # by dtype, the largest |x| that `ulp` is promised for

    @property
    def forms(self) -> tuple[str, ...]:
        """The forms this function comes in, in the order of FORMS."""
        if self.kind == "rowwise":
            return ("value", "backward_from_output")
        if not self.slope:
            return ("value", "backward")
        return tuple(form for form in FORMS if form != "backward_from_output" or self.slope_from_output)

    @property
    def has_defaults(self) -> bool:
        """Whether the public function is a thin one over the ufunc, which itself takes every operand."""
        return any(parameter.default is not None for parameter in self.parameters)

    def signature(self, form: str) -> str | None:
        """The core dimensions of a row-wise form, as NumPy writes them; None for an elementwise function."""
        if self.kind != "rowwise":
            return None
        inputs, outputs = self.operands(form)
        return ",".join("(n)" for _ in inputs) + "->" + ",".join("(n)" for _ in outputs)

    def operands(self, form: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Names of the inputs (upstream gradients first, parameters last) and of the outputs of one form."""
        inputs = tuple(operand.name for operand in self.inputs)
        upstream = tuple(f"d{name}" for name in self.outputs)
        gradients = tuple(f"d{name}" for name in inputs)
        slopes = tuple(f"dyd{name}" for name in inputs)
        taken, given = {
            "value": (inputs, self.outputs),
            "grad": (inputs, slopes),
            "value_and_grad": (inputs, self.outputs + slopes),
            "backward": (upstream + inputs, gradients),
            "backward_from_output": (upstream + self.outputs, gradients),
        }[form]
        return taken + tuple(parameter.name for parameter in self.parameters), given

    @property
    def quantities(self) -> dict[str, str]:
        """Every formula by the name of what it gives, as in `operands`: y and dydx; a cell's outputs and gradients."""
        named = dict(zip(self.outputs, (self.value, *self.other_values), strict=True))
        if self.kind == "cell":
            return named | dict(zip(self.operands("backward")[1], self.gradients, strict=True))
        if self.slope:
            named |= dict(zip(self.operands("grad")[1], (self.slope, *self.other_slopes), strict=True))
        return named

    def ulp_of(self, quantity: str, dtype: str) -> float:
        """The promise for one of `quantities`."""
        return (self.ulp if quantity in self.outputs else self.slope_ulp)[dtype]


class Catalog(Mapping[str, Activation]):
    """The table of functions, by name or alias; iteration gives each function once, by its own name."""

    def __init__(self, rows: tuple[Activation, ...]) -> None:
        self._rows = {row.name: row for row in rows}
        self._by_alias = {alias: row for row in rows for alias in row.aliases}
        if len(self._rows) + len(self._by_alias) != len(rows) + sum(len(row.aliases) for row in rows) or (
            self._rows.keys() & self._by_alias.keys()
        ):
            raise ValueError("two rows of the catalogue share a name or an alias")

    def __getitem__(self, name: str) -> Activation:
        try:
            return self._rows[name] if name in self._rows else self._by_alias[name]
        except KeyError:
            raise KeyError(f"no function {name!r} in the catalogue; there are {', '.join(self.names())}") from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def names(self, form: str = "value") -> tuple[str, ...]:
        """Every public name, aliases included, that comes in `form`."""
        return tuple(name for row in self._rows.values() if form in row.forms for name in (row.name, *row.aliases))


_ELEMENTWISE = (
    Activation(
        name="identity",
        aliases=("linear",),
        summary="identity",
        numpy_call="positive(x, out=out)",
        value="x",
        slope="1",
        slope_from_output="1",
        domain="all reals",
        range="all reals",
        monotone=True,
        limits="f(-inf) = -inf, f(inf) = inf",
        kinks="none",
        ulp={"f4": 0, "f8": 0},
        slope_ulp={"f4": 0, "f8": 0},
        source="none: the output layer of linear regression",
        peers="torch.nn.Identity, jax.nn.identity, keras linear",
        used="output layers of regression",
        cost=0.09,
    ),
    Activation(
        name="relu",
        summary="rectified linear unit",
        numpy_call="maximum(x, 0, out=out)",
        torch_call="clamp_min(x, 0, out=out)",
        value="maximum(x, 0)",
        slope="where(x > 0, 1, 0)",
        slope_from_output="where(y > 0, 1, 0)",
        domain="all reals",
        range="[0, inf)",
        monotone=True,
        limits="f(-inf) = 0, f(inf) = inf; f(-0.0) = -0.0",
        kinks="f'(0) = 0, as in PyTorch and JAX",
        ulp={"f4": 0, "f8": 0},
        slope_ulp={"f4": 0, "f8": 0},
        source="Fukushima, Visual feature extraction by a multilayered network of analog threshold elements, 1969; "
        "Nair and Hinton, Rectified linear units improve restricted Boltzmann machines, 2010",
        peers="torch.relu, jax.nn.relu, onnx Relu, keras relu",
        used="hidden layers of most convolutional networks",
        cost=0.09,
    ),
    Activation(
        name="sigmoid",
        summary="logistic sigmoid",
        scipy_call="expit(x, out=out)",
        torch_call="sigmoid(x, out=out)",
        value="1 / (1 + exp(-x))",
        slope="exp(-x) / (1 + exp(-x))**2",
        stable_value="exp(minimum(x, 0)) / (1 + exp(-abs(x)))",
        stable_slope="exp(-abs(x)) / (1 + exp(-abs(x)))**2",
        slope_from_output="y * (1 - y)",
        domain="all reals",
        range="(0, 1)",
        monotone=True,
        limits="f(-inf) = 0, f(inf) = 1; f'(-inf) = f'(inf) = 0",
        kinks="none",
        ulp={"f4": 2.0, "f8": 2.0},
        slope_ulp={"f4": 2.0, "f8": 2.0},
        source="Verhulst, Notice sur la loi que la population suit dans son accroissement, 1838",
        peers="torch.sigmoid, jax.nn.sigmoid, onnx Sigmoid, scipy.special.expit",
        used="binary and multilabel outputs, gates of recurrent cells, logistic regression and boosting objectives",
        cost=0.32,
    ),
    Activation(
        name="tanh",
        summary="hyperbolic tangent",
        numpy_call="tanh(x, out=out)",
        torch_call="tanh(x, out=out)",
        value="(exp(x) - exp(-x)) / (exp(x) + exp(-x))",
        slope="4 / (exp(x) + exp(-x))**2",
        stable_value="tanh(x)",
        stable_slope="4 * exp(-2 * abs(x)) / (1 + exp(-2 * abs(x)))**2",
        slope_from_output="1 - y * y",
        domain="all reals",
        range="(-1, 1)",
        monotone=True,
        limits="f(-inf) = -1, f(inf) = 1; f'(-inf) = f'(inf) = 0",
        kinks="none",
        ulp={"f4": 2.0, "f8": 2.0},
        slope_ulp={"f4": 2.0, "f8": 2.0},
        source="Lambert, Observations trigonometriques, 1768; as an activation LeCun et al., Efficient BackProp, 1998",
        peers="torch.tanh, jax.numpy.tanh, onnx Tanh, numpy.tanh",
        used="recurrent cells, small dense networks, bounded outputs of policies",
        cost=0.33,
    ),
)

_BY_NAME = {row.name: row for row in _ELEMENTWISE}


def _gated(name: str, inner: str, peers: str, used: str) -> Activation:
    """inner(gate) * up: a gated linear unit after its two linear maps."""
    row = _BY_NAME[inner]
    return Activation(
        name=name,
        summary=f"gated linear unit with {inner} as its gate",
        inputs=(
            Parameter("gate", None, f"what goes through {inner}"),
            Parameter("up", None, "what is multiplied by it"),
        ),
        value=f"{inner}(gate) * up",
        slope=f"grad_{inner}(gate) * up",
        other_slopes=(f"{inner}(gate)",),
        domain="all reals",
        range="all reals",
        monotone=False,
        limits=f"those of {inner}, times up; an infinity times 0 is NaN",
        kinks=row.kinks,
        # A product's units may be half as large, beside it, as those of its factor.
        ulp={dtype: 2 * promise + 0.5 for dtype, promise in row.ulp.items()},
        slope_ulp={dtype: 2 * max(promise, row.ulp[dtype]) + 0.5 for dtype, promise in row.slope_ulp.items()},
        slope_floor=row.slope_floor,
        # Further out, inner(gate) is subnormal and has few bits, which a large up would bring back.
        promise_range={"f4": 80.0, "f8": 690.0},
        source="Shazeer, GLU variants improve Transformer, 2020",
        peers=peers,
        used=used,
        cost=row.cost + 0.1,
    )


def _biased(inner: str) -> Activation:
    """inner(x + bias) in one pass."""
    row = _BY_NAME[inner]
    return replace(
        row,
        name=f"bias_{inner}",
        aliases=(),
        summary=f"{row.summary}, of x + bias",
        parameters=(
            Parameter(
                "bias", None, "what is added first, such as one number per channel; its gradient is dx, summed", -0.0
            ),  # changes no x, not a zero's sign
        ),
        value=f"{inner}(x + bias)",
        slope=f"grad_{inner}(x + bias)",
        stable_value="",
        stable_slope="",
        slope_from_output="",
        numpy_call="",
        scipy_call="",
        torch_call="",
        domain=f"{row.domain}, for x + bias",
        limits=f"{row.limits}; the sum x + bias is rounded once",
        peers=f"{row.peers.split(',')[0]} of x + bias; fused in oneDNN and cuDNN",
        used="after a matrix product or a convolution, in place of two passes over memory",
    )


_GATED = (
    _gated("bilinear", "identity", "torch.nn.Bilinear has the map with it", "feed-forward blocks of Transformers"),
    _gated("reglu", "relu", "x_transformers ReGLU", "feed-forward blocks of Transformers"),
    _gated("sigmoid_glu", "sigmoid", "torch.nn.functional.glu, of one array: see glu", "gated convolutional language models"),
)
_BIASED = tuple(_biased(inner) for inner in ("relu", "sigmoid", "tanh"))

_CELLS = (
    Activation(
        name="lstm_cell",
        kind="cell",
        summary="pointwise part of a step of a long short-term memory",
        inputs=(
            Parameter("i", None, "the input gate before its sigmoid"),
            Parameter("f", None, "the forget gate before its sigmoid"),
            Parameter("g", None, "the candidate before its tanh"),
            Parameter("o", None, "the output gate before its sigmoid"),
            Parameter("c", None, "the state of the cell before the step"),
        ),
        outputs=("h", "c_new"),
        value="sigmoid(o) * tanh(sigmoid(f) * c + sigmoid(i) * tanh(g))",
        other_values=("sigmoid(f) * c + sigmoid(i) * tanh(g)",),
        slope="",
        gradients=(
            "(dc_new + dh * sigmoid(o) * grad_tanh(sigmoid(f) * c + sigmoid(i) * tanh(g))) * tanh(g) * grad_sigmoid(i)",
            "(dc_new + dh * sigmoid(o) * grad_tanh(sigmoid(f) * c + sigmoid(i) * tanh(g))) * c * grad_sigmoid(f)",
            "(dc_new + dh * sigmoid(o) * grad_tanh(sigmoid(f) * c + sigmoid(i) * tanh(g))) * sigmoid(i) * grad_tanh(g)",
            "dh * tanh(sigmoid(f) * c + sigmoid(i) * tanh(g)) * grad_sigmoid(o)",
            "(dc_new + dh * sigmoid(o) * grad_tanh(sigmoid(f) * c + sigmoid(i) * tanh(g))) * sigmoid(f)",
        ),
        domain="all reals",
        range="h (-1, 1); c_new all reals",
        monotone=False,
        limits="those of sigmoid and tanh",
        kinks="none",
        ulp={"f4": 4.0, "f8": 4.0},
        slope_ulp={"f4": 8.0, "f8": 8.0},
        source="Hochreiter and Schmidhuber, Long short-term memory, 1997; the forget gate of Gers et al., 2000",
        peers="torch.nn.LSTMCell, keras LSTMCell, onnx LSTM, after their matrix products; gates in PyTorch's order",
        used="sequence models",
        cost=1.9,
    ),
    Activation(
        name="gru_cell",
        kind="cell",
        summary="pointwise part of a step of a gated recurrent unit",
        inputs=(
            Parameter("r", None, "the reset gate before its sigmoid"),
            Parameter("z", None, "the update gate before its sigmoid"),
            Parameter("n_x", None, "the input's part of the candidate"),
            Parameter("n_h", None, "the state's part of the candidate, which the reset gate scales"),
            Parameter("h", None, "the state before the step"),
        ),
        outputs=("h_new",),
        value="sigmoid(-z) * tanh(n_x + sigmoid(r) * n_h) + sigmoid(z) * h",
        slope="",
        gradients=(
            "dh_new * sigmoid(-z) * grad_tanh(n_x + sigmoid(r) * n_h) * n_h * grad_sigmoid(r)",
            "dh_new * (h - tanh(n_x + sigmoid(r) * n_h)) * grad_sigmoid(z)",
            "dh_new * sigmoid(-z) * grad_tanh(n_x + sigmoid(r) * n_h)",
            "dh_new * sigmoid(-z) * grad_tanh(n_x + sigmoid(r) * n_h) * sigmoid(r)",
            "dh_new * sigmoid(z)",
        ),
        domain="all reals",
        range="all reals",
        monotone=False,
        limits="those of sigmoid and tanh",
        kinks="none",
        ulp={"f4": 4.0, "f8": 4.0},
        slope_ulp={"f4": 8.0, "f8": 8.0},
        source="Cho et al., Learning phrase representations using RNN encoder-decoder, 2014; the reset gate after the matrix "
        "product, as in PyTorch and cuDNN",
        peers="torch.nn.GRUCell, keras GRUCell (reset_after=True), onnx GRU (linear_before_reset=1), after their matrix products",
        used="sequence models",
        cost=1.2,
    ),
)

_COMPOSED = (
    Activation(
        name="glu",
        kind="composed",
        summary="gated linear unit of one array, the first half of an axis gated by the second",
        value="up * sigmoid(gate), where up and gate are the halves of x",
        slope="",
        domain="all reals",
        range="all reals",
        monotone=False,
        limits="those of sigmoid_glu",
        kinks="none",
        ulp={},
        slope_ulp={},
        source="Dauphin et al., Language modeling with gated convolutional networks, 2017",
        peers="torch.nn.functional.glu, jax.nn.glu, keras glu",
        used="gated convolutional and recurrent networks",
        cost=0.4,
    ),
    Activation(
        name="crelu",
        kind="composed",
        summary="concatenated rectified linear unit, relu(x) and relu(-x) one after the other along an axis",
        value="concatenate(relu(x), relu(-x))",
        slope="",
        domain="all reals",
        range="[0, inf)",
        monotone=False,
        limits="those of relu",
        kinks="f'(0) = 0 in both halves",
        ulp={},
        slope_ulp={},
        source="Shang et al., Understanding and improving convolutional neural networks via concatenated rectified linear "
        "units, 2016",
        peers="tf.nn.crelu",
        used="early layers of convolutional networks",
        cost=0.3,
    ),
    Activation(
        name="maxout",
        kind="composed",
        summary="maxout unit, the largest of each k neighbours along an axis",
        parameters=(Parameter("k", None, "int, how many neighbours make one result; divides the length of the axis", 2),),
        value="the maximum of k neighbours",
        slope="",
        domain="all reals",
        range="all reals",
        monotone=True,
        limits="those of the largest",
        kinks="among equals the first one gets the gradient, as in torch.max over an axis",
        ulp={},
        slope_ulp={},
        source="Goodfellow et al., Maxout networks, 2013",
        peers="tfa.layers.Maxout",
        used="maxout networks",
        cost=0.5,
    ),
)

_ALONG_AN_AXIS = (
    Activation(
        name="softmax",
        kind="rowwise",
        summary="softmax along an axis",
        scipy_call="softmax(x, axis=-1)",
        value="exp(x) / sum(exp(x))",
        slope="",
        domain="all reals",
        range="[0, 1], each row with the sum 1",
        monotone=False,
        limits="a row with NaN or +inf in it is NaN, a row of -inf alone too; an element -inf beside finite ones gives 0",
        kinks="none",
        ulp={"f4": 4.0, "f8": 4.0},
        slope_ulp={},
        source="Boltzmann, 1868; Bridle, Probabilistic interpretation of feedforward classification network outputs, 1990",
        peers="torch.softmax, jax.nn.softmax, onnx Softmax, scipy.special.softmax",
        used="outputs of classifiers, attention weights",
        cost=0.45,
    ),
)

catalog = Catalog(_ELEMENTWISE + _GATED + _BIASED + _CELLS + _COMPOSED + _ALONG_AN_AXIS)
