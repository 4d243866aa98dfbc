"""`actkern.h`: the bits of the functions in Python, from C that others compile, and what an actkern of another age says."""

import ctypes
import hashlib
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import numpy as np
import pytest
from support import environments
from support.builds import SETUP, build, call, run
from support.cases import DTYPES, bits, get, operands, outputs, public
from support.examples import block, blocks
from support.inputs import sample

import actkern as ak
from actkern._generate.header import HEADER, REALS, constant, functions, numbers

if "cython" not in ak.backends:
    pytest.skip("the Cython backend is not built", allow_module_level=True)

FUNCTIONS = list(functions())
CODES = {"f4": ("f32", "float"), "f8": ("f64", "double")}
POINTER = ctypes.pythonapi.PyCapsule_GetPointer
POINTER.restype, POINTER.argtypes = ctypes.c_void_p, (ctypes.py_object, ctypes.c_char_p)
WARNINGS = ("-Wall", "-Wextra", "-Wno-cast-function-type", "-Wno-missing-field-initializers", "-Werror")


def address() -> int:
    return POINTER(ak._C_API, b"actkern._C_API")


def library(folder: Path, text: str, *flags: str) -> ctypes.CDLL:
    """A library of C that has nothing of Python, and uses actkern's functions."""
    text += "\nconst char *use(const void *address) { return actkern_use(address); }\n"
    text += "void set_threads(ptrdiff_t n) { actkern_threads = n; }\n"
    (folder / "library.c").write_text(text)
    command = ["cc", "-O1", *WARNINGS, f"-I{ak.get_include()}", *flags, "-fPIC", "-shared", "library.c", "-o", "library.so"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    loaded = ctypes.CDLL(str(folder / "library.so"))
    loaded.use.restype, loaded.use.argtypes = ctypes.c_char_p, [ctypes.c_void_p]
    loaded.set_threads.argtypes = [ctypes.c_ssize_t]
    return loaded


def wrapper(row, form, code, real) -> str:
    """A C function that calls one of the header over addresses of its operands; parameters are read from theirs."""
    inputs, given = row.operands(form)
    parameters = {parameter.name for parameter in row.parameters}
    taken = [f"{'*' if name in parameters else ''}({real} *)p[{k}]" for k, name in enumerate((*inputs, *given))]
    sizes, declared = ("n", "ptrdiff_t n") if row.of_elements else ("rows, n", "ptrdiff_t rows, ptrdiff_t n")
    name = f"ak_{row.c_name(form)}_{code}"
    return f"void call_{name}(void **p, {declared}) {{ {name}({', '.join(taken)}, {sizes}); }}"


@pytest.fixture(scope="module")
def wrappers(tmp_path_factory):
    text = "\n".join(wrapper(row, form, code, real) for row, form in FUNCTIONS for code, real in CODES.values())
    loaded = library(tmp_path_factory.mktemp("wrappers"), f"#include <actkern.h>\n{text}")
    assert loaded.use(address()) is None
    return loaded


def called(wrappers, row, form, dtype, given, results, *sizes) -> None:
    function = getattr(wrappers, f"call_ak_{row.c_name(form)}_{CODES[dtype][0]}")
    call(ctypes.cast(function, ctypes.c_void_p).value, [*given, *results], *sizes)


def arguments(row, form, x) -> list[np.ndarray]:
    """Contiguous arrays like x, and for each parameter one number."""
    parameters = {parameter.name for parameter in row.parameters}
    given = zip(row.operands(form)[0], operands(row.name, form, x), strict=True)
    return [np.array(each) if name in parameters else np.broadcast_to(each, x.shape).copy() for name, each in given]


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("threads", [1, 3, 0])
def test_every_function_of_elements_has_the_same_bits(wrappers, dtype, threads):
    wrappers.set_threads(threads)
    for size in (4000, 7) if threads == 1 else (70_000,):
        x = np.resize(sample(dtype), size)
        for row, form in FUNCTIONS:
            if not row.of_elements:
                continue
            given = arguments(row, form, x)
            expected = outputs(get("cython", row.name, form)(*given))
            results = [np.empty(size, dtype) for _ in expected]
            called(wrappers, row, form, dtype, given, results, size)
            for one, other in zip(results, expected, strict=True):
                np.testing.assert_array_equal(bits(one), bits(other), f"{row.name} {form}")
    wrappers.set_threads(1)


@pytest.mark.parametrize("dtype", DTYPES)
def test_every_function_of_rows_has_the_same_bits(wrappers, dtype):
    names = set()
    for shape in ((50, 10), (3, 1000), (4, 1), (2, 0), (0, 5)):
        x = np.random.default_rng(0).normal(0, 5, shape).astype(dtype)
        for row, form in FUNCTIONS:
            if row.of_elements:
                continue
            names.add(row.name)
            given = [x] if form == "value" else [np.roll(x, 1), ak.softmax(x)]
            expected = public("cython", row.name, form)(*given, axis=-1)
            result = np.full(expected.shape, 7, dtype)
            called(wrappers, row, form, dtype, given, [result], *shape)
            np.testing.assert_array_equal(bits(result), bits(expected), f"{row.name} {form} {shape}")
    assert {"softmax", "log_softmax", "logsumexp"} <= names


def test_results_over_inputs_and_sizes_that_are_no_work(wrappers):
    row = ak.catalog["gelu"]
    x = np.resize(sample("f4"), 1003)
    place = x.copy()
    called(wrappers, row, "value", "f4", [place], [place], x.size)
    np.testing.assert_array_equal(bits(place), bits(ak.gelu(x)))
    for size in (0, -5):
        called(wrappers, row, "value", "f4", [x], [place], size)
        called(wrappers, ak.catalog["softmax"], "value", "f4", [x], [place], size, 10)
        called(wrappers, ak.catalog["softmax"], "value", "f4", [x], [place], 10, size)
    np.testing.assert_array_equal(bits(place), bits(ak.gelu(x)))


@pytest.mark.parametrize("threads", [1, 3])
def test_rows_on_threads_and_over_their_input(wrappers, threads):
    wrappers.set_threads(threads)
    for shape in ((40_000, 10), (5000, 65), (4, 100_000)):
        x = np.random.default_rng(0).normal(0, 5, shape).astype("f4")
        for name in ("softmax", "log_softmax", "logsumexp", "hardmax"):
            row, place = ak.catalog[name], x.copy()
            expected = getattr(ak, name)(x, axis=-1)
            called(wrappers, row, "value", "f4", [place], [place], *shape)
            found = place.ravel()[: expected.size].reshape(expected.shape)
            np.testing.assert_array_equal(bits(found), bits(expected), f"{name} {shape}")
    wrappers.set_threads(1)


def test_strided_arrays_by_the_function_beneath(tmp_path):
    code = """#include <actkern.h>
    void every_second(const double *x, double *y, ptrdiff_t n) {
        char *operands[] = {(char *)x, (char *)y};
        const ptrdiff_t steps[] = {2 * sizeof *x, -(ptrdiff_t)sizeof *y};
        actkern_run(ACTKERN_SILU_F64, operands, &n, steps, 2);
    }"""
    loaded = library(tmp_path, code)
    assert loaded.use(address()) is None
    x, y = np.linspace(-3, 3, 20), np.empty(10)
    loaded.every_second(ctypes.c_void_p(x.ctypes.data), ctypes.c_void_p(y[-1:].ctypes.data), ctypes.c_ssize_t(10))
    np.testing.assert_array_equal(y[::-1], ak.silu(x[::2]))
    before = y.copy()
    loaded.every_second(ctypes.c_void_p(x.ctypes.data), ctypes.c_void_p(y[-1:].ctypes.data), ctypes.c_ssize_t(-5))
    np.testing.assert_array_equal(y, before)


@pytest.mark.parametrize("mode", environments.MODES)
def test_the_callers_floating_point_environment_changes_nothing(wrappers, mode):
    x = np.linspace(-104, -86, 50, dtype="f4")  # subnormal results
    expected, y = ak.exp(x), np.empty_like(x)
    function = ctypes.cast(wrappers.call_ak_exp_f32, ctypes.c_void_p).value
    with environments.environment(mode):
        call(function, [x, y], x.size)
    np.testing.assert_array_equal(bits(y), bits(expected))


def test_numbers_never_change():
    """The header is made from the numbers that it had; a function that goes needs a new ACTKERN_API_VERSION."""
    there = numbers()
    assert sorted(there.values()) == list(range(len(there)))
    first = "".join(f"{name} {number}\n" for name, number in sorted(there.items(), key=lambda each: each[1])[:626])
    assert hashlib.sha256(first.encode()).hexdigest()[:16] == "e95d23325e5d16d2"
    assert set(there) == {constant(row, form, code) for row, form in FUNCTIONS for _, code in REALS}


def aged(folder: Path, **numbers: int) -> str:
    """A folder with a header of other numbers."""
    text = HEADER.read_text()
    for name, number in numbers.items():
        text, count = re.subn(rf"(#define {name}) \d+", rf"\1 {number}", text)
        assert count == 1
    (folder / "actkern.h").write_text(text)
    return f"-I{folder}"


@pytest.mark.parametrize("other", [{"ACTKERN_API_VERSION": 2}, {"ACTKERN_API_COUNT": 100_000}])
def test_an_actkern_of_another_age(tmp_path, other):
    flag = aged(tmp_path, **other)
    (tmp_path / "library.c").write_text("#include <actkern.h>\nconst char *use(const void *a) { return actkern_use(a); }\n")
    command = ["cc", flag, "-fPIC", "-shared", "library.c", "-o", "library.so"]
    subprocess.run(command, cwd=tmp_path, check=True)
    loaded = ctypes.CDLL(str(tmp_path / "library.so"))
    loaded.use.restype, loaded.use.argtypes = ctypes.c_char_p, [ctypes.c_void_p]
    (number,) = other.values()
    assert re.search(rf"compiled for .*{number}.* compile again", loaded.use(address()).decode())
    assert b"no address" in loaded.use(None)
    # A module of Python gives the same as an ImportError.
    (tmp_path / "layer.c").write_text(block("c", "docs/embedding.md", "PyInit_layer"))
    build(tmp_path, "layer.c", setup=SETUP.replace("actkern.get_include()", repr(str(tmp_path))))
    code = "try:\n    import layer\nexcept ImportError as error:\n    print(error)"
    assert "compile again" in run(tmp_path, code)


def test_what_importing_actkern_raises_is_what_the_module_raises(tmp_path):
    (tmp_path / "layer.c").write_text(block("c", "docs/embedding.md", "PyInit_layer"))
    build(tmp_path, "layer.c")
    code = "import os; os.environ['ACTKERN_BACKEND'] = 'fortran'\n"
    code += "try:\n    import layer\nexcept ValueError as error:\n    print(error)"
    assert "unknown backend 'fortran'" in run(tmp_path, code)


def test_header_before_python_and_in_cpp(tmp_path):
    (tmp_path / "late.c").write_text("#include <actkern.h>\n" + block("c", "docs/embedding.md", "PyInit_layer"))
    includes = [f"-I{ak.get_include()}", f"-I{sysconfig.get_paths()['include']}"]
    subprocess.run(["cc", *WARNINGS, *includes, "-fPIC", "-c", "late.c"], cwd=tmp_path, check=True)
    assert "actkern_import" not in subprocess.run(["nm", "-u", "late.o"], cwd=tmp_path, capture_output=True, text=True).stdout
    if shutil.which("c++"):
        (tmp_path / "of.cpp").write_text("#include <Python.h>\n#include <actkern.h>\nint f() { return actkern_import(); }\n")
        subprocess.run(["c++", *WARNINGS, *includes, "-fPIC", "-c", "of.cpp"], cwd=tmp_path, check=True)


def test_a_call_before_the_import_says_so(tmp_path):
    library(tmp_path, "#include <actkern.h>\nvoid early(void) { float x = 0; ak_relu_f32(&x, &x, 1); }")
    code = "import ctypes; ctypes.CDLL('./library.so').early()"
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "before actkern_import() or actkern_use() succeeded" in done.stderr


def test_a_library_of_several_files_and_cpp(tmp_path):
    """One import serves all files of a library, and the header is C++ too."""
    (tmp_path / "one.c").write_text("#include <actkern.h>\nconst char *use(const void *a) { return actkern_use(a); }\n")
    (tmp_path / "two.cpp").write_text(
        '#include <actkern.h>\nextern "C" void half(double *x, ptrdiff_t n) { ak_leaky_relu_f64(x, 0.5, x, n); }\n'
    )
    flags = ["-O1", "-Wall", "-Wextra", "-Werror", f"-I{ak.get_include()}", "-fPIC"]
    subprocess.run(["cc", "-std=c99", "-pedantic", *flags, "-c", "one.c"], cwd=tmp_path, check=True)
    if shutil.which("c++") is None:
        pytest.skip("there is no C++ compiler")
    subprocess.run(["c++", "-std=c++11", *flags, "-c", "two.cpp"], cwd=tmp_path, check=True)
    subprocess.run(["c++", "-shared", "one.o", "two.o", "-o", "both.so"], cwd=tmp_path, check=True)
    loaded = ctypes.CDLL(str(tmp_path / "both.so"))
    loaded.use.restype, loaded.use.argtypes = ctypes.c_char_p, [ctypes.c_void_p]
    assert loaded.use(address()) is None
    x = np.array([-2.0, 3.0])
    loaded.half(ctypes.c_void_p(x.ctypes.data), ctypes.c_ssize_t(2))
    assert x.tolist() == [-1.0, 3.0]


def test_the_example_of_an_extension(tmp_path):
    (tmp_path / "layer.c").write_text(block("c", "docs/embedding.md", "PyInit_layer"))
    build(tmp_path, "layer.c", WARNINGS)
    printed = run(
        tmp_path,
        "import numpy as np, layer\n"
        "x = np.random.default_rng(0).normal(0, 3, (40, 10)).astype('f4'); y = x.copy(); layer.activate(y)\n"
        "try:\n    layer.activate(x.astype('f8'))\nexcept TypeError as error:\n    print(error)\n"
        "import actkern as ak\nprint((y == ak.softmax(ak.gelu(x))).all())",
    )
    assert printed.splitlines() == ["activate takes a contiguous array of two dimensions, of float32", "True"]


def test_the_example_of_cffi(tmp_path):
    pytest.importorskip("cffi")
    make = block("python", "docs/embedding.md", "ffi.set_source")
    (tmp_path / "make.py").write_text(make)
    done = subprocess.run([sys.executable, "make.py"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    use = block("python", "docs/embedding.md", "import fast_silu")
    assert run(tmp_path, f"{use}\nimport actkern\nprint((y == actkern.silu(x)).all())") == "True"


def test_the_example_of_ctypes(tmp_path):
    text = next(text for text in blocks("c", "docs/embedding.md") if "decay" in text)
    (tmp_path / "decay.c").write_text(text)
    command = ["cc", "-O2", *WARNINGS, f"-I{ak.get_include()}", "-fPIC", "-shared", "decay.c", "-o", "decay.so"]
    subprocess.run(command, cwd=tmp_path, check=True)
    use = block("python", "docs/embedding.md", "CDLL")
    code = (
        f"import os; os.chdir({str(tmp_path)!r})\n{use}\nprint((decayed == actkern.softplus(np.linspace(-3, 3, 7), 2.0)).all())"
    )
    assert run(tmp_path, code) == "True"


def test_without_the_cython_backend(monkeypatch):
    from actkern import _c_api

    monkeypatch.setattr(_c_api, "available_backends", ("numba",))
    with pytest.raises(ImportError, match="install a C compiler"):
        _c_api.make()
