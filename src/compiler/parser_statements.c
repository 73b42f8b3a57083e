/* Simple statements, one line of them, and blocks. */
#include "compiler/parser_internal.h"

/* --- assignments -------------------------------------------------------- */

/* `=` value, `=` value ...: FIRST is parsed, the mark is at the first `=`. */
static Node *assignment(Parser *p, int32_t start, Node *first)
{
    int32_t base = p->scratch_count;
    Node *value = first;
    while (accept(p, TOKEN_EQUAL)) {
        if (!make_target(value, CONTEXT_STORE) || !list_push(p, value))
            return list_drop(p, base);
        value = parse_yield_or_star_expressions(p);
        if (!value)
            return list_drop(p, base);
    }
    Node *node = finish(p, NODE_ASSIGN, start);
    if (!node || !list_take(p, base, &node->assign.targets))
        return list_drop(p, base);
    node->assign.value = value;
    return node;
}

static Node *augmented_assignment(Parser *p, int32_t start, Node *target)
{
    BinaryOp op = (BinaryOp)(peek(p) - TOKEN_PLUS_EQUAL);
    if (!is_single_target(target))
        return NULL;
    make_target(target, CONTEXT_STORE);
    p->mark++;
    Node *value = parse_yield_or_star_expressions(p);
    Node *node = value ? finish(p, NODE_AUG_ASSIGN, start) : NULL;
    if (node) {
        node->aug_assign.target = target;
        node->aug_assign.op = op;
        node->aug_assign.value = value;
    }
    return node;
}

static Node *annotated_assignment(Parser *p, int32_t start, Node *target)
{
    if (!is_single_target(target))
        return NULL;
    bool simple = p->tokens[start].kind == TOKEN_NAME && target->kind == NODE_NAME;
    Node *value = NULL;
    p->mark++;
    make_target(target, CONTEXT_STORE);
    Node *annotation = parse_expression(p);
    if (!annotation)
        return NULL;
    if (accept(p, TOKEN_EQUAL) && !(value = parse_yield_or_star_expressions(p)))
        return NULL;
    Node *node = finish(p, NODE_ANN_ASSIGN, start);
    if (node) {
        node->ann_assign.target = target;
        node->ann_assign.annotation = annotation;
        node->ann_assign.value = value;
        node->ann_assign.simple = simple;
    }
    return node;
}

static Node *expression_statement(Parser *p, int32_t start, Node *value)
{
    Node *node = finish(p, NODE_EXPR, start);
    if (node)
        node->expr_stmt.value = value;
    return node;
}

static inline bool is_augmented(TokenKind kind)
{
    return kind >= TOKEN_PLUS_EQUAL && kind <= TOKEN_DOUBLE_SLASH_EQUAL;
}

static Node *expression_or_assignment(Parser *p)
{
    int32_t start = p->mark;
    if (unlikely(p->rules)) {
        explain_assignment(p);
        if (p->failed)
            return NULL;
    }
    Node *first = parse_star_expressions(p);
    if (!first)
        return NULL;
    TokenKind kind = peek(p);
    if (kind == TOKEN_EQUAL)
        return assignment(p, start, first);
    if (kind == TOKEN_COLON)
        return annotated_assignment(p, start, first);
    if (is_augmented(kind))
        return augmented_assignment(p, start, first);
    return expression_statement(p, start, first);
}

static Node *yield_statement(Parser *p)
{
    int32_t start = p->mark;
    if (p->rules)
        explain_assignment(p);
    Node *value = p->failed ? NULL : parse_yield(p);
    return value ? expression_statement(p, start, value) : NULL;
}

/* --- statements that start with a keyword ------------------------------- */

static Node *word(Parser *p, NodeKind kind)
{
    int32_t start = p->mark++;
    return finish(p, kind, start);
}

static Node *return_statement(Parser *p)
{
    int32_t start = p->mark++;
    Node *value = starts_expression(peek(p)) ? parse_star_expressions(p) : NULL;
    if (!value)
        p->mark = start + 1;
    Node *node = p->failed ? NULL : finish(p, NODE_RETURN, start);
    if (node)
        node->return_stmt.value = value;
    return node;
}

static Node *raise_statement(Parser *p)
{
    int32_t start = p->mark++;
    Node *exc = NULL, *cause = NULL;
    if (starts_expression(peek(p)) && !(exc = parse_expression(p)))
        p->mark = start + 1;
    if (exc && peek(p) == TOKEN_FROM) {
        int32_t mark = p->mark++;
        if (!(cause = parse_expression(p)))
            p->mark = mark;
    }
    Node *node = p->failed ? NULL : finish(p, NODE_RAISE, start);
    if (node) {
        node->raise_stmt.exc = exc;
        node->raise_stmt.cause = cause;
    }
    return node;
}

