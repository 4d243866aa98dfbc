# cython: cdivision=True
"""The logistic function and its kin: tanh, softplus and what is made of them.

The counterpart of `_numba/scalar/logistic.py`, operation for operation: both give the same bits. The
docblocks that say how stand there.
"""

from libc.math cimport INFINITY, NAN
from libc.stdint cimport int32_t, int64_t, uint32_t, uint64_t
from actkern._cython.cores.exponential cimport expm1_poly, expm1_reduced, expm1_scaled, expm1_two, sum_scaled
from actkern._cython.cores.logarithm cimport log1p_unit_poly, log_of_upscale, log_sum, wants_upscale
from actkern._cython.cores.reduction cimport (
    clamp_exp,
    clamp_exp_deep,
    clamp_exp_low,
    clamp_magnitude,
    exponent_of,
    ln2_high,
    ln2_low,
    log2e,
    power_of_2,
    power_of_2_within,
    reduce_exp,
    reduce_exp_deep,
    reduce_exp_wide,
    rounder,
    rounder_each,
    shrunk,
    unscale,
    upscale,
)
from actkern._cython.machine cimport (
    absolute,
    at_least,
    at_most,
    bits_of_double,
    bits_of_float,
    copysign,
    double_of_bits,
    either,
    float_of_bits,
    fma,
    in_double,
    largest_finite,
    real,
    signed_as,
    sqrt,
    two_product,
    two_sum,
)


cdef inline real expm1_plus(real x, real rest, real* scale) noexcept nogil:
    """(p, scale) with exp(x + rest) = scale * 2^-64 (1 + p) for clamped x."""
    cdef real r = reduce_exp(x, scale)
    cdef real magic = rounder(x, 64)
    cdef real k = fma(x, log2e(x), magic) - magic
    cdef real t = fma(k, -ln2_high(x), x)
    cdef real low = fma(k, -ln2_low(x), rest)
    return expm1_two(t, low, r + rest)


cdef inline real expm1_twice(real a, real* scale) noexcept nogil:
    """(p, scale) with exp(-2a) = scale (1 + 2p)."""
    cdef real magic = rounder(a, 0)
    cdef real shifted = fma(a, -2 * log2e(a), magic)
    cdef real k = shifted - magic
    cdef real t = fma(k, <real>-0.5 * ln2_high(a), -a)
    cdef real r, r2, h, low
    scale[0] = exponent_of(shifted)
    if real is float:
        r = t
        r2 = r * r
        h = fma(r, <float>0.13386455178260803, <float>0.3333336412906647)
        h = fma(r2, fma(r2, <float>0.044518519192934036, h), fma(r, <float>0.6666617393493652, <float>1.0))
        return fma(r2, h, r)
    else:
        low = k * (-0.5 * ln2_low(a))
        r = t + low
        r2 = r * r
        h = fma(r, 2.561823396989865e-05, 0.00014142760212482313)
        h = fma(r2, h, fma(r, 0.0007054723521772193, 0.0031745939754529605))
        h = fma(r2, h, fma(r, 0.012698412550674078, 0.04444444454804584))
        h = fma(r2, h, fma(r, 0.13333333333493852, 0.3333333333329443))
        return fma(r2, fma(r2, h, fma(r, 0.6666666666666613, 1.0)), low) + t


cdef inline real reduce_grown(real x, real* scale) noexcept nogil:
    """r with shrunk(x) * exp(x) = scale * exp(r)."""
    cdef real magic = rounder_each(x, -64, -80)
    cdef real shifted = fma(x, log2e(x), magic)
    cdef real k = shifted - magic
    cdef real t = fma(k, -ln2_high(x), x)
    scale[0] = exponent_of(shifted)
    return fma(k, -ln2_low(x), t)


cdef inline real mirrored(real scale) noexcept nogil:
    """The scale of -x for that of x >= 0 in reduce_grown."""
    cdef int32_t single
    cdef int64_t double_
    if real is float:
        single = <int32_t>(<uint32_t>0x3F000000 - bits_of_float(scale))
        return float_of_bits(<uint32_t>(single if single > 0 else 0))
    else:
        double_ = <int64_t>(<uint64_t>0x75E0000000000000 - bits_of_double(scale))
        return double_of_bits(<uint64_t>(double_ if double_ > 0 else 0))


