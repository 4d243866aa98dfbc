"""Objects of pandas, polars, xarray and torch along an axis: labels, names and missing values stay."""

import importlib

import numpy as np
import pytest
from support.cases import COMPOSED, LOSSES, ROWWISE, names, seed, whole_numbers
from support.examples import block

import actkern as ak

OF_ELEMENTS = [row for row in ROWWISE if not row.reduces]
REDUCTIONS = [row for row in ROWWISE if row.reduces]
ROWS = np.random.default_rng(0).normal(0, 2, (5, 4))
MISSING = np.zeros(ROWS.shape, bool)
MISSING[0, 1] = MISSING[2, 0] = MISSING[2, 3] = MISSING[4] = True
MASKED = np.ma.MaskedArray(ROWS, MISSING)


@pytest.fixture(params=["float64", "float32", "Float64", "Float32", "double[pyarrow]", "float[pyarrow]"])
def frame(request):
    """A frame of pandas in each kind of dtype, and what it is in NumPy; those that can have missing values do."""
    pandas = pytest.importorskip("pandas")
    if "pyarrow" in request.param:
        pytest.importorskip("pyarrow")
    made = pandas.DataFrame(ROWS, index=list("vwxyz"), columns=[f"c{k}" for k in range(4)]).astype(request.param)
    plain = ROWS.astype("f4") if request.param.lower().startswith(("float32", "float[")) else ROWS
    if request.param in ("float64", "float32"):
        return made, plain
    made = made.mask(pandas.DataFrame(MISSING, made.index, made.columns))
    assert made.isna().to_numpy().sum() == MISSING.sum()
    return made, np.ma.MaskedArray(plain, MISSING)


def holds(result, expected) -> None:
    """An object of pandas or polars has the numbers of a plain or masked array, and lacks those that it masks."""
    lacking = np.asarray(result.isna() if hasattr(result, "isna") else result.is_null())
    mask = np.ma.getmaskarray(expected)
    np.testing.assert_array_equal(lacking, mask | (np.isnan(np.ma.getdata(expected)) & lacking))
    numbers = result.fillna(0) if hasattr(result, "fillna") else result.fill_null(0)
    found = np.asarray(numbers.to_numpy(), np.ma.getdata(expected).dtype)
    np.testing.assert_array_equal(found, np.ma.filled(expected, 0) if mask.any() else expected)


@names(OF_ELEMENTS)
@pytest.mark.parametrize("axis", [0, 1])
def test_frames_keep_index_columns_dtype_and_missing_values(name, axis, frame):
    made, plain = frame
    function = getattr(ak, name)
    result = function(made, axis=axis, **seed(name))
    assert type(result) is type(made)
    assert result.index.equals(made.index)
    assert result.columns.equals(made.columns)
    assert list(result.dtypes) == list(made.dtypes)
    holds(result, function(plain, axis=axis, **seed(name)))


@names(REDUCTIONS)
def test_reductions_of_frames_have_the_labels_that_are_left(name, frame):
    made, plain = frame
    function = getattr(ak, name)
    for axis, labels in ((1, made.index), (0, made.columns)):
        result = function(made, axis=axis)
        assert result.index.equals(labels)
        assert result.dtype == made.dtypes.iloc[0]
        holds(result, function(plain, axis=axis))
    assert function(made) == function(plain)


@names(OF_ELEMENTS)
def test_gradients_of_frames(name, frame):
    made, plain = frame
    function = getattr(ak.backward_from_output, name)
    result = function(made, made, axis=1)
    assert result.index.equals(made.index)
    assert list(result.dtypes) == list(made.dtypes)
    holds(result, function(plain, plain, axis=1))
    one = function(np.ma.getdata(plain), made, axis=1)  # labels of the output alone
    assert one.index.equals(made.index)


@names([row for row in COMPOSED if row.along_an_axis])
def test_functions_that_change_an_axis(name, frame):
    made, plain = frame
    function = getattr(ak, name)
    whole = whole_numbers(name)
    result = function(made, *whole, axis=1)
    assert result.index.equals(made.index)
    assert list(result.columns) == list(range(result.shape[1]))
    holds(result, function(plain, *whole, axis=1))
    back = getattr(ak.backward, name)(result, made, *whole, axis=1)
    assert back.columns.equals(made.columns)


