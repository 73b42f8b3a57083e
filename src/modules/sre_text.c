/* Texts that patterns are matched against, and places in them. */
#include "modules/sre.h"
#include "object/error.h"
#include "object/protocol.h"
#include "types/bytes.h"
#include "types/str_internal.h"

bool sre_text_open(Runtime *rt, const Pattern *pattern, Borrowed string, SreText *text)
{
    *text = (SreText){ .string = string };
    if (value_is_str(string)) {
        if (pattern->pattern != NONE && pattern->for_bytes)
            return raise(rt, rt->TypeError, "cannot use a bytes pattern on a string-like object");
        text->bytes = str_bytes(string);
        text->size = str_size(string);
        text->wide = !str_is_ascii(string);
        return true;
    }
    if (!has_buffer(rt, string))
        return raise(rt, rt->TypeError, "expected string or bytes-like object, got '%T'", string);
    if (pattern->pattern != NONE && !pattern->for_bytes)
        return raise(rt, rt->TypeError, "cannot use a string pattern on a bytes-like object");
    if (!buffer_get(rt, string, &text->buffer, false))
        return false;
    text->bytes = text->buffer.bytes ? text->buffer.bytes : "";
    text->size = text->buffer.size;
    return true;
}

void sre_text_close(Runtime *rt, SreText *text)
{
    if (text->buffer.owner)
        buffer_release(rt, &text->buffer);
}

Owned sre_slice(Runtime *rt, Borrowed string, int64_t start, int64_t end)
{
    if (value_is_str(string)) {
        if (start == 0 && (size_t)end == str_size(string) && object_is_exactly(string, rt->str_type))
            return retain(string);
        return str_from_bytes(rt, str_bytes(string) + start, (size_t)(end - start));
    }
    Buffer buffer;
    if (object_is_exactly(string, rt->bytes_type) && start == 0 && (size_t)end == bytes_size(string))
        return retain(string);
    if (!buffer_get(rt, string, &buffer, false))
        return NULL;
    start = MIN(start, (int64_t)buffer.size), end = MIN(end, (int64_t)buffer.size);
    Value slice = bytes_from(rt, buffer.bytes + start, (size_t)(end - start));
    buffer_release(rt, &buffer);
    return slice;
}

enum { INDEX_STRIDE = 64 };

/* The index of offsets is made by str_offset; the stride that holds PLACE is searched for. */
int64_t sre_place_to_index(Borrowed string, int64_t place)
{
    if (place < 0 || !value_is_str(string) || str_is_ascii(string))
        return place;
    StrTail *tail = str_tail(string);
    if (!tail->index)
        str_offset(string, tail->length / 2);
    size_t low = 0;
    if (tail->index) {
        size_t high = tail->length / INDEX_STRIDE + 1;
        while (high - low > 1) {
            size_t middle = (low + high) / 2;
            if (str_offset(string, middle * INDEX_STRIDE) <= (size_t)place)
                low = middle;
            else
                high = middle;
        }
    }
    size_t begin = str_offset(string, low * INDEX_STRIDE);
    return (int64_t)(low * INDEX_STRIDE + utf8_count(str_bytes(string) + begin, (size_t)place - begin));
}

size_t sre_index_to_place(const SreText *text, int64_t index)
{
    if (index <= 0)
        return 0;
    if (!text->wide)
        return MIN((size_t)index, text->size);
    return (size_t)index >= str_length(text->string) ? text->size : str_offset(text->string, (size_t)index);
}
