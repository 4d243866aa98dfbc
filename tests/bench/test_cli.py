"""The command line, run as a user runs it."""

import json
import os
import re
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest

import actkern as ak
from actkern import _runtime
from actkern.__main__ import main
from actkern._bench import peers, peers_report, plain, scaling, scaling_report
from actkern._bench.cells import DTYPES, ROW_LENGTH, make_input, make_operands
from actkern._bench.figures import digest
from actkern._bench.records import RECORDS
from actkern._bench.timing import interleaved, rounds, wait_for_pools
from actkern._catalog import TIMED_FORMS
from actkern._policy import SHARES, STREAMED_ROW_BYTES

ROOT = Path(__file__).resolve().parents[2]


def test_info(capsys):
    assert main(["info"]) == 0
    assert "default backend" in capsys.readouterr().out
    assert main(["info", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["versions"]["actkern"] == ak.__version__


def test_module_runs():
    done = subprocess.run([sys.executable, "-m", "actkern", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout == f"actkern {ak.__version__}\n"


def test_bench_checks_every_common_function_before_it_times_it():
    before = ak.get_num_threads()
    assert main(["bench", "--quick", "--sizes", "100000"]) == 0
    ak.set_num_threads(before)


def test_bench(tmp_path, capsys):
    figures, picture, table = tmp_path / "bench.json", tmp_path / "bench.png", tmp_path / "bench.md"
    before = ak.get_num_threads()
    files = ["--json", str(figures), "--plot", str(picture), "--markdown", str(table)]
    assert main(["bench", "--quick", "--functions", "sigmoid,softmax", "--sizes", "1000,20000", *files]) == 0
    ak.set_num_threads(before)
    text = capsys.readouterr().out
    assert "ns per element" in text
    assert "sigmoid" in text
    cells = json.loads(figures.read_text())["cells"]
    assert {cell["function"] for cell in cells} == {"sigmoid", "softmax"}
    assert {*ak.backends.available(), "numpy naive", "numpy stable", "scipy"} == {cell["contender"] for cell in cells}
    assert all(cell["ns_per_element"] > 0 for cell in cells)
    assert len({(cell["dtype"], cell["size"]) for cell in cells}) == 4
    assert table.read_text().count("\n") == 2 + 8
    assert picture.read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["bench", "--functions", "sigmoyd"], "unknown function 'sigmoyd'; there are identity"),
        (["bench", "--functions", ""], "unknown function"),
        (["bench", "--threads", "0"], "from 1 to 1024, not '0'"),
        (["bench", "--threads", "1,2"], "go with --peers or --scaling"),
        (["bench", "--forms", "value"], "go with --peers"),
        (["bench", "--scaling", "--forms", "value"], "go with --peers"),
        (["bench", "--scaling", "--peers"], "not allowed with argument"),
        (["bench", "--scaling", "--functions", "sigmoyd"], "unknown function 'sigmoyd'"),
        (["bench", "--scaling", "--sizes", "1000,-10"], "a number of elements is from 1 to 1000000000, not '-10'"),
        (["bench", "--scaling", "--sizes", "0"], "not '0'"),
        (["bench", "--peers", "--forms", "values"], "unknown form 'values'; there are value, value_and_grad, backward"),
        (["bench", "--peers", "--functions", "leaky_relu", "--forms", "backward_from_input"], "unknown form"),
        (["bench", "--sizes", "10,1e5"], "a number of elements is from 1 to 1000000000, not '1e5'"),
        (["bench", "--json", "/no/such/folder/x.json"], "lies in one that does not exist"),
        (["bench", "--plot", "/"], "it is a folder"),
        (["brew"], "invalid choice: 'brew'"),
        ([], "required: command"),
    ],
)
def test_bad_arguments(arguments, message, capsys):
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    assert stop.value.code == 2
    assert message in capsys.readouterr().err


def test_bench_checks_before_it_times():
    row = ak.catalog["sigmoid"]
    x = make_input(row, "float32", 1000)
    plain.check_values(row, [x], plain.contenders(row, [x]))
    with pytest.raises(AssertionError, match="wrong: sigmoid of float32"):
        plain.check_values(row, [x], {"wrong": lambda: x})


@pytest.fixture(scope="module")
def peers_run(tmp_path_factory):
    """The files of one `actkern bench --peers`, and what it printed."""
    folder = tmp_path_factory.mktemp("peers")
    files = {kind: folder / name for kind, name in (("json", "p.json"), ("markdown", "p.md"), ("plot", "p.png"))}
    arguments = ["bench", "--peers", "--quick", "--functions", "sigmoid,softmax", "--sizes", "33,1000"]
    command = [sys.executable, "-P", "-m", "actkern", *arguments]  # the installed package, not the sources around the tests
    done = subprocess.run(
        [*command, *(text for kind, path in files.items() for text in (f"--{kind}", str(path)))],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "CXX": "no-compiler"},  # with one, torch compiles for most cells anew
    )
    return files, done.stdout


