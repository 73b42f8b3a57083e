/* What the files of the parser share.
 *
 * The parser runs once, fast, building the tree; it then knows only whether the
 * source is valid.  If not, it reads the statement again, `explaining`:
 * now the rules in parser_explain*.c look for the usual mistakes, in an order
 * that decides which of several messages is given, and results are memoised.
 *
 * A function returns NULL (or false) when its construct is not there.  The mark
 * is then anywhere, and whoever goes on restores it.  `failed` says that an
 * error is recorded: everybody returns.
 *
 * mark <= fill <= capacity.  tokens[mark] is the next token.
 */
#ifndef OURO_COMPILER_PARSER_INTERNAL_H
#define OURO_COMPILER_PARSER_INTERNAL_H

#include "compiler/ast.h"
#include "compiler/lexer.h"
#include "compiler/parser.h"

/* Nesting of what recurses without brackets; brackets are bounded by the lexer. */
enum { PARSER_MAX_DEPTH = 6000 };

typedef enum {
    RULE_EXPRESSION, RULE_STAR_EXPRESSION, RULE_DISJUNCTION, RULE_BITWISE_OR, RULE_PRIMARY,
    RULE_ARGUMENTS, RULE_BLOCK, RULE_INVALID_NAMED, RULE_STRINGS, RULE_PATTERN,
} Rule;

typedef struct {
    uint64_t key;               /* 0: free */
    Node *node;
    int32_t mark;
} MemoEntry;

typedef struct {
    MemoEntry *entries;
    uint32_t capacity, count;   /* capacity: a power of two, or 0 */
} Memo;

/* The identifiers of one parse. */
typedef struct {
    Identifier **buckets;
    uint32_t capacity, count;
} Names;

typedef struct Parser Parser;

struct Parser {
    TreeArena *arena;
    const ParseOptions *options;
    SyntaxError *error;
    Names *names;
    Token *tokens;
    int32_t fill, mark, capacity;
    int32_t depth;
    bool failed;
    bool explaining;            /* the second run */
    bool memoising;             /* always in that; else once something was read twice */
    bool rules;                 /* ... and looking for mistakes */
    bool started;               /* single mode: the statement has begun */
    bool fstring;               /* of an expression inside an f-string */
    int32_t first_line;         /* of the text */
    ParseMode mode;
    const char *warned;         /* the last character that was warned about */
    Node **scratch;             /* lists under construction */
    int32_t scratch_count, scratch_capacity;
    Memo memo;
    Lexer lexer;
};

/* --- tokens (parser.c) --- */

bool parser_fetch(Parser *p);
const Token *token_at_slow(Parser *p, int32_t index);

static inline const Token *token_at(Parser *p, int32_t index)
{
    return likely(index < p->fill) ? &p->tokens[index] : token_at_slow(p, index);
}

static inline const Token *current(Parser *p) { return token_at(p, p->mark); }
static inline TokenKind peek(Parser *p) { return token_at(p, p->mark)->kind; }

/* The kind of the token after the current one, which is not the last. */
static inline TokenKind peek_second(Parser *p) { return token_at(p, p->mark + 1)->kind; }

static inline bool accept(Parser *p, TokenKind kind)
{
    if (peek(p) != kind)
        return false;
    p->mark++;
    return true;
}

static inline bool token_is(const Token *token, const char *word, int32_t size)
{
    return token->kind == TOKEN_NAME && token->size == size
        && memcmp(token->text, word, (size_t)size) == 0;
}

/* Accept, or report "expected '...'". */
bool expect_forced(Parser *p, TokenKind kind);
bool at_soft_keyword(Parser *p);

/* --- building (parser_build.c) --- */

void *no_memory(Parser *p);     /* NULL */
bool parser_enter(Parser *p);   /* one level deeper; false: too deep */
static inline void parser_leave(Parser *p) { p->depth--; }

/* A node from the token START to the one before the mark. */
Node *finish(Parser *p, NodeKind kind, int32_t start);
/* The same for a construct that ends with a block. */
Node *finish_block(Parser *p, NodeKind kind, int32_t start);
/* Without a place of its own. */
Node *plain_node(Parser *p, NodeKind kind);

bool list_push(Parser *p, Node *node);
/* What was pushed since BASE becomes LIST. */
bool list_take(Parser *p, int32_t base, NodeList *list);
bool list_of_one(Parser *p, Node *node, NodeList *list);
static inline void *list_drop(Parser *p, int32_t base)
{
    p->scratch_count = base;
    return NULL;
}

