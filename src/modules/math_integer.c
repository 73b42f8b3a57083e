/* math: functions of whole numbers. */
#include <math.h>

#include "modules/math_parts.h"
#include "object/budget.h"
#include "object/error.h"
#include "object/protocol.h"
#include "types/int_limbs.h"

/* -- gcd, lcm */

typedef Owned (*Combine)(Runtime *rt, Borrowed a, Borrowed b);

/* Fold the arguments, starting from START, which is neutral. */
static Owned fold(Runtime *rt, const Value *args, size_t count, Value start, Combine combine)
{
    Value result = start;
    for (size_t i = 0; result && i < count; i++) {
        Value item = value_index(rt, args[i]), before = result;
        result = item ? combine(rt, before, int_plain_peek(item)) : NULL;
        release(rt, before);
        release(rt, item);
    }
    return result;
}

Owned math_gcd(Runtime *rt, unused Borrowed self, const Value *args, size_t count, Borrowed keywords)
{
    if (!math_no_keywords(rt, "math.gcd", keywords))
        return NULL;
    return fold(rt, args, count, small_int_value(0), int_gcd);
}

static Owned lcm_two(Runtime *rt, Borrowed a, Borrowed b)
{
    if (int_sign(a) == 0 || int_sign(b) == 0)
        return small_int_value(0);
    Value divisor = int_gcd(rt, a, b), factor = NULL, product = NULL, result = NULL;
    if (divisor && int_divide(rt, a, divisor, &factor, NULL))
        product = int_multiply(rt, factor, b);
    if (product)
        result = int_absolute(rt, product);
    release(rt, divisor);
    release(rt, factor);
    release(rt, product);
    return result;
}

Owned math_lcm(Runtime *rt, unused Borrowed self, const Value *args, size_t count, Borrowed keywords)
{
    if (!math_no_keywords(rt, "math.lcm", keywords))
        return NULL;
    return fold(rt, args, count, small_int_value(1), lcm_two);
}

Owned math_isqrt(Runtime *rt, unused Borrowed self, const Value *args)
{
    Value n = value_index(rt, args[0]), result = NULL;
    if (!n)
        return NULL;
    if (int_sign(n) < 0)
        raise(rt, rt->ValueError, "isqrt() argument must be nonnegative");
    else
        result = int_square_root(rt, int_plain_peek(n));
    release(rt, n);
    return result;
}

/* -- products of ranges */

/* Do COUNT factors from FIRST (positive) on fit 126 bits? */
static bool product_fits(Borrowed first, int64_t count)
{
    if (!value_is_small_int(first) || count > 126)
        return false;
    return limb_bits((mp_limb_t)(small_int(first) + count)) * count <= 126;
}

static Owned small_product(Runtime *rt, int64_t first, int64_t count)
{
    __int128 product = first;
    for (int64_t i = 1; i < count; i++)
        product *= first + i;
    return int_from_int128(rt, product);
}

/* first (first + 1) ... (first + count - 1), by halves, so that factors stay of one size. */
static Owned product_of_range(Runtime *rt, Borrowed first, int64_t count)
{
    if (count == 1)
        return retain(first);
    if (!charge(rt, 1))
        return NULL;
    if (product_fits(first, count))
        return small_product(rt, small_int(first), count);
    int64_t half = count / 2;
    Value left = product_of_range(rt, first, half), middle = NULL, right = NULL, product = NULL;
    if (left && (middle = int_add(rt, first, small_int_value(half))))
        right = product_of_range(rt, middle, count - half);
    if (right)
        product = int_multiply(rt, left, right);
    release(rt, left);
    release(rt, middle);
    release(rt, right);
    return product;
}

static bool refuse_bits(Runtime *rt, double bits)
{
    if (bits / 64 < INT_LIMBS_MAX)
        return false;
    raise_memory_error(rt);
    return true;
}

static Owned factorial_of(Runtime *rt, int64_t n)
{
    if (n < 2)
        return small_int_value(1);
    if (refuse_bits(rt, lgamma((double)n + 1) / M_LN2))
        return NULL;
    return product_of_range(rt, small_int_value(2), n - 1);
}

