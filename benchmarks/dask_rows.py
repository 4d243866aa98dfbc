"""softmax of a dask array along a split axis, beside the same in dask's own max, exp and sum: `python benchmarks/dask_rows.py`.

On a cluster of two worker processes of one thread each it prints, of interleaved rounds, the
median times and their ratio, and by how much the memory of a worker grew at the most, in chunks.
Where the chunks of x come from is said by --source: `memory` has the workers hold all of them,
`files` has them read each chunk when they need it. With `files` there is one more line, of the
setting `actkern.reread`, by which chunks are read twice and not kept.

--threads instead times a threaded scheduler with actkern's own threads beside it and without, and
counts the threads that run.
"""

import argparse
import os
import statistics
import tempfile
import threading
import time
from pathlib import Path

import dask
import dask.array as da
import numpy as np

import actkern as ak


def own(x, axis=1):
    """softmax in dask's own operations."""
    e = da.exp(x - x.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


def ours(x, axis=1):
    return ak.softmax(x, axis=axis)


def reread(x, axis=1):
    with dask.config.set({"actkern.reread": True}):
        return ak.softmax(x, axis=axis)


def corner(block):
    return block[:1, :1].copy()


def consumed(y):
    """One number of each chunk of y, so that results are computed and not kept."""
    return y.map_blocks(corner, dtype=y.dtype, chunks=((1,) * y.numblocks[0], (1,) * y.numblocks[1]))


def made(shape, seed):
    return np.random.default_rng(seed).standard_normal(shape, np.float32) * 3


def made_block(chunks, block_id=None):
    return made(chunks, list(block_id))


def write(folder, chunks, block_id=None):
    np.save(Path(folder) / "-".join(map(str, block_id)), made(chunks, list(block_id)))
    return np.zeros((1, 1), np.float32)


def read(folder, block_id=None):
    return np.load(Path(folder) / f"{'-'.join(map(str, block_id))}.npy")


def source(where, shape, chunks, folder):
    grid = tuple((size,) * (length // size) for length, size in zip(shape, chunks))
    like = {"chunks": grid, "dtype": np.float32, "meta": np.empty((0, 0), np.float32)}
    if where == "memory":
        return da.map_blocks(made_block, chunks, **like).persist()
    da.map_blocks(write, folder, chunks, **like).map_blocks(corner).compute()
    return da.map_blocks(read, folder, **like)


def reset_peak():
    Path("/proc/self/clear_refs").write_text("5")
    return memory("VmRSS")


def memory(field):
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith(field))
    return int(line.split()[1]) * 1024


def on_workers(arguments):
    from distributed import Client, LocalCluster, wait

    shape, chunks = tuple(arguments.shape), tuple(arguments.chunks)
    size = chunks[0] * chunks[1] * 4
    with (
        tempfile.TemporaryDirectory() as folder,
        LocalCluster(2, threads_per_worker=1, memory_limit=arguments.memory, dashboard_address=":0") as cluster,
        Client(cluster) as client,
    ):
        x = source(arguments.source, shape, chunks, folder)
        wait(x)
        methods = {"dask's own": own, "actkern": ours}
        if arguments.source == "files":
            methods["actkern, reread"] = reread
        times = {name: [] for name in methods}
        grown = dict.fromkeys(methods, 0.0)
        for _ in range(arguments.rounds):
            for name, method in methods.items():
                before = client.run(reset_peak)
                start = time.perf_counter()
                consumed(method(x, arguments.axis)).compute()
                times[name].append(time.perf_counter() - start)
                after = client.run(memory, "VmHWM")
                grown[name] = max(grown[name], *((after[each] - before[each]) / size for each in before))
        print(f"{shape} float32 in chunks of {chunks} ({size / 1e6:.0f} MB), axis {arguments.axis}, source: {arguments.source}")
        print(f"{'':18s}{'seconds':>9s}{'times as fast':>15s}{'peak, chunks':>14s}")
        first = statistics.median(times["dask's own"])
        for name, found in times.items():
            median = statistics.median(found)
            print(f"{name:18s}{median:9.2f}{first / median:15.2f}{grown[name]:14.1f}")


def running():
    """How many threads of this process run, or could."""
    count = 0
    for task in Path("/proc/self/task").iterdir():
        try:
            count += task.joinpath("stat").read_text().rpartition(")")[2].split()[0] == "R"
        except OSError:
            continue
    return count


def on_threads(arguments):
    shape, chunks = tuple(arguments.shape), tuple(arguments.chunks)
    x = da.from_array(made(shape, 0), chunks=chunks)
    cpus = len(os.sched_getaffinity(0))
    times, most = {}, {}
    for _ in range(arguments.rounds):
        for threads in (1, cpus):
            for name, method in (("softmax", ours), ("gelu", ak.gelu)):
                seen, done = [], threading.Event()

                def watch(seen=seen, done=done):
                    while not done.wait(0.002):
                        seen.append(running() - 1)

                with ak.threads(threads), dask.config.set(scheduler="threads", num_workers=cpus):
                    watcher = threading.Thread(target=watch)
                    start = time.perf_counter()
                    consumed(method(x)).compute()
                    times.setdefault((name, threads), []).append(time.perf_counter() - start)
                    watcher.start()
                    consumed(method(x)).compute()
                    done.set()
                    watcher.join()
                most[name, threads] = max([most.get((name, threads), 0), *seen])
    print(f"{cpus} CPUs, dask's threaded scheduler on {cpus} threads; {shape} float32 in chunks of {chunks}")
    print(f"{'':10s}{'threads of actkern':>20s}{'seconds':>9s}{'beside 1':>10s}{'most that ran':>15s}")
    for (name, threads), found in times.items():
        median = statistics.median(found)
        print(f"{name:10s}{threads:20d}{median:9.3f}{statistics.median(times[name, 1]) / median:10.2f}{most[name, threads]:15d}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shape", type=int, nargs=2, default=(40_000, 20_000))
    parser.add_argument("--chunks", type=int, nargs=2, default=(20_000, 2_500), help="which divide the shape")
    parser.add_argument("--axis", type=int, default=1)
    parser.add_argument("--source", choices=("memory", "files"), default="memory")
    parser.add_argument("--memory", default="8GB", help="the limit of a worker (default 8GB)")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--threads", action="store_true", help="time a threaded scheduler")
    arguments = parser.parse_args()
    if arguments.threads:
        on_threads(arguments)
    else:
        on_workers(arguments)


if __name__ == "__main__":
    main()
