/* StringIO: text in memory, one 32-bit word a character, so that any place can be
 * written over; and the decoder of line ends that stands alone. */
#include "modules/io.h"
#include "object/arguments.h"
#include "object/error.h"
#include "object/protocol.h"
#include "types/dict.h"
#include "types/instance.h"
#include "types/int.h"
#include "types/str_internal.h"
#include "types/tuple.h"

typedef struct StringIO {
    Stream stream;
    uint32_t *points;           /* memory_alloc */
    int64_t count, capacity, at;
    Value newline;              /* str or NULL: translate to \n */
} StringIO;

static StringIO *string_of(Borrowed v) { return (StringIO *)v; }

static int traverse(Object *self, GcVisit visit, void *argument)
{
    VISIT_VALUE(string_of(object_value(self))->newline);
    return type_traverse_object(self, visit, argument);
}

static void clear(Gc *gc, Object *self) { type_clear_object(runtime_of(gc), self); }

static void free_string_io(Gc *gc, Object *self)
{
    gc_untrack(gc, self);
    memory_free(runtime_of(gc), ((StringIO *)self)->points);
    release(runtime_of(gc), ((StringIO *)self)->newline);
    type_free_object(runtime_of(gc), self);
}

static Owned make(Runtime *rt, Type *type, const Value *args unused, size_t count unused, Borrowed keywords unused)
{
    Object *s = type_alloc(rt, type, 0);
    if (s)
        gc_track(&rt->gc, s);
    return object_value(s);
}

static bool reach(Runtime *rt, StringIO *s, int64_t count)
{
    if (count <= s->capacity)
        return true;
    int64_t capacity = MAX(count, s->capacity + s->capacity / 2 + 32);
    uint32_t *more = capacity > INT64_MAX / 8 ? NULL : memory_realloc(rt, s->points, (size_t)capacity * sizeof *more);
    if (!more)
        return raise_memory_error(rt);
    s->points = more;
    s->capacity = capacity;
    return true;
}

static bool put_point(Runtime *rt, StringIO *s, uint32_t c)
{
    if (!reach(rt, s, s->at + 1))
        return false;
    for (; s->count < s->at; s->count++)
        s->points[s->count] = 0;
    s->points[s->at++] = c;
    s->count = MAX(s->count, s->at);
    return true;
}

static bool put_newline(Runtime *rt, StringIO *s)
{
    const char *newline = s->newline && str_size(s->newline) ? str_bytes(s->newline) : "\n";
    for (; *newline; newline++)
        if (!put_point(rt, s, (uint32_t)*newline))
            return false;
    return true;
}

static bool put_text(Runtime *rt, StringIO *s, Borrowed text)
{
    const char *bytes = str_bytes(text);
    bool skip_feed = false;
    if (!reach(rt, s, s->at + (int64_t)str_length(text)))
        return false;
    for (size_t i = 0; i < str_size(text);) {
        uint32_t c = utf8_next(bytes, &i);
        bool skipped = skip_feed && c == '\n';
        skip_feed = false;
        if (skipped)
            continue;
        if (!s->newline && c == '\r') {
            skip_feed = true;
            c = '\n';
        }
        if (!(c == '\n' && s->newline ? put_newline(rt, s) : put_point(rt, s, c)))
            return false;
    }
    return true;
}

static bool legal_newline(Runtime *rt, Borrowed v)
{
    if (v == NONE || (value_is_str(v) && (!str_size(v) || str_equal_text(v, "\n") || str_equal_text(v, "\r") || str_equal_text(v, "\r\n"))))
        return true;
    if (!value_is_str(v))
        return raise(rt, rt->TypeError, "newline must be str or None, not %T", v);
    return raise(rt, rt->ValueError, "illegal newline value: %R", v);
}

