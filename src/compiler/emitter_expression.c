/* Expressions: operators, comparisons, conditions, attributes, items. */
#include "compiler/emitter.h"

#include "object/protocol.h"

/* -- moving */

void emit_move(Emitter *e, const Node *at, int to, Operand from)
{
    if (to != from)
        emit(e, at, OP_MOVE, to, from, 0);
    used(e, from);
}

int move_to_temporary(Emitter *e, const Node *at, Operand r)
{
    if (is_temporary(e, r))
        return r;
    int reg = temporary(e);
    emit(e, at, OP_MOVE, reg, r, 0);
    return reg;
}

int emit_to_temporary(Emitter *e, const Node *node)
{
    return move_to_temporary(e, node, emit_value(e, node));
}

void emit_into(Emitter *e, const Node *node, int hint)
{
    Operand r = emit_expression(e, node, hint);
    int reg = settle(e, hint);
    if (r != reg)
        emit_move(e, node, reg, r);
}

Operand emit_constant(Emitter *e, const Node *at, Borrowed value)
{
    return value ? constant_operand(e, at, value) : -1;
}

/* Can evaluating NODE rebind a local? */
static bool is_harmless(const Node *node)
{
    if (!node)
        return false;
    while (node->kind == NODE_ATTRIBUTE)
        node = node->attribute.value;
    return node->kind == NODE_NAME || node_is_constant(node);
}

Operand stabilise(Emitter *e, const Node *at, Operand r)
{
    if (is_local(e, r) && e->unit->scope->has_walrus)
        return move_to_temporary(e, at, r);
    return r;
}

Operand emit_stable(Emitter *e, const Node *node, const Node *next)
{
    Operand r = emit_value(e, node);
    return is_harmless(next) ? r : stabilise(e, node, r);
}

void emit_discard(Emitter *e, const Node *node)
{
    if (node_is_constant(node))
        return;
    Operand r = emit_value(e, node);
    if (is_temporary(e, r))
        emit(e, node, OP_RELEASE, r, 0, 0);
    used(e, r);
}

/* -- operators */

Opcode binary_opcode(TreeBinaryOp op)
{
    static const uint8_t table[] = {
        [TREE_ADD] = OP_ADD, [TREE_SUB] = OP_SUB, [TREE_MULT] = OP_MUL, [TREE_MAT_MULT] = OP_MATMUL,
        [TREE_DIV] = OP_TRUEDIV, [TREE_MOD] = OP_MOD, [TREE_POW] = OP_POW, [TREE_LSHIFT] = OP_LSHIFT,
        [TREE_RSHIFT] = OP_RSHIFT, [TREE_BIT_OR] = OP_OR, [TREE_BIT_XOR] = OP_XOR, [TREE_BIT_AND] = OP_AND,
        [TREE_FLOOR_DIV] = OP_FLOORDIV,
    };
    return table[op];
}

static Operand emit_two(Emitter *e, const Node *at, Opcode op, Operand left, Operand right, int hint)
{
    used(e, right);
    used(e, left);
    int reg = destination(e, hint);
    emit(e, at, op, reg, left, right);
    return reg;
}

/* a + b + c ... leans to the left: emitted in a loop from the innermost. */
static Operand emit_binary(Emitter *e, const Node *node, int hint)
{
    int32_t depth = 1;
    for (const Node *n = node; n->binop.left->kind == NODE_BIN_OP; n = n->binop.left)
        depth++;
    const Node *few[16] = { node }, **spine = few;
    if (depth > 16 && !(spine = compile_alloc(e->c, (size_t)depth * sizeof *spine)))
        return -1;
    const Node *n = node;
    for (int32_t i = depth; i-- > 0; n = n->binop.left)
        spine[i] = n;
    Operand left = emit_stable(e, spine[0]->binop.left, spine[0]->binop.right);
    for (int32_t i = 0; i < depth; i++) {
        Operand right = emit_value(e, spine[i]->binop.right);
        left = emit_two(e, spine[i], binary_opcode(spine[i]->binop.op), left, right, i + 1 == depth ? hint : NO_HINT);
    }
    return left;
}

