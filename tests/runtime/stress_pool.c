/* Runs pool.c by itself, with more threads than the machine has: each part of each call is computed once, whoever calls when.
   argv: how many CPUs to assume, how many threads call at once, how many calls each makes. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "pool.h"

enum { MOST_PARTS = 300 };

typedef struct {
    unsigned seed;
    int calls;
} caller;

typedef struct {
    _Atomic int done[MOST_PARTS];
    long sums[MOST_PARTS];
} job;

static void task(void *argument, ptrdiff_t part) {
    job *of = argument;
    long sum = 0;
    for (long i = 0; i < 100 * (part % 7); i++) sum += i ^ part;
    of->sums[part] = sum; /* not atomic: the caller must see it */
    atomic_fetch_add_explicit(&of->done[part], 1, memory_order_relaxed);
}

static void *call(void *argument) {
    caller *own = argument;
    job *made = calloc(1, sizeof *made);
    for (int i = 0; i < own->calls; i++) {
        ptrdiff_t parts = 1 + rand_r(&own->seed) % MOST_PARTS, threads = 1 + rand_r(&own->seed) % 12;
        memset(made, 0, sizeof *made);
        actkern_run(task, made, parts, threads, rand_r(&own->seed) % 30);
        for (ptrdiff_t part = 0; part < MOST_PARTS; part++) {
            long sum = 0;
            for (long k = 0; part < parts && k < 100 * (part % 7); k++) sum += k ^ part;
            if (made->done[part] != (part < parts) || made->sums[part] != sum) {
                fprintf(stderr, "part %td of %td was computed %d times\n", part, parts, made->done[part]);
                _exit(1);
            }
        }
        if (rand_r(&own->seed) % 50 == 0) usleep(300); /* workers fall asleep meanwhile */
    }
    free(made);
    return NULL;
}

static void call_from(int callers, int calls) {
    pthread_t threads[64];
    caller each[64];
    for (int i = 0; i < callers; i++) {
        each[i] = (caller){.seed = 7u + (unsigned)i, .calls = calls};
        pthread_create(&threads[i], NULL, call, &each[i]);
    }
    for (int i = 0; i < callers; i++) pthread_join(threads[i], NULL);
}

int main(int count, char **arguments) {
    if (count < 4) return 2;
    int cpus = atoi(arguments[1]), callers = atoi(arguments[2]), calls = atoi(arguments[3]);
    actkern_pool_prepare();
    actkern_pool_assume(cpus);
    call_from(callers, calls);
    if (actkern_pool_started() != cpus - 1) {
        fprintf(stderr, "%d threads were started\n", actkern_pool_started());
        return 1;
    }
#ifndef NO_FORK
    /* While others call, a thread forks again and again; the children call, too. */
    pthread_t other;
    caller of_other = {.seed = 1, .calls = calls};
    pthread_create(&other, NULL, call, &of_other);
    for (int i = 0; i < 20; i++) {
        pid_t child = fork();
        int status = 0;
        if (child == 0) {
            caller own = {.seed = (unsigned)i, .calls = 100};
            if (actkern_pool_started() != 0) _exit(3);
            call(&own);
            _exit(actkern_pool_started() > 0 ? 0 : 4);
        }
        waitpid(child, &status, 0);
        if (status != 0) {
            fprintf(stderr, "a child ended with %d\n", status);
            return 1;
        }
    }
    pthread_join(other, NULL);
#endif
    puts("all parts once");
    return 0;
}
