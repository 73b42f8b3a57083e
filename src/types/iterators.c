/* iterator, callable_iterator, reversed, enumerate, zip, map, filter. */
#include "types/iterators.h"
#include "object/arguments.h"
#include "object/error.h"
#include "object/protocol.h"
#include "types/int.h"
#include "types/list.h"
#include "types/str.h"
#include "types/tuple.h"
#include "types/values_object.h"

static Owned self_iter(Runtime *rt, Borrowed self)
{
    (void)rt;
    return retain(self);
}

/* v[index]: of a type in C by its item slot, which checks nothing but the bounds. */
static Owned indexed(Runtime *rt, Borrowed v, int64_t index)
{
    const Type *type = value_type(rt, v);
    if (type->slots->item && !(type->flags & TYPE_HEAP))
        return type->slots->item(rt, v, index);
    Value key = int_from_int64(rt, index);
    Value item = key ? get_item(rt, v, key) : NULL;
    release(rt, key);
    return item;
}

/* iterator_step where a list is likely. */
static inline Owned step(Runtime *rt, Borrowed iterator)
{
    if (object_is_exactly(iterator, rt->list_iterator_type)) {
        ListIterator *it = (ListIterator *)iterator;
        if (!charge(rt, 1))
            return NULL;
        if (likely(it->list && it->index < list_count(it->list)))
            return retain(list_item_peek(it->list, it->index++));
        return value_type(rt, iterator)->slots->next(rt, iterator);
    }
    return iterator_step(rt, iterator);
}

/* IndexError or StopIteration: the end; cleared. */
static bool at_end(Runtime *rt)
{
    return error_clear_if(rt, rt->IndexError) || error_clear_if(rt, rt->StopIteration);
}

/* -- iterator over a sequence */

typedef struct SequenceIterator {
    Object head;
    Value sequence;             /* NULL: exhausted */
    int64_t index;
} SequenceIterator;

Owned sequence_iterator_new(Runtime *rt, Borrowed v)
{
    SequenceIterator *it = object_make(rt, rt->sequence_iterator_type);
    if (!it)
        return NULL;
    it->sequence = retain(v);
    return object_tracked(rt, it);
}

static Owned sequence_next(Runtime *rt, Borrowed self)
{
    SequenceIterator *it = (SequenceIterator *)self;
    if (!it->sequence)
        return NULL;
    if (it->index == INT64_MAX)
        return raise(rt, rt->OverflowError, "iter index too large");
    Value item = indexed(rt, it->sequence, it->index);
    if (likely(item))
        it->index++;
    else if (at_end(rt))
        value_clear(rt, &it->sequence);
    return item;
}

static Owned sequence_hint(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    SequenceIterator *it = (SequenceIterator *)self;
    if (!it->sequence)
        return small_int_value(0);
    if (!value_type(rt, it->sequence)->slots->length)
        return NOT_IMPLEMENTED;
    int64_t length = value_length(rt, it->sequence);
    return length < 0 ? NULL : small_int_value(MAX(length - it->index, 0));
}

static Owned sequence_reduce(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    SequenceIterator *it = (SequenceIterator *)self;
    return iterator_reduce(rt, "iter", it->sequence, it->index, "tuple");
}

static Owned sequence_setstate(Runtime *rt, Borrowed self, const Value *args)
{
    SequenceIterator *it = (SequenceIterator *)self;
    int64_t index;
    if (!state_index(rt, args[0], &index))
        return NULL;
    if (it->sequence)
        it->index = MAX(index, 0);
    return NONE;
}

static const MethodDef sequence_methods[] = {
    METHOD("__length_hint__", sequence_hint, "()", "How many items are left."),
    METHOD("__reduce__", sequence_reduce, "()", "State for pickling."),
    METHOD("__setstate__", sequence_setstate, "(state, /)", "Set the position."),
    {0},
};

const TypeDef sequence_iterator_type_def = {
    .name = "iterator",
    .size = sizeof(SequenceIterator),
    .flags = TYPE_CONTAINER | TYPE_NO_NEW,
    VALUES_TYPE(1),
    .slots = { .iter = self_iter, .next = sequence_next },
    .methods = sequence_methods,
};

