/* find, index, count, startswith, endswith and replace of bytes and bytearray. */
#include "types/bytes_internal.h"

#include "object/budget.h"
#include "object/arguments.h"
#include "types/bytes_search.h"
#include "types/int.h"
#include "types/tuple.h"

/* What is looked for: a buffer, or one byte given as an int. */
typedef struct Pattern { Buffer buffer; unsigned char byte; const char *bytes; size_t size; } Pattern;

static bool pattern_open(Runtime *rt, Borrowed v, Pattern *p)
{
    *p = (Pattern){ 0 };
    if (!has_buffer(rt, v)) {
        if (!value_is_int(v) && !value_type(rt, v)->slots->index)
            return raise(rt, rt->TypeError, "argument should be integer or bytes-like object, not '%.200T'", v);
        if (!byte_argument(rt, v, "byte must be in range(0, 256)", &p->byte))
            return false;
        p->bytes = (const char *)&p->byte;
        p->size = 1;
        return true;
    }
    if (!buffer_get(rt, v, &p->buffer, false))
        return false;
    p->bytes = p->buffer.bytes;
    p->size = p->buffer.size;
    return true;
}

static bool search(Runtime *rt, ByteView view, const Value *args, bool backward, int64_t *found)
{
    Pattern p;
    int64_t from, to;
    *found = -1;
    if (!range_arguments(rt, args[1], args[2], (int64_t)view.size, &from, &to) || !pattern_open(rt, args[0], &p))
        return false;
    if (from <= to) {
        const char *bytes = view.bytes + from;
        size_t size = (size_t)(to - from);
        *found = !backward                ? bytes_find_charged(rt, bytes, size, p.bytes, p.size)
                 : charge_bytes(rt, size) ? bytes_rfind(bytes, size, p.bytes, p.size, rt->hash_seed[0])
                                          : -2;
        *found += *found < 0 ? 0 : from;
    }
    buffer_release(rt, &p.buffer);
    return *found != -2;
}

static Owned find_result(Runtime *rt, ByteView view, const Value *args, bool backward, bool must)
{
    int64_t found;
    if (!search(rt, view, args, backward, &found))
        return NULL;
    if (must && found < 0)
        return raise(rt, rt->ValueError, "subsection not found");
    return small_int_value(found);
}

static Owned view_find(Runtime *rt, Borrowed self, ByteView view, const Value *args)
{
    (void)self;
    return find_result(rt, view, args, false, false);
}

static Owned view_rfind(Runtime *rt, Borrowed self, ByteView view, const Value *args)
{
    (void)self;
    return find_result(rt, view, args, true, false);
}

static Owned view_index(Runtime *rt, Borrowed self, ByteView view, const Value *args)
{
    (void)self;
    return find_result(rt, view, args, false, true);
}

static Owned view_rindex(Runtime *rt, Borrowed self, ByteView view, const Value *args)
{
    (void)self;
    return find_result(rt, view, args, true, true);
}

static Owned view_count(Runtime *rt, Borrowed self, ByteView view, const Value *args)
{
    (void)self;
    Pattern p;
    int64_t from, to, times = 0;
    if (!range_arguments(rt, args[1], args[2], (int64_t)view.size, &from, &to) || !pattern_open(rt, args[0], &p))
        return NULL;
    if (from <= to && !p.size)
        times = to - from + 1;
    else if (from <= to && !charge_bytes(rt, (size_t)(to - from)))
        times = -1;
    else if (from <= to)
        times = (int64_t)bytes_count(view.bytes + from, (size_t)(to - from), p.bytes, p.size, SIZE_MAX);
    buffer_release(rt, &p.buffer);
    return times < 0 ? NULL : small_int_value(times);
}

/* -- startswith, endswith: 1, 0, -1 */

static int matches(Runtime *rt, ByteView part, Borrowed affix, bool valid, bool at_end)
{
    Buffer b;
    if (!buffer_get(rt, affix, &b, false))
        return -1;
    bool equal = valid && b.size <= part.size
        && !memcmp(part.bytes + (at_end ? part.size - b.size : 0), b.bytes, b.size);
    buffer_release(rt, &b);
    return equal;
}

