"""Write what is generated: from the catalogue the package's stub files and the pages under docs/functions, from the runs
kept under docs (`actkern._bench.records`) their pages and pictures, and the README's figures, and the pictures that are drawn
(`pictures.py`).

Run as:

    python tools/generate.py          # write actkern/*.pyi, docs/functions/*.md, docs/peers.md from docs/peers.json, and pictures
    python tools/generate.py --check  # exit with 1 where one is stale, missing or left over, and name it
"""

import argparse
import sys
from pathlib import Path

import pictures

from actkern._bench.records import RECORDS
from actkern._generate.header import HEADER, header
from actkern._generate.pages import pages
from actkern._generate.pxd import pxd
from actkern._generate.readme import readme
from actkern._generate.stubs import stubs

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing")
    arguments = parser.parse_args()
    texts = {ROOT / "actkern" / name: text for name, text in stubs().items()}
    texts |= {ROOT / "actkern" / "scalar.pxd": pxd(), HEADER: header()}
    folder = ROOT / "docs" / "functions"
    texts |= {folder / name: text for name, text in pages().items()}
    written, run = ROOT / "README.md", ROOT / "docs" / "peers.json"
    texts[written] = readme(written.read_text(), run.read_text())
    stale = [path for path, text in texts.items() if not path.exists() or path.read_text() != text]
    left_over = sorted(set(folder.glob("*.md")) - texts.keys())
    drawn = pictures.stale(ROOT / "docs")
    of_runs = {record: record.stale(ROOT / "docs") for record in RECORDS}
    if not arguments.check:
        folder.mkdir(parents=True, exist_ok=True)
        for path in stale:
            path.write_text(texts[path])
        for path in left_over:
            path.unlink()
        pictures.write(drawn)
        for record, paths in of_runs.items():
            if paths:
                record.write(ROOT / "docs")
    stale += drawn + [path for paths in of_runs.values() for path in paths]
    for path in [*stale, *left_over]:
        sys.stdout.write(f"{'stale' if arguments.check else 'wrote' if path in stale else 'removed'}: {path.relative_to(ROOT)}\n")
    return int(arguments.check and bool(stale or left_over))


if __name__ == "__main__":
    sys.exit(main())
