/* int: addition, multiplication, division.  All operands are exact ints. */
#include <math.h>

#include "types/float.h"
#include "types/int_limbs.h"
#include "types/int_scratch.h"

/* |a| + |b| with the sign NEGATIVE. */
static Owned add_magnitudes(Runtime *rt, const IntView *a, const IntView *b, bool negative)
{
    if (a->count < b->count) {
        const IntView *t = a;
        a = b;
        b = t;
    }
    Int *n = int_alloc(rt, a->count + 1);
    if (!n)
        return NULL;
    n->limbs[a->count] = b->count ? mpn_add(int_limbs(n), a->limbs, a->count, b->limbs, b->count) : 0;
    if (!b->count)
        memcpy(n->limbs, a->limbs, (size_t)a->count * sizeof(mp_limb_t));
    return int_finish(rt, n, negative);
}

/* |a| - |b|, negated when NEGATIVE. */
static Owned subtract_magnitudes(Runtime *rt, const IntView *a, const IntView *b, bool negative)
{
    int order = a->count != b->count ? (a->count > b->count ? 1 : -1) : mpn_cmp(a->limbs, b->limbs, a->count);
    if (order == 0)
        return small_int_value(0);
    const IntView *large = order > 0 ? a : b, *small = order > 0 ? b : a;
    Int *n = int_alloc(rt, large->count);
    if (!n)
        return NULL;
    if (small->count)
        mpn_sub(int_limbs(n), large->limbs, large->count, small->limbs, small->count);
    else
        memcpy(n->limbs, large->limbs, (size_t)large->count * sizeof(mp_limb_t));
    return int_finish(rt, n, negative != (order < 0));
}

Owned int_add(Runtime *rt, Borrowed a, Borrowed b)
{
    if (values_are_small_ints(a, b))
        return int_from_int64(rt, small_int(a) + small_int(b));
    IntView x, y;
    int_view(a, &x);
    int_view(b, &y);
    return x.negative == y.negative ? add_magnitudes(rt, &x, &y, x.negative) : subtract_magnitudes(rt, &x, &y, x.negative);
}

Owned int_subtract(Runtime *rt, Borrowed a, Borrowed b)
{
    if (values_are_small_ints(a, b))
        return int_from_int64(rt, small_int(a) - small_int(b));
    IntView x, y;
    int_view(a, &x);
    int_view(b, &y);
    return x.negative != y.negative ? add_magnitudes(rt, &x, &y, x.negative) : subtract_magnitudes(rt, &x, &y, x.negative);
}

Owned int_multiply(Runtime *rt, Borrowed a, Borrowed b)
{
    if (values_are_small_ints(a, b))
        return int_from_int128(rt, (__int128)small_int(a) * small_int(b));
    IntView x, y;
    int_view(a, &x);
    int_view(b, &y);
    if (!x.count || !y.count)
        return small_int_value(0);
    const IntView *large = x.count < y.count ? &y : &x, *small = x.count < y.count ? &x : &y;
    Int *n = int_alloc(rt, x.count + y.count);
    if (!n)
        return NULL;
    Scratch scratch;
    if (!scratch_open(rt, &scratch, x.count + y.count, COST_PRODUCT)) {
        int_drop(rt, n);
        return NULL;
    }
    if (small->count == 1)
        n->limbs[large->count] = mpn_mul_1(int_limbs(n), large->limbs, large->count, small->limbs[0]);
    else if (a == b)
        mpn_sqr(int_limbs(n), x.limbs, x.count);
    else
        mpn_mul(int_limbs(n), large->limbs, large->count, small->limbs, small->count);
    scratch_close(&scratch);
    return int_finish(rt, n, x.negative != y.negative);
}

/* -- floor division */

static void divide_small(int64_t a, int64_t b, int64_t *quotient, int64_t *remainder)
{
    int64_t q = a / b, r = a % b;
    if (r && (r < 0) != (b < 0)) {
        q--;
        r += b;
    }
    *quotient = q;
    *remainder = r;
}

