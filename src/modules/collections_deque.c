/* collections.deque: a ring of values.
 *
 *   item i stands at ring[(first + i) % capacity]; count <= capacity;
 *   ring NULL <=> capacity 0; limit -1 or count <= limit after every method
 *   version changes whenever an item comes or goes: iterators look at it. */
#include "modules/collections_parts.h"
#include "object/budget.h"
#include "types/instance.h"
#include "types/slice.h"

typedef struct Deque {
    Object head;
    Value *ring;                /* memory_alloc */
    int64_t first, count, capacity;
    int64_t limit;              /* maxlen; -1: none */
    uint64_t version;
} Deque;

static inline Deque *deque_of(Borrowed v) { return (Deque *)v; }

static inline Value *place(const Deque *d, int64_t i)
{
    int64_t at = d->first + i;
    return &d->ring[at >= d->capacity ? at - d->capacity : at];
}

/* -- room */

static bool set_capacity(Runtime *rt, Deque *d, int64_t capacity)
{
    Value *ring = capacity > INT64_MAX / 16 ? NULL : memory_alloc(rt, (size_t)capacity * sizeof(Value));
    if (!ring)
        return raise_memory_error(rt);
    capacity = (int64_t)(heap_usable_size(&rt->gc.heap, ring) / sizeof(Value));
    if (unlikely(d->count > capacity)) {
        memory_free(rt, ring);
        return set_capacity(rt, d, d->count + 1);
    }
    int64_t to_end = MIN(d->count, d->capacity - d->first);
    if (d->count) {
        memcpy(ring, d->ring + d->first, (size_t)to_end * sizeof(Value));
        memcpy(ring + to_end, d->ring, (size_t)(d->count - to_end) * sizeof(Value));
    }
    if (d->ring)
        memory_free(rt, d->ring);
    d->ring = ring;
    d->first = 0;
    d->capacity = capacity;
    return true;
}

static inline bool make_room(Runtime *rt, Deque *d)
{
    return likely(d->count < d->capacity) || set_capacity(rt, d, d->count + (d->count >> 2) + 4);
}

/* Much of a large ring is unused: a smaller one, when there is memory for it. */
static inline void shrink(Runtime *rt, Deque *d)
{
    if (unlikely(d->capacity > 64 && d->count < d->capacity >> 2) && !set_capacity(rt, d, d->count * 2))
        error_clear(rt);
}

/* -- ends */

static Owned take_last(Runtime *rt, Deque *d)
{
    Value item = *place(d, d->count - 1);
    d->count--;
    d->version++;
    shrink(rt, d);
    return item;
}

static Owned take_first(Runtime *rt, Deque *d)
{
    Value item = d->ring[d->first];
    if (++d->first == d->capacity)
        d->first = 0;
    d->count--;
    d->version++;
    shrink(rt, d);
    return item;
}

static bool append_steal(Runtime *rt, Deque *d, Owned item)
{
    if (!make_room(rt, d)) {
        release(rt, item);
        return false;
    }
    *place(d, d->count++) = item;
    d->version++;
    if (d->limit >= 0 && d->count > d->limit)
        release(rt, take_first(rt, d));
    return true;
}

static bool append_first_steal(Runtime *rt, Deque *d, Owned item)
{
    if (!make_room(rt, d)) {
        release(rt, item);
        return false;
    }
    d->first = d->first ? d->first - 1 : d->capacity - 1;
    d->ring[d->first] = item;
    d->count++;
    d->version++;
    if (d->limit >= 0 && d->count > d->limit)
        release(rt, take_last(rt, d));
    return true;
}

static void clear_items(Runtime *rt, Deque *d)
{
    Deque old = *d;
    d->ring = NULL;
    d->first = d->count = d->capacity = 0;
    d->version++;
    for (int64_t i = 0; i < old.count; i++)
        release(rt, *place(&old, i));
    if (old.ring)
        memory_free(rt, old.ring);
}

static bool extend_with(Runtime *rt, Deque *d, Borrowed iterable, bool (*add)(Runtime *, Deque *, Owned))
{
    Value source = object_value(d) == iterable ? sequence_list(rt, iterable) : retain(iterable);
    Value iterator = source ? get_iter(rt, source) : NULL, item;
    release(rt, source);
    if (!iterator)
        return false;
    bool fine = true;
    while (fine && (item = iter_next(rt, iterator)))
        fine = add(rt, d, item);
    release(rt, iterator);
    return fine && !error_pending(rt);
}

