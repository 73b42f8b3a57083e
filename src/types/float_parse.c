/* Text to float: decimal literals, and hexadecimal ones for float.fromhex. */
#include <math.h>

#include "object/error.h"
#include "types/float.h"
#include "types/float_text.h"
#include "types/int_limbs.h"
#include "types/str.h"

static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

/* Length of WORD (lower case) at P in any case, or 0. */
static size_t match_word(const char *p, const char *end, const char *word)
{
    size_t size = strlen(word);
    if ((size_t)(end - p) < size)
        return 0;
    for (size_t i = 0; i < size; i++)
        if ((p[i] | 0x20) != word[i])
            return 0;
    return size;
}

static size_t match_special(const char *p, const char *end, double *out)
{
    size_t size = match_word(p, end, "nan");
    if (size) {
        *out = NAN;
        return size;
    }
    *out = INFINITY;
    size = match_word(p, end, "infinity");
    return size ? size : match_word(p, end, "inf");
}

enum { KEPT_DIGITS = 780 };     /* more never decide a rounding; one sticky digit stands for them */

/* The significant digits of a literal: value = DIGITS * 10**exponent. */
typedef struct Decimal {
    char digits[KEPT_DIGITS + 1];
    int count;
    int64_t exponent;
    bool any, sticky;
} Decimal;

static void add_digit(Decimal *x, char c, bool behind_point)
{
    x->any = true;
    if (!x->count && c == '0') {
        x->exponent -= behind_point;
    } else if (x->count < KEPT_DIGITS) {
        x->digits[x->count++] = c;
        x->exponent -= behind_point;
    } else {
        x->sticky |= c != '0';
        x->exponent += !behind_point;
    }
}

static const char *scan_mantissa(const char *p, const char *end, Decimal *x)
{
    while (p < end && is_digit(*p))
        add_digit(x, *p++, false);
    if (p < end && *p == '.')
        for (p++; p < end && is_digit(*p);)
            add_digit(x, *p++, true);
    return p;
}

/* [+-]digits, saturating; NULL when there are no digits. */
static const char *scan_exponent(const char *p, const char *end, int64_t *out)
{
    bool negative = p < end && *p == '-';
    int64_t value = 0;
    if (p < end && (*p == '+' || *p == '-'))
        p++;
    if (p == end || !is_digit(*p))
        return NULL;
    for (; p < end && is_digit(*p); p++)
        value = MIN(value * 10 + (*p - '0'), (int64_t)1 << 58);
    *out = negative ? -value : value;
    return p;
}

static double decimal_value(Decimal *x)
{
    static const double tens[] = { 1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11,
                                   1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22 };
    if (!x->count)
        return 0.0;
    if (x->count <= 15 && x->exponent >= -22 && x->exponent <= 22) {    /* both exact: one rounding */
        int64_t m = 0;
        for (int i = 0; i < x->count; i++)
            m = m * 10 + (x->digits[i] - '0');
        return x->exponent < 0 ? (double)m / tens[-x->exponent] : (double)m * tens[x->exponent];
    }
    if (x->sticky) {
        x->digits[x->count++] = '1';
        x->exponent--;
    }
    return float_from_digits(x->digits, x->count, x->exponent);
}

/* Digits and a point that are exact as double over a power of ten; NULL: not so short, or more follows. */
static const char *parse_quickly(const char *p, const char *end, double *out)
{
    static const double tens[] = { 1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15 };
    uint64_t m = 0;
    const char *start = p, *point = NULL;
    if (end - p > 16)
        return NULL;
    for (; p < end; p++) {
        if (is_digit(*p))
            m = m * 10 + (uint64_t)(*p - '0');
        else if (*p == '.' && !point)
            point = p;
        else
            return NULL;
    }
    ptrdiff_t digits = p - start - (point != NULL);
    if (digits < 1 || digits > 15)
        return NULL;
    *out = point ? (double)m / tens[p - point - 1] : (double)m;
    return p;
}

size_t float_parse(const char *text, size_t size, double *out)
{
    const char *p = text, *end = text + size, *after;
    bool negative = p < end && *p == '-';
    if (p < end && (*p == '+' || *p == '-'))
        p++;
    const char *whole = parse_quickly(p, end, out);
    if (likely(whole != NULL)) {
        *out = negative ? -*out : *out;
        return size;
    }
    size_t special = match_special(p, end, out);
    if (special) {
        *out = negative ? -*out : *out;
        return (size_t)(p - text) + special;
    }
    Decimal x = { .count = 0 };
    int64_t exponent = 0;
    p = scan_mantissa(p, end, &x);
    if (!x.any)
        return 0;
    if (p < end && (*p | 0x20) == 'e' && (after = scan_exponent(p + 1, end, &exponent)))
        p = after;
    x.exponent += exponent;
    double d = decimal_value(&x);
    *out = negative ? -d : d;
    return (size_t)(p - text);
}

int64_t text_drop_underscores(const char *text, size_t size, char *copy)
{
    int64_t count = 0;
    for (size_t i = 0; i < size; i++) {
        if (text[i] != '_')
            copy[count++] = text[i];
        else if (i == 0 || i + 1 == size || !is_digit(text[i - 1]) || !is_digit(text[i + 1]))
            return -1;
    }
    return count;
}

static bool parse_all(const char *text, size_t size, double *out)
{
    return size && float_parse(text, size, out) == size;
}

bool float_parse_whole(Runtime *rt, const char *text, size_t size, double *out)
{
    while (size && is_blank(text[size - 1]))
        size--;
    while (size && is_blank(*text)) {
        text++;
        size--;
    }
    if (!memchr(text, '_', size))
        return parse_all(text, size, out);
    char *copy = memory_alloc(rt, size);
    if (!copy)
        return raise_memory_error(rt);
    int64_t count = text_drop_underscores(text, size, copy);
    bool valid = count > 0 && parse_all(copy, (size_t)count, out);
    memory_free(rt, copy);
    return valid;
}

Owned float_from_text(Runtime *rt, Borrowed text)
{
    TextAscii t;
    double d = 0;
    if (!text_ascii_open(rt, text, &t))
        return NULL;
    bool valid = float_parse_whole(rt, t.text, t.size, &d);
    text_ascii_close(rt, &t);
    if (valid)
        return float_value(rt, d);
    return error_pending(rt) ? NULL : raise(rt, rt->ValueError, "could not convert string to float: %R", text);
}
