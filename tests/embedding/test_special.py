"""actkern.special beside scipy.special: SciPy's own tests, dtypes and limits, and what is more than SciPy's or less."""

import importlib.util
import inspect
import os
import pickle
import re
import subprocess
import sys
from pathlib import Path

import mpmath
import numpy as np
import pytest
from support.cases import assert_same_bits
from support.environments import MODES, environment
from support.inputs import sample
from support.processes import stdout
from support.truths import error_in_ulp, needs_long_double

import actkern as ak
from actkern import _ufunc, special
from actkern._catalog import Elementwise

scipy_special = pytest.importorskip("scipy.special")

TESTS = Path(__file__).resolve().parents[1]
ROWS = {row.peers.scipy_name: row for row in ak.catalog.values() if row.peers.scipy}
ALONG = ("softmax", "log_softmax", "logsumexp")
UFUNCS = [name for name, row in ROWS.items() if isinstance(row, Elementwise) and name != "softplus"]
LONG_DOUBLE = [name for name in UFUNCS if "g" in ROWS[name].peers.scipy_types]
COMPLEX = [name for name in UFUNCS if "D" in ROWS[name].peers.scipy_types]

of_ufuncs = pytest.mark.parametrize("name", UFUNCS)
of_rows = pytest.mark.parametrize("name", ALONG)
of_dtypes = pytest.mark.parametrize("dtype", ["f4", "f8"])


def theirs(name, *arguments, **keywords):
    """What SciPy gives, without its warnings.

    Ufuncs take what they have no loop for by the first that it fits, which is float64's or, in some releases, float32's. Ours is
    always float64's.
    """
    if name in UFUNCS and np.asarray(arguments[0]).dtype.char not in "fdgFD":
        arguments = (np.float64(arguments[0]), *arguments[1:])
    with np.errstate(all="ignore"):
        return getattr(scipy_special, name)(*arguments, **keywords)


def alike(found, expected, rtol):
    """The same type, dtype and shape, NaNs and infinities in the same places, and numbers that are close."""
    assert type(found) is type(expected)
    assert found.dtype == expected.dtype
    assert found.shape == expected.shape
    np.testing.assert_allclose(found, expected, rtol=rtol, atol=rtol)


# SciPy's own tests: the file, the fewest that it has, and those of our functions that it imports by name.
SCIPYS = [
    ("test_logit", 10, "expit log_expit logit"),
    ("test_logsumexp", 400, "log_softmax logsumexp softmax"),
    ("test_ndtr", 8, ""),
    ("test_log1mexp", 40, "_log1mexp"),
    ("test_data", 190, "erf erfc"),
    ("test_nan_inputs", 220, ""),
    ("test_cython_special", 200, ""),
    ("test_ndtri_exp", 12, "log_ndtr"),
    ("test_basic", 2500, "softplus"),
]


