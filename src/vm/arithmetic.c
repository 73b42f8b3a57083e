/* Operators and comparisons whose operands are not immediate, and truth values. */
#include "vm/cache.h"

#include "types/str.h"

/* The destination may be a consumed operand: its value is then released as that. */
bool finish_one(Runtime *rt, Frame *frame, int a, Owned result, int b)
{
    Value old = frame->registers[a];
    Value used = is_temporary(frame, b) ? frame->registers[b] : NULL;
    if (used && b != a)
        frame->registers[b] = NULL;
    frame->registers[a] = result;
    release(rt, used);
    if (!used || b != a)
        release(rt, old);
    return true;
}

bool finish_two(Runtime *rt, Frame *frame, int a, Owned result, int b, int c)
{
    Value old = frame->registers[a];
    Value left = is_temporary(frame, b) ? frame->registers[b] : NULL;
    Value right = is_temporary(frame, c) ? frame->registers[c] : NULL;
    if (left && b != a)
        frame->registers[b] = NULL;
    if (right && c != a)
        frame->registers[c] = NULL;
    frame->registers[a] = result;
    release(rt, left);
    release(rt, right);
    if (!(left && b == a) && !(right && c == a))
        release(rt, old);
    return true;
}

static bool is_plain_str(Runtime *rt, Borrowed v) { return object_is_exactly(v, rt->str_type); }

/* The end of an operator: FRAME, or NULL. */
static Frame *finished(Runtime *rt, Frame *frame, const Instruction *pc, Owned result)
{
    return result && finish_two(rt, frame, pc->a, result, pc->b, pc->c) ? frame : NULL;
}

Frame *op_binary(Runtime *rt, Frame *frame, const Instruction *pc)
{
    BinaryOp op = pc->op - OP_ADD;
    Value left = operand_peek(frame, pc->b), right = operand_peek(frame, pc->c), result;
    if (op == BINARY_ADD && is_plain_str(rt, left) && is_plain_str(rt, right))
        result = str_concat(rt, left, right);
    else if (has_class(left) && (result = operator_binary_peek(rt, left, right, op)))
        return operator_enter(rt, frame, result, left, right);
    else
        result = binary(rt, left, right, op);
    return finished(rt, frame, pc, result);
}

/* Where the store that follows an s += t puts the sum, when that is also where s came from. */
static Value *store_place(Runtime *rt, const Frame *frame, const Instruction *next, int from)
{
    switch (next->op) {
    case OP_STORE_CELL:
        return next->b == from ? &((Cell *)frame->registers[next->a])->content : NULL;
    case OP_STORE_NAME_LOCAL:
        if (next->b != from || !object_is_exactly(frame->locals, rt->dict_type))
            return NULL;
        return cached_entry(frame->locals, next, operand_peek(frame, next->a));
    case OP_STORE_GLOBAL_MODULE:
        return next->b == from ? cached_entry(frame->globals, next, operand_peek(frame, next->a)) : NULL;
    case OP_STORE_ATTR_FIELD: {
        Fields *fields = next->c == from ? cached_fields(operand_peek(frame, next->a), next, next[2].extra) : NULL;
        return fields ? &fields->slots[next[2].version] : NULL;
    }
    default:
        return NULL;
    }
}

/* s += t where the register b has one of two references to s and the variable the other: the
 * variable lends its own, so that the str can grow in place, and has the sum at once. */
static bool append_through(Runtime *rt, Frame *frame, const Instruction *pc, Value *place)
{
    Value *left = &frame->registers[pc->b], before = *left;
    *place = NONE;
    value_object(before)->count--;
    bool done = str_append(rt, left, operand_peek(frame, pc->c));
    *place = retain(*left);
    return done;
}

/* The sum is in register b already. */
static bool append_str(Runtime *rt, Frame *frame, const Instruction *pc)
{
    Value left = frame->registers[pc->b];
    Value *place = value_object(left)->count == 2 ? store_place(rt, frame, pc + 1, pc->a) : NULL;
    if (place && *place == left) {
        if (!append_through(rt, frame, pc, place))
            return false;
    } else if (!str_append(rt, &frame->registers[pc->b], operand_peek(frame, pc->c))) {
        return false;
    }
    operand_consume(rt, frame, pc->c);
    if (pc->a != pc->b) {
        Value sum = frame->registers[pc->b];
        frame->registers[pc->b] = NULL;
        register_store(rt, frame, pc->a, sum);
    }
    return true;
}

