#include "compiler/source.h"

#include <stdio.h>

#include "compiler/lexer.h"

enum { ENCODING_MAX = 64 };

typedef struct {
    const char *bytes;
    size_t size;
    TreeArena *arena;
    const ParseOptions *options;
    SyntaxError *error;
    char encoding[ENCODING_MAX + 16];  /* with room for a remark */
} Source;

static bool refuse(Source *source, SyntaxErrorKind kind, const char *message, const char *detail,
                   bool at_start)
{
    syntax_error_set(source->error, source->arena, kind, message, detail);
    source->error->no_location = !at_start;
    source->error->column = at_start ? -1 : 0;
    return false;
}

static bool no_memory(Source *source)
{
    syntax_error_no_memory(source->error);
    return false;
}

/* --- the coding cookie -------------------------------------------------- */

static bool is_encoding_character(char c)
{
    return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') || c == '-' || c == '_'
        || c == '.';
}

static const char *find_coding(const char *p, const char *end)
{
    for (; p + 7 <= end; p++)
        if (memcmp(p, "coding", 6) == 0 && (p[6] == ':' || p[6] == '='))
            return p + 7;
    return NULL;
}

/* The encoding named in the comment on the line from P to END, into NAME. */
static bool read_cookie(const char *p, const char *end, char *name)
{
    while (p < end && (*p == ' ' || *p == '\t' || *p == '\f'))
        p++;
    if (p == end || *p != '#')
        return false;
    while ((p = find_coding(p, end))) {
        while (p < end && (*p == ' ' || *p == '\t'))
            p++;
        size_t size = 0;
        while (p + size < end && is_encoding_character(p[size]))
            size++;
        if (size == 0 || size >= ENCODING_MAX)
            continue;
        memcpy(name, p, size);
        name[size] = '\0';
        return true;
    }
    return false;
}

static bool line_is_blank(const char *p, const char *end)
{
    while (p < end && (*p == ' ' || *p == '\t' || *p == '\f'))
        p++;
    return p == end || *p == '#';
}

static const char *end_of_line(const char *p, const char *end)
{
    while (p < end && *p != '\n' && *p != '\r')
        p++;
    return p;
}

static bool find_cookie(const char *p, size_t size, char *name)
{
    const char *end = p + size, *line_end = end_of_line(p, end);
    if (read_cookie(p, line_end, name))
        return true;
    if (line_end == end || !line_is_blank(p, line_end))
        return false;
    p = line_end + 1 + (*line_end == '\r' && line_end + 1 < end && line_end[1] == '\n');
    return read_cookie(p, end_of_line(p, end), name);
}

static bool is_prefix_word(const char *name, const char *word)
{
    size_t size = strlen(word);
    return strncmp(name, word, size) == 0 && (name[size] == '\0' || name[size] == '-');
}

/* UTF-8 and Latin-1 are known under several names. */
static void normalise(char *encoding)
{
    char name[13];
    size_t i = 0;
    for (; i < sizeof name - 1 && encoding[i]; i++) {
        char c = encoding[i];
        name[i] = c == '_' ? '-' : c >= 'A' && c <= 'Z' ? c | 32 : c;
    }
    name[i] = '\0';
    if (is_prefix_word(name, "utf-8"))
        strcpy(encoding, "utf-8");
    else if (is_prefix_word(name, "latin-1") || is_prefix_word(name, "iso-8859-1")
             || is_prefix_word(name, "iso-latin-1"))
        strcpy(encoding, "iso-8859-1");
}

/* --- decoding ----------------------------------------------------------- */

static bool decode_latin_1(Source *source)
{
    char *text = tree_alloc(source->arena, 2 * source->size + 1), *out = text;
    if (!text)
        return no_memory(source);
    for (size_t i = 0; i < source->size; i++)
        out += text_encode((uint8_t)source->bytes[i], out);
    source->bytes = text;
    source->size = (size_t)(out - text);
    return true;
}

static bool decode_problem(Source *source, const char *codec, const Utf8Problem *problem)
{
    if (source->options->flags & PARSE_FROM_FILE)
        return refuse(source, SYNTAX_ERROR, "encoding problem: %s", source->encoding, false);
    char detail[160];
    snprintf(detail, sizeof detail, "'%s' codec can't decode byte 0x%02x in position "
                       "%zu: %s", codec, problem->byte, problem->position, problem->reason);
    return refuse(source, SYNTAX_ERROR, "%s", detail, true);
}

static bool check_ascii(Source *source)
{
    for (size_t i = 0; i < source->size; i++) {
        Utf8Problem problem = { i, (uint8_t)source->bytes[i], "ordinal not in range(128)", i + 1 };
        if (problem.byte >= 128)
            return decode_problem(source, "ascii", &problem);
    }
    return true;
}

static bool decode_by_hook(Source *source)
{
    const ParseOptions *options = source->options;
    size_t size = 0;
    const char *text = !options->decode ? NULL
        : options->decode(options->hook_data, source->arena, source->encoding, source->bytes,
                          source->size, &size);
    if (text) {
        source->bytes = text;
        source->size = size;
        return true;
    }
    if (source->error->kind != SYNTAX_OK)
        return false;
    bool file = options->flags & PARSE_FROM_FILE;
    return refuse(source, SYNTAX_ERROR, file ? "encoding problem: %s" : "unknown encoding: %s",
                  source->encoding, !file);
}

