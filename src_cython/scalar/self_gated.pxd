# cython: cdivision=True
"""x times a gate of its own: silu, swish, gelu_tanh, mish and their kin.

The counterpart of `_numba/scalar/self_gated.py`, operation for operation: both give the same bits.
"""

from cores.exponential cimport expm1_curve, expm1_parts, expm1_poly, expm1_scaled, sum_scaled
from cores.reduction cimport (
    clamp_exp_low,
    exponent_of,
    power_of_2,
    power_of_2_within,
    reduce_exp,
    reduce_exp_wide,
    shrunk,
    unscale,
)
from machine cimport absolute, at_least, at_most, copysign, either, fma, in_double, negative, real


cdef inline real reduce_logistic(real z, real low, real* scale, real* one) noexcept nogil:
    """(r, scale, one) with one * exp(-z - low) = scale * exp(r), for z from -130 to 80 (float), in double from -762 on.

    `one` is 1 where z is positive, and shrunk where it is negative: so x / (one + scale exp(r)) neither overflows for large x nor
    loses places for small, and one comes last.
    """
    cdef bint below = negative(z)
    cdef real magic
    if real is float:
        magic = <float>12582975.0 if below else <float>12583039.0
    else:
        magic = 6755399441056687.0 if below else 6755399441056767.0
    cdef real shifted = fma(-z, either(<float>1.4426950216293335, 1.4426950408889634, z), magic)
    cdef real k = shifted - magic
    cdef real last = either(<float>1.904654323148236e-09, -2.319046813846299e-17, z)
    one[0] = shrunk(z) if below else <real>1
    scale[0] = exponent_of(shifted)
    return fma(k, last, fma(k, either(<float>-0.6931471824645996, -0.6931471805599453, z), -z)) - low


cdef inline float exp2m1_poly(float r) noexcept nogil:
    """2^r - 1 for |r| <= 0.5001, within a relative 2^-26.2, and 2^-27.6 of 2^r.

    r + r (ln(2) - 1 + r h(r)), h of degree 4: no rounding but the last is of the size of the result, and no operation more
    than in expm1_poly, whose first coefficient is 1. r ln(2) + r^2 h(r) makes gelu_tanh 2.11 ULP, r (ln(2) + r h(r)) 2.09.
    """
    cdef float h = fma(r, <float>0.000153771456098184, <float>0.0013387729413807392)
    h = fma(r, fma(r, h, <float>0.009618322364985943), <float>0.055503666400909424)
    return fma(r, fma(r, fma(r, h, <float>0.24022649228572845), <float>-0.3068528175354004), r)


cdef inline real logistic_unit(real z) noexcept nogil:
    """The `one` of reduce_logistic(z)."""
    return shrunk(z) if negative(z) else <real>1


cdef inline real reduce_product(real x, real q, real q_low, real* scale, real* excess) noexcept nogil:
    """(r, scale) with logistic_unit(x) * exp(-z) = scale (1 + expm1_of_product(r)) for z = x (q + q_low), q > 0.

    The low part of x q is left out. In float q and q_low are to be divided by ln(2), so that k, a whole number, is taken from
    x q as it stands: no product with ln(2), and x q is rounded once, when most of it is gone. In double the first part of
    ln(2) has 42 bits, so that its product with k is exact; excess is r less what it stands for, in double.
    """
    cdef bint below = negative(x)
    cdef real magic, shifted, k, rest, minus_k_ln2, first, r, z
    if real is float:
        magic = <float>12582975.0 if below else <float>12583039.0
        shifted = fma(-x, q, magic)
        excess[0] = 0
        scale[0] = exponent_of(shifted)
        return fma(-x, q_low, fma(-x, q, magic - shifted))
    else:
        magic = 6755399441056687.0 if below else 6755399441056767.0
        z = x * q
        shifted = fma(z, -1.4426950408889634, magic)
        k = shifted - magic
        rest = fma(-x, q_low, k * -5.497923018708371e-14)
        minus_k_ln2 = k * -0.6931471805598903
        first = fma(-x, q, minus_k_ln2)
        r = first + rest
        excess[0] = ((first - (minus_k_ln2 - z)) + fma(x, q, -z)) + ((r - first) - rest)
        scale[0] = exponent_of(shifted)
        return r


