/* BufferedReader, BufferedWriter, BufferedRandom: a window of bytes over a raw stream.
 *
 * Invariant: at <= end <= size; pending <= size; not both (at < end) and pending. */
#include <errno.h>

#include "modules/io.h"
#include "object/arguments.h"
#include "object/error.h"
#include "object/protocol.h"
#include "types/bytes.h"
#include "types/instance.h"
#include "types/int.h"
#include "types/str.h"

static Buffered *buffered_of(Borrowed v) { return (Buffered *)v; }

/* -- life */

static int traverse(Object *self, GcVisit visit, void *argument)
{
    VISIT_VALUE(((Buffered *)self)->raw);
    VISIT_VALUE(((Buffered *)self)->module);
    return type_traverse_object(self, visit, argument);
}

static void clear(Gc *gc, Object *self)
{
    value_clear(runtime_of(gc), &((Buffered *)self)->raw);
    type_clear_object(runtime_of(gc), self);
}

static void free_buffered(Gc *gc, Object *self)
{
    Runtime *rt = runtime_of(gc);
    gc_untrack(gc, self);
    release(rt, ((Buffered *)self)->raw);
    release(rt, ((Buffered *)self)->module);
    memory_free(rt, ((Buffered *)self)->bytes);
    type_free_object(rt, self);
}

static Owned make(Runtime *rt, Type *type, const Value *args unused, size_t count unused, Borrowed keywords unused)
{
    Object *b = type_alloc(rt, type, 0);
    if (b)
        gc_track(&rt->gc, b);
    return object_value(b);
}

static bool set_up(Runtime *rt, Buffered *b, Borrowed raw, Borrowed size_value)
{
    int64_t size = IO_BUFFER_SIZE;
    if (!argument_index(rt, size_value, &size))
        return false;
    if (size <= 0)
        return raise(rt, rt->ValueError, "buffer size must be strictly positive");
    char *bytes = memory_realloc(rt, b->bytes, (size_t)size);
    if (!bytes)
        return raise_memory_error(rt);
    b->bytes = bytes;
    b->size = (size_t)size;
    b->at = b->end = b->pending = 0;
    b->detached = false;
    value_replace(rt, &b->raw, retain(raw));
    return true;
}

static bool require(Runtime *rt, Borrowed raw, const char *method, const char *message)
{
    int yes = io_truth(rt, raw, method);
    return yes > 0 || (yes == 0 && io_unsupported(rt, message));
}

static bool init_mode(Runtime *rt, Borrowed self, const char *name, const Value *args, size_t count, Borrowed keywords,
                      bool readable, bool writable)
{
    Value bound[2];
    if (!arguments_bind(rt, name, "(raw, buffer_size=8192)", args, count, keywords, bound))
        return false;
    value_clear(rt, &buffered_of(self)->raw);   /* until all is well there is none */
    if (readable && writable && !require(rt, bound[0], "seekable", "File or stream is not seekable."))
        return false;
    if (readable && !require(rt, bound[0], "readable", "File or stream is not readable."))
        return false;
    if (writable && !require(rt, bound[0], "writable", "File or stream is not writable."))
        return false;
    buffered_of(self)->readable = readable;
    buffered_of(self)->writable = writable;
    return set_up(rt, buffered_of(self), bound[0], bound[1]);
}

static bool reader_init(Runtime *rt, Borrowed self, const Value *args, size_t count, Borrowed keywords)
{
    return init_mode(rt, self, "BufferedReader", args, count, keywords, true, false);
}

static bool writer_init(Runtime *rt, Borrowed self, const Value *args, size_t count, Borrowed keywords)
{
    return init_mode(rt, self, "BufferedWriter", args, count, keywords, false, true);
}

static bool random_init(Runtime *rt, Borrowed self, const Value *args, size_t count, Borrowed keywords)
{
    return init_mode(rt, self, "BufferedRandom", args, count, keywords, true, true);
}

static bool check_ready(Runtime *rt, Buffered *b)
{
    if (b->raw)
        return true;
    return raise(rt, rt->ValueError, b->detached ? "raw stream has been detached" : "I/O operation on uninitialized object");
}

