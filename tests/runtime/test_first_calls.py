"""The first call of a function, of few elements: each in a process of its own, where nothing is compiled or resolved yet."""

import os

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
