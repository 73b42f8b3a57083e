/* traceback: a chain of frames from where an exception was caught to where it was raised. */
#include "object/arguments.h"
#include "object/error.h"
#include "object/protocol.h"
#include "types/exception.h"
#include "types/list.h"
#include "types/str.h"

static int traverse(Object *self, GcVisit visit, void *argument)
{
    Traceback *t = (Traceback *)self;
    VISIT_VALUE(t->next);
    VISIT_VALUE(t->frame);
    return 0;
}

static void clear(Gc *gc, Object *self)
{
    Traceback *t = (Traceback *)self;
    value_clear(runtime_of(gc), &t->next);
    value_clear(runtime_of(gc), &t->frame);
}

static void free_traceback(Gc *gc, Object *self)
{
    gc_untrack(gc, self);
    clear(gc, self);
    type_free_object(runtime_of(gc), self);
}

static Owned traceback_new(Runtime *rt, Borrowed next, Borrowed frame, int32_t pc, int32_t line)
{
    Traceback *t = (Traceback *)type_alloc(rt, rt->traceback_type, 0);
    if (!t)
        return NULL;
    t->next = next ? retain(next) : NULL;
    t->frame = retain(frame);
    t->pc = pc;
    t->line = line;
    gc_track(&rt->gc, &t->head);
    return object_value(t);
}

bool traceback_add(Runtime *rt, Borrowed exception, Borrowed frame_object, int32_t pc, int32_t line)
{
    Exception *e = (Exception *)exception;
    Value traceback = traceback_new(rt, e->traceback, frame_object, pc, line);
    if (!traceback)
        return false;
    value_replace(rt, &e->traceback, traceback);
    return true;
}

static Owned make(Runtime *rt, Type *type unused, const Value *args, size_t count, Borrowed keywords)
{
    Value bound[4];
    int64_t pc, line;
    if (!arguments_bind(rt, "TracebackType", "(tb_next, tb_frame, tb_lasti, tb_lineno)", args, count, keywords, bound))
        return NULL;
    if (bound[0] != NONE && !object_is_exactly(bound[0], rt->traceback_type))
        return raise(rt, rt->TypeError, "expected traceback object or None, got '%T'", bound[0]);
    if (!object_is_exactly(bound[1], rt->frame_type))
        return raise(rt, rt->TypeError, "TracebackType() argument 'tb_frame' must be frame, not %V", bound[1]);
    if (!argument_index(rt, bound[2], &pc) || !argument_index(rt, bound[3], &line))
        return NULL;
    Value traceback = traceback_new(rt, bound[0] == NONE ? NULL : bound[0], bound[1], (int32_t)(pc >> 1), (int32_t)line);
    if (traceback)
        ((Traceback *)traceback)->odd = pc & 1;
    return traceback;
}

static Owned get_next(Runtime *rt unused, Borrowed self)
{
    Value next = ((Traceback *)self)->next;
    return next ? retain(next) : NONE;
}

static bool set_next(Runtime *rt, Borrowed self, Borrowed value)
{
    if (!value)
        return raise(rt, rt->TypeError, "can't delete tb_next attribute");
    if (value != NONE && !object_is_exactly(value, rt->traceback_type))
        return raise(rt, rt->TypeError, "expected traceback object, got '%T'", value);
    for (Value t = value; t != NONE && t; t = ((Traceback *)t)->next)
        if (t == self)
            return raise(rt, rt->ValueError, "traceback loop detected");
    value_replace(rt, &((Traceback *)self)->next, value == NONE ? NULL : retain(value));
    return true;
}

static Owned get_frame(Runtime *rt unused, Borrowed self) { return retain(((Traceback *)self)->frame); }

/* In bytes of CPython's two-byte units, so that tb_lasti // 2 counts words. */
static Owned get_last_instruction(Runtime *rt unused, Borrowed self)
{
    return small_int_value(((Traceback *)self)->pc * 2 + ((Traceback *)self)->odd);
}

static Owned get_line(Runtime *rt unused, Borrowed self) { return small_int_value(((Traceback *)self)->line); }

static Owned dir(Runtime *rt, Borrowed self unused, const Value *args unused)
{
    static const char *const names[] = { "tb_frame", "tb_next", "tb_lasti", "tb_lineno" };
    Value list = list_new(rt, COUNT_OF(names));
    for (size_t i = 0; list && i < COUNT_OF(names); i++) {
        Value name = str_from_text(rt, names[i]);
        if (!name || !list_append_steal(rt, list, name)) {
            release(rt, list);
            return NULL;
        }
    }
    return list;
}

static const MethodDef methods[] = { METHOD("__dir__", dir, "()", NULL), { 0 } };
static const GetSetDef getsets[] = {
    { "tb_next", get_next, set_next, NULL },
    { "tb_frame", get_frame, NULL, NULL },
    { "tb_lasti", get_last_instruction, NULL, NULL },
    { "tb_lineno", get_line, NULL, NULL },
    { 0 },
};

const TypeDef traceback_type_def = {
    .name = "traceback",
    .doc = "Create a new traceback object.",
    .signature = "(tb_next, tb_frame, tb_lasti, tb_lineno)",
    .size = sizeof(Traceback),
    .flags = TYPE_CONTAINER,
    .traverse = traverse, .clear = clear, .free = free_traceback,
    .slots = { .make = make },
    .methods = methods,
    .getsets = getsets,
};
