"""Calls as nobody would write them, which hypothesis makes up: any layout, dtype, mask and overlap, and arguments without sense.

Results are to have the bits of those of fresh contiguous arrays of the same numbers, which other tests hold against the truth.
What makes no sense is an error that a caller can expect, and leaves operands as they are.

`pytest tests/test_hostile.py --hypothesis-profile=long` (conftest.py) tries a hundred times as many calls.
"""

import contextlib
import math

import ml_dtypes
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.cases import BACKENDS, LOSSES, ROWWISE, UFUNCS, assert_same_bits, get, like, names, outputs, public, samples
from support.inputs import for_loss, sample

import actkern as ak

LONG = settings.default.max_examples > 100
LIMITS = settings.default if LONG else settings(max_examples=12, deadline=None, derandomize=True)
FLOATS = ("f2", "f4", "f8", ml_dtypes.bfloat16)
INTEGERS = ("i1", "i2", "i4", "i8", "u1", "u2", "?")
every_backend = pytest.mark.parametrize("backend", BACKENDS)


def shapes(least=0):
    """Some axes, short ones and empty ones among them, and one that is longer than vectors and blocks."""
    lengths = st.one_of(st.integers(0, 5), st.sampled_from([8, 17, 33, 65, 300]))
    return st.lists(lengths, min_size=least, max_size=3).filter(lambda shape: math.prod(shape) <= 5000).map(tuple)


def numbers(rng, shape, dtype):
    """Numbers of all kinds."""
    kind = np.dtype(dtype)
    if kind.kind in "iub":
        return rng.integers(0 if kind.kind in "ub" else -20, 2 if kind.kind == "b" else 20, shape).astype(kind)
    of = sample("f8" if dtype == "f8" else "f4")
    with np.errstate(all="ignore"):
        return np.where(rng.random(shape) < 0.7, rng.normal(0, 3, shape), rng.choice(of, shape)).astype(kind)


@st.composite
def laid_out(draw, x):
    """The numbers of x in memory of another layout: any order of axes, steps of both signs, odd addresses, another byte order."""
    x = np.asarray(x)
    order = draw(st.permutations(range(x.ndim)))
    steps = [draw(st.sampled_from([1, 1, 1, 2, 3, -1, -2])) for _ in range(x.ndim)]
    offset = draw(st.sampled_from([0, 0, 1, 3, 4]))
    dtype = x.dtype.newbyteorder() if x.itemsize > 1 and x.dtype.kind in "iuf" and draw(st.booleans()) else x.dtype
    whole = [length * abs(step) for length, step in zip(x.shape, steps)]
    memory = np.zeros(math.prod(whole) * x.itemsize + offset, np.uint8)
    base = memory[offset:].view(dtype).reshape([whole[axis] for axis in order]).transpose(np.argsort(order))
    view = base[(..., *(slice(None, None, step) for step in steps))]
    view[...] = x
    return view


@st.composite
def broadcast(draw, x):
    """x, or its part of length 1 along some axes, over which its strides are 0."""
    part = (slice(0, 1) if draw(st.integers(0, 4)) == 0 else slice(None) for _ in x.shape)
    return np.broadcast_to(draw(laid_out(x[(..., *part)])), x.shape)


def plain(x):
    """The same numbers in an array of their own, or a number as it is."""
    return np.array(x, x.dtype.newbyteorder("="), order="C") if isinstance(x, np.ndarray) and x.ndim else x


def seed(draw):
    return np.random.default_rng(draw(st.integers(0, 2**32 - 1)))


