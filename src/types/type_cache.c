/* The cache in front of attribute look-up along the mro.
 *
 * An entry is right as long as the type has the version it was filled with: a change
 * of a type gives it and its subclasses new versions, and no version comes twice. */
#include "types/type_cache.h"

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

static Borrowed lookup_slow(Runtime *rt, Type *type, Borrowed name)
{
    if (unlikely(!(type->flags & TYPE_READY)) && !type_ready(rt, type)) {
        value_clear(rt, &rt->exception);
        return NULL;
    }
    Value mro = type->mro;
    if (!mro)
        return NULL;
    for (int64_t i = 0; i < tuple_count(mro); i++) {
        Value dict = ((Type *)tuple_item_peek(mro, i))->dict;
        Value found = dict ? dict_get_peek(rt, dict, name) : NULL;
        if (found)
            return found;
    }
    return NULL;
}

Borrowed type_lookup_peek(Runtime *rt, Type *type, Borrowed name)
{
    size_t index = (type->version * 31 ^ value_bits(name) >> 4) % TYPE_CACHE_SIZE;
    TypeCacheEntry *entry = &rt->type_cache->entries[index];
    if (likely(entry->version == type->version && entry->name == name))
        return entry->value;
    Value found = lookup_slow(rt, type, name);
    if (type->flags & TYPE_READY) {
        entry->version = type->version;
        entry->value = found;
        value_replace(rt, &entry->name, retain(name));
    }
    return found;
}