/* Turn by N to the right. */
static void rotate_by(Deque *d, int64_t n)
{
    if (d->count <= 1)
        return;
    n %= d->count;
    if (n < 0)
        n += d->count;
    if (n > d->count / 2) {
        for (n = d->count - n; n > 0; n--) {
            Value item = d->ring[d->first];
            d->first = d->first + 1 == d->capacity ? 0 : d->first + 1;
            *place(d, d->count - 1) = item;
        }
        return;
    }
    for (; n > 0; n--) {
        Value item = *place(d, d->count - 1);
        d->first = d->first ? d->first - 1 : d->capacity - 1;
        d->ring[d->first] = item;
    }
}

static Owned delete_at(Runtime *rt, Deque *d, int64_t i)
{
    Value item = *place(d, i);
    if (i < d->count / 2) {
        for (; i > 0; i--)
            *place(d, i) = *place(d, i - 1);
        *place(d, 0) = item;
        return take_first(rt, d);
    }
    for (; i < d->count - 1; i++)
        *place(d, i) = *place(d, i + 1);
    *place(d, i) = item;
    return take_last(rt, d);
}

/* -- life */

static int deque_traverse(Object *self, GcVisit visit, void *argument)
{
    Deque *d = (Deque *)self;
    for (int64_t i = 0; i < d->count; i++)
        VISIT_VALUE(*place(d, i));
    return type_traverse_object(self, visit, argument);
}

static void deque_clear_fields(Gc *gc, Object *self)
{
    clear_items(runtime_of(gc), (Deque *)self);
    type_clear_object(runtime_of(gc), self);
}

static void deque_free(Gc *gc, Object *self)
{
    gc_untrack(gc, self);
    clear_items(runtime_of(gc), (Deque *)self);
    type_free_object(runtime_of(gc), self);
}

static Owned deque_new(Runtime *rt, Type *type, int64_t limit)
{
    Deque *d = instance_make(rt, type);
    if (!d)
        return NULL;
    d->limit = limit;
    return object_tracked(rt, d);
}

static Owned deque_make(Runtime *rt, Type *type, const Value *args, size_t count, Borrowed keywords)
{
    (void)args, (void)count, (void)keywords;
    return deque_new(rt, type, -1);
}

static bool deque_init(Runtime *rt, Borrowed self, const Value *args, size_t count, Borrowed keywords)
{
    Value bound[2];
    int64_t limit = -1;
    if (!arguments_bind(rt, "deque", "(iterable=(), maxlen=None)", args, count, keywords, bound))
        return false;
    if (bound[1] && bound[1] != NONE) {
        if (!value_is_int(bound[1]))
            return raise(rt, rt->TypeError, "an integer is required");
        if (!value_to_ssize(rt, bound[1], &limit, rt->OverflowError))
            return false;
        if (limit < 0)
            return raise(rt, rt->ValueError, "maxlen must be non-negative");
    }
    Deque *d = deque_of(self);
    d->limit = limit;
    if (d->count)
        clear_items(rt, d);
    return !bound[0] || extend_with(rt, d, bound[0], append_steal);
}

/* A copy; of a derived class by calling it. */
static Owned copy_of(Runtime *rt, Borrowed self)
{
    Deque *d = deque_of(self);
    Type *type = value_type(rt, self);
    if (type->def) {
        Value copy = deque_new(rt, type, d->limit);
        if (copy && !extend_with(rt, deque_of(copy), self, append_steal))
            value_clear(rt, &copy);
        return copy;
    }
    if (d->limit < 0)
        return call_one(rt, type_value(type), self);
    Value limit = int_from_int64(rt, d->limit);
    Value copy = limit ? call_two(rt, type_value(type), self, limit) : NULL;
    release(rt, limit);
    return copy;
}

static bool is_deque(Borrowed v)
{
    if (!value_is_object(v))
        return false;
    const Type *type = object_type(value_object(v));
    while (!type->def && type->base)
        type = type->base;
    return type->def == &deque_type_def;
}

/* -- slots */

static Owned deque_repr(Runtime *rt, Borrowed self)
{
    int state = repr_enter(rt, self);
    if (state)
        return state < 0 ? NULL : str_from_text(rt, "[...]");
    Value list = sequence_list(rt, self), name = list ? short_type_name(rt, self) : NULL, result = NULL;
    if (name && deque_of(self)->limit >= 0)
        result = format_message(rt, "%U(%R, maxlen=%zd)", name, list, deque_of(self)->limit);
    else if (name)
        result = format_message(rt, "%U(%R)", name, list);
    release(rt, list);
    release(rt, name);
    repr_leave(rt, self);
    return result;
}

