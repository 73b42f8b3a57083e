/* What UTF-8 and the Unicode properties of identifiers mean to the lexer. */
#include "compiler/lexer.h"

#include <utf8proc.h>

/* --- UTF-8 -------------------------------------------------------------- */

int text_decode(const char *text, size_t size, int32_t *point)
{
    utf8proc_int32_t value;
    utf8proc_ssize_t used = utf8proc_iterate((const utf8proc_uint8_t *)text,
                                             (utf8proc_ssize_t)size, &value);
    if (used <= 0)
        return 0;
    *point = value;
    return (int)used;
}

int text_encode(int32_t point, char *out)
{
    if (point < 0x80)
        return out[0] = (char)point, 1;
    int tail = point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
    static const uint8_t lead[] = { 0, 0xC0, 0xE0, 0xF0 };
    for (int i = tail; i > 0; i--, point >>= 6)
        out[i] = (char)(0x80 | (point & 0x3F));
    out[0] = (char)(lead[tail] | point);
    return tail + 1;
}

static bool is_tail(uint8_t byte) { return (byte & 0xC0) == 0x80; }

/* Is SECOND possible behind LEAD, given that LEAD wants any tail? */
static bool second_fits(uint8_t lead, uint8_t second)
{
    switch (lead) {
    case 0xE0: return second >= 0xA0 && is_tail(second);
    case 0xED: return second < 0xA0 && is_tail(second);
    case 0xF0: return second >= 0x90 && is_tail(second);
    case 0xF4: return second < 0x90 && is_tail(second);
    default: return is_tail(second);
    }
}

static int wanted_size(uint8_t lead)
{
    return lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
}

/* Bytes that the invalid sequence at TEXT takes, and why it is one. */
static size_t invalid_size(const uint8_t *text, size_t size, const char **reason)
{
    int wanted = wanted_size(text[0]);
    *reason = "invalid start byte";
    if (wanted == 0)
        return 1;
    size_t i = 1;
    while (i < size && (int)i < wanted && (i == 1 ? second_fits(text[0], text[1])
                                                  : is_tail(text[i])))
        i++;
    *reason = i == size ? "unexpected end of data" : "invalid continuation byte";
    return i;
}

bool utf8_find_problem(const char *text, size_t size, Utf8Problem *problem)
{
    for (size_t i = 0; i < size;) {
        int32_t point;
        int used = (uint8_t)text[i] < 128 ? 1 : text_decode(text + i, size - i, &point);
        if (used == 0) {
            problem->position = i;
            problem->byte = (uint8_t)text[i];
            problem->end = i + invalid_size((const uint8_t *)text + i, size - i, &problem->reason);
            return true;
        }
        i += (size_t)used;
    }
    return false;
}

int32_t text_count(const char *text, size_t size)
{
    Utf8Problem problem;
    int32_t count = 0;
    const char *end = text + size;
    while (utf8_find_problem(text, (size_t)(end - text), &problem)) {
        count += text_count(text, problem.position) + 1;
        text += problem.end;
    }
    for (; text < end; text++)
        count += !is_tail((uint8_t)*text);
    return count;
}

const char *utf8_replace_invalid(TreeArena *arena, const char *text, size_t size, size_t *new_size)
{
    Utf8Problem problem;
    char *copy = tree_alloc(arena, 3 * size + 1), *out = copy;
    const char *end = text + size;
    *new_size = 0;
    if (!copy)
        return NULL;
    while (utf8_find_problem(text, (size_t)(end - text), &problem)) {
        memcpy(out, text, problem.position);
        out += problem.position;
        out += text_encode(0xFFFD, out);
        text += problem.end;
    }
    memcpy(out, text, (size_t)(end - text));
    out += end - text;
    *out = '\0';
    *new_size = (size_t)(out - copy);
    return copy;
}

/* --- properties --------------------------------------------------------- */

static bool is_one_of(int32_t point, const uint16_t *points, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (points[i] == point)
            return true;
    return false;
}

/* XID_Start lacks these, whose NFKC form would not be an identifier. */
static bool is_not_closed_start(int32_t point)
{
    static const uint16_t points[] = {
        0x037A, 0x0E33, 0x0EB3, 0x2E2F, 0x309B, 0x309C, 0xFC5E, 0xFC5F, 0xFC60, 0xFC61, 0xFC62,
        0xFC63, 0xFDFA, 0xFDFB, 0xFE70, 0xFE72, 0xFE74, 0xFE76, 0xFE78, 0xFE7A, 0xFE7C, 0xFE7E,
        0xFF9E, 0xFF9F,
    };
    return is_one_of(point, points, COUNT_OF(points));
}

/* Of those, these may still stand inside. */
static bool is_not_closed_part(int32_t point)
{
    return is_not_closed_start(point) && point != 0x0E33 && point != 0x0EB3 && point < 0xFF9E;
}

static bool is_letter(int32_t point)
{
    switch (utf8proc_category(point)) {
    case UTF8PROC_CATEGORY_LU: case UTF8PROC_CATEGORY_LL: case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM: case UTF8PROC_CATEGORY_LO: case UTF8PROC_CATEGORY_NL:
        return true;
    default:
        return point == 0x2118 || point == 0x212E || point == 0x1885 || point == 0x1886;
    }
}

bool unicode_is_identifier_start(int32_t point)
{
    if (point < 128)
        return point == '_' || (unsigned)((point | 32) - 'a') < 26;
    return is_letter(point) && !is_not_closed_start(point);
}

static bool is_other_part(int32_t point)
{
    return point == 0x00B7 || point == 0x0387 || (point >= 0x1369 && point <= 0x1371)
        || point == 0x19DA;
}

bool unicode_is_identifier_part(int32_t point)
{
    if (point < 128)
        return unicode_is_identifier_start(point) || (point >= '0' && point <= '9');
    switch (utf8proc_category(point)) {
    case UTF8PROC_CATEGORY_MN: case UTF8PROC_CATEGORY_MC: case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_PC:
        return true;
    default:
        return (is_letter(point) || is_other_part(point)) && !is_not_closed_part(point);
    }
}

bool text_is_printable(int32_t point)
{
    switch (utf8proc_category(point)) {
    case UTF8PROC_CATEGORY_CC: case UTF8PROC_CATEGORY_CF: case UTF8PROC_CATEGORY_CS:
    case UTF8PROC_CATEGORY_CO: case UTF8PROC_CATEGORY_CN: case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
        return false;
    case UTF8PROC_CATEGORY_ZS:
        return point == ' ';
    default:
        return true;
    }
}

/* --- identifiers -------------------------------------------------------- */

static bool bad_character(Lexer *lexer, const char *p, int used, int32_t point)
{
    lexer->cursor = p + used;
    if (!text_is_printable(point))
        return lexer_error(lexer, "invalid non-printable character U+%04X", (unsigned)point);
    return lexer_error(lexer, "invalid character '%.*s' (U+%04X)", used, p, (unsigned)point);
}

bool lexer_check_identifier(Lexer *lexer, const char *text, size_t size)
{
    Utf8Problem problem;
    if (utf8_find_problem(text, size, &problem)) {
        lexer->bad_text = text;
        lexer->bad_size = size;
        lexer->status = LEX_DECODE;
        return false;
    }
    for (const char *p = text, *end = text + size; p < end;) {
        int32_t point = 0;
        int used = text_decode(p, (size_t)(end - p), &point);
        if (!(p == text ? unicode_is_identifier_start(point) : unicode_is_identifier_part(point)))
            return bad_character(lexer, p, used, point);
        p += used;
    }
    return true;
}
