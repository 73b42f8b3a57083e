/* The module zlib, on the library of that name.
 *
 * Its memory is the runtime's: the hooks of a stream allocate from the heap, so that a
 * limit counts and closing leaves nothing. */
#include <zlib.h>

#include "object/arguments.h"
#include "object/budget.h"
#include "object/error.h"
#include "object/protocol.h"
#include "types/bytes.h"
#include "types/int.h"
#include "types/instance.h"
#include "types/module.h"
#include "types/str.h"

enum { DEF_MEM_LEVEL = 8, DEFAULT_BUFFER = 16384, LARGEST_PIECE = 1 << 30 };

typedef struct State { Type *compress, *decompress; Value error; } State;

/* What zlib took for a stream: a ring of pieces, so that the stream can tell what it owns. */
typedef struct Piece { struct Piece *next, *previous; } Piece;
typedef struct Memory {
    Runtime *rt;
    Piece pieces, *into;        /* `into`: the ring that grows; another stream's while it is copied */
} Memory;

/* A compressor or decompressor.  `data` and `tail` belong to decompressors. */
typedef struct Stream {
    Object head;
    z_stream z;
    Memory memory;
    Value data, tail;           /* unused_data, unconsumed_tail: bytes */
    Value dictionary;           /* bytes-like or NULL */
    Value error;                /* the module's exception class */
    bool open, eof;
} Stream;

static State *state_of(Borrowed module) { return ((Module *)module)->state; }
static Stream *stream_of(Borrowed v) { return (Stream *)v; }

/* -- memory */

static void *take_memory(void *of, unsigned count, unsigned size)
{
    Memory *m = of;
    Piece *piece = memory_alloc(m->rt, sizeof(Piece) + (size_t)count * size);
    if (!piece)
        return NULL;
    Piece *first = m->into;
    *piece = (Piece){ first->next, first };
    first->next->previous = piece;
    first->next = piece;
    return piece + 1;
}

static void give_memory(void *of, void *p)
{
    Piece *piece = (Piece *)p - 1;
    piece->previous->next = piece->next;
    piece->next->previous = piece->previous;
    memory_free(((Memory *)of)->rt, piece);
}

static void stream_setup(Runtime *rt, z_stream *z, Memory *m)
{
    *m = (Memory){ .rt = rt, .pieces = { &m->pieces, &m->pieces }, .into = &m->pieces };
    *z = (z_stream){ .opaque = m, .zalloc = take_memory, .zfree = give_memory };
}

/* -- errors */

static const char *message_of(const z_stream *z, int code)
{
    if (code == Z_VERSION_ERROR)
        return "library version mismatch";
    if (z->msg)
        return z->msg;
    switch (code) {
    case Z_BUF_ERROR: return "incomplete or truncated stream";
    case Z_STREAM_ERROR: return "inconsistent stream state";
    case Z_DATA_ERROR: return "invalid input data";
    default: return NULL;
    }
}

static void *raise_zlib(Runtime *rt, Borrowed error, const z_stream *z, int code, const char *where)
{
    const char *message = message_of(z, code);
    if (code == Z_MEM_ERROR)
        return raise_memory_error(rt);
    return message ? raise(rt, (Type *)error, "Error %d %s: %s", code, where, message) : raise(rt, (Type *)error, "Error %d %s", code, where);
}

/* -- output that grows */

typedef struct Output { Runtime *rt; char *bytes; size_t size, capacity, most; int steps; } Output;

/* By how much the room grows: stored blocks are cut where it ends, so the steps show in the output. */
static size_t output_step(int number)
{
    static const uint8_t kilobytes_log2[] = { 5, 6, 8, 10, 12, 13, 14, 14, 15, 15, 15, 15, 16, 16, 17, 17 };
    size_t last = sizeof kilobytes_log2 - 1;
    return (size_t)1024 << kilobytes_log2[(size_t)number < last ? (size_t)number : last];
}

