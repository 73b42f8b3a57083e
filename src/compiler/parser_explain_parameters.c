/* The usual mistakes in the parameters of functions and lambdas. */
#include "compiler/parser_internal.h"

typedef struct {
    bool lambda;
    TokenKind close;
} Kind;

static Kind kind_of(bool lambda)
{
    return (Kind){ lambda, lambda ? TOKEN_COLON : TOKEN_RPAR };
}

/* --- pieces ------------------------------------------------------------- */

static bool ends(Parser *p, Kind kind)
{
    if (!accept(p, TOKEN_COMMA))
        return peek(p) == kind.close;
    return kind.lambda || peek(p) != TOKEN_ERROR;
}

static bool restore(Parser *p, int32_t mark)
{
    p->mark = mark;
    return false;
}

static bool default_follows(Parser *p)
{
    int32_t start = p->mark;
    if (!accept(p, TOKEN_EQUAL))
        return false;
    if (parse_expression(p))
        return true;
    p->mark = start;
    if (!p->failed)
        explain_default(p);
    return restore(p, start);
}

static bool without_default(Parser *p, Kind kind)
{
    int32_t start = p->mark;
    return (parse_parameter(p, kind.lambda) && ends(p, kind)) || restore(p, start);
}

static bool with_default(Parser *p, Kind kind)
{
    int32_t start = p->mark;
    return (parse_parameter(p, kind.lambda) && default_follows(p) && ends(p, kind))
        || restore(p, start);
}

static bool maybe_default(Parser *p, Kind kind)
{
    int32_t start = p->mark;
    if (!parse_parameter(p, kind.lambda))
        return restore(p, start);
    (void)default_follows(p);
    return (!p->failed && ends(p, kind)) || restore(p, start);
}

static int all(Parser *p, Kind kind, bool (*one)(Parser *, Kind))
{
    int count = 0;
    while (!p->failed && one(p, kind))
        count++;
    return count;
}

static bool slash(Parser *p, Kind kind)
{
    return accept(p, TOKEN_SLASH) && ends(p, kind);
}

/* Parameters and their `/`. */
static bool up_to_slash(Parser *p, Kind kind)
{
    int32_t start = p->mark;
    if (all(p, kind, without_default) > 0 && slash(p, kind))
        return true;
    p->mark = start;
    all(p, kind, without_default);
    if (!p->failed && all(p, kind, with_default) > 0 && slash(p, kind))
        return true;
    return restore(p, start);
}

/* --- the order of parameters -------------------------------------------- */

static void explain_missing_default(Parser *p, Kind kind)
{
    all(p, kind, without_default);
    int32_t mark = p->mark;
    all(p, kind, without_default);
    all(p, kind, with_default);
    bool found = p->mark > mark;
    if (found && accept(p, TOKEN_SLASH) && !ends(p, kind))
        return;
    int32_t first = p->mark;
    if (found && !p->failed && without_default(p, kind)) {
        int32_t last = p->tokens[p->mark - 1].kind == TOKEN_COMMA ? p->mark - 2 : p->mark - 1;
        raise_tokens(p, &p->tokens[first], &p->tokens[last],
                     "non-default argument follows default argument");
    }
}

/* Names in parentheses; in a lambda the last one may come without comma. */
static bool skip_bracketed(Parser *p, Kind kind)
{
    if (!kind.lambda)
        return all(p, kind_of(false), without_default) > 0;
    if (!accept(p, TOKEN_NAME))
        return false;
    while (peek(p) == TOKEN_COMMA && peek_second(p) == TOKEN_NAME)
        p->mark += 2;
    return true;
}

static void explain_parentheses(Parser *p, Kind kind)
{
    all(p, kind, without_default);
    int32_t open = p->mark;
    if (!accept(p, TOKEN_LPAR) || !skip_bracketed(p, kind))
        return;
    accept(p, TOKEN_COMMA);
    if (accept(p, TOKEN_RPAR))
        raise_tokens(p, &p->tokens[open], &p->tokens[p->mark - 1], kind.lambda
                     ? "Lambda expression parameters cannot be parenthesized"
                     : "Function parameters cannot be parenthesized");
}

static void explain_first_slash(Parser *p, Kind kind)
{
    (void)kind;
    int32_t start = p->mark;
    if (accept(p, TOKEN_SLASH) && peek(p) == TOKEN_COMMA)
        raise_token(p, &p->tokens[start], "at least one argument must precede /");
}

