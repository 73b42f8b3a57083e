/* The module sys: its life, its table, and the functions about frames and limits. */
#include "modules/sys.h"

#include <stdlib.h>
#include <unistd.h>

#include "object/arguments.h"
#include "object/error.h"
#include "object/protocol.h"
#include "types/dict.h"
#include "types/function.h"
#include "types/int.h"
#include "types/list.h"
#include "types/str.h"
#include "types/tuple.h"
#include "vm/frame.h"
#include "vm/vm.h"

typedef struct SysState {
    Value module;               /* kept here too: sys.modules may lose it */
    bool finalizing;
} SysState;

Borrowed sys_get_peek(Runtime *rt, const char *name)
{
    return rt->sys_dict ? dict_get_text_peek(rt, rt->sys_dict, name) : NULL;
}

bool sys_set(Runtime *rt, const char *name, Borrowed value)
{
    return dict_set_text(rt, rt->sys_dict, name, value);
}

static void flush_one(Runtime *rt, const char *name)
{
    Value file = sys_get_peek(rt, name);
    if (!file || file == NONE)
        return;
    retain(file);
    Value pending = error_take(rt);
    Value done = call_method(rt, file, rt->names.flush, NULL, 0);
    release(rt, done);
    release(rt, file);
    error_clear(rt);
    error_restore_steal(rt, pending);
}

void sys_flush(Runtime *rt)
{
    flush_one(rt, "stdout");
    flush_one(rt, "stderr");
}

void sys_set_finalizing(Runtime *rt)
{
    if (rt->sys_state)
        rt->sys_state->finalizing = true;
}

/* The program that this process runs: what sys.executable starts again. */
static bool set_executable(Runtime *rt)
{
    char path[4096];
    ssize_t size = readlink("/proc/self/exe", path, sizeof path);
    Value text = str_decode_utf8(rt, path, size > 0 ? (size_t)size : 0, "surrogateescape");
    bool done = text && sys_set(rt, "executable", text) && sys_set(rt, "_base_executable", text);
    release(rt, text);
    return done;
}

bool sys_set_argv(Runtime *rt, int count, char *const *arguments)
{
    Value list = list_new(rt, count);
    for (int i = 0; list && i < count; i++) {
        Value text = str_decode_utf8(rt, arguments[i], strlen(arguments[i]), "surrogateescape");
        if (!text || !list_append_steal(rt, list, text))
            value_clear(rt, &list);
    }
    bool done = list && sys_set(rt, "argv", list) && set_executable(rt);
    release(rt, list);
    return done;
}

bool sys_open(Runtime *rt)
{
    static const SysFlags none = { .int_max_str_digits = -1 };
    rt->sys_state = heap_calloc(&rt->gc.heap, DOMAIN_RAW, 1, sizeof *rt->sys_state);
    if (!rt->sys_state || !(rt->sys_state->module = module_from_def(rt, builtin_module_find("sys"))))
        return false;
    rt->sys_dict = module_dict(rt->sys_state->module);
    return dict_set_text(rt, rt->modules, "sys", rt->sys_state->module) && sys_set_flags(rt, &none) &&
           sys_open_streams(rt);
}

void sys_close(Runtime *rt)
{
    if (!rt->sys_state)
        return;
    rt->sys_dict = NULL;
    value_clear(rt, &rt->sys_state->module);
    heap_free(&rt->gc.heap, rt->sys_state);
    rt->sys_state = NULL;
}

int sys_traverse(Runtime *rt, GcVisit visit, void *argument)
{
    if (rt->sys_state)
        VISIT_VALUE(rt->sys_state->module);
    return 0;
}

/* -- functions */

static Owned getrecursionlimit(Runtime *rt, Borrowed self unused, const Value *args unused)
{
    return small_int_value(rt->depth_limit);
}

static Owned setrecursionlimit(Runtime *rt, Borrowed self unused, const Value *args)
{
    int limit = 0;
    if (!argument_int(rt, args[0], &limit))
        return NULL;
    if (limit < 1)
        return raise(rt, rt->ValueError, "recursion limit must be greater or equal than 1");
    if (rt->depth >= limit)
        return raise(rt, rt->RecursionError, "cannot set the recursion limit to %d at the recursion depth %d: the limit is too low", limit, rt->depth);
    rt->depth_limit = limit;
    return NONE;
}

static Owned getframe(Runtime *rt, Borrowed self unused, const Value *args)
{
    int depth = 0;
    if (!argument_int(rt, args[0], &depth))
        return NULL;
    Frame *frame = rt->frame;
    for (; frame && depth > 0; depth--)
        frame = frame->previous;
    if (!frame)
        return raise(rt, rt->ValueError, "call stack is not deep enough");
    Value object = frame_object_peek(rt, frame);
    return object ? retain(object) : NULL;
}

static Owned getdefaultencoding(Runtime *rt, Borrowed self unused, const Value *args unused)
{
    return str_from_text(rt, "utf-8");
}

