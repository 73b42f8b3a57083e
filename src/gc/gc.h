/* Allocation of objects, tracking, and the three-generation cycle collector.
 *
 * A container is born untracked with count 1.  The code that makes it fills its
 * fields first and then calls gc_track; from then on the collector may traverse
 * it at any allocation of a container.  A tracked object stands in the array of
 * generation 0 or 1, or is old (generation 2: reached by walking the container
 * pools), or frozen.
 *
 * Collections that run code of the program (finalizers, weak callbacks) happen
 * only in gc_alloc of a container and in gc_collect.  Any other allocation that
 * comes to the limit collects quietly: garbage whose death would run code, and
 * all that it reaches, is left for later.
 */
#ifndef OURO_GC_GC_H
#define OURO_GC_GC_H

#include "gc/object.h"
#include "gc/pauses.h"
#include "gc/weak.h"
#include "memory/heap.h"

enum { GC_YOUNG = 2, GC_OLD = 2, GC_FROZEN = 3, GC_GENERATIONS = 3, GC_ALL = -1 };

/* Bits of Object.gc; see object.h. */
enum {
    GC_TRACKED = 1,
    GC_GENERATION_SHIFT = 1,
    GC_GENERATION = 3 << GC_GENERATION_SHIFT,
    GC_FINALIZED = 8,
    GC_COLLECTING = 16,
    GC_GREY = 32,               /* and GC_ARMED = 64, in object.h */
    GC_PAYLOAD_SHIFT = 7,
    GC_PAYLOAD_MAX = (1 << 25) - 1,
};

enum { GC_DEBUG_STATS = 1, GC_DEBUG_COLLECTABLE = 2, GC_DEBUG_UNCOLLECTABLE = 4, GC_DEBUG_SAVEALL = 32 };

/* The objects of a young generation, the oldest first.  items[i] is NULL or an
 * object whose payload is i; `holes` counts the NULLs. */
typedef struct GcYoung {
    Object **items;
    uint32_t count, capacity, holes;
} GcYoung;

typedef struct GcResult {
    size_t collected, uncollectable;
    size_t candidates;          /* objects looked at */
    uint64_t nanoseconds;       /* by the clock on the wall */
} GcResult;

typedef struct GcStats {        /* of one generation, since the opening */
    uint64_t collections, collected, uncollectable;
    uint64_t candidates;        /* objects looked at */
    uint64_t nanoseconds, longest;      /* in all, and the longest collection */
} GcStats;

typedef struct GcEpoch GcEpoch;

/* What may be set for tests; see epoch.h for the defaults. */
typedef struct GcTuning {
    size_t small;               /* old objects: fewer are collected in one step */
    size_t few;                 /* suspects: fewer are proved in one step */
    uint32_t slice_least, slice_most;   /* work of a slice: children and objects looked at */
} GcTuning;

typedef struct GcCounter { int32_t threshold, count; } GcCounter;

typedef enum { GC_START, GC_STOP } GcPhase;

struct Gc {
    Heap heap;                  /* the first member */

    GcYoung young[GC_YOUNG];
    GcYoung dying;              /* young objects that the running collection suspects */
    /* [0].count: containers allocated minus freed since the last collection;
     * [1], [2]: collections of the generation below since the last of this one. */
    GcCounter counter[GC_GENERATIONS];
    int32_t trigger;            /* counter[0].count beyond which gc_alloc looks closer */
    bool enabled;
    bool collecting;
    bool quiet;                 /* no code of the program may run */
    bool room_due;              /* half of the room below the limit is used: collect when code may run */
    uint32_t hold;              /* > 0: arrays are being walked or resized, no collection */
    uint32_t debug;             /* GC_DEBUG_* */
    /* Old objects that lived at the end of the last full collection, and those that became
     * old since; the next is due when they are a quarter of the former, or half if they are many. */
    size_t long_lived_total, long_lived_pending;
    uint32_t old_stamp;         /* bits of an object that becomes old; see epoch.h */
    GcTuning tuning;
    GcEpoch *epoch;             /* the collection of the old generation under way, or NULL */
    GcResult ended;             /* of the epoch that has ended, if has_ended: not reported yet */
    bool has_ended;
    GcStats stats[GC_GENERATIONS];
    GcPauses pauses;            /* of automatic collections, those at the limit too: time of this thread */
    GcPauses requested_pauses;  /* of gc_collect */

