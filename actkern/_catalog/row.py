"""A row: what a function is, what it promises, and what the kernels need to know of it."""

import math
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from .. import _policy
from .operands import Keyword, Parameter, X

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


# The groups of a row are named tuples, which Python makes in a fifth of the time that a frozen dataclass takes.


class Formula(NamedTuple):
    """The definition, which tests and docstrings take from here: text in NumPy's syntax, over inputs and parameters."""

    value: str  # y = f(x), as the mathematics has it
    slope: str = ""  # dy/dx; "" where there is no slope of one element
    other_values: tuple[str, ...] = ()  # the outputs after the first
    other_slopes: tuple[str, ...] = ()  # the slopes by the inputs after the first
    gradients: tuple[str, ...] = ()  # the backward form, where it is no product of dy and a slope, over upstream gradients too
    stable_value: str = ""  # `value` rewritten so that NumPy's floats neither overflow nor cancel
    stable_slope: str = ""
    slope_from_output: str = ""  # the slope in terms of y, where it can be had from y alone


class Facts(NamedTuple):
    """What is true of the function, however it is computed, in words."""

    domain: str
    range: str
    monotone: bool
    limits: str
    kinks: str  # where the slope jumps and what it is taken to be there; "none" otherwise
    source: str  # who proposed it: paper or standard, and year
    used: str  # where one meets it: networks, layers, models
    flat: str = ""  # where the slope is 0 on an interval, by its formula, not by underflow: there a gradient is 0 whatever dy is
    other_flats: tuple[str, ...] = ()  # the same of the slopes by the inputs after the first
    support: tuple[float, float] = (-math.inf, math.inf)  # the domain in numbers: outside, the function is NaN
    outside: str = ""  # what parameters outside the promise's `parameter_range` give


class Promise(NamedTuple):
    """The largest errors, in units in the last place, by dtype: {"f4": ..., "f8": ...}. Tests hold the kernels to them."""

    ulp: Mapping[str, float] = {}  # of the value; empty for what is made of other rows' functions
    slope_ulp: Mapping[str, float] = {}
    slope_floor: float = 0.0  # the slope's ULP are those of max(|slope|, slope_floor): 2^-6 where it crosses zero off the origin
    up_to: Mapping[str, float] = {}  # the largest |x| that it is made for, by dtype, where that is not every x
    # A condition in the syntax of formulas, on x and the parameters, for which it holds: "any" is all, "" the defaults alone.
    parameter_range: str = ""
    # Where the terms of a result cancel at other parameters than the defaults, by quantity: a formula for the size of the terms,
    # in units of which errors are counted if that is larger; and what the promises are multiplied by at such parameters.
    terms: Mapping[str, str] = {}
    elsewhere: float = 1.0
    output_range: str = "any"  # a condition on y and the parameters, for which the slope can be had from y
    scanned: bool = False  # whether every float32 has been tried, by tools/exhaustive.py: docs/accuracy.md has what it found


class Kernel(NamedTuple):
    """What the loops of both backends need to know."""

    cost: Mapping[str, float]  # ns per element on one core, by dtype, from `actkern bench`: see `Activation.grain`
    value_alone: bool = False  # whether a scalar NAME_value gives the value quicker than the one that gives the slope too
    # Whether a scalar NAME_defaults, of the inputs alone, gives what the other gives at the parameters' defaults, and quicker.
    defaults_apart: bool = False
    staged: bool = False  # whether scalars NAME_first and NAME_second give the value, quicker in two short loops than in one
    # Whether value and backward have loops of their own for two inputs that lie in turn, such as h[..., ::2] and h[..., 1::2].
    in_turn: bool = False
    along: Mapping[str, str] = {}  # by form, the kernel of rows that gives a function along an axis without further operands


class Peers(NamedTuple):
    """What other libraries have: their names for it, and the calls that benchmarks time, "" where there is none.

    Every name that PyTorch, JAX, Keras, Hugging Face and TensorFlow have for it is the row's own or one of its aliases, ONNX's is
    `operator`: `tests/catalog/test_spellings.py` demands it, and that it gives what theirs gives, called with its defaults.
    """

    names: str
    operator: str = ""  # ONNX's operator, by which the catalogue finds the row, too
    # Peers' functions whose defaults are others: what to call here for what they give, over the operands of the value.
    defaults: Mapping[str, str] = {}
    namesakes: Mapping[str, str] = {}  # peers' functions that bear one of its names and are something else: what they are
    numpy: str = ""  # NumPy's own function for the value, over x and out
    scipy: str = ""  # scipy.special's, a call of one of its functions, whose name `actkern.special` then has
    # The dtypes of the loops of a ufunc of scipy.special, in its order, by NumPy's characters: the first is that of integers.
    scipy_types: str = "df"
    torch: str = ""  # torch's
    torch_backward: str = ""  # torch's gradient, over dy, x, y and out
    jax: str = ""  # jax's, over x, in the namespace jax
    onnx: str = ""  # operators of ONNX, over x: calls of their names, attributes as keywords; onnxruntime and OpenVINO run them
    mkl: str = ""  # the function of MKL's Vector Mathematics: Exp is vsExp and vdExp

    @property
    def scipy_name(self) -> str:
        """The name of scipy.special's function; "" where it has none."""
        return self.scipy.partition("(")[0]


