/* heap_check: every invariant that the headers of this folder state, proved. */
#include "memory/internal.h"

#define ENSURE(condition, message) do { if (!(condition)) return message; } while (0)

typedef struct Totals { size_t pages, idle_pages, arenas, empty, listed, pools_listed; } Totals;

static const char *check_allocated(const Heap *heap, const HeapPool *pool)
{
    unsigned count = 0;
    for (unsigned i = 0; i < pool->words; i++)
        for (uint64_t word = pool->allocated[i]; word; word &= word - 1, count++) {
            unsigned index = i * 64 + (unsigned)__builtin_ctzll(word);
            ENSURE(index < pool->made, "pool: a block beyond the frontier is allocated");
            const char *wrong = heap->mode == HEAP_CHECKED ? checked_verify(pool_block(pool, index)) : NULL;
            ENSURE(!wrong, wrong);
        }
    ENSURE(count == pool->used, "pool: used is not the number of allocated bits");
    return NULL;
}

static const char *check_free_list(const HeapPool *pool)
{
    unsigned count = 0;
    for (const FreeBlock *block = pool->free; block; block = block->next, count++) {
        ENSURE(pool_of(block) == pool, "pool: the free list leaves the pool");
        ENSURE(count < pool->capacity, "pool: the free list has a cycle");
        unsigned index = pool_index(pool, block);
        ENSURE(pool_is_start(pool, block) && index < pool->made, "pool: a free block that is none");
        ENSURE(!pool_is_allocated(pool, index), "pool: a free block is marked allocated");
    }
    ENSURE(count + pool->used == pool->made, "pool: used + free is not the number of blocks made");
    return NULL;
}

/* Every free block was left with its pattern: mode HEAP_CHECKED. */
static const char *check_unused(const HeapPool *pool)
{
    for (unsigned i = 0; i < pool->made; i++) {
        const char *wrong = pool_is_allocated(pool, i) ? NULL : checked_verify_free(pool, pool_block(pool, i));
        ENSURE(!wrong, wrong);
    }
    return NULL;
}

static const char *check_state(const Heap *heap, const HeapPool *pool)
{
    const HeapPool *current = heap->current[pool->domain][pool->size_class];
    ENSURE((current == pool) == (pool->state == POOL_CURRENT), "pool: state CURRENT is wrong");
    if (pool->state == POOL_CURRENT)
        ENSURE(pool->notice == POOL_NEVER, "pool: notice of the current pool");
    else if (pool->state == POOL_LISTED)
        ENSURE(pool->notice == 0 && pool->used < pool->capacity, "pool: listed without room");
    else
        ENSURE(pool->used > pool->notice && pool->made == pool->capacity, "pool: full but an eighth is free");
    return NULL;
}

static const char *check_pool(const Heap *heap, const HeapPool *pool, Totals *totals)
{
    ENSURE(pool->size_class > 0 && pool->size_class < HEAP_CLASSES, "pool: no such size class");
    ENSURE(pool->block_size == size_class_bytes(pool->size_class), "pool: block size is not the class's");
    ENSURE(pool->capacity == POOL_SIZE / pool->block_size, "pool: capacity is not what fits");
    size_t pages = ((size_t)pool->made * pool->block_size + heap->page_size - 1) / heap->page_size;
    ENSURE(pages <= arena_of(pool)->committed[pool_unit(pool)], "pool: the frontier is not accounted for");
    totals->pools_listed += pool->state == POOL_LISTED;
    const char *wrong = check_allocated(heap, pool);
    wrong = wrong ? wrong : check_free_list(pool);
    if (!wrong && heap->mode == HEAP_CHECKED)
        wrong = check_unused(pool);
    return wrong ? wrong : check_state(heap, pool);
}

static const char *check_large(const Heap *heap, const HeapPool *large)
{
    ENSURE(large->reciprocal == 0, "large block: has a pool's header");
    ENSURE(large->large.size + large_header(large) <= large->large.mapped, "large block: larger than its mapping");
    return heap->mode == HEAP_CHECKED ? checked_verify(large_block(large)) : NULL;
}

