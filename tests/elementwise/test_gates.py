"""Gates with a steepness or a limit: their promises for all of these, their bits, slopes on a limit, and layouts in turn."""

import mpmath
import numpy as np
import pytest
from support.cases import BACKENDS, ELEMENTWISE, assert_same_bits, get, named, outputs, quantities
from support.truths import error_in_ulp

import actkern as ak
from actkern import reference

ROWS = [row for row in ELEMENTWISE if row.promise.parameter_range and row.inputs[0].name == "gate"]
LIMITED = [row.name for row in ROWS if any(each.name == "limit" for each in row.parameters)]
of_rows = pytest.mark.parametrize("name", [row.name for row in ROWS])
of_dtypes = pytest.mark.parametrize("dtype", ["f4", "f8"])


def points(name, dtype, n, seed):
    """Operands that the promise is about: gates of usual sizes and around a limit, of which there are small and large ones."""
    rng = np.random.default_rng(seed)
    row = ak.catalog[name]
    found = {
        "gate": rng.normal(0, 1, n) * rng.choice([0.01, 1, 5, 30], n),
        "up": rng.normal(0, 1, n) * rng.choice([0.01, 1, 10, 1e6], n),
        "alpha": rng.choice([0.5, 1, 1.702, 100], n) * rng.choice([1, 1, 0.9, 1.1], n),
        "limit": np.exp2(rng.uniform(-6, 10, n)),
    }
    near = rng.random(n) < 0.2
    found["gate"] = np.where(near, found["limit"] * rng.uniform(0.9, 1.1, n), found["gate"])
    given = [found[each].astype(dtype) for each in row.operands("value")[0]]
    kept = reference.numpy_of(row.promise.parameter_range, **named(name, "value", given))
    kept = kept & (np.abs(given[0]) <= row.promise.up_to[dtype])
    # Where silu(gate) is the limit to within its own rounding, which side it is on is not promised.
    if name == "swiglu_step":
        kept &= np.abs(reference.value("silu", given[0].astype("f8")) / given[2] - 1) > 4 * np.finfo(dtype).eps
    return [each[kept] for each in given]


def factor_of_up(name, given):
    """What the slope by gate is a multiple of: its ULP beside a zero are counted in units of that."""
    numbers = named(name, "value", given)
    factor = np.clip(numbers["up"], -numbers["limit"], numbers["limit"]) if "limit" in numbers else numbers["up"]
    return np.abs(factor + 1 if name == "swiglu_oai" else factor).astype("f8")


@of_rows
def test_float32_against_float64(name):
    given = points(name, "f4", 400_000, seed=1)
    assert len(given[0]) > 100_000
    wide = [each.astype("f8") for each in given]
    for which, form, index, floor in quantities(name):
        result, exact = (outputs(get(BACKENDS[0], name, form)(*each))[index] for each in (given, wide))
        size = np.maximum(np.abs(exact), floor * factor_of_up(name, wide))
        error = np.abs(result - exact) / np.spacing(np.maximum(size, np.finfo("f4").tiny).astype("f4")).astype("f8")
        worst = int(np.argmax(error))
        point = [each[worst] for each in given]
        assert error[worst] <= ak.catalog[name].ulp_of(which, "f4"), f"{which}: {error[worst]} ULP at {point}"


@of_rows
def test_float64_against_mpmath(name):
    given = [each[:1500] for each in points(name, "f8", 4000, seed=2)]
    floors = factor_of_up(name, given)
    for which, form, index, floor in quantities(name):
        results = outputs(get(BACKENDS[0], name, form)(*given))[index]
        for result, size, *point in zip(results, floors, *given):
            exact = reference.exact_of(ak.catalog[name].quantities[which], **named(name, "value", map(float, point)))
            error = error_in_ulp(result, exact, floor * size)
            assert error <= ak.catalog[name].ulp_of(which, "f8"), f"{which}: {error} ULP at {point}, {mpmath.nstr(exact, 9)}"


@pytest.mark.skipif(len(BACKENDS) < 2, reason="one backend is installed")
@of_dtypes
@of_rows
def test_backends_are_equal_for_operands_of_every_kind(name, dtype):
    rng = np.random.default_rng(3)
    special = np.array([0.0, -0.0, 1, -1, 0.5, 1e-30, -1e30, 7, 10, np.inf, -np.inf, np.nan, np.finfo(dtype).max], dtype)
    given = [rng.choice(special, 20_000) for _ in ak.catalog[name].operands("value")[0]]
    for index, each in enumerate(points(name, dtype, 20_000, seed=4)):
        given[index] = np.concatenate([given[index], each])
    for form in ak.catalog[name].forms:
        operands = [given[0][::-1], *given] if form == "backward" else given
        with np.errstate(all="raise"):
            assert_same_bits(*(get(backend, name, form)(*operands) for backend in BACKENDS))


