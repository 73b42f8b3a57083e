/* _IOBase and its three heirs: what every stream can do, said through its other methods. */
#include "modules/io.h"
#include "object/arguments.h"
#include "object/error.h"
#include "object/protocol.h"
#include "types/bytes.h"
#include "types/dict.h"
#include "types/exception.h"
#include "types/int.h"
#include "types/list.h"
#include "types/str.h"
#include "types/tuple.h"

/* -- calling the other layers */

Owned io_call(Runtime *rt, Borrowed object, const char *method, const Value *args, size_t count)
{
    if (unlikely(!object))      /* what this object was asked before has detached it */
        return raise(rt, rt->ValueError, "raw stream has been detached");
    Value name = str_intern_text(rt, method);
    Value result = name ? call_method(rt, object, name, args, count) : NULL;
    release(rt, name);
    return result;
}

Owned io_call_none(Runtime *rt, Borrowed object, const char *method) { return io_call(rt, object, method, NULL, 0); }
Owned io_call_one(Runtime *rt, Borrowed object, const char *method, Borrowed a) { return io_call(rt, object, method, &a, 1); }

void *io_unsupported(Runtime *rt, const char *what)
{
    const IoState *state = io_state(rt);
    Value text = str_from_text(rt, what);
    Value error = text && state->unsupported ? call_one(rt, state->unsupported, text) : NULL;
    if (error)
        raise_object(rt, error);
    release(rt, text);
    release(rt, error);
    return NULL;
}

Owned io_chain(Runtime *rt, Owned pending, Owned result)
{
    if (!pending)
        return result;
    if (result) {
        release(rt, result);
        error_restore_steal(rt, pending);
        return NULL;
    }
    Value later = error_take(rt);
    Exception *e = (Exception *)later;
    if (later != pending && !e->context)
        e->context = pending;
    else
        release(rt, pending);
    error_restore_steal(rt, later);
    return NULL;
}

int io_truth(Runtime *rt, Borrowed object, const char *method)
{
    Value answer = io_call_none(rt, object, method);
    int truth = answer ? value_truth(rt, answer) : -1;
    release(rt, answer);
    return truth;
}

int io_is_closed(Runtime *rt, Borrowed object)
{
    Value closed = object ? get_attribute_text(rt, object, "closed") : raise(rt, rt->ValueError, "raw stream has been detached");
    int truth = closed ? value_truth(rt, closed) : -1;
    release(rt, closed);
    return truth;
}

bool io_check_open(Runtime *rt, Borrowed object)
{
    int closed = io_is_closed(rt, object);
    if (closed > 0)
        return raise(rt, rt->ValueError, "I/O operation on closed file.");
    return closed == 0;
}

bool io_size(Runtime *rt, Borrowed v, int64_t *size)
{
    *size = -1;
    if (!v || v == NONE)
        return true;
    if (!value_is_int(v) && !value_type(rt, v)->slots->index)
        return raise(rt, rt->TypeError, "argument should be integer or None, not '%T'", v);
    return value_to_ssize(rt, v, size, rt->OverflowError);
}

/* -- life */

int io_stream_traverse(Object *self, GcVisit visit, void *argument) { return type_traverse_object(self, visit, argument); }

static void stream_clear(Gc *gc, Object *self) { type_clear_object(runtime_of(gc), self); }

static void stream_free(Gc *gc, Object *self)
{
    gc_untrack(gc, self);
    type_free_object(runtime_of(gc), self);
}

static Owned stream_make(Runtime *rt, Type *type, const Value *args unused, size_t count unused, Borrowed keywords unused)
{
    Object *o = type_alloc(rt, type, 0);
    if (o)
        gc_track(&rt->gc, o);
    return object_value(o);
}

static bool stream_init(Runtime *rt unused, Borrowed self unused, const Value *args unused, size_t count unused,
                        Borrowed keywords unused)
{
    return true;
}