/* The name as Python's codecs compare it: small letters, digits and `_`. */
static void plain_name(const char *encoding, char *name)
{
    for (; *encoding; encoding++)
        *name++ = *encoding == '-' || *encoding == '.' ? '_'
            : *encoding >= 'A' && *encoding <= 'Z' ? *encoding | 32 : *encoding;
    *name = '\0';
}

static bool is_listed(const char *name, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(name, names[i]) == 0)
            return true;
    return false;
}

typedef enum { CODEC_OTHER, CODEC_UTF8, CODEC_LATIN_1, CODEC_ASCII } Codec;

static Codec find_codec(const char *encoding)
{
    static const char *const utf8[] = { "utf_8", "utf8", "u8", "utf", "utf8_ucs2", "utf8_ucs4",
                                        "cp65001" };
    static const char *const latin_1[] = {
        "iso_8859_1", "iso8859_1", "latin_1", "latin1", "latin", "l1", "8859", "iso8859", "cp819",
        "ibm819", "csisolatin1", "iso_8859_1_1987", "iso_ir_100",
    };
    static const char *const ascii[] = { "ascii", "us_ascii", "us", "646", "iso646_us", "cp367",
                                         "ibm367", "csascii", "iso_ir_6", "ansi_x3_4_1968" };
    char name[ENCODING_MAX + 16];
    plain_name(encoding, name);
    return is_listed(name, utf8, COUNT_OF(utf8)) ? CODEC_UTF8
        : is_listed(name, latin_1, COUNT_OF(latin_1)) ? CODEC_LATIN_1
        : is_listed(name, ascii, COUNT_OF(ascii)) ? CODEC_ASCII : CODEC_OTHER;
}

static bool decode(Source *source)
{
    switch (find_codec(source->encoding)) {
    case CODEC_UTF8: return true;
    case CODEC_LATIN_1: return decode_latin_1(source);
    case CODEC_ASCII: return check_ascii(source);
    default: return decode_by_hook(source);
    }
}

/* In a file, what is not UTF-8 must say so. */
static bool check_utf8(Source *source)
{
    Utf8Problem problem;
    if (!utf8_find_problem(source->bytes, source->size, &problem))
        return true;
    int line = 1;
    for (size_t i = 0; i < problem.position; i++)
        line += source->bytes[i] == '\n';
    const char *name = source->options->filename;
    syntax_error_set(source->error, source->arena, SYNTAX_ERROR,
                     "Non-UTF-8 code starting with '\\x%02x' in file %s on line %d, but no "
                     "encoding declared; see https://peps.python.org/pep-0263/ for details",
                     problem.byte, name ? name : "<string>", line);
    source->error->no_location = true;
    return false;
}

static bool find_encoding(Source *source, bool *encoded)
{
    bool mark = source->size >= 3 && memcmp(source->bytes, "\xEF\xBB\xBF", 3) == 0;
    source->bytes += mark ? 3 : 0;
    source->size -= mark ? 3 : 0;
    bool cookie = find_cookie(source->bytes, source->size, source->encoding);
    *encoded = mark || cookie;
    if (!cookie)
        return !(source->options->flags & PARSE_FROM_FILE) || check_utf8(source);
    normalise(source->encoding);
    if (!mark)
        return decode(source);
    if (strcmp(source->encoding, "utf-8") == 0)
        return true;
    strcat(source->encoding, " with BOM");
    return refuse(source, SYNTAX_ERROR, "encoding problem: %s", source->encoding,
                  !(source->options->flags & PARSE_FROM_FILE));
}

/* --- line ends ---------------------------------------------------------- */

static size_t copy_lines(char *out, const char *p, size_t size)
{
    char *start = out;
    for (const char *end = p + size; p < end; p++) {
        if (*p == '\r') {
            *out++ = '\n';
            p += p + 1 < end && p[1] == '\n';
        } else {
            *out++ = *p;
        }
    }
    return (size_t)(out - start);
}

/* CPython takes "\r\n" at the very end for none, and adds another one. */
static bool ends_in_newline(const Source *source)
{
    size_t size = source->size;
    if (size == 0 || (source->bytes[size - 1] != '\n' && source->bytes[size - 1] != '\r'))
        return false;
    return source->bytes[size - 1] == '\r' || size == 1 || source->bytes[size - 2] != '\r';
}

static bool copy_text(Source *source, SourceText *result)
{
    char *text = source->size > INT32_MAX - 16 ? NULL
        : tree_alloc(source->arena, source->size + 2);
    size_t size = source->size;
    if (!text)
        return no_memory(source);
    if (memchr(source->bytes, '\r', size))
        size = copy_lines(text, source->bytes, size);
    else
        memcpy(text, source->bytes, size);
    if (source->options->mode == PARSE_EXEC && !ends_in_newline(source))
        text[size++] = '\n';
    text[size] = '\0';
    result->text = text;
    result->size = size;
    return true;
}

bool source_open(SourceText *result, TreeArena *arena, const char *bytes, size_t size,
                 const ParseOptions *options, SyntaxError *error)
{
    Source source = { .bytes = bytes, .size = size, .arena = arena, .options = options,
                      .error = error };
    result->encoded = true;
    if (size > 0 && memchr(bytes, '\0', size)) {
        if (options->flags & PARSE_FROM_FILE)
            return refuse(&source, SYNTAX_ERROR, "source code cannot contain null bytes%s", "",
                          false);
        return refuse(&source, SYNTAX_VALUE_ERROR,
                      "source code string cannot contain null bytes%s", "", false);
    }
    if (!(options->flags & PARSE_IGNORE_COOKIE) && !find_encoding(&source, &result->encoded))
        return false;
    return copy_text(&source, result);
}
