/* Source bytes to syntax tree: the one entry of lexer and parser.
 *
 * Knows no Python object.  What needs one (names of characters, warnings) is
 * asked through hooks, all of which may be NULL.
 */
#ifndef OURO_COMPILER_PARSER_H
#define OURO_COMPILER_PARSER_H

#include "base/base.h"
#include "compiler/arena.h"
#include "compiler/ast.h"
#include "compiler/syntax_error.h"

typedef enum { PARSE_EXEC, PARSE_EVAL, PARSE_SINGLE } ParseMode;

enum {
    PARSE_FROM_FILE = 1,            /* bytes of a file: undecodable ones are reported by line */
    PARSE_IGNORE_COOKIE = 2,        /* the source was a str: UTF-8 whatever its cookie says */
    PARSE_DONT_IMPLY_DEDENT = 4,    /* codeop: 0x200 of compile()'s flags */
    PARSE_ALLOW_INCOMPLETE = 8,     /* codeop: 0x4000; "incomplete input" at the end */
    PARSE_BARRY_AS_BDFL = 16,       /* <> instead of != */
};

typedef struct {
    ParseMode mode;
    unsigned flags;
    const char *filename;           /* UTF-8, for messages; may be NULL */
    int32_t int_max_str_digits;     /* 0: unlimited */
    void *hook_data;
    /* \N{NAME}: the code point, or -1 if there is none, or -2 with SYNTAX_RAISED. */
    int32_t (*lookup_name)(void *hook_data, const char *name, size_t size);
    /* Decode a source in an encoding that is neither UTF-8, Latin-1 nor ASCII:
     * UTF-8 into the arena, or NULL (unknown encoding). */
    const char *(*decode)(void *hook_data, TreeArena *arena, const char *encoding,
                          const char *bytes, size_t size, size_t *decoded_size);
    /* A DeprecationWarning at LINE; false: it became an error, report it as SyntaxError. */
    bool (*warn)(void *hook_data, const char *message, int32_t line);
    /* The same for a SyntaxWarning; NULL: `warn` gets it. */
    bool (*warn_syntax)(void *hook_data, const char *message, int32_t line);
} ParseOptions;

/* The tree (MODULE, EXPRESSION or INTERACTIVE) in ARENA, or NULL with ERROR
 * filled in.  ARENA is the caller's: open before, close when done with both. */
Node *parse_source(TreeArena *arena, const char *bytes, size_t size, const ParseOptions *options,
                   SyntaxError *error) must_check;

#endif