cdef inline real expm1_of_product(real r) noexcept nogil:
    """2^r - 1 in float, exp(r) - 1 in double: what reduce_product leaves to be done."""
    if real is float:
        return exp2m1_poly(r)
    else:
        return expm1_poly(r)


cdef inline real times_logistic(
    real x, real bounded, real exact, real rest, real r, real scale, real unscaled, real v, real v_low, real* dydx
) noexcept nogil:
    """x sigmoid(z) and its slope by x; v + v_low is x z'(x), of z's sign; `bounded` is x, but finite, where the tails are 0 or x.

    With exp(-|z|) = U exp(-r) for z < 0 and U exp(r) for z >= 0, U = scale * unscaled = 2^k, sigmoid is U / (1 + p + U) or
    1 / (1 + U + U p), where p = exp(r) - 1: one polynomial, whose argument has taken the sign. Either denominator is
    d = 1 + w, rounded once, and the numerator a power of two, of which `unscaled` comes last: a subnormal is rounded once.

    The slope is N (N + M (1 + v)) / d^2 with the sigmoid N / d and its complement M / d. N is a power of two and 1 + v is exact
    where the bracket cancels (v in [-2, -1/2]), so that the zero of the slope costs no accuracy. The quotient is
    corrected by its residual and by what w and 1 + w rounded off (with the latter alone silu's is 3.08 ULP off at -0.0364).

    A double has the low parts of p, 1 + v, t and t / d as well, with r = exact + rest, and d = (1 + U) + (factor p + what
    1 + U lost), one rounding instead of two: 1.7 ULP for values and 1.9 for slopes, where silu's was 2.4, quick_gelu's 2.9 and
    gelu_tanh's 3.2. Correcting the value by the residual, too, gives 1.5 and costs silu a quarter of its time.
    """
    cdef real one = 1, zero = 0
    cdef bint negative = v < zero
    cdef real u = scale * unscaled, factor = one if negative else u
    cdef real curved, p, p_low, whole, part, w, d, y, inverse, residual, above, above_low, first, t, t_low, over, over_low, slope
    if real is float:
        p = expm1_poly(r)
        w = fma(factor, p, u)
        d = one + w
        y = (bounded * scale if negative else x) / d
        inverse = one / d
        residual = fma(-d, inverse, one) - fma(factor, p, u - (d - one)) * inverse
        above = one + v
        t = fma(p if negative else w, above, (above + u) if negative else one)
        t = fma((one + p) if negative else w, v_low, t)
        over = t * inverse
        slope = fma(inverse, over, over * (inverse * (residual + residual)))
    else:
        curved = fma(r * r, expm1_curve(r), rest)
        p = curved + exact
        whole = one + u
        part = fma(factor, p, u - (whole - one))
        d = whole + part
        y = (bounded * scale if negative else x) / d
        inverse = one / d
        p_low = factor * (curved - (p - exact))
        residual = fma(-d, inverse, one) - ((part - (d - whole)) + p_low) * inverse
        w = fma(factor, p, u)
        above = one + v
        above_low = (v - (above - one)) + v_low
        first = (above + u) if negative else one
        t = fma(p if negative else w, above, first)
        t_low = (u - (first - above)) if negative else fma(u, p, u - w) * above
        t_low = fma(p_low, above, fma((one + p) if negative else w, above_low, t_low))
        over = t * inverse
        over_low = fma(t_low, inverse, fma(t, inverse, -over))
        slope = fma(inverse, over, inverse * fma(over, residual + residual, over_low))
    dydx[0] = slope * (scale if negative else one) * (unscaled if negative else one)
    return y * (unscaled if negative else one)


