/* The header in front of every object, and reference counts.
 *
 *      0        4        8               16
 *      +--------+--------+----------------+---- - -
 *      | count  |  gc    |   type word    |  the object's own fields
 *      +--------+--------+----------------+---- - -
 *
 * count  references to the object.  Negative: immortal, never counted; a count
 *        that overflows becomes negative, that is, immortal.  Of an ARMED object
 *        the count with the sign bit set.
 * gc     bit   0      TRACKED
 *              1-2    generation 0, 1, 2 (old), 3 (frozen); of an untracked object
 *                     3 = waiting to be freed
 *              3      FINALIZED: type->finalize was called
 *              4      COLLECTING: in the set that the running collection suspects
 *              5      GREY: found alive, its children not yet visited
 *              6      ARMED: the next retain or release takes it off (epoch.h)
 *              7-31   payload: index in the array of generation 0 or 1 (or of the
 *                     dying); while references are counted, those from outside
 *                     the set, where the largest value means "or more"; of an old
 *                     object what epoch.h says; of an object that waits to be
 *                     freed, the upper part of a link
 *        Other floors neither read nor write this word.  It is 0 in a new object
 *        and may be 0 in a static immortal one.
 * type   pointer to the object's GcType (16-byte aligned) and four flags.
 *
 * This floor knows no Python: it reaches an object through its GcType alone.
 */
#ifndef OURO_GC_OBJECT_H
#define OURO_GC_OBJECT_H

#include "base/base.h"

typedef struct Object Object;
typedef struct GcType GcType;
typedef struct Gc Gc;           /* heap + collector, first member of a runtime */

struct Object {
    int32_t count;
    uint32_t gc;
    uintptr_t type_word;
};

/* Flags in the low bits of the type word. */
enum {
    OBJECT_CONTAINER = 1,       /* lies in a container pool; may be tracked */
    OBJECT_FINALIZER = 2,       /* its type had a finalizer when it was made */
    OBJECT_WEAK = 4,            /* weak references to it exist */
    OBJECT_FLAG_SPARE = 8,
    OBJECT_FLAGS = 15,
};

/* Further flags of a GcType. */
enum {
    GCTYPE_WEAKREF = 16,        /* its objects begin with a WeakRef (gc/weak.h) */
    GCTYPE_UNTRACKABLE = 32,    /* gc->may_untrack is asked about survivors */
    /* Its objects give up a reference only by object_release, or call object_touch on
     * the child (object_touch_all on themselves) before they hand the reference on;
     * and before they change the order of their children, object_touch on themselves. */
    GCTYPE_STEADY = 64,
};

/* Bit of Object.gc that retain and release look at, see above; the others are in gc.h. */
enum { GC_ARMED = 64 };
#define GC_ARMED_SIGN INT32_MIN

/* A child is visited once for each reference the object holds to it.  A visit
 * that returns non-zero stops the traversal, which returns that value. */
typedef int (*GcVisit)(Object *child, void *argument);

#define GC_ALL_VISITED SIZE_MAX

struct GcType {
    const char *name;
    /* Visit every object that SELF owns a reference to (its type included, when
     * the type is itself a counted object).  No allocation, no Python code.
     * NULL for a leaf. */
    int (*traverse)(Object *self, GcVisit visit, void *argument);
    /* Drop the references that can form a cycle; SELF stays valid and empty.
     * NULL: has none that another object's clear would not drop. */
    void (*clear)(Gc *gc, Object *self);
    /* Run the user's finalizer (PEP 442), once.  May resurrect.  NULL: none. */
    void (*finalize)(Gc *gc, Object *self);
    /* Release everything SELF owns, then gc_free(gc, SELF).  SELF is untracked
     * and has no weak references any more. */
    void (*free)(Gc *gc, Object *self);
    uint32_t basic_size;        /* bytes, header included */
    uint32_t flags;             /* OBJECT_CONTAINER, OBJECT_FINALIZER, GCTYPE_* */
    /* As traverse, but only about COUNT children, those from place FROM on (0: the first);
     * returns the next place, or GC_ALL_VISITED.  NULL: has never many children. */
    size_t (*traverse_part)(Object *self, size_t from, size_t count, GcVisit visit, void *argument);
} __attribute__((aligned(16)));

static inline const GcType *object_gc_type(const Object *object)
{
    return (const GcType *)(object->type_word & ~(uintptr_t)OBJECT_FLAGS);
}

static inline bool object_is_armed(const Object *object) { return object->gc & GC_ARMED; }

static inline bool object_is_immortal(const Object *object)
{
    return object->count < 0 && !object_is_armed(object);
}

/* The references that exist; negative: immortal. */
static inline int32_t object_references(const Object *object)
{
    return object_is_armed(object) ? object->count & INT32_MAX : object->count;
}

/* The last reference is gone: run the finalizer, then weak callbacks, then free.
 * Never recurses deeply: past a bounded depth the object waits in a list. */
void object_dispose(Gc *gc, Object *object);

/* A collection under way learns that somebody has got hold of OBJECT. */
static always_inline void object_touch(Object *object)
{
    if (unlikely(object->gc & GC_ARMED)) {
        object->gc &= ~(uint32_t)GC_ARMED;
        object->count &= INT32_MAX;
    }
}

/* OBJECT and its children. */
void object_touch_children(Object *object);

static always_inline void object_touch_all(Object *object)
{
    if (unlikely(object->gc & GC_ARMED))
        object_touch_children(object);
}

static inline void object_retain(Object *object)
{
    if (likely(object->count >= 0)) {
        object->count = (int32_t)((uint32_t)object->count + 1);
    } else if (unlikely(object->gc & GC_ARMED)) {
        object_touch(object);
        object->count++;
    }
}

/* The rest of object_release: an immortal or armed object. */
void object_release_slow(Gc *gc, Object *object);

static inline void object_release(Gc *gc, Object *object)
{
    if (likely(object->count > 0)) {
        if (--object->count == 0)
            object_dispose(gc, object);
    } else if (unlikely(object->gc & GC_ARMED)) {
        object_release_slow(gc, object);
    }
}

#endif
