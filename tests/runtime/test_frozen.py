"""Programs frozen by PyInstaller, with the hook that actkern has for it."""

import ast
import os
import runpy
import subprocess
import sys
from pathlib import Path

import pytest
from support.cases import BACKENDS
from support.processes import stdout

import actkern as ak
from actkern import _pyinstaller

pytest.importorskip("PyInstaller", reason="nothing to freeze a program with")
PACKAGE = Path(ak.__file__).parent
HOOK = runpy.run_path(str(next(Path(_pyinstaller.hook_dirs()[0]).glob("hook-*.py"))))

PROGRAM = """
import numpy as np
import actkern as ak
x = np.linspace(-3, 3, 7, dtype=np.float32)
print(*ak.backends, ak.sigmoid(x), ak.softmax(x, axis=-1))
print(ak.get_num_threads(), ak.sigmoid(0.0), ak.special.expit(1.0), ak.init.gain("relu"), type(ak._C_API).__name__)
"""
# As a folder and as one file, of one analysis.
SPEC = """
analysis = Analysis(["program.py"])
modules = PYZ(analysis.pure)
EXE(modules, analysis.scripts, analysis.binaries, analysis.datas, name="one_file")
program = EXE(modules, analysis.scripts, exclude_binaries=True, name="program")
COLLECT(program, analysis.binaries, analysis.datas, name="folder")
"""


@pytest.fixture(scope="session")
def frozen(tmp_path_factory):
    """The folder of what PyInstaller made of the program."""
    folder = tmp_path_factory.mktemp("frozen")
    (folder / "program.py").write_text(PROGRAM)
    (folder / "program.spec").write_text(SPEC)
    command = [sys.executable, "-m", "PyInstaller", "--log-level=WARN", "program.spec"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=600)
    assert done.returncode == 0, done.stderr
    return folder / "dist"


@pytest.mark.parametrize("program", [("folder", "program"), ("one_file",)], ids="/".join)
def test_a_frozen_program_runs(program, frozen, tmp_path):
    path = frozen.joinpath(*program)
    environment = {"ACTKERN_NUM_THREADS": "2", "HOME": ""}
    done = subprocess.run([path], env=environment, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.stdout.strip() == stdout(PROGRAM, ACTKERN_NUM_THREADS="2").replace("cython numba", BACKENDS[0])
    assert done.returncode == 0, done.stderr
    assert not os.path.exists("/.cache/actkern")


@pytest.mark.skipif("cython" not in BACKENDS, reason="Numba serves, and is there")
def test_a_frozen_program_has_no_library_that_it_does_not_import(frozen):
    there = {each.name for each in frozen.joinpath("folder").rglob("*") if each.is_dir()}
    assert "numpy" in there
    assert there.isdisjoint([*HOOK["OTHERS"], "dask", "pandas", "polars", "pyarrow", "sklearn", "xarray"])


def test_the_hook_knows_the_libraries_that_modules_import():
    imported = set()
    for path in PACKAGE.rglob("*.py"):
        if path.parent.name == "_pyinstaller":
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                imported |= {each.name.partition(".")[0] for each in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                imported.add(node.module.partition(".")[0])
    assert imported - sys.stdlib_module_names - {"actkern", "numpy"} == set(HOOK["OTHERS"])


def test_the_hook_names_every_module_that_is_compiled():
    compiled = {path.name.partition(".")[0] for suffix in ("so", "pyd") for path in PACKAGE.rglob(f"*.{suffix}")}
    assert compiled <= {name.rpartition(".")[2] for name in HOOK["hiddenimports"]}