static Owned factorial_of_value(Runtime *rt, Borrowed v)
{
    Value n = value_index(rt, v);
    if (!n)
        return NULL;
    int sign = int_sign(n);
    bool large = !value_is_small_int(int_plain_peek(n)) && !int_fits_int64(n);
    int64_t small = 0;
    if (!large && !int_to_int64(rt, n, &small))
        large = true;
    release(rt, n);
    if (sign < 0)
        return raise(rt, rt->ValueError, "factorial() not defined for negative values");
    if (large)
        return raise_overflow(rt, "factorial() argument should not exceed 9223372036854775807");
    return factorial_of(rt, small);
}

Owned math_factorial(Runtime *rt, unused Borrowed self, const Value *args) { return factorial_of_value(rt, args[0]); }

/* n (n - 1) ... (n - k + 1), with 1 <= k <= n */
static Owned falling_product(Runtime *rt, Borrowed n, int64_t k)
{
    double bits = (double)int_bit_length(n), count = (double)k;
    if (value_is_small_int(n)) {
        double top = (double)small_int(n);
        bits = (lgamma(top + 1) - lgamma(top - count + 1)) / M_LN2;
    } else {
        bits = (bits - 1) * count;
    }
    if (refuse_bits(rt, bits))
        return NULL;
    Value less = int_subtract(rt, n, small_int_value(k)), first = NULL, product = NULL;
    if (less && (first = int_add(rt, less, small_int_value(1))))
        product = product_of_range(rt, first, k);
    release(rt, less);
    release(rt, first);
    return product;
}

/* Both arguments as ints; false: error. */
static bool two_integers(Runtime *rt, const Value *args, Value *n, Value *k)
{
    *k = NULL;
    *n = value_index(rt, args[0]);
    if (!*n || !(*k = value_index(rt, args[1])))
        return false;
    value_replace(rt, n, int_plain(*n));
    value_replace(rt, k, int_plain(*k));
    if (int_sign(*n) < 0)
        return raise(rt, rt->ValueError, "n must be a non-negative integer");
    if (int_sign(*k) < 0)
        return raise(rt, rt->ValueError, "k must be a non-negative integer");
    return true;
}

static Owned choose(Runtime *rt, Borrowed n, int64_t k)
{
    if (k == 0)
        return small_int_value(1);
    Value above = falling_product(rt, n, k), below = NULL, result = NULL;
    if (above && (below = factorial_of(rt, k)) && !int_divide(rt, above, below, &result, NULL))
        result = NULL;
    release(rt, above);
    release(rt, below);
    return result;
}

Owned math_comb(Runtime *rt, unused Borrowed self, const Value *args)
{
    Value n, k, other = NULL, result = NULL;
    if (!two_integers(rt, args, &n, &k) || !(other = int_subtract(rt, n, k)))
        goto done;
    Borrowed least = int_compare(other, k) < 0 ? other : k;
    int64_t count;
    if (int_sign(least) < 0)
        result = small_int_value(0);
    else if (!int_fits_int64(least))
        raise_overflow(rt, "min(n - k, k) must not exceed 9223372036854775807");
    else if (int_to_int64(rt, least, &count))
        result = choose(rt, n, count);
done:
    release(rt, n);
    release(rt, k);
    release(rt, other);
    return result;
}

Owned math_perm(Runtime *rt, unused Borrowed self, const Value *args)
{
    Value n, k, result = NULL;
    int64_t count;
    if (!args[1] || args[1] == NONE)
        return factorial_of_value(rt, args[0]);
    if (!two_integers(rt, args, &n, &k))
        goto done;
    if (int_compare(n, k) < 0)
        result = small_int_value(0);
    else if (!int_fits_int64(k))
        raise_overflow(rt, "k must not exceed 9223372036854775807");
    else if (int_to_int64(rt, k, &count))
        result = count == 0 ? small_int_value(1) : falling_product(rt, n, count);
done:
    release(rt, n);
    release(rt, k);
    return result;
}
