/* What `faithful.py` scans and times: values of floats in three ways each.

   a. NAME_today     the operations of actkern's scalar, whose bits it has
   b. NAME_terms     the same in float with error terms: what sums and quotients lose comes back
   c. NAME_double    in double, rounded once: half as many lanes, and no error terms

   Names are those of docs/notation.md and of the scalars in `actkern/_numba`. The exponentials of (a) and (b) have the
   coefficients of expm1_curve, and so have those of (c), as doubles. */
#include <math.h>

#include "actkern/machine.h"

#define FUNCTION static inline __attribute__((always_inline))
#define fma_f __builtin_fmaf
#define fma_d __builtin_fma
#define at_least actkern_at_least_f
#define at_most actkern_at_most_f
#define at_least_d actkern_at_least_d
#define at_most_d actkern_at_most_d

static const float LOG2E = 1.4426950216293335f, LN2_HIGH = 0.6931471824645996f, LN2_LOW = -1.904654323148236e-09f;
static const float ROUNDER = 12583039.0f, UNSCALE = 0x1p-64f, UPSCALE = 0x1p64f;

FUNCTION float exponent_of(float shifted) { return actkern_float_f(actkern_bits_f(shifted) << 23); }
FUNCTION int negative(float x) { return (int32_t)actkern_bits_f(x) < 0; }
FUNCTION float signed_as(float positive, float x) {
    return actkern_float_f(actkern_bits_f(positive) | (actkern_bits_f(x) & 0x80000000u));
}

FUNCTION float expm1_curve(float r) {
    float r2 = r * r, h = fma_f(r, 0.008366534486413002f, 0.041666705161333084f);
    h = fma_f(r2, 0.0013912037247791886f, h);
    return fma_f(r2, h, fma_f(r, 0.1666654348373413f, 0.5f));
}

FUNCTION float expm1_poly(float r) { return fma_f(r * r, expm1_curve(r), r); }

/* exp(x) = scale (1 + p) 2^-bias: p as today, rounded from a rounded r. */
FUNCTION float reduce(float x, float bias, float *scale) {
    float magic = ROUNDER + bias, shifted = fma_f(x, LOG2E, magic), k = shifted - magic;
    *scale = exponent_of(shifted);
    return fma_f(k, -LN2_LOW, fma_f(k, -LN2_HIGH, x));
}

/* The same with p in two parts: the low part of k ln(2), and `rest` of x, come in after the curve. */
FUNCTION float expm1_two(float x, float rest, float bias, float *scale, float *p_low) {
    float magic = ROUNDER + bias, shifted = fma_f(x, LOG2E, magic), k = shifted - magic;
    float t = fma_f(k, -LN2_HIGH, x), low = fma_f(k, -LN2_LOW, rest), r = t + low;
    float curved = fma_f(r * r, expm1_curve(r), low), p = curved + t;
    *scale = exponent_of(shifted);
    *p_low = curved - (p - t);
    return p;
}

/* exp(x) in double, within a relative 2^-27. */
FUNCTION double exp_for_float(double x) {
    double magic = 6755399441056767.0, shifted = fma_d(x, 1.4426950408889634, magic);
    double r = fma_d(shifted - magic, -0.6931471805599453, x), r2 = r * r;
    double h = fma_d(r, 0.008366534486413002, 0.041666705161333084);
    h = fma_d(r2, 0.0013912037247791886, h);
    h = fma_d(r2, h, fma_d(r, 0.1666654348373413, 0.5));
    double scale = actkern_float_d(actkern_bits_d(shifted) << 52);
    return fma_d(scale, fma_d(r2, h, r), scale);
}

/* n / (one + scale (1 + p + p_low)), the sum in two parts and the quotient corrected by its residual. */
FUNCTION float quotient_terms(float n, float one, float scale, float p, float p_low) {
    float greater = scale > one ? scale : one, less = scale > one ? one : scale;
    float w = fma_f(scale, p, less), d = w + greater;
    float lost = fma_f(scale, p_low, fma_f(scale, p, less - w) + (w - (d - greater)));
    float inverse = 1 / d, y = n * inverse;
    return fma_f(fma_f(-y, lost, fma_f(-y, d, n)), inverse, y);
}

