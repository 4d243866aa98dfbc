# cython: cdivision=True
"""x times a gate of its own: silu, swish, gelu_tanh, mish and their kin.

The counterpart of `_numba/scalar/self_gated.py`, operation for operation: both give the same bits. The
docblocks that say how stand there.
"""

from actkern._cython.cores.exponential cimport expm1_curve, expm1_parts, expm1_poly, expm1_scaled, sum_scaled
from actkern._cython.cores.reduction cimport (
    clamp_exp_low,
    exponent_of,
    ln2_high,
    ln2_low,
    log2e,
    power_of_2,
    power_of_2_within,
    reduce_exp,
    reduce_exp_wide,
    rounder,
    rounder_each,
    shrunk,
    unscale,
)
from actkern._cython.machine cimport absolute, at_least, at_most, copysign, either, fma, in_double, negative, real, two_sum


cdef inline real reduce_logistic(real z, real low, real* scale, real* one) noexcept nogil:
    """(r, scale, one) with one * exp(-z - low) = scale * exp(r)."""
    cdef bint below = negative(z)
    cdef real magic = rounder_each(z, -64, -80) if below else rounder(z, 0)
    cdef real shifted = fma(-z, log2e(z), magic)
    cdef real k = shifted - magic
    one[0] = shrunk(z) if below else <real>1
    cdef real exact = fma(k, -ln2_high(z), -z)
    scale[0] = exponent_of(shifted)
    return fma(k, -ln2_low(z), exact) - low


cdef inline float exp2m1_poly(float r) noexcept nogil:
    """2^r - 1 for |r| <= 0.5001."""
    cdef float h = fma(r, <float>0.000153771456098184, <float>0.0013387729413807392)
    h = fma(r, fma(r, h, <float>0.009618322364985943), <float>0.055503666400909424)
    return fma(r, fma(r, fma(r, h, <float>0.24022649228572845), <float>-0.3068528175354004), r)


cdef inline real logistic_unit(real z) noexcept nogil:
    """The `one` of reduce_logistic(z)."""
    return shrunk(z) if negative(z) else <real>1


cdef inline real ln2_short(real like) noexcept nogil:
    """The first 42 bits of ln(2), in double."""
    return <real>0.6931471805598903


cdef inline real ln2_short_rest(real like) noexcept nogil:
    """What ln2_short lacks of ln(2)."""
    return <real>5.497923018708371e-14


cdef inline real reduce_product(real x, real q, real q_low, real* scale, real* excess) noexcept nogil:
    """(r, scale) with logistic_unit(x) * exp(-z) = scale (1 + expm1_of_product(r)) for z = x (q + q_low), q > 0."""
    cdef bint below = negative(x)
    cdef real magic, shifted, k, rest, minus_k_ln2, first, r, z
    if real is float:
        magic = rounder(x, -64) if below else rounder(x, 0)
        shifted = fma(-x, q, magic)
        excess[0] = 0
        scale[0] = exponent_of(shifted)
        return fma(-x, q_low, fma(-x, q, magic - shifted))
    else:
        magic = rounder(x, -80) if below else rounder(x, 0)
        z = x * q
        shifted = fma(z, -log2e(x), magic)
        k = shifted - magic
        rest = fma(-x, q_low, k * -ln2_short_rest(x))
        minus_k_ln2 = k * -ln2_short(x)
        first = fma(-x, q, minus_k_ln2)
        r = first + rest
        excess[0] = ((first - (minus_k_ln2 - z)) + fma(x, q, -z)) + ((r - first) - rest)
        scale[0] = exponent_of(shifted)
        return r


cdef inline real expm1_of_product(real r) noexcept nogil:
    """2^r - 1 in float, exp(r) - 1 in double."""
    if real is float:
        return exp2m1_poly(r)
    else:
        return expm1_poly(r)


