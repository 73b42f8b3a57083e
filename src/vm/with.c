/* with and async with. */
#include "vm/interpreter.h"

#include "types/exception.h"

/* The bound methods behind a with statement; both or an exception. */
static bool find_methods(Runtime *rt, Borrowed manager, Borrowed enter_name, Borrowed exit_name, const char *kind,
                         Owned *enter, Owned *exit)
{
    *exit = NULL;
    *enter = get_special(rt, manager, enter_name);
    if (!*enter) {
        if (!error_pending(rt))
            raise(rt, rt->TypeError, "'%.200T' object does not support the %s protocol", manager, kind);
        return false;
    }
    *exit = get_special(rt, manager, exit_name);
    if (*exit)
        return true;
    if (!error_pending(rt))
        raise(rt, rt->TypeError, "'%.200T' object does not support the %s protocol (missed %U method)", manager, kind,
              exit_name);
    value_clear(rt, enter);
    return false;
}

static bool enter_manager(Runtime *rt, Frame *frame, const Instruction *pc, Owned enter, Owned exit)
{
    Value entered = call_none(rt, enter);
    release(rt, enter);
    if (!entered) {
        release(rt, exit);
        return false;
    }
    operand_consume(rt, frame, pc->b);
    register_store(rt, frame, pc->a, exit);
    register_store(rt, frame, pc->c, entered);
    return true;
}

bool op_before_with(Runtime *rt, Frame *frame, const Instruction *pc)
{
    Value enter, exit;
    return find_methods(rt, operand_peek(frame, pc->b), rt->names.__enter__, rt->names.__exit__, "context manager",
                        &enter, &exit)
        && enter_manager(rt, frame, pc, enter, exit);
}

bool op_before_async_with(Runtime *rt, Frame *frame, const Instruction *pc)
{
    Value enter, exit;
    return find_methods(rt, operand_peek(frame, pc->b), rt->names.__aenter__, rt->names.__aexit__,
                        "asynchronous context manager", &enter, &exit)
        && enter_manager(rt, frame, pc, enter, exit);
}

bool op_with_exit(Runtime *rt, Frame *frame, const Instruction *pc)
{
    Value result = call_three(rt, operand_peek(frame, pc->b), NONE, NONE, NONE);
    return result && finish_one(rt, frame, pc->a, result, pc->b);
}

bool op_with_exception(Runtime *rt, Frame *frame, const Instruction *pc)
{
    Value exception = operand_peek(frame, pc->c);
    Value traceback = ((Exception *)exception)->traceback;
    traceback = traceback ? retain(traceback) : NONE;
    Value result = call_three(rt, operand_peek(frame, pc->b), type_value(value_type(rt, exception)), exception, traceback);
    release(rt, traceback);
    if (!result)
        return false;
    register_store(rt, frame, pc->a, result);
    return true;
}