/* sigmoid ------------------------------------------------------------------------------------------------------------------- */
FUNCTION float sigmoid_today(float x) {
    float scale, r = reduce(-at_most(at_least(x, -110), 40), -64, &scale), r2 = r * r;
    float odd = fma_f(r2, 0.008366534486413002f, 0.1666654348373413f);
    float even = fma_f(r2, fma_f(r2, 0.0013912037247791886f, 0.041666705161333084f), 0.5f);
    return UNSCALE / (fma_f(scale, fma_f(r2, fma_f(r, odd, even), r), UNSCALE) + scale);
}

FUNCTION float sigmoid_terms(float x) {
    float scale, p_low, p = expm1_two(-at_most(at_least(x, -110), 40), 0, -64, &scale, &p_low);
    return quotient_terms(1, UNSCALE, scale, p, p_low) * UNSCALE;
}

FUNCTION float sigmoid_double(float x) {
    return (float)(1 / (1 + exp_for_float(-at_most_d(at_least_d(x, -110), 40))));
}

/* tanh ---------------------------------------------------------------------------------------------------------------------- */
FUNCTION float tanh_today(float x) {
    float a = at_most(fabsf(x), 9.25f), shifted = fma_f(a, -2 * LOG2E, ROUNDER), k = shifted - ROUNDER;
    float r = fma_f(k, -0.5f * LN2_HIGH, -a), r2 = r * r, s = exponent_of(shifted);
    float h = fma_f(r, 0.13386455178260803f, 0.3333336412906647f);
    h = fma_f(r2, fma_f(r2, 0.044518519192934036f, h), fma_f(r, 0.6666617393493652f, 1.0f));
    float p = fma_f(r2, h, r);
    return signed_as(fma_f(-s, p, fma_f(s, -0.5f, 0.5f)) / fma_f(s, p, fma_f(s, 0.5f, 0.5f)), x);
}

/* n = (1 - e) / 2 in two parts; the denominator is 1 - n. */
FUNCTION float tanh_terms(float x) {
    float a = at_most(fabsf(x), 9.25f), magic = ROUNDER - 1, shifted = fma_f(a, -2 * LOG2E, magic), k = shifted - magic;
    float r = fma_f(k, -LN2_HIGH, -(a + a)), s = exponent_of(shifted);
    float curved = r * r * expm1_curve(r), p = r + curved, p_low = curved - (p - r);
    float exact = 0.5f - s, n = fma_f(-s, p, exact);
    float n_low = fma_f(-s, p_low, fma_f(-s, p, exact - n)) + ((0.5f - exact) - s);
    float d = 1 - n, d_low = ((1 - d) - n) - n_low;
    float inverse = 1 / d, y = n * inverse;
    return signed_as(fma_f(fma_f(-y, d_low, fma_f(-y, d, n) + n_low), inverse, y), x);
}

FUNCTION float tanh_double(float x) {
    double z = -2.0 * at_most_d(fabs((double)x), 9.25), magic = 6755399441056767.0, shifted = fma_d(z, 1.4426950408889634, magic);
    double r = fma_d(shifted - magic, -0.6931471805599453, z), r2 = r * r, s = actkern_float_d(actkern_bits_d(shifted) << 52);
    double h = fma_d(r, 0.008366534486413002, 0.041666705161333084);
    h = fma_d(r2, 0.0013912037247791886, h);
    h = fma_d(r2, h, fma_d(r, 0.1666654348373413, 0.5));
    double grown = fma_d(s, fma_d(r2, h, r), s - 1);
    return signed_as((float)(-grown / (grown + 2)), x);
}

/* silu ---------------------------------------------------------------------------------------------------------------------- */
FUNCTION float silu_today(float x) {
    float lower = at_least(x, -110), z = at_most(lower, 80), one = negative(z) ? UNSCALE : 1, scale;
    float p = expm1_poly(reduce(-z, negative(z) ? -64 : 0, &scale));
    return lower / (fma_f(scale, p, one) + scale) * one;
}

FUNCTION float silu_terms(float x) {
    float lower = at_least(x, -110), z = at_most(lower, 80), one = negative(z) ? UNSCALE : 1, scale, p_low;
    float p = expm1_two(-z, 0, negative(z) ? -64 : 0, &scale, &p_low);
    return quotient_terms(lower, one, scale, p, p_low) * one;
}

