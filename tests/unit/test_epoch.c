/* The sliced collection of the old generation against a plain model, and against a
 * program that tries to hide objects from it between two slices. */
#include "node.inc"

#include "gc/epoch.h"

enum { IDS = 400, ROOTS = 12, LINKS = 4, WEAKS = 16 };

/* A node with a number of links, whose references can be moved without counting. */
typedef struct Item {
    Object head;
    int id;
    int count;                  /* of links, LINKS or many */
    struct Item *link[];
} Item;

typedef struct Model {
    World world;                /* the first member */
    Random random;
    bool used[IDS], alive[IDS], resurrect;
    int link[IDS][LINKS];       /* what should be, -1: nothing */
    int root[ROOTS];
    Item *root_item[ROOTS];
    WeakRef *weak[WEAKS];
    int weak_id[WEAKS];
} Model;

static int item_traverse(Object *self, GcVisit visit, void *argument)
{
    Item *item = (Item *)self;
    for (int i = 0; i < item->count; i++) {
        int stop = item->link[i] ? visit(&item->link[i]->head, argument) : 0;
        if (stop)
            return stop;
    }
    return 0;
}

static size_t item_traverse_part(Object *self, size_t from, size_t count, GcVisit visit, void *argument)
{
    Item *item = (Item *)self;
    size_t end = from + MIN(count, 2);
    for (size_t i = from; i < end && i < (size_t)item->count; i++)
        if (item->link[i])
            visit(&item->link[i]->head, argument);
    return end < (size_t)item->count ? end : GC_ALL_VISITED;
}

static void item_clear(Gc *gc, Object *self)
{
    Item *item = (Item *)self;
    for (int i = 0; i < item->count; i++) {
        Item *old = item->link[i];
        item->link[i] = NULL;
        if (old)
            object_release(gc, &old->head);
    }
}

static void item_free(Gc *gc, Object *self)
{
    Model *model = (Model *)gc;
    Item *item = (Item *)self;
    assert_true(model->alive[item->id]);
    model->alive[item->id] = false;
    model->world.live--;
    item_clear(gc, self);
    gc_free(gc, self);
}

static void item_finalize(Gc *gc, Object *self);

#define ITEM_TYPE(...) { .name = "item", .traverse = item_traverse, .clear = item_clear, .free = item_free, \
                         .basic_size = sizeof(Item) + LINKS * sizeof(Item *), __VA_ARGS__ }
static const GcType steady_type = ITEM_TYPE(.flags = OBJECT_CONTAINER | GCTYPE_STEADY);
static const GcType part_type = ITEM_TYPE(.flags = OBJECT_CONTAINER | GCTYPE_STEADY, .traverse_part = item_traverse_part);
static const GcType loose_type = ITEM_TYPE(.flags = OBJECT_CONTAINER);
static const GcType final_type = ITEM_TYPE(.flags = OBJECT_CONTAINER | OBJECT_FINALIZER | GCTYPE_STEADY, .finalize = item_finalize);

static size_t below(Model *model, size_t bound) { return random_below(&model->random, bound); }

/* ---- the model */

static void reach(Model *model, int id, bool *seen)
{
    if (id < 0 || seen[id])
        return;
    seen[id] = true;
    for (int i = 0; i < LINKS; i++)
        reach(model, model->link[id][i], seen);
}

static void check_model(Model *model, bool exact)
{
    bool seen[IDS] = { false };
    for (int i = 0; i < ROOTS; i++)
        reach(model, model->root[i], seen);
    for (int id = 0; id < IDS; id++) {
        if (seen[id] && !model->alive[id])
            fail_msg("object %d is reachable and was freed", id);
        if (exact && model->alive[id] && !seen[id])
            fail_msg("object %d is garbage and was not found", id);
        if (!model->alive[id] && !seen[id])
            model->used[id] = false;
    }
}

static int free_id(Model *model)
{
    for (int i = 0; i < IDS; i++) {
        int id = (int)below(model, IDS);
        if (!model->used[id])
            return id;
    }
    return -1;
}

/* ---- what the program does */

static void put_root(Model *model, int place, Item *item)      /* takes ITEM */
{
    Item *old = model->root_item[place];
    model->root_item[place] = item;
    model->root[place] = item ? item->id : -1;
    if (old)
        object_release(&model->world.gc, &old->head);
}