@pytest.mark.parametrize(("file", "least", "imported"), SCIPYS, ids=[file for file, *_ in SCIPYS])
def test_scipys_own_tests_pass(file, least, imported, tmp_path):
    module = f"scipy.special.tests.{file}"
    if importlib.util.find_spec(module) is None:
        assert file not in ("test_logit", "test_logsumexp"), "SciPy was installed without its tests"
        pytest.skip(f"this version of SciPy has no {file}")
    command = [sys.executable, "-m", "pytest", "-p", "support.in_scipys_place", "-p", "no:cacheprovider", "--pyargs", module]
    # The package is found as it is here, not among the sources beside the tests, which may not have been built.
    path = os.pathsep.join(filter(None, (str(TESTS), os.environ.get("PYTHONPATH"))))
    settings = os.environ | {"PYTHONPATH": path, "PYTEST_ADDOPTS": ""}
    done = subprocess.run(command, env=settings, cwd=tmp_path, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr
    summary = done.stdout.splitlines()[-1]
    assert int(re.search(r"(\d+) passed", summary)[1]) >= least
    assert not re.search(r"\b(failed|errors?|deselected)\b", summary)
    assert f"actkern in {file}: {imported}".strip() in done.stdout.splitlines()
    assert "actkern in scipy.special: True" in done.stdout


def test_every_row_that_scipy_has_is_there():
    assert {*ROWS, "log1mexp"} == set(special.__all__)
    assert set(ALONG) == {name for name, row in ROWS.items() if not isinstance(row, Elementwise)}
    assert dir(special) == sorted(special.__all__)
    for row in ak.catalog.values():
        for name in re.findall(r"scipy\.special\.(\w+)", row.peers.names):
            assert name in special.__all__


@of_ufuncs
def test_ufuncs_have_scipys_loops(name):
    ours, theirs = getattr(special, name), getattr(scipy_special, name)
    assert type(ours) is np.ufunc
    found = [each for each in ours.types if each[0] != "O"]
    assert sorted(found) == sorted(theirs.types)
    assert found[0] == "d->d"
    assert (ours.__name__, ours.nin, ours.nout) == (name, 1, 1)
    assert f"scipy.special.{name}" in ours.__doc__


@of_ufuncs
@pytest.mark.parametrize("character", "?bBhHiIlLqQefdg")
def test_dtypes_are_scipys(name, character):
    x = np.array([0, 1], character)
    if character == "g" and name not in LONG_DOUBLE:
        with pytest.raises(TypeError, match=rf"actkern\.special\.{name} takes float16, float32, float64, complex64"):
            getattr(special, name)(x)
        with pytest.raises(TypeError):
            theirs(name, x)
        return
    alike(getattr(special, name)(x), theirs(name, x), 1e-6)
    alike(getattr(special, name)(x[1]), theirs(name, x[1]), 1e-6)


@pytest.mark.parametrize("number", [0, 1.5, True, [1, 2], np.float32(0.5), np.array(0.5, "f2")], ids=repr)
@pytest.mark.parametrize("name", [*UFUNCS, "softplus", *ALONG])
def test_numbers_and_lists(name, number):
    if name in ALONG[:2] and number is True:
        with pytest.raises(TypeError, match="no bool; got x of dtype bool"):
            getattr(special, name)(number)
        return
    alike(getattr(special, name)(number), theirs(name, number), 1e-3)


@pytest.mark.parametrize("name", [*UFUNCS, "softplus"])
@of_dtypes
def test_bits_are_those_of_actkern(name, dtype):
    x = sample(dtype)
    with np.errstate(all="raise"):
        assert_same_bits(getattr(special, name)(x), getattr(ak, ROWS[name].name)(x))
        assert_same_bits(getattr(special, name)(x[::-2]), getattr(ak, ROWS[name].name)(x[::-2]))


@of_rows
@of_dtypes
@pytest.mark.parametrize(("shape", "axis"), [((40, 10), 1), ((40, 10), 0), ((3, 4, 5), 1), ((7,), -1), ((40, 10), -2)])
def test_bits_along_an_axis_are_those_of_actkern(name, dtype, shape, axis):
    x = np.random.default_rng(0).normal(0, 3, shape).astype(dtype)
    assert_same_bits(getattr(special, name)(x, axis=axis), getattr(ak, name)(x, axis=axis))


@of_rows
@pytest.mark.parametrize("axis", [None, 0, -1, 1, (0, 2), (2, 1), (0, 1, 2), (), (-1, 0), np.int64(2)], ids=repr)
@pytest.mark.parametrize("character", "bBhilefdgFDG")
def test_axes_are_scipys(name, axis, character):
    x = np.random.default_rng(0).normal(0, 3, (3, 4, 5))
    x = np.abs(x).astype(character)
    rtol = 1e-13 if character in "ldgDGi" else 2e-6 if character in "hfF" else 4e-3
    if name != "logsumexp" and character == "B":
        # SciPy subtracts unsigned integers, which wraps around.
        expected = theirs(name, x.astype("i2"), axis).astype("f2")
    else:
        expected = theirs(name, x, axis)
    alike(getattr(special, name)(x, axis), expected, rtol)
    alike(getattr(special, name)(np.asfortranarray(x), axis=axis), expected, rtol)


@of_rows
@pytest.mark.parametrize("row", [[np.inf, 1, 2], [np.inf, np.inf], [-np.inf, 1], [-np.inf] * 3, [np.nan, 1], [np.inf, np.nan]])
@pytest.mark.parametrize("character", "efdg")
def test_limits_are_scipys(name, row, character):
    x = np.array([row, np.arange(len(row))], character)
    with np.errstate(all="raise"):
        for axis in (None, 0, 1):
            alike(getattr(special, name)(x, axis), theirs(name, x, axis), 1e-2 if character == "e" else 1e-6)


@of_ufuncs
@pytest.mark.parametrize("character", "efdg")
def test_limits_of_ufuncs_are_scipys(name, character):
    if character == "g" and name not in LONG_DOUBLE:
        return
    x = np.array([0, -0.0, 1, -1, 2, -2, np.inf, -np.inf, np.nan, 1e4, -1e4], character)
    with np.errstate(all="raise"):
        alike(getattr(special, name)(x), theirs(name, x), 1e-6)


@of_rows
def test_empty_arrays(name):
    function, at_least = getattr(special, name), "one element or more"
    alike(function(np.empty((3, 0), "f4"), axis=0), theirs(name, np.empty((3, 0), "f4"), axis=0), 0)
    alike(function(np.empty((0, 3)), axis=1), theirs(name, np.empty((0, 3)), axis=1), 0)
    if name == "logsumexp":
        alike(function([]), theirs(name, []), 0)
        alike(function(np.empty((3, 0), "f4"), axis=1), theirs(name, np.empty((3, 0), "f4"), axis=1), 0)
        value, sign = function(np.empty((3, 0)), axis=(0, 1), keepdims=True, return_sign=True)  # an IndexError in SciPy
        assert value == [[-np.inf]]
        assert sign.shape == (1, 1)
        return
    for x, axis in (([], None), (np.empty((3, 0)), 1), (np.empty((3, 0)), None)):
        with pytest.raises(ValueError, match=rf"actkern\.special\.{name}: rows have {at_least}; got x of shape"):
            function(x, axis)
        with pytest.raises(ValueError, match="zero-size"):
            theirs(name, x, axis)


@of_rows
def test_arrays_of_subclasses_are_their_data(name):
    class Own(np.ndarray):
        pass

    x = np.random.default_rng(0).normal(0, 3, (4, 5))
    masked = np.ma.array(x, mask=x > 1)
    for each in (masked, x.view(Own), x.astype(">f8"), x.tolist(), np.broadcast_to(x, (2, 4, 5))[1]):
        for axis in (None, 1):
            alike(getattr(special, name)(each, axis), theirs(name, each, axis), 1e-12)


@of_ufuncs
def test_ufuncs_of_masked_arrays_are_masked(name):
    x = np.ma.array([0.25, 0.5, 0.75], mask=[False, True, False])
    found = getattr(special, name)(x)
    assert isinstance(found, np.ma.MaskedArray)
    assert found.mask.tolist() == x.mask.tolist()


@pytest.mark.parametrize("name", [*ALONG, "softplus"])
def test_signatures_are_scipys(name):
    ours, theirs = (inspect.signature(getattr(module, name)).parameters.values() for module in (special, scipy_special))
    assert [(each.name, each.kind, each.default) for each in ours] == [(each.name, each.kind, each.default) for each in theirs]


A, B = np.random.default_rng(0).normal(0, 3, (2, 4, 5))


@pytest.mark.parametrize("return_sign", [False, True])
@pytest.mark.parametrize(
    ("a", "b", "axis"),
    [
        (A, B, None),
        (A, B, 1),
        (A, np.abs(B), 0),
        (A, B, (0, 1)),
        (A, B[0], 1),
        (A[:, :1], B, 1),
        (A[0], B[:, None, :], -1),
        (A, 2, 1),
        (A, -2.5, 1),
        (A, np.where(B > 0, B, 0), 1),
        (A, B > 0, 1),
        (A, np.zeros((4, 5), int), 1),
        (np.where(B > 0, A, np.inf), np.where(B > 0, B, 0), 1),
        (np.where(B > 0, A, np.nan), np.where(B > 0, B, 0), 1),
        (np.where(B > 0, A, -np.inf), B, 1),
        ([1, 1], [1, -1], None),
        (3, [1, 2], None),
        ([np.inf, 1], [-1, 2], None),
        ([np.inf, np.inf], [-1, 2], None),
        ([1, 2], [np.inf, 1], None),
        ([1, 2], [1, np.nan], None),
        ([-np.inf, 2], [np.inf, 1], None),
        (A.astype("f4"), 2.0, 1),
        (A.astype("f4"), B.astype("f4"), 1),
        (A.astype("f4"), B, 1),
        (A.astype("f2"), B > 0, 1),
        (A.astype("g"), B, 1),
        (A.astype(int), np.abs(B).astype("i1"), 1),
        (A + 1j * B, None, 1),
        (A + 1j * B, B, None),
        (A.astype("f4"), (B + 1j * A).astype("F"), 0),
        (A, None, 1),
        (A.astype("f2"), None, (0, 1)),
        (5, None, None),
        (np.int8([100, 120]), None, 0),
    ],
)
def test_weights_and_signs_are_scipys(a, b, axis, return_sign):
    with np.errstate(all="raise"):
        found = special.logsumexp(a, axis, b, return_sign=return_sign)
        kept = special.logsumexp(a, axis=axis, b=b, keepdims=True, return_sign=return_sign)
    expected = theirs("logsumexp", a, axis, b, return_sign=return_sign)
    expected_kept = theirs("logsumexp", a, axis, b, keepdims=True, return_sign=return_sign)
    narrow = np.result_type(found[0] if return_sign else found)
    rtol = {"e": 4e-3, "f": 2e-5, "F": 2e-5}.get(narrow.char, 1e-12)
    for one, other in zip((found, kept), (expected, expected_kept)):
        for each, its in zip(one, other, strict=True) if return_sign else [(one, other)]:
            alike(each, its, rtol)


def exact_logsumexp(a, b):
    """The logarithm of the sum's absolute value, its sign, and how much larger the terms are together than the sum."""
    with mpmath.workdps(60):
        terms = [mpmath.mpf(float(weight)) * mpmath.exp(float(each)) for each, weight in zip(a, b)]
        total = mpmath.fsum(terms)
        return mpmath.log(abs(total)), mpmath.sign(total), float(mpmath.fsum(map(abs, terms)) / abs(total))


@pytest.mark.parametrize("dtype", ["f2", "f4", "f8"])
def test_weighted_sums_are_accurate(dtype):
    rng = np.random.default_rng(0)
    for trial in range(300):
        a = rng.normal(0, (0.1, 3, 30)[trial % 3], rng.integers(1, 30)).astype(dtype)
        b = rng.normal(0, 1, a.size).astype(dtype)
        exact, sign, cancelled = exact_logsumexp(a, b)
        found, found_sign = special.logsumexp(a, b=b, return_sign=True)
        assert found_sign == sign
        if dtype == "f8":
            assert abs(found - exact) <= 2**-51 * (cancelled + abs(exact) + max(abs(a)))
        else:
            assert error_in_ulp(found, exact, 1e-6) <= 0.51


@pytest.mark.parametrize("weights", [None, [1.0, 1.0], [3.0, 1.0]])
def test_sums_near_1_keep_their_small_terms(weights):
    a = np.array([0.0, -40.0]) - (np.log(weights[0]) if weights else 0)
    exact = exact_logsumexp(a, weights or [1.0, 1.0])[0]
    allowed = 2**-52 * float(max(abs(exact), np.log(weights[0]) if weights else 0))
    assert abs(special.logsumexp(a, b=weights) - exact) <= allowed


def test_sums_that_scipy_loses():
    """exp(a) overflows there, or an infinity has the weight 0."""
    assert special.logsumexp([1000, 1000], b=[1, -1]) == -np.inf
    assert special.logsumexp([1000, 1000, 999], b=[1, -1, 1]) == 999
    assert special.logsumexp([np.inf, np.inf, 2], b=[0, 1, 1]) == np.inf
    assert special.logsumexp([0, 1e308, -1], b=[np.inf, 3, 2]) == np.inf
    assert special.softmax(np.array([0, 1], "u1")).tolist() == ak.softmax(np.array([0, 1], "u1")).tolist()


def test_arguments_are_left_as_they_are():
    a, b = A.copy(), B.copy()
    a.setflags(write=False)
    b.setflags(write=False)
    special.logsumexp(a, axis=1, b=b, return_sign=True)
    special.log_softmax(np.where(a > 0, np.inf, a), axis=1)
    assert (a == A).all()
    assert (b == B).all()


@pytest.mark.parametrize("mode", MODES)
def test_weighted_sums_do_not_follow_the_callers_environment(mode):
    expected = special.logsumexp(A, axis=1, b=B, return_sign=True)
    with environment(mode):
        found = special.logsumexp(A, axis=1, b=B, return_sign=True)
    assert_same_bits(found, expected)


@needs_long_double
@pytest.mark.parametrize("name", LONG_DOUBLE)
def test_long_double(name):
    x = np.linspace(0, 1, 301, dtype="g") if name == "logit" else np.linspace(-60, 60, 301, dtype="g")
    x = np.append(x, np.array([0, 1, np.inf, -np.inf, np.nan, 11355, -11355], "g"))
    function = getattr(special, name)
    with np.errstate(all="raise"):
        y = function(x)
    alike(y, theirs(name, x), 4 * np.finfo("g").eps)
    for view in (x[::-1], x[::3], x[:300].reshape(10, 30).T, x[:300].reshape(10, 30)[::-2, ::3], np.broadcast_to(x[3], (5,))):
        assert np.array_equal(function(view), function(view.copy()), equal_nan=True)
    overlapping = x.copy()
    function(overlapping[:-1], out=overlapping[1:])
    assert np.array_equal(overlapping[1:], y[:-1], equal_nan=True)
    assert np.array_equal(function(x, out=np.zeros_like(x), where=x > 0), np.where(x > 0, y, 0), equal_nan=True)
    assert function(np.ones(3), dtype="g").dtype == "g"
    assert function(x[:0]).shape == (0,)


@pytest.mark.parametrize("name", COMPLEX)
@pytest.mark.parametrize("character", "FD")
def test_complex_numbers_are_scipys(name, character):
    rng = np.random.default_rng(0)
    z = (rng.normal(0, 2, 500) + 1j * rng.normal(0, 2, 500)).astype(character)
    with np.errstate(all="ignore"):
        np.testing.assert_array_equal(getattr(special, name)(z), getattr(scipy_special, name)(z))
    assert getattr(special, name)(z).dtype == character


def test_log1mexp_has_scipys_sign():
    x = -sample("f8")
    assert special.log1mexp(-1.0) == ak.log1mexp(1.0)
    np.testing.assert_allclose(special.log1mexp(x), ak.log1mexp(-x), rtol=4e-16, atol=5e-324)
    assert special.log1mexp(-745.0) == -5e-324
    assert special.log1mexp(np.float32([-1, -2])).dtype == "f4"
    assert np.isnan(special.log1mexp(1.0))


@pytest.mark.parametrize("character", "?bBhHiIlLqQefdg")
def test_softplus_has_the_dtypes_of_logaddexp(character):
    x = np.array([0, 1], character)
    alike(special.softplus(x), theirs("softplus", x), 1e-3)
    alike(special.softplus(x, dtype=None), theirs("softplus", x, dtype=None), 1e-3)
    if character != "g":
        alike(special.softplus(x, dtype="d"), theirs("softplus", x, dtype="d"), 1e-12)
    out, where = np.ones(2), np.array([True, False])
    np.testing.assert_allclose(special.softplus(x[:2], out=out, where=where, casting="unsafe"), [np.log(2), 1], rtol=1e-3)


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: special.softmax([1, 2], axis=1), np.exceptions.AxisError, "special.softmax: axis 1 is out of bounds; accepted"),
        (
            lambda: special.softmax(np.ones((2, 2)), axis=2),
            np.exceptions.AxisError,
            "axis 2 is out of bounds; accepted is -2 to 1",
        ),
        (
            lambda: special.log_softmax([1, 2], axis=[0]),
            TypeError,
            r"special.log_softmax: axis is an int, a tuple of them or None",
        ),
        (lambda: special.softmax(np.ones((2, 2)), axis=(0, -2)), ValueError, r"axis \(0, -2\) names an axis twice"),
        (
            lambda: special.softmax(["a"]),
            TypeError,
            "special.softmax takes float16, .* integers, but no bool; got x of dtype <U1",
        ),
        (lambda: special.log_softmax([None]), TypeError, "special.log_softmax takes .*; got x of dtype object"),
        (lambda: special.logsumexp(["a"]), TypeError, "special.logsumexp takes .* integers and bool; got a of dtype <U1"),
        (lambda: special.logsumexp([1, 2], b=["a", "b"]), TypeError, "special.logsumexp takes .*; got b of dtype <U1"),
        (lambda: special.logsumexp([1, 2], b=[1, 2, 3]), ValueError, r"a and b broadcast; got shapes \(2,\) and \(3,\)"),
        (lambda: special.logsumexp(np.ones(2), axis=1.0), TypeError, "special.logsumexp: axis is an int"),
        (lambda: special.logsumexp(np.ones(2), axis=3), np.exceptions.AxisError, "axis 3 is out of bounds; accepted is -1 to 0"),
        (lambda: special.expit(1j), TypeError, "special.expit takes float16, float32, float64, longdouble, integers and bool"),
        (lambda: special.erf("a"), TypeError, "special.erf takes .*complex64, complex128.*; got elements of type str"),
        (
            lambda: special.softplus(["a"]),
            TypeError,
            "softplus takes float16, float32, float64, bfloat16 of ml_dtypes, integers and bool",
        ),
    ],
)
def test_errors_name_what_is_accepted(call, error, message):
    with pytest.raises(error, match=message):
        call()