static bool check_open(Runtime *rt, Buffered *b, const char *what)
{
    if (!check_ready(rt, b))
        return false;
    int closed = object_is_exactly(b->raw, io_state(rt)->file) ? ((File *)b->raw)->descriptor < 0 : io_is_closed(rt, b->raw);
    return closed == 0 || (closed > 0 && raise(rt, rt->ValueError, "%s of closed file", what));
}

/* -- the raw stream; -1 exception, -2 would block */

static bool is_file(Runtime *rt, Borrowed raw) { return raw && object_is_exactly(raw, io_state(rt)->file); }

static int64_t count_of(Runtime *rt, Owned answer, size_t most, const char *method)
{
    int64_t n = -1;
    if (!answer)
        return -1;
    if (answer == NONE)
        return -2;
    if (value_to_ssize(rt, answer, &n, rt->ValueError) && (n < 0 || (size_t)n > most)) {
        raise(rt, rt->OSError, "raw %s returned invalid length %zd (should have been between 0 and %zu)", method, n, most);
        n = -1;
    }
    release(rt, answer);
    return n;
}

static int64_t raw_read_into(Runtime *rt, Buffered *b, char *bytes, size_t size)
{
    if (is_file(rt, b->raw))
        return file_read_into(rt, (File *)b->raw, bytes, size);
    Value block = bytearray_from(rt, NULL, size);
    int64_t n = block ? count_of(rt, io_call_one(rt, b->raw, "readinto", block), size, "readinto()") : -1;
    if (n > 0)
        memcpy(bytes, ((ByteArray *)block)->bytes + ((ByteArray *)block)->start, (size_t)n);
    release(rt, block);
    return n;
}

static int64_t raw_write_some(Runtime *rt, Buffered *b, const char *bytes, size_t size)
{
    if (is_file(rt, b->raw))
        return file_write_some(rt, (File *)b->raw, bytes, size);
    Value block = bytes_from(rt, bytes, size);
    int64_t n = block ? count_of(rt, io_call_one(rt, b->raw, "write", block), size, "write()") : -1;
    release(rt, block);
    return n;
}

static bool raw_seek(Runtime *rt, Buffered *b, int64_t offset, int whence, int64_t *place)
{
    Value where[2] = { int_from_int64(rt, offset), small_int_value(whence) };
    Value answer = where[0] ? io_call(rt, b->raw, "seek", where, 2) : NULL;
    release(rt, where[0]);
    bool done = answer && value_to_ssize(rt, answer, place, rt->OSError);
    release(rt, answer);
    return done && (*place >= 0 || raise(rt, rt->OSError, "Raw stream returned invalid position %zd", *place));
}

/* -- writing */

static bool raise_blocked(Runtime *rt, size_t written)
{
    Value text = str_from_text(rt, "write could not complete without blocking");
    Value error = text ? call_three(rt, type_value(rt->BlockingIOError), small_int_value(EAGAIN), text, small_int_value((int64_t)written)) : NULL;
    if (error)
        raise_object(rt, error);
    release(rt, text);
    release(rt, error);
    return false;
}

static bool write_out(Runtime *rt, Buffered *b, const char *bytes, size_t size, size_t *written)
{
    for (*written = 0; *written < size;) {
        int64_t n = raw_write_some(rt, b, bytes + *written, size - *written);
        if (n == -2)
            return raise_blocked(rt, 0);
        if (n < 0)
            return false;
        *written += (size_t)n;
    }
    return true;
}

bool buffered_flush(Runtime *rt, Buffered *b)
{
    size_t written;
    bool done = write_out(rt, b, b->bytes, b->pending, &written);
    memmove(b->bytes, b->bytes + written, b->pending - written);
    b->pending -= written;
    return done;
}

/* What was read ahead is given back to the raw stream. */
static bool drop_ahead(Runtime *rt, Buffered *b)
{
    int64_t place;
    bool done = b->at == b->end || raw_seek(rt, b, (int64_t)b->at - (int64_t)b->end, 1, &place);
    b->at = b->end = 0;
    return done;
}

/* As much as there is room for. */
static size_t keep(Buffered *b, const char *bytes, size_t size)
{
    size_t taken = MIN(size, b->size - b->pending);
    memcpy(b->bytes + b->pending, bytes, taken);
    b->pending += taken;
    return taken;
}

