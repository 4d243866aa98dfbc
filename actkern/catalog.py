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

# Those that `actkern bench --peers` can time: a slope alone is what a gradient is made of, and nobody else offers it.
TIMED_FORMS = tuple(form for form in FORMS if form != "grad")

# ns: the least time that a thread is worth calling for. One that spins begins .2 to .6 us after the call does, by how far apart
# the two CPUs are, and as much passes at the end; to wake one is worth more units than two (`WAKE_FROM` in pool.c).
THREAD_NS = 1700.0


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
class Keyword:
    """One argument of a function along an axis, beside its operands."""

    name: str
    annotation: str
    default: str
    summary: str
    positional: bool = False  # whether it may be given by position too

    @property
    def text(self) -> str:
        """As a stub file has it."""
        return f"{self.name}: {self.annotation} = {self.default}".replace("'", '"')


_AXIS = Keyword("axis", "int", "-1", "the axis along which it works (default -1, the last)", positional=True)
_AXES = Keyword(
    "axis",
    "int | tuple[int, ...] | None",
    "None",
    "the axis or axes to sum over (default None: all); over none, (), x is itself",
    True,
)
_KEEPDIMS = Keyword("keepdims", "bool", "False", "whether the axes summed over stay, with length 1")
_WHERE = Keyword(
    "where",
    "ArrayLike | None",
    "None",
    "bool, broadcast to x: what takes part. Other elements count as -inf; a row without any has the sum 0. What a masked array "
    "masks takes no part either, and is masked in the result",
)
_TEMPERATURE = Keyword(
    "temperature",
    "ArrayLike",
    "1.0",
    "positive; x is divided by it first. An array has one for each row: it broadcasts to the shape of x without the axis, or "
    "with the axis kept at length 1. It is rounded to the precision of the computation, and changes no dtype",
)
_HARD = Keyword(
    "hard",
    "bool",
    "False",
    "whether to give the hardmax of x and the noise. For a gradient straight through it, take the soft sample y, hardmax(y) "
    "forward, and backward_from_output.gumbel_softmax(dy, y)",
)
_RNG = Keyword("rng", "Any", "None", "a numpy.random.Generator, or a seed, to draw from (default: a new one)")
_CAUSAL = Keyword(
    "causal",
    "bool",
    "False",
    "over the last two axes, queries and keys, and along the last: row i is of its first i + 1 elements, as in PyTorch's "
    "scaled_dot_product_attention",
)
_REDUCTION = Keyword(
    "reduction",
    "str",
    "'mean'",
    "'mean' (over the weights of the targets that count, as in PyTorch), 'sum' or 'none': one for each row",
)
_OF_ELEMENTS = Keyword("reduction", "str", "'mean'", "'mean', 'sum' or 'none': one for each element")
_GRADIENT = Keyword("out", "NDArray[Any] | None", "None", "an array for the gradient, which may be the first operand")
_LOSS = (
    _AXIS,
    Keyword("weight", "ArrayLike | None", "None", "one number for each class, at least 0, which its losses are multiplied by"),
    Keyword("ignore_index", "int", "-100", "targets of this index count nothing: their loss and gradient are 0"),
    Keyword("label_smoothing", "float", "0.0", "from 0 to 1: the share of the target that is spread evenly over all classes"),
    Keyword("z_loss", "float", "0.0", "at least 0: this times logsumexp(logits)^2 is added to the loss of each row"),
    _REDUCTION,
)
_OF_LABELS = (
    Keyword("weight", "ArrayLike | None", "None", "at least 0, broadcast to the logits: what each loss is multiplied by", True),
    Keyword(
        "pos_weight",
        "ArrayLike | None",
        "None",
        "at least 0, broadcast to the logits: what the part of the target is multiplied by, such as one number for each label",
        positional=True,
    ),
)
_MEAN_WEIGHT = Keyword(
    "weight",
    "ArrayLike | None",
    "None",
    "at least 0, broadcast to the prediction: what each error is multiplied by; a mean is over the weights, as in PyTorch",
    positional=True,
)
_OUT = Keyword("out", "NDArray[Any] | None", "None", "an array for the result")
_DTYPE = Keyword("dtype", "DTypeLike | None", "None", "of the computation and the result")


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
    cost: Mapping[str, float]  # ns per element on one core, by dtype, from `actkern bench`: see `grain`
    value_alone: bool = False  # whether a scalar NAME_value gives the value quicker than the one that gives the slope too
    staged: bool = False  # whether scalars NAME_first and NAME_second give the value, quicker in two short loops than in one
    common: tuple[str, ...] = ()  # the forms that `actkern bench` times unless told otherwise (of gradients, beside peers)
    kind: str = "elementwise"  # "cell": elementwise with several outputs; "rowwise": along an axis;
    # "loss": of an output layer, along an axis; "composed": of other rows
    aliases: tuple[str, ...] = ()
    inputs: tuple[Parameter, ...] = (X,)  # what gradients are for
    outputs: tuple[str, ...] = ("y",)
    parameters: tuple[Parameter, ...] = ()  # what is given beside the inputs, and gets no gradient
    other_values: tuple[str, ...] = ()  # formulas of the outputs after the first
    other_slopes: tuple[str, ...] = ()  # of the slopes by the inputs after the first
    gradients: tuple[str, ...] = ()  # of the backward form of a cell or row-wise function, over upstream gradients and the rest
    keywords: tuple[Keyword, ...] = ()  # of a row-wise function's value; the backward form has those of `backward_keywords`
    backward_keywords: tuple[Keyword, ...] = ()
    reduces: bool = False  # a row-wise function that gives one number for each row
    stable_value: str = ""  # the same, rewritten so that NumPy's floats neither overflow nor cancel
    stable_slope: str = ""
    slope_from_output: str = ""  # the slope in terms of y, where it can be had from y alone
    numpy_call: str = ""  # NumPy's own function for the value, over x and out, where it has one
    scipy_call: str = ""  # scipy.special's
    torch_call: str = ""  # torch's
    torch_backward_call: str = ""  # torch's gradient, over dy, x, y and out
    jax_call: str = ""  # jax's, over x, in the namespace jax
    onnx_call: str = ""  # operators of ONNX, over x: calls of their names, attributes as keywords
    flat: str = ""  # where the slope is 0 on an interval, by its formula, not by underflow: there a gradient is 0 whatever dy is
    other_flats: tuple[str, ...] = ()  # of the slopes by the inputs after the first
    slope_floor: float = 0.0  # the slope's ULP are those of max(|slope|, slope_floor): 2^-6 where it crosses zero off the origin
    support: tuple[float, float] = (-math.inf, math.inf)  # where f is defined; it is NaN outside
    promise_range: Mapping[str, float] = field(default_factory=dict)  # by dtype, the largest |x| that `ulp` is promised for
    # Conditions in the syntax of `value`, "any" for none: on x and the parameters, for which the promises hold ("": the default
    # ones alone), and on y and the parameters, from which the slope can be had.
    parameter_range: str = ""
    output_range: str = "any"
    outside: str = ""  # what other parameters give
    # Where the terms of a result cancel at other parameters than the defaults, by quantity: a formula for the size of the terms,
    # in units of which errors are counted if that is larger; and what the promises are multiplied by at such parameters.
    terms: Mapping[str, str] = field(default_factory=dict)
    elsewhere: float = 1.0

    @property
    def random(self) -> bool:
        """Whether it draws numbers, from its argument `rng`."""
        return any(keyword.name == "rng" for keyword in self.keywords)

    @property
    def forms(self) -> tuple[str, ...]:
        """The forms this function comes in, in the order of FORMS."""
        if self.kind == "rowwise":
            return ("value", "backward" if self.reduces else "backward_from_output")
        if self.kind == "loss":
            return ("value", "grad", "value_and_grad")
        if not self.slope:
            return ("value", "backward")
        return tuple(form for form in FORMS if form != "backward_from_output" or self.slope_from_output)

    @property
    def optional(self) -> tuple[Parameter, ...]:
        """The parameters that have a default, which follow those that have none."""
        return tuple(parameter for parameter in self.parameters if parameter.default is not None)

    @property
    def has_defaults(self) -> bool:
        """Whether the public function is a thin one over the ufunc, which itself takes every operand."""
        return bool(self.optional)

    @property
    def along_an_axis(self) -> bool:
        """Whether it works along an axis of x, not on each element."""
        if self.kind == "loss":
            return any(keyword.name == "axis" for keyword in self.keywords)
        return self.kind == "rowwise" or (self.kind == "composed" and not self.slope)

    def streamed_from(self, form: str, itemsize: int) -> int:
        """How many eighths of `Settings.stream_bytes` a result has at least that is streamed past the caches; 0: none is.

        That pays where memory takes longer than the computation, of which a double's takes three times a float's: a cheap
        function gains from 12 MB on (relu .75 of the time), one like sigmoid or tanh from 32 MB on (.77 to 1, and 1.05 below),
        all others lose, at any size (mish 1.08, and softplus 1.13 in double).
        """
        if self.kind != "elementwise" or form not in ("value", "backward_from_output"):
            return 0
        # By cost["f8"] / 2 double sigmoid, tanh and exp would be streamed, too, which nobody has timed.
        cost = 0.1 if form == "backward_from_output" else self.cost["f4"] * (1.0 if itemsize == 4 else 1.5)
        return 3 if cost <= 0.3 else 8 if cost <= 0.45 else 0

    def grain(self, itemsize: int) -> int:
        """How many elements a thread has at the least: what takes `THREAD_NS` by `cost`."""
        return int(THREAD_NS / self.cost["f8" if itemsize == 8 else "f4"])

    def operands(self, form: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Names of the inputs (upstream gradients first, parameters last) and of the outputs of one form."""
        inputs = tuple(operand.name for operand in self.inputs)
        upstream = tuple(f"d{name}" for name in self.outputs)
        gradients = tuple(f"d{name}" for name in inputs)
        slopes = gradients[:1] if self.kind == "loss" else tuple(f"dyd{name}" for name in inputs)
        taken, given = {
            "value": (inputs, self.outputs),
            "grad": (inputs, slopes),
            "value_and_grad": (inputs, self.outputs + slopes),
            "backward": (upstream + inputs, gradients),
            "backward_from_output": (upstream + self.outputs, gradients),
        }[form]
        return taken + tuple(parameter.name for parameter in self.parameters), given

    @property
    def flats(self) -> tuple[str, ...]:
        """`flat` of the slope by each input, "" for those that are 0 on no interval."""
        return (self.flat, *(self.other_flats or ("",) * (len(self.inputs) - 1)))

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
            there = ", ".join(self.names())
            raise KeyError(f"no function {name!r} in the catalogue; there are {there}{self.hint(name)}") from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def hint(self, name: object, form: str = "value") -> str:
        """What an error about a name that is none adds: the nearest one that there is, whatever its case and underscores."""
        if not isinstance(name, str):
            return ""
        import difflib  # 2 ms, for an error alone

        plain = {each.replace("_", ""): each for each in self.names(form)}
        near = difflib.get_close_matches(name.replace("_", "").lower(), plain, n=1, cutoff=0.75)
        return f"; did you mean {plain[near[0]]}?" if near else ""

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
        cost={"f4": 0.09, "f8": 0.13},
    ),
    Activation(
        name="relu",
        common=("value",),
        summary="rectified linear unit",
        numpy_call="maximum(x, 0, out=out)",
        torch_call="clamp_min(x, 0, out=out)",
        jax_call="nn.relu(x)",
        onnx_call="Relu(x)",
        value="maximum(x, 0)",
        slope="where(x > 0, 1, 0)",
        slope_from_output="where(y > 0, 1, 0)",
        flat="x <= 0",
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
        cost={"f4": 0.09, "f8": 0.15},
    ),
    Activation(
        name="sigmoid",
        value_alone=True,
        common=("value", "value_and_grad", "backward", "backward_from_output"),
        summary="logistic sigmoid",
        scipy_call="expit(x, out=out)",
        torch_call="sigmoid(x, out=out)",
        torch_backward_call="ops.aten.sigmoid_backward(dy, y, grad_input=out)",
        jax_call="nn.sigmoid(x)",
        onnx_call="Sigmoid(x)",
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
        cost={"f4": 0.32, "f8": 0.86},
    ),
    Activation(
        name="tanh",
        common=("value",),
        summary="hyperbolic tangent",
        numpy_call="tanh(x, out=out)",
        torch_call="tanh(x, out=out)",
        jax_call="numpy.tanh(x)",
        onnx_call="Tanh(x)",
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
        cost={"f4": 0.33, "f8": 0.89},
    ),
    Activation(
        name="binary_step",
        aliases=("heaviside",),
        summary="binary (Heaviside) step",
        numpy_call="heaviside(x, 1, out=out)",
        torch_call="heaviside(x, ones(1), out=out)",
        value="where(x >= 0, 1, 0)",
        slope="0",
        flat="all x",
        domain="all reals",
        range="{0, 1}",
        monotone=True,
        limits="f(-inf) = 0, f(inf) = 1; f(0) = f(-0.0) = 1",
        kinks="f jumps at 0; f' is taken to be 0 everywhere, as in JAX",
        ulp={"f4": 0, "f8": 0},
        slope_ulp={"f4": 0, "f8": 0},
        source="McCulloch and Pitts, A logical calculus of the ideas immanent in nervous activity, 1943",
        peers="torch.heaviside(x, 1), jax.numpy.heaviside(x, 1), numpy.heaviside(x, 1)",
        used="perceptrons and threshold logic, forward pass of binarised and spiking networks (with a surrogate gradient)",
        cost={"f4": 0.1, "f8": 0.16},
    ),
    Activation(
        name="relu6",
        summary="rectified linear unit clipped at 6",
        numpy_call="clip(x, 0, 6, out=out)",
        torch_call="_C._nn.hardtanh(x, 0, 6, out=out)",
        value="minimum(maximum(x, 0), 6)",
        slope="where((x > 0) & (x < 6), 1, 0)",
        slope_from_output="where((y > 0) & (y < 6), 1, 0)",
        flat="x <= 0 or x >= 6",
        domain="all reals",
        range="[0, 6]",
        monotone=True,
        limits="f(-inf) = 0, f(inf) = 6; f(-0.0) = -0.0",
        kinks="f'(0) = f'(6) = 0, as in PyTorch and JAX",
        ulp={"f4": 0, "f8": 0},
        slope_ulp={"f4": 0, "f8": 0},
        source="Krizhevsky, Convolutional deep belief networks on CIFAR-10, 2010",
        peers="torch.nn.functional.relu6, jax.nn.relu6, keras relu6, tf.nn.relu6, Hugging Face relu6",
        used="MobileNet v1 and v2, and networks meant for low-precision inference",
        cost={"f4": 0.1, "f8": 0.17},
    ),
    Activation(
        name="squared_relu",
        aliases=("relu2",),
        summary="squared rectified linear unit",
        value="maximum(x, 0) ** 2",
        slope="2 * maximum(x, 0)",
        flat="x <= 0",
        domain="all reals",
        range="[0, inf)",
        monotone=True,
        limits="f(-inf) = 0, f(inf) = inf; f'(-inf) = 0, f'(inf) = inf",
        kinks="none",
        ulp={"f4": 0.5, "f8": 0.5},
        slope_ulp={"f4": 0, "f8": 0},
        source="So et al., Primer: Searching for efficient transformers for language modeling, 2021",
        peers="Hugging Face relu2, torch.relu(x) ** 2, jax.numpy.square(jax.nn.relu(x))",
        used="feed-forward layers of language models: Primer, Persimmon, Nemotron-4",
        cost={"f4": 0.1, "f8": 0.18},
    ),
    Activation(
        name="leaky_relu",
        summary="leaky rectified linear unit",
        parameters=(Parameter("negative_slope", 0.01, "the slope below 0"),),
        torch_call="_C._nn.leaky_relu(x, 0.01, out=out)",
        value="where(x > 0, x, negative_slope * x)",
        slope="where(x > 0, 1, negative_slope)",
        stable_value="where(x > 0, x, negative_slope * where((x < 0) & (negative_slope == 0), 0, x))",
        slope_from_output="where(y > 0, 1, negative_slope)",
        domain="all reals",
        range="all reals, for a negative_slope above 0",
        monotone=True,
        limits="f(-inf) = -inf (0 for a negative_slope of 0), f(inf) = inf; f(-0.0) = -0.0",
        kinks="f'(0) = negative_slope, as in PyTorch; JAX has 1",
        ulp={"f4": 0.5, "f8": 0.5},
        slope_ulp={"f4": 0, "f8": 0},
        parameter_range="any",
        output_range="negative_slope >= 0",
        source="Maas, Hannun and Ng, Rectifier nonlinearities improve neural network acoustic models, 2013; with learned "
        "slopes (PReLU) He et al., Delving deep into rectifiers, 2015",
        peers="torch.nn.functional.leaky_relu and prelu, jax.nn.leaky_relu, onnx LeakyRelu and PRelu, keras leaky_relu "
        "(0.2), tf.nn.leaky_relu (0.2), Hugging Face leaky_relu",
        used="discriminators of generative adversarial networks (0.2), YOLO v2 and v3 (0.1)",
        cost={"f4": 0.13, "f8": 0.21},
    ),
    Activation(
        name="thresholded_relu",
        summary="thresholded rectified linear unit",
        parameters=(Parameter("theta", 1.0, "inputs up to it give 0"),),
        torch_call="threshold(x, 1.0, 0.0, out=out)",
        value="where(x > theta, x, 0)",
        slope="where(x > theta, 1, 0)",
        slope_from_output="where(y == 0, 0, 1)",
        flat="x <= theta",
        domain="all reals",
        range="{0} and (theta, inf)",
        monotone=True,
        limits="f(-inf) = 0, f(inf) = inf",
        kinks="f jumps at theta (unless that is 0), and f'(theta) = 0",
        ulp={"f4": 0, "f8": 0},
        slope_ulp={"f4": 0, "f8": 0},
        parameter_range="any",
        output_range="theta >= 0",
        source="Konda, Memisevic and Krueger, Zero-bias autoencoders and the benefits of co-adapting features, 2014",
        peers="onnx ThresholdedRelu, keras relu(x, threshold=theta), torch.nn.functional.threshold(x, theta, 0)",
        used="zero-bias autoencoders, sparse codes",
        cost={"f4": 0.11, "f8": 0.18},
    ),
    Activation(
        name="threshold",
        summary="threshold, small inputs replaced by a constant",
        parameters=(
            Parameter("threshold", None, "inputs up to it are replaced", 0.1),
            Parameter("value", None, "what replaces them", 20.0),
        ),
        torch_call="threshold(x, 0.1, 20.0, out=out)",
        value="where(x > threshold, x, value)",
        slope="where(x > threshold, 1, 0)",
        flat="x <= threshold",
        domain="all reals",
        range="{value} and (threshold, inf)",
        monotone=False,
        limits="f(-inf) = value, f(inf) = inf",
        kinks="f jumps at the threshold (unless value is the threshold), and f' is 0 there, as in PyTorch",
        ulp={"f4": 0, "f8": 0},
        slope_ulp={"f4": 0, "f8": 0},
        parameter_range="any",
        source="Collobert, Kavukcuoglu and Farabet, Torch7: A Matlab-like environment for machine learning, 2011",
        peers="torch.nn.functional.threshold, keras threshold",
        used="models ported from Torch; with threshold = value = 0 it is relu",
        cost={"f4": 0.11, "f8": 0.16},
    ),
    Activation(
        name="hard_sigmoid",
        summary="hard sigmoid, a line clipped to [0, 1]",
        # The default is the float64 next above 1/6 (in float32 the nearest one is above it, too): f(-3) = f'(-3) =
        # f'(3) = 0 as for an exact sixth, which a slope below 1/6 would not give.
        parameters=(
            Parameter("slope", 1 / 6 + 2**-55, "the slope of the line; 1/6 if not given"),
            Parameter("offset", 0.5, "its height at x = 0"),
        ),
        torch_call="_C._nn.hardsigmoid(x, out=out)",
        value="minimum(maximum(slope * x + offset, 0), 1)",
        slope="where((slope * x + offset > 0) & (slope * x + offset < 1), slope, 0)",
        stable_value="minimum(maximum(slope * (x + 3) + ((offset / 2 - slope) + (offset / 2 - 2 * slope)), 0), 1)",
        stable_slope="where((slope * x + offset > 0) & (slope * x + (offset - 1) < 0), slope, 0)",
        slope_from_output="where((y > 0) & (y < 1), slope, 0)",
        flat="slope * x + offset <= 0 or >= 1",
        domain="all reals",
        range="[0, 1]",
        monotone=True,
        limits="f(-inf) = 0, f(inf) = 1, for a slope above 0",
        kinks="f' = 0 where slope * x + offset is 0 or 1, at the defaults f'(-3) = f'(3) = 0, as in PyTorch and JAX",
        ulp={"f4": 0.5, "f8": 0.5},
        slope_ulp={"f4": 0, "f8": 0},
        parameter_range="any",
        source="Courbariaux, Bengio and David, BinaryConnect: Training deep neural networks with binary weights during "
        "propagations, 2015 (slope 1/2); Howard et al., Searching for MobileNetV3, 2019 (slope 1/6)",
        peers="torch.nn.functional.hardsigmoid, jax.nn.hard_sigmoid, keras hard_sigmoid, all with slope 1/6; onnx "
        "HardSigmoid, slope 0.2",
        used="squeeze-and-excite gates of MobileNetV3, recurrent cells on small devices",
        cost={"f4": 0.13, "f8": 0.2},
    ),
    Activation(
        name="hard_tanh",
        summary="hard tanh, the input clipped to an interval",
        parameters=(
            Parameter("min_val", -1.0, "the least output"),
            Parameter("max_val", 1.0, "the greatest output, above min_val"),
        ),
        numpy_call="clip(x, -1, 1, out=out)",
        torch_call="_C._nn.hardtanh(x, out=out)",
        value="minimum(maximum(x, min_val), max_val)",
        slope="where((x > min_val) & (x < max_val), 1, 0)",
        slope_from_output="where((y > min_val) & (y < max_val), 1, 0)",
        flat="x <= min_val or x >= max_val",
        domain="all reals",
        range="[min_val, max_val]",
        monotone=True,
        limits="f(-inf) = min_val, f(inf) = max_val; f(-0.0) = -0.0",
        kinks="f'(min_val) = f'(max_val) = 0, as in PyTorch; JAX has 1",
        ulp={"f4": 0, "f8": 0},
        slope_ulp={"f4": 0, "f8": 0},
        parameter_range="any",
        source="Collobert, Large scale machine learning, 2004",
        peers="torch.nn.functional.hardtanh, jax.nn.hard_tanh, onnx Clip, keras hard_tanh, numpy.clip",
        used="binarised networks (straight-through gradients), the tagging networks of SENNA, bounded policies",
        cost={"f4": 0.12, "f8": 0.2},
    ),
    Activation(
        name="soft_shrink",
        summary="soft shrinkage",
        parameters=(Parameter("lambd", 0.5, "what magnitudes shrink by, at least 0"),),
        torch_call="_C._nn.softshrink(x, out=out)",
        value="maximum(x - lambd, 0) + minimum(x + lambd, 0)",
        slope="where(abs(x) > lambd, 1, 0)",
        slope_from_output="where(y == 0, 0, 1)",
        flat="|x| <= lambd",
        domain="all reals",
        range="all reals",
        monotone=True,
        limits="f(-inf) = -inf, f(inf) = inf; f(-0.0) = -0.0",
        kinks="f'(-lambd) = f'(lambd) = 0, as in PyTorch",
        ulp={"f4": 0.5, "f8": 0.5},
        slope_ulp={"f4": 0, "f8": 0},
        parameter_range="lambd >= 0",
        output_range="lambd >= 0",
        outside="a negative lambd gives sign(x) (|x| - lambd), which jumps at 0",
        source="Donoho, De-noising by soft-thresholding, 1995",
        peers="torch.nn.functional.softshrink, keras soft_shrink, onnx Shrink with bias = lambd",
        used="sparse coding and unrolled ISTA (LISTA), wavelet denoising, adaptive Fourier neural operators",
        cost={"f4": 0.12, "f8": 0.21},
    ),
    Activation(
        name="hard_shrink",
        summary="hard shrinkage",
        parameters=(Parameter("lambd", 0.5, "magnitudes up to it give 0; at least 0"),),
        torch_call="hardshrink(x, out=out)",
        value="where(abs(x) > lambd, x, 0)",
        slope="where(abs(x) > lambd, 1, 0)",
        slope_from_output="where(y == 0, 0, 1)",
        flat="|x| <= lambd",
        domain="all reals",
        range="(-inf, -lambd), {0} and (lambd, inf)",
        monotone=True,
        limits="f(-inf) = -inf, f(inf) = inf; f(-0.0) = -0.0",
        kinks="f jumps at -lambd and lambd, and f' is 0 there, as in PyTorch",
        ulp={"f4": 0, "f8": 0},
        slope_ulp={"f4": 0, "f8": 0},
        parameter_range="any",
        output_range="lambd >= 0",
        source="Donoho and Johnstone, Ideal spatial adaptation by wavelet shrinkage, 1994",
        peers="torch.nn.functional.hardshrink, keras hard_shrink, onnx Shrink with bias 0",
        used="wavelet denoising, sparse coding",
        cost={"f4": 0.12, "f8": 0.2},
    ),
    Activation(
        name="shrink",
        summary="shrinkage with a bias",
        parameters=(
            Parameter("lambd", 0.5, "magnitudes up to it give 0; at least 0"),
            Parameter("bias", 0.0, "what the other magnitudes shrink by"),
        ),
        value="where(abs(x) > lambd, where(x > 0, x - bias, x + bias), 0)",
        slope="where(abs(x) > lambd, 1, 0)",
        flat="|x| <= lambd",
        domain="all reals",
        range="all reals for bias = lambd; (-inf, bias - lambd), {0} and (lambd - bias, inf) in general",
        monotone=False,
        limits="f(-inf) = -inf, f(inf) = inf; f(-0.0) = -0.0",
        kinks="f jumps at -lambd and lambd (unless bias is lambd), and f' is 0 there",
        ulp={"f4": 0.5, "f8": 0.5},
        slope_ulp={"f4": 0, "f8": 0},
        parameter_range="lambd >= 0",
        outside="a negative lambd gives x - sign(x) bias, where 0.0 and -0.0 have a sign",
        source="ONNX operator Shrink, operator set 9, 2019; soft and hard shrinkage in one",
        peers="onnx Shrink",
        used="models exported to ONNX: soft shrinkage with bias = lambd, hard shrinkage with bias 0",
        cost={"f4": 0.15, "f8": 0.26},
    ),
    Activation(
        name="hard_silu",
        common=("value",),
        aliases=("hard_swish",),
        summary="hard SiLU (hard swish)",
        torch_call="_C._nn.hardswish(x, out=out)",
        jax_call="nn.hard_silu(x)",
        onnx_call="HardSwish(x)",
        value="x * minimum(maximum(x + 3, 0), 6) / 6",
        slope="where(x <= -3, 0, where(x >= 3, 1, (2 * x + 3) / 6))",
        stable_value="maximum(x, -3) * (minimum(maximum(x + 3, 0), 6) / 6)",
        flat="x <= -3 or x = -1.5",
        domain="all reals",
        range="[-3/8, inf)",
        monotone=False,
        limits="f(-inf) = -0.0, f(inf) = inf; f'(-inf) = 0, f'(inf) = 1",
        kinks="f'(-3) = 0 and f'(3) = 1, as in PyTorch",
        ulp={"f4": 1.5, "f8": 1.5},
        slope_ulp={"f4": 1.5, "f8": 1.5},
        source="Howard et al., Searching for MobileNetV3, 2019",
        peers="torch.nn.functional.hardswish, jax.nn.hard_silu and hard_swish, onnx HardSwish, keras hard_silu and hard_swish",
        used="MobileNetV3, LeViT, PP-LCNet",
        cost={"f4": 0.2, "f8": 0.36},
    ),
    Activation(
        name="sparse_sigmoid",
        summary="sparse sigmoid, (x + 1) / 2 clipped to [0, 1]",
        value="minimum(maximum((x + 1) / 2, 0), 1)",
        slope="where(abs(x) < 1, 0.5, where(abs(x) == 1, 0.25, 0))",
        flat="|x| > 1",
        domain="all reals",
        range="[0, 1]",
        monotone=True,
        limits="f(-inf) = 0, f(inf) = 1",
        kinks="f'(-1) = f'(1) = 1/4, the mean of both sides, as in JAX",
        ulp={"f4": 0.5, "f8": 0.5},
        slope_ulp={"f4": 0, "f8": 0},
        source="Martins and Astudillo, From softmax to sparsemax, 2016, for two classes; Blondel, Martins and Niculae, "
        "Learning with Fenchel-Young losses, 2020",
        peers="jax.nn.sparse_sigmoid, keras sparse_sigmoid",
        used="binary outputs and gates that reach 0 and 1, the derivative of sparse_plus",
        cost={"f4": 0.1, "f8": 0.16},
    ),
    Activation(
        name="sparse_plus",
        summary="sparse plus, a softplus that reaches 0",
        value="where(x <= -1, 0, where(x >= 1, x, (x + 1) ** 2 / 4))",
        slope="where(x <= -1, 0, where(x >= 1, 1, (x + 1) / 2))",
        flat="x <= -1",
        domain="all reals",
        range="[0, inf)",
        monotone=True,
        limits="f(-inf) = 0, f(inf) = inf; f'(-inf) = 0, f'(inf) = 1",
        kinks="none",
        ulp={"f4": 1.0, "f8": 1.0},
        slope_ulp={"f4": 0.5, "f8": 0.5},
        source="Blondel, Martins and Niculae, Learning with Fenchel-Young losses, 2020",
        peers="jax.nn.sparse_plus, keras sparse_plus",
        used="the loss of sparse_sigmoid; in place of softplus where exact zeros are wanted",
        cost={"f4": 0.16, "f8": 0.28},
    ),
    Activation(
        name="squareplus",
        summary="squareplus, an algebraic softplus",
        parameters=(Parameter("b", 4.0, "the smoothness, at least 0: f(0) is sqrt(b) / 2, and 0 gives relu"),),
        value="(x + sqrt(x**2 + b)) / 2",
        slope="(1 + x / sqrt(x**2 + b)) / 2",
        stable_value="where(x > 0, abs(x) / 2 + where(abs(x) > 1e100, abs(x), sqrt(x * x + b)) / 2, "
        "b / 4 / (abs(x) / 2 + where(abs(x) > 1e100, abs(x), sqrt(x * x + b)) / 2))",
        stable_slope="where(x > 0, 1 - b / 4 / (abs(x) / 2 + sqrt(x * x + b) / 2) / sqrt(x * x + b), "
        "b / 4 / (abs(x) / 2 + where(abs(x) > 1e100, abs(x), sqrt(x * x + b)) / 2) "
        "/ where(abs(x) > 1e100, abs(x), sqrt(x * x + b)))",
        domain="all reals",
        range="(0, inf)",
        monotone=True,
        limits="f(-inf) = 0, f(inf) = inf; f'(-inf) = 0, f'(inf) = 1",
        kinks="none; f'(0) = 0 for b = 0",
        ulp={"f4": 1.0, "f8": 1.0},
        slope_ulp={"f4": 3.0, "f8": 1.5},
        parameter_range="b >= 0",
        elsewhere=1.5,
        outside="a negative b gives the values of the formula, but fewer places where x^2 + b is small beside b, and NaN where "
        "it is not above 0",
        source="Barron, Squareplus: A softplus-like algebraic rectifier, 2021",
        peers="jax.nn.squareplus, keras squareplus",
        used="in place of softplus, where exp and log are dear: positive outputs such as scales and densities",
        cost={"f4": 0.56, "f8": 1.2},
    ),
    Activation(
        name="softsign",
        summary="softsign",
        torch_call="nn.functional.softsign(x)",
        value="x / (1 + abs(x))",
        slope="1 / (1 + abs(x))**2",
        stable_value="minimum(maximum(x, -1e300), 1e300) / (1 + minimum(abs(x), 1e300))",
        stable_slope="1 / (1 + abs(x)) / (1 + abs(x))",
        slope_from_output="(1 - abs(y)) ** 2",
        domain="all reals",
        range="(-1, 1)",
        monotone=True,
        limits="f(-inf) = -1, f(inf) = 1; f'(-inf) = f'(inf) = 0; f(-0.0) = -0.0",
        kinks="none",
        ulp={"f4": 1.5, "f8": 1.5},
        slope_ulp={"f4": 1.5, "f8": 1.5},
        source="Elliott, A better activation function for artificial neural networks, 1993; Bergstra et al., Quadratic "
        "polynomials learn better image features, 2009",
        peers="torch.nn.functional.softsign, jax.nn.soft_sign, onnx Softsign, keras softsign, tf.nn.softsign",
        used="bounded hidden units and outputs, small recurrent networks and controllers",
        cost={"f4": 0.16, "f8": 0.29},
    ),
    Activation(
        name="isru",
        summary="inverse square root unit",
        parameters=(Parameter("alpha", 1.0, "above 0: outputs saturate at 1 / sqrt(alpha)"),),
        value="x / sqrt(1 + alpha * x**2)",
        slope="1 / sqrt(1 + alpha * x**2)**3",
        stable_value="minimum(maximum(x, -1e100), 1e100) / sqrt(1 + alpha * minimum(abs(x), 1e100)**2)",
        stable_slope="1 / sqrt(1 + alpha * x**2) / (1 + alpha * x**2)",
        slope_from_output="maximum(1 - alpha * y * y, 0) * sqrt(maximum(1 - alpha * y * y, 0))",
        domain="all reals",
        range="(-1 / sqrt(alpha), 1 / sqrt(alpha))",
        monotone=True,
        limits="f(-inf) = -1 / sqrt(alpha), f(inf) = 1 / sqrt(alpha); f'(-inf) = f'(inf) = 0; f(-0.0) = -0.0",
        kinks="none",
        ulp={"f4": 2.0, "f8": 2.0},
        slope_ulp={"f4": 2.5, "f8": 1.0},
        parameter_range="alpha >= 0",
        elsewhere=1.5,
        output_range="alpha >= 0",
        outside="a negative alpha gives the values of the formula, but fewer places towards its pole, where 1 + alpha x^2 is 0, "
        "and NaN beyond",
        source="Carlile et al., Improving deep learning by inverse square root linear units (ISRLUs), 2017",
        peers="none in torch, jax, keras, onnx or tf: x * rsqrt(1 + alpha * x**2)",
        used="proposed for recurrent cells, in place of tanh where exp is dear",
        cost={"f4": 0.3, "f8": 0.83},
    ),
    Activation(
        name="isrlu",
        summary="inverse square root linear unit",
        parameters=(Parameter("alpha", 1.0, "above 0: outputs saturate at -1 / sqrt(alpha)"),),
        value="where(x < 0, x / sqrt(1 + alpha * x**2), x)",
        slope="where(x < 0, 1 / sqrt(1 + alpha * x**2)**3, 1)",
        stable_value="where(x < 0, maximum(x, -1e100) / sqrt(1 + alpha * minimum(abs(x), 1e100)**2), x)",
        stable_slope="where(x < 0, 1 / sqrt(1 + alpha * x**2) / (1 + alpha * x**2), 1)",
        slope_from_output="where(y < 0, maximum(1 - alpha * y * y, 0) * sqrt(maximum(1 - alpha * y * y, 0)), 1)",
        domain="all reals",
        range="(-1 / sqrt(alpha), inf)",
        monotone=True,
        limits="f(-inf) = -1 / sqrt(alpha), f(inf) = inf; f'(-inf) = 0, f'(inf) = 1; f(-0.0) = -0.0",
        kinks="none",
        ulp={"f4": 2.0, "f8": 2.0},
        slope_ulp={"f4": 2.5, "f8": 1.0},
        parameter_range="alpha >= 0",
        elsewhere=1.5,
        output_range="alpha >= 0",
        outside="a negative alpha gives the values of the formula, but fewer places towards its pole, where 1 + alpha x^2 is 0, "
        "and NaN beyond",
        source="Carlile et al., Improving deep learning by inverse square root linear units (ISRLUs), 2017",
        peers="none in torch, jax, keras, onnx or tf",
        used="proposed for convolutional networks, in place of elu where exp is dear",
        cost={"f4": 0.3, "f8": 0.84},
    ),
    Activation(
        name="bent_identity",
        summary="bent identity",
        value="(sqrt(x**2 + 1) - 1) / 2 + x",
        slope="x / (2 * sqrt(x**2 + 1)) + 1",
        stable_value="x * (1 + minimum(maximum(x, -1e100), 1e100) / (sqrt(minimum(abs(x), 1e100)**2 + 1) + 1) / 2)",
        stable_slope="minimum(maximum(x, -1e100), 1e100) / (2 * sqrt(minimum(abs(x), 1e100)**2 + 1)) + 1",
        domain="all reals",
        range="all reals",
        monotone=True,
        limits="f(-inf) = -inf, f(inf) = inf; f'(-inf) = 1/2, f'(inf) = 3/2",
        kinks="none",
        ulp={"f4": 1.5, "f8": 1.5},
        slope_ulp={"f4": 2.0, "f8": 2.0},
        source="not known: it stands in Wikipedia's table of activation functions",
        peers="e3x.nn.activations.bent_identity; none in torch, jax, keras or onnx",
        used="seldom: surveys and comparisons of activations, evolved networks",
        cost={"f4": 0.3, "f8": 0.69},
    ),
    Activation(
        name="prelu",
        parameter_range="any",
        summary="parametric rectified linear unit",
        inputs=(X, Parameter("slope", None, "the slope below 0, which is learned: one number, or one per channel", 0.25)),
        torch_call="prelu(x, tensor([0.25]))",
        value="where(x > 0, x, slope * x)",
        slope="where(x > 0, 1, slope)",
        other_slopes=("where(x > 0, 0, x)",),
        other_flats=("x > 0",),
        domain="all reals",
        range="all reals for a positive slope",
        monotone=False,
        limits="f(-inf) = -inf for a positive slope, f(inf) = inf",
        kinks="f'(0) = slope, as in PyTorch",
        ulp={"f4": 0.5, "f8": 0.5},
        slope_ulp={"f4": 0, "f8": 0},
        source="He et al., Delving deep into rectifiers, 2015",
        peers="torch.nn.functional.prelu, onnx PRelu, keras PReLU, oneDNN prelu",
        used="convolutional networks for images",
        cost={"f4": 0.19, "f8": 0.36},
    ),
    Activation(
        name="silu",
        common=("value", "value_and_grad", "backward"),
        summary="sigmoid linear unit",
        torch_call="_C._nn.silu(x, out=out)",
        torch_backward_call="ops.aten.silu_backward(dy, x, grad_input=out)",
        jax_call="nn.silu(x)",
        onnx_call="Mul(x, Sigmoid(x))",
        value="x / (1 + exp(-x))",
        slope="(1 + exp(-x) + x * exp(-x)) / (1 + exp(-x))**2",
        stable_value="maximum(x, -1e4) * sigmoid(x)",
        stable_slope="sigmoid(x) * (1 + maximum(minimum(x, 1e4), -1e4) * sigmoid(-x))",
        domain="all reals",
        range="[-0.2785, inf)",
        monotone=False,
        limits="f(-inf) = -0, f(inf) = inf; f'(-inf) = -0, f'(inf) = 1",
        kinks="none",
        ulp={"f4": 2.0, "f8": 2.0},
        slope_ulp={"f4": 3.0, "f8": 2.0},
        slope_floor=2**-6,
        source="Elfwing, Uchibe and Doya, Sigmoid-weighted linear units for neural network function approximation in "
        "reinforcement learning, 2017; Hendrycks and Gimpel, Gaussian error linear units, 2016",
        peers="torch.nn.functional.silu, jax.nn.silu, keras silu, Hugging Face silu; swish elsewhere",
        used="language models of the Llama family (in swiglu), EfficientNet, diffusion models",
        cost={"f4": 0.34, "f8": 0.91},
    ),
    Activation(
        name="quick_gelu",
        summary="Gaussian error linear unit in its sigmoid approximation",
        value="x / (1 + exp(-1702 * x / 1000))",
        slope="(1 + (1 + 1702 * x / 1000) * exp(-1702 * x / 1000)) / (1 + exp(-1702 * x / 1000))**2",
        stable_value="maximum(x, -1e4) * sigmoid(1.702 * x)",
        stable_slope="sigmoid(1.702 * x) * (1 + 1.702 * maximum(minimum(x, 1e4), -1e4) * sigmoid(-1.702 * x))",
        domain="all reals",
        range="[-0.1636, inf)",
        monotone=False,
        limits="f(-inf) = -0, f(inf) = inf; f'(-inf) = -0, f'(inf) = 1",
        kinks="none",
        ulp={"f4": 2.0, "f8": 2.0},
        slope_ulp={"f4": 4.0, "f8": 2.0},
        slope_floor=2**-6,
        source="Hendrycks and Gimpel, Gaussian error linear units, 2016",
        peers="Hugging Face quick_gelu, onnx QuickGelu (com.microsoft)",
        used="CLIP",
        cost={"f4": 0.4, "f8": 1.1},
    ),
    Activation(
        name="gelu_tanh",
        staged=True,
        common=("value",),
        aliases=("gelu_new", "gelu_pytorch_tanh"),
        summary="Gaussian error linear unit in its tanh approximation",
        torch_call="_C._nn.gelu(x, approximate='tanh', out=out)",
        jax_call="nn.gelu(x)",
        onnx_call="Gelu(x, approximate='tanh')",
        value="x / (1 + exp(-sqrt(8 / pi) * (x + 44715 * x**3 / 1000000)))",
        slope="(1 + (1 + sqrt(8 / pi) * (x + 134145 * x**3 / 1000000)) * exp(-sqrt(8 / pi) * (x + 44715 * x**3 / 1000000)))"
        " / (1 + exp(-sqrt(8 / pi) * (x + 44715 * x**3 / 1000000)))**2",
        stable_value="maximum(x, -1e4) * sigmoid(sqrt(8 / pi) * (x + 0.044715 * x**3))",
        stable_slope="sigmoid(sqrt(8 / pi) * (x + 0.044715 * x**3)) * (1 + sqrt(8 / pi) * (maximum(minimum(x, 100), -100) + "
        "0.134145 * maximum(minimum(x, 100), -100)**3) * sigmoid(-sqrt(8 / pi) * (x + 0.044715 * x**3)))",
        domain="all reals",
        range="[-0.1701, inf)",
        monotone=False,
        limits="f(-inf) = -0, f(inf) = inf; f'(-inf) = -0, f'(inf) = 1",
        kinks="none",
        ulp={"f4": 2.0, "f8": 2.0},
        slope_ulp={"f4": 4.0, "f8": 2.0},
        slope_floor=2**-6,
        source="Hendrycks and Gimpel, Gaussian error linear units, 2016: x / 2 (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3)))",
        peers="torch.nn.functional.gelu(approximate='tanh'), jax.nn.gelu, keras gelu(approximate=True), Hugging Face gelu_new "
        "and gelu_pytorch_tanh",
        used="GPT-2, BERT in its first version, T5 v1.1, Gemma",
        cost={"f4": 0.6, "f8": 1.6},
    ),
    Activation(
        name="exp",
        summary="exponential",
        numpy_call="exp(x, out=out)",
        torch_call="exp(x, out=out)",
        value="exp(x)",
        slope="exp(x)",
        slope_from_output="y",
        domain="all reals",
        range="(0, inf)",
        monotone=True,
        limits="f(-inf) = f'(-inf) = 0, f(inf) = f'(inf) = inf",
        kinks="none",
        ulp={"f4": 1.5, "f8": 1.5},
        slope_ulp={"f4": 1.5, "f8": 1.5},
        source="Euler, Introductio in analysin infinitorum, 1748",
        peers="torch.exp, jax.numpy.exp, onnx Exp, keras exponential, numpy.exp",
        used="rates of Poisson regression, scales of variational autoencoders and normalizing flows",
        cost={"f4": 0.34, "f8": 0.89},
    ),
    Activation(
        name="expm1",
        summary="exponential less one, accurate near 0",
        numpy_call="expm1(x, out=out)",
        torch_call="expm1(x, out=out)",
        value="expm1(x)",
        slope="exp(x)",
        slope_from_output="y + 1",
        domain="all reals",
        range="(-1, inf)",
        monotone=True,
        limits="f(-inf) = -1, f(inf) = inf; f'(-inf) = 0, f'(inf) = inf; f(-0.0) = -0.0",
        kinks="none",
        ulp={"f4": 2.0, "f8": 2.0},
        slope_ulp={"f4": 1.5, "f8": 1.5},
        source="Kahan, Branch cuts for complex elementary functions, 1987; in C since C99",
        peers="torch.expm1, jax.numpy.expm1, numpy.expm1",
        used="inverse of log1p targets in regression, inverse of softplus",
        cost={"f4": 0.38, "f8": 0.96},
    ),
    Activation(
        name="log1p",
        support=(-1.0, math.inf),
        summary="logarithm of 1 + x, accurate near 0",
        numpy_call="log1p(x, out=out)",
        torch_call="log1p(x, out=out)",
        value="log1p(where(x < -1, nan, x))",
        slope="where(x == -1, inf, where(x < -1, nan, 1) / where(x == -1, 1, 1 + x))",
        domain="[-1, inf); NaN below",
        range="[-inf, inf)",
        monotone=True,
        limits="f(-1) = -inf, f'(-1) = inf; f(inf) = inf, f'(inf) = 0; f(-0.0) = -0.0",
        kinks="none",
        ulp={"f4": 2.0, "f8": 2.0},
        slope_ulp={"f4": 2.0, "f8": 2.0},
        source="Kahan, Branch cuts for complex elementary functions, 1987; in C since C99",
        peers="torch.log1p, jax.numpy.log1p, numpy.log1p",
        used="compression of counts, prices and spectrograms before a network",
        cost={"f4": 0.73, "f8": 2.3},
    ),
    Activation(
        name="log1mexp",
        support=(0.0, math.inf),
        summary="logarithm of 1 - exp(-x)",
        value="where(x > 0, log(where(x > 0, -expm1(-x), 1)), where(x == 0, -inf, nan))",
        slope="where(x > 0, 1 / expm1(where(x > 0, x, 1)), where(x == 0, inf, nan))",
        stable_value="where(x > 0, where(x < 0.7, log(-expm1(-abs(x))), log1p(-exp(-abs(x)))), where(x == 0, -inf, nan))",
        stable_slope="where(x > 0, exp(-abs(x)) / where(x == 0, 1, -expm1(-abs(x))), where(x == 0, inf, nan))",
        domain="[0, inf); NaN below. The sign of x is JAX's: others take log(1 - exp(x)) for x < 0",
        range="[-inf, 0)",
        monotone=True,
        limits="f(0) = -inf, f'(0) = inf; f(inf) = f'(inf) = 0",
        kinks="none",
        ulp={"f4": 2.0, "f8": 2.0},
        slope_ulp={"f4": 3.0, "f8": 1.5},
        source="Maechler, Accurately computing log(1 - exp(-|a|)), 2012",
        peers="jax.nn.log1mexp, tensorflow_probability.math.log1mexp (of either sign)",
        used="differences of log probabilities: truncated and discretized likelihoods, survival models",
        cost={"f4": 1.4, "f8": 4.1},
    ),
    Activation(
        name="softplus",
        common=("value",),
        summary="smooth approximation of relu",
        parameters=(Parameter("beta", 1.0, "the larger, the closer to relu; -softplus(-x) has the opposite one"),),
        torch_call="_C._nn.softplus(x, out=out)",
        jax_call="nn.softplus(x)",
        onnx_call="Softplus(x)",
        value="log1p(exp(beta * x)) / beta",
        slope="1 / (1 + exp(-beta * x))",
        stable_value="maximum(x, 0) + log1p(exp(-abs(beta * x))) / beta",
        stable_slope="exp(minimum(beta * x, 0)) / (1 + exp(-abs(beta * x)))",
        slope_from_output="-expm1(-beta * y)",
        domain="all reals",
        range="(0, inf)",
        monotone=True,
        limits="f(-inf) = 0, f(inf) = inf; f'(-inf) = 0, f'(inf) = 1",
        kinks="none; no threshold beyond which it would be linear, unlike PyTorch",
        ulp={"f4": 2.0, "f8": 2.0},
        slope_ulp={"f4": 2.5, "f8": 2.0},
        parameter_range="beta != 0",
        elsewhere=1.5,
        output_range="beta != 0",
        outside="a beta of 0 gives the infinity of its sign, with a slope of 1/2",
        source="Dugas et al., Incorporating second-order functional knowledge for better option pricing, 2001",
        peers="torch.nn.functional.softplus, jax.nn.softplus (beta 1), onnx Softplus (beta 1), keras softplus (beta 1)",
        used="positive outputs: variances, rates, densities of radiance fields; step sizes in state space models such as Mamba",
        cost={"f4": 0.98, "f8": 3},
    ),
    Activation(
        name="log_sigmoid",
        aliases=("log_expit",),
        summary="logarithm of the logistic sigmoid",
        scipy_call="log_expit(x, out=out)",
        torch_call="_C._nn.log_sigmoid(x, out=out)",
        value="-log1p(exp(-x))",
        slope="1 / (1 + exp(x))",
        stable_value="minimum(x, 0) - log1p(exp(-abs(x)))",
        stable_slope="exp(-maximum(x, 0)) / (1 + exp(-abs(x)))",
        slope_from_output="-expm1(y)",
        domain="all reals",
        range="(-inf, 0)",
        monotone=True,
        limits="f(-inf) = -inf, f(inf) = -0.0; f'(-inf) = 1, f'(inf) = 0",
        kinks="none",
        ulp={"f4": 2.0, "f8": 2.0},
        slope_ulp={"f4": 2.5, "f8": 2.0},
        source="the log likelihood of logistic regression, Cox, The regression analysis of binary sequences, 1958",
        peers="torch.nn.functional.logsigmoid, jax.nn.log_sigmoid, keras log_sigmoid, scipy.special.log_expit",
        used="binary cross entropy, negative sampling, direct preference optimization",
        cost={"f4": 0.78, "f8": 2.4},
    ),
    Activation(
        name="mish",
        common=("value",),
        summary="x gated by the hyperbolic tangent of softplus",
        torch_call="_C._nn.mish(x, out=out)",
        jax_call="nn.mish(x)",
        onnx_call="Mish(x)",
        value="x * tanh(log1p(exp(x)))",
        slope="tanh(log1p(exp(x))) + x * (1 - tanh(log1p(exp(x)))**2) / (1 + exp(-x))",
        stable_value="where(x < 0, maximum(x, -1600) * exp(minimum(x, 0) / 2) * (exp(minimum(x, 0) / 2) *"
        " (exp(minimum(x, 0)) + 2)) / (2 + 2 * exp(minimum(x, 0)) + exp(2 * minimum(x, 0))),"
        " x * (1 + 2 * exp(-abs(x))) / (1 + 2 * exp(-abs(x)) + 2 * exp(-2 * abs(x))))",
        stable_slope="where(x < 0, exp(minimum(x, 0) / 2) * (exp(minimum(x, 0) / 2) * (4 * (1 + maximum(x, -1600)) +"
        " exp(minimum(x, 0))"
        " * (6 + 4 * maximum(x, -1600) + 4 * exp(minimum(x, 0)) + exp(2 * minimum(x, 0))))) / (2 + 2 * exp(minimum(x,"
        " 0)) + exp(2 * minimum(x, 0)))**2,"
        " (1 + 4 * exp(-abs(x)) + (6 + 4 * minimum(abs(x), 1600)) * exp(-2 * abs(x)) + 4 * (1 + minimum(abs(x), 1600))"
        " * exp(-3 * abs(x)))"
        " / (1 + 2 * exp(-abs(x)) + 2 * exp(-2 * abs(x)))**2)",
        domain="all reals",
        range="[-0.3088..., inf)",
        monotone=False,
        limits="f(-inf) = f'(-inf) = -0.0, f(inf) = inf, f'(inf) = 1",
        kinks="none",
        ulp={"f4": 2.0, "f8": 2.0},
        slope_ulp={"f4": 2.5, "f8": 2.0},
        slope_floor=2.0**-6,
        source="Misra, Mish: a self regularized non-monotonic activation function, 2019",
        peers="torch.nn.functional.mish, jax.nn.mish, onnx Mish, keras mish",
        used="object detectors: YOLOv4 and its kin",
        cost={"f4": 1.4, "f8": 3.3},
    ),
    Activation(
        name="elu",
        common=("value",),
        summary="exponential linear unit",
        parameters=(Parameter("alpha", 1.0, "the negative saturation is -alpha"),),
        torch_call="_C._nn.elu(x, out=out)",
        jax_call="nn.elu(x)",
        onnx_call="Elu(x, alpha=1.0)",
        value="where(x > 0, x, alpha * expm1(minimum(x, 0)))",
        slope="where(x > 0, 1, alpha * exp(minimum(x, 0)))",
        slope_from_output="where(y > 0, 1, y + alpha)",
        domain="all reals",
        range="(-alpha, inf)",
        monotone=True,
        limits="f(-inf) = -alpha, f(inf) = inf; f'(-inf) = 0, f'(inf) = 1; f(-0.0) = -0.0",
        kinks="f'(0) = alpha, as in PyTorch; smooth for alpha = 1",
        ulp={"f4": 1.5, "f8": 1.5},
        slope_ulp={"f4": 1.5, "f8": 1.5},
        parameter_range="any",
        elsewhere=1.5,
        output_range="alpha >= 0",
        source="Clevert, Unterthiner and Hochreiter, Fast and accurate deep network learning by exponential linear units, 2015",
        peers="torch.nn.functional.elu, jax.nn.elu, onnx Elu, keras elu",
        used="convolutional networks without batch normalization, policies in reinforcement learning for robots",
        cost={"f4": 0.28, "f8": 0.73},
    ),
    Activation(
        name="celu",
        summary="continuously differentiable exponential linear unit",
        parameters=(Parameter("alpha", 1.0, "the negative saturation is -alpha for a positive one"),),
        torch_call="celu(x)",
        value="where(x > 0, x, alpha * expm1(minimum(x, 0) / alpha))",
        slope="where(x > 0, 1, exp(minimum(x, 0) / alpha))",
        slope_from_output="where(y > 0, 1, y / alpha + 1)",
        domain="all reals",
        range="(-alpha, inf)",
        monotone=True,
        limits="f(-inf) = -alpha, f(inf) = inf; f'(-inf) = 0, f'(inf) = 1; f(-0.0) = -0.0",
        kinks="none",
        ulp={"f4": 1.5, "f8": 1.5},
        slope_ulp={"f4": 1.5, "f8": 1.5},
        parameter_range="(alpha > 0) | (x > 88 * alpha)",
        elsewhere=2.0,
        output_range="alpha != 0",
        outside="an alpha of 0 gives relu, with the slope 1 at 0; a negative one -inf, with a slope of inf, where exp(x / alpha) "
        "overflows",
        source="Barron, Continuously differentiable exponential linear units, 2017",
        peers="torch.nn.functional.celu, jax.nn.celu, onnx Celu, keras celu",
        used="networks whose loss takes derivatives with respect to the input; machine-learned interatomic potentials (ANI)",
        cost={"f4": 0.42, "f8": 1},
    ),
    Activation(
        name="selu",
        summary="scaled exponential linear unit, with the constants that normalize a network by itself",
        torch_call="selu(x)",
        value="1.0507009873554805 * where(x > 0, x, 1.6732632423543772 * expm1(minimum(x, 0)))",
        slope="1.0507009873554805 * where(x > 0, 1, 1.6732632423543772 * exp(minimum(x, 0)))",
        slope_from_output="where(y > 0, 1.0507009873554805, y + 1.7580993408473766)",
        domain="all reals",
        range="(-1.7580..., inf)",
        monotone=True,
        limits="f(-inf) = -1.7580993408473766, f(inf) = inf; f'(-inf) = 0, f'(inf) = 1.0507009873554805; f(-0.0) = -0.0",
        kinks="f'(0) = 1.7580993408473766, the limit from below, as in PyTorch and JAX",
        ulp={"f4": 2.0, "f8": 2.0},
        slope_ulp={"f4": 1.5, "f8": 1.5},
        source="Klambauer et al., Self-normalizing neural networks, 2017",
        peers="torch.nn.functional.selu, jax.nn.selu, onnx Selu, keras selu",
        used="deep dense networks on tables without normalization layers",
        cost={"f4": 0.4, "f8": 1.2},
    ),
    Activation(
        name="sqrtsoftplus",
        summary="square root of softplus",
        value="sqrt(log1p(exp(x)))",
        slope="1 / (1 + exp(-x)) / (2 * sqrt(log1p(exp(x))))",
        stable_value="where(x < 0, exp(minimum(x, 0) / 2) * sqrt(log1p(exp(maximum(minimum(x, 0), -700))) /"
        " exp(maximum(minimum(x, 0), -700))), sqrt(maximum(x, 0) + log1p(exp(-abs(x)))))",
        stable_slope="where(x < 0, exp(minimum(x, 0) / 2) / sqrt(log1p(exp(maximum(minimum(x, 0), -700))) /"
        " exp(maximum(minimum(x, 0), -700))), 1 / sqrt(maximum(x, 0) + log1p(exp(-abs(x))))) / (2 + 2 * exp(-abs(x)))",
        domain="all reals",
        range="(0, inf)",
        monotone=True,
        limits="f(-inf) = 0, f(inf) = inf; f'(-inf) = f'(inf) = 0",
        kinks="none",
        ulp={"f4": 2.0, "f8": 2.0},
        slope_ulp={"f4": 3.0, "f8": 1.5},
        source="DeepSeek-AI, as a router's scoring function in DeepSeek-V4",
        peers="none as one function; torch.nn.functional.softplus(x).sqrt()",
        used="scores of experts in a mixture, in place of a sigmoid",
        cost={"f4": 1.2, "f8": 4},
    ),
    Activation(
        name="logit",
        support=(0.0, 1.0),
        summary="inverse of the logistic sigmoid",
        scipy_call="logit(x, out=out)",
        torch_call="logit(x, out=out)",
        value="where((x > 0) & (x < 1), log(where((x > 0) & (x < 1), x, 0.5) / (1 - where((x > 0) & (x < 1), x,"
        " 0.5))), where(x == 0, -inf, where(x == 1, inf, nan)))",
        slope="where((x > 0) & (x < 1), 1 / (where((x > 0) & (x < 1), x, 0.5) * (1 - where((x > 0) & (x < 1), x,"
        " 0.5))), where((x == 0) | (x == 1), inf, nan))",
        stable_value="where((x > 0.25) & (x < 0.75), log1p((2 * where((x > 0.25) & (x < 0.75), x, 0.5) - 1) / (1 -"
        " where((x > 0.25) & (x < 0.75), x, 0.5))),"
        " where((x > 0) & (x < 1), log(where((x > 0) & (x < 1), x, 0.5) / (1 - where((x > 0) & (x < 1), x, 0.5))),"
        " where(x == 0, -inf, where(x == 1, inf, nan))))",
        domain="[0, 1]; NaN outside",
        range="[-inf, inf]",
        monotone=True,
        limits="f(0) = -inf, f(1) = inf; f'(0) = f'(1) = inf",
        kinks="none",
        ulp={"f4": 2.0, "f8": 2.0},
        slope_ulp={"f4": 2.5, "f8": 1.5},
        source="Berkson, Application of the logistic function to bio-assay, 1944",
        peers="torch.logit, jax.scipy.special.logit, scipy.special.logit",
        used="from probabilities back to scores: calibration, ensembles, box refinement in detection transformers",
        cost={"f4": 1, "f8": 1.6},
    ),
    Activation(
        name="elish",
        summary="exponential linear squashing unit",
        value="where(x < 0, expm1(x), x) / (1 + exp(-x))",
        slope="where(x < 0, exp(x) * (exp(2 * x) + 2 * exp(x) - 1), exp(2 * x) + (1 + x) * exp(x)) / (1 + exp(x))**2",
        stable_value="where(x < 0, expm1(minimum(x, 0)) * exp(-abs(x)), x) / (1 + exp(-abs(x)))",
        stable_slope="where(x < 0, exp(-abs(x)) * (exp(-2 * abs(x)) + 2 * exp(-abs(x)) - 1),"
        " 1 + (1 + minimum(abs(x), 800)) * exp(-abs(x))) / (1 + exp(-abs(x)))**2",
        domain="all reals",
        range="[-0.1715..., inf)",
        monotone=False,
        limits="f(-inf) = f'(-inf) = -0.0, f(inf) = inf, f'(inf) = 1",
        kinks="none: f'(0) = 1/2 from both sides",
        ulp={"f4": 2.0, "f8": 2.0},
        slope_ulp={"f4": 2.5, "f8": 2.0},
        slope_floor=2.0**-6,
        source="Basirat and Roth, The quest for the golden activation function, 2018",
        peers="none in the large frameworks",
        used="image classification, in the study that searched for it",
        cost={"f4": 1.4, "f8": 3},
    ),
    Activation(
        name="hard_elish",
        summary="exponential linear squashing unit with a piecewise linear gate",
        value="where(x < 0, expm1(minimum(x, 0)), x) * maximum(0, minimum(1, (x + 1) / 2))",
        slope="where(x <= -1, 0, where(x < 0, exp(minimum(x, 0)) * (x + 1) / 2 + expm1(minimum(x, 0)) / 2,"
        " where(x < 1, x + 0.5, 1)))",
        stable_slope="where(x <= -1, 0, where(x < 0, (expm1(minimum(x, 0)) * (x + 2) + x + 1) / 2, where(x < 1, x + 0.5, 1)))",
        flat="x <= -1",
        domain="all reals",
        range="[-0.1150..., inf)",
        monotone=False,
        limits="f(-inf) = -0.0, f(inf) = inf; f'(-inf) = 0, f'(inf) = 1",
        kinks="f'(-1) = 0 and f'(1) = 1: the gate's slope at its kinks is 0, as that of PyTorch's hardsigmoid; none at 0",
        ulp={"f4": 2.0, "f8": 2.0},
        slope_ulp={"f4": 1.5, "f8": 1.5},
        slope_floor=2.0**-6,
        source="Basirat and Roth, The quest for the golden activation function, 2018",
        peers="none in the large frameworks",
        used="image classification, in the study that searched for it",
        cost={"f4": 0.49, "f8": 1.2},
    ),
    Activation(
        name="gaussian",
        summary="Gaussian bell exp(-x^2)",
        value="exp(-x * x)",
        slope="-2 * x * exp(-x * x)",
        stable_value="exp(-((minimum(abs(x), 40) + 6e9) - 6e9)**2) * exp((((minimum(abs(x), 40) + 6e9) - 6e9) -"
        " minimum(abs(x), 40)) * (((minimum(abs(x), 40) + 6e9) - 6e9) + minimum(abs(x), 40)))",
        stable_slope="-2 * maximum(minimum(x, 40), -40) * exp(-((minimum(abs(x), 40) + 6e9) - 6e9)**2 / 2) *"
        " (exp(-((minimum(abs(x), 40) + 6e9) - 6e9)**2 / 2) * exp((((minimum(abs(x), 40) + 6e9) - 6e9) -"
        " minimum(abs(x), 40)) * (((minimum(abs(x), 40) + 6e9) - 6e9) + minimum(abs(x), 40))))",
        domain="all reals",
        range="(0, 1]",
        monotone=False,
        limits="f(-inf) = f(inf) = 0; f'(-inf) = 0, f'(inf) = -0.0",
        kinks="none",
        ulp={"f4": 1.5, "f8": 1.5},
        slope_ulp={"f4": 2.0, "f8": 2.0},
        source="Broomhead and Lowe, Multivariable functional interpolation and adaptive networks, 1988",
        peers="none in the large frameworks",
        used="radial basis function networks, coordinate networks",
        cost={"f4": 0.43, "f8": 1},
    ),
    Activation(
        name="xielu",
        summary="expanded integral of the exponential linear unit",
        parameters=(
            Parameter("alpha_p", 0.8, "curvature of the quadratic half above 0 (half the second derivative)"),
            Parameter("alpha_n", 0.8, "weight of the exponential half below 0"),
            Parameter("beta", 0.5, "slope at 0"),
        ),
        value="where(x > 0, alpha_p * x * x, alpha_n * (expm1(minimum(x, 0)) - x)) + beta * x",
        slope="where(x > 0, 2 * alpha_p * x, alpha_n * expm1(minimum(x, 0))) + beta",
        stable_value="where(x > 0, x * (alpha_p * maximum(x, 0) + beta), (beta - alpha_n) * x + alpha_n * expm1(minimum(x, 0)))",
        domain="all reals",
        range="depends on the parameters",
        monotone=False,
        limits="f(-inf) = f(inf) = inf and f'(inf) = inf at the default parameters; f'(-inf) = beta - alpha_n",
        kinks="none; next to its zero, -2.43 at the default parameters, a value is within 2 ULP of 2^-6 only",
        ulp={"f4": 2.0, "f8": 2.0},
        slope_ulp={"f4": 1.5, "f8": 1.5},
        parameter_range="(maximum(abs(alpha_p), abs(alpha_n)) <= 2**20) & (abs(beta) >= 2**-20) & (abs(beta) <= 2**20)",
        elsewhere=1.5,
        outside="a smaller beta loses places next to 0, a larger parameter where a term of the slope overflows",
        terms={
            "y": "maximum(abs(beta * x), abs(where(x > 0, alpha_p * x * x, alpha_n * (expm1(minimum(x, 0)) - x))))",
            "dydx": "maximum(abs(beta), abs(where(x > 0, 2 * alpha_p * x, alpha_n * expm1(minimum(x, 0)))))",
        },
        slope_floor=2.0**-6,
        promise_range={"f4": 2.25, "f8": 2.25},
        source="Huang and Schlag, Deriving activation functions using integration, 2024",
        peers="transformers XIELUActivation, which stores the inverse softplus of the two alphas and clips expm1 at -1e-6",
        used="feed-forward layers of language models: Apertus",
        cost={"f4": 0.69, "f8": 1.6},
    ),
    Activation(
        name="swish",
        summary="swish, the sigmoid-weighted linear unit of slope beta",
        value="x / (1 + exp(-beta * x))",
        slope="(1 + exp(-beta * x) + beta * x * exp(-beta * x)) / (1 + exp(-beta * x))**2",
        stable_value="where(beta * x < -2000, 0, x) * exp(minimum(beta * x, 0) / 2) / (1 + exp(-abs(beta * x))) "
        "* exp(minimum(beta * x, 0) / 2)",
        stable_slope="where(beta * x < 0, 0, 1) + where(beta * x < 0, 1, -1) * exp(-abs(beta * x) / 2) "
        "/ (1 + exp(-abs(beta * x)))**2 * (1 + exp(-abs(beta * x)) - minimum(abs(beta * x), 2000)) * exp(-abs(beta * x) / 2)",
        parameters=(Parameter("beta", 1.0, "steepness of the sigmoid: 0 gives x / 2, large values approach relu"),),
        domain="all reals",
        range="[-0.278... / beta, inf) for beta > 0",
        monotone=False,
        limits="f(-inf) = -0.0, f(inf) = inf; f'(-inf) = 0, f'(inf) = 1, for beta > 0",
        kinks="none",
        ulp={"f4": 2.0, "f8": 2.0},
        slope_ulp={"f4": 3.0, "f8": 2.0},
        parameter_range="any",
        elsewhere=1.5,
        slope_floor=2.0**-6,
        source="Ramachandran, Zoph and Le, Searching for activation functions, 2017",
        peers="onnx Swish (alpha), keras swish (beta = 1), jax.nn.swish (beta = 1)",
        used="as silu, where the steepness is learnt",
        cost={"f4": 1.1, "f8": 2.5},
    ),
    Activation(
        name="tanh_shrink",
        aliases=("tanhshrink",),
        summary="tanh shrinkage",
        torch_call="nn.functional.tanhshrink(x)",
        value="x - tanh(x)",
        slope="tanh(x)**2",
        stable_value="where(abs(x) < 1, x * x * x / (x * x + 3 + x * x / (5 + x * x / (7 + x * x / (9 "
        "+ x * x / (11 + x * x / (13 + x * x / (15 + x * x / 17))))))), x - tanh(x))",
        domain="all reals",
        range="all reals",
        monotone=True,
        limits="f(-inf) = -inf, f(inf) = inf; f'(-inf) = f'(inf) = 1",
        kinks="none",
        ulp={"f4": 2.0, "f8": 2.0},
        slope_ulp={"f4": 2.0, "f8": 2.0},
        source="Torch7's nn.TanhShrink; Kavukcuoglu, Ranzato and LeCun, Fast inference in sparse coding algorithms with "
        "applications to object recognition, 2008",
        peers="torch.nn.functional.tanhshrink, keras tanh_shrink",
        used="sparse coding",
        cost={"f4": 0.93, "f8": 2.5},
    ),
    Activation(
        name="lisht",
        summary="linearly scaled hyperbolic tangent",
        value="x * tanh(x)",
        slope="tanh(x) + x * (1 - tanh(x)**2)",
        stable_slope="tanh(x) + 4 * maximum(minimum(x, 400), -400) * exp(-2 * abs(x)) / (1 + exp(-2 * abs(x)))**2",
        domain="all reals",
        range="[0, inf)",
        monotone=False,
        limits="f(-inf) = f(inf) = inf; f'(-inf) = -1, f'(inf) = 1",
        kinks="none",
        ulp={"f4": 2.0, "f8": 2.0},
        slope_ulp={"f4": 2.5, "f8": 2.0},
        source="Roy et al., LiSHT: non-parametric linearly scaled hyperbolic tangent activation function for neural "
        "networks, 2019",
        peers="tensorflow_addons.activations.lisht",
        used="an alternative to relu and swish in small image classifiers",
        cost={"f4": 0.8, "f8": 2.4},
    ),
    Activation(
        name="smht",
        summary="Soboleva's modified hyperbolic tangent",
        value="(exp(a * x) - exp(-b * x)) / (exp(c * x) + exp(-d * x))",
        slope="((a - c) * exp((a + c) * x) + (a + d) * exp((a - d) * x) + (b + c) * exp((c - b) * x) "
        "+ (b - d) * exp(-(b + d) * x)) / (exp(c * x) + exp(-d * x))**2",
        stable_value="exp(where(x < 0, b - d, a - c) * minimum(abs(x), 1e300)) * where(x < 0, 1, -1) "
        "* expm1(-(a + b) * abs(x)) / (1 + exp(-(c + d) * abs(x)))",
        stable_slope="exp(where(x < 0, b - d, a - c) * minimum(abs(x), 1e300)) * ((a + b) * exp(-(a + b) * abs(x)) "
        "* (1 + exp(-(c + d) * abs(x))) - expm1(-(a + b) * abs(x)) * (where(x < 0, b - d, a - c) "
        "* (1 + exp(-(c + d) * abs(x))) + (c + d) * exp(-(c + d) * abs(x)))) / (1 + exp(-(c + d) * abs(x)))**2",
        parameters=(
            Parameter("a", 1.0, "rate of growth of the numerator to the right"),
            Parameter("b", 1.0, "rate of growth of the numerator to the left"),
            Parameter("c", 1.0, "rate of growth of the denominator to the right"),
            Parameter("d", 1.0, "rate of growth of the denominator to the left"),
        ),
        domain="all reals",
        range="(-1, 1) for a = c and b = d",
        monotone=False,
        limits="f(-inf) = -1, f(inf) = 1 and f'(-inf) = f'(inf) = 0 for a = c and b = d; on either side 0 where the "
        "denominator grows faster, infinite where the numerator does",
        kinks="none",
        ulp={"f4": 2.0, "f8": 1.5},
        slope_ulp={"f4": 3.0, "f8": 1.5},
        parameter_range="(maximum(maximum(abs(a), abs(b)), maximum(abs(c), abs(d))) <= 256) & (abs(a + b) >= 2**-60)",
        outside="larger parameters give the value as well, and a slope, wrong where it is that of the smaller ones at times; "
        "of a smaller a + b fewer places are left where it meets a large exponential",
        terms={
            "dydx": "(abs(a - c) * exp((a + c) * x) + abs(a + d) * exp((a - d) * x) + abs(b + c) * exp((c - b) * x) "
            "+ abs(b - d) * exp(-(b + d) * x)) / (exp(c * x) + exp(-d * x))**2"
        },
        elsewhere=2.0,
        source="Soboleva and Beskorovainyi, 2008, as in Wikipedia's Soboleva modified hyperbolic tangent",
        peers="none; tanh with the default parameters",
        used="radial basis networks, models of current and voltage, economics",
        cost={"f4": 1.7, "f8": 4.9},
    ),
    Activation(
        name="arctan",
        aliases=("atan",),
        summary="arctangent",
        numpy_call="arctan(x, out=out)",
        torch_call="atan(x, out=out)",
        value="arctan(x)",
        slope="1 / (1 + x * x)",
        stable_slope="where(abs(x) < 1e9, 1 / (1 + x * x), (1 / maximum(abs(x), 1))**2)",
        domain="all reals",
        range="(-pi/2, pi/2)",
        monotone=True,
        limits="f(-inf) = -pi/2, f(inf) = pi/2; f'(-inf) = f'(inf) = 0",
        kinks="none",
        ulp={"f4": 1.5, "f8": 1.5},
        slope_ulp={"f4": 2.0, "f8": 2.0},
        source="none: in Wikipedia's table of activation functions",
        peers="torch.atan, jax.numpy.arctan, onnx Atan, numpy.arctan",
        used="bounded outputs with slow tails; surrogate gradients of spiking networks",
        cost={"f4": 0.44, "f8": 1.4},
    ),
    Activation(
        name="sin",
        summary="sine",
        numpy_call="sin(x, out=out)",
        torch_call="sin(x, out=out)",
        value="sin(x)",
        slope="cos(x)",
        domain="|x| <= 262,144 in float32 and float16, 2^47 in float64",
        range="[-1, 1]",
        monotone=False,
        limits="none: NaN at both infinities and outside the domain, for the slope too",
        kinks="none",
        ulp={"f4": 2.0, "f8": 2.0},
        slope_ulp={"f4": 2.0, "f8": 2.0},
        slope_floor=2.0**-6,
        promise_range={"f4": 2.0**18, "f8": 2.0**47},
        source="Parascandolo, Huttunen and Virtanen, Taming the waves: sine as activation function in deep neural networks, "
        "2016; Sitzmann et al., Implicit neural representations with periodic activation functions, 2020",
        peers="torch.sin, jax.numpy.sin, onnx Sin, numpy.sin",
        used="implicit representations of images, sounds and shapes (SIREN)",
        cost={"f4": 0.61, "f8": 1.3},
    ),
    Activation(
        name="sinc",
        summary="cardinal sine, unnormalised",
        value="where(x == 0, 1, sin(x) / where(x == 0, 1, x))",
        slope="where(x == 0, 0, (x * cos(x) - sin(x)) / where(x == 0, 1, x)**2)",
        stable_value="where(x == 0, 1, sin(maximum(minimum(x, 1e300), -1e300)) / where(x == 0, 1, x))",
        stable_slope="where(abs(x) < 0.5, -x / 3 * (1 - x * x / 10 * (1 - x * x / 28 * (1 - x * x / 54 * (1 - x * x / 88 "
        "* (1 - x * x / 130 * (1 - x * x / 180 * (1 - x * x / 238))))))), (cos(maximum(minimum(x, 1e300), -1e300)) "
        "- sin(maximum(minimum(x, 1e300), -1e300)) / where(x == 0, 1, x)) / where(x == 0, 1, x))",
        domain="|x| <= 262,144 in float32 and float16, 2^47 in float64, and the infinities",
        range="[-0.217..., 1]",
        monotone=False,
        limits="f(-inf) = f(inf) = 0; f'(-inf) = f'(inf) = 0; NaN outside the domain, for the slope too",
        kinks="none; f(0) = 1",
        ulp={"f4": 2.0, "f8": 2.0},
        slope_ulp={"f4": 3.0, "f8": 2.0},
        slope_floor=2.0**-6,
        promise_range={"f4": 2.0**18, "f8": 2.0**47},
        source="Woodward and Davies, Information theory and inverse probability in telecommunication, 1952; as an "
        "activation in Wikipedia's table",
        peers="torch.sinc, jax.numpy.sinc and numpy.sinc are sinc(pi x)",
        used="band-limited representations",
        cost={"f4": 0.74, "f8": 1.7},
    ),
    Activation(
        name="snake",
        summary="snake, the identity with a periodic part",
        value="x + sin(a * x)**2 / a",
        slope="1 + sin(2 * a * x)",
        stable_value="x + sin(maximum(minimum(a * x, 1e300), -1e300))**2 / a",
        parameters=(Parameter("a", 1.0, "frequency of the periodic part: it has the period pi / a; 0 gives the identity"),),
        domain="all reals; the slope where |a x| <= 262,144 in float32 and float16, 2^47 in float64",
        range="all reals",
        monotone=True,
        limits="f(-inf) = -inf, f(inf) = inf; the slope has no limit, and is NaN at the infinities and outside its domain",
        kinks="none",
        ulp={"f4": 2.0, "f8": 2.0},
        slope_ulp={"f4": 3.0, "f8": 1.5},
        parameter_range="abs(a * x) <= 262144",
        elsewhere=2.0,
        outside="the value is as accurate everywhere, the slope where its domain says",
        slope_floor=2.0**-6,
        promise_range={"f4": 2.0**18, "f8": 2.0**47},
        source="Ziyin, Hartwig and Ueda, Neural networks fail to learn periodic functions and how to fix it, 2020",
        peers="tensorflow_addons.activations.snake",
        used="audio synthesis: BigVGAN, Descript's audio codec; extrapolation of periodic data",
        cost={"f4": 0.97, "f8": 1.9},
    ),
    Activation(
        name="gelu",
        common=("value", "value_and_grad", "backward"),
        summary="Gaussian error linear unit",
        torch_call="_C._nn.gelu(x, out=out)",
        torch_backward_call="ops.aten.gelu_backward(dy, x, grad_input=out)",
        jax_call="nn.gelu(x, approximate=False)",
        onnx_call="Gelu(x)",
        value="x * erfc(-x / sqrt(2)) / 2",
        slope="erfc(-x / sqrt(2)) / 2 + x * exp(-x**2 / 2) / sqrt(2 * pi)",
        stable_value="maximum(x, -100) * (erfc(-x / sqrt(2)) / 2)",
        stable_slope="erfc(-x / sqrt(2)) / 2 + maximum(minimum(x, 100), -100) * exp(-x**2 / 2) / sqrt(2 * pi)",
        domain="all reals",
        range="[-0.1700, inf)",
        monotone=False,
        limits="f(-inf) = -0, f(inf) = inf; f'(-inf) = -0, f'(inf) = 1",
        kinks="none",
        ulp={"f4": 4.0, "f8": 2.0},
        slope_ulp={"f4": 4.0, "f8": 2.0},
        slope_floor=2**-6,
        source="Hendrycks and Gimpel, Gaussian error linear units, 2016: x Phi(x), with the normal law's distribution function",
        peers="torch.nn.functional.gelu, jax.nn.gelu(approximate=False), onnx Gelu, keras gelu, Hugging Face gelu",
        used="transformers: BERT, vision transformers, Whisper, Falcon; ConvNeXt",
        cost={"f4": 0.67, "f8": 3.4},
    ),
    Activation(
        name="erf",
        summary="error function",
        scipy_call="erf(x, out=out)",
        torch_call="erf(x, out=out)",
        value="erf(x)",
        slope="2 * exp(-x**2) / sqrt(pi)",
        domain="all reals",
        range="(-1, 1)",
        monotone=True,
        limits="f(-inf) = -1, f(inf) = 1; f'(-inf) = f'(inf) = 0; f(-0.0) = -0.0",
        kinks="none",
        ulp={"f4": 2.0, "f8": 2.0},
        slope_ulp={"f4": 2.0, "f8": 1.5},
        source="Glaisher, On a class of definite integrals, 1871",
        peers="torch.special.erf, jax.scipy.special.erf, onnx Erf, scipy.special.erf",
        used="gelu written out; ordinal and interval likelihoods",
        cost={"f4": 0.72, "f8": 3.4},
    ),
    Activation(
        name="erfc",
        summary="complementary error function, 1 - erf(x)",
        scipy_call="erfc(x, out=out)",
        torch_call="erfc(x, out=out)",
        value="erfc(x)",
        slope="-2 * exp(-x**2) / sqrt(pi)",
        domain="all reals",
        range="(0, 2)",
        monotone=True,
        limits="f(-inf) = 2, f(inf) = 0; f'(-inf) = f'(inf) = -0",
        kinks="none",
        ulp={"f4": 3.5, "f8": 2.0},
        slope_ulp={"f4": 2.0, "f8": 1.5},
        source="Glaisher, On a class of definite integrals, 1871",
        peers="torch.special.erfc, jax.scipy.special.erfc, scipy.special.erfc",
        used="tails of the normal law, bit error rates",
        cost={"f4": 0.72, "f8": 3.7},
    ),
    Activation(
        name="ndtr",
        summary="distribution function of the standard normal law",
        scipy_call="ndtr(x, out=out)",
        torch_call="special.ndtr(x, out=out)",
        value="erfc(-x / sqrt(2)) / 2",
        slope="exp(-x**2 / 2) / sqrt(2 * pi)",
        domain="all reals",
        range="(0, 1)",
        monotone=True,
        limits="f(-inf) = 0, f(inf) = 1; f'(-inf) = f'(inf) = 0",
        kinks="none",
        ulp={"f4": 4.0, "f8": 2.0},
        slope_ulp={"f4": 1.5, "f8": 1.5},
        source="Laplace, Theorie analytique des probabilites, 1812; as an activation Bliss, The method of probits, 1934",
        peers="torch.special.ndtr, jax.scipy.special.ndtr, scipy.special.ndtr",
        used="probit regression, Gaussian process classification, the expected improvement of Bayesian optimization",
        cost={"f4": 0.73, "f8": 3.7},
    ),
    Activation(
        name="log_ndtr",
        summary="logarithm of the distribution function of the standard normal law",
        scipy_call="log_ndtr(x, out=out)",
        torch_call="special.log_ndtr(x, out=out)",
        value="where(x > 0, log1p(-erfc(abs(x) / sqrt(2)) / 2), log(erfc(-x / sqrt(2)) / 2))",
        slope="exp(-x**2 / 2) * sqrt(2 / pi) / erfc(-x / sqrt(2))",
        stable_value="where(x > -30, where(x > 0, log1p(-erfc(abs(x) / sqrt(2)) / 2), log(erfc(-maximum(x, -30) / sqrt(2)) / 2)),"
        " x * (-x / 2) - log(maximum(-x, 30)) - log(2 * pi) / 2 + log1p(-(1 - 3 / x**2 + 15 / x**4) / maximum(x**2, 900)))",
        stable_slope="where(x > -30, exp(-x**2 / 2) * sqrt(2 / pi) / erfc(-maximum(x, -30) / sqrt(2)), -x / "
        "(1 - (1 - (3 - (15 - (105 - 945 / maximum(x**2, 900)) / maximum(x**2, 900)) / maximum(x**2, 900)) / "
        "maximum(x**2, 900)) / maximum(x**2, 900)))",
        domain="all reals",
        range="(-inf, 0)",
        monotone=True,
        limits="f(-inf) = -inf, f(inf) = -0; f'(-inf) = inf, f'(inf) = 0",
        kinks="none",
        ulp={"f4": 3.0, "f8": 2.0},
        slope_ulp={"f4": 4.0, "f8": 2.0},
        source="the log likelihood of probit regression, Bliss, The method of probits, 1934",
        peers="torch.special.log_ndtr, jax.scipy.special.log_ndtr, scipy.special.log_ndtr",
        used="probit likelihoods, truncated normal distributions, censored regression",
        cost={"f4": 2.1, "f8": 7.1},
    ),
    Activation(
        name="laplace",
        summary="distribution function of a normal law with mean mu and standard deviation sigma",
        parameters=(
            Parameter("mu", 0.707107, "where the value is 1/2"),
            Parameter("sigma", 0.282095, "the width of the step"),
        ),
        value="erfc((mu - x) / (sigma * sqrt(2))) / 2",
        slope="exp(-((x - mu) / sigma)**2 / 2) / (sigma * sqrt(2 * pi))",
        domain="all reals",
        range="(0, 1)",
        monotone=True,
        limits="f(-inf) = 0, f(inf) = 1; f'(-inf) = f'(inf) = 0",
        kinks="none",
        ulp={"f4": 1.0, "f8": 2.0},
        slope_ulp={"f4": 1.0, "f8": 1.5},
        parameter_range="sigma != 0",
        outside="a sigma of 0 gives the step from 0 to 1 at mu, which is 1/2 there; a negative one turns it round",
        source="Ma et al., Mega: moving average equipped gated attention, 2022",
        peers="Hugging Face laplace",
        used="attention of Mega, where it stands for the squared relu: equal to it in value and slope at x = sqrt(1/2)",
        cost={"f4": 3.5, "f8": 3.8},
    ),
    Activation(
        name="logistic_loss",
        summary="logistic loss of a logit and a target from 0 to 1, the binary cross entropy of its sigmoid",
        parameters=(
            Parameter("target", None, "the probability that is aimed at, from 0 to 1: labels, mostly", 0.75),
            Parameter("weight", 1.0, "what the loss is multiplied by"),
            Parameter("pos_weight", 1.0, "what the part of the target is multiplied by, for classes that are rare"),
        ),
        value="weight * ((1 - target) * log(1 + exp(x)) + pos_weight * target * log(1 + exp(-x)))",
        slope="weight * ((1 - target) / (1 + exp(-x)) - pos_weight * target / (1 + exp(x)))",
        stable_value="weight * ((1 - target + pos_weight * target) * log1p(exp(-abs(x))) + where(target == 1, 0, (1 - target) * "
        "maximum(x, 0)) + where(target == 0, 0, pos_weight * target * maximum(-x, 0)))",
        stable_slope="weight * ((1 - target) * exp(minimum(x, 0)) - pos_weight * target * exp(minimum(-x, 0))) / "
        "(1 + exp(-abs(x)))",
        domain="all reals",
        range="[0, inf)",
        monotone=False,
        limits="f(-inf) = inf, or 0 for a target of 0; f(inf) = inf, or 0 for a target of 1; f'(-inf) = -weight pos_weight "
        "target, f'(inf) = weight (1 - target); with weights the promise holds where weight, weight pos_weight, and "
        "the shares weight (1 - target) and weight pos_weight target are 0 or normal numbers up to 2^90 (float64 "
        "2^900), for slopes in units of the larger share: beyond, products overflow or vanish, and what is below "
        "2^-245 (2^-2021) of the shares is 0",
        kinks="none",
        ulp={"f4": 3.0, "f8": 3.0},
        slope_ulp={"f4": 3.0, "f8": 3.0},
        slope_floor=2**-2,
        source="Cox, The regression analysis of binary sequences, 1958",
        peers="optax.sigmoid_binary_cross_entropy, xgboost binary:logistic, scikit-learn HalfBinomialLoss",
        used="objectives of gradient boosting, binary and multilabel outputs: see binary_cross_entropy_with_logits",
        cost={"f4": 1, "f8": 3.1},
    ),
    Activation(
        name="squared_error",
        summary="squared error of a prediction",
        parameters=(
            Parameter("target", None, "what is aimed at", 0.75),
            Parameter("weight", 1.0, "what the error is multiplied by"),
        ),
        value="weight * (x - target)**2",
        slope="2 * weight * (x - target)",
        domain="all reals",
        range="[0, inf)",
        monotone=False,
        limits="f(-inf) = f(inf) = inf; f'(-inf) = -inf, f'(inf) = inf; the promise holds where x - target is finite and "
        "weight is 0 or a normal number",
        kinks="none",
        ulp={"f4": 2.5, "f8": 2.5},
        slope_ulp={"f4": 1.5, "f8": 1.5},
        source="Legendre, Nouvelles methodes pour la determination des orbites des cometes, 1805",
        peers="optax.squared_error, xgboost reg:squarederror",
        used="regression: see mse",
        cost={"f4": 0.31, "f8": 0.47},
    ),
    Activation(
        name="gelu_10",
        summary="Gaussian error linear unit clipped to [-10, 10]",
        value="minimum(gelu(x), 10)",
        slope="where(x > 10, 0, grad_gelu(x))",
        flat="x > 10, or where f'(x) underflows to 0",
        domain="all reals",
        range="[-0.1700, 10]",
        monotone=False,
        limits="f(-inf) = -0, f(inf) = 10; f'(-inf) = -0, f'(inf) = 0",
        kinks="where f reaches 10, just above x = 10; f'(10) = 1, as of PyTorch's clip",
        ulp={"f4": 4.0, "f8": 2.0},
        slope_ulp={"f4": 4.0, "f8": 2.0},
        slope_floor=2**-6,
        source="Wu et al., Integer quantization for deep learning inference: principles and empirical evaluation, 2020",
        peers="Hugging Face gelu_10 (ClippedGELU)",
        used="transformers quantized to 8 bits",
        cost={"f4": 0.73, "f8": 3.7},
    ),
)

_BY_NAME = {row.name: row for row in _ELEMENTWISE}


def _gated(
    name: str,
    inner: str,
    peers: str,
    used: str,
    furthest: tuple[float, float] = (80.0, 690.0),
    ulp: dict[str, float] | None = None,
    slope_ulp: dict[str, float] | None = None,
    flat: str = "",
) -> Activation:
    """inner(gate) * up: a gated linear unit after its two linear maps. `flat` is where inner(gate) and its slope are 0."""
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
        flat=flat and f"{flat} and finite up",
        other_flats=(flat,),
        domain="all reals",
        range="all reals",
        monotone=False,
        limits=f"those of {inner}, times up; an infinity times 0 is NaN. The promise is for normal {inner}(gate)"
        + (f", and for a slope beside its zero in units of max(|slope|, {row.slope_floor:g} |up|)" if row.slope_floor else ""),
        kinks=row.kinks,
        # A product's units may be half as large, beside it, as those of its factor: without figures of its own, a bound.
        ulp=ulp or {dtype: 2 * promise + 0.5 for dtype, promise in row.ulp.items()},
        slope_ulp=slope_ulp or {dtype: 2 * max(promise, row.ulp[dtype]) + 0.5 for dtype, promise in row.slope_ulp.items()},
        slope_floor=row.slope_floor,
        value_alone=row.value_alone,
        # Further out, inner(gate) is subnormal and has few bits, which a large up would bring back.
        promise_range=dict(zip(("f4", "f8"), furthest)),
        source="Shazeer, GLU variants improve Transformer, 2020",
        peers=peers,
        used=used,
        cost={"f4": row.cost["f4"] + 0.1, "f8": row.cost["f8"] + 0.2},
    )


def _biased(inner: str) -> Activation:
    """inner(x + bias) in one pass."""
    row = _BY_NAME[inner]
    return replace(
        row,
        name=f"bias_{inner}",
        staged=False,
        aliases=(),
        common=(),
        summary=f"{row.summary}, of x + bias",
        parameters=(
            Parameter(
                "bias", None, "what is added first, such as one number per channel; its gradient is dx, summed", -0.0
            ),  # changes no x, not a zero's sign
        ),
        value=f"{inner}(x + bias)",
        slope=f"grad_{inner}(x + bias)",
        flat=row.flat.replace("x", "x + bias"),
        stable_value="",
        stable_slope="",
        slope_from_output="",
        numpy_call="",
        scipy_call="",
        torch_call="",
        torch_backward_call="",
        jax_call="",
        onnx_call="",
        domain=f"{row.domain}, for x + bias",
        limits=f"{row.limits}; the sum x + bias is rounded once",
        peers=f"{row.peers.split(',')[0]} of x + bias; fused in oneDNN and cuDNN",
        used="after a matrix product or a convolution, in place of two passes over memory",
    )


_GATED = (
    _gated(
        "bilinear",
        "identity",
        "torch.nn.Bilinear has the map with it",
        "feed-forward blocks of Transformers",
        ulp={"f4": 0.5, "f8": 0.5},
        slope_ulp={"f4": 0.5, "f8": 0.5},
    ),
    _gated(
        "reglu",
        "relu",
        "x_transformers ReGLU",
        "feed-forward blocks of Transformers",
        ulp={"f4": 0.5, "f8": 0.5},
        slope_ulp={"f4": 0.5, "f8": 0.5},
        flat="gate <= 0",
    ),
    _gated(
        "geglu",
        "gelu",
        "Hugging Face GEGLU of diffusers, x_transformers",
        "T5 v1.1 (with gelu_tanh), Stable Diffusion",
        (12.5, 37.0),
    ),
    _gated(
        "swiglu",
        "silu",
        "Hugging Face LlamaMLP before its last map, xformers SwiGLU",
        "Llama, Mistral, PaLM",
        ulp={"f4": 3.0, "f8": 3.0},
        slope_ulp={"f4": 4.0, "f8": 3.0},
    ),
    _gated(
        "sigmoid_glu",
        "sigmoid",
        "torch.nn.functional.glu, of one array: see glu",
        "gated convolutional language models",
        ulp={"f4": 4.0, "f8": 4.0},
        slope_ulp={"f4": 2.5, "f8": 2.5},
    ),
)
_BIASED = tuple(_biased(inner) for inner in ("relu", "gelu", "silu", "sigmoid", "tanh"))

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
        cost={"f4": 1.9, "f8": 5.4},
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
        cost={"f4": 1.9, "f8": 6.3},
    ),
)

_COMPOSED = (
    Activation(
        name="rrelu",
        kind="composed",
        summary="randomized leaky rectified linear unit, with the mean slope or, in training, with slopes drawn at random",
        parameters=(
            Parameter("lower", 1 / 8, "the smallest slope below 0; by name only"),
            Parameter(
                "upper",
                1 / 3,
                "the largest one; by name only. Further: training=False, and rng, a numpy.random.Generator "
                "or a seed, from which training draws a slope for each element, evenly between the two",
            ),
        ),
        torch_call="nn.functional.rrelu(x)",
        value="where(x > 0, x, (lower + upper) / 2 * x)",
        slope="where(x > 0, 1, (lower + upper) / 2)",
        domain="all reals",
        range="all reals",
        monotone=True,
        limits="f(-inf) = -inf, f(inf) = inf",
        kinks="f'(0) is the slope below 0, as in PyTorch",
        ulp={"f4": 0.5, "f8": 0.5},
        slope_ulp={"f4": 0, "f8": 0},
        source="Xu et al., Empirical evaluation of rectified activations in convolutional network, 2015",
        peers="torch.nn.functional.rrelu, tfa.activations.rrelu",
        used="convolutional networks, against overfitting",
        cost={"f4": 0.1, "f8": 0.16},
    ),
    Activation(
        name="glu",
        kind="composed",
        torch_call="nn.functional.glu(x)",
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
        cost={"f4": 0.4, "f8": 0.78},
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
        cost={"f4": 0.3, "f8": 0.56},
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
        cost={"f4": 0.5, "f8": 1},
    ),
)

_ALONG_AN_AXIS = (
    Activation(
        name="softmax",
        common=("value",),
        kind="rowwise",
        summary="softmax along an axis",
        scipy_call="softmax(x, axis=-1)",
        torch_call="softmax(x, -1, out=out)",
        jax_call="nn.softmax(x)",
        onnx_call="Softmax(x, axis=-1)",
        value="exp(x) / sum(exp(x))",
        slope="",
        gradients=("y * (dy - sum(dy * y)) / temperature",),
        keywords=(_AXIS, _WHERE, _TEMPERATURE, _CAUSAL, _OUT, _DTYPE),
        backward_keywords=(_AXIS, _TEMPERATURE, _OUT, _DTYPE),
        domain="all reals",
        range="[0, 1], each row with the sum 1",
        monotone=False,
        limits="a row with NaN or +inf in it is NaN, a row of -inf alone too; an element -inf beside finite ones gives 0, and so "
        "does a masked one",
        kinks="none",
        ulp={"f4": 5.0, "f8": 5.0},
        slope_ulp={},
        source="Boltzmann, 1868; Bridle, Probabilistic interpretation of feedforward classification network outputs, 1990",
        peers="torch.softmax, jax.nn.softmax, onnx Softmax, scipy.special.softmax",
        used="outputs of classifiers, attention weights",
        cost={"f4": 0.4, "f8": 0.98},
    ),
    Activation(
        name="softmin",
        kind="rowwise",
        summary="softmin along an axis, the softmax of -x",
        value="exp(-x) / sum(exp(-x))",
        slope="",
        gradients=("-y * (dy - sum(dy * y)) / temperature",),
        keywords=(_AXIS, _WHERE, _TEMPERATURE, _CAUSAL, _OUT, _DTYPE),
        backward_keywords=(_AXIS, _TEMPERATURE, _OUT, _DTYPE),
        domain="all reals",
        range="[0, 1], each row with the sum 1",
        monotone=False,
        limits="a row with NaN or -inf in it is NaN, a row of +inf alone too; an element +inf beside finite ones gives 0, and so "
        "does a masked one",
        kinks="none",
        ulp={"f4": 5.0, "f8": 5.0},
        slope_ulp={},
        source="as softmax; torch.nn.Softmin",
        peers="torch.nn.functional.softmin",
        used="weights that favour small distances or costs",
        cost={"f4": 0.5, "f8": 1.2},
    ),
    Activation(
        name="log_softmax",
        common=("value",),
        kind="rowwise",
        summary="logarithm of the softmax along an axis",
        scipy_call="log_softmax(x, axis=-1)",
        torch_call="log_softmax(x, -1, out=out)",
        jax_call="nn.log_softmax(x)",
        onnx_call="LogSoftmax(x, axis=-1)",
        value="x - log(sum(exp(x)))",
        slope="",
        gradients=("(dy - exp(y) * sum(dy)) / temperature",),
        keywords=(_AXIS, _WHERE, _TEMPERATURE, _CAUSAL, _OUT, _DTYPE),
        backward_keywords=(_AXIS, _TEMPERATURE, _OUT, _DTYPE),
        domain="all reals",
        range="(-inf, 0]",
        monotone=False,
        limits="a row with NaN or +inf in it is NaN, a row of -inf alone too; an element -inf beside finite ones gives -inf, and "
        "so does a masked one",
        kinks="none",
        ulp={"f4": 4.0, "f8": 4.0},
        slope_ulp={},
        source="as softmax; with log1p of the sum without the maximum's own term",
        peers="torch.log_softmax, jax.nn.log_softmax, onnx LogSoftmax, scipy.special.log_softmax",
        used="log likelihoods of classifiers and language models, beam search",
        cost={"f4": 0.5, "f8": 1.2},
    ),
    Activation(
        name="logsumexp",
        kind="rowwise",
        reduces=True,
        summary="logarithm of the sum of exponentials over one or more axes",
        scipy_call="logsumexp(x, axis=-1)",
        value="log(sum(exp(x)))",
        slope="",
        gradients=("dy * exp(x) / sum(exp(x))",),
        keywords=(_AXES, _KEEPDIMS, _WHERE, _OUT, _DTYPE),
        backward_keywords=(_AXES, _KEEPDIMS, _WHERE, _OUT),
        domain="all reals",
        range="all reals",
        monotone=True,
        limits="-inf over -inf alone, or where nothing takes part; +inf where one element is; NaN where one is",
        kinks="none",
        ulp={"f4": 2.0, "f8": 2.0},
        slope_ulp={},
        source="Blanchard, Higham and Higham, Accurately computing the log-sum-exp and softmax functions, 2021",
        peers="torch.logsumexp, jax.nn.logsumexp, onnx ReduceLogSumExp, scipy.special.logsumexp",
        used="normalising constants, mixture models, losses of classifiers",
        cost={"f4": 0.4, "f8": 0.76},
    ),
    Activation(
        name="logmeanexp",
        kind="rowwise",
        reduces=True,
        summary="logarithm of the mean of exponentials over one or more axes",
        value="log(mean(exp(x)))",
        slope="",
        gradients=("dy * exp(x) / sum(exp(x))",),
        keywords=(_AXES, _KEEPDIMS, _WHERE, _OUT, _DTYPE),
        backward_keywords=(_AXES, _KEEPDIMS, _WHERE, _OUT),
        domain="all reals",
        range="all reals, from the mean of x to its maximum",
        monotone=True,
        limits="-inf over -inf alone; +inf where one element is; NaN where one is, or where nothing takes part",
        kinks="none",
        ulp={"f4": 2.0, "f8": 2.0},
        slope_ulp={},
        source="as logsumexp; the mean in place of the sum",
        peers="torch.logsumexp(x, 0) - log(n), tfp.math.reduce_logmeanexp, scipy.special.logsumexp with b=1/n",
        used="evidence of a model from samples, ensembles of likelihoods, importance-weighted bounds",
        cost={"f4": 0.4, "f8": 0.8},
    ),
    Activation(
        name="hardmax",
        kind="rowwise",
        summary="hardmax along an axis, 1 for the first of the largest elements and 0 for the others",
        value="one_hot(argmax(x))",
        slope="",
        gradients=("0",),
        keywords=(_AXIS, _WHERE, _OUT, _DTYPE),
        backward_keywords=(_AXIS, _OUT, _DTYPE),
        domain="all reals",
        range="{0, 1}, each row with the sum 1",
        monotone=False,
        limits="infinities are elements like others, and integers are compared as they are; a row with NaN in it is NaN; a "
        "masked element gives 0",
        kinks="jumps where two elements are the largest; the gradient is 0 all the same",
        ulp={"f4": 0, "f8": 0},
        slope_ulp={},
        source="ONNX operator Hardmax, 2017",
        peers="onnx Hardmax, torch.nn.functional.one_hot of argmax, tfa.seq2seq.hardmax",
        used="hard attention, decisions of classifiers, straight-through estimators",
        cost={"f4": 0.3, "f8": 0.4},
    ),
    Activation(
        name="sparsemax",
        kind="rowwise",
        summary="sparsemax along an axis, the point of the probability simplex that is nearest to x",
        value="maximum(x - tau, 0), where tau makes the sum 1",
        slope="",
        gradients=("where(y > 0, dy - mean(dy[y > 0]), 0)",),
        keywords=(_AXIS, _WHERE, _OUT, _DTYPE),
        backward_keywords=(_AXIS, _OUT, _DTYPE),
        domain="all reals",
        range="[0, 1], each row with the sum 1",
        monotone=False,
        limits="a row with NaN or +inf in it is NaN, a row of -inf alone too; an element -inf beside finite ones gives 0, and so "
        "does a masked one",
        kinks="where an element reaches 0; the gradient there is that of 0",
        ulp={"f4": 1.0, "f8": 1.0},
        slope_ulp={},
        source="Martins and Astudillo, From softmax to sparsemax, 2016; by the rounds of Michelot, A finite algorithm for "
        "finding the projection of a point onto the canonical simplex of R^n, 1986",
        peers="entmax sparsemax, tfa.activations.sparsemax, keras sparsemax, jax.nn.sparse_plus is its scalar kin",
        used="attention and outputs with exact zeros, mixtures of experts",
        cost={"f4": 1.0, "f8": 1.1},
    ),
    Activation(
        name="gumbel_softmax",
        kind="rowwise",
        summary="softmax of x plus noise of the Gumbel law, a smooth sample of the classes",
        value="softmax((x - log(-log(u))) / temperature), where u is uniform on (0, 1)",
        slope="",
        gradients=("y * (dy - sum(dy * y)) / temperature",),
        keywords=(_AXIS, _HARD, _RNG, _WHERE, _TEMPERATURE, _OUT, _DTYPE),
        backward_keywords=(_AXIS, _TEMPERATURE, _OUT, _DTYPE),
        domain="all reals",
        range="[0, 1], each row with the sum 1",
        monotone=False,
        limits="those of softmax",
        kinks="none; those of hardmax of x and the noise with hard=True, whatever the temperature",
        ulp={"f4": 5.0, "f8": 5.0},
        slope_ulp={},
        source="Jang et al., Categorical reparameterization with Gumbel-softmax, 2017; Maddison et al., The concrete "
        "distribution, 2017",
        peers="torch.nn.functional.gumbel_softmax, flax and optax examples, tfp RelaxedOneHotCategorical",
        used="discrete latent variables, architecture search, hard attention that learns",
        cost={"f4": 10.0, "f8": 12},
    ),
)

_LOSSES = (
    Activation(
        name="cross_entropy",
        kind="loss",
        summary="cross entropy between the softmax of logits and a target",
        value="logsumexp(logits) - logits[target]",
        slope="",
        gradients=("softmax(logits) - one_hot(target)",),
        inputs=(
            Parameter("logits", None, "before the softmax"),
            Parameter(
                "target",
                None,
                "class indices (integers, of the logits' shape without the classes) or probabilities (of their shape)",
            ),
        ),
        outputs=("loss",),
        keywords=_LOSS,
        backward_keywords=(*_LOSS, _GRADIENT),
        domain="all reals",
        range="[0, inf), for probabilities with the sum 1",
        monotone=False,
        limits="a row with NaN or +inf in it is NaN, a row of -inf alone too; a target of -inf among finite logits gives "
        "inf; the mean of no targets is NaN, its gradient 0, and a mean does not change with the unit of the weights. "
        "Weights and z_loss of any size are right beside float32, beside float64 those up to 2^200 (in a mean, times "
        "the largest weight of a target); differences of logits are to be finite, and the products of probabilities "
        "and weights, and in float64 a mean's parts, 0 or normal numbers",
        kinks="none",
        ulp={"f4": 2.0, "f8": 3.0},
        slope_ulp={"f4": 2.0, "f8": 3.0},
        source="Good, Rational decisions, 1952; Bridle, Training stochastic model recognition algorithms as networks, 1989; "
        "label smoothing Szegedy et al., 2016; z_loss Chowdhery et al., PaLM, 2022",
        peers="torch.nn.functional.cross_entropy, optax.softmax_cross_entropy_with_integer_labels, keras CategoricalCrossentropy",
        used="classifiers and language models",
        cost={"f4": 0.6, "f8": 1.2},
    ),
    Activation(
        name="binary_cross_entropy_with_logits",
        kind="loss",
        summary="binary cross entropy between the sigmoid of logits and targets, each element a question of its own",
        value="(1 - target) * log(1 + exp(logits)) + pos_weight * target * log(1 + exp(-logits))",
        slope="",
        gradients=("(1 - target) * sigmoid(logits) - pos_weight * target * sigmoid(-logits)",),
        inputs=(
            Parameter("logits", None, "before the sigmoid"),
            Parameter("target", None, "labels 0 and 1, or probabilities, of the logits' shape"),
        ),
        outputs=("loss",),
        keywords=(*_OF_LABELS, _OF_ELEMENTS),
        backward_keywords=(*_OF_LABELS, _OF_ELEMENTS, _GRADIENT),
        domain="all reals",
        range="[0, inf)",
        monotone=False,
        limits="those of logistic_loss; the mean of nothing is NaN; float32 has the promise wherever it has the result, for "
        "weights of any size and sums beyond its range, float64 where logistic_loss has it",
        kinks="none",
        ulp={"f4": 4.0, "f8": 4.0},
        slope_ulp={"f4": 4.0, "f8": 4.0},
        source="Cox, The regression analysis of binary sequences, 1958",
        peers="torch.nn.functional.binary_cross_entropy_with_logits, optax.sigmoid_binary_cross_entropy, keras "
        "BinaryCrossentropy",
        used="binary and multilabel outputs",
        cost={"f4": 0.7, "f8": 1.5},
    ),
    Activation(
        name="mse",
        kind="loss",
        summary="mean of squared errors",
        value="(prediction - target)**2",
        slope="",
        gradients=("2 * (prediction - target)",),
        inputs=(
            Parameter("prediction", None, "of a linear output layer, mostly"),
            Parameter("target", None, "what is aimed at, of the prediction's shape"),
        ),
        outputs=("loss",),
        keywords=(_MEAN_WEIGHT, _OF_ELEMENTS),
        backward_keywords=(_MEAN_WEIGHT, _OF_ELEMENTS, _GRADIENT),
        domain="all reals",
        range="[0, inf)",
        monotone=False,
        limits="those of squared_error; the mean of nothing is NaN, and a mean does not change with the unit of the weights; "
        "float32 has the promise wherever it has the result, for weights of any size and sums beyond its range, "
        "float64 where squared_error has it, for weights no less than 2^-900 of the largest",
        kinks="none",
        ulp={"f4": 3.0, "f8": 4.0},
        slope_ulp={"f4": 3.0, "f8": 4.0},
        source="Legendre, Nouvelles methodes pour la determination des orbites des cometes, 1805",
        peers="torch.nn.functional.mse_loss, optax.squared_error, keras MeanSquaredError",
        used="regression",
        cost={"f4": 0.15, "f8": 0.3},
    ),
)

catalog = Catalog(_ELEMENTWISE + _GATED + _BIASED + _CELLS + _COMPOSED + _ALONG_AN_AXIS + _LOSSES)
