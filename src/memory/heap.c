/* Opening, closing, the slow paths, and what happens at the limit. */
#include "memory/internal.h"
#include "memory/trace.h"

void heap_open(Heap *heap, const HeapOptions *options)
{
    static const HeapOptions defaults;
    options = options ? options : &defaults;
    memset(heap, 0, sizeof *heap);
    for (unsigned domain = 0; domain < HEAP_DOMAINS; domain++)
        for (unsigned class = 0; class < HEAP_CLASSES; class++)
            heap->current[domain][class] = NO_POOL;
    heap->mode = options->mode;
    heap->slow = heap->mode != HEAP_NORMAL;
    heap->limit = options->limit ? options->limit : SIZE_MAX;
    heap_note_room(heap, false);
    heap->page_size = MIN(MAX(os_page_size(), (size_t)4096), (size_t)POOL_SIZE);
    heap->can_purge = os_page_size() <= POOL_SIZE;
    heap->source = options->source ? options->source : &os_source;
    heap->keep = EMPTY_ARENAS_KEPT;
    heap->on_misuse = options->on_misuse;
    heap->misuse_argument = options->misuse_argument;
}

void heap_close(Heap *heap)
{
    heap_trace_stop(heap);
    arenas_close(heap);
    large_close(heap);
    system_close(heap);
    memset(heap, 0, sizeof *heap);
}

bool heap_charge_outside(Heap *heap, size_t size)
{
    HeapRequest request = { DOMAIN_RAW, 0, size };
    bool charged = heap_charge(heap, size);
    for (int attempt = 0; !charged && heap_make_room(heap, &request, attempt); attempt++)
        charged = heap_charge(heap, size);
    heap->outside += charged ? size : 0;
    return charged;
}

void heap_return_outside(Heap *heap, size_t size)
{
    heap->outside -= size;
    heap_uncharge(heap, size);
}

void heap_note_room(Heap *heap, bool needed)
{
    heap->half_least = needed ? heap->reserved - heap->idle : 0;
    heap->half = heap->limit == SIZE_MAX ? SIZE_MAX : heap_half(heap);
}

bool heap_set_limit(Heap *heap, size_t limit)
{
    limit = limit ? limit : SIZE_MAX;
    if (limit < heap->reserved)
        heap_trim(heap);
    if (limit < heap->reserved)
        return false;
    heap->limit = limit;
    heap_note_room(heap, false);
    return true;
}

size_t heap_trim(Heap *heap)
{
    size_t before = heap->reserved;
    pools_release_empty(heap);
    heap_relax(heap);
    arenas_purge(heap);
    return before - heap->reserved;
}

/* What the heap can spare itself comes first, then what the owner can. */
bool heap_make_room(Heap *heap, const HeapRequest *request, int attempt)
{
    if (heap->in_pressure || attempt > 1)
        return false;
    if (attempt == 1) {
        if (!heap->pressure)
            return false;
        heap->in_pressure = true;
        bool helped = heap->pressure(heap, request->size);
        heap->in_pressure = false;
        if (!helped)
            return false;
    }
    if (heap->mode != HEAP_SYSTEM) {
        heap_trim(heap);
        if (request->class)
            pools_relist(heap, request->domain, request->class);
    }
    return true;
}

void heap_fail_at(Heap *heap, uint64_t n, bool forever)
{
    heap->armed = n != 0;
    heap->slow = heap->armed || heap->tracer || heap->mode != HEAP_NORMAL;
    heap->fail_at = n;
    heap->fail_forever = forever;
    heap->requests = 0;
    heap->injected = false;
    if (heap->armed)
        pools_park(heap);
}

static bool must_fail(Heap *heap)
{
    heap->requests++;
    return heap->requests == heap->fail_at || (heap->fail_forever && heap->requests > heap->fail_at);
}

/* A container pool has room for the marks of blocks of at least two granules. */
static unsigned class_for(Domain domain, size_t size)
{
    unsigned class = size_class_of(size);
    return domain == DOMAIN_CONTAINER && class == 1 ? 2 : class;
}

static void *alloc_any(Heap *heap, Domain domain, size_t size)
{
    if (size > HEAP_SMALL_MAX)
        return large_alloc(heap, domain, size);
    return pool_alloc(heap, domain, class_for(domain, size));
}

static void *alloc_checked(Heap *heap, Domain domain, size_t size)
{
    void *block = alloc_any(heap, domain, checked_size(size));
    if (!block)
        return NULL;
    if (pool_of(block)->kind == POOL_SMALL) {
        const char *wrong = checked_verify_free(pool_of(block), block);
        if (wrong)
            heap_misuse(heap, wrong, block);
    }
    checked_prepare(block, size);
    return block;
}

static void *alloc_in_mode(Heap *heap, Domain domain, size_t size)
{
    if (likely(heap->mode == HEAP_NORMAL))
        return alloc_any(heap, domain, size);
    if (domain >= DOMAIN_OBJECT && size <= PTRDIFF_MAX)
        size = round_up(size, GRANULE);         /* gc_init writes in steps of 16 bytes */
    return heap->mode == HEAP_CHECKED ? alloc_checked(heap, domain, size) : system_alloc(heap, domain, size);
}

/* Who asks is found out first: nothing may happen between a block and its first use. */
static void *try_traced(Heap *heap, Domain domain, size_t size)
{
    uint32_t id = heap->tracer->identify(heap->tracer, heap);
    void *block = id == TRACE_FAILED ? NULL : alloc_in_mode(heap, domain, size);
    if (!block || likely(trace_note(heap, block, id)))
        return block;
    heap_free_slow(heap, block);
    return NULL;
}