static Owned deque_compare(Runtime *rt, Borrowed self, Borrowed other, CompareOp op)
{
    if (!is_deque(self) || !is_deque(other))
        return NOT_IMPLEMENTED;
    if ((op == COMPARE_EQ || op == COMPARE_NE) && deque_of(self)->count != deque_of(other)->count)
        return bool_value(op == COMPARE_NE);
    Value a = sequence_list(rt, self), b = a ? sequence_list(rt, other) : NULL;
    Value result = b ? compare(rt, a, b, op) : NULL;
    release(rt, a);
    release(rt, b);
    return result;
}

static int64_t deque_length(Runtime *rt, Borrowed self)
{
    (void)rt;
    return deque_of(self)->count;
}

static void *raise_mutated(Runtime *rt) { return raise(rt, rt->RuntimeError, "deque mutated during iteration"); }

/* The first index from START to STOP (exclusive) with an item equal to WANTED; -1 none; -2 error. */
static int64_t find(Runtime *rt, Deque *d, Borrowed wanted, int64_t start, int64_t stop)
{
    uint64_t version = d->version;
    for (int64_t i = start; i < stop; i++) {
        Value item = retain(*place(d, i));
        int equal = values_equal(rt, item, wanted);
        release(rt, item);
        if (equal || !charge_loop(rt, i))
            return equal <= 0 ? -2 : i;
        if (d->version != version) {
            raise_mutated(rt);
            return -2;
        }
    }
    return -1;
}

static int deque_contains(Runtime *rt, Borrowed self, Borrowed item)
{
    int64_t found = find(rt, deque_of(self), item, 0, deque_of(self)->count);
    return found == -2 ? -1 : found >= 0;
}

static Owned deque_item(Runtime *rt, Borrowed self, int64_t i)
{
    if ((uint64_t)i >= (uint64_t)deque_of(self)->count)
        return raise_index_error(rt, "deque index out of range");
    return retain(*place(deque_of(self), i));
}

static bool index_of_key(Runtime *rt, Borrowed self, Borrowed key, int64_t *index)
{
    if (value_is_small_int(key))
        *index = small_int(key);
    else if (!value_is_int(key) && !value_type(rt, key)->slots->index)
        return raise(rt, rt->TypeError, "sequence index must be integer, not '%.200T'", key);
    else if (!value_to_ssize(rt, key, index, rt->IndexError))
        return false;
    if (*index < 0)
        *index += deque_of(self)->count;
    return true;
}

static Owned deque_get_item(Runtime *rt, Borrowed self, Borrowed key)
{
    int64_t index;
    return index_of_key(rt, self, key, &index) ? deque_item(rt, self, index) : NULL;
}

static bool deque_set_item(Runtime *rt, Borrowed self, Borrowed key, Borrowed value)
{
    int64_t index;
    if (!index_of_key(rt, self, key, &index))
        return false;
    if ((uint64_t)index >= (uint64_t)deque_of(self)->count)
        return raise_index_error(rt, "deque index out of range");
    if (value)
        value_replace(rt, place(deque_of(self), index), retain(value));
    else
        release(rt, delete_at(rt, deque_of(self), index));
    return true;
}

static Owned deque_concat(Runtime *rt, Borrowed self, Borrowed other)
{
    if (!is_deque(other))
        return raise(rt, rt->TypeError, "can only concatenate deque (not \"%.200T\") to deque", other);
    Value copy = copy_of(rt, self);
    if (copy && is_deque(copy) && !extend_with(rt, deque_of(copy), other, append_steal))
        value_clear(rt, &copy);
    return copy;
}

static Owned deque_inplace_concat(Runtime *rt, Borrowed self, Borrowed other)
{
    return extend_with(rt, deque_of(self), other, append_steal) ? retain(self) : NULL;
}

static Owned deque_inplace_repeat(Runtime *rt, Borrowed self, int64_t times)
{
    Deque *d = deque_of(self);
    int64_t count = d->count;
    if (times <= 0) {
        clear_items(rt, d);
        return retain(self);
    }
    if (count == 0 || times == 1)
        return retain(self);
    if (d->limit < 0 && times > INT64_MAX / 16 / count)
        return raise_memory_error(rt);
    if (d->limit >= 0 && times > d->limit / count + 1)
        times = d->limit / count + 1;
    Value list = sequence_list(rt, self);
    if (!list)
        return NULL;
    if (d->limit < 0 && !set_capacity(rt, d, count * times)) {
        release(rt, list);
        return NULL;
    }
    bool fine = true;
    for (int64_t n = 1; fine && n < times; n++)
        for (int64_t i = 0; fine && i < list_count(list); i++)
            fine = append_steal(rt, d, retain(list_item_peek(list, i)));
    release(rt, list);
    return fine ? retain(self) : NULL;
}