const Identifier *identifier_from(Parser *p, const char *text, size_t size);
const Identifier *identifier_of_token(Parser *p, const Token *token);
/* The name at the mark, which is consumed; NULL if there is none. */
const Identifier *parse_identifier(Parser *p);
bool identifiers_take(Parser *p, int32_t base, IdentifierList *list);

Node *memoise(Parser *p, Rule rule, Node *(*parse)(Parser *));
void memo_clear(Parser *p);

/* --- errors (parser_error.c): all record, set failed and return NULL --- */

/* Columns are counted from 1, in bytes; 0 and -1 stand for "none". */
void *raise_at(Parser *p, SyntaxErrorKind kind, int32_t line, int32_t column, int32_t end_line,
               int32_t end_column, const char *format, ...) printf_like(7, 8);
void *raise_last(Parser *p, SyntaxErrorKind kind, const char *format, ...) printf_like(3, 4);
void *raise_token(Parser *p, const Token *token, const char *format, ...) printf_like(3, 4);
void *raise_tokens(Parser *p, const Token *first, const Token *last, const char *format, ...)
    printf_like(4, 5);
void *raise_node(Parser *p, const Node *node, const char *format, ...) printf_like(3, 4);
void *raise_range(Parser *p, const Node *first, const Node *last, const char *format, ...)
    printf_like(4, 5);
void *raise_from(Parser *p, const Node *node, const char *format, ...) printf_like(3, 4);
void *raise_decode(Parser *p, const char *text, size_t size);
void raise_lexer_status(Parser *p);
void raise_unclosed_bracket(Parser *p);
const char *utf8_problem_message(Parser *p, const char *text, size_t size);

/* --- expressions (parser_expressions.c) --- */

Node *parse_expressions(Parser *p);
Node *parse_star_expressions(Parser *p);
Node *parse_star_expression(Parser *p);
Node *parse_starred_expression(Parser *p);      /* `*` expression, as in calls */
Node *parse_star_named_expression(Parser *p);
bool parse_star_named_expressions(Parser *p, NodeList *list);
Node *parse_named_expression(Parser *p);
Node *parse_assignment_expression(Parser *p);
Node *parse_expression(Parser *p);
Node *parse_plain_expression(Parser *p);        /* without looking for mistakes */
Node *parse_assignment_or_expression(Parser *p);
Node *parse_disjunction(Parser *p);
Node *parse_bitwise_or(Parser *p);
Node *parse_starred_bitwise_or(Parser *p);      /* `*` bitwise_or, as in displays */
Node *parse_yield(Parser *p);
Node *parse_yield_or_star_expressions(Parser *p);
bool starts_expression(TokenKind kind);

/* --- primaries and atoms (parser_primary.c, parser_display.c) --- */

Node *parse_primary(Parser *p);
Node *parse_name(Parser *p, Context context);
Node *parse_slices(Parser *p);
Node *parse_parenthesis(Parser *p);
Node *parse_bracket(Parser *p);
Node *parse_brace(Parser *p);
Node *parse_tuple(Parser *p);
Node *parse_list(Parser *p);                    /* a display, no comprehension */
Node *parse_group(Parser *p);
Node *parse_generator(Parser *p);
Node *parse_key_value(Parser *p, Node **value);
bool parse_for_if_clauses(Parser *p, NodeList *list);
Node *generator_from(Parser *p, NodeKind kind, int32_t start, Node *element, NodeList clauses);

/* --- calls (parser_calls.c) --- */

typedef struct {
    NodeList args, keywords;
} Arguments;

/* `args` as far as they go, and `arguments`, up to a closing bracket. */
bool parse_args(Parser *p, Arguments *arguments);
bool parse_arguments(Parser *p, Arguments *arguments);
Node *parse_call(Parser *p, Node *function, int32_t start);

/* --- literals (parser_number.c, parser_string.c, parser_fstring.c) --- */

Node *parse_number(Parser *p);
Node *parse_strings(Parser *p);

/* Text under construction, in the arena. */
typedef struct {
    char *bytes;
    size_t size, capacity;
    bool used;                  /* anything was appended, if only nothing */
} Text;

