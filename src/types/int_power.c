/* int: powers, powers modulo, modular inverse, greatest common divisor, square root. */
#include <math.h>

#include "object/budget.h"
#include "object/protocol.h"
#include "types/float.h"
#include "types/int_limbs.h"
#include "types/int_scratch.h"

/* -- power */

/* Two buffers of CAPACITY limbs that take turns. */
typedef struct Accumulator {
    Runtime *rt;
    mp_limb_t *limbs, *spare;
    int64_t count, capacity;
} Accumulator;

static void accumulator_swap(Accumulator *a, int64_t count)
{
    mp_limb_t *t = a->limbs;
    a->limbs = a->spare;
    a->spare = t;
    a->count = limbs_strip(a->limbs, count);
}

static bool accumulator_square(Accumulator *a)
{
    Scratch scratch;
    if (!charge(a->rt, 1) || !scratch_open(a->rt, &scratch, a->count, COST_PRODUCT))
        return false;
    mpn_sqr(a->spare, a->limbs, a->count);
    scratch_close(&scratch);
    accumulator_swap(a, 2 * a->count);
    return true;
}

static bool accumulator_multiply(Accumulator *a, const IntView *x)
{
    if (x->count == 1) {
        mp_limb_t carry = mpn_mul_1(a->limbs, a->limbs, a->count, x->limbs[0]);
        if (carry)
            a->limbs[a->count++] = carry;
        return true;
    }
    Scratch scratch;
    if (!scratch_open(a->rt, &scratch, a->count + x->count, COST_PRODUCT))
        return false;
    if (a->count >= x->count)
        mpn_mul(a->spare, a->limbs, a->count, x->limbs, x->count);
    else
        mpn_mul(a->spare, x->limbs, x->count, a->limbs, a->count);
    scratch_close(&scratch);
    accumulator_swap(a, a->count + x->count);
    return true;
}

/* Left to right over the bits of the exponent; the base is copied in first. */
static bool accumulator_power(Accumulator *a, const IntView *base, uint64_t exponent)
{
    mpn_copyi(a->limbs, base->limbs, base->count);
    a->count = base->count;
    for (int bit = limb_bits(exponent) - 2; bit >= 0; bit--) {
        if (!accumulator_square(a))
            return false;
        if (exponent >> bit & 1 && !accumulator_multiply(a, base))
            return false;
    }
    return true;
}

static Owned power_large(Runtime *rt, const IntView *base, uint64_t exponent)
{
    int64_t bits = limbs_bit_length(base->limbs, base->count), total;
    if (exponent > INT64_MAX || __builtin_mul_overflow(bits, (int64_t)exponent, &total) ||
        total / 64 + 4 > INT_LIMBS_MAX)
        return raise_memory_error(rt);
    /* A square may have a leading zero limb before it is stripped. */
    Accumulator a = { .rt = rt, .capacity = total / 64 + 3 };
    Value result = NULL;
    a.limbs = limbs_alloc(rt, a.capacity);
    a.spare = a.limbs ? limbs_alloc(rt, a.capacity) : NULL;
    if (a.spare && accumulator_power(&a, base, exponent))
        result = int_from_limbs(rt, a.limbs, a.count, base->negative && exponent & 1);
    limbs_free(rt, a.limbs);
    limbs_free(rt, a.spare);
    return result;
}

/* While results stay small; false when they do not. */
static bool power_small(int64_t base, uint64_t exponent, int64_t *result)
{
    int64_t r = 1;
    while (exponent) {
        if (exponent & 1 && __builtin_mul_overflow(r, base, &r))
            return false;
        exponent >>= 1;
        if (exponent && __builtin_mul_overflow(base, base, &base))
            return false;
    }
    *result = r;
    return true;
}

static Owned power_float(Runtime *rt, Borrowed base, Borrowed exponent)
{
    double x, y;
    if (!int_to_double(rt, base, &x) || !int_to_double(rt, exponent, &y))
        return NULL;
    Value a = float_value(rt, x), b = a ? float_value(rt, y) : NULL;
    Value result = b ? power(rt, a, b, NONE) : NULL;
    release(rt, a);
    release(rt, b);
    return result;
}