static Owned deque_repeat(Runtime *rt, Borrowed self, int64_t times)
{
    Value copy = copy_of(rt, self);
    if (!copy || !is_deque(copy))
        return copy;
    Value result = deque_inplace_repeat(rt, copy, times);
    release(rt, copy);
    return result;
}

/* -- methods */

static Owned append(Runtime *rt, Borrowed self, const Value *args)
{
    return append_steal(rt, deque_of(self), retain(args[0])) ? NONE : NULL;
}

static Owned appendleft(Runtime *rt, Borrowed self, const Value *args)
{
    return append_first_steal(rt, deque_of(self), retain(args[0])) ? NONE : NULL;
}

static Owned extend(Runtime *rt, Borrowed self, const Value *args)
{
    return extend_with(rt, deque_of(self), args[0], append_steal) ? NONE : NULL;
}

static Owned extendleft(Runtime *rt, Borrowed self, const Value *args)
{
    return extend_with(rt, deque_of(self), args[0], append_first_steal) ? NONE : NULL;
}

static Owned pop(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    if (deque_of(self)->count == 0)
        return raise_index_error(rt, "pop from an empty deque");
    return take_last(rt, deque_of(self));
}

static Owned popleft(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    if (deque_of(self)->count == 0)
        return raise_index_error(rt, "pop from an empty deque");
    return take_first(rt, deque_of(self));
}

static Owned clear(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    clear_items(rt, deque_of(self));
    return NONE;
}

static Owned copy(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    return copy_of(rt, self);
}

static Owned count_of(Runtime *rt, Borrowed self, const Value *args)
{
    Deque *d = deque_of(self);
    uint64_t version = d->version;
    int64_t found = 0;
    for (int64_t i = 0, count = d->count; i < count; i++) {
        Value item = retain(*place(d, i));
        int equal = values_equal(rt, item, args[0]);
        release(rt, item);
        if (equal < 0 || !charge_loop(rt, i))
            return NULL;
        found += equal;
        if (d->version != version)
            return raise_mutated(rt);
    }
    return small_int_value(found);
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
    Deque *d = deque_of(self);
    int64_t start = 0, stop = d->count;
    if (!clip_index(rt, args[1], d->count, &start) || !clip_index(rt, args[2], d->count, &stop))
        return NULL;
    int64_t found = find(rt, d, args[0], start, MIN(stop, d->count));
    if (found == -1)
        return raise(rt, rt->ValueError, "%R is not in deque", args[0]);
    return found < 0 ? NULL : small_int_value(found);
}

static Owned insert(CALL_PARAMETERS)
{
    Deque *d = deque_of(self);
    int64_t index;
    if (keywords && tuple_count(keywords))
        return raise(rt, rt->TypeError, "deque.insert() takes no keyword arguments");
    if (count != 2)
        return raise(rt, rt->TypeError, "insert() takes exactly 2 arguments (%zu given)", count);
    if (!argument_index(rt, args[0], &index))
        return NULL;
    if (d->limit >= 0 && d->count >= d->limit)
        return raise_index_error(rt, "deque already at its maximum size");
    if (index < 0)
        index = MAX(index + d->count, 0);
    index = MIN(index, d->count);
    Value item = retain(args[1]);
    if (index < d->count / 2) {
        if (!append_first_steal(rt, d, item))
            return NULL;
        for (int64_t i = 0; i < index; i++)
            *place(d, i) = *place(d, i + 1);
    } else {
        if (!append_steal(rt, d, item))
            return NULL;
        for (int64_t i = d->count - 1; i > index; i--)
            *place(d, i) = *place(d, i - 1);
    }
    *place(d, index) = item;
    return NONE;
}

static Owned remove_item(Runtime *rt, Borrowed self, const Value *args)
{
    Deque *d = deque_of(self);
    uint64_t version = d->version;
    for (int64_t i = 0, count = d->count; i < count; i++) {
        Value item = retain(*place(d, i));
        int equal = values_equal(rt, item, args[0]);
        release(rt, item);
        if (equal < 0 || !charge_loop(rt, i))
            return NULL;
        if (d->version != version)
            return raise_index_error(rt, "deque mutated during iteration");
        if (equal) {
            release(rt, delete_at(rt, d, i));
            return NONE;
        }
    }
    return raise(rt, rt->ValueError, "%R is not in deque", args[0]);
}

