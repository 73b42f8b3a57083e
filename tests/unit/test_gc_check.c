/* gc_check names what does not hold; the hooks of the floor above; what holds collections off. */
#include "node.inc"

#include "gc/epoch.h"
#include "ouro_memory.h"

#define BREAK(place, value, message) \
    do { \
        __typeof__(place) saved_ = (place); \
        (place) = (value); \
        const char *said_ = gc_check(&world.gc); \
        (place) = saved_; \
        assert_non_null(said_); \
        assert_string_equal(said_, message); \
        assert_null(gc_check(&world.gc)); \
    } while (0)

static World world;

static void test_breaking(void **state)
{
    (void)state;
    world_open(&world, NULL);
    Node *old = node_tracked(&world, 1);
    gc_collect(&world.gc, GC_OLD);
    Node *a = node_tracked(&world, 2), *b = node_tracked(&world, 3), *callback = node_tracked(&world, 4);
    WeakRef *reference = weak_new(&world, a, &callback->head), *second = weak_new(&world, a, &callback->head);
    GcYoung *young = &world.gc.young[0];
    world_check(&world);
    BREAK(young->items[0], young->items[1], "young array: an object does not know its index");
    BREAK(a->head.gc, a->head.gc | 1 << GC_GENERATION_SHIFT, "young array: an object with wrong flags");
    BREAK(a->head.gc, a->head.gc | GC_COLLECTING, "object: suspected outside a collection");
    BREAK(a->head.gc, a->head.gc | GC_GREY, "object: grey or armed, but not old");
    BREAK(young->holes, 1, "young array: holes are miscounted");
    BREAK(young->count, young->count - 1, "young array: a young object stands in no array");
    BREAK(b->head.type_word, b->head.type_word & ~(uintptr_t)OBJECT_CONTAINER, "container pool: an object that is no container");
    BREAK(old->head.gc, old->head.gc | GC_GREY, "old object: suspect outside an epoch");
    BREAK(old->head.gc, old->head.gc | GC_MARKED | GC_SUSPECT, "old object: marked and suspect");
    BREAK(old->head.gc, old->head.gc ^ GC_EPOCH, "old object: not seen by the epoch");
    BREAK(world.gc.weak.count, 2, "weak table: miscounted");
    BREAK(a->head.type_word, a->head.type_word & ~(uintptr_t)OBJECT_WEAK,
          "weak table: an entry without references or an object without the flag");
    WeakRef *first = weak_first_peek(&world.gc, &a->head), *last = first == reference ? second : reference;
    BREAK(last->prev, NULL, "weak table: a broken list");
    BREAK(last->target, &b->head, "weak table: a broken list");
    object_release(&world.gc, &reference->head);
    object_release(&world.gc, &second->head);
    BREAK(world.gc.heap.idle, world.gc.heap.idle + 1, "heap: idle is not the sum of idle pages");
    node_release(&world, a);
    node_release(&world, b);
    node_release(&world, callback);
    node_release(&world, old);
    world_close(&world);
}

/* -- hooks */

static int hook_calls;

static bool never(Gc *gc) { (void)gc; hook_calls++; return false; }
static void count_call(Gc *gc) { (void)gc; hook_calls++; }
static void count_object(Gc *gc, Object *object) { (void)gc, (void)object; hook_calls++; }
static void keep(Gc *gc, Object *object) { (void)gc; hook_calls++; object_retain(object); }

static void ring_of_two(void)
{
    Node *a = node_tracked(&world, 1), *b = node_tracked(&world, 2);
    node_set(&world, a, 0, b);
    node_set(&world, b, 0, a);
    node_release(&world, a);
    node_release(&world, b);
}

static void test_hooks(void **state)
{
    (void)state;
    world_open(&world, NULL);
    world.gc.on_collectable = count_object;
    world.gc.debug = GC_DEBUG_COLLECTABLE;
    ring_of_two();
    hook_calls = 0;
    assert_int_equal(gc_collect(&world.gc, GC_OLD).collected, 2);
    assert_int_equal(hook_calls, 2);
    world.gc.on_garbage = keep;
    world.gc.debug = GC_DEBUG_SAVEALL;
    ring_of_two();
    hook_calls = 0;
    gc_collect(&world.gc, GC_OLD);
    assert_int_equal(hook_calls, 2);
    assert_int_equal(world.live, 2);        /* kept, whole */
    world.gc.debug = 0;
    Node *saved[2];
    int found = 0;
    for (uint32_t g = 0; g < GC_YOUNG; g++)
        for (uint32_t i = 0; i < world.gc.young[g].count; i++)
            if (world.gc.young[g].items[i])
                saved[found++] = (Node *)world.gc.young[g].items[i];
    if (found == 0) {                       /* the kept have become old */
        gc_freeze(&world.gc);
        assert_int_equal(gc_count_tracked(&world.gc, GC_FROZEN), 2);
        gc_unfreeze(&world.gc);
    }
    (void)saved;
    gc_close(&world.gc);
    heap_close(&world.gc.heap);
}

