"""When a call starts threads, what is streamed past the caches, and the sizes of blocks: what loops decide by, said once.

Numba's loops and the catalogue import this module. For Cython's, `setup.py` renders the whole
numbers to `policy.pxd`. It imports only the standard library, since `setup.py` reads it before
anything is installed. The figures behind it are in `docs/speed/threads.md` and
`docs/speed/elementwise.md`.
"""

# The least work, in ns, that a thread is worth calling for: the unit of `grain`. A thread that
# spins begins a little later than the call, by how far apart the two CPUs are, and as much time
# passes at the end. Waking one that sleeps takes many more units to be worth while (`WAKE_FROM` in
# pool.c).
THREAD_NS = 1700.0
# The least number of parts for each thread. A worker begins late, and the others take over parts of
# its share.
PARTS = 4
# The most work of a part, in units of THREAD_NS: a thread that comes late, or loses its CPU, holds
# up the others for no longer.
PART_GRAINS = 48

# The widest vector of any CPU, of which elementwise kernels are called with a multiple.
VECTOR_BYTES = 64
LINE_BYTES = 64
# The size of the blocks through which operands of other layouts go: one for each stays in the first
# cache.
BLOCK_BYTES = 4096
# The size of each of the two blocks by which one stage of a value passes its terms to the next.
STAGE_BYTES = 1024
# From this size of an operand on, vectors are made not to straddle cache lines.
ALIGNED_BYTES = 16384

# Results for float16 and bfloat16 are looked up in a table of all PATTERNS where that is quicker, from calls of TABLED_FROM
# elements on: for fewer the table takes too long to be made, and it may have left the caches between calls.
PATTERNS = 65536
TABLED_FROM = 32768
# What a kernel of 16 bits is called with a multiple of.
HALVES_TOGETHER = 32

# A streamed kernel is called with a multiple of this, and with an output that is aligned to a cache
# line.
STREAMED_BYTES = 256
# A result is streamed past the caches from a size on that is given in shares of
# `Settings.stream_bytes`, which has SHARES of them: never, from CHEAP_SHARE on for functions that
# take no longer than memory, from WHOLE_SHARE on for those that take a little longer.
SHARES = 8
NEVER, CHEAP_SHARE, WHOLE_SHARE = 0, 3, SHARES
# Up to so many ns per element a function's share is CHEAP_SHARE, and WHOLE_SHARE; a double counts
# as half as much again.
CHEAP_NS, WHOLE_NS = 0.3, 0.45
# ns per element of a gradient from the output, for all functions that have one.
FROM_OUTPUT_NS = 0.1
# The default of `Settings.stream_bytes`.
STREAM_BYTES = 32 << 20

# Of rows along an axis. Those of up to TILE elements are computed abreast, whatever their layout.
TILE = 64
# Rows of up to GROUPED_BYTES are computed some at a time, GROUP_BYTES in all, which the first cache is to hold.
GROUPED_BYTES = 4096
GROUP_BYTES = 16384
# Where less lies between the elements of neighbouring rows, the next block of rows is prefetched, not the next rows.
NARROW_BYTES = 1024
# Long rows are shared out by their parts, not whole, where there are fewer than so many for each thread.
ROWS_OF_A_THREAD = 4
# Results go past the caches where a row has STREAMED_ROW_BYTES and all rows have `Settings.stream_bytes` / STREAMED_ROWS_PART.
# Until then a row lies in a place of SCRATCH_BYTES, which the second cache is to hold.
STREAMED_ROW_BYTES = 16384
STREAMED_ROWS_PART = 2
SCRATCH_BYTES = 131072
# From `Settings.stream_bytes` / FETCHED_PART of results on, their lines are prefetched before they are stored.
FETCHED_PART = 4

# The logits of linear_cross_entropy that are in memory at a time: as many as there are in LOGITS_BYTES or in the weights'
# size / LOGITS_PART, and no more than LOGITS_ROWS rows. Each block of rows but the first reads and writes the gradient by the
# weights once more, which small blocks are slow by (`benchmarks/linear_cross_entropy.py --ours 64 128 256 512`). Of few
# classes, more rows than LOGITS_ROWS only leave the caches.
LOGITS_BYTES = 16 << 20
LOGITS_PART = 8
LOGITS_ROWS = 512
# What a block of rows adds to the gradient by the weights is added in strips of STRIP_BYTES, which the second cache is to hold.
STRIP_BYTES = 2 << 20


def grain(cost: float) -> int:
    """How many elements, of `cost` ns each, are worth a thread."""
    return int(THREAD_NS / cost)


def streamed_share(cost: float) -> int:
    """From which share of `Settings.stream_bytes` on a result is streamed that takes `cost` ns per element."""
    return CHEAP_SHARE if cost <= CHEAP_NS else WHOLE_SHARE if cost <= WHOLE_NS else NEVER
