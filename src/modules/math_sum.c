/* math: sums without loss, lengths of vectors, products. */
#include <math.h>

#include "modules/math_parts.h"
#include "object/error.h"
#include "object/protocol.h"
#include "types/float.h"
#include "types/tuple.h"

/* -- fsum: the sum is kept as doubles that do not overlap (Shewchuk 1997), so it is exact */

typedef struct Partials {
    Runtime *rt;
    double *items, local[32];
    size_t count, capacity;
} Partials;

static bool partials_grow(Partials *p)
{
    size_t size = p->capacity * 2 * sizeof(double);
    double *items = p->items == p->local ? memory_alloc(p->rt, size) : memory_realloc(p->rt, p->items, size);
    if (!items)
        return raise_memory_error(p->rt);
    if (p->items == p->local)
        memcpy(items, p->local, sizeof p->local);
    p->items = items;
    p->capacity *= 2;
    return true;
}

/* Add X; false: MemoryError.  *LAST is the leading partial, infinite when it overflowed. */
static bool partials_add(Partials *p, double x, double *last)
{
    size_t kept = 0;
    for (size_t i = 0; i < p->count; i++) {
        double y = p->items[i];
        if (fabs(x) < fabs(y)) {
            double t = x;
            x = y;
            y = t;
        }
        volatile double high = x + y, taken = high - x;
        double low = y - taken;
        if (low != 0)
            p->items[kept++] = low;
        x = high;
    }
    *last = x;
    p->count = kept;
    if (x == 0 || !isfinite(x))
        return true;
    if (p->count == p->capacity && !partials_grow(p))
        return false;
    p->items[p->count++] = x;
    return true;
}

/* One rounding of the exact sum, half to even: what lies below the two leading partials decides ties. */
static double partials_round(const Partials *p)
{
    size_t n = p->count;
    double high = 0, low = 0;
    if (!n)
        return 0;
    high = p->items[--n];
    while (n > 0) {
        double x = high, y = p->items[--n];
        volatile double sum = x + y, taken = sum - x;
        high = sum;
        low = y - taken;
        if (low != 0)
            break;
    }
    if (n > 0 && ((low < 0 && p->items[n - 1] < 0) || (low > 0 && p->items[n - 1] > 0))) {
        double y = low * 2;
        volatile double x = high + y, taken = x - high;
        if (y == taken)
            high = x;
    }
    return high;
}

typedef struct Specials { double all, infinities; } Specials;

static bool fsum_item(Runtime *rt, Partials *p, double x, Specials *specials)
{
    double last;
    if (!isfinite(x)) {
        specials->all += x;
        if (isinf(x))
            specials->infinities += x;
        return true;
    }
    if (!partials_add(p, x, &last))
        return false;
    return isfinite(last) || raise_overflow(rt, "intermediate overflow in fsum");
}

static bool fsum_items(Runtime *rt, Borrowed iterator, Partials *p, Specials *specials)
{
    Value item;
    while ((item = iter_next(rt, iterator))) {
        double x;
        bool done = value_to_double(rt, item, &x) && fsum_item(rt, p, x, specials);
        release(rt, item);
        if (!done)
            return false;
    }
    return !error_pending(rt);
}

Owned math_fsum(Runtime *rt, unused Borrowed self, const Value *args)
{
    Partials p = { .rt = rt, .capacity = COUNT_OF(p.local) };
    Specials specials = { 0, 0 };
    p.items = p.local;
    Value iterator = get_iter(rt, args[0]), result = NULL;
    if (!iterator)
        return NULL;
    if (!fsum_items(rt, iterator, &p, &specials))
        goto done;
    if (specials.all != 0) {
        if (isnan(specials.infinities))
            raise(rt, rt->ValueError, "-inf + inf in fsum");
        else
            result = float_value(rt, specials.all);
    } else {
        result = float_value(rt, partials_round(&p));
    }
done:
    if (p.items != p.local)
        memory_free(rt, p.items);
    release(rt, iterator);
    return result;
}