@pytest.mark.parametrize("name", special.__all__)
def test_functions_pickle_by_name(name):
    function = getattr(special, name)
    assert pickle.loads(pickle.dumps(function)) is function
    if not isinstance(function, np.ufunc) or hasattr(np.positive, "__dict__"):  # from NumPy 2.2 on
        assert function.__module__ == "actkern.special"
    assert b"actkern.special" in pickle.dumps(function)


def test_other_names_are_scipys():
    assert special.gamma is scipy_special.gamma
    from actkern.special import xlogy

    assert xlogy is scipy_special.xlogy
    with pytest.raises(AttributeError, match=r"'gama'; actkern's own are erf, .*; scipy\.special has no 'gama' either"):
        _ = special.gama
    with pytest.raises(AttributeError, match="has no attribute '__wrapped__'"):
        _ = special.__wrapped__


def test_importing_makes_and_loads_nothing():
    code = (
        "import sys, actkern as ak; assert 'actkern.special' not in sys.modules; s = ak.special;"
        "assert s is sys.modules['actkern.special']; assert not any(each.startswith(('scipy', 'actkern._cython.', 'numba')) "
        "for each in sys.modules); dir(s); print(s.expit(0.0), s.softmax([0.0, 0.0]), 'scipy' in sys.modules)"
    )
    assert stdout(code) == "0.5 [0.5 0.5] False"


