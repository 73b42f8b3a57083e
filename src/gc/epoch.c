/* An epoch from beginning to end: its phases, and how much of it a slice does. */
#include "gc/epoch.h"

enum {
    SHARE = 8,                  /* an epoch is to end before the old generation has grown by 1/SHARE */
    ALLOWED_LEAST = 20000,      /* objects */
    SPREAD = 6,                 /* slices over which the work for new old objects is spread */
    WORK_AN_OBJECT = 8, WORK_A_SUSPECT = 16,
};

/* ---- walking ---- */

void epoch_walk_all(GcEpoch *e)
{
    if (e->walking)
        return;
    heap_cursor_open(&e->cursor, &e->gc->heap, 1 << DOMAIN_CONTAINER);
    e->walking = true;
}

void epoch_walk_noted(GcEpoch *e)
{
    if (e->walking)
        return;
    heap_cursor_open_noted(&e->cursor, &e->gc->heap);
    e->walking = true;
}

void epoch_walk_end(GcEpoch *e)
{
    if (e->walking)
        heap_cursor_close(&e->cursor);
    e->walking = false;
}

bool epoch_rest(GcEpoch *e, GcVisit visit)
{
    EpochPlace *part = &e->part;
    while (part->object) {
        const GcType *type = object_gc_type(part->object);
        part->position = type->traverse_part(part->object, part->position, EPOCH_PART, visit, e);
        if (part->position == GC_ALL_VISITED) {
            part->object->gc &= ~(uint32_t)GC_GREY;
            part->object = NULL;
        } else if (e->work >= e->limit) {
            part->object->gc |= GC_GREY;
            return false;
        }
    }
    return true;
}

bool epoch_children(GcEpoch *e, Object *object, GcVisit visit)
{
    const GcType *type = object_gc_type(object);
    if (likely(!type->traverse_part)) {
        type->traverse(object, visit, e);
        return true;
    }
    e->part = (EpochPlace){ object, 0 };
    return epoch_rest(e, visit);
}

/* ---- the mark stack ---- */

static void put_off(GcEpoch *e, Object *object)
{
    object->gc &= ~(uint32_t)GC_GREY;
    heap_note(&e->gc->heap, object);
    e->overflow = true;
}

void epoch_push(GcEpoch *e, Object *object)
{
    if (unlikely(e->depth == EPOCH_STACK)) {
        put_off(e, object);
        return;
    }
    object->gc |= GC_GREY;
    e->stack[e->depth++] = (EpochPlace){ object, 0 };
}

/* OBJECT has children left, from POSITION on; they come after those on the stack from BOTTOM on. */
static void push_rest(GcEpoch *e, size_t bottom, Object *object, size_t position)
{
    EpochPlace first = { NULL, 0 };
    if (e->depth > bottom)
        first = e->stack[bottom];
    else
        e->depth++;
    object->gc |= GC_GREY;
    e->stack[bottom] = (EpochPlace){ object, position };
    if (!first.object)
        return;
    if (e->depth == EPOCH_STACK)
        put_off(e, first.object);
    else
        e->stack[e->depth++] = first;
}

static void visit_top(GcEpoch *e, GcVisit visit)
{
    EpochPlace place = e->stack[--e->depth];
    Object *object = place.object;
    size_t bottom = e->depth, next = GC_ALL_VISITED;
    if (!object)
        return;
    const GcType *type = object_gc_type(object);
    object->gc &= ~(uint32_t)GC_GREY;
    e->work++;
    if (likely(!type->traverse_part))
        type->traverse(object, visit, e);
    else
        next = type->traverse_part(object, place.position, EPOCH_PART, visit, e);
    if (next != GC_ALL_VISITED)
        push_rest(e, bottom, object, next);
}

static void flush(GcEpoch *e, void (*due)(GcEpoch *e, Object *child))
{
    for (unsigned i = 0; i < WINDOW; i++) {
        Object *child = e->window.place[i];
        e->window.place[i] = NULL;
        if (child)
            due(e, child);
    }
}

