"""Arguments that commands share: each a type for argparse, which says what is wrong before anything is computed."""

import argparse
import os
from collections.abc import Callable, Iterable
from pathlib import Path

from .._catalog import catalog
from .._words import hint

FORMATS = (".png", ".svg", ".pdf")  # of pictures


def writable(text: str) -> Path:
    """The path of a file that can be written."""
    path = Path(text)
    if path.is_dir() or not path.resolve().parent.is_dir():
        raise argparse.ArgumentTypeError(f"cannot write {text!r}: it is a folder, or lies in one that does not exist")
    if not os.access(path if path.exists() else path.resolve().parent, os.W_OK):
        raise argparse.ArgumentTypeError(f"cannot write {text!r}: it is not permitted")
    return path


def picture(text: str) -> Path:
    """The path of a picture that can be written; its name says the format."""
    if Path(text).suffix.lower() not in FORMATS:
        raise argparse.ArgumentTypeError(f"a picture's name ends in {', '.join(FORMATS[:-1])} or {FORMATS[-1]}, not as {text!r}")
    return writable(text)


def function(text: str) -> str:
    """The name of a function, or one of its aliases."""
    if text not in catalog.names():
        raise argparse.ArgumentTypeError(f"no function {text!r} in the catalogue{catalog.hint(text)}")
    return text


def count(least: int, most: int) -> Callable[[str], int]:
    """The type of a whole number from `least` to `most`."""

    def number(text: str) -> int:
        if not (text.isdecimal() and least <= int(text) <= most):
            raise argparse.ArgumentTypeError(f"a whole number from {least} to {most}, not {text!r}")
        return int(text)

    return number


def one_of(what: str, words: Iterable[str]) -> Callable[[str], str]:
    """The type of an argument that is one of some words."""
    accepted = list(words)

    def word(text: str) -> str:
        if text not in accepted:
            raise argparse.ArgumentTypeError(f"unknown {what} {text!r}; there are {', '.join(accepted)}{hint(text, accepted)}")
        return text

    return word
