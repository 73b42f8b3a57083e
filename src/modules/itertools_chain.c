/* accumulate, chain, count, cycle, pairwise, repeat, zip_longest. */
#include "modules/itertools_parts.h"
#include "types/float.h"
#include "types/str.h"

/* -- accumulate */

typedef struct Accumulate {
    Object head;
    Value iterator;
    Value function;             /* None: addition */
    Value total;                /* NULL: not begun */
    Value initial;              /* NULL: none, or given out */
} Accumulate;

static Owned accumulate_make(Runtime *rt, Type *type, const Value *args, size_t count, Borrowed keywords)
{
    Value bound[3];
    if (!arguments_bind(rt, "accumulate", "(iterable, func=None, *, initial=None)", args, count, keywords, bound))
        return NULL;
    Value fields[2] = { get_iter(rt, bound[0]), retain(bound[1] ? bound[1] : NONE) };
    Accumulate *it = instance_of_steal(rt, type, fields, 2);
    if (!it)
        return NULL;
    if (bound[2] && bound[2] != NONE)
        it->initial = retain(bound[2]);
    return object_tracked(rt, it);
}

static Owned accumulate_next(Runtime *rt, Borrowed self)
{
    Accumulate *it = (Accumulate *)self;
    if (unlikely(it->initial)) {
        value_replace(rt, &it->total, it->initial);
        it->initial = NULL;
        return retain(it->total);
    }
    Value item = step(rt, it->iterator);
    if (!item)
        return NULL;
    if (!it->total) {
        it->total = item;
        return retain(item);
    }
    Value old = retain(it->total), total;
    if (it->function == NONE)
        total = binary(rt, old, item, BINARY_ADD);
    else
        total = call_two(rt, it->function, old, item);
    release(rt, old);
    release(rt, item);
    if (!total)
        return NULL;
    value_replace(rt, &it->total, retain(total));
    return total;
}

/* With an initial value still to come: as an accumulation of chain([initial], iterator). */
static Owned reduce_initial(Runtime *rt, Borrowed self, Accumulate *it)
{
    Type *chain = type_related(type_related(value_type(rt, self)));
    Value list = list_from(rt, &it->initial, 1), joined = NULL, result = NULL;
    if (list)
        joined = call_two(rt, type_value(chain), list, it->iterator);
    Value arguments = joined ? tuple_pack(rt, 2, joined, it->function) : NULL;
    if (arguments)
        result = tuple_pack(rt, 3, type_value(value_type(rt, self)), arguments, NONE);
    release(rt, list);
    release(rt, joined);
    release(rt, arguments);
    return result;
}

/* With a total of None, which would mean "not begun" to __setstate__: without the first item. */
static Owned reduce_none(Runtime *rt, Borrowed self, Accumulate *it)
{
    Type *islice = type_related(value_type(rt, self)), *chain = type_related(islice);
    Value none = NONE, list = list_from(rt, &none, 1), joined = NULL, again = NULL, result = NULL;
    if (list)
        joined = call_two(rt, type_value(chain), list, it->iterator);
    if (joined)
        again = call_two(rt, type_value(value_type(rt, self)), joined, it->function);
    Value arguments = again ? tuple_pack(rt, 3, again, small_int_value(1), NONE) : NULL;
    if (arguments)
        result = tuple_pack(rt, 2, type_value(islice), arguments);
    release(rt, list);
    release(rt, joined);
    release(rt, again);
    release(rt, arguments);
    return result;
}

static Owned accumulate_reduce(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    Accumulate *it = (Accumulate *)self;
    if (it->initial)
        return reduce_initial(rt, self, it);
    if (it->total == NONE)
        return reduce_none(rt, self, it);
    return triple_steal(rt, retain(type_value(value_type(rt, self))),
                        tuple_pack(rt, 2, it->iterator, it->function), retain(it->total ? it->total : NONE));
}

static Owned accumulate_setstate(Runtime *rt, Borrowed self, const Value *args)
{
    value_replace(rt, &((Accumulate *)self)->total, args[0] == NONE ? NULL : retain(args[0]));
    return NONE;
}