static bool init(Runtime *rt, Borrowed self, const Value *args, size_t count, Borrowed keywords)
{
    Value bound[2];
    StringIO *s = string_of(self);
    if (!arguments_bind(rt, "StringIO", "(initial_value='', newline='\\n')", args, count, keywords, bound))
        return false;
    if (bound[1] && !legal_newline(rt, bound[1]))
        return false;
    if (bound[0] && bound[0] != NONE && !value_is_str(bound[0]))
        return raise(rt, rt->TypeError, "initial_value must be str or None, not %T", bound[0]);
    Value newline = bound[1] == NONE ? NULL : bound[1] ? retain(bound[1]) : str_from_text(rt, "\n");
    if (!newline && error_pending(rt))
        return false;
    value_replace(rt, &s->newline, newline);
    s->count = s->at = 0;
    s->stream.closed = false;
    if (bound[0] && bound[0] != NONE && !put_text(rt, s, bound[0]))
        return false;
    s->at = 0;
    return true;
}

static bool check_open(Runtime *rt, Borrowed self)
{
    return !string_of(self)->stream.closed || raise(rt, rt->ValueError, "I/O operation on closed file");
}

static Owned text_between(Runtime *rt, const StringIO *s, int64_t from, int64_t to)
{
    StrBuilder b;
    builder_open(&b, rt);
    for (; from < to; from++)
        builder_code_point(&b, s->points[from]);
    return builder_finish(&b);
}

static Owned take(Runtime *rt, StringIO *s, int64_t n)
{
    int64_t from = MIN(s->at, s->count), left = s->count - from;
    if (n < 0 || n > left)
        n = left;
    Value text = text_between(rt, s, from, from + n);
    if (text)
        s->at = MAX(s->at, from + n);
    return text;
}

static Owned read_method(Runtime *rt, Borrowed self, const Value *args)
{
    int64_t n;
    return check_open(rt, self) && io_size(rt, args[0], &n) ? take(rt, string_of(self), n) : NULL;
}

/* Characters of the line at the current place, its end included. */
static int64_t line_length(const StringIO *s)
{
    bool any = s->newline && !str_size(s->newline);
    const char *end = s->newline && str_size(s->newline) ? str_bytes(s->newline) : "\n";
    for (int64_t i = s->at; i < s->count; i++) {
        uint32_t c = s->points[i];
        bool feed = i + 1 < s->count && s->points[i + 1] == '\n';
        if (any ? c == '\n' || c == '\r' : c == (uint32_t)end[0] && (!end[1] || feed))
            return i + 1 - s->at + ((any && c == '\r' && feed) || (!any && end[1]));
    }
    return MAX(0, s->count - s->at);
}

static Owned readline_method(Runtime *rt, Borrowed self, const Value *args)
{
    int64_t limit;
    if (!check_open(rt, self) || !io_size(rt, args[0], &limit))
        return NULL;
    int64_t n = line_length(string_of(self));
    return take(rt, string_of(self), limit >= 0 ? MIN(n, limit) : n);
}

static Owned next_line(Runtime *rt, Borrowed self)
{
    static const Value none[1] = { NULL };
    Value line = readline_method(rt, self, none);
    if (line && !str_size(line))
        value_clear(rt, &line);
    return line;
}

static Owned write_method(Runtime *rt, Borrowed self, const Value *args)
{
    if (!value_is_str(args[0]))
        return raise(rt, rt->TypeError, "string argument expected, got '%T'", args[0]);
    if (!check_open(rt, self) || !put_text(rt, string_of(self), args[0]))
        return NULL;
    return small_int_value((int64_t)str_length(args[0]));
}

static Owned seek_method(Runtime *rt, Borrowed self, const Value *args)
{
    StringIO *s = string_of(self);
    int64_t offset = 0;
    int whence = 0;
    if (!check_open(rt, self) || !argument_index(rt, args[0], &offset) || !argument_int(rt, args[1], &whence))
        return NULL;
    if (whence < 0 || whence > 2)
        return raise(rt, rt->ValueError, "Invalid whence (%d, should be 0, 1 or 2)", whence);
    if (whence == 0 && offset < 0)
        return raise(rt, rt->ValueError, "Negative seek position %zd", offset);
    if (whence && offset)
        return raise(rt, rt->OSError, "Can't do nonzero cur-relative seeks");
    s->at = whence == 0 ? offset : whence == 1 ? s->at : s->count;
    return small_int_value(s->at);
}

