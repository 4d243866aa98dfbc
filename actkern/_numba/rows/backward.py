"""Gradients of softmax and log_softmax take two passes: a sum over the row, and what is made of it and each element.

The counterpart of `src_cython/rows/backward.pxi.in`, operation for operation: both give the same bits.
"""

import numpy as np

from ..._policy import GROUP_BYTES, TILE
from ..cores.exponential import exp_full
from ..machine import (
    CONVERTS_HALVES,
    FLOAT16,
    add_lanes,
    add_lanes_in_two,
    bfloat_of_float,
    compiled,
    float_of_bfloat,
    float_of_half,
    fma,
    fma_lanes,
    fma_lanes_of_bfloat16,
    fma_lanes_of_float16,
    half_of_float,
    half_to_float,
    inlined,
    load_halves,
    lower_float,
    pair_of_floats,
    pointer,
    real,
    size_of,
    stack_array,
    stack_arrays,
    stack_bytes,
    store_halves,
    upper_float,
)
from .layout import (
    AT,
    BLOCK,
    BLOCK_BYTES,
    CHUNK,
    CORE,
    HALF_BYTES,
    LANES,
    LOG_SOFTMAX_BACKWARD,
    LOWS,
    OUT,
    OUTER,
    RATE,
    ROWS_HALF,
    ROWS_WHAT,
    SOFTMAX_BACKWARD,
    STATE_BYTES,
    STRIPE_ELEMENTS,
    SUMS,
    TEMPERATURE,
    TILE_ELEMENTS,
    TOTAL,
    WIDTH,
    N,
    X,
    Y,
)
from .reading import blocks, load_tile, read, spread, store_tile
from .row import run_chunks
from .sums import add, add_levels, chunk_of, clear, tree_sum, tree_sums, whole


@compiled
def lying(source, step, n, half, buffer, like):
    """The address of n elements of a row, where they lie if contiguous; else of a copy in `buffer`."""
    if step == size_of(like) and half == 0:
        return source
    copy = pointer(buffer, like)
    if half != 0:
        load_halves(copy, source, step, n, half)
    else:
        for i in range(n):
            copy[i] = pointer(source + i * step, like)[0]
    return buffer


@inlined
def split(total, like):
    """The sum in two parts: `high`, finite unless the sum is NaN, and `low`; in double it is one."""
    if size_of(like) == 8:
        return real(total, like), real(0, like)
    largest = 3.4028234663852886e38
    high = real(-largest if total < -largest else (largest if total > largest else total), like)
    return high, real(total - np.float64(high), like)


@inlined
def gradient(dy, y, high, low, what):
    """y (dy - total), or dy - exp(y) total, for a total in two parts.

    Both are of the form a - e total. In float e total is taken in two parts, and the inexact one comes last: 1.5 ULP of the
    larger term. y times dy - total would be as fast, and overflow where dy and the total are large and apart.
    """
    e = y if what == SOFTMAX_BACKWARD else exp_full(y)
    if size_of(dy) == 4:
        product = e * high
        rest = fma(e, low, fma(e, high, -product))
        return fma(y, dy, -product) - rest if what == SOFTMAX_BACKWARD else (dy - product) - rest
    return y * (dy - high) if what == SOFTMAX_BACKWARD else fma(-e, high, dy)


@inlined
def scaled_gradient(dy, y, total, rate, what):
    """`gradient` times `rate`, in double and rounded once."""
    if what == SOFTMAX_BACKWARD:
        return real(np.float64(y) * (np.float64(dy) - total) * rate, dy)
    return real(fma(-np.float64(exp_full(y)), total, np.float64(dy)) * rate, dy)


@inlined
def add_term(dy, y, what, sum):
    return fma(dy, y, sum) if what == SOFTMAX_BACKWARD else sum + dy


@compiled
def add_terms(dy, y, stripes, what, lanes):
    """Add dy y, or dy, of so many stripes of 32 lanes, one after the other: the order in which they lie in memory."""
    if what == SOFTMAX_BACKWARD:
        for i in range(stripes):
            fma_lanes(lanes, dy, y, i * LANES, LANES)
    else:
        for i in range(stripes):
            add_lanes(lanes, dy, i * LANES, LANES)


