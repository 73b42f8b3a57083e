/* heap_check names the first invariant that does not hold: each is broken in turn, and mended. */
#include "node.inc"
#include "memory/trace.h"
#include "memory/walk.h"

#define BREAK(place, value, message) \
    do { \
        __typeof__(place) saved_ = (place); \
        (place) = (value); \
        const char *said_ = heap_check(&heap); \
        (place) = saved_; \
        assert_non_null(said_); \
        assert_string_equal(said_, message); \
        assert_null(heap_check(&heap)); \
    } while (0)

static Heap heap;
static void *small[400], *other[300];

/* A current, a listed and a full pool, a span, a huge block, idle units. */
static void fill(void)
{
    heap_open(&heap, NULL);
    for (int i = 0; i < 400; i++)
        assert_non_null(small[i] = heap_alloc(&heap, DOMAIN_MEMORY, 48));
    for (int i = 0; i < 300; i++)
        assert_non_null(other[i] = heap_alloc(&heap, DOMAIN_MEMORY, 64));
    for (int i = 0; i < 60; i++)
        heap_free(&heap, small[i]);
}

static void test_pools(void **state)
{
    (void)state;
    fill();
    HeapPool *listed = pool_of(small[300]), *current = pool_of(small[399]), *full = pool_of(other[0]);
    assert_int_equal(listed->state, POOL_LISTED);
    assert_int_equal(current->state, POOL_CURRENT);
    assert_int_equal(full->state, POOL_FULL);
    assert_null(heap_check(&heap));
    unsigned made = current->made;
    BREAK(current->allocated[made / 64], current->allocated[made / 64] | (uint64_t)1 << made % 64,
          "pool: a block beyond the frontier is allocated");
    BREAK(current->used, (uint16_t)(current->used + 1), "pool: used is not the number of allocated bits");
    BREAK(current->free, (FreeBlock *)other[0], "pool: the free list leaves the pool");
    BREAK(listed->free->next, listed->free, "pool: the free list has a cycle");
    BREAK(current->free, (FreeBlock *)((char *)current->free + 16), "pool: a free block that is none");
    BREAK(current->free, (FreeBlock *)pool_block(current, made), "pool: a free block that is none");
    BREAK(current->free, (FreeBlock *)small[399], "pool: a free block is marked allocated");
    BREAK(current->free, current->free->next, "pool: used + free is not the number of blocks made");
    BREAK(current->state, POOL_LISTED, "pool: state CURRENT is wrong");
    BREAK(current->notice, 0, "pool: notice of the current pool");
    BREAK(listed->notice, 1, "pool: listed without room");
    BREAK(full->notice, full->used, "pool: full but an eighth is free");
    BREAK(full->size_class, 0, "pool: no such size class");
    BREAK(full->size_class, HEAP_CLASSES, "pool: no such size class");
    BREAK(full->block_size, 80, "pool: block size is not the class's");
    BREAK(full->capacity, 255, "pool: capacity is not what fits");
    BREAK(arena_of(full)->committed[pool_unit(full)], 0, "pool: the frontier is not accounted for");
    BREAK(listed->prev, listed, "list of pools: prev is not the one before");
    BREAK(listed->domain, DOMAIN_OBJECT, "list of pools: a pool of another kind");
    BREAK(heap.listed[DOMAIN_MEMORY][listed->size_class], NULL, "list of pools: one is missing");
    heap_close(&heap);
}

