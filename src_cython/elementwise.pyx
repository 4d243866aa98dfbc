# cython: cdivision=True, boundscheck=False, wraparound=False, initializedcheck=False, language_level=3
"""The driver of all elementwise loops; the kernels that it runs are in `kernels.pyx.in`.

Compiled once per CPU tier. The counterpart of `_numba/elementwise.py`.

a. A kernel computes whole vectors over contiguous operands that do not overlap. It is the one place that is
   vectorised, and the only thing that differs between functions.
b. `span` brings any layout to that form: operands that are contiguous are used where they are, all others (strided,
   broadcast, float16, an output over its own input) go through a block of 4 KiB that stays in the L1 cache. Gated units whose
   two inputs lie in turn have a kernel of their own, which shuffles vectors as it goes: in float32 they take 1.2 times as long as
   with inputs apart, and 1.3 to 1.5 times through blocks (`benchmarks/gates.py`).
   The last few elements are padded to a whole vector, so there is no scalar remainder loop: 15 remaining elements would
   take nine times as long in it as a vector does.
c. `elementwise` is what NumPy calls: it splits large arrays over threads, and runs in the default floating-point environment.
   Every element is computed by the same operations wherever it stands, so neither the split nor the layout shows.
d. `few` is what is left of that for small arrays that are contiguous and do not overlap: to tell the layouts of `span` apart
   takes longer than a small array takes to compute. Where the last vector is not full, it is moved back until it ends with the
   array, and some elements are computed twice, which is quicker than to copy and pad the rest.
e. Values larger than the caches are streamed past them, 256 bytes at a time, by a second kernel of the value form (and of
   backward_from_output, which computes as little), where that pays (`Activation.streamed_from`): 10,000,000 floats of relu
   take .76 of the time, of sigmoid .85 on two threads. Streaming blocks of 2 KiB from `span` instead, so that the kernels
   would need no second form, was tried and takes 1.24 times as long for sigmoid, since computing and storing do not overlap.
f. float16 and bfloat16 go through blocks of float, for which a function needs no kernel more. Where that takes too long there
   are two other ways, with the same bits. Cheap gradients have kernels that convert in registers (`Activation.fused`): that of
   relu takes .5 of the time. Results of functions of one number that take long are looked up in a table, which the first call of
   many elements makes by way of blocks (`Activation.looked_up`): gelu takes .5 of the time, and more where all 65,536 numbers
   are equally frequent, so that the table has to stay in the second cache. Of gradients slopes are looked up, as floats.
"""

from libc.stdint cimport uint16_t
from libc.stdlib cimport free, malloc
from libc.string cimport memcpy, memset

from actkern._cython.machine cimport product_or_0
from environment cimport Environment, enter, leave
from memory cimport (
    BFLOAT16,
    FLOAT16,
    half_bits,
    load_halves,
    load_start,
    look_up_floats,
    look_up_halves,
    publish,
    published,
    store_halves,
    store_start,
)
from policy cimport (
    ALIGNED_BYTES,
    BLOCK_BYTES,
    HALVES_TOGETHER,
    LINE_BYTES,
    PATTERNS,
    SHARES,
    STREAMED_BYTES,
    TABLED_FROM,
    VECTOR_BYTES,
)
from pool cimport AS_SET, Settings, allowed, parts_for, run_parts

cdef enum:
    MAX_OPERANDS = 12
    BLOCK_FLOATS = BLOCK_BYTES // 4

ctypedef void (*Kernel)(char** operands, Py_ssize_t n) noexcept nogil

