/* split, rsplit, splitlines, partition, rpartition, join. */
#include "types/str_internal.h"

#include "object/arguments.h"
#include "types/bytes_search.h"
#include "types/list.h"
#include "types/tuple.h"
#include "types/unicode.h"

/* A list of parts under construction; list NULL: failed. */
static bool add_part(Runtime *rt, Owned *list, Borrowed self, size_t from, size_t to)
{
    Value part = str_substring(rt, self, from, to);
    if (part && list_append_steal(rt, *list, part))
        return true;
    value_clear(rt, list);
    return false;
}

/* -- at whitespace */

static inline uint32_t peek_next(Borrowed self, size_t at, size_t *after)
{
    *after = at;
    return utf8_next(str_bytes(self), after);
}

static inline bool is_ascii_space(unsigned char c) { return c == ' ' || (c >= 0x09 && c <= 0x0d) || (c >= 0x1c && c <= 0x1f); }

static size_t skip_forward(Borrowed self, size_t at, bool spaces)
{
    size_t after;
    if (str_is_ascii(self)) {
        const char *bytes = str_bytes(self);
        while (at < str_size(self) && is_ascii_space((unsigned char)bytes[at]) == spaces)
            at++;
        return at;
    }
    while (at < str_size(self) && unicode_is_space(peek_next(self, at, &after)) == spaces)
        at = after;
    return at;
}

static size_t skip_backward(Borrowed self, size_t at, bool spaces)
{
    for (size_t before = at; at; at = before)
        if (unicode_is_space(utf8_previous(str_bytes(self), &before)) != spaces)
            break;
    return at;
}

static Owned split_spaces(Runtime *rt, Borrowed self, int64_t limit)
{
    Value list = list_new(rt, 0);
    size_t at = list ? skip_forward(self, 0, true) : 0;
    while (list && at < str_size(self)) {
        size_t end = limit-- > 0 ? skip_forward(self, at, false) : str_size(self);
        if (!add_part(rt, &list, self, at, end))
            break;
        at = skip_forward(self, end, true);
    }
    return list;
}

static Owned rsplit_spaces(Runtime *rt, Borrowed self, int64_t limit)
{
    Value list = list_new(rt, 0);
    size_t at = list ? skip_backward(self, str_size(self), true) : 0;
    while (list && at) {
        size_t start = limit-- > 0 ? skip_backward(self, at, false) : 0;
        if (!add_part(rt, &list, self, start, at))
            break;
        at = skip_backward(self, start, true);
    }
    if (list && !list_reverse(rt, list))
        value_clear(rt, &list);
    return list;
}

/* -- at a separator */

static Owned split_at(Runtime *rt, Borrowed self, Borrowed separator, int64_t limit)
{
    Value list = list_new(rt, 0);
    size_t from = 0, size = str_size(self);
    while (list && limit-- > 0) {
        int64_t at = bytes_find(str_bytes(self) + from, size - from, str_bytes(separator), str_size(separator));
        if (at < 0)
            break;
        if (!add_part(rt, &list, self, from, from + (size_t)at))
            return NULL;
        from += (size_t)at + str_size(separator);
    }
    if (list)
        (void)add_part(rt, &list, self, from, size);
    return list;
}

static Owned rsplit_at(Runtime *rt, Borrowed self, Borrowed separator, int64_t limit)
{
    Value list = list_new(rt, 0);
    size_t to = str_size(self);
    while (list && limit-- > 0) {
        int64_t at = bytes_rfind(str_bytes(self), to, str_bytes(separator), str_size(separator), rt->hash_seed[0]);
        if (at < 0)
            break;
        if (!add_part(rt, &list, self, (size_t)at + str_size(separator), to))
            return NULL;
        to = (size_t)at;
    }
    if (list && add_part(rt, &list, self, 0, to) && !list_reverse(rt, list))
        value_clear(rt, &list);
    return list;
}

static Owned split(Runtime *rt, Borrowed self, const Value *args, bool backward)
{
    int64_t limit = -1;
    Borrowed separator = args[0];
    if (!argument_index(rt, args[1], &limit))
        return NULL;
    if (limit < 0)
        limit = INT64_MAX;
    if (!separator || separator == NONE)
        return backward ? rsplit_spaces(rt, self, limit) : split_spaces(rt, self, limit);
    if (!value_is_str(separator))
        return raise(rt, rt->TypeError, "must be str or None, not %.100T", separator);
    if (!str_size(separator))
        return raise(rt, rt->ValueError, "empty separator");
    return backward ? rsplit_at(rt, self, separator, limit) : split_at(rt, self, separator, limit);
}

Owned str_split_method(Runtime *rt, Borrowed self, const Value *args) { return split(rt, self, args, false); }
Owned str_rsplit_method(Runtime *rt, Borrowed self, const Value *args) { return split(rt, self, args, true); }

/* -- lines */

/* The offset of the line break at or after FROM; *NEXT is where the next line starts. */
static size_t find_line_end(Borrowed self, size_t from, size_t *next)
{
    const char *bytes = str_bytes(self);
    for (size_t at = from, size = str_size(self); at < size; at = *next) {
        while (at < size && (signed char)bytes[at] > 0x1e)    /* what is not ASCII stops too */
            at++;
        if (at == size)
            break;
        uint32_t c = peek_next(self, at, next);
        if (!unicode_is_line_break(c))
            continue;
        if (c == '\r' && bytes[*next] == '\n')
            ++*next;
        return at;
    }
    return *next = str_size(self);
}

