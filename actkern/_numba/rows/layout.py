"""Loops, calls and rows are described by these sizes, operands and places in rows of numbers.

The counterpart of `src_cython/rows/layout.pxi.in`, which has structs in place of rows of numbers. Nothing here needs Numba, since
`tables.py` fills such rows in processes that do not import it.
"""

from ..._policy import TILE

SOFTMAX, LOG_SOFTMAX, LOGSUMEXP, SOFTMAX_BACKWARD, LOG_SOFTMAX_BACKWARD = range(5)
ENTROPY_OF_INDEX, ENTROPY = 5, 6  # cross entropy, of a target's index or of probabilities
ALONE = (
    "hardmax",
    "sparsemax",
    "sparsemax_backward",
    "entmax15",
    "entmax15_backward",
    "nll",
)  # one row after the other, always; from 7 on

# The operands of a row-wise loop, each of which a function may have or not.
X, Y, MASK, LENGTH, TEMPERATURE, SINK, OUT, TARGET, WEIGHT, SCALE, SPREAD, SQUARE, LOSS, COUNTED = range(14)
OPERANDS = 14

KINDS = {"x": X, "dy": X, "y": Y, "mask": MASK, "length": LENGTH, "temperature": TEMPERATURE, "sink": SINK, "out": OUT}
KINDS |= {"index": TARGET, "target": TARGET, "weight": WEIGHT, "scale": SCALE, "spread": SPREAD, "square": SQUARE, "loss": LOSS}
KINDS |= {"counted": COUNTED}

# The number of each kernel, and the names of its functions over a row, over a panel of rows and over a chunk of a row.
FORWARD = "forward_row", "forward_panel", "forward_pass"
BACKWARD = "backward_row", "backward_panel", "backward_pass"
LOSSES = "entropy_row", "entropy_panel", "forward_pass"
WHAT = {
    "softmax": (SOFTMAX, FORWARD),
    "log_softmax": (LOG_SOFTMAX, FORWARD),
    "logsumexp": (LOGSUMEXP, FORWARD),
    "softmax_backward": (SOFTMAX_BACKWARD, BACKWARD),
    "log_softmax_backward": (LOG_SOFTMAX_BACKWARD, BACKWARD),
    "entropy_of_index": (ENTROPY_OF_INDEX, LOSSES),
    "entropy": (ENTROPY, LOSSES),
    **{name: (number, (f"{name}_row", f"{name}_row", "")) for number, name in enumerate(ALONE, 7)},
}

# The fields of a loop: what it computes, its kernels, its operands' positions among the ufunc's and among those with a
# core dimension.
LOOP_WHAT, ROW, PANEL, PASS, ITEMSIZE, HALF, COUNT, GRAIN, SETTINGS, RESOLVE = range(10)
PART_TASK, CHUNK_TASK, BLOCK_TASK, POSITION = range(10, 14)
CORE_POSITION = POSITION + OPERANDS

HALF_BYTES = 2  # of a number of 16 bits
LANES = 32
BLOCK = 256
STRIPES = 8  # of lanes in a block
CHUNK = 32768
CHUNKS = 256  # at the most: longer rows have longer ones
WIDTH = 16  # rows abreast in a panel
LEVELS = 4  # of the sums of a block's stripes in pairs
ROOM = 256  # for elements that sparsemax and entmax15 may keep, beside those of the lanes that fill it
NEAR = ROOM + LANES
ABREAST = 8  # lanes of their sums
STRIPE_ELEMENTS = LANES * WIDTH  # of a panel
TILE_ELEMENTS = TILE * WIDTH
WIDENED = 4096  # elements of rows of halves that are floats while they are computed
LEVELS_ELEMENTS = LEVELS * STRIPE_ELEMENTS
BLOCK_BYTES = BLOCK * 8  # at the most

# What a call knows of its rows: addresses of the first row's operands, steps from row to row, and within one.
ROWS_WHAT, N, ROWS_ITEMSIZE, ROWS_HALF, ROWS_SETTINGS, GRAINS, CHUNK_RUN, PASS_RUN = range(8)
AT = 8
OUTER = AT + OPERANDS
CORE = OUTER + OPERANDS
ROWS_IN_BLOCK = CORE + OPERANDS
ROWS_BYTES = (ROWS_IN_BLOCK + 1) * 8

# What (a) needs to know of a row, and what comes of it: `terms[BASE][w]` is of row w of a panel, and `tiles[BASE]` has the same
# spread over a tile. RATE is 1 / temperature, and RESULT what `finish` takes, each in two parts. TIED says how many times the
# maximum stands in a chunk; no tile has it.
MAXIMUM, BASE, LOWEST, MAGIC, RATE, RATE_LOW, RESULT, RESULT_LOW, TIED = range(9)
TERMS, TILES = 9, 8

# The sums of each row of a panel, in double: `sums[ALL][w]`.
ALL, ALL_LOW, ALL_TIES = range(3)
PANEL_SUMS = 3

# The state of a row, in doubles: terms as above, others, and from MAXIMA, SUMS, LOWS and TIES on one number for each chunk.
SCALED, TEMPERATURE_OF, TOTAL = range(9, 12)
MAXIMA = 16
SUMS = MAXIMA + CHUNKS
LOWS = SUMS + CHUNKS
TIES = LOWS + CHUNKS
STATE_BYTES = (TIES + CHUNKS) * 8
