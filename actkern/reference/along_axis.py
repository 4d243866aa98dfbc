"""The functions that no formula of elements describes, written out in NumPy.

These are functions along an axis, reduced losses, and those that cut or join arrays.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from .._catalog import Loss, catalog
from .formulas import NUMPY, evaluate, naive


def softmax(x: NDArray[Any], axis: int = -1, *, stable: bool = True) -> NDArray[Any]:
    """exp(x) / sum(exp(x)) along `axis`; `stable` takes the maximum off first."""
    e: NDArray[Any] = np.exp(x - np.max(x, axis=axis, keepdims=True)) if stable else np.exp(x)
    e /= np.sum(e, axis=axis, keepdims=True)
    return e


def softmax_backward_from_output(dy: NDArray[Any], y: NDArray[Any], axis: int = -1) -> NDArray[Any]:
    """y * (dy - sum(dy * y)): the softmax Jacobian's product with dy."""
    dx: NDArray[Any] = y * (dy - np.sum(dy * y, axis=axis, keepdims=True))
    return dx


def log_softmax(x: NDArray[Any], axis: int = -1, *, stable: bool = True) -> NDArray[Any]:
    """x - log(sum(exp(x))) along `axis`; `stable` takes the maximum off first."""
    shifted = x - np.max(x, axis=axis, keepdims=True) if stable else x
    result: NDArray[Any] = shifted - np.log(np.sum(np.exp(shifted), axis=axis, keepdims=True))
    return result


def log_softmax_backward_from_output(dy: NDArray[Any], y: NDArray[Any], axis: int = -1) -> NDArray[Any]:
    """dy - exp(y) * sum(dy)."""
    dx: NDArray[Any] = dy - np.exp(y) * np.sum(dy, axis=axis, keepdims=True)
    return dx


def logsumexp(x: NDArray[Any], axis: int = -1, *, stable: bool = True) -> NDArray[Any]:
    """log(sum(exp(x))) along `axis`; `stable` takes the maximum off first."""
    m = np.max(x, axis=axis, keepdims=True) if stable else np.zeros((1,) * x.ndim, x.dtype)
    result: NDArray[Any] = np.squeeze(m, axis) + np.log(np.sum(np.exp(x - m), axis=axis))
    return result


def logmeanexp(x: NDArray[Any], axis: int = -1, *, stable: bool = True) -> NDArray[Any]:
    """log(mean(exp(x))) along `axis`."""
    result: NDArray[Any] = logsumexp(x, axis, stable=stable) - np.log(x.dtype.type(x.shape[axis]))
    return result


def hardmax(x: NDArray[Any], axis: int = -1) -> NDArray[Any]:
    """1 for the first of the largest along `axis`, 0 elsewhere."""
    y = np.zeros_like(x)
    np.put_along_axis(y, np.expand_dims(x.argmax(axis=axis), axis), 1, axis)
    return y


def sparsemax(x: NDArray[Any], axis: int = -1) -> NDArray[Any]:
    """maximum(x - tau, 0): the largest k elements are all above tau = (their sum - 1) / k, for the largest such k."""
    z = np.flip(np.sort(x, axis=axis), axis)
    k = np.moveaxis(np.arange(1, x.shape[axis] + 1).reshape(-1, *[1] * (x.ndim - 1)), 0, axis).astype(x.dtype)
    sums = np.cumsum(z, axis=axis) - 1
    size = np.count_nonzero(z * k > sums, axis=axis, keepdims=True)
    tau = np.take_along_axis(sums, size - 1, axis) / size.astype(x.dtype)
    result: NDArray[Any] = np.maximum(x - tau, 0)
    return result


def sparsemax_backward_from_output(dy: NDArray[Any], y: NDArray[Any], axis: int = -1) -> NDArray[Any]:
    """dy less its mean where y is above 0, 0 elsewhere."""
    inside = y > 0
    mean = np.sum(dy, axis=axis, keepdims=True, where=inside) / np.maximum(
        np.sum(inside, axis=axis, keepdims=True, dtype=y.dtype), 1
    )
    result: NDArray[Any] = np.where(inside, dy - mean, np.zeros((), y.dtype))
    return result


def entmax15(x: NDArray[Any], axis: int = -1) -> NDArray[Any]:
    """maximum(x / 2 - tau, 0)**2: tau is a root of sum((x / 2 - tau)**2) = 1 over the largest k, for the last k that it keeps."""
    z = (x - np.max(x, axis=axis, keepdims=True)) / 2
    ordered = np.flip(np.sort(z, axis=axis), axis)
    k = np.moveaxis(np.arange(1, x.shape[axis] + 1).reshape(-1, *[1] * (x.ndim - 1)), 0, axis).astype(x.dtype)
    mean, square = np.cumsum(ordered, axis=axis) / k, np.cumsum(ordered**2, axis=axis) / k
    roots = mean - np.sqrt(np.maximum(1 / k - (square - mean**2), 0))
    size = np.count_nonzero(roots <= ordered, axis=axis, keepdims=True)
    result: NDArray[Any] = np.maximum(z - np.take_along_axis(roots, size - 1, axis), 0) ** 2
    return result


