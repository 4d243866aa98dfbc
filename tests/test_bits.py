"""The same bits in both backends, on every CPU tier, for any thread count, layout and position."""

import numpy as np
import pytest
from support import BACKENDS, DTYPES, ROWWISE, around_edges, assert_same_bits, bits, cases, get, operands, outputs, sample

import actkern as ak
from actkern import _cython, _ufunc
from actkern._runtime import TIERS, available_tiers, cpu_features

needs_both = pytest.mark.skipif(len(BACKENDS) < 2, reason="one backend is installed")
ALL_DTYPES = ("f2", *DTYPES)


def of_tier(name: str, form: str, tier: str) -> np.ufunc:
    row = ak.catalog[name]
    nin, nout = (len(names) for names in row.operands(form))
    return _ufunc.make(name, f"tier.{tier}", "", nin, nout, _cython.loops(name, form, tier), row.signature(form))


@needs_both
@pytest.mark.parametrize("dtype", ALL_DTYPES)
@pytest.mark.parametrize(("name", "form"), cases())
def test_backends_are_equal(name, form, dtype):
    x = np.concatenate([sample("f8" if dtype == "f8" else "f4", 20000), around_edges("f8" if dtype == "f8" else "f4")])
    with np.errstate(over="ignore", under="ignore"):
        x = x.astype(dtype)
    functions = [get(backend, name, form) for backend in BACKENDS]
    results = [function(*operands(function, x)) for function in functions]
    for other in results[1:]:
        assert_same_bits(other, results[0])


@needs_both
@pytest.mark.parametrize(("name", "form"), cases(forms=("value", "grad")))
def test_backends_are_equal_over_all_float32_bit_patterns(name, form):
    x = np.arange(7, 1 << 32, 1009, dtype=np.uint64).astype(np.uint32).view(np.float32)
    results = [get(backend, name, form)(x) for backend in BACKENDS]
    for other in results[1:]:
        assert_same_bits(other, results[0])


@pytest.mark.skipif("cython" not in BACKENDS, reason="tiers are the Cython backend's")
@pytest.mark.parametrize("dtype", ALL_DTYPES)
@pytest.mark.parametrize(("name", "form"), [*cases(), *cases(ROWWISE)])
def test_tiers_are_equal(name, form, dtype):
    x = np.concatenate([sample("f8" if dtype == "f8" else "f4", 5000), around_edges("f8" if dtype == "f8" else "f4")])
    with np.errstate(over="ignore", under="ignore"):
        x = x.astype(dtype)
    if ak.catalog[name].kind == "rowwise":
        x = x[: x.size // 100 * 100].reshape(-1, 100)
        x = x[np.isfinite(x).all(axis=1)]
    made = [of_tier(name, form, tier) for tier in available_tiers()]
    results = [function(*operands(function, x)) for function in made]
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
    x = operands(function, np.resize(sample("f4"), 1_000_003))
    with ak.threads(1):
        one = function(*x)
    for count in (2, 3, 7):
        with ak.threads(count):
            assert_same_bits(function(*x), one)


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize(("name", "form"), cases(forms=("value", "value_and_grad", "backward")))
def test_arrays_larger_than_the_caches(name, form, dtype, backend):
    # From 32 MiB on, values are streamed past the caches, from the first cache line that the output fills.
    function = get(backend, name, form)
    itemsize = np.dtype(dtype).itemsize
    period = np.random.default_rng(8).normal(0, 3, 4096).astype(dtype)
    x = np.resize(period, (32 << 20) // itemsize + 4096 * 3)[:-1]
    expected = tuple(outputs(function(*[period] * function.nin)))
    for offset, count in ((0, 1), (1, 1), (7, 2)):
        out = tuple(np.full(x.size + 17, 7, dtype)[offset : offset + x.size] for _ in range(function.nout))
        with ak.threads(count):
            function(*[x] * function.nin, out=out)
        for one, whole in zip(out, expected, strict=True):
            assert (one[: one.size // 4096 * 4096].reshape(-1, 4096) == whole).all()
            assert (one[one.size // 4096 * 4096 :] == whole[: one.size % 4096]).all()
            assert (one.base[offset + x.size :] == 7).all()
            assert (one.base[:offset] == 7).all()


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("dtype", ALL_DTYPES)
@pytest.mark.parametrize(("name", "form"), cases())
def test_position_in_the_array_does_not_show(name, form, dtype, backend):
    # Every length from 0 to 200: vector tails, and every place in a vector.
    function = get(backend, name, form)
    x = np.random.default_rng(3).normal(0, 3, 200).astype(dtype)
    whole = function(*operands(function, x))
    inputs = operands(function, x)
    for length in range(201):
        part = function(*(each[:length] for each in inputs))
        assert_same_bits(part, tuple(each[:length] for each in outputs(whole)) if function.nout > 1 else whole[:length])
    for index in range(0, 200, 17):
        assert_same_bits(function(*(each[index] for each in inputs)), tuple(each[index] for each in outputs(whole)))


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("dtype", ALL_DTYPES)
@pytest.mark.parametrize(("name", "form"), cases())
def test_layout_does_not_show(name, form, dtype, backend):
    function = get(backend, name, form)
    rng = np.random.default_rng(4)
    inputs = [rng.normal(0, 3, (37, 41)).astype(dtype) for _ in range(function.nin)]
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
        assert_same_bits(out if function.nout > 1 else out[0], expected)
        assert all(one is other for one, other in zip(outputs(result), out))


@pytest.mark.parametrize(("name", "form"), cases(forms=("value_and_grad", "backward", "backward_from_output")))
def test_fused_is_separate(name, form):
    x = sample("f4")
    dy = np.roll(x, 1)
    value, slope = ak.backends[BACKENDS[0]], ak.grad
    if form == "value_and_grad":
        assert_same_bits(getattr(ak.value_and_grad, name)(x), (getattr(value, name)(x), getattr(slope, name)(x)))
    elif form == "backward":
        with np.errstate(all="ignore"):
            assert_same_bits(getattr(ak.backward, name)(dy, x), dy * getattr(slope, name)(x))
    else:
        with np.errstate(all="ignore"):
            from_output = getattr(ak.backward_from_output, name)
            y = getattr(value, name)(x)
            assert_same_bits(from_output(dy, y), dy * from_output(np.ones_like(dy), y))


def test_nan_patterns_compare_equal_and_zeros_do_not():
    assert bits(np.float32([np.nan]))[0] == bits(-np.float32([np.nan]))[0]
    assert bits(np.float32([0.0]))[0] != bits(np.float32([-0.0]))[0]
