/* Scratch memory of GMP's functions, charged to the heap before they start. */
#ifndef OURO_TYPES_INT_SCRATCH_H
#define OURO_TYPES_INT_SCRATCH_H

#include "object/runtime.h"

typedef struct Scratch {
    Runtime *rt;
    char *block;                /* memory_alloc; NULL: nothing was reserved */
    size_t size, used;
    size_t live;                /* pieces handed out */
    struct Scratch *outer;
} Scratch;

/* Below so many limbs in all operands GMP's scratch fits its own stack blocks. */
enum { SCRATCH_FREE_LIMBS = 1000 };

/* Before an mpn function whose operands have LIMBS limbs together.  False: MemoryError. */
bool scratch_open(Runtime *rt, Scratch *s, int64_t limbs) must_check;
void scratch_close(Scratch *s);

#endif