static void test_arenas(void **state)
{
    (void)state;
    fill();
    void *idle = heap_alloc(&heap, DOMAIN_RAW, 200000), *span = heap_alloc(&heap, DOMAIN_RAW, 100000);
    void *behind = heap_alloc(&heap, DOMAIN_RAW, 1000);
    assert_non_null(heap_alloc(&heap, DOMAIN_RAW, 700000));
    assert_non_null(behind);
    heap_free(&heap, idle);
    HeapPool *large = pool_of(span), *pool = pool_of(other[0]);
    HeapArena *arena = arena_of(span);
    assert_true(arena->idle);
    assert_null(heap_check(&heap));
    BREAK(large->reciprocal, 1, "large block: has a pool's header");
    BREAK(large->large.size, large->large.mapped + 1, "large block: larger than its mapping");
    BREAK(large->large.mapped, (size_t)40 * POOL_SIZE, "arena: two spans overlap");
    BREAK(arena->committed[0], 1, "arena: a header is not accounted for");
    BREAK(arena->committed[0], 0, "arena: its headers are not accounted for");
    BREAK(arena->free, arena->free | 1, "arena: its headers are not accounted for");
    BREAK(pool->kind, POOL_HUGE, "arena: a head unit has no header");
    BREAK(pool->kind, 0, "arena: a head unit has no header");
    BREAK(arena->heads, arena->heads & ~((uint64_t)1 << pool_unit(large)),
          "arena: free units are not those outside pools and spans");
    BREAK(arena->idle, arena->idle | (uint64_t)1 << pool_unit(pool), "arena: an idle unit is not free");
    BREAK(arena->idle, arena->idle & (arena->idle - 1), "arena: idle bit is wrong");
    BREAK(arena->open_prev, arena, "list of open arenas is broken");
    BREAK(heap.open_arenas, NULL, "list of open arenas: one is missing");
    BREAK(heap.reserved, heap.reserved + 1, "heap: reserved is not the sum of its parts");
    BREAK(heap.huge->large.size, heap.huge->large.mapped, "large block: larger than its mapping");
    BREAK(heap.idle, heap.idle + 1, "heap: idle is not the sum of idle pages");
    BREAK(heap.peak, 0, "heap: over its limit or its peak");
    BREAK(heap.limit, 1, "heap: over its limit or its peak");
    BREAK(heap.arena_count, heap.arena_count + 1, "heap: arenas are miscounted");
    BREAK(heap.empty_arenas, heap.empty_arenas + 1, "heap: arenas are miscounted");
    heap_close(&heap);
}

/* -- sizes that cannot be, and a system that refuses */

static void test_impossible_sizes(void **state)
{
    (void)state;
    for (HeapMode mode = HEAP_NORMAL; mode <= HEAP_SYSTEM; mode++) {
        heap_open(&heap, &(HeapOptions){ .mode = mode });
        for (int domain = 0; domain < HEAP_DOMAINS; domain++) {
            assert_null(heap_alloc(&heap, (Domain)domain, SIZE_MAX));
            assert_null(heap_alloc(&heap, (Domain)domain, SIZE_MAX / 2 - 100));
            assert_null(heap_calloc(&heap, (Domain)domain, SIZE_MAX / 4, 8));
        }
        void *huge = heap_alloc(&heap, DOMAIN_RAW, 700000);
        assert_null(heap_realloc(&heap, DOMAIN_RAW, huge, SIZE_MAX - 5));
        assert_null(heap_realloc(&heap, DOMAIN_RAW, huge, SIZE_MAX / 2 - 5));
        void *same = heap_realloc(&heap, DOMAIN_RAW, huge, 700001);
        assert_true(mode == HEAP_NORMAL ? same == huge : same != NULL);
        assert_null(heap_check(&heap));
        assert_true(heap_set_limit(&heap, 0));
        heap_close(&heap);
    }
    assert_null(os_source.map(NULL, SIZE_MAX - 5, ARENA_SIZE));
    assert_null(os_source.map(NULL, (size_t)1 << 62, ARENA_SIZE));
    void *mapped = os_source.map(NULL, ARENA_SIZE, ARENA_SIZE);
    assert_null(os_source.remap(NULL, mapped, ARENA_SIZE, SIZE_MAX - 5, ARENA_SIZE));
    assert_null(os_source.remap(NULL, mapped, ARENA_SIZE, (size_t)1 << 62, ARENA_SIZE));
    os_source.unmap(NULL, mapped, ARENA_SIZE);
}

static void test_cursors_close_in_any_order(void **state)
{
    (void)state;
    HeapCursor a, b, c;
    heap_open(&heap, NULL);
    heap_cursor_open(&a, &heap, DOMAINS_ALL);
    heap_cursor_open(&b, &heap, DOMAINS_ALL);
    heap_cursor_open(&c, &heap, DOMAINS_ALL);
    heap_cursor_close(&b);
    heap_cursor_close(&a);
    heap_cursor_close(&c);
    assert_null(heap.cursors);
    heap_close(&heap);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pools),
        cmocka_unit_test(test_arenas),
        cmocka_unit_test(test_impossible_sizes),
        cmocka_unit_test(test_cursors_close_in_any_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
