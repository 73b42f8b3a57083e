/* Number literals: where they end, and what is wrong with them. */
#include "compiler/lexer.h"

static inline bool is_digit(char c) { return c >= '0' && c <= '9'; }
static inline bool is_hex_digit(char c)
{
    return is_digit(c) || ((c | 32) >= 'a' && (c | 32) <= 'f');
}

static inline bool is_name_part(char c)
{
    return is_digit(c) || ((c | 32) >= 'a' && (c | 32) <= 'z') || c == '_' || (uint8_t)c >= 128;
}

static inline bool is_letter(char c, char lower) { return (c | 32) == lower; }

static bool fail_at(Lexer *lexer, const char *p, const char *kind)
{
    lexer->cursor = p;
    return lexer_error(lexer, "invalid %s literal", kind);
}

/* Is WORD at P, as a whole? */
static bool is_word_at(const char *p, const char *word)
{
    while (*word && *p == *word)
        p++, word++;
    return *word == '\0' && !is_name_part(*p);
}

/* `1if x else y` is valid, but warned about. */
static bool is_keyword_after_number(const char *p)
{
    static const char *const words[] = { "and", "else", "for", "or", "not" };
    if (*p == 'i')
        return p[1] == 'f' || p[1] == 'n' || p[1] == 's';
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (is_word_at(p, words[i]))
            return true;
    return false;
}

static bool warn_number(Lexer *lexer, const char *p, const char *kind)
{
    char message[40] = "invalid ";
    const ParseOptions *options = lexer->options;
    bool (*warn)(void *, const char *, int32_t) = options->warn_syntax ? options->warn_syntax
        : options->warn;
    strcat(strcat(message, kind), " literal");
    if (!warn || warn(options->hook_data, message, lexer->line))
        return true;
    return fail_at(lexer, p, kind);
}

/* The number ends at P, or it is an error. */
static bool end_number(Lexer *lexer, const char *p, const char *kind)
{
    lexer->cursor = p;
    if (likely(!is_name_part(*p)))
        return true;
    if (is_keyword_after_number(p))
        return warn_number(lexer, p, kind);
    return fail_at(lexer, p, kind);
}

/* Digits and single underscores; P is behind or at the first digit. */
static const char *decimal_tail(Lexer *lexer, const char *p)
{
    for (;;) {
        while (is_digit(*p))
            p++;
        if (*p != '_')
            return p;
        if (!is_digit(*++p)) {
            fail_at(lexer, p, "decimal");
            return NULL;
        }
    }
}

static bool imaginary_or_end(Lexer *lexer, const char *p)
{
    if (is_letter(*p, 'j'))
        return end_number(lexer, p + 1, "imaginary");
    return end_number(lexer, p, "decimal");
}

static bool exponent(Lexer *lexer, const char *e)
{
    const char *p = e + 1;
    if (*p == '+' || *p == '-') {
        if (!is_digit(*++p))
            return fail_at(lexer, p, "decimal");
    } else if (!is_digit(*p)) {
        return end_number(lexer, e, "decimal");
    }
    p = decimal_tail(lexer, p);
    return p && imaginary_or_end(lexer, p);
}

static bool after_fraction(Lexer *lexer, const char *p)
{
    return is_letter(*p, 'e') ? exponent(lexer, p) : imaginary_or_end(lexer, p);
}

/* P is behind the point. */
static bool fraction(Lexer *lexer, const char *p)
{
    if (is_digit(*p) && !(p = decimal_tail(lexer, p)))
        return false;
    return after_fraction(lexer, p);
}

static bool decimal(Lexer *lexer, const char *p)
{
    p = decimal_tail(lexer, p);
    if (!p)
        return false;
    return *p == '.' ? fraction(lexer, p + 1) : after_fraction(lexer, p);
}

static bool hexadecimal(Lexer *lexer, const char *p)
{
    do {
        p += *p == '_';
        if (!is_hex_digit(*p))
            return fail_at(lexer, p, "hexadecimal");
        while (is_hex_digit(*p))
            p++;
    } while (*p == '_');
    return end_number(lexer, p, "hexadecimal");
}

static bool bad_digit(Lexer *lexer, const char *p, const char *kind)
{
    if (!is_digit(*p))
        return fail_at(lexer, p, kind);
    lexer->cursor = p + 1;
    return lexer_error(lexer, "invalid digit '%c' in %s literal", *p, kind);
}

/* Binary or octal: the digits are those below BOUND. */
static bool small_base(Lexer *lexer, const char *p, char bound, const char *kind)
{
    do {
        p += *p == '_';
        if (*p < '0' || *p >= bound)
            return bad_digit(lexer, p, kind);
        while (*p >= '0' && *p < bound)
            p++;
    } while (*p == '_');
    if (is_digit(*p))
        return bad_digit(lexer, p, kind);
    return end_number(lexer, p, kind);
}

static bool leading_zeros(Lexer *lexer, const char *start, const char *zeros_end, const char *p)
{
    lexer->cursor = p;
    return lexer_error_range(lexer, (int32_t)(start + 1 - lexer->line_start),
                             (int32_t)(zeros_end - lexer->line_start),
                             "leading zeros in decimal integer literals are not permitted; "
                             "use an 0o prefix for octal integers");
}

/* A decimal that starts with 0; P is behind that. */
static bool zero(Lexer *lexer, const char *p)
{
    const char *start = p - 1;
    for (;; p++) {
        if (*p == '_' && !is_digit(*++p))
            return fail_at(lexer, p, "decimal");
        if (*p != '0')
            break;
    }
    const char *zeros_end = p + 1;
    bool nonzero = is_digit(*p);
    if (nonzero && !(p = decimal_tail(lexer, p)))
        return false;
    if (*p == '.')
        return fraction(lexer, p + 1);
    if (is_letter(*p, 'e'))
        return exponent(lexer, p);
    if (nonzero && !is_letter(*p, 'j'))
        return leading_zeros(lexer, start, zeros_end, p);
    return imaginary_or_end(lexer, p);
}

bool lexer_number(Lexer *lexer, int first)
{
    const char *p = lexer->cursor;
    if (first == '.')
        return fraction(lexer, p);
    if (first != '0')
        return decimal(lexer, p);
    switch (*p | 32) {
    case 'x': return hexadecimal(lexer, p + 1);
    case 'o': return small_base(lexer, p + 1, '8', "octal");
    case 'b': return small_base(lexer, p + 1, '2', "binary");
    default: return zero(lexer, p);
    }
}
