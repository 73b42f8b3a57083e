/* Death by reference count.
 *
 * type->free releases children, whose deaths nest in it.  From DEPTH levels on an
 * object is not freed but linked into `pending`, and the outermost death works
 * that list off: a chain of any length is freed with a bounded C stack.
 *
 * Where code of the program runs inside a death (a finalizer, a weak callback), it
 * counts as an outermost level of its own, since it may run for long.  Such levels nest
 * too (a generator that is closed lets go of the next): from CODE_LEVELS on, a death that
 * runs code waits until the code that caused it has ended.
 *
 * The link lies in the object's count and gc payload, in such a way that the count
 * is negative and the flags survive; generation 3 without TRACKED marks it.
 */
#include "gc/collect.h"

enum { DEPTH = 50, DEPTH_IN_CODE = 8, CODE_LEVELS = 30, LINK_LOW_BITS = 31 };

/* GREY says that the object was tracked and has to be again if it is resurrected. */
static void push(Object **list, Object *object, uint32_t flags)
{
    uint64_t link = (uint64_t)(uintptr_t)*list / GRANULE;
    uint32_t low = (uint32_t)link & INT32_MAX, high = (uint32_t)(link >> LINK_LOW_BITS);
    assert(high <= GC_PAYLOAD_MAX);
    object->count = (int32_t)(low | UINT32_C(1) << LINK_LOW_BITS);
    object->gc = flags | GC_GENERATION | high << GC_PAYLOAD_SHIFT;
    *list = object;
}

static Object *pop(Object **list)
{
    Object *object = *list;
    uint64_t high = object->gc >> GC_PAYLOAD_SHIFT, low = (uint32_t)object->count & INT32_MAX;
    *list = (Object *)(uintptr_t)((high << LINK_LOW_BITS | low) * GRANULE);
    object->count = 0;
    object->gc &= GC_FINALIZED | GC_GREY;
    return object;
}

GcDepth gc_code_enter(Gc *gc)
{
    GcDepth before = { gc->base_depth, gc->depth_limit };
    gc->base_depth = gc->depth;
    gc->depth_limit = gc->depth + DEPTH_IN_CODE;
    gc->code_level++;
    return before;
}

void gc_code_leave(Gc *gc, GcDepth before)
{
    gc->base_depth = before.base;
    gc->depth_limit = before.limit;
    gc->code_level--;
}

static bool has_finalizer(const Object *object)
{
    return object_gc_type(object)->finalize && !(object->gc & GC_FINALIZED);
}

/* False: the finalizer has made the object live again. */
static bool finalize(Gc *gc, Object *object)
{
    object->count = 1;
    object->gc |= GC_FINALIZED;
    GcDepth before = gc_code_enter(gc);
    object_gc_type(object)->finalize(gc, object);
    gc_code_leave(gc, before);
    if (object->count > 0)
        object->count--;
    return object->count == 0;
}

/* The finalizer still sees weak references, as in CPython. */
static void die(Gc *gc, Object *object)
{
    if (unlikely(has_finalizer(object)) && !finalize(gc, object))
        return;
    gc_untrack(gc, object);
    if (unlikely(object->type_word & OBJECT_WEAK))
        weak_clear(gc, object);
    object_gc_type(object)->free(gc, object);
}

static bool runs_code(const Object *object)
{
    return has_finalizer(object) || (object->type_word & OBJECT_WEAK);
}

static void put_off(Gc *gc, Object **list, Object *object)
{
    uint32_t tracked = gc_is_tracked(object) ? GC_GREY : 0;
    gc_untrack(gc, object);
    push(list, object, (object->gc & GC_FINALIZED) | tracked);
}

/* Its death is its type's free alone, which kills nothing else that could nest deeply. */
static inline bool is_plain_leaf(const Object *object)
{
    return !(object->type_word & (OBJECT_CONTAINER | OBJECT_WEAK)) && !object_gc_type(object)->finalize;
}

void object_dispose(Gc *gc, Object *object)
{
    if (is_plain_leaf(object) && likely(!gc->pending)) {
        object_gc_type(object)->free(gc, object);
        return;
    }
    bool later = unlikely(gc->quiet) && runs_code(object);
    bool deep = gc->depth >= gc->depth_limit || (unlikely(gc->code_level >= CODE_LEVELS) && runs_code(object));
    if (unlikely(later || deep)) {
        put_off(gc, later ? &gc->postponed : &gc->pending, object);
        return;
    }
    gc->depth++;
    die(gc, object);
    gc->depth--;
    if (unlikely(gc->pending != NULL) && gc->depth == gc->base_depth)
        gc_drain(gc);
}

no_inline void object_release_slow(Gc *gc, Object *object)
{
    object_touch(object);
    if (--object->count == 0)
        object_dispose(gc, object);
}

static int touch_child(Object *child, void *argument)
{
    (void)argument;
    object_touch(child);
    return 0;
}

no_inline void object_touch_children(Object *object)
{
    object_touch(object);
    object_gc_type(object)->traverse(object, touch_child, NULL);
}

static void die_from_list(Gc *gc, Object *object)
{
    bool track = object->gc & GC_GREY;
    object->gc &= ~(uint32_t)GC_GREY;
    if (unlikely(gc->quiet) && runs_code(object)) {
        push(&gc->postponed, object, object->gc | (track ? GC_GREY : 0));
        return;
    }
    if (track)
        gc_track(gc, object);
    gc->depth++;
    die(gc, object);
    gc->depth--;
}

void gc_drain(Gc *gc)
{
    while (gc->pending && gc->depth == gc->base_depth)
        die_from_list(gc, pop(&gc->pending));
}

void gc_quiet_begin(Gc *gc)
{
    gc->quiet = true;
}

/* What was postponed waits for the next death, or collection, outside a death. */
void gc_quiet_end(Gc *gc)
{
    gc->quiet = false;
    while (gc->postponed) {
        uint32_t flags = gc->postponed->gc & (GC_FINALIZED | GC_GREY);
        push(&gc->pending, pop(&gc->postponed), flags);
    }
}

void gc_init_depth(Gc *gc)
{
    gc->depth = gc->base_depth = 0;
    gc->depth_limit = DEPTH;
}
