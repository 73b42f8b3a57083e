/* match statements and their patterns. */
#include "compiler/parser_internal.h"

/* --- names and literals ------------------------------------------------- */

static bool at_wildcard(Parser *p)
{
    return token_is(current(p), "_", 1);
}

static bool at_pattern_call(Parser *p)
{
    TokenKind kind = peek(p);
    return kind == TOKEN_DOT || kind == TOKEN_LPAR || kind == TOKEN_EQUAL;
}

/* A name to bind, which is no `_` and nothing longer. */
static const Identifier *capture_name(Parser *p)
{
    if (at_wildcard(p))
        return NULL;
    const Identifier *name = parse_identifier(p);
    return name && !at_pattern_call(p) ? name : NULL;
}

static Node *match_as(Parser *p, int32_t start, Node *pattern, const Identifier *name)
{
    Node *node = finish(p, NODE_MATCH_AS, start);
    if (node) {
        node->match_as.pattern = pattern;
        node->match_as.name = name;
    }
    return node;
}

Node *parse_name_or_attribute(Parser *p)
{
    int32_t start = p->mark;
    Node *node = parse_name(p, CONTEXT_LOAD);
    while (node && peek(p) == TOKEN_DOT && peek_second(p) == TOKEN_NAME) {
        p->mark++;
        const Identifier *attr = parse_identifier(p);
        Node *attribute = attr ? finish(p, NODE_ATTRIBUTE, start) : NULL;
        if (!attribute)
            return NULL;
        attribute->attribute.value = node;
        attribute->attribute.attr = attr;
        node = attribute;
    }
    return node;
}

static Node *signed_number(Parser *p)
{
    int32_t start = p->mark;
    bool negative = accept(p, TOKEN_MINUS);
    Node *number = peek(p) == TOKEN_NUMBER ? parse_number(p) : NULL;
    if (!number || !negative)
        return number;
    Node *node = finish(p, NODE_UNARY_OP, start);
    if (node) {
        node->unaryop.op = UNARY_USUB;
        node->unaryop.operand = number;
    }
    return node;
}

static bool is_complex(const Node *node)
{
    if (node->kind == NODE_UNARY_OP)
        node = node->unaryop.operand;
    return node->constant.value.kind == CONSTANT_COMPLEX;
}

static Node *imaginary_part(Parser *p)
{
    Node *node = peek(p) == TOKEN_NUMBER ? parse_number(p) : NULL;
    if (node && !is_complex(node))
        return raise_node(p, node, "imaginary number required in complex literal");
    return node;
}

/* A number, signed or complex. */
static Node *number_pattern(Parser *p)
{
    int32_t start = p->mark;
    Node *left = signed_number(p);
    if (!left || (peek(p) != TOKEN_PLUS && peek(p) != TOKEN_MINUS))
        return left;
    if (is_complex(left))
        return raise_node(p, left->kind == NODE_UNARY_OP ? left->unaryop.operand : left,
                          "real number required in complex literal");
    BinaryOp op = peek(p) == TOKEN_PLUS ? BINARY_ADD : BINARY_SUB;
    p->mark++;
    Node *right = imaginary_part(p);
    Node *node = right ? finish(p, NODE_BIN_OP, start) : NULL;
    if (node) {
        node->binop.left = left;
        node->binop.op = op;
        node->binop.right = right;
    }
    return node;
}

static int singleton_kind(TokenKind kind)
{
    return kind == TOKEN_NONE ? CONSTANT_NONE : kind == TOKEN_TRUE ? CONSTANT_TRUE
        : kind == TOKEN_FALSE ? CONSTANT_FALSE : -1;
}

static Node *value_pattern(Parser *p, int32_t start, Node *value)
{
    Node *node = value ? finish(p, NODE_MATCH_VALUE, start) : NULL;
    if (node)
        node->match_value.value = value;
    return node;
}

static Node *singleton_pattern(Parser *p)
{
    int32_t start = p->mark;
    int kind = singleton_kind(peek(p));
    p->mark++;
    Node *node = finish(p, NODE_MATCH_SINGLETON, start);
    if (node)
        node->match_singleton.value.kind = (uint8_t)kind;
    return node;
}

/* --- classes ------------------------------------------------------------ */

bool parse_positional_patterns(Parser *p, NodeList *list)
{
    int32_t base = p->scratch_count;
    Node *node = parse_pattern(p);
    if (!node || !list_push(p, node))
        return list_drop(p, base);
    while (peek(p) == TOKEN_COMMA) {
        int32_t mark = p->mark++;
        node = parse_pattern(p);
        if (!node) {
            p->mark = mark;
            break;
        }
        if (!list_push(p, node))
            return list_drop(p, base);
    }
    return p->failed ? list_drop(p, base) != NULL : list_take(p, base, list);
}

