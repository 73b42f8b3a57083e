/* Source text or tree -> code object. */
#ifndef OURO_COMPILER_COMPILE_H
#define OURO_COMPILER_COMPILE_H

#include "object/runtime.h"

typedef enum { COMPILE_EXEC, COMPILE_EVAL, COMPILE_SINGLE } CompileMode;

enum { COMPILE_FUTURE_ANNOTATIONS = 0x1000000, COMPILE_DONT_IMPLY_DEDENT = 0x200, COMPILE_SOURCE_IS_STR = 0x100,
       COMPILE_ALLOW_INCOMPLETE = 0x4000, COMPILE_TOP_LEVEL_AWAIT = 0x2000,
       COMPILE_BARRY_AS_BDFL = 0x400000,
       COMPILE_SOURCE_IS_FILE = 0x40000000 };        /* bytes of a file: undecodable ones are reported by line */

/* A code object, or NULL with SyntaxError (all its attributes set), ValueError (NUL), MemoryError... */
Owned compile_source(Runtime *rt, const char *source, size_t size, Borrowed filename, CompileMode mode, uint32_t flags,
                     int optimize) must_check;

/* The same for a tree (MODULE, EXPRESSION, INTERACTIVE) that lies in ARENA; it is changed. */
struct TreeArena;
struct Node;
/* Source text to a tree in ARENA; NULL with an exception. */
struct Node *compile_parse(Runtime *rt, struct TreeArena *arena, const char *source, size_t size, Borrowed filename,
                           CompileMode mode, uint32_t flags) must_check;
Owned compile_tree(Runtime *rt, struct TreeArena *arena, struct Node *tree, Borrowed filename, uint32_t flags,
                   int optimize) must_check;

#endif
