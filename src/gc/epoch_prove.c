/* ARM, EDGES and CHECK: the exact proof, in slices.  Why it is one: epoch.h. */
#include "gc/epoch.h"

/* ---- ARM ---- */

static always_inline void acquit(GcEpoch *e, Object *object)
{
    object_touch(object);
    object->gc = (object->gc & (GC_FINALIZED | GC_TRACKED | GC_GENERATION)) | e->parity | GC_MARKED;
    e->suspects--;
}

static always_inline bool arm_step(void *argument, void *block)
{
    GcEpoch *e = argument;
    Object *object = block;
    e->work++;
    if (is_suspect(object) && !object_is_immortal(object)) {
        object->count |= GC_ARMED_SIGN;
        object->gc = (object->gc & ((1u << INSIDE_SHIFT) - 1)) | GC_ARMED;
    }
    return e->work < e->limit;
}

bool epoch_arm(GcEpoch *e)
{
    epoch_walk_noted(e);
    if (!heap_cursor_run(&e->cursor, arm_step, e))
        return false;
    epoch_walk_end(e);
    e->pass = 0;
    e->touched = e->acquitted = e->code_ran = false;
    return true;
}

static always_inline bool disarm_step(void *argument, void *block)
{
    (void)argument;
    if (is_suspect(block))
        object_touch(block);
    return true;
}

void epoch_disarm(GcEpoch *e)
{
    epoch_walk_end(e);
    epoch_walk_noted(e);
    heap_cursor_run(&e->cursor, disarm_step, e);
    epoch_walk_end(e);
}

/* ---- EDGES ---- */

static always_inline bool is_armed_suspect(const Object *object)
{
    return is_suspect(object) && object_is_armed(object);
}

static always_inline void edge_due(Object *child)
{
    if (is_armed_suspect(child))
        add_inside(child);
}

static int edge_child(Object *child, void *argument)
{
    GcEpoch *e = argument;
    e->work++;
    Object *due = window_pass(&e->window, child);
    if (due)
        edge_due(due);
    return 0;
}

static always_inline bool edge_step(void *argument, void *block)
{
    GcEpoch *e = argument;
    Object *object = block;
    e->work++;
    if (!is_armed_suspect(object))
        return e->work < e->limit;
    if (unlikely(!(object_gc_type(object)->flags & GCTYPE_STEADY))) {
        e->impure = true;
        return e->work < e->limit;
    }
    return epoch_children(e, object, edge_child) && e->work < e->limit;
}

bool epoch_edges(GcEpoch *e)
{
    epoch_walk_noted(e);
    bool done = epoch_rest(e, edge_child) && heap_cursor_run(&e->cursor, edge_step, e);
    for (unsigned i = 0; i < WINDOW; i++) {
        if (e->window.place[i])
            edge_due(e->window.place[i]);
        e->window.place[i] = NULL;
    }
    if (done)
        epoch_walk_end(e);
    return done;
}

/* ---- CHECK ---- */

static always_inline void spread_due(GcEpoch *e, Object *child)
{
    if (!is_suspect(child))
        return;
    acquit(e, child);
    epoch_push(e, child);
}

static void spread_last(GcEpoch *e, Object *child)
{
    spread_due(e, child);
}

static int spread_child(Object *child, void *argument)
{
    GcEpoch *e = argument;
    e->work++;
    Object *due = window_pass(&e->window, child);
    if (due)
        spread_due(e, due);
    return 0;
}

static always_inline void note_guilty(GcEpoch *e, const Object *object)
{
    const GcType *type = object_gc_type(object);
    e->weak += (object->type_word & OBJECT_WEAK) || (type->flags & GCTYPE_WEAKREF);
    e->finalizers += type->finalize && !(object->gc & GC_FINALIZED);
}

static always_inline bool check_step(void *argument, void *block)
{
    GcEpoch *e = argument;
    Object *object = block;
    e->work++;
    if (!is_suspect(object))
        return e->work < e->limit;
    uint32_t inside = inside_of(object);
    if (likely(object_is_armed(object) && (uint32_t)object_references(object) == inside && inside != INSIDE_MAX)) {
        note_guilty(e, object);
        return e->work < e->limit;
    }
    e->acquitted = true;
    e->impure |= inside == INSIDE_MAX;
    acquit(e, object);
    epoch_push(e, object);
    return epoch_drain(e, spread_child, spread_last);
}

/* The stack was full: all acquitted objects that are still noted may have suspect children. */
static always_inline bool spread_step(void *argument, void *block)
{
    GcEpoch *e = argument;
    Object *object = block;
    e->work++;
    if (is_old(object) && is_fresh(e, object) && (object->gc & GC_MARKED) && !(object->gc & GC_GREY)) {
        epoch_push(e, object);
        return epoch_drain(e, spread_child, spread_last);
    }
    return e->work < e->limit;
}

static bool spread_grey(GcEpoch *e)
{
    if (!e->walking)
        e->overflow = false;
    epoch_walk_noted(e);
    if (!heap_cursor_run(&e->cursor, spread_step, e))
        return false;
    epoch_walk_end(e);
    return true;
}

static void begin_pass(GcEpoch *e)
{
    if (e->walking)
        return;
    e->pass++;
    e->spreading = e->acquitted = e->touched = false;
    e->weak = e->finalizers = 0;
}

/* One pass over the suspects. */
static bool check_pass(GcEpoch *e)
{
    if (!e->spreading) {
        begin_pass(e);
        epoch_walk_noted(e);
        if (!heap_cursor_run(&e->cursor, check_step, e))
            return false;
        epoch_walk_end(e);
        e->spreading = true;
    }
    while (e->overflow || e->walking)
        if (!spread_grey(e))
            return false;
    e->spreading = false;
    return true;
}

#ifndef NDEBUG
/* Debug builds look again, in one step. */
static int recount_child(Object *child, void *argument)
{
    (void)argument;
    if (is_suspect(child))
        add_inside(child);
    return 0;
}

static always_inline bool reset_step(void *argument, void *block)
{
    Object *object = block;
    (void)argument;
    if (is_suspect(object))
        object->gc &= (1u << INSIDE_SHIFT) - 1;
    return true;
}

static always_inline bool recount_step(void *argument, void *block)
{
    if (is_suspect(block))
        object_gc_type(block)->traverse(block, recount_child, argument);
    return true;
}

static always_inline bool compare_step(void *argument, void *block)
{
    (void)argument;
    assert(!is_suspect(block) || (uint32_t)object_references(block) == inside_of(block));
    return true;
}

static void verify(GcEpoch *e)
{
    HeapStep steps[] = { reset_step, recount_step, compare_step };
    for (size_t i = 0; i < COUNT_OF(steps); i++) {
        epoch_walk_noted(e);
        heap_cursor_run(&e->cursor, steps[i], e);
        epoch_walk_end(e);
    }
}
#else
static void verify(GcEpoch *e) { (void)e; }
#endif

bool epoch_check(GcEpoch *e)
{
    do {
        if (!epoch_drain(e, spread_child, spread_last) || !check_pass(e))
            return false;
    } while ((e->acquitted || e->touched) && e->pass <= EPOCH_PASSES && e->suspects);
    if (e->suspects && e->pass <= EPOCH_PASSES)
        verify(e);
    return true;
}
