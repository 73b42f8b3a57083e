/* float to text: digits, then the layout of each format code. */
#include "types/float_text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "types/float.h"
#include "types/str.h"

/* -- digits */

/* The digits of a printed number "d.ddde+xx" or "ddd.ddd"; whatever the locale puts between is skipped. */
static int collect_digits(const char *text, char *out)
{
    int count = 0;
    for (; *text && *text != 'e'; text++)
        if (*text >= '0' && *text <= '9')
            out[count++] = *text;
    return count;
}

void float_digits_significant(double d, int count, FloatDigits *out)
{
    char text[FLOAT_DIGITS_MAX];
    snprintf(text, sizeof text, "%.*e", MIN(count, 800) - 1, fabs(d));
    out->count = collect_digits(text, out->digits);
    out->point = d == 0 ? 1 : atoi(strrchr(text, 'e') + 1) + 1;
}

void float_digits_fixed(double d, int places, FloatDigits *out)
{
    char text[FLOAT_DIGITS_MAX];
    places = MIN(places, 1100);
    snprintf(text, sizeof text, "%.*f", places, fabs(d));
    out->count = collect_digits(text, out->digits);
    out->point = out->count - places;
}

double float_from_digits(const char *digits, int count, int64_t exponent)
{
    char text[FLOAT_DIGITS_MAX + 32];
    memcpy(text, digits, (size_t)count);
    snprintf(text + count, 32, "e%d", (int)MAX(MIN(exponent, 100000), -100000));
    return strtod(text, NULL);
}

static void strip_zeros(FloatDigits *x)
{
    while (x->count > 1 && x->digits[x->count - 1] == '0')
        x->count--;
}

static bool reads_back(double d, const FloatDigits *x)
{
    return float_from_digits(x->digits, x->count, x->point - x->count) == d;
}

/* The next larger number of as many digits. */
static void increment_digits(FloatDigits *x)
{
    int i = x->count - 1;
    while (i >= 0 && x->digits[i] == '9')
        x->digits[i--] = '0';
    if (i >= 0) {
        x->digits[i]++;
    } else {
        x->digits[0] = '1';
        x->point++;
    }
}

/* The correctly rounded digits are the nearest.  Just above a power of two the gap is
 * wider than below, so there the next number can read back where the nearest does not. */
static bool digits_read_back(double d, int count, FloatDigits *out)
{
    int exponent;
    float_digits_significant(d, count, out);
    if (reads_back(d, out))
        return true;
    if (frexp(d, &exponent) != 0.5)
        return false;
    increment_digits(out);
    return reads_back(d, out);
}

static void digits_of_whole(uint64_t n, FloatDigits *out)
{
    char text[24];
    out->count = out->point = snprintf(text, sizeof text, "%llu", (unsigned long long)n);
    memcpy(out->digits, text, (size_t)out->count);
    strip_zeros(out);
}

/* Up to 15 digits every decimal reads back as itself, so fewer than 15 show as zeros at the
 * end; subnormal numbers have less precision, so the count is searched from 1. */
void float_digits_shortest(double d, FloatDigits *out)
{
    d = fabs(d);
    if (d < 1e15 && d == (double)(uint64_t)d) {
        digits_of_whole((uint64_t)d, out);
        return;
    }
    for (int count = d < 0x1p-1022 ? 1 : 15; !digits_read_back(d, count, out) && count < 17;)
        count++;
    strip_zeros(out);
}

/* -- layout */

typedef struct Sink { char *buffer; size_t size, at; } Sink;

static void put(Sink *s, char c)
{
    if (s->at < s->size)
        s->buffer[s->at] = c;
    s->at++;
}

static void put_text(Sink *s, const char *text)
{
    while (*text)
        put(s, *text++);
}

static void put_zeros(Sink *s, int64_t count)
{
    if (count <= 0)
        return;
    if (s->at < s->size)
        memset(s->buffer + s->at, '0', MIN((size_t)count, s->size - s->at));
    s->at += (size_t)count;
}

