/* BytesIO: a stream in memory.  Its content is a bytearray, so that getbuffer() is a
 * view of one, and the bytearray itself refuses to be resized while views exist. */
#include "modules/io.h"
#include "object/arguments.h"
#include "object/error.h"
#include "object/protocol.h"
#include "types/bytes.h"
#include "types/dict.h"
#include "types/int.h"
#include "types/tuple.h"

typedef struct BytesIO {
    Stream stream;
    Value content;              /* bytearray; NULL: closed */
    int64_t at;
} BytesIO;

static ByteArray *content_of(Borrowed self) { return (ByteArray *)((BytesIO *)self)->content; }
static int64_t size_of(Borrowed self) { return (int64_t)content_of(self)->size; }
static char *bytes_of(Borrowed self) { return content_of(self)->bytes + content_of(self)->start; }

static int traverse(Object *self, GcVisit visit, void *argument)
{
    VISIT_VALUE(((BytesIO *)self)->content);
    return type_traverse_object(self, visit, argument);
}

static void clear(Gc *gc, Object *self) { type_clear_object(runtime_of(gc), self); }

static void free_bytes_io(Gc *gc, Object *self)
{
    gc_untrack(gc, self);
    release(runtime_of(gc), ((BytesIO *)self)->content);
    type_free_object(runtime_of(gc), self);
}

static Owned make(Runtime *rt, Type *type, const Value *args unused, size_t count unused, Borrowed keywords unused)
{
    BytesIO *b = (BytesIO *)type_alloc(rt, type, 0);
    if (!b)
        return NULL;
    b->content = bytearray_from(rt, "", 0);
    gc_track(&rt->gc, &b->stream.head);
    if (!b->content) {
        object_release(&rt->gc, &b->stream.head);
        return NULL;
    }
    return object_value(b);
}

static bool init(Runtime *rt, Borrowed self, const Value *args, size_t count, Borrowed keywords)
{
    Value bound[1];
    Buffer buffer;
    if (!arguments_bind(rt, "BytesIO", "(initial_bytes=b'')", args, count, keywords, bound))
        return false;
    Value content;
    if (bound[0] && bound[0] != NONE) {
        if (!buffer_get(rt, bound[0], &buffer, false))
            return false;
        content = bytearray_from(rt, buffer.bytes, buffer.size);
        buffer_release(rt, &buffer);
    } else {
        content = bytearray_from(rt, "", 0);
    }
    if (!content)
        return false;
    value_replace(rt, &((BytesIO *)self)->content, content);
    ((BytesIO *)self)->at = 0;
    ((BytesIO *)self)->stream.closed = false;
    return true;
}

static bool check_open(Runtime *rt, Borrowed self)
{
    return ((BytesIO *)self)->content || raise(rt, rt->ValueError, "I/O operation on closed file.");
}

static Owned take(Runtime *rt, Borrowed self, int64_t n)
{
    BytesIO *b = (BytesIO *)self;
    int64_t left = MAX(0, size_of(self) - b->at);
    if (n < 0 || n > left)
        n = left;
    Value result = bytes_from(rt, n ? bytes_of(self) + b->at : "", (size_t)n);
    b->at += result ? n : 0;
    return result;
}

static Owned read_method(Runtime *rt, Borrowed self, const Value *args)
{
    int64_t n;
    return check_open(rt, self) && io_size(rt, args[0], &n) ? take(rt, self, n) : NULL;
}

static Owned readline_method(Runtime *rt, Borrowed self, const Value *args)
{
    int64_t limit;
    if (!check_open(rt, self) || !io_size(rt, args[0], &limit))
        return NULL;
    int64_t at = ((BytesIO *)self)->at, left = MAX(0, size_of(self) - at);
    const char *newline = left ? memchr(bytes_of(self) + at, '\n', (size_t)left) : NULL;
    int64_t n = newline ? newline - (bytes_of(self) + at) + 1 : left;
    return take(rt, self, limit >= 0 ? MIN(n, limit) : n);
}

static Owned next_line(Runtime *rt, Borrowed self)
{
    static const Value none[1] = { NULL };
    Value line = readline_method(rt, self, none);
    if (line && bytes_size(line) == 0)
        value_clear(rt, &line);
    return line;
}

static Owned readinto_method(Runtime *rt, Borrowed self, const Value *args)
{
    Buffer buffer;
    if (!check_open(rt, self) || !buffer_get(rt, args[0], &buffer, true))
        return NULL;
    BytesIO *b = (BytesIO *)self;
    int64_t n = MIN(MAX(0, size_of(self) - b->at), (int64_t)buffer.size);
    if (n)
        memmove(buffer.bytes, bytes_of(self) + b->at, (size_t)n);
    b->at += n;
    buffer_release(rt, &buffer);
    return small_int_value(n);
}

/* Room up to SIZE; what lies between the old end and the place written to is zero. */
static bool reach(Runtime *rt, Borrowed self, int64_t size)
{
    int64_t old = size_of(self);
    if (size <= old)
        return true;
    if (!bytearray_resize(rt, ((BytesIO *)self)->content, (size_t)size))
        return false;
    memset(bytes_of(self) + old, 0, (size_t)(size - old));
    return true;
}

