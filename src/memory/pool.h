/* Arenas, pools and blocks: the layout that heap.h's fast paths and the files of
 * this folder share.
 *
 *   arena: 1 MiB, aligned to its size, 64 units of 16 KiB
 *
 *     unit 0                                            unit 1       unit 63
 *     +--------+--------+--------+- - - -+--------+     +------- - - -------+
 *     | arena  | header | header |       | header |     | pool or |   | pool |
 *     | header | unit 1 | unit 2 |       | unit 63|     | span    |   |      |
 *     +--------+--------+--------+- - - -+--------+     +------- - - -------+
 *      256 bytes each
 *
 *   pool:  one unit, filled with blocks of one size class and one domain
 *   span:  several units, one block
 *   huge:  a mapping of its own, aligned like an arena; 256 bytes of header, one block
 *
 * Every block, of whatever size, begins in the first 16 KiB of its pool, span or
 * mapping, so its address gives the place of its header (pool_of).  The headers of
 * an arena lie side by side: in front of their pools they would all fall into the
 * same few sets of the cache, and touch a page each (docs/internals/memory.md).
 *
 * A pool's bitmaps have a bit a block.  The index of a block is a multiplication by
 * the reciprocal of the block size; the lower half of the product tells whether the
 * address is the start of a block.
 *
 *   used = popcount(allocated)      used + |free list| = made <= capacity
 *   a block at or above `made` was never touched
 *
 * States of a pool: CURRENT (the one that heap_alloc takes from), LISTED (has
 * room, waits in the list of its class), FULL (in no list until 1/8 is free).
 */
#ifndef OURO_MEMORY_POOL_H
#define OURO_MEMORY_POOL_H

#include "base/base.h"

enum {
    GRANULE = 16,               /* bytes; alignment and smallest size of a block */
    POOL_SIZE = 16 * 1024,
    ARENA_SIZE = 1024 * 1024,
    ARENA_UNITS = ARENA_SIZE / POOL_SIZE,
    HEADER_SIZE = POOL_SIZE / ARENA_UNITS,      /* bytes of unit 0 for each unit */
    POOL_WORDS = POOL_SIZE / GRANULE / 64,      /* of both bitmaps of a pool together */
    MARK_WORDS = POOL_WORDS / 2,        /* container pools: blocks of at least two granules */
    POOL_NEVER = UINT16_MAX,    /* a `used` that no pool reaches */
};

typedef enum { POOL_SMALL = 1, POOL_SPAN, POOL_HUGE } PoolKind;
typedef enum { POOL_CURRENT, POOL_LISTED, POOL_FULL } PoolState;

typedef struct FreeBlock { struct FreeBlock *next; } FreeBlock;

typedef struct HeapPool HeapPool;
struct HeapPool {
    FreeBlock *free;
    uint16_t used;              /* blocks handed out */
    uint16_t notice;            /* when `used` falls to this, heap_free reports */
    uint16_t capacity;          /* blocks that fit */
    uint16_t made;              /* blocks below the never-touched frontier */
    uint8_t kind, state, domain, size_class;
    uint32_t reciprocal;        /* 2^32 / block_size, rounded up; 0 in a span or huge block */
    HeapPool *next, *prev;      /* in the list of its class, or of huge blocks */
    uint16_t block_size;        /* bytes */
    uint16_t words;             /* of `allocated` that may be non-zero */
    uint32_t *traces;           /* one a block, or NULL: see memory/trace.h */
    union {
        uint64_t allocated[POOL_WORDS];
        struct {
            uint64_t unmarked[MARK_WORDS];      /* allocated, in a container pool */
            uint64_t notes[MARK_WORDS];         /* the collector's: see walk.h */
        };
        struct {                /* a span or a huge mapping: one block */
            size_t mapped;      /* bytes of the mapping; of a span: units * POOL_SIZE */
            size_t size;        /* bytes asked for */
            uint32_t trace;     /* see memory/trace.h */
        } large;
    };
};

/* In the place of the header of unit 0.  The zeros make a stray heap_free of an
 * address in unit 0 fail as if no block was there. */
typedef struct HeapArena HeapArena;
struct HeapArena {
    uint64_t zeros[3];
    HeapArena *next, *prev;     /* all arenas of the heap */
    HeapArena *open_next, *open_prev;   /* those with a free unit */
    uint64_t free;              /* bit u: unit u is in no pool or span */
    uint64_t idle;              /* bit u: unit u is free, but some of its pages are accounted */
    uint64_t heads;             /* bit u: a pool or span begins at unit u */
    uint64_t noted;             /* bit u: the pool or span of unit u may have a noted block */
    uint8_t committed[ARENA_UNITS];     /* accounted pages of each unit */
};

#define ARENA_EMPTY (~(uint64_t)1)      /* `free` of an arena without pools and spans */

static_assert(sizeof(HeapPool) <= HEADER_SIZE && sizeof(HeapArena) <= HEADER_SIZE, "headers fit");

static always_inline HeapArena *arena_of(const void *address)
{
    return (HeapArena *)((uintptr_t)address & ~(uintptr_t)(ARENA_SIZE - 1));
}

/* The header of BLOCK's pool, span or mapping. */
static always_inline HeapPool *pool_of(const void *block)
{
    uintptr_t place = (uintptr_t)block / ARENA_UNITS & (POOL_SIZE - HEADER_SIZE);
    return (HeapPool *)(((uintptr_t)block & ~(uintptr_t)(ARENA_SIZE - 1)) + place);
}

static always_inline HeapPool *arena_unit(const HeapArena *arena, unsigned unit)
{
    return (HeapPool *)((char *)arena + (size_t)unit * HEADER_SIZE);
}

static always_inline unsigned pool_unit(const HeapPool *pool)
{
    return (unsigned)((uintptr_t)pool & (ARENA_SIZE - 1)) / HEADER_SIZE;
}

/* Where the blocks of a pool or span begin. */
static always_inline char *pool_start(const HeapPool *pool)
{
    return (char *)arena_of(pool) + (size_t)pool_unit(pool) * POOL_SIZE;
}

/* The offset times the reciprocal: the upper half is the index of the block; the
 * start of a block leaves nothing but rounding in the lower half. */
static always_inline uint64_t pool_scaled(const HeapPool *pool, const void *block)
{
    return ((uintptr_t)block & (POOL_SIZE - 1)) * (uint64_t)pool->reciprocal;
}

static always_inline unsigned pool_index(const HeapPool *pool, const void *block)
{
    return (unsigned)(pool_scaled(pool, block) >> 32);
}

static always_inline bool pool_is_start(const HeapPool *pool, const void *block)
{
    return (uint32_t)pool_scaled(pool, block) < pool->reciprocal;
}

static always_inline void *pool_block(const HeapPool *pool, unsigned index)
{
    return pool_start(pool) + (size_t)index * pool->block_size;
}

static always_inline bool pool_is_allocated(const HeapPool *pool, unsigned index)
{
    return pool->allocated[index / 64] >> index % 64 & 1;
}

#endif
