"""actkern's functions inside functions that Numba compiles: the same bits as outside, on numbers and on arrays of any layout."""

import numpy as np
import pytest
from support.cases import (
    COMPOSED,
    DTYPES,
    LINEAR,
    LOSSES,
    OF_ONE,
    ROWWISE,
    UFUNCS,
    assert_same_bits,
    bits,
    cases,
    like,
    names,
    operands,
    outputs,
    public,
    whole_numbers,
)
from support.inputs import sample
from support.processes import python, stdout

import actkern as ak

numba = pytest.importorskip("numba")
from numba.core.errors import TypingError  # noqa: E402

from actkern._numba import inside  # noqa: E402

# Numba finds `init` by the package's entry points, which sources that are not installed have not
# (`test_needs_no_import` is about an installed package).
inside.init()

BACKEND = ak.backends.available()[0]
ALONG = [row for row in ROWWISE if not row.random]  # NumPy draws the random numbers

CALLS = (
    lambda f: lambda a: f(a),
    lambda f: lambda a, b: f(a, b),
    lambda f: lambda a, b, c: f(a, b, c),
    lambda f: lambda a, b, c, d: f(a, b, c, d),
    lambda f: lambda a, b, c, d, e: f(a, b, c, d, e),
)


# A user's loop over numbers, for each number of operands.
LOOPS = (
    lambda f: lambda a: [f(a[i]) for i in range(a.size)],
    lambda f: lambda a, b: [f(a[i], b[i]) for i in range(a.size)],
    lambda f: lambda a, b, c: [f(a[i], b[i], c[i]) for i in range(a.size)],
    lambda f: lambda a, b, c, d: [f(a[i], b[i], c[i], d[i]) for i in range(a.size)],
    lambda f: lambda a, b, c, d, e: [f(a[i], b[i], c[i], d[i], e[i]) for i in range(a.size)],
    lambda f: lambda a, b, c, d, e, g: [f(a[i], b[i], c[i], d[i], e[i], g[i]) for i in range(a.size)],
    lambda f: lambda a, b, c, d, e, g, h: [f(a[i], b[i], c[i], d[i], e[i], g[i], h[i]) for i in range(a.size)],
)


@pytest.mark.parametrize(("name", "form"), cases())
def test_numbers_give_the_bits_of_arrays(name, form):
    function = public(BACKEND, name, form)
    count = len(ak.catalog[name].operands(form)[0])
    looped = numba.njit(LOOPS[count - 1](function))
    for dtype in DTYPES:
        given = [np.broadcast_to(each, (460,)).copy() for each in operands(name, form, sample(dtype, 220)[:460])]
        found = [outputs(each) for each in looped(*given)]
        each = tuple(np.array(column, dtype) for column in zip(*found, strict=True))
        assert_same_bits(like(each), function(*given))


@names(UFUNCS)
def test_arrays_of_any_layout_give_the_same_bits(name):
    function = public(BACKEND, name)
    called = numba.njit(CALLS[len(ak.catalog[name].operands("value")[0]) - 1](function))
    x = np.random.default_rng(0).normal(0, 3, (12, 10)).astype("f4")
    for given in (operands(name, "value", x), operands(name, "value", x.T), operands(name, "value", x[::2, ::-3])):
        arrays = [np.broadcast_to(each, given[0].shape).copy() if np.ndim(each) == 0 else each for each in given]
        assert_same_bits(called(*arrays), function(*arrays))


