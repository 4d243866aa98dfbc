"""The first call of a function, of few elements: each in a process of its own, where nothing is compiled or resolved yet."""

import os
from importlib.util import find_spec

import numpy as np
import pytest
from support.cases import BACKENDS, UFUNCS, names, samples
from support.processes import stdout

# A parent forks a child for each first call; its result, or how it ended, goes through a pipe. The parent has called another
# function, which loads what reads compiled code, or each child would.
FIRST_CALLS = """
import os, sys, warnings
warnings.simplefilter("ignore", DeprecationWarning)
import numpy as np, actkern as ak
space, name, typical = ak.backends[{backend!r}], {name!r}, {typical!r}
(space.relu if name == "identity" else space.identity)(np.float32(1))

def bits(arrays):
    return b"".join(np.asarray(each).tobytes() for each in (arrays if isinstance(arrays, tuple) else (arrays,)))

def given(form, n, dtype, kind):
    for shift, operand in enumerate(ak.catalog[name].operands(form)[0]):
        if operand not in typical:
            yield np.roll(np.linspace(-4, 4, n + 3).astype(dtype)[3:], shift)
        else:
            number = np.dtype(dtype).type(typical[operand])
            yield {{"scalar": number, "one": np.full(1, number), "full": np.full(n, number)}}[kind]

def first(form, n, dtype, kind):
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        function = getattr(space if form == "value" else getattr(space, form), name)
        function = getattr(function, "ufunc", function)
        os.write(write, bits(function(*given(form, n, dtype, kind))) + b".")
        os._exit(0)
    os.close(write)
    with os.fdopen(read, "rb") as file:
        result = file.read()
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return result.hex() if code == 0 else f"ended with {{code}}"

for form in ak.catalog[name].forms:
    for dtype in ("f4", "f8"):
        for kind in ("scalar", "one", "full") if typical else ("full",):
            for n in (0, 1, 2, 7, 8, 9, 15, 16, 17):
                print(form, dtype, kind, n, first(form, n, dtype, kind))
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")
@names(UFUNCS)
def test_first_calls(name):
    # Numba compiles a kernel when a call has need of it: of one element another one may be called than of two.
    texts = [stdout(FIRST_CALLS.format(backend=backend, name=name, typical=samples(name))) for backend in BACKENDS]
    assert "ended" not in texts[0]
    for text in texts[1:]:
        assert text.splitlines() == texts[0].splitlines()


# Turns of a microsecond, so that threads meet in whatever a first call does; dtypes that no loop has.
AT_ONCE = """
import sys, threading, warnings
warnings.simplefilter("ignore", DeprecationWarning)
import numpy as np, ml_dtypes, actkern as ak
sys.setswitchinterval(1e-6)

def call(ufunc, x, start):
    start.wait()
    try:
        ufunc(*[x] * ufunc.nin)
    except RuntimeError as error:
        print(ufunc.__name__, x.dtype, error)

for name in ak.catalog:
    ufunc = getattr(ak, name, None)
    if isinstance(ufunc, np.ufunc):
        for x in np.ones((4, 10), ml_dtypes.bfloat16), np.ones((4, 10), np.int64):
            start = threading.Barrier(4)
            threads = [threading.Thread(target=call, args=(ufunc, x, start)) for _ in range(4)]
            for each in threads:
                each.start()
            for each in threads:
                each.join()
"""


@pytest.mark.skipif(
    np.lib.NumpyVersion(np.__version__) < "2.1.0" and find_spec("actkern._compiled_promotion") is None,
    reason="NumPy 2.0 without a compiled promoter (actkern/_promotion.py)",
)
def test_threads_may_make_a_first_call_at_once():
    pytest.importorskip("ml_dtypes")
    assert stdout(AT_ONCE) == ""


def test_a_first_call_may_ask_for_bfloat16_by_dtype():
    """NumPy 2.0 has an error for what a promoter leaves as it is, and finds only after the promoter has registered it."""
    pytest.importorskip("ml_dtypes")
    code = (
        "import numpy as np, actkern as ak; from ml_dtypes import bfloat16; x = np.ones((2, 4), bfloat16);"
        "print(*(f(x, dtype=bfloat16).dtype for f in (ak.log_softmax, ak.logsumexp, ak.sigmoid, ak.softmax)))"
    )
    assert stdout(code) == "bfloat16 bfloat16 bfloat16 bfloat16"
