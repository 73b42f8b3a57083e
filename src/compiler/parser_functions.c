/* Parameters of functions and of lambdas, and lambdas. */
#include "compiler/parser_internal.h"

typedef struct {
    bool lambda;
    TokenKind close;
    bool slash, star;           /* seen */
    bool default_seen;
    NodeList posonly, args, kwonly, defaults, kw_defaults;
    Node *vararg, *kwarg;
    Node *pending_default;
} Parameters;

/* --- one parameter ------------------------------------------------------ */

/* NAME and, in a `def`, its annotation. */
static Node *parameter(Parser *p, bool lambda, bool starred)
{
    int32_t start = p->mark;
    const Identifier *name = parse_identifier(p);
    Node *annotation = NULL;
    if (!name)
        return NULL;
    if (!lambda && peek(p) == TOKEN_COLON) {
        int32_t mark = p->mark++;
        annotation = starred ? parse_star_expression(p) : parse_expression(p);
        if (!annotation)
            p->mark = mark;
    }
    Node *node = p->failed ? NULL : finish(p, NODE_ARG, start);
    if (node) {
        node->arg.arg = name;
        node->arg.annotation = annotation;
    }
    return node;
}

bool parse_parameter(Parser *p, bool lambda)
{
    return parameter(p, lambda, false) != NULL;
}

/* The default at the `=`. */
static Node *default_value(Parser *p)
{
    int32_t start = p->mark++;
    Node *value = parse_expression(p);
    if (!value && p->rules && !p->failed) {
        p->mark = start;
        explain_default(p);
    }
    return value;
}

/* A comma, or the closing bracket, which stays.  Behind the comma CPython looks
 * for a type comment, and so has read one more token. */
static bool end_parameter(Parser *p, const Parameters *parameters)
{
    if (!accept(p, TOKEN_COMMA))
        return peek(p) == parameters->close;
    return parameters->lambda || peek(p) != TOKEN_ERROR;
}

/* --- all of them -------------------------------------------------------- */

/* Nodes go to the scratch list as pairs: parameter and default. */
static bool push_parameter(Parser *p, Parameters *parameters)
{
    Node *node = parameter(p, parameters->lambda, false), *value = NULL;
    if (!node)
        return false;
    if (peek(p) == TOKEN_EQUAL && !(value = default_value(p)))
        return false;
    if (!parameters->star && !value && parameters->default_seen)
        return false;
    parameters->default_seen |= value != NULL;
    return end_parameter(p, parameters) && list_push(p, node) && list_push(p, value);
}

/* The pairs since BASE: parameters to NODES, and defaults to VALUES, with the
 * holes if those count. */
static bool take_pairs(Parser *p, int32_t base, NodeList *nodes, NodeList *values, bool holes)
{
    int32_t count = (p->scratch_count - base) / 2, used = 0;
    Node **items = tree_alloc(p->arena, 2 * (size_t)count * sizeof *items);
    if (!items)
        return no_memory(p);
    for (int32_t i = 0; i < count; i++) {
        Node *value = p->scratch[base + 2 * i + 1];
        items[i] = p->scratch[base + 2 * i];
        if (value || holes)
            items[count + used++] = value;
    }
    *nodes = (NodeList){ items, count };
    *values = (NodeList){ items + count, used };
    p->scratch_count = base;
    return true;
}

/* `/`: what came before it is positional only. */
static bool take_slash(Parser *p, Parameters *parameters, int32_t base)
{
    if (parameters->slash || parameters->star || p->scratch_count == base)
        return false;
    p->mark++;
    parameters->slash = true;
    parameters->posonly.count = (p->scratch_count - base) / 2;
    return end_parameter(p, parameters);
}

/* The parameters before `*`, positional only or not. */
static bool take_positional(Parser *p, Parameters *parameters, int32_t base)
{
    NodeList all;
    int32_t posonly = parameters->posonly.count;
    if (!take_pairs(p, base, &all, &parameters->defaults, false))
        return false;
    parameters->posonly = (NodeList){ all.items, posonly };
    parameters->args = (NodeList){ all.items + posonly, all.count - posonly };
    return true;
}

static bool take_star(Parser *p, Parameters *parameters, int32_t base)
{
    if (p->rules && !parameters->star)
        explain_star_parameter(p, parameters->lambda);
    if (p->failed || parameters->star || !take_positional(p, parameters, base))
        return false;
    p->mark++;
    parameters->star = true;
    if (accept(p, TOKEN_COMMA))
        return peek(p) == TOKEN_NAME;
    parameters->vararg = parameter(p, parameters->lambda, true);
    return parameters->vararg && end_parameter(p, parameters);
}

static bool take_double_star(Parser *p, Parameters *parameters)
{
    if (p->rules)
        explain_double_star_parameter(p, parameters->lambda);
    if (p->failed)
        return false;
    p->mark++;
    parameters->kwarg = parameter(p, parameters->lambda, false);
    return parameters->kwarg && end_parameter(p, parameters) && peek(p) == parameters->close;
}

static bool take_parameters(Parser *p, Parameters *parameters)
{
    int32_t base = p->scratch_count;
    while (peek(p) != parameters->close) {
        bool ok = false;
        switch (peek(p)) {
        case TOKEN_NAME: ok = push_parameter(p, parameters); break;
        case TOKEN_SLASH: ok = take_slash(p, parameters, base); break;
        case TOKEN_STAR: ok = take_star(p, parameters, base); break;
        case TOKEN_DOUBLE_STAR: ok = take_double_star(p, parameters); break;
        default: break;
        }
        if (!ok)
            return list_drop(p, base);
    }
    if (parameters->star)
        return take_pairs(p, base, &parameters->kwonly, &parameters->kw_defaults, true);
    return take_positional(p, parameters, base);
}

Node *parse_parameters(Parser *p, bool lambda)
{
    Parameters parameters = { .lambda = lambda, .close = lambda ? TOKEN_COLON : TOKEN_RPAR };
    if (p->rules)
        explain_parameters(p, lambda);
    if (p->failed || !take_parameters(p, &parameters))
        return NULL;
    Node *node = plain_node(p, NODE_ARGUMENTS);
    if (!node)
        return NULL;
    node->arguments.posonlyargs = parameters.posonly;
    node->arguments.args = parameters.args;
    node->arguments.vararg = parameters.vararg;
    node->arguments.kwonlyargs = parameters.kwonly;
    node->arguments.kw_defaults = parameters.kw_defaults;
    node->arguments.kwarg = parameters.kwarg;
    node->arguments.defaults = parameters.defaults;
    return node;
}

Node *parse_lambda(Parser *p)
{
    int32_t start = p->mark++;
    Node *args = parse_parameters(p, true);
    if (!args || !accept(p, TOKEN_COLON))
        return NULL;
    Node *body = parse_expression(p);
    Node *node = body ? finish(p, NODE_LAMBDA, start) : NULL;
    if (node) {
        node->lambda.args = args;
        node->lambda.body = body;
    }
    return node;
}
