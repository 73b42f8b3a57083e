/* What all exceptions share: args, chaining, notes, pickling. */
#include "types/exception.h"

#include "object/arguments.h"
#include "object/error.h"
#include "object/protocol.h"
#include "types/dict.h"
#include "types/exception_internal.h"
#include "types/list.h"
#include "types/str.h"
#include "types/tuple.h"

static inline Exception *exception_of(Borrowed v) { return (Exception *)v; }

/* -- life */

static size_t extra_count(const Object *self)
{
    for (const Type *t = object_type(self); t; t = t->base)
        if (t->def && t->def->size)
            return (t->def->size - sizeof(Exception)) / sizeof(Value);
    return 0;
}

int exception_traverse(Object *self, GcVisit visit, void *argument)
{
    Exception *e = (Exception *)self;
    VISIT_VALUE(e->args);
    VISIT_VALUE(e->traceback);
    VISIT_VALUE(e->context);
    VISIT_VALUE(e->cause);
    for (size_t i = 0, n = extra_count(self); i < n; i++)
        VISIT_VALUE(e->extra[i]);
    return type_traverse_object(self, visit, argument);
}

void exception_clear(Gc *gc, Object *self)
{
    Runtime *rt = runtime_of(gc);
    Exception *e = (Exception *)self;
    value_clear(rt, &e->args);
    value_clear(rt, &e->traceback);
    value_clear(rt, &e->context);
    value_clear(rt, &e->cause);
    for (size_t i = 0, n = extra_count(self); i < n; i++)
        value_clear(rt, &e->extra[i]);
    type_clear_object(rt, self);
}

/* The preallocated MemoryError is ready again before anything that it held is given
 * up, since that may run code which needs it. */
static void take_back(Runtime *rt, Exception *e)
{
    Exception old = *e;
    e->args = e->traceback = e->context = e->cause = e->dict = NULL;
    e->head.count = 1;
    e->head.gc = 0;
    rt->memory_error_lent = false;
    release(rt, old.args);
    release(rt, old.traceback);
    release(rt, old.context);
    release(rt, old.cause);
    release(rt, old.dict);
}

void exception_free(Gc *gc, Object *self)
{
    gc_untrack(gc, self);
    if (object_value(self) == runtime_of(gc)->memory_error) {
        take_back(runtime_of(gc), (Exception *)self);
        return;
    }
    exception_clear(gc, self);
    type_free_object(runtime_of(gc), self);
}

Owned exception_make(Runtime *rt, Type *type, const Value *args, size_t count, Borrowed keywords)
{
    (void)keywords;             /* __init__ judges them */
    Exception *e = (Exception *)type_alloc(rt, type, 0);
    if (!e)
        return NULL;
    e->args = tuple_from(rt, args, (int64_t)count);
    if (!e->args) {
        object_release(&rt->gc, &e->head);
        return NULL;
    }
    gc_track(&rt->gc, &e->head);
    return object_value(e);
}

bool exception_init(Runtime *rt, Borrowed self, const Value *args, size_t count, Borrowed keywords)
{
    if (keywords && tuple_count(keywords))
        return raise(rt, rt->TypeError, "%T() takes no keyword arguments", self);
    return exception_set_args(rt, self, args, count);
}

bool exception_set_args(Runtime *rt, Borrowed self, const Value *args, size_t count)
{
    Value tuple = tuple_from(rt, args, (int64_t)count);
    if (!tuple)
        return false;
    value_replace(rt, &exception_of(self)->args, tuple);
    return true;
}

Owned exception_new(Runtime *rt, Type *type, Borrowed args)
{
    const Slots *slots = type->slots;
    const Value *items = tuple_items(args);
    size_t count = (size_t)tuple_count(args);
    if (type->flags & TYPE_HEAP)
        return call(rt, type_value(type), items, count, NULL);
    Value e = slots->make(rt, type, items, count, NULL);
    if (e && !slots->init(rt, e, items, count, NULL)) {
        release(rt, e);
        return NULL;
    }
    return e;
}

/* -- text */

Owned exception_base_str(Runtime *rt, Borrowed self)
{
    Value args = exception_of(self)->args;
    if (!args || tuple_count(args) == 0)
        return str_from_bytes(rt, "", 0);
    return tuple_count(args) == 1 ? value_str(rt, tuple_item_peek(args, 0)) : value_str(rt, args);
}

Owned exception_base_repr(Runtime *rt, Borrowed self)
{
    Value args = exception_of(self)->args;
    if (args && tuple_count(args) == 1)
        return format_message(rt, "%T(%R)", self, tuple_item_peek(args, 0));
    return format_message(rt, "%T%R", self, args ? args : rt->empty_tuple);
}

/* -- chaining */

/* A context that already leads back to EXCEPTION is cut there. */
static void cut_ring(Runtime *rt, Exception *from, Borrowed exception)
{
    Exception *slow = from;
    bool step = false;
    for (Exception *e = from; e->context; e = exception_of(e->context)) {
        if (e->context == exception) {
            value_clear(rt, &e->context);
            return;
        }
        if (step)
            slow = exception_of(slow->context);
        step = !step;
        if (e->context == object_value(slow))
            return;             /* a ring that does not hold EXCEPTION */
    }
}

void exception_set_context(Runtime *rt, Borrowed exception)
{
    Value handled = rt->handled;
    if (!handled || handled == NONE || handled == exception || !exception)
        return;
    retain(handled);
    cut_ring(rt, exception_of(handled), exception);
    value_replace(rt, &exception_of(exception)->context, handled);
}

/* -- attributes */

static Owned get_or_none(Value v) { return v ? retain(v) : NONE; }