def test_a_contender_waits_for_threads_of_the_one_before():
    def spin():
        while time.perf_counter() < end:
            sum(range(1000))

    end = time.perf_counter() + 0.2
    other = threading.Thread(target=spin)
    other.start()
    wait_for_pools(longest=5)
    assert time.perf_counter() >= end
    other.join()


def test_a_hopeless_contender_has_three_rounds():
    calls = {"quick": lambda: None, "slow": lambda: time.sleep(0.001)}
    assert {name: len(taken) for name, taken in rounds(calls, 0.0, 5, 0.0, ()).items()} == {"quick": 5, "slow": 3}
    assert {name: len(taken) for name, taken in rounds(calls, 0.0, 5, 0.0, ("slow",)).items()} == {"quick": 5, "slow": 5}


def test_calls_take_turns_and_one_that_is_timed_with_others_is_warm():
    made = []
    calls = {name: lambda name=name: made.append(name) for name in ("a", "b")}
    times = interleaved(calls, 0.0, 3)
    assert [sorted(made[i : i + 2]) for i in (0, 2, 4)] == [["a", "b"]] * 3
    assert [len(taken) for taken in times.values()] == [3, 3]
    made.clear()
    interleaved(calls, 0.0, 1, counts={"a": 1, "b": 5}, before=lambda name: made.append(f"before {name}"))
    assert sorted(made) == ["a"] * 2 + ["b"] * 6 + ["before a", "before b"]


def test_peers(peers_run):
    files, printed = peers_run
    assert "…" not in printed  # no cell is cut, in a file
    head, compared = peers_report.from_json(files["json"].read_text())
    assert head["peers"]["numpy"]
    forms = {(cell.function, cell.form) for cell in compared}
    assert forms == {("sigmoid", form) for form in ak.catalog["sigmoid"].common} | {("softmax", "value")}
    assert {(cell.dtype, cell.size, cell.threads) for cell in compared} == {
        (dtype, size, threads) for dtype in DTYPES for size in (33, 1000) for threads in (1, 2)
    }
    assert all(ns > 0 for cell in compared for ns in cell.ns.values())
    assert all({*ak.backends.available(), "copy"} < cell.ns.keys() for cell in compared)
    # Those that the tests install; torch, onnxruntime and jax are there for developers only.
    value = next(cell for cell in compared if cell.label == "sigmoid")
    assert {"scipy", "numexpr", "numpy naive"} < value.ns.keys()
    assert peers_report.summary(compared) in files["markdown"].read_text()
    assert "backward_from_output.sigmoid" in printed
    left_out = next(line for line in printed.splitlines() if line.startswith("not installed, and left out: "))
    assert all((name in left_out) == (version is None) for name, version in head["peers"].items() if name != "torch")
    assert head["peers"]["torch.compile"] is None


# tanh is what all of them have; what rows say of torch and ONNX's operators is called in both dtypes.
EVERY_PEER = """
import json, os, sys
import numpy as np
from actkern._bench import peers
from actkern._bench.cells import make_input, make_operands
from actkern._catalog import catalog

def state():
    cpus = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []
    return [float(np.array([1e-40], "f4")[0] / np.float32(2)) > 0, *cpus]

def compared(row, dtype):
    operands = make_operands(row, "value", make_input(row, dtype, 1000))
    calls = peers.contenders(row, "value", operands, 1)
    peers.check_peers(row, "value", dtype, calls)
    return list(calls)

before, names, installed = state(), compared(catalog["tanh"], "float32"), peers._installed()
peers._installed = lambda: [name for name in installed if name in ("torch", "onnxruntime")]
for row in catalog.values():
    if row.peers.torch or row.peers.onnx:
        for dtype in ("float32", "float64"):
            compared(row, dtype)
assert state() == before == [True, *before[1:]]
print(json.dumps([names, peers.versions()]))
"""


