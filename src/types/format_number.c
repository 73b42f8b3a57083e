/* The format specification mini-language for numbers.
 *
 *     [padding][sign][prefix][padding of '='][digits, grouped][rest][padding]
 *
 * Zeros that fill a width are digits too: they are grouped with the others. */
#include <limits.h>
#include <locale.h>
#include <math.h>

#include "object/error.h"
#include "object/protocol.h"
#include "types/complex.h"
#include "types/float_text.h"
#include "types/format.h"
#include "types/format_spec.h"
#include "types/int_limbs.h"
#include "types/str_internal.h"

/* A number's text in its parts. */
typedef struct Parts {
    char sign;                  /* or 0 */
    const char *prefix;         /* "0x" */
    const char *digits, *rest;  /* before the point; from it on */
    size_t digit_count, rest_size;
    int64_t rest_length;        /* in code points */
    char separator;             /* or 0 */
    int group;
} Parts;

/* Digits written when they and their separators fill WIDTH. */
static int64_t digits_for_width(const Parts *p, int64_t width)
{
    int64_t count = (int64_t)p->digit_count;
    if (!p->separator)
        return MAX(count, width);
    int64_t least = width / (p->group + 1) * p->group + width % (p->group + 1);
    if (width % (p->group + 1) == 0 && width > 0)
        least++;                /* a separator cannot stand in front */
    return MAX(count, least);
}

static int64_t grouped_length(const Parts *p, int64_t digits)
{
    return p->separator && digits > 0 ? digits + (digits - 1) / p->group : digits;
}

static inline void write_padding(StrBuilder *b, uint32_t fill, int64_t times)
{
    if (times > 0)
        builder_repeat(b, fill, (size_t)times);
}

static void write_digits(StrBuilder *b, const Parts *p, int64_t digits)
{
    if (!p->separator) {
        write_padding(b, '0', digits - (int64_t)p->digit_count);
        builder_write(b, p->digits, p->digit_count);
        return;
    }
    for (int64_t left = digits; left > 0 && !b->failed; left--) {
        int64_t i = (int64_t)p->digit_count - left;
        builder_write(b, i < 0 ? "0" : p->digits + i, 1);
        if (left > 1 && (left - 1) % p->group == 0)
            builder_write(b, &p->separator, 1);
    }
}

static void write_number(StrBuilder *b, const Parts *p, const FormatSpec *spec)
{
    int64_t fixed = (p->sign != 0) + (int64_t)strlen(p->prefix) + p->rest_length;
    bool zero_fill = spec->fill == '0' && spec->align == '=' && p->digit_count;
    int64_t digits = digits_for_width(p, zero_fill ? MAX(spec->width - fixed, 0) : 0);
    int64_t padding = MAX(spec->width - fixed - grouped_length(p, digits), 0);
    int64_t left = spec->align == '>' ? padding : spec->align == '^' ? padding / 2 : 0;
    int64_t middle = spec->align == '=' ? padding : 0;
    write_padding(b, spec->fill, left);
    if (p->sign)
        builder_byte(b, p->sign);
    builder_text(b, p->prefix);
    write_padding(b, spec->fill, middle);
    write_digits(b, p, digits);
    builder_write(b, p->rest, p->rest_size);
    write_padding(b, spec->fill, padding - left - middle);
}

static char shown_sign(bool negative, char wanted)
{
    return negative ? '-' : wanted == '+' || wanted == ' ' ? wanted : 0;
}

/* -- int */

static Owned format_character(Runtime *rt, Borrowed v, const FormatSpec *spec)
{
    int64_t c;
    char text[4];
    if (spec->sign)
        return raise(rt, rt->ValueError, "Sign not allowed with integer format specifier 'c'");
    if (spec->alternate)
        return raise(rt, rt->ValueError, "Alternate form (#) not allowed with integer format specifier 'c'");
    if (!int_to_int64(rt, v, &c))
        return NULL;
    if (c < 0 || c > 0x10ffff)
        return raise_overflow(rt, "%c arg not in range(0x110000)");
    Parts p = { .prefix = "", .rest = text, .rest_size = utf8_encode((uint32_t)c, text), .rest_length = 1 };
    StrBuilder b;
    builder_open(&b, rt);
    write_number(&b, &p, spec);
    return builder_finish(&b);
}

