"""Loops along an axis: softmax and its gradient. The counterpart of `src_cython/rowwise.pyx.in`, whose notes hold here.

In place of C structs there are rows of intp, as in `elementwise.py`; a row-wise loop is the numbers named below.
"""

import numpy as np
from numba import cfunc, njit, types

from ..catalog import Activation
from .elementwise import LOOP, OPTIONS, THREAD_NS
from .machine import (
    add_lanes,
    add_split_lanes,
    call_rows,
    float_to_half,
    fma,
    fma_lanes,
    half_to_float,
    inlined,
    maximum_lanes,
    pointer,
    real,
    restore_status,
    run_parallel,
    save_status,
    size_of,
    stack_array,
    stack_bytes,
)
from .vecmath import exp_difference

LANES = 32
BLOCK = 512
WIDTH = 16  # rows abreast in a panel

ROW, PANEL, OPERANDS, ITEMSIZE, HALF, GRAIN, SETTINGS, PARALLEL_FOR, TASK = range(9)

ROWS_SIGNATURE = types.void(types.CPointer(types.intp), types.intp, types.intp, types.CPointer(types.intp), types.intp)

compiled = njit(cache=True, **OPTIONS)


@inlined
def read(at, half, like):
    return real(half_to_float(pointer(at, np.uint16(0))[0]), like) if half else pointer(at, like)[0]


@inlined
def write(at, half, value):
    if half:
        pointer(at, np.uint16(0))[0] = float_to_half(np.float32(value))
    else:
        pointer(at, value)[0] = value


