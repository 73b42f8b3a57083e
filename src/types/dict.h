/* dict: compact and ordered: an index table in front of a dense array of entries.
 *
 * A dictionary with only str keys (most are) is marked so: a look-up of an
 * interned key compares pointers, calls no Python code and cannot fail.  */
#ifndef OURO_TYPES_DICT_H
#define OURO_TYPES_DICT_H

#include "object/runtime.h"

typedef struct DictEntry {
    Value key;                  /* NULL: deleted */
    Value value;
} DictEntry;

/* One block of memory: the entries; the hashes of the keys, one an entry, unless all
 * keys are str (a str knows its own); then the index table (1, 2, 4 or 8 bytes a slot). */
typedef struct DictKeys {
    uint8_t log2_slots;
    bool hashed;                /* the hashes are there: keys other than str may occur */
    uint16_t spent;             /* slots of the index lost to entries that left the end */
    uint32_t stamp;             /* of the block; as long as it and `used` are the same, no key was added */
    int64_t used;               /* entries in use or deleted: next free entry */
    int64_t capacity;           /* entries */
    DictEntry entries[];
} DictKeys;

typedef struct Dict {
    Object head;
    int64_t count;              /* live entries */
    DictKeys *keys;             /* NULL: empty, nothing allocated */
    uint64_t version;           /* changes with every change; never the same for two dicts of a runtime */
} Dict;

/* All keys are exact str: look-ups of a str compare text only. */
static inline bool dict_is_str_only(const Dict *d) { return !d->keys || !d->keys->hashed; }

static inline bool value_is_dict(Borrowed v) { return object_has_type_flag(v, TYPE_IS_DICT); }
static inline int64_t dict_count(Borrowed v) { return ((Dict *)v)->count; }
Owned dict_new(Runtime *rt) must_check;
Owned dict_new_sized(Runtime *rt, int64_t count) must_check;     /* room for COUNT keys */
/* *FOUND is NULL when absent; false: an exception (from __hash__ or __eq__). */
bool dict_lookup(Runtime *rt, Borrowed dict, Borrowed key, Borrowed *found) must_check;
/* As dict_lookup, with a new reference: for when Python code may run before its use. */
bool dict_lookup_owned(Runtime *rt, Borrowed dict, Borrowed key, Owned *found) must_check;
/* KEY is a str: never raises. */
Borrowed dict_get_peek(Runtime *rt, Borrowed dict, Borrowed str_key);
Borrowed dict_get_text_peek(Runtime *rt, Borrowed dict, const char *key);
bool dict_set(Runtime *rt, Borrowed dict, Borrowed key, Borrowed value) must_check;
bool dict_set_text(Runtime *rt, Borrowed dict, const char *key, Borrowed value) must_check;   /* interns KEY */
bool dict_delete(Runtime *rt, Borrowed dict, Borrowed key) must_check;       /* KeyError */
/* Remove and give: *TAKEN NULL when absent. */
bool dict_pop(Runtime *rt, Borrowed dict, Borrowed key, Owned *taken) must_check;
bool dict_pop_hashed(Runtime *rt, Borrowed dict, Borrowed key, int64_t hash, Owned *taken) must_check;
bool dict_contains(Runtime *rt, Borrowed dict, Borrowed key, bool *found) must_check;
Owned dict_copy(Runtime *rt, Borrowed dict) must_check;
bool dict_update(Runtime *rt, Borrowed dict, Borrowed other) must_check;     /* mapping or pairs, as dict.update(other) */
bool dict_merge(Runtime *rt, Borrowed dict, Borrowed mapping, bool override) must_check;
void dict_clear(Runtime *rt, Borrowed dict);
/* Walk in order: *POSITION starts at 0.  Borrowed; the dict may not change meanwhile unless the caller re-checks. */
bool dict_next_peek(Borrowed dict, int64_t *position, Borrowed *key, Borrowed *value);
Owned dict_keys_list(Runtime *rt, Borrowed dict) must_check;
Owned dict_values_list(Runtime *rt, Borrowed dict) must_check;
Owned dict_items_list(Runtime *rt, Borrowed dict) must_check;
/* Setting with a hash that is known (sets, compiler). */
bool dict_lookup_hashed(Runtime *rt, Borrowed dict, Borrowed key, int64_t hash, Borrowed *found) must_check;
bool dict_set_default(Runtime *rt, Borrowed dict, Borrowed key, Borrowed value, Owned *found) must_check;
bool dict_set_hashed(Runtime *rt, Borrowed dict, Borrowed key, int64_t hash, Borrowed value) must_check;
/* For inline caches: the position of an interned str key in entries, or -1. */
int64_t dict_position_peek(Runtime *rt, Borrowed dict, Borrowed str_key);
/* mappingproxy of a mapping */
Owned mapping_proxy_new(Runtime *rt, Borrowed mapping) must_check;

#endif
