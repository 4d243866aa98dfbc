"""Loop addresses in, genuine `numpy.ufunc` objects out: with its promoter (`_promotion.py`) all that knows NumPy's C API.

a. NumPy publishes its ufunc C API as a capsule that holds a table of function pointers. `ctypes` calls the
   entries it needs, so no compiled helper stands between a backend and NumPy.
b. A ufunc keeps pointers to its tables of loops, data, types and to its name; NumPy never copies them.
   They are kept alive here for the life of the process, as NumPy keeps its own.
c. Input that no loop takes (complex, strings, objects, longdouble, dates) gets an error of
   actkern's own. NumPy's reads "not supported for the input types", and names neither the types nor
   those that are accepted. So each ufunc gets one more loop, from objects, that runs a Python
   function which raises, and a promoter (NumPy's public way to say which loop serves dtypes), for all
   that no loop serves, that sends the dtypes in question there. A dtype that has a loop of its own is
   none of them. All else is left to NumPy as if the promoter were not there. One for each dtype and
   operand, which NumPy finds by itself, was rejected: two that fit a call equally well are an error.
d. bfloat16 is a dtype of ml_dtypes, which may be imported at any time or never. The promoter looks
   for it, and registers the ufunc's loops for it. NumPy remembers what it found, so that this is once
   for each combination of dtypes. The other dtypes of ml_dtypes are sent to the refusal.
e. A loop need not come from a backend: `of_arrays` makes one of a Python function of arrays, and
   `loops_of` reads those of a ufunc of another library.
"""

import copyreg
import ctypes
import importlib
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from operator import attrgetter
from typing import Any, NamedTuple, NoReturn

import numpy as np
from numpy.typing import NDArray

from ._environment import in_default_environment
from ._runtime import pool

# One text, which one of the two modules runs.
_compiled = find_spec("actkern._compiled_promotion") is not None
promotion: Any = importlib.import_module("actkern._compiled_promotion" if _compiled else "actkern._promotion")

_multiarray_umath = importlib.import_module("numpy._core._multiarray_umath")

# Entries of the table, by the numbers that NumPy's `__ufunc_api.h` gives them, which are frozen
# since NumPy 2.0.
_REGISTER_LOOP, _ON_OM, _FROM_FUNCTIONS, _ADD_PROMOTER = 2, 24, 31, 44
_IDENTITY_NONE = -1

_pointer = ctypes.pythonapi.PyCapsule_GetPointer
_pointer.restype = ctypes.c_void_p
_pointer.argtypes = (ctypes.py_object, ctypes.c_char_p)
_capsule = ctypes.pythonapi.PyCapsule_New
_capsule.restype = ctypes.py_object
_capsule.argtypes = (ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p)

_api = ctypes.cast(_pointer(_multiarray_umath._UFUNC_API, None), ctypes.POINTER(ctypes.c_void_p))
_from_functions = ctypes.PYFUNCTYPE(
    ctypes.py_object,  # the ufunc
    ctypes.c_void_p,  # loops
    ctypes.c_void_p,  # data, one pointer a loop
    ctypes.c_char_p,  # type numbers, nin + nout a loop
    ctypes.c_int,  # how many loops
    ctypes.c_int,  # nin
    ctypes.c_int,  # nout
    ctypes.c_int,  # identity
    ctypes.c_char_p,  # name
    ctypes.c_char_p,  # doc
    ctypes.c_int,  # unused
    ctypes.c_char_p,  # signature of the core dimensions
)(_api[_FROM_FUNCTIONS])
_register_loop = ctypes.PYFUNCTYPE(
    ctypes.c_int,
    ctypes.py_object,  # the ufunc
    ctypes.c_int,  # the type number of the dtype that is not NumPy's own
    ctypes.c_void_p,  # loop
    ctypes.POINTER(ctypes.c_int),  # type numbers, nin + nout
    ctypes.c_void_p,  # data
)(_api[_REGISTER_LOOP])
_add_promoter = ctypes.PYFUNCTYPE(ctypes.c_int, ctypes.py_object, ctypes.py_object, ctypes.py_object)(_api[_ADD_PROMOTER])

_FURTHER = {"g": "longdouble", "F": "complex64", "D": "complex128"}  # that a ufunc may have beside the usual dtypes
_REFUSED = tuple(
    getattr(np.dtypes, name + "DType")
    for name in (
        *("Complex64", "Complex128", "CLongDouble", "LongDouble", "Str", "Bytes", "String", "Void"),
        *("DateTime64", "TimeDelta64"),
    )
)