cdef inline real expm1_halves(real r2, real* odd) noexcept nogil:
    """(even, odd) with even + r odd = expm1_curve(r), for r2 = r^2."""
    cdef real even
    if real is float:
        odd[0] = fma(r2, <float>0.008366534486413002, <float>0.1666654348373413)
        return fma(r2, fma(r2, <float>0.0013912037247791886, <float>0.041666705161333084), <float>0.5)
    else:
        even = fma(r2, 2.762257854000452e-07, 2.4801515433226254e-05)
        even = fma(r2, fma(r2, even, 0.0013888888921264324), 0.04166666666661804)
        odd[0] = fma(r2, 2.501780661122915e-08, 2.755751375692263e-06)
        odd[0] = fma(r2, fma(r2, odd[0], 0.00019841269610428248), 0.008333333333433657)
        odd[0] = fma(r2, odd[0], 0.16666666666666533)
        return fma(r2, even, 0.5)


cdef inline real expm1_shared(real r) noexcept nogil:
    """exp(r) - 1 of expm1_halves."""
    cdef real odd, r2 = r * r
    cdef real even = expm1_halves(r2, &odd)
    return fma(r2, fma(r, odd, even), r)


cdef inline real sum_times(real p, real q, real w, real* low, real* total) noexcept nogil:
    """(high, low, total) with high + low = (p + q) w."""
    cdef real lost, product_lost
    total[0] = two_sum(p, q, &lost)
    cdef real high = two_product(total[0], w, &product_lost)
    low[0] = product_lost + lost * w
    return high


cdef inline real tanh_shrink_poly(real u) noexcept nogil:
    """(x - tanh(x) - x^3 / 3) / x^5 over u = x^2 for |x| <= 1."""
    cdef real u2 = u * u, h
    if real is float:
        h = <float>-0.0001449015544494614
        h = fma(u2, h, fma(u, <float>0.0009314058115705848, <float>-0.0032186531461775303))
        h = fma(u2, h, fma(u, <float>0.008706885389983654, <float>-0.021833233535289764))
        h = fma(u2, h, fma(u, <float>0.05396418273448944, <float>-0.13333317637443542))
    else:
        h = -2.5342775420103713e-08
        h = fma(u2, h, fma(u, 2.6476371097242655e-07, -1.3842804733072617e-06))
        h = fma(u2, h, fma(u, 4.998419548592391e-06, -1.462094327724824e-05))
        h = fma(u2, h, fma(u, 3.840402596144023e-05, -9.64728719417436e-05))
        h = fma(u2, h, fma(u, 0.00023896218920971894, -0.0005899811920856939))
        h = fma(u2, h, fma(u, 0.0014558251946193484, -0.0035921267724830157))
        h = fma(u2, h, fma(u, 0.008863235416170928, -0.021869488530037666))
        h = fma(u2, h, fma(u, 0.05396825396808659, -0.13333333333333172))
    return h


cdef inline real third(real like) noexcept nogil:
    return either(0.3333333432674408, 0.3333333333333333, like)


cdef inline real third_low(real like) noexcept nogil:
    return either(-9.934107758624577e-09, 1.850371707708594e-17, like)


cdef inline real tanh_shrink_rest(real a, real u) noexcept nogil:
    cdef real rest = fma(u, tanh_shrink_poly(u), third_low(a))
    return fma(u, rest, fma(a, a, -u) * third(a))


cdef inline real logistic_slope(real lo, real d, real inverse, real scaled) noexcept nogil:
    """scaled (1 - lo), for inverse = 1 / d as rounded."""
    cdef real rest = 1 - lo
    cdef real e = fma(-d, inverse, 1)
    return fma(scaled, fma(e, rest - lo, -lo), scaled)


