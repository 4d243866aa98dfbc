# cython: cdivision=True
"""What C has and Cython does not spell: bits of floats, one-rounding fma, the floating-point environment, float16.

The counterpart of `_numba/machine.py`.
"""

from libc.stdint cimport int32_t, int64_t, uint16_t, uint32_t, uint64_t

cdef extern from *:
    """
    #include <stddef.h>
    #include <stdint.h>
    #include <string.h>

    static inline uint32_t actkern_bits_f(float x) { uint32_t u; memcpy(&u, &x, sizeof u); return u; }
    static inline uint64_t actkern_bits_d(double x) { uint64_t u; memcpy(&u, &x, sizeof u); return u; }
    static inline float actkern_float_f(uint32_t u) { float x; memcpy(&x, &u, sizeof x); return x; }
    static inline double actkern_float_d(uint64_t u) { double x; memcpy(&x, &u, sizeof x); return x; }

    /* Stores that do not first read the cache line they write: for results larger than the caches. 256 bytes from
       `block` to `target`, which is aligned to 64. */
    #if defined(__SSE2__)
    #include <immintrin.h>
    static inline void actkern_stream(void *target, const void *block) {
        for (int i = 0; i < 256; i += 64) {
            char *to = (char *)target + i;
            const char *from = (const char *)block + i;
    #if defined(__AVX512F__)
            _mm512_stream_si512((__m512i *)to, _mm512_loadu_si512((const __m512i *)from));
    #else
            for (int j = 0; j < 64; j += 16)
                _mm_stream_si128((__m128i *)(to + j), _mm_loadu_si128((const __m128i *)(from + j)));
    #endif
        }
    }
    static inline void actkern_stream_end(void) { _mm_sfence(); }
    #else
    static inline void actkern_stream(void *target, const void *block) { memcpy(target, block, 256); }
    static inline void actkern_stream_end(void) {}
    #endif

    /* Bounds that GCC takes for variables. Beside a literal it compares and blends, and of two bounds in a row makes eight
       instructions; of a variable it makes vmaxps or vminps, which do with NaN just what the selects below do. */
    #if defined(__GNUC__) || defined(__clang__)
    __attribute__((visibility("hidden")))
    #endif
    float actkern_nothing_f = 0;
    #if defined(__GNUC__) || defined(__clang__)
    __attribute__((visibility("hidden")))
    #endif
    double actkern_nothing_d = 0;
    static inline float actkern_at_least_f(float x, float bound) { float b = bound + actkern_nothing_f; return x < b ? b : x; }
    static inline double actkern_at_least_d(double x, double bound) { double b = bound + actkern_nothing_d; return x < b ? b : x; }
    static inline float actkern_at_most_f(float x, float bound) { float b = bound + actkern_nothing_f; return b < x ? b : x; }
    static inline double actkern_at_most_d(double x, double bound) { double b = bound + actkern_nothing_d; return b < x ? b : x; }

    /* Bring the cache line at an address, which may be no memory at all, into the first cache. */
    #if defined(__GNUC__) || defined(__clang__)
    #define actkern_prefetch(address) __builtin_prefetch(address, 0, 3)
    #else
    #define actkern_prefetch(address) ((void)(address))
    #endif

    /* tile[i * 16 + w] = element i of row w, for m contiguous elements of each of up to 16 rows that lie `outer` bytes apart;
       and back. In squares of 4 (float) or 2 (double) elements where SSE2 is: a fifth of the time of rows of ten. */
    #define ACTKERN_TRANSPOSE(real, code, SIDE, IN, OUT) \
    static inline void actkern_transpose_in_##code(real *tile, const char *source, ptrdiff_t outer, ptrdiff_t rows, ptrdiff_t m) { \
        for (ptrdiff_t w = 0; w < rows; w += SIDE) { \
            ptrdiff_t i = 0; \
            if (w + SIDE <= rows && m >= SIDE) \
                for (; i < m; i += SIDE) { if (i + SIDE > m) i = m - SIDE; IN } \
            for (ptrdiff_t v = w; v < w + SIDE && v < rows; v++) \
                for (ptrdiff_t k = i; k < m; k++) tile[k * 16 + v] = ((const real *)(source + v * outer))[k]; \
        } \
    } \
    static inline void actkern_transpose_out_##code(char *target, const real *tile, ptrdiff_t outer, ptrdiff_t rows, ptrdiff_t m) { \
        for (ptrdiff_t w = 0; w < rows; w += SIDE) { \
            ptrdiff_t i = 0; \
            if (w + SIDE <= rows && m >= SIDE) \
                for (; i < m; i += SIDE) { if (i + SIDE > m) i = m - SIDE; OUT } \
            for (ptrdiff_t v = w; v < w + SIDE && v < rows; v++) \
                for (ptrdiff_t k = i; k < m; k++) ((real *)(target + v * outer))[k] = tile[k * 16 + v]; \
        } \
    }
    #if defined(__SSE2__)
    ACTKERN_TRANSPOSE(float, f, 4, { \
        __m128 a = _mm_loadu_ps((const float *)(source + w * outer) + i); \
        __m128 b = _mm_loadu_ps((const float *)(source + (w + 1) * outer) + i); \
        __m128 c = _mm_loadu_ps((const float *)(source + (w + 2) * outer) + i); \
        __m128 d = _mm_loadu_ps((const float *)(source + (w + 3) * outer) + i); \
        _MM_TRANSPOSE4_PS(a, b, c, d); \
        _mm_storeu_ps(tile + i * 16 + w, a); \
        _mm_storeu_ps(tile + (i + 1) * 16 + w, b); \
        _mm_storeu_ps(tile + (i + 2) * 16 + w, c); \
        _mm_storeu_ps(tile + (i + 3) * 16 + w, d); \
    }, { \
        __m128 a = _mm_loadu_ps(tile + i * 16 + w); \
        __m128 b = _mm_loadu_ps(tile + (i + 1) * 16 + w); \
        __m128 c = _mm_loadu_ps(tile + (i + 2) * 16 + w); \
        __m128 d = _mm_loadu_ps(tile + (i + 3) * 16 + w); \
        _MM_TRANSPOSE4_PS(a, b, c, d); \
        _mm_storeu_ps((float *)(target + w * outer) + i, a); \
        _mm_storeu_ps((float *)(target + (w + 1) * outer) + i, b); \
        _mm_storeu_ps((float *)(target + (w + 2) * outer) + i, c); \
        _mm_storeu_ps((float *)(target + (w + 3) * outer) + i, d); \
    })
    ACTKERN_TRANSPOSE(double, d, 2, { \
        __m128d a = _mm_loadu_pd((const double *)(source + w * outer) + i); \
        __m128d b = _mm_loadu_pd((const double *)(source + (w + 1) * outer) + i); \
        _mm_storeu_pd(tile + i * 16 + w, _mm_unpacklo_pd(a, b)); \
        _mm_storeu_pd(tile + (i + 1) * 16 + w, _mm_unpackhi_pd(a, b)); \
    }, { \
        __m128d a = _mm_loadu_pd(tile + i * 16 + w); \
        __m128d b = _mm_loadu_pd(tile + (i + 1) * 16 + w); \
        _mm_storeu_pd((double *)(target + w * outer) + i, _mm_unpacklo_pd(a, b)); \
        _mm_storeu_pd((double *)(target + (w + 1) * outer) + i, _mm_unpackhi_pd(a, b)); \
    })
    #else
    ACTKERN_TRANSPOSE(float, f, 1, {break;}, {break;})
    ACTKERN_TRANSPOSE(double, d, 1, {break;}, {break;})
    #endif

    /* The first `size` bytes of 64, a multiple of 4, with zeros after them, and back without. A vector that is read next
       would wait for several smaller stores until they have left the core: masked loads make them one store of its size. */
    static inline void actkern_load_start(void *block, const void *source, ptrdiff_t size) {
    #if defined(__AVX512F__)
        _mm512_storeu_si512(block, _mm512_maskz_loadu_epi32((__mmask16)((1u << size / 4) - 1), source));
    #elif defined(__AVX2__)
        const __m256i index = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);
        const int *from = source;
        for (int i = 0; i < 16; i += 8) {
            __m256i mask = _mm256_cmpgt_epi32(_mm256_set1_epi32((int)(size / 4) - i), index);
            _mm256_storeu_si256((__m256i *)((int *)block + i), _mm256_maskload_epi32(from + i, mask));
        }
    #else
        memset(block, 0, 64);
        memcpy(block, source, (size_t)size);
    #endif
    }
    static inline void actkern_store_start(void *target, const void *block, ptrdiff_t size) {
    #if defined(__AVX512F__)
        _mm512_mask_storeu_epi32(target, (__mmask16)((1u << size / 4) - 1), _mm512_loadu_si512(block));
    #else
        memcpy(target, block, (size_t)size);  /* masked stores of AVX2 take up to 20 cycles */
    #endif
    }
    """
    uint32_t bits_of_float "actkern_bits_f"(float) noexcept nogil
    uint64_t bits_of_double "actkern_bits_d"(double) noexcept nogil
    float float_of_bits "actkern_float_f"(uint32_t) noexcept nogil
    double double_of_bits "actkern_float_d"(uint64_t) noexcept nogil
    void transpose_in_float "actkern_transpose_in_f"(float*, const char*, Py_ssize_t, Py_ssize_t, Py_ssize_t) noexcept nogil
    void transpose_in_double "actkern_transpose_in_d"(double*, const char*, Py_ssize_t, Py_ssize_t, Py_ssize_t) noexcept nogil
    void transpose_out_float "actkern_transpose_out_f"(char*, const float*, Py_ssize_t, Py_ssize_t, Py_ssize_t) noexcept nogil
    void transpose_out_double "actkern_transpose_out_d"(char*, const double*, Py_ssize_t, Py_ssize_t, Py_ssize_t) noexcept nogil
    void stream "actkern_stream"(void* target, const void* block) noexcept nogil
    void load_start "actkern_load_start"(void* block, const void* source, Py_ssize_t size) noexcept nogil
    void store_start "actkern_store_start"(void* target, const void* block, Py_ssize_t size) noexcept nogil
    void prefetch "actkern_prefetch"(const void* address) noexcept nogil
    void stream_end "actkern_stream_end"() noexcept nogil
    float fma_float "__builtin_fmaf"(float, float, float) noexcept nogil
    double fma_double "__builtin_fma"(double, double, double) noexcept nogil
    float fabs_float "__builtin_fabsf"(float) noexcept nogil
    double fabs_double "__builtin_fabs"(double) noexcept nogil
    float sqrt_float "__builtin_sqrtf"(float) noexcept nogil
    double sqrt_double "__builtin_sqrt"(double) noexcept nogil
    float at_least_float "actkern_at_least_f"(float, float) noexcept nogil
    double at_least_double "actkern_at_least_d"(double, double) noexcept nogil
    float at_most_float "actkern_at_most_f"(float, float) noexcept nogil
    double at_most_double "actkern_at_most_d"(double, double) noexcept nogil
    float copysign_float "__builtin_copysignf"(float, float) noexcept nogil
    double copysign_double "__builtin_copysign"(double, double) noexcept nogil
    # Kernels are never given an output that overlaps an input (see `span`); this says so to the compiler.
    ctypedef float* float_ptr "float *restrict"
    ctypedef double* double_ptr "double *restrict"

