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


class Operator:
    """The operator actkern::NAME, which a call goes to where anything but autograd looks on.

    PyTorch takes 15 us to call a custom operator that is written in Python, and three times that
    with a gradient. So a call of plain tensors, which no transformation, compilation, mode or trace
    sees, takes the way of `torch.autograd.Function`, with the same functions in it, for a third.
    """

    def __init__(
        self, overload: Any, kernel: Callable[..., Any], setup: Callable[..., None], backward: Callable[..., Any]
    ) -> None:
        def forward(ctx: Any, *operands: Any) -> Any:
            output = kernel(*operands)
            setup(ctx, operands, output)
            return output

        functions = {"forward": staticmethod(forward), "backward": staticmethod(backward)}
        function: Any = type(overload.name(), (torch.autograd.Function,), functions)
        self.overload, self.kernel, self.learning = overload, kernel, function.apply

    def __call__(self, *operands: Any) -> Any:
        if torch.compiler.is_compiling():
            return self.overload(*operands)
        if _observed():
            self._check_tangents(operands)
            return self.overload(*operands)
        learning = False
        for each in operands:
            if isinstance(each, torch.Tensor):
                if type(each) not in _PLAIN or not each.is_cpu or _of_batch(each):
                    return self.overload(*operands)
                learning = learning or each.requires_grad
        if learning and torch.is_grad_enabled():
            return self.learning(*operands)
        return self.kernel(*operands)

    def _check_tangents(self, operands: Sequence[Any]) -> None:
        """An error for forward-mode differentiation, to which PyTorch gives tangents of 0 through any custom operator."""
        if getattr(_forward, "_current_level", 0) < 0:
            return
        for each in operands:
            if isinstance(each, torch.Tensor) and _forward.unpack_dual(each).tangent is not None:
                name = self.overload.name().replace("::", ".torch.")
                raise NotImplementedError(
                    f"{name} has no derivative forward (jvp, jacfwd, dual numbers): take torch.autograd.grad"
                )


_PLAIN = (torch.Tensor, torch.nn.Parameter)


def _always(*operands: Any) -> bool:
    return True


_forward: Any = torch.autograd.forward_ad

# What looks on is known to private functions, without which a call always goes to the operator.
_transformed = getattr(torch._C, "_are_functorch_transforms_active", _always)
_dispatch_modes = getattr(torch._C, "_len_torch_dispatch_stack", _always)
_function_modes = getattr(torch._C, "_len_torch_function_stack", _always)
_trace = getattr(torch._C, "_get_tracing_state", _always)
_of_batch = getattr(torch._C._functorch, "is_legacy_batchedtensor", _always)  # in torch.autograd.grad(is_grads_batched=True)


def _observed() -> bool:
    return bool(
        getattr(_forward, "_current_level", 0) >= 0 or _transformed() or _dispatch_modes() or _function_modes() or _trace()
    )


def product(ctx: Any, kept: Tensor, other: Tensor) -> Tensor:
    """kept * other, for a tensor that an operator made for its gradient alone, and kept as its last.

    It is computed in place where nobody else will ask for `kept`, since the graph is not retained.
    A new tensor of 4 MB costs as much as all that is computed for it.
    """
    alone = not (torch.is_grad_enabled() or torch.compiler.is_compiling() or _observed())
    alone = alone and type(kept) in _PLAIN and not _of_batch(other) and kept.numel() >= _LARGE
    if alone and hasattr(ctx, "maybe_clear_saved_tensors"):
        ctx.maybe_clear_saved_tensors()
        try:
            _ = ctx.saved_tensors
        except RuntimeError:  # they are gone
            place = kept.detach()
            return torch.mul(place, other, out=place)
    return kept * other


_LARGE = 100_000  # elements, from which on memory is worth more than a question


def define(
    name: str,
    schema: str,
    kernel: Callable[..., Any],
    fake: Callable[..., Any],
    vmap: Callable[..., Any],
    setup: Callable[..., None],
    backward: Callable[..., Any],
) -> Operator:
    """The operator actkern::NAME.

    `fake` gives the outputs of a call without their elements, `setup` keeps for `backward` what it
    needs (torch.library.register_autograd).
    """
    operator = torch.library.custom_op(f"actkern::{name}", kernel, mutates_args=(), device_types="cpu", schema=schema)
    operator.register_fake(fake)
    operator.register_vmap(vmap)
    operator.register_autograd(backward, setup_context=setup)
    return Operator(getattr(torch.ops.actkern, name).default, kernel, setup, backward)


def checked(x: Any, name: str, argument: str = "x", floating: bool = True) -> Tensor:
    """x, a tensor that kernels can read."""
    if not isinstance(x, torch.Tensor):
        raise TypeError(f"{name} takes tensors; {argument} is of type {type(x).__name__}, for which actkern's own functions are")
    if not x.is_cpu and x.device.type != "meta":
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


def array(x: Tensor | None) -> Any:
    """The memory of a tensor as an array, float32 for bfloat16; None as it is."""
    if x is None:
        return None
    if x.dtype == torch.bfloat16:
        x = x.float()
    try:
        return x.numpy() if not x.requires_grad else x.detach().numpy()
    except RuntimeError:  # of a view that stands for the negative of its memory, as the imaginary part of a conjugate does
        return x.detach().resolve_neg().numpy()


def run(
    function: Callable[..., Any], tensors: Sequence[Tensor], others: Sequence[Any], outputs: Sequence[Tensor], **by_name: Any
) -> None:
    """Call a function of actkern over the memory of tensors, into that of `outputs`."""
    if outputs[0].dtype == torch.bfloat16:
        wide = [torch.empty_like(each, dtype=torch.float32) for each in outputs]
        run(function, tensors, others, wide, **by_name)
        for output, result in zip(outputs, wide):
            output.copy_(result)
        return
    places = outputs[0].numpy() if len(outputs) == 1 else tuple([each.numpy() for each in outputs])
    function(*[array(each) for each in tensors], *others, out=places, **by_name)


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
