"""SciPy's names for what actkern has: `import actkern.special as special` in the place of scipy.special.

    import actkern.special as special
    special.expit(x)                    # a numpy.ufunc with the loops of ak.sigmoid
    special.logsumexp(a, axis=1, b=weights, return_sign=True)
    special.gamma(x)                    # any other name is scipy.special's, where SciPy is installed

a. Functions have SciPy's signatures, defaults and dtypes, and actkern's bits: `axis=None` is all
   elements; float16 and integers give float64 element by element, as in SciPy 1.17, of which SciPy
   1.18 makes float32 where they have 16 bits or fewer.
b. What is done element by element is a genuine ufunc (`_elementwise.py`), but softplus, which is a
   function in SciPy too. The functions along axes (`_rows.py`) call actkern's for real numbers, and
   compute long double and complex ones in NumPy.
c. The names are those that rows of the catalogue have for scipy.special's functions (`Peers.scipy`).
   log1mexp, which SciPy has under a private name, is there too.
"""

import importlib
from typing import Any

from ._elementwise import make, names
from ._rows import NAMES, log_softmax, logsumexp, softmax  # noqa: F401

__all__ = [*names(), *NAMES]


def __getattr__(name: str) -> Any:
    if name in names():
        made = make(name)
    elif name.startswith("__"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    else:
        made = _of_scipy(name)
    return globals().setdefault(name, made)  # the first one, where two threads ask at once


def _of_scipy(name: str) -> Any:
    """What scipy.special has under a name that actkern does not have."""
    ours = f"module {__name__!r} has no attribute {name!r}; actkern's own are {', '.join(sorted(__all__))}"
    try:
        theirs = importlib.import_module("scipy.special")
    except ImportError:
        raise AttributeError(f"{ours}; other names are SciPy's, which is not installed: pip install scipy") from None
    try:
        return getattr(theirs, name)
    except AttributeError:
        raise AttributeError(f"{ours}; scipy.special has no {name!r} either") from None


def __dir__() -> list[str]:
    return sorted(__all__)
