"""A row is computed in passes over its chunks, which threads share where there are fewer rows than threads.

The counterpart of `src_cython/rows/row.pxi.in`, operation for operation: both give the same bits.
"""

import numpy as np

from ..machine import (
    absolute,
    address_of,
    call_pass,
    compiled,
    fma,
    maximum_lanes,
    pointer,
    real,
    size_of,
    stack_array,
    stack_bytes,
    store_halves,
)
from ..pool import run_parts
from .exponentials import add_sink, exp_at, exp_piece, log_softmax_at, precise_logsumexp, result_of, shift_terms, sink_of
from .layout import (
    AT,
    BASE,
    BLOCK,
    BLOCK_BYTES,
    CHUNK_RUN,
    CORE,
    ENTROPY_OF_INDEX,
    GRAINS,
    LANES,
    LOG_SOFTMAX,
    LOGSUMEXP,
    LOWEST,
    LOWS,
    MAGIC,
    MAXIMA,
    MAXIMUM,
    OUT,
    OUTER,
    PASS_RUN,
    RATE,
    RATE_LOW,
    RESULT,
    RESULT_LOW,
    ROWS_HALF,
    ROWS_SETTINGS,
    ROWS_WHAT,
    SCALED,
    SINK,
    SOFTMAX,
    STATE_BYTES,
    SUMS,
    TEMPERATURE,
    TEMPERATURE_OF,
    TIES,
    N,
)
from .reading import blocks, copy_piece, counted_of, length_of, read, source_of, whole_lanes, write
from .sums import add, add_block, chunk_of, holds, largest_lane, set_apart, tree_sum