/* -- hypot, dist: sqrt of a sum of squares, kept as two doubles, with one correction step */

typedef struct Norm { double max; bool nan; } Norm;

static void norm_see(Norm *n, double *x)
{
    *x = fabs(*x);
    n->nan |= isnan(*x);
    if (*x > n->max)
        n->max = *x;
}

static double norm_of(const double *items, size_t count, const Norm *n)
{
    if (isinf(n->max))
        return n->max;
    if (n->nan)
        return NAN;
    if (n->max == 0 || count <= 1)
        return n->max;
    int exponent;
    double high = 0, low = 0;
    frexp(n->max, &exponent);
    for (size_t i = 0; i < count; i++) {
        double x = ldexp(items[i], -exponent), square = x * x, rest = fma(x, x, -square);
        double sum = high + square, part = sum - high;
        low += (high - (sum - part)) + (square - part) + rest;
        high = sum;
    }
    double root = sqrt(high + low), error = fma(-root, root, high) + low;
    return ldexp(root + error / (2 * root), exponent);
}

enum { LOCAL_DIMENSIONS = 20 };

static double *dimensions_alloc(Runtime *rt, size_t count, double *local)
{
    if (count <= LOCAL_DIMENSIONS)
        return local;
    double *items = memory_alloc(rt, count * sizeof *items);
    return items ? items : raise_memory_error(rt);
}

Owned math_hypot(Runtime *rt, unused Borrowed self, const Value *args, size_t count, Borrowed keywords)
{
    double local[LOCAL_DIMENSIONS];
    Norm norm = { 0, false };
    Value result = NULL;
    if (!math_no_keywords(rt, "math.hypot", keywords))
        return NULL;
    double *items = dimensions_alloc(rt, count, local);
    if (!items)
        return NULL;
    for (size_t i = 0; i < count; i++) {
        if (!value_to_double(rt, args[i], &items[i]))
            goto done;
        norm_see(&norm, &items[i]);
    }
    result = float_value(rt, norm_of(items, count, &norm));
done:
    if (items != local)
        memory_free(rt, items);
    return result;
}

static Owned distance(Runtime *rt, Borrowed p, Borrowed q)
{
    double local[LOCAL_DIMENSIONS], a, b;
    Norm norm = { 0, false };
    int64_t count = tuple_count(p);
    Value result = NULL;
    if (count != tuple_count(q))
        return raise(rt, rt->ValueError, "both points must have the same number of dimensions");
    double *items = dimensions_alloc(rt, (size_t)count, local);
    if (!items)
        return NULL;
    for (int64_t i = 0; i < count; i++) {
        if (!value_to_double(rt, tuple_item_peek(p, i), &a) || !value_to_double(rt, tuple_item_peek(q, i), &b))
            goto done;
        items[i] = a - b;
        norm_see(&norm, &items[i]);
    }
    result = float_value(rt, norm_of(items, (size_t)count, &norm));
done:
    if (items != local)
        memory_free(rt, items);
    return result;
}

Owned math_dist(Runtime *rt, unused Borrowed self, const Value *args)
{
    Value p = sequence_tuple(rt, args[0]), q = p ? sequence_tuple(rt, args[1]) : NULL;
    Value result = q ? distance(rt, p, q) : NULL;
    release(rt, p);
    release(rt, q);
    return result;
}

/* -- prod */

Owned math_prod(Runtime *rt, unused Borrowed self, const Value *args)
{
    Value iterator = get_iter(rt, args[0]), item;
    Value product = !iterator ? NULL : args[1] ? retain(args[1]) : small_int_value(1);
    while (product && (item = iter_next(rt, iterator))) {
        Value before = product;
        product = binary(rt, before, item, BINARY_MUL);
        release(rt, before);
        release(rt, item);
    }
    release(rt, iterator);
    if (product && error_pending(rt)) {
        release(rt, product);
        return NULL;
    }
    return product;
}
