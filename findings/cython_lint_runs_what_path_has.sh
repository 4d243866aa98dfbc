#!/usr/bin/env bash
# cython-lint 0.22.1, the newest on 2026-11-30.
#
# The console script of a virtual environment, called by its path, as in `.venv/bin/cython-lint FILE`, ends with a FileNotFoundError
# for `pycodestyle`, which is installed beside it in the same environment. With the environment's folder on PATH it runs. Where another
# pycodestyle is on PATH, that one would decide what is found.
#
# The guess: a console script runs in its own environment, wherever it is called from, as those of ruff, mypy and pytest do; a library
# that it depends on is imported.
# Why it is wrong: cython-lint starts pycodestyle as a process, by its bare name, for which the system looks on PATH alone.
#
# Seen: "by its path: FileNotFoundError: pycodestyle / with PATH: no complaint".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet cython-lint==0.22.1 2>/dev/null
printf 'cdef int twice(int x) noexcept:\n    return 2 * x\n' >twice.pyx
seen="by its path: "
PATH=/usr/bin:/bin venv/bin/cython-lint twice.pyx >said 2>&1 && seen+="no complaint" ||
    seen+=$(grep -o "FileNotFoundError" said | tail -1)": "$(grep -o "pycodestyle" said | tail -1)
seen+=" / with PATH: "
PATH="$folder/venv/bin:/usr/bin:/bin" venv/bin/cython-lint twice.pyx >said 2>&1 && seen+="no complaint" || seen+=$(tail -1 said)
echo "$seen"
test "$seen" = "by its path: FileNotFoundError: pycodestyle / with PATH: no complaint"
