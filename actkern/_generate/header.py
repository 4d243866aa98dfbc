"""`actkern/include/actkern.h`, the functions that C and C++ can call, built from the catalogue's rows.

The numbers of its functions are a contract with code that is compiled with it: a new function gets the next one, wherever its
row stands, and none changes. So the header that there is says which number each has.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from .._catalog import Activation, catalog
from . import GENERATED

VERSION = 1  # raised where a function goes or takes other operands
HEADER = Path(__file__).parent.parent / "include" / "actkern.h"
REALS = (("float", "F32"), ("double", "F64"))
_RESERVED = {
    "and",
    "auto",
    "case",
    "class",
    "do",
    "double",
    "else",
    "float",
    "for",
    "if",
    "int",
    "long",
    "new",
    "not",
    "or",
    "this",
}


def functions() -> Iterator[tuple[Activation, str]]:
    """The row and the form of every function that the header has."""
    for row in catalog.values():
        for form in row.forms:
            if row.of_elements or form in row.kernel.along:
                yield row, form


def constant(row: Activation, form: str, code: str) -> str:
    return f"ACTKERN_{row.c_name(form).upper()}_{code}"


def numbers() -> dict[str, int]:
    """The number of each function by its constant, from the header that there is."""
    text = HEADER.read_text(encoding="utf-8") if HEADER.exists() else ""
    return {name: int(number) for name, number in re.findall(r"^    (ACTKERN_\w+) = (\d+),$", text, re.MULTILINE)}


def _numbered(known: Mapping[str, int]) -> dict[str, int]:
    """`known`, and after it the functions that are new."""
    found = dict(known)
    for row, form in functions():
        for _, code in REALS:
            found.setdefault(constant(row, form, code), len(found))
    return found


def _operands(row: Activation, form: str) -> tuple[list[str], list[str]]:
    """Names of the inputs and outputs, such as C can have them: `do`, the gradient of o, is a word of its own."""

    def plain(names: tuple[str, ...]) -> list[str]:
        return [f"{name}_" if name in _RESERVED else name for name in names]

    inputs, outputs = row.operands(form)
    return plain(inputs), plain(outputs)


def _of_elements(row: Activation, form: str, real: str, code: str) -> str:
    inputs, outputs = _operands(row, form)
    parameters = {parameter.name for parameter in row.parameters}
    declared = [f"{real} {name}" if name in parameters else f"const {real} *{name}" for name in inputs]
    declared += [f"{real} *{name}" for name in outputs]
    pointers = [f"(char *){'&' if name in parameters else ''}{name}" for name in (*inputs, *outputs)]
    steps = ["0" if name in parameters else f"sizeof({real})" for name in (*inputs, *outputs)]
    return (
        f"static inline void ak_{row.c_name(form)}_{code.lower()}({', '.join([*declared, 'ptrdiff_t n'])}) {{\n"
        f"    char *operands[] = {{{', '.join(pointers)}}};\n"
        f"    static const ptrdiff_t steps[] = {{{', '.join(steps)}}};\n"
        f"    actkern_run({constant(row, form, code)}, operands, &n, steps, actkern_threads);\n}}\n"
    )


def _of_rows(row: Activation, form: str, real: str, code: str) -> str:
    inputs, outputs = _operands(row, form)
    declared = [*(f"const {real} *{name}" for name in inputs), *(f"{real} *{name}" for name in outputs)]
    pointers = [f"(char *){name}" for name in (*inputs, *outputs)]
    size = f"(ptrdiff_t)sizeof({real})"
    outer = [f"n * {size}"] * len(inputs) + [size if row.reduces else f"n * {size}"]
    core = [size] * (len(inputs) + (not row.reduces))
    return (
        f"static inline void ak_{row.c_name(form)}_{code.lower()}({', '.join([*declared, 'ptrdiff_t rows', 'ptrdiff_t n'])}) {{\n"
        f"    char *operands[] = {{{', '.join(pointers)}}};\n"
        f"    const ptrdiff_t sizes[] = {{rows, n}}, steps[] = {{{', '.join([*outer, *core])}}};\n"
        f"    if (n >= 0) actkern_run({constant(row, form, code)}, operands, sizes, steps, actkern_threads);\n}}\n"
    )


def header() -> str:
    """The text of the header."""
    known = _numbered(numbers())
    template = (Path(__file__).parent / "actkern.h.in").read_text(encoding="utf-8")
    bodies = [
        (_of_elements if row.of_elements else _of_rows)(row, form, real, code)
        for row, form in functions()
        for real, code in REALS
    ]
    enumerated = "".join(f"    {name} = {number},\n" for name, number in sorted(known.items(), key=lambda each: each[1]))
    return (
        template.replace("@GENERATED@", GENERATED)
        .replace("@VERSION@", str(VERSION))
        .replace("@COUNT@", str(len(known)))
        .replace("@NUMBERS@\n", enumerated)
        .replace("@FUNCTIONS@\n", "\n".join(bodies))
    )
