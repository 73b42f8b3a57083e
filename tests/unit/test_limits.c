/* The hard limit, what the heap does before it refuses, sources, and the failing
 * allocator. */
#include "node.inc"

enum { KIB = 1024, MIB = 1024 * 1024 };

static void test_limit_is_hard(void **state)
{
    (void)state;
    static const size_t limits[] = { 4 * KIB, 16 * KIB, 64 * KIB, MIB, 16 * MIB };
    static const size_t sizes[] = { 16, 48, 500, 3000, 12000, 100000, 700000 };
    for (size_t l = 0; l < COUNT_OF(limits); l++)
        for (size_t s = 0; s < COUNT_OF(sizes); s++) {
            Heap heap;
            heap_open(&heap, &(HeapOptions){ .limit = limits[l] });
            size_t count = 0;
            void *last = NULL, *block;
            while ((block = heap_alloc(&heap, DOMAIN_MEMORY, sizes[s]))) {
                memset(block, 1, sizes[s]);
                last = block;
                count++;
                assert_true(heap.reserved <= limits[l]);
            }
            assert_null(heap_check(&heap));
            /* Nearly all of it can be used: 8 KiB for headers and the ends of pools. */
            size_t whole = sizes[s] > 8192 ? round_up(sizes[s], 4096) : sizes[s];
            if (limits[l] >= 64 * KIB && whole <= 8192)
                assert_true(count * whole * 100 >= (limits[l] - 12 * KIB) * 80);
            if (last) {         /* what is freed can be taken again */
                heap_free(&heap, last);
                assert_non_null(heap_alloc(&heap, DOMAIN_MEMORY, sizes[s]));
            }
            heap_close(&heap);
        }
}

/* Memory of one class serves another, once its pools are empty. */
static void test_classes_share_the_limit(void **state)
{
    (void)state;
    Heap heap;
    static void *blocks[20000];
    heap_open(&heap, &(HeapOptions){ .limit = MIB });
    for (size_t size = 16; size < 20000; size += 1 + size / 3) {
        size_t count = 0;
        while (count < COUNT_OF(blocks) && (blocks[count] = heap_alloc(&heap, DOMAIN_OBJECT, size)))
            count++;
        assert_true(count * size > MIB / 2 || count == COUNT_OF(blocks));
        assert_null(heap_check(&heap));
        while (count > 0)
            heap_free(&heap, blocks[--count]);
    }
    assert_int_equal(heap_live(&heap).blocks, 0);
    heap_close(&heap);
}

static void test_realloc_at_the_limit(void **state)
{
    (void)state;
    Heap heap;
    heap_open(&heap, &(HeapOptions){ .limit = 2 * MIB });
    size_t size = 100;
    unsigned char *block = heap_alloc(&heap, DOMAIN_MEMORY, size), *moved;
    memset(block, 7, size);
    while ((moved = heap_realloc(&heap, DOMAIN_MEMORY, block, size * 2))) {
        block = moved;
        memset(block, 7, size *= 2);
    }
    assert_true(size >= MIB / 2);
    for (size_t i = 0; i < size; i += 100)
        assert_int_equal(block[i], 7);
    block = heap_realloc(&heap, DOMAIN_MEMORY, block, 10);      /* shrinking cannot fail */
    assert_non_null(block);
    assert_int_equal(block[9], 7);
    heap_free(&heap, block);
    assert_null(heap_check(&heap));
    heap_close(&heap);
}

static void test_trim_and_set_limit(void **state)
{
    (void)state;
    Heap heap;
    static void *blocks[10000];
    heap_open(&heap, NULL);
    assert_int_equal(heap.reserved, 0);
    for (size_t i = 0; i < COUNT_OF(blocks); i++)
        blocks[i] = heap_alloc(&heap, DOMAIN_OBJECT, 500);
    size_t full = heap.reserved;
    assert_false(heap_set_limit(&heap, full / 2));
    for (size_t i = 0; i < COUNT_OF(blocks); i++)
        heap_free(&heap, blocks[i]);
    assert_true(heap_set_limit(&heap, full / 2));
    heap_trim(&heap);
    assert_int_equal(heap.reserved, 0);
    assert_int_equal(heap.peak, full);
    heap_close(&heap);
}

