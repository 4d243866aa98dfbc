/* The threads of a call; see pool.c. */
#ifndef ACTKERN_POOL_H
#define ACTKERN_POOL_H

#include <stddef.h>

typedef void (*actkern_task)(void *argument, ptrdiff_t part);

/* Call task(argument, part) once for each part below `parts`, in any order, on up to `threads` threads, of which the caller is
   one. `work` says how long all of it takes on one thread, by the catalogue's costs, in units of its THREAD_NS. */
typedef void (*actkern_run_function)(actkern_task task, void *argument, ptrdiff_t parts, ptrdiff_t threads, ptrdiff_t work);

void actkern_run(actkern_task task, void *argument, ptrdiff_t parts, ptrdiff_t threads, ptrdiff_t work);

/* Once per process, before the first call. */
void actkern_pool_prepare(void);

/* How many threads were started, beside those that call. */
int actkern_pool_started(void);

/* Act as if this process might use so many CPUs; 0: as many as it may. For tests, while nothing runs. */
void actkern_pool_assume(int cpus);

#endif
