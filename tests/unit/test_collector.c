/* The cycle collector: what is found, when, in which order, and what survives. */
#include "node.inc"

#include <sys/resource.h>

static HeapOptions options;     /* set from UNIT_MODE before the tests run */

static Node *ring(World *world, const GcType *type, int count, int64_t name)
{
    Node *first = node_new(world, type, name), *last = first;
    for (int i = 1; i < count; i++) {
        Node *node = node_new(world, type, name + i);
        node_set(world, last, 0, node);
        node_release(world, node);
        last = node;
    }
    node_set(world, last, 0, first);
    return first;
}

static void test_cycle(void **state)
{
    (void)state;
    World world;
    world_open(&world, &options);
    Node *first = ring(&world, &node_type, 5, 0);
    assert_int_equal(gc_collect(&world.gc, GC_OLD).collected, 0);
    assert_int_equal(world.live, 5);
    node_release(&world, first);
    assert_int_equal(world.live, 5);
    world_check(&world);
    assert_int_equal(gc_collect(&world.gc, GC_OLD).collected, 5);
    assert_int_equal(world.live, 0);
    world_close(&world);
}

static void test_generations(void **state)
{
    (void)state;
    World world;
    world_open(&world, &options);
    Node *first = ring(&world, &node_type, 3, 0);
    for (int generation = 0; generation < 3; generation++) {
        assert_int_equal(gc_generation(&first->head), generation);
        assert_int_equal(gc_count_tracked(&world.gc, generation), 3);
        gc_collect(&world.gc, MIN(generation, 1));
        world_check(&world);
    }
    node_release(&world, first);
    assert_int_equal(gc_collect(&world.gc, 0).collected, 0);
    assert_int_equal(gc_collect(&world.gc, 1).collected, 0);
    assert_int_equal(gc_collect(&world.gc, 2).collected, 3);
    world_close(&world);
}

static void test_old_refers_to_young(void **state)
{
    (void)state;
    World world;
    world_open(&world, &options);
    Node *old = node_tracked(&world, 0);
    gc_collect(&world.gc, GC_OLD);
    Node *young = ring(&world, &node_type, 4, 1);
    node_set(&world, old, 0, young);
    node_release(&world, young);
    assert_int_equal(gc_collect(&world.gc, 0).collected, 0);
    assert_int_equal(gc_collect(&world.gc, 1).collected, 0);
    node_set(&world, old, 0, NULL);
    assert_int_equal(gc_collect(&world.gc, GC_OLD).collected, 4);
    node_release(&world, old);
    world_close(&world);
}

static void test_automatic(void **state)
{
    (void)state;
    World world;
    world_open(&world, &options);
    for (int i = 0; i < 100000; i++)
        node_release(&world, ring(&world, &node_type, 2, i));
    assert_true(world.live < 3000);
    /* 200,000 / 701, of which every twelfth is of an older generation: as CPython 3.11. */
    assert_int_equal(world.gc.stats[0].collections, 260);
    assert_int_equal(world.gc.stats[1].collections + world.gc.stats[2].collections, 25);
    gc_enable(&world.gc, false);
    int64_t before = world.live;
    for (int i = 0; i < 5000; i++)
        node_release(&world, ring(&world, &node_type, 2, i));
    assert_int_equal(world.live, before + 10000);
    world_close(&world);
}

/* 25 % rule: full collections become rarer as the heap grows. */
static void test_long_lived(void **state)
{
    (void)state;
    World world;
    world_open(&world, &options);
    Node *head = node_tracked(&world, 0);
    for (int i = 0; i < 400000; i++) {
        Node *node = node_tracked(&world, i);
        node_set(&world, node, 0, head);
        node_release(&world, head);
        head = node;
    }
    assert_true(world.gc.stats[2].collections >= 1 && world.gc.stats[2].collections < 20);
    world_check(&world);
    node_release(&world, head);
    assert_int_equal(world.live, 0);
    world_close(&world);
}

static void test_finalizers_once_in_order(void **state)
{
    (void)state;
    World world;
    world_open(&world, &options);
    node_release(&world, ring(&world, &final_node_type, 5, 10));
    assert_int_equal(gc_collect(&world.gc, GC_OLD).collected, 5);
    assert_int_equal(world.finalized, 5);
    for (int i = 0; i < 5; i++)
        assert_int_equal(world.order[i], 10 + i);
    assert_int_equal(world.live, 0);
    world_close(&world);
}

static void resurrect(World *world, Node *node)
{
    if (node->name == 11 && !world->saved) {
        object_retain(&node->head);
        world->saved = node;
    }
}

