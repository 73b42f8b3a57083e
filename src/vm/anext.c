/* What anext(iterator, default) gives: awaiting it awaits the iterator's __anext__(), whose
 * StopAsyncIteration becomes the default. */
#include "vm/generator.h"

#include "types/tuple.h"
#include "types/values_object.h"

typedef struct Anext {
    Object head;
    Value awaitable, otherwise;
} Anext;

Owned anext_awaitable_new(Runtime *rt, Borrowed awaitable, Borrowed otherwise)
{
    Anext *a = object_make(rt, rt->anext_awaitable_type);
    if (!a)
        return NULL;
    a->awaitable = retain(awaitable);
    a->otherwise = retain(otherwise);
    return object_tracked(rt, a);
}

/* RESULT, or the default when the iterator is over. */
static Owned finish(Runtime *rt, Borrowed self, Owned result)
{
    if (!result && error_matches(rt, rt->StopAsyncIteration)) {
        error_clear(rt);
        raise_stop_iteration(rt, ((Anext *)self)->otherwise);
    }
    return result;
}

static Owned anext_next(Runtime *rt, Borrowed self)
{
    Value iterator = awaitable_iter(rt, ((Anext *)self)->awaitable), result = NULL;
    if (iterator && value_type(rt, iterator)->slots->next)
        result = value_type(rt, iterator)->slots->next(rt, iterator);
    else if (iterator)
        result = generator_send_value(rt, iterator, NONE);
    if (iterator && !result && !error_pending(rt))
        raise_stop_iteration(rt, NULL);
    release(rt, iterator);
    return finish(rt, self, result);
}

static Owned hand_on(Runtime *rt, Borrowed self, const char *method, const Value *args, size_t count, Borrowed keywords)
{
    Value iterator = awaitable_iter(rt, ((Anext *)self)->awaitable);
    Value function = iterator ? get_attribute_text(rt, iterator, method) : NULL;
    Value result = function ? call(rt, function, args, count, keywords) : NULL;
    release(rt, function);
    release(rt, iterator);
    return finish(rt, self, result);
}

static Owned anext_send(CALL_PARAMETERS) { return hand_on(rt, self, "send", args, count, keywords); }
static Owned anext_throw(CALL_PARAMETERS) { return hand_on(rt, self, "throw", args, count, keywords); }
static Owned anext_close(CALL_PARAMETERS) { return hand_on(rt, self, "close", args, count, keywords); }
static Owned same(Runtime *rt unused, Borrowed self) { return retain(self); }

static const MethodDef methods[] = {
    RAW_METHOD("send", anext_send, NULL, "send(arg) -> send 'arg' into the wrapped iterator,\nreturn next yielded value or raise StopIteration."),
    RAW_METHOD("throw", anext_throw, NULL, "throw(value)\nthrow(typ[,val[,tb]])\n\nraise exception in the wrapped iterator, return next yielded value\nor raise StopIteration."),
    RAW_METHOD("close", anext_close, NULL, "close() -> raise GeneratorExit inside generator."),
    { 0 },
};

const TypeDef anext_awaitable_type_def = {
    .name = "anext_awaitable",
    .size = sizeof(Anext),
    .flags = TYPE_CONTAINER | TYPE_NO_NEW,
    VALUES_TYPE_CLEAR(2),
    .slots = { .iter = same, .next = anext_next, .await = same },
    .methods = methods,
};