static Owned tell_method(Runtime *rt, Borrowed self, const Value *args unused)
{
    return check_open(rt, self) ? small_int_value(string_of(self)->at) : NULL;
}

static Owned truncate_method(Runtime *rt, Borrowed self, const Value *args)
{
    StringIO *s = string_of(self);
    int64_t size = s->at;
    if (!check_open(rt, self) || (args[0] && args[0] != NONE && !argument_index(rt, args[0], &size)))
        return NULL;
    if (size < 0)
        return raise(rt, rt->ValueError, "Negative size value %zd", size);
    s->count = MIN(s->count, size);
    return small_int_value(size);
}

static Owned getvalue_method(Runtime *rt, Borrowed self, const Value *args unused)
{
    return check_open(rt, self) ? text_between(rt, string_of(self), 0, string_of(self)->count) : NULL;
}

static Owned close_method(Runtime *rt, Borrowed self, const Value *args unused)
{
    StringIO *s = string_of(self);
    s->stream.closed = true;
    memory_free(rt, s->points);
    s->points = NULL;
    s->count = s->capacity = s->at = 0;
    return NONE;
}

static Owned getstate_method(Runtime *rt, Borrowed self, const Value *args unused)
{
    StringIO *s = string_of(self);
    if (!check_open(rt, self))
        return NULL;
    Value items[4] = { text_between(rt, s, 0, s->count), s->newline ? retain(s->newline) : NONE, small_int_value(s->at),
                       s->stream.dict ? dict_copy(rt, s->stream.dict) : NONE };
    return tuple_from_steal(rt, items, 4);
}

/* The text as it was kept: no newline is translated again. */
static bool put_kept(Runtime *rt, StringIO *s, Borrowed text)
{
    for (size_t at = 0; at < str_size(text);)
        if (!put_point(rt, s, utf8_next(str_bytes(text), &at)))
            return false;
    return true;
}

static Owned setstate_method(Runtime *rt, Borrowed self, const Value *args)
{
    int64_t place;
    StringIO *s = string_of(self);
    if (!check_open(rt, self) || !io_state_parts(rt, self, args[0], 4))
        return NULL;
    const Value *parts = tuple_items(args[0]);
    if (!value_is_str(parts[0]))
        return raise(rt, rt->TypeError, "initial_value must be str or None, not %.200T", parts[0]);
    Value fresh[2] = { NONE, parts[1] };
    if (!init(rt, self, fresh, 2, NULL) || !put_kept(rt, s, parts[0]) || !io_state_place(rt, parts[2], "third", &place) ||
        !io_state_dict(rt, self, parts[3], "fourth"))
        return NULL;
    s->at = place;
    return NONE;
}

static Owned yes(Runtime *rt, Borrowed self, const Value *args unused) { return check_open(rt, self) ? TRUE : NULL; }
static Owned get_closed(Runtime *rt unused, Borrowed self) { return bool_value(string_of(self)->stream.closed); }
static Owned get_line_buffering(Runtime *rt, Borrowed self) { return check_open(rt, self) ? FALSE : NULL; }

static const MethodDef methods[] = {
    METHOD("read", read_method, "(size=-1, /)", NULL), METHOD("readline", readline_method, "(size=-1, /)", NULL),
    METHOD("write", write_method, "(s, /)", NULL), METHOD("seek", seek_method, "(pos, whence=0, /)", NULL),
    METHOD("tell", tell_method, "()", NULL), METHOD("truncate", truncate_method, "(pos=None, /)", NULL),
    METHOD("getvalue", getvalue_method, "()", NULL), METHOD("close", close_method, "()", NULL),
    METHOD("readable", yes, "()", NULL), METHOD("writable", yes, "()", NULL), METHOD("seekable", yes, "()", NULL), METHOD("__getstate__", getstate_method, "()", NULL),
    METHOD("__setstate__", setstate_method, "(state, /)", NULL), { 0 },
};
static const GetSetDef getsets[] = {
    { "closed", get_closed, NULL, NULL }, { "line_buffering", get_line_buffering, NULL, NULL }, { 0 },
};
static void string_buffers(const Object *self, BufferVisit visit, void *argument)
{
    VISIT_BUFFER(((const StringIO *)self)->points);
}