/* -- iter(callable, sentinel) */

typedef struct CallableIterator {
    Object head;
    Value callable, sentinel;   /* both NULL: exhausted */
} CallableIterator;

Owned callable_iterator_new(Runtime *rt, Borrowed callable, Borrowed sentinel)
{
    CallableIterator *it = object_make(rt, rt->callable_iterator_type);
    if (!it)
        return NULL;
    it->callable = retain(callable);
    it->sentinel = retain(sentinel);
    return object_tracked(rt, it);
}

static void callable_end(Runtime *rt, CallableIterator *it)
{
    value_clear(rt, &it->callable);
    value_clear(rt, &it->sentinel);
}

static Owned callable_next(Runtime *rt, Borrowed self)
{
    CallableIterator *it = (CallableIterator *)self;
    if (!it->callable)
        return NULL;
    Value item = call_none(rt, it->callable);
    if (!item) {
        if (error_clear_if(rt, rt->StopIteration))
            callable_end(rt, it);
        return NULL;
    }
    /* The call may have exhausted this iterator. */
    Value sentinel = retain(it->sentinel);
    int end = sentinel ? values_equal(rt, item, sentinel) : 1;
    release(rt, sentinel);
    if (end == 0)
        return item;
    release(rt, item);
    if (end > 0)
        callable_end(rt, it);
    return NULL;
}

static Owned callable_reduce(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    CallableIterator *it = (CallableIterator *)self;
    if (!it->callable)
        return iterator_reduce(rt, "iter", NULL, 0, "tuple");
    Value function = builtin_peek(rt, "iter");
    Value arguments = function ? tuple_pack(rt, 2, it->callable, it->sentinel) : NULL;
    Value result = arguments ? tuple_pack(rt, 2, function, arguments) : NULL;
    release(rt, arguments);
    return result;
}

static const MethodDef callable_methods[] = {
    METHOD("__reduce__", callable_reduce, "()", "State for pickling."),
    {0},
};

const TypeDef callable_iterator_type_def = {
    .name = "callable_iterator",
    .size = sizeof(CallableIterator),
    .flags = TYPE_CONTAINER | TYPE_NO_NEW,
    VALUES_TYPE(2),
    .slots = { .iter = self_iter, .next = callable_next },
    .methods = callable_methods,
};

/* -- reversed */

typedef struct Reversed {
    Object head;
    Value sequence;             /* NULL: exhausted */
    int64_t index;
} Reversed;

static bool is_sequence(Runtime *rt, Borrowed v)
{
    const Type *type = value_type(rt, v);
    if (type->flags & TYPE_IS_DICT)
        return false;
    return type->slots->item || ((type->flags & TYPE_HEAP) && type->slots->get_item);
}

static Owned reversed_of(Runtime *rt, Type *type, Borrowed sequence)
{
    int64_t count = value_length(rt, sequence);
    if (count < 0)
        return NULL;
    Reversed *it = instance_make(rt, type);
    if (!it)
        return NULL;
    it->sequence = retain(sequence);
    it->index = count - 1;
    return object_tracked(rt, it);
}

static Owned reversed_make(Runtime *rt, Type *type, const Value *args, size_t count, Borrowed keywords)
{
    if (!positional_check(rt, "reversed", count, refuses_keywords(type) ? keywords : NULL, 1, 1))
        return NULL;
    Value method = get_special(rt, args[0], rt->names.__reversed__);
    if (!method && error_pending(rt))
        return NULL;
    Value result;
    if (method && method != NONE)
        result = call_none(rt, method);
    else if (method || !is_sequence(rt, args[0]))
        result = raise(rt, rt->TypeError, "'%.200T' object is not reversible", args[0]);
    else
        result = reversed_of(rt, type, args[0]);
    release(rt, method);
    return result;
}

static Owned reversed_next(Runtime *rt, Borrowed self)
{
    Reversed *it = (Reversed *)self;
    if (it->index >= 0) {
        Value item = indexed(rt, it->sequence, it->index);
        if (likely(item)) {
            it->index--;
            return item;
        }
        if (!at_end(rt))
            return NULL;
    }
    it->index = -1;
    value_clear(rt, &it->sequence);
    return NULL;
}

