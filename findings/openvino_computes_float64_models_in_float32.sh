#!/usr/bin/env bash
# openvino 2026.4.1 (CPU), numpy 2.4.6, Python 3.11 or later, x86-64.
#
# A model whose parameter, operation and output are float64 is compiled for the CPU without a word, says float64 of its output when
# asked, gives a float64 array, and computes in float32: relu(1e300) is the largest float32, relu(1/3) has 24 bits, tanh(1e-50) is 0.
# It is so with the execution mode ACCURACY, too.
#
# The guess: what is float64 from end to end is computed in float64, or refused where the device cannot.
# Why it is wrong: the CPU plugin converts float64 to float32 on the way in and back on the way out; only the ends keep the type, and
# what does not fit float32 is cut to its largest number, not made infinite.
#
# Seen: "output float64 / relu 3.4028234663852886e+38 0.3333333432674408 0.0 / tanh 1.0 0.32151275873184204 0.0 / accuracy: the same".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet openvino==2026.4.1 numpy==2.4.6 2>"$folder/log" || { cat "$folder/log"; exit 1; }
"$folder/venv/bin/python" - <<'PYTHON'
import numpy as np
import openvino
from openvino import opset13 as ops

x = np.array([1e300, 1 / 3, 1e-50])
core, seen = openvino.Core(), []


def computed(operation, options):
    parameter = ops.parameter([3], np.float64, name="x")
    compiled = core.compile_model(openvino.Model([operation(parameter)], [parameter]), "CPU", options)
    return compiled, compiled(x)[0]


compiled, relu = computed(ops.relu, {})
assert relu.dtype == np.float64, relu.dtype
seen.append(f"output {compiled.output(0).get_element_type().to_dtype()}")
seen.append("relu " + " ".join(repr(float(each)) for each in relu))
tanh = computed(ops.tanh, {})[1]
seen.append("tanh " + " ".join(repr(float(each)) for each in tanh))
accurate = computed(ops.relu, {"EXECUTION_MODE_HINT": "ACCURACY"})[1]
seen.append("accuracy: " + ("the same" if (accurate == relu).all() else str(accurate)))
found = " / ".join(seen)
print(found)
expected = "output float64 / relu 3.4028234663852886e+38 0.3333333432674408 0.0 / tanh 1.0 0.32151275873184204 0.0 / accuracy: the same"
assert found == expected, expected
PYTHON