/* Room for more behind what is there; at most `most` bytes in all. */
static bool output_room(Output *o, z_stream *z)
{
    if (o->size == o->capacity) {
        size_t capacity = o->capacity + output_step(o->steps++);
        if (capacity > o->most)
            capacity = o->most;
        char *bytes = memory_realloc(o->rt, o->bytes, capacity + !capacity);
        if (!bytes)
            return raise_memory_error(o->rt);
        o->bytes = bytes;
        o->capacity = capacity;
    }
    size_t room = o->capacity - o->size;
    z->next_out = (Bytef *)o->bytes + o->size;
    z->avail_out = room > LARGEST_PIECE ? LARGEST_PIECE : (unsigned)room;
    return true;
}

static void output_took(Output *o, const z_stream *z) { o->size = (size_t)((char *)z->next_out - o->bytes); }
static bool output_full(const Output *o) { return o->size == o->most; }

static Owned output_bytes(Output *o, bool done)
{
    Value result = done ? bytes_from(o->rt, o->bytes ? o->bytes : "", o->size) : NULL;
    memory_free(o->rt, o->bytes);
    return result;
}

/* -- input in pieces that fit z_stream */

typedef struct Input { const char *at; size_t left; } Input;

static void input_feed(Input *in, z_stream *z)
{
    z->next_in = (Bytef *)in->at;
    z->avail_in = in->left > LARGEST_PIECE ? LARGEST_PIECE : (unsigned)in->left;
}

static void input_took(Input *in, const z_stream *z)
{
    in->left -= (size_t)((const char *)z->next_in - in->at);
    in->at = (const char *)z->next_in;
}

typedef int (*Step)(z_stream *, int);

/* One piece of input through STEP; the code of its last call.  -100: an exception. */
static int run_piece(Step step, z_stream *z, Input *in, Output *out, int flush)
{
    int code;
    input_feed(in, z);
    do {
        if (!charge(out->rt, DEFAULT_BUFFER / 64) || !output_room(out, z))
            return -100;
        code = step(z, flush);
        output_took(out, z);
    } while (z->avail_out == 0 && !output_full(out) && code != Z_STREAM_END && code != Z_STREAM_ERROR && code != Z_NEED_DICT);
    input_took(in, z);
    return code;
}

/* -- whole data */

static Owned compress_all(Runtime *rt, Borrowed error, const Buffer *data, int level, int bits)
{
    z_stream z;
    Memory memory;
    Output out = { .rt = rt, .most = SIZE_MAX / 4 };
    Input in = { data->bytes, data->size };
    stream_setup(rt, &z, &memory);
    int code = deflateInit2(&z, level, Z_DEFLATED, bits, DEF_MEM_LEVEL, Z_DEFAULT_STRATEGY);
    if (code == Z_STREAM_ERROR)
        return raise(rt, (Type *)error, "Bad compression level");
    if (code != Z_OK)
        return raise_zlib(rt, error, &z, code, "while compressing data");
    do
        code = run_piece(deflate, &z, &in, &out, in.left > LARGEST_PIECE ? Z_NO_FLUSH : Z_FINISH);
    while (code >= 0 && code != Z_STREAM_END);
    if (code < 0 && code != -100)
        raise_zlib(rt, error, &z, code, "while compressing data");
    deflateEnd(&z);
    return output_bytes(&out, code == Z_STREAM_END);
}

static Owned zlib_compress(Runtime *rt, Borrowed self, const Value *args)
{
    int level = Z_DEFAULT_COMPRESSION, bits = MAX_WBITS;
    Buffer data;
    if (!argument_int(rt, args[1], &level) || !argument_int(rt, args[2], &bits) || !buffer_get(rt, args[0], &data, false))
        return NULL;
    Value result = compress_all(rt, state_of(self)->error, &data, level, bits);
    buffer_release(rt, &data);
    return result;
}