def entmax15_backward_from_output(dy: NDArray[Any], y: NDArray[Any], axis: int = -1) -> NDArray[Any]:
    """s * (dy - sum(dy * s) / sum(s)) for s = sqrt(y)."""
    s = np.sqrt(np.maximum(y, 0))
    total = np.sum(s, axis=axis, keepdims=True)
    mean = np.sum(dy * s, axis=axis, keepdims=True) / np.where(total > 0, total, np.ones((), y.dtype))
    result: NDArray[Any] = s * (dy - mean)
    return result


def gumbel_softmax(x: NDArray[Any], axis: int = -1, *, rng: Any = 0, stable: bool = True) -> NDArray[Any]:
    """softmax(x - log(e)) for random numbers e of the exponential law."""
    e = np.random.default_rng(rng).standard_exponential(x.shape, dtype=np.float32 if x.dtype == np.float32 else np.float64)
    return softmax(x - np.log(e), axis, stable=stable)


def cross_entropy(logits: NDArray[Any], target: NDArray[Any]) -> NDArray[Any]:
    """The mean of logsumexp(logits) - logits[target] over rows along the last axis."""
    taken = np.take_along_axis(logits, np.expand_dims(target, -1), -1)[..., 0]
    result: NDArray[Any] = np.mean(logsumexp(logits) - taken)
    return result


def cross_entropy_gradient(logits: NDArray[Any], target: NDArray[Any]) -> NDArray[Any]:
    """(softmax(logits) - one_hot(target)) / rows."""
    gradient = softmax(logits)
    index = np.expand_dims(target, -1)
    np.put_along_axis(gradient, index, np.take_along_axis(gradient, index, -1) - 1, -1)
    gradient /= target.size
    return gradient


def nll(log_probs: NDArray[Any], target: NDArray[Any]) -> NDArray[Any]:
    """The mean of -log_probs[target] over rows along the last axis."""
    result: NDArray[Any] = -np.mean(np.take_along_axis(log_probs, np.expand_dims(target, -1), -1))
    return result


def nll_gradient(log_probs: NDArray[Any], target: NDArray[Any]) -> NDArray[Any]:
    """-one_hot(target) / rows."""
    gradient = np.zeros_like(log_probs)
    np.put_along_axis(gradient, np.expand_dims(target, -1), log_probs.dtype.type(-1) / target.size, -1)
    return gradient


def linear_cross_entropy(
    x: NDArray[Any], weight: NDArray[Any], target: NDArray[Any]
) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    """The cross entropy of x @ weight.T, and its gradients by x and weight."""
    logits = x @ weight.T
    dlogits = cross_entropy_gradient(logits, target)
    of_weight = dlogits.reshape(-1, len(weight)).T @ x.reshape(-1, x.shape[-1])
    return cross_entropy(logits, target), dlogits @ weight, of_weight


def loss_of_elements(name: str, x: NDArray[Any], target: NDArray[Any], *, stable: bool = True) -> tuple[Any, NDArray[Any]]:
    """The mean of a loss of each element, and its gradient.

    `stable` takes the formulas of the elementwise row where that has some that do not overflow.
    """
    row = catalog[name]
    element = catalog[row.element] if isinstance(row, Loss) else row
    if stable and element.formula.stable_value:
        loss, slope = naive(element.name, [x, target], "value_and_grad", stable=True)
    else:
        operands = {each.name: each.default for each in element.optional} | {row.inputs[0].name: x, "target": target}
        loss, slope = (evaluate(each, NUMPY, operands, stable) for each in (row.formula.value, row.formula.gradients[0]))
    return np.mean(loss), slope / target.size


def glu(x: NDArray[Any], axis: int = -1) -> NDArray[Any]:
    """The first half of x along `axis`, times the sigmoid of the second."""
    up, gate = np.split(x, 2, axis=axis)
    result: NDArray[Any] = up * naive("sigmoid", [gate], stable=True)
    return result


def glu_backward(dy: NDArray[Any], x: NDArray[Any], axis: int = -1) -> NDArray[Any]:
    up, gate = np.split(x, 2, axis=axis)
    dup = dy * naive("sigmoid", [gate], stable=True)
    return np.concatenate([dup, naive("sigmoid", [dy * up, gate], "backward", stable=True)], axis=axis)


def crelu(x: NDArray[Any], axis: int = -1) -> NDArray[Any]:
    """relu(x) and relu(-x), one after the other along `axis`."""
    return np.concatenate([np.maximum(x, 0), np.maximum(-x, 0)], axis=axis)


