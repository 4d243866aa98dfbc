"""actkern.torch: the bits of actkern's own functions, and what PyTorch asks of an operator."""

import pickle
import shutil

import numpy as np
import pytest
from support.cases import ELEMENTWISE, LOSSES, UFUNCS, assert_same_bits, names, outputs, samples
from support.examples import block
from support.inputs import for_loss, sample
from support.processes import python, stdout

import actkern as ak
from actkern._catalog import Loss

torch = pytest.importorskip("torch")
from torch.utils._python_dispatch import TorchDispatchMode  # noqa: E402

F = ak.torch

RANDOM = [row for row in ak.catalog.values() if row.random or row.name == "rrelu"]
DETERMINED = [row for row in ak.catalog.values() if row not in RANDOM]
DTYPES = (torch.float32, torch.float64)


def operands_of(name, dtype=torch.float64, shape=(3, 4), seed=0):
    """(tensors that get gradients, the function of them)."""
    row, function = ak.catalog[name], getattr(F, name)
    rng = np.random.default_rng(seed)

    def tensor():
        # Away from kinks, which are at whole and half numbers, and within every domain.
        low, high = row.facts.support
        whole = [each for each in (-2, -1, 0, 1) if low <= each and each + 0.5 <= high]
        return torch.tensor(rng.choice(whole, shape) + rng.uniform(0.1, 0.4, shape), dtype=dtype)

    if isinstance(row, Loss) and row.along_an_axis:
        target, given = torch.arange(shape[0]) % shape[1], {"label_smoothing": 0.1} if row.takes("label_smoothing") else {}
        return [tensor()], lambda x: function(x, target, **given)
    if name == "linear_cross_entropy":
        target = torch.arange(shape[0]) % shape[1]
        tensors = [tensor(), tensor()[:1].T @ tensor()[:1], tensor()[0]]
        return tensors, lambda x, weight, bias: function(x, weight, target, linear_bias=bias, label_smoothing=0.1, soft_cap=4.0)
    if isinstance(row, Loss):
        if row.of_errors:
            return [tensor(), tensor()], function
        target = torch.tensor(for_loss(name, np.full(shape, 0.5), rng.normal(0, 1, shape))[1], dtype=dtype)
        return [tensor()], lambda x: function(x, target, reduction="sum")
    given = samples(name)
    required = [given[each.name] if each.name in given else tensor() for each in row.parameters if each.default is None]
    return [tensor() for _ in row.inputs], lambda *x: function(*x, *required)


def requiring(tensors):
    return [each.clone().requires_grad_() for each in tensors]


def gradients(function, tensors, dys=None):
    """Outputs and gradients, as arrays."""
    given = requiring(tensors)
    results = outputs(function(*given))
    dys = dys or [torch.ones_like(each) for each in results]
    found = torch.autograd.grad(results, given, dys)
    return [each.detach().numpy() for each in results], [each.numpy() for each in found]


class Seen(TorchDispatchMode):
    """The operators of actkern that are called, with the arguments of the first call of each."""

    def __init__(self):
        super().__init__()
        self.calls = {}

    def __torch_dispatch__(self, function, types, args=(), kwargs=None):
        if function.namespace == "actkern":
            self.calls.setdefault(function, args)
        return function(*args, **(kwargs or {}))


def assert_close(found, expected):
    for one, other in zip(found, expected, strict=True):
        torch.testing.assert_close(one, other, rtol=1e-12, atol=1e-14)


# The bits.


@names(UFUNCS)
@pytest.mark.parametrize("dtype", DTYPES)
def test_elementwise_functions_have_the_bits_of_actkerns_own(name, dtype):
    row, x = ak.catalog[name], sample("f4" if dtype == torch.float32 else "f8")
    required = [samples(name).get(each.name, 0.5) for each in row.parameters if each.default is None]
    inputs = [np.roll(x, 2 + shift) for shift in range(len(row.inputs))]
    dys = [np.roll(x, 1 + shift) for shift in range(len(row.outputs))]
    tensors = [torch.from_numpy(each) for each in inputs]
    values, found = gradients(lambda *x: getattr(F, name)(*x, *required), tensors, [torch.from_numpy(each) for each in dys])
    assert_same_bits(tuple(values), outputs(getattr(ak, name)(*inputs, *required)))
    assert_same_bits(outputs(getattr(F, name)(*tensors, *required))[0].numpy(), values[0])
    expected = outputs(getattr(ak.backward, name)(*dys, *inputs, *required))
    assert_same_bits(tuple(found), expected)


