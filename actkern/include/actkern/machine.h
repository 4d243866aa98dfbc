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

/* The same of doubles, by pairs of them (Boldo and Melquiond, Emulation of FMA and correctly rounded sums, 2008): the product as
   a double and its error (Dekker), the sum of three with their errors, of which the last is rounded to odd. Where a number may
   leave the range of that, libm has it. */
static inline double actkern_split(double x, double *low) {
    double scaled = 134217729.0 * x, high = scaled - (scaled - x);
    *low = x - high;
    return high;
}
static inline double actkern_two_sum(double a, double b, double *lost) {
    double sum = a + b, back = sum - a;
    *lost = (a - (sum - back)) + (b - back);
    return sum;
}
static inline double actkern_fma_by_pairs(double a, double b, double c) {
    double product = a * b, size = __builtin_fabs(product), term = __builtin_fabs(c);
    double most = 8.452712498170644e270, least = 1.1830521861667747e-271, above = 1.499696813895631e-241; /* 2^900, 2^-900, 2^-800 */
    int large = !(__builtin_fabs(a) < most && __builtin_fabs(b) < most && size < most && term < most);
    if (large || !(size > least || term > above)) return __builtin_fma(a, b, c); /* NaN is large, too */
    double a_low, b_low, a_high = actkern_split(a, &a_low), b_high = actkern_split(b, &b_low);
    double error = ((a_high * b_high - product) + a_high * b_low + a_low * b_high) + a_low * b_low;
    double low, middle, lost, sum = actkern_two_sum(product, actkern_two_sum(c, error, &low), &middle);
    double rest = actkern_two_sum(low, middle, &lost);
    uint64_t odd = actkern_bits_d(rest);
    if (lost != 0 && !(odd & 1)) odd += (lost > 0) == (rest > 0) ? 1 : -(uint64_t)1;
    return sum + actkern_float_d(odd);
}

/* What kernels call. Without an instruction the compiler would call libm for each element. For floats that takes up to nine times
   as long even where the CPU has the instruction after all, and ten times that where it has none; for doubles it is the quickest
   way on a CPU with the instruction, and takes six times as long as pairs on others. */
#if defined(__SSE2__) && !defined(__FMA__) && __FLT_EVAL_METHOD__ == 0
#define ACTKERN_FMA_BY_ARITHMETIC
static inline float actkern_fma_f(float a, float b, float c) { return actkern_fma_by_doubles(a, b, c); }
__attribute__((weak, visibility("hidden"))) double actkern_fma_d(double a, double b, double c) {
    return __builtin_cpu_supports("fma") ? __builtin_fma(a, b, c) : actkern_fma_by_pairs(a, b, c);
}
#else
static inline float actkern_fma_f(float a, float b, float c) { return __builtin_fmaf(a, b, c); }
static inline double actkern_fma_d(double a, double b, double c) { return __builtin_fma(a, b, c); }
#endif
