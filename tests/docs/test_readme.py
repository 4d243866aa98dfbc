"""The README's commands and example are the ones that run."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text()


def blocks(language):
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


def test_ci_runs_the_second_command():
    _, second = blocks("sh")
    assert second.strip() in (ROOT / ".ci" / "run").read_text().splitlines()


def test_the_first_example_runs():
    (example,) = blocks("python")
    if "numba" not in __import__("actkern").backends:
        pytest.skip("the example names the Numba backend, which is not installed")
    namespace = {}
    exec(compile(example, "README.md", "exec"), namespace)
    assert namespace["p"].sum(axis=-1) == pytest.approx(1, abs=1e-5)
