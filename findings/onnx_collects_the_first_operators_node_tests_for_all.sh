#!/usr/bin/env bash
# onnx 1.23.2, numpy 2.4.6, Python 3.11 or later.
#
# onnx.backend.test.case.node.collect_testcases(op_type) gives the node tests of the operator that it was first asked for in the
# process, whatever operator it is asked for later: after "Celu", "Gelu" has Celu's tests, and so has None, which stands for all.
#
# The guess: the argument selects; another call with another operator gives that operator's tests.
# Why it is wrong: cases are collected once, while the modules of all operators are imported, by what was asked for then; the list
# stays, and later calls return it as it is.
#
# Seen: "Celu: Celu / Gelu: Celu / all: as many as of Celu / in a process of its own Gelu: Gelu".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet onnx==1.23.2 numpy==2.4.6 2>"$folder/log" || { cat "$folder/log"; exit 1; }
"$folder/venv/bin/python" - <<'PYTHON'
import subprocess
import sys

from onnx.backend.test.case.node import collect_testcases

# A case may be of the operator's own decomposition: its name says of which operator it is.
NAMES = "sorted({case.name.removeprefix('test_').split('_')[0].capitalize() for case in collect_testcases(%r)})"


def operators(name):
    return " ".join(eval(NAMES % name))


seen = [f"Celu: {operators('Celu')}", f"Gelu: {operators('Gelu')}"]
seen.append("all: " + ("as many as of Celu" if len(collect_testcases(None)) == len(collect_testcases("Celu")) else "all"))
alone = f"from onnx.backend.test.case.node import collect_testcases; print(*{NAMES % 'Gelu'})"
alone = subprocess.run([sys.executable, "-c", alone], capture_output=True, text=True, check=True).stdout.strip()
found = " / ".join([*seen, f"in a process of its own Gelu: {alone}"])
print(found)
expected = "Celu: Celu / Gelu: Celu / all: as many as of Celu / in a process of its own Gelu: Gelu"
assert found == expected, expected
PYTHON
