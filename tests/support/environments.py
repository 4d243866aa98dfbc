"""Floating-point environments that other libraries leave behind: flush-to-zero, other rounding, traps."""

import contextlib
import ctypes
import ctypes.util
import platform
import struct

_libm = ctypes.CDLL(ctypes.util.find_library("m"))

# Where the control word lies in C's fenv_t, how long that is, and for each mode the bits to clear and to set in it.
if platform.machine().lower() in ("x86_64", "amd64"):
    _SIZE, _OFFSET = 32, 28
    _TRAPS = 1 << 7 | 1 << 9 | 1 << 10  # invalid, division by zero, overflow: masks, so 0 lets them trap
    MODES = {
        "flush to zero": (0, 1 << 15),
        "denormals are zero": (0, 1 << 6),
        "both": (0, 1 << 15 | 1 << 6),
        "down": (3 << 13, 1 << 13),
        "up": (3 << 13, 2 << 13),
        "toward zero": (3 << 13, 3 << 13),
        "down and flushing": (3 << 13, 1 << 13 | 1 << 15 | 1 << 6),
        "traps": (_TRAPS, 0),
    }
elif platform.machine().lower() in ("aarch64", "arm64"):
    _SIZE, _OFFSET = 8, 0
    MODES = {
        "flush to zero": (0, 1 << 24),
        "up": (3 << 22, 1 << 22),
        "down": (3 << 22, 2 << 22),
        "toward zero": (3 << 22, 3 << 22),
    }
else:
    MODES = {}


def _get() -> ctypes.Array:
    environment = ctypes.create_string_buffer(_SIZE)
    assert _libm.fegetenv(environment) == 0
    return environment


def control() -> int:
    """The control word of this thread, flags and all."""
    return struct.unpack_from("I", _get(), _OFFSET)[0]


@contextlib.contextmanager
def environment(mode: str):
    """This thread computes in `mode` within the block. Little is to be done there: Python computes in it, too."""
    before, changed = _get(), _get()
    clear, add = MODES[mode]
    struct.pack_into("I", changed, _OFFSET, struct.unpack_from("I", changed, _OFFSET)[0] & ~clear | add)
    _libm.fesetenv(changed)
    try:
        yield
    finally:
        _libm.fesetenv(before)
