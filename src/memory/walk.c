/* Cursors: a position in the heap that stays good whatever happens in between.
 *
 * Inside an arena the cursor trusts nothing but its position and reads the bitmaps
 * anew at each step; it is told when the arena goes away, which is empty then.
 */
#include "memory/walk.h"

enum { ARENA_BLOCKS = ARENA_SIZE / GRANULE };      /* at most */

void heap_cursor_open(HeapCursor *cursor, Heap *heap, unsigned domains)
{
    *cursor = (HeapCursor){
        .heap = heap, .next = heap->cursors, .domains = domains,
        .arena = heap->arenas, .huge = heap->huge, .system = heap->system,
    };
    heap->cursors = cursor;
}

void heap_cursor_open_noted(HeapCursor *cursor, Heap *heap)
{
    heap_cursor_open(cursor, heap, 1 << DOMAIN_CONTAINER);
    cursor->noted = true;
}

void heap_cursor_close(HeapCursor *cursor)
{
    HeapCursor **link = &cursor->heap->cursors;
    while (*link != cursor)
        link = &(*link)->next;
    *link = cursor->next;
}

void cursors_pass_huge(Heap *heap, const HeapPool *huge)
{
    for (HeapCursor *cursor = heap->cursors; cursor; cursor = cursor->next)
        if (cursor->huge == huge)
            cursor->huge = huge->next;
}

void cursors_pass_system(Heap *heap, const SystemBlock *block)
{
    for (HeapCursor *cursor = heap->cursors; cursor; cursor = cursor->next)
        if (cursor->system == block)
            cursor->system = block->next;
}

void cursors_pass_arena(Heap *heap, const HeapArena *arena)
{
    for (HeapCursor *cursor = heap->cursors; cursor; cursor = cursor->next)
        if (cursor->arena == arena) {
            cursor->arena = arena->next;
            cursor->position = 0;
        }
}

/* The notes of another domain's pool are part of its larger bitmap. */
static void forget_notes_of(HeapPool *pool)
{
    if (pool->domain == DOMAIN_CONTAINER)
        memset(pool->notes, 0, sizeof pool->notes);
}

void heap_forget_notes(Heap *heap)
{
    for (HeapArena *arena = heap->arenas; arena; arena = arena->next) {
        for (uint64_t units = arena->noted & arena->heads; units; units &= units - 1)
            forget_notes_of(arena_unit(arena, (unsigned)__builtin_ctzll(units)));
        arena->noted = 0;
    }
    for (HeapPool *huge = heap->huge; huge; huge = huge->next)
        forget_notes_of(huge);
    for (SystemBlock *block = heap->system; block; block = block->next)
        block->noted = false;
}

static bool is_wanted(const HeapCursor *cursor, Domain domain)
{
    return cursor->domains >> domain & 1;
}

static bool yield_block(HeapBlock *result, const HeapPool *pool, void *start)
{
    *result = (HeapBlock){ start, block_room(start), pool->domain };
    return true;
}

/* The next live block in the unit where the cursor stands. */
static bool next_in_pool(HeapCursor *cursor, const HeapPool *pool, HeapBlock *result)
{
    unsigned index = cursor->position % POOL_BLOCKS, base = cursor->position - index;
    if (pool->kind != POOL_SMALL) {
        cursor->position = base + 1;
        return index == 0 && large_wanted(cursor, pool) && yield_block(result, pool, large_block(pool));
    }
    for (unsigned i = index / 64; i < pool->words; i++) {
        uint64_t word = pool->allocated[i] & (cursor->noted ? pool->notes[i] : ~(uint64_t)0);
        if (i == index / 64)
            word &= ~(uint64_t)0 << index % 64;
        if (word) {
            index = i * 64 + (unsigned)__builtin_ctzll(word);
            cursor->position = base + index + 1;
            return yield_block(result, pool, pool_block(pool, index));
        }
    }
    return false;
}

static bool next_in_arena(HeapCursor *cursor, HeapBlock *result)
{
    const HeapArena *arena = cursor->arena;
    while (cursor->position < ARENA_BLOCKS) {
        uint64_t heads = cursor->noted ? arena->heads & arena->noted : arena->heads;
        unsigned unit = cursor->position / POOL_BLOCKS;
        const HeapPool *pool = arena_unit(arena, unit);
        if (!(heads >> unit))
            return false;
        if ((heads >> unit & 1) && is_wanted(cursor, pool->domain)
            && next_in_pool(cursor, pool, result))
            return true;
        cursor->position = (unit + 1) * POOL_BLOCKS;
    }
    return false;
}

static bool next_huge(HeapCursor *cursor, HeapBlock *result)
{
    HeapPool *huge = cursor->huge;
    while (huge && !large_wanted(cursor, huge))
        huge = huge->next;
    cursor->huge = huge ? huge->next : NULL;
    return huge && yield_block(result, huge, large_block(huge));
}

static bool next_system(HeapCursor *cursor, HeapBlock *result)
{
    SystemBlock *block = cursor->system;
    while (block && (!is_wanted(cursor, block->domain) || (cursor->noted && !block->noted)))
        block = block->next;
    cursor->system = block ? block->next : NULL;
    if (block)
        *result = (HeapBlock){ block + 1, block->size, block->domain };
    return block != NULL;
}

bool heap_cursor_next(HeapCursor *cursor, HeapBlock *result)
{
    while (cursor->arena) {
        if (next_in_arena(cursor, result)) {
            result->size = heap_usable_size(cursor->heap, result->start);
            return true;
        }
        cursor->arena = cursor->arena->next;
        cursor->position = 0;
    }
    if (next_huge(cursor, result)) {
        result->size = heap_usable_size(cursor->heap, result->start);
        return true;
    }
    return next_system(cursor, result);
}
