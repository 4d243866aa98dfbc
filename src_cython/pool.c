/* The threads of a call: a pool of this process's own, for both backends.

   a. The caller works, too. A call's parts are dealt out in equal shares, one to each seat: the caller's is seat 0, a worker has
      one of the others. Whoever is through with its share takes what is left of others', from their ends. So each thread has the
      same part of an array in call after call, as long as it comes in time, and its caches still have it; and what a worker does
      not come for, the caller computes.
   b. A share is one 64-bit word: how many workers the call may have, the next part, and the end. Parts are claimed by
      compare-and-swap on it, so whoever claims one does so of the call that the word is of, however late it is: the job is read
      after that, and stays until all claimed parts are done. The caller waits for those alone, never for a thread as such.
   c. Workers spin for a while after their last part, since the next call is often near, and then sleep (a futex on Linux, a
      condition variable elsewhere), at once where another thread has lately taken their CPU from them: one that sleeps is let run
      when it is woken, one that spins gives its time away. They are started by the first call that has use for them, not by an
      import. One that is woken begins later than a small call ends, so small calls wake none, unless they come in a row. After a
      rest it begins later still, with cold caches and a slow clock, so that middling calls wake none either (WAKE_FROM and
      WAKE_COLD_FROM; see docs/speed/threads.md).
   d. Workers stay off the CPU that the caller runs on. Woken there, as the scheduler likes to do on a busy machine, a worker
      would have to wait for the caller, and gain nothing. The CPUs to choose from are those that the caller may use, read anew
      every millisecond; there are never more workers than the others.
   e. A worker that has claimed a part may lose its CPU to another process. The caller waits spinning for the time of two
      parts, PATIENCE_NS at the least, then lets the worker have this CPU, and sleeps until the part is done.
   f. One call has the pool. Another that comes meanwhile, from another Python thread, runs on its own thread alone.
   g. A forked child has none of the workers, and starts its own. Workers block all signals, and touch nothing of Python's.
   h. Workers run in the default floating-point environment: a thread inherits that of the one that creates it, for life. */
#if defined(__linux__) && !defined(_GNU_SOURCE)
#define _GNU_SOURCE
#endif

#include "pool.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <time.h>
#include <unistd.h>

#include "environment.h"

#if defined(__linux__) && !defined(ACTKERN_NO_FUTEX)
#include <linux/futex.h>
#include <sys/syscall.h>
#define FUTEX 1
#else
#define FUTEX 0
#endif

enum {
    SEATS = 1024,
    LINE = 128,             /* two cache lines, since they are fetched in pairs */
    SPIN_NS = 400000,       /* how long a worker spins after its last part */
    LEAST_SPIN_NS = 4000,   /* how long it spins where others want its CPU: */
    LOST_NS = 200000,       /* they do where they have had it for so long while this worker was awake, */
    CROWDED_NS = 50000000,  /* and are taken to for so long after that */
    SLICE_NS = 100000,      /* the slices that it asks the scheduler for, the shortest that there are */
    PATIENCE_NS = 60000,    /* how long the caller waits at the least for parts that are claimed, before it sleeps */
    LOOK_NS = 1000000,      /* from one look at the CPUs that may be used to the next */
    WAKE_FROM = 36,         /* units of work from which on it is worth while to wake a worker */
    WAKE_COLD_FROM = 180,   /* the same after a rest of COLD_NS, when a worker comes late and is slow at first */
    COLD_NS = 2000000,
};

static inline void pause_briefly(void) {
#if defined(__SSE__) || defined(_M_X64)
    _mm_pause();
#elif defined(__aarch64__)
    __asm__ __volatile__("yield");
#endif
}

static inline int64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

/* A 32-bit word that a thread sleeps on while it has the value 1. */
typedef struct {
    _Atomic uint32_t asleep;
#if !FUTEX
    pthread_cond_t changed;
#endif
} bed;

