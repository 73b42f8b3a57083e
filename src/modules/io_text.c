/* TextIOWrapper: text over a buffered byte stream.
 *
 * Reading: `text` is decoded and not yet given out beyond byte `at`; it came from the
 * last bytes read, kept in `chunk`, so that tell() can say which byte the next
 * character comes from.
 * Writing: encoded bytes wait in `out`. */
#include "modules/io.h"
#include "object/arguments.h"
#include "object/error.h"
#include "object/protocol.h"
#include "types/bytes.h"
#include "types/instance.h"
#include "types/int.h"
#include "types/str_internal.h"
#include "types/tuple.h"

typedef enum { ENCODING_UTF8, ENCODING_ASCII, ENCODING_LATIN1, ENCODING_OTHER } EncodingKind;

typedef struct Text {
    Stream stream;
    Value buffer;
    Value encoding, errors;     /* str */
    Value newline;              /* str or NULL (universal, translated) */
    EncodingKind kind;
    bool translate_read, universal;     /* \r\n and \r end lines; become \n */
    bool line_buffered, write_through, detached;
    Value text;                 /* str or NULL */
    size_t at;                  /* bytes of it given out */
    Value chunk;                /* bytes that `text` came from, or NULL */
    char held[8];               /* undecoded end of the last chunk */
    size_t held_size;
    bool ended;
    uint8_t newlines_seen;      /* 1 \n, 2 \r, 4 \r\n */
    char *out;
    size_t out_size, out_capacity;
    int64_t chunk_size;         /* _CHUNK_SIZE */
} Text;

enum { CHUNK = 8192 };

static Text *text_of(Borrowed v) { return (Text *)v; }

/* -- life */

static int traverse(Object *self, GcVisit visit, void *argument)
{
    const Text *t = (Text *)self;
    VISIT_VALUE(t->buffer);
    VISIT_VALUE(t->encoding);
    VISIT_VALUE(t->errors);
    VISIT_VALUE(t->newline);
    VISIT_VALUE(t->text);
    VISIT_VALUE(t->chunk);
    return type_traverse_object(self, visit, argument);
}

static void clear(Gc *gc, Object *self)
{
    value_clear(runtime_of(gc), &((Text *)self)->buffer);
    type_clear_object(runtime_of(gc), self);
}

static void free_text(Gc *gc, Object *self)
{
    Runtime *rt = runtime_of(gc);
    Text *t = (Text *)self;
    gc_untrack(gc, self);
    release(rt, t->buffer);
    release(rt, t->encoding);
    release(rt, t->errors);
    release(rt, t->newline);
    release(rt, t->text);
    release(rt, t->chunk);
    memory_free(rt, t->out);
    type_free_object(rt, self);
}

static Owned make(Runtime *rt, Type *type, const Value *args unused, size_t count unused, Borrowed keywords unused)
{
    Object *t = type_alloc(rt, type, 0);
    if (t)
        gc_track(&rt->gc, t);
    return object_value(t);
}

static EncodingKind kind_of(const char *name)
{
    static const struct { const char *name; EncodingKind kind; } known[] = {
        { "utf-8", ENCODING_UTF8 }, { "utf8", ENCODING_UTF8 }, { "utf_8", ENCODING_UTF8 }, { "ascii", ENCODING_ASCII },
        { "us-ascii", ENCODING_ASCII }, { "latin-1", ENCODING_LATIN1 }, { "latin1", ENCODING_LATIN1 },
        { "latin_1", ENCODING_LATIN1 }, { "iso-8859-1", ENCODING_LATIN1 }, { "iso8859-1", ENCODING_LATIN1 },
    };
    for (size_t i = 0; i < COUNT_OF(known); i++)
        if (!strcasecmp(name, known[i].name))
            return known[i].kind;
    return ENCODING_OTHER;
}

static bool check_newline(Runtime *rt, Borrowed v)
{
    static const char *const legal[] = { "", "\n", "\r", "\r\n" };
    if (!v || v == NONE)
        return true;
    if (!value_is_str(v))
        return raise(rt, rt->TypeError, "newline must be str or None, not %T", v);
    for (size_t i = 0; i < COUNT_OF(legal); i++)
        if (str_equal_text(v, legal[i]))
            return true;
    return raise(rt, rt->ValueError, "illegal newline value: %R", v);
}

