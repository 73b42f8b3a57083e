/* _codecs: the registry and the codecs written in C, as codecs.py and encodings want them. */
#include "object/arguments.h"
#include "object/error.h"
#include "object/protocol.h"
#include "types/dict.h"
#include "types/int.h"
#include "types/module.h"
#include "types/str_codec.h"
#include "types/tuple.h"

/* -- arguments */

static bool name_argument(Runtime *rt, const char *function, const char *name, Borrowed v, const char **text)
{
    if (!v || (v == NONE && strcmp(name, "encoding")))
        return true;
    if (!value_is_str(v))
        return raise(rt, rt->TypeError, "%s() argument '%s' must be str, not %V", function, name, v);
    return (*text = str_c_text(rt, v)) != NULL;
}

static bool errors_argument(Runtime *rt, const char *function, Borrowed v, const char **errors)
{
    *errors = NULL;
    if (!v || v == NONE)
        return true;
    if (!value_is_str(v))
        return raise(rt, rt->TypeError, "%s() argument 2 must be str or None, not %V", function, v);
    return (*errors = str_c_text(rt, v)) != NULL;
}

/* (RESULT, COUNT); consumes RESULT. */
static Owned with_count(Runtime *rt, Owned result, size_t count)
{
    Value parts[2] = { result, result ? int_from_int64(rt, (int64_t)count) : NULL };
    if (parts[1])
        return tuple_from_steal(rt, parts, 2);
    release(rt, result);
    return NULL;
}

/* -- registry */

static Owned codecs_register(Runtime *rt, Borrowed self, const Value *args)
{
    (void)self;
    return codec_register(rt, args[0]) ? NONE : NULL;
}

static Owned codecs_unregister(Runtime *rt, Borrowed self, const Value *args)
{
    (void)self;
    return codec_unregister(rt, args[0]) ? NONE : NULL;
}

static Owned codecs_lookup(Runtime *rt, Borrowed self, const Value *args)
{
    (void)self;
    const char *name = value_is_str(args[0]) ? str_c_text(rt, args[0])
        : raise(rt, rt->TypeError, "lookup() argument must be str, not %V", args[0]);
    return name ? codec_lookup(rt, name) : NULL;
}

static Owned codecs_lookup_error(Runtime *rt, Borrowed self, const Value *args)
{
    (void)self;
    const char *name = value_is_str(args[0]) ? str_c_text(rt, args[0])
        : raise(rt, rt->TypeError, "lookup_error() argument must be str, not %V", args[0]);
    return name ? codec_lookup_error(rt, name) : NULL;
}

static Owned codecs_register_error(Runtime *rt, Borrowed self, const Value *args)
{
    (void)self;
    const char *name = value_is_str(args[0]) ? str_c_text(rt, args[0])
        : raise(rt, rt->TypeError, "register_error() argument 1 must be str, not %V", args[0]);
    return name && codec_register_error(rt, name, args[1]) ? NONE : NULL;
}

static Owned codecs_encode(Runtime *rt, Borrowed self, const Value *args)
{
    const char *encoding = "utf-8", *errors = NULL;
    (void)self;
    if (!name_argument(rt, "encode", "encoding", args[1], &encoding)
        || !name_argument(rt, "encode", "errors", args[2], &errors))
        return NULL;
    return codec_encode(rt, args[0], encoding, errors, false);
}

static Owned codecs_decode(Runtime *rt, Borrowed self, const Value *args)
{
    const char *encoding = "utf-8", *errors = NULL;
    (void)self;
    if (!name_argument(rt, "decode", "encoding", args[1], &encoding)
        || !name_argument(rt, "decode", "errors", args[2], &errors))
        return NULL;
    return codec_decode(rt, args[0], encoding, errors, false);
}

/* -- encoders: (str, errors) -> (bytes, length) */

typedef Owned (*EncodeFunction)(Runtime *rt, Borrowed text, const char *errors);

static Owned run_encoder(Runtime *rt, const Value *args, const char *name, EncodeFunction encode)
{
    const char *errors;
    if (!value_is_str(args[0]))
        return raise(rt, rt->TypeError, "%s() argument 1 must be str, not %V", name, args[0]);
    if (!errors_argument(rt, name, args[1], &errors))
        return NULL;
    return with_count(rt, encode(rt, args[0], errors), str_length(args[0]));
}

