"""actkern's functions along a dimension of xarray's arrays, by its name.

    import actkern.xarray as akx
    akx.softmax(scores, dim="class")
    akx.logsumexp(scores, dim=("class", "time"))
    loss, gradient = akx.value_and_grad.cross_entropy(scores, labels, dim="class")

They are the functions of the same names along an axis, and take their other arguments by name, `where`
and `temperature` among them. Operands that are DataArrays are transposed to the order of dimensions of the
first one (of a gradient's last one); their labels have to be the same. The result is a DataArray with the
coordinates that are still there. What is done element by element needs none of this: `ak.sigmoid(scores)`.
"""

import importlib
from typing import Any

import actkern

from ._catalog import FORMS, LinearLoss, catalog


class _Form:
    """The functions of one form by their names."""

    def __init__(self, form: str) -> None:
        self._form = form

    def __dir__(self) -> list[str]:
        return sorted(name for name in catalog.names(self._form) if _goes_along(name))

    def __getattr__(self, name: str) -> Any:
        if name not in catalog.names(self._form) or not _goes_along(name):
            itself = name in catalog.names(self._form) and not isinstance(catalog[name], LinearLoss)
            elsewhere = f"; actkern.{name} takes xarray's arrays itself" if itself else ""
            hint = elsewhere or ("" if name in catalog.names(self._form) else catalog.hint(name, self._form))
            raise AttributeError(f"actkern.xarray has no function {name!r} along a dimension{hint}")
        function = getattr(actkern if self._form == "value" else getattr(actkern, self._form), name)
        main = -1 if self._form.startswith("backward") else 0

        def made(*operands: Any, dim: Any = None, **keywords: Any) -> Any:
            return _along(function, name, operands, main, dim, keywords)

        made.__name__ = made.__qualname__ = name
        made.__doc__ = (
            f"actkern's {name} along the dimension `dim` of a DataArray, with its other arguments.\n\n{function.__doc__}"
        )
        setattr(self, name, made)
        return made


def _goes_along(name: str) -> bool:
    return catalog[name].along_an_axis


def _along(function: Any, name: str, operands: tuple[Any, ...], main: int, dim: Any, keywords: dict[str, Any]) -> Any:
    array = importlib.import_module("xarray").DataArray
    arrays = [position for position, each in enumerate(operands) if isinstance(each, array)]
    if not operands or not isinstance(operands[main], array):
        came = type(operands[main]).__name__ if operands else "nothing"
        raise TypeError(f"actkern.xarray.{name} takes a DataArray, not {came}; actkern.{name} takes arrays of NumPy")
    x = operands[main]
    if dim is None and not catalog[name].reduces:
        raise TypeError(f"actkern.xarray.{name} takes the name of a dimension, dim=..., one of {', '.join(map(repr, x.dims))}")
    wrong = [each for each in (dim if isinstance(dim, tuple | list) else (dim,)) if each not in (*x.dims, None)]
    if wrong:
        raise ValueError(f"actkern.xarray.{name}: no dimension {wrong[0]!r}; there are {', '.join(map(repr, x.dims))}")
    if "axis" in keywords:
        raise TypeError(f"actkern.xarray.{name} takes dim, the name of a dimension, not axis")
    axis = None if dim is None else tuple(map(x.get_axis_num, dim)) if isinstance(dim, tuple | list) else x.get_axis_num(dim)
    given = [_ordered(each, x) if position in arrays else each for position, each in enumerate(operands)]
    if isinstance(keywords.get("where"), array):
        keywords["where"] = keywords["where"].broadcast_like(x).transpose(*x.dims)
    return function(*given, axis=axis, **keywords)


def _ordered(other: Any, x: Any) -> Any:
    """`other` with its dimensions in the order that x has them."""
    return other.transpose(*(dim for dim in x.dims if dim in other.dims), ...)


_forms = {form: _Form(form) for form in FORMS}
__all__ = [name for name in catalog.names() if _goes_along(name)]


def __getattr__(name: str) -> Any:
    if name in _forms and name != "value":
        return _forms[name]
    return getattr(_forms["value"], name)


def __dir__() -> list[str]:
    return sorted([*__all__, *(form for form in _forms if form != "value")])