/* A heap that is hardly used holds hardly any memory. */
static void test_small_heap_is_lean(void **state)
{
    (void)state;
    Heap heap;
    heap_open(&heap, NULL);
    assert_non_null(heap_alloc(&heap, DOMAIN_OBJECT, 48));
    assert_int_equal(heap.reserved, 2 * heap.page_size);
    heap_close(&heap);
}

typedef struct Budget { int maps, live, allowed; } Budget;

static void *budget_map(void *self, size_t size, size_t alignment)
{
    Budget *budget = self;
    if (budget->maps >= budget->allowed)
        return NULL;
    budget->maps++;
    budget->live++;
    return os_source.map(NULL, size, alignment);
}

static void budget_unmap(void *self, void *start, size_t size)
{
    ((Budget *)self)->live--;
    os_source.unmap(NULL, start, size);
}

static void test_own_source(void **state)
{
    (void)state;
    Heap heap;
    Budget budget = { .allowed = 3 };
    HeapSource source = { budget_map, budget_unmap, os_source.purge, NULL, &budget };
    heap_open(&heap, &(HeapOptions){ .source = &source });
    size_t count = 0;
    while (heap_alloc(&heap, DOMAIN_OBJECT, 10000))
        count++;
    assert_int_equal(count, 3 * 63);
    assert_null(heap_alloc(&heap, DOMAIN_OBJECT, 5 * MIB));
    budget.allowed = 4;
    void *huge = heap_alloc(&heap, DOMAIN_OBJECT, 5 * MIB);
    assert_non_null(huge);
    budget.allowed = 5;
    memset(huge, 9, 5 * MIB);
    huge = heap_realloc(&heap, DOMAIN_OBJECT, huge, 6 * MIB);   /* no remap: copied */
    assert_int_equal(((char *)huge)[5 * MIB - 1], 9);
    assert_int_equal(budget.live, 4);
    assert_null(heap_check(&heap));
    heap_close(&heap);
    assert_int_equal(budget.live, 0);
}

/* Garbage is collected before the limit is reported, with and without finalizers. */
static void test_pressure(void **state)
{
    (void)state;
    const GcType *types[] = { &node_type, &final_node_type };
    for (int t = 0; t < 2; t++) {
        World world;
        world_open(&world, &(HeapOptions){ .limit = MIB });
        gc_enable(&world.gc, false);
        for (int i = 0; i < 100000; i++) {
            Node *node = node_new(&world, types[t], i);
            assert_non_null(node);
            node_set(&world, node, 0, node);
            node_release(&world, node);
        }
        assert_true(world.gc.stats[GC_OLD].collections > 3);
        world_close(&world);
    }
}

/* A buffer's allocation collects quietly: no finalizer runs inside it. */
static void test_quiet_pressure(void **state)
{
    (void)state;
    World world;
    world_open(&world, &(HeapOptions){ .limit = MIB });
    gc_enable(&world.gc, false);
    world.gc.heap.half = SIZE_MAX;      /* nothing is collected before the limit is reached */
    for (int i = 0; i < 3000; i++) {
        Node *plain = node_tracked(&world, i), *final = node_new(&world, &final_node_type, i);
        node_set(&world, plain, 0, plain);
        node_set(&world, final, 0, final);
        Node *child = node_new(&world, &final_node_type, -1);    /* dies by count, inside the collection */
        node_set(&world, plain, 1, child);
        node_release(&world, child);
        node_release(&world, plain);
        node_release(&world, final);
    }
    int64_t before = world.live;
    void *blocks[64];
    size_t count = 0;
    while (count < COUNT_OF(blocks) && (blocks[count] = heap_alloc(&world.gc.heap, DOMAIN_MEMORY, 20000)))
        count++;
    assert_int_equal(world.finalized, 0);
    assert_true(world.live < before);
    while (count > 0)
        heap_free(&world.gc.heap, blocks[--count]);
    gc_drain(&world.gc);
    world_check(&world);
    world_close(&world);
    assert_int_equal(world.finalized, 6000);
}

