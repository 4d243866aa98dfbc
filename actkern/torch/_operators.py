"""Custom operators, and what stands between a tensor and an array: checks, dtypes, shapes and memory.

a. An operator's tensors have one dtype, and are on the CPU: `checked` and `alike` see to that in
   the functions around operators, so that conversions are PyTorch's own, with their gradients.
b. A kernel gets views of the tensors' memory, and writes into tensors that PyTorch allocated.
   float16 is NumPy's. bfloat16, which NumPy lacks, is widened to float32, and rounded once.
"""

import importlib
from collections.abc import Callable, Sequence
from functools import reduce
from typing import Any

import actkern

from .._catalog import Activation

torch: Any = importlib.import_module("torch")
Tensor = Any  # a torch.Tensor: PyTorch need not be there when types are checked

FLOATS = (torch.float16, torch.bfloat16, torch.float32, torch.float64)


def of_arrays(row: Activation, form: str = "value") -> Callable[..., Any]:
    """actkern's own function of arrays."""
    found: Callable[..., Any] = getattr(actkern if form == "value" else getattr(actkern, form), row.name)
    return found


def define(
    name: str,
    schema: str,
    kernel: Callable[..., Any],
    fake: Callable[..., Any],
    vmap: Callable[..., Any],
    setup: Callable[..., None],
    backward: Callable[..., Any],
) -> Any:
    """The operator actkern::NAME.

    `fake` gives the outputs of a call without their elements, `setup` keeps for `backward` what it
    needs (torch.library.register_autograd).
    """
    operator = torch.library.custom_op(f"actkern::{name}", kernel, mutates_args=(), device_types="cpu", schema=schema)
    operator.register_fake(fake)
    operator.register_vmap(vmap)
    operator.register_autograd(backward, setup_context=setup)
    return getattr(torch.ops.actkern, name).default


def checked(x: Any, name: str, argument: str = "x", floating: bool = True) -> Tensor:
    """x, a tensor that kernels can read."""
    if not isinstance(x, torch.Tensor):
        raise TypeError(f"{name} takes tensors; {argument} is of type {type(x).__name__}, for which actkern's own functions are")
    if x.device.type not in ("cpu", "meta"):
        raise TypeError(f"{name} takes tensors on the CPU; {argument} is on {x.device}: give {argument}.cpu()")
    if x.layout is not torch.strided:
        raise TypeError(f"{name} takes dense tensors; {argument} has the layout {x.layout}")
    if floating and x.dtype not in FLOATS:
        raise TypeError(
            f"{name} takes float16, bfloat16, float32 and float64; got {argument} of {x.dtype}: give {argument}.float()"
        )
    return x


def without_gradient(x: Tensor, name: str, argument: str, instead: str = "") -> Tensor:
    """x, which gets no gradient; an error where one is asked for."""
    if x.requires_grad and torch.is_grad_enabled():
        raise ValueError(
            f"{name}: {argument} gets no gradient, and is a tensor that requires one: give {argument}.detach(){instead}"
        )
    return x


def alike(*tensors: Tensor) -> list[Tensor]:
    """The tensors in the dtype that PyTorch's promotion gives them: one without dimensions does not widen the others."""
    first = tensors[0].dtype
    if all(each.dtype == first for each in tensors):
        return list(tensors)
    dtype = reduce(torch.promote_types, (each.dtype for each in [each for each in tensors if each.dim()] or tensors))
    return [each.to(dtype) for each in tensors]


def empty_like(shape: Sequence[int], tensor: Tensor) -> Tensor:
    """A new tensor of a shape, of the dtype of `tensor`, with its memory format where it has that shape."""
    return torch.empty_like(tensor) if tuple(shape) == tuple(tensor.shape) else tensor.new_empty(shape)


def common_shape(operands: Sequence[Any]) -> Sequence[int]:
    """The shape that the tensors among the operands broadcast to."""
    shapes = [each.shape for each in operands if isinstance(each, torch.Tensor)]
    if all(each == shapes[0] for each in shapes[1:]):
        return shapes[0]  # type: ignore[no-any-return]
    return torch.broadcast_shapes(*shapes)  # type: ignore[no-any-return]


def array(x: Any) -> Any:
    """The memory of a tensor as an array, float32 for bfloat16; anything else as it is."""
    if not isinstance(x, torch.Tensor):
        return x
    if x.dtype == torch.bfloat16:
        x = x.float()
    return x.detach().numpy()


def run(function: Callable[..., Any], operands: Sequence[Any], outputs: Sequence[Tensor], **keywords: Any) -> None:
    """Call a function of actkern over the memory of tensors, into that of `outputs`."""
    narrow = outputs[0].dtype == torch.bfloat16
    targets = [torch.empty_like(each, dtype=torch.float32) for each in outputs] if narrow else outputs
    places = tuple(each.numpy() for each in targets)
    function(*map(array, operands), out=places if len(places) > 1 else places[0], **keywords)
    if narrow:
        for output, target in zip(outputs, targets):
            output.copy_(target)


def in_front(x: Any, axis: int | None, rank: int) -> Any:
    """A tensor with the axis that vmap adds in front and `rank` axes behind it, to broadcast; anything else as it is."""
    if axis is None:
        return x
    x = x.movedim(axis, 0)
    return x.reshape(x.shape[0], *[1] * (rank - (x.dim() - 1)), *x.shape[1:])


def rank_of(in_dims: Sequence[int | None], operands: Sequence[Any]) -> int:
    """The most dimensions that an operand has beside those of vmap."""
    tensors = [(axis, each) for axis, each in zip(in_dims, operands) if isinstance(each, torch.Tensor)]
    return max(int(each.dim()) - (axis is not None) for axis, each in tensors)


def outputs(result: Any) -> tuple[Any, ...]:
    """The outputs of an operator as a tuple, whether it has one or several."""
    return result if isinstance(result, tuple) else (result,)


def one_or_all(results: Sequence[Any]) -> Any:
    """The opposite of `outputs`."""
    return results[0] if len(results) == 1 else tuple(results)


def returns(count: int) -> str:
    """So many tensors, as a schema has them."""
    return "Tensor" if count == 1 else f"({', '.join(['Tensor'] * count)})"