cdef inline real times_logistic(
    real x, real bounded, real exact, real rest, real r, real scale, real unscaled, real v, real v_low, real* dydx
) noexcept nogil:
    """x sigmoid(z) and its slope by x."""
    cdef real one = 1, zero = 0
    cdef bint below = v < zero
    cdef real u = scale * unscaled, factor = one if below else u
    cdef real curved, p, p_low, whole, part, w, d, y, inverse, residual, above, above_low, first, t, t_low, over, over_low, slope
    if real is float:
        p = expm1_poly(r)
        w = fma(factor, p, u)
        d = one + w
        y = (bounded * scale if below else x) / d
        inverse = one / d
        residual = fma(-d, inverse, one) - fma(factor, p, u - (d - one)) * inverse
        above = one + v
        t = fma(p if below else w, above, (above + u) if below else one)
        t = fma((one + p) if below else w, v_low, t)
        over = t * inverse
        slope = fma(inverse, over, over * (inverse * (residual + residual)))
    else:
        curved = fma(r * r, expm1_curve(r), rest)
        p = curved + exact
        whole = one + u
        part = fma(factor, p, u - (whole - one))
        d = whole + part
        y = (bounded * scale if below else x) / d
        inverse = one / d
        p_low = factor * (curved - (p - exact))
        residual = fma(-d, inverse, one) - ((part - (d - whole)) + p_low) * inverse
        w = fma(factor, p, u)
        above = one + v
        above_low = (v - (above - one)) + v_low
        first = (above + u) if below else one
        t = fma(p if below else w, above, first)
        t_low = (u - (first - above)) if below else fma(u, p, u - w) * above
        t_low = fma(p_low, above, fma((one + p) if below else w, above_low, t_low))
        over = t * inverse
        over_low = fma(t_low, inverse, fma(t, inverse, -over))
        slope = fma(inverse, over, inverse * fma(over, residual + residual, over_low))
    dydx[0] = slope * (scale if below else one) * (unscaled if below else one)
    return y * (unscaled if below else one)


cdef inline real logistic_product(
    real x, real p, real scale, real one, real v, real v_low, bint known, real* dydx
) noexcept nogil:
    """x sigmoid(z) and its slope by x."""
    cdef real greater = scale, less = one
    cdef real w, d, inverse, lost, residual, above, grown, first, t, t_low, over, slope
    if real is double:
        greater = scale if scale > one else one
        less = one if scale > one else scale
    w = fma(scale, p, less)
    d = w + greater
    lost = (w - (d - greater)) + fma(scale, p, less - w)
    inverse = 1 / d
    residual = fma(-d, inverse, 1) - lost * inverse
    above = 1 + v
    grown = scale * p
    first = fma(scale, above, one)
    t = fma(grown, above, first)
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
    """quick_gelu and its slope."""
    cdef real lower = at_least(x, either(<float>-65.0, -442.0, x)), bounded = at_most(lower, <real>47)
    cdef real factor = either(<float>1.7020000219345093, 1.702, x)
    cdef real factor_low = either(<float>-2.193450927734375e-08, 4.263256414560601e-17, x)
    cdef real z = factor * bounded
    cdef real low = fma(factor_low, bounded, fma(factor, bounded, -z))
    cdef real scale, one
    cdef real r = reduce_logistic(z, low, &scale, &one)
    return logistic_product(lower, expm1_poly(r), scale, one, z, low, False, dydx)


cdef inline real steep_silu(real x, real steepness, real* dydx) noexcept nogil:
    """x sigmoid(steepness x) and its slope."""
    cdef bint mirrored = steepness < 0
    cdef real a = absolute(steepness), zero = 0
    cdef real u = -x if mirrored else x
    cdef real lowest = either(<float>-110.0, -752.5, x) / a
    cdef real lower = at_least(u, lowest)
    cdef real bounded = at_most(lower, <real>80 / a)
    cdef real z = a * bounded
    cdef real low = fma(a, bounded, -z)
    cdef real scale, one
    cdef real r = reduce_logistic(z, low, &scale, &one)
    cdef real y = logistic_product(copysign(zero, u) if u < lowest else u, expm1_poly(r), scale, one, z, low, False, dydx)
    return -y if mirrored else y


cdef inline real gelu_tanh_argument(real v, real* v_low, real excess) noexcept nogil:
    """v + v_low in two parts, as gelu_tanh's slope needs them."""
    cdef real ln2 = ln2_high(v), whole
    if real is float:
        whole = v * ln2
        v_low[0] = fma(v_low[0], ln2, fma(v, ln2_low(v), fma(v, ln2, -whole)))
        return whole
    else:
        v_low[0] = v_low[0] - (1 + v) * excess
        return v


cdef inline real gelu_tanh_factor(real x, real* q_low, real* above) noexcept nogil:
    """(q, q_low, above) with gelu_tanh = x sigmoid(x (q + q_low))."""
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
    """x, but no lower than where gelu_tanh is 0."""
    return at_least(x, either(<float>-11.0, -21.594, x))


cdef inline real gelu_tanh_to(real x) noexcept nogil:
    """x, but no higher than where gelu_tanh is x."""
    return at_most(x, <real>9.25)


