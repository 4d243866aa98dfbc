"""Cross entropy gives a loss for each row, and its gradient where that is asked for: note (g).

The counterpart of `src_cython/rows/entropy.pxi.in`, operation for operation: both give the same bits.
Letters are those of the notes in `src_cython/rowwise.pyx.in`.
"""

import numpy as np

from ..machine import compiled, fma, inlined, maximum_lanes, pointer, real, stack_array, stack_bytes
from .exponentials import exp_at, exp_tile, log_of, shift_terms
from .layout import (
    AT,
    BASE,
    CORE,
    ENTROPY,
    ENTROPY_OF_INDEX,
    LOSS,
    LOWEST,
    LOWS,
    MAGIC,
    MAXIMA,
    MAXIMUM,
    OUT,
    OUTER,
    RATE,
    RATE_LOW,
    RESULT,
    RESULT_LOW,
    ROWS_WHAT,
    SCALE,
    SCALED,
    SPREAD,
    SQUARE,
    SUMS,
    TARGET,
    TEMPERATURE_OF,
    TIES,
    WEIGHT,
    WIDTH,
    N,
)
from .reading import blocks, element, load_panel, source_of, spread, store_tile
from .row import run_chunks
from .sums import add, chunk_of, clear, tree_sums, whole


@inlined
def parameter(rows, operand, row, like):
    return pointer(rows[AT + operand] + row * rows[OUTER + operand], like)[0]


@inlined
def weight_of(rows, row, i, like):
    return pointer(rows[AT + WEIGHT] + row * rows[OUTER + WEIGHT] + i * rows[CORE + WEIGHT], like)[0]


@inlined
def share(rows, row, i, scale, spread):
    """What class i counts in a row's loss, but for a target given by its index: weight (scale * probability + spread)."""
    weight = weight_of(rows, row, i, scale)
    if rows[ROWS_WHAT] == ENTROPY_OF_INDEX:
        return weight * spread
    probability = pointer(rows[AT + TARGET] + row * rows[OUTER + TARGET] + i * rows[CORE + TARGET], scale)[0]
    return weight * fma(scale, probability, spread)


@inlined
def target_of(rows, row):
    """The index of a row's target, which the caller has checked; -1 for probabilities, and for what is no index all the same."""
    target = -1
    if rows[ROWS_WHAT] == ENTROPY_OF_INDEX:
        target = pointer(rows[AT + TARGET] + row * rows[OUTER + TARGET], np.intp(0))[0]
    return target if target < rows[N] else -1


@inlined
def weighed_loss(part, shares, hit, missed, maximum, logarithm, square):
    """sum(share (logsumexp - x)) + hit (logsumexp - x[target]) + square logsumexp^2.

    `part` is sum(share (M - x)), `missed` M - x[target], and logsumexp M + `logarithm`: neither sum cancels.
    """
    whole = maximum + logarithm
    of_hit = hit * (missed + logarithm)
    return fma(shares, logarithm, part) + square * whole * whole + (of_hit if hit != 0 else 0.0)


@compiled
def shares_of(rows, row, source, scale, spread, maximum):
    """(sum(share (M - x)), sum(share)) of a row."""
    part = part_low = shares = shares_low = 0.0
    for i in range(rows[N]):
        one = np.float64(share(rows, row, i, scale, spread))
        x = np.float64(element(source, i, maximum))
        shares, shares_low = add(shares, shares_low, one)
        part, part_low = add(part, part_low, one * (np.float64(maximum) - x) if one != 0 else 0.0)
    return whole(part, part_low), whole(shares, shares_low)


