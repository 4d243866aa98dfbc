"""Operators of losses, with PyTorch's arguments: loss and gradient in one pass, where a call will want a gradient.

An operator gives (loss, gradient by the first input). The gradient is empty in a call that needs
none; where one is wanted all the same, which functorch's transformations do not tell before, the
operator is called once more.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from .._catalog import Activation, Keyword, Loss
from .._functions.losses import binder, signature_of_tensors
from ._operators import Tensor, array, checked, define, of_arrays, product, torch, without_gradient


class _Operator:
    """The operator of one loss, of (input, target, *weights, *others, reduction, with_gradient).

    `weights` are the names of tensors or None, `others` are further arguments as a schema has them. `call` calls
    actkern's own function. `along` says that losses are those of rows, along the dimension of
    classes. `mirrored` says that the gradient by the target is the opposite of that by the input.
    """

    def __init__(
        self,
        row: Activation,
        weights: Sequence[str],
        others: Sequence[str],
        call: Callable[..., Any],
        along: bool = False,
        mirrored: bool = False,
    ) -> None:
        self.row, self.call, self.along, self.mirrored, self.weights = row, call, along, mirrored, len(weights)
        self.value, self.value_and_grad = of_arrays(row), of_arrays(row, "value_and_grad")
        taken = ["Tensor input", "Tensor target", *(f"Tensor? {each}" for each in weights), *others]
        schema = f"({', '.join([*taken, 'str reduction', 'bool with_gradient'])}) -> (Tensor, Tensor)"
        self.run = define(row.name, schema, self._kernel, self._fake, self._vmap, self._keep, self._backward)

    def _losses_shape(self, x: Tensor, reduction: str) -> Sequence[int]:
        if reduction != "none":
            return ()
        dim = _classes(x)
        return (*x.shape[:dim], *x.shape[dim + 1 :]) if self.along else x.shape

    def _fake(self, x: Tensor, target: Tensor, *given: Any) -> tuple[Tensor, Tensor]:
        *_, reduction, with_gradient = given
        gradient = torch.empty_like(x) if with_gradient else x.new_empty(0)
        return x.new_empty(self._losses_shape(x, reduction)), gradient

    def _kernel(self, x: Tensor, target: Tensor, *given: Any) -> tuple[Tensor, Tensor]:
        *others, reduction, with_gradient = given
        keywords = {"reduction": reduction}
        gradient = torch.empty_like(x) if with_gradient else x.new_empty(0)
        function = self.value
        if with_gradient:
            # A gradient of 16 bits is computed in float32 (float16 is NumPy's, and is rounded into its place).
            wide = torch.empty_like(gradient, dtype=torch.float32) if x.dtype == torch.bfloat16 else gradient
            function, keywords["out"] = self.value_and_grad, wide.numpy()
        arrays = [array(each) for each in (x, target, *others[: self.weights])]
        result = self.call(function, *arrays, *others[self.weights :], **keywords)
        loss = result
        if with_gradient:
            loss = result[0]
            if wide is not gradient:
                gradient.copy_(wide)
        losses = x.new_empty(self._losses_shape(x, reduction))
        losses.copy_(torch.from_numpy(np.asarray(loss)))
        return losses, gradient

    def _vmap(self, info: Any, in_dims: Sequence[int | None], *given: Any) -> Any:
        each_of = [
            self.run(*(each if dim is None else each.select(dim, index) for dim, each in zip(in_dims, given)))
            for index in range(info.batch_size)
        ]
        return tuple(torch.stack(each) for each in zip(*each_of)), (0, 0)

    def _keep(self, ctx: Any, inputs: tuple[Any, ...], output: tuple[Tensor, Tensor]) -> None:
        ctx.set_materialize_grads(False)
        tensors = [each for each in inputs if isinstance(each, torch.Tensor)]
        ctx.given = [None if isinstance(each, torch.Tensor) else (each,) for each in inputs]
        *_, ctx.reduction, ctx.with_gradient = inputs
        # The inputs are needed only to call the operator once more.
        ctx.save_for_backward(*([output[1]] if ctx.with_gradient else tensors))

    def _backward(self, ctx: Any, dloss: Tensor | None, dgradient: Tensor | None) -> Any:
        nothing = [None] * (len(ctx.given) - 2)
        if dgradient is not None and ctx.with_gradient:
            raise NotImplementedError(
                f"actkern.torch.{self.row.name} has no second derivative; that of torch.nn.functional has one"
            )
        if dloss is None:
            return None, None, *nothing
        if ctx.with_gradient:
            (gradient,) = ctx.saved_tensors
        else:
            tensors = iter(ctx.saved_tensors)
            *given, _ = (next(tensors) if each is None else each[0] for each in ctx.given)
            _, gradient = self.run(*given, True)
        if self.along and ctx.reduction == "none":
            dloss = dloss.unsqueeze(_classes(gradient))
        dx = product(ctx, gradient, dloss) if ctx.with_gradient else gradient * dloss
        return dx, -dx if self.mirrored and ctx.needs_input_grad[1] else None, *nothing


def _classes(x: Any) -> int:
    """The dimension of the classes of a tensor or an array: the second, where there are two."""
    return 1 if x.ndim > 1 else 0


def wants_gradient(*tensors: Tensor) -> bool:
    return torch.is_grad_enabled() and any(each.requires_grad for each in tensors)


def weight_of(x: Any, name: str, argument: str) -> Tensor | None:
    return None if x is None else without_gradient(checked(x, name, argument, floating=False), name, argument)


def _of_classes(row: Loss) -> Callable[..., Any]:
    """A loss of rows, of a weight for each class and what else its row has keywords for: numbers."""
    name = f"actkern.torch.{row.name}"
    others = {each.name: each.annotation for each in row.keywords if each.name not in ("axis", "weight", "reduction")}

    def call(function: Any, x: Any, target: Any, weight: Any, *given: Any, **rest: Any) -> Any:
        return function(x, target, _classes(x), weight=weight, **dict(zip(others, given)), **rest)

    operator = _Operator(row, ("weight",), [f"{type} {each}" for each, type in others.items()], call, along=True)
    bound = binder(signature_of_tensors(row), name)

    def function(*operands: Any, **given: Any) -> Tensor:
        found = bound(operands, given)
        x = checked(found["input"], name, "input")
        goal = without_gradient(checked(found["target"], name, "target", floating=False), name, "target")
        numbers = [float(found[each]) if type == "float" else found[each] for each, type in others.items()]
        weight = weight_of(found["weight"], name, "weight")
        return operator.run(x, goal, weight, *numbers, found["reduction"], wants_gradient(x))[0]

    function.__signature__ = signature_of_tensors(row)  # type: ignore[attr-defined]
    return function


def _of_elements(row: Loss) -> Callable[..., Any]:
    """A loss of each element, of what its row has keywords for: tensors or numbers."""
    name = f"actkern.torch.{row.name}"
    keywords = {each.name: each for each in row.keywords if each.name not in ("reduction", *row.flags)}

    def call(function: Any, x: Any, target: Any, *given: Any, **rest: Any) -> Any:
        named = {key: each for key, each in zip((*keywords, *row.flags), given) if each is not None}
        return function(x, target, **named, **rest)

    operator = _Operator(row, tuple(keywords), [f"bool {each}" for each in row.flags], call, mirrored=row.of_errors)
    bound = binder(signature_of_tensors(row), name)

    def function(*operands: Any, **given: Any) -> Tensor:
        found = bound(operands, given)
        x = checked(found["input"], name, "input")
        goal = checked(found["target"], name, "target", floating=False)
        goal = goal if row.of_errors else without_gradient(goal, name, "target")
        factors = [_factor(found[key], name, each) for key, each in keywords.items()]
        flags = [bool(found[key]) for key in row.flags]
        return operator.run(x, goal, *factors, *flags, found["reduction"], wants_gradient(x, goal))[0]

    function.__signature__ = signature_of_tensors(row)  # type: ignore[attr-defined]
    return function


def _factor(given: Any, name: str, keyword: Keyword) -> Tensor | None:
    """A tensor or a number that a keyword gives; None for its default."""
    if type(given) in (int, float):
        return None if repr(given) == keyword.default else torch.tensor(float(given), dtype=torch.float64)
    return weight_of(given, name, keyword.name)


def function(row: Activation) -> Callable[..., Any]:
    """The public function: arguments around the operator."""
    assert isinstance(row, Loss)
    return _of_elements(row) if row.element else _of_classes(row)