cdef inline void gelu_tanh_first(real x, real* r, real* scale) noexcept nogil:
    """The first of two stages of gelu_tanh's value."""
    cdef real above, q_low, excess, bounded = gelu_tanh_to(gelu_tanh_from(x))
    cdef real q = gelu_tanh_factor(bounded, &q_low, &above)
    r[0] = reduce_product(bounded, q, q_low, scale, &excess)


cdef inline real gelu_tanh_second(real x, real r, real scale) noexcept nogil:
    """The second: the exponential and the quotient."""
    cdef real lower = gelu_tanh_from(x), one = logistic_unit(x)
    return lower / sum_scaled(one, scale, expm1_of_product(r)) * one


cdef inline real gelu_tanh(real x, real* dydx) noexcept nogil:
    """gelu_tanh and its slope."""
    cdef real lower = gelu_tanh_from(x), bounded = gelu_tanh_to(lower)
    cdef real above, q_low, q = gelu_tanh_factor(bounded, &q_low, &above)
    cdef real dz = fma(<real>2, above, q)
    cdef real dz_low = fma(<real>2, above, q - dz) + fma(<real>3, q_low, -2 * gelu_tanh_rest(x))
    cdef real v = bounded * dz
    cdef real v_low = fma(bounded, dz_low, fma(bounded, dz, -v))
    cdef real scale, excess, r = reduce_product(bounded, q, q_low, &scale, &excess)
    v = gelu_tanh_argument(v, &v_low, excess)
    return logistic_product(lower, expm1_of_product(r), scale, logistic_unit(x), v, v_low, False, dydx)


cdef inline real corrected_product(real a, real a_low, real b, real c, real relative) noexcept nogil:
    """(a + a_low) b c (1 + relative)."""
    cdef real ab = a * b
    cdef real abc = ab * c
    cdef real low = fma(ab, c, -abc) + fma(a_low, b, fma(a, b, -ab)) * c
    return abc + fma(abc, relative, fma(low, relative, low))


cdef inline real fma_parts(real a, real b, real c, real* low) noexcept nogil:
    """a b + c as the sum of two floats, of which it returns the high one."""
    cdef real product = a * b
    cdef real lost
    cdef real high = two_sum(product, c, &lost)
    low[0] = fma(a, b, -product) + lost
    return high


cdef inline real scaled_parts(real s, real p, real p_low, real* low) noexcept nogil:
    """s (1 + p + p_low) as the sum of two floats, of which it returns the high one."""
    cdef real whole = fma(s, p, s)
    low[0] = fma(s, p_low, fma(s, p, s - whole))
    return whole


cdef inline double exp_for_float(double x) noexcept nogil:
    """exp(x) for |x| <= 700, within a relative 2^-27."""
    cdef double magic = rounder(x, 0)
    cdef double shifted = fma(x, log2e(x), magic)
    cdef double r = fma(shifted - magic, -ln2_high(x), x)
    cdef double r2 = r * r
    cdef double h = fma(r, <double>0.008366534486413002, <double>0.041666705161333084)
    h = fma(r2, <double>0.0013912037247791886, h)
    h = fma(r2, h, fma(r, <double>0.1666654348373413, <double>0.5))
    cdef double scale = exponent_of(shifted)
    return fma(scale, fma(r2, h, r), scale)


cdef inline double mish_for_float(double x, double* dydx) noexcept nogil:
    """mish and its slope, of which either is rounded to float."""
    cdef double lower = at_least(x, <double>-125)
    cdef double bounded = at_most(lower, <double>40)
    cdef double e = exp_for_float(bounded)
    cdef double n = e * (e + 2)
    cdef double inverse = 1 / (n + 2)
    cdef double bracket = fma(
        e, fma(e, e + 4, fma(<double>4, bounded, <double>6)), fma(<double>4, bounded, <double>4)
    )
    dydx[0] = (e * inverse) * (bracket * inverse)
    return lower * n * inverse


