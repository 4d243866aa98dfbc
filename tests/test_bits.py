"""The same bits in both backends, on every CPU tier, for any thread count, layout and position."""

from functools import partial

import numpy as np
import pytest
from support.cases import (
    BACKENDS,
    DTYPES,
    ELEMENTWISE,
    OF_ONE,
    ROWWISE,
    UFUNCS,
    assert_same_bits,
    bits,
    cases,
    get,
    like,
    names,
    of_tier,
    operands,
    outputs,
    parameters,
    samples,
    seed,
)
from support.halves import HALVES
from support.inputs import sample, wide_sample

import actkern as ak
from actkern._catalog import AlongAxis
from actkern._runtime import available_tiers
from actkern._tiers import TIERS, cpu_features

needs_both = pytest.mark.skipif(len(BACKENDS) < 2, reason="one backend is installed")
ALL_DTYPES = (*HALVES, *DTYPES)
BIASED = [row for row in ELEMENTWISE if row.name.startswith("bias_")]


@needs_both
@pytest.mark.parametrize(("name", "form"), cases())
def test_backends_are_equal(name, form):
    functions = [get(backend, name, form) for backend in BACKENDS]
    for dtype in ALL_DTYPES:
        x = wide_sample(dtype, 20000)
        for arrays in (False, True) if samples(name) else (False,):
            given = operands(name, form, x, arrays)
            results = [function(*given) for function in functions]
            for other in results[1:]:
                assert_same_bits(other, results[0])


@needs_both
@names(OF_ONE)
def test_backends_are_equal_over_all_float32_bit_patterns(name):
    x = np.arange(7, 1 << 32, 2003, dtype=np.uint64).astype(np.uint32).view(np.float32)
    for form in ("value", "grad"):
        results = [get(backend, name, form)(x, *parameters(name, "f4")) for backend in BACKENDS]
        for other in results[1:]:
            assert_same_bits(other, results[0])


