"""Backend, tier and thread choice, import, fork: each in a process of its own where it is decided once per process."""

import os
import shutil
import threading
from pathlib import Path

import numpy as np
import pytest
from support.cases import BACKENDS
from support.processes import NO_POOL, python, stdout

import actkern as ak
from actkern import _runtime
from actkern._numba import units
from actkern._runtime import available_tiers
from actkern._tiers import tiers_of_this_cpu, tiers_to_build

needs_numba = pytest.mark.skipif("numba" not in BACKENDS, reason="Numba is not installed")


def test_import_is_light():
    heavy = "{'numba', 'matplotlib', 'scipy', 'rich'}"
    loaded = f"import sys, actkern; actkern.sigmoid(1.0); print(*sorted({heavy} & set(sys.modules)))"
    expected = "" if BACKENDS[0] == "cython" else "numba"
    assert stdout(loaded) == expected
    assert stdout("import sys, actkern; print('numba' in sys.modules)") == "False"


@pytest.mark.skipif("cython" not in BACKENDS, reason="Numba compiles on the first call")
def test_import_and_first_call_are_quick():
    code = (
        "import numpy, time; start = time.perf_counter(); import actkern; actkern.sigmoid(1.0);print(time.perf_counter() - start)"
    )
    assert min(float(stdout(code)) for _ in range(3)) < 0.15


@pytest.mark.parametrize("backend", BACKENDS)
def test_backend_by_environment(backend):
    code = (
        "import actkern as ak, pickle; assert ak.sigmoid is ak.backends[ak._runtime.default_backend].sigmoid;"
        "assert pickle.loads(pickle.dumps(ak.grad.tanh)) is ak.grad.tanh; print(ak._runtime.default_backend, ak.sigmoid(0.0))"
    )
    assert stdout(code, ACTKERN_BACKEND=backend) == f"{backend} 0.5"


def test_every_backend_gives_its_own_functions():
    if len(BACKENDS) > 1:
        assert ak.backends["cython"].sigmoid is not ak.backends["numba"].sigmoid
    assert ak.backends[BACKENDS[0]].sigmoid is ak.sigmoid
    assert ak.backends.available() == BACKENDS
    assert list(ak.backends) == list(BACKENDS)


def test_unknown_backend():
    done = python("import actkern", ACTKERN_BACKEND="cuda")
    assert done.returncode != 0
    assert "ValueError: ACTKERN_BACKEND: unknown backend 'cuda'; accepted: cython, numba" in done.stderr


HIDE_NUMBA = "import sys; sys.modules['numba'] = None;"
HIDE_CYTHON = (
    "import importlib.machinery as m; find = m.PathFinder.find_spec;"
    "m.PathFinder.find_spec = lambda name, *rest: None if name.startswith('elementwise_') else find(name, *rest);"
)


def test_missing_backend_says_how_to_get_it():
    done = python(HIDE_NUMBA + "import actkern", ACTKERN_BACKEND="numba")
    assert "ImportError: ACTKERN_BACKEND=numba: the numba backend is not installed: pip install 'actkern[numba]'" in done.stderr
    done = python(HIDE_CYTHON + "import actkern", ACTKERN_BACKEND="cython")
    assert "install a C compiler (gcc) and reinstall actkern from source" in done.stderr
    done = python(HIDE_CYTHON + HIDE_NUMBA + "import actkern")
    assert "ImportError: actkern has no backend here. cython:" in done.stderr
    assert "pip install 'actkern[numba]'" in done.stderr
    # In a frozen program nothing can be installed.
    done = python("import sys; sys.frozen = True;" + HIDE_CYTHON + HIDE_NUMBA + "import actkern")
    assert "ImportError: actkern has no backend here. cython: this program was frozen without it; PyInstaller 6" in done.stderr
    assert "install" not in done.stderr.partition("PyInstaller 6")[0]


@needs_numba
def test_numba_serves_where_nothing_was_compiled():
    assert stdout(HIDE_CYTHON + "import actkern; print(actkern.tanh(0.0), *actkern.backends)") == "0.0 numba"


@pytest.mark.skipif("cython" not in BACKENDS, reason="tiers are the Cython backend's")
def test_tier_by_environment():
    for tier in available_tiers():
        code = "import actkern as ak; print(ak._runtime.runtime_info()['tier'], ak.sigmoid(0.0))"
        assert stdout(code, ACTKERN_TIER=tier) == f"{tier} 0.5"
    done = python("import actkern; actkern.sigmoid", ACTKERN_TIER="v9")
    assert "ValueError: ACTKERN_TIER: unknown tier 'v9'; accepted: v4, v3, baseline" in done.stderr


