/* What happens when an instruction fails: the traceback grows, a handler is looked for,
 * and frames without one are left.
 *
 * While references are given up here, no exception is pending: finalizers run as if
 * nothing had happened.
 */
#include "vm/trace.h"

#include "types/exception.h"

static int32_t frame_offset(const Frame *frame) { return (int32_t)(frame->pc - frame->code->instructions); }

/* Without memory for the entry, MemoryError takes the exception's place. */
static void traceback_here(Runtime *rt, Frame *frame)
{
    Value exception = error_take(rt);
    Value object = frame_object_peek(rt, frame);
    if (object && traceback_add(rt, exception, object, frame_offset(frame), frame_line(frame)))
        error_restore_steal(rt, exception);
    else
        release(rt, exception);
}

/* In a stopped program nothing is handled, and nothing is done at last. */
static const Handler *find_handler(const Runtime *rt, const Frame *frame)
{
    if (unlikely(rt->stopped))
        return NULL;
    int32_t offset = frame_offset(frame);
    const Handler *handler = frame->code->handlers, *end = handler + frame->code->handler_count;
    for (; handler < end; handler++)
        if (offset >= handler->start && offset < handler->end)
            return handler;
    return NULL;
}

/* The newest first, as a stack is popped. */
static void release_temporaries(Runtime *rt, Frame *frame, int32_t from)
{
    for (int32_t i = frame->code->register_count - 1; i >= from; i--)
        value_clear(rt, &frame->registers[i]);
}

static void enter_handler(Runtime *rt, Frame *frame, const Handler *handler)
{
    Value exception = error_take(rt);
    if (frame->pc->op != OP_RERAISE || !frame->pc->c)
        frame->raised_at = frame_offset(frame);
    release_temporaries(rt, frame, handler->exception);
    register_store(rt, frame, handler->exception, exception);
    frame->pc = frame->code->instructions + handler->handler;
}

static void abandon(Runtime *rt, Frame *frame)
{
    Generator *generator = frame->flags & FRAME_GENERATOR ? (Generator *)frame->generator : NULL;
    Value exception = error_take(rt);
    release_temporaries(rt, frame, frame->code->local_count);
    if (generator)
        generator_leave(rt, generator);
    else
        frame_leave(rt, frame);
    error_restore_steal(rt, exception);
    if (generator)
        generator_convert_exception(rt, generator);
}

Frame *unwind(Runtime *rt, Frame *frame, bool here)
{
    for (;;) {
        if (here)
            traceback_here(rt, frame);
        if (unlikely(trace_is_on(rt) && here && !rt->stopped))
            trace_exception(rt, frame);
        const Handler *handler = find_handler(rt, frame);
        if (handler) {
            enter_handler(rt, frame, handler);
            return frame;
        }
        if (frame->pc->op == OP_RERAISE && frame->pc->c)
            frame->pc = frame->code->instructions + frame->raised_at;
        if (unlikely(trace_is_on(rt) && !rt->stopped))
            trace_exception_exit(rt, frame);
        bool entry = frame->flags & FRAME_ENTRY;
        Frame *caller = frame->previous;
        abandon(rt, frame);
        if (entry)
            return NULL;
        frame = caller;
        here = true;
    }
}
