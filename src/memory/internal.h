/* What the files of src/memory share beyond heap.h. */
#ifndef OURO_MEMORY_INTERNAL_H
#define OURO_MEMORY_INTERNAL_H

#include "memory/arena.h"
#include "memory/heap.h"
#include "memory/size_class.h"

/* The pool of a class that has none: never has a free block, never written. */
extern const HeapPool no_pool;
#define NO_POOL ((HeapPool *)&no_pool)

/* pool.c: blocks of at most HEAP_SMALL_MAX bytes. */
void *pool_alloc(Heap *heap, Domain domain, unsigned class);
/* The usual case of pool_alloc: the current pool is full, and the first listed one has a free block.  NULL: it is
 * another case. */
void *pool_refill(Heap *heap, Domain domain, unsigned class);
void pool_free(Heap *heap, HeapPool *pool, void *block);
void pools_park(Heap *heap);            /* nothing stays in `current` */
void pools_release_empty(Heap *heap);
void pools_relist(Heap *heap, Domain domain, unsigned class);

/* large.c: spans and huge blocks. */
void *large_alloc(Heap *heap, Domain domain, size_t size);
void large_free(Heap *heap, HeapPool *large);
void *large_resize(Heap *heap, HeapPool *large, size_t size);   /* NULL: not possible; nothing changed */
void large_close(Heap *heap);
bool large_is_block(const HeapPool *large, const void *block);
static inline size_t large_header(const HeapPool *large) { return large->kind == POOL_HUGE ? HEADER_SIZE : 0; }
static inline void *large_block(const HeapPool *large) { return pool_start(large) + large_header(large); }
static inline unsigned large_units(const HeapPool *large) { return (unsigned)(large->large.mapped / POOL_SIZE); }

/* system.c: mode HEAP_SYSTEM. */
struct SystemBlock {
    SystemBlock *next, *prev;
    size_t size;                /* bytes asked for */
    Domain domain;
    uint32_t live;              /* SYSTEM_LIVE */
    bool noted;
    uint32_t trace;             /* see memory/trace.h */
} __attribute__((aligned(16)));
enum { SYSTEM_LIVE = 0x0b10c0de };
void *system_alloc(Heap *heap, Domain domain, size_t size);
void system_free(Heap *heap, void *block);
void system_close(Heap *heap);
static inline SystemBlock *system_block(const void *block) { return (SystemBlock *)block - 1; }

/* checked.c: mode HEAP_CHECKED.  See the picture there. */
size_t checked_size(size_t size);       /* bytes to take for a request of SIZE */
void checked_prepare(void *block, size_t size);         /* a new block */
void checked_fill_free(void *start, size_t size);
bool checked_release(Heap *heap, void *block);          /* false: misuse was reported */
size_t checked_requested(const void *block);
const char *checked_verify(const void *block);          /* NULL or what is wrong */
const char *checked_verify_free(const HeapPool *pool, const void *block);
void heap_misuse(Heap *heap, const char *what, void *block);

/* Bytes behind the start of a block that belong to it, guard included. */
static inline size_t block_room(const void *block)
{
    const HeapPool *pool = pool_of(block);
    return pool->kind == POOL_SMALL ? pool->block_size : pool->large.mapped - large_header(pool);
}

/* Try, make room, try again: heap.c.  TRY is repeated while it returns NULL. */
typedef struct HeapRequest { Domain domain; unsigned class; size_t size; } HeapRequest;
bool heap_make_room(Heap *heap, const HeapRequest *request, int attempt);

#endif
