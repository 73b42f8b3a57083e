/* product, permutations, combinations, combinations_with_replacement.
 *
 * Each keeps its pools of items, the indices of the present choice, and the tuple
 * given out last, whose items are replaced when nobody else has kept it. */
#include "modules/itertools_parts.h"
#include "types/instance.h"

typedef struct Combine {
    Object head;
    Value pools;                /* product: tuple of tuples; else the tuple of items */
    Value result;               /* NULL: not begun */
    int64_t *indices;           /* memory_alloc; product: one a pool */
    int64_t index_count;
    int64_t *cycles;            /* permutations: what is left to turn at each place; behind indices */
    int64_t chosen;             /* items of a result */
    bool stopped;
} Combine;

static inline Combine *combine_of(Borrowed v) { return (Combine *)v; }

/* -- life */

static void combine_free(Gc *gc, Object *self)
{
    Combine *c = (Combine *)self;
    gc_untrack(gc, self);
    if (c->indices)
        memory_free(runtime_of(gc), c->indices);
    values_free_2(gc, self);
}

/* Takes POOLS; MORE extra numbers stand behind the indices. */
static Combine *combine_new_steal(Runtime *rt, Type *type, Owned pools, int64_t indices, int64_t more, int64_t chosen)
{
    if (!pools)
        return NULL;
    Combine *c = NULL;
    int64_t *numbers = NULL;
    if (indices + more > INT64_MAX / 16 || !(numbers = memory_alloc(rt, (size_t)MAX(indices + more, 1) * sizeof(int64_t))))
        raise_memory_error(rt);
    else
        c = instance_make(rt, type);
    if (!c) {
        release(rt, pools);
        memory_free(rt, numbers);
        return NULL;
    }
    memset(numbers, 0, (size_t)(indices + more) * sizeof(int64_t));
    c->pools = pools;
    c->indices = numbers;
    c->index_count = indices;
    c->cycles = numbers + indices;
    c->chosen = chosen;
    return c;
}

/* Where the item for place I of the result comes from. */
static inline Borrowed chosen_item(const Combine *c, int64_t i, bool product)
{
    Value pool = product ? tuple_item_peek(c->pools, i) : c->pools;
    return tuple_item_peek(pool, c->indices[i]);
}

/* A result with the chosen items from place FROM on; those before are as in the last one. */
static Owned give(Runtime *rt, Combine *c, int64_t from, bool product)
{
    Value result = c->result;
    if (result && value_object(result)->count == 1) {
        retain(result);
        for (int64_t i = from; i < c->chosen; i++)
            value_replace(rt, &tuple_items(result)[i], retain(chosen_item(c, i, product)));
        gc_track(&rt->gc, value_object(result));
        return result;
    }
    Value fresh = tuple_new(rt, c->chosen);
    if (!fresh)
        return NULL;
    for (int64_t i = 0; i < c->chosen; i++)
        tuple_items(fresh)[i] = retain(chosen_item(c, i, product));
    fresh = tuple_done(rt, fresh);
    value_replace(rt, &c->result, retain(fresh));
    return fresh;
}

static Owned stop(Combine *c)
{
    c->stopped = true;
    return NULL;
}

static Owned indices_tuple(Runtime *rt, const int64_t *indices, int64_t count)
{
    Value tuple = tuple_new(rt, count);
    for (int64_t i = 0; tuple && i < count; i++)
        tuple_items(tuple)[i] = small_int_value(indices[i]);
    return tuple ? tuple_done(rt, tuple) : NULL;
}

/* STATE is a tuple of COUNT ints; "invalid arguments" */
static bool state_of(Runtime *rt, Borrowed state, int64_t count)
{
    if (!value_is_tuple(state) || tuple_count(state) != count)
        return raise(rt, rt->ValueError, "invalid arguments");
    return true;
}

