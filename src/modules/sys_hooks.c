/* sys: what happens with results, exceptions and the end of the program. */
#include <unistd.h>

#include "modules/sys.h"
#include "modules/unraisable.h"
#include "object/arguments.h"
#include "object/protocol.h"
#include "types/exception.h"
#include "types/str.h"
#include "types/tuple.h"
#include "vm/traceback_print.h"

static bool write_line(Runtime *rt, Borrowed text)
{
    Value out = sys_get_peek(rt, "stdout");
    if (!out || out == NONE)
        return out || raise(rt, rt->RuntimeError, "lost sys.stdout");
    Value line = format_message(rt, "%U\n", text);
    retain(out);
    Value done = line ? call_method(rt, out, rt->names.write, &line, 1) : NULL;
    release(rt, line);
    release(rt, done);
    release(rt, out);
    return done;
}

static Owned displayhook(Runtime *rt, Borrowed self unused, const Value *args)
{
    Value builtins = rt->builtins;
    if (args[0] == NONE)
        return NONE;
    if (!set_item(rt, builtins, rt->names._, NONE))
        return NULL;
    Value text = value_repr(rt, args[0]);
    bool done = text && write_line(rt, text) && set_item(rt, builtins, rt->names._, args[0]);
    release(rt, text);
    return done ? NONE : NULL;
}

static Owned excepthook(Runtime *rt, Borrowed self unused, const Value *args)
{
    if (value_is_exception(args[1])) {
        Exception *e = (Exception *)args[1];
        if (args[2] != NONE && !e->traceback && object_is_exactly(args[2], rt->traceback_type))
            value_replace(rt, &e->traceback, retain(args[2]));
        exception_print(rt, args[1]);
    }
    return NONE;
}

static Owned sys_exit(Runtime *rt, Borrowed self unused, const Value *args)
{
    return raise_value(rt, rt->SystemExit, args[0] == NONE ? NULL : args[0]);
}

static Owned handled(Runtime *rt)
{
    return rt->handled && rt->handled != NONE ? rt->handled : NULL;
}

static Owned exc_info(Runtime *rt, Borrowed self unused, const Value *args unused)
{
    Value e = handled(rt);
    if (!e)
        return tuple_pack(rt, 3, NONE, NONE, NONE);
    Value traceback = ((Exception *)e)->traceback;
    return tuple_pack(rt, 3, type_value(value_type(rt, e)), e, traceback ? traceback : NONE);
}

static Owned exception(Runtime *rt, Borrowed self unused, const Value *args unused)
{
    Value e = handled(rt);
    return e ? retain(e) : NONE;
}

const MethodDef sys_hook_functions[] = {
    METHOD("displayhook", displayhook, "(object, /)", "Print an object to sys.stdout and also save it in builtins._"),
    METHOD("__displayhook__", displayhook, "(object, /)", "Print an object to sys.stdout and also save it in builtins._"),
    METHOD("excepthook", excepthook, "(exctype, value, traceback, /)", "Handle an exception by displaying it with a traceback on sys.stderr."),
    METHOD("__excepthook__", excepthook, "(exctype, value, traceback, /)", "Handle an exception by displaying it with a traceback on sys.stderr."),
    METHOD("unraisablehook", sys_unraisablehook, "(unraisable, /)", "Handle an unraisable exception."),
    METHOD("__unraisablehook__", sys_unraisablehook, "(unraisable, /)", "Handle an unraisable exception."),
    RAW_METHOD("breakpointhook", sys_breakpointhook, NULL, "breakpointhook(*args, **kws)\n\nThis hook function is called by built-in breakpoint()."),
    RAW_METHOD("__breakpointhook__", sys_breakpointhook, NULL, "breakpointhook(*args, **kws)\n\nThis hook function is called by built-in breakpoint()."),
    METHOD("exit", sys_exit, "(status=None, /)", "Exit the interpreter by raising SystemExit(status)."),
    METHOD("exc_info", exc_info, "()", "Return current exception information: (type, value, traceback)."),
    METHOD("exception", exception, "()", "Return the current exception."),
    { 0 },
};
