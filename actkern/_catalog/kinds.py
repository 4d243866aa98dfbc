"""The kinds of rows: each knows the forms that it comes in, what they take and give, and its promise in words."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from .. import _policy
from .row import FORMS, Activation, promised

_OF_MAGNITUDES = "of the sum of the magnitudes of the terms that make up a result"


class Ufunc(Activation):
    """What works on each element: its kernels are loops around a scalar."""

    @property
    def of_elements(self) -> bool:
        return True


class Elementwise(Ufunc):
    """A function of elements with one result, and a slope by each input."""

    @property
    def forms(self) -> tuple[str, ...]:
        return tuple(form for form in FORMS if form != "backward_from_output" or self.formula.slope_from_output)

    @property
    def right_everywhere(self) -> bool:
        return not self.promise.up_to

    def streamed_from(self, form: str, itemsize: int) -> int:
        """From which share of `Settings.stream_bytes` on (`_policy`) a result is streamed past the caches; 0: none is.

        That pays where memory takes longer than the computation, of which a double's takes three
        times a float's. A cheap function gains from 3/8 of `stream_bytes` on (relu takes .75 of the
        time), one like sigmoid or tanh from all of it on (.77 to 1, and 1.05 below). All others
        lose, at any size (mish 1.08, and softplus 1.13 in double).
        """
        if form not in ("value", "backward_from_output"):
            return _policy.NEVER
        if form == "backward_from_output":
            return _policy.streamed_share(_policy.FROM_OUTPUT_NS)
        # By cost["f8"] / 2 double sigmoid, tanh and exp would be streamed, too, which nobody has timed.
        return _policy.streamed_share(self.kernel.cost["f4"] * (1.0 if itemsize == 4 else 1.5))

    def fused(self, form: str) -> bool:
        """Whether it is a gradient that is computed in less time than its operands are converted in, by way of blocks.

        Not where a parameter has no default: such ones are arrays as often, for which there would be kernels more.
        """
        cheap = form == "backward_from_output" or (form == "backward" and self.kernel.cost["f4"] <= _policy.CHEAP_NS)
        return cheap and len(self.optional) == len(self.parameters)

    def looked_up(self, form: str) -> bool:
        """Whether to compute it takes longer than to read a table; of gradients their slopes, which cost half as much again."""
        least = {"value": _policy.WHOLE_NS, "grad": _policy.CHEAP_NS, "backward": _policy.CHEAP_NS}
        return len(self.inputs) == 1 and not self.parameters and self.kernel.cost["f4"] > least.get(form, math.inf)

    def formulas(self, form: str) -> list[str]:
        if form == "backward_from_output":
            return [f"dx = dy * ({self.formula.slope_from_output})"]
        if form == "backward":
            slopes = zip(self.operands("backward")[1], self.operands("grad")[1])
            return [f"{name} = dy * ({self.quantities[slope]})" for name, slope in slopes]
        return super().formulas(form)

    def accuracy(self, form: str = "value_and_grad") -> str:
        promise, text = self.promise, []
        if form in ("value", "value_and_grad"):
            text.append(f"y: {promised(promise.ulp)}")
        if form in ("grad", "value_and_grad"):
            floor = f", in units of max(|slope|, {promise.slope_floor:g})" if promise.slope_floor else ""
            text.append(f"slope: {promised(promise.slope_ulp)}{floor}")
        if form == "backward":
            text.append("dy times the slope that `grad` gives, rounded once")
        if form == "backward_from_output":
            where = "" if promise.output_range == "any" else f", for {promise.output_range}: otherwise y does not tell"
            text.append(f"dy times {self.formula.slope_from_output}, each rounded once{where}")
        if promise.up_to:
            over = "for |x| up to " + ", ".join(f"{limit:g} ({dtype})" for dtype, limit in promise.up_to.items())
        else:
            over = "over all finite inputs"
        wide = "all finite parameters" if promise.parameter_range == "any" else f"parameters with {promise.parameter_range}"
        others = ""
        sizes = {given: promise.terms[given] for given in self.operands(form)[1] if given in promise.terms}
        units = "".join(f", {given} in units of the larger of it and {size}" for given, size in sizes.items())
        if not self.parameters or not promise.parameter_range:
            at = " at the default parameters" if self.has_defaults else ""
            others = f"; at others the same{units}" if units else ""
        elif promise.up_to or promise.terms or promise.elsewhere != 1:
            at = " at the default parameters"
            others = f"; at {wide}{' the same' if promise.elsewhere == 1 else f' {promise.elsewhere:g} times that'}{units}"
        else:
            at = f" and {wide}"
        return "; ".join(text) + f" ({over}{at}{others}, subnormal results included; 16 bits are float32, rounded once)"


class Cell(Ufunc):
    """A function of elements with several results, whose gradients are formulas of their own."""

    @property
    def has_backward_scalar(self) -> bool:
        return True

    @property
    def forms(self) -> tuple[str, ...]:
        return ("value", "backward")

    @property
    def quantities(self) -> dict[str, str]:
        return super().quantities | dict(zip(self.operands("backward")[1], self.formula.gradients, strict=True))

    def accuracy(self, form: str = "value_and_grad") -> str:
        return f"{promised(self.promise.ulp)}, {_OF_MAGNITUDES}"


class AlongAxis(Activation):
    """softmax and its kin: a gufunc with an axis."""

    @property
    def forms(self) -> tuple[str, ...]:
        return ("value", "backward" if self.reduces else "backward_from_output")

    @property
    def along_an_axis(self) -> bool:
        return True

    def computes(self, form: str) -> bool:
        return self.random or (self.reduces and form == "backward")

    def formulas(self, form: str) -> list[str]:
        return super().formulas(form) if form == "value" else [f"dx = {self.formula.gradients[0]}"]

    def accuracy(self, form: str = "value_and_grad") -> str:
        if self.reduces:
            return f"{promised(self.promise.ulp)}, of max(|y|, 2^-24) in float32 and of max(|y|, 1) in float64"
        of_gradient = f"; gradient: {promised(self.promise.slope_ulp)}, {_OF_MAGNITUDES}" if self.promise.slope_ulp else ""
        return f"{promised(self.promise.ulp)} for each element{of_gradient}"


class Other(NamedTuple):
    """What a loss of each element reduces where one of its keywords, a bool, is not what it is by default."""

    keyword: str
    element: str
    targets: tuple[float, float]


@dataclass(frozen=True, kw_only=True)
class Loss(Activation):
    """A loss of an output layer, reduced, and its gradient.

    A loss of each element reduces an elementwise row, of (x, target, weight, and what keywords give).
    """

    element: str = ""  # the elementwise row that it reduces; "" for a loss of rows
    other: Other | None = None  # the row that a keyword puts in its place
    # Whether it is a loss of prediction - target alone: the gradient by the target is the opposite of that by the prediction.
    of_errors: bool = False
    over_weights: bool = False  # whether a mean is over the weights; over the elements otherwise
    targets: tuple[float, float] = (-math.inf, math.inf)  # the targets that make sense: others are refused
    labels: bool = False  # whether these two are the only ones
    signed: bool = False  # whether losses may be below 0: those of elements are then right in units of their terms
    of_batches: bool = False  # whether the sum may be divided by the length of the first axis ("batchmean")

    @property
    def reductions(self) -> tuple[str, ...]:
        return ("mean", "sum", "none", "batchmean") if self.of_batches else ("mean", "sum", "none")

    @property
    def flags(self) -> tuple[str, ...]:
        """The keywords that are True or False."""
        return tuple(each.name for each in self.keywords if each.annotation == "bool")

    def element_of(self, given: Mapping[str, Any]) -> tuple[str, tuple[float, float]]:
        """The elementwise row that it reduces where these keywords are given, and the targets that make sense there."""
        if self.other is None:
            return self.element, self.targets
        default = next(each.default for each in self.keywords if each.name == self.other.keyword)
        plain = str(bool(given.get(self.other.keyword, default == "True"))) == default
        return (self.element, self.targets) if plain else (self.other.element, self.other.targets)

    @property
    def forms(self) -> tuple[str, ...]:
        return ("value", "grad", "value_and_grad")

    @property
    def along_an_axis(self) -> bool:
        return self.takes("axis")

    def computes(self, form: str) -> bool:
        return True

    def _slopes(self, inputs: tuple[str, ...]) -> tuple[str, ...]:
        return (f"d{inputs[0]}",)

    def formulas(self, form: str) -> list[str]:
        texts = dict(zip(self.operands("value_and_grad")[1], (self.formula.value, *self.formula.gradients), strict=True))
        return [f"{name} = {texts[name]}" for name in self.operands(form)[1]]

    def meaning(self, form: str, name: str) -> str:
        if name in (operand.name for operand in (*self.inputs, *self.parameters)):
            return super().meaning(form, name)
        if name in self.outputs:
            return "the loss, reduced: a scalar, or an array of losses for reduction='none'"
        return f"the gradient of the reduced loss by {name[1:]}, of its shape"

    def accuracy(self, form: str = "value_and_grad") -> str:
        if self.signed and self.element:
            return f"{promised(self.promise.ulp)}, {_OF_MAGNITUDES}"
        near = "" if self.along_an_axis else "; a gradient beside its zero, of a quarter of the weight"
        return f"{promised(self.promise.ulp)}, of the larger of it and the largest element of the gradient{near}"

    @property
    def shape(self) -> str:
        """The shape of the first operand, in words."""
        return "shape (..., n, ...)" if self.along_an_axis else "array of any shape"

    @property
    def of_dtype(self) -> str:
        """The operands whose dtype results have, in words."""
        return self.inputs[0].name


class TakenLoss(Loss):
    """A loss of the number of each row that its target points at."""


class LinearLoss(Loss):
    """A linear layer and the loss of what it gives, in one, with a gradient for each array that it is given."""

    def _slopes(self, inputs: tuple[str, ...]) -> tuple[str, ...]:
        return "dx", "dweight", "dbias"

    def meaning(self, form: str, name: str) -> str:
        text = super().meaning(form, name)
        if name in self.outputs or name in (operand.name for operand in self.inputs):
            return text
        of_rows = "of their sum for reduction='none'"
        return f"{text}, {of_rows}; the result has it where a bias is given" if name == "dbias" else f"{text}, {of_rows}"

    def accuracy(self, form: str = "value_and_grad") -> str:
        return (
            f"{promised(self.promise.ulp)}, of the larger of it and the largest element of the gradient, beside what rounding "
            "in NumPy's matrix products makes of logits and of sums; their last digits depend on its BLAS and on chunk"
        )

    @property
    def shape(self) -> str:
        return "shape (..., features)"

    @property
    def of_dtype(self) -> str:
        return "arrays, promoted"


class Composed(Activation):
    """A function made of other rows' functions, in Python."""

    @property
    def forms(self) -> tuple[str, ...]:
        if not self.formula.slope:
            return ("value", "backward")
        return tuple(form for form in FORMS if form != "backward_from_output")

    @property
    def along_an_axis(self) -> bool:
        return not self.formula.slope

    def computes(self, form: str) -> bool:
        return True

    def formulas(self, form: str) -> list[str]:
        if form != "backward":
            return super().formulas(form)
        slopes = zip(self.operands("backward")[1], self.operands("grad")[1]) if self.formula.slope else ()
        return [f"{name} = dy * ({self.quantities[slope]})" for name, slope in slopes]

    def accuracy(self, form: str = "value_and_grad") -> str:
        return "that of the functions it is made of"
