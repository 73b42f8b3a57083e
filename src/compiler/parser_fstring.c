/* F-strings: literal text and expressions in braces, which a parser of its own
 * reads from a copy in parentheses, as in CPython 3.11; its positions follow. */
#include "compiler/parser_internal.h"

enum { FSTRING_MAX_NESTING = 2 };

typedef struct {
    Parser *p;
    const FStringPlace *place;
    const char *s, *end;
    int32_t first, last;        /* the tokens that give constants and fields their place */
    int level;                  /* 0: the string, 1: a format spec, 2: in that */
} FString;

static bool fstring_error(FString *f, const char *message)
{
    return raise_last(f->p, SYNTAX_ERROR, "f-string: %s", message);
}

/* --- literal text ------------------------------------------------------- */

/* Behind `\N`: `{name}` is no expression. */
static void skip_name(FString *f)
{
    if (f->s < f->end && *f->s++ == '{')
        while (f->s < f->end && *f->s++ != '}')
            continue;
}

/* Up to a brace that ends the text.  *DOUBLED: it stands for itself, and more
 * text follows. */
static bool find_literal_end(FString *f, const char **end, bool *doubled)
{
    *doubled = false;
    while (f->s < f->end) {
        char c = *f->s++;
        if (!f->place->raw && c == '\\' && f->s < f->end) {
            c = *f->s++;
            if (c == 'N') {
                skip_name(f);
                continue;
            }
            if (c == '{' && !token_warn_escape(f->p, f->s - 1, f->place->token))
                return false;
        }
        if (c != '{' && c != '}')
            continue;
        if (f->level == 0 && f->s < f->end && *f->s == c) {
            *doubled = true;
            *end = f->s++;
            return true;
        }
        if (f->level == 0 && c == '}')
            return fstring_error(f, "single '}' is not allowed");
        f->s--;
        break;
    }
    *end = f->s;
    return true;
}

static bool append_text(FString *f, Text *text, const char *start, const char *end)
{
    if (start == end)
        return true;
    if (f->place->raw)
        return text_append_raw(f->p, text, start, (size_t)(end - start));
    return text_append_escaped(f->p, text, start, (size_t)(end - start), f->place->token);
}

/* --- the extent of an expression ---------------------------------------- */

typedef struct {
    char quote;
    int quotes;                 /* 1 or 3 while inside a string */
    int depth;
    char brackets[LEXER_MAX_LEVEL];
} Scan;

static bool is_tripled(const FString *f)
{
    return f->s + 2 < f->end && f->s[1] == *f->s && f->s[2] == *f->s;
}

static void scan_quoted(FString *f, Scan *scan)
{
    if (*f->s != scan->quote || (scan->quotes == 3 && !is_tripled(f)))
        return;
    f->s += scan->quotes - 1;
    scan->quote = 0;
}

static void open_quote(FString *f, Scan *scan)
{
    scan->quote = *f->s;
    scan->quotes = is_tripled(f) ? 3 : 1;
    f->s += scan->quotes - 1;
}

static bool scan_closing(FString *f, Scan *scan, char c)
{
    if (scan->depth == 0)
        return raise_last(f->p, SYNTAX_ERROR, "f-string: unmatched '%c'", c);
    char opening = scan->brackets[--scan->depth];
    if ((opening == '(' && c == ')') || (opening == '[' && c == ']')
        || (opening == '{' && c == '}'))
        return true;
    return raise_last(f->p, SYNTAX_ERROR, "f-string: closing parenthesis '%c' does not match "
                      "opening parenthesis '%c'", c, opening);
}

/* Does C, outside of brackets, end the expression?  Skips an operator that
 * starts with one of the characters that can. */
static bool ends_expression(FString *f, char c)
{
    if (f->s + 1 < f->end && f->s[1] == '=' && (c == '!' || c == '=' || c == '<' || c == '>')) {
        f->s++;
        return false;
    }
    return c == '!' || c == ':' || c == '}' || c == '=';
}

static bool scan_bracket(FString *f, Scan *scan, char c)
{
    if (c == ')' || c == ']' || c == '}')
        return scan_closing(f, scan, c);
    if (scan->depth >= LEXER_MAX_LEVEL)
        return fstring_error(f, "too many nested parenthesis");
    scan->brackets[scan->depth++] = c;
    return true;
}

static bool scan_character(FString *f, Scan *scan, char c)
{
    switch (c) {
    case '\'': case '"':
        open_quote(f, scan);
        return true;
    case '(': case '[': case '{': case ')': case ']': case '}':
        return scan_bracket(f, scan, c);
    case '#':
        return raise_last(f->p, SYNTAX_ERROR, "f-string expression part cannot include '#'");
    default:
        return true;
    }
}

static bool scan_expression(FString *f, Scan *scan)
{
    for (; f->s < f->end; f->s++) {
        char c = *f->s;
        if (c == '\\')
            return raise_last(f->p, SYNTAX_ERROR,
                              "f-string expression part cannot include a backslash");
        if (scan->quote)
            scan_quoted(f, scan);
        else if (scan->depth == 0 && strchr("!:}=<>", c)) {
            if (ends_expression(f, c))
                break;
        } else if (!scan_character(f, scan, c))
            return false;
    }
    if (scan->quote)
        return fstring_error(f, "unterminated string");
    if (scan->depth > 0)
        return raise_last(f->p, SYNTAX_ERROR, "f-string: unmatched '%c'",
                          scan->brackets[scan->depth - 1]);
    return true;
}

/* --- the expression ----------------------------------------------------- */

static bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\f'; }

static bool all_space(const char *start, const char *end)
{
    while (start < end && is_space(*start))
        start++;
    return start == end;
}

