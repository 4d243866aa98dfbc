#!/usr/bin/env bash
# The Cython backend under AddressSanitizer and UndefinedBehaviorSanitizer: `tools/sanitize.sh [pytest's arguments]`.
#
# A copy of the tree is built with both, for AVX2 and baseline, in a folder of its own, and runs the tests that call every kernel with
# the most layouts: tests/test_hostile.py, tests/test_checksums.py and others named below, or those that are given. The first fault
# ends the process with a report. It needs gcc with its sanitizers, and what the tests need in the python that is called `python`.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
folder=${ACTKERN_SANITIZED:-$(mktemp -d)}
[ -n "${ACTKERN_SANITIZED:-}" ] || trap 'rm -rf "$folder"' EXIT
mkdir -p "$folder"
git -C "$root" ls-files -z | tar -C "$root" --null --files-from=- -cf - | tar -C "$folder" -xf -
cd "$folder"
# Operands may lie at any address, and x86 reads floats from there as from any other: `alignment` is left out.
flags="-fsanitize=address,undefined -fno-sanitize=alignment -fno-sanitize-recover=all -fno-omit-frame-pointer"
CFLAGS="-O1 -g1 $flags" LDFLAGS="$flags" ACTKERN_BUILD_TIERS=v3 python setup.py -q build_ext --inplace
export PYTHONPATH="$folder" LD_PRELOAD="$(gcc -print-file-name=libasan.so) $(gcc -print-file-name=libubsan.so)"
# Python keeps what it has until it ends, which is no leak. An allocation that cannot be had is to give a null pointer, as without.
export ASAN_OPTIONS=detect_leaks=0:allocator_may_return_null=1 UBSAN_OPTIONS=print_stacktrace=1
export ACTKERN_BACKEND=cython
if [ $# -gt 0 ]; then
    python -m pytest -q -n 2 "$@"
else
    python -m pytest -q -n 2 -k "not numba" tests/test_hostile.py tests/test_checksums.py tests/elementwise/test_ufunc.py \
        tests/elementwise/test_gates.py tests/rows tests/losses tests/composed
fi