static Operand emit_one(Emitter *e, const Node *at, Opcode op, Operand r, int hint)
{
    used(e, r);
    int reg = destination(e, hint);
    emit(e, at, op, reg, r, 0);
    return reg;
}

/* -- comparisons */

static const uint8_t compare_opcodes[] = {
    [TREE_EQ] = OP_EQ, [TREE_NOT_EQ] = OP_NE, [TREE_LT] = OP_LT, [TREE_LE] = OP_LE, [TREE_GT] = OP_GT,
    [TREE_GE] = OP_GE, [TREE_IS] = OP_IS, [TREE_IS_NOT] = OP_IS_NOT, [TREE_IN] = OP_IN, [TREE_NOT_IN] = OP_NOT_IN,
};

static bool is_literal(Emitter *e, const Node *node)
{
    if (!node_is_constant(node))
        return false;
    Value v = compile_node_value(e->c, node);
    return v && v != NONE && v != TRUE && v != FALSE && v != ELLIPSIS;
}

/* FIRST: the first operator, which a `not` in front may have turned round. */
static void check_identity(Emitter *e, const Node *node, uint8_t first)
{
    const Node *left = node->compare.left;
    for (int32_t i = 0; i < node->compare.ops.count; i++) {
        uint8_t op = i ? node->compare.ops.items[i] : first;
        const Node *right = node->compare.comparators.items[i];
        if ((op == TREE_IS || op == TREE_IS_NOT) && (is_literal(e, left) || is_literal(e, right))) {
            compile_warning(e->c, node, op == TREE_IS ? "\"is\" with a literal. Did you mean \"==\"?"
                                                      : "\"is not\" with a literal. Did you mean \"!=\"?");
            return;
        }
        left = right;
    }
}

static Operand emit_compare_op(Emitter *e, const Node *at, TreeCompareOp op, int hint)
{
    Operand left = emit_stable(e, at->compare.left, at->compare.comparators.items[0]);
    Operand right = emit_value(e, at->compare.comparators.items[0]);
    return emit_two(e, at, (Opcode)compare_opcodes[op], left, right, hint);
}

/* One link a < b of a chain: evaluates b, which stays for the next link.  KEPT is where
 * a temporary stands between links; *COPY says that b is in the temporary behind it. */
typedef struct Chain { Operand left; int kept; bool copied; Operand first, second; } Chain;

static void chain_begin(Emitter *e, const Node *node, Chain *chain)
{
    chain->kept = next_temporary(e);
    chain->left = stabilise(e, node, emit_value(e, node->compare.left));
}

/* Operands of the link's comparison in first and second, both to be consumed. */
static void chain_link(Emitter *e, const Node *at, const Node *right, Chain *chain)
{
    if (!is_temporary(e, chain->left))
        temporary(e);                   /* kept stays free for what comes */
    Operand r = stabilise(e, right, emit_value(e, right));
    chain->first = chain->left;
    chain->second = r;
    chain->copied = is_temporary(e, r);
    if (chain->copied) {
        chain->second = temporary(e);
        emit(e, at, OP_COPY, chain->second, r, 0);
    }
    chain->left = r;
}

/* After the link's comparison came out true: b moves to where a was. */
static void chain_advance(Emitter *e, const Node *at, Chain *chain)
{
    set_depth(e, chain->kept - e->unit->local_count);
    if (chain->copied) {
        emit(e, at, OP_MOVE, temporary(e), chain->left, 0);
        chain->left = chain->kept;
    }
}

static Operand emit_chain(Emitter *e, const Node *node)
{
    int32_t last = node->compare.ops.count - 1;
    int start = e->unit->depth, result = temporary(e);
    Label end = NEW_LABEL, cleanup = NEW_LABEL;
    Chain chain;
    chain_begin(e, node, &chain);
    for (int32_t i = 0; i < last; i++) {
        chain_link(e, node, node->compare.comparators.items[i], &chain);
        emit(e, node, (Opcode)compare_opcodes[node->compare.ops.items[i]], result, chain.first, chain.second);
        emit_jump(e, node, OP_JUMP_IF_FALSE_OR_POP, result, chain.copied ? &cleanup : &end);
        chain_advance(e, node, &chain);
    }
    Operand right = emit_value(e, node->compare.comparators.items[last]);
    emit(e, node, (Opcode)compare_opcodes[node->compare.ops.items[last]], result, chain.left, right);
    if (cleanup.reached) {
        emit_jump(e, node, OP_JUMP, 0, &end);
        label_place(e, &cleanup);
        emit(e, node, OP_RELEASE, chain.kept + 1, 0, 0);
    }
    label_place(e, &end);
    set_depth(e, start + 1);
    return result;
}

