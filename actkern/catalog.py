"""What actkern offers: one row per function, and everything that follows from a row.

a. A row is data. Names, ufuncs, docstrings, the stub, tests and benchmarks are built from it, so
   adding an activation is a row here plus its scalar in `_numba/scalar.py` and `src_cython/scalar.pxd`.
b. `value` and `slope` are the definition, in NumPy's syntax. `reference.py` evaluates the same text with
   mpmath (the truth that tests hold kernels against) and with NumPy, and docstrings print it, so the
   formula a user reads is the one that is tested.
c. `ulp` is a promise: the largest error over every finite input, subnormal results included, in units in
   the last place of the result's dtype. Tests take their tolerances from here and nowhere else.
d. This module imports only the standard library's `dataclasses`: `setup.py` reads it before anything is installed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

# What a function can be asked for, with the operands each form takes and gives, in order. An elementwise
# function's parameters follow `x` (or `y`) in every form.
FORMS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "value": (("x",), ("y",)),
    "grad": (("x",), ("dydx",)),
    "value_and_grad": (("x",), ("y", "dydx")),
    "backward": (("dy", "x"), ("dx",)),
    "backward_from_output": (("dy", "y"), ("dx",)),
}
FORM_SUMMARIES = {
    "value": "",
    "grad": "The slope dy/dx of",
    "value_and_grad": "Value and slope, in one pass over memory, of",
    "backward": "The gradient dx = dy * f'(x) that flows back through",
    "backward_from_output": "The gradient dx that flows back through, from the output y instead of the input, of",
}


@dataclass(frozen=True)
class Parameter:
    """One parameter of an elementwise function: an operand that broadcasts against x."""

    name: str
    default: float | None
    summary: str


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
    kind: str = "elementwise"  # or "rowwise": along an axis
    aliases: tuple[str, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    stable_value: str = ""  # the same, rewritten so that NumPy's floats neither overflow nor cancel
    stable_slope: str = ""
    slope_from_output: str = ""  # the slope in terms of y, where it can be had from y alone
    numpy_call: str = ""  # NumPy's own function for the value, over x and out, where it has one
    scipy_call: str = ""  # scipy.special's
    slope_floor: float = 0.0  # the slope's ULP are those of max(|slope|, slope_floor): 2^-6 where it crosses zero off the origin
    promise_range: Mapping[str, float] = field(default_factory=dict)  # by dtype, the largest |x| that `ulp` is promised for

    @property
    def forms(self) -> tuple[str, ...]:
        """The forms this function comes in, in the order of FORMS."""
        if self.kind == "rowwise":
            return ("value", "backward_from_output")
        return tuple(form for form in FORMS if form != "backward_from_output" or self.slope_from_output)

    def signature(self, form: str) -> str | None:
        """The core dimensions of a row-wise form, as NumPy writes them; None for an elementwise function."""
        if self.kind != "rowwise":
            return None
        inputs, outputs = self.operands(form)
        return ",".join("(n)" for _ in inputs) + "->" + ",".join("(n)" for _ in outputs)

    def operands(self, form: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Names of the inputs (parameters included) and of the outputs of one form."""
        inputs, outputs = FORMS[form]
        return inputs + tuple(parameter.name for parameter in self.parameters), outputs


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


catalog = Catalog(
    (
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
)
