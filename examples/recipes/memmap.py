"""The activation of a file that is larger than memory, block by block: python examples/recipes/memmap.py

With `out=` a block of another file, two blocks are all the memory that a call touches, and the system writes them back as
it likes. The program holds its own memory to less than the file, so that mapping the whole of it would fail.
"""

import argparse
import resource
import tempfile
from pathlib import Path

import numpy as np

import actkern as ak

ROWS = 1024  # of a block


def activate(source, target, columns):
    """The softmax of each row of a file of float32, in another file. Only a block of each is mapped at a time."""
    rows = source.stat().st_size // (4 * columns)
    with target.open("wb") as file:
        file.truncate(source.stat().st_size)
    for start in range(0, rows, ROWS):
        at = {"offset": 4 * columns * start, "shape": (min(ROWS, rows - start), columns), "dtype": np.float32}
        ak.softmax(np.memmap(source, mode="r", **at), out=np.memmap(target, mode="r+", **at))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=int, default=256, help="of the file (default 256)")
    columns = 256
    rows = parser.parse_args().megabytes * 1024
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "logits.f32"), Path(folder, "probabilities.f32")
        with source.open("wb") as file:
            for start in range(0, rows, ROWS):
                logits = np.random.default_rng(start).normal(size=(ROWS, columns)).astype(np.float32)
                file.write(logits[: rows - start].tobytes())
        ak.softmax(np.zeros((ROWS, columns), np.float32))  # threads and kernels are there
        used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (used + (64 << 20), resource.RLIM_INFINITY))
        activate(source, target, columns)
        first, last = (np.memmap(target, np.float32, "r", 4 * columns * row, (columns,)) for row in (0, rows - 1))
        print(f"{source.stat().st_size >> 20} MB with 64 MB to spare; rows sum to {first.sum():.4f} and {last.sum():.4f}")


if __name__ == "__main__":
    main()
