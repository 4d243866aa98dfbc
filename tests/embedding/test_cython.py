"""`cimport actkern.scalar`, and its functions by address: the bits of the functions in Python, in loops that others compile."""

import ctypes
import importlib.util
import platform
import shutil
from pathlib import Path

import numpy as np
import pytest
from support.builds import build, call, run
from support.cases import DTYPES, bits, get, operands, outputs
from support.examples import block
from support.inputs import around_edges, sample

import actkern as ak
from actkern import _building
from actkern._generate.pxd import functions

pytest.importorskip("Cython")
if "cython" not in ak.backends:
    pytest.skip("the Cython backend is not built", allow_module_level=True)

CODES = {"f4": ("f32", "float"), "f8": ("f64", "double")}
FUNCTIONS = functions()


def loops_in_cython(chosen) -> str:
    """A module with a loop over each of some functions of `actkern.scalar`, for both dtypes, and a table of their addresses."""
    text = ["# cython: language_level=3", "cimport actkern.scalar as scalar"]
    for function in chosen:
        names = [*function.operands, *function.row.operands(function.form)[1]]
        for code, real in CODES.values():
            text.append(f"cdef void {function.name}_{code}(char** p, Py_ssize_t n) noexcept nogil:")
            text.append("    cdef Py_ssize_t i")
            text += [f"    cdef {real}* a{position} = <{real}*>p[{position}]" for position in range(len(names))]
            taken = [f"a{names.index(name)}[i]" for name in function.operands]
            taken += [f"&a{names.index(name)}[i]" for name in function.pointers]
            target = "" if function.returns == "void" else f"a{len(function.operands)}[i] = "
            text.append("    for i in range(n):")
            text.append(f"        {target}scalar.{function.name}({', '.join(taken)})")
    entries = ", ".join(f"'{f.name}_{code}': <size_t>&{f.name}_{code}" for f in chosen for code, _ in CODES.values())
    return "\n".join([*text, f"table = {{{entries}}}", ""])


def compiled(folder, flags, source) -> dict:
    """The table of a module of such loops, whose Cython or C is in `source`. A library of a path is loaded once."""
    folder.mkdir()
    source = Path(shutil.copy(source, folder)).name
    build(folder, source, flags)
    (path,) = folder.glob("loops.*.so")
    spec = importlib.util.spec_from_file_location("loops", path)
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded.table


def given_to(function, dtype) -> list[np.ndarray]:
    x = np.concatenate([sample(dtype, 2000), around_edges(dtype)])
    return [np.broadcast_to(each, x.shape).copy() for each in operands(function.row.name, function.form, x)]


def in_python(function, given) -> tuple:
    return outputs(get("cython", function.row.name, function.form)(*given))


def different(chosen, table, dtype) -> dict[str, int]:
    """How many results of each function have other bits than in Python, where there are such."""
    found = {}
    for function in chosen:
        given = given_to(function, dtype)
        expected = in_python(function, given)
        results = [np.empty_like(each) for each in expected]
        call(table[f"{function.name}_{CODES[dtype][0]}"], [*given, *results], given[0].size)
        wrong = sum(int((bits(one) != bits(other)).sum()) for one, other in zip(results, expected, strict=True))
        if wrong:
            found[function.name] = wrong
    return found


def test_every_function_has_the_same_bits_in_a_loop_of_others(tmp_path):
    (tmp_path / "loops.pyx").write_text(loops_in_cython(FUNCTIONS))
    table = compiled(tmp_path / "stated", ak.get_cflags(), tmp_path / "loops.pyx")
    assert len(table) == 2 * len(FUNCTIONS)
    for dtype in DTYPES:
        assert not different(FUNCTIONS, table, dtype)


def test_what_happens_without_the_flags(tmp_path):
    """docs/embedding.md says so: contraction changes bits where there is FMA, and other flags change none."""
    chosen = [f for f in FUNCTIONS if f.name in ("mish_grad", "mish", "xielu", "elish_grad", "hard_elish_grad", "gelu", "tanh")]
    (tmp_path / "loops.pyx").write_text(loops_in_cython(chosen))
    plain = compiled(tmp_path / "plain", ["-O2"], tmp_path / "loops.pyx")
    in_c = tmp_path / "plain" / "loops.c"
    assert not different(chosen, plain, "f4")
    assert not different(chosen, plain, "f8")
    if platform.machine() != "x86_64" or "v3" not in _building.tiers_of_this_cpu():
        return
    held = compiled(tmp_path / "held", ["-O3", "-mfma", "-ffp-contract=off"], in_c)
    assert not different(chosen, held, "f4")
    contracted = different(chosen, compiled(tmp_path / "fast", ["-O3", "-mfma", "-ffp-contract=fast"], in_c), "f4")
    assert contracted  # which functions, and for how many inputs, depends on what GCC puts together
    assert not contracted.keys() & {"gelu", "tanh"}


