/* Mode HEAP_CHECKED, and misuse that every mode notices. */
#include "unit.h"

#include "memory/stats.h"

typedef struct Misuse { int count; char message[160]; void *block; } Misuse;

static void note_misuse(void *argument, const char *message, void *block)
{
    Misuse *misuse = argument;
    misuse->count++;
    misuse->block = block;
    snprintf(misuse->message, sizeof misuse->message, "%s", message);
}

static void open_mode(Heap *heap, Misuse *misuse, HeapMode mode)
{
    *misuse = (Misuse){ 0 };
    heap_open(heap, &(HeapOptions){ .mode = mode, .on_misuse = note_misuse, .misuse_argument = misuse });
}

static void expect(const Misuse *misuse, const void *block, const char *words)
{
    char address[32];
    assert_int_equal(misuse->count, 1);
    assert_ptr_equal(misuse->block, block);
    snprintf(address, sizeof address, "%p", block);
    assert_non_null(strstr(misuse->message, address));
    assert_non_null(strstr(misuse->message, words));
}

static void test_patterns(void **state)
{
    (void)state;
    Heap heap;
    Misuse misuse;
    open_mode(&heap, &misuse, HEAP_CHECKED);
    unsigned char *block = heap_alloc(&heap, DOMAIN_MEMORY, 37);
    assert_int_equal(heap_usable_size(&heap, block), 37);
    for (int i = 0; i < 37; i++)
        assert_int_equal(block[i], 0xcd);
    heap_free(&heap, block);
    for (int i = 8; i < 37; i++)
        assert_int_equal(block[i], 0xdd);
    assert_int_equal(misuse.count, 0);
    heap_close(&heap);
}

static void test_double_free(void **state)
{
    (void)state;
    static const size_t sizes[] = { 0, 48, 600, 8000, 20000, 700000 };
    for (HeapMode mode = HEAP_NORMAL; mode <= HEAP_CHECKED; mode++)
        for (size_t i = 0; i < COUNT_OF(sizes); i++) {
            Heap heap;
            Misuse misuse;
            if (mode == HEAP_NORMAL && sizes[i] > 600000)
                continue;       /* its mapping is gone */
            open_mode(&heap, &misuse, mode);
            void *keep = heap_alloc(&heap, DOMAIN_RAW, sizes[i]);
            void *block = heap_alloc(&heap, DOMAIN_RAW, sizes[i]);
            heap_free(&heap, block);
            heap_free(&heap, block);
            expect(&misuse, block, mode == HEAP_NORMAL || sizes[i] < 10000 ? "freed twice" : "");
            assert_null(heap_check(&heap));
            heap_free(&heap, keep);
            assert_int_equal(heap_live(&heap).blocks, 0);
            heap_close(&heap);
        }
}

static void test_inside_a_block(void **state)
{
    (void)state;
    for (HeapMode mode = HEAP_NORMAL; mode <= HEAP_CHECKED; mode++) {
        Heap heap;
        Misuse misuse;
        open_mode(&heap, &misuse, mode);
        char *block = heap_alloc(&heap, DOMAIN_RAW, 200);
        heap_free(&heap, block + 16);
        expect(&misuse, block + 16, mode == HEAP_CHECKED ? "not the start" : "never allocated");
        heap_free(&heap, block);
        assert_int_equal(misuse.count, 1);
        heap_close(&heap);
    }
}

static void test_overrun(void **state)
{
    (void)state;
    static const size_t sizes[] = { 1, 40, 48, 511, 5000, 30000, 600000 };
    for (size_t i = 0; i < COUNT_OF(sizes); i++) {
        Heap heap;
        Misuse misuse;
        open_mode(&heap, &misuse, HEAP_CHECKED);
        unsigned char *block = heap_alloc(&heap, DOMAIN_MEMORY, sizes[i]);
        unsigned char saved = block[sizes[i]];
        block[sizes[i]] ^= 1;
        assert_non_null(heap_check(&heap));
        heap_free(&heap, block);
        expect(&misuse, block, "overrun");
        block[sizes[i]] = saved;        /* the block was not freed: it can still be */
        heap_free(&heap, block);
        assert_int_equal(misuse.count, 1);
        assert_int_equal(heap_live(&heap).blocks, 0);
        heap_close(&heap);
    }
}

static void test_write_after_free(void **state)
{
    (void)state;
    Heap heap;
    Misuse misuse;
    open_mode(&heap, &misuse, HEAP_CHECKED);
    char *block = heap_alloc(&heap, DOMAIN_MEMORY, 100);
    heap_free(&heap, block);
    block[50] = 1;
    assert_string_equal(heap_check(&heap), "written after it was freed");
    assert_ptr_equal(heap_alloc(&heap, DOMAIN_MEMORY, 100), block);
    expect(&misuse, block, "written after");
    heap_close(&heap);
}

static void test_not_of_this_heap(void **state)
{
    (void)state;
    Heap heap, other;
    Misuse misuse;
    open_mode(&heap, &misuse, HEAP_CHECKED);
    heap_open(&other, NULL);
    void *block = heap_alloc(&other, DOMAIN_RAW, 10);
    heap_free(&heap, block);
    expect(&misuse, block, "not of this heap");
    heap_close(&heap);
    heap_close(&other);
}

static void test_system_double_free(void **state)
{
    (void)state;
#if !defined(__SANITIZE_ADDRESS__)
    Heap heap;
    Misuse misuse;
    open_mode(&heap, &misuse, HEAP_SYSTEM);
    struct { char header[64]; char *block; } not_ours = { { 0 }, NULL };
    heap_free(&heap, not_ours.header + 48);
    expect(&misuse, not_ours.header + 48, "never allocated");
    heap_close(&heap);
#endif
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_patterns), cmocka_unit_test(test_double_free),
        cmocka_unit_test(test_inside_a_block), cmocka_unit_test(test_overrun),
        cmocka_unit_test(test_write_after_free), cmocka_unit_test(test_not_of_this_heap),
        cmocka_unit_test(test_system_double_free),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
