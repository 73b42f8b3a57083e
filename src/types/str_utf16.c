/* UTF-16 and UTF-32, with and without byte order mark. */
#include "types/str_codec.h"

#include "types/unicode.h"

static inline bool native_is_big(void) { return __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__; }

static inline uint32_t unit16(const char *bytes, bool big)
{
    const unsigned char *p = (const unsigned char *)bytes;
    return big ? (uint32_t)p[0] << 8 | p[1] : (uint32_t)p[1] << 8 | p[0];
}

static inline uint32_t unit32(const char *bytes, bool big)
{
    return big ? unit16(bytes, true) << 16 | unit16(bytes + 2, true)
               : unit16(bytes + 2, false) << 16 | unit16(bytes, false);
}

/* -- decoding */

/* With ORDER 0 the mark, if there is one, decides and is skipped. */
static bool open_order(Decoder *d, int *order, size_t width, size_t *at)
{
    *at = 0;
    if (!*order && d->size >= width) {
        uint32_t mark = width == 2 ? unit16(d->bytes, false) : unit32(d->bytes, false);
        uint32_t swapped = width == 2 ? unit16(d->bytes, true) : unit32(d->bytes, true);
        *order = mark == 0xfeff ? -1 : swapped == 0xfeff ? 1 : 0;
        *at = *order ? width : 0;
    }
    bool big = *order ? *order > 0 : native_is_big();
    if (width == 2)
        d->encoding = big ? "utf-16-be" : "utf-16-le";
    else
        d->encoding = big ? "utf-32-be" : "utf-32-le";
    return big;
}

/* 1: *C and *SIZE of a character; 0: wrong, SIZE bytes for REASON; -1: more is needed. */
static int next_utf16(Decoder *d, size_t at, bool big, uint32_t *c, size_t *size, const char **reason)
{
    *size = 2;
    *c = unit16(d->bytes + at, big);
    if (!unicode_is_surrogate(*c))
        return 1;
    *reason = "illegal encoding";
    if (*c >= 0xdc00)
        return 0;
    *reason = "unexpected end of data";
    if (d->size - at < 4) {
        *size = d->size - at;
        return -1;
    }
    uint32_t low = unit16(d->bytes + at + 2, big);
    *reason = "illegal UTF-16 surrogate";
    if (low < 0xdc00 || low > 0xdfff)
        return 0;
    *c = 0x10000 + ((*c - 0xd800) << 10) + (low - 0xdc00);
    *size = 4;
    return 1;
}

bool utf16_decoding(Decoder *d, int *order)
{
    size_t at, size;
    bool big = open_order(d, order, 2, &at);
    while (at < d->size) {
        uint32_t c;
        const char *reason = "truncated data";
        int found = -1;
        size = 1;
        if (d->size - at >= 2)
            found = next_utf16(d, at, big, &c, &size, &reason);
        if (found > 0) {
            if (!builder_code_point(&d->out, c))
                return false;
            at += size;
        } else if (found < 0 && !d->final) {
            break;
        } else if (!decoder_error(d, at, at + size, reason, &at)) {
            return false;
        }
    }
    d->consumed = at;
    return true;
}

bool utf32_decoding(Decoder *d, int *order)
{
    size_t at;
    bool big = open_order(d, order, 4, &at);
    while (at < d->size) {
        const char *reason = "truncated data";
        size_t size = MIN(d->size - at, 4);
        if (size == 4) {
            uint32_t c = unit32(d->bytes + at, big);
            reason = unicode_is_surrogate(c) ? "code point in surrogate code point range(0xd800, 0xe000)"
                : c > UNICODE_MAX ? "code point not in range(0x110000)" : NULL;
            if (!reason) {
                if (!builder_code_point(&d->out, c))
                    return false;
                at += 4;
                continue;
            }
        } else if (!d->final) {
            break;
        }
        if (!decoder_error(d, at, at + size, reason, &at))
            return false;
    }
    d->consumed = at;
    return true;
}

/* -- encoding */

static bool put_unit(Encoder *e, uint32_t unit, size_t width)
{
    char bytes[4];
    bool big = *(const bool *)e->put_data;
    for (size_t i = 0; i < width; i++)
        bytes[i] = (char)(unit >> 8 * (big ? width - 1 - i : i));
    return builder_write(&e->out, bytes, width);
}

static bool put_character(Encoder *e, uint32_t c)
{
    if (e->unit == 4 || c < 0x10000)
        return put_unit(e, c, e->unit);
    return put_unit(e, 0xd800 + ((c - 0x10000) >> 10), 2) && put_unit(e, 0xdc00 + ((c - 0x10000) & 0x3ff), 2);
}

static int put_ascii_unit(Encoder *e, uint32_t c)
{
    if (c >= 0x80)
        return 0;
    return put_character(e, c) ? 1 : -1;
}

static bool encode_units(Encoder *e)
{
    size_t index = 0;
    for (size_t at = 0; at < str_size(e->text);) {
        size_t next = at;
        uint32_t c = utf8_next(str_bytes(e->text), &next);
        if (!unicode_is_surrogate(c)) {
            if (!put_character(e, c))
                return false;
            index++;
            at = next;
            continue;
        }
        if (!encoder_error(e, index, index + 1, "surrogates not allowed", &index))
            return false;
        at = str_offset(e->text, index);
    }
    return true;
}

static Owned encoded(Runtime *rt, Borrowed text, const char *errors, int order, size_t width)
{
    static const char *const names[2][3] = { { "utf-16-le", "utf-16", "utf-16-be" }, { "utf-32-le", "utf-32", "utf-32-be" } };
    bool big = order ? order > 0 : native_is_big();
    Encoder e;
    encoder_open(&e, rt, names[width == 4][order + 1], errors, text);
    e.put = put_ascii_unit;
    e.put_data = &big;
    e.unit = width;
    bool ok = (order || put_character(&e, 0xfeff)) && encode_units(&e);
    return encoder_finish(&e, ok);
}

Owned utf16_encoded(Runtime *rt, Borrowed text, const char *errors, int order)
{
    return encoded(rt, text, errors, order, 2);
}

Owned utf32_encoded(Runtime *rt, Borrowed text, const char *errors, int order)
{
    return encoded(rt, text, errors, order, 4);
}
