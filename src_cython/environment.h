/* The floating-point environment that all loops run in, whatever the caller's is: rounding to nearest, gradual underflow, no
   traps. Another library may have set flush-to-zero, another rounding or traps on this thread, and results would depend on it.

   `actkern_enter` gives the environment that the caller has and sets the default one; `actkern_leave` puts the caller's back,
   with its flags as they were: what a kernel raises (a subnormal result is an underflow, a comparison with NaN invalid) is no
   error of the caller's, and NumPy would warn of it. The barriers keep the compiler from moving reads and writes of memory
   out from between the two. */
#ifndef ACTKERN_ENVIRONMENT_H
#define ACTKERN_ENVIRONMENT_H

#include <stdint.h>

#if defined(__GNUC__) || defined(__clang__)
#define ACTKERN_BARRIER() __asm__ __volatile__("" ::: "memory")
#else
#define ACTKERN_BARRIER() ((void)0)
#endif

#if defined(__SSE__) || defined(_M_X64)

#include <xmmintrin.h>

/* MXCSR has its flags in bits 0 to 5, then denormals-are-zero, the masks of traps, the rounding and flush-to-zero. It is read and
   written by itself, since feclearexcept, which drives the x87 unit too, takes many times as long. */
typedef unsigned int actkern_environment;
enum { ACTKERN_DEFAULT_MXCSR = 0x1F80, ACTKERN_MXCSR_FLAGS = 0x3F };

static inline actkern_environment actkern_enter(void) {
    actkern_environment callers = _mm_getcsr();
    if ((callers & ~(unsigned int)ACTKERN_MXCSR_FLAGS) != ACTKERN_DEFAULT_MXCSR) _mm_setcsr(ACTKERN_DEFAULT_MXCSR);
    ACTKERN_BARRIER();
    return callers;
}
static inline void actkern_leave(actkern_environment callers) {
    ACTKERN_BARRIER();
    _mm_setcsr(callers);
}

#elif defined(__aarch64__) && (defined(__GNUC__) || defined(__clang__))

/* FPCR, the control register, is all 0 by default; FPSR has the flags. */
typedef struct { uint64_t control, status; } actkern_environment;

static inline actkern_environment actkern_enter(void) {
    actkern_environment callers;
    uint64_t none = 0;
    __asm__ __volatile__("mrs %0, fpcr" : "=r"(callers.control));
    __asm__ __volatile__("mrs %0, fpsr" : "=r"(callers.status));
    if (callers.control != 0) __asm__ __volatile__("msr fpcr, %0" ::"r"(none));
    ACTKERN_BARRIER();
    return callers;
}
static inline void actkern_leave(actkern_environment callers) {
    ACTKERN_BARRIER();
    if (callers.control != 0) __asm__ __volatile__("msr fpcr, %0" ::"r"(callers.control));
    __asm__ __volatile__("msr fpsr, %0" ::"r"(callers.status));
}

#else

#include <fenv.h>

typedef fenv_t actkern_environment;

static inline actkern_environment actkern_enter(void) {
    actkern_environment callers;
    fegetenv(&callers);
    fesetenv(FE_DFL_ENV);
    ACTKERN_BARRIER();
    return callers;
}
static inline void actkern_leave(actkern_environment callers) {
    ACTKERN_BARRIER();
    fesetenv(&callers);
}

#endif
#endif
