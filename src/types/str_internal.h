/* What the files str_*.c share among themselves. */
#ifndef OURO_TYPES_STR_INTERNAL_H
#define OURO_TYPES_STR_INTERNAL_H

#include "object/error.h"
#include "object/protocol.h"
#include "types/bytes.h"
#include "types/str.h"

/* No text or bytes object is larger than this. */
#define TEXT_SIZE_MAX ((size_t)1 << 46)

extern const MethodDef str_methods[];

/* A new exact str of SIZE bytes and LENGTH code points, to be filled before anybody
 * else sees it; LENGTH == SIZE says that it will be ASCII. */
Owned str_new(Runtime *rt, size_t size, size_t length) must_check;
/* Copy of UTF-8 bytes whose number of code points is known. */
Owned str_from_counted(Runtime *rt, const char *bytes, size_t size, size_t length) must_check;
Owned str_empty(Runtime *rt) must_check;
/* V itself when it is an exact str, else an exact copy. */
Owned str_exact(Runtime *rt, Borrowed v) must_check;
Owned str_substring(Runtime *rt, Borrowed v, size_t from, size_t to) must_check;     /* byte offsets */
Owned str_repeat(Runtime *rt, Borrowed v, int64_t times) must_check;

/* -- str_builder.c */
/* Room for SIZE bytes more; the caller writes there and adds to b->size.  May be NULL when SIZE is 0. */
char *builder_reserve_slow(StrBuilder *b, size_t size) must_check;
static inline char *builder_reserve(StrBuilder *b, size_t size) must_check;
static inline char *builder_reserve(StrBuilder *b, size_t size)
{
    if (likely(b->capacity - b->size >= size && !b->failed))
        return b->bytes + b->size;
    return builder_reserve_slow(b, size);
}
/* The bytes as they are, as a bytes object. */
Owned builder_finish_bytes(StrBuilder *b) must_check;
static inline bool builder_byte(StrBuilder *b, char c)
{
    char *to = builder_reserve(b, 1);
    if (unlikely(!to))
        return false;
    *to = c;
    b->size++;
    return true;
}

/* -- str_index.c: code points and offsets */
size_t utf8_count(const char *bytes, size_t size);
bool bytes_are_ascii(const char *bytes, size_t size);
/* Offset of the code point COUNT places after the one at BYTES. */
size_t utf8_skip(const char *bytes, size_t count);
size_t str_offset(Borrowed v, size_t index);             /* of code point INDEX; at most str_size */
/* The offset DELTA code points away from OFFSET, which is code point INDEX. */
size_t str_move(Borrowed v, size_t offset, size_t index, int64_t delta);
static inline bool utf8_is_continuation(char c) { return ((unsigned char)c & 0xc0) == 0x80; }
static inline size_t utf8_size(uint32_t c) { return c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4; }
/* Bytes of the sequence that starts with LEAD. */
static inline size_t utf8_sequence(unsigned char lead) { return lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4; }

/* Next code point of valid text at *OFFSET, which moves on. */
static inline uint32_t utf8_next(const char *bytes, size_t *offset)
{
    unsigned char lead = (unsigned char)bytes[*offset];
    if (likely(lead < 0x80)) {
        ++*offset;
        return lead;
    }
    uint32_t c;
    *offset += utf8_decode(bytes + *offset, &c);
    return c;
}

/* The code point that ends at *OFFSET, which moves back to its start. */
static inline uint32_t utf8_previous(const char *bytes, size_t *offset)
{
    do
        --*offset;
    while (utf8_is_continuation(bytes[*offset]));
    size_t at = *offset;
    return utf8_next(bytes, &at);
}

/* -- str_search.c */
/* Argument that may be None or absent (*OUT stays), clipped, as slices take it. */
bool slice_argument(Runtime *rt, Borrowed v, int64_t *out) must_check;
/* start and end of s.find(x, start, end) adjusted to LENGTH. */
bool range_arguments(Runtime *rt, Borrowed start, Borrowed end, int64_t length, int64_t *from, int64_t *to) must_check;
/* The three arguments of find and its kin; NAME is "str.find". */
bool find_arguments(Runtime *rt, const char *name, const Value *args, size_t count, Borrowed keywords, Value *out) must_check;
int str_contains(Runtime *rt, Borrowed self, Borrowed item);

