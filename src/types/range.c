/* range: start, stop and step as exact ints, and its length. */
#include "object/arguments.h"
#include "object/error.h"
#include "object/protocol.h"
#include "types/int.h"
#include "types/slice.h"
#include "types/str.h"
#include "types/tuple.h"
#include "types/values_object.h"

static inline Range *range_of(Borrowed v) { return (Range *)v; }

#define ZERO small_int_value(0)
#define ONE small_int_value(1)

/* -- ints of any size; operands NULL: an earlier step failed */

static Owned arithmetic(Runtime *rt, Borrowed a, Borrowed b, BinaryOp op)
{
    if (!a || !b)
        return NULL;
    if (op == BINARY_ADD && values_are_small_ints(a, b))
        return int_from_int64(rt, small_int(a) + small_int(b));
    return int_binary(rt, a, b, op);
}

/* A op B, which are consumed. */
static Owned arithmetic_steal(Runtime *rt, Owned a, Owned b, BinaryOp op)
{
    Value result = arithmetic(rt, a, b, op);
    release(rt, a);
    release(rt, b);
    return result;
}

/* start + index * step */
static Owned item_at(Runtime *rt, Borrowed start, Borrowed step, Borrowed index)
{
    return arithmetic_steal(rt, arithmetic(rt, index, step, BINARY_MUL), retain(start), BINARY_ADD);
}

static Owned length_of(Runtime *rt, Borrowed start, Borrowed stop, Borrowed step)
{
    bool backward = int_sign(step) < 0;
    Value low = backward ? stop : start, high = backward ? start : stop;
    if (int_compare(low, high) >= 0)
        return ZERO;
    if (values_are_small_ints(low, high) && value_is_small_int(step)) {
        uint64_t width = (uint64_t)small_int(high) - (uint64_t)small_int(low) - 1;
        uint64_t size = (uint64_t)(backward ? -small_int(step) : small_int(step));
        return int_from_uint64(rt, width / size + 1);
    }
    Value width = arithmetic_steal(rt, arithmetic(rt, high, low, BINARY_SUB), ONE, BINARY_SUB);
    Value size = backward ? arithmetic(rt, ZERO, step, BINARY_SUB) : retain(step);
    return arithmetic_steal(rt, arithmetic_steal(rt, width, size, BINARY_FLOORDIV), ONE, BINARY_ADD);
}

/* -- making */

static Owned range_make_steal(Runtime *rt, Owned start, Owned stop, Owned step)
{
    Value length = start && stop && step ? length_of(rt, start, stop, step) : NULL;
    Range *r = length ? object_make(rt, rt->range_type) : NULL;
    if (!r) {
        release(rt, start);
        release(rt, stop);
        release(rt, step);
        release(rt, length);
        return NULL;
    }
    r->start = start, r->stop = stop, r->step = step, r->length = length;
    return object_value(r);
}

static Owned exact_index(Runtime *rt, Borrowed v)
{
    return value_is_small_int(v) ? v : value_index(rt, v);
}

Owned range_new(Runtime *rt, Borrowed start, Borrowed stop, Borrowed step)
{
    Value first = NULL, end = NULL, by = NULL;
    if ((first = exact_index(rt, start ? start : ZERO)) && (end = exact_index(rt, stop)))
        by = exact_index(rt, step ? step : ONE);
    if (by && int_sign(by) == 0) {
        raise(rt, rt->ValueError, "range() arg 3 must not be zero");
        value_clear(rt, &by);
    }
    return range_make_steal(rt, first, end, by);
}

static Owned range_make(Runtime *rt, Type *type, const Value *args, size_t count, Borrowed keywords)
{
    (void)type;
    if (!positional_check(rt, "range", count, keywords, 1, 3))
        return NULL;
    if (count == 1)
        return range_new(rt, NULL, args[0], NULL);
    return range_new(rt, args[0], args[1], count == 3 ? args[2] : NULL);
}

/* -- items */

