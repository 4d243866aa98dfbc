#!/usr/bin/env bash
# NumPy 2.4.6 on Python 3.11, glibc.
#
# Where an allocation fails, Python raises MemoryError, and so does NumPy for an array. Where it is a small one inside the call of a
# ufunc with two results, np.frexp returns no result and sets no exception, which Python makes a SystemError: code that catches
# MemoryError to do with less does not see it.
#
# The guess: a MemoryError, as for an array that is too large.
# Why it is wrong: the call's own small arrays are not all asked for whether they are there.
#
# Seen: "['MemoryError', 'SystemError']", the errors of frexp over the allocations that fail.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet "numpy==2.4.6"
cat >failing.c <<'C'
#include <stddef.h>
void *__libc_malloc(size_t);
void *__libc_calloc(size_t, size_t);
static long left, least;
void fail_at(long n, long size) { left = n, least = size; }
static int fails(size_t size) { return left > 0 && size >= (size_t)least && --left == 0; }
void *malloc(size_t size) { return fails(size) ? NULL : __libc_malloc(size); }
void *calloc(size_t count, size_t size) { return fails(count * size) ? NULL : __libc_calloc(count, size); }
C
gcc -O1 -shared -fPIC failing.c -o failing.so
cat >call.py <<'PY'
import ctypes
import sys

import numpy as np

fail_at = ctypes.PyDLL(None).fail_at
fail_at.restype = None
halves = np.array([1.5, 2.5])
np.frexp(halves)
seen = set()
for n in range(1, 30):
    fail_at(ctypes.c_long(n), ctypes.c_long(1))
    try:
        np.frexp(halves)
    except (MemoryError, SystemError) as error:
        seen.add(type(error).__name__)
    finally:
        try:
            fail_at(ctypes.c_long(0), ctypes.c_long(1))
        except (MemoryError, ctypes.ArgumentError):
            pass
print(sorted(seen))
PY
seen=$(PYTHONMALLOC=malloc LD_PRELOAD="$folder/failing.so" venv/bin/python call.py)
echo "$seen"
test "$seen" = "['MemoryError', 'SystemError']"
