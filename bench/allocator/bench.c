/* The allocator beside others: nanoseconds an operation, resident bytes a block.
 *
 *     cc -std=gnu17 -O2 -DNDEBUG -Isrc bench/allocator/bench.c libouro-memory.a -ldl -o bench_allocator
 *     ./bench_allocator                   the table
 *     ./bench_allocator ouro|malloc|python   one column: "key value" a line
 *
 * Every column is a process of its own, so that heaps do not disturb each other:
 * malloc is glibc's, or that of a library in LD_PRELOAD; PyObject_Malloc comes from
 * libpython3.11.  The columns run in turns, five times; the best time counts.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "memory/heap.h"

enum { BLOCK = 48, TURNS = 5, LINES = 16, COLUMNS = 5 };

static double seconds(void)
{
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static size_t resident(void)
{
    size_t all = 0, pages = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    if (file && fscanf(file, "%zu %zu", &all, &pages) != 2)
        pages = 0;
    if (file)
        fclose(file);
    return pages * (size_t)sysconf(_SC_PAGESIZE);
}

static inline uint64_t next_random(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

static inline size_t random_index(uint64_t *state, size_t bound)
{
    return (size_t)((next_random(state) >> 32) * bound >> 32);
}

static void shuffle(uint32_t *order, size_t count)
{
    uint64_t state = 88172645463325252u;
    for (size_t i = 0; i < count; i++)
        order[i] = (uint32_t)i;
    for (size_t i = count; i > 1; i--) {
        size_t k = random_index(&state, i);
        uint32_t swap = order[i - 1];
        order[i - 1] = order[k];
        order[k] = swap;
    }
}

/* Sizes as a Python program asks for them: in sixteenths of the requests, floats and small tuples,
 * dicts, lists and instances, short strings, then tables and buffers. */
static inline size_t python_like(uint64_t *state)
{
    static const uint16_t sizes[16] = { 32, 32, 48, 48, 48, 48, 48, 64, 64, 64, 80, 96, 112, 160, 256, 512 };
    return sizes[next_random(state) >> 60];
}

enum { PYTHON_LIKE = 0 };       /* as lower bound of the sizes */

static inline size_t random_size(uint64_t *state, size_t low, size_t high)
{
    if (low == high)
        return low;
    return low == PYTHON_LIKE ? python_like(state) : low + random_index(state, high - low + 1);
}

/* The program under test, once for each way to allocate.  Each block is written
 * to, as a real one is. */
#define TOUCH(block, value) (*(volatile size_t *)(block) = (value))

typedef void *(*AllocFunction)(size_t size);
typedef void (*FreeFunction)(void *block);

