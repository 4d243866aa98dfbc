"""The pages of the documentation, one for each function, built from the catalogue's rows."""

import re
from typing import NamedTuple

from .._catalog import Activation, Composed, catalog
from . import GENERATED
from .docstrings import default_of, facts_of, fields_of, origins_of
from .latex import formulas_of


class Worst(NamedTuple):
    """A line of docs/accuracy.md: the worst error that `tools/exhaustive.py` found of one function, as it is written there."""

    function: str
    what: str  # value or slope
    dtype: str
    error: str
    at: str
    promise: str
    inputs: str


def worst_errors(text: str) -> list[Worst]:
    """The lines of docs/accuracy.md's table."""
    line = r"\| (\w+) \| (value|slope) \| (float\d+) \| ([\d.]+) \| (\S+) \| ([\d.]+) \| (all|[\d,]+) \|"
    return [Worst(*found) for found in re.findall(line, text)]


def call(row: Activation, form: str) -> str:
    """How one form is called, for people: `leaky_relu(x, negative_slope=0.01)`."""
    taken, _ = row.operands(form)
    arguments = ", ".join(
        name + (default_of(row, name).removeprefix(" (default ").removesuffix(")") and "=" + f"{_value(row, name):.6g}")
        for name in taken
    )
    along = f", axis={row.keywords_of(form)[0].default if row.keywords else -1}" if row.along_an_axis else ""
    space = "ak" if form == "value" else f"ak.{form}"
    return f"{space}.{row.name}({arguments}{along})"


def _value(row: Activation, name: str) -> float:
    (found,) = (parameter.default for parameter in row.parameters if parameter.name == name)
    assert found is not None
    return found


def _sentence(row: Activation, text: str) -> str:
    """With a capital and a full stop; the names of inputs, outputs and dtypes keep their small letters: y, not Y."""
    names = {*(operand.name for operand in row.inputs), *row.outputs, "float32"}
    first, *_ = re.split(r"\W", text, maxsplit=1)
    return f"{text if first in names else text[0].upper() + text[1:]}."


def _mathematics(row: Activation) -> list[str]:
    """The definition as it is set: the value and the slope, or the gradient of what has no slope of one element."""
    slope = next(form for form in ("grad", "backward", "backward_from_output") if form in row.forms)
    lines = [*formulas_of(row, "value"), *formulas_of(row, slope)]
    return [each for line in lines for each in ("```math", line, "```", "")]


def page(row: Activation) -> str:
    """The page of one function, in Markdown."""
    lines = [f"<!-- {GENERATED} -->", "", f"# {row.name}", "", _sentence(row, row.summary), "", *_mathematics(row)]
    lines.append("```python")
    for form in row.forms:
        lines += [call(row, form), *(f"#   {line}" for line in row.formulas(form))]
    lines += ["```", ""]
    operands = [(name, text) for name, text in fields_of(row, "value")]
    for title, fields in (("Operands", operands), ("Properties", facts_of(row)), ("Origins", origins_of(row))):
        lines += [f"## {title}", "", *(f"- **{name}**: {text}" for name, text in fields), ""]
    lines += ["## Accuracy", "", _sentence(row, row.accuracy()), ""]
    return "\n".join(lines)


def pages() -> dict[str, str]:
    """The text of each page of the reference, by file name, and of its index."""
    index = [f"<!-- {GENERATED} -->", "", "# Functions", "", "| function | formula | forms besides the value |", "|---|---|---|"]
    for row in catalog.values():
        names = ", ".join(f"`{name}`" for name in row.aliases)
        forms = ", ".join(f"`{form}`" for form in row.forms if form != "value")
        formula = row.summary if isinstance(row, Composed) else row.formulas("value")[0].replace("|", "\\|")
        index.append(f"| [`{row.name}`]({row.name}.md){f' ({names})' if names else ''} | `{formula}` | {forms} |")
    return {"README.md": "\n".join([*index, ""])} | {f"{row.name}.md": page(row) for row in catalog.values()}
