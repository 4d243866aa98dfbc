# cython: language_level=3
"""The pool of threads that both backends' loops share, by address, the floating-point environment for functions in Python, and
errors from loops.

A loop cannot raise, and an error that is set while it runs is none of NumPy's. What Numba's loops call to have a kernel compiled
(`_numba/units.py`), and loops of a Python function (`of_arrays` in `_ufunc.py`), therefore leave an asynchronous exception where
that fails: Python raises it as soon as it goes on, which is when the ufunc has returned and before its result is anybody's. It
must be left from C, since Python would raise it at once.
"""

cdef extern from "Python.h":
    int PyThreadState_SetAsyncExc(unsigned long thread, object error) except -1
    unsigned long PyThread_get_thread_ident() nogil

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


cdef object resolving = None


cdef void resolve(Py_ssize_t loop, Py_ssize_t slot) noexcept with gil:
    try:
        error = resolving(loop, slot)
    except BaseException as raised:  # such as for want of memory to say what failed
        error = type(raised)
    if error is not None:
        PyThreadState_SetAsyncExc(PyThread_get_thread_ident(), error)


def resolve_by(function) -> int:
    """The address of a C function (intp loop, intp slot) that takes the GIL and calls `function`, whose result is None or an
    exception's class, to be raised after the call of the ufunc that runs the loop."""
    global resolving
    resolving = function
    return <size_t>&resolve


cdef void run_in_python(char** operands, const Py_ssize_t* dims, const Py_ssize_t* steps, void* data) noexcept with gil:
    """A loop of one input and one output whose data is a Python function of (input, output, count, step, step)."""
    try:
        (<object>data)(<size_t>operands[0], <size_t>operands[1], dims[0], steps[0], steps[1])
    except BaseException as error:
        PyThreadState_SetAsyncExc(PyThread_get_thread_ident(), type(error))


run_in_python_address = <size_t>&run_in_python