/* Before that a full collection has run where finalizers may: the next container's allocation. */
static void test_half_of_the_room(void **state)
{
    (void)state;
    World world;
    world_open(&world, &(HeapOptions){ .limit = 4 * MIB });
    gc_enable(&world.gc, false);
    for (int i = 0; i < 100; i++) {
        Node *final = node_new(&world, &final_node_type, i);
        node_set(&world, final, 0, final);
        node_release(&world, final);
        void *block = heap_alloc(&world.gc.heap, DOMAIN_MEMORY, 5 * MIB / 2);
        assert_non_null(block);
        heap_free(&world.gc.heap, block);
        assert_true(heap_charge_outside(&world.gc.heap, 1000));
    }
    assert_true(world.finalized > 0);
    heap_return_outside(&world.gc.heap, 100000);
    assert_false(heap_charge_outside(&world.gc.heap, 5 * MIB));
    world_check(&world);
    world_close(&world);
}

/* ---- the failing allocator ---- */

static bool graph_or_nothing(World *world)
{
    Node *first = node_new(world, &final_node_type, 1);
    Node *second = first ? node_new(world, &node_type, 2) : NULL;
    void *buffer = second ? heap_alloc(&world->gc.heap, DOMAIN_MEMORY, 3000) : NULL;
    void *larger = buffer ? heap_realloc(&world->gc.heap, DOMAIN_MEMORY, buffer, 30000) : NULL;
    WeakRef *weak = larger ? (WeakRef *)gc_alloc(&world->gc, &weak_type, sizeof *weak) : NULL;
    bool attached = weak && weak_attach(&world->gc, weak, &second->head, NULL);
    if (second) {
        node_set(world, first, 0, second);
        node_set(world, second, 0, first);
    }
    heap_free(&world->gc.heap, larger ? larger : buffer);
    if (weak)
        object_release(&world->gc, &weak->head);
    if (second)
        node_release(world, second);
    if (first)
        node_release(world, first);
    gc_collect(&world->gc, GC_OLD);
    return attached;
}

static void fail_each(HeapMode mode, bool forever)
{
    uint64_t n = 1;
    for (bool passed = false; !passed; n++) {
        World world;
        world_open(&world, &(HeapOptions){ .mode = mode });
        heap_fail_at(&world.gc.heap, n, forever);
        passed = graph_or_nothing(&world) && world.gc.heap.requests < n;
        world_check(&world);
        heap_fail_at(&world.gc.heap, 0, false);
        assert_true(graph_or_nothing(&world));
        world_close(&world);
    }
    assert_true(n > 6);
}

static void test_every_request_fails(void **state)
{
    (void)state;
    for (HeapMode mode = HEAP_NORMAL; mode <= HEAP_SYSTEM; mode++) {
        fail_each(mode, false);
        fail_each(mode, true);
    }
}

static void test_failing_counts_the_fast_path(void **state)
{
    (void)state;
    Heap heap;
    void *blocks[20];
    heap_open(&heap, NULL);
    for (int i = 0; i < 10; i++)
        blocks[i] = heap_alloc(&heap, DOMAIN_OBJECT, 48);
    heap_fail_at(&heap, 5, false);
    for (int i = 10; i < 20; i++)
        blocks[i] = heap_alloc(&heap, DOMAIN_OBJECT, 48);
    for (int i = 0; i < 20; i++) {
        assert_int_equal(blocks[i] == NULL, i == 14);
        heap_free(&heap, blocks[i]);
    }
    assert_int_equal(heap.requests, 10);
    heap_fail_at(&heap, 0, false);
    assert_null(heap_check(&heap));
    heap_close(&heap);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_limit_is_hard), cmocka_unit_test(test_classes_share_the_limit),
        cmocka_unit_test(test_realloc_at_the_limit), cmocka_unit_test(test_trim_and_set_limit),
        cmocka_unit_test(test_small_heap_is_lean), cmocka_unit_test(test_own_source),
        cmocka_unit_test(test_pressure), cmocka_unit_test(test_quiet_pressure), cmocka_unit_test(test_half_of_the_room),
        cmocka_unit_test(test_every_request_fails), cmocka_unit_test(test_failing_counts_the_fast_path),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