def test_results_go_into_out_whatever_its_layout_and_dtype():
    @numba.njit
    def into(x, out):
        return ak.gelu(x, out)

    @numba.njit
    def both(x, y, dydx):
        return ak.value_and_grad.tanh(x, out=(y, dydx))

    x = np.random.default_rng(0).normal(0, 3, (30, 40)).astype("f4")
    for out in (np.empty_like(x), np.empty((40, 30), "f4").T, np.empty(x.shape, "f8"), np.empty((60, 40), "f4")[::2]):
        assert into(x, out) is not None
        assert_same_bits(out, ak.gelu(x).astype(out.dtype))
    place = x.copy()
    into(place, place)  # over the input
    assert_same_bits(place, ak.gelu(x))
    flat = np.concatenate([x.ravel(), np.zeros(5, "f4")])
    into(flat[:-5], flat[5:])  # over a part of the input
    assert_same_bits(flat[5:], ak.gelu(x).ravel())
    y, dydx = np.empty_like(x), np.empty_like(x)
    both(x, y, dydx)
    assert_same_bits((y, dydx), ak.value_and_grad.tanh(x))
    with pytest.raises(ValueError, match="another shape"):
        into(x, np.empty((3, 4), "f4"))


def test_parameters_by_position_by_name_by_default_and_as_arrays():
    @numba.njit
    def calls(x, slopes):
        return (
            ak.leaky_relu(x),
            ak.leaky_relu(x, 0.2),
            ak.leaky_relu(x, negative_slope=0.3),
            ak.leaky_relu(x, slopes),
            ak.backward.leaky_relu(x, x, 0.4),
            ak.softplus(x, beta=3.0),
        )

    x = np.random.default_rng(0).normal(0, 3, (6, 5)).astype("f4")
    slopes = np.linspace(0, 1, 5, dtype="f4")
    expected = (
        ak.leaky_relu(x),
        ak.leaky_relu(x, 0.2),
        ak.leaky_relu(x, negative_slope=0.3),
        ak.leaky_relu(x, slopes),
        ak.backward.leaky_relu(x, x, 0.4),
        ak.softplus(x, beta=3.0),
    )
    for found, given in zip(calls(x, slopes), expected, strict=True):
        assert_same_bits(found, given)


def test_the_type_of_results():
    @numba.njit
    def of(x):
        return ak.sigmoid(x)

    for given in (np.float32(0.3), np.float64(0.3), 3, True, np.int8(3)):
        wide = np.float32 if isinstance(given, np.float32) else np.float64
        assert of(given) == ak.sigmoid(wide(given))
    assert of(np.arange(3)).dtype == np.float64
    assert of(np.zeros((0, 3), "f4")).shape == (0, 3)
    assert of(np.array(0.5)) == ak.sigmoid(0.5)  # as NumPy's ufuncs, of an array without an axis

    @numba.njit
    def product(dy, x):
        return ak.backward.sigmoid(dy, x)

    assert product(np.ones(3), np.ones(3, "f4")).dtype == np.float64
    assert_same_bits(
        product(np.ones((4, 1), "f4"), np.arange(3, dtype="f4")),
        ak.backward.sigmoid(np.ones((4, 1), "f4"), np.arange(3, dtype="f4")),
    )


def rows_of(dtype) -> np.ndarray:
    numbers = np.random.default_rng(0).normal(0, 5, (3, 5, 70)).astype(dtype)
    numbers[0, 0, :3], numbers[1, 1, 2], numbers[2] = -np.inf, np.nan, 1e4
    return numbers


@names(ALONG)
@pytest.mark.parametrize("dtype", DTYPES)
def test_along_the_last_axis(name, dtype):
    function = public(BACKEND, name)
    along = numba.njit(lambda x: function(x, axis=-1))
    numbers = rows_of(dtype)
    layouts = [numbers, numbers[:, :0]]
    if dtype == "f4":  # each layout is compiled anew, for some seconds
        layouts += [numbers.transpose(2, 0, 1), numbers[..., :10], numbers[..., 0:1]]
    for x in layouts:
        found = along(x)
        np.testing.assert_array_equal(bits(found), bits(function(x, axis=-1)))
        assert found.dtype == x.dtype
    row = numbers[2, 2].copy()
    np.testing.assert_array_equal(bits(np.asarray(along(row), dtype)), bits(function(row, axis=-1)))


