"""Steps of more than 2^31 bytes and rows of more than 2^31 elements; `tools/large.py` has arrays of as many in memory."""

import mmap
import sys

import numpy as np
import pytest
from support.cases import BACKENDS, UFUNCS, assert_same_bits, get, names, operands, outputs, public
from support.inputs import sample

import actkern as ak

STEP = (1 << 31) + 192  # bytes from an element, or a row, to the next
MORE = (1 << 31) + 1000
pytestmark = [
    pytest.mark.skipif(
        sys.platform != "linux" or sys.maxsize < 1 << 40, reason="needs memory that is not there until it is used"
    ),
    pytest.mark.parametrize("backend", BACKENDS),
]


@pytest.fixture(scope="module")
def wide():
    """10 GiB of zeros, of which a page is in memory where it was written."""
    flags = mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | getattr(mmap, "MAP_NORESERVE", 0x4000)
    return np.frombuffer(mmap.mmap(-1, 5 << 31, flags=flags), np.uint8)


def apart(wide, x, axis, place):
    """The numbers of x in `wide`, STEP bytes from one to the next along an axis, from byte `place` on."""
    strides = list(np.empty([1 if each == axis else length for each, length in enumerate(x.shape)], x.dtype).strides)
    strides[axis] = STEP
    view = np.ndarray(x.shape, x.dtype, wide, place, strides)
    view[...] = x
    return view


@names(UFUNCS)
def test_elements_that_are_far_apart(name, backend, wide):
    for form in ("value", "backward"):
        if form not in ak.catalog[name].forms:
            continue
        x = np.resize(sample("f4")[30:], 4)
        given = operands(name, form, x, arrays=True)
        function = get(backend, name, form)
        expected = function(*given)
        places = iter(range(0, 1 << 20, 4096))
        far = [apart(wide, each, 0, next(places)) for each in given]
        out = [apart(wide, np.zeros_like(each), 0, next(places)) for each in outputs(expected)]
        function(*far, out=tuple(out))
        assert_same_bits(tuple(out), outputs(expected))
        for index in (0, -1):  # far to near and back
            near = [each if i == index else given[i] for i, each in enumerate(far)]
            assert_same_bits(function(*near), expected)


@pytest.mark.parametrize("dtype", ["f2", "f4", "f8"])
@pytest.mark.parametrize("name", ["softmax", "log_softmax", "logsumexp", "sparsemax", "entmax15", "hardmax"])
def test_rows_that_are_far_apart(name, dtype, backend, wide):
    rng = np.random.default_rng(0)
    function = public(backend, name)
    for shape, axis in (((4, 40), 0), ((4, 700), 0), ((40, 4), 1)):
        x = rng.normal(0, 3, shape).astype(dtype)
        far = apart(wide, x, axis, 0)
        for along in (0, 1):
            expected = function(x, axis=along)
            assert_same_bits(function(far, axis=along), expected)
            if expected.ndim == 2:
                assert_same_bits(function(x, axis=along, out=apart(wide, x, axis, 65536)), expected)


def test_losses_of_rows_that_are_far_apart(backend, wide):
    rng = np.random.default_rng(0)
    for shape, axis in (((4, 40), 0), ((4, 700), 0), ((40, 4), 1)):
        x = rng.normal(0, 3, shape).astype("f4")
        far, target = apart(wide, x, axis, 0), rng.integers(0, shape[1], shape[0])
        function = public(backend, "cross_entropy", "value_and_grad")
        assert_same_bits(function(far, target), function(x, target))
        out = apart(wide, x, axis, 65536)
        assert_same_bits((function(x, target, out=out)[0], out.copy()), function(x, target))


def test_a_row_of_more_than_two_to_the_31_elements(backend):
    x = np.broadcast_to(np.float32(0.75), (MORE,))
    expected = 0.75 + np.log(float(MORE))
    assert abs(public(backend, "logsumexp")(x) - expected) <= np.spacing(np.float32(expected))
