#include "compiler/lexer.h"

#include <stdarg.h>
#include <stdio.h>

enum { TAB_WIDTH = 8 };

/* Classes of the first byte of a token, and of the bytes inside names. */
enum { NAME_START = 1, NAME_PART = 2, DIGIT = 4 };

static const uint8_t byte_class[256] = {
    ['0' ... '9'] = NAME_PART | DIGIT,
    ['A' ... 'Z'] = NAME_PART | NAME_START,
    ['a' ... 'z'] = NAME_PART | NAME_START,
    ['_'] = NAME_PART | NAME_START,
    [128 ... 255] = NAME_PART | NAME_START,
};

const char *token_text(TokenKind kind)
{
    static const char *const texts[TOKEN_KIND_COUNT] = {
#define TOKEN(NAME)
#define OPERATOR(NAME, text) [TOKEN_##NAME] = text,
#define KEYWORD(NAME, text) [TOKEN_##NAME] = text,
#include "compiler/token.def"
#undef TOKEN
#undef OPERATOR
#undef KEYWORD
    };
    return texts[kind] ? texts[kind] : "";
}

void lexer_open(Lexer *lexer, const char *text, size_t size, TreeArena *arena,
                const ParseOptions *options, SyntaxError *error)
{
    memset(lexer, 0, offsetof(Lexer, brackets));
    lexer->start = lexer->cursor = lexer->line_start = lexer->buffer = text;
    lexer->token_line_start = text;
    lexer->end = text + size;
    lexer->at_line_start = true;
    lexer->encoded = true;
    lexer->arena = arena;
    lexer->options = options;
    lexer->error = error;
    lexer->indents[0] = lexer->alternative_indents[0] = 0;
}

const char *lexer_line_end(const Lexer *lexer)
{
    const char *from = MAX(lexer->line_start, lexer->cursor - (lexer->cursor > lexer->line_start));
    const char *newline = memchr(from, '\n', (size_t)(lexer->end - from));
    return newline ? newline + 1 : lexer->end;
}

/* --- errors ------------------------------------------------------------- */

static void set_error_text(Lexer *lexer)
{
    const char *line = lexer->line_start;
    const char *newline = memchr(line, '\n', (size_t)(lexer->end - line));
    size_t size = (size_t)((newline ? newline : lexer->end) - line);
    syntax_error_set_text(lexer->error, lexer->arena, line, size);
}

static bool report(Lexer *lexer, int32_t column, int32_t end_column, const char *message)
{
    int32_t here = text_count(lexer->line_start, (size_t)(lexer->cursor - lexer->line_start));
    SyntaxError *error = lexer->error;
    lexer->status = LEX_REPORTED;
    syntax_error_set(error, lexer->arena, SYNTAX_ERROR, "%s", message);
    error->line = error->end_line = lexer->line;
    error->column = column < 0 ? here : column;
    error->end_column = end_column < 0 ? error->column : end_column;
    set_error_text(lexer);
    return false;
}

bool lexer_error(Lexer *lexer, const char *format, ...)
{
    char message[256];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    return report(lexer, -1, -1, message);
}

bool lexer_error_range(Lexer *lexer, int32_t column, int32_t end_column, const char *format, ...)
{
    char message[256];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    return report(lexer, column, end_column, message);
}

static bool stop(Lexer *lexer, LexStatus status)
{
    lexer->status = status;
    return false;
}

/* Stop with the cursor at the end of the line. */
static bool stop_line(Lexer *lexer, LexStatus status)
{
    lexer->cursor = lexer_line_end(lexer);
    return stop(lexer, status);
}

/* --- lines and indentation ---------------------------------------------- */

/* The line at the cursor is about to be read, unless the text ends there. */
static inline void begin_line(Lexer *lexer, bool token_in_progress)
{
    if (lexer->cursor == lexer->end) {
        lexer->ended = true;
        return;
    }
    lexer->line++;
    lexer->line_start = lexer->cursor;
    if (!token_in_progress)
        lexer->buffer = lexer->cursor;
}

/* The cursor is behind a backslash. */
static bool continue_line(Lexer *lexer, bool token_in_progress)
{
    if (*lexer->cursor != '\n') {
        lexer->cursor += lexer->cursor < lexer->end;
        return stop(lexer, LEX_CONTINUATION);
    }
    lexer->cursor++;
    begin_line(lexer, token_in_progress);
    if (lexer->cursor == lexer->end)
        return stop(lexer, LEX_END);
    return true;
}

