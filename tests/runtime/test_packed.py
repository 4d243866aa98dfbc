"""The Numba backend of a package that is no folder of sources: a zip file, or compiled modules alone (.pyc)."""

import compileall
import shutil
import sys
import zipfile
from pathlib import Path

import pytest
from support.cases import BACKENDS
from support.processes import stdout

import actkern as ak
from actkern._numba import units

pytestmark = pytest.mark.skipif("numba" not in BACKENDS, reason="Numba is not installed")
PACKAGE = Path(ak.__file__).parent
UNITS = {unit: units._sources(*unit) for unit in (("elementwise", "sigmoid"), ("elementwise",), ("rows.driver",))}


@pytest.fixture(scope="module")
def packages(tmp_path_factory):
    """Folders and files that a process can import the package from, by what is in them: sources, or compiled modules."""
    root = tmp_path_factory.mktemp("packed")
    found = {"sources": root / "sources.zip", "compiled": root / "compiled", "compiled in a zip file": root / "compiled.zip"}
    shutil.copytree(PACKAGE, found["compiled"] / "actkern", ignore=shutil.ignore_patterns("__pycache__", "*.so", "*.pyd"))
    assert compileall.compile_dir(found["compiled"], quiet=1, legacy=True)
    for suffix, target in ((".py", found["sources"]), (".pyc", found["compiled in a zip file"])):
        with zipfile.ZipFile(target, "w") as file:
            for each in found["compiled"].rglob(f"*{suffix}"):
                file.write(each, each.relative_to(found["compiled"]))
    for each in found["compiled"].rglob("*.py"):
        each.unlink()
    return found


@pytest.fixture(scope="module")
def cache(tmp_path_factory):
    return tmp_path_factory.mktemp("cache")


def run(code: str, package: Path, cache: Path) -> str:
    return stdout(code, PYTHONPATH=str(package), NUMBA_CACHE_DIR=str(cache))


def test_the_digest_of_sources_in_a_zip_file_is_that_of_sources_in_a_folder(packages, cache):
    code = f"from actkern._numba import units; print({{unit: units._sources(*unit) for unit in {list(UNITS)}}})"
    assert run(code, packages["sources"], cache) == str(UNITS)


IMPORTED = """
from actkern._numba import units
for module in ("elementwise", "rows/driver", "scalar/logistic", "scalar/losses"):
    found = units._imported((units._HERE / module).with_suffix(units._SUFFIX))
    print(*sorted(str(each.with_suffix("").relative_to(units._HERE.parent)) for each in found))
"""


@pytest.mark.parametrize("which", ["sources", "compiled", "compiled in a zip file"])
def test_what_a_unit_is_made_of(packages, cache, which):
    assert run(IMPORTED, packages[which], cache) == stdout(IMPORTED, PYTHONPATH=str(PACKAGE.parent))


def test_compiled_modules_keep_what_numba_compiles(packages, cache):
    code = "import sys, actkern as ak; print(ak.__file__[-4:], *ak.backends, ak.sigmoid(0.0), 'numba' in sys.modules)"
    assert run(code, packages["compiled"], cache) == ".pyc numba 0.5 True"
    assert run(code, packages["compiled"], cache) == ".pyc numba 0.5 False"
    # The same modules have the same digest.
    assert run(code, packages["compiled in a zip file"], cache) == ".pyc numba 0.5 False"


def test_modules_that_cannot_be_read_keep_nothing(monkeypatch):
    monkeypatch.setattr(units, "_HERE", Path("/no/such/folder"))
    assert units._sources.__wrapped__("elementwise") is None


@pytest.mark.skipif(sys.platform == "win32", reason="the user's caches are in LOCALAPPDATA")
@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({"HOME": "/home/user"}, "/home/user/.cache"),
        ({"HOME": "/home/user", "XDG_CACHE_HOME": "/caches"}, "/caches"),
        ({"HOME": "/home/user", "XDG_CACHE_HOME": "relative"}, "/home/user/.cache"),  # to be ignored, says XDG's specification
        ({"HOME": ""}, None),
        ({"HOME": "/"}, None),
    ],
)
def test_the_users_cache(monkeypatch, settings, expected):
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    asked = []
    monkeypatch.setattr(units, "_writable", asked.append)
    assert units.folder.__wrapped__() is None
    of_user = [Path(expected) / "actkern"] if expected else []
    assert asked == [PACKAGE / "_numba" / "__pycache__", *of_user]
    asked.clear()
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert units.folder.__wrapped__() is None
    assert asked == of_user
