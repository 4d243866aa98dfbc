#!/usr/bin/env bash
# Cython 3.3.1, Python 3.11 or later.
#
# cythonize compiles a .pyx again where a .pxd that it cimports has changed, but not where the .pxd is a module of a package that is
# cimported from it: after `from shapes cimport circle` an edit of shapes/circle.pxd leaves the C file as it was, with the former
# inline functions, and nothing says so. After `cimport shapes.circle` and `from shapes.circle cimport area` it is compiled again.
#
# The guess: all three are the same dependency, which the compiler itself resolves alike.
# Why it is wrong: cythonize does not ask the compiler, but scans the text, and looks for the names behind `cimport` with an
# expression that can match at the start of a line alone. So it knows of shapes/__init__.pxd and of nothing that was named.
#
# Seen: "from shapes cimport circle: old / cimport shapes.circle: new / from shapes.circle cimport area: new".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet Cython==3.3.1 setuptools 2>"$folder/log" || { cat "$folder/log"; exit 1; }
cd "$folder"
mkdir shapes
touch shapes/__init__.pxd
printf 'from shapes cimport circle\n\ndef of(double r):\n    return circle.area(r)\n' >way0.pyx
printf 'cimport shapes.circle\n\ndef of(double r):\n    return shapes.circle.area(r)\n' >way1.pyx
printf 'from shapes.circle cimport area\n\ndef of(double r):\n    return area(r)\n' >way2.pyx
build() { "$folder/venv/bin/cythonize" --quiet -3 way0.pyx way1.pyx way2.pyx; }

printf 'cdef inline double area(double r) noexcept:\n    return 111.25 * r * r\n' >shapes/circle.pxd
build
grep -q '111.25 \*' way0.c && grep -q '111.25 \*' way1.c && grep -q '111.25 \*' way2.c
sleep 1.1
printf 'cdef inline double area(double r) noexcept:\n    return 222.25 * r * r\n' >shapes/circle.pxd
build
found=$(for way in 0 1 2; do
    printf '%s: %s / ' "$(head -n 1 way$way.pyx)" "$(grep -q '222.25 \*' way$way.c && echo new || echo old)"
done)
found=${found% / }
echo "$found"
expected="from shapes cimport circle: old / cimport shapes.circle: new / from shapes.circle cimport area: new"
[ "$found" = "$expected" ] || { echo "expected: $expected"; exit 1; }