static void test_resurrection_by_finalizer(void **state)
{
    (void)state;
    World world;
    for (int generation = 0; generation <= GC_OLD; generation++) {
        world_open(&world, &options);
        world.at_finalize = resurrect;
        Node *first = ring(&world, &final_node_type, 3, 10);
        for (int i = 0; i < generation; i++)
            gc_collect(&world.gc, i);
        Node *alone = ring(&world, &node_type, 2, 20);
        if (generation == GC_OLD)
            gc_collect(&world.gc, 1);
        node_release(&world, alone);
        node_release(&world, first);
        assert_int_equal(gc_collect(&world.gc, generation).collected, 2);
        assert_int_equal(world.finalized, 3);
        assert_int_equal(world.live, 3);
        world_check(&world);
        node_release(&world, world.saved);
        assert_int_equal(gc_collect(&world.gc, GC_OLD).collected, 3);
        assert_int_equal(world.finalized, 3);
        world_close(&world);
    }
}

static void test_resurrection_by_count(void **state)
{
    (void)state;
    World world;
    world_open(&world, &options);
    world.at_finalize = resurrect;
    Node *node = node_new(&world, &final_node_type, 11);
    node_release(&world, node);
    assert_ptr_equal(world.saved, node);
    assert_true(gc_is_tracked(&node->head) && gc_is_finalized(&node->head));
    assert_int_equal(node->head.count, 1);
    node_release(&world, node);
    assert_int_equal(world.live, 0);
    assert_int_equal(world.finalized, 1);
    world_close(&world);
}

/* A finalizer that breaks its ring, allocates, and asks for a collection. */
static void meddle(World *world, Node *node)
{
    node_set(world, node, 0, NULL);
    node_release(world, ring(world, &node_type, 3, 100));
    assert_int_equal(gc_collect(&world->gc, GC_OLD).collected, 0);
}

static void test_meddling_finalizers(void **state)
{
    (void)state;
    World world;
    for (int generation = 0; generation <= GC_OLD; generation++) {
        world_open(&world, &options);
        world.at_finalize = meddle;
        Node *first = ring(&world, &final_node_type, 30, 0);
        for (int i = 0; i < generation; i++)
            gc_collect(&world.gc, i);
        node_release(&world, first);
        gc_collect(&world.gc, generation);
        world_check(&world);
        assert_int_equal(world.finalized, 30);
        assert_int_equal(world.live, 90);
        world.at_finalize = NULL;
        world_close(&world);
    }
}

static void test_chain(World *world, int64_t count)
{
    Node *head = NULL;
    gc_enable(&world->gc, false);
    for (int64_t i = 0; i < count; i++) {
        Node *node = node_tracked(world, i);
        node->link[i % NODE_LINKS] = head;
        head = node;
    }
    node_release(world, head);
    assert_int_equal(world->live, 0);
}

/* The C stack is made small: recursion by a chain would overflow it. */
static void test_long_chains(void **state)
{
    (void)state;
    World world;
    world_open(&world, &options);
    test_chain(&world, options.mode == HEAP_NORMAL ? 10 * 1000 * 1000 : 100 * 1000);
    world_close(&world);
}

static void test_long_ring(void **state)
{
    (void)state;
    World world;
    int count = options.mode == HEAP_NORMAL ? 1000 * 1000 : 100 * 1000;
    world_open(&world, &options);
    Node *first = ring(&world, &node_type, count, 0);
    node_release(&world, first);
    size_t collected = 0;
    for (int i = 0; i < 2; i++)
        collected += gc_collect(&world.gc, GC_OLD).collected;
    assert_int_equal(world.live, 0);
    assert_true(collected <= (size_t)count);
    world_close(&world);
}

/* Far more children at once than the mark stack holds. */
static void test_wide(void **state)
{
    (void)state;
    World world;
    world_open(&world, &options);
    gc_enable(&world.gc, false);
    enum { COUNT = 20000 };
    Node **nodes = malloc(COUNT * sizeof *nodes);
    for (int i = 0; i < COUNT; i++)
        nodes[i] = node_tracked(&world, i);
    for (int i = 1; i < COUNT; i++) {         /* a ternary tree with links back to the root */
        if (!nodes[(i - 1) / 2]->link[(i - 1) % 2])
            node_set(&world, nodes[(i - 1) / 2], (i - 1) % 2, nodes[i]);
        node_set(&world, nodes[i], 2, nodes[0]);
    }
    for (int i = 1; i < COUNT; i++)
        node_release(&world, nodes[i]);
    for (int i = 0; i < 4; i++) {
        assert_int_equal(gc_collect(&world.gc, MIN(i, 2)).collected, 0);
        assert_int_equal(world.live, COUNT);
        world_check(&world);
    }
    node_release(&world, nodes[0]);
    assert_int_equal(gc_collect(&world.gc, GC_OLD).collected, COUNT);
    free(nodes);
    world_close(&world);
}