static const MethodDef accumulate_methods[] = {
    METHOD("__reduce__", accumulate_reduce, "()", "State for pickling."),
    METHOD("__setstate__", accumulate_setstate, "(state, /)", "Set the total."),
    {0},
};

const TypeDef accumulate_type_def = {
    .name = "itertools.accumulate",
    .doc = "Running totals: of sums, or of what func(total, item) returns.",
    .signature = "(iterable, func=None, *, initial=None)",
    .size = sizeof(Accumulate),
    .flags = TYPE_CONTAINER | TYPE_SUBCLASSABLE,
    VALUES_TYPE(4),
    .slots = { .iter = self_iterator, .next = accumulate_next, .make = accumulate_make },
    .methods = accumulate_methods,
};

/* -- chain */

typedef struct Chain {
    Object head;
    Value source;               /* iterator over the iterables; NULL: all exhausted */
    Value active;               /* iterator over the present one, or NULL */
} Chain;

static Owned chain_from_steal(Runtime *rt, Type *type, Owned source)
{
    Chain *it = instance_of_steal(rt, type, &source, 1);
    return it ? object_tracked(rt, it) : NULL;
}

static Owned chain_make(Runtime *rt, Type *type, const Value *args, size_t count, Borrowed keywords)
{
    if (refuses_keywords(type) && keywords && tuple_count(keywords))
        return raise(rt, rt->TypeError, "chain() takes no keyword arguments");
    Value tuple = tuple_from(rt, args, (int64_t)count);
    Value source = tuple ? get_iter(rt, tuple) : NULL;
    release(rt, tuple);
    return chain_from_steal(rt, type, source);
}

static Owned from_iterable(Runtime *rt, Borrowed self, const Value *args)
{
    return chain_from_steal(rt, (Type *)self, get_iter(rt, args[0]));
}

static Owned chain_next(Runtime *rt, Borrowed self)
{
    Chain *it = (Chain *)self;
    while (it->source) {
        if (!it->active) {
            Value iterable = iter_next(rt, it->source);
            it->active = iterable ? get_iter(rt, iterable) : NULL;
            release(rt, iterable);
            if (!it->active) {
                value_clear(rt, &it->source);
                return NULL;
            }
        }
        /* The step may exhaust this very chain. */
        Value active = retain(it->active), item = iter_next(rt, active);
        release(rt, active);
        if (item || error_pending(rt))
            return item;
        value_clear(rt, &it->active);
    }
    return NULL;
}

static Owned chain_reduce(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    Chain *it = (Chain *)self;
    Value type = type_value(value_type(rt, self)), none = tuple_empty(rt), state = NULL, result;
    if (!it->source) {
        result = tuple_pack(rt, 2, type, none);
    } else {
        state = it->active ? tuple_pack(rt, 2, it->source, it->active) : tuple_pack(rt, 1, it->source);
        result = state ? tuple_pack(rt, 3, type, none, state) : NULL;
    }
    release(rt, none);
    release(rt, state);
    return result;
}

static Owned chain_setstate(Runtime *rt, Borrowed self, const Value *args)
{
    Chain *it = (Chain *)self;
    if (!state_tuple(rt, args[0]))
        return NULL;
    int64_t count = tuple_count(args[0]);
    if (count < 1 || count > 2)
        return raise(rt, rt->TypeError, "function takes at %s arguments (%zd given)",
                     count < 1 ? "least 1 argument" : "most 2", count);
    Value *parts = tuple_items(args[0]);
    if (!is_iterator(rt, parts[0]) || (count == 2 && !is_iterator(rt, parts[1])))
        return raise(rt, rt->TypeError, "Arguments must be iterators.");
    value_replace(rt, &it->source, retain(parts[0]));
    value_replace(rt, &it->active, count == 2 ? retain(parts[1]) : NULL);
    return NONE;
}

static const MethodDef chain_methods[] = {
    METHOD_FLAGS("from_iterable", from_iterable, "(iterable, /)",
                 "A chain of the iterables that an iterable gives, taken as they are needed.", METHOD_CLASS),
    METHOD("__reduce__", chain_reduce, "()", "State for pickling."),
    METHOD("__setstate__", chain_setstate, "(state, /)", "Set the iterators."),
    CLASS_GETITEM,
    {0},
};

