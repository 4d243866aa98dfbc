"""What loops need to know of the threads of a call. The counterpart of `src_cython/pool.pxd`.

Where no pool could be compiled, the threads are those of Numba's OpenMP layer.
"""

import numpy as np
from llvmlite import ir
from numba import types
from numba.extending import intrinsic

from .._policy import LINE_BYTES, PART_GRAINS, PARTS
from .machine import call_address, compiled, enter, leave, pointer, stack_bytes
from .tables import OPENMP_PART, PARALLEL_FOR, RUN, THREADS


@intrinsic
def call_task(context, address, argument, part):
    """Call the void (*)(intp argument, intp part) at `address`."""

    def codegen(context, builder, signature, arguments):
        call_address(signature.args[1:], arguments[0], arguments[1:], context, builder)
        return context.get_dummy_value()

    return types.void(types.intp, types.intp, types.intp), codegen


@intrinsic
def call_run(context, address, task, argument, parts, threads, work):
    """Call the pool's `actkern_run` at `address`; see `src_cython/pool.h`."""

    def codegen(context, builder, signature, arguments):
        call_address(signature.args[1:], arguments[0], arguments[1:], context, builder)
        return context.get_dummy_value()

    return types.void(*([types.intp] * 6)), codegen


@intrinsic
def parallel_for(context, address, task, arguments_at, dims, steps, data, count):
    """Run `task` for each of dims[0] indices on `count` threads, through Numba's OpenMP layer at `address`.

    Its C signature is (task, char **arguments, size_t *dims, size_t *steps, void *data, size_t inner_ndim,
    size_t array_count, int threads); the task is a ufunc loop that is called with one index at a time.
    """

    def codegen(context, builder, signature, arguments):
        address, task, arguments_at, dims, steps, data, count = arguments
        intp = ir.IntType(types.intp.bitwidth)
        threads = builder.trunc(count, ir.IntType(32))
        passed = [task, arguments_at, dims, steps, data, intp(1), intp(1), threads]
        kind = ir.FunctionType(ir.VoidType(), [each.type for each in passed]).as_pointer()
        builder.call(builder.inttoptr(address, kind), passed)
        return context.get_dummy_value()

    return types.void(*([types.intp] * 7)), codegen


def part_by_openmp(index, dims, steps, data):
    """One part, as `parallel_for` calls it.

    Its index stands where a ufunc has an operand, the task and its argument stand at `data`.
    """
    row = pointer(data, np.intp(0))
    callers = enter()  # OpenMP's threads have the floating-point environment of the thread that created them
    call_task(row[0], row[1], pointer(index, np.intp(0))[0])
    leave(callers)


@compiled
def run_parts(settings_at, task, argument, parts, threads, work):
    """task(argument, part) for each part, on up to so many threads: the pool's, or OpenMP's where no pool could be compiled."""
    settings = pointer(settings_at, np.intp(0))
    if settings[RUN] != 0 and threads > 1:
        call_run(settings[RUN], task, argument, parts, threads, work)
    elif settings[PARALLEL_FOR] != 0 and threads > 1:
        row_at = stack_bytes(LINE_BYTES)
        row = pointer(row_at, np.intp(0))
        row[0], row[1] = task, argument
        scratch_at = stack_bytes(LINE_BYTES)
        scratch = pointer(scratch_at, np.intp(0))
        scratch[0] = 0  # the operand's address, to which 1 byte is added for each index, so that a task gets its index
        scratch[1] = 1
        scratch[2] = parts
        parallel_for(settings[PARALLEL_FOR], settings[OPENMP_PART], scratch_at, scratch_at + 16, scratch_at + 8, row_at, threads)
    else:
        for part in range(parts):
            call_task(task, argument, part)


@compiled
def parts_for(threads, grains):
    """How many parts a call of `grains` units of work is cut into for `threads` threads."""
    return max(threads * PARTS, grains // PART_GRAINS)


@compiled
def threads_for(settings_at, grains):
    """How many threads a call of `grains` units of work may use."""
    settings = pointer(settings_at, np.intp(0))
    return min(settings[THREADS], grains) if settings[RUN] != 0 or settings[PARALLEL_FOR] != 0 else 1
