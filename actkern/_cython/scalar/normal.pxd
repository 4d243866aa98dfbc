# cython: cdivision=True
"""The normal law: gelu, erf, its distribution function and tails; Mills' ratio above them.

The counterpart of `_numba/scalar/normal.py`, operation for operation: both give the same bits. The
docblocks that say how stand there.
"""

from actkern._cython.cores.exponential cimport expm1_curve, expm1_poly
from actkern._cython.cores.logarithm cimport log_sum
from actkern._cython.cores.reduction cimport clamp_magnitude, exponent_of, ln2_high, ln2_low, log2e, reduce_exp, rounder, unscale
from actkern._cython.machine cimport absolute, copysign, either, fma, real, two_sum


cdef inline real phi_0(real like) noexcept nogil:
    """phi(0) = 1 / sqrt(2 pi)."""
    return either(0.3989422917366028, 0.3989422804014327, like)


cdef inline real phi_0_low(real like) noexcept nogil:
    """What phi_0 lacks of it."""
    return either(-1.1335170117e-08, -2.4923272022777433e-17, like)


cdef inline real root_2pi(real like) noexcept nogil:
    """sqrt(2 pi), the C of `mills`."""
    return either(2.5066282749176025, 2.5066282746310007, like)


cdef inline real root_pi(real like) noexcept nogil:
    """sqrt(pi), the C of `erfcx`."""
    return either(1.7724539041519165, 1.772453850905516, like)


cdef inline real two_by_root_pi(real like) noexcept nogil:
    """2 / sqrt(pi), the slope of erf at 0."""
    return either(1.128379225730896, 1.1283791670955126, like)


cdef inline real two_by_root_pi_low(real like) noexcept nogil:
    """What two_by_root_pi lacks of it."""
    return either(-5.8635382771399236e-08, 1.533545961316588e-17, like)


cdef inline real gauss_end(real like) noexcept nogil:
    """The t from which even t exp(-t^2/2) is 0 after rounding."""
    return either(14.8, 38.7, like)


cdef inline real square_end(real like) noexcept nogil:
    """The t from which exp(-t^2) is 0 after rounding."""
    return either(10.3, 27.35, like)


cdef inline real deep_end(real like) noexcept nogil:
    """The t from which a density is 0, in double."""
    return <real>54.57


cdef inline real fast_two_sum(real a, real b, real* lost) noexcept nogil:
    """a + b, and what its rounding lost (Dekker)."""
    cdef real sum = a + b
    lost[0] = b - (sum - a)
    return sum


cdef inline real expm1_terms(real t, real low, real r, real* p_high, real* p_low) noexcept nogil:
    """p of expm1_two, which is p_high + p_low rounded."""
    cdef real curve, p
    if real is float:
        p = expm1_poly(r)
        p_high[0] = p
        p_low[0] = 0
        return p
    else:
        curve = fma(r * r, expm1_curve(r), low)
        p_high[0] = t
        p_low[0] = curve
        return curve + t


cdef inline real expm1_sum(real high, real low, real* p_high, real* p_low, real* scale) noexcept nogil:
    """p (and its parts) with exp(high + low) = scale * 2^-64 * (1 + p)."""
    cdef real magic = rounder(high, 64)
    cdef real shifted = fma(high, log2e(high), magic)
    cdef real k = shifted - magic
    cdef real t = fma(k, -ln2_high(high), high)
    low = fma(k, -ln2_low(high), low)
    scale[0] = exponent_of(shifted)
    return expm1_terms(t, low, t + low, p_high, p_low)


cdef inline real expm1_gauss(real t, real* p_high, real* p_low, real* scale) noexcept nogil:
    """expm1_sum of -t^2/2."""
    cdef real half = <real>0.5 * t
    cdef real high = -half * t
    return expm1_sum(high, fma(-half, t, -high), p_high, p_low, scale)


cdef inline double expm1_gauss_deep(double t, double* p_high, double* p_low, double* scale, double* last) noexcept nogil:
    """expm1_gauss for doubles up to 54.57, with `last`."""
    cdef double half = 0.5 * t
    cdef double high = -half * t
    cdef bint deep = high < -750.0
    last[0] = 1.0120225e-320 if deep else <double>1
    cdef double magic = rounder(high, 1127) if deep else rounder(high, 64)
    cdef double shifted = fma(high, log2e(high), magic)
    cdef double k = shifted - magic
    cdef double exact = fma(k, -ln2_high(high), high)
    cdef double low = fma(k, -ln2_low(high), fma(-half, t, -high))
    scale[0] = exponent_of(shifted)
    return expm1_terms(exact, low, exact + low, p_high, p_low)


