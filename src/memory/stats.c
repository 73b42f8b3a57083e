#include "memory/stats.h"
#include "memory/internal.h"

static void count_blocks(HeapStats *stats, Domain domain, size_t blocks, size_t bytes)
{
    stats->domain[domain].blocks += blocks;
    stats->domain[domain].bytes += bytes;
    stats->live.blocks += blocks;
    stats->live.bytes += bytes;
}

static void count_large(HeapStats *stats, HeapCount *kind, const HeapPool *large)
{
    kind->blocks++;
    kind->bytes += large->large.mapped;
    count_blocks(stats, large->domain, 1, large->large.size);
}

static void count_pool(HeapStats *stats, const HeapPool *pool)
{
    HeapClassStats *class = &stats->size_class[pool->size_class];
    class->pools++;
    class->blocks += pool->used;
    class->capacity += pool->capacity;
    stats->pools++;
    stats->empty_pools += pool->used == 0;
    stats->full_pools += pool->used == pool->capacity;
    stats->used_pools += pool->used != 0 && pool->used != pool->capacity;
    count_blocks(stats, pool->domain, pool->used, (size_t)pool->used * pool->block_size);
}

static void count_arena(HeapStats *stats, const HeapArena *arena)
{
    stats->free_units += (size_t)__builtin_popcountll(arena->free);
    for (uint64_t heads = arena->heads; heads; heads &= heads - 1) {
        const HeapPool *pool = arena_unit(arena, (unsigned)__builtin_ctzll(heads));
        if (pool->kind == POOL_SMALL)
            count_pool(stats, pool);
        else
            count_large(stats, &stats->spans, pool);
    }
}

void heap_stats(const Heap *heap, HeapStats *stats)
{
    *stats = (HeapStats){
        .limit = heap->limit, .reserved = heap->reserved, .peak = heap->peak, .idle = heap->idle,
        .arenas = heap->arena_count, .empty_arenas = heap->empty_arenas,
    };
    for (unsigned class = 1; class < HEAP_CLASSES; class++)
        stats->size_class[class].block_size = size_class_bytes(class);
    for (const HeapArena *arena = heap->arenas; arena; arena = arena->next)
        count_arena(stats, arena);
    for (const HeapPool *huge = heap->huge; huge; huge = huge->next)
        count_large(stats, &stats->huge, huge);
    for (const SystemBlock *block = heap->system; block; block = block->next)
        count_blocks(stats, block->domain, 1, block->size);
}

HeapCount heap_live(const Heap *heap)
{
    HeapStats stats;
    heap_stats(heap, &stats);
    return stats.live;
}

const char *heap_domain_name(Domain domain)
{
    static const char *const names[HEAP_DOMAINS] = { "raw", "memory", "object", "container" };
    return names[domain];
}
