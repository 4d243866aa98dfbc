"""hardmax and sparsemax choose elements of a row: note (h).

The counterpart of `src_cython/rows/selection.pxi.in`, operation for operation: both give the same bits.
Letters are those of the notes in `src_cython/rowwise.pyx.in`.
"""

import numpy as np

from ..machine import absolute, compiled, either, fma, inlined, pointer, real, size_of, stack_array, two_sum
from .layout import (
    AT,
    CORE,
    LANES,
    OUT,
    OUTER,
    ROOM,
    ROWS_HALF,
    N,
    X,
    Y,
)
from .reading import element, length_of, read, source_of, write
from .row import chunk_maximum
from .sums import add


@inlined
def takes_part(source, i):
    return source[1] == 0 or pointer(source[1] + i * source[3], np.uint8(0))[0] != 0


@compiled
def has_nan(source, n, like):
    found = 0
    if source[6]:
        x = pointer(source[0], like)
        for i in range(n):
            found |= 1 if x[i] != x[i] else 0
    else:
        for i in range(n):
            one = element(source, i, like)
            found |= 1 if one != one else 0
    return found != 0


@inlined
def reach(source, start, last, bound):
    """Whether some of these elements may be `bound` or more; of whole lanes that lie in memory, whether they are, or are NaN."""
    if not source[6] or last - start < LANES:
        return True
    x = pointer(source[0], bound)
    found = 0
    for i in range(start, start + LANES):
        found |= 0 if x[i] < bound else 1
    return found != 0


@compiled
def place_of(source, n, maximum):
    """Where the first element stands that is the maximum and takes part; n where none does."""
    for start in range(0, n, LANES):
        last = min(n, start + LANES)
        if reach(source, start, last, maximum):
            for i in range(start, last):
                if element(source, i, maximum) == maximum and takes_part(source, i):
                    return i
    return n


def hardmax_row(like):
    """1 for the first of the largest elements that take part, 0 for the others; NaN in a row that has one."""

    def kernel(rows, first, count, threads):
        half, step = rows[ROWS_HALF] != 0, rows[CORE + OUT]
        for row in range(first, first + count):
            source, n = source_of(rows, row, False, like), length_of(rows, row)
            target = rows[AT + OUT] + row * rows[OUTER + OUT]
            maximum = chunk_maximum(source, 0, n, like)
            other = real(np.nan if has_nan(source, n, like) else 0.0, like)
            place = place_of(source, n, maximum)
            if step == size_of(like) and not half:
                lying = pointer(target, like)
                for i in range(n):
                    lying[i] = other
            else:
                for i in range(n):
                    write(target + i * step, half, other)
            if place < n and other == real(0, like):
                write(target + place * step, half, real(1, like))

    return kernel


@inlined
def below(x, maximum):
    """x - maximum, and what its rounding lost."""
    return two_sum(x, -maximum)


@inlined
def above(t, low, tau, tau_low):
    return (t - tau) + (low - tau_low)


@inlined
def least_of(maximum):
    """A little less than M - 1 rounds to: what is below it is 0."""
    return (maximum - real(1, maximum)) - absolute(maximum) * either(2.5e-7, 5e-16, maximum)


@compiled
def gather(source, n, maximum, kept, lows):
    """(how many elements there are from M - 1 on, whether one is NaN): less M, in `kept` and `lows` as far as there is room."""
    found, nan = 0, False
    for start in range(0, n, LANES):
        last = min(n, start + LANES)
        if reach(source, start, last, least_of(maximum)):
            for i in range(start, last):
                one = element(source, i, maximum)
                nan |= one != one
                t, low = below(np.float64(one), np.float64(maximum))
                if t >= -1.0:
                    if found < ROOM:
                        kept[found], lows[found] = t, low
                    found += 1
    return found, nan


@compiled
def write_sparsemax(source, n, target, step, maximum, tau, tau_low):
    """max(x - M - tau, 0) of a row without NaN."""
    for start in range(0, n, LANES):
        last = min(n, start + LANES)
        if reach(source, start, last, least_of(maximum)):
            for i in range(start, last):
                t, low = below(np.float64(element(source, i, maximum)), np.float64(maximum))
                y = above(t, low, tau, tau_low)
                write(target + i * step, source[4], real(y, maximum) if y > 0 else real(0, maximum))
        elif step == size_of(maximum):
            lying = pointer(target, maximum)
            for i in range(start, last):
                lying[i] = real(0, maximum)
        else:
            for i in range(start, last):
                pointer(target + i * step, maximum)[0] = real(0, maximum)


def sparsemax_row(like):
    """max(x - M - tau, 0): see (h). NaN where the row has one, or its maximum is infinite."""

    def kernel(rows, first, count, threads):
        kept, lows = stack_array(ROOM, np.float64(0)), stack_array(ROOM, np.float64(0))
        half, step = rows[ROWS_HALF] != 0, rows[CORE + OUT]
        for row in range(first, first + count):
            source, n = source_of(rows, row, False, like), length_of(rows, row)
            target = rows[AT + OUT] + row * rows[OUTER + OUT]
            maximum = chunk_maximum(source, 0, n, like)
            top = np.float64(maximum)
            nan = maximum - maximum != real(0, like)
            found = before = 0
            if nan:
                for i in range(n):
                    before += 1 if takes_part(source, i) else 0
            else:
                found, nan = gather(source, n, maximum, kept, lows)
                before = found + 1
            # Each round drops what the last tau puts at 0, until it drops nothing; of a row with room for all from what was kept.
            roomy = found <= ROOM
            tau, tau_low = -1.0, 0.0
            while not nan:
                total = total_low = 0.0
                taken = 0
                for i in range(found if roomy else n):
                    if roomy:
                        t, low = kept[i], lows[i]
                    else:
                        t, low = below(np.float64(element(source, i, like)), top)
                    if above(t, low, tau, tau_low) > 0:
                        total, total_low = add(total, total_low, t)
                        total_low += low
                        taken += 1
                total, total_low = add(total, total_low, -1.0)
                tau = (total + total_low) / taken
                tau_low = (fma(-tau, np.float64(taken), total) + total_low) / taken
                if taken >= before:
                    break
                before = taken
            if not nan:
                write_sparsemax(source, n, target, step, maximum, tau, tau_low)
                continue
            for i in range(n):
                outside = real(np.nan if before > 0 and takes_part(source, i) else 0.0, like)
                write(target + i * step, half, outside)

    return kernel


def sparsemax_backward_row(like):
    """dy less its mean where y is above 0, and 0 elsewhere."""

    def kernel(rows, first, count, threads):
        half = rows[ROWS_HALF] != 0
        for row in range(first, first + count):
            dy_at, y_at = rows[AT + X] + row * rows[OUTER + X], rows[AT + Y] + row * rows[OUTER + Y]
            dx = rows[AT + OUT] + row * rows[OUTER + OUT]
            total = low = 0.0
            taken = 0
            for i in range(rows[N]):
                if not read(y_at + i * rows[CORE + Y], half, like) <= real(0, like):
                    total, low = add(total, low, np.float64(read(dy_at + i * rows[CORE + X], half, like)))
                    taken += 1
            total = (total + low) / max(taken, 1)
            for i in range(rows[N]):
                dy = read(dy_at + i * rows[CORE + X], half, like)
                y = read(y_at + i * rows[CORE + Y], half, like)
                write(dx + i * rows[CORE + OUT], half, real(np.float64(dy) - total, like) if y > real(0, like) else y - y)

    return kernel
