"""actkern's functions inside functions that users compile with Numba: `ak.gelu(x)` in an `@njit` function, without an import.

a. Numba calls `init` before it compiles anything, since it is named in the entry points of this
   package (`numba_extensions`). `init` makes no function and imports no scalar: it tells Numba whom
   to ask for the type of a ufunc or function that a user's code names (`type_of`).
b. Each public function of elements is typed and overloaded when it is first named so; those along an
   axis are in `along.py`. On numbers it is its scalar, which LLVM inlines into the user's loop and
   vectorises there.
c. On arrays it is one loop over contiguous operands, to which others are copied, so that the loop
   of every layout is vectorised and gives the same bits.
d. The results have the type that the inputs and array parameters promote to, float64 for integers
   and bool. A parameter that is one number is rounded to that type, as NumPy does with a Python
   number: in Numba a literal would make float64 of float32.
"""

from collections.abc import Callable
from functools import partial
from types import FunctionType
from typing import Any

import numpy as np
from numba import njit, types
from numba.core.errors import NumbaTypeError
from numba.core.registry import cpu_target
from numba.core.typing.typeof import Purpose
from numba.extending import overload, typeof_impl
from numba.np.numpy_support import as_dtype

from .._namespaces import row_and_form
from .along import overload_of as along_overload
from .kinds import FLOATS, OPTIONS, has_axis, is_nothing

_types: dict[int, Any] = {}


def init() -> None:
    """Have Numba ask `type_of` about the ufuncs and functions that a user's code names."""
    for kind in (np.ufunc, FunctionType):
        typeof_impl.register(kind)(partial(_type_or, typeof_impl.dispatch(kind)))


def _type_or(others: Any, value: Any, context: Any) -> Any:
    """`type_of`, or what Numba answered before it knew of actkern."""
    found = type_of(value) if context.purpose is Purpose.constant else None
    return others(value, context) if found is None else found


def type_of(value: Any) -> Any:
    """Numba's type of one of actkern's functions; None for anything else."""
    known = row_and_form(value)
    if known is None:
        return None
    if id(value) not in _types:  # the functions live as long as the process
        row, form = known
        made = _overload_of(row, form) if row.of_elements else along_overload(row, form)
        overload(value, strict=False, jit_options=OPTIONS | {"forceinline": True})(made)
        typing = cpu_target.typing_context
        typing.refresh()
        _types[id(value)] = typing._lookup_global(value)
    return _types[id(value)]


# A function for each number of operands, which gets the names of a row's operands (`_named`): Numba
# takes arguments by the names that a function's code has.
_TAKING: tuple[Callable[[Any], Callable[..., Any]], ...] = (
    lambda run: lambda a, out=None: run((a,), out),
    lambda run: lambda a, b, out=None: run((a, b), out),
    lambda run: lambda a, b, c, out=None: run((a, b, c), out),
    lambda run: lambda a, b, c, d, out=None: run((a, b, c, d), out),
    lambda run: lambda a, b, c, d, e, out=None: run((a, b, c, d, e), out),
    lambda run: lambda a, b, c, d, e, f, out=None: run((a, b, c, d, e, f), out),
    lambda run: lambda a, b, c, d, e, f, g, out=None: run((a, b, c, d, e, f, g), out),
)


def _named(row: Any, form: str, run: Any) -> Callable[..., Any]:
    """A function of the operands of one form, by their names and with their defaults, that gives `run(operands, out)`."""
    names = row.operands(form)[0]
    made = _TAKING[len(names) - 1](run)
    code = made.__code__.replace(co_varnames=(*names, "out"), co_name=row.name)
    defaults = tuple(parameter.default for parameter in row.optional)
    return FunctionType(code, made.__globals__, row.name, (*defaults, None), made.__closure__)


def _overload_of(row: Any, form: str) -> Callable[..., Any]:
    name = f"actkern.{row.name}" if form == "value" else f"actkern.{form}.{row.name}"

    def chosen(operands: tuple[Any, ...], out: Any) -> Any:
        kinds = [types.float64 if isinstance(kind, types.Omitted | float) else types.unliteral(kind) for kind in operands]
        real = _computed_in(name, row, kinds)
        if any(has_axis(kind) for kind in kinds):
            _check_out(name, row, form, out, real)
            return _named(row, form, _over_arrays(row, form, real))
        if not is_nothing(out):
            raise NumbaTypeError(f"{name}: out is for arrays, and the operands are numbers; got {out}")
        return _named(row, form, _over_numbers(row, form, real, any(isinstance(kind, types.Array) for kind in kinds)))

    return _named(row, form, chosen)


def _computed_in(name: str, row: Any, kinds: list[Any]) -> Any:
    """float32 or float64: what inputs and array parameters promote to."""
    inputs = len(kinds) - len(row.parameters)
    deciding = []
    for position, kind in enumerate(kinds):
        element = kind.dtype if isinstance(kind, types.Array) else kind
        if not isinstance(element, types.Integer | types.Boolean) and element not in FLOATS:
            raise NumbaTypeError(f"{name} takes numbers and arrays of float32, float64, integers and bool; got {kind}")
        if position < inputs or isinstance(kind, types.Array):
            deciding.append(element)
    return types.float32 if all(kind == types.float32 for kind in deciding) else types.float64


def _check_out(name: str, row: Any, form: str, out: Any, real: Any) -> None:
    """An error where `out` cannot have the results."""
    if is_nothing(out):
        return
    expected = len(row.operands(form)[1])
    given = tuple(out) if isinstance(out, types.BaseTuple) else (out,)
    if len(given) != expected:
        raise NumbaTypeError(f"{name} has {expected} results; out has {len(given)} arrays")
    for kind in given:
        writable = isinstance(kind, types.Array) and kind.mutable and kind.dtype in FLOATS
        if not writable or kind.dtype.bitwidth < real.bitwidth:
            raise NumbaTypeError(f"{name}: out takes arrays of {real} that can be written to; got {kind}")


def _over_numbers(row: Any, form: str, real: Any, boxed: bool) -> Any:
    """`run` where all operands are numbers; some in arrays without an axis, if `boxed`."""
    from .elementwise import element_of
    from .machine import reals
    from .operands import flat, one_or_all

    element, like = element_of(row, form), as_dtype(real).type(0)

    @njit(forceinline=True, **OPTIONS)
    def run(operands, out):
        return one_or_all(element(*reals(operands, like)))

    @njit(**OPTIONS)
    def run_boxed(operands, out):
        return one_or_all(element(*flat(operands, (), 1, like)))

    return run_boxed if boxed else run


def _over_arrays(row: Any, form: str, real: Any) -> Any:
    """`run` where there are arrays."""
    from .elementwise import element_of
    from .operands import at, flat, one_or_all, shape_of, size_of_shape, store, stored, targets

    element, dtype = element_of(row, form), as_dtype(real)
    nothing = (dtype.type(0),) * len(row.operands(form)[1])

    @njit(**OPTIONS)
    def fill(y, x, n):
        for i in range(n):
            store(y, i, element(*at(x, i)))

    @njit(**OPTIONS)
    def run(operands, out):
        shape = shape_of(operands)
        n = size_of_shape(shape)
        x = flat(operands, shape, n, nothing[0])
        y = targets(out, shape, n, x, nothing)
        fill(y, x, n)
        return one_or_all(stored(out, y, shape))

    return run
