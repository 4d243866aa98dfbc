#!/usr/bin/env bash
# openvino 2026.4.1 (CPU), numpy 2.4.6, Python 3.11 or later, x86-64.
#
# compile_model with CPU_DENORMALS_OPTIMIZATION sets flush-to-zero and denormals-are-zero on the thread that calls it, and leaves them
# set: without any inference, NumPy's own 1e-40 * 2 in float32 is 0 from then on, in threads that are started later as well. It stays
# so when the compiled model is deleted, and when a model is compiled without the option; only one with the option at NO ends it.
#
# The guess: the option is a property of the compiled model, so that it holds while that model computes, on OpenVINO's threads.
# Why it is wrong: the plugin sets the modes of the thread that compiles, on which it may compute later, and never puts them back;
# a new thread has the modes of the one that starts it.
#
# Seen: "before 2e-40 / compiled without 2e-40 / compiled with 0 / in a new thread 0 / deleted 0 / compiled without again 0 /
# compiled with NO 2e-40".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet openvino==2026.4.1 numpy==2.4.6 2>"$folder/log" || { cat "$folder/log"; exit 1; }
"$folder/venv/bin/python" - <<'PYTHON'
import gc
import threading

import numpy as np
import openvino
from openvino import opset13 as ops

tiny, seen = np.full(4, np.float32(1e-40)), []


def look(when):
    seen.append(f"{when} {(tiny * np.float32(2))[0]:.1g}")


look("before")
x = ops.parameter([4], np.float32, name="x")
model, core = openvino.Model([ops.multiply(x, ops.constant(np.float32(2)))], [x]), openvino.Core()
core.compile_model(model, "CPU")
look("compiled without")
compiled = core.compile_model(model, "CPU", {"CPU_DENORMALS_OPTIMIZATION": "YES"})
look("compiled with")
thread = threading.Thread(target=look, args=("in a new thread",))
thread.start()
thread.join()
del compiled
gc.collect()
look("deleted")
core.compile_model(model, "CPU")
look("compiled without again")
core.compile_model(model, "CPU", {"CPU_DENORMALS_OPTIMIZATION": "NO"})
look("compiled with NO")
found = " / ".join(seen)
print(found)
expected = "before 2e-40 / compiled without 2e-40 / compiled with 0 / in a new thread 0 / deleted 0 / compiled without again 0"
expected += " / compiled with NO 2e-40"
assert found == expected, expected
PYTHON
