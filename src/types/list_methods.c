/* The methods of list, and assignment to its slices. */
#include "types/instance.h"
#include "types/list_parts.h"
#include "object/budget.h"
#include "object/arguments.h"
#include "types/int.h"
#include "types/slice.h"
#include "types/tuple.h"

/* -- slices */

/* An exact list or tuple with the items; *ITEMS and *COUNT describe it. */
static Owned vector_of(Runtime *rt, Borrowed self, Borrowed value, const char *message, Value **items,
                       int64_t *count)
{
    Value vector;
    if (value == self)
        vector = list_slice(rt, value, 0, INT64_MAX);
    else if (value_is_list(value) || value_is_tuple(value))
        vector = retain(value);
    else
        vector = sequence_list(rt, value);
    if (!vector) {
        if (message && error_matches(rt, rt->TypeError)) {
            error_clear(rt);
            raise(rt, rt->TypeError, "%s", message);
        }
        return NULL;
    }
    bool tuple = value_is_tuple(vector);
    *items = tuple ? tuple_items(vector) : list_of(vector)->items;
    *count = tuple ? tuple_count(vector) : list_count(vector);
    return vector;
}

/* Delete the items at start, start + step, ...; AT is ascending. */
static bool delete_stepped(Runtime *rt, List *l, SliceBounds at)
{
    Value *old = memory_alloc(rt, (size_t)at.count * sizeof(Value));
    if (!old)
        return raise_memory_error(rt);
    int64_t to = at.start;
    object_touch(&l->head);
    for (int64_t n = 0; n < at.count; n++) {
        int64_t from = at.start + n * at.step;
        old[n] = l->items[from];
        int64_t next = n + 1 < at.count ? from + at.step : l->count;
        memmove(l->items + to, l->items + from + 1, (size_t)(next - from - 1) * sizeof(Value));
        to += next - from - 1;
    }
    l->count -= at.count;
    list_shrink(rt, l);
    for (int64_t n = 0; n < at.count; n++)
        release(rt, old[n]);
    memory_free(rt, old);
    return true;
}

static bool delete_slice(Runtime *rt, Borrowed self, SliceBounds at)
{
    if (at.count <= 0)
        return true;
    if (at.step < 0) {
        at.start += (at.count - 1) * at.step;
        at.step = -at.step;
    }
    if (at.step == 1)
        return list_delete_range(rt, self, at.start, at.start + at.count);
    return delete_stepped(rt, list_of(self), at);
}

static bool assign_stepped(Runtime *rt, Borrowed self, SliceBounds at, Value *items, int64_t count)
{
    if (count != at.count)
        return raise(rt, rt->ValueError,
                     "attempt to assign sequence of size %zd to extended slice of size %zd", count, at.count);
    if (count == 0)
        return true;
    Value *old = memory_alloc(rt, (size_t)count * sizeof(Value));
    if (!old)
        return raise_memory_error(rt);
    for (int64_t n = 0; n < count; n++) {
        Value *place = &list_of(self)->items[at.start + n * at.step];
        old[n] = *place;
        *place = retain(items[n]);
    }
    for (int64_t n = 0; n < count; n++)
        release(rt, old[n]);
    memory_free(rt, old);
    return true;
}

bool list_set_slice(Runtime *rt, Borrowed self, Borrowed slice, Borrowed value)
{
    int64_t start, stop, step, count = 0;
    if (!slice_unpack(rt, slice, &start, &stop, &step))
        return false;
    SliceBounds at = { start, stop, step, 0 };
    if (!value) {
        slice_adjust(list_count(self), &at);
        return delete_slice(rt, self, at);
    }
    Value *items;
    Value vector = vector_of(rt, self, value,
                             step == 1 ? "can only assign an iterable"
                                       : "must assign iterable to extended slice", &items, &count);
    if (!vector)
        return false;
    /* Making the vector may have changed the list. */
    slice_adjust(list_count(self), &at);
    bool fine = step == 1 ? list_replace_range(rt, self, at.start, MAX(at.start, at.stop), items, count)
                          : assign_stepped(rt, self, at, items, count);
    release(rt, vector);
    return fine;
}

/* -- methods */

static Owned append(Runtime *rt, Borrowed self, const Value *args)
{
    return list_append(rt, self, args[0]) ? NONE : NULL;
}

static Owned extend(Runtime *rt, Borrowed self, const Value *args)
{
    return list_extend(rt, self, args[0]) ? NONE : NULL;
}

