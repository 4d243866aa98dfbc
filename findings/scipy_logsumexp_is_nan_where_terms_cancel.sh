#!/usr/bin/env bash
# scipy 1.17.1 (numpy 2.4.6), Python 3.11 or later.
#
# scipy.special.logsumexp with weights b of both signs gives NaN for numbers so large that exp overflows where the largest terms
# cancel, though the sum that is left has a logarithm: of [1000, 1000, 999] with b = [1, -1, 1] it is 999. With numbers below 700
# the same weights give the right result. An infinity whose weight is 0 makes the result NaN too if another infinity counts.
#
# The guess: logsumexp subtracts the maximum first, which is what it is for, so that 1 - 1 + exp(-1) is what is summed.
# Why it is wrong: the elements that are equal to the maximum are taken out of the sum, and their weights added: where these add up
# to 0 the others are divided by 0.
#
# Seen: "nan 299.0 nan".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet scipy==1.17.1 numpy==2.4.6 2>"$folder/log" || { cat "$folder/log"; exit 1; }
"$folder/venv/bin/python" -W ignore - <<'PYTHON'
import numpy as np
from scipy.special import logsumexp

large = logsumexp([1000.0, 1000.0, 999.0], b=[1, -1, 1])
small = logsumexp([300.0, 300.0, 299.0], b=[1, -1, 1])
infinite = logsumexp([np.inf, np.inf], b=[0, 1])
found = f"{large} {small:.1f} {infinite}"
print(found)
expected = "nan 299.0 nan"
assert found == expected, expected
PYTHON