@every_backend
@names(UFUNCS)
@given(data=st.data())
@LIMITS
def test_layouts_and_masks_do_not_show_in_functions_of_elements(name, backend, data):
    draw, row = data.draw, ak.catalog[name]
    form, rng, shape = draw(st.sampled_from(row.forms)), seed(draw), draw(shapes())
    dtype = draw(st.sampled_from((*FLOATS, *INTEGERS)))
    function, typical, operands = get(backend, name, form), samples(name), []
    for each in row.operands(form)[0]:
        if each in typical and draw(st.booleans()):
            operands.append(np.dtype("f4" if np.dtype(dtype).kind in "iub" else dtype).type(typical[each]))
        else:
            operands.append(draw(broadcast(numbers(rng, shape, dtype))))
    expected = function(*map(plain, operands))
    assert_same_bits(function(*operands), expected)
    where = rng.random(shape[draw(st.integers(0, len(shape))) :]) < 0.6
    out = [draw(laid_out(np.full(np.shape(each), 7, each.dtype))) for each in outputs(expected)]
    function(*operands, out=tuple(out), where=where)
    kept = [np.where(where, each, np.asarray(7, each.dtype)) for each in outputs(expected)]
    assert_same_bits(like(tuple(each.astype(each.dtype.newbyteorder("=")) for each in out)), like(tuple(kept)))


@every_backend
@names(UFUNCS)
@given(data=st.data())
@LIMITS
def test_results_may_lie_over_their_operands(name, backend, data):
    draw, row = data.draw, ak.catalog[name]
    form, rng, n = draw(st.sampled_from(row.forms)), seed(draw), draw(st.sampled_from([1, 7, 16, 33, 100, 1500]))
    dtype, function = draw(st.sampled_from(FLOATS)), get(backend, name, form)
    count = function.nin + function.nout
    memory = numbers(rng, 4 * n + 8, dtype)
    places = [draw(st.integers(0, 3 * n)) for _ in range(count)]
    steps = [draw(st.sampled_from([1, 1, 1, 2, -1])) for _ in range(count)]

    def over(index):
        start, step = places[index] % (4 * n + 8 - n * abs(steps[index])), steps[index]
        return memory[start : start + n * abs(step)][::step]

    operands, out = [over(index) for index in range(function.nin)], [over(function.nin + i) for i in range(function.nout)]
    if any(np.shares_memory(one, other) for i, one in enumerate(out) for other in out[:i]):
        out = [np.empty(n, dtype) for _ in out]  # of results over each other there is no right one
    expected = outputs(function(*map(plain, operands)))
    function(*operands, out=tuple(out))
    assert_same_bits(like(tuple(map(plain, out))), like(expected))


@every_backend
@names([row for row in ROWWISE if not row.random])
@given(data=st.data())
@LIMITS
def test_layouts_do_not_show_in_functions_along_an_axis(name, backend, data):
    draw, row = data.draw, ak.catalog[name]
    form, rng, shape = draw(st.sampled_from(row.forms)), seed(draw), draw(shapes(least=1))
    dtype, axis = draw(st.sampled_from((*FLOATS, *INTEGERS))), draw(st.integers(-len(shape), len(shape) - 1))
    rows = tuple(length for index, length in enumerate(shape) if index != axis % len(shape))
    if shape[axis] == 0:
        return  # an error, of which test_rowwise.py knows
    keywords = {"axis": axis}
    if row.takes("where", form) and draw(st.booleans()):
        keywords["where"] = draw(broadcast(rng.random(shape) < 0.7))
    if row.takes("temperature", form) and draw(st.booleans()):
        keywords["temperature"] = draw(laid_out(rng.uniform(0.2, 5, rows)))
    if row.takes("sink", form) and draw(st.booleans()):
        keywords["sink"] = draw(laid_out(rng.normal(0, 3, rows)))
    operands = [draw(broadcast(numbers(rng, shape, dtype)))]
    if form != "value":
        of_result = rows if row.reduces else shape
        kind = dtype if np.dtype(dtype).kind not in "iub" else "f4"
        operands = [draw(laid_out(numbers(rng, of_result, kind))), draw(laid_out(numbers(rng, shape, kind)))]
    function = public(backend, name, form)
    bare = {key: plain(value) for key, value in keywords.items()}
    expected = function(*map(plain, operands), **bare)
    assert_same_bits(function(*operands, **keywords), expected)
    if not isinstance(expected, tuple) and np.ndim(expected):
        out = draw(laid_out(np.full(np.shape(expected), 7, expected.dtype)))
        assert function(*operands, **keywords, out=out) is out
        assert_same_bits(plain(out), expected)


