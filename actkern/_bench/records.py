"""Runs kept under docs: NAME.json is what was measured, NAME.md and the pictures are made of it and of nothing else.

A page can therefore say nothing that no run showed. `tools/generate.py` makes page and pictures
again from the JSON, and with `--check` names those that are of another JSON.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from . import peers_report, scaling_report
from .figures import digest


@dataclass(frozen=True)
class Record:
    """A kind of run: docs/NAME.json and what is made of it."""

    name: str
    second: str  # what the second picture is called after the first
    page: Callable[[str, str], str]  # the page's text, from that of the JSON and the first picture's path
    draw: Callable[[str, Path], list[Path]]  # writes the pictures, the first to the path that is given

    def pictures(self, path: Path) -> list[Path]:
        return [path, path.with_name(f"{path.stem}-{self.second}{path.suffix}")]

    def stale(self, docs: Path) -> list[Path]:
        """The page and pictures in a folder that are missing, or not of the JSON there; none where there is no JSON."""
        source, page, picture = (docs / f"{self.name}.{kind}" for kind in ("json", "md", "png"))
        if not source.exists():
            return []
        text = source.read_text()
        found = [] if page.exists() and page.read_text() == self.page(text, picture.name) else [page]
        mark = digest(text).encode()
        return found + [each for each in self.pictures(picture) if not each.exists() or mark not in each.read_bytes()]

    def write(self, docs: Path) -> None:
        """Make page and pictures again."""
        text, picture = (docs / f"{self.name}.json").read_text(), docs / f"{self.name}.png"
        (docs / f"{self.name}.md").write_text(self.page(text, picture.name))
        self.draw(text, picture)


RECORDS = (
    Record("peers", "roofline", peers_report.page, peers_report.draw),
    Record("scaling", "threads", scaling_report.page, scaling_report.draw),
)