static Owned reverse(Runtime *rt, Borrowed self, const Value *args)
{
    (void)rt, (void)args;
    Deque *d = deque_of(self);
    for (int64_t i = 0, j = d->count - 1; i < j; i++, j--) {
        Value item = *place(d, i);
        *place(d, i) = *place(d, j);
        *place(d, j) = item;
    }
    return NONE;
}

static Owned rotate(CALL_PARAMETERS)
{
    int64_t n = 1;
    if (keywords && tuple_count(keywords))
        return raise(rt, rt->TypeError, "deque.rotate() takes no keyword arguments");
    if (!positional_count(rt, "deque.rotate", count, 0, 1) || !argument_index(rt, count ? args[0] : NULL, &n))
        return NULL;
    rotate_by(deque_of(self), n);
    if (deque_of(self)->count > 1 && n)
        deque_of(self)->version++;
    return NONE;
}

static Owned reduce(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    Deque *d = deque_of(self);
    Value state = call_method(rt, self, rt->names.__getstate__, NULL, 0);
    Value iterator = state ? get_iter(rt, self) : NULL, none = NULL, arguments = NULL, result = NULL;
    if (!iterator)
        goto done;
    none = tuple_empty(rt);
    if (d->limit < 0) {
        arguments = retain(none);
    } else {
        Value limit = int_from_int64(rt, d->limit);
        arguments = limit ? tuple_pack(rt, 2, none, limit) : NULL;
        release(rt, limit);
    }
    if (arguments)
        result = tuple_pack(rt, 4, type_value(value_type(rt, self)), arguments, state, iterator);
done:
    release(rt, state);
    release(rt, iterator);
    release(rt, none);
    release(rt, arguments);
    return result;
}

static Owned get_limit(Runtime *rt, Borrowed self)
{
    return deque_of(self)->limit < 0 ? NONE : int_from_int64(rt, deque_of(self)->limit);
}

/* -- iterators */

typedef struct DequeIterator {
    Object head;
    Value deque;
    int64_t index;              /* items given */
    int64_t left;
    uint64_t version;
} DequeIterator;

static Owned iterator_new(Runtime *rt, Type *type, Borrowed deque)
{
    DequeIterator *it = object_make(rt, type);
    if (!it)
        return NULL;
    it->deque = retain(deque);
    it->left = deque_of(deque)->count;
    it->version = deque_of(deque)->version;
    return object_tracked(rt, it);
}

static Owned deque_iter(Runtime *rt, Borrowed self)
{
    return iterator_new(rt, type_related(value_type(rt, self)), self);
}

static Owned reversed_iter(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    return iterator_new(rt, type_related(type_related(value_type(rt, self))), self);
}

static Owned next_of(Runtime *rt, DequeIterator *it, bool backward)
{
    Deque *d = deque_of(it->deque);
    if (it->version != d->version) {
        it->left = 0;
        return raise_mutated(rt);
    }
    if (it->left == 0)
        return NULL;
    Value item = retain(*place(d, backward ? d->count - 1 - it->index : it->index));
    it->index++;
    it->left--;
    return item;
}

static Owned iterator_next(Runtime *rt, Borrowed self) { return next_of(rt, (DequeIterator *)self, false); }
static Owned reverse_next(Runtime *rt, Borrowed self) { return next_of(rt, (DequeIterator *)self, true); }

static Owned self_iter(Runtime *rt, Borrowed self)
{
    (void)rt;
    return retain(self);
}

/* _deque_iterator(deque, index=0) */
static Owned iterator_make(Runtime *rt, Type *type, const Value *args, size_t count, Borrowed keywords)
{
    int64_t index = 0;
    if (!positional_check(rt, strchr(type->def->name, '.') + 1, count, keywords, 1, 2))
        return NULL;
    if (!is_deque(args[0]))
        return raise(rt, rt->TypeError, "argument 1 must be collections.deque, not %V", args[0]);
    if (!argument_index(rt, count > 1 ? args[1] : NULL, &index))
        return NULL;
    Value iterator = iterator_new(rt, type, args[0]);
    if (!iterator)
        return NULL;
    DequeIterator *it = (DequeIterator *)iterator;
    index = MAX(0, MIN(index, it->left));
    it->index = index;
    it->left -= index;
    return iterator;
}

