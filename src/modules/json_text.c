/* _json: strings, in both directions. */
#include "modules/json_parts.h"

#include "object/arguments.h"
#include "object/error.h"
#include "object/protocol.h"
#include "types/bytes.h"
#include "types/str_internal.h"
#include "types/tuple.h"
#include "vm/vm.h"

size_t json_index(Borrowed text, size_t at)
{
    if (str_is_ascii(text))
        return at;
    size_t count = 0;
    const char *bytes = str_bytes(text);
    for (size_t i = 0; i < at; i++)
        count += ((unsigned char)bytes[i] & 0xc0) != 0x80;
    return count;
}

size_t json_offset(Borrowed text, size_t index)
{
    return str_is_ascii(text) ? index : index >= str_length(text) ? str_size(text) : str_offset(text, index);
}

void *json_raise(Runtime *rt, const char *message, Borrowed text, size_t at)
{
    Value module = import_module(rt, "json.decoder");
    Value class = module ? get_attribute_text(rt, module, "JSONDecodeError") : NULL;
    Value shown = class ? str_from_text(rt, message) : NULL;
    Value error = shown ? call_three(rt, class, shown, text, small_int_value((int64_t)json_index(text, at))) : NULL;
    if (error)
        raise_object(rt, error);
    release(rt, module);
    release(rt, class);
    release(rt, shown);
    release(rt, error);
    return NULL;
}

/* -- writing */

static char short_escape(unsigned char c)
{
    switch (c) {
    case '"': return '"';
    case '\\': return '\\';
    case '\b': return 'b';
    case '\f': return 'f';
    case '\n': return 'n';
    case '\r': return 'r';
    case '\t': return 't';
    default: return 0;
    }
}

static bool write_unit(StrBuilder *b, unsigned unit)
{
    static const char digits[] = "0123456789abcdef";
    char text[6] = { '\\', 'u', digits[unit >> 12 & 15], digits[unit >> 8 & 15], digits[unit >> 4 & 15], digits[unit & 15] };
    return builder_write(b, text, 6);
}

static bool write_escape(StrBuilder *b, uint32_t c)
{
    char mark = c < 128 ? short_escape((unsigned char)c) : 0;
    if (mark) {
        char text[2] = { '\\', mark };
        return builder_write(b, text, 2);
    }
    if (c < 0x10000)
        return write_unit(b, c);
    c -= 0x10000;
    return write_unit(b, 0xd800 | c >> 10) && write_unit(b, 0xdc00 | (c & 0x3ff));
}

bool json_write_str(StrBuilder *b, Borrowed v, bool ascii)
{
    const char *bytes = str_bytes(v);
    size_t size = str_size(v), at = 0, from = 0;
    builder_write(b, "\"", 1);
    while (at < size) {
        unsigned char c = (unsigned char)bytes[at];
        if (c >= ' ' && c != '"' && c != '\\' && (c < 127 || !ascii)) {
            at++;
            continue;
        }
        builder_write(b, bytes + from, at - from);
        write_escape(b, utf8_next(bytes, &at));
        from = at;
    }
    return builder_write(b, bytes + from, at - from) && builder_write(b, "\"", 1);
}

static Owned encode(Runtime *rt, Borrowed v, bool ascii)
{
    StrBuilder b;
    if (!value_is_str(v))
        return raise(rt, rt->TypeError, "first argument must be a string, not %T", v);
    builder_open(&b, rt);
    json_write_str(&b, v, ascii);
    return builder_finish(&b);
}

static Owned encode_basestring(Runtime *rt, Borrowed self unused, const Value *args) { return encode(rt, args[0], false); }
static Owned encode_basestring_ascii(Runtime *rt, Borrowed self unused, const Value *args) { return encode(rt, args[0], true); }

/* -- reading */