def test_every_peer_that_is_installed_takes_part_and_leaves_the_process_as_it_was():
    done = subprocess.run([sys.executable, "-P", "-c", EVERY_PEER], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    names, versions = json.loads(done.stdout)
    assert {name for name, version in versions.items() if version} - {"numpy", "scipy"} == set(names) & versions.keys()


@pytest.mark.parametrize("name", ak.catalog)
def test_peers_can_be_compared_in_every_form(name, monkeypatch):
    pytest.importorskip("numexpr")
    # The others are not imported into this process.
    monkeypatch.setattr(peers, "_installed", lambda: ("numexpr",))
    row, before = ak.catalog[name], ak.get_num_threads()
    for _, form, dtype, size, threads in peers.plan([name], TIMED_FORMS, [33, 10_001], [1]):
        operands = make_operands(row, form, make_input(row, dtype, size))
        peers.check_peers(row, form, dtype, peers.contenders(row, form, operands, threads))
        if form == "value":
            plain.check_values(row, operands, plain.contenders(row, operands))
    ak.set_num_threads(before)


def test_plans_round_sizes_to_whole_rows():
    sizes = [33, 1001]
    for name, rounded in {
        "relu": [33, 1001],
        "softmax": [33, 2000],
        "glu": [34, 2000],
        "linear_cross_entropy": [33, 2000],
    }.items():
        assert sorted({size for *_, size in plain.plan([name], sizes=sizes)}) == rounded
        assert sorted({size for *_, size, _ in peers.plan([name], ["value"], sizes)}) == rounded


def test_page_of_peers_is_made_of_the_json(peers_run):
    files, _ = peers_run
    text = files["json"].read_text()
    assert files["markdown"].read_text() == peers_report.page(text, "p.png")
    head, _ = peers_report.from_json(text)
    assert head["runtime"]["processor"] in files["markdown"].read_text()


def test_pictures_of_peers_carry_the_figures_they_show(peers_run):
    files, _ = peers_run
    mark = digest(files["json"].read_text()).encode()
    for path in RECORDS[0].pictures(files["plot"]):
        picture = path.read_bytes()
        assert picture.startswith(b"\x89PNG")
        assert mark in picture


def test_peers_compares_before_it_times():
    right = np.full(33, 0.5)
    with pytest.raises(AssertionError, match="wrong: value of sigmoid, float64"):
        peers.check_peers(ak.catalog["sigmoid"], "value", "float64", {"ours": lambda: right, "wrong": lambda: right + 1e-4})


def test_a_worker_that_ends_is_an_error_that_names_the_cell():
    with pytest.raises(RuntimeError, match=r"'sigmoid', 'value', 'float16'.* ended with status 1"):
        list(peers.run([("sigmoid", "value", "float16", 33, 1)], 0.01))


def test_ratio_and_roofline_of_a_cell():
    ns = {"cython": 2.0, "numba": 1.0, "torch": 3.0, "numpy naive": 4.0, "copy": 1.0, "copy in parts": 0.5}
    value = peers_report.Comparison("relu", "value", "float32", 33, 2, ns)
    assert (value.peer, value.ratio, value.copy, value.speed) == ("torch", 1.5, 0.5, 4.0)  # 2 arrays of 4 bytes in 2 ns
    both = peers_report.Comparison("relu", "value_and_grad", "float64", 33, 2, ns)
    assert (both.copy, both.speed) == (0.75, 12.0)
    slower = peers_report.Comparison("relu", "value", "float32", 33, 2, {**ns, "torch": 1.0})
    assert peers_report.entry(slower, "**") == "**0.50** torch"
    assert peers_report.entry(value, "**") == "1.50 torch"
    assert peers_report.summary([value, slower]).startswith("2 cells: 0.87 times as fast")


@pytest.fixture(scope="module")
def scaling_run(tmp_path_factory):
    """The files of one `actkern bench --scaling`."""
    folder = tmp_path_factory.mktemp("scaling")
    files = {kind: folder / name for kind, name in (("json", "s.json"), ("markdown", "s.md"), ("plot", "s.png"))}
    before = ak.get_num_threads()
    arguments = ["bench", "--scaling", "--quick", "--functions", "relu,softmax", "--sizes", "10,1000,2500", "--threads", "1,2"]
    assert main([*arguments, *(text for kind, path in files.items() for text in (f"--{kind}", str(path)))]) == 0
    assert ak.get_num_threads() == before
    return files


def test_scaling(scaling_run):
    text = scaling_run["json"].read_text()
    head, timings, steps = scaling_report.from_json(text)
    assert scaling_report.to_json(timings, steps, (1, 2), head["seconds"]) == text
    found = {(timing.function, timing.dtype, timing.size) for timing in timings}
    whole = {"relu": 2500, "softmax": 3000}  # rows of 1,000
    assert found == {(name, dtype, size) for name in whole for dtype in DTYPES for size in (10, 1000, whole[name])}
    for timing in timings:
        assert timing.ns.keys() == {"1", "2", "copy"}
        assert all(0 < low <= median <= high for low, median, high in timing.ns.values())
    assert scaling_run["markdown"].read_text() == scaling_report.page(text, "s.png")
    assert all(digest(text).encode() in path.read_bytes() for path in RECORDS[1].pictures(scaling_run["plot"]))


def test_scaling_stops_at_what_fits_in_memory(monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(scaling, "available_bytes", lambda: 4 * 4 * 1000.0)
    arguments = ["bench", "--scaling", "--quick", "--functions", "relu", "--threads", "1"]
    assert main([*arguments, "--sizes", "10,1000,2000", "--json", str(tmp_path / "s.json")]) == 0
    printed = " ".join(capsys.readouterr().out.split())
    assert "left out: float32 from 2,000 elements on and float64 from 1,000 elements on" in printed
    head, timings, _ = scaling_report.from_json((tmp_path / "s.json").read_text())
    assert {(timing.dtype, timing.size) for timing in timings} == {("float32", 10), ("float32", 1000), ("float64", 10)}
    assert head["left out"] in scaling_report.page((tmp_path / "s.json").read_text())
    assert main([*arguments, "--sizes", "5000"]) == 1


def test_scaling_samples_around_what_the_loops_change():
    row = ak.catalog["relu"]
    changes = scaling.changes(row, "float32", (1, 2))
    threads = next(size for size, what in changes.items() if what == "2 threads")
    assert threads == 2 * row.grain(4)
    assert changes[_runtime.settings.stream_bytes // SHARES * row.streamed_from("value", 4) // 4] == "streamed"
    sizes = [size for _, dtype, size in scaling.plan(["relu"], (), (1, 2)) if dtype == "float32"]
    assert {*scaling.SIZES, *changes, *(size - 1 for size in changes)} <= set(sizes)
    rows = [size for *_, size in scaling.plan(["softmax"], (), (1, 2)) if size > 1000]
    assert all(size % 1000 == 0 for size in rows)
    assert max(sizes) == max(rows) == 10**8


def test_rows_of_the_scaling_run_are_too_short_to_be_streamed():
    assert STREAMED_ROW_BYTES > ROW_LENGTH * 8  # `changes` names no such size


@pytest.mark.parametrize(
    ("after", "again", "expected"),
    [
        (1.1, 1.1, None),  # per element, for 1,000 elements each: 1
        (1.4, 1.4, 2.8),  # a jump
        (1.4, 1.1, None),  # which is not there the second time
        (0.4, 0.4, 0.8),  # twice the elements in less time
        (0.49, 0.49, None),  # by too little
    ],
)
def test_steps(monkeypatch, after, again, expected):
    timings = [
        scaling.Timing("relu", "float32", size, {"2": [0.99 * ns, ns, 1.01 * ns], "copy": [1.0, 1.0, 1.0]})
        for size, ns in ((1000, 1.0), (2000, after))
    ]
    monkeypatch.setattr(scaling, "rounds", lambda *_: {"1000": [1e-6] * 3, "2000": [again * 2e-6] * 3})
    found = scaling.steps(timings, (2,), 0.0)
    assert [(step.before, step.after, step.elements, step.time, step.copy) for step in found] == (
        [] if expected is None else [(1000, 2000, 2.0, expected, 2.0)]
    )


def test_noise_is_no_step():
    assert not scaling._is_step([0.5, 1.0, 1.6], [1.5, 1.6, 1.7], 2.0)


def test_records_name_what_is_not_of_their_json(peers_run, scaling_run, tmp_path):
    for record, run in zip(RECORDS, (peers_run[0], scaling_run)):
        assert record.stale(tmp_path) == []  # no run is kept
        source = shutil.copy(run["json"], tmp_path / f"{record.name}.json")
        made = [tmp_path / f"{record.name}.md", *record.pictures(tmp_path / f"{record.name}.png")]
        assert record.stale(tmp_path) == made
        record.write(tmp_path)
        assert record.stale(tmp_path) == []
        source.write_text(re.sub(r'"cpus": \d+', '"cpus": 999', source.read_text()))
        assert record.stale(tmp_path) == made