Owned int_power(Runtime *rt, Borrowed base, Borrowed exponent)
{
    IntView b, e;
    if (int_sign(exponent) < 0)
        return power_float(rt, base, exponent);
    int_view(base, &b);
    int_view(exponent, &e);
    if (!e.count)
        return small_int_value(1);
    if (!b.count)
        return small_int_value(0);
    if (b.count == 1 && b.limbs[0] == 1)
        return small_int_value(b.negative && e.limbs[0] & 1 ? -1 : 1);
    if (e.count > 1)
        return raise_memory_error(rt);
    int64_t small;
    if (value_is_small_int(base) && power_small(small_int(base), e.limbs[0], &small))
        return int_from_int64(rt, small);
    if (base == small_int_value(2) && e.limbs[0] <= (uint64_t)SMALL_INT_MAX)
        return int_shift_left(rt, small_int_value(1), (int64_t)e.limbs[0]);
    return power_large(rt, &b, e.limbs[0]);
}

/* -- power modulo */

static uint64_t power_modulo_limb(uint64_t base, const IntView *exponent, uint64_t modulus)
{
    uint64_t result = 1 % modulus;
    for (int64_t i = exponent->count - 1; i >= 0; i--) {
        for (int bit = 63; bit >= 0; bit--) {
            result = (uint64_t)((unsigned __int128)result * result % modulus);
            if (exponent->limbs[i] >> bit & 1)
                result = (uint64_t)((unsigned __int128)result * base % modulus);
        }
    }
    return result;
}

/* Residues of SIZE = modulus->count limbs, zero-padded; `product` and `quotient` are work space. */
typedef struct Residues {
    Runtime *rt;
    const IntView *modulus;
    int64_t size;
    mp_limb_t *block, *product, *quotient, *result, *powers;    /* powers[16][size] of the base */
} Residues;

static bool residues_multiply(Residues *r, mp_limb_t *out, const mp_limb_t *a, const mp_limb_t *b)
{
    Scratch scratch;
    if (!scratch_open(r->rt, &scratch, 3 * r->size, COST_PRODUCT))
        return false;
    if (a == b)
        mpn_sqr(r->product, a, r->size);
    else
        mpn_mul_n(r->product, a, b, r->size);
    mpn_tdiv_qr(r->quotient, out, 0, r->product, 2 * r->size, r->modulus->limbs, r->size);
    scratch_close(&scratch);
    return true;
}

static bool residues_open(Residues *r, Runtime *rt, const IntView *modulus)
{
    int64_t n = modulus->count;
    *r = (Residues){ .rt = rt, .modulus = modulus, .size = n };
    if (n > INT_LIMBS_MAX / 32)
        return raise_memory_error(rt);
    r->block = limbs_alloc(rt, n * 20 + 1);
    if (!r->block)
        return false;
    r->powers = r->block;
    r->result = r->block + 16 * n;
    r->product = r->result + n;
    r->quotient = limbs_alloc(rt, n + 1);
    return r->quotient != NULL;
}

static void residues_close(Residues *r)
{
    limbs_free(r->rt, r->block);
    limbs_free(r->rt, r->quotient);
}

static bool residues_fill(Residues *r, const IntView *base)
{
    int64_t n = r->size;
    memset(r->powers, 0, (size_t)(2 * n) * sizeof(mp_limb_t));
    r->powers[0] = 1;
    mpn_copyi(r->powers + n, base->limbs, base->count);
    for (int i = 2; i < 16; i++)
        if (!residues_multiply(r, r->powers + i * n, r->powers + (i - 1) * n, r->powers + n))
            return false;
    mpn_copyi(r->result, r->powers, n);
    return true;
}