const TypeDef io_string_def = {
    .name = "_io.StringIO", .doc = "Text I/O implementation using an in-memory buffer.",
    .signature = "(initial_value='', newline='\\n')", STREAM_LIFE(StringIO), .traverse = traverse, .clear = clear,
    .buffers = string_buffers,
    .free = free_string_io, .slots = { .make = make, .init = init, .next = next_line }, .methods = methods, .getsets = getsets,
};

/* -- IncrementalNewlineDecoder(decoder, translate) */

typedef struct NewlineDecoder {
    Object head;
    Value decoder;              /* or None: text in, text out */
    bool translate, pending_return;
    uint8_t seen;
} NewlineDecoder;

static int decoder_traverse(Object *self, GcVisit visit, void *argument)
{
    VISIT_VALUE(((NewlineDecoder *)self)->decoder);
    return type_traverse_object(self, visit, argument);
}

static void decoder_free(Gc *gc, Object *self)
{
    gc_untrack(gc, self);
    release(runtime_of(gc), ((NewlineDecoder *)self)->decoder);
    type_free_object(runtime_of(gc), self);
}

static bool decoder_init(Runtime *rt, Borrowed self, const Value *args, size_t count, Borrowed keywords)
{
    Value bound[3];
    NewlineDecoder *d = (NewlineDecoder *)self;
    if (!arguments_bind(rt, "IncrementalNewlineDecoder", "(decoder, translate, errors='strict')", args, count, keywords, bound) ||
        !argument_bool(rt, bound[1], &d->translate))
        return false;
    value_replace(rt, &d->decoder, retain(bound[0]));
    return true;
}

static Owned decode_lines(Runtime *rt, NewlineDecoder *d, Borrowed text, bool final)
{
    StrBuilder b;
    const char *p = str_bytes(text), *end = p + str_size(text);
    bool before = d->pending_return;
    builder_open(&b, rt);
    d->pending_return = false;
    if (before && p == end && !final) {
        d->pending_return = true;
        before = false;
    }
    if (before) {
        bool feed = p < end && *p == '\n';
        d->seen |= feed ? 4 : 2;
        builder_text(&b, d->translate ? "\n" : feed ? "\r\n" : "\r");
        p += feed;
    }
    for (; p < end; p++) {
        if (*p == '\r') {
            if (p + 1 == end && !final) {
                d->pending_return = true;
                break;
            }
            bool feed = p + 1 < end && p[1] == '\n';
            d->seen |= feed ? 4 : 2;
            builder_text(&b, d->translate ? "\n" : feed ? "\r\n" : "\r");
            p += feed;
        } else {
            d->seen |= *p == '\n';
            builder_write(&b, p, 1);
        }
    }
    return builder_finish(&b);
}

static Owned decoder_decode(Runtime *rt, Borrowed self, const Value *args)
{
    NewlineDecoder *d = (NewlineDecoder *)self;
    bool final = false;
    if (!argument_bool(rt, args[1], &final))
        return NULL;
    Value both[2] = { args[0], bool_value(final) };
    Value text = d->decoder == NONE || !d->decoder ? retain(args[0]) : io_call(rt, d->decoder, "decode", both, 2);
    if (text && !value_is_str(text)) {
        raise(rt, rt->TypeError, "decoder should return a string result, not '%T'", text);
        value_clear(rt, &text);
    }
    if (!text)
        return NULL;
    bool plain = !d->pending_return && !memchr(str_bytes(text), '\r', str_size(text));
    if (plain) {
        d->seen |= memchr(str_bytes(text), '\n', str_size(text)) != NULL;
        return text;
    }
    Value result = decode_lines(rt, d, text, final);
    release(rt, text);
    return result;
}

