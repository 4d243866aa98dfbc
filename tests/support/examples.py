"""The examples of the documentation, which tests run."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def blocks(language: str, page: str = "README.md") -> list[str]:
    """The blocks of one language on a page, in their order."""
    return re.findall(rf"```{language}\n(.*?)```", (ROOT / page).read_text(encoding="utf-8"), re.DOTALL)


def block(language: str, page: str, marked: str) -> str:
    """The one block of a language that has `marked` in it."""
    (found,) = (text for text in blocks(language, page) if marked in text)
    return found