static void make(Model *model)
{
    static const GcType *const types[] = { &steady_type, &part_type, &loose_type, &final_type, &steady_type, &part_type };
    int id = free_id(model);
    if (id < 0)
        return;
    const GcType *type = types[below(model, COUNT_OF(types))];
    model->used[id] = model->alive[id] = true;
    for (int i = 0; i < LINKS; i++)
        model->link[id][i] = -1;
    Item *item = (Item *)gc_alloc(&model->world.gc, type, type->basic_size);
    assert_non_null(item);
    item->id = id;
    item->count = LINKS;
    for (int i = 0; i < LINKS; i++)
        item->link[i] = NULL;
    model->world.live++;
    gc_track(&model->world.gc, &item->head);
    put_root(model, (int)below(model, ROOTS), item);
}

static Item *any_root(Model *model) { return model->root_item[below(model, ROOTS)]; }

static Item *walk_from(Model *model, Item *item)
{
    for (size_t n = below(model, 6); item && n > 0; n--) {
        Item *next = item->link[below(model, LINKS)];
        item = next ? next : item;
    }
    return item;
}

static void put_link(Model *model, Item *item, int place, Item *target)        /* takes TARGET */
{
    Item *old = item->link[place];
    item->link[place] = target;
    model->link[item->id][place] = target ? target->id : -1;
    if (old)
        object_release(&model->world.gc, &old->head);
}

static void join(Model *model)
{
    Item *from = walk_from(model, any_root(model)), *to = walk_from(model, any_root(model));
    if (!from)
        return;
    object_retain(&from->head);
    if (to)
        object_retain(&to->head);
    put_link(model, from, (int)below(model, LINKS), to);
    object_release(&model->world.gc, &from->head);
}

/* A reference goes from one place to another without being counted. */
static void move(Model *model)
{
    Item *from = walk_from(model, any_root(model)), *to = walk_from(model, any_root(model));
    int place = (int)below(model, LINKS), other = (int)below(model, LINKS);
    if (!from || !to || !from->link[place] || (from == to && place == other))
        return;
    Item *item = from->link[place];
    object_touch(&item->head);
    object_retain(&to->head);
    from->link[place] = NULL;
    model->link[from->id][place] = -1;
    put_link(model, to, other, item);
    object_release(&model->world.gc, &to->head);
}

static void swap(Model *model)
{
    Item *item = walk_from(model, any_root(model));
    int a = (int)below(model, LINKS), b = (int)below(model, LINKS);
    if (!item)
        return;
    object_touch(&item->head);
    Item *first = item->link[a];
    item->link[a] = item->link[b];
    item->link[b] = first;
    int id = model->link[item->id][a];
    model->link[item->id][a] = model->link[item->id][b];
    model->link[item->id][b] = id;
}

static void step_root(Model *model)
{
    int place = (int)below(model, ROOTS);
    Item *item = model->root_item[place];
    Item *next = item ? item->link[below(model, LINKS)] : NULL;
    if (next) {
        object_retain(&next->head);
        put_root(model, place, next);
    }
}

static void watch(Model *model)
{
    size_t place = below(model, WEAKS);
    Item *item = walk_from(model, any_root(model));
    WeakRef *old = model->weak[place];
    model->weak[place] = NULL;
    if (old)
        object_release(&model->world.gc, &old->head);
    if (!item)
        return;
    object_retain(&item->head);
    model->weak[place] = weak_new(&model->world, (Node *)item, NULL);
    model->weak_id[place] = item->id;
    object_release(&model->world.gc, &item->head);
}

static void upgrade(Model *model)
{
    WeakRef *weak = model->weak[below(model, WEAKS)];
    Item *item = weak ? (Item *)weak_get(&model->world.gc, weak) : NULL;
    if (!item)
        return;
    assert_true(model->alive[item->id]);
    put_root(model, (int)below(model, ROOTS), item);
}

static void item_finalize(Gc *gc, Object *self)
{
    Model *model = (Model *)gc;
    Item *item = (Item *)self;
    assert_true(model->alive[item->id]);
    if (!model->resurrect || below(model, 3))
        return;
    object_retain(self);
    put_root(model, (int)below(model, ROOTS), item);
}