#define ENCODER(name, expression) \
    static Owned name##_work(Runtime *rt, Borrowed text, const char *errors) \
    { \
        (void)errors; \
        return expression; \
    } \
    static Owned name(Runtime *rt, Borrowed self, const Value *args) \
    { \
        (void)self; \
        return run_encoder(rt, args, #name, name##_work); \
    }

ENCODER(utf_8_encode, utf8_encoded(rt, text, errors))
ENCODER(utf_7_encode, utf7_encoded(rt, text, errors))
ENCODER(latin_1_encode, latin1_encoded(rt, text, errors))
ENCODER(ascii_encode, ascii_encoded(rt, text, errors))
ENCODER(utf_16_le_encode, utf16_encoded(rt, text, errors, -1))
ENCODER(utf_16_be_encode, utf16_encoded(rt, text, errors, 1))
ENCODER(utf_32_le_encode, utf32_encoded(rt, text, errors, -1))
ENCODER(utf_32_be_encode, utf32_encoded(rt, text, errors, 1))
ENCODER(unicode_escape_encode, unicode_escape_encoded(rt, text))
ENCODER(raw_unicode_escape_encode, raw_unicode_escape_encoded(rt, text))

static Owned ordered_encode(Runtime *rt, const Value *args, const char *name, bool utf32)
{
    const char *errors;
    int order = 0;
    if (!value_is_str(args[0]))
        return raise(rt, rt->TypeError, "%s() argument 1 must be str, not %V", name, args[0]);
    if (!errors_argument(rt, name, args[1], &errors) || !argument_int(rt, args[2], &order))
        return NULL;
    order = (order > 0) - (order < 0);
    Value bytes = utf32 ? utf32_encoded(rt, args[0], errors, order) : utf16_encoded(rt, args[0], errors, order);
    return with_count(rt, bytes, str_length(args[0]));
}

static Owned utf_16_encode(Runtime *rt, Borrowed self, const Value *args)
{
    (void)self;
    return ordered_encode(rt, args, "utf_16_encode", false);
}

static Owned utf_32_encode(Runtime *rt, Borrowed self, const Value *args)
{
    (void)self;
    return ordered_encode(rt, args, "utf_32_encode", true);
}

static Owned charmap_encode(Runtime *rt, Borrowed self, const Value *args)
{
    const char *errors;
    (void)self;
    if (!value_is_str(args[0]))
        return raise(rt, rt->TypeError, "charmap_encode() argument 1 must be str, not %V", args[0]);
    if (!errors_argument(rt, "charmap_encode", args[1], &errors))
        return NULL;
    bool latin1 = !args[2] || args[2] == NONE;
    Value bytes = latin1 ? latin1_encoded(rt, args[0], errors) : charmap_encoded(rt, args[0], errors, args[2]);
    return with_count(rt, bytes, str_length(args[0]));
}

/* -- decoders: (buffer, errors, final) -> (str, bytes consumed) */

typedef struct DecodeCall {
    Buffer buffer;
    size_t size;                /* of the input: a handler may exchange what the decoder reads */
    Decoder decoder;
} DecodeCall;

/* FINAL: the argument index of final, 0 when there is none. */
static bool decode_open(Runtime *rt, DecodeCall *c, const Value *args, const char *function, const char *encoding,
                        int final, bool text_too)
{
    const char *errors;
    bool is_final = final == 0;
    c->buffer = (Buffer){ 0 };
    if (!errors_argument(rt, function, args[1], &errors)
        || (final && !argument_bool(rt, args[final], &is_final)))
        return false;
    if (text_too && value_is_str(args[0]))
        c->buffer = (Buffer){ .bytes = (char *)str_bytes(args[0]), .size = str_size(args[0]) };
    else if (!buffer_get(rt, args[0], &c->buffer, false))
        return false;
    c->size = c->buffer.size;
    decoder_open(&c->decoder, rt, encoding, errors, c->buffer.bytes, c->size);
    c->decoder.final = is_final;
    return true;
}

static Owned decode_close(Runtime *rt, DecodeCall *c, bool ok)
{
    size_t consumed = c->decoder.final ? c->size : c->decoder.consumed;
    Value text = decoder_finish(&c->decoder, ok);
    buffer_release(rt, &c->buffer);
    return with_count(rt, text, consumed);
}

static Owned utf_8_decode(Runtime *rt, Borrowed self, const Value *args)
{
    DecodeCall c;
    (void)self;
    if (!decode_open(rt, &c, args, "utf_8_decode", "utf-8", 2, false))
        return NULL;
    return decode_close(rt, &c, utf8_decoding(&c.decoder));
}

static Owned utf_7_decode(Runtime *rt, Borrowed self, const Value *args)
{
    DecodeCall c;
    (void)self;
    if (!decode_open(rt, &c, args, "utf_7_decode", "utf7", 2, false))
        return NULL;
    return decode_close(rt, &c, utf7_decoding(&c.decoder));
}

static Owned ascii_decode(Runtime *rt, Borrowed self, const Value *args)
{
    DecodeCall c;
    (void)self;
    if (!decode_open(rt, &c, args, "ascii_decode", "ascii", 0, false))
        return NULL;
    return decode_close(rt, &c, ascii_decoding(&c.decoder));
}

static Owned latin_1_decode(Runtime *rt, Borrowed self, const Value *args)
{
    Buffer buffer;
    const char *errors;
    (void)self;
    if (!errors_argument(rt, "latin_1_decode", args[1], &errors) || !buffer_get(rt, args[0], &buffer, false))
        return NULL;
    size_t size = buffer.size;
    Value text = latin1_decoded(rt, buffer.bytes, size);
    buffer_release(rt, &buffer);
    return with_count(rt, text, size);
}

/* utf_16_ex_decode gives the byte order too. */
static Owned decode_wide(Runtime *rt, const Value *args, const char *name, int order, bool utf32, int final, bool tell)
{
    DecodeCall c;
    if (!decode_open(rt, &c, args, name, "", final, false))
        return NULL;
    bool ok = utf32 ? utf32_decoding(&c.decoder, &order) : utf16_decoding(&c.decoder, &order);
    Value pair = decode_close(rt, &c, ok);
    if (!pair || !tell)
        return pair;
    Value triple = tuple_pack(rt, 3, tuple_item_peek(pair, 0), tuple_item_peek(pair, 1), small_int_value(order));
    release(rt, pair);
    return triple;
}

#define WIDE_DECODER(name, order, utf32) \
    static Owned name(Runtime *rt, Borrowed self, const Value *args) \
    { \
        (void)self; \
        return decode_wide(rt, args, #name, order, utf32, 2, false); \
    }

WIDE_DECODER(utf_16_decode, 0, false)
WIDE_DECODER(utf_16_le_decode, -1, false)
WIDE_DECODER(utf_16_be_decode, 1, false)
WIDE_DECODER(utf_32_decode, 0, true)
WIDE_DECODER(utf_32_le_decode, -1, true)
WIDE_DECODER(utf_32_be_decode, 1, true)

static Owned ex_decode(Runtime *rt, const Value *args, const char *name, bool utf32)
{
    int order = 0;
    if (!argument_int(rt, args[2], &order))
        return NULL;
    return decode_wide(rt, args, name, (order > 0) - (order < 0), utf32, 3, true);
}

static Owned utf_16_ex_decode(Runtime *rt, Borrowed self, const Value *args)
{
    (void)self;
    return ex_decode(rt, args, "utf_16_ex_decode", false);
}

static Owned utf_32_ex_decode(Runtime *rt, Borrowed self, const Value *args)
{
    (void)self;
    return ex_decode(rt, args, "utf_32_ex_decode", true);
}

/* final=True is the default here. */
static Owned escape_call(Runtime *rt, const Value *args, const char *name, const char *encoding,
                         bool (*decoding)(Decoder *))
{
    DecodeCall c;
    const Value all[3] = { args[0], args[1], args[2] ? args[2] : TRUE };
    if (!decode_open(rt, &c, all, name, encoding, 2, true))
        return NULL;
    return decode_close(rt, &c, decoding(&c.decoder));
}

static Owned unicode_escape_decode(Runtime *rt, Borrowed self, const Value *args)
{
    (void)self;
    return escape_call(rt, args, "unicode_escape_decode", "unicodeescape", unicode_escape_decoding);
}

static Owned raw_unicode_escape_decode(Runtime *rt, Borrowed self, const Value *args)
{
    (void)self;
    return escape_call(rt, args, "raw_unicode_escape_decode", "rawunicodeescape", raw_unicode_escape_decoding);
}

static Owned charmap_decode(Runtime *rt, Borrowed self, const Value *args)
{
    DecodeCall c;
    (void)self;
    if (!args[2] || args[2] == NONE)
        return latin_1_decode(rt, self, args);
    if (!decode_open(rt, &c, args, "charmap_decode", "charmap", 0, false))
        return NULL;
    return decode_close(rt, &c, charmap_decoding(&c.decoder, args[2]));
}

/* A dictionary from code point to byte, for charmap_encode. */
static Owned charmap_build(Runtime *rt, Borrowed self, const Value *args)
{
    (void)self;
    if (!value_is_str(args[0]))
        return raise(rt, rt->TypeError, "charmap_build() argument must be str, not %V", args[0]);
    Value map = dict_new(rt);
    int64_t byte = 0;
    for (size_t at = 0; map && at < str_size(args[0]) && byte < 256; byte++) {
        uint32_t c = utf8_next(str_bytes(args[0]), &at);
        if (c != 0xfffe && !dict_set(rt, map, small_int_value(c), small_int_value(byte)))
            value_clear(rt, &map);
    }
    return map;
}

/* -- escapes in bytes */

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 32;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool bad_hex(StrBuilder *b, const char *errors, size_t position)
{
    Runtime *rt = b->rt;
    if (!errors || !strcmp(errors, "strict"))
        return raise(rt, rt->ValueError, "invalid \\x escape at position %zd", (int64_t)position);
    if (!strcmp(errors, "replace"))
        return builder_byte(b, '?');
    if (!strcmp(errors, "ignore"))
        return true;
    return raise(rt, rt->ValueError, "decoding error; unknown error handling code: %.400s", errors);
}

static bool octal_bytes(StrBuilder *b, const char *bytes, size_t size, size_t *at)
{
    size_t start = *at;
    int c = 0;
    for (int i = 0; i < 3 && *at < size && (unsigned)bytes[*at] - '0' < 8; i++)
        c = c << 3 | (bytes[(*at)++] - '0');
    return (c <= 0377 || warn_escape(b->rt, bytes + start, 3)) && builder_byte(b, (char)c);
}

static bool hex_bytes(StrBuilder *b, const char *bytes, size_t size, size_t *at, const char *errors)
{
    int high = *at < size ? hex_value(bytes[*at]) : -1;
    int low = high >= 0 && *at + 1 < size ? hex_value(bytes[*at + 1]) : -1;
    if (low >= 0) {
        *at += 2;
        return builder_byte(b, (char)(high << 4 | low));
    }
    size_t position = *at - 2;
    *at += high >= 0;
    return bad_hex(b, errors, position);
}

/* AT stands behind the backslash. */
static bool unescape(StrBuilder *b, const char *bytes, size_t size, size_t *at, const char *errors)
{
    static const char letters[] = "\\'\"bftnrva", codes[] = "\\'\"\b\f\t\n\r\v\a";
    char c = bytes[*at];
    const char *found = c ? strchr(letters, c) : NULL;
    if (c == '\n') {
        ++*at;
        return true;
    }
    if (found) {
        ++*at;
        return builder_byte(b, codes[found - letters]);
    }
    if (c >= '0' && c <= '7')
        return octal_bytes(b, bytes, size, at);
    ++*at;
    if (c == 'x')
        return hex_bytes(b, bytes, size, at, errors);
    return warn_escape(b->rt, &c, 1) && builder_byte(b, '\\') && builder_byte(b, c);
}

static bool unescape_all(StrBuilder *b, const char *bytes, size_t size, const char *errors)
{
    for (size_t at = 0; at < size && !b->failed;) {
        if (bytes[at] != '\\') {
            builder_byte(b, bytes[at++]);
            continue;
        }
        if (++at == size)
            return raise(b->rt, b->rt->ValueError, "Trailing \\ in string");
        if (!unescape(b, bytes, size, &at, errors))
            return false;
    }
    return !b->failed;
}

static Owned escape_decode(Runtime *rt, Borrowed self, const Value *args)
{
    DecodeCall c;
    StrBuilder b;
    (void)self;
    if (!decode_open(rt, &c, args, "escape_decode", "", 0, true))
        return NULL;
    builder_open(&b, rt);
    b.failed |= !unescape_all(&b, c.buffer.bytes, c.buffer.size, c.decoder.errors);
    size_t size = c.buffer.size;
    Value bytes = builder_finish_bytes(&b);
    builder_close(&c.decoder.out);
    buffer_release(rt, &c.buffer);
    return with_count(rt, bytes, size);
}

static void escape_byte(StrBuilder *b, unsigned char c)
{
    static const char hex[] = "0123456789abcdef";
    const char *simple = c == '\t' ? "\\t" : c == '\n' ? "\\n" : c == '\r' ? "\\r" : c == '\'' ? "\\'" : c == '\\' ? "\\\\" : NULL;
    if (simple) {
        builder_text(b, simple);
    } else if (c < ' ' || c >= 0x7f) {
        const char text[4] = { '\\', 'x', hex[c >> 4], hex[c & 15] };
        builder_write(b, text, 4);
    } else {
        builder_byte(b, (char)c);
    }
}

static Owned escape_encode(Runtime *rt, Borrowed self, const Value *args)
{
    const char *errors;
    StrBuilder b;
    (void)self;
    if (!value_is_bytes(args[0]))
        return raise(rt, rt->TypeError, "escape_encode() argument 1 must be bytes, not %V", args[0]);
    if (!errors_argument(rt, "escape_encode", args[1], &errors))
        return NULL;
    builder_open(&b, rt);
    for (size_t i = 0; i < bytes_size(args[0]) && !b.failed; i++)
        escape_byte(&b, (unsigned char)bytes_bytes(args[0])[i]);
    return with_count(rt, builder_finish_bytes(&b), bytes_size(args[0]));
}

static Owned readbuffer_encode(Runtime *rt, Borrowed self, const Value *args)
{
    DecodeCall c;
    (void)self;
    if (!decode_open(rt, &c, args, "readbuffer_encode", "", 0, true))
        return NULL;
    size_t size = c.buffer.size;
    Value bytes = bytes_from(rt, c.buffer.bytes, size);
    builder_close(&c.decoder.out);
    buffer_release(rt, &c.buffer);
    return with_count(rt, bytes, size);
}

#define ENCODER_ROW(name) METHOD(#name, name, "(str, errors=None, /)", NULL)
#define DECODER_ROW(name) METHOD(#name, name, "(data, errors=None, final=False, /)", NULL)

static const MethodDef codecs_functions[] = {
    METHOD("register", codecs_register, "(search_function, /)", "Register a codec search function."),
    METHOD("unregister", codecs_unregister, "(search_function, /)",
           "Unregister a codec search function and clear the registry's cache."),
    METHOD("lookup", codecs_lookup, "(encoding, /)",
           "Looks up a codec tuple in the Python codec registry and returns a CodecInfo object."),
    METHOD("encode", codecs_encode, "(obj, encoding='utf-8', errors='strict')",
           "Encodes obj using the codec registered for encoding."),
    METHOD("decode", codecs_decode, "(obj, encoding='utf-8', errors='strict')",
           "Decodes obj using the codec registered for encoding."),
    METHOD("register_error", codecs_register_error, "(errors, handler, /)",
           "Register the specified error handler under the name errors."),
    METHOD("lookup_error", codecs_lookup_error, "(name, /)",
           "lookup_error(errors) -> handler"),
    ENCODER_ROW(utf_8_encode), DECODER_ROW(utf_8_decode),
    ENCODER_ROW(utf_7_encode), DECODER_ROW(utf_7_decode),
    ENCODER_ROW(latin_1_encode), METHOD("latin_1_decode", latin_1_decode, "(data, errors=None, /)", NULL),
    ENCODER_ROW(ascii_encode), METHOD("ascii_decode", ascii_decode, "(data, errors=None, /)", NULL),
    METHOD("utf_16_encode", utf_16_encode, "(str, errors=None, byteorder=0, /)", NULL),
    ENCODER_ROW(utf_16_le_encode), ENCODER_ROW(utf_16_be_encode),
    DECODER_ROW(utf_16_decode), DECODER_ROW(utf_16_le_decode), DECODER_ROW(utf_16_be_decode),
    METHOD("utf_16_ex_decode", utf_16_ex_decode, "(data, errors=None, byteorder=0, final=False, /)", NULL),
    METHOD("utf_32_encode", utf_32_encode, "(str, errors=None, byteorder=0, /)", NULL),
    ENCODER_ROW(utf_32_le_encode), ENCODER_ROW(utf_32_be_encode),
    DECODER_ROW(utf_32_decode), DECODER_ROW(utf_32_le_decode), DECODER_ROW(utf_32_be_decode),
    METHOD("utf_32_ex_decode", utf_32_ex_decode, "(data, errors=None, byteorder=0, final=False, /)", NULL),
    ENCODER_ROW(unicode_escape_encode),
    METHOD("unicode_escape_decode", unicode_escape_decode, "(data, errors=None, final=True, /)", NULL),
    ENCODER_ROW(raw_unicode_escape_encode),
    METHOD("raw_unicode_escape_decode", raw_unicode_escape_decode, "(data, errors=None, final=True, /)", NULL),
    METHOD("charmap_encode", charmap_encode, "(str, errors=None, mapping=None, /)", NULL),
    METHOD("charmap_decode", charmap_decode, "(data, errors=None, mapping=None, /)", NULL),
    METHOD("charmap_build", charmap_build, "(map, /)", NULL),
    METHOD("escape_encode", escape_encode, "(data, errors=None, /)", NULL),
    METHOD("escape_decode", escape_decode, "(data, errors=None, /)", NULL),
    METHOD("readbuffer_encode", readbuffer_encode, "(data, errors=None, /)", NULL),
    { 0 }
};

const ModuleDef _codecs_module_def = {
    .name = "_codecs",
    .functions = codecs_functions,
};
