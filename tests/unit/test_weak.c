/* Weak references: order of callbacks, what a dying object shows, the table. */
#include "node.inc"

static HeapOptions options;

static void test_callbacks_newest_first(void **state)
{
    (void)state;
    World world;
    world_open(&world, &options);
    Node *target = node_tracked(&world, 1);
    Node *names[3] = { node_tracked(&world, 10), node_tracked(&world, 11), node_tracked(&world, 12) };
    WeakRef *plain = weak_new(&world, target, NULL);
    WeakRef *refs[3];
    for (int i = 0; i < 3; i++)
        refs[i] = weak_new(&world, target, &names[i]->head);
    assert_int_equal(weak_count(&world.gc, &target->head), 4);
    assert_ptr_equal(weak_first_peek(&world.gc, &target->head), refs[2]);
    Object *strong = weak_get(&world.gc, plain);
    assert_ptr_equal(strong, &target->head);
    object_release(&world.gc, strong);
    world_check(&world);
    node_release(&world, target);
    assert_int_equal(world.called, 3);
    for (int i = 0; i < 3; i++)
        assert_int_equal(world.order[i], 12 - i);
    assert_null(weak_get(&world.gc, plain));
    assert_null(world.gc.weak.entries);
    object_release(&world.gc, &plain->head);
    for (int i = 0; i < 3; i++) {
        object_release(&world.gc, &refs[i]->head);
        node_release(&world, names[i]);
    }
    world_close(&world);
}

static void test_detached_is_not_called(void **state)
{
    (void)state;
    World world;
    world_open(&world, &options);
    Node *target = node_tracked(&world, 1), *name = node_tracked(&world, 2);
    WeakRef *first = weak_new(&world, target, &name->head), *second = weak_new(&world, target, &name->head);
    object_release(&world.gc, &first->head);
    assert_int_equal(weak_count(&world.gc, &target->head), 1);
    world_check(&world);
    node_release(&world, target);
    assert_int_equal(world.called, 1);
    object_release(&world.gc, &second->head);
    node_release(&world, name);
    world_close(&world);
}

static WeakRef *watched;

static void look(World *world, Node *node)
{
    Object *strong = weak_get(&world->gc, watched);
    assert_ptr_equal(strong, &node->head);      /* a finalizer still sees the object */
    object_release(&world->gc, strong);
    assert_int_equal(world->called, 0);
}

static void test_finalizer_before_callback(void **state)
{
    (void)state;
    World world;
    world_open(&world, &options);
    world.at_finalize = look;
    Node *target = node_new(&world, &final_node_type, 1), *name = node_tracked(&world, 2);
    watched = weak_new(&world, target, &name->head);
    node_release(&world, target);
    assert_int_equal(world.order[0], 1);
    assert_int_equal(world.order[1], 2);
    object_release(&world.gc, &watched->head);
    node_release(&world, name);
    world_close(&world);
}

static void look_gone(World *world, Node *node)
{
    (void)node;
    assert_null(weak_get(&world->gc, watched));
    assert_int_equal(world->called, 1);
}

/* In a collection the references are cleared, and called back, before finalizers. */
static void test_callback_before_finalizer_in_collection(void **state)
{
    (void)state;
    World world;
    for (int generation = 0; generation <= GC_OLD; generation++) {
        world_open(&world, &options);
        world.at_finalize = look_gone;
        Node *target = node_new(&world, &final_node_type, 1), *name = node_tracked(&world, 2);
        node_set(&world, target, 0, target);
        watched = weak_new(&world, target, &name->head);
        for (int i = 0; i < generation; i++)
            gc_collect(&world.gc, i);
        node_release(&world, target);
        assert_int_equal(gc_collect(&world.gc, generation).collected, 1);
        assert_int_equal(world.finalized, 1);
        object_release(&world.gc, &watched->head);
        node_release(&world, name);
        world_close(&world);
    }
}

/* A reference that dies together with its target is not called back. */
static void test_reference_inside_the_cycle(void **state)
{
    (void)state;
    World world;
    world_open(&world, &options);
    Node *target = node_tracked(&world, 1), *name = node_tracked(&world, 2);
    node_set(&world, target, 0, target);
    WeakRef *reference = weak_new(&world, target, &name->head);
    node_set(&world, target, 1, (Node *)reference);
    object_release(&world.gc, &reference->head);
    node_release(&world, target);
    assert_int_equal(gc_collect(&world.gc, GC_OLD).collected, 2);
    assert_int_equal(world.called, 0);
    node_release(&world, name);
    world_close(&world);
}

static void test_table_of_many(void **state)
{
    (void)state;
    enum { COUNT = 5000 };
    static Node *nodes[COUNT];
    static WeakRef *refs[COUNT * 2];
    World world;
    Random random;
    random_open(&random);
    world_open(&world, &options);
    for (int i = 0; i < COUNT; i++)
        nodes[i] = node_tracked(&world, i);
    for (int i = 0; i < COUNT * 2; i++)
        refs[i] = weak_new(&world, nodes[random_below(&random, COUNT)], NULL);
    world_check(&world);
    for (int i = 0; i < COUNT; i++) {
        node_release(&world, nodes[i]);
        object_release(&world.gc, &refs[i]->head);
        if (i % 500 == 0)
            world_check(&world);
    }
    for (int i = COUNT; i < COUNT * 2; i++) {
        assert_null(weak_get(&world.gc, refs[i]));
        object_release(&world.gc, &refs[i]->head);
    }
    world_close(&world);
}

/* Objects in the list of those that wait to be freed cannot be had back. */
static void collect_in_finalizer(World *world, Node *node)
{
    (void)node;
    gc_collect(&world->gc, GC_OLD);
}

static void test_chain_with_everything(void **state)
{
    (void)state;
    enum { COUNT = 3000 };
    static WeakRef *refs[COUNT];
    World world;
    world_open(&world, &options);
    world.at_finalize = collect_in_finalizer;
    Node *head = NULL, *name = node_tracked(&world, 7);
    for (int i = 0; i < COUNT; i++) {
        Node *node = node_new(&world, i % 100 ? &node_type : &final_node_type, i);
        node->link[0] = head;
        head = node;
        refs[i] = weak_new(&world, node, i % 3 ? &name->head : NULL);
    }
    node_release(&world, head);
    assert_int_equal(world.live, 1);
    assert_int_equal(world.finalized, COUNT / 100);
    assert_int_equal(world.called, COUNT - COUNT / 3);
    for (int i = 0; i < COUNT; i++) {
        assert_null(weak_get(&world.gc, refs[i]));
        object_release(&world.gc, &refs[i]->head);
    }
    node_release(&world, name);
    world_close(&world);
}

int main(void)
{
    const char *mode = getenv("UNIT_MODE");
    options.mode = mode ? (HeapMode)atoi(mode) : HEAP_NORMAL;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_callbacks_newest_first), cmocka_unit_test(test_detached_is_not_called),
        cmocka_unit_test(test_finalizer_before_callback),
        cmocka_unit_test(test_callback_before_finalizer_in_collection),
        cmocka_unit_test(test_reference_inside_the_cycle), cmocka_unit_test(test_table_of_many),
        cmocka_unit_test(test_chain_with_everything),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