static Owned reversed_hint(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    Reversed *it = (Reversed *)self;
    if (!it->sequence)
        return small_int_value(0);
    int64_t length = value_length(rt, it->sequence);
    if (length < 0)
        return NULL;
    return small_int_value(length < it->index + 1 ? 0 : it->index + 1);
}

static Owned reversed_reduce(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    Reversed *it = (Reversed *)self;
    Value type = type_value(value_type(rt, self));
    if (it->sequence) {
        Value index = int_from_int64(rt, it->index);
        Value result = index ? reduce_three(rt, type, it->sequence, index) : NULL;
        release(rt, index);
        return result;
    }
    Value nothing = tuple_empty(rt), result = reduce_two(rt, type, nothing);
    release(rt, nothing);
    return result;
}

static Owned reversed_setstate(Runtime *rt, Borrowed self, const Value *args)
{
    Reversed *it = (Reversed *)self;
    int64_t index;
    if (!state_index(rt, args[0], &index))
        return NULL;
    if (it->sequence) {
        int64_t count = value_length(rt, it->sequence);
        if (count < 0)
            return NULL;
        it->index = MAX(-1, MIN(index, count - 1));
    }
    return NONE;
}

static const MethodDef reversed_methods[] = {
    METHOD("__length_hint__", reversed_hint, "()", "How many items are left."),
    METHOD("__reduce__", reversed_reduce, "()", "State for pickling."),
    METHOD("__setstate__", reversed_setstate, "(state, /)", "Set the position."),
    {0},
};

const TypeDef reversed_type_def = {
    .name = "reversed",
    .doc = "An iterator over the items of a sequence, last first.",
    .signature = "(sequence, /)",
    .size = sizeof(Reversed),
    .flags = TYPE_CONTAINER | TYPE_SUBCLASSABLE,
    VALUES_TYPE(1),
    .slots = { .iter = self_iter, .next = reversed_next, .make = reversed_make },
    .methods = reversed_methods,
};

/* -- enumerate */

/* A pair in the tuple given out last, when nobody else has kept it; takes A and B. */
static Owned pair_steal(Runtime *rt, Value *last, Owned a, Owned b)
{
    Value pair = *last;
    if (pair && value_object(pair)->count == 1) {
        Value *items = tuple_items(pair), old_a = items[0], old_b = items[1];
        items[0] = a;
        items[1] = b;
        retain(pair);
        release(rt, old_a);
        release(rt, old_b);
        gc_track(&rt->gc, value_object(pair));
        return pair;
    }
    Value fresh = tuple_pair_steal(rt, a, b);
    if (fresh)
        value_replace(rt, last, retain(fresh));
    return fresh;
}

typedef struct Enumerate {
    Object head;
    Value iterator;
    Value number;               /* of the next item, an exact int */
    Value result;               /* the pair given out last, or NULL */
} Enumerate;

static Owned enumerate_make(Runtime *rt, Type *type, const Value *args, size_t count, Borrowed keywords)
{
    Value bound[2];
    if (count == 0 && !(keywords && tuple_count(keywords)))
        return raise(rt, rt->TypeError, "enumerate() missing required argument 'iterable'");
    if (keywords && tuple_count(keywords) == 1 && !str_equal_text(tuple_item_peek(keywords, 0), "iterable") &&
        !str_equal_text(tuple_item_peek(keywords, 0), "start"))
        return raise(rt, rt->TypeError, "'%U' is an invalid keyword argument for enumerate()", tuple_item_peek(keywords, 0));
    if (!arguments_bind(rt, "enumerate", "(iterable, start=0)", args, count, keywords, bound))
        return NULL;
    Value number = bound[1] ? value_index(rt, bound[1]) : small_int_value(0);
    Value iterator = number ? get_iter(rt, bound[0]) : NULL;
    Enumerate *it = iterator ? instance_make(rt, type) : NULL;
    if (!it) {
        release(rt, number);
        release(rt, iterator);
        return NULL;
    }
    it->iterator = iterator;
    it->number = number;
    return object_tracked(rt, it);
}

