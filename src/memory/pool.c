/* Pools of small blocks: which pool serves a class, and when a pool goes back.
 *
 * A pool that runs out leaves `current` and is in no list until an eighth of its
 * blocks (a quarter where these are few) are free again; then it waits in `listed`.  Taking it up at the first
 * free block would make heap_alloc change pools at nearly every call.
 */
#include "memory/internal.h"
#include "memory/trace.h"

enum { PREFETCH_FROM = 4 << 20 };       /* bytes: a heap larger than the nearer caches */

const HeapPool no_pool;

static void list_pool(Heap *heap, HeapPool *pool)
{
    HeapPool **head = &heap->listed[pool->domain][pool->size_class];
    pool->state = POOL_LISTED;
    pool->notice = 0;
    pool->prev = NULL;
    pool->next = *head;
    if (*head)
        (*head)->prev = pool;
    *head = pool;
}

static void unlist_pool(Heap *heap, HeapPool *pool)
{
    if (pool->prev)
        pool->prev->next = pool->next;
    else
        heap->listed[pool->domain][pool->size_class] = pool->next;
    if (pool->next)
        pool->next->prev = pool->prev;
    pool->next = pool->prev = NULL;
}

/* An eighth, but 16 blocks if that is not more than a quarter. */
static void set_full(HeapPool *pool)
{
    unsigned capacity = pool->capacity, few = MAX(MIN(16, capacity / 4), 1);
    pool->state = POOL_FULL;
    pool->notice = (uint16_t)(capacity - MAX(capacity / 8, few));
}

static bool has_room(const HeapPool *pool)
{
    return pool->used < pool->capacity;
}

/* POOL leaves `current`. */
static void retire(Heap *heap, HeapPool *pool)
{
    if (has_room(pool))
        list_pool(heap, pool);
    else
        set_full(pool);
}

static HeapPool **current_of(Heap *heap, const HeapPool *pool)
{
    return &heap->current[pool->domain][pool->size_class];
}

/* The free list runs through blocks that were freed long ago; without this each
 * step along it would wait for a cache miss of its own.  (Inlined, since GCC takes a
 * function that only prefetches for one without effect, and drops its calls.) */
static always_inline void prefetch_free(const HeapPool *pool)
{
    for (unsigned i = 0; i < pool->words && i * 64u < pool->made; i++) {
        uint64_t free = ~pool->allocated[i];
        if (pool->made - i * 64u < 64)
            free &= ((uint64_t)1 << (pool->made - i * 64u)) - 1;
        for (; free; free &= free - 1)
            __builtin_prefetch(pool_block(pool, i * 64 + (unsigned)__builtin_ctzll(free)), 1);
    }
}

static void make_current(Heap *heap, HeapPool *pool)
{
    HeapPool **current = current_of(heap, pool);
    if (*current != NO_POOL)
        retire(heap, *current);
    *current = pool;
    pool->state = POOL_CURRENT;
    pool->notice = POOL_NEVER;
    if (heap->reserved - heap->idle > PREFETCH_FROM)
        prefetch_free(pool);
}

static void set_layout(HeapPool *pool, size_t size)
{
    pool->block_size = (uint16_t)size;
    pool->reciprocal = (uint32_t)((UINT64_C(1) << 32) / size + 1);
    pool->capacity = (uint16_t)(POOL_SIZE / size);
    pool->words = (uint16_t)((pool->capacity + 63) / 64);
    memset(pool->allocated, 0, sizeof pool->allocated);
}

static HeapPool *pool_open(Heap *heap, Domain domain, unsigned class)
{
    HeapPool *pool = units_take(heap, 1, 0);
    if (!pool)
        return NULL;
    pool->free = NULL;
    pool->used = pool->made = 0;
    pool->traces = NULL;
    pool->kind = POOL_SMALL;
    pool->domain = (uint8_t)domain;
    pool->size_class = (uint8_t)class;
    set_layout(pool, size_class_bytes(class));
    list_pool(heap, pool);
    return pool;
}

static void pool_close(Heap *heap, HeapPool *pool)
{
    assert(pool->used == 0 && pool->state == POOL_LISTED);
    unlist_pool(heap, pool);
    if (unlikely(pool->traces != NULL))
        trace_close_pool(heap, pool);
    pool->kind = 0;
    units_give(heap, pool, 1);
}

/* Put the never-touched blocks up to the end of a page into the free list. */
static bool pool_extend(Heap *heap, HeapPool *pool)
{
    size_t size = pool->block_size, start = pool->made * size;
    size_t end = MIN(round_up(start + size, heap->page_size), (size_t)POOL_SIZE);
    size_t count = MIN((end - start) / size, (size_t)(pool->capacity - pool->made));
    if (!units_commit(heap, pool, start + count * size))
        return false;
    char *block = pool_start(pool) + start;
    if (unlikely(heap->mode == HEAP_CHECKED))
        checked_fill_free(block, count * size);
    pool->free = (FreeBlock *)block;
    for (size_t i = 1; i < count; i++, block += size)
        ((FreeBlock *)block)->next = (FreeBlock *)(block + size);
    ((FreeBlock *)block)->next = NULL;
    pool->made = (uint16_t)(pool->made + count);
    return true;
}

