"""float16 and bfloat16: computed in float32 and rounded once, whatever the layout, and dtypes as NumPy's own."""

import ml_dtypes
import numpy as np
import pytest
from support.cases import (
    BACKENDS,
    CELLS,
    ELEMENTWISE,
    OF_ONE,
    assert_same_bits,
    cases,
    get,
    names,
    of_tier,
    operands,
    outputs,
    parameters,
    public,
)
from support.halves import BFLOAT16, all_of, of_halves, rounded, steps
from support.inputs import of_support
from support.processes import stdout

from actkern._runtime import available_tiers

# Both backends give the same bits (test_bits.py), so one is held against the truth.
BACKEND = BACKENDS[0]
SEVERAL = [row for row in ELEMENTWISE if len(row.inputs) > 1]
every_backend = pytest.mark.parametrize("backend", BACKENDS)


def assert_nearest(result, single, truth, dtype, most=1):
    """The number nearest to the truth, or its neighbour in at most so many of 1,000.

    Of products of numbers that have few bits themselves it is some more.

    Of a result midway between two, which `single`, the result of float32, may be where the truth is a little beside it, the even
    one is as good. What is beyond float32 on the way is not counted.
    """
    away = steps(result, rounded(truth, dtype))
    known = np.isfinite(single) | ~np.isfinite(truth)
    assert away[known].max() <= 1
    midway = single.view(np.uint32) & (0x1FFF if dtype == np.float16 else 0xFFFF) == (0x1000 if dtype == np.float16 else 0x8000)
    assert np.count_nonzero(away[known & ~midway]) <= most * away.size / 1000


@of_halves
@pytest.mark.parametrize(("name", "form"), cases(OF_ONE))
def test_all_numbers_are_rounded_to_nearest(name, form, dtype):
    x = of_support(name, all_of(dtype).astype(np.float32)).astype(dtype)
    function = get(BACKEND, name, form)
    given = [x, *parameters(name, dtype)]
    if form.startswith("backward"):
        if form == "backward_from_output":
            given[0] = get(BACKEND, name)(*given)
        given.insert(0, np.random.default_rng(0).normal(0, 1, x.shape).astype(dtype))
    results, wide, truths = (outputs(function(*(each.astype(of) for each in given))) for of in (dtype, np.float32, np.float64))
    for result, single, truth in zip(results, wide, truths, strict=True):
        assert steps(result, rounded(single, dtype)).max() == 0
        if form == "backward_from_output":  # a difference from 1 is as good as 1 is
            large = np.abs(truth) >= np.abs(given[0].astype(np.float64)) / 8
            result, single, truth = result[large], single[large], truth[large]
        assert_nearest(result, single, truth, dtype, 4 if form == "backward" else 1)


@of_halves
@pytest.mark.parametrize(("name", "form"), [*cases(SEVERAL), *cases(CELLS)])
def test_several_operands_are_those_of_float32_rounded_once(name, form, dtype):
    x = np.random.default_rng(0).normal(0, 3, 10_000).astype(dtype)
    given = operands(name, form, x, arrays=True)
    function = get(BACKEND, name, form)
    for result, wide in zip(outputs(function(*given)), outputs(function(*(each.astype(np.float32) for each in given)))):
        assert steps(result, rounded(wide, dtype)).max() == 0


@of_halves
@names(ELEMENTWISE)
def test_all_bit_patterns_are_those_of_float32_rounded_once(name, dtype):
    # Infinities and NaN among them.
    given = operands(name, "value", all_of(dtype))
    for form in ("value", "grad"):
        function = get(BACKEND, name, form)
        with np.errstate(invalid="ignore"):  # of a NaN that signals
            wide = outputs(function(*(each.astype(np.float32) for each in given)))
        for result, expected in zip(outputs(function(*given)), wide, strict=True):
            assert steps(result, rounded(expected, dtype)).max() == 0