/* A file on a descriptor of its own below SELF that nobody closed. */
static bool warn_unclosed(Runtime *rt, Borrowed self)
{
    const IoState *state = io_state(rt);
    Value below = retain(self);
    if (state->text && value_is_instance(rt, below, state->text))
        value_replace(rt, &below, get_attribute_text(rt, below, "buffer"));
    if (below && (value_is_instance(rt, below, state->reader) || value_is_instance(rt, below, state->writer) || value_is_instance(rt, below, state->random)))
        value_replace(rt, &below, retain(((Buffered *)below)->raw));
    error_clear(rt);
    bool open = below && state->file && value_is_instance(rt, below, state->file) && ((File *)below)->descriptor >= 0 &&
                ((File *)below)->close_descriptor;
    release(rt, below);
    return !open || warn(rt, rt->ResourceWarning, "unclosed file %R", self);
}

void io_finalize(Runtime *rt, Borrowed self)
{
    Value pending = error_take(rt);
    int closed = io_is_closed(rt, self);
    if (closed < 0)
        error_clear(rt);
    if (closed == 0) {
        if (!warn_unclosed(rt, self))
            error_unraisable(rt, NULL, self);
        Value done = io_call_none(rt, self, "close");
        if (!done)
            error_clear(rt);
        release(rt, done);
    }
    error_restore_steal(rt, pending);
}

/* -- pickling of streams in memory */

bool io_state_parts(Runtime *rt, Borrowed self, Borrowed state, int64_t count)
{
    return (value_is_tuple(state) && tuple_count(state) == count) ||
           raise(rt, rt->TypeError, "%.200T.__setstate__ argument should be %zd-tuple, got %.200T", self, count, state);
}

bool io_state_place(Runtime *rt, Borrowed v, const char *which, int64_t *place)
{
    if (!value_is_int(v))
        return raise(rt, rt->TypeError, "%s item of state must be an integer, not %.200T", which, v);
    if (!value_to_ssize(rt, v, place, rt->OverflowError))
        return false;
    return *place >= 0 || raise(rt, rt->ValueError, "position value cannot be negative");
}

bool io_state_dict(Runtime *rt, Borrowed self, Borrowed dict, const char *which)
{
    if (dict == NONE)
        return true;
    if (!value_is_dict(dict))
        return raise(rt, rt->TypeError, "%s item of state should be a dict, got a %.200T", which, dict);
    Value own = object_dict(rt, self);
    bool done = own && dict_update(rt, own, dict);
    release(rt, own);
    return done;
}

/* -- _IOBase */

static Owned base_seek(Runtime *rt, Borrowed self unused, const Value *args unused) { return io_unsupported(rt, "seek"); }
static Owned base_truncate(Runtime *rt, Borrowed self unused, const Value *args unused) { return io_unsupported(rt, "truncate"); }
static Owned base_fileno(Runtime *rt, Borrowed self unused, const Value *args unused) { return io_unsupported(rt, "fileno"); }

static Owned base_tell(Runtime *rt, Borrowed self, const Value *args unused)
{
    Value where[2] = { small_int_value(0), small_int_value(1) };
    return io_call(rt, self, "seek", where, 2);
}

static Owned base_flush(Runtime *rt, Borrowed self, const Value *args unused)
{
    if (((Stream *)self)->closed)
        return raise(rt, rt->ValueError, "I/O operation on closed file.");
    return NONE;
}

static Owned base_close(Runtime *rt, Borrowed self, const Value *args unused)
{
    Stream *s = (Stream *)self;
    if (s->closed)
        return NONE;
    Value done = io_call_none(rt, self, "flush");
    s->closed = true;
    release(rt, done);
    return done ? NONE : NULL;
}

static Owned no(Runtime *rt, Borrowed self, const Value *args unused) { return io_check_open(rt, self) ? FALSE : NULL; }

static Owned check(Runtime *rt, Borrowed self, const char *method, const char *message)
{
    int truth = io_truth(rt, self, method);
    return truth < 0 ? NULL : truth ? TRUE : io_unsupported(rt, message);
}

static Owned check_seekable(Runtime *rt, Borrowed self, const Value *args unused)
{
    return check(rt, self, "seekable", "File or stream is not seekable.");
}

static Owned check_readable(Runtime *rt, Borrowed self, const Value *args unused)
{
    return check(rt, self, "readable", "File or stream is not readable.");
}

static Owned check_writable(Runtime *rt, Borrowed self, const Value *args unused)
{
    return check(rt, self, "writable", "File or stream is not writable.");
}

