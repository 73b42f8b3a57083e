/* yield from, await, async for: what is iterated, and sending to it. */
#include "vm/interpreter.h"

#include "types/exception.h"

/* Would `await` take it as it is? */
static bool is_coroutine_like(Runtime *rt, Borrowed v)
{
    if (object_is_exactly(v, rt->coroutine_type))
        return true;
    return object_is_exactly(v, rt->generator_type)
        && (((Generator *)v)->frame.code->flags & CODE_ITERABLE_COROUTINE);
}

Owned awaitable_iter(Runtime *rt, Borrowed v)
{
    if (is_coroutine_like(rt, v))
        return retain(v);
    Owned (*await)(Runtime *, Borrowed) = value_type(rt, v)->slots->await;
    if (!await)
        return raise(rt, rt->TypeError, "object %.100T can't be used in 'await' expression", v);
    Value iterator = await(rt, v);
    if (!iterator)
        return NULL;
    if (is_coroutine_like(rt, iterator))
        raise(rt, rt->TypeError, "__await__() returned a coroutine");
    else if (!is_iterator(rt, iterator))
        raise(rt, rt->TypeError, "__await__() returned non-iterator of type '%.100T'", iterator);
    else
        return iterator;
    release(rt, iterator);
    return NULL;
}

bool op_get_yield_from_iter(Runtime *rt, Frame *frame, const Instruction *pc)
{
    Value v = operand_peek(frame, pc->b), iterator;
    if (object_is_exactly(v, rt->coroutine_type)) {
        if (!(frame->code->flags & (CODE_COROUTINE | CODE_ITERABLE_COROUTINE)))
            return raise(rt, rt->TypeError, "cannot 'yield from' a coroutine object in a non-coroutine generator");
        iterator = retain(v);
    } else {
        iterator = object_is_exactly(v, rt->generator_type) ? retain(v) : get_iter(rt, v);
    }
    return iterator && finish_one(rt, frame, pc->a, iterator, pc->b);
}

/* async with: say which method gave what cannot be awaited. */
static void explain(Runtime *rt, Borrowed v, int source)
{
    static const char *const methods[] = { NULL, "__aenter__", "__aexit__" };
    if (!source || value_type(rt, v)->slots->await || !error_clear_if(rt, rt->TypeError))
        return;
    raise(rt, rt->TypeError, "'async with' received an object from %s that does not implement __await__: %.100T",
          methods[source], v);
}

bool op_get_awaitable(Runtime *rt, Frame *frame, const Instruction *pc)
{
    Value v = operand_peek(frame, pc->b), iterator = awaitable_iter(rt, v);
    if (!iterator) {
        explain(rt, v, pc->c);
        return false;
    }
    if (object_is_exactly(iterator, rt->coroutine_type) && generator_delegate_peek((Generator *)iterator)) {
        release(rt, iterator);
        return raise(rt, rt->RuntimeError, "coroutine is being awaited already");
    }
    return finish_one(rt, frame, pc->a, iterator, pc->b);
}

/* The value with which the pending StopIteration (or none) ended an iterator. */
static SendResult ended(Runtime *rt, Owned *result)
{
    if (!error_pending(rt)) {
        *result = NONE;
        return SEND_RETURN;
    }
    if (!error_matches(rt, rt->StopIteration))
        return SEND_ERROR;
    Value exception = error_take(rt), value = ((Exception *)exception)->extra[EXTRA_VALUE];
    *result = value ? retain(value) : NONE;
    release(rt, exception);
    return SEND_RETURN;
}

static SendResult send_to(Runtime *rt, Borrowed iterator, Borrowed value, Owned *result)
{
    const Slots *slots = value_type(rt, iterator)->slots;
    if (slots->send)
        return slots->send(rt, iterator, value, result);
    if (value == NONE && slots->next)
        *result = slots->next(rt, iterator);
    else
        *result = call_method(rt, iterator, rt->names.send, &value, 1);
    return *result ? SEND_YIELD : ended(rt, result);
}

int op_send(Runtime *rt, Frame *frame, const Instruction *pc)
{
    Value result;
    SendResult how = send_to(rt, frame->registers[pc->b], operand_peek(frame, pc->c), &result);
    if (how == SEND_ERROR)
        return -1;
    finish_one(rt, frame, pc->a, result, pc->c);
    if (how == SEND_RETURN)
        value_clear(rt, &frame->registers[pc->b]);
    return how == SEND_YIELD;
}

/* -- async for */

bool op_get_aiter(Runtime *rt, Frame *frame, const Instruction *pc)
{
    Value v = operand_peek(frame, pc->b);
    Owned (*aiter)(Runtime *, Borrowed) = value_type(rt, v)->slots->aiter;
    if (!aiter)
        return raise(rt, rt->TypeError, "'async for' requires an object with __aiter__ method, got %.100T", v);
    Value iterator = aiter(rt, v);
    if (!iterator)
        return false;
    if (!value_type(rt, iterator)->slots->anext) {
        raise(rt, rt->TypeError, "'async for' received an object from __aiter__ that does not implement __anext__: %.100T",
              iterator);
        release(rt, iterator);
        return false;
    }
    return finish_one(rt, frame, pc->a, iterator, pc->b);
}

bool op_get_anext(Runtime *rt, Frame *frame, const Instruction *pc)
{
    Value v = operand_peek(frame, pc->b);
    Owned (*anext)(Runtime *, Borrowed) = value_type(rt, v)->slots->anext;
    if (!anext)
        return raise(rt, rt->TypeError, "'async for' requires an iterator with __anext__ method, got %.100T", v);
    Value next = anext(rt, v);
    if (!next)
        return false;
    Value iterator = awaitable_iter(rt, next);
    if (!iterator)
        raise_from_pending(rt, rt->TypeError, "'async for' received an invalid object from __anext__: %.100T", next);
    release(rt, next);
    if (!iterator)
        return false;
    register_store(rt, frame, pc->a, iterator);
    return true;
}

bool op_async_wrap(Runtime *rt, Frame *frame, const Instruction *pc)
{
    ((Generator *)frame->generator)->wrapped = true;
    return finish_one(rt, frame, pc->a, retain(operand_peek(frame, pc->b)), pc->b);
}

int op_end_async_for(Runtime *rt, Frame *frame, const Instruction *pc)
{
    Value exception = operand_take(frame, pc->b);
    if (!value_is_instance(rt, exception, rt->StopAsyncIteration)) {
        error_restore_steal(rt, exception);
        return 0;
    }
    release(rt, exception);
    value_clear(rt, &frame->registers[pc->a]);
    return 1;
}