cdef inline real expm1_square(real t, real* p_high, real* p_low, real* scale) noexcept nogil:
    """expm1_sum of -t^2."""
    cdef real high = -t * t
    return expm1_sum(high, fma(-t, t, -high), p_high, p_low, scale)


cdef inline real mills(real t, real* b_low, real* a, real* a_low, real* c) noexcept nogil:
    """B with Q(t) = exp(-t^2/2) B / (C t B + A), the normal law's upper tail erfc(t / sqrt(2)) / 2."""
    cdef real b, before, other, t2 = t * t
    if real is float:
        b = fma(t, <float>0.00345283, <float>0.041233175)
        b = fma(t, fma(t, b, <float>0.23565906), <float>0.77995414)
        b = fma(t, fma(t, b, <float>1.4945253), <float>1.375)
        other = fma(t, <float>0.00865578, <float>0.10331479)
        other = fma(t, fma(t, other, <float>0.57431275), <float>1.7366191)
        other = fma(t, other, <float>2.75)
        b_low[0] = 0
        a_low[0] = 0
    else:
        b = fma(t, 7.901817427024616e-07, 2.3698083644997245e-05)
        b = fma(t2, b, fma(t, 0.0003509429857223441, 0.00333108284004401))
        b = fma(t2, b, fma(t, 0.022261023741129017, 0.1089502105702366))
        b = fma(t2, b, fma(t, 0.3947853370972631, 1.0467132283184493))
        b = fma(t2, b, fma(t, 1.9511728913085116, 2.3289942936990014))
        before = b
        b = fma(t, b, 1.375)
        b_low[0] = fma(t, before, 1.375 - b)
        other = fma(t, 1.980691898190891e-06, 5.94022865499827e-05)
        other = fma(t2, other, fma(t, 0.0008757222243655146, 0.008230981994735386))
        other = fma(t2, other, fma(t, 0.05406054645578343, 0.2569922507366375))
        other = fma(t2, other, fma(t, 0.8866277390373634, 2.1566643868684303))
        other = fma(t, other, 3.4055572519882586)
        before = other
        other = fma(t, other, 2.75)
        a_low[0] = fma(t, before, 2.75 - other)
    a[0] = other
    c[0] = root_2pi(t)
    return b


cdef inline real mills_chord(real t) noexcept nogil:
    """K with R(t) - phi(0) t = (t0 - t) (phi(0) + K / (C t B + A)) for R = B / (C t B + A) of `mills`, and t0 its root, 0.75."""
    cdef real k, t2 = t * t
    if real is float:
        k = fma(t, <float>0.0025958086, <float>0.029497424)
        k = fma(t, fma(t, k, <float>0.1607053), <float>0.50250703)
        k = fma(t, fma(t, k, <float>0.89364654), <float>0.73187315)
    else:
        k = fma(t, 5.9405193713129e-07, 1.747243990464975e-05)
        k = fma(t2, k, fma(t, 0.00025386756284479927, 0.0023620083620617288))
        k = fma(t2, k, fma(t, 0.015442951865042086, 0.073725349358604))
        k = fma(t2, k, fma(t, 0.25948606887831566, 0.6642817062145283))
        k = fma(t2, k, fma(t, 1.185482026476431, 1.3378104766261867))
        k = fma(t, k, 0.7318732155075044)
    return k


