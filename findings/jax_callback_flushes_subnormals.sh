#!/usr/bin/env bash
# jax 0.10.2 (CPU), numpy 2.4.6, Python 3.11 or later.
#
# A function that jax.pure_callback calls on the host computes with flush-to-zero and denormals-are-zero set: NumPy's own
# 1e-40 * 1 in float32 is 0 there, and Python's 5e-324 * 1.0 is 0.0 as well. In a jax.debug.callback of the same program both are right.
#
# The guess: a callback is ordinary Python on the host, called with NumPy arrays, so that NumPy in it gives what it gives outside.
# Why it is wrong: XLA sets the two modes on the thread that runs a compiled computation, and pure_callback runs on that thread in
# the middle of one. The modes are the thread's, and hold for all that runs on it until the computation ends.
#
# Seen: "outside 1e-40 4.94e-324 / pure_callback 0 0 / debug.callback 1e-40 4.94e-324".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet jax==0.10.2 jaxlib==0.10.2 numpy==2.4.6 2>"$folder/log" || { cat "$folder/log"; exit 1; }
JAX_PLATFORMS=cpu "$folder/venv/bin/python" - <<'PYTHON'
import jax
import numpy as np

seen = {}


def compute(where):
    def callback(array):
        array = np.asarray(array)
        least = float("5e-324")
        seen[where] = f"{(array * np.float32(1))[0]:.3g} {least * 1.0:.3g}"
        return array

    return callback


x = np.full(4, 1e-40, np.float32)
compute("outside")(x)
jax.block_until_ready(jax.pure_callback(compute("pure_callback"), jax.ShapeDtypeStruct(x.shape, x.dtype), x))
jax.debug.callback(compute("debug.callback"), x)
jax.effects_barrier()
found = " / ".join(f"{where} {values}" for where, values in seen.items())
print(found)
expected = "outside 1e-40 4.94e-324 / pure_callback 0 0 / debug.callback 1e-40 4.94e-324"
assert found == expected, expected
PYTHON
