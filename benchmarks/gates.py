"""Gated units whose gate and up lie in turn, beside those that lie apart, and beside PyTorch's operations.

    python benchmarks/gates.py --threads 2 --dtype float64

It prints ns per element of gate, as medians of interleaved rounds: of contiguous halves, of halves
in turn (h[..., ::2] and h[..., 1::2], as the experts of gpt-oss have them), how many times as long
these take, and what the same takes in PyTorch's operations on contiguous halves. Results go into
given arrays, but for PyTorch's, whose operations have none for what lies between.
"""

import argparse
import importlib
import statistics
from collections.abc import Callable
from typing import Any

import numpy as np

import actkern as ak
from actkern._bench.timing import LEAD, interleaved

BAR = 1.2  # how many times as long the interleaved halves of swiglu_oai may take


def of_torch(name: str, torch: Any) -> Callable[..., Any]:
    silu = torch.nn.functional.silu
    return {
        "swiglu": lambda gate, up: silu(gate) * up,
        "clipped_swiglu": lambda gate, up: silu(gate.clamp(max=10)) * up.clamp(-10, 10),
        "swiglu_oai": lambda gate, up: (up.clamp(-7, 7) + 1) * ((g := gate.clamp(max=7)) * torch.sigmoid(g * 1.702)),
        "swiglu_step": lambda gate, up: silu(gate).clamp(max=7) * up.clamp(-7, 7),
    }[name]


def calls_of(name: str, elements: int, dtype: str, torch: Any) -> dict[str, dict[str, Callable[[], Any]]]:
    """The contenders of each form."""
    limit = (7,) if name == "swiglu_step" else ()
    rng = np.random.default_rng(0)
    h = rng.normal(0, 3, 2 * elements).astype(dtype)
    dy = rng.normal(0, 1, elements).astype(dtype)
    gate, up = h[::2].copy(), h[1::2].copy()
    y, dgate, dup, dh = np.empty_like(gate), np.empty_like(gate), np.empty_like(gate), np.empty_like(h)
    value, backward = getattr(ak, name), getattr(ak.backward, name)
    of_form = {
        "value": {
            "apart": lambda: value(gate, up, *limit, out=y),
            "in turn": lambda: value(h[::2], h[1::2], *limit, out=y),
        },
        "backward": {
            "apart": lambda: backward(dy, gate, up, *limit, out=(dgate, dup)),
            "in turn": lambda: backward(dy, h[::2], h[1::2], *limit, out=(dh[::2], dh[1::2])),
        },
    }
    if torch is not None:
        theirs, tensors = of_torch(name, torch), (torch.from_numpy(gate), torch.from_numpy(up))
        of_form["value"]["torch"] = lambda: theirs(*tensors)
    return of_form


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--elements", type=int, nargs="*", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--dtype", choices=("float32", "float64"), default="float32")
    parser.add_argument("--seconds", type=float, default=1.0, help="of each cell (default 1)")
    arguments = parser.parse_args()
    ak.set_num_threads(arguments.threads)
    try:
        torch = importlib.import_module("torch")
        torch.set_num_threads(arguments.threads)
    except ImportError:
        torch = None
        print("torch is not installed: left out")
    lead = LEAD if arguments.threads > 1 else 0.0
    print(f"{'function':16s}{'form':10s}{'elements':>10s}{'apart':>8s}{'in turn':>9s}{'times':>7s}{'bar':>6s}{'torch':>8s}")
    for name in ("swiglu", "clipped_swiglu", "swiglu_oai", "swiglu_step"):
        for elements in arguments.elements:
            of_form = calls_of(name, elements, arguments.dtype, torch)
            for form, calls in of_form.items():
                found = interleaved(calls, arguments.seconds, lead=lead)
                took = {each: statistics.median(times) / elements * 1e9 for each, times in found.items()}
                bar = f"{BAR:6.1f}" if (name, form) == ("swiglu_oai", "value") else " " * 6
                last = f"{took['torch']:8.2f}" if "torch" in took else ""
                print(
                    f"{name:16s}{form:10s}{elements:10d}{took['apart']:8.2f}{took['in turn']:9.2f}"
                    f"{took['in turn'] / took['apart']:7.2f}{bar}{last}",
                    flush=True,
                )


if __name__ == "__main__":
    main()