WITHOUT_SCIPY = """
import sys
class Blocker:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "scipy":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, Blocker())
import numpy as np
import actkern.special as special
for name in special.__all__:
    function = getattr(special, name)
    assert np.all(np.isfinite(function(np.array([-0.25]) if name == "log1mexp" else np.array([0.25])))), name
print(special.expit(np.longdouble(0)), special.erf.types, special.softplus(np.longdouble(0)) > 0.69)
print(special.logsumexp(np.array([0j, 1]), b=[1, 2], return_sign=True)[0] > 0)
for call in (lambda: special.erf(1j), lambda: special.gamma(1.0), lambda: special._private):
    try:
        call()
    except (TypeError, AttributeError) as error:
        print(type(error).__name__, error)
print(hasattr(special, "gamma"), "scipy" in sys.modules)
"""


def test_without_scipy():
    lines = stdout(WITHOUT_SCIPY).splitlines()
    assert lines[0] == "0.5 ['d->d', 'f->f', 'O->d'] True"
    assert lines[1] == "True"
    assert re.match("TypeError actkern.special.erf takes float16, float32, float64, integers and bool; got .* complex", lines[2])
    missing = "actkern's own are erf, .*; other names are SciPy's, which is not installed: pip install scipy"
    assert re.match(f"AttributeError module 'actkern.special' has no attribute 'gamma'; {missing}", lines[3])
    assert "_private" in lines[4]
    assert lines[5] == "False False"