/* NAME `=` pattern: both go to the scratch list. */
bool parse_keyword_pattern(Parser *p)
{
    const Identifier *name = parse_identifier(p);
    if (!name || !accept(p, TOKEN_EQUAL))
        return false;
    Node *pattern = parse_pattern(p);
    return pattern && list_push(p, (Node *)(uintptr_t)name) && list_push(p, pattern);
}

static inline bool at_keyword(Parser *p)
{
    return peek(p) == TOKEN_NAME && peek_second(p) == TOKEN_EQUAL;
}

static bool take_keywords(Parser *p, int32_t base, Node *node)
{
    int32_t count = (p->scratch_count - base) / 2;
    const Identifier **names = tree_alloc(p->arena, (size_t)count * sizeof *names);
    Node **patterns = tree_alloc(p->arena, (size_t)count * sizeof *patterns);
    if (!names || !patterns)
        return no_memory(p);
    for (int32_t i = 0; i < count; i++) {
        names[i] = (const Identifier *)(uintptr_t)p->scratch[base + 2 * i];
        patterns[i] = p->scratch[base + 2 * i + 1];
    }
    p->scratch_count = base;
    node->match_class.kwd_attrs = (IdentifierList){ names, count };
    node->match_class.kwd_patterns = (NodeList){ patterns, count };
    return true;
}

/* Positional patterns, then keyword patterns, then `)`. */
static bool class_arguments(Parser *p, NodeList *positional)
{
    bool more = true;
    if (peek(p) != TOKEN_RPAR && !at_keyword(p)) {
        if (!parse_positional_patterns(p, positional))
            return false;
        more = accept(p, TOKEN_COMMA);
    }
    while (more && at_keyword(p)) {
        if (!parse_keyword_pattern(p))
            return false;
        more = accept(p, TOKEN_COMMA);
    }
    return accept(p, TOKEN_RPAR);
}

static Node *class_pattern(Parser *p, int32_t start, Node *cls)
{
    int32_t base = p->scratch_count;
    NodeList positional = { 0 };
    p->mark++;
    if (!class_arguments(p, &positional)) {
        list_drop(p, base);
        p->mark = start;
        if (p->rules && !p->failed)
            explain_class_pattern(p);
        return NULL;
    }
    Node *node = finish(p, NODE_MATCH_CLASS, start);
    if (!node || !take_keywords(p, base, node))
        return list_drop(p, base);
    node->match_class.cls = cls;
    node->match_class.patterns = positional;
    return node;
}

/* A capture, the wildcard, a dotted value or a class. */
static Node *name_pattern(Parser *p)
{
    int32_t start = p->mark;
    if (at_wildcard(p)) {
        p->mark++;
        return match_as(p, start, NULL, NULL);
    }
    Node *value = parse_name_or_attribute(p);
    if (!value)
        return NULL;
    if (peek(p) == TOKEN_LPAR)
        return class_pattern(p, start, value);
    if (at_pattern_call(p))
        return NULL;
    if (value->kind == NODE_NAME)
        return match_as(p, start, NULL, value->name.id);
    return value_pattern(p, start, value);
}

/* --- sequences ---------------------------------------------------------- */

static Node *star_pattern(Parser *p)
{
    int32_t start = p->mark++;
    const Identifier *name = NULL;
    if (at_wildcard(p))
        p->mark++;
    else if (!(name = capture_name(p)))
        return NULL;
    Node *node = finish(p, NODE_MATCH_STAR, start);
    if (node)
        node->match_star.name = name;
    return node;
}

static Node *maybe_star_pattern(Parser *p)
{
    return peek(p) == TOKEN_STAR ? star_pattern(p) : parse_pattern(p);
}

/* Patterns to the scratch list; *COMMA: one stood behind the first. */
static bool push_patterns(Parser *p, bool *comma)
{
    int32_t base = p->scratch_count;
    *comma = false;
    for (;;) {
        int32_t mark = p->mark;
        Node *node = maybe_star_pattern(p);
        if (!node) {
            p->mark = mark;
            return !p->failed && p->scratch_count > base;
        }
        if (!list_push(p, node))
            return false;
        if (!accept(p, TOKEN_COMMA))
            return true;
        *comma = true;
    }
}