/* Item I of the tuple STATE, clipped to 0 .. HIGH. */
static bool state_item(Runtime *rt, Borrowed state, int64_t i, int64_t high, int64_t *out)
{
    Value item = tuple_item_peek(state, i);
    if (!value_is_int(item))
        return raise(rt, rt->TypeError, "an integer is required (got type %T)", item);
    if (!value_to_ssize(rt, item, out, rt->OverflowError))
        return false;
    *out = MAX(0, MIN(*out, high));
    return true;
}

/* -- product */

static bool repeat_keyword(Runtime *rt, const Value *values, Borrowed keywords, int64_t *repeat)
{
    int64_t count = keywords ? tuple_count(keywords) : 0;
    if (count == 0)
        return true;
    Value bound;
    if (!arguments_bind(rt, "product", "(*, repeat=1)", values, 0, keywords, &bound))
        return false;
    if (!argument_index(rt, bound, repeat))
        return false;
    return *repeat >= 0 || raise(rt, rt->ValueError, "repeat argument cannot be negative");
}

static Owned pools_of(Runtime *rt, const Value *args, int64_t count, int64_t repeat)
{
    if (count && repeat > (INT64_MAX / 16) / count)
        return raise_memory_error(rt);
    if (repeat == 0)
        count = 0;
    Value pools = tuple_new(rt, count * repeat);
    for (int64_t i = 0; pools && i < count; i++) {
        if (!(tuple_items(pools)[i] = sequence_tuple(rt, args[i]))) {
            release(rt, pools);
            return NULL;
        }
    }
    for (int64_t i = count; pools && i < count * repeat; i++)
        tuple_items(pools)[i] = retain(tuple_item_peek(pools, i - count));
    return pools ? tuple_done(rt, pools) : NULL;
}

static Owned product_make(Runtime *rt, Type *type, const Value *args, size_t count, Borrowed keywords)
{
    int64_t repeat = 1;
    if (!repeat_keyword(rt, args + count, keywords, &repeat))
        return NULL;
    Value pools = pools_of(rt, args, (int64_t)count, repeat);
    int64_t places = pools ? tuple_count(pools) : 0;
    Combine *c = combine_new_steal(rt, type, pools, places, 0, places);
    return c ? object_tracked(rt, c) : NULL;
}

static Owned product_next(Runtime *rt, Borrowed self)
{
    Combine *c = combine_of(self);
    if (c->stopped)
        return NULL;
    if (!c->result) {
        for (int64_t i = 0; i < c->chosen; i++)
            if (tuple_count(tuple_item_peek(c->pools, i)) == 0)
                return stop(c);
        return give(rt, c, 0, true);
    }
    int64_t i = c->chosen - 1;
    while (i >= 0 && ++c->indices[i] == tuple_count(tuple_item_peek(c->pools, i)))
        c->indices[i--] = 0;
    return i < 0 ? stop(c) : give(rt, c, i, true);
}

static Owned product_reduce(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    Combine *c = combine_of(self);
    Value type = type_value(value_type(rt, self));
    if (c->stopped) {
        Value none = tuple_empty(rt), result = reduce_two(rt, type, none);
        release(rt, none);
        return result;
    }
    if (!c->result)
        return tuple_pack(rt, 2, type, c->pools);
    return triple_steal(rt, retain(type), retain(c->pools), indices_tuple(rt, c->indices, c->chosen));
}

static Owned product_setstate(Runtime *rt, Borrowed self, const Value *args)
{
    Combine *c = combine_of(self);
    if (!state_of(rt, args[0], c->chosen))
        return NULL;
    for (int64_t i = 0; i < c->chosen; i++) {
        int64_t size = tuple_count(tuple_item_peek(c->pools, i));
        if (size == 0) {
            c->stopped = true;
            return NONE;
        }
        if (!state_item(rt, args[0], i, size - 1, &c->indices[i]))
            return NULL;
    }
    value_clear(rt, &c->result);
    Value result = give(rt, c, 0, true);
    if (!result)
        return NULL;
    release(rt, result);
    return NONE;
}