const TypeDef chain_type_def = {
    .name = "itertools.chain",
    .doc = "chain(*iterables)\n\nThe items of the first iterable, then of the second, and so on.",
    .size = sizeof(Chain),
    .flags = TYPE_CONTAINER | TYPE_SUBCLASSABLE,
    VALUES_TYPE(2),
    .slots = { .iter = self_iterator, .next = chain_next, .make = chain_make },
    .methods = chain_methods,
};

/* -- count */

typedef struct Count {
    Object head;
    Value number;               /* the next */
    Value step;
} Count;

static bool is_number(Runtime *rt, Borrowed v)
{
    const Slots *slots = value_type(rt, v)->slots;
    return value_is_int(v) || value_is_float(v) || slots->index || slots->to_int || slots->to_float
        || object_has_type_flag(v, TYPE_IS_COMPLEX);
}

static Owned count_make(Runtime *rt, Type *type, const Value *args, size_t count, Borrowed keywords)
{
    Value bound[2];
    if (!arguments_bind(rt, "count", "(start=0, step=1)", args, count, keywords, bound))
        return NULL;
    if ((bound[0] && !is_number(rt, bound[0])) || (bound[1] && !is_number(rt, bound[1])))
        return raise(rt, rt->TypeError, "a number is required");
    Value fields[2] = { retain(bound[0] ? bound[0] : small_int_value(0)),
                        retain(bound[1] ? bound[1] : small_int_value(1)) };
    Count *it = instance_of_steal(rt, type, fields, 2);
    return it ? object_tracked(rt, it) : NULL;
}

static Owned count_next(Runtime *rt, Borrowed self)
{
    Count *it = (Count *)self;
    Value number = retain(it->number), next;
    if (likely(values_are_small_ints(number, it->step)))
        next = int_from_int64(rt, small_int(number) + small_int(it->step));
    else
        next = binary(rt, number, it->step, BINARY_ADD);
    if (!next) {
        release(rt, number);
        return NULL;
    }
    value_replace(rt, &it->number, next);
    return number;
}

/* The step is 1 and an int: it is not shown. */
static bool plain_step(Count *it) { return it->step == small_int_value(1); }

static Owned count_repr(Runtime *rt, Borrowed self)
{
    Count *it = (Count *)self;
    Value name = get_attribute(rt, type_value(value_type(rt, self)), rt->names.__name__), result = NULL;
    if (name && plain_step(it))
        result = format_message(rt, "%U(%R)", name, it->number);
    else if (name)
        result = format_message(rt, "%U(%R, %R)", name, it->number, it->step);
    release(rt, name);
    return result;
}

static Owned count_reduce(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    Count *it = (Count *)self;
    if (plain_step(it) && value_is_small_int(it->number) && small_int(it->number) != INT64_MAX)
        return reduce_to(rt, self, 1, it->number);
    return reduce_to(rt, self, 2, it->number, it->step);
}

static const MethodDef count_methods[] = {
    METHOD("__reduce__", count_reduce, "()", "State for pickling."),
    {0},
};

const TypeDef count_type_def = {
    .name = "itertools.count",
    .doc = "start, start + step, start + 2 * step, and so on without end.",
    .signature = "(start=0, step=1)",
    .size = sizeof(Count),
    .flags = TYPE_CONTAINER | TYPE_SUBCLASSABLE,
    VALUES_TYPE(2),
    .slots = { .iter = self_iterator, .next = count_next, .make = count_make, .repr = count_repr },
    .methods = count_methods,
};

/* -- cycle */

typedef struct Cycle {
    Object head;
    Value iterator;             /* NULL: the first pass is over */
    Value saved;                /* list */
    int64_t index;              /* in saved, from the second pass on */
    bool second;                /* the iterator gives what is saved already */
} Cycle;

