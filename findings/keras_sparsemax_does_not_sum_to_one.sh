#!/usr/bin/env bash
# keras 3.15.1 (on jax 0.10.2, CPU), Python 3.11 or later.
#
# keras.activations.sparsemax is right for rows in which one element is left, and for others it gives numbers that do not have the
# sum 1: of [0, 0.5, 1] it gives [0, 0, 0.25], where sparsemax is [0, 0.25, 0.75]. So do its other backends, and tf.keras, which it is.
#
# The guess: an activation that a framework has had since 2024 gives what the paper defines.
# Why it is wrong: the threshold is (c_k - 1) / k with c_k the sum of the k largest elements, and Keras has there the sum of all
# such sums up to k. For k = 1 the two are the same, and its tests had no other rows (keras-team/keras issue 23425).
#
# Seen: "[0.0, 0.0, 0.25] [0.0, 0.25, 0.75]".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet keras==3.15.1 jax==0.10.2 jaxlib==0.10.2 2>"$folder/log" || { cat "$folder/log"; exit 1; }
KERAS_BACKEND=jax JAX_PLATFORMS=cpu "$folder/venv/bin/python" - <<'PYTHON'
import keras
import numpy as np

x = np.array([0, 0.5, 1], np.float32)
tau = (x[1] + x[2] - 1) / 2  # two elements are left
found = f"{np.asarray(keras.activations.sparsemax(x)).tolist()} {np.maximum(x - tau, 0).tolist()}"
print(found)
expected = "[0.0, 0.0, 0.25] [0.0, 0.25, 0.75]"
assert found == expected, expected
PYTHON
