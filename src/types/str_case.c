/* Case of strings and the is...() questions, with a short way for ASCII. */
#include "types/str_internal.h"
#include "object/budget.h"

#include "types/unicode.h"

static inline bool ascii_lower(unsigned char c) { return (unsigned)c - 'a' < 26; }
static inline bool ascii_upper(unsigned char c) { return (unsigned)c - 'A' < 26; }

/* -- conversions of ASCII strings */

typedef enum { TO_UPPER, TO_LOWER, TO_SWAPPED } AsciiCase;

static inline char flip_ascii(char c, AsciiCase to)
{
    bool lower = ascii_lower((unsigned char)c), upper = ascii_upper((unsigned char)c);
    return (char)(c ^ ((lower & (to != TO_LOWER)) | (upper & (to != TO_UPPER))) << 5);
}

/* 0x20 in every byte of eight ASCII characters that lies between FIRST and LAST. */
static inline uint64_t letters_between(uint64_t word, unsigned char first, unsigned char last)
{
    const uint64_t ones = 0x0101010101010101u;
    uint64_t from = word + ones * (0x80u - first), above = word + ones * (0x7fu - last);
    return ((from ^ above) & ones << 7) >> 2;
}

static void convert_bytes(char *to, const char *from, size_t size, AsciiCase how)
{
    for (; size >= 8; size -= 8, from += 8, to += 8) {
        uint64_t word, flip = 0;
        memcpy(&word, from, 8);
        if (how != TO_LOWER)
            flip |= letters_between(word, 'a', 'z');
        if (how != TO_UPPER)
            flip |= letters_between(word, 'A', 'Z');
        word ^= flip;
        memcpy(to, &word, 8);
    }
    for (size_t i = 0; i < size; i++)
        to[i] = flip_ascii(from[i], how);
}

static Owned convert_ascii(Runtime *rt, Borrowed self, AsciiCase to)
{
    size_t size = str_size(self);
    if (size <= 1)
        return size ? str_from_code_point(rt, (unsigned char)flip_ascii(*str_bytes(self), to)) : str_empty(rt);
    Value v = str_new(rt, size, size);
    if (v)
        convert_bytes((char *)str_bytes(v), str_bytes(self), size, to);
    return v;
}

/* -- conversions of any string */

static void write_mapping(StrBuilder *b, const uint32_t *mapping, int count)
{
    for (int i = 0; i < count; i++)
        builder_code_point(b, mapping[i]);
}

/* Is the capital sigma that ends at AFTER the last letter of a word? */
static bool is_final_sigma(Borrowed self, size_t before, size_t after)
{
    const char *bytes = str_bytes(self);
    bool cased = false;
    while (before) {
        uint32_t c = utf8_previous(bytes, &before);
        if (unicode_is_case_ignorable(c))
            continue;
        cased = unicode_is_cased(c);
        break;
    }
    if (!cased)
        return false;
    while (after < str_size(self)) {
        uint32_t c = utf8_next(bytes, &after);
        if (!unicode_is_case_ignorable(c))
            return !unicode_is_cased(c);
    }
    return true;
}

/* The code point between BEFORE and AFTER in lower case. */
static void write_lower(StrBuilder *b, Borrowed self, uint32_t c, size_t before, size_t after)
{
    uint32_t mapping[UNICODE_CASE_MAX];
    if (c == 0x3a3)
        builder_code_point(b, is_final_sigma(self, before, after) ? 0x3c2 : 0x3c3);
    else
        write_mapping(b, mapping, unicode_lower(c, mapping));
}

typedef enum { CASE_UPPER, CASE_LOWER, CASE_FOLD, CASE_SWAP, CASE_CAPITAL } Case;

static void write_case(StrBuilder *b, Borrowed self, size_t before, size_t after, Case to)
{
    uint32_t c, mapping[UNICODE_CASE_MAX];
    utf8_decode(str_bytes(self) + before, &c);
    if (to == CASE_UPPER || (to == CASE_SWAP && unicode_is_lower(c)))
        write_mapping(b, mapping, unicode_upper(c, mapping));
    else if (to == CASE_LOWER || (to == CASE_SWAP && unicode_is_upper(c)) || (to == CASE_CAPITAL && before))
        write_lower(b, self, c, before, after);
    else if (to == CASE_FOLD)
        write_mapping(b, mapping, unicode_fold(c, mapping));
    else if (to == CASE_CAPITAL)
        write_mapping(b, mapping, unicode_title(c, mapping));
    else
        builder_code_point(b, c);
}

static Owned convert(Runtime *rt, Borrowed self, Case to)
{
    StrBuilder b;
    AsciiCase ascii = to == CASE_UPPER ? TO_UPPER : to == CASE_SWAP ? TO_SWAPPED : TO_LOWER;
    builder_open(&b, rt);
    for (size_t before = 0, after; before < str_size(self) && !b.failed; before = after) {
        char c = str_bytes(self)[before];
        after = before + 1;
        if (!(c & 0x80)) {
            bool first = to == CASE_CAPITAL && !before;
            builder_byte(&b, flip_ascii(c, first ? TO_UPPER : ascii));
            continue;
        }
        after = before + utf8_sequence((unsigned char)str_bytes(self)[before]);
        write_case(&b, self, before, after, to);
    }
    return builder_finish(&b);
}

