"""What functions are, in more digits than they are computed in, under their own names; and how far a result is from that.

Functions of elements are their rows' formulas in mpmath (`quantity`, and `actkern.reference`). Functions along an axis and losses
are written out here in long double, from their definitions, `sparsemax` and `entmax15` in rational numbers.
"""

from fractions import Fraction

import mpmath
import numpy as np
import pytest

import actkern as ak
from actkern import reference
from support.cases import named

needs_long_double = pytest.mark.skipif(
    np.finfo(np.longdouble).nmant <= 52, reason="longdouble is no better than float64 on this machine"
)


def quantity(name, quantity, point):
    """A value or a slope at one point, as an mpmath number; None where it is 0/0, or no real number."""
    try:
        return reference.exact_of(ak.catalog[name].quantities[quantity], **named(name, "value", map(float, point)))
    except (ZeroDivisionError, TypeError, ValueError):
        return None


def logistic_loss(x, target, weight, pos_weight):
    """(value, slope, share of the one label, share of the other) at one point, as mpmath numbers."""
    a, t, w, p = (mpmath.mpf(float(number)) for number in (x, target, weight, pos_weight))
    small = mpmath.exp(-abs(a)) if abs(a) < 3000 else mpmath.mpf(0)
    negative, positive = w * (1 - t), w * p * t
    share = positive if a < 0 else negative
    value = (negative + positive) * mpmath.log1p(small) + share * abs(a)
    slope = ((negative + positive) * small / (1 + small) - share) * (1 if a < 0 else -1)
    return value, slope, negative, positive


def _shifted(x, axis):
    """x less its maximum along the axis, and the maximum, in long double."""
    x = x.astype(np.longdouble)
    m = x.max(axis=axis, keepdims=True)
    return x - m, m


def _log_of_sum(shifted, axis):
    """log(sum(exp(x))) of what `_shifted` gives, without the rounding of the maximum's own term, which is 1."""
    first = np.zeros(shifted.shape, bool)
    np.put_along_axis(first, np.expand_dims(shifted.argmax(axis=axis), axis), True, axis)
    return np.log1p(np.where(first, 0, np.exp(shifted)).sum(axis=axis, keepdims=True))


def softmax(x, axis=-1):
    e = np.exp(_shifted(x, axis)[0])
    return e / e.sum(axis=axis, keepdims=True)


def softmin(x, axis=-1):
    return softmax(-x, axis)


def log_softmax(x, axis=-1):
    shifted, _ = _shifted(x, axis)
    return shifted - _log_of_sum(shifted, axis)


def logsumexp(x, axis=-1):
    shifted, m = _shifted(x, axis)
    return np.squeeze(m + _log_of_sum(shifted, axis), axis)


def logmeanexp(x, axis=-1):
    shifted, m = _shifted(x, axis)
    return np.squeeze(m, axis) + np.log1p(np.expm1(shifted).mean(axis=axis))


def sparsemax(row):
    """Of one row, in rational numbers, rounded to float64."""
    numbers = [Fraction(float(each)) for each in row]
    total, tau = Fraction(0), None
    for count, each in enumerate(sorted(numbers, reverse=True), 1):
        total += each
        if count * each > total - 1:
            tau = (total - 1) / count
    return np.array([float(max(each - tau, 0)) for each in numbers])


def entmax15(row):
    """Of one row, rounded to float64. The largest k elements stay for which the sum of ((z_i - z_k) / 2)^2 is below 1."""
    numbers = [Fraction(float(each)) for each in row]
    first = second = Fraction(0)
    for count, each in enumerate(sorted(numbers, reverse=True), 1):
        if second - 2 * each * first + (count - 1) * each**2 >= 4:
            break
        first, second, kept = first + each, second + each**2, count
    # Products of numbers as far apart as 1e300 and 1e-300 are exact.
    with mpmath.workprec(5000):
        first, second, *numbers = (mpmath.mpf(each.numerator) / each.denominator for each in (first, second, *numbers))
        tau = (first - mpmath.sqrt(first**2 - kept * (second - 4))) / kept
        return np.array([float((max(each - tau, 0) / 2) ** 2) for each in numbers])


