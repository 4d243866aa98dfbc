/* float16 and bfloat16, which loops compute in float: `halves.pxd` says what each function does. Conversions of contiguous
   numbers are vectors, by F16C where the tier has it, else by arithmetic of bits. */
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "actkern/machine.h"

#if defined(__F16C__) || defined(__AVX2__)
#include <immintrin.h>
#endif

enum { ACTKERN_FLOAT16 = 1, ACTKERN_BFLOAT16 = 2 };

/* The float of the same value. Multiplying by 2^112 moves the exponent and normalises subnormals. Comparisons are signed ones,
   which SSE2 has. */
static inline float actkern_float_of_half(uint16_t half) {
    const uint32_t magnitude = (uint32_t)(half & 0x7FFF) << 13, sign = (uint32_t)(half & 0x8000) << 16;
    const uint32_t finite = actkern_bits_f(actkern_float_f(magnitude) * 0x1p112f);
    const uint32_t special = magnitude | 0x7F800000;
    return actkern_float_f(((int32_t)magnitude >= 0x0F800000 ? special : finite) | sign);
}

/* The float16 nearest to x, ties to even. Normal results: rebias the exponent, add half a unit (less one, plus the last bit kept)
   and cut 13 bits. Subnormal results: adding 0.5 lets the float unit round at float16's last place, 2^-24. */
static inline uint16_t actkern_half_of_float(float x) {
    const uint32_t bits = actkern_bits_f(x), magnitude = bits & 0x7FFFFFFF;
    const uint32_t normal = (magnitude - 0x38000000 + 0x0FFF + ((magnitude >> 13) & 1)) >> 13;
    const uint32_t small = actkern_bits_f(actkern_float_f(magnitude) + 0.5f) - 0x3F000000;
    uint32_t half = (int32_t)magnitude < 0x38800000 ? small : normal;
    half = (int32_t)magnitude >= 0x477FF000 ? 0x7C00 : half;
    half = (int32_t)magnitude > 0x7F800000 ? 0x7E00 | (magnitude >> 13 & 0x03FF) : half;  /* NaN as F16C has it */
    return (uint16_t)(half | ((bits >> 16) & 0x8000));
}

static inline float actkern_float_of_bfloat(uint16_t half) { return actkern_float_f((uint32_t)half << 16); }

/* The bfloat16 nearest to x, ties to even: half a unit (less one, plus the last bit kept) is added, and 16 bits are cut. */
static inline uint16_t actkern_bfloat_of_float(float x) {
    const uint32_t bits = actkern_bits_f(x);
    const uint32_t rounded = (bits + 0x7FFF + ((bits >> 16) & 1)) >> 16;
    return (uint16_t)((int32_t)(bits & 0x7FFFFFFF) > 0x7F800000 ? bits >> 16 | 0x0040 : rounded);
}

static inline float actkern_half_to_float(uint16_t half, int kind) {
    return kind == ACTKERN_FLOAT16 ? actkern_float_of_half(half) : actkern_float_of_bfloat(half);
}

static inline uint16_t actkern_float_to_half(float x, int kind) {
    return kind == ACTKERN_FLOAT16 ? actkern_half_of_float(x) : actkern_bfloat_of_float(x);
}

/* Contiguous numbers. Eight are one vector of AVX2; of what is left over some are converted twice, where there are eight. */
#if defined(__F16C__)
#define ACTKERN_WIDEN(to, from) _mm256_storeu_ps(to, _mm256_cvtph_ps(_mm_loadu_si128((const __m128i *)(from))))
#define ACTKERN_NARROW(to, from) \
    _mm_storeu_si128((__m128i *)(to), _mm256_cvtps_ph(_mm256_loadu_ps(from), _MM_FROUND_TO_NEAREST_INT))
#endif
static inline void actkern_floats_of_halves(float *restrict to, const uint16_t *restrict from, ptrdiff_t n) {
#if defined(__F16C__)
    ptrdiff_t i = 0;
    for (; i + 32 <= n; i += 32)
        for (ptrdiff_t j = i; j < i + 32; j += 8) ACTKERN_WIDEN(to + j, from + j);
    for (; i + 8 <= n; i += 8) ACTKERN_WIDEN(to + i, from + i);
    if (i < n && n >= 8) ACTKERN_WIDEN(to + n - 8, from + n - 8);
    if (n >= 8) return;
#endif
    for (ptrdiff_t k = 0; k < n; k++) to[k] = actkern_float_of_half(from[k]);
}

static inline void actkern_halves_of_floats(uint16_t *restrict to, const float *restrict from, ptrdiff_t n) {
#if defined(__F16C__)
    ptrdiff_t i = 0;
    for (; i + 32 <= n; i += 32)
        for (ptrdiff_t j = i; j < i + 32; j += 8) ACTKERN_NARROW(to + j, from + j);
    for (; i + 8 <= n; i += 8) ACTKERN_NARROW(to + i, from + i);
    if (i < n && n >= 8) ACTKERN_NARROW(to + n - 8, from + n - 8);
    if (n >= 8) return;
#endif
    for (ptrdiff_t k = 0; k < n; k++) to[k] = actkern_half_of_float(from[k]);
}