FUNCTION float silu_double(float x) {
    double lower = at_least_d(x, -110);
    return (float)(lower / (1 + exp_for_float(-at_most_d(lower, 80))));
}

/* gelu_tanh ----------------------------------------------------------------------------------------------------------------- */
FUNCTION float exp2m1_poly(float r) {
    float h = fma_f(r, 0.000153771456098184f, 0.0013387729413807392f);
    h = fma_f(r, fma_f(r, h, 0.009618322364985943f), 0.055503666400909424f);
    return fma_f(r, fma_f(r, fma_f(r, h, 0.24022649228572845f), -0.3068528175354004f), r);
}

FUNCTION void gelu_tanh_first(float x, float *r, float *scale) {
    float b = at_most(at_least(x, -11), 9.25f), square = b * b;
    float q = fma_f(0.10294324159622192f, square, 2.3022079467773438f), above = q - 2.3022079467773438f;
    float rest = fma_f(-2.016198541454628e-09f, square, 2.513669699055754e-07f);
    float q_low = fma_f(0.10294324159622192f, square, -above) + fma_f(0.10294324159622192f, fma_f(b, b, -square), rest);
    float magic = negative(b) ? ROUNDER - 64 : ROUNDER, shifted = fma_f(-b, q, magic);
    *r = fma_f(-b, q_low, fma_f(-b, q, magic - shifted));
    *scale = exponent_of(shifted);
}

FUNCTION float gelu_tanh_today(float x, float r, float scale) {
    float one = negative(x) ? UNSCALE : 1;
    return at_least(x, -11) / (fma_f(scale, exp2m1_poly(r), one) + scale) * one;
}

FUNCTION float gelu_tanh_terms(float x, float r, float scale) {
    float one = negative(x) ? UNSCALE : 1;
    return quotient_terms(at_least(x, -11), one, scale, exp2m1_poly(r), 0) * one;
}

FUNCTION float gelu_tanh_double(float x) {
    double lower = at_least_d(x, -11), b = at_most_d(lower, 9.25);
    return (float)(lower / (1 + exp_for_float(-b * fma_d(0.07135481627260025, b * b, 1.5957691216057308))));
}

/* gelu ---------------------------------------------------------------------------------------------------------------------- */
FUNCTION float mills_b(float t) {
    float b = fma_f(t, 0.00345283f, 0.041233175f);
    return fma_f(t, fma_f(t, fma_f(t, b, 0.23565906f), 0.77995414f), 1.4945253f);
}

FUNCTION float mills_a(float t) { return fma_f(t, fma_f(t, fma_f(t, 0.00865578f, 0.10331479f), 0.57431275f), 1.7366191f); }

FUNCTION float gelu_today(float x) {
    float t = at_most(fabsf(x), 14.8f), half = 0.5f * t, high = -half * t, scale, shifted = fma_f(high, LOG2E, ROUNDER + 64);
    float k = shifted - (ROUNDER + 64), low = fma_f(k, -LN2_LOW, fma_f(-half, t, -high));
    float p = expm1_poly(fma_f(k, -LN2_HIGH, high) + low), tb = t * fma_f(t, mills_b(t), 1.375f);
    scale = exponent_of(shifted);
    float quotient = tb / fma_f(2.5066282749176025f, tb, fma_f(t, mills_a(t), 2.75f));
    return fma_f(-UNSCALE, scale * fma_f(quotient, p, quotient), x < 0 ? 0 : x);
}

/* The last steps of both polynomials, the denominator and the quotient in two parts each. */
FUNCTION float gelu_terms(float x) {
    float t = at_most(fabsf(x), 14.8f), half = 0.5f * t, high = -half * t, scale, p_low, c = 2.5066282749176025f;
    float p = expm1_two(high, fma_f(-half, t, -high), 64, &scale, &p_low), before_b = mills_b(t), before_a = mills_a(t);
    float b = fma_f(t, before_b, 1.375f), b_low = fma_f(t, before_b, 1.375f - b);
    float a = fma_f(t, before_a, 2.75f), a_low = fma_f(t, before_a, 2.75f - a);
    float tb = t * b, tb_low = fma_f(t, b_low, fma_f(t, b, -tb)), d = fma_f(c, tb, a), part = d - a;
    float d_low = fma_f(c, tb_low, (a - (d - part)) + fma_f(c, tb, -part)) + a_low;
    float inverse = 1 / d, q = tb * inverse, rest = fma_f(-q, d_low, fma_f(-q, d, tb) + tb_low) * inverse;
    float tail = q + fma_f(q, p, fma_f(rest, p, rest));
    return fma_f(-UNSCALE, scale * tail, x < 0 ? 0 : x);
}