static Node *assert_statement(Parser *p)
{
    int32_t start = p->mark++;
    Node *test = parse_expression(p), *msg = NULL;
    if (!test)
        return NULL;
    if (accept(p, TOKEN_COMMA) && !(msg = parse_expression(p)))
        return NULL;
    Node *node = finish(p, NODE_ASSERT, start);
    if (node) {
        node->assert_stmt.test = test;
        node->assert_stmt.msg = msg;
    }
    return node;
}

static Node *name_list_statement(Parser *p, NodeKind kind)
{
    int32_t start = p->mark, base = p->scratch_count;
    do {
        p->mark++;
        const Identifier *name = parse_identifier(p);
        if (!name || !list_push(p, (Node *)(uintptr_t)name))
            return list_drop(p, base);
    } while (peek(p) == TOKEN_COMMA);
    Node *node = finish(p, kind, start);
    return node && identifiers_take(p, base, &node->global_stmt.names) ? node
        : list_drop(p, base);
}

static Node *no_delete(Parser *p, int32_t start, int32_t base)
{
    list_drop(p, base);
    p->mark = start;
    if (p->rules && !p->failed)
        explain_delete(p);
    return NULL;
}

static bool is_delete_target(Node *node)
{
    return node->kind != NODE_STARRED && make_target(node, CONTEXT_DEL);
}

static Node *delete_statement(Parser *p)
{
    int32_t start = p->mark, base = p->scratch_count;
    do {
        p->mark++;
        if (p->scratch_count > base && (peek(p) == TOKEN_NEWLINE || peek(p) == TOKEN_SEMI))
            break;
        Node *target = parse_primary(p);
        if (!target || !is_delete_target(target) || !list_push(p, target))
            return no_delete(p, start, base);
    } while (peek(p) == TOKEN_COMMA);
    if (peek(p) != TOKEN_NEWLINE && peek(p) != TOKEN_SEMI)
        return no_delete(p, start, base);
    Node *node = finish(p, NODE_DELETE, start);
    return node && list_take(p, base, &node->delete_stmt.targets) ? node : list_drop(p, base);
}

static Node *simple_statement(Parser *p)
{
    switch (peek(p)) {
    case TOKEN_RETURN: return return_statement(p);
    case TOKEN_IMPORT: return parse_import(p);
    case TOKEN_FROM: return parse_import_from(p);
    case TOKEN_RAISE: return raise_statement(p);
    case TOKEN_PASS: return word(p, NODE_PASS);
    case TOKEN_DEL: return delete_statement(p);
    case TOKEN_YIELD: return yield_statement(p);
    case TOKEN_ASSERT: return assert_statement(p);
    case TOKEN_BREAK: return word(p, NODE_BREAK);
    case TOKEN_CONTINUE: return word(p, NODE_CONTINUE);
    case TOKEN_GLOBAL: return name_list_statement(p, NODE_GLOBAL);
    case TOKEN_NONLOCAL: return name_list_statement(p, NODE_NONLOCAL);
    default: return starts_expression(peek(p)) ? expression_or_assignment(p) : NULL;
    }
}

/* --- lines and blocks --------------------------------------------------- */

bool parse_simple_statements(Parser *p)
{
    for (;;) {
        Node *node = simple_statement(p);
        if (!node || !list_push(p, node))
            return false;
        if (likely(accept(p, TOKEN_NEWLINE)))
            return true;
        if (!accept(p, TOKEN_SEMI))
            return false;
        if (accept(p, TOKEN_NEWLINE))
            return true;
    }
}

bool parse_statement(Parser *p)
{
    int32_t start = p->mark, base = p->scratch_count;
    Node *node = parse_compound(p);
    if (node)
        return list_push(p, node);
    if (p->failed)
        return false;
    p->mark = start;
    return parse_simple_statements(p) || list_drop(p, base);
}

static bool indented_block(Parser *p)
{
    p->mark++;
    if (!accept(p, TOKEN_INDENT))
        return false;
    do
        if (!parse_statement(p))
            return false;
    while (!accept(p, TOKEN_DEDENT) && peek(p) != TOKEN_END);
    return p->tokens[p->mark - 1].kind == TOKEN_DEDENT;
}

static bool block(Parser *p, NodeList *list)
{
    int32_t start = p->mark, base = p->scratch_count;
    bool ok = peek(p) == TOKEN_NEWLINE ? indented_block(p) : parse_simple_statements(p);
    if (ok)
        return list_take(p, base, list);
    list_drop(p, base);
    p->mark = start;
    if (p->rules && !p->failed)
        explain_block(p);
    return false;
}

/* The node that carries a block through the memo. */
static Node *memo_block(Parser *p)
{
    NodeList list;
    if (!block(p, &list))
        return NULL;
    Node *node = plain_node(p, NODE_INTERACTIVE);
    if (node)
        node->interactive.body = list;
    return node;
}

bool parse_block(Parser *p, NodeList *list)
{
    if (likely(!p->explaining))
        return block(p, list);
    Node *node = memoise(p, RULE_BLOCK, memo_block);
    if (node)
        *list = node->interactive.body;
    return node != NULL;
}
