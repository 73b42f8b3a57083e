/* Generators and coroutines: entering, suspending, throwing, closing.
 *
 * A generator holds its frame.  State CREATED: the frame stands at RETURN_GENERATOR;
 * SUSPENDED: at the YIELD or YIELD_FROM that gave the last value; RUNNING: the frame is
 * part of the call stack (previous is set); FINISHED: the frame owns only its code.
 *
 * What the resumer was handling waits in frame.saved_handled while the generator runs;
 * what the generator itself is handling waits in `handled` while it is suspended.
 */
#include "vm/generator.h"

#include "types/dict.h"
#include "types/exception.h"
#include "types/str.h"
#include "types/tuple.h"

/* -- making */

static Type *type_for(Runtime *rt, const Code *code)
{
    if (code->flags & CODE_COROUTINE)
        return rt->coroutine_type;
    return code->flags & CODE_ASYNC_GENERATOR ? rt->async_generator_type : rt->generator_type;
}

static Owned origin_entry(Runtime *rt, const Frame *frame)
{
    return tuple_pack(rt, 3, frame->code->filename, small_int_value(frame_line(frame)), frame->code->name);
}

/* cr_origin: where the coroutine was called, the innermost frame first. */
static Owned make_origin(Runtime *rt, const Frame *frame, int32_t depth)
{
    int32_t count = 0;
    for (const Frame *f = frame; f && count < depth; f = f->previous)
        count++;
    Value origin = tuple_new(rt, count);
    for (int32_t i = 0; origin && i < count; i++, frame = frame->previous) {
        Value entry = origin_entry(rt, frame);
        if (!entry) {
            release(rt, origin);
            return NULL;
        }
        tuple_items(origin)[i] = entry;
    }
    return origin ? tuple_done(rt, origin) : NULL;
}

static bool set_origin(Runtime *rt, Generator *g, const Frame *caller)
{
    int32_t depth = vm_hooks(rt)->origin_depth;
    if (depth <= 0 || !(g->frame.code->flags & CODE_COROUTINE))
        return true;
    g->origin = make_origin(rt, caller, depth);
    return g->origin;
}

static void take_frame(Generator *g, Frame *frame)
{
    memcpy(&g->frame, frame, frame_size(frame->code));
    g->frame_size = frame_size(frame->code);
    g->frame.flags = FRAME_GENERATOR;
    g->frame.previous = NULL;
    g->frame.generator = object_value(g);
    if (frame->function)
        retain(object_value(frame->code));
    if (frame->object)
        ((FrameObject *)frame->object)->frame = &g->frame;
}

Owned generator_from_frame(Runtime *rt, Frame *frame)
{
    const Code *code = frame->code;
    const Function *function = (Function *)frame->function;
    Generator *g = (Generator *)type_alloc(rt, type_for(rt, code), (size_t)code->register_count);
    if (!g)
        return raise_memory_error(rt);
    g->name = retain(function ? function->name : code->name);
    g->qualname = retain(function ? function->qualname : code->qualname);
    g->state = GENERATOR_CREATED;
    Frame *caller = frame->previous;
    take_frame(g, frame);
    frame_pop(rt, frame);
    rt->frame = caller;
    rt->depth--;
    gc_track(&rt->gc, &g->head);
    if (set_origin(rt, g, caller))
        return object_value(g);
    release(rt, object_value(g));
    return NULL;
}

/* -- entering and leaving */

static void enter(Runtime *rt, Generator *g)
{
    Frame *frame = &g->frame;
    g->state = GENERATOR_RUNNING;
    g->wrapped = false;
    frame->previous = rt->frame;
    frame->saved_handled = rt->handled;
    rt->handled = frame->flags & FRAME_HANDLING ? g->handled : retain(frame->saved_handled);
    g->handled = NULL;
    rt->frame = frame;
    rt->depth++;
}

void generator_enter_steal(Runtime *rt, Generator *g, Owned value)
{
    Frame *frame = &g->frame;
    bool first = g->state == GENERATOR_CREATED;
    enter(rt, g);
    const Instruction *pc = frame->pc++;
    if (first)
        release(rt, value);
    else
        register_store(rt, frame, pc->a, value);
}