def _reduced(loss, gradient, count, reduction):
    if reduction == "none":
        return loss, gradient
    factor = 1 / np.longdouble(count) if reduction == "mean" else 1
    return loss.sum() * factor, gradient * factor


def cross_entropy(logits, target, weight=None, ignore_index=-100, label_smoothing=0.0, z_loss=0.0, reduction="mean"):
    """(loss, gradient) of rows; target has indices or probabilities."""
    n = logits.shape[-1]
    shifted, m = _shifted(logits, -1)
    log = _log_of_sum(shifted, -1)
    weight = np.ones(n) if weight is None else weight.astype(np.longdouble)
    counted = np.ones(len(logits), bool)
    if target.dtype.kind == "f":
        q = target.astype(np.longdouble)
        count = len(logits)
    else:
        counted = target != ignore_index
        q = (np.arange(n) == target[:, None]).astype(np.longdouble)
        count = weight[np.where(counted, target, 0)][counted].sum()
    q = weight * ((1 - label_smoothing) * q + np.longdouble(label_smoothing) / n)
    whole = (m + log)[:, 0]
    loss = (q * (log - shifted)).sum(axis=-1) + z_loss * whole**2
    gradient = softmax(logits) * (q.sum(axis=-1) + 2 * z_loss * whole)[:, None] - q
    return _reduced(np.where(counted, loss, 0), np.where(counted[:, None], gradient, 0), count, reduction)


def nll(log_probs, target, weight=None, ignore_index=-100, reduction="mean"):
    """(loss, gradient) of rows."""
    counted = target != ignore_index
    index = np.where(counted, target, 0)
    weight = np.ones(log_probs.shape[-1]) if weight is None else weight
    counts = np.where(counted, weight[index], 0).astype(np.longdouble)
    rows = np.arange(len(log_probs))
    gradient = np.zeros(log_probs.shape, np.longdouble)
    gradient[rows, index] = -counts
    return _reduced(-counts * log_probs[rows, index], gradient, counts.sum(), reduction)


def binary_cross_entropy_with_logits(logits, target, weight=1.0, pos_weight=1.0, reduction="mean"):
    """(loss, gradient)."""
    x, target = logits.astype(np.longdouble), target.astype(np.longdouble)
    weight, pos_weight = (np.asarray(each, np.longdouble) for each in (weight, pos_weight))
    log = np.log1p(np.exp(-np.abs(x)))
    loss = weight * ((1 - target) * (np.maximum(x, 0) + log) + pos_weight * target * (np.maximum(-x, 0) + log))
    low = np.exp(-np.abs(x)) / (1 + np.exp(-np.abs(x)))
    of_x, of_minus_x = np.where(x < 0, low, 1 - low), np.where(x < 0, 1 - low, low)
    gradient = weight * ((1 - target) * of_x - pos_weight * target * of_minus_x)
    return _reduced(loss, gradient, x.size, reduction)


def _terms_of_elements(name, formulas, x, target, weight, others):
    """What formulas of the row that a loss of each element reduces come to, in long double, times the weight."""
    row = ak.catalog[name]
    element = ak.catalog[row.element_of(others)[0]]
    given = {each.name: each.default for each in element.optional} | others | {"weight": 1.0}
    given |= dict.fromkeys(("x", row.inputs[0].name), x) | {"target": target}
    given = {key: np.asarray(each, np.longdouble) for key, each in given.items()}
    weight = np.asarray(weight, np.longdouble)
    terms = [
        weight * reference.formulas.evaluate(each, reference.formulas.NUMPY, given, False) for each in formulas(row, element)
    ]
    return [np.where(weight == 0, 0 * given["target"], each) for each in terms]  # infinite losses without a weight, too


