"""A panel of up to 16 rows is computed abreast, in tiles where an element of each row stands beside those of the others.

The counterpart of `src_cython/rows/panel.pxi.in`, operation for operation: both give the same bits.
"""

import numpy as np

from ..machine import absolute, fma, maximum_lanes, real, stack_array
from .exponentials import exp_at, exp_tile, log_softmax_at, precise_logsumexp, result_of, shift_terms
from .layout import (
    AT,
    BLOCK,
    CORE,
    LANES,
    LOGSUMEXP,
    OUT,
    OUTER,
    ROWS_HALF,
    ROWS_WHAT,
    SOFTMAX,
    STRIPES,
    TEMPERATURE,
    TILE,
    WIDTH,
    N,
)
from .reading import blocks, counted_of, empty_panel, length_of, load_panel, load_tile, read, source_of, spread, store_tile, write
from .sums import add, add_levels, add_stripe, chunk_of, clear, tree_sums


def forward_panel(like):
    """Up to WIDTH rows abreast."""

    def kernel(rows, first, count, threads):
        x, e, levels = stack_array(1024, like), stack_array(1024, like), stack_array(2048, like)
        total, lost = stack_array(512, np.float64(0)), stack_array(512, np.float64(0))
        maximum, base, lowest = stack_array(16, like), stack_array(16, like), stack_array(16, like)
        magic, rate, rate_low = stack_array(16, like), stack_array(16, like), stack_array(16, like)
        factor, factor_low, negate = stack_array(16, like), stack_array(16, like), stack_array(16, np.intp(0))
        all, low, tied = stack_array(16, np.float64(0)), stack_array(16, np.float64(0)), stack_array(16, np.float64(0))
        terms = (
            stack_array(1024, like),
            stack_array(1024, like),
            stack_array(1024, like),
            stack_array(1024, like),
            stack_array(1024, like),
        )
        maximum_of, factor_of, low_of = stack_array(1024, like), stack_array(1024, like), stack_array(1024, like)
        n, what, half = rows[N], rows[ROWS_WHAT], rows[ROWS_HALF] != 0
        zero, one = real(0, like), real(1, like)
        chunk = chunk_of(n)
        single = n <= TILE  # the tile holds the rows whole: nothing is read or computed twice
        size = n if single else LANES  # of a step
        used = min(n, LANES)
        apart, scaled = what != SOFTMAX, rows[AT + TEMPERATURE] != 0
        kept = what == SOFTMAX and not single and not half
        outside = real(0 if what == SOFTMAX else -np.inf, like)
        target = rows[AT + OUT] + first * rows[OUTER + OUT]
        for w in range(WIDTH):
            maximum[w] = real(-np.inf, like)
            rate[w], rate_low[w], negate[w] = one, zero, 0
            all[w] = low[w] = tied[w] = 0.0
        if scaled:
            for w in range(count):
                temperature = read(rows[AT + TEMPERATURE] + (first + w) * rows[OUTER + TEMPERATURE], False, like)
                negate[w] = 1 if temperature < zero else 0
                temperature = absolute(temperature)
                rate[w] = one / temperature
                rate_low[w] = fma(-rate[w], temperature, one) * rate[w]
        for step in range(blocks(n, size)):
            start = step * size
            m = min(size, n - start)
            load_panel(rows, first, count, start, m, negate, x, like)
            for i in range(m):
                maximum_lanes(maximum, x, i * WIDTH, WIDTH)
        for w in range(WIDTH):
            base[w], lowest[w], magic[w] = shift_terms(maximum[w], rate[w])
        spread(terms[0], base, size)
        spread(terms[1], lowest, size)
        spread(terms[2], magic, size)
        if scaled:
            spread(terms[3], rate, size)
            spread(terms[4], rate_low, size)
        if apart:
            spread(maximum_of, maximum, size)
        for step in range(blocks(n, size)):
            start = step * size
            m = min(size, n - start)
            if not single:
                load_panel(rows, first, count, start, m, negate, x, like)
            exp_tile(x, e, m, terms, scaled)
            if kept:
                store_tile(target + start * rows[CORE + OUT], e, rows[OUTER + OUT], rows[CORE + OUT], count, m, False, like)
            if apart:
                for i in range(m):
                    for w in range(WIDTH):
                        tied[w] += 1.0 if x[i * WIDTH + w] == maximum[w] else 0.0
                for i in range(m * WIDTH):
                    e[i] = zero if x[i] == maximum_of[i] else e[i]
            if start % chunk == 0:
                clear(lost, used * WIDTH, 0.0)
                if not single:
                    clear(total, used * WIDTH, 0.0)
            if single:
                for i in range(used * WIDTH):
                    total[i] = np.float64(e[i])
                if n > LANES:
                    for i in range((n - LANES) * WIDTH):
                        total[i] = np.float64(e[i] + e[LANES * WIDTH + i])
            else:
                for i in range(m * WIDTH, LANES * WIDTH):
                    e[i] = zero
                add_stripe(e, levels, LANES * WIDTH, step % STRIPES)
                if (start + LANES) % BLOCK == 0 or start + LANES >= n:
                    add_levels(levels, LANES * WIDTH, step % STRIPES + 1, total, lost, like)
            if (start + size) % chunk == 0 or start + size >= n:
                tree_sums(total, lost, used, like)
                for w in range(WIDTH):
                    all[w], low[w] = add(all[w], low[w], total[w])
                    low[w] += lost[w]
        for w in range(WIDTH):
            unit = one
            if apart:
                unit = exp_at(maximum[w], base[w], lowest[w], magic[w], rate[w], rate_low[w], scaled)
            counted = counted_of(rows, first + w) if w < count else -1.0
            factor[w], factor_low[w] = result_of(what, maximum[w], unit, all[w], low[w], tied[w], counted)
        if what == LOGSUMEXP:
            for w in range(count):
                source, counted = source_of(rows, first + w, False, like), counted_of(rows, first + w)
                value = precise_logsumexp(source, length_of(rows, first + w), maximum[w], counted, factor[w])
                write(target + w * rows[OUTER + OUT], half, value)
            return
        spread(factor_of, factor, size)
        if what == SOFTMAX:
            spread(low_of, factor_low, size)
        else:
            spread(terms[3], rate, size)
        for step in range(blocks(n, size)):
            start = step * size
            m = min(size, n - start)
            if kept:
                load_tile(e, target + start * rows[CORE + OUT], rows[OUTER + OUT], rows[CORE + OUT], count, m, False, zero)
            elif not single:
                load_panel(rows, first, count, start, m, negate, x, like)
                if what == SOFTMAX:
                    exp_tile(x, e, m, terms, scaled)
            if what == SOFTMAX:
                for i in range(m * WIDTH):
                    e[i] = fma(e[i], factor_of[i], e[i] * low_of[i])
            else:
                for i in range(m * WIDTH):
                    e[i] = log_softmax_at(x[i], maximum_of[i], terms[3][i], factor_of[i])
            empty_panel(rows, first, count, start, m, outside, e)
            store_tile(target + start * rows[CORE + OUT], e, rows[OUTER + OUT], rows[CORE + OUT], count, m, half, like)

    return kernel