@compiled
def chunk_maximum(source, first, last, like):
    """The maximum of elements `first` to `last` of a row; -inf where there are none, and NaN are passed over."""
    lanes, copied = stack_array(LANES, like), stack_array(BLOCK, like)
    for j in range(LANES):
        lanes[j] = real(-np.inf, like)
    start = first
    if source[6]:
        x = pointer(source[0], like)
        start = first + (last - first) // LANES * LANES
        for i in range(first // LANES, start // LANES):
            maximum_lanes(lanes, x, i * LANES, LANES)
    while start < last:
        m = min(BLOCK, last - start)
        copy_piece(source, start, m, copied, like)
        for i in range(blocks(m, LANES)):
            maximum_lanes(lanes, copied, i * LANES, LANES)
        start += m
    return largest_lane(lanes)


@compiled
def chunk_sums(source, first, last, state, target, step, apart, like):
    """(sum, low, ties) of elements `first` to `last` of a row; what was summed goes to `target` unless that is 0."""
    lanes, ties = stack_array(LANES, like), stack_array(LANES, like)
    total, low = stack_array(LANES, np.float64(0)), stack_array(LANES, np.float64(0))
    copied_at, computed_at = stack_bytes(BLOCK_BYTES), stack_bytes(BLOCK_BYTES)
    copied, computed = pointer(copied_at, like), pointer(computed_at, like)
    rest, spare = stack_array(BLOCK, like), stack_array(BLOCK, like)
    for j in range(LANES):
        total[j] = low[j] = 0.0
        ties[j] = real(0, like)
    for block in range(blocks(last - first, BLOCK)):
        start = first + block * BLOCK
        m = min(BLOCK, last - start)
        lying = source[6] and m == BLOCK
        x_at = source[0] + start * size_of(like) if lying else copied_at
        x = pointer(x_at, like)
        if not lying:
            copy_piece(source, start, m, copied, like)
            for i in range(whole_lanes(m), BLOCK):
                computed[i] = rest[i] = real(0, like)
        # The maximum's own terms stay out of the sum that a logarithm is taken of: note (e).
        held = apart and holds(x, whole_lanes(m), real(state[MAXIMUM], like), lanes)
        # The target may be x itself: set_apart reads it once more, and LLVM would leave vectors (3.6 times as long).
        there = lying and target != 0 and step == size_of(like) and not held and target != source[0]
        e = pointer(target + start * size_of(like) if there else computed_at, like)
        exp_piece(x, e, whole_lanes(m), state)
        if held:
            set_apart(x, e, rest, whole_lanes(m), real(state[MAXIMUM], like), ties, spare)
            add_block(rest, total, low, lanes)
        else:
            add_block(e, total, low, lanes)
        # What was computed beside the target goes there, whatever its step.
        if target != 0 and not there:
            if step == size_of(like):
                lying_there = pointer(target + start * step, like)
                for i in range(m):
                    lying_there[i] = computed[i]
            else:
                for i in range(m):
                    pointer(target + (start + i) * step, like)[0] = computed[i]
    half = LANES // 2
    while half > 0:
        for j in range(half):
            ties[j] += ties[j + half]
        half //= 2
    all, all_low = tree_sum(total, low, like)
    return all, all_low, np.float64(ties[0])


@compiled
def finish(source, first, last, state, target, step, what, like):
    """The last pass over a row: RESULT + RESULT_LOW is the factor of softmax, or the logarithm to be taken off."""
    copied, computed = stack_array(BLOCK, like), stack_array(BLOCK, like)
    at, mask, _, mask_step, half, _, direct = source
    result, low = real(state[RESULT], like), real(state[RESULT_LOW], like)
    maximum, rate = real(state[MAXIMUM], like), real(state[RATE], like)
    if what == SOFTMAX and not half:  # the exponentials stand in the target
        if step == size_of(like) and mask == 0:
            y = pointer(target, like)
            for i in range(first, last):
                y[i] = fma(y[i], result, y[i] * low)
        else:
            for i in range(first, last):
                one = pointer(target + i * step, like)
                taken = mask == 0 or pointer(mask + i * mask_step, np.uint8(0))[0] != 0
                one[0] = fma(one[0], result, one[0] * low) if taken else real(0, like)
        return
    if what == LOG_SOFTMAX and direct and step == size_of(like):
        x, y = pointer(at, like), pointer(target, like)
        for i in range(first, last):
            y[i] = log_softmax_at(x[i], maximum, rate, result)
        return
    # float16 and bfloat16, and rows that do not lie in memory as they are computed, are read and computed once more: note (f).
    outside = real(0 if what == SOFTMAX else -np.inf, like)
    for block in range(blocks(last - first, BLOCK)):
        start = first + block * BLOCK
        m = min(BLOCK, last - start)
        copy_piece(source, start, m, copied, like)
        if what == SOFTMAX:
            exp_piece(copied, computed, whole_lanes(m), state)
            for i in range(m):
                computed[i] = fma(computed[i], result, computed[i] * low)
        else:
            for i in range(m):
                computed[i] = log_softmax_at(copied[i], maximum, rate, result)
        if mask != 0:
            for i in range(m):
                taken = pointer(mask + (start + i) * mask_step, np.uint8(0))[0] != 0
                computed[i] = computed[i] if taken else outside
        if half != 0:
            store_halves(target + start * step, computed, step, m, half)
        else:
            for i in range(m):
                pointer(target + (start + i) * step, like)[0] = computed[i]


def forward_pass(like):
    """One pass (0: maximum, 1: sums, 2: finish) over one chunk of a row."""

    def kernel(rows, row, state, stage, c):
        n = length_of(rows, row)
        chunk = chunk_of(n)
        first, last = c * chunk, min(n, (c + 1) * chunk)
        source = source_of(rows, row, state[TEMPERATURE_OF] < 0, like)
        what, half = rows[ROWS_WHAT], rows[ROWS_HALF]
        target = rows[AT + OUT] + row * rows[OUTER + OUT]
        entropy = what >= ENTROPY_OF_INDEX
        if stage == 0:
            state[MAXIMA + c] = np.float64(chunk_maximum(source, first, last, like))
        elif stage == 1:
            kept = 0 if half or not (what == SOFTMAX or (entropy and rows[AT + OUT] != 0)) else target
            all, low, ties = chunk_sums(source, first, last, state, kept, rows[CORE + OUT], what != SOFTMAX, like)
            state[SUMS + c], state[LOWS + c], state[TIES + c] = all, low, ties
        else:
            finish(source, first, last, state, target, rows[CORE + OUT], SOFTMAX if entropy else what, like)

    return kernel


# What `chunk_task` is to make a pass over.
PASS_ROWS, PASS_ROW, PASS_STATE, PASS_STAGE = range(4)
PASS_BYTES = 4 * 8


def chunk_task(pass_at, c):
    """One pass over one chunk; see `run_chunks`."""
    job = pointer(pass_at, np.intp(0))
    rows, state = pointer(job[PASS_ROWS], np.intp(0)), pointer(job[PASS_STATE], np.float64(0))
    call_pass(rows[PASS_RUN], rows, job[PASS_ROW], state, job[PASS_STAGE], c)


@compiled
def run_chunks(rows, row, state_at, stage, chunks, threads):
    """One pass over all chunks of a row, on `threads` threads.

    The pass is a C function of its own: compiled into each kernel, three times in some, it took most of their compile time.
    """
    if threads > 1 and chunks > 1:
        pass_at = stack_bytes(PASS_BYTES)
        job = pointer(pass_at, np.intp(0))
        job[PASS_ROWS], job[PASS_ROW], job[PASS_STATE], job[PASS_STAGE] = address_of(rows), row, state_at, stage
        run_parts(rows[ROWS_SETTINGS], rows[CHUNK_RUN], pass_at, chunks, threads, rows[GRAINS])
    else:
        state = pointer(state_at, np.float64(0))
        for c in range(chunks):
            call_pass(rows[PASS_RUN], rows, row, state, stage, c)


def forward_row(like, run_chunks=run_chunks):
    """Rows one by one: the maximum, the sums of what (a) makes of each element, and the results, each a pass over the chunks."""

    def kernel(rows, first, count, threads):
        state_at = stack_bytes(STATE_BYTES)
        state = pointer(state_at, np.float64(0))
        what, half = rows[ROWS_WHAT], rows[ROWS_HALF]
        for row in range(first, first + count):
            n = length_of(rows, row)
            temperature = real(1, like)
            if rows[AT + TEMPERATURE] != 0:
                temperature = read(rows[AT + TEMPERATURE] + row * rows[OUTER + TEMPERATURE], False, like)
            # The sign is taken by `source_of`; what the reciprocal loses comes back in the second part.
            steepness = real(1, like) / absolute(temperature)
            state[TEMPERATURE_OF], state[RATE] = temperature, steepness
            state[RATE_LOW] = fma(-steepness, absolute(temperature), real(1, like)) * steepness
            state[SCALED] = 1.0 if absolute(temperature) != real(1, like) else 0.0
            target = rows[AT + OUT] + row * rows[OUTER + OUT]
            chunks = blocks(n, chunk_of(n))
            # The first pass, and what (a) needs to know of the maximum.
            run_chunks(rows, row, state_at, 0, chunks, threads)
            maximum = real(-np.inf, like)
            for c in range(chunks):
                top = real(state[MAXIMA + c], like)
                maximum = top if top > maximum else maximum
            sink = sink_of(rows, row, like)
            maximum = sink if sink > maximum else maximum
            base, lowest, magic = shift_terms(maximum, steepness)
            state[MAXIMUM], state[BASE], state[LOWEST], state[MAGIC] = maximum, base, lowest, magic
            # The second, whose sums are added in the order of the chunks, whoever computed them.
            run_chunks(rows, row, state_at, 1, chunks, threads)
            all = low = ties = 0.0
            for c in range(chunks):
                all, low = add(all, low, state[SUMS + c])
                low += state[LOWS + c]
                ties += state[TIES + c]
            unit = exp_at(maximum, base, lowest, magic, steepness, real(state[RATE_LOW], like), state[SCALED] != 0)
            if rows[AT + SINK] != 0:
                e = exp_at(sink, base, lowest, magic, steepness, real(state[RATE_LOW], like), state[SCALED] != 0)
                all, low, ties = add_sink(what, sink, maximum, e, all, low, ties)
            result, result_low = result_of(what, maximum, unit, all, low, ties, counted_of(rows, row))
            if what == LOGSUMEXP:
                source = source_of(rows, row, temperature < 0, like)
                write(target, half, precise_logsumexp(source, n, maximum, sink, counted_of(rows, row), result))
            else:
                # The third, and what lies beyond a ragged row's length.
                state[RESULT], state[RESULT_LOW] = result, result_low
                run_chunks(rows, row, state_at, 2, chunks, threads)
                for i in range(n, rows[N]):
                    write(target + i * rows[CORE + OUT], half, real(0 if what == SOFTMAX else -np.inf, like))

    return kernel
