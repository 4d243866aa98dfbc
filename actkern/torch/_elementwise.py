"""Operators of elementwise functions and of cells.

a. Each function has an operator of tensors and numbers, one for its gradient and, where that pays,
   one that gives the slope with the value. What forward keeps is the input, or:
b. the output, where that gives the gradient with the same bits (relu, exp). It is what the next
   layer keeps in any case.
c. the slope, where a call will want a gradient and the slope costs more than a product (gelu, mish):
   one pass then computes what value and slope share once, and backward is a product of two tensors.
   NAME_with_slope has the slope as an output, which a gradient of a gradient flows back through.
d. Parameters are numbers, or tensors that broadcast, for which there are operators of their own.
   They get no gradient, but for a bias that is added to x, whose gradient is that of x.
"""

import ast
from collections.abc import Callable, Sequence
from inspect import Parameter as Argument
from inspect import Signature
from typing import Any

from .._catalog import Activation, Parameter
from . import _second
from ._operators import (
    Tensor,
    alike,
    checked,
    common_shape,
    define,
    in_front,
    of_arrays,
    one_or_all,
    outputs,
    product,
    rank_of,
    returns,
    run,
    torch,
    without_gradient,
)

# From this cost of the value on (`Kernel.cost` in float32, ns of an element) a slope is kept, which takes memory: value and slope
# in one pass and a product take 1.17 of the time of two passes for sigmoid, .97 for silu, .85 for gelu, .82 for mish.
_SLOPE_KEPT_FROM = 0.5


def _constant_between_kinks(formula: str, names: Sequence[str]) -> bool:
    """Whether a slope's formula has these names in comparisons alone."""
    tree = ast.parse(formula, mode="eval")
    compared = {id(each) for node in ast.walk(tree) if isinstance(node, ast.Compare) for each in ast.walk(node)}
    found = [node for node in ast.walk(tree) if isinstance(node, ast.Name) and node.id in names]
    return all(id(each) in compared for each in found)