@names([row for row in ELEMENTWISE if row.parameters])
def test_parameters_may_be_tensors(name):
    row, x = ak.catalog[name], np.linspace(-3, 3, 12).reshape(3, 4)
    given = [samples(name).get(each.name, 0.5) for each in row.parameters]
    numbers = [torch.full((4,), each, dtype=torch.float64) for each in given]
    inputs = [torch.from_numpy(x) for _ in row.inputs]
    values, found = gradients(lambda *x: getattr(F, name)(*x, *numbers), inputs)
    arrays = [each.numpy() for each in (*inputs, *numbers)]
    assert_same_bits(tuple(values), outputs(getattr(ak, name)(*arrays)))
    assert_same_bits(tuple(found), outputs(getattr(ak.backward, name)(np.ones_like(x), *arrays)))
    if name.startswith("bias_"):
        _, (dx, dbias) = gradients(getattr(F, name), (*inputs, *numbers))
        np.testing.assert_allclose(dbias, dx.sum(0), rtol=1e-14)
    else:
        with pytest.raises(ValueError, match=f"{row.parameters[0].name} gets no gradient"):
            getattr(F, name)(*inputs, numbers[0].requires_grad_(), *numbers[1:])
        with torch.no_grad():
            getattr(F, name)(*inputs, *numbers)


@pytest.mark.parametrize("dim", [0, 1, -1])
@names([row for row in DETERMINED if row.along_an_axis and not isinstance(row, Loss)])
@pytest.mark.parametrize("dtype", DTYPES)
def test_functions_along_a_dimension_have_the_bits_of_actkerns_own(name, dim, dtype):
    row, x = ak.catalog[name], np.random.default_rng(0).normal(0, 3, (4, 6, 2)).astype(str(dtype).partition(".")[2])
    given = [2] if name == "maxout" else []
    (y,), (dx,) = gradients(lambda x: getattr(F, name)(x, *given, dim), [torch.from_numpy(x)])
    assert_same_bits(y, getattr(ak, name)(x, *given, dim))
    if "backward" in row.forms:
        assert_same_bits(dx, getattr(ak.backward, name)(np.ones_like(y), x, *given, dim))
    else:
        assert_same_bits(dx, getattr(ak.backward_from_output, name)(np.ones_like(y), y, dim))


def test_softmax_takes_a_temperature_and_reductions_several_dimensions():
    x = torch.randn(4, 5, 6)
    assert_same_bits(F.softmax(x, 1, temperature=0.5).numpy(), ak.softmax(x.numpy(), 1, temperature=0.5))
    assert_same_bits(F.logsumexp(x, (0, 2), keepdim=True).numpy(), ak.logsumexp(x.numpy(), (0, 2), keepdims=True))
    assert_same_bits(F.logsumexp(x).numpy(), ak.logsumexp(x.numpy()))
    with pytest.raises(ValueError, match=r"actkern\.torch\.softmax: temperature is positive"):
        F.softmax(x, temperature=0)
    with pytest.raises(IndexError, match="dim 3 is out of bounds"):
        F.softmax(x, 3)


OF_CLASSES = [("cross_entropy", "cross_entropy", {"label_smoothing": 0.1}), ("nll", "nll_loss", {})]


@pytest.mark.parametrize("reduction", ["mean", "sum", "none"])
@pytest.mark.parametrize("shape", [(6, 5), (2, 5, 3), (5,)])
@pytest.mark.parametrize(("name", "of_torch", "others"), OF_CLASSES)
def test_losses_of_classes_are_those_of_torch(name, of_torch, others, shape, reduction):
    x = torch.randn(shape, dtype=torch.float64)
    target = torch.randint(3, 5, shape[:1] + shape[2:] if len(shape) > 1 else ())
    target = torch.where(torch.arange(target.numel()).reshape(target.shape) == 1, 2, target)
    weight = torch.rand(5, dtype=torch.float64)
    given = {"weight": weight, "reduction": reduction, "ignore_index": 2, **others}
    functions = getattr(F, name), getattr(torch.nn.functional, of_torch)
    ours, theirs = (gradients(lambda x, of=of: of(x, target, **given), [x]) for of in functions)
    for one, other in zip((*ours[0], *ours[1]), (*theirs[0], *theirs[1])):
        np.testing.assert_allclose(one, other, rtol=1e-12, atol=1e-15)
    axis = 1 if len(shape) > 1 else 0
    given["weight"] = weight.numpy()
    loss, dx = getattr(ak.value_and_grad, name)(x.numpy(), target.numpy(), axis, **given)
    assert_same_bits((ours[0][0], ours[1][0]), (loss, dx))