cdef inline real erfcx(real x, real* b_low, real* a, real* a_low, real* c) noexcept nogil:
    """B with erfc(x) = exp(-x^2) B / (C x B + A); b_low, A, a_low and C."""
    cdef real b, before, other, x2 = x * x
    if real is float:
        b = fma(x, <float>0.020181004, <float>0.16898319)
        b = fma(x, fma(x, b, <float>0.6785291), <float>1.5789413)
        b = fma(x, fma(x, b, <float>2.1277916), <float>1.375)
        other = fma(x, <float>0.01788551, <float>0.14971727)
        other = fma(x, fma(x, other, <float>0.58419096), <float>1.2421888)
        other = fma(x, other, <float>1.375)
        b_low[0] = 0
        a_low[0] = 0
    else:
        b = fma(x, 2.5288899078292233e-05, 0.0005362831413036256)
        b = fma(x2, b, fma(x, 0.0056156018473213516, 0.03768986241348419))
        b = fma(x2, b, fma(x, 0.17810004442396854, 0.6163494891359754))
        b = fma(x2, b, fma(x, 1.5792113734599154, 2.9606520619111367))
        b = fma(x2, b, fma(x, 3.902436458309789, 3.2937359234844057))
        before = b
        b = fma(x, b, 1.375)
        b_low[0] = fma(x, before, 1.375 - b)
        other = fma(x, 2.241170327639687e-05, 0.0004752685597354621)
        other = fma(x2, other, fma(x, 0.004954285841588239, 0.03292650287004455))
        other = fma(x2, other, fma(x, 0.15291637300847308, 0.5140121578163204))
        other = fma(x2, other, fma(x, 1.2539336418506628, 2.1567289088486863))
        other = fma(x, other, 2.4081332332456524)
        before = other
        other = fma(x, other, 1.375)
        a_low[0] = fma(x, before, 1.375 - other)
    a[0] = other
    c[0] = root_pi(x)
    return b


cdef inline real erf_exponent(real t) noexcept nogil:
    """g with erf(t) = 1 - exp(-t (2/sqrt(pi) + t g))."""
    cdef real g, t2 = t * t
    if real is float:
        g = fma(t, <float>-9.331206e-06, <float>0.00011829888)
        g = fma(t, fma(t, g, <float>-0.00063524646), <float>0.0016717095)
        g = fma(t, fma(t, g, <float>-0.00016550429), <float>-0.019149981)
        g = fma(t, fma(t, g, <float>0.10277688), <float>0.6366195)
    else:
        g = fma(t, 7.866487744945211e-16, -3.866333037704749e-14)
        g = fma(t2, g, fma(t, 8.881407126068674e-13, -1.2661038605971598e-11))
        g = fma(t2, g, fma(t, 1.253237610514222e-10, -9.11642913802274e-10))
        g = fma(t2, g, fma(t, 5.016161993159268e-09, -2.1040334459490164e-08))
        g = fma(t2, g, fma(t, 6.599238505632397e-08, -1.4245185843276938e-07))
        g = fma(t2, g, fma(t, 1.3866020797108376e-07, 3.3381330230236367e-07))
        g = fma(t2, g, fma(t, -1.7380025022309902e-06, 2.831190005605507e-06))
        g = fma(t2, g, fma(t, 3.410772218871167e-06, -2.9726501578013616e-05))
        g = fma(t2, g, fma(t, 6.449319823245546e-05, 2.587804825739874e-05))
        g = fma(t2, g, fma(t, -0.000590125380880661, 0.0016962063475042084))
        g = fma(t2, g, fma(t, -0.00020919468902539127, -0.019128447005633622))
        g = fma(t2, g, fma(t, 0.10277260330181971, 0.6366197723675828))
    return g


cdef inline real denominator(real t, real b, real b_low, real a, real a_low, real c, real* d_low) noexcept nogil:
    """d with d + d_low = c t (b + b_low) + a + a_low, from the terms of `mills` or `erfcx`."""
    cdef real tb = t * b
    cdef real d = fma(c, tb, a)
    cdef real part = d - a
    if real is float:
        d_low[0] = fma(c, fma(t, b, -tb), (a - (d - part)) + fma(c, tb, -part))
    else:
        d_low[0] = fma(c, fma(t, b_low, fma(t, b, -tb)), ((a - (d - part)) + fma(c, tb, -part)) + a_low)
    return d


cdef inline real tail_quotient_parts(
    real n, real n_low, real p, real p_low, real d, real d_low, real* total_low
) noexcept nogil:
    """(1 + p + p_low) (n + n_low) / (d + d_low) in two parts."""
    cdef real inverse = 1 / d
    cdef real quotient = n * inverse
    cdef real rest, product, high, lost
    if real is float:
        rest = fma(-quotient, d_low, fma(-quotient, d, n)) * inverse
        return fast_two_sum(quotient, fma(quotient, p, rest), total_low)
    else:
        rest = fma(-quotient, d_low, fma(-quotient, d, n) + n_low) * inverse
        product = quotient * p
        rest = fma(quotient, p_low, fma(rest, p, fma(quotient, p, -product)) + rest)
        high = fast_two_sum(quotient, product, &lost)
        return fast_two_sum(high, lost + rest, total_low)


