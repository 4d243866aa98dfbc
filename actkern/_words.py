"""The nearest valid word, for errors about a word that is none."""

from collections.abc import Iterable


def nearest(word: object, words: Iterable[str]) -> str:
    """That of some words which is most like another, whatever that one's case, hyphens and underscores; "" where none is."""
    import difflib  # 2 ms, for an error alone

    plain = {each.replace("_", ""): each for each in reversed(list(words))}
    near = difflib.get_close_matches(str(word).lower().replace("-", "").replace("_", ""), plain, n=1, cutoff=0.5)
    return plain[near[0]] if near else ""


def hint(word: object, words: Iterable[str]) -> str:
    """What an error about a word adds: the nearest one that there is."""
    near = nearest(word, words)
    return f"; did you mean {near}?" if near else ""
