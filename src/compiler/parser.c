/* The entry: tokens on demand, the three modes, the two runs. */
#include "compiler/parser_internal.h"

#include "compiler/source.h"
#include "memory/heap.h"

/* --- tokens ------------------------------------------------------------- */

static no_inline bool tokens_grow(Parser *p)
{
    int32_t capacity = p->capacity ? 2 * p->capacity : 256;
    Token *tokens = capacity < 0 ? NULL
        : heap_realloc(p->arena->heap, DOMAIN_RAW, p->tokens, (size_t)capacity * sizeof *tokens);
    if (!tokens)
        return no_memory(p);
    p->tokens = tokens;
    p->capacity = capacity;
    return true;
}

/* In single mode the end of the text also ends a statement. */
static void end_single_statement(Parser *p, Token *token)
{
    if (token->kind != TOKEN_END || !p->started) {
        p->started = true;
        return;
    }
    token->kind = TOKEN_NEWLINE;
    p->started = false;
    if (p->lexer.indent > 0 && !(p->options->flags & PARSE_DONT_IMPLY_DEDENT)) {
        p->lexer.pending = (int16_t)-p->lexer.indent;
        p->lexer.indent = 0;
    }
}

bool parser_fetch(Parser *p)
{
    if (p->failed || (p->fill == p->capacity && !tokens_grow(p)))
        return false;
    Token *token = &p->tokens[p->fill];
    lexer_next(&p->lexer, token);
    if (p->mode == PARSE_SINGLE && !p->fstring)
        end_single_statement(p, token);
    p->fill++;
    if (likely(token->kind != TOKEN_ERROR))
        return true;
    raise_lexer_status(p);
    return false;
}

no_inline const Token *token_at_slow(Parser *p, int32_t index)
{
    static const Token none = { .kind = TOKEN_ERROR, .column = -1, .end_column = -1 };
    while (p->fill <= index)
        if (!parser_fetch(p))
            return &none;
    return &p->tokens[index];
}

bool expect_forced(Parser *p, TokenKind kind)
{
    if (accept(p, kind))
        return true;
    if (!p->failed)
        raise_token(p, current(p), "expected '%s'", token_text(kind));
    return false;
}

/* As in CPython 3.11, a name that a soft keyword starts with counts as one. */
bool at_soft_keyword(Parser *p)
{
    static const char *const keywords[] = { "_", "case", "match" };
    const Token *token = current(p);
    if (token->kind != TOKEN_NAME)
        return false;
    for (size_t i = 0; i < COUNT_OF(keywords); i++)
        if (strncmp(keywords[i], token->text, (size_t)token->size) == 0)
            return true;
    return false;
}

/* Tokens of finished statements are not needed again, unless what follows has no
 * place: then the `try` before an `except`, or the `match` before an indented line,
 * may be what is wrong. */
static void forget_tokens(Parser *p)
{
    if (p->explaining || p->mark == 0 || peek(p) == TOKEN_EXCEPT || peek(p) == TOKEN_INDENT)
        return;
    if (unlikely(p->memoising))
        memo_clear(p);
    p->fill -= p->mark;
    memmove(p->tokens, p->tokens + p->mark, (size_t)p->fill * sizeof *p->tokens);
    p->mark = 0;
}

/* --- modes -------------------------------------------------------------- */

static Node *parse_module(Parser *p)
{
    int32_t base = p->scratch_count;
    while (peek(p) != TOKEN_END) {
        forget_tokens(p);
        if (p->failed || !parse_statement(p))
            return list_drop(p, base);
    }
    Node *module = plain_node(p, NODE_MODULE);
    return module && list_take(p, base, &module->module.body) ? module : NULL;
}

static Node *parse_eval(Parser *p)
{
    Node *body = parse_expressions(p);
    if (!body)
        return NULL;
    while (accept(p, TOKEN_NEWLINE))
        continue;
    Node *expression = peek(p) == TOKEN_END ? plain_node(p, NODE_EXPRESSION) : NULL;
    if (expression)
        expression->expression.body = body;
    return expression;
}

static bool push_interactive(Parser *p)
{
    int32_t start = p->mark;
    if (peek(p) == TOKEN_END)
        return false;
    if (accept(p, TOKEN_NEWLINE)) {
        Node *pass = finish(p, NODE_PASS, start);
        return pass && list_push(p, pass);
    }
    Node *compound = parse_compound(p);
    if (compound)
        return accept(p, TOKEN_NEWLINE) && list_push(p, compound);
    p->mark = start;
    return !p->failed && parse_simple_statements(p);
}

static Node *parse_interactive(Parser *p)
{
    int32_t base = p->scratch_count;
    if (!push_interactive(p))
        return list_drop(p, base);
    Node *node = plain_node(p, NODE_INTERACTIVE);
    return node && list_take(p, base, &node->interactive.body) ? node : NULL;
}

static Node *parse_start(Parser *p)
{
    if (p->fstring)
        return parse_star_expressions(p);
    switch (p->mode) {
    case PARSE_EXEC: return parse_module(p);
    case PARSE_EVAL: return parse_eval(p);
    default: return parse_interactive(p);
    }
}

/* --- the second run ----------------------------------------------------- */