@every_backend
@names(LOSSES)
@given(data=st.data())
@LIMITS
def test_layouts_do_not_show_in_losses(name, backend, data):
    draw, row = data.draw, ak.catalog[name]
    form, rng, shape = draw(st.sampled_from(row.forms)), seed(draw), draw(shapes(least=1))
    dtype = draw(st.sampled_from(FLOATS))
    keywords = {"reduction": draw(st.sampled_from(["none", "sum", "mean"]))}
    x = rng.normal(0, 3, shape).astype(dtype)
    if row.along_an_axis:
        axis = draw(st.integers(-len(shape), len(shape) - 1))
        if shape[axis] == 0:
            return  # no classes
        rows = tuple(length for index, length in enumerate(shape) if index != axis % len(shape))
        kinds = ["i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8"]
        kind = draw(st.sampled_from([each for each in kinds if shape[axis] - 1 <= np.iinfo(each).max]))
        target = rng.integers(0, shape[axis], rows).astype(kind)
        keywords["axis"] = axis
        if draw(st.booleans()):
            keywords["weight"] = draw(laid_out(rng.uniform(0.1, 2, shape[axis])))
    else:
        x, target = for_loss(name, x.astype("f4"), rng.normal(0, 2, shape).astype("f4"))
        x, target = x.astype(dtype), target.astype(dtype)
        if draw(st.booleans()):
            keywords["weight"] = draw(laid_out(rng.uniform(0.1, 2, shape)))
    operands = draw(broadcast(x)), draw(laid_out(target))
    if row.along_an_axis is False and row.labels is False:
        operands = draw(laid_out(x)), draw(broadcast(target))
    function = public(backend, name, form)
    expected = function(*map(plain, operands), **{key: plain(value) for key, value in keywords.items()})
    assert_same_bits(function(*operands, **keywords), expected)


JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.floats(),
    st.complex_numbers(),
    st.text(max_size=3),
    st.lists(st.integers(-3, 3), max_size=3),
    st.sampled_from(
        [
            *(
                np.zeros(shape, kind)
                for shape in ((), (0,), (3,), (2, 3), (3, 0, 2))
                for kind in ("f4", "f8", "i8", "?", "c8", "O", "U1")
            ),
            *(np.full((2, 3), each) for each in (np.nan, np.inf, -1.0, 1e300)),
            np.array(["2020-01-01"], "M8[D]"),
            np.zeros(2, [("a", "f4")]),
            object(),
            {},
            slice(None),
            float,
            np.float32,
        ]
    ),
)
# NumPy's AxisError is a ValueError and an IndexError; of the dtype "," it says SyntaxError, in ufuncs, too.
EXPECTED = (TypeError, ValueError, OverflowError, IndexError, SyntaxError)


def copies(arguments):
    return [each.copy() if isinstance(each, np.ndarray) else None for each in arguments]


@every_backend
@names(ak.catalog.values())
@given(data=st.data())
@LIMITS
def test_what_makes_no_sense_is_an_error_that_changes_nothing(name, backend, data):
    draw, row = data.draw, ak.catalog[name]
    form = draw(st.sampled_from(row.forms))
    usual = st.sampled_from([np.ones((2, 3), "f4"), np.ones((2, 3)), np.zeros(3), np.array([0, 1])])
    arguments = [
        draw(st.one_of(JUNK, usual)) for _ in range(draw(st.integers(1, len(row.operands(form)[0]))))
    ]  # one more would be out
    known = [each.name for each in row.keywords_of(form)] + [each.name for each in row.parameters] + ["axis", "dtype", "unknown"]
    chosen = draw(st.lists(st.sampled_from(sorted(set(known) - {"out"})), max_size=3, unique=True))
    keywords = {key: draw(st.one_of(JUNK, usual)) for key in chosen}
    before = copies([*arguments, *keywords.values()])
    # NumPy makes a Python number an array of the other operands' dtype, and warns where that is too narrow for it.
    with contextlib.suppress(*EXPECTED), np.errstate(over="ignore"):
        public(backend, name, form)(*arguments, **keywords)
    for old, now in zip(before, [*arguments, *keywords.values()]):
        if old is not None:
            np.testing.assert_array_equal(old, now)


