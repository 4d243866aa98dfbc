"""What is decided once per process: the backend, the CPU tier, the number of threads, and what a fork changes.

All of it is read from the environment at import and checked there, so that a wrong setting is an error
before anything is computed, not a silent default.
"""

import contextlib
import ctypes
import importlib
import importlib.machinery
import importlib.util
import math
import operator
import os
import platform
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from ._policy import STREAM_BYTES
from ._tiers import TIERS, tiers_of_this_cpu

# The backends in the order of preference, with what to do to get one that is missing.
BACKENDS = {
    "cython": "it is compiled when actkern is installed: install a C compiler (gcc) and reinstall actkern from source",
    "numba": "pip install 'actkern[numba]'",
}


def _built(tier: str) -> bool:
    # importlib.util.find_spec would import the backend's package to look inside.
    folder = os.path.join(os.path.dirname(__file__), "_cython")
    return importlib.machinery.PathFinder.find_spec(f"elementwise_{tier}", [folder]) is not None


def _available_backends() -> tuple[str, ...]:
    found = []
    if _built("baseline"):
        found.append("cython")
    if importlib.util.find_spec("numba") is not None:
        found.append("numba")
    return tuple(found)


def _how_to_get(backend: str) -> str:
    if getattr(sys, "frozen", False):
        return "this program was frozen without it; PyInstaller 6 takes it where actkern is installed with it"
    return BACKENDS[backend]


def check_backend(name: object, available: tuple[str, ...]) -> str:
    """`name` where that backend can be used; otherwise an error that says how to get it."""
    if not isinstance(name, str):
        raise TypeError(f"a backend is named by a str, not {type(name).__name__}; accepted: {', '.join(BACKENDS)}")
    if name not in BACKENDS:
        raise ValueError(f"unknown backend {name!r}; accepted: {', '.join(BACKENDS)}")
    if name not in available:
        raise ImportError(f"the {name} backend is not installed: {_how_to_get(name)}")
    return name


def _choose_backend(available: tuple[str, ...]) -> str:
    named = os.environ.get("ACTKERN_BACKEND")
    if named:
        try:
            return check_backend(named, available)
        except ValueError as error:
            raise ValueError(f"ACTKERN_BACKEND: {error}") from None
        except ImportError as error:
            raise ImportError(f"ACTKERN_BACKEND={named}: {error}") from None
    if not available:
        raise ImportError("actkern has no backend here. " + "; or ".join(f"{each}: {_how_to_get(each)}" for each in BACKENDS))
    return available[0]


def available_tiers() -> tuple[str, ...]:
    """Tiers that were built and that this CPU can run, best first."""
    return tuple(tier for tier in tiers_of_this_cpu() if _built(tier))


def choose_tier() -> str:
    """The best tier, or the one that ACTKERN_TIER names."""
    available = available_tiers()
    named = os.environ.get("ACTKERN_TIER")
    if not named:
        return available[0]
    if named not in TIERS:
        raise ValueError(f"ACTKERN_TIER: unknown tier {named!r}; accepted: {', '.join(TIERS)}")
    if named not in available:
        raise ValueError(f"ACTKERN_TIER={named}: not built here, or this CPU lacks it; there are {', '.join(available)}")
    return named


def _quota(folder: Path) -> float:
    """How many CPUs' time a control group grants, by its folder: in version 2 of Linux's control groups and in version 1."""
    with contextlib.suppress(OSError, ValueError):
        quota, period = (folder / "cpu.max").read_text().split()
        return int(quota) / int(period)  # "max" is no number: no limit
    with contextlib.suppress(OSError, ValueError):
        given = int((folder / "cpu.cfs_quota_us").read_text()), int((folder / "cpu.cfs_period_us").read_text())
        return given[0] / given[1] if given[0] > 0 else math.inf
    return math.inf


def granted_cpus(own: Path = Path("/proc/self/cgroup"), root: Path = Path("/sys/fs/cgroup")) -> float:
    """How many CPUs' time this process's control groups grant it, as a container's limit does; infinity for no limit."""
    granted = math.inf
    with contextlib.suppress(OSError):
        for line in own.read_text().splitlines():
            _, controllers, path = line.split(":", 2)
            if controllers and "cpu" not in controllers.split(","):
                continue
            mount = root / controllers if controllers else root
            group = mount / path.lstrip("/")
            granted = min(granted, *(_quota(each) for each in (group, *group.parents) if each.is_relative_to(mount)))
    return granted


def _usable_cpus() -> int:
    cpus = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, math.ceil(min(cpus, granted_cpus())))


def _initial_threads() -> int:
    named = os.environ.get("ACTKERN_NUM_THREADS")
    if named:
        try:
            return _checked_threads(int(named))
        except ValueError:
            raise ValueError(f"ACTKERN_NUM_THREADS={named}: accepted is a whole number from 1 to {MAX_THREADS}") from None
    openmp = os.environ.get("OMP_NUM_THREADS")
    if openmp:
        # OpenMP allows a list, one number per nesting level; actkern does not nest.
        try:
            return _checked_threads(int(openmp.split(",")[0]))
        except ValueError:
            warnings.warn(f"OMP_NUM_THREADS={openmp} is not a thread count; actkern ignores it", stacklevel=2)
    return min(_usable_cpus(), MAX_THREADS)