@pytest.mark.parametrize("backend", BACKENDS)
@of_dtypes
@pytest.mark.parametrize("name", [row.name for row in ELEMENTWISE if row.kernel.defaults_apart])
def test_kernels_of_the_defaults_have_the_bits_of_others(name, dtype, backend):
    row = ak.catalog[name]
    rng = np.random.default_rng(5)
    every = np.arange(1 << 16, dtype=np.uint32) * np.uint32(65536) + np.uint32(12345)
    with np.errstate(invalid="ignore"):  # some are signaling NaN
        every = every.view("f4").astype(dtype)
    x = np.concatenate([every, rng.normal(0, 60, 200_000).astype(dtype)])
    inputs = [np.roll(x, 7 * shift) for shift, _ in enumerate(row.inputs)]
    numbers = [np.dtype(dtype).type(each.default) for each in row.parameters]
    for form in filter(row.defaults_apart, row.forms):
        operands = [x[::-1], *inputs] if form == "backward" else inputs
        with np.errstate(all="ignore"):
            one = get(backend, name, form)(*operands, *numbers)
            each = get(backend, name, form)(*operands, *(np.full_like(x, number) for number in numbers))
        assert_same_bits(one, each)


@pytest.mark.parametrize("backend", BACKENDS)
@of_dtypes
@pytest.mark.parametrize("name", LIMITED)
def test_slopes_on_a_limit_are_those_inside_and_beyond_it_0(name, dtype, backend):
    limit = np.dtype(dtype).type(7)
    more, less = np.nextafter(limit, np.inf, dtype=dtype), np.nextafter(limit, 0, dtype=dtype)
    of = get(backend, name, "grad")
    numbers = [np.dtype(dtype).type(each.sample) for each in ak.catalog[name].parameters[:-1]]
    two = np.full(3, 2, dtype)
    by_up = of(two, np.array([less, limit, more]), *numbers, limit)[1]
    assert by_up[0] == by_up[1] != 0
    assert by_up[2] == 0
    by_up = of(two, -np.array([less, limit, more]), *numbers, limit)[1]
    assert by_up[0] == by_up[1] != 0
    assert by_up[2] == 0
    if name != "swiglu_step":  # whose kink is at silu(gate) = limit
        by_gate = of(np.array([less, limit, more]), two, *numbers, limit)[0]
        assert (by_gate[:2] != 0).all()
        assert by_gate[2] == 0
        assert get(backend, name)(more, two[0], *numbers, limit) == get(backend, name)(limit, two[0], *numbers, limit)
    # An infinite upstream gradient gives 0 there, not NaN.
    far = get(backend, name, "backward")(np.full(3, np.inf, dtype), 100 * two, 100 * two, *numbers, limit)
    assert (np.array(far) == 0).all()


@pytest.mark.parametrize("backend", BACKENDS)
@of_dtypes
def test_a_steepness_of_every_size_and_sign_gives_what_swish_gives_to_the_last_subnormals(dtype, backend):
    rng = np.random.default_rng(6)
    gate = rng.normal(0, 10, 20_000).astype(dtype)
    alpha = (np.exp2(rng.uniform(-30, 30, 20_000)) * rng.choice([-1, 1], 20_000)).astype(dtype)
    y = get(backend, "swiglu")(gate, np.ones_like(gate), alpha)
    expected = get(backend, "swish")(gate, alpha)
    np.testing.assert_allclose(y, expected, rtol=8 * np.finfo(dtype).eps, atol=1e-42 if dtype == "f4" else 1e-300)
    assert_same_bits(y, -get(backend, "swiglu")(-gate, np.ones_like(gate), -alpha))
    np.testing.assert_array_equal(get(backend, "swiglu")(gate, np.ones_like(gate), np.zeros_like(gate)), gate / 2)


