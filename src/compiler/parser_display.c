/* Atoms in brackets: groups, tuples, lists, sets, dicts, and comprehensions. */
#include "compiler/parser_internal.h"

/* --- comprehensions ----------------------------------------------------- */

static inline bool at_clause(Parser *p)
{
    TokenKind kind = peek(p);
    return kind == TOKEN_FOR || kind == TOKEN_ASYNC;
}

static bool push_conditions(Parser *p)
{
    while (peek(p) == TOKEN_IF) {
        int32_t mark = p->mark++;
        Node *condition = parse_disjunction(p);
        if (!condition) {
            p->mark = mark;
            return !p->failed;
        }
        if (!list_push(p, condition))
            return false;
    }
    return true;
}

static Node *for_if_clause(Parser *p)
{
    int32_t start = p->mark, base = p->scratch_count;
    bool is_async = accept(p, TOKEN_ASYNC);
    if (!accept(p, TOKEN_FOR))
        return NULL;
    Node *target = parse_star_targets(p);
    if (!target || !accept(p, TOKEN_IN)) {
        p->mark = start;
        if (p->rules && !p->failed)
            explain_for_target(p);
        return NULL;
    }
    Node *iter = parse_disjunction(p);
    if (!iter || !push_conditions(p))
        return list_drop(p, base);
    Node *node = plain_node(p, NODE_COMPREHENSION);
    if (!node || !list_take(p, base, &node->comprehension.ifs))
        return list_drop(p, base);
    node->comprehension.target = target;
    node->comprehension.iter = iter;
    node->comprehension.is_async = is_async;
    return node;
}

bool parse_for_if_clauses(Parser *p, NodeList *list)
{
    int32_t base = p->scratch_count;
    while (at_clause(p)) {
        int32_t mark = p->mark;
        Node *clause = for_if_clause(p);
        if (!clause) {
            p->mark = mark;
            break;
        }
        if (!list_push(p, clause))
            break;
    }
    if (p->failed || p->scratch_count == base)
        return list_drop(p, base) != NULL;
    return list_take(p, base, list);
}

Node *generator_from(Parser *p, NodeKind kind, int32_t start, Node *element, NodeList clauses)
{
    Node *node = finish(p, kind, start);
    if (node) {
        node->comp.elt = element;
        node->comp.generators = clauses;
    }
    return node;
}

/* ELEMENT is parsed: clauses and the closing bracket. */
static Node *comprehension_after(Parser *p, NodeKind kind, int32_t start, Node *element,
                                 TokenKind close)
{
    NodeList clauses;
    if (!parse_for_if_clauses(p, &clauses) || !accept(p, close))
        return NULL;
    return generator_from(p, kind, start, element, clauses);
}

/* --- parentheses -------------------------------------------------------- */

/* An alternative of an atom failed: try the mistakes, then give up. */
static Node *give_up(Parser *p, int32_t start, void (*explain)(Parser *))
{
    p->mark = start;
    if (p->rules && !p->failed)
        explain(p);
    return NULL;
}

/* FIRST is parsed, and a comma follows. */
static Node *tuple_after(Parser *p, int32_t start, Node *first)
{
    NodeList rest = { 0 };
    int32_t base = p->scratch_count;
    p->mark++;
    if (!list_push(p, first))
        return NULL;
    if (starts_expression(peek(p)) && !parse_star_named_expressions(p, &rest))
        return list_drop(p, base);
    for (int32_t i = 0; i < rest.count; i++)
        if (!list_push(p, rest.items[i]))
            return list_drop(p, base);
    Node *tuple = accept(p, TOKEN_RPAR) ? finish(p, NODE_TUPLE, start) : NULL;
    return tuple && list_take(p, base, &tuple->tuple.elts) ? tuple : list_drop(p, base);
}

Node *parse_tuple(Parser *p)
{
    int32_t start = p->mark++;
    if (accept(p, TOKEN_RPAR))
        return finish(p, NODE_TUPLE, start);
    Node *first = parse_star_named_expression(p);
    return first && peek(p) == TOKEN_COMMA ? tuple_after(p, start, first) : NULL;
}

Node *parse_group(Parser *p)
{
    int32_t start = p->mark++;
    Node *node = peek(p) == TOKEN_YIELD ? parse_yield(p) : parse_named_expression(p);
    if (node && accept(p, TOKEN_RPAR))
        return node;
    return give_up(p, start, explain_group);
}

Node *parse_generator(Parser *p)
{
    int32_t start = p->mark++;
    Node *element = parse_assignment_or_expression(p);
    Node *node = !element ? NULL
        : comprehension_after(p, NODE_GENERATOR_EXP, start, element, TOKEN_RPAR);
    return node ? node : give_up(p, start, explain_comprehension);
}