/* Four bits of the exponent at a time. */
static bool residues_power(Residues *r, const IntView *exponent)
{
    bool started = false;
    for (int64_t nibble = exponent->count * 16 - 1; nibble >= 0; nibble--) {
        unsigned bits = exponent->limbs[nibble / 16] >> nibble % 16 * 4 & 15;
        if (!charge(r->rt, 1))
            return false;
        for (int i = 0; started && i < 4; i++)
            if (!residues_multiply(r, r->result, r->result, r->result))
                return false;
        if (bits && !residues_multiply(r, r->result, r->result, r->powers + bits * r->size))
            return false;
        started = started || bits;
    }
    return true;
}

/* BASE in 0 .. MODULUS - 1, EXPONENT > 0, MODULUS > 1. */
static Owned power_modulo_positive(Runtime *rt, Borrowed base, Borrowed exponent, Borrowed modulus)
{
    IntView b, e, m;
    int_view(base, &b);
    int_view(exponent, &e);
    int_view(modulus, &m);
    if (m.count == 1)
        return int_from_uint64(rt, power_modulo_limb(b.count ? b.limbs[0] : 0, &e, m.limbs[0]));
    Residues r;
    Value result = NULL;
    if (residues_open(&r, rt, &m) && residues_fill(&r, &b) && residues_power(&r, &e))
        result = int_from_limbs(rt, r.result, limbs_strip(r.result, r.size), false);
    residues_close(&r);
    return result;
}

/* s with a s = gcd (mod m), from GMP's extended gcd; 0 < A < M. */
static Owned inverse_modulo(Runtime *rt, Borrowed a, Borrowed m)
{
    IntView x, y;
    int_view(a, &x);
    int_view(m, &y);
    int64_t n = y.count + 1;
    mp_limb_t *work = limbs_alloc(rt, 4 * n);
    Scratch scratch;
    Value result = NULL, positive = NULL;
    mp_size_t size;
    if (!work || !scratch_open(rt, &scratch, x.count + y.count, COST_DIVISOR))
        goto done;
    mp_limb_t *u = work, *v = work + n, *g = work + 2 * n, *s = work + 3 * n;
    mpn_copyi(u, y.limbs, y.count);
    mpn_copyi(v, x.limbs, x.count);
    /* g = s m + t a: the cofactor of the first is given, so a's comes by division. */
    mp_size_t common = mpn_gcdext(g, s, &size, u, y.count, v, x.count);
    scratch_close(&scratch);
    if (common != 1 || g[0] != 1) {
        raise(rt, rt->ValueError, "base is not invertible for the given modulus");
        goto done;
    }
    /* t = (1 - s m) / a */
    Value cofactor = int_from_limbs(rt, s, limbs_strip(s, size < 0 ? -size : size), size < 0);
    Value product = cofactor ? int_multiply(rt, cofactor, m) : NULL;
    Value rest = product ? int_subtract(rt, small_int_value(1), product) : NULL;
    if (rest && int_divide(rt, rest, a, &positive, NULL)) {
        Value t = positive;
        positive = NULL;
        if (!int_divide(rt, t, m, NULL, &result))
            result = NULL;
        release(rt, t);
    }
    release(rt, cofactor);
    release(rt, product);
    release(rt, rest);
done:
    limbs_free(rt, work);
    return result;
}

/* BASE reduced into 0 .. MODULUS - 1, or its inverse there when EXPONENT is negative. */
static Owned reduced_base(Runtime *rt, Borrowed base, Borrowed exponent, Borrowed modulus)
{
    Value reduced = NULL;
    if (!int_divide(rt, base, modulus, NULL, &reduced))
        return NULL;
    if (int_sign(exponent) >= 0)
        return reduced;
    Value inverse = NULL;
    if (reduced == small_int_value(0) && modulus != small_int_value(1))
        raise(rt, rt->ValueError, "base is not invertible for the given modulus");
    else
        inverse = modulus == small_int_value(1) ? small_int_value(0) : inverse_modulo(rt, reduced, modulus);
    release(rt, reduced);
    return inverse;
}

