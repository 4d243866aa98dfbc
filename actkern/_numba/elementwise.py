"""Elementwise loops: the driver, and below it one short kernel per function, form and precision.

This is the counterpart of `src_cython/elementwise.pyx`, whose notes a to f hold here too, and of
`kernels.pyx.in`. In place of C structs there are rows of intp: operands are addresses, and a loop
is a row whose places `tables.py` names.
"""

import importlib
from typing import Any

import numpy as np
from numba import cfunc, types

from .._catalog import Activation, catalog
from .._policy import (
    ALIGNED_BYTES,
    BLOCK_BYTES,
    HALVES_TOGETHER,
    LINE_BYTES,
    PATTERNS,
    SHARES,
    STAGE_BYTES,
    STREAMED_BYTES,
    TABLED_FROM,
    VECTOR_BYTES,
)
from .machine import (
    BFLOAT16,
    FLOAT16,
    OPTIONS,
    all_equal,
    call_kernel,
    call_resolver,
    compiled,
    elements,
    elements_in_turn,
    elements_of_float16,
    enter,
    enter_in,
    inlined,
    leave,
    leave_from,
    load_halves,
    lower_elements,
    pointer,
    pointers,
    scaled_unless_flat,
    stack_array,
    stack_bytes,
    store_elements,
    store_float16,
    store_halves,
    store_in_turn,
    store_pairs,
    stream,
    stream_end,
    upper_elements,
)
from .pool import part_by_openmp, parts_for, run_parts, threads_for
from .tables import (
    FLAT,
    FUSED,
    GRAIN,
    HALF,
    IN_TURN,
    ITEMSIZE,
    KERNEL,
    NIN,
    NOUT,
    PARAMETERS,
    RESOLVE,
    SCALES,
    SETTINGS,
    STREAM_BYTES,
    STREAMED,
    STREAMED_FROM,
    TABLE,
    TASK,
    UNIFORM,
)
from .units import PENDING

MAX_OPERANDS = 12
# Sizes of what stands on the stack: the addresses of all operands, and of two, a block and a vector of
# each operand, a job, and kernels' own blocks.
ADDRESSES_BYTES, PAIR_BYTES = 8 * MAX_OPERANDS, 8 * 2
BLOCKS_BYTES, VECTORS_BYTES = MAX_OPERANDS * BLOCK_BYTES, MAX_OPERANDS * VECTOR_BYTES
JOB_BYTES = 64
BLOCK_FLOATS = BLOCK_BYTES // 4
HALF_BYTES = 2
STAGE_FLOATS, STREAMED_FLOATS = STAGE_BYTES // 4, STREAMED_BYTES // 4

LOOP = types.void(types.intp, types.intp, types.intp, types.intp)
TASK_SIGNATURE = types.void(types.intp, types.intp)
KERNEL_SIGNATURE = types.void(types.CPointer(types.intp), types.intp)


@compiled
def load(block, source, step, n, loop):
    if loop[HALF]:
        load_halves(pointer(block, np.float32(0)), source, step, n, loop[HALF])
    elif loop[ITEMSIZE] == 4:
        floats = pointer(block, np.float32(0))
        if step == 4:
            contiguous_floats = pointer(source, np.float32(0))
            for i in range(n):
                floats[i] = contiguous_floats[i]
        elif step == 8:
            every_other_float = pointer(source, np.float32(0))
            for i in range(n):
                floats[i] = every_other_float[2 * i]
        else:
            for i in range(n):
                floats[i] = pointer(source + i * step, np.float32(0))[0]
    else:
        doubles = pointer(block, np.float64(0))
        if step == 8:
            contiguous_doubles = pointer(source, np.float64(0))
            for i in range(n):
                doubles[i] = contiguous_doubles[i]
        elif step == 16:
            every_other_double = pointer(source, np.float64(0))
            for i in range(n):
                doubles[i] = every_other_double[2 * i]
        else:
            for i in range(n):
                doubles[i] = pointer(source + i * step, np.float64(0))[0]