static Operand emit_compare(Emitter *e, const Node *node, int hint)
{
    check_identity(e, node, node->compare.ops.items[0]);
    if (node->compare.ops.count > 1)
        return emit_chain(e, node);
    return emit_compare_op(e, node, node->compare.ops.items[0], hint);
}

/* `not a in b` and `not a is b` have operators of their own. */
static bool negated_compare(const Node *node, TreeCompareOp *op)
{
    if (node->kind != NODE_COMPARE || node->compare.ops.count != 1)
        return false;
    switch (node->compare.ops.items[0]) {
    case TREE_IS: *op = TREE_IS_NOT; return true;
    case TREE_IS_NOT: *op = TREE_IS; return true;
    case TREE_IN: *op = TREE_NOT_IN; return true;
    case TREE_NOT_IN: *op = TREE_IN; return true;
    default: return false;
    }
}

static Operand emit_unary(Emitter *e, const Node *node, int hint)
{
    static const uint8_t table[] = {
        [TREE_INVERT] = OP_INVERT, [TREE_NOT] = OP_NOT, [TREE_UADD] = OP_POSITIVE, [TREE_USUB] = OP_NEGATIVE,
    };
    const Node *operand = node->unaryop.operand;
    TreeCompareOp op;
    if (node->unaryop.op == TREE_NOT && negated_compare(operand, &op)) {
        check_identity(e, operand, (uint8_t)op);
        return emit_compare_op(e, operand, op, hint);
    }
    return emit_one(e, node, (Opcode)table[node->unaryop.op], emit_value(e, operand), hint);
}

/* -- conditions */

int constant_truth(Emitter *e, const Node *node)
{
    Value v = node_is_constant(node) ? compile_node_value(e->c, node) : NULL;
    return v ? value_truth(e->rt, v) : -1;
}

static bool is_fusible(const Emitter *e, uint8_t op)
{
    return op <= TREE_GE && e->fusion;
}

static Opcode fused_opcode(uint8_t op, bool condition)
{
    static const uint8_t table[] = {
        [TREE_EQ] = OP_JUMP_IF_EQ, [TREE_NOT_EQ] = OP_JUMP_IF_NE, [TREE_LT] = OP_JUMP_IF_LT,
        [TREE_LE] = OP_JUMP_IF_LE, [TREE_GT] = OP_JUMP_IF_GT, [TREE_GE] = OP_JUMP_IF_GE,
    };
    return (Opcode)(table[op] + (condition ? 0 : OP_JUMP_UNLESS_LT - OP_JUMP_IF_LT));
}

/* Consumes both operands.  The result's temporary stands above all that is live. */
static void emit_compare_and_jump(Emitter *e, const Node *at, uint8_t op, Operand left, Operand right, Label *label,
                                  bool condition)
{
    if (is_fusible(e, op)) {
        emit_compare_jump(e, at, fused_opcode(op, condition), left, right, label);
    } else {
        int reg = temporary(e);
        emit(e, at, (Opcode)compare_opcodes[op], reg, left, right);
        emit_jump(e, at, condition ? OP_JUMP_IF_TRUE : OP_JUMP_IF_FALSE, reg, label);
        used(e, reg);
    }
    used(e, right);
    used(e, left);
}

static bool is_none(const Node *node)
{
    return node->kind == NODE_CONSTANT && node->constant.value.kind == CONSTANT_NONE;
}

