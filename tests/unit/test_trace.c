/* Tracing: the number beside each block, its bytes, and the memory that it takes itself. */
#include "node.inc"
#include "memory/trace.h"

typedef struct Asker { HeapTracer tracer; uint32_t id; int failures; } Asker;

static uint32_t identify(HeapTracer *tracer, Heap *heap)
{
    (void)heap;
    Asker *asker = (Asker *)tracer;
    if (asker->failures > 0) {
        asker->failures--;
        return TRACE_FAILED;
    }
    return asker->id;
}

typedef struct Sum { size_t blocks, bytes; } Sum;

static void add(void *argument, uint32_t id, size_t size)
{
    Sum *sum = argument;
    assert_true(id != 0);
    sum->blocks++;
    sum->bytes += size;
}

static void check(Heap *heap, const Asker *asker, size_t blocks)
{
    Sum sum = { 0, 0 };
    heap_trace_each(heap, add, &sum);
    assert_int_equal(sum.blocks, blocks);
    assert_int_equal(sum.bytes, asker->tracer.bytes);
    assert_true(asker->tracer.peak >= asker->tracer.bytes);
    assert_null(heap_check(heap));
}

static void test_all_modes(void **state)
{
    (void)state;
    static const size_t sizes[] = { 1, 40, 500, 3000, 100000, 700000 };
    for (HeapMode mode = HEAP_NORMAL; mode <= HEAP_SYSTEM; mode++) {
        Heap heap;
        Asker asker = { .tracer.identify = identify, .id = 7 };
        void *block[COUNT_OF(sizes)], *before;
        heap_open(&heap, &(HeapOptions){ .mode = mode });
        before = heap_alloc(&heap, DOMAIN_RAW, 40);
        heap_trace_start(&heap, &asker.tracer);
        for (size_t i = 0; i < COUNT_OF(sizes); i++) {
            block[i] = heap_alloc(&heap, DOMAIN_MEMORY, sizes[i]);
            assert_int_equal(heap_trace_of(&heap, block[i]), 7);
        }
        assert_int_equal(heap_trace_of(&heap, before), 0);
        check(&heap, &asker, COUNT_OF(sizes));
        asker.id = 9;
        for (size_t i = 0; i < COUNT_OF(sizes); i++) {      /* in place, moved, smaller */
            block[i] = heap_realloc(&heap, DOMAIN_MEMORY, block[i], sizes[i] + 1);
            block[i] = heap_realloc(&heap, DOMAIN_MEMORY, block[i], sizes[i] * 3);
            block[i] = heap_realloc(&heap, DOMAIN_MEMORY, block[i], sizes[i]);
            assert_int_equal(heap_trace_of(&heap, block[i]), 9);
        }
        check(&heap, &asker, COUNT_OF(sizes));
        asker.id = 0;                                       /* asked for by nobody */
        void *hidden = heap_alloc(&heap, DOMAIN_RAW, 2000);
        assert_int_equal(heap_trace_of(&heap, hidden), 0);
        hidden = heap_realloc(&heap, DOMAIN_RAW, hidden, 2001);
        check(&heap, &asker, COUNT_OF(sizes));
        heap_free(&heap, before);
        heap_free(&heap, hidden);
        heap_free(&heap, block[0]);
        check(&heap, &asker, COUNT_OF(sizes) - 1);
        heap_trace_clear(&heap);
        check(&heap, &asker, 0);
        assert_int_equal(asker.tracer.bytes, 0);
        heap_free(&heap, block[1]);
        heap_trace_stop(&heap);
        heap_trace_stop(&heap);
        heap_trace_clear(&heap);
        assert_int_equal(heap.trace_bytes, 0);
        assert_int_equal(heap.slow, mode != HEAP_NORMAL);
        assert_null(heap_check(&heap));
        heap_close(&heap);
    }
}

static bool no_help(Heap *heap, size_t size)
{
    (void)heap, (void)size;
    return true;
}

static void test_asker_without_memory(void **state)
{
    (void)state;
    Heap heap;
    Asker asker = { .tracer.identify = identify, .id = 1 };
    heap_open(&heap, NULL);
    heap.pressure = no_help;
    heap_trace_start(&heap, &asker.tracer);
    asker.failures = 1;                     /* made room, then it works */
    void *block = heap_alloc(&heap, DOMAIN_RAW, 100);
    assert_non_null(block);
    asker.failures = 100;
    assert_null(heap_alloc(&heap, DOMAIN_RAW, 100));
    asker.failures = 1;
    block = heap_realloc(&heap, DOMAIN_RAW, block, 300);
    assert_non_null(block);
    asker.failures = 100;
    assert_null(heap_realloc(&heap, DOMAIN_RAW, block, 400));
    assert_int_equal(heap_trace_of(&heap, block), 1);
    check(&heap, &asker, 1);
    heap_fail_at(&heap, 1, false);          /* refused, though traced */
    assert_null(heap_alloc(&heap, DOMAIN_RAW, 10));
    heap_trace_stop(&heap);
    assert_true(heap.slow);
    heap_fail_at(&heap, 0, false);
    assert_false(heap.slow);
    heap_close(&heap);
}

/* The arrays are part of what the limit bounds; a block whose number finds no room is refused. */
static void test_limit(void **state)
{
    (void)state;
    for (size_t limit = 8192; limit < 400000; limit += 4096) {
        Heap heap;
        Asker asker = { .tracer.identify = identify, .id = 3 };
        size_t count = 0;
        void *last = NULL, *block;
        heap_open(&heap, &(HeapOptions){ .limit = limit });
        heap_trace_start(&heap, &asker.tracer);
        while ((block = heap_alloc(&heap, DOMAIN_MEMORY, 16 << count % 5))) {
            last = block;
            count++;
            assert_true(heap.reserved <= limit);
        }
        check(&heap, &asker, count);
        if (last) {
            block = heap_realloc(&heap, DOMAIN_MEMORY, last, 100000);
            if (!block)
                assert_int_equal(heap_trace_of(&heap, last), 3);
            check(&heap, &asker, count);
        }
        assert_null(trace_alloc(&heap, 1 << 20));
        heap_close(&heap);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_all_modes),
        cmocka_unit_test(test_asker_without_memory),
        cmocka_unit_test(test_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
