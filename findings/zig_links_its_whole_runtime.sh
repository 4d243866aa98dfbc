#!/usr/bin/env bash
# ziglang 0.17.1 (PyPI) as the linker of an object of GCC's, x86-64 Linux.
#
# `zig cc -target x86_64-linux-gnu.2.28 -shared` links against the symbols of an old glibc, so that GCC may compile for manylinux
# without a container. Where the object asks for one symbol of the compiler's runtime, such as `__cpu_model`, which
# __builtin_cpu_supports reads, the library gets more than 100 KB of code that nothing calls. With -Wl,--gc-sections it does not.
#
# The guess: of a static runtime a linker takes the members that are asked for, as GNU ld does with libgcc.a: some hundred bytes.
# Why it is wrong: zig's runtime is one object, which comes whole.
#
# Seen: "gcc and zig without the symbol: within 10 KB; with it: zig's is more than 100 KB larger, with --gc-sections within 10 KB".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet "ziglang==0.17.1"
echo 'int plain(int x) { return x + 1; }' >plain.c
echo 'int has_fma(void) { return __builtin_cpu_supports("fma") != 0; }' >asks.c
zig() { venv/bin/python -m ziglang cc -target x86_64-linux-gnu.2.28 -shared -s "$@"; }
size() { stat -c %s "$1"; }
for name in plain asks; do
    gcc -O2 -fPIC -c $name.c -o $name.o
    gcc -shared -s $name.o -o $name-gcc.so
    zig $name.o -o $name-zig.so
    zig -Wl,--gc-sections $name.o -o $name-less.so
    echo "$name: gcc $(size $name-gcc.so), zig $(size $name-zig.so), zig with --gc-sections $(size $name-less.so) bytes"
done
test $(($(size plain-zig.so) - $(size plain-gcc.so))) -lt 10000
test $(($(size asks-zig.so) - $(size asks-gcc.so))) -gt 100000
test $(($(size asks-less.so) - $(size asks-gcc.so))) -lt 10000