def _formulas(row, element):
    if element.name != row.element or element.formula.stable_value:
        return [reference.formulas.stable_formula(element, each) for each in ("y", "dydx")]
    return row.formula.value, row.formula.gradients[0]


def _count(name, x, weight, reduction):
    """What a mean divides by, and the reduction that this is a case of."""
    if reduction == "batchmean":
        return len(x), "mean"
    if ak.catalog[name].over_weights:
        return np.broadcast_to(np.asarray(weight, np.longdouble), np.shape(x)).sum(), reduction
    return np.size(x), reduction


def of_elements(name, x, target, weight=1.0, reduction="mean", **others):
    """(loss, gradient) of a loss of each element by its row's formulas."""
    terms = _terms_of_elements(name, _formulas, x, target, weight, others)
    return _reduced(*terms, *_count(name, x, weight, reduction))


def sizes(name, x, target, weight=1.0, reduction="mean", **others):
    """How large the terms are that make up (loss, gradient) of a loss of each element, 0 where they cannot cancel."""
    row = ak.catalog[name]
    if not row.signed:
        return 0.0, 0.0
    terms = _terms_of_elements(name, _formulas, x, target, weight, others)
    named = ak.catalog[row.element_of(others)[0]].promise.terms
    whole = _terms_of_elements(name, lambda *_: [named.get(each, "0") for each in ("y", "dydx")], x, target, weight, others)
    loss, gradient = _reduced(np.maximum(np.abs(terms[0]), whole[0]), whole[1], *_count(name, x, weight, reduction))
    return loss, gradient


def loss(name, *operands, **keywords):
    """(loss, gradient) of the loss of that name."""
    of = {
        "binary_cross_entropy_with_logits": binary_cross_entropy_with_logits,
        "cross_entropy": cross_entropy,
        "nll": nll,
    }
    if name in of:
        return of[name](*operands, **keywords)
    return of_elements(name, *operands, **keywords)


def row(name, x, axis=-1):
    """What the function of that name gives of x along the axis."""
    of = {"softmax": softmax, "softmin": softmin, "log_softmax": log_softmax, "logsumexp": logsumexp, "logmeanexp": logmeanexp}
    return of[name](x, axis)


def errors_in_ulp(found, exact, floor):
    """The largest error in ULP of the dtype of `found` at the larger of |exact| and `floor`, both long doubles."""
    info = np.finfo(found.dtype)
    largest = np.maximum(np.abs(exact), floor)
    exponent = np.frexp(np.where(np.isfinite(largest) & (largest > 0), largest, 1))[1] - 1
    exponent = np.where(largest == 0, info.minexp, np.maximum(exponent, info.minexp))
    error = np.abs(found.astype(np.longdouble) - exact) * np.exp2((info.nmant - exponent).astype(np.longdouble))
    beyond = np.isinf(found) & (np.abs(exact) >= np.longdouble(info.max))
    return np.max(np.where(beyond | (np.isnan(found) & np.isnan(exact)), 0, np.where(np.isnan(error), np.inf, error)), initial=0)


def error_in_ulp(result, exact, floor=0):
    """Of one number beside an mpmath number, in last places that its dtype has at max(|exact|, floor)."""
    info = np.finfo(result.dtype)
    overflow = mpmath.mpf(2) ** info.maxexp * (1 - mpmath.mpf(2) ** (-info.nmant - 2))
    if np.isinf(result):
        return 0.0 if abs(exact) >= overflow and (exact > 0) == (result > 0) else np.inf
    if np.isnan(result) or abs(exact) > 2 * overflow:
        return np.inf
    larger = max(abs(exact), floor)
    exponent = max(mpmath.frexp(larger)[1] - 1 if larger else info.minexp, info.minexp)
    return float(abs(mpmath.mpf(float(result)) - exact) * mpmath.mpf(2) ** (info.nmant - exponent))
