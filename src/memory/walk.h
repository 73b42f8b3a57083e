/* Walking over the live blocks of a heap.
 *
 * heap_each is the fast form: the visitor must neither allocate nor free.  A
 * cursor is the careful form: between two steps anything may be allocated and
 * freed.  It yields every block that lives from its opening to its end exactly
 * once, except that a huge block that heap_realloc moves may be missed; it yields
 * no freed block.  Order: pools by arena and address, then huge blocks.
 */
#ifndef OURO_MEMORY_WALK_H
#define OURO_MEMORY_WALK_H

#include "memory/internal.h"

typedef struct HeapBlock {
    void *start;
    size_t size;                /* bytes that may be used */
    Domain domain;
} HeapBlock;

enum { DOMAINS_ALL = (1 << HEAP_DOMAINS) - 1 };

struct HeapCursor {
    Heap *heap;
    HeapCursor *next;           /* other cursors of the heap */
    unsigned domains;           /* bit d: domain d is wanted */
    HeapArena *arena;           /* where the walk stands, NULL: behind the arenas */
    unsigned position;          /* unit * POOL_BLOCKS + blocks of it that are done */
    HeapPool *huge;             /* the next huge block */
    SystemBlock *system;        /* the next block in mode HEAP_SYSTEM */
};

void heap_cursor_open(HeapCursor *cursor, Heap *heap, unsigned domains);
bool heap_cursor_next(HeapCursor *cursor, HeapBlock *block);
void heap_cursor_close(HeapCursor *cursor);

/* HUGE or BLOCK goes away: walks that stand on it move on. */
void cursors_pass_huge(Heap *heap, const HeapPool *huge);
void cursors_pass_system(Heap *heap, const SystemBlock *block);

typedef void (*HeapVisit)(void *argument, void *block);

static always_inline void pool_each(HeapPool *pool, HeapVisit visit, void *argument)
{
    if (pool->kind != POOL_SMALL) {
        visit(argument, large_block(pool));
        return;
    }
    for (unsigned i = 0; i < pool->words; i++)
        for (uint64_t word = pool->allocated[i]; word; word &= word - 1)
            visit(argument, pool_block(pool, i * 64 + (unsigned)__builtin_ctzll(word)));
}

/* Call VISIT, a constant that the compiler inlines, for each block of DOMAIN. */
static always_inline void heap_each(const Heap *heap, Domain domain, HeapVisit visit, void *argument)
{
    for (HeapArena *arena = heap->arenas; arena; arena = arena->next)
        for (uint64_t heads = arena->heads; heads; heads &= heads - 1) {
            HeapPool *pool = arena_unit(arena, (unsigned)__builtin_ctzll(heads));
            if (pool->domain == domain)
                pool_each(pool, visit, argument);
        }
    for (HeapPool *huge = heap->huge; huge; huge = huge->next)
        if (huge->domain == domain)
            visit(argument, large_block(huge));
    for (SystemBlock *block = heap->system; block; block = block->next)
        if (block->domain == domain)
            visit(argument, block + 1);
}

#endif