def entropy_row(like):
    """Loss, and its gradient unless OUT is 0: exp(x - logsumexp) (sum of shares + 2 square logsumexp) - share."""

    def kernel(rows, first, count, threads):
        state_at = stack_bytes(8320)
        state = pointer(state_at, np.float64(0))
        n, step = rows[N], rows[CORE + OUT]
        chunks = blocks(n, chunk_of(n))
        plain = rows[ROWS_WHAT] == ENTROPY_OF_INDEX
        zero, one = real(0, like), real(1, like)
        state[TEMPERATURE_OF] = state[RATE] = 1.0
        state[RATE_LOW] = state[SCALED] = 0.0
        for row in range(first, first + count):
            out = rows[AT + OUT] + row * rows[OUTER + OUT] if rows[AT + OUT] != 0 else 0
            loss = pointer(rows[AT + LOSS] + row * rows[OUTER + LOSS], np.float64(0))
            scale, spread = parameter(rows, SCALE, row, like), parameter(rows, SPREAD, row, like)
            square = parameter(rows, SQUARE, row, like)
            if scale == zero and spread == zero and square == zero:  # ignored: not even NaN counts
                loss[0] = 0.0
                for i in range(n if out != 0 else 0):
                    pointer(out + i * step, like)[0] = zero
                continue
            source = source_of(rows, row, False, like)
            run_chunks(rows, row, state_at, 0, chunks, threads)
            maximum = real(-np.inf, like)
            for c in range(chunks):
                top = real(state[MAXIMA + c], like)
                maximum = top if top > maximum else maximum
            base, lowest, magic = shift_terms(maximum, one)
            state[MAXIMUM], state[BASE], state[LOWEST], state[MAGIC] = maximum, base, lowest, magic
            target = target_of(rows, row)
            hit, missed, part, shares = zero, 0.0, 0.0, 0.0
            if target >= 0:
                hit = scale * weight_of(rows, row, target, like)
                missed = np.float64(maximum) - np.float64(element(source, target, like))
            if spread != zero or not plain:
                part, shares = shares_of(rows, row, source, scale, spread, maximum)
            run_chunks(rows, row, state_at, 1, chunks, threads)
            all = low = ties = 0.0
            for c in range(chunks):
                all, low = add(all, low, state[SUMS + c])
                low += state[LOWS + c]
                ties += state[TIES + c]
            unit = np.float64(exp_at(maximum, base, lowest, magic, one, zero, False))
            nothing = 0.0 if maximum - maximum == 0 else np.nan
            logarithm = log_of(unit, all + low, ties, -1.0) + nothing
            top = np.float64(maximum)
            loss[0] = weighed_loss(part, shares, np.float64(hit), missed, top, logarithm, np.float64(square))
            if out == 0:
                continue
            gain = shares + np.float64(hit) + 2.0 * np.float64(square) * (top + logarithm)
            gain = gain / fma(ties, unit, all + low) + nothing
            factor = real(gain, like)
            factor_low = real(gain - np.float64(factor), like)
            state[RESULT], state[RESULT_LOW] = factor, factor_low
            if spread == zero and plain:
                run_chunks(rows, row, state_at, 2, chunks, threads)
            else:
                for i in range(n):
                    lying = pointer(out + i * step, like)
                    lying[0] = fma(lying[0], factor, lying[0] * factor_low) - share(rows, row, i, scale, spread)
            if target >= 0:
                pointer(out + target * step, like)[0] -= hit

    return kernel