def test_series_of_pandas():
    pandas = pytest.importorskip("pandas")
    series = pandas.Series(pandas.array([1, 100, 2], "Float64"), index=list("abc"), name="s")
    series.iloc[1] = pandas.NA  # on a 100
    result = ak.softmax(series)
    assert result.name == "s"
    assert result.dtype == "Float64"
    np.testing.assert_allclose(result.dropna().to_numpy(float), [0.2689414, 0.7310586], rtol=1e-6)
    assert list(result.isna()) == [False, True, False]
    whole = ak.softmax(pandas.Series([1, None, 3], dtype="Int64"))
    np.testing.assert_allclose(whole.dropna().to_numpy(float), [0.1192029, 0.8807971], rtol=1e-6)
    groups = pandas.Series(["x", "y", "x"], index=series.index)
    by_group = series.groupby(groups).transform(ak.softmax)
    np.testing.assert_allclose(by_group.dropna().to_numpy(float), [0.2689414, 0.7310586], rtol=1e-6)
    assert ak.logsumexp(series) == ak.logsumexp(np.array([1.0, 2.0]))
    assert ak.logsumexp(pandas.Series([None, None], dtype="Float64")) is pandas.NA
    assert np.isnan(ak.softmax(pandas.Series([1.0, np.nan]))).all()  # NaN of NumPy's float64 is a number
    assert type(ak.softmax(series.array)) is type(series.array)


def test_expressions_of_pandas():
    pandas = pytest.importorskip("pandas", minversion="3")
    frame = pandas.DataFrame({"x": pandas.array([1.0, None, 2.0], "Float64")})
    made = frame.assign(y=ak.softmax(pandas.col("x")), z=ak.logsumexp(pandas.col("x")))
    assert made["y"].equals(ak.softmax(frame["x"]))
    assert set(made["z"]) == {ak.logsumexp(frame["x"])}


def test_labels_of_several_operands_are_the_same():
    pandas = pytest.importorskip("pandas")
    x = pandas.Series([1.0, 2.0, 4.0], index=list("abc"))
    other = pandas.Series([True, False, True], index=list("bac"))
    with pytest.raises(ValueError, match="other labels, or the same in another order"):
        ak.softmax(x, where=other)
    expected = ak.softmax(x.to_numpy(), where=np.array([False, True, True]))
    np.testing.assert_array_equal(ak.softmax(x, where=other.reindex_like(x)).to_numpy(), expected)
    frame = pandas.DataFrame(ROWS, index=list("vwxyz"))
    with pytest.raises(ValueError, match="other labels"):
        ak.cross_entropy(frame, pandas.Series([0, 1, 2, 3, 0], index=list("zyxwv")))


@names(LOSSES)
def test_losses_of_frames(name, frame):
    made, plain = frame
    if np.ma.is_masked(plain):
        with pytest.raises(TypeError, match="missing values; weight and ignore_index"):
            getattr(ak, name)(made, made)
        made, plain = made.iloc[[1, 3]], np.ma.getdata(plain)[[1, 3]]
    pandas = importlib.import_module("pandas")
    if ak.catalog[name].along_an_axis:
        target = pandas.Series([2, 0] if len(made) == 2 else [2, 0, 1, 3, 0], made.index, dtype="Int64")
        aim = target.to_numpy(int)
    else:
        target, aim = made.abs() / 10, abs(plain) / plain.dtype.type(10)
        if np.isfinite(ak.catalog[name].facts.support[1]):
            made, plain = target, aim
        if ak.catalog[name].labels:
            target, aim = made * 0 + 1, plain * 0 + 1
    loss, gradient = getattr(ak.value_and_grad, name)(made, target)
    expected, slope = getattr(ak.value_and_grad, name)(plain, aim)
    assert loss == expected
    assert gradient.index.equals(made.index)
    assert gradient.columns.equals(made.columns)
    holds(gradient, slope)
    each = getattr(ak, name)(made, target, reduction="none")
    assert each.index.equals(made.index)
    assert getattr(ak, name)(plain, target) == expected  # the target's labels alone


def test_what_pandas_has_and_functions_do_not_take():
    pandas = pytest.importorskip("pandas")
    with pytest.raises(TypeError, match="dtype"):
        ak.softmax(pandas.Series(["a", "b"], dtype="string"))
    with pytest.raises(TypeError, match="takes a Series, a DataFrame"):
        ak.logsumexp(pandas.NA)
    with pytest.raises(TypeError, match="out is an array of NumPy"):
        ak.softmax(pandas.Series([1.0, 2.0], dtype="Float64"), out=pandas.Series([1.0, 2.0]))


