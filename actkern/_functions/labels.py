"""Objects of other libraries that carry labels, names or missing values: functions along an axis keep them.

a. A function that works along an axis is given plain arrays, and its result is put into an object
   of the kind that was given, with the labels of the axes that are still there.
b. A missing value (NA of pandas' nullable and Arrow dtypes, null of polars) takes no part, and is
   missing in the result: it is what a masked array masks. Where pandas' columns are NumPy's, and in
   xarray, NaN is a number, and gives NaN.
c. Labels of several operands have to be the same, in the same order: nothing is aligned silently.
d. The libraries are known by the types of what is given, and never imported for anything else.
   Elementwise functions need none of this: they are ufuncs, which the libraries call themselves.
"""

import importlib
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any

import numpy as np

from .._catalog import catalog
from .arguments import checked_axes, learning

_NUMBERS = "float16, float32, float64, integers and bool"

# What most arguments are. Not all that could be here: numpy.ma takes longer to import than all of actkern's checks.
_WITHOUT = frozenset((np.ndarray, np.float64, np.float32, float, int, bool, str, list, tuple, type(None)))


def library_of(x: Any) -> str:
    """The library whose labels or missing values x carries, "" for NumPy's arrays and anything else."""
    if type(x) not in _WITHOUT:
        for base in type(x).__mro__:
            root: str = base.__module__.partition(".")[0]
            if root in _LIBRARIES:
                return root
    return ""


def carried(*operands: Any) -> bool:
    """Whether any of these is for `labelled`."""
    # A generator expression would take longer to make than all of this.
    for each in operands:  # noqa: SIM110
        if library_of(each):
            return True
    return False


def labelled(
    function: Callable[..., Any],
    name: str,
    operands: tuple[Any, ...],
    main: int = 0,
    removed: Callable[[int], tuple[int, ...]] = lambda ndim: (),
    **keywords: Any,
) -> Any:
    """`function` of operands of which some carry labels; results have the labels of the `main` one.

    `removed` says for a number of dimensions which axes a result of fewer dimensions lacks. `name` is
    the function's, for errors.
    """
    first = operands[main]
    if not library_of(first):
        same = (each for each in operands if library_of(each) and np.ndim(each) == np.ndim(first))
        first = next(same, first) if main == len(operands) - 1 else first
    library = _LIBRARIES.get(library_of(first))
    if library and library.is_expression(first):
        if len(operands) != 1:
            raise TypeError(f"{name} takes one expression of a column; of several columns take a function of the frame")
        return library.mapped(first, function, name, keywords)
    out = keywords.get("out")
    if library_of(out):
        raise TypeError(f"{name}: out is an array of NumPy, not {type(out).__name__}")
    plain = [_plain(each, first, name) for each in operands]
    result = function(*plain, **{key: _plain(each, first, name) for key, each in keywords.items()})
    if library is None:
        return result

    def restored(each: Any) -> Any:
        if each is np.ma.masked:
            return library.missing
        if each is out or np.ndim(each) == 0:
            return each
        return library.like(each, first, removed(np.ndim(first)) if np.ndim(each) < np.ndim(first) else ())

    return tuple(map(restored, result)) if isinstance(result, tuple) else restored(result)


def _plain(x: Any, first: Any, name: str) -> Any:
    """x as an array, masked where values are missing, once its labels have been compared with those of `first`."""
    library = library_of(x)
    if not library:
        return x
    if library == library_of(first) and x is not first:
        _LIBRARIES[library].check_labels(x, first, name)
    return _LIBRARIES[library].array(x, name)


def _with_mask(array: Any, mask: Any) -> Any:
    return np.ma.MaskedArray(array, mask) if mask.any() else array


class _Library(ABC):
    """What is asked of a library's objects."""

    missing: Any = np.nan  # what a missing result is where it is a number alone

    def is_expression(self, x: Any) -> bool:
        """Whether x stands for a column that is not there yet."""
        return False

    def mapped(self, x: Any, function: Any, name: str, keywords: dict[str, Any]) -> Any:
        """The expression of `function` of the column that x stands for."""
        return x.pipe(lambda column: function(column, **keywords))

    def check_labels(self, x: Any, first: Any, name: str) -> None:
        """An error where x is labelled otherwise than `first`, as far as both have the same axes."""
        return  # where there are no labels to compare

    @abstractmethod
    def array(self, x: Any, name: str) -> Any:
        """The numbers of x, masked where they are missing; TypeError for what has none."""

    @abstractmethod
    def like(self, result: Any, x: Any, removed: tuple[int, ...]) -> Any:
        """`result` as an object like x, with its labels but for those of the axes that are `removed`."""