static bool set_newline(Runtime *rt, Text *t, Borrowed v)
{
    if (!check_newline(rt, v))
        return false;
    bool none = !v || v == NONE;
    value_replace(rt, &t->newline, none ? NULL : retain(v));
    t->translate_read = none;
    t->universal = none || str_size(v) == 0;
    return true;
}

static Owned text_or(Runtime *rt, Borrowed v, const char *otherwise)
{
    return v && v != NONE ? retain(v) : str_from_text(rt, otherwise);
}

static bool set_encoding(Runtime *rt, Text *t, Borrowed encoding, Borrowed errors)
{
    if (encoding && encoding != NONE && !value_is_str(encoding))
        return raise(rt, rt->TypeError, "TextIOWrapper() argument 'encoding' must be str or None, not %V", encoding);
    if (errors && errors != NONE && !value_is_str(errors))
        return raise(rt, rt->TypeError, "TextIOWrapper() argument 'errors' must be str or None, not %V", errors);
    bool locale = encoding && encoding != NONE && str_equal_text(encoding, "locale");
    Value name = text_or(rt, locale ? NULL : encoding, "utf-8"), mode = text_or(rt, errors, "strict");
    if (!name || !mode) {
        release(rt, name);
        release(rt, mode);
        return false;
    }
    value_replace(rt, &t->encoding, name);
    value_replace(rt, &t->errors, mode);
    t->kind = kind_of(str_bytes(name));
    if (t->kind != ENCODING_OTHER)
        return true;
    Value probe = bytes_decode(rt, "", 0, str_bytes(name), str_bytes(mode));    /* LookupError: unknown encoding */
    release(rt, probe);
    return probe;
}

static bool init(Runtime *rt, Borrowed self, const Value *args, size_t count, Borrowed keywords)
{
    Value bound[6];
    Text *t = text_of(self);
    if (!arguments_bind(rt, "TextIOWrapper", "(buffer, encoding=None, errors=None, newline=None, line_buffering=False, write_through=False)",
                        args, count, keywords, bound))
        return false;
    if (!set_newline(rt, t, bound[3]) || !set_encoding(rt, t, bound[1], bound[2]) ||
        !argument_bool(rt, bound[4], &t->line_buffered) || !argument_bool(rt, bound[5], &t->write_through))
        return false;
    value_replace(rt, &t->buffer, retain(bound[0]));
    t->detached = t->ended = false;
    t->chunk_size = IO_BUFFER_SIZE;
    t->held_size = t->out_size = 0;
    return true;
}

static bool check_ready(Runtime *rt, Text *t)
{
    if (t->buffer)
        return true;
    return raise(rt, rt->ValueError, t->detached ? "underlying buffer has been detached" : "I/O operation on uninitialized object");
}

static Buffered *plain_buffer(Runtime *rt, Text *t)
{
    const IoState *state = io_state(rt);
    bool plain = t->buffer && (object_is_exactly(t->buffer, state->reader) || object_is_exactly(t->buffer, state->writer) ||
                           object_is_exactly(t->buffer, state->random));
    return plain && ((Buffered *)t->buffer)->raw ? (Buffered *)t->buffer : NULL;
}

static bool check_open(Runtime *rt, Text *t)
{
    if (!check_ready(rt, t))
        return false;
    Buffered *b = plain_buffer(rt, t);
    if (b && object_is_exactly(b->raw, io_state(rt)->file))
        return ((File *)b->raw)->descriptor >= 0 || raise(rt, rt->ValueError, "I/O operation on closed file.");
    return io_check_open(rt, t->buffer);
}

/* -- writing */

static bool write_out(Runtime *rt, Text *t)
{
    size_t size = t->out_size;
    Buffered *b = plain_buffer(rt, t);
    if (!size)
        return true;
    t->out_size = 0;
    if (b && b->writable)
        return buffered_write(rt, b, t->out, size);
    Value bytes = bytes_from(rt, t->out, size);
    Value done = bytes ? io_call_one(rt, t->buffer, "write", bytes) : NULL;
    release(rt, bytes);
    release(rt, done);
    return done;
}

