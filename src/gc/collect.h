/* What the files of src/gc share beyond gc.h. */
#ifndef OURO_GC_COLLECT_H
#define OURO_GC_COLLECT_H

#include "gc/gc.h"
#include "memory/walk.h"

/* young.c: the arrays of the young generations. */

/* OBJECT joins YOUNG with FLAGS; false: no memory, or more than the payload can index. */
bool young_push(Gc *gc, GcYoung *young, Object *object, uint32_t flags);
/* OBJECT becomes old, which needs no memory. */
void set_old(Object *object);
/* FROM's objects go behind those of TO; what does not fit becomes old. */
void young_append(Gc *gc, GcYoung *to, GcYoung *from);
void young_close_holes(GcYoung *young, uint32_t flags);
void young_release(Gc *gc, GcYoung *young);

/* dispose.c */
void gc_init_depth(Gc *gc);
void gc_quiet_begin(Gc *gc);
void gc_quiet_end(Gc *gc);

/* collect.c: GENERATION and below, all, without code of the program if QUIET. */
GcResult collect(Gc *gc, int generation, bool quiet);

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
