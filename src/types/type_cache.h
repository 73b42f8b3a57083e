/* Answers of type_lookup_peek, and the list of the built-in types of a runtime. */
#ifndef OURO_TYPES_TYPE_CACHE_H
#define OURO_TYPES_TYPE_CACHE_H

#include "object/runtime.h"

enum { TYPE_CACHE_SIZE = 1024 };

/* version 0: empty.  The name is owned; the value lives as long as the version. */
typedef struct TypeCacheEntry {
    uint32_t version;
    Value name;
    Value value;
} TypeCacheEntry;

typedef struct TypeCache {
    TypeCacheEntry entries[TYPE_CACHE_SIZE];
    Type **types;               /* made by type_from_def, in order */
    size_t count, capacity;
} TypeCache;

bool type_cache_open(Runtime *rt) must_check;
void type_cache_close(Runtime *rt);
bool type_cache_add_type(Runtime *rt, Type *type) must_check;
void type_cache_drop_type(Runtime *rt, Type *type);
/* Forget every answer: names and versions. */
void type_cache_clear(Runtime *rt);
uint32_t type_next_version(Runtime *rt);

#endif
