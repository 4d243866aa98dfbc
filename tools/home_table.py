"""Write docs/home_table.md, what comes of actkern's functions on other libraries' objects: `python tools/home_table.py`.

Rows of libraries that are not installed stay as they are. tests/home/test_table.py holds the page to what the installed ones do.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from support import home  # noqa: E402

PAGE = ROOT / "docs" / "home_table.md"
HEAD = """# What comes of other libraries' objects

Made by `python tools/home_table.py`; a test fails where a cell is no longer so. Each cell has the type of the result, its dtype,
and what else stays: missing values, index, name, coordinates. An error in a cell is the library's own limit, or a refusal that
says what to do instead; [labels](labels.md) has more.

"""


def rows() -> dict[str, str]:
    """The lines of the page that there is, by their titles."""
    lines = PAGE.read_text(encoding="utf-8").splitlines() if PAGE.exists() else []
    return {line.split("|")[1].strip(): line for line in lines if line.startswith("|")}


def main() -> None:
    before = rows()
    columns = ["x", "version", *home.CALLS]
    lines = ["| " + " | ".join(columns) + " |", "|" + "---|" * len(columns)]
    for title in home.OBJECTS:
        if release := home.installed(title):
            lines.append("| " + " | ".join([title, release, *home.row(title)]) + " |")
        elif title in before:
            lines.append(before[title])
    PAGE.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