static Owned cycle_make(Runtime *rt, Type *type, const Value *args, size_t count, Borrowed keywords)
{
    if (!positional_check(rt, "cycle", count, refuses_keywords(type) ? keywords : NULL, 1, 1))
        return NULL;
    Value fields[2] = { get_iter(rt, args[0]), NULL };
    if (!fields[0])
        return NULL;
    fields[1] = list_new(rt, 0);
    Cycle *it = instance_of_steal(rt, type, fields, 2);
    return it ? object_tracked(rt, it) : NULL;
}

static Owned cycle_next(Runtime *rt, Borrowed self)
{
    Cycle *it = (Cycle *)self;
    if (it->iterator) {
        Value item = iter_next(rt, it->iterator);
        if (item) {
            if (!it->second && !list_append(rt, it->saved, item)) {
                release(rt, item);
                return NULL;
            }
            return item;
        }
        if (error_pending(rt))
            return NULL;
        value_clear(rt, &it->iterator);
    }
    if (list_count(it->saved) == 0)
        return NULL;
    if (it->index >= list_count(it->saved))
        it->index = 0;
    return retain(list_item_peek(it->saved, it->index++));
}

static Owned cycle_reduce(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    Cycle *it = (Cycle *)self;
    Value iterator = it->iterator ? retain(it->iterator) : get_iter(rt, it->saved);
    if (!iterator)
        return NULL;
    if (!it->iterator && it->index) {
        Value index = small_int_value(it->index);
        Value none = call_method(rt, iterator, rt->names.__setstate__, &index, 1);
        if (!none) {
            release(rt, iterator);
            return NULL;
        }
        release(rt, none);
    }
    bool second = !it->iterator || it->second;
    Value arguments = tuple_pack(rt, 1, iterator);
    release(rt, iterator);
    return triple_steal(rt, retain(type_value(value_type(rt, self))), arguments,
                        tuple_pack(rt, 2, it->saved, bool_value(second)));
}

static Owned cycle_setstate(Runtime *rt, Borrowed self, const Value *args)
{
    Cycle *it = (Cycle *)self;
    if (!state_tuple(rt, args[0]))
        return NULL;
    Value *parts = tuple_items(args[0]);
    if (tuple_count(args[0]) != 2 || !value_is_list(parts[0]))
        return raise(rt, rt->TypeError, "invalid state");
    if (!value_is_int(parts[1]))
        return raise(rt, rt->TypeError, "'%T' object cannot be interpreted as an integer", parts[1]);
    int second = value_truth(rt, parts[1]);
    it->second = second;
    it->index = 0;
    value_replace(rt, &it->saved, retain(parts[0]));
    return NONE;
}

static const MethodDef cycle_methods[] = {
    METHOD("__reduce__", cycle_reduce, "()", "State for pickling."),
    METHOD("__setstate__", cycle_setstate, "(state, /)", "Set what is saved."),
    {0},
};

const TypeDef cycle_type_def = {
    .name = "itertools.cycle",
    .doc = "The items of the iterable, over and over again.",
    .signature = "(iterable, /)",
    .size = sizeof(Cycle),
    .flags = TYPE_CONTAINER | TYPE_SUBCLASSABLE,
    VALUES_TYPE(2),
    .slots = { .iter = self_iterator, .next = cycle_next, .make = cycle_make },
    .methods = cycle_methods,
};

/* -- pairwise */

typedef struct Pairwise {
    Object head;
    Value iterator;             /* NULL: exhausted */
    Value previous;             /* NULL: not begun */
} Pairwise;

static Owned pairwise_make(Runtime *rt, Type *type, const Value *args, size_t count, Borrowed keywords)
{
    if (!positional_check(rt, "pairwise", count, refuses_keywords(type) ? keywords : NULL, 1, 1))
        return NULL;
    Value iterator = get_iter(rt, args[0]);
    Pairwise *it = instance_of_steal(rt, type, &iterator, 1);
    return it ? object_tracked(rt, it) : NULL;
}

