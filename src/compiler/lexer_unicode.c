/* UTF-8, valid or not, and identifiers. */
#include "compiler/lexer.h"

#include <utf8proc.h>

#include "types/unicode.h"

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

/* --- identifiers -------------------------------------------------------- */

static bool bad_character(Lexer *lexer, const char *p, int used, int32_t point)
{
    lexer->cursor = p + used;
    if (!unicode_is_printable((uint32_t)point))
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
        if (!(p == text ? unicode_is_start((uint32_t)point)
              : unicode_is_continue((uint32_t)point)))
            return bad_character(lexer, p, used, point);
        p += used;
    }
    return true;
}
