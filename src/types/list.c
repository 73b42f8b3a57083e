/* list: a growing array of values.
 *
 * Whatever runs Python code (compare, release) may change the list: items are
 * retained meanwhile and the bounds looked at again after. */
#include "types/instance.h"
#include "object/budget.h"
#include "types/list.h"
#include "types/list_parts.h"
#include "object/values.h"
#include "types/int.h"
#include "types/iterators.h"
#include "types/slice.h"
#include "types/str.h"
#include "types/tuple.h"

/* -- capacity */

static bool set_capacity(Runtime *rt, List *l, int64_t capacity)
{
    if (unlikely(capacity > LIST_ITEMS_MAX))
        return raise_memory_error(rt);
    if (unlikely(!charge_items(rt, capacity / 4)))
        return false;
    size_t size = round_up((size_t)capacity * sizeof(Value), GRANULE);
    Value *items = l->items ? memory_realloc(rt, l->items, size) : memory_alloc(rt, size);
    if (unlikely(!items))
        return raise_memory_error(rt);
    l->items = items;
    if (size <= HEAP_FAST_MAX)
        l->capacity = (int64_t)(size / sizeof(Value));
    else
        l->capacity = (int64_t)(heap_usable_size(&rt->gc.heap, items) / sizeof(Value));
    return true;
}

bool list_grow(Runtime *rt, List *l, int64_t count)
{
    if (likely(count <= l->capacity))
        return true;
    if (unlikely(count > LIST_ITEMS_MAX))
        return raise_memory_error(rt);
    int64_t capacity = (count + (count >> 3) + 6) & ~(int64_t)3;
    if (count - l->count > capacity - count)
        capacity = (count + 3) & ~(int64_t)3;
    return set_capacity(rt, l, capacity);
}

void list_shrink(Runtime *rt, List *l)
{
    if (likely(l->count >= l->capacity >> 1 || l->capacity <= 8))
        return;
    size_t size = (size_t)((l->count + (l->count >> 3) + 6) & ~(int64_t)3) * sizeof(Value);
    Value *items = memory_realloc(rt, l->items, size);
    if (!items)
        return;
    l->items = items;
    l->capacity = (int64_t)(heap_usable_size(&rt->gc.heap, items) / sizeof(Value));
}

bool list_reserve(Runtime *rt, Borrowed list, int64_t count)
{
    return count <= list_of(list)->capacity || set_capacity(rt, list_of(list), count);
}

/* -- making */

static List *list_alloc(Runtime *rt, int64_t capacity)
{
    List *l = (List *)gc_alloc_container(&rt->gc, &rt->list_type->gc, sizeof(List));
    if (unlikely(!l))
        return raise_memory_error(rt);
    l->items = NULL;
    l->count = l->capacity = 0;
    if (capacity > 0 && !set_capacity(rt, l, capacity)) {
        gc_free(&rt->gc, &l->head);
        return NULL;
    }
    return l;
}

Owned list_new(Runtime *rt, int64_t capacity)
{
    List *l = list_alloc(rt, capacity);
    if (unlikely(!l))
        return NULL;
    return object_tracked(rt, l);
}

Owned list_from(Runtime *rt, const Value *items, int64_t count)
{
    List *l = list_alloc(rt, count);
    if (unlikely(!l))
        return NULL;
    values_copy(l->items, items, count);
    l->count = count;
    return object_tracked(rt, l);
}

Owned list_from_steal(Runtime *rt, Value *items, int64_t count)
{
    List *l = list_alloc(rt, count);
    if (unlikely(!l)) {
        for (int64_t i = 0; i < count; i++)
            release(rt, items[i]);
        return NULL;
    }
    if (count)
        memcpy(l->items, items, (size_t)count * sizeof(Value));
    l->count = count;
    return object_tracked(rt, l);
}

Owned list_slice(Runtime *rt, Borrowed list, int64_t start, int64_t stop)
{
    start = MAX(start, 0);
    stop = MIN(stop, list_count(list));
    /* The allocation may collect, and that may change the list. */
    int64_t count = MAX(stop - start, 0);
    List *l = list_alloc(rt, count);
    if (unlikely(!l))
        return NULL;
    count = MAX(MIN(count, list_count(list) - start), 0);
    values_copy(l->items, list_of(list)->items + start, count);
    l->count = count;
    return object_tracked(rt, l);
}

Owned list_to_tuple(Runtime *rt, Borrowed list)
{
    int64_t count = list_count(list);
    Value tuple = tuple_new(rt, count);
    if (!tuple)
        return NULL;
    /* The allocation may have run a finalizer that made the list shorter. */
    int64_t there = MIN(count, list_count(list));
    values_copy(tuple_items(tuple), list_of(list)->items, there);
    for (int64_t i = there; i < count; i++)
        tuple_items(tuple)[i] = NONE;
    return tuple_done(rt, tuple);
}

