"""What the weights of a layer start from: the rule that is usual for its activation, or one that is named."""

import difflib
import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

import actkern

from .._catalog import Activation

USUAL = "usual"

# The variance of normal weights, by the number of inputs and of outputs of a layer.
# The three rules are those of `actkern.init`, whose functions of these names take the place of this table and of `draw`.
RULES = {
    "he_normal": lambda inputs, outputs: 2 / inputs,
    "xavier_normal": lambda inputs, outputs: 2 / (inputs + outputs),
    "lecun_normal": lambda inputs, outputs: 1 / inputs,
}


def draw(rule: str, shape: tuple[int, int], rng: np.random.Generator, dtype: str) -> NDArray[Any]:
    """Weights of the shape (inputs, outputs): the same draws for every rule, on its own scale."""
    return (rng.standard_normal(shape) * math.sqrt(RULES[rule](*shape))).astype(dtype)


def usual(row: Activation) -> str:
    """He's rule for a function that grows on one side alone, as relu does; Xavier's for one that does on both, or on none."""
    low, high = sorted(np.abs(getattr(actkern, row.name)(np.array([-4.0, 4.0]))).tolist())
    return "he_normal" if high > 3 and low < 0.5 * high else "xavier_normal"


def checked_rule(rule: object, user: str) -> None:
    """Raise where `rule` is none."""
    known = [USUAL, *RULES]
    if rule not in known:
        near = difflib.get_close_matches(str(rule), known, n=1)
        raise ValueError(f"{user}: init is {', '.join(known)}, not {rule!r}{f'; did you mean {near[0]}?' if near else ''}")
