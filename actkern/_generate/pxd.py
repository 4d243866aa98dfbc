"""`actkern/scalar.pxd`, the functions that other people's Cython can inline, built from the catalogue's rows.

What a form computes is what its kernel in `src_cython/kernels.pyx.in` computes for one element.
"""

from collections.abc import Iterator
from typing import NamedTuple

from .._catalog import Activation, catalog
from . import GENERATED

_HEAD = '''# cython: cdivision=True
"""{generated}

Functions of one element, to be inlined and vectorised in a loop of yours: `from actkern.scalar cimport gelu, gelu_grad`.

They take and give float or double, `real`, and need neither Python nor its lock. What a form is called, takes and gives:

    y = gelu(x)
    slope = gelu_grad(x)
    y = gelu_value_and_grad(x, &slope)
    dx = gelu_backward(dy, x)
    dx = tanh_backward_from_output(dy, y)

Parameters follow, and have no defaults here: leaky_relu(x, <float>0.01). The functions promise what those of the same names in
Python promise, limits, accuracy and bits, in the default floating-point environment. The flags that loops need are those of
`actkern.get_cflags()`; docs/embedding.md says what each is for.
"""

'''


def _body(row: Activation, form: str) -> Iterator[str]:
    """The lines of one function."""
    inputs, outputs = row.operands(form)
    scalar = f"_{row.family}.{row.name}"
    slopes = [f"slope_{k}" for k, _ in enumerate(row.inputs)]
    if row.has_backward_scalar:
        function = scalar if form == "value" else f"{scalar}_backward"
        pointers = [*outputs] if len(outputs) > 1 else ["&result"]
        if len(outputs) == 1:
            yield "cdef real result"
        yield f"{function}({', '.join([*inputs, *pointers])})"
        if len(outputs) == 1:
            yield "return result"
        return
    if form == "backward_from_output":
        yield from _gradients([f"{scalar}_from_output({', '.join(inputs[1:])})"], row, inputs[0], outputs)
        return
    taken = inputs[1:] if form == "backward" else inputs
    if form == "value" and row.kernel.value_alone:
        yield f"return {scalar}_value({', '.join(taken)})"
    elif form == "value_and_grad":
        yield f"return {scalar}({', '.join([*taken, *outputs[1:]])})"
    elif form == "grad" and len(outputs) > 1:
        yield f"{scalar}({', '.join([*taken, *outputs])})"
    else:
        call = f"{scalar}({', '.join([*taken, *(f'&{slope}' for slope in slopes)])})"
        yield f"cdef real {', '.join(slopes)}"
        yield f"return {call}" if form == "value" else call
        if form == "grad":
            yield f"return {slopes[0]}"
        elif form == "backward":
            yield from _gradients(slopes, row, inputs[0], outputs)


def _gradients(slopes: list[str], row: Activation, dy: str, outputs: tuple[str, ...]) -> Iterator[str]:
    for name, slope, flat in zip(outputs, slopes, row.flats):
        product = f"product_or_0({dy}, {slope})" if flat else f"{dy} * {slope}"
        yield f"return {product}" if len(outputs) == 1 else f"{name}[0] = {product}"


class Function(NamedTuple):
    """What one function takes and gives."""

    row: Activation
    form: str
    name: str
    returns: str  # "real", or "void" where all results go through pointers
    operands: tuple[str, ...]
    pointers: tuple[str, ...]

    def declared(self, real: str) -> str:
        """Its parameters as C declares them."""
        return ", ".join([*(f"{real} {name}" for name in self.operands), *(f"{real}* {name}" for name in self.pointers)])

    @property
    def passed(self) -> str:
        return ", ".join([*self.operands, *self.pointers])

    @property
    def of_one(self) -> bool:
        """Whether it gives one number for one number."""
        return len(self.operands) == 1 and not self.pointers


def functions() -> list[Function]:
    """Every function of `actkern.scalar`."""
    found = []
    for row in catalog.values():
        for form in row.forms if row.of_elements else ():
            inputs, outputs = row.operands(form)
            pointers = outputs[1:] if form == "value_and_grad" else outputs if len(outputs) > 1 else ()
            returns = "void" if len(pointers) == len(outputs) else "real"
            found.append(Function(row, form, row.c_name(form), returns, inputs, pointers))
    return found


def _text(function: Function) -> str:
    row, form = function.row, function.form
    doc = f'    """{row.summary[0].upper()}{row.summary[1:]}."""\n' if form == "value" else ""
    lines = "".join(f"    {line}\n" for line in _body(row, form))
    head, taken = f"cdef inline {function.returns} {function.name}(", function.declared("real")
    if len(head) + len(taken) > 110:
        taken = f"\n    {taken},\n"
    return f"\n\n{head}{taken}) noexcept nogil:\n{doc}{lines}"


def pxd() -> str:
    """The text of `actkern/scalar.pxd`."""
    there = functions()
    text = _HEAD.format(generated=GENERATED)
    for family in dict.fromkeys(function.row.family for function in there):
        text += f"cimport actkern._cython.scalar.{family} as _{family}\n"
    text += "from actkern._cython.machine cimport product_or_0, real\n"
    return text + "".join(map(_text, there))