cdef inline real logistic_product(
    real x, real p, real scale, real one, real v, real v_low, bint known, real* dydx
) noexcept nogil:
    """x sigmoid(z) and its slope by x; v + v_low is x z'(x), `known` if v_low is 0.

    one * exp(-z) = scale (1 + p), with `one` and scale as of reduce_logistic(z).

    With E = exp(-z) the value is x / (1 + E), and the slope (1 + E (1 + v)) / (1 + E)^2, in which 1 + v is exact where the
    terms cancel (v in [-2, -1/2]), so that the zero of the slope costs no accuracy. The slope is corrected by the residual of the
    quotient and by what the sum 1 + E rounded off (without, silu's is 3.7 ULP off at 1.26).

    In double t and t / d have low parts: without that of the quotient silu's slope is 2.3 ULP off at 1.03; it is 1.6 so. With
    what 1 + v, the first fma and p round off as well it is .83, which nobody needs.

    No select but by the sign of z in reduce_logistic, and one polynomial. The earlier form, with exp(-|z|) on either side of 0
    and seven selects (swish still has it), took silu .74 ns and gelu_tanh 2.1 where this took .50 and .90 (float32).
    """
    cdef real greater = scale, less = one
    cdef real w, d, inverse, lost, residual, above, grown, first, t, t_low, over, slope
    if real is double:
        greater = scale if scale > one else one
        less = one if scale > one else scale
    w = fma(scale, p, less)
    d = w + greater
    inverse = 1 / d
    lost = (w - (d - greater)) + fma(scale, p, less - w)
    above = 1 + v
    grown = scale * p
    first = fma(scale, above, one)
    t = fma(grown, above, first)
    residual = fma(-d, inverse, 1) - lost * inverse
    if real is float:
        if not known:
            t = fma(scale + grown, v_low, t)
        over = t * inverse
        slope = fma(inverse, over, over * (inverse * (residual + residual)))
    else:
        t_low = fma(grown, above, first - t)
        if not known:
            t_low = fma(scale + grown, v_low, t_low)
        over = t * inverse
        slope = fma(inverse, over, inverse * fma(over, residual + residual, fma(t_low, inverse, fma(t, inverse, -over))))
    dydx[0] = slope * one
    return x / d * one


cdef inline real silu(real x, real* dydx) noexcept nogil:
    """x sigmoid(x), down to subnormal results."""
    cdef real scale, one
    cdef real lower = at_least(x, either(<float>-110.0, -752.5, x)), bounded = at_most(lower, <real>80)
    cdef real r = reduce_logistic(bounded, <real>0, &scale, &one)
    return logistic_product(lower, expm1_poly(r), scale, one, bounded, <real>0, True, dydx)


cdef inline real quick_gelu(real x, real* dydx) noexcept nogil:
    """x sigmoid(1.702 x), with the product in two parts: rounding it costs up to 50 ULP in the tail."""
    cdef real lower = at_least(x, either(<float>-65.0, -442.0, x)), bounded = at_most(lower, <real>47)
    cdef real factor = either(<float>1.7020000219345093, 1.702, x)
    cdef real factor_low = either(<float>-2.193450927734375e-08, 4.263256414560601e-17, x)
    cdef real z = factor * bounded
    cdef real low = fma(factor_low, bounded, fma(factor, bounded, -z))
    cdef real scale, one
    cdef real r = reduce_logistic(z, low, &scale, &one)
    return logistic_product(lower, expm1_poly(r), scale, one, z, low, False, dydx)


cdef inline real gelu_tanh_factor(real x, real* q_low, real* above) noexcept nogil:
    """(q, q_low, above) with gelu_tanh = x sigmoid(x (q + q_low)): 2 sqrt(2 / pi) (1 + 0.044715 x^2), and q less its first term.

    2 sqrt(2 / pi) = a + a_low, with so few places in `a` that q - a is exact however large q is. In float both, and b, are
    divided by ln(2), for reduce_product.
    """
    cdef real a = either(<float>2.3022079467773438, 1.5957691216057341, x)
    cdef real a_low = gelu_tanh_rest(x)
    cdef real b = either(<float>0.10294324159622192, 0.07135481627260025, x)
    cdef real b_low = either(<float>-2.016198541454628e-09, -6.175149918155315e-19, x)
    cdef real square = x * x
    cdef real q = fma(b, square, a)
    above[0] = q - a
    q_low[0] = fma(b, square, -above[0]) + fma(b, fma(x, x, -square), fma(b_low, square, a_low))
    return q


