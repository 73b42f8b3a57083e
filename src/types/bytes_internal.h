/* What bytes, bytearray and memoryview share. */
#ifndef OURO_TYPES_BYTES_INTERNAL_H
#define OURO_TYPES_BYTES_INTERNAL_H

#include "object/error.h"
#include "object/protocol.h"
#include "types/bytes.h"
#include "types/str_internal.h"

extern const MethodDef bytes_methods[];
extern const MethodDef bytearray_methods[];

static inline char *bytearray_bytes(Borrowed v)
{
    ByteArray *a = (ByteArray *)v;
    return a->bytes ? a->bytes + a->start : "";
}

/* The bytes of a bytes or bytearray, good until Python code runs. */
typedef struct ByteView { const char *bytes; size_t size; } ByteView;
static inline ByteView byte_view(Borrowed v)
{
    if (value_is_bytes(v))
        return (ByteView){ bytes_bytes(v), bytes_size(v) };
    return (ByteView){ bytearray_bytes(v), ((ByteArray *)v)->size };
}

/* A bytes or bytearray, as SELF is. */
Owned byte_result(Runtime *rt, Borrowed self, const char *bytes, size_t size) must_check;

/* What bytes(source, encoding, errors) gives, as exact bytes; ARGS has three entries.
 * TYPE_NAME is "bytes" or "bytearray", for messages. */
Owned bytes_from_arguments(Runtime *rt, const Value *args, const char *type_name) must_check;
/* An int in range(256); MESSAGE for ValueError. */
bool byte_argument(Runtime *rt, Borrowed v, const char *message, unsigned char *out) must_check;
/* Slots' common parts */
Owned bytes_compare(Runtime *rt, Borrowed self, Borrowed other, CompareOp op);
int bytes_contains(Runtime *rt, Borrowed self, Borrowed item);
Owned bytes_repr_of(Runtime *rt, const char *bytes, size_t size, const char *prefix, const char *suffix) must_check;
/* An index key for get_item and set_item; false: TypeError "%N indices must be integers or slices, not %T". */
bool bytes_index(Runtime *rt, Borrowed key, const char *name, int64_t *index) must_check;
/* bytes % args: types/str_percent.c */
Owned bytes_percent(Runtime *rt, Borrowed format, Borrowed arguments);

#endif