cdef inline double mish_for_double(double x, double* dydx) noexcept nogil:
    """mish and its slope."""
    cdef double scale, r, p_low, e_low, xe_low, inner_low
    cdef bint below = x < -0.3125
    cdef bint above = x > 22
    cdef double bounded = at_most(clamp_exp_low(x), <double>22)
    cdef double p = expm1_parts(bounded, &scale, &r, &p_low)
    cdef double s = scale * unscale(x)
    cdef double e = scaled_parts(s, p, p_low, &e_low)
    cdef double t = e + 2
    cdef double d = fma(e, t, <double>2)
    cdef double d_low = fma(e, t, 2 - d) + e * (e - (t - 2))
    cdef double inverse = 1 / d
    cdef double error = fma(-d, inverse, <double>1) - d_low * inverse
    cdef double squares = fma(e, e, e)
    cdef double z = (squares if below else <double>2) * inverse
    z = fma(z, error, z)
    cdef double xe = scaled_parts(bounded * scale, p, p_low, &xe_low)
    cdef double lost = xe_low * (4 * (1 + e) * inverse * inverse)
    cdef double lower = (xe + fma(-z, xe, lost)) * unscale(x)
    cdef double upper = fma(-x, z, x)
    cdef double y = copysign(lower if below else upper, x)
    cdef double base = fma(<double>4, bounded, <double>6)
    cdef double line = fma(<double>4, e, base)
    cdef double factor = fma(e, e, line)
    cdef double inner = fma_parts(e, factor, 4 * (bounded + 1), &inner_low)
    inner_low = fma(e, fma(e, e, line - factor) + fma(<double>4, e, base - line), inner_low)
    inner_low = fma(e_low, fma(e, fma(<double>3, e, <double>8), base), inner_low)
    error = fma(-2 * e_low, (1 + e) * inverse, error)
    error = error + error
    cdef double relative = fma(p, error, error) + (p + p_low)
    cdef double slope = corrected_product(inner, inner_low, inverse, scale * inverse, relative) * unscale(x)
    dydx[0] = 1 if above else slope
    return x if above else y


cdef inline real mish(real x, real* dydx) noexcept nogil:
    """mish and its slope."""
    cdef double y, slope
    if real is float:
        y = mish_for_float(x, &slope)
    else:
        y = mish_for_double(x, &slope)
    dydx[0] = <real>slope
    return <real>y


cdef inline real elish(real x, real* dydx) noexcept nogil:
    """elish and its slope."""
    cdef real scale, r, p_low, e_low, e_scaled_low, crossing_low
    cdef bint below = x < 0
    cdef bint close = x > <real>-1.2
    cdef real bounded = clamp_exp_low(-absolute(x))
    cdef real p = expm1_parts(bounded, &scale, &r, &p_low)
    cdef real s = scale * unscale(x)
    cdef real e = scaled_parts(s, p, p_low, &e_low)
    cdef real e_scaled = scaled_parts(scale, p, p_low, &e_scaled_low)
    cdef real d = <real>1 + e
    cdef real inverse = <real>1 / d
    cdef real error = fma(-d, inverse, <real>1) - (e - (d - <real>1)) * inverse
    cdef real grown = fma(s, p, s - <real>1) + s * p_low
    cdef real two_e = e + e
    cdef real numerator = grown if close else two_e
    cdef real y = (numerator if below else -bounded) * inverse
    y = fma(y, error, y)
    cdef real crossing = fma_parts(e, e, e + e - <real>1, &crossing_low)
    cdef real lost = e_scaled_low * (crossing * inverse * inverse)
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
    """hard_elish and its slope."""
    cdef real scale, unused, p_low, e_low
    cdef real half = <real>0.5
    cdef real bounded = at_most(at_least(x, <real>-1), <real>1)
    cdef real gate = fma(half, bounded, half)
    cdef real gate_low = fma(half, bounded, half - gate)
    cdef real r = reduce_exp(bounded, &scale)
    cdef real grown = expm1_scaled(r, scale)
    cdef real lower = fma(grown, gate, grown * gate_low)
    cdef real p = expm1_parts(bounded, &scale, &unused, &p_low)
    cdef real e = scaled_parts(scale * unscale(x), p, p_low, &e_low)
    cdef real slope = half * fma(e_low, bounded + <real>2, fma(e, bounded, e + e - <real>1))
    cdef real rising = x + half
    slope = slope if x < 0 else rising
    slope = 1 if x >= 1 else slope
    dydx[0] = 0 if x <= -1 else slope
    cdef real upper = x * gate
    return lower if x < 0 else upper


cdef inline real swish(real x, real beta, real* dydx) noexcept nogil:
    """swish and its slope."""
    cdef real zero = 0
    cdef real lowest = either(<float>-197.0, -1460.0, x)
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
    cdef bint below = z < zero
    exact = -exact if below else exact
    rest = (-rest if below else rest) - low
    r = (-r if below else r) - low
    return times_logistic(x, bounded, exact, rest, r, first, second, z, low, dydx)
