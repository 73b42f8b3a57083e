/* Source bytes to the text that the lexer reads: decoded to UTF-8, `\n` as the
 * only line end, zero-terminated.
 */
#ifndef OURO_COMPILER_SOURCE_H
#define OURO_COMPILER_SOURCE_H

#include "compiler/parser.h"

typedef struct {
    const char *text;           /* in the arena */
    size_t size;
    bool encoded;               /* the source says how it is encoded */
} SourceText;

bool source_open(SourceText *source, TreeArena *arena, const char *bytes, size_t size,
                 const ParseOptions *options, SyntaxError *error) must_check;

#endif
