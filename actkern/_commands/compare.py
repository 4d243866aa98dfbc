"""`actkern compare`: the digits network trained with each of several activations, and what came of it."""

import argparse
import math
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NoReturn

from . import arguments as kinds

if TYPE_CHECKING:
    from .._learning.digits import Outcome, Settings

HELP = "train a network on images of digits with each of several activations"


def _rate(text: str) -> float:
    try:
        rate = float(text)
    except ValueError:
        rate = math.nan
    if not (math.isfinite(rate) and rate > 0):
        raise argparse.ArgumentTypeError(f"a number above 0, not {text!r}")
    return rate


def add_arguments(compare: argparse.ArgumentParser) -> None:
    names_help = "activations (default: relu, tanh, sigmoid, gelu, silu)"
    compare.add_argument("names", nargs="*", type=kinds.function, metavar="NAME", help=names_help)
    compare.add_argument("-o", "--output", type=kinds.picture, metavar="FILE", help="draw learning curves: .png, .svg or .pdf")
    compare.add_argument("--epochs", type=kinds.count(1, 10000), metavar="N", help="passes over the images (default 30)")
    compare.add_argument("--seeds", type=kinds.count(1, 1000), metavar="N", help="networks of each activation (default 3)")
    compare.add_argument("--layers", type=kinds.count(1, 100), metavar="N", help="hidden layers (default 1)")
    compare.add_argument("--width", type=kinds.count(1, 10000), metavar="N", help="units in each (default 128)")
    compare.add_argument("--rate", type=_rate, metavar="X", help="the learning rate, of all (default 0.05)")
    compare.add_argument(
        "--init",
        metavar="RULE",
        help="of the first weights: usual (default), or a normal rule of actkern.init, such as he_normal",
    )


def run(arguments: argparse.Namespace, error: Callable[[str], NoReturn]) -> int:
    from .._learning import digits
    from .._learning.network import hidden_unit
    from .._learning.weights import checked_rule

    given = {name: getattr(arguments, name) for name in ("epochs", "seeds", "layers", "width", "rate", "init")}
    settings = digits.Settings(**{name: value for name, value in given.items() if value is not None})
    try:
        rows = [hidden_unit(name, "actkern compare") for name in dict.fromkeys(arguments.names or digits.NAMES)]
        checked_rule(settings.init, "actkern compare")
    except ValueError as problem:
        error(str(problem))
    try:
        data = digits.load("actkern compare")
        from rich.console import Console
        from rich.progress import Progress

        if arguments.output:
            from .._plotting import canvas

            canvas.matplotlib("matplotlib.figure", "actkern compare -o")
    except ImportError as problem:
        extra = "" if "actkern[" in str(problem) else "actkern compare needs rich: pip install 'actkern[cli]': "
        sys.stderr.write(f"{extra}{problem}\n")
        return 1
    console = Console()
    with Progress(console=console, transient=True) as progress:
        bar = progress.add_task("training", total=len(rows) * settings.seeds * settings.epochs)

        def advance(name: str) -> None:
            progress.update(bar, advance=1, description=f"training with {name}")

        outcomes = digits.compare(rows, data, settings, advance)
    console.print(_table(outcomes, settings))
    console.print(_notes(data, settings), markup=False, highlight=False)
    if arguments.output:
        from .._plotting.learning import learning_curves

        canvas.save(learning_curves(outcomes, settings).axes[0], arguments.output)
        console.print(f"wrote {arguments.output}", markup=False, highlight=False, soft_wrap=True)
    return 0


def _spread(numbers: Any, digits: int) -> str:
    """The mean, and beside it half of what the largest is above the smallest."""
    half = f" ± {(numbers.max() - numbers.min()) / 2:.{digits}f}" if len(numbers) > 1 else ""
    return f"{numbers.mean():.{digits}f}{half}"


def _table(outcomes: "list[Outcome]", settings: "Settings") -> Any:
    from rich import box
    from rich.table import Table

    from .._learning.digits import GOAL

    table = Table(
        title="The digits, by activation of the hidden units", box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False
    )
    table.add_column("activation", no_wrap=True)
    table.add_column("first weights", no_wrap=True)
    for title in ("test accuracy, %", "last training loss", f"epochs to {GOAL:.0%}"):
        table.add_column(title, justify="right")
    for outcome in sorted(outcomes, key=lambda outcome: -outcome.accuracies[:, -1].mean()):
        reached = outcome.reached
        epochs = f"{sum(reached) / len(reached):.1f}" if reached else "not reached"
        if 0 < len(reached) < settings.seeds:
            epochs += f" ({len(reached)} of {settings.seeds})"
        loss = f"diverged ({outcome.diverged} of {settings.seeds})" if outcome.diverged else _spread(outcome.losses[:, -1], 4)
        table.add_row(outcome.name, outcome.init, _spread(100 * outcome.accuracies[:, -1], 1), loss, epochs)
    return table


def _notes(data: Any, settings: "Settings") -> str:
    plural = "s" if settings.seeds > 1 else ""
    step = 100 / len(data.test_t)
    return (
        f"{settings.layers} x {settings.width} hidden units, {settings.epochs} epochs, {settings.seeds} seed{plural}, learning "
        f"rate {settings.rate:g} for all. A seed has the same batches for all; ± is half of the distance between the worst seed "
        f"and the best. {len(data.test_t)} test images: one is {step:.2f} %, and differences of a few are chance. Another "
        "learning rate may give another order."
    )
