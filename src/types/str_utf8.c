/* UTF-8, strict: no surrogates, no overlong forms; and ASCII.  Wrong input is reported as
 * the longest prefix of a well-formed sequence (Unicode, table 3-7). */
#include "types/str_codec.h"

#include "types/unicode.h"

/* The bytes of the sequence at P (LEFT bytes are there).  0: *BAD bytes are wrong, for
 * REASON; with *BAD > LEFT it is only incomplete. */
static size_t check_sequence(const unsigned char *p, size_t left, size_t *bad, const char **reason)
{
    unsigned char lead = p[0];
    size_t size = lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
    if (!size) {
        *reason = "invalid start byte";
        *bad = 1;
        return 0;
    }
    unsigned char low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
    unsigned char high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
    for (size_t i = 1; i < size; i++) {
        if (i == left) {
            *reason = "unexpected end of data";
            *bad = left + 1;
            return 0;
        }
        if (p[i] < low || p[i] > high) {
            *reason = "invalid continuation byte";
            *bad = i;
            return 0;
        }
        low = 0x80;
        high = 0xbf;
    }
    return size;
}

static size_t ascii_run(const char *bytes, size_t size)
{
    size_t i = 0;
    uint64_t word, four[4];
    for (; i + 32 <= size; i += 32) {
        memcpy(four, bytes + i, 32);
        if ((four[0] | four[1] | four[2] | four[3]) & 0x8080808080808080u)
            break;
    }
    for (; i + 8 <= size; i += 8) {
        memcpy(&word, bytes + i, 8);
        if (word & 0x8080808080808080u)
            break;
    }
    while (i < size && !(bytes[i] & 0x80))
        i++;
    return i;
}

/* How much of BYTES is well-formed; *LENGTH code points. */
static size_t valid_prefix(const char *bytes, size_t size, size_t *length, size_t *bad, const char **reason)
{
    size_t at = 0;
    *length = 0;
    *bad = 0;
    while (at < size) {
        size_t run = ascii_run(bytes + at, size - at);
        at += run;
        *length += run;
        while (at < size && (bytes[at] & 0x80)) {
            size_t n = check_sequence((const unsigned char *)bytes + at, size - at, bad, reason);
            if (!n)
                return at;
            at += n;
            ++*length;
        }
    }
    return at;
}

/* Two of the three bytes of a surrogate: surrogatepass may want the third. */
static bool is_cut_surrogate(const char *bytes, size_t left)
{
    return left == 2 && (unsigned char)bytes[0] == 0xed && ((unsigned char)bytes[1] & 0xe0) == 0xa0;
}

bool utf8_decoding(Decoder *d)
{
    size_t at = 0, length, bad;
    const char *reason = NULL;
    while (at < d->size) {
        size_t good = valid_prefix(d->bytes + at, d->size - at, &length, &bad, &reason);
        if (!builder_write(&d->out, d->bytes + at, good))
            return false;
        at += good;
        if (at >= d->size)
            break;
        if (!d->final && is_cut_surrogate(d->bytes + at, d->size - at))
            break;
        if (bad > d->size - at) {
            if (!d->final)
                break;
            bad = d->size - at;
        }
        if (!decoder_error(d, at, at + bad, reason, &at))
            return false;
    }
    d->consumed = at;
    return true;
}

Owned str_decode_utf8(Runtime *rt, const char *bytes, size_t size, const char *errors)
{
    size_t length, bad;
    const char *reason;
    if (valid_prefix(bytes, size, &length, &bad, &reason) == size)
        return str_from_counted(rt, bytes, size, length);
    Decoder d;
    decoder_open(&d, rt, "utf-8", errors, bytes, size);
    return decoder_finish(&d, utf8_decoding(&d));
}

bool ascii_decoding(Decoder *d)
{
    size_t at = 0;
    while (at < d->size) {
        size_t run = ascii_run(d->bytes + at, d->size - at);
        if (!builder_write(&d->out, d->bytes + at, run))
            return false;
        at += run;
        if (at < d->size && !decoder_error(d, at, at + 1, "ordinal not in range(128)", &at))
            return false;
    }
    d->consumed = at;
    return true;
}

