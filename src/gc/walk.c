/* Looking at all tracked objects, freezing, and gc_check. */
#include "gc/collect.h"

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

static int each_in_pools(Gc *gc, int generation, GcVisit visit, void *argument)
{
    HeapCursor cursor;
    HeapBlock block;
    int stop = 0;
    heap_cursor_open(&cursor, &gc->heap, 1 << DOMAIN_CONTAINER);
    while (!stop && heap_cursor_next(&cursor, &block))
        if (is_in_generation(block.start, generation))
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

typedef struct Change { int from, to; size_t count; } Change;

static always_inline void change_generation(void *argument, void *block)
{
    Change *change = argument;
    Object *object = block;
    if (!is_in_generation(object, change->from))
        return;
    change->count++;
    object->gc = (object->gc & ~(uint32_t)GC_GENERATION) | generation_flags(change->to);
}

void gc_freeze(Gc *gc)
{
    Change change = { GC_OLD, GC_FROZEN, 0 };
    if (gc->collecting || gc->hold)
        return;
    for (int i = 0; i < GC_YOUNG; i++) {
        for (uint32_t k = 0; k < gc->young[i].count; k++)
            if (gc->young[i].items[k])
                set_old(gc->young[i].items[k]);
        gc->young[i].count = gc->young[i].holes = 0;
        gc->counter[i].count = 0;
    }
    gc->counter[GC_OLD].count = 0;
    heap_each(&gc->heap, DOMAIN_CONTAINER, change_generation, &change);
}

void gc_unfreeze(Gc *gc)
{
    Change change = { GC_FROZEN, GC_OLD, 0 };
    if (!gc->collecting && !gc->hold)
        heap_each(&gc->heap, DOMAIN_CONTAINER, change_generation, &change);
}

size_t gc_count_tracked(const Gc *gc, int generation)
{
    if (generation >= 0 && generation < GC_YOUNG)
        return gc->young[generation].count - gc->young[generation].holes;
    Change change = { generation, generation, 0 };
    if (generation != GC_ALL) {
        heap_each(&gc->heap, DOMAIN_CONTAINER, change_generation, &change);
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

typedef struct Seen { size_t young; const char *wrong; } Seen;

static always_inline void check_object(void *argument, void *block)
{
    Seen *seen = argument;
    const Object *object = block;
    if (!(object->type_word & OBJECT_CONTAINER))
        seen->wrong = "container pool: an object that is no container";
    if (gc_is_tracked(object) && (object->gc & (GC_COLLECTING | GC_GREY)))
        seen->wrong = "object: suspected outside a collection";
    if (gc_is_tracked(object) && gc_generation(object) < GC_YOUNG)
        seen->young++;
}

const char *gc_check(const Gc *gc)
{
    const char *wrong = heap_check(&gc->heap);
    wrong = wrong ? wrong : weak_check(gc);
    if (gc->collecting || wrong)
        return wrong;
    Seen seen = { 0 };
    heap_each(&gc->heap, DOMAIN_CONTAINER, check_object, &seen);
    wrong = seen.wrong;
    wrong = wrong ? wrong : check_young(&gc->young[0], generation_flags(0));
    wrong = wrong ? wrong : check_young(&gc->young[1], generation_flags(1));
    if (!wrong && seen.young != gc_count_tracked(gc, 0) + gc_count_tracked(gc, 1))
        wrong = "young array: a young object stands in no array";
    return wrong;
}
