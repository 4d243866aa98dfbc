"""Compiled C functions, each compiled when a call first needs it and kept on disk, from where the next process reads it.

a. A unit is one C function, named by the module that can compile it and by what that module needs
   to know which one is meant. Its file holds the object code of the function and of all that it
   calls. `llvmlite` alone loads it, without Numba, whose import takes many times as long
   (docs/speed/first_call.md).
b. Numba's own cache does not serve: it keeps no closures, which the kernels of elementwise
   functions are, and it looks at the file of a function alone, not at the files of what the
   function calls. Here the name of a unit's file has a digest of all its sources in it, and of
   Numba's and llvmlite's versions, the CPU and Numba's settings, so that an edit of any of them has
   the unit compiled again. The sources are what its module imports of this package, and the scalars
   of a kernel's family: an edit of one family has that family compiled again, and what uses its
   functions. Files of former sources are removed.
c. The sources are read through this module's loader, so that they may lie in a zip file. Where
   modules are there as compiled files alone (.pyc), as in a frozen program, those are digested in
   their place; where they cannot be read at all, nothing is kept on disk.
d. Files begin with a digest of the rest, since loading a damaged one would crash the process and
   not raise an error.
"""

import _thread
import contextlib
import ctypes
import hashlib
import importlib
import importlib.util
import marshal
import os
import re
import signal
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from .._catalog import catalog
from .._runtime import pool

Unit = tuple[str, ...]
Wanted = Unit | Callable[[], int]  # what a slot is to have: the address of a unit, or what a function gives

_HERE = Path(__file__).parent
_CATALOG = _HERE.parent / "_catalog"
_SUFFIX = Path(__file__).suffix  # .pyc where modules are there without their sources
_PYC_HEADER = 16  # bytes of a .pyc file before its code
_IMPORT = re.compile(r"^from (\.+)([\w.]*) import (.*)", re.MULTILINE)
_DIGEST = 32

# Numba's settings that do not change what it compiles.
_INDIFFERENT = {
    "NUMBA_CACHE_DIR",
    "NUMBA_DISABLE_JIT",
    "NUMBA_NUM_THREADS",
    "NUMBA_THREADING_LAYER",
    "NUMBA_THREADING_LAYER_PRIORITY",
}

# A function or a variable that a module of LLVM declares and does not define.
_EXTERNAL = re.compile(r'^(?:declare .*?@"?([^"(]+)"?\(|@"?([^" =]+)"? = external )', re.MULTILINE)

_lock = threading.RLock()
if hasattr(os, "register_at_fork"):
    # A fork waits until nothing is being compiled: in the child the thread that compiles would be
    # missing, and hold the lock.
    os.register_at_fork(before=_lock.acquire, after_in_parent=_lock.release, after_in_child=_lock.release)
_kept_alive: list[Any] = []


def numba_folder() -> Path | None:
    """Where Numba is installed, without importing it."""
    spec = importlib.util.find_spec("numba")
    return Path(spec.origin).parent if spec and spec.origin else None


def _numba_version() -> bytes:
    """What names Numba's version: the text of its module `_version`, which is read in place of an import of all of Numba."""
    folder = numba_folder()
    version = folder / "_version.py" if folder else None
    if version and version.exists():
        return version.read_bytes()
    return str(importlib.import_module("numba").__version__).encode()


def _content(path: Path) -> bytes:
    """A file of this package, through the loader that found this module."""
    loader: Any = globals()["__spec__"].loader
    return bytes(loader.get_data(str(path)))


def _digest(*parts: bytes) -> str:
    whole = hashlib.sha256()
    for part in parts:
        whole.update(len(part).to_bytes(8, "little") + part)
    return whole.hexdigest()[:16]


@cache
def _binding() -> Any:
    binding = importlib.import_module("llvmlite.binding")
    binding.initialize_native_target()
    binding.initialize_native_asmprinter()
    return binding


@cache
def _machine() -> str:
    """A digest of where and with what the code is compiled."""
    binding = _binding()
    settings = [f"{k}={v}" for k, v in sorted(os.environ.items()) if k.startswith("NUMBA_") and k not in _INDIFFERENT]
    config = Path(".numba_config.yaml")
    return _digest(
        _numba_version(),
        importlib.import_module("llvmlite").__version__.encode(),
        (sys.implementation.cache_tag or "").encode(),
        f"{binding.get_process_triple()} {binding.get_host_cpu_name()} {binding.get_host_cpu_features().flatten()}".encode(),
        *(setting.encode() for setting in settings),
        config.read_bytes() if config.exists() else b"",
    )


