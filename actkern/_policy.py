"""When a call starts threads, what is streamed past the caches, and the sizes of blocks: what loops decide by, said once.

Numba's loops and the catalogue import this module. For Cython's, `setup.py` renders the whole numbers to `policy.pxd`. It imports
only the standard library, since `setup.py` reads it before anything is installed. The figures behind it are in `docs/speed`.
"""

# ns: the least time that a thread is worth calling for. One that spins begins a little later than the call, by how far apart the
# two CPUs are, and as much passes at the end. To wake one that sleeps is worth many more units (`WAKE_FROM` in pool.c).
THREAD_NS = 1700.0
# Of a thread, at the least: a worker begins late, and so may not do its half.
PARTS = 4
# Units of THREAD_NS that a part has at the most: who comes late, or loses its CPU, holds up the others for no longer.
PART_GRAINS = 48

# The widest vector of any CPU: elementwise kernels get a multiple of it.
VECTOR_BYTES = 64
LINE_BYTES = 64
# Of each operand that goes through a block: it stays in the first cache.
BLOCK_BYTES = 2048
# What passes between the two stages of a value, in each of two blocks.
STAGE_BYTES = 1024
# From this size of an operand on, vectors are made not to straddle cache lines.
ALIGNED_BYTES = 16384

# A streamed kernel gets a multiple of it, and an output aligned to a cache line.
STREAMED_BYTES = 256
# From which size of the result on it is streamed past the caches, in shares of `Settings.stream_bytes`, which has SHARES of them:
# nowhere, for functions that take as long as memory, and for those that take a little longer.
SHARES = 8
NEVER, CHEAP_SHARE, WHOLE_SHARE = 0, 3, SHARES
# ns per element up to which a function is of the second and of the third kind; a double counts as half as much again.
CHEAP_NS, WHOLE_NS = 0.3, 0.45
# What a gradient from the output takes, of every function that has one.
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


def grain(cost: float) -> int:
    """How many elements, of `cost` ns each, are worth a thread."""
    return int(THREAD_NS / cost)


def streamed_share(cost: float) -> int:
    """From which share of `Settings.stream_bytes` on a result is streamed that takes `cost` ns per element."""
    return CHEAP_SHARE if cost <= CHEAP_NS else WHOLE_SHARE if cost <= WHOLE_NS else NEVER