@pytest.mark.skipif("cython" not in BACKENDS, reason="tiers are the Cython backend's")
@pytest.mark.parametrize(("name", "form"), [*cases(), *cases(ROWWISE)])
def test_tiers_are_equal(name, form):
    made = [of_tier(name, form, tier) for tier in available_tiers()]
    if isinstance(ak.catalog[name], AlongAxis):
        made = [partial(function, axis=-1, **seed(name, form)) for function in made]
    for dtype in ALL_DTYPES:
        x = wide_sample(dtype, 5000)
        if isinstance(ak.catalog[name], AlongAxis):
            x = x[: x.size // 100 * 100].reshape(-1, 100)
            x = x[np.isfinite(x).all(axis=1)]
        for arrays in (False, True) if samples(name) else (False,):
            given = operands(name, form, x, arrays)
            if ak.catalog[name].reduces and form == "backward":
                given[0] = given[0][:, 0]
            results = [function(*given) for function in made]
            for other in results[1:]:
                assert_same_bits(other, results[0])


@pytest.mark.skipif("cython" not in BACKENDS, reason="tiers are the Cython backend's")
def test_every_tier_of_this_machine_was_built():
    features = cpu_features()
    runnable = [tier for tier, alternatives in TIERS.items() if any(needed <= features for needed in alternatives)]
    assert list(available_tiers()) == runnable


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize(("name", "form"), cases())
def test_threads_do_not_show(name, form, backend):
    function = get(backend, name, form)
    x = operands(name, form, np.resize(sample("f4"), 400_003))
    with ak.threads(1):
        one = function(*x)
    for count in (2, 3, 7):
        with ak.threads(count):
            assert_same_bits(function(*x), one)


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("dtype", DTYPES)
@names(ELEMENTWISE)
def test_streaming_does_not_show(name, dtype, backend, streaming_of_small_arrays):
    # Values of large arrays are streamed past the caches, from the first cache line that the output fills.
    function = get(backend, name)
    x = np.resize(sample(dtype), (1 << 18) // np.dtype(dtype).itemsize + 37)
    given = operands(name, "value", x)
    part = 1000  # too short to be streamed
    expected = [function(*(each[at : at + part] if each.ndim else each for each in given)) for at in range(0, x.size, part)]
    expected = np.concatenate(expected)
    for offset, count in ((0, 1), (1, 1), (7, 2)):
        memory = np.full(x.size + 64, 7, dtype)
        out = memory[offset : offset + x.size]
        with ak.threads(count):
            function(*given, out=out)
        assert_same_bits(out, expected)
        assert (memory[offset + x.size :] == 7).all()
        assert (memory[:offset] == 7).all()


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("n", [1000, 9001, 20_000])  # of which the longer ones are streamed, in place none
@pytest.mark.parametrize("name", ["softmax", "log_softmax"])
def test_streaming_of_rows_does_not_show(name, n, dtype, backend, streaming_of_small_arrays):
    function = get(backend, name)
    x = np.random.default_rng(n).normal(0, 3, (17, n)).astype(dtype)
    expected = x.copy()
    function(expected, out=expected)
    for offset, count in ((0, 1), (1, 1), (7, 2)):
        memory = np.full(x.size + 64, 7, dtype)
        out = memory[offset : offset + x.size].reshape(x.shape)
        with ak.threads(count):
            function(x, out=out)
        assert_same_bits(out, expected)
        assert (memory[offset + x.size :] == 7).all()
        assert (memory[:offset] == 7).all()


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("name", ["softmax", "log_softmax", "logsumexp"])
def test_ends_of_rows_do_not_show(name, dtype, backend):
    # Contiguous blocks of more than 224 elements are read where they lie, their last 32 lanes apart; strided ones are copied.
    function = partial(get(backend, name), axis=-1)
    rng = np.random.default_rng(8)
    for n in (224, 225, 231, 255, 256, 257, 480, 481, 737, 1000, 1023, 1024, 1025, 2300):
        x = rng.normal(0, 3, (19, n)).astype(dtype)
        x[1:4] = x[1:4].round()  # maxima several times
        x[4, -1] = x[5, -33] = x[6, 0] = 20
        x[7, :-1] = x[8] = x[9, 1::2] = -np.inf
        x[10, -1], x[11, 3] = np.nan, np.inf
        x[12] += 5000  # far from 0
        wide = np.zeros((19, 2 * n), dtype)
        wide[:, ::2] = x
        with np.errstate(all="raise"):
            expected = function(wide[:, ::2])
            assert_same_bits(function(x), expected)
        for row in range(len(x)):
            assert_same_bits(function(x[row : row + 1]), expected[row : row + 1])
        if not ak.catalog[name].reduces:
            in_place = x.copy()
            assert_same_bits(function(in_place, out=in_place), expected)


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("name", ["sigmoid"])
def test_arrays_larger_than_the_caches(name, backend):
    for form in ("value", "value_and_grad", "backward"):
        function = get(backend, name, form)
        period = np.random.default_rng(8).normal(0, 3, 4096).astype("f4")
        x = np.resize(period, (32 << 20) // 4 + 4096 * 3)[:-1]
        for one, whole in zip(outputs(function(*[x] * function.nin)), outputs(function(*[period] * function.nin)), strict=True):
            assert (one[: one.size // 4096 * 4096].reshape(-1, 4096) == whole).all()
            assert (one[one.size // 4096 * 4096 :] == whole[: one.size % 4096]).all()


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize(("name", "form"), cases())
def test_position_in_the_array_does_not_show(name, form, backend):
    # Vector tails, and every place in a vector.
    function = get(backend, name, form)
    for dtype in DTYPES if form != "value" else ALL_DTYPES:
        x = np.random.default_rng(3).normal(0, 3, 200).astype(dtype)
        inputs = operands(name, form, x)
        whole = outputs(function(*inputs))
        for length in [*range(70), 127, 128, 129, 199]:
            part = function(*(each[:length] if each.ndim else each for each in inputs))
            for one, expected in zip(outputs(part), whole, strict=True):
                assert_same_bits(one, expected[:length])
        for index in range(0, 200, 17):
            single = function(*(each[index] if each.ndim else each for each in inputs))
            assert_same_bits(single, like(tuple(each[index] for each in whole)))


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize(("name", "form"), cases())
def test_layout_does_not_show(name, form, backend):
    function = get(backend, name, form)
    for dtype in DTYPES if form != "value" else ALL_DTYPES:
        check_layouts(name, form, function, dtype)


def check_layouts(name, form, function, dtype):
    x = np.random.default_rng(4).normal(0, 3, (37, 41)).astype(dtype)
    inputs = operands(name, form, x, arrays=True)
    expected = function(*inputs)

    def check(layout):
        assert_same_bits(function(*(layout(x) for x in inputs)), expected)

    def spread(x):
        wide = np.zeros((37 * 2, 41 * 3), dtype)
        wide[::2, ::3] = x
        return wide[::2, ::3]

    def misaligned(x):
        raw = np.zeros(x.nbytes + 1, np.uint8)
        view = raw[1:].view(dtype).reshape(x.shape)
        view[...] = x
        assert not view.flags.aligned
        return view

    def read_only(x):
        x = x.copy()
        x.flags.writeable = False
        return x

    check(spread)
    check(lambda x: np.ascontiguousarray(x[::-1, ::-1])[::-1, ::-1])
    check(np.asfortranarray)
    check(lambda x: x.astype(np.dtype(dtype).newbyteorder()))
    check(misaligned)
    check(read_only)
    for out_layout in (spread, np.asfortranarray):
        out = tuple(out_layout(np.zeros((37, 41), dtype)) for _ in range(function.nout))
        result = function(*inputs, out=out)
        assert_same_bits(like(out), expected)
        assert all(one is other for one, other in zip(outputs(result), out))


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize(("name", "form"), [case for case in cases() if samples(case.values[0])])
def test_how_a_parameter_is_given_does_not_show(name, form, backend):
    # As a scalar, an array of one element, one per channel, or one per element: other kernels, the same bits.
    function = get(backend, name, form)
    for dtype in ALL_DTYPES:
        x = np.random.default_rng(5).normal(0, 3, (3, 5, 700)).astype(dtype)
        given = operands(name, form, x)
        single = [np.ndim(each) == 0 for each in given]
        expected = function(*given)
        for shape in ((1,), (1, 5, 1), (700,), (3, 5, 700), (3, 1, 1)):
            others = [np.full(shape, each) if alone else each for each, alone in zip(given, single)]
            assert_same_bits(function(*others), expected)
        if len([alone for alone in single if alone]) > 1:  # one as an array, the others as scalars
            last = [*given[:-1], np.full(x.shape, given[-1])]
            assert_same_bits(function(*last), expected)


@pytest.mark.parametrize(("name", "form"), cases(forms=("value_and_grad", "backward", "backward_from_output")))
def test_fused_is_separate(name, form):
    row = ak.catalog[name]
    if row.has_backward_scalar:
        return
    x = sample("f4")
    first = BACKENDS[0]
    taken = operands(name, form, x)

    def product(dy, slope, flat):
        return np.where((slope == 0) & bool(flat), np.float32(0), dy * slope)

    with np.errstate(all="ignore"):
        result = get(first, name, form)(*taken)
        if form == "value_and_grad":
            slopes = outputs(get(first, name, "grad")(*taken))
            assert_same_bits(result, (get(first, name)(*taken), *slopes))
        elif form == "backward":
            slopes = outputs(get(first, name, "grad")(*taken[1:]))
            assert_same_bits(result, like(tuple(product(taken[0], *each) for each in zip(slopes, row.flats))))
        else:
            from_output = get(first, name, "backward_from_output")
            ones = np.ones_like(taken[0])
            assert_same_bits(result, product(taken[0], from_output(ones, *taken[1:]), row.facts.flat))


@names(BIASED)
def test_a_bias_is_added_and_rounded_first(name):
    rng = np.random.default_rng(6)
    x, bias = rng.normal(0, 3, (50, 700)), rng.normal(0, 3, 700)
    inner = name.removeprefix("bias_")
    for dtype in DTYPES:
        x, bias = x.astype(dtype), bias.astype(dtype)
        assert_same_bits(get(BACKENDS[0], name)(x, bias), get(BACKENDS[0], inner)(x + bias))
        assert_same_bits(get(BACKENDS[0], name, "grad")(x, bias), get(BACKENDS[0], inner, "grad")(x + bias))


def test_nan_patterns_compare_equal_and_zeros_do_not():
    assert bits(np.float32([np.nan]))[0] == bits(-np.float32([np.nan]))[0]
    assert bits(np.float32([0.0]))[0] != bits(np.float32([-0.0]))[0]


def test_every_ufunc_is_in_a_case():
    assert {case.values[0] for case in cases()} == {row.name for row in UFUNCS}
