/* Blocks above HEAP_SMALL_MAX: a span of units inside an arena, or, above half an
 * arena, a mapping of its own, aligned to ARENA_SIZE, with the header in front.
 */
#include "memory/internal.h"
#include "memory/walk.h"

static unsigned units_for(size_t size)
{
    return (unsigned)((size + POOL_SIZE - 1) / POOL_SIZE);
}

static void *set_header(HeapPool *large, PoolKind kind, Domain domain, size_t mapped, size_t size)
{
    *large = (HeapPool){
        .used = 1, .capacity = 1, .made = 1, .notice = POOL_NEVER,
        .kind = (uint8_t)kind, .state = POOL_FULL, .domain = (uint8_t)domain,
        .large = { .mapped = mapped, .size = size },
    };
    large->notes[0] = 0;
    return large_block(large);
}

static void *span_try(Heap *heap, Domain domain, size_t size)
{
    unsigned count = units_for(size);
    HeapPool *span = units_take(heap, count, size);
    return span ? set_header(span, POOL_SPAN, domain, (size_t)count * POOL_SIZE, size) : NULL;
}

static void link_huge(Heap *heap, HeapPool *huge)
{
    huge->prev = NULL;
    huge->next = heap->huge;
    if (heap->huge)
        heap->huge->prev = huge;
    heap->huge = huge;
}

static void unlink_huge(Heap *heap, HeapPool *huge)
{
    if (huge->prev)
        huge->prev->next = huge->next;
    else
        heap->huge = huge->next;
    if (huge->next)
        huge->next->prev = huge->prev;
}

static void *huge_try(Heap *heap, Domain domain, size_t size)
{
    size_t mapped = round_up(size + HEADER_SIZE, heap->page_size);
    if (!heap_charge(heap, mapped))
        return NULL;
    HeapPool *huge = heap->source->map(heap->source->self, mapped, ARENA_SIZE);
    if (!huge) {
        heap_uncharge(heap, mapped);
        return NULL;
    }
    void *block = set_header(huge, POOL_HUGE, domain, mapped, size);
    link_huge(heap, huge);
    return block;
}

static void *large_try(Heap *heap, Domain domain, size_t size)
{
    return size <= HEAP_SPAN_MAX ? span_try(heap, domain, size) : huge_try(heap, domain, size);
}

void *large_alloc(Heap *heap, Domain domain, size_t size)
{
    if (size > PTRDIFF_MAX / 2)
        return NULL;
    HeapRequest request = { domain, 0, size };
    void *block = large_try(heap, domain, size);
    heap->fuel -= (int64_t)(MIN(size, heap->limit) / HEAP_FUEL_BYTES);
    for (int attempt = 0; unlikely(!block) && heap_make_room(heap, &request, attempt); attempt++)
        block = large_try(heap, domain, size);
    return block;
}

bool large_is_block(const HeapPool *large, const void *block)
{
    return (large->kind == POOL_SPAN || large->kind == POOL_HUGE) && block == large_block(large);
}

static void huge_free(Heap *heap, HeapPool *huge)
{
    size_t mapped = huge->large.mapped;
    cursors_pass_huge(heap, huge);
    unlink_huge(heap, huge);
    heap_uncharge(heap, mapped);
    heap->source->unmap(heap->source->self, huge, mapped);
}

void large_free(Heap *heap, HeapPool *large)
{
    if (large->kind == POOL_HUGE) {
        huge_free(heap, large);
        return;
    }
    large->kind = 0;
    units_give(heap, large, large_units(large));
}

/* The units behind the first COUNT go back. */
static void span_cut(Heap *heap, HeapPool *span, unsigned count)
{
    unsigned have = large_units(span);
    if (have == count)
        return;
    HeapPool *rest = arena_unit(arena_of(span), pool_unit(span) + count);
    span->large.mapped = (size_t)count * POOL_SIZE;
    units_give(heap, rest, have - count);
}

static void *span_resize(Heap *heap, HeapPool *span, size_t size)
{
    unsigned have = large_units(span), want = units_for(size);
    if (size > HEAP_SPAN_MAX || size <= HEAP_SMALL_MAX)
        return NULL;
    if (want > have) {
        if (!units_extend(heap, span, have, want))
            return NULL;
        span->large.mapped = (size_t)want * POOL_SIZE;
    }
    bool paid = units_commit(heap, span, size);
    span_cut(heap, span, paid ? want : have);
    if (!paid)
        return NULL;
    span->large.size = size;
    return large_block(span);
}

static void *huge_remap(Heap *heap, HeapPool *huge, size_t size, size_t mapped)
{
    size_t old = huge->large.mapped;
    const HeapSource *source = heap->source;
    if (!source->remap)
        return NULL;
    cursors_pass_huge(heap, huge);
    unlink_huge(heap, huge);
    HeapPool *moved = source->remap(source->self, huge, old, mapped, ARENA_SIZE);
    HeapPool *result = moved ? moved : huge;
    if (moved) {
        result->large.mapped = mapped;
        result->large.size = size;
    }
    link_huge(heap, result);
    return moved ? large_block(moved) : NULL;
}

static bool charge_trying(Heap *heap, Domain domain, size_t size)
{
    HeapRequest request = { domain, 0, size };
    bool charged = heap_charge(heap, size);
    for (int attempt = 0; !charged && heap_make_room(heap, &request, attempt); attempt++)
        charged = heap_charge(heap, size);
    return charged;
}

static void *huge_resize(Heap *heap, HeapPool *huge, size_t size)
{
    size_t mapped = round_up(size + HEADER_SIZE, heap->page_size), old = huge->large.mapped;
    if (size <= HEAP_SPAN_MAX || size > PTRDIFF_MAX / 2)
        return NULL;
    if (mapped > old && !charge_trying(heap, huge->domain, mapped - old))
        return NULL;
    void *block = mapped != old ? huge_remap(heap, huge, size, mapped) : large_block(huge);
    if (mapped == old)
        huge->large.size = size;
    size_t surplus = block ? (mapped < old ? old - mapped : 0) : (mapped > old ? mapped - old : 0);
    heap_uncharge(heap, surplus);
    return block;
}

void *large_resize(Heap *heap, HeapPool *large, size_t size)
{
    return large->kind == POOL_HUGE ? huge_resize(heap, large, size) : span_resize(heap, large, size);
}

void large_close(Heap *heap)
{
    for (HeapPool *huge = heap->huge, *next; huge; huge = next) {
        next = huge->next;
        heap->source->unmap(heap->source->self, huge, huge->large.mapped);
    }
}