/* -- life */

static int list_traverse(Object *self, GcVisit visit, void *argument)
{
    List *l = (List *)self;
    for (int64_t i = 0; i < l->count; i++)
        VISIT_VALUE(l->items[i]);
    return type_traverse_object(self, visit, argument);
}

/* Places: the items, then the rest. */
static size_t list_traverse_part(Object *self, size_t from, size_t count, GcVisit visit, void *argument)
{
    List *l = (List *)self;
    size_t all = (size_t)MAX(l->count, 0), end = MIN(from + count, all);
    for (size_t i = from; i < end; i++)
        if (value_is_object(l->items[i]))
            visit(value_object(l->items[i]), argument);
    if (end < all)
        return end;
    type_traverse_object(self, visit, argument);
    return GC_ALL_VISITED;
}

void list_clear(Runtime *rt, Borrowed list)
{
    List *l = list_of(list);
    Value *items = l->items;
    if (!items)
        return;
    int64_t count = l->count;
    l->items = NULL;
    l->count = l->capacity = 0;
    values_release(rt, items, count);
    memory_free(rt, items);
}

static void list_clear_fields(Gc *gc, Object *self)
{
    Runtime *rt = runtime_of(gc);
    list_clear(rt, object_value(self));
    if (object_type(self) != rt->list_type)
        type_clear_object(rt, self);
}

static void list_free(Gc *gc, Object *self)
{
    Runtime *rt = runtime_of(gc);
    gc_untrack(gc, self);
    list_clear(rt, object_value(self));
    if (likely(object_type(self) == rt->list_type))
        gc_free(gc, self);
    else
        type_free_object(rt, self);
}

static Owned list_make(Runtime *rt, Type *type, const Value *args, size_t count, Borrowed keywords)
{
    (void)args, (void)count, (void)keywords;
    if (type == rt->list_type)
        return list_new(rt, 0);
    List *l = instance_make(rt, type);
    return l ? object_tracked(rt, l) : NULL;
}

static bool list_init(Runtime *rt, Borrowed self, const Value *args, size_t count, Borrowed keywords)
{
    /* A class with a __new__ of its own may have had use for the keywords. */
    bool own_new = value_type(rt, self)->slots->make != list_make;
    if (!positional_check(rt, "list", count, own_new ? NULL : keywords, 0, 1))
        return false;
    if (list_of(self)->capacity)
        list_clear(rt, self);
    return count == 0 || list_extend(rt, self, args[0]);
}

/* -- changing */

bool list_append(Runtime *rt, Borrowed list, Borrowed item)
{
    List *l = list_of(list);
    if (unlikely(l->count >= l->capacity) && !list_grow(rt, l, l->count + 1))
        return false;
    l->items[l->count++] = retain(item);
    return true;
}

bool list_append_steal(Runtime *rt, Borrowed list, Owned item)
{
    List *l = list_of(list);
    if (unlikely(l->count >= l->capacity) && !list_grow(rt, l, l->count + 1)) {
        release(rt, item);
        return false;
    }
    l->items[l->count++] = item;
    return true;
}

bool list_insert(Runtime *rt, Borrowed list, int64_t index, Borrowed item)
{
    List *l = list_of(list);
    if (!list_grow(rt, l, l->count + 1))
        return false;
    if (index < 0)
        index = MAX(index + l->count, 0);
    index = MIN(index, l->count);
    object_touch(&l->head);
    memmove(l->items + index + 1, l->items + index, (size_t)(l->count - index) * sizeof(Value));
    l->items[index] = retain(item);
    l->count++;
    return true;
}

/* The vector of an exact list or tuple; NULL for anything else. */
static Value *vector_peek(Runtime *rt, Borrowed v, int64_t *count)
{
    static Value nothing[1];
    if (object_is_exactly(v, rt->tuple_type)) {
        *count = tuple_count(v);
        return tuple_items(v);
    }
    if (!object_is_exactly(v, rt->list_type))
        return NULL;
    *count = list_count(v);
    return *count ? list_of(v)->items : nothing;
}

static bool extend_vector(Runtime *rt, Borrowed list, Borrowed other)
{
    List *l = list_of(list);
    int64_t count = value_is_tuple(other) ? tuple_count(other) : list_count(other);
    if (count == 0)
        return true;
    if (!list_grow(rt, l, l->count + count))
        return false;
    /* After growing: OTHER may be the list itself. */
    Value *items = value_is_tuple(other) ? tuple_items(other) : list_of(other)->items;
    values_copy(l->items + l->count, items, count);
    l->count += count;
    return true;
}

