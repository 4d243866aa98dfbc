"""The instruction sets that the Cython backend is compiled for, and those that this CPU has.

`setup.py` reads this module before anything but NumPy is installed.
"""

import importlib
from collections.abc import Sequence

# The best tier comes first. Each has the features that NumPy must have found in this CPU, in both
# of NumPy's spellings, since 2.4 renamed the groups. Machines other than x86-64 have "baseline"
# alone.
TIERS = {
    "v4": ({"AVX2", "FMA3", "AVX512_SKX"}, {"X86_V4"}),
    "v3": ({"AVX2", "FMA3", "F16C"}, {"X86_V3"}),
    "baseline": (set(),),
}


def cpu_features() -> set[str]:
    """Instruction sets that this CPU and operating system have, in NumPy's names."""
    module = importlib.import_module("numpy._core._multiarray_umath")
    return {name for name, present in module.__cpu_features__.items() if present}


def tiers_of_this_cpu() -> tuple[str, ...]:
    """Tiers that this CPU can run, best first."""
    features = cpu_features()
    return tuple(tier for tier, alternatives in TIERS.items() if any(needed <= features for needed in alternatives))


def tiers_to_build(named: str, possible: Sequence[str]) -> list[str]:
    """The tiers that an installation from source makes, of those `possible` on this kind of machine.

    `named` is ACTKERN_BUILD_TIERS: all, or some by name; empty for those of this CPU. The baseline is always among them, since it
    serves where the others do not.
    """
    if named == "all":
        return list(possible)
    wanted = {each.strip() for each in named.split(",")} if named else set(tiers_of_this_cpu())
    if named and not wanted <= set(possible):
        raise ValueError(f"ACTKERN_BUILD_TIERS={named}: accepted is all, or some of {', '.join(possible)}")
    return [tier for tier in possible if tier in wanted or tier == "baseline"]
