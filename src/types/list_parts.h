/* What the files of the type list share. */
#ifndef OURO_TYPES_LIST_PARTS_H
#define OURO_TYPES_LIST_PARTS_H

#include "object/error.h"
#include "object/protocol.h"
#include "types/list.h"
#include "types/values_object.h"

#define LIST_ITEMS_MAX ((int64_t)(INT64_MAX / 16))

extern const MethodDef list_methods[];

static inline List *list_of(Borrowed v) { return (List *)v; }

/* Room for COUNT items, some to spare. */
bool list_grow(Runtime *rt, List *l, int64_t count) must_check;
/* Give memory back when much is unused; never fails. */
void list_shrink(Runtime *rt, List *l);
Owned list_iter(Runtime *rt, Borrowed self);
/* self[key] = value with a slice as KEY; VALUE NULL deletes. */
bool list_set_slice(Runtime *rt, Borrowed self, Borrowed slice, Borrowed value) must_check;

#endif
