/* int: shifts and bitwise operations, as if two's complement had no end. */
#include "types/int_limbs.h"

/* -- shifts */

Owned int_shift_left(Runtime *rt, Borrowed a, int64_t bits)
{
    IntView x;
    int_view(a, &x);
    if (!x.count || !bits)
        return retain(a);
    if (value_is_small_int(a) && bits < 63)
        return int_from_int128(rt, (__int128)((unsigned __int128)small_int(a) << bits));
    int64_t limbs = bits / 64;
    if (limbs >= INT_LIMBS_MAX)
        return raise_memory_error(rt);
    Int *n = int_alloc(rt, x.count + limbs + 1);
    if (!n)
        return NULL;
    memset(n->limbs, 0, (size_t)limbs * sizeof(mp_limb_t));
    mp_limb_t *out = int_limbs(n) + limbs;
    out[x.count] = 0;
    if (bits % 64)
        out[x.count] = mpn_lshift(out, x.limbs, x.count, (unsigned)(bits % 64));
    else
        mpn_copyi(out, x.limbs, x.count);
    return int_finish(rt, n, x.negative);
}

/* Negative numbers round down: the magnitude rounds up when bits are lost. */
static Owned shift_right_large(Runtime *rt, const IntView *x, int64_t bits)
{
    int64_t limbs = bits / 64, count = x->count - limbs;
    Int *n = int_alloc(rt, count + 1);
    if (!n)
        return NULL;
    bool lost = limbs && !mpn_zero_p(x->limbs, limbs);
    n->limbs[count] = 0;
    if (bits % 64)
        lost |= mpn_rshift(int_limbs(n), x->limbs + limbs, count, (unsigned)(bits % 64)) != 0;
    else
        mpn_copyi(int_limbs(n), x->limbs + limbs, count);
    if (lost && x->negative)
        mpn_add_1(int_limbs(n), int_limbs(n), count + 1, 1);
    return int_finish(rt, n, x->negative);
}

Owned int_shift_right(Runtime *rt, Borrowed a, int64_t bits)
{
    if (value_is_small_int(a))
        return small_int_value(small_int(a) >> MIN(bits, 63));
    IntView x;
    int_view(a, &x);
    if (bits / 64 >= x.count)
        return small_int_value(x.negative ? -1 : 0);
    return shift_right_large(rt, &x, bits);
}

Owned int_shift(Runtime *rt, Borrowed a, Borrowed b, bool left)
{
    if (int_sign(b) < 0)
        return raise(rt, rt->ValueError, "negative shift count");
    if (int_sign(a) == 0)
        return small_int_value(0);
    if (!value_is_small_int(b)) {
        if (left)
            return int_fits_int64(b) ? raise_memory_error(rt) : raise_overflow(rt, "too many digits in integer");
        return small_int_value(int_sign(a) < 0 ? -1 : 0);
    }
    return left ? int_shift_left(rt, a, small_int(b)) : int_shift_right(rt, a, small_int(b));
}

/* -- and, or, xor, not */

Owned int_invert(Runtime *rt, Borrowed a)
{
    if (value_is_small_int(a))
        return small_int_value(~small_int(a));
    Value negative = int_negative(rt, a);
    if (!negative)
        return NULL;
    Value result = int_subtract(rt, negative, small_int_value(1));
    release(rt, negative);
    return result;
}

/* The next limb of the two's complement; CARRY starts at 1 for a negative number. */
static mp_limb_t complement_limb(const IntView *x, int64_t i, mp_limb_t *carry)
{
    mp_limb_t limb = i < x->count ? x->limbs[i] : 0;
    if (!x->negative)
        return limb;
    limb = ~limb + *carry;
    *carry = *carry && limb == 0;
    return limb;
}

static mp_limb_t combine(mp_limb_t a, mp_limb_t b, BinaryOp op)
{
    return op == BINARY_AND ? a & b : op == BINARY_OR ? a | b : a ^ b;
}

/* A & MASK, MASK small and not negative: the low limb decides. */
static Owned mask_low(Borrowed a, int64_t mask)
{
    IntView x;
    int_view(a, &x);
    mp_limb_t low = x.negative ? 0 - x.limbs[0] : x.limbs[0];
    return small_int_value((int64_t)(low & (mp_limb_t)mask));
}

static Owned bitwise_positive(Runtime *rt, const IntView *x, const IntView *y, BinaryOp op)
{
    const IntView *large = x->count < y->count ? y : x, *small = x->count < y->count ? x : y;
    int64_t count = op == BINARY_AND ? small->count : large->count;
    Int *n = int_alloc(rt, count);
    if (!n)
        return NULL;
    for (int64_t i = 0; i < small->count; i++)
        n->limbs[i] = combine(large->limbs[i], small->limbs[i], op);
    if (op != BINARY_AND)
        memcpy(n->limbs + small->count, large->limbs + small->count, (size_t)(count - small->count) * sizeof(mp_limb_t));
    return int_finish(rt, n, false);
}

Owned int_bitwise(Runtime *rt, Borrowed a, Borrowed b, BinaryOp op)
{
    if (values_are_small_ints(a, b))
        return small_int_value((int64_t)combine((mp_limb_t)small_int(a), (mp_limb_t)small_int(b), op));
    if (op == BINARY_AND && value_is_small_int(b) && small_int(b) >= 0)
        return mask_low(a, small_int(b));
    if (op == BINARY_AND && value_is_small_int(a) && small_int(a) >= 0)
        return mask_low(b, small_int(a));
    IntView x, y;
    int_view(a, &x);
    int_view(b, &y);
    if (!x.negative && !y.negative)
        return bitwise_positive(rt, &x, &y, op);
    int64_t count = MAX(x.count, y.count) + 1;
    Int *n = int_alloc(rt, count);
    if (!n)
        return NULL;
    mp_limb_t carry_x = 1, carry_y = 1;
    bool negative = combine(x.negative, y.negative, op);
    for (int64_t i = 0; i < count; i++)
        n->limbs[i] = combine(complement_limb(&x, i, &carry_x), complement_limb(&y, i, &carry_y), op);
    if (negative)
        mpn_neg(int_limbs(n), int_limbs(n), count);
    return int_finish(rt, n, negative);
}
