/* String and bytes literals: escapes, and what stands side by side. */
#include "compiler/parser_internal.h"

#include <stdio.h>

/* --- text --------------------------------------------------------------- */

static bool text_reserve(Parser *p, Text *text, size_t size)
{
    if (text->capacity - text->size >= size)
        return true;
    size_t capacity = MAX(2 * text->capacity, text->size + size + 16);
    char *bytes = tree_alloc(p->arena, capacity);
    if (!bytes)
        return no_memory(p);
    if (text->size)
        memcpy(bytes, text->bytes, text->size);
    text->bytes = bytes;
    text->capacity = capacity;
    return true;
}

bool text_append(Parser *p, Text *text, const char *bytes, size_t size)
{
    text->used = true;
    if (!text_reserve(p, text, size + 1))
        return false;
    memcpy(text->bytes + text->size, bytes, size);
    text->size += size;
    return true;
}

bool text_append_raw(Parser *p, Text *text, const char *body, size_t size)
{
    Utf8Problem problem;
    if (utf8_find_problem(body, size, &problem))
        return raise_decode(p, body, size);
    return text_append(p, text, body, size);
}

/* --- escapes ------------------------------------------------------------ */

typedef struct {
    Parser *p;
    Text *out;
    const char *start, *s, *end;
    const char *first_invalid;  /* character behind the first unknown backslash */
} Escapes;

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if ((c | 32) >= 'a' && (c | 32) <= 'f')
        return (c | 32) - 'a' + 10;
    return -1;
}

/* CPython decodes a text in which every other character is \UXXXXXXXX. */
static size_t escaped_position(const Escapes *e, const char *to)
{
    size_t position = 0;
    for (const char *s = e->start; s < to; s++) {
        uint8_t byte = (uint8_t)*s;
        position += byte < 128 ? 1 : (byte & 0xC0) == 0x80 ? 0 : 10;
    }
    return position;
}

static bool unicode_error(Escapes *e, const char *from, const char *message)
{
    size_t first = escaped_position(e, from), last = escaped_position(e, e->s) - 1;
    if (first == last)
        return raise_last(e->p, SYNTAX_ERROR, "(unicode error) 'unicodeescape' codec can't decode "
                          "byte 0x5c in position %zu: %s", first, message);
    return raise_last(e->p, SYNTAX_ERROR, "(unicode error) 'unicodeescape' codec can't decode "
                      "bytes in position %zu-%zu: %s", first, last, message);
}

static bool put_point(Escapes *e, int32_t point)
{
    char bytes[4];
    return text_append(e->p, e->out, bytes, (size_t)text_encode(point, bytes));
}

/* \xXX, \uXXXX, \UXXXXXXXX: S is behind the letter. */
static bool hex_escape(Escapes *e, const char *from, int digits, const char *message)
{
    uint32_t point = 0;
    for (int i = 0; i < digits; i++, e->s++) {
        int value = e->s < e->end ? hex_value(*e->s) : -1;
        if (value < 0)
            return unicode_error(e, from, message);
        point = point << 4 | (uint32_t)value;
    }
    if (point > 0x10FFFF)
        return unicode_error(e, from, "illegal Unicode character");
    return put_point(e, (int32_t)point);
}

static bool named_escape(Escapes *e, const char *from)
{
    if (e->s >= e->end || *e->s != '{')
        return unicode_error(e, from, "malformed \\N character escape");
    const char *name = ++e->s;
    while (e->s < e->end && *e->s != '}')
        e->s++;
    if (e->s == name || e->s == e->end)
        return unicode_error(e, from, "malformed \\N character escape");
    size_t size = (size_t)(e->s++ - name);
    const ParseOptions *options = e->p->options;
    int32_t point = options->lookup_name ? options->lookup_name(options->hook_data, name, size)
        : -1;
    if (point == -2) {
        e->p->error->kind = SYNTAX_RAISED;
        e->p->failed = true;
        return false;
    }
    return point < 0 ? unicode_error(e, from, "unknown Unicode character name")
        : put_point(e, point);
}

/* S is behind the first octal digit. */
static int octal(Escapes *e)
{
    const char *first = e->s - 1;
    int value = *first - '0';
    for (int i = 0; i < 2 && e->s < e->end && *e->s >= '0' && *e->s <= '7'; i++)
        value = value * 8 + (*e->s++ - '0');
    if (value > 0xFF && !e->first_invalid)
        e->first_invalid = first;
    return value;
}

/* Escapes that are one character; -1: none; -2: a line continuation. */
static int simple_escape(char c)
{
    switch (c) {
    case '\n': return -2;
    case '\\': case '\'': case '"': return c;
    case 'a': return 7;
    case 'b': return '\b';
    case 'f': return '\f';
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    case 'v': return '\v';
    default: return -1;
    }
}

