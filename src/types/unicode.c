/* Properties of characters.  utf8proc knows a later Unicode than the language level: what
 * was assigned after version 14 is masked; what utf8proc does not tell stands in
 * unicode_data.h. */
#include "types/unicode.h"

#include <utf8proc.h>

typedef struct UnicodeRange { uint32_t first, last; } UnicodeRange;
typedef struct NumericRun { uint32_t start, count; int64_t numerator, step; int denominator; } NumericRun;
typedef struct SpecialCase { uint32_t c, upper[3], title[3]; } SpecialCase;

#include "types/unicode_data.h"

static bool in_ranges(uint32_t c, const UnicodeRange *ranges, size_t count)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (c > ranges[middle].last)
            low = middle + 1;
        else if (c < ranges[middle].first)
            high = middle;
        else
            return true;
    }
    return false;
}

#define IN_RANGES(c, table) in_ranges(c, table, COUNT_OF(table))
#define CATEGORY_BIT(name) (1u << UTF8PROC_CATEGORY_##name)

enum {
    LETTERS = CATEGORY_BIT(LU) | CATEGORY_BIT(LL) | CATEGORY_BIT(LT) | CATEGORY_BIT(LM) | CATEGORY_BIT(LO),
    STARTS = LETTERS | CATEGORY_BIT(NL),
    CONTINUES = STARTS | CATEGORY_BIT(MN) | CATEGORY_BIT(MC) | CATEGORY_BIT(ND) | CATEGORY_BIT(PC),
    HIDDEN = CATEGORY_BIT(CN) | CATEGORY_BIT(CC) | CATEGORY_BIT(CF) | CATEGORY_BIT(CS) | CATEGORY_BIT(CO)
        | CATEGORY_BIT(ZS) | CATEGORY_BIT(ZL) | CATEGORY_BIT(ZP),
    IGNORABLE = CATEGORY_BIT(MN) | CATEGORY_BIT(ME) | CATEGORY_BIT(CF) | CATEGORY_BIT(LM) | CATEGORY_BIT(SK),
};

static inline bool is_newer(uint32_t c)
{
    return c >= newer[0].first && IN_RANGES(c, newer);
}

int unicode_category(uint32_t c)
{
    return is_newer(c) ? UTF8PROC_CATEGORY_CN : utf8proc_category((utf8proc_int32_t)c);
}

static inline bool has_category(uint32_t c, unsigned set) { return 1u << unicode_category(c) & set; }

bool unicode_is_alpha(uint32_t c)
{
    if (c < 128)
        return (c | 32) - 'a' < 26;
    return has_category(c, LETTERS);
}

bool unicode_is_space(uint32_t c)
{
    if (c < 128)
        return c == ' ' || (c >= 0x09 && c <= 0x0d) || (c >= 0x1c && c <= 0x1f);
    return c == 0x85 || c == 0xa0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200a) || c == 0x2028
        || c == 0x2029 || c == 0x202f || c == 0x205f || c == 0x3000;
}

bool unicode_is_line_break(uint32_t c)
{
    return (c >= 0x0a && c <= 0x0d) || (c >= 0x1c && c <= 0x1e) || c == 0x85 || c == 0x2028 || c == 0x2029;
}

bool unicode_is_printable(uint32_t c)
{
    if (c < 128)
        return c >= ' ' && c < 0x7f;
    return !has_category(c, HIDDEN);
}

bool unicode_is_lower(uint32_t c)
{
    if (c < 128)
        return c - 'a' < 26;
    return has_category(c, CATEGORY_BIT(LL)) || IN_RANGES(c, other_lower);
}

bool unicode_is_upper(uint32_t c)
{
    if (c < 128)
        return c - 'A' < 26;
    return has_category(c, CATEGORY_BIT(LU)) || IN_RANGES(c, other_upper);
}

bool unicode_is_title(uint32_t c)
{
    return c >= 128 && has_category(c, CATEGORY_BIT(LT));
}

bool unicode_is_cased(uint32_t c)
{
    return unicode_is_lower(c) || unicode_is_upper(c) || unicode_is_title(c);
}

bool unicode_is_case_ignorable(uint32_t c)
{
    return has_category(c, IGNORABLE) || IN_RANGES(c, ignorable_exceptions);
}

bool unicode_is_start(uint32_t c)
{
    if (c < 128)
        return (c | 32) - 'a' < 26 || c == '_';
    return has_category(c, STARTS) != IN_RANGES(c, start_exceptions);
}

