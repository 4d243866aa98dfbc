"""What comes of actkern's functions on other libraries' objects, in words: the cells of docs/home_table.md."""

import importlib
import warnings
from collections.abc import Callable
from importlib.metadata import version
from importlib.util import find_spec
from typing import Any

import numpy as np

import actkern as ak

# A column's title, and its call. gelu shares its name with no function of NumPy.
CALLS: dict[str, Callable[[Any], Any]] = {
    "`ak.gelu(x)`": lambda x: ak.gelu(x),
    "`ak.value_and_grad.gelu(x)`": lambda x: ak.value_and_grad.gelu(x),
    "`ak.leaky_relu(x, 0.1)`": lambda x: ak.leaky_relu(x, 0.1),
    "`ak.backward.gelu(x, x)`": lambda x: ak.backward.gelu(x, x),
    "`ak.softmax(x)`": lambda x: ak.softmax(x),
    "`ak.backward_from_output.softmax(x, x)`": lambda x: ak.backward_from_output.softmax(x, x),
    "`ak.logsumexp(x, axis=-1)`": lambda x: ak.logsumexp(x, axis=-1),
    "`ak.grad.mse(x, x)`": lambda x: ak.grad.mse(x, x),
}
NUMBERS = [0.5, 1.0, 3.0]


def _pandas(dtype: str) -> Callable[[Any], Any]:
    def make(pandas: Any) -> Any:
        made = pandas.Series(NUMBERS, index=list("abc"), name="s").astype(dtype)
        return made if dtype == "float32" else made.where([True, False, True])

    return make


def _frame(pandas: Any) -> Any:
    return pandas.DataFrame([NUMBERS, NUMBERS], index=["a", "b"], columns=list("xyz"))


# A row's title: the package, and what makes an object of its module.
OBJECTS: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "NumPy, masked array": ("numpy", lambda numpy: numpy.ma.array(NUMBERS, mask=[False, True, False])),
    "pandas, Series of float32": ("pandas", _pandas("float32")),
    "pandas, Series of Float64 with NA": ("pandas", _pandas("Float64")),
    "pandas, Series of double[pyarrow] with NA": ("pandas", _pandas("double[pyarrow]")),
    "pandas, DataFrame": ("pandas", _frame),
    "polars, Series of Float32 with null": ("polars", lambda polars: polars.Series("s", [0.5, None, 3.0], polars.Float32)),
    "xarray, DataArray": ("xarray", lambda xarray: xarray.DataArray([NUMBERS], dims=("t", "c"), coords={"c": [1, 2, 3]})),
    "awkward, Array of one row": ("awkward", lambda awkward: awkward.Array(NUMBERS)),
    "sparse, COO": ("sparse", lambda sparse: sparse.COO.from_numpy(np.array([0.0, 0.0, 3.0]))),
    "dask, Array": ("dask", lambda dask: importlib.import_module("dask.array").from_array(np.array(NUMBERS), chunks=2)),
    "torch, Tensor": ("torch", lambda torch: torch.tensor(NUMBERS)),
    "jax, Array": ("jax", lambda jax: jax.numpy.array(NUMBERS, dtype="float32")),
    "Pint, Quantity": ("pint", lambda pint: pint.UnitRegistry().Quantity(np.array(NUMBERS), "")),
    "astropy, Quantity": ("astropy", lambda astropy: importlib.import_module("astropy.units").Quantity(NUMBERS, "")),
}


def _described(result: Any, given: Any) -> str:
    if isinstance(result, tuple):
        each = [_described(one, given) for one in result]
        return f"two: {each[0]}" if each[0] == each[1] else " and ".join(each)
    words = [type(result).__name__]
    dtype = str(getattr(result, "dtype", "")) or ", ".join(sorted({str(each) for each in getattr(result, "dtypes", [])}))
    if dtype and dtype.lower() not in words[0].lower():
        words.append(dtype)
    missing = getattr(result, "isna", None) or getattr(result, "is_null", None)
    if missing is not None and np.any(np.asarray(missing())):
        words.append("missing stays")
    elif isinstance(result, np.ma.MaskedArray) and np.ma.is_masked(result):
        words.append("masked stays")
    index = getattr(result, "index", None)
    if index is not None and hasattr(index, "equals") and index.equals(given.index):
        words.append("index")
    if getattr(result, "name", None) and type(result) is type(given) and result.name == getattr(given, "name", None):
        words.append("name")
    if hasattr(result, "dims") and len(result.coords):
        words.append("coordinates")
    return ", ".join(words)


def row(title: str) -> list[str]:
    """The cells of one object: what each call gives, or the error that it raises."""
    package, make = OBJECTS[title]
    cells = []
    for call in CALLS.values():
        given = make(importlib.import_module(package))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # some libraries warn of their own use of NumPy
            try:
                cells.append(_described(call(given), given))
            except Exception as error:  # which of them is what the table says
                cells.append(type(error).__name__)
    return cells


def installed(title: str) -> str:
    """The version of a row's library, "" where it is not installed."""
    package = OBJECTS[title][0]
    return version(package) if find_spec(package) else ""
