"""Loops along an axis: softmax and its kin, sparsemax, hardmax and cross entropy. The counterpart of
`src_cython/rowwise.pyx.in`, whose notes hold here. What changes no bit, groups, prefetching and streaming, is Cython's alone.

In place of C structs there are rows of intp, as in `elementwise.py`: a loop's data, and what one call knows of its rows,
are the numbers named below. What a row's passes hand on is a row of doubles, its state.

LLVM unrolls a loop over a fixed number of lanes or rows into scalars before it looks for vectors: such loops are
intrinsics over vectors (`..._lanes`), or run over all elements of a piece or tile.
"""

import numpy as np
from numba import cfunc, types

from .cores.exponential import exp_full, expm1_poly
from .cores.logarithm import log1p_full
from .cores.reduction import exponent_of
from .elementwise import LOOP, TASK_SIGNATURE
from .machine import (
    OPTIONS,
    absolute,
    add_eight_lanes,
    add_lanes,
    add_lanes_in_two,
    address_of,
    call_pass,
    call_resolver,
    call_rows,
    compiled,
    either,
    enter,
    float_to_half,
    fma,
    half_to_float,
    inlined,
    leave,
    maximum_lanes,
    parts_for,
    pointer,
    real,
    run_parts,
    size_of,
    stack_array,
    stack_bytes,
    threads_for,
)
from .tables import (
    BLOCK_TASK,
    CHUNK_TASK,
    CORE_POSITION,
    COUNT,
    COUNTED,
    ENTROPY,
    ENTROPY_OF_INDEX,
    LENGTH,
    LOG_SOFTMAX,
    LOG_SOFTMAX_BACKWARD,
    LOGSUMEXP,
    LOOP_WHAT,
    LOSS,
    MASK,
    OPERANDS,
    OUT,
    PANEL,
    PART_TASK,
    PASS,
    POSITION,
    ROW,
    SCALE,
    SOFTMAX,
    SOFTMAX_BACKWARD,
    SPREAD,
    SQUARE,
    TARGET,
    TEMPERATURE,
    WEIGHT,
    X,
    Y,
)
from .tables import ROW_GRAIN as GRAIN
from .tables import ROW_HALF as HALF
from .tables import ROW_ITEMSIZE as ITEMSIZE
from .tables import ROW_RESOLVE as RESOLVE
from .tables import ROW_SETTINGS as SETTINGS
from .units import PENDING

LANES = 32
BLOCK = 256
STRIPES = 8  # of lanes in a block
CHUNK = 32768
CHUNKS = 256  # at the most: longer rows have longer ones
WIDTH = 16  # rows abreast in a panel
TILE = 64  # elements of each, of those that fit a tile whole
ROOM = 256  # for elements that sparsemax may keep

# What a call knows of its rows: addresses of the first row's operands, steps from row to row, and within one.
ROWS_WHAT, N, ROWS_ITEMSIZE, ROWS_HALF, ROWS_SETTINGS, GRAINS, CHUNK_RUN, PASS_RUN = range(8)
AT = 8
OUTER = AT + OPERANDS
CORE = OUTER + OPERANDS
ROWS_IN_BLOCK = CORE + OPERANDS

# The state of a row, in doubles; from MAXIMA, SUMS, LOWS and TIES on one number for each chunk.
MAXIMUM, BASE, LOWEST, MAGIC, RATE, RATE_LOW, SCALED, RESULT, RESULT_LOW, TEMPERATURE_OF, TOTAL = range(11)
MAXIMA = 16
SUMS = MAXIMA + CHUNKS
LOWS = SUMS + CHUNKS
TIES = LOWS + CHUNKS

ROWS_SIGNATURE = types.void(types.CPointer(types.intp), types.intp, types.intp, types.intp)
PASS_SIGNATURE = types.void(types.CPointer(types.intp), types.intp, types.CPointer(types.float64), types.intp, types.intp)


@inlined
def read(at, half, like):
    return real(half_to_float(pointer(at, np.uint16(0))[0]), like) if half else pointer(at, like)[0]


@inlined
def write(at, half, value):
    if half:
        pointer(at, np.uint16(0))[0] = float_to_half(np.float32(value))
    else:
        pointer(at, value)[0] = value


@inlined
def whole_lanes(n):
    return (n + LANES - 1) // LANES * LANES


@inlined
def blocks(n, size):
    return (n + size - 1) // size