def _fails(x):
    raise MemoryError


def test_an_error_in_a_loop_of_arrays_is_raised():
    ufunc = _ufunc.make("fails", __name__, "", 1, 1, [_ufunc.of_arrays("d", _fails)])
    for x in (np.ones(3), np.ones(10_000)):  # with Python's lock, and without
        with pytest.raises(MemoryError):
            ufunc(x)


def test_an_error_in_a_loop_of_arrays_without_the_pool_is_printed_and_gives_nan(monkeypatch):
    seen = []
    monkeypatch.setattr(_ufunc, "pool", None)
    monkeypatch.setattr(sys, "unraisablehook", lambda error: seen.append(error.exc_type))
    ufunc = _ufunc.make("fails", __name__, "", 1, 1, [_ufunc.of_arrays("d", _fails)])
    assert np.isnan(ufunc(np.ones(3))).all()
    assert seen == [MemoryError]


def test_inside_numba():
    numba = pytest.importorskip("numba")
    from actkern._numba.inside import init

    init()
    run = numba.njit(lambda x: (special.expit(x), special.erf(x)))
    x = np.linspace(-3, 3, 31)
    assert_same_bits(run(x), (special.expit(x), special.erf(x)))


def test_the_example_runs():
    text = (TESTS.parent / "docs" / "embedding.md").read_text().partition("## SciPy's names")[2]
    (example,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    namespace = {}
    exec(compile(example, "docs/embedding.md", "exec"), namespace)
    np.testing.assert_allclose(namespace["p"], scipy_special.expit(namespace["x"]), rtol=1e-15)
    np.testing.assert_allclose(namespace["shares"].sum(axis=1), 1)
    expected = scipy_special.logsumexp(namespace["x"], axis=1, b=namespace["weights"], return_sign=True)
    np.testing.assert_allclose((namespace["log_size"], namespace["sign"]), expected)
