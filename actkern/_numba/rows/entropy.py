"""Cross entropy and nll give a loss for each row, and its gradient where that is asked for: note (g).

The counterpart of `src_cython/rows/entropy.pxi.in`, operation for operation: both give the same bits.
Letters are those of the notes in `src_cython/rowwise.pyx.in`.
"""

import numpy as np

from ..machine import compiled, fma, inlined, pointer, real, size_of, stack_array, stack_arrays, stack_bytes
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
    SOFTMAX,
    SPREAD,
    SQUARE,
    STATE_BYTES,
    STRIPE_ELEMENTS,
    SUMS,
    TARGET,
    TEMPERATURE_OF,
    TERMS,
    TIED,
    TIES,
    TILES,
    WEIGHT,
    WIDTH,
    N,
    X,
)
from .panel import finish_tile, panel_units, shift_panel, start_panel, tile_maximum
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
def is_ignored(rows, row, like):
    """Whether nothing of a row counts, not even a NaN."""
    zero = real(0, like)
    return (
        parameter(rows, SCALE, row, like) == zero
        and parameter(rows, SPREAD, row, like) == zero
        and parameter(rows, SQUARE, row, like) == zero
    )


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
        state_at = stack_bytes(STATE_BYTES)
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
            if is_ignored(rows, row, like):
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
            # What takes x comes first: the gradient takes its place, if that is where it goes.
            target = target_of(rows, row)
            hit, missed, part, shares = zero, 0.0, 0.0, 0.0
            if target >= 0:
                hit = scale * weight_of(rows, row, target, like)
                missed = np.float64(maximum) - np.float64(element(source, target, like))
            if spread != zero or not plain:
                part, shares = shares_of(rows, row, source, scale, spread, maximum)
            # The sums of a logsumexp, and the loss.
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
            # The gradient: exponentials, which stand where it goes, times one factor, less the target's share of each class.
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


# What the targets and weights of a panel's rows come to, in double: `weighed[HIT][w]`; see `weighed_loss`.
HIT, MISSED, PART, SHARES, OF_SQUARE = range(5)
WEIGHED = 5


@compiled
def weigh_panel(rows, first, count, x, maximum, weighed, like):
    for w in range(WIDTH):
        weighed[HIT][w] = weighed[MISSED][w] = weighed[PART][w] = weighed[SHARES][w] = weighed[OF_SQUARE][w] = 0.0
    for w in range(count):
        row = first + w
        scale, evenly = parameter(rows, SCALE, row, like), parameter(rows, SPREAD, row, like)
        weighed[OF_SQUARE][w] = np.float64(parameter(rows, SQUARE, row, like))
        target, top = target_of(rows, row), np.float64(maximum[w])
        if target >= 0:
            weighed[HIT][w] = np.float64(scale * weight_of(rows, row, target, like))
            weighed[MISSED][w] = top - np.float64(x[target * WIDTH + w])
        if evenly != real(0, like) or rows[ROWS_WHAT] == ENTROPY:
            part = part_low = shares = shares_low = 0.0
            for i in range(rows[N]):
                one = np.float64(share(rows, row, i, scale, evenly))
                shares, shares_low = add(shares, shares_low, one)
                part, part_low = add(part, part_low, one * (top - np.float64(x[i * WIDTH + w])) if one != 0 else 0.0)
            weighed[PART][w], weighed[SHARES][w] = whole(part, part_low), whole(shares, shares_low)


@compiled
def take_shares_off(rows, first, count, weighed, e, like):
    """What the gradient of a panel has less than the exponentials times their factors."""
    for w in range(count):
        row = first + w
        scale, evenly = parameter(rows, SCALE, row, like), parameter(rows, SPREAD, row, like)
        if evenly != real(0, like) or (rows[ROWS_WHAT] == ENTROPY and scale != real(0, like)):
            for i in range(rows[N]):
                e[i * WIDTH + w] -= share(rows, row, i, scale, evenly)
        target = target_of(rows, row)
        if target >= 0:
            e[target * WIDTH + w] -= real(weighed[HIT][w], like)


