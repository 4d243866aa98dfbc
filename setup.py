"""Builds the Cython backend: each source once per CPU tier, all of them optional.

Everything else is in `pyproject.toml`. Without a C compiler the installation succeeds, says what is missing,
and the Numba backend serves.
"""

import importlib.util
import os
import platform
import re
import sys
from pathlib import Path

from setuptools import Extension, setup
from setuptools.command.build_ext import build_ext
from setuptools.errors import CCompilerError, CompileError, ExecError, PlatformError

ROOT = Path(__file__).parent
SOURCES = ROOT / "src_cython"

# Contraction off and no fast-math: the bits of a result are the same in every tier. No trapping and no errno: nobody
# reads either, and either keeps GCC from vectorising a select or a square root.
COMMON = ["-O3", "-g0", "-fno-math-errno", "-fno-trapping-math", "-ffp-contract=off"]
V3 = ["-mavx2", "-mfma", "-mf16c"]
# What GCC needs to keep a kernel one loop of vectors; others do without. Kernels share scalars, and past a limit of
# growth GCC calls them instead (squareplus' slope took 8.1 ns so, .33 inlined). Threading jumps makes paths of selects that
# depend on one condition (value and slope of leaky_relu .36 with it, .17 without). It checks pairs of operands for overlap in
# spite of `restrict`, and gives up at 11 of them: lstm_cell took 21.8 ns so.
GCC_ONLY = [
    "--param=inline-unit-growth=2000",
    "--param=max-inline-insns-single=4000",
    "--param=large-function-growth=5000",
    "--param=large-function-insns=20000",
    "--param=vect-max-version-for-alias-checks=100",
    "-fno-thread-jumps",
]
# Four turns at a time of loops of up to 16 instructions, two of up to 32, in kernels and rows: relu of 100,000 floats, bound by
# the caches, .15 ns, and .20 without.
GCC_UNROLL = [
    "-funroll-loops",
    "--param=max-unroll-times=4",
    "--param=max-unrolled-insns=64",
    "--param=max-average-unrolled-insns=64",
]
# Row-wise loops clear a few lanes for each block, which GCC would hand to memset, and run over 8 or 16 lanes or rows, which it
# would unroll before it looks for vectors (log_softmax of rows of 1,000 takes 2.1 ns so, .8 without).
GCC_ROWWISE = ["-fno-tree-loop-distribute-patterns", "--param=max-completely-peel-times=7"]
# 512-bit vectors, which GCC would not choose by itself: sigmoid takes .32 ns with them and .38 without (Zen 4).
V4 = [*V3, *(f"-mavx512{part}" for part in ("f", "vl", "bw", "dq", "cd")), "-mprefer-vector-width=512"]
TIERS = {"baseline": []}
if platform.machine().lower() in ("x86_64", "amd64"):
    TIERS |= {"v3": V3, "v4": V4}
THREADS = ["-pthread"]


def read_catalog():
    """The catalogue, without importing the package that is about to be built."""
    folder = ROOT / "actkern" / "_catalog"
    spec = importlib.util.spec_from_file_location(
        "actkern_catalog", folder / "__init__.py", submodule_search_locations=[str(folder)]
    )
    package = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = package  # where its modules look it up
    spec.loader.exec_module(package)
    return package.catalog


def sources():
    """(module, text) of every Cython module, before it is compiled once per tier.

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
    for row in read_catalog().values():
        if row.kind in ("elementwise", "cell"):
            families.setdefault(row.family, []).append(row)
    yield "elementwise", (SOURCES / "elementwise.pyx").read_text()
    yield "rowwise", rendered("rowwise")
    for family, rows in families.items():
        yield f"kernels_{family}", rendered("kernels", family=family, rows=rows)


def render(build_dir):
    """Extensions for every module and tier."""
    import numpy

    def written(name, text):
        source = build_dir / f"{name}.pyx"
        if not source.exists() or source.read_text() != text:
            source.write_text(text)
        return [str(source)]

    # The one module that is no backend's, and that reads NumPy's arrays.
    direct = Extension(
        "actkern._direct",
        written("direct", (SOURCES / "direct.pyx").read_text()),
        include_dirs=[numpy.get_include(), str(SOURCES)],
        define_macros=[("NPY_NO_DEPRECATED_API", "NPY_2_0_API_VERSION")],
        extra_compile_args=COMMON,
    )
    # Beside it, the threads of all backends; where it cannot be built, Cython's loops run on one, and Numba brings its own.
    pool = Extension(
        "actkern._pool",
        [*written("pool", (SOURCES / "pool.pyx").read_text()), "src_cython/pool.c"],
        include_dirs=[str(SOURCES)],
        depends=[str(SOURCES / "pool.h"), str(SOURCES / "environment.h")],
        extra_compile_args=[*COMMON, *THREADS],
        extra_link_args=THREADS,
    )
    extensions = [direct, pool]
    for module, text in sources():
        for tier, flags in TIERS.items():
            name = f"{module}_{tier}"
            extensions.append(
                Extension(
                    f"actkern._cython.{name}",
                    written(name, text),
                    include_dirs=[str(SOURCES)],
                    depends=[str(SOURCES / "environment.h")],
                    extra_compile_args=COMMON + flags,
                )
            )
    return extensions


class BuildTiers(build_ext):
    """`build_ext` that leaves out what this compiler cannot do, and says so."""

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
        helpful = [flag for flag in GCC_ONLY if self.compiles(main, [flag, "-Werror"])]
        unrolled = [flag for flag in GCC_UNROLL if self.compiles(main, [flag, "-Werror"])]
        no_memset = [flag for flag in GCC_ROWWISE if self.compiles(main, [flag, "-Werror"])]
        for extension in self.extensions:
            extension.extra_compile_args = extension.extra_compile_args + helpful
            if "kernels" in extension.name or "rowwise" in extension.name:
                extension.extra_compile_args = extension.extra_compile_args + unrolled
            if "rowwise" in extension.name:
                extension.extra_compile_args = extension.extra_compile_args + no_memset
        super().build_extensions()


def extensions():
    from Cython.Build import cythonize

    build_dir = ROOT / "build" / "cython"
    build_dir.mkdir(parents=True, exist_ok=True)
    modules = cythonize(render(build_dir), include_path=[str(SOURCES)], language_level=3, quiet=True)
    for module in modules:
        module.optional = True  # cythonize drops it from what it is given
    return modules


setup(
    ext_modules=extensions(),
    cmdclass={"build_ext": BuildTiers},
    options={"build_ext": {"parallel": os.cpu_count() or 1}},
)
