/* Call arguments: positional ones, then keywords among `*`, then after `**`. */
#include "compiler/parser_internal.h"

static Node *keyword_node(Parser *p, int32_t start, const Identifier *name, Node *value)
{
    Node *node = finish(p, NODE_KEYWORD, start);
    if (node) {
        node->keyword.arg = name;
        node->keyword.value = value;
    }
    return node;
}

static inline bool at_keyword(Parser *p)
{
    return peek(p) == TOKEN_NAME && peek_second(p) == TOKEN_EQUAL;
}

static Node *named_argument(Parser *p)
{
    int32_t start = p->mark;
    const Identifier *name = parse_identifier(p);
    p->mark++;
    Node *value = name ? parse_expression(p) : NULL;
    return value ? keyword_node(p, start, name, value) : NULL;
}

static Node *double_starred_argument(Parser *p)
{
    int32_t start = p->mark++;
    Node *value = parse_expression(p);
    return value ? keyword_node(p, start, NULL, value) : NULL;
}

static Node *positional_argument(Parser *p)
{
    if (peek(p) == TOKEN_STAR)
        return parse_starred_expression(p);
    Node *node = parse_assignment_or_expression(p);
    return node && peek(p) != TOKEN_EQUAL ? node : NULL;
}

/* A keyword argument, or a starred one while no `**` was seen. */
static Node *keyword_argument(Parser *p, bool *after_double_star)
{
    if (unlikely(p->rules)) {
        explain_keyword_argument(p);
        if (p->failed)
            return NULL;
    }
    if (at_keyword(p))
        return named_argument(p);
    if (peek(p) == TOKEN_DOUBLE_STAR) {
        *after_double_star = true;
        return double_starred_argument(p);
    }
    return peek(p) == TOKEN_STAR && !*after_double_star ? parse_starred_expression(p) : NULL;
}

/* Arguments on the scratch list, in order; stops before what is none. */
static bool push_arguments(Parser *p)
{
    bool keywords = false, after_double_star = false;
    int32_t base = p->scratch_count;
    for (;;) {
        int32_t mark = p->mark, before = p->scratch_count > base ? mark - 1 : mark;
        TokenKind kind = peek(p);
        Node *node = NULL;
        keywords |= kind == TOKEN_DOUBLE_STAR || at_keyword(p);
        if (!keywords && starts_expression(kind))
            node = positional_argument(p);
        if (!node && !p->failed) {
            p->mark = mark;
            node = keyword_argument(p, &after_double_star);
            keywords |= node != NULL;
        }
        if (!node) {
            p->mark = before;
            return !p->failed;
        }
        if (!list_push(p, node))
            return false;
        if (!accept(p, TOKEN_COMMA))
            return true;
    }
}

static bool split_arguments(Parser *p, int32_t base, Arguments *arguments)
{
    int32_t count = p->scratch_count - base, positional = 0, keywords = 0;
    Node **items = tree_alloc(p->arena, (size_t)count * sizeof *items);
    if (!items)
        return no_memory(p);
    for (int32_t i = 0; i < count; i++)
        positional += p->scratch[base + i]->kind != NODE_KEYWORD;
    arguments->args = (NodeList){ items, positional };
    arguments->keywords = (NodeList){ items + positional, count - positional };
    for (int32_t i = 0, a = 0; i < count; i++) {
        Node *node = p->scratch[base + i];
        items[node->kind == NODE_KEYWORD ? positional + keywords++ : a++] = node;
    }
    p->scratch_count = base;
    return true;
}

bool parse_args(Parser *p, Arguments *arguments)
{
    int32_t base = p->scratch_count;
    if (!push_arguments(p) || p->scratch_count == base)
        return list_drop(p, base) != NULL;
    return split_arguments(p, base, arguments) || list_drop(p, base);
}

/* The node that carries arguments through the memo. */
static Node *memo_arguments(Parser *p)
{
    int32_t start = p->mark;
    Arguments arguments;
    if (parse_args(p, &arguments)) {
        accept(p, TOKEN_COMMA);
        if (peek(p) == TOKEN_RPAR) {
            Node *node = finish(p, NODE_CALL, start);
            if (node) {
                node->call.args = arguments.args;
                node->call.keywords = arguments.keywords;
            }
            return node;
        }
    }
    p->mark = start;
    if (p->rules && !p->failed)
        explain_arguments(p);
    return NULL;
}

bool parse_arguments(Parser *p, Arguments *arguments)
{
    if (unlikely(p->explaining)) {
        Node *node = memoise(p, RULE_ARGUMENTS, memo_arguments);
        if (node)
            *arguments = (Arguments){ node->call.args, node->call.keywords };
        return node != NULL;
    }
    if (!parse_args(p, arguments))
        return false;
    accept(p, TOKEN_COMMA);
    return peek(p) == TOKEN_RPAR;
}

static Node *call_node(Parser *p, int32_t start, Node *function, const Arguments *arguments)
{
    Node *node = finish(p, NODE_CALL, start);
    if (node) {
        node->call.func = function;
        node->call.args = arguments->args;
        node->call.keywords = arguments->keywords;
    }
    return node;
}

/* A generator expression as the only argument, without brackets of its own. */
static Node *call_of_generator(Parser *p, Node *function, int32_t start, Node *generator)
{
    Arguments arguments = { 0 };
    if (!generator || !list_of_one(p, generator, &arguments.args))
        return NULL;
    return call_node(p, start, function, &arguments);
}

static Node *call_in_order(Parser *p, Node *function, int32_t start)
{
    int32_t mark = p->mark;
    Arguments arguments = { 0 };
    Node *generator = parse_generator(p);
    if (generator || p->failed)
        return call_of_generator(p, function, start, generator);
    p->mark = mark + 1;
    if (!parse_arguments(p, &arguments))
        p->mark = mark + 1;
    return !p->failed && accept(p, TOKEN_RPAR) ? call_node(p, start, function, &arguments) : NULL;
}

Node *parse_call(Parser *p, Node *function, int32_t start)
{
    Arguments arguments = { 0 };
    NodeList clauses;
    if (unlikely(p->explaining))
        return call_in_order(p, function, start);
    int32_t open = p->mark++;
    if (accept(p, TOKEN_RPAR))
        return call_node(p, start, function, &arguments);
    if (!parse_args(p, &arguments))
        return NULL;
    TokenKind kind = peek(p);
    if ((kind == TOKEN_FOR || kind == TOKEN_ASYNC) && arguments.args.count == 1
        && arguments.keywords.count == 0 && p->tokens[open + 1].kind != TOKEN_STAR
        && p->tokens[p->mark - 1].kind != TOKEN_COMMA) {
        Node *element = arguments.args.items[0];
        if (!parse_for_if_clauses(p, &clauses) || !accept(p, TOKEN_RPAR))
            return NULL;
        Node *generator = generator_from(p, NODE_GENERATOR_EXP, open, element, clauses);
        return call_of_generator(p, function, start, generator);
    }
    accept(p, TOKEN_COMMA);
    return accept(p, TOKEN_RPAR) ? call_node(p, start, function, &arguments) : NULL;
}