static inline bool append_item_steal(Runtime *rt, Borrowed list, Owned item)
{
    List *l = list_of(list);
    if (unlikely(l->count >= l->capacity))
        return list_append_steal(rt, list, item);
    l->items[l->count++] = item;
    return true;
}

static bool extend_iterator(Runtime *rt, Borrowed list, Borrowed iterator)
{
    const Type *type = value_type(rt, iterator);
    /* A class may lose its __next__ on the way; a type in C keeps it. */
    Owned (*fixed)(Runtime *, Borrowed) = type->flags & TYPE_HEAP ? NULL : type->slots->next;
    for (;;) {
        Value item = likely(fixed) ? (charge(rt, 1) ? fixed(rt, iterator) : NULL) : iterator_step(rt, iterator);
        if (!item)
            return !error_pending(rt) || error_clear_if(rt, rt->StopIteration);
        if (!append_item_steal(rt, list, item))
            return false;
    }
}

/* The items that a reversed iterator has before it, but for the last; the room is there. */
static bool extend_backward(Runtime *rt, List *l, ListIterator *it)
{
    if (!it->list || it->list == object_value(l) || it->index >= list_count(it->list))
        return true;
    int64_t count = MIN(it->index, l->capacity - l->count);
    if (count <= 0)
        return true;
    const Value *from = list_of(it->list)->items + it->index;
    for (int64_t i = 0; i < count; i++)
        l->items[l->count + i] = retain(from[-i]);
    l->count += count;
    it->index -= count;
    return charge(rt, count);
}

/* What is left of a range of small ints; the room is there. */
static bool extend_range(Runtime *rt, List *l, RangeIterator *it)
{
    int64_t count = it->left, next = it->next, last;
    if (count > l->capacity - l->count || __builtin_mul_overflow(it->step, count, &last)
        || __builtin_add_overflow(last, next, &last) || !small_int_fits(next) || !small_int_fits(last))
        return true;
    Value *to = l->items + l->count;
    for (int64_t i = 0; i < count; i++, next += it->step)
        to[i] = small_int_value(next);
    l->count += count;
    it->left = 0;
    it->next = next;
    return charge(rt, count);
}

bool list_extend(Runtime *rt, Borrowed list, Borrowed iterable)
{
    int64_t count;
    if (vector_peek(rt, iterable, &count) || iterable == list)
        return extend_vector(rt, list, iterable);
    Value iterator = get_iter(rt, iterable);
    if (!iterator)
        return false;
    bool fine = false;
    int64_t hint = value_length_hint(rt, iterable, 8);
    if (hint < 0)
        goto done;
    List *l = list_of(list);
    /* What no list can hold is a wrong hint; what memory cannot hold is refused before it is built. */
    if (hint > 0 && hint <= LIST_ITEMS_MAX - l->count && !list_grow(rt, l, l->count + hint))
        goto done;
    if (object_is_exactly(iterator, rt->list_reverse_iterator_type) && !extend_backward(rt, l, (ListIterator *)iterator))
        goto done;
    if (object_is_exactly(iterator, rt->range_iterator_type) && !extend_range(rt, l, (RangeIterator *)iterator))
        goto done;
    fine = extend_iterator(rt, list, iterator);
    if (fine)
        list_shrink(rt, l);
done:
    release(rt, iterator);
    return fine;
}

enum { SMALL_RANGE = 16 };

bool list_replace_range(Runtime *rt, Borrowed list, int64_t start, int64_t stop, const Value *items,
                        int64_t count)
{
    List *l = list_of(list);
    start = MIN(MAX(start, 0), l->count);
    stop = MIN(MAX(stop, start), l->count);
    int64_t removed = stop - start, tail = l->count - stop, total = start + count + tail;
    if (total == 0) {
        list_clear(rt, list);
        return true;
    }
    Value small[SMALL_RANGE], *old = small;
    if (removed > SMALL_RANGE && !(old = memory_alloc(rt, (size_t)removed * sizeof(Value))))
        return raise_memory_error(rt);
    if (!list_grow(rt, l, total)) {
        if (old != small)
            memory_free(rt, old);
        return false;
    }
    object_touch(&l->head);
    memcpy(old, l->items + start, (size_t)removed * sizeof(Value));
    if (count != removed)
        memmove(l->items + start + count, l->items + stop, (size_t)tail * sizeof(Value));
    values_copy(l->items + start, items, count);
    l->count = total;
    list_shrink(rt, l);
    values_release(rt, old, removed);
    if (old != small)
        memory_free(rt, old);
    return true;
}

