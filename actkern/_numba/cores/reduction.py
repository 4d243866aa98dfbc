"""Powers of 2 and what is left: how an argument of exp is taken apart.

The counterpart of `_cython/cores/reduction.pxd`, operation for operation: both give the same bits.

Every reduction below writes x = k ln(2) + r with a whole k, and makes the float 2^k by shifting bits:

    shifted = x log2(e) + rounder     k, rounded, and at its end a biased exponent
    k       = shifted - rounder       exact
    t       = x - k ln2_high          exact: the fma rounds once, and what is left fits
    r       = t - k ln2_low           rounded
    scale   = exponent_of(shifted)    2^(k + bias)

They differ in the bias, which decides for what k the scale is a normal number, and in what of r they
hand on.
"""

import numpy as np
from numba import types
from numba.extending import overload

from ..machine import absolute, at_least, at_most, bitcast, either, fma, inlined, real


@inlined
def log2e(like):
    """1 / ln(2), in the type of `like`."""
    return either(1.4426950216293335, 1.4426950408889634, like)


@inlined
def ln2_high(like):
    """ln(2), rounded to the type of `like`: the first part of it."""
    return either(0.6931471824645996, 0.6931471805599453, like)


@inlined
def ln2_low(like):
    """What ln2_high lacks of ln(2): the second part."""
    return either(-1.904654323148236e-09, 2.319046813846299e-17, like)


@inlined
def rounder(like, bias):
    """What, added to x, rounds it to a whole k and has the exponent field of 2^(k + bias) at its end.

    1.5 times 2^23 (in double 2^52) has a last place of 1; the exponent's own bias, 127 (1023), is
    added as well.
    """
    return rounder_each(like, bias, bias)


@inlined
def rounder_each(like, of_float, of_double):
    """`rounder` with another bias in double than in float."""
    return either(12583039.0 + of_float, 6755399441056767.0 + of_double, like)


@inlined
def to_whole(like):
    """The same without an exponent: x + to_whole(x) - to_whole(x) is the whole number next to x."""
    return either(12582912.0, 6755399441055744.0, like)


@inlined
def unscale(one):
    """2^-64, in the type of `one`: a scale of reduce_exp is to be multiplied by it, last of all."""
    return real(5.421010862427522e-20, one)


@inlined
def upscale(one):
    """2^64, in the type of `one`: for numbers that may be subnormal, to lose nothing of them."""
    return real(18446744073709551616.0, one)


@inlined
def clamp_exp(x):
    """x, but no lower than where 4 exp(x) is 0 after rounding; NaN passes."""
    return at_least(x, either(-110.0, -750.0, x))


@inlined
def clamp_exp_low(x):
    """x, but no lower than where even 750 exp(x), in float 2^30 exp(x), is 0 after rounding; NaN passes.

    For products of x or a parameter with exp(x). In double the scale of reduce_exp is a normal
    number no further down.
    """
    return at_least(x, either(-125.0, -752.0, x))


@inlined
def clamp_exp_deep(x):
    """x, but no lower than where exp(x) times the largest number is 0 after rounding; NaN passes.

    As low as reduce_exp_deep goes: for products of exp(x) with anything.
    """
    return at_least(x, either(-197.0, -1460.0, x))


@inlined
def clamp_exp_high(x):
    """x, but no higher than where exp(x) has overflowed; NaN passes."""
    return at_most(x, either(89.0, 710.0, x))


@inlined
def clamp_exp_full(x):
    """x, between where exp(x) is 0 after rounding and where it has overflowed; NaN passes."""
    return clamp_exp_high(clamp_exp(x))


@inlined
def clamp_magnitude(x, largest):
    """|x|, but no higher than `largest`; NaN passes."""
    return at_most(absolute(x), largest)


def exponent_of(shifted):
    """The float whose exponent field is the last bits of `shifted`."""
    raise TypeError("for compiled code only")


@overload(exponent_of)
def _exponent_of(shifted):
    if shifted == types.float32:
        return lambda shifted: bitcast(np.uint32(bitcast(shifted) << np.uint32(23)))
    return lambda shifted: bitcast(np.uint64(bitcast(shifted) << np.uint64(52)))


