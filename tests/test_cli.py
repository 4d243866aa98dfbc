"""The command line, run as a user runs it."""

import json
import subprocess
import sys

import pytest

import actkern as ak
from actkern import _bench
from actkern.__main__ import main


def test_info(capsys):
    assert main(["info"]) == 0
    assert "default backend" in capsys.readouterr().out
    assert main(["info", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["versions"]["actkern"] == ak.__version__


def test_module_runs():
    done = subprocess.run([sys.executable, "-m", "actkern", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout == f"actkern {ak.__version__}\n"


def test_bench_checks_every_common_function_before_it_times_it(monkeypatch):
    monkeypatch.setattr(_bench.plan, "__defaults__", (_bench.DTYPES, (100_000,)))
    before = ak.get_num_threads()
    assert main(["bench", "--quick"]) == 0
    ak.set_num_threads(before)


def test_bench(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(_bench, "SIZES", (1000, 20_000))
    monkeypatch.setattr(_bench.plan, "__defaults__", (_bench.DTYPES, (1000, 20_000)))
    figures, picture, table = tmp_path / "bench.json", tmp_path / "bench.png", tmp_path / "bench.md"
    before = ak.get_num_threads()
    files = ["--json", str(figures), "--plot", str(picture), "--markdown", str(table)]
    assert main(["bench", "--quick", "--functions", "sigmoid,softmax", *files]) == 0
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
