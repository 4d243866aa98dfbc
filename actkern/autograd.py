"""autograd's (HIPS) derivatives of actkern's functions: `from actkern.autograd import gelu, softmax`.

a. A function here is a primitive of autograd around the one of the same name in actkern, whose
   `backward` or `backward_from_output` is the derivative: one pass over memory.
b. There are the functions of elements, with derivatives by what their row counts as inputs, and those
   along an axis. By parameters, such as a slope of leaky_relu, there are none.
c. First derivatives alone are there. A second one is an error of autograd's.
"""

from collections.abc import Callable
from typing import Any

import actkern

from . import _home
from ._catalog import Activation, Elementwise

__all__ = _home.names("softmax", "log_softmax", "softmin", "sparsemax", "entmax15", "hardmax", "logsumexp", "logmeanexp")


def __getattr__(name: str) -> Any:
    row = _home.row_of(name, __all__, __name__)
    extend = _home.library("autograd.extend", "autograd", __name__)
    function = getattr(actkern, row.name)
    primitive = extend.primitive(_home.named(row, lambda *given, **keywords: function(*given, **keywords)))
    make = _of_elements if isinstance(row, Elementwise) else _along_axis
    extend.defvjp(primitive, *make(row, extend.primitive), argnums=range(len(row.inputs)))
    _home.described(primitive, row, __name__, "a primitive of autograd, whose derivative is `backward`")
    for each in (row.name, *row.aliases):
        primitive = globals().setdefault(each, primitive)  # the first one, where two threads ask at once
    return primitive


def __dir__() -> list[str]:
    return sorted(__all__)


_Maker = Callable[..., Any]  # of what pulls a gradient back: for a result and the arguments that it is of


def _of_elements(row: Activation, primitive: Callable[..., Any]) -> list[_Maker]:
    backward, several = getattr(actkern.backward, row.name), len(row.inputs) > 1
    unbroadcast = _home.library("autograd.numpy.numpy_vjps", "autograd", __name__).unbroadcast_f

    def by(index: int) -> _Maker:
        def gradient(dy: Any, *operands: Any, **parameters: Any) -> Any:
            found = backward(dy, *operands, **parameters)
            return found[index] if several else found

        pulled = primitive(_home.named(row, gradient))
        return lambda y, *operands, **parameters: unbroadcast(operands[index], lambda dy: pulled(dy, *operands, **parameters))

    return [by(index) for index in range(len(row.inputs))]


def _along_axis(row: Activation, primitive: Callable[..., Any]) -> list[_Maker]:
    form = "backward" if row.reduces else "backward_from_output"
    gradient = getattr(getattr(actkern, form), row.name)
    pulled = primitive(_home.named(row, lambda *given, **keywords: gradient(*given, **keywords)))

    def pull(y: Any, x: Any, *given: Any, **keywords: Any) -> Any:
        keywords.pop("causal", None)  # y is 0 where x takes no part
        if not row.reduces:
            keywords.pop("where", None)
        return lambda dy: pulled(dy, x if row.reduces else y, *given, **keywords)

    return [pull]