FUNCTION float gelu_double(float x) {
    double t = at_most_d(fabs((double)x), 14.8), b = fma_d(t, 0.00345283, 0.041233175), a = fma_d(t, 0.00865578, 0.10331479);
    b = fma_d(t, fma_d(t, fma_d(t, fma_d(t, b, 0.23565906), 0.77995414), 1.4945253), 1.375);
    a = fma_d(t, fma_d(t, fma_d(t, a, 0.57431275), 1.7366191), 2.75);
    double tb = t * b;
    return (float)((x < 0 ? 0 : (double)x) - exp_for_float(-0.5 * t * t) * tb / fma_d(2.5066282749176025, tb, a));
}

/* softplus for a beta of 1 --------------------------------------------------------------------------------------------------- */
FUNCTION float log1p_unit_poly(float e) {
    float e2 = e * e, h = fma_f(e, -0.003676354419440031f, 0.021870791912078857f);
    h = fma_f(e2, h, fma_f(e, -0.060913510620594025f, 0.11024400591850281f));
    h = fma_f(e2, h, fma_f(e, -0.15569154918193817f, 0.19774210453033447f));
    h = fma_f(e2, h, fma_f(e, -0.24975080788135529f, 0.3333224952220917f));
    return e * fma_f(e, h, -0.5f);
}

FUNCTION float softplus_today(float x) {
    float scale, r = reduce(at_least(-fabsf(x), -110), 64, &scale), e = fma_f(scale, expm1_poly(r), scale);
    return fma_f(fma_f(e, log1p_unit_poly(e * UNSCALE), e), UNSCALE, x <= 0 ? 0 : x);
}

/* log(1 + e) / e - 3/4 around e = 1/2: the terms that carry errors are small at both ends. */
FUNCTION float log1p_rest(float e) {
    float c = e - 0.5f, c2 = c * c, h = fma_f(c, -0.003151533892378211f, 0.003833354916423559f);
    h = fma_f(c2, fma_f(c2, 0.002233036793768406f, h), fma_f(c, -0.00680079311132431f, 0.011894028633832932f));
    h = fma_f(c2, h, fma_f(c, -0.020561130717396736f, 0.03660616651177406f));
    h = fma_f(c2, h, fma_f(c, -0.06768828630447388f, 0.13260996341705322f));
    return fma_f(c2, h, fma_f(c, -0.28852710127830505f, 0.06093021482229233f));
}

/* e, 3/4 e and the sum of that with x in two parts each. */
FUNCTION float softplus_terms(float x) {
    int below = negative(x);
    float v = at_most(at_least(x, -110), 60), unit = below ? UNSCALE : 1, scale, p_low;
    float p = expm1_two(-fabsf(v), 0, below ? 64 : 0, &scale, &p_low);
    float e = fma_f(scale, p, scale), e_low = fma_f(scale, p_low, fma_f(scale, p, scale - e)), g = log1p_rest(e * unit);
    float q = 0.75f * e, q_low = fma_f(0.75f, e, -q), base = below ? 0 : v, sum = base + q, back = sum - base;
    float lost = (base - (sum - back)) + (q - back), rest = fma_f(e, g, fma_f(e_low, 0.75f + g, q_low));
    float y = (sum + (lost + rest)) * unit;
    return y < x ? x : y;
}

/* log(1 + e) = 2 atanh(e / (2 + e)), and e = 2 q / m with m a power of two. */
FUNCTION float softplus_double(float x) {
    double z = x * 1.4426950408889634, y = at_least_d(-fabs(z), -360), magic = 6755399441056767.0, shifted = y + magic;
    double r = y - (shifted - magic), q = fma_d(r, fma_d(r, 0.00015345812161311629, 0.0013399931177239738), 0.009618488956331182);
    q = fma_d(r, fma_d(r, q, 0.05550328777105325), 0.24022646890645522);
    q = fma_d(r, fma_d(r, q, 0.6931472057371958), 1.0000000005541647);
    double m = actkern_float_d((0x7ffull << 52) - (actkern_bits_d(shifted) << 52)), u = q / (q + m), v = u * u;
    double h = fma_d(v, fma_d(v, 0.28178335086734546, 0.27960602747171465), 0.40024910279538123);
    return (float)fma_d(u, fma_d(v, fma_d(v, h, 0.6666631468212848), 2.000000007921038), z > 0 ? (double)x : 0);
}

