"""A row: what a function is, what it promises, and what the kernels need to know of it."""

import math
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field

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


@dataclass(frozen=True)
class Activation(ABC):
    """One function: what it is, what it promises, and what the kernels need to know of it. Its kind is its class (`kinds.py`)."""

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
    family: str = ""  # the file that it stands in, here and among the scalars of both backends
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
    @abstractmethod
    def forms(self) -> tuple[str, ...]:
        """The forms this function comes in, in the order of FORMS."""

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

    def streamed_from(self, form: str, itemsize: int) -> int:
        """From which share of `Settings.stream_bytes` on (`_policy`) a result is streamed past the caches; 0: none is."""
        return _policy.NEVER

    def grain(self, itemsize: int) -> int:
        """How many elements a thread has at the least."""
        return _policy.grain(self.cost["f8" if itemsize == 8 else "f4"])

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
        """`flat` of the slope by each input, "" for those that are 0 on no interval."""
        return (self.flat, *(self.other_flats or ("",) * (len(self.inputs) - 1)))

    @property
    def quantities(self) -> dict[str, str]:
        """Every formula by the name of what it gives, as in `operands`: y and dydx; a cell's outputs and gradients."""
        named = dict(zip(self.outputs, (self.value, *self.other_values), strict=True))
        if self.slope:
            named |= dict(zip(self.operands("grad")[1], (self.slope, *self.other_slopes), strict=True))
        return named

    def ulp_of(self, quantity: str, dtype: str) -> float:
        """The promise for one of `quantities`."""
        return (self.ulp if quantity in self.outputs else self.slope_ulp)[dtype]

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