/* The raw stream would block: what fits is kept, the rest is lost and its place told. */
static bool keep_blocked(Runtime *rt, Buffered *b, const char *bytes, size_t size, size_t before)
{
    size_t taken = keep(b, bytes, size);
    return taken == size || raise_blocked(rt, before + taken);
}

bool buffered_write(Runtime *rt, Buffered *b, const char *bytes, size_t size)
{
    size_t done = 0;
    if (!drop_ahead(rt, b))
        return false;
    if (size > b->size - b->pending && !buffered_flush(rt, b))
        return error_clear_if(rt, rt->BlockingIOError) && keep_blocked(rt, b, bytes, size, 0);
    while (size - done > b->size) {
        int64_t n = raw_write_some(rt, b, bytes + done, size - done);
        if (n == -2)
            return keep_blocked(rt, b, bytes + done, size - done, done);
        if (n < 0)
            return false;
        done += (size_t)n;
    }
    return keep_blocked(rt, b, bytes + done, size - done, done);
}

static bool enter(Runtime *rt, Buffered *b)
{
    if (b->busy)
        return raise(rt, rt->RuntimeError, "reentrant call inside %R", object_value(b));
    return b->busy = true;
}

static Owned write_method(Runtime *rt, Borrowed self, const Value *args)
{
    Buffer buffer;
    if (value_is_str(args[0]))
        return raise(rt, rt->TypeError, "a bytes-like object is required, not 'str'");
    if (!check_open(rt, buffered_of(self), "write to") || !buffer_get(rt, args[0], &buffer, false))
        return NULL;
    bool entered = enter(rt, buffered_of(self)), done = entered && buffered_write(rt, buffered_of(self), buffer.bytes, buffer.size);
    buffered_of(self)->busy &= !entered;
    Value result = done ? small_int_value((int64_t)buffer.size) : NULL;
    buffer_release(rt, &buffer);
    return result;
}

static Owned flush_method(Runtime *rt, Borrowed self, const Value *args unused)
{
    Buffered *b = buffered_of(self);
    if (!check_open(rt, b, "flush"))
        return NULL;
    if (b->writable) {
        bool entered = enter(rt, b), done = entered && buffered_flush(rt, b);
        b->busy &= !entered;
        return done ? io_call_none(rt, b->raw, "flush") : NULL;
    }
    return io_call_none(rt, b->raw, "flush");
}

/* -- reading */

int64_t buffered_fill(Runtime *rt, Buffered *b)
{
    if (b->at < b->end)
        return (int64_t)(b->end - b->at);
    if (b->pending && !buffered_flush(rt, b))
        return -1;
    int64_t n = raw_read_into(rt, b, b->bytes, b->size);
    b->at = 0;
    b->end = n > 0 ? (size_t)n : 0;
    return n;
}

static Owned read_all(Runtime *rt, Buffered *b)
{
    if (b->pending && !buffered_flush(rt, b))
        return NULL;
    Value ahead = bytes_from(rt, b->bytes + b->at, b->end - b->at);
    b->at = b->end = 0;
    Value rest = ahead ? io_call_none(rt, b->raw, "readall") : NULL;
    if (ahead && !rest && error_clear_if(rt, rt->AttributeError))
        rest = io_call_none(rt, b->raw, "read");
    if (rest == NONE && bytes_size(ahead) == 0) {
        release(rt, ahead);
        return NONE;
    }
    if (rest && rest != NONE && !value_is_bytes(rest)) {
        raise(rt, rt->TypeError, "readall() should return bytes");
        value_clear(rt, &rest);
    }
    if (!rest || rest == NONE || bytes_size(rest) == 0) {
        Value result = rest ? ahead : NULL;
        release(rt, rest);
        release(rt, result ? NULL : ahead);
        return result;
    }
    if (bytes_size(ahead) == 0) {
        release(rt, ahead);
        return rest;
    }
    Value whole = binary(rt, ahead, rest, BINARY_ADD);
    release(rt, ahead);
    release(rt, rest);
    return whole;
}

