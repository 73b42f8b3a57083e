/* tuple: an immutable array of values inside the object.
 *
 * The empty tuple is one object for each runtime.  A tuple is tracked by the
 * collector from the moment all its items are set (tuple_done), unless they are
 * atomic: then it can be in no cycle. */
#include "types/tuple.h"
#include "object/budget.h"
#include "object/arguments.h"
#include "object/error.h"
#include "object/protocol.h"
#include "object/values.h"
#include "types/int.h"
#include "types/list.h"
#include "types/slice.h"
#include "types/str.h"
#include "types/values_object.h"
#include <stdarg.h>

#define ITEMS_MAX ((int64_t)(INT64_MAX / 16))

/* -- making */

static inline Tuple *tuple_alloc(Runtime *rt, int64_t count)
{
    if (unlikely(count > ITEMS_MAX))
        return raise_memory_error(rt);
    Tuple *t = (Tuple *)gc_alloc_container(&rt->gc, &rt->tuple_type->gc,
                                           offsetof(Tuple, items) + (size_t)count * sizeof(Value));
    if (unlikely(!t))
        return raise_memory_error(rt);
    t->count = count;
    return t;
}

Owned tuple_new(Runtime *rt, int64_t count)
{
    if (count == 0 && rt->empty_tuple)
        return retain(rt->empty_tuple);
    Tuple *t = tuple_alloc(rt, count);
    if (unlikely(!t))
        return NULL;
    memset(t->items, 0, (size_t)count * sizeof(Value));
    return object_value(t);
}

static inline Owned track(Runtime *rt, Tuple *t)
{
    for (int64_t i = 0; i < t->count; i++) {
        if (i + 4 <= t->count && four_immediates(t->items + i)) {
            i += 3;
        } else if (value_needs_tracking(rt, t->items[i])) {
            gc_track(&rt->gc, &t->head);
            break;
        }
    }
    return object_value(t);
}

Owned tuple_done(Runtime *rt, Owned tuple) { return track(rt, (Tuple *)tuple); }

Owned tuple_empty(Runtime *rt)
{
    if (!rt->empty_tuple)
        rt->empty_tuple = tuple_new(rt, 0);
    return retain(rt->empty_tuple);
}

Owned tuple_from(Runtime *rt, const Value *items, int64_t count)
{
    if (count == 0)
        return tuple_empty(rt);
    Tuple *t = tuple_alloc(rt, count);
    if (unlikely(!t))
        return NULL;
    values_copy(t->items, items, count);
    return track(rt, t);
}

Owned tuple_from_steal(Runtime *rt, Value *items, int64_t count)
{
    if (count == 0)
        return tuple_empty(rt);
    Tuple *t = tuple_alloc(rt, count);
    if (unlikely(!t)) {
        for (int64_t i = 0; i < count; i++)
            release(rt, items[i]);
        return NULL;
    }
    memcpy(t->items, items, (size_t)count * sizeof(Value));
    return track(rt, t);
}

Owned tuple_pair_steal(Runtime *rt, Owned a, Owned b)
{
    Tuple *t = tuple_alloc(rt, 2);
    if (unlikely(!t)) {
        release(rt, a);
        release(rt, b);
        return NULL;
    }
    t->items[0] = a;
    t->items[1] = b;
    if (value_needs_tracking(rt, a) || value_needs_tracking(rt, b))
        gc_track(&rt->gc, &t->head);
    return object_value(t);
}

Owned tuple_pack(Runtime *rt, int64_t count, ...)
{
    if (count == 0)
        return tuple_empty(rt);
    Tuple *t = tuple_alloc(rt, count);
    if (unlikely(!t))
        return NULL;
    va_list list;
    va_start(list, count);
    for (int64_t i = 0; i < count; i++)
        t->items[i] = retain(va_arg(list, Value));
    va_end(list);
    return track(rt, t);
}

Owned tuple_slice(Runtime *rt, Borrowed tuple, int64_t start, int64_t stop)
{
    int64_t count = tuple_count(tuple);
    start = MAX(start, 0);
    stop = MIN(stop, count);
    if (start == 0 && stop == count && object_is_exactly(tuple, rt->tuple_type))
        return retain(tuple);
    return stop > start ? tuple_from(rt, tuple_items(tuple) + start, stop - start) : tuple_empty(rt);
}

/* -- life */

static int tuple_traverse(Object *self, GcVisit visit, void *argument)
{
    Tuple *t = (Tuple *)self;
    for (int64_t i = 0; i < t->count; i++)
        VISIT_VALUE(t->items[i]);
    return type_traverse_object(self, visit, argument);
}