static bool put(Runtime *rt, Text *t, const char *bytes, size_t size)
{
    if (t->out_size + size > t->out_capacity) {
        size_t capacity = MAX(t->out_capacity * 2, round_up(t->out_size + size, 256));
        char *more = memory_realloc(rt, t->out, capacity);
        if (!more)
            return raise_memory_error(rt);
        t->out = more;
        t->out_capacity = capacity;
    }
    memcpy(t->out + t->out_size, bytes, size);
    t->out_size += size;
    return true;
}

/* "\n" becomes the stream's newline. */
static bool put_lines(Runtime *rt, Text *t, const char *bytes, size_t size)
{
    const char *newline = t->newline ? str_bytes(t->newline) : "\n";
    if (!*newline || !strcmp(newline, "\n"))
        return put(rt, t, bytes, size);
    for (const char *end = bytes + size; bytes < end;) {
        const char *stop = memchr(bytes, '\n', (size_t)(end - bytes));
        if (!put(rt, t, bytes, (size_t)((stop ? stop : end) - bytes)))
            return false;
        if (stop && !put(rt, t, newline, strlen(newline)))
            return false;
        bytes = stop ? stop + 1 : end;
    }
    return true;
}

static bool put_encoded(Runtime *rt, Text *t, Borrowed text)
{
    if (str_is_ascii(text) && t->kind != ENCODING_OTHER)
        return put_lines(rt, t, str_bytes(text), str_size(text));
    Value encoded = str_encode(rt, text, str_bytes(t->encoding), str_bytes(t->errors));
    bool done = encoded && put_lines(rt, t, bytes_bytes(encoded), bytes_size(encoded));
    release(rt, encoded);
    return done;
}

static bool flush_through(Runtime *rt, Text *t)
{
    Buffered *b = plain_buffer(rt, t);
    if (b && b->writable)
        return buffered_flush(rt, b);
    Value done = io_call_none(rt, t->buffer, "flush");
    release(rt, done);
    return done;
}

static void drop_read(Runtime *rt, Text *t)
{
    value_clear(rt, &t->text);
    value_clear(rt, &t->chunk);
    t->at = t->held_size = 0;
    t->ended = false;
}

static Owned write_method(Runtime *rt, Borrowed self, const Value *args)
{
    Text *t = text_of(self);
    if (!value_is_str(args[0]))
        return raise(rt, rt->TypeError, "write() argument must be str, not %V", args[0]);
    if (!check_open(rt, t))
        return NULL;
    Buffered *b = plain_buffer(rt, t);
    if (b && !b->writable)
        return io_unsupported(rt, "not writable");
    if (!put_encoded(rt, t, args[0]))
        return NULL;
    if (t->text)
        drop_read(rt, t);
    bool now = t->write_through || (t->line_buffered && memchr(str_bytes(args[0]), '\n', str_size(args[0])));
    if ((now || t->out_size >= CHUNK) && !write_out(rt, t))
        return NULL;
    if (t->line_buffered && now && !flush_through(rt, t))
        return NULL;
    return small_int_value((int64_t)str_length(args[0]));
}

static Owned flush_method(Runtime *rt, Borrowed self, const Value *args unused)
{
    Text *t = text_of(self);
    if (!check_open(rt, t) || !write_out(rt, t))
        return NULL;
    return io_call_none(rt, t->buffer, "flush");
}

/* -- decoding */

/* Bytes at the end of BYTES that begin a character which is not whole. */
static size_t unfinished(const char *bytes, size_t size)
{
    for (size_t back = 1; back <= MIN(size, 3); back++) {
        unsigned char c = (unsigned char)bytes[size - back];
        if (c < 0x80)
            return 0;
        if (c >= 0xc0)
            return back < (c >= 0xf0 ? 4u : c >= 0xe0 ? 3u : 2u) ? back : 0;
    }
    return 0;
}

static void note_newlines(Text *t, const char *bytes, size_t size)
{
    for (const char *p = bytes, *end = bytes + size; p < end; p++) {
        if (*p == '\n')
            t->newlines_seen |= 1;
        else if (*p == '\r' && p + 1 < end && p[1] == '\n')
            t->newlines_seen |= 4, p++;
        else if (*p == '\r')
            t->newlines_seen |= 2;
    }
}