cdef struct Loop:
    Kernel kernel
    Kernel uniform  # the same for parameters of one element each, or NULL
    Kernel streamed  # the same for outputs past the caches (and uniform parameters), or NULL
    Kernel in_turn  # the same for two inputs, and two outputs, that lie in turn (and uniform parameters), or NULL
    Kernel fused  # the same for contiguous operands of 16 bits (and uniform parameters), or NULL
    Kernel tabled  # of float, gives what stands in the table, or NULL
    void* table  # of the results for every number of 16 bits, or of the slopes as floats; NULL until it is made
    bint scales  # whether results are products of dy and what stands in the table,
    bint flat  # and 0 where that is 0
    int nin
    int nout
    int parameters  # the last so many inputs
    int itemsize  # of the type the kernel computes in
    int half  # FLOAT16 or BFLOAT16 where operands are, and the kernel's are float; else 0
    Py_ssize_t grain  # elements that make a thread worth its start
    Py_ssize_t streamed_from  # shares of the size from which outputs are streamed

cdef struct Job:
    # What `part` reads: the call of which it computes a part.
    char** operands
    Py_ssize_t n
    const Py_ssize_t* steps
    const Loop* loop
    bint large
    Py_ssize_t size  # elements of a part

cdef const volatile Settings* settings


cdef inline void load(char* block, const char* source, Py_ssize_t step, Py_ssize_t n, const Loop* loop) noexcept nogil:
    cdef Py_ssize_t i
    if loop.half:
        load_halves(<float*>block, source, step, n, loop.half)
    elif step == loop.itemsize:
        memcpy(block, source, n * step)
    # Every other element, such as x[..., ::2]: a vector is shuffled out of two.
    elif step == 8 and loop.itemsize == 4:
        for i in range(n):
            (<float*>block)[i] = (<const float*>source)[2 * i]
    elif step == 16 and loop.itemsize == 8:
        for i in range(n):
            (<double*>block)[i] = (<const double*>source)[2 * i]
    elif loop.itemsize == 4:
        for i in range(n):
            (<float*>block)[i] = (<const float*>(source + i * step))[0]
    else:
        for i in range(n):
            (<double*>block)[i] = (<const double*>(source + i * step))[0]


cdef inline void store(char* target, const char* block, Py_ssize_t step, Py_ssize_t n, const Loop* loop) noexcept nogil:
    cdef Py_ssize_t i
    if loop.half:
        store_halves(target, <const float*>block, step, n, loop.half)
    elif step == loop.itemsize:
        memcpy(target, block, n * step)
    elif loop.itemsize == 4:
        for i in range(n):
            (<float*>(target + i * step))[0] = (<const float*>block)[i]
    else:
        for i in range(n):
            (<double*>(target + i * step))[0] = (<const double*>block)[i]


cdef inline bint depends(char* source, Py_ssize_t source_step, char* target, Py_ssize_t target_step, Py_ssize_t n) noexcept nogil:
    cdef char* source_low = source + (source_step * (n - 1) if source_step < 0 else 0)
    cdef char* source_high = source + (source_step * (n - 1) if source_step > 0 else 0)
    cdef char* target_low = target + (target_step * (n - 1) if target_step < 0 else 0)
    cdef char* target_high = target + (target_step * (n - 1) if target_step > 0 else 0)
    if source == target and source_step == target_step and target_step != 0:
        return False
    return source_low <= target_high and target_low <= source_high


cdef inline bint lie_in_turn(char** operands, const Py_ssize_t* steps, int i, const Loop* loop) noexcept nogil:
    cdef int itemsize = loop.itemsize
    return not loop.half and steps[i] == 2 * itemsize and steps[i + 1] == steps[i] and operands[i + 1] == operands[i] + itemsize


cdef inline bint are_in_turn(char** operands, const Py_ssize_t* steps, const bint* direct, const Loop* loop) noexcept nogil:
    cdef int first = loop.nin - loop.parameters - 2, i
    for i in range(first):
        if not direct[i]:
            return False
    if not lie_in_turn(operands, steps, first, loop):
        return False
    return direct[loop.nin] if loop.nout == 1 else lie_in_turn(operands, steps, loop.nin, loop)


cdef inline bint are_halves_in_line(Py_ssize_t n, const Py_ssize_t* steps, const Loop* loop) noexcept nogil:
    """Whether there is a kernel for them as they lie; parameters are known to be one element each."""
    cdef int i
    if loop.fused == NULL or n < HALVES_TOGETHER:
        return False
    for i in range(loop.nin + loop.nout):
        if steps[i] != sizeof(uint16_t) and not loop.nin - loop.parameters <= i < loop.nin:
            return False
    return True


