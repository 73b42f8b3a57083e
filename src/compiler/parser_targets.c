/* Targets of assignments, loops, `with` and `del`. */
#include "compiler/parser_internal.h"

static bool make_all_targets(const NodeList *list, Context context)
{
    for (int32_t i = 0; i < list->count; i++)
        if (!make_target(list->items[i], context))
            return false;
    return true;
}

/* Starred inside Starred cannot come from the grammar of expressions. */
bool make_target(Node *node, Context context)
{
    switch (node->kind) {
    case NODE_NAME: node->name.ctx = context; return true;
    case NODE_ATTRIBUTE: node->attribute.ctx = context; return true;
    case NODE_SUBSCRIPT: node->subscript.ctx = context; return true;
    case NODE_STARRED:
        node->starred.ctx = context;
        return context == CONTEXT_STORE && make_target(node->starred.value, context);
    case NODE_LIST:
        node->list.ctx = context;
        return make_all_targets(&node->list.elts, context);
    case NODE_TUPLE:
        node->tuple.ctx = context;
        return make_all_targets(&node->tuple.elts, context);
    default: return false;
    }
}

bool is_single_target(const Node *node)
{
    return node->kind == NODE_NAME || node->kind == NODE_ATTRIBUTE || node->kind == NODE_SUBSCRIPT;
}

static bool are_targets(const NodeList *list)
{
    for (int32_t i = 0; i < list->count; i++)
        if (!is_target(list->items[i]))
            return false;
    return true;
}

bool is_target(const Node *node)
{
    switch (node->kind) {
    case NODE_STARRED: return is_target(node->starred.value);
    case NODE_LIST: return are_targets(&node->list.elts);
    case NODE_TUPLE: return are_targets(&node->tuple.elts);
    default: return is_single_target(node);
    }
}

Node *parse_star_target(Parser *p)
{
    int32_t start = p->mark;
    if (!accept(p, TOKEN_STAR)) {
        Node *node = parse_primary(p);
        return node && make_target(node, CONTEXT_STORE) ? node : NULL;
    }
    Node *value = peek(p) == TOKEN_STAR ? NULL : parse_star_target(p);
    Node *node = value ? finish(p, NODE_STARRED, start) : NULL;
    if (node) {
        node->starred.value = value;
        node->starred.ctx = CONTEXT_STORE;
    }
    return node;
}

Node *parse_star_targets(Parser *p)
{
    int32_t start = p->mark, base = p->scratch_count;
    Node *first = parse_star_target(p);
    if (!first || peek(p) != TOKEN_COMMA)
        return first;
    if (!list_push(p, first))
        return NULL;
    while (accept(p, TOKEN_COMMA)) {
        int32_t mark = p->mark;
        Node *next = starts_expression(peek(p)) ? parse_star_target(p) : NULL;
        if (!next) {
            p->mark = mark;
            break;
        }
        if (!list_push(p, next))
            return list_drop(p, base);
    }
    Node *tuple = p->failed ? NULL : finish(p, NODE_TUPLE, start);
    if (!tuple || !list_take(p, base, &tuple->tuple.elts))
        return list_drop(p, base);
    tuple->tuple.ctx = CONTEXT_STORE;
    return tuple;
}

/* --- mistakes ----------------------------------------------------------- */

static Node *find_invalid(Node *node, TargetKind kind);

static Node *find_invalid_in(const NodeList *list, TargetKind kind)
{
    for (int32_t i = 0; i < list->count; i++) {
        Node *invalid = find_invalid(list->items[i], kind);
        if (invalid)
            return invalid;
    }
    return NULL;
}

static Node *find_invalid(Node *node, TargetKind kind)
{
    switch (node->kind) {
    case NODE_LIST: return find_invalid_in(&node->list.elts, kind);
    case NODE_TUPLE: return find_invalid_in(&node->tuple.elts, kind);
    case NODE_STARRED:
        return kind == TARGETS_DELETE ? node : find_invalid(node->starred.value, kind);
    case NODE_COMPARE:
        /* `for a in b` was read as one expression. */
        if (kind != TARGETS_FOR)
            return node;
        return node->compare.ops.items[0] == COMPARE_IN ? find_invalid(node->compare.left, kind)
            : NULL;
    default:
        return is_single_target(node) ? NULL : node;
    }
}

void raise_invalid_target(Parser *p, TargetKind kind, Node *node)
{
    Node *invalid = find_invalid(node, kind);
    if (invalid)
        raise_node(p, invalid, "cannot %s %s", kind == TARGETS_DELETE ? "delete" : "assign to",
                   expression_name(invalid));
}

static const char *constant_name(const Constant *value)
{
    switch (value->kind) {
    case CONSTANT_NONE: return "None";
    case CONSTANT_TRUE: return "True";
    case CONSTANT_FALSE: return "False";
    case CONSTANT_ELLIPSIS: return "ellipsis";
    default: return "literal";
    }
}

const char *expression_name(const Node *node)
{
    static const char *const names[NODE_KIND_COUNT] = {
        [NODE_ATTRIBUTE] = "attribute", [NODE_SUBSCRIPT] = "subscript",
        [NODE_STARRED] = "starred", [NODE_NAME] = "name", [NODE_LIST] = "list",
        [NODE_TUPLE] = "tuple", [NODE_LAMBDA] = "lambda", [NODE_CALL] = "function call",
        [NODE_BOOL_OP] = "expression", [NODE_BIN_OP] = "expression",
        [NODE_UNARY_OP] = "expression", [NODE_GENERATOR_EXP] = "generator expression",
        [NODE_YIELD] = "yield expression", [NODE_YIELD_FROM] = "yield expression",
        [NODE_AWAIT] = "await expression", [NODE_LIST_COMP] = "list comprehension",
        [NODE_SET_COMP] = "set comprehension", [NODE_DICT_COMP] = "dict comprehension",
        [NODE_DICT] = "dict literal", [NODE_SET] = "set display",
        [NODE_JOINED_STR] = "f-string expression",
        [NODE_FORMATTED_VALUE] = "f-string expression", [NODE_COMPARE] = "comparison",
        [NODE_IF_EXP] = "conditional expression", [NODE_NAMED_EXPR] = "named expression",
    };
    if (node->kind == NODE_CONSTANT)
        return constant_name(&node->constant.value);
    return names[node->kind] ? names[node->kind] : "expression";
}
