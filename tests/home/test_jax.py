"""actkern's functions in JAX's programs."""

import subprocess
import sys
from functools import partial

import numpy as np
import pytest
from support.cases import assert_same_bits, names
from support.examples import block
from support.processes import python, stdout

import actkern as ak
from actkern._catalog import Elementwise

jax = pytest.importorskip("jax")

import jax.numpy as jnp  # noqa: E402

ELEMENTWISE = [row for row in ak.catalog.values() if isinstance(row, Elementwise)]
X = np.random.default_rng(0).normal(0, 2, (3, 4)).astype("f4")


def operands(name):
    row = ak.catalog[name]
    lowest, highest = max(row.facts.support[0], -8.0) + 0.01, min(row.facts.support[1], 8.0) - 0.01
    x = np.linspace(lowest, highest, 12, dtype="f4").reshape(3, 4)
    others = [np.roll(x, 1 + shift) for shift in range(len(row.inputs) - 1)]
    return [x, *others, *(np.float32(parameter.sample) for parameter in row.parameters)]


@names(ELEMENTWISE)
def test_value_and_derivatives_are_actkerns(name):
    given = operands(name)
    function, count = getattr(ak.jax, name), len(ak.catalog[name].inputs)
    expected = getattr(ak, name)(*given)
    for call in (function, jax.jit(function)):
        assert_same_bits(np.asarray(call(*given)), expected)
    slopes = getattr(ak.grad, name)(*given)
    found = jax.jit(jax.grad(lambda *given: function(*given).sum(), tuple(range(count))))(*given)
    for dx, slope in zip(found, slopes if count > 1 else (slopes,), strict=True):
        assert_same_bits(np.asarray(dx), slope)


@pytest.mark.parametrize("name", ["softmax", "log_softmax"])
@pytest.mark.parametrize("axis", [0, 1, -1, -2])
def test_along_an_axis(name, axis):
    ours, theirs = (partial(getattr(where, name), axis=axis) for where in (ak.jax, jax.nn))
    assert_same_bits(np.asarray(jax.jit(ours)(X)), getattr(ak, name)(X, axis=axis))
    for derivative in (jax.jacfwd, jax.jacrev):
        np.testing.assert_allclose(derivative(ours)(X), derivative(theirs)(X), atol=1e-6)
    stack = np.stack([X, 2 * X])
    np.testing.assert_allclose(jax.vmap(ours)(stack), jax.vmap(theirs)(stack), atol=1e-6)
    for over in (0, 1, 2):
        expected = jax.vmap(theirs, over, over)(stack)
        np.testing.assert_allclose(jax.jit(jax.vmap(ours, over, over))(stack), expected, atol=1e-6)


def test_vmap_over_operands_of_several_ranks():
    x, slopes = np.stack([X, -X]), np.array([[0.1, 0.2, 0.3, 0.4], [0.5, 0.6, 0.7, 0.8]], "f4")
    found = jax.vmap(ak.jax.leaky_relu)(x, slopes)
    assert_same_bits(np.asarray(found), ak.leaky_relu(x, slopes[:, None]))
    assert_same_bits(np.asarray(jax.vmap(ak.jax.leaky_relu, (None, 0))(X, slopes)), ak.leaky_relu(X, slopes[:, None]))
    assert_same_bits(np.asarray(jax.vmap(ak.jax.prelu, (0, None))(x, slopes[0])), ak.prelu(x, slopes[0]))
    slope = jax.grad(lambda slope: jax.vmap(ak.jax.prelu, (0, None))(x, slope).sum())(slopes[0])
    np.testing.assert_allclose(slope, np.where(x < 0, x, 0).sum(axis=(0, 1)), rtol=1e-6)


@pytest.mark.parametrize("dtype", ["float16", "bfloat16", "float32", "int8", "int32", "bool"])
def test_dtypes(dtype):
    x = jnp.asarray(np.arange(-3, 4), dtype)
    found = jax.jit(ak.jax.sigmoid)(x)
    assert found.dtype == (dtype if "float" in dtype else "float32")
    wide = np.asarray(x, found.dtype).astype("f4")
    np.testing.assert_array_equal(np.asarray(found), ak.sigmoid(wide).astype(found.dtype))
    if "float" in dtype:
        assert jax.grad(lambda x: ak.jax.sigmoid(x).sum().astype("f4"))(x).dtype == dtype
        assert ak.jax.leaky_relu(x, 0.1).dtype == dtype


