/* compress, dropwhile, filterfalse, islice, starmap, takewhile. */
#include "modules/itertools_parts.h"

/* A function and an iterator: dropwhile, filterfalse, starmap, takewhile. */
typedef struct Select {
    Object head;
    Value function;
    Value iterator;
    bool state;                 /* dropwhile: begun; takewhile: stopped */
} Select;

static Owned select_make(Runtime *rt, Type *type, const Value *args, size_t count, Borrowed keywords)
{
    const Type *known = type;
    while (!known->def)
        known = known->base;
    const char *name = strchr(known->def->name, '.') + 1;
    if (!positional_check(rt, name, count, refuses_keywords(type) ? keywords : NULL, 2, 2))
        return NULL;
    Value iterator = get_iter(rt, args[1]);
    if (!iterator)
        return NULL;
    Value fields[2] = { retain(args[0]), iterator };
    Select *it = instance_of_steal(rt, type, fields, 2);
    return it ? object_tracked(rt, it) : NULL;
}

/* FUNCTION(item) is true; -1: error. */
static int passes(Runtime *rt, Borrowed function, Borrowed item)
{
    Value answer = call_one(rt, function, item);
    int truth = answer ? value_truth(rt, answer) : -1;
    release(rt, answer);
    return truth;
}

static Owned select_reduce(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    Select *it = (Select *)self;
    return reduce_to(rt, self, 2, it->function, it->iterator);
}

static Owned select_reduce_state(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    Select *it = (Select *)self;
    return triple_steal(rt, retain(type_value(value_type(rt, self))),
                        tuple_pack(rt, 2, it->function, it->iterator), small_int_value(it->state));
}

static Owned select_setstate(Runtime *rt, Borrowed self, const Value *args)
{
    int truth = value_truth(rt, args[0]);
    if (truth < 0)
        return NULL;
    ((Select *)self)->state = truth;
    return NONE;
}

static const MethodDef plain_methods[] = {
    METHOD("__reduce__", select_reduce, "()", "State for pickling."),
    {0},
};

static const MethodDef state_methods[] = {
    METHOD("__reduce__", select_reduce_state, "()", "State for pickling."),
    METHOD("__setstate__", select_setstate, "(state, /)", "Set the state."),
    {0},
};

static Owned dropwhile_next(Runtime *rt, Borrowed self)
{
    Select *it = (Select *)self;
    for (;;) {
        Value item = step(rt, it->iterator);
        if (!item || it->state)
            return item;
        int truth = passes(rt, it->function, item);
        if (truth == 0) {
            it->state = true;
            return item;
        }
        release(rt, item);
        if (truth < 0)
            return NULL;
    }
}

static Owned takewhile_next(Runtime *rt, Borrowed self)
{
    Select *it = (Select *)self;
    if (it->state)
        return NULL;
    Value item = step(rt, it->iterator);
    if (!item)
        return NULL;
    int truth = passes(rt, it->function, item);
    if (truth > 0)
        return item;
    release(rt, item);
    if (truth == 0)
        it->state = true;
    return NULL;
}

static Owned filterfalse_next(Runtime *rt, Borrowed self)
{
    Select *it = (Select *)self;
    bool own_truth = it->function == NONE || it->function == type_value(rt->bool_type);
    for (;;) {
        Value item = step(rt, it->iterator);
        if (!item)
            return NULL;
        int truth = own_truth ? value_truth(rt, item) : passes(rt, it->function, item);
        if (truth == 0)
            return item;
        release(rt, item);
        if (truth < 0)
            return NULL;
    }
}

static Owned starmap_next(Runtime *rt, Borrowed self)
{
    Select *it = (Select *)self;
    Value item = step(rt, it->iterator);
    if (!item)
        return NULL;
    Value arguments = sequence_tuple(rt, item);
    release(rt, item);
    Value result = arguments ? call(rt, it->function, tuple_items(arguments), (size_t)tuple_count(arguments), NULL)
                             : NULL;
    release(rt, arguments);
    return result;
}

#define SELECT(variable, name_, doc_, next_, methods_) \
    const TypeDef variable = { \
        .name = "itertools." name_, \
        .doc = doc_, \
        .signature = "(function, iterable, /)", \
        .size = sizeof(Select), \
        .flags = TYPE_CONTAINER | TYPE_SUBCLASSABLE, \
        VALUES_TYPE(2), \
        .slots = { .iter = self_iterator, .next = next_, .make = select_make }, \
        .methods = methods_, \
    }

SELECT(dropwhile_type_def, "dropwhile", "The items from the first one on for which the predicate is false.",
       dropwhile_next, state_methods);
SELECT(takewhile_type_def, "takewhile", "The items up to the first one for which the predicate is false.",
       takewhile_next, state_methods);
SELECT(filterfalse_type_def, "filterfalse", "The items for which the function is false; None: that are false themselves.",
       filterfalse_next, plain_methods);
SELECT(starmap_type_def, "starmap", "function(*item) for each item.", starmap_next, plain_methods);

/* -- compress */

typedef struct Compress {
    Object head;
    Value data, selectors;      /* iterators */
} Compress;

static Owned compress_make(Runtime *rt, Type *type, const Value *args, size_t count, Borrowed keywords)
{
    Value bound[2], fields[2] = { NULL, NULL };
    if (!arguments_bind(rt, "compress", "(data, selectors)", args, count, keywords, bound))
        return NULL;
    if ((fields[0] = get_iter(rt, bound[0])))
        fields[1] = get_iter(rt, bound[1]);
    Compress *it = instance_of_steal(rt, type, fields, 2);
    return it ? object_tracked(rt, it) : NULL;
}

