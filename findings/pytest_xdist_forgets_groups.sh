#!/usr/bin/env bash
# pytest-xdist 3.8.0 with pytest 9.2.0, both the newest of their kind on 2026-11-30.
#
# `--dist=loadgroup` is to run all tests of one mark `xdist_group` in one worker. With pytest 9.2 they are dealt out one by one, as
# without the mark, and nothing says so: no warning, no error. Fixtures of a session or a module are made in each worker, and what
# tests hold to be theirs alone is not. With pytest 9.1.1 the same files run as they are marked.
#
# The guess: the mark is honoured, or an incompatible pair of versions is an error.
# Why it is wrong: pytest-xdist writes the group's name behind the test's id by assigning the item's private attribute `_nodeid`,
# from which the id was read. Since 9.2 pytest keeps the id in an object of its own, and Python lets anybody assign an attribute
# that nobody reads. The scheduler then finds no name behind the ids.
#
# Seen: "pytest 9.1.1: 1 worker for each group / pytest 9.2.0: 2 workers for a group".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >test_groups.py <<'PY'
import os
import time

import pytest


@pytest.mark.parametrize("number", range(6))
@pytest.mark.parametrize("name", ["a", "b"])
def test_of(name, number, request):
    time.sleep(0.2)
    with open(os.environ["SEEN"], "a") as seen:
        seen.write(f"{name} {os.environ['PYTEST_XDIST_WORKER']}\n")
PY
cat >conftest.py <<'PY'
import pytest


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    for item in items:
        item.add_marker(pytest.mark.xdist_group(item.callspec.params["name"]))
PY
seen=""
for version in 9.1.1 9.2.0; do
    python3 -m venv "venv$version"
    "venv$version/bin/pip" install --quiet "pytest==$version" pytest-xdist==3.8.0
    SEEN="$folder/seen$version" "venv$version/bin/python" -m pytest --quiet -n 2 --dist=loadgroup test_groups.py >/dev/null
    most=$(sort -u "seen$version" | cut -d' ' -f1 | uniq -c | sort -rn | awk 'NR == 1 {print $1}')
    test "$most" = 1 && seen+="pytest $version: 1 worker for each group / " || seen+="pytest $version: $most workers for a group"
done
echo "$seen"
test "$seen" = "pytest 9.1.1: 1 worker for each group / pytest 9.2.0: 2 workers for a group"
