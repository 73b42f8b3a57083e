/* Functions and classes, with their decorators. */
#include "compiler/parser_internal.h"

static Node *function(Parser *p, NodeList decorators)
{
    int32_t start = p->mark;
    if (p->rules)
        explain_function(p);
    if (p->failed)
        return NULL;
    p->mark = start;
    bool is_async = accept(p, TOKEN_ASYNC);
    Node *returns = NULL;
    NodeList body;
    p->mark++;
    const Identifier *name = parse_identifier(p);
    if (!name || !expect_forced(p, TOKEN_LPAR))
        return NULL;
    int32_t mark = p->mark;
    Node *args = parse_parameters(p, false);
    if (!args)
        p->mark = mark;
    if (p->failed || !accept(p, TOKEN_RPAR))
        return NULL;
    mark = p->mark;
    if (accept(p, TOKEN_ARROW) && !(returns = parse_expression(p)))
        p->mark = mark;
    if (p->failed || !expect_forced(p, TOKEN_COLON) || !parse_block(p, &body) || !args)
        return NULL;
    Node *node = finish_block(p, is_async ? NODE_ASYNC_FUNCTION_DEF : NODE_FUNCTION_DEF, start);
    if (node) {
        node->function_def.name = name;
        node->function_def.args = args;
        node->function_def.body = body;
        node->function_def.decorator_list = decorators;
        node->function_def.returns = returns;
    }
    return node;
}

static bool bases(Parser *p, Arguments *arguments)
{
    if (!accept(p, TOKEN_LPAR))
        return true;
    if (accept(p, TOKEN_RPAR))
        return true;
    return parse_arguments(p, arguments) && accept(p, TOKEN_RPAR);
}

static Node *class(Parser *p, NodeList decorators)
{
    int32_t start = p->mark;
    Arguments arguments = { 0 };
    NodeList body;
    if (p->rules)
        explain_class(p);
    if (p->failed)
        return NULL;
    p->mark = start + 1;
    const Identifier *name = parse_identifier(p);
    if (!name || !bases(p, &arguments) || !accept(p, TOKEN_COLON)
        || !parse_block(p, &body))
        return NULL;
    Node *node = finish_block(p, NODE_CLASS_DEF, start);
    if (node) {
        node->class_def.name = name;
        node->class_def.bases = arguments.args;
        node->class_def.keywords = arguments.keywords;
        node->class_def.body = body;
        node->class_def.decorator_list = decorators;
    }
    return node;
}

static bool decorators(Parser *p, NodeList *list)
{
    int32_t base = p->scratch_count;
    while (accept(p, TOKEN_AT)) {
        Node *node = parse_named_expression(p);
        if (!node || !accept(p, TOKEN_NEWLINE) || !list_push(p, node))
            return list_drop(p, base);
    }
    return list_take(p, base, list);
}

Node *parse_definition(Parser *p)
{
    NodeList list;
    if (!decorators(p, &list))
        return NULL;
    switch (peek(p)) {
    case TOKEN_CLASS: return class(p, list);
    case TOKEN_DEF: return function(p, list);
    case TOKEN_ASYNC: return peek_second(p) == TOKEN_DEF ? function(p, list) : NULL;
    default: return NULL;
    }
}
