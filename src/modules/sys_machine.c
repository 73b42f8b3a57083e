/* sys: what concerns the virtual machine: tracing, asynchronous generators, coroutines. */
#include "modules/sys.h"
#include "object/arguments.h"
#include "object/error.h"
#include "object/protocol.h"
#include "types/dict.h"
#include "types/structseq.h"
#include "types/tuple.h"
#include "vm/trace.h"
#include "vm/vm.h"

static Owned or_none(Borrowed v) { return v ? retain(v) : NONE; }

static Owned settrace(Runtime *rt, Borrowed self unused, const Value *args)
{
    trace_set(rt, args[0]);
    return NONE;
}

static Owned setprofile(Runtime *rt, Borrowed self unused, const Value *args)
{
    profile_set(rt, args[0]);
    return NONE;
}

static Owned gettrace(Runtime *rt, Borrowed self unused, const Value *args unused) { return or_none(vm_hooks(rt)->trace); }
static Owned getprofile(Runtime *rt, Borrowed self unused, const Value *args unused) { return or_none(vm_hooks(rt)->profile); }

static const GetSetDef hook_fields[] = {
    STRUCTSEQ_FIELD("firstiter", 0, NULL), STRUCTSEQ_FIELD("finalizer", 1, NULL), { 0 },
};
static const StructSeqDef hooks_def =
    STRUCTSEQ("sys.asyncgen_hooks", hook_fields, 2, 2, "Hooks of asynchronous generators.");

static Owned get_asyncgen_hooks(Runtime *rt, Borrowed self unused, const Value *args unused)
{
    const VmHooks *hooks = vm_hooks(rt);
    Type *type = structseq_type_new(rt, &hooks_def);
    Value items[2] = { or_none(hooks->async_first_iteration), or_none(hooks->async_finalizer) };
    Value result = type ? structseq_new_steal(rt, type, items) : NULL;
    release(rt, type ? type_value(type) : NULL);
    return result;
}

static bool check_hook(Runtime *rt, Borrowed v, const char *name)
{
    if (!v || v == NONE || is_callable(rt, v))
        return true;
    return raise(rt, rt->TypeError, "callable %s expected, got %.50T", name, v);
}

static Owned set_asyncgen_hooks(CALL_PARAMETERS)
{
    (void)self;
    Value in[2];
    VmHooks *hooks = vm_hooks(rt);
    if (!arguments_bind(rt, "set_asyncgen_hooks", "(firstiter=None, finalizer=None)", args, count, keywords, in)
        || !check_hook(rt, in[1], "finalizer") || !check_hook(rt, in[0], "firstiter"))
        return NULL;
    if (in[0])
        value_replace(rt, &hooks->async_first_iteration, in[0] == NONE ? NULL : retain(in[0]));
    if (in[1])
        value_replace(rt, &hooks->async_finalizer, in[1] == NONE ? NULL : retain(in[1]));
    return NONE;
}

static Owned get_origin_depth(Runtime *rt, Borrowed self unused, const Value *args unused)
{
    return small_int_value(vm_hooks(rt)->origin_depth);
}

static Owned set_origin_depth(Runtime *rt, Borrowed self unused, const Value *args)
{
    int depth = 0;
    if (!argument_int(rt, args[0], &depth))
        return NULL;
    if (depth < 0)
        return raise(rt, rt->ValueError, "depth must be >= 0");
    vm_hooks(rt)->origin_depth = depth;
    return NONE;
}

/* One thread: its identifier is 1, as _thread has it. */
static Owned current_frames(Runtime *rt, Borrowed self unused, const Value *args unused)
{
    Value dict = dict_new(rt), frame = dict && rt->frame ? frame_object_peek(rt, rt->frame) : NULL;
    if (frame && dict_set(rt, dict, small_int_value(1), frame))
        return dict;
    release(rt, dict);
    return NULL;
}

const MethodDef sys_machine_functions[] = {
    METHOD("settrace", settrace, "(function, /)", "settrace(function)\n\nSet the global debug tracing function.  It will be called on each\nfunction call.  See the debugger chapter in the library manual."),
    METHOD("gettrace", gettrace, "()", "Return the global debug tracing function set with sys.settrace.\n\nSee the debugger chapter in the library manual."),
    METHOD("setprofile", setprofile, "(function, /)", "setprofile(function)\n\nSet the profiling function.  It will be called on each function call\nand return.  See the profiler chapter in the library manual."),
    METHOD("getprofile", getprofile, "()", "Return the profiling function set with sys.setprofile.\n\nSee the profiler chapter in the library manual."),
    METHOD("get_asyncgen_hooks", get_asyncgen_hooks, "()", "Return the installed asynchronous generators hooks.\n\nThis returns a namedtuple of the form (firstiter, finalizer)."),
    RAW_METHOD("set_asyncgen_hooks", set_asyncgen_hooks, NULL, "set_asyncgen_hooks(* [, firstiter] [, finalizer])\n\nSet a finalizer for async generators objects."),
    METHOD("get_coroutine_origin_tracking_depth", get_origin_depth, "()", "Check status of origin tracking for coroutine objects in this thread."),
    METHOD("set_coroutine_origin_tracking_depth", set_origin_depth, "(depth)", "Enable or disable origin tracking for coroutine objects in this thread.\n\nCoroutine objects will track 'depth' frames of traceback information\nabout where they came from, available in their cr_origin attribute.\n\nSet a depth of 0 to disable."),
    METHOD("_current_frames", current_frames, "()", "Return a dict mapping each thread's thread id to its current stack frame."),
    { 0 },
};
