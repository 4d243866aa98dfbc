"""docs/home_table.md is what happens with the libraries that are installed."""

import pytest
from support import home
from support.examples import ROOT

LINES = [
    [cell.strip() for cell in line.split("|")[1:-1]]
    for line in (ROOT / "docs" / "home_table.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("|")
]
TABLE = {cells[0]: cells[1:] for cells in LINES}


def test_every_object_and_call_is_there():
    assert list(TABLE)[2:] == list(home.OBJECTS)
    assert TABLE["x"][1:] == list(home.CALLS)


@pytest.mark.parametrize("title", home.OBJECTS)
def test_cells(title):
    if not home.installed(title):
        pytest.skip(f"{title}: not installed")
    assert TABLE[title][1:] == home.row(title)