/* Errors of the lexer further on are preferred to a plain "invalid syntax". */
static void check_remaining_tokens(Parser *p)
{
    SyntaxError found = *p->error;
    int32_t line = p->tokens[p->fill - 1].line;
    Token token;
    *p->error = (SyntaxError){ .kind = SYNTAX_OK };
    p->failed = false;
    do
        lexer_next(&p->lexer, &token);
    while (token.kind != TOKEN_END && token.kind != TOKEN_ERROR);
    if (token.kind == TOKEN_ERROR && p->error->kind == SYNTAX_OK && p->lexer.level > 0
        && line > p->lexer.bracket_lines[p->lexer.level - 1])
        raise_unclosed_bracket(p);
    if (p->error->kind == SYNTAX_OK)
        *p->error = found;
    p->failed = true;
}

static void prefer_lexer_error(Parser *p)
{
    SyntaxErrorKind kind = p->error->kind;
    if (p->lexer.status == LEX_OK && p->fill > 0
        && (kind == SYNTAX_ERROR || kind == SYNTAX_INDENTATION_ERROR || kind == SYNTAX_TAB_ERROR))
        check_remaining_tokens(p);
}

static void explain_generic(Parser *p, const Token *last)
{
    if (last->kind == TOKEN_INDENT)
        raise_last(p, SYNTAX_INDENTATION_ERROR, "unexpected indent");
    else if (last->kind == TOKEN_DEDENT)
        raise_last(p, SYNTAX_INDENTATION_ERROR, "unexpected unindent");
    else {
        raise_token(p, last, "invalid syntax");
        prefer_lexer_error(p);
    }
}

static bool at_end_of_source(Parser *p)
{
    return (p->options->flags & PARSE_ALLOW_INCOMPLETE) && p->lexer.ended
        && p->error->kind != SYNTAX_NO_MEMORY && p->error->kind != SYNTAX_RAISED;
}

/* From the first token that is kept, where the statement that is wrong starts. */
static void explain(Parser *p)
{
    if (at_end_of_source(p)) {
        *p->error = (SyntaxError){ .kind = SYNTAX_OK };
        p->failed = false;
        raise_last(p, SYNTAX_ERROR, "incomplete input");
        return;
    }
    if (p->failed) {
        prefer_lexer_error(p);
        return;
    }
    Token last = p->tokens[p->fill - 1];
    int32_t depth = p->depth;
    memo_clear(p);
    p->explaining = p->memoising = p->rules = true;
    p->mark = 0;
    p->scratch_count = 0;
    p->warned = NULL;
    (void)parse_start(p);
    p->depth = depth;
    if (!p->failed)
        explain_generic(p, &last);
    else
        prefer_lexer_error(p);
}

/* Something other than space and comments follows the statement. */
static bool is_more(const Lexer *lexer)
{
    const char *p = lexer->cursor;
    for (;; p++) {
        if (*p == '#')
            p = memchr(p, '\n', (size_t)(lexer->end - p));
        if (!p || p >= lexer->end)
            return false;
        if (*p != ' ' && *p != '\t' && *p != '\n' && *p != '\f')
            return true;
    }
}

static Node *run(Parser *p)
{
    Node *tree = parse_start(p);
    if (!tree || p->failed) {
        explain(p);
        return NULL;
    }
    if (p->mode == PARSE_SINGLE && !p->fstring && is_more(&p->lexer))
        return raise_last(p, SYNTAX_ERROR,
                          "multiple statements found while compiling a single statement");
    return tree;
}

static void parser_close(Parser *p)
{
    Heap *heap = p->arena->heap;
    heap_free(heap, p->tokens);
    heap_free(heap, p->scratch);
    heap_free(heap, p->memo.entries);
}

static void parser_open(Parser *p, TreeArena *arena, const ParseOptions *options,
                        SyntaxError *error, Names *names)
{
    memset(p, 0, offsetof(Parser, lexer));
    p->arena = arena;
    p->options = options;
    p->error = error;
    p->names = names;
    p->mode = options->mode;
    p->first_line = 1;
}

Node *parse_source(TreeArena *arena, const char *bytes, size_t size, const ParseOptions *options,
                   SyntaxError *error)
{
    SourceText source;
    Names names = { 0 };
    Parser p;
    *error = (SyntaxError){ .kind = SYNTAX_OK };
    if (!source_open(&source, arena, bytes, size, options, error))
        return NULL;
    parser_open(&p, arena, options, error, &names);
    lexer_open(&p.lexer, source.text, source.size, arena, options, error);
    p.lexer.encoded = source.encoded;
    Node *tree = run(&p);
    parser_close(&p);
    return tree;
}

Node *parse_embedded(Parser *outer, const char *text, size_t size, int32_t line, int32_t shift)
{
    Parser p;
    parser_open(&p, outer->arena, outer->options, outer->error, outer->names);
    lexer_open(&p.lexer, text, size, outer->arena, outer->options, outer->error);
    p.fstring = true;
    p.depth = outer->depth + 10;
    p.first_line = line;
    p.lexer.line = line - 1;
    p.lexer.shift_line = line;
    p.lexer.shift = shift;
    p.lexer.encoded = false;
    Node *tree = run(&p);
    parser_close(&p);
    outer->failed |= !tree;
    return tree;
}
