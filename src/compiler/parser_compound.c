/* if, while, for, with, try. */
#include "compiler/parser_internal.h"

/* `:` and a block. */
static bool colon_block(Parser *p, NodeList *body)
{
    return accept(p, TOKEN_COLON) && parse_block(p, body);
}

static bool forced_colon_block(Parser *p, NodeList *body)
{
    return expect_forced(p, TOKEN_COLON) && parse_block(p, body);
}

/* `else` or `finally` with its block, if it is there. */
static bool bare_block(Parser *p, TokenKind keyword, NodeList *body)
{
    if (peek(p) != keyword)
        return true;
    if (p->rules)
        explain_bare_block(p, keyword);
    if (p->failed)
        return false;
    p->mark++;
    return forced_colon_block(p, body);
}

/* --- if, while ---------------------------------------------------------- */

/* `if` or `elif`, up to what follows the block. */
static Node *condition(Parser *p)
{
    int32_t start = p->mark;
    if (p->rules)
        explain_headed_block(p, p->tokens[start].kind);
    if (p->failed)
        return NULL;
    p->mark = start + 1;
    Node *test = parse_named_expression(p);
    NodeList body;
    if (!test || !colon_block(p, &body))
        return NULL;
    Node *node = finish_block(p, NODE_IF, start);
    if (node) {
        node->if_stmt.test = test;
        node->if_stmt.body = body;
    }
    return node;
}

/* All conditions of a chain end where its last block does. */
static Node *end_chain(Parser *p, int32_t start, Node *first, Node *last)
{
    Node *end = finish_block(p, NODE_PASS, start);
    for (Node *node = first; end; node = node->if_stmt.orelse.items[0]) {
        node->end_line = end->end_line;
        node->end_column = end->end_column;
        if (node == last)
            return first;
    }
    return NULL;
}

static Node *if_statement(Parser *p)
{
    int32_t start = p->mark;
    Node *first = condition(p), *last = first;
    while (last && peek(p) == TOKEN_ELIF) {
        Node *next = condition(p);
        if (!next || !list_of_one(p, next, &last->if_stmt.orelse))
            return NULL;
        last = next;
    }
    if (!last || !bare_block(p, TOKEN_ELSE, &last->if_stmt.orelse))
        return NULL;
    return end_chain(p, start, first, last);
}

static Node *while_statement(Parser *p)
{
    int32_t start = p->mark;
    if (p->rules)
        explain_headed_block(p, TOKEN_WHILE);
    if (p->failed)
        return NULL;
    p->mark = start + 1;
    Node *test = parse_named_expression(p);
    NodeList body, orelse = { 0 };
    if (!test || !colon_block(p, &body) || !bare_block(p, TOKEN_ELSE, &orelse))
        return NULL;
    Node *node = finish_block(p, NODE_WHILE, start);
    if (node) {
        node->while_stmt.test = test;
        node->while_stmt.body = body;
        node->while_stmt.orelse = orelse;
    }
    return node;
}

/* --- for ---------------------------------------------------------------- */

static Node *for_target(Parser *p, int32_t start)
{
    Node *target = parse_star_targets(p);
    if (target && accept(p, TOKEN_IN))
        return target;
    p->mark = start;
    if (p->rules && !p->failed)
        explain_for_target(p);
    return NULL;
}

static Node *for_statement(Parser *p, int32_t start, bool is_async)
{
    p->mark = start;
    if (p->rules)
        explain_for(p);
    if (p->failed)
        return NULL;
    p->mark = start + 1 + is_async;
    Node *target = for_target(p, start);
    Node *iter = target ? parse_star_expressions(p) : NULL;
    NodeList body, orelse = { 0 };
    if (!iter || !colon_block(p, &body) || !bare_block(p, TOKEN_ELSE, &orelse))
        return NULL;
    Node *node = finish_block(p, is_async ? NODE_ASYNC_FOR : NODE_FOR, start);
    if (node) {
        node->for_stmt.target = target;
        node->for_stmt.iter = iter;
        node->for_stmt.body = body;
        node->for_stmt.orelse = orelse;
    }
    return node;
}

/* --- with --------------------------------------------------------------- */

static bool at_item_end(Parser *p)
{
    TokenKind kind = peek(p);
    return kind == TOKEN_COMMA || kind == TOKEN_RPAR || kind == TOKEN_COLON;
}

/* `as` target, if it is there and an item ends behind it. */
static Node *item_target(Parser *p)
{
    if (!accept(p, TOKEN_AS))
        return NULL;
    Node *target = parse_star_target(p);
    return target && at_item_end(p) ? target : NULL;
}

static bool push_item(Parser *p)
{
    int32_t start = p->mark;
    Node *context = parse_expression(p);
    if (!context)
        return false;
    int32_t mark = p->mark;
    Node *target = item_target(p);
    if (!target) {
        p->mark = start;
        if (p->rules && !p->failed)
            explain_with_item(p);
        p->mark = mark;
    }
    Node *node = p->failed ? NULL : plain_node(p, NODE_WITH_ITEM);
    if (!node)
        return false;
    node->with_item.context_expr = context;
    node->with_item.optional_vars = target;
    return list_push(p, node);
}

/* Items separated by commas. */
static bool push_items(Parser *p)
{
    if (!push_item(p))
        return false;
    while (peek(p) == TOKEN_COMMA) {
        int32_t mark = p->mark++;
        if (!push_item(p)) {
            p->mark = mark;
            return !p->failed;
        }
    }
    return true;
}

