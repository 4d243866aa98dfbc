"""Exponentials are taken without the difference from the maximum, and their sums become factors or logarithms: (a), (e).

The counterpart of `src_cython/rows/exponentials.pxi.in`, operation for operation: both give the same bits.
Letters are those of the notes in `src_cython/rowwise.pyx.in`.
"""

import numpy as np

from ..cores.exponential import expm1_poly
from ..cores.logarithm import log1p_full
from ..cores.reduction import exponent_of
from ..machine import absolute, compiled, either, fma, inlined, real, size_of, stack_array
from .layout import (
    AT,
    BASE,
    LANES,
    LOG_SOFTMAX,
    LOWEST,
    MAGIC,
    OUTER,
    RATE,
    RATE_LOW,
    SCALED,
    SINK,
    SOFTMAX,
    WIDTH,
)
from .reading import element, read
from .sums import add, tree_sum


@inlined
def exp_at(x, base, lowest, magic, rate, rate_low, scaled):
    """exp((x - M) rate) 2^64 (in double 2^256), or rather 2^(k - K + 64) exp(r): see (a). NaN passes."""
    z = x - base
    low = real(0, x)
    if scaled:
        low = fma(z, rate, -(z * rate)) + z * rate_low
        z = z * rate
        low = low if z >= lowest else real(0, x)
    z = lowest if z < lowest else z
    shifted = fma(z, either(1.4426950216293335, 1.4426950408889634, x), magic)
    k = shifted - magic
    r = fma(k, either(-0.6931471824645996, -0.6931471805599453, x), z)
    r = fma(k, either(1.904654323148236e-09, -2.319046813846299e-17, x), r)
    if scaled:
        r = r + low
    s = exponent_of(shifted)
    return fma(s, expm1_poly(r), s)


@inlined
def shift_terms(maximum, steepness):
    """(base, lowest, magic) of a row with this maximum.

    From `lowest` on downwards the exponent's field is 0, and so is the exponential: padding adds nothing.
    """
    top = steepness * maximum
    far = absolute(top) >= either(256.0, 2048.0, maximum) and maximum > real(-np.inf, maximum)
    base = maximum if far else real(0, maximum)
    rest = (maximum - base) * steepness if absolute(maximum) < real(np.inf, maximum) else real(0, maximum)
    round = either(12582912.0, 6755399441055744.0, maximum)
    whole = fma(rest, either(1.4426950216293335, 1.4426950408889634, maximum), round) - round
    lowest = (whole - either(191.0, 1279.0, maximum)) * either(0.6931471805599453, 0.6931471805599453, maximum)
    return base, lowest, either(12583103.0, 6755399441057023.0, maximum) - whole


@inlined
def log_of(unit, rest, ties, counted):
    """log(sum(exp(x - M))) = log1p of the sum without one of the maximum's terms, each of which is `unit`; see (e).

    With `counted` elements (-1: not asked for), the logarithm of their mean, which is their sum over at least itself: so it is
    -log1p of what is missing from `counted`, over the sum.
    """
    others = rest / unit
    missing = ((counted - ties) - others) / (others + ties)
    result = log1p_full(missing if counted >= 0 else others + (ties - 1.0))
    return -result if counted >= 0 else result


@inlined
def result_of(what, maximum, unit, all, all_low, ties, counted):
    """(result, low): what a row's maximum and sums come to: the factor or logarithm that `finish` takes, or the logsumexp.

    A row whose maximum is infinite is NaN, but for a logsumexp; where NaN are among the elements, `all` is NaN.
    """
    nothing = 0.0 if maximum - maximum == 0 else np.nan
    rest = 0.0
    if what == SOFTMAX:
        result = 1.0 / all + nothing
        rest = (fma(-result, all, 1.0) - result * all_low) * result
    else:
        result = log_of(np.float64(unit) if nothing == 0 else 1.0, all + all_low, ties, counted)
        result = result + (nothing if what == LOG_SOFTMAX else np.float64(maximum))
    rounded = real(result, maximum)
    return rounded, real((result - np.float64(rounded)) + rest, maximum)


@compiled
def exp_piece(x, e, n, state):
    """e = exp_at(x)."""
    like = x[0]
    base, lowest, magic = real(state[BASE], like), real(state[LOWEST], like), real(state[MAGIC], like)
    rate, rate_low = real(state[RATE], like), real(state[RATE_LOW], like)
    if state[SCALED] != 0:
        for i in range(n):
            e[i] = exp_at(x[i], base, lowest, magic, rate, rate_low, True)
    else:
        for i in range(n):
            e[i] = exp_at(x[i], base, lowest, magic, rate, rate_low, False)


@inlined
def log_softmax_at(x, maximum, rate, logarithm):
    """(x - M) rate - log(sum(exp)). Both terms are negative: nothing cancels, and each rounding is half an ULP at the most."""
    return fma(x - maximum, rate, -logarithm)


@inlined
def sink_of(rows, row, like):
    """A row's sink: -inf, which adds nothing, where there is none."""
    if rows[AT + SINK] == 0:
        return real(-np.inf, like)
    return read(rows[AT + SINK] + row * rows[OUTER + SINK], False, like)


@inlined
def add_sink(what, sink, maximum, e, all, low, ties):
    """(all, low, ties) of a row with its sink, whose exponential is e, as one more element."""
    if what != SOFTMAX and sink == maximum:
        return all, low, ties + 1.0
    all, low = add(all, low, np.float64(e))
    return all, low, ties


@compiled
def precise_logsumexp(source, n, maximum, sink, counted, result):
    """`result`, but in float from exponentials in double where maximum and logarithm cancel: 27 ULP for two elements else."""
    if size_of(result) == 4 and absolute(result) < real(1, result):
        lanes, lost = stack_array(LANES, np.float64(0)), stack_array(LANES, np.float64(0))
        for i in range(LANES):
            lanes[i] = lost[i] = 0.0
        top = np.float64(maximum)
        base, lowest, magic = shift_terms(top, 1.0)
        ties = 0.0
        for i in range(n):
            x = np.float64(element(source, i, result))
            e = exp_at(x, base, lowest, magic, 1.0, 0.0, False)
            ties += 1.0 if x == top else 0.0
            lanes[i % LANES] += 0.0 if x == top else e
        if sink > real(-np.inf, sink):
            x = np.float64(sink)
            e = exp_at(x, base, lowest, magic, 1.0, 0.0, False)
            ties += 1.0 if x == top else 0.0
            lanes[n % LANES] += 0.0 if x == top else e
        unit = exp_at(top, base, lowest, magic, 1.0, 0.0, False)
        return real(top + log_of(unit, tree_sum(lanes, lost, result)[0], ties, counted), result)
    return result


@compiled
def exp_tile(x, e, m, tiles, scaled):
    """`exp_piece` of the first m elements of each row of a panel."""
    base, lowest, magic = tiles[BASE], tiles[LOWEST], tiles[MAGIC]
    if scaled:
        for i in range(m * WIDTH):
            e[i] = exp_at(x[i], base[i], lowest[i], magic[i], tiles[RATE][i], tiles[RATE_LOW][i], True)
    else:
        for i in range(m * WIDTH):
            e[i] = exp_at(x[i], base[i], lowest[i], magic[i], x[i], x[i], False)
