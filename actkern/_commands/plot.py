"""`actkern plot`: functions, or the gradient by depth, as a picture in a file."""

import argparse
import sys
from collections.abc import Callable
from typing import Any, NoReturn

from .._plotting import canvas
from . import arguments as kinds

HELP = "draw functions and their slopes, or the vanishing gradient"


def _parameter(text: str) -> tuple[str, list[float]]:
    name, _, numbers = text.partition("=")
    try:
        return name, [float(number) for number in numbers.split(",")]
    except ValueError:
        raise argparse.ArgumentTypeError(f"NAME=NUMBER or NAME=NUMBER,NUMBER,..., not {text!r}") from None


def add_arguments(plot: argparse.ArgumentParser) -> None:
    plot.add_argument("names", nargs="*", type=kinds.function, metavar="NAME", help="functions, by any of their names")
    plot.add_argument(
        "-o", "--output", type=kinds.picture, metavar="FILE", help="where to (.png, .svg, .pdf; default: NAMES.png)"
    )
    plot.add_argument("--kind", choices=["value", "grad", "both"], help="value (default), slope or both")
    plot.add_argument("--range", nargs=2, type=float, metavar=("FROM", "TO"), help="the ends of the horizontal axis")
    plot.add_argument(
        "-p",
        "--parameter",
        action="append",
        default=[],
        type=_parameter,
        metavar="NAME=NUMBER",
        help="a parameter of the functions, with several numbers for a line each: -p alpha=0.5,1,2",
    )
    deep = plot.add_argument_group("the gradient by depth")
    deep.add_argument(
        "--vanishing", action="store_true", help="of networks with these activations (default: sigmoid, tanh and relu)"
    )
    deep.add_argument("--depth", metavar="N", type=kinds.count(2, 1000), help="hidden layers (default 30)")
    deep.add_argument("--width", metavar="N", type=kinds.count(1, 10000), help="units in each (default 256)")
    deep.add_argument("--seeds", metavar="N", type=kinds.count(1, 1000), help="networks of each activation (default 3)")
    deep.add_argument(
        "--init",
        metavar="RULE",
        help="of the first weights: usual (default), or a normal rule of actkern.init, such as he_normal",
    )


def run(arguments: argparse.Namespace, error: Callable[[str], NoReturn]) -> int:
    of_depth = {name: getattr(arguments, name) for name in ("depth", "width", "seeds", "init")}
    of_depth = {name: value for name, value in of_depth.items() if value is not None}
    of_lines = {"kind": arguments.kind, "range": arguments.range, "parameter": arguments.parameter}
    misplaced = of_lines if arguments.vanishing else of_depth
    for name, value in misplaced.items():
        if value:
            error(f"--{name} {'does not go' if arguments.vanishing else 'goes'} with --vanishing")
    if not (arguments.names or arguments.vanishing):
        error("one function or more, such as `actkern plot relu gelu`, or --vanishing")
    stem = "-".join((["vanishing"] if arguments.vanishing else []) + arguments.names)
    path = arguments.output
    if path is None:
        try:
            path = kinds.picture(f"{stem[:100]}.png")
        except argparse.ArgumentTypeError as problem:
            error(f"{problem}; -o FILE says where to")
    try:
        drawn = _drawn(arguments, of_depth, error)
    except ImportError as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    canvas.save(drawn, path)
    sys.stdout.write(f"wrote {path}\n")
    return 0


def _drawn(arguments: argparse.Namespace, of_depth: dict[str, Any], error: Callable[[str], NoReturn]) -> Any:
    """The Axes with what was asked for; `error` is called with what makes no sense before anything is drawn."""
    from .._learning.network import hidden_unit
    from .._learning.weights import USUAL, checked_rule
    from .._plotting.plot import draw, planned
    from .._plotting.vanishing import plot_vanishing

    kind = arguments.kind or "value"
    lines: list[Any] = []
    try:
        if arguments.vanishing:
            for name in arguments.names:
                hidden_unit(name, "--vanishing")
            checked_rule(arguments.init or USUAL, "--vanishing")
        else:
            lines = planned(arguments.names, kind, arguments.range, dict(arguments.parameter))
    except ValueError as problem:
        error(str(problem))
    ax = canvas.free_axes()
    if arguments.vanishing:
        return plot_vanishing(*arguments.names, ax=ax, **of_depth)
    return draw(lines, kind, arguments.range, ax)