/* \r\n and \r become \n. */
static Owned translated_steal(Runtime *rt, Text *t, Owned text)
{
    if (!t->universal || !text)
        return text;
    const char *bytes = str_bytes(text);
    size_t size = str_size(text);
    if (!memchr(bytes, '\r', size)) {
        if (!(t->newlines_seen & 1) && memchr(bytes, '\n', size))
            t->newlines_seen |= 1;
        return text;
    }
    note_newlines(t, bytes, size);
    if (!t->translate_read)
        return text;
    StrBuilder b;
    builder_open(&b, rt);
    for (const char *p = bytes, *end = bytes + size; p < end;) {
        const char *cr = memchr(p, '\r', (size_t)(end - p));
        builder_write(&b, p, (size_t)((cr ? cr : end) - p));
        if (cr)
            builder_text(&b, "\n");
        p = cr ? cr + 1 + (cr + 1 < end && cr[1] == '\n') : end;
    }
    release(rt, text);
    return builder_finish(&b);
}

static Owned read_chunk(Runtime *rt, Text *t)
{
    Buffered *b = plain_buffer(rt, t);
    if (b && !b->readable)
        return io_unsupported(rt, "not readable");
    if (t->kind == ENCODING_OTHER)
        return io_call_none(rt, t->buffer, "read");
    if (b) {
        int64_t n = buffered_fill(rt, b);
        if (n == -1)
            return NULL;
        Value bytes = bytes_from(rt, b->bytes + b->at, b->end - b->at);
        b->at = bytes ? b->end : b->at;
        return bytes;
    }
    Value read1 = io_call_one(rt, t->buffer, "read1", small_int_value(CHUNK));
    if (!read1 && error_clear_if(rt, rt->AttributeError))
        read1 = io_call_one(rt, t->buffer, "read", small_int_value(CHUNK));
    return read1;
}

/* The bytes held back, then BYTES (taken). */
static Owned with_held_steal(Runtime *rt, Text *t, Owned bytes)
{
    if (!t->held_size || !bytes)
        return bytes;
    Value whole = bytes_from(rt, NULL, t->held_size + bytes_size(bytes));
    if (whole) {
        memcpy(bytes_bytes(whole), t->held, t->held_size);
        memcpy(bytes_bytes(whole) + t->held_size, bytes_bytes(bytes), bytes_size(bytes));
    }
    release(rt, bytes);
    t->held_size = 0;
    return whole;
}

/* What cannot be decoded yet: part of a character, or \r whose \n may follow. */
static size_t hold_back(Text *t, Borrowed bytes)
{
    const char *p = bytes_bytes(bytes);
    size_t size = bytes_size(bytes), back = t->kind == ENCODING_UTF8 ? unfinished(p, size) : 0;
    if (!back && size && t->universal && p[size - 1] == '\r')
        back = 1;
    memcpy(t->held, p + size - back, back);
    t->held_size = back;
    return back;
}

/* More text: 1; the end: 0; -1: exception. */
static int fill(Runtime *rt, Text *t)
{
    while (!t->ended) {
        Value bytes = read_chunk(rt, t);
        if (bytes && bytes != NONE && !value_is_bytes(bytes)) {
            raise(rt, rt->TypeError, "underlying read1() should have returned a bytes-like object, not '%T'", bytes);
            value_clear(rt, &bytes);
        }
        if (!bytes)
            return -1;
        size_t got = bytes == NONE ? 0 : bytes_size(bytes);
        if (bytes == NONE)
            return 0;
        bytes = with_held_steal(rt, t, bytes);
        if (!bytes)
            return -1;
        t->ended = got == 0 || t->kind == ENCODING_OTHER;
        size_t back = t->ended ? 0 : hold_back(t, bytes);
        if (bytes_size(bytes) - back == 0) {
            release(rt, bytes);
            continue;
        }
        Value text = bytes_decode(rt, bytes_bytes(bytes), bytes_size(bytes) - back, str_bytes(t->encoding), str_bytes(t->errors));
        text = translated_steal(rt, t, text);
        if (!text) {
            release(rt, bytes);
            return -1;
        }
            value_replace(rt, &t->chunk, bytes);
        value_replace(rt, &t->text, text);
        t->at = 0;
        if (str_size(text))
            return 1;
    }
    return 0;
}

