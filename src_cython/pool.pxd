# cython: cdivision=True
"""What loops need to know of the threads of a call, and of what is set for all of them; see `pool.c`."""

from policy cimport PART_GRAINS, PARTS

ctypedef void (*Task)(void* argument, Py_ssize_t part) noexcept nogil
ctypedef void (*Run)(Task task, void* argument, Py_ssize_t parts, Py_ssize_t threads, Py_ssize_t work) noexcept nogil

# `_runtime.Settings`, which says what they are.
cdef struct Settings:
    Py_ssize_t threads
    Py_ssize_t stream_bytes
    Run run


cdef enum:
    AS_SET = 0  # as many threads as are set for the process


cdef inline Py_ssize_t allowed(const volatile Settings* settings, Py_ssize_t wanted) noexcept nogil:
    """The number of threads that a call may use."""
    return settings.threads if wanted == AS_SET else wanted


cdef inline Py_ssize_t parts_for(Py_ssize_t threads, Py_ssize_t grains) noexcept nogil:
    return max(threads * PARTS, grains // PART_GRAINS)


cdef inline void run_parts(
    const volatile Settings* settings, Task task, void* argument, Py_ssize_t parts, Py_ssize_t threads, Py_ssize_t work
) noexcept nogil:
    """task(argument, part) for each part, on up to so many threads."""
    cdef Py_ssize_t part
    if settings.run != NULL and threads > 1:
        settings.run(task, argument, parts, threads, work)
    else:
        for part in range(parts):
            task(argument, part)