static int hexadecimal_digit(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* The four digits at AT; -1: they are none. */
static int32_t unit_at(Borrowed text, size_t at)
{
    int32_t unit = 0;
    for (size_t i = at; i < at + 4; i++) {
        int digit = i < str_size(text) ? hexadecimal_digit(str_bytes(text)[i]) : -1;
        if (digit < 0)
            return -1;
        unit = unit << 4 | digit;
    }
    return unit;
}

/* The \u at *AT points to its first digit. */
static bool read_unit(Runtime *rt, Borrowed text, size_t *at, StrBuilder *b)
{
    const char *bytes = str_bytes(text);
    int32_t unit = unit_at(text, *at);
    if (unit < 0)
        return json_raise(rt, "Invalid \\uXXXX escape", text, *at - 1);
    *at += 4;
    if ((unit & 0xfc00) == 0xd800 && *at + 6 <= str_size(text) && bytes[*at] == '\\' && bytes[*at + 1] == 'u') {
        int32_t low = unit_at(text, *at + 2);
        if (low < 0)
            return json_raise(rt, "Invalid \\uXXXX escape", text, *at + 1);
        if ((low & 0xfc00) == 0xdc00) {
            unit = 0x10000 + ((unit & 0x3ff) << 10 | (low & 0x3ff));
            *at += 6;
        }
    }
    return builder_code_point(b, (uint32_t)unit);
}

static bool read_escape(Runtime *rt, Borrowed text, size_t begin, size_t *at, StrBuilder *b)
{
    static const char marks[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
    if (*at >= str_size(text))
        return json_raise(rt, "Unterminated string starting at", text, begin);
    char c = str_bytes(text)[(*at)++];
    if (c == 'u')
        return read_unit(rt, text, at, b);
    const char *mark = c ? strchr(marks, c) : NULL;
    if (!mark)
        return json_raise(rt, "Invalid \\escape", text, *at - 2);
    return builder_write(b, &meant[mark - marks], 1);
}

/* Bytes from AT up to a quote, a backslash or (when STRICT) a control character. */
static size_t plain_end(Borrowed text, size_t at, bool strict)
{
    const unsigned char *bytes = (const unsigned char *)str_bytes(text);
    size_t size = str_size(text);
    while (at < size && bytes[at] != '"' && bytes[at] != '\\' && (bytes[at] >= ' ' || !strict))
        at++;
    return at;
}

static bool read_rest(Runtime *rt, Borrowed text, size_t begin, size_t *at, bool strict, StrBuilder *b)
{
    const char *bytes = str_bytes(text);
    for (;;) {
        size_t end = plain_end(text, *at, strict);
        if (!builder_write(b, bytes + *at, end - *at))
            return false;
        *at = end + 1;
        if (end == str_size(text))
            return json_raise(rt, "Unterminated string starting at", text, begin);
        if (bytes[end] == '"')
            return true;
        if (bytes[end] != '\\')
            return json_raise(rt, "Invalid control character at", text, end);
        if (!read_escape(rt, text, begin, at, b))
            return false;
    }
}

Owned json_scan_str(Runtime *rt, Borrowed text, size_t *at, bool strict)
{
    StrBuilder b;
    size_t start = *at, end = plain_end(text, start, strict);
    if (end < str_size(text) && str_bytes(text)[end] == '"') {
        *at = end + 1;
        return str_from_bytes(rt, str_bytes(text) + start, end - start);
    }
    builder_open(&b, rt);
    if (read_rest(rt, text, start - 1, at, strict, &b))
        return builder_finish(&b);
    builder_close(&b);
    return NULL;
}

static Owned scanstring(Runtime *rt, Borrowed self unused, const Value *args)
{
    int64_t end = 0;
    bool strict = true;
    if (!argument_index(rt, args[1], &end) || !argument_bool(rt, args[2], &strict))
        return NULL;
    if (!value_is_str(args[0]))
        return raise(rt, rt->TypeError, "first argument must be a string, not %T", args[0]);
    if (end < 0 || end > (int64_t)str_length(args[0]))
        return raise(rt, rt->ValueError, "end is out of bounds");
    size_t at = json_offset(args[0], (size_t)end);
    Value text = json_scan_str(rt, args[0], &at, strict);
    Value pair[2] = { text, text ? small_int_value((int64_t)json_index(args[0], at)) : NULL };
    return text ? tuple_from_steal(rt, pair, 2) : NULL;
}

const MethodDef json_text_functions[] = {
    METHOD("encode_basestring_ascii", encode_basestring_ascii, "(string, /)",
           "encode_basestring_ascii(string) -> string\n\nReturn an ASCII-only JSON representation of a Python string"),
    METHOD("encode_basestring", encode_basestring, "(string, /)",
           "encode_basestring(string) -> string\n\nReturn a JSON representation of a Python string"),
    METHOD("scanstring", scanstring, "(string, end, strict=True, /)",
           "scanstring(string, end, strict=True) -> (string, end)\n\n"
           "Scan the string s for a JSON string. End is the index of the\ncharacter in s after the quote that started the JSON string."),
    { 0 },
};
