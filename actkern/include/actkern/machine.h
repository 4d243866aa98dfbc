/* What C has and Cython does not spell, for `actkern/_cython/machine.pxd`: bits of floats, and bounds. */
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
