"""The rows of numbers that loops read, and the units whose addresses stand in them.

The numbers stand in the order of the fields of the C structs in `src_cython`. After them come the
addresses of the settings, of the function that compiles what is pending (see `units.py`) and of the
tasks. The places in the rows of row-wise loops are named in `rows/layout.py`. None of this needs an
import of Numba.
"""

import ctypes
from functools import partial
from typing import Any

import numpy as np

from .._catalog import Activation
from .._policy import PATTERNS
from . import units
from .rows.layout import BLOCK_TASK, CHUNK_TASK, KINDS, OPERANDS, PANEL, PART_TASK, PASS, ROW, WHAT
from .units import PENDING, Wanted

# The kinds of numbers of 16 bits: `machine.py`, which needs Numba, has them too.
FLOAT16, BFLOAT16 = 1, 2

# The fields of an elementwise loop.
KERNEL, UNIFORM, STREAMED, IN_TURN, FUSED, TABLE, SCALES, FLAT = range(8)
NIN, NOUT, PARAMETERS, ITEMSIZE, HALF, GRAIN, STREAMED_FROM = range(8, 15)
SETTINGS, RESOLVE, TASK = range(15, 18)

# The settings (`_runtime.Settings`).
THREADS, STREAM_BYTES, RUN, PARALLEL_FOR, OPENMP_PART = range(5)

Made = tuple[str, int, np.ndarray[Any, np.dtype[np.intp]]]  # characters of the dtypes, address of the loop, its row of numbers


_tables: list[np.ndarray[Any, Any]] = []  # as long as the process, as what loops read


def _row(fields: list[int], wanted: dict[int, Wanted]) -> np.ndarray[Any, np.dtype[np.intp]]:
    data = np.array(fields, dtype=np.intp)
    for slot in wanted:
        data[slot] = PENDING
    units.want(data.ctypes.data, wanted)
    return data


def _make_table(row: Activation, form: str, half: int) -> int:
    """The address of what a form gives for every number of 16 bits; of gradients it is the slopes, as floats."""
    scales = form == "backward"
    kernel = units.address(("elementwise", row.name, "grad" if scales else form, "f", "each"))
    fill = ctypes.CFUNCTYPE(None, *[ctypes.c_ssize_t] * 4)(units.address(("elementwise", "fill_table")))
    table = np.empty(PATTERNS, np.float32 if scales else np.uint16)
    fill(table.ctypes.data, kernel, half, scales)
    _tables.append(table)
    return int(table.ctypes.data)


def elementwise_loops(row: Activation, form: str, settings: int) -> list[Made]:
    """The loops of one form, narrow to wide and then bfloat16; their kernels are compiled when a call needs them."""
    inputs, outputs = row.operands(form)
    driver = units.address(("elementwise", "elementwise"))
    made = []
    for character, half, itemsize in (("e", FLOAT16, 4), ("f", 0, 4), ("d", 0, 8), ("E", BFLOAT16, 4)):
        of_type = "elementwise", row.name, form, "d" if itemsize == 8 else "f"
        wanted: dict[int, Wanted] = {KERNEL: (*of_type, "each"), TASK: ("elementwise", "task")}
        if row.parameters:
            wanted[UNIFORM] = (*of_type, "uniform")
        streamed_from = row.streamed_from(form, itemsize) if form == "value" else 0
        if streamed_from:
            wanted[STREAMED] = (*of_type, "streamed")
        if row.in_turn(form):
            wanted[IN_TURN] = (*of_type, "in_turn")
        if half and row.fused(form):
            wanted[FUSED] = (*of_type, "float16" if half == FLOAT16 else "bfloat16")
        if half and row.looked_up(form):
            wanted[TABLE] = partial(_make_table, row, form, half)
        fields = [0] * 6 + [form == "backward", bool(row.flats[0])]
        fields += [len(inputs), len(outputs), len(row.parameters), itemsize, half]
        fields += [row.grain(itemsize), streamed_from]
        made.append((character, driver, _row([*fields, settings, units.resolver(), 0], wanted)))
    return made


def row_loops(kernel: str, operands: tuple[tuple[str, int], ...], grains: tuple[int, int], settings: int) -> list[Made]:
    """The loops of a row-wise kernel, narrow to wide and then bfloat16.

    `operands` has the kind of each operand and how many core dimensions it has, in the gufunc's
    order: none has more than one, or all have two (see `blockwise`). `grains` are Activation.grain
    of float32 and float64.
    """
    what, functions = WHAT[kernel]
    position, core_position = [-1] * OPERANDS, [-1] * OPERANDS
    core = 0
    for place, (kind, cores) in enumerate(operands):
        position[KINDS[kind]] = place
        if cores:
            core_position[KINDS[kind]] = core
            core += cores
    driver = units.address(("rows.driver", "blockwise" if core == 2 * len(operands) else "rowwise"))
    made = []
    for character, half, itemsize in (("e", FLOAT16, 2), ("f", 0, 4), ("d", 0, 8), ("E", BFLOAT16, 2)):
        if half and any(kind == "loss" for kind, _ in operands):
            continue  # losses of float16 and bfloat16 are float32
        suffix = "d" if itemsize == 8 else "f"
        wanted: dict[int, Wanted] = {
            slot: ("rows.driver", name, suffix) for slot, name in zip((ROW, PANEL, PASS), functions) if name
        }
        wanted |= {PART_TASK: ("rows.driver", "part_task"), CHUNK_TASK: ("rows.driver", "chunk_task")}
        wanted |= {BLOCK_TASK: ("rows.driver", "block_task")}
        grain = grains[character == "d"]
        fields = [what, 0, 0, 0, itemsize, half, len(operands), grain, settings, units.resolver()]
        dtypes = {"mask": "?", "length": "p", "index": "p", "counted": "p", "loss": "d"}
        # float for rows of 16 bits too, which are computed in float32
        dtypes["temperature"] = dtypes["sink"] = "d" if character == "d" else "f"
        characters = "".join(dtypes.get(kind, character) for kind, _ in operands)
        made.append((characters, driver, _row([*fields, 0, 0, 0, *position, *core_position], wanted)))
    return made
