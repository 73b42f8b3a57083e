/* Exceptions that nobody can receive: sys.unraisablehook, and what it prints. */
#include "modules/unraisable.h"

#include "modules/sys.h"
#include "object/protocol.h"
#include "types/exception.h"
#include "types/str.h"
#include "types/structseq.h"
#include "types/tuple.h"
#include "vm/frame.h"
#include "vm/traceback_print.h"

static const GetSetDef fields[] = {
    STRUCTSEQ_FIELD("exc_type", 0, "Exception type"), STRUCTSEQ_FIELD("exc_value", 1, "Exception value"),
    STRUCTSEQ_FIELD("exc_traceback", 2, "Exception traceback"), STRUCTSEQ_FIELD("err_msg", 3, "Error message"),
    STRUCTSEQ_FIELD("object", 4, "Object causing the exception"), { 0 },
};
const StructSeqDef unraisable_args_def =
    STRUCTSEQ("UnraisableHookArgs", fields, 5, 5, "Type used to pass arguments to sys.unraisablehook.");

static void print_steal(Runtime *rt, Owned text)
{
    if (text)
        error_write(rt, str_bytes(text), str_size(text));
    release(rt, text);
    error_clear(rt);
}

static void print_unraisable(Runtime *rt, Borrowed exception, Borrowed message, Borrowed object)
{
    const char *where = message && message != NONE ? "%U" : "Exception ignored in";
    Value text = format_message(rt, where, message);
    print_steal(rt, text);
    if (object && object != NONE) {
        Value shown = value_repr(rt, object);
        if (!shown) {
            error_clear(rt);
            shown = str_from_text(rt, "<object repr() failed>");
        }
        print_steal(rt, shown ? format_message(rt, ": %U\n", shown) : NULL);
        release(rt, shown);
    } else {
        error_write(rt, ":\n", 2);
    }
    exception_print(rt, exception);
}

Owned sys_unraisablehook(Runtime *rt, Borrowed self unused, const Value *args)
{
    if (!value_is_tuple(args[0]) || tuple_count(args[0]) != 5)
        return raise(rt, rt->TypeError, "sys.unraisablehook argument type must be UnraisableHookArgs");
    const Value *items = tuple_items(args[0]);
    if (value_is_exception(items[1]))
        print_unraisable(rt, items[1], items[3], items[4]);
    return NONE;
}

static Owned hook_arguments(Runtime *rt, Borrowed exception, const char *where, Borrowed object)
{
    Type *type = (Type *)sys_get_peek(rt, "UnraisableHookArgs");
    Value message = where ? str_from_text(rt, where) : NONE;
    if (!type || !message)
        return NULL;
    Value traceback = ((Exception *)exception)->traceback;
    Value items[5] = { type_value(value_type(rt, exception)), exception, traceback ? traceback : NONE, message,
                       object ? object : NONE };
    Value result = structseq_new(rt, type, items);
    release(rt, message);
    return result;
}

/* What was raised in C has no traceback: it shows where the program stood. */
static void add_place(Runtime *rt, Borrowed exception)
{
    Frame *frame = rt->frame;
    if (!frame || ((Exception *)exception)->traceback)
        return;
    Value object = frame_object_peek(rt, frame);
    if (!object || !traceback_add(rt, exception, object, (int32_t)(frame->pc - frame->code->instructions), frame_line(frame)))
        error_clear(rt);
}

void error_unraisable(Runtime *rt, const char *where, Borrowed object)
{
    Value exception = error_take(rt);
    if (!exception || rt->stopped) {
        release(rt, exception);
        return;
    }
    add_place(rt, exception);
    Value hook = rt->modules ? sys_get_peek(rt, "unraisablehook") : NULL;
    Value arguments = hook && hook != NONE ? hook_arguments(rt, exception, where, object) : NULL;
    if (!arguments) {
        error_clear(rt);
        Value message = where ? str_from_text(rt, where) : NULL;
        print_unraisable(rt, exception, message, object);
        release(rt, message);
    } else {
        retain(hook);
        Value done = call_one(rt, hook, arguments);
        if (!done) {
            Value second = error_take(rt);
            error_write(rt, "Exception ignored in sys.unraisablehook: ", 41);
            print_steal(rt, value_repr(rt, hook));
            error_write(rt, "\n", 1);
            exception_print(rt, second);
            release(rt, second);
        }
        release(rt, done);
        release(rt, hook);
    }
    release(rt, arguments);
    release(rt, exception);
    error_clear(rt);
}