/* Up to SIZE bytes; with ONCE at most one raw read. */
static Owned read_some(Runtime *rt, Buffered *b, size_t size, bool once)
{
    size_t got = 0;
    int64_t n = 1;
    size_t room = once ? MIN(size, MAX(b->size, b->end - b->at)) : size;
    char *bytes = memory_alloc(rt, room);
    if (!bytes)
        return raise_memory_error(rt);
    while (got < room) {
        if (b->at == b->end && !once && room - got >= b->size) {
            if (b->pending && !buffered_flush(rt, b))
                n = -1;
            else
                n = raw_read_into(rt, b, bytes + got, room - got);
            if (n <= 0)
                break;
            got += (size_t)n;
            continue;
        }
        if (b->at == b->end && once && got)
            break;
        if ((n = buffered_fill(rt, b)) <= 0)
            break;
        size_t take = MIN(room - got, b->end - b->at);
        memcpy(bytes + got, b->bytes + b->at, take);
        b->at += take;
        got += take;
    }
    Value result = n == -1 ? NULL : n == -2 && !got ? NONE : bytes_from(rt, bytes, got);
    memory_free(rt, bytes);
    return result;
}

static Owned read_method(Runtime *rt, Borrowed self, const Value *args)
{
    int64_t size;
    Buffered *b = buffered_of(self);
    if (!io_size(rt, args[0], &size))
        return NULL;
    if (size < -1)
        return raise(rt, rt->ValueError, "read length must be non-negative or -1");
    if (!check_open(rt, b, "read"))
        return NULL;
    return size < 0 ? read_all(rt, b) : read_some(rt, b, (size_t)size, false);
}

static Owned read1_method(Runtime *rt, Borrowed self, const Value *args)
{
    int64_t size;
    Buffered *b = buffered_of(self);
    if (!io_size(rt, args[0], &size) || !check_open(rt, b, "read"))
        return NULL;
    return read_some(rt, b, size < 0 ? b->size : (size_t)size, true);
}

static Owned peek_method(Runtime *rt, Borrowed self, const Value *args unused)
{
    Buffered *b = buffered_of(self);
    if (!check_open(rt, b, "peek") || buffered_fill(rt, b) == -1)
        return NULL;
    return bytes_from(rt, b->bytes + b->at, b->end - b->at);
}

/* What is there, and at most one raw read: straight into BYTES when the window is too small. */
static int64_t read_once(Runtime *rt, Buffered *b, char *bytes, size_t size)
{
    size_t got = MIN(size, b->end - b->at);
    int64_t n = 0;
    memcpy(bytes, b->bytes + b->at, got);
    b->at += got;
    if (size - got > b->size) {
        if (b->pending && !buffered_flush(rt, b))
            return -1;
        n = raw_read_into(rt, b, bytes + got, size - got);
        got += n > 0 ? (size_t)n : 0;
    } else if (!got && size && (n = buffered_fill(rt, b)) > 0) {
        got = MIN(size, b->end - b->at);
        memcpy(bytes, b->bytes + b->at, got);
        b->at += got;
    }
    return n == -1 || (n == -2 && !got) ? n : (int64_t)got;
}

static Owned read_into(Runtime *rt, Borrowed self, const Value *args, bool once)
{
    Buffer buffer;
    Buffered *b = buffered_of(self);
    if (!check_open(rt, b, "readinto") || !buffer_get(rt, args[0], &buffer, true))
        return NULL;
    if (once) {
        int64_t n = read_once(rt, b, buffer.bytes, buffer.size);
        buffer_release(rt, &buffer);
        return n == -1 ? NULL : n == -2 ? NONE : small_int_value(n);
    }
    Value data = read_some(rt, b, buffer.size, false), result = data;
    if (data && data != NONE) {
        memcpy(buffer.bytes, bytes_bytes(data), MIN(bytes_size(data), buffer.size));
        result = small_int_value((int64_t)bytes_size(data));
        release(rt, data);
    }
    buffer_release(rt, &buffer);
    return result;
}

static Owned readinto_method(Runtime *rt, Borrowed self, const Value *args) { return read_into(rt, self, args, false); }
static Owned readinto1_method(Runtime *rt, Borrowed self, const Value *args) { return read_into(rt, self, args, true); }

