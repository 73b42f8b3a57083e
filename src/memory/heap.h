/* The private heap: everything a runtime owns is a block of its heap.
 *
 *   heap  = arenas + huge blocks
 *   arena = 1 MiB, aligned to its size, cut into units of 16 KiB
 *   pool  = one unit, blocks of one size class and one domain
 *   span  = up to half an arena of units, one block
 *   block = a multiple of 16 bytes
 *
 * Domains share the heap and are counted apart: raw (the runtime's own needs),
 * memory (buffers that objects own), object (leaf objects), container (objects
 * that the collector traverses; it never touches a pool of another domain).
 *
 * The limit is hard: `reserved <= limit` at every moment, where reserved counts
 * the pages (4 KiB) that the heap has ever let be touched and not given back, its
 * own headers among them.  It is looked at only when a pool's frontier enters a
 * new page and when a span or huge block is taken, never on the fast path.  At
 * the limit the heap gives back what it keeps in reserve, then asks `pressure`,
 * and only then returns NULL.
 */
#ifndef OURO_MEMORY_HEAP_H
#define OURO_MEMORY_HEAP_H

#include "base/base.h"
#include "memory/os.h"
#include "memory/pool.h"

typedef struct Heap Heap;

typedef enum {
    DOMAIN_RAW, DOMAIN_MEMORY, DOMAIN_OBJECT, DOMAIN_CONTAINER, HEAP_DOMAINS
} Domain;

typedef enum {
    HEAP_NORMAL,
    HEAP_CHECKED,               /* fill patterns, guard bytes, every free verified */
    HEAP_SYSTEM,                /* every block from malloc, for sanitizers and Valgrind */
} HeapMode;

enum {
    HEAP_CLASSES = 55,          /* size classes 1 .. 54; 0 stands for "none" */
    HEAP_FAST_MAX = 512,        /* bytes; up to here class = size / 16, rounded up */
    HEAP_SMALL_MAX = 8192,      /* bytes; the largest size class */
    HEAP_FUEL_BYTES = 256,
    HEAP_SPAN_MAX = ARENA_SIZE / 2,  /* bytes; above: a mapping of its own */
};

typedef struct HeapOptions {
    size_t limit;               /* bytes; 0: none */
    HeapMode mode;
    const HeapSource *source;   /* NULL: os_source; must outlive the heap */
    /* Called with a message that names the block when a block is freed twice, was
     * not allocated, or was overrun.  NULL: print and abort.  When it returns, the
     * operation is left undone. */
    void (*on_misuse)(void *argument, const char *message, void *block);
    void *misuse_argument;
} HeapOptions;

/* A place in a walk over all blocks.  See memory/walk.h. */
typedef struct HeapCursor HeapCursor;
typedef struct SystemBlock SystemBlock;
typedef struct HeapTracer HeapTracer;    /* memory/trace.h */

struct Heap {
    /* The pool that serves a class, or a constant pool without blocks. */
    HeapPool *current[HEAP_DOMAINS][HEAP_CLASSES];
    /* For the owner, who may bound what its program does: large blocks take from it a unit for
     * each 256 bytes, about the time that it takes to fill them. */
    int64_t fuel;
    bool slow;                  /* every request and every free takes the slow path */
    HeapMode mode;
    HeapPool *listed[HEAP_DOMAINS][HEAP_CLASSES];

    HeapArena *arenas;          /* all of them */
    HeapArena *open_arenas;     /* those with a free unit */
    HeapPool *huge;             /* blocks with a mapping of their own */
    SystemBlock *system;        /* mode HEAP_SYSTEM: all blocks, the newest first */
    HeapCursor *cursors;        /* walks under way: told of arenas and blocks that go away */

    size_t limit;               /* bytes; SIZE_MAX: none */
    size_t reserved, peak;      /* bytes */
    size_t idle;                /* bytes of reserved that are in no pool, span or huge block */
    size_t page_size;           /* bytes by which reserved moves */
    bool can_purge;             /* a pool is at least a page of the system */
    uint32_t arena_count, empty_arenas;
    uint32_t keep;              /* empty arenas that are not given back; see arena.c */
    uint32_t dropped;           /* arenas that were given back and not yet missed */

    /* Ask the owner for memory; true: something may have come free. */
    bool (*pressure)(Heap *heap, size_t size);
    /* Told once when what is in use passes `half`: half of the room that the last
     * heap_note_room found below the limit.  Must not allocate or free. */
    void (*half_full)(Heap *heap);
    size_t half;                /* bytes; SIZE_MAX: not to be told.  Falls with what is in use ... */
    size_t half_least;          /* ... but not below what was last found to be needed, until half of that
                                   is gone: what comes and goes does not call for a collection each time */
    size_t outside;             /* bytes of reserved that lie outside of the heap; heap_charge_outside */
    bool in_pressure;

