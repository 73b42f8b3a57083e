/* groupby and tee. */
#include "modules/itertools_parts.h"

/* -- groupby: the grouper of one key reads on through its parent */

typedef struct GroupBy {
    Object head;
    Value iterator;
    Value key_function;         /* None: the item itself */
    Value wanted;               /* the key of the group that is read; NULL: not begun */
    Value key, item;            /* of the item read last; NULL: none, or taken */
    Object *grouper;            /* not counted: the group that may still read; compared only */
} GroupBy;

typedef struct Grouper {
    Object head;
    Value parent;
    Value wanted;
} Grouper;

static Owned groupby_make(Runtime *rt, Type *type, const Value *args, size_t count, Borrowed keywords)
{
    Value bound[2];
    if (!arguments_bind(rt, "groupby", "(iterable, key=None)", args, count, keywords, bound))
        return NULL;
    Value fields[2] = { get_iter(rt, bound[0]), retain(bound[1] ? bound[1] : NONE) };
    GroupBy *g = instance_of_steal(rt, type, fields, 2);
    return g ? object_tracked(rt, g) : NULL;
}

/* Read the next item and its key.  False: exhausted or an exception. */
static bool groupby_step(Runtime *rt, GroupBy *g)
{
    Value item = step(rt, g->iterator);
    if (!item)
        return false;
    Value key = g->key_function == NONE ? retain(item) : call_one(rt, g->key_function, item);
    if (!key) {
        release(rt, item);
        return false;
    }
    value_replace(rt, &g->item, item);
    value_replace(rt, &g->key, key);
    return true;
}

/* The key read last is WANTED; -1: error. */
static int same_key(Runtime *rt, Borrowed wanted, Borrowed key)
{
    retain(wanted);
    retain(key);
    int equal = values_equal(rt, wanted, key);
    release(rt, wanted);
    release(rt, key);
    return equal;
}

static Owned groupby_next(Runtime *rt, Borrowed self)
{
    GroupBy *g = (GroupBy *)self;
    g->grouper = NULL;
    /* Past what is left of the present group. */
    for (;;) {
        if (g->key) {
            if (!g->wanted)
                break;
            int same = same_key(rt, g->wanted, g->key);
            if (same < 0)
                return NULL;
            if (!same)
                break;
        }
        if (!groupby_step(rt, g))
            return NULL;
    }
    value_replace(rt, &g->wanted, retain(g->key));
    Grouper *group = instance_make(rt, type_related(value_type(rt, self)));
    if (!group)
        return NULL;
    group->parent = retain(self);
    group->wanted = retain(g->wanted);
    g->grouper = &group->head;
    Value made = object_tracked(rt, group), result = tuple_pack(rt, 2, g->wanted, made);
    release(rt, made);
    return result;
}

static Owned groupby_reduce(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    GroupBy *g = (GroupBy *)self;
    if (!g->wanted || !g->key || !g->item)
        return reduce_to(rt, self, 2, g->iterator, g->key_function);
    return triple_steal(rt, retain(type_value(value_type(rt, self))),
                        tuple_pack(rt, 2, g->iterator, g->key_function),
                        tuple_pack(rt, 3, g->key, g->item, g->wanted));
}

static Owned groupby_setstate(Runtime *rt, Borrowed self, const Value *args)
{
    GroupBy *g = (GroupBy *)self;
    if (!state_tuple(rt, args[0]))
        return NULL;
    if (tuple_count(args[0]) != 3)
        return raise(rt, rt->TypeError, "function takes exactly 3 arguments (%zd given)", tuple_count(args[0]));
    Value *parts = tuple_items(args[0]);
    value_replace(rt, &g->key, retain(parts[0]));
    value_replace(rt, &g->item, retain(parts[1]));
    value_replace(rt, &g->wanted, retain(parts[2]));
    return NONE;
}

static const MethodDef groupby_methods[] = {
    METHOD("__reduce__", groupby_reduce, "()", "State for pickling."),
    METHOD("__setstate__", groupby_setstate, "(state, /)", "Set the keys."),
    {0},
};

