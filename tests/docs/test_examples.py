"""The examples run, and do what they say."""

import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


def run(name, *arguments, cwd):
    command = [sys.executable, "-W", "error" if name.startswith("recipes/") else "default", EXAMPLES / name, *arguments]
    # The matrices are small, and several tests run at a time: more threads of BLAS only wait for each other.
    environment = os.environ | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=cwd, env=environment)


def table(name, cwd):
    """What the example prints: the numbers in each row of its table by the name of the row, and all of its output."""
    done = run(name, cwd=cwd)
    assert done.returncode == 0, done.stderr
    cells = [[cell.strip() for cell in re.split("[│|]", line)[1:-1]] for line in done.stdout.splitlines()]
    rows = {row[0]: [float(n) for n in re.findall(r"-?\d+\.\d+", " ".join(row[1:]))] for row in cells if row and row[0]}
    return rows, done.stdout


def test_digits(tmp_path):
    picture = tmp_path / "loss.png"
    done = run("digits.py", "--plot", picture, cwd=tmp_path)
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


def test_multilabel(tmp_path):
    rows, _ = table("multilabel.py", tmp_path)
    network, regressions = rows.pop("all five right")
    assert network >= 0.92  # 0.951 measured
    assert regressions <= 0.80
    assert len(rows) == 5
    for yes, accuracy, f1, baseline_accuracy, baseline_f1 in rows.values():
        assert 20 <= yes <= 50
        assert accuracy >= 0.96  # 0.978 to 0.996 measured
        assert f1 >= 0.96
        assert accuracy > baseline_accuracy
        assert f1 > baseline_f1


def test_regression(tmp_path):
    rows, output = table("regression.py", tmp_path)
    assert rows["linear, by descent"] == pytest.approx(rows["least squares"], abs=2e-4)
    assert float(re.search(r"at most (\S+) from least squares", output)[1]) < 1e-4  # 3.5e-07 measured
    (free_train, free_test), (train, test) = rows["network"], rows["network, weight decay"]
    assert free_train > train + 0.1 > rows["least squares"][0] + 0.1
    assert test >= 0.33  # 0.361 measured
    assert test > free_test + 0.05


def test_two_heads(tmp_path):
    rows, _ = table("two_heads.py", tmp_path)
    (accuracy, _, r2, _), (accuracy_alone, _), (r2_alone, _) = (
        rows[name] for name in ("both heads", "cultivar alone", "alcohol alone")
    )
    assert min(accuracy, accuracy_alone, rows["linear models"][0]) >= 0.96
    assert min(r2, r2_alone, rows["linear models"][2]) >= 0.45


@pytest.mark.parametrize(
    ("example", "option", "value"),
    [(path.name, "--epochs", "0") for path in sorted(EXAMPLES.glob("*.py"))] + [("digits.py", "--plot", "/no/such/folder/x.png")],
)
def test_bad_arguments(example, option, value, tmp_path):
    done = run(example, option, value, cwd=tmp_path)
    assert done.returncode == 2
    assert f"error: {option}" in done.stderr


LOSSES = r"logistic: \w+'s (\S+), actkern's (\S+)\nsoftmax: \w+'s (\S+), actkern's (\S+)"
# What a recipe needs, and what it prints in the end, with the numbers in it.
RECIPES = {
    **{f"{library}_objectives": (library, LOSSES) for library in ("lightgbm", "xgboost", "catboost")},
    "lstm": ("numpy", r"along a direction: (\S+) by the gradient, (\S+) by differences"),
    "attention": (
        "numpy",
        r"largest difference from plain NumPy: \d\.\de-1[56]\nalong a direction: (\S+) by the gradient, (\S+) by differences",
    ),
    "duckdb_function": ("duckdb", r"10001 rows, 1 missing, equal to ak\.gelu: True"),
    "polars_expression": ("polars", r"equal to ak\.gelu: True, 100 missing of p\nshares of each group sum to 1: True"),
    "onnx_reference": ("onnx", r"the kernels ran: True; largest difference from onnx\.reference's own: \d\.\de-0[789]"),
    "memmap": ("resource", r"256 MB with 64 MB to spare; rows sum to 1\.0000 and 1\.0000"),
}


def test_every_recipe_has_its_line():
    assert RECIPES.keys() == {path.stem for path in (EXAMPLES / "recipes").glob("*.py")}
    page = (EXAMPLES.parent / "docs" / "home.md").read_text()
    assert RECIPES.keys() == set(re.findall(r"^\| \[(\w+)\.py\]", page, re.MULTILINE))


@pytest.mark.parametrize("recipe", RECIPES)
def test_recipe(recipe, tmp_path):
    needed, expected = RECIPES[recipe]
    if importlib.util.find_spec(needed) is None:
        pytest.skip(f"{needed} is not installed")
    done = run(f"recipes/{recipe}.py", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    printed = re.fullmatch(expected, done.stdout.strip())
    assert printed, done.stdout
    numbers = [float(each.rstrip(",")) for each in printed.groups()]
    assert numbers[::2] == pytest.approx(numbers[1::2], abs=1e-6)
    assert len((EXAMPLES / "recipes" / f"{recipe}.py").read_text().splitlines()) <= 60
