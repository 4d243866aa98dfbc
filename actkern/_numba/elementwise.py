"""Elementwise loops: the driver, and below it one short kernel per function, form and precision.

The counterpart of `src_cython/elementwise.pyx` and `kernels.pyx.in`, whose notes a to e hold here. In place of C structs
there are rows of intp: operands are addresses, and a loop is the numbers named by the constants below.
"""

import numpy as np
from numba import cfunc, types

from ..catalog import Activation, catalog
from . import scalar
from .machine import (
    OPTIONS,
    call_kernel,
    call_resolver,
    compiled,
    elements,
    float_to_half,
    half_to_float,
    inlined,
    pointer,
    pointers,
    restore_status,
    run_parallel,
    save_status,
    scaled,
    stack_array,
    stack_bytes,
    store_elements,
    stream,
    stream_end,
)
from .tables import (
    GRAIN,
    HALF,
    ITEMSIZE,
    KERNEL,
    NIN,
    NOUT,
    PARALLEL_FOR,
    PARAMETERS,
    RESOLVE,
    SETTINGS,
    STREAMED,
    STREAMED_FROM,
    TASK,
    UNIFORM,
)
from .units import PENDING

MAX_OPERANDS = 12
BLOCK_BYTES = 2048  # per operand
VECTOR_BYTES = 64  # kernels get a multiple of it: the widest vector of any CPU
LINE_BYTES = 64
ALIGNED_BYTES = 16384  # from here on vectors are made not to straddle cache lines
STAGE_BYTES = 1024  # what passes between the two stages of a value
STREAM_BYTES = 256  # streamed kernels get a multiple of it, and an output aligned to a cache line

LOOP = types.void(types.intp, types.intp, types.intp, types.intp)
KERNEL_SIGNATURE = types.void(types.CPointer(types.intp), types.intp)


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
    blocks = stack_bytes(24576)  # BLOCK_BYTES for each of MAX_OPERANDS
    at = pointer(stack_bytes(96), np.intp(0))
    direct = pointer(stack_bytes(96), np.intp(0))
    count = loop[NIN] + loop[NOUT]
    vector = VECTOR_BYTES // loop[ITEMSIZE]
    block = n
    per_stream = STREAM_BYTES // loop[ITEMSIZE]
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
    for i in range(count):
        if uniform and arrays <= i and i < loop[NIN]:
            at[i] = blocks + i * BLOCK_BYTES
            load(at[i], operands[i], 0, 1, loop)
        elif not direct[i]:
            block = BLOCK_BYTES // loop[ITEMSIZE]
            streaming = False
    if sequential:
        block = 1
    done = 0
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
    """Whether n elements are streamed, by kernels that there are for it."""
    return loop[STREAMED] != 0 and n * loop[ITEMSIZE] >= pointer(loop[SETTINGS], np.intp(0))[1] // 8 * loop[STREAMED_FROM]


@compiled
def few_of_one(operands, n, steps, loop):
    """`few` of one input and one output, without its loops over operands.

    Nothing is divided, here and there: that takes as long as a vector.
    """
    source, target = stack_bytes(64), stack_bytes(64)  # VECTOR_BYTES each
    at = pointer(stack_bytes(16), np.intp(0))
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
    blocks = stack_bytes(768)  # VECTOR_BYTES for each of MAX_OPERANDS
    at = pointer(stack_bytes(96), np.intp(0))
    count, arrays = loop[NIN] + loop[NOUT], loop[NIN] - loop[PARAMETERS]
    vector = VECTOR_BYTES // 4 if loop[ITEMSIZE] == 4 else VECTOR_BYTES // 8
    rest, size = n & (vector - 1), n * loop[ITEMSIZE]
    kernel = loop[KERNEL] if loop[PARAMETERS] == 0 else loop[UNIFORM]
    if n == 0:
        return True
    if loop[HALF] or kernel == 0:
        return False
    for i in range(count if n > 1 else 0):  # one element has any step
        if steps[i] != (0 if arrays <= i and i < loop[NIN] else loop[ITEMSIZE]):
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