def _relative_imports(module: bytes) -> Iterator[tuple[int, list[str]]]:
    """What a module imports of this package: for each statement how many dots it has, and the modules that follow them.

    `module` is the content of its file.
    """
    if _SUFFIX == ".py":
        for dots, name, names in _IMPORT.findall(module.decode()):
            yield len(dots), [name] if name else names.split(", ")
        return
    import dis  # takes longer than all else here, where there are sources

    code = [each for each in dis.get_instructions(marshal.loads(module[_PYC_HEADER:])) if each.opname != "EXTENDED_ARG"]
    for dots, names, statement in zip(code, code[1:], code[2:], strict=False):
        if statement.opname == "IMPORT_NAME" and dots.argval:
            yield dots.argval, [statement.argval] if statement.argval else list(names.argval)


@cache
def _imported(source: Path) -> frozenset[Path]:
    """A module of this package with those of this package that it imports, directly and indirectly, by their files."""
    found: set[Path] = set()
    left = [source]
    while left:
        path = left.pop()
        if path in found:
            continue
        found.add(path)
        for dots, names in _relative_imports(_content(path)):
            near = [path.parents[dots - 1].joinpath(*each.split(".")) for each in names]
            left += [each.with_suffix(_SUFFIX) for each in near if each.is_relative_to(_HERE) or each.name == "_policy"]
    return frozenset(found)


@cache
def _sources(module: str, function: str = "") -> str | None:
    """A digest of what a unit is made of: its module, and for the kernels of a function their scalars and its row.

    None where that cannot be read, as in a frozen program whose modules are no files.
    """
    try:
        made_of = set(_imported(_HERE.joinpath(*module.split(".")).with_suffix(_SUFFIX)))
        if function:
            family = catalog[function].family
            made_of |= _imported((_HERE / "scalar" / family).with_suffix(_SUFFIX))
            made_of.add((_HERE.parent / "_policy").with_suffix(_SUFFIX))
            made_of |= {(_CATALOG / name).with_suffix(_SUFFIX) for name in ("row", "kinds", "operands", family)}
        return _digest(*(_content(source) for source in sorted(made_of)))
    except OSError:
        return None


def _sources_of(unit: Unit) -> str | None:
    return _sources(unit[0], unit[1] if unit[0] == "elementwise" and len(unit) > 2 else "")


def _writable(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=folder).close()
    except OSError:
        return False
    return True


def _users_cache() -> Path | None:
    """The folder of the user's caches; None for a user who has none, as with an empty HOME, which would make it /.cache."""
    named = os.environ.get("LOCALAPPDATA" if os.name == "nt" else "XDG_CACHE_HOME")
    if named and Path(named).is_absolute():
        return Path(named)
    home = Path(os.path.expanduser("~"))
    return home / ".cache" if home.is_absolute() and home != Path(home.anchor) else None


@cache
def folder() -> Path | None:
    """Where compiled code is kept: in NUMBA_CACHE_DIR, else beside the sources, else in the user's cache; None: nowhere.

    A frozen program keeps none beside its modules: they may lie in a folder that lives as long as the process, and what is
    shipped is to stay as it was signed.
    """
    named, users = os.environ.get("NUMBA_CACHE_DIR"), _users_cache()
    if named:
        candidates = [Path(named) / "actkern"]
    else:
        candidates = [] if getattr(sys, "frozen", False) else [_HERE / "__pycache__"]
        candidates += [users / "actkern"] if users else []
    return next((each for each in candidates if _writable(each)), None)


class _Code(NamedTuple):
    symbol: str
    externals: list[str]  # the symbols of the process that it may call, Numba's own helpers among them
    object_code: bytes


def _load(path: Path) -> _Code | None:
    try:
        content = path.read_bytes()
    except OSError:
        return None
    digest, rest = content[:_DIGEST], content[_DIGEST:]
    if hashlib.sha256(rest).digest() != digest:
        return None
    names, _, object_code = rest.partition(b"\0")
    symbol, *externals = names.decode().split("\n")
    return _Code(symbol, externals, object_code)


def _save(path: Path, code: _Code, sources: str) -> None:
    rest = "\n".join((code.symbol, *code.externals)).encode() + b"\0" + code.object_code
    temporary = path.with_name(f"{path.name}.{os.getpid()}.{threading.get_ident()}.tmp")
    try:
        temporary.write_bytes(hashlib.sha256(rest).digest() + rest)
        os.replace(temporary, path)  # two processes that compile the same unit write the same file
        for other in path.parent.glob(path.name.replace(sources, "*")):
            if other != path:
                other.unlink(missing_ok=True)
    except OSError:  # a full disk, or a directory that is no longer writable: the next process compiles again
        temporary.unlink(missing_ok=True)


def _linked(code: _Code) -> int | None:
    """The address of the function in memory; None where it calls what this process does not have."""
    binding = _binding()
    machine = binding.Target.from_default_triple().create_target_machine()
    engine = binding.create_mcjit_compiler(binding.parse_assembly(""), machine)
    for name in code.externals:
        if binding.address_of_symbol(name) is None:
            # Numba's helpers raise Python's errors, and are there once Numba is imported. This code
            # raises none, which LLVM does not see of a function that it does not inline, and so
            # declares them. One name that is not found would leave all others unresolved.
            stop = binding.address_of_symbol("abort")
            if stop is None or not name.startswith(("numba_", "NRT_")):
                return None
            binding.add_symbol(name, stop)
    engine.add_object_file(binding.object_file.ObjectFileRef.from_data(code.object_code))
    engine.finalize_object()
    _kept_alive.append(engine)
    return int(engine.get_function_address(code.symbol))


