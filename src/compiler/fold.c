#include "compiler/fold.h"

#include "object/error.h"
#include "object/protocol.h"
#include "types/bytes.h"
#include "types/int.h"
#include "types/set.h"
#include "types/str.h"
#include "types/tuple.h"

enum { MAX_INT_BITS = 128, MAX_ITEMS = 256, MAX_TEXT = 4096, MAX_TOTAL_ITEMS = 1024 };

/* A result that could not be worked out is left for the run. */
static void set_result(Compilation *c, Node *node, Owned value)
{
    if (!value) {
        error_clear(c->rt);
        return;
    }
    Value kept = compile_constant_steal(c, value);
    if (kept)
        node_set_folded(node, kept);
}

void fold_unary(Compilation *c, Node *node)
{
    if (!node_is_constant(node->unaryop.operand))
        return;
    Runtime *rt = c->rt;
    Value v = compile_node_value(c, node->unaryop.operand);
    if (!v)
        return;
    int truth;
    switch (node->unaryop.op) {
    case TREE_NOT:
        truth = value_truth(rt, v);
        set_result(c, node, truth < 0 ? NULL : bool_value(!truth));
        break;
    case TREE_INVERT: set_result(c, node, unary(rt, v, UNARY_INVERT)); break;
    case TREE_UADD: set_result(c, node, unary(rt, v, UNARY_POSITIVE)); break;
    case TREE_USUB: set_result(c, node, unary(rt, v, UNARY_NEGATIVE)); break;
    }
}

static int64_t bits_of(Value v)
{
    return int_bit_length(int_plain_peek(v));
}

/* Items in nested tuples, or -1 when they are more than LIMIT allows. */
static int64_t complexity_left(Value v, int64_t limit)
{
    if (!value_is_tuple(v))
        return limit;
    limit -= tuple_count(v);
    for (int64_t i = 0; limit >= 0 && i < tuple_count(v); i++)
        limit = complexity_left(tuple_item_peek(v, i), limit);
    return limit;
}

static int64_t text_size(Value v)
{
    if (value_is_str(v))
        return (int64_t)str_length(v);
    return value_is_bytes(v) ? (int64_t)bytes_size(v) : -1;
}

static bool repeat_is_small(Value times, Value v)
{
    Value plain = int_plain_peek(times);
    int64_t n = value_is_small_int(plain) ? small_int(plain) : -1;
    int64_t size = value_is_tuple(v) ? tuple_count(v) : text_size(v);
    int64_t limit = value_is_tuple(v) ? MAX_ITEMS : MAX_TEXT;
    if (size <= 0)
        return true;
    if (n < 0 || n > limit / size)
        return false;
    return !n || complexity_left(v, MAX_TOTAL_ITEMS / n) >= 0;
}

static bool product_is_small(Value a, Value b)
{
    if (value_is_int(a) && value_is_int(b))
        return bits_of(a) + bits_of(b) <= MAX_INT_BITS;
    if (value_is_int(a))
        return repeat_is_small(a, b);
    return !value_is_int(b) || repeat_is_small(b, a);
}

static bool shift_is_small(Value a, Value b)
{
    if (!value_is_int(a) || !value_is_int(b) || !bits_of(a) || !bits_of(b))
        return true;
    b = int_plain_peek(b);
    if (int_sign(b) < 0)
        return true;
    return value_is_small_int(b) && small_int(b) <= MAX_INT_BITS && bits_of(a) <= MAX_INT_BITS - small_int(b);
}

static bool power_is_small(Value a, Value b)
{
    if (!value_is_int(a) || !value_is_int(b) || !bits_of(a))
        return true;
    b = int_plain_peek(b);
    if (int_sign(b) <= 0)
        return true;
    return value_is_small_int(b) && small_int(b) <= MAX_INT_BITS && bits_of(a) <= MAX_INT_BITS / small_int(b);
}

static bool result_is_small(TreeBinaryOp op, Value a, Value b)
{
    switch (op) {
    case TREE_MULT: return product_is_small(a, b);
    case TREE_LSHIFT: return shift_is_small(a, b);
    case TREE_POW: return power_is_small(a, b);
    case TREE_MOD: return !value_is_str(a) && !value_is_bytes(a);
    case TREE_MAT_MULT: return false;
    default: return true;
    }
}