/* A line that is whole in the window costs one allocation. */
static Owned readline_method(Runtime *rt, Borrowed self, const Value *args)
{
    int64_t limit, n = 1;
    Buffered *b = buffered_of(self);
    if (!io_size(rt, args[0], &limit) || !check_open(rt, b, "readline"))
        return NULL;
    StrBuilder line;
    builder_open(&line, rt);
    for (bool ended = false; !ended && !line.failed && (limit < 0 || (int64_t)line.size < limit);) {
        if ((n = buffered_fill(rt, b)) <= 0)
            break;
        size_t most = limit < 0 ? (size_t)n : MIN((size_t)n, (size_t)limit - line.size);
        const char *from = b->bytes + b->at, *newline = memchr(from, '\n', most);
        size_t take = newline ? (size_t)(newline - from) + 1 : most;
        builder_write(&line, from, take);
        b->at += take;
        ended = newline;
    }
    Value result = n == -1 || line.failed ? NULL : bytes_from(rt, line.size ? line.bytes : "", line.size);
    builder_close(&line);
    return result;
}

static Owned next_line(Runtime *rt, Borrowed self)
{
    static const Value no_limit[1] = { NULL };
    Value line = readline_method(rt, self, no_limit);
    if (!line || bytes_size(line))
        return line;
    release(rt, line);
    return NULL;
}

/* -- places */

static Owned tell_method(Runtime *rt, Borrowed self, const Value *args unused)
{
    int64_t place;
    Buffered *b = buffered_of(self);
    if (!check_open(rt, b, "tell") || !raw_seek(rt, b, 0, 1, &place))
        return NULL;
    return int_from_int64(rt, place - (int64_t)(b->end - b->at) + (int64_t)b->pending);
}

static Owned seek_method(Runtime *rt, Borrowed self, const Value *args)
{
    int64_t offset = 0, place;
    int whence = 0;
    Buffered *b = buffered_of(self);
    if (!argument_int(rt, args[1], &whence))
        return NULL;
    if (whence < 0 || whence > 4)
        return raise(rt, rt->ValueError, "whence value %d unsupported", whence);
    if (!check_open(rt, b, "seek") || !argument_index(rt, args[0], &offset) || !buffered_flush(rt, b))
        return NULL;
    if (whence == 1)
        offset -= (int64_t)(b->end - b->at);
    b->at = b->end = 0;
    return raw_seek(rt, b, offset, whence, &place) ? int_from_int64(rt, place) : NULL;
}

static Owned truncate_method(Runtime *rt, Borrowed self, const Value *args)
{
    Buffered *b = buffered_of(self);
    if (!check_open(rt, b, "truncate"))
        return NULL;
    if (!b->writable)
        return io_unsupported(rt, "truncate");
    if (!buffered_flush(rt, b))
        return NULL;
    Value place = args[0] && args[0] != NONE ? retain(args[0]) : tell_method(rt, self, NULL);
    Value result = place ? io_call_one(rt, b->raw, "truncate", place) : NULL;
    release(rt, place);
    return result;
}

/* -- the rest goes to the raw stream */

static Owned close_method(Runtime *rt, Borrowed self, const Value *args unused)
{
    Buffered *b = buffered_of(self);
    if (!check_ready(rt, b))
        return NULL;
    int closed = io_is_closed(rt, b->raw);
    if (closed)
        return closed < 0 ? NULL : NONE;
    Value flushed = io_call_none(rt, self, "flush"), pending = flushed ? NULL : error_take(rt);
    release(rt, flushed);
    Value done = io_call_none(rt, b->raw, "close");
    b->stream.closed = true;
    return io_chain(rt, pending, done);
}

static Owned detach_method(Runtime *rt, Borrowed self, const Value *args unused)
{
    Buffered *b = buffered_of(self);
    if (!check_ready(rt, b))
        return NULL;
    Value flushed = io_call_none(rt, self, "flush");
    if (!flushed)
        return NULL;
    release(rt, flushed);
    Value raw = b->raw;
    b->raw = NULL;
    b->detached = true;
    return raw;
}