BFLOAT16: str = promotion.BFLOAT16
bfloat16: Callable[[], np.dtype[Any] | None] = promotion.bfloat16
ACCEPTED = "float16, float32, float64, bfloat16 of ml_dtypes, integers and bool"  # by functions with loops for them all


class Loop(NamedTuple):
    """One inner loop: the characters of its dtypes, its address, and the address of its `data`.

    A single character stands for all operands. With BFLOAT16 among them it is a loop for bfloat16 of ml_dtypes.
    """

    dtypes: str
    address: int
    data: int


class _RefusalData(ctypes.Structure):
    # NumPy's PyUFunc_PyFuncData: what its object loop, PyUFunc_On_Om, calls for each element.
    _fields_ = (("nin", ctypes.c_int), ("nout", ctypes.c_int), ("callable", ctypes.py_object))


_kept_alive: list[Any] = []
_loops_of: dict[np.ufunc, Sequence[Loop]] = {}


def _refusal(name: str, nin: int, nout: int, further: Sequence[str]) -> _RefusalData:
    accepted = ", ".join(("float16", "float32", "float64", *further, "integers and bool"))

    def refuse(*elements: object) -> NoReturn:
        kinds = ", ".join(type(element).__name__ for element in elements)
        raise TypeError(f"{name} takes {accepted}; got elements of type {kinds} in an array or scalar of another dtype")

    return _RefusalData(nin, nout, refuse)


_dtypes_of_operands = ctypes.POINTER(ctypes.c_void_p)
_PROMOTER_NAME = ctypes.c_char_p(b"numpy._ufunc_promoter")


def _promoter_of(function: Callable[[np.ufunc, Any, Any, Any], int]) -> Any:
    dtypes = (_dtypes_of_operands,) * 3
    callback = ctypes.PYFUNCTYPE(ctypes.c_int, ctypes.py_object, *dtypes)(function)
    _kept_alive.append(callback)
    return _capsule(ctypes.cast(callback, ctypes.c_void_p), _PROMOTER_NAME, None)


_of_others = _promoter_of(promotion.promoter(_register_loop))

_loop = ctypes.CFUNCTYPE(  # of the type PyUFuncGenericFunction; it takes the GIL, which NumPy releases around loops
    None, ctypes.POINTER(ctypes.c_void_p), ctypes.POINTER(ctypes.c_ssize_t), ctypes.POINTER(ctypes.c_ssize_t), ctypes.c_void_p
)


def _elements(address: int, count: int, step: int, dtype: np.dtype[Any]) -> NDArray[Any]:
    """The array of `count` elements that a loop finds at `address`, `step` bytes apart."""
    before = min(0, (count - 1) * step)
    memory: Any = (ctypes.c_char * (abs(count - 1) * abs(step) + dtype.itemsize)).from_address(address + before)
    return np.ndarray((count,), dtype, memory, -before, (step,))


def of_arrays(character: str, function: Callable[[NDArray[Any]], NDArray[Any]]) -> Loop:
    """A loop over one dtype that calls a Python function of an array, for what no backend has.

    The function computes without a warning. An error of it (for want of memory, say) is raised by its class when the ufunc has
    returned (`src_cython/pool.pyx`); without the compiled pool Python prints it as one that is ignored, and the results are NaN.
    """
    dtype = np.dtype(character)

    @in_default_environment
    def run(source: int, target: int, count: int, source_step: int, target_step: int) -> None:
        x, y = _elements(source, count, source_step, dtype), _elements(target, count, target_step, dtype)
        try:
            with np.errstate(all="ignore"):
                result = function(x)
            # NumPy looks at the flags of the processor after a loop. Those that the function left
            # are cleared as this ufunc begins, and it raises none.
            np.positive(result, out=y)
        except BaseException:
            y[...] = np.nan
            raise

    _kept_alive.append(run)
    if pool:
        return Loop(character, pool.run_in_python_address, id(run))
    called = _loop(lambda operands, counts, steps, data: run(operands[0], operands[1], counts[0], steps[0], steps[1]))
    _kept_alive.append(called)
    return Loop(character, ctypes.cast(called, ctypes.c_void_p).value or 0, 0)


class _UFunc(ctypes.Structure):
    # The beginning of NumPy's PyUFuncObject: https://numpy.org/doc/stable/reference/c-api/types-and-structures.html
    _fields_ = (
        ("head", ctypes.c_char * object.__basicsize__),
        *((name, ctypes.c_int) for name in ("nin", "nout", "nargs", "identity")),
        ("functions", ctypes.POINTER(ctypes.c_void_p)),
        ("data", ctypes.POINTER(ctypes.c_void_p)),
    )


