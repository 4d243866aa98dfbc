#!/usr/bin/env bash
# scipy 1.17.1 (numpy 2.4.6), Python 3.11 or later.
#
# scipy.special.softmax of a masked array takes the numbers under the mask into the sum, and gives a plain array: of [0, --, 1] with
# a 100 under the mask, shares of 0, 1 and 0. scipy.special.expit of the same array keeps the mask.
#
# The guess: a function made of NumPy's ufuncs and reductions, which all leave out what is masked, leaves it out as well.
# Why it is wrong: the argument is made a plain array first, for the array API, and data alone is what is left of a masked one.
#
# Seen: "ndarray [0. 1. 0.] MaskedArray".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet scipy==1.17.1 numpy==2.4.6 2>"$folder/log" || { cat "$folder/log"; exit 1; }
"$folder/venv/bin/python" -W ignore - <<'PYTHON'
import numpy as np
from scipy.special import expit, softmax

x = np.ma.array([0.0, 100.0, 1.0], mask=[False, True, False])
y = softmax(x)
found = f"{type(y).__name__} {np.round(y, 6)} {type(expit(x)).__name__}"
print(found)
expected = "ndarray [0. 1. 0.] MaskedArray"
assert found == expected, expected
PYTHON
