/* split, rsplit, splitlines, partition, rpartition and join of bytes and bytearray. */
#include "types/bytes_internal.h"

#include "object/arguments.h"
#include "types/bytes_search.h"
#include "types/list.h"
#include "types/tuple.h"

static bool add_part(Runtime *rt, Owned *list, Borrowed self, ByteView view, size_t from, size_t to)
{
    Value part = byte_result(rt, self, view.bytes + from, to - from);
    if (part && list_append_steal(rt, *list, part))
        return true;
    value_clear(rt, list);
    return false;
}

/* -- at whitespace */

static size_t skip_forward(ByteView view, size_t at, bool spaces)
{
    while (at < view.size && byte_is_space((unsigned char)view.bytes[at]) == spaces)
        at++;
    return at;
}

static size_t skip_backward(ByteView view, size_t at, bool spaces)
{
    while (at && byte_is_space((unsigned char)view.bytes[at - 1]) == spaces)
        at--;
    return at;
}

static Owned split_spaces(Runtime *rt, Borrowed self, ByteView view, int64_t limit)
{
    Value list = list_new(rt, 0);
    size_t at = skip_forward(view, 0, true);
    while (list && at < view.size) {
        size_t end = limit-- > 0 ? skip_forward(view, at, false) : view.size;
        if (!add_part(rt, &list, self, view, at, end))
            break;
        at = skip_forward(view, end, true);
    }
    return list;
}

static Owned rsplit_spaces(Runtime *rt, Borrowed self, ByteView view, int64_t limit)
{
    Value list = list_new(rt, 0);
    size_t at = skip_backward(view, view.size, true);
    while (list && at) {
        size_t start = limit-- > 0 ? skip_backward(view, at, false) : 0;
        if (!add_part(rt, &list, self, view, start, at))
            break;
        at = skip_backward(view, start, true);
    }
    if (list && !list_reverse(rt, list))
        value_clear(rt, &list);
    return list;
}

/* -- at a separator */

static Owned split_at(Runtime *rt, Borrowed self, ByteView view, const Buffer *separator, int64_t limit)
{
    Value list = list_new(rt, 0);
    size_t from = 0;
    while (list && limit-- > 0) {
        int64_t at = bytes_find(view.bytes + from, view.size - from, separator->bytes, separator->size);
        if (at < 0)
            break;
        if (!add_part(rt, &list, self, view, from, from + (size_t)at))
            return NULL;
        from += (size_t)at + separator->size;
    }
    if (list)
        (void)add_part(rt, &list, self, view, from, view.size);
    return list;
}

static Owned rsplit_at(Runtime *rt, Borrowed self, ByteView view, const Buffer *separator, int64_t limit)
{
    Value list = list_new(rt, 0);
    size_t to = view.size;
    while (list && limit-- > 0) {
        int64_t at = bytes_rfind(view.bytes, to, separator->bytes, separator->size, rt->hash_seed[0]);
        if (at < 0)
            break;
        if (!add_part(rt, &list, self, view, (size_t)at + separator->size, to))
            return NULL;
        to = (size_t)at;
    }
    if (list && add_part(rt, &list, self, view, 0, to) && !list_reverse(rt, list))
        value_clear(rt, &list);
    return list;
}

static Owned split_any(Runtime *rt, Borrowed self, ByteView view, const Value *args, bool backward)
{
    Buffer separator;
    int64_t limit = -1;
    if (!argument_index(rt, args[1], &limit))
        return NULL;
    if (limit < 0)
        limit = INT64_MAX;
    if (!args[0] || args[0] == NONE)
        return backward ? rsplit_spaces(rt, self, view, limit) : split_spaces(rt, self, view, limit);
    if (!buffer_get(rt, args[0], &separator, false))
        return NULL;
    Value list = NULL;
    if (!separator.size)
        raise(rt, rt->ValueError, "empty separator");
    else
        list = backward ? rsplit_at(rt, self, view, &separator, limit) : split_at(rt, self, view, &separator, limit);
    buffer_release(rt, &separator);
    return list;
}

static Owned view_split(Runtime *rt, Borrowed self, ByteView view, const Value *args)
{
    return split_any(rt, self, view, args, false);
}

static Owned view_rsplit(Runtime *rt, Borrowed self, ByteView view, const Value *args)
{
    return split_any(rt, self, view, args, true);
}

