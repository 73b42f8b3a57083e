/* Arenas, pools and blocks: the layout that heap.h's fast paths and the files of
 * this folder share.
 *
 *   arena (1 MiB, aligned) = 64 units of 16 KiB, each free, a pool, or part of a span
 *   pool  (16 KiB, aligned):
 *
 *     +--------------+-----------+------------+- - - - - -+---------------+- -+
 *     | header       | allocated | mark       | HeapArena | block | block | ..|
 *     | 48 bytes     | 1 bit     | 1 bit      |           | 0     | 1     |   |
 *     +--------------+-----------+------------+- - - - - -+---------------+- -+
 *                      a block     containers   unit 0
 *                                  only         only
 *
 * Bit i of a bitmap belongs to block i, which begins at first + i * block_size.
 * The index of an address is a multiplication by the reciprocal of the block size;
 * the lower half of the product tells whether the address is the start of a block.
 *
 *   used = popcount(allocated)      used + |free list| + (1 if the hot block) = made
 *   made <= capacity; a block at or above `made` was never touched
 *
 * States of a pool: CURRENT (the one that heap_alloc takes from), LISTED (has
 * room, waits in the list of its class), FULL (in no list until 1/8 is free).
 *
 * Every block, of whatever size, starts in the first 16 KiB of its pool, span or
 * mapping: `block & ~(POOL_SIZE - 1)` is always its header.
 */
#ifndef OURO_MEMORY_POOL_H
#define OURO_MEMORY_POOL_H

#include "base/base.h"

enum {
    GRANULE = 16,               /* bytes; alignment and smallest size of a block */
    POOL_SIZE = 16 * 1024,
    ARENA_SIZE = 1024 * 1024,
    ARENA_UNITS = ARENA_SIZE / POOL_SIZE,
    POOL_WORDS = POOL_SIZE / GRANULE / 64,      /* at most, of one bitmap */
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
    uint16_t block_size;        /* bytes */
    uint16_t first;             /* offset of block 0 */
    uint16_t words;             /* of each bitmap */
    HeapPool *next, *prev;      /* in the list of its class, or of huge blocks */
    union {
        uint64_t allocated[1];  /* `words` of them; behind them, in container pools, the marks */
        struct {                /* a span or a huge mapping: one block */
            size_t mapped;      /* bytes of the mapping; of a span: units * POOL_SIZE */
            size_t size;        /* bytes asked for */
        } large;
    };
};

typedef struct HeapArena HeapArena;
struct HeapArena {              /* inside unit 0, ARENA_OFFSET bytes from its start */
    HeapArena *next, *prev;     /* all arenas of the heap */
    HeapArena *open_next, *open_prev;   /* those with a free unit */
    uint64_t free;              /* bit u: unit u is in no pool or span */
    uint64_t idle;              /* bit u: unit u is free, but some of its pages are accounted */
    uint64_t heads;             /* bit u: a pool or span begins at unit u */
    uint8_t committed[ARENA_UNITS];     /* accounted pages of each unit */
};

enum {
    POOL_HEADER = offsetof(HeapPool, allocated),
    LARGE_HEADER = 64,
    ARENA_OFFSET = POOL_HEADER + 2 * POOL_WORDS * 8,
    ARENA_HEADER = (ARENA_OFFSET + sizeof(HeapArena) + GRANULE - 1) / GRANULE * GRANULE,
};

static_assert(POOL_HEADER == 48 && sizeof(HeapPool) <= LARGE_HEADER, "headers fit");

static always_inline HeapPool *pool_of(const void *block)
{
    return (HeapPool *)((uintptr_t)block & ~(uintptr_t)(POOL_SIZE - 1));
}

static always_inline HeapArena *arena_of(const void *address)
{
    return (HeapArena *)(((uintptr_t)address & ~(uintptr_t)(ARENA_SIZE - 1)) + ARENA_OFFSET);
}

static always_inline char *arena_start(const HeapArena *arena)
{
    return (char *)arena - ARENA_OFFSET;
}

static always_inline HeapPool *arena_unit(const HeapArena *arena, unsigned unit)
{
    return (HeapPool *)(arena_start(arena) + (size_t)unit * POOL_SIZE);
}

static always_inline unsigned unit_of(const void *address)
{
    return ((uintptr_t)address & (ARENA_SIZE - 1)) / POOL_SIZE;
}

/* The block size times the index, scaled so that a block's start has nothing in
 * the lower half but rounding: less than `reciprocal`. */
static always_inline uint64_t pool_scaled(const HeapPool *pool, const void *block)
{
    uint32_t offset = (uint32_t)((uintptr_t)block - pool->first) & (POOL_SIZE - 1);
    return (uint64_t)offset * pool->reciprocal;
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
    return (char *)pool + pool->first + (size_t)index * pool->block_size;
}

static always_inline bool pool_is_allocated(const HeapPool *pool, unsigned index)
{
    return pool->allocated[index / 64] >> index % 64 & 1;
}

static always_inline uint64_t *pool_marks(HeapPool *pool)
{
    return pool->allocated + pool->words;
}

#endif