static int64_t range_length(Runtime *rt, Borrowed self)
{
    int64_t length;
    if (value_is_small_int(range_of(self)->length))
        return small_int(range_of(self)->length);
    if (int_fits_int64(range_of(self)->length))
        return int_to_int64(rt, range_of(self)->length, &length) ? length : -1;
    raise(rt, rt->OverflowError, "Python int too large to convert to C ssize_t");
    return -1;
}

static int range_truth(Runtime *rt, Borrowed self)
{
    (void)rt;
    return int_sign(range_of(self)->length) != 0;
}

/* INDEX is an exact int, negative: from the end. */
static Owned item_checked(Runtime *rt, Range *r, Borrowed index)
{
    Value from_start = int_sign(index) < 0 ? arithmetic(rt, index, r->length, BINARY_ADD) : retain(index);
    if (!from_start)
        return NULL;
    Value result;
    if (int_sign(from_start) < 0 || int_compare(from_start, r->length) >= 0)
        result = raise_index_error(rt, "range object index out of range");
    else
        result = item_at(rt, r->start, r->step, from_start);
    release(rt, from_start);
    return result;
}

static Owned range_item(Runtime *rt, Borrowed self, int64_t index)
{
    Value i = int_from_int64(rt, index);
    Value result = i ? item_checked(rt, range_of(self), i) : NULL;
    release(rt, i);
    return result;
}

static Owned get_slice(Runtime *rt, Range *r, Borrowed slice)
{
    Value bounds = slice_indices(rt, slice, r->length);
    if (!bounds)
        return NULL;
    Value *at = tuple_items(bounds);
    Value start = item_at(rt, r->start, r->step, at[0]), stop = NULL, step = NULL;
    if (start && (stop = item_at(rt, r->start, r->step, at[1])))
        step = arithmetic(rt, r->step, at[2], BINARY_MUL);
    release(rt, bounds);
    return range_make_steal(rt, start, stop, step);
}

static Owned range_get_item(Runtime *rt, Borrowed self, Borrowed key)
{
    if (value_is_slice(rt, key))
        return get_slice(rt, range_of(self), key);
    if (!value_is_int(key) && !value_type(rt, key)->slots->index)
        return raise(rt, rt->TypeError, "range indices must be integers or slices, not %.200T", key);
    Value index = exact_index(rt, key);
    Value result = index ? item_checked(rt, range_of(self), index) : NULL;
    release(rt, index);
    return result;
}

/* V, an int or bool, is one of the items. */
static int has_int(Runtime *rt, Range *r, Borrowed v)
{
    bool backward = int_sign(r->step) < 0;
    Value low = backward ? r->stop : r->start, high = backward ? r->start : r->stop;
    int with_low = int_compare(low, v), with_high = int_compare(v, high);
    if (backward ? with_low >= 0 || with_high > 0 : with_low > 0 || with_high >= 0)
        return 0;
    if (values_are_small_ints(v, r->start) && value_is_small_int(r->step))
        return (small_int(v) - small_int(r->start)) % small_int(r->step) == 0;
    Value rest = arithmetic_steal(rt, arithmetic(rt, v, r->start, BINARY_SUB), retain(r->step), BINARY_MOD);
    int result = rest ? int_sign(rest) == 0 : -1;
    release(rt, rest);
    return result;
}

static bool is_plain_int(Runtime *rt, Borrowed v)
{
    return value_is_small_int(v) || value_is_bool(v) || object_is_exactly(v, rt->int_type);
}

/* How many items (COUNTING), or the index of the first, that equals V; -1 none, -2 error. */
static int64_t search(Runtime *rt, Borrowed self, Borrowed v, bool counting)
{
    Value iterator = get_iter(rt, self), item;
    if (!iterator)
        return -2;
    int64_t found = counting ? 0 : -1;
    for (int64_t index = 0; (item = iter_next(rt, iterator)); index++) {
        int equal = values_equal(rt, item, v);
        release(rt, item);
        if (equal < 0)
            break;
        if (equal && !counting) {
            found = index;
            break;
        }
        found += counting && equal;
    }
    release(rt, iterator);
    return error_pending(rt) ? -2 : found;
}

