#include "memory/trace.h"
#include "memory/internal.h"
#include "memory/walk.h"

#include <stdlib.h>

void *trace_alloc(Heap *heap, size_t size)
{
    if (!heap_charge(heap, size))
        return NULL;
    void *table = calloc(1, size);
    if (!table) {
        heap_uncharge(heap, size);
        return NULL;
    }
    heap->trace_bytes += size;
    return table;
}

void trace_free(Heap *heap, void *table, size_t size)
{
    if (!table)
        return;
    free(table);
    heap->trace_bytes -= size;
    heap_uncharge(heap, size);
}

/* -- where the number of a block stands */

static size_t array_size(const HeapPool *pool) { return pool->capacity * sizeof *pool->traces; }

/* NULL: a pool without an array, so the number is 0. */
static uint32_t *number_of(const Heap *heap, const void *block)
{
    if (heap->mode == HEAP_SYSTEM)
        return &system_block(block)->trace;
    HeapPool *pool = pool_of(block);
    if (pool->kind != POOL_SMALL)
        return &pool->large.trace;
    return pool->traces ? &pool->traces[pool_index(pool, block)] : NULL;
}

uint32_t heap_trace_of(const Heap *heap, const void *block)
{
    const uint32_t *number = number_of(heap, block);
    return number ? *number : 0;
}

static size_t traced_size(const Heap *heap, const void *block)
{
    bool small = heap->mode != HEAP_SYSTEM && pool_of(block)->kind == POOL_SMALL;
    return likely(small) ? pool_of(block)->block_size : heap_usable_size(heap, block);
}

static uint32_t *number_or_array(Heap *heap, void *block)
{
    uint32_t *number = number_of(heap, block);
    if (likely(number != NULL))
        return number;
    HeapPool *pool = pool_of(block);
    pool->traces = trace_alloc(heap, array_size(pool));
    return pool->traces ? &pool->traces[pool_index(pool, block)] : NULL;
}

bool trace_note(Heap *heap, void *block, uint32_t id)
{
    HeapTracer *tracer = heap->tracer;
    uint32_t *number = id ? number_or_array(heap, block) : number_of(heap, block);
    if (unlikely(!number))
        return id == 0;
    *number = id;
    if (unlikely(id == 0))
        return true;
    tracer->bytes += traced_size(heap, block);
    if (tracer->bytes > tracer->peak)
        tracer->peak = tracer->bytes;
    return true;
}

void trace_forget(Heap *heap, void *block)
{
    uint32_t *number = number_of(heap, block);
    if (!number || !*number)
        return;
    *number = 0;
    heap->tracer->bytes -= traced_size(heap, block);
}

void trace_close_pool(Heap *heap, HeapPool *pool)
{
    trace_free(heap, pool->traces, array_size(pool));
    pool->traces = NULL;
}

/* -- all of them */

typedef struct Walk { const Heap *heap; TraceVisit visit; void *argument; } Walk;

static void visit_block(void *argument, void *block)
{
    const Walk *walk = argument;
    uint32_t *number = number_of(walk->heap, block);
    if (!number || !*number)
        return;
    if (walk->visit)
        walk->visit(walk->argument, *number, traced_size(walk->heap, block));
    else
        *number = 0;
}

void heap_trace_each(Heap *heap, TraceVisit visit, void *argument)
{
    Walk walk = { heap, visit, argument };
    for (unsigned domain = 0; domain < HEAP_DOMAINS; domain++)
        heap_each(heap, (Domain)domain, visit_block, &walk);
}

void heap_trace_clear(Heap *heap)
{
    if (!heap->tracer)
        return;
    heap_trace_each(heap, NULL, NULL);
    heap->tracer->bytes = heap->tracer->peak = 0;
}

static void close_arrays(Heap *heap, HeapArena *arena)
{
    for (uint64_t heads = arena->heads; heads; heads &= heads - 1) {
        HeapPool *pool = arena_unit(arena, (unsigned)__builtin_ctzll(heads));
        if (pool->kind == POOL_SMALL)
            trace_close_pool(heap, pool);
    }
}

void heap_trace_start(Heap *heap, HeapTracer *tracer)
{
    tracer->bytes = tracer->peak = 0;
    heap->tracer = tracer;
    heap->slow = true;
    pools_park(heap);
}

void heap_trace_stop(Heap *heap)
{
    if (!heap->tracer)
        return;
    heap_trace_clear(heap);
    for (HeapArena *arena = heap->arenas; arena; arena = arena->next)
        close_arrays(heap, arena);
    heap->tracer = NULL;
    heap->slow = heap->armed || heap->mode != HEAP_NORMAL;
}