def test_threads_by_environment():
    code = "import actkern; print(actkern.get_num_threads())"
    assert stdout(code, ACTKERN_NUM_THREADS="3") == "3"
    assert stdout(code, OMP_NUM_THREADS="5") == "5"
    assert stdout(code, OMP_NUM_THREADS="5,2") == "5"
    assert stdout(code, ACTKERN_NUM_THREADS="3", OMP_NUM_THREADS="5") == "3"
    cpus = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    assert stdout(code) == str(cpus)
    for bad in ("0", "-1", "two", "1.5", "100000"):
        done = python(code, ACTKERN_NUM_THREADS=bad)
        assert f"ValueError: ACTKERN_NUM_THREADS={bad}: accepted is a whole number from 1 to 1024" in done.stderr
    assert "OMP_NUM_THREADS=many is not a thread count; actkern ignores it" in python(code, OMP_NUM_THREADS="many").stderr


def test_set_num_threads():
    before = ak.get_num_threads()
    with ak.threads(3):
        assert ak.get_num_threads() == 3
        ak.set_num_threads(np.int64(2))
        assert ak.get_num_threads() == 2
    assert ak.get_num_threads() == before
    for bad in (0, -1, 1025, True):
        with pytest.raises(ValueError, match=rf"an int from 1 to 1024, not {bad}"):
            ak.set_num_threads(bad)
    for bad in (1.5, "2", None):
        with pytest.raises(TypeError, match=rf"an int from 1 to 1024, not {type(bad).__name__}"):
            ak.set_num_threads(bad)
    with pytest.raises(ValueError, match="not 0"), ak.threads(0):
        pass
    assert ak.get_num_threads() == before


