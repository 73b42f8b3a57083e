/* The usual mistakes in compound statements and imports: no colon, no block. */
#include "compiler/parser_internal.h"

/* Behind a colon: is the block missing?  The statement began at START. */
static void check_block(Parser *p, int32_t start, const char *what)
{
    if (accept(p, TOKEN_NEWLINE) && peek(p) != TOKEN_INDENT)
        raise_last(p, SYNTAX_INDENTATION_ERROR, "expected an indented block after %s on line %d",
                   what, p->tokens[start].line);
}

static void expected_colon(Parser *p)
{
    raise_last(p, SYNTAX_ERROR, "expected ':'");
}

/* At the end of a header. */
static void check_header(Parser *p, int32_t start, const char *what)
{
    if (peek(p) == TOKEN_NEWLINE)
        expected_colon(p);
    else if (accept(p, TOKEN_COLON))
        check_block(p, start, what);
}

static const char *statement_name(TokenKind keyword)
{
    switch (keyword) {
    case TOKEN_IF: return "'if' statement";
    case TOKEN_ELIF: return "'elif' statement";
    case TOKEN_ELSE: return "'else' statement";
    case TOKEN_WHILE: return "'while' statement";
    default: return "'finally' statement";
    }
}

void explain_headed_block(Parser *p, TokenKind keyword)
{
    int32_t start = p->mark++;
    if (parse_named_expression(p))
        check_header(p, start, statement_name(keyword));
    p->mark = start;
}

void explain_bare_block(Parser *p, TokenKind keyword)
{
    int32_t start = p->mark++;
    if (accept(p, TOKEN_COLON))
        check_block(p, start, statement_name(keyword));
    p->mark = start;
}

void explain_block(Parser *p)
{
    int32_t start = p->mark;
    if (accept(p, TOKEN_NEWLINE) && peek(p) != TOKEN_INDENT)
        raise_last(p, SYNTAX_INDENTATION_ERROR, "expected an indented block");
    p->mark = start;
}

/* Past `async`, if it is there: the keyword. */
static int32_t skip_async(Parser *p)
{
    accept(p, TOKEN_ASYNC);
    return p->mark++;
}

void explain_for(Parser *p)
{
    int32_t start = p->mark, keyword = skip_async(p);
    if (parse_star_targets(p) && accept(p, TOKEN_IN) && parse_star_expressions(p))
        check_header(p, keyword, "'for' statement");
    p->mark = start;
}

/* --- with --------------------------------------------------------------- */

static bool skip_item(Parser *p, Node *(*parse)(Parser *))
{
    if (!parse(p))
        return false;
    int32_t mark = p->mark;
    if (accept(p, TOKEN_AS) && !parse_star_target(p))
        p->mark = mark;
    return !p->failed;
}

static bool skip_items(Parser *p, Node *(*parse)(Parser *))
{
    if (!skip_item(p, parse))
        return false;
    while (peek(p) == TOKEN_COMMA) {
        int32_t mark = p->mark++;
        if (!skip_item(p, parse)) {
            p->mark = mark;
            return !p->failed;
        }
    }
    return true;
}

static bool skip_bracketed_items(Parser *p)
{
    if (!accept(p, TOKEN_LPAR) || !skip_items(p, parse_expressions))
        return false;
    accept(p, TOKEN_COMMA);
    return accept(p, TOKEN_RPAR);
}

static void check_with(Parser *p, int32_t keyword, bool block)
{
    if (block && accept(p, TOKEN_COLON))
        check_block(p, keyword, "'with' statement");
    else if (!block && peek(p) == TOKEN_NEWLINE)
        expected_colon(p);
}

static void explain_with_either(Parser *p, bool block)
{
    int32_t start = p->mark, keyword = skip_async(p), items = p->mark;
    if (skip_items(p, parse_expression))
        check_with(p, keyword, block);
    p->mark = items;
    if (!p->failed && skip_bracketed_items(p))
        check_with(p, keyword, block);
    p->mark = start;
}

void explain_with_block(Parser *p) { explain_with_either(p, true); }
void explain_with(Parser *p) { explain_with_either(p, false); }

/* --- try ---------------------------------------------------------------- */

