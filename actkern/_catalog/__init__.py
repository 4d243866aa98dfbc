"""What actkern offers: one row per function, and everything that follows from a row.

a. A row is data. Names, ufuncs, docstrings, the stub, tests and benchmarks are built from it, so adding an activation is a row
   in its family's file here, plus its scalar in `_numba/scalar/` and `_cython/scalar/`, in the files of the same name.
b. Its operands come first, then what is known of it, by who reads it: formula, facts, promise, kernel and peers (`row.py`).
c. The formula is the definition, in NumPy's syntax. `reference` evaluates the same text with mpmath (the truth that
   tests hold kernels against) and with NumPy, and docstrings print it, so the formula a user reads is the one that is tested.
d. The promise is the largest error over every finite input, subnormal results included, in units in the last place of the
   result's dtype. Tests take their tolerances from here and nowhere else.
e. This package imports only the standard library: `setup.py` reads it before anything is installed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from . import (
    algebraic,
    cells,
    circular,
    composed,
    exponential,
    gates,
    logistic,
    losses,
    normal,
    piecewise,
    rows,
    self_gated,
)
from .kinds import AlongAxis as AlongAxis
from .kinds import Cell as Cell
from .kinds import Composed as Composed
from .kinds import Elementwise as Elementwise
from .kinds import LinearLoss as LinearLoss
from .kinds import Loss as Loss
from .kinds import TakenLoss as TakenLoss
from .operands import Keyword as Keyword
from .operands import Parameter as Parameter
from .row import FORMS as FORMS
from .row import TIMED_FORMS as TIMED_FORMS
from .row import Activation as Activation
from .row import Facts as Facts
from .row import Formula as Formula
from .row import Kernel as Kernel
from .row import Peers as Peers
from .row import Promise as Promise


class Catalog(Mapping[str, Activation]):
    """The table of functions, by name, alias or operator of ONNX; iteration gives each function once, by its own name."""

    def __init__(self, rows: tuple[Activation, ...]) -> None:
        self._rows = {row.name: row for row in rows}
        keys = [(key, row) for row in rows for key in (row.name, *row.aliases, row.peers.operator) if key]
        self._by_key = dict(keys)
        if len(self._by_key) != len(keys):
            raise ValueError("two rows of the catalogue share a name, an alias or an operator")

    def __getitem__(self, name: str) -> Activation:
        try:
            return self._by_key[name]
        except KeyError:
            there = ", ".join(self.names())
            raise KeyError(f"no function {name!r} in the catalogue; there are {there}{self.hint(name)}") from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def hint(self, name: object, form: str = "value") -> str:
        """What an error about a name that is none adds: the nearest one that there is, whatever its case and underscores."""
        if not isinstance(name, str):
            return ""
        import difflib  # 2 ms, for an error alone

        # Of names that differ in underscores alone the first one is the row's own, or stands first among its aliases.
        plain = {each.replace("_", ""): each for each in reversed(self.names(form))}
        near = difflib.get_close_matches(name.replace("_", "").lower(), plain, n=1, cutoff=0.75)
        return f"; did you mean {plain[near[0]]}?" if near else ""

    def names(self, form: str = "value") -> tuple[str, ...]:
        """Every public name, aliases included, that comes in `form`; operators of ONNX are keys alone, and no names."""
        return tuple(name for row in self._rows.values() if form in row.forms for name in (row.name, *row.aliases))


_FAMILIES = (
    *(piecewise, algebraic, exponential, logistic, self_gated, normal, circular),
    *(gates, cells, composed, rows, losses),
)

catalog = Catalog(tuple(replace(row, family=family.__name__.rpartition(".")[2]) for family in _FAMILIES for row in family.ROWS))
