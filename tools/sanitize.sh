#!/usr/bin/env bash
# The Cython backend under AddressSanitizer and UndefinedBehaviorSanitizer: `tools/sanitize.sh [pytest's arguments]`.
#
# A copy of the tree is built with both, for the tiers of this CPU or those in ACTKERN_BUILD_TIERS, in a folder of its own (that of
# ACTKERN_SANITIZED, which is kept, and built anew only where sources have changed), and runs the tests that call every kernel with
# the most layouts, or those that are given. The first fault ends the process with a report. It needs gcc with its sanitizers, and
# what the tests need in the python that is called `python`. The build takes five minutes of CPU, the tests half an hour.
#
# What NumPy keeps of small arrays' memory for its next ones, up to 1,024 bytes, is not given back, so that a use after that would not
# be seen; an access beyond an array is. Numba's loops have none of this, and are left out.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
folder=${ACTKERN_SANITIZED:-$(mktemp -d)}
[ -n "${ACTKERN_SANITIZED:-}" ] || trap 'rm -rf "$folder"' EXIT
mkdir -p "$folder"
git -C "$root" ls-files -z | tar -C "$root" --null --files-from=- -cf - | tar -C "$folder" -xf -
cd "$folder"
# Operands may lie at any address, and x86 reads floats from there as from any other: `alignment` is left out.
flags="-fsanitize=address,undefined -fno-sanitize=alignment -fno-sanitize-recover=all -fno-omit-frame-pointer"
# By CC, since setup.py links programs, too, to see what the compiler can do, and those are linked without LDFLAGS.
CC="gcc $flags" CFLAGS=-g1 python setup.py -q build_ext --inplace 2>build.log || { cat build.log; exit 1; }
nm -D actkern/_pool.*.so | grep -q __asan || { cat build.log; echo "the build has no sanitizers"; exit 1; }
export PYTHONPATH="$folder" LD_PRELOAD="$(gcc -print-file-name=libasan.so) $(gcc -print-file-name=libubsan.so)"
# Python keeps what it has until it ends, which is no leak. An allocation that cannot be had is to give a null pointer, as without.
export ASAN_OPTIONS=detect_leaks=0:allocator_may_return_null=1 UBSAN_OPTIONS=print_stacktrace=1
export ACTKERN_BACKEND=cython
if [ $# -eq 0 ]; then
    set -- -k "not numba and not backends_are_equal" tests/test_hostile.py tests/test_checksums.py tests/test_bits.py tests/elementwise tests/rows \
        tests/losses tests/composed
fi
python -m pytest -q -n 2 "$@"