static int hold_some(Object *object, void *argument)
{
    Model *model = argument;
    const GcType *type = object_gc_type(object);
    if ((type == &steady_type || type == &loose_type) && below(model, 20) == 0) {
        Item *item = (Item *)object;
        assert_true(model->alive[item->id]);
        object_retain(object);
        put_root(model, (int)below(model, ROOTS), item);
    }
    return 0;
}

/* ---- driving the collector */

static void slice(Model *model, uint32_t work)
{
    Gc *gc = &model->world.gc;
    if (!gc->epoch && !epoch_begin(gc))
        return;
    gc->tuning.slice_least = work;
    gc->collecting = true;
    epoch_slice(gc);
    gc->collecting = false;
}

/* Epochs until one has begun and ended. */
static void whole_epoch(Model *model)
{
    Gc *gc = &model->world.gc;
    for (int i = 0; i < 2; i++)
        do
            slice(model, 1000000);
        while (gc->epoch);
}

static void play(Model *model)
{
    switch (below(model, 40)) {
    case 0: case 1: case 2: case 3: case 4: case 5: case 6: case 7: make(model); break;
    case 8: case 9: case 10: case 11: case 12: case 13: join(model); break;
    case 14: case 15: move(model); break;
    case 16: swap(model); break;
    case 17: case 18: case 19: case 20: step_root(model); break;
    case 21: watch(model); break;
    case 22: upgrade(model); break;
    case 23: put_root(model, (int)below(model, ROOTS), NULL); break;
    case 24: if (below(model, 30) == 0) gc_each_tracked(&model->world.gc, GC_OLD, hold_some, model); break;
    case 25: if (below(model, 30) == 0) gc_freeze(&model->world.gc); break;
    case 26: gc_unfreeze(&model->world.gc); break;
    case 27: if (below(model, 20) == 0) gc_collect(&model->world.gc, (int)below(model, 3)); break;
    case 28: if (below(model, 50) == 0) gc_settle(&model->world.gc); break;
    default: slice(model, (uint32_t)below(model, 30)); break;
    }
}

static Model *open(const HeapOptions *heap, size_t few)
{
    Model *model = calloc(1, sizeof *model);
    world_open(&model->world, heap);
    random_open(&model->random);
    gc_set_threshold(&model->world.gc, 0, 20);
    gc_set_threshold(&model->world.gc, 1, 2);
    model->world.gc.tuning = (GcTuning){ 0, few, 10, 1000000 };
    model->resurrect = true;
    for (int i = 0; i < ROOTS; i++)
        model->root[i] = -1;
    return model;
}

static void end(Model *model)
{
    Gc *gc = &model->world.gc;
    model->resurrect = false;
    for (int i = 0; i < ROOTS; i++)
        put_root(model, i, NULL);
    for (int i = 0; i < WEAKS; i++)
        if (model->weak[i])
            object_release(gc, &model->weak[i]->head);
    gc_unfreeze(gc);
    world_close(&model->world);
    free(model);
}

static void run(const HeapOptions *heap, size_t few, int steps)
{
    Model *model = open(heap, few);
    for (int i = 0; i < steps; i++) {
        play(model);
        if (i % 64 == 0)
            check_model(model, false);
        if (i % 512 == 0)
            world_check(&model->world);
        if (i % 5000 == 4999) {
            model->resurrect = false;
            gc_unfreeze(&model->world.gc);
            gc_collect(&model->world.gc, 1);
            gc_collect(&model->world.gc, 1);
            whole_epoch(model);
            whole_epoch(model);
            check_model(model, true);
            model->resurrect = true;
        }
    }
    end(model);
}

enum { STEPS = 150000 };

static void test_model_in_slices(void **state) { (void)state; run(NULL, 0, STEPS); }
static void test_model_at_once(void **state) { (void)state; run(NULL, SIZE_MAX, STEPS / 2); }
static void test_model_checked(void **state) { (void)state; run(&(HeapOptions){ .mode = HEAP_CHECKED }, 0, STEPS / 2); }
static void test_model_system(void **state) { (void)state; run(&(HeapOptions){ .mode = HEAP_SYSTEM }, 0, STEPS / 2); }

