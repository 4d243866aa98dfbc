"""Other people's extensions, compiled in a folder of their own as their builds would."""

import ctypes
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

SETUP = """
import sys
import actkern
from Cython.Build import cythonize
from setuptools import Extension, setup
source, flags = sys.argv.pop(), sys.argv.pop()
flags = eval(flags)
name = source.rpartition(".")[0]
extension = Extension(name, [source], include_dirs=[actkern.get_include()], extra_compile_args=flags)
setup(name=name, ext_modules=cythonize([extension]) if source.endswith("pyx") else [extension])
"""


def build(folder: Path, source: str, flags: Sequence[str] = (), setup: str = SETUP) -> None:
    """Compile the extension `source` (.pyx or .c) in `folder`, with setuptools and the flags that a user names."""
    (folder / "setup.py").write_text(setup)
    command = [
        sys.executable,
        "setup.py",
        "-q",
        "build_ext",
        "--inplace",
        "--force",
        *([repr(list(flags)), source] if "argv" in setup else []),
    ]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def run(folder: Path, code: str) -> str:
    """What `code` prints in a new interpreter that finds the modules of `folder`."""
    command = [sys.executable, "-W", "error", "-c", f"import sys; sys.path.insert(0, {str(folder)!r})\n{code}"]
    done = subprocess.run(command, cwd="/", capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.strip()


def call(address: int, arrays: list[np.ndarray], *sizes: int) -> None:
    """Call a C function of addresses of operands and of sizes: void (char **operands, ptrdiff_t ...)."""
    pointers = (ctypes.c_void_p * len(arrays))(*(array.ctypes.data for array in arrays))
    ctypes.CFUNCTYPE(None, ctypes.c_void_p, *[ctypes.c_ssize_t] * len(sizes))(address)(pointers, *sizes)
