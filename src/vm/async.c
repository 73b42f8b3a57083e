/* Asynchronous generators and the awaitables of their methods.
 *
 * An asend (also made by __anext__) or athrow (also made by aclose) drives the
 * generator when it is iterated: what the generator awaits passes through, what its
 * own `yield` gives (generator->wrapped) ends the awaitable with StopIteration(value).
 */
#include "vm/generator.h"

#include "types/tuple.h"
#include "types/values_object.h"

enum { AWAITABLE_NEW, AWAITABLE_ITERATING, AWAITABLE_CLOSED };

typedef struct AsyncSend {
    Object head;
    Value generator, value;     /* VALUE NULL: None */
    int8_t state;
} AsyncSend;

typedef struct AsyncThrow {
    Object head;
    Value generator, args;      /* ARGS: tuple for throw(); NULL: aclose() */
    int8_t state;
} AsyncThrow;

static Generator *generator_of(Borrowed v) { return (Generator *)v; }

/* -- hooks of the event loop, called before the first iteration */

static bool init_hooks(Runtime *rt, Generator *g)
{
    VmHooks *hooks = vm_hooks(rt);
    if (g->hooks_done)
        return true;
    g->hooks_done = true;
    g->hook_finalizer = retain(hooks->async_finalizer);
    if (!hooks->async_first_iteration)
        return true;
    Value first = retain(hooks->async_first_iteration);
    Value result = call_one(rt, first, object_value(g));
    release(rt, first);
    release(rt, result);
    return result;
}

static Owned make_send(Runtime *rt, Borrowed generator, Borrowed value)
{
    if (!init_hooks(rt, generator_of(generator)))
        return NULL;
    AsyncSend *s = object_make(rt, rt->async_generator_asend_type);
    if (!s)
        return NULL;
    s->generator = retain(generator);
    s->value = retain(value);
    return object_tracked(rt, s);
}

static Owned make_throw(Runtime *rt, Borrowed generator, Owned args)
{
    AsyncThrow *t = init_hooks(rt, generator_of(generator)) ? object_make(rt, rt->async_generator_athrow_type) : NULL;
    if (!t) {
        release(rt, args);
        return NULL;
    }
    t->generator = retain(generator);
    t->args = args;
    return object_tracked(rt, t);
}

/* -- the generator */

static Owned async_iter(Runtime *rt unused, Borrowed self) { return retain(self); }
static Owned async_next(Runtime *rt, Borrowed self) { return make_send(rt, self, NULL); }
static Owned async_send(Runtime *rt, Borrowed self, const Value *args) { return make_send(rt, self, args[0]); }

static Owned async_throw(CALL_PARAMETERS)
{
    Value in[3];
    if (!throw_arguments(rt, args, count, keywords, in))
        return NULL;
    Value tuple = tuple_from(rt, args, (int64_t)count);
    return tuple ? make_throw(rt, self, tuple) : NULL;
}

static Owned async_close(Runtime *rt, Borrowed self, const Value *args unused)
{
    return make_throw(rt, self, NULL);
}

static const MethodDef async_methods[] = {
    METHOD("asend", async_send, "(value, /)", "asend(v) -> send 'v' in generator."),
    RAW_METHOD("athrow", async_throw, NULL,
               "athrow(value)\nathrow(type[,value[,tb]])\n\nraise exception in generator."),
    METHOD("aclose", async_close, "()", "aclose() -> raise GeneratorExit inside generator."),
    CLASS_GETITEM,
    { 0 }
};

static const GetSetDef async_getsets[] = {
    GENERATOR_NAMES("async generator"),
    { "ag_await", generator_get_delegate, NULL, "object being awaited on, or None" },
    { "ag_frame", generator_get_frame, NULL, NULL },
    { "ag_code", generator_get_code, NULL, NULL },
    { 0 }
};

static const MemberDef async_members[] = {
    { "ag_running", MEMBER_BOOL, offsetof(Generator, running_async), false, NULL },
    { 0 }
};

