"""The pool of threads: alone, in C, and in processes that fork, pin, interrupt and end as other people's do."""

import os
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest
from support.cases import BACKENDS, assert_same_bits, get
from support.processes import NO_POOL, python, stdout

import actkern as ak
from actkern import _runtime

ROOT = Path(__file__).parents[2]
CPUS = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
WORKERS = min(CPUS, 2) - 1  # of a call on two threads
pytestmark = pytest.mark.skipif(_runtime.pool is None, reason="the pool was not compiled")
on_linux = pytest.mark.skipif(sys.platform != "linux", reason="/proc says it")
needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")

PREPARED = """
import os, sys, threading, time
import numpy as np, actkern as ak
from actkern._runtime import pool
ak.set_num_threads(2)
space = ak.backends[{backend!r}]
x = np.random.default_rng(0).normal(0, 3, 1_000_000).astype("f4")
def work():
    return space.sigmoid(x), space.softmax(x.reshape(1000, 1000)), space.softmax(x)
def same(one, other):
    return all((a == b).all() for a, b in zip(one, other))
with ak.threads(1):
    expected = work()
"""


@pytest.mark.skipif(shutil.which("cc") is None, reason="no C compiler")
@pytest.mark.parametrize(
    "flags", [(), ("-DACTKERN_NO_FUTEX",), ("-fsanitize=thread", "-DNO_FORK", "-g")], ids=["futex", "condition", "races"]
)
def test_each_part_is_computed_once_whoever_calls_when(flags, tmp_path):
    program = tmp_path / "stress"
    sources = [ROOT / "tests" / "runtime" / "stress_pool.c", ROOT / "src_cython" / "pool.c"]
    command = ["cc", "-O2", "-std=gnu11", "-Wall", "-Wextra", "-Werror", "-pthread", *flags, f"-I{ROOT / 'src_cython'}"]
    subprocess.run([*command, *sources, "-o", program], check=True)
    for arguments in (("2", "1", "2000"), ("5", "3", "600"), ("9", "2", "300")):
        done = subprocess.run([program, *arguments], capture_output=True, text=True, timeout=120, check=False)
        assert (done.returncode, done.stdout, done.stderr) == (0, "all parts once\n", "")


@pytest.mark.parametrize("backend", BACKENDS)
def test_more_threads_than_cpus_do_not_show(backend):
    x = np.random.default_rng(0).normal(0, 3, 2_000_000).astype("f4")
    blocks = x.reshape(100, 50, 400)

    def work():
        yield get(backend, "sigmoid")(x)
        yield get(backend, "gelu", "value_and_grad")(x[:500_001])
        yield get(backend, "softmax")(x.reshape(-1, 1000))
        yield get(backend, "log_softmax")(x)
        yield get(backend, "softmax")(blocks, axis=1)
        yield get(backend, "softmax", "backward_from_output")(x, x)

    with ak.threads(1):
        expected = list(work())
    _runtime.pool.assume_cpus(9)
    try:
        for threads in (2, 3, 5, 9):
            with ak.threads(threads):
                for result, right in zip(work(), expected, strict=True):
                    assert_same_bits(result, right)
        assert _runtime.pool.started() == 8
    finally:
        _runtime.pool.assume_cpus(0)


@pytest.mark.parametrize("backend", BACKENDS)
def test_threads_start_with_the_first_call_that_has_use_for_them(backend):
    code = PREPARED.format(backend=backend) + (
        "space.sigmoid(x[:1000]); before = pool.started(); assert same(work(), expected); print(before, pool.started())"
    )
    assert stdout(code) == f"0 {WORKERS}"


@on_linux
def test_threads_at_rest_take_no_time():
    code = PREPARED.format(backend=BACKENDS[0]) + (
        "work(); time.sleep(.01); used = time.process_time(); time.sleep(1); print(time.process_time() - used)"
    )
    assert float(stdout(code)) < 0.001


@on_linux
def test_threads_sleep_soon_and_block_signals():
    # In one of several tries: a thread that is to go to sleep needs a CPU to do so, and other tests use them as well.
    code = PREPARED.format(backend=BACKENDS[0]) + (
        "for attempt in range(50):\n"
        "    work(); end = time.perf_counter() + .0005; found = []\n"
        "    while time.perf_counter() < end: pass\n"
        "    for t in os.listdir('/proc/self/task'):\n"
        "        if int(t) == threading.get_native_id(): continue\n"
        "        status = dict(line.split(':', 1) for line in open(f'/proc/self/task/{t}/status'))\n"
        "        blocked = int(status['SigBlk'], 16)\n"
        "        if all(blocked >> n & 1 for n in range(16) if n + 1 not in (9,)):\n"
        "            found.append(status['State'].split()[0] + f' {threading.get_native_id() in os.sched_getaffinity(int(t))}')\n"
        "    if all(each == 'S False' for each in found): break\n"
        "print(*found, sep='\\n')\n"
    )
    assert stdout(code).splitlines() == ["S False"] * WORKERS


