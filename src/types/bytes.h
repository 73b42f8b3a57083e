/* bytes and bytearray. */
#ifndef OURO_TYPES_BYTES_H
#define OURO_TYPES_BYTES_H

#include "object/runtime.h"

typedef struct Bytes {
    Object head;
    uint64_t hash;              /* 0: not yet computed */
    uint64_t size;
    char bytes[];               /* bytes[size] is 0 */
} Bytes;

typedef struct ByteArray {
    Object head;
    char *bytes;                /* memory_alloc; NULL when capacity is 0 */
    uint64_t size, capacity;
    uint64_t start;             /* bytes dropped from the front of the block */
    int64_t exports;            /* buffers handed out: no resizing */
} ByteArray;

static inline bool value_is_bytes(Borrowed v) { return object_has_type_flag(v, TYPE_IS_BYTES); }
static inline bool value_is_bytearray(Borrowed v) { return object_has_type_flag(v, TYPE_IS_BYTEARRAY); }
static inline char *bytes_bytes(Borrowed v) { return ((Bytes *)v)->bytes; }
static inline size_t bytes_size(Borrowed v) { return ((Bytes *)v)->size; }
/* BYTES NULL: uninitialised, to be filled before anybody else sees it. */
Owned bytes_from(Runtime *rt, const char *bytes, size_t size) must_check;
Owned bytearray_from(Runtime *rt, const char *bytes, size_t size) must_check;
/* Gives up the cached single bytes. */
void bytes_constants_close(Runtime *rt);
Owned memoryview_new(Runtime *rt, Borrowed v) must_check;
/* The bytes that a memoryview shows, also when they do not lie side by side. */
Owned memoryview_bytes(Runtime *rt, Borrowed view, bool fortran) must_check;
bool bytearray_resize(Runtime *rt, Borrowed v, size_t size) must_check;

#endif