def test_the_example(tmp_path):
    (tmp_path / "scores.pyx").write_text(block("cython", "docs/embedding.md", "gelu_sums"))
    setup = block("python", "docs/embedding.md", 'name="scores"')
    build(tmp_path, "scores.pyx", setup=setup)
    printed = run(
        tmp_path,
        "import sys, numpy as np, scores\n"
        "x = np.linspace(-4, 4, 60).reshape(6, 10); sums = np.empty(6); scores.gelu_sums(x, sums)\n"
        "z = np.linspace(-4, 4, 60, dtype='f4'); y, slope = np.empty_like(z), np.empty_like(z); scores.margins(z, y, slope)\n"
        "assert 'actkern' not in sys.modules\n"
        "import actkern as ak\n"
        "half = np.float32(0.5)\n"
        "print(np.allclose(sums, ak.gelu(x).sum(1), rtol=1e-14), (slope == ak.grad.sigmoid(z)).all(),\n"
        "      (y == ak.leaky_relu(ak.sigmoid(z) - half, 0.5)).all())",
    )
    assert printed == "True True True"


POINTER = ctypes.pythonapi.PyCapsule_GetPointer
POINTER.restype, POINTER.argtypes = ctypes.c_void_p, (ctypes.py_object, ctypes.c_char_p)


@pytest.mark.parametrize("dtype", DTYPES)
def test_every_function_has_the_same_bits_by_its_address(dtype):
    code, real = CODES[dtype]
    scalar = {"float": ctypes.c_float, "double": ctypes.c_double}[real]
    exported = ak.scalar.__pyx_capi__
    for function in FUNCTIONS:
        returns = "void" if function.returns == "void" else real
        kinds = [real] * len(function.operands) + [f"{real} *"] * len(function.pointers)
        signature = f"{returns} ({', '.join(kinds)})"
        types = [scalar] * len(function.operands) + [ctypes.POINTER(scalar)] * len(function.pointers)
        address = POINTER(exported[f"{function.name}_{code}"], signature.encode())
        called = ctypes.CFUNCTYPE(None if returns == "void" else scalar, *types)(address)
        given = [each[:: each.size // 40] for each in given_to(function, dtype)]
        found = []
        for element in zip(*given, strict=True):
            results = [scalar() for _ in function.pointers]
            value = called(*(number.item() for number in element), *results)
            found.append([*([] if returns == "void" else [value]), *(result.value for result in results)])
        for column, expected in zip(np.array(found, dtype).T, in_python(function, given), strict=True):
            np.testing.assert_array_equal(bits(column), bits(expected), function.name)


def test_scipy_calls_them_by_their_addresses():
    pytest.importorskip("scipy")
    from scipy import LowLevelCallable, integrate, ndimage

    namespace = {}
    exec(compile(block("python", "docs/embedding.md", "LowLevelCallable"), "embedding.md", "exec"), namespace)
    assert namespace["area"] == integrate.quad(ak.gelu, -3, 3)[0]
    x = np.random.default_rng(0).normal(0, 3, (7, 9))
    assert (namespace["activated"] == ak.gelu(namespace["image"])).all()
    for function in FUNCTIONS:
        if not function.of_one or function.form == "backward_from_output":
            continue
        of_lines = LowLevelCallable.from_cython(ak.scalar, f"{function.name}_line_f64")
        expected = get("cython", function.row.name, function.form)(x)
        for size, axis in ((1, 0), (3, 1), (4, 0)):
            found = ndimage.generic_filter1d(x, of_lines, filter_size=size, axis=axis)
            np.testing.assert_array_equal(bits(found), bits(expected))
    with pytest.raises(ValueError, match="no_such"):
        LowLevelCallable.from_cython(ak.scalar, "no_such_f64")


def test_names_that_are_not_there():
    with pytest.raises(AttributeError, match=r"no attribute 'sigmoid'.*cimport"):
        _ = ak.scalar.sigmoid


def test_without_the_cython_backend(monkeypatch):
    monkeypatch.setattr(ak.scalar, "available_backends", ("numba",))
    with pytest.raises(ImportError, match="install a C compiler"):
        _ = ak.scalar.__pyx_capi__


def test_flags_by_tier():
    assert "-ffp-contract=off" in ak.get_cflags("baseline")
    with pytest.raises(ValueError, match=r"unknown tier 'v9'.*baseline"):
        ak.get_cflags("v9")
    with pytest.raises(ValueError, match="unknown compiler 'icc'"):
        ak.get_cflags(compiler="icc")
    assert not any(flag.startswith(("--param", "-fno-thread")) for flag in ak.get_cflags(compiler="clang"))
    if platform.machine() == "x86_64":
        assert {"-mfma"} <= set(ak.get_cflags("v3")) < set(ak.get_cflags("v4"))