@pytest.mark.parametrize("with_bias", [False, True])
@pytest.mark.parametrize("reduction", ["mean", "sum"])
def test_linear_cross_entropy_is_that_of_torch(reduction, with_bias):
    x, weight, bias = torch.randn(30, 6).double(), torch.randn(40, 6).double(), torch.randn(40).double()
    target, of_class = torch.randint(40, (30,)), torch.rand(40).double()
    given = {"weight": of_class, "reduction": reduction, "label_smoothing": 0.1, "ignore_index": 2}

    def call(function):
        return lambda x, weight, *bias: function(x, weight, target, linear_bias=bias[0] if bias else None, **given)

    tensors = [x, weight, *([bias] if with_bias else [])]
    ours, theirs = (gradients(call(each), tensors) for each in (F.linear_cross_entropy, torch.nn.functional.linear_cross_entropy))
    for one, other in zip((*ours[0], *ours[1]), (*theirs[0], *theirs[1])):
        np.testing.assert_allclose(one, other, rtol=1e-11, atol=1e-13)
    arrays = [each.numpy() for each in (x, weight, target, *tensors[2:])]
    own = ak.value_and_grad.linear_cross_entropy(*arrays, weight_of_class=given.pop("weight").numpy(), **given)
    assert_same_bits((*ours[0], *ours[1]), own)


def test_linear_cross_entropy_has_no_gradient_of_losses_that_are_not_reduced():
    x, weight, target = torch.randn(5, 3), torch.randn(7, 3, requires_grad=True), torch.randint(7, (5,))
    losses = F.linear_cross_entropy(x, weight, target, reduction="none")
    assert losses.shape == (5,)
    with pytest.raises(NotImplementedError, match="has the gradient of losses that are reduced"):
        losses.sum().backward()
    F.linear_cross_entropy(x, weight, target).backward()
    assert weight.grad.shape == weight.shape
    with pytest.raises(TypeError, match=r"actkern\.torch\.linear_cross_entropy takes tensors; linear_weight is of type ndarray"):
        F.linear_cross_entropy(x, weight.detach().numpy(), target)


@pytest.mark.filterwarnings("ignore:reduction. 'mean' divides:UserWarning")  # torch's, of kl_div
@pytest.mark.parametrize("reduction", ["mean", "sum", "none"])
def test_losses_of_elements_are_those_of_torch(reduction):
    x, target, weight = torch.randn(6, 5), torch.rand(6, 5), torch.rand(5)
    of_torch = torch.nn.functional
    pairs = [
        (F.mse_loss, of_torch.mse_loss, {"weight": weight.expand(6, 5)}),
        (F.l1_loss, of_torch.l1_loss, {"weight": weight.expand(6, 5)}),
        (F.huber_loss, of_torch.huber_loss, {"weight": weight.expand(6, 5), "delta": 0.3}),
        (F.huber, of_torch.huber_loss, {}),
        (F.smooth_l1_loss, of_torch.smooth_l1_loss, {"beta": 0.3}),
        (F.smooth_l1, of_torch.smooth_l1_loss, {"beta": 0.0}),
        (F.binary_cross_entropy_with_logits, of_torch.binary_cross_entropy_with_logits, {"weight": weight, "pos_weight": weight}),
    ]
    probabilities = torch.rand(6, 5)
    pairs.append((F.binary_cross_entropy, of_torch.binary_cross_entropy, {"weight": weight}))
    pairs += [(F.kl_div, of_torch.kl_div, {"log_target": each}) for each in (False, True)]
    pairs += [
        (F.poisson_nll_loss, of_torch.poisson_nll_loss, {"log_input": True, "full": each, "eps": 1e-6}) for each in (False, True)
    ]
    for ours, theirs, given in pairs:
        x = probabilities if ours is F.binary_cross_entropy else x
        results = [gradients(lambda x, of=of: of(x, target, reduction=reduction, **given), [x]) for of in (ours, theirs)]  # noqa: B023
        for one, other in zip(*([*each[0], *each[1]] for each in results)):
            np.testing.assert_allclose(one, other, rtol=2e-6, atol=5e-7)


