"""hardmax, sparsemax and entmax15 choose elements of a row: notes (h) and (k).

The counterpart of `src_cython/rows/selection.pxi.in`, operation for operation: both give the same bits.
Letters are those of the notes in `src_cython/rowwise.pyx.in`.
"""

import numpy as np

from ..machine import (
    absolute,
    add_lanes,
    add_lanes_in_two,
    compiled,
    either,
    fma,
    inlined,
    pointer,
    real,
    size_of,
    sqrt,
    stack_arrays,
    two_product,
    two_sum,
)
from .layout import ABREAST, AT, CORE, LANES, NEAR, OUT, OUTER, ROOM, ROWS_HALF, N, X, Y
from .reading import element, length_of, read, source_of, write
from .row import chunk_maximum
from .sums import add, whole


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
        half, step = rows[ROWS_HALF], rows[CORE + OUT]
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
def least_of(maximum, width):
    """A little less than M - width rounds to: what is below it is 0."""
    return (maximum - real(width, maximum)) - absolute(maximum) * either(2.5e-7, 5e-16, maximum)


@inlined
def abreast(n):
    """n elements as whole lanes of sums."""
    return (n + ABREAST - 1) // ABREAST * ABREAST


@compiled
def gather(source, n, start, maximum, width, kept, lows):
    """(how many elements from `start` on are M - width or more, where the next ones start, whether one was NaN).

    They are in `kept` and `lows`, less M, until there is no room for all of the lanes that follow, and
    behind them elements that are 0 in every sum, up to a whole number of ABREAST. A few may be less
    than M - width, and are 0 too.
    """
    found, nan = 0, 0
    x, bound, top = pointer(source[0], maximum), least_of(maximum, width), np.float64(maximum)
    while start < n and found < ROOM:
        last = min(n, start + LANES)
        if not reach(source, start, last, bound):
            pass
        elif source[6]:
            for i in range(start, last):
                kept[found] = np.float64(x[i])
                found += 0 if x[i] < bound else 1
        else:
            for i in range(start, last):
                one = element(source, i, maximum)
                kept[found] = np.float64(one)
                found += 0 if one < bound else 1
        start = last
    for i in range(found):
        nan |= 1 if kept[i] != kept[i] else 0
        kept[i], lows[i] = below(kept[i], top)
    for i in range(found, abreast(found)):
        kept[i], lows[i] = -4.0, 0.0
    return found, start, nan != 0


@compiled
def write_sparsemax(source, n, target, step, maximum, tau, tau_low):
    """max(x - M - tau, 0) of a row without NaN."""
    for start in range(0, n, LANES):
        last = min(n, start + LANES)
        if reach(source, start, last, least_of(maximum, 1.0)):
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


@compiled
def write_undefined(source, n, target, step, like):
    """NaN where an element takes part, 0 elsewhere."""
    for i in range(n):
        write(target + i * step, source[4], real(np.nan if takes_part(source, i) else 0.0, like))


def sparsemax_row(like):
    """max(x - M - tau, 0): see (h). NaN where the row has one, or its maximum is infinite."""

    def kernel(rows, first, count, threads):
        kept, lows = stack_arrays(2, NEAR, np.float64(0))
        step = rows[CORE + OUT]
        for row in range(first, first + count):
            source, n = source_of(rows, row, False, like), length_of(rows, row)
            target = rows[AT + OUT] + row * rows[OUTER + OUT]
            maximum = chunk_maximum(source, 0, n, like)
            nan = maximum - maximum != real(0, like)
            found, start, gathered = 0, n, False
            # Each round drops what the last tau puts at 0, until it drops nothing.
            before = n + 1
            tau, tau_low = -1.0, 0.0
            while not nan:
                total = total_low = 0.0
                taken = 0
                if not gathered:
                    found, start, nan = gather(source, n, 0, maximum, 1.0, kept, lows)
                    gathered = start >= n
                while True:
                    for i in range(found):
                        if above(kept[i], lows[i], tau, tau_low) > 0:
                            total, total_low = add(total, total_low, kept[i])
                            total_low += lows[i]
                            taken += 1
                    if start >= n:
                        break
                    found, start, one = gather(source, n, start, maximum, 1.0, kept, lows)
                    nan |= one
                total, total_low = add(total, total_low, -1.0)
                tau = (total + total_low) / taken
                tau_low = (fma(-tau, np.float64(taken), total) + total_low) / taken
                if taken >= before:
                    break
                before = taken
            if nan:
                write_undefined(source, n, target, step, like)
            else:
                write_sparsemax(source, n, target, step, maximum, tau, tau_low)

    return kernel


def sparsemax_backward_row(like):
    """dy less its mean where y is above 0, and 0 elsewhere."""

    def kernel(rows, first, count, threads):
        half = rows[ROWS_HALF]
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


