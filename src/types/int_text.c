/* int from and to text.  Conversions that are quadratic at heart (all bases but powers
 * of two) refuse more than int_max_str_digits(rt) digits, as CPython does. */
#include "object/protocol.h"
#include "types/bytes.h"
#include "types/int_limbs.h"
#include "types/int_scratch.h"
#include "types/str_internal.h"
#include "types/unicode.h"

enum { DEFAULT_MAX_DIGITS = 4300 };

int int_max_str_digits(const Runtime *rt)
{
    return rt->int_max_digits == 0 ? DEFAULT_MAX_DIGITS : rt->int_max_digits < 0 ? 0 : rt->int_max_digits;
}

void int_set_max_str_digits(Runtime *rt, int digits) { rt->int_max_digits = digits == 0 ? -1 : digits; }

static bool is_power_of_two(int base) { return (base & (base - 1)) == 0; }

/* -- from text */

/* 0..35, or 36 for what is no digit in any base. */
static unsigned digit_value(char c)
{
    if (c >= '0' && c <= '9')
        return (unsigned)(c - '0');
    unsigned char lower = (unsigned char)(c | 0x20);
    return lower >= 'a' && lower <= 'z' ? lower - 'a' + 10u : 36u;
}

static bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

typedef struct Literal {
    const char *digits, *end;   /* with underscores */
    int64_t count;              /* digits alone */
    int base;
    bool negative, must_be_zero, valid;
} Literal;

static const char *skip_prefix(const char *p, const char *end, Literal *l)
{
    static const struct { char letter; int base; } prefixes[] = { { 'x', 16 }, { 'o', 8 }, { 'b', 2 } };
    if (end - p >= 2 && p[0] == '0') {
        for (size_t i = 0; i < COUNT_OF(prefixes); i++) {
            if ((p[1] | 0x20) == prefixes[i].letter && (l->base == 0 || l->base == prefixes[i].base)) {
                l->base = prefixes[i].base;
                return p + 2 < end && p[2] == '_' ? p + 3 : p + 2;
            }
        }
    }
    l->must_be_zero = l->base == 0 && p < end && *p == '0';
    l->base = l->base ? l->base : 10;
    return p;
}

/* Digits with single underscores between them; what follows may be blanks only. */
static void scan_digits(const char *p, const char *end, Literal *l)
{
    char before = '_';
    l->digits = p;
    for (; p < end; before = *p++) {
        if (*p == '_' ? before == '_' : digit_value(*p) >= (unsigned)l->base)
            break;
        l->count += *p != '_';
    }
    l->end = p;
    while (p < end && is_blank(*p))
        p++;
    l->valid = p == end && l->count && before != '_';
}

static Literal scan_literal(const char *p, size_t size, int base)
{
    Literal l = { .base = base };
    const char *end = p + size;
    while (p < end && is_blank(*p))
        p++;
    if (p < end && (*p == '+' || *p == '-'))
        l.negative = *p++ == '-';
    scan_digits(skip_prefix(p, end, &l), end, &l);
    return l;
}

static Owned parse_small(const Literal *l)
{
    int64_t i = 0;
    for (const char *p = l->digits; p < l->end; p++)
        if (*p != '_')
            i = i * l->base + digit_value(*p);
    return small_int_value(l->negative ? -i : i);
}

static Owned parse_large(Runtime *rt, const Literal *l)
{
    char *values = memory_alloc(rt, (size_t)l->count);
    if (!values)
        return raise_memory_error(rt);
    int64_t count = 0;
    for (const char *p = l->digits; p < l->end; p++)
        if (*p != '_')
            values[count++] = (char)digit_value(*p);
    int digit_bits = limb_bits((mp_limb_t)l->base - (is_power_of_two(l->base) ? 1 : 0));
    Int *n = int_alloc(rt, count / 64 * digit_bits + digit_bits + 2);
    Scratch scratch;
    if (!n || !scratch_open(rt, &scratch, is_power_of_two(l->base) ? 0 : n->size, COST_TEXT)) {
        int_drop(rt, n);
        memory_free(rt, values);
        return NULL;
    }
    n->size = mpn_set_str(int_limbs(n), (unsigned char *)values, (size_t)count, l->base);
    scratch_close(&scratch);
    memory_free(rt, values);
    return int_finish(rt, n, l->negative);
}