Owned int_power_modulo(Runtime *rt, Borrowed base, Borrowed exponent, Borrowed modulus)
{
    if (int_sign(modulus) == 0)
        return raise(rt, rt->ValueError, "pow() 3rd argument cannot be 0");
    Value m = int_absolute(rt, modulus), b = NULL, e = NULL, result = NULL;
    if (!m || !(b = reduced_base(rt, base, exponent, m)) || !(e = int_absolute(rt, exponent)))
        goto done;
    if (m == small_int_value(1))
        result = small_int_value(0);
    else if (int_sign(e) == 0)
        result = small_int_value(1);
    else
        result = power_modulo_positive(rt, b, e, m);
    if (result && int_sign(modulus) < 0 && int_sign(result) > 0) {
        Value positive = result;
        result = int_add(rt, positive, modulus);
        release(rt, positive);
    }
done:
    release(rt, m);
    release(rt, b);
    release(rt, e);
    return result;
}

/* -- greatest common divisor */

static Owned gcd_small(Runtime *rt, uint64_t a, uint64_t b)
{
    while (b) {
        uint64_t t = a % b;
        a = b;
        b = t;
    }
    return int_from_uint64(rt, a);
}

static int64_t copy_without_twos(mp_limb_t *out, const IntView *x, int64_t *count)
{
    int64_t twos = (int64_t)mpn_scan1(x->limbs, 0), skip = twos / 64;
    *count = x->count - skip;
    if (twos % 64)
        mpn_rshift(out, x->limbs + skip, *count, (unsigned)(twos % 64));
    else
        mpn_copyi(out, x->limbs + skip, *count);
    *count = limbs_strip(out, *count);
    return twos;
}

/* mpn_gcd wants odd operands, the longer first. */
static Owned gcd_large(Runtime *rt, const IntView *x, const IntView *y)
{
    mp_limb_t *work = limbs_alloc(rt, x->count + y->count + MIN(x->count, y->count) + 1);
    if (!work)
        return NULL;
    mp_limb_t *a = work, *b = work + x->count, *g = b + y->count;
    int64_t a_count, b_count, twos = copy_without_twos(a, x, &a_count), twos_y = copy_without_twos(b, y, &b_count);
    bool swap = a_count < b_count || (a_count == b_count && a[a_count - 1] < b[b_count - 1]);
    Scratch scratch;
    Value odd = NULL, result = NULL;
    if (scratch_open(rt, &scratch, a_count + b_count, COST_DIVISOR)) {
        mp_size_t size = swap ? mpn_gcd(g, b, b_count, a, a_count) : mpn_gcd(g, a, a_count, b, b_count);
        scratch_close(&scratch);
        odd = int_from_limbs(rt, g, size, false);
    }
    if (odd)
        result = int_shift_left(rt, odd, MIN(twos, twos_y));
    release(rt, odd);
    limbs_free(rt, work);
    return result;
}

Owned int_gcd(Runtime *rt, Borrowed a, Borrowed b)
{
    IntView x, y;
    a = int_plain_peek(a);
    b = int_plain_peek(b);
    int_view(a, &x);
    int_view(b, &y);
    if (x.count <= 1 && y.count <= 1)
        return gcd_small(rt, x.count ? x.limbs[0] : 0, y.count ? y.limbs[0] : 0);
    if (!x.count || !y.count)
        return int_absolute(rt, x.count ? a : b);
    return gcd_large(rt, &x, &y);
}

/* -- square root */

Owned int_square_root(Runtime *rt, Borrowed a)
{
    IntView x;
    int_view(a, &x);
    if (!x.count)
        return small_int_value(0);
    Int *n = int_alloc(rt, (x.count + 1) / 2);
    if (!n)
        return NULL;
    mp_limb_t *rest = limbs_alloc(rt, x.count);
    Scratch scratch;
    bool done = rest && scratch_open(rt, &scratch, x.count, COST_PRODUCT);
    if (done) {
        mpn_sqrtrem(int_limbs(n), rest, x.limbs, x.count);
        scratch_close(&scratch);
    }
    limbs_free(rt, rest);
    if (!done) {
        int_drop(rt, n);
        return NULL;
    }
    return int_finish(rt, n, false);
}
