"""The same bits whatever floating-point environment another library has set: flushing of subnormals, rounding, traps."""

import os
from pathlib import Path

import numpy as np
import pytest
from support.cases import (
    BACKENDS,
    COMPOSED,
    DTYPES,
    LINEAR,
    LOSSES,
    ROWWISE,
    UFUNCS,
    assert_same_bits,
    cases,
    get,
    operands,
    public,
    seed,
)
from support.environments import MODES, control, environment
from support.inputs import sample
from support.processes import stdout

import actkern as ak
from actkern._bench.cells import make_operands

pytestmark = pytest.mark.skipif(not MODES, reason="the control word of this machine is not known")
ALL_DTYPES = ("f2", *DTYPES)
THREADED = 40  # units of work (`Activation.grain`) that two threads share


def check(function, given, keywords=None):
    """function(*given) gives the same in every environment, on one thread and on two, and leaves the environment as it was."""
    keywords = keywords or {}
    with np.errstate(all="ignore"):
        expected = function(*given, **keywords)
        for mode in MODES:
            for threads in (1, 2):
                ak.set_num_threads(threads)
                with environment(mode):
                    before = control()
                    result = function(*given, **keywords)
                    after = control()
                assert after == before, mode
                assert_same_bits(result, expected)


@pytest.fixture(autouse=True)
def threads_as_before():
    before = ak.get_num_threads()
    yield
    ak.set_num_threads(before)


def tiny_and_large(dtype) -> np.ndarray:
    """Numbers whose results are subnormal in many functions, and specials."""
    wide = "f8" if dtype == "f8" else "f4"
    with np.errstate(over="ignore", under="ignore"):
        return np.concatenate([sample(wide, 300), np.linspace(-120, 20, 500)]).astype(dtype)


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize(("name", "form"), cases())
def test_elementwise_functions(name, form, backend):
    row = ak.catalog[name]
    for dtype in ALL_DTYPES:
        x = tiny_and_large(dtype)
        check(get(backend, name, form), operands(name, form, x))
        large = np.resize(x, THREADED * row.grain(8 if dtype == "f8" else 4)) if dtype != "f2" else x[::-1]
        check(get(backend, name, form), operands(name, form, large))


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize(("name", "form"), [*cases(ROWWISE), *cases(LOSSES), *cases(LINEAR), *cases(COMPOSED)])
def test_other_functions(name, form, backend):
    row = ak.catalog[name]
    for dtype in ALL_DTYPES:
        for rows, scale in ((7, 3), (300, 30)):
            x = (np.random.default_rng(rows).normal(0, scale, (rows, 200)) - 40).clip(*row.facts.support).astype(dtype)
            x = x if row.along_an_axis else x.ravel()
            keywords = seed(name, form)
            if name == "rrelu":
                keywords = {"training": True, "rng": 0}
            with np.errstate(all="ignore"):
                given = make_operands(row, form, x.astype("f4") if dtype == "f2" else x)
            given = [each.astype(dtype) if np.ndim(each) and each.dtype.kind == "f" else each for each in given]
            check(public(backend, name, form), given, {**keywords, **({"axis": -1} if row.reduces else {})})


@pytest.mark.parametrize("backend", BACKENDS)
def test_parameters_given_as_python_numbers(backend):
    # NumPy rounds them to the dtype of the array.
    x = np.linspace(-3, 3, 101, dtype="f4")
    space = ak.backends[backend]
    check(lambda: space.leaky_relu(x, 0.3), ())
    check(lambda: space.softmax(x, temperature=0.3), ())
    check(lambda: space.backward_from_output.softmax(x, x, temperature=0.3), ())


FIRST_IN_A_MODE = """
import sys
sys.path.insert(0, {tests!r})
from support.environments import environment
import numpy as np, actkern as ak
from actkern._catalog import catalog
space = ak.backends[{backend!r}]
x = np.random.default_rng(0).normal(0, 3, 4000).astype("f4")
rows = np.linspace(-120, 20, 2_000_000, dtype="f4").reshape(2000, 1000)
with environment({mode!r}):
    early = {{name: getattr(space, name)(x) for name, row in catalog.items()
        if row.of_elements and row.parameters and row.optional == row.parameters and len(row.inputs) == 1}}
    on_two = [space.sigmoid(np.full(2_000_000, -90, "f4")) for _ in range(20)]
    rows_on_two = space.softmax(rows)
after = [space.sigmoid(np.full(2_000_000, -90, "f4")) for _ in range(20)]
for y in (*on_two, *after):
    assert (y.view(np.uint32) == 0x8EC28).all()
ak.set_num_threads(1)
assert (rows_on_two == space.softmax(rows)).all()
for name, y in early.items():
    defaults = [np.float32(parameter.default) for parameter in catalog[name].parameters]
    assert (getattr(space, name).ufunc(x, *defaults) == y).all(), name
print("same", ak._runtime.pool.started() if ak._runtime.pool else 1)
"""


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("mode", MODES)
def test_threads_and_functions_that_are_made_in_another_environment(mode, backend):
    code = FIRST_IN_A_MODE.format(tests=str(Path(__file__).parents[1]), mode=mode, backend=backend)
    workers = min(1, len(os.sched_getaffinity(0)) - 1)
    assert stdout(code, ACTKERN_NUM_THREADS="2") == f"same {workers}"


@pytest.mark.parametrize("backend", BACKENDS)
def test_no_flag_is_left_raised(backend):
    # A subnormal result is an underflow, a comparison with NaN invalid: neither is the caller's.
    x = np.concatenate([tiny_and_large("f4")] * 300)
    for threads in (1, 2):
        ak.set_num_threads(threads)
        before = control()
        get(backend, "sigmoid")(x)
        get(backend, "softmax")(x.reshape(300, -1))
        assert control() == before


def test_every_function_is_in_a_case():
    assert {row.name for row in (*UFUNCS, *ROWWISE, *LOSSES, *LINEAR, *COMPOSED)} == set(ak.catalog)
