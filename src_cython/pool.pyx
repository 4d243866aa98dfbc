# cython: language_level=3
"""The pool of threads that both backends' loops share, by address, and the floating-point environment for functions in Python."""

cdef extern from "pool.h":
    void actkern_run() noexcept nogil
    void actkern_pool_prepare() noexcept nogil
    int actkern_pool_started() noexcept nogil
    void actkern_pool_assume(int cpus) noexcept nogil

cdef extern from "environment.h":
    ctypedef struct Environment "actkern_environment":
        pass
    Environment enter "actkern_enter"() noexcept nogil
    void leave "actkern_leave"(Environment callers) noexcept nogil

actkern_pool_prepare()
run_address = <size_t>&actkern_run


def started() -> int:
    """How many threads the pool has started in this process."""
    return actkern_pool_started()


def assume_cpus(int cpus) -> None:
    """Act as if this process might use so many CPUs, 0 for as many as it may: for tests of more threads than a machine has."""
    actkern_pool_assume(cpus)


def in_default_environment(function, arguments, keywords):
    """function(*arguments, **keywords) in the default floating-point environment; see `environment.h`."""
    cdef Environment callers = enter()
    try:
        return function(*arguments, **keywords)
    finally:
        leave(callers)