@dataclass(frozen=True, kw_only=True)
class Activation(ABC):
    """One function. Its kind is its class (`kinds.py`): what it comes in, takes and gives follows from that and its operands."""

    name: str
    aliases: tuple[str, ...] = ()
    summary: str  # a noun phrase, for one line
    family: str = ""  # the file that it stands in, here and among the scalars of both backends; the catalogue fills it in
    inputs: tuple[Parameter, ...] = (X,)  # what gradients are for
    outputs: tuple[str, ...] = ("y",)
    parameters: tuple[Parameter, ...] = ()  # what is given beside the inputs, and gets no gradient
    keywords: tuple[Keyword, ...] = ()  # of a row-wise function's value; the backward form has those of `backward_keywords`
    backward_keywords: tuple[Keyword, ...] = ()
    reduces: bool = False  # a row-wise function that gives one number for each row
    common: tuple[str, ...] = ()  # the forms that `actkern bench` times unless told otherwise (of gradients, beside peers)
    formula: Formula
    facts: Facts
    promise: Promise
    kernel: Kernel
    peers: Peers

    @property
    def random(self) -> bool:
        """Whether it draws numbers, from its argument `rng`."""
        return self.takes("rng")

    def keywords_of(self, form: str) -> tuple[Keyword, ...]:
        """The keywords of one form of a function along an axis or of a loss."""
        return self.keywords if form == "value" else self.backward_keywords

    def takes(self, keyword: str, form: str = "value") -> bool:
        """Whether one form has a keyword of that name."""
        return any(each.name == keyword for each in self.keywords_of(form))

    @property
    @abstractmethod
    def forms(self) -> tuple[str, ...]:
        """The forms this function comes in, in the order of FORMS."""

    def c_name(self, form: str) -> str:
        """What one form is called where there are no namespaces: `gelu`, `gelu_grad`."""
        return self.name if form == "value" else f"{self.name}_{form}"

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
        return False

    @property
    def of_elements(self) -> bool:
        """Whether it is a ufunc, whose kernels are loops around scalars: most are thin functions around it, or it itself."""
        return False

    @property
    def has_backward_scalar(self) -> bool:
        """Whether a scalar NAME_backward gives the gradients, which are then no products of dy and a slope."""
        return False

    def computes(self, form: str) -> bool:
        """Whether one form computes with NumPy around its kernels, which would follow the caller's floating-point environment."""
        return False

    @property
    def right_everywhere(self) -> bool:
        """Whether the value has its promise for every input, so that tiny values are held to their own last place as well."""
        return False

    def defaults_apart(self, form: str) -> bool:
        """Whether a form has a loop of its own for the parameters' defaults."""
        return self.kernel.defaults_apart and form != "backward_from_output"

    def in_turn(self, form: str) -> bool:
        """Whether a form has a loop of its own for inputs (and their gradients, in backward) that lie in turn."""
        return self.kernel.in_turn and form in ("value", "backward")

    def fused(self, form: str) -> bool:
        """Whether a form has kernels of its own for float16 and bfloat16, which convert what they compute as they go."""
        return False

    def looked_up(self, form: str) -> bool:
        """Whether many results of float16 and bfloat16 are looked up in a table of all of them (gradients: of all slopes)."""
        return False

    def streamed_from(self, form: str, itemsize: int) -> int:
        """From which share of `Settings.stream_bytes` on (`_policy`) a result is streamed past the caches; 0: none is."""
        return _policy.NEVER

    def grain(self, itemsize: int) -> int:
        """How many elements a thread has at the least."""
        return _policy.grain(self.kernel.cost["f8" if itemsize == 8 else "f4"])

    def _slopes(self, inputs: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(f"dyd{name}" for name in inputs)

    def operands(self, form: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Names of the inputs (upstream gradients first, parameters last) and of the outputs of one form."""
        inputs = tuple(operand.name for operand in self.inputs)
        upstream = tuple(f"d{name}" for name in self.outputs)
        gradients = tuple(f"d{name}" for name in inputs)
        slopes = self._slopes(inputs)
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
        """`facts.flat` of the slope by each input, "" for those that are 0 on no interval."""
        return (self.facts.flat, *(self.facts.other_flats or ("",) * (len(self.inputs) - 1)))

    @property
    def quantities(self) -> dict[str, str]:
        """Every formula by the name of what it gives, as in `operands`: y and dydx; a cell's outputs and gradients."""
        named = dict(zip(self.outputs, (self.formula.value, *self.formula.other_values), strict=True))
        if self.formula.slope:
            slopes = (self.formula.slope, *self.formula.other_slopes)
            named |= dict(zip(self.operands("grad")[1], slopes, strict=True))
        return named

    def ulp_of(self, quantity: str, dtype: str) -> float:
        """The promise for one of `quantities`."""
        return (self.promise.ulp if quantity in self.outputs else self.promise.slope_ulp)[dtype]

    def floor_of(self, quantity: str) -> float:
        """What the ULP of one of `quantities` are counted at where it is smaller; 0 where they are its own."""
        return 0.0 if quantity in self.outputs else self.promise.slope_floor

    @abstractmethod
    def accuracy(self, form: str = "value_and_grad") -> str:
        """The promise of one form, in words."""

    def formulas(self, form: str) -> list[str]:
        """The lines that define what one form gives."""
        return [f"{name} = {self.quantities[name]}" for name in self.operands(form)[1]]

    def meaning(self, form: str, name: str) -> str:
        """What an operand or a result of one form is."""
        summaries = {operand.name: operand.summary for operand in (*self.inputs, *self.parameters)}
        if name in summaries:
            return summaries[name]
        if name in self.outputs:
            return "the value" if len(self.outputs) == 1 else "an output"
        if form.startswith("backward"):
            of = name[1:]
            return f"the gradient with respect to {of}" + (", from upstream" if of in self.outputs else "")
        return f"the slope of y by {name.removeprefix('dyd')}"


def promised(promises: Mapping[str, float]) -> str:
    """A promise by dtype, in words."""
    each = ("exact" if promises[t] == 0 else f"at most {promises[t]:g} ULP" for t in ("f4", "f8"))
    return "float32 {}, float64 {}".format(*each)
