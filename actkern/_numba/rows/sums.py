"""A sum has one order, along a row and across a panel: note (b).

The counterpart of `src_cython/rows/sums.pxi.in`, operation for operation: both give the same bits.
Letters are those of the notes in `src_cython/rowwise.pyx.in`.
"""

import numpy as np

from ..machine import add_eight_lanes, add_lanes, add_lanes_in_two, compiled, inlined, maximum_lanes, real, size_of, two_sum
from .layout import BLOCK, CHUNK, CHUNKS, LANES, WIDTH


@inlined
def tree_sum(lanes, lost, like):
    """(the sum of all lanes, what was lost of them before and in it), the latter for rows of double."""
    half = LANES // 2
    if size_of(like) == 4:
        while half > 0:
            for i in range(half):
                lanes[i] += lanes[i + half]
            half //= 2
        return lanes[0], 0.0
    while half > 0:
        for i in range(half):
            lanes[i], rest = two_sum(lanes[i], lanes[i + half])
            lost[i] += lost[i + half] + rest
        half //= 2
    return lanes[0], lost[0]


@inlined
def add(total, compensation, term):
    """total + compensation + term as (total, compensation), with the rounding error kept."""
    sum, lost = two_sum(total, term)
    return sum, compensation + lost


@inlined
def whole(total, compensation):
    """total + compensation; an infinite total, of which nothing was kept, is itself."""
    return total + compensation if total - total == 0 else total


@compiled
def holds(x, n, maximum, lanes):
    """Whether the maximum stands among n elements, which are whole lanes."""
    for j in range(LANES):
        lanes[j] = x[j]
    for i in range(1, n // LANES):
        maximum_lanes(lanes, x, i * LANES, LANES)
    return not largest_lane(lanes) < maximum


@compiled
def set_apart(x, e, rest, n, maximum, ties, spare):
    """rest = e, with 0 in the place of the maximum's own terms, which are counted by lanes; n is whole lanes."""
    zero, one = real(0, maximum), real(1, maximum)
    for i in range(n):
        spare[i] = one if x[i] == maximum else zero
    for i in range(n):
        rest[i] = zero if x[i] == maximum else e[i]
    for i in range(n // LANES):
        add_lanes(ties, spare, i * LANES, LANES)


@compiled
def add_block(e, total, low, lanes):
    """The lanes of total + low += those of a block, whose eight elements a lane are added in pairs, and pairs of pairs.

    One after the other they would round eight times beside a maximum that outweighs the rest: 4.5 ULP in the result where this
    gives 3.6.
    """
    add_eight_lanes(lanes, e, 0, LANES)
    if size_of(e[0]) == 4:
        add_lanes(total, lanes, 0, LANES)
    else:
        add_lanes_in_two(total, low, lanes, 0, LANES)


@inlined
def largest_lane(lanes):
    half = LANES // 2
    while half > 0:
        for j in range(half):
            lanes[j] = lanes[j + half] if lanes[j + half] > lanes[j] else lanes[j]
        half //= 2
    return lanes[0]


@inlined
def chunk_of(n):
    least = (n + CHUNKS - 1) // CHUNKS
    return max(CHUNK, (least + BLOCK - 1) // BLOCK * BLOCK)


@compiled
def clear(lanes, n, like):
    for i in range(n):
        lanes[i] = like


@compiled
def tree_sums(lanes, lost, used, like):
    """`tree_sum` of the first `used` lanes of each row; the others are 0."""
    half = LANES // 2
    while half > 0:
        if size_of(like) == 4:
            for i in range(min(half, used - half) * WIDTH):
                lanes[i] += lanes[i + half * WIDTH]
        else:
            for i in range(min(half, used - half) * WIDTH):
                other = i + half * WIDTH
                lanes[i], rest = two_sum(lanes[i], lanes[other])
                lost[i] += lost[other] + rest
        used = min(used, half)
        half //= 2


@compiled
def add_tiles(target, first, a, second, b, third, n):
    """target[first + i] = a[second + i] + b[third + i]."""
    for i in range(n):
        target[first + i] = a[second + i] + b[third + i]


@compiled
def copy_tile(target, first, a, second, n):
    for i in range(n):
        target[first + i] = a[second + i]


@compiled
def add_stripe(e, levels, n, index):
    """Add the index-th of a block's stripes of 32 lanes in pairs: level l of `levels` has a sum of 2^l, waiting for its like."""
    if index % 2 == 0:
        copy_tile(levels, 0, e, 0, n)
        return
    add_tiles(levels, 0, levels, 0, e, 0, n)
    level, size = 0, LANES * WIDTH
    while (index >> (level + 1)) % 2 == 1:
        add_tiles(levels, (level + 1) * size, levels, (level + 1) * size, levels, level * size, n)
        level += 1
    copy_tile(levels, (level + 1) * size, levels, level * size, n)


@compiled
def add_levels(levels, n, stripes, total, low, like):
    """total + low += a block of that many stripes, of which the lower levels may still wait."""
    size = LANES * WIDTH
    sum = -1
    for level in range(4):
        if (stripes >> level) % 2 == 1:
            if sum >= 0:
                add_tiles(levels, level * size, levels, level * size, levels, sum, n)
            sum = level * size
    if size_of(like) == 4:
        for i in range(n):
            total[i] += np.float64(levels[sum + i])
    else:
        for i in range(n):
            total[i], rest = two_sum(total[i], np.float64(levels[sum + i]))
            low[i] += rest