static bool is_ready(Heap *heap, HeapPool *pool)
{
    return pool->free || (pool->made < pool->capacity && pool_extend(heap, pool));
}

static void park(Heap *heap, HeapPool **current)
{
    HeapPool *pool = *current;
    *current = NO_POOL;
    if (pool != NO_POOL)
        retire(heap, pool);
}

/* A slow heap keeps no current pools, so that every request comes to the slow path. */
static void *take_slowly(Heap *heap, HeapPool *pool)
{
    void *block = pool_take(pool, pool->free);
    if (!has_room(pool)) {
        unlist_pool(heap, pool);
        set_full(pool);
    }
    return block;
}

static void *take_from_listed(Heap *heap, HeapPool *pool)
{
    if (unlikely(heap->slow))
        return take_slowly(heap, pool);
    unlist_pool(heap, pool);
    make_current(heap, pool);
    return pool_take(pool, pool->free);
}

/* At the limit a listed pool may have no block that was ever touched, and no right
 * to touch another: then the next is asked. */
static void *try_listed(Heap *heap, Domain domain, unsigned class)
{
    HeapPool *pool = heap->listed[domain][class];
    while (pool && !is_ready(heap, pool))
        pool = pool->next;
    return pool ? take_from_listed(heap, pool) : NULL;
}

static void *pool_try(Heap *heap, Domain domain, unsigned class)
{
    HeapPool *pool = heap->current[domain][class];
    if (pool != NO_POOL && is_ready(heap, pool))
        return pool_take(pool, pool->free);
    void *block = try_listed(heap, domain, class);
    if (block)
        return block;
    pool = pool_open(heap, domain, class);
    return pool && is_ready(heap, pool) ? take_from_listed(heap, pool) : NULL;
}

void *pool_refill(Heap *heap, Domain domain, unsigned class)
{
    HeapPool **current = &heap->current[domain][class], *old = *current, *pool = heap->listed[domain][class];
    if (!pool || !pool->free || old == NO_POOL || old->used < old->capacity)
        return NULL;
    heap->listed[domain][class] = pool->next;
    if (pool->next) {
        pool->next->prev = NULL;
        pool->next = NULL;
    }
    set_full(old);
    *current = pool;
    pool->state = POOL_CURRENT;
    pool->notice = POOL_NEVER;
    if (unlikely(heap->reserved - heap->idle > PREFETCH_FROM))
        prefetch_free(pool);
    return pool_take(pool, pool->free);
}

void *pool_alloc(Heap *heap, Domain domain, unsigned class)
{
    HeapRequest request = { domain, class, size_class_bytes(class) };
    void *block = pool_try(heap, domain, class);
    for (int attempt = 0; unlikely(!block) && heap_make_room(heap, &request, attempt); attempt++)
        block = pool_try(heap, domain, class);
    return block;
}

/* An empty pool goes back, unless it is all that its class has. */
void pool_notice(Heap *heap, HeapPool *pool)
{
    if (pool->state == POOL_FULL)
        list_pool(heap, pool);
    if (pool->used)
        return;
    HeapPool *current = *current_of(heap, pool);
    if (pool->prev || pool->next || (current != NO_POOL && has_room(current)))
        pool_close(heap, pool);
}

void pool_free(Heap *heap, HeapPool *pool, void *block)
{
    unsigned index = pool_index(pool, block);
    pool->allocated[index / 64] &= ~((uint64_t)1 << index % 64);
    pool_put(pool, block);
    if (--pool->used == pool->notice)
        pool_notice(heap, pool);
}

void pools_park(Heap *heap)
{
    for (unsigned domain = 0; domain < HEAP_DOMAINS; domain++)
        for (unsigned class = 0; class < HEAP_CLASSES; class++)
            park(heap, &heap->current[domain][class]);
}

static void release_empty(Heap *heap, Domain domain, unsigned class)
{
    HeapPool **current = &heap->current[domain][class];
    if (*current != NO_POOL && (*current)->used == 0)
        park(heap, current);
    for (HeapPool *pool = heap->listed[domain][class], *next; pool; pool = next) {
        next = pool->next;
        if (pool->used == 0)
            pool_close(heap, pool);
    }
}

void pools_release_empty(Heap *heap)
{
    for (unsigned domain = 0; domain < HEAP_DOMAINS; domain++)
        for (unsigned class = 1; class < HEAP_CLASSES; class++)
            release_empty(heap, domain, class);
}

static void relist_arena(Heap *heap, HeapArena *arena, Domain domain, unsigned class)
{
    for (uint64_t heads = arena->heads; heads; heads &= heads - 1) {
        HeapPool *pool = arena_unit(arena, (unsigned)__builtin_ctzll(heads));
        if (pool->kind == POOL_SMALL && pool->state == POOL_FULL && has_room(pool)
            && pool->domain == domain && pool->size_class == class)
            list_pool(heap, pool);
    }
}

/* At the limit even a single free block of a FULL pool counts. */
void pools_relist(Heap *heap, Domain domain, unsigned class)
{
    for (HeapArena *arena = heap->arenas; arena; arena = arena->next)
        relist_arena(heap, arena, domain, class);
}