#define PASS_ON(name) \
    static Owned name##_method(Runtime *rt, Borrowed self, const Value *args unused) \
    { \
        return check_ready(rt, buffered_of(self)) ? io_call_none(rt, buffered_of(self)->raw, #name) : NULL; \
    }
PASS_ON(fileno)
PASS_ON(isatty)
PASS_ON(seekable)
PASS_ON(readable)
PASS_ON(writable)
#undef PASS_ON

static Owned get_raw(Runtime *rt unused, Borrowed self)
{
    Value raw = buffered_of(self)->raw;
    return raw ? retain(raw) : NONE;
}

static Owned from_raw(Runtime *rt, Borrowed self, const char *name)
{
    return check_ready(rt, buffered_of(self)) ? get_attribute_text(rt, buffered_of(self)->raw, name) : NULL;
}

static Owned get_closed(Runtime *rt, Borrowed self) { return from_raw(rt, self, "closed"); }
static Owned get_name(Runtime *rt, Borrowed self) { return from_raw(rt, self, "name"); }
static Owned get_mode(Runtime *rt, Borrowed self) { return from_raw(rt, self, "mode"); }

static Owned repr(Runtime *rt, Borrowed self)
{
    Value name = get_attribute_or_null(rt, self, rt->names.name);
    if (!name && error_pending(rt))
        error_clear(rt);
    const char *shown = value_type(rt, self)->def ? value_type(rt, self)->def->name : NULL;
    if (!shown) {
        Value text = name ? format_message(rt, "<%T name=%R>", self, name) : format_message(rt, "<%T>", self);
        release(rt, name);
        return text;
    }
    Value text = name ? format_message(rt, "<%s name=%R>", shown, name) : format_message(rt, "<%s>", shown);
    release(rt, name);
    return text;
}

#define SHARED_METHODS \
    METHOD("flush", flush_method, "()", NULL), METHOD("close", close_method, "()", NULL), \
    METHOD("detach", detach_method, "()", NULL), METHOD("seek", seek_method, "(target, whence=0, /)", NULL), \
    METHOD("tell", tell_method, "()", NULL), METHOD("truncate", truncate_method, "(pos=None, /)", NULL), \
    METHOD("fileno", fileno_method, "()", NULL), METHOD("isatty", isatty_method, "()", NULL), \
    METHOD("seekable", seekable_method, "()", NULL), METHOD("readable", readable_method, "()", NULL), \
    METHOD("writable", writable_method, "()", NULL)
#define READ_METHODS \
    METHOD("read", read_method, "(size=-1, /)", NULL), METHOD("read1", read1_method, "(size=-1, /)", NULL), \
    METHOD("peek", peek_method, "(size=0, /)", NULL), METHOD("readinto", readinto_method, "(buffer, /)", NULL), \
    METHOD("readinto1", readinto1_method, "(buffer, /)", NULL), METHOD("readline", readline_method, "(size=-1, /)", NULL)
#define WRITE_METHODS METHOD("write", write_method, "(buffer, /)", NULL)

static const MethodDef reader_methods[] = { SHARED_METHODS, READ_METHODS, { 0 } };
static const MethodDef writer_methods[] = { SHARED_METHODS, WRITE_METHODS, { 0 } };
static const MethodDef random_methods[] = { SHARED_METHODS, READ_METHODS, WRITE_METHODS, { 0 } };
static const GetSetDef getsets[] = {
    { "raw", get_raw, NULL, NULL }, { "closed", get_closed, NULL, NULL }, { "name", get_name, NULL, NULL },
    { "mode", get_mode, NULL, NULL }, { 0 },
};

static void buffered_buffers(const Object *self, BufferVisit visit, void *argument)
{
    VISIT_BUFFER(((const Buffered *)self)->bytes);
}

#define BUFFERED(name_, methods_, ...) { \
    .name = "_io." name_, .signature = "(raw, buffer_size=8192)", STREAM_LIFE(Buffered), .traverse = traverse, \
    .clear = clear, .free = free_buffered, .buffers = buffered_buffers, .slots = { .make = make, .repr = repr, .finalize = io_finalize, __VA_ARGS__ }, \
    .methods = methods_, .getsets = getsets }
const TypeDef io_reader_def = BUFFERED("BufferedReader", reader_methods, .init = reader_init, .next = next_line);
const TypeDef io_writer_def = BUFFERED("BufferedWriter", writer_methods, .init = writer_init);
const TypeDef io_random_def = BUFFERED("BufferedRandom", random_methods, .init = random_init, .next = next_line);

/* -- BufferedRWPair: a reader and a writer that have nothing else in common */

typedef struct Pair { Stream stream; Value reader, writer; } Pair;

static int pair_traverse(Object *self, GcVisit visit, void *argument)
{
    VISIT_VALUE(((Pair *)self)->reader);
    VISIT_VALUE(((Pair *)self)->writer);
    return type_traverse_object(self, visit, argument);
}

