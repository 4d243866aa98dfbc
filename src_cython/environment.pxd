"""The default floating-point environment, in which every loop runs, and the caller's again."""

cdef extern from "environment.h":
    ctypedef struct Environment "actkern_environment":
        pass
    Environment enter "actkern_enter"() noexcept nogil
    void leave "actkern_leave"(Environment callers) noexcept nogil