cdef inline real logistic_denominator(real scale, real r) noexcept nogil:
    """d with e / (1 + e) = scale * 2^-64 / d."""
    return 1 + fma(scale, unscale(r), expm1_poly(-r))


cdef inline real logistic_tail(real scale, real r, real slope_unscale, real* slope) noexcept nogil:
    """lo = e / (1 + e) for e = scale * 2^-64 * exp(r)."""
    cdef real d = logistic_denominator(scale, r)
    cdef real inverse = 1 / d
    cdef real scaled = scale * inverse
    cdef real lo = scaled * unscale(r)
    slope[0] = logistic_slope(lo, d, inverse, scaled) * slope_unscale
    return lo


cdef inline real sigmoid_reach(real like) noexcept nogil:
    return either(<float>110.0, 752.0, like)


cdef inline real sigmoid_value(real x) noexcept nogil:
    """sigmoid without a slope."""
    cdef real scale
    cdef real bounded = at_most(at_least(x, -sigmoid_reach(x)), <real>40)
    cdef real r = reduce_grown(-bounded, &scale)
    return shrunk(x) / sum_scaled(shrunk(x), scale, expm1_shared(r))


cdef inline real sigmoid(real x, real* dydx) noexcept nogil:
    """sigmoid and its slope."""
    cdef real scale, odd
    cdef real r = reduce_grown(clamp_magnitude(x, sigmoid_reach(x)), &scale)
    cdef real r2 = r * r
    cdef real even = expm1_halves(r2, &odd)
    cdef real grown = sum_scaled(shrunk(x), scale, fma(r2, fma(r, odd, even), r))
    cdef real decayed = sum_scaled(shrunk(x), mirrored(scale), fma(r2, fma(-r, odd, even), -r))
    cdef real inverse = 1 / grown
    cdef real lo = inverse * shrunk(x)
    dydx[0] = logistic_slope(lo, grown, inverse, inverse) * shrunk(x)
    return shrunk(x) / (grown if x < 0 else decayed)


cdef inline real sigmoid_from_output(real y) noexcept nogil:
    return fma(-y, y, y)


cdef inline real tanh(real x, real* dydx) noexcept nogil:
    """tanh and its slope."""
    cdef real s, scale
    cdef real half = <real>0.5
    cdef real p = expm1_twice(at_most(absolute(x), either(<float>9.25, 19.5, x)), &s)
    cdef real r = reduce_exp(clamp_exp(-2 * absolute(x)), &scale)
    logistic_tail(scale, r, 4 * unscale(x), dydx)
    return signed_as(fma(-s, p, fma(s, -half, half)) / fma(s, p, fma(s, half, half)), x)


cdef inline real tanh_from_output(real y) noexcept nogil:
    return fma(-y, y, 1)


cdef inline real soft_cap(real x, real cap, real* dydx) noexcept nogil:
    """soft_cap and its slope."""
    cdef real s, scale, half = <real>0.5
    cdef real z = x / cap
    cdef real a = absolute(z)
    cdef real low = <real>0 if a > 400 else fma(-z, cap, x) / cap
    cdef real p = expm1_twice(at_most(a, either(<float>9.25, 19.5, x)), &s)
    cdef real t = fma(-s, p, fma(s, -half, half)) / fma(s, p, fma(s, half, half))
    cdef real r = reduce_exp(clamp_exp(-2 * a), &scale)
    logistic_tail(scale, fma(<real>-2, -low if z < 0 else low, r), 4 * unscale(x), dydx)
    cdef bint linear = a < either(<float>0.0001220703125, 7.450580596923828e-09, x)
    return x if linear else signed_as(absolute(cap) * t, x)


cdef inline real soft_cap_from_output(real y, real cap) noexcept nogil:
    cdef real t = y / cap
    return fma(-t, t, 1)