bool list_delete_range(Runtime *rt, Borrowed list, int64_t start, int64_t stop)
{
    return start >= stop || list_replace_range(rt, list, start, stop, NULL, 0);
}

bool list_reverse(Runtime *rt, Borrowed list)
{
    List *l = list_of(list);
    if (!charge_items(rt, l->count))
        return false;
    object_touch(&l->head);
    for (int64_t i = 0, j = l->count - 1; i < j; i++, j--) {
        Value item = l->items[i];
        l->items[i] = l->items[j];
        l->items[j] = item;
    }
    return true;
}

/* -- text and comparison */

static Owned list_repr(Runtime *rt, Borrowed self)
{
    if (list_count(self) == 0)
        return str_from_text(rt, "[]");
    int state = repr_enter(rt, self);
    if (state)
        return state < 0 ? NULL : str_from_text(rt, "[...]");
    StrBuilder b;
    builder_open(&b, rt);
    builder_text(&b, "[");
    bool fine = true;
    for (int64_t i = 0; fine && i < list_count(self); i++) {
        Value item = retain(list_item_peek(self, i));
        fine = (i == 0 || builder_text(&b, ", ")) && builder_repr(&b, item);
        release(rt, item);
    }
    repr_leave(rt, self);
    if (!fine) {
        builder_close(&b);
        return NULL;
    }
    builder_text(&b, "]");
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

/* The items at INDEX differ (1), are equal (0), or -1; *A and *B are kept for the caller. */
static int differ(Runtime *rt, Borrowed self, Borrowed other, int64_t index, Owned *a, Owned *b)
{
    *a = retain(list_item_peek(self, index));
    *b = retain(list_item_peek(other, index));
    int equal = values_equal(rt, *a, *b);
    return equal < 0 ? -1 : !equal;
}

static Owned list_compare(Runtime *rt, Borrowed self, Borrowed other, CompareOp op)
{
    if (!value_is_list(self) || !value_is_list(other))
        return NOT_IMPLEMENTED;
    bool equality = op == COMPARE_EQ || op == COMPARE_NE;
    if (equality && list_count(self) != list_count(other))
        return bool_value(op == COMPARE_NE);
    for (int64_t i = 0; i < list_count(self) && i < list_count(other); i++) {
        if (list_item_peek(self, i) == list_item_peek(other, i)) {
            if (!charge_loop(rt, i))
                return NULL;
            continue;
        }
        Value a, b, result = NULL;
        int different = differ(rt, self, other, i, &a, &b);
        bool gone = i >= list_count(self) || i >= list_count(other);
        if (different > 0 && !gone)
            result = equality ? bool_value(op == COMPARE_NE) : compare(rt, a, b, op);
        release(rt, a);
        release(rt, b);
        if (different && !(gone && different > 0))
            return result;
        if (different)
            break;
        if (!charge_loop(rt, i))
            return NULL;
    }
    return compare_counts(list_count(self), list_count(other), op);
}

/* -- sequence */

static int64_t list_length(Runtime *rt, Borrowed self)
{
    (void)rt;
    return list_count(self);
}

static int list_contains(Runtime *rt, Borrowed self, Borrowed wanted)
{
    for (int64_t i = 0; i < list_count(self); i++) {
        Value item = list_item_peek(self, i);
        if (item == wanted)
            return 1;
        retain(item);
        int equal = values_equal(rt, item, wanted);
        release(rt, item);
        if (equal)
            return equal;
        if (!charge_loop(rt, i))
            return -1;
    }
    return 0;
}

static Owned list_item(Runtime *rt, Borrowed self, int64_t index)
{
    if (unlikely((uint64_t)index >= (uint64_t)list_count(self)))
        return raise_index_error(rt, "list index out of range");
    return retain(list_item_peek(self, index));
}

static Owned list_get_slice(Runtime *rt, Borrowed self, Borrowed slice)
{
    SliceBounds at;
    if (!slice_bounds(rt, slice, list_count(self), &at))
        return NULL;
    if (at.count <= 0)
        return list_new(rt, 0);
    if (at.step == 1)
        return list_slice(rt, self, at.start, at.start + at.count);
    List *l = list_alloc(rt, at.count);
    if (!l)
        return NULL;
    for (int64_t i = 0; i < at.count; i++) {
        int64_t from = at.start + i * at.step;
        if (unlikely(from >= list_count(self)))
            break;
        l->items[l->count++] = retain(list_item_peek(self, from));
    }
    return object_tracked(rt, l);
}

/* 1: *INDEX, made non-negative when it can be; 0: a slice; -1: error. */
static int key_kind(Runtime *rt, Borrowed self, Borrowed key, int64_t *index)
{
    if (likely(value_is_small_int(key)))
        *index = small_int(key);
    else if (value_is_slice(rt, key))
        return 0;
    else if (!value_type(rt, key)->slots->index) {
        raise(rt, rt->TypeError, "list indices must be integers or slices, not %.200T", key);
        return -1;
    } else if (!value_to_ssize(rt, key, index, rt->IndexError))
        return -1;
    if (*index < 0)
        *index += list_count(self);
    return 1;
}

static Owned list_get_item(Runtime *rt, Borrowed self, Borrowed key)
{
    int64_t index;
    int kind = key_kind(rt, self, key, &index);
    if (likely(kind > 0))
        return list_item(rt, self, index);
    return kind < 0 ? NULL : list_get_slice(rt, self, key);
}

static bool list_set_item(Runtime *rt, Borrowed self, Borrowed key, Borrowed value)
{
    int64_t index;
    int kind = key_kind(rt, self, key, &index);
    if (kind < 0)
        return false;
    if (kind == 0)
        return list_set_slice(rt, self, key, value);
    if ((uint64_t)index >= (uint64_t)list_count(self))
        return raise_index_error(rt, "list assignment index out of range");
    if (!value)
        return list_delete_range(rt, self, index, index + 1);
    value_replace(rt, &list_of(self)->items[index], retain(value));
    return true;
}

static Owned list_concat(Runtime *rt, Borrowed self, Borrowed other)
{
    if (!value_is_list(other))
        return raise(rt, rt->TypeError, "can only concatenate list (not \"%.200T\") to list", other);
    List *l = list_alloc(rt, list_count(self) + list_count(other));
    if (!l)
        return NULL;
    /* The allocation may have changed both. */
    int64_t left = MIN(list_count(self), l->capacity), right = MIN(list_count(other), l->capacity - left);
    values_copy(l->items, list_of(self)->items, left);
    values_copy(l->items + left, list_of(other)->items, right);
    l->count = left + right;
    return object_tracked(rt, l);
}


static Owned list_repeat(Runtime *rt, Borrowed self, int64_t times)
{
    int64_t count = list_count(self);
    if (count == 0 || times <= 0)
        return list_new(rt, 0);
    if (times > LIST_ITEMS_MAX / count)
        return raise_memory_error(rt);
    List *l = list_alloc(rt, count * times);
    if (!l)
        return NULL;
    if (count == list_count(self)) {
        values_repeat(l->items, list_of(self)->items, count, times);
        l->count = count * times;
    }
    return object_tracked(rt, l);
}

static Owned list_inplace_repeat(Runtime *rt, Borrowed self, int64_t times)
{
    List *l = list_of(self);
    int64_t count = l->count;
    if (times <= 0)
        list_clear(rt, self);
    else if (times > 1 && count) {
        if (times > LIST_ITEMS_MAX / count)
            return raise_memory_error(rt);
        if (!list_grow(rt, l, count * times))
            return NULL;
        values_repeat(l->items + count, l->items, count, times - 1);
        l->count = count * times;
    }
    return retain(self);
}

static Owned list_inplace_concat(Runtime *rt, Borrowed self, Borrowed other)
{
    return list_extend(rt, self, other) ? retain(self) : NULL;
}

static void list_buffers(const Object *self, BufferVisit visit, void *argument)
{
    VISIT_BUFFER(((const List *)self)->items);
}

const TypeDef list_type_def = {
    .name = "list",
    .doc = "Built-in mutable sequence.\n\n"
           "Without an argument, a new empty list; else the items of the iterable.",
    .signature = "(iterable=(), /)",
    .size = sizeof(List),
    .flags = TYPE_CONTAINER | TYPE_SUBCLASSABLE | TYPE_SEQUENCE | TYPE_IS_LIST,
    .traverse = list_traverse, .traverse_part = list_traverse_part, .steady = true,
    .clear = list_clear_fields,
    .buffers = list_buffers,
    .free = list_free,
    .slots = {
        .repr = list_repr,
        .compare = list_compare,
        .iter = list_iter,
        .make = list_make,
        .init = list_init,
        .length = list_length,
        .contains = list_contains,
        .get_item = list_get_item,
        .set_item = list_set_item,
        .item = list_item,
        .concat = list_concat,
        .repeat = list_repeat,
        .inplace_concat = list_inplace_concat,
        .inplace_repeat = list_inplace_repeat,
    },
    .methods = list_methods,
};