cdef inline real tail_quotient(real n, real n_low, real p, real p_low, real d, real d_low) noexcept nogil:
    """tail_quotient_parts in one."""
    cdef real quotient, total_low
    if real is float:
        quotient = n / d
        return fma(quotient, p, quotient)
    else:
        return tail_quotient_parts(n, n_low, p, p_low, d, d_low, &total_low)


cdef inline real quotient_of_sums(real n, real n_low, real d, real d_low) noexcept nogil:
    """(n + n_low) / (d + d_low), rounded once."""
    cdef real inverse, quotient
    if real is float:
        return n / d
    else:
        inverse = 1 / d
        quotient = n * inverse
        return fma(fma(-quotient, d_low, fma(-quotient, d, n) + n_low), inverse, quotient)


cdef inline real density_parts(real p, real* n_low) noexcept nogil:
    """n with n + n_low = phi(0) (1 + p), the normal law's density."""
    cdef real first = phi_0(p), rest = phi_0_low(p)
    cdef real n = fma(first, p, first)
    n_low[0] = fma(first, p, first - n) + fma(rest, p, rest)
    return n


cdef inline real mills_root(real like) noexcept nogil:
    """t0 of mills_chord."""
    return either(0.7517915368080139, 0.7517915246935645, like)


cdef inline real mills_root_low(real like) noexcept nogil:
    """What mills_root lacks of it."""
    return either(-1.211444988769017e-08, -1.4956759177009883e-17, like)


cdef inline real mills_slope(real t, real p, real d, real d_low) noexcept nogil:
    """(1 + p) (t0 - t) (phi(0) + K / (d + d_low)) with K and t0 of `mills_chord`."""
    cdef real difference, lost, distance, distance_low, inverse, k, quotient, rest, factor, factor_low, s, s_low
    if real is float:
        distance = (mills_root(t) - t) + mills_root_low(t)
        factor = phi_0(t) + mills_chord(t) / d
        s = distance * factor
        return s + fma(s, p, fma(distance, factor, -s))
    else:
        difference = two_sum(mills_root(t), -t, &lost)
        distance = difference + mills_root_low(t)
        distance_low = lost + (mills_root_low(t) - (distance - difference))
        inverse = 1 / d
        k = mills_chord(t)
        quotient = k * inverse
        rest = fma(-quotient, d_low, fma(-quotient, d, k)) * inverse
        factor = fast_two_sum(phi_0(t), quotient, &lost)
        factor_low = lost + (rest + phi_0_low(t))
        s = distance * factor
        s_low = fma(distance, factor, -s) + fma(distance, factor_low, distance_low * factor)
        return s + fma(s, p, fma(s_low, p, s_low))


cdef inline real hazard_far(real t, real* d) noexcept nogil:
    """P, and D, with phi(t) / Q(t) = t + P / D."""
    cdef real t2 = t * t
    if real is float:
        d[0] = t * (t2 + <float>5)
        return t2 + <float>3
    else:
        d[0] = t * fma(t2, fma(t2, t2 + 27.0, 185.0), 279.0)
        return fma(t2, fma(t2, t2 + 25.0, 141.0), 105.0)


cdef inline real gelu(real x, real* dydx) noexcept nogil:
    """gelu and its slope."""
    cdef real p_high, p_low, scale, b_low, a, a_low, c, d_low
    cdef real t = clamp_magnitude(x, gauss_end(x))
    cdef real p = expm1_gauss(t, &p_high, &p_low, &scale)
    cdef real b = mills(t, &b_low, &a, &a_low, &c)
    cdef real d = denominator(t, b, b_low, a, a_low, c, &d_low)
    cdef real tb = t * b
    cdef real tail = scale * tail_quotient(tb, fma(t, b_low, fma(t, b, -tb)), p_high, p_low, d, d_low)
    cdef real s = scale * mills_slope(t, p, d, d_low)
    dydx[0] = s * unscale(x) if x < 0 else fma(-s, unscale(x), <real>1)
    return fma(-unscale(x), tail, <real>0 if x < 0 else x)