@pytest.mark.parametrize("full", [False, True])
def test_rates_and_batches_are_those_of_torch(full):
    rate, count = torch.rand(6, 5).double() * 4, torch.poisson(torch.full((6, 5), 2.0)).double()
    given = {"log_input": False, "full": full, "eps": 1e-3}
    results = [
        gradients(lambda x, of=of: of(x, count, **given), [rate]) for of in (F.poisson_nll, torch.nn.functional.poisson_nll_loss)
    ]
    for one, other in zip(*([*each[0], *each[1]] for each in results)):
        np.testing.assert_allclose(one, other, rtol=1e-12)
    x, target = torch.randn(6, 5).log_softmax(1), torch.randn(6, 5).softmax(1)
    of_batch = F.kl_div(x, target, reduction="batchmean")
    torch.testing.assert_close(of_batch, torch.nn.functional.kl_div(x, target, reduction="batchmean"))


def test_losses_of_errors_have_a_gradient_for_the_target_and_others_say_that_they_have_none():
    for row in LOSSES:
        x, target = torch.randn(5, requires_grad=True), torch.rand(5, requires_grad=True)
        if row.of_errors:
            getattr(F, row.name)(x, target).backward()
            assert torch.equal(target.grad, -x.grad)
    with pytest.raises(ValueError, match="target gets no gradient"):
        F.binary_cross_entropy_with_logits(x, target)


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16])
@names([row for row in DETERMINED if row.name != "binary_cross_entropy_with_logits"])
def test_16_bits_are_computed_in_float32_and_rounded_once(name, dtype):
    if dtype == torch.float16 and ak.catalog[name].has_defaults:
        pytest.skip("NumPy rounds numbers to float16 beside arrays of it")
    tensors, function = operands_of(name, dtype)
    values, found = torch_gradients(function, tensors)
    values32, found32 = torch_gradients(function, [each.float() for each in tensors])
    for one, other in zip((*values, *found), (*values32, *found32)):
        assert one.dtype == dtype
        if "value_and_grad" in ak.catalog[name].forms and ak.catalog[name].of_elements:
            assert torch.equal(one, other.to(dtype))
        else:  # what is kept is rounded to 16 bits too, as PyTorch keeps it
            torch.testing.assert_close(one, other.to(dtype), rtol=0.02, atol=0.02)


def torch_gradients(function, tensors):
    given = requiring(tensors)
    results = outputs(function(*given))
    return [each.detach() for each in results], torch.autograd.grad(results, given, [torch.ones_like(each) for each in results])


# What PyTorch asks of an operator.


@names(DETERMINED)
def test_gradients_are_right(name):
    tensors, function = operands_of(name)
    assert torch.autograd.gradcheck(function, requiring(tensors))


@names([row for row in DETERMINED if row.family != "losses" or row.of_elements])
def test_gradients_of_gradients_are_right(name):
    tensors, function = operands_of(name)
    assert torch.autograd.gradgradcheck(function, requiring(tensors))


def test_a_parameter_of_a_loss_may_be_a_number_or_a_tensor():
    x, target = torch.randn(6, 5, requires_grad=True), torch.rand(6, 5)
    delta = torch.tensor([0.1, 0.5, 1, 2, 3])
    assert F.huber(x, target, delta=delta).item() == ak.huber(x.detach().numpy(), target.numpy(), delta=delta.numpy())
    assert F.huber(x, target, delta=2) == F.huber(x, target, delta=torch.tensor(2.0))
    for wrong, error, message in (
        ({"delta": -1}, ValueError, "delta is finite and above 0; got -1.0"),
        ({"delta": delta.requires_grad_()}, ValueError, "delta gets no gradient"),
        ({"beta": 1}, TypeError, r"actkern.torch.huber: got an unexpected keyword argument 'beta'; it takes \(input, target"),
        ({"delta": "a"}, TypeError, "delta"),
    ):
        with pytest.raises(error, match=message):
            F.huber(x, target, **wrong)


@names(LOSSES)
def test_a_loss_says_that_it_has_no_second_derivative(name):
    tensors, function = operands_of(name)
    given = requiring(tensors)
    dx = torch.autograd.grad(function(*given), given, create_graph=True)
    with pytest.raises(NotImplementedError, match=f"{name} has no second derivative"):
        dx[0].sum().backward()