cdef inline real softplus(real x, real beta, real* dydx) noexcept nogil:
    """softplus and its slope."""
    cdef real scale, last, r, e, g, lo, unused, zero = 0, one = 1
    cdef bint flat = beta == 0
    cdef real t = zero if flat else beta * x
    cdef real low = zero if flat else fma(beta, x, -t)
    cdef real a = -absolute(t)
    low = low if t < 0 else -low
    cdef real bounded = clamp_exp_deep(a)
    cdef bint within = bounded == a
    r = reduce_exp_deep(bounded, &scale, &last)
    r = r + (low if within else zero)
    scale = scale if within else zero
    e = fma(scale, expm1_poly(r), scale)
    g = log1p_unit_poly(e * unscale(x))
    lo = logistic_tail(scale if last == 1 else zero, r, unscale(x), &unused)
    cdef bint small = absolute(beta) < 1
    cdef real divisor = beta * (upscale(x) if small else one)
    cdef real inverse = one / divisor
    cdef real scaled = fma(e, g, e)
    cdef real quotient = scaled * inverse
    cdef real residual = fma(-quotient, divisor, scaled)
    cdef real corrected = fma(residual, inverse, quotient)
    quotient = corrected if absolute(residual) < <real>1e15 else quotient  # infinite ones have no residual
    dydx[0] = lo if t < 0 else one - lo
    return (zero if t <= 0 else x) + quotient * ((one if small else unscale(x)) * last)


cdef inline real softplus_defaults(real x, real* dydx) noexcept nogil:
    """softplus for a beta of 1."""
    cdef real scale, unused
    cdef real r = reduce_exp(clamp_exp(-absolute(x)), &scale)
    cdef real e = fma(scale, expm1_poly(r), scale)
    cdef real g = log1p_unit_poly(e * unscale(x))
    cdef real lo = logistic_tail(scale, r, unscale(x), &unused)
    dydx[0] = lo if x < 0 else <real>1 - lo
    return fma(fma(e, g, e), unscale(x), <real>0 if x <= 0 else x)


cdef inline real softplus_from_output(real y, real beta) noexcept nogil:
    cdef real scale
    cdef real r = reduce_exp(clamp_exp(-beta * y), &scale)
    return -expm1_scaled(r, scale)


cdef inline real log_sigmoid(real x, real* dydx) noexcept nogil:
    """log_sigmoid and its slope."""
    return -softplus_defaults(-x, dydx)


cdef inline real log_sigmoid_from_output(real y) noexcept nogil:
    cdef real scale
    cdef real r = reduce_exp(clamp_exp(y), &scale)
    return -expm1_scaled(r, scale)


cdef inline real sqrtsoftplus(real x, real* dydx) noexcept nogil:
    """sqrtsoftplus and its slope."""
    cdef real zero = 0, half = <real>0.5, one = 1
    cdef real scale, r
    cdef bint below = x < zero
    cdef real p = expm1_reduced(clamp_exp_low(-half * absolute(x)), &r, &scale)
    cdef real h = fma(scale, p, scale)
    cdef real hu = h * unscale(x)
    cdef real e_rest
    cdef real e = two_product(hu, hu, &e_rest)
    cdef real g = log1p_unit_poly(e)
    cdef real log1p_e = fma(e, g, e)
    cdef real first = one if below else x
    cdef real second = g if below else log1p_e
    cdef real square_low
    cdef real square = two_sum(first, second, &square_low)
    cdef real root = sqrt(square)
    cdef real y = scale * root
    y = fma(y, p, y) * unscale(x)
    cdef real bounded = root if x < 1000 else zero
    cdef real slope_root = fma(bounded, e, root)
    cdef real inverse = one / slope_root
    cdef real grown = one + e
    cdef real root_low = half * grown * inverse * (fma(-root, root, square) + square_low)
    cdef real e_low = e_rest + (hu + hu) * fma(scale, p, scale - h) * unscale(x)
    cdef real rate_below = fma(<real>-0.39, e, <real>0.75)
    cdef real rate_above = fma(half * grown * inverse, inverse, root * inverse)
    cdef real residual = fma(-slope_root, inverse, one) - (fma(bounded, e, root - slope_root) + root_low * grown) * inverse
    residual = fma(-(rate_below if below else rate_above), e_low, residual)
    residual = residual if x < either(<float>1e30, 1e300, x) else zero
    cdef real factor = inverse * (scale if below else one) * half
    p = p if below else zero
    cdef real slope = fma(factor, p, factor)
    slope = slope - in_double(-fma(factor, residual, fma(factor, p, factor - slope)))
    cdef real lower = slope * unscale(x)
    dydx[0] = lower if below else slope
    return y if below else root