bool text_append(Parser *p, Text *text, const char *bytes, size_t size);
/* The body of a string without and with escapes, appended. */
bool text_append_raw(Parser *p, Text *text, const char *body, size_t size);
bool text_append_escaped(Parser *p, Text *text, const char *body, size_t size, const Token *token);
/* The DeprecationWarning for `\` before the character at AT, once; false if that
 * is an error. */
bool token_warn_escape(Parser *p, const char *at, const Token *token);
Node *string_constant(Parser *p, const Text *text, int32_t first, int32_t last);

/* Adds the parts of an f-string's body to the scratch list, TEXT being the
 * literal text that is not yet a part. */
typedef struct {
    const Token *token;         /* a copy: fetching moves tokens */
    int32_t index;              /* of that token */
    int32_t first, last;        /* tokens of the whole literal */
    bool raw;
} FStringPlace;

bool parse_fstring_body(Parser *p, Text *text, const char *body, const char *end,
                        const FStringPlace *place);

/* An expression inside an f-string: a parser of its own. */
Node *parse_embedded(Parser *outer, const char *text, size_t size, int32_t line, int32_t shift);

/* --- targets (parser_targets.c) --- */

typedef enum { TARGETS_STAR, TARGETS_DELETE, TARGETS_FOR } TargetKind;

/* Turn an expression into a target in place; false if it is none. */
bool make_target(Node *node, Context context);
bool is_target(const Node *node);
bool is_single_target(const Node *node);
Node *parse_star_targets(Parser *p);
Node *parse_star_target(Parser *p);
/* Report the part of NODE that cannot be a target, if any. */
void raise_invalid_target(Parser *p, TargetKind kind, Node *node);
const char *expression_name(const Node *node);

/* --- functions (parser_functions.c) --- */

Node *parse_parameters(Parser *p, bool lambda);  /* possibly none */
Node *parse_lambda(Parser *p);
bool parse_parameter(Parser *p, bool lambda);   /* only recognised */

/* --- statements (parser_statements.c, parser_compound.c, parser_definitions.c) --- */

/* Each pushes what it parses on the scratch list. */
bool parse_statement(Parser *p);
bool parse_simple_statements(Parser *p);
bool parse_block(Parser *p, NodeList *list);
Node *parse_compound(Parser *p);                /* by its first token; NULL: it is none */
Node *parse_definition(Parser *p);              /* def, class, with their decorators */
Node *parse_handler(Parser *p, bool star);      /* except, or except* */
Node *parse_match(Parser *p);
Node *parse_import(Parser *p);
Node *parse_import_from(Parser *p);
Node *parse_import_targets(Parser *p);

/* --- patterns (parser_patterns.c) --- */

Node *parse_patterns(Parser *p);
Node *parse_pattern(Parser *p);
Node *parse_or_pattern(Parser *p);
Node *parse_name_or_attribute(Parser *p);
bool parse_positional_patterns(Parser *p, NodeList *list);
bool parse_keyword_pattern(Parser *p);
Node *parse_subject(Parser *p);

/* --- the usual mistakes (parser_explain*.c): the mark is where the construct
 *     starts, and is restored --- */

void explain_expression(Parser *p);
void explain_named(Parser *p);
void explain_group(Parser *p);
void explain_comprehension(Parser *p);
void explain_dict(Parser *p);
void explain_dict_comprehension(Parser *p);
void explain_arguments(Parser *p);
void explain_keyword_argument(Parser *p);
void explain_for_target(Parser *p);
void explain_assignment(Parser *p);
void explain_delete(Parser *p);
void explain_import_targets(Parser *p);
void explain_with_item(Parser *p);

void explain_parameters(Parser *p, bool lambda);
void explain_star_parameter(Parser *p, bool lambda);
void explain_double_star_parameter(Parser *p, bool lambda);
void explain_default(Parser *p);

void explain_headed_block(Parser *p, TokenKind keyword);    /* if, elif, while */
void explain_bare_block(Parser *p, TokenKind keyword);      /* else, finally */
void explain_for(Parser *p);
void explain_with_block(Parser *p);
void explain_with(Parser *p);
void explain_try(Parser *p);
void explain_except_block(Parser *p, bool star);
void explain_except(Parser *p);
void explain_function(Parser *p);
void explain_class(Parser *p);
void explain_block(Parser *p);
void explain_match(Parser *p);
void explain_case(Parser *p);
void explain_as_pattern(Parser *p);
void explain_class_pattern(Parser *p);

#endif
