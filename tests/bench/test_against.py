"""`benchmarks/against.py`: two builds beside each other, here this one beside itself."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import actkern as ak

ROOT = Path(__file__).resolve().parents[2]


def against(*arguments, **options):
    command = [sys.executable, str(ROOT / "benchmarks" / "against.py"), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120, **options)


@pytest.fixture
def other(tmp_path):
    """A folder with the package that runs here, as a checkout that was built in place has it."""
    (tmp_path / "actkern").symlink_to(Path(ak.__file__).parent)
    return tmp_path


def test_a_build_beside_itself(other):
    done = against(other, "--only", "hard_silu float32 33", "--rounds", 1, "--worst", 1)
    assert done.returncode == 0, done.stderr
    head, *lines, last = done.stdout.splitlines()[1:]
    assert head.startswith("now ")
    assert len(lines) == 1 + 1  # a title and the worst one
    assert lines[0].split() == ["cell", "before,", "us", "now,", "us", "ratio", "at", "first"]
    assert all(re.search(r"\d thread[s ] +\d+\.\d{3} +\d+\.\d{3} +\d+\.\d{3}", line) for line in lines[1:])
    assert re.match(r"2 cells: \d\.\d+ of the time before in the geometric mean", last)


def test_what_the_other_build_lacks_is_left_out_and_said(other):
    """The other build has nothing but softmax."""
    (other / "actkern").unlink()
    (other / "actkern").mkdir()
    tier = ak._runtime.runtime_info()["tier"]
    (other / "actkern" / "__init__.py").write_text(
        f"""
import types

class Backends(dict):
    available = dict.keys

backends = Backends()
backends[{ak.default_backend!r}] = types.SimpleNamespace(softmax=lambda x, axis, out=None: x)

def show_runtime():
    print("tier: {tier or "none"}")

def set_num_threads(count):
    pass
"""
    )
    done = against(other, "--cells", "rows", "--only", "softmax float64 (1000, 10)", "--rounds", 1)
    assert done.returncode == 0, done.stderr
    assert "left out: log_softmax float64 (1000, 10) axis 1, 1 thread: before: AttributeError" in done.stdout
    assert "1 cells: " in done.stdout


def test_folders_without_a_build_are_errors(tmp_path):
    done = against(tmp_path / "nowhere")
    assert done.returncode == 2
    assert "nowhere' is no folder; accepted is a checkout of actkern whose extensions were built in place" in done.stderr
    done = against(tmp_path)
    assert done.returncode == 2
    assert "has no actkern/__init__.py; accepted is a checkout" in done.stderr


@pytest.mark.skipif(ak.default_backend != "cython", reason="the extensions are not built here")
def test_sources_that_were_not_built_are_an_error(tmp_path):
    package = Path(ak.__file__).parent
    shutil.copytree(package, tmp_path / "actkern", ignore=shutil.ignore_patterns("*.so", "*.pyd", "__pycache__"))
    done = against(tmp_path, "--only", "silu float32 33")
    assert done.returncode == 1
    assert f"{tmp_path}: no cython backend is built there; its backends are " in done.stderr
    assert "setup.py build_ext --inplace" in done.stderr
