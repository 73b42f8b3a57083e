/* float to text: digits, then the layout of each format code. */
#include "types/float_text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "types/float.h"
#include "types/str_internal.h"

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

static void strip_zeros(FloatDigits *x)
{
    while (x->count > 1 && x->digits[x->count - 1] == '0')
        x->count--;
}

static void digits_of_whole(uint64_t n, FloatDigits *out)
{
    char text[24], *start = text + sizeof text;
    for (; n >= 100; n /= 100) {
        unsigned two = (unsigned)(n % 100);
        *--start = (char)('0' + two % 10);
        *--start = (char)('0' + two / 10);
    }
    do {
        *--start = (char)('0' + n % 10);
    } while (n /= 10);
    out->count = out->point = (int)(text + sizeof text - start);
    memcpy(out->digits, start, (size_t)out->count);
}

/* 100...: what a number of nines is rounded up to. */
static bool is_power_of_ten(const FloatDigits *x)
{
    for (int i = 1; i < x->count; i++)
        if (x->digits[i] != '0')
            return false;
    return x->digits[0] == '1';
}

/* D * 10**PLACES rounded half to even, when 128 bits hold everything on the way. */
static bool scaled_whole(double d, int places, uint64_t *out)
{
    static const uint64_t tens[] = { 1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000,
                                     10000000000, 100000000000, 1000000000000, 10000000000000, 100000000000000,
                                     1000000000000000, 10000000000000000, 100000000000000000 };
    union { double d; uint64_t bits; } u = { .d = d };
    int biased = (int)(u.bits >> 52);
    if (places < 0 || places >= (int)COUNT_OF(tens) || (biased == 0 && d != 0))
        return false;
    uint64_t m = (u.bits & (((uint64_t)1 << 52) - 1)) | (uint64_t)(biased != 0) << 52;
    int shift = biased ? 1075 - biased : 1;     /* D = m / 2**shift */
    if (shift <= 0 || shift > 120)
        return false;
    unsigned __int128 product = (unsigned __int128)m * tens[places], whole = product >> shift;
    unsigned __int128 rest = product - (whole << shift), half = (unsigned __int128)1 << (shift - 1);
    whole += rest > half || (rest == half && (whole & 1));
    *out = (uint64_t)whole;
    return whole >> 64 == 0;
}

/* As float_digits_significant; how many digits stand before the point is guessed, then corrected. */
static bool significant_quickly(double d, int count, FloatDigits *out)
{
    int exponent;
    uint64_t whole;
    frexp(d, &exponent);
    int places = count - (int)ceil((exponent - 1) * 0.30102999566398120);
    if (count > 17 || d == 0)
        return false;
    for (int tries = 0; tries < 2; tries++) {
        if (!scaled_whole(d, places, &whole))
            return false;
        digits_of_whole(whole, out);
        out->point = out->count - places;
        if (out->count == count + 1 && is_power_of_ten(out))
            out->count = count;
        if (out->count == count)
            return true;
        places += count - out->count;
    }
    return false;
}

void float_digits_significant(double d, int count, FloatDigits *out)
{
    char text[FLOAT_DIGITS_MAX];
    if (significant_quickly(fabs(d), count, out))
        return;
    snprintf(text, sizeof text, "%.*e", MIN(count, 800) - 1, fabs(d));
    out->count = collect_digits(text, out->digits);
    out->point = d == 0 ? 1 : atoi(strrchr(text, 'e') + 1) + 1;
}

/* Zeros in front, up to COUNT digits. */
static void pad_front(FloatDigits *x, int count)
{
    int missing = count - x->count;
    if (missing <= 0)
        return;
    memmove(x->digits + missing, x->digits, (size_t)x->count);
    memset(x->digits, '0', (size_t)missing);
    x->count = count;
}

void float_digits_fixed(double d, int places, FloatDigits *out)
{
    char text[FLOAT_DIGITS_MAX];
    uint64_t whole;
    if (scaled_whole(fabs(d), places, &whole)) {
        digits_of_whole(whole, out);
        pad_front(out, places + 1);
        out->point = out->count - places;
        return;
    }
    places = MIN(places, 1100);
    snprintf(text, sizeof text, "%.*f", places, fabs(d));
    out->count = collect_digits(text, out->digits);
    out->point = out->count - places;
}

double float_from_digits(const char *digits, int count, int64_t exponent)
{
    char text[FLOAT_DIGITS_MAX + 32];
    memcpy(text, digits, (size_t)count);
    exponent = MAX(MIN(exponent, 100000), -100000);
    char *end = text + count, *at = end + 8;
    *at = 0;
    for (int64_t e = exponent < 0 ? -exponent : exponent; at > end + 2; e /= 10)
        *--at = (char)('0' + e % 10);
    end[0] = 'e';
    end[1] = exponent < 0 ? '-' : '+';
    return strtod(text, NULL);
}

void float_digits_shortest(double d, FloatDigits *out)
{
    d = fabs(d);
    if (d < 1e15 && d == (double)(uint64_t)d) {
        digits_of_whole((uint64_t)d, out);
    } else {
        int exponent;
        digits_of_whole(double_shortest(d, &exponent), out);
        out->point += exponent;
    }
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
    size_t size = float_format(d, 'r', 0, false, false, buffer, sizeof buffer);
    return str_from_counted(rt, buffer, size, size);
}