@contextlib.contextmanager
def _jit_enabled() -> Iterator[None]:
    """Numba compiles within the block, even under NUMBA_DISABLE_JIT: Python cannot run these C loops."""
    config: Any = importlib.import_module("numba.core.config")
    before, config.DISABLE_JIT = config.DISABLE_JIT, 0
    try:
        yield
    finally:
        config.DISABLE_JIT = before


@cache
def _address(unit: Unit) -> int:
    place, sources = folder(), _sources_of(unit)
    path = place / f"{'-'.join(unit).replace('.', '-')}.{_machine()}.{sources}.o" if place and sources else None
    code = _load(path) if path else None
    linked = _linked(code) if code else None
    if linked:
        return linked
    with _jit_enabled():
        compiled = importlib.import_module(f".{unit[0]}", __package__).compile_unit(*unit[1:])
    _kept_alive.append(compiled)
    if path and sources:
        externals = [function or variable for function, variable in _EXTERNAL.findall(compiled.inspect_llvm())]
        externals = [name for name in externals if not name.startswith("llvm.")]
        _save(path, _Code(compiled.native_name, externals, compiled._library.serialize_using_object_code()[2][0]), sources)
    return int(compiled.address)


def address(unit: Unit) -> int:
    """The address of a C function, from the cache or compiled now."""
    with _lock:
        return _address(unit)


# The units that a row of a loop's data may need, by the row's address and the slot that the address of the unit goes to.
_wanted: dict[int, dict[int, Wanted]] = {}

PENDING = 1  # stands in a slot whose unit is not compiled yet

_raise_in_thread = ctypes.pythonapi.PyThreadState_SetAsyncExc
_raise_in_thread.argtypes = (ctypes.c_ulong, ctypes.py_object)

# After so many seconds a loop has returned to NumPy. An error is raised by then where the compiled
# resolver (`src_cython/pool.pyx`) is missing, and Ctrl-C is answered.
_SOON = 0.01


def _soon(function: Callable[..., Any], *arguments: Any) -> None:
    timer = threading.Timer(_SOON, function, arguments)
    timer.daemon = True
    timer.start()


@contextlib.contextmanager
def _interrupts_kept_back() -> Iterator[None]:
    """Ctrl-C is answered after the block: within it, it would leave a loop without its kernel."""
    before = signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or before is None:
        yield  # Python's signal handlers run in the main thread alone
        return
    caught = []
    signal.signal(signal.SIGINT, lambda number, frame: caught.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
        if caught:
            _soon(_thread.interrupt_main)


def _failure(unit: Wanted, error: BaseException) -> type[BaseException]:
    """The class that is raised for an error of compiling.

    It holds the message, since only a class can be raised from outside.
    """
    if not isinstance(error, Exception):
        return type(error)
    what = "a table" if callable(unit) else ".".join(unit)
    message = f"actkern could not compile {what} with Numba, so nothing was computed: {type(error).__name__}: {error}"
    bases = (RuntimeError, MemoryError) if isinstance(error, MemoryError) else (RuntimeError,)
    return type("CompilationError", bases, {"__module__": "actkern", "__str__": lambda self: message})


def _resolve(loop_at: int, slot: int) -> type[BaseException] | None:
    """Compile what belongs in a slot.

    Where that fails, the class of the error that is to be raised is returned.
    """
    unit = _wanted[loop_at][slot]
    try:
        with _interrupts_kept_back():
            found = unit() if callable(unit) else address(unit)
    except BaseException as error:
        sys.excepthook(type(error), error, error.__traceback__)
        return _failure(unit, error)
    ctypes.c_ssize_t.from_address(loop_at + slot * ctypes.sizeof(ctypes.c_ssize_t)).value = found
    return None


def _resolve_by_ctypes(loop_at: int, slot: int) -> None:
    if (error := _resolve(loop_at, slot)) is not None:
        _soon(_raise_in_thread, threading.get_ident(), error)


_resolve_callback = ctypes.CFUNCTYPE(None, ctypes.c_ssize_t, ctypes.c_ssize_t)(_resolve_by_ctypes)


@cache
def resolver() -> int:
    """The address of the C function (intp *loop, intp slot) that loops call where a slot is pending; it takes the GIL."""
    return int(pool.resolve_by(_resolve)) if pool else ctypes.cast(_resolve_callback, ctypes.c_void_p).value or 0


def want(loop_at: int, units: dict[int, Wanted]) -> None:
    """Say which unit belongs in which slot of the row of numbers at `loop_at`."""
    _wanted[loop_at] = units
