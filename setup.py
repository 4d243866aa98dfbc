"""Builds the Cython backend: each source once per CPU tier, all of them optional.

Everything else is in `pyproject.toml`. Without a C compiler the installation succeeds, says what is missing,
and the Numba backend serves.

An installation has the tiers that this CPU can run. ACTKERN_BUILD_TIERS=all makes all that this kind of machine has,
as a wheel for others needs; it may also name some, such as `v3,baseline`, of which `baseline` is always there.
"""

import importlib
import importlib.machinery
import importlib.util
import os
import re
import sys
from pathlib import Path

from setuptools import Extension, setup
from setuptools.command.build_ext import build_ext
from setuptools.errors import CCompilerError, CompileError, ExecError, PlatformError

ROOT = Path(__file__).parent
SOURCES = ROOT / "src_cython"
INCLUDED = [str(SOURCES), str(ROOT / "actkern" / "include")]  # what C includes; Cython finds `actkern._cython` from ROOT


def from_package(name):
    """A module of the package that is about to be built, without its `__init__`, which needs what is not there yet."""
    if "actkern" not in sys.modules:
        package = importlib.util.module_from_spec(importlib.machinery.ModuleSpec("actkern", None, is_package=True))
        package.__path__ = [str(ROOT / "actkern")]
        sys.modules["actkern"] = package
    return importlib.import_module(f"actkern.{name}")


building = from_package("_building")
COMMON, FLAGS = [*building.COMMON, "-g0"], building.TIER_FLAGS
THREADS = ["-pthread"]


def sources():
    """(module, text) of every Cython module that is compiled once per tier.

    The kernels of each family of the catalogue are a module, so that they compile in parallel and a first call loads
    a part of them only.
    """
    from Cython.Tempita import Template

    def joined(name):
        """The text of a template with those of the parts that it includes in their places.

        They are joined before they are rendered, so that what Tempita is told in one part holds in those below it.
        """
        text = (SOURCES / f"{name}.in").read_text(encoding="utf-8")
        return re.sub(r'^include "(.+)"$', lambda part: joined(part[1]), text, flags=re.MULTILINE)

    def rendered(name, **values):
        return Template(joined(f"{name}.pyx"), name=f"{name}.pyx.in").substitute(**values)

    families = {}
    for row in from_package("_catalog").catalog.values():
        if row.of_elements:
            families.setdefault(row.family, []).append(row)
    yield "elementwise", (SOURCES / "elementwise.pyx").read_text()
    yield "rowwise", rendered("rowwise")
    yield "scalars", rendered("scalars", functions=from_package("_generate.pxd").functions())
    for family, rows in families.items():
        yield f"kernels_{family}", rendered("kernels", family=family, rows=rows, policy=from_package("_policy"))


def written(path, text):
    if not path.exists() or path.read_text() != text:
        path.write_text(text)
    return str(path)


def render(build_dir):
    """The extensions that are compiled once, and those that are compiled for each tier, as Cython."""
    import numpy

    numbers = {name: value for name, value in vars(from_package("_policy")).items() if name.isupper() and isinstance(value, int)}
    written(build_dir / "policy.pxd", "cdef enum:\n" + "".join(f"    {name} = {value}\n" for name, value in numbers.items()))

    # This module belongs to neither backend, and is the only one that reads NumPy's arrays.
    direct = Extension(
        "actkern._direct",
        [written(build_dir / "direct.pyx", (SOURCES / "direct.pyx").read_text())],
        include_dirs=[numpy.get_include(), *INCLUDED],
        define_macros=[("NPY_NO_DEPRECATED_API", "NPY_2_0_API_VERSION")],
        extra_compile_args=COMMON,
    )
    # The threads of both backends. Where it cannot be built, Cython's loops run on one thread, and
    # Numba's on those that it brings.
    pool = Extension(
        "actkern._pool",
        [written(build_dir / "pool.pyx", (SOURCES / "pool.pyx").read_text()), "src_cython/pool.c"],
        include_dirs=INCLUDED,
        depends=[str(SOURCES / "pool.h"), str(SOURCES / "environment.h")],
        extra_compile_args=[*COMMON, *THREADS],
        extra_link_args=THREADS,
    )
    # Of neither backend, either: plain Python, which NumPy 2.0 needs compiled (its docblock says why).
    promotion = Extension(
        "actkern._compiled_promotion",
        [written(build_dir / "compiled_promotion.pyx", (ROOT / "actkern" / "_promotion.py").read_text())],
        extra_compile_args=COMMON,
    )
    modules = [
        Extension(f"actkern._cython.{module}", [written(build_dir / f"{module}.pyx", text)], include_dirs=INCLUDED)
        for module, text in sources()
    ]
    return [direct, pool, promotion], modules