static void leave(Runtime *rt, Generator *g)
{
    Frame *frame = &g->frame;
    Value inside = rt->handled;
    rt->handled = frame->saved_handled;
    frame->saved_handled = NULL;
    if (frame->flags & FRAME_HANDLING)
        g->handled = inside;
    else
        release(rt, inside);
    rt->frame = frame->previous;
    rt->depth--;
    frame->flags &= (uint16_t)~FRAME_ENTRY;
}

void generator_suspend(Runtime *rt, Generator *g)
{
    leave(rt, g);
    g->frame.previous = NULL;
    g->state = GENERATOR_SUSPENDED;
}

void generator_leave(Runtime *rt, Generator *g)
{
    leave(rt, g);
    g->state = GENERATOR_FINISHED;
    frame_clear(rt, &g->frame);
    g->frame.previous = NULL;
    value_clear(rt, &g->handled);
}

void generator_finish(Runtime *rt, Generator *g)
{
    g->state = GENERATOR_FINISHED;
    frame_clear(rt, &g->frame);
    value_clear(rt, &g->handled);
}

static bool is_coroutine(Runtime *rt, const Generator *g) { return object_type(&g->head) == rt->coroutine_type; }
static bool is_async(Runtime *rt, const Generator *g) { return object_type(&g->head) == rt->async_generator_type; }

static const char *kind_of(Runtime *rt, const Generator *g)
{
    return is_coroutine(rt, g) ? "coroutine" : is_async(rt, g) ? "async generator" : "generator";
}

void generator_convert_exception(Runtime *rt, Generator *g)
{
    if (error_matches(rt, rt->StopIteration))
        raise_from_pending(rt, rt->RuntimeError, "%s raised StopIteration", kind_of(rt, g));
    else if (is_async(rt, g) && error_matches(rt, rt->StopAsyncIteration))
        raise_from_pending(rt, rt->RuntimeError, "async generator raised StopAsyncIteration");
}

/* -- sending from C */

static bool check_enter(Runtime *rt, const Generator *g)
{
    if (g->state == GENERATOR_RUNNING)
        return raise(rt, rt->ValueError, "%s already executing", kind_of(rt, g));
    if (unlikely(rt->depth >= rt->depth_limit || (char *)__builtin_frame_address(0) <= rt->c_stack_limit))
        return raise(rt, rt->RecursionError, "maximum recursion depth exceeded");
    return true;
}

/* The generator is the running frame: run it.  FINISHED afterwards: it returned. */
static SendResult run(Runtime *rt, Generator *g, Frame *frame, Owned *result)
{
    *result = interpret(rt, frame);
    if (!*result)
        return SEND_ERROR;
    return g->state == GENERATOR_FINISHED ? SEND_RETURN : SEND_YIELD;
}

static SendResult send_finished(Runtime *rt, const Generator *g, Owned *result)
{
    if (is_coroutine(rt, g)) {
        raise(rt, rt->RuntimeError, "cannot reuse already awaited coroutine");
        return SEND_ERROR;
    }
    *result = NONE;
    return SEND_RETURN;
}

SendResult generator_send(Runtime *rt, Borrowed generator, Borrowed value, Owned *result)
{
    Generator *g = (Generator *)generator;
    *result = NULL;
    if (g->state == GENERATOR_FINISHED)
        return send_finished(rt, g, result);
    if (g->state == GENERATOR_CREATED && value != NONE) {
        raise(rt, rt->TypeError, "can't send non-None value to a just-started %s", kind_of(rt, g));
        return SEND_ERROR;
    }
    if (!check_enter(rt, g))
        return SEND_ERROR;
    retain(generator);
    generator_enter_steal(rt, g, retain(value));
    g->frame.flags |= FRAME_ENTRY;
    SendResult how = run(rt, g, &g->frame, result);
    release(rt, generator);
    return how;
}

/* -- throwing */

/* The pending exception is raised where the generator stands. */
static SendResult raise_inside(Runtime *rt, Generator *g, Owned *result)
{
    Value exception = error_take(rt);
    *result = NULL;
    if (!check_enter(rt, g)) {
        release(rt, exception);
        return SEND_ERROR;
    }
    if (g->state == GENERATOR_FINISHED) {
        error_restore_steal(rt, exception);
        if (is_coroutine(rt, g) && !g->closing)
            return send_finished(rt, g, result);
        return SEND_ERROR;
    }
    retain(object_value(g));
    enter(rt, g);
    g->frame.flags |= FRAME_ENTRY;
    if (g->frame.flags & FRAME_HANDLING)
        exception_set_context(rt, exception);
    error_restore_steal(rt, exception);
    Frame *handler = unwind(rt, &g->frame, true);
    SendResult how = handler ? run(rt, g, handler, result) : SEND_ERROR;
    release(rt, object_value(g));
    return how;
}