class _Operators:
    """The operators of one function, whose parameters are numbers, or all of them tensors."""

    def __init__(self, row: Activation, of_tensors: bool) -> None:
        self.row = row
        self.inputs = tuple(each.name for each in row.inputs)
        self.parameters = tuple(each.name for each in row.parameters)
        self.of_tensors = of_tensors
        self.added = _is_added(row)
        suffix = "_of_tensors" if of_tensors and self.parameters else ""
        parameters = [f"{'Tensor' if of_tensors else 'float'} {name}" for name in self.parameters]
        taken = ", ".join([*(f"Tensor {name}" for name in self.inputs), *parameters])
        upstream = ", ".join(f"Tensor d{name}" for name in row.outputs)
        formula = row.formula.slope_from_output
        self.from_output = bool(formula) and row.promise.output_range == "any" and len(self.inputs) == 1
        self.from_output = self.from_output and (formula == "y" or _constant_between_kinks(formula, ("y",)))
        expensive = row.kernel.cost["f4"] >= _SLOPE_KEPT_FROM and "value_and_grad" in row.forms
        # A gradient that is 0 on an interval whatever dy is is no product of dy and a slope.
        self.keeps_slope = expensive and len(self.inputs) == 1 and not any(row.flats) and not self.from_output

        def operator(name: str, schema: str, form: str, count: int, backward: Callable[..., Any], setup: Any) -> Any:
            function, of_tensor = of_arrays(row, form), schema.count("Tensor")
            # Gradients are in the memory format of what they are gradients of.
            formed = len(row.outputs) if form.startswith("backward") else 0

            def fake(*operands: Any) -> Any:
                like = operands[formed]
                if any(each.shape != like.shape for each in operands[:of_tensor]):
                    shape = torch.broadcast_shapes(*(each.shape for each in operands[:of_tensor]))
                    if shape != like.shape:
                        return one_or_all([like.new_empty(shape) for _ in range(count)])
                return torch.empty_like(like) if count == 1 else tuple([torch.empty_like(like) for _ in range(count)])

            def kernel(*operands: Any) -> Any:
                results = fake(*operands)
                run(function, operands[:of_tensor], operands[of_tensor:], outputs(results))
                return results

            def vmap(info: Any, in_dims: Sequence[int | None], *operands: Any) -> Any:
                rank = rank_of(in_dims, operands)
                results = made(*(in_front(each, axis, rank) for axis, each in zip(in_dims, operands)))
                return results, one_or_all([0] * count)

            schema = f"({schema}) -> {returns(count)}"
            made = define(f"{row.name}{name}{suffix}", schema, kernel, fake, vmap, setup, backward)
            return made

        nout, nin = len(row.outputs), len(self.inputs)
        self.gradient = operator("_backward", f"{upstream}, {taken}", "backward", nin, self._second, self._keep)
        if self.from_output:
            again = f"{upstream}, Tensor y{''.join(f', {each}' for each in parameters)}"
            form = "backward_from_output"
            self.gradient_from_output = operator(f"_{form}", again, form, 1, self._second_from_output, self._keep)
        if self.keeps_slope:
            self.with_slope = operator("_with_slope", taken, "value_and_grad", 2, self._backward_of_slope, self._keep_slope)
        self.value = operator("", taken, "value", nout, self._backward, self._keep_for_backward)

    def _keep(self, ctx: Any, inputs: tuple[Any, ...], output: Any) -> None:
        ctx.save_for_backward(*(each for each in inputs if isinstance(each, torch.Tensor)))
        ctx.numbers = tuple(each for each in inputs if not isinstance(each, torch.Tensor))

    def _keep_for_backward(self, ctx: Any, inputs: tuple[Any, ...], output: Any) -> None:
        # An output that was rounded to 16 bits may stand on a kink that the input does not stand on.
        ctx.output_kept = self.from_output and output.dtype.itemsize > 2
        self._keep(ctx, (output, *inputs[1:]) if ctx.output_kept else inputs, output)

    def _keep_slope(self, ctx: Any, inputs: tuple[Any, ...], output: Any) -> None:
        ctx.set_materialize_grads(False)
        self._keep(ctx, (*inputs, output[1]), output)

    def _shared(self, gradients: Sequence[Tensor], operands: Sequence[Any]) -> tuple[Any, ...]:
        """The gradients of the operands, each summed to its operand's shape; None for those that get none."""
        if self.added:
            gradients = (gradients[0], gradients[0])
        elif len(operands) == 1 and gradients[0].shape == operands[0].shape:
            return (gradients[0],)  # the common call, in a line
        summed = [
            each if each.shape == operand.shape else each.sum_to_size(operand.shape) for each, operand in zip(gradients, operands)
        ]
        return *summed, *[None] * (len(self.inputs) + len(self.parameters) - len(summed))

    def _check_needs(self, needs: Sequence[bool]) -> None:
        """An error where a parameter is to get a gradient, which functorch's transformations do not tell before."""
        for needed, name in zip(needs[len(self.inputs) :], self.parameters):
            if needed and not self.added:
                raise ValueError(f"actkern.torch.{self.row.name}: {name} gets no gradient, and is differentiated by")

    def _backward(self, ctx: Any, *upstream: Tensor) -> Any:
        self._check_needs(ctx.needs_input_grad)
        kept = (*ctx.saved_tensors, *ctx.numbers)
        gradient = self.gradient_from_output if ctx.output_kept else self.gradient
        return self._shared(outputs(gradient(*upstream, *kept)), kept)

    def _backward_of_slope(self, ctx: Any, dy: Tensor | None, dslope: Tensor | None) -> Any:
        self._check_needs(ctx.needs_input_grad)
        *tensors, slope = ctx.saved_tensors
        operands = (*tensors, *ctx.numbers)
        dx = None if dy is None else product(ctx, slope, dy)
        if dslope is not None:
            further = self._second_gradients((torch.ones_like(slope),), operands, (dslope,))[1]
            dx = further if dx is None else dx + further
        return (None,) * len(operands) if dx is None else self._shared((dx,), operands)

    def _second(self, ctx: Any, *upstream: Tensor) -> Any:
        """Back through the gradient: to dy, and to the operands."""
        kept = (*ctx.saved_tensors, *ctx.numbers)
        nout = len(self.row.outputs)
        self._check_needs(ctx.needs_input_grad[nout:])
        found = self._second_gradients(kept[:nout], kept[nout:], upstream)
        of_dy = [each.sum_to_size(dy.shape) for each, dy in zip(found, kept[:nout])]
        return *of_dy, *self._shared(found[nout : nout + len(self.inputs)], kept[nout:])

    def _second_from_output(self, ctx: Any, ddx: Tensor) -> Any:
        kept: tuple[Any, ...] = (*ctx.saved_tensors, *ctx.numbers)
        dy, y, *parameters = kept
        of_dy = self.gradient_from_output(ddx, y, *parameters)
        of_y = ddx * dy if self.row.formula.slope_from_output == "y" else torch.zeros_like(y)
        return of_dy.sum_to_size(dy.shape), of_y.sum_to_size(y.shape), *[None] * len(parameters)

    def _second_gradients(self, dys: Sequence[Tensor], operands: Sequence[Any], upstream: Sequence[Tensor]) -> list[Tensor]:
        """The gradients of sum(upstream * gradients(dys, operands)), by dys and by the inputs, in the common shape."""
        row, nin = self.row, len(self.inputs)
        shape = common_shape((*dys, *operands))
        names = (*self.inputs, *self.parameters)

        def first_gradients(*tensors: Tensor) -> list[Tensor]:
            nout = len(row.outputs)
            named = dict(zip(names, (*tensors[nout:], *operands[nin:])))
            return _second.gradients(row, tensors[:nout], named, shape)

        primals = [each.expand(shape) for each in (*dys, *operands[:nin])]
        return [each.to(dys[0].dtype) for each in _second.pulled_back(first_gradients, primals, upstream)]