static void jump_if_identical(Emitter *e, const Node *node, bool none, Label *label, bool condition)
{
    Operand r = emit_value(e, node->compare.left);
    used(e, r);
    emit_jump(e, node, none == condition ? OP_JUMP_IF_NONE : OP_JUMP_IF_NOT_NONE, r, label);
}

static void jump_if_chain(Emitter *e, const Node *node, Label *label, bool condition)
{
    int32_t last = node->compare.ops.count - 1;
    int start = e->unit->depth;
    Label cleanup = NEW_LABEL, end = NEW_LABEL, *when_false = condition ? &end : label;
    Chain chain;
    chain_begin(e, node, &chain);
    for (int32_t i = 0; i < last; i++) {
        chain_link(e, node, node->compare.comparators.items[i], &chain);
        emit_compare_and_jump(e, node, node->compare.ops.items[i], chain.first, chain.second,
                              chain.copied ? &cleanup : when_false, false);
        chain_advance(e, node, &chain);
    }
    Operand right = emit_value(e, node->compare.comparators.items[last]);
    emit_compare_and_jump(e, node, node->compare.ops.items[last], chain.left, right, label, condition);
    if (cleanup.reached) {
        emit_jump(e, node, OP_JUMP, 0, &end);
        label_place(e, &cleanup);
        emit(e, node, OP_RELEASE, chain.kept + 1, 0, 0);
        if (!condition)
            emit_jump(e, node, OP_JUMP, 0, label);
    }
    label_place(e, &end);
    set_depth(e, start);
}

static void jump_if_compare(Emitter *e, const Node *node, uint8_t op, Label *label, bool condition)
{
    check_identity(e, node, op);
    if (node->compare.ops.count > 1) {
        jump_if_chain(e, node, label, condition);
    } else if ((op == TREE_IS || op == TREE_IS_NOT) && is_none(node->compare.comparators.items[0])) {
        jump_if_identical(e, node, op == TREE_IS, label, condition);
    } else {
        Operand left = emit_stable(e, node->compare.left, node->compare.comparators.items[0]);
        Operand right = emit_value(e, node->compare.comparators.items[0]);
        emit_compare_and_jump(e, node, op, left, right, label, condition);
    }
}

static void jump_if_bool_op(Emitter *e, const Node *node, Label *label, bool condition, const Node **at)
{
    bool short_condition = node->boolop.op == BOOL_OR;
    int32_t last = node->boolop.values.count - 1;
    Label end = NEW_LABEL, *next = short_condition == condition ? label : &end;
    for (int32_t i = 0; i < last; i++)
        emit_jump_if(e, node->boolop.values.items[i], next, short_condition, at);
    emit_jump_if(e, node->boolop.values.items[last], label, condition, at);
    label_place(e, &end);
}

static void jump_if_conditional(Emitter *e, const Node *node, Label *label, bool condition, const Node **at)
{
    Label orelse = NEW_LABEL, end = NEW_LABEL;
    emit_jump_if(e, node->if_exp.test, &orelse, false, at);
    emit_jump_if(e, node->if_exp.body, label, condition, at);
    emit_jump(e, *at, OP_JUMP, 0, &end);
    label_place(e, &orelse);
    emit_jump_if(e, node->if_exp.orelse, label, condition, at);
    label_place(e, &end);
}

static void jump_if_value(Emitter *e, const Node *node, Label *label, bool condition, const Node *at)
{
    int truth = constant_truth(e, node);
    if (truth >= 0) {
        if (truth == condition)
            emit_jump(e, at, OP_JUMP, 0, label);
        return;
    }
    Operand r = emit_value(e, node);
    used(e, r);
    emit_jump(e, at, condition ? OP_JUMP_IF_TRUE : OP_JUMP_IF_FALSE, r, label);
}

