"""The command line: `actkern bench`, `actkern info` and others; also as `python -m actkern`."""

import argparse
import importlib
import sys
from collections.abc import Sequence

from . import __version__
from ._commands import COMMANDS


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="actkern", description="Activation functions as fast, accurate NumPy ufuncs.")
    top.add_argument("--version", action="version", version=f"actkern {__version__}")
    commands = top.add_subparsers(dest="command", required=True)
    for name, path in COMMANDS.items():
        module = importlib.import_module(f".{path}", __package__)
        command = commands.add_parser(name, help=module.HELP)
        module.add_arguments(command)
        command.set_defaults(run=module.run, error=command.error)
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; gives the exit status."""
    arguments = parser().parse_args(argv)
    status: int = arguments.run(arguments, arguments.error)
    return status


if __name__ == "__main__":
    sys.exit(main())