static const char *prefix_of(const FormatSpec *spec, int base)
{
    if (!spec->alternate || base == 10)
        return "";
    return base == 2 ? "0b" : base == 8 ? "0o" : spec->type == 'X' ? "0X" : "0x";
}

static Owned format_digits(Runtime *rt, Borrowed v, const FormatSpec *spec, int base)
{
    char *digits, small[INT_SMALL_TEXT], *made = NULL;
    size_t count;
    if (likely(base == 10 && value_is_small_int(v))) {
        digits = int_write_small(small_int(v), small);
        digits += *digits == '-';
        count = (size_t)(small + sizeof small - digits);
    } else if (!int_digits(rt, v, base, &digits, &count)) {
        return NULL;
    } else {
        made = digits;
    }
    for (size_t i = 0; spec->type == 'X' && i < count; i++)
        digits[i] = digits[i] >= 'a' ? (char)(digits[i] - 32) : digits[i];
    Parts p = { .sign = shown_sign(int_sign(v) < 0, spec->sign), .prefix = prefix_of(spec, base), .digits = digits,
                .digit_count = count, .rest = "", .separator = spec->grouping, .group = base == 10 ? 3 : 4 };
    StrBuilder b;
    builder_open(&b, rt);
    write_number(&b, &p, spec);
    memory_free(rt, made);
    return builder_finish(&b);
}

static Owned format_int(Runtime *rt, Borrowed v, const FormatSpec *spec)
{
    if (spec->precision >= 0)
        return raise(rt, rt->ValueError, "Precision not allowed in integer format specifier");
    if (spec->no_negative_zero)
        return raise(rt, rt->ValueError, "Negative zero coercion (z) not allowed in integer format specifier");
    switch (spec->type) {
    case 'c': return format_character(rt, v, spec);
    case 'b': return format_digits(rt, v, spec, 2);
    case 'o': return format_digits(rt, v, spec, 8);
    case 'x': case 'X': return format_digits(rt, v, spec, 16);
    default: return format_digits(rt, v, spec, 10);
    }
}

/* -- float */

/* A double's text, in the heap when it is long. */
typedef struct NumberText { Runtime *rt; char *text, buffer[128]; size_t size; } NumberText;

static bool number_text_open(NumberText *t, Runtime *rt, double d, const FloatStyle *style)
{
    t->rt = rt;
    t->text = t->buffer;
    t->size = float_write(d, style, t->buffer, sizeof t->buffer);
    if (t->size <= sizeof t->buffer)
        return true;
    t->text = memory_alloc(rt, t->size);
    if (!t->text)
        return raise_memory_error(rt);
    float_write(d, style, t->text, t->size);
    return true;
}

static void number_text_close(NumberText *t)
{
    if (t->text != t->buffer)
        memory_free(t->rt, t->text);
}

static Parts split_number(const NumberText *t, const FormatSpec *spec)
{
    bool negative = t->size && t->text[0] == '-';
    Parts p = { .prefix = "", .digits = t->text + negative, .separator = spec->grouping, .group = 3 };
    size_t left = t->size - negative;
    while (p.digit_count < left && p.digits[p.digit_count] >= '0' && p.digits[p.digit_count] <= '9')
        p.digit_count++;
    p.rest = p.digits + p.digit_count;
    p.rest_size = left - p.digit_count;
    p.rest_length = (int64_t)p.rest_size;
    p.sign = shown_sign(negative, spec->sign);
    return p;
}

