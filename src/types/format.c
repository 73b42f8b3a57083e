/* The format specification mini-language: taking it apart, and str's part of it. */
#include "types/format.h"

#include <limits.h>
#include <stdio.h>

#include "object/error.h"
#include "object/protocol.h"
#include "types/format_spec.h"
#include "types/str_internal.h"
#include "types/unicode.h"

typedef struct Cursor { const char *text; size_t at, size; } Cursor;

static uint32_t peek_after(const Cursor *c, size_t *next)
{
    *next = c->at;
    return c->at < c->size ? utf8_next(c->text, next) : 0;
}

static uint32_t peek(const Cursor *c)
{
    size_t next;
    return peek_after(c, &next);
}

static bool take(Cursor *c, uint32_t wanted)
{
    size_t next;
    if (c->at == c->size || peek_after(c, &next) != wanted)
        return false;
    c->at = next;
    return true;
}

static bool is_align(uint32_t c) { return c == '<' || c == '>' || c == '=' || c == '^'; }

static void parse_align(Cursor *c, FormatSpec *spec)
{
    size_t after_fill, after_align;
    uint32_t first = peek_after(c, &after_fill);
    Cursor second = { c->text, after_fill, c->size };
    uint32_t align = c->at < c->size ? peek_after(&second, &after_align) : 0;
    if (is_align(align)) {
        spec->fill = first;
        spec->align = align;
        spec->has_fill = spec->has_align = true;
        c->at = after_align;
    } else if (is_align(first)) {
        spec->align = first;
        spec->has_align = true;
        c->at = after_fill;
    }
}

/* Decimal digits of any script; *OUT stays when there are none. */
static bool parse_number(Runtime *rt, Cursor *c, int64_t *out)
{
    int64_t number = 0;
    bool any = false;
    for (size_t next; c->at < c->size; c->at = next, any = true) {
        uint32_t point = peek_after(c, &next);
        int digit = likely(point < 0x80) ? (point - '0' < 10 ? (int)(point - '0') : -1) : unicode_decimal(point);
        if (digit < 0)
            break;
        if (number > (INT64_MAX - digit) / 10)
            return raise(rt, rt->ValueError, "Too many decimal digits in format string");
        number = number * 10 + digit;
    }
    if (any)
        *out = number;
    return true;
}

static bool raise_grouping(Runtime *rt, char grouping, uint32_t type)
{
    if (type > 32 && type < 128)
        return raise(rt, rt->ValueError, "Cannot specify '%c' with '%c'.", grouping, (int)type);
    return raise(rt, rt->ValueError, "Cannot specify '%c' with '\\x%x'.", grouping, type);
}

static bool parse_grouping(Runtime *rt, Cursor *c, FormatSpec *spec)
{
    if (take(c, ','))
        spec->grouping = ',';
    if (take(c, '_')) {
        if (spec->grouping)
            return raise(rt, rt->ValueError, "Cannot specify both ',' and '_'.");
        spec->grouping = '_';
    }
    if (spec->grouping == '_' && peek(c) == ',')
        return raise(rt, rt->ValueError, "Cannot specify both ',' and '_'.");
    return true;
}

static bool check_grouping(Runtime *rt, const FormatSpec *spec)
{
    uint32_t t = spec->type;
    if (!spec->grouping || t == 0 || (t < 128 && strchr("defgEFG%", (int)t)))
        return true;
    if (spec->grouping == '_' && t < 128 && strchr("boxX", (int)t))
        return true;
    return raise_grouping(rt, spec->grouping, t);
}

static void parse_flags(Cursor *c, FormatSpec *spec)
{
    uint32_t sign = peek(c);
    if ((sign == '+' || sign == '-' || sign == ' ') && take(c, sign))
        spec->sign = (char)sign;
    spec->no_negative_zero = take(c, 'z');
    spec->alternate = take(c, '#');
    if (!spec->has_fill && take(c, '0')) {
        spec->fill = '0';
        if (!spec->has_align && spec->align == '>')
            spec->align = '=';
    }
}

bool format_spec_parse(Runtime *rt, Borrowed v, Borrowed text, uint32_t type, uint32_t align, FormatSpec *spec)
{
    Cursor c = { str_bytes(text), 0, str_size(text) };
    *spec = (FormatSpec){ .fill = ' ', .align = align, .type = type, .width = -1, .precision = -1 };
    parse_align(&c, spec);
    parse_flags(&c, spec);
    if (!parse_number(rt, &c, &spec->width) || !parse_grouping(rt, &c, spec))
        return false;
    if (take(&c, '.')) {
        if (!parse_number(rt, &c, &spec->precision))
            return false;
        if (spec->precision < 0)
            return raise(rt, rt->ValueError, "Format specifier missing precision");
    }
    if (c.at < c.size) {
        size_t next;
        spec->type = peek_after(&c, &next);
        if (next != c.size)
            return raise(rt, rt->ValueError, "Invalid format specifier '%U' for object of type '%.200T'", text, v);
    }
    return check_grouping(rt, spec);
}

void *raise_unknown_format(Runtime *rt, Borrowed v, uint32_t type)
{
    if (type > 32 && type < 128)
        return raise(rt, rt->ValueError, "Unknown format code '%c' for object of type '%.200T'", (int)type, v);
    return raise(rt, rt->ValueError, "Unknown format code '\\x%x' for object of type '%.200T'", type, v);
}

Owned format_padded(Runtime *rt, const FormatSpec *spec, const char *text, size_t size, int64_t length)
{
    int64_t padding = MAX(spec->width - length, 0);
    int64_t left = spec->align == '>' ? padding : spec->align == '^' ? padding / 2 : 0;
    StrBuilder b;
    builder_open(&b, rt);
    builder_repeat(&b, spec->fill, (size_t)left);
    builder_write(&b, text, size);
    builder_repeat(&b, spec->fill, (size_t)(padding - left));
    return builder_finish(&b);
}

static bool check_str_spec(Runtime *rt, Borrowed v, const FormatSpec *spec)
{
    if (spec->type != 's')
        return raise_unknown_format(rt, v, spec->type);
    if (spec->sign)
        return raise(rt, rt->ValueError, "%s not allowed in string format specifier", spec->sign == ' ' ? "Space" : "Sign");
    if (spec->no_negative_zero)
        return raise(rt, rt->ValueError, "Negative zero coercion (z) not allowed in string format specifier");
    if (spec->alternate)
        return raise(rt, rt->ValueError, "Alternate form (#) not allowed in string format specifier");
    if (spec->align == '=')
        return raise(rt, rt->ValueError, "'=' alignment not allowed in string format specifier");
    return true;
}

Owned str_format_spec(Runtime *rt, Borrowed v, Borrowed specification)
{
    FormatSpec spec;
    if (!str_size(specification))
        return value_str(rt, v);
    if (!format_spec_parse(rt, v, specification, 's', '<', &spec) || !check_str_spec(rt, v, &spec))
        return NULL;
    int64_t length = (int64_t)str_length(v);
    size_t size = str_size(v);
    if (spec.precision >= 0 && spec.precision < length) {
        length = spec.precision;
        size = str_offset(v, (size_t)length);
    }
    return format_padded(rt, &spec, str_bytes(v), size, length);
}
