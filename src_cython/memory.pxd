# cython: cdivision=True
"""What loops need of memory, and scalars do not: streaming stores, tiles, the ends of arrays, float16 and bfloat16.

The counterpart of a part of `_numba/machine.py`; `actkern/_cython/machine.pxd` is that of the rest.
"""

from libc.stdint cimport uint16_t

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
    # Whether kernels have forms of their own for defaults, for results past the caches and for operands in turn: a constant.
    bint ALL_KERNELS "ACTKERN_ALL_KERNELS"
    ctypedef uint16_t half_bits "actkern_half"
    # Kernels are never given an output that overlaps an input (see `span`); this says so to the compiler.
    ctypedef float* float_ptr "float *restrict"
    ctypedef double* double_ptr "double *restrict"
    ctypedef uint16_t* half_ptr "actkern_half *restrict"
    # A pointer that one thread sets, once, to what it made, and others read.
    void* published "actkern_published"(void** place) noexcept nogil
    void* publish "actkern_publish"(void** place, void* made) noexcept nogil

cdef extern from "halves.h":
    # Numbers of 16 bits in memory, whose kind stands in a loop as `half`: float16 or bfloat16; 0 says that there are none.
    int FLOAT16 "ACTKERN_FLOAT16"
    int BFLOAT16 "ACTKERN_BFLOAT16"
    float half_to_float "actkern_half_to_float"(uint16_t half, int kind) noexcept nogil
    uint16_t float_to_half "actkern_float_to_half"(float x, int kind) noexcept nogil
    # n of them, `step` bytes apart, as contiguous floats, and back: rounded to nearest, ties to even.
    void load_halves "actkern_load_halves"(float*, const char*, Py_ssize_t step, Py_ssize_t n, int kind) noexcept nogil
    void store_halves "actkern_store_halves"(char*, const float*, Py_ssize_t step, Py_ssize_t n, int kind) noexcept nogil
    # Tiles, where the tier has the instructions for them.
    bint HAS_TILES "ACTKERN_HAS_TILES"
    int TILE_OF_FLOAT16 "ACTKERN_TILE_OF_FLOAT16"
    int TILE_OF_BFLOAT16 "ACTKERN_TILE_OF_BFLOAT16"
    void widen_eight "actkern_widen_eight"(float*, const uint16_t*, int kind) noexcept nogil
    void widen_pairs "actkern_widen_pairs"(float* even, float* odd, const uint16_t*) noexcept nogil
    void widen_float16 "actkern_widen_float16"(float*, const uint16_t*) noexcept nogil
    void narrow_float16 "actkern_narrow_float16"(uint16_t*, const float*) noexcept nogil
    void widen_bfloat16 "actkern_widen_bfloat16"(float*, const uint16_t*) noexcept nogil
    void narrow_bfloat16 "actkern_narrow_bfloat16"(uint16_t*, const float*) noexcept nogil
    void look_up_halves "actkern_look_up"(
        char*, Py_ssize_t to_step, const char*, Py_ssize_t step, const half_bits* table, Py_ssize_t n
    ) noexcept nogil
    void look_up_floats "actkern_look_up_floats"(
        float*, const char*, Py_ssize_t step, const float* table, Py_ssize_t n
    ) noexcept nogil