static void test_held_off(void **state)
{
    (void)state;
    world_open(&world, NULL);
    ring_of_two();
    world.gc.hold++;
    assert_int_equal(gc_collect(&world.gc, GC_OLD).collected, 0);
    gc_freeze(&world.gc);
    assert_int_equal(gc_count_tracked(&world.gc, GC_FROZEN), 0);
    gc_unfreeze(&world.gc);
    world.gc.hold--;
    world.gc.may_collect = never;
    hook_calls = 0;
    gc_set_threshold(&world.gc, 0, 10);
    for (int i = 0; i < 100; i++)
        ring_of_two();
    assert_true(hook_calls > 0);
    assert_int_equal(world.freed, 0);
    world.gc.may_collect = NULL;
    ring_of_two();
    assert_true(world.freed > 0);
    world_close(&world);
}

static void test_pressure_hook(void **state)
{
    (void)state;
    HeapOptions options = { .limit = 1 << 20 };
    world_open(&world, &options);
    world.gc.on_pressure = count_call;
    hook_calls = 0;
    while (heap_alloc(&world.gc.heap, DOMAIN_RAW, 100000))
        ;
    assert_true(hook_calls > 0);
    gc_close(&world.gc);
    heap_close(&world.gc.heap);
}

static int stop_at_once(Object *object, void *argument)
{
    (void)object;
    ++*(int *)argument;
    return 5;
}

static void test_walks_stop(void **state)
{
    (void)state;
    world_open(&world, NULL);
    Node *old = node_tracked(&world, 1), *young;
    gc_collect(&world.gc, GC_OLD);
    young = node_tracked(&world, 2);
    int count = 0;
    assert_int_equal(gc_each_tracked(&world.gc, GC_ALL, stop_at_once, &count), 5);
    assert_int_equal(gc_each_tracked(&world.gc, GC_OLD, stop_at_once, &count), 5);
    assert_int_equal(count, 2);
    node_release(&world, old);
    node_release(&world, young);
    world_close(&world);
}

/* -- ouro_memory.h, where the other test does not go */

typedef struct Item { ou_object head; ou_object *other; } Item;

static int item_traverse(ou_object *self, ou_visit visit, void *argument)
{
    ou_object *other = ((Item *)self)->other;
    return other ? visit(other, argument) : 0;
}

static void item_free(ou_heap *heap, ou_object *self)
{
    ou_object_release(heap, ((Item *)self)->other);
    ou_object_free(heap, self);
}

static const ou_type item_type = {
    .name = "item", .traverse = item_traverse, .free = item_free, .size = sizeof(Item), .flags = OU_CONTAINER,
};

static int visit_block(void *argument, void *block, size_t size, ou_domain domain)
{
    (void)block, (void)size, (void)domain;
    return ++*(int *)argument == 2;
}

static void test_public(void **state)
{
    (void)state;
    ou_heap *heap = ou_heap_open(NULL);
    void *raw = ou_heap_alloc(heap, OU_DOMAIN_RAW, 40);
    Item *item = (Item *)ou_object_new(heap, &item_type, sizeof(Item));
    ou_object_track(heap, &item->head);
    assert_int_equal(ou_object_generation(&item->head), 0);
    ou_object_untrack(heap, &item->head);
    ou_object_untrack(heap, &item->head);
    assert_int_equal(ou_object_generation(&item->head), -1);
    ou_weak *weak = ou_weak_new(heap, &item->head, NULL, NULL);
    assert_ptr_equal(ou_weak_get(weak), item);
    ou_object_release(heap, &item->head);
    int count = 0;
    assert_int_equal(ou_heap_walk(heap, visit_block, &count), 1);
    ou_object_release(heap, &item->head);
    assert_null(ou_weak_get(weak));
    ou_weak_free(heap, weak);
    ou_weak_free(heap, NULL);
    ou_heap_free(heap, raw);
    ou_heap_free(heap, NULL);
    for (uint64_t n = 1; n < 6; n++) {              /* each request of these refused in turn */
        Item *one = (Item *)ou_object_new(heap, &item_type, sizeof(Item));
        ou_heap_fail_at(heap, n, false);
        ou_weak *other = ou_weak_new(heap, &one->head, NULL, NULL);
        ou_heap_fail_at(heap, 0, false);
        ou_weak_free(heap, other);
        ou_object_release(heap, &one->head);
        assert_null(ou_heap_check(heap));
    }
    assert_int_equal(ou_heap_close(heap), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_breaking),
        cmocka_unit_test(test_hooks),
        cmocka_unit_test(test_held_off),
        cmocka_unit_test(test_pressure_hook),
        cmocka_unit_test(test_walks_stop),
        cmocka_unit_test(test_public),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