/* An unknown escape stands for itself. */
static bool unknown_escape(Escapes *e)
{
    if (!e->first_invalid)
        e->first_invalid = e->s - 1;
    return text_append(e->p, e->out, e->s - 2, 2);
}

/* FROM is the backslash. */
static bool str_escape(Escapes *e, const char *from)
{
    if ((uint8_t)*e->s >= 128)
        return text_append(e->p, e->out, "\\", 1);
    char c = *e->s++;
    int simple = simple_escape(c);
    if (simple >= 0)
        return put_point(e, simple);
    switch (c) {
    case '\n': return true;
    case 'x': return hex_escape(e, from, 2, "truncated \\xXX escape");
    case 'u': return hex_escape(e, from, 4, "truncated \\uXXXX escape");
    case 'U': return hex_escape(e, from, 8, "truncated \\UXXXXXXXX escape");
    case 'N': return named_escape(e, from);
    case '0' ... '7': return put_point(e, octal(e));
    default: return unknown_escape(e);
    }
}

static bool bytes_hex_escape(Escapes *e, const char *from)
{
    int high = e->s < e->end ? hex_value(*e->s) : -1;
    int low = high >= 0 && e->s + 1 < e->end ? hex_value(e->s[1]) : -1;
    if (low < 0)
        return raise_last(e->p, SYNTAX_ERROR, "(value error) invalid \\x escape at position %zd",
                          from - e->start);
    e->s += 2;
    char byte = (char)(high << 4 | low);
    return text_append(e->p, e->out, &byte, 1);
}

static bool bytes_escape(Escapes *e, const char *from)
{
    char c = *e->s++, byte;
    int simple = simple_escape(c);
    if (simple == -2)
        return true;
    if (c == 'x')
        return bytes_hex_escape(e, from);
    if (simple < 0 && (c < '0' || c > '7'))
        return unknown_escape(e);
    byte = (char)(simple >= 0 ? simple : octal(e));
    return text_append(e->p, e->out, &byte, 1);
}

/* Text without escapes up to the next backslash. */
static bool copy_run(Escapes *e, bool is_bytes)
{
    const char *backslash = memchr(e->s, '\\', (size_t)(e->end - e->s));
    const char *run = e->s;
    Utf8Problem problem;
    e->s = backslash ? backslash : e->end;
    size_t size = (size_t)(e->s - run);
    if (!is_bytes && utf8_find_problem(run, size, &problem)) {
        while (problem.position > 0 && (uint8_t)run[problem.position - 1] >= 128)
            problem.position--;
        const char *other = run + problem.position;
        while ((uint8_t)run[problem.position] >= 128)
            problem.position++;
        return raise_decode(e->p, other, (size_t)(run + problem.position - other));
    }
    return text_append(e->p, e->out, run, size);
}

static bool decode_escapes(Escapes *e, bool (*escape)(Escapes *, const char *), bool is_bytes)
{
    while (e->s < e->end) {
        if (*e->s != '\\') {
            if (!copy_run(e, is_bytes))
                return false;
            continue;
        }
        const char *from = e->s++;
        if (e->s == e->end)
            return text_append(e->p, e->out, "\\", 1);
        if (!escape(e, from))
            return false;
    }
    return true;
}

bool token_warn_escape(Parser *p, const char *at, const Token *token)
{
    char message[48];
    const ParseOptions *options = p->options;
    if (!options->warn || (p->warned && at <= p->warned))
        return true;
    p->warned = at;
    bool octal = *at >= '4' && *at <= '7';
    snprintf(message, sizeof message, octal ? "invalid octal escape sequence '\\%.3s'"
             : "invalid escape sequence '\\%.1s'", at);
    if (options->warn(options->hook_data, message, token->line))
        return true;
    return raise_token(p, token, "%s", message);
}

bool text_append_escaped(Parser *p, Text *text, const char *body, size_t size, const Token *token)
{
    Escapes e = { p, text, body, body, body + size, NULL };
    text->used = true;
    return decode_escapes(&e, str_escape, false)
        && (!e.first_invalid || token_warn_escape(p, e.first_invalid, token));
}

static bool append_bytes(Parser *p, Text *text, const char *body, size_t size, bool raw,
                         const Token *token)
{
    Escapes e = { p, text, body, body, body + size, NULL };
    if (raw)
        return text_append(p, text, body, size);
    return decode_escapes(&e, bytes_escape, true)
        && (!e.first_invalid || token_warn_escape(p, e.first_invalid, token));
}

/* --- one literal -------------------------------------------------------- */

typedef struct {
    const char *body, *end;
    bool is_bytes, raw, format;
} Literal;