static Owned check_closed(Runtime *rt, Borrowed self, const Value *args unused) { return io_check_open(rt, self) ? NONE : NULL; }
static Owned get_closed(Runtime *rt unused, Borrowed self) { return bool_value(((Stream *)self)->closed); }

static Owned enter(Runtime *rt, Borrowed self, const Value *args unused)
{
    return io_check_open(rt, self) ? retain(self) : NULL;
}

static Owned leave(CALL_PARAMETERS)
{
    (void)args, (void)count, (void)keywords;
    return io_call_none(rt, self, "close");
}

static Owned iterate(Runtime *rt, Borrowed self) { return io_check_open(rt, self) ? retain(self) : NULL; }

static Owned next_line(Runtime *rt, Borrowed self)
{
    Value line = io_call_none(rt, self, "readline");
    if (!line)
        return NULL;
    int64_t length = value_length(rt, line);
    if (length > 0)
        return line;
    release(rt, line);
    return NULL;
}

/* How many bytes to read at once: what peek shows up to a line end, else 1. */
static int64_t line_piece(Runtime *rt, Borrowed self, int64_t most)
{
    Value ahead = has_attribute(rt, self, rt->names.peek) > 0 ? io_call_one(rt, self, "peek", small_int_value(1)) : NULL;
    if (!ahead)
        return error_pending(rt) ? -1 : 1;
    int64_t n = 1;
    if (value_is_bytes(ahead) && bytes_size(ahead)) {
        const char *newline = memchr(bytes_bytes(ahead), '\n', bytes_size(ahead));
        n = newline ? newline - bytes_bytes(ahead) + 1 : (int64_t)bytes_size(ahead);
    }
    release(rt, ahead);
    return most >= 0 ? MIN(n, most) : n;
}

static Owned base_readline(Runtime *rt, Borrowed self, const Value *args)
{
    int64_t limit;
    if (!io_size(rt, args[0], &limit))
        return NULL;
    Value line = bytearray_from(rt, "", 0);
    while (line && (limit < 0 || (int64_t)((ByteArray *)line)->size < limit)) {
        int64_t n = line_piece(rt, self, limit < 0 ? -1 : limit - (int64_t)((ByteArray *)line)->size);
        Value piece = n < 0 ? NULL : io_call_one(rt, self, "read", small_int_value(n));
        if (piece && !value_is_bytes(piece)) {
            raise(rt, rt->OSError, "read() should have returned a bytes object, not '%T'", piece);
            value_clear(rt, &piece);
        }
        size_t old = ((ByteArray *)line)->size, size = piece ? bytes_size(piece) : 0;
        bool more = size && bytearray_resize(rt, line, old + size);
        if (more)
            memcpy(((ByteArray *)line)->bytes + ((ByteArray *)line)->start + old, bytes_bytes(piece), size);
        bool ended = more && bytes_bytes(piece)[size - 1] == '\n';
        if (!piece || (size && !more))
            value_clear(rt, &line);
        release(rt, piece);
        if (!more || ended)
            break;
    }
    if (!line)
        return NULL;
    ByteArray *b = (ByteArray *)line;
    Value result = bytes_from(rt, b->size ? b->bytes + b->start : "", b->size);
    release(rt, line);
    return result;
}

static Owned base_readlines(Runtime *rt, Borrowed self, const Value *args)
{
    int64_t hint, total = 0;
    if (!io_size(rt, args[0], &hint))
        return NULL;
    Value list = list_new(rt, 0), iterator = list ? get_iter(rt, self) : NULL, line;
    while (iterator && list && (hint <= 0 || total < hint) && (line = iter_next(rt, iterator))) {
        int64_t length = hint > 0 ? value_length(rt, line) : 0;
        total += length;
        if (!list_append_steal(rt, list, line) || length < 0)
            value_clear(rt, &list);
    }
    if (!iterator || error_pending(rt))
        value_clear(rt, &list);
    release(rt, iterator);
    return list;
}

static Owned base_writelines(Runtime *rt, Borrowed self, const Value *args)
{
    Value iterator = io_check_open(rt, self) ? get_iter(rt, args[0]) : NULL, line;
    if (!iterator)
        return NULL;
    while ((line = iter_next(rt, iterator))) {
        Value done = io_call_one(rt, self, "write", line);
        release(rt, line);
        release(rt, done);
        if (!done)
            break;
    }
    release(rt, iterator);
    return error_pending(rt) ? NULL : NONE;
}