void emit_jump_if(Emitter *e, const Node *test, Label *label, bool condition, const Node **at)
{
    if (!compilation_enter(e->c))
        return;
    TreeCompareOp op;
    if (test->kind == NODE_UNARY_OP && test->unaryop.op == TREE_NOT) {
        if (negated_compare(test->unaryop.operand, &op)) {
            *at = test->unaryop.operand;
            jump_if_compare(e, *at, (uint8_t)op, label, condition);
        } else {
            emit_jump_if(e, test->unaryop.operand, label, !condition, at);
        }
    } else if (test->kind == NODE_COMPARE) {
        *at = test;
        jump_if_compare(e, test, test->compare.ops.items[0], label, condition);
    } else if (test->kind == NODE_BOOL_OP) {
        jump_if_bool_op(e, test, label, condition, at);
    } else if (test->kind == NODE_IF_EXP) {
        jump_if_conditional(e, test, label, condition, at);
    } else {
        jump_if_value(e, test, label, condition, *at);
    }
    compilation_leave(e->c);
}

/* x = x or y: x is left as it is, or y goes there. */
static bool keeps_local(Emitter *e, const Node *node, int hint)
{
    const Node *first = node->boolop.values.items[0];
    return hint >= 0 && node->boolop.values.count == 2 && first->kind == NODE_NAME
        && local_register(e, first->name.id) == hint;
}

static Operand emit_kept_local(Emitter *e, const Node *node, int hint)
{
    Label end = NEW_LABEL;
    Operand r = emit_value(e, node->boolop.values.items[0]);
    emit_jump(e, node, node->boolop.op == BOOL_OR ? OP_JUMP_IF_TRUE : OP_JUMP_IF_FALSE, r, &end);
    emit_into(e, node->boolop.values.items[1], hint);
    label_place(e, &end);
    return hint;
}

static Operand emit_bool_op(Emitter *e, const Node *node, int hint)
{
    if (keeps_local(e, node, hint))
        return emit_kept_local(e, node, hint);
    Opcode op = node->boolop.op == BOOL_OR ? OP_JUMP_IF_TRUE_OR_POP : OP_JUMP_IF_FALSE_OR_POP;
    int32_t last = node->boolop.values.count - 1;
    Label end = NEW_LABEL;
    for (int32_t i = 0; i < last; i++) {
        int reg = emit_to_temporary(e, node->boolop.values.items[i]);
        emit_jump(e, node, op, reg, &end);
        used(e, reg);
    }
    int reg = emit_to_temporary(e, node->boolop.values.items[last]);
    label_place(e, &end);
    return reg;
}

static int emit_branch(Emitter *e, const Node *node, int hint)
{
    if (hint == NO_HINT)
        return emit_to_temporary(e, node);
    emit_into(e, node, hint);
    return settle(e, hint);
}

static Operand emit_conditional(Emitter *e, const Node *node, int hint)
{
    Label orelse = NEW_LABEL, end = NEW_LABEL;
    const Node *at = node;
    int depth = e->unit->depth;
    emit_jump_if(e, node->if_exp.test, &orelse, false, &at);
    emit_branch(e, node->if_exp.body, hint);
    emit_jump(e, node, OP_JUMP, 0, &end);
    label_place(e, &orelse);
    set_depth(e, depth);
    int reg = emit_branch(e, node->if_exp.orelse, hint);
    label_place(e, &end);
    return reg;
}

/* -- names, attributes, items */

static Operand emit_walrus(Emitter *e, const Node *node)
{
    const Node *target = node->named_expr.target;
    int pending = e->unit->pending_count, hint = local_hint(e, target->name.id);
    refuse_debug(e, target, target->name.id, CONTEXT_STORE);
    if (hint != NO_HINT) {
        emit_into(e, node->named_expr.value, hint);
        mark_assigned(e, target->name.id);
        e->unit->pending_count = pending;
        return local_register(e, target->name.id);
    }
    Operand value = emit_value(e, node->named_expr.value);
    Operand stored = value;
    if (is_temporary(e, value)) {
        stored = temporary(e);
        emit(e, node, OP_COPY, stored, value, 0);
    }
    store_name(e, target, target->name.id, stored);
    return value;
}

