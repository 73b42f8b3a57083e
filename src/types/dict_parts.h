/* What the files of the type dict share. */
#ifndef OURO_TYPES_DICT_PARTS_H
#define OURO_TYPES_DICT_PARTS_H

#include "object/error.h"
#include "object/protocol.h"
#include "types/dict.h"
#include "types/str.h"
#include "types/values_object.h"

extern const MethodDef dict_methods[];

static inline Dict *dict_of(Borrowed v) { return (Dict *)v; }

/* The position of KEY in the entries, -1 when absent, -2 with an exception. */
int64_t dict_find(Runtime *rt, Dict *d, Borrowed key, int64_t hash);
/* The hash of a key; exact str and small ints without a call. */
bool key_hash(Runtime *rt, Borrowed key, int64_t *hash) must_check;
/* A key that is an exact str. */
static inline bool key_is_str(const Runtime *rt, Borrowed key) { return object_is_exactly(key, rt->str_type); }
/* Take the entry at POSITION out. */
void dict_take_entry(Runtime *rt, Dict *d, int64_t position, Owned *key, Owned *value);
/* The last entry of a dict that is not empty. */
void dict_take_last(Runtime *rt, Dict *d, Owned *key, Owned *value);
/* The hash of the key at POSITION. */
int64_t dict_entry_hash(const Dict *d, int64_t position);
/* New dict of exactly the type dict with the same entries. */
Owned dict_copy_entries(Runtime *rt, Dict *from) must_check;
/* The position of the next live entry from POSITION on, or -1; and towards the front. */
int64_t dict_next_position(const Dict *d, int64_t position);
int64_t dict_previous_position(const Dict *d, int64_t position);
/* OTHER's items can be read from its table: iteration is not overridden. */
bool dict_is_plain(Runtime *rt, Borrowed other);

/* Give the entry at POSITION the first or last place, as if it had been entered there. */
bool dict_move(Runtime *rt, Dict *d, int64_t position, bool last) must_check;

/* For types derived from dict in C: their free, clear and traverse end with these. */
int dict_traverse(Object *self, GcVisit visit, void *argument);
size_t dict_traverse_part(Object *self, size_t from, size_t count, GcVisit visit, void *argument);
void dict_clear_fields(Gc *gc, Object *self);
void dict_free(Gc *gc, Object *self);
bool dict_init(Runtime *rt, Borrowed self, const Value *args, size_t count, Borrowed keywords) must_check;

Owned dict_repr(Runtime *rt, Borrowed self);
Owned dict_compare(Runtime *rt, Borrowed self, Borrowed other, CompareOp op);
Owned dict_or(Runtime *rt, Borrowed left, Borrowed right);
Owned dict_inplace_or(Runtime *rt, Borrowed self, Borrowed other);
Owned dict_iter(Runtime *rt, Borrowed self);

/* Views and iterators (dict_views.c, dict_iterators.c). */
typedef struct DictView { Object head; Value dict; } DictView;
Owned dict_view_new(Runtime *rt, Type *type, Borrowed dict) must_check;
Owned dict_iterator_new(Runtime *rt, Type *type, Borrowed dict, bool backward) must_check;

#endif
