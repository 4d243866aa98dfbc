"""actkern inside other compiled code, beside the function on the whole array: `python benchmarks/embedding.py`.

    python benchmarks/embedding.py                  # all of it
    python benchmarks/embedding.py numba gelu mish  # a user's own loop over a function, in Numba
    python benchmarks/embedding.py cython gelu      # the same in Cython, with the flags of actkern.get_cflags()
    python benchmarks/embedding.py flags gelu       # the loops in Cython, when some of these flags are left out
    python benchmarks/embedding.py c sigmoid        # calls of actkern.h with few elements
    python benchmarks/embedding.py scipy gelu       # scipy.integrate.quad of a function by its address, and of the one in Python

Loops run over 100,000 elements on one thread. Each figure is the median of 60 turns, in which both sides take turns; calls of
few elements are the shortest of 60 turns of 1,000.
"""

import argparse
import ctypes
import importlib.util
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

import actkern as ak

SIZE, TURNS, CALLS = 100_000, 60, 1000
DTYPES = ("float32", "float64")
DEFAULT = {"numba": ("gelu", "sigmoid", "tanh", "silu", "mish"), "cython": ("gelu", "sigmoid", "tanh", "silu", "mish")}
DEFAULT |= {"flags": ("gelu",), "c": ("sigmoid", "gelu", "relu"), "scipy": ("gelu", "sigmoid")}

Loop = Callable[[np.ndarray, np.ndarray], object]