@inlined
def clear_abreast(lanes):
    for j in range(ABREAST):
        lanes[j] = 0.0


@inlined
def sum_abreast(lanes):
    """The sum of ABREAST lanes, as a tree."""
    half = ABREAST // 2
    while half > 0:
        for i in range(half):
            lanes[i] += lanes[i + half]
        half //= 2
    return lanes[0]


@compiled
def add_excesses(kept, found, tau, count, first, second, work):
    """The lanes += how many elements are above tau, what they have above it, and the squares of that."""
    ones, excesses, squares, _ = work
    for i in range(abreast(found)):
        excess = kept[i] - tau
        ones[i] = 1.0 if excess > 0 else 0.0
        excess = excess if excess > 0 else 0.0
        excesses[i], squares[i] = excess, excess * excess
    for i in range(0, found, ABREAST):
        add_lanes(count, ones, i, ABREAST)
        add_lanes(first, excesses, i, ABREAST)
        add_lanes(second, squares, i, ABREAST)


@inlined
def step_to_root(total, slope, count):
    """How much greater t has to be for the sum of (u - t)^2 over the same elements to be less by `total`."""
    square = slope * slope - count * total
    return total / (slope + sqrt(square if square > 0 else 0.0))


@inlined
def width_of(tau):
    """How far below M elements may be above tau, and more: the step that follows Newton's may pass the root by 2^-22, see (k)."""
    return min(2.0, 2.0**-16 - tau)


@compiled
def rough_threshold(source, n, maximum, kept, lows, work):
    """(t of (k) in double, how many elements are kept, whether they are all near the maximum, whether one was NaN)."""
    count, first, second, _ = stack_arrays(4, ABREAST, np.float64(0))
    tau, found, start, gathered, nan = -2.0, 0, n, False, False
    for _ in range(64):
        clear_abreast(count)
        clear_abreast(first)
        clear_abreast(second)
        candidates = 0
        if not gathered:
            found, start, one = gather(source, n, 0, maximum, width_of(tau), kept, lows)
            gathered, nan = start >= n, nan | one
        while True:
            add_excesses(kept, found, tau, count, first, second, work)
            candidates += found
            if start >= n:
                break
            found, start, one = gather(source, n, start, maximum, width_of(tau), kept, lows)
            nan |= one
        total, slope = sum_abreast(second), sum_abreast(first)
        root = sqrt(total)
        step = root * (root - 2.0) / slope
        # So near to the root, few elements or none are in between.
        if nan or not step * np.float64(candidates) > 2.0**-6:
            tau += step_to_root(total - 4.0, slope, sum_abreast(count))
            break
        tau += step
    return tau, found, gathered, nan


@compiled
def add_excesses_in_two(kept, lows, found, tau, tau_low, count, first, second, second_low, nearest, work):
    """As `add_excesses`, with squares in two parts; gives how far the nearest element is from tau."""
    ones, excesses, squares, losts = work
    for i in range(abreast(found)):
        excess, low = two_sum(kept[i], -tau)
        excess, rest = two_sum(excess, low + (lows[i] - tau_low))
        nearest = absolute(excess) if absolute(excess) < nearest else nearest
        ones[i] = 1.0 if excess > 0 else 0.0
        rest = rest if excess > 0 else 0.0
        excess = excess if excess > 0 else 0.0
        square, lost = two_product(excess, excess)
        lost += (excess + excess) * rest
        excesses[i], squares[i], losts[i] = excess, square, lost
    for i in range(0, found, ABREAST):
        add_lanes(count, ones, i, ABREAST)
        add_lanes(first, excesses, i, ABREAST)
        add_lanes_in_two(second, second_low, squares, i, ABREAST)
        add_lanes(second_low, losts, i, ABREAST)
    return nearest


@inlined
def sum_abreast_in_two(lanes, lost):
    """(the sum of ABREAST lanes, what it lost)."""
    half = ABREAST // 2
    while half > 0:
        for i in range(half):
            lanes[i], rest = two_sum(lanes[i], lanes[i + half])
            lost[i] += lost[i + half] + rest
        half //= 2
    return lanes[0], lost[0]


@compiled
def exact_threshold(source, n, maximum, tau, found, gathered, kept, lows, work):
    """t of (k) in two parts, from a rough one; `gathered` says whether the kept elements are all that are near the maximum."""
    count, first, second, second_low = stack_arrays(4, ABREAST, np.float64(0))
    tau_low, start = 0.0, n
    for _ in range(8):
        clear_abreast(count)
        clear_abreast(first)
        clear_abreast(second)
        clear_abreast(second_low)
        nearest = 4.0
        if not gathered:
            found, start, _ = gather(source, n, 0, maximum, width_of(tau), kept, lows)
            gathered = start >= n
        while True:
            nearest = add_excesses_in_two(kept, lows, found, tau, tau_low, count, first, second, second_low, nearest, work)
            if start >= n:
                break
            found, start, _ = gather(source, n, start, maximum, width_of(tau), kept, lows)
        total, low = sum_abreast_in_two(second, second_low)
        total, rest = two_sum(total, -4.0)
        step = step_to_root(total + (rest + low), sum_abreast(first), sum_abreast(count))
        tau, tau_low = two_sum(tau, tau_low + step)
        # With the same elements above it as before, tau is the root but for the rounding of a small step.
        if step == 0 or (absolute(step) < nearest and absolute(step) <= 2.0**-48):
            break
    return tau, tau_low


