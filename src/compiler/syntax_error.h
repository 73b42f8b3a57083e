/* What went wrong in a source text, before any Python object exists for it.
 *
 * message and text lie in the arena of the parse, or are static.
 */
#ifndef OURO_COMPILER_SYNTAX_ERROR_H
#define OURO_COMPILER_SYNTAX_ERROR_H

#include "base/base.h"
#include "compiler/arena.h"

typedef enum {
    SYNTAX_OK,
    SYNTAX_ERROR,               /* SyntaxError */
    SYNTAX_INDENTATION_ERROR,   /* IndentationError */
    SYNTAX_TAB_ERROR,           /* TabError */
    SYNTAX_NO_MEMORY,           /* MemoryError: the heap refused, or nesting is too deep; no message */
    SYNTAX_VALUE_ERROR,         /* ValueError(message) */
    SYNTAX_RAISED,              /* a hook failed and left its own exception */
} SyntaxErrorKind;

typedef struct {
    SyntaxErrorKind kind;
    const char *message;        /* UTF-8 */
    int32_t line, column;       /* from 1; column in characters, as SyntaxError.offset */
    int32_t end_line, end_column;
    const char *text;           /* the source line in UTF-8, or NULL */
    size_t text_size;
    bool no_location;           /* lineno and the rest are None */
} SyntaxError;

/* "SyntaxError", ... or NULL for SYNTAX_OK and SYNTAX_RAISED. */
const char *syntax_error_class_name(SyntaxErrorKind kind);

/* Record KIND with a printf-like message made in ARENA, unless an error is
 * recorded already.  Without memory, SYNTAX_NO_MEMORY is recorded. */
void syntax_error_set(SyntaxError *error, TreeArena *arena, SyntaxErrorKind kind,
                      const char *format, ...) printf_like(4, 5);
void syntax_error_no_memory(SyntaxError *error);
/* The line shown with it, whose invalid bytes are replaced. */
void syntax_error_set_text(SyntaxError *error, TreeArena *arena, const char *text, size_t size);

#endif