    bool armed;                 /* the failing allocator is on: nothing in `current` */
    bool fail_forever;
    bool injected;              /* the last failure was asked for */
    uint64_t fail_at, requests; /* the request to fail; requests since arming */

    HeapTracer *tracer;         /* or NULL */
    size_t trace_bytes;         /* part of reserved: see memory/trace.h */

    const HeapSource *source;
    void (*on_misuse)(void *argument, const char *message, void *block);
    void *misuse_argument;
};

/* Opening takes nothing from the system and cannot fail.  OPTIONS NULL: all zero. */
void heap_open(Heap *heap, const HeapOptions *options);

/* Everything goes back to the source, in O(arenas + huge blocks). */
void heap_close(Heap *heap);

/* All return NULL when the limit or the system refuses; nothing is lost then:
 * a failed heap_realloc leaves the block as it was.  Size 0 gives a block.
 * Blocks are aligned to 16 bytes.  heap_free(NULL) does nothing. */
static inline void *heap_alloc(Heap *heap, Domain domain, size_t size) must_check;
void *heap_calloc(Heap *heap, Domain domain, size_t count, size_t size) must_check;
void *heap_realloc(Heap *heap, Domain domain, void *block, size_t size) must_check;
static inline void heap_free(Heap *heap, void *block);

/* Bytes that may be used in BLOCK, at least the size asked for. */
size_t heap_usable_size(const Heap *heap, const void *block);
Domain heap_domain(const Heap *heap, const void *block);

/* Give back every page that holds no block.  Returns the bytes given back. */
size_t heap_trim(Heap *heap);

/* Empty arenas beyond a few and idle units go back, even if experience says that they
 * will be needed again soon.  The collector calls it after a full collection. */
void heap_relax(Heap *heap);

/* The limit may be lowered to what is reserved at the moment, no further. */
bool heap_set_limit(Heap *heap, size_t limit);

/* SIZE bytes that others hold for the heap's owner count as reserved.  False: over the limit. */
bool heap_charge_outside(Heap *heap, size_t size) must_check;
void heap_return_outside(Heap *heap, size_t size);

/* See half_full.  NEEDED: nothing of what is in use now could be done without. */
void heap_note_room(Heap *heap, bool needed);

/* The failing allocator: request number N from now on fails (the first is 1), or
 * from then on all.  N = 0 switches it off.  Off it costs nothing. */
void heap_fail_at(Heap *heap, uint64_t n, bool forever);

/* NULL, or the name of the first invariant that does not hold. */
const char *heap_check(const Heap *heap);

void *heap_alloc_slow(Heap *heap, Domain domain, size_t size);
void heap_free_slow(Heap *heap, void *block);
void pool_notice(Heap *heap, HeapPool *pool);

static always_inline void pool_set_allocated(HeapPool *pool, const void *block)
{
    unsigned index = pool_index(pool, block);
    pool->used++;
    pool->allocated[index / 64] |= (uint64_t)1 << index % 64;
}

static always_inline void *pool_take(HeapPool *pool, FreeBlock *block)
{
    pool->free = block->next;
    pool_set_allocated(pool, block);
    return block;
}

static always_inline void pool_put(HeapPool *pool, FreeBlock *block)
{
    block->next = pool->free;
    pool->free = block;
}

static always_inline void *heap_alloc(Heap *heap, Domain domain, size_t size)
{
    if (likely(size <= HEAP_FAST_MAX)) {
        HeapPool *pool = heap->current[domain][(size + GRANULE - 1) / GRANULE];
        if (likely(pool->free != NULL))
            return pool_take(pool, pool->free);
    }
    return heap_alloc_slow(heap, domain, size);
}

static always_inline void heap_free(Heap *heap, void *block)
{
    if (unlikely(heap->slow || block == NULL)) {
        heap_free_slow(heap, block);
        return;
    }
    HeapPool *pool = pool_of(block);
    uint64_t scaled = pool_scaled(pool, block);
    unsigned index = (unsigned)(scaled >> 32);
    uint64_t *word = &pool->allocated[index / 64], bit = (uint64_t)1 << index % 64;
    if (unlikely((uint32_t)scaled >= pool->reciprocal || !(*word & bit))) {
        heap_free_slow(heap, block);
        return;
    }
    *word ^= bit;
    pool_put(pool, block);
    if (unlikely(--pool->used == pool->notice))
        pool_notice(heap, pool);
}

#endif