/* `(` items `)` `:`, which may also be the start of an expression. */
static bool bracketed_items(Parser *p)
{
    if (!accept(p, TOKEN_LPAR) || !push_items(p))
        return false;
    accept(p, TOKEN_COMMA);
    return accept(p, TOKEN_RPAR) && accept(p, TOKEN_COLON);
}

static bool with_items(Parser *p, NodeList *items)
{
    int32_t start = p->mark, base = p->scratch_count;
    if (bracketed_items(p))
        return list_take(p, base, items);
    list_drop(p, base);
    p->mark = start;
    if (!p->failed && push_items(p) && accept(p, TOKEN_COLON))
        return list_take(p, base, items);
    return list_drop(p, base);
}

static Node *no_with(Parser *p, int32_t start)
{
    p->mark = start;
    if (p->rules && !p->failed)
        explain_with(p);
    return NULL;
}

static Node *with_statement(Parser *p, int32_t start, bool is_async)
{
    NodeList items, body;
    p->mark = start;
    if (p->rules)
        explain_with_block(p);
    if (p->failed)
        return NULL;
    p->mark = start + 1 + is_async;
    if (!with_items(p, &items) || !parse_block(p, &body))
        return no_with(p, start);
    Node *node = finish_block(p, is_async ? NODE_ASYNC_WITH : NODE_WITH, start);
    if (node) {
        node->with_stmt.items = items;
        node->with_stmt.body = body;
    }
    return node;
}

/* --- try ---------------------------------------------------------------- */

/* After `except` or `except *`: the exceptions, their name, `:` and the block. */
static Node *handler_after(Parser *p, int32_t start, bool star)
{
    bool bare = peek(p) == TOKEN_COLON && !star;
    Node *type = bare ? NULL : parse_expression(p);
    const Identifier *name = NULL;
    NodeList body;
    if (!type && !bare)
        return NULL;
    if (type && accept(p, TOKEN_AS) && !(name = parse_identifier(p)))
        return NULL;
    if (!colon_block(p, &body))
        return NULL;
    Node *node = finish_block(p, NODE_EXCEPT_HANDLER, start);
    if (node) {
        node->except_handler.type = type;
        node->except_handler.name = name;
        node->except_handler.body = body;
    }
    return node;
}

Node *parse_handler(Parser *p, bool star)
{
    int32_t start = p->mark;
    if (p->rules)
        explain_except_block(p, star);
    if (p->failed)
        return NULL;
    p->mark = start + 1;
    Node *node = accept(p, TOKEN_STAR) == star ? handler_after(p, start, star) : NULL;
    if (!node && !p->failed) {
        p->mark = start;
        if (p->rules)
            explain_except(p);
    }
    return node;
}

/* All handlers of one kind. */
static bool handlers(Parser *p, bool star, NodeList *list)
{
    int32_t base = p->scratch_count;
    while (peek(p) == TOKEN_EXCEPT) {
        int32_t mark = p->mark;
        Node *node = parse_handler(p, star);
        if (!node) {
            p->mark = mark;
            break;
        }
        if (!list_push(p, node))
            break;
    }
    return p->failed ? list_drop(p, base) != NULL : list_take(p, base, list);
}

static bool try_handlers(Parser *p, NodeList *list, bool *star)
{
    if (!handlers(p, false, list))
        return false;
    if (list->count > 0)
        return true;
    *star = true;
    return handlers(p, true, list);
}

static Node *try_statement(Parser *p)
{
    int32_t start = p->mark;
    NodeList body, except = { 0 }, orelse = { 0 }, final = { 0 };
    bool star = false;
    if (p->rules)
        explain_try(p);
    if (p->failed)
        return NULL;
    p->mark = start + 1;
    if (!forced_colon_block(p, &body))
        return NULL;
    if (peek(p) == TOKEN_EXCEPT
        && (!try_handlers(p, &except, &star) || except.count == 0
            || !bare_block(p, TOKEN_ELSE, &orelse)))
        return NULL;
    if (except.count == 0 && peek(p) != TOKEN_FINALLY)
        return NULL;
    if (!bare_block(p, TOKEN_FINALLY, &final))
        return NULL;
    Node *node = finish_block(p, star ? NODE_TRY_STAR : NODE_TRY, start);
    if (node) {
        node->try_stmt.body = body;
        node->try_stmt.handlers = except;
        node->try_stmt.orelse = orelse;
        node->try_stmt.finalbody = final;
    }
    return node;
}

/* --- by the first token ------------------------------------------------- */

static Node *async_statement(Parser *p)
{
    switch (peek_second(p)) {
    case TOKEN_DEF: return parse_definition(p);
    case TOKEN_FOR: return for_statement(p, p->mark, true);
    case TOKEN_WITH: return with_statement(p, p->mark, true);
    default: return NULL;
    }
}

Node *parse_compound(Parser *p)
{
    const Token *token = current(p);
    switch (token->kind) {
    case TOKEN_DEF: case TOKEN_AT: case TOKEN_CLASS: return parse_definition(p);
    case TOKEN_IF: return if_statement(p);
    case TOKEN_WHILE: return while_statement(p);
    case TOKEN_FOR: return for_statement(p, p->mark, false);
    case TOKEN_TRY: return try_statement(p);
    case TOKEN_WITH: return with_statement(p, p->mark, false);
    case TOKEN_ASYNC: return async_statement(p);
    case TOKEN_NAME: return token_is(token, "match", 5) ? parse_match(p) : NULL;
    default: return NULL;
    }
}
