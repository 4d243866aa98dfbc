"""Operators of functions along a dimension: softmax and its kin, and those that cut or join tensors along one.

What an operator keeps is the output of softmax and its kin, the input of all others. Gradients of
gradients are formulas over PyTorch's functions.
"""

import math
import operator
from collections.abc import Callable, Sequence
from typing import Any

from .._catalog import Activation
from . import _second
from ._operators import Tensor, checked, define, empty_like, of_arrays, run, torch

_Shape = Callable[..., Sequence[int]]  # that of the result, by that of x and by the arguments


def checked_dim(dim: Any, x: Tensor, name: str) -> int:
    """`dim`, counted from the first."""
    try:
        index: int = operator.index(dim)
    except TypeError:
        raise TypeError(f"{name}: dim is an int, not {type(dim).__name__}") from None
    if x.dim() == 0:
        raise ValueError(f"{name} works along a dimension: it takes tensors of one dimension or more, not a scalar")
    if not -x.dim() <= index < x.dim():
        raise IndexError(f"{name}: dim {dim} is out of bounds; accepted is {-x.dim()} to {x.dim() - 1}")
    return index % int(x.dim())


def _operators(
    row: Activation,
    arguments: str,
    shape: _Shape,
    keywords: Callable[..., dict[str, Any]],
    second: Callable[..., Sequence[Tensor]],
) -> Any:
    """The operator of one function, of x and of `arguments`, of which the first is dim, an int or several.

    `keywords` makes of the arguments those of actkern's own function. `second` gives the gradients
    of the gradient by dy and by what is kept, for an upstream gradient.
    """
    from_output = "backward_from_output" in row.forms
    form = "backward_from_output" if from_output else "backward"
    forward, back = of_arrays(row), of_arrays(row, form)

    def fake(x: Tensor, *given: Any) -> Tensor:
        return empty_like(shape(x.shape, *given), x)

    def kernel(x: Tensor, *given: Any) -> Tensor:
        y = fake(x, *given)
        run(forward, (x,), (), (y,), **keywords("value", *given))
        return y

    def fake_back(dy: Tensor, kept: Tensor, *given: Any) -> Tensor:
        return torch.empty_like(kept)

    def kernel_back(dy: Tensor, kept: Tensor, *given: Any) -> Tensor:
        dx = torch.empty_like(kept)
        run(back, (dy, kept), (), (dx,), **keywords(form, *given))
        return dx

    def moved(dim: Any) -> Any:
        """dim, behind the axis that vmap adds in front."""
        return dim + 1 if isinstance(dim, int) else [each + 1 for each in dim]

    def vmap(info: Any, in_dims: Sequence[int | None], x: Tensor, dim: Any, *others: Any) -> Any:
        return made(x.movedim(in_dims[0], 0), moved(dim), *others), 0

    def vmap_back(info: Any, in_dims: Sequence[int | None], dy: Tensor, kept: Tensor, dim: Any, *others: Any) -> Any:
        batched = [
            each.expand(info.batch_size, *each.shape) if axis is None else each.movedim(axis, 0)
            for axis, each in zip(in_dims, (dy, kept))
        ]
        return gradient(*batched, moved(dim), *others), 0

    def keep(ctx: Any, inputs: tuple[Any, ...], output: Tensor) -> None:
        ctx.save_for_backward(output if from_output else inputs[0])
        ctx.arguments = inputs[1:]

    def keep_both(ctx: Any, inputs: tuple[Any, ...], output: Tensor) -> None:
        ctx.save_for_backward(*inputs[:2])
        ctx.arguments = inputs[2:]

    def backward(ctx: Any, dy: Tensor) -> Any:
        return gradient(dy, *ctx.saved_tensors, *ctx.arguments), *[None] * len(ctx.arguments)

    def backward_twice(ctx: Any, ddx: Tensor) -> Any:
        of_dy, of_kept = second(ddx, *ctx.saved_tensors, *ctx.arguments)
        return of_dy, of_kept, *[None] * len(ctx.arguments)

    kept = "y" if from_output else "x"
    gradient = define(
        f"{row.name}_{form}",
        f"(Tensor dy, Tensor {kept}, {arguments}) -> Tensor",
        kernel_back,
        fake_back,
        vmap_back,
        keep_both,
        backward_twice,
    )
    made = define(row.name, f"(Tensor x, {arguments}) -> Tensor", kernel, fake, vmap, keep, backward)
    return made


def _same(shape: Sequence[int], *given: Any) -> Sequence[int]:
    return shape


def _sum(x: Tensor, dim: int) -> Tensor:
    return x.sum(dim, keepdim=True)


