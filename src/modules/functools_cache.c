/* functools._lru_cache_wrapper: a function that remembers its results.
 *
 * cache  dict from a key made of the arguments to the result (no bound), or to a
 *        link that holds it (with a bound)
 * links  stand in a ring by last use: ring.next is the oldest, ring.previous the
 *        newest.  The dict owns them; a link that dies leaves its ring.
 * The function, hashes and comparisons run Python code that may use or clear the
 * cache: what was looked up before is looked up again. */
#include "modules/functools_parts.h"
#include "object/arguments.h"
#include "object/error.h"
#include "object/protocol.h"
#include "types/dict.h"
#include "types/function.h"
#include "types/int.h"
#include "types/str.h"
#include "types/tuple.h"
#include "types/values_object.h"

typedef struct Ring { struct Ring *previous, *next; } Ring;      /* alone: points to itself */

typedef struct Link {
    Object head;
    Value key, result;
    Ring ring;                  /* NULL pointers: not in a ring */
    int64_t hash;               /* of the key */
} Link;

typedef struct Cache {
    Object head;
    Value function;
    Value cache;                /* dict */
    Value info_type;            /* what cache_info() returns is made by */
    Value dict;                 /* the instance's own, or NULL */
    int64_t limit;              /* -1: none; 0: nothing is kept */
    int64_t hits, misses;
    bool typed;
    Ring ring;
} Cache;

static inline Cache *cache_of(Borrowed v) { return (Cache *)v; }

/* -- the ring */

static inline Link *link_of(Ring *ring) { return (Link *)((char *)ring - offsetof(Link, ring)); }

static void ring_leave(Ring *place)
{
    if (!place->next)
        return;
    place->previous->next = place->next;
    place->next->previous = place->previous;
    place->previous = place->next = NULL;
}

static void ring_newest(Cache *c, Link *link)
{
    link->ring = (Ring){ c->ring.previous, &c->ring };
    c->ring.previous->next = &link->ring;
    c->ring.previous = &link->ring;
}

static void link_free(Gc *gc, Object *self)
{
    ring_leave(&((Link *)self)->ring);
    values_free_2(gc, self);
}

const TypeDef lru_link_type_def = {
    .name = "functools._lru_list_elem",
    .size = sizeof(Link),
    .flags = TYPE_CONTAINER | TYPE_NO_NEW,
    .traverse = values_traverse_2,
    .free = link_free,
};

static void forget(Runtime *rt, Cache *c)
{
    while (c->ring.next && c->ring.next != &c->ring)
        ring_leave(c->ring.next);
    dict_clear(rt, c->cache);
}

/* -- life */

static Owned cache_make(Runtime *rt, Type *type, const Value *args, size_t count, Borrowed keywords)
{
    Value bound[4];
    if (!arguments_bind(rt, "lru_cache", "(user_function, maxsize, typed, cache_info_type)", args, count, keywords, bound))
        return NULL;
    if (!is_callable(rt, bound[0]))
        return raise(rt, rt->TypeError, "the first argument must be callable");
    int64_t limit = -1;
    if (bound[1] != NONE) {
        if (!value_is_int(bound[1]) && !value_type(rt, bound[1])->slots->index)
            return raise(rt, rt->TypeError, "maxsize should be integer or None");
        if (!value_to_ssize(rt, bound[1], &limit, rt->OverflowError))
            return NULL;
        limit = MAX(limit, 0);
    }
    int typed = value_truth(rt, bound[2]);
    Value cache = typed < 0 ? NULL : dict_new(rt);
    Cache *c = cache ? instance_make(rt, type) : NULL;
    if (!c) {
        release(rt, cache);
        return NULL;
    }
    c->function = retain(bound[0]);
    c->cache = cache;
    c->info_type = retain(bound[3]);
    c->limit = limit;
    c->typed = typed;
    c->ring = (Ring){ &c->ring, &c->ring };
    return object_tracked(rt, c);
}

static void cache_clear_fields(Gc *gc, Object *self)
{
    Runtime *rt = runtime_of(gc);
    forget(rt, (Cache *)self);
    type_clear_object(rt, self);
}

static void cache_free(Gc *gc, Object *self)
{
    gc_untrack(gc, self);
    forget(runtime_of(gc), (Cache *)self);
    values_free_3(gc, self);
}

/* -- keys */

static bool is_own_key(Runtime *rt, Borrowed v)
{
    return object_is_exactly(v, rt->str_type) || value_is_small_int(v) || object_is_exactly(v, rt->int_type);
}

/* Arguments, a mark and name, value pairs, and the types when they count. */
static Owned make_key(Runtime *rt, Cache *c, const Value *args, size_t count, Borrowed keywords)
{
    size_t named = keywords ? (size_t)tuple_count(keywords) : 0, at = 0;
    if (!c->typed && !named && count == 1 && is_own_key(rt, args[0]))
        return retain(args[0]);
    size_t size = count + (named ? 1 + 2 * named : 0) + (c->typed ? count + named : 0);
    Value key = tuple_new(rt, (int64_t)size);
    if (!key)
        return NULL;
    Value *items = tuple_items(key);
    for (size_t i = 0; i < count; i++)
        items[at++] = retain(args[i]);
    if (named)
        items[at++] = retain(type_value(type_related(object_type(&c->head))));
    for (size_t i = 0; i < named; i++) {
        items[at++] = retain(tuple_item_peek(keywords, (int64_t)i));
        items[at++] = retain(args[count + i]);
    }
    for (size_t i = 0; c->typed && i < count + named; i++)
        items[at++] = retain(type_value(value_type(rt, args[i])));
    return tuple_done(rt, key);
}