static void test_freeze(void **state)
{
    (void)state;
    World world;
    world_open(&world, &options);
    Node *old = ring(&world, &node_type, 3, 0);
    gc_collect(&world.gc, GC_OLD);
    Node *young = ring(&world, &node_type, 3, 0);
    gc_freeze(&world.gc);
    assert_int_equal(gc_count_tracked(&world.gc, GC_FROZEN), 6);
    assert_int_equal(gc_count_tracked(&world.gc, GC_ALL), 0);
    node_release(&world, old);
    node_release(&world, young);
    assert_int_equal(gc_collect(&world.gc, GC_OLD).collected, 0);
    world_check(&world);
    gc_unfreeze(&world.gc);
    assert_int_equal(gc_collect(&world.gc, GC_OLD).collected, 6);
    world_close(&world);
}

static int count_object(Object *object, void *argument)
{
    (void)object;
    ++*(int *)argument;
    return 0;
}

static void test_walks(void **state)
{
    (void)state;
    World world;
    int count = 0;
    world_open(&world, &options);
    Node *target = node_tracked(&world, 0);
    gc_collect(&world.gc, GC_OLD);
    Node *a = node_tracked(&world, 1), *b = node_tracked(&world, 2);
    node_set(&world, a, 0, target);
    node_set(&world, a, 1, target);
    node_set(&world, b, 2, target);
    assert_int_equal(gc_each_referrer(&world.gc, &target->head, count_object, &count), 0);
    assert_int_equal(count, 2);
    count = 0;
    gc_each_referent(&a->head, count_object, &count);
    assert_int_equal(count, 2);
    count = 0;
    gc_each_tracked(&world.gc, GC_ALL, count_object, &count);
    assert_int_equal(count, 3);
    node_release(&world, a);
    node_release(&world, b);
    node_release(&world, target);
    world_close(&world);
}

/* Random graphs: after a full collection exactly what the roots reach is live. */
enum { GRAPH = 400 };

static size_t reach(Node **roots, int count)
{
    Node *stack[GRAPH * 4];
    size_t depth = 0, reached = 0;
    static int64_t mark;
    mark -= 1;
    for (int i = 0; i < count; i++)
        if (roots[i])
            stack[depth++] = roots[i];
    while (depth) {
        Node *node = stack[--depth];
        if (node->name == mark)
            continue;
        node->name = mark;
        reached++;
        for (int i = 0; i < NODE_LINKS; i++)
            if (node->link[i] && node->link[i]->name != mark && depth < COUNT_OF(stack))
                stack[depth++] = node->link[i];
    }
    return reached;
}

static void test_random_graphs(void **state)
{
    (void)state;
    World world;
    Random random;
    Node *roots[GRAPH / 8] = { 0 };
    random_open(&random);
    world_open(&world, &options);
    gc_set_threshold(&world.gc, 0, 50);
    for (int i = 0; i < 40000; i++) {
        Node **root = &roots[random_below(&random, COUNT_OF(roots))];
        Node *other = roots[random_below(&random, COUNT_OF(roots))];
        if (*root && random_below(&random, 3)) {
            node_set(&world, *root, (int)random_below(&random, NODE_LINKS), other);
        } else {
            Node *old = *root;
            *root = random_below(&random, 4) ? node_tracked(&world, 0) : NULL;
            if (old)
                node_release(&world, old);
        }
        if (i % 2000 == 0) {
            gc_collect(&world.gc, (int)random_below(&random, 2));
            world_check(&world);
            gc_collect(&world.gc, GC_OLD);
            assert_int_equal(reach(roots, COUNT_OF(roots)), world.live);
        }
    }
    for (size_t i = 0; i < COUNT_OF(roots); i++)
        if (roots[i])
            node_release(&world, roots[i]);
    world_close(&world);
}

int main(void)
{
    const char *mode = getenv("UNIT_MODE");
    options.mode = mode ? (HeapMode)atoi(mode) : HEAP_NORMAL;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cycle), cmocka_unit_test(test_generations),
        cmocka_unit_test(test_old_refers_to_young), cmocka_unit_test(test_automatic),
        cmocka_unit_test(test_long_lived), cmocka_unit_test(test_finalizers_once_in_order),
        cmocka_unit_test(test_resurrection_by_finalizer), cmocka_unit_test(test_resurrection_by_count),
        cmocka_unit_test(test_meddling_finalizers), cmocka_unit_test(test_long_chains),
        cmocka_unit_test(test_long_ring), cmocka_unit_test(test_wide),
        cmocka_unit_test(test_freeze), cmocka_unit_test(test_walks),
        cmocka_unit_test(test_random_graphs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
