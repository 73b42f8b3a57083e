/* The arrays in which young objects stand.
 *
 * An object that leaves out of turn leaves a hole; the holes are closed when the
 * array would have to grow.  When it cannot grow, the object is simply old: only
 * a full collection finds it then, but nothing is lost.
 */
#include "gc/collect.h"

enum { FIRST_CAPACITY = 1000 };

void set_old(Gc *gc, Object *object)
{
    object->gc = (object->gc & GC_FINALIZED) | generation_flags(GC_OLD) | gc->old_stamp;
}

void young_close_holes(GcYoung *young, uint32_t flags)
{
    uint32_t to = 0;
    for (uint32_t from = 0; from < young->count; from++) {
        Object *object = young->items[from];
        if (!object)
            continue;
        object->gc = (object->gc & GC_FINALIZED) | flags | to << GC_PAYLOAD_SHIFT;
        young->items[to++] = object;
    }
    young->count = to;
    young->holes = 0;
}

/* No collection may run while the array moves. */
static bool young_reserve(Gc *gc, GcYoung *young, size_t count)
{
    if (count <= young->capacity)
        return true;
    if (count > GC_PAYLOAD_MAX)
        return false;
    size_t capacity = MIN(MAX(count, (size_t)young->capacity * 2), (size_t)GC_PAYLOAD_MAX);
    gc->hold++;
    Object **items = heap_realloc(&gc->heap, DOMAIN_RAW, young->items, capacity * sizeof *items);
    gc->hold--;
    if (!items)
        return false;
    young->items = items;
    young->capacity = (uint32_t)capacity;
    return true;
}

bool young_push(Gc *gc, GcYoung *young, Object *object, uint32_t flags)
{
    if (!young_reserve(gc, young, MAX(young->count + 1, FIRST_CAPACITY)))
        return false;
    object->gc = (object->gc & GC_FINALIZED) | flags | young->count << GC_PAYLOAD_SHIFT;
    young->items[young->count++] = object;
    return true;
}

no_inline void gc_track_slow(Gc *gc, Object *object)
{
    GcYoung *young = &gc->young[0];
    if (young->holes >= young->capacity / 4 && young->holes && !gc->hold)
        young_close_holes(young, generation_flags(0));
    if (!young_push(gc, young, object, generation_flags(0)))
        set_old(gc, object);
}

static GcYoung *array_of(Gc *gc, const Object *object)
{
    int generation = gc_generation(object);
    if (generation >= GC_YOUNG)
        return NULL;
    return object->gc & GC_COLLECTING ? &gc->dying : &gc->young[generation];
}

/* An epoch may be looking at OBJECT. */
static void leave_old(Gc *gc, Object *object)
{
    object_touch(object);
    if (object->gc & GC_GREY)
        epoch_forget(gc, object);
    if (gc->epoch && is_in_generation(object, GC_OLD))
        epoch_forget_suspect(gc, object);
}

no_inline void gc_untrack_slow(Gc *gc, Object *object)
{
    GcYoung *young = array_of(gc, object);
    if (!young) {
        leave_old(gc, object);
    } else {
        assert(young->items[payload_of(object)] == object);
        young->items[payload_of(object)] = NULL;
        if (++young->holes == young->count && young != &gc->dying)
            young->count = young->holes = 0;
    }
    object->gc &= GC_FINALIZED;
}

void young_append(Gc *gc, GcYoung *to, GcYoung *from)
{
    bool fits = young_reserve(gc, to, (size_t)to->count + from->count);
    for (uint32_t i = 0; i < from->count; i++) {
        Object *object = from->items[i];
        if (object && fits)
            to->items[to->count++] = object;
        else if (object)
            set_old(gc, object);
    }
    from->count = from->holes = 0;
}

void young_release(Gc *gc, GcYoung *young)
{
    heap_free(&gc->heap, young->items);
    *young = (GcYoung){ 0 };
}