bool epoch_drain(GcEpoch *e, GcVisit visit, void (*due)(GcEpoch *e, Object *child))
{
    while (e->work < e->limit) {
        while (e->depth && e->work < e->limit)
            visit_top(e, visit);
        flush(e, due);
        if (!e->depth)
            return true;
    }
    flush(e, due);
    return e->depth == 0 && e->work < e->limit;
}

/* OBJECT, which is GREY, goes away or is untracked. */
void epoch_forget(Gc *gc, Object *object)
{
    GcEpoch *e = gc->epoch;
    object->gc &= ~(uint32_t)GC_GREY;
    if (!e)
        return;
    if (e->part.object == object)
        e->part.object = NULL;
    for (size_t i = 0; i < e->depth; i++)
        if (e->stack[i].object == object)
            e->stack[i].object = NULL;
}

void epoch_forget_suspect(Gc *gc, const Object *object)
{
    if (is_suspect(object) && gc->epoch->suspects > 0)
        gc->epoch->suspects--;
}

/* The work that COUNT suspects will make; the last epoch's number is the guess for this one. */
static uint64_t expected_for(size_t count)
{
    return (uint64_t)count * WORK_A_SUSPECT;
}

/* ---- COUNT ---- */

/* What the epoch meets for the first time begins with nothing from inside. */
static always_inline void freshen(const GcEpoch *e, Object *object)
{
    if (!is_fresh(e, object))
        object->gc = (object->gc & (GC_FINALIZED | GC_TRACKED | GC_GENERATION | GC_GREY)) | e->parity;
}

static always_inline void count_due(GcEpoch *e, Object *child)
{
    if (!is_old(child))
        return;
    freshen(e, child);
    if (!(child->gc & GC_MARKED))
        add_inside(child);
}

static int count_child(Object *child, void *argument)
{
    GcEpoch *e = argument;
    e->work++;
    Object *due = window_pass(&e->window, child);
    if (due)
        count_due(e, due);
    return 0;
}

static void count_last(GcEpoch *e, Object *child)
{
    count_due(e, child);
}

static always_inline bool count_step(void *argument, void *block)
{
    GcEpoch *e = argument;
    Object *object = block;
    e->work++;
    if (!is_old(object))
        return e->work < e->limit;
    freshen(e, object);
    if (object->gc & GC_MARKED)
        return e->work < e->limit;
    e->objects++;
    return epoch_children(e, object, count_child) && e->work < e->limit;
}

static bool count_some(GcEpoch *e)
{
    epoch_walk_all(e);
    bool done = epoch_rest(e, count_child) && heap_cursor_run(&e->cursor, count_step, e);
    flush(e, count_last);
    if (!done)
        return false;
    epoch_walk_end(e);
    e->expected = e->work * 5 / 2 + expected_for(e->gc->ended.collected);
    return true;
}

/* ---- SWEEP ---- */

static always_inline bool sweep_step(void *argument, void *block)
{
    GcEpoch *e = argument;
    Object *object = block;
    e->work++;
    if (!is_old(object) || (is_fresh(e, object) && (object->gc & GC_MARKED)))
        return e->work < e->limit;
    object->gc &= (GC_FINALIZED | GC_TRACKED | GC_GENERATION | GC_EPOCH);
    if (is_fresh(e, object)) {
        object->gc |= GC_SUSPECT;
        heap_note(&e->gc->heap, object);
        e->suspects++;
    } else {
        object->gc ^= GC_EPOCH | GC_MARKED;
    }
    return e->work < e->limit;
}

static bool sweep_some(GcEpoch *e)
{
    epoch_walk_all(e);
    if (!heap_cursor_run(&e->cursor, sweep_step, e))
        return false;
    epoch_walk_end(e);
    e->candidates = e->suspects;
    e->expected = e->work + expected_for(e->suspects);
    return true;
}

/* ---- the order of the phases ---- */

/* What is left is proved in one step. */
static EpochPhase prove_at_once(GcEpoch *e)
{
    if (e->suspects) {
        e->phase = EPOCH_END;
        e->suspects = 0;
        e->collected += collect_noted(e->gc);
    }
    return EPOCH_END;
}