static Owned enumerate_next(Runtime *rt, Borrowed self)
{
    Enumerate *it = (Enumerate *)self;
    Value item = step(rt, it->iterator);
    if (!item)
        return NULL;
    Value number = it->number, next;
    if (likely(value_is_small_int(number)))
        next = int_from_int64(rt, small_int(number) + 1);
    else
        next = int_binary(rt, number, small_int_value(1), BINARY_ADD);
    if (unlikely(!next)) {
        release(rt, item);
        return NULL;
    }
    it->number = next;
    return pair_steal(rt, &it->result, number, item);
}

static Owned enumerate_reduce(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    Enumerate *it = (Enumerate *)self;
    Value arguments = tuple_pack(rt, 2, it->iterator, it->number);
    Value result = arguments ? tuple_pack(rt, 2, type_value(value_type(rt, self)), arguments) : NULL;
    release(rt, arguments);
    return result;
}

static const MethodDef enumerate_methods[] = {
    METHOD("__reduce__", enumerate_reduce, "()", "State for pickling."),
    CLASS_GETITEM,
    {0},
};

const TypeDef enumerate_type_def = {
    .name = "enumerate",
    .doc = "An iterator over (number, item) pairs; the numbers count from start.",
    .signature = "(iterable, start=0)",
    .size = sizeof(Enumerate),
    .flags = TYPE_CONTAINER | TYPE_SUBCLASSABLE,
    VALUES_TYPE(3),
    .slots = { .iter = self_iter, .next = enumerate_next, .make = enumerate_make },
    .methods = enumerate_methods,
};

/* -- zip */

typedef struct Zip {
    Object head;
    Value iterators;            /* tuple */
    Value result;               /* the tuple given out last, or NULL */
    bool strict;
} Zip;

/* The only keyword that FUNCTION takes is strict. */
static bool strict_keyword(Runtime *rt, const Value *values, Borrowed keywords, bool *strict)
{
    int64_t count = keywords ? tuple_count(keywords) : 0;
    for (int64_t i = 0; i < count; i++) {
        if (!str_equal_text(tuple_item_peek(keywords, i), "strict")) {
            if (count > 1)
                return raise(rt, rt->TypeError, "zip() takes at most 1 keyword argument (%zd given)", count);
            return raise(rt, rt->TypeError, "'%U' is an invalid keyword argument for zip()",
                         tuple_item_peek(keywords, i));
        }
        int truth = value_truth(rt, values[i]);
        if (truth < 0)
            return false;
        *strict = truth;
    }
    return true;
}

/* A tuple of the iterators of COUNT values. */
static Owned iterators_of(Runtime *rt, const Value *args, size_t count)
{
    Value tuple = tuple_new(rt, (int64_t)count);
    for (size_t i = 0; tuple && i < count; i++) {
        if (!(tuple_items(tuple)[i] = get_iter(rt, args[i]))) {
            release(rt, tuple);
            return NULL;
        }
    }
    return tuple ? tuple_done(rt, tuple) : NULL;
}

static Owned zip_make(Runtime *rt, Type *type, const Value *args, size_t count, Borrowed keywords)
{
    bool strict = false;
    if (!strict_keyword(rt, args + count, keywords, &strict))
        return NULL;
    Value iterators = iterators_of(rt, args, count);
    Zip *it = iterators ? instance_make(rt, type) : NULL;
    if (!it) {
        release(rt, iterators);
        return NULL;
    }
    it->iterators = iterators;
    it->strict = strict;
    return object_tracked(rt, it);
}

/* An iterator in the middle ended: with strict, all must have ended. */
static Owned strict_end(Runtime *rt, Zip *it, int64_t ended)
{
    Value *iterators = tuple_items(it->iterators);
    int64_t count = tuple_count(it->iterators);
    if (error_pending(rt) && !error_clear_if(rt, rt->StopIteration))
        return NULL;
    if (ended)
        return raise(rt, rt->ValueError, "zip() argument %zd is shorter than argument%s%zd", ended + 1,
                     ended == 1 ? " " : "s 1-", ended);
    for (int64_t i = 1; i < count; i++) {
        Value item = iter_next(rt, iterators[i]);
        if (item) {
            release(rt, item);
            return raise(rt, rt->ValueError, "zip() argument %zd is longer than argument%s%zd", i + 1,
                         i == 1 ? " " : "s 1-", i);
        }
        if (error_pending(rt))
            return NULL;
    }
    return NULL;
}