cdef void fuse(char** operands, Py_ssize_t n, char** at, char[BLOCK_BYTES]* blocks, const Loop* loop) noexcept nogil:
    """Compute contiguous operands of 16 bits, whose parameters `at` has. Results over an input go through blocks."""
    cdef int count = loop.nin + loop.nout, arrays = loop.nin - loop.parameters, i, j
    cdef Py_ssize_t piece = n, done = 0, m
    for i in range(count):
        if i < arrays or i >= loop.nin:
            at[i] = operands[i]
    for i in range(loop.nin, count):
        for j in range(arrays):
            if operands[j] == operands[i]:
                at[i] = blocks[i]
                piece = BLOCK_BYTES // sizeof(uint16_t)
    while done < n:
        m = min(piece, n - done)
        loop.fused(at, m)
        for i in range(count):
            if i < arrays or i >= loop.nin and at[i] != blocks[i]:
                at[i] += m * sizeof(uint16_t)
            elif i >= loop.nin:
                memcpy(operands[i] + done * sizeof(uint16_t), blocks[i], m * sizeof(uint16_t))
        done += m


cdef void* make_table(const Loop* loop) noexcept nogil:
    """What the kernel gives for every number of 16 bits: as such, or as a float. NULL where there is no memory for it."""
    cdef uint16_t[BLOCK_FLOATS] halves
    cdef float[BLOCK_FLOATS] x
    cdef float[BLOCK_FLOATS] y
    cdef char* at[2]
    cdef Py_ssize_t size = sizeof(float) if loop.scales else sizeof(uint16_t), block, start, i
    cdef char* table = <char*>malloc(PATTERNS * size)
    if table == NULL:
        return NULL
    for block in range(PATTERNS // BLOCK_FLOATS):
        start = block * BLOCK_FLOATS
        for i in range(BLOCK_FLOATS):
            halves[i] = <uint16_t>(start + i)
        load_halves(x, <const char*>halves, sizeof(uint16_t), BLOCK_FLOATS, loop.half)
        at[0], at[1] = <char*>x, <char*>y
        loop.tabled(at, BLOCK_FLOATS)
        if loop.scales:
            memcpy(table + start * size, y, sizeof(y))
        else:
            store_halves(table + start * size, y, sizeof(uint16_t), BLOCK_FLOATS, loop.half)
    return table


cdef bint has_table(Loop* loop) noexcept nogil:
    """Make the table where there is none yet; False where that failed."""
    cdef void* made
    cdef void* kept
    if published(&loop.table) != NULL:
        return True
    made = make_table(loop)
    kept = publish(&loop.table, made) if made != NULL else NULL
    if made != kept:
        free(made)
    return kept != NULL


cdef void look_up(char** operands, Py_ssize_t n, const Py_ssize_t* steps, const Loop* loop) noexcept nogil:
    """Results of any layout by the table."""
    cdef float[BLOCK_FLOATS] dy
    cdef float[BLOCK_FLOATS] dx
    cdef const char* x = operands[loop.nin - 1]
    cdef char* y = operands[loop.nin]
    cdef Py_ssize_t done = 0, m, i, step = steps[loop.nin - 1], step_out = steps[loop.nin]
    if not loop.scales:
        look_up_halves(y, step_out, x, step, <const half_bits*>loop.table, n)
        return
    while done < n:
        m = min(<Py_ssize_t>BLOCK_FLOATS, n - done)
        load_halves(dy, operands[0] + done * steps[0], steps[0], m, loop.half)
        look_up_floats(dx, x + done * step, step, <const float*>loop.table, m)
        if loop.flat:
            for i in range(m):
                dx[i] = product_or_0(dy[i], dx[i])
        else:
            for i in range(m):
                dx[i] = dy[i] * dx[i]
        store_halves(y + done * step_out, dx, step_out, m, loop.half)
        done += m


cdef void span(char** operands, Py_ssize_t n, const Py_ssize_t* steps, const Loop* loop, bint large) noexcept nogil:
    """Compute n elements of any layout."""
    cdef char blocks[MAX_OPERANDS][BLOCK_BYTES]
    cdef char* at[MAX_OPERANDS]
    cdef bint direct[MAX_OPERANDS]
    cdef int count = loop.nin + loop.nout, i, j
    cdef Py_ssize_t vector = VECTOR_BYTES // loop.itemsize
    cdef Py_ssize_t block = n, done = 0, m, padded
    cdef Py_ssize_t head = 0, per_stream = STREAMED_BYTES // loop.itemsize
    cdef int arrays = loop.nin - loop.parameters  # the inputs before the parameters
    cdef bint sequential = False, uniform = loop.uniform != NULL
    cdef bint streaming = large and loop.streamed != NULL
    cdef Kernel kernel
    for i in range(count):
        direct[i] = steps[i] == loop.itemsize and not loop.half
        if arrays <= i < loop.nin and steps[i] != 0:
            uniform = False
    if loop.parameters > 0 and not uniform:
        streaming = False
    for i in range(loop.nin):
        for j in range(loop.nin, count):
            if operands[i] == operands[j]:
                direct[i] = False
            if n > 1 and depends(operands[i], steps[i], operands[j], steps[j], n):
                sequential = True
    if loop.half and large and not sequential:
        look_up(operands, n, steps, loop)
        return
    for i in range(count):
        if uniform and arrays <= i < loop.nin:
            at[i] = blocks[i]
            load(blocks[i], operands[i], 0, 1, loop)
        elif not direct[i]:
            block = BLOCK_BYTES // loop.itemsize
            streaming = False
    if sequential:
        block = 1
    elif loop.in_turn != NULL and uniform == (loop.parameters > 0) and are_in_turn(operands, steps, direct, loop):
        for i in range(count):
            if i < arrays or i >= loop.nin:
                at[i] = operands[i]
        done = n - n % vector
        loop.in_turn(at, done)
    elif uniform == (loop.parameters > 0) and are_halves_in_line(n, steps, loop):
        done = n - n % HALVES_TOGETHER
        fuse(operands, done, at, blocks, loop)
    # The elements before the output's first whole cache line, where all operands are contiguous and that pays.
    if streaming or block == n and n * loop.itemsize >= ALIGNED_BYTES:
        head = <Py_ssize_t>((LINE_BYTES - <size_t>operands[loop.nin] % LINE_BYTES) % LINE_BYTES) // loop.itemsize
    while done < n:
        kernel = loop.uniform if uniform else loop.kernel
        m = min(block, n - done)
        if done == 0 and head != 0:
            m = min(m, head)
        elif streaming and m >= per_stream:
            m -= m % per_stream
            kernel = loop.streamed
        if m > vector:
            m -= m % vector
        padded = m + (vector - m % vector) % vector
        for i in range(count):
            if uniform and arrays <= i < loop.nin:
                continue
            if direct[i] and m == padded:
                at[i] = operands[i] + done * steps[i]
                continue
            at[i] = blocks[i]
            # A broadcast scalar fills its block once; later rounds are no longer than the first.
            if i < loop.nin and (steps[i] != 0 or done == 0 or sequential):
                load(blocks[i], operands[i] + done * steps[i], steps[i], m, loop)
                memset(blocks[i] + m * loop.itemsize, 0, (padded - m) * loop.itemsize)
        kernel(at, padded)
        for i in range(loop.nin, count):
            if at[i] == blocks[i]:
                store(operands[i] + done * steps[i], blocks[i], steps[i], m, loop)
        done += m


cdef inline bint few_of_one(const char* x, char* y, Py_ssize_t n, const Py_ssize_t* steps, const Loop* loop) noexcept nogil:
    """The same as `few` for one input and one output, without its loops over operands."""
    cdef char source[VECTOR_BYTES]
    cdef char target[VECTOR_BYTES]
    cdef char* at[2]
    cdef Py_ssize_t vector = VECTOR_BYTES // 4 if loop.itemsize == 4 else VECTOR_BYTES // 8
    cdef Py_ssize_t size = n * loop.itemsize, rest = n & (vector - 1)
    if n == 0:
        return True
    if loop.half or loop.kernel == NULL:
        return False
    if n > 1 and (steps[0] != loop.itemsize or steps[1] != loop.itemsize):
        return False
    if x < y + size and y < x + size:
        return False
    if size < VECTOR_BYTES:
        load_start(source, x, size)
        at[0], at[1] = source, target
        loop.kernel(at, vector)
        store_start(y, target, size)
        return True
    at[0], at[1] = <char*>x, y
    loop.kernel(at, n - rest)
    if rest != 0:
        at[0], at[1] = <char*>x + size - VECTOR_BYTES, y + size - VECTOR_BYTES
        loop.kernel(at, vector)
    return True


cdef bint few(char** operands, Py_ssize_t n, const Py_ssize_t* steps, const Loop* loop) noexcept nogil:
    """Compute n elements, of which there are few, and give True; False where the layout is one that `span` has to see to."""
    cdef char blocks[MAX_OPERANDS][VECTOR_BYTES]
    cdef char* at[MAX_OPERANDS]
    cdef int count = loop.nin + loop.nout, arrays = loop.nin - loop.parameters, i, j
    cdef Py_ssize_t vector = VECTOR_BYTES // 4 if loop.itemsize == 4 else VECTOR_BYTES // 8
    cdef Py_ssize_t size = n * loop.itemsize, rest = n & (vector - 1)
    cdef Kernel kernel = loop.kernel if loop.parameters == 0 else loop.uniform
    cdef bint parameter
    if n == 0:
        return True
    if loop.half or kernel == NULL:
        return False
    for i in range(count):
        parameter = arrays <= i < loop.nin
        # The step of an array of one element means nothing. A parameter's step does: it decides which kernel is called.
        if (parameter or n > 1) and steps[i] != (0 if parameter else loop.itemsize):
            return False
    for i in range(arrays):
        for j in range(loop.nin, count):
            if operands[i] < operands[j] + size and operands[j] < operands[i] + size:
                return False
    for i in range(count):
        at[i] = operands[i]
    if n >= vector:
        kernel(at, n - rest)
        if rest != 0:
            for i in range(count):
                at[i] = operands[i] + (n - vector) * steps[i]
            kernel(at, vector)
        return True
    for i in range(arrays):
        at[i] = blocks[i]
        load_start(blocks[i], operands[i], size)
    for i in range(loop.nin, count):
        at[i] = blocks[i]
    kernel(at, vector)
    for i in range(loop.nin, count):
        store_start(operands[i], blocks[i], size)
    return True


cdef void part(void* argument, Py_ssize_t index) noexcept nogil:
    """Compute the index-th part of a job."""
    cdef const Job* job = <const Job*>argument
    cdef char* shifted[MAX_OPERANDS]
    cdef Py_ssize_t first = index * job.size
    cdef int i
    for i in range(job.loop.nin + job.loop.nout):
        shifted[i] = job.operands[i] + first * job.steps[i]
    span(shifted, min(job.size, job.n - first), job.steps, job.loop, job.large)


cdef void shared(
    char** operands, Py_ssize_t n, const Py_ssize_t* steps, const Loop* loop, bint large, Py_ssize_t wanted
) noexcept nogil:
    cdef Py_ssize_t grains = n // loop.grain, threads = min(allowed(settings, wanted), grains), parts
    cdef int i, j
    cdef Job job
    if threads > 1:
        for i in range(loop.nin):
            for j in range(loop.nin, loop.nin + loop.nout):
                if depends(operands[i], steps[i], operands[j], steps[j], n):
                    threads = 1
    if threads <= 1:
        span(operands, n, steps, loop, large)
        return
    parts = parts_for(threads, grains)
    job.operands, job.n, job.steps, job.loop, job.large = operands, n, steps, loop, large
    job.size = ((n + parts - 1) // parts + VECTOR_BYTES - 1) // VECTOR_BYTES * VECTOR_BYTES
    run_parts(settings, part, &job, (n + job.size - 1) // job.size, threads, grains)


cdef inline bint is_large(Py_ssize_t n, Loop* loop) noexcept nogil:
    """Whether the results of n elements are streamed, or looked up."""
    if loop.half:
        return loop.tabled != NULL and n >= TABLED_FROM and has_table(loop)
    return n * loop.itemsize >= settings.stream_bytes // SHARES * loop.streamed_from


cdef void elementwise_on(
    char** operands, const Py_ssize_t* dims, const Py_ssize_t* steps, void* data, Py_ssize_t threads
) noexcept nogil:
    """`elementwise` on up to so many threads: `actkern.h` calls it."""
    cdef Loop* loop = <Loop*>data
    cdef Py_ssize_t n = dims[0]
    cdef Environment callers = enter()
    cdef bint done = False
    if n * loop.itemsize < ALIGNED_BYTES and n < 2 * loop.grain:
        if loop.nin == 1 and loop.nout == 1:
            done = few_of_one(operands[0], operands[1], n, steps, loop)
        else:
            done = few(operands, n, steps, loop)
    if not done:
        shared(operands, n, steps, loop, is_large(n, loop), threads)
    leave(callers)


cdef void elementwise(char** operands, const Py_ssize_t* dims, const Py_ssize_t* steps, void* data) noexcept nogil:
    elementwise_on(operands, dims, steps, data, AS_SET)


on_threads = <size_t>&elementwise_on


def loops(
    int nin, int nout, int parameters, tuple grains, tuple kernels, tuple streamed_from, size_t tabled, bint scales, bint flat
):
    """[(dtype character, address of the loop, address of its data)] for an entry of a kernels' table.

    They go from narrow to wide, with bfloat16 at the end. `grains` and `streamed_from` are Activation.grain and .streamed_from of
    float and double; `tabled` is the kernel whose results for 16 bits are looked up, or 0, which `scales` says to multiply with
    dy, and `flat` that they are 0 where the slope is. What the addresses point to stays for the life of the process, as long as
    a ufunc may.
    """
    cdef Loop* loop
    if nin + nout > MAX_OPERANDS:
        raise ValueError(f"{nin + nout} operands; a loop has at most {MAX_OPERANDS}")
    loop = <Loop*>malloc(4 * sizeof(Loop))
    if loop == NULL:
        raise MemoryError
    entry = []
    of_float, of_double, (of_float16, of_bfloat16) = kernels
    for character, half, itemsize, (kernel, uniform, streamed, in_turn), fused, grain, share in (
        ("e", FLOAT16, 4, of_float, of_float16, grains[0], 0),
        ("f", 0, 4, of_float, 0, grains[0], streamed_from[0]),
        ("d", 0, 8, of_double, 0, grains[1], streamed_from[1]),
        ("E", BFLOAT16, 4, of_float, of_bfloat16, grains[0], 0),
    ):
        loop.kernel = <Kernel><size_t>kernel
        loop.uniform = <Kernel><size_t>uniform
        loop.streamed = <Kernel><size_t>streamed
        loop.in_turn = <Kernel><size_t>in_turn
        loop.fused = <Kernel><size_t>fused
        loop.tabled, loop.table, loop.scales, loop.flat = <Kernel>tabled if half else NULL, NULL, scales, flat
        loop.nin, loop.nout, loop.parameters = nin, nout, parameters
        loop.itemsize, loop.half = itemsize, half
        loop.grain = grain
        loop.streamed_from = share
        entry.append((character, <size_t>&elementwise, <size_t>loop))
        loop += 1
    return entry


def configure(size_t address_of_settings):
    """Read the settings (see `_runtime.Settings`) at this address from now on."""
    global settings
    settings = <const volatile Settings*>address_of_settings
