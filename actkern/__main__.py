"""The command line: `actkern bench`, `actkern info`; also as `python -m actkern`."""

import argparse
import json
import sys
from collections.abc import Sequence

from . import __version__, _runtime
from ._bench import cli


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="actkern", description="Activation functions as fast, accurate NumPy ufuncs.")
    top.add_argument("--version", action="version", version=f"actkern {__version__}")
    commands = top.add_subparsers(dest="command", required=True)
    cli.add_arguments(commands.add_parser("bench", help="time every backend beside plain NumPy and SciPy"))
    info = commands.add_parser("info", help="versions, backends, CPU tier and threads")
    info.add_argument("--json", action="store_true", help="as JSON")
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; gives the exit status."""
    top = parser()
    arguments = top.parse_args(argv)
    if arguments.command == "bench":
        return cli.run(arguments, top.error)
    if arguments.json:
        sys.stdout.write(json.dumps(_runtime.runtime_info(), indent=1) + "\n")
    else:
        _runtime.show_runtime()
    return 0


if __name__ == "__main__":
    sys.exit(main())
