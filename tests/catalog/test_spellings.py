"""Every name under which a peer knows one of our functions is a name of it here, and gives what the peer's function gives.

What the peers call their functions is written down in support/peer_names.json (`tools/peer_names.py`), so that no name is missing
where no peer is installed. The numbers are held beside those that are.
"""

import importlib.util
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import actkern as ak
from actkern._catalog import Loss

ROOT = Path(__file__).resolve().parents[2]
PEERS = json.loads((ROOT / "tests" / "support" / "peer_names.json").read_text())
HERE = {
    peer: {row.peers.operator for row in ak.catalog.values()} - {""} if peer == "onnx" else set(ak.catalog.names())
    for peer in PEERS
}
DEFAULTS = {theirs: ours for row in ak.catalog.values() for theirs, ours in row.peers.defaults.items()}
NAMESAKES = {theirs for row in ak.catalog.values() for theirs in row.peers.namesakes}
SHARED = [
    (peer, name) for peer in PEERS for name in PEERS[peer]["names"] if name in HERE[peer] and f"{peer}.{name}" not in NAMESAKES
]


def _reasons() -> dict[str, set[str]]:
    """The names that docs/elsewhere.md gives reasons for, by peer."""
    sections = (ROOT / "docs" / "elsewhere.md").read_text().split("\n## ")[1:]
    found = {}
    for section in sections:
        title, _, text = section.partition("\n")
        rows = [line.split("|")[1:3] for line in text.splitlines() if line.startswith("| `")]
        assert all(reason.strip() for _, reason in rows)
        every = [name for names, _ in rows for name in re.findall(r"`(\w+)`", names)]
        found[title] = set(every)
        assert len(found[title]) == len(every)
    return found


@pytest.mark.parametrize("peer", PEERS)
def test_every_name_is_here_or_has_a_reason(peer):
    assert _reasons().keys() == PEERS.keys()
    assert set(PEERS[peer]["names"]) - HERE[peer] == _reasons()[peer]


def test_rows_speak_of_names_that_there_are():
    for row in ak.catalog.values():
        for theirs in (*row.peers.defaults, *row.peers.namesakes):
            peer, _, name = theirs.rpartition(".")
            assert name in PEERS[peer]["names"]
            assert ak.catalog[name] is row
        if row.peers.operator:
            assert row.peers.operator in PEERS["onnx"]["names"]


def test_operators_are_keys_and_no_names():
    for operator in HERE["onnx"]:
        row = ak.catalog[operator]
        assert row.peers.operator == operator
        assert operator in ak.catalog
        assert operator not in {*ak.catalog, *ak.catalog.names(), *dir(ak)}
        with pytest.raises(AttributeError, match=f"has no attribute '{operator}'"):
            getattr(ak, operator)


def test_names_of_peers_that_are_none_here_say_the_nearest_one():
    for space, name, near in (
        (ak, "Hardtanh", "hard_tanh"),
        (ak, "hardtanh_", "hard_tanh"),
        (ak, "log_sigmoid_", "log_sigmoid"),
        (ak, "HardSwish", "hard_swish"),
        (ak, "LeakyReLU", "leaky_relu"),
        (ak, "relu_", "relu"),
        (ak, "reduce_log_sum_exp", "reduce_logsumexp"),
        (ak.grad, "hardswish_", "hard_swish"),
    ):
        with pytest.raises(AttributeError, match=rf"has no attribute '{name}'; did you mean {near}\?$"):
            getattr(space, name)


def test_constants_of_gelu_fast():
    """Hugging Face's, cut off after ten digits, is the same number in float32, as its row says."""
    assert np.float32(0.7978845608) == np.float32(np.sqrt(2 / np.pi))
    assert np.sqrt(2 / np.pi) != 0.7978845608


def _settings() -> dict[str, str]:
    """The environment of a process that may import keras, which needs one of its backends."""
    backend = next((each for each in ("tensorflow", "torch", "jax") if importlib.util.find_spec(each)), "tensorflow")
    return {"KERAS_BACKEND": backend, "TF_CPP_MIN_LOG_LEVEL": "3", **os.environ}