def crelu_backward(dy: NDArray[Any], x: NDArray[Any], axis: int = -1) -> NDArray[Any]:
    positive, negative = np.split(dy, 2, axis=axis)
    result: NDArray[Any] = positive * (x > 0) - negative * (x < 0)
    return result


def _in_groups(x: NDArray[Any], k: int, axis: int) -> NDArray[Any]:
    axis %= x.ndim
    return x.reshape(*x.shape[:axis], x.shape[axis] // k, k, *x.shape[axis + 1 :])


def maxout(x: NDArray[Any], k: int, axis: int = -1) -> NDArray[Any]:
    """The largest of each k neighbours along `axis`."""
    result: NDArray[Any] = _in_groups(x, k, axis).max(axis=axis % x.ndim + 1)
    return result


def maxout_backward(dy: NDArray[Any], x: NDArray[Any], k: int, axis: int = -1) -> NDArray[Any]:
    """dy where the first of the largest stands, 0 elsewhere."""
    along = axis % x.ndim + 1
    groups = _in_groups(x, k, axis)
    dx = np.zeros_like(groups)
    np.put_along_axis(dx, np.expand_dims(groups.argmax(axis=along), along), np.expand_dims(dy, along), axis=along)
    return dx.reshape(x.shape)


# The functions by name and form, as `naive` calls them: with the operands and `stable`.
WRITTEN: dict[tuple[str, str], Any] = {
    ("softmax", "value"): lambda x, stable: softmax(x, stable=stable),
    ("softmax", "backward_from_output"): lambda dy, y, stable: softmax_backward_from_output(dy, y),
    ("softmin", "value"): lambda x, stable: softmax(-x, stable=stable),
    ("softmin", "backward_from_output"): lambda dy, y, stable: -softmax_backward_from_output(dy, y),
    ("log_softmax", "value"): lambda x, stable: log_softmax(x, stable=stable),
    ("log_softmax", "backward_from_output"): lambda dy, y, stable: log_softmax_backward_from_output(dy, y),
    ("logsumexp", "value"): lambda x, stable: logsumexp(x, stable=stable),
    ("logsumexp", "backward"): lambda dy, x, stable: np.expand_dims(dy, -1) * softmax(x, stable=stable),
    ("logmeanexp", "value"): lambda x, stable: logmeanexp(x, stable=stable),
    ("logmeanexp", "backward"): lambda dy, x, stable: np.expand_dims(dy, -1) * softmax(x, stable=stable),
    ("hardmax", "value"): lambda x, stable: hardmax(x),
    ("hardmax", "backward_from_output"): lambda dy, y, stable: np.zeros_like(dy),
    ("sparsemax", "value"): lambda x, stable: sparsemax(x),
    ("sparsemax", "backward_from_output"): lambda dy, y, stable: sparsemax_backward_from_output(dy, y),
    ("entmax15", "value"): lambda x, stable: entmax15(x),
    ("entmax15", "backward_from_output"): lambda dy, y, stable: entmax15_backward_from_output(dy, y),
    ("gumbel_softmax", "value"): lambda x, stable: gumbel_softmax(x, stable=stable),
    ("gumbel_softmax", "backward_from_output"): lambda dy, y, stable: softmax_backward_from_output(dy, y),
    ("cross_entropy", "value"): lambda x, target, stable: cross_entropy(x, target),
    ("cross_entropy", "grad"): lambda x, target, stable: cross_entropy_gradient(x, target),
    ("cross_entropy", "value_and_grad"): lambda x, target, stable: (cross_entropy(x, target), cross_entropy_gradient(x, target)),
    ("nll", "value"): lambda x, target, stable: nll(x, target),
    ("nll", "grad"): lambda x, target, stable: nll_gradient(x, target),
    ("nll", "value_and_grad"): lambda x, target, stable: (nll(x, target), nll_gradient(x, target)),
    **{
        ("linear_cross_entropy", form): lambda x, weight, target, stable, part=part: linear_cross_entropy(x, weight, target)[part]
        for form, part in (("value", 0), ("grad", slice(1, None)), ("value_and_grad", slice(None)))
    },
    **{
        (row.name, form): lambda x, target, stable, name=row.name, part=part: loss_of_elements(name, x, target, stable=stable)[
            part
        ]
        for row in catalog.values()
        if isinstance(row, Loss) and row.element
        for form, part in (("value", 0), ("grad", 1), ("value_and_grad", slice(None)))
    },
    ("glu", "value"): lambda x, stable: glu(x),
    ("glu", "backward"): lambda dy, x, stable: glu_backward(dy, x),
    ("crelu", "value"): lambda x, stable: crelu(x),
    ("crelu", "backward"): lambda dy, x, stable: crelu_backward(dy, x),
    ("maxout", "value"): lambda x, k, stable: maxout(x, k),
    ("maxout", "backward"): lambda dy, x, k, stable: maxout_backward(dy, x, k),
}
