/* The fma of actkern/machine.h for machines without an instruction, of floats by doubles and of doubles by pairs, beside libm's:
   the same bits, and its time.

       gcc -O3 -fno-math-errno -fno-trapping-math -ffp-contract=off -I actkern/include tools/fma.c -o /tmp/fma -lm
       /tmp/fma 300000000
       GLIBC_TUNABLES=glibc.cpu.hwcaps=-FMA,-FMA4,-AVX2_Usable /tmp/fma 1000000    # libm as on a machine without the instruction

   With -mavx2 -mfma what is called libm's is the instruction.

   Seven kinds of cases in turn, of either precision: any bits; like exponents and few bits; a product of half a unit in the last
   place of c, or all but; results below the normal range; results that overflow, or all but; sums that cancel; products that
   lie half-way between two numbers, or all but, beside a c that is small by far. */
#include "actkern/machine.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { BLOCK = 4096, KINDS = 7, STEPS = 6 };

static uint64_t state = 20;

static uint64_t any(void) { /* splitmix64 */
    uint64_t z = state += 0x9E3779B97F4A7C15;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
    return z ^ (z >> 31);
}
static int from_to(int low, int high) { return low + (int)(any() % (uint64_t)(high - low + 1)); }

/* The cases of one precision: `digits` of a number, the exponent of its last subnormal place and that of infinity. */
#define CASES(real, scale, any_bits, digits, lowest, most) \
static real real##_signed(real x) { return any() & 1 ? -x : x; } \
static real real##_few_bits(int low, int high) { \
    uint64_t mantissa = any() & any() & any() & (((uint64_t)1 << (digits - 1)) - 1); \
    return real##_signed(scale(1 + scale((real)mantissa, 1 - digits), from_to(low, high))); \
} \
/* 1, or some units in the last place away from it. */ \
static real real##_near_1(void) { return 1 + scale((real)from_to(-4, 4), 1 - digits); } \
static void make_##real(int kind, real *a, real *b, real *c) { \
    int reach = most / 3, e = from_to(-reach, reach), half = (digits + 1) / 2; \
    switch (kind) { \
    case 0: \
        *a = any_bits(any()), *b = any_bits(any()), *c = any_bits(any()); \
        break; \
    case 1: \
        *a = real##_few_bits(-reach, reach), *b = real##_few_bits(-reach, reach); \
        *c = *a * *b * scale(real##_near_1(), from_to(-2 * digits, 2 * digits)); \
        break; \
    case 2: \
        *c = real##_few_bits(e, e); \
        *a = real##_signed(scale((real)(2 * from_to(0, 3) + 1) * real##_near_1(), e - digits)); \
        *b = real##_near_1(); \
        break; \
    case 3: \
        *a = real##_signed(scale((real)from_to(0, 64) * real##_near_1(), e + lowest / 2)); \
        *b = scale(real##_near_1(), lowest - lowest / 2 - 1 - e); \
        *c = real##_signed(scale((real)(any() >> (64 - from_to(1, digits))), lowest)); \
        break; \
    case 4: \
        *a = real##_signed(scale(real##_near_1(), most / 2 + e)); \
        *b = scale(real##_near_1(), most / 2 - e); \
        *c = real##_signed(scale(real##_near_1(), from_to(most - 2 * digits, most - 1))); \
        break; \
    case 5: \
        *a = real##_few_bits(-reach, reach), *b = any_bits(any()); \
        *c = -(*a * *b) * (any() & 1 ? 1 : real##_near_1()); \
        break; \
    default: \
        *a = real##_signed(scale((real)((any() >> (64 - half)) | 1), e)); \
        *b = (real)((any() >> (64 - (digits + 1 - half))) | 1); \
        *c = real##_few_bits(lowest, lowest / 3); \
    } \
}
static float float_of(uint64_t bits) { return actkern_float_f((uint32_t)bits); }
CASES(float, ldexpf, float_of, 24, -149, 128)
CASES(double, ldexp, actkern_float_d, 53, -1074, 1024)

#define RUNS(real, ours, libms) \
static real real##_a[BLOCK], real##_b[BLOCK], real##_c[BLOCK], real##_ours[BLOCK], real##_libms[BLOCK]; \
static __attribute__((noinline)) void real##_by_ours(void) { \
    for (int i = 0; i < BLOCK; i++) real##_ours[i] = ours(real##_a[i], real##_b[i], real##_c[i]); \
} \
static __attribute__((noinline)) void real##_by_libm(void) { \
    for (int i = 0; i < BLOCK; i++) real##_libms[i] = libms(real##_a[i], real##_b[i], real##_c[i]); \
} \
/* A polynomial of degree STEPS in a[i], as kernels have it. */ \
static __attribute__((noinline)) void real##_polynomial_by_ours(void) { \
    for (int i = 0; i < BLOCK; i++) { \
        real y = (real)0.01; \
        for (int k = 0; k < STEPS; k++) y = ours(y, real##_a[i], (real)0.5); \
        real##_ours[i] = y; \
    } \
} \
static __attribute__((noinline)) void real##_polynomial_by_libm(void) { \
    for (int i = 0; i < BLOCK; i++) { \
        real y = (real)0.01; \
        for (int k = 0; k < STEPS; k++) y = libms(y, real##_a[i], (real)0.5); \
        real##_libms[i] = y; \
    } \
} \
static long real##_cases_that_differ(void) { \
    long wrong = 0; \
    for (int i = 0; i < BLOCK; i++) make_##real(i % KINDS, &real##_a[i], &real##_b[i], &real##_c[i]); \
    real##_by_ours(); \
    real##_by_libm(); \
    for (int i = 0; i < BLOCK; i++) { \
        real one = real##_ours[i], other = real##_libms[i]; \
        if (memcmp(&one, &other, sizeof one) == 0 || (isnan(one) && isnan(other))) continue; \
        if (wrong++ == 0) \
            printf("fma(%a, %a, %a): %a here, %a in libm\n", real##_a[i], real##_b[i], real##_c[i], one, other); \
    } \
    return wrong; \
}
static inline float rounded_twice(float a, float b, float c) { return (float)((double)a * b + c); }
RUNS(float, actkern_fma_by_doubles, fmaf)
RUNS(double, actkern_fma_by_pairs, fma)
static __attribute__((noinline)) void polynomial_rounded_twice(void) {
    for (int i = 0; i < BLOCK; i++) {
        float y = 0.01f;
        for (int k = 0; k < STEPS; k++) y = rounded_twice(y, float_a[i], 0.5f);
        float_ours[i] = y;
    }
}

static double nanoseconds(void (*run)(void)) {
    double best = 1e300;
    for (int k = 0; k < 100; k++) {
        struct timespec before, after;
        clock_gettime(CLOCK_MONOTONIC, &before);
        run();
        clock_gettime(CLOCK_MONOTONIC, &after);
        double took = (double)(after.tv_sec - before.tv_sec) * 1e9 + (double)(after.tv_nsec - before.tv_nsec);
        best = took < best ? took : best;
    }
    return best / BLOCK / STEPS;
}

int main(int count, char **arguments) {
    long cases = count > 1 ? atol(arguments[1]) : 1000000, floats = 0, doubles = 0;
    for (long done = 0; done < cases; done += BLOCK) floats += float_cases_that_differ(), doubles += double_cases_that_differ();
    printf("of %ld cases each %ld of floats differ and %ld of doubles\n", (cases + BLOCK - 1) / BLOCK * BLOCK, floats, doubles);
    for (int i = 0; i < BLOCK; i++) double_a[i] = float_a[i] = (float)i / BLOCK;
    printf("ns for each fma of a polynomial: floats %.2f by doubles", nanoseconds(float_polynomial_by_ours));
    printf(", %.2f by doubles rounded twice", nanoseconds(polynomial_rounded_twice));
    printf(", %.2f by libm; doubles", nanoseconds(float_polynomial_by_libm));
    printf(" %.2f by pairs", nanoseconds(double_polynomial_by_ours));
    printf(", %.2f by libm\n", nanoseconds(double_polynomial_by_libm));
    return floats + doubles != 0;
}