/* Fill ITEMS from the iterators; -1: all there; else the iterator that ended, nothing is held. */
static int64_t next_items(Runtime *rt, Borrowed iterators, Value *items)
{
    int64_t count = tuple_count(iterators);
    for (int64_t i = 0; i < count; i++) {
        Value iterator = tuple_item_peek(iterators, i);
        items[i] = step(rt, iterator);
        if (unlikely(!items[i])) {
            for (int64_t n = i; --n >= 0;)
                release(rt, items[n]);
            return i;
        }
    }
    return -1;
}

enum { ITEMS_ON_STACK = 8 };

static Owned zip_next(Runtime *rt, Borrowed self)
{
    Zip *it = (Zip *)self;
    Value small[ITEMS_ON_STACK], *items = small, result = NULL;
    int64_t count = tuple_count(it->iterators);
    if (unlikely(count == 0))
        return NULL;
    if (count > ITEMS_ON_STACK && !(items = memory_alloc(rt, (size_t)count * sizeof(Value))))
        return raise_memory_error(rt);
    int64_t ended = next_items(rt, it->iterators, items);
    if (unlikely(ended >= 0))
        result = it->strict ? strict_end(rt, it, ended) : NULL;
    else if (count == 2)
        result = pair_steal(rt, &it->result, items[0], items[1]);
    else
        result = tuple_from_steal(rt, items, count);
    if (items != small)
        memory_free(rt, items);
    return result;
}

static Owned zip_reduce(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    Zip *it = (Zip *)self;
    Value type = type_value(value_type(rt, self));
    if (it->strict)
        return tuple_pack(rt, 3, type, it->iterators, TRUE);
    return tuple_pack(rt, 2, type, it->iterators);
}

static Owned zip_setstate(Runtime *rt, Borrowed self, const Value *args)
{
    int strict = value_truth(rt, args[0]);
    if (strict < 0)
        return NULL;
    ((Zip *)self)->strict = strict;
    return NONE;
}

static const MethodDef zip_methods[] = {
    METHOD("__reduce__", zip_reduce, "()", "State for pickling."),
    METHOD("__setstate__", zip_setstate, "(state, /)", "Set whether all lengths must be equal."),
    {0},
};

const TypeDef zip_type_def = {
    .name = "zip",
    .doc = "zip(*iterables, strict=False)\n\n"
           "An iterator over tuples with the next item of each iterable, until the shortest ends;\n"
           "with strict, ValueError when one ends before the others.",
    .size = sizeof(Zip),
    .flags = TYPE_CONTAINER | TYPE_SUBCLASSABLE,
    VALUES_TYPE(2),
    .slots = { .iter = self_iter, .next = zip_next, .make = zip_make },
    .methods = zip_methods,
};

/* -- map */

typedef struct Map {
    Object head;
    Value function;
    Value iterators;            /* tuple */
} Map;

static Owned map_make(Runtime *rt, Type *type, const Value *args, size_t count, Borrowed keywords)
{
    if (refuses_keywords(type) && keywords && tuple_count(keywords))
        return raise(rt, rt->TypeError, "map() takes no keyword arguments");
    if (count < 2)
        return raise(rt, rt->TypeError, "map() must have at least two arguments.");
    Value iterators = iterators_of(rt, args + 1, count - 1);
    Map *it = iterators ? instance_make(rt, type) : NULL;
    if (!it) {
        release(rt, iterators);
        return NULL;
    }
    it->function = retain(args[0]);
    it->iterators = iterators;
    return object_tracked(rt, it);
}

