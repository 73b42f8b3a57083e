/* split, rsplit, splitlines, partition, rpartition, join. */
#include "types/str_internal.h"

#include "object/arguments.h"
#include "types/bytes_search.h"
#include "types/list.h"
#include "types/tuple.h"
#include "types/unicode.h"

/* Parts under construction: the first ones here, so that most lists are made once, in their size. */
enum { PARTS_SMALL = 32 };
typedef struct Parts {
    Runtime *rt;
    Value list;                 /* those that are no more in `small`, or NULL */
    int64_t count;
    bool failed;
    Value small[PARTS_SMALL];
} Parts;

static inline void parts_open(Parts *p, Runtime *rt)
{
    p->rt = rt;
    p->list = NULL;
    p->count = 0;
    p->failed = false;
}

static bool parts_flush(Parts *p)
{
    int64_t done = 0;
    if (!p->list)
        p->list = list_new(p->rt, PARTS_SMALL * 2);
    while (p->list && done < p->count)
        if (!list_append_steal(p->rt, p->list, p->small[done++]))
            value_clear(p->rt, &p->list);
    while (done < p->count)
        release(p->rt, p->small[done++]);
    p->count = 0;
    p->failed = !p->list;
    return p->list;
}

static bool add_part(Parts *p, Borrowed self, size_t from, size_t to)
{
    if (p->count == PARTS_SMALL && !parts_flush(p))
        return false;
    Value part = str_substring(p->rt, self, from, to);
    if (unlikely(!part))
        return !(p->failed = true);
    p->small[p->count++] = part;
    return true;
}

static Owned parts_finish(Parts *p)
{
    if (likely(!p->failed && !p->list))
        return list_from_steal(p->rt, p->small, p->count);
    if (!p->failed)
        return parts_flush(p) ? p->list : NULL;
    while (p->count)
        release(p->rt, p->small[--p->count]);
    value_clear(p->rt, &p->list);
    return NULL;
}

static Owned parts_finish_reversed(Parts *p)
{
    Value list = parts_finish(p);
    if (list && !list_reverse(p->rt, list))
        value_clear(p->rt, &list);
    return list;
}

/* -- at whitespace */

static inline uint32_t peek_next(Borrowed self, size_t at, size_t *after)
{
    *after = at;
    return utf8_next(str_bytes(self), after);
}

static inline bool is_ascii_space(unsigned char c)
{
    /* bits 9 to 13 and 28 to 32 */
    return c <= ' ' && (UINT64_C(0x1f0003e00) >> c & 1);
}

static size_t skip_forward(Borrowed self, size_t at, bool spaces)
{
    size_t after;
    if (str_is_ascii(self)) {
        const char *bytes = str_bytes(self);
        while (!spaces && (unsigned char)bytes[at] > ' ')       /* the 0 at the end stops it */
            at++;
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
    Parts p;
    parts_open(&p, rt);
    size_t at = skip_forward(self, 0, true);
    while (at < str_size(self)) {
        size_t end = limit-- > 0 ? skip_forward(self, at, false) : str_size(self);
        if (!add_part(&p, self, at, end))
            break;
        at = skip_forward(self, end, true);
    }
    return parts_finish(&p);
}

static Owned rsplit_spaces(Runtime *rt, Borrowed self, int64_t limit)
{
    Parts p;
    parts_open(&p, rt);
    size_t at = skip_backward(self, str_size(self), true);
    while (at) {
        size_t start = limit-- > 0 ? skip_backward(self, at, false) : 0;
        if (!add_part(&p, self, start, at))
            break;
        at = skip_backward(self, start, true);
    }
    return parts_finish_reversed(&p);
}

/* -- at a separator */

static Owned split_at(Runtime *rt, Borrowed self, Borrowed separator, int64_t limit)
{
    Parts p;
    parts_open(&p, rt);
    size_t from = 0, size = str_size(self);
    while (limit-- > 0) {
        int64_t at = bytes_find(str_bytes(self) + from, size - from, str_bytes(separator), str_size(separator));
        if (at < 0 || !add_part(&p, self, from, from + (size_t)at))
            break;
        from += (size_t)at + str_size(separator);
    }
    if (!p.failed)
        (void)add_part(&p, self, from, size);
    return parts_finish(&p);
}

static Owned rsplit_at(Runtime *rt, Borrowed self, Borrowed separator, int64_t limit)
{
    Parts p;
    parts_open(&p, rt);
    size_t to = str_size(self);
    while (limit-- > 0) {
        int64_t at = bytes_rfind(str_bytes(self), to, str_bytes(separator), str_size(separator), rt->hash_seed[0]);
        if (at < 0 || !add_part(&p, self, (size_t)at + str_size(separator), to))
            break;
        to = (size_t)at;
    }
    if (!p.failed)
        (void)add_part(&p, self, 0, to);
    return parts_finish_reversed(&p);
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
    Parts p;
    parts_open(&p, rt);
    for (size_t from = 0, next; from < str_size(self); from = next) {
        size_t end = find_line_end(self, from, &next);
        if (!add_part(&p, self, from, keep ? next : end))
            break;
    }
    return parts_finish(&p);
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

/* memcpy, where most pieces are a few bytes. */
static inline char *put_piece(char *to, const char *from, size_t size)
{
    if (size == 1) {
        *to = *from;
    } else if (size - 8 <= 8) {
        uint64_t first, last;
        memcpy(&first, from, 8);
        memcpy(&last, from + size - 8, 8);
        memcpy(to, &first, 8);
        memcpy(to + size - 8, &last, 8);
    } else if (size - 4 < 4) {
        uint32_t first, last;
        memcpy(&first, from, 4);
        memcpy(&last, from + size - 4, 4);
        memcpy(to, &first, 4);
        memcpy(to + size - 4, &last, 4);
    } else if (size - 2 < 2) {
        to[0] = from[0];
        to[1] = from[1];
        to[size - 1] = from[size - 1];
    } else {
        memcpy(to, from, size);
    }
    return to + size;
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
        to = put_piece(to, str_bytes(separator), gap);
        to = put_piece(to, str_bytes(item), str_size(item));
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