    /* Nested deaths; see dispose.c. */
    uint32_t depth, base_depth, depth_limit, code_level;
    Object *pending;            /* die when the outermost death is done */
    Object *postponed;          /* die when code may run again */

    WeakTable weak;
    WeakRef *weak_queue, *weak_queue_end;       /* to be called back, owned */

    /* Hooks of the floor above; each may be NULL. */
    void (*on_phase)(Gc *gc, GcPhase phase, int generation, GcResult result);
    /* Call reference->callback; its target is gone.  REFERENCE is kept alive. */
    void (*weak_callback)(Gc *gc, WeakRef *reference);
    /* May an automatic collection run now? */
    bool (*may_collect)(Gc *gc);
    /* Can the survivor OBJECT no longer take part in a cycle? */
    bool (*may_untrack)(Gc *gc, Object *object);
    /* GC_DEBUG_SAVEALL: keep OBJECT (retain it).  GC_DEBUG_COLLECTABLE: report it. */
    void (*on_garbage)(Gc *gc, Object *object);
    void (*on_collectable)(Gc *gc, Object *object);
    /* At the limit, before anything is collected: let go of caches.  No code of
     * the program may run. */
    void (*on_pressure)(Gc *gc);
};

/* Opening allocates nothing.  OPTIONS may be NULL.  The hooks are set after it. */
void gc_open(Gc *gc, const HeapOptions *options);

/* Give up what the collector itself holds.  The objects stay; heap_live then
 * tells whether there are any, and heap_close takes all. */
void gc_close(Gc *gc);

/* A new object of TYPE with count 1, SIZE bytes (at least type->basic_size),
 * everything after the header zeroed up to type->basic_size; the caller fills the rest.
 * NULL when the heap refuses (the caller raises MemoryError).  May run a
 * collection first, when TYPE is a container. */
static inline Object *gc_alloc(Gc *gc, const GcType *type, size_t size) must_check;

/* Change the size of an untracked object that has one reference and no weak ones.
 * NULL: as it was. */
Object *gc_resize(Gc *gc, Object *object, size_t size) must_check;

/* Give the memory back: untracks.  The last thing a type's free does. */
static inline void gc_free(Gc *gc, Object *object);

static inline void gc_track(Gc *gc, Object *object);    /* no effect when tracked already */
static inline void gc_untrack(Gc *gc, Object *object);  /* no effect when untracked */
static inline bool gc_is_tracked(const Object *object) { return object->gc & GC_TRACKED; }
static inline bool gc_is_finalized(const Object *object) { return object->gc & GC_FINALIZED; }

/* Does OBJECT wait to be freed?  Its count is part of a link then; see dispose.c. */
static inline bool gc_is_waiting(const Object *object)
{
    return (object->gc & (GC_TRACKED | GC_GENERATION)) == GC_GENERATION;
}

/* 0, 1, 2; -1 untracked; 3 frozen */
static inline int gc_generation(const Object *object)
{
    return gc_is_tracked(object) ? (int)(object->gc >> GC_GENERATION_SHIFT & 3) : -1;
}

/* Collect GENERATION and the younger ones; returns unreachable objects found.
 * Nothing happens, and the result is 0, inside another collection. */
GcResult gc_collect(Gc *gc, int generation);

/* What gc_alloc does past the threshold: collect the oldest generation that is due. */
void gc_collect_due(Gc *gc);

void gc_enable(Gc *gc, bool enabled);
void gc_set_threshold(Gc *gc, int generation, int32_t threshold);   /* [0] = 0: never */

/* No collection is under way between two slices any more: what it has found is freed, what
 * it only suspects is not.  For whoever looks at reference counts of all objects. */
void gc_settle(Gc *gc);

/* All tracked objects become generation 3, which no collection looks at, and back. */
void gc_freeze(Gc *gc);
void gc_unfreeze(Gc *gc);
size_t gc_count_tracked(const Gc *gc, int generation);

/* Call VISIT for the tracked objects of GENERATION (0 .. 3; GC_ALL: 0 to 2).  It
 * may allocate and release, no collection runs meanwhile; non-zero stops the walk
 * and is returned. */
int gc_each_tracked(Gc *gc, int generation, GcVisit visit, void *argument);

/* The tracked objects that refer to TARGET, each once; as gc_each_tracked. */
int gc_each_referrer(Gc *gc, const Object *target, GcVisit visit, void *argument);

/* What OBJECT refers to, with repetitions. */
int gc_each_referent(Object *object, GcVisit visit, void *argument);

