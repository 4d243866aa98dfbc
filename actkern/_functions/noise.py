"""Gumbel noise, whose numbers all have the bits of their precision."""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .arguments import drawing_from

_DRAWN_AT_ONCE = 1 << 16
SMALL = 2.0**-20


def gumbel_noise(rng: Any, shape: tuple[int, ...], dtype: Any, log1p: Any, name: str) -> NDArray[Any]:
    """Numbers of the standard Gumbel law: -log(E) of exponential numbers E = m 2^k.

    log(E) is computed as log1p(m - 1) + k log(2), since NumPy's log has other bits on other CPUs; m
    - 1 is exact.

    E is drawn in float64 for float32, too. Of float32 draws one in 7 million is 0, and the smallest
    are multiples of up to 1e-6: some noise would be 87, and noise above 10 would be coarse. It is
    drawn a piece at a time, which stays in the caches. That makes up for it in large arrays, which
    take .6 of the time of float32 draws at once; a thousand take 1.16 (docs/speed/rows.md).
    """
    generator = drawing_from(rng, name)
    drawn = np.empty(math.prod(shape), dtype)
    for start in range(0, drawn.size, _DRAWN_AT_ONCE):
        piece = drawn[start : start + _DRAWN_AT_ONCE]
        numbers = generator.standard_exponential(piece.size)
        resolve_small(numbers, generator)
        numbers, exponents = np.frexp(numbers)
        np.subtract(numbers, 1, out=piece, casting="same_kind")
        log1p(piece, out=piece)
        np.subtract(-math.log(2) * exponents, piece, out=piece, casting="same_kind")
    return drawn.reshape(shape)


def resolve_small(numbers: NDArray[np.float64], generator: np.random.Generator) -> None:
    """Draw those exponential numbers again, in place, that are below SMALL: one in a million.

    NumPy's are multiples of 2^-53 times the width of one of its ziggurat's layers, and 0 is one of
    them. A small one is replaced by a number of the law's part below SMALL: -log1p(-u p) with p = 1
    - exp(-SMALL) and u uniform on (0, 1), by three terms of its series. A u below SMALL has few
    bits in turn, and is replaced by SMALL times another.
    """
    small = np.flatnonzero(numbers < SMALL)
    if not small.size:
        return
    u = generator.random(small.size)
    scale = 1.0
    while scale > 1e-280 and (coarse := np.flatnonzero(u < SMALL * scale)).size:
        scale *= SMALL
        u[coarse] = generator.random(coarse.size) * scale
    w = np.maximum(u, np.finfo(np.float64).smallest_normal) * (SMALL * (1 - SMALL / 2 * (1 - SMALL / 3)))
    numbers[small] = w * (1 + w * (0.5 + w * (1 / 3)))