Owned str_upper_method(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    return str_is_ascii(self) ? convert_ascii(rt, self, TO_UPPER) : convert(rt, self, CASE_UPPER);
}

Owned str_lower_method(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    return str_is_ascii(self) ? convert_ascii(rt, self, TO_LOWER) : convert(rt, self, CASE_LOWER);
}

Owned str_casefold_method(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    return str_is_ascii(self) ? convert_ascii(rt, self, TO_LOWER) : convert(rt, self, CASE_FOLD);
}

Owned str_swapcase_method(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    return str_is_ascii(self) ? convert_ascii(rt, self, TO_SWAPPED) : convert(rt, self, CASE_SWAP);
}

Owned str_capitalize_method(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    return convert(rt, self, CASE_CAPITAL);
}

Owned str_title_method(Runtime *rt, Borrowed self, const Value *args)
{
    (void)args;
    StrBuilder b;
    bool inside = false;
    builder_open(&b, rt);
    for (size_t before = 0, after = 0; before < str_size(self) && !b.failed; before = after) {
        uint32_t mapping[UNICODE_CASE_MAX], c = utf8_next(str_bytes(self), &after);
        if (inside)
            write_lower(&b, self, c, before, after);
        else
            write_mapping(&b, mapping, unicode_title(c, mapping));
        inside = unicode_is_cased(c);
    }
    return builder_finish(&b);
}

/* -- questions that every character must answer with yes; no for the empty string */

static Owned every(Borrowed self, bool (*test)(uint32_t), bool if_empty)
{
    size_t size = str_size(self);
    const char *bytes = str_bytes(self);
    for (size_t at = 0; at < size;)
        if (!test(utf8_next(bytes, &at)))
            return FALSE;
    return bool_value(size || if_empty);
}

static bool is_alphanumeric(uint32_t c)
{
    return unicode_is_alpha(c) || unicode_is_numeric(c);
}

#define EVERY_METHOD(name, test, if_empty) \
    Owned str_##name##_method(Runtime *rt, Borrowed self, const Value *args) \
    { \
        (void)args; \
        return charge_items(rt, (int64_t)str_size(self)) ? every(self, test, if_empty) : NULL; \
    }

EVERY_METHOD(isalpha, unicode_is_alpha, false)
EVERY_METHOD(isalnum, is_alphanumeric, false)
EVERY_METHOD(isdecimal, unicode_is_decimal, false)
EVERY_METHOD(isdigit, unicode_is_digit, false)
EVERY_METHOD(isnumeric, unicode_is_numeric, false)
EVERY_METHOD(isspace, unicode_is_space, false)
EVERY_METHOD(isprintable, unicode_is_printable, true)

Owned str_isascii_method(Runtime *rt, Borrowed self, const Value *args)
{
    (void)rt, (void)args;
    return bool_value(str_is_ascii(self));
}

bool str_is_identifier(Borrowed self)
{
    size_t at = 0, size = str_size(self);
    if (!size || !unicode_is_start(utf8_next(str_bytes(self), &at)))
        return false;
    while (at < size)
        if (!unicode_is_continue(utf8_next(str_bytes(self), &at)))
            return false;
    return true;
}

Owned str_isidentifier_method(Runtime *rt, Borrowed self, const Value *args)
{
    (void)rt, (void)args;
    return bool_value(str_is_identifier(self));
}

/* No character of the other case, and at least one of this. */
static Owned all_cased(Borrowed self, bool (*wanted)(uint32_t), bool (*unwanted)(uint32_t))
{
    bool found = false;
    for (size_t at = 0; at < str_size(self);) {
        uint32_t c = utf8_next(str_bytes(self), &at);
        if (unwanted(c) || unicode_is_title(c))
            return FALSE;
        found = found || wanted(c);
    }
    return bool_value(found);
}

Owned str_islower_method(Runtime *rt, Borrowed self, const Value *args)
{
    (void)rt, (void)args;
    return all_cased(self, unicode_is_lower, unicode_is_upper);
}

Owned str_isupper_method(Runtime *rt, Borrowed self, const Value *args)
{
    (void)rt, (void)args;
    return all_cased(self, unicode_is_upper, unicode_is_lower);
}

Owned str_istitle_method(Runtime *rt, Borrowed self, const Value *args)
{
    (void)rt, (void)args;
    bool inside = false, found = false;
    for (size_t at = 0; at < str_size(self);) {
        uint32_t c = utf8_next(str_bytes(self), &at);
        bool capital = unicode_is_upper(c) || unicode_is_title(c), small = unicode_is_lower(c);
        if ((capital && inside) || (small && !inside))
            return FALSE;
        inside = capital || small;
        found |= inside;
    }
    return bool_value(found);
}