/* ---- directed */

static Item *item_new(Model *model, const GcType *type, int count, int id)
{
    Item *item = (Item *)gc_alloc(&model->world.gc, type, sizeof(Item) + (size_t)MAX(count, LINKS) * sizeof(Item *));
    assert_non_null(item);
    item->id = id;
    item->count = count;
    memset(item->link, 0, (size_t)count * sizeof(Item *));
    model->used[id] = model->alive[id] = true;
    model->world.live++;
    gc_track(&model->world.gc, &item->head);
    return item;
}

static Item *ring(Model *model, const GcType *type, int count)
{
    Item *first = item_new(model, type, 1, 0), *last = first;
    for (int i = 1; i < count; i++) {
        Item *item = item_new(model, type, 1, i);
        last->link[0] = item;
        last = item;
    }
    last->link[0] = first;
    object_retain(&first->head);
    gc_collect(&model->world.gc, 1);
    gc_collect(&model->world.gc, 1);
    return first;
}

/* One reference walks around the ring, between slices of every size. */
static void test_cursor(void **state)
{
    (void)state;
    Model *model = open(NULL, 0);
    Gc *gc = &model->world.gc;
    gc_enable(gc, false);
    Item *cursor = ring(model, &steady_type, 100);
    for (int i = 0; i < 20000; i++) {
        Item *next = cursor->link[0];
        object_retain(&next->head);
        object_release(gc, &cursor->head);
        cursor = next;
        slice(model, (uint32_t)(1 + i % 7));
        if (i % 100 == 0)
            world_check(&model->world);
    }
    assert_int_equal(model->world.live, 100);
    object_release(gc, &cursor->head);
    whole_epoch(model);
    assert_int_equal(model->world.live, 0);
    end(model);
}

/* Each step cuts the ring and mends it, so that an edge and the reference outside change places. */
static void test_cut_and_mend(void **state)
{
    (void)state;
    Model *model = open(NULL, 0);
    Gc *gc = &model->world.gc;
    gc_enable(gc, false);
    Item *held = ring(model, &part_type, 60);
    for (int i = 0; i < 20000; i++) {
        Item *next = held->link[0];
        object_touch(&next->head);
        held->link[0] = NULL;           /* next is ours alone now */
        slice(model, (uint32_t)(1 + i % 5));
        object_retain(&held->head);
        slice(model, (uint32_t)(1 + i % 3));
        held->link[0] = next;
        object_retain(&next->head);
        object_release(gc, &held->head);
        object_release(gc, &held->head);
        held = next;
        slice(model, 1);
    }
    assert_int_equal(model->world.live, 60);
    object_release(gc, &held->head);
    whole_epoch(model);
    assert_int_equal(model->world.live, 0);
    end(model);
}

/* A weak reference is asked now and then; the ring dies between two answers. */
static void test_weak_upgrades(void **state)
{
    (void)state;
    for (uint32_t work = 1; work < 60; work++) {
        Model *model = open(NULL, 0);
        Gc *gc = &model->world.gc;
        gc_enable(gc, false);
        Item *first = ring(model, &steady_type, 30);
        WeakRef *weak = weak_new(&model->world, (Node *)first, NULL);
        object_release(gc, &first->head);
        int upgrades = 0;
        for (uint32_t i = 0; i < 40 * work && model->world.live; i++) {
            slice(model, work);
            Item *item = (int)(i % 17) == 16 ? (Item *)weak_get(gc, weak) : NULL;
            if (item) {
                assert_int_equal(model->world.live, 30);
                object_release(gc, &item->head);
                upgrades++;
            }
        }
        object_release(gc, &weak->head);
        whole_epoch(model);
        assert_int_equal(model->world.live, 0);
        end(model);
    }
}