cdef inline void erf_first(real x, real* r, real* scale) noexcept nogil:
    """The first of two stages of erf's value."""
    cdef real t = clamp_magnitude(x, either(<float>3.95, 5.95, x))
    cdef real rest = t * fma(t, erf_exponent(t), two_by_root_pi_low(x))
    r[0] = reduce_exp(-fma(t, two_by_root_pi(x), rest), scale)


cdef inline real erf_second(real x, real r, real scale) noexcept nogil:
    """The second of them."""
    cdef real s = scale * unscale(x)
    return copysign(fma(-s, expm1_poly(r), 1 - s), x)


cdef inline real erf(real x, real* dydx) noexcept nogil:
    """erf and its slope."""
    cdef real p_high, p_low, scale, s, r, p, y
    erf_first(x, &r, &scale)
    y = erf_second(x, r, scale)
    p = expm1_square(clamp_magnitude(x, square_end(x)), &p_high, &p_low, &scale)
    s = two_by_root_pi(x) * scale
    dydx[0] = fma(s, p, s) * unscale(x)
    return y


cdef inline real erfc(real x, real* dydx) noexcept nogil:
    """erfc and its slope."""
    cdef real p_high, p_low, scale, b_low, a, a_low, c, d_low
    cdef real t = clamp_magnitude(x, square_end(x))
    cdef real p = expm1_square(t, &p_high, &p_low, &scale)
    cdef real b = erfcx(t, &b_low, &a, &a_low, &c)
    cdef real d = denominator(t, b, b_low, a, a_low, c, &d_low)
    cdef real tail = scale * tail_quotient(b, b_low, p_high, p_low, d, d_low)
    cdef real s = -two_by_root_pi(x) * scale
    dydx[0] = fma(s, p, s) * unscale(x)
    return fma(-tail, unscale(x), <real>2) if x < 0 else tail * unscale(x)


cdef inline real ndtr(real x, real* dydx) noexcept nogil:
    """ndtr and its slope."""
    cdef real p_high, p_low, scale, b_low, a, a_low, c, d_low
    cdef real t = clamp_magnitude(x, gauss_end(x))
    cdef real p = expm1_gauss(t, &p_high, &p_low, &scale)
    cdef real b = mills(t, &b_low, &a, &a_low, &c)
    cdef real d = denominator(t, b, b_low, a, a_low, c, &d_low)
    cdef real tail = scale * tail_quotient(b, b_low, p_high, p_low, d, d_low)
    cdef real s = phi_0(x) * scale
    dydx[0] = fma(s, p, s) * unscale(x)
    return tail * unscale(x) if x < 0 else fma(-tail, unscale(x), <real>1)


cdef inline real gelu_10(real x, real* dydx) noexcept nogil:
    """gelu_10 and its slope."""
    cdef real slope
    cdef real y = gelu(x, &slope)
    dydx[0] = <real>0 if x > 10 else slope
    return <real>10 if y > 10 else y


cdef inline double laplace_in_double(double x, double mu, double sigma, double* dydx) noexcept nogil:
    """ndtr of z = (x - mu) / sigma in two parts."""
    cdef double p_high, p_low, scale, last, b_low, a, a_low, c, d_low, density_low, tail_low
    cdef double size = absolute(sigma)
    cdef double down = 2.938735877055719e-39 if size > 8.452712498170644e270 else <double>1
    cdef double up = 18446744073709551616.0 if size < 1 else <double>1
    up = 3.402823669209385e38 if size < 1.499696813895631e-241 else up
    cdef double divisor = (5e-324 if sigma == 0 else sigma) * down * up
    cdef double lost
    cdef double difference = two_sum(x * down, -(mu * down), &lost)
    cdef double rest = lost * up
    difference = difference * up
    cdef double inverse = 1 / divisor
    cdef double inverse_low = fma(-inverse, divisor, <double>1) * inverse
    cdef double z = difference * inverse
    cdef double z_low = (fma(-z, divisor, difference) + rest) * inverse
    cdef bint outside = absolute(z) > deep_end(z)
    cdef double t = clamp_magnitude(z, deep_end(z))
    cdef double low, p, b, d, density, tail, s, s_low
    z_low = <double>0 if outside else z_low
    low = -z_low if z < 0 else z_low
    p = expm1_gauss_deep(t, &p_high, &p_low, &scale, &last)
    b = mills(t, &b_low, &a, &a_low, &c)
    d = denominator(t, b, b_low, a, a_low, c, &d_low)
    density = density_parts(p, &density_low)
    tail = tail_quotient_parts(b, b_low, p_high, p_low, d, d_low, &tail_low)
    tail = scale * (tail + fma(-density, low, tail_low))
    s = density * inverse
    s_low = fma(density, inverse, -s) + fma(density, inverse_low, density_low * inverse)
    s = scale * (s + fma(-s, t * low, s_low)) * (unscale(x) * down * up * last)
    dydx[0] = <double>0 if outside else s
    return tail * (unscale(x) * last) if z < 0 else fma(-tail, unscale(x) * last, <double>1)