static Owned pairwise_next(Runtime *rt, Borrowed self)
{
    Pairwise *it = (Pairwise *)self;
    if (!it->iterator)
        return NULL;
    /* A step may come back to this object. */
    Value iterator = retain(it->iterator), result = NULL;
    if (!it->previous) {
        Value first = step(rt, iterator);
        value_replace(rt, &it->previous, first);
        if (!first || !it->iterator)
            goto end;
    }
    Value previous = retain(it->previous), next = step(rt, iterator);
    if (next) {
        result = tuple_from_steal(rt, (Value[]){ previous, retain(next) }, 2);
        value_replace(rt, &it->previous, next);
        release(rt, iterator);
        return result;
    }
    release(rt, previous);
end:
    value_clear(rt, &it->iterator);
    value_clear(rt, &it->previous);
    release(rt, iterator);
    return NULL;
}

const TypeDef pairwise_type_def = {
    .name = "itertools.pairwise",
    .doc = "Overlapping pairs: (s0, s1), (s1, s2), ...",
    .signature = "(iterable, /)",
    .size = sizeof(Pairwise),
    .flags = TYPE_CONTAINER | TYPE_SUBCLASSABLE,
    VALUES_TYPE(2),
    .slots = { .iter = self_iterator, .next = pairwise_next, .make = pairwise_make },
};

/* -- repeat */

typedef struct Repeat {
    Object head;
    Value item;
    int64_t left;               /* -1: without end */
} Repeat;

static Owned repeat_make(Runtime *rt, Type *type, const Value *args, size_t count, Borrowed keywords)
{
    Value bound[2];
    int64_t left = -1;
    if (!arguments_bind(rt, "repeat", "(object, times=None)", args, count, keywords, bound))
        return NULL;
    if (bound[1]) {
        if (!value_is_int(bound[1]) && !value_type(rt, bound[1])->slots->index)
            return raise(rt, rt->TypeError, "'%.200T' object cannot be interpreted as an integer", bound[1]);
        if (!value_to_ssize(rt, bound[1], &left, rt->OverflowError)) {
            if (error_clear_if(rt, rt->OverflowError))
                raise(rt, rt->OverflowError, "Python int too large to convert to C ssize_t");
            return NULL;
        }
        left = MAX(left, 0);
    }
    Value item = retain(bound[0]);
    Repeat *it = instance_of_steal(rt, type, &item, 1);
    if (!it)
        return NULL;
    it->left = left;
    return object_tracked(rt, it);
}

static Owned repeat_next(Runtime *rt, Borrowed self)
{
    Repeat *it = (Repeat *)self;
    (void)rt;
    if (it->left == 0)
        return NULL;
    if (it->left > 0)
        it->left--;
    return retain(it->item);
}

static Owned repeat_repr(Runtime *rt, Borrowed self)
{
    Repeat *it = (Repeat *)self;
    Value name = get_attribute(rt, type_value(value_type(rt, self)), rt->names.__name__), result = NULL;
    if (name && it->left < 0)
        result = format_message(rt, "%U(%R)", name, it->item);
    else if (name)
        result = format_message(rt, "%U(%R, %zd)", name, it->item, it->left);
    release(rt, name);
    return result;
}

static Owned repeat_hint(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    Repeat *it = (Repeat *)self;
    if (it->left < 0)
        return raise(rt, rt->TypeError, "len() of unsized object");
    return int_from_int64(rt, it->left);
}

static Owned repeat_reduce(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    Repeat *it = (Repeat *)self;
    if (it->left < 0)
        return reduce_to(rt, self, 1, it->item);
    Value left = int_from_int64(rt, it->left), result = left ? reduce_to(rt, self, 2, it->item, left) : NULL;
    release(rt, left);
    return result;
}

static const MethodDef repeat_methods[] = {
    METHOD("__length_hint__", repeat_hint, "()", "How many are left."),
    METHOD("__reduce__", repeat_reduce, "()", "State for pickling."),
    {0},
};

const TypeDef repeat_type_def = {
    .name = "itertools.repeat",
    .doc = "repeat(object [,times])\n\nThe object, over and over again, or so many times.",
    .size = sizeof(Repeat),
    .flags = TYPE_CONTAINER | TYPE_SUBCLASSABLE,
    VALUES_TYPE(1),
    .slots = { .iter = self_iterator, .next = repeat_next, .make = repeat_make, .repr = repeat_repr },
    .methods = repeat_methods,
};

