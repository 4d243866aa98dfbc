#!/usr/bin/env bash
# SciPy 1.15.3, 1.17.1 and 1.18.1 (PyPI): scipy.special's ufuncs of one argument for numbers that have no loop of their own.
#
# expit, erf, ndtr, log_ndtr and their kin have loops for float32 and float64. bool, float16 and integers of 8 and 16 bits go to the
# first that they fit. Which one that is differs between functions of one release, and has turned round from release to release:
# erf of int16 is float32 in 1.15, float64 in 1.17 and float32 again in 1.18; expit of it is float64 in the first two and float32 in
# the third, where its inverse, logit, still gives float64.
#
# The guess: one rule for all ufuncs of a module, NumPy's own (float16 stays, integers give float64), that a minor release keeps.
# Why it is wrong: NumPy takes the first loop that the dtype casts to, so that the order in a generated list is the rule.
#
# Seen: "1.15.3: erf float32, expit float64, logit float64", "1.17.1: erf float64, expit float64, logit float64",
# "1.18.1: erf float32, expit float32, logit float64".
# Python 3.12 and 3.13 have wheels of all three.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python=${PYTHON:-$(command -v python3.13 || command -v python3.12)}
for case in "1.15.3 erf float32, expit float64, logit float64" "1.17.1 erf float64, expit float64, logit float64" \
    "1.18.1 erf float32, expit float32, logit float64"; do
    version=${case%% *}
    "$python" -m venv "$version"
    "$version/bin/pip" install --quiet "scipy==$version" "numpy==2.2.6"
    found=$("$version/bin/python" -c "
import numpy as np
from scipy import special
x = np.zeros(3, np.int16)
print(', '.join(f'{name} {getattr(special, name)(x).dtype}' for name in ('erf', 'expit', 'logit')))")
    echo "$version: $found"
    [ "$found" = "${case#* }" ]
done