static Owned length_hint(Runtime *rt, Borrowed self, const Value *args)
{
    (void)rt, (void)args;
    return small_int_value(((DequeIterator *)self)->left);
}

static Owned iterator_reduce_method(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    DequeIterator *it = (DequeIterator *)self;
    Value arguments = tuple_pack(rt, 2, it->deque, small_int_value(it->index));
    Value result = arguments ? tuple_pack(rt, 2, type_value(value_type(rt, self)), arguments) : NULL;
    release(rt, arguments);
    return result;
}

static const MethodDef iterator_methods[] = {
    METHOD("__length_hint__", length_hint, "()", "How many items are left."),
    METHOD("__reduce__", iterator_reduce_method, "()", "State for pickling."),
    {0},
};

const TypeDef deque_iterator_type_def = {
    .name = "_collections._deque_iterator",
    .size = sizeof(DequeIterator),
    .flags = TYPE_CONTAINER,
    VALUES_TYPE(1),
    .slots = { .iter = self_iter, .next = iterator_next, .make = iterator_make },
    .methods = iterator_methods,
};

const TypeDef deque_reverse_iterator_type_def = {
    .name = "_collections._deque_reverse_iterator",
    .size = sizeof(DequeIterator),
    .flags = TYPE_CONTAINER,
    VALUES_TYPE(1),
    .slots = { .iter = self_iter, .next = reverse_next, .make = iterator_make },
    .methods = iterator_methods,
};

/* -- definition */

static const MethodDef methods[] = {
    METHOD("append", append, "(item, /)", "Add an item on the right."),
    METHOD("appendleft", appendleft, "(item, /)", "Add an item on the left."),
    METHOD("clear", clear, "()", "Remove all items."),
    METHOD("copy", copy, "()", "Return a shallow copy."),
    METHOD("__copy__", copy, "()", "Return a shallow copy."),
    METHOD("count", count_of, "(value, /)", "How many items are equal to value."),
    METHOD("extend", extend, "(iterable, /)", "Add the items of an iterable on the right."),
    METHOD("extendleft", extendleft, "(iterable, /)", "Add the items of an iterable on the left, one after the other."),
    METHOD("index", index_of, "(value, start=0, stop=sys.maxsize, /)",
           "The position of the first item equal to value.\n\nRaises ValueError if there is none."),
    RAW_METHOD("insert", insert, "(index, object, /)", "Insert an item before index."),
    METHOD("pop", pop, "()", "Remove the rightmost item and return it."),
    METHOD("popleft", popleft, "()", "Remove the leftmost item and return it."),
    METHOD("remove", remove_item, "(value, /)", "Remove the first item equal to value."),
    METHOD("reverse", reverse, "()", "Reverse in place."),
    RAW_METHOD("rotate", rotate, NULL, "rotate(n=1)\n\nTurn by n steps to the right; negative: to the left."),
    METHOD("__reversed__", reversed_iter, "()", "An iterator from the right to the left."),
    METHOD("__reduce__", reduce, "()", "State for pickling."),
    METHOD("__sizeof__", object_sizeof, "()", "Size in memory, in bytes."),
    CLASS_GETITEM,
    {0},
};

static const GetSetDef getsets[] = {
    { "maxlen", get_limit, NULL, "The largest number of items, or None." },
    {0},
};

static void deque_buffers(const Object *self, BufferVisit visit, void *argument)
{
    VISIT_BUFFER(((const Deque *)self)->ring);
}

const TypeDef deque_type_def = {
    .name = "collections.deque",
    .doc = "deque([iterable[, maxlen]])\n\nA sequence with fast access to both ends.",
    .size = sizeof(Deque),
    .flags = TYPE_CONTAINER | TYPE_SUBCLASSABLE | TYPE_WEAK | TYPE_SEQUENCE,
    .traverse = deque_traverse,
    .buffers = deque_buffers,
    .clear = deque_clear_fields,
    .free = deque_free,
    .slots = {
        .repr = deque_repr,
        .compare = deque_compare,
        .iter = deque_iter,
        .make = deque_make,
        .init = deque_init,
        .length = deque_length,
        .contains = deque_contains,
        .get_item = deque_get_item,
        .set_item = deque_set_item,
        .item = deque_item,
        .concat = deque_concat,
        .repeat = deque_repeat,
        .inplace_concat = deque_inplace_concat,
        .inplace_repeat = deque_inplace_repeat,
    },
    .methods = methods,
    .getsets = getsets,
};
