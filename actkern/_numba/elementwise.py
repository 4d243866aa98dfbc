"""Elementwise loops: the driver below, and one short kernel per function, form and precision.

The counterpart of `src_cython/elementwise.pyx.in`, whose notes a to d hold here. In place of C structs there are
rows of intp: operands are addresses, and a loop is the numbers named by the constants below.
"""

import numpy as np
from numba import cfunc, njit, types

from ..catalog import Activation
from . import scalar
from .machine import (
    call_kernel,
    elements,
    float_to_half,
    half_to_float,
    pointer,
    pointers,
    restore_status,
    run_parallel,
    save_status,
    stack_array,
    stack_bytes,
    stream,
    stream_end,
)

MAX_OPERANDS = 8
BLOCK_BYTES = 2048  # per operand
VECTOR_BYTES = 64  # kernels get a multiple of it: the widest vector of any CPU
LINE_BYTES = 64
STREAM_BYTES = 256  # streamed kernels get a multiple of it, and an output aligned to a cache line

# Outputs from this size on are streamed: they would not stay in the last cache, and smaller ones may be wanted there.
LARGE_BYTES = 32 * 1024 * 1024

# The least time that a thread is worth starting for. Waking the second thread of a team takes 2 to 5 us.
THREAD_NS = 10000.0

# The fields of a loop: as in the C struct, then the addresses of the thread setting, of the function that runs
# tasks in parallel (0: there is none, stay serial) and of the task.
KERNEL, STREAMED, NIN, NOUT, ITEMSIZE, HALF, GRAIN, THREAD_SETTING, PARALLEL_FOR, TASK = range(10)

LOOP = types.void(types.intp, types.intp, types.intp, types.intp)
KERNEL_SIGNATURE = types.void(types.CPointer(types.intp), types.intp)

OPTIONS = {"error_model": "numpy"}
compiled = njit(cache=True, **OPTIONS)


@compiled
def load(block, source, step, n, loop):
    if loop[HALF]:
        floats = pointer(block, np.float32(0))
        for i in range(n):
            floats[i] = half_to_float(pointer(source + i * step, np.uint16(0))[0])
    elif loop[ITEMSIZE] == 4:
        floats = pointer(block, np.float32(0))
        if step == 4:
            contiguous_floats = pointer(source, np.float32(0))
            for i in range(n):
                floats[i] = contiguous_floats[i]
        else:
            for i in range(n):
                floats[i] = pointer(source + i * step, np.float32(0))[0]
    else:
        doubles = pointer(block, np.float64(0))
        if step == 8:
            contiguous_doubles = pointer(source, np.float64(0))
            for i in range(n):
                doubles[i] = contiguous_doubles[i]
        else:
            for i in range(n):
                doubles[i] = pointer(source + i * step, np.float64(0))[0]


@compiled
def store(target, block, step, n, loop):
    if loop[HALF]:
        floats = pointer(block, np.float32(0))
        for i in range(n):
            pointer(target + i * step, np.uint16(0))[0] = float_to_half(floats[i])
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
    """Whether an element of the input may be an earlier element of the output: reduce and accumulate, mostly.

    NumPy copies operands that overlap in other ways before it calls a loop.
    """
    source_low = source + (source_step * (n - 1) if source_step < 0 else 0)
    source_high = source + (source_step * (n - 1) if source_step > 0 else 0)
    target_low = target + (target_step * (n - 1) if target_step < 0 else 0)
    target_high = target + (target_step * (n - 1) if target_step > 0 else 0)
    if source == target and source_step == target_step and target_step != 0:
        return False
    return source_low <= target_high and target_low <= source_high