static Owned decompress_all(Runtime *rt, Borrowed error, const Buffer *data, int bits, int64_t room)
{
    z_stream z;
    Memory memory;
    Output out = { .rt = rt, .most = SIZE_MAX / 4 };
    Input in = { data->bytes, data->size };
    stream_setup(rt, &z, &memory);
    int code = inflateInit2(&z, bits);
    if (code != Z_OK)
        return raise_zlib(rt, error, &z, code, "while preparing to decompress data");
    if ((out.bytes = memory_alloc(rt, (size_t)room)))
        out.capacity = (size_t)room;
    do
        code = run_piece(inflate, &z, &in, &out, Z_SYNC_FLUSH);
    while ((code == Z_OK || code == Z_BUF_ERROR) && in.left);
    if (code != -100 && code != Z_STREAM_END)
        raise_zlib(rt, error, &z, code == Z_OK ? Z_BUF_ERROR : code, "while decompressing data");
    inflateEnd(&z);
    return output_bytes(&out, code == Z_STREAM_END);
}

static Owned zlib_decompress(Runtime *rt, Borrowed self, const Value *args)
{
    int bits = MAX_WBITS;
    int64_t room = DEFAULT_BUFFER;
    Buffer data;
    if (!argument_int(rt, args[1], &bits) || !argument_index(rt, args[2], &room))
        return NULL;
    if (room < 0)
        return raise(rt, rt->ValueError, "bufsize must be non-negative");
    if (!buffer_get(rt, args[0], &data, false))
        return NULL;
    Value result = decompress_all(rt, state_of(self)->error, &data, bits, room ? room : 1);
    buffer_release(rt, &data);
    return result;
}

/* -- sums */

typedef uLong (*Sum)(uLong, const Bytef *, z_size_t);

static Owned sum_of(Runtime *rt, const Value *args, Sum sum, uint32_t start)
{
    Buffer data;
    if (args[1]) {
        Value low = value_is_int(args[1]) ? int_binary(rt, args[1], small_int_value(0xffffffff), BINARY_AND)
                                          : raise(rt, rt->TypeError, "'%T' object cannot be interpreted as an integer", args[1]);
        if (!low)
            return NULL;
        start = (uint32_t)small_int(low);
    }
    if (!buffer_get(rt, args[0], &data, false))
        return NULL;
    bool paid = charge_bytes(rt, data.size);
    uLong result = paid ? sum(start, (const Bytef *)data.bytes, data.size) : 0;
    buffer_release(rt, &data);
    return paid ? small_int_value((int64_t)(result & 0xffffffff)) : NULL;
}

static Owned zlib_crc32(Runtime *rt, Borrowed self unused, const Value *args) { return sum_of(rt, args, crc32_z, 0); }
static Owned zlib_adler32(Runtime *rt, Borrowed self unused, const Value *args) { return sum_of(rt, args, adler32_z, 1); }

/* -- streams: life */

static int stream_traverse(Object *self, GcVisit visit, void *argument)
{
    const Stream *s = (const Stream *)self;
    VISIT_VALUE(s->data);
    VISIT_VALUE(s->tail);
    VISIT_VALUE(s->dictionary);
    VISIT_VALUE(s->error);
    return type_traverse_object(self, visit, argument);
}

static void stream_buffers(const Object *self, BufferVisit visit, void *argument)
{
    const Piece *end = &((const Stream *)self)->memory.pieces;
    for (const Piece *piece = end->next; piece && piece != end; piece = piece->next)
        VISIT_BUFFER((void *)piece);
}

static void stream_drop(Runtime *rt, Stream *s)
{
    release(rt, s->data);
    release(rt, s->tail);
    release(rt, s->dictionary);
    release(rt, s->error);
    type_free_object(rt, &s->head);
}

static void compress_free(Gc *gc, Object *self)
{
    gc_untrack(gc, self);
    if (((Stream *)self)->open)
        deflateEnd(&((Stream *)self)->z);
    stream_drop(runtime_of(gc), (Stream *)self);
}

static void decompress_free(Gc *gc, Object *self)
{
    gc_untrack(gc, self);
    if (((Stream *)self)->open)
        inflateEnd(&((Stream *)self)->z);
    stream_drop(runtime_of(gc), (Stream *)self);
}

static Stream *stream_new(Runtime *rt, Type *type, Borrowed error)
{
    Stream *s = (Stream *)type_alloc(rt, type, 0);
    if (!s)
        return NULL;
    stream_setup(rt, &s->z, &s->memory);
    s->error = retain(error);
    s->data = bytes_from(rt, "", 0);
    s->tail = bytes_from(rt, "", 0);
    if (s->data && s->tail)
        return s;
    release(rt, object_value(s));
    return NULL;
}

