/* Operators of classes made by a program: a special method in Python runs in the loop, not
 * in a loop of its own below C.
 *
 * The operands stay in their registers until the method has returned, as they stay on
 * CPython's stack, and the instruction is finished then (operator_finish): it may have to
 * ask the other operand, when the answer is NotImplemented.
 *
 * Only what is simple goes this way: a right operand of the same class, or one whose class
 * cannot come first.  All else takes the general path through the slots.
 */
#include "vm/interpreter.h"

#include "types/class.h"

/* The method NAME of TYPE when it is a plain function in Python of two parameters. */
static Borrowed python_method_peek(Runtime *rt, Type *type, Borrowed name)
{
    Value found = type_lookup_peek(rt, type, name);
    if (!object_is_exactly(found, rt->function_type))
        return NULL;
    const Code *code = ((Function *)found)->code;
    return is_exact_call(code, 2) && !(code->flags & CODE_ANY_GENERATOR) ? found : NULL;
}

static bool may_enter(Runtime *rt) { return rt->depth < rt->depth_limit; }

Borrowed operator_binary_peek(Runtime *rt, Borrowed left, Borrowed right, BinaryOp op)
{
    const Value names[] = {
        rt->names.__add__, rt->names.__sub__, rt->names.__mul__, rt->names.__matmul__, rt->names.__truediv__,
        rt->names.__floordiv__, rt->names.__mod__, rt->names.__pow__, rt->names.__lshift__, rt->names.__rshift__,
        rt->names.__and__, rt->names.__or__, rt->names.__xor__,
    };
    Type *a = value_type(rt, left), *b = value_type(rt, right);
    if (!may_enter(rt) || (a != b && (b->flags & TYPE_HEAP) && b->slots->binary[op]))
        return NULL;
    return python_method_peek(rt, a, names[op]);
}

Borrowed operator_compare_peek(Runtime *rt, Borrowed left, Borrowed right, CompareOp op)
{
    const Value names[] = {
        rt->names.__lt__, rt->names.__le__, rt->names.__eq__, rt->names.__ne__, rt->names.__gt__, rt->names.__ge__,
    };
    Type *a = value_type(rt, left), *b = value_type(rt, right);
    if (!may_enter(rt) || (a != b && (b->flags & TYPE_HEAP)))
        return NULL;
    return python_method_peek(rt, a, names[op]);
}

Borrowed operator_item_peek(Runtime *rt, Borrowed container)
{
    return may_enter(rt) ? python_method_peek(rt, value_type(rt, container), rt->names.__getitem__) : NULL;
}

Frame *operator_enter(Runtime *rt, Frame *frame, Borrowed method, Borrowed left, Borrowed right)
{
    Value function = retain(method), args[2] = { retain(left), retain(right) };
    Frame *next = push_exact(rt, frame, &function, args, 2);
    if (unlikely(!next)) {
        release(rt, function);
        release(rt, args[0]);
        release(rt, args[1]);
        return NULL;
    }
    next->flags = FRAME_OPERATOR;
    return next;
}

static CompareOp compare_op(const Instruction *pc)
{
    if (pc->op >= OP_JUMP_UNLESS_LT)
        return (CompareOp)(pc->op - OP_JUMP_UNLESS_LT);
    return (CompareOp)(pc->op - (pc->op >= OP_JUMP_IF_LT ? OP_JUMP_IF_LT : OP_LT));
}

/* The method gave NotImplemented. */
static Owned ask_right(Runtime *rt, const Instruction *pc, Borrowed left, Borrowed right)
{
    if (pc->op >= OP_ADD && pc->op <= OP_XOR)
        return binary_reflected(rt, left, right, (BinaryOp)(pc->op - OP_ADD), false);
    if (pc->op >= OP_INPLACE_ADD && pc->op <= OP_INPLACE_XOR)
        return binary_reflected(rt, left, right, (BinaryOp)(pc->op - OP_INPLACE_ADD), true);
    return compare_reflected(rt, left, right, compare_op(pc));
}

static int finish_jump(Runtime *rt, Frame *frame, const Instruction *pc, Owned result)
{
    int yes = value_truth(rt, result);
    release(rt, result);
    if (yes >= 0) {
        operand_consume(rt, frame, pc->b);
        operand_consume(rt, frame, pc->c);
    }
    return yes;
}

int operator_finish(Runtime *rt, Frame *frame, const Instruction *pc, Owned result)
{
    if (unlikely(result == NOT_IMPLEMENTED) && pc->op != OP_LOAD_ITEM) {
        result = ask_right(rt, pc, operand_peek(frame, pc->b), operand_peek(frame, pc->c));
        if (!result)
            return -1;
    }
    if (operator_is_jump(pc))
        return finish_jump(rt, frame, pc, result);
    return finish_two(rt, frame, pc->a, result, pc->b, pc->c);
}