static Owned insert(Runtime *rt, Borrowed self, const Value *args)
{
    int64_t index;
    if (!argument_index(rt, args[0], &index))
        return NULL;
    return list_insert(rt, self, index, args[1]) ? NONE : NULL;
}

static Owned pop(Runtime *rt, Borrowed self, const Value *args)
{
    List *l = list_of(self);
    int64_t index = -1;
    if (!argument_index(rt, args[0], &index))
        return NULL;
    if (l->count == 0)
        return raise_index_error(rt, "pop from empty list");
    if (index < 0)
        index += l->count;
    if ((uint64_t)index >= (uint64_t)l->count)
        return raise_index_error(rt, "pop index out of range");
    if (!charge_bytes(rt, (size_t)(l->count - index) * sizeof(Value)))
        return NULL;
    Value item = l->items[index];
    object_touch(&l->head);
    value_touch(item);
    l->count--;
    memmove(l->items + index, l->items + index + 1, (size_t)(l->count - index) * sizeof(Value));
    list_shrink(rt, l);
    return item;
}

/* The index of the first item equal to WANTED, -1 none, -2 error. */
static int64_t find(Runtime *rt, Borrowed self, Borrowed wanted, int64_t start, int64_t stop)
{
    for (int64_t i = start; i < stop && i < list_count(self); i++) {
        Value item = list_item_peek(self, i);
        if (item == wanted)
            return i;
        retain(item);
        int equal = values_equal(rt, item, wanted);
        release(rt, item);
        if (equal)
            return equal < 0 ? -2 : i;
        if (!charge_loop(rt, i))
            return -2;
    }
    return -1;
}

static Owned remove_item(Runtime *rt, Borrowed self, const Value *args)
{
    int64_t index = find(rt, self, args[0], 0, INT64_MAX);
    if (index == -2)
        return NULL;
    if (index < 0)
        return raise(rt, rt->ValueError, "list.remove(x): x not in list");
    return list_delete_range(rt, self, index, index + 1) ? NONE : NULL;
}

static Owned clear(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    list_clear(rt, self);
    return NONE;
}

static Owned copy(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    return list_slice(rt, self, 0, INT64_MAX);
}

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

static Owned index_of(Runtime *rt, Borrowed self, const Value *args)
{
    int64_t start = 0, stop = INT64_MAX;
    if (!clip_index(rt, args[1], list_count(self), &start) || !clip_index(rt, args[2], list_count(self), &stop))
        return NULL;
    int64_t index = find(rt, self, args[0], start, stop);
    if (index == -1)
        return raise(rt, rt->ValueError, "%R is not in list", args[0]);
    return index < 0 ? NULL : small_int_value(index);
}

static Owned count_of(Runtime *rt, Borrowed self, const Value *args)
{
    int64_t found = 0, at = -1;
    while ((at = find(rt, self, args[0], at + 1, INT64_MAX)) >= 0)
        if (!charge_loop(rt, found++))
            return NULL;
    return at == -2 ? NULL : small_int_value(found);
}

static Owned reverse(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    return list_reverse(rt, self) ? NONE : NULL;
}

static Owned sort(Runtime *rt, Borrowed self, const Value *args)
{
    bool reversed = false;
    if (args[1]) {
        int64_t number = 0;
        if (value_is_bool(args[1]))
            number = args[1] == TRUE;
        else if (!argument_index(rt, args[1], &number))
            return NULL;
        reversed = number != 0;
    }
    Value key = args[0] == NONE ? NULL : args[0];
    return list_sort(rt, self, key, reversed) ? NONE : NULL;
}

static Owned reversed_iter(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    ListIterator *it = object_make(rt, rt->list_reverse_iterator_type);
    if (!it)
        return NULL;
    it->list = retain(self);
    it->index = list_count(self) - 1;
    return object_tracked(rt, it);
}

const MethodDef list_methods[] = {
    METHOD("append", append, "(object, /)", "Add an item at the end."),
    METHOD("extend", extend, "(iterable, /)", "Add the items of an iterable at the end."),
    METHOD("insert", insert, "(index, object, /)", "Insert an item before index."),
    METHOD("pop", pop, "(index=-1, /)", "Remove the item at index, the last by default, and return it."),
    METHOD("remove", remove_item, "(value, /)", "Remove the first item equal to value.\n\nRaises ValueError if there is none."),
    METHOD("clear", clear, "()", "Remove all items."),
    METHOD("copy", copy, "()", "Return a shallow copy."),
    METHOD("index", index_of, "(value, start=0, stop=sys.maxsize, /)",
           "Return the position of the first item equal to value.\n\nRaises ValueError if there is none."),
    METHOD("count", count_of, "(value, /)", "Return how many items are equal to value."),
    METHOD("reverse", reverse, "()", "Reverse in place."),
    METHOD("sort", sort, "(*, key=None, reverse=False)",
           "Sort in place, ascending; equal items keep their order.\n\n"
           "A key function is applied once to each item; reverse sorts descending."),
    METHOD("__reversed__", reversed_iter, "()", "An iterator from the last item to the first."),
    METHOD("__sizeof__", object_sizeof, "()", "Size in memory, in bytes."),
    CLASS_GETITEM,
    {0},
};

