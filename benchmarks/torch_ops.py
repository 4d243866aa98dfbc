"""actkern.torch beside PyTorch's own functions: `python benchmarks/torch_ops.py`.

It prints how many times as fast actkern.torch is, forward without a gradient, and forward and
backward: ratios of the medians of interleaved calls, for float32 unless told otherwise. Functions
are left out that PyTorch does not have, or has without a gradient, and those that draw random
numbers.

    python benchmarks/torch_ops.py --functions gelu,mish --threads 2 --elements 10000
"""

import argparse
import statistics
from collections.abc import Callable
from functools import partial
from typing import Any

import torch

import actkern as ak
from actkern._bench.timing import LEAD, rounds
from actkern._catalog import Loss

BARS = {"gelu": 1.3, "mish": 3.0}  # forward and backward of 1,000,000 float32 on one thread
_LOSSES = ("cross_entropy", "binary_cross_entropy_with_logits", "mse_loss")


def theirs(name: str) -> Callable[..., Any] | None:
    """PyTorch's function for a row; None where it has none."""
    row = ak.catalog[name]
    for each in (row.name, *row.aliases):
        if hasattr(torch.nn.functional, each) and f"torch.nn.functional.{each}" not in row.peers.namesakes:
            return getattr(torch.nn.functional, each)
    text = row.peers.torch.replace(", out=out", "")
    # The text comes from the catalogue.
    return eval(f"lambda x: {text}", vars(torch)) if text and name != "binary_step" else None


def operands(name: str, elements: int, dtype: torch.dtype) -> tuple[list[torch.Tensor], tuple[Any, ...], dict[str, Any]]:
    """(tensors that get gradients, further arguments, keywords)"""
    torch.manual_seed(0)
    if name in _LOSSES or ak.catalog[name].along_an_axis:
        x = torch.randn(elements // 1000, 1000, dtype=dtype) * 3
        if isinstance(ak.catalog[name], Loss) and ak.catalog[name].along_an_axis:
            return [x], (torch.randint(1000, (len(x),)),), {}
        if name in _LOSSES:
            return [x], (torch.rand_like(x),), {}
        return [x], (), {"dim": -1}
    row = ak.catalog[name]
    x = [torch.randn(elements, dtype=dtype) * 3 for _ in row.inputs]
    if name == "prelu":
        x[1] = torch.full((1,), 0.25, dtype=dtype)
    if name == "threshold":
        return x, (0.1, 20.0), {}
    given = tuple(each.typical for each in row.parameters if each.default is None)
    return x, given, {}


def calls(function: Callable[..., Any], given: Any, backward: bool) -> Callable[[], object]:
    tensors, others, keywords = given
    if not backward:
        return partial(function, *tensors, *others, **keywords)
    learning = [each.clone().requires_grad_() for each in tensors]
    dy = torch.randn_like(function(*learning, *others, **keywords))

    def both() -> None:
        for each in learning:
            each.grad = None
        function(*learning, *others, **keywords).backward(dy)

    return both


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--functions", default="", help="names, separated by commas (default: all that PyTorch has)")
    parser.add_argument("--elements", type=int, nargs="*", default=[1_000_000, 10_000])
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--dtype", choices=("float32", "float64", "bfloat16"), default="float32")
    parser.add_argument("--seconds", type=float, default=1.0, help="of each cell (default 1)")
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    ak.set_num_threads(arguments.threads)
    names = arguments.functions.split(",") if arguments.functions else list(ak.catalog)
    print(f"{'function':34s}{'elements':>10s}{'forward':>10s}{'and backward':>14s}{'us':>9s}{'torch, us':>11s}{'bar':>6s}")
    for name in names:
        function = theirs(name)
        if function is None or ak.catalog[name].random or name == "rrelu":
            continue
        for elements in arguments.elements:
            given = operands("mse_loss" if name == "mse" else name, elements, getattr(torch, arguments.dtype))
            ratios = []
            for backward in (False, True):
                contenders = {"ours": calls(getattr(ak.torch, name), given, backward), "theirs": calls(function, given, backward)}
                lead = LEAD if arguments.threads > 1 else 0.0
                times = rounds(contenders, arguments.seconds, least=5, lead=lead, kept=tuple(contenders))
                ours, torchs = (statistics.median(times[each]) * 1e6 for each in ("ours", "theirs"))
                ratios.append(torchs / ours)
            bar = BARS.get(name) if elements == 1_000_000 and arguments.dtype == "float32" and arguments.threads == 1 else None
            last = f"{bar:6.1f}" if bar else ""
            print(f"{name:34s}{elements:10d}{ratios[0]:10.2f}{ratios[1]:14.2f}{ours:9.0f}{torchs:11.0f}{last}", flush=True)


if __name__ == "__main__":
    main()
