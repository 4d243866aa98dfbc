/* Allocations that fail when a test says so, for LD_PRELOAD on glibc: the n-th one from now on of the thread that called
   `actkern_fail_at(n)`, or with a negative n that one and all after it, until sync(), which Python calls without an allocation.
   Those are counted that come from actkern's modules, of any size, and others of LEAST bytes or more, which arrays are: where a small
   one fails, NumPy fails by itself (findings/numpy_frexp_without_memory.sh). OpenBLAS ends the process, and is left alone. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <stddef.h>
#include <string.h>

enum { LEAST = 1 << 17 };

void *__libc_malloc(size_t);
void *__libc_calloc(size_t, size_t);
void *__libc_realloc(void *, size_t);
void *__libc_memalign(size_t, size_t);

static __thread long left; /* allocations until the one that fails; 0: none fails */
static __thread int all;   /* whether those after it fail, too */
static __thread long failed;

void actkern_fail_at(long n) {
    failed = 0;
    all = n < 0;
    left = n < 0 ? -n : n;
}

/* How many allocations have failed since actkern_fail_at. */
long actkern_failed(void) { return failed; }

void sync(void) { left = 0; }

static int counts(size_t size, void *caller) {
    Dl_info found;
    const char *module = dladdr(caller, &found) && found.dli_fname ? found.dli_fname : "";
    return strstr(module, "actkern") || (size >= LEAST && !strstr(module, "openblas"));
}

static int fails(size_t size, void *caller) {
    if (left == 0 || !counts(size, caller) || --left > 0) return 0;
    left = all;
    failed++;
    errno = ENOMEM;
    return 1;
}

#define CALLER __builtin_return_address(0)

void *malloc(size_t size) { return fails(size, CALLER) ? NULL : __libc_malloc(size); }
void *calloc(size_t count, size_t size) { return fails(count * size, CALLER) ? NULL : __libc_calloc(count, size); }
void *realloc(void *old, size_t size) { return fails(size, CALLER) ? NULL : __libc_realloc(old, size); }
void *memalign(size_t alignment, size_t size) { return fails(size, CALLER) ? NULL : __libc_memalign(alignment, size); }
void *aligned_alloc(size_t alignment, size_t size) { return fails(size, CALLER) ? NULL : __libc_memalign(alignment, size); }
int posix_memalign(void **place, size_t alignment, size_t size) {
    if (fails(size, CALLER)) return ENOMEM;
    *place = __libc_memalign(alignment, size);
    return *place ? 0 : ENOMEM;
}

int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*start)(void *), void *argument) {
    static int (*real)(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);
    if (!real) *(void **)&real = dlsym(RTLD_NEXT, "pthread_create");
    return fails(LEAST, CALLER) ? EAGAIN : real(thread, attributes, start, argument);
}