@compiled
def block_of(source, step, n, half, padding, buffer):
    """n elements of a row where they lie, if they are whole lanes and contiguous; else copied to `buffer` and padded.

    `buffer` and the result are addresses.
    """
    if step == size_of(padding) and not half and n % LANES == 0:
        return source
    copy = pointer(buffer, padding)
    if step == size_of(padding) and not half:
        lying = pointer(source, padding)
        for i in range(n):
            copy[i] = lying[i]
    else:
        for i in range(n):
            copy[i] = read(source + i * step, half, padding)
    for i in range(n, (n + LANES - 1) // LANES * LANES):
        copy[i] = padding
    return buffer


@compiled
def write_block(target, step, n, half, buffer, like):
    block = pointer(buffer, like)
    if step == size_of(like) and not half:
        lying = pointer(target, like)
        for i in range(n):
            lying[i] = block[i]
    else:
        for i in range(n):
            write(target + i * step, half, block[i])


@inlined
def tree_sum(lanes):
    half = LANES // 2
    while half > 0:
        for i in range(half):
            lanes[i] += lanes[i + half]
        half //= 2
    return lanes[0]


@inlined
def add_block(total, compensation, block):
    """total + compensation + block as (total, compensation), with the rounding error kept (Knuth's two-sum)."""
    sum = total + block
    back = sum - total
    return sum, compensation + ((total - (sum - back)) + (block - back))


@compiled
def block_maximum(x, n, least):
    lanes = stack_array(32, least)
    for j in range(LANES):
        lanes[j] = least
    for i in range(n // LANES):
        maximum_lanes(lanes, x, i * LANES, LANES)
    for j in range(LANES):
        least = lanes[j] if lanes[j] > least else least
    return least


@compiled
def block_exp(x, e, n, m):
    for i in range(n):
        e[i] = exp_difference(x[i], m)


@inlined
def upper(e):
    """0 <= e <= 1 rounded to a multiple of 2^-30; a row would need 2^23 of them to round in a sum."""
    return (e + 6291456.0) - 6291456.0


@compiled
def block_sum(e, n, rest):
    """(the sum of n elements, rest plus what of the sum is kept apart)."""
    lanes, lower = stack_array(32, np.float64(0)), stack_array(32, np.float64(0))
    for j in range(LANES):
        lanes[j] = lower[j] = 0.0
    if size_of(e[0]) == 4:
        for i in range(n // LANES):
            add_lanes(lanes, e, i * LANES, LANES)
    else:
        for i in range(n // LANES):
            add_split_lanes(lanes, lower, e, i * LANES, LANES)
        rest += tree_sum(lower)
    return tree_sum(lanes), rest


@compiled
def block_dot(a, b, n):
    lanes = stack_array(32, np.float64(0))
    for j in range(LANES):
        lanes[j] = 0.0
    for i in range(n // LANES):
        fma_lanes(lanes, a, b, i * LANES, LANES)
    return tree_sum(lanes)


@compiled
def softmax_row(rows, count, n, steps, half, like):
    """`count` softmax rows, one after the other: maximum; exp and sum; scale."""
    copied, computed = stack_bytes(4096), stack_bytes(4096)
    x_step, y_step = steps[2], steps[3]
    in_place = y_step == size_of(like) and not half
    least = real(-np.inf, like)
    for row in range(count):
        source = rows[0] + row * steps[0]
        target = rows[1] + row * steps[1]
        maximum = least
        for step in range((n + BLOCK - 1) // BLOCK):
            start = step * BLOCK
            m = min(BLOCK, n - start)
            x = block_of(source + start * x_step, x_step, m, half, least, copied)
            maximum = block_maximum(pointer(x, like), (m + LANES - 1) // LANES * LANES, maximum)
        total = compensation = 0.0
        for step in range((n + BLOCK - 1) // BLOCK):
            start = step * BLOCK
            m = min(BLOCK, n - start)
            x = block_of(source + start * x_step, x_step, m, half, least, copied)
            padded = (m + LANES - 1) // LANES * LANES
            e = target + start * y_step if in_place and padded == m else computed
            block_exp(pointer(x, like), pointer(e, like), padded, maximum)
            block, compensation = block_sum(pointer(e, like), padded, compensation)
            total, compensation = add_block(total, compensation, block)
            if e == computed and not half:
                write_block(target + start * y_step, y_step, m, half, computed, like)
        scale = real(1 / (total + compensation), like)
        for step in range((n + BLOCK - 1) // BLOCK):
            start = step * BLOCK
            m = min(BLOCK, n - start)
            if half:
                x = block_of(source + start * x_step, x_step, m, half, least, copied)
                block_exp(pointer(x, like), pointer(computed, like), (m + LANES - 1) // LANES * LANES, maximum)
                for i in range(m):
                    write(target + (start + i) * y_step, half, pointer(computed, like)[i] * scale)
            elif in_place:
                lying = pointer(target + start * y_step, like)
                for i in range(m):
                    lying[i] *= scale
            else:
                for i in range(start, start + m):
                    pointer(target + i * y_step, like)[0] *= scale


@compiled
def softmax_backward_row(rows, count, n, steps, half, like):
    """`count` rows of dx = y * (dy - sum(dy * y)), one after the other. The bracket and its product are double."""
    copied_dy, copied_y, computed = stack_bytes(4096), stack_bytes(4096), stack_bytes(4096)
    dx = pointer(computed, like)
    for row in range(count):
        at_dy = rows[0] + row * steps[0]
        at_y = rows[1] + row * steps[1]
        at_dx = rows[2] + row * steps[2]
        total = compensation = 0.0
        for step in range((n + BLOCK - 1) // BLOCK):
            start = step * BLOCK
            m = min(BLOCK, n - start)
            padded = (m + LANES - 1) // LANES * LANES
            dy = block_of(at_dy + start * steps[3], steps[3], m, half, like, copied_dy)
            y = block_of(at_y + start * steps[4], steps[4], m, half, like, copied_y)
            total, compensation = add_block(total, compensation, block_dot(pointer(dy, like), pointer(y, like), padded))
        total += compensation
        for step in range((n + BLOCK - 1) // BLOCK):
            start = step * BLOCK
            m = min(BLOCK, n - start)
            padded = (m + LANES - 1) // LANES * LANES
            dy = pointer(block_of(at_dy + start * steps[3], steps[3], m, half, like, copied_dy), like)
            y = pointer(block_of(at_y + start * steps[4], steps[4], m, half, like, copied_y), like)
            for i in range(padded):
                dx[i] = real(np.float64(y[i]) * (np.float64(dy[i]) - total), like)
            write_block(at_dx + start * steps[5], steps[5], m, half, computed, like)


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
def clear(lanes, n):
    for i in range(n):
        lanes[i] = 0.0


@compiled
def tree_sums(lanes, used):
    """`tree_sum` of the first `used` lanes of each row; the others are 0."""
    half = LANES // 2
    while half > 0:
        for i in range(min(half, used - half)):
            for w in range(WIDTH):
                lanes[i * WIDTH + w] += lanes[(i + half) * WIDTH + w]
        used = min(used, half)
        half //= 2


@compiled
def softmax_panel(rows, count, n, steps, half, like):
    """Up to WIDTH softmax rows abreast."""
    tile = stack_array(512, like)
    maximum, scale = stack_array(16, like), stack_array(16, like)
    of_row, scale_of_row = stack_array(512, like), stack_array(512, like)
    lanes, lower = stack_array(512, np.float64(0)), stack_array(512, np.float64(0))
    total, compensation = stack_array(16, np.float64(0)), stack_array(16, np.float64(0))
    x_outer, y_outer, x_core, y_core = steps[0], steps[1], steps[2], steps[3]
    single = n <= LANES  # the tile holds the rows whole: nothing is read or computed twice
    for w in range(WIDTH):
        maximum[w] = real(-np.inf, like)
        total[w] = compensation[w] = 0.0
    used = 0
    for step in range((n + LANES - 1) // LANES):
        start = step * LANES
        m = min(LANES, n - start)
        load_tile(tile, rows[0] + start * x_core, x_outer, x_core, count, m, half, like)
        for i in range(m):
            maximum_lanes(maximum, tile, i * WIDTH, WIDTH)
    spread(of_row, maximum, min(n, LANES))
    for step in range((n + LANES - 1) // LANES):
        start = step * LANES
        m = min(LANES, n - start)
        if not single:
            load_tile(tile, rows[0] + start * x_core, x_outer, x_core, count, m, half, like)
        for i in range(m * WIDTH):
            tile[i] = exp_difference(tile[i], of_row[i])
        if start % BLOCK == 0:
            used = m  # lanes that hold anything in this block
            clear(lanes, m * WIDTH)
            clear(lower, m * WIDTH)
        if size_of(like) == 4:
            for i in range(m * WIDTH):
                lanes[i] += np.float64(tile[i])
        else:
            for i in range(m * WIDTH):
                lanes[i] += upper(tile[i])
                lower[i] += tile[i] - upper(tile[i])
        if not single and not half:
            store_tile(rows[1] + start * y_core, tile, y_outer, y_core, count, m, half, like)
        if (start + LANES) % BLOCK == 0 or start + LANES >= n:
            tree_sums(lanes, used)
            tree_sums(lower, used)
            for w in range(WIDTH):
                compensation[w] += lower[w]
                total[w], compensation[w] = add_block(total[w], compensation[w], lanes[w])
    for w in range(WIDTH):
        scale[w] = real(1 / (total[w] + compensation[w]), like)
    spread(scale_of_row, scale, min(n, LANES))
    for step in range((n + LANES - 1) // LANES):
        start = step * LANES
        m = min(LANES, n - start)
        if not single and half:
            load_tile(tile, rows[0] + start * x_core, x_outer, x_core, count, m, half, like)
            for i in range(m * WIDTH):
                tile[i] = exp_difference(tile[i], of_row[i])
        elif not single:
            load_tile(tile, rows[1] + start * y_core, y_outer, y_core, count, m, half, like)
        for i in range(m * WIDTH):
            tile[i] *= scale_of_row[i]
        store_tile(rows[1] + start * y_core, tile, y_outer, y_core, count, m, half, like)


@compiled
def softmax_backward_panel(rows, count, n, steps, half, like):
    """Up to WIDTH rows of dx = y * (dy - sum(dy * y)) abreast."""
    tile_dy, tile_y = stack_array(512, like), stack_array(512, like)
    lanes, of_row = stack_array(512, np.float64(0)), stack_array(512, np.float64(0))
    total, compensation = stack_array(16, np.float64(0)), stack_array(16, np.float64(0))
    for w in range(WIDTH):
        total[w] = compensation[w] = 0.0
    used = 0
    for step in range((n + LANES - 1) // LANES):
        start = step * LANES
        m = min(LANES, n - start)
        load_tile(tile_dy, rows[0] + start * steps[3], steps[0], steps[3], count, m, half, like)
        load_tile(tile_y, rows[1] + start * steps[4], steps[1], steps[4], count, m, half, like)
        if start % BLOCK == 0:
            used = m
            clear(lanes, m * WIDTH)
        for i in range(m * WIDTH):
            lanes[i] = fma(np.float64(tile_dy[i]), np.float64(tile_y[i]), lanes[i])
        if (start + LANES) % BLOCK == 0 or start + LANES >= n:
            tree_sums(lanes, used)
            for w in range(WIDTH):
                total[w], compensation[w] = add_block(total[w], compensation[w], lanes[w])
    for w in range(WIDTH):
        total[w] += compensation[w]
    spread(of_row, total, min(n, LANES))
    for step in range((n + LANES - 1) // LANES):
        start = step * LANES
        m = min(LANES, n - start)
        if n > LANES:
            load_tile(tile_dy, rows[0] + start * steps[3], steps[0], steps[3], count, m, half, like)
            load_tile(tile_y, rows[1] + start * steps[4], steps[1], steps[4], count, m, half, like)
        for i in range(m * WIDTH):
            tile_y[i] = real(np.float64(tile_y[i]) * (np.float64(tile_dy[i]) - of_row[i]), like)
        store_tile(rows[2] + start * steps[5], tile_y, steps[2], steps[5], count, m, half, like)


@compiled
def part(operands, outer, n, steps, loop, index, count):
    """Compute the index-th of `count` equal parts of the rows."""
    shifted = pointer(stack_bytes(64), np.intp(0))
    size = ((outer + count - 1) // count + WIDTH - 1) // WIDTH * WIDTH
    row = index * size
    last = min(outer, row + size)
    across = n <= LANES or (steps[loop[OPERANDS]] != loop[ITEMSIZE] and steps[0] == loop[ITEMSIZE])
    while row < last:
        rows = last - row
        for i in range(loop[OPERANDS]):
            shifted[i] = operands[i] + row * steps[i]
        if across and rows > 1:
            rows = min(rows, WIDTH)
            call_rows(loop[PANEL], shifted, rows, n, steps, loop[HALF])
        else:
            call_rows(loop[ROW], shifted, rows, n, steps, loop[HALF])
        row += rows


@cfunc(LOOP, cache=True, **OPTIONS)
def task(index, dims, steps, data):
    """One part, as `parallel_for` calls it: the index in place of an operand's address, the rest in a row at `data`."""
    row = pointer(data, np.intp(0))
    operands, dims_of_all = pointer(row[0], np.intp(0)), pointer(row[1], np.intp(0))
    steps_of_all, loop = pointer(row[2], np.intp(0)), pointer(row[3], np.intp(0))
    part(operands, dims_of_all[0], dims_of_all[1], steps_of_all, loop, pointer(index, np.intp(0))[0], row[4])


@cfunc(LOOP, cache=True, **OPTIONS)
def rowwise(operands_at, dims_at, steps_at, loop_at):
    operands, dims = pointer(operands_at, np.intp(0)), pointer(dims_at, np.intp(0))
    steps, loop = pointer(steps_at, np.intp(0)), pointer(loop_at, np.intp(0))
    outer, n = dims[0], dims[1]
    count = min(pointer(loop[SETTINGS], np.intp(0))[0], outer * n // loop[GRAIN], outer // WIDTH)
    status = save_status()
    if count > 1 and loop[PARALLEL_FOR] != 0:
        run_parallel(operands_at, dims_at, steps_at, loop_at, count, loop[PARALLEL_FOR], loop[TASK])
    else:
        part(operands, outer, n, steps, loop, 0, 1)
    restore_status(status)


def softmax_row_f(rows, count, n, steps, half):
    softmax_row(rows, count, n, steps, half, np.float32(0))


def softmax_row_d(rows, count, n, steps, half):
    softmax_row(rows, count, n, steps, half, np.float64(0))


def softmax_panel_f(rows, count, n, steps, half):
    softmax_panel(rows, count, n, steps, half, np.float32(0))


def softmax_panel_d(rows, count, n, steps, half):
    softmax_panel(rows, count, n, steps, half, np.float64(0))


def softmax_backward_row_f(rows, count, n, steps, half):
    softmax_backward_row(rows, count, n, steps, half, np.float32(0))


def softmax_backward_row_d(rows, count, n, steps, half):
    softmax_backward_row(rows, count, n, steps, half, np.float64(0))


def softmax_backward_panel_f(rows, count, n, steps, half):
    softmax_backward_panel(rows, count, n, steps, half, np.float32(0))


def softmax_backward_panel_d(rows, count, n, steps, half):
    softmax_backward_panel(rows, count, n, steps, half, np.float64(0))


KERNELS = {
    ("softmax", "value"): ((softmax_row_f, softmax_panel_f), (softmax_row_d, softmax_panel_d)),
    ("softmax", "backward_from_output"): (
        (softmax_backward_row_f, softmax_backward_panel_f),
        (softmax_backward_row_d, softmax_backward_panel_d),
    ),
}


def loops(row: Activation, form: str, settings: int, parallel_for_address: int):
    """[(dtype character, address of the loop, row of its data)] of one form, narrow to wide; compiles its kernels."""
    inputs, outputs = row.operands(form)
    # Functions of the module, not closures: so they are compiled once per machine (8 s) and then read from the cache.
    kernels_f, kernels_d = (
        [cfunc(ROWS_SIGNATURE, cache=True, **OPTIONS)(function) for function in functions]
        for functions in KERNELS[row.name, form]
    )
    made = []
    for character, kernels, itemsize in (("e", kernels_f, 2), ("f", kernels_f, 4), ("d", kernels_d, 8)):
        grain = int(THREAD_NS / (row.cost * max(itemsize, 4) / 4))
        fields = [*(kernel.address for kernel in kernels), len(inputs + outputs), itemsize, character == "e", grain]
        data = np.array([*fields, settings, parallel_for_address, task.address], dtype=np.intp)
        made.append((character, rowwise.address, data, kernels))
    return made