/* The dictionary, given to zlib by SET. */
static bool give_dictionary(Runtime *rt, Stream *s, Borrowed error, int (*set)(z_stream *, const Bytef *, uInt))
{
    Buffer bytes;
    if (!buffer_get(rt, s->dictionary, &bytes, false))
        return false;
    int code = bytes.size > UINT32_MAX ? Z_STREAM_ERROR : set(&s->z, (const Bytef *)bytes.bytes, (uInt)bytes.size);
    buffer_release(rt, &bytes);
    if (code == Z_OK)
        return true;
    if (code == Z_STREAM_ERROR)
        return raise(rt, rt->ValueError, "Invalid dictionary");
    return raise_zlib(rt, error, &s->z, code, "while setting zdict");
}

static Owned stream_done(Runtime *rt, Stream *s, bool done)
{
    if (done) {
        gc_track(&rt->gc, &s->head);
        return object_value(s);
    }
    release(rt, object_value(s));
    return NULL;
}

static Owned zlib_compressobj(Runtime *rt, Borrowed self, const Value *args)
{
    int level = Z_DEFAULT_COMPRESSION, method = Z_DEFLATED, bits = MAX_WBITS, memory = DEF_MEM_LEVEL, strategy = 0;
    if (!argument_int(rt, args[0], &level) || !argument_int(rt, args[1], &method) || !argument_int(rt, args[2], &bits) ||
        !argument_int(rt, args[3], &memory) || !argument_int(rt, args[4], &strategy))
        return NULL;
    Borrowed dictionary = args[5] == NONE ? NULL : args[5], error = state_of(self)->error;
    if (dictionary && !has_buffer(rt, dictionary))
        return raise(rt, rt->TypeError, "a bytes-like object is required, not '%T'", dictionary);
    Stream *s = stream_new(rt, state_of(self)->compress, error);
    if (!s)
        return NULL;
    int code = deflateInit2(&s->z, level, method, bits, memory, strategy);
    s->open = code == Z_OK;
    s->dictionary = retain(dictionary);
    if (code == Z_STREAM_ERROR)
        raise(rt, rt->ValueError, "Invalid initialization option");
    else if (code != Z_OK)
        raise_zlib(rt, error, &s->z, code, "while creating compression object");
    return stream_done(rt, s, code == Z_OK && (!dictionary || give_dictionary(rt, s, error, deflateSetDictionary)));
}

static Owned zlib_decompressobj(Runtime *rt, Borrowed self, const Value *args)
{
    int bits = MAX_WBITS;
    Borrowed dictionary = args[1], error = state_of(self)->error;
    if (!argument_int(rt, args[0], &bits))
        return NULL;
    if (dictionary && !has_buffer(rt, dictionary))
        return raise(rt, rt->TypeError, "zdict argument must support the buffer protocol");
    Stream *s = stream_new(rt, state_of(self)->decompress, error);
    if (!s)
        return NULL;
    int code = inflateInit2(&s->z, bits);
    s->open = code == Z_OK;
    s->dictionary = retain(dictionary);
    if (code == Z_STREAM_ERROR)
        raise(rt, rt->ValueError, "Invalid initialization option");
    else if (code != Z_OK)
        raise_zlib(rt, error, &s->z, code, "while creating decompression object");
    return stream_done(rt, s, code == Z_OK && (!dictionary || bits >= 0 || give_dictionary(rt, s, error, inflateSetDictionary)));
}

/* -- compressing piece by piece */

static Owned compress_method(Runtime *rt, Borrowed self, const Value *args)
{
    Stream *s = stream_of(self);
    Output out = { .rt = rt, .most = SIZE_MAX / 4 };
    Buffer data;
    if (!buffer_get(rt, args[0], &data, false))
        return NULL;
    Input in = { data.bytes, data.size };
    int code = s->open ? Z_OK : Z_STREAM_ERROR;
    do
        if (s->open)
            code = run_piece(deflate, &s->z, &in, &out, Z_NO_FLUSH);
    while (code == Z_OK && in.left);
    if (code == Z_STREAM_ERROR)
        raise_zlib(rt, s->error, &s->z, code, "while compressing data");
    buffer_release(rt, &data);
    return output_bytes(&out, code == Z_OK || code == Z_BUF_ERROR);
}

