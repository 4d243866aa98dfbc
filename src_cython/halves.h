/* float16 and bfloat16, which loops compute in float: `halves.pxd` says what each function does. Conversions of contiguous
   numbers are vectors, by F16C where the tier has it, else by arithmetic of bits. */
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "actkern/machine.h"
#include "memory.h"

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

#if defined(__AVX2__)
#define ACTKERN_WIDEN_BFLOATS(to, from) \
    _mm256_storeu_si256((__m256i *)(to), _mm256_slli_epi32(_mm256_cvtepu16_epi32(_mm_loadu_si128((const __m128i *)(from))), 16))
#endif
static inline void actkern_floats_of_bfloats(float *restrict to, const uint16_t *restrict from, ptrdiff_t n) {
    ptrdiff_t i = 0;
#if defined(__AVX2__)
    for (; i + 32 <= n; i += 32)
        for (ptrdiff_t j = i; j < i + 32; j += 8) ACTKERN_WIDEN_BFLOATS(to + j, from + j);
    for (; i + 8 <= n; i += 8) ACTKERN_WIDEN_BFLOATS(to + i, from + i);
#endif
    for (; i < n; i++) to[i] = actkern_float_of_bfloat(from[i]);
}

#if defined(__AVX2__)
/* Numbers of 32 bits whose upper halves are bfloat16, of floats that are not NaN. */
static inline __m256i actkern_rounded(__m256 x) {
    const __m256i bits = _mm256_castps_si256(x), odd = _mm256_and_si256(_mm256_srli_epi32(bits, 16), _mm256_set1_epi32(1));
    return _mm256_add_epi32(_mm256_add_epi32(bits, _mm256_set1_epi32(0x7FFF)), odd);
}

/* Sixteen, of which none is NaN. */
static inline void actkern_sixteen_bfloats(uint16_t *to, __m256 low, __m256 high) {
    const __m256i x = _mm256_srli_epi32(actkern_rounded(low), 16), y = _mm256_srli_epi32(actkern_rounded(high), 16);
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
    for (; i + 8 <= n; i += 8) {
        const __m256 x = _mm256_loadu_ps(from + i);
        if (_mm256_movemask_ps(_mm256_cmp_ps(x, x, _CMP_UNORD_Q))) break;
        const __m256i rounded = _mm256_srli_epi32(actkern_rounded(x), 16);
        const __m256i packed = _mm256_permute4x64_epi64(_mm256_packus_epi32(rounded, rounded), 0xD8);
        _mm_storeu_si128((__m128i *)(to + i), _mm256_castsi256_si128(packed));
    }
#endif
    for (; i < n; i++) to[i] = actkern_bfloat_of_float(from[i]);
}

/* A tile: a few contiguous numbers as floats, which compilers keep in registers from one of these functions to the next. Those of
   bfloat16 are taken in pairs, of which a shift gives the one and a mask the other, so that none moves to another place of its
   vector (gradient of tanh, .7 of the time): they stand in an order of their own, which all tiles have. Vectors of eight float16
   take .9 of the time of those of sixteen (Zen 4). */
enum { ACTKERN_TILE_OF_FLOAT16 = 8 };
#if defined(__F16C__) && defined(__AVX2__)
enum { ACTKERN_HAS_TILES = 1 };

static inline void actkern_widen_float16(float *tile, const uint16_t *from) { ACTKERN_WIDEN(tile, from); }
static inline void actkern_narrow_float16(uint16_t *to, const float *tile) { ACTKERN_NARROW(to, tile); }

/* Eight numbers in their order. */
static inline void actkern_widen_eight(float *to, const uint16_t *from, int kind) {
    if (kind == ACTKERN_FLOAT16) ACTKERN_WIDEN(to, from);
    else ACTKERN_WIDEN_BFLOATS(to, from);
}

/* Of sixteen bfloat16 the even and the odd ones. */
static inline void actkern_widen_pairs(float *even, float *odd, const uint16_t *from) {
    const __m256i pairs = _mm256_loadu_si256((const __m256i *)from);
    _mm256_storeu_si256((__m256i *)even, _mm256_slli_epi32(pairs, 16));
    _mm256_storeu_si256((__m256i *)odd, _mm256_and_si256(pairs, _mm256_set1_epi32((int)0xFFFF0000)));
}

#if defined(__AVX512BW__)
enum { ACTKERN_TILE_OF_BFLOAT16 = 32 };

static inline void actkern_widen_bfloat16(float *tile, const uint16_t *from) {
    const __m512i pairs = _mm512_loadu_si512(from);
    _mm512_storeu_si512(tile, _mm512_slli_epi32(pairs, 16));
    _mm512_storeu_si512(tile + 16, _mm512_and_si512(pairs, _mm512_set1_epi32((int)0xFFFF0000)));
}

static inline __m512i actkern_rounded_sixteen(__m512 x) {
    const __m512i bits = _mm512_castps_si512(x), sum = _mm512_add_epi32(bits, _mm512_set1_epi32(0x7FFF));
    return _mm512_mask_add_epi32(sum, _mm512_test_epi32_mask(bits, _mm512_set1_epi32(0x10000)), sum, _mm512_set1_epi32(1));
}