@inlined
def reduce_exp(x):
    """(r, scale) with exp(x) = scale * 2^-64 * exp(r) and |r| <= ln(2)/2 (1 + 2^-20), for x up to 40.

    Range.      x is bounded below by `clamp_exp` or `clamp_exp_low`.
    Reduction.  The number that rounds x / ln(2) to k carries 64 beside the bias of the exponent, so
                that one shift of its bits makes scale = 2^(k + 64): 2^k itself would leave the
                normal range before exp(x) is 0.
    Value.      ln(2) has two parts: the first fma is exact, the second leaves r within 0.51 ULP.
    """
    magic = rounder(x, 64)
    shifted = fma(x, log2e(x), magic)
    k = shifted - magic
    r = fma(k, -ln2_high(x), x)
    r = fma(k, -ln2_low(x), r)
    return r, exponent_of(shifted)


@inlined
def reduce_exp_parts(x):
    """(t, low, r, scale): reduce_exp with the terms of its r, t exact and low rounded."""
    magic = rounder(x, 64)
    k = fma(x, log2e(x), magic) - magic
    t = fma(k, -ln2_high(x), x)
    r, scale = reduce_exp(x)
    return t, k * -ln2_low(x), r, scale


@inlined
def reduce_exp_full(x):
    """(r, scale, last) with exp(x) = scale * last * exp(r) for every x that clamp_exp_full bounds.

    Reduction.  reduce_exp for the results that it cannot reach: scale is 2^(k + 64) below 0 and
                2^(k - 64) above, and `last`, 2^-64 or 2^64, is the factor to multiply by last of
                all. That takes one comparison and two selects more.
    """
    above = x > real(0, x)
    magic = rounder(x, -64) if above else rounder(x, 64)
    shifted = fma(x, log2e(x), magic)
    k = shifted - magic
    r = fma(k, -ln2_high(x), x)
    r = fma(k, -ln2_low(x), r)
    return r, exponent_of(shifted), (upscale(x) if above else unscale(x))


@inlined
def reduce_exp_deep(x):
    """(r, scale, last) with exp(x) = scale * 2^-64 * last * exp(r), for x from -197 (-1460) to 40.

    Reduction.  reduce_exp for products of exp(x) with anything. Below -110 (-750), where reduce_exp
                ends, scale is 2^120 (2^1022) times what it would be, and `last`, which is 1
                elsewhere, is the inverse of that. There scale * 2^-64 alone is no more than 2^-39
                (2^-60), which is nothing beside 1.
    """
    deep = x < either(-110.0, -750.0, x)
    last = either(7.52316384526264e-37, 2.2250738585072014e-308, x) if deep else real(1, x)
    magic = rounder_each(x, 184, 1086) if deep else rounder(x, 64)  # 64 + 120 and 64 + 1022
    shifted = fma(x, log2e(x), magic)
    k = shifted - magic
    r = fma(k, -ln2_high(x), x)
    r = fma(k, -ln2_low(x), r)
    return r, exponent_of(shifted), last


@inlined
def reduce_exp_wide(x):
    """(t, low, r, k) with exp(x) = 2^k exp(r) for |x| <= 197 (float), 1460 (double).

    r is the sum of an exact t and a rounded low. 2^k is made by `power_of_2`; where |k| is beyond
    its reach, which is 250 (2000), the rest of k goes to `power_of_2_within`.
    """
    magic = to_whole(x)
    k = fma(x, log2e(x), magic) - magic
    t = fma(k, -ln2_high(x), x)
    rest = -ln2_low(x)
    return t, k * rest, fma(k, rest, t), k


@inlined
def shrunk(like):
    """2^-64 (float), 2^-80 (double): it takes the place of 1 in 1 + exp(-x), which would overflow.

    The scales of `reduce_grown` (logistic) and, of a negative argument, of `reduce_logistic`
    (self_gated) contain it.
    """
    return either(5.421010862427522e-20, 8.271806125530277e-25, like)


@inlined
def power_of_2(k):
    """2^k for whole |k| <= 250 (float), 2000 (double) as two normal numbers to multiply by in turn."""
    biased = rounder(k, 0)
    shifted = fma(k, real(0.5, k), biased)
    rest = k - (shifted - biased)
    return exponent_of(shifted), exponent_of(rest + biased)


@inlined
def power_of_2_within(k):
    """2^k for whole |k| <= 126 (float), 1022 (double)."""
    return exponent_of(k + rounder(k, 0))