@on_linux
@pytest.mark.skipif(CPUS < 2, reason="one CPU")
@pytest.mark.parametrize("backend", BACKENDS)
def test_affinity_is_respected(backend):
    code = PREPARED.format(backend=backend) + (
        "cpus = os.sched_getaffinity(0); os.sched_setaffinity(0, {min(cpus)}); assert same(work(), expected)\n"
        "alone = pool.started(); os.sched_setaffinity(0, cpus); time.sleep(.01); assert same(work(), expected)\n"
        "worker = [int(t) for t in os.listdir('/proc/self/task')][-1]\n"
        "os.sched_setaffinity(0, {min(cpus)}); time.sleep(.01); work()\n"
        "os.sched_setaffinity(0, sorted(cpus)[:2]); time.sleep(.01); ok = 0\n"
        "for _ in range(20):\n"
        "    work(); ok = ok or os.sched_getaffinity(worker) < set(sorted(cpus)[:2])\n"
        "print(alone, pool.started(), ok)"
    )
    assert stdout(code) == "0 1 True"


def test_a_container_s_quota_counts(tmp_path):
    own, root = tmp_path / "cgroup", tmp_path / "fs"
    inner = root / "slice" / "box"
    inner.mkdir(parents=True)
    own.write_text("0::/slice/box\n")
    assert _runtime.granted_cpus(own, root) == float("inf")
    (inner / "cpu.max").write_text("max 100000\n")
    (root / "slice" / "cpu.max").write_text("150000 100000\n")
    assert _runtime.granted_cpus(own, root) == 1.5
    (root / "cpu.max").write_text("50000 100000\n")
    assert _runtime.granted_cpus(own, root) == 0.5
    own.write_text("4:memory:/x\n3:cpu,cpuacct:/box\n")
    old = root / "cpu,cpuacct" / "box"
    old.mkdir(parents=True)
    (old / "cpu.cfs_quota_us").write_text("-1\n")
    (old / "cpu.cfs_period_us").write_text("100000\n")
    assert _runtime.granted_cpus(own, root) == float("inf")
    (old.parent / "cpu.cfs_quota_us").write_text("300000\n")
    (old.parent / "cpu.cfs_period_us").write_text("100000\n")
    assert _runtime.granted_cpus(own, root) == 3
    assert _runtime.granted_cpus(tmp_path / "none", root) == float("inf")


FORK_AT_ANY_MOMENT = """
go_on = True
def call():
    while go_on:
        assert same(work(), expected)
callers = [threading.Thread(target=call) for _ in range(2)]
for each in callers: each.start()
slowest = 0
for _ in range(15):
    child = os.fork()
    if child == 0:
        ok = pool.started() == 0 and same(work(), expected) and ak.get_num_threads() == 2 and pool.started() == {workers}
        os._exit(0 if ok else 1)
    start = time.perf_counter()
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    slowest = max(slowest, time.perf_counter() - start)
go_on = False
for each in callers: each.join()
assert slowest < 2, slowest
print("all went on")
"""


@needs_fork
@pytest.mark.parametrize("backend", BACKENDS)
def test_fork_at_any_moment(backend):
    code = "import warnings; warnings.simplefilter('ignore', DeprecationWarning)\n" + PREPARED.format(backend=backend)
    assert stdout(code + FORK_AT_ANY_MOMENT.format(workers=WORKERS)) == "all went on"


# What a parent may have done before its child is the first to import actkern: OpenMP runtimes hang in forked children.
PARENTS = {
    "prange": (
        "import numba\n"
        "@numba.njit(parallel=True)\n"
        "def f(x):\n"
        "    for i in numba.prange(len(x)): x[i] += 1\n"
        "f(np.zeros(100_000))\n"
    ),
    "sklearn": (
        "from sklearn.ensemble import HistGradientBoostingClassifier as H\n"
        "x = np.random.default_rng(0).normal(size=(2000, 5)); H(max_iter=2).fit(x, x[:, 0] > 0)\n"
    ),
    "actkern": "import actkern as ak; ak.set_num_threads(2); ak.sigmoid(np.zeros(1_000_000, 'f4'))\n",
}
FIRST_IN_THE_CHILD = """
import os, sys, time, warnings
import numpy as np
warnings.simplefilter("ignore", DeprecationWarning)
{parent}
child = os.fork()
if child == 0:
    import actkern as ak
    ak.set_num_threads(2)
    ak.sigmoid(np.zeros(10, "f4"))  # Numba compiles
    start = time.perf_counter()
    y = ak.sigmoid(np.full(2_000_000, -90, "f4"))
    ok = (y.view(np.uint32) == 0x8EC28).all() and time.perf_counter() - start < 2
    ok &= ak._runtime.pool.started() == {workers} and ak.get_num_threads() == 2
    os._exit(0 if ok else 1)
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


@needs_fork
@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("parent", PARENTS)
def test_a_child_that_imports_first(parent, backend):
    if parent == "prange":
        pytest.importorskip("numba")
    code = FIRST_IN_THE_CHILD.format(parent=PARENTS[parent], workers=WORKERS)
    assert stdout(code, ACTKERN_BACKEND=backend, OMP_NUM_THREADS="2") == "0"


IN_A_PROCESS = """
import multiprocessing, sys
import numpy as np
def work(n):
    import actkern as ak
    ak.set_num_threads(2)
    y = ak.sigmoid(np.full(n, -90, "f4"))
    return bool((y.view(np.uint32) == 0x8EC28).all()), ak._runtime.pool.started()
