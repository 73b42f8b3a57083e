/* Character sets and categories of regular expressions. */
#include <ctype.h>
#include <utf8proc.h>

#include "modules/sre.h"
#include "types/unicode.h"

enum { DIGIT, NOT_DIGIT, SPACE, NOT_SPACE, WORD, NOT_WORD, LINEBREAK, NOT_LINEBREAK, LOC_WORD, LOC_NOT_WORD, UNI_DIGIT,
       UNI_NOT_DIGIT, UNI_SPACE, UNI_NOT_SPACE, UNI_WORD, UNI_NOT_WORD, UNI_LINEBREAK, UNI_NOT_LINEBREAK };

static bool ascii_digit(uint32_t c) { return c - '0' < 10; }
static bool ascii_space(uint32_t c) { return c == ' ' || c - '\t' < 5; }
static bool ascii_word(uint32_t c) { return ascii_digit(c) || (c | 32) - 'a' < 26 || c == '_'; }

static bool unicode_word(uint32_t c)
{
    if (c < 128)
        return ascii_word(c);
    return unicode_is_alpha(c) || unicode_is_decimal(c) || unicode_is_digit(c) || unicode_is_numeric(c);
}

static bool locale_word(uint32_t c) { return c == '_' || (c < 256 && isalnum((int)c)); }

bool sre_category(uint32_t category, uint32_t c)
{
    switch (category) {
    case DIGIT: return ascii_digit(c);
    case NOT_DIGIT: return !ascii_digit(c);
    case SPACE: return ascii_space(c);
    case NOT_SPACE: return !ascii_space(c);
    case WORD: return ascii_word(c);
    case NOT_WORD: return !ascii_word(c);
    case LINEBREAK: return c == '\n';
    case NOT_LINEBREAK: return c != '\n';
    case LOC_WORD: return locale_word(c);
    case LOC_NOT_WORD: return !locale_word(c);
    case UNI_DIGIT: return c < 128 ? ascii_digit(c) : unicode_is_decimal(c);
    case UNI_NOT_DIGIT: return !(c < 128 ? ascii_digit(c) : unicode_is_decimal(c));
    case UNI_SPACE: return unicode_is_space(c);
    case UNI_NOT_SPACE: return !unicode_is_space(c);
    case UNI_WORD: return unicode_word(c);
    case UNI_NOT_WORD: return !unicode_word(c);
    case UNI_LINEBREAK: return unicode_is_line_break(c);
    case UNI_NOT_LINEBREAK: return !unicode_is_line_break(c);
    }
    return false;
}

uint32_t sre_lower_ascii(uint32_t c) { return c - 'A' < 26 ? c + 32 : c; }
uint32_t sre_lower_locale(uint32_t c) { return c < 256 ? (uint32_t)tolower((int)c) : c; }
uint32_t sre_lower_unicode(uint32_t c) { return c < 128 ? sre_lower_ascii(c) : (uint32_t)utf8proc_tolower((int32_t)c); }
uint32_t sre_upper_unicode(uint32_t c) { return c < 128 ? (c - 'a' < 26 ? c - 32 : c) : (uint32_t)utf8proc_toupper((int32_t)c); }

static bool in_big_charset(const uint32_t *set, uint32_t c)
{
    uint32_t block = c < 65536 ? ((const uint8_t *)(set + 1))[c >> 8] : UINT32_MAX;
    const uint32_t *bits = set + 1 + 256 / sizeof(uint32_t);
    return block != UINT32_MAX && bits[block * 8 + (c & 255) / 32] >> (c & 31) & 1;
}

bool sre_in_charset(const uint32_t *set, uint32_t c)
{
    bool found = true;
    for (;;) {
        switch (*set++) {
        case SRE_FAILURE: return !found;
        case SRE_LITERAL:
            if (c == *set++)
                return found;
            break;
        case SRE_CATEGORY:
            if (sre_category(*set++, c))
                return found;
            break;
        case SRE_CHARSET:
            if (c < 256 && set[c / 32] >> (c & 31) & 1)
                return found;
            set += 8;
            break;
        case SRE_RANGE:
            if (set[0] <= c && c <= set[1])
                return found;
            set += 2;
            break;
        case SRE_RANGE_UNI_IGNORE: {
            uint32_t upper = sre_upper_unicode(c);
            if ((set[0] <= c && c <= set[1]) || (set[0] <= upper && upper <= set[1]))
                return found;
            set += 2;
            break;
        }
        case SRE_NEGATE:
            found = !found;
            break;
        case SRE_BIGCHARSET:
            if (in_big_charset(set, c))
                return found;
            set += 1 + 256 / sizeof(uint32_t) + (size_t)*set * 8;
            break;
        default: return false;
        }
    }
}
