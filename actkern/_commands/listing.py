"""`actkern list`: the catalogue as a table, or those of its functions that one looks for."""

import argparse
import importlib.util
import io
import json
import math
import re
import sys
from collections.abc import Callable
from typing import NoReturn

from .._catalog import FORMS, Activation, catalog
from .arguments import one_of

HELP = "the functions that there are, by range, monotonicity, form, family, other libraries' names or any word"

FAMILIES = tuple(dict.fromkeys(row.family for row in catalog.values()))

# Other libraries, and how the catalogue begins their names for a function.
PEERS = {
    "torch": r"torch\.",
    "jax": r"jax\.",
    "keras": r"keras ",
    "onnx": r"onnx ",
    "tensorflow": r"tf\.",
    "huggingface": r"Hugging Face ",
    "scipy": r"scipy\.",
    "numpy": r"numpy\.|np\.",
}


def _bound(text: str) -> float:
    if text == "any":
        return math.nan
    try:
        number = float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"a bound is a number or 'any', not {text!r}") from None
    if math.isnan(number):
        raise argparse.ArgumentTypeError("a bound is a number or 'any', not nan")
    return number


def add_arguments(listing: argparse.ArgumentParser) -> None:
    listing.add_argument("words", nargs="*", metavar="WORD", help="of the name, the summary, the source or the use: all of them")
    listing.add_argument(
        "--range",
        nargs=2,
        type=_bound,
        metavar=("LOW", "HIGH"),
        help="whose values are all from LOW to HIGH, at the default parameters: '--range 0 1', '--range 0 any'",
    )
    listing.add_argument("--monotone", action=argparse.BooleanOptionalAction, help="that never turn, or do")
    listing.add_argument(
        "--peer",
        action="append",
        default=[],
        type=one_of("peer", PEERS),
        help=f"that another library has: {', '.join(PEERS)}; twice for both",
    )
    listing.add_argument("--form", type=one_of("form", FORMS), help=f"that come in a form: {', '.join(FORMS)}")
    listing.add_argument("--family", type=one_of("family", FAMILIES), help=f"of a family: {', '.join(FAMILIES)}")
    listing.add_argument("--json", action="store_true", help="as JSON, with formulas and other libraries' names")


def bounds(row: Activation) -> tuple[float, float] | None:
    """The least interval that has every value, at typical parameters, by `facts.range`; None where that tells no numbers."""
    from ..reference.formulas import NUMPY, evaluate

    text = row.facts.range.replace("...", "")
    if "all reals" in text:
        return -math.inf, math.inf
    parameters = {each.name: each.sample for each in row.parameters}
    sets = re.findall(r"[\[({]((?:[^\[\](){}]|\([^()]*\))+)[\])}]", text.partition(" for ")[0])
    ends = [evaluate(end.strip(), NUMPY, parameters, stable=True) for each in sets for end in each.split(",")]
    return (float(min(ends)), float(max(ends))) if ends else None


def _within(row: Activation, low: float, high: float) -> bool:
    found = bounds(row)
    return found is not None and not (found[0] < low or found[1] > high)


def has(row: Activation, peer: str) -> bool:
    """Whether another library has a function, by the catalogue."""
    if peer == "scipy" and row.peers.scipy:
        return True
    if peer == "numpy" and row.peers.numpy:
        return True
    return (peer == "onnx" and bool(row.peers.operator)) or re.search(PEERS[peer], row.peers.names) is not None


def _text(row: Activation) -> str:
    known = row.facts
    return " ".join((row.name, *row.aliases, row.peers.operator, row.summary, known.source, known.used)).lower()


def selected(arguments: argparse.Namespace) -> list[Activation]:
    """The rows that were asked for, in the catalogue's order."""
    rows = [row for row in catalog.values() if all(word.lower() in _text(row) for word in arguments.words)]
    if arguments.range is not None:
        rows = [row for row in rows if _within(row, *arguments.range)]
    if arguments.monotone is not None:
        rows = [row for row in rows if row.facts.monotone == arguments.monotone]
    rows = [row for row in rows if all(has(row, peer) for peer in arguments.peer)]
    return [row for row in rows if arguments.form in (None, *row.forms) and arguments.family in (None, row.family)]


def _as_dict(row: Activation) -> dict[str, object]:
    return {
        "name": row.name,
        "aliases": list(row.aliases),
        "summary": row.summary,
        "family": row.family,
        "formula": row.formulas("value"),
        "domain": row.facts.domain,
        "range": row.facts.range,
        "monotone": row.facts.monotone,
        "forms": list(row.forms),
        "elsewhere": row.peers.names,
        "source": row.facts.source,
    }


def _table(rows: list[Activation], width: int) -> str:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)
    table.add_column("function", no_wrap=True)
    table.add_column("what it is", ratio=3)
    table.add_column("range", ratio=2)
    table.add_column("monotone", no_wrap=True)
    for row in rows:
        cells = (row.name, ", ".join((row.summary, *row.aliases)), row.facts.range, "yes" if row.facts.monotone else "no")
        table.add_row(*map(Text, cells))
    page = io.StringIO()
    Console(file=page, width=width, color_system=None).print(table)
    return "\n".join(line.rstrip() for line in page.getvalue().splitlines()).strip("\n")


def run(arguments: argparse.Namespace, error: Callable[[str], NoReturn]) -> int:
    from .printing import width, write

    if arguments.range is not None and arguments.range[0] > arguments.range[1]:
        error(f"--range is from the lower bound to the higher, not from {arguments.range[0]:g} to {arguments.range[1]:g}")
    rows = selected(arguments)
    if arguments.json:
        write(json.dumps([_as_dict(row) for row in rows], indent=1, ensure_ascii=False))
        return 0
    if not rows:
        hint = catalog.hint(arguments.words[0]) if len(arguments.words) == 1 else ""
        error(f"no function of the {len(catalog)} is like that{hint}")
    if importlib.util.find_spec("rich") is None:
        sys.stderr.write("actkern list draws its table with rich: pip install 'actkern[cli]'; --json needs none\n")
        return 1
    write(_table(rows, width()))
    write(f"\n{len(rows)} of {len(catalog)} functions; `actkern show NAME` has all that is known of one")
    return 0