@names([row for row in UFUNCS if len(row.inputs) == 1])
def test_gradients_of_gradients_are_numbers_far_out_too(name):
    low, high = (max(-600, ak.catalog[name].facts.support[0]), min(600, ak.catalog[name].facts.support[1]))
    x = torch.linspace(low, high, 1203, dtype=torch.float64)[1:-1].requires_grad_()
    required = [samples(name).get(each.name, 0.5) for each in ak.catalog[name].parameters if each.default is None]
    (dx,) = torch.autograd.grad(getattr(F, name)(x, *required).sum(), x, create_graph=True)
    if dx.requires_grad:
        (ddx,) = torch.autograd.grad(dx.sum(), x)
        wrong = ~torch.isfinite(ddx)
        assert not wrong.any(), x[wrong]


@names(DETERMINED)
def test_operators_are_registered_as_they_should(name):
    tensors, function = operands_of(name)
    with Seen() as seen:
        function(*tensors)
        gradients(function, tensors)
    assert seen.calls
    for operator, arguments in seen.calls.items():
        given = []
        for argument, each in zip(operator._schema.arguments, arguments):
            learns = isinstance(each, torch.Tensor) and each.is_floating_point() and argument.name not in ("target", "weight")
            given.append(each.detach().clone().requires_grad_() if learns else each)
        checks = ("test_schema", "test_autograd_registration", "test_faketensor", "test_aot_dispatch_dynamic")
        if arguments[-1] is True and ak.catalog[name].family == "losses" and not ak.catalog[name].of_elements:
            checks = checks[:3]  # the last one differentiates by the gradient
        torch.library.opcheck(operator, tuple(given), test_utils=checks)


@names(DETERMINED)
@pytest.mark.parametrize("backend", ["eager", "aot_eager"])
def test_compiled_functions_have_the_same_bits(name, backend):
    torch.compiler.reset()
    tensors, function = operands_of(name)
    compiled = torch.compile(function, backend=backend, fullgraph=True)
    for expected, found in zip(gradients(function, tensors), gradients(compiled, tensors)):
        assert_same_bits(tuple(found), tuple(expected))


@pytest.mark.skipif(not shutil.which("g++"), reason="inductor compiles C++")
def test_inductor_compiles_what_calls_actkern():
    # In a process of its own: inductor's imports have warnings of their own.
    code = """
import warnings
warnings.simplefilter("ignore")
import torch, actkern as ak
def f(x): return ak.torch.mish(ak.torch.gelu(x * 2) + 1)
x = torch.linspace(-3, 3, 64, requires_grad=True)
y = torch.compile(f, fullgraph=True)(x); y.sum().backward(); dx, x.grad = x.grad, None
f(x).sum().backward()
print(torch.equal(y, f(x)), torch.allclose(dx, x.grad, rtol=1e-6))
"""
    done = python(code, timeout=300)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["True", "True"]


@names(DETERMINED)
def test_vmap_is_the_function_of_each(name):
    tensors, function = operands_of(name)
    batched = requiring([torch.stack([each, each + 0.01], 1) for each in tensors])
    results = outputs(torch.vmap(function, in_dims=1)(*batched))
    each_of = [[x.select(1, i).detach().requires_grad_() for x in batched] for i in range(2)]
    expected = [outputs(function(*each)) for each in each_of]
    assert_close(results, [torch.stack(each) for each in zip(*expected)])
    found = torch.autograd.grad(results, batched, [torch.ones_like(each) for each in results])
    for i, (inputs, of) in enumerate(zip(each_of, expected)):
        assert_close(
            [each.select(1, i) for each in found], torch.autograd.grad(of, inputs, [torch.ones_like(each) for each in of])
        )


def test_vmap_over_one_of_several_operands_and_over_gradients():
    gate, up = torch.randn(3, dtype=torch.float64), torch.randn(4, 3, dtype=torch.float64)
    assert torch.equal(torch.vmap(F.swiglu, in_dims=(None, 0))(gate, up), torch.stack([F.swiglu(gate, each) for each in up]))
    slopes = torch.rand(5, dtype=torch.float64)
    assert torch.equal(
        torch.vmap(F.leaky_relu, in_dims=(None, 0))(gate, slopes), torch.stack([F.leaky_relu(gate, each) for each in slopes])
    )
    x = gate.clone().requires_grad_()
    y = F.softmax(x)
    (jacobian,) = torch.autograd.grad(y, x, torch.eye(3, dtype=torch.float64), is_grads_batched=True)
    assert torch.allclose(jacobian, torch.diag(y) - torch.outer(y, y))