@compiled
def chunk_terms(rows, dy_at, y_at, first, last, like):
    """The sum of dy y, or of dy, over a chunk."""
    copied_dy, copied_y = stack_bytes(BLOCK_BYTES), stack_bytes(BLOCK_BYTES)
    lanes, total, lost = stack_array(LANES, like), stack_array(LANES, np.float64(0)), stack_array(LANES, np.float64(0))
    half, what = rows[ROWS_HALF], rows[ROWS_WHAT]
    for i in range(LANES):
        total[i] = lost[i] = 0.0
    for block in range(blocks(last - first, BLOCK)):
        start = first + block * BLOCK
        m = min(BLOCK, last - start)
        stripes = m // LANES
        dy = pointer(lying(dy_at + start * rows[CORE + X], rows[CORE + X], m, half, copied_dy, like), like)
        y = pointer(lying(y_at + start * rows[CORE + Y], rows[CORE + Y], m, half, copied_y, like), like)
        for i in range(LANES):
            lanes[i] = real(0, like)
        add_terms(dy, y, stripes, what, lanes)
        for i in range(stripes * LANES, m):
            lanes[i - stripes * LANES] = add_term(dy[i], y[i], what, lanes[i - stripes * LANES])
        if size_of(like) == 4:
            add_lanes(total, lanes, 0, LANES)
        else:
            add_lanes_in_two(total, lost, lanes, 0, LANES)
    return tree_sum(total, lost, like)


@compiled
def block_gradient(dy, y, dx, m, total, rate, what):
    high, low = split(total, dy[0])
    if rate == 1.0 and what == SOFTMAX_BACKWARD:
        for i in range(m):
            dx[i] = gradient(dy[i], y[i], high, low, SOFTMAX_BACKWARD)
    elif rate == 1.0:
        for i in range(m):
            dx[i] = gradient(dy[i], y[i], high, low, LOG_SOFTMAX_BACKWARD)
    elif what == SOFTMAX_BACKWARD:
        for i in range(m):
            dx[i] = scaled_gradient(dy[i], y[i], total, rate, SOFTMAX_BACKWARD)
    else:
        for i in range(m):
            dx[i] = scaled_gradient(dy[i], y[i], total, rate, LOG_SOFTMAX_BACKWARD)


@compiled
def chunk_gradient(rows, dy_at, y_at, dx_at, first, last, total, rate, like):
    copied_dy, copied_y = stack_bytes(BLOCK_BYTES), stack_bytes(BLOCK_BYTES)
    computed = stack_array(BLOCK, like)
    half, step = rows[ROWS_HALF], rows[CORE + OUT]
    for block in range(blocks(last - first, BLOCK)):
        start = first + block * BLOCK
        m = min(BLOCK, last - start)
        dy = pointer(lying(dy_at + start * rows[CORE + X], rows[CORE + X], m, half, copied_dy, like), like)
        y = pointer(lying(y_at + start * rows[CORE + Y], rows[CORE + Y], m, half, copied_y, like), like)
        block_gradient(dy, y, computed, m, total, rate, rows[ROWS_WHAT])
        if half != 0:
            store_halves(dx_at + start * step, computed, step, m, half)
        elif step == size_of(like):
            copied = pointer(dx_at + start * step, like)
            for i in range(m):
                copied[i] = computed[i]
        else:
            for i in range(m):
                pointer(dx_at + (start + i) * step, like)[0] = computed[i]


@compiled
def lies_in_halves(rows):
    """Whether `backward_of_halves` serves: it converts elements in registers, twice, and never has floats of them in memory."""
    half = rows[ROWS_HALF]
    if half == 0 or rows[ROWS_WHAT] != SOFTMAX_BACKWARD or (half == FLOAT16 and not CONVERTS_HALVES):
        return False
    if rows[N] > CHUNK or rows[AT + TEMPERATURE] != 0:
        return False
    return rows[CORE + X] == HALF_BYTES and rows[CORE + Y] == HALF_BYTES and rows[CORE + OUT] == HALF_BYTES


@compiled
def terms_of_halves(dy_at, y_at, n, half):
    """`chunk_terms` of a row of softmax."""
    lanes, total, lost = stack_array(LANES, np.float32(0)), stack_array(LANES, np.float64(0)), stack_array(LANES, np.float64(0))
    for i in range(LANES):
        total[i] = lost[i] = 0.0
    for block in range(blocks(n, BLOCK)):
        dy, y = (
            pointer(dy_at + block * BLOCK * HALF_BYTES, np.uint16(0)),
            pointer(y_at + block * BLOCK * HALF_BYTES, np.uint16(0)),
        )
        m = min(BLOCK, n - block * BLOCK)
        stripes = m // LANES
        for i in range(LANES):
            lanes[i] = np.float32(0)
        if half == FLOAT16:
            for i in range(stripes):
                fma_lanes_of_float16(lanes, dy, y, i * LANES, LANES)
        else:
            for i in range(stripes):
                fma_lanes_of_bfloat16(lanes, dy, y, i * LANES, LANES)
        for i in range(stripes * LANES, m):
            j = i - stripes * LANES
            lanes[j] = fma(half_to_float(dy[i], half), half_to_float(y[i], half), lanes[j])
        add_lanes(total, lanes, 0, LANES)
    return tree_sum(total, lost, np.float32(0))[0]