/* NULL, or the name of the first invariant of heap, arrays or weak table that
 * does not hold. */
const char *gc_check(const Gc *gc);

/* What object_release has put off; after it nothing waits (unless inside a death). */
void gc_drain(Gc *gc);

/* Between these two, code of the program runs inside a death: see dispose.c. */
typedef struct GcDepth { uint32_t base, limit; } GcDepth;
GcDepth gc_code_enter(Gc *gc);
void gc_code_leave(Gc *gc, GcDepth before);

Object *gc_alloc_slow(Gc *gc, const GcType *type, size_t size);
void gc_track_slow(Gc *gc, Object *object);
void gc_untrack_slow(Gc *gc, Object *object);

static always_inline Domain gc_domain(const GcType *type)
{
    return type->flags & OBJECT_CONTAINER ? DOMAIN_CONTAINER : DOMAIN_OBJECT;
}

/* Blocks of objects are multiples of 16 bytes, so whole pairs of words may be written. */
static always_inline void gc_init(Object *object, const GcType *type)
{
    typedef uint64_t Pair __attribute__((vector_size(16)));
    Pair *field = (Pair *)(object + 1), *end = (Pair *)((char *)object + type->basic_size);
    object->count = 1;
    object->gc = 0;
    object->type_word = (uintptr_t)type | (type->flags & (OBJECT_CONTAINER | OBJECT_FINALIZER));
    for (; field < end; field++) {
        *field = (Pair){ 0, 0 };
        __asm__("" : "+r"(field));      /* stays a loop: memset would cost a call */
    }
}

static always_inline Object *gc_alloc(Gc *gc, const GcType *type, size_t size)
{
    Domain domain = gc_domain(type);
    if (domain == DOMAIN_CONTAINER && unlikely(++gc->counter[0].count > gc->trigger))
        gc_collect_due(gc);
    Object *object = heap_alloc(&gc->heap, domain, size);
    if (unlikely(!object))
        return gc_alloc_slow(gc, type, size);
    gc_init(object, type);
    return object;
}

/* gc_alloc for a type that is no container and has no finalizer; nothing behind the head is zeroed. */
static always_inline Object *gc_alloc_leaf(Gc *gc, const GcType *type, size_t size)
{
    Object *object = heap_alloc(&gc->heap, DOMAIN_OBJECT, size);
    if (unlikely(!object))
        return gc_alloc_slow(gc, type, size);
    object->count = 1;
    object->gc = 0;
    object->type_word = (uintptr_t)type;
    return object;
}

/* gc_alloc for a container type without a finalizer; likewise. */
static always_inline Object *gc_alloc_container(Gc *gc, const GcType *type, size_t size)
{
    if (unlikely(++gc->counter[0].count > gc->trigger))
        gc_collect_due(gc);
    Object *object = heap_alloc(&gc->heap, DOMAIN_CONTAINER, size);
    if (unlikely(!object))
        return gc_alloc_slow(gc, type, size);
    object->count = 1;
    object->gc = 0;
    object->type_word = (uintptr_t)type | OBJECT_CONTAINER;
    return object;
}

static always_inline void gc_track(Gc *gc, Object *object)
{
    GcYoung *young = &gc->young[0];
    if (unlikely(object->gc & GC_TRACKED))
        return;
    if (unlikely(young->count == young->capacity)) {
        gc_track_slow(gc, object);
        return;
    }
    object->gc = (object->gc & GC_FINALIZED) | GC_TRACKED | young->count << GC_PAYLOAD_SHIFT;
    young->items[young->count++] = object;
}

static always_inline void gc_untrack(Gc *gc, Object *object)
{
    if (!(object->gc & GC_TRACKED))
        return;
    uint32_t index = object->gc >> GC_PAYLOAD_SHIFT;
    GcYoung *young = &gc->young[0];
    if (likely((object->gc & (GC_GENERATION | GC_COLLECTING)) == 0 && index + 1 == young->count)) {
        young->count--;
        object->gc &= GC_FINALIZED;
        return;
    }
    gc_untrack_slow(gc, object);
}

static always_inline void gc_free(Gc *gc, Object *object)
{
    if (object->type_word & OBJECT_CONTAINER) {
        gc_untrack(gc, object);
        gc->counter[0].count -= gc->counter[0].count > 0;
    }
    if (unlikely(object->type_word & OBJECT_WEAK))
        weak_clear_silently(gc, object);
    heap_free(&gc->heap, object);
}

#endif