/* An object with many references is looked at in parts, and changes meanwhile. */
static void test_wide_object(void **state)
{
    (void)state;
    Model *model = open(NULL, 0);
    Gc *gc = &model->world.gc;
    gc_enable(gc, false);
    Item *wide = item_new(model, &part_type, 300, 0);
    for (int i = 1; i < 300; i++)
        wide->link[i] = item_new(model, &part_type, 1, i);
    gc_collect(gc, 1);
    gc_collect(gc, 1);
    for (int i = 0; i < 3000; i++) {
        int a = 1 + (int)below(model, 299), b = 1 + (int)below(model, 299);
        object_touch(&wide->head);
        Item *item = wide->link[a];
        wide->link[a] = wide->link[b];
        wide->link[b] = item;
        slice(model, (uint32_t)(1 + i % 40));
        world_check(&model->world);
    }
    assert_int_equal(model->world.live, 300);
    object_release(gc, &wide->head);
    end(model);
}

/* What is marked, stood in or put on the stack goes away between two slices. */
static void test_deaths_between_slices(void **state)
{
    (void)state;
    for (uint32_t work = 1; work < 40; work++) {
        Model *model = open(NULL, 0);
        Gc *gc = &model->world.gc;
        gc_enable(gc, false);
        Item *wide = item_new(model, &part_type, 200, 0);
        for (int i = 1; i < 200; i++)
            wide->link[i] = item_new(model, &part_type, 1, i);
        gc_collect(gc, 1);
        gc_collect(gc, 1);
        for (uint32_t i = 0; i < work; i++)
            slice(model, 3);
        object_release(gc, &wide->head);
        assert_int_equal(model->world.live, 0);
        world_check(&model->world);
        whole_epoch(model);
        end(model);
    }
}

/* More than the mark stack holds. */
static void test_deep_and_wide(void **state)
{
    (void)state;
    Model *model = open(NULL, 0);
    Gc *gc = &model->world.gc;
    enum { COUNT = 3 * EPOCH_STACK };
    Node *head = node_tracked(&model->world, 0), *first = head;
    for (int i = 0; i < COUNT; i++) {           /* a comb: each has one more node to push */
        Node *tooth = node_tracked(&model->world, i), *next = node_tracked(&model->world, i);
        head->link[0] = tooth;
        head->link[1] = next;
        head = next;
    }
    gc_collect(gc, 1);
    gc_collect(gc, 1);
    whole_epoch(model);
    assert_int_equal(model->world.live, 2 * COUNT + 1);
    node_set(&model->world, head, 2, first);
    node_release(&model->world, first);
    whole_epoch(model);
    assert_int_equal(model->world.live, 0);
    end(model);
}

/* The bound on what is not collected: twice what lives, see docs/internals/collector.md. */
static void test_bound_on_garbage(void **state)
{
    (void)state;
    Model *model = open(NULL, EPOCH_FEW);
    Gc *gc = &model->world.gc;
    gc->tuning = (GcTuning){ EPOCH_SMALL, EPOCH_FEW, SLICE_LEAST, SLICE_MOST };
    gc_set_threshold(gc, 0, 700);
    gc_set_threshold(gc, 1, 10);
    enum { KEPT = 200000, ROUNDS = 3000000 };
    Node *chain = NULL;
    for (int i = 0; i < KEPT; i++) {
        Node *node = node_tracked(&model->world, i);
        node->link[0] = chain;
        chain = node;
    }
    int64_t most = 0;
    Node *ages[16000] = { NULL };               /* cycles that die when they are old */
    for (int i = 0; i < ROUNDS; i++) {
        Node *node = node_tracked(&model->world, i);
        node_set(&model->world, node, 0, node);
        Node **place = &ages[i % COUNT_OF(ages)];
        if (*place)
            node_release(&model->world, *place);
        *place = node;
        most = MAX(most, model->world.live);
    }
    print_message("%lld kept, at most %lld\n", (long long)KEPT, (long long)most);
    assert_true(most < 3 * KEPT);
    for (size_t i = 0; i < COUNT_OF(ages); i++)
        node_release(&model->world, ages[i]);
    node_release(&model->world, chain);
    end(model);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_model_in_slices), cmocka_unit_test(test_model_at_once),
        cmocka_unit_test(test_model_checked), cmocka_unit_test(test_model_system),
        cmocka_unit_test(test_cursor), cmocka_unit_test(test_cut_and_mend),
        cmocka_unit_test(test_weak_upgrades), cmocka_unit_test(test_wide_object),
        cmocka_unit_test(test_deaths_between_slices), cmocka_unit_test(test_deep_and_wide),
        cmocka_unit_test(test_bound_on_garbage),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
