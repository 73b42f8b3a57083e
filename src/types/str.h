/* str: UTF-8 (lone surrogates as three bytes), with a flag when it is all ASCII.
 *
 * A string that is not ASCII has, behind its bytes (rounded up to 8), a StrTail
 * with its length in code points and a lazily built index of offsets, so that
 * s[i] is O(1).  bytes[size] is 0. */
#ifndef OURO_TYPES_STR_H
#define OURO_TYPES_STR_H

#include "object/runtime.h"

enum { STR_ASCII = 1, STR_INTERNED = 2, STR_HASHED = 4 };

typedef struct Str {
    Object head;
    uint64_t hash;              /* valid when STR_HASHED */
    uint64_t size : 56;         /* bytes */
    uint64_t flags : 8;
    char bytes[];
} Str;

typedef struct StrTail {
    uint64_t length;            /* code points */
    uint32_t *index;            /* byte offset of every 64th code point, or NULL (memory_alloc) */
} StrTail;

static inline bool value_is_str(Borrowed v) { return object_has_type_flag(v, TYPE_IS_STR); }
static inline const char *str_bytes(Borrowed v) { return ((const Str *)v)->bytes; }
static inline size_t str_size(Borrowed v) { return ((const Str *)v)->size; }
static inline bool str_is_ascii(Borrowed v) { return ((const Str *)v)->flags & STR_ASCII; }
static inline StrTail *str_tail(Borrowed v)
{
    Str *s = (Str *)v;
    return (StrTail *)(s->bytes + round_up((size_t)s->size + 1, 8));
}
static inline size_t str_length(Borrowed v) { return str_is_ascii(v) ? str_size(v) : str_tail(v)->length; }

/* The table of interned strings: opened first and closed last. */
bool str_runtime_open(Runtime *rt) must_check;
void str_runtime_close(Runtime *rt);
/* rt->empty_str, which is there from then on, and the characters kept for reuse. */
bool str_constants_open(Runtime *rt) must_check;
void str_constants_close(Runtime *rt);
Owned str_from_bytes(Runtime *rt, const char *utf8, size_t size) must_check;     /* valid UTF-8 (or surrogates) */
Owned str_from_text(Runtime *rt, const char *utf8) must_check;                   /* NUL-terminated */
Owned str_from_code_point(Runtime *rt, uint32_t c) must_check;
/* Bytes of unknown origin: strict UTF-8, UnicodeDecodeError. */
Owned str_decode_utf8(Runtime *rt, const char *bytes, size_t size, const char *errors) must_check;
Owned str_intern_steal(Runtime *rt, Owned v) must_check;         /* the one interned str equal to V */
Owned str_intern_bytes(Runtime *rt, const char *utf8, size_t size) must_check;
Owned str_intern_text(Runtime *rt, const char *utf8) must_check;
static inline bool str_is_interned(Borrowed v) { return ((const Str *)v)->flags & STR_INTERNED; }
bool str_is_identifier(Borrowed v);
bool str_equal(Borrowed a, Borrowed b);
bool str_equal_text(Borrowed a, const char *text);
int str_compare(Borrowed a, Borrowed b);                         /* by code point */
uint64_t str_hash(Runtime *rt, Borrowed v);                      /* cached */
Owned str_concat(Runtime *rt, Borrowed a, Borrowed b) must_check;
/* a + b, reusing A's block when this is its only reference (amortised growth).  Consumes A, also on failure. */
bool str_append(Runtime *rt, Value *a, Borrowed b) must_check;   /* *a += b likewise; on failure *a is as it was */
Owned str_append_steal(Runtime *rt, Owned a, Borrowed b) must_check;
Owned str_item(Runtime *rt, Borrowed v, int64_t index) must_check;
Owned str_slice(Runtime *rt, Borrowed v, int64_t start, int64_t stop, int64_t step, int64_t count) must_check;
uint32_t str_code_point(Borrowed v, size_t index);               /* O(1) amortised */
size_t utf8_decode(const char *bytes, uint32_t *c);              /* bytes taken */
size_t utf8_encode(uint32_t c, char *bytes);                     /* bytes written, at most 4 */
/* C string of a str: TypeError when it is none, ValueError "embedded null character". */
const char *str_c_text(Runtime *rt, Borrowed v);
Owned str_join(Runtime *rt, Borrowed separator, Borrowed iterable) must_check;
/* False with UnicodeEncodeError: V holds surrogates. */
bool str_check_utf8(Runtime *rt, Borrowed v) must_check;
Owned str_encode(Runtime *rt, Borrowed v, const char *encoding, const char *errors) must_check;
Owned bytes_decode(Runtime *rt, const char *bytes, size_t size, const char *encoding, const char *errors) must_check;

/* Building a str piece by piece; a long buffer lies in the heap's memory domain.
 * Invariant: size <= capacity; bytes == small or a block of ours.  It must not move. */
enum { BUILDER_SMALL = 128 };
typedef struct StrBuilder {
    Runtime *rt;
    char *bytes;
    size_t size, capacity;
    bool failed;                /* MemoryError was raised; further writes do nothing */
    char small[BUILDER_SMALL];
} StrBuilder;
static inline void builder_open(StrBuilder *b, Runtime *rt)
{
    b->rt = rt;
    b->bytes = b->small;
    b->size = 0;
    b->capacity = BUILDER_SMALL;
    b->failed = false;
}
/* Memory that it holds, or NULL. */
static inline void *builder_block(const StrBuilder *b) { return b->bytes == b->small ? NULL : b->bytes; }
bool builder_write_slow(StrBuilder *b, const char *bytes, size_t size);
static inline bool builder_write(StrBuilder *b, const char *bytes, size_t size)
{
    if (unlikely(b->capacity - b->size < size || b->failed))
        return builder_write_slow(b, bytes, size);
    if (size)
        memcpy(b->bytes + b->size, bytes, size);
    b->size += size;
    return true;
}
bool builder_text(StrBuilder *b, const char *text);
static inline bool builder_str(StrBuilder *b, Borrowed str) { return builder_write(b, str_bytes(str), str_size(str)); }
bool builder_code_point(StrBuilder *b, uint32_t c);
bool builder_repeat(StrBuilder *b, uint32_t c, size_t times);
bool builder_repr(StrBuilder *b, Borrowed v);                    /* repr(v) */
Owned builder_finish(StrBuilder *b) must_check;                  /* NULL when failed; closes */
void builder_close(StrBuilder *b);                               /* gives the buffer up */

#endif
