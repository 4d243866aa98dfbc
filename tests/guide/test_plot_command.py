"""`actkern plot`, as a user runs it."""

import subprocess
import sys
import time
import xml.etree.ElementTree as xml

import pytest
from support.processes import stdout

from actkern.__main__ import main

SIGNATURES = {".png": b"\x89PNG", ".svg": b"<?xml", ".pdf": b"%PDF"}


@pytest.mark.parametrize("suffix", SIGNATURES)
def test_pictures_are_of_the_format_that_the_name_says(suffix, tmp_path, capsys):
    path = tmp_path / f"picture{suffix}"
    assert main(["plot", "relu", "hardswish", "-o", str(path), "--kind", "both", "--range", "-2.5", "3"]) == 0
    assert capsys.readouterr().out == f"wrote {path}\n"
    assert path.read_bytes().startswith(SIGNATURES[suffix])


def test_without_a_name_the_picture_is_called_after_the_functions(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(["plot", "elu", "relu", "-p", "alpha=0.5,2"]) == 0
    assert main(["plot", "--vanishing", "relu", "--depth", "3", "--width", "8", "--seeds", "1", "--init", "he_normal"]) == 0
    assert capsys.readouterr().out == "wrote elu-relu.png\nwrote vanishing-relu.png\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["elu-relu.png", "vanishing-relu.png"]


def test_the_picture_shows_what_was_asked_for(tmp_path):
    path = tmp_path / "picture.svg"
    assert main(["plot", "softmax", "-p", "x=3,1,0.5", "-o", str(path)]) == 0
    text = path.read_text()
    xml.fromstring(text)
    for label in ("softmax, x = 3", "softmax, x = 1", "softmax, x = 0.5", "temperature"):
        assert f"<!-- {label} -->" in text


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "one function or more, such as `actkern plot relu gelu`, or --vanishing"),
        (["relo"], "no function 'relo' in the catalogue; did you mean relu?"),
        (["Sigmoid"], "did you mean sigmoid?"),
        (["relu", "--kind", "slope"], "invalid choice: 'slope'"),
        (["relu", "--range", "3", "1"], "two finite numbers, the lower one first"),
        (["relu", "--range", "x", "1"], "invalid float value: 'x'"),
        (["relu", "-o", "x.gif"], "a picture's name ends in .png, .svg or .pdf, not as 'x.gif'"),
        (["relu", "-o", "/no/such/folder/x.png"], "lies in one that does not exist"),
        (["relu", "-p", "alpha"], "NAME=NUMBER or NAME=NUMBER,NUMBER,..., not 'alpha'"),
        (["relu", "-p", "alpha=1"], "no parameter 'alpha' of relu"),
        (["elu", "-p", "kind=1"], "no parameter 'kind' of elu; accepted: alpha"),
        (["lstm_cell", "-p", "f=2"], "no parameter 'f' of lstm_cell; it has none"),
        (["softmax", "relu"], "softmax is drawn over the temperature, and relu is not"),
        (["relu", "--depth", "3"], "--depth goes with --vanishing"),
        (["--vanishing", "--kind", "grad"], "--kind does not go with --vanishing"),
        (["--vanishing", "-p", "alpha=1"], "--parameter does not go with --vanishing"),
        (["--vanishing", "--depth", "1"], "a whole number from 2 to 1000, not '1'"),
        (["--vanishing", "--init", "he"], "init is usual, he_normal, xavier_normal, lecun_normal, not 'he'"),
        (["--vanishing", "swiglu"], "hidden units have a function of one input; swiglu takes up beside"),
    ],
)
def test_bad_arguments(arguments, message, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as stop:
        main(["plot", *arguments])
    assert stop.value.code == 2
    assert message in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_called_as_the_picture_is_named(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "relu.png").mkdir()
    with pytest.raises(SystemExit):
        main(["plot", "relu"])
    assert "cannot write 'relu.png': it is a folder" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["relu", "gelu", "softplus", "--kind", "both"], ["--vanishing"]])
def test_it_ends_within_seconds(arguments, tmp_path):
    """Two on a machine that does nothing else, with the import of matplotlib; best of three below ten on one that is busy."""
    command = [sys.executable, "-m", "actkern", "plot", *arguments, "-o", str(tmp_path / "x.png")]
    took = []
    while len(took) < 3 and min(took, default=10) >= 10:
        start = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        took.append(time.perf_counter() - start)
    assert min(took) < 10


def test_without_matplotlib_it_says_what_to_install():
    code = "import sys; sys.modules['matplotlib'] = sys.modules['matplotlib.figure'] = None\n"
    code += "sys.stderr = sys.stdout; from actkern.__main__ import main; assert main(['plot', 'relu', '-o', '/tmp/x.png']) == 1"
    assert "pip install 'actkern[cli]'" in stdout(code)
