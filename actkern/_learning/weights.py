"""What the weights of a layer start from: the rule that is usual for its activation, or one that is named."""

import numpy as np

import actkern

from .. import init
from .._catalog import Activation
from .._words import hint

USUAL = "usual"

# Those of actkern.init that draw the same normal numbers from a seed, each on its own scale.
RULES = {each.__name__: each for each in (init.he_normal, init.xavier_normal, init.lecun_normal)}


def usual(row: Activation) -> str:
    """He's rule for a function that grows on one side alone, as relu does; Xavier's for one that does on both, or on none."""
    low, high = sorted(np.abs(getattr(actkern, row.name)(np.array([-4.0, 4.0]))).tolist())
    return "he_normal" if high > 3 and low < 0.5 * high else "xavier_normal"


def checked_rule(rule: object, user: str) -> None:
    """Raise where `rule` is none."""
    known = [USUAL, *RULES]
    if rule not in known:
        raise ValueError(f"{user}: init is {', '.join(known)}, not {rule!r}{hint(rule, known)}")