@inlined
def length_of(rows, row):
    n = rows[N]
    if rows[AT + LENGTH] != 0:
        n = max(0, min(pointer(rows[AT + LENGTH] + row * rows[OUTER + LENGTH], np.intp(0))[0], n))
    return n


@inlined
def mask_of(rows, row):
    """The address of a row's mask, 0 where there is none."""
    return rows[AT + MASK] + row * rows[OUTER + MASK] if rows[AT + MASK] != 0 else 0


@inlined
def source_of(rows, row, negate, like):
    """(x, mask, step, mask_step, half, negate, direct) of one row; direct: contiguous, and nothing to do."""
    step, half, mask = rows[CORE + X], rows[ROWS_HALF] != 0, mask_of(rows, row)
    direct = step == size_of(like) and not (half or negate) and mask == 0
    return rows[AT + X] + row * rows[OUTER + X], mask, step, rows[CORE + MASK], half, negate, direct


@inlined
def element(source, i, like):
    at, mask, step, mask_step, half, negate, _ = source
    x = read(at + i * step, half, like)
    x = -x if negate else x
    return x if mask == 0 or pointer(mask + i * mask_step, np.uint8(0))[0] != 0 else real(-np.inf, like)


@compiled
def copy_piece(source, start, n, buffer, like):
    """n elements from `start` on, as whole lanes."""
    at, mask, step, mask_step, half, negate, direct = source
    lying = pointer(at, like)
    if direct:
        for i in range(n):
            buffer[i] = lying[start + i]
    elif step == size_of(like) and mask_step == 1 and mask != 0 and not half and not negate:
        taken = pointer(mask, np.uint8(0))
        for i in range(n):
            buffer[i] = lying[start + i] if taken[start + i] != 0 else real(-np.inf, like)
    else:
        for i in range(n):
            buffer[i] = element(source, start + i, like)
    for i in range(n, whole_lanes(n)):
        buffer[i] = real(-np.inf, like)


@inlined
def tree_sum(lanes, lost, like):
    """(the sum of all lanes, what was lost of them before and in it, by Knuth's two-sum), the latter for rows of double."""
    half = LANES // 2
    if size_of(like) == 4:
        while half > 0:
            for i in range(half):
                lanes[i] += lanes[i + half]
            half //= 2
        return lanes[0], 0.0
    while half > 0:
        for i in range(half):
            sum = lanes[i] + lanes[i + half]
            back = sum - lanes[i]
            lost[i] += lost[i + half] + ((lanes[i] - (sum - back)) + (lanes[i + half] - back))
            lanes[i] = sum
        half //= 2
    return lanes[0], lost[0]


@inlined
def add(total, compensation, term):
    """total + compensation + term as (total, compensation), with the rounding error kept (Knuth's two-sum)."""
    sum = total + term
    back = sum - total
    return sum, compensation + ((total - (sum - back)) + (term - back))


@inlined
def whole(total, compensation):
    """total + compensation; an infinite total, of which nothing was kept, is itself."""
    return total + compensation if total - total == 0 else total


@inlined
def exp_at(x, base, lowest, magic, rate, rate_low, scaled):
    """exp((x - M) rate) 2^64 (in double 2^256), or rather 2^(k - K + 64) exp(r): see (a). NaN passes."""
    z = x - base
    low = real(0, x)
    if scaled:
        low = fma(z, rate, -(z * rate)) + z * rate_low
        z = z * rate
        low = low if z >= lowest else real(0, x)
    z = lowest if z < lowest else z
    shifted = fma(z, either(1.4426950216293335, 1.4426950408889634, x), magic)
    k = shifted - magic
    r = fma(k, either(-0.6931471824645996, -0.6931471805599453, x), z)
    r = fma(k, either(1.904654323148236e-09, -2.319046813846299e-17, x), r)
    if scaled:
        r = r + low
    s = exponent_of(shifted)
    return fma(s, expm1_poly(r), s)


@inlined
def shift_terms(maximum, steepness):
    """(base, lowest, magic) of a row with this maximum.

    From `lowest` on downwards the exponent's field is 0, and so is the exponential: padding adds nothing.
    """
    top = steepness * maximum
    far = absolute(top) >= either(256.0, 2048.0, maximum) and maximum > real(-np.inf, maximum)
    base = maximum if far else real(0, maximum)
    rest = (maximum - base) * steepness if absolute(maximum) < real(np.inf, maximum) else real(0, maximum)
    round = either(12582912.0, 6755399441055744.0, maximum)
    whole = fma(rest, either(1.4426950216293335, 1.4426950408889634, maximum), round) - round
    lowest = (whole - either(191.0, 1279.0, maximum)) * either(0.6931471805599453, 0.6931471805599453, maximum)
    return base, lowest, either(12583103.0, 6755399441057023.0, maximum) - whole


