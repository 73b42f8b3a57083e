#ifndef OURO_TYPES_SET_H
#define OURO_TYPES_SET_H

#include "object/runtime.h"

typedef struct SetEntry { int64_t hash; Value key; } SetEntry;   /* key NULL: free; a private mark: deleted */
typedef struct Set {
    Object head;
    int64_t count, fill, mask;  /* live; live + deleted; slots - 1 (-1: no table) */
    SetEntry *entries;          /* memory_alloc */
    int64_t hash;               /* frozenset: cached, -1 = not yet */
    int64_t finger;             /* where pop() goes on */
} Set;

static inline bool value_is_set(Borrowed v) { return object_has_type_flag(v, TYPE_IS_SET | TYPE_IS_FROZENSET); }
Owned set_new(Runtime *rt, Borrowed iterable_or_null) must_check;
Owned frozenset_new(Runtime *rt, Borrowed iterable_or_null) must_check;
bool set_add(Runtime *rt, Borrowed set, Borrowed item) must_check;
int set_contains(Runtime *rt, Borrowed set, Borrowed item);
bool set_discard(Runtime *rt, Borrowed set, Borrowed item, bool *was_there) must_check;
bool set_update(Runtime *rt, Borrowed set, Borrowed iterable) must_check;
int64_t set_count(Borrowed set);
void set_clear(Runtime *rt, Borrowed set);
Owned set_copy(Runtime *rt, Borrowed set) must_check;            /* a set; of a frozenset too */
/* The next live item from slot *POSITION (starts at 0). */
bool set_next_peek(Borrowed set, int64_t *position, Borrowed *item);

#endif
