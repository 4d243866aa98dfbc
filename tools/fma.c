/* The fma in doubles of actkern/machine.h, for machines without an instruction, beside libm's: the same bits, and its time.

       gcc -O3 -fno-math-errno -fno-trapping-math -ffp-contract=off -I actkern/include tools/fma.c -o /tmp/fma -lm
       /tmp/fma 300000000
       GLIBC_TUNABLES=glibc.cpu.hwcaps=-FMA,-FMA4,-AVX2_Usable /tmp/fma 1000000    # libm as on a machine without the instruction

   Seven kinds of cases in turn: any bits; like exponents and few bits; a product of half a unit in the last place of c, or all
   but; results below the normal range; results that overflow, or all but; sums that cancel; products that lie half-way between
   two floats, or all but, beside a c that is small by far. */
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
static float signed_by_chance(float x) { return any() & 1 ? -x : x; }
static float any_bits(void) { return actkern_float_f((uint32_t)any()); }
static float few_bits(int low, int high) {
    uint32_t mantissa = (uint32_t)(any() & any() & any()) & 0x7FFFFF;
    return signed_by_chance(ldexpf(1 + ldexpf((float)mantissa, -23), from_to(low, high)));
}
/* 1, or some units in the last place away from it. */
static float near_1(void) { return 1 + ldexpf((float)from_to(-4, 4), -23); }

static void make(int kind, float *a, float *b, float *c) {
    int e;
    switch (kind) {
    case 0:
        *a = any_bits(), *b = any_bits(), *c = any_bits();
        break;
    case 1:
        *a = few_bits(-40, 40), *b = few_bits(-40, 40), *c = few_bits(-80, 80);
        break;
    case 2:
        e = from_to(-100, 100);
        *c = signed_by_chance(ldexpf((float)from_to(1 << 23, (1 << 24) - 1), e - 23));
        *a = signed_by_chance(ldexpf((float)(2 * from_to(0, 3) + 1) * near_1(), e - 24));
        *b = near_1();
        break;
    case 3:
        e = from_to(-60, 60);
        *a = signed_by_chance(ldexpf((float)from_to(0, 64) * near_1(), e - 75));
        *b = ldexpf(near_1(), -e - 75);
        *c = signed_by_chance(ldexpf((float)from_to(0, 1 << from_to(0, 24)), -149));
        break;
    case 4:
        e = from_to(-60, 60);
        *a = signed_by_chance(ldexpf(near_1(), 64 + e));
        *b = ldexpf(near_1(), 64 - e);
        *c = signed_by_chance(ldexpf(near_1(), from_to(90, 127)));
        break;
    case 5:
        *a = few_bits(-60, 60), *b = ldexpf(any_bits(), 0);
        *c = -(*a * *b) * (any() & 1 ? 1 : near_1());
        break;
    default:
        *a = signed_by_chance(ldexpf((float)(2 * from_to(1 << 10, (1 << 11) - 1) + 1), from_to(-50, 50)));
        *b = (float)(2 * from_to(1 << 11, (1 << 12) - 1) + 1);
        *c = few_bits(-149, -60);
    }
}

static float a[BLOCK], b[BLOCK], c[BLOCK], ours[BLOCK], libms[BLOCK];

static __attribute__((noinline)) void by_doubles(void) {
    for (int i = 0; i < BLOCK; i++) ours[i] = actkern_fma_by_doubles(a[i], b[i], c[i]);
}
static __attribute__((noinline)) void by_libm(void) {
    for (int i = 0; i < BLOCK; i++) libms[i] = fmaf(a[i], b[i], c[i]);
}

/* A polynomial of degree STEPS in a[i], as kernels have it. */
#define POLYNOMIAL(name, fma, into) \
static __attribute__((noinline)) void name(void) { \
    for (int i = 0; i < BLOCK; i++) { \
        float y = 0.01f; \
        for (int k = 0; k < STEPS; k++) y = fma(y, a[i], 0.5f); \
        into[i] = y; \
    } \
}
POLYNOMIAL(polynomial_by_doubles, actkern_fma_by_doubles, ours)
POLYNOMIAL(polynomial_by_libm, fmaf, libms)

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
    long cases = count > 1 ? atol(arguments[1]) : 1000000, wrong = 0;
    for (long done = 0; done < cases; done += BLOCK) {
        for (int i = 0; i < BLOCK; i++) make(i % KINDS, &a[i], &b[i], &c[i]);
        by_doubles();
        by_libm();
        for (int i = 0; i < BLOCK; i++) {
            if (actkern_bits_f(ours[i]) == actkern_bits_f(libms[i]) || (isnan(ours[i]) && isnan(libms[i]))) continue;
            if (wrong++ < 10) printf("fma(%a, %a, %a): %a here, %a in libm\n", a[i], b[i], c[i], ours[i], libms[i]);
        }
    }
    printf("%ld of %ld cases differ\n", wrong, (cases + BLOCK - 1) / BLOCK * BLOCK);
    for (int i = 0; i < BLOCK; i++) a[i] = (float)i / BLOCK;
    printf("ns for each fma of a polynomial: %.2f in doubles", nanoseconds(polynomial_by_doubles));
    printf(", %.2f by libm\n", nanoseconds(polynomial_by_libm));
    return wrong != 0;
}
