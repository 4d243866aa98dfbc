"""Functions that draw random numbers: from PyTorch's generator, so that torch.manual_seed is their seed too.

They are made of other functions of this package, and have their gradients.
"""

from collections.abc import Callable
from typing import Any

from .._catalog import Activation
from ._operators import Tensor, checked, torch


def function(row: Activation, get: Callable[[str], Callable[..., Any]]) -> Callable[..., Any]:
    """The public function; `get` gives others by name."""
    return {"rrelu": _rrelu, "gumbel_softmax": _gumbel_softmax}[row.name](f"actkern.torch.{row.name}", get)


def _rrelu(name: str, get: Callable[[str], Callable[..., Any]]) -> Callable[..., Any]:
    leaky_relu = get("leaky_relu")

    def function(x: Any, lower: float = 1 / 8, upper: float = 1 / 3, training: bool = False) -> Tensor:
        x = checked(x, name)
        low, high = float(lower), float(upper)
        if not -torch.inf < low <= high < torch.inf:
            raise ValueError(f"{name}: lower is at most upper, and both are finite; got lower={lower} and upper={upper}")
        if not training:
            return leaky_relu(x, low * 0.5 + high * 0.5)  # halved first, so that no sum overflows
        return leaky_relu(x, torch.empty_like(x.detach()).uniform_(low, high))

    return function


def _gumbel_softmax(name: str, get: Callable[[str], Callable[..., Any]]) -> Callable[..., Any]:
    softmax, hardmax = get("softmax"), get("hardmax")

    def function(logits: Any, tau: float = 1.0, hard: bool = False, dim: int = -1) -> Tensor:
        logits = checked(logits, name, "logits")
        noisy = logits - torch.empty_like(logits.detach()).exponential_().log()
        soft = softmax(noisy, dim, temperature=tau)
        # The hard sample forward, and the soft one's gradient.
        return hardmax(noisy.detach(), dim) - soft.detach() + soft if hard else soft

    return function
