"""Memory that cannot be had: a call gives the right result or a MemoryError, and the next call is as if nothing had happened."""

import platform
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
from support.cases import BACKENDS, UFUNCS, public
from support.processes import python, stdout

import actkern as ak

HERE = Path(__file__).parent
on_glibc = pytest.mark.skipif(
    platform.libc_ver()[0] != "glibc" or shutil.which("cc") is None, reason="needs glibc and a C compiler"
)

# Every call is made again and again; the n-th time its n-th allocation fails, until it has no n-th one.
FAILING = """
import ctypes, os, sys
import numpy as np, actkern as ak
from actkern import _runtime
from support.cases import operands, outputs, whole_numbers
from support.inputs import for_loss
from actkern._catalog import LinearLoss, Loss
space, which = ak.backends[sys.argv[1]], (1, -1)  # that allocation alone, and all after it
libc = ctypes.PyDLL(None)
libc.actkern_fail_at.argtypes, libc.actkern_fail_at.restype = (ctypes.c_long,), None
libc.actkern_failed.restype = ctypes.c_long
np.seterr(all="ignore")
unraisable, count = [], {"result": 0, "MemoryError": 0}
sys.unraisablehook = unraisable.append

def attempt(call, n):
    try:
        libc.actkern_fail_at(n)
        result = call()
        os.sync()
        return result
    except MemoryError:
        os.sync()

def kept(result):
    return [(each.dtype, each.shape, each.tobytes()) for each in map(np.asarray, outputs(result))]

def explore(what, call):
    expected = kept(call())
    for sign in which:
        n = 1
        while True:
            print(what, sign * n, file=sys.stderr, flush=True)
            result = attempt(call, sign * n)
            assert not unraisable, unraisable
            if not libc.actkern_failed():
                break
            count["MemoryError" if result is None else "result"] += 1
            assert result is None or kept(result) == expected
            del result
            assert kept(call()) == expected
            n += 1

def function(name, form):
    return getattr(space if form == "value" else getattr(space, form), name)

rng = np.random.default_rng(0)
x = rng.normal(0, 3, 70_000)
for row in ak.catalog.values():
    if row.of_elements and row.name not in sys.argv[2:]:
        continue
    for form in row.forms:
        for dtype in ("f2", "f4"):
            call, given, keywords = function(row.name, form), x.astype(dtype), {"rng": 0} if row.takes("rng", form) else {}
            if isinstance(row, LinearLoss):
                given = [rng.normal(0, 1, shape).astype(dtype) for shape in ((300, 300), (400, 300))]
                given.append(rng.integers(0, 400, 300))
            elif isinstance(row, Loss) and row.along_an_axis:
                given = [given.reshape(100, 700), rng.integers(0, 700, 100)]
            elif isinstance(row, Loss):
                given = for_loss(row.name, given.astype("f4"), np.roll(given, 1).astype("f4"))
            elif row.along_an_axis:
                given = [given.reshape(2, 35_000), *whole_numbers(row.name)]
                if form != "value":
                    given.insert(0, np.asarray(function(row.name, "value")(*given)))
            else:
                given = operands(row.name, form, given)
                if not row.of_elements:  # rrelu has its parameters by name
                    given = [each for each in given if np.ndim(each)]
            explore(f"{row.name} {form} {dtype}", lambda: call(*given, **keywords))
ak.set_num_threads(2)
# Rows that lie in memory of their own meanwhile: those of 16 bits that fit, and those whose results go past the caches.
_runtime.settings.stream_bytes = 1 << 17
for name in ("softmax", "log_softmax", "logsumexp", "sparsemax", "entmax15"):
    for dtype in ("f2", "f4"):
        rows = x[:64_000].astype(dtype).reshape(4, 16_000)
        explore(f"{name} of rows that are kept, {dtype}", lambda: function(name, "value")(rows, axis=-1))
print(count["result"], count["MemoryError"])
"""


@pytest.fixture(scope="session")
def failing(tmp_path_factory):
    """The library that makes allocations fail."""
    library = tmp_path_factory.mktemp("failing") / "failing_malloc.so"
    command = ["cc", "-O1", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC", HERE / "failing_malloc.c", "-o", library]
    subprocess.run(command, check=True)
    return library


@on_glibc
@pytest.mark.parametrize("backend", BACKENDS)
def test_any_allocation_may_fail(backend, failing):
    of_elements = ["gelu"] if backend == "numba" else [row.name for row in UFUNCS]  # what Numba would compile first
    code = f"import sys; sys.path.insert(0, {str(HERE.parent)!r}); sys.argv = {['', backend, *of_elements]!r}\n{FAILING}"
    done = python(code, timeout=600, LD_PRELOAD=str(failing))
    assert done.returncode == 0, done.stderr[-2000:]
    results, errors = map(int, done.stdout.split())
    assert errors > 500
    if backend == "cython":  # whose rows are computed all the same where the memory that would make them quicker is missing
        assert results > 10


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("name", ["sigmoid", "softmax", "logsumexp", "mse"])
def test_a_result_that_no_memory_holds(name, backend):
    x = np.broadcast_to(np.float32(1), (1 << 44, 4))  # 2^46 floats, of which there is one
    keywords = {"axis": -1} if name == "logsumexp" else {}
    with pytest.raises(MemoryError):
        public(backend, name)(*[x] * (1 + (name == "mse")), **keywords)


@pytest.mark.skipif("numba" not in BACKENDS, reason="Numba is not installed")
def test_a_result_that_no_memory_holds_inside_numba():
    numba = pytest.importorskip("numba")
    x = np.broadcast_to(np.float32(1), (1 << 44, 4))
    function = numba.njit(lambda x: ak.softmax(x))
    assert function(np.ones((2, 2), "f4")).shape == (2, 2)
    with pytest.raises(MemoryError):
        function(x)


LIMITED = """
import resource
import numpy as np, actkern as ak
space = ak.backends[{backend!r}]
x = np.random.default_rng(0).normal(0, 3, (4, 2_500_000)).astype("f4")
names = ("sigmoid", "softmax", "log_softmax")
expected = [getattr(space, name)(x[:, :1000]) for name in names]
out = np.zeros_like(x)
for name in names:  # what is compiled on first use
    getattr(space, name)(x, out=out)
with open("/proc/self/statm") as file:
    used = int(file.read().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (used + (16 << 20),) * 2)
for name, right in zip(names, expected):
    function = getattr(space, name)
    try:
        function(x)
    except MemoryError:
        print(name, (function(x[:, :1000]) == right).all(), function(x, out=out) is out)
"""


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="/proc says it")
@pytest.mark.parametrize("backend", BACKENDS)
def test_a_process_that_has_no_more_memory(backend):
    assert stdout(LIMITED.format(backend=backend)) == "sigmoid True True\nsoftmax True True\nlog_softmax True True"
