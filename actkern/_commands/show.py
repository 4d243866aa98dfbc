"""`actkern show`: all that is known of one function, and its curves."""

import argparse
import math
import textwrap
from collections.abc import Callable
from typing import NoReturn

from .._catalog import Activation, catalog

HELP = "one function: formula, properties, accuracy, names elsewhere, and the curves of value and slope"


def _name(text: str) -> Activation:
    if text not in catalog:
        hint = catalog.hint(text) or "; `actkern list` has them all"
        raise argparse.ArgumentTypeError(f"no function {text!r} among the {len(catalog)} of the catalogue{hint}")
    return catalog[text]


def _finite(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise argparse.ArgumentTypeError(f"a bound is a finite number, not {text!r}")
    return number


def add_arguments(show: argparse.ArgumentParser) -> None:
    show.add_argument("row", type=_name, metavar="NAME", help="a function's name or alias, or ONNX's operator")
    show.add_argument(
        "--range",
        nargs=2,
        type=_finite,
        metavar=("LOW", "HIGH"),
        help="where the curves are drawn (default -5 5, or as far as there is something to see)",
    )


def _field(name: str, text: str, width: int) -> list[str]:
    return textwrap.wrap(
        text, width, initial_indent=f"  {name:<12}", subsequent_indent=" " * 14, break_on_hyphens=False, break_long_words=False
    )


def page(row: Activation, width: int, bounds: tuple[float, float] | None = None) -> str:
    """The text about one function."""
    from .._generate.docstrings import facts_of, origins_of
    from .curves import pictures

    lines = textwrap.wrap(f"{row.name}: {row.summary}", width, break_on_hyphens=False)
    for form in ("value", "grad") if "grad" in row.forms else ("value", *(form for form in row.forms if form != "value")):
        for line in row.formulas(form):
            lines += textwrap.wrap(line, width, initial_indent="  ", subsequent_indent="      ", break_on_hyphens=False)
    for parameter in row.parameters:
        default = "" if parameter.default is None else f" (default {parameter.default:.6g})"
        lines += _field(parameter.name, f"{parameter.summary}{default}", width)
    lines += ["", *pictures(row, width, bounds)]
    accuracy = ("accuracy", row.accuracy())
    fields = [*facts_of(row), accuracy, ("forms", ", ".join(row.forms)), ("family", row.family), *origins_of(row)]
    lines.append("")
    for name, text in fields:
        lines += _field(name, text, width)
    return "\n".join(lines)


def run(arguments: argparse.Namespace, error: Callable[[str], NoReturn]) -> int:
    from .printing import width, write

    bounds = None
    if arguments.range is not None:
        bounds = (arguments.range[0], arguments.range[1])
        if bounds[0] >= bounds[1]:
            error(f"--range is from the lower bound to the higher, not from {bounds[0]:g} to {bounds[1]:g}")
    write(page(arguments.row, width(), bounds))
    return 0