@every_backend
@pytest.mark.parametrize("dtype", [">f2", ">f4", ">f8"])
def test_another_byte_order_is_no_wider_dtype_with_keywords(dtype, backend):
    x = np.arange(6, dtype=dtype).reshape(2, 3)
    for keywords in ({"temperature": 2.0}, {"where": x > 0}, {"causal": True}, {"sink": 0.5}):
        expected = public(backend, "softmax")(plain(x), **keywords)
        assert expected.dtype == plain(x).dtype
        assert_same_bits(public(backend, "softmax")(x, **keywords), expected)


@every_backend
@pytest.mark.parametrize("name", ["softmax", "log_softmax"])
def test_the_gradient_by_a_sink_adds_rows_in_one_order(name, backend):
    rng = np.random.default_rng(0)
    dy, y = rng.normal(0, 1, (5, 1000, 3)), rng.normal(-5, 1, (5, 1000, 3))
    expected = public(backend, name, "backward_from_output")(dy, y, axis=1, sink=np.zeros((5, 3)))
    rows = [np.moveaxis(each, 1, -1).copy() for each in (dy, y)]
    result = public(backend, name, "backward_from_output")(*rows, sink=np.zeros((5, 3)))
    assert_same_bits(result[1], expected[1])
    assert_same_bits(
        public(backend, name, "backward_from_output")(*map(np.asfortranarray, (dy, y)), axis=1, sink=0.0)[1], expected[1].sum()
    )


