#ifndef OURO_TYPES_LIST_H
#define OURO_TYPES_LIST_H

#include "object/runtime.h"

/* Invariant: count <= capacity; items[0 .. count-1] are owned; items NULL <=> capacity <= 0.
 * While the list is sorted it is empty with capacity -1, so that a change is noticed:
 * whatever changes a list gives it another capacity. */
typedef struct List {
    Object head;
    Value *items;               /* memory_alloc */
    int64_t count, capacity;
} List;

typedef struct ListIterator {
    Object head;
    Value list;                 /* NULL: exhausted */
    int64_t index;
} ListIterator;

static inline bool value_is_list(Borrowed v) { return object_has_type_flag(v, TYPE_IS_LIST); }
static inline int64_t list_count(Borrowed v) { return ((List *)v)->count; }
static inline Borrowed list_item_peek(Borrowed v, int64_t i) { return ((List *)v)->items[i]; }
Owned list_new(Runtime *rt, int64_t capacity) must_check;
Owned list_from(Runtime *rt, const Value *items, int64_t count) must_check;          /* retains each */
Owned list_from_steal(Runtime *rt, Value *items, int64_t count) must_check;          /* takes each; on failure too */
bool list_append(Runtime *rt, Borrowed list, Borrowed item) must_check;
bool list_append_steal(Runtime *rt, Borrowed list, Owned item) must_check;           /* consumes ITEM on failure too */
bool list_insert(Runtime *rt, Borrowed list, int64_t index, Borrowed item) must_check;
bool list_extend(Runtime *rt, Borrowed list, Borrowed iterable) must_check;
bool list_delete_range(Runtime *rt, Borrowed list, int64_t start, int64_t stop) must_check;
Owned list_slice(Runtime *rt, Borrowed list, int64_t start, int64_t stop) must_check;
bool list_sort(Runtime *rt, Borrowed list, Borrowed key_or_null, bool reverse) must_check;
bool list_reverse(Runtime *rt, Borrowed list);
void list_clear(Runtime *rt, Borrowed list);
/* Room for COUNT items in all; the count stays. */
bool list_reserve(Runtime *rt, Borrowed list, int64_t count) must_check;
/* list[start:stop] = items; takes a reference to each of the ITEMS. */
bool list_replace_range(Runtime *rt, Borrowed list, int64_t start, int64_t stop, const Value *items,
                        int64_t count) must_check;
Owned list_to_tuple(Runtime *rt, Borrowed list) must_check;

#endif