def _installed(peer: str) -> bool:
    package = PEERS[peer]["package"]
    needs = {"keras": _settings()["KERAS_BACKEND"], "transformers": "torch"}.get(package, package)
    return all(importlib.util.find_spec(each) for each in (package, needs))


def test_what_is_written_down_is_what_the_installed_peers_have():
    done = subprocess.run(
        [sys.executable, ROOT / "tools" / "peer_names.py", "--check"],
        capture_output=True,
        text=True,
        check=False,
        env=_settings(),
    )
    assert done.returncode == 0, done.stdout + done.stderr


# Three axes, none of them the axis of another default, and numbers on both sides of every kink and on it.
X = np.random.default_rng(0).normal(0, 3, (4, 6, 6)).astype("f4")
X.flat[:16] = [0.0, -0.0, 0.5, -0.5, 1, -1, 2.5, -2.5, 3, -3, 6, 20, -20, 1e-3, -1e-3, 0.1]
ARRAYS = {"up": X[::-1], "slope": np.linspace(0.1, 0.6, 6, dtype="f4"), "target": np.abs(np.sin(X))}
CLASSES = np.random.default_rng(1).integers(0, 6, (4, 6))


def _operands(row):
    """The operands of the value that have no default, by name."""
    if row.name == "linear_cross_entropy":  # which takes two dimensions, in PyTorch
        return {"x": X[0], "weight": X[1, ::-1] / 4, "target": CLASSES[0]}
    low, high = row.facts.support
    first, *others = [*row.inputs, *(parameter for parameter in row.parameters if parameter.default is None)]
    inside = np.float32(0.5 if np.isfinite(high) else 1)
    given = {first.name: np.where((low < X) & (high > X), X, inside)}
    for each in others:
        given[each.name] = ARRAYS[each.name] if each.name in ARRAYS else np.float32(each.typical)
    return given | ({"target": CLASSES} if isinstance(row, Loss) and row.along_an_axis else {})


@pytest.fixture(scope="module")
def values(tmp_path_factory):
    """What gives the results of a peer's functions, all in one process."""
    found = {}

    def of(peer):
        if peer not in found:
            folder = tmp_path_factory.mktemp("peer")
            given = {
                f"{name}/{index}": array
                for each, name in SHARED
                if each == peer
                for index, array in enumerate(_operands(ak.catalog[name]).values())
            }
            np.savez(folder / "operands.npz", **given)
            script = ROOT / "tests" / "support" / "peers.py"
            command = [sys.executable, "-P", script, peer, folder / "operands.npz", folder / "results.npz"]
            done = subprocess.run(command, capture_output=True, text=True, check=False, env=_settings())
            assert done.returncode == 0, done.stderr
            found[peer] = dict(np.load(folder / "results.npz"))
        return found[peer]

    return of


@pytest.mark.parametrize(("peer", "spelling"), SHARED, ids=[f"{peer}.{name}" for peer, name in SHARED])
def test_numbers_are_those_of_the_peer(peer, spelling, values):
    if not _installed(peer):
        pytest.skip(f"{peer} is not installed")
    row, theirs = ak.catalog[spelling], values(peer)[spelling]
    given = _operands(row)
    plain = ours = np.asarray(getattr(ak, row.name)(*given.values()))
    if call := DEFAULTS.get(f"{peer}.{spelling}"):
        functions = {name: getattr(ak, name) for name in re.findall(r"(\w+)\(", call) if name in ak.catalog.names()}
        ours = np.asarray(eval(call, functions, given))
    if row.random:
        ours, theirs = ours.sum(axis=-1), theirs.sum(axis=-1)
    # The peers have an error of their own, of the terms where these cancel (x - tanh(x)), not of their difference.
    relative = 1e-5 + row.promise.ulp.get("f4", 0.0) * np.finfo("f4").eps
    assert ours.shape == theirs.shape
    np.testing.assert_allclose(ours, theirs, rtol=relative, atol=1e-6)
    if call:  # which says that without it they differ
        assert plain.shape != theirs.shape or not np.allclose(plain, theirs, rtol=relative, atol=1e-6)