/* mish, today in double ------------------------------------------------------------------------------------------------------ */
FUNCTION float mish_today(float x) {
    double lower = at_least_d(x, -125), e = exp_for_float(at_most_d(lower, 40)), n = e * (e + 2);
    return (float)(lower * n * (1 / (n + 2)));
}

/* What it was before: x e and x 2 / d in parts, and the inverse corrected. */
FUNCTION float mish_terms(float x) {
    int below = x < -0.3125f;
    float bounded = at_most(at_least(x, -125), 12), magic = ROUNDER + 64, shifted = fma_f(bounded, LOG2E, magic);
    float k = shifted - magic, scale = exponent_of(shifted), t = fma_f(k, -LN2_HIGH, bounded);
    float r = fma_f(k, -LN2_LOW, t), r_low = fma_f(k, -LN2_LOW, t - r);
    float square = r * r, square_low = fma_f(r, r, -square), linear = fma_f(0.5f, square, r);
    float linear_low = fma_f(0.5f, square, r - linear) + 0.5f * square_low;
    float h = fma_f(square, 0.00019940317724831402f, fma_f(r, 0.0013933345908299088f, 0.00833321176469326f));
    float cubic = square * r * fma_f(square, h, fma_f(r, 0.041666481643915176f, 0.1666666716337204f)), p = linear + cubic;
    float p_low = ((linear - p) + cubic) + (linear_low + fma_f(r_low, p, r_low)), s = scale * UNSCALE, e = fma_f(s, p, s);
    float above = e + 2, d = fma_f(e, above, 2), d_low = fma_f(e, above, 2 - d) + e * (e - (above - 2)), inverse = 1 / d;
    float error = fma_f(-d, inverse, 1) - d_low * inverse, z = (below ? fma_f(e, e, e) : 2) * inverse;
    z = fma_f(z, error, z);
    float xs = bounded * scale, xe = fma_f(xs, p, xs), xe_low = fma_f(xs, p_low, fma_f(xs, p, xs - xe));
    float lost = xe_low * (4 * (1 + e) * inverse * inverse);
    float y = below ? (xe + fma_f(-z, xe, lost)) * UNSCALE : fma_f(-x, z, x);
    return x > 12 ? x : __builtin_copysignf(y, x);
}

/* The loops ------------------------------------------------------------------------------------------------------------------ */
#define PLAIN(name) \
    void name##_loop(const float *restrict x, float *restrict y, long n) { \
        for (long i = 0; i < n; i++) y[i] = name(x[i]); \
    }
/* gelu_tanh has two loops over a block of 1 KiB. */
#define STAGED(name) \
    void name##_loop(const float *restrict x, float *restrict y, long n) { \
        float r[256], scale[256]; \
        for (long start = 0; start < n; start += 256) { \
            long size = n - start < 256 ? n - start : 256; \
            for (long i = 0; i < size; i++) gelu_tanh_first(x[start + i], &r[i], &scale[i]); \
            for (long i = 0; i < size; i++) y[start + i] = name(x[start + i], r[i], scale[i]); \
        } \
    }

PLAIN(sigmoid_today)
PLAIN(sigmoid_terms)
PLAIN(sigmoid_double)
PLAIN(tanh_today)
PLAIN(tanh_terms)
PLAIN(tanh_double)
PLAIN(silu_today)
PLAIN(silu_terms)
PLAIN(silu_double)
STAGED(gelu_tanh_today)
STAGED(gelu_tanh_terms)
PLAIN(gelu_tanh_double)
PLAIN(gelu_today)
PLAIN(gelu_terms)
PLAIN(gelu_double)
PLAIN(softplus_today)
PLAIN(softplus_terms)
PLAIN(softplus_double)
PLAIN(mish_today)
PLAIN(mish_terms)