const TypeDef groupby_type_def = {
    .name = "itertools.groupby",
    .doc = "Runs of items with the same key, as pairs (key, iterator over the run).",
    .signature = "(iterable, key=None)",
    .size = sizeof(GroupBy),
    .flags = TYPE_CONTAINER | TYPE_SUBCLASSABLE,
    VALUES_TYPE(5),
    .slots = { .iter = self_iterator, .next = groupby_next, .make = groupby_make },
    .methods = groupby_methods,
};

static Owned grouper_make(Runtime *rt, Type *type, const Value *args, size_t count, Borrowed keywords)
{
    if (!positional_check(rt, "_grouper", count, keywords, 2, 2))
        return NULL;
    if (!value_is_instance(rt, args[0], type_related(type)))
        return raise(rt, rt->TypeError, "_grouper() argument 1 must be itertools.groupby, not %V", args[0]);
    Value fields[2] = { retain(args[0]), retain(args[1]) };
    Grouper *group = instance_of_steal(rt, type, fields, 2);
    if (!group)
        return NULL;
    ((GroupBy *)args[0])->grouper = &group->head;
    return object_tracked(rt, group);
}

static Owned grouper_next(Runtime *rt, Borrowed self)
{
    Grouper *group = (Grouper *)self;
    GroupBy *g = (GroupBy *)group->parent;
    if (g->grouper != &group->head || !g->iterator)
        return NULL;
    if (!g->item && !groupby_step(rt, g))
        return NULL;
    if (!g->key)
        return NULL;
    int same = same_key(rt, group->wanted, g->key);
    if (same <= 0)
        return NULL;
    Value item = g->item;
    g->item = NULL;
    return item;
}

static Owned grouper_reduce(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    Grouper *group = (Grouper *)self;
    GroupBy *g = (GroupBy *)group->parent;
    if (g->grouper != &group->head)
        return iterator_reduce(rt, "iter", NULL, 0, "tuple");
    return reduce_to(rt, self, 2, group->parent, group->wanted);
}

static const MethodDef grouper_methods[] = {
    METHOD("__reduce__", grouper_reduce, "()", "State for pickling."),
    {0},
};

const TypeDef grouper_type_def = {
    .name = "itertools._grouper",
    .size = sizeof(Grouper),
    .flags = TYPE_CONTAINER,
    VALUES_TYPE(2),
    .slots = { .iter = self_iterator, .next = grouper_next, .make = grouper_make },
    .methods = grouper_methods,
};

/* -- tee: a chain of blocks of items, read once, that each iterator walks on its own */

enum { BLOCK_ITEMS = 57 };

typedef struct TeeData {
    Object head;
    Value iterator;
    Value next;                 /* the block after this one, or NULL */
    int32_t count;              /* items read */
    bool running;
    Value items[BLOCK_ITEMS];
} TeeData;

typedef struct Tee {
    Object head;
    Value data;
    int32_t index;
} Tee;

static int data_traverse(Object *self, GcVisit visit, void *argument)
{
    TeeData *d = (TeeData *)self;
    VISIT_VALUE(d->iterator);
    VISIT_VALUE(d->next);
    for (int32_t i = 0; i < d->count; i++)
        VISIT_VALUE(d->items[i]);
    return type_traverse_object(self, visit, argument);
}

static void data_clear(Gc *gc, Object *self)
{
    Runtime *rt = runtime_of(gc);
    TeeData *d = (TeeData *)self;
    value_clear(rt, &d->iterator);
    value_clear(rt, &d->next);
    for (int32_t i = d->count; --i >= 0;) {
        d->count = i;
        value_clear(rt, &d->items[i]);
    }
}

static void data_free(Gc *gc, Object *self)
{
    gc_untrack(gc, self);
    data_clear(gc, self);
    type_free_object(runtime_of(gc), self);
}

static Owned data_new(Runtime *rt, Type *type, Borrowed iterator)
{
    TeeData *d = instance_make(rt, type);
    if (!d)
        return NULL;
    d->iterator = retain(iterator);
    return object_tracked(rt, d);
}

