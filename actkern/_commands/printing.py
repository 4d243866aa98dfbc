"""How the commands print: as wide as the terminal, or 80 columns for a file or a pipe, without codes for colours."""

import os
import shutil
import sys

PIPED = 80

# What stands for characters that an output cannot encode: braille patterns, and the rule of a table.
_PLAIN = dict.fromkeys(range(0x2801, 0x2900), "*") | {0x2800: " ", 0x2500: "-"}


def width() -> int:
    """How many columns there are."""
    return max(40, shutil.get_terminal_size((PIPED, 24)).columns) if sys.stdout.isatty() else PIPED


def write(text: str) -> None:
    """Print a text and a newline, in the characters that the output has; a reader that has gone away is no error."""
    encoding = sys.stdout.encoding or "utf-8"
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        text = text.translate(_PLAIN).encode(encoding, "replace").decode(encoding)
    try:
        sys.stdout.write(text + "\n")
        sys.stdout.flush()
    except BrokenPipeError:  # of `actkern list | head`; what is left in the buffer goes nowhere
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
