#!/usr/bin/env bash
# A command in a clone of this repository in Debian unstable, where the newest Pythons and compilers are.
#
#     tools/unstable.sh FOLDER nox --python 3.15
#     tools/unstable.sh FOLDER nox -s "tests(python='3.14', numpy='2.3.*')" -- tests/runtime
#     tools/unstable.sh FOLDER bash -c ". /opt/python3.15/bin/activate && tools/other_builds.sh clang"
#
# FOLDER holds the system: the first call makes it, by debootstrap, and later ones use it. Each Python has an environment in /opt
# with what builds actkern. The command sees commits, not what the working tree has beside them, and runs as root; what is mounted
# for it goes with its process.
set -euo pipefail
cd "$(dirname "$0")/.."
[ $# -gt 1 ] || { echo "usage: $0 FOLDER COMMAND..." >&2; exit 2; }
[ "$(id -u)" = 0 ] || { echo "$0 needs root, for debootstrap, mount and chroot" >&2; exit 1; }
command -v debootstrap >/dev/null || { echo "debootstrap is missing here: apt-get install debootstrap" >&2; exit 1; }
pythons=(python3.14 python3.15)

folder=$(realpath -m "$1")
shift
if [ ! -e "$folder/etc/debian_version" ]; then
    packages=ca-certificates,git,gcc,g++,libc6-dev,clang
    for python in "${pythons[@]}"; do packages+=,$python,$python-dev,$python-venv; done
    debootstrap --variant=minbase --include="$packages" sid "$folder" http://deb.debian.org/debian
fi
cp /etc/resolv.conf "$folder/etc/"
cp /etc/ssl/certs/ca-certificates.crt "$folder/etc/ssl/certs/" # with what a proxy here may need
rm -rf "$folder/root/actkern"
git clone --quiet . "$folder/root/actkern"

# shellcheck disable=SC2016 # the inner shells expand these
unshare --mount --propagation private bash -euc '
    for each in proc sys dev; do mount --rbind "/$each" "$0/$each"; done
    exec chroot "$0" /usr/bin/env -i HOME=/root LANG=C.UTF-8 PATH=/opt/python3.14/bin:/usr/bin:/bin /bin/bash -euc "$@"
' "$folder" '
    for python in '"${pythons[*]}"'; do
        [ -e "/opt/$python/bin/nox" ] && continue
        "$python" -m venv "/opt/$python"
        "/opt/$python/bin/pip" install --quiet nox numpy ml_dtypes Cython setuptools
    done
    cd /root/actkern
    exec "$@"
' tools/unstable.sh "$@"