typedef struct { int32_t column, alternative; } Indentation;

/* Indentation cannot be split over lines by backslashes: the first one counts. */
static bool measure_indentation(Lexer *lexer, Indentation *indentation)
{
    int32_t column = 0, alternative = 0, continued = 0;
    for (;; lexer->cursor++) {
        switch (*lexer->cursor) {
        case ' ': column++, alternative++; continue;
        case '\t': column = (column / TAB_WIDTH + 1) * TAB_WIDTH; alternative++; continue;
        case '\f': column = alternative = 0; continue;
        case '\\':
            continued = continued ? continued : column;
            lexer->cursor++;
            if (!continue_line(lexer, false))
                return false;
            lexer->cursor--;
            continue;
        }
        break;
    }
    indentation->column = continued ? continued : column;
    indentation->alternative = continued ? continued : alternative;
    return true;
}

static bool indent(Lexer *lexer, Indentation to)
{
    if (lexer->indent + 1 >= LEXER_MAX_INDENT)
        return stop_line(lexer, LEX_TOO_DEEP);
    if (to.alternative <= lexer->alternative_indents[lexer->indent])
        return stop_line(lexer, LEX_TABS);
    lexer->indent++;
    lexer->pending++;
    lexer->indents[lexer->indent] = to.column;
    lexer->alternative_indents[lexer->indent] = to.alternative;
    return true;
}

static bool dedent(Lexer *lexer, Indentation to)
{
    while (lexer->indent > 0 && to.column < lexer->indents[lexer->indent]) {
        lexer->pending--;
        lexer->indent--;
    }
    if (to.column != lexer->indents[lexer->indent])
        return stop_line(lexer, LEX_DEDENT);
    if (to.alternative != lexer->alternative_indents[lexer->indent])
        return stop_line(lexer, LEX_TABS);
    return true;
}

static bool change_indentation(Lexer *lexer, Indentation to)
{
    int32_t column = lexer->indents[lexer->indent];
    if (to.column > column)
        return indent(lexer, to);
    if (to.column < column)
        return dedent(lexer, to);
    if (to.alternative != lexer->alternative_indents[lexer->indent])
        return stop_line(lexer, LEX_TABS);
    return true;
}

/* *BLANK: nothing but a comment on this line. */
static bool start_line(Lexer *lexer, bool *blank)
{
    Indentation indentation;
    lexer->at_line_start = false;
    begin_line(lexer, false);
    if (!measure_indentation(lexer, &indentation))
        return false;
    *blank = *lexer->cursor == '#' || *lexer->cursor == '\n';
    return *blank || lexer->level > 0 || change_indentation(lexer, indentation);
}

/* --- names and strings -------------------------------------------------- */

static inline bool is_word(const char *text, int32_t size, const char *word, int32_t word_size)
{
    return size == word_size && memcmp(text, word, (size_t)size) == 0;
}

#define WORD(NAME, word) \
    if (is_word(text, size, word, sizeof word - 1)) return TOKEN_##NAME

static TokenKind name_kind(const char *text, int32_t size)
{
    switch (text[0]) {
    case 'F': WORD(FALSE, "False"); break;
    case 'N': WORD(NONE, "None"); break;
    case 'T': WORD(TRUE, "True"); break;
    case 'a':
        WORD(AND, "and"); WORD(AS, "as"); WORD(ASSERT, "assert"); WORD(ASYNC, "async");
        WORD(AWAIT, "await"); break;
    case 'b': WORD(BREAK, "break"); break;
    case 'c': WORD(CLASS, "class"); WORD(CONTINUE, "continue"); break;
    case 'd': WORD(DEF, "def"); WORD(DEL, "del"); break;
    case 'e': WORD(ELSE, "else"); WORD(ELIF, "elif"); WORD(EXCEPT, "except"); break;
    case 'f': WORD(FOR, "for"); WORD(FROM, "from"); WORD(FINALLY, "finally"); break;
    case 'g': WORD(GLOBAL, "global"); break;
    case 'i': WORD(IF, "if"); WORD(IN, "in"); WORD(IS, "is"); WORD(IMPORT, "import"); break;
    case 'l': WORD(LAMBDA, "lambda"); break;
    case 'n': WORD(NOT, "not"); WORD(NONLOCAL, "nonlocal"); break;
    case 'o': WORD(OR, "or"); break;
    case 'p': WORD(PASS, "pass"); break;
    case 'r': WORD(RETURN, "return"); WORD(RAISE, "raise"); break;
    case 't': WORD(TRY, "try"); break;
    case 'w': WORD(WITH, "with"); WORD(WHILE, "while"); break;
    case 'y': WORD(YIELD, "yield"); break;
    }
    return TOKEN_NAME;
}