static Owned compress_flush(Runtime *rt, Borrowed self, const Value *args)
{
    Stream *s = stream_of(self);
    int mode = Z_FINISH;
    Output out = { .rt = rt, .most = SIZE_MAX / 4 };
    Input in = { "", 0 };
    if (!argument_int(rt, args[0], &mode))
        return NULL;
    if (mode == Z_NO_FLUSH)
        return bytes_from(rt, "", 0);
    int code = s->open ? run_piece(deflate, &s->z, &in, &out, mode) : Z_STREAM_ERROR;
    if (code == Z_STREAM_ERROR)
        raise_zlib(rt, s->error, &s->z, code, "while flushing");
    if (code == Z_STREAM_END && mode == Z_FINISH) {
        deflateEnd(&s->z);
        s->open = false;
    }
    return output_bytes(&out, code == Z_OK || code == Z_BUF_ERROR || code == Z_STREAM_END);
}

static Owned compress_copy(Runtime *rt, Borrowed self, const Value *args unused)
{
    Stream *s = stream_of(self);
    if (!s->open)
        return raise(rt, rt->ValueError, "Inconsistent stream state");
    Stream *twin = stream_new(rt, value_type(rt, self), s->error);
    if (!twin)
        return NULL;
    s->memory.into = &twin->memory.pieces;
    int code = deflateCopy(&twin->z, &s->z);
    s->memory.into = &s->memory.pieces;
    twin->z.opaque = &twin->memory;
    twin->open = code == Z_OK;
    twin->dictionary = retain(s->dictionary);
    if (code != Z_OK)
        raise_zlib(rt, s->error, &s->z, code, "while copying compression object");
    return stream_done(rt, twin, code == Z_OK);
}

/* -- decompressing piece by piece */

static bool append_bytes(Runtime *rt, Value *field, const char *bytes, size_t size)
{
    size_t before = bytes_size(*field);
    Value whole = bytes_from(rt, NULL, before + size);
    if (!whole)
        return false;
    memcpy(bytes_bytes(whole), bytes_bytes(*field), before);
    memcpy(bytes_bytes(whole) + before, bytes, size);
    value_replace(rt, field, whole);
    return true;
}

/* What was not taken: behind the end of the stream unused, before it kept for the next call. */
static bool keep_rest(Runtime *rt, Stream *s, const Input *in, bool ended)
{
    size_t rest = in->left;
    if (ended && rest && !append_bytes(rt, &s->data, in->at, rest))
        return false;
    if ((ended || !rest) && !bytes_size(s->tail))
        return true;
    Value tail = bytes_from(rt, in->at, rest);
    if (tail)
        value_replace(rt, &s->tail, tail);
    return tail;
}

static int inflate_piece(Runtime *rt, Stream *s, Borrowed error, Input *in, Output *out, int flush)
{
    int code;
    do {
        code = run_piece(inflate, &s->z, in, out, flush);
        if (code == Z_NEED_DICT && s->dictionary) {
            if (!give_dictionary(rt, s, error, inflateSetDictionary))
                return -100;
            code = Z_OK;
            continue;
        }
        if (code != Z_OK)
            break;
    } while (in->left && !output_full(out));
    return code;
}

static Owned inflate_all(Runtime *rt, Borrowed self, Input *in, Output *out, int flush)
{
    Stream *s = stream_of(self);
    int code = s->open ? inflate_piece(rt, s, s->error, in, out, flush) : flush == Z_FINISH ? Z_STREAM_END : Z_STREAM_ERROR;
    bool done = code != -100 && keep_rest(rt, s, in, code == Z_STREAM_END);
    if (done && code == Z_STREAM_END)
        s->eof = true;
    if (done && code != Z_OK && code != Z_BUF_ERROR && code != Z_STREAM_END)
        done = raise_zlib(rt, s->error, &s->z, code, "while decompressing data");
    return output_bytes(out, done);
}

