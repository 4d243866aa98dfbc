"""What the pages and pictures of recorded runs have in common."""

import hashlib
import platform
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

# Okabe and Ito's colours, which eyes of every kind tell apart; black is the copy's. Each line has a
# shape and a kind of stroke, too, so that more lines than there are colours differ, and can be told
# apart without colours.
COLORS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#7F7F7F")
MARKERS = "osD^vPX"


def style(index: int) -> dict[str, Any]:
    """How the index-th line of a picture is drawn."""
    color, marker = COLORS[index % len(COLORS)], MARKERS[(index + index // len(COLORS)) % len(MARKERS)]
    return {
        "color": color,
        "marker": marker,
        "linestyle": "-" if index < len(COLORS) else "--",
        "markersize": 4,
        "linewidth": 1.2,
    }


def processor() -> str:
    """The name of the CPU, as Linux has it, or as the platform module does."""
    path = Path("/proc/cpuinfo")
    for line in path.read_text().splitlines() if path.exists() else ():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def machine(runtime: dict[str, Any]) -> str:
    """Where it was measured, in one line."""
    cpus = runtime["cpus"]
    tier = f", tier {runtime['tier']}" if runtime["tier"] else ""
    return (
        f"{runtime['processor']}, {cpus} CPU{'s' * (cpus > 1)}, {runtime['system']}; backend {runtime['default backend']}{tier}"
    )


def versions(of: dict[str, str | None]) -> str:
    return ", ".join(f"{name} {version}" for name, version in of.items() if version)


def title(dtype: str, threads: int) -> str:
    return f"{dtype}, {threads_of(threads)}"


def threads_of(count: int) -> str:
    return f"{count} thread{'s' * (count > 1)}"


def table(head: Sequence[str], rows: Iterable[Sequence[str]], texts: int = 1) -> list[str]:
    """A table's lines, the first `texts` columns aligned to the left, and an empty one."""
    line = "|" + "---|" * texts + "---:|" * (len(head) - texts)
    return [f"| {' | '.join(head)} |", line, *(f"| {' | '.join(row)} |" for row in rows), ""]


def digest(text: str) -> str:
    """A digest of the figures that a picture shows, which it carries so that a test can tell a stale one."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def save(figure: Any, path: Path, source: str) -> Path:
    """Write a picture of the figures in `source`, with their digest."""
    from matplotlib import pyplot as plt

    figure.savefig(path, dpi=120, metadata={"Description" if path.suffix == ".png" else "Title": digest(source)})
    plt.close(figure)
    return path