static bool unterminated(Lexer *lexer, const char *text, bool triple)
{
    int32_t detected = lexer->line;
    lexer->ended |= triple;
    lexer->cursor = text + 1;
    lexer->line_start = lexer->token_line_start;
    lexer->line = lexer->first_line;
    return lexer_error(lexer, "unterminated %sstring literal (detected at line %d)",
                       triple ? "triple-quoted " : "", detected);
}

/* Up to the closing quote on this line; P is behind the opening one. */
static const char *short_string(Lexer *lexer, const char *p, char quote, uint8_t *seen)
{
    uint8_t bytes = 0;
    for (; *p != quote; p++) {
        bytes |= (uint8_t)*p;
        if (*p == '\n' || p == lexer->end) {
            lexer->ended = p == lexer->end;
            return NULL;
        }
        if (*p == '\\') {
            p++;
            bytes |= (uint8_t)*p;
            if (*p == '\n' && p + 1 < lexer->end) {
                lexer->line++;
                lexer->line_start = p + 1;
            }
            if (p == lexer->end) {
                lexer->ended = true;
                return NULL;
            }
        }
    }
    *seen = bytes;
    return p + 1;
}

static const char *long_string(Lexer *lexer, const char *p, char quote, uint8_t *seen)
{
    uint8_t bytes = 0;
    for (; !(*p == quote && p[1] == quote && p[2] == quote); p++) {
        bytes |= (uint8_t)*p;
        if (*p == '\\')
            bytes |= (uint8_t)*++p;
        if (p >= lexer->end)
            return NULL;
        if (*p == '\n' && p + 1 < lexer->end) {
            lexer->line++;
            lexer->line_start = p + 1;
        }
    }
    *seen = bytes;
    return p + 3;
}

/* TEXT is where the token starts, the cursor at its opening quote. */
static bool lex_string(Lexer *lexer, Token *token, const char *text)
{
    const char *p = lexer->cursor;
    char quote = *p;
    uint8_t seen = 0;
    bool triple = p[1] == quote && p[2] == quote;
    lexer->first_line = lexer->line;
    lexer->token_line_start = lexer->line_start;
    if (triple)
        p = long_string(lexer, p + 3, quote, &seen);
    else
        p = short_string(lexer, p + 1, quote, &seen);
    if (!p)
        return unterminated(lexer, text, triple);
    lexer->cursor = p;
    token->kind = TOKEN_STRING;
    token->is_ascii = seen < 128;
    return true;
}

static bool is_string_prefix(const char *text, ptrdiff_t size)
{
    if (size == 1)
        return strchr("bBfFrRuU", text[0]) != NULL;
    if (size != 2)
        return false;
    char first = text[0] | 32, second = text[1] | 32;
    return (first == 'r' && (second == 'b' || second == 'f'))
        || (second == 'r' && (first == 'b' || first == 'f'));
}

static bool lex_name(Lexer *lexer, Token *token)
{
    const char *text = lexer->cursor, *p = text;
    uint8_t seen = 0;
    do
        seen |= (uint8_t)*p;
    while (byte_class[(uint8_t)*++p] & NAME_PART);
    lexer->cursor = p;
    if ((*p == '"' || *p == '\'') && is_string_prefix(text, p - text))
        return lex_string(lexer, token, text);
    token->is_ascii = seen < 128;
    if (seen >= 128 && !lexer_check_identifier(lexer, text, (size_t)(p - text)))
        return false;
    token->kind = name_kind(text, (int32_t)(p - text));
    return true;
}

/* --- operators ---------------------------------------------------------- */

static bool open_bracket(Lexer *lexer, char bracket)
{
    if (lexer->level >= LEXER_MAX_LEVEL)
        return lexer_error(lexer, "too many nested parentheses");
    lexer->brackets[lexer->level] = bracket;
    lexer->bracket_lines[lexer->level] = lexer->line;
    lexer->bracket_columns[lexer->level] = (int32_t)(lexer->cursor - 1 - lexer->line_start);
    lexer->level++;
    return true;
}