cdef extern from "environment.h":
    ctypedef struct Environment "actkern_environment":
        pass
    Environment enter "actkern_enter"() noexcept nogil
    void leave "actkern_leave"(Environment callers) noexcept nogil

ctypedef fused real:
    float
    double


cdef inline real fma(real a, real b, real c) noexcept nogil:
    """a * b + c, rounded once."""
    if real is float:
        return fma_float(a, b, c)
    else:
        return fma_double(a, b, c)


cdef inline real absolute(real x) noexcept nogil:
    if real is float:
        return fabs_float(x)
    else:
        return fabs_double(x)


cdef inline real copysign(real magnitude, real sign) noexcept nogil:
    if real is float:
        return copysign_float(magnitude, sign)
    else:
        return copysign_double(magnitude, sign)


cdef inline real sqrt(real x) noexcept nogil:
    if real is float:
        return sqrt_float(x)
    else:
        return sqrt_double(x)


cdef inline real at_least(real x, real bound) noexcept nogil:
    """x, but no lower than a literal, which is not 0; NaN passes."""
    if real is float:
        return at_least_float(x, bound)
    else:
        return at_least_double(x, bound)


cdef inline real at_most(real x, real bound) noexcept nogil:
    """x, but no higher than a literal, which is not 0."""
    if real is float:
        return at_most_float(x, bound)
    else:
        return at_most_double(x, bound)


cdef inline bint negative(real x) noexcept nogil:
    """Whether the sign of x is set."""
    if real is float:
        return <int32_t>bits_of_float(x) < 0
    else:
        return <int64_t>bits_of_double(x) < 0


cdef inline real either(float single, double twice, real like) noexcept nogil:
    """`single` where `like` is a float, `twice` where it is a double."""
    if real is float:
        return single
    else:
        return twice


cdef inline real signed_as(real positive, real sign) noexcept nogil:
    """copysign of a number whose sign bit is 0."""
    if real is float:
        return float_of_bits(bits_of_float(positive) | (bits_of_float(sign) & <uint32_t>0x80000000))
    else:
        return double_of_bits(bits_of_double(positive) | (bits_of_double(sign) & <uint64_t>0x8000000000000000))


cdef inline real in_double(real term) noexcept nogil:
    """`term` in double, 0 in float: x - in_double(term) corrects x in double alone, and costs a float nothing."""
    if real is float:
        return 0
    else:
        return term


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
