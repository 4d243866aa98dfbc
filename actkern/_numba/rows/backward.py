"""Gradients of softmax and log_softmax take two passes: a sum over the row, and what is made of it and each element.

The counterpart of `src_cython/rows/backward.pxi.in`, operation for operation: both give the same bits.
"""

import numpy as np

from ..cores.exponential import exp_full
from ..machine import add_lanes, compiled, fma, inlined, pointer, real, size_of, stack_array, stack_arrays, stack_bytes
from .layout import (
    AT,
    BLOCK,
    BLOCK_BYTES,
    CORE,
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
    TOTAL,
    WIDTH,
    N,
    X,
    Y,
)
from .reading import blocks, load_tile, read, spread, store_tile, whole_lanes, write
from .row import run_chunks
from .sums import add, chunk_of, clear, tree_sum, tree_sums


@compiled
def zero_padded(source, step, n, half, buffer, like):
    """The address of n elements of a row, where they lie if contiguous and whole lanes; else of a copy, zeros after them."""
    if step == size_of(like) and not half and n % LANES == 0:
        return source
    copy = pointer(buffer, like)
    if step == size_of(like) and not half:
        lying = pointer(source, like)
        for i in range(n):
            copy[i] = lying[i]
    else:
        for i in range(n):
            copy[i] = read(source + i * step, half, like)
    for i in range(n, whole_lanes(n)):
        copy[i] = real(0, like)
    return buffer


@inlined
def gradient(dy, y, total, rate, what):
    """y (dy - total), or dy - exp(y) total, times `rate`; in double, and rounded once."""
    if what == SOFTMAX_BACKWARD:
        return real(np.float64(y) * (np.float64(dy) - total) * rate, dy)
    return real(fma(-np.float64(exp_full(y)), total, np.float64(dy)) * rate, dy)


@compiled
def chunk_terms(rows, dy_at, y_at, first, last, like):
    copied_dy, copied_y = stack_bytes(BLOCK_BYTES), stack_bytes(BLOCK_BYTES)
    lanes, total, terms = stack_array(LANES, np.float64(0)), stack_array(LANES, np.float64(0)), stack_array(BLOCK, np.float64(0))
    lost = stack_array(LANES, np.float64(0))
    half = rows[ROWS_HALF] != 0
    for j in range(LANES):
        total[j] = lost[j] = 0.0
    for block in range(blocks(last - first, BLOCK)):
        start = first + block * BLOCK
        m = min(BLOCK, last - start)
        dy = pointer(zero_padded(dy_at + start * rows[CORE + X], rows[CORE + X], m, half, copied_dy, like), like)
        y = pointer(zero_padded(y_at + start * rows[CORE + Y], rows[CORE + Y], m, half, copied_y, like), like)
        for j in range(LANES):
            lanes[j] = 0.0
        if rows[ROWS_WHAT] == SOFTMAX_BACKWARD:
            for i in range(whole_lanes(m)):
                terms[i] = np.float64(dy[i]) * np.float64(y[i])
            for i in range(blocks(m, LANES)):
                add_lanes(lanes, terms, i * LANES, LANES)
        else:
            for i in range(blocks(m, LANES)):
                add_lanes(lanes, dy, i * LANES, LANES)
        add_lanes(total, lanes, 0, LANES)
    return tree_sum(total, lost, like)


@compiled
def chunk_gradient(rows, dy_at, y_at, dx_at, first, last, total, rate, like):
    copied_dy, copied_y = stack_bytes(BLOCK_BYTES), stack_bytes(BLOCK_BYTES)
    computed = stack_array(BLOCK, like)
    half, step = rows[ROWS_HALF] != 0, rows[CORE + OUT]
    for block in range(blocks(last - first, BLOCK)):
        start = first + block * BLOCK
        m = min(BLOCK, last - start)
        dy = pointer(zero_padded(dy_at + start * rows[CORE + X], rows[CORE + X], m, half, copied_dy, like), like)
        y = pointer(zero_padded(y_at + start * rows[CORE + Y], rows[CORE + Y], m, half, copied_y, like), like)
        if rows[ROWS_WHAT] == SOFTMAX_BACKWARD:
            for i in range(whole_lanes(m)):
                computed[i] = gradient(dy[i], y[i], total, rate, SOFTMAX_BACKWARD)
        else:
            for i in range(whole_lanes(m)):
                computed[i] = gradient(dy[i], y[i], total, rate, LOG_SOFTMAX_BACKWARD)
        if step == size_of(like) and not half:
            lying = pointer(dx_at + start * step, like)
            for i in range(m):
                lying[i] = computed[i]
        else:
            for i in range(m):
                write(dx_at + (start + i) * step, half, computed[i])


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
            state[TOTAL] = total + low
            run_chunks(rows, row, state_at, 1, chunks, threads)

    return kernel


