/* charmap: one byte a character, by a table that is a str or a mapping. */
#include "types/str_codec.h"

#include "types/int.h"
#include "types/unicode.h"

/* -- decoding */

/* 1 written, 0 undefined, -1 error. */
static int write_mapped(Decoder *d, Borrowed to)
{
    Runtime *rt = d->out.rt;
    int64_t code;
    if (to == NONE)
        return 0;
    if (value_is_int(to)) {
        if (!value_to_ssize(rt, to, &code, NULL))
            return -1;
        if (code == 0xfffe)
            return 0;
        if (code < 0 || code > UNICODE_MAX) {
            raise(rt, rt->TypeError, "character mapping must be in range(0x%x)", UNICODE_MAX + 1u);
            return -1;
        }
        return builder_code_point(&d->out, (uint32_t)code) ? 1 : -1;
    }
    if (!value_is_str(to)) {
        raise(rt, rt->TypeError, "character mapping must return integer, None or str");
        return -1;
    }
    if (str_length(to) == 1 && str_code_point(to, 0) == 0xfffe)
        return 0;
    return builder_str(&d->out, to) ? 1 : -1;
}

static int decode_byte(Decoder *d, Borrowed mapping, unsigned char byte)
{
    Value to;
    if (value_is_str(mapping)) {
        if (byte >= str_length(mapping))
            return 0;
        uint32_t c = str_code_point(mapping, byte);
        return c == 0xfffe ? 0 : builder_code_point(&d->out, c) ? 1 : -1;
    }
    if (!translation_lookup(d->out.rt, mapping, byte, &to))
        return -1;
    if (!to)
        return 0;
    int done = write_mapped(d, to);
    release(d->out.rt, to);
    return done;
}

bool charmap_decoding(Decoder *d, Borrowed mapping)
{
    size_t at = 0;
    while (at < d->size) {
        int done = decode_byte(d, mapping, (unsigned char)d->bytes[at]);
        if (done < 0 || (!done && !decoder_error(d, at, at + 1, "character maps to <undefined>", &at)))
            return false;
        at += done > 0;
    }
    d->consumed = at;
    return true;
}

/* -- encoding */

/* 1 written (or, without WRITE, there is something to write), 0 undefined, -1 error. */
static int put_value(Encoder *e, Borrowed to, bool write)
{
    Runtime *rt = e->out.rt;
    int64_t code;
    if (to == NONE)
        return 0;
    if (value_is_int(to)) {
        if (!value_to_ssize(rt, to, &code, NULL))
            return -1;
        if (code < 0 || code > 255) {
            raise(rt, rt->TypeError, "character mapping must be in range(256)");
            return -1;
        }
        return !write || builder_byte(&e->out, (char)code) ? 1 : -1;
    }
    if (!value_is_bytes(to)) {
        raise(rt, rt->TypeError, "character mapping must return integer, bytes or None, not %.400T", to);
        return -1;
    }
    return !write || builder_write(&e->out, bytes_bytes(to), bytes_size(to)) ? 1 : -1;
}

static int put_or_test(Encoder *e, uint32_t c, bool write)
{
    Value to;
    if (!translation_lookup(e->out.rt, (Value)e->put_data, c, &to))
        return -1;
    if (!to)
        return 0;
    int done = put_value(e, to, write);
    release(e->out.rt, to);
    return done;
}

static int put_mapped(Encoder *e, uint32_t c) { return put_or_test(e, c, true); }

static bool encode_mapped(Encoder *e)
{
    const char *bytes = str_bytes(e->text);
    size_t index = 0;
    for (size_t at = 0; at < str_size(e->text);) {
        size_t next = at, end = index + 1;
        int done = put_mapped(e, utf8_next(bytes, &next));
        if (done < 0)
            return false;
        if (done) {
            at = next;
            index++;
            continue;
        }
        while (next < str_size(e->text)) {
            if ((done = put_or_test(e, utf8_next(bytes, &next), false)) < 0)
                return false;
            if (done)
                break;
            end++;
        }
        if (!encoder_error(e, index, end, "character maps to <undefined>", &index))
            return false;
        at = str_offset(e->text, index);
    }
    return true;
}

Owned charmap_encoded(Runtime *rt, Borrowed text, const char *errors, Borrowed mapping)
{
    Encoder e;
    encoder_open(&e, rt, "charmap", errors, text);
    e.put = put_mapped;
    e.put_data = mapping;
    return encoder_finish(&e, encode_mapped(&e));
}