/* -- zip_longest */

typedef struct ZipLongest {
    Object head;
    Value iterators;            /* a list: None in place of an exhausted one */
    Value fill;
    int64_t active;             /* iterators that are not exhausted */
} ZipLongest;

static Owned zip_longest_make(Runtime *rt, Type *type, const Value *args, size_t count, Borrowed keywords)
{
    Value fill = NONE;
    if (keywords && tuple_count(keywords)) {
        if (tuple_count(keywords) > 1 || !str_equal_text(tuple_item_peek(keywords, 0), "fillvalue"))
            return raise(rt, rt->TypeError, "zip_longest() got an unexpected keyword argument");
        fill = args[count];
    }
    Value fields[2] = { list_new(rt, (int64_t)count), retain(fill) };
    for (size_t i = 0; fields[0] && i < count; i++) {
        Value iterator = get_iter(rt, args[i]);
        if (!iterator || !list_append_steal(rt, fields[0], iterator))
            value_clear(rt, &fields[0]);
    }
    ZipLongest *it = instance_of_steal(rt, type, fields, 2);
    if (!it)
        return NULL;
    it->active = (int64_t)count;
    return object_tracked(rt, it);
}

/* The next item of iterator I, the fill value once it is exhausted; NULL: all are, or an exception. */
static Owned longest_item(Runtime *rt, ZipLongest *it, int64_t i)
{
    Value iterator = list_item_peek(it->iterators, i);
    if (iterator == NONE)
        return retain(it->fill);
    retain(iterator);
    Value item = iter_next(rt, iterator);
    if (item) {
        release(rt, iterator);
        return item;
    }
    if (error_pending(rt)) {
        it->active = 0;
        release(rt, iterator);
        return NULL;
    }
    it->active--;
    if (it->active > 0 && list_item_peek(it->iterators, i) == iterator)
        value_replace(rt, &((List *)it->iterators)->items[i], NONE);
    release(rt, iterator);
    return it->active <= 0 ? NULL : retain(it->fill);
}

static Owned zip_longest_next(Runtime *rt, Borrowed self)
{
    ZipLongest *it = (ZipLongest *)self;
    int64_t count = list_count(it->iterators);
    if (count == 0 || it->active <= 0)
        return NULL;
    Value result = tuple_new(rt, count);
    for (int64_t i = 0; result && i < count; i++) {
        if (!(tuple_items(result)[i] = longest_item(rt, it, i))) {
            release(rt, result);
            return NULL;
        }
    }
    return result ? tuple_done(rt, result) : NULL;
}

static Owned zip_longest_reduce(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    ZipLongest *it = (ZipLongest *)self;
    int64_t count = list_count(it->iterators);
    Value iterators = tuple_new(rt, count);
    if (!iterators)
        return NULL;
    for (int64_t i = 0; i < count; i++) {
        Value iterator = list_item_peek(it->iterators, i);
        tuple_items(iterators)[i] = iterator == NONE ? tuple_empty(rt) : retain(iterator);
    }
    return triple_steal(rt, retain(type_value(value_type(rt, self))), tuple_done(rt, iterators), retain(it->fill));
}

static Owned zip_longest_setstate(Runtime *rt, Borrowed self, const Value *args)
{
    value_replace(rt, &((ZipLongest *)self)->fill, retain(args[0]));
    return NONE;
}

static const MethodDef zip_longest_methods[] = {
    METHOD("__reduce__", zip_longest_reduce, "()", "State for pickling."),
    METHOD("__setstate__", zip_longest_setstate, "(state, /)", "Set the fill value."),
    {0},
};

const TypeDef zip_longest_type_def = {
    .name = "itertools.zip_longest",
    .doc = "zip_longest(*iterables, fillvalue=None)\n\n"
           "Tuples with the next item of each iterable until the longest ends; the others are filled up.",
    .size = sizeof(ZipLongest),
    .flags = TYPE_CONTAINER | TYPE_SUBCLASSABLE,
    VALUES_TYPE(2),
    .slots = { .iter = self_iterator, .next = zip_longest_next, .make = zip_longest_make },
    .methods = zip_longest_methods,
};
