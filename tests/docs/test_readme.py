"""The README's commands and example are the ones that run."""

import subprocess
import sys

import pytest
from support.examples import ROOT, block, blocks


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


CHECKED = """
target = (x > 0.5).astype(float)
assert np.isclose(loss, ak.binary_cross_entropy_with_logits(x, target))
assert np.isclose(by_slope, ((ak.sigmoid(x) - target) * x).mean())
assert (probabilities == ak.softmax(ak.gelu(x.reshape(2, 4)))).all()
"""


def test_the_example_of_embedding_in_numba_runs(tmp_path):
    pytest.importorskip("numba")
    example = block("python", "docs/embedding.md", "loss_and_gradient")
    module = tmp_path / "example.py"  # a file, since Numba keeps what it compiled beside the source
    module.write_text(example + CHECKED)
    done = subprocess.run([sys.executable, str(module)], capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
