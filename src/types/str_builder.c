/* StrBuilder: text gathered in one growing buffer, made a str at the end. */
#include "types/str_internal.h"

void builder_close(StrBuilder *b)
{
    if (b->bytes != b->small)
        memory_free(b->rt, b->bytes);
    b->bytes = b->small;
    b->size = 0;
    b->capacity = BUILDER_SMALL;
}

static char *grow(StrBuilder *b, size_t capacity)
{
    if (b->bytes != b->small)
        return memory_realloc(b->rt, b->bytes, capacity);
    char *bytes = memory_alloc(b->rt, capacity);
    return bytes ? memcpy(bytes, b->small, b->size) : NULL;
}

char *builder_reserve_slow(StrBuilder *b, size_t size)
{
    if (b->failed)
        return NULL;
    size_t capacity = MAX(b->size + size, b->capacity + b->capacity / 2 + 64);
    char *bytes = size <= TEXT_SIZE_MAX && capacity <= TEXT_SIZE_MAX * 2 ? grow(b, capacity) : NULL;
    if (!bytes) {
        b->failed = true;
        return raise_memory_error(b->rt);
    }
    b->bytes = bytes;
    b->capacity = capacity;
    return bytes + b->size;
}

bool builder_write_slow(StrBuilder *b, const char *bytes, size_t size)
{
    char *to = builder_reserve(b, size);
    if (!to)
        return false;
    if (size)
        memcpy(to, bytes, size);
    b->size += size;
    return true;
}

bool builder_text(StrBuilder *b, const char *text)
{
    return builder_write(b, text, strlen(text));
}

bool builder_code_point(StrBuilder *b, uint32_t c)
{
    char *to = builder_reserve(b, 4);
    if (!to)
        return false;
    b->size += utf8_encode(c, to);
    return true;
}

bool builder_repeat(StrBuilder *b, uint32_t c, size_t times)
{
    char unit[4];
    size_t size = utf8_encode(c, unit);
    char *to = times > TEXT_SIZE_MAX ? NULL : builder_reserve(b, size * times);
    if (!to) {
        if (times > TEXT_SIZE_MAX && !b->failed)
            raise_memory_error(b->rt);
        b->failed |= times != 0;
        return !b->failed;
    }
    if (size == 1)
        memset(to, unit[0], times);
    else
        for (size_t i = 0; i < times; i++)
            memcpy(to + i * size, unit, size);
    b->size += size * times;
    return true;
}

bool builder_repr(StrBuilder *b, Borrowed v)
{
    if (b->failed)
        return false;
    if (object_is_exactly(v, b->rt->str_type))
        return builder_str_repr(b, v);
    Value repr = value_repr(b->rt, v);
    if (!repr)
        return !(b->failed = true);
    bool ok = builder_str(b, repr);
    release(b->rt, repr);
    return ok;
}

Owned builder_finish(StrBuilder *b)
{
    Value v = b->failed ? NULL : str_from_bytes(b->rt, b->bytes, b->size);
    builder_close(b);
    return v;
}

Owned builder_finish_bytes(StrBuilder *b)
{
    Value v = b->failed ? NULL : bytes_from(b->rt, b->bytes, b->size);
    builder_close(b);
    return v;
}