/* What was acquitted may hang on objects that are not steady. */
static always_inline bool suspect_again_step(void *argument, void *block)
{
    GcEpoch *e = argument;
    Object *object = block;
    if (is_old(object) && is_fresh(e, object) && (object->gc & GC_MARKED)) {
        object->gc ^= GC_MARKED | GC_SUSPECT;
        e->suspects++;
    }
    return true;
}

static EpochPhase prove_impure(GcEpoch *e)
{
    if (!e->impure)
        return EPOCH_END;
    epoch_walk_noted(e);
    heap_cursor_run(&e->cursor, suspect_again_step, e);
    epoch_walk_end(e);
    return prove_at_once(e);
}

static EpochPhase after_sweep(GcEpoch *e)
{
    return e->suspects <= e->gc->tuning.few ? prove_at_once(e) : EPOCH_ARM;
}

static EpochPhase after_check(GcEpoch *e)
{
    if (e->suspects == 0)
        return prove_impure(e);
    if (e->pass > EPOCH_PASSES) {
        epoch_disarm(e);
        return prove_at_once(e);
    }
    if (e->weak && !e->weak_done)
        return EPOCH_WEAK;
    return e->finalizers ? EPOCH_FINALIZE : EPOCH_HOLD;
}

static EpochPhase phase_after(GcEpoch *e)
{
    switch (e->phase) {
    case EPOCH_SWEEP: return after_sweep(e);
    case EPOCH_CHECK: return after_check(e);
    case EPOCH_WEAK: return e->finalizers ? EPOCH_FINALIZE : EPOCH_HOLD;
    case EPOCH_FINALIZE: return e->code_ran ? EPOCH_ARM : EPOCH_HOLD;
    case EPOCH_DROP: return prove_impure(e);
    default: return e->phase + 1;
    }
}

static bool phase_some(GcEpoch *e)
{
    switch (e->phase) {
    case EPOCH_COUNT: return count_some(e);
    case EPOCH_MARK: return epoch_mark(e);
    case EPOCH_SWEEP: return sweep_some(e);
    case EPOCH_ARM: return epoch_arm(e);
    case EPOCH_EDGES: return epoch_edges(e);
    case EPOCH_CHECK: return epoch_check(e);
    case EPOCH_WEAK: return epoch_weak(e);
    case EPOCH_FINALIZE: return epoch_finalize(e);
    case EPOCH_HOLD: return epoch_hold(e);
    case EPOCH_CLEAR: return epoch_clear(e);
    case EPOCH_DROP: return epoch_drop(e);
    case EPOCH_END: break;
    }
    return true;
}

static void run_until(GcEpoch *e, uint64_t limit)
{
    e->limit = limit;
    while (e->work < e->limit && e->phase != EPOCH_END)
        if (phase_some(e))
            e->phase = phase_after(e);
}

/* ---- beginning and end ---- */

bool epoch_begin(Gc *gc)
{
    assert(!gc->epoch);
    gc->hold++;
    GcEpoch *e = heap_alloc(&gc->heap, DOMAIN_RAW, sizeof *e);
    gc->hold--;
    if (!e)
        return false;
    memset(e, 0, offsetof(GcEpoch, stack));
    e->gc = gc;
    e->phase = EPOCH_COUNT;
    e->parity = (gc->old_stamp & GC_EPOCH) ^ GC_EPOCH;
    e->objects = 0;
    e->expected = (uint64_t)(gc->long_lived_total + gc->long_lived_pending) * WORK_AN_OBJECT + expected_for(gc->ended.collected);
    heap_forget_notes(&gc->heap);
    gc->old_stamp = e->parity | GC_MARKED;
    gc->epoch = e;
    return true;
}

static void forget_grey(GcEpoch *e)
{
    if (e->part.object)
        e->part.object->gc &= ~(uint32_t)GC_GREY;
    for (size_t i = 0; i < e->depth; i++)
        if (e->stack[i].object)
            e->stack[i].object->gc &= ~(uint32_t)GC_GREY;
    e->part.object = NULL;
    e->depth = 0;
}