static Owned compress_next(Runtime *rt, Borrowed self)
{
    Compress *it = (Compress *)self;
    for (;;) {
        Value item = step(rt, it->data);
        if (!item)
            return NULL;
        Value selector = step(rt, it->selectors);
        int truth = selector ? value_truth(rt, selector) : -1;
        release(rt, selector);
        if (truth > 0)
            return item;
        release(rt, item);
        if (truth < 0)
            return NULL;
    }
}

static Owned compress_reduce(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    Compress *it = (Compress *)self;
    return reduce_to(rt, self, 2, it->data, it->selectors);
}

static const MethodDef compress_methods[] = {
    METHOD("__reduce__", compress_reduce, "()", "State for pickling."),
    {0},
};

const TypeDef compress_type_def = {
    .name = "itertools.compress",
    .doc = "The items of data whose selector is true.",
    .signature = "(data, selectors)",
    .size = sizeof(Compress),
    .flags = TYPE_CONTAINER | TYPE_SUBCLASSABLE,
    VALUES_TYPE(2),
    .slots = { .iter = self_iterator, .next = compress_next, .make = compress_make },
    .methods = compress_methods,
};

/* -- islice */

typedef struct Islice {
    Object head;
    Value iterator;             /* NULL: exhausted */
    int64_t next, stop, step;   /* positions; stop -1: none */
    int64_t position;           /* of the iterator */
} Islice;

/* V is None (keeps *OUT) or from 0 to the largest. */
static bool islice_index(Runtime *rt, Borrowed v, int64_t *out)
{
    if (v == NONE)
        return true;
    if (!value_is_int(v) && !value_type(rt, v)->slots->index)
        return false;
    int64_t index;
    if (!value_to_ssize(rt, v, &index, rt->OverflowError)) {
        error_clear(rt);
        return false;
    }
    *out = index;
    return index >= 0;
}

static Owned islice_make(Runtime *rt, Type *type, const Value *args, size_t count, Borrowed keywords)
{
    if (!positional_check(rt, "islice", count, refuses_keywords(type) ? keywords : NULL, 2, 4))
        return NULL;
    int64_t start = 0, stop = -1, by = 1;
    if (!islice_index(rt, args[count == 2 ? 1 : 2], &stop))
        return raise(rt, rt->ValueError,
                     "Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.");
    if (count > 2 && !islice_index(rt, args[1], &start))
        return raise(rt, rt->ValueError, "Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.");
    if (count > 3 && (!islice_index(rt, args[3], &by) || by < 1))
        return raise(rt, rt->ValueError, "Step for islice() must be a positive integer or None.");
    Value iterator = get_iter(rt, args[0]);
    Islice *it = instance_of_steal(rt, type, &iterator, 1);
    if (!it)
        return NULL;
    it->next = start, it->stop = stop, it->step = by;
    return object_tracked(rt, it);
}

/* Drop items up to where the next one to give is. */
static bool islice_skip(Runtime *rt, Islice *it, Borrowed iterator, int64_t stop)
{
    while (it->position < stop) {
        Value item = step(rt, iterator);
        if (!item)
            return false;
        release(rt, item);
        it->position++;
    }
    return true;
}

static Owned islice_next(Runtime *rt, Borrowed self)
{
    Islice *it = (Islice *)self;
    if (!it->iterator)
        return NULL;
    Value iterator = retain(it->iterator), item = NULL;
    int64_t stop = it->stop;
    /* With a stop in sight, items are dropped up to it and no further. */
    int64_t target = stop >= 0 ? MIN(it->next, stop) : it->next;
    if (islice_skip(rt, it, iterator, target) && !(stop >= 0 && it->position >= stop))
        item = step(rt, iterator);
    release(rt, iterator);
    if (!item) {
        value_clear(rt, &it->iterator);
        return NULL;
    }
    it->position++;
    if (__builtin_add_overflow(it->next, it->step, &it->next) || (stop >= 0 && it->next > stop))
        it->next = stop >= 0 ? stop : INT64_MAX;
    return item;
}

static Owned islice_reduce(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    Islice *it = (Islice *)self;
    Value type = type_value(value_type(rt, self));
    if (!it->iterator) {
        Value empty = list_new(rt, 0), iterator = empty ? get_iter(rt, empty) : NULL;
        Value arguments = iterator ? tuple_pack(rt, 2, iterator, small_int_value(0)) : NULL;
        release(rt, empty);
        release(rt, iterator);
        return triple_steal(rt, retain(type), arguments, small_int_value(0));
    }
    Value stop = it->stop < 0 ? NONE : int_from_int64(rt, it->stop), next = int_from_int64(rt, it->next);
    Value by = int_from_int64(rt, it->step), arguments = NULL;
    if (stop && next && by)
        arguments = tuple_pack(rt, 4, it->iterator, next, stop, by);
    release(rt, stop);
    release(rt, next);
    release(rt, by);
    return triple_steal(rt, retain(type), arguments, int_from_int64(rt, it->position));
}

static Owned islice_setstate(Runtime *rt, Borrowed self, const Value *args)
{
    return state_index(rt, args[0], &((Islice *)self)->position) ? NONE : NULL;
}

static const MethodDef islice_methods[] = {
    METHOD("__reduce__", islice_reduce, "()", "State for pickling."),
    METHOD("__setstate__", islice_setstate, "(state, /)", "Set the position."),
    {0},
};

const TypeDef islice_type_def = {
    .name = "itertools.islice",
    .doc = "islice(iterable, stop)\nislice(iterable, start, stop[, step])\n\n"
           "The items at these positions, as a slice would take them.",
    .size = sizeof(Islice),
    .flags = TYPE_CONTAINER | TYPE_SUBCLASSABLE,
    VALUES_TYPE(1),
    .slots = { .iter = self_iterator, .next = islice_next, .make = islice_make },
    .methods = islice_methods,
};