cdef inline real laplace(real x, real mu, real sigma, real* dydx) noexcept nogil:
    """laplace and its slope."""
    cdef double slope
    cdef double y = laplace_in_double(x, mu, sigma, &slope)
    dydx[0] = <real>slope
    return <real>y


cdef inline real log_ndtr_parts(
    real x, real* high, real* low, real* p, real* scale, real* upper, real* upper_low, real* rest
) noexcept nogil:
    """|x|, the argument of log_ndtr's logarithm in two parts, and what its slope needs."""
    cdef real p_high, p_low, unit, b_low, a, a_low, c, d_low, far_b, tail_low, lost, density_low, zero = 0, one = 1
    cdef real magnitude = absolute(x)
    cdef real largest = gauss_end(x)
    cdef real t = clamp_magnitude(x, either(<float>1e6, 1e30, x))
    cdef real near = largest if t > largest else t
    cdef real exponential = expm1_gauss(near, &p_high, &p_low, &unit)
    cdef real b = mills(near, &b_low, &a, &a_low, &c)
    cdef real d = denominator(near, b, b_low, a, a_low, c, &d_low)
    cdef real u = unit * unscale(x)
    cdef real tail = u * tail_quotient_parts(b, b_low, p_high, p_low, d, d_low, &tail_low)
    tail_low = u * tail_low
    cdef real less = fast_two_sum(one, -tail, &lost)
    cdef real less_low = lost - tail_low
    cdef real density = density_parts(zero, &density_low)
    cdef real far_a = hazard_far(t, &far_b)
    cdef bint beyond = t > largest
    cdef real n = density * a
    cdef real n_low = fma(density, a, -n) + fma(density, a_low, density_low * a)
    cdef real hazard = quotient_of_sums(
        far_a if beyond else n, zero if beyond else n_low, far_b if beyond else b, zero if beyond else b_low
    )
    cdef bint far = x < -4
    cdef real near_high = tail if x < 0 else less
    cdef real near_low = tail_low if x < 0 else less_low
    high[0] = c * (t + hazard) if far else near_high
    low[0] = zero if far else near_low
    p[0], scale[0], upper[0], upper_low[0], rest[0] = exponential, unit, less, less_low, hazard
    return magnitude


cdef inline void log_ndtr_first(real x, real* high, real* low) noexcept nogil:
    """The first of two stages of log_ndtr's value."""
    cdef real p, scale, upper, upper_low, rest
    log_ndtr_parts(x, high, low, &p, &scale, &upper, &upper_low, &rest)


cdef inline real log_ndtr_second(real x, real high, real low) noexcept nogil:
    """The second: the logarithm."""
    cdef real half = <real>0.5 * absolute(x), y = log_sum(high, low)
    y = -fma(half, absolute(x), y) if x < -4 else y
    cdef real enough = either(<float>-1e-9, -1e-18, x) if high == 1 else high
    return low if low > enough else y


cdef inline real log_ndtr(real x, real* dydx) noexcept nogil:
    """log_ndtr and its slope."""
    cdef real high, low, p, scale, upper, upper_low, rest, density_low
    cdef real magnitude = log_ndtr_parts(x, &high, &low, &p, &scale, &upper, &upper_low, &rest)
    cdef real density = density_parts(p, &density_low)
    cdef real s = scale * quotient_of_sums(density, density_low, upper, upper_low) * unscale(x)
    dydx[0] = magnitude + rest if x < 0 else s
    return log_ndtr_second(x, high, low)