@names(ALONG)
@pytest.mark.parametrize("dtype", DTYPES)
def test_gradients_along_the_last_axis(name, dtype):
    row = ak.catalog[name]
    form = "backward" if row.reduces else "backward_from_output"
    function = public(BACKEND, name, form)
    along = numba.njit(lambda dy, given: function(dy, given, axis=-1))
    numbers = rows_of(dtype)
    layouts = [numbers] if dtype == "f8" else [numbers, numbers.transpose(2, 0, 1), numbers[..., :10], numbers[..., 0:1]]
    for x in layouts:
        given = x if row.reduces else public(BACKEND, name)(x, axis=-1)
        dy = np.random.default_rng(1).normal(0, 1, x.shape[:-1] if row.reduces else x.shape).astype(dtype)
        dy.flat[0], dy.flat[1] = np.inf, 0
        assert_same_bits(along(dy, given), function(dy, given, axis=-1))


@names([row for row in ALONG if row.takes("temperature")])
def test_a_temperature(name):
    function = public(BACKEND, name)
    tempered = numba.njit(lambda x, temperature: function(x, axis=-1, temperature=temperature))
    x = rows_of("f4")
    for temperature in (0.7, 3, 1.0):
        assert_same_bits(tempered(x, temperature), function(x, axis=-1, temperature=temperature))
    for wrong in (0.0, -1.0, np.inf, np.nan):
        with pytest.raises(ValueError, match="temperature is positive"):
            tempered(x, wrong)


@names([row for row in COMPOSED if row.name != "rrelu"])
@pytest.mark.parametrize("dtype", DTYPES)
def test_functions_that_are_made_of_others(name, dtype):
    value, backward = public(BACKEND, name), public(BACKEND, name, "backward")
    x = np.random.default_rng(0).normal(0, 3, (4, 5, 6)).astype(dtype)
    x[0, 0, 2], x[1, 1, 4], x[2, 2, 0] = np.nan, np.inf, 0
    whole = whole_numbers(name)
    for given in (x, x[0, 0]) if dtype == "f4" else (x[::2, :, ::-1],):
        expected = value(given, *whole)
        dy = np.random.default_rng(1).normal(0, 1, expected.shape).astype(dtype)
        if whole:
            called, back = numba.njit(lambda x, k: value(x, k)), numba.njit(lambda dy, x, k: backward(dy, x, k))
        else:
            called, back = numba.njit(lambda x: value(x)), numba.njit(lambda dy, x: backward(dy, x))
        assert_same_bits(called(given, *whole), expected)
        assert_same_bits(back(dy, given, *whole), backward(dy, given, *whole))
        with pytest.raises(ValueError, match="another shape"):
            back(dy[..., :-1], given, *whole)


@pytest.mark.parametrize("form", ak.catalog["rrelu"].forms)
def test_rrelu_without_training(form):
    function, x = public(BACKEND, "rrelu", form), sample("f4", 200)
    given = (x[::-1], x) if form == "backward" else (x,)
    if form == "backward":
        called = numba.njit(lambda dy, x: function(dy, x, lower=0.1, upper=0.2))
    else:
        called = numba.njit(lambda x: function(x, lower=0.1, upper=0.2))
    assert_same_bits(called(*given), function(*given, lower=0.1, upper=0.2))


def test_a_long_row():
    x = np.random.default_rng(0).normal(0, 5, 200_000).astype("f4")
    assert_same_bits(numba.njit(lambda x: ak.softmax(x))(x), ak.softmax(x))


def test_in_every_kind_of_compiled_function():
    from numba import cfunc, float32, float64, guvectorize, prange, vectorize

    x = np.random.default_rng(0).normal(0, 3, 500).astype("f4")

    @numba.njit(parallel=True)
    def parallel(x, y):
        for i in prange(x.size):
            y[i] = ak.mish(x[i])

    y = np.empty_like(x)
    parallel(x, y)
    assert_same_bits(y, ak.mish(x))
    assert_same_bits(vectorize([float32(float32)])(lambda x: ak.gelu(x))(x), ak.gelu(x))

    @guvectorize([(float32[:], float32[:])], "(n)->(n)")
    def along(x, y):
        y[:] = ak.silu(x)

    assert_same_bits(along(x.reshape(5, 100)), ak.silu(x.reshape(5, 100)))

    @cfunc(float64(float64))
    def called(x):
        return ak.gelu(x) + ak.grad.gelu(x)

    assert called.ctypes(0.7) == ak.gelu(0.7) + ak.grad.gelu(0.7)