static int range_contains(Runtime *rt, Borrowed self, Borrowed v)
{
    if (is_plain_int(rt, v))
        return has_int(rt, range_of(self), int_plain_peek(v));
    int64_t found = search(rt, self, v, false);
    return found == -2 ? -1 : found >= 0;
}

static Owned range_count(Runtime *rt, Borrowed self, const Value *args)
{
    if (is_plain_int(rt, args[0])) {
        int found = has_int(rt, range_of(self), int_plain_peek(args[0]));
        return found < 0 ? NULL : small_int_value(found);
    }
    int64_t found = search(rt, self, args[0], true);
    return found == -2 ? NULL : small_int_value(found);
}

static Owned range_index(Runtime *rt, Borrowed self, const Value *args)
{
    Range *r = range_of(self);
    if (is_plain_int(rt, args[0])) {
        Value v = int_plain_peek(args[0]);
        int found = has_int(rt, r, v);
        if (found < 0)
            return NULL;
        if (found)
            return arithmetic_steal(rt, arithmetic(rt, v, r->start, BINARY_SUB), retain(r->step), BINARY_FLOORDIV);
        return raise(rt, rt->ValueError, "%R is not in range", args[0]);
    }
    int64_t found = search(rt, self, args[0], false);
    if (found == -1)
        raise(rt, rt->ValueError, "sequence.index(x): x not in sequence");
    return found < 0 ? NULL : small_int_value(found);
}

/* -- text, comparison, hash */

static Owned range_repr(Runtime *rt, Borrowed self)
{
    Range *r = range_of(self);
    if (r->step == ONE)
        return format_message(rt, "range(%R, %R)", r->start, r->stop);
    return format_message(rt, "range(%R, %R, %R)", r->start, r->stop, r->step);
}

static bool ranges_equal(const Range *a, const Range *b)
{
    if (a == b)
        return true;
    if (int_compare(a->length, b->length) != 0)
        return false;
    if (a->length == ZERO)
        return true;
    if (int_compare(a->start, b->start) != 0)
        return false;
    return a->length == ONE || int_compare(a->step, b->step) == 0;
}

static Owned range_compare(Runtime *rt, Borrowed self, Borrowed other, CompareOp op)
{
    if (!object_is_exactly(self, rt->range_type) || !object_is_exactly(other, rt->range_type)
        || (op != COMPARE_EQ && op != COMPARE_NE))
        return NOT_IMPLEMENTED;
    return bool_value(ranges_equal(range_of(self), range_of(other)) == (op == COMPARE_EQ));
}

static bool range_hash(Runtime *rt, Borrowed self, int64_t *hash)
{
    Range *r = range_of(self);
    bool empty = r->length == ZERO, single = r->length == ONE;
    Value key = tuple_pack(rt, 3, r->length, empty ? NONE : r->start, empty || single ? NONE : r->step);
    bool fine = key && value_hash(rt, key, hash);
    release(rt, key);
    return fine;
}

/* -- iterators */

typedef struct LongRangeIterator {
    Object head;
    Value start, step, length, index;
} LongRangeIterator;

/* COUNT items from START; true when all of them and one more step are int64. */
static bool fits(int64_t start, int64_t step, int64_t count)
{
    int64_t way, end;
    return !__builtin_mul_overflow(step, count, &way) && !__builtin_add_overflow(start, way, &end);
}

static bool all_int64(Runtime *rt, Borrowed start, Borrowed step, Borrowed length, int64_t *out)
{
    return int_fits_int64(start) && int_fits_int64(step) && int_fits_int64(length)
        && int_to_int64(rt, start, &out[0]) && int_to_int64(rt, step, &out[1]) && int_to_int64(rt, length, &out[2])
        && fits(out[0], out[1], out[2]);
}