static Owned decompress_method(Runtime *rt, Borrowed self, const Value *args)
{
    int64_t most = 0;
    Buffer data;
    if (!argument_index(rt, args[1], &most))
        return NULL;
    if (most < 0)
        return raise(rt, rt->ValueError, "max_length must be non-negative");
    if (!buffer_get(rt, args[0], &data, false))
        return NULL;
    Input in = { data.bytes, data.size };
    Output out = { .rt = rt, .most = most ? (size_t)most : SIZE_MAX / 4 };
    Value result = inflate_all(rt, self, &in, &out, Z_SYNC_FLUSH);
    buffer_release(rt, &data);
    return result;
}

static Owned decompress_flush(Runtime *rt, Borrowed self, const Value *args)
{
    Stream *s = stream_of(self);
    int64_t room = DEFAULT_BUFFER;
    if (!argument_index(rt, args[0], &room))
        return NULL;
    if (room <= 0)
        return raise(rt, rt->ValueError, "length must be greater than zero");
    Value tail = retain(s->tail);
    Input in = { bytes_bytes(tail), bytes_size(tail) };
    Output out = { .rt = rt, .most = SIZE_MAX / 4 };
    Value result = inflate_all(rt, self, &in, &out, Z_FINISH);
    if (result && s->eof && s->open) {
        inflateEnd(&s->z);
        s->open = false;
    }
    release(rt, tail);
    return result;
}

static Owned decompress_copy(Runtime *rt, Borrowed self, const Value *args unused)
{
    Stream *s = stream_of(self);
    if (!s->open)
        return raise(rt, rt->ValueError, "Inconsistent stream state");
    Stream *twin = stream_new(rt, value_type(rt, self), s->error);
    if (!twin)
        return NULL;
    s->memory.into = &twin->memory.pieces;
    int code = inflateCopy(&twin->z, &s->z);
    s->memory.into = &s->memory.pieces;
    twin->z.opaque = &twin->memory;
    twin->open = code == Z_OK;
    twin->eof = s->eof;
    twin->dictionary = retain(s->dictionary);
    value_replace(rt, &twin->data, retain(s->data));
    value_replace(rt, &twin->tail, retain(s->tail));
    if (code != Z_OK)
        raise_zlib(rt, s->error, &s->z, code, "while copying decompression object");
    return stream_done(rt, twin, code == Z_OK);
}

/* -- tables */

static const MethodDef compress_methods[] = {
    METHOD("compress", compress_method, "(data, /)", "Returns a bytes object containing compressed data."),
    METHOD("flush", compress_flush, "(mode=zlib.Z_FINISH, /)", "Return a bytes object containing any remaining compressed data."),
    METHOD("copy", compress_copy, "()", "Return a copy of the compression object."),
    METHOD("__copy__", compress_copy, "()", NULL),
    METHOD("__deepcopy__", compress_copy, "(memo, /)", NULL),
    { 0 },
};

static const MethodDef decompress_methods[] = {
    METHOD("decompress", decompress_method, "(data, /, max_length=0)", "Return a bytes object containing the decompressed version of the data."),
    METHOD("flush", decompress_flush, "(length=zlib.DEF_BUF_SIZE, /)", "Return a bytes object containing any remaining decompressed data."),
    METHOD("copy", decompress_copy, "()", "Return a copy of the decompression object."),
    METHOD("__copy__", decompress_copy, "()", NULL),
    METHOD("__deepcopy__", decompress_copy, "(memo, /)", NULL),
    { 0 },
};

static const MemberDef decompress_members[] = {
    { .name = "unused_data", .kind = MEMBER_VALUE, .offset = offsetof(Stream, data) },
    { .name = "unconsumed_tail", .kind = MEMBER_VALUE, .offset = offsetof(Stream, tail) },
    { .name = "eof", .kind = MEMBER_BOOL, .offset = offsetof(Stream, eof) },
    { 0 },
};