static Owned write_method(Runtime *rt, Borrowed self, const Value *args)
{
    Buffer buffer;
    BytesIO *b = (BytesIO *)self;
    if (!check_open(rt, self))
        return NULL;
    if (content_of(self)->exports)
        return raise(rt, rt->BufferError, "Existing exports of data: object cannot be re-sized");
    if (!buffer_get(rt, args[0], &buffer, false))
        return NULL;
    bool done = !buffer.size || reach(rt, self, b->at + (int64_t)buffer.size);
    if (done && buffer.size)
        memcpy(bytes_of(self) + b->at, buffer.bytes, buffer.size);
    int64_t n = (int64_t)buffer.size;
    buffer_release(rt, &buffer);
    b->at += done ? n : 0;
    return done ? small_int_value(n) : NULL;
}

static Owned seek_method(Runtime *rt, Borrowed self, const Value *args)
{
    BytesIO *b = (BytesIO *)self;
    int64_t offset = 0;
    int whence = 0;
    if (!check_open(rt, self) || !argument_index(rt, args[0], &offset) || !argument_int(rt, args[1], &whence))
        return NULL;
    if (whence == 0 && offset < 0)
        return raise(rt, rt->ValueError, "negative seek value %zd", offset);
    if (whence < 0 || whence > 2)
        return raise(rt, rt->ValueError, "invalid whence (%d, should be 0, 1 or 2)", whence);
    b->at = MAX(0, offset + (whence == 1 ? b->at : whence == 2 ? size_of(self) : 0));
    return small_int_value(b->at);
}

static Owned tell_method(Runtime *rt, Borrowed self, const Value *args unused)
{
    return check_open(rt, self) ? small_int_value(((BytesIO *)self)->at) : NULL;
}

static Owned truncate_method(Runtime *rt, Borrowed self, const Value *args)
{
    int64_t size = ((BytesIO *)self)->at;
    if (!check_open(rt, self) || (args[0] && args[0] != NONE && !argument_index(rt, args[0], &size)))
        return NULL;
    if (size < 0)
        return raise(rt, rt->ValueError, "negative size value %zd", size);
    if (size < size_of(self) && !bytearray_resize(rt, ((BytesIO *)self)->content, (size_t)size))
        return NULL;
    return small_int_value(size);
}

static Owned getvalue_method(Runtime *rt, Borrowed self, const Value *args unused)
{
    return check_open(rt, self) ? bytes_from(rt, size_of(self) ? bytes_of(self) : "", (size_t)size_of(self)) : NULL;
}

static Owned getbuffer_method(Runtime *rt, Borrowed self, const Value *args unused)
{
    return check_open(rt, self) ? call_one(rt, type_value(rt->memoryview_type), ((BytesIO *)self)->content) : NULL;
}

static Owned close_method(Runtime *rt, Borrowed self, const Value *args unused)
{
    if (((BytesIO *)self)->content && content_of(self)->exports)
        return raise(rt, rt->BufferError, "Existing exports of data: object cannot be re-sized");
    value_clear(rt, &((BytesIO *)self)->content);
    ((BytesIO *)self)->stream.closed = true;
    return NONE;
}

static Owned getstate_method(Runtime *rt, Borrowed self, const Value *args unused)
{
    if (!check_open(rt, self))
        return NULL;
    Value dict = ((Stream *)self)->dict;
    Value items[3] = { bytes_from(rt, bytes_of(self), (size_t)size_of(self)), small_int_value(((BytesIO *)self)->at), dict ? dict_copy(rt, dict) : NONE };
    return tuple_from_steal(rt, items, 3);
}

static Owned setstate_method(Runtime *rt, Borrowed self, const Value *args)
{
    int64_t place;
    if (!check_open(rt, self) || !io_state_parts(rt, self, args[0], 3))
        return NULL;
    const Value *parts = tuple_items(args[0]);
    if (!init(rt, self, parts, 1, NULL) || !io_state_place(rt, parts[1], "second", &place) || !io_state_dict(rt, self, parts[2], "third"))
        return NULL;
    ((BytesIO *)self)->at = place;
    return NONE;
}

static Owned yes(Runtime *rt, Borrowed self, const Value *args unused) { return check_open(rt, self) ? TRUE : NULL; }
static Owned get_closed(Runtime *rt unused, Borrowed self) { return bool_value(!((BytesIO *)self)->content); }

static const MethodDef methods[] = {
    METHOD("read", read_method, "(size=-1, /)", NULL), METHOD("read1", read_method, "(size=-1, /)", NULL),
    METHOD("readline", readline_method, "(size=-1, /)", NULL), METHOD("readinto", readinto_method, "(buffer, /)", NULL),
    METHOD("write", write_method, "(b, /)", NULL), METHOD("seek", seek_method, "(pos, whence=0, /)", NULL),
    METHOD("tell", tell_method, "()", NULL), METHOD("truncate", truncate_method, "(size=None, /)", NULL),
    METHOD("getvalue", getvalue_method, "()", NULL), METHOD("getbuffer", getbuffer_method, "()", NULL),
    METHOD("close", close_method, "()", NULL), METHOD("readable", yes, "()", NULL), METHOD("writable", yes, "()", NULL),
    METHOD("seekable", yes, "()", NULL), METHOD("__getstate__", getstate_method, "()", NULL),
    METHOD("__setstate__", setstate_method, "(state, /)", NULL), { 0 },
};
static const GetSetDef getsets[] = { { "closed", get_closed, NULL, NULL }, { 0 } };
const TypeDef io_bytes_def = {
    .name = "_io.BytesIO", .doc = "Buffered I/O implementation using an in-memory bytes buffer.",
    .signature = "(initial_bytes=b'')", STREAM_LIFE(BytesIO), .traverse = traverse, .clear = clear, .free = free_bytes_io,
    .slots = { .make = make, .init = init, .next = next_line }, .methods = methods, .getsets = getsets,
};