static const MethodDef product_methods[] = {
    METHOD("__reduce__", product_reduce, "()", "State for pickling."),
    METHOD("__setstate__", product_setstate, "(state, /)", "Set the indices."),
    METHOD("__sizeof__", object_sizeof, "()", "Size in memory, in bytes."),
    {0},
};

/* -- combinations, with or without replacement */

static bool choice_bind(Runtime *rt, const char *name, const Value *args, size_t count, Borrowed keywords,
                        Owned *pool, int64_t *chosen)
{
    Value bound[2];
    *pool = NULL;
    if (!arguments_bind(rt, name, "(iterable, r)", args, count, keywords, bound) || !argument_index(rt, bound[1], chosen)
        || !(*pool = sequence_tuple(rt, bound[0])))
        return false;
    if (*chosen >= 0)
        return true;
    raise(rt, rt->ValueError, "r must be non-negative");
    value_clear(rt, pool);
    return false;
}

static Owned combinations_make(Runtime *rt, Type *type, const Value *args, size_t count, Borrowed keywords)
{
    Value pool;
    int64_t chosen;
    if (!choice_bind(rt, "combinations", args, count, keywords, &pool, &chosen))
        return NULL;
    bool too_many = chosen > tuple_count(pool);
    Combine *c = combine_new_steal(rt, type, pool, chosen, 0, chosen);
    if (!c)
        return NULL;
    for (int64_t i = 0; i < chosen; i++)
        c->indices[i] = i;
    c->stopped = too_many;
    return object_tracked(rt, c);
}

static Owned combinations_next(Runtime *rt, Borrowed self)
{
    Combine *c = combine_of(self);
    if (c->stopped)
        return NULL;
    if (!c->result)
        return give(rt, c, 0, false);
    int64_t spare = tuple_count(c->pools) - c->chosen, i = c->chosen - 1;
    while (i >= 0 && c->indices[i] == i + spare)
        i--;
    if (i < 0)
        return stop(c);
    c->indices[i]++;
    for (int64_t j = i + 1; j < c->chosen; j++)
        c->indices[j] = c->indices[j - 1] + 1;
    return give(rt, c, i, false);
}

static Owned replacement_make(Runtime *rt, Type *type, const Value *args, size_t count, Borrowed keywords)
{
    Value pool;
    int64_t chosen;
    if (!choice_bind(rt, "combinations_with_replacement", args, count, keywords, &pool, &chosen))
        return NULL;
    bool nothing = tuple_count(pool) == 0 && chosen > 0;
    Combine *c = combine_new_steal(rt, type, pool, chosen, 0, chosen);
    if (!c)
        return NULL;
    c->stopped = nothing;
    return object_tracked(rt, c);
}

static Owned replacement_next(Runtime *rt, Borrowed self)
{
    Combine *c = combine_of(self);
    if (c->stopped)
        return NULL;
    if (!c->result)
        return give(rt, c, 0, false);
    int64_t last = tuple_count(c->pools) - 1, i = c->chosen - 1;
    while (i >= 0 && c->indices[i] == last)
        i--;
    if (i < 0)
        return stop(c);
    int64_t index = c->indices[i] + 1;
    for (int64_t j = i; j < c->chosen; j++)
        c->indices[j] = index;
    return give(rt, c, i, false);
}

/* Of both, and of permutations up to the state. */
static Owned choice_reduce(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    Combine *c = combine_of(self);
    Value chosen = small_int_value(c->chosen);
    if (c->stopped && (c->result || tuple_count(c->pools) >= c->chosen)) {
        Value none = tuple_empty(rt), result = reduce_to(rt, self, 2, none, chosen);
        release(rt, none);
        return result;
    }
    if (!c->result)
        return reduce_to(rt, self, 2, c->pools, chosen);
    return triple_steal(rt, retain(type_value(value_type(rt, self))), tuple_pack(rt, 2, c->pools, chosen),
                        indices_tuple(rt, c->indices, c->chosen));
}