static Owned decoder_reset(Runtime *rt, Borrowed self, const Value *args unused)
{
    NewlineDecoder *d = (NewlineDecoder *)self;
    d->seen = 0;
    d->pending_return = false;
    return d->decoder == NONE || !d->decoder ? NONE : io_call_none(rt, d->decoder, "reset");
}

/* The state of the decoder inside, and one more bit: a \r is held back. */
static Owned decoder_getstate(Runtime *rt, Borrowed self, const Value *args unused)
{
    NewlineDecoder *d = (NewlineDecoder *)self;
    if (d->decoder == NONE || !d->decoder)
        return tuple_pack(rt, 2, rt->empty_bytes ? rt->empty_bytes : NONE, small_int_value(d->pending_return));
    Value inner = io_call_none(rt, d->decoder, "getstate"), result = NULL;
    int64_t flag;
    if (inner && !(value_is_tuple(inner) && tuple_count(inner) == 2))
        raise(rt, rt->TypeError, "illegal decoder state");
    else if (inner && value_to_ssize(rt, tuple_item_peek(inner, 1), &flag, rt->OverflowError))
        result = tuple_pack(rt, 2, tuple_item_peek(inner, 0), small_int_value(flag << 1 | d->pending_return));
    release(rt, inner);
    return result;
}

static Owned decoder_setstate(Runtime *rt, Borrowed self, const Value *args)
{
    NewlineDecoder *d = (NewlineDecoder *)self;
    int64_t flag;
    if (!value_is_tuple(args[0]))
        return raise(rt, rt->TypeError, "state argument must be a tuple");
    if (tuple_count(args[0]) != 2)
        return raise(rt, rt->TypeError, "illegal decoder state");
    if (!value_to_ssize(rt, tuple_item_peek(args[0], 1), &flag, rt->OverflowError))
        return NULL;
    d->pending_return = flag & 1;
    if (d->decoder == NONE || !d->decoder)
        return NONE;
    Value inner = tuple_pack(rt, 2, tuple_item_peek(args[0], 0), small_int_value(flag >> 1));
    Value done = inner ? io_call_one(rt, d->decoder, "setstate", inner) : NULL;
    release(rt, inner);
    return done;
}

static Owned decoder_newlines(Runtime *rt, Borrowed self)
{
    uint8_t seen = ((NewlineDecoder *)self)->seen;
    Value items[3];
    int64_t count = 0;
    static const struct { uint8_t bit; const char *text; } rows[] = { { 2, "\r" }, { 1, "\n" }, { 4, "\r\n" } };
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (seen & rows[i].bit && !(items[count++] = str_from_text(rt, rows[i].text)))
            goto failed;
    return count == 0 ? NONE : count == 1 ? items[0] : tuple_from_steal(rt, items, count);
failed:
    while (--count > 0)
        release(rt, items[count - 1]);
    return NULL;
}

static const MethodDef decoder_methods[] = {
    METHOD("decode", decoder_decode, "(input, final=False)", NULL), METHOD("reset", decoder_reset, "()", NULL),
    METHOD("getstate", decoder_getstate, "()", NULL), METHOD("setstate", decoder_setstate, "(state, /)", NULL), { 0 },
};
static const GetSetDef decoder_getsets[] = { { "newlines", decoder_newlines, NULL, NULL }, { 0 } };
const TypeDef io_newline_decoder_def = {
    .name = "_io.IncrementalNewlineDecoder", .size = sizeof(NewlineDecoder), .flags = TYPE_CONTAINER | TYPE_SUBCLASSABLE,
    .traverse = decoder_traverse, .free = decoder_free, .slots = { .make = make, .init = decoder_init },
    .methods = decoder_methods, .getsets = decoder_getsets,
};
