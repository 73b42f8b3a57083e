/* Primaries (attributes, subscripts, calls) and the atoms without brackets. */
#include "compiler/parser_internal.h"

Node *parse_name(Parser *p, Context context)
{
    int32_t start = p->mark;
    const Identifier *id = parse_identifier(p);
    Node *node = id ? finish(p, NODE_NAME, start) : NULL;
    if (node) {
        node->name.id = id;
        node->name.ctx = context;
    }
    return node;
}

static Node *constant(Parser *p, ConstantKind kind)
{
    int32_t start = p->mark++;
    Node *node = finish(p, NODE_CONSTANT, start);
    if (node)
        node->constant.value.kind = kind;
    return node;
}

static Node *atom(Parser *p)
{
    switch (peek(p)) {
    case TOKEN_NAME: return parse_name(p, CONTEXT_LOAD);
    case TOKEN_NUMBER: return parse_number(p);
    case TOKEN_STRING: return parse_strings(p);
    case TOKEN_LPAR: return parse_parenthesis(p);
    case TOKEN_LSQB: return parse_bracket(p);
    case TOKEN_LBRACE: return parse_brace(p);
    case TOKEN_NONE: return constant(p, CONSTANT_NONE);
    case TOKEN_TRUE: return constant(p, CONSTANT_TRUE);
    case TOKEN_FALSE: return constant(p, CONSTANT_FALSE);
    case TOKEN_ELLIPSIS: return constant(p, CONSTANT_ELLIPSIS);
    default: return NULL;
    }
}

/* --- subscripts --------------------------------------------------------- */

/* The upper bound and the step, from the first colon on. */
static Node *slice_after(Parser *p, int32_t start, Node *lower)
{
    Node *upper = NULL, *step = NULL;
    int32_t mark = ++p->mark;
    if (starts_expression(peek(p)) && !(upper = parse_expression(p)))
        p->mark = mark;
    if (!p->failed && accept(p, TOKEN_COLON)) {
        mark = p->mark;
        if (starts_expression(peek(p)) && !(step = parse_expression(p)))
            p->mark = mark;
    }
    Node *node = p->failed ? NULL : finish(p, NODE_SLICE, start);
    if (node) {
        node->slice.lower = lower;
        node->slice.upper = upper;
        node->slice.step = step;
    }
    return node;
}

static Node *slice(Parser *p)
{
    int32_t start = p->mark;
    if (peek(p) == TOKEN_COLON)
        return slice_after(p, start, NULL);
    Node *lower = parse_expression(p);
    if (lower && peek(p) == TOKEN_COLON)
        return slice_after(p, start, lower);
    if (!p->rules && (!lower || peek(p) != TOKEN_COLON_EQUAL))
        return lower;
    p->mark = start;
    return p->failed ? NULL : parse_named_expression(p);
}

static Node *slice_or_starred(Parser *p)
{
    return peek(p) == TOKEN_STAR ? parse_starred_expression(p) : slice(p);
}

Node *parse_slices(Parser *p)
{
    int32_t start = p->mark, base = p->scratch_count, mark = start;
    Node *first = slice_or_starred(p);
    if (!first || (peek(p) != TOKEN_COMMA && first->kind != NODE_STARRED))
        return first;
    for (Node *node = first; node; node = slice_or_starred(p)) {
        if (!list_push(p, node))
            return list_drop(p, base);
        mark = p->mark;
        if (!accept(p, TOKEN_COMMA))
            break;
        mark = p->mark;
    }
    p->mark = mark;
    Node *tuple = p->failed ? NULL : finish(p, NODE_TUPLE, start);
    return tuple && list_take(p, base, &tuple->tuple.elts) ? tuple : list_drop(p, base);
}

static Node *subscript(Parser *p, Node *value, int32_t start)
{
    p->mark++;
    Node *index = parse_slices(p);
    if (!index || !accept(p, TOKEN_RSQB))
        return NULL;
    Node *node = finish(p, NODE_SUBSCRIPT, start);
    if (node) {
        node->subscript.value = value;
        node->subscript.slice = index;
    }
    return node;
}

static Node *attribute(Parser *p, Node *value, int32_t start)
{
    p->mark++;
    const Identifier *attr = parse_identifier(p);
    Node *node = attr ? finish(p, NODE_ATTRIBUTE, start) : NULL;
    if (node) {
        node->attribute.value = value;
        node->attribute.attr = attr;
    }
    return node;
}

/* A generator expression may follow a primary, and where one may stand, CPython
 * looks for what is wrong with any comprehension. */
static void explain_following(Parser *p)
{
    if (peek(p) == TOKEN_LSQB || peek(p) == TOKEN_LBRACE)
        explain_comprehension(p);
}

static Node *primary(Parser *p)
{
    int32_t start = p->mark;
    Node *node = atom(p);
    while (node) {
        if (unlikely(p->rules) && !p->failed)
            explain_following(p);
        int32_t mark = p->mark;
        Node *next;
        switch (peek(p)) {
        case TOKEN_DOT: next = attribute(p, node, start); break;
        case TOKEN_LPAR: next = parse_call(p, node, start); break;
        case TOKEN_LSQB: next = subscript(p, node, start); break;
        default: return p->failed ? NULL : node;
        }
        if (!next) {
            p->mark = mark;
            return p->failed ? NULL : node;
        }
        node = next;
    }
    return NULL;
}

Node *parse_primary(Parser *p)
{
    if (unlikely(p->memoising))
        return memoise(p, RULE_PRIMARY, primary);
    return primary(p);
}