def entropy_panel(like):
    """Up to WIDTH rows abreast, of up to LANES classes."""

    def kernel(rows, first, count, threads):
        x, e = stack_array(STRIPE_ELEMENTS, like), stack_array(STRIPE_ELEMENTS, like)
        total, lost = stack_arrays(2, STRIPE_ELEMENTS, np.float64(0))
        terms, tiles = stack_arrays(TERMS, WIDTH, like), stack_arrays(TILES, STRIPE_ELEMENTS, like)
        unit, (logarithm, loss) = stack_array(WIDTH, like), stack_arrays(2, WIDTH, np.float64(0))
        weighed, negate = stack_arrays(WEIGHED, WIDTH, np.float64(0)), stack_array(WIDTH, np.intp(0))
        n = rows[N]
        zero, one = real(0, like), real(1, like)
        # Exponentials, their sums and logarithms, as of a log_softmax.
        start_panel(rows, first, count, terms, negate, like)
        load_panel(rows, first, count, 0, n, negate, x, like)
        tile_maximum(x, n, terms[MAXIMUM])
        shift_panel(terms, tiles, n, False, True)
        exp_tile(x, e, n, tiles, False)
        clear(lost, n * WIDTH, 0.0)
        for i in range(n):
            for w in range(WIDTH):
                terms[TIED][w] += one if x[i * WIDTH + w] == terms[MAXIMUM][w] else zero
        for i in range(n * WIDTH):
            total[i] = np.float64(zero if x[i] == tiles[MAXIMUM][i] else e[i])
        tree_sums(total, lost, n, like)
        panel_units(terms, False, unit)
        for w in range(WIDTH):
            total[w] = total[w] + lost[w]
            nothing = 0.0 if terms[MAXIMUM][w] - terms[MAXIMUM][w] == 0 else np.nan
            logarithm[w] = log_of(np.float64(unit[w]), total[w], np.float64(terms[TIED][w]), -1.0) + nothing
        # Losses, and the factors of the gradients.
        weigh_panel(rows, first, count, x, terms[MAXIMUM], weighed, like)
        for w in range(WIDTH):
            top, nothing = np.float64(terms[MAXIMUM][w]), 0.0 if terms[MAXIMUM][w] - terms[MAXIMUM][w] == 0 else np.nan
            gain = weighed[SHARES][w] + weighed[HIT][w] + 2.0 * weighed[OF_SQUARE][w] * (top + logarithm[w])
            gain = gain / fma(np.float64(terms[TIED][w]), np.float64(unit[w]), total[w]) + nothing
            terms[RESULT][w] = real(gain, like)
            terms[RESULT_LOW][w] = real(gain - np.float64(terms[RESULT][w]), like)
            part, shares, hit, missed = weighed[PART][w], weighed[SHARES][w], weighed[HIT][w], weighed[MISSED][w]
            loss[w] = weighed_loss(part, shares, hit, missed, top, logarithm[w], weighed[OF_SQUARE][w])
        for w in range(count):
            if is_ignored(rows, first + w, like):
                loss[w], terms[RESULT][w], terms[RESULT_LOW][w] = 0.0, zero, zero
                for i in range(n):
                    e[i * WIDTH + w] = zero
            pointer(rows[AT + LOSS] + (first + w) * rows[OUTER + LOSS], np.float64(0))[0] = loss[w]
        if rows[AT + OUT] == 0:
            return
        for w in range(count, WIDTH):
            terms[RESULT][w] = terms[RESULT_LOW][w] = zero
        spread(tiles[RESULT], terms[RESULT], n)
        spread(tiles[RESULT_LOW], terms[RESULT_LOW], n)
        finish_tile(x, e, n, SOFTMAX, tiles)
        take_shares_off(rows, first, count, weighed, e, like)
        store_tile(rows[AT + OUT] + first * rows[OUTER + OUT], e, rows[OUTER + OUT], rows[CORE + OUT], count, n, False, like)

    return kernel


@inlined
def zero_row(out, n, step, like):
    """A row of zeros."""
    if step == size_of(like):
        dense = pointer(out, like)
        for i in range(n):
            dense[i] = real(0, like)
    else:
        for i in range(n):
            pointer(out + i * step, like)[0] = real(0, like)


def nll_row(like):
    """-hit x[target], and -hit where the target points, unless OUT is 0; hit is the target's weight times the row's scale."""

    def kernel(rows, first, count, threads):
        n, zero = rows[N], real(0, like)
        for row in range(first, first + count):
            target = pointer(rows[AT + TARGET] + row * rows[OUTER + TARGET], np.intp(0))[0]
            scale = parameter(rows, SCALE, row, like)
            counts = scale != zero and target >= 0 and target < n
            hit = loss = 0.0
            if counts:
                hit = np.float64(scale * weight_of(rows, row, target, like))
                x = np.float64(pointer(rows[AT + X] + row * rows[OUTER + X] + target * rows[CORE + X], like)[0])
                # A weight of 0 leaves out what is infinite, and no NaN. A loss of 0 is not -0.
                loss = 0.0 - hit * x if hit != 0 or x != x else 0.0
            pointer(rows[AT + LOSS] + row * rows[OUTER + LOSS], np.float64(0))[0] = loss
            if rows[AT + OUT] != 0:
                out = rows[AT + OUT] + row * rows[OUTER + OUT]
                zero_row(out, n, rows[CORE + OUT], like)
                if counts:
                    pointer(out + target * rows[CORE + OUT], like)[0] = real(0.0 - hit, like)

    return kernel