@pytest.mark.parametrize("backend", BACKENDS)
def test_many_python_threads_at_once(backend):
    space = ak.backends[backend]
    x = np.random.default_rng(0).normal(0, 3, 500_000).astype("f4")
    expected = space.sigmoid(x), space.softmax(x.reshape(5000, 100))
    wrong = []

    def work():
        for _ in range(5):
            if not (space.sigmoid(x) == expected[0]).all() or not (space.softmax(x.reshape(5000, 100)) == expected[1]).all():
                wrong.append(1)

    with ak.threads(2):
        workers = [threading.Thread(target=work) for _ in range(6)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
    assert not wrong


def test_an_installation_has_the_tiers_of_this_cpu_or_those_that_are_named():
    possible = ["baseline", "v3", "v4"]
    of_this_cpu = set(tiers_of_this_cpu())
    assert tiers_to_build("", possible) == [tier for tier in possible if tier in of_this_cpu]
    assert tiers_to_build("all", possible) == possible
    assert tiers_to_build("v4", possible) == ["baseline", "v4"]
    assert tiers_to_build("v3, baseline", possible) == ["baseline", "v3"]
    assert tiers_to_build("", ["baseline"]) == ["baseline"]  # other machines than x86-64
    with pytest.raises(ValueError, match="ACTKERN_BUILD_TIERS=v5: accepted is all, or some of baseline, v3, v4"):
        tiers_to_build("v5", possible)


# Six threads call a kernel at once: the first calls of this process, on arrays that are worth several threads each.
AT_ONCE = """
import sys, threading
import numpy as np, actkern as ak
ak.set_num_threads(2)
x = np.random.default_rng(0).normal(0, 3, 500_000).astype("f4")
results = []
def work():
    for _ in range(5):
        results.append(ak.sigmoid(x))
workers = [threading.Thread(target=work) for _ in range(6)]
for worker in workers: worker.start()
for worker in workers: worker.join()
assert len(results) == 30 and all((each == results[0]).all() for each in results)
print("numba" in sys.modules, results[0].view(np.uint32).sum(), *ak.sigmoid(np.array([0, np.inf])))
"""
NUMBA_SIGMOID = "import sys, actkern; print('numba' in sys.modules, actkern.sigmoid(0.0), 'numba' in sys.modules)"
NO_OPENMP = NO_POOL + (
    "import importlib.machinery as m; spec = m.PathFinder.find_spec;"
    "m.PathFinder.find_spec = lambda name, *rest: None if 'omppool' in name else spec(name, *rest);"
)


@pytest.fixture(scope="module")
def numba_cache(tmp_path_factory):
    """A directory with the code of sigmoid, compiled by threads that called it at once, and what they printed."""
    folder = tmp_path_factory.mktemp("cache")
    return folder, stdout(AT_ONCE, ACTKERN_BACKEND="numba", NUMBA_CACHE_DIR=str(folder))


@needs_numba
def test_another_process_does_not_import_numba(numba_cache):
    folder, first = numba_cache
    assert first.startswith("True")
    assert stdout(AT_ONCE, ACTKERN_BACKEND="numba", NUMBA_CACHE_DIR=str(folder)) == first.replace("True", "False")


@needs_numba
@pytest.mark.parametrize("code", [AT_ONCE, NO_POOL + AT_ONCE, NO_OPENMP + AT_ONCE], ids=["pool", "openmp", "none"])
def test_threads_at_once_where_numba_is_told_to_use_workqueue(numba_cache, code):
    # That layer aborts the process when two Python threads enter it: without a pool loops use OpenMP or none.
    folder, first = numba_cache
    given = {"ACTKERN_BACKEND": "numba", "NUMBA_CACHE_DIR": str(folder), "NUMBA_THREADING_LAYER": "workqueue"}
    assert stdout(code, **given).split()[1:] == first.split()[1:]


@needs_numba
def test_numba_beside_code_from_the_cache(numba_cache):
    code = (
        "import numpy as np, actkern as ak; x = np.linspace(-9, 9, 10**6); y = ak.sigmoid(x); import numba;"
        "f = numba.njit(parallel=True)(lambda x: x + 1); assert (f(x) == x + 1).all(); assert (ak.sigmoid(x) == y).all()"
    )
    assert not stdout(code, ACTKERN_BACKEND="numba", NUMBA_CACHE_DIR=str(numba_cache[0]))


@needs_numba
def test_code_of_other_sources_or_settings_is_not_used(numba_cache, tmp_path):
    given = {"ACTKERN_BACKEND": "numba", "NUMBA_CACHE_DIR": str(tmp_path)}
    shutil.copytree(numba_cache[0], tmp_path, dirs_exist_ok=True)
    kept = {path.name for path in (tmp_path / "actkern").iterdir()}
    assert stdout(NUMBA_SIGMOID, **given) == "False 0.5 False"
    # What was compiled for another CPU or with other settings stays: a home directory may serve several machines.
    assert stdout(NUMBA_SIGMOID, NUMBA_OPT="2", **given) == "False 0.5 True"
    assert kept < {path.name for path in (tmp_path / "actkern").iterdir()}


@needs_numba
def test_an_edit_of_a_family_compiles_that_family_again(numba_cache, tmp_path):
    package, kept = tmp_path / "edited" / "actkern", tmp_path / "kept"
    shutil.copytree(Path(ak.__file__).parent, package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(numba_cache[0], kept)
    code = "import actkern as ak; ak.relu(1.0); ak.sigmoid(1.0); ak.reglu(1.0, 2.0)"
    given = {"ACTKERN_BACKEND": "numba", "NUMBA_CACHE_DIR": str(kept), "PYTHONPATH": str(package.parent)}

    def compiled() -> set[str]:
        before = {path.name for path in (kept / "actkern").iterdir()}
        stdout(code, **given)
        after = {path.name for path in (kept / "actkern").iterdir()}
        assert len(after) >= len(before)  # what is compiled again takes the place of what was
        return {name.split(".")[0] for name in after - before}

    assert compiled() == {"elementwise-relu-value-d-each", "elementwise-reglu-value-d-each"}
    with (package / "_numba" / "scalar" / "piecewise.py").open("a") as source:
        source.write("# an edit\n")
    # sigmoid stays, as does the driver; reglu uses relu.
    assert compiled() == {"elementwise-relu-value-d-each", "elementwise-reglu-value-d-each"}
    with (package / "_catalog" / "logistic.py").open("a") as source:
        source.write("# an edit\n")
    assert compiled() == {"elementwise-sigmoid-value-d-each"}


def test_an_edit_of_any_part_of_rows_compiles_rows_again():
    rows = Path(ak.__file__).parent / "_numba" / "rows"
    assert set(rows.glob("[!_]*.py")) <= units._imported(rows / "driver.py")


@needs_numba
def test_damaged_code_is_compiled_again(numba_cache, tmp_path):
    shutil.copytree(numba_cache[0], tmp_path, dirs_exist_ok=True)
    for path in (tmp_path / "actkern").glob("*-sigmoid-*"):
        path.write_bytes(path.read_bytes()[:-100])
    for imported in (True, False):
        assert stdout(NUMBA_SIGMOID, ACTKERN_BACKEND="numba", NUMBA_CACHE_DIR=str(tmp_path)) == f"False 0.5 {imported}"


@needs_numba
def test_no_place_for_compiled_code():
    code = "from actkern._numba import units; units._writable = lambda folder: False;" + NUMBA_SIGMOID
    assert stdout(code, ACTKERN_BACKEND="numba") == "False 0.5 True"


WHILE_COMPILING = """
import signal, time
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell has it ignored by what it runs in the background
import actkern as ak, numpy as np
from actkern._numba import units
function, address = ak.sigmoid, units.address
def disturbed(unit):
    {disturbance}
    return address(unit)
units.address = disturbed
x = np.zeros(3, "f4")
try:
    y = function(x)
    time.sleep(10)
except {error}:
    units.address = address
    print({result})
"""


@needs_numba
def test_an_interrupt_while_a_kernel_is_compiled_is_raised_after_it(numba_cache):
    code = WHILE_COMPILING.format(disturbance="signal.raise_signal(signal.SIGINT)", error="KeyboardInterrupt", result="y")
    assert stdout(code, ACTKERN_BACKEND="numba", NUMBA_CACHE_DIR=str(numba_cache[0])) == "[0.5 0.5 0.5]"


@needs_numba
@pytest.mark.parametrize("before", ["", NO_POOL], ids=["pool", "no pool"])
def test_a_kernel_that_cannot_be_compiled_is_an_error_and_tried_again(before, numba_cache):
    code = before + WHILE_COMPILING.format(
        disturbance="raise MemoryError('none')",
        error="RuntimeError as error",
        result="error, function(x), isinstance(error, MemoryError)",
    )
    if not before:  # what is compiled raises with the call, and no result is assigned
        code = code.replace("    time.sleep(10)", "    print('went on')")
    done = python(code, ACTKERN_BACKEND="numba", NUMBA_CACHE_DIR=str(numba_cache[0]))
    message = "actkern could not compile elementwise.sigmoid.value.f.each with Numba, so nothing was computed: MemoryError: none"
    assert done.stdout.strip() == f"{message} [0.5 0.5 0.5] True"
    assert "MemoryError: none" in done.stderr


@needs_numba
@pytest.mark.skipif(_runtime.pool is None, reason="the pool was not compiled")
def test_an_error_that_cannot_be_told_is_raised_all_the_same(numba_cache):
    code = "import sys\ndef full(*error): raise MemoryError\nsys.excepthook = full\n" + WHILE_COMPILING.format(
        disturbance="raise MemoryError('none')", error="MemoryError", result="function(x)"
    )
    done = python(code, ACTKERN_BACKEND="numba", NUMBA_CACHE_DIR=str(numba_cache[0]))
    assert (done.stdout.strip(), done.stderr) == ("[0.5 0.5 0.5]", "")


@needs_numba
def test_numba_told_not_to_compile(numba_cache, tmp_path):
    # What is compiled are C loops, which Python cannot run: NUMBA_DISABLE_JIT is about other people's functions.
    code = AT_ONCE + "import numba; f = numba.njit(lambda x: x); print(type(f).__name__)"
    given = {"ACTKERN_BACKEND": "numba", "NUMBA_DISABLE_JIT": "1"}
    first = numba_cache[1].split()[1:]
    for folder in (tmp_path, numba_cache[0]):
        assert stdout(code, NUMBA_CACHE_DIR=str(folder), **given).split()[1:] == [*first, "function"]


def test_show_runtime(capsys):
    ak.show_runtime()
    text = capsys.readouterr().out
    for word in ("versions: actkern", "default backend:", "tier:", "threads:"):
        assert word in text


@pytest.mark.parametrize("backend", BACKENDS)
def test_pickles_load_in_another_process(backend):
    import pickle

    space = ak.backends[backend]
    for function in (space.sigmoid, space.backward.tanh, space.softmax):
        text = pickle.dumps(function)
        assert stdout(f"import pickle; print(pickle.loads({text!r}).__name__)") == function.__name__