static void pair_clear(Gc *gc, Object *self)
{
    value_clear(runtime_of(gc), &((Pair *)self)->reader);
    value_clear(runtime_of(gc), &((Pair *)self)->writer);
    type_clear_object(runtime_of(gc), self);
}

static void pair_free(Gc *gc, Object *self)
{
    gc_untrack(gc, self);
    pair_clear(gc, self);
    type_free_object(runtime_of(gc), self);
}

static bool pair_init(Runtime *rt, Borrowed self, const Value *args, size_t count, Borrowed keywords)
{
    Value bound[3];
    const IoState *state = io_state(rt);
    if (!arguments_bind(rt, "BufferedRWPair", "(reader, writer, buffer_size=8192, /)", args, count, keywords, bound))
        return false;
    Value size = bound[2] ? bound[2] : small_int_value(IO_BUFFER_SIZE);
    Value reader = call_two(rt, type_value(state->reader), bound[0], size);
    Value writer = reader ? call_two(rt, type_value(state->writer), bound[1], size) : NULL;
    if (!writer)
        return release(rt, reader), false;
    value_replace(rt, &((Pair *)self)->reader, reader);
    value_replace(rt, &((Pair *)self)->writer, writer);
    return true;
}

static Owned pair_call(Runtime *rt, Value target, const char *method, const Value *args, size_t count)
{
    if (!target)
        return raise(rt, rt->ValueError, "I/O operation on uninitialized object");
    return io_call(rt, target, method, args, count && args[0] ? 1 : 0);
}

#define PAIR(side, name, count) \
    static Owned pair_##name(Runtime *rt, Borrowed self, const Value *args) \
    { \
        return pair_call(rt, ((Pair *)self)->side, #name, args, count); \
    }
PAIR(reader, read, 1)
PAIR(reader, read1, 1)
PAIR(reader, peek, 1)
PAIR(reader, readinto, 1)
PAIR(reader, readinto1, 1)
PAIR(reader, readable, 0)
PAIR(writer, write, 1)
PAIR(writer, flush, 0)
PAIR(writer, writable, 0)
#undef PAIR

static Owned pair_close(Runtime *rt, Borrowed self, const Value *args)
{
    Value done = pair_call(rt, ((Pair *)self)->writer, "close", args, 0), pending = done ? NULL : error_take(rt);
    release(rt, done);
    done = pair_call(rt, ((Pair *)self)->reader, "close", args, 0);
    return io_chain(rt, pending, done);
}

static Owned pair_isatty(Runtime *rt, Borrowed self, const Value *args)
{
    Value answer = pair_call(rt, ((Pair *)self)->writer, "isatty", args, 0);
    if (answer != FALSE)
        return answer;
    return pair_call(rt, ((Pair *)self)->reader, "isatty", args, 0);
}

static Owned pair_closed(Runtime *rt, Borrowed self)
{
    Value writer = ((Pair *)self)->writer;
    return writer ? get_attribute_text(rt, writer, "closed") : raise(rt, rt->RuntimeError, "the BufferedRWPair object is being garbage-collected");
}

static const MethodDef pair_methods[] = {
    METHOD("read", pair_read, "(size=-1, /)", NULL), METHOD("read1", pair_read1, "(size=-1, /)", NULL),
    METHOD("peek", pair_peek, "(size=0, /)", NULL), METHOD("readinto", pair_readinto, "(buffer, /)", NULL),
    METHOD("readinto1", pair_readinto1, "(buffer, /)", NULL), METHOD("write", pair_write, "(buffer, /)", NULL),
    METHOD("flush", pair_flush, "()", NULL), METHOD("close", pair_close, "()", NULL),
    METHOD("readable", pair_readable, "()", NULL), METHOD("writable", pair_writable, "()", NULL),
    METHOD("isatty", pair_isatty, "()", NULL), { 0 },
};
static const GetSetDef pair_getsets[] = { { "closed", pair_closed, NULL, NULL }, { 0 } };
const TypeDef io_pair_def = {
    .name = "_io.BufferedRWPair", STREAM_LIFE(Pair), .traverse = pair_traverse, .clear = pair_clear, .free = pair_free,
    .slots = { .make = make, .init = pair_init }, .methods = pair_methods, .getsets = pair_getsets,
};
