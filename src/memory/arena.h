/* Units of arenas, and the account of what the heap has taken (`reserved`).
 *
 *   reserved = sum of committed pages of all arenas + mappings of huge blocks
 *            = sum of the system blocks' bytes, in mode HEAP_SYSTEM
 *   idle     = the part of it in free units
 */
#ifndef OURO_MEMORY_ARENA_H
#define OURO_MEMORY_ARENA_H

#include "memory/heap.h"

/* Add SIZE to `reserved`; false: the limit forbids it even without idle pages. */
bool heap_charge(Heap *heap, size_t size);
void heap_uncharge(Heap *heap, size_t size);

/* What heap->half would be if it were found now. */
static inline size_t heap_half(const Heap *heap)
{
    size_t used = heap->reserved - heap->idle;
    return MAX(used + (heap->limit - used) / 2, heap->half_least);
}

/* COUNT free units in a row, of which the first SIZE bytes may be touched.  The
 * caller fills the header that is returned.  NULL: limit or system. */
HeapPool *units_take(Heap *heap, unsigned count, size_t size);
void units_give(Heap *heap, HeapPool *first, unsigned count);

/* The first SIZE bytes of the pool or span at FIRST may be touched from now on. */
bool units_commit(Heap *heap, HeapPool *first, size_t size);

/* The span at FIRST grows from COUNT to MORE units, if those behind it are free. */
bool units_extend(Heap *heap, HeapPool *first, unsigned count, unsigned more);

/* Give back the memory of idle units and the empty arenas beyond KEEP. */
void arenas_purge(Heap *heap);
void arenas_drop_empty(Heap *heap, unsigned keep);
void arenas_close(Heap *heap);
enum { EMPTY_ARENAS_KEPT = 2 };

static always_inline uint64_t unit_bits(unsigned unit, unsigned count)
{
    return (count >= 64 ? ~(uint64_t)0 : ((uint64_t)1 << count) - 1) << unit;
}

#endif