static void close_epoch(GcEpoch *e)
{
    Gc *gc = e->gc;
    epoch_walk_end(e);
    forget_grey(e);
    heap_forget_notes(&gc->heap);
    gc->old_stamp = e->parity;
    gc->epoch = NULL;
    heap_free(&gc->heap, e);
}

static void end_epoch(GcEpoch *e)
{
    Gc *gc = e->gc;
    GcStats *stats = &gc->stats[GC_OLD];
    stats->collections++;
    stats->collected += e->collected;
    stats->candidates += e->objects;
    stats->nanoseconds += e->nanoseconds;
    gc->long_lived_total = e->objects - MIN(e->objects, e->collected) + e->promoted;
    gc->long_lived_pending = 0;
    gc->counter[GC_OLD].count = 0;
    gc->ended = (GcResult){ .collected = e->collected, .candidates = e->objects, .nanoseconds = e->nanoseconds };
    gc->has_ended = true;
    close_epoch(e);
}

static uint64_t budget(GcEpoch *e)
{
    uint64_t pay = MIN(e->debt / SPREAD + e->gc->tuning.slice_least, (uint64_t)e->gc->tuning.slice_most);
    e->debt -= MIN(e->debt, pay);
    return pay;
}

/* Work is cheap or dear, as the memory lies: what time forbids stays in debt. */
static void run_slice(GcEpoch *e)
{
    uint64_t start = gc_clock(CLOCK_MONOTONIC), spent = 0, end = e->work + budget(e);
    while (e->work < end && e->phase != EPOCH_END && spent < SLICE_NANOSECONDS) {
        run_until(e, MIN(end, e->work + SLICE_PART));
        spent = gc_clock(CLOCK_MONOTONIC) - start;
    }
    if (e->work < end)
        e->debt += end - e->work;
    e->nanoseconds += spent;
}

void epoch_slice(Gc *gc)
{
    GcEpoch *e = gc->epoch;
    int32_t made = gc->counter[0].count;
    run_slice(e);
    gc->counter[0].count = made;        /* what was freed here is old: the young wait for nobody */
    if (e->phase == EPOCH_END)
        end_epoch(e);
}

bool epoch_is_behind(const Gc *gc)
{
    return gc->epoch->debt > (uint64_t)gc->tuning.slice_most * SPREAD;
}

void epoch_promoted(Gc *gc, size_t count)
{
    GcEpoch *e = gc->epoch;
    uint64_t old = gc->long_lived_total + gc->long_lived_pending;
    uint64_t allowed = MAX(old / SHARE, (uint64_t)ALLOWED_LEAST);
    e->promoted += count;
    uint64_t remaining = e->expected > e->work ? e->expected - e->work : e->expected / 8;
    uint64_t left = allowed > e->promoted ? allowed - e->promoted : 0;
    e->debt += count * remaining / MAX(left, allowed / 16);
}

static always_inline bool freshen_step(void *argument, void *block)
{
    if (is_old(block))
        freshen(argument, block);
    return true;
}

static always_inline bool forget_step(void *argument, void *block)
{
    GcEpoch *e = argument;
    Object *object = block;
    if (is_suspect(object)) {
        object_touch(object);
        object->gc = (object->gc & (GC_FINALIZED | GC_TRACKED | GC_GENERATION)) | e->parity;
    }
    return true;
}

/* Nothing is suspected any more; the epoch has found nothing. */
static void abandon(GcEpoch *e)
{
    if (e->phase == EPOCH_COUNT) {
        epoch_walk_end(e);
        epoch_walk_all(e);
        heap_cursor_run(&e->cursor, freshen_step, e);
    }
    if (e->phase >= EPOCH_SWEEP) {
        epoch_walk_end(e);
        epoch_walk_noted(e);
        heap_cursor_run(&e->cursor, forget_step, e);
    }
    close_epoch(e);
}

void epoch_settle(Gc *gc)
{
    GcEpoch *e = gc->epoch;
    if (!e)
        return;
    if (e->phase < EPOCH_HOLD) {
        abandon(e);
        return;
    }
    bool collecting = gc->collecting;
    gc->collecting = true;
    e->impure = false;
    run_until(e, UINT64_MAX);
    gc->collecting = collecting;
    end_epoch(e);
}
