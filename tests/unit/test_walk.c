/* Cursors while the heap changes under them. */
#include "unit.h"

#include "memory/stats.h"
#include "memory/walk.h"

enum { BLOCKS = 4000 };

typedef struct Entry { void *block; bool seen, old; } Entry;

static size_t random_size(Random *random)
{
    static const size_t sizes[] = { 16, 48, 100, 3000, 20000, 100000, 600000 };
    size_t i = random_below(random, 60);
    return sizes[i < COUNT_OF(sizes) ? i : i % 3];
}

static Entry *find(Entry *entries, const void *block)
{
    for (int i = 0; i < BLOCKS; i++)
        if (entries[i].block == block)
            return &entries[i];
    return NULL;
}

static void change(Heap *heap, Entry *entries, Random *random)
{
    Entry *entry = &entries[random_below(random, BLOCKS)];
    heap_free(heap, entry->block);
    *entry = (Entry){ NULL, false, false };
    if (random_below(random, 3))
        entry->block = heap_alloc(heap, (Domain)random_below(random, HEAP_DOMAINS), random_size(random));
}

static void walk(Heap *heap, Entry *entries, Random *random)
{
    HeapCursor cursor;
    HeapBlock block;
    for (int i = 0; i < BLOCKS; i++) {
        entries[i].seen = false;
        entries[i].old = entries[i].block != NULL;
    }
    heap_cursor_open(&cursor, heap, DOMAINS_ALL);
    while (heap_cursor_next(&cursor, &block)) {
        Entry *entry = find(entries, block.start);
        assert_non_null(entry);                 /* no freed block */
        assert_false(entry->seen);              /* none twice */
        entry->seen = true;
        assert_int_equal(block.size, heap_usable_size(heap, block.start));
        change(heap, entries, random);
    }
    heap_cursor_close(&cursor);
    for (int i = 0; i < BLOCKS; i++)
        assert_true(!entries[i].old || entries[i].seen);
    assert_null(heap_check(heap));
}

static void run(HeapMode mode)
{
    static Entry entries[BLOCKS];
    Random random;
    Heap heap;
    memset(entries, 0, sizeof entries);
    random_open(&random);
    heap_open(&heap, &(HeapOptions){ .mode = mode });
    for (int i = 0; i < BLOCKS; i++)
        entries[i].block = heap_alloc(&heap, (Domain)random_below(&random, HEAP_DOMAINS), random_size(&random));
    for (int round = 0; round < 5; round++)
        walk(&heap, entries, &random);
    heap_close(&heap);
}

static void test_changing_heap(void **state)
{
    (void)state;
    run(HEAP_NORMAL);
    run(HEAP_CHECKED);
    run(HEAP_SYSTEM);
}

static void count_block(void *argument, void *block)
{
    (void)block;
    ++*(size_t *)argument;
}

static void test_each_is_the_same(void **state)
{
    (void)state;
    for (HeapMode mode = HEAP_NORMAL; mode <= HEAP_SYSTEM; mode++) {
        Heap heap;
        Random random;
        random_open(&random);
        heap_open(&heap, &(HeapOptions){ .mode = mode });
        for (int i = 0; i < BLOCKS; i++) {
            void *block = heap_alloc(&heap, (Domain)random_below(&random, HEAP_DOMAINS), random_size(&random));
            if (random_below(&random, 2))
                heap_free(&heap, block);
        }
        HeapStats stats;
        heap_stats(&heap, &stats);
        for (Domain domain = 0; domain < HEAP_DOMAINS; domain++) {
            size_t count = 0;
            heap_each(&heap, domain, count_block, &count);
            assert_int_equal(count, stats.domain[domain].blocks);
        }
        heap_close(&heap);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_changing_heap), cmocka_unit_test(test_each_is_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