static Owned map_next(Runtime *rt, Borrowed self)
{
    Map *it = (Map *)self;
    Value small[ITEMS_ON_STACK], *items = small, result = NULL;
    int64_t count = tuple_count(it->iterators);
    if (count > ITEMS_ON_STACK && !(items = memory_alloc(rt, (size_t)count * sizeof(Value))))
        return raise_memory_error(rt);
    if (likely(next_items(rt, it->iterators, items) < 0)) {
        result = call(rt, it->function, items, (size_t)count, NULL);
        for (int64_t i = 0; i < count; i++)
            release(rt, items[i]);
    }
    if (items != small)
        memory_free(rt, items);
    return result;
}

static Owned map_reduce(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    Map *it = (Map *)self;
    int64_t count = tuple_count(it->iterators);
    Value arguments = tuple_new(rt, count + 1);
    if (!arguments)
        return NULL;
    tuple_items(arguments)[0] = retain(it->function);
    for (int64_t i = 0; i < count; i++)
        tuple_items(arguments)[i + 1] = retain(tuple_item_peek(it->iterators, i));
    arguments = tuple_done(rt, arguments);
    Value result = tuple_pack(rt, 2, type_value(value_type(rt, self)), arguments);
    release(rt, arguments);
    return result;
}

static const MethodDef map_methods[] = {
    METHOD("__reduce__", map_reduce, "()", "State for pickling."),
    {0},
};

const TypeDef map_type_def = {
    .name = "map",
    .doc = "map(function, *iterables)\n\n"
           "An iterator over the results of the function for the next items of the iterables,\n"
           "until the shortest ends.",
    .size = sizeof(Map),
    .flags = TYPE_CONTAINER | TYPE_SUBCLASSABLE,
    VALUES_TYPE(2),
    .slots = { .iter = self_iter, .next = map_next, .make = map_make },
    .methods = map_methods,
};

/* -- filter */

typedef struct Filter {
    Object head;
    Value function;             /* None: the item's own truth */
    Value iterator;
} Filter;

static Owned filter_make(Runtime *rt, Type *type, const Value *args, size_t count, Borrowed keywords)
{
    if (!positional_check(rt, "filter", count, refuses_keywords(type) ? keywords : NULL, 2, 2))
        return NULL;
    Value iterator = get_iter(rt, args[1]);
    Filter *it = iterator ? instance_make(rt, type) : NULL;
    if (!it) {
        release(rt, iterator);
        return NULL;
    }
    it->function = retain(args[0]);
    it->iterator = iterator;
    return object_tracked(rt, it);
}

/* FUNCTION(item) is true; None and bool ask the item. */
static int passes(Runtime *rt, Borrowed function, Borrowed item)
{
    if (function == NONE || function == type_value(rt->bool_type))
        return value_is_small_int(item) ? small_int(item) != 0 : value_truth(rt, item);
    Value answer = call_one(rt, function, item);
    int truth = answer ? value_truth(rt, answer) : -1;
    release(rt, answer);
    return truth;
}

static Owned filter_next(Runtime *rt, Borrowed self)
{
    Filter *it = (Filter *)self;
    Value item;
    while ((item = step(rt, it->iterator))) {
        int truth = passes(rt, it->function, item);
        if (truth > 0)
            return item;
        release(rt, item);
        if (truth < 0)
            return NULL;
    }
    return NULL;
}

static Owned filter_reduce(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    Filter *it = (Filter *)self;
    Value arguments = tuple_pack(rt, 2, it->function, it->iterator);
    Value result = arguments ? tuple_pack(rt, 2, type_value(value_type(rt, self)), arguments) : NULL;
    release(rt, arguments);
    return result;
}

static const MethodDef filter_methods[] = {
    METHOD("__reduce__", filter_reduce, "()", "State for pickling."),
    {0},
};

const TypeDef filter_type_def = {
    .name = "filter",
    .doc = "filter(function or None, iterable)\n\n"
           "An iterator over the items for which the function is true; None: that are true themselves.",
    .size = sizeof(Filter),
    .flags = TYPE_CONTAINER | TYPE_SUBCLASSABLE,
    VALUES_TYPE(2),
    .slots = { .iter = self_iter, .next = filter_next, .make = filter_make },
    .methods = filter_methods,
};
