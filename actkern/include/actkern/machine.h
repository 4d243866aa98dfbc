/* What C has and Cython does not spell, for `actkern/_cython/machine.pxd`: bits of floats, bounds, and fma. */
#pragma once

#include <stdint.h>
#include <string.h>

static inline uint32_t actkern_bits_f(float x) { uint32_t u; memcpy(&u, &x, sizeof u); return u; }
static inline uint64_t actkern_bits_d(double x) { uint64_t u; memcpy(&u, &x, sizeof u); return u; }
static inline float actkern_float_f(uint32_t u) { float x; memcpy(&x, &u, sizeof x); return x; }
static inline double actkern_float_d(uint64_t u) { double x; memcpy(&x, &u, sizeof x); return x; }

/* Bounds that GCC takes for variables. A bound that is a literal it makes a comparison and a blend of, and of two such bounds in
   a row eight instructions; of a variable it makes vmaxps or vminps, which do with NaN just what the selects below do. The
   variables are weak, so that several files of one library may include this. */
#if defined(__GNUC__) || defined(__clang__)
#define ACTKERN_NOTHING __attribute__((weak, visibility("hidden")))
#elif defined(_MSC_VER)
#define ACTKERN_NOTHING __declspec(selectany)
#else
#define ACTKERN_NOTHING static
#endif
ACTKERN_NOTHING float actkern_nothing_f = 0;
ACTKERN_NOTHING double actkern_nothing_d = 0;
static inline float actkern_at_least_f(float x, float bound) { float b = bound + actkern_nothing_f; return x < b ? b : x; }
static inline double actkern_at_least_d(double x, double bound) { double b = bound + actkern_nothing_d; return x < b ? b : x; }
static inline float actkern_at_most_f(float x, float bound) { float b = bound + actkern_nothing_f; return b < x ? b : x; }
static inline double actkern_at_most_d(double x, double bound) { double b = bound + actkern_nothing_d; return b < x ? b : x; }

/* a * b + c, rounded once, by doubles: the product of two floats is exact there, and the sum is rounded to odd. Where it is
   inexact, it is truncated and a last bit of 1 says that something follows, so that it is no tie and no float unless a * b + c is
   one, and the conversion rounds to what a * b + c rounds to: subnormal results and overflow too, since double has room for all
   products. `lost` is the sum's error (Knuth), 0 where the sum is exact and NaN where it is infinite. Its product with the sum
   tells on which side of the sum the exact number lies, and is 0 in no other case: what is lost is a multiple of 2^-298. Bits are
   chosen as doubles, since SSE2 compares no integers of 64 bits, and the last bit is read from a variable, since GCC makes
   integers of two literals. `tools/fma.c` holds it beside libm's. */
ACTKERN_NOTHING double actkern_last_bit = 4.9406564584124654e-324;
static inline float actkern_fma_by_doubles(float a, float b, float c) {
    double product = (double)a * b, term = c, sum = product + term, back = sum - product;
    double lost = (product - (sum - back)) + (term - back), side = lost * sum, size = __builtin_fabs(side);
    double toward_zero = side < 0 ? actkern_last_bit : 0, inexact = size > 0 ? actkern_last_bit : 0;
    return (float)actkern_float_d((actkern_bits_d(sum) - actkern_bits_d(toward_zero)) | actkern_bits_d(inexact));
}

/* Where the machine has an instruction, it is that. Otherwise the compiler would call libm for each element: up to nine times as
   long where the CPU has the instruction after all, and more where it has none. */
#if defined(__SSE2__) && !defined(__FMA__) && __FLT_EVAL_METHOD__ == 0
static inline float actkern_fma_f(float a, float b, float c) { return actkern_fma_by_doubles(a, b, c); }
#else
static inline float actkern_fma_f(float a, float b, float c) { return __builtin_fmaf(a, b, c); }
#endif
