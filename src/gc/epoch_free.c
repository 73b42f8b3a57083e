/* WEAK to DROP: what happens to the guilty.  Nobody but a finalizer can get hold of one. */
#include "gc/epoch.h"

enum { WORK_FINALIZER = 100, WORK_CLEAR = 4, WORK_DROP = 4 };

typedef struct Search {
    GcEpoch *e;
    bool held;                  /* or suspect */
    Object *found;
} Search;

static always_inline bool search_step(void *argument, void *block)
{
    Search *search = argument;
    GcEpoch *e = search->e;
    e->work++;
    if (search->held ? is_held(block) : is_suspect(block)) {
        search->found = block;
        return false;
    }
    return e->work < e->limit;
}

/* The next suspect or held object; NULL: no more (the walk is closed then), or the slice is over. */
static Object *next_noted(GcEpoch *e, bool held)
{
    Search search = { e, held, NULL };
    epoch_walk_noted(e);
    if (e->work < e->limit && heap_cursor_run(&e->cursor, search_step, &search))
        epoch_walk_end(e);
    return search.found;
}

/* ---- WEAK ---- */

static bool is_guilty_reference(const WeakRef *reference)
{
    return is_suspect(&reference->head);
}

/* Clearing sets `target` only: the guilty are not touched. */
static void clear_references(Gc *gc, Object *object)
{
    if (object_gc_type(object)->flags & GCTYPE_WEAKREF)
        weak_detach(gc, (WeakRef *)object);
    if (!(object->type_word & OBJECT_WEAK))
        return;
    WeakRef *list = weak_clear_list(gc, object, is_guilty_reference);
    weak_enqueue(gc, list);
}

bool epoch_weak(GcEpoch *e)
{
    Gc *gc = e->gc;
    for (Object *object; (object = next_noted(e, false));)
        clear_references(gc, object);
    if (e->walking)
        return false;
    e->weak_done = true;
    weak_run_queue(gc);
    return true;
}

/* ---- FINALIZE ---- */

static void finalize(GcEpoch *e, Object *object)
{
    Gc *gc = e->gc;
    e->code_ran = true;
    e->work += WORK_FINALIZER;
    object_retain(object);              /* disarms it */
    object->gc |= GC_FINALIZED;
    GcDepth before = gc_code_enter(gc);
    object_gc_type(object)->finalize(gc, object);
    gc_code_leave(gc, before);
    object_release(gc, object);
}

bool epoch_finalize(GcEpoch *e)
{
    for (Object *object; (object = next_noted(e, false));)
        if (object_gc_type(object)->finalize && !(object->gc & GC_FINALIZED))
            finalize(e, object);
    return !e->walking;
}

/* ---- HOLD, CLEAR, DROP ---- */

static always_inline bool hold_step(void *argument, void *block)
{
    GcEpoch *e = argument;
    Object *object = block;
    e->work++;
    if (is_suspect(object)) {
        object_touch(object);
        object->count++;
        object->gc = (object->gc & GC_FINALIZED) | GC_GENERATION | GC_COLLECTING;
        e->collected++;
    }
    return e->work < e->limit;
}

bool epoch_hold(GcEpoch *e)
{
    epoch_walk_noted(e);
    if (!heap_cursor_run(&e->cursor, hold_step, e))
        return false;
    epoch_walk_end(e);
    return true;
}

bool epoch_clear(GcEpoch *e)
{
    for (Object *object; (object = next_noted(e, true));) {
        const GcType *type = object_gc_type(object);
        e->work += WORK_CLEAR;
        if (type->clear)
            type->clear(e->gc, object);
    }
    return !e->walking;
}

bool epoch_drop(GcEpoch *e)
{
    for (Object *object; (object = next_noted(e, true));) {
        e->work += WORK_DROP;
        object->gc &= GC_FINALIZED;
        if (object->count > 1)
            set_old(e->gc, object);
        object_release(e->gc, object);
    }
    return !e->walking;
}