/* Item I of the block; it is read when it is the first that was not read yet. */
static Owned data_item(Runtime *rt, TeeData *d, int32_t i)
{
    if (i < d->count)
        return retain(d->items[i]);
    if (!d->iterator)
        return NULL;
    if (d->running)
        return raise(rt, rt->RuntimeError, "cannot re-enter the tee iterator");
    d->running = true;
    Value item = step(rt, d->iterator);
    d->running = false;
    if (!item)
        return NULL;
    d->items[d->count++] = item;
    return retain(item);
}

/* The block after a full one. */
static Borrowed data_next_peek(Runtime *rt, TeeData *d)
{
    if (!d->next)
        d->next = data_new(rt, object_type(&d->head), d->iterator);
    return d->next;
}

static Owned data_make(Runtime *rt, Type *type, const Value *args, size_t count, Borrowed keywords)
{
    if (!positional_check(rt, "_tee_dataobject", count, keywords, 3, 3))
        return NULL;
    if (!value_is_list(args[1]))
        return raise(rt, rt->TypeError, "teedataobject() argument 2 must be list, not %V", args[1]);
    int64_t items = list_count(args[1]);
    bool last = args[2] == NONE;
    if (items > BLOCK_ITEMS || (!last && (items != BLOCK_ITEMS || !object_is_exactly(args[2], type))))
        return raise(rt, rt->ValueError, "Invalid arguments");
    Value data = data_new(rt, type, args[0]);
    if (!data)
        return NULL;
    TeeData *d = (TeeData *)data;
    for (int64_t i = 0; i < items && i < list_count(args[1]); i++)
        d->items[d->count++] = retain(list_item_peek(args[1], i));
    if (!last)
        d->next = retain(args[2]);
    return data;
}

static Owned data_reduce(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    TeeData *d = (TeeData *)self;
    Value items = list_from(rt, d->items, d->count);
    if (!items)
        return NULL;
    Value result = reduce_to(rt, self, 3, d->iterator, items, d->next ? d->next : NONE);
    release(rt, items);
    return result;
}

static const MethodDef data_methods[] = {
    METHOD("__reduce__", data_reduce, "()", "State for pickling."),
    {0},
};

const TypeDef tee_data_type_def = {
    .name = "itertools._tee_dataobject",
    .doc = "Items that iterators made by tee() share.",
    .size = sizeof(TeeData),
    .flags = TYPE_CONTAINER,
    .traverse = data_traverse,
    .clear = data_clear,
    .free = data_free,
    .slots = { .make = data_make },
    .methods = data_methods,
};

/* Another iterator at the same place. */
static Owned tee_copy(Runtime *rt, Borrowed self)
{
    Tee *copy = instance_make(rt, value_type(rt, self));
    if (!copy)
        return NULL;
    copy->data = retain(((Tee *)self)->data);
    copy->index = ((Tee *)self)->index;
    return object_tracked(rt, copy);
}

static Owned tee_of(Runtime *rt, Type *type, Borrowed iterable)
{
    Value iterator = get_iter(rt, iterable);
    if (!iterator)
        return NULL;
    Value result = NULL;
    if (object_is_exactly(iterator, type)) {
        result = tee_copy(rt, iterator);
    } else {
        Value data = data_new(rt, type_related(type), iterator);
        Tee *tee = data ? instance_of_steal(rt, type, &data, 1) : NULL;
        if (tee)
            result = object_tracked(rt, tee);
    }
    release(rt, iterator);
    return result;
}

static Owned tee_make(Runtime *rt, Type *type, const Value *args, size_t count, Borrowed keywords)
{
    return positional_check(rt, "_tee", count, keywords, 1, 1) ? tee_of(rt, type, args[0]) : NULL;
}

static Owned tee_next(Runtime *rt, Borrowed self)
{
    Tee *t = (Tee *)self;
    if (!t->data)
        return NULL;
    if (t->index >= BLOCK_ITEMS) {
        Value next = data_next_peek(rt, (TeeData *)t->data);
        if (!next)
            return NULL;
        t->index = 0;
        value_replace(rt, &t->data, retain(next));
    }
    Value data = retain(t->data), item = data_item(rt, (TeeData *)data, t->index);
    release(rt, data);
    if (item)
        t->index++;
    return item;
}