static Node *parenthesis_in_order(Parser *p)
{
    int32_t start = p->mark;
    Node *node = parse_tuple(p);
    if (!node && !p->failed) {
        p->mark = start;
        node = parse_group(p);
    }
    if (!node && !p->failed) {
        p->mark = start;
        node = parse_generator(p);
    }
    return node;
}

Node *parse_parenthesis(Parser *p)
{
    if (unlikely(p->rules))
        return parenthesis_in_order(p);
    int32_t start = p->mark++;
    if (accept(p, TOKEN_RPAR))
        return finish(p, NODE_TUPLE, start);
    if (peek(p) == TOKEN_YIELD) {
        Node *yield = parse_yield(p);
        return yield && accept(p, TOKEN_RPAR) ? yield : NULL;
    }
    Node *first = parse_star_named_expression(p);
    if (!first)
        return NULL;
    if (peek(p) == TOKEN_COMMA)
        return tuple_after(p, start, first);
    if (first->kind == NODE_STARRED && p->tokens[start + 1].kind == TOKEN_STAR)
        return NULL;
    if (accept(p, TOKEN_RPAR))
        return first;
    return comprehension_after(p, NODE_GENERATOR_EXP, start, first, TOKEN_RPAR);
}

/* --- lists -------------------------------------------------------------- */

static Node *list_display(Parser *p, int32_t start, NodeList elements)
{
    Node *node = accept(p, TOKEN_RSQB) ? finish(p, NODE_LIST, start) : NULL;
    if (node)
        node->list.elts = elements;
    return node;
}

Node *parse_list(Parser *p)
{
    int32_t start = p->mark++;
    NodeList elements = { 0 };
    if (!parse_star_named_expressions(p, &elements))
        p->mark = start + 1;
    return p->failed ? NULL : list_display(p, start, elements);
}

static Node *bracket_in_order(Parser *p)
{
    int32_t start = p->mark;
    Node *node = parse_list(p);
    if (node || p->failed)
        return node;
    p->mark = start + 1;
    Node *element = parse_named_expression(p);
    node = !element ? NULL : comprehension_after(p, NODE_LIST_COMP, start, element, TOKEN_RSQB);
    return node ? node : give_up(p, start, explain_comprehension);
}

/* Elements after FIRST, which is parsed, up to the closing bracket. */
static bool elements_after(Parser *p, Node *first, NodeList *list)
{
    int32_t base = p->scratch_count, mark;
    Node *node = first;
    do {
        if (!list_push(p, node))
            return list_drop(p, base);
        if (!accept(p, TOKEN_COMMA))
            break;
        mark = p->mark;
        node = starts_expression(peek(p)) ? parse_star_named_expression(p) : NULL;
        if (!node)
            p->mark = mark;
    } while (node);
    return p->failed ? list_drop(p, base) != NULL : list_take(p, base, list);
}

Node *parse_bracket(Parser *p)
{
    if (unlikely(p->rules))
        return bracket_in_order(p);
    int32_t start = p->mark++;
    NodeList elements = { 0 };
    if (peek(p) == TOKEN_RSQB)
        return list_display(p, start, elements);
    Node *first = parse_star_named_expression(p);
    if (!first)
        return NULL;
    if (at_clause(p) && first->kind != NODE_STARRED)
        return comprehension_after(p, NODE_LIST_COMP, start, first, TOKEN_RSQB);
    return elements_after(p, first, &elements) ? list_display(p, start, elements) : NULL;
}

/* --- dicts and sets ----------------------------------------------------- */

Node *parse_key_value(Parser *p, Node **value)
{
    Node *key = parse_expression(p);
    if (!key || !accept(p, TOKEN_COLON))
        return NULL;
    *value = parse_expression(p);
    return *value ? key : NULL;
}

/* Pushes key (or NULL for `**`) and value. */
static bool push_item(Parser *p)
{
    Node *key = NULL, *value = NULL;
    if (accept(p, TOKEN_DOUBLE_STAR))
        value = parse_bitwise_or(p);
    else
        key = parse_key_value(p, &value);
    return value && list_push(p, key) && list_push(p, value);
}

/* Keys and values in turn from BASE on. */
static bool take_items(Parser *p, int32_t base, Node *dict)
{
    int32_t count = (p->scratch_count - base) / 2;
    Node **items = tree_alloc(p->arena, 2 * (size_t)count * sizeof *items);
    if (!items)
        return no_memory(p);
    for (int32_t i = 0; i < count; i++) {
        items[i] = p->scratch[base + 2 * i];
        items[count + i] = p->scratch[base + 2 * i + 1];
    }
    dict->dict.keys = (NodeList){ items, count };
    dict->dict.values = (NodeList){ items + count, count };
    p->scratch_count = base;
    return true;
}

