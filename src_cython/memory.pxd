# cython: cdivision=True
"""What loops need of memory, and scalars do not: streaming stores, tiles, the ends of arrays, float16.

The counterpart of a part of `_numba/machine.py`; `actkern/_cython/machine.pxd` is that of the rest.
"""

from libc.stdint cimport uint16_t, uint32_t
from actkern._cython.machine cimport bits_of_float, float_of_bits

cdef extern from "memory.h":
    void transpose_in_float "actkern_transpose_in_f"(float*, const char*, Py_ssize_t, Py_ssize_t, Py_ssize_t) noexcept nogil
    void transpose_in_double "actkern_transpose_in_d"(double*, const char*, Py_ssize_t, Py_ssize_t, Py_ssize_t) noexcept nogil
    void transpose_out_float "actkern_transpose_out_f"(char*, const float*, Py_ssize_t, Py_ssize_t, Py_ssize_t) noexcept nogil
    void transpose_out_double "actkern_transpose_out_d"(char*, const double*, Py_ssize_t, Py_ssize_t, Py_ssize_t) noexcept nogil
    void stream "actkern_stream"(void* target, const void* block) noexcept nogil
    void load_start "actkern_load_start"(void* block, const void* source, Py_ssize_t size) noexcept nogil
    void store_start "actkern_store_start"(void* target, const void* block, Py_ssize_t size) noexcept nogil
    void prefetch "actkern_prefetch"(const void* address) noexcept nogil
    void stream_end "actkern_stream_end"() noexcept nogil
    ctypedef uint16_t half_bits "actkern_half"
    # Kernels are never given an output that overlaps an input (see `span`); this says so to the compiler.
    ctypedef float* float_ptr "float *restrict"
    ctypedef double* double_ptr "double *restrict"


cdef inline float half_to_float(uint16_t half) noexcept nogil:
    """The float of the same value."""
    cdef uint32_t magnitude = <uint32_t>(half & 0x7FFF) << 13
    cdef uint32_t sign = <uint32_t>(half & 0x8000) << 16
    cdef uint32_t finite = bits_of_float(float_of_bits(magnitude) * <float>5.192296858534828e33)
    cdef uint32_t special = magnitude | 0x7F800000
    return float_of_bits((special if magnitude >= 0x0F800000 else finite) | sign)


cdef inline uint16_t float_to_half(float x) noexcept nogil:
    """The float16 nearest to x, ties to even."""
    cdef uint32_t bits = bits_of_float(x)
    cdef uint32_t magnitude = bits & 0x7FFFFFFF
    # Normal results: rebias the exponent, add half a unit (less one, plus the last bit kept) and cut 13 bits.
    cdef uint32_t normal = (magnitude - 0x38000000 + 0x0FFF + ((magnitude >> 13) & 1)) >> 13
    # Subnormal results: adding 0.5 lets the float unit round at float16's last place, 2^-24.
    cdef uint32_t small = bits_of_float(float_of_bits(magnitude) + <float>0.5) - 0x3F000000
    cdef uint32_t half = small if magnitude < 0x38800000 else normal
    half = 0x7C00 if magnitude >= 0x477FF000 else half
    half = 0x7E00 if magnitude > 0x7F800000 else half
    return <uint16_t>(half | ((bits >> 16) & 0x8000))