static size_t left(const Text *t) { return t->text ? str_size(t->text) - t->at : 0; }

static bool begin_read(Runtime *rt, Text *t)
{
    return check_open(rt, t) && write_out(rt, t);
}

static Owned give(Runtime *rt, Text *t, size_t size)
{
    if (t->at == 0 && t->text && size == str_size(t->text)) {
        t->at = size;
        return retain(t->text);
    }
    Value piece = str_from_bytes(rt, t->text ? str_bytes(t->text) + t->at : "", size);
    t->at += piece ? size : 0;
    return piece;
}

static Owned read_all(Runtime *rt, Text *t)
{
    StrBuilder b;
    int more = 1;
    builder_open(&b, rt);
    while (more > 0) {
        if (left(t))
            builder_write(&b, str_bytes(t->text) + t->at, left(t));
        t->at += left(t);
        more = fill(rt, t);
    }
    if (more < 0) {
        builder_close(&b);
        return NULL;
    }
    t->ended = false;
    return builder_finish(&b);
}

static Owned read_characters(Runtime *rt, Text *t, int64_t count)
{
    StrBuilder b;
    int more = 1;
    builder_open(&b, rt);
    while (count > 0 && more > 0) {
        if (!left(t) && (more = fill(rt, t)) <= 0)
            break;
        const char *from = str_bytes(t->text) + t->at;
        size_t size = left(t), characters = str_is_ascii(t->text) ? size : utf8_count(from, size);
        if ((int64_t)characters > count) {
            size = str_is_ascii(t->text) ? (size_t)count : utf8_skip(from, (size_t)count);
            characters = (size_t)count;
        }
        builder_write(&b, from, size);
        t->at += size;
        count -= (int64_t)characters;
    }
    if (more < 0) {
        builder_close(&b);
        return NULL;
    }
    t->ended = t->ended && more > 0;
    return builder_finish(&b);
}

static Owned read_method(Runtime *rt, Borrowed self, const Value *args)
{
    int64_t count;
    Text *t = text_of(self);
    if (!io_size(rt, args[0], &count) || !begin_read(rt, t))
        return NULL;
    return count < 0 ? read_all(rt, t) : read_characters(rt, t, count);
}

/* Where the line in FROM ends (behind its end), or NULL. */
static const char *line_end(const Text *t, const char *from, size_t size)
{
    if (t->translate_read || (t->newline && str_equal_text(t->newline, "\n"))) {
        const char *end = memchr(from, '\n', size);
        return end ? end + 1 : NULL;
    }
    if (!str_size(t->newline)) {
        for (size_t i = 0; i < size; i++) {
            if (from[i] == '\n')
                return from + i + 1;
            if (from[i] == '\r')
                return from + i + 1 + (i + 1 < size && from[i + 1] == '\n');
        }
        return NULL;
    }
    const char *end = memmem(from, size, str_bytes(t->newline), str_size(t->newline));
    return end ? end + str_size(t->newline) : NULL;
}

static Owned read_line(Runtime *rt, Text *t, int64_t limit)
{
    StrBuilder b;
    if (left(t) && limit < 0) {
        const char *from = str_bytes(t->text) + t->at, *end = line_end(t, from, left(t));
        if (end)
            return give(rt, t, (size_t)(end - from));
    }
    int more = 1;
    builder_open(&b, rt);
    for (bool done = false; !done && more > 0 && limit != 0;) {
        if (!left(t) && (more = fill(rt, t)) <= 0)
            break;
        const char *from = str_bytes(t->text) + t->at;
        const char *end = line_end(t, from, left(t));
        size_t size = end ? (size_t)(end - from) : left(t);
        if (limit >= 0) {
            size_t characters = utf8_count(from, size);
            if ((int64_t)characters >= limit) {
                size = utf8_skip(from, (size_t)limit);
                characters = (size_t)limit;
            }
            limit -= (int64_t)characters;
        }
        builder_write(&b, from, size);
        t->at += size;
        done = end && (size_t)(end - from) == size;
    }
    if (more < 0) {
        builder_close(&b);
        return NULL;
    }
    t->ended = t->ended && more > 0;
    return builder_finish(&b);
}

