/* Expressions above primaries: tuples without brackets, conditions, operators. */
#include "compiler/parser_internal.h"

bool starts_expression(TokenKind kind)
{
    static const bool starts[TOKEN_KIND_COUNT] = {
        [TOKEN_NAME] = true, [TOKEN_NUMBER] = true, [TOKEN_STRING] = true, [TOKEN_LPAR] = true,
        [TOKEN_LSQB] = true, [TOKEN_LBRACE] = true, [TOKEN_ELLIPSIS] = true, [TOKEN_PLUS] = true,
        [TOKEN_MINUS] = true, [TOKEN_TILDE] = true, [TOKEN_NOT] = true, [TOKEN_LAMBDA] = true,
        [TOKEN_AWAIT] = true, [TOKEN_NONE] = true, [TOKEN_TRUE] = true, [TOKEN_FALSE] = true,
        [TOKEN_STAR] = true,
    };
    return starts[kind];
}

/* --- tuples ------------------------------------------------------------- */

/* FIRST is parsed and a comma follows: the rest of a tuple without brackets. */
static Node *finish_tuple(Parser *p, int32_t start, Node *first, Node *(*parse)(Parser *))
{
    int32_t base = p->scratch_count;
    if (!list_push(p, first))
        return NULL;
    while (accept(p, TOKEN_COMMA)) {
        int32_t mark = p->mark;
        Node *next = starts_expression(peek(p)) ? parse(p) : NULL;
        if (!next) {
            p->mark = mark;
            break;
        }
        if (!list_push(p, next))
            return list_drop(p, base);
    }
    Node *tuple = p->failed ? NULL : finish(p, NODE_TUPLE, start);
    return tuple && list_take(p, base, &tuple->tuple.elts) ? tuple : list_drop(p, base);
}

Node *parse_star_expressions(Parser *p)
{
    int32_t start = p->mark;
    Node *first = parse_star_expression(p);
    if (!first || peek(p) != TOKEN_COMMA)
        return first;
    return finish_tuple(p, start, first, parse_star_expression);
}

Node *parse_expressions(Parser *p)
{
    int32_t start = p->mark;
    Node *first = parse_expression(p);
    if (!first || peek(p) != TOKEN_COMMA)
        return first;
    return finish_tuple(p, start, first, parse_expression);
}

static Node *finish_starred(Parser *p, int32_t start, Node *value)
{
    Node *starred = value ? finish(p, NODE_STARRED, start) : NULL;
    if (starred)
        starred->starred.value = value;
    return starred;
}

Node *parse_starred_bitwise_or(Parser *p)
{
    int32_t start = p->mark;
    return accept(p, TOKEN_STAR) ? finish_starred(p, start, parse_bitwise_or(p)) : NULL;
}

Node *parse_starred_expression(Parser *p)
{
    int32_t start = p->mark;
    return accept(p, TOKEN_STAR) ? finish_starred(p, start, parse_expression(p)) : NULL;
}

static Node *star_expression(Parser *p)
{
    return peek(p) == TOKEN_STAR ? parse_starred_bitwise_or(p) : parse_expression(p);
}

Node *parse_star_expression(Parser *p)
{
    if (unlikely(p->memoising))
        return memoise(p, RULE_STAR_EXPRESSION, star_expression);
    return star_expression(p);
}

Node *parse_star_named_expression(Parser *p)
{
    return peek(p) == TOKEN_STAR ? parse_starred_bitwise_or(p) : parse_named_expression(p);
}