/* `except` with what it catches, in front of the colon. */
static bool skip_except_header(Parser *p, bool star)
{
    p->mark++;
    if (accept(p, TOKEN_STAR) != star || !parse_expression(p))
        return false;
    int32_t mark = p->mark;
    if (accept(p, TOKEN_AS) && !accept(p, TOKEN_NAME))
        p->mark = mark;
    return true;
}

void explain_except_block(Parser *p, bool star)
{
    int32_t start = p->mark;
    const char *what = star ? "'except*' statement" : "'except' statement";
    if (skip_except_header(p, star)) {
        if (accept(p, TOKEN_COLON))
            check_block(p, start, what);
    } else if (!star && !p->failed) {
        p->mark = start + 1;
        if (accept(p, TOKEN_COLON))
            check_block(p, start, what);
    }
    p->mark = start;
}

static void explain_exception_list(Parser *p)
{
    p->mark++;
    accept(p, TOKEN_STAR);
    Node *first = parse_expression(p);
    if (!first || !accept(p, TOKEN_COMMA) || !parse_expressions(p))
        return;
    int32_t mark = p->mark;
    if (accept(p, TOKEN_AS) && !accept(p, TOKEN_NAME))
        p->mark = mark;
    if (accept(p, TOKEN_COLON))
        raise_from(p, first, "multiple exception types must be parenthesized");
}

static void explain_except_colon(Parser *p)
{
    int32_t start = p->mark++;
    bool star = accept(p, TOKEN_STAR);
    p->mark = start;
    bool header = skip_except_header(p, star);
    if (!header && !p->failed)
        p->mark = start + 1;
    if (!p->failed && peek(p) == TOKEN_NEWLINE)
        expected_colon(p);
    else if (!header && !p->failed && accept(p, TOKEN_STAR)
             && (peek(p) == TOKEN_NEWLINE || peek(p) == TOKEN_COLON)) {
        p->mark++;
        raise_last(p, SYNTAX_ERROR, "expected one or more exception types");
    }
}

void explain_except(Parser *p)
{
    int32_t start = p->mark;
    explain_exception_list(p);
    p->mark = start;
    if (!p->failed)
        explain_except_colon(p);
    p->mark = start;
}

static const char *const mixed_handlers =
    "cannot have both 'except' and 'except*' on the same 'try'";

/* Handlers of one kind: how many. */
static int skip_handlers(Parser *p, bool star)
{
    int count = 0;
    while (!p->failed && peek(p) == TOKEN_EXCEPT) {
        int32_t mark = p->mark;
        if (!parse_handler(p, star)) {
            p->mark = mark;
            break;
        }
        count++;
    }
    return p->failed ? 0 : count;
}

static void check_star_handler(Parser *p)
{
    if (skip_handlers(p, false) == 0 || peek(p) != TOKEN_EXCEPT)
        return;
    int32_t except = p->mark;
    if (skip_except_header(p, true) && peek(p) == TOKEN_COLON)
        raise_tokens(p, &p->tokens[except], &p->tokens[except + 1], "%s", mixed_handlers);
}

static void check_plain_handler(Parser *p)
{
    if (skip_handlers(p, true) == 0 || peek(p) != TOKEN_EXCEPT)
        return;
    int32_t except = p->mark;
    if (!skip_except_header(p, false) && !p->failed)
        p->mark = except + 1;
    if (!p->failed && peek(p) == TOKEN_COLON)
        raise_token(p, &p->tokens[except], "%s", mixed_handlers);
}

/* The mark is at the first handler. */
static void check_mixed_handlers(Parser *p)
{
    int32_t start = p->mark;
    check_star_handler(p);
    p->mark = start;
    if (!p->failed)
        check_plain_handler(p);
}

/* Behind `try:`, which began at START. */
static void explain_try_block(Parser *p, int32_t start)
{
    int32_t block = p->mark;
    NodeList body;
    check_block(p, start, "'try' statement");
    p->mark = block;
    if (p->failed)
        return;
    if (parse_block(p, &body) && peek(p) != TOKEN_EXCEPT && peek(p) != TOKEN_FINALLY)
        raise_last(p, SYNTAX_ERROR, "expected 'except' or 'finally' block");
    p->mark = block;
    while (!p->failed && parse_block(p, &body))
        block = p->mark;
    p->mark = block;
    if (!p->failed)
        check_mixed_handlers(p);
}

