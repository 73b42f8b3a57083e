#ifndef OURO_TYPES_TUPLE_H
#define OURO_TYPES_TUPLE_H

#include "object/runtime.h"

typedef struct Tuple {
    Object head;
    int64_t count;
    Value items[];
} Tuple;

static inline bool value_is_tuple(Borrowed v) { return object_has_type_flag(v, TYPE_IS_TUPLE); }
static inline int64_t tuple_count(Borrowed v) { return ((Tuple *)v)->count; }
static inline Borrowed tuple_item_peek(Borrowed v, int64_t i) { return ((Tuple *)v)->items[i]; }
static inline Value *tuple_items(Borrowed v) { return ((Tuple *)v)->items; }
/* A container that the collector tracks, or will; for a tuple or a dict that holds V.
 * An exact tuple whose items are all atomic never is. */
static inline bool value_needs_tracking(const Runtime *rt, Borrowed v)
{
    return value_is_object(v) && (value_object(v)->type_word & OBJECT_CONTAINER)
        && (!object_is_exactly(v, rt->tuple_type) || gc_is_tracked(value_object(v)));
}
/* Items NULL, untracked: fill every item, then tuple_done. */
Owned tuple_new(Runtime *rt, int64_t count) must_check;
Owned tuple_done(Runtime *rt, Owned tuple);
Owned tuple_from(Runtime *rt, const Value *items, int64_t count) must_check;         /* retains each */
Owned tuple_from_steal(Runtime *rt, Value *items, int64_t count) must_check;         /* takes each; on failure too */
Owned tuple_pair_steal(Runtime *rt, Owned a, Owned b) must_check;
Owned tuple_pack(Runtime *rt, int64_t count, ...) must_check;                        /* retains each */
Owned tuple_slice(Runtime *rt, Borrowed tuple, int64_t start, int64_t stop) must_check;
Owned tuple_empty(Runtime *rt);                                                      /* never fails */

#endif