@compiled
def span(operands, n, steps, loop, large):
    """Compute n elements of any layout; `large` if they are part of more than the caches hold."""
    blocks = stack_bytes(16384)
    at = pointer(stack_bytes(64), np.intp(0))
    direct = pointer(stack_bytes(64), np.intp(0))
    count = loop[NIN] + loop[NOUT]
    vector = VECTOR_BYTES // loop[ITEMSIZE]
    block = n
    per_stream = STREAM_BYTES // loop[ITEMSIZE]
    sequential, streaming = False, large and loop[STREAMED] != 0
    for i in range(count):
        direct[i] = steps[i] == loop[ITEMSIZE] and not loop[HALF]
    for i in range(loop[NIN]):
        for j in range(loop[NIN], count):
            if operands[i] == operands[j]:
                direct[i] = False
            if n > 1 and depends(operands[i], steps[i], operands[j], steps[j], n):
                sequential = True
    for i in range(count):
        if not direct[i]:
            block = BLOCK_BYTES // loop[ITEMSIZE]
            streaming = False
    if sequential:
        block = 1
    done = 0
    head = -operands[loop[NIN]] % LINE_BYTES // loop[ITEMSIZE]
    while done < n:
        kernel = loop[KERNEL]
        m = min(block, n - done)
        if streaming and done == 0 and head != 0:
            m = min(m, head)
        elif streaming and m >= per_stream:
            m -= m % per_stream
            kernel = loop[STREAMED]
        if m > vector:
            m -= m % vector
        padded = m + (vector - m % vector) % vector
        for i in range(count):
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
def part(operands, n, steps, loop, large, index, count):
    """Compute the index-th of `count` equal parts, each a whole number of vectors."""
    shifted = pointer(stack_bytes(64), np.intp(0))
    size = ((n + count - 1) // count + VECTOR_BYTES - 1) // VECTOR_BYTES * VECTOR_BYTES
    first = index * size
    if first >= n:
        return
    for i in range(loop[NIN] + loop[NOUT]):
        shifted[i] = operands[i] + first * steps[i]
    span(shifted, min(size, n - first), steps, loop, large)


@cfunc(LOOP, cache=True, **OPTIONS)
def task(index, dims, steps, data):
    """One part, as `parallel_for` calls it: the index in place of an operand's address, the rest in a row at `data`."""
    row = pointer(data, np.intp(0))
    operands, steps_of_all, loop = pointer(row[0], np.intp(0)), pointer(row[2], np.intp(0)), pointer(row[3], np.intp(0))
    large = row[1] * loop[ITEMSIZE] >= LARGE_BYTES
    part(operands, row[1], steps_of_all, loop, large, pointer(index, np.intp(0))[0], row[4])


@cfunc(LOOP, cache=True, **OPTIONS)
def elementwise(operands_at, dims_at, steps_at, loop_at):
    operands, dims = pointer(operands_at, np.intp(0)), pointer(dims_at, np.intp(0))
    steps, loop = pointer(steps_at, np.intp(0)), pointer(loop_at, np.intp(0))
    n = dims[0]
    count = min(np.intp(pointer(loop[THREAD_SETTING], np.int32(0))[0]), n // loop[GRAIN])
    status = save_status()
    if loop[PARALLEL_FOR] == 0:
        count = 1
    if count > 1:
        for i in range(loop[NIN]):
            for j in range(loop[NIN], loop[NIN] + loop[NOUT]):
                if depends(operands[i], steps[i], operands[j], steps[j], n):
                    count = 1
    if count > 1:
        run_parallel(operands_at, n, steps_at, loop_at, count, loop[PARALLEL_FOR], loop[TASK])
    else:
        span(operands, n, steps, loop, n * loop[ITEMSIZE] >= LARGE_BYTES)
    restore_status(status)


def _kernel(form: str, function, from_output, inputs: int, real):
    """The kernel of one form: a C function over whole vectors of contiguous operands that do not overlap."""
    others = inputs - 1  # but for dy

    def value(operands, n):
        x = pointers(operands, real, 0, inputs)
        (y,) = pointers(operands, real, inputs, 1)
        for i in range(n):
            y[i] = function(*elements(x, i))[0]

    def grad(operands, n):
        x = pointers(operands, real, 0, inputs)
        (dydx,) = pointers(operands, real, inputs, 1)
        for i in range(n):
            dydx[i] = function(*elements(x, i))[1]

    def value_and_grad(operands, n):
        x = pointers(operands, real, 0, inputs)
        y, dydx = pointers(operands, real, inputs, 2)
        for i in range(n):
            y[i], dydx[i] = function(*elements(x, i))

    def backward(operands, n):
        (dy,) = pointers(operands, real, 0, 1)
        x = pointers(operands, real, 1, others)
        (dx,) = pointers(operands, real, inputs, 1)
        for i in range(n):
            dx[i] = dy[i] * function(*elements(x, i))[1]

    def backward_from_output(operands, n):
        (dy,) = pointers(operands, real, 0, 1)
        y = pointers(operands, real, 1, others)
        (dx,) = pointers(operands, real, inputs, 1)
        for i in range(n):
            dx[i] = dy[i] * from_output(*elements(y, i))

    kernels = {each.__name__: each for each in (value, grad, value_and_grad, backward, backward_from_output)}
    return cfunc(KERNEL_SIGNATURE, **OPTIONS)(kernels[form])


def _streamed(function, inputs: int, real, per_stream: int):
    """The kernel of values for outputs past the caches."""

    def streamed(operands, n):
        x = pointers(operands, real, 0, inputs)
        (y,) = pointers(operands, real, inputs, 1)
        block = stack_array(64, real)
        for start in range(0, n, per_stream):
            for i in range(per_stream):
                block[i] = function(*elements(x, start + i))[0]
            stream(y, start, block)
        stream_end()

    return cfunc(KERNEL_SIGNATURE, **OPTIONS)(streamed)


def loops(row: Activation, form: str, thread_setting: int, parallel_for_address: int):
    """[(dtype character, address of the loop, row of its data)] of one form, narrow to wide; compiles its kernels."""
    inputs, outputs = row.operands(form)
    function = getattr(scalar, row.name)
    from_output = getattr(scalar, f"{row.name}_from_output", None)
    kernel_f, kernel_d = (_kernel(form, function, from_output, len(inputs), real) for real in (np.float32(0), np.float64(0)))
    streamed_f = streamed_d = None
    if form == "value":
        streamed_f = _streamed(function, len(inputs), np.float32(0), STREAM_BYTES // 4)
        streamed_d = _streamed(function, len(inputs), np.float64(0), STREAM_BYTES // 8)
    made = []
    for character, kernel, streamed, itemsize in (
        ("e", kernel_f, streamed_f, 4),
        ("f", kernel_f, streamed_f, 4),
        ("d", kernel_d, streamed_d, 8),
    ):
        grain = int(THREAD_NS / (row.cost * itemsize / 4))
        fields = [
            kernel.address,
            streamed.address if streamed else 0,
            len(inputs),
            len(outputs),
            itemsize,
            character == "e",
            grain,
        ]
        data = np.array([*fields, thread_setting, parallel_for_address, task.address], dtype=np.intp)
        made.append((character, elementwise.address, data, (kernel, streamed)))
    return made