Frame *op_inplace(Runtime *rt, Frame *frame, const Instruction *pc)
{
    Value left = operand_peek(frame, pc->b), right = operand_peek(frame, pc->c);
    bool lends = pc->b >= 0 && pc->b != pc->c && (pc->a == pc->b || is_temporary(frame, pc->b));
    if (pc->op == OP_INPLACE_ADD && lends && is_plain_str(rt, left) && is_plain_str(rt, right))
        return append_str(rt, frame, pc) ? frame : NULL;
    BinaryOp op = pc->op - OP_INPLACE_ADD;
    Value method = NULL;
    if (has_class(left) && !value_type(rt, left)->slots->inplace[op])
        method = operator_binary_peek(rt, left, right, op);
    if (method)
        return operator_enter(rt, frame, method, left, right);
    return finished(rt, frame, pc, binary_inplace(rt, left, right, op));
}

bool op_unary(Runtime *rt, Frame *frame, const Instruction *pc)
{
    static const UnaryOp ops[] = {
        [OP_NEGATIVE - OP_NEGATIVE] = UNARY_NEGATIVE,
        [OP_POSITIVE - OP_NEGATIVE] = UNARY_POSITIVE,
        [OP_INVERT - OP_NEGATIVE] = UNARY_INVERT,
    };
    Value result = unary(rt, operand_peek(frame, pc->b), ops[pc->op - OP_NEGATIVE]);
    return result && finish_one(rt, frame, pc->a, result, pc->b);
}

bool op_not(Runtime *rt, Frame *frame, const Instruction *pc)
{
    int truth = value_truth(rt, operand_peek(frame, pc->b));
    return truth >= 0 && finish_one(rt, frame, pc->a, bool_value(!truth), pc->b);
}

/* 1, 0 for two plain str compared with == or !=; -1: something else. */
static inline int str_equality(Runtime *rt, Borrowed a, Borrowed b, CompareOp op)
{
    if ((op != COMPARE_EQ && op != COMPARE_NE) || !is_plain_str(rt, a) || !is_plain_str(rt, b))
        return -1;
    if (a == b || (str_is_interned(a) && str_is_interned(b)))
        return (a == b) == (op == COMPARE_EQ);
    return str_equal(a, b) == (op == COMPARE_EQ);
}

Frame *op_compare(Runtime *rt, Frame *frame, const Instruction *pc)
{
    Value left = operand_peek(frame, pc->b), right = operand_peek(frame, pc->c);
    CompareOp op = (CompareOp)(pc->op - OP_LT);
    int yes = str_equality(rt, left, right, op);
    if (yes >= 0)
        return finished(rt, frame, pc, bool_value(yes));
    Value method = has_class(left) ? operator_compare_peek(rt, left, right, op) : NULL;
    if (method)
        return operator_enter(rt, frame, method, left, right);
    return finished(rt, frame, pc, compare(rt, left, right, op));
}

bool op_is(Runtime *rt, Frame *frame, const Instruction *pc)
{
    bool same = operand_peek(frame, pc->b) == operand_peek(frame, pc->c);
    return finish_two(rt, frame, pc->a, bool_value(same == (pc->op == OP_IS)), pc->b, pc->c);
}

bool op_contains(Runtime *rt, Frame *frame, const Instruction *pc)
{
    int found = contains(rt, operand_peek(frame, pc->c), operand_peek(frame, pc->b));
    return found >= 0 && finish_two(rt, frame, pc->a, bool_value(found == (pc->op == OP_IN)), pc->b, pc->c);
}

static int truth_steal(Runtime *rt, Owned v)
{
    int truth = value_truth(rt, v);
    release(rt, v);
    return truth;
}

int op_compare_truth(Runtime *rt, Frame *frame, const Instruction *pc, CompareOp op)
{
    int yes = str_equality(rt, operand_peek(frame, pc->b), operand_peek(frame, pc->c), op);
    if (yes >= 0) {
        operand_consume(rt, frame, pc->b);
        operand_consume(rt, frame, pc->c);
        return yes;
    }
    Value left = operand_peek(frame, pc->b), right = operand_peek(frame, pc->c);
    Value method = has_class(left) ? operator_compare_peek(rt, left, right, op) : NULL;
    if (method) {
        Frame *next = operator_enter(rt, frame, method, left, right);
        if (!next)
            return -1;
        rt->frame = next;
        return OPERATOR_ENTERED;
    }
    Value result = compare(rt, left, right, op);
    if (!result)
        return -1;
    operand_consume(rt, frame, pc->b);
    operand_consume(rt, frame, pc->c);
    return truth_steal(rt, result);
}

int op_truth(Runtime *rt, Frame *frame, int x)
{
    return truth_steal(rt, operand_take(frame, x));
}