static Owned affix(Runtime *rt, ByteView view, const Value *args, bool at_end)
{
    int64_t from, to;
    int found = 0;
    if (!range_arguments(rt, args[1], args[2], (int64_t)view.size, &from, &to))
        return NULL;
    bool valid = from <= to;
    ByteView part = { view.bytes + (valid ? from : 0), valid ? (size_t)(to - from) : 0 };
    if (value_is_tuple(args[0])) {
        for (int64_t i = 0; !found && i < tuple_count(args[0]); i++)
            found = matches(rt, part, tuple_item_peek(args[0], i), valid, at_end);
    } else if (!has_buffer(rt, args[0])) {
        return raise(rt, rt->TypeError, "%s first arg must be bytes or a tuple of bytes, not %.100T",
                     at_end ? "endswith" : "startswith", args[0]);
    } else {
        found = matches(rt, part, args[0], valid, at_end);
    }
    return found < 0 ? NULL : bool_value(found);
}

static Owned view_startswith(Runtime *rt, Borrowed self, ByteView view, const Value *args)
{
    (void)self;
    return affix(rt, view, args, false);
}

static Owned view_endswith(Runtime *rt, Borrowed self, ByteView view, const Value *args)
{
    (void)self;
    return affix(rt, view, args, true);
}

/* -- replace */

static bool write_replaced(StrBuilder *b, ByteView view, const Buffer *old, const Buffer *new, size_t times)
{
    const char *from = view.bytes, *end = view.bytes + view.size;
    for (; times && !b->failed; times--) {
        size_t at = old->size ? (size_t)bytes_find(from, (size_t)(end - from), old->bytes, old->size) : 0;
        builder_write(b, from, at);
        builder_write(b, new->bytes, new->size);
        from += at + old->size;
        if (!old->size && from < end)
            builder_byte(b, *from++);
    }
    return builder_write(b, from, (size_t)(end - from));
}

static Owned replaced(Runtime *rt, Borrowed self, ByteView view, const Buffer *old, const Buffer *new, size_t limit)
{
    size_t times = old->size ? bytes_count(view.bytes, view.size, old->bytes, old->size, limit)
                             : MIN(view.size + 1, limit), size;
    StrBuilder b;
    if (!charge_bytes(rt, view.size))
        return NULL;
    if (!times)
        return byte_result(rt, self, view.bytes, view.size);
    if (__builtin_mul_overflow(times, new->size, &size) || size > INT64_MAX - view.size)
        return raise(rt, rt->OverflowError, "replace bytes is too long");
    builder_open(&b, rt);
    if (!builder_reserve(&b, view.size - old->size * times + size + 1))
        return NULL;
    write_replaced(&b, view, old, new, times);
    Value v = b.failed ? NULL : byte_result(rt, self, b.bytes, b.size);
    builder_close(&b);
    return v;
}

static Owned view_replace(Runtime *rt, Borrowed self, ByteView view, const Value *args)
{
    Buffer old, new;
    int64_t limit = -1;
    Value v = NULL;
    if (!buffer_get(rt, args[0], &old, false))
        return NULL;
    if (buffer_get(rt, args[1], &new, false)) {
        if (argument_index(rt, args[2], &limit))
            v = replaced(rt, self, view, &old, &new, limit < 0 ? SIZE_MAX : (size_t)limit);
        buffer_release(rt, &new);
    }
    buffer_release(rt, &old);
    return v;
}

#define FIND_METHOD(name) \
    Owned byte_##name(CALL_PARAMETERS) \
    { \
        Value bound[3]; \
        const char *full = value_is_bytearray(self) ? "bytearray." #name : "bytes." #name; \
        return find_arguments(rt, full, args, count, keywords, bound) \
            ? byte_method_run(rt, self, bound, view_##name) : NULL; \
    }

FIND_METHOD(find)
FIND_METHOD(rfind)
FIND_METHOD(index)
FIND_METHOD(rindex)
FIND_METHOD(count)
FIND_METHOD(startswith)
FIND_METHOD(endswith)
BYTE_METHOD(replace)
