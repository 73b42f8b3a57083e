/* generator, coroutine and coroutine_wrapper, as Python sees them. */
#include "vm/generator.h"

#include "types/str.h"
#include "types/values_object.h"

static Generator *generator_of(Borrowed v) { return (Generator *)v; }

/* -- attributes */

Owned generator_repr(Runtime *rt, Borrowed self)
{
    return format_message(rt, "<%T object %S at 0x%zx>", self, generator_of(self)->qualname, (size_t)self);
}

Owned generator_get_name(Runtime *rt unused, Borrowed self) { return retain(generator_of(self)->name); }
Owned generator_get_qualname(Runtime *rt unused, Borrowed self) { return retain(generator_of(self)->qualname); }

bool generator_set_name(Runtime *rt, Borrowed self, Borrowed value)
{
    if (!value || !value_is_str(value))
        return raise(rt, rt->TypeError, "__name__ must be set to a string object");
    value_replace(rt, &generator_of(self)->name, retain(value));
    return true;
}

bool generator_set_qualname(Runtime *rt, Borrowed self, Borrowed value)
{
    if (!value || !value_is_str(value))
        return raise(rt, rt->TypeError, "__qualname__ must be set to a string object");
    value_replace(rt, &generator_of(self)->qualname, retain(value));
    return true;
}

Owned generator_get_frame(Runtime *rt, Borrowed self)
{
    if (generator_of(self)->state == GENERATOR_FINISHED)
        return NONE;
    return retain(frame_object_peek(rt, &generator_of(self)->frame));
}

Owned generator_get_code(Runtime *rt unused, Borrowed self)
{
    return retain(object_value(generator_of(self)->frame.code));
}

Owned generator_get_running(Runtime *rt unused, Borrowed self)
{
    return bool_value(generator_of(self)->state == GENERATOR_RUNNING);
}

Owned generator_get_suspended(Runtime *rt unused, Borrowed self)
{
    return bool_value(generator_of(self)->state == GENERATOR_SUSPENDED);
}

Owned generator_get_delegate(Runtime *rt unused, Borrowed self)
{
    Value delegate = generator_delegate_peek(generator_of(self));
    return delegate ? retain(delegate) : NONE;
}

static Owned get_origin(Runtime *rt unused, Borrowed self)
{
    Value origin = generator_of(self)->origin;
    return origin ? retain(origin) : NONE;
}

/* -- methods */

Owned generator_send_value(Runtime *rt, Borrowed generator, Borrowed value)
{
    Value result;
    SendResult how = generator_send(rt, generator, value, &result);
    if (how != SEND_RETURN)
        return result;
    if (object_is_exactly(generator, rt->async_generator_type))
        raise_value(rt, rt->StopAsyncIteration, NULL);
    else
        raise_stop_iteration(rt, result == NONE ? NULL : result);
    release(rt, result);
    return NULL;
}

static Owned send_method(Runtime *rt, Borrowed self, const Value *args)
{
    return generator_send_value(rt, self, args[0]);
}

bool throw_arguments(Runtime *rt, const Value *args, size_t count, Borrowed keywords, Value *out)
{
    if (!positional_check(rt, "throw", count, keywords, 1, 3))
        return false;
    for (size_t i = 0; i < 3; i++)
        out[i] = i < count ? args[i] : NULL;
    return true;
}

static Owned throw_method(CALL_PARAMETERS)
{
    Value in[3];
    return throw_arguments(rt, args, count, keywords, in) ? generator_throw(rt, self, in) : NULL;
}

static Owned generator_iter(Runtime *rt unused, Borrowed self) { return retain(self); }

/* The end without a value needs no exception. */
static Owned generator_next(Runtime *rt, Borrowed self)
{
    Value result;
    if (generator_send(rt, self, NONE, &result) != SEND_RETURN)
        return result;
    if (result != NONE)
        raise_stop_iteration(rt, result);
    release(rt, result);
    return NULL;
}

static const MethodDef generator_methods[] = {
    METHOD("send", send_method, "(arg, /)",
           "send(arg) -> send 'arg' into generator,\nreturn next yielded value or raise StopIteration."),
    RAW_METHOD("throw", throw_method, NULL,
               "throw(value)\nthrow(type[,value[,tb]])\n\n"
               "Raise exception in generator, return next yielded value or raise\nStopIteration."),
    METHOD("close", generator_close, "()", "close() -> raise GeneratorExit inside generator."),
    { 0 }
};