static const char *check_units(const Heap *heap, const HeapArena *arena, Totals *totals)
{
    uint64_t covered = 0;
    for (uint64_t heads = arena->heads; heads; heads &= heads - 1) {
        unsigned unit = (unsigned)__builtin_ctzll(heads);
        const HeapPool *pool = arena_unit(arena, unit);
        ENSURE((size_t)unit * HEADER_SIZE < arena->committed[0] * heap->page_size, "arena: a header is not accounted for");
        ENSURE(pool->kind == POOL_SMALL || pool->kind == POOL_SPAN, "arena: a head unit has no header");
        uint64_t bits = unit_bits(unit, pool->kind == POOL_SMALL ? 1 : large_units(pool));
        ENSURE(!(covered & bits), "arena: two spans overlap");
        covered |= bits;
        const char *wrong = pool->kind == POOL_SMALL ? check_pool(heap, pool, totals) : check_large(heap, pool);
        ENSURE(!wrong, wrong);
    }
    ENSURE(covered == (~arena->free & ARENA_EMPTY), "arena: free units are not those outside pools and spans");
    return NULL;
}

static const char *check_arena(const Heap *heap, const HeapArena *arena, Totals *totals)
{
    ENSURE(!(arena->idle & ~arena->free), "arena: an idle unit is not free");
    ENSURE(!(arena->free & 1) && arena->committed[0] >= 1, "arena: its headers are not accounted for");
    for (unsigned unit = 0; unit < ARENA_UNITS; unit++) {
        unsigned spare = arena->committed[unit];
        totals->pages += arena->committed[unit];
        if (arena->free >> unit & 1) {
            ENSURE((arena->idle >> unit & 1) == (spare != 0), "arena: idle bit is wrong");
            totals->idle_pages += spare;
        }
    }
    totals->arenas++;
    totals->empty += arena->free == ARENA_EMPTY;
    totals->listed += arena->free != 0;
    return check_units(heap, arena, totals);
}

static const char *check_lists(const Heap *heap, const Totals *totals)
{
    size_t pools = 0, open = 0;
    for (unsigned domain = 0; domain < HEAP_DOMAINS; domain++)
        for (unsigned class = 0; class < HEAP_CLASSES; class++)
            for (const HeapPool *pool = heap->listed[domain][class], *before = NULL; pool; pool = pool->next) {
                ENSURE(pool->prev == before, "list of pools: prev is not the one before");
                ENSURE(pool->state == POOL_LISTED && pool->domain == domain && pool->size_class == class,
                       "list of pools: a pool of another kind");
                before = pool;
                pools++;
            }
    ENSURE(pools == totals->pools_listed, "list of pools: one is missing");
    for (const HeapArena *arena = heap->open_arenas, *before = NULL; arena; arena = arena->open_next) {
        ENSURE(arena->open_prev == before && arena->free, "list of open arenas is broken");
        before = arena;
        open++;
    }
    ENSURE(open == totals->listed, "list of open arenas: one is missing");
    return NULL;
}

const char *heap_check(const Heap *heap)
{
    Totals totals = { 0 };
    for (const HeapArena *arena = heap->arenas; arena; arena = arena->next) {
        const char *wrong = check_arena(heap, arena, &totals);
        ENSURE(!wrong, wrong);
    }
    size_t reserved = totals.pages * heap->page_size;
    for (const HeapPool *huge = heap->huge; huge; huge = huge->next) {
        const char *wrong = check_large(heap, huge);
        ENSURE(!wrong, wrong);
        reserved += huge->large.mapped;
    }
    for (const SystemBlock *block = heap->system; block; block = block->next)
        reserved += sizeof *block + block->size;
    reserved += heap->outside + heap->trace_bytes;
    ENSURE(reserved == heap->reserved, "heap: reserved is not the sum of its parts");
    ENSURE(totals.idle_pages * heap->page_size == heap->idle, "heap: idle is not the sum of idle pages");
    ENSURE(heap->reserved <= heap->limit && heap->reserved <= heap->peak, "heap: over its limit or its peak");
    ENSURE(totals.arenas == heap->arena_count && totals.empty == heap->empty_arenas, "heap: arenas are miscounted");
    return check_lists(heap, &totals);
}