static Owned restart(Runtime *rt, Combine *c)
{
    value_clear(rt, &c->result);
    Value result = give(rt, c, 0, false);
    if (!result)
        return NULL;
    release(rt, result);
    return NONE;
}

static Owned combinations_setstate(Runtime *rt, Borrowed self, const Value *args)
{
    Combine *c = combine_of(self);
    int64_t count = tuple_count(c->pools);
    if (!state_of(rt, args[0], c->chosen))
        return NULL;
    if (c->chosen > count)
        return NONE;
    for (int64_t i = 0; i < c->chosen; i++)
        if (!state_item(rt, args[0], i, i + count - c->chosen, &c->indices[i]))
            return NULL;
    return restart(rt, c);
}

static Owned replacement_setstate(Runtime *rt, Borrowed self, const Value *args)
{
    Combine *c = combine_of(self);
    int64_t count = tuple_count(c->pools);
    if (!state_of(rt, args[0], c->chosen))
        return NULL;
    if (count == 0 && c->chosen)
        return NONE;
    for (int64_t i = 0; i < c->chosen; i++)
        if (!state_item(rt, args[0], i, count - 1, &c->indices[i]))
            return NULL;
    return restart(rt, c);
}

static const MethodDef combinations_methods[] = {
    METHOD("__reduce__", choice_reduce, "()", "State for pickling."),
    METHOD("__setstate__", combinations_setstate, "(state, /)", "Set the indices."),
    METHOD("__sizeof__", object_sizeof, "()", "Size in memory, in bytes."),
    {0},
};

static const MethodDef replacement_methods[] = {
    METHOD("__reduce__", choice_reduce, "()", "State for pickling."),
    METHOD("__setstate__", replacement_setstate, "(state, /)", "Set the indices."),
    METHOD("__sizeof__", object_sizeof, "()", "Size in memory, in bytes."),
    {0},
};

/* -- permutations: indices of all items, of which the first `chosen` are given */

static Owned permutations_make(Runtime *rt, Type *type, const Value *args, size_t count, Borrowed keywords)
{
    Value bound[2];
    if (!arguments_bind(rt, "permutations", "(iterable, r=None)", args, count, keywords, bound))
        return NULL;
    Value pool = sequence_tuple(rt, bound[0]);
    if (!pool)
        return NULL;
    int64_t items = tuple_count(pool), chosen = items;
    bool fine = true;
    if (bound[1] && bound[1] != NONE) {
        if (!value_is_int(bound[1]))
            fine = raise(rt, rt->TypeError, "Expected int as r");
        else
            fine = value_to_ssize(rt, bound[1], &chosen, rt->OverflowError);
        if (fine && chosen < 0)
            fine = raise(rt, rt->ValueError, "r must be non-negative");
    }
    if (!fine) {
        release(rt, pool);
        return NULL;
    }
    Combine *c = combine_new_steal(rt, type, pool, items, chosen, chosen);
    if (!c)
        return NULL;
    for (int64_t i = 0; i < items; i++)
        c->indices[i] = i;
    for (int64_t i = 0; i < chosen; i++)
        c->cycles[i] = items - i;
    c->stopped = chosen > items;
    return object_tracked(rt, c);
}

/* Turn the indices from place I on to the left by one. */
static void turn(int64_t *indices, int64_t i, int64_t count)
{
    int64_t first = indices[i];
    memmove(indices + i, indices + i + 1, (size_t)(count - i - 1) * sizeof(int64_t));
    indices[count - 1] = first;
}

static Owned permutations_next(Runtime *rt, Borrowed self)
{
    Combine *c = combine_of(self);
    if (c->stopped)
        return NULL;
    if (!c->result)
        return give(rt, c, 0, false);
    int64_t count = c->index_count;
    for (int64_t i = c->chosen - 1; i >= 0; i--) {
        if (--c->cycles[i] == 0) {
            turn(c->indices, i, count);
            c->cycles[i] = count - i;
            continue;
        }
        int64_t j = count - c->cycles[i], index = c->indices[i];
        c->indices[i] = c->indices[j];
        c->indices[j] = index;
        return give(rt, c, i, false);
    }
    return stop(c);
}

