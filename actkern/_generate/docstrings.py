"""The docstrings, built from the catalogue's rows as functions are made.

This module needs the standard library alone.
"""

import textwrap
from collections.abc import Sequence

from .._catalog import FORMS, Activation, Loss

DTYPES = "float16, float32, float64, bfloat16 of ml_dtypes; integers and bool are promoted as by numpy.exp"
REFUSED = "complex, longdouble, string, date and object input, and for ml_dtypes' float8, int4 and the like"


def default_of(row: Activation, name: str) -> str:
    defaults = {parameter.name: parameter.default for parameter in row.parameters}
    return "" if defaults.get(name) is None else f" (default {defaults[name]:.6g})"


def fields_of(row: Activation, form: str, accepted: str = DTYPES) -> list[tuple[str, str]]:
    taken, given = row.operands(form)
    along = row.along_an_axis
    shape = "shape (..., n, ...)" if along else "array of any shape, broadcast against the others"
    dtypes = f"; {shape}; {accepted}"
    if isinstance(row, Loss):
        dtypes = f"; {row.shape}; float32 and float64, to which others are widened"
    whole = [parameter.name for parameter in row.parameters if parameter.whole]
    fields = []
    for name in taken:
        # Of a loss the first operand has the common shape, and the target says its own.
        of_dtype = "" if name in whole or (isinstance(row, Loss) and name != taken[0]) else dtypes
        fields.append((name, f"{row.meaning(form, name)}{default_of(row, name)}{of_dtype}"))
    if row.keywords:
        fields += [(each.name, each.summary) for each in row.keywords_of(form)]
    elif along:
        fields.append(("axis", "int, the axis along which it works (default -1, the last)"))
    if row.has_defaults:
        fields.append(("parameters", "rounded to the dtype of the result first; with them, integers and bool give float64"))
    for name in given:
        of_dtype = f"the {'promoted' if along else 'broadcast shape and the promoted'} dtype"
        if isinstance(row, Loss):
            of_dtype = f"the dtype of the {row.of_dtype}, at least float32"
        fields.append((name, f"{row.meaning(form, name)}; of {of_dtype}"))
    return fields


def facts_of(row: Activation) -> list[tuple[str, str]]:
    known = row.facts
    reached = "" if row.promise.output_range == "any" else f"; backward_from_output: {row.promise.output_range}"
    facts = [
        ("domain", f"{known.domain}{reached}"),
        ("range", known.range),
        ("monotone", "yes" if known.monotone else "no"),
        ("limits", f"{known.limits}; NaN in, NaN out; no floating-point warning is raised"),
        ("kinks", known.kinks),
    ]
    if any(row.flats):
        of = zip(row.operands("backward")[1], row.flats, strict=True)
        where = ", ".join(f"{gradient} is 0.0 for {flat}" for gradient, flat in of if flat)
        facts.append(("flat", f"{where}, whatever dy is, infinite or NaN too"))
    if known.outside:
        facts.append(("outside", known.outside))
    return facts


def origins_of(row: Activation) -> list[tuple[str, str]]:
    peers = row.peers
    origins = [("elsewhere", peers.names), ("source", row.facts.source), ("used", row.facts.used)]
    if row.aliases:
        origins.append(("aliases", ", ".join(row.aliases)))
    if peers.defaults:
        origins.append(("defaults", "; ".join(f"{theirs} with its own is {ours}" for theirs, ours in peers.defaults.items())))
    if peers.namesakes:
        origins.append(("namesakes", "; ".join(f"{theirs}, {what}" for theirs, what in peers.namesakes.items())))
    return origins


def _errors(row: Activation, refused: str) -> str:
    text = f"TypeError for {refused}"
    if row.along_an_axis:
        text += f"; ValueError for an axis that {row.inputs[0].name} does not have, or a scalar"
    if isinstance(row, Loss):
        text += "; ValueError for a target, weight or out of another shape or with numbers that make no sense, and for an "
        text += "unknown reduction"
    return text


def docstring(
    row: Activation, form: str, accepted: str = DTYPES, refused: str = REFUSED, notes: Sequence[tuple[str, str]] = ()
) -> str:
    """The docstring of one form of one function.

    `accepted` and `refused` are the dtypes of its input, in words; `notes` come before all else that it says.
    """
    title = f"{FORMS[form]} the {row.summary}.".strip()
    promises = [("accuracy", row.accuracy(form)), ("raises", _errors(row, refused))]
    fields = [*notes, *fields_of(row, form, accepted), *facts_of(row), *promises, *origins_of(row)]
    body = "\n".join(
        textwrap.fill(text, 96, initial_indent=f"{name + ':':<12}".ljust(len(name) + 2), subsequent_indent=" " * 12)
        for name, text in fields
    )
    formula = "\n".join("    " + line for line in row.formulas(form))
    return f"{title[0].upper()}{title[1:]}\n\n{formula}\n\n{body}\n".replace("\n\n\n\n", "\n\n")