#define DEFINE_SUITE(name, ALLOC, FREE)                                                     \
    static double name##_pairs(size_t count)                                                \
    {                                                                                       \
        double start = seconds();                                                           \
        for (size_t i = 0; i < count; i++) {                                                \
            void *block = ALLOC(BLOCK);                                                     \
            TOUCH(block, i);                                                                \
            FREE(block);                                                                    \
        }                                                                                   \
        return (seconds() - start) / (double)count * 1e9;                                   \
    }                                                                                       \
    static double name##_batch(void **slots, const uint32_t *order, size_t n, size_t size, int rounds) \
    {                                                                                       \
        double start = seconds();                                                           \
        for (int round = 0; round < rounds; round++) {                                      \
            for (size_t i = 0; i < n; i++) {                                                \
                slots[i] = ALLOC(size);                                                     \
                TOUCH(slots[i], i);                                                         \
            }                                                                               \
            for (size_t i = 0; i < n; i++)                                                  \
                FREE(slots[order ? order[i] : i]);                                          \
        }                                                                                   \
        return (seconds() - start) / ((double)n * rounds) * 1e9;                            \
    }                                                                                       \
    static double name##_mixed_batch(void **slots, size_t n, int rounds)                    \
    {                                                                                       \
        uint64_t state = 7654321;                                                           \
        double start = seconds();                                                           \
        for (int round = 0; round < rounds; round++) {                                      \
            for (size_t i = 0; i < n; i++) {                                                \
                slots[i] = ALLOC(random_size(&state, 16, 512));                             \
                TOUCH(slots[i], i);                                                         \
            }                                                                               \
            for (size_t i = 0; i < n; i++)                                                  \
                FREE(slots[i]);                                                             \
        }                                                                                   \
        return (seconds() - start) / ((double)n * rounds) * 1e9;                            \
    }                                                                                       \
    static double name##_replace(void **slots, size_t n, size_t low, size_t high, size_t count) \
    {                                                                                       \
        uint64_t state = 1234567;                                                           \
        for (size_t i = 0; i < n; i++) {                                                    \
            slots[i] = ALLOC(random_size(&state, low, high));                               \
            TOUCH(slots[i], i);                                                             \
        }                                                                                   \
        double best = 1e9;                                                                  \
        for (int part = 0; part < 3; part++) {      /* the first warms up */                \
            double start = seconds();                                                       \
            for (size_t i = 0; i < count; i++) {                                            \
                size_t k = random_index(&state, n);                                         \
                FREE(slots[k]);                                                             \
                slots[k] = ALLOC(random_size(&state, low, high));                           \
                TOUCH(slots[k], i);                                                         \
            }                                                                               \
            double time = (seconds() - start) / (double)count * 1e9;                        \
            if (part && time < best)                                                        \
                best = time;                                                                \
        }                                                                                   \
        for (size_t i = 0; i < n; i++)                                                      \
            FREE(slots[i]);                                                                 \
        return best;                                                                        \
    }                                                                                       \
    static double name##_resident(void **slots, size_t n)                                   \
    {                                                                                       \
        size_t before = resident();                                                         \
        for (size_t i = 0; i < n; i++) {                                                    \
            slots[i] = ALLOC(BLOCK);                                                        \
            memset(slots[i], 1, BLOCK);                                                     \
        }                                                                                   \
        double bytes = (double)(resident() - before) / (double)n;                           \
        for (size_t i = 0; i < n; i++)                                                      \
            FREE(slots[i]);                                                                 \
        return bytes;                                                                       \
    }                                                                                       \
    static void name##_suite(void)                                                          \
    {                                                                                       \
        enum { SMALL = 10000, LARGE = 1000000 };                                            \
        void **slots = calloc(LARGE, sizeof *slots);                                        \
        uint32_t *order = malloc(LARGE * sizeof *order);                                    \
        memset(slots, 1, LARGE * sizeof *slots);                                            \
        shuffle(order, LARGE);                                                              \
        report(9, name##_resident(slots, LARGE));                                           \
        name##_pairs(1000000);                                                              \
        report(0, name##_pairs(20000000));                                                  \
        report(2, name##_batch(slots, NULL, LARGE, BLOCK, 5));                              \
        report(4, name##_replace(slots, LARGE, BLOCK, BLOCK, 2000000));                     \
        report(6, name##_replace(slots, LARGE, 16, 512, 2000000));                          \
        shuffle(order, SMALL);                                                              \
        report(1, name##_batch(slots, NULL, SMALL, BLOCK, 300));                            \
        report(7, name##_batch(slots, order, SMALL, BLOCK, 300));                           \
        report(3, name##_replace(slots, SMALL, BLOCK, BLOCK, 4000000));                     \
        report(5, name##_replace(slots, SMALL, 16, 512, 4000000));                          \
        report(8, name##_replace(slots, 1000, 1000, 20000, 400000));                        \
        report(10, name##_mixed_batch(slots, 1000, 5000));                                  \
        report(11, name##_replace(slots, SMALL, PYTHON_LIKE, 512, 4000000));                \
        report(12, name##_replace(slots, LARGE, PYTHON_LIKE, 512, 2000000));                \
    }

static const char *const line_names[LINES] = {
    "pair, 48 bytes, ns",
    "batch of 1e4, 48 bytes, in order, ns",
    "batch of 1e6, 48 bytes, in order, ns",
    "replace among 1e4, 48 bytes, ns",
    "replace among 1e6, 48 bytes, ns",
    "replace among 1e4, 16-512 bytes, ns",
    "replace among 1e6, 16-512 bytes, ns",
    "batch of 1e4, 48 bytes, at random, ns",
    "replace among 1e3, 1-20 KB, ns",
    "resident bytes a block of 48",
    "batch of 1e3, 16-512 bytes, ns",
    "replace among 1e4, Python-like sizes, ns",
    "replace among 1e6, Python-like sizes, ns",
};

static void report(int line, double value)
{
    printf("%d %.3f\n", line, value);
}

static Heap *open_heap(void)
{
    static Heap heap;
    heap_open(&heap, NULL);
    return &heap;
}

static Heap *heap;
static AllocFunction python_alloc;
static FreeFunction python_free;

#define OURO_ALLOC(size) heap_alloc(heap, DOMAIN_OBJECT, size)
#define OURO_FREE(block) heap_free(heap, block)
DEFINE_SUITE(ouro, OURO_ALLOC, OURO_FREE)
DEFINE_SUITE(malloc, malloc, free)
DEFINE_SUITE(python, python_alloc, python_free)

static int run_python(void)
{
    void *library = dlopen("libpython3.11.so.1.0", RTLD_NOW);
    if (!library)
        return 1;
    python_alloc = (AllocFunction)dlsym(library, "PyObject_Malloc");
    python_free = (FreeFunction)dlsym(library, "PyObject_Free");
    if (!python_alloc || !python_free)
        return 1;
    python_suite();
    return 0;
}

static int run_one(const char *what)
{
    if (!strcmp(what, "python"))
        return run_python();
    if (!strcmp(what, "malloc")) {
        malloc_suite();
        return 0;
    }
    heap = open_heap();
    ouro_suite();
    const char *wrong = heap_check(heap);
    if (wrong)
        fprintf(stderr, "%s\n", wrong);
    heap_close(heap);
    return wrong != NULL;
}

typedef struct Column { const char *title, *what, *preload; double value[LINES]; } Column;

static void run_column(const char *self, Column *column)
{
    char command[600];
    snprintf(command, sizeof command, "LD_PRELOAD=%s %s %s", column->preload ? column->preload : "", self, column->what);
    FILE *output = popen(command, "r");
    int line;
    double value;
    while (output && fscanf(output, "%d %lf", &line, &value) == 2)
        if (column->value[line] == 0 || value < column->value[line])
            column->value[line] = value;
    if (output)
        pclose(output);
}

static void print_table(const Column *columns)
{
    printf("%-40s", "");
    for (int i = 0; i < COLUMNS; i++)
        printf("%10s", columns[i].title);
    printf("\n");
    for (int line = 0; line < LINES && line_names[line]; line++) {
        printf("%-40s", line_names[line]);
        for (int i = 0; i < COLUMNS; i++)
            printf("%10.2f", columns[i].value[line]);
        printf("\n");
    }
}

int main(int count, char **arguments)
{
    if (count > 1)
        return run_one(arguments[1]);
    Column columns[COLUMNS] = {
        { .title = "ouro", .what = "ouro" }, { .title = "glibc", .what = "malloc" },
        { .title = "jemalloc", .what = "malloc", .preload = "libjemalloc.so.2" },
        { .title = "mimalloc", .what = "malloc", .preload = "libmimalloc.so.2.0" },
        { .title = "CPython", .what = "python" },
    };
    for (int turn = 0; turn < TURNS; turn++)
        for (int i = 0; i < COLUMNS; i++)
            run_column(arguments[0], &columns[i]);
    print_table(columns);
    return 0;
}
