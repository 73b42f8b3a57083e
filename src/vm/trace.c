/* Telling trace and profile functions what happens.
 *
 * While such a function runs, nothing is traced.  The interrupt bit stays set as long as
 * there is a function, so that a loop that does not trace notices and gives way to the
 * one that does.
 */
#include "vm/trace.h"

#include "types/exception.h"
#include "types/str.h"
#include "types/tuple.h"

static void update_interrupt(Runtime *rt)
{
    const VmHooks *hooks = vm_hooks(rt);
    if (hooks->trace || hooks->profile)
        budget_interrupt(rt, INTERRUPT_TRACE);
    else
        __atomic_fetch_and(&rt->interrupt, ~INTERRUPT_TRACE, __ATOMIC_SEQ_CST);
}

static void set_hook(Runtime *rt, Value *hook, Borrowed function)
{
    value_replace(rt, hook, function == NONE ? NULL : retain(function));
    update_interrupt(rt);
}

/* A loop that does not trace looks at this when a call returns into it. */
static void mark_frames(Runtime *rt)
{
    for (Frame *frame = rt->frame; frame; frame = frame->previous)
        frame->flags |= FRAME_SWITCH;
}

void trace_set(Runtime *rt, Borrowed function)
{
    mark_frames(rt);
    set_hook(rt, &vm_hooks(rt)->trace, function);
}

void profile_set(Runtime *rt, Borrowed function)
{
    mark_frames(rt);
    set_hook(rt, &vm_hooks(rt)->profile, function);
}

/* FUNCTION(frame, event, argument); on failure *HOOK is taken off. */
static Owned tell(Runtime *rt, Value *hook, Borrowed function, Borrowed frame_object, const char *event, Borrowed argument)
{
    VmHooks *hooks = vm_hooks(rt);
    Value name = str_intern_text(rt, event), result = NULL;
    retain(function);
    retain(frame_object);
    hooks->tracing = true;
    if (name)
        result = call_three(rt, function, frame_object, name, argument ? argument : NONE);
    hooks->tracing = false;
    release(rt, name);
    release(rt, frame_object);
    release(rt, function);
    if (!result) {
        Value pending = error_take(rt);
        set_hook(rt, hook, NULL);
        error_restore_steal(rt, pending);
    }
    return result;
}

static bool tell_profile(Runtime *rt, Frame *frame, const char *event, Borrowed argument)
{
    VmHooks *hooks = vm_hooks(rt);
    if (!hooks->profile || hooks->tracing)
        return true;
    Value object = frame_object_peek(rt, frame);
    Value result = object ? tell(rt, &hooks->profile, hooks->profile, object, event, argument) : NULL;
    release(rt, result);
    return result;
}

/* The frame's own function, when it has one; what it gives takes its place. */
static bool tell_local(Runtime *rt, Frame *frame, const char *event, Borrowed argument)
{
    FrameObject *o = (FrameObject *)frame->object;
    VmHooks *hooks = vm_hooks(rt);
    if (!o || !o->trace || !hooks->trace || hooks->tracing)
        return true;
    retain(frame->object);
    Value result = tell(rt, &hooks->trace, o->trace, frame->object, event, argument);
    if (!result)
        value_clear(rt, &o->trace);
    else if (result != NONE)
        value_replace(rt, &o->trace, retain(result));
    release(rt, object_value(o));
    release(rt, result);
    return result;
}

/* Has nothing of it run yet? */
static bool is_fresh(const Frame *frame)
{
    const Instruction *first = frame->code->instructions;
    return frame->pc == first + (frame->flags & FRAME_GENERATOR ? 1 : 0);
}

static bool tell_of_call(Runtime *rt, Frame *frame)
{
    VmHooks *hooks = vm_hooks(rt);
    if (!hooks->trace || hooks->tracing)
        return true;
    FrameObject *o = (FrameObject *)frame_object_peek(rt, frame);
    if (!o)
        return false;
    bool fresh = is_fresh(frame);
    o->shown_line = fresh ? frame->code->first_line : 0;
    o->last_line = fresh ? -1 : frame_line(frame);
    Value result = tell(rt, &hooks->trace, hooks->trace, object_value(o), "call", NULL);
    o->shown_line = 0;
    if (result)
        value_replace(rt, &o->trace, result == NONE ? NULL : result);
    return result;
}

bool trace_entry(Runtime *rt, Frame *frame)
{
    if (frame->pc->op == OP_RETURN_GENERATOR)
        return true;
    return tell_of_call(rt, frame) && tell_profile(rt, frame, "call", NULL);
}

static bool tell_line(Runtime *rt, Frame *frame, int32_t line, bool back)
{
    FrameObject *o = (FrameObject *)frame->object;
    bool changed = line > 0 && (line != o->last_line || back);
    o->last_line = line;
    if (!changed || !o->trace_lines)
        return true;
    o->shown_line = line;
    retain(object_value(o));
    bool done = tell_local(rt, frame, "line", NULL);
    o->shown_line = 0;
    release(rt, object_value(o));
    return done;
}

/* Statements without code have their places in front of the instruction's own. */
static bool tell_lines(Runtime *rt, Frame *frame, int32_t pc, bool back)
{
    const Code *code = frame->code;
    const Position *last = code_position(code, pc), *p = last;
    if (!last)
        return true;
    while (p->pc == pc && p > code->positions && p[-1].pc == pc)
        p--;
    for (; p <= last; p++, back = false)
        if (!tell_line(rt, frame, p->line, back))
            return false;
    return true;
}

bool trace_instruction(Runtime *rt, Frame *frame)
{
    FrameObject *o = (FrameObject *)frame->object;
    if (!o || !o->trace || frame->pc->op == OP_SEND)
        return true;
    int32_t pc = (int32_t)(frame->pc - frame->code->instructions);
    bool back = pc < o->last_pc;
    o->last_pc = pc;
    return tell_lines(rt, frame, pc, back) && (!o->trace_opcodes || tell_local(rt, frame, "opcode", NULL));
}

bool trace_exit(Runtime *rt, Frame *frame, Borrowed result)
{
    retain(result);
    bool done = tell_local(rt, frame, "return", result) && tell_profile(rt, frame, "return", result);
    release(rt, result);
    return done;
}

void trace_exception(Runtime *rt, Frame *frame)
{
    FrameObject *o = (FrameObject *)frame->object;
    if (!o || !o->trace)
        return;
    Value exception = error_take(rt), traceback = ((Exception *)exception)->traceback;
    Value argument = tuple_pack(rt, 3, type_value(value_type(rt, exception)), exception, traceback ? traceback : NONE);
    bool done = argument && tell_local(rt, frame, "exception", argument);
    release(rt, argument);
    if (done)
        error_restore_steal(rt, exception);
    else
        release(rt, exception);
}

void trace_exception_exit(Runtime *rt, Frame *frame)
{
    Value exception = error_take(rt);
    if (trace_exit(rt, frame, NONE))
        error_restore_steal(rt, exception);
    else
        release(rt, exception);
}