def loops_of(ufunc: np.ufunc) -> list[Loop]:
    """The loops of a ufunc of another library, which are to be put into one of ours."""
    _kept_alive.append(ufunc)
    fields = _UFunc.from_address(id(ufunc))
    characters = (each.replace("->", "") for each in ufunc.types)
    return [Loop(each, fields.functions[i] or 0, fields.data[i] or 0) for i, each in enumerate(characters)]


def make(name: str, module: str, doc: str, nin: int, nout: int, loops: Sequence[Loop], signature: str | None = None) -> np.ufunc:
    """A ufunc (with `signature`, a gufunc) that runs `loops`, and pickles as `module`.`name`, which may be a dotted path.

    Where no loop has the dtypes of the input, NumPy takes the first one that it casts to safely, so list `loops` from
    the narrowest dtype to the widest, or with the one for integers first.
    """
    later = [loop for loop in loops if BFLOAT16 in loop.dtypes]
    loops = [loop for loop in loops if BFLOAT16 not in loop.dtypes]
    count = len(loops) + 1
    taken = {np.dtype(character) for loop in loops for character in loop.dtypes}
    further = [named for character, named in _FURTHER.items() if np.dtype(character) in taken]
    further += ["bfloat16 of ml_dtypes"] * bool(later)
    refusal = _refusal(f"{module}.{name.removesuffix('.ufunc')}", nin, nout, further)
    functions = (ctypes.c_void_p * count)(*(loop.address for loop in loops), _api[_ON_OM])
    data = (ctypes.c_void_p * count)(*(loop.data for loop in loops), ctypes.addressof(refusal))
    characters = "".join(promotion.of_all(loop.dtypes, nin + nout) for loop in loops) + "O" * nin + "d" * nout
    types = ctypes.create_string_buffer(bytes(np.dtype(character).num for character in characters))
    texts = name.encode(), doc.encode(), signature.encode() if signature else None
    _kept_alive.append((refusal, functions, data, types, texts))
    ufunc: np.ufunc = _from_functions(
        ctypes.addressof(functions),
        ctypes.addressof(data),
        ctypes.cast(types, ctypes.c_char_p),
        count,
        nin,
        nout,
        _IDENTITY_NONE,
        texts[0],
        texts[1],
        0,
        texts[2],
    )
    promotion.refused_by[ufunc] = frozenset(_REFUSED) - {type(dtype) for dtype in taken}
    _add_promoter(ufunc, (None,) * (nin + nout), _of_others)
    if later:
        promotion.loops_to_register[ufunc] = later
    if _WITH_ATTRIBUTES:
        ufunc.__module__ = module
    else:
        _places[ufunc] = module, name
    _loops_of[ufunc] = loops
    return ufunc


# Before NumPy 2.2 a ufunc cannot say which module it is in. pickle then asks every module that is
# loaded for the name, of which some warn that they are old and others begin to load.
_WITH_ATTRIBUTES = hasattr(np.positive, "__dict__")
_places: dict[np.ufunc, tuple[str, str]] = {}


def named(module: str, name: str) -> Any:
    """What `name`, which may be a dotted path, is in `module`: what a pickle of before NumPy 2.2 calls."""
    return attrgetter(name)(importlib.import_module(module))


if not _WITH_ATTRIBUTES:
    _reduce_of_numpy: Any = copyreg.dispatch_table[np.ufunc]

    def _reduce(ufunc: np.ufunc) -> Any:
        return (named, _places[ufunc]) if ufunc in _places else _reduce_of_numpy(ufunc)

    copyreg.pickle(np.ufunc, _reduce)


def direct(ufunc: np.ufunc, defaults: Sequence[float | None] = (), along_rows: bool = False) -> Callable[[Any, Any], Any]:
    """The loops that `make` put into a ufunc of one array, without NumPy around them: a function of an array and `out` (or None).

    That function takes contiguous arrays of float32 and float64, and returns None for all others,
    and for those too where `src_cython/direct.pyx` could not be compiled. `defaults` are the
    ufunc's other inputs; `along_rows` says that the ufunc is a gufunc of signature (n)->(n).
    """
    if find_spec("actkern._direct") is None:
        return lambda x, out: None
    run: Callable[[Any, Any], Any] = importlib.import_module("actkern._direct").Direct(_loops_of[ufunc], defaults, along_rows).run
    return run
