"""The truth about losses, in more digits than they are computed in, and how far a result is from it."""

import numpy as np


def truth(logits, target, weight=None, ignore_index=-100, label_smoothing=0.0, z_loss=0.0, reduction="mean"):
    """(loss, gradient) of rows in long double, from the definitions; target has indices or probabilities."""
    x = logits.astype(np.longdouble)
    n = x.shape[-1]
    m = x.max(axis=-1, keepdims=True)
    first = np.arange(n) == x.argmax(axis=-1)[:, None]
    e = np.exp(x - m)
    log = np.log1p(np.where(first, 0, e).sum(axis=-1, keepdims=True))
    weight = np.ones(n) if weight is None else weight.astype(np.longdouble)
    counted = np.ones(len(x), bool)
    if target.dtype.kind == "f":
        q = target.astype(np.longdouble)
        count = len(x)
    else:
        counted = target != ignore_index
        q = (np.arange(n) == target[:, None]).astype(np.longdouble)
        count = weight[np.where(counted, target, 0)][counted].sum()
    q = weight * ((1 - label_smoothing) * q + np.longdouble(label_smoothing) / n)
    whole = (m + log)[:, 0]
    loss = (q * ((m - x) + log)).sum(axis=-1) + z_loss * whole**2
    gradient = e / e.sum(axis=-1, keepdims=True) * (q.sum(axis=-1) + 2 * z_loss * whole)[:, None] - q
    loss, gradient = np.where(counted, loss, 0), np.where(counted[:, None], gradient, 0)
    if reduction == "none":
        return loss, gradient
    factor = 1 / count if reduction == "mean" else 1
    return loss.sum() * factor, gradient * factor


def truth_of_elements(name, x, target, weight=1.0, pos_weight=1.0, reduction="mean"):
    """(loss, gradient) in long double, from the definitions.

    The mean of mse is over its weights.
    """
    x, target = x.astype(np.longdouble), target.astype(np.longdouble)
    weight, pos_weight = (np.asarray(each, np.longdouble) for each in (weight, pos_weight))
    if name == "mse":
        loss, gradient = weight * (x - target) ** 2, 2 * weight * (x - target)
        count = np.broadcast_to(weight, x.shape).sum()
    else:
        log = np.log1p(np.exp(-np.abs(x)))
        loss = weight * ((1 - target) * (np.maximum(x, 0) + log) + pos_weight * target * (np.maximum(-x, 0) + log))
        low = np.exp(-np.abs(x)) / (1 + np.exp(-np.abs(x)))
        of_x, of_minus_x = np.where(x < 0, low, 1 - low), np.where(x < 0, 1 - low, low)
        gradient = weight * ((1 - target) * of_x - pos_weight * target * of_minus_x)
        count = x.size
    if reduction == "none":
        return loss, gradient
    factor = 1 / np.longdouble(count) if reduction == "mean" else 1
    return loss.sum() * factor, gradient * factor


def magnitudes(rng, shape, dtype, reach):
    """Numbers from 2^-reach to 2^reach of the dtype, a tenth of them 0; all magnitudes, subnormal ones too, without a reach."""
    info = np.finfo(dtype)
    low, high = (info.minexp - info.nmant, info.maxexp - 1) if reach is None else (-reach, reach)
    found = np.ldexp(rng.uniform(1, 1.9, shape), rng.integers(low, high + 1, shape)).astype(dtype)
    return np.where(rng.random(shape) < 0.1, np.zeros((), dtype), found)


def errors_in_ulp(found, exact, floor):
    """The largest error in ULP of the dtype of `found` at the larger of |exact| and `floor`, both long doubles."""
    info = np.finfo(found.dtype)
    largest = np.maximum(np.abs(exact), floor)
    exponent = np.frexp(np.where(np.isfinite(largest) & (largest > 0), largest, 1))[1] - 1
    exponent = np.where(largest == 0, info.minexp, np.maximum(exponent, info.minexp))
    error = np.abs(found.astype(np.longdouble) - exact) * np.exp2((info.nmant - exponent).astype(np.longdouble))
    beyond = np.isinf(found) & (np.abs(exact) >= np.longdouble(info.max))
    return np.max(np.where(beyond | (np.isnan(found) & np.isnan(exact)), 0, np.where(np.isnan(error), np.inf, error)), initial=0)