cdef inline real gelu_tanh_rest(real x) noexcept nogil:
    """a_low of gelu_tanh_factor."""
    return either(<float>2.513669699055754e-07, -3.430362161966579e-15, x)


cdef inline real gelu_tanh_from(real x) noexcept nogil:
    """x, but no lower than where the value and the slope of gelu_tanh are 0."""
    return at_least(x, either(<float>-11.0, -21.594, x))


cdef inline void gelu_tanh_first(real x, real* r, real* scale) noexcept nogil:
    """The first of two stages of gelu_tanh's value: the reduction of its exponential."""
    cdef real above, q_low, excess, bounded = at_most(gelu_tanh_from(x), <real>9.25)
    cdef real q = gelu_tanh_factor(bounded, &q_low, &above)
    r[0] = reduce_product(bounded, q, q_low, scale, &excess)


cdef inline real gelu_tanh_second(real x, real r, real scale) noexcept nogil:
    """The second: the exponential and the quotient."""
    cdef real lower = gelu_tanh_from(x), one = logistic_unit(x)
    return lower / sum_scaled(one, scale, expm1_of_product(r)) * one


cdef inline real gelu_tanh(real x, real* dydx) noexcept nogil:
    """x sigmoid(z) with z = x q, carried in two parts (gelu_tanh_factor), as is x z'."""
    cdef real lower = gelu_tanh_from(x), bounded = at_most(lower, <real>9.25)
    cdef real above, q_low, q = gelu_tanh_factor(bounded, &q_low, &above)
    # z' = a + 3 b x^2 = q + 2 (q - a)
    cdef real dz = fma(<real>2, above, q)
    cdef real dz_low = fma(<real>2, above, q - dz) + fma(<real>3, q_low, -2 * gelu_tanh_rest(x))
    cdef real v = bounded * dz
    cdef real v_low = fma(bounded, dz_low, fma(bounded, dz, -v))
    cdef real scale, excess, r = reduce_product(bounded, q, q_low, &scale, &excess)
    cdef real whole, ln2 = <float>0.6931471824645996
    if real is float:
        whole = v * ln2
        v_low = fma(v_low, ln2, fma(v, <float>-1.904654323148236e-09, fma(v, ln2, -whole)))
        v = whole
    else:
        v_low = v_low - (1 + v) * excess  # without, the slope is 2.08 ULP off at -0.68516
    return logistic_product(lower, expm1_of_product(r), scale, logistic_unit(x), v, v_low, False, dydx)


cdef inline real corrected_product(real a, real a_low, real b, real c, real relative) noexcept nogil:
    """(a + a_low) b c (1 + relative), where the roundings of both products are kept.

    What is left is the rounding of the result and that of a sum smaller than it.
    """
    cdef real ab = a * b
    cdef real abc = ab * c
    cdef real low = fma(ab, c, -abc) + fma(a_low, b, fma(a, b, -ab)) * c
    return abc + fma(abc, relative, fma(low, relative, low))


cdef inline real fma_parts(real a, real b, real c, real* low) noexcept nogil:
    """a b + c as the sum of two floats, of which it returns the high one."""
    cdef real product = a * b
    cdef real high = product + c
    cdef real rest = high - product
    low[0] = fma(a, b, -product) + ((product - (high - rest)) + (c - rest))
    return high


