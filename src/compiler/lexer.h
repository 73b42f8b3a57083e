/* Source text to tokens, one at a time and without allocation.
 *
 * The text is UTF-8, has `\n` as its only line end and a zero byte at its end.
 * A token points into the text.
 *
 * Owns nothing.  start <= line_start <= cursor <= end; line is the number of
 * the line at line_start, and is advanced only when that line is read.
 */
#ifndef OURO_COMPILER_LEXER_H
#define OURO_COMPILER_LEXER_H

#include "base/base.h"
#include "compiler/arena.h"
#include "compiler/parser.h"
#include "compiler/syntax_error.h"

typedef enum {
#define TOKEN(NAME) TOKEN_##NAME,
#define OPERATOR(NAME, text) TOKEN_##NAME,
#define KEYWORD(NAME, text) TOKEN_##NAME,
#include "compiler/token.def"
#undef TOKEN
#undef OPERATOR
#undef KEYWORD
    TOKEN_KIND_COUNT
} TokenKind;

typedef struct {
    uint8_t kind;               /* TokenKind */
    uint8_t level;              /* open brackets after this token */
    bool is_ascii;              /* name: every byte < 128; string: likewise */
    int32_t line, column;       /* column -1: it has no place (indent, dedent, end) */
    int32_t end_line, end_column;
    int32_t size;
    const char *text;
} Token;

/* Why the lexer stopped. */
typedef enum {
    LEX_OK,
    LEX_END,                    /* the end of the text came where it must not */
    LEX_REPORTED,               /* error is filled in */
    LEX_DEDENT,                 /* unindent matches nothing */
    LEX_TABS,                   /* inconsistent tabs and spaces */
    LEX_TOO_DEEP,               /* too many levels of indentation */
    LEX_CONTINUATION,           /* something after a backslash */
    LEX_DECODE,                 /* an identifier is not UTF-8; bad_text says which */
} LexStatus;

enum { LEXER_MAX_LEVEL = 200, LEXER_MAX_INDENT = 100 };

typedef struct {
    const char *start, *end;    /* the text; *end == 0 */
    const char *cursor;
    const char *line_start;
    const char *token_line_start;   /* where the line of the current token's start begins */
    const char *buffer;         /* where the text shown with an error begins */
    const char *bad_text;
    size_t bad_size;
    int32_t line, first_line;
    int32_t shift_line, shift;  /* columns on that line are moved (f-strings) */
    int16_t level;
    int16_t indent, pending;
    bool at_line_start;
    bool ended;                 /* the end of the text was met */
    bool encoded;               /* the encoding is known: columns count characters */
    uint8_t status;             /* LexStatus */
    TreeArena *arena;
    const ParseOptions *options;
    SyntaxError *error;
    char brackets[LEXER_MAX_LEVEL];
    int32_t bracket_lines[LEXER_MAX_LEVEL], bracket_columns[LEXER_MAX_LEVEL];
    int32_t indents[LEXER_MAX_INDENT], alternative_indents[LEXER_MAX_INDENT];
} Lexer;

void lexer_open(Lexer *lexer, const char *text, size_t size, TreeArena *arena,
                const ParseOptions *options, SyntaxError *error);

/* The next token; of kind TOKEN_ERROR when the status says why. */
void lexer_next(Lexer *lexer, Token *token);

const char *token_text(TokenKind kind);

/* The end of the line that LEXER reads, after its newline. */
const char *lexer_line_end(const Lexer *lexer);

/* Record an error at CURSOR; both return false. */
bool lexer_error(Lexer *lexer, const char *format, ...) printf_like(2, 3);
bool lexer_error_range(Lexer *lexer, int32_t column, int32_t end_column,
                       const char *format, ...) printf_like(4, 5);

/* lexer_number.c: CURSOR is behind FIRST, the first character. */
bool lexer_number(Lexer *lexer, int first);

/* lexer_unicode.c */
bool lexer_check_identifier(Lexer *lexer, const char *text, size_t size);

/* One code point at TEXT (which has SIZE bytes): its length, or 0 if invalid. */
int text_decode(const char *text, size_t size, int32_t *point);
int text_encode(int32_t point, char *out);
/* Code points in SIZE bytes, each invalid sequence counted as its replacement characters. */
int32_t text_count(const char *text, size_t size);
/* A copy in ARENA with every invalid sequence replaced by U+FFFD, or NULL. */
const char *utf8_replace_invalid(TreeArena *arena, const char *text, size_t size, size_t *new_size);
/* What CPython's decoder says about the first invalid byte in TEXT. */
typedef struct { size_t position; uint8_t byte; const char *reason; size_t end; } Utf8Problem;
bool utf8_find_problem(const char *text, size_t size, Utf8Problem *problem);

#endif