@pytest.mark.filterwarnings("ignore:.*torch.jit.script:DeprecationWarning")  # of PyTorch's, as it imports what jvp needs
def test_forward_differentiation_is_refused_not_zero():
    x = torch.randn(3)
    with pytest.raises(NotImplementedError, match=r"actkern\.torch\.gelu has no derivative forward"):
        torch.func.jvp(F.gelu, (x,), (x,))
    with torch.autograd.forward_ad.dual_level(), pytest.raises(NotImplementedError, match="no derivative forward"):
        F.softmax(torch.autograd.forward_ad.make_dual(x, x))


def test_what_looks_on_sees_operators():
    x = torch.randn(3)
    with Seen() as seen:
        F.gelu(x)
    assert list(seen.calls) == [torch.ops.actkern.gelu.default]
    assert "actkern::gelu" in str(torch.export.export(Calling(), (x,)).graph).replace(".", "::")
    with torch.inference_mode():
        assert torch.equal(F.gelu(x), F.gelu(x.clone()))


class Calling(torch.nn.Module):
    def forward(self, x):
        return F.gelu(x)


# Memory, dtypes, errors.


@pytest.mark.parametrize("name", ["gelu", "sigmoid", "relu"])
def test_any_layout_is_read_where_it_lies(name):
    ours, theirs = getattr(F, name), getattr(torch, name, None) or getattr(torch.nn.functional, name)
    base = torch.randn(2, 3, 4, 5)
    last = base.to(memory_format=torch.channels_last)
    cases = [base.transpose(1, 3), base[:, ::2, 1:], last, base[0, 0, 0, 0], base[:0], base[0, 0, 0].expand(3, 5)]
    cases += [torch.view_as_complex(torch.randn(4, 2)).conj().imag, torch.nn.Parameter(base)]
    for x in cases:
        y = ours(x)
        torch.testing.assert_close(y, theirs(x), rtol=1e-5, atol=1e-6)
        given = x.detach().requires_grad_()
        ours(given).sum().backward()
        assert given.grad.shape == x.shape
    assert ours(last).stride() == last.stride()


def test_operands_broadcast_and_gradients_are_summed():
    gate, up = torch.randn(4, 1, dtype=torch.float64), torch.randn(3, dtype=torch.float64)
    assert torch.autograd.gradcheck(F.swiglu, requiring([gate, up]))
    assert F.swiglu(gate.float(), up).dtype == torch.float64
    assert F.swiglu(gate.float(), up[0]).dtype == torch.float32  # a tensor without dimensions does not widen


@pytest.mark.parametrize("name", ["gelu", "mse", "cross_entropy"])
def test_a_graph_that_is_retained_gives_the_same_gradient_again(name):
    tensors, function = operands_of(name, torch.float32, (400, 300))
    (x, *others) = tensors
    x.requires_grad_()
    y = function(x, *others)
    dy = torch.rand_like(y)
    found = [torch.autograd.grad(y, x, dy, retain_graph=again)[0] for again in (True, True, False)]
    assert torch.equal(found[0], found[1])
    assert torch.equal(found[0], found[2])
    assert not found[2].requires_grad
    with pytest.raises(RuntimeError, match="second time"):
        torch.autograd.grad(y, x, dy)


def test_subclasses_stay():
    class Mine(torch.Tensor):
        pass

    assert type(F.gelu(torch.randn(3).as_subclass(Mine))) is Mine


def test_a_gradient_with_infinities_is_that_of_the_flat_parts():
    x = torch.tensor([-1.0, 1.0], requires_grad=True)
    F.relu(x).backward(torch.tensor([torch.inf, torch.inf]))
    assert x.grad.tolist() == [0.0, torch.inf]


def test_errors_say_what_came_and_what_is_accepted():
    x = torch.randn(3)
    for given, error in (
        (torch.arange(3), r"actkern\.torch\.gelu takes float16, bfloat16, float32 and float64; got x of torch\.int64"),
        (x.to(torch.complex64), "got x of torch.complex64"),
        (x.to_sparse(), "takes dense tensors; x has the layout torch.sparse_coo"),
        (np.ones(3), "takes tensors; x is of type ndarray"),
    ):
        with pytest.raises(TypeError, match=error):
            F.gelu(given)
    with pytest.raises(TypeError, match=r"actkern\.torch\.leaky_relu takes x, negative_slope=0\.01"):
        F.leaky_relu(x, slope=3)
    with pytest.raises(TypeError, match="negative_slope is a number or a tensor, not str"):
        F.leaky_relu(x, "a")
    with pytest.raises(TypeError, match="by position and by name"):
        F.leaky_relu(x, 0.1, negative_slope=0.1)
    with pytest.raises(AttributeError, match="did you mean gelu"):
        F.Gelu  # noqa: B018
    assert F.gelu(x.to("meta")).device.type == "meta"