static Owned readline_method(Runtime *rt, Borrowed self, const Value *args)
{
    int64_t limit;
    Text *t = text_of(self);
    return io_size(rt, args[0], &limit) && begin_read(rt, t) ? read_line(rt, t, limit) : NULL;
}

static Owned next_line(Runtime *rt, Borrowed self)
{
    Text *t = text_of(self);
    if (object_type(value_object(self)) != io_state(rt)->text) {
        Value line = io_call_none(rt, self, "readline");
        if (line && value_is_str(line) && str_size(line) == 0)
            value_clear(rt, &line);
        return line;
    }
    Value line = begin_read(rt, t) ? read_line(rt, t, -1) : NULL;
    if (line && str_size(line) == 0)
        value_clear(rt, &line);
    return line;
}

/* -- places */

/* Bytes of the chunk that the first OUT bytes of text came from. */
static size_t source_bytes(const Text *t, size_t out)
{
    const char *p = bytes_bytes(t->chunk), *start = p, *end = p + bytes_size(t->chunk);
    while (out && p < end) {
        if (*p == '\r' && t->translate_read) {
            p += 1 + (p + 1 < end && p[1] == '\n');
            out--;
        } else {
            size_t width = t->kind == ENCODING_LATIN1 && (unsigned char)*p >= 0x80 ? 2 : 1;
            p++;
            out -= MIN(out, width);
        }
    }
    return (size_t)(p - start);
}

static Owned tell_method(Runtime *rt, Borrowed self, const Value *args unused)
{
    Text *t = text_of(self);
    if (!check_open(rt, t) || !write_out(rt, t))
        return NULL;
    Value flushed = io_call_none(rt, self, "flush");
    if (!flushed)
        return NULL;
    release(rt, flushed);
    Value answer = io_call_none(rt, t->buffer, "tell");
    int64_t place;
    if (!answer || !t->text || !t->chunk)
        return answer;
    bool done = value_to_ssize(rt, answer, &place, rt->OverflowError);
    release(rt, answer);
    if (!done)
        return NULL;
    return int_from_int64(rt, place - (int64_t)bytes_size(t->chunk) + (int64_t)source_bytes(t, t->at));
}

static Owned seek_method(Runtime *rt, Borrowed self, const Value *args)
{
    Text *t = text_of(self);
    int64_t offset = 0;
    int whence = 0;
    if (!argument_index(rt, args[0], &offset) || !argument_int(rt, args[1], &whence) || !check_open(rt, t))
        return NULL;
    int seekable = io_truth(rt, t->buffer, "seekable");
    if (seekable <= 0)
        return seekable < 0 ? NULL : io_unsupported(rt, "underlying stream is not seekable");
    if (whence == 1 && offset)
        return io_unsupported(rt, "can't do nonzero cur-relative seeks");
    if (whence == 2 && offset)
        return io_unsupported(rt, "can't do nonzero end-relative seeks");
    if (whence < 0 || whence > 2)
        return raise(rt, rt->ValueError, "invalid whence (%d, should be 0, 1 or 2)", whence);
    if (whence == 0 && offset < 0)
        return raise(rt, rt->ValueError, "negative seek position %zd", offset);
    Value flushed = whence == 1 ? tell_method(rt, self, NULL) : io_call_none(rt, self, "flush");
    if (!flushed)
        return NULL;
    Value where[2] = { whence == 1 ? flushed : small_int_value(offset), small_int_value(whence == 1 ? 0 : whence) };
    drop_read(rt, t);
    Value result = io_call(rt, t->buffer, "seek", where, 2);
    release(rt, flushed);
    return result;
}

static Owned truncate_method(Runtime *rt, Borrowed self, const Value *args)
{
    Value flushed = check_ready(rt, text_of(self)) ? io_call_none(rt, self, "flush") : NULL;
    if (!flushed)
        return NULL;
    release(rt, flushed);
    Value place = args[0] && args[0] != NONE ? retain(args[0]) : io_call_none(rt, self, "tell");
    Value result = place ? io_call_one(rt, text_of(self)->buffer, "truncate", place) : NULL;
    release(rt, place);
    return result;
}

