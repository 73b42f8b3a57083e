/* str.encode and bytes.decode: the encodings known here by their names, all others
 * through the registry. */
#include "types/str_codec.h"

typedef enum {
    CODEC_UTF8, CODEC_LATIN1, CODEC_ASCII, CODEC_UTF16, CODEC_UTF16_LE, CODEC_UTF16_BE,
    CODEC_UTF32, CODEC_UTF32_LE, CODEC_UTF32_BE, CODEC_OTHER
} Codec;

static const struct { const char *name; Codec codec; } codecs[] = {
    { "utf_8", CODEC_UTF8 }, { "utf8", CODEC_UTF8 },
    { "latin_1", CODEC_LATIN1 }, { "latin1", CODEC_LATIN1 }, { "iso8859_1", CODEC_LATIN1 }, { "iso_8859_1", CODEC_LATIN1 },
    { "ascii", CODEC_ASCII }, { "us_ascii", CODEC_ASCII },
    { "utf_16", CODEC_UTF16 }, { "utf16", CODEC_UTF16 }, { "utf_16_le", CODEC_UTF16_LE }, { "utf_16_be", CODEC_UTF16_BE },
    { "utf_32", CODEC_UTF32 }, { "utf32", CODEC_UTF32 }, { "utf_32_le", CODEC_UTF32_LE }, { "utf_32_be", CODEC_UTF32_BE },
};

static Codec find_codec(const char *encoding)
{
    char name[16];
    if (!encoding)
        return CODEC_UTF8;
    if (!codec_normalize(encoding, name, sizeof name))
        return CODEC_OTHER;
    for (size_t i = 0; i < COUNT_OF(codecs); i++)
        if (!strcmp(name, codecs[i].name))
            return codecs[i].codec;
    return CODEC_OTHER;
}

/* -- encode */

static Owned encode_other(Runtime *rt, Borrowed text, const char *encoding, const char *errors)
{
    Value encoded = codec_encode(rt, text, encoding, errors, true);
    if (!encoded || value_is_bytes(encoded))
        return encoded;
    Value bytes = NULL;
    if (!value_is_bytearray(encoded))
        raise(rt, rt->TypeError, "'%.400s' encoder returned '%.400T' instead of 'bytes'; "
              "use codecs.encode() to encode to arbitrary types", encoding, encoded);
    else if (warn(rt, rt->RuntimeWarning, "encoder %s returned bytearray instead of bytes; "
                  "use codecs.encode() to encode to arbitrary types", encoding))
        bytes = bytes_from(rt, byte_view(encoded).bytes, byte_view(encoded).size);
    release(rt, encoded);
    return bytes;
}

/* The ones that CPython takes from the registry, where failures are named. */
static Owned encode_ordered(Runtime *rt, Borrowed v, Codec codec, const char *encoding, const char *errors)
{
    int order = codec == CODEC_UTF16_LE || codec == CODEC_UTF32_LE ? -1 : 1;
    bool wide = codec == CODEC_UTF32_LE || codec == CODEC_UTF32_BE;
    Value bytes = wide ? utf32_encoded(rt, v, errors, order) : utf16_encoded(rt, v, errors, order);
    if (!bytes)
        codec_name_failure(rt, "encoding", encoding);
    return bytes;
}

Owned str_encode(Runtime *rt, Borrowed v, const char *encoding, const char *errors)
{
    Codec codec = find_codec(encoding);
    switch (codec) {
    case CODEC_UTF8: return utf8_encoded(rt, v, errors);
    case CODEC_LATIN1: return latin1_encoded(rt, v, errors);
    case CODEC_ASCII: return ascii_encoded(rt, v, errors);
    case CODEC_UTF16: return utf16_encoded(rt, v, errors, 0);
    case CODEC_UTF32: return utf32_encoded(rt, v, errors, 0);
    case CODEC_OTHER: return encode_other(rt, v, encoding, errors);
    default: return encode_ordered(rt, v, codec, encoding, errors);
    }
}

