# cython: boundscheck=False, wraparound=False, initializedcheck=False, language_level=3
"""The common call of a function that stands around a ufunc, without NumPy's machinery: its loop, called as NumPy would call it.

To find a ufunc's loop takes NumPy longer than a few hundred elements take, and to find a gufunc's, with its core dimensions,
three times as long. Contiguous float32 or float64 arrays need none of that: there is nothing to convert, broadcast, coalesce or
copy. All other calls are left to NumPy. The module serves both backends, since a loop is an address.
"""

cimport numpy as np
from environment cimport Environment, enter, leave

np.import_array()

ctypedef void (*Function)(char**, const Py_ssize_t*, const Py_ssize_t*, void*) noexcept nogil

cdef enum:
    MAX_PARAMETERS = 8
    MAX_OPERANDS = 10
    WITH_LOCK = 500  # elements up to which Python's lock is kept, as NumPy does

cdef struct Entry:
    Function function
    void* data


cdef class Direct:
    """The loops of a function of one array whose parameters have their defaults.

    `along_rows` says that they are those of a gufunc of signature (n)->(n).
    """

    cdef Entry single
    cdef Entry twice
    cdef float[MAX_PARAMETERS] singles
    cdef double[MAX_PARAMETERS] doubles
    cdef Py_ssize_t[MAX_OPERANDS] steps_of_singles
    cdef Py_ssize_t[MAX_OPERANDS] steps_of_doubles
    cdef int parameters
    cdef bint along_rows

    def __init__(self, loops, defaults=(), bint along_rows=False):
        cdef int i
        cdef Environment callers
        if len(defaults) > MAX_PARAMETERS:
            raise ValueError(f"{len(defaults)} parameters; at most {MAX_PARAMETERS} are taken")
        self.parameters, self.along_rows = len(defaults), along_rows
        found = {dtypes[0]: (address, data) for dtypes, address, data in loops}
        self.single.function, self.single.data = <Function><size_t>found["f"][0], <void*><size_t>found["f"][1]
        self.twice.function, self.twice.data = <Function><size_t>found["d"][0], <void*><size_t>found["d"][1]
        for i in range(MAX_OPERANDS):
            self.steps_of_singles[i] = self.steps_of_doubles[i] = 0
        for i in range(self.parameters):
            self.doubles[i] = defaults[i]
        callers = enter()  # the defaults are rounded to float here, once for all calls
        for i in range(self.parameters):
            self.singles[i] = <float>self.doubles[i]
        leave(callers)
        self.steps_of_singles[0] = self.steps_of_singles[self.parameters + 1] = sizeof(float)
        self.steps_of_doubles[0] = self.steps_of_doubles[self.parameters + 1] = sizeof(double)

    def run(self, x, out):
        """The function of x, in `out` unless that is None; None for a call that NumPy is to make."""
        cdef np.ndarray source, target
        cdef char* operands[MAX_OPERANDS]
        cdef Py_ssize_t[2] dims
        cdef Py_ssize_t[4] along
        cdef Py_ssize_t* steps
        cdef Py_ssize_t size, bytes_, i
        cdef char* start
        cdef bint twice
        cdef Entry entry
        if type(x) is not np.ndarray:
            return None
        source = x
        if np.PyArray_NDIM(source) == 0 or not np.PyArray_ISCARRAY_RO(source):
            return None
        size, bytes_ = np.PyArray_SIZE(source), np.PyArray_NBYTES(source)
        twice = np.PyArray_TYPE(source) == np.NPY_DOUBLE
        if size == 0 or not twice and np.PyArray_TYPE(source) != np.NPY_FLOAT:
            return None
        start = <char*>np.PyArray_DATA(source)
        if out is None:
            target = np.PyArray_EMPTY(np.PyArray_NDIM(source), np.PyArray_DIMS(source), np.PyArray_TYPE(source), 0)
        else:
            if type(out) is not np.ndarray:
                return None
            target = out
            if not np.PyArray_ISCARRAY(target) or np.PyArray_TYPE(target) != np.PyArray_TYPE(source):
                return None
            if not np.PyArray_SAMESHAPE(target, source):
                return None
            # Arrays that overlap in part are left to NumPy, which copies.
            if start < <char*>np.PyArray_DATA(target) + bytes_ and <char*>np.PyArray_DATA(target) < start + bytes_:
                if start != <char*>np.PyArray_DATA(target):
                    return None
        entry = self.twice if twice else self.single
        operands[0], operands[self.parameters + 1] = start, <char*>np.PyArray_DATA(target)
        for i in range(self.parameters):
            operands[i + 1] = <char*>&self.doubles[i] if twice else <char*>&self.singles[i]
        if self.along_rows:
            dims[1] = np.PyArray_DIM(source, np.PyArray_NDIM(source) - 1)
            dims[0] = size // dims[1]
            along[2] = along[3] = bytes_ // size
            along[0] = along[1] = along[2] * dims[1]
            steps = &along[0]
        else:
            dims[0] = size
            steps = &self.steps_of_doubles[0] if twice else &self.steps_of_singles[0]
        if size > WITH_LOCK:
            with nogil:
                entry.function(operands, dims, steps, entry.data)
        else:
            entry.function(operands, dims, steps, entry.data)
        return target