def for_tier(module, tier):
    """A module compiled for one tier: Cython translates it once, and here its C is given the tier's name.

    Python finds a module's start by the name of a C function, which has the module's name in it.
    """
    (source,) = module.sources
    stem = Path(source).stem
    text = f'#define PyInit_{stem} PyInit_{stem}_{tier}\n#include "{stem}.c"\n'
    return Extension(
        f"{module.name}_{tier}",
        [written(Path(source).with_name(f"{stem}_{tier}.c"), text)],
        include_dirs=module.include_dirs,
        depends=[source, *(str(path) for folder in INCLUDED for path in Path(folder).rglob("*.h"))],
        extra_compile_args=COMMON + FLAGS[tier],
    )


def has_tier(module, tier, tiers):
    """Whether a module is made for a tier: functions of one element gain nothing by wider vectors (`actkern/scalar.py`)."""
    return tier != "v4" or "v3" not in tiers or not module.name.endswith(".scalars")


def is_slow(name):
    """Whether a module is for CPUs without AVX2 and FMA: fma is arithmetic there, beside which calls and turns cost nothing."""
    return name.endswith("_baseline") and len(FLAGS) > 1


class BuildTiers(build_ext):
    """`build_ext` that leaves out what this compiler cannot do, and says so."""

    def initialize_options(self):
        super().initialize_options()
        if os.name == "nt" and os.environ.get("CC"):
            self.compiler = "mingw32"  # the one of setuptools' there that takes CC

    def compiles(self, code, flags):
        probe = Path(self.build_temp) / "probe.c"
        probe.parent.mkdir(parents=True, exist_ok=True)
        probe.write_text(code)
        try:
            objects = self.compiler.compile([str(probe)], output_dir=str(probe.parent), extra_postargs=flags)
            self.compiler.link_executable(objects, str(probe.with_suffix("")), extra_postargs=flags)
        except (CCompilerError, CompileError, ExecError, PlatformError, OSError):
            return False
        return True

    def build_extensions(self):
        main = "int main(void) { return 0; }\n"
        if not self.compiles(main, []):
            self.extensions = []
            self.warn(
                "no C compiler works here, so actkern's Cython backend was NOT built. actkern will use Numba "
                "(pip install 'actkern[numba]'). For the compiled backend install gcc and reinstall."
            )
            return
        self.extensions = [e for e in self.extensions if self.compiles(main, e.extra_compile_args)]
        for flags, is_for in (
            (building.GCC_ONLY, lambda name: not ("scalars" in name and is_slow(name))),
            (building.GCC_UNROLL, lambda name: ("kernels" in name or "rowwise" in name) and not is_slow(name)),
            (building.GCC_ROWWISE, lambda name: "rowwise" in name),
        ):
            possible = [flag for flag in flags if self.compiles(main, [flag, "-Werror"])]
            for extension in self.extensions:
                if is_for(extension.name):
                    extension.extra_compile_args = extension.extra_compile_args + possible
        super().build_extensions()


def extensions():
    from Cython.Build import cythonize

    build_dir = ROOT / "build" / "cython"
    build_dir.mkdir(parents=True, exist_ok=True)
    of_one_tier, modules = render(build_dir)
    options = {"include_path": [str(ROOT), str(SOURCES), str(build_dir)], "language_level": 3, "quiet": True}
    found = cythonize(of_one_tier, **options)
    tiers = from_package("_tiers").tiers_to_build(os.environ.get("ACTKERN_BUILD_TIERS", ""), list(FLAGS))
    for module in cythonize(modules, **options):
        found += [for_tier(module, tier) for tier in tiers if has_tier(module, tier, tiers)]
    for extension in found:
        extension.optional = True  # cythonize drops it from what it is given
    return found


setup(
    ext_modules=extensions(),
    cmdclass={"build_ext": BuildTiers},
    options={"build_ext": {"parallel": os.cpu_count() or 1}},
)