# The gradients of a gradient by dy and by what is kept. v is what comes from upstream.


def _second_of_softmax(v: Tensor, dy: Tensor, y: Tensor, dim: int, rate: float) -> tuple[Tensor, Tensor]:
    of_dy = rate * y * (v - _sum(v * y, dim))
    return of_dy, rate * (v * (dy - _sum(dy * y, dim)) - dy * _sum(v * y, dim))


def _second_of_log_softmax(v: Tensor, dy: Tensor, y: Tensor, dim: int, temperature: float) -> tuple[Tensor, Tensor]:
    p = y.exp()
    return (v - _sum(v * p, dim)) / temperature, -v * p * _sum(dy, dim) / temperature


def _second_of_sparsemax(v: Tensor, dy: Tensor, y: Tensor, dim: int) -> tuple[Tensor, Tensor]:
    support = (y > 0).to(y.dtype)
    return support * (v - _sum(v * support, dim) / _sum(support, dim)), torch.zeros_like(y)


def _second_of_entmax15(v: Tensor, dy: Tensor, y: Tensor, dim: int) -> tuple[Tensor, Tensor]:
    root = y.clamp(min=0).sqrt()
    weight = _sum(root, dim)
    of_v, of_dy = v - _sum(v * root, dim) / weight, dy - _sum(dy * root, dim) / weight
    return root * of_v, torch.where(y > 0, of_v * of_dy / (2 * root), 0)


def _second_of_nothing(v: Tensor, dy: Tensor, y: Tensor, dim: int) -> tuple[Tensor, Tensor]:
    return torch.zeros_like(dy), torch.zeros_like(y)


def _second_of_reduction(v: Tensor, dy: Tensor, x: Tensor, dim: list[int], keepdim: bool) -> tuple[Tensor, Tensor]:
    p = (x - torch.logsumexp(x, dim, keepdim=True)).exp() if dim else torch.ones_like(x)
    of_rows = (v * p).sum(dim, keepdim=True) if dim else v * p
    kept = dy if keepdim else dy.reshape(of_rows.shape)
    return of_rows.reshape(dy.shape), kept * p * (v - of_rows)


def _by_formula(formula: Callable[..., Tensor]) -> Callable[..., Sequence[Tensor]]:
    """The gradients of a gradient that `formula` gives, of dy and x, over PyTorch's functions."""

    def second(v: Tensor, dy: Tensor, x: Tensor, *arguments: Any) -> Sequence[Tensor]:
        found = _second.pulled_back(lambda *given: [formula(*given, *arguments)], (dy, x), (v,))
        return [each.to(dy.dtype) for each in found]

    return second


def _gradient_of_glu(dy: Tensor, x: Tensor, dim: int) -> Tensor:
    up, gate = x.chunk(2, dim)
    share = torch.sigmoid(gate)
    return torch.cat((dy * share, dy * up * share * (1 - share)), dim)


def _gradient_of_crelu(dy: Tensor, x: Tensor, dim: int) -> Tensor:
    above, below = dy.chunk(2, dim)
    return above * (x > 0) - below * (x < 0)


def _gradient_of_maxout(dy: Tensor, x: Tensor, dim: int, k: int) -> Tensor:
    groups = x.unflatten(dim, (-1, k))
    largest = torch.nn.functional.one_hot(groups.detach().argmax(dim + 1), k).movedim(-1, dim + 1)
    return (dy.unsqueeze(dim + 1) * largest).flatten(dim, dim + 1)


def _softmax(row: Activation) -> Callable[..., Any]:
    """softmax, log_softmax or softmin."""
    name, sign = f"actkern.torch.{row.name}", -1 if row.name == "softmin" else 1

    def second(v: Tensor, dy: Tensor, y: Tensor, dim: int, temperature: float) -> tuple[Tensor, Tensor]:
        if row.name == "log_softmax":
            return _second_of_log_softmax(v, dy, y, dim, temperature)
        return _second_of_softmax(v, dy, y, dim, sign / temperature)

    def keywords(form: str, dim: int, temperature: float) -> dict[str, Any]:
        return {"axis": dim, "temperature": temperature}

    made = _operators(row, "int dim, float temperature", _same, keywords, second)

    def function(x: Any, dim: int = -1, *, temperature: float = 1.0) -> Tensor:
        x = checked(x, name)
        if isinstance(temperature, torch.Tensor) and temperature.requires_grad:
            raise ValueError(f"{name}: temperature is a number, and gets no gradient: divide x by a temperature that learns")
        temperature = float(temperature)
        if not 0 < temperature < math.inf:
            raise ValueError(f"{name}: temperature is positive and finite; got {temperature}")
        return made(x, checked_dim(dim, x, name), temperature)

    return function


