/* What C has and Cython does not spell, for `memory.pxd`: streaming stores, prefetches, tiles and the ends of arrays. */
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "actkern/machine.h"

/* A float16's bits, where a float may lie at the same address in another call. A loop that stores the one or the other by a flag
   is vectorised by GCC 12 for AArch64 into stores of both, and it reads the old float16 before it stores the float, since a
   uint16_t and a float never share memory: the float's lower half was lost. */
#if defined(__GNUC__) || defined(__clang__)
typedef uint16_t __attribute__((__may_alias__)) actkern_half;
#else
typedef uint16_t actkern_half;
#endif

/* Kernels whose fma is arithmetic of its own are long, and bound by it: they have none of the forms that save time for particular
   parameters, sizes and layouts. */
#ifdef ACTKERN_FMA_BY_ARITHMETIC
#define ACTKERN_ALL_KERNELS 0
#else
#define ACTKERN_ALL_KERNELS 1
#endif

/* What a thread makes and others read: `publish` gives what stands there, which is what another made where that came first. */
#if defined(__GNUC__) || defined(__clang__)
static inline void *actkern_published(void **place) { return __atomic_load_n(place, __ATOMIC_ACQUIRE); }
static inline void *actkern_publish(void **place, void *made) {
    void *found = 0;
    return __atomic_compare_exchange_n(place, &found, made, 0, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE) ? made : found;
}
#else  /* without it nothing is published */
static inline void *actkern_published(void **place) { (void)place; return 0; }
static inline void *actkern_publish(void **place, void *made) { (void)place, (void)made; return 0; }
#endif

/* Stores that do not first read the cache line they write, for results larger than the caches. They copy 256 bytes from
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

/* Bring the cache line at an address, which may be no memory at all, into the first cache. */
#if defined(__GNUC__) || defined(__clang__)
#define actkern_prefetch(address) __builtin_prefetch(address, 0, 3)
#else
#define actkern_prefetch(address) ((void)(address))
#endif

/* tile[i * 16 + w] = element i of row w, for m contiguous elements of each of up to 16 rows that lie `outer` bytes apart;
   and back. Where there is SSE2 it goes by squares of 4 (float) or 2 (double) elements, in a fifth of the time for rows of ten. */
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

/* Copy the first `size` bytes of 64, a multiple of 4, into a block with zeros after them; and back, without the zeros. The
   kernel's read of a whole vector would have to wait until several smaller stores have left the core. Masked loads make them
   one store of the vector's size. */
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
    memcpy(target, block, (size_t)size);  /* AVX2's masked stores can take 20 cycles */
#endif
}