@names(ROWWISE)
@pytest.mark.parametrize("dtype", ["f4", "f8"])
def test_series_of_polars(name, dtype):
    polars = pytest.importorskip("polars")
    row, function = ak.catalog[name], getattr(ak, name)
    plain = np.ma.MaskedArray(ROWS[0].astype(dtype), MISSING[0])
    series = polars.Series("p", [None if lacking else number for number, lacking in zip(plain.data, plain.mask)])
    series = series.cast(polars.Float32 if dtype == "f4" else polars.Float64)
    result = function(series, **seed(name))
    if row.reduces:
        assert result == function(plain)
        assert function(polars.Series("p", [None, None], dtype=polars.Float64)) is None
    else:
        assert (result.name, result.dtype) == ("p", series.dtype)
        holds(result, function(plain, **seed(name)))
        back = getattr(ak.backward_from_output, name)(polars.Series(np.ones(4, dtype)), series)
        assert list(back.is_null()) == list(plain.mask)
    column = polars.DataFrame({"x": series}).select(function(polars.col("x"), **seed(name)))["x"]
    assert column.dtype == series.dtype
    if row.reduces:
        assert column.to_list() == [function(plain)]
    else:
        assert column.equals(result)


def test_frames_of_polars():
    polars = pytest.importorskip("polars")
    frame = polars.DataFrame({"a": [1.0, None], "b": [2.0, 3.0]})
    result = ak.softmax(frame, axis=1)
    assert result.columns == ["a", "b"]
    assert result["a"].null_count() == 1
    assert result["b"].to_list()[1] == 1
    np.testing.assert_allclose(ak.logsumexp(frame, axis=1).to_list(), [2.3132617, 3.0])
    with pytest.raises(TypeError, match="column of dtype String"):
        ak.softmax(polars.Series(["a"]))


@names(ROWWISE)
def test_arrays_of_xarray(name):
    xarray = pytest.importorskip("xarray")
    row, function, named = ak.catalog[name], getattr(ak, name), getattr(ak.xarray, name)
    numbers = np.random.default_rng(0).normal(0, 2, (2, 3, 4))
    coords = {"time": [10, 20], "label": ("kind", list("pqr"))}
    x = xarray.DataArray(numbers, dims=("time", "kind", "place"), coords=coords, name="x", attrs={"unit": "1"})
    for dim, axis in (("kind", 1), ("place", -1), ("time", 0)):
        result = named(x, dim=dim, **seed(name))
        np.testing.assert_array_equal(result.values, function(numbers, axis=axis, **seed(name)))
        assert result.dims == (tuple(each for each in x.dims if each != dim) if row.reduces else x.dims)
        assert result.name == "x"
        assert ("label" in result.coords) == (not row.reduces or dim != "kind")
        plain = function(x, axis=axis, **seed(name))
        assert plain.identical(result)
    if row.takes("where"):
        keep = xarray.DataArray([True, False, True], dims="kind")
        expected = function(numbers, axis=1, where=keep.values[:, None], **seed(name))
        np.testing.assert_array_equal(named(x, dim="kind", where=keep, **seed(name)).values, expected)
    form = "backward" if row.reduces else "backward_from_output"
    dy = named(x, dim="kind", **seed(name)) if row.reduces else x
    back = getattr(getattr(ak.xarray, form), name)(dy.transpose(..., "time"), x, dim="kind")
    assert back.dims == x.dims
    np.testing.assert_array_equal(back.values, getattr(getattr(ak, form), name)(dy.values, numbers, axis=1))


def test_cross_entropy_of_xarray():
    xarray = pytest.importorskip("xarray")
    scores = xarray.DataArray(np.random.default_rng(0).normal(0, 2, (2, 3, 4)), dims=("time", "kind", "place"))
    labels = xarray.DataArray(np.ones((4, 2), int), dims=("place", "time"))
    loss, gradient = ak.xarray.value_and_grad.cross_entropy(scores, labels, dim="kind")
    expected = ak.value_and_grad.cross_entropy(scores.values, labels.values.T, axis=1)
    assert loss == expected[0]
    np.testing.assert_array_equal(gradient.values, expected[1])
    assert gradient.dims == scores.dims
    each = ak.xarray.cross_entropy(scores, labels, dim="kind", reduction="none")
    assert each.dims == ("time", "place")


def test_what_xarray_is_told():
    xarray = pytest.importorskip("xarray")
    x = xarray.DataArray(np.ones((2, 3)), dims=("a", "b"), coords={"b": [1, 2, 3]})
    with pytest.raises(TypeError, match=r"takes the name of a dimension, dim=..., one of 'a', 'b'"):
        ak.xarray.softmax(x)
    with pytest.raises(ValueError, match=r"no dimension 'c'; there are 'a', 'b'"):
        ak.xarray.softmax(x, dim="c")
    with pytest.raises(TypeError, match="takes a DataArray, not ndarray"):
        ak.xarray.softmax(x.values, dim="a")
    with pytest.raises(TypeError, match="not axis"):
        ak.xarray.softmax(x, dim="a", axis=0)
    with pytest.raises(TypeError, match="not a Dataset"):
        ak.softmax(x.to_dataset(name="x"))
    with pytest.raises(TypeError, match="not a Variable"):
        ak.softmax(x.variable)
    with pytest.raises(ValueError, match="other labels along 'b'"):
        ak.xarray.backward_from_output.softmax(x.assign_coords(b=[1, 2, 4]), x, dim="b")
    with pytest.raises(AttributeError, match=r"'sigmoid' along a dimension; actkern.sigmoid takes xarray's arrays itself"):
        _ = ak.xarray.sigmoid
    with pytest.raises(AttributeError, match="did you mean softmax"):
        _ = ak.xarray.soft_max_