bool unicode_is_continue(uint32_t c)
{
    if (c < 128)
        return (c | 32) - 'a' < 26 || c == '_' || c - '0' < 10;
    return has_category(c, CONTINUES) != IN_RANGES(c, continue_exceptions);
}

int unicode_decimal(uint32_t c)
{
    if (c < 128)
        return c - '0' < 10 ? (int)(c - '0') : -1;
    size_t low = 0, high = COUNT_OF(decimal_zeros);
    while (high - low > 1) {
        size_t middle = (low + high) / 2;
        if (c < decimal_zeros[middle])
            high = middle;
        else
            low = middle;
    }
    return c - decimal_zeros[low] < 10 ? (int)(c - decimal_zeros[low]) : -1;
}

static const NumericRun *numeric_run(uint32_t c)
{
    size_t low = 0, high = COUNT_OF(numerics);
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (c >= numerics[middle].start + numerics[middle].count)
            low = middle + 1;
        else if (c < numerics[middle].start)
            high = middle;
        else
            return &numerics[middle];
    }
    return NULL;
}

bool unicode_numeric(uint32_t c, double *value)
{
    int decimal = unicode_decimal(c);
    if (decimal >= 0) {
        *value = decimal;
        return true;
    }
    const NumericRun *run = numeric_run(c);
    if (run)
        *value = (double)(run->numerator + run->step * (int64_t)(c - run->start)) / run->denominator;
    return run != NULL;
}

bool unicode_is_numeric(uint32_t c)
{
    return unicode_decimal(c) >= 0 || numeric_run(c);
}

int unicode_digit(uint32_t c)
{
    double value;
    if (c < 128 || !IN_RANGES(c, digits))
        return unicode_decimal(c);
    return unicode_numeric(c, &value) ? (int)value : -1;
}

/* -- case */

static const SpecialCase *special_case(uint32_t c)
{
    size_t low = 0, high = COUNT_OF(special_cases);
    if (c < special_cases[0].c)
        return NULL;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (c > special_cases[middle].c)
            low = middle + 1;
        else if (c < special_cases[middle].c)
            high = middle;
        else
            return &special_cases[middle];
    }
    return NULL;
}

static int copy_mapping(const uint32_t *from, uint32_t *out)
{
    int count = 0;
    for (; count < UNICODE_CASE_MAX && from[count]; count++)
        out[count] = from[count];
    return count;
}

int unicode_upper(uint32_t c, uint32_t *out)
{
    const SpecialCase *special = special_case(c);
    if (special)
        return copy_mapping(special->upper, out);
    *out = is_newer(c) ? c : (uint32_t)utf8proc_toupper((utf8proc_int32_t)c);
    return 1;
}

int unicode_title(uint32_t c, uint32_t *out)
{
    const SpecialCase *special = special_case(c);
    if (special)
        return copy_mapping(special->title, out);
    *out = is_newer(c) ? c : (uint32_t)utf8proc_totitle((utf8proc_int32_t)c);
    return 1;
}

int unicode_lower(uint32_t c, uint32_t *out)
{
    if (c == 0x130) {
        out[0] = 'i';
        out[1] = 0x307;
        return 2;
    }
    *out = is_newer(c) ? c : (uint32_t)utf8proc_tolower((utf8proc_int32_t)c);
    return 1;
}

int unicode_fold(uint32_t c, uint32_t *out)
{
    utf8proc_int32_t folded[8];
    int boundary = 0;
    *out = c;
    if (is_newer(c) || unicode_is_surrogate(c))
        return 1;
    utf8proc_ssize_t count = utf8proc_decompose_char((utf8proc_int32_t)c, folded, 8, UTF8PROC_CASEFOLD, &boundary);
    if (count < 1 || count > UNICODE_CASE_MAX)
        return 1;
    for (int i = 0; i < count; i++)
        out[i] = (uint32_t)folded[i];
    return (int)count;
}

/* The first character of the full mapping. */
uint32_t unicode_simple_upper(uint32_t c)
{
    uint32_t out[UNICODE_CASE_MAX];
    unicode_upper(c, out);
    return out[0];
}

uint32_t unicode_simple_lower(uint32_t c)
{
    return is_newer(c) ? c : (uint32_t)utf8proc_tolower((utf8proc_int32_t)c);
}
