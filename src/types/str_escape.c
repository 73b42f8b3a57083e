/* unicode_escape and raw_unicode_escape. */
#include "types/str_codec.h"

#include "types/unicode.h"

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 32;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Digits of \x, \u, \U at *AT: true with *C; else *AT is where they end. */
static bool hex_escape(const Decoder *d, size_t *at, int digits, uint32_t *c)
{
    *c = 0;
    for (; digits; digits--, ++*at) {
        int digit = *at < d->size ? hex_value(d->bytes[*at]) : -1;
        if (digit < 0)
            return false;
        *c = *c << 4 | (uint32_t)digit;
    }
    return true;
}

bool warn_escape(Runtime *rt, const char *at, size_t size)
{
    if (size > 1)
        return warn(rt, rt->DeprecationWarning, "invalid octal escape sequence '\\%.3s'", at);
    char text[5] = { 0 };
    utf8_encode((unsigned char)*at, text);
    return warn(rt, rt->DeprecationWarning, "invalid escape sequence '\\%s'", text);
}

static uint32_t simple_escape(char c)
{
    switch (c) {
    case '\\': case '\'': case '"': return (unsigned char)c;
    case 'b': return '\b';
    case 'f': return '\f';
    case 't': return '\t';
    case 'n': return '\n';
    case 'r': return '\r';
    case 'v': return '\v';
    case 'a': return '\a';
    default: return 0;
    }
}

static bool octal_escape(Decoder *d, size_t *at)
{
    size_t start = *at;
    uint32_t c = 0;
    for (int i = 0; i < 3 && *at < d->size && (unsigned)d->bytes[*at] - '0' < 8; i++, ++*at)
        c = c << 3 | (uint32_t)(d->bytes[*at] - '0');
    if (c > 0377 && !warn_escape(d->out.rt, d->bytes + start, 3))
        return false;
    return builder_code_point(&d->out, c);
}

/* \N{name}: AT stands behind the N.  1 done, 0 wrong: *END and *REASON; -1: error. */
static int named_escape(Decoder *d, size_t *at, const char **reason)
{
    *reason = "malformed \\N character escape";
    if (*at >= d->size || d->bytes[*at] != '{')
        return 0;
    size_t start = *at + 1;
    const char *close = memchr(d->bytes + start, '}', d->size - start);
    size_t end = close ? (size_t)(close - d->bytes) : d->size;
    if (!close || end == start) {
        *at = end;
        return 0;
    }
    uint32_t c;
    *at = end + 1;
    *reason = "unknown Unicode character name";
    int found = unicode_find_name(d->bytes + start, end - start, &c);
    return found ? (builder_code_point(&d->out, c) ? 1 : -1) : 0;
}

/* Behind a backslash.  1 done; 0: wrong up to *AT, for *REASON; -1 error. */
static int escape(Decoder *d, size_t *at, const char **reason)
{
    *reason = "\\ at end of string";
    if (*at >= d->size)
        return 0;
    char c = d->bytes[(*at)++];
    uint32_t code = simple_escape(c);
    if (code)
        return builder_code_point(&d->out, code) ? 1 : -1;
    if (c == '\n')
        return 1;
    if (c >= '0' && c <= '7') {
        --*at;
        return octal_escape(d, at) ? 1 : -1;
    }
    if (c == 'x' || c == 'u' || c == 'U') {
        *reason = c == 'x' ? "truncated \\xXX escape" : c == 'u' ? "truncated \\uXXXX escape" : "truncated \\UXXXXXXXX escape";
        if (!hex_escape(d, at, c == 'x' ? 2 : c == 'u' ? 4 : 8, &code))
            return 0;
        *reason = "illegal Unicode character";
        return code > UNICODE_MAX ? 0 : builder_code_point(&d->out, code) ? 1 : -1;
    }
    if (c == 'N')
        return named_escape(d, at, reason);
    if (!warn_escape(d->out.rt, &c, 1))
        return -1;
    builder_byte(&d->out, '\\');
    return builder_code_point(&d->out, (unsigned char)c) ? 1 : -1;
}