/* In a chain of calls over several lines, an attribute's line is that of its name. */
Node emit_attribute_place(const Node *node, const Node *attribute)
{
    Node at = { .kind = node->kind, .line = node->line, .column = node->column, .end_line = node->end_line,
                .end_column = node->end_column };
    if (at.line == attribute->end_line)
        return at;
    int32_t size = 0;
    for (const char *p = attribute->attribute.attr->text; *p; p++)
        size += (*p & 0xc0) != 0x80;
    at.line = attribute->end_line;
    at.column = size <= attribute->end_column ? attribute->end_column - size : -1;
    if (at.column < 0)
        at.end_column = -1;
    if (at.end_line < at.line)
        at.end_line = at.line;
    return at;
}

static Operand emit_attribute(Emitter *e, const Node *node, int hint)
{
    Operand object = emit_value(e, node->attribute.value);
    Node at = emit_attribute_place(node, node);
    Operand name = name_operand(e, &at, node->attribute.attr);
    return emit_two(e, &at, OP_LOAD_ATTR, object, name, hint);
}

static Operand emit_slice(Emitter *e, const Node *node, int hint)
{
    const Node *parts[] = { node->slice.lower, node->slice.upper, node->slice.step };
    int count = node->slice.step ? 3 : 2, base = next_temporary(e);
    for (int i = 0; i < count; i++) {
        if (parts[i])
            emit_to_temporary(e, parts[i]);
        else
            move_to_temporary(e, node, CONST(e, node, NONE));
    }
    free_from(e, base);
    int reg = destination(e, hint);
    emit(e, node, OP_BUILD_SLICE, reg, base, count);
    return reg;
}

static Operand emit_subscript(Emitter *e, const Node *node, int hint)
{
    check_index(e, node);
    Operand object = emit_stable(e, node->subscript.value, node->subscript.slice);
    Operand key = emit_value(e, node->subscript.slice);
    return emit_two(e, node, OP_LOAD_ITEM, object, key, hint);
}

static Operand emit_starred(Emitter *e, const Node *node)
{
    compile_error(e->c, node, node->starred.ctx == CONTEXT_STORE
                  ? "starred assignment target must be in a list or tuple" : "can't use starred expression here");
    return -1;
}

static Operand emit_by_kind(Emitter *e, const Node *node, int hint)
{
    switch ((int)node->kind) {
    case NODE_CONSTANT: case NODE_FOLDED: return emit_constant(e, node, compile_node_value(e->c, node));
    case NODE_NAME: return load_name(e, node, node->name.id, hint);
    case NODE_ATTRIBUTE: return emit_attribute(e, node, hint);
    case NODE_CALL: return emit_call(e, node, hint);
    case NODE_BIN_OP: return emit_binary(e, node, hint);
    case NODE_UNARY_OP: return emit_unary(e, node, hint);
    case NODE_COMPARE: return emit_compare(e, node, hint);
    case NODE_BOOL_OP: return emit_bool_op(e, node, hint);
    case NODE_SUBSCRIPT: return emit_subscript(e, node, hint);
    case NODE_SLICE: return emit_slice(e, node, hint);
    case NODE_IF_EXP: return emit_conditional(e, node, hint);
    case NODE_NAMED_EXPR: return emit_walrus(e, node);
    case NODE_TUPLE: return emit_tuple_display(e, node, hint);
    case NODE_LIST: return emit_list_display(e, node, hint);
    case NODE_SET: return emit_set_display(e, node, hint);
    case NODE_DICT: return emit_dict_display(e, node, hint);
    case NODE_JOINED_STR: return emit_fstring(e, node, hint);
    case NODE_FORMATTED_VALUE: return emit_formatted_value(e, node, hint);
    case NODE_LAMBDA: return emit_lambda(e, node, hint);
    case NODE_LIST_COMP: case NODE_SET_COMP: case NODE_DICT_COMP: case NODE_GENERATOR_EXP:
        return emit_comprehension(e, node, hint);
    case NODE_AWAIT: return emit_await(e, node, hint);
    case NODE_YIELD: return emit_yield(e, node, hint);
    case NODE_YIELD_FROM: return emit_yield_from(e, node, hint);
    default: return emit_starred(e, node);
    }
}

Operand emit_expression(Emitter *e, const Node *node, int hint)
{
    if (!compilation_enter(e->c))
        return -1;
    Operand r = emit_by_kind(e, node, hint);
    compilation_leave(e->c);
    return r;
}
