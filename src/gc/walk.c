/* Looking at all tracked objects, freezing, and gc_check. */
#include "gc/epoch.h"

static int each_young(Gc *gc, int generation, GcVisit visit, void *argument)
{
    GcYoung *young = &gc->young[generation];
    uint32_t count = young->count;
    for (uint32_t i = 0; i < count && i < young->count; i++) {
        int stop = young->items[i] ? visit(young->items[i], argument) : 0;
        if (stop)
            return stop;
    }
    return 0;
}

/* Guilty objects of an epoch are gone for everybody else; suspects are touched. */
static bool is_hidden(Gc *gc, const Object *object)
{
    GcEpoch *e = gc->epoch;
    if (!e || !is_suspect(object) || e->phase < EPOCH_ARM || e->phase == EPOCH_END)
        return false;
    e->touched = true;
    return e->phase >= EPOCH_WEAK;
}

static int each_in_pools(Gc *gc, int generation, GcVisit visit, void *argument)
{
    HeapCursor cursor;
    HeapBlock block;
    int stop = 0;
    heap_cursor_open(&cursor, &gc->heap, 1 << DOMAIN_CONTAINER);
    while (!stop && heap_cursor_next(&cursor, &block))
        if (is_in_generation(block.start, generation) && !is_hidden(gc, block.start))
            stop = visit(block.start, argument);
    heap_cursor_close(&cursor);
    return stop;
}

static int each_of(Gc *gc, int generation, GcVisit visit, void *argument)
{
    return generation < GC_YOUNG ? each_young(gc, generation, visit, argument)
                                 : each_in_pools(gc, generation, visit, argument);
}

int gc_each_tracked(Gc *gc, int generation, GcVisit visit, void *argument)
{
    int first = generation == GC_ALL ? 0 : generation, last = generation == GC_ALL ? GC_OLD : generation;
    int stop = 0;
    gc->hold++;
    for (int i = first; i <= last && !stop; i++)
        stop = each_of(gc, i, visit, argument);
    gc->hold--;
    return stop;
}

typedef struct Referrer { const Object *target; GcVisit visit; void *argument; } Referrer;

static int is_target(Object *child, void *argument)
{
    return child == argument;
}

static int visit_if_referrer(Object *object, void *argument)
{
    Referrer *referrer = argument;
    if (!gc_each_referent(object, is_target, (void *)referrer->target))
        return 0;
    return referrer->visit(object, referrer->argument);
}

int gc_each_referrer(Gc *gc, const Object *target, GcVisit visit, void *argument)
{
    Referrer referrer = { target, visit, argument };
    return gc_each_tracked(gc, GC_ALL, visit_if_referrer, &referrer);
}

int gc_each_referent(Object *object, GcVisit visit, void *argument)
{
    const GcType *type = object_gc_type(object);
    return type->traverse ? type->traverse(object, visit, argument) : 0;
}

typedef struct Change { int from, to; size_t count; uint32_t stamp; } Change;

static always_inline void change_generation(void *argument, void *block)
{
    Change *change = argument;
    Object *object = block;
    if (!is_in_generation(object, change->from))
        return;
    change->count++;
    object->gc = (object->gc & GC_FINALIZED) | generation_flags(change->to) | change->stamp;
}

static always_inline void count_in_generation(void *argument, void *block)
{
    Change *change = argument;
    change->count += is_in_generation(block, change->from);
}

void gc_freeze(Gc *gc)
{
    Change change = { GC_OLD, GC_FROZEN, 0, 0 };
    if (gc->collecting || gc->hold)
        return;
    epoch_settle(gc);
    for (int i = 0; i < GC_YOUNG; i++) {
        for (uint32_t k = 0; k < gc->young[i].count; k++)
            if (gc->young[i].items[k])
                set_old(gc, gc->young[i].items[k]);
        gc->young[i].count = gc->young[i].holes = 0;
        gc->counter[i].count = 0;
    }
    gc->counter[GC_OLD].count = 0;
    heap_each(&gc->heap, DOMAIN_CONTAINER, change_generation, &change);
}

void gc_unfreeze(Gc *gc)
{
    if (gc->collecting || gc->hold)
        return;
    epoch_settle(gc);
    Change change = { GC_FROZEN, GC_OLD, 0, gc->old_stamp };
    heap_each(&gc->heap, DOMAIN_CONTAINER, change_generation, &change);
}

size_t gc_count_tracked(const Gc *gc, int generation)
{
    if (generation >= 0 && generation < GC_YOUNG)
        return gc->young[generation].count - gc->young[generation].holes;
    Change change = { generation, generation, 0, 0 };
    if (generation != GC_ALL) {
        heap_each(&gc->heap, DOMAIN_CONTAINER, count_in_generation, &change);
        return change.count;
    }
    return gc_count_tracked(gc, 0) + gc_count_tracked(gc, 1) + gc_count_tracked(gc, GC_OLD);
}

