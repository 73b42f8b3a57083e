/* Attributes and items: the general paths. */
#include "vm/cache.h"

#include "types/dict.h"

bool op_load_attr(Runtime *rt, Frame *frame, const Instruction *pc)
{
    Value result = get_attribute(rt, operand_peek(frame, pc->b), operand_peek(frame, pc->c));
    specialise_load_attr(rt, frame, (Instruction *)pc);
    return result && finish_two(rt, frame, pc->a, result, pc->b, pc->c);
}

bool op_store_attr(Runtime *rt, Frame *frame, const Instruction *pc)
{
    StoreWatch watch;
    store_attr_watch(rt, frame, (Instruction *)pc, &watch);
    if (!set_attribute(rt, operand_peek(frame, pc->a), operand_peek(frame, pc->b), operand_peek(frame, pc->c)))
        return false;
    store_attr_watched(rt, frame, (Instruction *)pc, &watch);
    operand_consume(rt, frame, pc->c);
    operand_consume(rt, frame, pc->a);
    operand_consume(rt, frame, pc->b);
    return true;
}

bool op_delete_attr(Runtime *rt, Frame *frame, const Instruction *pc)
{
    if (!set_attribute(rt, operand_peek(frame, pc->a), operand_peek(frame, pc->b), NULL))
        return false;
    operand_consume(rt, frame, pc->a);
    operand_consume(rt, frame, pc->b);
    return true;
}

/* The receiver may stand in the first or the second of the two results' registers. */
bool op_load_method(Runtime *rt, Frame *frame, const Instruction *pc)
{
    Value receiver = operand_peek(frame, pc->b), function, self;
    if (!get_method(rt, receiver, operand_peek(frame, pc->c), &function, &self))
        return false;
    specialise_load_method(rt, frame, (Instruction *)pc);
    Value used = is_temporary(frame, pc->b) ? receiver : NULL;
    if (used)
        frame->registers[pc->b] = NULL;
    operand_consume(rt, frame, pc->c);
    frame->registers[pc->a] = function;
    frame->registers[pc->a + 1] = self;
    release(rt, used);
    return true;
}

static Owned dict_item(Runtime *rt, Borrowed dict, Borrowed key)
{
    Value found;
    if (!dict_lookup_owned(rt, dict, key, &found))
        return NULL;
    return found ? found : raise_key_error(rt, key);
}

Frame *op_load_item(Runtime *rt, Frame *frame, const Instruction *pc)
{
    Value container = operand_peek(frame, pc->b), key = operand_peek(frame, pc->c), result;
    if (object_is_exactly(container, rt->dict_type))
        result = dict_item(rt, container, key);
    else if (has_class(container) && (result = operator_item_peek(rt, container)))
        return operator_enter(rt, frame, result, container, key);
    else
        result = get_item(rt, container, key);
    return result && finish_two(rt, frame, pc->a, result, pc->b, pc->c) ? frame : NULL;
}

bool op_store_item(Runtime *rt, Frame *frame, const Instruction *pc)
{
    Value container = operand_peek(frame, pc->a), key = operand_peek(frame, pc->b), v = operand_peek(frame, pc->c);
    bool plain = object_is_exactly(container, rt->dict_type);
    if (!(plain ? dict_set(rt, container, key, v) : set_item(rt, container, key, v)))
        return false;
    operand_consume(rt, frame, pc->c);
    operand_consume(rt, frame, pc->a);
    operand_consume(rt, frame, pc->b);
    return true;
}

bool op_delete_item(Runtime *rt, Frame *frame, const Instruction *pc)
{
    if (!set_item(rt, operand_peek(frame, pc->a), operand_peek(frame, pc->b), NULL))
        return false;
    operand_consume(rt, frame, pc->a);
    operand_consume(rt, frame, pc->b);
    return true;
}