def seconds(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def in_numba(function: Callable[..., np.ndarray]) -> Loop:
    """A loop over numbers, as a user would write it."""
    import numba

    from actkern._numba.inside import init

    init()  # for sources that are not installed

    @numba.njit
    def run(x, y):
        for i in range(x.size):
            y[i] = function(x[i])

    return run


def module(source: str, flags: Sequence[str]) -> object:
    """A module of Cython, compiled as a user would; it says how long that took."""
    folder = Path(tempfile.mkdtemp())
    (folder / "loops.pyx").write_text(source)
    setup = (
        "import actkern\nfrom Cython.Build import cythonize\nfrom setuptools import Extension, setup\n"
        f"loops = Extension('loops', ['loops.pyx'], include_dirs=[actkern.get_include()], extra_compile_args={list(flags)!r})\n"
        "setup(name='loops', ext_modules=cythonize([loops]))\n"
    )
    (folder / "setup.py").write_text(setup)
    command = [sys.executable, "setup.py", "-q", "build_ext", "--inplace"]
    taken = seconds(lambda: subprocess.run(command, cwd=folder, check=True, capture_output=True))
    print(f"translated by Cython and compiled in {taken:.1f} s")
    (path,) = folder.glob("loops.*.so")
    spec = importlib.util.spec_from_file_location("loops", path)
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


def in_cython(names: Sequence[str], flags: Sequence[str]) -> dict[str, Loop]:
    """Such a loop over each function, in one module, which has a second one that nobody calls: GCC inlines what is used once."""
    text = ["# cython: boundscheck=False, wraparound=False, language_level=3"]
    text += [f"from actkern.scalar cimport {name} as {name}_" for name in names]
    for name, called in [(name + suffix, name) for name in names for suffix in ("", "_again")]:
        text += [
            f"cdef fused real_{name}:\n    float\n    double",
            f"def {name}(const real_{name}[::1] x, real_{name}[::1] y):",
            "    cdef Py_ssize_t i",
            f"    for i in range(x.shape[0]):\n        y[i] = {called}_(x[i])",
        ]
    loaded = module("\n".join(text) + "\n", flags)
    return {name: getattr(loaded, name) for name in names}


def of_loops(title: str, names: Sequence[str], loops: Callable[[str], Loop]) -> None:
    print(f"{title:12s}{'dtype':>9s}{'first call':>12s}{'outside, us':>13s}{'inside, us':>12s}{'ratio':>7s}")
    with ak.threads(1):
        for name in names:
            for dtype in DTYPES:
                x = np.random.default_rng(0).normal(0, 3, SIZE).astype(dtype)
                y, function, run = np.empty_like(x), getattr(ak, name), loops(name)
                first = seconds(lambda run=run, x=x, y=y: run(x, y))
                turns = [
                    (seconds(lambda f=function, x=x, y=y: f(x, out=y)), seconds(lambda r=run, x=x, y=y: r(x, y)))
                    for _ in range(TURNS)
                ]
                outside, inside = (float(np.median(each)) * 1e6 for each in zip(*turns, strict=True))
                print(f"{name:12s}{dtype:>9s}{first:10.2f} s{outside:13.1f}{inside:12.1f}{inside / outside:7.2f}")


def of_numba(names: Sequence[str]) -> None:
    of_loops("Numba", names, lambda name: in_numba(getattr(ak, name)))


def of_cython(names: Sequence[str]) -> None:
    found = in_cython(names, ak.get_cflags())
    of_loops("Cython", names, found.__getitem__)


def of_flags(names: Sequence[str]) -> None:
    flags = ak.get_cflags()
    for title, left in (
        ("the CPU's (-mfma ...)", [flag for flag in flags if not flag.startswith("-m")]),
        ("inlining's (--param ...)", [flag for flag in flags if not flag.startswith("--param")]),
    ):
        print(f"without {title}")
        found = in_cython(names, left)
        of_loops("Cython", names, found.__getitem__)


def of_c(names: Sequence[str]) -> None:
    """Calls of few elements from C, through a library that is compiled here."""
    folder = Path(tempfile.mkdtemp())
    text = ["#include <actkern.h>", "const char *use(const void *address) { return actkern_use(address); }"]
    for name in names:
        for code, real in (("f32", "float"), ("f64", "double")):
            text.append(f"void {name}_{code}(const {real} *x, {real} *y, ptrdiff_t n, ptrdiff_t times) {{")
            text.append(f"    for (ptrdiff_t k = 0; k < times; k++) ak_{name}_{code}(x, y, n);\n}}")
    (folder / "calls.c").write_text("\n".join(text) + "\n")
    command = ["cc", "-O2", f"-I{ak.get_include()}", "-fPIC", "-shared", "calls.c", "-o", "calls.so"]
    subprocess.run(command, cwd=folder, check=True)
    library = ctypes.CDLL(str(folder / "calls.so"))
    address = ctypes.pythonapi.PyCapsule_GetPointer
    address.restype, address.argtypes = ctypes.c_void_p, (ctypes.py_object, ctypes.c_char_p)
    library.use.restype = ctypes.c_char_p
    if problem := library.use(ctypes.c_void_p(address(ak._C_API, b"actkern._C_API"))):
        raise ImportError(problem.decode())
    sizes = 1, 8, 100, 1000
    print(f"{'C, ns':12s}{'dtype':>9s}" + "".join(f"{size:>9d}" for size in sizes))
    for name in names:
        for code, dtype in zip(("f32", "f64"), DTYPES, strict=True):
            function = getattr(library, f"{name}_{code}")
            function.argtypes = ctypes.c_void_p, ctypes.c_void_p, ctypes.c_ssize_t, ctypes.c_ssize_t
            cells = []
            for size in sizes:
                x = np.random.default_rng(0).normal(0, 3, size).astype(dtype)
                y = np.empty_like(x)
                best = min(
                    seconds(lambda f=function, x=x, y=y: f(x.ctypes.data, y.ctypes.data, x.size, CALLS)) for _ in range(TURNS)
                )
                cells.append(best / CALLS * 1e9)
            print(f"{name:12s}{dtype:>9s}" + "".join(f"{cell:9.1f}" for cell in cells))


def of_scipy(names: Sequence[str]) -> None:
    from scipy import LowLevelCallable
    from scipy.integrate import quad

    print(f"{'quad':12s}{'in Python, us':>15s}{'by address, us':>16s}{'ratio':>7s}")
    for name in names:
        by_address, function = LowLevelCallable.from_cython(ak.scalar, f"{name}_f64"), getattr(ak, name)
        turns = [
            (seconds(lambda f=function: quad(f, -3, 3)), seconds(lambda f=by_address: quad(f, -3, 3))) for _ in range(10 * TURNS)
        ]
        python, address = (float(np.median(each)) * 1e6 for each in zip(*turns, strict=True))
        print(f"{name:12s}{python:15.2f}{address:16.2f}{address / python:7.2f}")


PARTS = {"numba": of_numba, "cython": of_cython, "flags": of_flags, "c": of_c, "scipy": of_scipy}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("part", nargs="?", choices=PARTS)
    parser.add_argument("names", nargs="*")
    arguments = parser.parse_args()
    for part, run in PARTS.items():
        if arguments.part in (None, part):
            run(arguments.names or DEFAULT[part])


if __name__ == "__main__":
    main()
