/* UTF-7 (RFC 2152): base64 runs of UTF-16 between '+' and '-'. */
#include "types/str_codec.h"

#include "types/unicode.h"

static const char base64_digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static int base64_value(unsigned char c)
{
    const char *found = c ? strchr(base64_digits, c) : NULL;
    return found ? (int)(found - base64_digits) : -1;
}

/* Characters that stand for themselves when encoding. */
static bool is_direct(uint32_t c)
{
    if (c >= 0x80 || !c)
        return false;
    return byte_is_alpha((unsigned char)c) || byte_is_digit((unsigned char)c) || strchr(" \t\n\r'(),-./:?", (int)c)
        || strchr("!\"#$%&*;<=>@[]^_`{|}", (int)c);
}

/* -- decoding */

typedef struct Shift {
    bool inside;
    size_t start;               /* of the run, at its '+' */
    size_t out;                 /* size of the output there */
    uint32_t bits;
    int count;                  /* bits waiting */
    uint32_t high;              /* surrogate waiting, or 0 */
} Shift;

static bool take_unit(Decoder *d, Shift *s, uint32_t unit)
{
    if (s->high) {
        uint32_t high = s->high;
        s->high = 0;
        if (unit >= 0xdc00 && unit < 0xe000)
            return builder_code_point(&d->out, 0x10000 + ((high - 0xd800) << 10) + (unit - 0xdc00));
        if (!builder_code_point(&d->out, high))
            return false;
    }
    if (unit >= 0xd800 && unit < 0xdc00) {
        s->high = unit;
        return true;
    }
    return builder_code_point(&d->out, unit);
}

static bool take_digit(Decoder *d, Shift *s, int value)
{
    s->bits = s->bits << 6 | (uint32_t)value;
    s->count += 6;
    if (s->count < 16)
        return true;
    s->count -= 16;
    uint32_t unit = s->bits >> s->count & 0xffff;
    s->bits &= (1u << s->count) - 1;
    return take_unit(d, s, unit);
}

/* The run ends in front of AT: what is wrong with it, or NULL. */
static const char *end_shift(Decoder *d, Shift *s, unsigned char c)
{
    s->inside = false;
    if (s->count >= 6)
        return "partial character in base64 sequence";
    if (s->count && s->bits)
        return "non-zero padding bits in shift sequence";
    if (s->high && is_direct(c)) {
        uint32_t high = s->high;
        s->high = 0;
        if (!builder_code_point(&d->out, high))
            return NULL;
    }
    return NULL;
}

static bool start_shift(Decoder *d, Shift *s, size_t *at)
{
    *s = (Shift){ .start = (*at)++, .out = d->out.size };
    if (*at < d->size && d->bytes[*at] == '-') {
        ++*at;
        return builder_byte(&d->out, '+');
    }
    if (*at < d->size && base64_value((unsigned char)d->bytes[*at]) < 0) {
        ++*at;
        return decoder_error(d, s->start, *at, "ill-formed sequence", at);
    }
    s->inside = true;
    return true;
}

static bool step(Decoder *d, Shift *s, size_t *at)
{
    unsigned char c = (unsigned char)d->bytes[*at];
    if (s->inside) {
        int value = base64_value(c);
        if (value >= 0) {
            ++*at;
            return take_digit(d, s, value);
        }
        size_t start = s->start;
        const char *reason = end_shift(d, s, c);
        if (reason) {
            ++*at;
            return decoder_error(d, start, *at, reason, at);
        }
        if (c == '-') {
            ++*at;
            return true;
        }
        return !d->out.failed;
    }
    if (c == '+')
        return start_shift(d, s, at);
    ++*at;
    if (c < 0x80)
        return builder_byte(&d->out, (char)c);
    return decoder_error(d, *at - 1, *at, "unexpected special character", at);
}

bool utf7_decoding(Decoder *d)
{
    Shift s = { 0 };
    size_t at = 0;
    while (at < d->size)
        if (!step(d, &s, &at))
            return false;
    if (s.inside && d->final && (s.high || s.count >= 6 || (s.count && s.bits))) {
        s.inside = false;
        if (!decoder_error(d, s.start, d->size, "unterminated shift sequence", &at))
            return false;
    } else if (s.inside && !d->final) {
        d->out.size = s.out;
        at = s.start;
    }
    d->consumed = at;
    return !d->out.failed;
}

/* -- encoding */

typedef struct Run { bool inside; uint32_t bits; int count; } Run;

static void put_bits(StrBuilder *b, Run *r, uint32_t unit)
{
    r->bits = r->bits << 16 | unit;
    for (r->count += 16; r->count >= 6;) {
        r->count -= 6;
        builder_byte(b, base64_digits[r->bits >> r->count & 0x3f]);
    }
    r->bits &= (1u << r->count) - 1;
}

static void end_run(StrBuilder *b, Run *r, bool dash)
{
    if (r->count)
        builder_byte(b, base64_digits[r->bits << (6 - r->count) & 0x3f]);
    if (dash)
        builder_byte(b, '-');
    *r = (Run){ 0 };
}

static void put_wide(StrBuilder *b, Run *r, uint32_t c)
{
    if (c >= 0x10000) {
        put_bits(b, r, 0xd800 + ((c - 0x10000) >> 10));
        c = 0xdc00 + ((c - 0x10000) & 0x3ff);
    }
    put_bits(b, r, c);
}

Owned utf7_encoded(Runtime *rt, Borrowed text, const char *errors)
{
    StrBuilder b;
    Run r = { 0 };
    (void)errors;
    builder_open(&b, rt);
    for (size_t at = 0; at < str_size(text) && !b.failed;) {
        uint32_t c = utf8_next(str_bytes(text), &at);
        if (r.inside && is_direct(c))
            end_run(&b, &r, base64_value((unsigned char)c) >= 0 || c == '-');
        if (is_direct(c)) {
            builder_byte(&b, (char)c);
            continue;
        }
        if (!r.inside && c == '+') {
            builder_text(&b, "+-");
            continue;
        }
        if (!r.inside)
            builder_byte(&b, '+');
        r.inside = true;
        put_wide(&b, &r, c);
    }
    if (r.inside)
        end_run(&b, &r, true);
    return builder_finish_bytes(&b);
}