if __name__ == "__main__":
    import actkern as ak
    ak.sigmoid(np.zeros(2_000_000, "f4"))
    with multiprocessing.get_context(sys.argv[1]).Pool(2) as processes:
        print(processes.map(work, [2_000_000] * 4))
"""


@pytest.mark.parametrize("method", ["spawn", "forkserver"])
def test_processes_of_other_kinds(method, tmp_path):
    program = tmp_path / "program.py"
    program.write_text(IN_A_PROCESS)
    done = subprocess.run([sys.executable, program, method], capture_output=True, text=True, timeout=120, check=False)
    assert done.stdout.strip() == str([(True, WORKERS)] * 4), done.stderr


ENDS = {
    "daemon threads": "sys.exit(3)",
    "os._exit": "os._exit(3)",
    "a signal": "signal.signal(signal.SIGTERM, lambda *_: os._exit(3)); os.kill(os.getpid(), signal.SIGTERM); time.sleep(5)",
}


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("backend", BACKENDS)
def test_a_process_ends_in_the_middle_of_calls(end, backend):
    code = PREPARED.format(backend=backend) + (
        "import signal\n"
        "def call():\n"
        "    while True: work()\n"
        "for _ in range(3): threading.Thread(target=call, daemon=True).start()\n"
        f"time.sleep(.05); {ENDS[end]}"
    )
    assert python(code, timeout=30).returncode == 3


@pytest.mark.parametrize("backend", BACKENDS)
def test_the_number_of_threads_may_change_while_calls_run(backend):
    x = np.random.default_rng(0).normal(0, 3, 1_000_000).astype("f4")
    function = get(backend, "sigmoid")
    expected = function(x)
    before, go_on, wrong = ak.get_num_threads(), True, []

    def call():
        while go_on:
            if not (function(x) == expected).all():
                wrong.append(1)

    caller = threading.Thread(target=call)
    caller.start()
    end = time.perf_counter() + 0.5
    while time.perf_counter() < end:
        for count in (1, 2, 5):
            ak.set_num_threads(count)
    go_on = False
    caller.join()
    ak.set_num_threads(before)
    assert not wrong


@on_linux
def test_a_system_without_room_for_a_thread():
    code = PREPARED.format(backend=BACKENDS[0]) + (
        "import resource, pathlib\n"
        "pages, out, equal = pathlib.Path('/proc/self/statm').read_text().split()[0], np.empty_like(x), np.empty(x.shape, bool)\n"
        "limit = int(pages) * resource.getpagesize() + (2 << 20); resource.setrlimit(resource.RLIMIT_AS, (limit, limit))\n"
        "space.sigmoid(x, out=out); np.equal(out, expected[0], out=equal); print(pool.started(), equal.all())"
    )
    assert stdout(code) == "0 True"


FORK = """
child = os.fork()
if child == 0:
    ak.set_num_threads(2)
    os._exit(0 if ak.get_num_threads() == {in_child} and same(work(), expected) else 1)
assert same(work(), expected) and pool is None
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


@needs_fork
@pytest.mark.parametrize("backend", BACKENDS)
def test_without_a_pool(backend):
    # Numba's loops run on OpenMP's threads, but not in a forked child; Cython's on one.
    before = "import warnings; warnings.simplefilter('ignore', DeprecationWarning)\n" + NO_POOL
    code = before + PREPARED.format(backend=backend) + "work()" + FORK.format(in_child=1 if backend == "numba" else 2)
    assert stdout(code) == "0"


@needs_fork
@on_linux
@pytest.mark.skipif("numba" not in BACKENDS, reason="Numba is not installed")
def test_without_a_pool_a_child_that_imports_first_stays_on_one_thread():
    code = NO_POOL + FIRST_IN_THE_CHILD.format(parent=PARENTS["prange"], workers=1)
    code = code.replace("ak._runtime.pool.started() == 1 and ak.get_num_threads() == 2", "ak.get_num_threads() == 1")
    assert stdout(code, ACTKERN_BACKEND="numba", OMP_NUM_THREADS="2") == "0"