def entropy_panel(like):
    """Up to WIDTH rows abreast, of up to LANES classes."""

    def kernel(rows, first, count, threads):
        x, e = stack_array(512, like), stack_array(512, like)
        total, lost = stack_array(512, np.float64(0)), stack_array(512, np.float64(0))
        maximum, base, lowest, magic = stack_array(16, like), stack_array(16, like), stack_array(16, like), stack_array(16, like)
        ties, unit, factor, factor_low = (
            stack_array(16, like),
            stack_array(16, like),
            stack_array(16, like),
            stack_array(16, like),
        )
        logarithm, negate = stack_array(16, np.float64(0)), stack_array(16, np.intp(0))
        base_of, lowest_of, magic_of = stack_array(512, like), stack_array(512, like), stack_array(512, like)
        maximum_of, factor_of, low_of = stack_array(512, like), stack_array(512, like), stack_array(512, like)
        n = rows[N]
        zero, one = real(0, like), real(1, like)
        for w in range(WIDTH):
            maximum[w] = real(-np.inf, like)
            ties[w], negate[w] = zero, 0
        load_panel(rows, first, count, 0, n, negate, x, like)
        for i in range(n):
            maximum_lanes(maximum, x, i * WIDTH, WIDTH)
        for w in range(WIDTH):
            base[w], lowest[w], magic[w] = shift_terms(maximum[w], one)
        spread(base_of, base, n)
        spread(lowest_of, lowest, n)
        spread(magic_of, magic, n)
        spread(maximum_of, maximum, n)
        exp_tile(x, e, n, (base_of, lowest_of, magic_of, base_of, base_of), False)
        clear(lost, n * WIDTH, 0.0)
        for i in range(n):
            for w in range(WIDTH):
                ties[w] += one if x[i * WIDTH + w] == maximum[w] else zero
        for i in range(n * WIDTH):
            total[i] = np.float64(zero if x[i] == maximum_of[i] else e[i])
        tree_sums(total, lost, n, like)
        for w in range(WIDTH):
            unit[w] = exp_at(maximum[w], base[w], lowest[w], magic[w], one, zero, False)
            total[w] = total[w] + lost[w]
            nothing = 0.0 if maximum[w] - maximum[w] == 0 else np.nan
            logarithm[w] = log_of(np.float64(unit[w]), total[w], np.float64(ties[w]), -1.0) + nothing
        for w in range(count):
            row = first + w
            scale, evenly = parameter(rows, SCALE, row, like), parameter(rows, SPREAD, row, like)
            square = parameter(rows, SQUARE, row, like)
            target = target_of(rows, row)
            hit, missed, part, part_low, shares, shares_low = zero, 0.0, 0.0, 0.0, 0.0, 0.0
            top = np.float64(maximum[w])
            if target >= 0:
                hit = scale * weight_of(rows, row, target, like)
                missed = top - np.float64(x[target * WIDTH + w])
            if evenly != zero or rows[ROWS_WHAT] == ENTROPY:
                for i in range(n):
                    part_of = np.float64(share(rows, row, i, scale, evenly))
                    shares, shares_low = add(shares, shares_low, part_of)
                    part, part_low = add(part, part_low, part_of * (top - np.float64(x[i * WIDTH + w])) if part_of != 0 else 0.0)
                part, shares = whole(part, part_low), whole(shares, shares_low)
            nothing = 0.0 if maximum[w] - maximum[w] == 0 else np.nan
            gain = shares + np.float64(hit) + 2.0 * np.float64(square) * (top + logarithm[w])
            gain = gain / fma(np.float64(ties[w]), np.float64(unit[w]), total[w]) + nothing
            factor[w] = real(gain, like)
            factor_low[w] = real(gain - np.float64(factor[w]), like)
            value = weighed_loss(part, shares, np.float64(hit), missed, top, logarithm[w], np.float64(square))
            if scale == zero and evenly == zero and square == zero:  # ignored: not even NaN counts
                value, factor[w], factor_low[w] = 0.0, zero, zero
                for i in range(n):
                    e[i * WIDTH + w] = zero
            pointer(rows[AT + LOSS] + row * rows[OUTER + LOSS], np.float64(0))[0] = value
        if rows[AT + OUT] == 0:
            return
        for w in range(count, WIDTH):
            factor[w] = factor_low[w] = zero
        spread(factor_of, factor, n)
        spread(low_of, factor_low, n)
        for i in range(n * WIDTH):
            e[i] = fma(e[i], factor_of[i], e[i] * low_of[i])
        for w in range(count):
            row = first + w
            scale, evenly = parameter(rows, SCALE, row, like), parameter(rows, SPREAD, row, like)
            if evenly != zero or (rows[ROWS_WHAT] == ENTROPY and scale != zero):
                for i in range(n):
                    e[i * WIDTH + w] -= share(rows, row, i, scale, evenly)
            target = target_of(rows, row)
            if target >= 0:
                e[target * WIDTH + w] -= scale * weight_of(rows, row, target, like)
        store_tile(rows[AT + OUT] + first * rows[OUTER + OUT], e, rows[OUTER + OUT], rows[CORE + OUT], count, n, False, like)

    return kernel