def test_names_are_those_of_actkern():
    assert dir(F) == sorted(ak.catalog.names())
    assert F.swish is F.swish
    assert F.mse_loss is F.mse
    assert pickle.loads(pickle.dumps(F.gelu)) is F.gelu
    assert F.gelu.__doc__.startswith("gelu, ")


def test_random_functions_draw_from_torchs_generator():
    x = torch.randn(1000, 4, requires_grad=True)
    torch.manual_seed(0)
    first = F.gumbel_softmax(x, tau=0.5)
    torch.manual_seed(0)
    assert torch.equal(first, F.gumbel_softmax(x, tau=0.5))
    hard = F.gumbel_softmax(x, hard=True)
    assert torch.allclose(hard.sum(-1), torch.ones(1000))
    hard.square().sum().backward()
    assert x.grad.abs().sum() > 0
    below = -torch.ones(1000)
    slopes = -F.rrelu(below, 0.1, 0.3, training=True)
    assert slopes.min() >= 0.1
    assert slopes.max() <= 0.3
    assert slopes.std() > 0.03
    assert torch.allclose(F.rrelu(below, 0.1, 0.3), torch.tensor(-0.2))


def test_many_threads_may_ask_for_a_function_at_once():
    code = """
import threading, actkern.torch as F
found, start = [], threading.Barrier(8)
def ask(): start.wait(); found.append(F.mish)
threads = [threading.Thread(target=ask) for _ in range(8)]
[t.start() for t in threads]; [t.join() for t in threads]
print(len(set(found)))
"""
    assert stdout(code) == "1"


def test_training_learns():
    torch.manual_seed(0)
    x, w = torch.randn(256, 5), torch.randn(5)
    labels = (x @ w > 0).long()
    layers = [torch.nn.Linear(5, 16), torch.nn.Linear(16, 2)]
    optimizer = torch.optim.Adam([each for layer in layers for each in layer.parameters()], lr=0.05)
    losses = []
    for _ in range(60):
        optimizer.zero_grad()
        loss = F.cross_entropy(layers[1](F.mish(layers[0](x))), labels)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    assert losses[-1] < 0.2 * losses[0]


def test_the_example_of_the_page_runs():
    names = {}
    exec(block("python", "docs/torch.md", "optimizer"), names)
    assert names["loss"] < 0.45
    assert torch.allclose(names["probabilities"].sum(1), torch.ones(256))


# Plain functions of arrays, given a tensor.


@pytest.mark.filterwarnings("ignore:__array_wrap__ must accept:DeprecationWarning")  # of NumPy's, about PyTorch's method
def test_functions_of_arrays_take_tensors_and_give_them_as_they_ever_did():
    x = torch.randn(3, 4)
    for name in ("sigmoid", "leaky_relu", "softmax"):
        y = getattr(ak, name)(x)
        assert isinstance(y, torch.Tensor)
        assert torch.equal(y, getattr(F, name)(x))


@names(
    [row for row in ak.catalog.values() if (row.of_elements and row.has_defaults) or (row.along_an_axis and row.name != "maxout")]
)
def test_a_thin_function_of_arrays_names_actkern_torch_where_a_gradient_is_wanted(name):
    x = torch.randn(3, 4, requires_grad=True)
    row = ak.catalog[name]
    others = len(row.inputs) - 1 + sum(each.default is None for each in row.parameters)
    target = [torch.arange(3)] if isinstance(row, Loss) and row.along_an_axis else [0.5] * others
    with pytest.raises(RuntimeError, match=rf"actkern\.{name}: a tensor that requires .* actkern\.torch\.{name} gives it one"):
        getattr(ak, name)(x, *target)


def test_a_ufunc_of_arrays_leaves_the_error_to_pytorch():
    with pytest.raises(RuntimeError, match="requires grad"):  # NumPy converts operands itself, before any code of actkern's
        ak.sigmoid(torch.randn(3, requires_grad=True))
