"""The two backends mirror each other file by file, and a docblock stands once, with Numba's function."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import actkern

ROOT = Path(__file__).parents[1]
# Of Cython, what others' modules may be compiled with is in the package; what is compiled into it is not.
CYTHON, INSTALLED = ROOT / "src_cython", Path(actkern.__file__).parent / "_cython"
NUMBA = Path(actkern.__file__).parent / "_numba"
WORDS = 10  # a title may be shorter

# One folder's modules have twins of the same name in the other's.
FOLDERS = {"cores": INSTALLED, "scalar": INSTALLED, "rows": CYTHON}


def twins(folder: Path) -> set[str]:
    return {path.name.split(".")[0] for path in folder.iterdir() if path.suffix in (".py", ".pxd", ".in")} - {"__init__"}


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_module_has_a_twin(folder):
    assert twins(FOLDERS[folder] / folder) == twins(NUMBA / folder)


def of_numba() -> Iterator[tuple[str, str]]:
    """(where it stands, docstring) of every function that Numba compiles."""
    for path in NUMBA.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and (doc := ast.get_docstring(node)):
                yield f"{path.relative_to(NUMBA)}: {node.name}", doc


def test_no_docblock_stands_in_both_backends():
    sources = [path for suffix in ("pyx", "pxd", "in") for folder in (CYTHON, INSTALLED) for path in folder.rglob(f"*.{suffix}")]
    assert len(sources) > 20
    there = {}
    for path in sources:
        for doc in re.findall(r'"""(.*?)"""', path.read_text(encoding="utf-8"), re.DOTALL):
            there[" ".join(doc.split())] = path.name
    twice = [
        (where, there[plain])
        for where, doc in of_numba()
        if len(doc.split()) >= WORDS and (plain := " ".join(doc.split())) in there
    ]
    assert not twice
