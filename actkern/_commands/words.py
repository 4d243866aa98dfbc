"""Words that a command takes: which there are, and the nearest one to a word that is none."""

import argparse
import difflib
from collections.abc import Callable, Iterable


def hint(word: str, words: Iterable[str]) -> str:
    """What an error about a word adds: the nearest one that there is."""
    near = difflib.get_close_matches(word.lower(), list(words), n=1, cutoff=0.5)
    return f"; did you mean {near[0]}?" if near else ""


def one_of(what: str, words: Iterable[str]) -> Callable[[str], str]:
    """The type of an argument that is one of some words."""
    accepted = list(words)

    def word(text: str) -> str:
        if text not in accepted:
            raise argparse.ArgumentTypeError(f"unknown {what} {text!r}; there are {', '.join(accepted)}{hint(text, accepted)}")
        return text

    return word