static Owned getfilesystemencodeerrors(Runtime *rt, Borrowed self unused, const Value *args unused)
{
    return str_from_text(rt, "surrogateescape");
}

static Owned is_finalizing(Runtime *rt, Borrowed self unused, const Value *args unused)
{
    return bool_value(rt->sys_state->finalizing);
}

static Owned getswitchinterval(Runtime *rt, Borrowed self unused, const Value *args unused)
{
    Value v;
    (void)rt;
    flonum_encode(0.005, &v);
    return v;
}

static Owned setswitchinterval(Runtime *rt, Borrowed self unused, const Value *args)
{
    double seconds;
    if (!value_to_double(rt, args[0], &seconds))
        return NULL;
    return seconds > 0 ? NONE : raise(rt, rt->ValueError, "switch interval must be strictly positive");
}

static Owned get_int_max_str_digits(Runtime *rt, Borrowed self unused, const Value *args unused)
{
    return small_int_value(int_max_str_digits(rt));
}

static Owned set_int_max_str_digits(Runtime *rt, Borrowed self unused, const Value *args)
{
    int digits = 0;
    if (!argument_int(rt, args[0], &digits))
        return NULL;
    if (digits != 0 && digits < 640)
        return raise(rt, rt->ValueError, "maxdigits must be 0 or larger than 640");
    int_set_max_str_digits(rt, digits);
    return NONE;
}

static Owned call_tracing(Runtime *rt, Borrowed self unused, const Value *args)
{
    if (!value_is_tuple(args[1]))
        return raise(rt, rt->TypeError, "call_tracing() argument 2 must be tuple, not %V", args[1]);
    return call_tuple_dict(rt, args[0], args[1], NULL);
}

static Owned audit(CALL_PARAMETERS)
{
    (void)self, (void)args, (void)keywords;
    return count ? NONE : raise(rt, rt->TypeError, "audit expected at least 1 argument, got 0");
}

static const MethodDef functions[] = {
    METHOD("getrecursionlimit", getrecursionlimit, "()", "Return the current value of the recursion limit."),
    METHOD("setrecursionlimit", setrecursionlimit, "(limit, /)", "Set the maximum depth of the Python interpreter stack to n."),
    METHOD("_getframe", getframe, "(depth=0, /)", "Return a frame object from the call stack."),
    METHOD("getdefaultencoding", getdefaultencoding, "()", "Return the current default encoding used by the Unicode implementation."),
    METHOD("getfilesystemencoding", getdefaultencoding, "()", "Return the encoding used to convert Unicode filenames to OS filenames."),
    METHOD("getfilesystemencodeerrors", getfilesystemencodeerrors, "()", "Return the error mode used for Unicode to OS filename conversion."),
    METHOD("is_finalizing", is_finalizing, "()", "Return True if Python is exiting."),
    METHOD("getswitchinterval", getswitchinterval, "()", "Return the current thread switch interval; see sys.setswitchinterval()."),
    METHOD("setswitchinterval", setswitchinterval, "(interval, /)", "Set the ideal thread switching delay inside the Python interpreter."),
    METHOD("get_int_max_str_digits", get_int_max_str_digits, "()", "Return the maximum string digits limit for non-binary int<->str conversions."),
    METHOD("set_int_max_str_digits", set_int_max_str_digits, "(maxdigits)", "Set the maximum string digits limit for non-binary int<->str conversions."),
    METHOD("call_tracing", call_tracing, "(func, args, /)", "Call func(*args), while tracing is enabled."),
    RAW_METHOD("audit", audit, NULL, "audit(event, *args)\n\nPasses the event to any hooks that are attached."),
    { 0 },
};

static bool add_functions(Runtime *rt, Borrowed module, const MethodDef *table)
{
    for (; table->name; table++)
        if (!module_add_steal(rt, module, table->name, builtin_function_new(rt, table, module, ((Module *)module)->name)))
            return false;
    return true;
}

static bool init(Runtime *rt, Borrowed module)
{
    return add_functions(rt, module, sys_memory_functions) && add_functions(rt, module, sys_hook_functions) &&
           add_functions(rt, module, sys_machine_functions) &&
           sys_add_info(rt, module) && module_add(rt, module, "modules", rt->modules) &&
           module_add_steal(rt, module, "path", list_new(rt, 0)) &&
           module_add_steal(rt, module, "argv", list_new(rt, 0)) &&
           module_add_steal(rt, module, "orig_argv", list_new(rt, 0)) &&
           module_add_steal(rt, module, "meta_path", list_new(rt, 0)) &&
           module_add_steal(rt, module, "path_hooks", list_new(rt, 0)) &&
           module_add_steal(rt, module, "path_importer_cache", dict_new(rt));
}

const ModuleDef sys_module_def = {
    .name = "sys",
    .doc = "This module provides access to some objects used or maintained by the\n"
           "interpreter and to functions that interact strongly with the interpreter.",
    .functions = functions,
    .init = init,
};
