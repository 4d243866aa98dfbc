"""What a program that imports actkern is frozen with.

a. PyInstaller follows the import statements of a program. The modules of a backend, the modules for
   other libraries' objects and much else are imported by computed names, so that an import of
   actkern loads little. They are listed here by their files, without an import: half of them need
   another library.
b. Those libraries come into the program where it imports them itself. actkern's modules for them
   are small and are there for it then.
c. The same holds for Numba where the Cython backend was built. Where it was not, Numba comes in,
   and the modules that it compiles are files of their own: what it compiled is kept for the next
   start under a digest of them (`_numba/units.py`).
"""

import pkgutil
from collections.abc import Iterator
from pathlib import Path

from PyInstaller.utils.hooks import collect_data_files, copy_metadata

from actkern._runtime import available_backends

PACKAGE = Path(__file__).parents[1]
# The command line, the benchmark and what they stand on, the oracle of tests.
LEFT_OUT = {f"actkern.{name}" for name in ("__main__", "_bench", "_commands", "_pyinstaller", "reference")}
OTHERS = ["dask", "llvmlite", "matplotlib", "mpmath", "numba", "rich", "scipy", "torch"]


def modules(folder: Path, name: str) -> Iterator[str]:
    """The package `name` and all that lies in it."""
    yield name
    for _, each, is_package in pkgutil.iter_modules([str(folder)], f"{name}."):
        if each not in LEFT_OUT:
            yield from modules(folder / each.rpartition(".")[2], each) if is_package else [each]


hiddenimports = list(modules(PACKAGE, "actkern"))
excludedimports = OTHERS
datas = [(str(PACKAGE / "include" / "actkern.h"), "actkern/include"), *copy_metadata("actkern")]
module_collection_mode = {f"actkern.{name}": "pyc" for name in ("_numba", "_catalog", "_policy")}

if "cython" not in available_backends:
    excludedimports = [each for each in OTHERS if each not in ("numba", "llvmlite")]
    hiddenimports += ["numba.np.ufunc.omppool"]
    # By this file the code that is kept is known to be of this version, without an import of Numba.
    datas += [*collect_data_files("numba", include_py_files=True, includes=["_version.py"]), *copy_metadata("numba")]