static Owned get_args(Runtime *rt, Borrowed self)
{
    Value args = exception_of(self)->args;
    return args ? retain(args) : tuple_empty(rt);
}

static bool set_args(Runtime *rt, Borrowed self, Borrowed value)
{
    if (!value)
        return raise(rt, rt->TypeError, "args may not be deleted");
    Value args = sequence_tuple(rt, value);
    if (!args)
        return false;
    value_replace(rt, &exception_of(self)->args, args);
    return true;
}

static Owned get_traceback(Runtime *rt, Borrowed self)
{
    (void)rt;
    return get_or_none(exception_of(self)->traceback);
}

static bool set_traceback(Runtime *rt, Borrowed self, Borrowed value)
{
    if (!value)
        return raise(rt, rt->TypeError, "__traceback__ may not be deleted");
    if (value != NONE && !object_is_exactly(value, rt->traceback_type))
        return raise(rt, rt->TypeError, "__traceback__ must be a traceback or None");
    value_replace(rt, &exception_of(self)->traceback, value == NONE ? NULL : retain(value));
    return true;
}

static bool set_link(Runtime *rt, Value *field, const char *name, Borrowed value)
{
    if (!value)
        return raise(rt, rt->TypeError, "%s may not be deleted", name);
    if (value != NONE && !value_is_exception(value))
        return raise(rt, rt->TypeError, "exception %s must be None or derive from BaseException",
                     strcmp(name, "__cause__") ? "context" : "cause");
    value_replace(rt, field, value == NONE ? NULL : retain(value));
    return true;
}

static Owned get_context(Runtime *rt, Borrowed self)
{
    (void)rt;
    return get_or_none(exception_of(self)->context);
}

static bool set_context(Runtime *rt, Borrowed self, Borrowed value)
{
    return set_link(rt, &exception_of(self)->context, "__context__", value);
}

static Owned get_cause(Runtime *rt, Borrowed self)
{
    (void)rt;
    return get_or_none(exception_of(self)->cause);
}

static bool set_cause(Runtime *rt, Borrowed self, Borrowed value)
{
    if (!set_link(rt, &exception_of(self)->cause, "__cause__", value))
        return false;
    exception_of(self)->suppress_context = true;
    return true;
}

static Owned get_dict(Runtime *rt, Borrowed self)
{
    Exception *e = exception_of(self);
    if (!e->dict)
        e->dict = dict_new(rt);
    return retain(e->dict);
}

static bool set_dict(Runtime *rt, Borrowed self, Borrowed value)
{
    if (!value_is_dict(value))
        return raise(rt, rt->TypeError, "__dict__ must be a dictionary");
    value_replace(rt, &exception_of(self)->dict, retain(value));
    return true;
}

/* -- methods */

static Owned with_traceback(Runtime *rt, Borrowed self, const Value *args)
{
    return set_traceback(rt, self, args[0]) ? retain(self) : NULL;
}

static Owned add_note(Runtime *rt, Borrowed self, const Value *args)
{
    if (!value_is_str(args[0]))
        return raise(rt, rt->TypeError, "note must be a str, not '%T'", args[0]);
    Value notes = get_attribute_or_null(rt, self, rt->names.__notes__);
    if (!notes) {
        if (error_pending(rt) || !(notes = list_new(rt, 1)))
            return NULL;
        if (!set_attribute(rt, self, rt->names.__notes__, notes)) {
            release(rt, notes);
            return NULL;
        }
    }
    bool done = value_is_list(notes) ? list_append(rt, notes, args[0])
                                     : (bool)raise(rt, rt->TypeError, "Cannot add note: __notes__ is not a list");
    release(rt, notes);
    return done ? NONE : NULL;
}

static Owned reduce(Runtime *rt, Borrowed self, const Value *unused_args unused)
{
    Exception *e = exception_of(self);
    Value type = type_value(value_type(rt, self));
    Value args = e->args ? e->args : rt->empty_tuple;
    return e->dict ? tuple_pack(rt, 3, type, args, e->dict) : tuple_pack(rt, 2, type, args);
}

static bool set_each(Runtime *rt, Borrowed self, Borrowed state)
{
    Value key, value;
    for (int64_t i = 0; dict_next_peek(state, &i, &key, &value);) {
        retain(key), retain(value);
        bool done = set_attribute(rt, self, key, value);
        release(rt, key), release(rt, value);
        if (!done)
            return false;
    }
    return true;
}

static Owned set_state(Runtime *rt, Borrowed self, const Value *args)
{
    if (args[0] == NONE)
        return NONE;
    if (!value_is_dict(args[0]))
        return raise(rt, rt->TypeError, "state is not a dictionary");
    return set_each(rt, self, args[0]) ? NONE : NULL;
}

const MethodDef exception_methods[] = {
    METHOD("with_traceback", with_traceback, "(tb, /)",
           "Exception.with_traceback(tb) --\n    set self.__traceback__ to tb and return self."),
    METHOD("add_note", add_note, "(note, /)", "Exception.add_note(note) --\n    add a note to the exception"),
    METHOD("__reduce__", reduce, "()", NULL),
    METHOD("__setstate__", set_state, "(state, /)", NULL),
    { 0 },
};

const MemberDef exception_members[] = {
    { "__suppress_context__", MEMBER_BOOL, offsetof(Exception, suppress_context), true, NULL },
    { 0 },
};

const GetSetDef exception_getsets[] = {
    { "args", get_args, set_args, NULL },
    { "__traceback__", get_traceback, set_traceback, NULL },
    { "__context__", get_context, set_context, "exception context" },
    { "__cause__", get_cause, set_cause, "exception cause" },
    { "__dict__", get_dict, set_dict, NULL },
    { 0 },
};
