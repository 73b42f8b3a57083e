/* Recording errors, with the places and the line of text that CPython gives. */
#include "compiler/parser_internal.h"

#include <stdarg.h>
#include <stdio.h>

/* Bytes to characters within the error's text, which is where CPython counts,
 * even for an end on another line. */
static int32_t count_characters(Parser *p, int32_t column)
{
    const SyntaxError *error = p->error;
    if (!p->lexer.encoded || column <= 0)
        return column;
    size_t size = MIN((size_t)column, error->text_size);
    return text_count(error->text, size) + ((size_t)column > error->text_size);
}

static const char *find_line(const Lexer *lexer, int32_t number)
{
    const char *line = lexer->start;
    for (int32_t i = 1; i < number; i++) {
        const char *newline = memchr(line, '\n', (size_t)(lexer->end - line));
        if (!newline)
            break;
        line = newline + 1;
    }
    return line;
}

/* The current line with its newline, another one without. */
static void set_text(Parser *p, int32_t line)
{
    const Lexer *lexer = &p->lexer;
    const char *text = lexer->buffer, *end = lexer_line_end(lexer);
    if (p->options->flags & PARSE_FROM_FILE && !p->fstring) {
        text = find_line(lexer, line);
        end = memchr(text, '\n', (size_t)(lexer->end - text));
        end = end ? end + 1 : lexer->end;
    } else if (lexer->line > line || end == text) {
        text = find_line(lexer, line - p->first_line + 1);
        end = memchr(text, '\n', (size_t)(lexer->end - text));
        end = end ? end : lexer->end;
    }
    syntax_error_set_text(p->error, p->arena, text, (size_t)(end - text));
}

static void *raise(Parser *p, SyntaxErrorKind kind, int32_t line, int32_t column,
                   int32_t end_line, int32_t end_column, const char *format, va_list arguments)
{
    if (p->failed)
        return NULL;
    char buffer[512];
    SyntaxError *error = p->error;
    vsnprintf(buffer, sizeof buffer, format, arguments);
    p->failed = true;
    syntax_error_set(error, p->arena, kind, "%s%s", p->fstring ? "f-string: " : "", buffer);
    error->line = line;
    error->end_line = end_line;
    set_text(p, line);
    if (error->kind == SYNTAX_NO_MEMORY)
        return NULL;
    if (p->fstring) {
        column -= p->lexer.shift;
        end_column -= p->lexer.shift;
    }
    error->column = count_characters(p, column);
    error->end_column = end_column > 0 ? count_characters(p, end_column) : end_column;
    return NULL;
}

#define RAISE(kind, line, column, end_line, end_column) do {                        \
        va_list arguments;                                                          \
        va_start(arguments, format);                                                \
        raise(p, kind, line, column, end_line, end_column, format, arguments);      \
        va_end(arguments);                                                          \
        return NULL;                                                                \
    } while (0)

void *raise_at(Parser *p, SyntaxErrorKind kind, int32_t line, int32_t column, int32_t end_line,
               int32_t end_column, const char *format, ...)
{
    RAISE(kind, line, column, end_line, end_column);
}

void *raise_last(Parser *p, SyntaxErrorKind kind, const char *format, ...)
{
    if (p->fill == 0)
        RAISE(kind, 0, 0, 0, -1);
    const Token *token = &p->tokens[p->fill - 1];
    int32_t column = token->column + 1;
    if (token->column == -1)
        column = (int32_t)(p->lexer.cursor - p->lexer.line_start);
    int32_t end_column = token->end_column == -1 ? -1 : token->end_column + 1;
    RAISE(kind, token->line, column, token->end_line, end_column);
}

void *raise_token(Parser *p, const Token *token, const char *format, ...)
{
    RAISE(SYNTAX_ERROR, token->line, token->column + 1, token->end_line, token->end_column + 1);
}

void *raise_tokens(Parser *p, const Token *first, const Token *last, const char *format, ...)
{
    RAISE(SYNTAX_ERROR, first->line, first->column + 1, last->end_line, last->end_column + 1);
}

void *raise_node(Parser *p, const Node *node, const char *format, ...)
{
    RAISE(SYNTAX_ERROR, node->line, node->column + 1, node->end_line, node->end_column + 1);
}

void *raise_range(Parser *p, const Node *first, const Node *last, const char *format, ...)
{
    RAISE(SYNTAX_ERROR, first->line, first->column + 1, last->end_line, last->end_column + 1);
}

/* From NODE to where the lexer is. */
void *raise_from(Parser *p, const Node *node, const char *format, ...)
{
    RAISE(SYNTAX_ERROR, node->line, node->column + 1, p->lexer.line,
          (int32_t)(p->lexer.cursor - p->lexer.line_start));
}

/* --- undecodable text --------------------------------------------------- */

const char *utf8_problem_message(Parser *p, const char *text, size_t size)
{
    Utf8Problem problem;
    char *message = tree_alloc(p->arena, 128);
    if (!message)
        return no_memory(p);
    if (!utf8_find_problem(text, size, &problem))
        return "";
    if (problem.end - problem.position == 1)
        snprintf(message, 128, "'utf-8' codec can't decode byte 0x%02x in position %zu: %s",
                 problem.byte, problem.position, problem.reason);
    else
        snprintf(message, 128, "'utf-8' codec can't decode bytes in position %zu-%zu: %s",
                 problem.position, problem.end - 1, problem.reason);
    return message;
}

void *raise_decode(Parser *p, const char *text, size_t size)
{
    const char *message = utf8_problem_message(p, text, size);
    return message ? raise_last(p, SYNTAX_ERROR, "(unicode error) %s", message) : NULL;
}

/* --- the lexer's errors ------------------------------------------------- */

void raise_unclosed_bracket(Parser *p)
{
    Lexer *lexer = &p->lexer;
    int16_t last = lexer->level - 1;
    raise_at(p, SYNTAX_ERROR, lexer->bracket_lines[last], lexer->bracket_columns[last] + 1,
             lexer->bracket_lines[last], 0, "'%c' was never closed", lexer->brackets[last]);
}

static void raise_line(Parser *p, SyntaxErrorKind kind, int32_t column, const char *message)
{
    int32_t line = p->lexer.line;
    raise_at(p, kind, line, column + 1, line, 0, "%s", message);
}

void raise_lexer_status(Parser *p)
{
    Lexer *lexer = &p->lexer;
    switch ((LexStatus)lexer->status) {
    case LEX_OK:
        break;
    case LEX_REPORTED:
        p->failed = true;
        break;
    case LEX_END:
        if (lexer->level > 0)
            raise_unclosed_bracket(p);
        else
            raise_last(p, SYNTAX_ERROR, "unexpected EOF while parsing");
        break;
    case LEX_DEDENT:
        raise_last(p, SYNTAX_INDENTATION_ERROR,
                   "unindent does not match any outer indentation level");
        break;
    case LEX_TABS:
        raise_line(p, SYNTAX_TAB_ERROR, 0, "inconsistent use of tabs and spaces in indentation");
        break;
    case LEX_TOO_DEEP:
        raise_line(p, SYNTAX_INDENTATION_ERROR, 0, "too many levels of indentation");
        break;
    case LEX_CONTINUATION:
        raise_line(p, SYNTAX_ERROR, MAX((int32_t)(lexer->cursor - lexer->buffer) - 1, 0),
                   "unexpected character after line continuation character");
        break;
    case LEX_DECODE:
        raise_decode(p, lexer->bad_text, lexer->bad_size);
        break;
    }
}
