"""actkern's docstrings as reStructuredText, which they nearly are.

a. An indented block after a paragraph is code, whether or not `::` stands before it.
b. Lines such as `axis:   int, the axis ...` at the left margin, which go on below indented, are a list of definitions.
What follows numpydoc's headings is numpydoc's.
"""

import re
from typing import Any

FIELD = re.compile(r"^(\*{0,2}\w+(?:, \*{0,2}\w+)*):\s+(\S.*)$")
HEADING = re.compile(r"^-{3,}\s*$")


def prose(text: str) -> str:
    """Text in which bars are those of a magnitude, |x|, not of reStructuredText's substitutions."""
    return text.replace("|", "\\|")


def converted(lines: list[str]) -> list[str]:
    """The lines of a docstring, up to the first heading of numpydoc's, as reStructuredText."""
    end = next((index - 1 for index, line in enumerate(lines) if index and HEADING.match(line)), len(lines))
    found: list[str] = []
    in_fields = in_code = False
    for index, line in enumerate(lines[:end]):
        blank_before = index and not lines[index - 1].strip()
        if not line.strip():
            found.append(line)
            continue
        indented = line.startswith("    ")
        field = FIELD.match(line)
        if field and (blank_before or in_fields):
            in_fields, in_code = True, False
            found += [f"``{field[1]}``", "    " + prose(field[2])]
        elif indented and in_fields:
            found.append("    " + prose(line.strip()))
        elif indented and blank_before and not in_code:
            in_code = True
            found += [".. code-block:: python", "", line]
        else:
            in_code = in_code and indented
            in_fields = False
            found.append(line if in_code else prose(line))
    return found + lines[end:]


def process(app: Any, what: str, name: str, obj: Any, options: Any, lines: list[str]) -> None:
    lines[:] = converted(lines)


def setup(app: Any) -> dict[str, Any]:
    app.connect("autodoc-process-docstring", process, priority=100)  # before numpydoc, at 500
    return {"parallel_read_safe": True, "parallel_write_safe": True}