/* -- the rest */

static Owned close_method(Runtime *rt, Borrowed self, const Value *args unused)
{
    Text *t = text_of(self);
    if (!check_ready(rt, t))
        return NULL;
    int closed = io_is_closed(rt, t->buffer);
    if (closed)
        return closed < 0 ? NULL : NONE;
    Value flushed = io_call_none(rt, self, "flush"), pending = flushed ? NULL : error_take(rt);
    release(rt, flushed);
    return io_chain(rt, pending, io_call_none(rt, t->buffer, "close"));
}

static Owned detach_method(Runtime *rt, Borrowed self, const Value *args unused)
{
    Text *t = text_of(self);
    Value flushed = check_ready(rt, t) ? io_call_none(rt, self, "flush") : NULL;
    if (!flushed)
        return NULL;
    release(rt, flushed);
    Value buffer = t->buffer;
    t->buffer = NULL;
    t->detached = true;
    return buffer;
}

static Owned reconfigure_method(Runtime *rt, Borrowed self, const Value *args)
{
    Text *t = text_of(self);
    Value flushed = check_ready(rt, t) ? io_call_none(rt, self, "flush") : NULL;
    if (!flushed)
        return NULL;
    release(rt, flushed);
    if (t->text && ((args[0] && args[0] != NONE) || args[2]))
        return io_unsupported(rt, "It is not possible to set the encoding or newline of stream after the first read");
    if (args[0] && args[0] != NONE && !set_encoding(rt, t, args[0], args[1]))
        return NULL;
    if (args[1] && args[1] != NONE && (!args[0] || args[0] == NONE) && !set_encoding(rt, t, t->encoding, args[1]))
        return NULL;
    if (args[2] && !set_newline(rt, t, args[2]))
        return NULL;
    if ((args[3] && args[3] != NONE && !argument_bool(rt, args[3], &t->line_buffered)) ||
        (args[4] && args[4] != NONE && !argument_bool(rt, args[4], &t->write_through)))
        return NULL;
    return NONE;
}