static bool close_bracket(Lexer *lexer, char bracket, char expected)
{
    if (lexer->level == 0)
        return lexer_error(lexer, "unmatched '%c'", bracket);
    char opening = lexer->brackets[--lexer->level];
    int32_t line = lexer->bracket_lines[lexer->level];
    if (opening == expected)
        return true;
    if (line != lexer->line)
        return lexer_error(lexer, "closing parenthesis '%c' does not match opening parenthesis "
                           "'%c' on line %d", bracket, opening, line);
    return lexer_error(lexer, "closing parenthesis '%c' does not match opening parenthesis '%c'",
                       bracket, opening);
}

/* An operator that starts with the character C and may go on with `=`, with C
 * itself (then SECOND), and with C and `=`. */
static inline TokenKind doubled(const char **p, char c, TokenKind plain, TokenKind equal,
                                TokenKind twice, TokenKind twice_equal)
{
    if (**p == '=')
        return (*p)++, equal;
    if (**p != c)
        return plain;
    (*p)++;
    if (twice_equal != TOKEN_ERROR && **p == '=')
        return (*p)++, twice_equal;
    return twice;
}

static inline TokenKind with_equal(const char **p, TokenKind plain, TokenKind equal)
{
    return **p == '=' ? ((*p)++, equal) : plain;
}

static TokenKind less_kind(const char **p)
{
    if (**p == '>')
        return (*p)++, TOKEN_NOT_EQUAL;
    return doubled(p, '<', TOKEN_LESS, TOKEN_LESS_EQUAL, TOKEN_LEFT_SHIFT, TOKEN_LEFT_SHIFT_EQUAL);
}

static TokenKind minus_kind(const char **p)
{
    if (**p == '>')
        return (*p)++, TOKEN_ARROW;
    return with_equal(p, TOKEN_MINUS, TOKEN_MINUS_EQUAL);
}

static TokenKind dot_kind(const char **p)
{
    if ((*p)[0] == '.' && (*p)[1] == '.')
        return *p += 2, TOKEN_ELLIPSIS;
    return TOKEN_DOT;
}

/* C is the character before *P. */
static TokenKind operator_kind(char c, const char **p)
{
    switch (c) {
    case '(': return TOKEN_LPAR;
    case ')': return TOKEN_RPAR;
    case '[': return TOKEN_LSQB;
    case ']': return TOKEN_RSQB;
    case '{': return TOKEN_LBRACE;
    case '}': return TOKEN_RBRACE;
    case ',': return TOKEN_COMMA;
    case ';': return TOKEN_SEMI;
    case '~': return TOKEN_TILDE;
    case '.': return dot_kind(p);
    case ':': return with_equal(p, TOKEN_COLON, TOKEN_COLON_EQUAL);
    case '=': return with_equal(p, TOKEN_EQUAL, TOKEN_EQ_EQUAL);
    case '!': return with_equal(p, TOKEN_UNKNOWN, TOKEN_NOT_EQUAL);
    case '+': return with_equal(p, TOKEN_PLUS, TOKEN_PLUS_EQUAL);
    case '-': return minus_kind(p);
    case '@': return with_equal(p, TOKEN_AT, TOKEN_AT_EQUAL);
    case '%': return with_equal(p, TOKEN_PERCENT, TOKEN_PERCENT_EQUAL);
    case '|': return with_equal(p, TOKEN_VBAR, TOKEN_VBAR_EQUAL);
    case '^': return with_equal(p, TOKEN_CIRCUMFLEX, TOKEN_CIRCUMFLEX_EQUAL);
    case '&': return with_equal(p, TOKEN_AMPER, TOKEN_AMPER_EQUAL);
    case '*': return doubled(p, '*', TOKEN_STAR, TOKEN_STAR_EQUAL, TOKEN_DOUBLE_STAR,
                             TOKEN_DOUBLE_STAR_EQUAL);
    case '/': return doubled(p, '/', TOKEN_SLASH, TOKEN_SLASH_EQUAL, TOKEN_DOUBLE_SLASH,
                             TOKEN_DOUBLE_SLASH_EQUAL);
    case '>': return doubled(p, '>', TOKEN_GREATER, TOKEN_GREATER_EQUAL, TOKEN_RIGHT_SHIFT,
                             TOKEN_RIGHT_SHIFT_EQUAL);
    case '<': return less_kind(p);
    default: return TOKEN_UNKNOWN;
    }
}

