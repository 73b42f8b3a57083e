/* What the files of src/gc share beyond gc.h. */
#ifndef OURO_GC_COLLECT_H
#define OURO_GC_COLLECT_H

#include "gc/gc.h"
#include "memory/walk.h"

#include <time.h>

/* young.c: the arrays of the young generations. */

/* OBJECT joins YOUNG with FLAGS; false: no memory, or more than the payload can index. */
bool young_push(Gc *gc, GcYoung *young, Object *object, uint32_t flags);
/* OBJECT becomes old, which needs no memory. */
void set_old(Gc *gc, Object *object);
/* FROM's objects go behind those of TO; what does not fit becomes old. */
void young_append(Gc *gc, GcYoung *to, GcYoung *from);
void young_close_holes(GcYoung *young, uint32_t flags);
void young_release(Gc *gc, GcYoung *young);

/* dispose.c */
void gc_init_depth(Gc *gc);
void gc_quiet_begin(Gc *gc);
void gc_quiet_end(Gc *gc);

/* collect.c: GENERATION and below, all, without code of the program if QUIET. */
typedef enum { COLLECT_REQUESTED, COLLECT_AUTOMATIC, COLLECT_QUIET } CollectMode;
GcResult collect(Gc *gc, int generation, CollectMode mode);
/* The suspects of an epoch, in one step; how many were unreachable. */
size_t collect_noted(Gc *gc);
uint64_t gc_clock(clockid_t clock);     /* nanoseconds */
/* A slice of the epoch and nothing else. */
void collect_slice(Gc *gc);

/* epoch.c */
bool epoch_begin(Gc *gc);               /* false: no memory */
void epoch_slice(Gc *gc);
bool epoch_is_behind(const Gc *gc);      /* slices should come more often */
void epoch_promoted(Gc *gc, size_t count);      /* COUNT objects have become old */
void epoch_settle(Gc *gc);              /* no epoch is under way any more */
void epoch_forget(Gc *gc, Object *object);      /* OBJECT is GREY and no longer old */
void epoch_forget_suspect(Gc *gc, const Object *object);        /* OBJECT may be suspect, and is no longer old */

/* Children on their way from memory; NULL: nothing in the place. */
enum { WINDOW = 16 };
typedef struct Window {
    Object *place[WINDOW];
    unsigned next;
} Window;

/* CHILD enters; the one that entered WINDOW calls ago leaves. */
static always_inline Object *window_pass(Window *window, Object *child)
{
    Object **place = &window->place[window->next++ % WINDOW], *due = *place;
    __builtin_prefetch(child, 1);
    *place = child;
    return due;
}

static always_inline uint32_t generation_flags(int generation)
{
    return GC_TRACKED | (uint32_t)generation << GC_GENERATION_SHIFT;
}

static always_inline bool is_in_generation(const Object *object, int generation)
{
    return (object->gc & (GC_TRACKED | GC_GENERATION)) == generation_flags(generation);
}

static always_inline uint32_t payload_of(const Object *object)
{
    return object->gc >> GC_PAYLOAD_SHIFT;
}

static always_inline void set_payload(Object *object, uint32_t payload)
{
    object->gc = (object->gc & ((1 << GC_PAYLOAD_SHIFT) - 1)) | payload << GC_PAYLOAD_SHIFT;
}

#endif