static size_t tuple_traverse_part(Object *self, size_t from, size_t count, GcVisit visit, void *argument)
{
    Tuple *t = (Tuple *)self;
    size_t all = (size_t)t->count, end = MIN(from + count, all);
    for (size_t i = from; i < end; i++)
        if (value_is_object(t->items[i]))
            visit(value_object(t->items[i]), argument);
    if (end < all)
        return end;
    type_traverse_object(self, visit, argument);
    return GC_ALL_VISITED;
}

static void tuple_free(Gc *gc, Object *self)
{
    Runtime *rt = runtime_of(gc);
    Tuple *t = (Tuple *)self;
    gc_untrack(gc, self);
    values_release(rt, t->items, t->count);
    if (likely(object_type(self) == rt->tuple_type))
        gc_free(gc, self);
    else
        type_free_object(rt, self);
}

static void tuple_clear_fields(Gc *gc, Object *self)
{
    if (object_type(self) != runtime_of(gc)->tuple_type)
        type_clear_object(runtime_of(gc), self);
}

static Owned tuple_make_derived(Runtime *rt, Type *type, Borrowed exact)
{
    int64_t count = tuple_count(exact);
    Tuple *t = (Tuple *)type_alloc(rt, type, (size_t)count);
    if (!t)
        return raise_memory_error(rt);
    t->count = count;
    for (int64_t i = 0; i < count; i++)
        t->items[i] = retain(tuple_item_peek(exact, i));
    return object_tracked(rt, t);
}

static Owned tuple_make(Runtime *rt, Type *type, const Value *args, size_t count, Borrowed keywords)
{
    bool exact = type == rt->tuple_type;
    if (!positional_check(rt, "tuple", count, refuses_keywords(type) ? keywords : NULL, 0, 1))
        return NULL;
    Value items = count ? sequence_tuple(rt, args[0]) : tuple_empty(rt);
    if (exact || !items)
        return items;
    Value result = tuple_make_derived(rt, type, items);
    release(rt, items);
    return result;
}

/* -- text, comparison, hash */

static Owned tuple_repr(Runtime *rt, Borrowed self)
{
    int64_t count = tuple_count(self);
    if (count == 0)
        return str_from_text(rt, "()");
    int state = repr_enter(rt, self);
    if (state)
        return state < 0 ? NULL : str_from_text(rt, "(...)");
    StrBuilder b;
    builder_open(&b, rt);
    builder_text(&b, "(");
    bool fine = true;
    for (int64_t i = 0; fine && i < count; i++)
        fine = (i == 0 || builder_text(&b, ", ")) && builder_repr(&b, tuple_item_peek(self, i));
    repr_leave(rt, self);
    if (!fine) {
        builder_close(&b);
        return NULL;
    }
    builder_text(&b, count == 1 ? ",)" : ")");
    return builder_finish(&b);
}

static Owned compare_counts(int64_t a, int64_t b, CompareOp op)
{
    bool result = false;
    switch (op) {
    case COMPARE_LT: result = a < b; break;
    case COMPARE_LE: result = a <= b; break;
    case COMPARE_EQ: result = a == b; break;
    case COMPARE_NE: result = a != b; break;
    case COMPARE_GT: result = a > b; break;
    case COMPARE_GE: result = a >= b; break;
    }
    return bool_value(result);
}

static Owned tuple_compare(Runtime *rt, Borrowed self, Borrowed other, CompareOp op)
{
    if (!value_is_tuple(self) || !value_is_tuple(other))
        return NOT_IMPLEMENTED;
    int64_t count = MIN(tuple_count(self), tuple_count(other));
    for (int64_t i = 0; i < count; i++) {
        Value a = tuple_item_peek(self, i), b = tuple_item_peek(other, i);
        if (!charge_loop(rt, i))
            return NULL;
        if (a == b)
            continue;
        int equal = values_equal(rt, a, b);
        if (equal < 0)
            return NULL;
        if (equal)
            continue;
        if (op == COMPARE_EQ || op == COMPARE_NE)
            return bool_value(op == COMPARE_NE);
        return compare(rt, a, b, op);
    }
    return compare_counts(tuple_count(self), tuple_count(other), op);
}

/* The mixing of xxHash, whose result for tuples of ints programs can see. */
static bool tuple_hash(Runtime *rt, Borrowed self, int64_t *hash)
{
    const uint64_t prime1 = 11400714785074694791u, prime2 = 14029467366897019727u,
                   prime5 = 2870177450012600261u;
    uint64_t sum = prime5;
    int64_t count = tuple_count(self);
    for (int64_t i = 0; i < count; i++) {
        int64_t lane;
        if (!value_hash(rt, tuple_item_peek(self, i), &lane) || !charge_loop(rt, i))
            return false;
        sum += (uint64_t)lane * prime2;
        sum = (sum << 31 | sum >> 33) * prime1;
    }
    sum += (uint64_t)count ^ (prime5 ^ 3527539u);
    *hash = sum == UINT64_MAX ? 1546275796 : (int64_t)sum;
    return true;
}