/* Consumes its arguments; NULL: an earlier step failed. */
static Owned iterator_steal(Runtime *rt, Owned start, Owned step, Owned length)
{
    int64_t small[3];
    Value result = NULL;
    if (!start || !step || !length)
        goto done;
    if (all_int64(rt, start, step, length, small)) {
        RangeIterator *it = object_make(rt, rt->range_iterator_type);
        if (it) {
            it->next = small[0], it->step = small[1], it->left = it->count = small[2];
            result = object_value(it);
        }
        goto done;
    }
    LongRangeIterator *it = object_make(rt, rt->long_range_iterator_type);
    if (it) {
        it->start = retain(start), it->step = retain(step), it->length = retain(length);
        it->index = ZERO;
        result = object_value(it);
    }
done:
    release(rt, start);
    release(rt, step);
    release(rt, length);
    return result;
}

static Owned range_iter(Runtime *rt, Borrowed self)
{
    Range *r = range_of(self);
    return iterator_steal(rt, retain(r->start), retain(r->step), retain(r->length));
}

static Owned range_reversed(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    Range *r = range_of(self);
    Value last = arithmetic(rt, r->length, ONE, BINARY_SUB);
    Value start = last ? item_at(rt, r->start, r->step, last) : NULL;
    Value step = start ? arithmetic(rt, ZERO, r->step, BINARY_SUB) : NULL;
    release(rt, last);
    return iterator_steal(rt, start, step, retain(r->length));
}

static Owned range_reduce(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    Range *r = range_of(self);
    Value arguments = tuple_pack(rt, 3, r->start, r->stop, r->step);
    Value result = arguments ? tuple_pack(rt, 2, type_value(rt->range_type), arguments) : NULL;
    release(rt, arguments);
    return result;
}

static const MethodDef methods[] = {
    METHOD("count", range_count, "(value, /)", "How many items are equal to value."),
    METHOD("index", range_index, "(value, /)", "The position of value.\n\nRaises ValueError if it is not there."),
    METHOD("__reversed__", range_reversed, "()", "An iterator from the last item to the first."),
    METHOD("__reduce__", range_reduce, "()", "State for pickling."),
    {0},
};

static const MemberDef members[] = {
    { "start", MEMBER_VALUE, offsetof(Range, start), false, NULL },
    { "stop", MEMBER_VALUE, offsetof(Range, stop), false, NULL },
    { "step", MEMBER_VALUE, offsetof(Range, step), false, NULL },
    {0},
};

static Owned self_iter(Runtime *rt, Borrowed self)
{
    (void)rt;
    return retain(self);
}

static Owned iterator_next(Runtime *rt, Borrowed self)
{
    RangeIterator *it = (RangeIterator *)self;
    if (unlikely(it->left <= 0))
        return NULL;
    int64_t item = it->next;
    it->left--;
    it->next = (int64_t)((uint64_t)item + (uint64_t)it->step);
    return likely(small_int_fits(item)) ? small_int_value(item) : int_from_int64(rt, item);
}

static Owned iterator_hint(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    return int_from_int64(rt, ((RangeIterator *)self)->left);
}

/* (iter, (range(start, start + count * step, step),), index); consumes its arguments. */
static Owned reduce_steal(Runtime *rt, Owned start, Owned step, Owned count, Owned index)
{
    Value stop = start && step && count ? item_at(rt, start, step, count) : NULL, result = NULL;
    Value range = range_make_steal(rt, start, stop, step);
    Value function = range ? builtin_peek(rt, "iter") : NULL;
    if (function && index)
        result = reduce_three(rt, function, range, index);
    release(rt, range);
    release(rt, count);
    release(rt, index);
    return result;
}

static Owned iterator_reduce_method(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    RangeIterator *it = (RangeIterator *)self;
    int64_t index = it->count - it->left;
    Value start = int_from_int64(rt, (int64_t)((uint64_t)it->next - (uint64_t)index * (uint64_t)it->step));
    Value step = int_from_int64(rt, it->step), count = int_from_int64(rt, it->count);
    return reduce_steal(rt, start, step, count, int_from_int64(rt, index));
}