static Literal read_literal(const Token *token)
{
    Literal literal = { .body = token->text, .end = token->text + token->size };
    char c;
    while ((c = *literal.body) != '"' && c != '\'') {
        literal.is_bytes |= (c | 32) == 'b';
        literal.raw |= (c | 32) == 'r';
        literal.format |= (c | 32) == 'f';
        literal.body++;
    }
    int quotes = token->size >= 6 && literal.body[1] == c && literal.body[2] == c
        && literal.end - literal.body >= 6 ? 3 : 1;
    literal.body += quotes;
    literal.end -= quotes;
    if (!literal.raw && !memchr(literal.body, '\\', (size_t)(literal.end - literal.body)))
        literal.raw = true;
    return literal;
}

static bool is_ascii(const char *bytes, size_t size)
{
    uint8_t seen = 0;
    for (size_t i = 0; i < size; i++)
        seen |= (uint8_t)bytes[i];
    return seen < 128;
}

static bool append_literal(Parser *p, Text *text, const Literal *literal, const Token *token)
{
    size_t size = (size_t)(literal->end - literal->body);
    if (literal->is_bytes) {
        if (!token->is_ascii)
            return raise_last(p, SYNTAX_ERROR, "bytes can only contain ASCII literal characters");
        return append_bytes(p, text, literal->body, size, literal->raw, token);
    }
    if (literal->raw)
        return text_append_raw(p, text, literal->body, size);
    return text_append_escaped(p, text, literal->body, size, token);
}

/* --- side by side ------------------------------------------------------- */

static Node *place_strings(Parser *p, NodeKind kind, int32_t first, int32_t last)
{
    int32_t mark = p->mark;
    p->mark = last + 1;
    Node *node = finish(p, kind, first);
    p->mark = mark;
    return node;
}

static Node *text_constant(Parser *p, ConstantKind kind, const Text *text, int32_t first,
                           int32_t last)
{
    Node *node = place_strings(p, NODE_CONSTANT, first, last);
    if (!node)
        return NULL;
    Constant *value = &node->constant.value;
    value->kind = (uint8_t)kind;
    value->text = text->size ? text->bytes : "";
    value->size = (int32_t)text->size;
    value->is_ascii = is_ascii(value->text, text->size);
    if (text->size)
        text->bytes[text->size] = '\0';
    node->constant.kind = p->tokens[first].text[0] == 'u';
    return node;
}

Node *string_constant(Parser *p, const Text *text, int32_t first, int32_t last)
{
    return text_constant(p, CONSTANT_STR, text, first, last);
}

static Node *bytes_literals(Parser *p, int32_t first, int32_t last)
{
    Text text = { 0 };
    for (int32_t i = first; i <= last; i++) {
        Token token = p->tokens[i];
        Literal literal = read_literal(&token);
        if (!append_literal(p, &text, &literal, &token))
            return NULL;
    }
    Node *node = text_constant(p, CONSTANT_BYTES, &text, first, last);
    if (node)
        node->constant.kind = false;
    return node;
}

static bool append_part(Parser *p, Text *text, int32_t i, int32_t first, int32_t last)
{
    Token token = p->tokens[i];
    Literal literal = read_literal(&token);
    if (!literal.format)
        return append_literal(p, text, &literal, &token);
    FStringPlace place = { &token, i, first, last, literal.raw };
    return parse_fstring_body(p, text, literal.body, literal.end, &place);
}

static Node *str_literals(Parser *p, int32_t first, int32_t last, bool format)
{
    Text text = { 0 };
    int32_t base = p->scratch_count;
    for (int32_t i = first; i <= last; i++)
        if (!append_part(p, &text, i, first, last))
            return list_drop(p, base);
    Node *constant = format && text.size == 0 ? NULL : string_constant(p, &text, first, last);
    if (!format || p->failed)
        return constant;
    if (constant && !list_push(p, constant))
        return list_drop(p, base);
    Node *joined = place_strings(p, NODE_JOINED_STR, first, last);
    return joined && list_take(p, base, &joined->joined_str.values) ? joined
        : list_drop(p, base);
}

static Node *strings(Parser *p)
{
    int32_t first = p->mark;
    bool format = false, is_bytes = false;
    for (; peek(p) == TOKEN_STRING; p->mark++) {
        Literal literal = read_literal(current(p));
        bool mixed = p->mark > first && literal.is_bytes != is_bytes, bad = literal.is_bytes && !current(p)->is_ascii;
        if (mixed || bad) {
            while (peek(p) == TOKEN_STRING)
                p->mark++;
            return raise_last(p, SYNTAX_ERROR, bad ? "bytes can only contain ASCII literal characters"
                                                   : "cannot mix bytes and nonbytes literals");
        }
        is_bytes = literal.is_bytes;
        format |= literal.format;
    }
    int32_t last = p->mark - 1;
    if (p->failed)
        return NULL;
    return is_bytes ? bytes_literals(p, first, last) : str_literals(p, first, last, format);
}

Node *parse_strings(Parser *p)
{
    if (unlikely(p->memoising))
        return memoise(p, RULE_STRINGS, strings);
    return strings(p);
}