bool str_check_utf8(Runtime *rt, Borrowed v)
{
    if (str_is_ascii(v))
        return true;
    Value bytes = str_encode(rt, v, NULL, NULL);
    release(rt, bytes);
    return bytes;
}

Owned str_encode_method(Runtime *rt, Borrowed self, const Value *args)
{
    static const char *const names[] = { "encoding", "errors" };
    const char *text[2] = { NULL, NULL };
    for (int i = 0; i < 2; i++) {
        if (args[i] && !value_is_str(args[i]))
            return raise(rt, rt->TypeError, "encode() argument '%s' must be str, not %V", names[i], args[i]);
        if (args[i] && !(text[i] = str_c_text(rt, args[i])))
            return NULL;
    }
    return str_encode(rt, self, text[0], text[1]);
}

/* -- decode */

static Owned decode_other(Runtime *rt, const char *bytes, size_t size, const char *encoding, const char *errors)
{
    Value object = bytes_from(rt, bytes, size);
    if (!object)
        return NULL;
    Value text = codec_decode(rt, object, encoding, errors, true);
    release(rt, object);
    if (text && !value_is_str(text)) {
        raise(rt, rt->TypeError, "'%.400s' decoder returned '%.400T' instead of 'str'; "
              "use codecs.decode() to decode to arbitrary types", encoding, text);
        value_clear(rt, &text);
    }
    return text;
}

static Owned decode_wide(Runtime *rt, const char *bytes, size_t size, const char *errors, int order, bool utf32)
{
    Decoder d;
    decoder_open(&d, rt, utf32 ? "utf-32" : "utf-16", errors, bytes, size);
    bool ok = utf32 ? utf32_decoding(&d, &order) : utf16_decoding(&d, &order);
    return decoder_finish(&d, ok);
}

static Owned decode_ordered(Runtime *rt, const char *bytes, size_t size, Codec codec, const char *encoding,
                            const char *errors)
{
    int order = codec == CODEC_UTF16_LE || codec == CODEC_UTF32_LE ? -1 : 1;
    Value text = decode_wide(rt, bytes, size, errors, order, codec == CODEC_UTF32_LE || codec == CODEC_UTF32_BE);
    if (!text)
        codec_name_failure(rt, "decoding", encoding);
    return text;
}

Owned bytes_decode(Runtime *rt, const char *bytes, size_t size, const char *encoding, const char *errors)
{
    Decoder d;
    Codec codec = find_codec(encoding);
    switch (codec) {
    case CODEC_UTF8: return str_decode_utf8(rt, bytes, size, errors);
    case CODEC_LATIN1: return latin1_decoded(rt, bytes, size);
    case CODEC_ASCII:
        decoder_open(&d, rt, "ascii", errors, bytes, size);
        return decoder_finish(&d, ascii_decoding(&d));
    case CODEC_UTF16: return decode_wide(rt, bytes, size, errors, 0, false);
    case CODEC_UTF32: return decode_wide(rt, bytes, size, errors, 0, true);
    case CODEC_OTHER: return decode_other(rt, bytes, size, encoding, errors);
    default: return decode_ordered(rt, bytes, size, codec, encoding, errors);
    }
}

Owned object_decode(Runtime *rt, Borrowed v, const char *encoding, const char *errors)
{
    Buffer buffer;
    if (value_is_str(v))
        return raise(rt, rt->TypeError, "decoding str is not supported");
    if (!has_buffer(rt, v))
        return raise(rt, rt->TypeError, "decoding to str: need a bytes-like object, %.80T found", v);
    if (!buffer_get(rt, v, &buffer, false))
        return NULL;
    Value text = buffer.size || find_codec(encoding) != CODEC_OTHER
        ? bytes_decode(rt, buffer.bytes, buffer.size, encoding, errors) : str_empty(rt);
    buffer_release(rt, &buffer);
    return text;
}