MAX_THREADS = 1024


def _checked_threads(n: object) -> int:
    try:
        count = operator.index(n)  # type: ignore[arg-type]
    except TypeError:
        raise TypeError(f"a number of threads is an int from 1 to {MAX_THREADS}, not {type(n).__name__}") from None
    if isinstance(n, bool) or not 1 <= count <= MAX_THREADS:
        raise ValueError(f"a number of threads is an int from 1 to {MAX_THREADS}, not {n!r}")
    return count


available_backends = _available_backends()
default_backend = _choose_backend(available_backends)


class Settings(ctypes.Structure):
    """What the loops of both backends read on every call: `Settings` of `src_cython/pool.pxd`.

    They read it through its address, so that a change takes effect at once in both.
    """

    _fields_ = (
        ("threads", ctypes.c_ssize_t),
        # Outputs of this size are streamed past the caches, where that pays, since they would not
        # stay in the last one; smaller ones may be wanted there. Those of cheap functions and of
        # long rows are streamed from a part of this size on (Activation.streamed_from,
        # `gains_streamed`).
        ("stream_bytes", ctypes.c_ssize_t),
        # The address of the function that runs a call's parts on several threads. Where there is
        # none, it is 0, and all parts run on the caller's thread.
        ("run", ctypes.c_size_t),
        # The same for Numba's loops where no pool could be compiled: a function of Numba's OpenMP
        # layer, and the task that it runs.
        ("parallel_for", ctypes.c_size_t),
        ("part_by_openmp", ctypes.c_size_t),
    )


pool: Any = importlib.import_module("actkern._pool") if importlib.util.find_spec("actkern._pool") else None
settings = Settings(_initial_threads(), STREAM_BYTES, pool.run_address if pool else 0)
_alone = False  # whether this process is to stay on one thread


def _was_forked() -> bool:
    """Whether this process is a fork of another that has not executed a program of its own since, where the system says so."""
    try:
        with open("/proc/self/stat") as file:
            flags = int(file.read().rpartition(")")[2].split()[6])
    except (OSError, ValueError, IndexError):
        return False
    return bool(flags & 0x40)  # PF_FORKNOEXEC


def _stay_alone() -> None:
    global _alone
    _alone = True
    settings.threads = 1


def use_openmp(parallel_for: int, part: int) -> None:
    """Let Numba's loops run on OpenMP's threads, for want of a pool.

    An OpenMP runtime that had started threads before a fork waits for them for ever in the child, whoever started them.
    Children therefore stay on one thread, those too that import actkern after the fork: same bits, no hang.
    """
    if _was_forked():
        _stay_alone()
        return
    settings.parallel_for, settings.part_by_openmp = parallel_for, part
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=_stay_alone)


def get_num_threads() -> int:
    """The number of threads that a call on a large array may use, of which the calling one is the first."""
    return int(settings.threads)


def set_num_threads(n: int) -> None:
    """Let calls on large arrays use up to `n` threads, in this process and for every Python thread in it.

    Results do not depend on it, not in the last bit. No more threads run than there are CPUs that this process may use. Where
    no pool of threads could be compiled, the number stays 1 in a process that was forked: Numba's OpenMP does not survive that.

    Raises TypeError where `n` is not an int and ValueError where it is not from 1 to 1024.
    """
    count = _checked_threads(n)
    settings.threads = 1 if _alone else count


@contextlib.contextmanager
def threads(n: int) -> Iterator[None]:
    """`with actkern.threads(n):` sets the number of threads for a block, and puts the old one back after it."""
    before = get_num_threads()
    set_num_threads(n)
    try:
        yield
    finally:
        set_num_threads(before)


def runtime_info() -> dict[str, Any]:
    """What `show_runtime` prints, as a dict of plain strings, numbers and lists."""
    from . import __version__

    versions: dict[str, str | None] = {"actkern": __version__, "python": platform.python_version(), "numpy": np.__version__}
    if "numba" in available_backends:
        from importlib.metadata import version

        versions["numba"] = version("numba")
    return {
        "versions": versions,
        "machine": platform.machine(),
        "system": platform.platform(),
        "backends": list(available_backends),
        "default backend": default_backend,
        "tiers": list(available_tiers()) if "cython" in available_backends else [],
        "tier": choose_tier() if "cython" in available_backends else None,
        "threads": get_num_threads(),
        "cpus": _usable_cpus(),
        "environment": {key: os.environ[key] for key in sorted(os.environ) if key.startswith(("ACTKERN_", "OMP_", "NUMBA_"))},
    }


def show_runtime() -> None:
    """Print versions, backends, CPU tier, threads and the environment variables that bear on them."""
    for key, value in runtime_info().items():
        if isinstance(value, dict):
            value = ", ".join(f"{k} {v}" for k, v in value.items()) or "none set"
        elif isinstance(value, list):
            value = ", ".join(value) or "none"
        sys.stdout.write(f"{key:>16}: {value}\n")
