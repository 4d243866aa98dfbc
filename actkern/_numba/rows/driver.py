"""NumPy calls `rowwise` or `blockwise`, which share out the rows and have them computed one by one or in panels.

The counterpart of `src_cython/rows/driver.pxi.in`, operation for operation: both give the same bits.
"""

import numpy as np
from numba import cfunc, types

from ..._policy import ROWS_OF_A_THREAD
from ..elementwise import LOOP, TASK_SIGNATURE
from ..machine import (
    OPTIONS,
    call_resolver,
    call_rows,
    compiled,
    enter,
    inlined,
    leave,
    load_halves,
    pointer,
    stack_array,
    stack_bytes,
    store_halves,
)
from ..pool import parts_for, run_parts, threads_for
from ..units import PENDING
from .backward import backward_of_halves, backward_panel, backward_pass, backward_row, lies_in_halves
from .entropy import entropy_panel, entropy_row, nll_row
from .layout import (
    AT,
    BLOCK,
    BLOCK_TASK,
    CHUNK,
    CHUNK_RUN,
    CHUNK_TASK,
    CORE,
    CORE_POSITION,
    COUNT,
    ENTROPY,
    ENTROPY_OF_INDEX,
    GRAIN,
    GRAINS,
    HALF,
    ITEMSIZE,
    LANES,
    LOOP_WHAT,
    OPERANDS,
    OUT,
    OUTER,
    PANEL,
    PART_TASK,
    PASS,
    PASS_RUN,
    POSITION,
    RESOLVE,
    ROW,
    ROWS_BYTES,
    ROWS_HALF,
    ROWS_IN_BLOCK,
    ROWS_ITEMSIZE,
    ROWS_SETTINGS,
    ROWS_WHAT,
    SETTINGS,
    SOFTMAX,
    WIDENED,
    WIDTH,
    N,
    X,
    Y,
)
from .panel import forward_panel
from .reading import blocks
from .row import chunk_task, forward_pass, forward_row
from .selection import entmax15_backward_row, entmax15_row, hardmax_row, sparsemax_backward_row, sparsemax_row

FLOAT_BYTES, WIDENED_BYTES = 4, 4 * WIDENED
ROWS_SIGNATURE = types.void(types.CPointer(types.intp), types.intp, types.intp, types.intp)
PASS_SIGNATURE = types.void(types.CPointer(types.intp), types.intp, types.CPointer(types.float64), types.intp, types.intp)


@compiled
def runs_across(rows):
    """Whether a panel serves better than a row: rows are short, or neighbours in memory belong to neighbouring rows.

    Panels of cross entropy have up to LANES classes.
    """
    lies_across = rows[CORE + X] != rows[ROWS_ITEMSIZE] and rows[OUTER + X] == rows[ROWS_ITEMSIZE]
    return rows[N] <= LANES or (lies_across and rows[ROWS_WHAT] not in (ENTROPY_OF_INDEX, ENTROPY))


@compiled
def padded_length(rows):
    """What a row is computed as: where little lacks, whole blocks of softmax alone, padded with what adds nothing (d).

    The last piece of another row is copied, once as it is read and once as it is written (1.06 times as long, in rows of 1,000).
    """
    n = rows[N]
    whole = blocks(n, BLOCK) * BLOCK
    if rows[ROWS_WHAT] != SOFTMAX or whole - n > BLOCK // 4 or whole > WIDENED:
        return n
    for i in range(OPERANDS):
        if i not in (X, OUT) and rows[AT + i] != 0:
            return n
    return whole


@compiled
def rows_of_halves(rows, loop, row, last):
    """Rows of float16 or bfloat16 as rows of floats in the first caches, some at a time: each is converted once."""
    single = np.float32(0)
    floats_at = stack_bytes(ROWS_BYTES)
    floats = pointer(floats_at, np.intp(0))
    n, half = rows[N], rows[ROWS_HALF]
    wide = padded_length(rows)
    results = wide if loop[CORE_POSITION + OUT] >= 0 else 1
    # Few rows together, which are to stay in the first cache: rows of 1,000 take .94 of the time one by one.
    together = max(WIDENED // 4 // max(n, 1), 1)
    for i in range(ROWS_IN_BLOCK + 1):
        floats[i] = rows[i]
    floats[ROWS_HALF], floats[ROWS_ITEMSIZE], floats[N] = 0, FLOAT_BYTES, wide
    floats[AT + X], floats[AT + OUT] = stack_bytes(WIDENED_BYTES), stack_bytes(WIDENED_BYTES)
    y_at = stack_bytes(WIDENED_BYTES)
    floats[OUTER + X] = floats[OUTER + Y] = wide * FLOAT_BYTES
    floats[OUTER + OUT] = results * FLOAT_BYTES
    floats[CORE + X] = floats[CORE + Y] = floats[CORE + OUT] = FLOAT_BYTES
    while row < last:
        count = min(together, last - row)
        for i in range(OPERANDS):
            if i in (X, Y) and rows[AT + i] != 0:
                floats[AT + i] = y_at if i == Y else floats[AT + X]
                for w in range(count):
                    place = pointer(floats[AT + i] + w * wide * FLOAT_BYTES, single)
                    load_halves(place, rows[AT + i] + (row + w) * rows[OUTER + i], rows[CORE + i], n, half)
                    for k in range(n, wide):
                        place[k] = np.float32(-np.inf)
            elif i != OUT and rows[AT + i] != 0:
                floats[AT + i] = rows[AT + i] + row * rows[OUTER + i]
        call_rows(loop[ROW], floats, 0, count, 1)
        for w in range(count):
            made = pointer(floats[AT + OUT] + w * results * FLOAT_BYTES, single)
            store_halves(rows[AT + OUT] + (row + w) * rows[OUTER + OUT], made, rows[CORE + OUT], min(results, n), half)
        row += count


@compiled
def some_rows(rows, loop, row, last):
    if not runs_across(rows):
        if lies_in_halves(rows):
            backward_of_halves(rows, row, last)
        elif rows[ROWS_HALF] != 0 and rows[N] <= WIDENED:
            rows_of_halves(rows, loop, row, last)
        else:
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
JOB_BYTES = 5 * 8


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
    return threads > 1 and rows[N] > CHUNK and outer < ROWS_OF_A_THREAD * threads


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
        job_at = stack_bytes(JOB_BYTES)
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
    rows_at = stack_bytes(ROWS_BYTES)
    rows = pointer(rows_at, np.intp(0))
    set_rows(rows_at, loop, operands, steps, dims[1], steps)
    rows[GRAINS] = dims[0] * dims[1] // loop[GRAIN]
    threads = threads_for(loop[SETTINGS], rows[GRAINS])
    if is_ready(rows_at, dims[0], loop_at, threads):
        run(rows_at, dims[0], loop_at, threads)
    leave(callers)


@compiled
def some_blocks(rows, loop_at, steps, first, last, outer, threads):
    block_at = stack_bytes(ROWS_BYTES)
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
    rows_at = stack_bytes(ROWS_BYTES)
    rows = pointer(rows_at, np.intp(0))
    of_rows = stack_array(OPERANDS, np.intp(0))
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
        job_at = stack_bytes(JOB_BYTES)
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
        *(hardmax_row, sparsemax_row, sparsemax_backward_row, entmax15_row, entmax15_backward_row, nll_row),
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