/* Places FROM .. TO - 1 of the digits; outside of them stand zeros. */
static void put_places(Sink *s, const FloatDigits *x, int64_t from, int64_t to)
{
    put_zeros(s, MIN(to, 0) - from);
    for (int64_t i = MAX(from, 0); i < MIN(to, x->count); i++)
        put(s, x->digits[i]);
    put_zeros(s, to - MAX(MAX(from, 0), x->count));
}

/* What a format code makes of the digits. */
typedef struct Layout {
    bool exponent;
    int64_t places;             /* behind the point */
} Layout;

static Layout lay_out(double d, const FloatStyle *style, char code, FloatDigits *x)
{
    Layout l = { .places = style->precision };
    int precision = style->precision;
    if (code == 'e') {
        float_digits_significant(d, precision >= 800 ? 800 : precision + 1, x);
        l.exponent = true;
    } else if (code == 'f') {
        float_digits_fixed(d, precision, x);
    } else {
        precision = code == 'r' ? 17 : MAX(precision, 1);
        if (code == 'r')
            float_digits_shortest(d, x);
        else
            float_digits_significant(d, precision, x);
        strip_zeros(x);
        /* x->point digits stand before the point */
        l.exponent = x->point <= -4 || x->point > precision - (code == 'r' || style->point_zero);
        int64_t shown = style->alternate && code == 'g' ? precision : x->count;
        l.places = MAX(shown - (l.exponent ? 1 : x->point), 0);
    }
    if (style->point_zero && !l.exponent)
        l.places = MAX(l.places, 1);
    return l;
}

static void put_exponent(Sink *s, int exponent, char letter)
{
    char text[16];
    snprintf(text, sizeof text, "%c%c%02d", letter, exponent < 0 ? '-' : '+', abs(exponent));
    put_text(s, text);
}

static bool is_zero(const FloatDigits *x)
{
    for (int i = 0; i < x->count; i++)
        if (x->digits[i] != '0')
            return false;
    return true;
}

static void put_sign(Sink *s, bool negative, const FloatStyle *style)
{
    if (negative)
        put(s, '-');
    else if (style->always_sign)
        put(s, '+');
}

static void put_finite(Sink *s, double d, const FloatStyle *style, char code, bool upper)
{
    FloatDigits x;
    Layout l = lay_out(d, style, code, &x);
    int64_t point = l.exponent ? 1 : x.point;
    put_sign(s, signbit(d) && !(style->no_negative_zero && is_zero(&x)), style);
    if (!l.exponent && x.point <= 0)
        put(s, '0');
    else
        put_places(s, &x, 0, point);
    if (l.places || style->alternate)
        put(s, '.');
    put_places(s, &x, point, point + l.places);
    if (l.exponent)
        put_exponent(s, d == 0 ? 0 : x.point - 1, upper ? 'E' : 'e');
}

size_t float_write(double d, const FloatStyle *style, char *buffer, size_t size)
{
    Sink s = { buffer, size, 0 };
    bool upper = style->code == 'E' || style->code == 'F' || style->code == 'G';
    char code = style->code == '%' ? 'f' : (char)(style->code | 0x20);
    if (style->code == '%')
        d *= 100;
    if (isnan(d) || isinf(d)) {
        put_sign(&s, d < 0, style);
        put_text(&s, isnan(d) ? (upper ? "NAN" : "nan") : (upper ? "INF" : "inf"));
    } else {
        put_finite(&s, d, style, code, upper);
    }
    if (style->code == '%')
        put(&s, '%');
    return s.at;
}

size_t float_format(double d, char code, int precision, bool alternate, bool always_sign, char *buffer, size_t size)
{
    FloatStyle style = { .code = code, .precision = precision, .alternate = alternate, .always_sign = always_sign,
                         .point_zero = code == 'r' };
    return float_write(d, &style, buffer, size);
}

Owned float_repr(Runtime *rt, double d)
{
    char buffer[40];
    return str_from_bytes(rt, buffer, float_format(d, 'r', 0, false, false, buffer, sizeof buffer));
}