/* NULL without an exception: no literal. */
static Owned parse_literal(Runtime *rt, const char *text, size_t size, int base)
{
    Literal l = scan_literal(text, size, base);
    int limit = int_max_str_digits(rt);
    if (limit && l.count > limit && !is_power_of_two(l.base))
        return raise(rt, rt->ValueError, "Exceeds the limit (%d digits) for integer string conversion: value has "
                     "%zd digits; use sys.set_int_max_str_digits() to increase the limit", limit, l.count);
    if (!l.valid)
        return NULL;
    Value result = l.count <= 11 ? parse_small(&l) : parse_large(rt, &l);
    if (result && l.must_be_zero && result != small_int_value(0)) {
        release(rt, result);
        return NULL;
    }
    return result;
}

Owned int_from_ascii(Runtime *rt, const char *text, size_t size, int base, Borrowed source)
{
    Value result = parse_literal(rt, text, size, base);
    if (result || error_pending(rt))
        return result;
    return raise(rt, rt->ValueError, "invalid literal for int() with base %d: %.200R", base, source);
}

Owned int_from_text(Runtime *rt, const char *text, size_t size, int base)
{
    Value result = parse_literal(rt, text, size, base);
    if (result || error_pending(rt))
        return result;
    Value source = str_from_bytes(rt, text, size);
    if (source)
        raise(rt, rt->ValueError, "invalid literal for int() with base %d: %.200R", base, source);
    release(rt, source);
    return NULL;
}

Owned int_from_str(Runtime *rt, Borrowed str, int base)
{
    TextAscii t;
    if (!text_ascii_open(rt, str, &t))
        return NULL;
    Value result = int_from_ascii(rt, t.text, t.size, base, str);
    text_ascii_close(rt, &t);
    return result;
}

/* -- Unicode digits and blanks as ASCII */

static char ascii_of(uint32_t c)
{
    if (c < 0x80)
        return (char)c;
    if (unicode_is_space(c))
        return ' ';
    int decimal = unicode_decimal(c);
    return decimal < 0 ? '?' : (char)('0' + decimal);
}

bool text_ascii_open(Runtime *rt, Borrowed str, TextAscii *t)
{
    *t = (TextAscii){ .text = str_bytes(str), .size = str_size(str) };
    if (str_is_ascii(str))
        return true;
    t->own = memory_alloc(rt, t->size);
    if (!t->own)
        return raise_memory_error(rt);
    size_t size = 0;
    for (size_t i = 0; i < t->size;) {
        uint32_t c;
        i += utf8_decode(t->text + i, &c);
        t->own[size++] = ascii_of(c);
    }
    t->text = t->own;
    t->size = size;
    return true;
}

/* -- to text */

/* Decimal digits of MAGNITUDE before END, two at a time; the first of them. */
static char *write_decimal(uint64_t magnitude, char *end)
{
    static const char pairs[] =
        "00010203040506070809101112131415161718192021222324252627282930313233343536373839404142434445464748495051525354555657"
        "585960616263646566676869707172737475767778798081828384858687888990919293949596979899";
    for (; magnitude >= 100; magnitude /= 100)
        memcpy(end -= 2, pairs + magnitude % 100 * 2, 2);
    if (magnitude >= 10)
        return memcpy(end - 2, pairs + magnitude * 2, 2);
    *--end = (char)('0' + magnitude);
    return end;
}

char *int_write_small(int64_t i, char *buffer)
{
    char *start = write_decimal(i < 0 ? 0 - (uint64_t)i : (uint64_t)i, buffer + INT_SMALL_TEXT);
    if (i < 0)
        *--start = '-';
    return start;
}

