/* When to collect, allocation's slow path, and the collector at the heap's limit. */
#include "gc/epoch.h"

/* A full collection is due when the old generation has grown by one in: */
enum { SMALL_SHARE = 4, LARGE_SHARE = 2 };

/* Generation 1 is due with so many objects, however it came to them: a bound on its pause. */
enum { YOUNG_MANY = 8000 };

static bool relieve_pressure(Heap *heap, size_t size);

/* An epoch that is behind comes more often than young collections. */
static void set_trigger(Gc *gc)
{
    bool automatic = gc->enabled && gc->counter[0].threshold > 0;
    gc->trigger = gc->room_due ? -1 : automatic ? gc->counter[0].threshold : INT32_MAX;
    if (automatic && !gc->room_due && gc->epoch && epoch_is_behind(gc))
        gc->trigger = MIN(gc->trigger, gc->counter[0].count + SLICE_GAP);
}

/* At the limit itself only what dies without running code can be collected, so garbage
 * with finalizers must go before; the next container's allocation sees to it. */
static void want_room(Heap *heap)
{
    Gc *gc = (Gc *)heap;
    gc->room_due = true;
    set_trigger(gc);
}

static void make_room(Gc *gc)
{
    gc->room_due = false;
    GcResult result = gc_collect(gc, GC_OLD);
    heap_note_room(&gc->heap, result.collected == 0);
    set_trigger(gc);
}

void gc_open(Gc *gc, const HeapOptions *options)
{
    static const int32_t thresholds[GC_GENERATIONS] = { 700, 10, 10 };
    memset(gc, 0, sizeof *gc);
    heap_open(&gc->heap, options);
    gc->heap.pressure = relieve_pressure;
    gc->heap.half_full = want_room;
    for (int i = 0; i < GC_GENERATIONS; i++)
        gc->counter[i].threshold = thresholds[i];
    gc->enabled = true;
    gc->tuning = (GcTuning){ EPOCH_SMALL, EPOCH_FEW, SLICE_LEAST, SLICE_MOST };
    gc_init_depth(gc);
    set_trigger(gc);
}

void gc_close(Gc *gc)
{
    epoch_settle(gc);
    weak_drop_queue(gc);
    gc_drain(gc);
    gc->heap.pressure = NULL;
    for (int i = 0; i < GC_YOUNG; i++)
        young_release(gc, &gc->young[i]);
    young_release(gc, &gc->dying);
    weak_close(gc);
}

void gc_enable(Gc *gc, bool enabled)
{
    gc->enabled = enabled;
    set_trigger(gc);
}

void gc_set_threshold(Gc *gc, int generation, int32_t threshold)
{
    gc->counter[generation].threshold = threshold;
    set_trigger(gc);
}

static GcResult collect_now(Gc *gc, int generation, CollectMode mode)
{
    weak_run_queue(gc);
    gc_drain(gc);
    GcResult result = collect(gc, generation, mode);
    gc_drain(gc);
    return result;
}

GcResult gc_collect(Gc *gc, int generation)
{
    if (gc->collecting || gc->hold)
        return (GcResult){ 0 };
    if (generation == GC_OLD)
        epoch_settle(gc);
    GcResult result = collect_now(gc, generation, COLLECT_REQUESTED);
    if (generation == GC_OLD)
        heap_relax(&gc->heap);
    return result;
}

void gc_settle(Gc *gc)
{
    if (!gc->collecting && !gc->hold)
        epoch_settle(gc);
}

/* The old generation waits until what has become old since its last collection is a share
 * of what was old then: the work stays linear in the number of objects made. */
static int generation_due(const Gc *gc)
{
    size_t share = gc->long_lived_total > gc->tuning.small ? LARGE_SHARE : SMALL_SHARE;
    for (int i = GC_GENERATIONS - 1; i >= 0; i--) {
        bool waits = i == GC_OLD
            && (gc->epoch || gc->long_lived_pending < gc->long_lived_total / share);
        bool many = i == 1 && gc->young[1].count > YOUNG_MANY;
        if ((gc->counter[i].count > gc->counter[i].threshold || many) && !waits)
            return i;
    }
    return -1;
}

/* A small old generation is collected in one step. */
static bool is_sliced(const Gc *gc)
{
    return gc->long_lived_total + gc->long_lived_pending > gc->tuning.small && !(gc->debug & ~GC_DEBUG_STATS);
}

no_inline void gc_collect_due(Gc *gc)
{
    if (gc->collecting || gc->hold || (gc->may_collect && !gc->may_collect(gc)))
        return;
    if (gc->room_due) {
        make_room(gc);
        return;
    }
    int generation = generation_due(gc);
    if (generation < 0) {
        if (gc->epoch)
            collect_slice(gc);
        set_trigger(gc);
        return;
    }
    if (gc->epoch && gc->debug & ~GC_DEBUG_STATS)
        epoch_settle(gc);
    if (generation == GC_OLD && is_sliced(gc) && epoch_begin(gc)) {
        gc->counter[GC_OLD].count = 0;
        generation--;
    }
    collect_now(gc, generation, COLLECT_AUTOMATIC);
    if (generation == GC_OLD)
        heap_relax(&gc->heap);
    set_trigger(gc);
}

/* Called by the heap at its limit, from any allocation. */
static bool relieve_pressure(Heap *heap, size_t size)
{
    Gc *gc = (Gc *)heap;
    (void)size;
    if (gc->collecting || gc->hold || gc->quiet)
        return false;
    gc_quiet_begin(gc);
    gc_drain(gc);
    if (gc->on_pressure)
        gc->on_pressure(gc);
    epoch_settle(gc);
    collect(gc, GC_OLD, COLLECT_QUIET);
    gc_drain(gc);
    gc_quiet_end(gc);
    want_room(heap);
    return true;
}

/* The quiet collection did not help: one that may run code, for a container. */
static bool collect_for(Gc *gc, Domain domain)
{
    bool injected = gc->heap.armed && gc->heap.injected;
    if (injected || domain != DOMAIN_CONTAINER || gc->collecting || gc->hold || gc->quiet)
        return false;
    if (gc->may_collect && !gc->may_collect(gc))
        return false;
    gc_collect(gc, GC_OLD);
    return true;
}

no_inline Object *gc_alloc_slow(Gc *gc, const GcType *type, size_t size)
{
    Domain domain = gc_domain(type);
    Object *object = NULL;
    if (collect_for(gc, domain))
        object = heap_alloc(&gc->heap, domain, size);
    if (object)
        gc_init(object, type);
    else if (domain == DOMAIN_CONTAINER && gc->counter[0].count > 0)
        gc->counter[0].count--;
    return object;
}

Object *gc_resize(Gc *gc, Object *object, size_t size)
{
    Domain domain = object->type_word & OBJECT_CONTAINER ? DOMAIN_CONTAINER : DOMAIN_OBJECT;
    assert(!gc_is_tracked(object) && object->count == 1 && !(object->type_word & OBJECT_WEAK));
    return heap_realloc(&gc->heap, domain, object, size);
}
