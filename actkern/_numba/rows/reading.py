"""Elements of rows are read and results written one by one, in pieces, or in tiles of 16 rows.

The counterpart of `src_cython/rows/reading.pxi.in`, operation for operation: both give the same bits.
"""

import numpy as np

from ..machine import (
    compiled,
    float_to_half,
    half_to_float,
    inlined,
    load_halves,
    pointer,
    real,
    size_of,
    stack_array,
    store_halves,
)
from .layout import AT, CORE, COUNTED, HALF_BYTES, LANES, LENGTH, MASK, OUTER, ROWS_HALF, TEMPERATURE, TILE_ELEMENTS, WIDTH, N, X


@inlined
def read(at, half, like):
    return real(half_to_float(pointer(at, np.uint16(0))[0], half), like) if half else pointer(at, like)[0]


@inlined
def write(at, half, value):
    if half:
        pointer(at, np.uint16(0))[0] = float_to_half(np.float32(value), half)
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
    step, half, mask = rows[CORE + X], rows[ROWS_HALF], mask_of(rows, row)
    direct = step == size_of(like) and not (half != 0 or negate) and mask == 0
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
    if half != 0:
        load_halves(buffer, at + start * step, step, n, half)
        if negate:
            for i in range(n):
                buffer[i] = -buffer[i]
        if mask != 0:
            for i in range(n):
                taken_here = pointer(mask + (start + i) * mask_step, np.uint8(0))[0] != 0
                buffer[i] = buffer[i] if taken_here else real(-np.inf, like)
    elif direct:
        for i in range(n):
            buffer[i] = lying[start + i]
    elif step == size_of(like) and mask_step == 1 and mask != 0 and not negate:
        taken = pointer(mask, np.uint8(0))
        for i in range(n):
            buffer[i] = lying[start + i] if taken[start + i] != 0 else real(-np.inf, like)
    else:
        for i in range(n):
            buffer[i] = element(source, start + i, like)
    for i in range(n, whole_lanes(n)):
        buffer[i] = real(-np.inf, like)


@inlined
def counted_of(rows, row):
    if rows[AT + COUNTED] == 0:
        return -1.0
    return np.float64(pointer(rows[AT + COUNTED] + row * rows[OUTER + COUNTED], np.intp(0))[0])


@compiled
def load_tile(tile, source, outer, core, rows, m, half, padding):
    """tile[i, w] = element i of row w, for m elements of up to WIDTH rows; the other rows are padded."""
    if rows < WIDTH:
        for i in range(m * WIDTH):
            tile[i] = padding
    if half != 0:
        load_tile_of_halves(tile, source, outer, core, rows, m, half, padding)
    elif outer == size_of(padding) and rows == WIDTH:
        for i in range(m):
            lying = pointer(source + i * core, padding)
            for w in range(WIDTH):
                tile[i * WIDTH + w] = lying[w]
    else:
        for w in range(rows):
            for i in range(m):
                tile[i * WIDTH + w] = pointer(source + w * outer + i * core, padding)[0]


@compiled
def load_tile_of_halves(tile, source, outer, core, rows, m, half, like):
    widened = stack_array(TILE_ELEMENTS, like)
    if outer == HALF_BYTES:
        for i in range(m):
            load_halves(widened, source + i * core, outer, rows, half)
            for w in range(rows):
                tile[i * WIDTH + w] = widened[w]
    else:
        for w in range(rows):
            load_halves(widened, source + w * outer, core, m, half)
            for i in range(m):
                tile[i * WIDTH + w] = widened[i]


@compiled
def store_tile(target, tile, outer, core, rows, m, half, like):
    if half != 0:
        store_tile_of_halves(target, tile, outer, core, rows, m, half, like)
    elif outer == size_of(like) and rows == WIDTH:
        for i in range(m):
            lying = pointer(target + i * core, like)
            for w in range(WIDTH):
                lying[w] = tile[i * WIDTH + w]
    else:
        for w in range(rows):
            for i in range(m):
                pointer(target + w * outer + i * core, like)[0] = tile[i * WIDTH + w]


@compiled
def store_tile_of_halves(target, tile, outer, core, rows, m, half, like):
    lying = stack_array(TILE_ELEMENTS, like)
    if outer == HALF_BYTES:
        for i in range(m):
            for w in range(rows):
                lying[w] = tile[i * WIDTH + w]
            store_halves(target + i * core, lying, outer, rows, half)
    else:
        for w in range(rows):
            for i in range(m):
                lying[i] = tile[i * WIDTH + w]
            store_halves(target + w * outer, lying, core, m, half)


@inlined
def spread(tile, of_row, m):
    """tile[i, w] = of_row[w]: loops over a tile then run over its elements, which vectorises without 16 copies of them."""
    for i in range(m * WIDTH):
        tile[i] = of_row[i % WIDTH]


@compiled
def load_panel(rows, first, count, start, m, negate, tile, like):
    """Elements start to start + m of `count` rows, as `element` gives them; beyond a row's length -inf."""
    at = rows[AT + X] + first * rows[OUTER + X] + start * rows[CORE + X]
    load_tile(tile, at, rows[OUTER + X], rows[CORE + X], count, m, rows[ROWS_HALF], real(-np.inf, like))
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
