"""What PyInstaller asks, by the entry point `pyinstaller40`, so that a frozen program has actkern's kernels."""

from pathlib import Path


def hook_dirs() -> list[str]:
    """The folders of hooks, of which PyInstaller runs `hook-actkern.py` where a program imports actkern."""
    return [str(Path(__file__).parent)]
