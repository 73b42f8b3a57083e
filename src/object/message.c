#include "object/message.h"

#include <stdio.h>

#include "object/error.h"
#include "object/protocol.h"
#include "types/str.h"

/* "%.200T": at most LIMIT bytes of what the directive gives. */
typedef struct Directive {
    size_t limit;
    bool is_size;               /* z */
    char kind;
} Directive;

static const char *parse_directive(const char *p, va_list *list, Directive *d)
{
    *d = (Directive){ .limit = SIZE_MAX };
    if (*p == '.') {
        p++;
        if (*p == '*') {
            d->limit = (size_t)va_arg(*list, int);
            p++;
        } else {
            for (d->limit = 0; *p >= '0' && *p <= '9'; p++)
                d->limit = d->limit * 10 + (size_t)(*p - '0');
        }
    }
    if (*p == 'z') {
        d->is_size = true;
        p++;
    }
    d->kind = *p++;
    return p;
}

/* Not in the middle of a code point. */
static size_t clip(const char *bytes, size_t size, size_t limit)
{
    if (size <= limit)
        return size;
    while (limit && ((unsigned char)bytes[limit] & 0xc0) == 0x80)
        limit--;
    return limit;
}

static bool write_clipped(StrBuilder *b, Borrowed text, size_t limit)
{
    return builder_write(b, str_bytes(text), clip(str_bytes(text), str_size(text), limit));
}

static bool write_steal(StrBuilder *b, Owned text, size_t limit)
{
    if (!text) {
        b->failed = true;
        return false;
    }
    bool done = write_clipped(b, text, limit);
    release(b->rt, text);
    return done;
}

static bool write_text(StrBuilder *b, const char *text, size_t limit)
{
    size_t size = limit == SIZE_MAX ? strlen(text) : strnlen(text, limit);
    return builder_write(b, text, size);
}

/* Class names as messages show them: with the module for built-in types that have one. */
static bool write_type_name(StrBuilder *b, const Type *type, size_t limit)
{
    if (!type->def)
        return write_clipped(b, type->name, limit);
    return write_text(b, type->gc.name, limit);
}

static bool write_number(StrBuilder *b, const Directive *d, va_list *list)
{
    char digits[32];
    switch (d->kind) {
    case 'd':
        if (d->is_size)
            snprintf(digits, sizeof digits, "%lld", (long long)va_arg(*list, int64_t));
        else
            snprintf(digits, sizeof digits, "%d", va_arg(*list, int));
        break;
    case 'u':
        if (d->is_size)
            snprintf(digits, sizeof digits, "%llu", (unsigned long long)va_arg(*list, size_t));
        else
            snprintf(digits, sizeof digits, "%u", va_arg(*list, unsigned));
        break;
    default:
        if (d->is_size)
            snprintf(digits, sizeof digits, "%llx", (unsigned long long)va_arg(*list, size_t));
        else
            snprintf(digits, sizeof digits, "%x", va_arg(*list, unsigned));
    }
    return builder_text(b, digits);
}

static bool write_directive(StrBuilder *b, const Directive *d, va_list *list)
{
    switch (d->kind) {
    case 's': return write_text(b, va_arg(*list, const char *), d->limit);
    case 'c': return builder_code_point(b, (uint32_t)va_arg(*list, int));
    case 'd': case 'u': case 'x': return write_number(b, d, list);
    case 'S': return write_steal(b, value_str(b->rt, va_arg(*list, Value)), d->limit);
    case 'R': return write_steal(b, value_repr(b->rt, va_arg(*list, Value)), d->limit);
    case 'A': return write_steal(b, value_ascii(b->rt, va_arg(*list, Value)), d->limit);
    case 'U': return write_clipped(b, va_arg(*list, Value), d->limit);
    case 'T': return write_type_name(b, value_type(b->rt, va_arg(*list, Value)), d->limit);
    case 'V': {
        Value v = va_arg(*list, Value);
        return v == NONE ? builder_text(b, "None") : write_type_name(b, value_type(b->rt, v), d->limit);
    }
    case 'N': return write_type_name(b, va_arg(*list, Type *), d->limit);
    case '%': return builder_text(b, "%");
    }
    assert(!"unknown directive");
    return false;
}

Owned format_message_list(Runtime *rt, const char *format, va_list directives)
{
    StrBuilder b;
    va_list list;
    va_copy(list, directives);
    builder_open(&b, rt);
    for (const char *p = format; *p && !b.failed;) {
        const char *percent = strchrnul(p, '%');
        builder_write(&b, p, (size_t)(percent - p));
        p = percent;
        if (*p) {
            Directive d;
            p = parse_directive(p + 1, &list, &d);
            write_directive(&b, &d, &list);
        }
    }
    va_end(list);
    return builder_finish(&b);
}

Owned format_message(Runtime *rt, const char *format, ...)
{
    va_list directives;
    va_start(directives, format);
    Value text = format_message_list(rt, format, directives);
    va_end(directives);
    return text;
}