/* -- iterators */

Owned list_iter(Runtime *rt, Borrowed self)
{
    ListIterator *it = object_make(rt, rt->list_iterator_type);
    if (!it)
        return NULL;
    it->list = retain(self);
    return object_tracked(rt, it);
}

static Owned self_iter(Runtime *rt, Borrowed self)
{
    (void)rt;
    return retain(self);
}

static Owned forward_next(Runtime *rt, Borrowed self)
{
    ListIterator *it = (ListIterator *)self;
    if (unlikely(!it->list))
        return NULL;
    if (likely(it->index < list_count(it->list)))
        return retain(list_item_peek(it->list, it->index++));
    value_clear(rt, &it->list);
    return NULL;
}

static Owned backward_next(Runtime *rt, Borrowed self)
{
    ListIterator *it = (ListIterator *)self;
    if (!it->list)
        return NULL;
    if (it->index >= 0 && it->index < list_count(it->list))
        return retain(list_item_peek(it->list, it->index--));
    it->index = -1;
    value_clear(rt, &it->list);
    return NULL;
}

static Owned forward_hint(Runtime *rt, Borrowed self, const Value *args)
{
    (void)rt, (void)args;
    ListIterator *it = (ListIterator *)self;
    return small_int_value(it->list ? MAX(list_count(it->list) - it->index, 0) : 0);
}

static Owned backward_hint(Runtime *rt, Borrowed self, const Value *args)
{
    (void)rt, (void)args;
    ListIterator *it = (ListIterator *)self;
    return small_int_value(it->list && it->index < list_count(it->list) ? it->index + 1 : 0);
}

static Owned forward_reduce(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    ListIterator *it = (ListIterator *)self;
    return iterator_reduce(rt, "iter", it->list, it->index, "list");
}

static Owned backward_reduce(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    ListIterator *it = (ListIterator *)self;
    return iterator_reduce(rt, "reversed", it->list, it->index, "list");
}

static Owned forward_setstate(Runtime *rt, Borrowed self, const Value *args)
{
    ListIterator *it = (ListIterator *)self;
    int64_t index;
    if (!state_index(rt, args[0], &index))
        return NULL;
    if (it->list)
        it->index = MAX(0, MIN(index, list_count(it->list)));
    return NONE;
}

static Owned backward_setstate(Runtime *rt, Borrowed self, const Value *args)
{
    ListIterator *it = (ListIterator *)self;
    int64_t index;
    if (!state_index(rt, args[0], &index))
        return NULL;
    if (it->list)
        it->index = MAX(-1, MIN(index, list_count(it->list) - 1));
    return NONE;
}

static const MethodDef forward_methods[] = {
    METHOD("__length_hint__", forward_hint, "()", "How many items are left."),
    METHOD("__reduce__", forward_reduce, "()", "State for pickling."),
    METHOD("__setstate__", forward_setstate, "(state, /)", "Set the position."),
    {0},
};

static const MethodDef backward_methods[] = {
    METHOD("__length_hint__", backward_hint, "()", "How many items are left."),
    METHOD("__reduce__", backward_reduce, "()", "State for pickling."),
    METHOD("__setstate__", backward_setstate, "(state, /)", "Set the position."),
    {0},
};

const TypeDef list_iterator_type_def = {
    .name = "list_iterator",
    .size = sizeof(ListIterator),
    .flags = TYPE_CONTAINER | TYPE_NO_NEW,
    VALUES_TYPE(1),
    .slots = { .iter = self_iter, .next = forward_next },
    .methods = forward_methods,
};

const TypeDef list_reverse_iterator_type_def = {
    .name = "list_reverseiterator",
    .size = sizeof(ListIterator),
    .flags = TYPE_CONTAINER | TYPE_NO_NEW,
    VALUES_TYPE(1),
    .slots = { .iter = self_iter, .next = backward_next },
    .methods = backward_methods,
};