cdef inline real logit(real x, real* dydx) noexcept nogil:
    """logit and its slope."""
    cdef real zero = 0, one = 1
    cdef bint lower = x < <real>0.5
    cdef real rest = one - x
    cdef real d = x if lower else rest
    cdef bint small = wants_upscale(d)
    cdef real raised = d * upscale(x)
    d = raised if small else d
    cdef real inverse = one / d
    cdef real y = log_sum(inverse - one, inverse * fma(-inverse, d, one))
    y = y + (log_of_upscale(x) if small else zero)
    y = -y if lower else y
    cdef real product_low
    cdef real product = two_product(x, rest, &product_low)
    cdef real slope = one / product
    cdef real correction = slope * (slope * fma((one - rest) - x, x, product_low))
    slope = slope - in_double(zero if small else correction)
    cdef real edge = <real>INFINITY if (x == 0) | (x == 1) else <real>NAN
    cdef bint inside = (x > 0) & (x < 1)
    cdef real outside = -edge if lower else edge
    dydx[0] = slope if inside else edge
    return y if inside else outside


cdef inline real tanh_shrink(real x, real* dydx) noexcept nogil:
    """tanh_shrink and its slope."""
    cdef real one = <real>1
    cdef real a = absolute(x)
    cdef real scale
    cdef real r = reduce_exp(clamp_exp(<real>-2 * a), &scale)
    cdef real m = scale * (one / logistic_denominator(scale, r)) * (<real>2 * unscale(x))
    cdef real u = a * a
    cdef real cube_low
    cdef real cube = two_product(a, u, &cube_low)
    cdef real s = fma(cube, third(x), fma(a, tanh_shrink_rest(a, u), cube_low * third(x)))
    cdef bint large = a >= one
    cdef real base = one if large else a
    cdef real minus = m if large else s
    cdef real high = base - minus
    cdef real low = (base - high) - minus
    dydx[0] = fma(high + high, low, high * high)
    return copysign((a - one) + m if large else s, x)


cdef inline real lisht(real x, real* dydx) noexcept nogil:
    """lisht and its slope."""
    cdef real one = <real>1
    cdef real a = absolute(x)
    cdef real t = clamp_exp(<real>-2 * a)
    cdef real scale
    cdef real r = reduce_exp(t, &scale)
    cdef real part = scale * (one / logistic_denominator(scale, r))
    cdef real m = part * (<real>2 * unscale(x))
    cdef real u = a * a
    cdef real h = fma(u, third(x), tanh_shrink_rest(a, u))
    cdef real th = fma(-h, a, a)
    cdef bint large = a >= <real>0.75
    cdef real slope = fma(m, fma(<real>-0.5 * t, <real>2 - m, -one), one) if large else fma(-(a * th), th, a + th)
    dydx[0] = copysign(slope, x)
    return fma(t * unscale(x), part, a) if large else fma(-h, u, u)