ROWS, TARGETS = np.ones((2, 3), "f4"), np.zeros(2, int)
READ_ONLY = np.broadcast_to(np.float32(7), (2, 3))
NO_ARRAY = [[1.0], [2.0, 3.0]]
# What tools/fuzz_arguments.py found: errors without the function's name, of other kinds, with a warning, or too late.
FOUND = [
    ("logmeanexp", "value", (ROWS,), {"unknown": 1}, TypeError, "logmeanexp.*unknown"),
    ("logsumexp", "backward", (np.ones(2), ROWS), {"dtype": "f4", "axis": 1}, TypeError, "logsumexp.*dtype"),
    ("linear_cross_entropy", "grad", (ROWS, ROWS, TARGETS), {"unknown": 1}, TypeError, "linear_cross_entropy.*unknown"),
    ("cross_entropy", "value", (ROWS, TARGETS), {"unknown": 1}, TypeError, "cross_entropy.*unknown"),
    ("softmax", "value", (ROWS,), {"dtype": "x"}, TypeError, "softmax: data type 'x'"),
    ("hardmax", "value", (ROWS,), {"dtype": ">f4"}, TypeError, "hardmax: "),
    ("softmax", "value", (ROWS,), {"dtype": ","}, TypeError, "softmax: "),
    ("logsumexp", "value", (ROWS,), {"dtype": ","}, TypeError, "logsumexp: dtype is .* not ','"),
    ("logsumexp", "value", (ROWS,), {"dtype": "x"}, TypeError, "logsumexp: dtype is .* not 'x'"),
    ("logsumexp", "value", (ROWS,), {"dtype": ROWS}, TypeError, "logsumexp: dtype is "),
    ("gumbel_softmax", "value", (ROWS,), {"dtype": "x", "temperature": 2.0}, TypeError, "gumbel_softmax: dtype is "),
    ("softmin", "value", (np.float32,), {"dtype": "i4"}, ValueError, "softmin works along an axis"),
    ("sparsemax", "backward_from_output", (NO_ARRAY, NO_ARRAY), {}, ValueError, "sparsemax: "),
    ("gumbel_softmax", "value", (NO_ARRAY,), {}, ValueError, "gumbel_softmax: x is an array"),
    ("softmax", "backward_from_output", (10**400, ROWS), {}, ValueError, "softmax works along an axis"),
    ("softmin", "backward_from_output", (np.zeros(3, "V4"), np.zeros(3, "V4")), {}, TypeError, "softmin takes .*; got dy"),
    ("softmax", "value", (ROWS,), {"out": np.zeros((2, 2, 2), "f4")}, ValueError, "softmax: "),
    ("softmax", "backward_from_output", (ROWS, ROWS), {"sink": np.ones((2, 2))}, ValueError, "softmax: sink has one number"),
    ("softmax", "backward_from_output", (ROWS, ROWS), {"sink": 1j}, TypeError, "softmax: sink is a number"),
    ("logsumexp", "backward", (1j, ROWS), {"sink": 0.5}, TypeError, "logsumexp takes .*; got dy of dtype complex"),
    ("logmeanexp", "backward", (np.zeros((), "V4"), ROWS), {}, TypeError, "logmeanexp takes .*; got dy"),
    ("logsumexp", "value", (np.ones(3, "m8[s]"),), {"sink": 1.0}, TypeError, "logsumexp takes .*; got x of dtype timedelta"),
    ("logmeanexp", "value", (np.ones((2, 0, 3), "c8"),), {"axis": -1}, TypeError, "logmeanexp takes .*; got x of dtype complex"),
    ("logsumexp", "backward", (1.0, ROWS), {"keepdims": np.zeros((1, 0))}, TypeError, "logsumexp: keepdims is a bool"),
    ("logsumexp", "backward", (1.0, ROWS), {"out": np.zeros((4, 2, 3), "f4")}, ValueError, "logsumexp: out has shape"),
    ("logsumexp", "backward", (1.0, ROWS), {"out": np.zeros(3, "f4")}, ValueError, "logsumexp: out has shape"),
    ("logsumexp", "backward", (1.0, ROWS), {"out": np.zeros((2, 3), int)}, ValueError, "logsumexp: out has shape"),
    ("logsumexp", "backward", (1.0, ROWS), {"out": READ_ONLY}, ValueError, "logsumexp: out is read-only"),
    ("logsumexp", "value", (ROWS,), {"axis": (), "out": READ_ONLY}, ValueError, "logsumexp: out is read-only"),
    ("logsumexp", "value", (ROWS[:, :0],), {"axis": 1, "out": np.zeros(2, int)}, ValueError, "logsumexp: out has shape"),
    ("mae", "grad", (ROWS, ROWS), {"out": READ_ONLY}, ValueError, "mae: out is read-only"),
    ("cross_entropy", "grad", (ROWS, TARGETS), {"out": READ_ONLY}, ValueError, "cross_entropy: out is read-only"),
    ("kl_div", "value", (ROWS, ROWS), {"log_target": ROWS}, TypeError, "kl_div: log_target is a bool"),
    ("mse", "value", (ROWS, ROWS), {"reduction": ROWS}, ValueError, "mse: reduction is one of"),
    ("cross_entropy", "value", (ROWS, TARGETS), {"z_loss": np.ma.masked}, TypeError, "cross_entropy: z_loss is a number"),
    (
        "cross_entropy",
        "value",
        (ROWS, TARGETS),
        {"label_smoothing": 10**400},
        ValueError,
        "cross_entropy: label_smoothing is from",
    ),
    ("softmax", "backward_from_output", (ROWS, np.ones(3)), {"sink": 0.5}, ValueError, "softmax: beside a sink dy and y"),
    ("logmeanexp", "backward", (1.0, ROWS), {"where": NO_ARRAY}, ValueError, "logmeanexp: where is a bool or an array"),
    ("logsumexp", "value", (ROWS,), {"sink": NO_ARRAY}, ValueError, "logsumexp: sink is a number or an array"),
    ("gumbel_softmax", "value", (ROWS,), {"temperature": NO_ARRAY}, ValueError, "gumbel_softmax: temperature is a number or an"),
    (
        "softmax",
        "backward_from_output",
        (ROWS[:1], ROWS[:1]),
        {"sink": 0.5, "out": np.ones(3)},
        ValueError,
        "softmax: out has sha",
    ),
    ("softmax", "value", (ROWS,), {"axis": True}, TypeError, "softmax: an integer is required"),
    ("gumbel_softmax", "value", (ROWS,), {"axis": True}, TypeError, "gumbel_softmax: axis is an int, not bool"),
    ("logsumexp", "value", (ROWS,), {"axis": True}, TypeError, "logsumexp: axis is an int, a tuple of them or None, not True"),
    ("softmax", "value", (1j * ROWS,), {"temperature": ROWS[:0]}, TypeError, "softmax takes .*; got x of dtype complex"),
    ("softmax", "backward_from_output", (1j * ROWS, ROWS), {"temperature": ROWS[:0]}, TypeError, "softmax takes .*; got dy"),
    ("linear_cross_entropy", "value", (ROWS, ROWS, TARGETS), {"soft_cap": np.ma.masked}, TypeError, "soft_cap is a positive"),
]