@names(ROWWISE)
def test_tensors_of_torch(name):
    torch = pytest.importorskip("torch")
    function = getattr(ak, name)
    result = function(torch.from_numpy(ROWS), axis=1, **seed(name))
    assert type(result) is torch.Tensor
    np.testing.assert_array_equal(result.numpy(), function(ROWS, axis=1, **seed(name)))


def test_float8_is_refused_by_losses_too():
    ml_dtypes = pytest.importorskip("ml_dtypes")
    x = np.zeros((2, 3), ml_dtypes.float8_e5m2)
    with pytest.raises(TypeError, match="not of dtype float8_e5m2"):
        ak.cross_entropy(x, np.zeros(2, int))
    with pytest.raises(TypeError, match="float8_e5m2"):
        ak.glu(np.zeros((2, 4), ml_dtypes.float8_e5m2))


@pytest.mark.parametrize("call", [lambda q: ak.grad.tanh(q), lambda q: ak.backward.exp(q, q)])
def test_pint_does_not_take_a_slope_for_the_function(call):
    """A ufunc that has the name of NumPy's is NumPy's to it; with a name of its own it is refused, and nothing is written."""
    pint = pytest.importorskip("pint")
    quantity = pint.UnitRegistry().Quantity(np.array([0.5, 3.0]), "")
    with pytest.raises(TypeError, match="returned NotImplemented"):
        call(quantity)
    assert quantity.magnitude.tolist() == [0.5, 3.0]


def quantity(library, unit):
    module = pytest.importorskip(library)
    if library == "pint":
        return module.UnitRegistry().Quantity(np.array([0.5, 1.0]), unit)
    if library == "unyt":
        return module.unyt_array([0.5, 1.0], unit)
    return importlib.import_module("astropy.units").Quantity([0.5, 1.0], unit)


@names([*ROWWISE, *LOSSES, *(row for row in COMPOSED if row.along_an_axis)])
@pytest.mark.parametrize("library", ["pint", "unyt", "astropy"])
def test_quantities_with_units_are_refused(name, library):
    for unit in ("km", ""):
        given = quantity(library, unit)
        with pytest.raises(TypeError, match=r"takes numbers, not a \w+ with a unit; x\.\w+\("):
            getattr(ak, name)(given, *([given] if ak.catalog[name] in LOSSES else whole_numbers(name)))


@pytest.mark.parametrize("library", ["pint", "unyt", "astropy"])
def test_numbers_of_quantities(library):
    """docs/labels.md says so."""
    given = quantity(library, "")
    calls = {"pint": lambda: given.m_as("dimensionless"), "unyt": lambda: given.to_value("dimensionless")}
    np.testing.assert_array_equal(ak.sigmoid(calls.get(library, lambda: given.to_value(1))()), ak.sigmoid(np.array([0.5, 1.0])))
    with pytest.raises(TypeError):
        ak.sigmoid(given)


def test_astropy_learns_a_function():
    helpers = pytest.importorskip("astropy.units.quantity_helper").UFUNC_HELPERS
    exec(compile(block("python", "docs/labels.md", "UFUNC_HELPERS"), "labels.md", "exec"), {})
    try:
        assert ak.sigmoid(quantity("astropy", "")).unit == ""
        with pytest.raises(TypeError, match="dimensionless"):
            ak.sigmoid(quantity("astropy", "km"))
    finally:
        del helpers[ak.sigmoid]


@pytest.mark.parametrize("library", ["pandas", "xarray"])
def test_the_examples_of_the_page(library):
    pytest.importorskip(library)
    namespace = {}
    exec(compile(block("python", "docs/labels.md", f"import {library}"), "labels.md", "exec"), namespace)
    if library == "pandas":
        np.testing.assert_allclose(namespace["shares"].loc["a"].to_numpy(float), [0.2689414, 0.7310586], rtol=1e-6)
        assert namespace["shares"].isna().loc["b", "cat"]
        assert list(namespace["gradient"].columns) == ["cat", "dog"]
    else:
        np.testing.assert_allclose(namespace["shares"].values, 1 / 3)
        assert namespace["gradient"].dims == ("time", "class")