/* -- sequence */

static int64_t tuple_length(Runtime *rt, Borrowed self)
{
    (void)rt;
    return tuple_count(self);
}

static int tuple_contains(Runtime *rt, Borrowed self, Borrowed item)
{
    for (int64_t i = 0; i < tuple_count(self); i++) {
        int equal = values_equal(rt, tuple_item_peek(self, i), item);
        if (equal)
            return equal;
        if (!charge_loop(rt, i))
            return -1;
    }
    return 0;
}

static Owned tuple_item(Runtime *rt, Borrowed self, int64_t index)
{
    if (unlikely((uint64_t)index >= (uint64_t)tuple_count(self)))
        return raise_index_error(rt, "tuple index out of range");
    return retain(tuple_item_peek(self, index));
}

static Owned tuple_get_slice(Runtime *rt, Borrowed self, Borrowed slice)
{
    SliceBounds at;
    if (!slice_bounds(rt, slice, tuple_count(self), &at))
        return NULL;
    if (at.count <= 0)
        return tuple_empty(rt);
    if (at.step == 1)
        return tuple_slice(rt, self, at.start, at.start + at.count);
    Tuple *t = tuple_alloc(rt, at.count);
    if (!t)
        return NULL;
    for (int64_t i = 0; i < at.count; i++)
        t->items[i] = retain(tuple_item_peek(self, at.start + i * at.step));
    return track(rt, t);
}

static Owned tuple_get_item(Runtime *rt, Borrowed self, Borrowed key)
{
    int64_t index;
    if (likely(value_is_small_int(key))) {
        index = small_int(key);
    } else if (value_is_slice(rt, key)) {
        return tuple_get_slice(rt, self, key);
    } else if (value_type(rt, key)->slots->index) {
        if (!value_to_ssize(rt, key, &index, rt->IndexError))
            return NULL;
    } else {
        return raise(rt, rt->TypeError, "tuple indices must be integers or slices, not %.200T", key);
    }
    return tuple_item(rt, self, index < 0 ? index + tuple_count(self) : index);
}

static Owned tuple_concat(Runtime *rt, Borrowed self, Borrowed other)
{
    if (!value_is_tuple(other))
        return raise(rt, rt->TypeError, "can only concatenate tuple (not \"%.200T\") to tuple", other);
    int64_t left = tuple_count(self), right = tuple_count(other);
    if (left == 0 && object_is_exactly(other, rt->tuple_type))
        return retain(other);
    if (right == 0 && object_is_exactly(self, rt->tuple_type))
        return retain(self);
    if (left + right == 0)
        return tuple_empty(rt);
    Tuple *t = tuple_alloc(rt, left + right);
    if (!t)
        return NULL;
    values_copy(t->items, tuple_items(self), left);
    values_copy(t->items + left, tuple_items(other), right);
    return track(rt, t);
}

static Owned tuple_repeat(Runtime *rt, Borrowed self, int64_t times)
{
    int64_t count = tuple_count(self);
    if ((count == 0 || times == 1) && object_is_exactly(self, rt->tuple_type))
        return retain(self);
    if (count == 0 || times <= 0)
        return tuple_empty(rt);
    if (times > ITEMS_MAX / count)
        return raise_memory_error(rt);
    Tuple *t = tuple_alloc(rt, count * times);
    if (!t)
        return NULL;
    values_repeat(t->items, tuple_items(self), count, times);
    return track(rt, t);
}

/* -- methods */

static bool clip_index(Runtime *rt, Borrowed v, int64_t count, int64_t *out)
{
    if (!v)
        return true;
    if (!value_is_int(v) && !value_type(rt, v)->slots->index)
        return raise(rt, rt->TypeError, "slice indices must be integers or have an __index__ method");
    if (!value_to_ssize(rt, v, out, NULL))
        return false;
    if (*out < 0)
        *out = MAX(*out + count, 0);
    return true;
}

static Owned tuple_index_of(Runtime *rt, Borrowed self, const Value *args)
{
    int64_t start = 0, stop = INT64_MAX, count = tuple_count(self);
    if (!clip_index(rt, args[1], count, &start) || !clip_index(rt, args[2], count, &stop))
        return NULL;
    for (int64_t i = start; i < stop && i < count; i++) {
        int equal = values_equal(rt, tuple_item_peek(self, i), args[0]);
        if (equal < 0 || !charge_loop(rt, i))
            return NULL;
        if (equal)
            return small_int_value(i);
    }
    return raise(rt, rt->ValueError, "tuple.index(x): x not in tuple");
}