static Owned tee_copy_method(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    return tee_copy(rt, self);
}

static Owned tee_reduce(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    Tee *t = (Tee *)self;
    Value none = tuple_empty(rt), arguments = tuple_pack(rt, 1, none);
    release(rt, none);
    return triple_steal(rt, retain(type_value(value_type(rt, self))), arguments,
                        tuple_pack(rt, 2, t->data, small_int_value(t->index)));
}

static Owned tee_setstate(Runtime *rt, Borrowed self, const Value *args)
{
    Tee *t = (Tee *)self;
    if (!state_tuple(rt, args[0]))
        return NULL;
    if (tuple_count(args[0]) != 2)
        return raise(rt, rt->TypeError, "function takes exactly 2 arguments (%zd given)", tuple_count(args[0]));
    Value data = tuple_item_peek(args[0], 0), index = tuple_item_peek(args[0], 1);
    if (!object_is_exactly(data, type_related(value_type(rt, self))))
        return raise(rt, rt->TypeError, "argument 1 must be itertools._tee_dataobject, not %V", data);
    int64_t place;
    if (!argument_index(rt, index, &place))
        return NULL;
    if (place < 0 || place > BLOCK_ITEMS)
        return raise(rt, rt->ValueError, "Index out of range");
    /* Items are read in order: a place that nobody has reached is not one. */
    t->index = (int32_t)MIN(place, ((TeeData *)data)->count);
    value_replace(rt, &t->data, retain(data));
    return NONE;
}

static const MethodDef tee_methods[] = {
    METHOD("__copy__", tee_copy_method, "()", "An independent iterator at the same place."),
    METHOD("__reduce__", tee_reduce, "()", "State for pickling."),
    METHOD("__setstate__", tee_setstate, "(state, /)", "Set the place."),
    {0},
};

const TypeDef tee_type_def = {
    .name = "itertools._tee",
    .doc = "An iterator made by tee().",
    .size = sizeof(Tee),
    .flags = TYPE_CONTAINER | TYPE_WEAK,
    VALUES_TYPE(1),
    .slots = { .iter = self_iterator, .next = tee_next, .make = tee_make },
    .methods = tee_methods,
};

/* The first of the iterators: ITERABLE's own when that can be copied. */
static Owned tee_first(Runtime *rt, Type *type, Borrowed iterable, Owned *copier)
{
    Value iterator = get_iter(rt, iterable);
    if (!iterator)
        return NULL;
    *copier = get_attribute_or_null(rt, iterator, rt->names.__copy__);
    if (*copier)
        return iterator;
    Value first = error_pending(rt) ? NULL : tee_of(rt, type, iterator);
    release(rt, iterator);
    if (first && !(*copier = get_attribute(rt, first, rt->names.__copy__)))
        value_clear(rt, &first);
    return first;
}

Owned itertools_tee(CALL_PARAMETERS)
{
    int64_t wanted = 2;
    if (keywords && tuple_count(keywords))
        return raise(rt, rt->TypeError, "itertools.tee() takes no keyword arguments");
    if (!positional_count(rt, "tee", count, 1, 2) || !argument_index(rt, count > 1 ? args[1] : NULL, &wanted))
        return NULL;
    if (wanted < 0)
        return raise(rt, rt->ValueError, "n must be >= 0");
    Value result = tuple_new(rt, wanted), copier = NULL;
    if (!result || wanted == 0)
        return result;
    Value first = tee_first(rt, *(Type **)((Module *)self)->state, args[0], &copier);
    tuple_items(result)[0] = first;
    bool fine = first != NULL;
    for (int64_t i = 1; fine && i < wanted; i++)
        fine = (tuple_items(result)[i] = call_none(rt, copier)) != NULL;
    release(rt, copier);
    if (fine)
        return tuple_done(rt, result);
    release(rt, result);
    return NULL;
}