void explain_try(Parser *p)
{
    int32_t start = p->mark++;
    if (accept(p, TOKEN_COLON))
        explain_try_block(p, start);
    p->mark = start;
}

/* --- definitions -------------------------------------------------------- */

void explain_function(Parser *p)
{
    int32_t start = p->mark, keyword = skip_async(p);
    if (accept(p, TOKEN_NAME) && accept(p, TOKEN_LPAR)) {
        int32_t mark = p->mark;
        if (!parse_parameters(p, false))
            p->mark = mark;
        if (!p->failed && accept(p, TOKEN_RPAR)) {
            mark = p->mark;
            if (accept(p, TOKEN_ARROW) && !parse_expression(p))
                p->mark = mark;
            if (!p->failed && accept(p, TOKEN_COLON))
                check_block(p, keyword, "function definition");
        }
    }
    p->mark = start;
}

void explain_class(Parser *p)
{
    int32_t start = p->mark++;
    Arguments arguments;
    if (accept(p, TOKEN_NAME)) {
        int32_t open = p->mark;
        if (accept(p, TOKEN_LPAR)) {
            int32_t mark = p->mark;
            if (!parse_arguments(p, &arguments))
                p->mark = mark;
            if (p->failed || !accept(p, TOKEN_RPAR))
                p->mark = open;
        }
        if (!p->failed)
            check_header(p, start, "class definition");
    }
    p->mark = start;
}

/* --- match -------------------------------------------------------------- */

void explain_match(Parser *p)
{
    int32_t start = p->mark++;
    if (parse_subject(p))
        check_header(p, start, "'match' statement");
    p->mark = start;
}

void explain_case(Parser *p)
{
    int32_t start = p->mark++;
    if (parse_patterns(p)) {
        int32_t mark = p->mark;
        if (accept(p, TOKEN_IF) && !parse_named_expression(p))
            p->mark = mark;
        if (!p->failed)
            check_header(p, start, "'case' statement");
    }
    p->mark = start;
}

void explain_as_pattern(Parser *p)
{
    int32_t start = p->mark;
    if (parse_or_pattern(p) && accept(p, TOKEN_AS)) {
        if (token_is(current(p), "_", 1))
            raise_token(p, current(p), "cannot use '_' as a target");
        else if (peek(p) != TOKEN_NAME) {
            Node *target = parse_expression(p);
            if (target)
                raise_node(p, target, "invalid pattern target");
        }
    }
    p->mark = start;
}

static bool skip_keyword_patterns(Parser *p)
{
    if (!parse_keyword_pattern(p))
        return false;
    while (peek(p) == TOKEN_COMMA) {
        int32_t mark = p->mark++;
        if (!parse_keyword_pattern(p)) {
            p->mark = mark;
            return !p->failed;
        }
    }
    return true;
}

void explain_class_pattern(Parser *p)
{
    int32_t start = p->mark, base = p->scratch_count;
    NodeList positional;
    if (parse_name_or_attribute(p) && accept(p, TOKEN_LPAR)) {
        int32_t mark = p->mark;
        if (!parse_positional_patterns(p, &positional) || !accept(p, TOKEN_COMMA))
            p->mark = mark;
        if (!p->failed && skip_keyword_patterns(p) && accept(p, TOKEN_COMMA)
            && parse_positional_patterns(p, &positional))
            raise_range(p, positional.items[0], positional.items[positional.count - 1],
                        "positional patterns follow keyword patterns");
    }
    list_drop(p, base);
    p->mark = start;
}

/* --- imports ------------------------------------------------------------ */

void explain_import_targets(Parser *p)
{
    int32_t start = p->mark;
    if (parse_import_targets(p) && accept(p, TOKEN_COMMA) && peek(p) == TOKEN_NEWLINE)
        raise_last(p, SYNTAX_ERROR, "trailing comma not allowed without surrounding parentheses");
    p->mark = start;
}
