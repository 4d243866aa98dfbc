"""float16 and bfloat16 beside PyTorch, for the same type: `python benchmarks/halves.py`.

It prints how many times as fast as PyTorch's own operators actkern's functions are, on one thread, into
a given array: the ratio of the medians of interleaved calls. softmax is of rows of 1,000.

    pip install torch==2.13.0 ml_dtypes    # the CPU build
    python benchmarks/halves.py --functions sigmoid,softmax --backends numba --layout strided
    ATEN_CPU_CAPABILITY=avx2 ONEDNN_MAX_CPU_ISA=AVX2 ACTKERN_TIER=v3 python benchmarks/halves.py --backends cython    # by AVX2
"""

import argparse
import statistics
import sys
from collections.abc import Callable
from functools import partial

import ml_dtypes
import numpy as np
import torch

import actkern as ak
from actkern._bench.timing import rounds

BAR = 1.2  # times as fast as PyTorch, in every cell of contiguous arrays
ELEMENTS, ROW = 100_000, 1000
DTYPES = {"float16": np.dtype(np.float16), "bfloat16": np.dtype(ml_dtypes.bfloat16)}
_aten = torch.ops.aten

# A function, and PyTorch's operators for its value, (x, out), and for its gradient: (dy, x, out), or (dy, y, out) for those of
# FROM_OUTPUT, which takes what the value gave.
FROM_OUTPUT = ("sigmoid", "tanh", "softmax")
THEIRS: dict[str, tuple[Callable[..., object], Callable[..., object]]] = {
    "sigmoid": (
        lambda x, out: _aten.sigmoid.out(x, out=out),
        lambda dy, y, out: _aten.sigmoid_backward.grad_input(dy, y, grad_input=out),
    ),
    "tanh": (lambda x, out: _aten.tanh.out(x, out=out), lambda dy, y, out: _aten.tanh_backward.grad_input(dy, y, grad_input=out)),
    "gelu": (lambda x, out: _aten.gelu.out(x, out=out), lambda dy, x, out: _aten.gelu_backward.grad_input(dy, x, grad_input=out)),
    "silu": (lambda x, out: _aten.silu.out(x, out=out), lambda dy, x, out: _aten.silu_backward.grad_input(dy, x, grad_input=out)),
    "relu": (
        lambda x, out: _aten.relu.out(x, out=out),
        lambda dy, x, out: _aten.threshold_backward.grad_input(dy, x, 0, grad_input=out),
    ),
    "softmax": (
        lambda x, out: torch.softmax(x, -1, out=out),
        lambda dy, y, out: _aten._softmax_backward_data.out(dy, y, -1, y.dtype, grad_input=out),
    ),
}


def array(shape: tuple[int, ...], dtype: np.dtype, layout: str, seed: int) -> np.ndarray:
    """Random numbers that are contiguous, or every other element of such."""
    whole = shape if layout == "contiguous" else (*shape[:-1], 2 * shape[-1])
    made = np.random.default_rng(seed).normal(0, 3, whole).astype(dtype)
    return made if layout == "contiguous" else made[..., ::2]


def tensor(x: np.ndarray) -> torch.Tensor:
    """The memory of x as PyTorch's tensor, which takes no bfloat16 of NumPy's."""
    if x.dtype == np.float16:
        return torch.from_numpy(x)
    return torch.from_numpy(x.view(np.int16)).view(torch.bfloat16)


def cells(name: str, dtype: np.dtype, layout: str, backends: list[str]) -> dict[str, dict[str, Callable[[], object]]]:
    """The calls of ours by backend, and PyTorch's, by form."""
    shape = (ELEMENTS // ROW, ROW) if name == "softmax" else (ELEMENTS,)
    x, dy, out = (array(shape, dtype, layout, seed) for seed in range(3))
    value, backward = THEIRS[name]
    y = array(shape, dtype, layout, 0)
    value(tensor(x), tensor(y))
    given = y if name in FROM_OUTPUT else x
    found: dict[str, dict[str, Callable[[], object]]] = {"value": {}, "backward": {}}
    for backend in backends:
        space = ak.backends[backend]
        gradient = space.backward_from_output if name in FROM_OUTPUT else space.backward
        found["value"][backend] = partial(getattr(space, name), x, out=out)
        found["backward"][backend] = partial(getattr(gradient, name), dy, given, out=out)
    found["value"]["torch"] = partial(value, tensor(x), tensor(out))
    found["backward"]["torch"] = partial(backward, tensor(dy), tensor(given), tensor(out))
    for form, calls in found.items():
        results = []
        for call in calls.values():
            call()
            results.append(out.astype(np.float64))
        for result in results:
            np.testing.assert_allclose(result, results[0], rtol=0.05, atol=0.05, err_msg=f"{name} {form}")
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--functions", default=",".join(THEIRS), help="names, separated by commas (default: all)")
    parser.add_argument("--dtypes", nargs="*", choices=tuple(DTYPES), default=list(DTYPES))
    parser.add_argument("--backends", nargs="*", default=list(ak.backends.available()))
    parser.add_argument("--layout", choices=("contiguous", "strided"), default="contiguous")
    parser.add_argument("--seconds", type=float, default=1.0, help="of each cell (default 1)")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    missed = 0
    backends = arguments.backends
    print(
        f"{'function':10s}{'dtype':>10s}{'form':>10s}"
        + "".join(f"{f'{each}, us':>12s}{'ratio':>7s}" for each in backends)
        + f"{'torch, us':>11s}"
    )
    with ak.threads(1):
        for dtype in arguments.dtypes:
            for name in arguments.functions.split(","):
                if name == "softmax" and arguments.layout == "strided":
                    print(
                        "softmax is left out: PyTorch's operator for its gradient writes beside the elements of a strided array"
                    )
                    continue
                for form, calls in cells(name, DTYPES[dtype], arguments.layout, backends).items():
                    times = rounds(calls, arguments.seconds, least=5, lead=0.0, kept=tuple(calls))
                    took = {each: statistics.median(found) * 1e6 for each, found in times.items()}
                    ratios = {each: took["torch"] / took[each] for each in backends}
                    missed += sum(ratio < BAR for ratio in ratios.values())
                    ours = "".join(f"{took[each]:12.1f}{ratios[each]:7.2f}" for each in backends)
                    print(f"{name:10s}{dtype:>10s}{form:>10s}{ours}{took['torch']:11.1f}", flush=True)
    print(f"the bar of {BAR} is missed {missed} times" if missed else f"all are {BAR} times as fast as PyTorch, or more")
    return 1 if missed and arguments.layout == "contiguous" else 0


if __name__ == "__main__":
    sys.exit(main())