/* -- calls */

static Owned call_unbounded(Runtime *rt, Cache *c, Borrowed key, int64_t hash, const Value *args, size_t count,
                            Borrowed keywords)
{
    Value found;
    if (!dict_lookup_hashed(rt, c->cache, key, hash, &found))
        return NULL;
    if (found) {
        c->hits++;
        return retain(found);
    }
    c->misses++;
    Value result = call(rt, c->function, args, count, keywords);
    if (result && !dict_set_hashed(rt, c->cache, key, hash, result))
        value_clear(rt, &result);
    return result;
}

/* Forget the link that was not used for longest.  False: an exception. */
static bool drop_oldest(Runtime *rt, Cache *c)
{
    Link *link = link_of(c->ring.next);
    Value held = retain(object_value(link)), taken = NULL;
    ring_leave(&link->ring);
    bool fine = dict_pop_hashed(rt, c->cache, link->key, link->hash, &taken);
    if (!fine && !link->ring.next)
        ring_newest(c, link);
    release(rt, taken);
    release(rt, held);
    return fine;
}

static bool keep(Runtime *rt, Cache *c, Borrowed key, int64_t hash, Borrowed result)
{
    Link *link = instance_make(rt, type_related(object_type(&c->head)));
    if (!link)
        return false;
    link->key = retain(key);
    link->result = retain(result);
    link->hash = hash;
    Value value = object_tracked(rt, link), old = NULL;
    /* A link that came in meanwhile under this key gives way. */
    bool fine = dict_lookup_hashed(rt, c->cache, key, hash, &old);
    if (fine && !old && dict_set_hashed(rt, c->cache, key, hash, value))
        ring_newest(c, link);
    else if (!old)
        fine = false;
    release(rt, value);
    return fine;
}

static Owned call_bounded(Runtime *rt, Cache *c, Borrowed key, int64_t hash, const Value *args, size_t count,
                          Borrowed keywords)
{
    Value found;
    if (!dict_lookup_hashed(rt, c->cache, key, hash, &found))
        return NULL;
    if (found) {
        Link *link = (Link *)found;
        ring_leave(&link->ring);
        ring_newest(c, link);
        c->hits++;
        return retain(link->result);
    }
    c->misses++;
    Value result = call(rt, c->function, args, count, keywords);
    if (!result)
        return NULL;
    bool fine = dict_lookup_hashed(rt, c->cache, key, hash, &found);
    if (fine && !found) {
        if (dict_count(c->cache) >= c->limit && c->ring.next != &c->ring)
            fine = drop_oldest(rt, c);
        fine = fine && keep(rt, c, key, hash, result);
    }
    if (!fine)
        value_clear(rt, &result);
    return result;
}

static Owned cache_call(CALL_PARAMETERS)
{
    Cache *c = cache_of(self);
    if (c->limit == 0) {
        c->misses++;
        return call(rt, c->function, args, count, keywords);
    }
    Value key = make_key(rt, c, args, count, keywords), result = NULL;
    int64_t hash;
    if (key && value_hash(rt, key, &hash))
        result = c->limit < 0 ? call_unbounded(rt, c, key, hash, args, count, keywords)
                              : call_bounded(rt, c, key, hash, args, count, keywords);
    release(rt, key);
    return result;
}

static Owned cache_bind(Runtime *rt, Borrowed self, Borrowed instance, Borrowed owner)
{
    (void)owner;
    return !instance || instance == NONE ? retain(self) : method_new(rt, self, instance);
}

/* -- methods */

static Owned cache_info(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    Cache *c = cache_of(self);
    Value numbers[4] = { int_from_int64(rt, c->hits), int_from_int64(rt, c->misses),
                         c->limit < 0 ? NONE : int_from_int64(rt, c->limit),
                         int_from_int64(rt, dict_count(c->cache)) };
    Value result = NULL;
    if (numbers[0] && numbers[1] && numbers[2] && numbers[3])
        result = call(rt, c->info_type, numbers, 4, NULL);
    for (int i = 0; i < 4; i++)
        release(rt, numbers[i]);
    return result;
}

static Owned cache_clear(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    Cache *c = cache_of(self);
    c->hits = c->misses = 0;
    forget(rt, c);
    return NONE;
}

static Owned cache_reduce(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    return get_attribute(rt, self, rt->names.__qualname__);
}

static Owned cache_copy(Runtime *rt, Borrowed self, const Value *args)
{
    (void)rt, (void)args;
    return retain(self);
}

static const MethodDef methods[] = {
    METHOD("cache_info", cache_info, "()", "Report cache statistics."),
    METHOD("cache_clear", cache_clear, "()", "Clear the cache and its statistics."),
    METHOD("__reduce__", cache_reduce, "()", "The name, for pickling."),
    METHOD("__copy__", cache_copy, "()", "The function itself."),
    METHOD("__deepcopy__", cache_copy, "(memo, /)", "The function itself."),
    {0},
};

const TypeDef lru_cache_wrapper_type_def = {
    .name = "functools._lru_cache_wrapper",
    .doc = "A function that remembers its results, the most recently used ones when there is a bound.",
    .size = sizeof(Cache),
    .flags = TYPE_CONTAINER | TYPE_WEAK,
    .dict_offset = offsetof(Cache, dict),
    .traverse = values_traverse_3,
    .clear = cache_clear_fields,
    .free = cache_free,
    .slots = { .make = cache_make, .call = cache_call, .descriptor_get = cache_bind },
    .methods = methods,
    .getsets = own_dict_getsets,
};