static inline void actkern_floats_of_bfloats(float *restrict to, const uint16_t *restrict from, ptrdiff_t n) {
    ptrdiff_t i = 0;
#if defined(__AVX2__)
    for (; i + 32 <= n; i += 32)
        for (ptrdiff_t j = i; j < i + 32; j += 8) {
            const __m256i wide = _mm256_cvtepu16_epi32(_mm_loadu_si128((const __m128i *)(from + j)));
            _mm256_storeu_si256((__m256i *)(to + j), _mm256_slli_epi32(wide, 16));
        }
#endif
    for (; i < n; i++) to[i] = actkern_float_of_bfloat(from[i]);
}

#if defined(__AVX2__)
/* Sixteen, of which none is NaN. */
static inline void actkern_sixteen_bfloats(uint16_t *to, __m256 low, __m256 high) {
    const __m256i one = _mm256_set1_epi32(1), half = _mm256_set1_epi32(0x7FFF);
    __m256i x = _mm256_castps_si256(low), y = _mm256_castps_si256(high);
    const __m256i odd_x = _mm256_and_si256(_mm256_srli_epi32(x, 16), one), odd_y = _mm256_and_si256(_mm256_srli_epi32(y, 16), one);
    x = _mm256_srli_epi32(_mm256_add_epi32(_mm256_add_epi32(x, half), odd_x), 16);
    y = _mm256_srli_epi32(_mm256_add_epi32(_mm256_add_epi32(y, half), odd_y), 16);
    _mm256_storeu_si256((__m256i *)to, _mm256_permute4x64_epi64(_mm256_packus_epi32(x, y), 0xD8));
}
#endif

static inline void actkern_bfloats_of_floats(uint16_t *restrict to, const float *restrict from, ptrdiff_t n) {
    ptrdiff_t i = 0;
#if defined(__AVX2__)
    /* 32 at a time are looked at for NaN, which saves a comparison and a select of each. */
    for (; i + 32 <= n; i += 32) {
        const __m256 a = _mm256_loadu_ps(from + i), b = _mm256_loadu_ps(from + i + 8);
        const __m256 c = _mm256_loadu_ps(from + i + 16), d = _mm256_loadu_ps(from + i + 24);
        const __m256 nan = _mm256_or_ps(_mm256_cmp_ps(a, b, _CMP_UNORD_Q), _mm256_cmp_ps(c, d, _CMP_UNORD_Q));
        if (_mm256_movemask_ps(nan)) {
            for (ptrdiff_t k = i; k < i + 32; k++) to[k] = actkern_bfloat_of_float(from[k]);
            continue;
        }
        actkern_sixteen_bfloats(to + i, a, b);
        actkern_sixteen_bfloats(to + i + 16, c, d);
    }
#endif
    for (; i < n; i++) to[i] = actkern_bfloat_of_float(from[i]);
}

/* Those of any step are brought together first, a piece at a time, so that they are converted as vectors too. */
enum { ACTKERN_PIECE = 256 };

static inline void actkern_load_halves(float *to, const char *from, ptrdiff_t step, ptrdiff_t n, int kind) {
    uint16_t piece[ACTKERN_PIECE];
    for (ptrdiff_t start = 0, m; start < n; start += m) {
        const uint16_t *found = (const uint16_t *)from + start;
        m = n - start;
        if (step != 2) {
            m = m < ACTKERN_PIECE ? m : ACTKERN_PIECE;
            const char *source = from + start * step;
            if (step == 4)
                for (ptrdiff_t i = 0; i < m; i++) piece[i] = ((const uint16_t *)source)[2 * i];
            else
                for (ptrdiff_t i = 0; i < m; i++) piece[i] = *(const uint16_t *)(source + i * step);
            found = piece;
        }
        if (kind == ACTKERN_FLOAT16) actkern_floats_of_halves(to + start, found, m);
        else actkern_floats_of_bfloats(to + start, found, m);
    }
}

static inline void actkern_store_halves(char *to, const float *from, ptrdiff_t step, ptrdiff_t n, int kind) {
    uint16_t piece[ACTKERN_PIECE];
    for (ptrdiff_t start = 0, m; start < n; start += m) {
        uint16_t *made = step == 2 ? (uint16_t *)to + start : piece;
        m = n - start;
        if (step != 2 && m > ACTKERN_PIECE) m = ACTKERN_PIECE;
        if (kind == ACTKERN_FLOAT16) actkern_halves_of_floats(made, from + start, m);
        else actkern_bfloats_of_floats(made, from + start, m);
        if (step != 2)
            for (ptrdiff_t i = 0; i < m; i++) *(uint16_t *)(to + (start + i) * step) = piece[i];
    }
}