/* -- methods that the table in str_methods.c takes from other files */
Owned str_find_method(CALL_PARAMETERS);
Owned str_rfind_method(CALL_PARAMETERS);
Owned str_index_method(CALL_PARAMETERS);
Owned str_rindex_method(CALL_PARAMETERS);
Owned str_count_method(CALL_PARAMETERS);
Owned str_startswith_method(CALL_PARAMETERS);
Owned str_endswith_method(CALL_PARAMETERS);
Owned str_replace_method(Runtime *rt, Borrowed self, const Value *args);
Owned str_split_method(Runtime *rt, Borrowed self, const Value *args);
Owned str_rsplit_method(Runtime *rt, Borrowed self, const Value *args);
Owned str_splitlines_method(Runtime *rt, Borrowed self, const Value *args);
Owned str_partition_method(Runtime *rt, Borrowed self, const Value *args);
Owned str_rpartition_method(Runtime *rt, Borrowed self, const Value *args);
Owned str_join_method(Runtime *rt, Borrowed self, const Value *args);
Owned str_upper_method(Runtime *rt, Borrowed self, const Value *args);
Owned str_lower_method(Runtime *rt, Borrowed self, const Value *args);
Owned str_title_method(Runtime *rt, Borrowed self, const Value *args);
Owned str_capitalize_method(Runtime *rt, Borrowed self, const Value *args);
Owned str_swapcase_method(Runtime *rt, Borrowed self, const Value *args);
Owned str_casefold_method(Runtime *rt, Borrowed self, const Value *args);
Owned str_isalpha_method(Runtime *rt, Borrowed self, const Value *args);
Owned str_isalnum_method(Runtime *rt, Borrowed self, const Value *args);
Owned str_isdecimal_method(Runtime *rt, Borrowed self, const Value *args);
Owned str_isdigit_method(Runtime *rt, Borrowed self, const Value *args);
Owned str_isnumeric_method(Runtime *rt, Borrowed self, const Value *args);
Owned str_isspace_method(Runtime *rt, Borrowed self, const Value *args);
Owned str_islower_method(Runtime *rt, Borrowed self, const Value *args);
Owned str_isupper_method(Runtime *rt, Borrowed self, const Value *args);
Owned str_istitle_method(Runtime *rt, Borrowed self, const Value *args);
Owned str_isascii_method(Runtime *rt, Borrowed self, const Value *args);
Owned str_isprintable_method(Runtime *rt, Borrowed self, const Value *args);
Owned str_isidentifier_method(Runtime *rt, Borrowed self, const Value *args);
Owned str_format_method(CALL_PARAMETERS);
Owned str_format_map_method(Runtime *rt, Borrowed self, const Value *args);
Owned str_translate_method(Runtime *rt, Borrowed self, const Value *args);
Owned str_maketrans_method(Runtime *rt, Borrowed self, const Value *args);
bool str_is_identifier(Borrowed self);
/* table[C] for translate; *FOUND NULL: LookupError, cleared. */
bool translation_lookup(Runtime *rt, Borrowed table, uint32_t c, Owned *found) must_check;
Owned str_encode_method(Runtime *rt, Borrowed self, const Value *args);

/* C as it is when ASCII, else \xhh, \uhhhh or \Uhhhhhhhh. */
bool builder_escape(StrBuilder *b, uint32_t c);
/* repr of a str, with its quotes */
Owned str_repr(Runtime *rt, Borrowed self);
bool builder_str_repr(StrBuilder *b, Borrowed v);
/* str(object, encoding, errors) for anything with a buffer */
Owned object_decode(Runtime *rt, Borrowed v, const char *encoding, const char *errors) must_check;

#endif
