"""The examples run, and do what they say."""

import re
import subprocess
import sys
from pathlib import Path

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"


def test_digits(tmp_path):
    picture = tmp_path / "loss.png"
    command = [sys.executable, EXAMPLES / "digits.py", "--plot", picture]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    rows = re.findall(r"(relu|tanh|sigmoid)\s*\S\s*(actkern|numpy)\s*\S\s*([\d.]+)\s*\S\s*([\d.]+)", done.stdout)
    accuracy = {(activation, name): float(figure) for activation, name, figure, _ in rows}
    losses = {(activation, name): float(figure) for activation, name, _, figure in rows}
    assert len(accuracy) == 6
    for name in ("actkern", "numpy"):
        assert accuracy["relu", name] >= 0.96
        assert accuracy["tanh", name] >= 0.96
        assert accuracy["sigmoid", name] >= 0.95
    for activation in ("relu", "tanh", "sigmoid"):
        assert abs(losses[activation, "actkern"] - losses[activation, "numpy"]) < 1e-3
    assert picture.read_bytes().startswith(b"\x89PNG")


def test_digits_with_bad_arguments(tmp_path):
    for arguments in (["--epochs", "0"], ["--plot", "/no/such/folder/x.png"]):
        command = [sys.executable, EXAMPLES / "digits.py", *arguments]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
        assert done.returncode == 2
        assert "error: --" in done.stderr
