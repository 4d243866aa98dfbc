"""A panel of up to 16 rows is computed abreast, in tiles where an element of each row stands beside those of the others.

The counterpart of `src_cython/rows/panel.pxi.in`, operation for operation: both give the same bits.
"""

import numpy as np

from ..._policy import TILE
from ..machine import absolute, compiled, fma, maximum_lanes, real, stack_array, stack_arrays
from .exponentials import add_sink, exp_at, exp_tile, log_softmax_at, precise_logsumexp, result_of, shift_terms, sink_of
from .layout import (
    ALL,
    ALL_LOW,
    ALL_TIES,
    AT,
    BASE,
    BLOCK,
    CORE,
    LANES,
    LEVELS_ELEMENTS,
    LOGSUMEXP,
    LOWEST,
    MAGIC,
    MAXIMUM,
    OUT,
    OUTER,
    PANEL_SUMS,
    RATE,
    RATE_LOW,
    RESULT,
    RESULT_LOW,
    ROWS_HALF,
    ROWS_WHAT,
    SINK,
    SOFTMAX,
    STRIPE_ELEMENTS,
    STRIPES,
    TEMPERATURE,
    TERMS,
    TIED,
    TILE_ELEMENTS,
    TILES,
    WIDTH,
    N,
)
from .reading import blocks, counted_of, empty_panel, length_of, load_panel, load_tile, read, source_of, spread, store_tile, write
from .sums import add, add_levels, add_stripe, chunk_of, clear, tree_sums


@compiled
def start_panel(rows, first, count, terms, negate, like):
    """Set what a panel's rows have before their elements are read, and give whether any row has a temperature."""
    zero, one = real(0, like), real(1, like)
    for w in range(WIDTH):
        terms[MAXIMUM][w], terms[TIED][w] = real(-np.inf, like), zero
        terms[RATE][w], terms[RATE_LOW][w], negate[w] = one, zero, 0
    if rows[AT + TEMPERATURE] == 0:
        return False
    for w in range(count):
        temperature = read(rows[AT + TEMPERATURE] + (first + w) * rows[OUTER + TEMPERATURE], False, like)
        negate[w] = 1 if temperature < zero else 0
        temperature = absolute(temperature)
        terms[RATE][w] = one / temperature
        terms[RATE_LOW][w] = fma(-terms[RATE][w], temperature, one) * terms[RATE][w]
    return True


@compiled
def tile_maximum(x, m, maximum):
    for i in range(m):
        maximum_lanes(maximum, x, i * WIDTH, WIDTH)


@compiled
def shift_panel(terms, tiles, m, scaled, apart):
    """`shift_terms` of each row, from its maximum and rate, and spread over m elements of each row what a tile's loops read."""
    for w in range(WIDTH):
        terms[BASE][w], terms[LOWEST][w], terms[MAGIC][w] = shift_terms(terms[MAXIMUM][w], terms[RATE][w])
    spread(tiles[BASE], terms[BASE], m)
    spread(tiles[LOWEST], terms[LOWEST], m)
    spread(tiles[MAGIC], terms[MAGIC], m)
    if scaled:
        spread(tiles[RATE], terms[RATE], m)
        spread(tiles[RATE_LOW], terms[RATE_LOW], m)
    if apart:
        spread(tiles[MAXIMUM], terms[MAXIMUM], m)


@compiled
def include_sinks(rows, first, count, terms, sinks, like):
    """Set the sinks of a panel's rows, and maxima with them."""
    if rows[AT + SINK] == 0:
        return
    for w in range(count):
        sinks[w] = sink_of(rows, first + w, like)
        terms[MAXIMUM][w] = sinks[w] if sinks[w] > terms[MAXIMUM][w] else terms[MAXIMUM][w]


@compiled
def add_sinks(rows, count, terms, scaled, sinks, sums):
    """`add_sink` of each row."""
    if rows[AT + SINK] == 0:
        return
    for w in range(count):
        e = exp_at(sinks[w], terms[BASE][w], terms[LOWEST][w], terms[MAGIC][w], terms[RATE][w], terms[RATE_LOW][w], scaled)
        sums[ALL][w], sums[ALL_LOW][w], sums[ALL_TIES][w] = add_sink(
            rows[ROWS_WHAT], sinks[w], terms[MAXIMUM][w], e, sums[ALL][w], sums[ALL_LOW][w], sums[ALL_TIES][w]
        )


@compiled
def set_tile_apart(x, e, m, terms, tiles, like):
    """`set_apart` for each row of a tile, in place."""
    zero, one = real(0, like), real(1, like)
    for i in range(m):
        for w in range(WIDTH):
            terms[TIED][w] += one if x[i * WIDTH + w] == terms[MAXIMUM][w] else zero
    for i in range(m * WIDTH):
        e[i] = zero if x[i] == tiles[MAXIMUM][i] else e[i]