/* -- encoding */

static int put_ascii(Encoder *e, uint32_t c)
{
    if (c >= 0x80)
        return 0;
    return builder_byte(&e->out, (char)c) ? 1 : -1;
}

/* The next surrogate at or after OFFSET, or the end. */
static size_t find_surrogate(const char *bytes, size_t offset, size_t size)
{
    const char *p;
    while ((p = memchr(bytes + offset, 0xed, size - offset))) {
        offset = (size_t)(p - bytes);
        if ((unsigned char)p[1] >= 0xa0)
            return offset;
        offset += 3;
    }
    return size;
}

static bool encode_around_surrogates(Encoder *e)
{
    const char *bytes = str_bytes(e->text);
    size_t size = str_size(e->text), at = 0, index = 0, end;
    while (at < size) {
        size_t next = find_surrogate(bytes, at, size);
        if (!builder_write(&e->out, bytes + at, next - at))
            return false;
        index += utf8_count(bytes + at, next - at);
        at = end = next;
        while (end < size && find_surrogate(bytes, end, end + 1) == end)
            end += 3;
        if (at == end)
            continue;
        size_t position;
        if (!encoder_error(e, index, index + (end - at) / 3, "surrogates not allowed", &position))
            return false;
        index = position;
        at = str_offset(e->text, index);
    }
    return true;
}

Owned utf8_encoded(Runtime *rt, Borrowed text, const char *errors)
{
    const char *bytes = str_bytes(text);
    size_t size = str_size(text);
    if (str_is_ascii(text) || find_surrogate(bytes, 0, size) == size)
        return bytes_from(rt, bytes, size);
    Encoder e;
    encoder_open(&e, rt, "utf-8", errors, text);
    e.put = put_ascii;
    return encoder_finish(&e, encode_around_surrogates(&e));
}

/* -- latin-1 and ASCII */

static int put_latin1(Encoder *e, uint32_t c)
{
    if (c >= 0x100)
        return 0;
    return builder_byte(&e->out, (char)c) ? 1 : -1;
}

static bool encode_below(Encoder *e, uint32_t limit, const char *reason)
{
    const char *bytes = str_bytes(e->text);
    size_t size = str_size(e->text), at = 0, index = 0;
    while (at < size) {
        size_t next = at, end = index;
        uint32_t c = utf8_next(bytes, &next);
        if (likely(c < limit)) {
            if (!builder_byte(&e->out, (char)c))
                return false;
            at = next;
            index++;
            continue;
        }
        for (size_t ahead = at; ahead < size && utf8_next(bytes, &ahead) >= limit;)
            end++;
        if (!encoder_error(e, index, end, reason, &index))
            return false;
        at = str_offset(e->text, index);
    }
    return true;
}

static Owned encoded_below(Runtime *rt, Borrowed text, const char *errors, bool ascii)
{
    if (str_is_ascii(text))
        return bytes_from(rt, str_bytes(text), str_size(text));
    Encoder e;
    encoder_open(&e, rt, ascii ? "ascii" : "latin-1", errors, text);
    e.put = ascii ? put_ascii : put_latin1;
    return encoder_finish(&e, encode_below(&e, ascii ? 0x80 : 0x100,
                                           ascii ? "ordinal not in range(128)" : "ordinal not in range(256)"));
}

Owned latin1_encoded(Runtime *rt, Borrowed text, const char *errors) { return encoded_below(rt, text, errors, false); }
Owned ascii_encoded(Runtime *rt, Borrowed text, const char *errors) { return encoded_below(rt, text, errors, true); }

Owned latin1_decoded(Runtime *rt, const char *bytes, size_t size)
{
    size_t high = 0;
    for (size_t i = 0; i < size; i++)
        high += (unsigned char)bytes[i] >> 7;
    if (!high)
        return str_from_counted(rt, bytes, size, size);
    if (size == 1)
        return str_from_code_point(rt, (unsigned char)*bytes);
    Value v = str_new(rt, size + high, size);
    if (!v)
        return NULL;
    char *to = (char *)str_bytes(v);
    for (size_t i = 0; i < size; i++)
        to += utf8_encode((unsigned char)bytes[i], to);
    return v;
}
