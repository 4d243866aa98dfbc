"""Write the package's stub files from the catalogue.

Run as:

    python tools/stubs.py          # write actkern/*.pyi
    python tools/stubs.py --check  # exit with 1 where one is stale or missing, and name it
"""

import argparse
import sys
from pathlib import Path

from actkern._docs import stubs

PACKAGE = Path(__file__).resolve().parent.parent / "actkern"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing")
    arguments = parser.parse_args()
    stale = [name for name, text in stubs().items() if not (PACKAGE / name).exists() or (PACKAGE / name).read_text() != text]
    if not arguments.check:
        for name in stale:
            (PACKAGE / name).write_text(stubs()[name])
    for name in stale:
        sys.stdout.write(f"{'stale' if arguments.check else 'wrote'}: actkern/{name}\n")
    return int(arguments.check and bool(stale))


if __name__ == "__main__":
    sys.exit(main())