@compiled
def part(operands, n, steps, loop, large, index, count):
    """Compute the index-th of `count` equal parts, each a whole number of vectors."""
    shifted = pointer(stack_bytes(96), np.intp(0))
    size = ((n + count - 1) // count + VECTOR_BYTES - 1) // VECTOR_BYTES * VECTOR_BYTES
    first = index * size
    if first >= n:
        return
    for i in range(loop[NIN] + loop[NOUT]):
        shifted[i] = operands[i] + first * steps[i]
    span(shifted, min(size, n - first), steps, loop, large)


def task(index, dims, steps, data):
    """One part, as `parallel_for` calls it: the index in place of an operand's address, the rest in a row at `data`."""
    row = pointer(data, np.intp(0))
    operands, steps_of_all, loop = pointer(row[0], np.intp(0)), pointer(row[2], np.intp(0)), pointer(row[3], np.intp(0))
    part(operands, row[1], steps_of_all, loop, is_large(row[1], loop), pointer(index, np.intp(0))[0], row[4])


@compiled
def is_ready(steps, loop_at, large):
    """Have the kernel compiled that `span` will take, where it is pending; False where that failed.

    It is done here, before there are threads: compiling needs the GIL.
    """
    loop = pointer(loop_at, np.intp(0))
    slot = UNIFORM if loop[UNIFORM] != 0 else KERNEL
    for i in range(loop[NIN] - loop[PARAMETERS], loop[NIN]):
        if steps[i] != 0:
            slot = KERNEL
    if loop[slot] == PENDING:
        call_resolver(loop[RESOLVE], loop_at, slot)
    if large and loop[STREAMED] == PENDING:
        call_resolver(loop[RESOLVE], loop_at, STREAMED)
    return loop[slot] != PENDING and not (large and loop[STREAMED] == PENDING)


def elementwise(operands_at, dims_at, steps_at, loop_at):
    operands, dims = pointer(operands_at, np.intp(0)), pointer(dims_at, np.intp(0))
    steps, loop = pointer(steps_at, np.intp(0)), pointer(loop_at, np.intp(0))
    n = dims[0]
    status = save_status()
    large = is_large(n, loop)
    if not is_ready(steps, loop_at, large):
        n = 0
    if n * loop[ITEMSIZE] < ALIGNED_BYTES and n < 2 * loop[GRAIN]:
        of_one = loop[NIN] == 1 and loop[NOUT] == 1
        done = few_of_one(operands, n, steps, loop) if of_one else few(operands, n, steps, loop)
        if done:
            restore_status(status)
            return
    count = min(pointer(loop[SETTINGS], np.intp(0))[0], n // loop[GRAIN])
    if loop[PARALLEL_FOR] == 0 or n == 0:
        count = 1
    if count > 1:
        for i in range(loop[NIN]):
            for j in range(loop[NIN], loop[NIN] + loop[NOUT]):
                if depends(operands[i], steps[i], operands[j], steps[j], n):
                    count = 1
    if count > 1 and loop[TASK] == PENDING:
        call_resolver(loop[RESOLVE], loop_at, TASK)
        if loop[TASK] == PENDING:
            count = 1
    if count > 1:
        run_parallel(operands_at, n, steps_at, loop_at, count, loop[PARALLEL_FOR], loop[TASK])
    else:
        span(operands, n, steps, loop, large)
    restore_status(status)


def _value_of(row: Activation):
    """The scalar that gives the value alone."""
    if row.value_alone:
        return getattr(scalar, f"{row.name}_value")
    function = getattr(scalar, row.name)
    return inlined(lambda *operands: function(*operands)[0])


def _kernel(row: Activation, form: str, real, uniform: bool = False):
    """The kernel of one form: a C function over whole vectors of contiguous operands that do not overlap.

    With `uniform`, parameters are one element each, read before the loop.
    """
    inputs, outputs = row.operands(form)
    upstream = len(row.outputs) if form.startswith("backward") else 0
    arrays = len(inputs) - (len(row.parameters) if uniform else 0)
    single, taken, given = len(inputs) - arrays, arrays - upstream, len(outputs)
    end = len(inputs)
    function, value_of = getattr(scalar, row.name), _value_of(row)

    def value(operands, n):
        x, p = pointers(operands, real, 0, arrays), elements(pointers(operands, real, arrays, single), 0)
        (y,) = pointers(operands, real, end, 1)
        for i in range(n):
            y[i] = value_of(*elements(x, i), *p)

    first, second = getattr(scalar, f"{row.name}_first", None), getattr(scalar, f"{row.name}_second", None)
    per_stage, vector = STAGE_BYTES // real.itemsize, VECTOR_BYTES // real.itemsize

    def staged(operands, n):
        x, p = pointers(operands, real, 0, arrays), elements(pointers(operands, real, arrays, single), 0)
        (y,) = pointers(operands, real, end, 1)
        passed, passed_too = stack_array(256, real), stack_array(256, real)
        # A fixed number of turns: beside code for a remainder LLVM has no registers for constants (1.4 times as long).
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

    def grad(operands, n):
        x, p = pointers(operands, real, 0, arrays), elements(pointers(operands, real, arrays, single), 0)
        slopes = pointers(operands, real, end, given)
        for i in range(n):
            store_elements(slopes, i, function(*elements(x, i), *p)[1:])

    def value_and_grad(operands, n):
        x, p = pointers(operands, real, 0, arrays), elements(pointers(operands, real, arrays, single), 0)
        both = pointers(operands, real, end, given)
        for i in range(n):
            store_elements(both, i, function(*elements(x, i), *p))

    def backward(operands, n):
        (dy,) = pointers(operands, real, 0, 1)
        x, p = pointers(operands, real, 1, taken), elements(pointers(operands, real, arrays, single), 0)
        gradients = pointers(operands, real, end, given)
        for i in range(n):
            store_elements(gradients, i, scaled(dy[i], function(*elements(x, i), *p)[1:]))

    def backward_from_output(operands, n):
        (dy,) = pointers(operands, real, 0, 1)
        y, p = pointers(operands, real, 1, taken), elements(pointers(operands, real, arrays, single), 0)
        (dx,) = pointers(operands, real, end, 1)
        for i in range(n):
            dx[i] = dy[i] * from_output(*elements(y, i), *p)

    def cell(operands, n):
        x = pointers(operands, real, 0, end)
        y = pointers(operands, real, end, given)
        for i in range(n):
            store_elements(y, i, function(*elements(x, i)))

    kernel = {each.__name__: each for each in (value, grad, value_and_grad, backward, backward_from_output)}[form]
    if form == "value" and row.staged:
        kernel = staged
    if row.kind == "cell":
        kernel = cell
        function = function if form == "value" else getattr(scalar, f"{row.name}_backward")
    if form == "backward_from_output":
        from_output = getattr(scalar, f"{row.name}_from_output")
    return kernel


def _streamed(row: Activation, real, per_stream: int):
    """The kernel of values for outputs past the caches; parameters are one element each."""
    single = len(row.parameters)
    arrays = len(row.inputs)
    end = arrays + single
    value_of = _value_of(row)

    def streamed(operands, n):
        x, p = pointers(operands, real, 0, arrays), elements(pointers(operands, real, arrays, single), 0)
        (y,) = pointers(operands, real, end, 1)
        block = stack_array(64, real)
        for start in range(0, n, per_stream):
            for i in range(per_stream):
                block[i] = value_of(*elements(x, start + i), *p)
            stream(y, start, block)
        stream_end()

    return streamed


def compile_unit(name: str, form: str = "", type_character: str = "", which: str = ""):
    """The C function of a unit: a driver, or one of a function's kernels."""
    if not form:
        return cfunc(LOOP, **OPTIONS)({"elementwise": elementwise, "task": task}[name])
    row, real = catalog[name], np.float32(0) if type_character == "f" else np.float64(0)
    if which == "streamed":
        kernel = _streamed(row, real, STREAM_BYTES // real.itemsize)
    else:
        kernel = _kernel(row, form, real, uniform=which == "uniform")
    return cfunc(KERNEL_SIGNATURE, **OPTIONS)(kernel)