static Node *sequence_node(Parser *p, int32_t start, int32_t base)
{
    Node *node = finish(p, NODE_MATCH_SEQUENCE, start);
    return node && list_take(p, base, &node->match_sequence.patterns) ? node
        : list_drop(p, base);
}

/* `[`...`]`, `(`...`)`, or one pattern in parentheses. */
static Node *bracketed_pattern(Parser *p, TokenKind close)
{
    int32_t start = p->mark++, base = p->scratch_count;
    bool comma;
    if (accept(p, close))
        return sequence_node(p, start, base);
    if (!push_patterns(p, &comma) || !accept(p, close))
        return list_drop(p, base);
    if (comma || close == TOKEN_RSQB)
        return sequence_node(p, start, base);
    Node *pattern = p->scratch[base];
    list_drop(p, base);
    return pattern->kind == NODE_MATCH_STAR ? NULL : pattern;
}

/* --- mappings ----------------------------------------------------------- */

static Node *mapping_key(Parser *p)
{
    int32_t start = p->mark;
    switch (peek(p)) {
    case TOKEN_NUMBER: case TOKEN_MINUS: return number_pattern(p);
    case TOKEN_STRING: return parse_strings(p);
    case TOKEN_NAME: {
        Node *value = parse_name_or_attribute(p);
        return value && value->kind == NODE_ATTRIBUTE ? value : NULL;
    }
    default: break;
    }
    int kind = singleton_kind(peek(p));
    if (kind < 0)
        return NULL;
    p->mark++;
    Node *node = finish(p, NODE_CONSTANT, start);
    if (node)
        node->constant.value.kind = (uint8_t)kind;
    return node;
}

static bool push_entry(Parser *p)
{
    Node *key = mapping_key(p);
    if (!key || !accept(p, TOKEN_COLON))
        return false;
    Node *pattern = parse_pattern(p);
    return pattern && list_push(p, key) && list_push(p, pattern);
}

static bool push_entries(Parser *p, const Identifier **rest)
{
    while (peek(p) != TOKEN_RBRACE) {
        if (*rest)
            return false;
        if (accept(p, TOKEN_DOUBLE_STAR)) {
            if (!(*rest = capture_name(p)))
                return false;
        } else if (!push_entry(p)) {
            return false;
        }
        if (!accept(p, TOKEN_COMMA))
            return true;
    }
    return true;
}

static bool take_entries(Parser *p, int32_t base, Node *node)
{
    int32_t count = (p->scratch_count - base) / 2;
    Node **items = tree_alloc(p->arena, 2 * (size_t)count * sizeof *items);
    if (!items)
        return no_memory(p);
    for (int32_t i = 0; i < count; i++) {
        items[i] = p->scratch[base + 2 * i];
        items[count + i] = p->scratch[base + 2 * i + 1];
    }
    p->scratch_count = base;
    node->match_mapping.keys = (NodeList){ items, count };
    node->match_mapping.patterns = (NodeList){ items + count, count };
    return true;
}

static Node *mapping_pattern(Parser *p)
{
    int32_t start = p->mark++, base = p->scratch_count;
    const Identifier *rest = NULL;
    if (!push_entries(p, &rest) || !accept(p, TOKEN_RBRACE))
        return list_drop(p, base);
    Node *node = finish(p, NODE_MATCH_MAPPING, start);
    if (!node || !take_entries(p, base, node))
        return list_drop(p, base);
    node->match_mapping.rest = rest;
    return node;
}

/* --- closed, or, as ----------------------------------------------------- */

static Node *closed_pattern(Parser *p)
{
    int32_t start = p->mark;
    switch (peek(p)) {
    case TOKEN_NUMBER: case TOKEN_MINUS: return value_pattern(p, start, number_pattern(p));
    case TOKEN_STRING: return value_pattern(p, start, parse_strings(p));
    case TOKEN_NONE: case TOKEN_TRUE: case TOKEN_FALSE: return singleton_pattern(p);
    case TOKEN_NAME: return name_pattern(p);
    case TOKEN_LPAR: return bracketed_pattern(p, TOKEN_RPAR);
    case TOKEN_LSQB: return bracketed_pattern(p, TOKEN_RSQB);
    case TOKEN_LBRACE: return mapping_pattern(p);
    default: return NULL;
    }
}

static Node *memo_closed_pattern(Parser *p)
{
    return p->memoising ? memoise(p, RULE_PATTERN, closed_pattern) : closed_pattern(p);
}