BAD = {
    "complex": (lambda x: ak.gelu(x), np.ones(3, complex), "takes numbers and arrays of float32, float64, integers and bool"),
    "out of a number": (lambda x: ak.gelu(x, np.ones(3)), 1.0, "out is for arrays"),
    "an out too narrow": (lambda x: ak.gelu(x, np.ones(3, np.float32)), np.ones(3), "out takes arrays of float64"),
    "too few outs": (lambda x: ak.value_and_grad.gelu(x, out=(np.ones(3),)), np.ones(3), "2 results; out has 1"),
    "all axes": (lambda x: ak.logsumexp(x), np.ones((3, 4)), "takes the last axis"),
    "no axis": (lambda x: ak.softmax(x), 1.0, "with an axis"),
}


@pytest.mark.parametrize("what", BAD)
def test_bad_arguments_say_what_is_accepted(what):
    function, given, message = BAD[what]
    with pytest.raises(TypingError, match=message):
        numba.njit(function)(given)


def test_another_axis():
    with pytest.raises(ValueError, match="the last axis"):
        numba.njit(lambda x: ak.softmax(x, axis=0))(np.ones((3, 4)))


def test_lengths_that_do_not_fit():
    with pytest.raises(ValueError, match="even number"):
        numba.njit(lambda x: ak.glu(x))(np.ones(3))
    with pytest.raises(ValueError, match="divides"):
        numba.njit(lambda x: ak.maxout(x, 2))(np.ones(3))


@names([*LOSSES, *LINEAR, ak.catalog["gumbel_softmax"]])
def test_what_is_not_there_says_so(name):
    function = getattr(ak, name)
    with pytest.raises(TypingError, match=f"{name} is not there inside compiled code"):
        numba.njit(lambda x, y: function(x, y))(np.ones((2, 3)), np.ones((2, 3)))


@names([row for row in OF_ONE if row.aliases])
def test_aliases(name):
    for alias in ak.catalog[name].aliases:
        function = getattr(ak, alias)
        called = numba.njit(CALLS[len(ak.catalog[name].operands("value")[0]) - 1](function))
        given = operands(name, "value", np.float64(0.3))
        assert called(*given) == function(*given)


def test_needs_no_import():
    """In an installed package a user's module imports nothing for it, and what it compiled is kept."""
    code = """
import numba, numpy as np, actkern as ak
@numba.njit
def f(x):
    return ak.gelu(x)
x = np.linspace(-3, 3, 100, dtype="f4")
print((f(x) == ak.gelu(x)).all())
"""
    from importlib.metadata import entry_points

    if not entry_points(group="numba_extensions", name="init"):
        pytest.fail("the package is not installed")
    assert stdout(code) == "True"


def test_is_kept_on_disk(tmp_path):
    module = tmp_path / "kept.py"
    module.write_text("import numba, actkern as ak\n@numba.njit(cache=True)\ndef f(x):\n    return ak.value_and_grad.silu(x)\n")
    code = f"""
import sys; sys.path.insert(0, {str(tmp_path)!r})
import kept, numpy as np
x = np.linspace(-3, 3, 100, dtype="f4")
print(kept.f(x)[1].sum(), sum(kept.f.stats.cache_hits.values()))
"""
    first, second = (python(code) for _ in range(2))
    assert first.returncode == second.returncode == 0, first.stderr + second.stderr
    assert first.stdout.split()[0] == second.stdout.split()[0]
    assert (first.stdout.split()[1], second.stdout.split()[1]) == ("0", "1")