static Owned view_splitlines(Runtime *rt, Borrowed self, ByteView view, const Value *args)
{
    int keep = 0;
    if (!argument_int(rt, args[0], &keep))
        return NULL;
    Value list = list_new(rt, 0);
    for (size_t from = 0, next; list && from < view.size; from = next) {
        size_t end = from + bytes_line_end(view.bytes + from, view.size - from);
        next = MIN(end + 1, view.size);
        if (next < view.size && view.bytes[end] == '\r' && view.bytes[next] == '\n')
            next++;
        if (!add_part(rt, &list, self, view, from, keep ? next : end))
            break;
    }
    return list;
}

/* -- partition */

/* The separator is copied by a bytearray and given back as it is by bytes. */
static Owned parts_tuple(Runtime *rt, Borrowed self, ByteView a, Borrowed separator, ByteView b, ByteView c)
{
    Value parts[3] = {
        byte_result(rt, self, a.bytes, a.size),
        separator && value_is_bytes(self) ? retain(separator) : byte_result(rt, self, b.bytes, b.size),
        byte_result(rt, self, c.bytes, c.size),
    };
    if (parts[0] && parts[1] && parts[2])
        return tuple_from_steal(rt, parts, 3);
    for (int i = 0; i < 3; i++)
        release(rt, parts[i]);
    return NULL;
}

static Owned partition_at(Runtime *rt, Borrowed self, ByteView view, Borrowed v, const Buffer *separator, bool backward)
{
    ByteView none = { "", 0 };
    if (!separator->size)
        return raise(rt, rt->ValueError, "empty separator");
    int64_t at = backward ? bytes_rfind(view.bytes, view.size, separator->bytes, separator->size, rt->hash_seed[0])
                          : bytes_find(view.bytes, view.size, separator->bytes, separator->size);
    if (at < 0)
        return backward ? parts_tuple(rt, self, none, NULL, none, view) : parts_tuple(rt, self, view, NULL, none, none);
    size_t after = (size_t)at + separator->size;
    return parts_tuple(rt, self, (ByteView){ view.bytes, (size_t)at }, v,
                       (ByteView){ separator->bytes, separator->size },
                       (ByteView){ view.bytes + after, view.size - after });
}

static Owned partition_any(Runtime *rt, Borrowed self, ByteView view, const Value *args, bool backward)
{
    Buffer separator;
    if (!buffer_get(rt, args[0], &separator, false))
        return NULL;
    Value parts = partition_at(rt, self, view, args[0], &separator, backward);
    buffer_release(rt, &separator);
    return parts;
}

static Owned view_partition(Runtime *rt, Borrowed self, ByteView view, const Value *args)
{
    return partition_any(rt, self, view, args, false);
}

static Owned view_rpartition(Runtime *rt, Borrowed self, ByteView view, const Value *args)
{
    return partition_any(rt, self, view, args, true);
}

/* -- join */

static bool join_item(Runtime *rt, StrBuilder *b, Borrowed item, int64_t i)
{
    Buffer buffer;
    if (value_is_bytes(item))
        return builder_write(b, bytes_bytes(item), bytes_size(item));
    if (!has_buffer(rt, item) || (!buffer_get(rt, item, &buffer, false) && error_clear_if(rt, rt->BufferError)))
        return raise(rt, rt->TypeError, "sequence item %zd: expected a bytes-like object, %.80T found", i, item);
    if (error_pending(rt))
        return false;
    bool ok = builder_write(b, buffer.bytes, buffer.size);
    buffer_release(rt, &buffer);
    return ok;
}

static Owned view_join(Runtime *rt, Borrowed self, ByteView view, const Value *args)
{
    const Slots *slots = value_type(rt, args[0])->slots;
    if (!slots->iter && !slots->get_item)
        return raise(rt, rt->TypeError, "can only join an iterable");
    Value items = sequence_tuple(rt, args[0]), joined = NULL;
    if (!items)
        return NULL;
    StrBuilder b;
    builder_open(&b, rt);
    if (tuple_count(items) == 1 && object_is_exactly(self, rt->bytes_type)
        && object_is_exactly(tuple_item_peek(items, 0), rt->bytes_type)) {
        joined = retain(tuple_item_peek(items, 0));
        goto done;
    }
    for (int64_t i = 0; i < tuple_count(items); i++) {
        if (i)
            builder_write(&b, view.bytes, view.size);
        if (b.failed || !join_item(rt, &b, tuple_item_peek(items, i), i))
            goto done;
    }
    joined = byte_result(rt, self, b.bytes ? b.bytes : "", b.size);
done:
    builder_close(&b);
    release(rt, items);
    return joined;
}

BYTE_METHOD(split)
BYTE_METHOD(rsplit)
BYTE_METHOD(splitlines)
BYTE_METHOD(partition)
BYTE_METHOD(rpartition)
BYTE_METHOD(join)