_SECOND_OF_SELECTIONS = {"hardmax": _second_of_nothing, "sparsemax": _second_of_sparsemax, "entmax15": _second_of_entmax15}


def _selection(row: Activation) -> Callable[..., Any]:
    """hardmax, sparsemax or entmax15."""
    name = f"actkern.torch.{row.name}"
    made = _operators(row, "int dim", _same, lambda form, dim: {"axis": dim}, _SECOND_OF_SELECTIONS[row.name])

    def function(x: Any, dim: int = -1) -> Tensor:
        x = checked(x, name)
        return made(x, checked_dim(dim, x, name))

    return function


def _reduction(row: Activation) -> Callable[..., Any]:
    """logsumexp or logmeanexp."""
    name = f"actkern.torch.{row.name}"

    def shape(of_x: Sequence[int], dim: list[int], keepdim: bool) -> Sequence[int]:
        if keepdim:
            return [1 if each in dim else length for each, length in enumerate(of_x)]
        return [length for each, length in enumerate(of_x) if each not in dim]

    def keywords(form: str, dim: list[int], keepdim: bool) -> dict[str, Any]:
        return {"axis": tuple(dim), "keepdims": keepdim}

    made = _operators(row, "int[] dim, bool keepdim", shape, keywords, _second_of_reduction)

    def function(x: Any, dim: int | tuple[int, ...] | None = None, keepdim: bool = False) -> Tensor:
        x = checked(x, name)
        given = range(x.dim()) if dim is None else dim if isinstance(dim, tuple | list) else (dim,)
        dims = [checked_dim(each, x, name) for each in given]
        if len(set(dims)) != len(dims):
            raise ValueError(f"{name}: dim {dim} names a dimension twice")
        return made(x, dims, bool(keepdim))

    return function


def _glu(row: Activation) -> Callable[..., Any]:
    name = f"actkern.torch.{row.name}"

    def shape(of_x: Sequence[int], dim: int) -> Sequence[int]:
        return [*of_x[:dim], of_x[dim] // 2, *of_x[dim + 1 :]]

    made = _operators(row, "int dim", shape, lambda form, dim: {"axis": dim}, _by_formula(_gradient_of_glu))

    def function(x: Any, dim: int = -1) -> Tensor:
        x = checked(x, name)
        along = checked_dim(dim, x, name)
        if x.shape[along] % 2:
            raise ValueError(f"{name} halves x along dim {dim}: it takes an even number of elements there, not {x.shape[along]}")
        return made(x, along)

    return function


def _crelu(row: Activation) -> Callable[..., Any]:
    name = f"actkern.torch.{row.name}"

    def shape(of_x: Sequence[int], dim: int) -> Sequence[int]:
        return [*of_x[:dim], of_x[dim] * 2, *of_x[dim + 1 :]]

    made = _operators(row, "int dim", shape, lambda form, dim: {"axis": dim}, _by_formula(_gradient_of_crelu))

    def function(x: Any, dim: int = -1) -> Tensor:
        x = checked(x, name)
        return made(x, checked_dim(dim, x, name))

    return function


def _maxout(row: Activation) -> Callable[..., Any]:
    name = f"actkern.torch.{row.name}"

    def shape(of_x: Sequence[int], dim: int, k: int) -> Sequence[int]:
        return [*of_x[:dim], of_x[dim] // k, *of_x[dim + 1 :]]

    made = _operators(row, "int dim, int k", shape, lambda form, dim, k: {"axis": dim, "k": k}, _by_formula(_gradient_of_maxout))

    def function(x: Any, k: int, dim: int = -1) -> Tensor:
        x = checked(x, name)
        along = checked_dim(dim, x, name)
        if operator.index(k) < 1 or x.shape[along] % k:
            raise ValueError(f"{name}: k divides the length of x along dim {dim}, which is {x.shape[along]}; got k={k}")
        return made(x, along, k)

    return function


_BY_NAME: dict[str, Callable[[Activation], Callable[..., Any]]] = {
    **dict.fromkeys(("softmax", "softmin", "log_softmax"), _softmax),
    **dict.fromkeys(_SECOND_OF_SELECTIONS, _selection),
    **dict.fromkeys(("logsumexp", "logmeanexp"), _reduction),
    "glu": _glu,
    "crelu": _crelu,
    "maxout": _maxout,
}


def function(row: Activation) -> Callable[..., Any]:
    """The public function: arguments around the operator."""
    return _BY_NAME[row.name](row)