static void explain_second_slash(Parser *p, Kind kind)
{
    if (!up_to_slash(p, kind))
        return;
    all(p, kind, maybe_default);
    if (!p->failed && peek(p) == TOKEN_SLASH)
        raise_token(p, current(p), "/ may appear only once");
}

static void explain_slash_after_star(Parser *p, Kind kind)
{
    (void)up_to_slash(p, kind);
    all(p, kind, maybe_default);
    if (p->failed || !accept(p, TOKEN_STAR)
        || !(accept(p, TOKEN_COMMA) || without_default(p, kind)))
        return;
    all(p, kind, maybe_default);
    if (!p->failed && peek(p) == TOKEN_SLASH)
        raise_token(p, current(p), "/ must be ahead of *");
}

static void explain_slash_star(Parser *p, Kind kind)
{
    if (all(p, kind, maybe_default) > 0 && accept(p, TOKEN_SLASH) && peek(p) == TOKEN_STAR)
        raise_token(p, current(p), "expected comma between / and *");
}

void explain_parameters(Parser *p, bool lambda)
{
    static void (*const rules[])(Parser *, Kind) = {
        explain_missing_default, explain_parentheses, explain_first_slash, explain_second_slash,
        explain_slash_after_star, explain_slash_star,
    };
    int32_t start = p->mark;
    for (size_t i = 0; i < COUNT_OF(rules) && !p->failed; i++) {
        rules[i](p, kind_of(lambda));
        p->mark = start;
    }
}

/* --- stars and defaults ------------------------------------------------- */

static void explain_bare_star(Parser *p, Kind kind)
{
    static const char *const message = "named arguments must follow bare *";
    int32_t star = p->mark++;
    if (peek(p) == kind.close
        || (accept(p, TOKEN_COMMA) && (peek(p) == kind.close || peek(p) == TOKEN_DOUBLE_STAR))) {
        if (kind.lambda)
            raise_last(p, SYNTAX_ERROR, "%s", message);
        else
            raise_token(p, &p->tokens[star], "%s", message);
    }
}

static void explain_star_default(Parser *p, Kind kind)
{
    p->mark++;
    if (parse_parameter(p, kind.lambda) && peek(p) == TOKEN_EQUAL)
        raise_token(p, current(p), "var-positional argument cannot have default value");
}

static void explain_second_star(Parser *p, Kind kind)
{
    p->mark++;
    if (!without_default(p, kind) && (p->failed || !accept(p, TOKEN_COMMA)))
        return;
    all(p, kind, maybe_default);
    int32_t star = p->mark;
    if (!p->failed && accept(p, TOKEN_STAR)
        && (without_default(p, kind) || (!p->failed && accept(p, TOKEN_COMMA))))
        raise_token(p, &p->tokens[star], "* argument may appear only once");
}

void explain_star_parameter(Parser *p, bool lambda)
{
    static void (*const rules[])(Parser *, Kind) = {
        explain_bare_star, explain_star_default, explain_second_star,
    };
    int32_t start = p->mark;
    for (size_t i = 0; i < COUNT_OF(rules) && !p->failed; i++) {
        rules[i](p, kind_of(lambda));
        p->mark = start;
    }
}

static void explain_after_double_star(Parser *p, Kind kind)
{
    if (peek(p) == TOKEN_EQUAL) {
        raise_token(p, current(p), "var-keyword argument cannot have default value");
        return;
    }
    if (!accept(p, TOKEN_COMMA))
        return;
    int32_t first = p->mark;
    if (parse_parameter(p, kind.lambda))
        raise_tokens(p, &p->tokens[first], &p->tokens[p->mark - 1],
                     "arguments cannot follow var-keyword argument");
    p->mark = first;
    TokenKind token = p->failed ? TOKEN_ERROR : peek(p);
    if (token == TOKEN_STAR || token == TOKEN_DOUBLE_STAR || token == TOKEN_SLASH)
        raise_token(p, current(p), "arguments cannot follow var-keyword argument");
}

void explain_double_star_parameter(Parser *p, bool lambda)
{
    int32_t start = p->mark++;
    if (parse_parameter(p, lambda))
        explain_after_double_star(p, kind_of(lambda));
    p->mark = start;
}

void explain_default(Parser *p)
{
    int32_t start = p->mark++;
    if (peek(p) == TOKEN_RPAR || peek(p) == TOKEN_COMMA)
        raise_token(p, &p->tokens[start], "expected default value expression");
    p->mark = start;
}
