"""`actkern info`: versions, backends, CPU tier and threads."""

import argparse
import json
import sys
from collections.abc import Callable
from typing import NoReturn

from .. import _runtime

HELP = "versions, backends, CPU tier and threads"


def add_arguments(info: argparse.ArgumentParser) -> None:
    info.add_argument("--json", action="store_true", help="as JSON")


def run(arguments: argparse.Namespace, error: Callable[[str], NoReturn]) -> int:
    if arguments.json:
        sys.stdout.write(json.dumps(_runtime.runtime_info(), indent=1) + "\n")
    else:
        _runtime.show_runtime()
    return 0