cdef inline real mish(real x, real* dydx) noexcept nogil:
    """x - 2 x / d, and below -0.3 x e (1 - e (1 + e) / d), with e = exp(x) = s (1 + p) and d = e (e + 2) + 2.

    That is x tanh(log(1 + e)) = x e (e + 2) / d, which as it stands loses 3.2 ULP, by the roundings of e + 2 and d, and
    46 ULP below -87. Here the terms that carry errors are small, 1 / d is corrected, x s is exact, and what
    x s (1 + p) lost comes back times the derivative 4 (1 + e) / d^2. Above `highest` it is x. The slope is e (4 (1 +
    x) + e (6 + 4 x + 4 e + e^2)) / d^2: next to
    its zero at -1.19 the terms are exact or small (from e (e + 2) d + 4 x e (1 + e): 23 ULP of 2^-6).
    In double 6 + 4 x + 4 e has two parts: 1.92 ULP at -1.085 without.
    """
    cdef real scale, r, p_low
    cdef real highest = either(<float>12.0, 22.0, x)
    cdef bint below = x < <real>-0.3125
    cdef bint above = x > highest
    cdef real bounded = at_most(clamp_exp_low(x), highest)
    cdef real p = expm1_parts(bounded, &scale, &r, &p_low)
    cdef real s = scale * unscale(x)
    cdef real e = fma(s, p, s)
    cdef real t = e + <real>2
    cdef real d = fma(e, t, <real>2)
    cdef real inverse = <real>1 / d
    cdef real d_low = fma(e, t, <real>2 - d) + e * (e - (t - <real>2))
    cdef real error = fma(-d, inverse, <real>1) - d_low * inverse
    cdef real squares = fma(e, e, e)
    cdef real z = (squares if below else <real>2) * inverse
    z = fma(z, error, z)
    cdef real xs = bounded * scale
    cdef real xe = fma(xs, p, xs)
    cdef real lost = fma(xs, p_low, fma(xs, p, xs - xe)) * (<real>4 * (<real>1 + e) * inverse * inverse)
    cdef real lower = (xe + fma(-z, xe, lost)) * unscale(x)
    cdef real upper = fma(-x, z, x)
    cdef real y = copysign(lower if below else upper, x)
    cdef real base = fma(<real>4, bounded, <real>6)
    cdef real line = fma(<real>4, e, base)
    cdef real factor = fma(e, e, line)
    cdef real inner_low
    cdef real inner = fma_parts(e, factor, <real>4 * (bounded + <real>1), &inner_low)
    cdef real e_low = fma(s, p_low, fma(s, p, s - e))
    inner_low = fma(e, fma(e, e, line - factor) - in_double(-fma(<real>4, e, base - line)), inner_low)
    inner_low = fma(e_low, fma(e, fma(<real>3, e, <real>8), base), inner_low)
    error = fma(<real>-2 * e_low, (<real>1 + e) * inverse, error)
    error = error + error
    cdef real relative = fma(p, error, error) + (p + p_low)
    cdef real slope = corrected_product(inner, inner_low, inverse, scale * inverse, relative) * unscale(x)
    dydx[0] = 1 if above else slope
    return x if above else y


cdef inline real elish(real x, real* dydx) noexcept nogil:
    """x / (1 + e) above 0, m e / (1 + e) below, with e = exp(-|x|) and m = e - 1; e is multiplied in last, as in `mish`.

    From -1.2 on that is m (1 + m / (1 + e)) / 2, below it -e (1 - 2 e / (1 + e)), by the same division, with the error
    of e times the slope; as it stands it is 2.7 ULP off. The slope below 0 is e (e^2 + 2 e - 1) / (1 + e)^2, where the
    error of e is put back: 13 ULP of 2^-6 without, at -0.78. Above 0 it is, in double: 2.08 ULP at 1.258 without.
    """
    cdef real scale, r, p_low, crossing_low
    cdef bint below = x < 0
    cdef bint close = x > <real>-1.2
    cdef real bounded = clamp_exp_low(-absolute(x))
    cdef real p = expm1_parts(bounded, &scale, &r, &p_low)
    cdef real s = scale * unscale(x)
    cdef real e = fma(s, p, s)
    cdef real e_scaled = fma(scale, p, scale)
    cdef real d = <real>1 + e
    cdef real inverse = <real>1 / d
    cdef real error = fma(-d, inverse, <real>1) - (e - (d - <real>1)) * inverse
    cdef real grown = fma(s, p, s - <real>1) + s * p_low
    cdef real two_e = e + e
    cdef real numerator = grown if close else two_e
    cdef real y = (numerator if below else -bounded) * inverse
    y = fma(y, error, y)
    cdef real e_low = fma(s, p_low, fma(s, p, s - e))
    cdef real crossing = fma_parts(e, e, e + e - <real>1, &crossing_low)
    cdef real lost = fma(scale, p_low, fma(scale, p, scale - e_scaled)) * (crossing * inverse * inverse)
    cdef real far = (fma(y, e_scaled, lost) - e_scaled) * unscale(x)
    cdef real near = <real>0.5 * fma(grown, y, grown)
    cdef real rising = fma(-bounded, e, d)
    cdef real inner = crossing if below else rising
    cdef real inner_low = fma(e_low, e + e + <real>2, crossing_low)
    cdef real lost_above = (fma(-bounded, e, d - inner) + (e - (d - <real>1))) + e_low * (<real>1 - bounded)
    inner_low = inner_low if below else in_double(lost_above)
    error = fma(-e_low, inverse, error)
    error = error + error
    cdef real relative = fma(p, error, error) + (p + p_low)
    relative = relative if below else error
    cdef real slope = corrected_product(inner, inner_low, inverse, (scale if below else <real>1) * inverse, relative)
    cdef real unscaled = slope * unscale(x)
    cdef real lower = near if close else far
    y = x if x > either(<float>20.0, 40.0, x) else y
    dydx[0] = unscaled if below else slope
    return copysign(lower if below else y, x)