static inline void actkern_narrow_bfloat16(uint16_t *to, const float *tile) {
    const __m512 low = _mm512_loadu_ps(tile), high = _mm512_loadu_ps(tile + 16);
    if (_mm512_cmp_ps_mask(low, high, _CMP_UNORD_Q)) {  /* two at a time are looked at for NaN */
        float found[32];
        _mm512_storeu_ps(found, low);
        _mm512_storeu_ps(found + 16, high);
        for (int i = 0; i < 32; i++) to[i] = actkern_bfloat_of_float(found[i / 2 + i % 2 * 16]);
        return;
    }
    const __m512i lower = _mm512_srli_epi32(actkern_rounded_sixteen(low), 16);
    _mm512_storeu_si512(to, _mm512_mask_blend_epi16(0xAAAAAAAA, lower, actkern_rounded_sixteen(high)));
}
#else
enum { ACTKERN_TILE_OF_BFLOAT16 = 16 };

static inline void actkern_widen_bfloat16(float *tile, const uint16_t *from) {
    actkern_widen_pairs(tile, tile + 8, from);
}

static inline void actkern_narrow_bfloat16(uint16_t *to, const float *tile) {
    const __m256 low = _mm256_loadu_ps(tile), high = _mm256_loadu_ps(tile + 8);
    if (_mm256_movemask_ps(_mm256_cmp_ps(low, high, _CMP_UNORD_Q))) {  /* two at a time are looked at for NaN */
        float found[16];
        _mm256_storeu_ps(found, low);
        _mm256_storeu_ps(found + 8, high);
        for (int i = 0; i < 16; i++) to[i] = actkern_bfloat_of_float(found[i / 2 + i % 2 * 8]);
        return;
    }
    const __m256i lower = _mm256_srli_epi32(actkern_rounded(low), 16);
    _mm256_storeu_si256((__m256i *)to, _mm256_blend_epi16(lower, actkern_rounded(high), 0xAA));
}
#endif
#else  /* what is compiled, and not called */
enum { ACTKERN_HAS_TILES = 0, ACTKERN_TILE_OF_BFLOAT16 = 8 };
static inline void actkern_widen_eight(float *to, const uint16_t *from, int kind) { (void)to, (void)from, (void)kind; }
static inline void actkern_widen_pairs(float *even, float *odd, const uint16_t *from) { (void)even, (void)odd, (void)from; }
static inline void actkern_widen_float16(float *tile, const uint16_t *from) { (void)tile, (void)from; }
static inline void actkern_narrow_float16(uint16_t *to, const float *tile) { (void)to, (void)tile; }
static inline void actkern_widen_bfloat16(float *tile, const uint16_t *from) { (void)tile, (void)from; }
static inline void actkern_narrow_bfloat16(uint16_t *to, const float *tile) { (void)to, (void)tile; }
#endif

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

/* What a table has for each of n numbers, which lie `step` bytes apart: numbers of 16 bits, which go `to_step` bytes apart and may
   go where the input lies, and contiguous floats. One at a time, and inlined where no registers are left for their operands, they
   take 1.8 times as long. AVX-512 gathers in 1.2 to 1.5 times the time (Zen 4). */
#if defined(__GNUC__) || defined(__clang__)
#define ACTKERN_APART __attribute__((noinline, unused))
#else
#define ACTKERN_APART
#endif
#define ACTKERN_FOUND(i) table[*(const actkern_half *)(from + (i) * step)]

static ACTKERN_APART void actkern_look_up(
    char *to, ptrdiff_t to_step, const char *from, ptrdiff_t step, const actkern_half *table, ptrdiff_t n
) {
    for (; n >= 4; n -= 4, from += 4 * step, to += 4 * to_step) {
        const uint16_t a = ACTKERN_FOUND(0), b = ACTKERN_FOUND(1), c = ACTKERN_FOUND(2), d = ACTKERN_FOUND(3);
        *(actkern_half *)to = a;
        *(actkern_half *)(to + to_step) = b;
        *(actkern_half *)(to + 2 * to_step) = c;
        *(actkern_half *)(to + 3 * to_step) = d;
    }
    for (; n > 0; n--, from += step, to += to_step) *(actkern_half *)to = ACTKERN_FOUND(0);
}

static ACTKERN_APART void actkern_look_up_floats(
    float *restrict to, const char *from, ptrdiff_t step, const float *table, ptrdiff_t n
) {
    for (; n >= 4; n -= 4, from += 4 * step, to += 4) {
        const float a = ACTKERN_FOUND(0), b = ACTKERN_FOUND(1), c = ACTKERN_FOUND(2), d = ACTKERN_FOUND(3);
        to[0] = a, to[1] = b, to[2] = c, to[3] = d;
    }
    for (; n > 0; n--, from += step, to++) *to = ACTKERN_FOUND(0);
}