class _Pandas(_Library):
    @property
    def missing(self) -> Any:
        return importlib.import_module("pandas").NA

    def is_expression(self, x: Any) -> bool:
        return type(x).__name__ == "Expression"  # of pandas.col

    def _labels(self, x: Any) -> list[Any]:
        return [getattr(x, axis) for axis in ("index", "columns")[: x.ndim] if hasattr(x, axis)]

    def check_labels(self, x: Any, first: Any, name: str) -> None:
        labels, others = self._labels(x), self._labels(first)
        pairs = [([other], one) for one, other in zip(labels, others)] if x.ndim == first.ndim else [(others, *labels[:1])]
        for candidates, one in pairs if labels else []:
            # A number for each row, or for each column, has the labels of these.
            of_length = [other for other in candidates if len(other) == len(one)]
            if of_length and not any(one.equals(other) for other in of_length):
                raise ValueError(
                    f"{name}: two operands have other labels, or the same in another order; give them the same ones first, "
                    f"such as by reindex_like, or take their numbers, by to_numpy()"
                )

    def array(self, x: Any, name: str) -> Any:
        pandas = importlib.import_module("pandas")
        if not isinstance(x, pandas.Series | pandas.DataFrame | pandas.Index | pandas.api.extensions.ExtensionArray):
            raise TypeError(f"{name} takes a Series, a DataFrame, an Index and an array of pandas, not {type(x).__name__}")
        dtypes = list(x.dtypes) if isinstance(x, pandas.DataFrame) else [x.dtype]
        if all(isinstance(dtype, np.dtype) for dtype in dtypes):
            return x.to_numpy()
        if not all(pandas.api.types.is_numeric_dtype(dtype) for dtype in dtypes):
            wrong = next(dtype for dtype in dtypes if not pandas.api.types.is_numeric_dtype(dtype))
            raise TypeError(f"{name} takes {_NUMBERS}; got {type(x).__name__} of dtype {wrong}")
        mask = np.asarray(x.isna())
        kinds = pandas.api.types
        single = all(str(dtype).lower().startswith(("float32", "float[")) for dtype in dtypes)
        whole = all(kinds.is_bool_dtype(dtype) or kinds.is_signed_integer_dtype(dtype) for dtype in dtypes)
        dtype = np.int64 if whole else np.float32 if single else np.float64
        if isinstance(x, pandas.DataFrame):
            columns = [x.iloc[:, k].to_numpy(dtype=dtype, na_value=dtype(0)) for k in range(x.shape[1])]
            return _with_mask(np.stack(columns, axis=1), mask)
        return _with_mask(x.to_numpy(dtype=dtype, na_value=dtype(0)), mask)

    def _values(self, result: Any, dtype: Any) -> Any:
        """One column of a result, in the kind of dtype that its operand has."""
        pandas = importlib.import_module("pandas")
        if isinstance(dtype, np.dtype) and not np.ma.is_masked(result):
            return np.asarray(result)
        data, mask = np.ma.getdata(result), np.ma.getmaskarray(result)
        if isinstance(dtype, pandas.ArrowDtype):
            arrow = importlib.import_module("pyarrow")
            return pandas.arrays.ArrowExtensionArray(arrow.array(data, mask=mask, from_pandas=False))
        wide = data.astype(np.promote_types(data.dtype, np.float32), copy=False)  # pandas has no nullable float16
        return pandas.arrays.FloatingArray(wide, mask.copy())

    def like(self, result: Any, x: Any, removed: tuple[int, ...]) -> Any:
        pandas = importlib.import_module("pandas")
        dtypes = list(x.dtypes) if isinstance(x, pandas.DataFrame) else [x.dtype]
        dtype = next((each for each in dtypes if not isinstance(each, np.dtype)), dtypes[0])
        labels = [each for axis, each in enumerate(self._labels(x)) if axis not in removed]
        # An axis of another length has new labels, 0 to its length less 1.
        fitting = [each if len(each) == length else None for each, length in zip(labels, result.shape)]
        if result.ndim == 2:
            columns = {k: self._values(result[:, k], dtype) for k in range(result.shape[1])}
            made = pandas.DataFrame(columns, index=fitting[0])
            if fitting[1] is not None:
                made.columns = fitting[1]
            return made
        values = self._values(result, dtype)
        if isinstance(x, pandas.Series | pandas.DataFrame):
            return pandas.Series(values, index=fitting[0], name=getattr(x, "name", None))
        return pandas.Index(values, name=x.name) if isinstance(x, pandas.Index) else pandas.array(values)