/* The value that a generator gave, or the end of it as StopIteration. */
static Owned as_iteration(Runtime *rt, Generator *g, SendResult how, Owned result)
{
    if (how != SEND_RETURN)
        return result;
    if (is_async(rt, g))
        raise_value(rt, rt->StopAsyncIteration, NULL);
    else
        raise_stop_iteration(rt, result == NONE ? NULL : result);
    release(rt, result);
    return NULL;
}

Borrowed generator_delegate_peek(const Generator *g)
{
    if (g->state != GENERATOR_SUSPENDED || g->frame.pc->op != OP_YIELD_FROM)
        return NULL;
    return g->frame.registers[g->frame.pc->c];
}

/* The iterator that was delegated to is over: go on behind the SEND that drives it, which
 * the YIELD_FROM jumps back to. */
static void skip_delegation(Runtime *rt, Generator *g, Owned value)
{
    Frame *frame = &g->frame;
    const Instruction *pc = frame->pc + 1;
    while (pc->op == OP_JUMP || pc->op == OP_JUMP_BACK)
        pc += 1 + pc->target;
    assert(pc->op == OP_SEND);
    register_store(rt, frame, pc->a, value);
    value_clear(rt, &frame->registers[pc->b]);
    frame->pc = pc + 2 + pc[1].target;
}

/* The value of the pending StopIteration, which is cleared; NULL: something else is pending. */
static Owned take_stop_value(Runtime *rt)
{
    if (!error_pending(rt))
        return NONE;
    if (!error_matches(rt, rt->StopIteration))
        return NULL;
    Value exception = error_take(rt), value = ((Exception *)exception)->extra[EXTRA_VALUE];
    value = value ? retain(value) : NONE;
    release(rt, exception);
    return value;
}

/* The delegate raised; when that was its end, the generator goes on with the value. */
static Owned after_delegate(Runtime *rt, Generator *g)
{
    Value value = take_stop_value(rt), result;
    SendResult how;
    if (!value) {
        how = raise_inside(rt, g, &result);
        return as_iteration(rt, g, how, result);
    }
    if (!check_enter(rt, g)) {
        release(rt, value);
        return NULL;
    }
    retain(object_value(g));
    enter(rt, g);
    skip_delegation(rt, g, value);
    g->frame.flags |= FRAME_ENTRY;
    how = run(rt, g, &g->frame, &result);
    result = as_iteration(rt, g, how, result);
    release(rt, object_value(g));
    return result;
}

static bool is_plain_generator(Runtime *rt, Borrowed v)
{
    return object_is_exactly(v, rt->generator_type) || object_is_exactly(v, rt->coroutine_type);
}

/* close() of what is delegated to; an iterator without one needs none. */
static bool close_delegate(Runtime *rt, Borrowed delegate)
{
    if (is_plain_generator(rt, delegate)) {
        Value result = generator_close(rt, delegate, NULL);
        release(rt, result);
        return result;
    }
    Value close = get_attribute_or_null(rt, delegate, rt->names.close);
    if (!close && error_pending(rt))
        error_unraisable(rt, NULL, delegate);
    if (!close)
        return true;
    Value result = call_none(rt, close);
    release(rt, close);
    release(rt, result);
    return result;
}

/* While G waits for its delegate it counts as running. */
static bool close_delegate_of(Runtime *rt, Generator *g, Borrowed delegate)
{
    retain(delegate);
    g->state = GENERATOR_RUNNING;
    bool done = close_delegate(rt, delegate);
    g->state = GENERATOR_SUSPENDED;
    release(rt, delegate);
    return done;
}

static Owned throw_into(Runtime *rt, Borrowed delegate, const Value *args, bool *missing)
{
    if (is_plain_generator(rt, delegate))
        return generator_throw(rt, delegate, args);
    Value throw_ = get_attribute_or_null(rt, delegate, rt->names.throw);
    *missing = !throw_ && !error_pending(rt);
    if (!throw_)
        return NULL;
    Value result = call(rt, throw_, args, args[2] ? 3 : args[1] ? 2 : 1, NULL);
    release(rt, throw_);
    return result;
}