static void *alloc_traced(Heap *heap, Domain domain, size_t size)
{
    HeapRequest request = { domain, 0, size };
    void *block = try_traced(heap, domain, size);
    for (int attempt = 0; unlikely(!block) && heap_make_room(heap, &request, attempt) && heap->tracer; attempt++)
        block = try_traced(heap, domain, size);
    return block;
}

no_inline void *heap_alloc_slow(Heap *heap, Domain domain, size_t size)
{
    void *block;
    if (likely(!heap->slow && size <= HEAP_SMALL_MAX) && (block = pool_refill(heap, domain, class_for(domain, size))))
        return block;
    if (unlikely(heap->armed)) {
        heap->injected = must_fail(heap);
        if (heap->injected)
            return NULL;
    }
    if (unlikely(heap->tracer != NULL))
        return alloc_traced(heap, domain, size);
    return alloc_in_mode(heap, domain, size);
}

static void trace_forget_if(Heap *heap, void *block)
{
    if (unlikely(heap->tracer != NULL))
        trace_forget(heap, block);
}

no_inline void heap_free_slow(Heap *heap, void *block)
{
    if (!block)
        return;
    if (heap->mode == HEAP_SYSTEM) {
        trace_forget_if(heap, block);
        system_free(heap, block);
        return;
    }
    if (heap->mode == HEAP_CHECKED && !checked_release(heap, block))
        return;
    HeapPool *pool = pool_of(block);
    if (large_is_block(pool, block)) {
        trace_forget_if(heap, block);
        large_free(heap, pool);
    } else if (pool->kind == POOL_SMALL && pool_is_start(pool, block)
               && pool_is_allocated(pool, pool_index(pool, block))) {
        trace_forget_if(heap, block);
        pool_free(heap, pool, block);
    } else {
        heap_misuse(heap, "freed twice, or never allocated", block);
    }
}

static bool is_fresh_mapping(const Heap *heap, const void *block)
{
    return heap->mode == HEAP_NORMAL && pool_of(block)->kind == POOL_HUGE;
}

void *heap_calloc(Heap *heap, Domain domain, size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes))
        return NULL;
    void *block = heap_alloc(heap, domain, bytes);
    if (block && !(bytes > HEAP_SPAN_MAX && is_fresh_mapping(heap, block)))
        memset(block, 0, bytes);
    return block;
}

size_t heap_usable_size(const Heap *heap, const void *block)
{
    if (heap->mode == HEAP_SYSTEM)
        return system_block(block)->size;
    if (heap->mode == HEAP_CHECKED)
        return checked_requested(block);
    const HeapPool *pool = pool_of(block);
    return pool->kind == POOL_SMALL ? pool->block_size : pool->large.size;
}

Domain heap_domain(const Heap *heap, const void *block)
{
    return heap->mode == HEAP_SYSTEM ? system_block(block)->domain : (Domain)pool_of(block)->domain;
}

/* The block can stay where it is, with room for SIZE bytes. */
static void *resize_in_place(Heap *heap, void *block, size_t size)
{
    HeapPool *pool = pool_of(block);
    if (pool->kind != POOL_SMALL)
        return large_resize(heap, pool, size);
    return size <= HEAP_SMALL_MAX && class_for(pool->domain, size) == pool->size_class ? block : NULL;
}

static void *move_block(Heap *heap, Domain domain, void *block, size_t size)
{
    size_t old = heap_usable_size(heap, block);
    void *moved = heap_alloc(heap, domain, size);
    if (moved) {
        memcpy(moved, block, MIN(old, size));
        heap_free(heap, block);
        return moved;
    }
    bool stays = size <= old && heap->mode == HEAP_NORMAL && !heap->injected;
    return stays ? block : NULL;
}

static uint32_t identify(Heap *heap, const HeapRequest *request)
{
    uint32_t id = heap->tracer->identify(heap->tracer, heap);
    for (int attempt = 0; unlikely(id == TRACE_FAILED) && heap_make_room(heap, request, attempt); attempt++)
        id = heap->tracer->identify(heap->tracer, heap);
    return id;
}

/* Whoever resizes a block is from then on who asked for it. */
static void *realloc_traced(Heap *heap, Domain domain, void *block, size_t size)
{
    HeapRequest request = { domain, 0, size };
    uint32_t id = identify(heap, &request), old = heap_trace_of(heap, block);
    if (id == TRACE_FAILED)
        return NULL;
    trace_forget(heap, block);
    void *result = resize_in_place(heap, block, size);
    if (result) {
        bool noted = trace_note(heap, result, id) || old == 0;      /* with OLD there is an array */
        assert(noted);
        (void)noted;
        return result;
    }
    result = move_block(heap, domain, block, size);
    if (old && (!result || result == block) && !trace_note(heap, block, old))
        assert(!"its pool has an array");
    return result;
}

void *heap_realloc(Heap *heap, Domain domain, void *block, size_t size)
{
    if (!block)
        return heap_alloc(heap, domain, size);
    if (unlikely(heap->armed && (heap->injected = must_fail(heap))))
        return NULL;
    if (heap->mode != HEAP_NORMAL)
        return move_block(heap, domain, block, size);
    if (unlikely(heap->tracer != NULL))
        return realloc_traced(heap, domain, block, size);
    void *same = resize_in_place(heap, block, size);
    return same ? same : move_block(heap, domain, block, size);
}