@inlined
def log_of(unit, rest, ties, counted):
    """log(sum(exp(x - M))) = log1p of the sum without one of the maximum's terms, each of which is `unit`; see (e).

    With `counted` elements (-1: not asked for), the logarithm of their mean, which is their sum over at least itself: so it is
    -log1p of what is missing from `counted`, over the sum.
    """
    others = rest / unit
    missing = ((counted - ties) - others) / (others + ties)
    result = log1p_full(missing if counted >= 0 else others + (ties - 1.0))
    return -result if counted >= 0 else result


@inlined
def result_of(what, maximum, unit, all, all_low, ties, counted):
    """(result, low): what a row's maximum and sums come to: the factor or logarithm that `finish` takes, or the logsumexp.

    A row whose maximum is infinite is NaN, but for a logsumexp; where NaN are among the elements, `all` is NaN.
    """
    nothing = 0.0 if maximum - maximum == 0 else np.nan
    rest = 0.0
    if what == SOFTMAX:
        result = 1.0 / all + nothing
        rest = (fma(-result, all, 1.0) - result * all_low) * result
    else:
        result = log_of(np.float64(unit) if nothing == 0 else 1.0, all + all_low, ties, counted)
        result = result + (nothing if what == LOG_SOFTMAX else np.float64(maximum))
    rounded = real(result, maximum)
    return rounded, real((result - np.float64(rounded)) + rest, maximum)


@compiled
def exp_piece(x, e, n, state):
    """e = exp_at(x)."""
    like = x[0]
    base, lowest, magic = real(state[BASE], like), real(state[LOWEST], like), real(state[MAGIC], like)
    rate, rate_low = real(state[RATE], like), real(state[RATE_LOW], like)
    if state[SCALED] != 0:
        for i in range(n):
            e[i] = exp_at(x[i], base, lowest, magic, rate, rate_low, True)
    else:
        for i in range(n):
            e[i] = exp_at(x[i], base, lowest, magic, rate, rate_low, False)


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


@compiled
def chunk_maximum(source, first, last, like):
    lanes, copied = stack_array(32, like), stack_array(256, like)
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
    lanes, ties = stack_array(32, like), stack_array(32, like)
    total, low = stack_array(32, np.float64(0)), stack_array(32, np.float64(0))
    copied_at, computed_at = stack_bytes(2048), stack_bytes(2048)
    copied, computed = pointer(copied_at, like), pointer(computed_at, like)
    rest, spare = stack_array(256, like), stack_array(256, like)
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
        held = apart and holds(x, whole_lanes(m), real(state[MAXIMUM], like), lanes)
        # The target may be x itself, which set_apart reads once more.
        there = lying and target != 0 and step == size_of(like) and not held
        e = pointer(target + start * size_of(like) if there else computed_at, like)
        exp_piece(x, e, whole_lanes(m), state)
        if held:
            set_apart(x, e, rest, whole_lanes(m), real(state[MAXIMUM], like), ties, spare)
            add_block(rest, total, low, lanes)
        else:
            add_block(e, total, low, lanes)
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


@inlined
def log_softmax_at(x, maximum, rate, logarithm):
    """(x - M) rate - log(sum(exp)). Both terms are negative: nothing cancels, and each rounding is half an ULP at the most."""
    return fma(x - maximum, rate, -logarithm)


@compiled
def finish(source, first, last, state, target, step, what, like):
    """The last pass over a row: RESULT + RESULT_LOW is the factor of softmax, or the logarithm to be taken off."""
    copied, computed = stack_array(256, like), stack_array(256, like)
    at, mask, _, mask_step, half, _, direct = source
    result, low = real(state[RESULT], like), real(state[RESULT_LOW], like)
    maximum, rate = real(state[MAXIMUM], like), real(state[RATE], like)
    if what == SOFTMAX and not half:
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
        for i in range(m):
            taken = mask == 0 or pointer(mask + (start + i) * mask_step, np.uint8(0))[0] != 0
            write(target + (start + i) * step, half, computed[i] if taken else outside)


