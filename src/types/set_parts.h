/* What the files of set and frozenset, and the views of dict, share. */
#ifndef OURO_TYPES_SET_PARTS_H
#define OURO_TYPES_SET_PARTS_H

#include "object/error.h"
#include "object/protocol.h"
#include "types/set.h"
#include "types/values_object.h"

extern const MethodDef set_methods[], frozenset_methods[];

static inline Set *set_of(Borrowed v) { return (Set *)v; }
static inline bool is_set_exactly(const Runtime *rt, Borrowed v)
{
    return object_is_exactly(v, rt->set_type) || object_is_exactly(v, rt->frozenset_type);
}

bool set_add_hashed(Runtime *rt, Borrowed set, Borrowed item, int64_t hash) must_check;
int set_contains_hashed(Runtime *rt, Borrowed set, Borrowed item, int64_t hash);
bool set_discard_hashed(Runtime *rt, Borrowed set, Borrowed item, int64_t hash, bool *was_there) must_check;
/* A table with more than LEAST slots in place of the present one. */
bool set_resize(Runtime *rt, Set *s, int64_t least) must_check;
/* The slot of the next live entry from SLOT on, or -1. */
int64_t set_next_slot(const Set *s, int64_t slot);
/* Removes and gives some item; NULL when empty. */
Owned set_pop(Runtime *rt, Borrowed set);
/* A set of TYPE (set, frozenset or derived) with the items of ITERABLE (NULL: none). */
Owned set_make(Runtime *rt, Type *type, Borrowed iterable_or_null) must_check;
/* Of the same kind as SET: a set for a set or a class derived from it, and so on. */
Owned set_copy_kind(Runtime *rt, Borrowed set) must_check;
bool set_difference_update(Runtime *rt, Borrowed set, Borrowed other) must_check;
bool set_symmetric_difference_update(Runtime *rt, Borrowed set, Borrowed other) must_check;
Owned set_intersection(Runtime *rt, Borrowed set, Borrowed other) must_check;
void set_swap(Set *a, Set *b);
/* 1: all items of SET are in OTHER (both sets). */
int set_is_subset(Runtime *rt, Borrowed set, Borrowed other);

Owned set_iter(Runtime *rt, Borrowed self);
Owned set_compare(Runtime *rt, Borrowed self, Borrowed other, CompareOp op);
Owned set_binary_or(Runtime *rt, Borrowed left, Borrowed right);
Owned set_binary_and(Runtime *rt, Borrowed left, Borrowed right);
Owned set_binary_sub(Runtime *rt, Borrowed left, Borrowed right);
Owned set_binary_xor(Runtime *rt, Borrowed left, Borrowed right);
Owned set_inplace_or(Runtime *rt, Borrowed left, Borrowed right);
Owned set_inplace_and(Runtime *rt, Borrowed left, Borrowed right);
Owned set_inplace_sub(Runtime *rt, Borrowed left, Borrowed right);
Owned set_inplace_xor(Runtime *rt, Borrowed left, Borrowed right);

#endif
