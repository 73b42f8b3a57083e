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

/* What an operation costs for L limbs: like a product, a text, or a greatest common divisor. */
typedef enum { COST_PRODUCT, COST_TEXT, COST_DIVISOR } ScratchCost;

/* Before an mpn function whose operands have LIMBS limbs together: its time is charged too, since
 * it cannot be stopped.  False: MemoryError, or no time for it. */
bool scratch_open(Runtime *rt, Scratch *s, int64_t limbs, ScratchCost cost) must_check;
void scratch_close(Scratch *s);

#endif