cdef inline real smht(real x, real a, real b, real c, real d, real* dydx) noexcept nogil:
    """smht and its slope."""
    cdef real zero = 0, one = 1
    cdef real largest = largest_finite(x)
    cdef real sign = copysign(one, a + b)
    cdef real a1 = a if a > -b else -b
    cdef real b1 = b if b > -a else -a
    cdef real c1 = c if c > -d else -d
    cdef real d1 = d if d > -c else -c
    cdef real first_two = absolute(a) if absolute(a) > absolute(b) else absolute(b)
    cdef real last_two = absolute(c) if absolute(c) > absolute(d) else absolute(d)
    cdef bint steep = (first_two if first_two > last_two else last_two) > <real>1048576
    cdef real size = <real>7.888609052210118e-31 if steep else one
    cdef bint below = x < zero
    cdef real w = clamp_magnitude(x, largest)
    cdef real g_rest, rate
    cdef real g = sum_times(b1 if below else a1, -d1 if below else -c1, w, &g_rest, &rate)
    cdef real lowest = either(<float>-124.0, -800.0, x)
    cdef real bounded = at_most(at_least(g, lowest), either(<float>197.0, 1460.0, x))
    cdef real unused, unused_low, k
    cdef real r = reduce_exp_wide(bounded, &unused, &unused_low, &k)
    cdef real growth = expm1_poly(r + (g_rest if bounded == g else zero))
    cdef real g1_rest, rate1, scale1
    cdef real g1 = sum_times(-a1, -b1, w, &g1_rest, &rate1)
    cdef real bounded1 = clamp_exp_low(g1)
    cdef real p1 = expm1_plus(bounded1, g1_rest if bounded1 == g1 else zero, &scale1)
    cdef real u1 = scale1 * unscale(x)
    cdef real rest = one - u1
    cdef real rise = fma(-u1, p1, rest)
    cdef real g2_rest, rate2, scale2
    cdef real g2 = sum_times(-c1, -d1, w, &g2_rest, &rate2)
    cdef real bounded2 = clamp_exp_low(g2)
    cdef real p2 = expm1_plus(bounded2, g2_rest if bounded2 == g2 else zero, &scale2)
    cdef real u2 = scale2 * unscale(x)
    cdef real base = one + u2
    cdef real fall = fma(u2, p2, base)
    cdef real rise_low = fma(-u1, p1, rest - rise) + ((one - rest) - u1)
    cdef real base_low = u2 - (base - one)
    cdef real fall_low = fma(u2, p2, (base - fall) + base_low)
    cdef real ratio = rise / fall
    ratio = ratio - in_double((fma(ratio, fall, -rise) + fma(ratio, fall_low, -rise_low)) * (one / fall))
    cdef real second, reached = at_most(k, either(<float>250.0, 2000.0, x))
    cdef real first = power_of_2(reached, &second)
    cdef real y = fma(ratio, growth, ratio) * first * second * power_of_2_within(k - reached)
    rate = at_most(at_least(rate, -largest), largest) * size
    rate1 = at_least(rate1, -largest) * size
    rate2 = at_least(rate2, -largest) * size
    cdef real e1 = fma(scale1, p1, scale1)
    cdef real e2 = fma(scale2, p2, scale2)
    cdef real loss = e2 * -rate2
    cdef real gain = rate * rise * upscale(x) - e1 * rate1
    cdef real other = loss * rise
    cdef real bracket = fma(gain, fall, other)
    cdef real bracket_low = fma(gain, fall, other - bracket)
    cdef real square_low
    cdef real square = two_product(fall, fall, &square_low)
    square_low = square_low + (fall + fall) * fma(u2, p2, base - fall)
    cdef real inverse = one / square
    cdef real quotient = bracket * inverse
    cdef real gain_low = -fma(fma(scale1, p1, scale1 - e1), rate1, fma(e1, rate1, -(e1 * rate1)))
    cdef real loss_low = -fma(fma(scale2, p2, scale2 - e2), rate2, fma(e2, rate2, loss))
    cdef real lost = fma(gain_low, fall, gain * fall_low) + fma(loss_low, rise, fma(loss, rise_low, fma(loss, rise, -other)))
    lost = fma(-quotient, (fall + fall) * base_low, lost)
    cdef real residual = fma(-quotient, square, bracket) + ((bracket_low - quotient * square_low) - in_double(-lost))
    quotient = fma(residual, inverse, quotient)
    first = power_of_2(k - <real>64, &second)
    cdef real slope = fma(quotient, growth, quotient) * first * second * (<real>1.2676506002282294e30 if steep else one)
    slope = zero if g < lowest else slope
    y = zero if w == zero else y
    cdef real middle = <real>0.5 * a + <real>0.5 * b
    cdef real signed_slope = slope * sign
    dydx[0] = middle if w == zero else signed_slope
    return copysign(y, x) * sign
