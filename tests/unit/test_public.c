/* ouro_memory.h as a host uses it, with no internal header. */
#include "unit.h"

#include "ouro_memory.h"

typedef struct Pair { ou_object head; struct Pair *first, *second; } Pair;

static int pair_traverse(ou_object *self, ou_visit visit, void *argument)
{
    Pair *pair = (Pair *)self;
    int stop = pair->first ? visit(&pair->first->head, argument) : 0;
    return stop || !pair->second ? stop : visit(&pair->second->head, argument);
}

static void drop(ou_heap *heap, Pair **field)
{
    Pair *old = *field;
    *field = NULL;
    ou_object_release(heap, old ? &old->head : NULL);
}

static void pair_clear(ou_heap *heap, ou_object *self)
{
    drop(heap, &((Pair *)self)->first);
    drop(heap, &((Pair *)self)->second);
}

static void pair_free(ou_heap *heap, ou_object *self)
{
    ++*(int *)ou_heap_user(heap);
    pair_clear(heap, self);
    ou_object_free(heap, self);
}

static const ou_type pair_type = {
    .name = "pair", .traverse = pair_traverse, .clear = pair_clear, .free = pair_free,
    .size = sizeof(Pair), .flags = OU_CONTAINER,
};

static Pair *pair_new(ou_heap *heap)
{
    Pair *pair = (Pair *)ou_object_new(heap, &pair_type, sizeof *pair);
    if (pair)
        ou_object_track(heap, &pair->head);
    return pair;
}

static int count_blocks(void *argument, void *block, size_t size, ou_domain domain)
{
    (void)block;
    assert_true(size >= sizeof(Pair) || domain != OU_DOMAIN_CONTAINER);
    ++*(int *)argument;
    return 0;
}

static int count_objects(ou_object *object, void *argument)
{
    assert_ptr_equal(ou_object_type(object), &pair_type);
    ++*(int *)argument;
    return 0;
}

static void bump(ou_heap *heap, void *argument)
{
    (void)heap;
    ++*(int *)argument;
}

static void run(ou_heap_mode mode)
{
    int freed = 0, called = 0, count = 0;
    ou_heap_options options = { .mode = mode, .user = &freed };
    ou_heap *heap = ou_heap_open(&options);
    assert_non_null(heap);
    Pair *a = pair_new(heap), *b = pair_new(heap);
    a->first = b;                               /* b's reference moves to a */
    b->second = a;
    ou_object_retain(&a->head);
    assert_int_equal(ou_object_references(&a->head), 2);
    assert_int_equal(ou_object_generation(&a->head), 0);
    ou_weak *weak = ou_weak_new(heap, &a->head, bump, &called);
    ou_weak *silent = ou_weak_new(heap, &b->head, bump, &called);
    ou_weak_free(heap, silent);
    assert_int_equal(ou_gc_collect(heap, 2), 0);
    assert_int_equal(ou_object_generation(&a->head), 2);
    ou_gc_each_referrer(heap, &b->head, count_objects, &count);
    ou_gc_each_referent(&a->head, count_objects, &count);
    ou_gc_each(heap, -1, count_objects, &count);
    assert_int_equal(count, 1 + 1 + 2);
    count = 0;
    assert_int_equal(ou_heap_walk(heap, count_blocks, &count), 0);
    ou_heap_statistics statistics;
    ou_heap_stats(heap, &statistics);
    assert_int_equal(statistics.live.blocks, count);
    assert_int_equal(statistics.domain[OU_DOMAIN_CONTAINER].blocks, 2);
    ou_object_release(heap, &a->head);
    assert_int_equal(freed, 0);
    assert_int_equal(ou_gc_collect(heap, 2), 2);
    assert_int_equal(freed, 2);
    assert_int_equal(called, 1);
    assert_null(ou_weak_get(weak));
    ou_weak_free(heap, weak);
    assert_null(ou_heap_check(heap));
    assert_int_equal(ou_heap_close(heap), 0);
}

static void test_objects(void **state)
{
    (void)state;
    run(OU_HEAP_NORMAL);
    run(OU_HEAP_CHECKED);
    run(OU_HEAP_SYSTEM);
}

static void test_blocks(void **state)
{
    (void)state;
    ou_heap *heap = ou_heap_open(NULL);
    char *block = ou_heap_calloc(heap, OU_DOMAIN_RAW, 10, 10);
    assert_true(ou_heap_usable_size(heap, block) >= 100);
    for (int i = 0; i < 100; i++)
        assert_int_equal(block[i], 0);
    assert_null(ou_heap_calloc(heap, OU_DOMAIN_RAW, SIZE_MAX / 2, 3));
    assert_null(ou_heap_alloc(heap, OU_DOMAIN_RAW, SIZE_MAX));
    assert_null(ou_heap_realloc(heap, OU_DOMAIN_RAW, block, SIZE_MAX - 100));
    memset(block, 5, 100);
    block = ou_heap_realloc(heap, OU_DOMAIN_RAW, block, 10 << 20);
    assert_int_equal(block[99], 5);
    ou_heap_statistics statistics;
    ou_heap_stats(heap, &statistics);
    assert_int_equal(statistics.huge.blocks, 1);
    assert_int_equal(ou_heap_close(heap), 1);   /* tells of the leak, and takes it back */
}

static void test_isolated(void **state)
{
    (void)state;
    ou_heap *heaps[8];
    for (int i = 0; i < 8; i++) {
        ou_heap_options options = { .limit = (size_t)(i + 1) << 16 };
        heaps[i] = ou_heap_open(&options);
        while (ou_heap_alloc(heaps[i], OU_DOMAIN_MEMORY, 100))
            ;
    }
    for (int i = 0; i < 8; i++) {
        ou_heap_statistics statistics;
        ou_heap_stats(heaps[i], &statistics);
        assert_true(statistics.reserved <= (size_t)(i + 1) << 16);
        assert_true(ou_heap_close(heaps[i]) > 300u * (unsigned)(i + 1));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_objects), cmocka_unit_test(test_blocks), cmocka_unit_test(test_isolated),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