@compiled
def gradient_of_halves(dy_at, y_at, dx_at, n, half, total):
    """`block_gradient` of a row of softmax. dx may be dy or y: each is read before it is written."""
    high, low = split(total, np.float32(0))
    dy, y, dx = pointer(dy_at, np.uint16(0)), pointer(y_at, np.uint16(0)), pointer(dx_at, np.uint16(0))
    if half == FLOAT16:
        for i in range(n):
            dx[i] = half_of_float(gradient(float_of_half(dy[i]), float_of_half(y[i]), high, low, SOFTMAX_BACKWARD))
        return
    pairs_dy, pairs_y, pairs_dx = pointer(dy_at, np.uint32(0)), pointer(y_at, np.uint32(0)), pointer(dx_at, np.uint32(0))
    for i in range(n // 2):
        lower = gradient(lower_float(pairs_dy[i]), lower_float(pairs_y[i]), high, low, SOFTMAX_BACKWARD)
        upper = gradient(upper_float(pairs_dy[i]), upper_float(pairs_y[i]), high, low, SOFTMAX_BACKWARD)
        pairs_dx[i] = pair_of_floats(lower, upper)
    for i in range(n - n % 2, n):
        dx[i] = bfloat_of_float(gradient(float_of_bfloat(dy[i]), float_of_bfloat(y[i]), high, low, SOFTMAX_BACKWARD))


@compiled
def backward_of_halves(rows, row, last):
    """Rows that `lies_in_halves` knows of, some at a time: their sums come first, for none of which the core waits then."""
    total = stack_array(WIDTH, np.float64(0))
    n, half = rows[N], rows[ROWS_HALF]
    together = min(WIDTH, max(1, GROUP_BYTES // (2 * HALF_BYTES * max(n, 1))))
    while row < last:
        count = min(together, last - row)
        for w in range(count):
            dy, y = rows[AT + X] + (row + w) * rows[OUTER + X], rows[AT + Y] + (row + w) * rows[OUTER + Y]
            total[w] = terms_of_halves(dy, y, n, half)
        for w in range(count):
            dy, y = rows[AT + X] + (row + w) * rows[OUTER + X], rows[AT + Y] + (row + w) * rows[OUTER + Y]
            gradient_of_halves(dy, y, rows[AT + OUT] + (row + w) * rows[OUTER + OUT], n, half, total[w])
        row += count


def backward_pass(like):
    """One pass (0: sum, 1: gradient) over one chunk of a row."""

    def kernel(rows, row, state, stage, c):
        n = rows[N]
        chunk = chunk_of(n)
        first, last = c * chunk, min(n, (c + 1) * chunk)
        dy, y = rows[AT + X] + row * rows[OUTER + X], rows[AT + Y] + row * rows[OUTER + Y]
        if stage == 0:
            state[SUMS + c], state[LOWS + c] = chunk_terms(rows, dy, y, first, last, like)
        else:
            dx = rows[AT + OUT] + row * rows[OUTER + OUT]
            chunk_gradient(rows, dy, y, dx, first, last, state[TOTAL], state[RATE], like)

    return kernel


def backward_row(like, run_chunks=run_chunks):

    def kernel(rows, first, count, threads):
        state_at = stack_bytes(STATE_BYTES)
        state = pointer(state_at, np.float64(0))
        chunks = blocks(rows[N], chunk_of(rows[N]))
        for row in range(first, first + count):
            state[RATE] = 1.0
            if rows[AT + TEMPERATURE] != 0:
                at = rows[AT + TEMPERATURE] + row * rows[OUTER + TEMPERATURE]
                state[RATE] = 1.0 / np.float64(read(at, False, like))
            run_chunks(rows, row, state_at, 0, chunks, threads)
            total = low = 0.0
            for c in range(chunks):
                total, low = add(total, low, state[SUMS + c])
                low += state[LOWS + c]
            state[TOTAL] = whole(total, low)
            run_chunks(rows, row, state_at, 1, chunks, threads)

    return kernel


@compiled
def tile_gradient(dy, y, m, high, low, total, rate, scaled, what):
    """y becomes the gradient of the first m elements of a tile."""
    if what == SOFTMAX_BACKWARD:
        if scaled:
            for i in range(m):
                plain = gradient(dy[i], y[i], high[i], low[i], SOFTMAX_BACKWARD)
                y[i] = plain if rate[i] == 1.0 else scaled_gradient(dy[i], y[i], total[i], rate[i], SOFTMAX_BACKWARD)
        else:
            for i in range(m):
                y[i] = gradient(dy[i], y[i], high[i], low[i], SOFTMAX_BACKWARD)
    elif scaled:
        for i in range(m):
            plain = gradient(dy[i], y[i], high[i], low[i], LOG_SOFTMAX_BACKWARD)
            y[i] = plain if rate[i] == 1.0 else scaled_gradient(dy[i], y[i], total[i], rate[i], LOG_SOFTMAX_BACKWARD)
    else:
        for i in range(m):
            y[i] = gradient(dy[i], y[i], high[i], low[i], LOG_SOFTMAX_BACKWARD)


def backward_panel(like):
    """Up to WIDTH rows abreast."""

    def kernel(rows, first, count, threads):
        dy, y, high_of, low_of = stack_arrays(4, TILE_ELEMENTS, like)
        total_of, rate_of = stack_arrays(2, TILE_ELEMENTS, np.float64(0))
        totals, lost = stack_arrays(2, STRIPE_ELEMENTS, np.float64(0))
        lanes = stack_array(STRIPE_ELEMENTS, like)
        total, rest, rate = stack_arrays(3, WIDTH, np.float64(0))
        high, low = stack_arrays(2, WIDTH, like)
        n, what, half = rows[N], rows[ROWS_WHAT], rows[ROWS_HALF]
        zero = real(0, like)
        held, used, chunk = min(n, TILE), min(n, LANES), chunk_of(n)
        dy_at, y_at = rows[AT + X] + first * rows[OUTER + X], rows[AT + Y] + first * rows[OUTER + Y]
        scaled = rows[AT + TEMPERATURE] != 0
        for w in range(WIDTH):
            total[w] = rest[w] = 0.0
            rate[w] = 1.0
        if scaled:
            for w in range(count):
                at = rows[AT + TEMPERATURE] + (first + w) * rows[OUTER + TEMPERATURE]
                rate[w] = 1.0 / np.float64(read(at, False, like))
        for step in range(blocks(n, TILE)):  # of two stripes, and where that is the row, it is read once
            start = step * TILE
            m = min(TILE, n - start)
            load_tile(dy, dy_at + start * rows[CORE + X], rows[OUTER + X], rows[CORE + X], count, m, half, zero)
            load_tile(y, y_at + start * rows[CORE + Y], rows[OUTER + Y], rows[CORE + Y], count, m, half, zero)
            if start % BLOCK == 0:
                clear(lanes, used * WIDTH, zero)
            if what == SOFTMAX_BACKWARD:
                for i in range(min(m, LANES) * WIDTH):
                    lanes[i] = add_term(dy[i], y[i], SOFTMAX_BACKWARD, lanes[i])
                for i in range(STRIPE_ELEMENTS, m * WIDTH):
                    lanes[i - STRIPE_ELEMENTS] = add_term(dy[i], y[i], SOFTMAX_BACKWARD, lanes[i - STRIPE_ELEMENTS])
            else:
                for i in range(min(m, LANES) * WIDTH):
                    lanes[i] = add_term(dy[i], y[i], LOG_SOFTMAX_BACKWARD, lanes[i])
                for i in range(STRIPE_ELEMENTS, m * WIDTH):
                    lanes[i - STRIPE_ELEMENTS] = add_term(dy[i], y[i], LOG_SOFTMAX_BACKWARD, lanes[i - STRIPE_ELEMENTS])
            if (start + TILE) % BLOCK == 0 or start + TILE >= n:
                if start % chunk < BLOCK:  # the first block of its chunk
                    clear(lost, used * WIDTH, 0.0)
                    for i in range(used * WIDTH):
                        totals[i] = np.float64(lanes[i])
                else:
                    add_levels(lanes, used * WIDTH, 1, totals, lost, like)
            if (start + TILE) % chunk == 0 or start + TILE >= n:
                tree_sums(totals, lost, used, like)
                for w in range(WIDTH):
                    total[w], rest[w] = add(total[w], rest[w], totals[w])
                    rest[w] += lost[w]
        for w in range(WIDTH):
            total[w] = whole(total[w], rest[w])
            high[w], low[w] = split(total[w], like)
        spread(high_of, high, held)
        spread(low_of, low, held)
        if scaled:
            spread(total_of, total, held)
            spread(rate_of, rate, held)
        for step in range(blocks(n, TILE)):
            start = step * TILE
            m = min(TILE, n - start)
            if n > TILE:
                load_tile(dy, dy_at + start * rows[CORE + X], rows[OUTER + X], rows[CORE + X], count, m, half, zero)
                load_tile(y, y_at + start * rows[CORE + Y], rows[OUTER + Y], rows[CORE + Y], count, m, half, zero)
            tile_gradient(dy, y, m * WIDTH, high_of, low_of, total_of, rate_of, scaled, what)
            dx_at = rows[AT + OUT] + first * rows[OUTER + OUT] + start * rows[CORE + OUT]
            store_tile(dx_at, y, rows[OUTER + OUT], rows[CORE + OUT], count, m, half, like)

    return kernel