cdef inline real hard_elish(real x, real* dydx) noexcept nogil:
    """The slope below 0, (e (x + 2) - 1) / 2, is taken from e in two parts, for its zero at -0.44: 17 ULP of 2^-6 without."""
    cdef real scale, q, q_low, unused
    cdef real half = <real>0.5
    cdef real bounded = <real>-1 if x < -1 else x
    bounded = <real>1 if bounded > 1 else bounded
    cdef real gate = fma(half, bounded, half)
    cdef real gate_low = fma(half, bounded, half - gate)
    cdef real r = reduce_exp(bounded, &scale)
    cdef real grown = expm1_scaled(r, scale)
    q = expm1_parts(bounded, &scale, &unused, &q_low)
    cdef real s = scale * unscale(x)
    cdef real e = fma(s, q, s)
    cdef real e_low = fma(s, q_low, fma(s, q, s - e))
    cdef real slope = half * fma(e_low, bounded + <real>2, fma(e, bounded, e + e - <real>1))
    cdef real rising = x + half
    slope = slope if x < 0 else rising
    slope = 1 if x >= 1 else slope
    dydx[0] = 0 if x <= -1 else slope
    cdef real lower = fma(grown, gate, grown * gate_low)
    cdef real upper = x * gate
    return lower if x < 0 else upper


cdef inline real swish(real x, real beta, real* dydx) noexcept nogil:
    """x sigmoid(beta x), with the product in two parts, as in quick_gelu.

    A small beta lets x be large where the sigmoid is tiny, so that the power of two goes further down than silu's, in three
    factors. The slope has no factor x, and needs but two.
    """
    cdef real zero = 0, one = 1
    cdef real lowest = either(<float>-197.0, -1460.0, x)  # where x exp(z) is 0 for the largest x
    cdef real deepest = either(<float>-250.0, -2000.0, x)
    cdef real z = zero if beta == zero else beta * x
    cdef bint outside = absolute(z) > -lowest
    cdef real low = zero if outside or beta == zero else fma(beta, x, -z)
    cdef real exact, rest, k, second
    z = copysign(-lowest, z) if outside else z
    cdef real r = reduce_exp_wide(-absolute(z), &exact, &rest, &k)
    cdef real reached = deepest if k < deepest else k
    cdef real first = power_of_2(reached, &second)
    cdef real bounded = (copysign(zero, x) if outside else x) * power_of_2_within(k - reached)
    cdef bint negative = z < zero
    exact = -exact if negative else exact
    rest = (-rest if negative else rest) - low
    r = (-r if negative else r) - low
    return times_logistic(x, bounded, exact, rest, r, first, second, z, low, dydx)
