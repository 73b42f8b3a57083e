/* Random operations on a heap, compared with a plain model of what is live. */
#include "unit.h"

#include "memory/stats.h"
#include "memory/walk.h"

enum { SLOTS = 3000, ROUNDS = 60000 };

typedef struct Slot { unsigned char *block; size_t size; unsigned char fill; Domain domain; } Slot;
typedef struct Model { Heap heap; Slot slots[SLOTS]; Random random; size_t live, refused; } Model;

static size_t random_size(Random *random)
{
    switch (random_below(random, 20)) {
    case 0: return random_below(random, 2000000);
    case 1: return random_below(random, 100000);
    case 2: case 3: return random_below(random, 9000);
    default: return random_below(random, 300);
    }
}

static void verify(const Slot *slot)
{
    for (size_t i = 0; i < slot->size; i += 1 + slot->size / 64)
        assert_int_equal(slot->block[i], slot->fill);
    if (slot->size)
        assert_int_equal(slot->block[slot->size - 1], slot->fill);
}

static void fill(Model *model, Slot *slot, size_t size)
{
    slot->size = size;
    slot->fill = (unsigned char)random_below(&model->random, 256);
    memset(slot->block, slot->fill, size);
    assert_true(heap_usable_size(&model->heap, slot->block) >= size);
    assert_int_equal(heap_domain(&model->heap, slot->block), slot->domain);
    assert_int_equal((uintptr_t)slot->block % GRANULE, 0);
}

static void take(Model *model, Slot *slot)
{
    size_t size = random_size(&model->random);
    slot->domain = (Domain)random_below(&model->random, HEAP_DOMAINS);
    slot->block = heap_alloc(&model->heap, slot->domain, size);
    if (!slot->block) {
        model->refused++;
        return;
    }
    model->live++;
    fill(model, slot, size);
}

static void resize(Model *model, Slot *slot)
{
    size_t size = random_size(&model->random), kept = MIN(size, slot->size);
    unsigned char *block = heap_realloc(&model->heap, slot->domain, slot->block, size);
    if (!block) {
        model->refused++;
        verify(slot);
        return;
    }
    slot->block = block;
    slot->size = kept;
    verify(slot);
    fill(model, slot, size);
}

static void give(Model *model, Slot *slot)
{
    verify(slot);
    heap_free(&model->heap, slot->block);
    slot->block = NULL;
    model->live--;
}

static void step(Model *model)
{
    Slot *slot = &model->slots[random_below(&model->random, SLOTS)];
    if (!slot->block)
        take(model, slot);
    else if (random_below(&model->random, 4) == 0)
        resize(model, slot);
    else
        give(model, slot);
}

static void compare(Model *model)
{
    size_t domains[HEAP_DOMAINS] = { 0 }, walked = 0;
    for (int i = 0; i < SLOTS; i++)
        domains[model->slots[i].domain] += model->slots[i].block != NULL;
    HeapStats stats;
    heap_stats(&model->heap, &stats);
    assert_int_equal(stats.live.blocks, model->live);
    for (int d = 0; d < HEAP_DOMAINS; d++)
        assert_int_equal(stats.domain[d].blocks, domains[d]);
    HeapCursor cursor;
    HeapBlock block;
    heap_cursor_open(&cursor, &model->heap, DOMAINS_ALL);
    while (heap_cursor_next(&cursor, &block))
        walked++;
    heap_cursor_close(&cursor);
    assert_int_equal(walked, model->live);
    assert_true(model->heap.reserved <= model->heap.limit);
    assert_null(heap_check(&model->heap));
}

static void run(const HeapOptions *options, size_t rounds)
{
    Model *model = calloc(1, sizeof *model);
    assert_non_null(model);
    random_open(&model->random);
    heap_open(&model->heap, options);
    for (size_t i = 0; i < rounds; i++) {
        step(model);
        if (i % 5000 == 0)
            compare(model);
    }
    compare(model);
    for (int i = 0; i < SLOTS; i++)
        if (model->slots[i].block)
            give(model, &model->slots[i]);
    compare(model);
    assert_int_equal(heap_live(&model->heap).blocks, 0);
    heap_trim(&model->heap);
    assert_int_equal(model->heap.reserved, 0);
    if (options->limit)
        assert_true(model->refused > 0);
    heap_close(&model->heap);
    free(model);
}

static void test_normal(void **state)
{
    (void)state;
    run(&(HeapOptions){ .mode = HEAP_NORMAL }, ROUNDS);
}

static void test_limited(void **state)
{
    (void)state;
    run(&(HeapOptions){ .limit = 8 << 20 }, ROUNDS);
    run(&(HeapOptions){ .limit = 64 << 10 }, ROUNDS);
}

static void test_checked(void **state)
{
    (void)state;
    run(&(HeapOptions){ .mode = HEAP_CHECKED }, ROUNDS / 4);
}

static void test_system(void **state)
{
    (void)state;
    run(&(HeapOptions){ .mode = HEAP_SYSTEM }, ROUNDS / 4);
    run(&(HeapOptions){ .mode = HEAP_SYSTEM, .limit = 4 << 20 }, ROUNDS / 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_normal), cmocka_unit_test(test_limited),
        cmocka_unit_test(test_checked), cmocka_unit_test(test_system),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
