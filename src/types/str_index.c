/* Where code points lie: counting, decoding, and the index that makes s[i] O(1).
 *
 * index[k] = offset of code point 64 * (k + 1); it is built when a string of more than
 * 64 code points is first indexed.  Without memory for it, offsets are found by walking. */
#include "types/str_internal.h"

enum { INDEX_STRIDE = 64 };

#define HIGH_BITS 0x8080808080808080u

static inline uint64_t load_word(const char *p)
{
    uint64_t word;
    memcpy(&word, p, 8);
    return word;
}

/* Continuation bytes 10xxxxxx in a word. */
static inline unsigned continuations(uint64_t word)
{
    uint64_t ones = (word & ~(word << 1) & HIGH_BITS) >> 7;
    return (unsigned)(ones * 0x0101010101010101u >> 56);
}

bool bytes_are_ascii(const char *bytes, size_t size)
{
    while (size >= 32) {
        uint64_t bits = load_word(bytes) | load_word(bytes + 8) | load_word(bytes + 16) | load_word(bytes + 24);
        if (bits & HIGH_BITS)
            return false;
        bytes += 32;
        size -= 32;
    }
    for (; size >= 8; size -= 8, bytes += 8)
        if (load_word(bytes) & HIGH_BITS)
            return false;
    for (; size; size--, bytes++)
        if (*bytes & 0x80)
            return false;
    return true;
}

size_t utf8_count(const char *bytes, size_t size)
{
    size_t count = size;
    for (; size >= 8; size -= 8, bytes += 8)
        count -= continuations(load_word(bytes));
    for (; size; size--, bytes++)
        count -= utf8_is_continuation(*bytes);
    return count;
}

size_t utf8_skip(const char *bytes, size_t count)
{
    const char *p = bytes;
    for (; count; count--)
        p += utf8_sequence((unsigned char)*p);
    return (size_t)(p - bytes);
}

size_t utf8_decode(const char *bytes, uint32_t *c)
{
    const unsigned char *p = (const unsigned char *)bytes;
    if (p[0] < 0x80) {
        *c = p[0];
        return 1;
    }
    if (p[0] < 0xe0) {
        *c = (uint32_t)(p[0] & 0x1f) << 6 | (p[1] & 0x3f);
        return 2;
    }
    if (p[0] < 0xf0) {
        *c = (uint32_t)(p[0] & 0x0f) << 12 | (uint32_t)(p[1] & 0x3f) << 6 | (p[2] & 0x3f);
        return 3;
    }
    *c = (uint32_t)(p[0] & 0x07) << 18 | (uint32_t)(p[1] & 0x3f) << 12
        | (uint32_t)(p[2] & 0x3f) << 6 | (p[3] & 0x3f);
    return 4;
}

size_t utf8_encode(uint32_t c, char *bytes)
{
    size_t size = utf8_size(c);
    if (size == 1) {
        bytes[0] = (char)c;
        return 1;
    }
    for (size_t i = size - 1; i; i--, c >>= 6)
        bytes[i] = (char)(0x80 | (c & 0x3f));
    static const unsigned char lead[] = { 0, 0, 0xc0, 0xe0, 0xf0 };
    bytes[0] = (char)(lead[size] | c);
    return size;
}

static void build_index(const Str *s, StrTail *tail)
{
    size_t entries = (tail->length - 1) / INDEX_STRIDE;
    if (s->size > UINT32_MAX)
        return;
    uint32_t *index = memory_alloc(object_type(&s->head)->rt, entries * sizeof *index);
    if (!index)
        return;
    size_t offset = 0;
    for (size_t i = 0; i < entries; i++) {
        offset += utf8_skip(s->bytes + offset, INDEX_STRIDE);
        index[i] = (uint32_t)offset;
    }
    tail->index = index;
}

size_t str_offset(Borrowed v, size_t index)
{
    const Str *s = (const Str *)v;
    if (s->flags & STR_ASCII)
        return index;
    StrTail *tail = str_tail(v);
    if (index >= tail->length)
        return s->size;
    if (index >= INDEX_STRIDE && !tail->index)
        build_index(s, tail);
    size_t start = 0;
    if (index >= INDEX_STRIDE && tail->index) {
        start = tail->index[index / INDEX_STRIDE - 1];
        index %= INDEX_STRIDE;
    }
    return start + utf8_skip(s->bytes + start, index);
}

size_t str_move(Borrowed v, size_t offset, size_t index, int64_t delta)
{
    const Str *s = (const Str *)v;
    if (s->flags & STR_ASCII)
        return offset + (size_t)delta;
    if (delta > INDEX_STRIDE || delta < -INDEX_STRIDE)
        return str_offset(v, index + (size_t)delta);
    for (; delta > 0 && offset < s->size; delta--)
        offset += utf8_sequence((unsigned char)s->bytes[offset]);
    for (; delta < 0 && offset; delta++)
        do
            offset--;
        while (utf8_is_continuation(s->bytes[offset]));
    return offset;
}

uint32_t str_code_point(Borrowed v, size_t index)
{
    size_t offset = str_offset(v, index);
    return utf8_next(str_bytes(v), &offset);
}
