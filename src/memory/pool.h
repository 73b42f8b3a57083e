/* Arenas, pools and blocks: the layout that heap.h's fast paths and the files of
 * this folder share.
 *
 *   arena (1 MiB, aligned) = 64 units of 16 KiB, each free, a pool, or part of a span
 *   pool  (16 KiB, aligned):
 *
 *     +--------------+-----------+------------+- - - - - -+---------------+- -+
 *     | header       | allocated | mark       | HeapArena | block | block | ..|
 *     | 48 bytes     | 128 bytes | 128 bytes  |           |               |   |
 *     +--------------+-----------+------------+- - - - - -+---------------+- -+
 *                                  containers   unit 0
 *                                  only         only
 *
 * Bit i of the two bitmaps belongs to the 16 bytes at pool + 16 i, and is only
 * ever set where a block starts.  So one shift finds the bit (no division by the
 * block size), and an address inside a block is told from its start.
 *
 *   used + |free list| = made <= capacity     popcount(allocated) = used
 *   a block that was never in the free list was never touched
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
    POOL_WORDS = POOL_SIZE / GRANULE / 64,
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
    uint16_t first;             /* offset of block 0 */
    uint16_t block_size;        /* bytes; 0 in a span or huge block */
    HeapPool *next, *prev;      /* in the list of its class, or of huge blocks */
    struct Heap *heap;
    union {
        uint64_t allocated[POOL_WORDS];
        struct {                /* a span or a huge mapping: one block */
            uint64_t no_block;  /* allocated[0], always 0: sends heap_free to the slow path */
            size_t mapped;      /* bytes of the mapping; of a span: units * POOL_SIZE */
            size_t size;        /* bytes asked for */
        } large;
    };
    uint64_t mark[POOL_WORDS];  /* in container pools; in others blocks begin here */
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
    LEAF_HEADER = offsetof(HeapPool, mark),
    POOL_HEADER = sizeof(HeapPool),
    LARGE_HEADER = 96,
    ARENA_OFFSET = POOL_HEADER,
    ARENA_HEADER = (POOL_HEADER + sizeof(HeapArena) + GRANULE - 1) / GRANULE * GRANULE,
};

static_assert(POOL_HEADER == 304, "335 blocks of 48 bytes must fit in a container pool");
static_assert(LARGE_HEADER >= offsetof(HeapPool, large) + 3 * sizeof(size_t)
              && ARENA_HEADER / GRANULE < 64, "the bit of a large block lies in allocated[0]");

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

static always_inline unsigned granule_of(const void *block)
{
    return ((uintptr_t)block & (POOL_SIZE - 1)) / GRANULE;
}

static always_inline bool pool_is_allocated(const HeapPool *pool, unsigned granule)
{
    return pool->allocated[granule / 64] >> granule % 64 & 1;
}

#endif
