/* Weak references: who refers weakly to an object.
 *
 * A side table maps an object to the list of its weak references; the flag
 * OBJECT_WEAK of the object says that it is in the table.  A WeakRef is an object
 * itself, or the beginning of a larger one; its type has the flag GCTYPE_WEAKREF.
 *
 *   reference->target == T  <=>  reference stands in T's list
 *   T has OBJECT_WEAK       <=>  T's list is not empty
 *
 * When T dies, target becomes NULL in all of its references first; then the
 * callbacks of those that still live run, the first in the list first.
 */
#ifndef OURO_GC_WEAK_H
#define OURO_GC_WEAK_H

#include "gc/object.h"

typedef struct WeakRef WeakRef;
struct WeakRef {
    Object head;
    Object *target;             /* borrowed; NULL: gone */
    WeakRef *next, *prev;       /* in the target's list; free for use when target is NULL */
    Object *callback;           /* owned, or NULL: opaque to this floor */
};

typedef struct WeakEntry { Object *target; WeakRef *first; } WeakEntry;

typedef struct WeakTable {
    WeakEntry *entries;         /* open addressing; target NULL: free */
    size_t count, capacity;     /* capacity: 0 or a power of two; count <= 3/4 of it */
} WeakTable;

/* REFERENCE, which has no target yet, joins TARGET's list behind AFTER (NULL: in
 * front).  False: out of memory, nothing has changed. */
bool weak_attach(Gc *gc, WeakRef *reference, Object *target, WeakRef *after) must_check;

/* REFERENCE loses its target and will not be called back.  No effect without one.
 * The free function of a weak reference's type calls it. */
void weak_detach(Gc *gc, WeakRef *reference);

/* The target with a new reference, or NULL when it is gone or dying. */
Object *weak_get(Gc *gc, WeakRef *reference) must_check;

WeakRef *weak_first_peek(Gc *gc, const Object *target);     /* the list; NULL: empty */
size_t weak_count(Gc *gc, const Object *target);

/* OBJECT is dying: clear its references and call back. */
void weak_clear(Gc *gc, Object *object);

/* The two halves of that: clearing returns those to call back, retained and linked
 * by `next`; a reference that SKIP says yes to is cleared but not returned. */
WeakRef *weak_clear_list(Gc *gc, Object *object, bool (*skip)(const WeakRef *reference));
void weak_call_back(Gc *gc, WeakRef *list);

/* A collection in slices gathers such lists, and calls back when it can. */
void weak_enqueue(Gc *gc, WeakRef *list);
void weak_run_queue(Gc *gc);
void weak_drop_queue(Gc *gc);

void weak_clear_silently(Gc *gc, Object *object);

void weak_close(Gc *gc);
const char *weak_check(const Gc *gc);

#endif