@of_halves
@every_backend
@pytest.mark.parametrize("name", ["sigmoid", "leaky_relu"])
def test_layouts_do_not_show(name, backend, dtype):
    function = public(backend, name)
    x = np.random.default_rng(1).normal(0, 3, 5000).astype(dtype)
    expected = function(x).view(np.uint16)
    for size in (*range(20), 511, 512, 513, 777):
        np.testing.assert_array_equal(function(x[:size]).view(np.uint16), expected[:size])
    for step in (2, 3, -1, -2, -7):
        np.testing.assert_array_equal(function(x[::step]).view(np.uint16), expected[::step])
        out = np.zeros(x.size, dtype)
        assert function(x[::step], out=out[::step]) is not None
        np.testing.assert_array_equal(out[::step].view(np.uint16), expected[::step])
    where = x > 0
    out = np.full(x.shape, 7, dtype)
    function(x, out=out, where=where)
    np.testing.assert_array_equal(out, np.where(where, expected.view(dtype), out.dtype.type(7)))
    in_place = x.copy()
    function(in_place, out=in_place)
    np.testing.assert_array_equal(in_place.view(np.uint16), expected)
    np.testing.assert_array_equal(function(x.reshape(50, 100).T).view(np.uint16), expected.reshape(50, 100).T)
    field = np.zeros(100, [("a", np.uint8), ("x", dtype)])  # at odd addresses
    field["x"] = x[:100]
    np.testing.assert_array_equal(function(field["x"]).view(np.uint16), expected[:100])
    swapped = x.astype(dtype.newbyteorder())
    np.testing.assert_array_equal(function(swapped).view(np.uint16), expected)


@every_backend
def test_dtypes_beside_bfloat16(backend):
    leaky_relu = public(backend, "leaky_relu")
    x = np.array([-1, 2], BFLOAT16)
    for slope in (0.5, 1, True, np.float32(0.5).astype(BFLOAT16), np.ones(2, BFLOAT16), np.ones(2, np.int8)):
        assert leaky_relu(x, slope).dtype == BFLOAT16
    for slope in (np.float32(0.5), np.ones(2, np.float32), np.ones(2, np.float16), np.ones(2, np.int16)):
        assert leaky_relu(x, slope).dtype == np.float32
    assert leaky_relu(x, np.float64(0.5)).dtype == np.float64
    assert leaky_relu(x).dtype == leaky_relu(x, negative_slope=0.5).dtype == BFLOAT16
    assert type(public(backend, "sigmoid")(x[0])) is BFLOAT16.type
    assert [each.dtype for each in public(backend, "elu", "value_and_grad")(x)] == [BFLOAT16] * 2


@every_backend
def test_bfloat16_as_out_and_dtype(backend):
    sigmoid = public(backend, "sigmoid")
    x = np.array([-1, 2], np.float32)
    out = np.empty(2, BFLOAT16)
    assert sigmoid(x, out=out) is out
    np.testing.assert_array_equal(out, sigmoid(x).astype(BFLOAT16))
    assert sigmoid(x, dtype=BFLOAT16).dtype == BFLOAT16
    assert sigmoid(x.astype(BFLOAT16), dtype=np.float32).dtype == np.float32
    with pytest.raises(TypeError, match=r"[Cc]annot cast"):
        sigmoid(x.astype(BFLOAT16), out=np.empty(2, np.float16))


@every_backend
@pytest.mark.parametrize("other", ["float8_e4m3fn", "float8_e5m2", "float4_e2m1fn", "int4", "uint2"])
def test_other_dtypes_of_ml_dtypes_are_refused(other, backend):
    x = np.zeros((2, 4), getattr(ml_dtypes, other))
    for name in ("sigmoid", "leaky_relu", "softmax", "logsumexp", "mse", "glu", "maxout"):
        function = public(backend, name)
        given = {"mse": (x, x), "maxout": (x, 2)}.get(name, (x,))
        with pytest.raises(TypeError, match=rf"{name}( takes|: prediction is) float16, float32, float64, bfloat16 of ml_dtypes"):
            function(*given)


