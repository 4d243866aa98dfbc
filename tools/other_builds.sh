#!/usr/bin/env bash
# Builds by clang, for CPUs without fused multiply-adds and for AArch64 give the bits that tests/checksums.txt has.
#
#     tools/other_builds.sh clang      # every tier that this CPU runs
#     tools/other_builds.sh nehalem    # the baseline tier, on a CPU of 2008 by qemu
#     tools/other_builds.sh aarch64    # run by qemu, with Debian's Python for arm64, and wheels of NumPy and ml_dtypes
#
# The Python that `python` names has NumPy, ml_dtypes, Cython and setuptools. On Debian, clang is `clang`, qemu is
# `qemu-user-static`, and AArch64 takes `crossbuild-essential-arm64`, too. All else goes to build/other; no package is installed.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
work=$root/build/other

need() {
    command -v "$1" >/dev/null || { echo "$1 is missing here: apt-get install $2" >&2; exit 1; }
}

# Packages of actkern for another compiler, into the folder $1.
build() {
    python setup.py -q build --build-lib "$1/lib" --build-temp "$1/temp" 2>"$1/warnings.txt" || { cat "$1/warnings.txt" >&2; exit 1; }
}

clang_build() {
    need clang clang
    mkdir -p "$work/clang"
    CC=clang LDSHARED="clang -shared" build "$work/clang"
    for tier in $(PYTHONPATH=$work/clang/lib python -c 'from actkern import _runtime; print(*_runtime.available_tiers())'); do
        echo "clang, $tier:"
        PYTHONPATH=$work/clang/lib ACTKERN_BACKEND=cython ACTKERN_TIER=$tier python tools/checksums.py --check tests/checksums.txt
    done
}

nehalem_build() {
    local qemu
    qemu=$(command -v qemu-x86_64-static || command -v qemu-x86_64) || need qemu-x86_64-static qemu-user-static
    mkdir -p "$work/nehalem"
    ACTKERN_BUILD_TIERS=baseline build "$work/nehalem"
    echo "Nehalem:"
    "$qemu" -cpu Nehalem -E "PYTHONPATH=$work/nehalem/lib" -E ACTKERN_BACKEND=cython "$(python -c 'import sys; print(sys.executable)')" \
        tools/checksums.py --check tests/checksums.txt
}

aarch64_build() {
    need aarch64-linux-gnu-gcc crossbuild-essential-arm64
    local qemu arm=$work/aarch64 version numpy wheel wheels
    qemu=$(command -v qemu-aarch64-static || command -v qemu-aarch64) || need qemu-aarch64-static qemu-user-static
    mkdir -p "$arm"/{lists/partial,archives/partial,packages,root,wheels,site}
    if [ ! -e "$arm/site/ml_dtypes" ]; then
        # Lists and packages of arm64 beside this system's, which stays as it is.
        local apt=(-qq -o APT::Architecture=arm64 -o APT::Architectures=arm64 -o "Dir::State::lists=$arm/lists" -o "Dir::Cache=$arm"
            -o APT::Sandbox::User=)
        apt-get "${apt[@]}" update
        version=$(apt-cache "${apt[@]}" show python3-minimal | sed -n 's/^Version: \(3\.[0-9]*\).*/\1/p' | head -1)
        (cd "$arm/packages" && apt-get "${apt[@]}" download libc6 libgcc-s1 libstdc++6 libcrypt1 zlib1g libexpat1 libffi8 \
            "python$version-minimal" "libpython$version-minimal" "libpython$version-stdlib" "libpython$version-dev")
        for package in "$arm"/packages/*.deb; do dpkg -x "$package" "$arm/root"; done
        numpy=$(python -c 'import numpy; print(numpy.__version__)')
        wheels=(--no-deps --only-binary=:all: --python-version "$version")
        for platform in manylinux_2_28_aarch64 manylinux_2_17_aarch64; do wheels+=(--platform "$platform"); done
        python -m pip download --quiet "${wheels[@]}" --dest "$arm/wheels" "numpy==$numpy" ml_dtypes
        for wheel in "$arm"/wheels/*.whl; do python -m zipfile -e "$wheel" "$arm/site"; done
    fi
    version=$(basename "$arm"/root/usr/bin/python3.*)
    version=${version#python}
    CC=aarch64-linux-gnu-gcc LDSHARED="aarch64-linux-gnu-gcc -shared" \
        CFLAGS="-I$arm/root/usr/include/python$version -I$arm/root/usr/include -I$arm/site/numpy/_core/include" \
        SETUPTOOLS_EXT_SUFFIX=".cpython-${version/./}-aarch64-linux-gnu.so" ACTKERN_BUILD_TIERS=baseline build "$arm"
    echo "AArch64:"
    "$qemu" -L "$arm/root" -E "PYTHONPATH=$arm/lib:$arm/site" "$arm/root/usr/bin/python$version" \
        tools/checksums.py --check tests/checksums.txt
}

[ $# -gt 0 ] || { echo "usage: $0 clang | nehalem | aarch64 ..." >&2; exit 2; }
for each in "$@"; do
    case $each in
    clang | nehalem | aarch64) "${each}_build" ;;
    *) echo "$0 knows clang, nehalem and aarch64, not $each" >&2; exit 2 ;;
    esac
done
