"""What the kernels are compiled with, and what other people's code needs to be compiled with them.

`setup.py` reads this module before anything but NumPy is installed.
"""

import platform
from pathlib import Path

from ._tiers import tiers_of_this_cpu

# Contraction is off and there is no fast-math, so that the bits of a result are the same in every
# tier. Nobody reads errno or traps, and either would keep GCC from vectorising a select or a square
# root. Functions begin at cache lines: where they lie by chance, the same instructions of a call of
# ten elements took up to 1.08 times as long (`benchmarks/against.py --cells calls`).
COMMON = ["-O3", "-fno-math-errno", "-fno-trapping-math", "-ffp-contract=off", "-falign-functions=64"]
V3 = ["-mavx2", "-mfma", "-mf16c"]
# GCC would not choose 512-bit vectors by itself: sigmoid takes .84 of the time with them.
V4 = [*V3, *(f"-mavx512{part}" for part in ("f", "vl", "bw", "dq", "cd")), "-mprefer-vector-width=512"]
# What a tier's code is compiled for; machines other than x86-64 have the baseline alone.
TIER_FLAGS: dict[str, list[str]] = {"baseline": []}
if platform.machine().lower() in ("x86_64", "amd64"):
    TIER_FLAGS |= {"v3": V3, "v4": V4}
# What GCC needs to keep a kernel one loop of vectors; other compilers do without. Kernels share
# scalars, and past a limit of growth GCC calls them instead of inlining them (squareplus' slope
# takes 25 times as long so). Threading jumps makes paths of selects that depend on one condition
# (value and slope of leaky_relu take twice as long so). GCC checks pairs of operands for overlap in
# spite of `restrict`, and gives up at 11 of them, so that lstm_cell would not be vectorised. The
# figures of these flags are in docs/speed/elementwise.md.
GCC_ONLY = [
    "--param=inline-unit-growth=2000",
    "--param=max-inline-insns-single=4000",
    "--param=large-function-growth=5000",
    "--param=large-function-insns=20000",
    "--param=vect-max-version-for-alias-checks=100",
    "-fno-thread-jumps",
]
# Loops of kernels and rows are unrolled: four turns of those of up to 16 instructions, two of those
# of up to 32. relu of 100,000 floats, which is bound by the caches, takes .75 of the time so.
GCC_UNROLL = [
    "-funroll-loops",
    "--param=max-unroll-times=4",
    "--param=max-unrolled-insns=64",
    "--param=max-average-unrolled-insns=64",
]
# Row-wise loops clear a few lanes for each block, which GCC would hand to memset, and run over 8 or 16 lanes or rows, which it
# would unroll before it looks for vectors: log_softmax of rows of 1,000 takes 2.6 times as long so.
GCC_ROWWISE = ["-fno-tree-loop-distribute-patterns", "--param=max-completely-peel-times=7"]


def get_include() -> str:
    """The folder of `actkern.h`, for C that calls actkern's functions, and of what `cimport actkern.scalar` includes.

    A build gives it to the compiler: `include_dirs=[actkern.get_include()]`. Cython finds the .pxd files by itself, beside the
    package.
    """
    return str(Path(__file__).parent / "include")


def get_cflags(tier: str | None = None, compiler: str = "gcc") -> list[str]:
    """The flags with which a loop over functions of `actkern.scalar` is as fast as actkern's own, with the same bits.

    A build gives them to the compiler: `extra_compile_args=actkern.get_cflags()`. docs/embedding.md says what each is for.

    tier:       the CPU that the code is for: "v4" (AVX-512), "v3" (AVX2, FMA and F16C) or "baseline", which every CPU runs; by
                default the best that this CPU is, whose code other CPUs may not run
    compiler:   "gcc" (default), or "clang", which needs none of what keeps GCC from calling long functions
    raises:     ValueError for another tier or compiler
    """
    if tier is None:
        tier = next(each for each in tiers_of_this_cpu() if each in TIER_FLAGS)
    if tier not in TIER_FLAGS:
        raise ValueError(f"unknown tier {tier!r}; on this kind of machine there are {', '.join(TIER_FLAGS)}")
    if compiler not in ("gcc", "clang"):
        raise ValueError(f"unknown compiler {compiler!r}; accepted: gcc, clang")
    return [*COMMON, *TIER_FLAGS[tier], *([*GCC_ONLY, *GCC_UNROLL] if compiler == "gcc" else [])]