static const MethodDef base_methods[] = {
    METHOD("seek", base_seek, "(offset, whence=0, /)", "Change stream position."),
    METHOD("tell", base_tell, "()", "Return current stream position."),
    METHOD("truncate", base_truncate, "(size=None, /)", "Truncate file to size bytes."),
    METHOD("flush", base_flush, "()", "Flush write buffers, if applicable."),
    METHOD("close", base_close, "()", "Flush and close the IO object."),
    METHOD("seekable", no, "()", "Return whether object supports random access."),
    METHOD("readable", no, "()", "Return whether object was opened for reading."),
    METHOD("writable", no, "()", "Return whether object was opened for writing."),
    METHOD("_checkClosed", check_closed, "()", NULL),
    METHOD("_checkSeekable", check_seekable, "()", NULL),
    METHOD("_checkReadable", check_readable, "()", NULL),
    METHOD("_checkWritable", check_writable, "()", NULL),
    METHOD("fileno", base_fileno, "()", "Returns underlying file descriptor if one exists."),
    METHOD("isatty", no, "()", "Return whether this is an 'interactive' stream."),
    METHOD("__enter__", enter, "()", NULL),
    RAW_METHOD("__exit__", leave, NULL, NULL),
    METHOD("readline", base_readline, "(size=-1, /)", "Read and return a line from the stream."),
    METHOD("readlines", base_readlines, "(hint=-1, /)", "Return a list of lines from the stream."),
    METHOD("writelines", base_writelines, "(lines, /)", "Write a list of lines to stream."),
    { 0 },
};
static const GetSetDef base_getsets[] = { { "closed", get_closed, NULL, NULL }, { 0 } };

const TypeDef io_base_def = {
    .name = "_io._IOBase", .doc = "The abstract base class for all I/O classes.", STREAM_LIFE(Stream),
    .traverse = io_stream_traverse, .clear = stream_clear, .free = stream_free,
    .slots = { .make = stream_make, .init = stream_init, .iter = iterate, .next = next_line, .finalize = io_finalize },
    .methods = base_methods, .getsets = base_getsets,
};

/* -- _RawIOBase */

static Owned raw_read(Runtime *rt, Borrowed self, const Value *args)
{
    int64_t size;
    if (!io_size(rt, args[0], &size))
        return NULL;
    if (size < 0)
        return io_call_none(rt, self, "readall");
    Value buffer = bytearray_from(rt, NULL, (size_t)size);
    Value got = buffer ? io_call_one(rt, self, "readinto", buffer) : NULL, result = got;
    int64_t n;
    if (got && got != NONE) {
        result = NULL;
        if (value_to_ssize(rt, got, &n, rt->ValueError))
            result = bytes_from(rt, ((ByteArray *)buffer)->bytes, (size_t)MAX(0, MIN(n, size)));
        release(rt, got);
    }
    release(rt, buffer);
    return result;
}

static Owned raw_readall(Runtime *rt, Borrowed self, const Value *args unused)
{
    Value pieces = list_new(rt, 0), piece = NULL, empty, result = NULL;
    while (pieces && (piece = io_call_one(rt, self, "read", small_int_value(IO_BUFFER_SIZE))) && value_is_bytes(piece) &&
           bytes_size(piece))
        if (!list_append_steal(rt, pieces, piece))
            value_clear(rt, &pieces);
    if (pieces && piece == NONE && !list_count(pieces)) {
        release(rt, pieces);
        return NONE;
    }
    release(rt, piece);
    if (!error_pending(rt) && pieces && (empty = bytes_from(rt, "", 0))) {
        result = call_method(rt, empty, rt->names.join, &pieces, 1);
        release(rt, empty);
    }
    release(rt, pieces);
    return result;
}

static const MethodDef raw_methods[] = {
    METHOD("read", raw_read, "(size=-1, /)", NULL),
    METHOD("readall", raw_readall, "()", "Read until EOF, using multiple read() call."), { 0 },
};
const TypeDef io_raw_base_def = { .name = "_io._RawIOBase", .doc = "Base class for raw binary I/O.", STREAM_LIFE(Stream),
                                  .traverse = io_stream_traverse, .clear = stream_clear, .free = stream_free,
                                  .methods = raw_methods };

