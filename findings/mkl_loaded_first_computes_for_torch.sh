#!/usr/bin/env bash
# mkl 2026.2.0, torch 2.13.0 (its build for CPUs), numpy 2.4.6, Python 3.11, x86-64 Linux.
#
# A program that opens PyPI's libmkl_rt by ctypes, which keeps a library's symbols to itself, and imports PyTorch afterwards has
# PyTorch's matrix products computed by that MKL and not by the one PyTorch is built with: the verbose lines name another version
# and Intel's threads, and MKL_Set_Num_Threads(1) on that library has taken PyTorch to one thread, as torch.get_num_threads() says.
# In the other order of the two lines PyTorch keeps its own MKL, and its two threads.
#
# The guess: PyTorch's MKL is linked into it, and a library that is opened with RTLD_LOCAL cannot answer for it.
# Why it is wrong: libmkl_rt opens its parts itself, for all to see, when it is first called, and what PyTorch's library looks up by
# name when it is loaded later is found there first.
#
# Seen: "mkl first: 2026 intel_thread NThr:1, torch says 1 / torch first: 2024 gnu_thread NThr:2, torch says 2".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet mkl==2026.2.0 numpy==2.4.6 torch==2.13.0 2>"$folder/log" || { cat "$folder/log"; exit 1; }
"$folder/venv/bin/python" - <<'PYTHON'
import os
import re
import subprocess
import sys

MKL = """
path = next(each for each in importlib.metadata.files("mkl") if "libmkl_rt" in each.name).locate()
ctypes.CDLL(str(path)).MKL_Set_Num_Threads(1)
"""
TORCH = "import torch"
PRODUCT = """
a = torch.ones(300, 300)
a @ a
print("says", torch.get_num_threads())
"""


def run(*parts):
    code = "\n".join(["import ctypes, importlib.metadata", *parts, PRODUCT])
    environment = {**os.environ, "MKL_VERBOSE": "1", "OMP_NUM_THREADS": "2"}
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment).stdout
    version, layer = re.search(r"MKL_VERBOSE .*?(20\d\d).*?((?:intel|gnu)_thread)", out).groups()
    threads = re.search(r"MKL_VERBOSE SGEMM.*?(NThr:\d+)", out)[1]
    says = re.search(r"says (\d+)", out)[1]
    return f"{version} {layer} {threads}, torch says {says}"


found = f"mkl first: {run(MKL, TORCH)} / torch first: {run(TORCH, MKL)}"
print(found)
expected = "mkl first: 2026 intel_thread NThr:1, torch says 1 / torch first: 2024 gnu_thread NThr:2, torch says 2"
assert found == expected, expected
PYTHON