static const TypeDef compress_type_def = {
    .name = "zlib.Compress", .size = sizeof(Stream), .flags = TYPE_NO_NEW | TYPE_CONTAINER, .traverse = stream_traverse,
    .buffers = stream_buffers,
    .free = compress_free, .methods = compress_methods,
};
static const TypeDef decompress_type_def = {
    .name = "zlib.Decompress", .size = sizeof(Stream), .flags = TYPE_NO_NEW | TYPE_CONTAINER, .traverse = stream_traverse,
    .buffers = stream_buffers,
    .free = decompress_free, .methods = decompress_methods, .members = decompress_members,
};

#define CONSTANTS(C) C(MAX_WBITS) C(DEF_MEM_LEVEL) C(Z_NO_COMPRESSION) C(Z_BEST_SPEED) C(Z_BEST_COMPRESSION) \
    C(Z_DEFAULT_COMPRESSION) C(Z_FILTERED) C(Z_HUFFMAN_ONLY) C(Z_RLE) C(Z_FIXED) C(Z_DEFAULT_STRATEGY) C(Z_NO_FLUSH) \
    C(Z_PARTIAL_FLUSH) C(Z_SYNC_FLUSH) C(Z_FULL_FLUSH) C(Z_FINISH) C(Z_BLOCK) C(Z_TREES)

static bool add_constants(Runtime *rt, Borrowed module)
{
#define ADD(name) module_add(rt, module, #name, small_int_value(name)) &&
    return CONSTANTS(ADD) module_add(rt, module, "DEFLATED", small_int_value(Z_DEFLATED)) &&
           module_add(rt, module, "DEF_BUF_SIZE", small_int_value(DEFAULT_BUFFER)) &&
           module_add_steal(rt, module, "ZLIB_VERSION", str_from_text(rt, ZLIB_VERSION)) &&
           module_add_steal(rt, module, "ZLIB_RUNTIME_VERSION", str_from_text(rt, zlibVersion())) &&
           module_add_steal(rt, module, "__version__", str_from_text(rt, "1.0"));
}

static bool init(Runtime *rt, Borrowed module)
{
    State *state = state_of(module);
    if (!module_add_exception(rt, module, "error", rt->Exception, &state->error))
        return false;
    state->compress = type_from_def(rt, &compress_type_def, rt->object_type);
    state->decompress = type_from_def(rt, &decompress_type_def, rt->object_type);
    if (!state->compress || !state->decompress)
        return false;
    return add_constants(rt, module);
}

static int traverse(void *state, GcVisit visit, void *argument)
{
    VISIT_VALUE(((State *)state)->error);
    return 0;
}

static void clear(Runtime *rt, void *state) { value_clear(rt, &((State *)state)->error); }

static const MethodDef functions[] = {
    METHOD("compress", zlib_compress, "(data, /, level=Z_DEFAULT_COMPRESSION, wbits=MAX_WBITS)", "Returns a bytes object containing compressed data."),
    METHOD("decompress", zlib_decompress, "(data, /, wbits=MAX_WBITS, bufsize=DEF_BUF_SIZE)", "Returns a bytes object containing the uncompressed data."),
    METHOD("compressobj", zlib_compressobj,
           "(level=Z_DEFAULT_COMPRESSION, method=DEFLATED, wbits=MAX_WBITS, memLevel=DEF_MEM_LEVEL, strategy=Z_DEFAULT_STRATEGY, zdict=None)",
           "Return a compressor object."),
    METHOD("decompressobj", zlib_decompressobj, "(wbits=MAX_WBITS, zdict=b'')", "Return a decompressor object."),
    METHOD("crc32", zlib_crc32, "(data, value=0, /)", "Compute a CRC-32 checksum of data."),
    METHOD("adler32", zlib_adler32, "(data, value=1, /)", "Compute an Adler-32 checksum of data."),
    { 0 },
};

const ModuleDef zlib_module_def = {
    .name = "zlib",
    .doc = "The functions in this module allow compression and decompression using the\nzlib library, which is based on GNU zip.",
    .functions = functions,
    .init = init,
    .state_size = sizeof(State),
    .traverse = traverse,
    .clear = clear,
};
