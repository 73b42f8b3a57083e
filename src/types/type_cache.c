/* The cache in front of attribute look-up along the mro.
 *
 * An entry is right as long as the type has the version it was filled with: a change
 * of a type gives it and its subclasses new versions, and no version comes twice. */
#include "types/type_cache.h"

#include "object/error.h"
#include "types/dict.h"
#include "types/str.h"
#include "types/tuple.h"

bool type_cache_open(Runtime *rt)
{
    if (rt->type_cache)
        return true;
    rt->type_cache = heap_calloc(&rt->gc.heap, DOMAIN_RAW, 1, sizeof(TypeCache));
    return rt->type_cache != NULL;
}

void type_cache_clear(Runtime *rt)
{
    for (size_t i = 0; i < TYPE_CACHE_SIZE; i++) {
        TypeCacheEntry *entry = &rt->type_cache->entries[i];
        entry->version = 0;
        entry->value = NULL;
        value_clear(rt, &entry->name);
    }
}

void type_cache_close(Runtime *rt)
{
    heap_free(&rt->gc.heap, rt->type_cache->types);
    heap_free(&rt->gc.heap, rt->type_cache);
    rt->type_cache = NULL;
}

bool type_cache_add_type(Runtime *rt, Type *type)
{
    TypeCache *cache = rt->type_cache;
    if (cache->count == cache->capacity) {
        size_t capacity = cache->capacity ? cache->capacity * 2 : 256;
        Type **types = heap_realloc(&rt->gc.heap, DOMAIN_RAW, cache->types, capacity * sizeof(Type *));
        if (!types)
            return false;
        cache->types = types;
        cache->capacity = capacity;
    }
    cache->types[cache->count++] = type;
    return true;
}

void type_cache_drop_type(Runtime *rt, Type *type)
{
    TypeCache *cache = rt->type_cache;
    for (size_t i = cache->count; i-- > 0;) {
        if (cache->types[i] == type) {
            memmove(&cache->types[i], &cache->types[i + 1], (--cache->count - i) * sizeof(Type *));
            return;
        }
    }
}

uint32_t type_next_version(Runtime *rt)
{
    if (unlikely(++rt->next_version == 0)) {
        type_cache_clear(rt);
        rt->next_version = 1;
    }
    return rt->next_version;
}

/* A dictionary with other keys than str: looking up may run code.  What that raises is dropped. */
static Borrowed lookup_with_code(Runtime *rt, Borrowed dict, Borrowed name)
{
    Value found = NULL, pending = error_take(rt);
    if (!dict_lookup(rt, dict, name, &found))
        found = NULL;
    error_restore_steal(rt, pending);
    return found;
}

static Borrowed lookup_in_mro(Runtime *rt, Borrowed mro, Borrowed name, bool *sure)
{
    for (int64_t i = 0; i < tuple_count(mro); i++) {
        Value dict = ((Type *)tuple_item_peek(mro, i))->dict, found = NULL;
        if (likely(dict && dict_is_str_only((Dict *)dict))) {
            found = dict_get_peek(rt, dict, name);
        } else if (dict) {
            *sure = false;
            found = lookup_with_code(rt, dict, name);
        }
        if (found)
            return found;
    }
    return NULL;
}

/* *SURE: the answer holds for as long as the type has its version. */
static Borrowed lookup_slow(Runtime *rt, Type *type, Borrowed name, bool *sure)
{
    *sure = false;
    if (unlikely(!(type->flags & TYPE_READY)) && !type_ready(rt, type)) {
        error_clear(rt);
        return NULL;
    }
    if (!type->mro)
        return NULL;
    *sure = type->flags & TYPE_READY;
    Value mro = retain(type->mro), found = lookup_in_mro(rt, mro, name, sure);
    release(rt, mro);
    return found;
}

Borrowed type_lookup_peek(Runtime *rt, Type *type, Borrowed name)
{
    size_t index = (type->version * 31 ^ value_bits(name) >> 4) % TYPE_CACHE_SIZE;
    TypeCacheEntry *entry = &rt->type_cache->entries[index];
    if (likely(entry->version == type->version && entry->name == name))
        return entry->value;
    bool sure;
    Value found = lookup_slow(rt, type, name, &sure);
    if (likely(sure)) {
        entry->version = type->version;
        entry->value = found;
        value_replace(rt, &entry->name, retain(name));
    }
    return found;
}
