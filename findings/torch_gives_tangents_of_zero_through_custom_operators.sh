#!/usr/bin/env bash
# torch 2.13.0 (CPU), Python 3.11 or later.
#
# torch.func.jvp through an operator of torch.library.custom_op gives a tangent of 0, without an error, although the operator has a
# gradient that register_autograd made known. torch.func.grad through the same operator is an error.
#
# The guess: what PyTorch cannot differentiate is an error in both directions, as it is for torch.autograd.Function without a jvp.
# Why it is wrong: the operator's autograd kernel asks whether an operand requires a gradient. That of a dual number does not, so
# that the operator runs as if without derivatives, and its result has no tangent.
#
# Seen: "tangent 0.0, not 12.0; RuntimeError".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet torch==2.13.0 numpy 2>"$folder/log" || { cat "$folder/log"; exit 1; }
"$folder/venv/bin/python" - <<'PYTHON'
import torch


@torch.library.custom_op("found::cube", mutates_args=())
def cube(x: torch.Tensor) -> torch.Tensor:
    return x**3


cube.register_fake(torch.empty_like)
cube.register_autograd(
    lambda ctx, dy: 3 * ctx.saved_tensors[0] ** 2 * dy,
    setup_context=lambda ctx, inputs, output: ctx.save_for_backward(*inputs),
)
x = torch.tensor(2.0)
_, tangent = torch.func.jvp(cube, (x,), (torch.tensor(1.0),))
try:
    torch.func.grad(cube)(x)
    error = "none"
except RuntimeError:
    error = "RuntimeError"
found = f"tangent {tangent.item()}, not 12.0; {error}"
print(found)
assert found == "tangent 0.0, not 12.0; RuntimeError"
PYTHON