/* |a| = q |b| + r, from truncated to floored when the signs differ. */
static void floor_magnitudes(Int *q, Int *r, const IntView *b)
{
    mpn_add_1(int_limbs(q), int_limbs(q), q->size, 1);
    mpn_sub_n(int_limbs(r), b->limbs, int_limbs(r), b->count);
}

static bool divide_magnitudes(Runtime *rt, const IntView *a, const IntView *b, Int *q, Int *r)
{
    Scratch scratch;
    if (!scratch_open(rt, &scratch, a->count + b->count, COST_PRODUCT))
        return false;
    if (b->count == 1)
        r->limbs[0] = mpn_divrem_1(int_limbs(q), 0, a->limbs, a->count, b->limbs[0]);
    else
        mpn_tdiv_qr(int_limbs(q), int_limbs(r), 0, a->limbs, a->count, b->limbs, b->count);
    scratch_close(&scratch);
    q->limbs[q->size - 1] = 0;
    if (a->negative != b->negative && !mpn_zero_p(int_limbs(r), b->count))
        floor_magnitudes(q, r, b);
    return true;
}

/* |a| < |b|: no division needed. */
static bool divide_short(Runtime *rt, Borrowed a, Borrowed b, bool differ, Owned *quotient, Owned *remainder)
{
    Value r = differ ? int_add(rt, a, b) : retain(a);
    if (!r)
        return false;
    if (quotient)
        *quotient = small_int_value(differ ? -1 : 0);
    if (remainder)
        *remainder = r;
    else
        release(rt, r);
    return true;
}

bool int_divide(Runtime *rt, Borrowed a, Borrowed b, Owned *quotient, Owned *remainder)
{
    if (values_are_small_ints(a, b)) {
        int64_t q, r;
        divide_small(small_int(a), small_int(b), &q, &r);
        if (remainder)
            *remainder = small_int_value(r);
        return !quotient || (*quotient = int_from_int64(rt, q));
    }
    IntView x, y;
    int_view(a, &x);
    int_view(b, &y);
    if (x.count < y.count)
        return divide_short(rt, a, b, x.count && x.negative != y.negative, quotient, remainder);
    Int *q = int_alloc(rt, x.count - y.count + 2), *r = q ? int_alloc(rt, y.count) : NULL;
    if (!r || !divide_magnitudes(rt, &x, &y, q, r)) {
        int_drop(rt, q);
        int_drop(rt, r);
        return false;
    }
    Value whole = int_finish(rt, q, x.negative != y.negative), rest = int_finish(rt, r, y.negative);
    if (quotient)
        *quotient = whole;
    else
        release(rt, whole);
    if (remainder)
        *remainder = rest;
    else
        release(rt, rest);
    return true;
}

/* -- true division */

/* |A| shifted left by BITS (right when negative; *STICKY: bits were lost) as new limbs. */
static mp_limb_t *shifted_limbs(Runtime *rt, const IntView *a, int64_t bits, int64_t *count, bool *sticky)
{
    int64_t limbs = (bits < 0 ? -bits : bits) / 64;
    unsigned rest = (unsigned)((bits < 0 ? -bits : bits) % 64);
    int64_t size = bits < 0 ? a->count - limbs : a->count + limbs + 1;
    mp_limb_t *out = limbs_alloc(rt, size), lost;
    if (!out)
        return NULL;
    if (bits >= 0) {
        memset(out, 0, (size_t)limbs * sizeof *out);
        out[size - 1] = 0;
        if (rest)
            out[size - 1] = mpn_lshift(out + limbs, a->limbs, a->count, rest);
        else
            mpn_copyi(out + limbs, a->limbs, a->count);
    } else {
        lost = rest ? mpn_rshift(out, a->limbs + limbs, size, rest) : 0;
        if (!rest)
            mpn_copyi(out, a->limbs + limbs, size);
        *sticky = lost || (limbs && !mpn_zero_p(a->limbs, limbs));
    }
    *count = limbs_strip(out, size);
    return out;
}

