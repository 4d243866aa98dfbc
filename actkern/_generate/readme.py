"""The passage of the README that is made of figures: what `actkern bench --peers` found, from docs/peers.json."""

from collections.abc import Sequence

from .._bench import peers_report
from .._bench.figures import machine, table, versions
from .._bench.peers_report import Comparison

BEGIN, END = "<!-- Made of docs/peers.json by tools/generate.py. -->", "<!-- Written by hand from here on. -->"
_SIZE = 100_000
_OF_NUMPY = ("numpy naive", "numpy stable", "numpy")


def _beside(cell: Comparison, names: tuple[str, ...]) -> str:
    """How many times the best of some contenders takes."""
    return f"{min(cell.ns[each] for each in names if each in cell.ns) / cell.ours:.1f}"


def overall(compared: Sequence[Comparison]) -> list[str]:
    """The whole run in a sentence."""
    behind = sum(cell.ratio < peers_report.BEHIND for cell in compared)
    return [
        f"In all {len(compared)} cells of the run, of 33 to 10,000,000 elements, values and gradients, on one thread and on two,",
        f"actkern is {peers_report.geometric_mean(cell.ratio for cell in compared):.2f} times as fast as the best peer in the "
        f"geometric mean, and {behind} cells are behind by more than 3 %.",
    ]


def passage(text: str) -> str:
    """The passage, from the JSON's text: one thread, values, 100,000 elements; and the whole run in a sentence."""
    head, compared = peers_report.from_json(text)
    cells = {
        (cell.function, cell.dtype): cell for cell in compared if (cell.form, cell.threads, cell.size) == ("value", 1, _SIZE)
    }
    rows = []
    for function in dict.fromkeys(function for function, _ in cells):
        row = [f"`{function}`"]
        for dtype in ("float32", "float64"):
            cell = cells[function, dtype]
            row += [f"{cell.ours:.2f}", _beside(cell, _OF_NUMPY), peers_report.entry(cell, "**")]
        rows.append(row)
    theirs = {name: version for name, version in head["peers"].items() if version}
    lines = [
        f"Values of {_SIZE:,} elements, softmax in rows of 1,000, on one thread: ns for each element, and how many times as fast",
        "that is as the best of NumPy's formulas, and as the best of all peers, which is named (`ort` is onnxruntime):",
        "",
        *table(["", "float32", "NumPy", "best peer", "float64", "NumPy", "best peer"], rows),
        *overall(compared),
        f"Machine: {machine(head['runtime'])}.",
        f"Peers: {versions(theirs)}.",
    ]
    return "\n".join(lines)


def readme(written: str, text: str) -> str:
    """The README `written`, with the passage of the JSON's text between its marks."""
    before, _, rest = written.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not end:
        raise ValueError(f"README.md has a passage between {BEGIN!r} and {END!r}")
    return f"{before}{BEGIN}\n\n{passage(text)}\n\n{END}{after}"