@compiled
def panel_units(terms, scaled, unit):
    """The exponential of each row's maximum."""
    for w in range(WIDTH):
        unit[w] = exp_at(
            terms[MAXIMUM][w], terms[BASE][w], terms[LOWEST][w], terms[MAGIC][w], terms[RATE][w], terms[RATE_LOW][w], scaled
        )


@compiled
def panel_results(rows, first, count, terms, tiles, m, scaled, sums, like):
    """`result_of` for the rows of a panel, and what `finish_tile` reads of m elements of each."""
    what, unit = rows[ROWS_WHAT], stack_array(WIDTH, like)
    if what == SOFTMAX:
        for w in range(WIDTH):
            unit[w] = real(1, like)
    else:
        panel_units(terms, scaled, unit)
    for w in range(WIDTH):
        counted = counted_of(rows, first + w) if w < count else -1.0
        terms[RESULT][w], terms[RESULT_LOW][w] = result_of(
            what, terms[MAXIMUM][w], unit[w], sums[ALL][w], sums[ALL_LOW][w], sums[ALL_TIES][w], counted
        )
    if what == LOGSUMEXP:
        return
    spread(tiles[RESULT], terms[RESULT], m)
    if what == SOFTMAX:
        spread(tiles[RESULT_LOW], terms[RESULT_LOW], m)
    else:
        spread(tiles[RATE], terms[RATE], m)


@compiled
def store_logsumexp(rows, first, count, terms, like):
    for w in range(count):
        source, counted = source_of(rows, first + w, False, like), counted_of(rows, first + w)
        sink = sink_of(rows, first + w, like)
        value = precise_logsumexp(source, length_of(rows, first + w), terms[MAXIMUM][w], sink, counted, terms[RESULT][w])
        write(rows[AT + OUT] + (first + w) * rows[OUTER + OUT], rows[ROWS_HALF], value)


@compiled
def finish_tile(x, e, m, what, tiles):
    """`finish` for a tile: e becomes the result."""
    if what == SOFTMAX:
        for i in range(m * WIDTH):
            e[i] = fma(e[i], tiles[RESULT][i], e[i] * tiles[RESULT_LOW][i])
    else:
        for i in range(m * WIDTH):
            e[i] = log_softmax_at(x[i], tiles[MAXIMUM][i], tiles[RATE][i], tiles[RESULT][i])


@compiled
def forward_tile(rows, first, count, like):
    """Up to WIDTH rows abreast, of up to TILE elements."""
    x, e = stack_array(TILE_ELEMENTS, like), stack_array(TILE_ELEMENTS, like)
    total, lost = stack_arrays(2, STRIPE_ELEMENTS, np.float64(0))
    terms, tiles = stack_arrays(TERMS, WIDTH, like), stack_arrays(TILES, TILE_ELEMENTS, like)
    sums, negate = stack_arrays(PANEL_SUMS, WIDTH, np.float64(0)), stack_array(WIDTH, np.intp(0))
    sinks = stack_array(WIDTH, like)
    n, what = rows[N], rows[ROWS_WHAT]
    used = min(max(n, 1), LANES)
    scaled = start_panel(rows, first, count, terms, negate, like)
    load_panel(rows, first, count, 0, n, negate, x, like)
    tile_maximum(x, n, terms[MAXIMUM])
    include_sinks(rows, first, count, terms, sinks, like)
    shift_panel(terms, tiles, n, scaled, what != SOFTMAX)
    exp_tile(x, e, n, tiles, scaled)
    if what != SOFTMAX:
        set_tile_apart(x, e, n, terms, tiles, like)
    if n == 0:  # an empty sum
        clear(total, WIDTH, 0.0)
    for i in range(min(n, LANES) * WIDTH):
        total[i] = np.float64(e[i])
    if n > LANES:
        for i in range((n - LANES) * WIDTH):
            total[i] = np.float64(e[i] + e[STRIPE_ELEMENTS + i])
    clear(lost, used * WIDTH, 0.0)
    tree_sums(total, lost, used, like)
    for w in range(WIDTH):
        sums[ALL][w], sums[ALL_LOW][w], sums[ALL_TIES][w] = total[w], lost[w], np.float64(terms[TIED][w])
    add_sinks(rows, count, terms, scaled, sinks, sums)
    panel_results(rows, first, count, terms, tiles, n, scaled, sums, like)
    if what == LOGSUMEXP:
        store_logsumexp(rows, first, count, terms, like)
        return
    finish_tile(x, e, n, what, tiles)
    empty_panel(rows, first, count, 0, n, real(0 if what == SOFTMAX else -np.inf, like), e)
    target, half = rows[AT + OUT] + first * rows[OUTER + OUT], rows[ROWS_HALF]
    store_tile(target, e, rows[OUTER + OUT], rows[CORE + OUT], count, n, half, like)