static bool is_generator_exit(Runtime *rt, Borrowed v)
{
    if (object_has_type_flag(v, TYPE_IS_TYPE))
        return type_is_subtype((Type *)v, rt->GeneratorExit);
    return value_is_instance(rt, v, rt->GeneratorExit);
}

static bool use_traceback(Runtime *rt, Borrowed exception, Borrowed traceback)
{
    if (traceback && !object_is_exactly(traceback, rt->traceback_type))
        return raise(rt, rt->TypeError, "throw() third argument must be a traceback object");
    if (traceback)
        value_replace(rt, &((Exception *)exception)->traceback, retain(traceback));
    return true;
}

/* The exception that throw(type, value, traceback) means; NULL: TypeError. */
static Owned thrown_exception(Runtime *rt, Borrowed type, Borrowed value)
{
    if (value_is_exception(type)) {
        if (value)
            return raise(rt, rt->TypeError, "instance exception may not have a separate value");
        return retain(type);
    }
    if (!object_has_type_flag(type, TYPE_IS_TYPE) || !(((Type *)type)->flags & TYPE_IS_EXCEPTION))
        return raise(rt, rt->TypeError, "exceptions must be classes or instances deriving from BaseException, not %T", type);
    if (value && value_is_instance(rt, value, (Type *)type))
        return retain(value);
    Value made = !value ? call_none(rt, type)
               : value_is_tuple(value) ? call_tuple_dict(rt, type, value, NULL) : call_one(rt, type, value);
    if (made && !value_is_exception(made)) {
        raise(rt, rt->TypeError, "calling %R should have returned an instance of BaseException, not %T", type, made);
        value_clear(rt, &made);
    }
    return made ? made : error_take(rt);    /* what went wrong in making it is thrown instead */
}

static Owned throw_here(Runtime *rt, Generator *g, const Value *args)
{
    if (args[2] && !object_is_exactly(args[2], rt->traceback_type))
        return raise(rt, rt->TypeError, "throw() third argument must be a traceback object");
    Value exception = thrown_exception(rt, args[0], args[1]), result;
    if (!exception)
        return NULL;
    if (!use_traceback(rt, exception, args[2])) {
        release(rt, exception);
        return NULL;
    }
    error_restore_steal(rt, exception);
    SendResult how = raise_inside(rt, g, &result);
    return as_iteration(rt, g, how, result);
}

/* args: type or instance, value or NULL, traceback or NULL. */
static Owned throw_any(Runtime *rt, Generator *g, const Value *args, bool close_first)
{
    Value delegate = generator_delegate_peek(g), result;
    if (!delegate)
        return throw_here(rt, g, args);
    if (close_first && is_generator_exit(rt, args[0])) {
        if (close_delegate_of(rt, g, delegate))
            return throw_here(rt, g, args);
        SendResult how = raise_inside(rt, g, &result);
        return as_iteration(rt, g, how, result);
    }
    bool missing = false;
    retain(delegate);
    g->state = GENERATOR_RUNNING;
    Frame *caller = rt->frame;
    if (is_plain_generator(rt, delegate)) {     /* G stands between in the call stack */
        g->frame.previous = caller;
        rt->frame = &g->frame;
    }
    result = throw_into(rt, delegate, args, &missing);
    rt->frame = caller;
    g->frame.previous = NULL;
    g->state = GENERATOR_SUSPENDED;
    release(rt, delegate);
    if (missing)
        return throw_here(rt, g, args);
    return result ? result : after_delegate(rt, g);
}

Owned generator_throw(Runtime *rt, Borrowed generator, const Value *args)
{
    Value in[3] = { args[0], args[1] == NONE ? NULL : args[1], args[2] == NONE ? NULL : args[2] };
    retain(generator);
    Value result = throw_any(rt, (Generator *)generator, in, true);
    release(rt, generator);
    return result;
}

Owned generator_throw_through(Runtime *rt, Borrowed generator, const Value *args)
{
    Value in[3] = { args[0], args[1] == NONE ? NULL : args[1], args[2] == NONE ? NULL : args[2] };
    return throw_any(rt, (Generator *)generator, in, false);
}