@inlined
def halved_square(x, maximum, tau, tau_low):
    """(max(x - M - tau, 0) / 2)^2. Halved first, so that subnormal results round once."""
    t, low = below(np.float64(x), np.float64(maximum))
    if size_of(maximum) == 4:
        t = 0.5 * above(t, low, tau, tau_low)
        t = t if t > 0 else 0.0
        return real(t * t, maximum)
    t, rest = two_sum(t, -tau)
    t, rest = two_sum(t, rest + (low - tau_low))
    rest = rest if t > 0 else 0.0
    t = t if t > 0 else 0.0
    square, lost = two_product(0.5 * t, 0.5 * t)
    return real(square + (lost + 0.5 * t * rest), maximum)


@compiled
def write_entmax15(source, n, target, step, maximum, tau, tau_low):
    """max((x - M) / 2 - tau, 0)^2 of a row without NaN, of t = 2 tau in two parts."""
    x, lying = pointer(source[0], maximum), pointer(target, maximum)
    bound = least_of(maximum, -tau * either(1.0000005, 1.000000000000001, maximum))
    in_memory = step == size_of(maximum) and not source[4]
    for start in range(0, n, LANES):
        last = min(n, start + LANES)
        if not reach(source, start, last, bound):
            for i in range(start, last):
                write(target + i * step, source[4], real(0, maximum))
        elif source[6] and in_memory:
            for i in range(start, last):
                lying[i] = halved_square(x[i], maximum, tau, tau_low)
        else:
            for i in range(start, last):
                write(target + i * step, source[4], halved_square(element(source, i, maximum), maximum, tau, tau_low))


def entmax15_row(like):
    """max((x - M) / 2 - tau, 0)^2: see (k). NaN where the row has one, or its maximum is infinite."""

    def kernel(rows, first, count, threads):
        kept, lows = stack_arrays(2, NEAR, np.float64(0))
        work = stack_arrays(4, NEAR, np.float64(0))
        step = rows[CORE + OUT]
        for row in range(first, first + count):
            source, n = source_of(rows, row, False, like), length_of(rows, row)
            target = rows[AT + OUT] + row * rows[OUTER + OUT]
            maximum = chunk_maximum(source, 0, n, like)
            nan, tau, found, gathered = maximum - maximum != real(0, like), 0.0, 0, False
            if not nan:
                tau, found, gathered, nan = rough_threshold(source, n, maximum, kept, lows, work)
            if nan:
                write_undefined(source, n, target, step, like)
            else:
                tau, tau_low = exact_threshold(source, n, maximum, tau, found, gathered, kept, lows, work)
                write_entmax15(source, n, target, step, maximum, tau, tau_low)

    return kernel


def entmax15_backward_row(like):
    """s (dy - sum(dy s) / sum(s)), where s = sqrt(y): 0 where y is 0."""

    def kernel(rows, first, count, threads):
        half = rows[ROWS_HALF]
        for row in range(first, first + count):
            dy_at, y_at = rows[AT + X] + row * rows[OUTER + X], rows[AT + Y] + row * rows[OUTER + Y]
            dx = rows[AT + OUT] + row * rows[OUTER + OUT]
            scale = 1.0
            while True:
                total = low = weight = weight_low = 0.0
                for i in range(rows[N]):
                    y = read(y_at + i * rows[CORE + Y], half, like)
                    if not y <= real(0, like):
                        dy = scale * np.float64(read(dy_at + i * rows[CORE + X], half, like))
                        root = sqrt(np.float64(y))
                        product, lost = two_product(dy, root)
                        total, low = add(total, low, product)
                        low += lost
                        weight, weight_low = add(weight, weight_low, root)
                # The sum of the largest numbers overflows where their mean does not.
                if total - total == 0 or scale < 1:
                    break
                scale = 2.0**-64
            weight += weight_low
            total = whole(total, low) / (weight if weight != 0 else 1.0) / scale
            for i in range(rows[N]):
                dy = np.float64(read(dy_at + i * rows[CORE + X], half, like))
                y = read(y_at + i * rows[CORE + Y], half, like)
                write(
                    dx + i * rows[CORE + OUT],
                    half,
                    real(sqrt(np.float64(y)) * (dy - total), like) if y > real(0, like) else y - y,
                )

    return kernel
