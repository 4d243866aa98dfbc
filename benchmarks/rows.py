"""The softmax family, its gradients and cross entropy beside torch, onnxruntime, jax, SciPy and NumPy, in one interleaved run.

    pip install torch==2.13.0 onnxruntime onnx jax
    python benchmarks/rows.py                # float32, 1 thread
    python benchmarks/rows.py --threads 2 --dtype float64

It prints ns per element of each backend and of each peer, as medians of interleaved rounds, and how
many times as fast as the best peer the better backend is. Whoever can write into a given array
does. Peers that are not installed are left out, which is said.
"""

import argparse
import importlib
import os
import statistics
import sys
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

SHAPES = (
    ((1000, 10), 1),
    ((128, 128), 1),
    ((64, 1000), 1),
    ((64, 32000), 1),
    ((4096, 4096), 1),
    ((1, 2_000_000), 1),
    ((512, 64, 49), 1),
)
LOSSES = ((1000, 10), (256, 1000), (64, 50257))
SECONDS = 1.5


def installed(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError:
        sys.stdout.write(f"{name} is not installed: left out\n")
        return None


def softmax_calls(operation: str, x: np.ndarray, axis: int, threads: int, peers: dict[str, Any]) -> dict[str, Callable[[], Any]]:
    import actkern as ak
    from actkern import reference
    from actkern._bench.peers import run_onnx

    y = np.empty_like(x)
    calls: dict[str, Callable[[], Any]] = {}
    for backend in ak.backends.available():
        calls[backend] = partial(getattr(ak.backends[backend], operation), x, axis, out=y)
    stable = getattr(reference, operation)
    calls["numpy"] = lambda: stable(x, axis)
    if peers["scipy.special"]:
        of_scipy = getattr(peers["scipy.special"], operation)
        calls["scipy"] = lambda: of_scipy(x, axis)
    if peers["torch"]:
        torch = peers["torch"]
        tx, ty = torch.from_numpy(x), torch.from_numpy(np.empty_like(x))
        calls["torch"] = lambda: getattr(torch, operation)(tx, axis, out=ty)
    if peers["jax"]:
        jax = peers["jax"]
        compiled, jx = jax.jit(lambda a: getattr(jax.nn, operation)(a, axis)), jax.numpy.asarray(x)
        calls["jax"] = lambda: compiled(jx).block_until_ready()
    name = {"softmax": "Softmax", "log_softmax": "LogSoftmax"}[operation]
    theirs = run_onnx(f"{name}(x, axis={axis})", x, threads)
    if theirs is not None:
        calls["onnxruntime"] = theirs
    return calls


def gradient_calls(operation: str, x: np.ndarray, axis: int, peers: dict[str, Any]) -> dict[str, Callable[[], Any]]:
    """The gradient from an output that is there: what autograd of PyTorch calls, and NumPy's own operations."""
    import actkern as ak

    y, dy, dx = getattr(ak, operation)(x, axis), np.random.default_rng(1).normal(0, 1, x.shape).astype(x.dtype), np.empty_like(x)
    calls: dict[str, Callable[[], Any]] = {}
    for backend in ak.backends.available():
        calls[backend] = partial(getattr(ak.backends[backend].backward_from_output, operation), dy, y, axis, out=dx)
    if operation == "softmax":
        calls["numpy"] = lambda: y * (dy - (dy * y).sum(axis=axis, keepdims=True))
    else:
        calls["numpy"] = lambda: dy - np.exp(y) * dy.sum(axis=axis, keepdims=True)
    if peers["torch"]:
        torch = peers["torch"]
        of_torch = getattr(torch.ops.aten, f"_{operation}_backward_data").out
        ty, tdy, tdx = (torch.from_numpy(each) for each in (y, dy, np.empty_like(x)))
        into = {"grad_input" if operation == "softmax" else "out": tdx}
        calls["torch"] = lambda: of_torch(tdy, ty, axis, ty.dtype, **into)
    return calls


def loss_calls(x: np.ndarray, target: np.ndarray, peers: dict[str, Any]) -> dict[str, Callable[[], Any]]:
    import actkern as ak
    from actkern import reference

    out = np.empty_like(x)
    calls: dict[str, Callable[[], Any]] = {}
    for backend in ak.backends.available():
        calls[backend] = partial(ak.backends[backend].value_and_grad.cross_entropy, x, target, out=out)
    calls["numpy"] = lambda: reference.naive("cross_entropy", [x, target], "value_and_grad")
    if peers["torch"]:
        torch = peers["torch"]
        tx, tt = torch.from_numpy(x).requires_grad_(), torch.from_numpy(target)

        def both() -> None:
            tx.grad = None
            torch.nn.functional.cross_entropy(tx, tt).backward()

        calls["torch"] = both
    if peers["jax"]:
        jax, jnp = peers["jax"], peers["jax"].numpy

        def loss(a: Any, t: Any) -> Any:
            return -jnp.mean(jnp.take_along_axis(jax.nn.log_softmax(a), t[:, None], 1))

        compiled = jax.jit(jax.value_and_grad(loss))
        jx, jt = jnp.asarray(x), jnp.asarray(target)
        calls["jax"] = lambda: jax.block_until_ready(compiled(jx, jt))
    return calls


def report(label: str, calls: dict[str, Callable[[], Any]], size: int, lead: float) -> None:
    from actkern._bench.timing import interleaved

    for call in calls.values():
        call()
    took = {name: statistics.median(times) / size * 1e9 for name, times in interleaved(calls, SECONDS, lead=lead).items()}
    ours = min(ns for name, ns in took.items() if name in ("cython", "numba"))
    best = min(ns for name, ns in took.items() if name not in ("cython", "numba"))
    figures = "  ".join(f"{name} {ns:.3f}" for name, ns in took.items())
    sys.stdout.write(f"{label:<34} {best / ours:5.2f} times the best   {figures}\n")
    sys.stdout.flush()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--dtype", choices=("float32", "float64"), default="float32")
    parser.add_argument("--only", default="", help="cases whose label has this text, such as '(1000, 10)'")
    parser.add_argument(
        "--warm", action="store_true", help="time calls after others of their own; always so with several threads"
    )
    arguments = parser.parse_args()
    # jax takes its number of threads from the processors of the process, before it is first used.
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[: arguments.threads])
    import actkern as ak
    from actkern._bench.timing import LEAD

    lead = LEAD if arguments.warm or arguments.threads > 1 else 0.0
    ak.set_num_threads(arguments.threads)
    peers = {name: installed(name) for name in ("scipy.special", "torch", "jax", "onnxruntime", "onnx")}
    if peers["torch"]:
        peers["torch"].set_num_threads(arguments.threads)
    if peers["jax"]:
        peers["jax"].config.update("jax_enable_x64", True)
    rng = np.random.default_rng(0)
    for operation in ("softmax", "log_softmax"):
        for shape, axis in SHAPES:
            x = rng.normal(0, 3, shape).astype(arguments.dtype)
            label = f"{operation} {shape} axis {axis}"
            if arguments.only in label:
                report(label, softmax_calls(operation, x, axis, arguments.threads, peers), x.size, lead)
    for operation in ("softmax", "log_softmax"):
        for shape, axis in SHAPES:
            x = rng.normal(0, 3, shape).astype(arguments.dtype)
            label = f"{operation}, gradient {shape} axis {axis}"
            if arguments.only in label:
                report(label, gradient_calls(operation, x, axis, peers), x.size, lead)
    for shape in LOSSES:
        x = rng.normal(0, 3, shape).astype(arguments.dtype)
        label = f"cross_entropy, gradient {shape}"
        if arguments.only in label:
            report(label, loss_calls(x, rng.integers(0, shape[1], shape[0]), peers), x.size, lead)
    return 0


if __name__ == "__main__":
    sys.exit(main())