/* Type (one of KNOWN or none) and precision of SPEC as a style. */
static bool float_style(Runtime *rt, Borrowed v, const FormatSpec *spec, const char *known, FloatStyle *style)
{
    uint32_t type = spec->type;
    if (type != 0 && (type >= 128 || !strchr(known, (int)type)))
        return raise_unknown_format(rt, v, type);
    if (spec->precision > INT_MAX)
        return raise(rt, rt->ValueError, "precision too big");
    *style = (FloatStyle){ .code = (char)type, .precision = spec->precision < 0 ? 6 : (int)spec->precision,
                           .alternate = spec->alternate, .no_negative_zero = spec->no_negative_zero };
    if (type == 'n')
        style->code = 'g';
    if (type == 0)
        style->code = spec->precision < 0 ? 'r' : 'g';
    return true;
}

static Owned format_float(Runtime *rt, Borrowed v, double d, const FormatSpec *spec)
{
    FloatStyle style;
    NumberText t;
    if (!float_style(rt, v, spec, "eEfFgGn%", &style))
        return NULL;
    style.point_zero = spec->type == 0;
    if (!number_text_open(&t, rt, d, &style))
        return NULL;
    Parts p = split_number(&t, spec);
    StrBuilder b;
    builder_open(&b, rt);
    write_number(&b, &p, spec);
    number_text_close(&t);
    return builder_finish(&b);
}

Owned float_format_spec(Runtime *rt, Borrowed v, Borrowed specification)
{
    FormatSpec spec;
    if (!str_size(specification))
        return value_str(rt, v);
    if (!format_spec_parse(rt, v, specification, 0, '>', &spec))
        return NULL;
    return format_float(rt, v, float_number(v), &spec);
}

Owned int_format_spec(Runtime *rt, Borrowed v, Borrowed specification)
{
    FormatSpec spec;
    double d;
    if (!str_size(specification))
        return value_str(rt, v);
    if (!format_spec_parse(rt, v, specification, 'd', '>', &spec))
        return NULL;
    if (spec.type < 128 && strchr("bcdoxXn", (int)spec.type))
        return format_int(rt, v, &spec);
    if (spec.type >= 128 || !strchr("eEfFgG%", (int)spec.type))
        return raise_unknown_format(rt, v, spec.type);
    return int_to_double(rt, v, &d) ? format_float(rt, v, d, &spec) : NULL;
}

/* -- complex */

static bool check_complex_spec(Runtime *rt, const FormatSpec *spec)
{
    if (spec->fill == '0')
        return raise(rt, rt->ValueError, "Zero padding is not allowed in complex format specifier");
    if (spec->align == '=')
        return raise(rt, rt->ValueError, "'=' alignment flag is not allowed in complex format specifier");
    return true;
}

static bool write_part(StrBuilder *b, double d, const FloatStyle *style, const FormatSpec *spec)
{
    NumberText t;
    if (!number_text_open(&t, b->rt, d, style))
        return false;
    Parts p = split_number(&t, spec);
    write_number(b, &p, spec);
    number_text_close(&t);
    return !b->failed;
}

Owned complex_format_spec(Runtime *rt, Borrowed v, Borrowed specification)
{
    FormatSpec spec;
    FloatStyle style;
    StrBuilder b;
    if (!str_size(specification))
        return value_str(rt, v);
    if (!format_spec_parse(rt, v, specification, 0, '>', &spec) || !check_complex_spec(rt, &spec) ||
        !float_style(rt, v, &spec, "eEfFgGn", &style))
        return NULL;
    ComplexNumber z = complex_number(v);
    FormatSpec part = spec;
    bool plain = spec.type == 0, whole = !plain || z.real != 0 || (signbit(z.real) && !spec.no_negative_zero);
    part.width = -1;
    builder_open(&b, rt);
    if (plain && whole)
        builder_text(&b, "(");
    bool done = !whole || write_part(&b, z.real, &style, &part);
    part.sign = whole ? '+' : part.sign;
    done = done && write_part(&b, z.imaginary, &style, &part);
    builder_text(&b, plain && whole ? "j)" : "j");
    if (!done) {
        builder_close(&b);
        return NULL;
    }
    Value text = builder_finish(&b);
    if (!text)
        return NULL;
    Value padded = format_padded(rt, &spec, str_bytes(text), str_size(text), (int64_t)str_length(text));
    release(rt, text);
    return padded;
}