@inlined
def chunk_of(n):
    least = (n + CHUNKS - 1) // CHUNKS
    return max(CHUNK, (least + BLOCK - 1) // BLOCK * BLOCK)


def forward_pass(like):
    """One pass (0: maximum, 1: sums, 2: finish) over one chunk of a row."""

    def kernel(rows, row, state, stage, c):
        n = length_of(rows, row)
        chunk = chunk_of(n)
        first, last = c * chunk, min(n, (c + 1) * chunk)
        source = source_of(rows, row, state[TEMPERATURE_OF] < 0, like)
        what, half = rows[ROWS_WHAT], rows[ROWS_HALF] != 0
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


@inlined
def counted_of(rows, row):
    if rows[AT + COUNTED] == 0:
        return -1.0
    return np.float64(pointer(rows[AT + COUNTED] + row * rows[OUTER + COUNTED], np.intp(0))[0])


@compiled
def precise_logsumexp(source, n, maximum, counted, result):
    """`result`, but in float from exponentials in double where maximum and logarithm cancel: 27 ULP for two elements else."""
    if size_of(result) == 4 and absolute(result) < real(1, result):
        lanes, lost = stack_array(32, np.float64(0)), stack_array(32, np.float64(0))
        for i in range(LANES):
            lanes[i] = lost[i] = 0.0
        top = np.float64(maximum)
        base, lowest, magic = shift_terms(top, 1.0)
        ties = 0.0
        for i in range(n):
            x = np.float64(element(source, i, result))
            e = exp_at(x, base, lowest, magic, 1.0, 0.0, False)
            ties += 1.0 if x == top else 0.0
            lanes[i % LANES] += 0.0 if x == top else e
        unit = exp_at(top, base, lowest, magic, 1.0, 0.0, False)
        return real(top + log_of(unit, tree_sum(lanes, lost, result)[0], ties, counted), result)
    return result


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
    copied_dy, copied_y = stack_bytes(2048), stack_bytes(2048)
    lanes, total, terms = stack_array(32, np.float64(0)), stack_array(32, np.float64(0)), stack_array(256, np.float64(0))
    lost = stack_array(32, np.float64(0))
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
    copied_dy, copied_y = stack_bytes(2048), stack_bytes(2048)
    computed = stack_array(256, like)
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


# What `chunk_task` is to make a pass over.
PASS_ROWS, PASS_ROW, PASS_STATE, PASS_STAGE = range(4)


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
        pass_at = stack_bytes(64)
        job = pointer(pass_at, np.intp(0))
        job[PASS_ROWS], job[PASS_ROW], job[PASS_STATE], job[PASS_STAGE] = address_of(rows), row, state_at, stage
        run_parts(rows[ROWS_SETTINGS], rows[CHUNK_RUN], pass_at, chunks, threads, rows[GRAINS])
    else:
        state = pointer(state_at, np.float64(0))
        for c in range(chunks):
            call_pass(rows[PASS_RUN], rows, row, state, stage, c)


def forward_row(like):

    def kernel(rows, first, count, threads):
        state_at = stack_bytes(8320)
        state = pointer(state_at, np.float64(0))
        what, half = rows[ROWS_WHAT], rows[ROWS_HALF] != 0
        for row in range(first, first + count):
            n = length_of(rows, row)
            temperature = real(1, like)
            if rows[AT + TEMPERATURE] != 0:
                temperature = read(rows[AT + TEMPERATURE] + row * rows[OUTER + TEMPERATURE], False, like)
            steepness = real(1, like) / absolute(temperature)
            state[TEMPERATURE_OF], state[RATE] = temperature, steepness
            state[RATE_LOW] = fma(-steepness, absolute(temperature), real(1, like)) * steepness
            state[SCALED] = 1.0 if absolute(temperature) != real(1, like) else 0.0
            target = rows[AT + OUT] + row * rows[OUTER + OUT]
            chunks = blocks(n, chunk_of(n))
            run_chunks(rows, row, state_at, 0, chunks, threads)
            maximum = real(-np.inf, like)
            for c in range(chunks):
                top = real(state[MAXIMA + c], like)
                maximum = top if top > maximum else maximum
            base, lowest, magic = shift_terms(maximum, steepness)
            state[MAXIMUM], state[BASE], state[LOWEST], state[MAGIC] = maximum, base, lowest, magic
            run_chunks(rows, row, state_at, 1, chunks, threads)
            all = low = ties = 0.0
            for c in range(chunks):
                all, low = add(all, low, state[SUMS + c])
                low += state[LOWS + c]
                ties += state[TIES + c]
            unit = exp_at(maximum, base, lowest, magic, steepness, real(state[RATE_LOW], like), state[SCALED] != 0)
            result, result_low = result_of(what, maximum, unit, all, low, ties, counted_of(rows, row))
            if what == LOGSUMEXP:
                source = source_of(rows, row, temperature < 0, like)
                write(target, half, precise_logsumexp(source, n, maximum, counted_of(rows, row), result))
            else:
                state[RESULT], state[RESULT_LOW] = result, result_low
                run_chunks(rows, row, state_at, 2, chunks, threads)
                for i in range(n, rows[N]):
                    write(target + i * rows[CORE + OUT], half, real(0 if what == SOFTMAX else -np.inf, like))

    return kernel


@compiled
def load_tile(tile, source, outer, core, rows, m, half, padding):
    """tile[i, w] = element i of row w, for m elements of up to WIDTH rows; the other rows are padded."""
    if rows < WIDTH:
        for i in range(m * WIDTH):
            tile[i] = padding
    if outer == size_of(padding) and rows == WIDTH and not half:
        for i in range(m):
            lying = pointer(source + i * core, padding)
            for w in range(WIDTH):
                tile[i * WIDTH + w] = lying[w]
    elif not half:
        for w in range(rows):
            for i in range(m):
                tile[i * WIDTH + w] = pointer(source + w * outer + i * core, padding)[0]
    else:
        for w in range(rows):
            for i in range(m):
                tile[i * WIDTH + w] = read(source + w * outer + i * core, half, padding)


@compiled
def store_tile(target, tile, outer, core, rows, m, half, like):
    if outer == size_of(like) and rows == WIDTH and not half:
        for i in range(m):
            lying = pointer(target + i * core, like)
            for w in range(WIDTH):
                lying[w] = tile[i * WIDTH + w]
    elif not half:
        for w in range(rows):
            for i in range(m):
                pointer(target + w * outer + i * core, like)[0] = tile[i * WIDTH + w]
    else:
        for w in range(rows):
            for i in range(m):
                write(target + w * outer + i * core, half, tile[i * WIDTH + w])


@inlined
def spread(tile, of_row, m):
    """tile[i, w] = of_row[w]: loops over a tile then run over its elements, which vectorises without 16 copies of them."""
    for i in range(m * WIDTH):
        tile[i] = of_row[i % WIDTH]


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
                sum = lanes[i] + lanes[other]
                back = sum - lanes[i]
                lost[i] += lost[other] + ((lanes[i] - (sum - back)) + (lanes[other] - back))
                lanes[i] = sum
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
            term = np.float64(levels[sum + i])
            one = total[i] + term
            back = one - total[i]
            low[i] += (total[i] - (one - back)) + (term - back)
            total[i] = one


@compiled
def load_panel(rows, first, count, start, m, negate, tile, like):
    """Elements start to start + m of `count` rows, as `element` gives them; beyond a row's length -inf."""
    at = rows[AT + X] + first * rows[OUTER + X] + start * rows[CORE + X]
    load_tile(tile, at, rows[OUTER + X], rows[CORE + X], count, m, rows[ROWS_HALF] != 0, real(-np.inf, like))
    if rows[AT + TEMPERATURE] != 0:
        for w in range(count):
            if negate[w] != 0:
                for i in range(m):
                    tile[i * WIDTH + w] = -tile[i * WIDTH + w]
    empty_panel(rows, first, count, start, m, real(-np.inf, like), tile)


@compiled
def empty_panel(rows, first, count, start, m, outside, tile):
    """`outside` for elements that take no part."""
    if rows[AT + MASK] != 0:
        for w in range(count):
            mask = mask_of(rows, first + w) + start * rows[CORE + MASK]
            for i in range(m):
                if pointer(mask + i * rows[CORE + MASK], np.uint8(0))[0] == 0:
                    tile[i * WIDTH + w] = outside
    if rows[AT + LENGTH] != 0:
        for w in range(count):
            length = pointer(rows[AT + LENGTH] + (first + w) * rows[OUTER + LENGTH], np.intp(0))[0]
            for i in range(max(0, min(m, length - start)), m):
                tile[i * WIDTH + w] = outside


@compiled
def exp_tile(x, e, m, terms, scaled):
    """`terms` are base, lowest, magic, rate and rate_low, each spread over a tile."""
    base, lowest, magic, rate, rate_low = terms
    if scaled:
        for i in range(m * WIDTH):
            e[i] = exp_at(x[i], base[i], lowest[i], magic[i], rate[i], rate_low[i], True)
    else:
        for i in range(m * WIDTH):
            e[i] = exp_at(x[i], base[i], lowest[i], magic[i], x[i], x[i], False)


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


def backward_row(like):

    def kernel(rows, first, count, threads):
        state_at = stack_bytes(8320)
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
        dy, y = stack_array(512, like), stack_array(512, like)
        lanes, totals, lost = stack_array(512, np.float64(0)), stack_array(512, np.float64(0)), stack_array(512, np.float64(0))
        total_of, rate_of = stack_array(512, np.float64(0)), stack_array(512, np.float64(0))
        total, low, rate = stack_array(16, np.float64(0)), stack_array(16, np.float64(0)), stack_array(16, np.float64(0))
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


def hardmax_row(like):
    """1 for the first of the largest elements that take part, 0 for the others; NaN in a row that has one."""

    def kernel(rows, first, count, threads):
        half, step = rows[ROWS_HALF] != 0, rows[CORE + OUT]
        for row in range(first, first + count):
            source, n = source_of(rows, row, False, like), length_of(rows, row)
            target = rows[AT + OUT] + row * rows[OUTER + OUT]
            maximum = chunk_maximum(source, 0, n, like)
            other = real(np.nan if has_nan(source, n, like) else 0.0, like)
            place = 0
            while place < n and not (element(source, place, like) == maximum and takes_part(source, place)):
                place += 1
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
    t = x - maximum
    back = t - x
    return t, (x - (t - back)) - (maximum + back)


@inlined
def above(t, low, tau, tau_low):
    return (t - tau) + (low - tau_low)


@compiled
def gather(source, n, maximum, kept, lows):
    """(how many elements there are from M - 1 on, whether one is NaN): less M, in `kept` and `lows` as far as there is room."""
    found, nan = 0, False
    x = pointer(source[0], maximum)
    # A little less than M - 1 rounds to: what is below it is not even near.
    bound = (maximum - real(1, maximum)) - absolute(maximum) * either(2.5e-7, 5e-16, maximum)
    for start in range(0, n, LANES):
        last = min(n, start + LANES)
        near = 1
        if source[6] and last - start == LANES:
            near = 0
            for i in range(start, last):
                near |= 0 if x[i] < bound else 1
        if near != 0:
            for i in range(start, last):
                one = element(source, i, maximum)
                nan |= one != one
                t, low = below(np.float64(one), np.float64(maximum))
                if t >= -1.0:
                    if found < ROOM:
                        kept[found], lows[found] = t, low
                    found += 1
    return found, nan


def sparsemax_row(like):
    """max(x - M - tau, 0): see (h). NaN where the row has one, or its maximum is infinite."""

    def kernel(rows, first, count, threads):
        kept, lows = stack_array(256, np.float64(0)), stack_array(256, np.float64(0))
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
            outside = real(np.nan if nan and before > 0 else 0.0, like)
            for i in range(n):
                t, low = below(np.float64(element(source, i, like)), top)
                y = above(t, low, tau, tau_low)
                write(target + i * step, half, real(y, like) if y > 0 and not nan else outside)
                if nan and not takes_part(source, i):
                    write(target + i * step, half, real(0, like))

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


@compiled
def runs_across(rows):
    """Whether a panel serves better than a row: rows are short, or neighbours in memory belong to neighbouring rows.

    Panels of cross entropy have up to LANES classes.
    """
    lies_across = rows[CORE + X] != rows[ROWS_ITEMSIZE] and rows[OUTER + X] == rows[ROWS_ITEMSIZE]
    return rows[N] <= LANES or (lies_across and rows[ROWS_WHAT] not in (ENTROPY_OF_INDEX, ENTROPY))


@compiled
def some_rows(rows, loop, row, last):
    if not runs_across(rows):
        call_rows(loop[ROW], rows, row, last - row, 1)
        return
    while row < last:
        if last - row > 1:
            call_rows(loop[PANEL], rows, row, min(last - row, WIDTH), 1)
        else:
            call_rows(loop[ROW], rows, row, 1, 1)
        row += WIDTH


# Rows or blocks of them, for the threads that share them out: how many (JOB_OUTER), how many a part has, and of blocks the steps
# from one to the next.
JOB_ROWS, JOB_LOOP, JOB_OUTER, JOB_SIZE, JOB_STEPS = range(5)


def part_task(job_at, index):
    """Compute the index-th part of the rows."""
    job = pointer(job_at, np.intp(0))
    first = index * job[JOB_SIZE]
    rows, loop = pointer(job[JOB_ROWS], np.intp(0)), pointer(job[JOB_LOOP], np.intp(0))
    some_rows(rows, loop, first, min(job[JOB_OUTER], first + job[JOB_SIZE]))


@compiled
def part_size(outer, least, threads, grains):
    """How many of `outer` rows or blocks a part has, a multiple of `least`."""
    parts = parts_for(threads, grains)
    return ((outer + parts - 1) // parts + least - 1) // least * least


@compiled
def set_rows(rows_at, loop, operands, steps, n, of_rows):
    """What a call knows of its rows; `of_rows` are the steps from one to the next, by position among the operands."""
    rows = pointer(rows_at, np.intp(0))
    rows[ROWS_WHAT], rows[N], rows[ROWS_ITEMSIZE], rows[ROWS_HALF] = loop[LOOP_WHAT], n, loop[ITEMSIZE], loop[HALF]
    rows[ROWS_SETTINGS] = loop[SETTINGS]
    for i in range(OPERANDS):
        rows[AT + i] = rows[OUTER + i] = rows[CORE + i] = 0
        if loop[POSITION + i] >= 0:
            rows[AT + i] = operands[loop[POSITION + i]]
            rows[OUTER + i] = of_rows[loop[POSITION + i]]
        if loop[CORE_POSITION + i] >= 0:
            rows[CORE + i] = steps[loop[COUNT] + loop[CORE_POSITION + i]]


@inlined
def goes_in_chunks(rows, outer, threads):
    return threads > 1 and rows[N] > CHUNK and outer < 4 * threads


@inlined
def goes_in_parts(rows, outer, threads):
    return min(threads, outer // WIDTH if runs_across(rows) else outer) > 1


@compiled
def resolved(loop_at, slot):
    """Whether this is compiled; it is now, if it was pending and that does not fail."""
    loop = pointer(loop_at, np.intp(0))
    if loop[slot] == PENDING:
        call_resolver(loop[RESOLVE], loop_at, slot)
    return loop[slot] != PENDING


@compiled
def is_ready(rows_at, outer, loop_at, threads):
    """Have compiled what `run` will call, before there are threads: compiling needs the GIL. False where it failed."""
    rows, loop = pointer(rows_at, np.intp(0)), pointer(loop_at, np.intp(0))
    ready = True
    if goes_in_chunks(rows, outer, threads):
        ready = resolved(loop_at, ROW) and resolved(loop_at, PASS) and resolved(loop_at, CHUNK_TASK)
    else:
        if goes_in_parts(rows, outer, threads):
            ready = resolved(loop_at, PART_TASK)
        across = runs_across(rows)
        if across and outer > 1:
            ready = ready and resolved(loop_at, PANEL)
        if not across or outer % WIDTH == 1:  # the last row alone
            ready = ready and resolved(loop_at, ROW) and resolved(loop_at, PASS)
    rows[CHUNK_RUN], rows[PASS_RUN] = loop[CHUNK_TASK], loop[PASS]
    return ready


@compiled
def run(rows_at, outer, loop_at, threads):
    """All rows, on so many threads."""
    rows, loop = pointer(rows_at, np.intp(0)), pointer(loop_at, np.intp(0))
    if goes_in_chunks(rows, outer, threads):
        call_rows(loop[ROW], rows, 0, outer, threads)
    elif goes_in_parts(rows, outer, threads):
        job_at = stack_bytes(64)
        job = pointer(job_at, np.intp(0))
        job[JOB_ROWS], job[JOB_LOOP], job[JOB_OUTER] = rows_at, loop_at, outer
        job[JOB_SIZE] = part_size(outer, WIDTH if runs_across(rows) else 1, threads, rows[GRAINS])
        run_parts(loop[SETTINGS], loop[PART_TASK], job_at, blocks(outer, job[JOB_SIZE]), threads, rows[GRAINS])
    else:
        some_rows(rows, loop, 0, outer)


def rowwise(operands_at, dims_at, steps_at, loop_at):
    operands, dims = pointer(operands_at, np.intp(0)), pointer(dims_at, np.intp(0))
    steps, loop = pointer(steps_at, np.intp(0)), pointer(loop_at, np.intp(0))
    callers = enter()
    rows_at = stack_bytes(512)
    rows = pointer(rows_at, np.intp(0))
    set_rows(rows_at, loop, operands, steps, dims[1], steps)
    rows[GRAINS] = dims[0] * dims[1] // loop[GRAIN]
    threads = threads_for(loop[SETTINGS], rows[GRAINS])
    if is_ready(rows_at, dims[0], loop_at, threads):
        run(rows_at, dims[0], loop_at, threads)
    leave(callers)


@compiled
def some_blocks(rows, loop_at, steps, first, last, outer, threads):
    block_at = stack_bytes(512)
    block, loop = pointer(block_at, np.intp(0)), pointer(loop_at, np.intp(0))
    for i in range(ROWS_IN_BLOCK):
        block[i] = rows[i]
    for b in range(first, last):
        for i in range(OPERANDS):
            if loop[POSITION + i] >= 0:
                block[AT + i] = rows[AT + i] + b * steps[loop[POSITION + i]]
        run(block_at, outer, loop_at, threads)


def block_task(job_at, index):
    """Compute the index-th part of the blocks."""
    job = pointer(job_at, np.intp(0))
    rows, steps, first = pointer(job[JOB_ROWS], np.intp(0)), pointer(job[JOB_STEPS], np.intp(0)), index * job[JOB_SIZE]
    some_blocks(rows, job[JOB_LOOP], steps, first, min(job[JOB_OUTER], first + job[JOB_SIZE]), rows[ROWS_IN_BLOCK], 1)


def blockwise(operands_at, dims_at, steps_at, loop_at):
    """`rowwise` over blocks of rows along the first of two core dimensions: (blocks, n, k) are blocks * k rows of n."""
    operands, dims = pointer(operands_at, np.intp(0)), pointer(dims_at, np.intp(0))
    steps, loop = pointer(steps_at, np.intp(0)), pointer(loop_at, np.intp(0))
    callers = enter()
    rows_at = stack_bytes(512)
    rows = pointer(rows_at, np.intp(0))
    of_rows = stack_array(16, np.intp(0))
    for i in range(OPERANDS):
        if loop[CORE_POSITION + i] >= 0:
            of_rows[loop[POSITION + i]] = steps[loop[COUNT] + loop[CORE_POSITION + i] + 1]
    set_rows(rows_at, loop, operands, steps, dims[1], of_rows)
    rows[GRAINS], rows[ROWS_IN_BLOCK] = dims[0] * dims[1] * dims[2] // loop[GRAIN], dims[2]
    threads = threads_for(loop[SETTINGS], rows[GRAINS])
    abreast = threads > 1 and dims[0] >= threads
    if not is_ready(rows_at, dims[2], loop_at, 1 if abreast else threads) or (abreast and not resolved(loop_at, BLOCK_TASK)):
        pass
    elif abreast:
        job_at = stack_bytes(64)
        job = pointer(job_at, np.intp(0))
        job[JOB_ROWS], job[JOB_LOOP], job[JOB_OUTER], job[JOB_STEPS] = rows_at, loop_at, dims[0], steps_at
        job[JOB_SIZE] = part_size(dims[0], 1, threads, rows[GRAINS])
        run_parts(loop[SETTINGS], loop[BLOCK_TASK], job_at, blocks(dims[0], job[JOB_SIZE]), threads, rows[GRAINS])
    else:
        some_blocks(rows, loop_at, steps, 0, dims[0], dims[2], threads)
    leave(callers)


# What the units' names stand for: C functions as they are, and those that are made for a type of float.
LOOPS = {each.__name__: each for each in (rowwise, blockwise)}
TASKS = {each.__name__: each for each in (part_task, chunk_task, block_task)}
PASSES = {each.__name__: each for each in (forward_pass, backward_pass)}
KERNELS = {
    each.__name__: each
    for each in (
        *(forward_row, forward_panel, backward_row, backward_panel, entropy_row, entropy_panel),
        *(hardmax_row, sparsemax_row, sparsemax_backward_row),
    )
}


def compile_unit(name: str, type_character: str = ""):
    """The C function of a unit: a driver, a task, or a pass or kernel, which serves several functions and all their operands."""
    if name in LOOPS:
        return cfunc(LOOP, **OPTIONS)(LOOPS[name])
    if name in TASKS:
        return cfunc(TASK_SIGNATURE, **OPTIONS)(TASKS[name])
    signature = PASS_SIGNATURE if name in PASSES else ROWS_SIGNATURE
    like = np.float32(0) if type_character == "f" else np.float64(0)
    return cfunc(signature, **OPTIONS)((PASSES | KERNELS)[name](like))