/* One or more, with a last comma or without. */
bool parse_star_named_expressions(Parser *p, NodeList *list)
{
    int32_t base = p->scratch_count, mark;
    Node *node = parse_star_named_expression(p);
    if (!node)
        return false;
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

/* --- named and conditional expressions ---------------------------------- */

static inline bool at_assignment_expression(Parser *p)
{
    return peek(p) == TOKEN_NAME && peek_second(p) == TOKEN_COLON_EQUAL;
}

Node *parse_assignment_expression(Parser *p)
{
    int32_t start = p->mark;
    if (!at_assignment_expression(p))
        return NULL;
    Node *target = parse_name(p, CONTEXT_STORE);
    p->mark++;
    Node *value = target ? parse_expression(p) : NULL;
    Node *named = value ? finish(p, NODE_NAMED_EXPR, start) : NULL;
    if (named) {
        named->named_expr.target = target;
        named->named_expr.value = value;
    }
    return named;
}

/* expression, but nothing that an assignment follows */
static Node *expression_not_assigned(Parser *p)
{
    Node *node = parse_expression(p);
    return node && peek(p) != TOKEN_COLON_EQUAL ? node : NULL;
}

Node *parse_assignment_or_expression(Parser *p)
{
    if (at_assignment_expression(p))
        return parse_assignment_expression(p);
    return expression_not_assigned(p);
}

Node *parse_named_expression(Parser *p)
{
    if (at_assignment_expression(p))
        return parse_assignment_expression(p);
    if (unlikely(p->rules)) {
        explain_named(p);
        if (p->failed)
            return NULL;
    }
    return expression_not_assigned(p);
}

static Node *conditional(Parser *p, int32_t start, Node *body)
{
    int32_t mark = p->mark++;
    Node *test = parse_disjunction(p);
    Node *orelse = test && accept(p, TOKEN_ELSE) ? parse_expression(p) : NULL;
    if (!orelse) {
        p->mark = mark;
        return p->failed ? NULL : body;
    }
    Node *node = finish(p, NODE_IF_EXP, start);
    if (!node)
        return NULL;
    node->if_exp.test = test;
    node->if_exp.body = body;
    node->if_exp.orelse = orelse;
    return node;
}

static Node *expression_inside(Parser *p)
{
    int32_t start = p->mark;
    if (peek(p) == TOKEN_LAMBDA)
        return parse_lambda(p);
    Node *body = parse_disjunction(p);
    if (!body || peek(p) != TOKEN_IF)
        return body;
    return conditional(p, start, body);
}

static Node *expression(Parser *p)
{
    if (unlikely(p->rules)) {
        explain_expression(p);
        if (p->failed)
            return NULL;
    }
    if (!parser_enter(p))
        return NULL;
    Node *node = expression_inside(p);
    parser_leave(p);
    return node;
}

Node *parse_expression(Parser *p)
{
    if (unlikely(p->memoising))
        return memoise(p, RULE_EXPRESSION, expression);
    return expression(p);
}

Node *parse_plain_expression(Parser *p)
{
    bool rules = p->rules;
    p->rules = false;
    Node *node = expression_inside(p);
    p->rules = rules;
    return node;
}

Node *parse_yield(Parser *p)
{
    int32_t start = p->mark;
    if (!accept(p, TOKEN_YIELD))
        return NULL;
    bool from = accept(p, TOKEN_FROM);
    int32_t mark = p->mark;
    Node *value = from ? parse_expression(p) : parse_star_expressions(p);
    if (p->failed || (from && !value))
        return NULL;
    if (!value)
        p->mark = mark;
    Node *node = finish(p, from ? NODE_YIELD_FROM : NODE_YIELD, start);
    if (node && from)
        node->yield_from.value = value;
    else if (node)
        node->yield.value = value;
    return node;
}

Node *parse_yield_or_star_expressions(Parser *p)
{
    return peek(p) == TOKEN_YIELD ? parse_yield(p) : parse_star_expressions(p);
}

/* --- not, and, or ------------------------------------------------------- */

static Node *comparison(Parser *p);

/* COUNT prefix operators stand before OPERAND, the first at START. */
static Node *apply_prefixes(Parser *p, int32_t start, int32_t count, Node *operand,
                            UnaryOp (*op)(TokenKind))
{
    while (count-- > 0) {
        Node *node = finish(p, NODE_UNARY_OP, start + count);
        if (!node)
            return NULL;
        node->unaryop.op = op(p->tokens[start + count].kind);
        node->unaryop.operand = operand;
        operand = node;
    }
    return operand;
}

static UnaryOp not_operator(TokenKind kind)
{
    (void)kind;
    return UNARY_NOT;
}

static Node *inversion(Parser *p)
{
    if (likely(peek(p) != TOKEN_NOT))
        return comparison(p);
    int32_t start = p->mark;
    while (accept(p, TOKEN_NOT))
        continue;
    int32_t count = p->mark - start;
    if (p->depth + count > PARSER_MAX_DEPTH)
        return no_memory(p);
    Node *operand = comparison(p);
    return operand ? apply_prefixes(p, start, count, operand, not_operator) : NULL;
}

/* FIRST and what OPERATOR joins to it. */
static Node *bool_op(Parser *p, int32_t start, Node *first, TokenKind operator, BoolOp op,
                     Node *(*parse)(Parser *))
{
    int32_t base = p->scratch_count;
    if (!list_push(p, first))
        return NULL;
    while (peek(p) == operator) {
        int32_t mark = p->mark++;
        Node *next = parse(p);
        if (!next) {
            p->mark = mark;
            break;
        }
        if (!list_push(p, next))
            return list_drop(p, base);
    }
    if (p->failed || p->scratch_count == base + 1)
        return list_drop(p, base), p->failed ? NULL : first;
    Node *node = finish(p, NODE_BOOL_OP, start);
    if (!node || !list_take(p, base, &node->boolop.values))
        return list_drop(p, base);
    node->boolop.op = op;
    return node;
}

static Node *conjunction(Parser *p)
{
    int32_t start = p->mark;
    Node *first = inversion(p);
    if (!first || likely(peek(p) != TOKEN_AND))
        return first;
    return bool_op(p, start, first, TOKEN_AND, BOOL_AND, inversion);
}

static Node *disjunction(Parser *p)
{
    int32_t start = p->mark;
    Node *first = conjunction(p);
    if (!first || likely(peek(p) != TOKEN_OR))
        return first;
    return bool_op(p, start, first, TOKEN_OR, BOOL_OR, conjunction);
}

Node *parse_disjunction(Parser *p)
{
    if (unlikely(p->memoising))
        return memoise(p, RULE_DISJUNCTION, disjunction);
    return disjunction(p);
}

/* --- comparisons -------------------------------------------------------- */

enum { NO_COMPARISON = 255 };

static uint8_t not_equal(Parser *p)
{
    bool barry = p->options->flags & PARSE_BARRY_AS_BDFL;
    bool angles = p->tokens[p->mark].text[0] == '<';
    p->mark++;
    if (barry && !angles)
        raise_last(p, SYNTAX_ERROR, "with Barry as BDFL, use '<>' instead of '!='");
    return barry == angles ? COMPARE_NOT_EQ : NO_COMPARISON;
}

/* A comparison operator at the mark, consumed. */
static uint8_t compare_operator(Parser *p)
{
    switch (peek(p)) {
    case TOKEN_EQ_EQUAL: p->mark++; return COMPARE_EQ;
    case TOKEN_NOT_EQUAL: return not_equal(p);
    case TOKEN_LESS: p->mark++; return COMPARE_LT;
    case TOKEN_LESS_EQUAL: p->mark++; return COMPARE_LT_E;
    case TOKEN_GREATER: p->mark++; return COMPARE_GT;
    case TOKEN_GREATER_EQUAL: p->mark++; return COMPARE_GT_E;
    case TOKEN_IN: p->mark++; return COMPARE_IN;
    case TOKEN_IS: p->mark++; return accept(p, TOKEN_NOT) ? COMPARE_IS_NOT : COMPARE_IS;
    case TOKEN_NOT: p->mark++; return accept(p, TOKEN_IN) ? COMPARE_NOT_IN : NO_COMPARISON;
    default: return NO_COMPARISON;
    }
}

/* Operators and right sides in turn on the scratch list. */
static bool push_comparisons(Parser *p)
{
    for (;;) {
        int32_t mark = p->mark;
        uint8_t op = compare_operator(p);
        Node *right = op == NO_COMPARISON || p->failed ? NULL : parse_bitwise_or(p);
        if (!right) {
            p->mark = mark;
            return !p->failed;
        }
        if (!list_push(p, (Node *)(uintptr_t)op) || !list_push(p, right))
            return false;
    }
}

static bool take_comparisons(Parser *p, int32_t base, Node *compare)
{
    int32_t count = (p->scratch_count - base) / 2;
    uint8_t *ops = tree_alloc(p->arena, (size_t)count);
    Node **items = tree_alloc(p->arena, (size_t)count * sizeof *items);
    if (!ops || !items)
        return no_memory(p);
    for (int32_t i = 0; i < count; i++) {
        ops[i] = (uint8_t)(uintptr_t)p->scratch[base + 2 * i];
        items[i] = p->scratch[base + 2 * i + 1];
    }
    compare->compare.ops = (CompareOpList){ ops, count };
    compare->compare.comparators = (NodeList){ items, count };
    return true;
}

static bool is_comparison_start(TokenKind kind)
{
    return (kind >= TOKEN_EQ_EQUAL && kind <= TOKEN_GREATER_EQUAL) || kind == TOKEN_IN
        || kind == TOKEN_IS || kind == TOKEN_NOT;
}

static Node *comparison(Parser *p)
{
    int32_t start = p->mark, base = p->scratch_count;
    Node *left = parse_bitwise_or(p);
    if (!left || likely(!is_comparison_start(peek(p))))
        return left;
    if (!push_comparisons(p))
        return list_drop(p, base);
    if (p->scratch_count == base)
        return left;
    Node *node = finish(p, NODE_COMPARE, start);
    if (!node || !take_comparisons(p, base, node))
        return list_drop(p, base);
    node->compare.left = left;
    list_drop(p, base);
    return node;
}

/* --- arithmetic --------------------------------------------------------- */

enum { LOWEST_PRECEDENCE = 1, TERM_PRECEDENCE = 6 };

typedef struct { uint8_t precedence, op; } BinaryInfo;

static BinaryInfo binary_info(TokenKind kind)
{
    static const BinaryInfo infos[TOKEN_KIND_COUNT] = {
        [TOKEN_VBAR] = { 1, BINARY_BIT_OR }, [TOKEN_CIRCUMFLEX] = { 2, BINARY_BIT_XOR },
        [TOKEN_AMPER] = { 3, BINARY_BIT_AND }, [TOKEN_LEFT_SHIFT] = { 4, BINARY_LSHIFT },
        [TOKEN_RIGHT_SHIFT] = { 4, BINARY_RSHIFT }, [TOKEN_PLUS] = { 5, BINARY_ADD },
        [TOKEN_MINUS] = { 5, BINARY_SUB }, [TOKEN_STAR] = { 6, BINARY_MULT },
        [TOKEN_SLASH] = { 6, BINARY_DIV }, [TOKEN_DOUBLE_SLASH] = { 6, BINARY_FLOOR_DIV },
        [TOKEN_PERCENT] = { 6, BINARY_MOD }, [TOKEN_AT] = { 6, BINARY_MAT_MULT },
    };
    return infos[kind];
}

static Node *binary_node(Parser *p, int32_t start, Node *left, BinaryOp op, Node *right)
{
    Node *node = finish(p, NODE_BIN_OP, start);
    if (!node)
        return NULL;
    node->binop.left = left;
    node->binop.op = op;
    node->binop.right = right;
    return node;
}

static UnaryOp sign_operator(TokenKind kind)
{
    return kind == TOKEN_MINUS ? UNARY_USUB : kind == TOKEN_PLUS ? UNARY_UADD : UNARY_INVERT;
}

static Node *factor(Parser *p);

static Node *await_primary(Parser *p)
{
    int32_t start = p->mark;
    if (likely(!accept(p, TOKEN_AWAIT)))
        return parse_primary(p);
    Node *value = parse_primary(p);
    Node *node = value ? finish(p, NODE_AWAIT, start) : NULL;
    if (node)
        node->await.value = value;
    return node;
}

static Node *power(Parser *p)
{
    int32_t start = p->mark;
    Node *left = await_primary(p);
    if (!left || likely(peek(p) != TOKEN_DOUBLE_STAR))
        return left;
    int32_t mark = p->mark++;
    if (!parser_enter(p))
        return NULL;
    Node *right = factor(p);
    parser_leave(p);
    if (right)
        return binary_node(p, start, left, BINARY_POW, right);
    p->mark = mark;
    return p->failed ? NULL : left;
}

static inline bool is_sign(TokenKind kind)
{
    return kind == TOKEN_MINUS || kind == TOKEN_PLUS || kind == TOKEN_TILDE;
}

static Node *factor(Parser *p)
{
    if (likely(!is_sign(peek(p))))
        return power(p);
    int32_t start = p->mark;
    while (is_sign(peek(p)))
        p->mark++;
    int32_t count = p->mark - start;
    if (p->depth + count > PARSER_MAX_DEPTH)
        return no_memory(p);
    Node *operand = power(p);
    return operand ? apply_prefixes(p, start, count, operand, sign_operator) : NULL;
}

static Node *binary(Parser *p, int lowest)
{
    int32_t start = p->mark;
    Node *left = factor(p);
    while (left) {
        BinaryInfo info = binary_info(peek(p));
        if (info.precedence < lowest || info.precedence == 0)
            break;
        int32_t mark = p->mark++;
        Node *right = info.precedence == TERM_PRECEDENCE ? factor(p)
            : binary(p, info.precedence + 1);
        if (!right) {
            p->mark = mark;
            return p->failed ? NULL : left;
        }
        left = binary_node(p, start, left, info.op, right);
    }
    return left;
}

static Node *bitwise_or(Parser *p)
{
    return binary(p, LOWEST_PRECEDENCE);
}

Node *parse_bitwise_or(Parser *p)
{
    if (unlikely(p->memoising))
        return memoise(p, RULE_BITWISE_OR, bitwise_or);
    return bitwise_or(p);
}