/* The quotient's first bits (two limbs at most) by NUMERATOR / B; *STICKY when there is a remainder. */
static bool divide_leading(Runtime *rt, const mp_limb_t *numerator, int64_t count, const IntView *b,
                           unsigned __int128 *quotient, bool *sticky)
{
    int64_t size = count - b->count + 1;
    *quotient = 0;
    if (size <= 0) {
        *sticky = true;
        return true;
    }
    mp_limb_t *q = limbs_alloc(rt, size + b->count);
    if (!q)
        return false;
    Scratch scratch;
    bool done = scratch_open(rt, &scratch, count + b->count, COST_PRODUCT);
    if (done) {
        mpn_tdiv_qr(q, q + size, 0, numerator, count, b->limbs, b->count);
        scratch_close(&scratch);
        *sticky |= !mpn_zero_p(q + size, b->count);
        size = limbs_strip(q, size);
        *quotient = (size ? q[0] : 0) | (size > 1 ? (unsigned __int128)q[1] << 64 : 0);
    }
    limbs_free(rt, q);
    return done;
}

double double_round(unsigned __int128 quotient, bool sticky, int64_t exponent)
{
    int bits = quotient >> 64 ? 64 + limb_bits((mp_limb_t)(quotient >> 64)) : limb_bits((mp_limb_t)quotient);
    int64_t extra = MAX(bits - 53, -1074 - exponent);
    if (extra <= 0)
        return ldexp((double)(uint64_t)quotient, (int)MIN(exponent, 2000));
    if (extra > 126)
        return 0.0;
    unsigned __int128 kept = quotient >> extra, dropped = quotient - (kept << extra);
    unsigned __int128 half = (unsigned __int128)1 << (extra - 1);
    if (dropped > half || (dropped == half && (sticky || (kept & 1))))
        kept++;
    return ldexp((double)(uint64_t)kept, (int)MIN(exponent + extra, 2000));
}

/* Shift so that the quotient has 55 to 57 bits (more never lie between two doubles). */
static Owned divide_large(Runtime *rt, const IntView *a, const IntView *b)
{
    int64_t difference = limbs_bit_length(a->limbs, a->count) - limbs_bit_length(b->limbs, b->count), count;
    bool negative = a->negative != b->negative, sticky = false;
    if (difference > 1024)
        return raise_overflow(rt, "integer division result too large for a float");
    if (difference < -1080)
        return float_value(rt, negative ? -0.0 : 0.0);
    int64_t shift = 56 - difference;
    mp_limb_t *numerator = shifted_limbs(rt, a, shift, &count, &sticky);
    if (!numerator)
        return NULL;
    unsigned __int128 quotient;
    bool done = divide_leading(rt, numerator, count, b, &quotient, &sticky);
    limbs_free(rt, numerator);
    if (!done)
        return NULL;
    double d = double_round(quotient, sticky, -shift);
    if (isinf(d))
        return raise_overflow(rt, "integer division result too large for a float");
    return float_value(rt, negative ? -d : d);
}

Owned int_true_divide(Runtime *rt, Borrowed a, Borrowed b)
{
    const int64_t exact = (int64_t)1 << 53;
    if (b == small_int_value(0))
        return raise(rt, rt->ZeroDivisionError, "division by zero");
    if (values_are_small_ints(a, b)) {
        int64_t x = small_int(a), y = small_int(b);
        if (x <= exact && x >= -exact && y <= exact && y >= -exact)
            return float_value(rt, x == 0 && y < 0 ? -0.0 : (double)x / (double)y);
    }
    IntView x, y;
    int_view(a, &x);
    int_view(b, &y);
    if (!x.count)
        return float_value(rt, y.negative ? -0.0 : 0.0);
    return divide_large(rt, &x, &y);
}

/* -- sign */

Owned int_negative(Runtime *rt, Borrowed a)
{
    if (value_is_small_int(a))
        return int_from_int64(rt, -small_int(a));
    IntView x;
    int_view(a, &x);
    return int_from_limbs(rt, x.limbs, x.count, !x.negative);
}

Owned int_absolute(Runtime *rt, Borrowed a)
{
    return int_sign(a) < 0 ? int_negative(rt, a) : retain(a);
}
