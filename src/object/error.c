/* The pending exception: raising, taking, matching; recursion and interrupts.
 * Invariant: a function fails exactly when rt->exception is set. */
#include "object/error.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>

#include "object/message.h"
#include "object/protocol.h"
#include "types/exception.h"
#include "types/str.h"
#include "types/tuple.h"

void *raise_object(Runtime *rt, Borrowed exception)
{
    retain(exception);
    exception_set_context(rt, exception);
    error_restore_steal(rt, exception);
    return NULL;
}

/* Take EXCEPTION (NULL: its making failed and left an exception of its own). */
static void *raise_steal(Runtime *rt, Owned exception)
{
    if (exception) {
        exception_set_context(rt, exception);
        error_restore_steal(rt, exception);
    }
    return NULL;
}

static void *raise_text_steal(Runtime *rt, Type *type, Owned text)
{
    if (!text)
        return NULL;
    Value args = tuple_from_steal(rt, &text, 1);
    if (!args)
        return NULL;
    Value exception = exception_new(rt, type, args);
    release(rt, args);
    return raise_steal(rt, exception);
}

void *raise(Runtime *rt, Type *type, const char *format, ...)
{
    va_list directives;
    va_start(directives, format);
    Value text = format_message_list(rt, format, directives);
    va_end(directives);
    return raise_text_steal(rt, type, text);
}

void *raise_from_pending(Runtime *rt, Type *type, const char *format, ...)
{
    Value cause = error_take(rt);
    va_list directives;
    va_start(directives, format);
    Value text = format_message_list(rt, format, directives);
    va_end(directives);
    raise_text_steal(rt, type, text);
    if (!cause || !rt->exception || rt->exception == cause) {
        release(rt, cause);
        return NULL;
    }
    Exception *e = (Exception *)rt->exception;
    value_replace(rt, &e->cause, retain(cause));
    e->suppress_context = true;
    value_replace(rt, &e->context, cause);
    return NULL;
}

void *raise_value(Runtime *rt, Type *type, Borrowed value)
{
    if (value_is_exception(value) && value_is_instance(rt, value, type))
        return raise_object(rt, value);
    Value args = value_is_tuple(value) ? retain(value) : tuple_from(rt, &value, value ? 1 : 0);
    if (!args)
        return NULL;
    Value exception = exception_new(rt, type, args);
    release(rt, args);
    return raise_steal(rt, exception);
}

static Owned lend_memory_error(Runtime *rt)
{
    Exception *e = (Exception *)rt->memory_error;
    if (!e->args)
        e->args = retain(rt->empty_tuple);
    e->suppress_context = false;
    rt->memory_error_lent = true;
    gc_track(&rt->gc, &e->head);
    return rt->memory_error;
}

static Owned fresh_memory_error(Runtime *rt)
{
    Exception *fresh = (Exception *)type_alloc_quiet(rt, rt->MemoryError);
    if (!fresh)
        return NULL;
    fresh->args = retain(rt->empty_tuple);
    gc_track(&rt->gc, &fresh->head);
    return object_value(fresh);
}

/* The preallocated object is used when it is free, or shared when nothing else can be had. */
void *raise_memory_error(Runtime *rt)
{
    if (!rt->memory_error)
        return NULL;            /* still opening: the opener sees NULL results */
    Value error = rt->memory_error_lent ? fresh_memory_error(rt) : lend_memory_error(rt);
    return raise_steal(rt, error ? error : retain(rt->memory_error));
}

void *raise_key_error(Runtime *rt, Borrowed key)
{
    Value args = tuple_from(rt, &key, 1);
    if (!args)
        return NULL;
    Value exception = exception_new(rt, rt->KeyError, args);
    release(rt, args);
    return raise_steal(rt, exception);
}

void *raise_stop_iteration(Runtime *rt, Borrowed value)
{
    Value args = tuple_from(rt, &value, value && value != NONE ? 1 : 0);
    if (!args)
        return NULL;
    Value exception = exception_new(rt, rt->StopIteration, args);
    release(rt, args);
    return raise_steal(rt, exception);
}

void *raise_os_error(Runtime *rt, int error, Borrowed filename)
{
    Value text = str_from_text(rt, strerror(error));
    if (!text)
        return NULL;
    Value items[3] = { small_int_value(error), text, filename };
    Value args = tuple_from(rt, items, filename ? 3 : 2);
    release(rt, text);
    if (!args)
        return NULL;
    Value exception = call_tuple_dict(rt, type_value(rt->OSError), args, NULL);
    release(rt, args);
    return raise_steal(rt, exception);
}

/* The pending exception gets NAME and OBJECT, for suggestions. */
static void *note_name(Runtime *rt, Type *type, Borrowed name, Borrowed object)
{
    if (error_matches(rt, type)) {
        Exception *e = (Exception *)rt->exception;
        value_replace(rt, &e->extra[0], retain(name));
        if (object)
            value_replace(rt, &e->extra[1], retain(object));
    }
    return NULL;
}

void *raise_attribute_error(Runtime *rt, Borrowed object, Borrowed name)
{
    if (object_has_type_flag(object, TYPE_IS_TYPE))
        raise(rt, rt->AttributeError, "type object '%.50N' has no attribute '%U'", (Type *)object, name);
    else
        raise(rt, rt->AttributeError, "'%.50T' object has no attribute '%U'", object, name);
    return note_name(rt, rt->AttributeError, name, object);
}

void *raise_name_error(Runtime *rt, Borrowed name, const char *format)
{
    raise(rt, rt->NameError, format, name);
    return note_name(rt, rt->NameError, name, NULL);
}

void *raise_index_error(Runtime *rt, const char *message)
{
    return raise(rt, rt->IndexError, "%s", message);
}

void *raise_overflow(Runtime *rt, const char *message)
{
    return raise(rt, rt->OverflowError, "%s", message);
}

bool error_matches(Runtime *rt, const Type *type)
{
    return rt->exception && value_is_instance(rt, rt->exception, type);
}

Owned error_take(Runtime *rt)
{
    Value exception = rt->exception;
    rt->exception = NULL;
    return exception;
}

void error_restore_steal(Runtime *rt, Owned exception)
{
    value_replace(rt, &rt->exception, exception);
}

void error_clear(Runtime *rt)
{
    value_clear(rt, &rt->exception);
}

bool error_clear_if(Runtime *rt, const Type *type)
{
    if (!error_matches(rt, type))
        return false;
    error_clear(rt);
    return true;
}

no_inline bool raise_stack_short(Runtime *rt)
{
    return raise(rt, rt->RecursionError, "maximum recursion depth exceeded");
}

/* How much is kept between the limit and the end of the C stack is the opener's affair. */
bool recursion_enter(Runtime *rt, const char *where)
{
    if (likely(rt->depth < rt->depth_limit && (char *)__builtin_frame_address(0) > rt->c_stack_limit)) {
        rt->depth++;
        return true;
    }
    return raise(rt, rt->RecursionError, "maximum recursion depth exceeded%s", where);
}
