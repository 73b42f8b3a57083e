/* Questions about the running frame that types ask. */
#include "object/running.h"

#include "object/error.h"
#include "types/code.h"
#include "types/function.h"
#include "types/str.h"
#include "types/tuple.h"
#include "vm/frame.h"

Borrowed running_globals_peek(Runtime *rt)
{
    return rt->frame ? rt->frame->globals : NULL;
}

static Value cell_content(Runtime *rt, Borrowed v)
{
    return object_is_exactly(v, rt->cell_type) ? ((Cell *)v)->content : v;
}

static bool class_of_frame(Runtime *rt, const Frame *frame, Owned *type)
{
    const Code *code = frame->code;
    for (int32_t i = code->local_count - code->free_count; i < code->local_count; i++) {
        if (tuple_item_peek(code->local_names, i) != rt->names.__class__)
            continue;
        Value found = cell_content(rt, frame->registers[i]);
        if (!found)
            return raise(rt, rt->RuntimeError, "super(): empty __class__ cell");
        if (!object_has_type_flag(found, TYPE_IS_TYPE))
            return raise(rt, rt->RuntimeError, "super(): __class__ is not a type (%T)", found);
        *type = retain(found);
        return true;
    }
    return raise(rt, rt->RuntimeError, "super(): __class__ cell not found");
}

bool running_super(Runtime *rt, Owned *type, Owned *self)
{
    const Frame *frame = rt->frame;
    if (!frame)
        return raise(rt, rt->RuntimeError, "super(): no current frame");
    const Code *code = frame->code;
    if (code->argument_count == 0)
        return raise(rt, rt->RuntimeError, "super(): no arguments");
    Value first = frame->registers[0];
    if (code->local_kinds[0] & LOCAL_CELL)
        first = cell_content(rt, first);
    if (!first)
        return raise(rt, rt->RuntimeError, "super(): arg[0] deleted");
    if (!class_of_frame(rt, frame, type))
        return false;
    *self = retain(first);
    return true;
}
