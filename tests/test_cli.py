"""The command line, run as a user runs it."""

import json
import subprocess
import sys

import numpy as np
import pytest

import actkern as ak
from actkern import _bench, _peers, _peers_report
from actkern.__main__ import main


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
        (["bench", "--threads", "1,2"], "go with --peers"),
        (["bench", "--forms", "value"], "go with --peers"),
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
    x = _bench.make_input(row, "float32", 1000)
    _bench.check(row, [x], _bench.contenders(row, [x]))
    with pytest.raises(AssertionError, match="wrong: sigmoid of float32"):
        _bench.check(row, [x], {"wrong": lambda: x})


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
    )
    return files, done.stdout


def test_peers(peers_run):
    files, printed = peers_run
    head, compared = _peers_report.from_json(files["json"].read_text())
    assert head["peers"]["numpy"]
    forms = {(cell.function, cell.form) for cell in compared}
    assert forms == {("sigmoid", form) for form in ak.catalog["sigmoid"].common} | {("softmax", "value")}
    assert {(cell.dtype, cell.size, cell.threads) for cell in compared} == {
        (dtype, size, threads) for dtype in _bench.DTYPES for size in (33, 1000) for threads in (1, 2)
    }
    assert all(ns > 0 for cell in compared for ns in cell.ns.values())
    assert all({*ak.backends.available(), "copy"} < cell.ns.keys() for cell in compared)
    # Those that the tests install; torch, onnxruntime and jax are there for developers only.
    value = next(cell for cell in compared if cell.label == "sigmoid")
    assert {"scipy", "numexpr", "numpy naive"} < value.ns.keys()
    assert _peers_report.summary(compared) in files["markdown"].read_text()
    assert "backward_from_output.sigmoid" in printed


def test_pictures_of_peers_carry_the_figures_they_show(peers_run):
    files, _ = peers_run
    digest = _peers_report.digest(files["json"].read_text()).encode()
    roofline = files["plot"].with_name("p-roofline.png")
    for path in (files["plot"], roofline):
        picture = path.read_bytes()
        assert picture.startswith(b"\x89PNG")
        assert digest in picture


def test_peers_compares_before_it_times():
    right = np.full(33, 0.5)
    with pytest.raises(AssertionError, match="wrong: value of sigmoid, float64"):
        _peers.check(ak.catalog["sigmoid"], "value", "float64", {"ours": lambda: right, "wrong": lambda: right + 1e-4})


def test_a_worker_that_ends_is_an_error_that_names_the_cell():
    with pytest.raises(RuntimeError, match=r"'sigmoid', 'value', 'float16'.* ended with status 1"):
        list(_peers.run([("sigmoid", "value", "float16", 33, 1)], 0.01))


def test_ratio_and_roofline_of_a_cell():
    ns = {"cython": 2.0, "numba": 1.0, "torch": 3.0, "numpy naive": 4.0, "copy": 1.0, "copy in parts": 0.5}
    value = _peers_report.Comparison("relu", "value", "float32", 33, 2, ns)
    assert (value.peer, value.ratio, value.copy, value.speed) == ("torch", 1.5, 0.5, 4.0)  # 2 arrays of 4 bytes in 2 ns
    both = _peers_report.Comparison("relu", "value_and_grad", "float64", 33, 2, ns)
    assert (both.copy, both.speed) == (0.75, 12.0)
    slower = _peers_report.Comparison("relu", "value", "float32", 33, 2, {**ns, "torch": 1.0})
    assert _peers_report.entry(slower, "**") == "**0.50** torch"
    assert _peers_report.entry(value, "**") == "1.50 torch"
    assert _peers_report.summary([value, slower]).startswith("2 cells: 0.87 times as fast")