/* Items from the mark, or after those on the scratch list already. */
static Node *dict_items(Parser *p, int32_t start, int32_t base)
{
    while (p->scratch_count == base || accept(p, TOKEN_COMMA)) {
        int32_t mark = p->mark;
        if (peek(p) == TOKEN_RBRACE)
            break;
        int32_t count = p->scratch_count;
        if (!push_item(p)) {
            p->scratch_count = count;
            p->mark = mark;
            break;
        }
    }
    Node *node = !p->failed && accept(p, TOKEN_RBRACE) ? finish(p, NODE_DICT, start) : NULL;
    return node && take_items(p, base, node) ? node : list_drop(p, base);
}

static Node *set_display(Parser *p, int32_t start, NodeList elements)
{
    Node *node = accept(p, TOKEN_RBRACE) ? finish(p, NODE_SET, start) : NULL;
    if (node)
        node->set.elts = elements;
    return node;
}

static Node *dict_comprehension(Parser *p, int32_t start, Node *key, Node *value)
{
    NodeList clauses;
    if (!parse_for_if_clauses(p, &clauses) || !accept(p, TOKEN_RBRACE))
        return NULL;
    Node *node = finish(p, NODE_DICT_COMP, start);
    if (node) {
        node->dict_comp.key = key;
        node->dict_comp.value = value;
        node->dict_comp.generators = clauses;
    }
    return node;
}

/* The first key is parsed, a colon follows. */
static Node *dict_after(Parser *p, int32_t start, Node *key)
{
    int32_t base = p->scratch_count;
    p->mark++;
    Node *value = parse_expression(p);
    if (!value)
        return NULL;
    if (at_clause(p))
        return dict_comprehension(p, start, key, value);
    if (!list_push(p, key) || !list_push(p, value))
        return list_drop(p, base);
    return dict_items(p, start, base);
}

static Node *dict_in_order(Parser *p, int32_t start)
{
    p->mark = start + 1;
    Node *node = dict_items(p, start, p->scratch_count);
    if (!node && !p->failed) {
        p->mark = start;
        explain_dict(p);
    }
    return node;
}

static Node *set_in_order(Parser *p, int32_t start)
{
    NodeList elements;
    p->mark = start + 1;
    return parse_star_named_expressions(p, &elements) ? set_display(p, start, elements) : NULL;
}

static Node *dict_comprehension_in_order(Parser *p, int32_t start)
{
    Node *value, *key;
    p->mark = start + 1;
    key = parse_key_value(p, &value);
    Node *node = key ? dict_comprehension(p, start, key, value) : NULL;
    return node ? node : give_up(p, start, explain_dict_comprehension);
}

static Node *set_comprehension_in_order(Parser *p, int32_t start)
{
    p->mark = start + 1;
    Node *element = parse_named_expression(p);
    Node *node = !element ? NULL
        : comprehension_after(p, NODE_SET_COMP, start, element, TOKEN_RBRACE);
    return node ? node : give_up(p, start, explain_comprehension);
}

static Node *brace_in_order(Parser *p)
{
    int32_t start = p->mark;
    Node *node = dict_in_order(p, start);
    if (!node && !p->failed)
        node = set_in_order(p, start);
    if (!node && !p->failed)
        node = dict_comprehension_in_order(p, start);
    if (!node && !p->failed)
        node = set_comprehension_in_order(p, start);
    return node;
}

static Node *brace(Parser *p)
{
    int32_t start = p->mark++;
    TokenKind kind = peek(p);
    if (kind == TOKEN_RBRACE || kind == TOKEN_DOUBLE_STAR)
        return dict_items(p, start, p->scratch_count);
    Node *first = parse_star_named_expression(p);
    if (!first)
        return NULL;
    bool is_expression = kind != TOKEN_STAR
        && !(first->kind == NODE_NAMED_EXPR && kind == TOKEN_NAME);
    if (peek(p) == TOKEN_COLON)
        return is_expression ? dict_after(p, start, first) : NULL;
    if (at_clause(p) && kind != TOKEN_STAR)
        return comprehension_after(p, NODE_SET_COMP, start, first, TOKEN_RBRACE);
    NodeList elements;
    return elements_after(p, first, &elements) ? set_display(p, start, elements) : NULL;
}

/* What is wrong with a dict is said in the first run already, as in CPython. */
Node *parse_brace(Parser *p)
{
    if (unlikely(p->explaining))
        return brace_in_order(p);
    int32_t start = p->mark;
    Node *node = brace(p);
    if (unlikely(!node) && !p->failed) {
        p->mark = start;
        p->memoising = true;
        explain_dict(p);
    }
    return node;
}