const TypeDef async_generator_type_def = {
    .name = "async_generator",
    .size = sizeof(Generator),
    .item_size = sizeof(Value),
    .flags = TYPE_CONTAINER | TYPE_NO_NEW,
    GENERATOR_LIFE,
    .slots = {
        .repr = generator_repr,
        .aiter = async_iter,
        .anext = async_next,
        .finalize = generator_finalize,
    },
    .methods = async_methods,
    .getsets = async_getsets,
    .members = async_members,
};

/* -- what comes out of the generator */

static bool is_end(Runtime *rt)
{
    return error_matches(rt, rt->StopAsyncIteration) || error_matches(rt, rt->GeneratorExit);
}

/* RESULT NULL: an exception.  A value of the generator's own ends the awaitable. */
static Owned unwrap(Runtime *rt, Generator *g, Owned result)
{
    if (!result) {
        if (is_end(rt))
            g->closing = true;
        g->running_async = false;
        return NULL;
    }
    if (!g->wrapped)
        return result;
    g->wrapped = false;
    g->running_async = false;
    raise_stop_iteration(rt, result);
    release(rt, result);
    return NULL;
}

static Owned reused(Runtime *rt, const char *what)
{
    return raise(rt, rt->RuntimeError, "cannot reuse already awaited %s", what);
}

static const char send_names[] = "__anext__()/asend()", throw_names[] = "aclose()/athrow()";

static Owned same(Runtime *rt unused, Borrowed self) { return retain(self); }

/* -- asend() and __anext__() */

static AsyncSend *send_of(Borrowed v) { return (AsyncSend *)v; }

static Owned finish_send(Runtime *rt, AsyncSend *s, Owned result)
{
    result = unwrap(rt, generator_of(s->generator), result);
    if (!result)
        s->state = AWAITABLE_CLOSED;
    return result;
}

static Owned drive_send(Runtime *rt, Borrowed self, Borrowed value)
{
    AsyncSend *s = send_of(self);
    Generator *g = generator_of(s->generator);
    if (s->state == AWAITABLE_CLOSED)
        return reused(rt, send_names);
    if (s->state == AWAITABLE_NEW) {
        if (g->running_async)
            return raise(rt, rt->RuntimeError, "anext(): asynchronous generator is already running");
        if (value == NONE && s->value)
            value = s->value;
        s->state = AWAITABLE_ITERATING;
    }
    g->running_async = true;
    return finish_send(rt, s, generator_send_value(rt, s->generator, value));
}

static Owned send_next(Runtime *rt, Borrowed self) { return drive_send(rt, self, NONE); }
static Owned send_send(Runtime *rt, Borrowed self, const Value *args) { return drive_send(rt, self, args[0]); }

static Owned send_throw(CALL_PARAMETERS)
{
    Value in[3];
    if (send_of(self)->state == AWAITABLE_CLOSED)
        return reused(rt, send_names);
    if (!throw_arguments(rt, args, count, keywords, in))
        return NULL;
    return finish_send(rt, send_of(self), generator_throw(rt, send_of(self)->generator, in));
}

static Owned send_close(Runtime *rt unused, Borrowed self, const Value *args unused)
{
    send_of(self)->state = AWAITABLE_CLOSED;
    return NONE;
}

static const MethodDef send_methods[] = {
    METHOD("send", send_send, "(arg, /)", NULL),
    RAW_METHOD("throw", send_throw, NULL, NULL),
    METHOD("close", send_close, "()", NULL),
    { 0 }
};

const TypeDef async_generator_asend_type_def = {
    .name = "async_generator_asend",
    .size = sizeof(AsyncSend),
    .flags = TYPE_CONTAINER | TYPE_NO_NEW,
    VALUES_TYPE(2),
    .slots = {
        .iter = same,
        .next = send_next,
        .await = same,
    },
    .methods = send_methods,
};

/* -- athrow() and aclose() */

static AsyncThrow *throw_of(Borrowed v) { return (AsyncThrow *)v; }

