"""Write down what the peers call their functions: tests/support/peer_names.json, which tests/catalog/test_spellings.py holds
the catalogue's names against where a peer is not installed.

Run as, once in each environment if the peers do not go together:

    python tools/peer_names.py          # write the names of those that are installed; the others keep theirs
    python tools/peer_names.py --check  # exit with 1 where one that is installed, in the release written down, has other names
"""

import argparse
import importlib
import importlib.util
import json
import os
import sys
import types
import typing
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

PATH = Path(__file__).resolve().parent.parent / "tests" / "support" / "peer_names.json"


def _functions(module: Any) -> list[str]:
    """The public functions of a module: neither its classes nor its submodules, nor the types that it imports."""
    found = {name: each for name, each in vars(module).items() if not name.startswith("_")}
    return sorted(
        name
        for name, each in found.items()
        if callable(each) and not isinstance(each, type | types.ModuleType) and type(each).__module__ != typing.__name__
    )


def _operators(onnx: Any) -> list[str]:
    """The operators of ONNX proper, those that are deprecated included. Those of `ai.onnx.ml` are models and encoders."""
    return sorted({schema.name for schema in onnx.defs.get_all_schemas() if schema.domain == ""})


# By the name that rows and docs/elsewhere.md give it: the module that has the version, the one that has the names, and how.
PEERS: dict[str, tuple[str, str, Callable[[Any], list[str]]]] = {
    "torch.nn.functional": ("torch", "torch.nn.functional", _functions),
    "jax.nn": ("jax", "jax.nn", _functions),
    "keras.activations": ("keras", "keras.activations", _functions),
    "keras.losses": ("keras", "keras.losses", _functions),
    "transformers.ACT2FN": ("transformers", "transformers.activations", lambda module: sorted(module.ACT2FN)),
    "onnx": ("onnx", "onnx", _operators),
    "tf.nn": ("tensorflow", "tensorflow", lambda module: _functions(module.nn)),
    "tf.math": ("tensorflow", "tensorflow", lambda module: _functions(module.math)),
}


def _module(name: str) -> Any:
    """A module of a peer, None where it is not installed. keras runs on what there is."""
    top = name.partition(".")[0]
    under_keras = [each for each in ("tensorflow", "torch", "jax") if importlib.util.find_spec(each)]
    if importlib.util.find_spec(top) is None or (top == "keras" and not under_keras):
        return None
    if under_keras:
        os.environ.setdefault("KERAS_BACKEND", under_keras[0])
    with warnings.catch_warnings(action="ignore"):
        return importlib.import_module(name)


def installed() -> dict[str, dict[str, Any]]:
    """Version and names of each peer that is installed."""
    found = {}
    for peer, (package, module, names) in PEERS.items():
        versioned, named = _module(package), _module(module)
        if versioned is not None:
            version = versioned.__version__.partition("+")[0]  # without torch's +cpu
            found[peer] = {"package": package, "version": version, "names": names(named)}
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing")
    arguments = parser.parse_args()
    written = json.loads(PATH.read_text()) if PATH.exists() else {}
    here = installed()
    if not arguments.check:
        of_all = written | here
        PATH.write_text(json.dumps({peer: of_all[peer] for peer in PEERS if peer in of_all}, indent=1) + "\n")
        sys.stdout.write("".join(f"{peer}: {each['version']}, {len(each['names'])} names\n" for peer, each in here.items()))
        return 0
    stale = False
    for peer, each in here.items():
        there = written.get(peer, {"version": "none", "names": []})
        if there["version"] != each["version"]:
            sys.stdout.write(f"{peer}: {each['version']} is installed, {there['version']} written down\n")
        elif there != each:
            stale = True
            other = sorted(set(there["names"]) ^ set(each["names"]))
            sys.stdout.write(f"{peer}: stale in {', '.join(other)}\n")
    return int(stale)


if __name__ == "__main__":
    sys.exit(main())