static BinaryOp runtime_op(TreeBinaryOp op)
{
    static const uint8_t table[] = {
        [TREE_ADD] = BINARY_ADD, [TREE_SUB] = BINARY_SUB, [TREE_MULT] = BINARY_MUL,
        [TREE_MAT_MULT] = BINARY_MATMUL, [TREE_DIV] = BINARY_TRUEDIV, [TREE_MOD] = BINARY_MOD,
        [TREE_POW] = BINARY_POW, [TREE_LSHIFT] = BINARY_LSHIFT, [TREE_RSHIFT] = BINARY_RSHIFT,
        [TREE_BIT_OR] = BINARY_OR, [TREE_BIT_XOR] = BINARY_XOR, [TREE_BIT_AND] = BINARY_AND,
        [TREE_FLOOR_DIV] = BINARY_FLOORDIV,
    };
    return table[op];
}

void fold_binary(Compilation *c, Node *node)
{
    if (node->binop.op == TREE_MOD)
        fold_format(c, node);
    if (node->kind != NODE_BIN_OP)
        return;
    if (!node_is_constant(node->binop.left) || !node_is_constant(node->binop.right))
        return;
    Value a = compile_node_value(c, node->binop.left), b = compile_node_value(c, node->binop.right);
    if (a && b && result_is_small(node->binop.op, a, b))
        set_result(c, node, binary(c->rt, a, b, runtime_op(node->binop.op)));
}

static bool all_constant(const NodeList *list)
{
    for (int32_t i = 0; i < list->count; i++)
        if (!node_is_constant(list->items[i]))
            return false;
    return true;
}

/* NULL only with failure. */
static Owned constant_tuple(Compilation *c, const NodeList *list)
{
    Value tuple = tuple_new(c->rt, list->count);
    if (!tuple) {
        compile_failed(c);
        return NULL;
    }
    for (int32_t i = 0; i < list->count; i++) {
        Value item = compile_node_value(c, list->items[i]);
        if (!item) {
            release(c->rt, tuple);
            return NULL;
        }
        tuple_items(tuple)[i] = retain(item);
    }
    return tuple_done(c->rt, tuple);
}

void fold_tuple(Compilation *c, Node *node)
{
    if (node->tuple.ctx != CONTEXT_LOAD || !all_constant(&node->tuple.elts))
        return;
    Value tuple = node->tuple.elts.count ? constant_tuple(c, &node->tuple.elts) : tuple_empty(c->rt);
    if (tuple)
        set_result(c, node, tuple);
}

void fold_subscript(Compilation *c, Node *node)
{
    if (node->subscript.ctx != CONTEXT_LOAD || !node_is_constant(node->subscript.value)
        || !node_is_constant(node->subscript.slice))
        return;
    Value v = compile_node_value(c, node->subscript.value), key = compile_node_value(c, node->subscript.slice);
    if (v && key)
        set_result(c, node, get_item(c->rt, v, key));
}

static void fold_set(Compilation *c, Node *node)
{
    Value tuple = constant_tuple(c, &node->set.elts);
    if (!tuple)
        return;
    set_result(c, node, frozenset_new(c->rt, tuple));
    release(c->rt, tuple);
}

static bool has_star(const NodeList *list)
{
    for (int32_t i = 0; i < list->count; i++)
        if (list->items[i]->kind == NODE_STARRED)
            return true;
    return false;
}

void fold_iterable(Compilation *c, Node *node)
{
    if (node->kind == NODE_LIST && !has_star(&node->list.elts)) {
        node->kind = NODE_TUPLE;
        fold_tuple(c, node);
    } else if (node->kind == NODE_SET && node->set.elts.count && all_constant(&node->set.elts)) {
        fold_set(c, node);
    }
}

void fold_compare(Compilation *c, Node *node)
{
    int32_t last = node->compare.ops.count - 1;
    uint8_t op = node->compare.ops.items[last];
    if (op == TREE_IN || op == TREE_NOT_IN)
        fold_iterable(c, node->compare.comparators.items[last]);
}