class _Polars(_Library):
    missing = None

    def is_expression(self, x: Any) -> bool:
        return type(x).__name__ == "Expr"

    def mapped(self, x: Any, function: Any, name: str, keywords: dict[str, Any]) -> Any:
        reduces = catalog[name.rpartition(".")[2]].reduces
        return x.map_batches(lambda column: function(column, **keywords), returns_scalar=reduces)

    def array(self, x: Any, name: str) -> Any:
        polars = importlib.import_module("polars")
        columns = x.get_columns() if isinstance(x, polars.DataFrame) else [x] if isinstance(x, polars.Series) else []
        if not columns:
            raise TypeError(f"{name} takes a Series, a DataFrame and an expression of polars, not {type(x).__name__}")
        for each in columns:
            if not ((each.dtype.is_numeric() and not each.dtype.is_decimal()) or each.dtype == polars.Boolean):
                raise TypeError(f"{name} takes {_NUMBERS}; got a column of dtype {each.dtype}")
        mask = np.stack([each.is_null().to_numpy() for each in columns], axis=-1)
        filled = [each.fill_null(False if each.dtype == polars.Boolean else 0).to_numpy() for each in columns]
        array = np.stack(filled, axis=-1)
        if isinstance(x, polars.Series):
            array, mask = array[:, 0], mask[:, 0]
        return _with_mask(array, mask)

    def like(self, result: Any, x: Any, removed: tuple[int, ...]) -> Any:
        polars = importlib.import_module("polars")

        def series(name: str, values: Any) -> Any:
            made = polars.Series(name, np.ascontiguousarray(np.ma.getdata(values)), nan_to_null=False)
            mask = np.ma.getmaskarray(values)
            return made.set(polars.Series(mask), None) if mask.any() else made

        if result.ndim == 1:
            return series(getattr(x, "name", ""), result)
        names = x.columns if result.shape[1] == x.width else [f"column_{k}" for k in range(result.shape[1])]
        return polars.DataFrame([series(name, result[:, k]) for k, name in enumerate(names)])


class _Xarray(_Library):
    def check_labels(self, x: Any, first: Any, name: str) -> None:
        for dim in set(x.dims) & set(first.dims):
            if dim in x.indexes and dim in first.indexes and not x.indexes[dim].equals(first.indexes[dim]):
                raise ValueError(f"{name}: two operands have other labels along {dim!r}; align them first, by xarray.align")
        if x.ndim == first.ndim and x.dims != first.dims:
            raise ValueError(f"{name}: two operands have the dimensions {first.dims} and {x.dims}; transpose one of them")

    def array(self, x: Any, name: str) -> Any:
        if not isinstance(x, importlib.import_module("xarray").DataArray):
            other = "; Dataset.map takes a function of its arrays" if type(x).__name__ == "Dataset" else ""
            raise TypeError(f"{name} takes a DataArray of xarray, not a {type(x).__name__}{other}")
        return x.data

    def like(self, result: Any, x: Any, removed: tuple[int, ...]) -> Any:
        dims = [dim for axis, dim in enumerate(x.dims) if axis not in removed]
        sizes = dict(zip(dims, result.shape))
        coords = {
            key: each for key, each in x.coords.items() if all(dim in sizes and sizes[dim] == x.sizes[dim] for dim in each.dims)
        }
        return importlib.import_module("xarray").DataArray(result, dims=dims, coords=coords, name=x.name, attrs=x.attrs)


class _Torch(_Library):
    def array(self, x: Any, name: str) -> Any:
        if error := learning(x, name):
            raise error
        return x.numpy()

    def like(self, result: Any, x: Any, removed: tuple[int, ...]) -> Any:
        return importlib.import_module("torch").from_numpy(np.asarray(result))


class _Units(_Library):
    """Quantities with units, whose numbers alone would be another thing, are refused, as the libraries refuse them to ufuncs."""

    def array(self, x: Any, name: str) -> Any:
        for method in ("m_as", "to_value"):
            if hasattr(x, method):
                call = f'x.{method}("dimensionless")' if method == "m_as" or hasattr(x, "units") else "x.to_value(1)"
                raise TypeError(f"{name} takes numbers, not a {type(x).__name__} with a unit; {call} has those of one without")
        return np.asarray(x)  # such as a column of a table

    def like(self, result: Any, x: Any, removed: tuple[int, ...]) -> Any:
        return result


_LIBRARIES: dict[str, Any] = {"pandas": _Pandas(), "polars": _Polars(), "xarray": _Xarray(), "torch": _Torch()}
_LIBRARIES |= dict.fromkeys(("pint", "unyt", "astropy"), _Units())


def along(axis: Any, name: str) -> Callable[[int], tuple[int, ...]]:
    """The axes that a reduction along `axis` removes, for `labelled`."""
    return lambda ndim: checked_axes(axis, ndim, name)
