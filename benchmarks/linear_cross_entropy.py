"""linear_cross_entropy beside PyTorch's, loss and gradients in float32: `python benchmarks/linear_cross_entropy.py`.

For each shape it prints, of interleaved rounds in one process, the median times and their ratios to PyTorch's quickest way, then
by how much memory grew beyond operands and gradients in a fresh process for each way, and how far gradients are from those of
float64, in last places of the largest element. --ours times blocks of several sizes (chunk) instead.
"""

import argparse
import gc
import json
import statistics
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

SHAPES = ((2048, 256, 32_000), (512, 1024, 128_000), (65_536, 64, 1000))
ROWS_COMPARED = 4096  # with float64, in which all rows would take too long


def operands(shape):
    rows, features, classes = shape
    rng = np.random.default_rng(0)
    x, weight = rng.standard_normal((rows, features), np.float32), rng.standard_normal((classes, features), np.float32)
    weight *= np.float32(features**-0.5)
    return x, weight, rng.integers(0, classes, rows)


def of_actkern(given, threads, **keywords):
    import actkern as ak

    ak.set_num_threads(threads)
    return lambda: ak.value_and_grad.linear_cross_entropy(*given, **keywords)


def of_numpy(given, threads):
    """What one writes without it: the logits of all rows, and three products."""
    import actkern as ak

    ak.set_num_threads(threads)
    x, weight, target = given

    def call():
        logits = x @ weight.T
        loss, dlogits = ak.value_and_grad.cross_entropy(logits, target)
        return loss, dlogits @ weight, dlogits.T @ x

    return call


def of_torch(given, threads, chunked):
    import torch

    torch.set_num_threads(threads)
    functional = torch.nn.functional
    x, weight, target = map(torch.from_numpy, given)
    options = {"options": torch.nn.LinearCrossEntropyOptions()} if chunked else {}

    def call():
        learning = x.detach().requires_grad_(), weight.detach().requires_grad_()
        loss = functional.linear_cross_entropy(*learning, target, **options)
        return loss.detach().numpy(), *(each.numpy() for each in torch.autograd.grad(loss, learning))

    return call


WAYS = {
    "actkern": of_actkern,
    "logits of all rows": of_numpy,
    "torch": lambda given, threads: of_torch(given, threads, chunked=False),
    "torch, chunked": lambda given, threads: of_torch(given, threads, chunked=True),
}


def memory(field):
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith(field))
    return int(line.split()[1]) * 1024


def grown(name, shape, threads):
    """By how many bytes the memory of this process grows in a call, beyond the gradients that it gives.

    A small call comes first, which imports, compiles, and has BLAS make its buffers.
    """
    WAYS[name](operands((256, 256, 512)), threads)()
    call = WAYS[name](operands(shape), threads)
    gc.collect()
    Path("/proc/self/clear_refs").write_text("5")
    before = memory("VmRSS")
    results = call()
    return memory("VmHWM") - before - sum(each.nbytes for each in results)


def in_a_process(name, shape, threads):
    command = [sys.executable, __file__, "--grown", name, "--shape", *map(str, shape), "--threads", str(threads)]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def timed(calls, rounds):
    """The median time of each call, of rounds in which all of them are run in turn."""
    times = {name: [] for name in calls}
    for _ in range(rounds):
        for name, call in calls.items():
            start = time.perf_counter()
            call()
            times[name].append(time.perf_counter() - start)
    return {name: statistics.median(found) for name, found in times.items()}


def errors(names, given, threads):
    """How far the gradients of some rows are from those in float64, by way."""
    x, weight, target = given[0][:ROWS_COMPARED], given[1], given[2][:ROWS_COMPARED]
    exact = of_numpy((x.astype(np.float64), weight.astype(np.float64), target), threads)()
    found = {}
    for name in names:
        results = WAYS[name]((x, weight, target), threads)()
        scaled = (np.max(np.abs(one - other)) / np.max(np.abs(other)) for one, other in zip(results[1:], exact[1:]))
        found[name] = [float(each / np.finfo(np.float32).eps) for each in scaled]
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shape", type=int, nargs=3, metavar=("ROWS", "FEATURES", "CLASSES"), help="one shape alone")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--ways", nargs="+", choices=WAYS, default=list(WAYS))
    parser.add_argument("--ours", type=int, nargs="+", metavar="CHUNK", help="time blocks of so many rows instead")
    parser.add_argument("--grown", choices=WAYS, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    shapes = [tuple(arguments.shape)] if arguments.shape else SHAPES
    threads = arguments.threads
    if arguments.grown:
        print(json.dumps(grown(arguments.grown, shapes[0], threads)))
        return
    for shape in shapes:
        print(f"{shape[0]:,} rows, {shape[1]:,} features, {shape[2]:,} classes, float32, {threads} threads")
        given = operands(shape)
        if arguments.ours:
            calls = {f"chunk={rows}": of_actkern(given, threads, chunk=rows) for rows in arguments.ours}
        else:
            calls = {name: WAYS[name](given, threads) for name in arguments.ways}
        times = timed(calls, arguments.rounds)
        quickest = min([times[name] for name in times if name.startswith("torch")], default=min(times.values()))
        off = {} if arguments.ours else errors(calls, given, threads)
        print(f"{'':20s}{'seconds':>9s}{'ratio':>7s}{'MB':>7s}{'ULP of dx':>11s}{'of dweight':>11s}")
        for name, seconds in times.items():
            line = f"{name:20s}{seconds:9.2f}{seconds / quickest:7.2f}"
            if name in off:
                of_x, of_weight = off[name]
                line += f"{in_a_process(name, shape, threads) / 1e6:7.0f}{of_x:11.1f}{of_weight:11.1f}"
            print(line, flush=True)


if __name__ == "__main__":
    main()
