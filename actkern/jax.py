"""actkern's functions in JAX's programs: `from actkern.jax import gelu, softmax`, under jit, grad and vmap, on the CPU.

a. A function here is a `jax.pure_callback` of the one of the same name in actkern. XLA stops at a
   callback, cannot fuse it with what is around it, and hands its operands to Python: this is for
   actkern's accuracy and bits in a program of JAX's, not for speed. On a GPU the operands come to the host
   and the result goes back.
b. Derivatives are those of `jax.custom_jvp`, by what the row counts as inputs. Value and slope come
   from one callback. By a parameter, such as a slope of leaky_relu, differentiation is an error, and so
   is a second derivative.
c. Operands are promoted as JAX promotes them, integers to JAX's default float. bfloat16 and float8
   are computed in float32 and rounded once.
d. XLA flushes subnormal numbers to zero on the threads that run callbacks. Loops of actkern's set their
   environment themselves, and what rounds around them here is run in the default one.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np

import actkern

from . import _home
from ._catalog import Activation, Elementwise
from ._environment import in_default_environment

__all__ = _home.names("softmax", "log_softmax")


def __getattr__(name: str) -> Any:
    row = _home.row_of(name, __all__, __name__)
    made = (_of_elements if isinstance(row, Elementwise) else _along_axis)(row)
    _home.described(made, row, __name__, "a callback of JAX")
    for each in (row.name, *row.aliases):
        made = globals().setdefault(each, made)  # the first one, where two threads ask at once
    return made


def __dir__() -> list[str]:
    return sorted(__all__)


@cache
def _jax() -> Any:
    return _home.library("jax", "jax", __name__)


def _promoted(name: str, *operands: Any) -> list[Any]:
    """The operands as JAX's arrays of one floating dtype and of one rank, as they have to be to broadcast under vmap."""
    jnp = _jax().numpy
    dtype = jnp.result_type(*operands)
    if dtype.kind in "iub":
        dtype = jnp.result_type(float)
    if not jnp.issubdtype(dtype, jnp.floating):
        raise TypeError(f"{__name__}.{name} takes floats, integers and bool; got {dtype}")
    arrays = [jnp.asarray(each, dtype) for each in operands]
    rank = max(each.ndim for each in arrays)
    return [each.reshape((1,) * (rank - each.ndim) + each.shape) for each in arrays]


def _called(function: Callable[..., Any], results: int, *operands: Any) -> Any:
    """`function` of NumPy's arrays on the host, with `results` arrays of the operands' common shape and dtype."""
    jax = _jax()
    dtype = operands[0].dtype
    like = jax.ShapeDtypeStruct(np.broadcast_shapes(*(each.shape for each in operands)), dtype)
    known = dtype in (np.float16, np.float32, np.float64)

    @in_default_environment
    def on_host(*given: Any) -> Any:
        arrays = [np.asarray(each) if known else np.asarray(each).astype(np.float32) for each in given]
        found = function(*arrays)
        return tuple(np.asarray(each, dtype) for each in found) if results > 1 else np.asarray(found, dtype)

    return jax.pure_callback(on_host, (like,) * results if results > 1 else like, *operands, vmap_method="expand_dims")


def _of_elements(row: Activation) -> Callable[..., Any]:
    jax = _jax()
    function, with_slopes = getattr(actkern, row.name), getattr(actkern.value_and_grad, row.name)
    count, arguments = len(row.inputs), _home.signature(row)

    called = jax.custom_jvp(lambda *operands: _called(function, 1, *operands))

    def jvp(primals: Any, tangents: Any) -> Any:
        zero = jax.custom_derivatives.SymbolicZero
        for name, tangent in list(zip(arguments.parameters, tangents))[count:]:
            if type(tangent) is not zero:
                raise TypeError(
                    f"{__name__}.{row.name} has no derivative by its parameter {name}; jax.lax.stop_gradient holds it"
                )
        y, *slopes = _called(with_slopes, 1 + count, *primals)
        terms = [slope * tangent for slope, tangent in zip(slopes, tangents) if type(tangent) is not zero]
        return y, sum(terms[1:], terms[0])

    called.defjvp(jvp, symbolic_zeros=True)

    def made(*operands: Any, **parameters: Any) -> Any:
        given = arguments.bind(*operands, **parameters)
        given.apply_defaults()
        return called(*_promoted(row.name, *given.arguments.values()))

    made.__signature__ = arguments  # type: ignore[attr-defined]
    return made


def _along_axis(row: Activation) -> Callable[..., Any]:
    """softmax or log_softmax."""
    jax = _jax()
    function, logarithm = getattr(actkern, row.name), row.name == "log_softmax"

    @cache
    def along(axis: int) -> Callable[..., Any]:
        called = jax.custom_jvp(lambda x: _called(lambda x: function(x, axis), 1, x))

        def jvp(primals: Any, tangents: Any) -> Any:
            y, (dx,) = called(*primals), tangents
            weighted = (jax.numpy.exp(y) if logarithm else y) * dx
            mean = weighted.sum(axis, keepdims=True)
            return y, dx - mean if logarithm else weighted - y * mean

        called.defjvp(jvp)
        return called  # type: ignore[no-any-return]

    def made(x: Any, axis: int = -1) -> Any:
        (x,) = _promoted(row.name, x)
        if not -x.ndim <= axis < x.ndim:
            raise np.exceptions.AxisError(axis, x.ndim)
        return along(axis if axis < 0 else axis - x.ndim)(x)  # from the last one, since vmap adds axes before the first

    return made
