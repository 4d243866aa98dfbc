"""`actkern choose`: which activation a layer takes, and what goes with it; `actkern.choose` for the command line."""

import argparse
import json
from collections.abc import Callable
from typing import NoReturn

HELP = "which activation a network's hidden layers or a task's output layer takes, and what goes with it"


def add_arguments(choose: argparse.ArgumentParser) -> None:
    choose.add_argument("--network", help="mlp, cnn, rnn or transformer: its hidden layers")
    choose.add_argument("--task", help="regression, binary, multiclass or multilabel: its output layer")
    choose.add_argument("--classes", type=int, metavar="N", help="how many classes there are, for multiclass and multilabel")
    choose.add_argument("--targets", type=int, metavar="N", help="how many numbers a regression predicts (default 1)")
    choose.add_argument("--json", action="store_true", help="as JSON")


def run(arguments: argparse.Namespace, error: Callable[[str], NoReturn]) -> int:
    from .. import _choose
    from .printing import write

    given = {name: getattr(arguments, name) for name in ("network", "task", "classes", "targets")}
    if given["network"] is None and given["task"] is None:
        error(f"give --network, one of {', '.join(_choose.NETWORKS)}, --task, one of {', '.join(_choose.TASKS)}, or both")
    try:
        choice = _choose.choose(**given)
    except ValueError as refused:
        error(str(refused).removeprefix("choose: "))
    write(json.dumps(choice.as_dict(), indent=1, ensure_ascii=False) if arguments.json else str(choice))
    return 0