@compiled
def store(target, block, step, n, loop):
    if loop[HALF]:
        store_halves(target, pointer(block, np.float32(0)), step, n, loop[HALF])
    elif loop[ITEMSIZE] == 4:
        floats = pointer(block, np.float32(0))
        for i in range(n):
            pointer(target + i * step, np.float32(0))[0] = floats[i]
    else:
        doubles = pointer(block, np.float64(0))
        for i in range(n):
            pointer(target + i * step, np.float64(0))[0] = doubles[i]


@compiled
def clear(block, size):
    data = pointer(block, np.uint8(0))
    for i in range(size):
        data[i] = 0


@compiled
def depends(source, source_step, target, target_step, n):
    """Whether an element of the input may be an earlier element of the output.

    It mostly may in reduce and accumulate. NumPy copies operands that overlap in other ways before
    it calls a loop.
    """
    source_low = source + (source_step * (n - 1) if source_step < 0 else 0)
    source_high = source + (source_step * (n - 1) if source_step > 0 else 0)
    target_low = target + (target_step * (n - 1) if target_step < 0 else 0)
    target_high = target + (target_step * (n - 1) if target_step > 0 else 0)
    if source == target and source_step == target_step and target_step != 0:
        return False
    return source_low <= target_high and target_low <= source_high


@compiled
def lie_in_turn(operands, steps, i, loop):
    """Whether operands i and i + 1 are such as h[..., ::2] and h[..., 1::2]."""
    itemsize = loop[ITEMSIZE]
    every_other = not loop[HALF] and steps[i] == 2 * itemsize and steps[i + 1] == steps[i]
    return every_other and operands[i + 1] == operands[i] + itemsize


@compiled
def are_in_turn(operands, steps, direct, loop):
    """Whether the two inputs before the parameters lie in turn, and so do two outputs, and the other arrays are contiguous."""
    first = loop[NIN] - loop[PARAMETERS] - 2
    for i in range(first):
        if not direct[i]:
            return False
    if not lie_in_turn(operands, steps, first, loop):
        return False
    return direct[loop[NIN]] != 0 if loop[NOUT] == 1 else lie_in_turn(operands, steps, loop[NIN], loop)


@compiled
def are_halves_in_line(n, steps, loop):
    """Whether there is a kernel for n numbers of 16 bits as they lie; parameters are known to be one element each."""
    if loop[FUSED] == 0 or n < HALVES_TOGETHER:
        return False
    for i in range(loop[NIN] + loop[NOUT]):
        parameter = loop[NIN] - loop[PARAMETERS] <= i and i < loop[NIN]
        if steps[i] != HALF_BYTES and not parameter:
            return False
    return True


@compiled
def fuse(operands, n, at, blocks, loop):
    """Compute contiguous operands of 16 bits, whose parameters `at` has.

    Results that lie where an input does go through blocks.
    """
    count, arrays = loop[NIN] + loop[NOUT], loop[NIN] - loop[PARAMETERS]
    piece, done = n, 0
    for i in range(count):
        if i < arrays or i >= loop[NIN]:
            at[i] = operands[i]
    for i in range(loop[NIN], count):
        for j in range(arrays):
            if operands[j] == operands[i]:
                at[i] = blocks + i * BLOCK_BYTES
                piece = BLOCK_BYTES // HALF_BYTES
    while done < n:
        m = min(piece, n - done)
        call_kernel(loop[FUSED], at, m)
        for i in range(count):
            if i < arrays or (i >= loop[NIN] and at[i] != blocks + i * BLOCK_BYTES):
                at[i] += m * HALF_BYTES
            elif i >= loop[NIN]:
                target, made = pointer(operands[i] + done * HALF_BYTES, np.uint16(0)), pointer(at[i], np.uint16(0))
                for k in range(m):
                    target[k] = made[k]
        done += m


