/* repr of strings, and escapes of single characters. */
#include "types/str_internal.h"

#include "types/unicode.h"

static bool write_hex(StrBuilder *b, char letter, uint32_t c, int digits)
{
    char text[10] = { '\\', letter };
    for (int i = digits; i > 0; i--, c >>= 4)
        text[1 + i] = "0123456789abcdef"[c & 15];
    return builder_write(b, text, (size_t)digits + 2);
}

static bool write_escape(StrBuilder *b, uint32_t c)
{
    if (c < 0x100)
        return write_hex(b, 'x', c, 2);
    return c < 0x10000 ? write_hex(b, 'u', c, 4) : write_hex(b, 'U', c, 8);
}

bool builder_escape(StrBuilder *b, uint32_t c)
{
    return c < 0x80 ? builder_byte(b, (char)c) : write_escape(b, c);
}

/* The bytes of BYTES that stand for themselves between QUOTEs. */
static size_t plain_run(const char *bytes, size_t size, char quote)
{
    size_t i = 0;
    while (i < size && bytes[i] >= ' ' && bytes[i] < 0x7f && bytes[i] != quote && bytes[i] != '\\')
        i++;
    return i;
}

static bool write_character(StrBuilder *b, uint32_t c, char quote)
{
    if (c == (unsigned char)quote || c == '\\') {
        builder_byte(b, '\\');
        return builder_byte(b, (char)c);
    }
    if (c == '\t' || c == '\n' || c == '\r')
        return builder_text(b, c == '\t' ? "\\t" : c == '\n' ? "\\n" : "\\r");
    return unicode_is_printable(c) ? builder_code_point(b, c) : write_escape(b, c);
}

bool builder_str_repr(StrBuilder *b, Borrowed v)
{
    const char *bytes = str_bytes(v);
    size_t size = str_size(v);
    char quote = memchr(bytes, '\'', size) && !memchr(bytes, '"', size) ? '"' : '\'';
    builder_byte(b, quote);
    for (size_t at = 0; at < size && !b->failed;) {
        size_t run = plain_run(bytes + at, size - at, quote);
        builder_write(b, bytes + at, run);
        at += run;
        if (at < size)
            write_character(b, utf8_next(bytes, &at), quote);
    }
    return builder_byte(b, quote);
}

Owned str_repr(Runtime *rt, Borrowed self)
{
    StrBuilder b;
    builder_open(&b, rt);
    builder_str_repr(&b, self);
    return builder_finish(&b);
}