static Owned permutations_reduce(Runtime *rt, Borrowed self, const Value *args)
{
    Combine *c = combine_of(self);
    if (c->stopped || !c->result)
        return choice_reduce(rt, self, args);
    Value indices = indices_tuple(rt, c->indices, c->index_count);
    Value cycles = indices ? indices_tuple(rt, c->cycles, c->chosen) : NULL;
    Value state = cycles ? tuple_pack(rt, 2, indices, cycles) : NULL;
    release(rt, indices);
    release(rt, cycles);
    return triple_steal(rt, retain(type_value(value_type(rt, self))),
                        tuple_pack(rt, 2, c->pools, small_int_value(c->chosen)), state);
}

static Owned permutations_setstate(Runtime *rt, Borrowed self, const Value *args)
{
    Combine *c = combine_of(self);
    int64_t count = c->index_count;
    if (!state_tuple(rt, args[0]))
        return NULL;
    if (tuple_count(args[0]) != 2)
        return raise(rt, rt->TypeError, "function takes exactly 2 arguments (%zd given)", tuple_count(args[0]));
    Value indices = tuple_item_peek(args[0], 0), cycles = tuple_item_peek(args[0], 1);
    if (!value_is_tuple(indices) || !value_is_tuple(cycles))
        return raise(rt, rt->TypeError, "argument %d must be tuple, not %V", value_is_tuple(indices) ? 2 : 1,
                     value_is_tuple(indices) ? cycles : indices);
    if (tuple_count(indices) != count || tuple_count(cycles) != c->chosen)
        return raise(rt, rt->ValueError, "invalid arguments");
    if (c->chosen > count)
        return NONE;
    for (int64_t i = 0; i < count; i++)
        if (!state_item(rt, indices, i, count - 1, &c->indices[i]))
            return NULL;
    for (int64_t i = 0; i < c->chosen; i++) {
        if (!state_item(rt, cycles, i, count - i, &c->cycles[i]))
            return NULL;
        c->cycles[i] = MAX(c->cycles[i], 1);
    }
    return restart(rt, c);
}

static const MethodDef permutations_methods[] = {
    METHOD("__reduce__", permutations_reduce, "()", "State for pickling."),
    METHOD("__setstate__", permutations_setstate, "(state, /)", "Set the indices."),
    METHOD("__sizeof__", object_sizeof, "()", "Size in memory, in bytes."),
    {0},
};

static void combine_buffers(const Object *self, BufferVisit visit, void *argument)
{
    VISIT_BUFFER(((const Combine *)self)->indices);
}

#define COMBINE(variable, name_, doc_, make_, next_, methods_) \
    const TypeDef variable = { \
        .name = "itertools." name_, \
        .doc = doc_, \
        .size = sizeof(Combine), \
        .flags = TYPE_CONTAINER | TYPE_SUBCLASSABLE, \
        .traverse = values_traverse_2, \
        .free = combine_free, \
        .buffers = combine_buffers, \
        .slots = { .iter = self_iterator, .next = next_, .make = make_ }, \
        .methods = methods_, \
    }

COMBINE(product_type_def, "product", "product(*iterables, repeat=1)\n\nThe Cartesian product, as nested loops give it.",
        product_make, product_next, product_methods);
COMBINE(combinations_type_def, "combinations", "combinations(iterable, r)\n\nAll choices of r items, in order, none twice.",
        combinations_make, combinations_next, combinations_methods);
COMBINE(combinations_with_replacement_type_def, "combinations_with_replacement",
        "combinations_with_replacement(iterable, r)\n\nAll choices of r items, in order, each as often as one likes.",
        replacement_make, replacement_next, replacement_methods);
COMBINE(permutations_type_def, "permutations", "permutations(iterable, r=None)\n\nAll arrangements of r items.",
        permutations_make, permutations_next, permutations_methods);