static bool newline_follows(const char *s)
{
    while (*s == ' ' || *s == '\t' || *s == '\f')
        s++;
    return *s == '}' || *s == '\n';
}

/* Where CPython puts the expression behind the brace at OPEN. */
static void locate(const FString *f, const char *open, int32_t *line, int32_t *shift)
{
    const Token *token = f->place->token;
    int32_t lines = 0, columns = 0;
    if (!newline_follows(open + 1)) {
        const char *start = open;
        while (start > token->text && *start != '\n')
            start--;
        columns = (int32_t)(open - start) - (*start == '\n');
    }
    for (const char *s = token->text; s < open; s++)
        lines += *s == '\n';
    *line = token->line + lines;
    *shift = lines != 0 ? columns : token->column + columns;
}

static Node *compile_expression(FString *f, const char *start, const char *end)
{
    if (all_space(start, end)) {
        if (*end == '!' || *end == ':' || *end == '=')
            return raise_last(f->p, SYNTAX_ERROR, "f-string: expression required before '%c'", *end);
        return fstring_error(f, "empty expression not allowed"), NULL;
    }
    size_t size = (size_t)(end - start);
    char *text = tree_alloc(f->p->arena, size + 4);
    if (!text)
        return no_memory(f->p);
    text[0] = '(';
    memcpy(text + 1, start, size);
    memcpy(text + 1 + size, ")\n", 3);
    int32_t line, shift;
    locate(f, start - 1, &line, &shift);
    return parse_embedded(f->p, text, size + 3, line, shift);
}

/* --- replacement fields ------------------------------------------------- */

static bool join_parts(FString *f, Text *text);

static bool unexpected_end(FString *f)
{
    return fstring_error(f, "expecting '}'");
}

static bool push_text(FString *f, Text *text)
{
    if (text->size == 0)
        return true;
    Node *node = string_constant(f->p, text, f->first, f->last);
    *text = (Text){ 0 };
    return node && list_push(f->p, node);
}

static Node *placed(FString *f, NodeKind kind)
{
    Parser *p = f->p;
    int32_t mark = p->mark;
    p->mark = f->last + 1;
    Node *node = finish(p, kind, f->first);
    p->mark = mark;
    return node;
}

static bool conversion(FString *f, Node *field)
{
    if (++f->s >= f->end)
        return unexpected_end(f);
    char c = *f->s++;
    if (c != 's' && c != 'r' && c != 'a')
        return fstring_error(f, "invalid conversion character: expected 's', 'r', or 'a'");
    field->formatted_value.conversion = c;
    return true;
}

static bool format_spec(FString *f, Node *field)
{
    Text text = { 0 };
    int32_t base = f->p->scratch_count;
    if (++f->s >= f->end)
        return unexpected_end(f);
    FString outer = *f;
    f->first = f->last = f->place->index;
    f->level++;
    bool ok = join_parts(f, &text) && push_text(f, &text);
    Node *spec = ok ? placed(f, NODE_JOINED_STR) : NULL;
    f->first = outer.first;
    f->last = outer.last;
    f->level--;
    if (!spec || !list_take(f->p, base, &spec->joined_str.values))
        return list_drop(f->p, base);
    field->formatted_value.format_spec = spec;
    return true;
}

/* `=` shows the text of the expression too. */
static bool self_documenting(FString *f, Text *text, const char *start)
{
    f->s++;
    while (f->s < f->end && (is_space(*f->s) || *f->s == '\r' || *f->s == '\v'))
        f->s++;
    return f->s < f->end ? text_append_raw(f->p, text, start, (size_t)(f->s - start))
        : unexpected_end(f);
}

/* What follows the expression, up to the closing brace. */
static bool field_suffix(FString *f, Text *text, const char *start, Node *field)
{
    bool shown = *f->s == '=';
    if (shown && !self_documenting(f, text, start))
        return false;
    if (*f->s == '!' && !conversion(f, field))
        return false;
    if (f->s >= f->end)
        return unexpected_end(f);
    if (*f->s == ':' && !format_spec(f, field))
        return false;
    if (f->s >= f->end || *f->s != '}')
        return unexpected_end(f);
    f->s++;
    if (shown && field->formatted_value.conversion == -1 && !field->formatted_value.format_spec)
        field->formatted_value.conversion = 'r';
    return true;
}

/* S is at the opening brace. */
static bool replacement_field(FString *f, Text *text)
{
    Scan scan = { 0 };
    if (f->level >= FSTRING_MAX_NESTING)
        return fstring_error(f, "expressions nested too deeply");
    const char *start = ++f->s;
    if (!scan_expression(f, &scan))
        return false;
    if (f->s >= f->end)
        return unexpected_end(f);
    Node *value = compile_expression(f, start, f->s);
    Node *field = value ? placed(f, NODE_FORMATTED_VALUE) : NULL;
    if (!field)
        return false;
    field->formatted_value.value = value;
    field->formatted_value.conversion = -1;
    return field_suffix(f, text, start, field) && push_text(f, text) && list_push(f->p, field);
}

/* Text and fields by turns, up to the end or to the brace that ends a spec. */
static bool join_parts(FString *f, Text *text)
{
    for (;;) {
        const char *start = f->s, *end = start;
        bool doubled;
        if (!find_literal_end(f, &end, &doubled) || !append_text(f, text, start, end))
            return false;
        if (doubled)
            continue;
        if (f->s >= f->end || *f->s == '}')
            break;
        if (!replacement_field(f, text))
            return false;
    }
    if (f->level > 0 && (f->s >= f->end || *f->s != '}'))
        return unexpected_end(f);
    return true;
}

bool parse_fstring_body(Parser *p, Text *text, const char *body, const char *end,
                        const FStringPlace *place)
{
    FString f = { p, place, body, end, place->first, place->last, 0 };
    return join_parts(&f, text);
}