@every_backend
@pytest.mark.parametrize(("name", "form", "given", "keywords", "error", "message"), FOUND)
def test_an_error_names_the_function_and_comes_before_anything_is_written(name, form, given, keywords, error, message, backend):
    before = copies([*given, *keywords.values()])
    with pytest.raises(error, match=message):
        public(backend, name, form)(*given, **keywords)
    for old, now in zip(before, [*given, *keywords.values()]):
        if old is not None and now is not np.ma.masked:  # which is a constant, and to NumPy 2.0 not equal to itself
            np.testing.assert_array_equal(old, now)


@every_backend
def test_results_may_be_written_as_raw_bytes(backend):
    for name in ("sparsemax", "hardmax"):
        out = np.full((2, 3), 7, "f4").view("V4")
        assert public(backend, name, "backward_from_output")(ROWS, ROWS, out=out) is out
        assert_same_bits(out.view("f4"), np.zeros((2, 3), "f4"))


@every_backend
def test_an_error_about_a_sink_comes_before_the_gradient_is_written(backend):
    out = np.full((2, 3), 7, "f4")
    with pytest.raises(ValueError, match="sink has one number for each row"):
        public(backend, "softmax", "backward_from_output")(ROWS, ROWS, sink=np.ones((5, 5)), out=out)
    np.testing.assert_array_equal(out, 7)


@every_backend
def test_gradients_by_a_sink_of_integers_and_of_rows_that_are_broadcast(backend):
    x = np.random.default_rng(0).normal(0, 1, (2, 3))
    for dy in (np.array([1, 200], "u1"), np.array([True, False]), np.array([-128, 3], "i1")):
        result = public(backend, "logsumexp", "backward")(dy, x, 1, sink=0.5)
        assert_same_bits(result, public(backend, "logsumexp", "backward")(dy.astype("f8"), x, 1, sink=0.5))
    y, function = public(backend, "softmax")(x[:1], sink=0.5), public(backend, "softmax", "backward_from_output")
    expected = function(x, np.broadcast_to(y, x.shape).copy(), sink=0.5)
    assert_same_bits(function(x, y, sink=0.5), expected)


@every_backend
def test_a_mask_of_an_operand_that_is_broadcast(backend):
    dy, y = np.ones((4, 2, 3)), np.ma.MaskedArray([0.25, 0.25, 0.5], [False, True, False])
    dx = public(backend, "softmin", "backward_from_output")(dy, y)
    np.testing.assert_array_equal(np.ma.getmaskarray(dx), np.broadcast_to(y.mask, dy.shape))


@every_backend
def test_infinities_give_no_warning(backend):
    x = np.array([[np.inf, 0], [-np.inf, 0]], "f4")
    assert np.isnan(public(backend, "nll")(x, [0, 0]))
    y = public(backend, "gumbel_softmax")(np.full((2, 3), 3.5e38), rng=0, dtype="f4")
    assert y.dtype == np.float32


@every_backend
@pytest.mark.parametrize(("axis", "rows"), [(0, (3, 4)), (1, (2, 4)), (-1, (2, 3))])
def test_the_gradient_by_a_sink_beside_temperatures_that_are_broadcast(axis, rows, backend):
    rng = np.random.default_rng(0)
    dy, y = rng.normal(0, 1, (2, 3, 4)), rng.uniform(0.01, 0.1, (2, 3, 4))
    function = public(backend, "softmax", "backward_from_output")
    for shape in (rows[1:], (1, rows[1]), (rows[0], 1)):
        temperature = rng.uniform(0.5, 2, shape)
        expected = function(dy, y, axis, sink=np.zeros(rows), temperature=np.broadcast_to(temperature, rows))
        assert_same_bits(function(dy, y, axis, sink=np.zeros(rows), temperature=temperature), expected)