#if FUTEX
static void sleep_in(bed *bed) { syscall(SYS_futex, &bed->asleep, FUTEX_WAIT_PRIVATE, 1, NULL, NULL, 0); }
static void wake(bed *bed) {
    if (atomic_load(&bed->asleep) && atomic_exchange(&bed->asleep, 0))
        syscall(SYS_futex, &bed->asleep, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
}
static void make(bed *bed) { atomic_store(&bed->asleep, 0); }
#else
static pthread_mutex_t beds = PTHREAD_MUTEX_INITIALIZER;
static void sleep_in(bed *bed) {
    pthread_mutex_lock(&beds);
    while (atomic_load(&bed->asleep)) pthread_cond_wait(&bed->changed, &beds);
    pthread_mutex_unlock(&beds);
}
static void wake(bed *bed) {
    if (!atomic_load(&bed->asleep)) return;
    pthread_mutex_lock(&beds);
    atomic_store(&bed->asleep, 0);
    pthread_cond_signal(&bed->changed);
    pthread_mutex_unlock(&beds);
}
static void make(bed *bed) {
    pthread_cond_t fresh = PTHREAD_COND_INITIALIZER;
    atomic_store(&bed->asleep, 0);
    bed->changed = fresh;
}
#endif

typedef struct {
    _Alignas(LINE) _Atomic uint64_t share;
    _Alignas(LINE) bed bed;
    _Atomic int64_t crowded_until; /* until when others are taken to want this worker's CPU */
    pthread_t thread;
    uint32_t calls_before; /* what `calls` was when the thread was created */
} seat;

static seat seats[SEATS];
static struct {
    actkern_task task;
    void *argument;
} job; /* written while no part can be claimed */
static _Alignas(LINE) _Atomic uint32_t calls; /* changes with every call: what workers watch */
static _Alignas(LINE) _Atomic ptrdiff_t unfinished;
static bed callers;
static _Alignas(LINE) _Atomic int taken;

/* The rest belongs to whoever has taken the pool. */
static int started, most = SEATS - 1; /* workers, and how many of them the system lets us have */
static int64_t last_call; /* when the last call ended, or began if it had no workers */
static int assumed; /* how many CPUs there are to be, for tests of more threads than a machine has; 0: as many as there are */
#ifdef __linux__
static cpu_set_t usable;  /* CPUs of the thread that called last */
static int usable_count, avoided = -1, placed;
static int64_t last_look;
#endif

static inline uint64_t share_of(uint64_t workers, uint64_t next, uint64_t end) { return workers << 48 | next << 24 | end; }

/* The next part of a share, or the last one of somebody else's; -1 where there is none for this seat. */
static ptrdiff_t claim(seat *from, unsigned seat_number, int own) {
    uint64_t share = atomic_load_explicit(&from->share, memory_order_acquire);
    for (;;) {
        uint64_t next = share >> 24 & 0xFFFFFF, end = share & 0xFFFFFF;
        if (next >= end || seat_number > share >> 48) return -1;
        uint64_t left = own ? share + ((uint64_t)1 << 24) : share - 1;
        if (atomic_compare_exchange_weak_explicit(&from->share, &share, left, memory_order_acq_rel, memory_order_acquire))
            return (ptrdiff_t)(own ? next : end - 1);
    }
}

static void compute(ptrdiff_t part) {
    job.task(job.argument, part);
    if (atomic_fetch_sub_explicit(&unfinished, 1, memory_order_seq_cst) == 1) wake(&callers);
}

/* How many workers the present call may have, or the last one had. */
static unsigned workers_of_call(void) { return (unsigned)(atomic_load_explicit(&seats[0].share, memory_order_acquire) >> 48); }

/* Compute what there is to claim for this seat, its own share first; how many parts that was. */
static ptrdiff_t work(unsigned number, unsigned workers) {
    ptrdiff_t done = 0, part;
    for (unsigned i = 0; i <= workers; i++)
        while ((part = claim(&seats[(number + i) % (workers + 1)], number, i == 0)) >= 0) {
            compute(part);
            done++;
        }
    return done;
}

/* Seats are woken as a tree: the caller wakes two, each of them two more. */
static void wake_below(unsigned number, unsigned workers) {
    for (unsigned other = 2 * number + 1; other <= 2 * number + 2 && other <= workers; other++) wake(&seats[other].bed);
}

/* Ask for short slices: since Linux 6.12 a thread with such slices is let run as soon as it is woken, for a while, where it would
   otherwise wait behind one that runs already until that one's slice is over. */
static void ask_for_short_slices(void) {
#ifdef SYS_sched_setattr
    struct {
        uint32_t size, policy;
        uint64_t flags;
        int32_t nice;
        uint32_t priority;
        uint64_t runtime, deadline, period;
    } attributes;
    if (syscall(SYS_sched_getattr, 0, &attributes, sizeof attributes, 0) != 0 || attributes.policy != SCHED_OTHER) return;
    attributes.runtime = SLICE_NS;
    syscall(SYS_sched_setattr, 0, &attributes, 0);
#endif
}

/* How long this thread has been awake without a CPU, since some moment: only the difference between two such times means
   something, of which no sleep may lie between. */
static int64_t time_lost(int64_t time) {
    struct timespec used;
    if (clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used) != 0) return 0;
    return time - ((int64_t)used.tv_sec * 1000000000 + used.tv_nsec);
}