def fill_table(table, kernel, half, scales):
    """What the kernel gives for every number of 16 bits: as such, or as a float."""
    halves_at, x_at, y_at = stack_bytes(BLOCK_BYTES), stack_bytes(BLOCK_BYTES), stack_bytes(BLOCK_BYTES)
    at = pointer(stack_bytes(PAIR_BYTES), np.intp(0))
    halves, x, y = pointer(halves_at, np.uint16(0)), pointer(x_at, np.float32(0)), pointer(y_at, np.float32(0))
    slopes = pointer(table, np.float32(0))
    for start in range(0, PATTERNS, BLOCK_FLOATS):
        for i in range(BLOCK_FLOATS):
            halves[i] = np.uint16(start + i)
        load_halves(x, halves_at, HALF_BYTES, BLOCK_FLOATS, half)
        at[0], at[1] = x_at, y_at
        call_kernel(kernel, at, BLOCK_FLOATS)
        if scales:
            for i in range(BLOCK_FLOATS):
                slopes[start + i] = y[i]
        else:
            store_halves(table + start * HALF_BYTES, y, HALF_BYTES, BLOCK_FLOATS, half)


@inlined
def found(table, at):
    return table[pointer(at, np.uint16(0))[0]]


@compiled
def look_up_halves(y, step_out, x, step, table_at, n):
    """What a table has for n numbers, four at a time. Neither loop would gain of gathered vectors, which LLVM likes."""
    table = pointer(table_at, np.uint16(0))
    for _ in range(n // 4):
        first, second = found(table, x), found(table, x + step)
        third, fourth = found(table, x + 2 * step), found(table, x + 3 * step)
        pointer(y, np.uint16(0))[0], pointer(y + step_out, np.uint16(0))[0] = first, second
        pointer(y + 2 * step_out, np.uint16(0))[0], pointer(y + 3 * step_out, np.uint16(0))[0] = third, fourth
        x += 4 * step
        y += 4 * step_out
    for i in range(n % 4):
        pointer(y + i * step_out, np.uint16(0))[0] = found(table, x + i * step)


@compiled
def look_up_floats(to_at, x, step, table_at, n):
    """The same for contiguous floats. Addresses, not arrays, keep LLVM from gathering (2.5 times as long)."""
    table, to = pointer(table_at, np.float32(0)), pointer(to_at, np.float32(0))
    for i in range(0, n - n % 4, 4):
        first, second = found(table, x), found(table, x + step)
        third, fourth = found(table, x + 2 * step), found(table, x + 3 * step)
        to[i], to[i + 1], to[i + 2], to[i + 3] = first, second, third, fourth
        x += 4 * step
    for i in range(n - n % 4, n):
        to[i] = found(table, x)
        x += step


@compiled
def look_up(operands, n, steps, loop):
    """Results of any layout, of which none depends on an earlier one."""
    x, y = operands[loop[NIN] - 1], operands[loop[NIN]]
    step, step_out = steps[loop[NIN] - 1], steps[loop[NIN]]
    if not loop[SCALES]:
        look_up_halves(y, step_out, x, step, loop[TABLE], n)
        return
    dy_at, dx_at = stack_bytes(BLOCK_BYTES), stack_bytes(BLOCK_BYTES)
    dy, dx = pointer(dy_at, np.float32(0)), pointer(dx_at, np.float32(0))
    done = 0
    while done < n:
        m = min(BLOCK_FLOATS, n - done)
        load_halves(dy, operands[0] + done * steps[0], steps[0], m, loop[HALF])
        look_up_floats(dx_at, x + done * step, step, loop[TABLE], m)
        if loop[FLAT]:
            for i in range(m):
                dx[i] = np.float32(0) if dx[i] == np.float32(0) else dy[i] * dx[i]
        else:
            for i in range(m):
                dx[i] = dy[i] * dx[i]
        store_halves(y + done * step_out, dx, step_out, m, loop[HALF])
        done += m


@compiled
def span(operands, n, steps, loop, large):
    """Compute n elements of any layout; `large` if they are part of many, which are streamed or looked up."""
    blocks = stack_bytes(BLOCKS_BYTES)
    at = pointer(stack_bytes(ADDRESSES_BYTES), np.intp(0))
    direct = pointer(stack_bytes(ADDRESSES_BYTES), np.intp(0))
    count = loop[NIN] + loop[NOUT]
    vector = VECTOR_BYTES // loop[ITEMSIZE]
    block = n
    per_stream = STREAMED_BYTES // loop[ITEMSIZE]
    arrays = loop[NIN] - loop[PARAMETERS]  # the inputs before the parameters
    sequential, uniform = False, loop[UNIFORM] != 0
    streaming = large and loop[STREAMED] != 0
    for i in range(count):
        direct[i] = steps[i] == loop[ITEMSIZE] and not loop[HALF]
        if arrays <= i and i < loop[NIN] and steps[i] != 0:
            uniform = False
    if loop[PARAMETERS] > 0 and not uniform:
        streaming = False
    for i in range(loop[NIN]):
        for j in range(loop[NIN], count):
            if operands[i] == operands[j]:
                direct[i] = False
            if n > 1 and depends(operands[i], steps[i], operands[j], steps[j], n):
                sequential = True
    if loop[HALF] and large and not sequential:
        look_up(operands, n, steps, loop)
        return
    for i in range(count):
        if uniform and arrays <= i and i < loop[NIN]:
            at[i] = blocks + i * BLOCK_BYTES
            load(at[i], operands[i], 0, 1, loop)
        elif not direct[i]:
            block = BLOCK_BYTES // loop[ITEMSIZE]
            streaming = False
    done = 0
    if sequential:
        block = 1
    elif loop[IN_TURN] != 0 and uniform == (loop[PARAMETERS] > 0) and are_in_turn(operands, steps, direct, loop):
        for i in range(count):
            if i < arrays or i >= loop[NIN]:
                at[i] = operands[i]
        done = n - n % vector
        call_kernel(loop[IN_TURN], at, done)
    elif uniform == (loop[PARAMETERS] > 0) and are_halves_in_line(n, steps, loop):
        done = n - n % HALVES_TOGETHER
        fuse(operands, done, at, blocks, loop)
    head = 0
    # The elements before the output's first whole cache line, where all operands are contiguous and that pays.
    if streaming or (block == n and n * loop[ITEMSIZE] >= ALIGNED_BYTES):
        head = -operands[loop[NIN]] % LINE_BYTES // loop[ITEMSIZE]
    while done < n:
        kernel = loop[UNIFORM] if uniform else loop[KERNEL]
        m = min(block, n - done)
        if done == 0 and head != 0:
            m = min(m, head)
        elif streaming and m >= per_stream:
            m -= m % per_stream
            kernel = loop[STREAMED]
        if m > vector:
            m -= m % vector
        padded = m + (vector - m % vector) % vector
        for i in range(count):
            if uniform and arrays <= i and i < loop[NIN]:
                continue
            if direct[i] and m == padded:
                at[i] = operands[i] + done * steps[i]
                continue
            at[i] = blocks + i * BLOCK_BYTES
            # A broadcast scalar fills its block once; later rounds are no longer than the first.
            if i < loop[NIN] and (steps[i] != 0 or done == 0 or sequential):
                load(at[i], operands[i] + done * steps[i], steps[i], m, loop)
                clear(at[i] + m * loop[ITEMSIZE], (padded - m) * loop[ITEMSIZE])
        call_kernel(kernel, at, padded)
        for i in range(loop[NIN], count):
            if at[i] == blocks + i * BLOCK_BYTES:
                store(operands[i] + done * steps[i], at[i], steps[i], m, loop)
        done += m


@compiled
def is_large(n, loop):
    """Whether the results of n elements are streamed, which takes a kernel of its own, or looked up, which takes a table."""
    if loop[HALF]:
        return loop[TABLE] != 0 and n >= TABLED_FROM
    return (
        loop[STREAMED] != 0
        and n * loop[ITEMSIZE] >= pointer(loop[SETTINGS], np.intp(0))[STREAM_BYTES] // SHARES * loop[STREAMED_FROM]
    )


@compiled
def few_of_one(operands, n, steps, loop):
    """The same as `few` for one input and one output, without its loops over operands.

    Neither of them divides anything, since a division takes as long as a vector.
    """
    source, target = stack_bytes(VECTOR_BYTES), stack_bytes(VECTOR_BYTES)
    at = pointer(stack_bytes(PAIR_BYTES), np.intp(0))
    x, y = operands[0], operands[1]
    vector = VECTOR_BYTES // 4 if loop[ITEMSIZE] == 4 else VECTOR_BYTES // 8
    rest, size = n & (vector - 1), n * loop[ITEMSIZE]
    if n == 0:
        return True
    if loop[HALF] or loop[KERNEL] == 0:
        return False
    if n > 1 and (steps[0] != loop[ITEMSIZE] or steps[1] != loop[ITEMSIZE]):
        return False
    if x < y + size and y < x + size:
        return False
    if size < VECTOR_BYTES:
        clear(source, VECTOR_BYTES)
        load(source, x, loop[ITEMSIZE], n, loop)
        at[0], at[1] = source, target
        call_kernel(loop[KERNEL], at, vector)
        store(y, target, loop[ITEMSIZE], n, loop)
        return True
    at[0], at[1] = x, y
    call_kernel(loop[KERNEL], at, n - rest)
    if rest != 0:
        at[0], at[1] = x + size - VECTOR_BYTES, y + size - VECTOR_BYTES
        call_kernel(loop[KERNEL], at, vector)
    return True


@compiled
def few(operands, n, steps, loop):
    """Compute n elements, and return True, if operands are contiguous, parameters one element each and outputs no inputs."""
    blocks = stack_bytes(VECTORS_BYTES)
    at = pointer(stack_bytes(ADDRESSES_BYTES), np.intp(0))
    count, arrays = loop[NIN] + loop[NOUT], loop[NIN] - loop[PARAMETERS]
    vector = VECTOR_BYTES // 4 if loop[ITEMSIZE] == 4 else VECTOR_BYTES // 8
    rest, size = n & (vector - 1), n * loop[ITEMSIZE]
    kernel = loop[KERNEL] if loop[PARAMETERS] == 0 else loop[UNIFORM]
    if n == 0:
        return True
    if loop[HALF] or kernel == 0:
        return False
    for i in range(count):
        parameter = arrays <= i and i < loop[NIN]
        # The step of an array of one element means nothing. A parameter's step does: it decides
        # which kernel is called (see `is_ready`).
        if (parameter or n > 1) and steps[i] != (0 if parameter else loop[ITEMSIZE]):
            return False
    for i in range(arrays):
        for j in range(loop[NIN], count):
            if operands[i] < operands[j] + size and operands[j] < operands[i] + size:
                return False
    for i in range(count):
        at[i] = operands[i]
    if n >= vector:
        call_kernel(kernel, at, n - rest)
        if rest != 0:
            for i in range(count):
                at[i] = operands[i] + (n - vector) * steps[i]
            call_kernel(kernel, at, vector)
        return True
    for i in range(arrays):
        at[i] = blocks + i * VECTOR_BYTES
        clear(at[i], VECTOR_BYTES)
        load(at[i], operands[i], loop[ITEMSIZE], n, loop)
    for i in range(loop[NIN], count):
        at[i] = blocks + i * VECTOR_BYTES
    call_kernel(kernel, at, vector)
    for i in range(loop[NIN], count):
        store(operands[i], at[i], loop[ITEMSIZE], n, loop)
    return True


# The places in a job, which is the call of which `task` computes a part.
JOB_OPERANDS, JOB_N, JOB_STEPS, JOB_LOOP, JOB_LARGE, JOB_SIZE = range(6)


def task(job_at, index):
    """Compute the index-th part of a job."""
    job = pointer(job_at, np.intp(0))
    operands, steps = pointer(job[JOB_OPERANDS], np.intp(0)), pointer(job[JOB_STEPS], np.intp(0))
    loop, first = pointer(job[JOB_LOOP], np.intp(0)), index * job[JOB_SIZE]
    shifted = pointer(stack_bytes(ADDRESSES_BYTES), np.intp(0))
    for i in range(loop[NIN] + loop[NOUT]):
        shifted[i] = operands[i] + first * steps[i]
    span(shifted, min(job[JOB_SIZE], job[JOB_N] - first), steps, loop, job[JOB_LARGE] != 0)


@compiled
def is_ready(n, steps, loop_at, large):
    """Have the kernel compiled that `few` or `span` will take, where it is pending; False where that failed.

    It is done here, before there are threads: compiling needs the GIL.
    """
    loop = pointer(loop_at, np.intp(0))
    slot = UNIFORM if loop[UNIFORM] != 0 else KERNEL
    for i in range(loop[NIN] - loop[PARAMETERS], loop[NIN]):
        if steps[i] != 0:
            slot = KERNEL
    if loop[slot] == PENDING:
        call_resolver(loop[RESOLVE], loop_at, slot)
    further = TABLE if loop[HALF] else STREAMED
    if large and loop[further] == PENDING:
        call_resolver(loop[RESOLVE], loop_at, further)
    fused = are_halves_in_line(n, steps, loop)
    if fused and loop[FUSED] == PENDING:
        call_resolver(loop[RESOLVE], loop_at, FUSED)
    in_turn = loop[IN_TURN] != 0 and steps[loop[NIN] - loop[PARAMETERS] - 1] == 2 * loop[ITEMSIZE]
    if in_turn and loop[IN_TURN] == PENDING:
        call_resolver(loop[RESOLVE], loop_at, IN_TURN)
    if (fused and loop[FUSED] == PENDING) or (in_turn and loop[IN_TURN] == PENDING):
        return False
    return loop[slot] != PENDING and not (large and loop[further] == PENDING)


@compiled
def shared(operands_at, n, steps_at, loop_at, large):
    """Compute n elements on several threads, if there are that many and no element depends on an earlier one."""
    operands, steps, loop = pointer(operands_at, np.intp(0)), pointer(steps_at, np.intp(0)), pointer(loop_at, np.intp(0))
    grains = n // loop[GRAIN]
    threads = threads_for(loop[SETTINGS], grains)
    if threads > 1:
        for i in range(loop[NIN]):
            for j in range(loop[NIN], loop[NIN] + loop[NOUT]):
                if depends(operands[i], steps[i], operands[j], steps[j], n):
                    threads = 1
    if threads > 1 and loop[TASK] == PENDING:
        call_resolver(loop[RESOLVE], loop_at, TASK)
        if loop[TASK] == PENDING:
            threads = 1
    if threads <= 1:
        span(operands, n, steps, loop, large)
        return
    parts = parts_for(threads, grains)
    job_at = stack_bytes(JOB_BYTES)
    job = pointer(job_at, np.intp(0))
    job[JOB_OPERANDS], job[JOB_N], job[JOB_STEPS], job[JOB_LOOP], job[JOB_LARGE] = operands_at, n, steps_at, loop_at, large
    job[JOB_SIZE] = ((n + parts - 1) // parts + VECTOR_BYTES - 1) // VECTOR_BYTES * VECTOR_BYTES
    run_parts(loop[SETTINGS], loop[TASK], job_at, (n + job[JOB_SIZE] - 1) // job[JOB_SIZE], threads, grains)


def elementwise(operands_at, dims_at, steps_at, loop_at):
    """What NumPy calls.

    It computes nothing where a kernel could not be compiled, of which an error is then pending.
    """
    operands, dims = pointer(operands_at, np.intp(0)), pointer(dims_at, np.intp(0))
    steps, loop = pointer(steps_at, np.intp(0)), pointer(loop_at, np.intp(0))
    n = dims[0]
    callers = enter()
    large = is_large(n, loop)
    if not is_ready(n, steps, loop_at, large):
        n = 0
    done = False
    if n * loop[ITEMSIZE] < ALIGNED_BYTES and n < 2 * loop[GRAIN]:
        of_one = loop[NIN] == 1 and loop[NOUT] == 1
        done = few_of_one(operands, n, steps, loop) if of_one else few(operands, n, steps, loop)
    if not done:
        shared(operands_at, n, steps_at, loop_at, large)
    leave(callers)


def _scalars(row: Activation) -> Any:
    """The module of a row's scalars.

    No other family's is imported, so that kept code depends on its own alone: see `units.py`.
    """
    return importlib.import_module(f".scalar.{row.family}", __package__)


def _value_of(row: Activation):
    """The scalar that gives the value alone."""
    scalar = _scalars(row)
    if row.kernel.value_alone:
        return getattr(scalar, f"{row.name}_value")
    function = getattr(scalar, row.name)
    return inlined(lambda *operands: function(*operands)[0])


def element_of(row: Activation, form: str, defaults: bool = False):
    """The scalar of one form: a function of its operands, one number each, that gives a tuple of its results.

    With `defaults` it takes no parameters.
    """
    scalar = _scalars(row)
    function = getattr(scalar, f"{row.name}_defaults" if defaults else row.name)
    gradients_of = scaled_unless_flat(row.flats)
    if row.has_backward_scalar:
        return function if form == "value" else getattr(scalar, f"{row.name}_backward")
    if form == "value":
        value_of = inlined(lambda *operands: function(*operands)[0]) if defaults else _value_of(row)
        return inlined(lambda *operands: (value_of(*operands),))
    if form == "grad":
        return inlined(lambda *operands: function(*operands)[1:])
    if form == "backward":
        return inlined(lambda dy, *operands: gradients_of(dy, function(*operands)[1:]))
    if form == "backward_from_output":
        from_output = getattr(scalar, f"{row.name}_from_output")
        return inlined(lambda dy, *operands: gradients_of(dy, (from_output(*operands),)))
    return function


def _kernel(row: Activation, form: str, real, which: str):
    """The kernel of one form: a C function over whole vectors of operands that do not overlap, and are contiguous or lie in turn.

    Parameters are one element each, read before the loop, unless `which` is "each".
    """
    inputs, outputs = row.operands(form)
    arrays = len(inputs) - (0 if which == "each" else len(row.parameters))
    single, given, end = len(inputs) - arrays, len(outputs), len(inputs)
    element = element_of(row, form)
    read = elements_in_turn if which == "in_turn" else elements
    write = store_in_turn if which == "in_turn" and form == "backward" else store_elements

    def kernel(operands, n):
        x, p = pointers(operands, real, 0, arrays), elements(pointers(operands, real, arrays, single), 0)
        y = pointers(operands, real, end, given)
        for i in range(n):
            write(y, i, element(*read(x, i), *p))

    if which == "each" or not row.defaults_apart(form):
        return kernel

    at_defaults = element_of(row, form, defaults=True)
    defaults = tuple(type(real)(each.default) for each in row.parameters)

    def kernel_with_defaults(operands, n):
        """The same, with a loop of its own for the parameters' defaults (`Kernel.defaults_apart`)."""
        x, p = pointers(operands, real, 0, arrays), elements(pointers(operands, real, arrays, single), 0)
        y = pointers(operands, real, end, given)
        if all_equal(p, defaults):
            for i in range(n):
                write(y, i, at_defaults(*read(x, i)))
        else:
            for i in range(n):
                write(y, i, element(*read(x, i), *p))

    return kernel_with_defaults


def _staged(row: Activation, real, uniform: bool):
    """The kernel of a value in two stages, `row.kernel.staged`."""
    end = len(row.inputs) + len(row.parameters)
    single = len(row.parameters) if uniform else 0
    arrays = end - single
    first, second = (getattr(_scalars(row), f"{row.name}_{stage}") for stage in ("first", "second"))
    per_stage, vector = STAGE_BYTES // real.itemsize, VECTOR_BYTES // real.itemsize

    def kernel(operands, n):
        x, p = pointers(operands, real, 0, arrays), elements(pointers(operands, real, arrays, single), 0)
        (y,) = pointers(operands, real, end, 1)
        passed, passed_too = stack_array(STAGE_FLOATS, real), stack_array(STAGE_FLOATS, real)
        # Both loops have a fixed number of turns: beside code for a remainder LLVM has no registers
        # left for constants, and takes 1.4 times as long.
        for start in range(0, n - n % per_stage, per_stage):
            for i in range(per_stage):
                passed[i], passed_too[i] = first(*elements(x, start + i), *p)
            for i in range(per_stage):
                y[start + i] = second(*elements(x, start + i), *p, passed[i], passed_too[i])
        for start in range(n - n % per_stage, n, vector):
            for i in range(vector):
                passed[i], passed_too[i] = first(*elements(x, start + i), *p)
            for i in range(vector):
                y[start + i] = second(*elements(x, start + i), *p, passed[i], passed_too[i])

    return kernel


def _streamed(row: Activation, real, per_stream: int):
    """The kernel of values that are written past the caches; parameters are one element each."""
    single = len(row.parameters)
    arrays = len(row.inputs)
    end = arrays + single
    value_of = _value_of(row)

    def streamed(operands, n):
        x, p = pointers(operands, real, 0, arrays), elements(pointers(operands, real, arrays, single), 0)
        (y,) = pointers(operands, real, end, 1)
        block = stack_array(STREAMED_FLOATS, real)
        for start in range(0, n, per_stream):
            for i in range(per_stream):
                block[i] = value_of(*elements(x, start + i), *p)
            stream(y, start, block)
        stream_end()

    return streamed


def _fused(row: Activation, form: str, kind: int):
    """The kernel of one form that converts numbers of 16 bits as it goes; parameters are one element each.

    Those of bfloat16 are taken in pairs, as an unsigned integer of 32 bits, whose halves need no other place in a vector.
    """
    single = len(row.parameters)
    arrays, given = len(row.operands(form)[0]) - single, len(row.operands(form)[1])
    end = arrays + single
    element, real = element_of(row, form), np.float32(0)

    def of_float16(operands, n):
        x, p = pointers(operands, np.uint16(0), 0, arrays), elements(pointers(operands, real, arrays, single), 0)
        y = pointers(operands, np.uint16(0), end, given)
        for i in range(n):
            store_float16(y, i, element(*elements_of_float16(x, i), *p))

    def of_bfloat16(operands, n):
        x, p = pointers(operands, np.uint32(0), 0, arrays), elements(pointers(operands, real, arrays, single), 0)
        y = pointers(operands, np.uint32(0), end, given)
        for i in range(n // 2):
            store_pairs(y, i, element(*lower_elements(x, i), *p), element(*upper_elements(x, i), *p))

    return of_float16 if kind == FLOAT16 else of_bfloat16


FUNCTIONS = {
    "fill_table": (LOOP, fill_table),
    "elementwise": (LOOP, elementwise),
    "task": (TASK_SIGNATURE, task),
    "part_by_openmp": (LOOP, part_by_openmp),
    "enter_in": (types.void(types.intp), enter_in),
    "leave_from": (types.void(types.intp), leave_from),
}


def compile_unit(name: str, form: str = "", type_character: str = "", which: str = ""):
    """The C function of a unit: a driver, or one of a function's kernels."""
    if not form:
        signature, function = FUNCTIONS[name]
        return cfunc(signature, **OPTIONS)(function)
    row, real = catalog[name], np.float32(0) if type_character == "f" else np.float64(0)
    if which in ("float16", "bfloat16"):
        kernel = _fused(row, form, FLOAT16 if which == "float16" else BFLOAT16)
    elif which == "streamed":
        kernel = _streamed(row, real, STREAMED_BYTES // real.itemsize)
    elif form == "value" and row.kernel.staged:
        kernel = _staged(row, real, uniform=which == "uniform")
    else:
        kernel = _kernel(row, form, real, which)
    return cfunc(KERNEL_SIGNATURE, **OPTIONS)(kernel)