static const GetSetDef generator_getsets[] = {
    GENERATOR_NAMES("generator"),
    { "gi_yieldfrom", generator_get_delegate, NULL, "object being iterated by yield from, or None" },
    { "gi_running", generator_get_running, NULL, NULL },
    { "gi_frame", generator_get_frame, NULL, NULL },
    { "gi_suspended", generator_get_suspended, NULL, NULL },
    { "gi_code", generator_get_code, NULL, NULL },
    { 0 }
};

const TypeDef generator_type_def = {
    .name = "generator",
    .size = sizeof(Generator),
    .item_size = sizeof(Value),
    .flags = TYPE_CONTAINER | TYPE_NO_NEW,
    GENERATOR_LIFE,
    .slots = {
        .repr = generator_repr,
        .iter = generator_iter,
        .next = generator_next,
        .send = generator_send,
        .finalize = generator_finalize,
    },
    .methods = generator_methods,
    .getsets = generator_getsets,
};

/* -- coroutines */

typedef struct CoroutineWrapper { Object head; Value coroutine; } CoroutineWrapper;

static Owned coroutine_await(Runtime *rt, Borrowed self)
{
    CoroutineWrapper *w = object_make(rt, rt->coroutine_wrapper_type);
    if (!w)
        return NULL;
    w->coroutine = retain(self);
    return object_tracked(rt, w);
}

static const MethodDef coroutine_methods[] = {
    METHOD("send", send_method, "(arg, /)",
           "send(arg) -> send 'arg' into coroutine,\nreturn next iterated value or raise StopIteration."),
    RAW_METHOD("throw", throw_method, NULL,
               "throw(value)\nthrow(type[,value[,traceback]])\n\n"
               "Raise exception in coroutine, return next iterated value or raise\nStopIteration."),
    METHOD("close", generator_close, "()", "close() -> raise GeneratorExit inside coroutine."),
    { 0 }
};

static const GetSetDef coroutine_getsets[] = {
    GENERATOR_NAMES("coroutine"),
    { "cr_await", generator_get_delegate, NULL, "object being awaited on, or None" },
    { "cr_running", generator_get_running, NULL, NULL },
    { "cr_frame", generator_get_frame, NULL, NULL },
    { "cr_code", generator_get_code, NULL, NULL },
    { "cr_suspended", generator_get_suspended, NULL, NULL },
    { "cr_origin", get_origin, NULL, NULL },
    { 0 }
};

const TypeDef coroutine_type_def = {
    .name = "coroutine",
    .size = sizeof(Generator),
    .item_size = sizeof(Value),
    .flags = TYPE_CONTAINER | TYPE_NO_NEW,
    GENERATOR_LIFE,
    .slots = {
        .repr = generator_repr,
        .send = generator_send,
        .await = coroutine_await,
        .finalize = generator_finalize,
    },
    .methods = coroutine_methods,
    .getsets = coroutine_getsets,
};

static Borrowed wrapped_peek(Borrowed self) { return ((CoroutineWrapper *)self)->coroutine; }

static Owned wrapper_next(Runtime *rt, Borrowed self) { return generator_send_value(rt, wrapped_peek(self), NONE); }

static Owned wrapper_send(Runtime *rt, Borrowed self, const Value *args)
{
    return generator_send_value(rt, wrapped_peek(self), args[0]);
}

static Owned wrapper_throw(CALL_PARAMETERS)
{
    Value in[3];
    return throw_arguments(rt, args, count, keywords, in) ? generator_throw(rt, wrapped_peek(self), in) : NULL;
}

static Owned wrapper_close(Runtime *rt, Borrowed self, const Value *args)
{
    return generator_close(rt, wrapped_peek(self), args);
}

static const MethodDef wrapper_methods[] = {
    METHOD("send", wrapper_send, "(arg, /)",
           "send(arg) -> send 'arg' into coroutine,\nreturn next iterated value or raise StopIteration."),
    RAW_METHOD("throw", wrapper_throw, NULL,
               "throw(value)\nthrow(type[,value[,traceback]])\n\n"
               "Raise exception in coroutine, return next iterated value or raise\nStopIteration."),
    METHOD("close", wrapper_close, "()", "close() -> raise GeneratorExit inside coroutine."),
    { 0 }
};

const TypeDef coroutine_wrapper_type_def = {
    .name = "coroutine_wrapper",
    .doc = "A wrapper object implementing __await__ for coroutines.",
    .size = sizeof(CoroutineWrapper),
    .flags = TYPE_CONTAINER | TYPE_NO_NEW,
    VALUES_TYPE(1),
    .slots = {
        .iter = generator_iter,
        .next = wrapper_next,
    },
    .methods = wrapper_methods,
};