static const char *check_young(const GcYoung *young, uint32_t flags)
{
    uint32_t holes = 0;
    for (uint32_t i = 0; i < young->count; i++) {
        const Object *object = young->items[i];
        holes += !object;
        if (object && payload_of(object) != i)
            return "young array: an object does not know its index";
        if (object && (object->gc & (GC_TRACKED | GC_GENERATION | GC_COLLECTING | GC_GREY)) != flags)
            return "young array: an object with wrong flags";
    }
    return holes == young->holes ? NULL : "young array: holes are miscounted";
}

typedef struct Seen { const Gc *gc; size_t young, suspects; const char *wrong; } Seen;

/* Outside an epoch, and in it; see epoch.h. */
static const char *check_old(Seen *seen, const Object *object)
{
    const GcEpoch *e = seen->gc->epoch;
    uint32_t parity = seen->gc->old_stamp & GC_EPOCH;
    bool fresh = (object->gc & GC_EPOCH) == parity;
    if (!fresh && (!e || e->phase > EPOCH_COUNT))
        return "old object: not seen by the epoch";
    if (object_is_armed(object) != (object->count < 0) && object_is_armed(object))
        return "old object: armed, but its count does not say so";
    if (object_is_armed(object) && (!e || !is_suspect(object) || e->phase < EPOCH_ARM || e->phase > EPOCH_HOLD))
        return "old object: armed without a suspicion";
    if (!fresh)
        return NULL;
    if ((object->gc & GC_MARKED) && (object->gc & GC_SUSPECT))
        return "old object: marked and suspect";
    seen->suspects += is_suspect(object);
    if (!e && (object->gc & (GC_SUSPECT | GC_GREY)))
        return "old object: suspect outside an epoch";
    return NULL;
}

static const char *check_tracked(Seen *seen, const Object *object)
{
    if (!is_in_generation(object, GC_OLD) && (object->gc & (GC_GREY | GC_ARMED)))
        return "object: grey or armed, but not old";
    if (object->gc & GC_COLLECTING)
        return "object: suspected outside a collection";
    seen->young += gc_generation(object) < GC_YOUNG;
    return is_in_generation(object, GC_OLD) ? check_old(seen, object) : NULL;
}

static always_inline void check_object(void *argument, void *block)
{
    Seen *seen = argument;
    const Object *object = block;
    const char *wrong = NULL;
    if (!(object->type_word & OBJECT_CONTAINER))
        wrong = "container pool: an object that is no container";
    else if (gc_is_tracked(object))
        wrong = check_tracked(seen, object);
    else if (is_held(object) && !(seen->gc->epoch && seen->gc->epoch->phase >= EPOCH_HOLD))
        wrong = "object: held outside an epoch";
    seen->wrong = wrong ? wrong : seen->wrong;
}

/* Every GREY object of the epoch is known to it, and the other way round. */
static const char *check_places(const GcEpoch *e)
{
    if (!e)
        return NULL;
    if (e->part.object && !is_in_generation(e->part.object, GC_OLD))
        return "epoch: stands in an object that is not old";
    for (size_t i = 0; i < e->depth; i++)
        if (e->stack[i].object && !(is_in_generation(e->stack[i].object, GC_OLD) && (e->stack[i].object->gc & GC_GREY)))
            return "epoch: an object on the stack that is not old or not grey";
    for (unsigned i = 0; i < WINDOW; i++)
        if (e->window.place[i])
            return "epoch: the window is not empty";
    return NULL;
}

const char *gc_check(const Gc *gc)
{
    const char *wrong = heap_check(&gc->heap);
    wrong = wrong ? wrong : weak_check(gc);
    if (gc->collecting || wrong)
        return wrong;
    Seen seen = { .gc = gc };
    heap_each(&gc->heap, DOMAIN_CONTAINER, check_object, &seen);
    wrong = seen.wrong ? seen.wrong : check_places(gc->epoch);
    if (!wrong && gc->epoch && seen.suspects > gc->epoch->suspects)
        wrong = "epoch: suspects are miscounted";
    wrong = wrong ? wrong : check_young(&gc->young[0], generation_flags(0));
    wrong = wrong ? wrong : check_young(&gc->young[1], generation_flags(1));
    if (!wrong && seen.young != gc_count_tracked(gc, 0) + gc_count_tracked(gc, 1))
        wrong = "young array: a young object stands in no array";
    return wrong;
}