IN_TURN = [row for row in ELEMENTWISE if row.kernel.in_turn]


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("dtype", ["f2", "f4", "f8"])
@pytest.mark.parametrize("name", [row.name for row in IN_TURN])
@pytest.mark.parametrize("whole", [False, True], ids=["one-parameter", "parameter-of-each"])
def test_halves_in_turn_have_the_bits_of_halves_apart(name, dtype, whole, backend):
    rng = np.random.default_rng(7)
    value, backward = (get(backend, name, form) for form in ("value", "backward"))
    for size in (1, 16, 31, 1021, 9000):  # whole vectors, and some elements more
        h = rng.normal(0, 3, 2 * size + 1).astype(dtype)
        dy = rng.normal(0, 3, size).astype(dtype)
        samples = [each.sample for each in ak.catalog[name].parameters]
        numbers = [np.full(size, each, dtype) if whole else each for each in samples]
        # These two ways round, and two that lie in turn no more, or the first of which is the second.
        for gate, up in ((h[:-1:2], h[1::2]), (h[1::2], h[2::2]), (h[1::2], h[:-1:2]), (h[:-1:2], h[2::2]), (h[1::2], h[1::2])):
            apart = gate.copy(), up.copy()
            assert_same_bits(value(gate, up, *numbers), value(*apart, *numbers))
            dgate, dup = backward(dy, *apart, *numbers)
            dh = np.full(2 * size + 2, 7, dtype)
            backward(dy, gate, up, *numbers, out=(dh[1:-1:2], dh[2::2]))
            assert_same_bits(dh[1:-1:2], dgate)
            assert_same_bits(dh[2::2], dup)
            assert dh[0] == dh[-1] == 7
            assert_same_bits(backward(dy[::-1], gate, up, *numbers), backward(dy[::-1].copy(), *apart, *numbers))
            into = np.empty((size, 3), dtype)
            assert_same_bits(value(gate, up, *numbers, out=into[:, 1]), value(*apart, *numbers))


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("name", [row.name for row in IN_TURN])
def test_halves_in_turn_may_be_overwritten_by_their_gradients(name, backend):
    rng = np.random.default_rng(8)
    h, dy = rng.normal(0, 3, 5000), rng.normal(0, 3, 2500)
    numbers = [each.sample for each in ak.catalog[name].parameters]
    expected = get(backend, name, "backward")(dy, h[::2].copy(), h[1::2].copy(), *numbers)
    get(backend, name, "backward")(dy, h[::2], h[1::2], *numbers, out=(h[::2], h[1::2]))
    assert_same_bits(h[::2], expected[0])
    assert_same_bits(h[1::2], expected[1])


TRANSFORMERS = {
    # (module, what its experts compute of gate and up)
    "swiglu_oai": lambda torch, gate, up: (
        (torch.clamp(up, -7, 7) + 1) * (torch.clamp(gate, max=7) * torch.sigmoid(1.702 * torch.clamp(gate, max=7)))
    ),
    "clipped_swiglu": lambda torch, gate, up: torch.nn.functional.silu(torch.clamp(gate, max=10)) * torch.clamp(up, -10, 10),
    "swiglu_step": lambda torch, gate, up: torch.clamp(torch.nn.functional.silu(gate), max=5) * torch.clamp(up, -5, 5),
}


@pytest.mark.parametrize("name", TRANSFORMERS)
def test_values_and_gradients_are_those_of_torch(name):
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(9)
    gate, up, dy = rng.normal(0, 8, (3, 2000))
    limit = (5.0,) if name == "swiglu_step" else ()
    tensors = [torch.tensor(each, requires_grad=True) for each in (gate, up)]
    y = TRANSFORMERS[name](torch, *tensors)
    y.backward(torch.tensor(dy))
    np.testing.assert_allclose(getattr(ak, name)(gate, up, *limit), y.detach().numpy(), rtol=1e-13)
    for found, tensor in zip(getattr(ak.backward, name)(dy, gate, up, *limit), tensors):
        np.testing.assert_allclose(found, tensor.grad.numpy(), rtol=1e-12, atol=1e-13)


def test_experts_of_gpt_oss_have_the_same_numbers():
    torch = pytest.importorskip("torch")
    module = pytest.importorskip("transformers.models.gpt_oss.modeling_gpt_oss")
    config = pytest.importorskip("transformers").GptOssConfig(
        hidden_size=8, intermediate_size=16, num_local_experts=2, num_experts_per_tok=1, num_hidden_layers=1
    )
    experts = module.GptOssExperts(config)
    assert (experts.alpha, experts.limit) == (1.702, 7.0)
    h = np.random.default_rng(10).normal(0, 5, (5, 32)).astype("f4")
    theirs = getattr(experts, "_apply_gate", None)
    if theirs is None:
        pytest.skip("this version of transformers has no method for the gate alone")
    np.testing.assert_allclose(
        ak.swiglu_oai(h[..., ::2], h[..., 1::2]), theirs(torch.from_numpy(h)).numpy(), rtol=2e-6, atol=1e-6
    )