static Owned tuple_count_of(Runtime *rt, Borrowed self, const Value *args)
{
    int64_t found = 0;
    for (int64_t i = 0; i < tuple_count(self); i++) {
        int equal = values_equal(rt, tuple_item_peek(self, i), args[0]);
        if (equal < 0 || !charge_loop(rt, i))
            return NULL;
        found += equal;
    }
    return small_int_value(found);
}

static Owned tuple_getnewargs(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    Value copy = tuple_from(rt, tuple_items(self), tuple_count(self));
    Value result = copy ? tuple_pack(rt, 1, copy) : NULL;
    release(rt, copy);
    return result;
}

static const MethodDef methods[] = {
    METHOD("index", tuple_index_of, "(value, start=0, stop=sys.maxsize, /)",
           "Return the position of the first item equal to value.\n\nRaises ValueError if there is none."),
    METHOD("count", tuple_count_of, "(value, /)", "Return how many items are equal to value."),
    METHOD("__getnewargs__", tuple_getnewargs, "()", NULL),
    CLASS_GETITEM,
    {0},
};

/* -- iterator: its Value field first (values_object.h) */

typedef struct TupleIterator {
    Object head;
    Value tuple;                /* NULL: exhausted */
    int64_t index;
} TupleIterator;

static Owned tuple_iter(Runtime *rt, Borrowed self)
{
    TupleIterator *it = object_make(rt, rt->tuple_iterator_type);
    if (!it)
        return NULL;
    it->tuple = retain(self);
    return object_tracked(rt, it);
}

static Owned iterator_next(Runtime *rt, Borrowed self)
{
    TupleIterator *it = (TupleIterator *)self;
    if (unlikely(!it->tuple))
        return NULL;
    if (likely(it->index < tuple_count(it->tuple)))
        return retain(tuple_item_peek(it->tuple, it->index++));
    value_clear(rt, &it->tuple);
    return NULL;
}

static Owned iterator_length_hint(Runtime *rt, Borrowed self, const Value *args)
{
    (void)rt, (void)args;
    TupleIterator *it = (TupleIterator *)self;
    return small_int_value(it->tuple ? tuple_count(it->tuple) - it->index : 0);
}

static Owned iterator_reduce_method(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    TupleIterator *it = (TupleIterator *)self;
    return iterator_reduce(rt, "iter", it->tuple, it->index, "tuple");
}

static Owned iterator_setstate(Runtime *rt, Borrowed self, const Value *args)
{
    TupleIterator *it = (TupleIterator *)self;
    int64_t index;
    if (!state_index(rt, args[0], &index))
        return NULL;
    if (it->tuple)
        it->index = index < 0 ? 0 : MIN(index, tuple_count(it->tuple));
    return NONE;
}

static const MethodDef iterator_methods[] = {
    METHOD("__length_hint__", iterator_length_hint, "()", "How many items are left."),
    METHOD("__reduce__", iterator_reduce_method, "()", "State for pickling."),
    METHOD("__setstate__", iterator_setstate, "(state, /)", "Set the position."),
    {0},
};

static Owned self_iter(Runtime *rt, Borrowed self)
{
    (void)rt;
    return retain(self);
}

const TypeDef tuple_iterator_type_def = {
    .name = "tuple_iterator",
    .size = sizeof(TupleIterator),
    .flags = TYPE_CONTAINER | TYPE_NO_NEW,
    VALUES_TYPE(1),
    .slots = { .iter = self_iter, .next = iterator_next },
    .methods = iterator_methods,
};

const TypeDef tuple_type_def = {
    .name = "tuple",
    .doc = "Built-in immutable sequence.\n\n"
           "Without an argument, an empty tuple; else the items of the iterable.\n"
           "A tuple that is given is returned as it is.",
    .signature = "(iterable=(), /)",
    .size = offsetof(Tuple, items),
    .item_size = sizeof(Value),
    .flags = TYPE_CONTAINER | TYPE_SUBCLASSABLE | TYPE_SEQUENCE | TYPE_IS_TUPLE,
    .traverse = tuple_traverse, .traverse_part = tuple_traverse_part, .steady = true,
    .clear = tuple_clear_fields,
    .free = tuple_free,
    .slots = {
        .repr = tuple_repr,
        .hash = tuple_hash,
        .compare = tuple_compare,
        .iter = tuple_iter,
        .make = tuple_make,
        .length = tuple_length,
        .contains = tuple_contains,
        .get_item = tuple_get_item,
        .item = tuple_item,
        .concat = tuple_concat,
        .repeat = tuple_repeat,
    },
    .methods = methods,
};