def _is_added(row: Activation) -> bool:
    """Whether the one parameter is added to x, and nothing else, so that its gradient is that of x."""
    return row.formula.value.endswith("(x + bias)")


_INSTEAD = {"leaky_relu": ", or call prelu, whose slope is an input"}


def function(row: Activation) -> Callable[..., Any]:
    """The public function: arguments around the operators."""
    name, inputs, parameters = f"actkern.torch.{row.name}", row.inputs, row.parameters
    most = len(inputs) + len(parameters)
    names = tuple(each.name for each in (*inputs, *parameters))
    defaults = tuple(each.default for each in (*inputs, *parameters))
    added = _is_added(row)
    # All are made here, since torch.compile could not make them in a call.
    of_tensors = _Operators(row, of_tensors=True)
    of_numbers = _Operators(row, of_tensors=False) if parameters and not added else of_tensors

    def arguments(operands: tuple[Any, ...], keywords: dict[str, Any]) -> tuple[Any, ...]:
        """The operands, with those that are given by name and the defaults."""
        found = [*operands, *defaults[len(operands) :]]
        for position, each in enumerate(names):
            if each in keywords:
                if position < len(operands):
                    raise TypeError(f"{name} got {each} by position and by name")
                found[position] = keywords.pop(each)
        if keywords or len(found) != most or any(each is None for each in found):
            raise TypeError(f"{name} takes {', '.join(_described(each) for each in (*inputs, *parameters))}")
        return tuple(found)

    def made(*operands: Any, **keywords: Any) -> Any:
        if len(operands) != most or keywords:
            operands = arguments(operands, keywords)
        if most == 1:  # the common call takes no more time than it must
            return called(of_tensors, (checked(operands[0], name, names[0]),), ())
        tensors = [checked(each, name, argument) for each, argument in zip(operands[: len(inputs)], names)]
        numbers = list(operands[len(inputs) :])
        if not any(isinstance(each, torch.Tensor) for each in numbers) and not added:
            operators = of_numbers
            numbers = [_number(each, name, argument) for each, argument in zip(numbers, names[len(inputs) :])]
            tensors = alike(*tensors)
        else:
            operators = of_tensors
            for position, argument in enumerate(names[len(inputs) :]):
                numbers[position] = _parameter(numbers[position], tensors[0], name, argument, added, _INSTEAD.get(row.name, ""))
            tensors = alike(*tensors, *numbers)
            numbers = []
        return called(operators, tensors, numbers)

    def called(operators: _Operators, tensors: Sequence[Tensor], numbers: Sequence[float]) -> Any:
        if operators.keeps_slope and torch.is_grad_enabled() and tensors[0].dtype.itemsize > 2:
            for each in tensors:
                if each.requires_grad:
                    return operators.with_slope(*tensors, *numbers)[0]
        return operators.value(*tensors, *numbers)

    made.__signature__ = Signature(  # type: ignore[attr-defined]
        [
            *(Argument(each.name, Argument.POSITIONAL_OR_KEYWORD) for each in inputs),
            *(
                Argument(
                    each.name, Argument.POSITIONAL_OR_KEYWORD, default=Argument.empty if each.default is None else each.default
                )
                for each in parameters
            ),
        ]
    )
    return made


def _described(operand: Parameter) -> str:
    return operand.name if operand.default is None else f"{operand.name}={operand.default:.6g}"


def _number(x: Any, name: str, argument: str) -> float:
    if type(x) is float:
        return x
    try:
        return float(x)
    except (TypeError, ValueError):
        raise TypeError(f"{name}: {argument} is a number or a tensor, not {type(x).__name__}") from None


def _parameter(x: Any, like: Tensor, name: str, argument: str, added: bool, instead: str) -> Tensor:
    if not isinstance(x, torch.Tensor):
        return torch.full((), _number(x, name, argument), dtype=like.dtype)
    checked(x, name, argument, floating=added)
    return x if added else without_gradient(x, name, argument, instead)