/* -- _BufferedIOBase */

static Owned buffered_read(Runtime *rt, Borrowed self unused, const Value *args unused) { return io_unsupported(rt, "read"); }
static Owned buffered_read1(Runtime *rt, Borrowed self unused, const Value *args unused) { return io_unsupported(rt, "read1"); }
static Owned buffered_no_write(Runtime *rt, Borrowed self unused, const Value *args unused) { return io_unsupported(rt, "write"); }
static Owned buffered_detach(Runtime *rt, Borrowed self unused, const Value *args unused) { return io_unsupported(rt, "detach"); }

static Owned read_into(Runtime *rt, Borrowed self, const Value *args, const char *method)
{
    Buffer buffer;
    if (!buffer_get(rt, args[0], &buffer, true))
        return NULL;
    Value data = io_call_one(rt, self, method, small_int_value((int64_t)buffer.size)), result = NULL;
    if (data && !value_is_bytes(data))
        raise(rt, rt->TypeError, "%s() should return bytes", method);
    else if (data && bytes_size(data) > buffer.size)
        raise(rt, rt->ValueError, "%s() returned too much data: %zu bytes requested, %zu returned", method, buffer.size, bytes_size(data));
    else if (data) {
        memcpy(buffer.bytes, bytes_bytes(data), bytes_size(data));
        result = small_int_value((int64_t)bytes_size(data));
    }
    release(rt, data);
    buffer_release(rt, &buffer);
    return result;
}

static Owned buffered_readinto(Runtime *rt, Borrowed self, const Value *args) { return read_into(rt, self, args, "read"); }
static Owned buffered_readinto1(Runtime *rt, Borrowed self, const Value *args) { return read_into(rt, self, args, "read1"); }

static const MethodDef buffered_methods[] = {
    METHOD("read", buffered_read, "(size=-1, /)", "Read and return up to n bytes."),
    METHOD("read1", buffered_read1, "(size=-1, /)", "Read and return up to n bytes, with at most one read() call to the underlying raw stream."),
    METHOD("readinto", buffered_readinto, "(buffer, /)", NULL),
    METHOD("readinto1", buffered_readinto1, "(buffer, /)", NULL),
    METHOD("write", buffered_no_write, "(b, /)", "Write the given buffer to the IO stream."),
    METHOD("detach", buffered_detach, "()", "Disconnect this buffer from its underlying raw stream and return it."),
    { 0 },
};
const TypeDef io_buffered_base_def = { .name = "_io._BufferedIOBase", .doc = "Base class for buffered IO objects.",
                                       STREAM_LIFE(Stream), .traverse = io_stream_traverse, .clear = stream_clear,
                                       .free = stream_free, .methods = buffered_methods };

/* -- _TextIOBase */

static Owned text_readline(Runtime *rt, Borrowed self unused, const Value *args unused) { return io_unsupported(rt, "readline"); }
static Owned none_attribute(Runtime *rt unused, Borrowed self unused) { return NONE; }

static const MethodDef text_methods[] = {
    METHOD("read", buffered_read, "(size=-1, /)", "Read at most n characters from stream."),
    METHOD("readline", text_readline, "(size=-1, /)", "Read until newline or EOF."),
    METHOD("write", buffered_no_write, "(s, /)", "Write string to stream."),
    METHOD("detach", buffered_detach, "()", "Separate the underlying buffer from the TextIOBase and return it."),
    { 0 },
};
static const GetSetDef text_getsets[] = {
    { "encoding", none_attribute, NULL, "Encoding of the text stream." },
    { "newlines", none_attribute, NULL, "Line endings translated so far." },
    { "errors", none_attribute, NULL, "The error setting of the decoder or encoder." },
    { 0 },
};
const TypeDef io_text_base_def = { .name = "_io._TextIOBase", .doc = "Base class for text I/O.", STREAM_LIFE(Stream),
                                   .traverse = io_stream_traverse, .clear = stream_clear, .free = stream_free,
                                   .methods = text_methods, .getsets = text_getsets };
