/* Random graphs whose finalizers and callbacks do random things, in a small heap in
 * which requests fail at random.  In the end nothing is left. */
#include "node.inc"

enum { ROOTS = 40, WEAKS = 40, STEPS = 60000 };

typedef struct Play {
    World world;                /* the first member */
    Random random;
    Node *roots[ROOTS];
    WeakRef *weaks[WEAKS];
    int nested;
    bool wild;                  /* finalizers and callbacks do something */
} Play;

static size_t below(Play *play, size_t bound) { return random_below(&play->random, bound); }
static Node **any_root(Play *play) { return &play->roots[below(play, ROOTS)]; }

static void set_root(Play *play, Node **root, Node *node)       /* takes NODE */
{
    Node *old = *root;
    *root = node;
    if (old)
        node_release(&play->world, old);
}

static void make(Play *play)
{
    Node **root = any_root(play), *other = *any_root(play);
    if (other)
        object_retain(&other->head);
    Node *node = node_new(&play->world, below(play, 3) ? &node_type : &final_node_type, 1);
    if (node && other)
        node_set(&play->world, node, (int)below(play, NODE_LINKS), other);
    if (other)
        node_release(&play->world, other);
    set_root(play, root, node);
}

static void join(Play *play)
{
    Node *from = *any_root(play), *to = *any_root(play);
    if (!from)
        return;
    object_retain(&from->head);
    node_set(&play->world, from, (int)below(play, NODE_LINKS), to);
    node_release(&play->world, from);
}

static void follow(Play *play)
{
    Node **root = any_root(play), *node = *root ? (*root)->link[below(play, NODE_LINKS)] : NULL;
    if (node) {
        object_retain(&node->head);
        set_root(play, root, node);
    }
}

static void watch(Play *play)
{
    WeakRef **place = &play->weaks[below(play, WEAKS)], *old = *place;
    Node *target = *any_root(play), *callback = *any_root(play);
    *place = NULL;
    if (target && callback) {
        object_retain(&target->head);
        object_retain(&callback->head);
        WeakRef *weak = (WeakRef *)gc_alloc(&play->world.gc, &weak_type, sizeof *weak);
        if (weak) {
            weak->callback = &callback->head;
            object_retain(&callback->head);
            bool attached = weak_attach(&play->world.gc, weak, &target->head, NULL);
            gc_track(&play->world.gc, &weak->head);
            if (attached && !*place)
                *place = weak;
            else
                object_release(&play->world.gc, &weak->head);
        }
        node_release(&play->world, target);
        node_release(&play->world, callback);
    }
    if (old)
        object_release(&play->world.gc, &old->head);
}

static void look_at_weak(Play *play)
{
    WeakRef *weak = play->weaks[below(play, WEAKS)];
    Object *target = weak ? weak_get(&play->world.gc, weak) : NULL;
    if (target) {
        assert_true(target->count >= 2);
        set_root(play, any_root(play), (Node *)target);
    }
}

static void retrack(Play *play)
{
    Node *node = *any_root(play);
    if (!node)
        return;
    gc_untrack(&play->world.gc, &node->head);
    gc_track(&play->world.gc, &node->head);
}

static void use_buffer(Play *play)
{
    Heap *heap = &play->world.gc.heap;
    void *buffer = heap_alloc(heap, DOMAIN_MEMORY, below(play, 30000));
    void *larger = heap_realloc(heap, DOMAIN_MEMORY, buffer, below(play, 60000));
    heap_free(heap, larger ? larger : buffer);
}

static void step(Play *play)
{
    Gc *gc = &play->world.gc;
    switch (below(play, 60)) {
    case 0: gc_collect(gc, (int)below(play, 3)); break;
    case 1: gc_freeze(gc); break;
    case 2: gc_unfreeze(gc); break;
    case 3: heap_fail_at(&gc->heap, below(play, 20), false); break;
    case 4: heap_fail_at(&gc->heap, 0, false); break;
    case 5: heap_trim(&gc->heap); break;
    case 6: case 7: retrack(play); break;
    case 8: case 9: use_buffer(play); break;
    case 10: case 11: case 12: set_root(play, any_root(play), NULL); break;
    case 13: case 14: case 15: case 16: watch(play); break;
    case 17: case 18: look_at_weak(play); break;
    case 19: case 20: case 21: follow(play); break;
    default:
        if (below(play, 2))
            make(play);
        else
            join(play);
    }
}

static void run_wild(Play *play)
{
    if (!play->wild || play->nested >= 4)
        return;
    play->nested++;
    for (size_t i = below(play, 4); i > 0; i--)
        step(play);
    play->nested--;
}

static void wild_finalizer(World *world, Node *node)
{
    Play *play = (Play *)world;
    if (play->wild && below(play, 4) == 0) {
        object_retain(&node->head);
        set_root(play, any_root(play), node);
    }
    run_wild(play);
}

static void wild_callback(Gc *gc, WeakRef *reference)
{
    assert_null(reference->target);
    run_wild((Play *)gc);
}

static void end(Play *play)
{
    Gc *gc = &play->world.gc;
    heap_fail_at(&gc->heap, 0, false);
    play->wild = false;
    gc_unfreeze(gc);
    for (int i = 0; i < ROOTS; i++)
        set_root(play, &play->roots[i], NULL);
    for (int i = 0; i < WEAKS; i++)
        if (play->weaks[i])
            object_release(gc, &play->weaks[i]->head);
    world_close(&play->world);
}

static void run(const HeapOptions *options, int steps)
{
    Play *play = calloc(1, sizeof *play);
    Random random;
    random_open(&random);
    world_open(&play->world, options);
    play->random = random;
    play->wild = true;
    play->world.at_finalize = wild_finalizer;
    play->world.gc.weak_callback = wild_callback;
    gc_set_threshold(&play->world.gc, 0, 30);
    gc_set_threshold(&play->world.gc, 1, 3);
    gc_set_threshold(&play->world.gc, 2, 3);
    for (int i = 0; i < steps; i++) {
        step(play);
        if (i % (steps / 50) == 0)
            world_check(&play->world);
    }
    end(play);
    free(play);
}

static void test_normal(void **state)
{
    (void)state;
    run(&(HeapOptions){ .mode = HEAP_NORMAL }, STEPS);
}

static void test_small_heap(void **state)
{
    (void)state;
    run(&(HeapOptions){ .limit = 96 << 10 }, STEPS);
}

static void test_checked(void **state)
{
    (void)state;
    run(&(HeapOptions){ .mode = HEAP_CHECKED, .limit = 128 << 10 }, STEPS / 2);
}

static void test_system(void **state)
{
    (void)state;
    run(&(HeapOptions){ .mode = HEAP_SYSTEM, .limit = 64 << 10 }, STEPS / 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_normal), cmocka_unit_test(test_small_heap),
        cmocka_unit_test(test_checked), cmocka_unit_test(test_system),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