def backward_panel(like):
    """Up to WIDTH rows abreast."""

    def kernel(rows, first, count, threads):
        dy, y = stack_array(STRIPE_ELEMENTS, like), stack_array(STRIPE_ELEMENTS, like)
        lanes, totals, lost, total_of, rate_of = stack_arrays(5, STRIPE_ELEMENTS, np.float64(0))
        total, low, rate = stack_arrays(3, WIDTH, np.float64(0))
        n, what, half = rows[N], rows[ROWS_WHAT], rows[ROWS_HALF] != 0
        zero = real(0, like)
        used, chunk = min(n, LANES), chunk_of(n)
        dy_at, y_at = rows[AT + X] + first * rows[OUTER + X], rows[AT + Y] + first * rows[OUTER + Y]
        for w in range(WIDTH):
            total[w] = low[w] = 0.0
            rate[w] = 1.0
        if rows[AT + TEMPERATURE] != 0:
            for w in range(count):
                at = rows[AT + TEMPERATURE] + (first + w) * rows[OUTER + TEMPERATURE]
                rate[w] = 1.0 / np.float64(read(at, False, like))
        for step in range(blocks(n, LANES)):
            start = step * LANES
            m = min(LANES, n - start)
            load_tile(dy, dy_at + start * rows[CORE + X], rows[OUTER + X], rows[CORE + X], count, m, half, zero)
            load_tile(y, y_at + start * rows[CORE + Y], rows[OUTER + Y], rows[CORE + Y], count, m, half, zero)
            if start % chunk == 0:
                clear(totals, used * WIDTH, 0.0)
                clear(lost, used * WIDTH, 0.0)
            if start % BLOCK == 0:
                clear(lanes, used * WIDTH, 0.0)
            if what == SOFTMAX_BACKWARD:
                for i in range(m * WIDTH):
                    lanes[i] += np.float64(dy[i]) * np.float64(y[i])
            else:
                for i in range(m * WIDTH):
                    lanes[i] += np.float64(dy[i])
            if (start + LANES) % BLOCK == 0 or start + LANES >= n:
                for i in range(used * WIDTH):
                    totals[i] += lanes[i]
            if (start + LANES) % chunk == 0 or start + LANES >= n:
                tree_sums(totals, lost, used, like)
                for w in range(WIDTH):
                    total[w], low[w] = add(total[w], low[w], totals[w])
                    low[w] += lost[w]
        for w in range(WIDTH):
            total[w] += low[w]
        spread(total_of, total, used)
        spread(rate_of, rate, used)
        for step in range(blocks(n, LANES)):
            start = step * LANES
            m = min(LANES, n - start)
            if n > LANES:
                load_tile(dy, dy_at + start * rows[CORE + X], rows[OUTER + X], rows[CORE + X], count, m, half, zero)
                load_tile(y, y_at + start * rows[CORE + Y], rows[OUTER + Y], rows[CORE + Y], count, m, half, zero)
            if what == SOFTMAX_BACKWARD:
                for i in range(m * WIDTH):
                    y[i] = gradient(dy[i], y[i], total_of[i], rate_of[i], SOFTMAX_BACKWARD)
            else:
                for i in range(m * WIDTH):
                    y[i] = gradient(dy[i], y[i], total_of[i], rate_of[i], LOG_SOFTMAX_BACKWARD)
            dx_at = rows[AT + OUT] + first * rows[OUTER + OUT] + start * rows[CORE + OUT]
            store_tile(dx_at, y, rows[OUTER + OUT], rows[CORE + OUT], count, m, half, like)

    return kernel
