/* OSError: the errno chooses the subclass; file names; the message. */
#include <errno.h>

#include "object/arguments.h"
#include "object/error.h"
#include "object/protocol.h"
#include "types/exception_internal.h"
#include "types/str.h"
#include "types/tuple.h"

static Value *extra(Borrowed self) { return ((Exception *)self)->extra; }

static Type *subclass_for(Runtime *rt, int64_t error)
{
    switch (error) {
    case EAGAIN: case EALREADY: case EINPROGRESS: return rt->BlockingIOError;
    case EPIPE: case ESHUTDOWN: return rt->BrokenPipeError;
    case ECHILD: return rt->ChildProcessError;
    case ECONNABORTED: return rt->ConnectionAbortedError;
    case ECONNREFUSED: return rt->ConnectionRefusedError;
    case ECONNRESET: return rt->ConnectionResetError;
    case EEXIST: return rt->FileExistsError;
    case ENOENT: return rt->FileNotFoundError;
    case EISDIR: return rt->IsADirectoryError;
    case ENOTDIR: return rt->NotADirectoryError;
    case EINTR: return rt->InterruptedError;
    case EACCES: case EPERM: return rt->PermissionError;
    case ESRCH: return rt->ProcessLookupError;
    case ETIMEDOUT: return rt->TimeoutError;
    }
    return rt->OSError;
}

static void keep(Runtime *rt, Borrowed self, int which, Borrowed value)
{
    value_replace(rt, &extra(self)[which], retain(value));
}

/* (errno, strerror[, filename[, winerror[, filename2]]]) */
static bool take_arguments(Runtime *rt, Borrowed self, const Value *args, size_t count)
{
    if (count < 2 || count > 5)
        return exception_set_args(rt, self, args, count);
    keep(rt, self, EXTRA_ERRNO, args[0]);
    keep(rt, self, EXTRA_STRERROR, args[1]);
    if (count == 2 || args[2] == NONE)
        return exception_set_args(rt, self, args, count == 2 ? 2 : count);
    if (value_is_instance(rt, self, rt->BlockingIOError) && value_is_small_int(args[2])) {
        keep(rt, self, EXTRA_WRITTEN, args[2]);
        return exception_set_args(rt, self, args, count);
    }
    keep(rt, self, EXTRA_FILENAME, args[2]);
    if (count == 5 && args[4] != NONE)
        keep(rt, self, EXTRA_FILENAME2, args[4]);
    return exception_set_args(rt, self, args, 2);
}

/* A class that brings __init__ but no __new__ gets its arguments there. */
static bool waits_for_init(Runtime *rt, const Type *type)
{
    return type->slots->init != rt->OSError->slots->init && type->slots->make == rt->OSError->slots->make;
}

Owned os_error_make(Runtime *rt, Type *type, const Value *args, size_t count, Borrowed keywords)
{
    if (waits_for_init(rt, type))
        return exception_make(rt, type, NULL, 0, NULL);
    if (keywords && tuple_count(keywords))
        return raise(rt, rt->TypeError, "%N() takes no keyword arguments", type);
    if (type == rt->OSError && count >= 2 && count <= 5 && value_is_small_int(args[0]))
        type = subclass_for(rt, small_int(args[0]));
    Value self = exception_make(rt, type, NULL, 0, NULL);
    if (self && !take_arguments(rt, self, args, count)) {
        release(rt, self);
        return NULL;
    }
    return self;
}

bool os_error_init(Runtime *rt, Borrowed self, const Value *args, size_t count, Borrowed keywords)
{
    if (!waits_for_init(rt, value_type(rt, self)))
        return true;
    if (keywords && tuple_count(keywords))
        return raise(rt, rt->TypeError, "%T() takes no keyword arguments", self);
    return take_arguments(rt, self, args, count);
}

Owned os_error_str(Runtime *rt, Borrowed self)
{
    Value *e = extra(self);
    Value error = e[EXTRA_ERRNO] ? e[EXTRA_ERRNO] : NONE, text = e[EXTRA_STRERROR] ? e[EXTRA_STRERROR] : NONE;
    if (e[EXTRA_FILENAME2])
        return format_message(rt, "[Errno %S] %S: %R -> %R", error, text, e[EXTRA_FILENAME], e[EXTRA_FILENAME2]);
    if (e[EXTRA_FILENAME])
        return format_message(rt, "[Errno %S] %S: %R", error, text, e[EXTRA_FILENAME]);
    if (e[EXTRA_ERRNO] && e[EXTRA_STRERROR])
        return format_message(rt, "[Errno %S] %S", error, text);
    return exception_base_str(rt, self);
}

static Owned reduce(Runtime *rt, Borrowed self, const Value *none unused)
{
    Exception *e = (Exception *)self;
    Value args = retain(e->args ? e->args : rt->empty_tuple);
    if (tuple_count(args) == 2 && e->extra[EXTRA_FILENAME]) {
        Value items[5] = { tuple_item_peek(args, 0), tuple_item_peek(args, 1), e->extra[EXTRA_FILENAME], NONE,
                           e->extra[EXTRA_FILENAME2] };
        release(rt, args);
        args = tuple_from(rt, items, items[4] ? 5 : 3);
        if (!args)
            return NULL;
    }
    Value type = type_value(value_type(rt, self));
    Value result = e->dict ? tuple_pack(rt, 3, type, args, e->dict) : tuple_pack(rt, 2, type, args);
    release(rt, args);
    return result;
}

static Owned get_written(Runtime *rt, Borrowed self)
{
    Value written = extra(self)[EXTRA_WRITTEN];
    return written ? retain(written) : raise(rt, rt->AttributeError, "characters_written");
}

static bool set_written(Runtime *rt, Borrowed self, Borrowed value)
{
    Value index = value ? value_index(rt, value) : NULL;
    if (value && !index)
        return false;
    if (!value && !extra(self)[EXTRA_WRITTEN])
        return raise(rt, rt->AttributeError, "characters_written");
    value_replace(rt, &extra(self)[EXTRA_WRITTEN], index);
    return true;
}

const MethodDef os_error_methods[] = { METHOD("__reduce__", reduce, "()", NULL), { 0 } };
const MemberDef os_error_members[] = {
    EXTRA_MEMBER("errno", EXTRA_ERRNO), EXTRA_MEMBER("strerror", EXTRA_STRERROR),
    EXTRA_MEMBER("filename", EXTRA_FILENAME), EXTRA_MEMBER("filename2", EXTRA_FILENAME2), { 0 },
};
const GetSetDef os_error_getsets[] = { { "characters_written", get_written, set_written, NULL }, { 0 } };