def test_float64_where_jax_has_it():
    code = """if 1:
        import jax; jax.config.update("jax_enable_x64", True)
        import numpy as np, actkern as ak
        x = np.linspace(-8, 8, 33)
        assert (np.asarray(jax.jit(ak.jax.gelu)(x)) == ak.gelu(x)).all()
        assert (np.asarray(jax.vmap(jax.grad(ak.jax.gelu))(x)) == ak.grad.gelu(x)).all()
        print(ak.jax.gelu(x).dtype, ak.jax.gelu(x.astype("f4")).dtype)"""
    assert stdout(code) == "float64 float32"


def test_subnormal_results_are_not_flushed():
    x = np.array([-88.0, -90.0, -100.0], "f4")
    for dtype, at in (("f4", x), ("f2", np.array([-10.0, -16.0], "f2"))):
        found = np.asarray(jax.jit(ak.jax.sigmoid)(at))
        assert found.dtype == dtype
        assert (found > 0).all()
        assert_same_bits(found, ak.sigmoid(at))


def test_a_large_array_inside_a_program():
    found = jax.jit(lambda x: ak.jax.tanh(x @ x).sum())(jnp.full((1500, 1500), 0.01, "f4"))
    assert found == pytest.approx(1500 * 1500 * np.tanh(0.15), rel=1e-4)


def test_what_has_no_derivative_is_an_error():
    for transform in (jax.grad, lambda f: jax.grad(jax.jit(f))):
        with pytest.raises(TypeError, match=r"actkern\.jax\.leaky_relu has no derivative by its parameter negative_slope"):
            transform(lambda slope: ak.jax.leaky_relu(X, slope).sum())(0.1)
    held = jax.grad(lambda slope: ak.jax.leaky_relu(X * slope, jax.lax.stop_gradient(slope)).sum())(0.1)
    assert np.isfinite(held)
    with pytest.raises(ValueError, match="Pure callbacks do not support JVP"):
        jax.grad(jax.grad(ak.jax.gelu))(1.0)


def test_wrong_arguments_are_errors():
    with pytest.raises(TypeError, match=r"actkern\.jax\.gelu takes floats, integers and bool; got complex64"):
        ak.jax.gelu(1j)
    with pytest.raises(TypeError, match="too many positional"):
        ak.jax.gelu(X, X)
    with pytest.raises(TypeError, match="unexpected keyword"):
        ak.jax.leaky_relu(X, slope=1)
    with pytest.raises(np.exceptions.AxisError):
        ak.jax.softmax(X, axis=2)
    with pytest.raises(AttributeError, match="did you mean gelu"):
        _ = ak.jax.geluu
    with pytest.raises(AttributeError, match=r"NumPy's arrays alone, and actkern\.jax\.huber_error the loss of each element"):
        _ = ak.jax.huber
    with pytest.raises(AttributeError, match=r"actkern\.maxout is a function of NumPy's arrays alone$"):
        _ = ak.jax.maxout


def test_names():
    for name in ak.catalog["silu"].aliases:
        assert getattr(ak.jax, name) is ak.jax.silu
    assert ak.jax.gelu.__name__ == "gelu"
    assert ak.jax.gelu.__module__ == "actkern.jax"
    assert set(dir(ak.jax)) >= {"gelu", "softmax", "swiglu"}


def test_without_jax_the_error_says_how_to_get_it():
    done = python("import sys; sys.modules['jax'] = None\nimport actkern as ak\nak.jax.gelu")
    assert "ImportError: actkern.jax needs jax, which cannot be imported: pip install jax" in done.stderr
    assert stdout("import sys, actkern.jax; print('jax' in sys.modules)") == "False"


def test_the_example_of_the_page_runs(tmp_path):
    script = tmp_path / "example.py"
    script.write_text(block("python", "docs/home.md", "import jax") + "\nassert float(loss) < 0.1, loss\n")
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