static int is_crowded(seat *seat, int64_t time) {
    return time < atomic_load_explicit(&seat->crowded_until, memory_order_relaxed);
}

static void note_what_was_lost(seat *mine, int64_t *before, int64_t time) {
    int64_t lost = time_lost(time);
    if (lost - *before > LOST_NS) atomic_store(&mine->crowded_until, time + CROWDED_NS);
    *before = lost;
}

static void *worker(void *argument) {
    unsigned number = (unsigned)(uintptr_t)argument;
    seat *mine = &seats[number];
    uint32_t seen = mine->calls_before, spins = 0;
    int64_t idle_since = now(), lost = time_lost(idle_since);
    actkern_enter();
    ask_for_short_slices();
    for (;;) {
        uint32_t current = atomic_load_explicit(&calls, memory_order_acquire);
        if (current != seen) {
            unsigned workers = workers_of_call();
            seen = current;
            if (number > workers) continue;
            wake_below(number, workers);
            work(number, workers);
            idle_since = now();
            note_what_was_lost(mine, &lost, idle_since);
        }
        pause_briefly();
        if (++spins % 32 != 0) continue;
        int64_t time = now();
        if (time - idle_since > (is_crowded(mine, time) ? LEAST_SPIN_NS : SPIN_NS)) {
            note_what_was_lost(mine, &lost, time);
            atomic_store(&mine->bed.asleep, 1);
            if (atomic_load(&calls) == seen) sleep_in(&mine->bed);
            atomic_store(&mine->bed.asleep, 0);
            idle_since = now();
            lost = time_lost(idle_since);
        }
    }
    return NULL;
}

static int start(int number) {
#ifndef _WIN32
    sigset_t all, before;
#endif
    pthread_attr_t attributes;
    int failed;
    make(&seats[number].bed);
    seats[number].calls_before = atomic_load(&calls);
    if (pthread_attr_init(&attributes) != 0) return 0;
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
#ifndef _WIN32 /* which has neither masks of signals nor fork */
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
#endif
    failed = pthread_create(&seats[number].thread, &attributes, worker, (void *)(uintptr_t)number);
#ifndef _WIN32
    pthread_sigmask(SIG_SETMASK, &before, NULL);
#endif
    pthread_attr_destroy(&attributes);
    return !failed;
}

#ifdef __linux__
static int spare_cpus(int64_t time) {
    if (time - last_look > LOOK_NS) {
        cpu_set_t allowed;
        last_look = time;
        if (sched_getaffinity(0, sizeof allowed, &allowed) != 0) return most; /* more CPUs than a cpu_set_t has */
        if (!CPU_EQUAL(&allowed, &usable)) {
            usable = allowed;
            usable_count = CPU_COUNT(&allowed);
            avoided = -1;
        }
    }
    return usable_count == 0 ? most : usable_count - 1;
}

/* Keep the workers off the caller's CPU: see d. */
static void place(int workers) {
    int cpu = usable_count == 0 || assumed > 0 ? -1 : sched_getcpu();
    if (cpu < 0 || (cpu == avoided && workers <= placed)) return;
    cpu_set_t others = usable;
    if (cpu < CPU_SETSIZE) CPU_CLR((size_t)cpu, &others);
    for (int i = cpu == avoided ? placed + 1 : 1; i <= workers; i++)
        pthread_setaffinity_np(seats[i].thread, sizeof others, &others);
    if (cpu != avoided) placed = 0;
    if (workers > placed) placed = workers;
    avoided = cpu;
}
#else
static int spare_cpus(int64_t time) {
    (void)time;
#ifdef _WIN32
    long count = pthread_num_processors_np();
#else
    long count = sysconf(_SC_NPROCESSORS_ONLN);
#endif
    return count > 0 ? (int)count - 1 : most;
}
static void place(int workers) { (void)workers; }
#endif

