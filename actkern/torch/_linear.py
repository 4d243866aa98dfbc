"""The operator of a linear layer and its loss in one, with PyTorch's arguments: loss and gradients in one pass."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from .._catalog import Activation
from ._losses import wants_gradient, weight_of
from ._operators import Tensor, alike, array, checked, define, of_arrays, product, torch, without_gradient

_SCHEMA = (
    "(Tensor input, Tensor linear_weight, Tensor target, Tensor? linear_bias, Tensor? weight, int ignore_index, "
    "float label_smoothing, float z_loss, float? soft_cap, str reduction, bool with_gradient) -> (Tensor, Tensor, Tensor, Tensor)"
)


class _Operator:
    """The operator of the schema: (loss, gradients by input, weight and bias), which are empty where a call wants none."""

    def __init__(self, row: Activation) -> None:
        self.row, self.value, self.value_and_grad = row, of_arrays(row), of_arrays(row, "value_and_grad")
        self.run = define(row.name, _SCHEMA, self._kernel, self._fake, self._vmap, self._keep, self._backward)

    def _outputs(self, x: Tensor, weight: Tensor, target: Tensor, bias: Tensor | None, given: Sequence[Any]) -> list[Tensor]:
        *_, reduction, with_gradient = given
        loss = x.new_empty(target.shape if reduction == "none" else ())
        return [loss, *(_place(each if with_gradient else None, x) for each in (x, weight, bias))]

    def _fake(self, x: Tensor, weight: Tensor, target: Tensor, bias: Tensor | None, *given: Any) -> tuple[Tensor, ...]:
        return tuple(self._outputs(x, weight, target, bias, given))

    def _kernel(self, x: Tensor, weight: Tensor, target: Tensor, bias: Tensor | None, *given: Any) -> tuple[Tensor, ...]:
        of_classes, ignore_index, smoothing, z_loss, soft_cap, reduction, with_gradient = given
        arrays = [array(each) for each in (x, weight, target, bias)]
        keywords: dict[str, Any] = {"weight_of_class": array(of_classes), "ignore_index": ignore_index, "z_loss": z_loss}
        keywords |= {"label_smoothing": smoothing, "soft_cap": soft_cap, "reduction": reduction}
        outputs = self._outputs(x, weight, target, bias, given)
        if not with_gradient:
            outputs[0].copy_(torch.from_numpy(np.asarray(self.value(*arrays, **keywords))))
            return tuple(outputs)
        places = [each for each, of in zip(outputs[1:], (x, weight, bias)) if of is not None]
        if x.dtype == torch.bfloat16:  # which NumPy lacks: gradients are computed in float32, and rounded once
            found = self.value_and_grad(*arrays, **keywords)
            for place, each in zip(places, found[1:]):
                place.copy_(torch.from_numpy(each))
        else:
            found = self.value_and_grad(*arrays, **keywords, out=tuple(each.numpy() for each in places))
        outputs[0].copy_(torch.from_numpy(np.asarray(found[0])))
        return tuple(outputs)

    def _vmap(self, info: Any, in_dims: Sequence[int | None], *given: Any) -> Any:
        each_of = [
            self.run(*(each if dim is None else each.select(dim, index) for dim, each in zip(in_dims, given)))
            for index in range(info.batch_size)
        ]
        return tuple(torch.stack(each) for each in zip(*each_of)), (0, 0, 0, 0)

    def _keep(self, ctx: Any, inputs: tuple[Any, ...], output: tuple[Tensor, ...]) -> None:
        ctx.set_materialize_grads(False)
        ctx.given = [None if isinstance(each, torch.Tensor) else (each,) for each in inputs]
        *_, ctx.reduction, ctx.with_gradient = inputs
        tensors = [each for each in inputs if isinstance(each, torch.Tensor)]
        # The inputs are needed only to call the operator once more.
        ctx.save_for_backward(*(output[1:] if ctx.with_gradient else tensors))

    def _backward(self, ctx: Any, dloss: Tensor | None, *dgradients: Tensor | None) -> Any:
        name = f"actkern.torch.{self.row.name}"
        if ctx.with_gradient and any(each is not None for each in dgradients):
            raise NotImplementedError(f"{name} has no second derivative; that of torch.nn.functional has one")
        nothing = [None] * len(ctx.given)
        if dloss is None:
            return tuple(nothing)
        if ctx.reduction == "none":
            raise NotImplementedError(
                f"{name} has the gradient of losses that are reduced; with reduction='none' it has none, since that of the "
                "weight would need the logits once more"
            )
        if ctx.with_gradient:
            gradients = ctx.saved_tensors
        else:
            tensors = iter(ctx.saved_tensors)
            *given, _ = (next(tensors) if each is None else each[0] for each in ctx.given)
            gradients = self.run(*given, True)[1:]
        for position, gradient in zip((0, 1, 3), gradients):
            if ctx.needs_input_grad[position]:
                nothing[position] = product(ctx, gradient, dloss) if ctx.with_gradient else gradient * dloss
        return tuple(nothing)


def _place(x: Tensor | None, like: Tensor) -> Tensor:
    return like.new_empty(0) if x is None else torch.empty_like(x, memory_format=torch.contiguous_format)


def function(row: Activation) -> Callable[..., Any]:
    """The public function: arguments around the operator."""
    name, operator = f"actkern.torch.{row.name}", _Operator(row)

    def made(
        input: Any,
        linear_weight: Any,
        target: Any,
        *,
        linear_bias: Any = None,
        weight: Any = None,
        reduction: str = "mean",
        ignore_index: int = -100,
        label_smoothing: float = 0.0,
        z_loss: float = 0.0,
        soft_cap: float | None = None,
    ) -> Tensor:
        given = [checked(input, name, "input"), checked(linear_weight, name, "linear_weight")]
        given += [] if linear_bias is None else [checked(linear_bias, name, "linear_bias")]
        x, of_layer, *bias = alike(*given)
        goal = without_gradient(checked(target, name, "target", floating=False), name, "target")
        others = ignore_index, float(label_smoothing), float(z_loss), None if soft_cap is None else float(soft_cap), reduction
        wants = wants_gradient(x, of_layer, *bias)
        return operator.run(x, of_layer, goal, bias[0] if bias else None, weight_of(weight, name, "weight"), *others, wants)[0]

    return made