def test_bfloat16_is_known_whenever_ml_dtypes_is_imported():
    call = (
        "x = numpy.array([0, 1], ml_dtypes.bfloat16); "
        "print(ak.sigmoid(x).dtype, ak.grad.gelu(x).dtype, ak.softmax(x).dtype, ak.cross_entropy(x, 1).dtype)"
    )
    first = "import numpy; import ml_dtypes; import actkern as ak; "
    last = (
        "import numpy; import sys; import actkern as ak; "
        "y = ak.sigmoid(numpy.ones(3)), ak.sigmoid(3), ak.softmax(numpy.ones(3, numpy.float16)), ak.grad.gelu(numpy.int8(1)); "
        "assert 'ml_dtypes' not in sys.modules; import ml_dtypes; "
    )
    for imports in (first, last):
        assert stdout(imports + call) == "bfloat16 bfloat16 bfloat16 float32"


def test_threads_that_first_have_bfloat16_together():
    code = (
        "import numpy, ml_dtypes, threading; import actkern as ak; from concurrent.futures import ThreadPoolExecutor; "
        "x = numpy.ones(100, ml_dtypes.bfloat16); gate = threading.Barrier(8); "
        "run = lambda i: (gate.wait(), ak.mish(x).dtype)[1]; "
        "print({str(each) for each in ThreadPoolExecutor(8).map(run, range(8))})"
    )
    assert stdout(code) == "{'bfloat16'}"


BUILDS = [*(available_tiers() if "cython" in BACKENDS else ()), *(["numba"] if "numba" in BACKENDS else [])]
QUICK = [(row, form) for row in ELEMENTWISE for form in row.forms if row.fused(form) or row.looked_up(form)]


@of_halves
@pytest.mark.parametrize("build", BUILDS)
@pytest.mark.parametrize(("name", "form"), [pytest.param(row.name, form, id=f"{row.name}-{form}") for row, form in QUICK])
def test_kernels_and_tables_of_16_bits_have_the_bits_of_blocks(name, form, build, dtype):
    function = get(build, name, form) if build == "numba" else of_tier(name, form, build)
    x = np.concatenate([all_of(dtype), all_of(dtype)[1000:1021]])  # so many that results are looked up
    arrays, single = operands(name, form, x, arrays=True), parameters(name, dtype)
    arrays = arrays[: len(arrays) - len(single)]
    apart = [np.repeat(each, 2)[::2] for each in arrays]  # which no kernel of 16 bits takes
    pieces = [outputs(function(*(each[i : i + 9000] for each in apart), *single)) for i in range(0, x.size, 9000)]
    expected = tuple(np.concatenate(each) for each in zip(*pieces, strict=True))
    assert_same_bits(function(*arrays, *single), expected)
    assert_same_bits(function(*(each[1:50] for each in arrays), *single), tuple(each[1:50] for each in expected))
    assert_same_bits(function(*apart, *single), expected)
    for place in range(len(arrays)):
        given = [each.copy() for each in arrays]
        out = (given[place], *(np.empty_like(x) for _ in expected[1:]))
        assert_same_bits(function(*given, *single, out=out), expected)


@every_backend
def test_threads_that_first_look_up_together(backend):
    code = (
        "import numpy, threading; import actkern as ak; from concurrent.futures import ThreadPoolExecutor; "
        f"mish = ak.backends['{backend}'].mish; x = numpy.arange(65536, dtype=numpy.uint16).view(numpy.float16); "
        "mish(x[:100]); gate = threading.Barrier(8); "
        "run = lambda i: (gate.wait(), numpy.nan_to_num(mish(x)).tobytes())[1]; "
        "print(len(set(ThreadPoolExecutor(8).map(run, range(8)))))"
    )
    assert stdout(code) == "1"
