/* Figures about a heap, exact, counted when asked for: O(pools). */
#ifndef OURO_MEMORY_STATS_H
#define OURO_MEMORY_STATS_H

#include "memory/heap.h"

typedef struct HeapCount { size_t blocks, bytes; } HeapCount;

typedef struct HeapClassStats {
    size_t block_size;          /* bytes */
    size_t pools;
    size_t blocks;              /* live */
    size_t capacity;            /* blocks that fit in the pools */
} HeapClassStats;

typedef struct HeapStats {
    size_t limit;               /* bytes; SIZE_MAX: none */
    size_t reserved, peak;      /* bytes */
    size_t idle;                /* bytes of reserved in free units */
    size_t arenas, empty_arenas;
    size_t free_units;          /* units of arenas in no pool or span */
    size_t pools;               /* used + full + empty */
    size_t used_pools;          /* with live and free blocks */
    size_t full_pools, empty_pools;
    HeapCount spans, huge;
    HeapCount live;             /* bytes: whole blocks, as the size classes round them */
    HeapCount domain[HEAP_DOMAINS];
    HeapClassStats size_class[HEAP_CLASSES];
} HeapStats;

void heap_stats(const Heap *heap, HeapStats *stats);

/* Live blocks alone. */
HeapCount heap_live(const Heap *heap);

const char *heap_domain_name(Domain domain);

#endif