static bool lex_operator(Lexer *lexer, Token *token)
{
    char c = *lexer->cursor++;
    const char *p = lexer->cursor;
    token->kind = operator_kind(c, &p);
    lexer->cursor = p;
    switch (token->kind) {
    case TOKEN_LPAR: case TOKEN_LSQB: case TOKEN_LBRACE: return open_bracket(lexer, c);
    case TOKEN_RPAR: return close_bracket(lexer, c, '(');
    case TOKEN_RSQB: return close_bracket(lexer, c, '[');
    case TOKEN_RBRACE: return close_bracket(lexer, c, '{');
    case TOKEN_UNKNOWN:
        if (c < ' ' || c == 127)
            return lexer_error(lexer, "invalid non-printable character U+%04X", (unsigned)c);
    }
    return true;
}

/* --- the next token ----------------------------------------------------- */

static bool placeless(Lexer *lexer, Token *token, TokenKind kind)
{
    token->kind = kind;
    token->level = (uint8_t)lexer->level;
    token->line = token->end_line = lexer->line;
    token->column = token->end_column = -1;
    token->text = lexer->cursor;
    token->size = 0;
    return true;
}

static bool pending_indentation(Lexer *lexer, Token *token)
{
    int step = lexer->pending < 0 ? 1 : -1;
    lexer->pending = (int16_t)(lexer->pending + step);
    return placeless(lexer, token, step > 0 ? TOKEN_DEDENT : TOKEN_INDENT);
}

static bool at_end(Lexer *lexer, Token *token)
{
    lexer->ended = true;
    if (lexer->level > 0)
        return stop(lexer, LEX_END);
    return placeless(lexer, token, TOKEN_END);
}

static bool lex_token(Lexer *lexer, Token *token)
{
    unsigned char c = (unsigned char)*lexer->cursor;
    if (byte_class[c] & NAME_START)
        return lex_name(lexer, token);
    if ((byte_class[c] & DIGIT) || (c == '.' && (byte_class[(uint8_t)lexer->cursor[1]] & DIGIT))) {
        token->kind = TOKEN_NUMBER;
        lexer->cursor++;
        return lexer_number(lexer, c);
    }
    if (c == '"' || c == '\'')
        return lex_string(lexer, token, lexer->cursor);
    return lex_operator(lexer, token);
}

/* The token from TEXT to the cursor; it began on the line FIRST at LINE_START. */
static void place_token(Lexer *lexer, Token *token, const char *text, int32_t first,
                        const char *line_start)
{
    int32_t shift = lexer->line == lexer->shift_line ? lexer->shift : 0;
    token->level = (uint8_t)lexer->level;
    token->line = first;
    token->end_line = lexer->line;
    token->column = (int32_t)(text - line_start) + shift;
    token->end_column = (int32_t)(lexer->cursor - lexer->line_start) + shift;
    token->text = text;
    token->size = (int32_t)(lexer->cursor - text);
}

/* Past space and a comment; returns where the comment, or the token, starts. */
static const char *skip_space(Lexer *lexer)
{
    const char *p = lexer->cursor;
    while (*p == ' ' || *p == '\t' || *p == '\f')
        p++;
    const char *start = p;
    if (*p == '#') {
        p = memchr(p, '\n', (size_t)(lexer->end - p));
        p = p ? p : lexer->end;
    }
    lexer->cursor = p;
    return start;
}

static bool next_token(Lexer *lexer, Token *token)
{
    bool blank = false;
again:
    if (lexer->at_line_start) {
        blank = false;
        if (!start_line(lexer, &blank))
            return false;
    }
    if (lexer->pending != 0)
        return pending_indentation(lexer, token);
next:;
    const char *start = skip_space(lexer), *text = lexer->cursor;
    int32_t first = lexer->line;
    const char *line_start = lexer->line_start;
    if (text == lexer->end)
        return at_end(lexer, token);
    if (*text == '\n') {
        lexer->at_line_start = true;
        lexer->cursor++;
        if (blank || lexer->level > 0)
            goto again;
        token->kind = TOKEN_NEWLINE;
        place_token(lexer, token, start, first, line_start);
        token->end_column--;
        return true;
    }
    if (*text == '\\') {
        lexer->cursor++;
        if (!continue_line(lexer, true))
            return false;
        goto next;
    }
    if (!lex_token(lexer, token))
        return false;
    place_token(lexer, token, text, first, line_start);
    return true;
}

void lexer_next(Lexer *lexer, Token *token)
{
    if (!next_token(lexer, token))
        placeless(lexer, token, TOKEN_ERROR);
}