Node *parse_or_pattern(Parser *p)
{
    int32_t start = p->mark, base = p->scratch_count;
    Node *first = memo_closed_pattern(p);
    if (!first || peek(p) != TOKEN_VBAR)
        return first;
    if (!list_push(p, first))
        return NULL;
    while (peek(p) == TOKEN_VBAR) {
        int32_t mark = p->mark++;
        Node *next = memo_closed_pattern(p);
        if (!next) {
            p->mark = mark;
            break;
        }
        if (!list_push(p, next))
            return list_drop(p, base);
    }
    if (p->failed || p->scratch_count == base + 1)
        return list_drop(p, base), p->failed ? NULL : first;
    Node *node = finish(p, NODE_MATCH_OR, start);
    return node && list_take(p, base, &node->match_or.patterns) ? node : list_drop(p, base);
}

Node *parse_pattern(Parser *p)
{
    int32_t start = p->mark;
    Node *pattern = parse_or_pattern(p);
    if (!pattern || peek(p) != TOKEN_AS)
        return pattern;
    int32_t mark = p->mark++;
    const Identifier *name = capture_name(p);
    if (name)
        return match_as(p, start, pattern, name);
    p->mark = start;
    if (p->rules && !p->failed)
        explain_as_pattern(p);
    p->mark = mark;
    return p->failed ? NULL : pattern;
}

/* A pattern, or a sequence of them without brackets. */
Node *parse_patterns(Parser *p)
{
    int32_t start = p->mark, base = p->scratch_count;
    bool comma;
    if (!push_patterns(p, &comma))
        return list_drop(p, base);
    if (comma)
        return sequence_node(p, start, base);
    Node *pattern = p->scratch[base];
    list_drop(p, base);
    return pattern->kind == NODE_MATCH_STAR ? NULL : pattern;
}

/* --- match and case ----------------------------------------------------- */

static Node *case_after(Parser *p)
{
    Node *pattern = parse_patterns(p), *guard = NULL;
    NodeList body;
    if (!pattern || (accept(p, TOKEN_IF) && !(guard = parse_named_expression(p))))
        return NULL;
    if (!accept(p, TOKEN_COLON) || !parse_block(p, &body))
        return NULL;
    Node *node = plain_node(p, NODE_MATCH_CASE);
    if (node) {
        node->match_case.pattern = pattern;
        node->match_case.guard = guard;
        node->match_case.body = body;
    }
    return node;
}

static Node *case_block(Parser *p)
{
    int32_t start = p->mark;
    if (!token_is(current(p), "case", 4))
        return NULL;
    if (p->rules)
        explain_case(p);
    p->mark = start + 1;
    return p->failed ? NULL : case_after(p);
}

static bool case_blocks(Parser *p, NodeList *list)
{
    int32_t base = p->scratch_count;
    do {
        Node *node = case_block(p);
        if (!node || !list_push(p, node))
            return list_drop(p, base);
    } while (!accept(p, TOKEN_DEDENT));
    return list_take(p, base, list);
}

/* A tuple with at least one comma, or one expression. */
Node *parse_subject(Parser *p)
{
    int32_t start = p->mark;
    Node *first = parse_star_named_expression(p);
    NodeList elements;
    if (!first || (peek(p) != TOKEN_COMMA && first->kind != NODE_STARRED))
        return first;
    if (peek(p) != TOKEN_COMMA)
        return NULL;
    p->mark = start;
    if (!parse_star_named_expressions(p, &elements))
        return NULL;
    Node *tuple = finish(p, NODE_TUPLE, start);
    if (tuple)
        tuple->tuple.elts = elements;
    return tuple;
}

/* Tokens that can follow the name `match`, but not the keyword. */
static bool is_plain_name(TokenKind kind)
{
    return !starts_expression(kind);
}

static Node *match_after(Parser *p, int32_t start)
{
    NodeList cases;
    Node *subject = parse_subject(p);
    if (!subject || !accept(p, TOKEN_COLON) || !accept(p, TOKEN_NEWLINE)
        || !accept(p, TOKEN_INDENT) || !case_blocks(p, &cases))
        return NULL;
    Node *node = finish_block(p, NODE_MATCH, start);
    if (node) {
        node->match_stmt.subject = subject;
        node->match_stmt.cases = cases;
    }
    return node;
}

Node *parse_match(Parser *p)
{
    int32_t start = p->mark++;
    if (is_plain_name(peek(p)))
        return NULL;
    Node *node = match_after(p, start);
    if (!node && !p->failed) {
        p->mark = start;
        if (p->rules)
            explain_match(p);
    }
    return node;
}