/* -- closing */

Owned generator_close(Runtime *rt, Borrowed generator, const Value *args unused)
{
    Generator *g = (Generator *)generator;
    Value delegate = generator_delegate_peek(g), result;
    if (g->state == GENERATOR_FINISHED)
        return NONE;
    if (g->state == GENERATOR_CREATED) {
        generator_finish(rt, g);
        return NONE;
    }
    if (!delegate || close_delegate_of(rt, g, delegate))
        raise_value(rt, rt->GeneratorExit, NULL);
    g->closing = true;
    SendResult how = raise_inside(rt, g, &result);
    g->closing = false;
    if (how == SEND_YIELD) {
        release(rt, result);
        return raise(rt, rt->RuntimeError, "%s ignored GeneratorExit", kind_of(rt, g));
    }
    release(rt, result);
    if (how == SEND_RETURN || error_clear_if(rt, rt->StopIteration) || error_clear_if(rt, rt->GeneratorExit))
        return NONE;
    return NULL;
}

/* warnings._warn_unawaited_coroutine also tells where the coroutine was made. */
static Owned unawaited_function(Runtime *rt)
{
    Value warnings = rt->modules ? dict_get_text_peek(rt, rt->modules, "warnings") : NULL, name;
    if (!warnings || !(name = str_intern_text(rt, "_warn_unawaited_coroutine")))
        return NULL;
    retain(warnings);
    Value function = get_attribute_or_null(rt, warnings, name);
    release(rt, name);
    release(rt, warnings);
    return function;
}

static bool warn_unawaited(Runtime *rt, Generator *g)
{
    if (!rt->modules)
        return true;
    Value function = unawaited_function(rt);
    if (!function)
        return !error_pending(rt)
            && warn(rt, rt->RuntimeWarning, "coroutine '%S' was never awaited", g->qualname);
    Value result = call_one(rt, function, object_value(g));
    release(rt, function);
    release(rt, result);
    return result;
}

/* An async generator whose loop wants to know: true when that was told. */
static bool give_to_hook(Runtime *rt, Generator *g)
{
    if (!is_async(rt, g) || !g->hook_finalizer || g->closing)
        return false;
    Value result = call_one(rt, g->hook_finalizer, object_value(g));
    if (!result)
        error_unraisable(rt, NULL, object_value(g));
    release(rt, result);
    return true;
}

void generator_finalize(Runtime *rt, Borrowed generator)
{
    Generator *g = (Generator *)generator;
    if (g->state == GENERATOR_FINISHED || g->state == GENERATOR_RUNNING || unlikely(!rt->frame_stack))
        return;
    Value pending = error_take(rt);
    if (!give_to_hook(rt, g)) {
        Value result = NONE;
        if (is_coroutine(rt, g) && g->state == GENERATOR_CREATED)
            result = warn_unawaited(rt, g) ? NONE : NULL;
        else
            result = generator_close(rt, generator, NULL);
        if (!result)
            error_unraisable(rt, NULL, generator);
        release(rt, result);
    }
    error_restore_steal(rt, pending);
}

/* -- life */

int generator_traverse(Object *self, GcVisit visit, void *argument)
{
    Generator *g = (Generator *)self;
    VISIT_VALUE(g->name);
    VISIT_VALUE(g->qualname);
    VISIT_VALUE(g->origin);
    VISIT_VALUE(g->handled);
    VISIT_VALUE(g->hook_finalizer);
    return frame_traverse(&g->frame, visit, argument);
}

void generator_clear(Gc *gc, Object *self)
{
    Generator *g = (Generator *)self;
    if (g->state == GENERATOR_CREATED || g->state == GENERATOR_SUSPENDED)
        generator_finish(runtime_of(gc), g);
    value_clear(runtime_of(gc), &g->hook_finalizer);
}

void generator_free(Gc *gc, Object *self)
{
    Runtime *rt = runtime_of(gc);
    Generator *g = (Generator *)self;
    gc_untrack(gc, self);
    generator_clear(gc, self);
    release(rt, object_value(g->frame.code));
    release(rt, g->name);
    release(rt, g->qualname);
    release(rt, g->origin);
    release(rt, g->handled);
    type_free_object(rt, self);
}