bool unicode_escape_decoding(Decoder *d)
{
    size_t at = 0;
    const char *reason;
    while (at < d->size) {
        size_t start = at, end = at + 1;
        if (d->bytes[at] != '\\') {
            if (!builder_code_point(&d->out, (unsigned char)d->bytes[at++]))
                return false;
            continue;
        }
        int done = escape(d, &end, &reason);
        if (done < 0)
            return false;
        at = end;
        if (done)
            continue;
        bool incomplete = end >= d->size && *reason != 'i' && strncmp(reason, "unk", 3);
        if (!d->final && incomplete) {
            at = start;
            break;
        }
        if (!decoder_error(d, start, end, reason, &at))
            return false;
    }
    d->consumed = at;
    return true;
}

bool raw_unicode_escape_decoding(Decoder *d)
{
    size_t at = 0;
    while (at < d->size) {
        size_t start = at, run = at;
        while (run < d->size && d->bytes[run] == '\\')
            run++;
        char kind = run < d->size ? d->bytes[run] : 0;
        bool odd = (run - start) & 1;
        if (run == start || !odd || (kind != 'u' && kind != 'U')) {
            if (!d->final && odd && run == d->size) {
                if (run - start > 1 && !builder_write(&d->out, d->bytes + start, run - start - 1))
                    return false;
                at = run - 1;
                break;
            }
            builder_write(&d->out, d->bytes + start, run - start);
            if (run < d->size && !builder_code_point(&d->out, (unsigned char)d->bytes[run]))
                return false;
            at = MIN(run + 1, d->size);
            continue;
        }
        uint32_t c;
        size_t end = run + 1;
        builder_write(&d->out, d->bytes + start, run - start - 1);
        start = run - 1;
        bool digits = hex_escape(d, &end, kind == 'u' ? 4 : 8, &c);
        if (digits && c <= UNICODE_MAX) {
            if (!builder_code_point(&d->out, c))
                return false;
            at = end;
            continue;
        }
        if (!digits && !d->final && end >= d->size) {
            at = start;
            break;
        }
        const char *reason = digits ? "\\Uxxxxxxxx out of range"
            : kind == 'u' ? "truncated \\uXXXX escape" : "truncated \\UXXXXXXXX escape";
        if (!decoder_error(d, start, end, reason, &at))
            return false;
    }
    d->consumed = at;
    return !d->out.failed;
}

/* -- encoding */

static void write_escaped(StrBuilder *b, uint32_t c)
{
    if (c == '\\' || c == '\t' || c == '\n' || c == '\r') {
        builder_byte(b, '\\');
        builder_byte(b, c == '\\' ? '\\' : c == '\t' ? 't' : c == '\n' ? 'n' : 'r');
    } else if (c >= ' ' && c < 0x7f) {
        builder_byte(b, (char)c);
    } else if (c < 0x80) {
        char text[4] = { '\\', 'x', "0123456789abcdef"[c >> 4], "0123456789abcdef"[c & 15] };
        builder_write(b, text, 4);
    } else {
        builder_escape(b, c);
    }
}

Owned unicode_escape_encoded(Runtime *rt, Borrowed text)
{
    StrBuilder b;
    builder_open(&b, rt);
    for (size_t at = 0; at < str_size(text) && !b.failed;)
        write_escaped(&b, utf8_next(str_bytes(text), &at));
    return builder_finish_bytes(&b);
}

Owned raw_unicode_escape_encoded(Runtime *rt, Borrowed text)
{
    StrBuilder b;
    builder_open(&b, rt);
    for (size_t at = 0; at < str_size(text) && !b.failed;) {
        uint32_t c = utf8_next(str_bytes(text), &at);
        if (c < 0x100)
            builder_byte(&b, (char)c);
        else
            builder_escape(&b, c);
    }
    return builder_finish_bytes(&b);
}
