/* Walking over the live blocks of a heap.
 *
 * heap_each is the fast form: the visitor must neither allocate nor free.  A
 * cursor is the careful form: between two steps anything may be allocated and
 * freed.  It yields every block that lives from its opening to its end exactly
 * once, except that a huge block that heap_realloc moves may be missed; it yields
 * no freed block.  Order: pools by arena and address, then huge blocks.
 *
 * A container block can be noted, which costs no memory: a bit in the header of its
 * pool, and one in that of the arena, so that a walk over the noted blocks alone
 * does not look at other pools.  A note says something about a place: it stays when
 * the block is freed, and whoever reads it has to look whether it still means the
 * object there.
 */
#ifndef OURO_MEMORY_WALK_H
#define OURO_MEMORY_WALK_H

#include "memory/internal.h"

typedef struct HeapBlock {
    void *start;
    size_t size;                /* bytes that may be used */
    Domain domain;
} HeapBlock;

enum { DOMAINS_ALL = (1 << HEAP_DOMAINS) - 1, POOL_BLOCKS = POOL_SIZE / GRANULE };

struct HeapCursor {
    Heap *heap;
    HeapCursor *next;           /* other cursors of the heap */
    unsigned domains;           /* bit d: domain d is wanted */
    bool noted;                 /* only noted blocks */
    HeapArena *arena;           /* where the walk stands, NULL: behind the arenas */
    unsigned position;          /* unit * POOL_BLOCKS + blocks of it that are done */
    HeapPool *huge;             /* the next huge block */
    SystemBlock *system;        /* the next block in mode HEAP_SYSTEM */
};

void heap_cursor_open(HeapCursor *cursor, Heap *heap, unsigned domains);
void heap_cursor_open_noted(HeapCursor *cursor, Heap *heap);       /* of the containers */
bool heap_cursor_next(HeapCursor *cursor, HeapBlock *block);
void heap_cursor_close(HeapCursor *cursor);

/* HUGE, BLOCK or ARENA goes away: walks that stand on it move on. */
void cursors_pass_huge(Heap *heap, const HeapPool *huge);
void cursors_pass_system(Heap *heap, const SystemBlock *block);
void cursors_pass_arena(Heap *heap, const HeapArena *arena);

/* No block is noted any more.  O(arenas). */
void heap_forget_notes(Heap *heap);

typedef void (*HeapVisit)(void *argument, void *block);

/* False: stop behind this block. */
typedef bool (*HeapStep)(void *argument, void *block);

static always_inline void heap_note(Heap *heap, void *block)
{
    if (unlikely(heap->mode == HEAP_SYSTEM)) {
        system_block(block)->noted = true;
        return;
    }
    HeapPool *pool = pool_of(block);
    unsigned index = pool_index(pool, block);   /* 0 in a span or huge block */
    pool->notes[index / 64] |= (uint64_t)1 << index % 64;
    if (likely(pool->kind != POOL_HUGE))
        arena_of(block)->noted |= unit_bits(pool_unit(pool), 1);
}

static always_inline void heap_unnote(Heap *heap, void *block)
{
    if (unlikely(heap->mode == HEAP_SYSTEM)) {
        system_block(block)->noted = false;
        return;
    }
    HeapPool *pool = pool_of(block);
    unsigned index = pool_index(pool, block);
    pool->notes[index / 64] &= ~((uint64_t)1 << index % 64);
}

static always_inline bool large_wanted(const HeapCursor *cursor, const HeapPool *pool)
{
    return (cursor->domains >> pool->domain & 1) && (!cursor->noted || (pool->notes[0] & 1));
}

/* The blocks of the pool or span at UNIT of the cursor's arena, from number INDEX on. */
static always_inline bool cursor_run_pool(HeapCursor *cursor, unsigned unit, unsigned index, HeapStep step, void *argument)
{
    HeapPool *pool = arena_unit(cursor->arena, unit);
    unsigned base = unit * POOL_BLOCKS;
    if (!(cursor->domains >> pool->domain & 1))
        return true;
    if (unlikely(pool->kind != POOL_SMALL)) {
        if (index > 0 || !large_wanted(cursor, pool) || step(argument, large_block(pool)))
            return true;
        cursor->position = base + 1;
        return false;
    }
    uint64_t mask = ~(uint64_t)0 << index % 64;
    for (unsigned i = index / 64; i < pool->words; i++, mask = ~(uint64_t)0) {
        uint64_t word = pool->allocated[i] & mask;
        if (cursor->noted)
            word &= pool->notes[i];
        for (; word; word &= word - 1) {
            index = i * 64 + (unsigned)__builtin_ctzll(word);
            if (unlikely(!step(argument, pool_block(pool, index)))) {
                cursor->position = base + index + 1;
                return false;
            }
        }
    }
    return true;
}

static always_inline bool cursor_run_arena(HeapCursor *cursor, HeapStep step, void *argument)
{
    const HeapArena *arena = cursor->arena;
    unsigned first = cursor->position / POOL_BLOCKS, index = cursor->position % POOL_BLOCKS;
    if (first >= ARENA_UNITS)
        return true;
    uint64_t heads = arena->heads & ~(uint64_t)0 << first;
    if (cursor->noted)
        heads &= arena->noted;
    for (; heads; heads &= heads - 1) {
        unsigned unit = (unsigned)__builtin_ctzll(heads);
        if (!cursor_run_pool(cursor, unit, unit == first ? index : 0, step, argument))
            return false;
    }
    return true;
}

/* Call STEP, a constant that the compiler inlines, for the next blocks; true: all are done.
 * STEP neither allocates nor frees. */
static always_inline bool heap_cursor_run(HeapCursor *cursor, HeapStep step, void *argument)
{
    for (; cursor->arena; cursor->arena = cursor->arena->next, cursor->position = 0)
        if (!cursor_run_arena(cursor, step, argument))
            return false;
    while (cursor->huge) {
        HeapPool *huge = cursor->huge;
        cursor->huge = huge->next;
        if (large_wanted(cursor, huge) && !step(argument, large_block(huge)))
            return false;
    }
    while (cursor->system) {
        SystemBlock *block = cursor->system;
        cursor->system = block->next;
        if ((cursor->domains >> block->domain & 1) && (!cursor->noted || block->noted) && !step(argument, block + 1))
            return false;
    }
    return true;
}

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