static Owned iterator_setstate(Runtime *rt, Borrowed self, const Value *args)
{
    RangeIterator *it = (RangeIterator *)self;
    int64_t index;
    if (!state_index(rt, args[0], &index))
        return NULL;
    index = MAX(0, MIN(index, it->count));
    int64_t moved = index - (it->count - it->left);
    it->next = (int64_t)((uint64_t)it->next + (uint64_t)moved * (uint64_t)it->step);
    it->left -= moved;
    return NONE;
}

static const MethodDef iterator_methods[] = {
    METHOD("__length_hint__", iterator_hint, "()", "How many items are left."),
    METHOD("__reduce__", iterator_reduce_method, "()", "State for pickling."),
    METHOD("__setstate__", iterator_setstate, "(state, /)", "Set the position."),
    {0},
};

static Owned long_next(Runtime *rt, Borrowed self)
{
    LongRangeIterator *it = (LongRangeIterator *)self;
    if (int_compare(it->index, it->length) >= 0)
        return NULL;
    Value next = arithmetic(rt, it->index, ONE, BINARY_ADD);
    Value item = next ? item_at(rt, it->start, it->step, it->index) : NULL;
    if (item)
        value_replace(rt, &it->index, next);
    else
        release(rt, next);
    return item;
}

static Owned long_hint(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    LongRangeIterator *it = (LongRangeIterator *)self;
    return arithmetic(rt, it->length, it->index, BINARY_SUB);
}

static Owned long_reduce(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    LongRangeIterator *it = (LongRangeIterator *)self;
    return reduce_steal(rt, retain(it->start), retain(it->step), retain(it->length), retain(it->index));
}

static Owned long_setstate(Runtime *rt, Borrowed self, const Value *args)
{
    LongRangeIterator *it = (LongRangeIterator *)self;
    if (!value_is_int(args[0]))
        return raise(rt, rt->TypeError, "an integer is required");
    Value index = int_plain_peek(args[0]);
    index = int_sign(index) < 0 ? ZERO : int_compare(index, it->length) > 0 ? it->length : index;
    value_replace(rt, &it->index, retain(index));
    return NONE;
}

static const MethodDef long_methods[] = {
    METHOD("__length_hint__", long_hint, "()", "How many items are left."),
    METHOD("__reduce__", long_reduce, "()", "State for pickling."),
    METHOD("__setstate__", long_setstate, "(state, /)", "Set the position."),
    {0},
};

static void iterator_free(Gc *gc, Object *self) { gc_free(gc, self); }

const TypeDef range_iterator_type_def = {
    .name = "range_iterator",
    .size = sizeof(RangeIterator),
    .flags = TYPE_NO_NEW,
    .free = iterator_free,
    .slots = { .iter = self_iter, .next = iterator_next },
    .methods = iterator_methods,
};

const TypeDef long_range_iterator_type_def = {
    .name = "longrange_iterator",
    .size = sizeof(LongRangeIterator),
    .flags = TYPE_NO_NEW,
    VALUES_TYPE(4),
    .slots = { .iter = self_iter, .next = long_next },
    .methods = long_methods,
};

const TypeDef range_type_def = {
    .name = "range",
    .doc = "range(stop) -> range object\nrange(start, stop[, step]) -> range object\n\n"
           "The integers from start (inclusive) to stop (exclusive), by step; none is stored.",
    .size = sizeof(Range),
    .flags = TYPE_SEQUENCE,          /* it holds ints alone: no container */
    VALUES_TYPE(4),
    .slots = {
        .repr = range_repr,
        .hash = range_hash,
        .compare = range_compare,
        .iter = range_iter,
        .make = range_make,
        .truth = range_truth,
        .length = range_length,
        .contains = range_contains,
        .get_item = range_get_item,
        .item = range_item,
    },
    .methods = methods,
    .members = members,
};