#define PASS_ON(name) \
    static Owned name##_method(Runtime *rt, Borrowed self, const Value *args unused) \
    { \
        return check_ready(rt, text_of(self)) ? io_call_none(rt, text_of(self)->buffer, #name) : NULL; \
    }
PASS_ON(fileno)
PASS_ON(isatty)
PASS_ON(seekable)
PASS_ON(readable)
PASS_ON(writable)
#undef PASS_ON

static Owned get_buffer(Runtime *rt unused, Borrowed self)
{
    Value buffer = text_of(self)->buffer;
    return buffer ? retain(buffer) : NONE;
}

static Owned get_encoding(Runtime *rt unused, Borrowed self)
{
    return text_of(self)->encoding ? retain(text_of(self)->encoding) : NONE;
}

static Owned get_errors(Runtime *rt unused, Borrowed self) { return text_of(self)->errors ? retain(text_of(self)->errors) : NONE; }

static Owned get_newlines(Runtime *rt, Borrowed self)
{
    static const char *const shown[] = { NULL, "\n", "\r", NULL, "\r\n" };
    uint8_t seen = text_of(self)->newlines_seen;
    if (!seen)
        return NONE;
    if (seen < 5 && shown[seen])
        return str_from_text(rt, shown[seen]);
    Value r = seen & 2 ? str_from_text(rt, "\r") : NULL, n = seen & 1 ? str_from_text(rt, "\n") : NULL;
    Value rn = seen & 4 ? str_from_text(rt, "\r\n") : NULL, items[3];
    size_t count = 0;
    if (r)
        items[count++] = r;
    if (n)
        items[count++] = n;
    if (rn)
        items[count++] = rn;
    return tuple_from_steal(rt, items, (int64_t)count);
}

static Owned get_line_buffering(Runtime *rt unused, Borrowed self) { return bool_value(text_of(self)->line_buffered); }
static Owned get_write_through(Runtime *rt unused, Borrowed self) { return bool_value(text_of(self)->write_through); }

static Owned from_buffer(Runtime *rt, Borrowed self, const char *name)
{
    return check_ready(rt, text_of(self)) ? get_attribute_text(rt, text_of(self)->buffer, name) : NULL;
}

static Owned get_closed(Runtime *rt, Borrowed self) { return from_buffer(rt, self, "closed"); }
static Owned get_name(Runtime *rt, Borrowed self) { return from_buffer(rt, self, "name"); }

static Owned repr(Runtime *rt, Borrowed self)
{
    StrBuilder b;
    Value name = get_attribute_or_null(rt, self, rt->names.name);
    error_clear(rt);
    Value mode = get_attribute_or_null(rt, self, rt->names.mode);
    error_clear(rt);
    builder_open(&b, rt);
    builder_text(&b, "<_io.TextIOWrapper");
    if (name)
        builder_text(&b, " name="), builder_repr(&b, name);
    if (mode)
        builder_text(&b, " mode="), builder_repr(&b, mode);
    builder_text(&b, " encoding=");
    builder_repr(&b, text_of(self)->encoding ? text_of(self)->encoding : NONE);
    builder_text(&b, ">");
    release(rt, name);
    release(rt, mode);
    return builder_finish(&b);
}

static const MethodDef methods[] = {
    METHOD("write", write_method, "(text, /)", NULL), METHOD("flush", flush_method, "()", NULL),
    METHOD("read", read_method, "(size=-1, /)", NULL), METHOD("readline", readline_method, "(size=-1, /)", NULL),
    METHOD("seek", seek_method, "(cookie, whence=0, /)", NULL), METHOD("tell", tell_method, "()", NULL),
    METHOD("truncate", truncate_method, "(pos=None, /)", NULL), METHOD("close", close_method, "()", NULL),
    METHOD("detach", detach_method, "()", NULL),
    METHOD("reconfigure", reconfigure_method, "(*, encoding=None, errors=None, newline=None, line_buffering=None, write_through=None)", NULL),
    METHOD("fileno", fileno_method, "()", NULL), METHOD("isatty", isatty_method, "()", NULL),
    METHOD("seekable", seekable_method, "()", NULL), METHOD("readable", readable_method, "()", NULL),
    METHOD("writable", writable_method, "()", NULL), { 0 },
};
/* How much is read at once is the buffer's business; the number is kept for those who set it. */
static Owned get_chunk_size(Runtime *rt, Borrowed self) { return check_ready(rt, text_of(self)) ? int_from_int64(rt, text_of(self)->chunk_size) : NULL; }

static bool set_chunk_size(Runtime *rt, Borrowed self, Borrowed value)
{
    int64_t size;
    if (!value)
        return raise(rt, rt->AttributeError, "cannot delete attribute");
    if (!check_ready(rt, text_of(self)) || !value_to_ssize(rt, value, &size, rt->ValueError))
        return false;
    if (size <= 0)
        return raise(rt, rt->ValueError, "a strictly positive integer is required");
    text_of(self)->chunk_size = size;
    return true;
}

static const GetSetDef getsets[] = {
    { "buffer", get_buffer, NULL, NULL }, { "encoding", get_encoding, NULL, NULL }, { "errors", get_errors, NULL, NULL },
    { "newlines", get_newlines, NULL, NULL }, { "line_buffering", get_line_buffering, NULL, NULL },
    { "write_through", get_write_through, NULL, NULL }, { "closed", get_closed, NULL, NULL },
    { "name", get_name, NULL, NULL }, { "_CHUNK_SIZE", get_chunk_size, set_chunk_size, NULL }, { 0 },
};
static void text_buffers(const Object *self, BufferVisit visit, void *argument)
{
    VISIT_BUFFER(((const Text *)self)->out);
}

const TypeDef io_text_def = {
    .name = "_io.TextIOWrapper", .doc = "Character and line based layer over a BufferedIOBase object, buffer.",
    .signature = "(buffer, encoding=None, errors=None, newline=None, line_buffering=False, write_through=False)",
    STREAM_LIFE(Text), .traverse = traverse, .clear = clear, .free = free_text,
    .buffers = text_buffers,
    .slots = { .make = make, .init = init, .repr = repr, .next = next_line, .finalize = io_finalize },
    .methods = methods, .getsets = getsets,
};