Owned str_splitlines_method(Runtime *rt, Borrowed self, const Value *args)
{
    int keep = 0;
    if (!argument_int(rt, args[0], &keep))
        return NULL;
    Value list = list_new(rt, 0);
    for (size_t from = 0, next; list && from < str_size(self); from = next) {
        size_t end = find_line_end(self, from, &next);
        if (!add_part(rt, &list, self, from, keep ? next : end))
            break;
    }
    return list;
}

/* -- partition */

static Owned three_parts(Runtime *rt, Borrowed self, Borrowed separator, size_t at)
{
    Value parts[3] = {
        str_substring(rt, self, 0, at), str_exact(rt, separator),
        str_substring(rt, self, at + str_size(separator), str_size(self)),
    };
    if (parts[0] && parts[1] && parts[2])
        return tuple_from_steal(rt, parts, 3);
    for (int i = 0; i < 3; i++)
        release(rt, parts[i]);
    return NULL;
}

static Owned not_found_parts(Runtime *rt, Borrowed self, bool backward)
{
    Value whole = str_exact(rt, self), empty = str_empty(rt), parts = NULL;
    if (whole && empty)
        parts = backward ? tuple_pack(rt, 3, empty, empty, whole) : tuple_pack(rt, 3, whole, empty, empty);
    release(rt, whole);
    release(rt, empty);
    return parts;
}

static Owned partition(Runtime *rt, Borrowed self, Borrowed separator, bool backward)
{
    if (!value_is_str(separator))
        return raise(rt, rt->TypeError, "must be str, not %.100T", separator);
    if (!str_size(separator))
        return raise(rt, rt->ValueError, "empty separator");
    const char *bytes = str_bytes(self), *pattern = str_bytes(separator);
    int64_t at = backward ? bytes_rfind(bytes, str_size(self), pattern, str_size(separator), rt->hash_seed[0])
                          : bytes_find(bytes, str_size(self), pattern, str_size(separator));
    return at < 0 ? not_found_parts(rt, self, backward) : three_parts(rt, self, separator, (size_t)at);
}

Owned str_partition_method(Runtime *rt, Borrowed self, const Value *args)
{
    return partition(rt, self, args[0], false);
}

Owned str_rpartition_method(Runtime *rt, Borrowed self, const Value *args)
{
    return partition(rt, self, args[0], true);
}

/* -- join: sizes first, so that the result is made once */

typedef struct Items { Borrowed sequence; bool is_list; } Items;

static inline int64_t item_count(Items items)
{
    return items.is_list ? list_count(items.sequence) : tuple_count(items.sequence);
}

static inline Borrowed item_at(Items items, int64_t i)
{
    return items.is_list ? list_item_peek(items.sequence, i) : tuple_item_peek(items.sequence, i);
}

static bool joined_size(Runtime *rt, Borrowed separator, Items items, size_t *size, size_t *length)
{
    int64_t count = item_count(items);
    *size = *length = 0;
    for (int64_t i = 0; i < count; i++) {
        Borrowed item = item_at(items, i);
        if (!value_is_str(item))
            return raise(rt, rt->TypeError, "sequence item %zd: expected str instance, %.80T found", i, item);
        *size += str_size(item) + (i ? str_size(separator) : 0);
        *length += str_length(item) + (i ? str_length(separator) : 0);
        if (*size > TEXT_SIZE_MAX)
            return raise(rt, rt->OverflowError, "join() result is too long for a Python string");
    }
    return true;
}

/* Making the result may have run a finalizer that changed the list. */
static bool fill_joined(char *to, size_t size, Borrowed separator, Items items)
{
    int64_t count = item_count(items);
    for (int64_t i = 0; i < count; i++) {
        Borrowed item = item_at(items, i);
        size_t gap = i ? str_size(separator) : 0;
        if (!value_is_str(item) || str_size(item) + gap > size)
            return false;
        to = (char *)memcpy(to, str_bytes(separator), gap) + gap;
        to = (char *)memcpy(to, str_bytes(item), str_size(item)) + str_size(item);
        size -= str_size(item) + gap;
    }
    return size == 0;
}

static Owned join_items(Runtime *rt, Borrowed separator, Items items)
{
    size_t size, length;
    if (item_count(items) == 1 && object_is_exactly(item_at(items, 0), rt->str_type))
        return retain(item_at(items, 0));
    if (!joined_size(rt, separator, items, &size, &length))
        return NULL;
    if (!length)
        return str_empty(rt);
    Value v = str_new(rt, size, length);
    if (v && !fill_joined((char *)str_bytes(v), size, separator, items)) {
        release(rt, v);
        return raise(rt, rt->RuntimeError, "sequence changed during join");
    }
    return v;
}

Owned str_join(Runtime *rt, Borrowed separator, Borrowed iterable)
{
    if (value_is_list(iterable) || value_is_tuple(iterable))
        return join_items(rt, separator, (Items){ iterable, value_is_list(iterable) });
    if (!value_type(rt, iterable)->slots->iter && !value_type(rt, iterable)->slots->item
        && !value_type(rt, iterable)->slots->get_item)
        return raise(rt, rt->TypeError, "can only join an iterable");
    Value list = sequence_list(rt, iterable);
    if (!list)
        return NULL;
    Value joined = join_items(rt, separator, (Items){ list, true });
    release(rt, list);
    return joined;
}

Owned str_join_method(Runtime *rt, Borrowed self, const Value *args)
{
    return str_join(rt, self, args[0]);
}
