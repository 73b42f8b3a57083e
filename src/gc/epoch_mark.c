/* MARK: from the roots, which are the old objects with more references than old ones hold. */
#include "gc/epoch.h"

static always_inline void mark_due(GcEpoch *e, Object *child)
{
    if (!is_old(child) || (is_fresh(e, child) && (child->gc & GC_MARKED)))
        return;
    child->gc = (child->gc & (GC_FINALIZED | GC_TRACKED | GC_GENERATION)) | e->parity | GC_MARKED;
    epoch_push(e, child);
}

static void mark_last(GcEpoch *e, Object *child)
{
    mark_due(e, child);
}

static int mark_child(Object *child, void *argument)
{
    GcEpoch *e = argument;
    e->work++;
    Object *due = window_pass(&e->window, child);
    if (due)
        mark_due(e, due);
    return 0;
}

/* An object with countless references is found from others, or suspected, and then proved. */
static bool is_root(const GcEpoch *e, const Object *object)
{
    if (!is_fresh(e, object) || object->count < 0)
        return true;
    return (uint32_t)object->count > inside_of(object) && inside_of(object) != INSIDE_MAX;
}

static always_inline bool root_step(void *argument, void *block)
{
    GcEpoch *e = argument;
    Object *object = block;
    e->work++;
    if (is_old(object) && !(is_fresh(e, object) && (object->gc & GC_MARKED)) && is_root(e, object)) {
        mark_due(e, object);
        return epoch_drain(e, mark_child, mark_last);
    }
    return e->work < e->limit;
}

/* What did not fit on the stack. */
static always_inline bool grey_step(void *argument, void *block)
{
    GcEpoch *e = argument;
    Object *object = block;
    e->work++;
    heap_unnote(&e->gc->heap, object);
    if (is_old(object) && is_fresh(e, object) && (object->gc & GC_MARKED) && !(object->gc & GC_GREY)) {
        epoch_push(e, object);
        return epoch_drain(e, mark_child, mark_last);
    }
    return e->work < e->limit;
}

static bool mark_roots(GcEpoch *e)
{
    epoch_walk_all(e);
    if (!heap_cursor_run(&e->cursor, root_step, e))
        return false;
    epoch_walk_end(e);
    e->pass = 1;
    return true;
}

static bool mark_grey(GcEpoch *e)
{
    if (!e->walking)
        e->overflow = false;
    epoch_walk_noted(e);
    if (!heap_cursor_run(&e->cursor, grey_step, e))
        return false;
    epoch_walk_end(e);
    return true;
}

bool epoch_mark(GcEpoch *e)
{
    if (!epoch_drain(e, mark_child, mark_last) || (e->pass == 0 && !mark_roots(e)))
        return false;
    while (e->overflow || e->walking)
        if (!mark_grey(e))
            return false;
    e->pass = 0;
    return true;
}
