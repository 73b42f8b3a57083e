/* How long the program stood still for the collector: one entry for each time that it
 * did, whether a whole collection or a slice of one. */
#ifndef OURO_GC_PAUSES_H
#define OURO_GC_PAUSES_H

#include "base/base.h"

enum { GC_PAUSE_CLASSES = 40 };

typedef struct GcPauses {
    uint64_t count[GC_PAUSE_CLASSES];   /* [i]: pauses of 2^i to 2^(i+1) nanoseconds */
    uint64_t pauses, nanoseconds, longest;
} GcPauses;

static inline void gc_note_pause(GcPauses *pauses, uint64_t nanoseconds)
{
    unsigned class = nanoseconds ? 63 - (unsigned)__builtin_clzll(nanoseconds) : 0;
    pauses->count[MIN(class, GC_PAUSE_CLASSES - 1)]++;
    pauses->pauses++;
    pauses->nanoseconds += nanoseconds;
    pauses->longest = MAX(pauses->longest, nanoseconds);
}

#endif