def forward_panel(like):
    """Up to WIDTH rows abreast."""

    def kernel(rows, first, count, threads):
        x, e, levels = stack_array(STRIPE_ELEMENTS, like), stack_array(STRIPE_ELEMENTS, like), stack_array(LEVELS_ELEMENTS, like)
        total, lost = stack_arrays(2, STRIPE_ELEMENTS, np.float64(0))
        terms, tiles = stack_arrays(TERMS, WIDTH, like), stack_arrays(TILES, STRIPE_ELEMENTS, like)
        sums, negate = stack_arrays(PANEL_SUMS, WIDTH, np.float64(0)), stack_array(WIDTH, np.intp(0))
        sinks = stack_array(WIDTH, like)
        n, what, half = rows[N], rows[ROWS_WHAT], rows[ROWS_HALF]
        chunk, zero = chunk_of(n), real(0, like)
        kept = what == SOFTMAX and not half
        outside = real(0 if what == SOFTMAX else -np.inf, like)
        target = rows[AT + OUT] + first * rows[OUTER + OUT]
        if n <= TILE:
            forward_tile(rows, first, count, like)
            return
        # The first pass: maxima, and what (a) needs to know of them.
        scaled = start_panel(rows, first, count, terms, negate, like)
        for w in range(WIDTH):
            sums[ALL][w] = sums[ALL_LOW][w] = sums[ALL_TIES][w] = 0.0
        for block in range(blocks(n, LANES)):
            start = block * LANES
            m = min(LANES, n - start)
            load_panel(rows, first, count, start, m, negate, x, like)
            tile_maximum(x, m, terms[MAXIMUM])
        include_sinks(rows, first, count, terms, sinks, like)
        shift_panel(terms, tiles, LANES, scaled, what != SOFTMAX)
        # The second: exponentials, which stay in the target where that is to have their multiples, and sums in the order of (b).
        for block in range(blocks(n, LANES)):
            start = block * LANES
            m = min(LANES, n - start)
            load_panel(rows, first, count, start, m, negate, x, like)
            exp_tile(x, e, m, tiles, scaled)
            if kept:
                store_tile(target + start * rows[CORE + OUT], e, rows[OUTER + OUT], rows[CORE + OUT], count, m, False, like)
            if what != SOFTMAX:
                set_tile_apart(x, e, m, terms, tiles, like)
            if start % chunk == 0:
                clear(lost, STRIPE_ELEMENTS, 0.0)
                clear(total, STRIPE_ELEMENTS, 0.0)
            for i in range(m * WIDTH, STRIPE_ELEMENTS):
                e[i] = zero
            add_stripe(e, levels, STRIPE_ELEMENTS, block % STRIPES)
            if (start + LANES) % BLOCK == 0 or start + LANES >= n:
                add_levels(levels, STRIPE_ELEMENTS, block % STRIPES + 1, total, lost, like)
            if (start + LANES) % chunk == 0 or start + LANES >= n:
                tree_sums(total, lost, LANES, like)
                for w in range(WIDTH):
                    sums[ALL][w], sums[ALL_LOW][w] = add(sums[ALL][w], sums[ALL_LOW][w], total[w])
                    sums[ALL_LOW][w] += lost[w]
                    # A float counts no further than 2^24, which a row may have more of than a chunk has.
                    sums[ALL_TIES][w] += np.float64(terms[TIED][w])
                    terms[TIED][w] = zero
        add_sinks(rows, count, terms, scaled, sinks, sums)
        panel_results(rows, first, count, terms, tiles, LANES, scaled, sums, like)
        if what == LOGSUMEXP:
            store_logsumexp(rows, first, count, terms, like)
            return
        # The third: results.
        for block in range(blocks(n, LANES)):
            start = block * LANES
            m = min(LANES, n - start)
            if kept:
                load_tile(e, target + start * rows[CORE + OUT], rows[OUTER + OUT], rows[CORE + OUT], count, m, False, zero)
            else:
                load_panel(rows, first, count, start, m, negate, x, like)
                if what == SOFTMAX:
                    exp_tile(x, e, m, tiles, scaled)
            finish_tile(x, e, m, what, tiles)
            empty_panel(rows, first, count, start, m, outside, e)
            store_tile(target + start * rows[CORE + OUT], e, rows[OUTER + OUT], rows[CORE + OUT], count, m, half, like)

    return kernel