static Owned stop(Runtime *rt, AsyncThrow *t, Type *type)
{
    t->state = AWAITABLE_CLOSED;
    return raise_value(rt, type, NULL);
}

/* aclose(): a value instead of the end is an error, the end is the result. */
static Owned finish_close(Runtime *rt, AsyncThrow *t, Owned result)
{
    Generator *g = generator_of(t->generator);
    if (result && !g->wrapped)
        return result;
    g->running_async = false;
    t->state = AWAITABLE_CLOSED;
    if (result) {
        release(rt, result);
        return raise(rt, rt->RuntimeError, "async generator ignored GeneratorExit");
    }
    if (is_end(rt)) {
        error_clear(rt);
        raise_value(rt, rt->StopIteration, NULL);
    }
    return NULL;
}

static Owned finish_throw(Runtime *rt, AsyncThrow *t, Owned result)
{
    if (!t->args)
        return finish_close(rt, t, result);
    result = unwrap(rt, generator_of(t->generator), result);
    if (!result && !error_matches(rt, rt->StopIteration))
        t->state = AWAITABLE_CLOSED;
    return result;
}

static Owned first_throw(Runtime *rt, AsyncThrow *t, Borrowed value)
{
    Generator *g = generator_of(t->generator);
    if (g->running_async) {
        t->state = AWAITABLE_CLOSED;
        return raise(rt, rt->RuntimeError, "%s(): asynchronous generator is already running", t->args ? "athrow" : "aclose");
    }
    if (g->closing)
        return stop(rt, t, rt->StopAsyncIteration);
    if (value != NONE)
        return raise(rt, rt->RuntimeError, "can't send non-None value to a just-started coroutine");
    t->state = AWAITABLE_ITERATING;
    g->running_async = true;
    Value in[3] = { type_value(rt->GeneratorExit), NULL, NULL };
    for (int64_t i = 0; t->args && i < tuple_count(t->args); i++)
        in[i] = tuple_item_peek(t->args, i);
    if (!t->args)
        g->closing = true;
    return finish_throw(rt, t, generator_throw_through(rt, t->generator, in));
}

static Owned drive_throw(Runtime *rt, Borrowed self, Borrowed value)
{
    AsyncThrow *t = throw_of(self);
    if (t->state == AWAITABLE_CLOSED)
        return reused(rt, throw_names);
    if (generator_of(t->generator)->state == GENERATOR_FINISHED)
        return stop(rt, t, rt->StopIteration);
    if (t->state == AWAITABLE_NEW)
        return first_throw(rt, t, value);
    return finish_throw(rt, t, generator_send_value(rt, t->generator, value));
}

static Owned throw_next(Runtime *rt, Borrowed self) { return drive_throw(rt, self, NONE); }
static Owned throw_send(Runtime *rt, Borrowed self, const Value *args) { return drive_throw(rt, self, args[0]); }

static Owned throw_throw(CALL_PARAMETERS)
{
    Value in[3];
    AsyncThrow *t = throw_of(self);
    if (t->state == AWAITABLE_CLOSED)
        return reused(rt, throw_names);
    if (!throw_arguments(rt, args, count, keywords, in))
        return NULL;
    return finish_throw(rt, t, generator_throw(rt, t->generator, in));
}

static Owned throw_close(Runtime *rt unused, Borrowed self, const Value *args unused)
{
    throw_of(self)->state = AWAITABLE_CLOSED;
    return NONE;
}

static const MethodDef throw_methods[] = {
    METHOD("send", throw_send, "(arg, /)", NULL),
    RAW_METHOD("throw", throw_throw, NULL, NULL),
    METHOD("close", throw_close, "()", NULL),
    { 0 }
};

const TypeDef async_generator_athrow_type_def = {
    .name = "async_generator_athrow",
    .size = sizeof(AsyncThrow),
    .flags = TYPE_CONTAINER | TYPE_NO_NEW,
    VALUES_TYPE(2),
    .slots = {
        .iter = same,
        .next = throw_next,
        .await = same,
    },
    .methods = throw_methods,
};