/* How many workers a call has; they are started where they are not there yet. */
static int workers_for(ptrdiff_t parts, ptrdiff_t threads, ptrdiff_t amount, int64_t time) {
    ptrdiff_t workers = (threads < parts ? threads : parts) - 1;
    int spare = assumed > 0 ? assumed - 1 : spare_cpus(time);
    if (workers > spare) workers = spare;
    if (workers > most) workers = most;
    if (workers <= 0) return 0;
    int64_t rest = time - last_call;
    if (amount < WAKE_COLD_FROM && (started < 1 || atomic_load_explicit(&seats[1].bed.asleep, memory_order_relaxed))) {
        int in_a_row = rest < SPIN_NS && !is_crowded(&seats[1], time);
        if (!in_a_row && (amount < WAKE_FROM || rest > COLD_NS)) return 0;
    }
    while (started < workers) {
        if (!start(started + 1)) {
            most = started;
            return started;
        }
        started++;
    }
    return (int)workers;
}

static void wait_for_claimed(int workers, int64_t patience) {
    int64_t since = 0;
    uint32_t spins = 0;
    while (atomic_load_explicit(&unfinished, memory_order_acquire) != 0) {
        pause_briefly();
        if (++spins % 32 != 0) continue;
        if (since == 0) since = now();
        if (now() - since < patience) continue;
#ifdef __linux__
        /* Most likely a worker has claimed a part and has no CPU: see e. */
        if (usable_count != 0 && assumed == 0) {
            int cpu = sched_getcpu();
            cpu_set_t here;
            CPU_ZERO(&here);
            if (cpu >= 0 && cpu < CPU_SETSIZE) {
                CPU_SET((size_t)cpu, &here);
                for (int i = 1; i <= workers; i++) pthread_setaffinity_np(seats[i].thread, sizeof here, &here);
                avoided = -1;
            }
        }
#else
        (void)workers;
#endif
        atomic_store(&callers.asleep, 1);
        if (atomic_load(&unfinished) != 0) sleep_in(&callers);
        atomic_store(&callers.asleep, 0);
        since = 0;
    }
}

void actkern_run(actkern_task task, void *argument, ptrdiff_t parts, ptrdiff_t threads, ptrdiff_t amount) {
    int workers = 0, free = 0;
    int64_t time = 0;
    ptrdiff_t done;
    if (threads > 1 && parts > 1 && parts <= 0xFFFFFF && atomic_compare_exchange_strong(&taken, &free, 1)) {
        time = now();
        workers = workers_for(parts, threads, amount, time);
        last_call = time;
        if (workers == 0) atomic_store_explicit(&taken, 0, memory_order_release);
    }
    if (workers == 0) {
        for (ptrdiff_t part = 0; part < parts; part++) task(argument, part);
        return;
    }
    place(workers);
    job.task = task;
    job.argument = argument;
    atomic_store_explicit(&unfinished, parts, memory_order_relaxed);
    for (int i = 0; i <= workers; i++) {
        uint64_t first = (uint64_t)(parts * i / (workers + 1)), end = (uint64_t)(parts * (i + 1) / (workers + 1));
        atomic_store_explicit(&seats[i].share, share_of((uint64_t)workers, first, end), memory_order_release);
    }
    atomic_fetch_add(&calls, 1);
    wake_below(0, (unsigned)workers);
    done = work(0, (unsigned)workers);
    if (atomic_load_explicit(&unfinished, memory_order_acquire) != 0) {
        int64_t of_two_parts = done == 0 ? 0 : 2 * (now() - time) / done;
        wait_for_claimed(workers, of_two_parts > PATIENCE_NS ? of_two_parts : PATIENCE_NS);
    }
    last_call = now();
    atomic_store_explicit(&taken, 0, memory_order_release);
}

int actkern_pool_started(void) { return started; }

void actkern_pool_assume(int cpus) { assumed = cpus; }

#ifndef _WIN32
/* In a forked child only the thread that forked is left, and it is in no call. */
static void begin_anew(void) {
    for (int i = 0; i < SEATS; i++) {
        atomic_store(&seats[i].share, 0);
        atomic_store(&seats[i].crowded_until, 0);
        make(&seats[i].bed);
    }
#if !FUTEX
    pthread_mutex_t fresh = PTHREAD_MUTEX_INITIALIZER;
    beds = fresh;
#endif
    make(&callers);
    atomic_store(&unfinished, 0);
    started = 0;
    most = SEATS - 1;
#ifdef __linux__
    avoided = -1;
    placed = 0;
    last_look = 0;
#endif
    atomic_store(&taken, 0);
}
#endif

void actkern_pool_prepare(void) {
    make(&callers);
#ifndef _WIN32
    pthread_atfork(NULL, NULL, begin_anew);
#endif
}