/* BASE is 10 or a power of two. */
static char *write_small(uint64_t magnitude, unsigned base, char *end)
{
    if (base == 10)
        return write_decimal(magnitude, end);
    unsigned shift = (unsigned)__builtin_ctz(base);
    do {
        *--end = "0123456789abcdef"[magnitude & (base - 1)];
    } while (magnitude >>= shift);
    return end;
}

static bool too_many_digits(Runtime *rt)
{
    return raise(rt, rt->ValueError, "Exceeds the limit (%d digits) for integer string conversion; use "
                 "sys.set_int_max_str_digits() to increase the limit", int_max_str_digits(rt));
}

static size_t write_large(Runtime *rt, const IntView *a, int base, char *digits)
{
    mp_limb_t *work = limbs_alloc(rt, a->count + 1);
    Scratch scratch;
    if (!work || !scratch_open(rt, &scratch, is_power_of_two(base) ? 0 : a->count, COST_TEXT)) {
        limbs_free(rt, work);
        return 0;
    }
    mpn_copyi(work, a->limbs, a->count);
    size_t size = mpn_get_str((unsigned char *)digits, base, work, a->count);
    scratch_close(&scratch);
    limbs_free(rt, work);
    size_t zeros = 0;
    while (zeros < size - 1 && !digits[zeros])
        zeros++;
    for (size_t i = zeros; i < size; i++)
        digits[i - zeros] = "0123456789abcdef"[(unsigned char)digits[i]];
    return size - zeros;
}

bool int_digits(Runtime *rt, Borrowed v, int base, char **digits, size_t *size)
{
    IntView a;
    int_view(int_plain_peek(v), &a);
    int64_t bits = limbs_bit_length(a.limbs, a.count);
    int limit = base == 10 ? int_max_str_digits(rt) : 0;
    /* 3.3 > 1 / log10(2) cuts off what is surely too long. */
    if (limit && bits / 3.4 > limit + 1)
        return too_many_digits(rt);
    size_t room = (base == 10 ? (size_t)(bits / 3.3) : (size_t)bits / (size_t)__builtin_ctz((unsigned)base)) + 3;
    *digits = memory_alloc(rt, room);
    if (!*digits)
        return raise_memory_error(rt);
    if (a.count <= 1) {
        char buffer[64], *start = write_small(a.count ? a.limbs[0] : 0, (unsigned)base, buffer + sizeof buffer);
        *size = (size_t)(buffer + sizeof buffer - start);
        memcpy(*digits, start, *size);
    } else {
        *size = write_large(rt, &a, base, *digits);
    }
    if (limit && *size > (size_t)limit)
        too_many_digits(rt);
    if (!error_pending(rt))
        return true;
    memory_free(rt, *digits);
    return false;
}

static Owned small_to_str(Runtime *rt, int64_t i, int base)
{
    if (likely(base == 10)) {
        char text[INT_SMALL_TEXT], *from = int_write_small(i, text);
        size_t size = (size_t)(text + sizeof text - from);
        return str_from_counted(rt, from, size, size);
    }
    char buffer[80], *end = buffer + sizeof buffer;
    char *start = write_small(i < 0 ? 0 - (uint64_t)i : (uint64_t)i, (unsigned)base, end);
    *--start = base == 16 ? 'x' : base == 8 ? 'o' : 'b';
    *--start = '0';
    if (i < 0)
        *--start = '-';
    return str_from_counted(rt, start, (size_t)(end - start), (size_t)(end - start));
}

Owned int_to_str(Runtime *rt, Borrowed v, int base)
{
    v = int_plain_peek(v);
    if (likely(value_is_small_int(v)))
        return small_to_str(rt, small_int(v), base);
    char *digits;
    size_t size;
    if (!int_digits(rt, v, base, &digits, &size))
        return NULL;
    StrBuilder b;
    builder_open(&b, rt);
    if (int_sign(v) < 0)
        builder_text(&b, "-");
    if (base != 10)
        builder_text(&b, base == 16 ? "0x" : base == 8 ? "0o" : "0b");
    builder_write(&b, digits, size);
    memory_free(rt, digits);
    return builder_finish(&b);
}

Owned int_repr(Runtime *rt, Borrowed self) { return int_to_str(rt, self, 10); }
