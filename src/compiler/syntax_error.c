#include "compiler/syntax_error.h"

#include "compiler/lexer.h"

#include <stdarg.h>
#include <stdio.h>

const char *syntax_error_class_name(SyntaxErrorKind kind)
{
    switch (kind) {
    case SYNTAX_ERROR: return "SyntaxError";
    case SYNTAX_INDENTATION_ERROR: return "IndentationError";
    case SYNTAX_TAB_ERROR: return "TabError";
    case SYNTAX_NO_MEMORY: return "MemoryError";
    case SYNTAX_VALUE_ERROR: return "ValueError";
    default: return NULL;
    }
}

void syntax_error_no_memory(SyntaxError *error)
{
    *error = (SyntaxError){ .kind = SYNTAX_NO_MEMORY, .message = "", .no_location = true };
}

static const char *format_in_arena(TreeArena *arena, const char *format, va_list arguments)
{
    char buffer[512];
    va_list again;
    va_copy(again, arguments);
    int size = vsnprintf(buffer, sizeof buffer, format, arguments);
    char *text = size < 0 ? NULL : tree_alloc(arena, (size_t)size + 1);
    if (text)
        vsnprintf(text, (size_t)size + 1, format, again);
    va_end(again);
    return text;
}

void syntax_error_set(SyntaxError *error, TreeArena *arena, SyntaxErrorKind kind,
                      const char *format, ...)
{
    if (error->kind != SYNTAX_OK)
        return;
    va_list arguments;
    va_start(arguments, format);
    const char *message = format_in_arena(arena, format, arguments);
    va_end(arguments);
    if (!message) {
        syntax_error_no_memory(error);
        return;
    }
    *error = (SyntaxError){ .kind = kind, .message = message };
}

void syntax_error_set_text(SyntaxError *error, TreeArena *arena, const char *text, size_t size)
{
    if (error->kind == SYNTAX_NO_MEMORY)
        return;
    error->text = utf8_replace_invalid(arena, text, size, &error->text_size);
    if (!error->text)
        syntax_error_no_memory(error);
}
